"""A map of municipalities in their real shapes, coloured in classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from analysis.reference.boundaries import Boundaries, Ring, simplified
from analysis.report.charts.theme import NOT_KNOWN, NOT_KNOWN_EDGE, POINTS_PER_MM
from analysis.texts.markup import as_html

FINEST: Final = 0.25
LINE: Final = 0.4
EDGE: Final = 1.0


class ShownArea(NamedTuple):
    """A municipality on the map.

    Attributes:
        fill: Its colour.
        told: Its name and number, shown where somebody points at it.
        own: Whether the map is of it; others lie within the frame.
    """

    fill: str
    told: str
    own: bool


def boundary_map(boundaries: Boundaries, areas: Mapping[str, ShownArea], width_mm: float) -> str:
    """Municipalities as SVG, north up, framed by those that the map is of; others have no lines between them.

    Args:
        boundaries: Code → rings in metres.
        areas: Code → how each is shown.
        width_mm: Width in print.
    """
    own = [point for code, area in areas.items() if area.own for ring in boundaries[code] for point in ring]
    left, right = min(east for east, _ in own), max(east for east, _ in own)
    bottom, top = min(north for _, north in own), max(north for _, north in own)
    width = width_mm * POINTS_PER_MM
    scale = (width - 2 * LINE) / (right - left)
    height = (top - bottom) * scale + 2 * LINE
    paths = "".join(
        f'<path d="{_path(boundaries[code], (left, top), scale)}" fill="{area.fill}"'
        + _edge(area)
        + f"><title>{as_html(area.told)}</title></path>"
        for code, area in sorted(areas.items(), key=lambda item: (item[1].own, item[1].fill == NOT_KNOWN))
    )
    size = f"{width:.2f}", f"{height:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}"><g transform="translate({LINE:g},{LINE:g}) scale({FINEST:g})" '
        f'fill-rule="evenodd" stroke="#fff" stroke-width="{LINE / FINEST:g}" stroke-linejoin="round">'
        f"{paths}</g></svg>"
    )


def _edge(area: ShownArea) -> str:
    """The line around a municipality where it is none of white."""
    if area.fill == NOT_KNOWN:
        return f' stroke="{NOT_KNOWN_EDGE}" stroke-width="{EDGE / FINEST:g}"'
    return "" if area.own else f' stroke="{area.fill}"'


def _path(rings: Sequence[Ring], corner: tuple[float, float], scale: float) -> str:
    """Rings as a path of steps as fine as print shows; of an area smaller than that its longest ring."""
    step = FINEST / scale
    thinned = [thin for ring in rings if (thin := simplified(ring, step))] or [max(rings, key=len)]
    parts = []
    for ring in thinned:
        points = [
            (round((east - corner[0]) / step), round((corner[1] - north) / step)) for east, north in ring
        ]
        moves = (f"{x - before_x},{y - before_y}" for (before_x, before_y), (x, y) in pairwise(points[:-1]))
        parts.append(f"M{points[0][0]},{points[0][1]}l{' '.join(moves)}Z")
    return "".join(parts)
