"""Counts that only events can give: an optional table of who is active by day and night, and how alarms went.

`statusrapport reduce` writes it beside a delivery's other tables. It is checked with them; no page shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.rules import AreaText, at_most, blank_or, rule_problems, sum_problems
from analysis.reading.files import Column, DeliveredTable, find_table, has_table, read_table

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
EVENT_COUNTS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("active_by_day", "Aktive om dagen"),
    Column("active_by_night", "Aktive om natten"),
    Column("activations", "Aktiveringer"),
    Column("alerted", "Alarmerede hjerteløbere"),
    Column("accepted", "Accepterende hjerteløbere"),
    Column("arrived", "Fremmødte hjerteløbere"),
    Column("accepted_times", "Aktiveringer med accepttid"),
    Column("accepted_median", "Sekunder til første accept (median)"),
    Column("accepted_p90", "Sekunder til første accept (90 pct.)"),
    Column("arrived_times", "Aktiveringer med fremmødetid"),
    Column("arrived_median", "Sekunder til første fremmøde (median)"),
    Column("arrived_p90", "Sekunder til første fremmøde (90 pct.)"),
    Column("compared", "Aktiveringer med hjerteløber og ambulance"),
    Column("before_ambulance", "Hjerteløber før ambulancen"),
    Column("note", "Bemærkning", required=False),
)
EVENT_COUNTS = tuple(
    column.name for column in EVENT_COUNTS_COLUMNS if column.name not in {"area_code", "area", "note"}
)


class EventCountsText(AreaText):
    """`event_counts` with the geography beside it: a row per area."""

    active_by_day = dy.String(nullable=True)
    active_by_night = dy.String(nullable=True)
    activations = dy.String(nullable=True)
    alerted = dy.String(nullable=True)
    accepted = dy.String(nullable=True)
    arrived = dy.String(nullable=True)
    accepted_times = dy.String(nullable=True)
    accepted_median = dy.String(nullable=True)
    accepted_p90 = dy.String(nullable=True)
    arrived_times = dy.String(nullable=True)
    arrived_median = dy.String(nullable=True)
    arrived_p90 = dy.String(nullable=True)
    compared = dy.String(nullable=True)
    before_ambulance = dy.String(nullable=True)

    @dy.rule()
    def event_counts_are_counts(cls) -> pl.Expr:
        """Blank or a count, in every column."""
        return pl.all_horizontal(blank_or(whole_number(pl.col(name)), pl.col(name)) for name in EVENT_COUNTS)

    @dy.rule()
    def accepted_within_alerted(cls) -> pl.Expr:
        """Only who is alerted can accept."""
        return at_most("accepted", "alerted")

    @dy.rule()
    def accepted_times_within_activations(cls) -> pl.Expr:
        """An activation has one first acceptance."""
        return at_most("accepted_times", "activations")

    @dy.rule()
    def arrived_times_within_activations(cls) -> pl.Expr:
        """An activation has one first arrival."""
        return at_most("arrived_times", "activations")

    @dy.rule()
    def compared_within_arrived_times(cls) -> pl.Expr:
        """Where arrivals are compared, a runner arrived."""
        return at_most("compared", "arrived_times")

    @dy.rule()
    def before_ambulance_within_compared(cls) -> pl.Expr:
        """No more before the ambulance than compared with it."""
        return at_most("before_ambulance", "compared")

    @dy.rule()
    def accepted_median_within_p90(cls) -> pl.Expr:
        """Half of the alarms are not later than nine tenths of them."""
        return at_most("accepted_median", "accepted_p90")

    @dy.rule()
    def arrived_median_within_p90(cls) -> pl.Expr:
        """Half of the alarms are not later than nine tenths of them."""
        return at_most("arrived_median", "arrived_p90")


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
