"""Where the names of points stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

LABEL_WIDTH: Final = 4.6


LEADER_LINE_FROM_POINTS: Final = 12


LABEL_OFFSETS: Final = (
    *((side * 6, 0) for side in (1, -1)),
    *((side * 5, up) for up in (8, -8) for side in (1, -1)),
    *(
        (side * across, up)
        for up in (18, -18, 28, -28, 38, -38)
        for across in (6, 16, 28)
        for side in (1, -1)
    ),
)


class LabelPlace(NamedTuple):
    """Where a name stands, in points from the top left, and whether a line leads to it."""

    x: float
    y: float
    align: str
    led: bool


def place_labels(
    points: Sequence[tuple[float, float]], labels: Sequence[str | None], size: tuple[float, float]
) -> list[LabelPlace | None]:
    """Where names stand so that they cover neither points nor each other, as far as there is room.

    Args:
        points: Places in points from the top left.
        labels: A name for each, or None.
        size: Width and height of the drawing.
    """
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    result: list[LabelPlace | None] = []
    for (x, y), label in zip(points, labels, strict=True):
        if label is None:
            result.append(None)
            continue
        wide, choices = len(label) * LABEL_WIDTH, []
        for order, (dx, dy) in enumerate(LABEL_OFFSETS):
            left = x + dx if dx > 0 else x + dx - wide
            box = (left, y + dy - 4.5, left + wide, y + dy + 4.5)
            outside = box[0] < 0 or box[2] > size[0] or box[1] < 0 or box[3] > size[1]
            covered = sum(
                box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                for other in taken
            )
            place = LabelPlace(
                x + dx, y + dy, "left" if dx > 0 else "right", abs(dy) > LEADER_LINE_FROM_POINTS
            )
            choices.append(((outside, covered, order), place, box))
        _, chosen, box = min(choices, key=lambda choice: choice[0])
        taken.append(box)
        result.append(chosen)
    return result
