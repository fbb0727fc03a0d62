"""Coverage on Spark in this process: as SciPy's tree and arrays of single minutes have it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from arrests_support import (  # type: ignore[import-not-found]
    arrests_table,
    truth_of_arrests,
    with_arrests,
)
from events_support import counted  # type: ignore[import-not-found]
from places_support import (  # type: ignore[import-not-found]
    World,
    extracts,
    positions_of,
    truth,
    truth_by_hour,
    truth_of_aeds,
    truth_with_runners,
)
from polars.testing import assert_frame_equal

from analysis.events.engines import start
from analysis.ingest.tables.coverage import RADII
from tests.unit import test_aed_runners, test_arrests, test_runner_coverage
from tests.unit.test_aed_runners import by_area, with_municipalities
from tests.unit.test_coverage import HOURS, planted_world
from tests.unit.test_runner_coverage import with_positions

SparkSession = pytest.importorskip("pyspark.sql").SparkSession
pytestmark = pytest.mark.spark


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """What a reduction keeps on Spark ends with its process; here all of them share one."""
    yield
    SparkSession.active().catalog.clearCache()


def random_world() -> World:
    """An area of 9 km square, dense with AEDs of which a third are open in some hours and a third never."""
    draw = np.random.default_rng(7)
    corner = np.array([600_000, 6_200_000])
    middles = np.unique(np.floor(draw.uniform(0, 9_000, (900, 2)) / 100) * 100, axis=0) + corner + 50
    kinds = draw.integers(0, 3, 60)
    return World(
        aeds=draw.uniform(0, 9_000, (60, 2)) + corner,
        always=kinds == 0,
        hours={int(place): HOURS[place % len(HOURS)] for place in np.flatnonzero(kinds == 1)},
        cells=middles,
        municipality=np.where(np.arange(len(middles)) % 2, 101, 147),
        people=draw.integers(1, 40, len(middles)),
    )


@pytest.mark.parametrize("world", [random_world(), planted_world()], ids=["random", "planted"])
def test_spark_counts_periods_and_hours_as_the_tree_and_minutes_do(world: World, tmp_path: Path) -> None:
    found = counted(extracts(tmp_path, world), start("spark")).coverage
    assert found is not None
    assert_frame_equal(
        found.minutes.sort("area_code"), truth(world, RADII).sort("area_code"), check_column_order=False
    )
    assert found.hours is not None
    assert found.hours["hour"].to_list() == list(range(168))
    assert found.hours["minutes"].to_list() == truth_by_hour(world)
    assert len(set(found.hours["minutes"])) > 5


def test_spark_counts_people_and_aeds_near_runners_as_the_tree_does(tmp_path: Path) -> None:
    draw = np.random.default_rng(8)
    corner = np.array([600_000, 6_200_000])
    middles = np.unique(np.floor(draw.uniform(0, 6_000, (300, 2)) / 100) * 100, axis=0) + corner + 50
    world = World(
        aeds=draw.uniform(0, 6_000, (30, 2)) + corner,
        always=np.arange(30) % 2 == 0,
        hours={1: [(1, "08:00", "16:00"), (7, "22:00", "06:00")]},
        cells=middles,
        municipality=np.where(np.arange(len(middles)) % 2, 101, 147),
        people=draw.integers(1, 40, len(middles)),
    )
    positions, metres = positions_of(draw.uniform(0, 6_000, (4, 220, 2)) + corner)
    codes = np.array([101, 147, 400])[np.arange(30) % 3]
    folder = with_municipalities(with_positions(tmp_path, world, positions), codes)
    found = counted(folder, start("spark")).coverage
    assert found is not None
    expected = truth_with_runners(world, metres).sort("area_code")
    assert_frame_equal(
        found.minutes.select(expected.columns).sort("area_code"), expected, check_column_order=False
    )
    assert found.active is not None
    assert found.active.rows() == [("101", 220, 220, 220, 220)]
    aeds = truth_of_aeds(world.aeds, codes, metres)
    assert by_area(found) == aeds
    assert all(0 < by_day < placed and by_day != by_night for placed, by_day, by_night in aeds.values())


@pytest.mark.parametrize(
    "same",
    [
        test_aed_runners.test_59_and_60_runners_within_and_beyond_2_000_metres,
        test_runner_coverage.test_planted_runners_are_within_by_a_tenth_of_a_metre,
        test_arrests.test_a_tenth_of_a_metre_decides_from_skagen_to_bornholm,
        test_arrests.test_the_minute_that_danish_clocks_show_decides,
        test_arrests.test_the_nights_on_which_clocks_change,
    ],
    ids=lambda same: same.__name__.removeprefix("test_"),
)
def test_what_is_planted_is_found_on_spark(same: Callable[[str, Path], None], tmp_path: Path) -> None:
    """The tests of the other engines, on this one."""
    same("spark", tmp_path)


def test_spark_counts_what_was_near_arrests_as_the_tree_does(tmp_path: Path) -> None:
    draw = np.random.default_rng(9)
    corner = np.array([600_000, 6_200_000])
    world = World(
        aeds=draw.uniform(0, 6_000, (60, 2)) + corner,
        always=np.arange(60) % 2 == 0,
        hours={place: [(1, "08:00", "16:00"), (7, "22:00", "06:00")] for place in range(1, 60, 4)},
        cells=np.array([[600_050.0, 6_200_050.0]]),
        municipality=np.array([101]),
        people=np.array([10]),
    )
    positions, metres = positions_of(draw.uniform(0, 6_000, (4, 200, 2)) + corner)
    points = draw.uniform(0, 6_000, (300, 2)) + corner
    points[::20] = np.nan
    moments = [
        datetime(2024, 10, 25, tzinfo=UTC) + timedelta(minutes=int(one))
        for one in draw.integers(0, 9_000, 300)
    ]
    codes = np.where(np.arange(300) % 2, 101, 147)
    folder = with_arrests(tmp_path, world, arrests_table(points, moments, codes), positions)
    found = counted(folder, start("spark")).arrests
    assert found is not None
    expected = truth_of_arrests(world, metres, points, moments, codes)
    assert_frame_equal(found.counts.sort("area_code"), expected, check_column_order=False)
