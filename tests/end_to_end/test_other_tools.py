"""The pages on other tools say what those tools print; a tool that is not here is left out by name."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from analysis.core.layout import ROOT

PAGES = ROOT / "docs" / "other-tools"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = ("indicators.csv", "indicators-semicolon.csv", "indicators.parquet")


@pytest.fixture(scope="module")
def folder(built_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as they lie in `data/` of a version."""
    target = tmp_path_factory.mktemp("data")
    for name in ("indicators.csv", "indicators-semicolon.csv"):
        shutil.copy(built_report / name, target)
    shutil.copy(built_report.parent / "data/processed/2025Q2/indicators.parquet", target)
    return target


def printed(command: list[str], code: str, folder: Path) -> str:
    done = subprocess.run(
        command, input=code, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_python(code: str, folder: Path) -> str:
    return printed([sys.executable, "-"], code, folder)


def by_duckdb(code: str, folder: Path) -> str:
    shown = "import duckdb, sys\nfor row in duckdb.sql(sys.argv[1]).fetchall(): print(*row, sep=' | ')"
    return printed([sys.executable, "-c", shown, code], "", folder)


def by_program(name: str, *arguments: str) -> Callable[[str, Path], str]:
    def run(code: str, folder: Path) -> str:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not here")
        return printed([name, *arguments], code, folder)

    return run


RUNNERS: dict[str, Callable[[str, Path], str]] = {
    "python": by_python,
    "sql": by_duckdb,
    "r": by_program("Rscript", "-"),
    "javascript": by_program("node", "--input-type=module", "-"),
}
CASES = [
    (page.name, place, kind, code, expected)
    for page in sorted(PAGES.glob("*.md"))
    for blocks in [BLOCK.findall(page.read_text(encoding="utf-8"))]
    for place, ((kind, code), (after, expected)) in enumerate(pairwise(blocks))
    if kind in RUNNERS and after == "text"
]


def test_every_page_but_that_on_spreadsheets_is_run() -> None:
    run = {page for page, *_ in CASES}
    assert run == {"duckdb.md", "javascript.md", "pandas.md", "r.md"}
    written = {
        (page.name, kind)
        for page in PAGES.glob("*.md")
        for kind, _ in BLOCK.findall(page.read_text(encoding="utf-8"))
    }
    left_out = {(page, kind) for page, kind in written if kind not in {*RUNNERS, "text"}}
    assert left_out == {("spreadsheets.md", "console"), ("javascript.md", "js")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_page_prints_what_it_says(case: tuple[str, int, str, str, str], folder: Path) -> None:
    _, _, kind, code, expected = case
    assert RUNNERS[kind](code, folder) == expected


def test_the_formulas_for_spreadsheets_give_what_the_page_says(folder: Path, tmp_path: Path) -> None:
    """In LibreOffice over the table that it read itself; a Danish formula in the names that files hold."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not here")
    page = (PAGES / "spreadsheets.md").read_text(encoding="utf-8")
    found = re.findall(r"\| `(=[^`]+)` \| ([\d,]+) \|", page)
    assert [answer for _, answer in found] == ["1215,5", "23"]
    lines = (folder / "indicators-semicolon.csv").read_text("utf-8-sig").splitlines()
    for place, (formula, _) in enumerate(found):
        named = formula.replace("SUM.HVISER", "SUMIFS").replace("TÆL.HVISER", "COUNTIFS")
        quoted = named.replace("955,168", "955.168").replace('"', '""')
        lines[place] += f';"{quoted}"'
    (tmp_path / "asked.csv").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    computed = "--infilter=CSV:59,34,UTF8,1,,1030,false,true,false,false,false,0,true"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", "read", computed]
    subprocess.run([*command, "asked.csv"], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "read" / "asked.csv").open(encoding="utf-8", newline="") as read:
        answers = [next(csv.reader(read, delimiter=";"))[-1] for _ in found]
    assert [f"{float(one.replace(',', '.')):.5g}".replace(".", ",") for one in answers] == [
        answer for _, answer in found
    ]


def test_libreoffice_with_danish_settings_reads_the_edition_with_semicolons(
    folder: Path, tmp_path: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not here")
    (block,) = BLOCK.findall((PAGES / "spreadsheets.md").read_text(encoding="utf-8"))
    command = block[1].removeprefix("$ ").strip()
    shutil.copy(folder / "indicators-semicolon.csv", tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        command.replace("soffice", f"soffice {profile}", 1),
        cwd=tmp_path,
        shell=True,
        check=True,
        capture_output=True,
    )
    sheet = fastexcel.read_excel(tmp_path / "indicators-semicolon.xlsx").load_sheet(
        0, schema_sample_rows=None
    )
    read = sheet.to_polars()
    table = pl.read_csv(folder / "indicators.csv", infer_schema_length=None)
    assert read.columns == table.columns
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        difference = (read[name].cast(pl.Float64) - table[name]).abs()
        assert (difference <= table[name].abs() * 1e-13).fill_null(value=True).all(), name
        assert read[name].null_count() == table[name].null_count()
    assert read["area"].to_list() == table["area"].to_list()
