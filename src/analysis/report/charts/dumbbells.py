"""Areas with two numbers each, a dot by day and one at night, and a line between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import altair as alt

from analysis.report.charts.drawing import MARK_KEY, Drawing, Rows, name_axis, unchecked
from analysis.report.charts.reach import DAY_COLOUR, NIGHT_COLOUR
from analysis.report.charts.theme import INK, POINTS_PER_MM

NUMBER_MM: Final = 9.0
AXIS_MM: Final = 7.0
BETWEEN: Final = "#BDBDBD"


class Dumbbell(NamedTuple):
    """An area with its number by day and at night.

    Attributes:
        name: At the left.
        day: Per cent by day; None where it is not known.
        night: Per cent at night; None where it is not known.
        day_label: The number by day, as it is printed.
        night_label: The number at night, as it is printed.
    """

    name: str
    day: float | None
    night: float | None
    day_label: str
    night_label: str


@unchecked
def dumbbell_chart(
    rows: Sequence[Dumbbell],
    *,
    width_mm: float,
    height_mm: float,
    label_mm: float,
    reference: float,
    end: int,
    heads: tuple[str, str],
) -> Drawing:
    """Areas in the order given, the country's number at night as a line.

    Args:
        rows: From above.
        width_mm: Width in print, names and numbers included.
        height_mm: Height in print, axis included.
        label_mm: Room for the names.
        reference: The country's number at night.
        end: Where the axis ends, in percent.
        heads: What stands over the numbers by day and at night.
    """
    width = (width_mm - label_mm - 2 * NUMBER_MM) * POINTS_PER_MM
    height = (height_mm - AXIS_MM) * POINTS_PER_MM
    y = name_axis([row.name for row in rows], label_mm)
    scale = alt.Scale(domain=[0, end], nice=False)
    x = alt.X(
        "value:Q",
        scale=scale,
        axis=alt.Axis(title=None, values=[0, end / 2, end], format=",.0f"),
    )
    drawn = Rows([{**row._asdict(), "key": row.name} for row in rows])
    base = alt.Chart(drawn)
    known = base.transform_filter("datum.day != null && datum.night != null")
    number = NUMBER_MM * POINTS_PER_MM
    head = alt.Chart(Rows([{"name": rows[0].name}]))
    style: dict[str, Any] = {"align": "right", "fontSize": 8}
    marks: list[tuple[str, dict[str, Any]]] = [
        ("day", {"color": DAY_COLOUR, "fill": DAY_COLOUR}),
        ("night", {"stroke": NIGHT_COLOUR, "fill": "white", "strokeWidth": 1.4}),
    ]
    return alt.layer(
        alt.Chart(Rows([{"value": reference}])).mark_rule(color=INK, strokeWidth=0.8).encode(x=x),
        known.mark_rule(color=BETWEEN, strokeWidth=2.5).encode(
            x=alt.X("day:Q", scale=scale), x2=alt.X2("night:Q"), y=y
        ),
        *(
            known.mark_point(size=26, opacity=1, **marked).encode(
                x=alt.X(f"{name}:Q", scale=scale), y=y, description=MARK_KEY
            )
            for name, marked in marks
        ),
        *(
            base.mark_text(dx=place * number, color=colour, **style).encode(
                x=alt.value(width), y=y, text=alt.Text(f"{name}_label:N")
            )
            for place, (name, colour) in enumerate((("day", DAY_COLOUR), ("night", NIGHT_COLOUR)), 1)
        ),
        *(
            head.mark_text(dx=place * number, dy=-11, color=colour, fontWeight="bold", **style).encode(
                x=alt.value(width), y=y, text=alt.value(text)
            )
            for place, (text, colour) in enumerate(zip(heads, (DAY_COLOUR, NIGHT_COLOUR), strict=True), 1)
        ),
    ).properties(width=width, height=height)
