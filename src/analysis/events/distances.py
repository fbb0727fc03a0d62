"""How near the nearest AED is, for each inhabited cell, and in which minutes of the week one is open.

All of it is joins on whole numbers, so that it runs on any engine and needs no geometry. A cell is first
given the smallest of `LEVELS` within which an AED that is always open certainly lies: such an AED stands in
one of the nine squares around, whose side is small enough for their far corners to be near. Then only the
AEDs in nine larger squares, of that level's side, are measured. AEDs that are not always open matter only
where they are nearer than the nearest that is.

Distances are straight lines, from the middle of the cell, in metres on the ground: those on the plane over
its scale there.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.events.engines import ReductionEngine
from analysis.events.opening_hours import Week
from analysis.events.projecting import scale_factor

LEVELS: Final = (200, 500, 1250, 3200, 8000, 20_000)
# The far corner of the nine squares is sqrt(8) of their sides away; the plane shortens by 0.0004 at most.
CERTAIN: Final = 0.999 / sqrt(8)
# The plane lengthens by 0.0016 at most, on Bornholm.
REACHING: Final = 1.002
NEIGHBOURS: Final = (-1, 0, 1)
ROW_OF_CELLS: Final = 2**22
LEVEL_OF_CELLS: Final = 2**44
CODES: Final = 1024
METRES_OF_PLACE: Final = 2**24
BIN: Final = 10
NOWHERE: Final = 10.0**9
UNREACHED: Final = -1
AED_POINTS: Final = {"x": pl.Float64, "y": pl.Float64, "pattern": pl.Int64}
ALWAYS: Final = -1
NEVER: Final = -2

Frame = nw.LazyFrame[Any]


def homes(cells: Frame) -> Frame:
    """Where people live: `home`, `people`, `x`, `y`, `scale`.

    Args:
        cells: `x`, `y` of the middle of a cell in metres, `municipality`, `inhabitants`.

    Returns:
        A row for each inhabited cell and municipality; `home` holds the municipality's code, see
        `municipality_of`.
    """
    place = (nw.col("x").round(0) * METRES_OF_PLACE + nw.col("y").round(0)).cast(nw.Int64)
    return cells.filter(nw.col("inhabitants") > 0).select(
        "x",
        "y",
        home=place * CODES + nw.col("municipality"),
        people=nw.col("inhabitants"),
        scale=scale_factor(nw.col("x")),
    )


def municipality_of(home: nw.Expr) -> nw.Expr:
    """The code of the municipality of a home."""
    return home % CODES


def square_of(side: nw.Expr | float) -> nw.Expr:
    """The number of the square of a side that a point lies in."""
    column, row = (nw.col(axis) / side for axis in ("x", "y"))
    return column.floor().cast(nw.Int64) * ROW_OF_CELLS + row.floor().cast(nw.Int64)


def around(engine: ReductionEngine) -> Frame:
    """`step`: from a square to itself and its eight neighbours."""
    steps = [east * ROW_OF_CELLS + north for east in NEIGHBOURS for north in NEIGHBOURS]
    return engine.small(pl.DataFrame({"step": steps}, schema={"step": pl.Int64}))


def _levels(engine: ReductionEngine) -> Frame:
    table = pl.DataFrame(
        {"level": range(len(LEVELS)), "side": [REACHING * radius for radius in LEVELS]},
        schema={"level": pl.Int64, "side": pl.Float64},
    )
    return engine.small(table)


def _with_level(engine: ReductionEngine, living: Frame, always: Frame) -> Frame:
    """Homes with `level`: the first that certainly holds an AED that is always open, else the last."""
    level = nw.lit(len(LEVELS) - 1)
    steps, names = around(engine), []
    for place, radius in reversed(list(enumerate(LEVELS))):
        square, there = f"square_{place}", f"there_{place}"
        names += [square, there]
        near = (
            always.select(square=square_of(CERTAIN * radius))
            .unique()
            .join(steps, how="cross")
            .select((nw.col("square") + nw.col("step")).alias(square))
            .unique()
            .with_columns(nw.lit(1).alias(there))
        )
        living = living.with_columns(square_of(CERTAIN * radius).alias(square)).join(
            near, on=square, how="left"
        )
        level = nw.when(~nw.col(there).is_null()).then(nw.lit(place)).otherwise(level)
    return living.with_columns(level=level.cast(nw.Int64)).drop(*names)


def _pairs(engine: ReductionEngine, living: Frame, points: Frame) -> Frame:
    """Homes beside the points in the nine squares of their level's side around them, with `distance`."""
    side: nw.Expr = nw.lit(REACHING * LEVELS[-1])
    for place, radius in enumerate(LEVELS[:-1]):
        side = nw.when(nw.col("level") == place).then(nw.lit(REACHING * radius)).otherwise(side)
    squares = (
        points.join(_levels(engine), how="cross")
        .with_columns(square=nw.col("level") * LEVEL_OF_CELLS + square_of(nw.col("side")))
        .select("square", "pattern", east="x", north="y")
    )
    across, along = nw.col("east") - nw.col("x"), nw.col("north") - nw.col("y")
    return (
        living.with_columns(square=nw.col("level") * LEVEL_OF_CELLS + square_of(side))
        .join(around(engine), how="cross")
        .with_columns(square=nw.col("square") + nw.col("step"))
        .join(squares, on="square", how="inner")
        .with_columns(distance=(across * across + along * along).sqrt() / nw.col("scale"))
    )


def nearest_always_open(engine: ReductionEngine, living: Frame, aeds: pl.DataFrame) -> Frame:
    """Homes with `level` and `nearest`: metres to the nearest AED that is always open.

    Args:
        engine: Where the homes are.
        living: As `homes` returns them.
        aeds: Columns of `AED_POINTS`; `pattern` is that of their hours, `ALWAYS` or `NEVER`.

    Returns:
        The homes, kept on the engine; `nearest` is `NOWHERE` where there is none within 20 km.
    """
    always = engine.small(aeds.filter(pl.col("pattern") == ALWAYS))
    placed = _with_level(engine, living, always)
    nearest = _pairs(engine, placed, always).group_by("home").agg(nearest=nw.col("distance").min())
    found = placed.join(nearest, on="home", how="left")
    known = nw.col("nearest") <= LEVELS[-1]
    return engine.kept(
        found.with_columns(nearest=nw.when(known).then(nw.col("nearest")).otherwise(nw.lit(NOWHERE)))
    )


def people_by_distance(measured: Frame) -> Frame:
    """`municipality`, `bin`, `people`: bin n holds distances over 10 (n - 1) and up to 10 n metres.

    Args:
        measured: As `nearest_always_open` returns them. Who has none within 20 km is in bin `UNREACHED`.
    """
    number = (nw.col("nearest") / BIN).ceil().cast(nw.Int64)
    reached = nw.col("nearest") < NOWHERE
    return (
        measured.select(
            "people",
            municipality=municipality_of(nw.col("home")),
            bin=nw.when(reached).then(number).otherwise(nw.lit(UNREACHED)),
        )
        .group_by("municipality", "bin")
        .agg(nw.col("people").sum())
    )


def nearer_patterns(
    engine: ReductionEngine, measured: Frame, aeds: pl.DataFrame, radii: tuple[int, ...]
) -> Frame:
    """AEDs that are not always open, where they reach people whom no always open one reaches.

    Args:
        engine: Where the homes are.
        measured: As `nearest_always_open` returns them.
        aeds: As there.
        radii: In metres, ascending.

    Returns:
        `home`, `people`, `nearest`, `pattern` and `distance`, of the nearest of each pattern; kept on the
        engine.
    """
    others = engine.small(aeds.filter(pl.col("pattern") != ALWAYS))
    matters = nw.lit(False)
    for radius in radii:
        matters = matters | _reached_by_them(radius)
    open_to_reach = measured.filter(nw.col("nearest") > radii[0])
    pairs = _pairs(engine, open_to_reach, others).filter(matters)
    return engine.kept(pairs.group_by("home", "people", "nearest", "pattern").agg(nw.col("distance").min()))


def _reached_by_them(radius: int) -> nw.Expr:
    return (nw.col("distance") <= radius) & (nw.col("nearest") > radius)


def further_people(nearer: Frame, radii: tuple[int, ...]) -> Frame:
    """`municipality` and, by radius, people whom only AEDs reach that are not always open, were they open.

    Args:
        nearer: As `nearer_patterns` returns them.
        radii: The same.
    """
    one = nearer.group_by("home", "people", "nearest").agg(nw.col("distance").min())
    return _sums(one.with_columns(weight=nw.col("people")), ["municipality"], radii)


def further_minutes(engine: ReductionEngine, nearer: Frame, week: Week, radii: tuple[int, ...]) -> Frame:
    """By `municipality`, `piece`, `period` and radius: people times minutes with only such AEDs open near.

    Args:
        engine: Where the homes are.
        nearer: As `nearer_patterns` returns them.
        week: When they are open.
        radii: The same.
    """
    minutes = nw.col("people") * nw.col("minutes")
    weighted = open_pieces(engine, nearer, week).with_columns(weight=minutes)
    return _sums(weighted, ["municipality", "piece", "period"], radii)


def open_pieces(engine: ReductionEngine, nearer: Frame, week: Week) -> Frame:
    """`home`, `people`, `nearest`, `piece`, `period`, `minutes`, `distance`: of the nearest open then.

    Args:
        engine: Where the homes are.
        nearer: As `nearer_patterns` returns them.
        week: When they are open.
    """
    return (
        nearer.join(engine.small(week.open), on="pattern", how="inner")
        .group_by("home", "people", "nearest", "piece")
        .agg(nw.col("distance").min())
        .join(engine.small(week.pieces), on="piece", how="inner")
    )


def _sums(frame: Frame, by: list[str], radii: tuple[int, ...]) -> Frame:
    within = {
        radius_column(radius): nw.when(_reached_by_them(radius)).then(nw.col("weight")).otherwise(nw.lit(0))
        for radius in radii
    }
    return (
        frame.with_columns(municipality=municipality_of(nw.col("home")), **within)
        .group_by(*by)
        .agg(*(nw.col(name).sum() for name in within))
    )


def radius_column(radius: int) -> str:
    """The name of a radius' column."""
    return f"within_{radius}"
