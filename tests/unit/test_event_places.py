"""Longitude and latitude become a municipality on the engine, as an own boundary file has it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from events_support import AREAS, NOON, Tables, counted, small, written  # type: ignore[import-not-found]

from analysis.core.problems import InputError
from analysis.events.boundaries import read_boundaries
from analysis.events.engines import start
from analysis.events.placing import placed
from analysis.events.sources import LocalExtracts, read_extracts

CODES = [int(code) for code in AREAS.names.filter(level="municipality")["area_code"]]
ACROSS = 10
engines = pytest.mark.parametrize("engine", ["polars", "duckdb"])


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def corner(code: int) -> tuple[float, float]:
    """The south-western corner of a municipality: squares of a tenth of a degree, ten in a row."""
    row, column = divmod(CODES.index(code), ACROSS)
    return round(8 + column / 10, 1), round(55 + row / 10, 1)


def boundaries() -> dict[str, Any]:
    """Squares; the first has a hole, the second an island far away."""
    features = []
    for code in CODES:
        outer = square(*corner(code), 0.1)
        shape: dict[str, Any] = {"type": "Polygon", "coordinates": [outer]}
        if code == CODES[0]:
            west, south = corner(code)
            shape["coordinates"].append(square(west + 0.04, south + 0.04, 0.02))
        if code == CODES[1]:
            shape = {"type": "MultiPolygon", "coordinates": [[outer], [square(15, 55, 0.05)]]}
        features.append(
            {"type": "Feature", "properties": {"municipality_code": f"0{code}"}, "geometry": shape}
        )
    return {"type": "FeatureCollection", "features": features}


def placed_extracts(folder: Path, rows: list[tuple], *, text: bool = False) -> Path:
    tables: Tables = small()
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "runner": pl.Int64,
        "at": pl.Datetime("us", "UTC"),
        "longitude": pl.Float64,
        "latitude": pl.Float64,
    }
    tables["positions"] = pl.DataFrame(rows, schema=schema, orient="row")
    written(folder, tables, text=text)
    (folder / "boundaries.geojson").write_text(json.dumps(boundaries()), encoding="utf-8")
    return folder


@engines
@pytest.mark.parametrize("text", [False, True], ids=["parquet", "csv"])
def test_runners_count_where_their_last_position_lies(engine: str, text: bool, tmp_path: Path):
    first, second, third = CODES[:3]
    west, south = corner(first)
    before = NOON - timedelta(hours=1)
    rows = [
        (1, NOON, west + 0.01, south + 0.01),
        (1, before, *corner(third)),
        (2, NOON, west + 0.05, south + 0.05),  # in the hole
        (3, NOON, 15.01, 55.01),  # on the island
        (4, NOON, *corner(second)),  # on a corner of four: the one to its north-east
        (5, NOON, None, None),
        (6, NOON, 2.0, 40.0),
        (7, NOON, west + 0.02, south + 0.02),
        (7, NOON, *corner(third)),  # at the same time: the larger code
    ]
    counts = counted(placed_extracts(tmp_path, rows, text=text), start(engine))
    table = counts.runners.filter(pl.col("active_runners") > 0, level="municipality")
    expected = {str(first): 1, str(second): 2, str(third): 1}
    assert dict(table.select("area_code", "active_runners").iter_rows()) == expected
    assert counts.placeless == 3
    assert dict(table.select("area_code", "active_by_day").iter_rows()) == expected


@engines
def test_every_point_lies_where_arithmetic_says(engine: str, tmp_path: Path):
    path = tmp_path / "boundaries.geojson"
    path.write_text(json.dumps(boundaries()), encoding="utf-8")
    draws = Random(1)
    points = [(8 + draws.random(), 55 + draws.random() * 0.98) for _ in range(500)]
    backend = start(engine)
    frame = backend.small(pl.DataFrame(points, schema=["longitude", "latitude"], orient="row"))
    found = backend.collect(
        placed(frame, backend.small(read_boundaries(path.read_text(encoding="utf-8"), CODES))),
        {"longitude": pl.Float64, "latitude": pl.Float64, "code": pl.Int64},
    )
    west, south = corner(CODES[0])
    for x, y, code in found.iter_rows():
        place = int((y - 55) * 10) * ACROSS + int((x - 8) * 10)
        hole = west + 0.04 < x < west + 0.06 and south + 0.04 < y < south + 0.06
        assert code == (0 if hole or place >= len(CODES) else CODES[place])


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda data: data.pop("features"), "a file that cannot be read (KeyError)"),
        (lambda data: data["features"].pop(), f"no boundary of {CODES[-1]}"),
        (
            lambda data: data["features"][0]["properties"].update(municipality_code="999"),
            "'999', an unknown code",
        ),
        (lambda data: data["features"][0]["geometry"].update(type="Point"), "a file that cannot be read"),
        (
            lambda data: data["features"][0]["geometry"].update(coordinates=[square(720_000, 6_170_000, 9)]),
            "a file that cannot be read (ValueError)",
        ),
    ],
    ids=["no features", "one too few", "unknown code", "points", "metres"],
)
def test_boundaries_that_are_none_are_said(
    damage: Callable[[dict[str, Any]], object], expected: str, tmp_path: Path
):
    data = boundaries()
    damage(data)
    path = tmp_path / "boundaries.geojson"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_boundaries(path.read_text(encoding="utf-8"), CODES)
    assert any(problem.found.startswith(expected) for problem in caught.value.problems)


def test_boundaries_have_to_be_there(tmp_path: Path):
    folder = placed_extracts(tmp_path, [(1, NOON, 8.01, 55.01)])
    (folder / "boundaries.geojson").unlink()
    with pytest.raises(InputError, match=r"boundaries\.geojson: found no such file"):
        read_extracts(LocalExtracts(folder))
