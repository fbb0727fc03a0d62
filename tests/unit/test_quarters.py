"""Quarters: their names, days and neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.quarters import Quarter

QUARTERS = st.builds(Quarter, st.integers(1900, 2999), st.integers(1, 4))


def test_names_and_days() -> None:
    quarter = Quarter.parse("2025Q2")
    assert (str(quarter), quarter.statbank) == ("2025Q2", "2025K2")
    assert (quarter.first_day, quarter.last_day) == (date(2025, 4, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    "text", ["2025K2", "2025Q5", "2025Q0", "25Q2", "2025q2", " 2025Q2", "2025Q2\n", "", "٢٠٢٥Q2"]
)
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


def test_a_quarter_as_people_and_as_statbank_write_it() -> None:
    assert Quarter.typed(" 2025q2\n") == Quarter.of_statbank("2025K2") == Quarter(2025, 2)
    for read in (Quarter.typed, Quarter.of_statbank):
        with pytest.raises(ValueError, match="not a quarter"):
            read("2025K5")


def test_a_fifth_quarter_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(2025, 5)


def test_quarters_of_different_years_follow_each_other() -> None:
    assert Quarter(2025, 4).next == Quarter(2026, 1)
    assert Quarter(2026, 1).previous == Quarter(2025, 4)


@given(QUARTERS)
def test_a_quarter_ends_the_day_before_the_next_and_sorts_before_it(quarter: Quarter) -> None:
    assert quarter.last_day + timedelta(days=1) == quarter.next.first_day
    assert quarter.next.previous == quarter < quarter.next
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.containing(quarter.first_day) == Quarter.containing(quarter.last_day) == quarter
