"""AEDs: registered, around the clock and the rest, per inhabitant and per runner, their open hours."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.week import HOURS_A_WEEK
from analysis.indicators.declaration import QUARTER, WITHOUT_REPORT_AREAS, YEAR, Indicator, Unit
from analysis.indicators.formulas import PeoplePer, Ratio, Sum
from analysis.indicators.gaps import known_withheld_or_gap, with_areas_left_out
from analysis.indicators.inputs import KEY, Inputs, of_quarter, with_population
from analysis.indicators.rows import labelled, rows_of, tidy
from analysis.indicators.runners import PART_UNKNOWN, active_runners
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.texts.notes import day_in_note, note, parts_joined, quarter_in_note

TWO_DAYS: Final = note("two-days", aeds="{}", runners="{}")
OWN_DAY: Final = note("own-day", aeds="{}", quarter="{}")

REGISTERED: Final = Indicator(
    name="aed_registered",
    family="aeds",
    formula=Sum(("aed_registered",)),
    unit=Unit.AEDS,
    levels=WITHOUT_REPORT_AREAS,
    better="more",
    changes=(QUARTER, YEAR),
    earlier_published=True,
)
AROUND_THE_CLOCK: Final = Indicator(
    name="aed_24_7",
    family="aeds",
    formula=Sum(("aed_24_7",)),
    unit=Unit.AEDS,
    levels=WITHOUT_REPORT_AREAS,
    better="more",
    changes=(QUARTER, YEAR),
    earlier_published=True,
)
SHARE: Final = Indicator(
    name="aed_24_7_share",
    family="aeds",
    formula=Ratio(top=("aed_24_7",), bottom=("aed_registered",)),
    unit=Unit.PERCENT,
    levels=WITHOUT_REPORT_AREAS,
    better="more",
    earlier_published=True,
)
REST: Final = Indicator(
    name="aed_not_24_7",
    family="aeds",
    formula=Sum(("aed_registered",), less=("aed_24_7",)),
    unit=Unit.AEDS,
    levels=WITHOUT_REPORT_AREAS,
    since="2025Q3 v1",
)
REST_SHARE: Final = Indicator(
    name="aed_not_24_7_share",
    family="aeds",
    formula=Ratio(top=("aed_registered",), less=("aed_24_7",), bottom=("aed_registered",)),
    unit=Unit.PERCENT,
    levels=WITHOUT_REPORT_AREAS,
    better="less",
    since="2025Q3 v1",
)
RATE: Final = Indicator(
    name="aed_rate",
    family="aeds",
    formula=Ratio(top=("aed_registered",), exposure="population"),
    unit=Unit.PER_100000,
    levels=WITHOUT_REPORT_AREAS,
    better="more",
    changes=(QUARTER, YEAR),
    changes_in_percent=False,
    breaks_with=("aed_registered",),
)
PEOPLE: Final = Indicator(
    name="people_per_aed",
    family="aeds",
    formula=PeoplePer("aed_registered"),
    unit=Unit.PER_AED,
    levels=WITHOUT_REPORT_AREAS,
    better="less",
    since="2025Q3 v1",
)
OPEN_HOURS: Final = Indicator(
    name="aed_time_share",
    family="aeds",
    formula=Ratio(
        top=("aed_registered",),
        exposure="all hours of the week of every AED",
        also=("aed_24_7",),
        in_place_of_top="aed_open_hours",
    ),
    unit=Unit.PERCENT,
    levels=WITHOUT_REPORT_AREAS,
    better="more",
    optional="opening hours",
)
PER_RUNNER: Final = Indicator(
    name="aed_per_1000_runners",
    family="aeds",
    formula=Ratio(top=("aed_registered",), bottom=("active_runners",)),
    unit=Unit.PER_1000,
    levels=WITHOUT_REPORT_AREAS,
)
DECLARED: Final = (
    REGISTERED,
    AROUND_THE_CLOCK,
    SHARE,
    REST,
    REST_SHARE,
    RATE,
    PEOPLE,
    OPEN_HOURS,
    PER_RUNNER,
)


def aeds(given: Inputs) -> pl.DataFrame:
    """The rows of the family.

    A register of all AEDs is a full count and no sample, so that none of these numbers has limits.
    """
    counted = of_quarter(with_areas_left_out(given.aeds, given), given, OWN_DAYS["aeds"])
    some = counted.filter((pl.col("aed_registered") > 0).fill_null(value=True))
    partly = {
        AROUND_THE_CLOCK: rows_of(AROUND_THE_CLOCK, counted),
        SHARE: rows_of(SHARE, some),
        REST: rows_of(REST, counted),
        REST_SHARE: rows_of(REST_SHARE, some),
        OPEN_HOURS: open_hours(some),
    }
    return pl.concat(
        [
            rows_of(REGISTERED, counted),
            *(known_withheld_or_gap(rows, one, given) for one, rows in partly.items()),
            rows_of(RATE, with_population(of_own_day(counted, given), given)),
            people_per_aed(with_population(of_own_day(some, given), given)),
            rows_of(PER_RUNNER, beside_runners(counted, active_runners(given))),
        ],
        how="diagonal_relaxed",
    )


def of_own_day(aeds: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """AEDs whose note says, where they were counted on another day than runners, that the population is not.

    All rates of a quarter have one population, that of the day of the runners' count, so that they can be
    read beside each other and a change of one is not a change of the other's denominator.

    Args:
        aeds: As `of_quarter` returns them.
        given: What is computed from.
    """
    days = given.quarters.select("quarter", "population_period", runner_day="as_of")
    said = pl.format(OWN_DAY, day_in_note(pl.col("as_of")), quarter_in_note(pl.col("population_period")))
    counted_apart = (pl.col("as_of") != pl.col("runner_day")) & pl.col("aed_registered").is_not_null()
    return (
        aeds.join(days, on="quarter", how="left", maintain_order="left")
        .with_columns(note=parts_joined(pl.when(counted_apart).then(said), "note"))
        .drop("population_period", "runner_day")
    )


def beside_runners(aeds: pl.DataFrame, runners: pl.DataFrame) -> pl.DataFrame:
    """AEDs of areas that have runners, beside their number; it is null where that is not known.

    Where the two were counted on different days, a note says which.
    """
    some = runners.filter((pl.col("active_runners") > 0).fill_null(value=True))
    beside = aeds.join(some.select(*KEY, "active_runners", runner_day="as_of"), on=KEY, maintain_order="left")
    missing = pl.col("active_runners").is_null() & pl.col("aed_registered").is_not_null()
    both = pl.format(TWO_DAYS, day_in_note(pl.col("as_of")), day_in_note(pl.col("runner_day")))
    days = pl.when(pl.col("as_of") != pl.col("runner_day")).then(both)
    return beside.with_columns(
        note=pl.when(missing).then(pl.lit(PART_UNKNOWN)).otherwise(parts_joined(days, "note"))
    )


def people_per_aed(aeds: pl.DataFrame) -> pl.DataFrame:
    """Inhabitants for each registered AED, of areas that have some.

    Args:
        aeds: Areas with `aed_registered` and `population`.
    """
    both = aeds.with_columns(
        numerator=pl.when(pl.col("aed_registered").is_not_null()).then("population").cast(pl.Float64),
        denominator=pl.col("aed_registered").cast(pl.Float64),
    )
    return tidy(labelled(both.with_columns(value=pl.col("numerator") / pl.col("denominator")), PEOPLE))


def open_hours(aeds: pl.DataFrame) -> pl.DataFrame:
    """Of all hours of all AEDs of an area, the share in which they can be fetched; null if unknown."""
    known = pl.col("aed_open_hours").is_not_null()
    both = aeds.with_columns(
        numerator=pl.col("aed_open_hours").cast(pl.Float64),
        denominator=pl.when(known).then("aed_registered").cast(pl.Float64) * HOURS_A_WEEK,
    )
    return tidy(
        labelled(both.with_columns(value=pl.col("numerator") / pl.col("denominator") * 100), OPEN_HOURS)
    )
