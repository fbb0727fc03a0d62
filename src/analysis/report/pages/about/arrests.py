"""Cardiac arrest outside hospital, for the whole country."""

from __future__ import annotations

from analysis.indicators.registry import indicator
from analysis.report.charts.shares import ShareBar, share_bars
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    division,
    figure,
    heading,
    key_figures,
    markdown,
    picture,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.pages.about.activations import CHART_WIDTH
from analysis.report.pages.about.given_for import PARAGRAPHS, given_for_others
from analysis.report.pages.about.programme import TEXT_WIDTH
from analysis.texts.markup import together

SHOWN_FACTS = (
    "ohca_cases_year",
    "ohca_at_home_share",
    "ohca_in_public_share",
    "ohca_survivors",
    "ohca_survival",
    "ohca_good_outcome_share",
    "ohca_severe_outcome_share",
)


def arrests(context: ReportData) -> Section:
    """Cardiac arrest outside hospital, as the national register counts it."""
    texts, figures = context.texts, context.figures
    year = str(figures.row("ohca_survivors").last_day.year)
    shown = {
        "survivors": context.number(figures.value("ohca_survivors")),
        "survival": context.percent(figures.value("ohca_survival"), indicator("ohca_survival").decimals),
        "cases": context.number(figures.value("ohca_cases_year")),
        "day": context.number(figures.value("ohca_cases_per_day")),
        "home": context.percent(figures.value("ohca_at_home_share")),
        "public": context.percent(figures.value("ohca_in_public_share")),
        "good": context.percent(figures.value("ohca_good_outcome_share")),
        "severe": context.percent(figures.value("ohca_severe_outcome_share")),
    }
    rows = [
        ShareBar(texts("arrests-chart-home"), figures.value("ohca_at_home_share"), shown["home"]),
        ShareBar(
            texts("arrests-chart-survival", year=year), figures.value("ohca_survival"), shown["survival"]
        ),
        ShareBar(texts("arrests-chart-good"), figures.value("ohca_good_outcome_share"), shown["good"]),
    ]
    chart = picture(
        "hjertestop",
        context.svg(share_bars(rows, width_mm=CHART_WIDTH, bar_mm=26)),
        texts(
            "arrests-chart-alt", home=shown["home"], survival=shown["survival"], good=shown["good"], year=year
        ),
        CHART_WIDTH,
        context.numbers(
            ("share", "percent"),
            [(row.name, row.shown) for row in rows],
            "ohca_at_home_share",
            "ohca_survival",
            "ohca_good_outcome_share",
        ),
        phone=[context.svg(share_bars(rows, width_mm=PHONE_MM, bar_mm=16, names_above=True))],
    )
    text = texts(
        "arrests-text",
        year=year,
        **{k: shown[k] for k in ("cases", "day", "home", "public", "good", "severe")},
    )
    given = given_for_others(context, SHOWN_FACTS, texts("facts-arrests"))
    return stacked(
        heading(3, texts("arrests-heading"), "hjertestop"),
        division("fund", texts("arrests-finding", survivors=shown["survivors"], year=year)),
        division("under", texts("arrests-under", share=shown["survival"])),
        key_figures(
            [
                KeyFigure(
                    shown["survivors"], texts("key-survivors", year=year), texts("key-survivors-detail")
                ),
                KeyFigure(shown["survival"], texts("key-survival", year=year), texts("key-survival-detail")),
                KeyFigure(
                    shown["cases"], texts("key-arrests"), texts("key-arrests-detail", day=shown["day"])
                ),
                KeyFigure(shown["good"], texts("key-good"), texts("key-good-detail", severe=shown["severe"])),
            ]
        ),
        columns(
            [TEXT_WIDTH, CHART_WIDTH],
            markdown(together([text, *given], PARAGRAPHS)),
            figure(4, texts("arrests-chart-title"), texts("arrests-chart-text"), chart),
            name="laesetekst",
        ),
    )
