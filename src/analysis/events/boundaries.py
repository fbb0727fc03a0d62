"""Reads the boundaries of municipalities: GeoJSON with longitude and latitude, as a table of edges."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor
from typing import Any, Final

import polars as pl

from analysis.core.problems import InputError, Problem, quoted
from analysis.events.placing import BANDS_A_DEGREE
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE

FILE: Final = "boundaries.geojson"
CODE: Final = "municipality_code"
SCHEMA: Final = {
    "band": pl.Int64,
    "code": pl.Int64,
    **dict.fromkeys(("south", "west", "north", "east"), pl.Float64),
}


def read_boundaries(text: str, municipalities: Sequence[int]) -> pl.DataFrame:
    """The edges of all boundaries, once for each hundredth of a degree of latitude that they touch.

    Args:
        text: GeoJSON (RFC 7946): a collection of polygons whose property `municipality_code` says whose.
        municipalities: The codes that have to be there.

    Returns:
        `band`, `code`, and the edge's ends: `south`, `west` (latitude and longitude of the southern one),
        `north`, `east` (of the northern one). Edges that run due east cross no ray and are left out.

    Raises:
        InputError: The file cannot be read, a polygon has no known code, or a municipality has no polygon.
    """
    try:
        features = json.loads(text)["features"]
        polygons = [(_code(feature), list(_rings(feature["geometry"]))) for feature in features]
        edges = [
            (band, code, south, west, north, east)
            for code, rings in polygons
            for ring in rings
            for south, west, north, east in _edges(ring)
            for band in range(floor(south * BANDS_A_DEGREE), floor(north * BANDS_A_DEGREE) + 1)
        ]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        found = f"a file that cannot be read ({type(error).__name__})"
        expected = f"GeoJSON: polygons of longitudes and latitudes, each with a property {CODE}"
        raise InputError([Problem(FILE, None, None, found, expected)]) from None
    known, there = set(municipalities), {code for code, _ in polygons}
    problems = [
        Problem(FILE, None, CODE, f"{quoted(code)}, an unknown code", "a municipality of the day")
        for code in sorted(there - known)
    ] + [
        Problem(FILE, None, CODE, f"no boundary of {code}", f"{len(known)} municipalities")
        for code in sorted(known - there)
    ]
    if problems:
        raise InputError(problems)
    return pl.DataFrame(edges, schema=SCHEMA, orient="row")


def _code(feature: Any) -> int:
    code = int(feature["properties"][CODE])
    return int(BORNHOLM) if code == int(CHRISTIANSOE) else code


def _rings(geometry: Any) -> Iterator[list[list[float]]]:
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in kinds[geometry["type"]]:
        yield from polygon


def _edges(ring: list[list[float]]) -> Iterator[tuple[float, float, float, float]]:
    for (west, south, *_), (east, north, *_) in pairwise(ring):
        if south != north:
            lower, upper = sorted([(float(south), float(west)), (float(north), float(east))])
            if not (
                -90 <= lower[0] <= upper[0] <= 90 and all(-180 <= end[1] <= 180 for end in (lower, upper))
            ):
                raise ValueError("no longitude and latitude")
            yield (*lower, *upper)
