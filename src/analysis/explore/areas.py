"""Areas as analysts look them up: a row per area with all its numbers, by any spelling of its name."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import UNITS

WITH_LIMITS: Final = ("lower", "upper")
EDGES: Final = tuple(f"_{one}" for one in WITH_LIMITS)
PLURALS: Final = {
    "country": "the country",
    "region": "regions",
    "report_area": "report areas",
    "municipality": "municipalities",
}
# What a level is called beside its name, in the plural and in Danish.
LEVEL_NAMES: Final = {
    "regions": "region",
    "report_areas": "report_area",
    "municipalities": "municipality",
    "land": "country",
    "landet": "country",
    "hele landet": "country",
    "regioner": "region",
    "område": "report_area",
    "områder": "report_area",
    "kommune": "municipality",
    "kommuner": "municipality",
}


def wide(table: pl.DataFrame, level: str, places: pl.DataFrame) -> pl.DataFrame:
    """A row per area of one level, a column per indicator.

    Args:
        table: Rows of one quarter of the tidy table.
        level: ``country``, ``region``, ``report_area`` or ``municipality``.
        places: `area_code` and whatever should stand beside it, in the order wanted.

    Returns:
        The columns of `places`, then each indicator's value under its name, whole numbers where it counts
        something, and its limits as ``…_lower`` and ``…_upper`` where it has any. What is not published is
        null.
    """
    rows = table.filter(pl.col("level") == level)
    values = rows.pivot("indicator", index="area_code", values="value", aggregate_function="first")
    limited = [
        rows.filter(pl.col(edge).is_not_null())
        .with_columns(pl.col("indicator") + f"_{edge}")
        .pivot("indicator", index="area_code", values=edge, aggregate_function="first")
        for edge in WITH_LIMITS
    ]
    joined = places.join(values, on="area_code", how="left", maintain_order="left")
    for edge in limited:
        joined = joined.join(edge, on="area_code", how="left", maintain_order="left")
    order = rows["indicator"].unique(maintain_order=True).to_list()
    columns = [
        name
        for indicator in order
        for name in (indicator, *(f"{indicator}_{edge}" for edge in WITH_LIMITS))
        if name in joined.columns
    ]
    units = dict(rows.select("indicator", "unit").unique().iter_rows())
    counted = [name for name in columns if name in units and UNITS[units[name]].counted]
    return joined.select(*places.columns, *columns).with_columns(pl.col(counted).cast(pl.Int64))
