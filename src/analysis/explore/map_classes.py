"""The classes of a map of any numbers: their edges, colours and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from analysis.core.formatting import round_half_up
from analysis.report.charts.theme import CHANGE_COLOURS, RATE_COLOURS
from analysis.report.data import ReportData
from analysis.report.maps import MapClasses, map_legend

CLASSES: Final = 5
CHANGE_PARTS: Final = (0.25, 0.7)
SIDES: Final = ("below", "within", "above")
SIDE_BREAKS: Final = (0.0, 1.0)


def classes_of(
    context: ReportData, values: pl.Series, decimals: int, breaks: Sequence[float] = ()
) -> MapClasses:
    """Classes of numbers: a class for each number where there are at most five of them.

    Args:
        context: Words.
        values: The numbers.
        decimals: How many are shown.
        breaks: Edges between five classes, where they are given.
    """
    shown = sorted({float(round_half_up(value, decimals)) for value in values.drop_nulls()})
    if not breaks and 0 < len(shown) <= CLASSES and not shown[0] < 0 < shown[-1]:
        colours = [RATE_COLOURS[place] for place in _spread(len(shown))]
        return MapClasses(shown[1:], colours, [context.number(value, decimals) for value in shown])
    edges = breaks or class_breaks(values, decimals)
    colours = [*(CHANGE_COLOURS if edges[0] < 0 < edges[-1] else RATE_COLOURS)]
    words = [word for _, _, word in map_legend(context, edges, decimals, colours=colours)]
    return MapClasses(edges, colours, words)


def classes_of_sides(context: ReportData, kind: str) -> MapClasses:
    """Three classes with names, of numbers that say on which side of something an area lies.

    Args:
        context: Words.
        kind: Which sides: of a message ``map-<kind>-above``, `-within` and `-below`.
    """
    return MapClasses(
        SIDE_BREAKS,
        [CHANGE_COLOURS[0], CHANGE_COLOURS[2], CHANGE_COLOURS[-1]],
        [context.texts(f"map-{kind}-{side}") for side in SIDES],
        [context.texts(f"map-mark-{side}") for side in SIDES],
    )


def _spread(count: int) -> list[int]:
    """As many places among five, the first and the last of them where there are several."""
    return (
        [CLASSES // 2]
        if count == 1
        else [round(place * (CLASSES - 1) / (count - 1)) for place in range(count)]
    )


def class_breaks(values: pl.Series, decimals: int) -> Sequence[float]:
    """Four edges between five classes, rounded to two digits and to the decimals that are shown.

    Classes of about equally many values; where some lie below 0 and some above, two on each side of a class
    around 0, of the same shown numbers on both.
    """
    if values.lt(0).any() and values.gt(0).any():
        inner, outer = (values.abs().quantile(part, "linear") or 0.0 for part in CHANGE_PARTS)
        near, far = _rising([0.0, *(_as_shown(edge, decimals) for edge in (inner, outer))], decimals)[1:]
        below = [float(round_half_up(10**-decimals - edge, decimals)) for edge in (far, near)]
        return [*below, near, far]
    edges = [values.quantile(place / CLASSES, "linear") or 0.0 for place in range(1, CLASSES)]
    return _rising([_as_shown(edge, decimals) for edge in edges], decimals)


def _as_shown(edge: float, decimals: int) -> float:
    """An edge between two classes of which the legend prints every digit."""
    return float(round_half_up(float(f"{edge:.2g}"), decimals))


def _rising(edges: Sequence[float], decimals: int) -> list[float]:
    """Edges of which each lies at least the last decimal that is shown above the one before it."""
    rising = [edges[0]]
    for edge in edges[1:]:
        least = float(round_half_up(rising[-1] + 10**-decimals, decimals))
        rising.append(max(edge, least))
    return rising
