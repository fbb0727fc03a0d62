"""Who is active day and night, and who answers an alert; `notebooks/pages/responders.ipynb` is the page.

It is there where a delivery holds `event_counts` with the country's runners alerted per activation, or with
its active runners by day and at night. What else the delivery leaves out is left out on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from analysis.indicators.declaration import Unit
from analysis.indicators.event_counts import BEFORE_AMBULANCE, COMPARED, PEOPLE, RESPONDERS, SECONDS, SHARES
from analysis.indicators.registry import indicator
from analysis.report.components import KeyFigure, Section, figure, key_figures
from analysis.report.data import ReportData
from analysis.report.region_table import table_of_regions
from analysis.texts.markup import InPlaceOfNumber, together

ALERTED, ACCEPTED, ARRIVED = (one.name for one in RESPONDERS.values())
MEDIAN, LATE = (one.name for one in SECONDS.values())
BY_DAY, BY_NIGHT = (one.name for one in PEOPLE.values())
DAY_SHARE, NIGHT_SHARE = (one.name for one in SHARES.values())
FIRST: Final = BEFORE_AMBULANCE.name


class Column(NamedTuple):
    """The head of a column, as messages call it, and its width in print."""

    head: str
    width: str


PEOPLE_COLUMNS: Final = {
    "active_runners": Column("active", "17mm"),
    BY_DAY: Column("by-day", "17mm"),
    BY_NIGHT: Column("by-night", "17mm"),
}
ACTIVATION_COLUMNS: Final = {
    ALERTED: Column("alerted", "17mm"),
    ACCEPTED: Column("accepted", "19mm"),
    ARRIVED: Column("arrived", "18mm"),
    MEDIAN: Column("median", "16mm"),
    LATE: Column("late", "18mm"),
    FIRST: Column("first", "26mm"),
}


def has_responders(context: ReportData) -> bool:
    """Whether it is delivered how many runners an activation reaches, or who is active day and night."""
    return has_people(context) or context.figures.has(ALERTED)


def has_people(context: ReportData) -> bool:
    """Whether the shares of active runners by day and at night are known for the country."""
    return context.figures.has(DAY_SHARE) and context.figures.has(NIGHT_SHARE)


def responders_finding(context: ReportData) -> str:
    """The sentence over the page: runners per activation; else the shares by day and at night."""
    figures, texts = context.figures, context.texts
    if not figures.has(ALERTED):
        return texts(
            "responders-finding-people", day=_shown(context, DAY_SHARE), night=_shown(context, NIGHT_SHARE)
        )
    alerted = _shown(context, ALERTED)
    if not (figures.has(ACCEPTED) and figures.has(ARRIVED)):
        return texts("responders-finding-alerted", alerted=alerted)
    return texts(
        "responders-finding",
        alerted=alerted,
        accepted=_shown(context, ACCEPTED),
        arrived=_shown(context, ARRIVED),
    )


def _shown(context: ReportData, name: str, code: str = "dk") -> str:
    """A number as it is printed: percent, seconds, or with the decimals it has in the report."""
    declared, value = indicator(name), context.figures.value(name, code)
    if declared.unit is Unit.PERCENT:
        return context.percent(value)
    number = context.number(value, declared.decimals)
    return context.texts("responders-seconds", seconds=number) if declared.unit is Unit.SECONDS else number


def responders_key_figures(context: ReportData) -> Section:
    """Shares by day and at night, the first acceptance, the first arrival, and who was there first."""
    figures, texts = context.figures, context.texts
    shown: list[KeyFigure] = []
    if has_people(context):
        shown += [
            KeyFigure(
                context.marked(_shown(context, DAY_SHARE), DAY_SHARE),
                texts("key-responders-day"),
                texts("key-responders-day-detail", night=_shown(context, NIGHT_SHARE)),
            )
        ]
    if figures.has(MEDIAN) and figures.has(LATE):
        timed = context.number(figures.row(MEDIAN).denominator)
        shown += [
            KeyFigure(
                context.marked(_shown(context, MEDIAN), MEDIAN),
                texts("key-responders-accepted"),
                texts("key-responders-accepted-detail", late=_shown(context, LATE), timed=timed),
            )
        ]
    shown += _first_arrival(context)
    if figures.has(FIRST):
        both = context.number(figures.value(COMPARED.name))
        shown += [
            KeyFigure(
                context.marked(_shown(context, FIRST), FIRST),
                texts("key-responders-first"),
                texts("key-responders-first-detail", both=both),
            )
        ]
    return key_figures(shown)


def _first_arrival(context: ReportData) -> list[KeyFigure]:
    """Within how many minutes the first runner was there, as the table of response times tells it."""
    figures, texts = context.figures, context.texts
    names = ("response_time_median", "response_time_p90")
    if not all(map(figures.has, names)):
        return []
    half, most = (
        texts("responders-minutes", minutes=context.number(figures.row(name).known_value + 1))
        for name in names
    )
    timed = context.number(figures.row(names[0]).denominator)
    detail = texts("key-responders-arrived-detail", late=most, timed=timed)
    return [KeyFigure(half, texts("key-responders-arrived"), detail)]


def people_by_region(context: ReportData) -> Section:
    """Active runners in all, by day and at night; nothing where the country's are not known."""
    if not has_people(context):
        return Section()
    return _by_region(context, "people", BY_DAY, PEOPLE_COLUMNS)


def activations_by_region(context: ReportData) -> Section:
    """Runners per activation, seconds to the first acceptance, who was there first; nothing if unknown."""
    if not context.figures.has(ALERTED):
        return Section()
    return _by_region(context, "activations", ALERTED, ACTIVATION_COLUMNS)


def _by_region(context: ReportData, what: str, present: str, columns: Mapping[str, Column]) -> Section:
    """A table of the regions that have an indicator, with a column for each of several."""
    return table_of_regions(
        context,
        present,
        lambda context, code: tuple(_cell(context, name, code) for name in columns),
        title=context.texts(f"responders-{what}-title"),
        head=[context.texts(f"column-responders-{one.head}") for one in columns.values()],
        widths=tuple(one.width for one in columns.values()),
    )


def _cell(context: ReportData, name: str, code: str) -> str:
    """A number, or why there is none: withheld, suppressed, or not reported."""
    row = context.figures.find(name, code)
    if row is not None and row.value is not None:
        return context.marked(_shown(context, name, code), name, code)
    words = {"withheld": "not-shown", "suppressed": "responders-suppressed"}
    return InPlaceOfNumber(context.texts(words.get(row.status if row else "", "not-known")))


def what_people_mean(context: ReportData) -> Section:
    """What day and night are; nothing where active runners by them are not known."""
    return _reading(context, "people") if has_people(context) else Section()


def what_activations_mean(context: ReportData) -> Section:
    """What the numbers of activations do not say; nothing where there are none."""
    return _reading(context, "activations") if context.figures.has(ALERTED) else Section()


def _reading(context: ReportData, name: str) -> Section:
    texts = context.texts
    return figure(4, texts(f"responders-{name}-heading"), texts(f"responders-{name}-reading"))


def what_is_noted(context: ReportData) -> str:
    """What the delivery notes on the country's numbers, and why numbers of regions are withheld."""
    table = context.figures.table
    own = pl.col("area_code").eq("dk") & pl.col("indicator").is_in([ALERTED, DAY_SHARE])
    withheld = pl.col("indicator").is_in(list(ACTIVATION_COLUMNS)) & (
        pl.col("status").cast(pl.String) == "withheld"
    )
    notes = table.filter(own | withheld)["note"].drop_nulls().unique(maintain_order=True)
    return together([context.note(one) for one in notes])
