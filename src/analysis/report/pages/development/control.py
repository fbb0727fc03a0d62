"""Whether the country's quarters vary more than usual."""

from __future__ import annotations

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.derivations import CONTROLLED, control_of
from analysis.report.charts.series import LimitsAt, series_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    division,
    figure,
    heading,
    picture,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import (
    PAGE_WIDTH,
    decimal_year,
    domain_of,
    labelled_point,
    on_phone,
    series_points,
    time_ticks,
)
from analysis.report.pages.development.words import dated_values


def control(context: ReportData) -> Section:
    """Whether the country's quarters vary more than usual; empty before there are eight of them."""
    known = [one.name for one in CONTROLLED if context.figures.has(control_of(one).name)]
    charts = [_control_chart(context, name, 112 / len(known)) for name in known]
    if not charts:
        return Section()
    texts, outside = context.texts, sum(count for _, count in charts)
    return stacked(
        heading(3, texts("control-heading"), "kontrolkort"),
        division(
            "fund", texts("control-finding", count=outside, word=texts.number_word(outside, capital=True))
        ),
        division("under", texts("control-under")),
        *(chart for chart, _ in charts),
        division("note", texts("control-note")),
    )


def _control_chart(context: ReportData, name: str, height_mm: float) -> tuple[Section, int]:
    """The chart, and how many quarters lie outside its limits."""
    texts = context.texts
    limits = context.figures.series(f"{name}_control", "country")
    rows = context.figures.series(name, "country").join(
        limits.select("quarter", low="lower", middle="value", high="upper"), on="quarter"
    )
    outside = rows.filter((pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high")))
    dated = dated_values(context, rows, 1)
    points = [
        point._replace(tone="above" if quarter in outside["quarter"] else "same")
        for point, quarter in zip(series_points(rows, "same", dates=dated), rows["quarter"], strict=True)
    ]
    points[-1] = labelled_point(context, points[-1], 1)
    values = [*rows["value"], *rows["low"], *rows["high"]]
    ticks = time_ticks(context, rows["as_of"][0], rows["as_of"][-1])
    band = [
        LimitsAt(decimal_year(day), low, middle, high)
        for day, low, middle, high in rows.select("as_of", "low", "middle", "high").iter_rows()
    ]

    def drawn(width_mm: float, height_mm: float, ticks: list[tuple[float, str]]) -> str:
        chart = series_chart(
            points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain_of(values), band=band
        )
        return context.svg(chart)

    words = {
        "count": str(rows.height),
        "outside": texts.number_word(outside.height),
        "middle": context.number(rows["middle"][0], 1),
        "range": show.number_range(min(rows["low"]), max(rows["high"]), 1, texts.language),
    }
    key = show.as_slug(name).replace("-", "")
    section = figure(
        4,
        texts(f"control-title-{key}"),
        texts(f"control-text-{key}", **words),
        picture(
            f"udvikling-kontrol-{key}",
            drawn(PAGE_WIDTH, height_mm, ticks),
            texts("control-alt", **words),
            PAGE_WIDTH,
            context.numbers(
                ("date", "now", "limits"),
                [
                    (*shown, show.number_range(limit.low, limit.high, 1, texts.language))
                    for shown, limit in zip(dated, band, strict=True)
                ],
                name,
            ),
            phone=[drawn(PHONE_MM, 50, on_phone(ticks))],
        ),
    )
    return section, outside.height
