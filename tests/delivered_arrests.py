"""A delivered table of arrests for tests: the country, every region and every municipality, all sound."""

from __future__ import annotations

import polars as pl

from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.arrests import (
    ARREST_TABLE,
    ARRESTS,
    COVERED,
    DAYS,
    KINDS,
    PERIODS,
    PLACED,
    during,
    near_aed,
    near_runners,
)
from analysis.ingest.tables.coverage import IN_WEEK, RADII, RUNNER_RADII
from tests.histories import reference_on

# Of forty arrests with a place in each period, by kind; by night fewer are near an AED.
KINDS_IN_ORDER = (*map(near_aed, RADII), *map(near_runners, RUNNER_RADII), COVERED)
BY_KIND = dict(zip(KINDS_IN_ORDER, (10, 25, 35, 20, 30, 15), strict=True))
AT_NIGHT = {near_aed(500): 20}


def arrests_of(one: Delivery, *, alike: bool = False, without: tuple[str, ...] = ()) -> pl.DataFrame:
    """Arrests of a delivery; ``alike`` by day and at night, and without some columns or kinds.

    Args:
        one: Its municipalities, regions and country have rows.
        alike: Whether as many are near an AED at night as by day.
        without: Starts of names of columns that are not known.
    """
    codes = one.runners["municipality_code"].to_list()
    names = dict(one.runners.select("municipality_code", "municipality").iter_rows())
    regions = reference_on(one.as_of).geography["region_code"].to_list()
    rows = [_row("municipality", code, names[code], 1, alike) for code in codes]
    for level, code, area in one.activations.select("level", "area_code", "area").iter_rows():
        inside = regions.count(code) if level == "region" else len(codes)
        rows.append(_row(level, code, area, inside, alike))
    frame = pl.DataFrame(rows, schema=ARREST_TABLE.schema)
    hidden = [name for name in frame.columns if without and name.startswith(without)]
    return frame.with_columns(pl.lit(None, pl.Int64).alias(name) for name in hidden)


def _row(level: str, code: str, area: str, times: int, alike: bool) -> dict[str, object]:
    by_period = {
        during(kind, period): times * (40 if kind == PLACED else _of(kind, period, alike))
        for kind in (PLACED, *KINDS)
        for period in PERIODS
    }
    week = {
        during(kind, IN_WEEK): sum(by_period[during(kind, period)] for period in PERIODS)
        for kind in (PLACED, *KINDS)
    }
    told = by_period if level != "municipality" else dict.fromkeys(by_period)
    return {
        "level": level,
        "area_code": code,
        "area": area,
        DAYS: 365,
        ARRESTS: 165 * times,
        **told,
        **week,
        "note": "Lige linje.",
    }


def _of(kind: str, period: str, alike: bool) -> int:
    return BY_KIND[kind] if alike or period != "by_night" else AT_NIGHT.get(kind, BY_KIND[kind])
