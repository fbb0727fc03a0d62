"""Active runners: their number, per inhabitant, as a share of the country and of all adults."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import (
    COUNTRY_ONLY,
    LEVELS,
    QUARTER,
    REGIONS_ONLY,
    YEAR,
    Indicator,
    Unit,
)
from analysis.indicators.formulas import Ratio, Sum
from analysis.indicators.rows import rows_of
from analysis.indicators.schema import COUNTRY, population_source
from analysis.ingest.delivery import Delivery

ACTIVE: Final = Indicator(
    name="active_runners",
    family="runners",
    formula=Sum(("active_runners",)),
    unit=Unit.PERSONS,
    levels=LEVELS,
    better="more",
    changes=(QUARTER, YEAR),
    against_all=True,
    earlier_published=True,
)
RATE: Final = Indicator(
    name="active_runners_rate",
    family="runners",
    formula=Ratio(top=("active_runners",), exposure="population", limits="poisson"),
    unit=Unit.PER_100000,
    levels=LEVELS,
    better="more",
    changes=(QUARTER, YEAR),
    changes_in_percent=False,
    breaks_with=("active_runners",),
)
SHARE_OF_COUNTRY: Final = Indicator(
    name="active_runners_share_of_country",
    family="runners",
    formula=Ratio(top=("active_runners",), bottom=("active_runners",), of_country=True),
    unit=Unit.PERCENT,
    levels=REGIONS_ONLY,
)
SHARE_OF_ADULTS: Final = Indicator(
    name="active_share_adults",
    family="runners",
    formula=Ratio(top=("active_runners",), exposure="adults"),
    unit=Unit.PERCENT,
    levels=COUNTRY_ONLY,
    decimals=1,
    better="more",
)
DECLARED: Final = (ACTIVE, RATE, SHARE_OF_COUNTRY, SHARE_OF_ADULTS)
PLACES: Final = {
    "municipality": ("municipality_code", "municipality"),
    "report_area": ("report_area_code", "report_area"),
    "region": ("region_code", "region"),
    "country": ("country_code", "country"),
}


def runners(
    counts: pl.DataFrame, population: pl.DataFrame, adults: pl.DataFrame, delivery: Delivery
) -> pl.DataFrame:
    """The rows of the family.

    Args:
        counts: As `add_up` returns them.
        population: `level`, `area_code`, `population`.
        adults: `area_code`, `period`, `population_18plus`, of all periods with ages.
        delivery: Whose counts.
    """
    people = f"{delivery.source}; {population_source(delivery)}"
    with_source = counts.with_columns(basis=pl.lit("counts"), source=pl.lit(delivery.source))
    per_person = with_population(with_source, population, delivery)
    country = with_source.filter(pl.col("level") == "country").drop("note")
    nearest = nearest_period(adults.filter(pl.col("area_code") == COUNTRY), delivery.population_period)
    return pl.concat(
        [
            rows_of(ACTIVE, with_source),
            rows_of(RATE, per_person),
            share_of_country(with_source),
            rows_of(
                SHARE_OF_ADULTS,
                country.with_columns(
                    adults=pl.lit(nearest["population_18plus"].item()),
                    population_period=pl.lit(nearest["period"].item()),
                    source=pl.lit(people),
                ),
            ),
        ],
        how="diagonal_relaxed",
    )


def add_up(runners: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Municipalities added up to report areas, regions and the country.

    Args:
        runners: `municipality_code`, `active_runners`, `note`, and `quarter` where it holds several.
        geography: A row per municipality with its report area and region.

    Returns:
        `level`, `area_code`, `area`, `active_runners`, `note` (of municipalities), and `quarter` where given.
    """
    key = [name for name in ("quarter",) if name in runners.columns]
    placed = runners.drop("municipality", strict=False).join(
        geography.with_columns(country_code=pl.lit(COUNTRY), country=pl.lit("Danmark")),
        on="municipality_code",
        how="inner",
    )
    return pl.concat(
        placed.drop_nulls(code)
        .group_by(*key, area_code=code, area=name, maintain_order=True)
        .agg(
            level=pl.lit(level),
            active_runners=pl.col("active_runners").sum(),
            note=pl.col("note").first() if level == "municipality" else pl.lit(None, dtype=pl.String),
        )
        for level, (code, name) in PLACES.items()
    )


def with_population(frame: pl.DataFrame, population: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    """Rows with the inhabitants of their area, the period these are of, and both sources."""
    return frame.join(
        population.select("level", "area_code", "population"),
        on=["level", "area_code"],
        how="left",
        maintain_order="left",
    ).with_columns(
        population_period=pl.lit(delivery.population_period),
        source=pl.lit(f"{delivery.source}; {population_source(delivery)}"),
    )


def share_of_country(counts: pl.DataFrame) -> pl.DataFrame:
    """Each region's share of the country's active runners, in per cent; null where there are none."""
    total = counts.filter(pl.col("level") == "country")["active_runners"].item()
    return (
        counts.filter(pl.col("level") == "region")
        .drop("note")
        .with_columns(
            indicator=pl.lit(SHARE_OF_COUNTRY.name),
            unit=pl.lit(SHARE_OF_COUNTRY.unit.key),
            numerator=pl.when(pl.lit(total > 0)).then(pl.col("active_runners")).cast(pl.Float64),
            denominator=pl.lit(float(total)),
        )
        .with_columns(value=pl.col("numerator") / float(total) * 100)
        .drop("active_runners")
    )


def nearest_period(table: pl.DataFrame, period: str) -> pl.DataFrame:
    """The rows of the period nearest to ``period``, the earlier of two that are equally near."""
    distance = (_quarters(pl.col("period")) - _quarters(pl.lit(period))).abs()
    return table.sort(distance, "period").filter(pl.col("period") == pl.col("period").first())


def _quarters(period: pl.Expr) -> pl.Expr:
    return period.str.slice(0, 4).cast(pl.Int32) * 4 + period.str.slice(5, 1).cast(pl.Int32)
