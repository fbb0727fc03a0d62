"""The country's hours of the week: arrays of minutes, sums of periods, and what they tell of few people."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as some
from places_support import (  # type: ignore[import-not-found]
    LENGTHS,
    PERIOD_OF_MINUTE,
    World,
    truth_by_hour,
)

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.core.week import PERIODS
from analysis.disclosure.publication import compute_table
from analysis.events.coverage import Coverage
from analysis.events.coverage_hours import (
    coverage_hours_table,
    moved_to_mean,
    rounded_to_sum,
)
from analysis.events.coverage_table import coverage_table
from analysis.events.opening_hours import pieces_by_hour, week_of
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import read_inputs
from analysis.ingest.tables.coverage import ALWAYS_OPEN, ANY_HOURS, PEOPLE, near
from analysis.ingest.tables.coverage_hours import NEAR_IN_HOUR, period_of
from tests.unit.test_coverage import ENGINES, measured, planted_world, random_world

QUARTER = Quarter(2025, 2)


def tables(found: Coverage) -> tuple[dict[str, int], pl.DataFrame]:
    """The country's row of `coverage`, and the hours."""
    table = coverage_table(found, AREAS, MEMBERS)
    hours = coverage_hours_table(found, table)
    assert hours is not None
    return table.row(by_predicate=pl.col("area_code") == "dk", named=True), hours


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("world", [random_world(1), planted_world()], ids=["random", "planted"])
def test_each_hour_is_its_minutes(engine: str, world: World, tmp_path: Path) -> None:
    """Hours of single minutes, over midnight, from Sunday to Monday, and from 23:59 to 23:58 among them."""
    found = measured(tmp_path, world, engine).hours
    assert found is not None
    assert found["hour"].to_list() == list(range(168))
    assert found["minutes"].to_list() == truth_by_hour(world)
    assert len(set(found["minutes"])) > 5


@pytest.mark.parametrize("engine", ENGINES)
def test_one_aed_is_open_in_its_minutes_alone(engine: str, tmp_path: Path) -> None:
    """Counted by hand: 100 people, open Sunday 23:30 to Monday 00:15 and one minute of Wednesday."""
    cell = np.array([[600_050.0, 6_200_050.0]])
    hours = {0: [(7, "23:30", "00:15"), (3, "11:59", "12:00")]}
    world = World(cell, np.array([False]), hours, cell, np.array([101]), np.array([100]))
    found = measured(tmp_path, world, engine).hours
    assert found is not None
    assert dict(found.filter(pl.col("minutes") > 0).iter_rows()) == {0: 1_500, 59: 100, 167: 3_000}


def test_the_hours_of_exact_counts_add_up_to_the_periods(tmp_path: Path) -> None:
    found = measured(tmp_path, random_world(2))
    assert found.hours is not None
    exact = found.minutes.select(pl.exclude("area_code").sum()).row(0, named=True)
    for period in PERIODS:
        hours = found.hours.filter(pl.col("hour").is_in(period.hours_of_week))
        assert hours["minutes"].sum() == exact[near(500, period.name)]
    assert found.hours["minutes"].sum() == exact["near_500m_in_week"]


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(some.integers(1, 7), some.integers(0, 1439), some.integers(0, 1439)),
        min_size=1,
        max_size=6,
    )
)
def test_pieces_share_out_every_minute_of_every_hour(rows: list[tuple[int, int, int]]) -> None:
    named = [("a", day, *(f"{one // 60:02}:{one % 60:02}" for one in clocks)) for day, *clocks in rows]
    week = week_of(pl.DataFrame(named, schema=["aed", "weekday", "opens", "closes"], orient="row"))
    shared = pieces_by_hour(week.pieces)
    assert shared.group_by("hour").agg(pl.col("minutes").sum()).sort("hour").rows() == [
        (hour, 60) for hour in range(168)
    ]
    sums = shared.group_by("piece").agg(pl.col("minutes").sum()).sort("piece")
    assert sums.rows() == week.pieces.select("piece", "minutes").rows()


def test_periods_of_hours_are_those_of_their_minutes() -> None:
    hours = pl.DataFrame({"hour": range(168)}).with_columns(
        period=period_of(pl.col("hour") // 24 + 1, pl.col("hour") % 24)
    )
    names = list(LENGTHS)
    assert hours["period"].to_list() == [names[place] for place in PERIOD_OF_MINUTE[::60]]
    assert {period.name: period.minutes for period in PERIODS} == LENGTHS


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_published_hours_add_up_to_the_published_periods_exactly(seed: int, tmp_path: Path) -> None:
    found = measured(tmp_path, random_world(seed))
    country, hours = tables(found)
    people = hours[NEAR_IN_HOUR].to_list()
    assert hours.select("weekday", "hour").rows() == [(1 + place // 24, place % 24) for place in range(168)]
    assert set(hours["area_code"]) == {"dk"}
    assert [number % 10 for number in people] == [0] * 168
    for period in PERIODS:
        places = period.hours_of_week
        assert sum(people[place] for place in places) == country[near(500, period.name)] * len(places)
    least, most = country[near(500, ALWAYS_OPEN)], country[near(500, ANY_HOURS)]
    assert least <= min(people) <= max(people) <= most <= country[PEOPLE]
    assert found.hours is not None
    # Six municipalities are rounded by at most five each, a rest of at most four is added to, an hour by ten.
    exact = [minutes / 60 for minutes in found.hours["minutes"]]
    assert all(abs(one - other) <= 6 * 9 + 10 for one, other in zip(people, exact, strict=True))


def test_no_difference_of_hours_tells_of_one_to_nine_people(tmp_path: Path) -> None:
    """Planted: AEDs open in single hours reach 3, 4 and 2 people whom no other one reaches."""
    x, y = 600_050.0, 6_200_050.0
    cells = np.array([[x, y], [x, y + 2_000], [x, y + 4_000], [x, y + 6_000]])
    hours = {1: [(1, "07:00", "08:00")], 2: [(2, "23:00", "02:00")], 3: [(7, "10:00", "10:01")]}
    world = World(
        cells,
        np.array([True, False, False, False]),
        hours,
        cells,
        np.array([101] * 4),
        np.array([203, 3, 4, 2]),
    )
    country, found = tables(measured(tmp_path, world))
    numbers = [*found[NEAR_IN_HOUR], country[PEOPLE]]
    assert {abs(one - other) for one in numbers for other in numbers} <= {0, 10}


def test_an_hour_whose_rest_is_of_few_people_is_of_all_of_them(tmp_path: Path) -> None:
    """Planted: 3 of 303 people have no AED at night; by rounding, 300 of 300 would tell that."""
    cells = np.array([[600_050.0, 6_200_050.0], [600_050.0, 6_202_050.0]])
    hours = {1: [(day, "08:00", "00:00") for day in range(1, 8)]}
    world = World(cells, np.array([True, False]), hours, cells, np.array([101, 101]), np.array([303, 3]))
    country, found = tables(measured(tmp_path, world))
    assert set(found[NEAR_IN_HOUR]) == {country[PEOPLE]} == {310}


@settings(max_examples=200, deadline=None)
@given(some.lists(some.integers(0, 60_000), min_size=1, max_size=48), some.data())
def test_hours_are_moved_and_rounded_within_their_bounds(minutes: list[int], data: some.DataObject) -> None:
    exact = [Fraction(one, 60) for one in minutes]
    least = 10 * data.draw(some.integers(0, 50))
    most = least + 10 * data.draw(some.integers(0, 60))
    mean = 10 * data.draw(some.integers(least // 10, most // 10))
    moved = moved_to_mean(exact, mean, least, most)
    assert sum(moved) == mean * len(exact)
    found = rounded_to_sum(moved, mean * len(exact))
    assert sum(found) == mean * len(exact)
    assert all(least <= one <= most and one % 10 == 0 for one in found)
    assert all(abs(one - other) < 10 for one, other in zip(found, moved, strict=True))
    alike = {one: {other for same, other in zip(moved, found, strict=True) if same == one} for one in moved}
    assert sum(len(numbers) > 1 for numbers in alike.values()) <= 1, "one kind of hour at most is parted"


def test_cells_that_are_too_coarse_have_no_hours() -> None:
    nothing = pl.DataFrame({"area_code": ["101"], "people": [100]})
    distances = nothing.with_columns(bin=pl.lit(1))
    coarse = Coverage(1000, date(2025, 1, 1), (1800,), nothing, nothing.select("area_code"), distances)
    assert coverage_hours_table(coarse, coverage_table(coarse, AREAS, MEMBERS)) is None


HEADER = (
    "area_code,area,people_in_cells,near_500m_by_day,near_500m_by_evening,near_500m_by_night,"
    "near_500m_in_weekends,near_500m_in_week,note"
)
COUNTRY = "dk,Danmark,5990000,4800000,3600000,3000000,3200000,3628570,Lige linje."
BY_PERIOD = {"by_day": 4_800_000, "by_evening": 3_600_000, "by_night": 3_000_000, "in_weekends": 3_200_000}


def rows_of_hours() -> list[str]:
    hours = pl.DataFrame(
        [(day, hour) for day in range(1, 8) for hour in range(24)], schema=["weekday", "hour"], orient="row"
    ).with_columns(period=period_of(pl.col("weekday"), pl.col("hour")))
    return [f"dk,Danmark,{day},{hour},{BY_PERIOD[period]}" for day, hour, period in hours.iter_rows()]


def delivered(data: Path, rows: list[str], country: str | None = COUNTRY) -> None:
    folder = data / "raw" / str(QUARTER)
    if country is not None:
        (folder / "coverage.csv").write_text(f"{HEADER}\n{country}\n", encoding="utf-8")
    lines = ["area_code,area,weekday,hour,near_500m", *rows]
    (folder / "coverage_hours.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_each_hour_has_its_row_of_the_table(data: Path) -> None:
    rows = rows_of_hours()
    # Monday's first two hours of the night are not alike, and add up to the same.
    rows[0], rows[1] = "dk,Danmark,1,0,2900000", "dk,Danmark,1,1,3100000"
    delivered(data, rows[::-1])
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    found = table.filter(pl.col("indicator").str.starts_with("aed_within_500m_share_hour_"))
    assert found.height == 168
    values = dict(found.select("indicator", "value").iter_rows())
    assert values["aed_within_500m_share_hour_1_00"] == pytest.approx(100 * 2_900_000 / 5_990_000)
    assert values["aed_within_500m_share_hour_7_23"] == pytest.approx(100 * 3_200_000 / 5_990_000)
    assert found.select("level", "denominator", "note", "unit", "status").unique().rows() == [
        ("country", 5_990_000.0, "Lige linje.", "percent", "published")
    ]
    shares = dict(table.filter(area_code="dk").select("indicator", "value").iter_rows())
    for period in PERIODS:
        of_period = [
            values[f"aed_within_500m_share_hour_{place // 24 + 1}_{place % 24:02}"]
            for place in period.hours_of_week
        ]
        mean = sum(of_period) / len(of_period)
        assert mean == pytest.approx(shares[f"aed_within_500m_share_{period.name}"], rel=1e-12)


@pytest.mark.parametrize(
    ("place", "new", "country", "said"),
    [
        (0, None, COUNTRY, "no row for weekday 1, hour 0, expected a row for each hour, 168"),
        (9, "1,8,4800000", COUNTRY, "column hour: found '8', expected each hour of the week once"),
        (9, "1,24,4800000", COUNTRY, "column hour: found '24', expected a whole number from 0 to 23"),
        (9, "0,9,4800000", COUNTRY, "column weekday: found '0', expected a whole number from 1 to 7"),
        (9, "1,9,4800005", COUNTRY, "column near_500m: found '4800005', expected a number of people"),
        (9, "1,9,", COUNTRY, "column near_500m: found an empty cell, expected a whole number"),
        (9, "1,9,5990010", COUNTRY, "column near_500m: found '5990010', expected at most 5990000"),
        (9, "1,9,4800010", COUNTRY, "192000010, the sum of 40 hours, expected 192000000, 40 times near_500m"),
        (
            9,
            "1,9,4800000",
            COUNTRY.replace("3628570", "3638570"),
            "609600000, the sum of 168 hours, expected 611279760 give or take 164640, 168 times",
        ),
        (9, "1,9,4800000", None, "found no table coverage, expected the country's numbers in coverage"),
    ],
)
def test_hours_that_are_not_those_of_coverage_are_refused(
    data: Path, place: int, new: str | None, country: str | None, said: str
) -> None:
    rows = rows_of_hours()
    rows[place : place + 1] = [] if new is None else [f"dk,Danmark,{new}"]
    delivered(data, rows, country)
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    assert any(said in str(one) for one in refused.value.problems), refused.value


def test_hours_of_a_municipality_are_refused(data: Path) -> None:
    delivered(data, [row.replace("dk,Danmark", "101,København") for row in rows_of_hours()])
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    said = "column area_code: found '101', expected an area code that this table may hold"
    assert any(said in str(one) for one in refused.value.problems)


def test_sound_hours_beside_periods_are_read(data: Path) -> None:
    delivered(data, rows_of_hours())
    assert read_delivery(data, QUARTER).tables["coverage_hours"].height == 168
