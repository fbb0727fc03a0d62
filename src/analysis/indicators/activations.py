"""Activations: net and gross, per day, per inhabitant and year; how many were accepted or cancelled."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import COUNTRY_AND_REGIONS, QUARTER, YEAR, Indicator, Unit
from analysis.indicators.formulas import OwnQuarter, Ratio, Sum
from analysis.indicators.rows import labelled, rows_of, tidy
from analysis.indicators.runners import with_population
from analysis.indicators.schema import DAYS_PER_YEAR
from analysis.ingest.delivery import Delivery
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
    formula=Sum(("activations", "cancelled"), as_published="cancelled_percent"),
    unit=Unit.ALARMS,
    levels=COUNTRY_AND_REGIONS,
)
GROSS_PER_DAY: Final = Indicator(
    name="activations_gross_per_day",
    family="activations",
    formula=Ratio(top=("activations", "cancelled"), exposure="days", as_published="cancelled_percent"),
    unit=Unit.PER_DAY,
    levels=COUNTRY_AND_REGIONS,
    decimals=1,
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
    in_report=False,
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


def activations(delivery: Delivery, population: pl.DataFrame, days: int) -> pl.DataFrame:
    """The rows of the family.

    Args:
        delivery: Whose counts.
        population: `level`, `area_code`, `population`.
        days: Days of the period, both ends counted.
    """
    flows = in_period(delivery.activations, delivery)
    return pl.concat(
        [
            net(flows, days),
            rate(flows, population, delivery, days),
            gross(flows, days),
            rows_of(BY_ONE, flows),
            rows_of(BY_TWO, flows),
            rows_of(CANCELLED, flows).filter(
                pl.col("value").is_not_null() | is_withheld(CANCELLED.name, delivery)
            ),
        ],
        how="diagonal_relaxed",
    )


def in_period(counts: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    """Counts of the year to date with their period, basis and source."""
    return counts.with_columns(
        period_start=pl.lit(delivery.period_start),
        period_end=pl.lit(delivery.as_of),
        basis=pl.lit("counts"),
        source=pl.lit(delivery.source),
    )


def is_withheld(indicator: str, delivery: Delivery) -> pl.Expr:
    """Whether an area's indicator is withheld: then it has a row that says so."""
    withheld = delivery.withheld.filter(pl.col("indicator") == indicator)
    return pl.col("area_code").is_in(withheld["area_code"].to_list())


def net(flows: pl.DataFrame, days: int) -> pl.DataFrame:
    """Activations net of cancelled ones since the period's first day, and per day."""
    why = pl.when(pl.col("value").is_null()).then(pl.coalesce("note", pl.lit(SUBTRACTION_NOTE)))
    total = rows_of(NET, flows).with_columns(note=why.otherwise("note"))
    counted = flows.drop_nulls("activations").with_columns(numerator=pl.col("activations").cast(pl.Float64))
    per_day = counted.with_columns(value=pl.col("numerator") / days, denominator=pl.lit(float(days)))
    return pl.concat([total, tidy(labelled(per_day, PER_DAY))], how="diagonal_relaxed")


def rate(flows: pl.DataFrame, population: pl.DataFrame, delivery: Delivery, days: int) -> pl.DataFrame:
    """Net activations per 100,000 inhabitants and year; an area without a count gets no rate."""
    known = with_population(flows.drop_nulls("activations"), population, delivery)
    return rows_of(RATE, known.with_columns(person_years=pl.col("population") * days / DAYS_PER_YEAR))


def gross(flows: pl.DataFrame, days: int) -> pl.DataFrame:
    """Activations before cancelled ones are taken off, in the period and per day.

    Exact where cancelled alarms were counted. Where only their rounded share is known, the range that any
    share rounding to it allows: ``net / (1 - share)``.
    """
    share, half = pl.col("cancelled_percent"), half_a_step(pl.col("cancelled_percent"))
    known = (
        flows.filter(
            pl.col("activations").is_not_null()
            & pl.any_horizontal(pl.col("cancelled", "cancelled_percent").is_not_null())
        )
        .with_columns(
            value=(pl.col("activations") + pl.col("cancelled")).cast(pl.Float64),
            lower=pl.col("activations") / (1 - (share - half).clip(0) / 100),
            upper=pl.col("activations") / (1 - (share + half) / 100),
            basis=pl.when(pl.col("cancelled").is_not_null())
            .then(pl.lit("counts"))
            .otherwise(pl.lit("derived")),
        )
        .with_columns(
            pl.when(pl.col("basis") == "derived").then(pl.col("lower", "upper")),
            note=pl.when(pl.col("basis") == "derived").then(pl.lit(GROSS_NOTE)).otherwise(pl.col("note")),
        )
    )
    per_day = known.with_columns(
        pl.col("value", "lower", "upper") / days,
        numerator="value",
        denominator=pl.lit(float(days)),
    )
    return pl.concat(
        [tidy(labelled(known, GROSS)), tidy(labelled(per_day, GROSS_PER_DAY))], how="diagonal_relaxed"
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
