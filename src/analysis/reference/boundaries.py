"""Boundaries of municipalities from a user's own file, GeoJSON or TopoJSON, in metres of ETRS89/UTM 32N.

A file gives longitude and latitude (RFC 7946), or coordinates that are ETRS89/UTM 32N already, as official
Danish ones are. WGS 84 and ETRS89 differ by less than a metre, which no map of the country shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl

from analysis.core.problems import InputError, Problem, quoted
from analysis.core.regular_files import read_regular
from analysis.reading.files import decode
from analysis.reference.area_names import UnknownNameError, code_and_name, find_code
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE
from analysis.reference.utm import Point, utm_32

Ring: TypeAlias = list[Point]
Boundaries: TypeAlias = dict[str, list[Ring]]

FILE: Final = "boundaries.geojson"
POINTS: Final = {
    "municipality_code": pl.String,
    "ring": pl.Int64,
    "east": pl.Float64,
    "north": pl.Float64,
    "source": pl.String,
}

MOST_BYTES: Final = 200 * 2**20
MOST_PROBLEMS: Final = 10
KEYS: Final = (
    "kommunekode", "komkode", "municipalitycode", "lau1", "lau2", "lau1kode", "kode", "code", "areacode",
    "kommunenavn", "komnavn", "kommune", "municipality", "navn", "name",
)  # fmt: skip
LONGITUDES: Final = (7.0, 16.0)
LATITUDES: Final = (54.0, 58.5)
EASTINGS: Final = (380_000.0, 960_000.0)
NORTHINGS: Final = (5_990_000.0, 6_480_000.0)
UTM_32: Final = re.compile(r"25832|utm zone 32", flags=re.IGNORECASE)
GEOGRAPHIC: Final = re.compile(r"crs84|4326|4258", flags=re.IGNORECASE)


def read_boundaries(path: Path, names: Mapping[str, str], *, once: bool = False) -> Boundaries:
    """The rings of each municipality.

    Args:
        path: A GeoJSON or TopoJSON file of areas, each with the code or name of its municipality.
        names: Code → name of the municipalities there are.
        once: Whether a municipality may not have several areas, as in an official file.

    Returns:
        Code → rings in metres east and north, closed; of a polygon with a hole both rings.

    Raises:
        UnknownNameError: There is no such file.
        InputError: It is no such file, an area names no municipality, a municipality is missing, or a
            coordinate lies outside Denmark.
    """
    if not path.is_file():
        raise UnknownNameError(f"there is no file {path}")
    document = _document(path)
    features, in_metres = _features(document, path.name)
    key = _key(features, path.name)
    found: Boundaries = {}
    problems: list[Problem] = []
    named: set[str] = set()
    for number, feature in enumerate(features, start=1):
        where = f"{path.name}, area {number}"
        try:
            written = _named(feature, key)
            code = _code(written, names)
            if once and written in named:
                raise _GeometryError(f"{names[code]} ({code}) a second time", "one area of each municipality")
            named.add(written)
            rings = [_in_metres(ring, in_metres) for ring in _rings(feature.get("geometry"))]
            found.setdefault(code, []).extend(rings)
        except UnknownNameError as error:
            problems.append(Problem(where, None, None, str(error), "a code or name of a municipality"))
        except _GeometryError as error:
            problems.append(Problem(where, None, None, error.found, error.expected))
    missing = [f"{name} ({code})" for code, name in names.items() if code not in found]
    if missing and not problems:
        problems.append(
            Problem(path.name, None, None, f"no area of {', '.join(missing)}", "every municipality")
        )
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])
    return found


class _GeometryError(ValueError):
    """A geometry that is no area of Denmark."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def _document(path: Path) -> dict[str, Any]:
    expected = "a FeatureCollection (GeoJSON) or a Topology (TopoJSON)"
    content = decode(read_regular(path, path.name, MOST_BYTES, "of boundaries"), path.name)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise InputError([Problem(path.name, None, None, "a file that is no JSON", expected)]) from None
    kind = document.get("type") if isinstance(document, dict) else None
    if kind not in {"FeatureCollection", "Topology"}:
        found = f"the type {quoted(kind)}" if kind else "JSON of another kind"
        raise InputError([Problem(path.name, None, None, found, expected)])
    return dict(document)


def _features(document: Mapping[str, Any], file: str) -> tuple[list[dict[str, Any]], bool]:
    """The areas as GeoJSON has them, and whether they are in metres."""
    is_topology = document["type"] == "Topology"
    features: Any = _of_topology(document, file) if is_topology else document.get("features")
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise InputError([Problem(file, None, None, "no areas", "an area for every municipality")])
    crs = document.get("crs")
    named = json.dumps(crs) if crs else ""
    if named and not (UTM_32.search(named) or GEOGRAPHIC.search(named)):
        expected = "longitude and latitude, or ETRS89/UTM 32N (EPSG:25832)"
        raise InputError([Problem(file, None, "crs", quoted(named), expected)])
    return features, bool(UTM_32.search(named))


def _of_topology(document: Mapping[str, Any], file: str) -> list[dict[str, Any]]:
    """The areas of a topology, their arcs joined to rings."""
    collections = [
        one
        for one in (document.get("objects") or {}).values()
        if isinstance(one, dict) and one.get("type") == "GeometryCollection"
    ]
    if len(collections) != 1:
        found = f"{len(collections)} collections of areas"
        raise InputError([Problem(file, None, "objects", found, "one, of the municipalities")])
    try:
        arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
        return [
            {
                "id": one.get("id"),
                "properties": one.get("properties"),
                "geometry": {"type": one.get("type"), "coordinates": _joined(one.get("arcs") or [], arcs)},
            }
            for one in collections[0]["geometries"]
        ]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        found = f"arcs that cannot be joined ({type(error).__name__})"
        raise InputError([Problem(file, None, "arcs", found, "a sound topology")]) from None


def _arc(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> list[list[float]]:
    """The points of an arc; with a transform, each is written as the step from the one before."""
    if transform is None:
        return [[float(place) for place in point[:2]] for point in arc]
    (scale_x, scale_y), (left, base) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for point in arc:
        x, y = x + point[0], y + point[1]
        points.append([x * scale_x + left, y * scale_y + base])
    return points


def _joined(indices: Any, arcs: Sequence[list[list[float]]]) -> Any:
    """Lists of arcs as lists of points; a number below 0 is an arc that runs backwards."""
    if indices and all(isinstance(index, int) for index in indices):
        points: list[list[float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points
    return [_joined(inner, arcs) for inner in indices]


def _key(features: Sequence[Mapping[str, Any]], file: str) -> str:
    """The property that names the municipality; empty for the areas' identifiers."""
    first = features[0].get("properties")
    heads = {re.sub(r"[^a-zæøå0-9]", "", str(name).casefold()): name for name in first or ()}
    found = next((heads[head] for head in KEYS if head in heads), None)
    if found is not None:
        return str(found)
    if features[0].get("id") is not None:
        return ""
    expected = f"one that is called like a municipality's code or name, such as {KEYS[0]}"
    held = ", ".join(map(str, first or ())) or "none"
    raise InputError([Problem(file, None, "properties", held, expected)])


def _named(feature: Mapping[str, Any], key: str) -> str:
    named = (feature.get("properties") or {}).get(key) if key else feature.get("id")
    return "" if named is None else str(named)


def _code(written: str, names: Mapping[str, str]) -> str:
    digits = written.strip().lstrip("0")
    if digits == CHRISTIANSOE:  # lies in no municipality and is counted with Bornholm
        return BORNHOLM
    if not written.strip():
        raise UnknownNameError("no municipality is named")
    return find_code(code_and_name(written)[0], names)


def _rings(geometry: Any) -> Iterator[list[Any]]:
    """The rings of an area.

    Raises:
        _GeometryError: It is none.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        found = f"the geometry {quoted(kind)}" if kind else "no geometry"
        raise _GeometryError(found, "Polygon or MultiPolygon")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise _GeometryError("no coordinates", "closed rings of points")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _GeometryError("a polygon without rings", "closed rings of points")
        yield from polygon


def _in_metres(ring: Any, in_metres: bool) -> Ring:
    """A ring as metres east and north.

    Raises:
        _GeometryError: It is no closed ring of points in Denmark.
    """
    if not isinstance(ring, list) or len(ring) < 4:
        raise _GeometryError("a ring of fewer than four points", "a closed ring")
    points = []
    for point in ring:
        pair = point[:2] if isinstance(point, list) else []
        if len(pair) < 2 or not all(isinstance(one, int | float) and isfinite(one) for one in pair):
            raise _GeometryError(f"the point {quoted(point)}", "two numbers")
        points.append((float(pair[0]), float(pair[1])))
    if points[0] != points[-1]:
        raise _GeometryError("a ring that is not closed", "its first point again as the last")
    if in_metres or all(map(_is_in_metres, points)):
        outside = [point for point in points if not _is_in_metres(point)]
        expected = "ETRS89/UTM 32N: metres east and north, in Denmark"
    else:
        outside = [point for point in points if not _is_geographic(point)]
        expected = "longitude, then latitude, in Denmark"
    if outside:
        swapped = " (latitude first)" if _is_geographic(outside[0][::-1]) else ""
        raise _GeometryError(f"the point {outside[0][0]:g}, {outside[0][1]:g}{swapped}", expected)
    return points if in_metres or _is_in_metres(points[0]) else [utm_32(*point) for point in points]


def _within(place: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= place <= bounds[1]


def _is_in_metres(point: Sequence[float]) -> bool:
    return _within(point[0], EASTINGS) and _within(point[1], NORTHINGS)


def _is_geographic(point: Sequence[float]) -> bool:
    return _within(point[0], LONGITUDES) and _within(point[1], LATITUDES)


def points_of(boundaries: Boundaries, source: str) -> pl.DataFrame:
    """Boundaries as a table of points: `municipality_code`, `ring` (from 0), `east`, `north`, `source`."""
    rows = [
        (code, number, east, north, source)
        for code, rings in boundaries.items()
        for number, ring in enumerate(rings)
        for east, north in ring
    ]
    return pl.DataFrame(rows, schema=POINTS, orient="row")


def boundaries_of(points: pl.DataFrame) -> Boundaries:
    """The boundaries that `points_of` made a table of."""
    found: Boundaries = {}
    grouped = points.group_by("municipality_code", "ring", maintain_order=True).agg("east", "north")
    for code, _, easts, norths in grouped.iter_rows():
        found.setdefault(code, []).append(list(zip(easts, norths, strict=True)))
    return found


def simplified(ring: Iterable[Point], grid: float) -> Ring:
    """A ring on a grid, without points that say nothing more; empty where it is smaller than the grid.

    Neighbours stay neighbours: what two areas share lies on the same points of the grid for both.
    """
    points: Ring = []
    for east, north in ring:
        point = (round(east / grid) * grid, round(north / grid) * grid)
        if points and point == points[-1]:
            continue
        points.append(point)
    return points if len(set(points)) > 2 else []
