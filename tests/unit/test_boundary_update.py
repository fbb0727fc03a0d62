"""The update of boundaries: what is asked, what is kept, and what is refused without a byte written."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analysis.cli import main
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.reading.sidecars import read_sidecar
from analysis.reference.boundaries import read_boundaries
from analysis.reference.boundary_update import BOUNDARIES, Dataforsyningen, update_boundaries
from analysis.reference.web_service import WebServiceError
from tests.boundary_squares import RAW, BoundaryServer, boundary_server, collection, features, places

TODAY = date(2026, 11, 23)
NAMES = {code: name for code, name, *_ in places()}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BoundaryServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with boundary_server() as running:
        monkeypatch.setenv("STATUSRAPPORT_DATAFORSYNINGEN", running.address)
        yield running


@pytest.fixture
def data(tmp_path: Path) -> DataRoot:
    shutil.copytree(RAW / "reference", tmp_path / "D" / "raw" / "reference")
    return DataRoot(tmp_path / "D")


def run(*asked: object) -> Result:
    return CliRunner().invoke(main, [str(part) for part in asked])


def held(data: DataRoot) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data.raw / "reference").iterdir()}


def test_official_boundaries_are_kept_sealed_and_drawn(server: BoundaryServer, data: DataRoot) -> None:
    result = run("boundaries", "update", "--data", data.path)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("boundaries of 98 municipalities, ")
    assert server.asked == ["/kommuner?format=geojson"]
    path = data.raw / "reference" / BOUNDARIES
    said = read_sidecar(path, data.path)
    assert said is not None
    assert (said.licence, said.retrieved) == ("CC BY 4.0", date.today())
    assert "DAGI" in said.origin
    assert f"{server.address}/kommuner?format=geojson; simplified to a grid of 100 m" in said.origin
    kept = read_boundaries(path, NAMES, once=True)
    fetched = path.with_name("whole.geojson")
    fetched.write_bytes(server.content)
    whole = read_boundaries(fetched, NAMES)
    fetched.unlink()
    assert kept.keys() == whole.keys()
    assert len(kept["400"]) == 2, "Christiansø is counted with Bornholm"
    for code, rings in whole.items():
        for ring, thin in zip(rings, kept[code], strict=True):
            assert all(
                abs(east - x) <= 50 and abs(north - y) <= 50
                for (east, north), (x, y) in zip(ring, thin, strict=True)
            )
    assert run("check", "reference", "--data", data.path).stdout == "14 reference files are sound\n"
    again = run("boundaries", "update", "--data", data.path)
    assert again.exit_code == 0


def test_a_file_that_was_downloaded_needs_no_network(data: DataRoot, tmp_path: Path) -> None:
    file = tmp_path / "kommuner.geojson"
    file.write_bytes(collection(features()))
    assert "98 municipalities" in update_boundaries(data, TODAY, file)
    said = read_sidecar(data.raw / "reference" / BOUNDARIES, data.path)
    assert said is not None
    assert said.origin.endswith("file kommuner.geojson; simplified to a grid of 100 m")


def without(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in areas if one["properties"]["kode"] != "0751"]


def twice(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*areas, areas[3]]


def abroad(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    areas[0]["geometry"]["coordinates"] = [[[[2, 48], [2.1, 48], [2.1, 48.1], [2, 48]]]]
    return areas


def strange(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    areas[0]["properties"]["kode"] = "0999"
    return areas


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without, "no area of Aarhus (751), expected every municipality"),
        (twice, "a second time, expected one area of each municipality"),
        (abroad, "the point 2, 48, expected longitude, then latitude, in Denmark"),
        (strange, "no area is called '0999'"),
    ],
    ids=lambda change: getattr(change, "__name__", ""),
)
def test_wrong_boundaries_are_refused(change: Any, said: str, server: BoundaryServer, data: DataRoot) -> None:
    server.content = collection(change(features()))
    before = held(data)
    result = run("boundaries", "update", "--data", data.path)
    assert result.exit_code == 1
    assert said in result.stderr
    assert held(data) == before
    (data.raw / "reference" / BOUNDARIES).write_bytes(server.content)
    checked = run("check", "reference", "--data", data.path)
    assert checked.exit_code == 1
    assert said in checked.stderr


def test_no_answer_writes_nothing(server: BoundaryServer, data: DataRoot) -> None:
    before = held(data)
    server.status, server.content = 404, b"{}"
    result = run("boundaries", "update", "--data", data.path)
    assert result.exit_code == 4
    assert "refuses the question: status 404" in result.stderr
    server.status, server.wait = 200, 0.5
    with pytest.raises(WebServiceError, match=r"takes more than 0\.1 s to answer"):
        update_boundaries(data, TODAY, Dataforsyningen(server.address, answer_seconds=0.1))
    server.wait, server.content = 0, b"[1]"
    with pytest.raises(WebServiceError, match="answers with more than 2 bytes"):
        update_boundaries(data, TODAY, Dataforsyningen(server.address, largest_answer=2))
    with pytest.raises(InputError, match="JSON of another kind"):
        update_boundaries(data, TODAY, Dataforsyningen(server.address))
    assert held(data) == before


def test_an_address_that_is_none_is_wrong_usage(data: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATUSRAPPORT_DATAFORSYNINGEN", "file:///etc/passwd")
    result = run("boundaries", "update", "--data", data.path)
    assert result.exit_code == 2
    assert "STATUSRAPPORT_DATAFORSYNINGEN is no address" in result.stderr


def test_boundaries_that_changed_are_refused_until_sealed(data: DataRoot, tmp_path: Path) -> None:
    file = tmp_path / "kommuner.geojson"
    file.write_bytes(collection(features()))
    update_boundaries(data, TODAY, file)
    path = data.raw / "reference" / BOUNDARIES
    path.write_bytes(path.read_bytes() + b" ")
    assert (
        "boundaries.geojson: found bytes with sha256" in run("check", "reference", "--data", data.path).stderr
    )
    sealed = run("check", "reference", "--seal", "--data", data.path)
    assert sealed.stdout == "14 reference files are sound; sealed boundaries.geojson\n"
