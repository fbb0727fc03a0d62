"""Places for tests of distances: an own projection, AEDs with hours, cells, and truth by other means.

The projection is Krüger's series (Karney, *Journal of Geodesy* 85, 2011), not
Snyder's that the reducer uses; the nearest AEDs come from SciPy's tree, and hours from arrays of minutes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from events_support import small, written  # type: ignore[import-not-found]
from scipy.spatial import cKDTree

from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    IN_WEEK,
    OF_AEDS,
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    covered,
    near,
    periods_at,
    runners_near,
)

Array = np.ndarray
FLATTENING = 1 / 298.257222101
THIRD = FLATTENING / (2 - FLATTENING)
RADIUS = 6_378_137.0 / (1 + THIRD) * (1 + THIRD**2 / 4 + THIRD**4 / 64)
FORWARD = (
    THIRD / 2 - 2 * THIRD**2 / 3 + 5 * THIRD**3 / 16 + 41 * THIRD**4 / 180,
    13 * THIRD**2 / 48 - 3 * THIRD**3 / 5 + 557 * THIRD**4 / 1440,
    61 * THIRD**3 / 240 - 103 * THIRD**4 / 140,
    49561 * THIRD**4 / 161280,
)
PERIODS = {"by_day": 0, "by_evening": 1, "by_night": 2, "in_weekends": 3}
MINUTES = np.arange(10_080)
LENGTHS = {"by_day": 2_400, "by_evening": 2_400, "by_night": 2_400, "in_weekends": 2_880}
# A moment of each period, Monday 2 June and Sunday 1 June 2025.
MOMENTS = tuple(
    datetime(2025, 6, day, hour, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)
    for day, hour in ((2, 10), (2, 18), (2, 3), (1, 3))
)
PERIOD_OF_MINUTE = np.where(MINUTES >= 7200, 3, np.array([2, 0, 1])[MINUTES % 1440 // 480])


def plane(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Metres east and north in UTM zone 32."""
    angle, across = np.radians(latitude), np.radians(longitude - 9)
    e = np.sqrt(FLATTENING * (2 - FLATTENING))
    t = np.sinh(np.arctanh(np.sin(angle)) - e * np.arctanh(e * np.sin(angle)))
    north, east = np.arctan2(t, np.cos(across)), np.arcsinh(np.sin(across) / np.hypot(t, np.cos(across)))
    x, y = east.copy(), north.copy()
    for order, factor in enumerate(FORWARD, 1):
        x = x + factor * np.cos(2 * order * north) * np.sinh(2 * order * east)
        y = y + factor * np.sin(2 * order * north) * np.cosh(2 * order * east)
    return 500_000 + 0.9996 * RADIUS * x, 0.9996 * RADIUS * y


def degrees(x: Array, y: Array) -> tuple[Array, Array]:
    """Longitude and latitude, by steps towards the place."""
    latitude = y / 111_200
    longitude = 9 + (x - 500_000) / (111_200 * np.cos(np.radians(latitude)))
    for _ in range(12):
        found = plane(longitude, latitude)
        latitude = latitude + (y - found[1]) / 111_200
        longitude = longitude + (x - found[0]) / (111_200 * np.cos(np.radians(latitude)))
    return longitude, latitude


def scale(x: Array) -> Array:
    """By how much the plane lengthens distances."""
    return 0.9996 * (1 + ((x - 500_000) / (6.385e6 * 0.9996)) ** 2 / 2)


class World(NamedTuple):
    """AEDs and cells, on the plane.

    Attributes:
        aeds: `x`, `y`.
        always: Whether each AED is always open.
        hours: AED → rows of weekday, opens, closes; none for one that is never open.
        cells: `x`, `y` of the middles.
        municipality: Of each cell.
        people: Of each cell.
    """

    aeds: Array
    always: Array
    hours: Mapping[int, Sequence[tuple[int, str, str]]]
    cells: Array
    municipality: Array
    people: Array


def minutes_open(rows: Sequence[tuple[int, str, str]]) -> Array:
    """An array of the minutes of a week."""
    found = np.zeros(10_080, dtype=bool)
    for weekday, opens, closes in rows:
        first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes))
        length = last - first if last > first else last - first + 1440
        found[((weekday - 1) * 1440 + first + np.arange(length)) % 10_080] = True
    return found


def truth(world: World, radii: Sequence[int]) -> pl.DataFrame:
    """`area_code` and people times minutes, as `Coverage.minutes`, by SciPy's tree and arrays of minutes."""
    k, weeks = scale(world.cells[:, 0]), {aed: minutes_open(rows) for aed, rows in world.hours.items()}
    tree = cKDTree(world.aeds)
    codes = np.unique(world.municipality)
    columns: dict[str, list[int]] = {}
    for radius in radii:
        sums = {name: dict.fromkeys(codes, 0) for name in (*PERIODS, IN_WEEK, ALWAYS_OPEN, ANY_HOURS)}
        for place, code, people, factor in zip(world.cells, world.municipality, world.people, k, strict=True):
            found = tree.query_ball_point(place, radius * factor)
            if not found:
                continue
            always = bool(world.always[found].any())
            opened = np.ones(10_080, dtype=bool) if always else np.zeros(10_080, dtype=bool)
            for aed in found:
                opened |= weeks.get(aed, False)
            for name, minutes in zip(
                PERIODS, np.bincount(PERIOD_OF_MINUTE[opened], minlength=4), strict=True
            ):
                sums[name][code] += int(people) * int(minutes)
            sums[IN_WEEK][code] += int(people) * int(opened.sum())
            sums[ALWAYS_OPEN][code] += int(people) * 10_080 * always
            sums[ANY_HOURS][code] += int(people) * 10_080
        columns |= {near(radius, name): [sums[name][code] for code in codes] for name in periods_at(radius)}
    return pl.DataFrame({"area_code": [str(code) for code in codes], **columns})


def truth_by_hour(world: World) -> list[int]:
    """By hour of the week, people of all cells times minutes with an open AED within 500 m."""
    k, weeks = scale(world.cells[:, 0]), {aed: minutes_open(rows) for aed, rows in world.hours.items()}
    tree, found = cKDTree(world.aeds), np.zeros(10_080, dtype=np.int64)
    for place, people, factor in zip(world.cells, world.people, k, strict=True):
        opened = np.zeros(10_080, dtype=bool)
        for aed in tree.query_ball_point(place, 500 * factor):
            opened |= True if world.always[aed] else weeks.get(aed, np.zeros(10_080, dtype=bool))
        found += int(people) * opened
    by_hour: list[int] = found.reshape(168, 60).sum(axis=1).tolist()
    return by_hour


def nearest(world: World) -> Array:
    """Metres from each cell to the nearest AED that is always open."""
    found, _ = cKDTree(world.aeds[world.always]).query(world.cells)
    return np.asarray(found / scale(world.cells[:, 0]))


def extracts(folder: Path, world: World, *, text: bool = False, grid: bool = True) -> Path:
    """Extracts of the world, beside the smallest positions, alarms and responses.

    Args:
        folder: Where to.
        world: Cells that lie in the Danish grid where ``grid``; else they are given in degrees.
        text: CSV instead of Parquet.
        grid: How cells are given.
    """
    longitude, latitude = degrees(world.aeds[:, 0], world.aeds[:, 1])
    count = len(longitude)
    aeds = pl.DataFrame(
        {
            "aed": np.arange(count),
            "municipality": [101] * count,
            "registered": [date(2024, 1, 1)] * count,
            "around_the_clock": world.always,
            "longitude": longitude,
            "latitude": latitude,
        }
    )
    hours = [(aed, *row) for aed, rows in world.hours.items() for row in rows]
    schema = {"aed": pl.Int64, "weekday": pl.Int64, "opens": pl.String, "closes": pl.String}
    if grid:
        corner = (world.cells // 100).astype(int)
        place: dict[str, object] = {"cell": [f"100m_{north}_{east}" for east, north in corner]}
    else:
        places = degrees(world.cells[:, 0], world.cells[:, 1])
        place = {"longitude": places[0], "latitude": places[1], "side": [100] * len(world.cells)}
    population = pl.DataFrame(
        {
            **place,
            "municipality": world.municipality,
            "inhabitants": world.people,
            "as_of": [date(2025, 1, 1)] * len(world.cells),
        }
    )
    tables = {
        **small(),
        "aeds": aeds,
        "population": population,
    }
    if hours:
        tables["aed_hours"] = pl.DataFrame(hours, schema=schema, orient="row")
    folder = written(folder, tables, text=text)
    return folder


def as_telephones_tell(points: Array) -> tuple[Array, Array, Array]:
    """Longitudes and latitudes to five decimals, and the metres that they mean."""
    longitude, latitude = (np.round(one, 5) for one in degrees(points[..., 0], points[..., 1]))
    return longitude, latitude, np.stack(plane(longitude, latitude), axis=-1)


def positions_of(points: Array, codes: Array | None = None) -> tuple[pl.DataFrame, Array]:
    """Positions of runners that are in another place in each period, and these places in metres.

    Args:
        points: By period and runner, `x` and `y`.
        codes: The municipality of each runner; 101 for all by default.
    """
    longitude, latitude, metres = as_telephones_tell(points)
    count = points.shape[1]
    frame = pl.DataFrame(
        {
            "runner": np.tile(np.arange(count), len(MOMENTS)),
            "at": [moment for moment in MOMENTS for _ in range(count)],
            "municipality": np.tile(np.full(count, 101) if codes is None else codes, len(MOMENTS)),
            "longitude": longitude.ravel(),
            "latitude": latitude.ravel(),
        }
    )
    return frame, metres


def truth_with_runners(world: World, metres: Array) -> pl.DataFrame:
    """`area_code` and people times minutes of the counts with runners, by SciPy's tree and single minutes.

    Args:
        world: AEDs and cells.
        metres: By period and runner, `x` and `y`.
    """
    k, weeks = scale(world.cells[:, 0]), {aed: minutes_open(rows) for aed, rows in world.hours.items()}
    codes = np.unique(world.municipality)
    columns: dict[str, Array] = {}

    def add(name: str, weights: Array) -> None:
        columns[name] = np.array(
            [(world.people * weights)[world.municipality == code].sum() for code in codes], dtype=np.int64
        )

    aeds = cKDTree(world.aeds)
    for radius in RUNNER_RADII:
        found = [cKDTree(points).query_ball_point(world.cells, radius * k) for points in metres]
        counts = np.array([[len(some) for some in cells] for cells in found])
        lengths = np.array(list(LENGTHS.values()))
        for least in RUNNERS:
            for place, (name, minutes) in enumerate(LENGTHS.items()):
                add(runners_near(least, radius, name), minutes * (counts[place] >= least))
            add(runners_near(least, radius, IN_WEEK), lengths @ (counts >= least))
        opened = np.zeros((4, len(world.cells)), dtype=np.int64)
        for cell, near_ones in enumerate(aeds.query_ball_point(world.cells, radius * k)):
            week = np.full(10_080, bool(world.always[near_ones].any()))
            for aed in near_ones:
                week |= weeks.get(aed, False)
            opened[:, cell] = np.bincount(PERIOD_OF_MINUTE[week], minlength=4)
        both = opened * (counts >= 4)
        if radius == 500:
            for place, name in enumerate(LENGTHS):
                add(covered(name), both[place])
            add(covered(IN_WEEK), both.sum(axis=0))
        else:
            add(UNCOVERED, 10_080 - both.sum(axis=0))
    return pl.DataFrame({"area_code": [str(code) for code in codes], **columns})


def truth_of_aeds(aeds: Array, codes: Array, metres: Array) -> dict[str, tuple[int, ...]]:
    """By municipality its AEDs, and those with sixty runners within 2,000 m by day and at night.

    Args:
        aeds: `x`, `y`.
        codes: The municipality of each.
        metres: By period and runner, `x` and `y`.
    """
    reach = 2_000 * scale(aeds[:, 0])
    enough = [
        np.array([len(near) >= 60 for near in cKDTree(metres[PERIODS[name]]).query_ball_point(aeds, reach)])
        for name in OF_AEDS
    ]
    return {
        str(code): (int((codes == code).sum()), *(int(one[codes == code].sum()) for one in enough))
        for code in np.unique(codes)
    }
