"""The regions' developments beside the country's."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.declaration import QUARTER, YEAR
from analysis.indicators.records import IndicatorRow
from analysis.report.charts.series import series_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    division,
    figure_title,
    named_drawings,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import PAGE_WIDTH, delivery_ticks, domain_of, series_points
from analysis.report.pages.development.words import change_cells, change_reasons, delivered_values
from analysis.texts.markup import together

GUTTER: Final = 5.0
PANEL_WIDTH: Final = 84.0
PHONE_PANEL: Final = (PHONE_MM, 44.0)


def region_panels(
    context: ReportData, rates: pl.DataFrame, country: pl.DataFrame, *, width_mm: float
) -> list[Section]:
    """A small chart for each region: its rate over time beside the country's, on axes that all share.

    Args:
        context: Numbers and words.
        rates: The regions' rates with their runs, as `ReportData.runs` gives them.
        country: The country's.
        width_mm: Width of one in print.
    """
    domain = domain_of([*rates["value"], *country["value"]])
    return [
        _panel(
            context,
            row,
            width_mm,
            rates.filter(pl.col("area_code") == row.area_code),
            country,
            domain,
        )
        for row in context.figures.areas("active_runners_rate", "region")
    ]


def panel_width(context: ReportData) -> float:
    """How wide in millimetres a panel is, so that those of all regions stand side by side."""
    count = len(context.figures.areas("active_runners_rate", "region"))
    return min(PANEL_WIDTH, (PAGE_WIDTH - GUTTER * (count - 1)) / count)


def _panel(
    context: ReportData,
    row: IndicatorRow,
    width: float,
    rates: pl.DataFrame,
    country: pl.DataFrame,
    domain: tuple[float, float],
) -> Section:
    texts = context.texts
    name = row.area.removeprefix("Region ")
    rates = rates.filter(pl.col("area_code") == row.area_code)
    dated = delivered_values(context, rates)
    points = [*series_points(country, "same", "dk"), *series_points(rates, "above", dates=dated)]
    if rates.height and rates["quarter"][-1] == row.quarter:
        points[-1] = points[-1]._replace(label=context.number(row.value))

    def drawn(width_mm: float, height_mm: float) -> str:
        chart = series_chart(
            points,
            width_mm=width_mm,
            height_mm=height_mm,
            ticks=delivery_ticks(context),
            domain=domain,
            axis_mm=10,
        )
        return context.svg(chart)

    known = rates["value"].drop_nulls()
    country_rate = context.number(context.national_rate)
    if known.is_empty():
        alternative = texts("region-finding-unknown", region=row.area)
    elif len(known) == 1:
        alternative = texts(
            "trend-panel-alt-one", region=row.area, rate=context.number(known[0]), country=country_rate
        )
    else:
        first, last = (context.number(known[place]) for place in (0, -1))
        alternative = texts("trend-panel-alt", region=row.area, first=first, last=last, country=country_rate)
    return division(
        "figur",
        stacked(
            figure_title(4, name),
            named_drawings(
                name,
                picture(
                    f"udvikling-{show.as_slug(name)}",
                    drawn(width, 62),
                    alternative,
                    width,
                    context.numbers(("date", "quarter", "rate"), dated, drawn=pl.concat([rates, country])),
                    phone=[drawn(*PHONE_PANEL)],
                ),
            ),
        ),
    )


def region_table(context: ReportData, *, caption: str) -> Section:
    """What changed in the regions and the country since the last quarter and the last year.

    Args:
        context: Numbers and words.
        caption: What the table holds.
    """
    texts, figures = context.texts, context.figures
    kinds = [
        kind
        for kind in (QUARTER, YEAR)
        if not figures.table.filter(pl.col("indicator") == f"active_runners_change_{kind.name}").is_empty()
    ]
    areas = [*figures.areas("active_runners", "region"), figures.row("active_runners")]
    rows = [
        (
            context.name_marked(context.area_name(area.area_code, area.area), area.area_code),
            context.marked(context.count_shown(area.area_code), "active_runners", area.area_code),
            *(cell for kind in kinds for cell in change_cells(context, kind, area.area_code)),
        )
        for area in areas
    ]
    head = [texts("column-area"), texts("column-active")]
    for kind in kinds:
        head += [texts(f"column-change-{kind.name}"), texts("column-percent"), texts("column-rate-change")]
    changes = table(
        rows,
        caption=caption,
        head=head,
        widths=(
            "1fr",
            "20mm" if not context.unknown else "28mm",
            *(width for _ in kinds for width in ("36mm", "18mm", "26mm")),
        ),
        numeric=tuple(range(1, 2 + 3 * len(kinds))),
        size=9.5,
        pitch=7,
    )
    codes = [area.area_code for area in areas]
    told = [context.marks_explained(codes), *change_reasons(context, kinds, codes)]
    notes = [note for note in told if note]
    return stacked(changes, division("note", together(notes))) if notes else changes
