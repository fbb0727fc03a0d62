"""The page that opens the part on the scheme and on cardiac arrest."""

from __future__ import annotations

from analysis.core.formatting import BETWEEN_NAMES
from analysis.report.components import (
    Section,
    division,
    heading,
    stacked,
)
from analysis.report.data import ReportData
from analysis.texts.markup import together


def about_title(context: ReportData) -> Section:
    """The page that opens the part on the scheme and on cardiac arrest."""
    texts = context.texts
    names = [texts("programme-heading"), texts("aeds-heading"), texts("arrests-heading")]
    if not context.snapshot.delivery.cancellations.is_empty():
        names.insert(1, texts("reasons-heading"))
    return stacked(
        heading(2, texts("about-heading"), "del-om-ordningen"),
        division("deltekst", texts("about-text", pages=together(names, BETWEEN_NAMES))),
    )
