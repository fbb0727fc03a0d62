"""Who lives near active runners, and near an open AED too: people times minutes by municipality.

A runner is in a period of the week where last seen in it. Only sums over whole municipalities leave the
engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.core.week import MINUTES_A_WEEK, PERIODS
from analysis.events.checking import OpenedTable, collected
from analysis.events.contracts import LATITUDES, LONGITUDES
from analysis.events.distances import municipality_of, open_pieces, radius_column
from analysis.events.engines import EngineError, ReductionEngine
from analysis.events.last_places import (
    CODE,
    LAST,
    active_in_periods,
    last_in_periods,
    placed_in_periods,
    places_of,
    points_of,
)
from analysis.events.opening_hours import Week
from analysis.events.periods import Window
from analysis.events.runners_near import rank_column, with_ranks
from analysis.ingest.tables.coverage import (
    COVERED_WITHIN,
    ENOUGH_RUNNERS,
    IN_WEEK,
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    UNCOVERED_BEYOND,
    covered,
    runners_near,
)

ENOUGH: Final = RUNNERS.index(ENOUGH_RUNNERS) + 1
NAMES: Final = tuple(period.name for period in PERIODS)

Frame = nw.LazyFrame[Any]


class Seen(NamedTuple):
    """Where runners were last seen in each period.

    Attributes:
        points: As `analysis.events.last_places.points_of`, on the engine.
        active: `area_code` (of a municipality) and, for each period, runners last seen there in it.
        days: How old the last position may be.
    """

    points: Frame
    active: pl.DataFrame
    days: int


def seen_in_periods(
    engine: ReductionEngine,
    positions: OpenedTable,
    municipalities: tuple[int, ...],
    edges: Frame | None,
    window: Window,
) -> Seen:
    """Where runners were last seen in each period.

    Args:
        engine: What reads the extracts.
        positions: With longitude and latitude.
        municipalities: The known codes.
        edges: The municipalities' boundaries; None where positions have a municipality.
        window: Within which positions count.

    Raises:
        InputError: No runner was last seen in Denmark, or the files could not be read to the end.
    """
    known = municipalities if edges is None else None
    try:
        last = engine.kept(last_in_periods(positions.frame, window, known))
        places = engine.kept(places_of(last))
    except EngineError as error:
        broken = f"a reading that broke off ({error})"
        raise InputError([Problem("positions", None, None, broken, "files that are whole")]) from None
    counted = active_in_periods(last) if edges is None else placed_in_periods(places, edges)
    schema = {"period": pl.String, "code": pl.Int64, "runners": pl.Int64}
    found = collected(engine, "positions", counted, schema)
    anywhere = collected(engine, "positions", places.select(nw.len().alias("places")), {"places": pl.Int64})
    if not anywhere["places"].item():
        expected = (
            f"degrees: longitudes from {LONGITUDES[0]} to {LONGITUDES[1]}, latitudes from {LATITUDES[0]} to "
            f"{LATITUDES[1]}"
        )
        problem = Problem("positions", None, "longitude and latitude", "no place in Denmark", expected)
        raise InputError([problem])
    return Seen(points_of(places), _by_area(found), (window.end - window.start).days)


def _by_area(found: pl.DataFrame) -> pl.DataFrame:
    period = pl.col("period")
    return (
        found.filter(pl.col("code") > 0)
        .group_by(area_code=pl.col("code").cast(pl.String))
        .agg(
            pl.col("runners").filter(period.is_in([last, code])).sum().alias(name)
            for name, last, code in zip(NAMES, LAST, CODE, strict=True)
        )
    )


def minutes_with_runners(
    engine: ReductionEngine, measured: Frame, nearer: Frame, week: Week, seen: Seen, radii: tuple[int, ...]
) -> pl.DataFrame:
    """`municipality` and people times minutes of the counts with runners that the radii allow.

    Args:
        engine: Where the homes are.
        measured: As `analysis.events.distances.nearest_always_open` returns them.
        nearer: As `analysis.events.distances.nearer_patterns` returns them.
        week: When AEDs are open.
        seen: Where runners were.
        radii: Those that the cells are fine enough for.
    """
    allowed = tuple(radius for radius in RUNNER_RADII if radius in radii)
    living = measured.select("home", "people", "x", "y", "scale", "nearest")
    try:
        ranked = with_ranks(engine, living, seen.points, allowed)
    except EngineError as error:
        found = f"a reading that broke off ({error})"
        raise InputError([Problem("population", None, None, found, "files that are whole")]) from None
    near = {
        runners_near(least, radius, name): _people_where(nw.col(rank_column(radius, name)) >= rank)
        for radius in allowed
        for rank, least in enumerate(RUNNERS, 1)
        for name in NAMES
    }
    always = {
        f"always_{radius}_{name}": _people_where(_enough(radius, name) & (nw.col("nearest") <= radius))
        for radius in allowed
        for name in NAMES
    }
    columns = {"everybody": nw.col("people"), **near, **always}
    sums = (
        ranked.select(municipality=municipality_of(nw.col("home")), **columns)
        .group_by("municipality")
        .agg(*(nw.col(name).sum() for name in columns))
    )
    code = {"municipality": pl.Int64}
    people = collected(engine, "population", sums, {**code, **dict.fromkeys(columns, pl.Int64)})
    further = {radius_column(radius): pl.Int64 for radius in allowed}
    minutes = collected(
        engine,
        "population",
        _further_minutes(engine, nearer, ranked, week, allowed),
        {**code, "period": pl.Int64, **further},
    )
    return _weighted(people, minutes, allowed)


def _people_where(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.col("people")).otherwise(nw.lit(0))


def _enough(radius: int, period: str) -> nw.Expr:
    return nw.col(rank_column(radius, period)) >= ENOUGH


def _further_minutes(
    engine: ReductionEngine, nearer: Frame, ranked: Frame, week: Week, radii: tuple[int, ...]
) -> Frame:
    """`municipality`, `period`, by radius: people times minutes with enough runners and an AED."""
    ranks = [rank_column(radius, name) for radius in radii for name in NAMES]
    within = {}
    for radius in radii:
        enough = nw.lit(False)
        for place, name in enumerate(NAMES):
            enough = enough | ((nw.col("period") == place) & _enough(radius, name))
        reached = (nw.col("distance") <= radius) & (nw.col("nearest") > radius)
        minutes = nw.col("people") * nw.col("minutes")
        within[radius_column(radius)] = nw.when(reached & enough).then(minutes).otherwise(nw.lit(0))
    return (
        open_pieces(engine, nearer, week)
        .join(ranked.select("home", *ranks), on="home", how="inner")
        .with_columns(municipality=municipality_of(nw.col("home")), **within)
        .group_by("municipality", "period")
        .agg(*(nw.col(name).sum() for name in within))
    )


def _weighted(people: pl.DataFrame, further: pl.DataFrame, radii: tuple[int, ...]) -> pl.DataFrame:
    """People as people times minutes of each period and of the week."""
    found = people
    for place, name in enumerate(NAMES):
        part = further.filter(pl.col("period") == place).drop("period")
        renamed = part.rename({radius_column(radius): f"further_{radius}_{name}" for radius in radii})
        found = found.join(renamed, on="municipality", how="left")
    found = found.with_columns(pl.exclude("municipality").fill_null(0))
    minutes = {period.name: period.minutes for period in PERIODS}
    columns: dict[str, pl.Expr] = {}

    def add(parts: Mapping[str, pl.Expr], named: Mapping[str, str]) -> None:
        for name, part in parts.items():
            columns[named[name]] = part
        columns[named[IN_WEEK]] = pl.sum_horizontal(parts.values())

    for radius in radii:
        for least in RUNNERS:
            named = {name: runners_near(least, radius, name) for name in (*NAMES, IN_WEEK)}
            add({name: pl.col(named[name]) * minutes[name] for name in NAMES}, named)
    both = {
        radius: {
            name: pl.col(f"always_{radius}_{name}") * minutes[name] + pl.col(f"further_{radius}_{name}")
            for name in NAMES
        }
        for radius in radii
    }
    if COVERED_WITHIN in radii:
        add(both[COVERED_WITHIN], {name: covered(name) for name in (*NAMES, IN_WEEK)})
    if UNCOVERED_BEYOND in radii:
        everybody = pl.col("everybody") * MINUTES_A_WEEK
        columns[UNCOVERED] = everybody - pl.sum_horizontal(both[UNCOVERED_BEYOND].values())
    return found.select("municipality", **columns)
