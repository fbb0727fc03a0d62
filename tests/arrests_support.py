"""Arrests for tests: extracts of them, and what was near by SciPy's tree and arrays of single minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from events_support import TERMS  # type: ignore[import-not-found]
from places_support import (  # type: ignore[import-not-found]
    PERIOD_OF_MINUTE,
    PERIODS,
    Array,
    World,
    degrees,
    extracts,
    minutes_open,
    scale,
)
from scipy.spatial import cKDTree

from analysis.ingest.tables.arrests import ARRESTS, COVERED, NUMBERS, PLACED, during, near_aed, near_runners
from analysis.ingest.tables.coverage import IN_WEEK, RADII, RUNNER_RADII

DENMARK = ZoneInfo("Europe/Copenhagen")
FIRST, LAST = date(2024, 6, 4), date(2025, 6, 3)
DAYS = f"arrests_from = {FIRST}\narrests_to = {LAST}\n"


def arrests_table(points: Array, moments: Sequence[datetime], codes: Array | None) -> pl.DataFrame:
    """Arrests at places on the plane; the place is empty where a coordinate is not finite."""
    longitude, latitude = degrees(points[:, 0], points[:, 1])
    known = np.isfinite(points).all(axis=1)
    table = pl.DataFrame(
        {
            "arrest": [f"a{number}" for number in range(len(points))],
            "at": [moment.astimezone(UTC) for moment in moments],
            "longitude": [float(one) if there else None for one, there in zip(longitude, known, strict=True)],
            "latitude": [float(one) if there else None for one, there in zip(latitude, known, strict=True)],
        },
        schema_overrides={
            "at": pl.Datetime("us", "UTC"),
            "longitude": pl.Float64,
            "latitude": pl.Float64,
        },
    )
    return table if codes is None else table.with_columns(municipality=pl.Series(codes))


def with_arrests(
    folder: Path, world: World, arrests: pl.DataFrame, positions: pl.DataFrame | None, days: str = DAYS
) -> Path:
    """Extracts of the world with arrests, and with positions in place of the smallest ones."""
    place: Path = extracts(folder, world)
    (place / "extracts.toml").write_text(TERMS + days, encoding="utf-8")
    arrests.write_parquet(place / "arrests.parquet")
    if positions is not None:
        positions.write_parquet(place / "positions.parquet")
    return place


def truth_of_arrests(
    world: World,
    metres: Array | None,
    points: Array,
    moments: Sequence[datetime],
    codes: Array,
    registered: Sequence[date] = (),
    retired: Sequence[date | None] = (),
) -> pl.DataFrame:
    """`area_code` and all counts of arrests.

    Args:
        world: Its AEDs.
        metres: Runners by period, `x` and `y`; None for none.
        points: Arrests, `x` and `y`, not finite for no place.
        moments: When they were.
        codes: Their municipalities.
        registered: By AED the day it was registered; long ago for all where empty.
        retired: By AED the day it was retired.
    """
    weeks = {aed: minutes_open(rows) for aed, rows in world.hours.items()}
    aeds = cKDTree(world.aeds)
    runners = None if metres is None else [cKDTree(one) for one in metres]
    names = (*PERIODS, IN_WEEK)
    rows: dict[int, dict[str, int | None]] = {
        code: {ARRESTS: 0, **dict.fromkeys(NUMBERS, 0)} for code in np.unique(codes).tolist()
    }

    def count(code: int, kind: str, period: int) -> None:
        for name in (names[period], IN_WEEK):
            rows[code][during(kind, name)] = (rows[code][during(kind, name)] or 0) + 1

    for place, moment, code in zip(points, moments, codes.tolist(), strict=True):
        local = moment.astimezone(DENMARK)
        if not FIRST <= local.date() <= LAST:
            continue
        rows[code][ARRESTS] = (rows[code][ARRESTS] or 0) + 1
        if not np.isfinite(place).all():
            continue
        minute = local.weekday() * 1440 + local.hour * 60 + local.minute
        period = int(PERIOD_OF_MINUTE[minute])
        count(code, PLACED, period)
        k = float(scale(place[:1])[0])
        opened = {}
        for radius in RADII:
            opened[radius] = any(
                (world.always[aed] or (aed in weeks and weeks[aed][minute]))
                and (not registered or registered[aed] <= local.date())
                and (not retired or retired[aed] is None or retired[aed] > local.date())
                for aed in aeds.query_ball_point(place, radius * k)
            )
            if opened[radius]:
                count(code, near_aed(radius), period)
        if runners is None:
            continue
        for radius in RUNNER_RADII:
            enough = len(runners[period].query_ball_point(place, radius * k)) >= 4
            if enough:
                count(code, near_runners(radius), period)
            if radius == 500 and enough and opened[500]:
                count(code, COVERED, period)
    if runners is None:
        for row in rows.values():
            row.update(
                {
                    name: None
                    for name in NUMBERS
                    if name.startswith((near_runners(500), near_runners(1800), COVERED))
                }
            )
    return pl.DataFrame([{"area_code": str(code), **row} for code, row in rows.items()]).sort("area_code")
