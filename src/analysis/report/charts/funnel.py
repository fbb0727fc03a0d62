"""Areas by population and rate, with the limits for their size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Final, NamedTuple

import altair as alt

from analysis.report.charts.drawing import LABEL, MARK_KEY, Drawing, Rows, unchecked
from analysis.report.charts.labels import place_labels, place_rule_label
from analysis.report.charts.theme import GREY, INK, LIMIT_COLOURS, POINTS_PER_MM, SHAPES, TONES

POPULATION_TICKS: Final = (2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)


class FunnelArea(NamedTuple):
    """An area in the funnel.

    Attributes:
        key: What its mark is called, the area's code.
        name: Its name.
        people: Its population.
        runners: How many active runners it has.
        rate: Its rate.
        tone: Name of its colour and shape.
        label: Its name where it is named.
    """

    key: str
    name: str
    people: int
    runners: float
    rate: float
    tone: str
    label: str | None


@unchecked
def funnel_chart(
    areas: Sequence[FunnelArea],
    bands: Sequence[Mapping[str, float]],
    *,
    width_mm: float,
    height_mm: float,
    reference: tuple[float, str],
    end: float,
) -> Drawing:
    """Areas by population and rate, with the limits between which areas of their size usually lie.

    Args:
        areas: In the order in which names find their places.
        bands: Limits by population, in order: people; low_95, high_95, low_998, high_998 with the spread
            between areas; low_plain, high_plain by chance alone.
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
        reference: The common rate and its label.
        end: Upper end of the axis of rates, which starts at 0.
    """
    axis_mm, below_mm, right_mm = 12.0, 7.0, 2.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    span = (bands[0]["people"], bands[-1]["people"])
    extent = axis_mm * POINTS_PER_MM - 5
    x = alt.X(
        "people:Q",
        scale=alt.Scale(type="log", domain=list(span), nice=False),
        axis=alt.Axis(title=None, values=list(POPULATION_TICKS), format=",.0f", grid=False),
    )
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(title=None, tickCount=6, format=",.0f", minExtent=extent, maxExtent=extent)

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=scale, axis=axis)

    points = [
        (log(area.people / span[0]) / log(span[1] / span[0]) * width, (1 - area.rate / end) * height)
        for area in areas
    ]
    rule = (1 - reference[0] / end) * height
    (left, middle), taken = place_rule_label(reference[1], points, width, rule)
    placed = [
        {
            "label_people": span[0] * (span[1] / span[0]) ** (place.x / width),
            "label_rate": (1 - place.y / height) * end,
            "align": place.align,
            "led": place.led,
        }
        if place
        else {"align": None, "led": False}
        for place in place_labels(points, [area.label for area in areas], (width, height), [rule], [taken])
    ]
    drawn = [
        {**area._asdict(), **place, "colour": TONES[area.tone], "shape": SHAPES[area.tone]}
        for area, place in zip(areas, placed, strict=True)
    ]
    label_x = x.copy()
    label_x.shorthand = "label_people:Q"
    band, base = alt.Chart(Rows(list(bands))), alt.Chart(Rows(drawn))
    edge = alt.Chart(Rows([{"edge": 0}])).mark_rule(opacity=0)
    country = alt.Chart(Rows([{"rate": reference[0], "label": reference[1]}]))
    colour = alt.Color("colour:N", scale=None)
    layers = [
        edge.encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        band.mark_area(color=LIMIT_COLOURS[1], clip=True).encode(
            x=x, y=y("low_998"), y2=alt.Y2("high_998:Q")
        ),
        band.mark_area(color=LIMIT_COLOURS[0], clip=True).encode(x=x, y=y("low_95"), y2=alt.Y2("high_95:Q")),
        *(
            band.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=0.9, clip=True).encode(
                x=x, y=y(f"{side}_plain")
            )
            for side in ("low", "high")
        ),
        country.mark_rule(color=INK, strokeWidth=1).encode(y=y("rate")),
        country.mark_text(align="left", dy=middle - rule, fontWeight="bold", color=INK).encode(
            x=alt.value(left), y=y("rate"), text=LABEL
        ),
        base.transform_filter("datum.led")
        .mark_rule(strokeWidth=0.5)
        .encode(x=x, y=y("rate"), x2=alt.X2("label_people:Q"), y2=alt.Y2("label_rate:Q"), color=colour),
        base.mark_point(size=30, opacity=1, stroke="white", strokeWidth=0.8).encode(
            x=x,
            y=y("rate"),
            fill=alt.Fill("colour:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description=MARK_KEY,
        ),
        *(
            base.transform_filter(f"datum.align == '{align}'")
            .mark_text(align=align, fontWeight="bold")
            .encode(x=label_x, y=y("label_rate"), text=LABEL, color=colour)
            for align in ("left", "right")
        ),
    ]
    return alt.layer(*layers, width=width, height=height)
