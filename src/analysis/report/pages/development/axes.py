"""Time and value axes of developments, and the points on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from analysis.core.quarters import Quarter
from analysis.indicators.records import indicator_rows
from analysis.report.charts.series import SeriesPoint
from analysis.report.data import ReportData

SIDE_WIDTH: Final = 66.0
PAGE_WIDTH: Final = 261.0
LIST_WIDTH: Final = 90.0
QUARTER_TICKS_WITHIN: Final = 1.6
MOST_YEAR_TICKS: Final = 10
MOST_PHONE_TICKS: Final = 4
MARGIN_OF_RANGE: Final = 0.12


def decimal_year(day: date) -> float:
    """A day as years with a fraction, so that an axis of time needs no time zone."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def time_ticks(context: ReportData, first: date, last: date) -> list[tuple[float, str]]:
    """Quarters for up to a year and a half, else years, at most ten of them."""
    start, end = decimal_year(first), decimal_year(last)
    if end - start <= QUARTER_TICKS_WITHIN:
        quarter = Quarter.containing(first)
        ticks: list[tuple[float, str]] = []
        while quarter.first_day <= last:
            if quarter.first_day >= first:
                ticks.append(
                    (
                        decimal_year(quarter.first_day),
                        context.texts("tick-quarter", number=str(quarter.number), year=str(quarter.year)),
                    )
                )
            quarter = quarter.next
        return ticks
    years = [year for year in range(first.year, last.year + 1) if start <= year <= end]
    return [(float(year), str(year)) for year in years[:: -(-len(years) // MOST_YEAR_TICKS)]]


def domain_of(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest value, with room so that a small change does not fill the height."""
    low, high = min(values), max(values)
    room = max((high - low) * MARGIN_OF_RANGE, high * 0.02)
    return max(0.0, low - room), high + room


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


def on_phone(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """As many of the ticks as a phone has room for."""
    return ticks[:: max(1, -(-len(ticks) // MOST_PHONE_TICKS))]


def labelled_point(context: ReportData, point: SeriesPoint, decimals: int = 0) -> SeriesPoint:
    """A point with its number beside it."""
    return point._replace(label=context.number(point.value, decimals))
