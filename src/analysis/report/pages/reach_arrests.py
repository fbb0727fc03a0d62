"""AEDs and responders near cardiac arrests; `notebooks/pages/reach_arrests.ipynb` puts the page together.

It is there where a delivery holds in `arrests` the country's share with an open AED within 500 metres in the
whole week, by day and at night. What else the delivery leaves out is left out on the page.
"""

from __future__ import annotations

from typing import Final

from analysis.core import formatting as show
from analysis.indicators.arrests import WITH_PLACE
from analysis.indicators.records import IndicatorRow
from analysis.ingest.tables.arrests import COVERED, KINDS, near_aed, near_runners, share_during
from analysis.ingest.tables.coverage import COVERED_WITHIN, IN_WEEK, RADII, RUNNER_RADII
from analysis.report.components import Section, csv_link, figure, figure_title, stacked, table
from analysis.report.data import ReportData
from analysis.report.region_table import table_of_regions
from analysis.texts.markup import InPlaceOfNumber

NEAR_AED: Final = near_aed(COVERED_WITHIN)
WEEK, DAY, NIGHT = (share_during(NEAR_AED, period) for period in (IN_WEEK, "by_day", "by_night"))
BOTH: Final = share_during(COVERED, IN_WEEK)
PERIODS: Final = (IN_WEEK, "by_day", "by_night")
ROWS: Final = (
    *((near_aed(radius), "aed", radius) for radius in RADII),
    *((near_runners(radius), "runners", radius) for radius in RUNNER_RADII),
    (COVERED, "both", COVERED_WITHIN),
)


def has_arrests_near(context: ReportData) -> bool:
    """Whether it is delivered how many arrests had an open AED near in the week, by day and at night."""
    return all(map(context.figures.has, (WEEK, DAY, NIGHT)))


def _near(context: ReportData, radius: int = COVERED_WITHIN) -> str:
    return context.texts("reach-metres", metres=context.number(radius))


def _share(context: ReportData, name: str) -> str:
    return context.percent(context.figures.value(name))


def arrests_near_finding(context: ReportData) -> str:
    """The sentence over the page: the share of the whole week."""
    return context.texts("ohca-near-finding", share=_share(context, WEEK), near=_near(context))


def arrests_near_under(context: ReportData) -> str:
    """The line below it: of which days, and how many arrests have a known place."""
    row, figures = context.figures.row(DAY), context.figures
    if row.period_start is None or row.period_end is None:
        raise ValueError(f"{DAY} has no period")
    period = show.short_period(row.period_start, row.period_end, context.texts.language)
    if not figures.has(WITH_PLACE.name):
        return context.texts("ohca-near-under", period=period)
    counted = figures.row(WITH_PLACE.name)
    return context.texts(
        "ohca-near-under-placed",
        period=period,
        placed=context.number(counted.known_numerator),
        arrests=context.number(counted.known_denominator),
    )


def _cell(context: ReportData, name: str, code: str = "dk") -> str:
    """A share with its interval."""
    if not context.figures.has(name, code):
        return InPlaceOfNumber(context.texts("not-known"))
    row = context.figures.row(name, code)
    shown = context.texts("ohca-near-share", share=context.percent(row.value), range=_range(context, row))
    return context.marked(shown, name, code)


def _range(context: ReportData, row: IndicatorRow) -> str:
    return show.number_range(row.lower, row.upper, 0, context.texts.language)


def arrests_by_distance(context: ReportData) -> Section:
    """The country's shares of the whole week, by day and at night, and of how many arrests they are."""
    texts, figures = context.texts, context.figures
    names = {kind: [share_during(kind, period) for period in PERIODS] for kind in KINDS}
    rows = [
        (
            texts(f"ohca-near-{key}", near=_near(context, radius)),
            *(_cell(context, name) for name in names[kind]),
        )
        for kind, key, radius in ROWS
        if any(map(figures.has, names[kind]))
    ]
    counted = [
        context.number(figures.row(name).known_denominator)
        if figures.has(name)
        else InPlaceOfNumber(texts("not-known"))
        for name in names[NEAR_AED]
    ]
    rows.append((texts("ohca-near-counted"), *counted))
    title = texts("ohca-near-table-title")
    return stacked(
        figure_title(4, title),
        table(
            rows,
            caption=title,
            head=[
                texts(f"column-{name}")
                for name in ("ohca-near", "ohca-in-week", "reach-by-day", "reach-at-night")
            ],
            widths=("1fr", "26mm", "26mm", "26mm"),
            numeric=range(1, 4),
            size=8,
            pitch=4.7,
            gutter=2,
            marked=len(rows) - 1,
        ),
    )


def region_arrests(context: ReportData) -> Section:
    """The regions that are delivered, in the report's order, and the country last."""
    return table_of_regions(
        context,
        WEEK,
        lambda data, code: tuple(_cell(data, name, code) for name in (WEEK, BOTH)),
        title=context.texts("ohca-near-regions-title", near=_near(context)),
        head=[context.texts(f"column-{name}") for name in ("ohca-open-aed", "ohca-both")],
        widths=("30mm", "40mm"),
    )


def what_arrests_mean(context: ReportData) -> Section:
    """That alarms are no arrests, and what being near is not."""
    texts = context.texts
    return stacked(
        *(
            figure(4, texts(f"ohca-near-{name}-heading"), texts(f"ohca-near-{name}"))
            for name in ("alarms", "reading")
        )
    )


def how_arrests_were_counted(context: ReportData) -> str:
    """What the delivery notes on the country's numbers."""
    return context.note(context.figures.row(DAY).note or "")


def municipal_arrests(context: ReportData) -> Section:
    """A link to the municipalities' numbers as a file; nothing where none is delivered."""
    shown = [share_during(kind, IN_WEEK) for kind, _, _ in ROWS]
    known = {row.area_code for row in context.figures.areas(WEEK, "municipality")}
    if not known:
        return Section()
    texts = context.texts
    named = context.municipalities.select("municipality_code", "municipality").iter_rows()
    rows = [
        (name, *(cell for one in shown for cell in _share_and_limits(context, one, code)))
        for code, name in named
        if code in known
    ]
    words = [texts(f"ohca-near-{key}", near=_near(context, radius)) for _, key, radius in ROWS]
    label = texts("reach-municipalities-fetch")
    head = [texts("column-municipality"), *(word for word in words for _ in range(2))]
    return csv_link("hjertestop-i-kommunerne", head, rows, label, texts.language, context.limit_names)


def _share_and_limits(context: ReportData, name: str, code: str) -> tuple[str, str]:
    """A share, and its interval, for a file."""
    if not context.figures.has(name, code):
        return (InPlaceOfNumber(context.texts("not-known")),) * 2
    row = context.figures.row(name, code)
    return context.percent(row.value), _range(context, row)
