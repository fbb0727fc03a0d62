"""Many areas as bars without names, the highest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

import altair as alt

from analysis.report.charts.drawing import LABEL, Align, Spec
from analysis.report.charts.theme import CARMINE, INK, PLACE_COLOURS, POINTS_PER_MM

AXIS_BEYOND_LARGEST: Final = 1.14
LABEL_SHARE: Final = 0.055
EDGE: Final = 0.12
GAP_BEFORE_LABEL_ROWS: Final = 0.3


def bar_chart(
    values: Sequence[float],
    tones: Sequence[str],
    *,
    label: tuple[int, str] | None,
    reference: tuple[float, str],
    width_mm: float,
    height_mm: float,
) -> Spec:
    """Many areas as bars without names, the highest first, one of them named.

    Args:
        values: In the order of the bars.
        tones: own, region or other for each.
        label: Number of the bar that is named, and its name; None for none.
        reference: The country's value and its label.
        width_mm: Width in print, axis included.
        height_mm: Height in print.
    """
    end = max(*values, reference[0]) * AXIS_BEYOND_LARGEST
    bars = [
        {"start": place + 0.08, "end": place + 0.92, "foot": 0, "value": value, "colour": PLACE_COLOURS[tone]}
        for place, (value, tone) in enumerate(zip(values, tones, strict=True))
    ]
    # At the right end a low bar's line would run through the country's label, which then makes room.
    share = 0.0 if label is None else (label[0] + 0.5) / len(values)
    crossed = label is not None and share > 1 - 2 * EDGE and values[label[0]] < reference[0]
    beside = (label[0] if label and crossed else len(values)) - GAP_BEFORE_LABEL_ROWS
    country = {"value": reference[0], "label": reference[1], "start": beside}
    named, align = [], ""
    if label is not None:
        top = max(values[label[0]], reference[0]) + end * LABEL_SHARE * (2 if crossed else 1)
        place = {"start": label[0] + 0.5, "value": values[label[0]], "text": top}
        named = [{**place, "top": top - end * LABEL_SHARE / 2, "label": label[1]}]
        align = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    spec = _bar_chart(len(values), end, width_mm, height_mm, align)
    return {**spec, "datasets": {"bars": bars, "country": [country], "named": named}}


@lru_cache(maxsize=16)
def _bar_chart(count: int, end: float, width_mm: float, height_mm: float, align: Align | Literal[""]) -> Spec:
    """A bar chart without its data; the name's side is empty where no bar is named."""
    axis_mm, below_mm = 10.0, 2.0
    width, height = (width_mm - axis_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    extent = axis_mm * POINTS_PER_MM - 5
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(
        title=None, values=list(range(0, int(end), 500)), format=",.0f", minExtent=extent, maxExtent=extent
    )
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, count], nice=False))
    y = alt.Y("value:Q", scale=scale, axis=axis)
    country, named = (alt.Chart(alt.NamedData(name)) for name in ("country", "named"))
    layers = [
        alt.Chart(alt.NamedData("bars"))
        .mark_rect()
        .encode(x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2("foot:Q"), color=alt.Color("colour:N", scale=None)),
        country.mark_rule(color=INK, strokeWidth=1).encode(y=y),
        country.mark_text(align="right", dy=-7, fontWeight="bold", color=INK).encode(x=x, y=y, text=LABEL),
    ]
    if align:
        above = alt.Y("text:Q", scale=scale, axis=axis)
        layers.append(named.mark_rule(color=CARMINE, strokeWidth=0.8).encode(x=x, y=y, y2=alt.Y2("top:Q")))
        # White behind the name, so that no line of the grid runs through it.
        layers += [
            named.mark_text(
                align=align, fontWeight="bold", baseline="middle", color=ink, stroke=ink, strokeWidth=edge
            ).encode(x=x, y=above, text=LABEL)
            for ink, edge in (("white", 3), (CARMINE, 0))
        ]
    return alt.layer(*layers, width=width, height=height).to_dict()
