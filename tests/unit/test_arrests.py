"""What was near arrests at their own time: equal to SciPy's tree and arrays of minutes, on engines here."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from arrests_support import (  # type: ignore[import-not-found]
    DENMARK,
    FIRST,
    LAST,
    arrests_table,
    truth_of_arrests,
    with_arrests,
)
from events_support import counted  # type: ignore[import-not-found]
from places_support import World, positions_of, scale  # type: ignore[import-not-found]
from polars.testing import assert_frame_equal

from analysis.core.problems import InputError
from analysis.events.arrests import ArrestCounts
from analysis.events.engines import start
from analysis.ingest.tables.arrests import (
    ARRESTS,
    COVERED,
    KINDS,
    NUMBERS,
    PERIODS,
    PLACED,
    during,
    near_aed,
    near_runners,
)
from analysis.ingest.tables.coverage import IN_WEEK, RADII
from tests.unit.test_event_places import boundaries, corner
from tests.unit.test_runner_coverage import on_the_grid, random_world, runners_around

ENGINES = ("polars", "duckdb")
CODES = np.array([101, 147, 400, 813, 851, 561])


def measured(folder: Path, engine: str = "polars") -> ArrestCounts:
    found: ArrestCounts | None = counted(folder, start(engine)).arrests
    assert found is not None
    return found


def random_arrests(world: World, seed: int, count: int = 1_500) -> tuple[np.ndarray, list[datetime]]:
    """Places near cells, one in twenty without any, at any minute of a year and some days around it."""
    draw = np.random.default_rng(seed)
    points = world.cells[draw.integers(0, len(world.cells), count)] + draw.normal(0, 300, (count, 2))
    points[draw.uniform(size=count) < 0.05] = np.nan
    start_of = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=DENMARK).astimezone(UTC)
    seconds = draw.integers(-5 * 86_400, 370 * 86_400, count)
    return points, [
        min(start_of + timedelta(seconds=int(one)), datetime(2025, 6, 4, 12, tzinfo=UTC)) for one in seconds
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", [1, 2])
def test_random_arrests_are_as_the_tree_has_them(engine: str, seed: int, tmp_path: Path) -> None:
    world = random_world(seed, cells=600)
    positions, metres = positions_of(runners_around(world, seed, 4_000))
    points, moments = random_arrests(world, seed)
    codes = CODES[np.arange(len(points)) % len(CODES)]
    folder = with_arrests(tmp_path, world, arrests_table(points, moments, codes), positions)
    found = measured(folder, engine)
    expected = truth_of_arrests(world, metres, points, moments, codes)
    for name in NUMBERS:
        assert expected[name].n_unique() > 1, name
    assert_frame_equal(found.counts.sort("area_code"), expected, check_column_order=False)
    assert (found.first, found.last, found.length) == (FIRST, LAST, 365)
    assert found.nowhere == 0


def alone(places: list[tuple[float, float]], hours: dict[int, list[tuple[int, str, str]]]) -> World:
    """A world of AEDs with such hours, all others always open, and one inhabited cell far away."""
    count = len(places)
    return World(
        aeds=np.array(places),
        always=np.array([number not in hours for number in range(count)]),
        hours=hours,
        cells=np.array([[600_050.0, 6_300_050.0]]),
        municipality=np.array([101]),
        people=np.array([10]),
    )


HOURS = [(1, "08:00", "16:00"), (7, "23:59", "00:01"), (4, "00:00", "00:00"), (6, "01:30", "02:30")]
EDGES = {
    "a minute before it opens": (datetime(2025, 6, 2, 7, 59, 59, tzinfo=DENMARK), "by_night", False),
    "the minute it opens": (datetime(2025, 6, 2, 8, tzinfo=DENMARK), "by_day", True),
    "the last minute of its day": (datetime(2025, 6, 2, 15, 59, 59, tzinfo=DENMARK), "by_day", True),
    "the minute it closes": (datetime(2025, 6, 2, 16, tzinfo=DENMARK), "by_evening", False),
    "the last minute of Sunday": (datetime(2025, 6, 1, 23, 59, tzinfo=DENMARK), "in_weekends", True),
    "the first minute of Monday": (datetime(2025, 6, 2, 0, 0, 59, tzinfo=DENMARK), "by_night", True),
    "the second minute of Monday": (datetime(2025, 6, 2, 0, 1, tzinfo=DENMARK), "by_night", False),
    "a whole Thursday, its first minute": (datetime(2025, 5, 29, tzinfo=DENMARK), "by_night", True),
    "a whole Thursday, its last minute": (datetime(2025, 5, 29, 23, 59, tzinfo=DENMARK), "by_evening", True),
    "Friday's first minute": (datetime(2025, 5, 30, tzinfo=DENMARK), "by_night", False),
    # Clocks went from 02:00 to 03:00 on 30 March 2025 and from 03:00 back to 02:00 on 27 October 2024.
    "Friday 16:00 of summer": (datetime(2025, 3, 28, 15, tzinfo=UTC), "by_evening", False),
    "Monday 07:59 after clocks went forward": (datetime(2025, 3, 31, 5, 59, tzinfo=UTC), "by_night", False),
    "Monday 08:00 after clocks went forward": (datetime(2025, 3, 31, 6, tzinfo=UTC), "by_day", True),
    "Monday 07:59 after clocks went back": (datetime(2024, 10, 28, 6, 59, tzinfo=UTC), "by_night", False),
    "Monday 08:00 after clocks went back": (datetime(2024, 10, 28, 7, tzinfo=UTC), "by_day", True),
}
# An AED that is open from 02:10 to 03:05 on Sundays alone, on both nights.
NIGHT = [(7, "02:10", "03:05")]
NIGHTS = {
    "02:05 in summer": (datetime(2024, 10, 27, 0, 5, tzinfo=UTC), False),
    "02:15, the first time": (datetime(2024, 10, 27, 0, 15, tzinfo=UTC), True),
    "02:05 again": (datetime(2024, 10, 27, 1, 5, tzinfo=UTC), False),
    "02:15, the second time": (datetime(2024, 10, 27, 1, 15, tzinfo=UTC), True),
    "03:04 in winter": (datetime(2024, 10, 27, 2, 4, tzinfo=UTC), True),
    "01:59, the last minute of winter": (datetime(2025, 3, 30, 0, 59, tzinfo=UTC), False),
    "03:00, the first of summer": (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), True),
    "03:05 in summer": (datetime(2025, 3, 30, 1, 5, tzinfo=UTC), False),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_minute_that_danish_clocks_show_decides(engine: str, tmp_path: Path) -> None:
    """Each arrest has a municipality of its own, so that each is seen by itself."""
    place = (700_000.0, 6_170_000.0)
    world = alone([place], {0: HOURS[:3]})
    moments = [moment for moment, _, _ in EDGES.values()]
    points = np.array([[place[0] + 100, place[1]]] * len(moments))
    found = measured(
        with_arrests(tmp_path, world, arrests_table(points, moments, own_codes(len(points))), None), engine
    )
    for row, (name, (_, period, opened)) in zip(rows_of(found, len(points)), EDGES.items(), strict=True):
        assert [row[during(PLACED, one)] for one in PERIODS] == [int(one == period) for one in PERIODS], name
        assert row[during(near_aed(200), period)] == row[during(near_aed(200), IN_WEEK)] == int(opened), name


@pytest.mark.parametrize("engine", ENGINES)
def test_the_nights_on_which_clocks_change(engine: str, tmp_path: Path) -> None:
    place = (700_000.0, 6_170_000.0)
    moments = [moment for moment, _ in NIGHTS.values()]
    points = np.array([[place[0], place[1] - 50]] * len(moments))
    table = arrests_table(points, moments, own_codes(len(points)))
    found = measured(with_arrests(tmp_path, alone([place], {0: NIGHT}), table, None), engine)
    for row, (name, (_, opened)) in zip(rows_of(found, len(points)), NIGHTS.items(), strict=True):
        assert row[during(PLACED, "in_weekends")] == 1, name
        assert row[during(near_aed(500), IN_WEEK)] == int(opened), name


MUNICIPALITIES = (101, 147, 151, 153, 155, 157, 159, 161, 163, 165, 167, 169, 173, 175, 183, 185, 187, 190)


def own_codes(count: int) -> np.ndarray:
    return np.array(MUNICIPALITIES[:count])


def rows_of(found: ArrestCounts, count: int) -> list[dict[str, int]]:
    rows = {row["area_code"]: row for row in found.counts.iter_rows(named=True)}
    return [rows[str(code)] for code in MUNICIPALITIES[:count]]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_tenth_of_a_metre_decides_from_skagen_to_bornholm(engine: str, tmp_path: Path) -> None:
    """Planted: an AED at r - 0.1 m and at r + 0.1 m, due east, some of them on the edge of a square."""
    corners = [(595_000.0, 6_385_000.0), (447_000.0, 6_150_000.0), (870_000.0, 6_110_000.0)]
    side = 1.002 * 1_800
    edge = (np.floor(720_000 / side) * side, np.floor(6_170_000 / side) * side)
    points, aeds = [], []
    for x, y in (*corners, edge):
        for turn, (radius, off) in enumerate((radius, off) for radius in RADII for off in (-0.1, 0.1)):
            place = (x, y + 6_000 * turn)
            points.append(place)
            aeds.append((x + (radius + off) * float(scale(np.array([x]))[0]), place[1]))
    world = alone(aeds, {})
    moments = [datetime(2025, 6, 2, 10, tzinfo=UTC)] * len(points)
    codes = np.tile(own_codes(6), 4)
    found = measured(
        with_arrests(tmp_path, world, arrests_table(np.array(points), moments, codes), None), engine
    )
    for turn, row in enumerate(rows_of(found, 6)):
        within = [4 if 2 * place + 1 > turn else 0 for place in range(len(RADII))]
        assert [row[during(near_aed(radius), IN_WEEK)] for radius in RADII] == within, turn
        assert row[during(near_aed(200), "by_evening")] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_three_runners_are_too_few_and_only_those_of_the_period_count(engine: str, tmp_path: Path) -> None:
    """Planted: four within 500 m by day, the fourth 0.1 m beyond at night; all far off in evenings."""
    x, y = 880_000.0, 6_110_000.0
    near = [(x + 20.0 * turn, y - 30.0) for turn in range(3)]
    inside, beyond = on_the_grid(x, y, 499.9), on_the_grid(x, y, 500.1)
    far = [(x + 5_000.0, y + 20.0 * turn) for turn in range(4)]
    positions, _ = positions_of(np.array([[*near, inside], far, [*near, beyond], [*near, inside]]))
    hours = [datetime(2025, 6, day, hour, tzinfo=DENMARK) for day, hour in ((2, 9), (2, 17), (2, 7), (1, 9))]
    points = np.array([[x, y]] * 4)
    world = alone([(x + 10.0, y + 10.0)], {0: [(1, "08:00", "09:00"), (7, "00:00", "00:00")]})
    table = arrests_table(points, hours, own_codes(4))
    found = measured(with_arrests(tmp_path, world, table, positions), engine)
    rows = rows_of(found, 4)
    assert [row[during(near_runners(500), IN_WEEK)] for row in rows] == [1, 0, 0, 1]
    assert [row[during(near_runners(1800), IN_WEEK)] for row in rows] == [1, 0, 1, 1]
    assert [row[during(COVERED, IN_WEEK)] for row in rows] == [0, 0, 0, 1]
    assert found.days == 30


def test_an_aed_counts_from_the_day_it_was_registered_to_the_day_before_it_was_retired(
    tmp_path: Path,
) -> None:
    x, y = 700_000.0, 6_170_000.0
    days = [date(2025, 1, 9), date(2025, 1, 10), date(2025, 1, 19), date(2025, 1, 20)]
    # The last minute of a Danish day is on the day before in UTC.
    moments = [datetime(day.year, day.month, day.day, 0, 10, tzinfo=DENMARK) for day in days]
    world = alone([(x, y)], {})
    folder = with_arrests(
        tmp_path, world, arrests_table(np.array([[x, y + 9]] * 4), moments, own_codes(4)), None
    )
    aeds = pl.read_parquet(folder / "aeds.parquet").with_columns(
        registered=pl.lit(days[1]), retired=pl.lit(days[3])
    )
    aeds.write_parquet(folder / "aeds.parquet")
    found = measured(folder)
    assert [row[during(near_aed(200), IN_WEEK)] for row in rows_of(found, 4)] == [0, 1, 1, 0]


def test_the_first_and_the_last_day_count_and_the_days_around_do_not(tmp_path: Path) -> None:
    local = [
        datetime(2024, 6, 3, 23, 59, tzinfo=DENMARK),
        datetime(2024, 6, 4, 0, 0, tzinfo=DENMARK),
        datetime(2025, 6, 3, 23, 59, tzinfo=DENMARK),
        datetime(2025, 6, 4, 0, 0, tzinfo=DENMARK),
    ]
    points = np.array([[700_000.0, 6_170_000.0]] * 4)
    table = arrests_table(points, local, np.array([101, 101, 147, 147]))
    folder = with_arrests(tmp_path, alone([(700_000.0, 6_170_000.0)], {}), table, None)
    counts = counted(folder)
    assert counts.arrests is not None
    assert dict(counts.arrests.counts.select("area_code", ARRESTS).iter_rows()) == {"101": 1, "147": 1}
    (tally,) = (one for one in counts.tallies if one.table == "arrests")
    assert (tally.rows, dict(tally.dropped), dict(tally.odd)) == (4, {"outside_period": 2}, {})


@pytest.mark.parametrize("engine", ENGINES)
def test_without_codes_the_boundaries_place_them_and_those_without_a_place_are_not_known(
    engine: str, tmp_path: Path
) -> None:
    west, south = corner(147)
    places = [(west + 0.05, south + 0.01), (west + 0.05, south + 0.06), (14.0, 57.9), None]
    moments = [datetime(2025, 6, 2, 10, tzinfo=UTC)] * 4
    table = pl.DataFrame(
        {
            "arrest": range(4),
            "at": moments,
            "longitude": [place and place[0] for place in places],
            "latitude": [place and place[1] for place in places],
        },
        schema_overrides={"at": pl.Datetime("us", "UTC")},
    )
    folder = with_arrests(tmp_path, alone([(700_000.0, 6_170_000.0)], {}), table, None)
    (folder / "boundaries.geojson").write_text(json.dumps(boundaries()), encoding="utf-8")
    found = measured(folder, engine)
    assert found.counts.select("area_code", ARRESTS, during(PLACED, IN_WEEK)).rows() == [("147", None, 2)]
    assert found.nowhere == 1


def test_the_order_of_rows_and_the_zone_of_times_do_not_matter(tmp_path: Path) -> None:
    world = random_world(3, cells=200, aeds=80)
    positions, _ = positions_of(runners_around(world, 3, 300))
    points, moments = random_arrests(world, 3, 200)
    table = arrests_table(points, moments, CODES[np.arange(200) % 6])
    first = measured(with_arrests(tmp_path / "a", world, table, positions))
    other = table.reverse().with_columns(
        pl.col("at").dt.convert_time_zone("America/New_York").dt.cast_time_unit("ns")
    )
    turned = measured(with_arrests(tmp_path / "b", world, other, positions.reverse()), "duckdb")
    assert_frame_equal(first.counts, turned.counts, check_row_order=False)
    week = {
        kind: first.counts.select(pl.sum_horizontal(during(kind, one) for one in PERIODS)).to_series()
        for kind in (PLACED, *KINDS)
    }
    for kind, parts in week.items():
        assert (parts == first.counts[during(kind, IN_WEEK)]).all(), kind


def test_arrests_none_of_which_has_a_place_are_refused(tmp_path: Path) -> None:
    table = arrests_table(
        np.full((3, 2), np.nan), [datetime(2025, 6, 2, tzinfo=UTC)] * 3, np.array([101] * 3)
    )
    with pytest.raises(InputError) as refused:
        measured(with_arrests(tmp_path, alone([(700_000.0, 6_170_000.0)], {}), table, None))
    assert "no arrest with a place" in str(refused.value.problems[0])


def test_population_need_not_be_there(tmp_path: Path) -> None:
    """AEDs and runners are measured from arrests alone."""
    x, y = 700_000.0, 6_170_000.0
    world = alone([(x, y)], {})
    positions, metres = positions_of(np.array([[(x + 30.0 * turn, y) for turn in range(4)]] * 4))
    points, moments = np.array([[x, y]]), [datetime(2025, 6, 2, 10, tzinfo=UTC)]
    folder = with_arrests(tmp_path, world, arrests_table(points, moments, np.array([101])), positions)
    (folder / "population.parquet").unlink()
    counts = counted(folder)
    assert counts.coverage is None
    assert counts.arrests is not None
    expected = truth_of_arrests(world, metres, points, moments, np.array([101]))
    assert_frame_equal(counts.arrests.counts, expected, check_column_order=False)
    assert expected[during(COVERED, "by_day")].to_list() == [1]
