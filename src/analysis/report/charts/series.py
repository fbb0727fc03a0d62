"""Numbers over time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count, pairwise
from typing import Any, Final, NamedTuple

import altair as alt

from analysis.core.typeface import text_width
from analysis.report.charts.drawing import LABEL, MARK_KEY, Align, Drawing, Rows, unchecked
from analysis.report.charts.labels import LABEL_HALF_HEIGHT, LABEL_SIZE, LABEL_WIDTH, MARK_HALF_SIDE
from analysis.report.charts.theme import GREY, LIMIT_COLOURS, LINES, POINTS_PER_MM, TONES


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


class Tick(NamedTuple):
    """A named place on the time axis.

    Attributes:
        time: Years as a decimal number.
        label: Its name, such as a quarter's within its year.
        position: Its place in the order of all quarters or years, delivered or not.
        year: What stands below the name, once for each year; None for nothing.
    """

    time: float
    label: str
    position: int
    year: str | None = None


class LimitsAt(NamedTuple):
    """Limits and centre at a time, behind the points."""

    time: float
    low: float
    middle: float
    high: float


class LineName(NamedTuple):
    """The name of a line beside its last point.

    Attributes:
        time: Of the last point.
        height: Where the name stands on the axis of values.
        name: What is written.
        tone: Name of its colour.
    """

    time: float
    height: float
    name: str
    tone: str


BETWEEN_LABELS: Final = 4.0
LINE_MM: Final = 3.5
AXIS_MM: Final = 13.0
RIGHT_MM: Final = 11.0
BELOW_MM: Final = 6.0
NARROW: Final = {" ": 2.0, ".": 2.0}
HALF_A_DAY: Final = 0.0013
# Areas of points: one that no line leads to is larger, so that it is seen beside a gap.
JOINED_POINT: Final = 26
LONE_POINT: Final = 60


# Sides of a point: how its label is aligned there, and how far it is moved across and down.
SIDES: Final[dict[str, tuple[Align, int, int]]] = {
    "left": ("right", -7, 0),
    "right": ("left", 6, 0),
    "above": ("left", -3, -10),
    "below": ("left", -3, 11),
}


class TimeAxis(NamedTuple):
    """Which ticks an axis has and which of them are named.

    Attributes:
        first: Where it starts, in years as a decimal number.
        last: Where it ends.
        ticks: Every tick.
        names: The lines under each named tick, by its time.
    """

    first: float
    last: float
    ticks: tuple[float, ...]
    names: dict[float, tuple[str, ...]]

    @property
    def lines(self) -> int:
        """How many lines of names stand under it."""
        return max((len(lines) for lines in self.names.values()), default=1)


def time_axis(
    times: Sequence[float], deliveries: Sequence[Tick], years: Sequence[Tick], width: float
) -> TimeAxis:
    """An axis that holds all points and all deliveries.

    Every delivery is a tick. All are named if there is room; else the last one and those that lie two
    quarters, or whole years, before each other. Years are named from the first on, where there is room beside
    the deliveries' names.

    Args:
        times: Of the points.
        deliveries: A tick for each, in the order of time.
        years: Ticks of years before the first delivery, in the order of time.
        width: Length of the axis in points.
    """
    placed = [*times, *(tick.time for tick in (*deliveries, *years))]
    room = (max(placed) - min(placed)) * 0.02 or 0.05
    first, last = min(placed) - room, max(placed) + room
    scale = width / (last - first)
    names = named_lines(_with_room(deliveries, -1, scale))
    quarters = [(time * scale, _half_width(lines)) for time, lines in names.items()]
    free = [
        tick
        for tick in _with_room(years, 0, scale)
        if all(
            abs(tick.time * scale - place) >= half + _half_width((tick.label,)) + BETWEEN_LABELS
            for place, half in quarters
        )
    ]
    return TimeAxis(
        first, last, tuple(tick.time for tick in (*years, *deliveries)), {**named_lines(free), **names}
    )


def named_lines(ticks: Sequence[Tick]) -> dict[float, tuple[str, ...]]:
    """The lines under each of some ticks: its name and, under the first of a year, the year."""
    before: Sequence[str | None] = [None, *(tick.year for tick in ticks)]
    return {
        tick.time: (tick.label,) if tick.year in (None, year) else (tick.label, str(tick.year))
        for tick, year in zip(ticks, before, strict=False)
    }


def _with_room(ticks: Sequence[Tick], fixed: int, scale: float) -> list[Tick]:
    """One of the ticks and every second, fourth, eighth … from it, as closely as their names have room."""
    if not ticks:
        return []
    for step in chain((1, 2), count(4, 4)):
        chosen = [tick for tick in ticks if (tick.position - ticks[fixed].position) % step == 0]
        placed = [(time * scale, _half_width(lines)) for time, lines in named_lines(chosen).items()]
        if all(
            after - before >= half + next_half + BETWEEN_LABELS
            for (before, half), (after, next_half) in pairwise(placed)
        ):
            break
    return chosen


def _half_width(lines: Sequence[str]) -> float:
    return max(sum(NARROW.get(sign, LABEL_WIDTH) for sign in line) for line in lines) / 2


class Frame(NamedTuple):
    """The axis of time of a chart, and its width and height without axes, in points."""

    axis: TimeAxis
    width: float
    height: float


def frame_of(
    points: Sequence[SeriesPoint],
    *,
    width_mm: float,
    height_mm: float,
    ticks: Sequence[Tick],
    years: Sequence[Tick] = (),
    axis_mm: float = AXIS_MM,
) -> Frame:
    """What `series_chart` draws some points in, which takes the same arguments."""
    width = (width_mm - axis_mm - RIGHT_MM) * POINTS_PER_MM
    axis = time_axis([point.time for point in points], ticks, years, width)
    below_mm = BELOW_MM + (axis.lines - 1) * LINE_MM
    return Frame(axis, width, (height_mm - below_mm) * POINTS_PER_MM)


def with_clear_labels(
    points: Sequence[SeriesPoint], frame: Frame, domain: tuple[float, float]
) -> list[SeriesPoint]:
    """The points, each label on the first side where it lies on no point, no other label and no axis.

    The last comes first, then the others in the order of time; one that has no such side is left out.

    Args:
        points: The numbers in the order of time.
        frame: What they are drawn in.
        domain: First and last value of the axis.
    """
    length, reach = frame.axis.last - frame.axis.first, domain[1] - domain[0]
    places = [
        (
            (point.time - frame.axis.first) / length * frame.width,
            (domain[1] - point.value) / reach * frame.height,
        )
        for point in points
    ]
    side = MARK_HALF_SIDE
    taken = [(x - side, y - side, x + side, y + side) for x, y in places]
    found = list(points)
    for place in (len(points) - 1, *range(len(points) - 1)):
        label, (x, y) = points[place].label, places[place]
        if label is None:
            continue
        found[place] = points[place]._replace(label=None)
        for name, (align, across, down) in SIDES.items():
            wide = text_width(label, LABEL_SIZE, bold=True)
            left, middle = x + across - (wide if align == "right" else 0), y + down
            box = (left, middle - LABEL_HALF_HEIGHT, left + wide, middle + LABEL_HALF_HEIGHT)
            inside = (
                box[0] >= -side
                and box[2] <= frame.width + RIGHT_MM * POINTS_PER_MM
                and box[3] <= frame.height
            )
            if inside and not any(_overlap(box, other) for other in taken):
                found[place] = points[place]._replace(side=name)
                taken.append(box)
                break
    return found


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@unchecked
def series_chart(
    points: Sequence[SeriesPoint],
    *,
    width_mm: float,
    height_mm: float,
    ticks: Sequence[Tick],
    domain: tuple[float, float],
    years: Sequence[Tick] = (),
    axis_mm: float = AXIS_MM,
    band: Sequence[LimitsAt] = (),
    names: Sequence[LineName] = (),
    decimals: int = 0,
) -> Drawing:
    """Numbers over time: delivered ones joined where nothing lies between, published ones each by itself.

    Args:
        points: The numbers, those of a run in the order of time.
        width_mm: Width in print, axis included.
        height_mm: Height in print, axis included.
        ticks: The deliveries on the time axis, in their order.
        domain: First and last value of the axis.
        years: Ticks of years before the first delivery, in their order.
        axis_mm: Room for the labels of the value axis.
        band: Limits behind the points.
        names: Of lines, at the right, where the tones are those of `LINES`.
        decimals: How many the axis of values shows.
    """
    axis_of_time, width, height = frame_of(
        points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, years=years, axis_mm=axis_mm
    )
    # A format would follow the Danish locale and never match, and the axis may round what it is given.
    words = "".join(
        f"abs(datum.value - {place:.4f}) < {HALF_A_DAY} ? {json.dumps(lines)} : "
        for place, lines in axis_of_time.names.items()
    )
    x = alt.X(
        "time:Q",
        scale=alt.Scale(domain=[axis_of_time.first, axis_of_time.last], nice=False),
        axis=alt.Axis(
            title=None,
            values=list(axis_of_time.ticks),
            labelExpr=f"{words}''",
            tickRound=False,
            labelFlush=False,
            labelOverlap=False,
            grid=False,
        ),
    )
    extent = axis_mm * POINTS_PER_MM - 5
    axis = alt.Axis(title=None, tickCount=4, format=f",.{decimals}f", minExtent=extent, maxExtent=extent)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    y, low = (alt.Y(f"{name}:Q", scale=scale, axis=axis) for name in ("value", "lower"))
    colour = alt.Color("colour:N", scale=None)
    colours = {**TONES, **{tone: ink for tone, (ink, _) in LINES.items()}}
    joined = Counter(point.run for point in points)
    base = alt.Chart(
        Rows(
            [
                {
                    **point._asdict(),
                    "colour": colours[point.tone],
                    "size": LONE_POINT if point.run and joined[point.run] == 1 else JOINED_POINT,
                }
                for point in points
            ]
        )
    )
    edge = alt.Chart(Rows([{"edge": 0}])).mark_rule(opacity=0)
    limits = alt.Chart(
        Rows([{**place._asdict(), "lower": place.low, "value": place.middle} for place in band])
    )
    layers = [
        edge.encode(x=alt.value(width + RIGHT_MM * POINTS_PER_MM)),
        limits.mark_area(color=LIMIT_COLOURS[0], interpolate="step").encode(x=x, y=low, y2=alt.Y2("high:Q")),
        limits.mark_line(color=GREY, strokeWidth=0.8).encode(x=x, y=y),
        base.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=3, opacity=0.35)
        .encode(x=x, y=low, y2=alt.Y2("upper:Q"), color=colour),
        *(
            base.transform_filter(f"datum.run != null{only}")
            .mark_line(**strokes)
            .encode(x=x, y=y, detail=alt.Detail("run:N"), color=colour)
            for only, strokes in _strokes(points)
        ),
        base.transform_filter("!datum.hollow")
        .mark_point(opacity=1)
        .encode(x=x, y=y, color=colour, size=alt.Size("size:Q", scale=None), description=MARK_KEY),
        base.transform_filter("datum.hollow")
        .mark_point(size=46, opacity=1, filled=False, shape="diamond", strokeWidth=1.3)
        .encode(x=x, y=y, color=colour, description=MARK_KEY),
    ]
    for side, (align, across, down) in SIDES.items():
        chosen = base.transform_filter(f"datum.label != null && datum.side == '{side}'")
        layers.append(
            chosen.mark_text(fontWeight="bold", align=align, dx=across, dy=down).encode(
                x=x, y=y, text=LABEL, color=colour
            )
        )
    if names:
        ends = [{**one._asdict(), "value": one.height, "colour": colours[one.tone]} for one in names]
        layers.append(
            alt.Chart(Rows(ends))
            .mark_text(fontWeight="bold", align="left", dx=6)
            .encode(x=x, y=y, text=alt.Text("name:N"), color=colour)
        )
    return alt.layer(*layers, width=width, height=height)


def _strokes(points: Sequence[SeriesPoint]) -> list[tuple[str, dict[str, Any]]]:
    """Which points are joined by which strokes: all by the same, or those of each of `LINES` by its own."""
    lines = [tone for tone in LINES if any(point.tone == tone for point in points)]
    if not lines:
        return [("", {})]
    return [(f" && datum.tone == '{tone}'", {"strokeDash": list(LINES[tone][1])}) for tone in lines]


def set_apart(heights: Sequence[float], least: float) -> list[float]:
    """Heights in their order, moved as little as it takes to lie at least so far from each other.

    Heights that lie too close form a group, which spreads around its middle.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    groups = [[place] for place in order]
    middles = [heights[place] for place in order]
    place = 0
    while place + 1 < len(groups):
        reach = (len(groups[place]) + len(groups[place + 1])) * least / 2
        if middles[place + 1] - middles[place] >= reach:
            place += 1
            continue
        whole = groups[place] + groups.pop(place + 1)
        groups[place] = whole
        middles.pop(place + 1)
        middles[place] = sum(heights[one] for one in whole) / len(whole)
        place = max(0, place - 1)
    moved = list(heights)
    for group, middle in zip(groups, middles, strict=True):
        for number, one in enumerate(group):
            moved[one] = middle + (number - (len(group) - 1) / 2) * least
    return moved
