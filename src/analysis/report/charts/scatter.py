"""Areas by two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Final, NamedTuple

import altair as alt

from analysis.report.charts.drawing import MARK_KEY, Drawing, Rows, unchecked
from analysis.report.charts.theme import CARMINE, INK, POINTS_PER_MM

# The largest is so many times the smallest.
SPREAD: Final = 100
TICKS: Final = 6
TITLE: Final = "#4A545E"
# How far above the drawing the name of the axis that stands is, in points.
TITLE_ABOVE: Final = 12


class ScatterPoint(NamedTuple):
    """An area as a point: what its mark is called, and its two numbers."""

    key: str
    x: float
    y: float


def is_logarithmic(numbers: Sequence[float]) -> bool:
    """Whether numbers spread so far that most of them would lie in a heap on an even axis."""
    return bool(numbers) and min(numbers) > 0 and max(numbers) >= SPREAD * min(numbers)


def tick_decimals(numbers: Sequence[float]) -> int:
    """How many decimals tell the numbers at an axis apart."""
    if not numbers:
        return 0
    spread = max(numbers) - min(numbers)
    finest = min(numbers) if is_logarithmic(numbers) else (spread or abs(numbers[0])) / TICKS
    return max(0, -floor(log10(finest))) if finest else 0


@unchecked
def scatter_chart(
    points: Sequence[ScatterPoint],
    *,
    reference: tuple[float | None, float | None],
    titles: tuple[str, str],
    width_mm: float,
    height_mm: float,
) -> Drawing:
    """Areas as points by two numbers, the country's two as lines.

    Args:
        points: The areas. An axis is logarithmic where `is_logarithmic` says so of its numbers.
        reference: The country's two numbers, None where it has none.
        titles: What the axis that lies and the one that stands are called.
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
    """
    axis_mm, below_mm = 14.0, 18.0
    width, height = (width_mm - axis_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    numbers = [point.x for point in points], [point.y for point in points]
    scales = [
        alt.Scale(nice=True, zero=False, type="log" if is_logarithmic(one) else "linear") for one in numbers
    ]
    formats = [f",.{tick_decimals(one)}f" for one in numbers]
    x = alt.X(
        "x:Q",
        scale=scales[0],
        axis=alt.Axis(
            title=titles[0], titleColor=TITLE, tickCount=TICKS, format=formats[0], grid=False, titlePadding=4
        ),
    )
    above = alt.Axis(
        title=titles[1],
        titleColor=TITLE,
        titleAlign="left",
        titleAnchor="end",
        titleX=-(axis_mm - 2) * POINTS_PER_MM,
        titleY=-TITLE_ABOVE,
        tickCount=TICKS,
        format=formats[1],
    )
    y = alt.Y("y:Q", scale=scales[1], axis=above)
    across, up = ([] if value is None else [{"x": value, "y": value}] for value in reference)
    return alt.layer(
        alt.Chart(Rows(across)).mark_rule(color=INK, strokeWidth=1).encode(x=x),
        alt.Chart(Rows(up)).mark_rule(color=INK, strokeWidth=1).encode(y=y),
        alt.Chart(Rows([point._asdict() for point in points]))
        .mark_point(size=30, opacity=0.8, color=CARMINE)
        .encode(x=x, y=y, description=MARK_KEY),
        width=width,
        height=height,
    )
