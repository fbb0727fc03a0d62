"""Every file of a report on simulated coverage is read: no place of an AED, a cell or a runner."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.reference.utm import utm_32
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

pytestmark = pytest.mark.slow

PLAN = Plan(Quarter(2025, 1), Quarter(2025, 2), 1)
POSITIONS = 450_000
DEGREES = re.compile(r"(?<![\d.])(\d{1,2}\.\d{3,})[^\d.]{1,40}(\d{1,2}\.\d{3,})")
METRES = re.compile(r"(?<![\d.])(\d{6,7})(?:\.\d+)?\D{1,40}(\d{6,7})(?!\d)")
CELLS = re.compile(r"(?<!\d)(\d{5})_(\d{4})(?!\d)")
Place = tuple[int, int]


def in_hundreds(longitude: float, latitude: float) -> Place:
    x, y = utm_32(longitude, latitude)
    return int(x // 100), int(y // 100)


def places_in(text: str) -> Iterator[Place]:
    """The squares of 100 m that pairs of numbers in a text could mean."""
    for pair in DEGREES.findall(text):
        for longitude, latitude in (pair, pair[::-1]):
            if 7 < float(longitude) < 16 and 54 < float(latitude) < 58:
                yield in_hundreds(float(longitude), float(latitude))
    for pair in METRES.findall(text):
        for east, north in (pair, pair[::-1]):
            yield int(east) // 100, int(north) // 100
    for north, east in CELLS.findall(text):
        yield int(east), int(north)


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return unquote(path.read_bytes().decode("utf-8", errors="replace"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("simulated") / "practice"
    simulate(PLAN, out, model=DEFAULT_DATA, positions=POSITIONS)
    return out


@pytest.fixture(scope="module")
def known(root: Path) -> set[Place]:
    """The squares of AEDs, people and runners; where municipalities lie is no secret."""
    aeds = pl.read_parquet(root / "extracts" / "aeds" / "*.parquet").drop_nulls("longitude")
    positions = pl.read_parquet(root / "extracts" / "positions" / "*.parquet").drop_nulls("longitude")
    cells = pl.read_parquet(root / "extracts" / "population" / "*.parquet")["cell"]
    return {
        *(in_hundreds(*place) for place in aeds.select("longitude", "latitude").iter_rows()),
        *(in_hundreds(*place) for place in positions.select("longitude", "latitude").unique().iter_rows()),
        *places_in("\n".join(cells)),
    }


def test_no_file_and_no_message_of_a_report_holds_a_place(
    root: Path, known: set[Place], tmp_path: Path
) -> None:
    day = str(PLAN.as_of(PLAN.last))
    out, built = root / "raw" / "2025Q2", tmp_path / "report"
    said = []
    for command in (
        ["reduce", str(root / "extracts"), "--quarter", "2025Q2", "--as-of", day, "--out", str(out)],
        ["check", "2025Q2"],
        ["build", "2025Q2", "--engine", "embedded", "--out", str(built)],
    ):
        done = CliRunner().invoke(main, [*command, "--data", str(root)])
        assert done.exit_code == 0, done.output
        said.append(done.output)
    kept = (root / "processed" / "2025Q2").rglob("*")
    files = [path for path in chain(built.rglob("*"), out.iterdir(), kept) if path.is_file()]
    assert {".html", ".pdf", ".csv", ".ipynb", ".json", ".toml"} <= {path.suffix for path in files}
    assert "Hvor langt er der til hjælp?" in text_of(built / "report.html")
    texts = {str(path): text_of(path) for path in files if path.suffix != ".parquet"}
    for name, text in {**texts, "what was said": "\n".join(said)}.items():
        assert known.isdisjoint(places_in(text)), name
        assert "100m_" not in text, name
    for path in files:
        if path.suffix == ".parquet":
            columns = set(pl.read_parquet_schema(path))
            assert not columns & {"longitude", "latitude", "cell", "x", "y"}, path


@pytest.mark.parametrize("form", ["{0:.4f}, {1:.4f}", '"lat": {1}, "lon": {0}', "{0:.5f};{1:.5f}"])
def test_a_place_would_be_found(root: Path, known: set[Place], form: str) -> None:
    aeds = pl.read_parquet(root / "extracts" / "aeds" / "*.parquet").drop_nulls("longitude")
    longitude, latitude = aeds.select("longitude", "latitude").row(7)
    found = set(places_in(f"Et sted: {form.format(longitude, latitude)}."))
    near = {(east + a, north + b) for east, north in found for a in (-1, 0, 1) for b in (-1, 0, 1)}
    assert in_hundreds(longitude, latitude) in near
    x, y = utm_32(longitude, latitude)
    assert not known.isdisjoint(places_in(f"x={x:.0f} y={y:.0f}"))
    assert not known.isdisjoint(
        places_in(pl.read_parquet(root / "extracts" / "population" / "*.parquet")["cell"][3])
    )
