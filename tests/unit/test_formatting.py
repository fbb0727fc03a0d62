"""Numbers, dates and names as the report shows them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core import formatting as show

NBSP, DASH, MINUS = "\u00a0", "\u2013", "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (955.17, 0, "955"),
        (1073.65, 0, "1.074"),
        (84.5, 0, "85"),
        (85.5, 0, "86"),
        (0.5, 0, "1"),
        (0.4999999, 0, "0"),
        (-0.5, 0, f"{MINUS}1"),
        (-1234.5, 0, f"{MINUS}1.235"),
        (0, 0, "0"),
        (57307, 0, "57.307"),
        (57307, -2, "57.300"),
        (57350, -2, "57.400"),
        (1234567.25, 1, "1.234.567,3"),
        (1.005, 2, "1,01"),
        (2.675, 2, "2,68"),
        (1.2, 1, "1,2"),
        (10, 1, "10,0"),
        (0.25, 1, "0,3"),
        (1e-7, 1, "0,0"),
        (1e15, 0, "1.000.000.000.000.000"),
        (None, 0, DASH),
    ],
)
def test_number(value: float | None, decimals: int, shown: str) -> None:
    assert show.number(value, decimals) == shown


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_survive_taking_the_points_away(value: int) -> None:
    shown = show.number(value)
    assert int(shown.replace(".", "").replace(MINUS, "-")) == value
    groups = shown.lstrip(MINUS).split(".")
    assert len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_shown_number_lies_within_half_a_unit(value: float, decimals: int) -> None:
    shown = show.number(value, decimals).replace(".", "").replace(",", ".").replace(MINUS, "-")
    assert abs(Decimal(shown) - Decimal(str(value))) <= Decimal(5).scaleb(-decimals - 1)
    assert len(shown.partition(".")[2]) == decimals


@given(st.integers(0, 10**9))
def test_halves_round_up(whole: int) -> None:
    assert show.round_half_up(whole + 0.5) == whole + 1
    assert show.round_half_up(-whole - 0.5) == -whole - 1


def test_a_negative_number_that_rounds_to_zero_has_no_sign() -> None:
    assert show.number(-0.2) == "0"
    assert show.number(-0.04, 1) == "0,0"


def test_percent() -> None:
    assert show.percent(71.25) == f"71{NBSP}%"
    assert show.percent(14.4, 1) == f"14,4{NBSP}%"
    assert show.percent(None) == DASH


@pytest.mark.parametrize(
    ("limits", "decimals", "shown"),
    [
        ((1549.1, 1567.7), 0, f"1.549{DASH}1.568"),
        ((10.06, 10.18), 1, f"10,1{DASH}10,2"),
        ((10.06, 10.09), 1, "10,1"),
        ((None, 1.0), 0, DASH),
        ((1.0, None), 0, DASH),
        ((None, None), 0, DASH),
    ],
)
def test_range(limits: tuple[float | None, float | None], decimals: int, shown: str) -> None:
    assert show.number_range(*limits, decimals) == shown


def test_dates() -> None:
    assert show.long_date(date(2025, 6, 3)) == f"3.{NBSP}juni 2025"
    assert show.long_date(date(2025, 12, 31)) == f"31.{NBSP}december 2025"


def test_the_year_of_a_period_stands_once() -> None:
    within = show.short_period(date(2025, 1, 1), date(2025, 6, 3))
    assert within.count("2025") == 1
    assert within.startswith(f"1.{NBSP}jan")
    assert f"{DASH}3.{NBSP}jun" in within
    across = show.short_period(date(2024, 10, 1), date(2025, 1, 5))
    assert "2024" in across
    assert across.endswith("2025")


def test_joined() -> None:
    assert show.joined([]) == ""
    assert show.joined(["Fanø"]) == "Fanø"
    assert show.joined(["Fanø", "Ærø"]) == "Fanø og Ærø"
    assert show.joined(["Fanø", "Samsø", "Ærø"]) == "Fanø, Samsø og Ærø"


def test_danish_order() -> None:
    names = ["Aalborg", "Ærø", "Aabenraa", "Aarhus", "Vejle", "Øster", "Allerød", "Ølsted", "Århøj", "Zinck"]
    assert show.sorted_danish(names) == [
        "Allerød", "Vejle", "Zinck", "Ærø", "Ølsted", "Øster", "Aabenraa", "Aalborg", "Aarhus", "Århøj",
    ]  # fmt: skip
    assert show.sorted_danish(["Lyngby-Taarbæk", "Læsø", "Lolland", "Lejre"]) == [
        "Lejre", "Lolland", "Lyngby-Taarbæk", "Læsø",
    ]  # fmt: skip
    assert show.sorted_danish(["Høje-Taastrup", "Høje", "Hørsholm"]) == ["Høje", "Høje-Taastrup", "Hørsholm"]


@given(st.lists(st.text(max_size=8)))
def test_sorting_does_not_depend_on_the_order_before(names: list[str]) -> None:
    assert show.sorted_danish(names) == show.sorted_danish(reversed(names))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Syd- og Sønderjylland", "syd-og-soenderjylland"),
        ("Region Sjælland", "region-sjaelland"),
        ("Østjylland", "oestjylland"),
        ("Ålborg", "aalborg"),
        ("  A  b  ", "a-b"),
        ("98 kommuner", "98-kommuner"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert show.as_slug(name) == slug


@given(st.text())
def test_a_slug_is_an_identifier(text: str) -> None:
    slug = show.as_slug(text)
    assert slug == "" or all(word.isascii() and word.isalnum() for word in slug.split("-"))


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (5, 0, "+5"), (-5, 0, f"{MINUS}5"), (0, 0, "0"), (0.4, 0, "0"), (-0.4, 0, "0"), (0.5, 0, "+1"),
        (-0.5, 0, f"{MINUS}1"), (1234.25, 1, "+1.234,3"), (0.04, 1, "0,0"), (-0.04, 1, "0,0"),
        (None, 0, DASH),
    ],
)  # fmt: skip
def test_a_change_has_a_sign_unless_it_rounds_to_0(value: float | None, decimals: int, shown: str) -> None:
    assert show.signed(value, decimals) == shown


@pytest.mark.parametrize(
    ("day", "short", "month"),
    [
        (date(2025, 6, 3), f"3.{NBSP}juni 2025", "juni 2025"),
        (date(2025, 7, 31), f"31.{NBSP}juli 2025", "juli 2025"),
        (date(2018, 1, 2), f"2.{NBSP}jan. 2018", "jan. 2018"),
        (date(2020, 11, 1), f"1.{NBSP}nov. 2020", "nov. 2020"),
        (date(2025, 5, 9), f"9.{NBSP}maj 2025", "maj 2025"),
    ],
)
def test_short_dates_and_months(day: date, short: str, month: str) -> None:
    assert show.short_date(day) == short
    assert show.month(day) == month
