"""The regions' activations, and how they compare."""

from __future__ import annotations

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.comparison import ELSEWHERE
from analysis.indicators.limits import Limits
from analysis.indicators.records import indicator_rows
from analysis.indicators.registry import indicator
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    division,
    figure,
    picture,
    table,
)
from analysis.report.data import ReportData
from analysis.report.figures import side_of_country, standing

CHART_WIDTH = 129.0
# Millimetres for the rows of all pairs of regions.
RATIOS_HEIGHT = 36.0


def activation_chart(context: ReportData) -> Section:
    """Activations of each region a year and 100,000 inhabitants, and their ratios."""
    texts, figures = context.texts, context.figures
    regions = figures.areas("activations", "region")
    total = figures.published("activations_rate_year")
    country = total.value if total else None
    rows: list[DotRow] = []
    missing: list[str] = []
    without: list[str] = []
    for region in regions:
        name = region.area.removeprefix("Region ")
        if figures.has("activations_rate_year", region.area_code):
            rate = figures.row("activations_rate_year", region.area_code)
            tone = "same" if country is None else side_of_country(rate.limits_if_known, country)
            rows.append(DotRow(name, rate.value, rate.lower, rate.upper, context.number(rate.value), tone))
        else:
            missing.append(region.area)
            without.append(region.area_code)
            rows.append(DotRow(name, None, None, None, show.MISSING, "same"))
    known = [row for row in rows if row.value is not None]
    if not known:
        return division("note", texts("programme-chart-none"))
    limits = {row.name: Limits(row.lower or 0, row.upper or 0) for row in known}
    full_names = {region.area.removeprefix("Region "): region.area for region in regions}
    highest = [
        full_names[name]
        for name, own in limits.items()
        if country is not None
        and standing(own, [one for other, one in limits.items() if other != name], country) == "highest"
    ]
    rows += [
        DotRow(
            texts("programme-chart-together", regions=texts.number_word(len(known))),
            *(together.value, together.lower, together.upper),
            context.number(together.value),
            "same",
        )
        for code in without
        if (together := figures.published(ELSEWHERE.name, code))
    ]
    whole = (total.lower, total.upper) if total else (None, None)
    rows.append(DotRow(texts("country"), country, *whole, context.number(country), "total"))
    absent = texts("programme-chart-missing", regions=context.joined(missing)) if missing else ""
    listed = ", ".join(f"{row.name} {row.shown}" for row in known)
    end = -(-max(row.upper or 0 for row in known) // 20) * 20

    def drawn(width_mm: float, height_mm: float, label_mm: float) -> str:
        chart = dot_chart(
            rows, width_mm=width_mm, height_mm=height_mm, end=end, reference=country, label_mm=label_mm
        )
        return context.svg(chart)

    return figure(
        4,
        texts("programme-chart-title", region=highest[0])
        if highest
        else texts("programme-chart-title-neutral"),
        texts("programme-chart-text", period=context.period_shown),
        picture(
            "aktiveringer",
            drawn(CHART_WIDTH, 58 if len(known) < len(regions) else 48, 28),
            texts("programme-chart-alt", rate=context.number(country), list=listed, missing=absent),
            CHART_WIDTH,
            context.numbers(
                ("region-name", "activations-rate", "interval"),
                [
                    (
                        row.name,
                        row.shown,
                        show.number_range(row.lower, row.upper, 0, texts.language),
                    )
                    for row in rows
                ],
                "activations_rate_year",
            ),
            phone=[drawn(PHONE_MM, 52, 26)],
        ),
        _activation_ratios(context),
        division("note", texts("programme-chart-note", missing=absent)),
    )


def _activation_ratios(context: ReportData) -> Section:
    """How many times as often every region is activated as every other, with the interval."""
    texts, figures = context.texts, context.figures
    names = {
        row.area_code: row.area.removeprefix("Region ") for row in figures.areas("activations", "region")
    }
    ratios = {
        name: rule.other
        for name in figures.table["indicator"].unique()
        if (rule := indicator(name).derivation) and rule.rule == "ratio-activations"
    }
    shown = pl.col("indicator").is_in(list(ratios)) & pl.col("value").is_not_null()
    rows = indicator_rows(figures.table.filter(shown))
    if not rows:
        return Section()
    rows.sort(key=lambda row: (list(names).index(row.area_code), -row.known_value))
    return table(
        [
            (
                texts(
                    "ratio-pair",
                    one=names[row.area_code],
                    other=names[ratios[row.indicator]],
                ),
                context.number(row.value, 2),
                show.number_range(row.lower, row.upper, 2, texts.language),
            )
            for row in rows
        ],
        caption=texts("ratio-caption"),
        head=[texts("column-ratio"), texts("column-times"), texts("column-interval")],
        widths=("1fr", "22mm", "34mm"),
        numeric=(1, 2),
        pitch=min(4.4, RATIOS_HEIGHT / len(rows)),
    )
