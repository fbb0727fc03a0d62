"""Time and value axes of developments, and the points on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from analysis.indicators.records import indicator_rows
from analysis.report.charts.series import SeriesPoint, Tick
from analysis.report.data import ReportData

SIDE_WIDTH: Final = 66.0
PAGE_WIDTH: Final = 261.0
LIST_WIDTH: Final = 90.0
MARGIN_OF_RANGE: Final = 0.12


def decimal_year(day: date) -> float:
    """A day as years with a fraction, so that an axis of time needs no time zone."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def delivery_ticks(context: ReportData, table: str = "runners") -> list[Tick]:
    """A tick for each delivery up to the reported one, on its day and named after its quarter.

    Args:
        context: Numbers and words.
        table: The input table whose day counts; one that was delivered again has no second tick.
    """
    first = {delivery.day_of(table): delivery for delivery in reversed(context.deliveries)}
    return [
        Tick(
            decimal_year(delivery.day_of(table)),
            context.texts("tick-quarter", number=str(delivery.quarter.number)),
            delivery.quarter.ordinal,
            str(delivery.quarter.year),
        )
        for delivery in reversed(first.values())
    ]


def year_ticks(first: date, before: int) -> list[Tick]:
    """A tick for the first day of each year from a day on, the last of them before a year."""
    start = first.year + (first > date(first.year, 1, 1))
    return [Tick(float(year), str(year), year) for year in range(start, before)]


def domain_of(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest value, with room so that a small change does not fill the height."""
    low, high = min(values), max(values)
    room = max((high - low) * MARGIN_OF_RANGE, abs(high) * 0.02)
    return low - room if low < 0 else max(0.0, low - room), high + room


def series_points(
    rows: pl.DataFrame, tone: str, prefix: str = "", *, dates: Sequence[tuple[str, ...]] = ()
) -> list[SeriesPoint]:
    """Points of a chart; ``dates`` are the rows of its table, by whose first cells they are called."""
    keys: Sequence[str | None] = [dated[0] for dated in dates] or [None] * rows.height
    runs: Sequence[int | None] = rows["run"].to_list() if "run" in rows.columns else [None] * rows.height
    return [
        SeriesPoint(
            decimal_year(row.as_of),
            row.known_value,
            tone,
            key,
            None if run is None else f"{prefix}{row.area_code}-{run}",
        )
        for row, run, key in zip(indicator_rows(rows), runs, keys, strict=True)
    ]


def labelled_point(context: ReportData, point: SeriesPoint, decimals: int = 0) -> SeriesPoint:
    """A point with its number beside it."""
    return point._replace(label=context.number(point.value, decimals))
