"""A user's own boundaries are drawn where they lie, or refused by area."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import InputError
from analysis.reference.area_names import UnknownNameError
from analysis.reference.boundaries import read_boundaries, simplified
from analysis.reference.utm import degrees_of, utm_32
from analysis.report.charts.boundaries import ShownArea, boundary_map

NAMES = {"101": "København", "751": "Aarhus", "400": "Bornholm"}
CENTRES = {"101": (12.5, 55.6), "751": (10.1, 56.1), "400": (14.9, 55.1)}

# From PROJ 9 (EPSG:4258 to EPSG:25832): longitude, latitude, east, north.
PROJECTED = [
    (9.0, 56.0, 500000.0, 6206079.587128),
    (12.5683, 55.6761, 724351.928638, 6175804.022129),
    (8.0731, 56.9, 443542.844930, 6306637.048517),
    (15.1931, 55.3241, 892693.178072, 6148339.553400),
    (9.9217, 57.7518, 554856.397345, 6401451.007379),
]


def square(code: str, side: float = 0.2) -> list[list[float]]:
    left, bottom = CENTRES[code]
    steps = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return [[round(left + x, 6), round(bottom + y, 6)] for x, y in steps]


def feature(code: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties or {"kommunekode": f"0{code}"},
        "geometry": {"type": "Polygon", "coordinates": [square(code)]},
    }


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


WHOLE = collection(*map(feature, NAMES))


def read(folder: Path, document: Any) -> dict[str, list[list[tuple[float, float]]]]:
    path = folder / "kommuner.geojson"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_boundaries(path, NAMES)


@pytest.mark.parametrize(("longitude", "latitude", "east", "north"), PROJECTED)
def test_degrees_become_metres_as_another_program_projects_them(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    assert utm_32(longitude, latitude) == pytest.approx((east, north), abs=0.001)
    assert utm_32(*degrees_of(east, north)) == pytest.approx((east, north), abs=0.00001)


def test_codes_names_parts_and_christiansoe(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert list(found) == ["101", "751", "400"]
    assert found["101"][0][0] == utm_32(12.5, 55.6)
    by_name = collection(
        feature("101", navn="Københavns Kommune"),
        feature("751", navn="Århus"),
        feature("400", navn="Bornholm"),
    )
    assert read(tmp_path, by_name) == found
    by_identifier = collection(*({**feature(code), "properties": None, "id": int(code)} for code in NAMES))
    assert read(tmp_path, by_identifier) == found
    island = collection(*map(feature, NAMES), feature("400", kommunekode="0411"), feature("751"))
    assert {code: len(rings) for code, rings in read(tmp_path, island).items()} == {
        "101": 1,
        "751": 2,
        "400": 2,
    }


def test_metres_are_taken_as_they_are(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    metres = json.loads(json.dumps(WHOLE))
    for one in metres["features"]:
        one["geometry"]["coordinates"] = [
            [list(utm_32(*point)) for point in one["geometry"]["coordinates"][0]]
        ]
    assert read(tmp_path, metres) == found
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    assert read(tmp_path, {**metres, "crs": crs}) == found


def topology(quantized: bool) -> dict[str, Any]:
    """Two squares that share an edge, and a third: the shared arc runs backwards in the second."""
    shared = [[12.5, 55.6], [12.5, 55.8]]
    arcs = [
        shared,
        [[12.5, 55.8], [12.3, 55.8], [12.3, 55.6], [12.5, 55.6]],
        [[12.5, 55.8], [12.7, 55.8], [12.7, 55.6], [12.5, 55.6]],
        square("400"),
    ]
    written: list[Any] = arcs
    more: dict[str, Any] = {}
    if quantized:
        scale, corner = [0.1, 0.1], [12.3, 55.1]
        grid = [[[round((x - 12.3) / 0.1), round((y - 55.1) / 0.1)] for x, y in arc] for arc in arcs]
        written = [[arc[0], *([x - a, y - b] for (a, b), (x, y) in pairwise(arc))] for arc in grid]
        more = {"transform": {"scale": scale, "translate": corner}}
    geometries = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"navn": "København"}},
        {"type": "Polygon", "arcs": [[0, 2] if quantized else [-3, -1]], "properties": {"navn": "Aarhus"}},
        {"type": "MultiPolygon", "arcs": [[[3]]], "properties": {"navn": "Bornholm"}},
    ]
    return {
        "type": "Topology",
        "arcs": written,
        "objects": {"k": {"type": "GeometryCollection", "geometries": geometries}},
        **more,
    }


@pytest.mark.parametrize("quantized", [False, True])
def test_topologies(tmp_path: Path, quantized: bool) -> None:
    found = read(tmp_path, topology(quantized))
    assert {code: len(rings[0]) for code, rings in found.items()} == {"101": 5, "751": 5, "400": 5}
    west, east = {*found["101"][0]}, {*found["751"][0]}
    assert len(west & east) == 2, "the points of the shared edge are the same for both"


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(WHOLE))
    change(document)
    return document


def geometry(kind: str, coordinates: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda document: document["features"][1].update(
        geometry={"type": kind, "coordinates": coordinates}
    )


WEST = [300000, 6170000]

BAD = {
    "no JSON": ("kommuner", "found a file that is no JSON, expected a FeatureCollection"),
    "deep JSON": ("[" * 100_000, "found a file that is no JSON"),
    "a list": ("[]", "found JSON of another kind"),
    "one geometry": ('{"type": "Polygon"}', "found the type 'Polygon', expected a FeatureCollection"),
    "no features": (collection(), "found no areas"),
    "another projection": (
        {**WHOLE, "crs": {"properties": {"name": "EPSG:3857"}}},
        "crs: found .*3857.*, expected longitude and latitude, or ETRS89/UTM 32N",
    ),
    "no codes": (
        collection(feature("101", OBJECTID=1)),
        "properties: found OBJECTID, expected one that is called",
    ),
    "an unknown name": (
        changed(lambda document: document["features"][1].update(properties={"kommunekode": "999"})),
        "area 2: found no area is called '999'",
    ),
    "a null name": (
        changed(lambda document: document["features"][2].update(properties=None)),
        "area 3: found no municipality is named",
    ),
    "a municipality missing": (
        collection(feature("101"), feature("751")),
        r"found no area of Bornholm \(400\)",
    ),
    "a point": (changed(geometry("Point", [10, 56])), "area 2: found the geometry 'Point', expected Polygon"),
    "no geometry": (
        changed(lambda document: document["features"][1].update(geometry=None)),
        "area 2: found no geometry",
    ),
    "no coordinates": (changed(geometry("MultiPolygon", [])), "area 2: found no coordinates"),
    "an empty polygon": (changed(geometry("MultiPolygon", [[]])), "area 2: found a polygon without rings"),
    "a short ring": (
        changed(geometry("Polygon", [[[10, 56], [11, 56], [10, 56]]])),
        "fewer than four points",
    ),
    "an open ring": (
        changed(geometry("Polygon", [[*square("751")[:-1], [10.1, 56.15]]])),
        "area 2: found a ring that is not closed",
    ),
    "text for a number": (changed(geometry("Polygon", [[["10", "56"]] * 4])), "area 2: found the point"),
    "not a number": (
        json.dumps(WHOLE).replace("12.5", "NaN", 1),
        "area 1: found the point .*, expected two numbers",
    ),
    "latitude first": (
        changed(geometry("Polygon", [[point[::-1] for point in square("751")]])),
        r"area 2: found the point 56.1, 10.1 \(latitude first\), expected longitude, then latitude",
    ),
    "another country": (
        changed(geometry("Polygon", [[[2, 48], [3, 48], [3, 49], [2, 48]]])),
        "the point 2, 48,",
    ),
    "metres of another zone": (
        changed(geometry("Polygon", [[WEST, [310000, 6170000], [310000, 6180000], WEST]])),
        r"area 2: found the point 300000, 6.17e\+06",
    ),
    "two collections": (
        {
            **topology(False),
            "objects": {"a": {"type": "GeometryCollection"}, "b": {"type": "GeometryCollection"}},
        },
        "objects: found 2 collections of areas",
    ),
    "an arc that is not there": ({**topology(False), "arcs": []}, "arcs: found arcs that cannot be joined"),
}


@pytest.mark.parametrize("kind", BAD)
def test_files_that_are_no_boundaries_are_refused_by_area(tmp_path: Path, kind: str) -> None:
    document, message = BAD[kind]
    with pytest.raises(InputError, match=message):
        read(tmp_path, document)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="there is no file"):
        read_boundaries(tmp_path / "none.geojson", NAMES)


@given(
    st.lists(st.tuples(st.floats(4e5, 9e5), st.floats(6e6, 6.4e6)), min_size=2, max_size=20),
    st.floats(1, 5000),
)
def test_what_two_areas_share_stays_shared(edge: list[tuple[float, float]], grid: float) -> None:
    """The points of a shared edge come out alike in both areas, each within half a cell."""
    far = [(edge[-1][0] + 50 * grid, edge[-1][1]), (edge[0][0] + 50 * grid, edge[0][1] + 50 * grid)]
    one = simplified([*edge, *far, edge[0]], grid)
    other = simplified([*edge[::-1], (0.0, 0.0), edge[-1]], grid)
    snapped = {(round(east / grid) * grid, round(north / grid) * grid) for east, north in edge}
    assert snapped <= {*one} or not one
    assert snapped <= {*other} or not other
    for east, north in edge:
        assert min(max(abs(east - x), abs(north - y)) for x, y in snapped) <= grid / 2 * (1 + 1e-9)


def test_the_map_has_north_up_and_every_area(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    areas = {code: ShownArea("#B13A4E", f"{name}: 1", own=True) for code, name in NAMES.items()}
    svg = boundary_map(found, areas, 100)
    assert svg.count("<path") == 3
    assert "<title>København: 1</title>" in svg
    tops = {
        name: int(start)
        for start, name in re.findall(r'<path d="M-?\d+,(-?\d+)l[^"]*"[^>]*><title>(\w+)', svg)
    }
    assert tops["Aarhus"] < tops["København"] < tops["Bornholm"]
    region = {code: area._replace(own=code == "101") for code, area in areas.items()}
    framed = boundary_map(found, region, 100)
    assert framed.count("<path") == 3
    assert framed.rindex("København") > framed.rindex("Bornholm"), "areas of its own are drawn last"


def test_a_small_island_keeps_a_shape() -> None:
    rings = [[(5e5, 6.2e6), (500010.0, 6.2e6), (500010.0, 6200010.0), (5e5, 6.2e6)]]
    big = [[(4e5, 6e6), (9e5, 6e6), (9e5, 6.4e6), (4e5, 6e6)]]
    areas = {code: ShownArea("#B13A4E", code, own=True) for code in ("101", "751")}
    assert boundary_map({"101": rings, "751": big}, areas, 100).count("<path") == 2
