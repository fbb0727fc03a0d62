"""Numbers over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from analysis.report.charts.drawing import LABEL, MARK_KEY, Align, Drawing, Rows, unchecked
from analysis.report.charts.theme import GREY, LIMIT_COLOURS, POINTS_PER_MM, TONES


class SeriesPoint(NamedTuple):
    """A number at a time.

    Attributes:
        time: Years as a decimal number.
        value: The number.
        tone: Name of its colour.
        key: What its mark is called; None for a mark without numbers behind it.
        run: Points of the same run are joined; None stands alone.
        hollow: Whether it is an earlier published figure.
        lower: Its lower limit, if it has limits.
        upper: Its upper limit.
        label: What is written beside it, if anything.
        side: On which side: right, left, above or below.
    """

    time: float
    value: float
    tone: str
    key: str | None = None
    run: str | None = None
    hollow: bool = False
    lower: float | None = None
    upper: float | None = None
    label: str | None = None
    side: str = "right"


class LimitsAt(NamedTuple):
    """Limits and centre at a time, behind the points."""

    time: float
    low: float
    middle: float
    high: float


@unchecked
def series_chart(
    points: Sequence[SeriesPoint],
    *,
    width_mm: float,
    height_mm: float,
    ticks: Sequence[tuple[float, str]],
    domain: tuple[float, float],
    axis_mm: float = 13,
    band: Sequence[LimitsAt] = (),
) -> Drawing:
    """Numbers over time: delivered ones joined where nothing lies between, published ones each by itself.

    Args:
        points: The numbers, those of a run in the order of time.
        width_mm: Width in print, axis included.
        height_mm: Height in print, axis included.
        ticks: Places on the time axis and their labels.
        domain: First and last value of the axis.
        axis_mm: Room for the labels of the value axis.
        band: Limits behind the points.
    """
    below_mm, right_mm = 6.0, 11.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    times = [point.time for point in points]
    room = (max(times) - min(times)) * 0.02 or 0.05
    span = alt.Scale(domain=[min(times) - room, max(times) + room], nice=False)
    # A format would follow the Danish locale and never match; the nearest label does.
    words = "".join(
        f"abs(datum.value - {place:.4f}) < 0.01 ? {json.dumps(label)} : " for place, label in ticks
    )
    within = [place for place, _ in ticks if span.domain[0] <= place <= span.domain[1]]
    x = alt.X(
        "time:Q",
        scale=span,
        axis=alt.Axis(title=None, values=within, labelExpr=f"{words}''", grid=False),
    )
    extent = axis_mm * POINTS_PER_MM - 5
    axis = alt.Axis(title=None, tickCount=4, format=",.0f", minExtent=extent, maxExtent=extent)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    y, low = (alt.Y(f"{name}:Q", scale=scale, axis=axis) for name in ("value", "lower"))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(Rows([{**point._asdict(), "colour": TONES[point.tone]} for point in points]))
    edge = alt.Chart(Rows([{"edge": 0}])).mark_rule(opacity=0)
    limits = alt.Chart(
        Rows([{**place._asdict(), "lower": place.low, "value": place.middle} for place in band])
    )
    layers = [
        edge.encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        limits.mark_area(color=LIMIT_COLOURS[0], interpolate="step").encode(x=x, y=low, y2=alt.Y2("high:Q")),
        limits.mark_line(color=GREY, strokeWidth=0.8).encode(x=x, y=y),
        base.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=3, opacity=0.35)
        .encode(x=x, y=low, y2=alt.Y2("upper:Q"), color=colour),
        base.transform_filter("datum.run != null")
        .mark_line()
        .encode(x=x, y=y, detail=alt.Detail("run:N"), color=colour),
        base.transform_filter("!datum.hollow")
        .mark_point(size=26, opacity=1)
        .encode(x=x, y=y, color=colour, description=MARK_KEY),
        base.transform_filter("datum.hollow")
        .mark_point(size=46, opacity=1, filled=False, shape="diamond", strokeWidth=1.3)
        .encode(x=x, y=y, color=colour, description=MARK_KEY),
    ]
    sides: tuple[tuple[str, Align, int, int], ...] = (
        ("right", "left", 6, 0),
        ("left", "right", -7, 0),
        ("above", "left", -3, -10),
        ("below", "left", -3, 11),
    )
    for side, align, across, down in sides:
        chosen = base.transform_filter(f"datum.label != null && datum.side == '{side}'")
        layers.append(
            chosen.mark_text(fontWeight="bold", align=align, dx=across, dy=down).encode(
                x=x, y=y, text=LABEL, color=colour
            )
        )
    return alt.layer(*layers).properties(width=width, height=height)
