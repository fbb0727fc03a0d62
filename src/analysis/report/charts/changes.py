"""Areas by size and change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import log
from typing import NamedTuple

import altair as alt

from analysis.core.formatting import in_percent
from analysis.report.charts.drawing import LABEL, MARK_KEY, Drawing, Rows, unchecked
from analysis.report.charts.labels import place_labels
from analysis.report.charts.theme import INK, POINTS_PER_MM, TONES


class ChangedArea(NamedTuple):
    """An area by its size and its change.

    Attributes:
        key: What its mark is called.
        size: The earlier count.
        change: In per cent.
        lower: Lower end of the range for its size.
        upper: Upper end.
        tone: Name of its colour.
        label: Its name where it is named.
    """

    key: str
    size: float
    change: float
    lower: float
    upper: float
    tone: str
    label: str | None


@unchecked
def change_chart(
    areas: Sequence[ChangedArea],
    *,
    width_mm: float,
    height_mm: float,
    expected: float,
    language: str = "da",
) -> Drawing:
    """Areas by size and change, with the range in which areas of their size stay.

    Args:
        areas: In any order.
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
        expected: The country's change in per cent.
        language: Whose sign of per cent the axis has.
    """
    axis_mm, below_mm, right_mm = 14.0, 7.0, 12.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    ordered = sorted(areas, key=lambda area: area.size)
    low = min(min(area.change, area.lower) for area in ordered)
    high = max(max(area.change, area.upper) for area in ordered)
    sizes = [area.size for area in ordered]
    ends = (max(1, sizes[0] * 0.85), sizes[-1] * 1.2)
    x = alt.X(
        "size:Q",
        scale=alt.Scale(type="log", domain=list(ends), nice=False),
        axis=alt.Axis(title=None, values=[10, 30, 100, 300, 1000, 3000, 10000], format=",.0f", grid=False),
    )
    domain = (low - (high - low) * 0.04, high + (high - low) * 0.04)
    scale = alt.Scale(domain=list(domain), nice=False)
    signed = "(datum.value > 0 ? '+' : '') + replace(datum.label, '-', '−')"
    signed += f" + {json.dumps(in_percent('', language))}"
    extent = axis_mm * POINTS_PER_MM - 5
    axis = alt.Axis(title=None, tickCount=6, labelExpr=signed, minExtent=extent, maxExtent=extent)
    y = alt.Y("change:Q", scale=scale, axis=axis)
    (first, last), (bottom, top) = ends, domain
    points = [
        (log(area.size / first) / log(last / first) * width, (top - area.change) / (top - bottom) * height)
        for area in ordered
    ]
    rule = (top - expected) / (top - bottom) * height
    placed = [
        {
            "label_size": first * (last / first) ** (place.x / width),
            "label_change": top - place.y / height * (top - bottom),
            "align": place.align,
            "led": place.led,
        }
        if place
        else {"align": None, "led": False}
        for place in place_labels(
            points, [area.label for area in ordered], (width + right_mm * POINTS_PER_MM, height), [rule]
        )
    ]
    base = alt.Chart(
        Rows(
            [
                {**area._asdict(), **place, "colour": TONES[area.tone]}
                for area, place in zip(ordered, placed, strict=True)
            ]
        )
    )
    colour = alt.Color("colour:N", scale=None)
    label_x = x.copy()
    label_x.shorthand = "label_size:Q"
    return alt.layer(
        alt.Chart(Rows([{"edge": 0}]))
        .mark_rule(opacity=0)
        .encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        base.mark_area(color="#E7EAEC", interpolate="monotone").encode(
            x=x, y=alt.Y("lower:Q", scale=scale, axis=axis), y2=alt.Y2("upper:Q")
        ),
        alt.Chart(Rows([{"change": expected}])).mark_rule(color=INK, strokeWidth=1).encode(y=y),
        base.mark_point(size=30, opacity=0.9).encode(x=x, y=y, color=colour, description=MARK_KEY),
        base.transform_filter("datum.led")
        .mark_rule(strokeWidth=0.5)
        .encode(x=x, y=y, x2=alt.X2("label_size:Q"), y2=alt.Y2("label_change:Q"), color=colour),
        *(
            base.transform_filter(f"datum.align == '{align}'")
            .mark_text(align=align)
            .encode(x=label_x, y=alt.Y("label_change:Q", scale=scale, axis=axis), text=LABEL, color=colour)
            for align in ("left", "right")
        ),
        width=width,
        height=height,
    )
