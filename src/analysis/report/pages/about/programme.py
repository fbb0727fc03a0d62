"""How often the scheme is activated, and by whom."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.records import IndicatorRow
from analysis.indicators.registry import indicator
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    division,
    heading,
    key_figures,
    markdown,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.pages.about.activations import CHART_WIDTH, activation_chart
from analysis.report.pages.about.given_for import PARAGRAPHS, given_for_others, published_for_quarter
from analysis.texts.markup import together

TEXT_WIDTH = 118.0
TRIAL_REGION: Final = "1084"
PER_DAY_PUBLISHED = "activations_per_day_published"
SHOWN_FACTS = ("runners_per_day", "arrived_before_ambulance")


def programme(context: ReportData) -> Section:
    """How often the scheme is activated, by whom, and how the regions differ."""
    texts, figures = context.texts, context.figures
    facts = {row["indicator"]: row for row in context.snapshot.reference.facts.iter_rows(named=True)}
    nationwide: date = facts["launched_nationwide"]["as_of"]
    text = texts(
        "programme-text",
        launched=str(int(facts["launched_capital_region"]["value"])),
        nationwide=show.long_date(nationwide, texts.language),
        trial=texts("programme-trial") if _under_trial(context) else "",
        gross=gross_sentence(context),
        before=context.percent(figures.value("arrived_before_ambulance")),
        response=_response_times(context),
    )
    given = given_for_others(context, SHOWN_FACTS)
    per_day = figures.published("activations_per_day")
    net = context.number(per_day.value if per_day else None, indicator("activations_per_day").decimals)
    gross = figures.published("activations_gross_per_day")
    told = gross is not None and _is_published(context, gross)
    if not per_day:
        finding, under = texts("programme-finding-unknown"), texts("programme-under-unknown")
    elif gross:
        own = "" if told else "-gross"
        finding = texts(f"programme-finding{own}", gross=_limits_or_value(context, gross, 0))
        under = texts(f"programme-under{own}", net=net)
    else:
        finding, under = texts("programme-finding-net", net=net), texts("programme-under-net")
    return stacked(
        heading(3, texts("programme-heading"), "hjerteloeberordningen"),
        division("fund", finding),
        division("under", under),
        key_figures(_programme_figures(context, gross, net, told=told)),
        columns(
            [TEXT_WIDTH, CHART_WIDTH],
            markdown(together([text, *given], PARAGRAPHS)),
            activation_chart(context),
            name="laesetekst",
        ),
    )


def _is_published(context: ReportData, gross: IndicatorRow) -> bool:
    """Whether the source gives the number of a day that is computed, once both are rounded."""
    told = published_for_quarter(context, PER_DAY_PUBLISHED)
    return told is not None and context.number(told.value) == _limits_or_value(context, gross, 0)


def _under_trial(context: ReportData) -> bool:
    """Whether the delivery still withholds how often alarms are accepted where the trial is."""
    withheld = context.snapshot.delivery.withheld
    return not withheld.filter(
        pl.col("area_code") == TRIAL_REGION, pl.col("indicator").str.starts_with("accepted")
    ).is_empty()


def _response_times(context: ReportData) -> str:
    """How soon the first runner was on scene, where that is delivered."""
    figures = context.figures
    if not figures.has("response_time_p90"):
        return context.texts("programme-response-unknown")
    median, late = (figures.row(f"response_time_{name}") for name in ("median", "p90"))
    return context.texts(
        "programme-response",
        median=context.number(median.known_value + 1),
        late=context.number(late.known_value + 1),
        alarms=context.number(median.denominator),
    )


def _limits_or_value(context: ReportData, row: IndicatorRow, decimals: int) -> str:
    if row.value is not None:
        return context.number(row.value, decimals)
    return show.number_range(row.lower, row.upper, decimals, context.texts.language)


def gross_sentence(context: ReportData) -> str:
    """How many alarms there were before cancelled ones were taken off, as far as that is known."""
    texts, figures = context.texts, context.figures
    total, per_day = figures.published("activations_gross"), figures.published("activations_gross_per_day")
    if not figures.has("activations_per_day"):
        return texts("programme-gross-neither")
    if not total or not per_day:
        return texts("programme-gross-unknown")
    cancelled, day = (
        context.percent(figures.value("cancelled_share")),
        _limits_or_value(context, per_day, indicator(per_day.indicator).decimals),
    )
    if total.value is not None:
        return texts(
            "programme-gross-counted", cancelled=cancelled, total=context.number(total.value), day=day
        )
    low, high = context.number(total.lower), context.number(total.upper)
    return texts("programme-gross-range", cancelled=cancelled, low=low, high=high, day=day)


def _programme_figures(
    context: ReportData, gross: IndicatorRow | None, net: str, *, told: bool
) -> list[KeyFigure]:
    texts, figures = context.texts, context.figures
    counted = KeyFigure(
        context.marked(net, "activations_per_day"),
        texts("key-net"),
        texts("key-net-detail", count=context.number(figures.value("activations")), days=context.days),
    )
    shown = [
        *([counted] if figures.has("activations_per_day") else []),
        KeyFigure(
            context.number(figures.value("runners_per_day")),
            texts("key-runners-day"),
            texts("key-runners-day-detail"),
        ),
        *_of_adults(context),
    ]
    if not gross:
        return shown
    published = "-published" if told else ""
    first = KeyFigure(
        _limits_or_value(context, gross, 0),
        texts(f"key-gross{published}"),
        texts(
            f"key-gross{published}-detail",
            range=_limits_or_value(context, gross, indicator(gross.indicator).decimals),
        ),
    )
    return [first, *shown]


def _of_adults(context: ReportData) -> list[KeyFigure]:
    """Which share of all adults are active; none where the country's number is not known."""
    texts, share = context.texts, context.figures.published("active_share_adults")
    if share is None:
        return []
    shown = context.percent(share.value, indicator("active_share_adults").decimals)
    adults = context.number(share.denominator)
    return [
        KeyFigure(
            context.marked(shown, "active_share_adults"),
            texts("key-adults"),
            texts("key-adults-detail", adults=adults, quarter=_adult_quarter(context)),
        )
    ]


def _adult_quarter(context: ReportData) -> str:
    return context.quarter_name(context.figures.row("active_share_adults").population_quarter)
