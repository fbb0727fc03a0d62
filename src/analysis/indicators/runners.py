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
from analysis.indicators.inputs import Inputs, of_quarter, with_population
from analysis.indicators.rows import rows_of
from analysis.indicators.schema import COUNTRY

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
    chapter="active-runners-added-up",
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
    chapter="the-rate-by-hand",
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


def runners(given: Inputs) -> pl.DataFrame:
    """The rows of the family: the number, the rate, the share of the country and of all adults."""
    counts = active_runners(given)
    return pl.concat(
        [
            rows_of(ACTIVE, counts),
            rows_of(RATE, with_population(counts, given)),
            rows_of(SHARE_OF_COUNTRY, beside_country(counts)),
            rows_of(SHARE_OF_ADULTS, with_adults(counts, given)),
        ],
        how="diagonal_relaxed",
    )


def active_runners(given: Inputs) -> pl.DataFrame:
    """Active runners of all areas with what their quarter shares."""
    return add_up(given.runners, given.geography).pipe(of_quarter, given)


def add_up(runners: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Municipalities added up to report areas, regions and the country.

    Args:
        runners: `quarter`, `municipality_code`, `active_runners`, `note`.
        geography: A row per municipality with its report area and region.

    Returns:
        `quarter`, `level`, `area_code`, `area`, `active_runners`, `note` (of municipalities).
    """
    placed = runners.drop("municipality", strict=False).join(
        geography.with_columns(country_code=pl.lit(COUNTRY), country=pl.lit("Danmark")),
        on="municipality_code",
        how="inner",
    )
    return pl.concat(
        placed.drop_nulls(code)
        .group_by("quarter", area_code=code, area=name, maintain_order=True)
        .agg(
            level=pl.lit(level),
            active_runners=pl.col("active_runners").sum(),
            note=pl.col("note").first() if level == "municipality" else pl.lit(None, dtype=pl.String),
        )
        for level, (code, name) in PLACES.items()
    )


def beside_country(counts: pl.DataFrame) -> pl.DataFrame:
    """Regions beside the country's number, `active_runners_of_country`.

    Args:
        counts: As `active_runners` returns them.
    """
    country = counts.filter(pl.col("level") == "country").select(
        "quarter", active_runners_of_country="active_runners"
    )
    return (
        counts.filter(pl.col("level") == "region")
        .drop("note")
        .join(country, on="quarter", how="left", maintain_order="left")
    )


def with_adults(counts: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """The country beside its adults of the nearest quarter with ages, which is the period they are of."""
    people = given.quarters.select("quarter", "people_source")
    return (
        counts.filter(pl.col("level") == "country")
        .drop("note")
        .join(given.adults, on="quarter", how="left", maintain_order="left")
        .join(people, on="quarter", how="left", maintain_order="left")
        .with_columns(
            population_period="adults_period",
            source=pl.concat_str("source", "people_source", separator="; "),
        )
    )
