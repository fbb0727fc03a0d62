"""Numbers in a table of one's own are read in one way, or not at all."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.explore.own_numbers import as_number, read_numbers

CASES = [
    (["0.125"], [0.125], "numbers with decimal point"),
    (["0,125"], [0.125], "numbers with decimal comma"),
    (["1.234", "0.5"], [1.234, 0.5], "numbers with decimal point"),
    (["1.234", "0,5"], [1234.0, 0.5], "numbers with decimal comma"),
    (["1.234.567", "1.234"], [1234567, 1234], "whole numbers"),
    (["1,234,567"], [1234567], "whole numbers"),
    (["667 099", "12"], [667099, 12], "whole numbers"),
    (["667\u00a0099", "667\u202f099"], [667099, 667099], "whole numbers"),
    (["667'099"], [667099], "whole numbers"),
    (["1234.5", "2"], [1234.5, 2.0], "numbers with decimal point"),
    (["1234,5", "2"], [1234.5, 2.0], "numbers with decimal comma"),
    (["−5", "+5", "-5"], [-5, 5, -5], "whole numbers"),
    (["1e5", "2"], [100000, 2], "whole numbers"),
    (["1.5e-3"], [0.0015], "numbers with decimal point"),
    (["12,5 %", "3%"], [12.5, 3.0], "numbers with decimal comma in per cent"),
    (["5", "NA", "..", "n/a", "-", "", None, "NaN", ":"], [5, *[None] * 8], "whole numbers"),
    (["0", "00"], None, "text, for codes keep their leading noughts"),
    (["0101", "101"], None, "text, for codes keep their leading noughts"),
    (["1", "x"], None, "text: 'x' is no number like others"),
    (["x", None, "1,5", "2.5"], None, "text: 'x' is no number like others"),
    (["1.5", "2.5", "3,5"], None, "text: '3,5' is no number like others"),
    (["1,23,4"], None, "text"),
    (["1.2345.678"], None, "text"),
    (["٦٣٠٠"], None, "text"),
    (["6_300"], None, "text"),
    (["0x10"], None, "text"),
    (["inf", "1e400"], None, "text"),
    (["12 %", "5"], None, "text: '12 %' is no number like others"),
    (["3. juni 2025"], None, "text"),
    (["2025-06-03"], None, "text"),
    (["12.576"], None, "text: '12.576' is 12576 or 12.576; settle it with decimal="),
    (["667,099"], None, "text: '667,099' is 667.099 or 667099; settle it with decimal="),
    (["5", "1.234"], None, "text: '1.234' is 1234 or 1.234; settle it with decimal="),
]


@pytest.mark.parametrize(("texts", "numbers", "told"), CASES)
def test_a_column_is_read_by_all_its_values(
    texts: list[str | None], numbers: list[float | None] | None, told: str
) -> None:
    reading = read_numbers(pl.Series("x", texts, dtype=pl.String))
    assert (reading.values.to_list(), reading.told) == (texts if numbers is None else numbers, told)
    assert reading.doubtful == ("settle it" in told)


def test_what_can_be_read_two_ways_is_settled_by_the_decimal_mark() -> None:
    column = pl.Series("x", ["12.576", "667.099"])
    assert read_numbers(column, ",").values.to_list() == [12576, 667099]
    assert read_numbers(column, ".").values.to_list() == [12.576, 667.099]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1), st.sampled_from([".", ",", " ", ""]))
def test_written_whole_numbers_are_never_read_as_others(values: list[int], group: str) -> None:
    """Independent of the reader: whatever is read as numbers are the numbers that were written."""
    texts = [f"{value:,}".replace(",", group) for value in values]
    reading = read_numbers(pl.Series("x", texts))
    if reading.values.dtype.is_numeric():
        assert reading.values.to_list() == values
    else:
        assert reading.doubtful


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=3, allow_nan=False), min_size=1),
    st.sampled_from([(",", "."), (".", ","), (",", ""), (".", "")]),
)
def test_written_decimals_are_never_read_as_others(values: list[object], marks: tuple[str, str]) -> None:
    decimal, group = marks
    texts = [f"{value:,f}".translate({ord(","): group, ord("."): decimal}) for value in values]
    reading = read_numbers(pl.Series("x", texts))
    if reading.values.dtype.is_numeric():
        assert reading.values.to_list() == [float(str(value)) for value in values]
    assert read_numbers(pl.Series("x", texts), decimal).values.to_list() == [float(str(v)) for v in values]  # type: ignore[arg-type]


def test_a_group_has_three_digits_and_starts_with_none_of_nought() -> None:
    assert [as_number(text, ",") for text in ("1.234", "12.34", "0.125", "1.234,5", "1,5", ",5", "5,")] == [
        1234.0, None, None, 1234.5, 1.5, None, None,
    ]  # fmt: skip
