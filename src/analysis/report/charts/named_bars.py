"""Areas as bars with names and numbers, in the order given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt

from analysis.report.charts.dots import DotRow, told_apart
from analysis.report.charts.drawing import MARK_KEY, Drawing, Rows, name_axis, unchecked
from analysis.report.charts.theme import INK, LIMIT_INK, POINTS_PER_MM, TONES

NUMBER_MM: Final = 14.0
AXIS_MM: Final = 7.0


@unchecked
def named_bar_chart(
    rows: Sequence[DotRow],
    *,
    width_mm: float,
    height_mm: float,
    label_mm: float,
    start: float,
    end: float,
    decimals: int,
) -> Drawing:
    """Bars from 0, each with its name at the left, its number at the right and its limits as a thin line.

    Args:
        rows: In the order in which they stand.
        width_mm: Width in print, names and numbers included.
        height_mm: Height in print, axis included.
        label_mm: Room for the names.
        start: Left end of the axis, 0 or below.
        end: Right end of the axis.
        decimals: How many the axis shows.
    """
    width = (width_mm - label_mm - NUMBER_MM) * POINTS_PER_MM
    scale = alt.Scale(domain=[start, end], nice=False)
    x = alt.X(
        "value:Q",
        scale=scale,
        axis=alt.Axis(title=None, tickCount=told_apart(4, (start, end), decimals), format=f",.{decimals}f"),
    )
    y = name_axis([row.name for row in rows], label_mm)
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(
        Rows([{**row._asdict(), "key": row.name, "foot": 0, "colour": TONES[row.tone]} for row in rows])
    )
    known = base.transform_filter("datum.value != null")
    return alt.layer(
        known.mark_bar(height={"band": 0.62}).encode(
            x=x, x2=alt.X2("foot:Q"), y=y, color=colour, description=MARK_KEY
        ),
        known.transform_filter("datum.lower != null && datum.upper != null")
        .mark_rule(color=LIMIT_INK, strokeWidth=1.4)
        .encode(x=alt.X("lower:Q", scale=scale), x2=alt.X2("upper:Q"), y=y),
        base.mark_text(align="right", dx=NUMBER_MM * POINTS_PER_MM, fontWeight="bold", color=INK).encode(
            x=alt.value(width), y=y, text=alt.Text("shown:N")
        ),
        width=width,
        height=(height_mm - AXIS_MM) * POINTS_PER_MM,
    )
