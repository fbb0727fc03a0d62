"""How many runners are near each inhabited cell, as far as it matters: none, one, four or ten of them.

Squares small enough for nine of them to lie within the radius of everybody in the middle one count at least
so many, and forty-nine of them, which hold all that can be within it, at most so many. Where both give the
same answer nobody is measured; where they do not, the runners in nine squares of the radius' own side are. So
the work hardly grows with the number of runners.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.core.week import PERIODS
from analysis.events.distances import CERTAIN, REACHING, ROW_OF_CELLS, around, square_of
from analysis.events.engines import ReductionEngine
from analysis.ingest.tables.coverage import RUNNERS

CERTAIN_STEP, FURTHEST_STEP = 1, 3
NAMES: Final = tuple(period.name for period in PERIODS)

Frame = nw.LazyFrame[Any]


def rank_of(runners: nw.Expr, numbers: tuple[int, ...]) -> nw.Expr:
    """How many of some ascending numbers are reached: 0 for none."""
    rank = nw.lit(0)
    for place, least in enumerate(numbers, 1):
        rank = nw.when(runners >= least).then(nw.lit(place)).otherwise(rank)
    return rank


def rank_column(radius: int, period: str) -> str:
    """The name of the column that says which number of runners is reached within a radius in a period."""
    return f"rank_{radius}_{period}"


def with_ranks(
    engine: ReductionEngine,
    living: Frame,
    points: Frame,
    radii: tuple[int, ...],
    periods: tuple[str, ...] = NAMES,
    numbers: tuple[int, ...] = RUNNERS,
) -> Frame:
    """Homes with which numbers of runners they have near, kept on the engine.

    Args:
        engine: Where the homes are.
        living: `home`, `people`, `x`, `y`, `scale`, and whatever else is to be kept.
        points: As `analysis.events.last_places.points_of` returns them.
        radii: In metres.
        periods: Columns of the points.
        numbers: Of runners, ascending.

    Returns:
        The homes with a column `rank_column` for each radius and period, as `rank_of`.
    """
    kept = engine.kept(points)
    for radius in radii:
        bounded = engine.kept(_bounded(engine, living, kept, radius, periods))
        measured = _measured(engine, bounded, kept, radius, periods, numbers)
        ranks = {
            rank_column(radius, name): nw.when(_is_decided(name, numbers))
            .then(rank_of(nw.col(f"low_{name}"), numbers))
            .otherwise(rank_of(nw.col(f"near_{name}").fill_null(0), numbers))
            .cast(nw.Int64)
            for name in periods
        }
        bounds = [f"{bound}_{name}" for bound in ("low", "high") for name in periods]
        near = [f"near_{name}" for name in periods]
        living = bounded.join(measured, on="home", how="left").with_columns(**ranks).drop(*bounds, *near)
    return engine.kept(living)


def _bounded(
    engine: ReductionEngine, living: Frame, points: Frame, radius: int, periods: tuple[str, ...]
) -> Frame:
    """Homes with `low_…` and `high_…` of each period: at least, and at most, so many runners are near.

    Sums over squares of squares are sums along one axis of those along the other: fourteen steps for 49.
    """
    side = CERTAIN * radius
    bounds = [f"{bound}_{name}" for bound in ("low", "high") for name in periods]
    counted = points.select(
        square=square_of(side),
        **{f"{bound}_{name}": nw.col(name) for bound in ("low", "high") for name in periods},
    )
    summed = _summed(counted, bounds)
    inhabited = living.select(square=square_of(side)).unique()
    beside = _summed(_moved(engine, summed, periods), bounds)
    summed = _summed(_gathered(engine, beside, inhabited, periods), bounds)
    return (
        living.with_columns(square=square_of(side))
        .join(summed, on="square", how="left")
        .with_columns(*(nw.col(name).fill_null(0) for name in bounds))
        .drop("square")
    )


def _summed(counts: Frame, columns: list[str]) -> Frame:
    return counts.group_by("square").agg(*(nw.col(name).sum().cast(nw.Int64) for name in columns))


def _steps(engine: ReductionEngine) -> Frame:
    """`step` along an axis, and `inner`: 1 where it leads to one of the nine squares, else 0."""
    rows = [(step, int(abs(step) <= CERTAIN_STEP)) for step in range(-FURTHEST_STEP, FURTHEST_STEP + 1)]
    return engine.small(pl.DataFrame(rows, schema={"step": pl.Int64, "inner": pl.Int64}, orient="row"))


def _stepped(periods: tuple[str, ...]) -> dict[str, nw.Expr]:
    """Bounds of a square for one that is `step` away: only the nearest add to the lower."""
    low = {f"low_{name}": nw.col(f"low_{name}") * nw.col("inner") for name in periods}
    return low | {f"high_{name}": nw.col(f"high_{name}") for name in periods}


def _moved(engine: ReductionEngine, counts: Frame, periods: tuple[str, ...]) -> Frame:
    """Counts of squares, given to each of their neighbours north and south."""
    return counts.join(_steps(engine), how="cross").select(
        square=nw.col("square") + nw.col("step"), **_stepped(periods)
    )


def _gathered(engine: ReductionEngine, counts: Frame, squares: Frame, periods: tuple[str, ...]) -> Frame:
    """For these squares, the counts of their neighbours east and west; of no others are counts made."""
    return (
        squares.join(_steps(engine), how="cross")
        .select("inner", middle="square", square=nw.col("square") + nw.col("step") * ROW_OF_CELLS)
        .join(counts, on="square", how="inner")
        .select(square="middle", **_stepped(periods))
    )


def _is_decided(period: str, numbers: tuple[int, ...]) -> nw.Expr:
    low, high = (rank_of(nw.col(f"{bound}_{period}"), numbers) for bound in ("low", "high"))
    return low == high


def _measured(
    engine: ReductionEngine,
    bounded: Frame,
    points: Frame,
    radius: int,
    periods: tuple[str, ...],
    numbers: tuple[int, ...],
) -> Frame:
    """`home` and `near_…` of each period, of homes whose bounds leave something open."""
    side = REACHING * radius
    open_ones = nw.lit(False)
    for name in periods:
        open_ones = open_ones | ~_is_decided(name, numbers)
    across, along = nw.col("east") - nw.col("x"), nw.col("north") - nw.col("y")
    reach = radius * nw.col("scale")
    return (
        bounded.filter(open_ones)
        .select("home", "x", "y", "scale", square=square_of(side))
        .join(around(engine), how="cross")
        .with_columns(square=nw.col("square") + nw.col("step"))
        .join(points.select(*periods, square=square_of(side), east="x", north="y"), on="square", how="inner")
        .filter(across * across + along * along <= reach * reach)
        .group_by("home")
        .agg(*(nw.col(name).sum().cast(nw.Int64).alias(f"near_{name}") for name in periods))
    )
