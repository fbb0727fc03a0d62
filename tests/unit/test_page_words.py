"""Choices of words: which sentence a page takes, one row for each outcome."""

import pytest

from analysis.report.pages.national import rows_above
from analysis.report.pages.regions import reaching, standing


@pytest.mark.parametrize(
    ("value", "others", "country", "outcome"),
    [
        (1200.0, [900.0, 1100.0], 955.0, "highest"),
        (800.0, [900.0, 1100.0], 955.0, "lowest"),
        (1000.0, [900.0, 1100.0], 955.0, "above"),
        (930.0, [900.0, 1100.0], 955.0, "below"),
        (955.4, [900.0, 1100.0], 954.6, "equal"),
        (955.5, [900.0, 1100.0], 955.4, "above"),
        (954.49, [900.0, 1100.0], 954.5, "below"),
        (1100.0, [900.0, 1100.0], 955.0, "above"),
        (900.0, [900.0, 1100.0], 955.0, "below"),
    ],
)
def test_where_a_rate_stands(value: float, others: list[float], country: float, outcome: str) -> None:
    assert standing(value, others, country) == outcome


@pytest.mark.parametrize(
    ("rates", "outcome"),
    [
        ([800.0, 900.0], ("none", 0)),
        ([800.0, 955.0], ("some", 1)),
        ([954.5, 1000.0], ("all", 2)),
        ([954.49, 1000.0], ("some", 1)),
    ],
)
def test_how_many_reach_the_country(rates: list[float], outcome: tuple[str, int]) -> None:
    assert reaching(rates, 955.2) == outcome


def test_rates_above_the_country_are_counted_as_printed() -> None:
    assert rows_above([955.4, 955.5, 956.0, 900.0], 955.2) == 2
