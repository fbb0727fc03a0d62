"""Shares of a whole, as bars and as a square of 100 fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from analysis.core.formatting import round_half_up
from analysis.report.charts.drawing import LABEL, MARK_KEY, Drawing, Rows, name_axis, unchecked
from analysis.report.charts.theme import CARMINE, GAP, INK, LIGHT, POINTS_PER_MM


class ShareBar(NamedTuple):
    """A share of a whole: its name, its per cent (None where it is not known), and how that is printed."""

    name: str
    value: float | None
    shown: str


@unchecked
def share_bars(
    rows: Sequence[ShareBar], *, width_mm: float, bar_mm: float = 9, names_above: bool = False
) -> Drawing:
    """Shares of one whole each, from 0 to 100 per cent, the number at the bar's end.

    Args:
        rows: From the top.
        width_mm: Width in print, labels included.
        bar_mm: Height of a bar and the space around it.
        names_above: Whether a name stands above its bar and not beside it.
    """
    label_mm, number_mm = 0.0 if names_above else 46.0, 16.0
    names = [row.name for row in rows]
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    base = alt.Chart(Rows([{**row._asdict(), "key": row.name} for row in rows]))
    y = alt.Y("name:N", sort=names, axis=None) if names_above else name_axis(names, label_mm)
    thick = 0.4 if names_above else 0.62
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    whole = (
        base.transform_calculate(whole="100")
        .mark_bar(height={"band": thick}, color="#E7EAEC")
        .encode(x=alt.X("whole:Q", scale=scale, axis=None), y=y)
    )
    above = base.mark_text(align="left", baseline="bottom", dy=-bar_mm * 0.32 * POINTS_PER_MM, color=INK)
    return alt.layer(
        whole,
        base.mark_bar(height={"band": thick}).encode(x=x, y=y, description=MARK_KEY),
        base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=12, color=INK).encode(
            x=alt.value(width), y=y, text=alt.Text("shown:N")
        ),
        *([above.encode(x=alt.value(0), y=y, text=alt.Text("name:N"))] if names_above else []),
        width=width,
        height=len(rows) * bar_mm * POINTS_PER_MM,
    )


@unchecked
def share_grid(share: float, labels: tuple[str, str], *, width_mm: float, side_mm: float = 82) -> Drawing:
    """A share as a square of 100 fields, filled from the top, both parts named at the right.

    Args:
        share: Per cent; the number of filled fields is the printed, rounded share.
        labels: For the filled and for the empty part a line with the number, then lines of words.
        width_mm: Width in print, labels included.
        side_mm: Side of the square.
    """
    filled = int(round_half_up(share))
    side = side_mm / 10 * POINTS_PER_MM
    fields = [
        {
            "x": field % 10 * side,
            "y": field // 10 * side,
            "x2": (field % 10 + 1) * side - GAP,
            "y2": (field // 10 + 1) * side - GAP,
            "colour": CARMINE if field < filled else LIGHT,
            "key": labels[field >= filled].partition("\n")[2].replace("\n", " "),
        }
        for field in range(100)
    ]
    ends = {"x": 10 * side + 12, "colour": INK}
    named = [
        {**ends, "y": filled / 20 * side, "label": labels[0]},
        {**ends, "y": (filled + 100) / 20 * side, "label": labels[1]},
    ]
    width = width_mm * POINTS_PER_MM
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 10 * side], range=[0, 10 * side], nice=False))
    colour = alt.Color("colour:N", scale=None)
    return alt.layer(
        alt.Chart(Rows(fields))
        .mark_rect(cornerRadius=side * 0.06)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q"), color=colour, description=MARK_KEY),
        alt.Chart(Rows(named))
        .mark_text(align="left", fontSize=10, fontWeight="bold", lineBreak="\n")
        .encode(x=x, y=y, text=LABEL, color=colour),
        width=width,
        height=10 * side,
    )
