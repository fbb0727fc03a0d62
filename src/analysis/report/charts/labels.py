"""Where the names of points stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot
from typing import Final, NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

LABEL_WIDTH: Final = 5.2
LABEL_HALF_HEIGHT: Final = 4.5
MARK_HALF_SIDE: Final = 4
# Room between a name and the next name or line.
GAP: Final = 2.5
# Every second, third, … name first, in some of the orders tried.
STEPS: Final = (2, 3, 5, 7)
LEADER_LINE_FROM_POINTS: Final = 12
LABEL_OFFSETS: Final = (
    *((side * 6, 0) for side in (1, -1)),
    *((side * 5, up) for up in (8, -8) for side in (1, -1)),
    *(
        (side * across, up)
        for up in (15, -15, 22, -22, 30, -30, 38, -38, 48, -48, 58, -58)
        for across in (2, 6, 16, 28, 42)
        for side in (1, -1)
    ),
)


class LabelPlace(NamedTuple):
    """Where a name stands, in points from the top left, and whether a line leads to it."""

    x: float
    y: float
    align: str
    led: bool


class _Placed(NamedTuple):
    """Names placed one after the other, and how well: what they cover, and how far they stand off."""

    covered: int
    far: float
    places: dict[int, LabelPlace]


def place_labels(
    points: Sequence[Point],
    labels: Sequence[str | None],
    size: tuple[float, float],
    rules: Sequence[float] = (),
) -> list[LabelPlace | None]:
    """Where names stand so that they cover neither points nor each other, as far as there is room.

    Nor does a line that leads to a name cross another name, a mark or another line. Of several orders in
    which the names can be placed, the one is taken that covers least.

    Args:
        points: Places in points from the top left.
        labels: A name for each, or None.
        size: Width and height of the drawing.
        rules: Heights of lines across the drawing that no name stands on.
    """
    marks = [_around(point, MARK_HALF_SIDE) for point in points]
    across = [(0.0, height - 1, size[0], height + 1) for height in rules]
    named = [place for place, label in enumerate(labels) if label is not None]
    tried = (_in_order(order, points, labels, size, marks, across) for order in _orders(points, named))
    best = min(tried, key=lambda one: one[:2])
    return [best.places.get(place) for place in range(len(points))]


def _orders(points: Sequence[Point], named: list[int]) -> Iterator[list[int]]:
    """Orders to place names in: as they come, from each side of the drawing, and mixed."""
    yield named
    for axis in (0, 1):
        for turned in (False, True):
            yield sorted(named, key=lambda place, axis=axis: points[place][axis], reverse=turned)
    for step in STEPS:
        yield [place for start in range(step) for place in named[start::step]]


def _in_order(
    order: Sequence[int],
    points: Sequence[Point],
    labels: Sequence[str | None],
    size: tuple[float, float],
    marks: Sequence[Box],
    across: Sequence[Box],
) -> _Placed:
    """Each name of an order at the first place that covers least of what stands there already."""
    names: list[Box] = []
    lines: list[tuple[Point, Point]] = []
    places: dict[int, LabelPlace] = {}
    total, far = 0, 0.0
    for place in order:
        own, label, choices = points[place], labels[place] or "", []
        others = [mark for number, mark in enumerate(marks) if number != place]
        for dx, dy in LABEL_OFFSETS:
            end = (own[0] + dx, own[1] + dy)
            box = _name_box(end, len(label) * LABEL_WIDTH, to_right=dx > 0)
            led = abs(dy) > LEADER_LINE_FROM_POINTS
            line = [(own, end)] if led else []
            outside = box[0] < 0 or box[2] > size[0] or box[1] < 0 or box[3] > size[1]
            covered = (
                sum(_overlap(_grown(box, GAP), other) for other in names)
                + sum(_overlap(box, other) for other in (*marks, *across))
                + sum(_crosses(one, _grown(box, GAP / 2)) for one in lines)
                + sum(_crosses(one, other) for one in line for other in (*others, *names))
                + sum(_cross(one, other) for one in line for other in lines)
            )
            away = hypot(dx, dy)
            choices.append(((outside, covered, away), (end, box, led)))
        (_, covered, away), (end, box, led) = min(choices, key=lambda choice: choice[0])
        names.append(box)
        lines += [(own, end)] if led else []
        places[place] = LabelPlace(*end, "left" if end[0] > own[0] else "right", led)
        total, far = total + covered, far + away
    return _Placed(total, far, places)


def _around(point: Point, half: float) -> Box:
    return point[0] - half, point[1] - half, point[0] + half, point[1] + half


def _name_box(end: Point, wide: float, *, to_right: bool) -> Box:
    left = end[0] if to_right else end[0] - wide
    return left, end[1] - LABEL_HALF_HEIGHT, left + wide, end[1] + LABEL_HALF_HEIGHT


def _grown(box: Box, room: float) -> Box:
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a line runs through a box."""
    left, top, right, bottom = box
    if any(left < x < right and top < y < bottom for x, y in line):
        return True
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return any(_cross(line, (corners[place - 1], corner)) for place, corner in enumerate(corners))


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two lines cross."""

    def side(line: tuple[Point, Point], point: Point) -> float:
        (ax, ay), (bx, by) = line
        return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0
