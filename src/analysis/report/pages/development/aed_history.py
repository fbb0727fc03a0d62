"""AEDs as they were published over the years."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.records import indicator_rows
from analysis.report.charts.series import SeriesPoint, frame_of, series_chart, with_clear_labels
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    columns,
    division,
    figure,
    heading,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import (
    LIST_WIDTH,
    delivery_ticks,
    labelled_point,
    series_points,
    year_ticks,
)
from analysis.report.pages.development.words import date_shown, dated_values
from analysis.texts.markup import together

HISTORY_WIDTH: Final = 160.0
SOURCE_IN_A_ROW: Final = 24


def aed_history(context: ReportData) -> Section:
    """Registered AEDs as they were published since the first known figure; empty where there are none."""
    earlier = context.figures.series("aed_registered_earlier_published", "country")
    delivered = context.runs("aed_registered", "country", "aed_registered").unique(
        "as_of", keep="first", maintain_order=True
    )
    if earlier.is_empty() or delivered.is_empty():
        return Section()
    texts = context.texts
    middle = pl.col("period_start") + (pl.col("period_end") - pl.col("period_start")) / 2
    dated, dated_now = dated_values(context, earlier), dated_values(context, delivered)
    points = [
        labelled_point(context, point)._replace(hollow=True)
        for point in series_points(earlier.with_columns(as_of=middle), "same", dates=dated)
    ] + series_points(delivered, "above", dates=dated_now)
    points[-1] = labelled_point(context, points[-1])
    first, last = indicator_rows(earlier)[0], indicator_rows(delivered)[-1]
    ticks = delivery_ticks(context, "aeds")
    years = year_ticks(first.as_of, context.deliveries[0].quarter.year)
    domain = (0.0, max(point.value for point in points) * 1.06)

    def drawn(shown: list[SeriesPoint], width_mm: float, height_mm: float) -> str:
        frame = frame_of(shown, width_mm=width_mm, height_mm=height_mm, ticks=ticks, years=years)
        chart = series_chart(
            with_clear_labels(shown, frame, domain),
            width_mm=width_mm,
            height_mm=height_mm,
            ticks=ticks,
            years=years,
            domain=domain,
        )
        return context.svg(chart)

    few = [points[0], *(one._replace(label=None) for one in points[1:-1]), points[-1]]
    words = {
        "first": context.number(first.value),
        "last": context.number(last.value),
        "year": str(first.as_of.year),
        "date": show.long_date(last.as_of, texts.language),
    }
    return stacked(
        heading(3, texts("aed-history-heading"), "hjertestartere-foer"),
        division("fund", texts("aed-history-finding", **words)),
        division("under", texts("aed-history-under")),
        columns(
            [HISTORY_WIDTH, LIST_WIDTH],
            figure(
                4,
                texts("aed-history-title"),
                texts("aed-history-text"),
                picture(
                    "hjertestartere-foer",
                    drawn(points, HISTORY_WIDTH, 118),
                    texts("aed-history-alt", count=str(earlier.height), **words),
                    HISTORY_WIDTH,
                    context.numbers(
                        ("date", "registered"),
                        [*dated, *dated_now],
                        drawn=pl.concat([earlier, delivered], how="diagonal"),
                    ),
                    phone=[drawn(few, PHONE_MM, 84)],
                ),
            ),
            stacked(
                _history_table(context, earlier),
                division("note", together(_notes(context, earlier, delivered))),
            ),
            name="region",
        ),
    )


def _around_the_clock(context: ReportData) -> dict[date, float | None]:
    """The published shares of AEDs that are available 24 hours, by day."""
    rows = indicator_rows(context.figures.series("aed_24_7_share_earlier_published", "country"))
    return {row.as_of: row.value for row in rows}


def _notes(context: ReportData, earlier: pl.DataFrame, delivered: pl.DataFrame) -> list[str]:
    """What stands below the table: of its sources, of lines in the chart, and of cells that hold a dash."""
    shares = _around_the_clock(context)
    lacking = any(shares.get(row.as_of) is None for row in indicator_rows(earlier))
    gaps = ["aed-history-gap"] if delivered["run"].n_unique() > 1 else []
    names = ["aed-history-note", *gaps, *(["aed-history-dash"] if lacking else [])]
    return [context.texts(name) for name in names]


def _history_table(context: ReportData, earlier: pl.DataFrame) -> Section:
    texts = context.texts
    shares = _around_the_clock(context)
    rows = [
        (
            date_shown(context, row),
            context.number(row.value),
            context.percent(shares.get(row.as_of)),
            context.source_name(row.source),
        )
        for row in indicator_rows(earlier)
    ]
    return table(
        rows,
        caption=texts("aed-history-caption"),
        head=[texts(f"column-{name}") for name in ("date", "registered", "around-clock", "source")],
        widths=("15.5mm", "15mm", "22.5mm", "1fr"),
        numeric=(1, 2),
        pitch=6 if all(len(row[-1]) <= SOURCE_IN_A_ROW for row in rows) else None,
        gutter=2.5,
    )
