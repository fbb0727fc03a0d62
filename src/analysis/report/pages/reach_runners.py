"""How many people live near active runners; `notebooks/pages/reach_runners.ipynb` puts the page together.

It is there where a delivery holds in `coverage` the share of the country with four runners and an open AED
within 500 metres by day and at night. What else the delivery leaves out is left out on the page.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from analysis.indicators.records import IndicatorRow
from analysis.ingest.tables.coverage import (
    COVERED_WITHIN,
    MANY_RUNNERS,
    MANY_WITHIN,
    OF_AEDS,
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    UNCOVERED_BEYOND,
    WITH_RUNNERS,
    covered,
    runners_near,
    share_of_aeds,
)
from analysis.report.charts.dumbbells import Dumbbell, dumbbell_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    csv_link,
    figure,
    figure_title,
    key_figures,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.region_table import table_of_regions
from analysis.texts.markup import InPlaceOfNumber

DAY, NIGHT = (WITH_RUNNERS[covered(period)].share for period in ("by_day", "by_night"))
NOT_COVERED: Final = WITH_RUNNERS[UNCOVERED].share
FOUR_DAY, FOUR_NIGHT = (
    WITH_RUNNERS[runners_near(4, UNCOVERED_BEYOND, period)].share for period in ("by_day", "by_night")
)
AEDS: Final = tuple(share_of_aeds(period) for period in OF_AEDS)
SHOWN: Final = (DAY, NIGHT, NOT_COVERED)
HEADS: Final = ("reach-by-day", "reach-at-night", "runners-not-covered")
IN_FILE: Final = (DAY, NIGHT, FOUR_NIGHT, NOT_COVERED, *AEDS)
FILE_HEADS: Final = (
    "runners-file-day",
    "runners-file-night",
    "runners-file-four-night",
    "runners-file-not-covered",
    "runners-file-aeds-day",
    "runners-file-aeds-night",
)
PANEL_MM: Final = 62.0
ROW_MM: Final = 3.8
FRAME_MM: Final = 12.0
STEP: Final = 25
LABEL_MM: Final = 26.0
PANELS: Final = 4


def has_runners_near(context: ReportData) -> bool:
    """Whether it is delivered how many people have four runners and an open AED near by day and at night."""
    return context.figures.has(DAY) and context.figures.has(NIGHT)


def _near(context: ReportData, radius: int = COVERED_WITHIN) -> str:
    return context.texts("reach-metres", metres=context.number(radius))


def _percent(context: ReportData, name: str, code: str = "dk") -> str:
    return context.percent(context.figures.value(name, code))


def runner_words(context: ReportData, code: str) -> dict[str, str]:
    """Shares of an area's people with runners and an open AED near, `day` and `night`, and how near.

    Empty where they are not known.
    """
    if not (context.figures.has(DAY, code) and context.figures.has(NIGHT, code)):
        return {}
    shares = {"day": _percent(context, DAY, code), "night": _percent(context, NIGHT, code)}
    return {**shares, "near": _near(context)}


def runners_finding(context: ReportData) -> str:
    """The sentence over the page: the shares by day and at night; one where both are printed alike."""
    day, night = (_percent(context, name) for name in (DAY, NIGHT))
    if day == night:
        return context.texts("near-runners-finding-same", share=day, near=_near(context))
    return context.texts("near-runners-finding", day=day, night=night, near=_near(context))


def runners_under(context: ReportData) -> str:
    """The line below it: what near means, and when."""
    return context.texts("near-runners-under", near=_near(context), date=context.day_shown("coverage"))


def runners_key_figures(context: ReportData) -> Section:
    """The shares with four runners and an AED by day and at night, with four further away, and without."""
    names = {DAY: "day", NIGHT: "night", FOUR_NIGHT: "four-night", NOT_COVERED: "not-covered"}
    words = {"near": _near(context), "far": _near(context, UNCOVERED_BEYOND)}
    return key_figures(
        [
            KeyFigure(
                context.marked(_percent(context, name), name),
                context.texts(f"key-near-runners-{key}", **words),
                context.texts(f"key-near-runners-{key}-detail", **words),
            )
            for name, key in names.items()
            if context.figures.has(name)
        ]
    )


def _cell(context: ReportData, name: str, code: str = "dk") -> str:
    if not context.figures.has(name, code):
        return InPlaceOfNumber(context.texts("not-known"))
    return context.marked(_percent(context, name, code), name, code)


def runners_by_distance(context: ReportData) -> Section:
    """The country's shares with at least one, four and ten runners, within both distances."""
    texts = context.texts
    rows = [
        (
            texts("near-runners-least", least=context.number(least), near=_near(context, radius)),
            *(
                _cell(context, WITH_RUNNERS[runners_near(least, radius, period)].share)
                for period in ("by_day", "by_night")
            ),
        )
        for radius in RUNNER_RADII
        for least in RUNNERS
    ]
    title = texts("near-runners-table-title")
    return stacked(
        figure_title(4, title),
        table(
            rows,
            caption=title,
            head=[texts(f"column-{name}") for name in ("runners-least", "reach-by-day", "reach-at-night")],
            widths=("1fr", "20mm", "20mm"),
            numeric=range(1, 3),
            size=8,
            pitch=4.7,
            gutter=2,
        ),
    )


def region_runners(context: ReportData) -> Section:
    """The regions that are delivered, in the report's order, and the country last."""
    return table_of_regions(
        context,
        DAY,
        lambda data, code: tuple(_cell(data, name, code) for name in SHOWN),
        title=context.texts("near-runners-regions-title", near=_near(context)),
        head=[context.texts(f"column-{name}", far=_near(context, UNCOVERED_BEYOND)) for name in HEADS],
        widths=("18mm", "18mm", "34mm"),
    )


def _many_runners(context: ReportData) -> Section:
    """How many AEDs have many runners around them; nothing where that is not known by day and at night."""
    if not all(map(context.figures.has, AEDS)):
        return Section()
    day, night = (_percent(context, name) for name in AEDS)
    words = {"least": context.number(MANY_RUNNERS), "far": _near(context, MANY_WITHIN)}
    texts = context.texts
    said = (
        texts("near-runners-aeds-same", share=day, **words)
        if day == night
        else texts("near-runners-aeds", day=day, night=night, **words)
    )
    return figure(4, texts("near-runners-aeds-heading"), said)


def what_runners_mean(context: ReportData) -> Section:
    """AEDs with many runners around, what a position means, why four, and what the numbers do not say."""
    texts = context.texts
    return stacked(
        _many_runners(context),
        *(
            figure(4, texts(f"near-runners-{name}-heading"), texts(f"near-runners-{name}"))
            for name in ("position", "four", "reading")
        ),
    )


def how_runners_were_counted(context: ReportData) -> str:
    """What the delivery notes on the country's numbers."""
    return context.note(context.figures.row(DAY).note or "")


def has_municipal_runners(context: ReportData) -> bool:
    """Whether municipalities' shares by day and at night are delivered."""
    return has_runners_near(context) and bool(context.figures.areas(DAY, "municipality"))


def municipalities_finding(context: ReportData) -> str:
    """The sentence over the page of municipalities: the country's shares, which the lines stand at."""
    return context.texts(
        "near-runners-municipalities-finding",
        day=_percent(context, DAY),
        night=_percent(context, NIGHT),
    )


def municipalities_under(context: ReportData) -> str:
    """The line below it: what covered means, and how the drawing is read."""
    return context.texts("near-runners-municipalities-under", near=_near(context))


def municipal_dumbbells(context: ReportData) -> Section:
    """The municipalities of each region by the alphabet, from the share by day to that at night."""
    shares = [
        row.value
        for indicator in (DAY, NIGHT)
        for row in context.figures.areas(indicator, "municipality")
        if row.value is not None
    ]
    end = STEP * max(1, ceil(max(shares, default=0) / STEP))
    panels = [_panel(context, code, name, end) for code, name in _regions(context)]
    return columns([PANEL_MM] * PANELS, *_in_columns(panels), name="felter")


def _regions(context: ReportData) -> list[tuple[str, str]]:
    held = context.snapshot.reference.geography
    named = held.select("region_code", "region").unique(maintain_order=True)
    return [(code, name.removeprefix("Region ")) for code, name in named.iter_rows()]


def _in_columns(panels: list[tuple[int, Section]]) -> list[Section]:
    """Panels one under the other, the tallest first, each in the column that is shortest so far."""
    heights, parts = [0] * PANELS, [Section()] * PANELS
    for rows, panel in sorted(panels, key=lambda one: -one[0]):
        shortest = heights.index(min(heights))
        heights[shortest] += rows
        parts[shortest] = stacked(parts[shortest], panel)
    return parts


def _panel(context: ReportData, region: str, name: str, end: int) -> tuple[int, Section]:
    """How many rows a region has, and its drawing on an axis that ends where all do."""
    geography = context.snapshot.reference.geography
    inside = set(geography.filter(region_code=region)["municipality_code"])
    by_night = {row.area_code: row for row in context.figures.areas(NIGHT, "municipality")}
    by_day = {row.area_code: row for row in context.figures.areas(DAY, "municipality")}
    named = {
        code: area
        for code, area in context.municipalities.select("municipality_code", "municipality").iter_rows()
        if code in inside and code in by_day
    }
    texts = context.texts

    def shown(indicator: str, code: str) -> str:
        known = context.figures.has(indicator, code)
        return context.number(context.figures.value(indicator, code)) if known else texts("number-missing")

    rows = [
        Dumbbell(
            named[code],
            _value(by_day.get(code)),
            _value(by_night.get(code)),
            shown(DAY, code),
            shown(NIGHT, code),
        )
        for code in named
    ]
    height = ROW_MM * len(rows) + FRAME_MM
    drawn, on_phone = (
        context.svg(
            dumbbell_chart(
                rows,
                width_mm=width,
                height_mm=height,
                label_mm=LABEL_MM,
                reference=context.figures.row(NIGHT).known_value,
                end=end,
                heads=(texts("near-runners-day"), texts("near-runners-night")),
            )
        )
        for width in (PANEL_MM, PHONE_MM)
    )
    described = [
        texts("near-runners-alt-area", name=row.name, day=row.day_label, night=row.night_label)
        for row in rows
        if row.day is not None and row.night is not None
    ]
    alternative = texts("near-runners-alt", region=name, areas=context.joined(described))
    cells = [(row.name, row.day_label, row.night_label) for row in rows]
    numbers = context.numbers(
        ("municipality", "reach-by-day", "reach-at-night"), cells, DAY, NIGHT, codes=list(named)
    )
    return len(rows), stacked(
        figure_title(4, name), picture(f"naer-{region}", drawn, alternative, PANEL_MM, numbers, [on_phone])
    )


def _value(row: IndicatorRow | None) -> float | None:
    return None if row is None else row.value


def municipal_runners(context: ReportData) -> Section:
    """A link to the municipalities' numbers as a file; nothing where none is delivered."""
    if not has_municipal_runners(context):
        return Section()
    texts = context.texts
    known = {row.area_code for row in context.figures.areas(DAY, "municipality")}
    named = context.municipalities.select("municipality_code", "municipality").iter_rows()
    rows = [(name, *(_cell(context, one, code) for one in IN_FILE)) for code, name in named if code in known]
    words = {
        "near": _near(context),
        "far": _near(context, UNCOVERED_BEYOND),
        "around": _near(context, MANY_WITHIN),
        "least": context.number(MANY_RUNNERS),
    }
    head = [texts("column-municipality"), *(texts(f"column-{name}", **words) for name in FILE_HEADS)]
    label = texts("reach-municipalities-fetch")
    return csv_link("hjerteloebere-naer-i-kommunerne", head, rows, label, texts.language, context.limit_names)
