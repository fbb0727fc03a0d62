"""Coverage by the hour: the country's share of people near an open AED in each of the week's 168 hours.

Each number of people is a multiple of ten, and the hours of a period add up to what is said of the period, so
that there is nothing in them to hide.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import COUNTRY_ONLY, Derivation, Indicator, Unit
from analysis.indicators.formulas import Ratio
from analysis.indicators.gaps import none_without
from analysis.indicators.inputs import Inputs, of_quarter
from analysis.indicators.rows import tidy
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.tables.coverage import IN_WEEK, PEOPLE, WITH_ALL_HOURS, share_near
from analysis.ingest.tables.coverage_hours import NEAR_IN_HOUR

HOUR_RULE: Final = "hour"
OF_WEEK: Final = share_near(WITH_ALL_HOURS, IN_WEEK)
START: Final = f"{OF_WEEK}_hour_"


def hour_code(weekday: int, hour: int) -> str:
    """What the name of an hour's indicator ends in: `1_07` for Monday 07:00 to 08:00."""
    return f"{weekday}_{hour:02}"


def share_in_hour(code: str) -> Indicator:
    """The share of people near an open AED in an hour of the week.

    Args:
        code: As of `hour_code`.
    """
    return Indicator(
        name=f"{START}{code}",
        family="coverage",
        formula=Ratio(top=(), exposure=PEOPLE, in_place_of_top=NEAR_IN_HOUR),
        unit=Unit.PERCENT,
        levels=COUNTRY_ONLY,
        better="more",
        in_report=False,
        listed=False,
        optional="coverage_hours",
        since="2025Q3 v1",
        derivation=Derivation(HOUR_RULE, OF_WEEK, code),
    )


@none_without("coverage_hours")
def coverage_hours(given: Inputs) -> pl.DataFrame:
    """The rows of the hours of the week; none where they were not delivered."""
    country = given.tables["coverage"].select("quarter", "level", "area_code", "area", PEOPLE, "note")
    hours = given.tables["coverage_hours"].join(country, on=["quarter", "area_code"], maintain_order="left")
    known = pl.col(PEOPLE) > 0
    people, everybody = (pl.when(known).then(name).cast(pl.Float64) for name in (NEAR_IN_HOUR, PEOPLE))
    rows = of_quarter(hours, given, OWN_DAYS["coverage"]).with_columns(
        indicator=pl.format("{}{}_{}", pl.lit(START), "weekday", pl.col("hour").cast(pl.String).str.zfill(2)),
        unit=pl.lit(Unit.PERCENT.key),
        numerator=people,
        denominator=everybody,
        value=people / everybody * Unit.PERCENT.per,
    )
    return tidy(rows.filter(pl.col("value").is_not_null()))
