"""Shares of people by the distance that they live within, in two periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import altair as alt

from analysis.core.typeface import text_width
from analysis.report.charts.drawing import LABEL, MARK_KEY, Drawing, Rows, unchecked
from analysis.report.charts.theme import BLUE, INK, POINTS_PER_MM

# By day and at night; the line of the night is dashed and its marks are hollow.
DAY_COLOUR: Final = "#A8590E"
NIGHT_COLOUR: Final = BLUE
AXIS_MM: Final = 13.0
BELOW_MM: Final = 10.0
BETWEEN: Final = "#EFEFEF"
FURTHEST: Final = 2000
LABEL_SIZE: Final = 8.0
LABEL_GAP: Final = 4.0


class ReachPoint(NamedTuple):
    """Shares of people within a distance.

    Attributes:
        metres: The distance.
        day: Per cent by day.
        night: Per cent at night.
        day_label: What is written beside the mark of the day.
        night_label: The same of the night.
        key: What the marks are called.
    """

    metres: int
    day: float
    night: float
    day_label: str
    night_label: str
    key: str


def with_room(ticks: Sequence[tuple[int, str]], width: float) -> list[tuple[int, str]]:
    """The named distances whose names do not run into the one before, on an axis so many points wide."""
    kept: list[tuple[int, str]] = []
    free_from = float("-inf")
    for metres, name in ticks:
        middle, half = metres / FURTHEST * width, text_width(name, LABEL_SIZE) / 2
        if middle - half >= free_from:
            kept.append((metres, name))
            free_from = middle + half + LABEL_GAP
    return kept


@unchecked
def reach_chart(
    points: Sequence[ReachPoint], *, width_mm: float, height_mm: float, ticks: Sequence[tuple[int, str]]
) -> Drawing:
    """Two lines through measured points, from 0 to 100 per cent, the area between them light.

    Args:
        points: By distance, the nearest first.
        width_mm: Width in print, axis included.
        height_mm: Height in print, axis included.
        ticks: Named distances.
    """
    width = (width_mm - AXIS_MM) * POINTS_PER_MM
    height = (height_mm - BELOW_MM) * POINTS_PER_MM
    # The upper of the two labels stands above its mark, the other one below.
    rows = [
        {
            "metres": point.metres,
            "key": point.key,
            "value": value,
            "label": label,
            "period": period,
            "above": above,
        }
        for point in points
        for period, value, label, above in (
            ("day", point.day, point.day_label, point.day >= point.night),
            ("night", point.night, point.night_label, point.day < point.night),
        )
    ]
    named = with_room(ticks, width)
    names = " : ".join(f"datum.value == {metres} ? '{name}'" for metres, name in named)
    x = alt.X(
        "metres:Q",
        scale=alt.Scale(domain=[0, FURTHEST], nice=False),
        axis=alt.Axis(
            title=None,
            values=[metres for metres, _ in ticks],
            labelExpr=f"{names} : ''",
            labelOverlap=False,
            grid=True,
        ),
    )
    extent = AXIS_MM * POINTS_PER_MM - 5
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(
            title=None, values=[0, 25, 50, 75, 100], format=",.0f", minExtent=extent, maxExtent=extent
        ),
    )
    base = alt.Chart(Rows(rows))
    between = alt.Chart(
        Rows([{"metres": point.metres, "value": point.day, "night": point.night} for point in points])
    )
    day, night = (base.transform_filter(f"datum.period == '{name}'") for name in ("day", "night"))
    above = base.transform_filter("datum.above")
    below, last = (
        base.transform_filter(f"!datum.above && datum.metres {test} {points[-1].metres}")
        for test in ("<", "==")
    )
    beside: dict[str, Any] = {"y": y, "text": LABEL}
    style: dict[str, Any] = {"fontSize": 9, "fontWeight": "bold", "color": INK}
    return alt.layer(
        between.mark_area(color=BETWEEN).encode(x=x, y=y, y2=alt.Y2("night:Q")),
        day.mark_line(color=DAY_COLOUR).encode(x=x, y=y),
        night.mark_line(color=NIGHT_COLOUR, strokeDash=[4, 3]).encode(x=x, y=y),
        day.mark_point(color=DAY_COLOUR, size=38, opacity=1).encode(x=x, y=y, description=MARK_KEY),
        night.mark_point(stroke=NIGHT_COLOUR, fill="white", strokeWidth=1.4, size=38, opacity=1).encode(
            x=x, y=y, description=MARK_KEY
        ),
        # The lines rise to the right: to the left above a mark and to the right below it nothing lies.
        above.mark_text(align="right", dx=2, dy=-11, **style).encode(x=x, **beside),
        below.mark_text(align="left", dx=6, dy=9, **style).encode(x=x, **beside),
        last.mark_text(align="right", dy=17, **style).encode(x=alt.value(width), **beside),
        width=width,
        height=height,
    )
