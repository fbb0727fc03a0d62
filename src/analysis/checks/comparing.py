"""What checks compare: a delivery's tables by area, the deliveries before it, and breaks between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.indicators.schema import areas_within
from analysis.ingest.counts import COUNTS
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import QUARTERS_A_YEAR, Snapshot
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.registry import TABLES
from analysis.reference.files import Reference

COMPARED: Final = tuple(table for table in TABLES.values() if table.stocks or table.flows)


def areas_of(delivery: Delivery, table: str) -> pl.DataFrame:
    """A table of the delivery under the headings `area_code` and `area`, whatever its areas are."""
    return delivery.tables[table].rename(
        {"municipality_code": "area_code", "municipality": "area"}, strict=False
    )


def municipal(delivery: Delivery, table: str) -> pl.DataFrame:
    """The rows of municipalities of a table, under the headings `area_code` and `area`."""
    frame = areas_of(delivery, table)
    return frame.filter(pl.col("level") == "municipality") if "level" in frame.columns else frame


def delivery_before(snapshot: Snapshot) -> Delivery | None:
    """The delivery before the one reported, where that is at most a year old."""
    before = snapshot.earlier[-1] if snapshot.earlier else None
    now = snapshot.delivery.quarter.ordinal
    return before if before is not None and now - before.quarter.ordinal <= QUARTERS_A_YEAR else None


def delivery_of(snapshot: Snapshot, distance: int) -> Delivery | None:
    """The delivery of so many quarters before the one reported."""
    ordinal = snapshot.delivery.quarter.ordinal - distance
    return next((one for one in snapshot.earlier if one.quarter.ordinal == ordinal), None)


def years_to_date(snapshot: Snapshot) -> Iterator[tuple[InputTable, str, pl.DataFrame]]:
    """Each count of the year to date with what it was in the delivery before, of the same year, as `before`.

    A declared break of a count, or of the one it is part of, explains any change: its areas are left out.
    """
    delivery, before = snapshot.delivery, delivery_before(snapshot)
    if before is None or before.quarter.year != delivery.quarter.year:
        return
    for table in COMPARED:
        for column in table.flows:
            broken = pl.any_horizontal(
                is_broken(delivery, one, snapshot.reference) for one in (table.flows[0], column)
            )
            then = areas_of(before, table.name).select("area_code", before=column)
            yield table, column, areas_of(delivery, table.name).join(then, on="area_code").filter(~broken)


def is_broken(delivery: Delivery, column: str, reference: Reference) -> pl.Expr:
    """Whether the delivery declares a break of an area's series, or of one that the area lies in."""
    indicator = COUNTS[column].stated_by if column in COUNTS else column
    declared = delivery.breaks.filter(pl.col("indicator") == indicator)
    if declared.is_empty():
        return pl.lit(False)
    broken = declared.join(areas_within(reference), left_on="area_code", right_on="whole", suffix="_inside")
    return pl.col("area_code").is_in(broken["area_code_inside"].to_list())
