"""The regions and the country as a table, for pages on what not every region delivers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.report.components import Section, figure_title, stacked, table
from analysis.report.data import ReportData


def table_of_regions(
    context: ReportData,
    delivered: str,
    cells: Callable[[ReportData, str], tuple[str, ...]],
    *,
    title: str,
    head: Sequence[str],
    widths: Sequence[str],
) -> Section:
    """The regions that are delivered, in the report's order, and the country last.

    Args:
        context: Numbers and words.
        delivered: The indicator that a region has where it is delivered.
        cells: Gives an area's numbers as they are printed, by its code.
        title: Over the table.
        head: What the numbers are called.
        widths: Of their columns.
    """
    texts = context.texts
    rows = [
        *(
            (row.area.removeprefix("Region "), *cells(context, row.area_code))
            for row in context.figures.areas(delivered, "region")
        ),
        (texts("country"), *cells(context, "dk")),
    ]
    return stacked(
        figure_title(4, title),
        table(
            rows,
            caption=title,
            head=[texts("column-region-name"), *head],
            widths=("1fr", *widths),
            numeric=range(1, len(widths) + 1),
            size=8,
            pitch=4.7,
            gutter=2,
            marked=len(rows) - 1,
        ),
    )
