"""Empty cells that follow from others, on its own and in tables that somebody hands in."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.events.arrest_table import arrest_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.hidden_cells import completed, following, left_to_hidden
from analysis.ingest.tables.arrests import (
    ARRESTS,
    COVERED,
    DAYS,
    KINDS,
    NUMBERS,
    PERIODS,
    PLACED,
    during,
    near_aed,
    near_runners,
)
from analysis.ingest.tables.coverage import (
    AEDS_PLACED,
    IN_WEEK,
    OF_AEDS,
    OF_PERIODS,
    PEOPLE,
    aeds_with_runners,
    covered,
)
from tests.unit.test_arrest_disclosure import of_people

QUARTER = Quarter(2025, 2)
CODES = AREAS.names.filter(pl.col("level") == "municipality")["area_code"].to_list()
REGIONS = MEMBERS["dk"]
SMALL = {"dk": ["1", "2"], "1": ["a", "b"], "2": ["c", "d"]}
AED, FEWER, RUNNERS, BOTH, ALL = (
    during(kind, IN_WEEK) for kind in (near_aed(200), near_runners(500), near_runners(1800), COVERED, PLACED)
)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ({"1": 9, "a": 6}, {"b": 3}),
        ({"dk": 20, "1": 9, "c": 5}, {"2": 11, "d": 6}),
        ({"dk": 20, "a": 6, "b": 3, "c": 5}, {"1": 9, "2": 11, "d": 6}),
        ({"dk": 20, "1": 9}, {"2": 11}),
        ({"dk": 20, "a": 6, "c": 5}, {}),
        ({"1": 0, "a": None}, {}),
    ],
)
def test_the_only_unknown_one_of_a_sum_is_known(shown: dict[str, int | None], found: dict[str, int]) -> None:
    known = {code: number for code, number in shown.items() if number is not None}
    new = {code: number for code, number in completed(shown, SMALL).items() if number is not None}
    assert new == known | found


def test_a_sum_of_what_is_shown_is_nothing_hidden() -> None:
    assert following({"dk": 20, "a": 6, "b": 3, "c": 5, "d": 6}, SMALL) == []
    assert following({"dk": 20, "a": 6, "b": 3, "c": 5}, SMALL) == ["2", "d"]


def test_what_is_left_goes_through_regions_that_are_not_shown() -> None:
    left = list(left_to_hidden({"dk": 20, "1": 9, "c": 5}, SMALL))
    assert [tuple(one) for one in left] == [("dk", 6, ("d",)), ("1", 9, ("a", "b"))]


@settings(max_examples=40, deadline=None)
@given(some.lists(some.integers(0, 3), min_size=4, max_size=4), some.sets(some.sampled_from("12abcd")))
def test_what_is_completed_is_all_that_other_numbers_could_not_change(
    parts: list[int], hidden: set[str]
) -> None:
    """All worlds with as many are enumerated; what is filled in is the same in each that looks alike."""

    def world(numbers: tuple[int, ...]) -> dict[str, int | None]:
        a, b, c, d = numbers
        return {"dk": a + b + c + d, "1": a + b, "2": c + d, "a": a, "b": b, "c": c, "d": d}

    exact = world(tuple(parts))
    shown = {code: None if code in hidden else number for code, number in exact.items()}
    total = int(exact["dk"] or 0)
    worlds = [world(one) for one in product(range(total + 1), repeat=4) if sum(one) == total]
    alike = [one for one in worlds if all(shown[code] in (None, one[code]) for code in one)]
    for code, number in completed(shown, SMALL).items():
        if number is not None:
            assert {one[code] for one in alike} == {number}


def arrests(
    changes: dict[str, dict[str, int]] | None = None, hidden: dict[str, tuple[str, ...]] | None = None
) -> pl.DataFrame:
    """Forty arrests in every municipality, half of them near everything, no periods; with changes."""
    row = {ARRESTS: 40, **{during(kind, IN_WEEK): 40 if kind == PLACED else 20 for kind in (PLACED, *KINDS)}}
    counts = pl.DataFrame([{"area_code": code, **row, **(changes or {}).get(code, {})} for code in CODES])
    table: pl.DataFrame = (
        AREAS.summed(counts)
        .with_columns(
            pl.when(
                ~pl.col("area_code").is_in([code for code, names in (hidden or {}).items() if name in names])
            )
            .then(name)
            .alias(name)
            for name in row
        )
        .select("area_code", "area", pl.lit(365).alias(DAYS), *row, pl.lit("").alias("note"))
    )
    return table


def said_of(data: Path, name: str, table: pl.DataFrame) -> list[tuple[int | None, str | None, str]]:
    """What is said of a table that somebody hands in; nothing where it is taken."""
    table.write_csv(data / "raw" / str(QUARTER) / f"{name}.csv")
    try:
        read_delivery(data, QUARTER)
    except InputError as refused:
        return [(one.row, one.column, one.found) for one in refused.problems]
    return []


def row_of(table: pl.DataFrame, code: str) -> int:
    return table["area_code"].to_list().index(code) + 2


@pytest.mark.parametrize(
    ("changes", "hidden", "column", "told"),
    [
        pytest.param({"825": {AED: 3}}, {"825": (AED,)}, AED, ["825"], id="by its region"),
        pytest.param(
            {"825": {AED: 2}, "810": {AED: 1}}, dict.fromkeys(("825", "810"), (AED,)), AED, ["1081"],
            id="three of two municipalities",
        ),
        pytest.param({"825": {RUNNERS: 37}}, {"825": (RUNNERS,)}, RUNNERS, ["825"], id="what it leaves"),
        pytest.param({"825": {ARRESTS: 43}, "810": {ARRESTS: 45}, "101": {ARRESTS: 45}}, {"825": (ARRESTS,)},
            ARRESTS, ["825"], id="arrests without a place",
        ),
        pytest.param(
            {"825": {AED: 3}}, {"825": (AED,), "1081": (AED,)}, AED, ["825"], id="by the country",
        ),
        pytest.param(
            {"825": {ALL: 20, ARRESTS: 20, RUNNERS: 17, FEWER: 10, BOTH: 10, AED: 10}},
            {"825": (ALL, RUNNERS)}, RUNNERS, ["825"], id="by two sums",
        ),
    ],
)  # fmt: skip
def test_a_few_arrests_that_others_tell_of_are_refused(
    data: Path,
    changes: dict[str, dict[str, int]],
    hidden: dict[str, tuple[str, ...]],
    column: str,
    told: list[str],
) -> None:
    table = arrests(changes, hidden)
    said = said_of(data, "arrests", table)
    rows = {(row_of(table, code), column, f"numbers that tell of {code}") for code in told}
    assert rows <= set(said), said
    assert all("numbers that tell of" in found for _, _, found in said)


@pytest.mark.parametrize(
    ("changes", "hidden"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"825": {AED: 3}}, dict.fromkeys(("825", "810"), (AED,)), id="another one"),
        pytest.param({}, {"825": (AED,)}, id="one of many"),
        pytest.param({"825": {AED: 0}}, {"825": (AED,)}, id="none"),
        pytest.param({"825": {RUNNERS: 37}}, dict.fromkeys(("825", "810"), (RUNNERS,)), id="rests of two"),
        pytest.param({}, dict.fromkeys(REGIONS, (ALL, AED)), id="no regions"),
    ],
)
def test_what_tells_of_none_or_of_many_is_taken(
    data: Path, changes: dict[str, dict[str, int]], hidden: dict[str, tuple[str, ...]]
) -> None:
    assert said_of(data, "arrests", arrests(changes, hidden)) == []


def test_the_week_is_not_what_its_periods_add_up_to(data: Path) -> None:
    """Of the north 100, 80, 70 and 100 add up to what is hidden of the week: it leaves three of 353."""
    name = near_aed(500)
    parts = {during(name, period): [count] for period, count in zip(PERIODS, (100, 80, 70, 100), strict=True)}
    table = pl.DataFrame(
        {
            "area_code": ["dk"],
            "area": ["Danmark"],
            DAYS: [365],
            ALL: [353],
            **parts,
            during(name, IN_WEEK): [None],
        }
    )
    said = said_of(data, "arrests", table)
    assert [(row, column) for row, column, _ in said] == [(2, during(name, IN_WEEK))]


@pytest.mark.parametrize(("seed", "people"), [(seed, people) for seed in (1, 2, 3) for people in (4, 12, 40)])
def test_what_the_extracts_tell_is_taken(data: Path, seed: int, people: int) -> None:
    table = arrest_table(of_people(seed, people), AREAS, MEMBERS)
    columns = ("area_code", "area", DAYS, ARRESTS, *NUMBERS, "note")
    assert said_of(data, "arrests", table.select(columns)) == []


def coverage(hidden: set[str], name: str) -> pl.DataFrame:
    """A thousand people and 200 AEDs in every municipality, of which ``name`` counts half."""
    counts = pl.DataFrame(
        {"area_code": CODES, PEOPLE: 1000, AEDS_PLACED: 200, name: 100 if name.startswith("aeds") else 500}
    )
    empty = pl.col("area_code").is_in(sorted(hidden))
    table: pl.DataFrame = AREAS.summed(counts).select(
        "area_code", "area", PEOPLE, AEDS_PLACED, pl.when(~empty).then(name).alias(name)
    )
    return table


OF_RUNNERS = [*map(covered, OF_PERIODS), *map(aeds_with_runners, OF_AEDS)]


@pytest.mark.parametrize("name", OF_RUNNERS)
@pytest.mark.parametrize("code", ["825", "1081"])
def test_people_near_few_runners_that_others_tell_of_are_refused(data: Path, name: str, code: str) -> None:
    """Of a region nothing is refused where all its municipalities are there: it is their sum."""
    table = coverage({code, "825"}, name)
    said = said_of(data, "coverage", table)
    told = {"825", code}
    assert {(row, column) for row, column, _ in said} == {(row_of(table, one), name) for one in told}
    assert all("that follows from those of others" in found for _, _, found in said)


@pytest.mark.parametrize("empty", [{"825", "810"}, {*REGIONS}, {"1081"}, set()])
def test_people_near_runners_are_taken_where_nothing_hidden_follows(data: Path, empty: set[str]) -> None:
    for name in (covered(IN_WEEK), aeds_with_runners("by_day")):
        assert said_of(data, "coverage", coverage(empty, name)) == []


def test_a_share_of_few_aeds_is_no_secret(data: Path) -> None:
    """An empty cell of 90 AEDs is not about few runners: that it follows is taken."""
    name = aeds_with_runners("by_night")
    table = coverage({"825"}, name).with_columns(
        pl.when(pl.col("area_code") == "825")
        .then(90)
        .when(pl.col("area_code").is_in(["dk", "1081"]))
        .then(pl.col(AEDS_PLACED) - 110)
        .otherwise(AEDS_PLACED)
        .alias(AEDS_PLACED)
    )
    assert said_of(data, "coverage", table) == []
