"""The country's developments since earlier deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.declaration import QUARTER, YEAR
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.report.charts.series import series_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    KeyFigure,
    Section,
    figure,
    key_figures,
    picture,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import (
    SIDE_WIDTH,
    delivery_ticks,
    domain_of,
    labelled_point,
    series_points,
)
from analysis.report.pages.development.facts import earlier_published
from analysis.report.pages.development.words import delivered_values, signed_percent

RUNNERS_HEIGHT: Final = 70.0
NOTE_LINES: Final = 2
NOTE_CHARACTERS: Final = 190
NOTE_LINE: Final = 4.0


def runners_height(notes: Sequence[str]) -> float:
    """Height of the chart of runners in print, in millimetres: less where more notes stand below it."""
    lines = ceil(len(" ".join(notes)) / NOTE_CHARACTERS)
    return RUNNERS_HEIGHT - NOTE_LINE * max(lines - NOTE_LINES, 0)


def runners_chart(
    context: ReportData,
    rows: pl.DataFrame,
    *,
    title: str,
    text: str,
    width_mm: float,
    height_mm: float = RUNNERS_HEIGHT,
) -> Section:
    """Active runners over time, each delivery a point; earlier published figures are hollow.

    Args:
        context: Numbers and words.
        rows: The series with its runs, as `ReportData.runs` gives it.
        title: Over the chart.
        text: Under the title.
        width_mm: Width in print.
        height_mm: Height in print.
    """
    texts = context.texts
    first, last = rows["as_of"].min(), rows["as_of"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return Section()
    dated = delivered_values(context, rows)
    points = series_points(rows, "above", dates=dated)
    rising = rows.height > 1 and rows["value"][1] > rows["value"][0]
    points[0] = labelled_point(context, points[0])._replace(side="below" if rising else "above")
    if last == context.as_of:
        points[-1] = labelled_point(context, points[-1])
    published = earlier_published(context, "active_runners", first)
    points += [
        labelled_point(context, point)._replace(hollow=True) for point in series_points(published, "same")
    ]
    low, high = (
        indicator_rows(rows.filter(pl.col("value") == getattr(rows["value"], extreme)()))[0]
        for extreme in ("min", "max")
    )
    alternative = texts(
        "trend-runners-alt",
        count=str(rows.height),
        first=context.number(rows["value"][0]),
        last=context.number(rows["value"][-1]),
        low=context.number(low.value),
        high=context.number(high.value),
        **{
            "first-date": show.long_date(first, texts.language),
            "last-date": show.long_date(last, texts.language),
        },
    )
    ticks = delivery_ticks(context)

    def drawn(width_mm: float, height_mm: float) -> str:
        domain = domain_of([point.value for point in points])
        return context.svg(
            series_chart(points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain)
        )

    return figure(
        3,
        title,
        text,
        picture(
            "udvikling-hjerteloebere",
            drawn(width_mm, height_mm),
            alternative,
            width_mm,
            context.numbers(
                ("date", "quarter", "active"), dated, drawn=pl.concat([rows, published], how="diagonal")
            ),
            phone=[drawn(PHONE_MM, 62)],
        ),
    )


def activity_chart(
    context: ReportData, rows: pl.DataFrame, *, title: str, text: str, width_mm: float
) -> Section:
    """Activations a day in the days since the count before, with 95 % limits; empty where none are known.

    Args:
        context: Numbers and words.
        rows: The known rows of `activations_quarter_per_day` of the country.
        title: Over the chart.
        text: Under the title.
        width_mm: Width in print.
    """
    texts = context.texts
    if rows.is_empty():
        return Section()
    known = indicator_rows(rows)
    dated = delivered_values(context, rows, 1)
    points = [
        point._replace(lower=row.lower, upper=row.upper)
        for point, row in zip(series_points(rows, "below", dates=dated), known, strict=True)
    ]
    points[-1] = labelled_point(context, points[-1], 1)
    ticks = delivery_ticks(context)
    domain = (0.0, max(row.limits.upper for row in known) * 1.08)

    def drawn(width_mm: float, height_mm: float) -> str:
        return context.svg(
            series_chart(points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain)
        )

    last = known[-1]
    alternative = texts(
        "trend-activity-alt",
        n=rows.height,
        count=str(rows.height),
        last=context.number(last.value, 1),
        range=show.number_range(last.lower, last.upper, 1, texts.language),
    )
    return figure(
        3,
        title,
        text,
        picture(
            "udvikling-aktiveringer",
            drawn(width_mm, 50),
            alternative,
            width_mm,
            context.numbers(("period", "quarter", "per-day"), dated, drawn=rows),
            phone=[drawn(PHONE_MM, 46)],
        ),
    )


def _own_activations(context: ReportData, own: IndicatorRow) -> KeyFigure:
    """Activations of the days since the count before, which are called a quarter's only if they are."""
    texts = context.texts
    starts = own.first_day == context.snapshot.delivery.period_start
    since = "" if own.is_of_whole_quarter else "-start" if starts else "-since"
    return KeyFigure(
        context.marked(context.number(own.numerator), "activations_quarter"),
        texts(f"key-own-activations{since}"),
        texts(
            "key-own-activations-detail",
            period=show.short_period(own.first_day, own.last_day, texts.language),
            days=own.days,
            day=context.number(own.value, 1),
        ),
    )


def change_key_figures(context: ReportData) -> Section:
    """What changed since the last quarter and the last year, as far as it is known; else empty."""
    texts, figures = context.texts, context.figures
    shown = []
    for kind in (QUARTER, YEAR):
        change = figures.published(f"active_runners_change_{kind.name}_percent")
        if change:
            shown.append(
                KeyFigure(
                    context.marked(
                        show.signed(change.numerator, language=texts.language),
                        change.indicator.removesuffix("_percent"),
                    ),
                    texts(f"key-change-{kind.name}"),
                    texts(
                        "key-change-detail",
                        percent=signed_percent(context, change.value),
                        date=show.long_date(change.first_day, texts.language),
                    ),
                )
            )
    own = figures.published("activations_quarter_per_day")
    if own:
        shown.append(_own_activations(context, own))
    for kind in (YEAR, QUARTER):
        change = figures.published(f"aed_registered_change_{kind.name}_percent")
        if change and len(shown) < 4:
            shown.append(
                KeyFigure(
                    context.marked(
                        show.signed(change.numerator, language=texts.language),
                        change.indicator.removesuffix("_percent"),
                    ),
                    texts("key-change-aeds"),
                    texts(
                        "key-change-detail",
                        percent=signed_percent(context, change.value),
                        date=show.long_date(change.first_day, texts.language),
                    ),
                )
            )
    return key_figures(shown, stacked_in=SIDE_WIDTH) if shown else Section()
