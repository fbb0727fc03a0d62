"""Whether the country's quarters vary more than usual."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.derivations import CONTROLLED, control_of
from analysis.report.charts.series import LimitsAt, series_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    figure,
    picture,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import (
    decimal_year,
    delivery_ticks,
    domain_of,
    labelled_point,
    series_points,
)
from analysis.report.pages.development.words import delivered_values


def controlled(context: ReportData) -> dict[str, pl.DataFrame]:
    """The country's series that have control limits, each with `low`, `middle` and `high`; none before eight.

    A quarter outside its limits is marked in `outside`.
    """
    names = [one.name for one in CONTROLLED if context.figures.has(control_of(one).name)]
    return {name: _with_control_limits(context, name) for name in names}


def _with_control_limits(context: ReportData, name: str) -> pl.DataFrame:
    limits = context.figures.series(f"{name}_control", "country")
    value = pl.col("value")
    return (
        context.figures.series(name, "country")
        .join(limits.select("quarter", low="lower", middle="value", high="upper"), on="quarter")
        .with_columns(outside=(value < pl.col("low")) | (value > pl.col("high")))
    )


def control_charts(
    context: ReportData, series: Mapping[str, pl.DataFrame], *, width_mm: float, height_mm: float
) -> Section:
    """A chart for each series, one below the other; each names its middle and how many quarters it has.

    Args:
        context: Numbers and words.
        series: As `controlled` gives them.
        width_mm: Width in print.
        height_mm: Height in print of all charts together.
    """
    return stacked(
        *(
            _control_chart(context, name, rows, width_mm, height_mm / len(series))
            for name, rows in series.items()
        )
    )


def _control_chart(
    context: ReportData, name: str, rows: pl.DataFrame, width_mm: float, height_mm: float
) -> Section:
    texts = context.texts
    dated = delivered_values(context, rows, 1)
    points = [
        point._replace(tone="above" if outside else "same")
        for point, outside in zip(series_points(rows, "same", dates=dated), rows["outside"], strict=True)
    ]
    points[-1] = labelled_point(context, points[-1], 1)
    values = [*rows["value"], *rows["low"], *rows["high"]]
    band = [
        LimitsAt(decimal_year(day), low, middle, high)
        for day, low, middle, high in rows.select("as_of", "low", "middle", "high").iter_rows()
    ]

    def drawn(width_mm: float, height_mm: float) -> str:
        chart = series_chart(
            points,
            width_mm=width_mm,
            height_mm=height_mm,
            ticks=delivery_ticks(context),
            domain=domain_of(values),
            band=band,
        )
        return context.svg(chart)

    words = {
        "count": str(rows.height),
        "outside": texts.number_word(int(rows["outside"].sum())),
        "middle": context.number(rows["middle"][0], 1),
        "range": show.number_range(min(rows["low"]), max(rows["high"]), 1, texts.language),
    }
    key = show.as_slug(name).replace("-", "")
    return figure(
        4,
        texts(f"control-title-{key}"),
        texts(f"control-text-{key}", **words),
        picture(
            f"udvikling-kontrol-{key}",
            drawn(width_mm, height_mm),
            texts("control-alt", **words),
            width_mm,
            context.numbers(
                ("period", "quarter", "now", "limits"),
                [
                    (*shown, show.number_range(limit.low, limit.high, 1, texts.language))
                    for shown, limit in zip(dated, band, strict=True)
                ],
                drawn=rows,
            ),
            phone=[drawn(PHONE_MM, 50)],
        ),
    )
