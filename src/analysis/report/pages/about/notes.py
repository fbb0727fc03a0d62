"""What the delivery says of its own numbers."""

from __future__ import annotations

from analysis.report.data import ReportData
from analysis.texts.markup import together


def delivery_notes(context: ReportData) -> str:
    """What the delivery says about single municipalities, in the order of the alphabet."""
    notes = context.delivered_notes(context.municipalities["municipality_code"].to_list())
    return together(notes) if notes else context.texts("notes-none")
