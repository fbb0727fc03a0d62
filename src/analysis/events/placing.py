"""From longitude and latitude to a municipality, on the engine.

A ray to the east crosses the boundary that a point lies in an odd number of times (Shimrat, *Communications
of the ACM* 5, 1962, algorithm 112). Written as a join of points with the edges on their latitude it needs
nothing but comparisons, so that no position leaves the engine, and only runners' last positions are placed.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw

from analysis.events.periods import Window, is_day
from analysis.events.reduction import CODES, NO_MUNICIPALITY, within

BANDS_A_DEGREE: Final = 100

Frame = nw.LazyFrame[Any]


def latest_of_places(positions: Frame, edges: Frame, window: Window) -> Frame:
    """As `analysis.events.reduction.latest`, of positions that have longitude and latitude instead of a code.

    Args:
        positions: `runner`, `at`, `at_ms`, `longitude`, `latitude`.
        edges: As `analysis.events.boundaries.read_boundaries` returns them.
        window: As of `within`.
    """
    day = is_day("at_ms", window)
    inside = within(positions, window).select(
        "runner",
        "longitude",
        "latitude",
        "at_ms",
        by_day=nw.when(day).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    last = inside.group_by("runner", "by_day").agg(last_ms=nw.col("at_ms").max())
    points = (
        inside.join(last, on=["runner", "by_day"], how="inner")
        .filter(nw.col("at_ms") == nw.col("last_ms"))
        .select("runner", "by_day", "at_ms", "longitude", "latitude")
        .unique()
    )
    packed = nw.col("at_ms") * CODES + nw.col("code")
    return (
        placed(points, edges)
        .select(
            "runner",
            by_day=nw.when(nw.col("by_day") == 1).then(packed),
            by_night=nw.when(nw.col("by_day") == 0).then(packed),
        )
        .group_by("runner")
        .agg(nw.col("by_day").max(), nw.col("by_night").max())
    )


def placed(points: Frame, edges: Frame) -> Frame:
    """Points with the `code` they lie in; 0 where in none, the largest where boundaries overlap.

    Args:
        points: `longitude`, `latitude`, and whatever names them.
        edges: As `analysis.events.boundaries.read_boundaries` returns them.
    """
    x, y = nw.col("longitude"), nw.col("latitude")
    place = ["longitude", "latitude"]
    where = points.select(*place).unique()
    slope = (nw.col("east") - nw.col("west")) / (nw.col("north") - nw.col("south"))
    crossed = (
        where.filter(x.is_between(-180, 180), y.is_between(-90, 90))
        .with_columns(band=(y * BANDS_A_DEGREE).floor().cast(nw.Int64))
        .join(edges, on="band", how="inner")
        .filter(nw.col("south") <= y, y < nw.col("north"))
        .filter(x < nw.col("west") + (y - nw.col("south")) * slope)
        .group_by(*place, "code")
        .agg(nw.len().alias("crossings"))
        .filter(nw.col("crossings") % 2 == 1)
        .group_by(*place)
        .agg(nw.col("code").max())
    )
    return points.join(crossed, on=place, how="left").with_columns(nw.col("code").fill_null(NO_MUNICIPALITY))
