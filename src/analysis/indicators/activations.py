"""Activations: net and gross, per day, per inhabitant and year; how many were accepted or cancelled."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import COUNTRY_AND_REGIONS, QUARTER, YEAR, Indicator, Unit
from analysis.indicators.formulas import OwnQuarter, Ratio, Sum
from analysis.indicators.gaps import known_withheld_or_gap
from analysis.indicators.inputs import Inputs, in_period, with_population
from analysis.indicators.rows import labelled, rows_of, tidy
from analysis.texts.notes import note

SUBTRACTION_NOTE: Final = note("subtraction")
GROSS_NOTE: Final = note("gross")


def _of_activations(count: str) -> Ratio:
    return Ratio(top=(count,), bottom=("activations",), limits="wilson", as_published=f"{count}_percent")


NET: Final = Indicator(
    name="activations",
    family="activations",
    formula=Sum(("activations",)),
    unit=Unit.ALARMS,
    levels=COUNTRY_AND_REGIONS,
    earlier_published=True,
)
PER_DAY: Final = Indicator(
    name="activations_per_day",
    family="activations",
    formula=Ratio(top=("activations",), exposure="days"),
    unit=Unit.PER_DAY,
    levels=COUNTRY_AND_REGIONS,
    decimals=1,
    changes=(YEAR,),
    breaks_with=("activations",),
)
RATE: Final = Indicator(
    name="activations_rate_year",
    family="activations",
    formula=Ratio(top=("activations",), exposure="person_years", limits="poisson"),
    unit=Unit.PER_100000_A_YEAR,
    levels=COUNTRY_AND_REGIONS,
)
GROSS: Final = Indicator(
    name="activations_gross",
    family="activations",
    formula=Sum(("activations", "cancelled"), as_published="cancelled_percent", limits="range"),
    unit=Unit.ALARMS,
    levels=COUNTRY_AND_REGIONS,
    chapter="gross-activations-a-range",
)
GROSS_PER_DAY: Final = Indicator(
    name="activations_gross_per_day",
    family="activations",
    formula=Ratio(
        top=("activations", "cancelled"),
        exposure="days",
        as_published="cancelled_percent",
        limits="range",
    ),
    unit=Unit.PER_DAY,
    levels=COUNTRY_AND_REGIONS,
    decimals=1,
    chapter="gross-activations-a-range",
)
BY_ONE: Final = Indicator(
    name="accepted_by_one",
    family="acceptance",
    formula=_of_activations("accepted_by_one"),
    unit=Unit.PERCENT,
    levels=COUNTRY_AND_REGIONS,
    better="more",
)
BY_TWO: Final = Indicator(
    name="accepted_by_two",
    family="acceptance",
    formula=_of_activations("accepted_by_two"),
    unit=Unit.PERCENT,
    levels=COUNTRY_AND_REGIONS,
    better="more",
)
CANCELLED: Final = Indicator(
    name="cancelled_share",
    family="activations",
    formula=Ratio(
        top=("cancelled",),
        bottom=("activations", "cancelled"),
        limits="wilson",
        as_published="cancelled_percent",
    ),
    unit=Unit.PERCENT,
    levels=COUNTRY_AND_REGIONS,
)
DECLARED: Final = (NET, PER_DAY, RATE, GROSS, GROSS_PER_DAY, BY_ONE, BY_TWO, CANCELLED)
OWN: Final = Indicator(
    name="activations_quarter",
    family="activations",
    formula=OwnQuarter(Sum(("activations",))),
    unit=Unit.ALARMS,
    levels=COUNTRY_AND_REGIONS,
    listed=False,
    optional="an earlier quarter",
    breaks_with=("activations",),
)
OWN_PER_DAY: Final = Indicator(
    name="activations_quarter_per_day",
    family="activations",
    formula=OwnQuarter(Ratio(top=("activations",), exposure="days", limits="poisson")),
    unit=Unit.PER_DAY,
    levels=COUNTRY_AND_REGIONS,
    in_report=False,
    listed=False,
    optional="an earlier quarter",
    changes=(QUARTER, YEAR),
    breaks_with=("activations",),
    controlled=True,
)
OWN_BY_ONE: Final = Indicator(
    name="accepted_by_one_quarter",
    family="acceptance",
    formula=OwnQuarter(_of_activations("accepted_by_one")),
    unit=Unit.PERCENT,
    levels=COUNTRY_AND_REGIONS,
    better="more",
    in_report=False,
    listed=False,
    optional="an earlier quarter and counts of acceptance",
    breaks_with=("accepted_by_one", "activations"),
    controlled=True,
)
OWN_QUARTERS: Final = (OWN, OWN_PER_DAY, OWN_BY_ONE)


def activations(given: Inputs) -> pl.DataFrame:
    """The rows of the family: net and gross, per day, per inhabitant and year, accepted and cancelled."""
    flows = in_period(given.activations, given)
    counted = flows.drop_nulls("activations")
    return pl.concat(
        [
            with_reason(rows_of(NET, flows)),
            rows_of(PER_DAY, counted),
            rows_of(RATE, with_population(counted, given)),
            gross(counted),
            gross_per_day(counted),
            rows_of(BY_ONE, flows),
            rows_of(BY_TWO, flows),
            known_withheld_or_gap(rows_of(CANCELLED, flows), CANCELLED, given),
        ],
        how="diagonal_relaxed",
    )


def with_reason(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose note says why a number is missing, unless the delivery does."""
    why = pl.coalesce("note", pl.lit(SUBTRACTION_NOTE))
    return rows.with_columns(note=pl.when(pl.col("value").is_null()).then(why).otherwise("note"))


def gross(counted: pl.DataFrame) -> pl.DataFrame:
    """Activations before cancelled ones are taken off.

    Exact where cancelled alarms were counted. Where only their rounded share is known, the least and the
    largest whole number whose share rounds to it, half a step being rounded up.

    Args:
        counted: Areas with their net activations.
    """
    return tidy(labelled(before_cancelled(counted), GROSS))


def gross_per_day(counted: pl.DataFrame) -> pl.DataFrame:
    """The same per day of the period."""
    per_day = before_cancelled(counted).with_columns(
        pl.col("value", "lower", "upper") / pl.col("days"),
        numerator="value",
        denominator=pl.col("days").cast(pl.Float64),
    )
    return tidy(labelled(per_day, GROSS_PER_DAY))


def before_cancelled(counted: pl.DataFrame) -> pl.DataFrame:
    """Areas where cancelled alarms or their share are known, with gross activations or their range.

    An area is left out whose share no whole number of alarms has.
    """
    share, half = pl.col("cancelled_percent"), half_a_step(pl.col("cancelled_percent"))
    activations, derived = pl.col("activations"), pl.col("basis") == "derived"
    return (
        counted.filter(pl.any_horizontal(pl.col("cancelled", "cancelled_percent").is_not_null()))
        .with_columns(
            value=(activations + pl.col("cancelled")).cast(pl.Float64),
            lower=(activations / (1 - (share - half).clip(0) / 100)).round(6).ceil(),
            upper=(activations / (1 - (share + half) / 100)).round(6).ceil() - 1,
            basis=pl.when(pl.col("cancelled").is_not_null())
            .then(pl.lit("counts"))
            .otherwise(pl.lit("derived")),
        )
        .filter(~derived | (pl.col("lower") <= pl.col("upper")))
        .with_columns(
            pl.when(derived).then(pl.col("lower", "upper")),
            note=pl.when(derived).then(pl.lit(GROSS_NOTE)).otherwise(pl.col("note")),
        )
    )


def half_a_step(percent: pl.Expr) -> pl.Expr:
    """Half of the last decimal that a rounded percentage is given with: 16 stands for 15.5 to 16.5."""
    return (
        pl.when(percent == percent.round(0))
        .then(0.5)
        .when(percent == percent.round(1))
        .then(0.05)
        .otherwise(0.005)
    )
