"""What the engines gave back, as counts of municipalities, regions and the country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.events.arrests import ArrestCounts, arrest_counts
from analysis.events.boundaries import read_boundaries
from analysis.events.checking import OpenedTable, RowTally, check_tables, collected, open_table
from analysis.events.contracts import PLACE, ReferenceValues
from analysis.events.coverage import Coverage, coverage_of
from analysis.events.engines import ReductionEngine
from analysis.events.periods import Window, active_window, alarm_window, midnight
from analysis.events.placing import latest_of_places
from analysis.events.reduction import MEASURES, active_runners, aeds_by_municipality, alarm_rows, latest
from analysis.events.runner_coverage import Seen, seen_in_periods
from analysis.events.sources import OF_DISTANCES, Extracts
from analysis.guidance.codes import UNKNOWN, load_codes, recorded_codes
from analysis.ingest.delivery import COUNTRY

QUANTILES: Final = {"median": 0.5, "p90": 0.9}
ALARM_COUNTS: Final = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")
RESPONDERS: Final = ("alerted", "accepted", "arrived")
ALARM_SCHEMA: Final = {
    "municipality": pl.Int64,
    "cancelled": pl.Boolean,
    "reason": pl.String,
    **dict.fromkeys(RESPONDERS, pl.Int64),
    "accepted_after": pl.Int64,
    "arrived_after": pl.Int64,
    "ambulance_after": pl.Int64,
}
AED_COUNTS: Final = ("aed_registered", "aed_24_7")
AED_SCHEMA: Final = dict.fromkeys(("municipality", *AED_COUNTS, "open_minutes", "without_hours"), pl.Int64)


@dataclass(frozen=True)
class Areas:
    """The areas valid on the day.

    Attributes:
        names: `level`, `area_code`, `area`: the country, regions in the report's order, municipalities.
        within: `area_code` of each municipality → itself, its region and the country, as `whole`.
    """

    names: pl.DataFrame
    within: pl.DataFrame

    def summed(self, counts: pl.DataFrame) -> pl.DataFrame:
        """Counts by municipality (`area_code` and numbers) as counts of every area; 0 where there is none."""
        totals = self.within.join(counts, on="area_code").drop("area_code").group_by("whole").sum()
        return self.names.join(
            totals.rename({"whole": "area_code"}), on="area_code", how="left", maintain_order="left"
        ).with_columns(pl.col(name).fill_null(0) for name in counts.columns if name != "area_code")


@dataclass(frozen=True)
class Counts:
    """The counts of a quarter, exact and not yet fit for publication.

    Attributes:
        tallies: What happened to the rows of each table.
        placeless: Active runners whose last position lies in no known municipality.
        runners: Of every area: `active_runners`, `active_by_day`, `active_by_night`.
        activations: Of every area: `ALARM_COUNTS`, `RESPONDERS` (of activations), `compared` (activations
            that a runner and an ambulance came to), `before_ambulance`; `accepted_times`, `arrived_times`
            (activations with a time) and, in whole seconds from the alarm, `accepted_median`, `accepted_p90`,
            `arrived_median`, `arrived_p90` (null where there are none).
        minutes: Of every area with any: `minutes`, `alarms`: activations by whole minutes to the first
            arrival.
        reasons: `reason_code`, `cancelled`: cancelled alarms of the country; None where none are recorded.
        aeds: Of every area: `aed_registered`, `aed_24_7`, `aed_open_hours` (null where not all are known).
        coverage: Who lives within reach of an AED; None where no population was extracted.
        arrests: What was near arrests; None where none were extracted.
    """

    tallies: tuple[RowTally, ...]
    placeless: int
    runners: pl.DataFrame
    activations: pl.DataFrame
    minutes: pl.DataFrame
    reasons: pl.DataFrame | None
    aeds: pl.DataFrame
    coverage: Coverage | None
    arrests: ArrestCounts | None


def areas_on(names: pl.DataFrame, geography: pl.DataFrame) -> Areas:
    """The areas of a geography.

    Args:
        names: As `analysis.ingest.areas.area_names`.
        geography: As `Reference.geography`.
    """
    code = pl.col("municipality_code")
    parts = [
        geography.select(area_code=code, whole=whole)
        for whole in (code, pl.col("region_code"), pl.lit(COUNTRY[0]))
    ]
    return Areas(names, pl.concat(parts))


def count(
    extracts: Extracts,
    engine: ReductionEngine,
    areas: Areas,
    *,
    as_of: date,
    period_start: date,
    period_end: date,
    days: int,
) -> Counts:
    """Check extracts and count them.

    Args:
        extracts: What they are.
        engine: What reads them.
        areas: The areas valid on the day.
        as_of: The day of the stock counts.
        period_start: The first day of which alarms count.
        period_end: The last one.
        days: How many days before the end of `as_of` a position makes its runner active.

    Raises:
        InputError: Everything that is wrong with the extracts.
    """
    codes = areas.names.filter(pl.col("level") == "municipality")["area_code"].cast(pl.Int64)
    window, period = active_window(as_of, days), alarm_window(period_start, period_end)
    known = ReferenceValues(
        tuple(codes),
        tuple(recorded_codes()),
        as_of,
        extracts.drawn,
        midnight(extracts.drawn + timedelta(days=1)),
    )
    tables = {table: open_table(engine, source) for table, source in extracts.sources.items()}
    arrested = extracts.arrest_days and alarm_window(*extracts.arrest_days)
    tallies = check_tables(engine, tables, known, window, period, arrested)
    edges = (
        None
        if extracts.boundaries is None
        else engine.small(read_boundaries(extracts.boundaries, known.municipalities))
    )
    has_codes = "municipality" in tables["positions"].source.names
    of_positions = None if has_codes else edges
    runners = _runners(engine, tables["positions"], of_positions, known, window)
    alarms = collected(
        engine, "alarms", alarm_rows(tables["alarms"].frame, tables["responses"].frame, period), ALARM_SCHEMA
    )
    aeds = collected(
        engine, "aeds", aeds_by_municipality(tables["aeds"].frame, as_of.isoformat()), AED_SCHEMA
    )
    active = runners.filter(pl.col("measure") == MEASURES[0])
    nowhere = active.filter(pl.col("code") == 0)["runners"].sum()
    if active["runners"].sum() == nowhere:
        found = f"no position in a known municipality in the {days} days up to {as_of}"
        raise InputError([Problem("positions", None, None, found, "at least one active runner")])
    seen = _seen(engine, tables, of_positions, known, window)
    return Counts(
        tallies=tallies,
        placeless=int(nowhere),
        runners=areas.summed(_wide(runners)),
        activations=activations_of(alarms, areas),
        minutes=minutes_of(alarms, areas),
        reasons=reasons_of(alarms) if "reason" in extracts.sources["alarms"].names else None,
        aeds=aeds_of(aeds, areas),
        coverage=coverage_of(engine, tables, as_of, seen) if "population" in tables else None,
        arrests=arrest_counts(engine, tables, extracts.arrest_days, edges, seen)
        if extracts.arrest_days
        else None,
    )


def _runners(
    engine: ReductionEngine,
    opened: OpenedTable,
    edges: nw.LazyFrame[Any] | None,
    known: ReferenceValues,
    window: Window,
) -> pl.DataFrame:
    """`measure`, `code`, `runners`."""
    if edges is None:
        found = latest(opened.frame, known.municipalities, window)
    else:
        found = latest_of_places(opened.frame, edges, window)
    schema = {"measure": pl.String, "code": pl.Int64, "runners": pl.Int64}
    return collected(engine, "positions", active_runners(found), schema)


def _seen(
    engine: ReductionEngine,
    tables: Mapping[str, OpenedTable],
    edges: nw.LazyFrame[Any] | None,
    known: ReferenceValues,
    window: Window,
) -> Seen | None:
    """Where runners were last seen, if something is measured from there and their places are known."""
    positions = tables["positions"]
    if tables.keys().isdisjoint(OF_DISTANCES) or not set(PLACE) <= set(positions.source.names):
        return None
    return seen_in_periods(engine, positions, known.municipalities, edges, window)


def _wide(runners: pl.DataFrame) -> pl.DataFrame:
    """A column for each measure, a row for each known municipality that has any."""
    return (
        runners.filter(pl.col("code") > 0)
        .group_by(area_code=pl.col("code").cast(pl.String))
        .agg(pl.col("runners").filter(pl.col("measure") == name).sum().alias(name) for name in MEASURES)
    )


def activations_of(alarms: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Counts and times of alarms, as `Counts.activations`.

    Args:
        alarms: As `alarm_rows` returns them.
        areas: The areas.
    """
    net, both = (
        ~pl.col("cancelled"),
        pl.col("arrived_after").is_not_null() & pl.col("ambulance_after").is_not_null(),
    )
    conditions = {
        "activations": net,
        "cancelled": pl.col("cancelled"),
        "accepted_by_one": net & (pl.col("accepted") >= 1),
        "accepted_by_two": net & (pl.col("accepted") >= 2),
        "compared": net & both,
        "before_ambulance": net & both & (pl.col("arrived_after") < pl.col("ambulance_after")),
        "accepted_times": net & pl.col("accepted_after").is_not_null(),
        "arrived_times": net & pl.col("arrived_after").is_not_null(),
    }
    placed = alarms.with_columns(area_code=pl.col("municipality").cast(pl.String))
    counts = placed.group_by("area_code").agg(
        *(condition.sum().cast(pl.Int64).alias(name) for name, condition in conditions.items()),
        *(pl.col(name).filter(net).sum() for name in RESPONDERS),
    )
    found = areas.summed(counts)
    for name in ("accepted", "arrived"):
        found = found.join(
            _quantiles(placed.filter(net), name, areas), on="area_code", how="left", maintain_order="left"
        )
    return found


def _quantiles(activations: pl.DataFrame, name: str, areas: Areas) -> pl.DataFrame:
    """Median and 90th percentile of the alarms of each area under one, in whole seconds.

    A quantile is the smallest whole second within which at least that share of the alarms was answered; so
    those in whole minutes, which the report shows, are never others.
    """
    seconds = (
        areas.within.join(activations, on="area_code")
        .select(area_code="whole", seconds=pl.col(f"{name}_after") // 1000)
        .drop_nulls()
        .sort("area_code", "seconds")
    )
    reached, total = pl.int_range(1, pl.len() + 1), pl.len()
    return seconds.group_by("area_code", maintain_order=True).agg(
        pl.col("seconds").filter(reached >= share * total).first().alias(f"{name}_{quantile}")
        for quantile, share in QUANTILES.items()
    )


def minutes_of(alarms: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Activations by whole minutes to the first arrival, as `Counts.minutes`."""
    arrived = alarms.filter(~pl.col("cancelled"), pl.col("arrived_after").is_not_null())
    return (
        areas.within.join(
            arrived.with_columns(area_code=pl.col("municipality").cast(pl.String)), on="area_code"
        )
        .group_by(area_code=pl.col("whole"), minutes=pl.col("arrived_after") // 60_000)
        .agg(alarms=pl.len().cast(pl.Int64))
        .sort("area_code", "minutes")
    )


def reasons_of(alarms: pl.DataFrame) -> pl.DataFrame:
    """Cancelled alarms by reason, in the order of the code list; those without one count as unknown."""
    counted = {name: code.counted_under or name for name, code in recorded_codes().items()}
    cancelled = alarms.filter("cancelled").select(
        reason_code=pl.col("reason").fill_null(UNKNOWN).replace_strict(counted, return_dtype=pl.String)
    )
    return (
        pl.DataFrame({"reason_code": list(load_codes())})
        .join(
            cancelled.group_by("reason_code").agg(cancelled=pl.len().cast(pl.Int64)),
            on="reason_code",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("cancelled").fill_null(0))
    )


def aeds_of(aeds: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """AEDs of every area, as `Counts.aeds`; hours are whole in each municipality, so that they add up."""
    counts = aeds.select(
        *AED_COUNTS,
        "without_hours",
        area_code=pl.col("municipality").cast(pl.String),
        hours=(pl.col("open_minutes").fill_null(0) + 30) // 60,
    )
    return areas.summed(counts).select(
        "level",
        "area_code",
        "area",
        *AED_COUNTS,
        aed_open_hours=pl.when(pl.col("without_hours") == 0).then("hours"),
    )
