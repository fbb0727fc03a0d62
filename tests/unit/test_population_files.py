"""The population from a file that a person downloaded: each way to lay it out, and what is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from statbank_server import ALL_AGES, Folk1a, folk1a  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
from analysis.reading.sidecars import read_sidecar, seal
from analysis.reference.files import SCHEMAS, read_reference_table
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from tests.conftest import RAW
from tests.folk1a_files import (
    LAST_TWO,
    MUNICIPALITIES,
    NAMES,
    NOTES,
    PEOPLE,
    dumped,
    json_stat,
    layouts,
    long,
    matrix,
    text,
    until,
    with_points,
    workbook,
)

LAYOUTS = layouts()
ADDED = "FOLK1A: population of 2026K1 added\n"
Given = Callable[..., Result]


@pytest.fixture(scope="module")
def before_the_last(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root whose population ends with 2025K4."""
    data = tmp_path_factory.mktemp("root") / "data"
    shutil.copytree(RAW, data / "raw")
    for stem in ("population_folk1a", "population_totals"):
        path = data / "raw" / "reference" / f"{stem}.csv"
        held = read_reference_table(data, stem)[1]
        path.write_bytes(until(held, "2025K4").write_csv().encode())
        seal(path, "a test", read_sidecar(path.with_name("tiles.csv"), data).retrieved, "none")  # type: ignore[union-attr]
    return data


@pytest.fixture
def root(before_the_last: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(before_the_last, tmp_path / "data"))


@pytest.fixture
def given(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Given:
    """Run the command with a file, where no network is."""
    monkeypatch.setenv("STATUSRAPPORT_STATBANK", "http://127.0.0.1:9/v1")

    def run(name: str, content: bytes, *more: str) -> Result:
        (tmp_path / name).write_bytes(content)
        arguments = ["population", "update", "--from", str(tmp_path / name), "--data", str(root), *more]
        return CliRunner().invoke(main, arguments)

    return run


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "raw" / "reference").iterdir()}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_real_figures_to_the_byte(given: Given, root: Path, layout: str) -> None:
    before = contents(root)
    result = given(*LAYOUTS[layout])
    assert (result.exit_code, result.stdout) == (0, ADDED), result.stderr
    after = contents(root)
    for stem in ("population_folk1a", "population_totals", "population_adults"):
        assert after[f"{stem}.csv"] == (RAW / "reference" / f"{stem}.csv").read_bytes()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        f"population_{end}.csv{meta}" for end in ("folk1a", "totals") for meta in ("", ".meta.toml")
    }
    sealed = read_sidecar(root / "raw/reference/population_folk1a.csv", root)
    assert sealed is not None
    assert sealed.origin.startswith(
        f"Danmarks Statistik, StatBank FOLK1A; 2026K1 from {LAYOUTS[layout][0]}, sha256 "
    )
    assert str(root) not in sealed.origin


def test_what_is_missing_or_not_read_is_told(given: Given) -> None:
    said = given(*LAYOUTS["one quarter, municipalities alone"]).stderr
    assert "alone.csv has no single ages: adults stay as they are" in said
    assert "alone.csv lacks totals: sums of municipalities stand for them" in said
    assert "lacks totals" not in given(*LAYOUTS["API, codes, semicolons"]).stderr
    assert (
        "2009K1 to 2009K1 are older than what is held and not read"
        in given(*LAYOUTS["an older quarter too"]).stderr
    )


def test_a_file_twice_finds_nothing_new(given: Given, root: Path) -> None:
    given(*LAYOUTS["matrix, English"])
    before = contents(root)
    result = given(*LAYOUTS["JSON-stat 2, sparse"])
    assert result.exit_code == 0
    assert result.stdout == "FOLK1A holds nothing new, the latest period is 2026K1; nothing was written\n"
    assert contents(root) == before


def test_single_ages_give_adults_of_every_area(given: Given, root: Path) -> None:
    held = {stem: read_reference_table(RAW.parent, stem)[1] for stem in SCHEMAS}
    table = folk1a(held)
    ages = Folk1a(table.people, table.names, table.regions, ages=ALL_AGES)
    rows: list[list[object]] = [["OMRÅDE", "ALDER", "TID", "INDHOLD"]]
    rows += [
        [area, "I alt" if age == "IALT" else f"{age} år", period, number]
        for (period, area, age), number in ages.cells.items()
        if period in LAST_TWO
    ]
    result = given("ages.csv", text(rows, ";"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "FOLK1A: population of 2026K1 added, adults of 2025K4–2026K1 added\n"
    adults = read_reference_table(root, "population_adults")[1]
    assert adults.height == 2 * (1 + 5 + 99)
    of_2025 = adults.filter(pl.col("area_code") == "dk", pl.col("period") == "2025K4")
    assert of_2025["population_18plus"].item() == 4_882_067


def test_a_revision_is_refused_until_it_is_accepted(given: Given, root: Path) -> None:
    rows = matrix(codes=MUNICIPALITIES)
    (at,) = (at for at, row in enumerate(rows) if row[0] == "Læsø")
    old = PEOPLE["2025K4", "825"]
    rows[at][1] = old + 3
    before = contents(root)
    refused = given("revised.csv", text(rows, ";"))
    assert refused.exit_code == 1
    assert f"Læsø (825), 2025K4: {old} -> {old + 3}, expected figures that do not change" in refused.stderr
    assert len(refused.stderr.splitlines()) == 3
    assert contents(root) == before
    accepted = given("revised.csv", text(rows, ";"), "--accept-revisions")
    assert accepted.stdout == "FOLK1A: population of 2026K1 added, 3 figures revised\n"


def test_an_incomplete_quarter_beside_a_complete_one_is_left_out(given: Given) -> None:
    rows = matrix()
    rows[0].append("2026K3")
    for row in rows[1:]:
        row.append(".." if row[0] == "Christiansø" else row[2])
    result = given("incomplete.csv", text(rows, ";"))
    assert (result.exit_code, result.stdout) == (0, ADDED)
    assert "2026K3 is left out: " in result.stderr
    assert "incomplete.csv has no figure for Christiansø (411)" in result.stderr


def changed(old: str, new: str, rows: list[list[object]] | None = None, mark: str = ";") -> bytes:
    """The rows as text in which one piece is another one."""
    content = text(rows or matrix(), mark).decode("utf-8-sig")
    assert content.count(old) >= 1
    return content.replace(old, new, 1).encode()


def without(code: str) -> bytes:
    return text(matrix(["2026K1"], codes=[one for one in NAMES if one != code]), ";")


def halved() -> bytes:
    return text(matrix(["2026K1"], codes=MUNICIPALITIES, number=lambda number: number // 2), ";")


def json_with(change: Callable[[Any], None]) -> bytes:
    data_set = json_stat()
    change(data_set["dataset"])
    return dumped(data_set)


def json_as(*pieces: str) -> bytes:
    """The data set with some pieces of its text, in pairs of old and new, replaced."""
    content = dumped(json_stat()).decode()
    for old, new in zip(pieces[::2], pieces[1::2], strict=True):
        assert old in content
        content = content.replace(old, new)
    return content.encode()


def beside(head: str, cell: str) -> bytes:
    """The matrix with one more column before it."""
    return text([[cell if at else head, *row] for at, row in enumerate(matrix())], ";")


OF_101, OF_147 = PEOPLE["2025K4", "101"], PEOPLE["2025K4", "147"]
OF_825, OF_081 = PEOPLE["2026K1", "825"], PEOPLE["2026K1", "081"]
HALF = PEOPLE["2026K1", "101"] // 2
COPENHAGEN = f"København;{OF_101}"
NO_TABLE = "expected CSV, XLSX or JSON-stat, as statistikbanken.dk saves the table"
ODD: dict[str, tuple[str, bytes, str]] = {
    "a misspelt municipality": (
        "x.csv", changed("København;", "Kjøbenhavn;"),
        "row 8, column A: found 'Kjøbenhavn', expected Hele landet, a region, a municipality or Christiansø; "
        "did you mean 'København'?",
    ),
    "code and name of two areas": (
        "x.csv", changed("101 København", "101 Aarhus", matrix(name=lambda code: f"{code} {NAMES[code]}")),
        "row 8, column A: found '101 Aarhus', expected Hele landet",
    ),
    "two columns that disagree": (
        "x.csv", text([["Kode", "Kommune", "2026K1"], ["101", "Aarhus", "667099"]], ";"),
        "row 2, column Kode: found '101' and 'Aarhus', expected the same in both columns",
    ),
    "text in a figure": (
        "x.csv", changed(COPENHAGEN, COPENHAGEN.replace("6", "O", 1)),
        "row 8, column 2025K4: found 'O",
    ),
    "a decimal": ("x.csv", changed(COPENHAGEN, f"{COPENHAGEN},5"), "row 8, column 2025K4: found '"),
    "two marks between thousands": (
        "x.csv", changed(with_points(OF_147), f"{OF_147}", matrix(number=with_points)),
        f"row 9, column 2025K4: found '{OF_147}', expected '.' between thousands",
    ),
    "a row twice": (
        "x.csv", text([*matrix(), matrix()[8]], ";"),
        "row 107, column 2025K4: found the figure of 147 in 2025K4 a second time as in row 9, expected each",
    ),
    "a figure under no heading": (
        "x.csv", text([[*row, *([7] if at else [])] for at, row in enumerate(matrix())], ";"),
        "row 1, column D: found an empty cell above '7', expected a quarter like 2025K2",
    ),
    "an empty name": (
        "x.csv", changed("København;", ";"), "row 8, column A: found an empty cell, expected Hele landet",
    ),
    "a note among the figures": (
        "x.csv", changed("Frederiksberg;", "Fra 2007 en anden inddeling\r\nFrederiksberg;"),
        "row 9: found 'Fra 2007 en anden inddeling', expected a label of FOLK1A; notes below the figures",
    ),
    "another variable": (
        "x.csv", beside("herkomst", "Dansk oprindelse"),
        "row 2, column herkomst: found 'Dansk oprindelse', which FOLK1A does not have",
    ),
    "men alone": (
        "x.csv", beside("køn", "Mænd"),
        "column KØN: found no total, expected I alt among them",
    ),
    "one age alone": (
        "x.csv", beside("alder", "18 år"),
        "column ALDER: found no total, expected Alder i alt among them",
    ),
    "an unknown sex": (
        "x.csv", changed("I alt;I alt;I alt", "Alle slags;I alt;I alt", long()),
        "row 2, column KØN: found 'Alle slags', expected I alt, Mænd or Kvinder",
    ),
    "half of the people": (
        "x.csv", halved(),
        f"row 2, column 2026K1: found {HALF} for København (101) in 2026K1, expected about",
    ),
    "no quarters": (
        "x.csv", text([["Kommune", "Folketal"], ["København", 667099], ["Aarhus", 373388]], ";"),
        "found no quarters, expected a quarter like 2025K2, in a column or as headings",
    ),
    "months": (
        "x.csv", text(matrix(), ";").replace(b"2025K4", b"2025M11").replace(b"2026K1", b"2026M01"),
        "found no headings that FOLK1A has, expected headings: quarters like 2025K2",
    ),
    "a quarter that is none": (
        "x.csv", changed("2025K4", "2025K5"),
        "row 1, column B: found '2025K5', expected a quarter like 2025K2",
    ),
    "years": (
        "x.csv", text([["område", "tid", "antal"], ["101", "2025", 667099]], ";"),
        "row 2, column tid: found '2025', expected a quarter like 2025K2",
    ),
    "no areas": (
        "x.csv", text([["tid", "antal"], ["2026K1", 667099], ["2025K4", 667098]], ";"),
        "found no areas, expected Hele landet, a region, a municipality or Christiansø, in a column or as",
    ),
    "two columns of figures": (
        "x.csv", text([["område", "tid", "antal", "pct"], ["101", "2026K1", 667099, 11]], ";"),
        "row 1: found figures below 'antal' and 'pct', expected one column of figures",
    ),
    "without Christiansø": (
        "x.csv", without("411"),
        "column OMRÅDE: found no figure for Christiansø (411) in 2026K1, expected a quarter with all",
    ),
    "without a municipality": (
        "x.csv", without("360"), "column OMRÅDE: found no figure for Lolland (360) in 2026K1",
    ),
    "a held figure lost": (
        "x.csv", text([[row[0], ".." if row[0] == "Læsø" else row[1], row[2]] for row in matrix()], ";"),
        "found Læsø (825) in 2025K4, expected the figures in ",
    ),
    "a total that is not the sum": (
        "x.csv", changed(str(OF_081), str(OF_081 + 1)),
        f"row 3, column 2026K1: found '{OF_081 + 1}' for 1081 in 2026K1, expected {OF_081}, the sum",
    ),
    "a digit too many, in the last quarter": (
        "x.csv", changed(f";{OF_825}\r\n", f";{OF_825}0\r\n", matrix(codes=MUNICIPALITIES)),
        f"row 94, column 2026K1: found {OF_825}0 for Læsø (825) in 2026K1, expected about",
    ),
    "older than what is held": (
        "x.csv", text(matrix(["2025K4"]), ";").replace(b"2025K4", b"2009K4"),
        "column Tid: found quarters until 2009K4, expected quarters from 2024K1 on",
    ),
    "no figures": ("x.csv", text(matrix()[:1], ";"), "found no figures, expected people below the headings"),
    "notes alone": ("x.csv", text([[note] for note in NOTES], ";"), "found no headings that FOLK1A has"),
    "an empty file": ("x.csv", b"\r\n", "found an empty file, expected a file with content"),
    "damaged text": ("x.csv", "København".encode() + b"\x81", "row 1: found bytes"),
    "an open quote": ("x.csv", text(matrix(), ";") + b'"Anm.', "found a row that breaks off"),
    "an old workbook": (
        "x.xls", bytes.fromhex("d0cf11e0a1b11ae1"), f"found an old Excel workbook, {NO_TABLE}",
    ),
    "a web page": ("x.xls", b"<html><table>", f"found a page of HTML or XML, {NO_TABLE}"),
    "PC-Axis": ("x.px", b'CHARSET="ANSI";', f"found a PC-Axis file, {NO_TABLE}"),
    "a PDF": ("x.pdf", b"%PDF-1.7", f"found a PDF, {NO_TABLE}"),
    "another packed file": ("x.xlsx", b"PK\x03\x04zip", "found a workbook that cannot be read"),
    "two sheets": (
        "x.xlsx", workbook(matrix(), sheets=2), "found the sheets 'FOLK1A', 'FOLK1A1', expected one sheet",
    ),
    "a formula without a value": (
        "x.xlsx", workbook([*matrix()[:7], ["København", "=1+1", OF_101]]),
        "row 8, column B: found the formula '=1+1' without a calculated value",
    ),
    "other JSON": ("x.json", b'{"variables": []}', "found JSON of another kind, expected a data set in"),
    "a list in JSON": ("x.json", b"[1, 2]", "found JSON of another kind"),
    "broken JSON": ("x.json", b'{"dataset": ', "found JSON of another kind"),
    "values too few": (
        "x.json", json_with(lambda one: one["value"].pop()), "found JSON of another kind",
    ),
    "another dimension": (
        "x.json", json_as("KØN", "HERKOMST", '"køn"', '"herkomst"', '"I alt"', '"Dansk oprindelse"'),
        "column HERKOMST: found a dimension that FOLK1A does not have, expected only Tid, OMRÅDE, KØN",
    ),
    "an unknown area in JSON": (
        "x.json", json_as('"101"', '"999"', "København", "Ukendt"),
        "column OMRÅDE: found '999 Ukendt', expected Hele landet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_refused_with_its_place(given: Given, root: Path, odd: str) -> None:
    name, content, words = ODD[odd]
    before = contents(root)
    result = given(name, content)
    assert (result.exit_code, result.stdout) == (1, "")
    assert any(f"{name}" in line and words in line for line in result.stderr.splitlines()), result.stderr
    assert contents(root) == before


def test_a_file_that_is_not_there_is_wrong_usage(root: Path) -> None:
    result = CliRunner().invoke(main, ["population", "update", "--from", "none.csv", "--data", str(root)])
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


@pytest.mark.parametrize("told_by", ["delivery", "sidecar"])
def test_real_figures_never_enter_a_simulated_data_root(
    given: Given, root: Path, tmp_path: Path, told_by: str
) -> None:
    simulated = tmp_path / "simulated"
    simulate(Plan(Quarter(2025, 2), Quarter(2025, 2), 1), simulated, model=DataRoot(root))
    shutil.rmtree(root)
    shutil.copytree(simulated, root)
    if told_by == "sidecar":
        shutil.rmtree(root / "raw" / "2025Q2")
    before = contents(root)
    result = given(*LAYOUTS["matrix, English"])
    assert result.exit_code == 1
    place = "2025Q2/delivery.toml" if told_by == "delivery" else "reference/population_folk1a.csv"
    assert f"data/raw/{place}: found simulated figures, expected real figures alone" in result.stderr
    assert contents(root) == before
