"""What the delivery says of its own numbers, and of those that it does not have."""

from __future__ import annotations

from analysis.indicators.declaration import YEAR
from analysis.report.data import ReportData
from analysis.texts.markup import together


def delivery_notes(context: ReportData) -> str:
    """What deliveries say of breaks, or that this one has none, and of municipalities by their codes.

    Breaks of earlier deliveries are those that a change of this quarter may go across.
    """
    breaks = context.snapshot.delivery.breaks["reason"].unique(maintain_order=True)
    said = [*map(context.delivered, breaks)] or [context.texts("notes-none")]
    oldest = context.snapshot.delivery.quarter.ordinal - YEAR.quarters
    said += [
        context.texts(
            "notes-earlier", quarter=context.quarter_name(one.quarter), reason=context.delivered(reason)
        )
        for one in reversed(context.snapshot.earlier)
        if one.quarter.ordinal > oldest
        for reason in one.breaks["reason"].unique(maintain_order=True)
    ]
    shown = context.municipalities.drop_nulls("active")["municipality_code"]
    return together([*said, *context.delivered_notes(shown.to_list())])


def notes_on_unknown(context: ReportData) -> str:
    """Why the numbers of some municipalities are not shown."""
    notes = context.delivered_notes([row.code for row in context.unknown])
    return together(notes) if notes else context.texts("notes-all-known")


def acceptance_of_the_country(context: ReportData) -> str:
    """Which regions the country's shares may or may not include, as theirs are not shown."""
    figures = context.figures
    regions = [
        region.area
        for region in figures.areas("active_runners", "region")
        if not figures.has("accepted_by_one", region.area_code)
    ]
    if not regions or not figures.has("accepted_by_one"):
        return ""
    return context.texts("method-acceptance-unclear", regions=context.joined(regions))
