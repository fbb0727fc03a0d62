"""Response times: median and 90th percentile of minutes to the first runner on scene."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import LEVELS, Indicator, Unit
from analysis.indicators.formulas import Quantile
from analysis.indicators.gaps import none_without
from analysis.indicators.inputs import Inputs, in_period
from analysis.indicators.rows import labelled, tidy
from analysis.indicators.schema import COUNTRY, within_areas
from analysis.texts.notes import note

MINUTES_NOTE: Final = note("minutes")


def _quantile(name: str, share: float) -> Indicator:
    return Indicator(
        name=name,
        family="response times",
        formula=Quantile("timed", share),
        unit=Unit.MINUTES,
        levels=LEVELS,
        better="less",
        optional="response_times",
    )


QUANTILES: Final = {
    0.5: _quantile("response_time_median", 0.5),
    0.9: _quantile("response_time_p90", 0.9),
}
DECLARED: Final = tuple(QUANTILES.values())


@none_without("response_times")
def response_times(given: Inputs) -> pl.DataFrame:
    """The rows of the family; none where no response times were delivered.

    The denominator of a row is the number of alarms that were timed.
    """
    geography = given.geography.with_columns(country_code=pl.lit(COUNTRY), country=pl.lit("Danmark"))
    names = pl.concat(
        geography.drop_nulls(f"{level}_code").select(area_code=f"{level}_code", area=level)
        for level in reversed(LEVELS)
    ).unique("area_code", keep="first", maintain_order=True)
    pooled = pool(given.response_times, within_areas(given.geography)).join(
        names, on="area_code", how="left", maintain_order="left"
    )
    times = in_period(pooled, given).with_columns(note=pl.lit(MINUTES_NOTE))
    return pl.concat(tidy(labelled(quantile(times, share), one)) for share, one in QUANTILES.items())


def pool(times: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """The alarms of every area by minute.

    Args:
        times: `quarter`, `area_code`, `minutes`, `alarms`.
        within: `whole`, `whole_level` and each `area_code` within it, itself included.

    Returns:
        `quarter`, `level`, `area_code`, `minutes`, `reached` (alarms with a runner on scene within so many
        minutes) and `timed` (all of them); areas without a timed alarm are left out.
    """
    return (
        within.join(times, on="area_code")
        .group_by("quarter", level="whole_level", area_code="whole", minutes="minutes", maintain_order=True)
        .agg(pl.col("alarms").sum())
        .sort("quarter", "level", "area_code", "minutes")
        .with_columns(
            pl.col("level").cast(pl.String),
            reached=pl.col("alarms").cum_sum().over("quarter", "area_code"),
            timed=pl.col("alarms").sum().over("quarter", "area_code"),
        )
        .filter(pl.col("timed") > 0)
        .drop("alarms")
    )


def quantile(pooled: pl.DataFrame, share: float) -> pl.DataFrame:
    """The smallest whole minute within which at least a share of an area's alarms had a runner on scene.

    Args:
        pooled: As `pool` returns it; further columns are the same in all rows of an area.
        share: From 0 to 1.

    Returns:
        A row per area: `value` in minutes, `denominator` the alarms timed, and the further columns.
    """
    return (
        pooled.filter(pl.col("reached") >= share * pl.col("timed"))
        .unique(["quarter", "level", "area_code"], keep="first", maintain_order=True)
        .with_columns(value=pl.col("minutes").cast(pl.Float64), denominator=pl.col("timed").cast(pl.Float64))
        .drop("minutes", "reached", "timed")
    )
