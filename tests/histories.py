"""Quarters made by hand from the committed delivery: what a test changes is all that differs between them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.ingest.dates import usual_period_end
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reference.files import ReferenceFiles

Row = dict[str, Any]
reference_on = ReferenceFiles(DEFAULT_DATA.path).on


@cache
def committed() -> Delivery:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2), back=0).delivery


def with_cells(table: pl.DataFrame, key: str, column: str, cells: Mapping[str, Any]) -> pl.DataFrame:
    """A table in which some areas have other cells in one column."""
    assert set(cells) <= set(table[key])
    new = pl.col(key).replace_strict(dict(cells), default=None, return_dtype=table.schema[column])
    kept = ~pl.col(key).is_in(list(cells))
    return table.with_columns(pl.when(kept).then(pl.col(column)).otherwise(new).alias(column))


def delivered(
    quarter: str,
    as_of: date | None = None,
    *,
    runners: Mapping[str, int | None] | None = None,
    activations: Mapping[str, int | None] | None = None,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    breaks: Sequence[tuple[str, str]] = (),
    period_start: date | None = None,
    period_end: date | None = None,
    population: str = "2025K2",
) -> Delivery:
    """The committed delivery as if it were of another quarter.

    Args:
        quarter: Which one.
        as_of: Its day; the quarter's last one if None.
        runners: Active runners of some municipalities.
        activations: Net activations of country and regions.
        columns: Other columns of activations.
        breaks: Indicator and area; the reason is `brud i <area>`.
        period_start: The first day of the flows; 1 January if None.
        period_end: Their last day; its day, but at most the quarter's last one, if None.
        population: The population period.
    """
    base, own = committed(), Quarter.parse(quarter)
    table = base.activations
    for column, cells in {"activations": activations or {}, **(columns or {})}.items():
        table = with_cells(table, "area_code", column, cells)
    schema = {"indicator": pl.String, "area_code": pl.String, "reason": pl.String}
    return replace(
        base.with_tables(
            runners=with_cells(base.runners, "municipality_code", "active_runners", runners or {}),
            activations=table,
        ),
        quarter=own,
        as_of=as_of or own.last_day,
        period_start=period_start or date(own.year, 1, 1),
        period_end=period_end or usual_period_end(as_of or own.last_day, own),
        population_period=population,
        source=f"Kilde {quarter}",
        breaks=pl.DataFrame([(*one, f"brud i {one[1]}") for one in breaks], schema=schema, orient="row"),
    )


def history(*deliveries: Delivery, **other: pl.DataFrame) -> Snapshot:
    """A snapshot of the last delivery, with other tables of its reference if some are given."""
    last = deliveries[-1]
    return Snapshot(last, replace(reference_on(last.as_of), **other), deliveries[:-1])


def one(table: pl.DataFrame, indicator: str, area: str = "dk", quarter: str | None = None) -> Row:
    """The one row of an indicator in an area, of the last quarter if none is named."""
    rows = table.filter(pl.col("indicator") == indicator, pl.col("area_code") == area)
    found = rows.filter(pl.col("quarter") == (quarter or table["quarter"].max()))
    assert found.height == 1, f"{indicator} of {area}: {found.height} rows"
    return found.row(0, named=True)


def has(table: pl.DataFrame, indicator: str, area: str = "dk") -> bool:
    """Whether the last quarter has a row of an indicator in an area."""
    own = table.filter(pl.col("quarter") == table["quarter"].max(), pl.col("area_code") == area)
    return indicator in own["indicator"].to_list()
