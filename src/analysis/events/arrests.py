"""What was near a cardiac arrest at its own time: an AED open in that minute, and active runners.

An arrest lies in the minute of the week that Danish clocks showed, so that both nights of changing clocks are
as AEDs keep their hours. An AED counts if it was registered on the day of the arrest. Runners are where they
were last seen in the period of the week that the arrest fell into, as for people near runners. Arrests, like
runners, are about single people: only sums over whole municipalities leave the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.core.week import MINUTES_A_DAY, MINUTES_A_WEEK, PERIODS
from analysis.events.checking import OpenedTable, collected, opening_hours
from analysis.events.coverage import located_aeds
from analysis.events.distances import ALWAYS, REACHING, around, square_of
from analysis.events.engines import EngineError, ReductionEngine
from analysis.events.opening_hours import PATTERN_PIECES, Week, week_of
from analysis.events.periods import (
    FIRST_WEEKDAY,
    MILLISECONDS_A_DAY,
    MILLISECONDS_A_MINUTE,
    Window,
    alarm_window,
    shown_by_clocks,
)
from analysis.events.placing import placed
from analysis.events.projecting import projected, scale_factor
from analysis.events.reduction import NO_MUNICIPALITY, alarms_within
from analysis.events.runner_coverage import ENOUGH, Seen
from analysis.events.runners_near import rank_column, with_ranks
from analysis.ingest.tables.arrests import (
    ARRESTS,
    COVERED,
    KINDS,
    NUMBERS,
    PLACED,
    during,
    near_aed,
    near_runners,
)
from analysis.ingest.tables.coverage import COVERED_WITHIN, IN_WEEK, RADII, RUNNER_RADII

NAMES: Final = tuple(period.name for period in PERIODS)
EPOCH: Final = date(1970, 1, 1)

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class ArrestCounts:
    """Arrests by what was near them, exact and not yet fit for publication.

    Attributes:
        first: The first day of which arrests count.
        last: The last one.
        counts: `area_code` (of a municipality) and, for each period and the whole week, arrests with a place
            and those of them with an AED or runners near; of the whole week all arrests too. Null where no
            runner has a place, and of all arrests where those without a place have no municipality.
        nowhere: Arrests with a place that lies in no municipality.
        days: How old the last position of a runner may be; None where runners have no places.
    """

    first: date
    last: date
    counts: pl.DataFrame
    nowhere: int
    days: int | None

    @property
    def length(self) -> int:
        """How many days they are of."""
        return (self.last - self.first).days + 1


def arrest_counts(
    engine: ReductionEngine,
    tables: Mapping[str, OpenedTable],
    days: tuple[date, date],
    edges: Frame | None,
    seen: Seen | None,
) -> ArrestCounts:
    """Count arrests by what was near them.

    Args:
        engine: What reads the extracts.
        tables: `arrests`, `aeds` with coordinates, and `aed_hours` where there is one; all checked.
        days: The first and the last day of which arrests count.
        edges: The municipalities' boundaries, where arrests have no municipality.
        seen: Where runners were; None where that is not known.

    Raises:
        InputError: No arrest of these days has a place in a municipality, or the files could not be read to
            the end.
    """
    hours = opening_hours(engine, tables.get("aed_hours"))
    aeds, week = located_aeds(engine, tables["aeds"], hours), week_of(hours)
    arrests, window = tables["arrests"], alarm_window(*days)
    has_codes = "municipality" in arrests.source.names
    happened = alarms_within(arrests.frame, window)
    try:
        measured = _measured(engine, happened, None if has_codes else edges, aeds, week, window)
        if seen is not None:
            measured = with_ranks(engine, measured, seen.points, RUNNER_RADII)
    except EngineError as error:
        found = f"a reading that broke off ({error})"
        raise InputError([Problem("arrests", None, None, found, "files that are whole")]) from None
    columns = _flags(with_runners=seen is not None)
    sums = measured.group_by("municipality", "period").agg(
        nw.len().cast(nw.Int64).alias(PLACED), *(flag.sum().alias(name) for name, flag in columns.items())
    )
    schema = dict.fromkeys(("municipality", "period", PLACED, *columns), pl.Int64)
    counted = collected(engine, "arrests", sums, schema)
    in_municipalities = pl.col("municipality") != NO_MUNICIPALITY
    nowhere = counted.filter(~in_municipalities)[PLACED].sum()
    inside = counted.filter(in_municipalities)
    if inside.is_empty():
        expected = "a place of at least one of them, in a municipality"
        problem = Problem("arrests", None, "longitude and latitude", "no arrest with a place", expected)
        raise InputError([problem])
    everyone = happened.select("municipality") if has_codes else None
    return ArrestCounts(*days, _by_area(inside, _all_of(engine, everyone)), int(nowhere), seen and seen.days)


def _measured(
    engine: ReductionEngine,
    happened: Frame,
    edges: Frame | None,
    aeds: pl.DataFrame,
    week: Week,
    window: Window,
) -> Frame:
    """Arrests with a place: `home` (the key), `municipality`, `period`, `x`, `y`, `scale`, `nearest`.

    `nearest` is metres to the nearest AED that was open; null where none was within the furthest radius.
    """
    known = happened.filter(~nw.col("longitude").is_null())
    if edges is not None:
        known = placed(known, edges).with_columns(municipality=nw.col("code"))
    shown = shown_by_clocks("at_ms", window)
    minute = shown // MILLISECONDS_A_MINUTE + FIRST_WEEKDAY * MINUTES_A_DAY
    timed = (
        projected(known)
        .select(
            "municipality",
            "x",
            "y",
            home="arrest",
            scale=scale_factor(nw.col("x")),
            minute=(minute % MINUTES_A_WEEK).cast(nw.Int64),
            day=(shown // MILLISECONDS_A_DAY).cast(nw.Int64),
        )
        .join(engine.small(_pieces_of_minutes(week)), on="minute", how="inner")
    )
    points = engine.kept(timed)
    furthest = max(RADII)
    side = REACHING * furthest
    beside = engine.small(_with_days(aeds)).select(
        "pattern", "since", "until", square=square_of(side), east="x", north="y"
    )
    across, along = nw.col("east") - nw.col("x"), nw.col("north") - nw.col("y")
    nearest = (
        points.with_columns(square=square_of(side))
        .join(around(engine), how="cross")
        .with_columns(square=nw.col("square") + nw.col("step"))
        .join(beside, on="square", how="inner")
        .filter(nw.col("since") <= nw.col("day"), nw.col("day") < nw.col("until"))
        .with_columns(distance=(across * across + along * along).sqrt() / nw.col("scale"))
        .filter(nw.col("distance") <= furthest)
        .join(engine.small(_always_open_too(week)), on=["pattern", "piece"], how="inner")
        .group_by("home")
        .agg(nearest=nw.col("distance").min())
    )
    wanted = ("home", "municipality", "period", "x", "y", "scale", "nearest")
    return engine.kept(points.join(nearest, on="home", how="left").select(*wanted))


def _pieces_of_minutes(week: Week) -> pl.DataFrame:
    """`minute` of the week, and its `piece` and `period`."""
    end = pl.col("minutes").cum_sum()
    spread = week.pieces.select("piece", "period", minute=pl.int_ranges(end - pl.col("minutes"), end))
    return spread.explode("minute")


def _always_open_too(week: Week) -> pl.DataFrame:
    """`pattern`, `piece`: when an AED is open; those that always are, in every piece."""
    always = week.pieces.select(pattern=pl.lit(ALWAYS, PATTERN_PIECES["pattern"]), piece="piece")
    return pl.concat([week.open, always])


def _with_days(aeds: pl.DataFrame) -> pl.DataFrame:
    """AEDs with the days since 1970 from which, and before which, they were registered."""
    since, until = (
        (pl.col(name).str.to_date() - pl.lit(EPOCH)).dt.total_days() for name in ("registered", "retired")
    )
    return aeds.select("x", "y", "pattern", since=since, until=until.fill_null((date.max - EPOCH).days))


def _flags(*, with_runners: bool) -> dict[str, nw.Expr]:
    """1 or 0 by count without its period: whether an arrest is among those of it."""

    def one(condition: nw.Expr) -> nw.Expr:
        return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)

    within = {radius: nw.col("nearest") <= radius for radius in RADII}
    flags = {near_aed(radius): one(condition) for radius, condition in within.items()}
    if not with_runners:
        return flags
    for radius in RUNNER_RADII:
        enough = nw.lit(False)
        for place, name in enumerate(NAMES):
            enough = enough | ((nw.col("period") == place) & (nw.col(rank_column(radius, name)) >= ENOUGH))
        flags[near_runners(radius)] = one(enough)
        if radius == COVERED_WITHIN:
            flags[COVERED] = one(enough & within[radius])
    return flags


def _all_of(engine: ReductionEngine, happened: Frame | None) -> pl.DataFrame:
    """`municipality` and all arrests there; no rows where those without a place have none."""
    schema = {"municipality": pl.Int64, ARRESTS: pl.Int64}
    if happened is None:
        return pl.DataFrame(schema=schema)
    counted = happened.group_by("municipality").agg(nw.len().cast(nw.Int64).alias(ARRESTS))
    return collected(engine, "arrests", counted, schema)


def _by_area(found: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    """`area_code` and all counts of each period and of the week, as `ArrestCounts.counts`."""
    place = pl.col("period")
    sums = [
        pl.col(kind).filter(chosen).sum().alias(during(kind, period))
        for kind in (PLACED, *KINDS)
        if kind in found.columns
        for period, chosen in (
            *((name, place == number) for number, name in enumerate(NAMES)),
            (IN_WEEK, pl.lit(value=True)),
        )
    ]
    by_area = found.group_by("municipality").agg(sums)
    if everyone.is_empty():
        joined = by_area.with_columns(pl.lit(None, pl.Int64).alias(ARRESTS))
    else:
        joined = everyone.join(by_area, on="municipality", how="left").with_columns(
            pl.exclude("municipality").fill_null(0)
        )
    absent = [pl.lit(None, pl.Int64).alias(name) for name in NUMBERS if name not in joined.columns]
    return joined.with_columns(absent).select(
        pl.col("municipality").cast(pl.String).alias("area_code"), ARRESTS, *NUMBERS
    )
