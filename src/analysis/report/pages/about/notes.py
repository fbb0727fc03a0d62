"""What the delivery says of its own numbers."""

from __future__ import annotations

import polars as pl

from analysis.report.data import ReportData
from analysis.texts.markup import together


def delivery_notes(context: ReportData) -> str:
    """What the delivery says about single municipalities, in the order of the alphabet."""
    notes = (
        context.snapshot.delivery.runners.drop_nulls("note").filter(pl.col("note") != "")["note"].to_list()
    )
    return together(map(context.delivered, notes)) if notes else context.texts("notes-none")
