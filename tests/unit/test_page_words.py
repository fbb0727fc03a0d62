"""Choices of words: which sentence a page takes, one row for each outcome."""

import pytest

from analysis.indicators.limits import Limits
from analysis.report.figures import sides_of_country, standing
from analysis.texts import Texts

PEERS = [(850.0, 950.0), (1050.0, 1150.0)]


def interval(limits: tuple[float, float]) -> Limits:
    return Limits(*limits)


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        ((1150.1, 1250.0), "highest"),
        ((1150.0, 1250.0), "above"),
        ((700.0, 849.9), "lowest"),
        ((700.0, 850.0), "below"),
        ((955.1, 1045.0), "above"),
        ((955.0, 1045.0), "same"),
        ((900.0, 1000.0), "same"),
        ((900.0, 955.0), "same"),
        ((900.0, 954.9), "below"),
    ],
)
def test_where_an_interval_stands(limits: tuple[float, float], outcome: str) -> None:
    """A superlative only where the interval lies clear of those of all peers."""
    assert standing(interval(limits), [interval(one) for one in PEERS], 955.0) == outcome


def test_sides_are_counted_by_intervals_and_not_by_points() -> None:
    rows = [interval(one) for one in [(950.0, 1100.0), (960.0, 970.0), (800.0, 900.0), (955.0, 960.0)]]
    assert sides_of_country(rows, 955.0) == {"above": 1, "below": 1, "same": 2}


@pytest.mark.parametrize(
    ("number", "whole", "danish", "english"),
    [(4, 22, "4", "4"), (1, 11, "1", "1"), (2, 5, "To", "Two"), (10, 10, "Ti", "10")],
)
def test_a_part_is_written_like_its_whole(number: int, whole: int, danish: str, english: str) -> None:
    assert Texts("da").number_of(number, whole, capital=True) == danish
    assert Texts("en").number_of(number, whole, capital=True) == english
