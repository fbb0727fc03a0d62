"""Which population a rate is formed with, and how many people live in each area."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from analysis.core.quarters import Quarter
from analysis.reference.files import Reference
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE
from analysis.reference.population_tables import complete_periods

DAYS_UNTIL_PUBLISHED = 45


def latest_published_period(as_of: date) -> str:
    """The FOLK1A quarter that was the latest published on a day: 2025-06-03 → `2025K2`.

    A quarter counts as published 45 days after its first day.
    """
    return Quarter.containing(as_of - timedelta(days=DAYS_UNTIL_PUBLISHED)).statbank


def population_by_area(reference: Reference, period: str) -> pl.DataFrame:
    """People in every area of the reference's geography, as `populations_by_area` counts them, of one period.

    Raises:
        ValueError: The period is not there or incomplete.
    """
    return populations_by_area(reference, [period]).drop("period")


def populations_by_area(reference: Reference, periods: Iterable[str]) -> pl.DataFrame:
    """People in every area of the reference's geography; Christiansø (411) is counted with Bornholm.

    Args:
        reference: Geography and population.
        periods: FOLK1A quarters, such as `2025K2`.

    Returns:
        `period`, `level` (municipality, report_area, region, country), `area_code`, `area`, `population`
        (Int64, all ages); of each period municipalities by code, the others in the report's order.

    Raises:
        ValueError: A period is not there or incomplete.
    """
    wanted = sorted(set(periods))
    if missing := sorted(set(wanted) - set(complete_periods(reference.population))):
        raise ValueError(f"no complete population for {', '.join(missing)}")
    people = (
        reference.population.filter(pl.col("period").is_in(wanted))
        .group_by("period", municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM))
        .agg(pl.col("population").sum())
    )
    municipalities = reference.geography.join(people, on="municipality_code", validate="1:m")
    return pl.concat(
        [
            _level(municipalities, "municipality", "municipality_code"),
            _level(municipalities.drop_nulls("report_area_code"), "report_area", "report_area_order"),
            _level(municipalities, "region", "region_order"),
            _level(
                municipalities.with_columns(country_code=pl.lit("dk"), country=pl.lit("Danmark")),
                "country",
                "country_code",
            ),
        ]
    )


def _level(municipalities: pl.DataFrame, level: str, order: str) -> pl.DataFrame:
    return (
        municipalities.sort("period", order, maintain_order=True)
        .group_by("period", area_code=f"{level}_code", area=level, maintain_order=True)
        .agg(pl.col("population").sum())
        .select("period", pl.lit(level).alias("level"), "area_code", "area", "population")
    )
