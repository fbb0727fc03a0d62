"""What differs between two tables of numbers."""

import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from releasing import with_aabenraa  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.cli.versions import ROWS_ON_A_PAGE
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.indicators.differences import KEY, NUMBERS, changes
from analysis.indicators.schema import Indicators
from analysis.ingest.snapshot import read_inputs
from analysis.outputs.columns import revision_columns, tidy_columns
from analysis.report.naming import name_of, row_texts, shown_changes, signed
from analysis.texts import Texts

Q2 = Quarter(2025, 2)
DA = Texts("da")


@pytest.fixture(scope="module")
def numbers() -> pl.DataFrame:
    """The tidy table of Q2 2025."""
    return compute_table(read_inputs(DataRoot(Path(__file__).parents[2] / "data"), Q2))


@pytest.fixture
def corrected(data: Path) -> pl.DataFrame:
    """The same with seven more runners in Aabenraa."""
    with_aabenraa(data, 7)
    return compute_table(read_inputs(DataRoot(data), Q2))


def place(indicator: str, area: str) -> pl.Expr:
    return (pl.col("indicator") == indicator) & (pl.col("area") == area) & (pl.col("quarter") == "2025Q2")


def test_nothing_differs(numbers: pl.DataFrame) -> None:
    assert changes(numbers, numbers).is_empty()
    assert changes(numbers, numbers.sample(fraction=1, shuffle=True, seed=1)).is_empty()


def test_one_municipality(numbers: pl.DataFrame, corrected: pl.DataFrame) -> None:
    found = changes(numbers, corrected)
    own = found.filter(place("active_runners", "Aabenraa")).to_dicts()
    assert [(row["old_value"], row["new_value"], row["difference"]) for row in own] == [(508, 515, 7)]
    counts = found.filter(pl.col("indicator") == "active_runners")
    assert counts["area"].to_list() == ["Danmark", "Region Syddanmark", "Syd- og Sønderjylland", "Aabenraa"]
    assert counts["difference"].to_list() == [7.0] * 4
    untouched = found.filter(pl.col("indicator").str.starts_with("aed_registered"))
    assert untouched.is_empty()


def test_backwards_it_is_the_same_with_the_other_sign(numbers: pl.DataFrame, corrected: pl.DataFrame) -> None:
    there, back = changes(numbers, corrected), changes(corrected, numbers)
    assert there.select(KEY).equals(back.select(KEY))
    assert (there["difference"] + back["difference"]).drop_nulls().eq(0).all()


@given(st.data())
def test_every_changed_cell_is_found_and_no_other(numbers: pl.DataFrame, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from([*NUMBERS, "note", "status"]))
    rows = data.draw(st.sets(st.integers(0, numbers.height - 1), max_size=5))
    new: pl.Expr = pl.col(column)
    if column == "note":
        new = pl.concat_str(pl.col("note").fill_null(""), pl.lit("!"))
    elif column == "status":
        new = pl.when(pl.col("status") == "missing").then(pl.lit("published")).otherwise(pl.lit("missing"))
        new = new.cast(numbers.schema["status"])
    else:
        new = pl.col(column).fill_null(0.0) + 1
    touched = pl.int_range(pl.len()).is_in(sorted(rows))
    other = numbers.with_columns(pl.when(touched).then(new).otherwise(column).alias(column))
    found = changes(numbers, other)
    assert (
        found.select(KEY).rows()
        == numbers[sorted(rows)]
        .select(pl.col("level").cast(pl.String), *(name for name in KEY if name != "level"))
        .select(KEY)
        .rows()
    )
    assert set(found["columns"]) <= {column}


def test_rows_that_are_new_or_gone(numbers: pl.DataFrame) -> None:
    some = numbers.filter(~place("active_runners", "Aabenraa"))
    gone, new = changes(numbers, some), changes(some, numbers)
    assert gone["change"].to_list() == ["removed"]
    assert new["change"].to_list() == ["added"]
    assert gone.select("area", "old_value", "new_value").row(0) == ("Aabenraa", 508.0, None)
    assert gone["difference"].to_list() == [None]


def test_two_quarters_compare_their_own_numbers(numbers: pl.DataFrame) -> None:
    later = numbers.with_columns(
        quarter=pl.when(pl.col("quarter") == "2025Q2").then(pl.lit("2025Q3")).otherwise("quarter"),
        value=pl.when(place("active_runners", "Aabenraa")).then(600.0).otherwise("value"),
    )
    both = pl.concat([numbers, later.filter(pl.col("quarter") == "2025Q3")])
    found = changes(numbers, Indicators.validate(both))
    assert found.select("quarter", "area", "old_value", "new_value").rows() == [
        ("2025Q3", "Aabenraa", 508.0, 600.0)
    ]


def test_null_is_not_zero(numbers: pl.DataFrame) -> None:
    zero = numbers.with_columns(value=pl.when(pl.col("status") != "published").then(0.0).otherwise("value"))
    hidden = numbers.filter(pl.col("status") != "published").height
    assert hidden > 0
    assert changes(numbers, zero).height == hidden


def test_the_page_lists_what_looks_different(numbers: pl.DataFrame, corrected: pl.DataFrame) -> None:
    found = changes(numbers, corrected)
    areas = dict(numbers.select("area_code", "area").iter_rows())
    rows = [row_texts(row, areas, DA) for row in shown_changes(found, "2025Q2", DA)]
    assert ("Aabenraa", "Aktive hjerteløbere", "508", "515", "+7") in rows
    assert ("Aabenraa", "Aktive pr. 100.000 indbyggere", "868", "880", "+12") in rows
    assert ("Region Syddanmark", "Aktive pr. 100.000 indbyggere", "843", "844", "+1") in rows
    assert all(old != new for _, _, old, new, _ in rows)
    assert ("Danmark", "Aktive pr. 100.000 indbyggere") not in {row[:2] for row in rows}


def test_a_number_that_is_withheld_from_now_on(numbers: pl.DataFrame) -> None:
    column = numbers.schema["status"]
    hidden = place("accepted_by_one", "Region Sjælland")
    less = numbers.with_columns(
        value=pl.when(~hidden).then("value"),
        status=pl.when(hidden)
        .then(pl.lit("withheld"))
        .otherwise(pl.col("status").cast(pl.String))
        .cast(column),
    )
    shown = shown_changes(changes(numbers, less), "2025Q2", DA)
    assert row_texts(shown[0], {}, DA)[2:] == ("99\N{NO-BREAK SPACE}%", "tilbageholdt", "")


def test_a_share_changes_by_percentage_points(numbers: pl.DataFrame) -> None:
    value = pl.when(place("accepted_by_one", "Region Sjælland")).then(97.0).otherwise("value")
    (row,) = shown_changes(changes(numbers, numbers.with_columns(value=value)), "2025Q2", DA)
    assert row_texts(row, {}, DA)[2:] == (
        "99\N{NO-BREAK SPACE}%", "97\N{NO-BREAK SPACE}%", "\N{MINUS SIGN}2 procentpoint",
    )  # fmt: skip
    assert row_texts(row, {}, Texts("en"))[4] == "\N{MINUS SIGN}2 percentage points"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (33.49, 33.51, ("33,49\N{NO-BREAK SPACE}%", "33,51\N{NO-BREAK SPACE}%", "+0,02 procentpoint")),
        (
            98.6,
            98.4,
            ("98,6\N{NO-BREAK SPACE}%", "98,4\N{NO-BREAK SPACE}%", "\N{MINUS SIGN}0,2 procentpoint"),
        ),
        (33.4, 34.4, ("33\N{NO-BREAK SPACE}%", "34\N{NO-BREAK SPACE}%", "+1 procentpoint")),
        (100 / 3, 200 / 3, ("33,3\N{NO-BREAK SPACE}%", "66,7\N{NO-BREAK SPACE}%", "+33,4 procentpoint")),
    ],
)
def test_a_difference_is_that_of_the_numbers_beside_it(
    numbers: pl.DataFrame, old: float, new: float, shown: tuple[str, ...]
) -> None:
    at = place("accepted_by_one", "Region Sjælland")
    before, after = (
        numbers.with_columns(value=pl.when(at).then(value).otherwise("value")) for value in (old, new)
    )
    (row,) = shown_changes(changes(before, after), "2025Q2", DA)
    assert row_texts(row, {}, DA)[2:] == shown


def as_number(text: str) -> Decimal:
    plain = text.partition(" ")[0].replace(".", "").replace(",", ".").replace("\N{MINUS SIGN}", "-")
    return Decimal(plain.removesuffix("\N{NO-BREAK SPACE}%"))


@given(st.floats(0, 100), st.floats(-1, 1))
def test_old_and_difference_make_new(numbers: pl.DataFrame, old: float, more: float) -> None:
    at = place("accepted_by_one", "Region Sjælland")
    before, after = (
        numbers.filter(at).with_columns(value=pl.lit(value)) for value in (old, min(max(old + more, 0), 100))
    )
    for row in shown_changes(changes(before, after), "2025Q2", DA):
        one, other, difference = map(as_number, row_texts(row, {}, DA)[2:])
        assert one + difference == other
        assert difference


def test_a_number_that_is_unknown_from_now_on_is_not_called_hidden(numbers: pl.DataFrame) -> None:
    gone = place("active_runners", "Aabenraa")
    missing = pl.when(gone).then(pl.lit("missing")).otherwise(pl.col("status").cast(pl.String))
    less = numbers.with_columns(
        value=pl.when(~gone).then("value"), status=missing.cast(numbers.schema["status"])
    )
    shown = shown_changes(changes(numbers, less), "2025Q2", DA)
    assert row_texts(shown[0], {}, DA)[2:] == ("508", "ikke oplyst", "")


def test_the_page_on_what_a_reader_would_notice_stands_after_a_long_list_too(
    data: Path, corrected: pl.DataFrame
) -> None:
    assert corrected.height
    asked = ["diff", "2025Q2", "v1", "data", "--data", str(data)]
    listed = CliRunner().invoke(main, asked)
    assert listed.exit_code == 3
    before, _, after = listed.stdout.partition("Every number")
    assert len(after.splitlines()) > ROWS_ON_A_PAGE
    assert after.endswith(before.rstrip("\n") + "\n")


@pytest.mark.parametrize(
    ("indicator", "name"),
    [
        ("active_runners", "Aktive hjerteløbere"),
        ("active_runners_change_year", "Aktive hjerteløbere, ændring på et år"),
        (
            "active_runners_change_quarter_percent",
            "Aktive hjerteløbere, ændring i procent siden forrige kvartal",
        ),
        ("activations_rate_ratio_to_1082", "Aktiveringer i forhold til Region Midtjylland"),
        ("active_runners_rate_smoothed", None),
        ("active_runners_change_year_deviation", None),
    ],
)
def test_names(indicator: str, name: str | None) -> None:
    assert name_of(indicator, {"1082": "Region Midtjylland"}, DA) == name


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [(7, 0, "+7"), (-1234.4, 0, "\u22121.234"), (0.2, 0, "+0,2"), (0, 0, "0"), (-0.04, 1, "\u22120,04")],
)
def test_signs(number: float, decimals: int, shown: str) -> None:
    assert signed(number, decimals, DA) == shown


def test_columns_are_described_in_both_languages(numbers: pl.DataFrame, corrected: pl.DataFrame) -> None:
    assert [one.name for one in tidy_columns()] == numbers.columns
    assert [one.name for one in revision_columns()] == changes(numbers, corrected).columns
    for one in (*tidy_columns(), *revision_columns()):
        for said in (one.title, one.description):
            assert set(said) == {"da", "en"}
            assert all(text.strip() and text.strip() == text for text in said.values())
        assert one.description["da"] != one.description["en"]
    json.dumps([one.description for one in tidy_columns()])
    own = {one.name: one for one in tidy_columns()}
    assert set(own["status"].values) == set(numbers.schema["status"].categories)  # type: ignore[attr-defined]
    assert set(own["level"].values) == set(numbers.schema["level"].categories)  # type: ignore[attr-defined]
    assert {one.name for one in tidy_columns() if one.required} == {
        name for name in numbers.columns if numbers[name].null_count() == 0
    }
