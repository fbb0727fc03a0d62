"""Counts that only events can give: an optional table of who is active by day and night, and how alarms went.

`statusrapport reduce` writes it beside a delivery's other tables. It is checked with them; no page shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.contracts import (
    EVENT_COUNTS_COLUMNS,
    EventCountsText,
    area_code,
    rule_problems,
    sum_problems,
    whole_number,
)
from analysis.reading.files import DeliveredTable, find_table, has_table, read_table

STEM: Final = "event_counts"
ADDITIVE: Final = (
    "active_by_day",
    "active_by_night",
    "activations",
    "alerted",
    "accepted",
    "arrived",
    "accepted_times",
    "arrived_times",
    "compared",
    "before_ambulance",
)


def read_event_counts(folder: Path, data: Path) -> DeliveredTable | None:
    """A delivery's `event_counts.csv`, `.xlsx` or `.parquet`; None where there is none.

    Raises:
        InputError: The file cannot be read as a table with the columns that it has.
    """
    if not has_table(folder, STEM):
        return None
    return read_table(find_table(folder, STEM, data), EVENT_COUNTS_COLUMNS, data)


def event_counts_problems(
    table: DeliveredTable,
    names: pl.DataFrame,
    members: Mapping[str, Sequence[str]],
    activations: DeliveredTable | None,
) -> list[Problem]:
    """Everything wrong in the counts: cells, areas, sums, and activations that are not those of the delivery.

    Args:
        table: As read.
        names: `level`, `area_code`, `area` of the country, the regions and the municipalities.
        members: Area code of a region or the country → the codes of its municipalities or regions.
        activations: The table of activations as read; None where it could not be.
    """
    judged = table.frame.with_columns(code=area_code(pl.col("area_code"))).join(
        names.select(code="area_code", known_name="area"), on="code", how="left", maintain_order="left"
    )
    problems = rule_problems(EventCountsText, table, judged)
    if problems:
        return problems
    counts = judged.select("row", area_code="code", **{name: whole_number(pl.col(name)) for name in ADDITIVE})
    problems = sum_problems(table, counts, ADDITIVE, members)
    if activations is None:
        return problems
    there = activations.frame.select(
        area_code=area_code(pl.col("area_code")), delivered=whole_number(pl.col("activations"))
    )
    other = counts.join(there, on="area_code").filter(pl.col("activations") != pl.col("delivered"))
    header = table.headers["activations"]
    return problems + [
        Problem(table.file, row, header, quoted(found), f"{delivered}, as in activations")
        for row, found, delivered in other.select("row", "activations", "delivered").iter_rows()
    ]
