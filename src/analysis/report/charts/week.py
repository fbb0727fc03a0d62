"""The hours of a week as tiles: a row for each day, or on a narrow screen a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import altair as alt

from analysis.core.week import DAYS_A_WEEK, HOURS_A_DAY, WORKDAYS
from analysis.report.charts.drawing import Drawing, Rows, unchecked
from analysis.report.charts.theme import GREY, INK, POINTS_PER_MM

DAY_MM: Final = 17.0
HOUR_MM: Final = 6.0
HEAD_MM: Final = 5.0
GAP: Final = 1.0
# Between Friday and Saturday.
BEFORE_WEEKEND: Final = 4.0
CLOCK_STEP: Final = 4
NUMBER_SIZE: Final = 7.0
PHONE_NUMBER_SIZE: Final = 8.0


class HourTile(NamedTuple):
    """An hour of the week.

    Attributes:
        day: 0 for Monday.
        hour: 0 to 23.
        label: The number in it.
        fill: Its colour.
        ink: That of the number.
    """

    day: int
    hour: int
    label: str
    fill: str
    ink: str


@unchecked
def week_chart(
    tiles: Sequence[HourTile], *, width_mm: float, height_mm: float, days: Sequence[str]
) -> Drawing:
    """Days one under the other, hours from left to right.

    Args:
        tiles: Of all hours.
        width_mm: Width in print, names of days included.
        height_mm: Height in print, clocks included.
        days: Names, Monday first.
    """
    left, top = DAY_MM * POINTS_PER_MM, HEAD_MM * POINTS_PER_MM
    width, height = width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM
    across, down = (width - left) / HOURS_A_DAY, (height - top - BEFORE_WEEKEND) / DAYS_A_WEEK
    beginnings = [top + place * down + BEFORE_WEEKEND * (place >= WORKDAYS) for place in range(DAYS_A_WEEK)]
    rows = [_tile(tile, left + tile.hour * across, beginnings[tile.day], across, down) for tile in tiles]
    words = [
        {"x": 0, "y": beginning + down / 2, "text": day}
        for beginning, day in zip(beginnings, days, strict=True)
    ]
    clocks = [
        {"x": left + hour * across - GAP / 2, "y": top - 5, "text": str(hour)}
        for hour in range(0, HOURS_A_DAY, CLOCK_STEP)
    ]
    last = [{"x": width - GAP, "y": top - 5, "text": str(HOURS_A_DAY)}]
    return _drawn(
        rows,
        [(words, {"align": "left", "color": INK}), (clocks, {"align": "left"}), (last, {"align": "right"})],
        (width, height),
        NUMBER_SIZE,
    )


@unchecked
def tall_week_chart(
    tiles: Sequence[HourTile], *, width_mm: float, height_mm: float, days: Sequence[str]
) -> Drawing:
    """Days side by side, hours from above, for a narrow screen.

    Args:
        tiles: Of all hours.
        width_mm: Width, clocks included.
        height_mm: Height, names of days included.
        days: Short names, Monday first.
    """
    left, top = HOUR_MM * POINTS_PER_MM, HEAD_MM * POINTS_PER_MM
    width, height = width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM
    across, down = (width - left - BEFORE_WEEKEND) / DAYS_A_WEEK, (height - top) / HOURS_A_DAY
    beginnings = [
        left + place * across + BEFORE_WEEKEND * (place >= WORKDAYS) for place in range(DAYS_A_WEEK)
    ]
    rows = [_tile(tile, beginnings[tile.day], top + tile.hour * down, across, down) for tile in tiles]
    words = [
        {"x": beginning + (across - GAP) / 2, "y": top - 6, "text": day}
        for beginning, day in zip(beginnings, days, strict=True)
    ]
    clocks = [
        {"x": left - 4, "y": top + (hour + 0.5) * down - GAP / 2, "text": str(hour)}
        for hour in range(HOURS_A_DAY)
    ]
    return _drawn(
        rows,
        [(words, {"align": "center", "color": INK}), (clocks, {"align": "right"})],
        (width, height),
        PHONE_NUMBER_SIZE,
    )


def _tile(tile: HourTile, x: float, y: float, across: float, down: float) -> dict[str, Any]:
    """Where a tile lies, in points from the upper left corner."""
    right, bottom = x + across - GAP, y + down - GAP
    return {
        **tile._asdict(),
        "x": x,
        "y": y,
        "right": right,
        "bottom": bottom,
        "across": (x + right) / 2,
        "down": (y + bottom) / 2,
    }


def _drawn(
    tiles: Sequence[dict[str, Any]],
    words: Sequence[tuple[list[dict[str, Any]], dict[str, Any]]],
    size: tuple[float, float],
    number_size: float,
) -> Drawing:
    width, height = size
    scales = {
        "x": alt.Scale(domain=[0, width], range=[0, width], nice=False),
        "y": alt.Scale(domain=[0, height], range=[0, height], nice=False),
    }

    def across(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=scales["x"])

    def down(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=None, scale=scales["y"])

    base = alt.Chart(Rows(tiles))
    return alt.layer(
        base.mark_rect(cornerRadius=1).encode(
            x=across("x"),
            x2=alt.X2("right:Q"),
            y=down("y"),
            y2=alt.Y2("bottom:Q"),
            fill=alt.Fill("fill:N", scale=None),
        ),
        base.mark_text(fontSize=number_size, baseline="middle").encode(
            x=across("across"), y=down("down"), text="label:N", color=alt.Color("ink:N", scale=None)
        ),
        *(
            alt.Chart(Rows(rows))
            .mark_text(**{"fontSize": 8, "baseline": "middle", "color": GREY, **style})
            .encode(x=across("x"), y=down("y"), text="text:N")
            for rows, style in words
        ),
        width=width,
        height=height,
    )
