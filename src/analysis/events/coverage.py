"""Who lives within reach of an AED that is open, and of runners: from extracts to counts by municipality.

AEDs and cells are about no single people. The AEDs, which are public, are collected and their hours cut into
pieces of the week; cells and runners stay on the engine, and only sums over whole municipalities leave it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.core.week import MINUTES_A_WEEK, MINUTES_AN_HOUR, PERIODS
from analysis.events.aed_runners import aeds_near_runners, aeds_there
from analysis.events.checking import OpenedTable, collected, opening_hours
from analysis.events.contracts import cell_side, easting_of_cell, northing_of_cell
from analysis.events.distances import (
    AED_POINTS,
    ALWAYS,
    BIN,
    NEVER,
    UNREACHED,
    further_minutes,
    further_people,
    homes,
    nearer_patterns,
    nearest_always_open,
    people_by_distance,
    radius_column,
)
from analysis.events.engines import EngineError, ReductionEngine
from analysis.events.opening_hours import Week, pieces_by_hour, week_of
from analysis.events.projecting import projected
from analysis.events.runner_coverage import Seen, minutes_with_runners
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    IN_WEEK,
    RADII,
    WITH_ALL_HOURS,
    near,
)

FINEST: Final = 1.8
EXACT_ENOUGH: Final = 5.0


@dataclass(frozen=True)
class Coverage:
    """Who lives within reach of an AED, exact and not yet fit for publication.

    Attributes:
        side: The side of a cell in metres.
        people_as_of: The day the people were counted.
        radii: The radii that the cells are fine enough for.
        people: `area_code` (of a municipality) and `people`.
        minutes: `area_code` and, for each radius and period of `near`, people times minutes in which an AED
            is open within it; at one radius for `ALWAYS_OPEN` and `ANY_HOURS` too, times those of a week.
            Where runners were placed, the counts of `WITH_RUNNERS` too.
        distances: `area_code`, `bin`, `people`, as `people_by_distance`.
        active: `area_code` and, for each period, runners last seen there in it; None where positions have no
            longitude and latitude.
        days: How old the last position of a runner may be; None where there are none.
        hours: `hour` of the week (0 to 167, as `analysis.events.opening_hours.pieces_by_hour`) and `minutes`:
            people of the country times minutes of the hour in which an AED is open within 500 metres; None
            where the cells are too coarse for that.
        aeds: As `analysis.events.aed_runners.aeds_near_runners`; None where `active` is.
    """

    side: int
    people_as_of: date
    radii: tuple[int, ...]
    people: pl.DataFrame
    minutes: pl.DataFrame
    distances: pl.DataFrame
    active: pl.DataFrame | None = None
    days: int | None = None
    hours: pl.DataFrame | None = None
    aeds: pl.DataFrame | None = None

    @property
    def refused(self) -> tuple[int, ...]:
        """Radii that the cells are too coarse for."""
        return tuple(radius for radius in RADII if radius not in self.radii)

    @property
    def by_centre(self) -> tuple[int, ...]:
        """Radii at which it matters that a cell's people all count in its middle."""
        return tuple(radius for radius in self.radii if radius < EXACT_ENOUGH * self.side)


def radii_for(side: int) -> tuple[int, ...]:
    """The radii that cells of a side can be counted at: the side fits into them 1.8 times."""
    return tuple(radius for radius in RADII if radius >= FINEST * side)


def coverage_of(
    engine: ReductionEngine, tables: Mapping[str, OpenedTable], as_of: date, seen: Seen | None
) -> Coverage:
    """Measure how far people live from AEDs, and from runners.

    Args:
        engine: What reads the extracts.
        tables: `aeds` with coordinates, `population`, and `aed_hours` where there is one; all checked.
        as_of: The day whose AEDs count.
        seen: Where runners were; None where that is not known.

    Raises:
        InputError: Cells of several sides or days, none that anybody lives in, or none fine enough; or the
            files could not be read to the end.
    """
    side, day = _side_and_day(engine, tables["population"])
    radii = radii_for(side)
    hours = opening_hours(engine, tables.get("aed_hours"))
    points = aed_points(engine, tables["aeds"], hours, as_of)
    week = week_of(hours)
    try:
        measured = nearest_always_open(engine, homes(_cells(tables["population"])), points)
        nearer = nearer_patterns(engine, measured, points, radii)
    except EngineError as error:
        found = f"a reading that broke off ({error})"
        raise InputError([Problem("population", None, None, found, "files that are whole")]) from None
    code = {"municipality": pl.Int64}
    distances = collected(
        engine, "population", people_by_distance(measured), {**code, "bin": pl.Int64, "people": pl.Int64}
    )
    schema = {**code, **{radius_column(radius): pl.Int64 for radius in radii}}
    by_people = collected(engine, "population", further_people(nearer, radii), schema)
    by_minutes = collected(
        engine,
        "population",
        further_minutes(engine, nearer, week, radii),
        {**schema, "period": pl.Int64, "piece": pl.Int64},
    )
    minutes = _minutes(distances, by_people, by_minutes, radii)
    if seen is not None:
        of_runners = minutes_with_runners(engine, measured, nearer, week, seen, radii)
        minutes = minutes.join(of_runners, on="municipality", how="left")
    return Coverage(
        side,
        day,
        radii,
        _coded(distances.group_by("municipality").agg(pl.col("people").sum())),
        _coded(minutes),
        _coded(distances),
        seen and seen.active,
        seen and seen.days,
        _by_hour(distances, by_minutes, week) if WITH_ALL_HOURS in radii else None,
        seen and aeds_near_runners(engine, tables["aeds"], as_of, seen.points),
    )


def _by_hour(distances: pl.DataFrame, by_minutes: pl.DataFrame, week: Week) -> pl.DataFrame:
    """`hour` and `minutes`, as `Coverage.hours`: within a piece of the week nothing opens or closes."""
    bins, further = pl.col("bin"), radius_column(WITH_ALL_HOURS)
    within = (bins >= 0) & (bins * BIN <= WITH_ALL_HOURS)
    always = distances.filter(within)["people"].sum()
    length = week.pieces.select("piece", length="minutes")
    in_pieces = (
        by_minutes.group_by("piece")
        .agg(pl.col(further).sum())
        .join(length, on="piece")
        .select("piece", people=pl.col(further) // pl.col("length"))
    )
    return (
        pieces_by_hour(week.pieces)
        .join(in_pieces, on="piece", how="left")
        .group_by("hour")
        .agg(minutes=(pl.col("people").fill_null(0) * pl.col("minutes")).sum())
        .sort("hour")
        .with_columns(pl.col("minutes") + always * MINUTES_AN_HOUR)
    )


def _coded(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(pl.col("municipality").cast(pl.String).alias("area_code"), pl.exclude("municipality"))


def _side_and_day(engine: ReductionEngine, population: OpenedTable) -> tuple[int, date]:
    side = cell_side() if "cell" in population.source.names else nw.col("side")
    frame = population.frame.select("as_of", side=side).unique()
    kinds = collected(engine, "population", frame, {"side": pl.Int64, "as_of": pl.String})
    sides, days = (sorted(kinds[name].unique()) for name in ("side", "as_of"))
    problems = []
    if len(sides) > 1:
        found = f"cells of {' and '.join(map(str, sides))} metres"
        problems.append(Problem("population", None, "side", found, "one side for all"))
    elif not radii_for(sides[0]):
        found, fine = f"cells of {sides[0]} metres", int(max(RADII) / FINEST)
        problems.append(Problem("population", None, "side", found, f"a side of at most {fine} metres"))
    if len(days) > 1:
        found = f"{len(days)} days, {days[0]} to {days[-1]}"
        problems.append(Problem("population", None, "as_of", found, "one day for all"))
    if problems:
        raise InputError(problems)
    return int(sides[0]), date.fromisoformat(days[0])


def _cells(population: OpenedTable) -> nw.LazyFrame[Any]:
    """`x`, `y` of the middle, `municipality`, `inhabitants`."""
    frame, wanted = population.frame, ("x", "y", "municipality", "inhabitants")
    if "cell" not in population.source.names:
        return projected(frame).select(*wanted)
    side = cell_side()
    return frame.with_columns(x=(easting_of_cell() + 0.5) * side, y=(northing_of_cell() + 0.5) * side).select(
        *wanted
    )


def aed_points(engine: ReductionEngine, aeds: OpenedTable, hours: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Where the AEDs of the day stand, and the pattern of their hours: the columns of `AED_POINTS`.

    Args:
        engine: What reads the extracts.
        aeds: With coordinates; one without any is left out.
        hours: As `opening_hours` returns them.
        as_of: An AED counts from the day it was registered to the day before it was retired.
    """
    found = located_aeds(engine, replace(aeds, frame=aeds.frame.filter(aeds_there(as_of))), hours)
    return found.select(list(AED_POINTS))


def located_aeds(engine: ReductionEngine, aeds: OpenedTable, hours: pl.DataFrame) -> pl.DataFrame:
    """The columns of `AED_POINTS`, and `registered`, `retired` (ISO texts; null for none), of every AED.

    Args:
        engine: What reads the extracts.
        aeds: With coordinates; one without any is left out.
        hours: As `opening_hours` returns them.
    """
    placed = projected(aeds.frame.filter(~nw.col("longitude").is_null())).select(
        "x", "y", "around_the_clock", "registered", "retired", aed=nw.col("aed").cast(nw.String)
    )
    days = {"registered": pl.String, "retired": pl.String}
    schema = {"aed": pl.String, "x": pl.Float64, "y": pl.Float64, "around_the_clock": pl.Boolean, **days}
    found = collected(engine, "aeds", placed, schema)
    pattern = pl.when("around_the_clock").then(ALWAYS).otherwise(pl.col("pattern").fill_null(NEVER))
    return found.join(week_of(hours).patterns, on="aed", how="left").select(
        "x", "y", pattern.cast(AED_POINTS["pattern"]).alias("pattern"), *days
    )


def _minutes(
    distances: pl.DataFrame, by_people: pl.DataFrame, by_minutes: pl.DataFrame, radii: tuple[int, ...]
) -> pl.DataFrame:
    """`municipality` and a column for each radius and period, as `Coverage.minutes`."""
    bins = pl.col("bin")
    always = distances.group_by("municipality").agg(
        pl.col("people").filter(bins >= 0, bins * BIN <= radius).sum().alias(f"always_{radius}")
        for radius in radii
    )
    found = always.join(by_people, on="municipality", how="left")
    for place in range(len(PERIODS)):
        part = by_minutes.filter(pl.col("period") == place).group_by("municipality")
        sums = [pl.col(radius_column(radius)).sum().alias(f"minutes_{radius}_{place}") for radius in radii]
        found = found.join(part.agg(sums), on="municipality", how="left")
    found = found.with_columns(pl.exclude("municipality").fill_null(0))
    columns: dict[str, pl.Expr] = {}
    for radius in radii:
        all_hours = pl.col(f"always_{radius}")
        in_periods = [
            all_hours * period.minutes + pl.col(f"minutes_{radius}_{place}")
            for place, period in enumerate(PERIODS)
        ]
        columns |= {
            near(radius, period.name): minutes for period, minutes in zip(PERIODS, in_periods, strict=True)
        }
        columns[near(radius, IN_WEEK)] = pl.sum_horizontal(in_periods)
        if radius == WITH_ALL_HOURS:
            at_any_hour = all_hours + pl.col(radius_column(radius))
            columns[near(radius, ALWAYS_OPEN)] = all_hours * MINUTES_A_WEEK
            columns[near(radius, ANY_HOURS)] = at_any_hour * MINUTES_A_WEEK
    return found.select("municipality", **columns)


def quantiles(distances: pl.DataFrame, within: pl.DataFrame, shares: Mapping[str, float]) -> pl.DataFrame:
    """Distances that shares of the people of each area live within, pooled over its municipalities.

    Args:
        distances: As `Coverage.distances`.
        within: As `Areas.within`.
        shares: Name → share of the people.

    Returns:
        `area_code`, `people`, and for each name the upper end of the 10 m in which the share is reached; null
        where it is not within 20 km.
    """
    unreached = pl.col("bin") == UNREACHED
    pooled = (
        within.join(distances, on="area_code")
        .group_by("whole", "bin")
        .agg(pl.col("people").sum())
        .sort("whole", unreached, "bin")
    )
    reached, total = pl.col("people").cum_sum(), pl.col("people").sum()
    return pooled.group_by(area_code="whole", maintain_order=True).agg(
        people=total,
        **{
            name: pl.when(unreached)
            .then(None)
            .otherwise(pl.col("bin") * BIN)
            .filter(reached >= share * total)
            .first()
            for name, share in shares.items()
        },
    )
