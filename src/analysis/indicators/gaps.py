"""Areas that a table leaves empty or leaves out although it has others of their level.

They have rows without a number, so that nobody takes them for areas that have none. Where a table has no area
of a level at all, that level has no rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

import polars as pl

from analysis.indicators.declaration import Indicator
from analysis.indicators.inputs import Inputs, is_withheld
from analysis.indicators.rows import no_rows
from analysis.indicators.schema import COUNTRY

LEVEL: Final = ("quarter", "level")
Family = Callable[[Inputs], pl.DataFrame]


def none_without(table: str) -> Callable[[Family], Family]:
    """A family of indicators that has no rows where no delivery has rows of an input table.

    Args:
        table: The name of the input table that all its numbers are computed from.
    """

    def made(family: Family) -> Family:
        @wraps(family)
        def rows(given: Inputs) -> pl.DataFrame:
            return no_rows() if given.tables[table].is_empty() else family(given)

        return rows

    return made


def with_areas_left_out(table: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """An input table with a row, empty but for its area, for each area that it leaves out.

    Args:
        table: Rows with `quarter`, `level`, `area_code`, `area`; regions and municipalities.
        given: What is computed from.
    """
    geography = given.geography
    areas = pl.concat(
        geography.select(
            pl.lit(level).alias("level"),
            pl.col(f"{level}_code").alias("area_code"),
            pl.col(level).alias("area"),
        ).unique(maintain_order=True)
        for level in ("region", "municipality")
    )
    present = table.select(*LEVEL).unique(maintain_order=True)
    left_out = present.join(areas, on="level", maintain_order="left").join(
        table, on=[*LEVEL, "area_code"], how="anti", maintain_order="left"
    )
    return pl.concat([table, left_out], how="diagonal")


def known_withheld_or_gap(rows: pl.DataFrame, indicator: Indicator, given: Inputs) -> pl.DataFrame:
    """Rows with a value, withheld ones, and gaps; where a whole level has no value, it has no rows.

    Args:
        rows: Of one indicator, with those of areas whose number is not known.
        indicator: Which.
        given: What is computed from.
    """
    if rows.is_empty():
        return rows
    known = pl.col("value").is_not_null()
    return rows.filter(known | is_withheld(rows, indicator.name, given) | is_gap())


def is_gap() -> pl.Expr:
    """Whether a row has no value although others of its quarter and level do; of the country, any others."""
    known, country = pl.col("value").is_not_null(), pl.col("area_code") == COUNTRY
    beside = known.any().over(LEVEL) | (country & known.any().over("quarter"))
    return ~known & beside
