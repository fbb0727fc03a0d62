"""What the rows of the tidy table are computed from, by their indicators' formulas, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from analysis.core.quarters import Quarter
from analysis.indicators.declaration import Indicator
from analysis.indicators.formulas import ANY_QUARTER, EVERY_MUNICIPALITY, OTHER_REGIONS, OWN
from analysis.indicators.registry import indicator
from analysis.ingest.counts import STATED_BY

COUNT_OF: Final = {indicator: count.name for indicator, count in STATED_BY.items()}


def rows_computed_from(
    table: pl.DataFrame, counts: pl.DataFrame, own: Sequence[Indicator] = ()
) -> pl.DataFrame:
    """Which rows of the tidy table are computed from some counts.

    What is computed from every municipality is so from those whose count the table states.

    Args:
        table: The tidy table.
        counts: `count`, `quarter`, `area_code`, `level`, and whatever should stand beside the rows: `hidden`
            and `reason`.
        own: Declarations that the registry does not hold.

    Returns:
        `place` (number of the row), `count`, `hidden`, `reason`, `itself` (the row that states the count):
        one for each row, withheld before suppressed.
    """
    used = ingredients_of(table, own)
    rows = (
        table.select("indicator", "quarter", "area_code")
        .with_row_index("place")
        .join(used, on=["indicator", "quarter"])
    )
    wanted = counts.rename({"quarter": "of_quarter", "area_code": "of_area"})
    placed = rows.with_columns(of_area=area_of_ingredient())
    everywhere, always = pl.col("where") == EVERY_MUNICIPALITY, pl.col("of_quarter") == ANY_QUARTER
    stated = table.filter(pl.col("indicator").is_in(list(COUNT_OF)), pl.col("level") == "municipality")
    delivered = stated.filter(stated_count().is_not_null()).select(
        count=pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String),
        of_quarter="quarter",
        of_area="area_code",
    )
    municipal = (
        wanted.filter(pl.col("level") == "municipality")
        .join(delivered, on=["count", "of_quarter", "of_area"], how="semi")
        .drop("of_area")
    )
    regional = wanted.filter(pl.col("level") == "region")
    elsewhere = placed.filter(pl.col("where") == OTHER_REGIONS).drop("of_area")
    found = [
        placed.filter(~everywhere, ~always).join(wanted, on=["count", "of_quarter", "of_area"]),
        placed.filter(everywhere).join(municipal, on=["count", "of_quarter"]),
        placed.filter(always).join(wanted.drop("of_quarter"), on=["count", "of_area"]),
        elsewhere.join(regional, on=["count", "of_quarter"]).filter(pl.col("area_code") != pl.col("of_area")),
    ]
    states = pl.col("indicator").replace_strict(COUNT_OF, default=None, return_dtype=pl.String)
    columns = ("place", "count", "hidden", "reason", "itself")
    return (
        pl.concat(found, how="diagonal")
        .with_columns(itself=(states == pl.col("count")).fill_null(value=False))
        .select(columns)
        .sort("place", pl.col("hidden") != "withheld", ~pl.col("itself"), maintain_order=True)
        .unique("place", keep="first", maintain_order=True)
    )


def area_of_ingredient() -> pl.Expr:
    """The area code of an ingredient, from the row's own and `where`."""
    return pl.when(pl.col("where") == OWN).then("area_code").otherwise("where")


def ingredients_of(table: pl.DataFrame, own: Sequence[Indicator] = ()) -> pl.DataFrame:
    """`indicator`, `quarter`, `count`, `of_quarter`, `where`: the ingredients of all that a table holds."""
    rows = [
        (name, quarter, one.name, one.quarter, one.where)
        for name, quarter in table.select("indicator", "quarter").unique(maintain_order=True).iter_rows()
        for one in sorted(indicator(name, own).formula.uses(Quarter.parse(quarter)))
    ]
    names = ("indicator", "quarter", "count", "of_quarter", "where")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def stated_count() -> pl.Expr:
    """The count that a row states, from the indicator's own column of it; null where it states none."""
    return pl.coalesce(
        pl.when(pl.col("indicator") == one.stated_by).then(pl.col(one.stated_in))
        for one in STATED_BY.values()
    )
