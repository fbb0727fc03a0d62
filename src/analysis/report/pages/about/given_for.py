"""Which facts of the programme and the register were given for an earlier quarter than the one reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core.quarters import Quarter
from analysis.indicators.facts import is_of_earlier_quarter
from analysis.indicators.records import IndicatorRow
from analysis.report.data import ReportData
from analysis.report.naming import label

PARAGRAPHS: Final = "\n\n"


def given_for_others(context: ReportData, shown: Sequence[str], everything: str = "") -> list[str]:
    """A paragraph for each quarter before the one reported that some facts were given for.

    Args:
        context: What every page needs.
        shown: The facts that are shown.
        everything: What they are called where all of them are of one of them; else their names stand.
    """
    facts = context.snapshot.reference.facts
    repeated = facts.filter(is_of_earlier_quarter(str(context.snapshot.delivery.quarter)))
    paragraphs: list[str] = []
    for (quarter,), rows in repeated.group_by(["given_for"], maintain_order=True):
        names = [name for name in shown if name in rows["indicator"].to_list()]
        told = "; ".join(label(name, context.area_names, context.texts) for name in names)
        if names:
            words = context.quarter_name(Quarter.parse(str(quarter)))
            whole = everything and len(names) == len(shown)
            names_shown = everything if whole else told
            paragraphs.append(context.texts("facts-given", quarter=words, names=names_shown))
    return paragraphs


def published_for_quarter(context: ReportData, name: str) -> IndicatorRow | None:
    """A fact of the programme where it is known to be of the quarter reported, None where it is not."""
    facts = context.snapshot.reference.facts
    of_earlier = facts.filter(is_of_earlier_quarter(str(context.snapshot.delivery.quarter)))
    return None if name in of_earlier["indicator"].to_list() else context.figures.published(name)
