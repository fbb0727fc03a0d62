"""Areas as dots with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import altair as alt

from analysis.report.charts.drawing import MARK_KEY, Spec, name_axis
from analysis.report.charts.theme import INK, POINTS_PER_MM, TONES


class DotRow(NamedTuple):
    """An area as a dot.

    Attributes:
        name: At the left.
        value: Where the dot stands; None where it is not known.
        lower: Lower end of its interval, if it has one.
        upper: Upper end.
        shown: The number at the right, as it is printed.
        tone: Name of its colour.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    tone: str


def dot_chart(
    rows: Sequence[DotRow],
    *,
    width_mm: float,
    height_mm: float,
    end: float,
    reference: float | None,
    label_mm: float = 26,
    ticks: int = 4,
    start: float = 0,
    decimals: int = 0,
) -> Spec:
    """Areas in a fixed order, each a dot with its interval and its number, the country as a line.

    Args:
        rows: In the order in which they stand.
        width_mm: Width in print, labels included.
        height_mm: Height in print, axis included.
        end: Right end of the axis.
        reference: The country's value; None for no line.
        label_mm: Room for the names at the left.
        ticks: About how many values the axis names.
        start: Left end of the axis.
        decimals: How many the axis shows.
    """
    spec = _dot_chart(width_mm, height_mm, (start, end), label_mm, ticks, decimals)
    drawn = [{**row._asdict(), "key": row.name, "colour": TONES[row.tone]} for row in rows]
    line = [] if reference is None else [{"value": reference}]
    return {**spec, "datasets": {"rows": drawn, "reference": line}}


def told_apart(ticks: int, ends: tuple[float, float], decimals: int) -> int:
    """How many values an axis can name, so that none is printed as another: `ticks`, or fewer."""
    return min(ticks, max(1, int((ends[1] - ends[0]) * 10**decimals)))


@lru_cache(maxsize=16)
def _dot_chart(
    width_mm: float, height_mm: float, ends: tuple[float, float], label_mm: float, ticks: int, decimals: int
) -> Spec:
    """A dot chart without its data."""
    number_mm, axis_mm = 12.0, 7.0
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    height = (height_mm - axis_mm) * POINTS_PER_MM
    base = alt.Chart(alt.NamedData("rows"))
    y = name_axis(None, label_mm)
    scale = alt.Scale(domain=list(ends), nice=False)
    x = alt.X(
        "value:Q",
        scale=scale,
        axis=alt.Axis(title=None, tickCount=told_apart(ticks, ends, decimals), format=f",.{decimals}f"),
    )
    colour = alt.Color("colour:N", scale=None)
    known = base.transform_filter("datum.value != null")
    limits = known.transform_filter("datum.lower != null")
    line = alt.Chart(alt.NamedData("reference")).mark_rule(color=INK, strokeWidth=1).encode(x=x)
    chart = alt.layer(
        line,
        base.mark_text(align="right", dx=number_mm * POINTS_PER_MM, fontWeight="bold").encode(
            x=alt.value(width), y=y, text=alt.Text("shown:N"), color=colour
        ),
        limits.mark_rule(strokeWidth=3, opacity=0.4).encode(
            x=alt.X("lower:Q", scale=scale), x2=alt.X2("upper:Q"), y=y, color=colour
        ),
        known.mark_point(size=46, opacity=1).encode(x=x, y=y, color=colour, description=MARK_KEY),
        width=width,
        height=height,
    )
    return chart.to_dict()
