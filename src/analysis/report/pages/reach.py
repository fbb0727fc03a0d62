"""How far people live from an AED that is open; `notebooks/pages/reach.ipynb` puts the page together.

It is there where a delivery holds `coverage` with the share of the country by day and at night within
500 metres. What else the delivery leaves out is left out on the page.
"""

from __future__ import annotations

from typing import Final

from analysis.ingest.tables.coverage import ALWAYS_OPEN, ANY_HOURS, RADII, WITH_ALL_HOURS, share_near
from analysis.report.charts.reach import ReachPoint, reach_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    KeyFigure,
    Section,
    csv_link,
    figure,
    key_figures,
    picture,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.region_table import table_of_regions
from analysis.texts.markup import InPlaceOfNumber

DAY, NIGHT = (share_near(WITH_ALL_HOURS, period) for period in ("by_day", "by_night"))
ALL_OPEN: Final = share_near(WITH_ALL_HOURS, ANY_HOURS)
ONLY_ALWAYS_OPEN: Final = share_near(WITH_ALL_HOURS, ALWAYS_OPEN)
MEDIAN: Final = "aed_nearest_median_m"
MOST: Final = "aed_nearest_p90_m"
SHOWN: Final = (DAY, NIGHT, ALL_OPEN, MEDIAN)
HEADS: Final = ("reach-by-day", "reach-at-night", "reach-all-open", "reach-median")
FILE_HEADS: Final = ("reach-near-day", "reach-near-night", "reach-near-all-open", "reach-median-metres")
PHONE_HEIGHT: Final = 70.0


def has_reach(context: ReportData) -> bool:
    """Whether it is delivered how many people have an open AED near by day and at night."""
    return context.figures.has(DAY) and context.figures.has(NIGHT)


def near_shown(context: ReportData) -> str:
    """The distance that near is, as it is printed."""
    return context.texts("reach-metres", metres=context.number(WITH_ALL_HOURS))


def near_words(context: ReportData, code: str) -> dict[str, str]:
    """Shares of an area's people with an open AED near, `day` and `night`, by the names of messages.

    Empty where they are not known.
    """
    figures = context.figures
    if not (figures.has(DAY, code) and figures.has(NIGHT, code)):
        return {}
    return {"day": _shown(context, DAY, code), "night": _shown(context, NIGHT, code)}


def reach_finding(context: ReportData) -> str:
    """The sentence over the page: the shares by day and at night; one where both are printed alike."""
    day, night = (_shown(context, name, "dk") for name in (DAY, NIGHT))
    if day == night:
        return context.texts("reach-finding-same", share=day, near=near_shown(context))
    return context.texts("reach-finding", day=day, night=night, near=near_shown(context))


def _shown(context: ReportData, name: str, code: str) -> str:
    """A number as it is printed: percent, or metres."""
    value = context.figures.value(name, code)
    if name in (MEDIAN, MOST):
        return context.texts("reach-metres", metres=context.number(value))
    return context.percent(value)


def reach_key_figures(context: ReportData) -> Section:
    """The shares by day and at night, and within how many metres half and nine in ten have an AED."""
    names = {DAY: "day", NIGHT: "night", MEDIAN: "median", MOST: "most"}
    return key_figures(
        [
            KeyFigure(
                context.marked(_shown(context, name, "dk"), name),
                context.texts(f"key-reach-{key}", near=near_shown(context)),
                context.texts(f"key-reach-{key}-detail"),
            )
            for name, key in names.items()
            if context.figures.has(name)
        ]
    )


def measured_radii(context: ReportData) -> list[int]:
    """The distances at which the country's shares by day and at night are known."""
    return [
        radius
        for radius in RADII
        if all(context.figures.has(share_near(radius, period)) for period in ("by_day", "by_night"))
    ]


def reach_curve(context: ReportData, *, width_mm: float, height_mm: float) -> Section:
    """The shares by day and at night at every distance that was counted.

    Args:
        context: Numbers and words.
        width_mm: Width in print.
        height_mm: Height in print.
    """
    texts = context.texts
    radii = measured_radii(context)
    names = [(share_near(radius, "by_day"), share_near(radius, "by_night")) for radius in radii]
    shown = [(_shown(context, day, "dk"), _shown(context, night, "dk")) for day, night in names]
    metres = [texts("reach-metres", metres=context.number(radius)) for radius in radii]
    points = [
        ReachPoint(
            radius,
            context.figures.row(day).known_value,
            context.figures.row(night).known_value,
            day_label,
            night_label,
            named,
        )
        for radius, (day, night), (day_label, night_label), named in zip(
            radii, names, shown, metres, strict=True
        )
    ]
    ends = [texts("reach-label-day", share=shown[-1][0]), texts("reach-label-night", share=shown[-1][1])]
    worded = [*points[:-1], points[-1]._replace(day_label=ends[0], night_label=ends[1])]
    ticks = list(zip(radii, metres, strict=True))
    drawn, on_phone = (
        context.svg(reach_chart(marks, width_mm=width, height_mm=height, ticks=ticks))
        # On a phone there is room for numbers alone; the text says which line is which.
        for marks, width, height in ((worded, width_mm, height_mm), (points, PHONE_MM, PHONE_HEIGHT))
    )
    rows = [(named, *pair) for named, pair in zip(metres, shown, strict=True)]
    described = [
        texts("reach-chart-alt-point", metres=named, day=day, night=night) for named, day, night in rows
    ]
    title = (
        texts("reach-chart-title", near=metres[0], few=shown[0][1], far=metres[-1], many=shown[-1][1])
        if len(radii) > 1
        else texts("reach-chart-title-one", metres=metres[0])
    )
    return figure(
        4,
        title,
        texts("reach-chart-text"),
        picture(
            "afstand",
            drawn,
            texts("reach-chart-alt", points=context.joined(described)),
            width_mm,
            context.numbers(
                ("reach-within", "reach-by-day", "reach-at-night"),
                rows,
                *(name for pair in names for name in pair),
            ),
            phone=[on_phone],
        ),
    )


def cells(context: ReportData, code: str) -> tuple[str, ...]:
    """Shares by day, at night and if all AEDs were open, and the median distance, of one area."""
    return tuple(
        context.marked(_shown(context, name, code), name, code)
        if context.figures.has(name, code)
        else InPlaceOfNumber(context.texts("not-known"))
        for name in SHOWN
    )


def region_reach(context: ReportData) -> Section:
    """The regions that are delivered, in the report's order, and the country last."""
    return table_of_regions(
        context,
        DAY,
        cells,
        title=context.texts("reach-regions-title", near=near_shown(context)),
        head=[context.texts(f"column-{name}") for name in HEADS],
        widths=("15mm", "15mm", "20mm", "18mm"),
    )


def what_it_means(context: ReportData) -> Section:
    """What opening hours mean, where that is known; what a route would mean; what the numbers do not say."""
    figures, texts = context.figures, context.texts
    parts = [
        figure(4, texts(f"reach-{name}-heading"), texts(f"reach-{name}")) for name in ("route", "reading")
    ]
    if figures.has(ALL_OPEN) and figures.has(ONLY_ALWAYS_OPEN):
        words = {
            "all": _shown(context, ALL_OPEN, "dk"),
            "always": _shown(context, ONLY_ALWAYS_OPEN, "dk"),
            "near": near_shown(context),
        }
        parts.insert(0, figure(4, texts("reach-locked-heading"), texts("reach-locked", **words)))
    return stacked(*parts)


def how_it_was_counted(context: ReportData) -> str:
    """What the delivery notes on the country's numbers."""
    return context.note(context.figures.row(DAY).note or "")


def municipal_reach(context: ReportData) -> Section:
    """A link to the municipalities' numbers as a file; nothing where none is delivered."""
    areas = context.figures.areas(DAY, "municipality")
    if not areas:
        return Section()
    texts = context.texts
    named = context.municipalities.select("municipality_code", "municipality").iter_rows()
    known = {row.area_code for row in areas}
    rows = [(name, *cells(context, code)) for code, name in named if code in known]
    near = near_shown(context)
    head = [texts("column-municipality"), *(texts(f"column-{name}", near=near) for name in FILE_HEADS)]
    label = texts("reach-municipalities-fetch")
    return csv_link("afstand-i-kommunerne", head, rows, label, texts.language, context.limit_names)
