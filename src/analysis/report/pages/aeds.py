"""The parts of the page on AEDs; `notebooks/pages/aeds.ipynb` puts them together."""

from __future__ import annotations

import textwrap
from typing import Final

import polars as pl

from analysis.indicators.records import IndicatorRow
from analysis.report.charts.shares import share_grid
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import KeyFigure, Section, figure, key_figures, picture
from analysis.report.data import ReportData

PHONE_LINE: Final = 16


def aed_finding(context: ReportData, share: IndicatorRow | None) -> str:
    """The sentence over the page: the share around the clock, or the count alone where it is not known.

    Args:
        context: Numbers and words.
        share: The row of `aed_24_7_share`, None where it is not published.
    """
    count = context.number(context.figures.value("aed_registered"))
    if share is None:
        return context.texts("aeds-finding-registered", count=count)
    return context.texts("aeds-finding", share=context.percent(share.value), count=count)


def aed_key_figures(context: ReportData, share: IndicatorRow | None) -> Section:
    """Registered AEDs, those around the clock where that is known, and AEDs per inhabitant.

    Args:
        context: Numbers and words.
        share: The row of `aed_24_7_share`, None where it is not published.
    """
    texts, figures = context.texts, context.figures
    registered = KeyFigure(
        context.marked(context.number(figures.value("aed_registered")), "aed_registered"),
        texts("key-aeds"),
        texts("key-aeds-detail", date=context.day_shown("aeds")),
    )
    density = KeyFigure(
        context.marked(context.number(figures.value("aed_rate")), "aed_rate"),
        texts("key-aeds-rate"),
        texts("key-aeds-rate-detail", people=context.number(figures.value("people_per_aed"))),
    )
    return key_figures([registered, *_availability(context, share), density])


def _rest(context: ReportData) -> str:
    return context.number(context.figures.value("aed_not_24_7"))


def _availability(context: ReportData, share: IndicatorRow | None) -> list[KeyFigure]:
    if share is None:
        return []
    texts = context.texts
    return [
        KeyFigure(
            context.marked(context.number(share.numerator), "aed_24_7"),
            texts("key-aeds-24-7"),
            texts("key-aeds-24-7-detail", rest=_rest(context)),
        ),
        KeyFigure(
            context.marked(context.percent(share.value), "aed_24_7_share"),
            texts("key-aeds-share"),
            texts(
                "key-aeds-share-detail",
                part=context.number(share.numerator),
                whole=context.number(share.denominator),
            ),
        ),
    ]


def aed_text(context: ReportData, share: IndicatorRow | None) -> str:
    """What the register holds and what it does not: hours, areas, AEDs beside runners.

    Args:
        context: Numbers and words.
        share: The row of `aed_24_7_share`, None where it is not published.
    """
    texts = context.texts
    levels = set(context.figures.table.filter(pl.col("indicator") == "aed_registered")["level"])
    areas = "municipalities" if "municipality" in levels else "areas" if "region" in levels else "country"
    return texts(
        "aeds-text",
        availability=texts("aeds-text-rest", rest=_rest(context)) if share else texts("aeds-text-unknown"),
        hours=_aed_hours(context),
        runners=_per_runner(context),
        areas=texts(f"aeds-text-{areas}"),
    )


def _per_runner(context: ReportData) -> str:
    """How many AEDs there are for every 1,000 runners, where their number is known."""
    number = context.figures.published("aed_per_1000_runners")
    if number is None:
        return context.texts("aeds-text-runners-unknown")
    runners = context.number(number.value)
    if context.counted_apart("aeds"):
        days = {"date": context.as_of_shown, "aeds": context.day_shown("aeds")}
        return context.texts("aeds-text-runners-apart", runners=runners, **days)
    return context.texts("aeds-text-runners", runners=runners)


def _aed_hours(context: ReportData) -> str:
    """How much of the week AEDs can be fetched, where their opening hours are delivered."""
    if not context.figures.has("aed_time_share"):
        return context.texts("aeds-text-hours-unknown")
    share = context.figures.value("aed_time_share")
    return context.texts("aeds-text-hours", share=context.percent(share))


def _one_of_a_hundred(context: ReportData, share: IndicatorRow) -> str:
    """How many AEDs a field of the chart stands for."""
    return context.number(share.known_denominator / 100)


def aed_chart(context: ReportData, share: IndicatorRow | None, *, width_mm: float) -> Section:
    """A hundred fields, those around the clock filled; empty where that is not known.

    Args:
        context: Numbers and words.
        share: The row of `aed_24_7_share`, None where it is not published.
        width_mm: Width in print.
    """
    if share is None:
        return Section()
    texts = context.texts
    shown = context.percent(share.value)
    rest_shown = context.percent(context.figures.value("aed_not_24_7_share"))
    labels = (
        f"{shown}\n{texts('aeds-chart-around-clock')}",
        f"{rest_shown}\n{texts('aeds-chart-part')}",
    )
    # On a phone there is room for half a line.
    halves = [textwrap.wrap(label.split("\n")[1], PHONE_LINE) for label in labels]
    phone_labels = (
        "\n".join([shown, *halves[0]]),
        "\n".join([rest_shown, *halves[1]]),
    )
    count = context.number(share.denominator)
    alternative = texts("aeds-chart-alt", share=shown, count=count, **{"rest-share": rest_shown})
    return figure(
        4,
        texts("aeds-chart-title", rest=_rest(context)),
        texts("aeds-chart-text", date=context.day_shown("aeds"), field=_one_of_a_hundred(context, share)),
        picture(
            "hjertestartere",
            context.svg(share_grid(share.known_value, labels, width_mm=width_mm)),
            alternative,
            width_mm,
            context.numbers(
                ("registered", "share"),
                [(label.split("\n")[1], label.split("\n")[0]) for label in labels],
                "aed_24_7_share",
            ),
            phone=[context.svg(share_grid(share.known_value, phone_labels, width_mm=PHONE_MM, side_mm=40))],
        ),
    )
