"""The one tidy table that report, charts and files read: its schema, and what every row of it shares."""

from __future__ import annotations

from datetime import date
from typing import Final

import dataframely as dy
import polars as pl

from analysis.indicators.declaration import LEVELS
from analysis.ingest.delivery import Delivery
from analysis.reference.files import Reference

COUNTRY: Final = "dk"
DAYS_PER_YEAR: Final = 365
POPULATION_SOURCE: Final = "Danmarks Statistik, FOLK1A"
SIMULATED_POPULATION: Final = "simuleret folketal"
# The source and the note of a made-up figure that no delivery gives.
SIMULATED: Final = "Simuleret"


class Indicators(dy.Schema):
    """A number of the report with everything needed to check it (design of the tidy table)."""

    quarter = dy.String(primary_key=True, regex=r"^\d{4}Q[1-4]$")
    as_of = dy.Date()
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    population_period = dy.String(nullable=True, regex=r"^\d{4}K[1-4]$")
    level = dy.Enum(LEVELS, primary_key=True)
    area_code = dy.String(primary_key=True, min_length=2)
    area = dy.String()
    indicator = dy.String(primary_key=True)
    value = dy.Float64(nullable=True)
    unit = dy.String()
    numerator = dy.Float64(nullable=True)
    denominator = dy.Float64(nullable=True)
    lower = dy.Float64(nullable=True)
    upper = dy.Float64(nullable=True)
    status = dy.Enum(["published", "withheld", "suppressed", "missing"])
    basis = dy.Enum(["counts", "published", "derived"])
    source = dy.String()
    simulated = dy.Bool()
    note = dy.String(nullable=True)

    @dy.rule()
    def unpublished_values_are_null(cls) -> pl.Expr:
        """A withheld, suppressed or missing value is null, never 0."""
        hidden = pl.col("status") != "published"
        return ~hidden | (pl.col("value").is_null() & pl.col("numerator").is_null())

    @dy.rule()
    def published_rows_say_something(cls) -> pl.Expr:
        """A published row holds a value or, where only a range follows, both limits."""
        known = pl.col("value").is_not_null() | (
            pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
        )
        return (pl.col("status") != "published") | known

    @dy.rule()
    def limits_enclose_value(cls) -> pl.Expr:
        """No value lies outside its own limits."""
        return (pl.col("lower") <= pl.col("value")) & (pl.col("value") <= pl.col("upper"))


def population_source(delivery: Delivery) -> str:
    """Where the people come from that a delivery's rates are formed with."""
    return SIMULATED_POPULATION if delivery.simulated else POPULATION_SOURCE


def complete(rows: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """Rows with all columns of the table: the day of their quarter, the status of a null value, others null.

    Args:
        rows: With `quarter`; `as_of` and `status` where they are not the quarter's own.
        quarters: `quarter`, `as_of`.
    """
    left_out = {
        name: pl.lit(None, dtype=column.dtype)
        for name, column in Indicators.columns().items()
        if name not in (*rows.columns, "status")
    }
    known = pl.any_horizontal(pl.col("value", "lower").is_not_null())
    by_value = pl.when(known).then(pl.lit("published")).otherwise(pl.lit("missing"))
    day = quarters.select("quarter", day="as_of")
    return (
        rows.with_columns(**left_out)
        .join(day, on="quarter", how="left", maintain_order="left")
        .with_columns(
            as_of=pl.coalesce("as_of", "day"),
            status=pl.coalesce("status", by_value) if "status" in rows.columns else by_value,
        )
        .select(Indicators.column_names())
        .cast({"level": pl.Enum(LEVELS), "status": Indicators.status.dtype, "basis": Indicators.basis.dtype})
    )


def areas_within(reference: Reference) -> pl.DataFrame:
    """`whole`, `whole_level` and every `area_code`, `level` within it, itself included."""
    return within_areas(reference.geography)


def within_areas(municipalities: pl.DataFrame) -> pl.DataFrame:
    """The same of a geography, `Reference.geography`."""
    geography = municipalities.with_columns(country=pl.lit(COUNTRY))
    columns = {
        "country": "country",
        "region": "region_code",
        "report_area": "report_area_code",
        "municipality": "municipality_code",
    }
    pairs = [
        geography.drop_nulls([columns[outer], columns[inner]])
        .select(
            whole=columns[outer],
            whole_level=pl.lit(outer),
            area_code=columns[inner],
            level=pl.lit(inner, dtype=pl.Enum(LEVELS)),
        )
        .unique(maintain_order=True)
        for place, outer in enumerate(LEVELS)
        for inner in LEVELS[place:]
    ]
    return pl.concat(pairs).with_columns(pl.col("whole_level").cast(pl.Enum(LEVELS)))


def days_between(start: date, end: date) -> int:
    """Days of a period, both ends counted."""
    return (end - start).days + 1
