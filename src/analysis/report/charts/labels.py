"""Where the names of points stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from random import Random
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.core.typeface import text_width

Point: TypeAlias = tuple[float, float]
# Left, top, right, bottom.
Box: TypeAlias = tuple[float, float, float, float]
Numbers: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]

# About how wide a letter is where a few words are placed.
LABEL_WIDTH: Final = 5.2
LABEL_SIZE: Final = 8.0
LABEL_HALF_HEIGHT: Final = 4.5
MARK_HALF_SIDE: Final = 3.5
# Room between a name and the next name or line.
GAP: Final = 2.5
# How far the name of a line stands from the end of the line at least, from the line, and how it is moved.
RULE_LABEL_EDGE: Final = 3.0
RULE_LABEL_AWAY: Final = 7.0
RULE_LABEL_STEP: Final = 6.0
# How many orders are tried at most, and how often each name is placed again.
ORDERS: Final = 24
ROUNDS: Final = 6
LEADER_LINE_FROM_POINTS: Final = 12


def _with_a_line(reach: int) -> list[tuple[int, int]]:
    """Places so far from a point that a line leads to them, within a reach in points."""
    return [
        (side * across, up)
        for up in range(-reach, reach + 1, 5)
        for across in (2, *range(6, reach - 3, 5))
        for side in (1, -1)
        if max(across, abs(up)) > LEADER_LINE_FROM_POINTS
    ]


LABEL_OFFSETS: Final = (
    *((side * 6, 0) for side in (1, -1)),
    *((side * 5, up) for up in (8, -8) for side in (1, -1)),
    *_with_a_line(60),
)
# Where a name may stand that has no room nearer.
FAR_OFFSETS: Final = (*LABEL_OFFSETS, *(place for place in _with_a_line(100) if place not in LABEL_OFFSETS))
# What a place costs beside its distance: what it covers, and that it does not lie in the drawing.
COVERED: Final = 1e3
OUTSIDE: Final = 1e6
# Which way each side of a box lies: left, top, right, bottom.
OUTWARDS: Final = np.array([-1, -1, 1, 1])


class LabelPlace(NamedTuple):
    """Where a name stands, in points from the top left, and whether a line leads to it."""

    x: float
    y: float
    align: str
    led: bool


class _Choices(NamedTuple):
    """The places that a name can have.

    Attributes:
        own: Its point.
        ends: Where the name begins or ends, a row per place.
        boxes: What it takes: left, top, right, bottom.
        led: Whether a line leads to it.
        cost: How bad each place is, whatever other names do.
    """

    own: Point
    ends: Numbers
    boxes: Numbers
    led: Truths
    cost: Numbers

    def only(self, number: int) -> _Choices:
        """One of the places as the only one."""
        one = slice(number, number + 1)
        return _Choices(self.own, self.ends[one], self.boxes[one], self.led[one], self.cost[one])


def place_labels(
    points: Sequence[Point],
    labels: Sequence[str | None],
    size: tuple[float, float],
    rules: Sequence[float] = (),
    boxes: Sequence[Box] = (),
) -> list[LabelPlace | None]:
    """Where names stand so that they cover neither points nor each other, as far as there is room.

    Nor does a line that leads to a name cross another name, a mark or another line. Names are placed one
    after the other in several orders, and then each again beside all others for as long as that helps; the
    first result is taken that covers nothing, else the one that covers least. Names for which there is no
    room there are placed further away, and left out where there is none either.

    Args:
        points: Places in points from the top left.
        labels: A name for each, or None.
        size: Width and height of the drawing.
        rules: Heights of lines across the drawing that no name stands on.
        boxes: What else no name stands on: left, top, right, bottom.
    """
    named = [place for place, label in enumerate(labels) if label is not None]
    across = [(0.0, height - 1, size[0], height + 1) for height in rules]
    marks = np.array([[*point, *point] for point in points]).reshape(-1, 4) + MARK_HALF_SIDE * OUTWARDS
    taken = np.array([*marks, *across, *boxes])
    places: dict[int, LabelPlace] = {}
    for offsets in (LABEL_OFFSETS, FAR_OFFSETS):
        choices = {
            place: _choices(
                points[place], labels[place] or "", size, taken, _apart(points[place], marks), offsets
            )
            for place in named
        }
        chosen = _without_the_worst(_best(named, choices), choices)
        if not places or len(chosen) > len(places):
            places = {place: _label_place(choices[place], number) for place, number in chosen.items()}
        if len(places) == len(named):
            break
    return [places.get(place) for place in range(len(points))]


def _apart(point: Point, marks: Numbers) -> Numbers:
    """The marks that a line from a point can avoid: those that the point does not lie in."""
    inside = (marks[:, :2] < point).all(axis=1) & (marks[:, 2:] > point).all(axis=1)
    apart: Numbers = marks[~inside]
    return apart


def _best(named: Sequence[int], choices: Mapping[int, _Choices]) -> dict[int, int]:
    """The first result that covers nothing, else the one that covers least."""
    names = _Names(choices)
    best: dict[int, int] = {}
    least = inf
    for order in _orders(named, choices):
        tried = _placed(order, names)
        cost = _cost(tried, names)
        if cost < least:
            best, least = tried, cost
        if least < COVERED:
            break
    return best


def place_rule_label(label: str, points: Sequence[Point], width: float, rule: float) -> tuple[Point, Box]:
    """Where the name of a line across the drawing begins: as far to the left as it covers fewest marks.

    Args:
        label: The name.
        points: Places of the marks in points from the top left.
        width: Of the drawing.
        rule: Height of the line.

    Returns:
        Its beginning, halfway up, and what it takes.
    """
    wide = text_width(label, LABEL_SIZE, bold=True)
    lefts = np.arange(RULE_LABEL_EDGE, max(RULE_LABEL_EDGE, width - wide) + 1, RULE_LABEL_STEP)
    starts = [(float(left), rule + away) for left in lefts for away in (-RULE_LABEL_AWAY, RULE_LABEL_AWAY)]
    boxes = [(x, y - LABEL_HALF_HEIGHT, x + wide, y + LABEL_HALF_HEIGHT) for x, y in starts]
    marks = np.array([[*point, *point] for point in points]).reshape(-1, 4) + MARK_HALF_SIDE * OUTWARDS
    best = int(np.argmin(_overlap(np.array(boxes), marks).sum(axis=1)))
    return starts[best], boxes[best]


def _without_the_worst(chosen: Mapping[int, int], choices: Mapping[int, _Choices]) -> dict[int, int]:
    """The names that cover nothing once those that cover most are left out, one after the other."""
    names = _Names({place: choices[place].only(number) for place, number in chosen.items()})
    kept = dict.fromkeys(chosen, 0)
    while kept:
        costs = {place: float(names.costs(place, kept).item()) for place in kept}
        worst = max(costs, key=costs.__getitem__)
        if costs[worst] < COVERED:
            break
        del kept[worst]
    return {place: chosen[place] for place in kept}


def _label_place(names: _Choices, chosen: int) -> LabelPlace:
    x, y = (float(value) for value in names.ends[chosen])
    return LabelPlace(x, y, "left" if x > names.own[0] else "right", bool(names.led[chosen]))


def _orders(named: Sequence[int], choices: Mapping[int, _Choices]) -> Iterator[list[int]]:
    """Orders to place names in: those with the least room first, then much like it, by chance."""
    room = {place: 1 + int((choices[place].cost < COVERED).sum()) for place in named}
    yield sorted(named, key=room.__getitem__)
    chance = Random(0)
    for _ in range(ORDERS):
        weights = {place: room[place] * chance.uniform(0.3, 3) for place in named}
        yield sorted(named, key=weights.__getitem__)


def _choices(
    own: Point,
    label: str,
    size: tuple[float, float],
    taken: Numbers,
    other_marks: Numbers,
    among: Sequence[tuple[int, int]],
) -> _Choices:
    """All places of a name, what each covers of what is taken, and whether its line enters another's mark."""
    wide, offsets = text_width(label, LABEL_SIZE, bold=True), np.array(among, dtype=float)
    ends = offsets + own
    left = np.where(offsets[:, 0] > 0, ends[:, 0], ends[:, 0] - wide)
    boxes = np.stack(
        [left, ends[:, 1] - LABEL_HALF_HEIGHT, left + wide, ends[:, 1] + LABEL_HALF_HEIGHT], axis=1
    )
    away = np.hypot(offsets[:, 0], offsets[:, 1])
    led = away > LEADER_LINE_FROM_POINTS
    covered = _overlap(boxes, taken).sum(axis=1)
    covered += (_enter(np.array(own), ends, other_marks) & led[:, None]).sum(axis=1)
    outside = (boxes[:, :2] < 0).any(axis=1) | (boxes[:, 2:] > size).any(axis=1)
    return _Choices(own, ends, boxes, led, away + COVERED * covered + OUTSIDE * outside)


def _placed(order: Sequence[int], names: _Names) -> dict[int, int]:
    """The place chosen for each name: each where it costs least, then again until nothing changes."""
    chosen: dict[int, int] = {}
    for _ in range(ROUNDS):
        before = dict(chosen)
        for place in order:
            chosen[place] = int(np.argmin(names.costs(place, chosen)))
        if chosen == before:
            break
    return chosen


def _cost(chosen: Mapping[int, int], names: _Names) -> float:
    """What all names cost together; what two names cost each other counts twice."""
    return sum(float(names.costs(place, chosen)[number]) for place, number in chosen.items())


class _Names:
    """What the places of names cost; how two names are in each other's way is worked out once.

    Attributes:
        choices: The places that each name can have, by the number of its point.
    """

    def __init__(self, choices: Mapping[int, _Choices]) -> None:
        """Nothing is worked out yet."""
        self.choices = choices
        self._conflicts: dict[tuple[int, int, int], Numbers] = {}

    def costs(self, place: int, chosen: Mapping[int, int]) -> Numbers:
        """What each place of a name costs where the other names stand."""
        own = self.choices[place]
        others = [(place, other, number) for other, number in chosen.items() if other != place]
        if not others:
            return own.cost
        if unknown := [one for one in others if one not in self._conflicts]:
            places = [(self.choices[other], number) for _, other, number in unknown]
            self._conflicts.update(zip(unknown, _conflicts(own, places), strict=True))
        costs: Numbers = own.cost + COVERED * np.sum([self._conflicts[one] for one in others], axis=0)
        return costs


def _conflicts(own: _Choices, places: Sequence[tuple[_Choices, int]]) -> Numbers:
    """How often each place of a name is in the way of one place of another: a row per place of another."""
    boxes = np.array([other.boxes[number] for other, number in places])
    starts = np.array([other.own for other, _ in places])
    ends = np.array([other.ends[number] for other, number in places])
    led = np.array([other.led[number] for other, number in places])
    grown, near = own.boxes + GAP * OUTWARDS, own.boxes + GAP / 2 * OUTWARDS
    in_the_way = (
        _overlap(grown, boxes).astype(float)
        + (_enter(starts, ends, near).T & led)
        + (_enter(np.array(own.own), own.ends, boxes) & own.led[:, None])
        + (_cross(own.own, own.ends, starts, ends) & own.led[:, None] & led)
    )
    return np.ascontiguousarray(in_the_way.T)


def _overlap(boxes: Numbers, others: Numbers) -> Truths:
    """Whether each box overlaps each of the others: a row per box."""
    across, up = (
        (boxes[:, None, axis] < others[:, axis + 2]) & (others[:, axis] < boxes[:, None, axis + 2])
        for axis in (0, 1)
    )
    found: Truths = across & up
    return found


def _enter(start: Numbers, ends: Numbers, boxes: Numbers) -> Truths:
    """Whether the line to each end, from one point or one for each, runs through each box: a row per end."""
    away = ends - start
    away = np.where(away == 0, 1e-9, away)
    first, last = [], []
    for axis in (0, 1):
        starts, length = start[..., None, axis], away[:, None, axis]
        low, high = (boxes[:, axis] - starts) / length, (boxes[:, axis + 2] - starts) / length
        first.append(np.minimum(low, high))
        last.append(np.maximum(low, high))
    begins, stops = np.maximum(*first), np.minimum(*last)
    found: Truths = (begins < stops) & (stops > 0) & (begins < 1)
    return found


def _cross(start: Point, ends: Numbers, starts: Numbers, others: Numbers) -> Truths:
    """Whether the line from a point to each end crosses each of other lines: a row per end."""

    def side(line: tuple[Numbers, Numbers], point: Numbers) -> Numbers:
        (a, b) = line
        turned: Numbers = (b[..., 0] - a[..., 0]) * (point[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
            point[..., 0] - a[..., 0]
        )
        return turned

    one = (np.array(start)[None, None], ends[:, None])
    other = (starts[None], others[None])
    found: Truths = (side(one, other[0]) * side(one, other[1]) < 0) & (
        side(other, one[0]) * side(other, one[1]) < 0
    )
    return found
