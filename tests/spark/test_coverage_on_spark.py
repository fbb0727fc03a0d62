"""Who lives near an open AED, on Spark in this process: as SciPy's tree has it."""

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
    truth_with_runners,
)
from polars.testing import assert_frame_equal

from analysis.events.engines import start
from analysis.ingest.tables.coverage import RADII

pytest.importorskip("pyspark")
pytestmark = pytest.mark.spark


def test_spark_counts_as_the_tree_does(tmp_path: Path) -> None:
    draw = np.random.default_rng(7)
    corner = np.array([600_000, 6_200_000])
    middles = np.unique(np.floor(draw.uniform(0, 9_000, (900, 2)) / 100) * 100, axis=0) + corner + 50
    kinds = draw.integers(0, 3, 60)
    hours = {place: [(1, "08:00", "16:00"), (7, "22:00", "06:00")] for place in np.flatnonzero(kinds == 1)}
    world = World(
        aeds=draw.uniform(0, 9_000, (60, 2)) + corner,
        always=kinds == 0,
        hours={int(place): rows for place, rows in hours.items()},
        cells=middles,
        municipality=np.where(np.arange(len(middles)) % 2, 101, 147),
        people=draw.integers(1, 40, len(middles)),
    )
    found = counted(extracts(tmp_path, world), start("spark")).coverage
    assert found is not None
    assert_frame_equal(
        found.minutes.sort("area_code"), truth(world, RADII).sort("area_code"), check_column_order=False
    )


def test_spark_counts_people_near_runners_as_the_tree_does(tmp_path: Path) -> None:
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
    positions, metres = positions_of(draw.uniform(0, 6_000, (4, 120, 2)) + corner)
    folder = extracts(tmp_path, world)
    positions.write_parquet(folder / "positions.parquet")
    found = counted(folder, start("spark")).coverage
    assert found is not None
    expected = truth_with_runners(world, metres).sort("area_code")
    assert_frame_equal(
        found.minutes.select(expected.columns).sort("area_code"), expected, check_column_order=False
    )
    assert found.active is not None
    assert found.active.rows() == [("101", 120, 120, 120, 120)]


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
