"""One contract of every CSV: Python, pandas, Polars, DuckDB, R and LibreOffice read the same table from it.

Text is UTF-8 with a mark at its start where spreadsheets open it; a cell without value is empty; numbers have
no grouping; a point or, beside semicolons, a comma parts their decimals. Each number of a file beside a chart
or a sheet stands in the tidy table too, there unrounded.
"""

import csv
import html
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import duckdb
import pandas as pd
import polars as pl
import pytest

pytestmark = pytest.mark.slow

LINK: Final = re.compile(r'<a [^>]*download="([^"]+\.csv)"[^>]*href="data:text/csv;charset=utf-8,([^"]*)"')
QUARTER: Final = re.compile(r"^([1-4])\. kv\. (\d{4})$")
NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
BY_R: Final = """
for (name in list.files(pattern = "[.]csv$")) {
  comma <- grepl("indicators[.]csv$", name)
  table <- read.table(name, sep = if (comma) "," else ";", dec = if (comma) "." else ",", header = TRUE,
    fileEncoding = "UTF-8-BOM", quote = '"', comment.char = "", na.strings = "", check.names = FALSE)
  write.table(table, paste0(name, ".r"), sep = "\\t", na = "", row.names = FALSE, qmethod = "double",
    fileEncoding = "UTF-8")
}
"""
# Separator, quotation mark, UTF-8, from the first line, language; dates and other signs stay as they are.
ENGLISH: Final = "CSV:44,34,76,1,,1033,false,false"
DANISH: Final = "CSV:59,34,76,1,,1030,false,false"


SIMULATED: Final = "simulated"
TABLE: Final = "indicators.csv"
# Codes are no counts; a key of the code list is no figure.
NO_FIGURES: Final = {"kode"}
COMMAND: Final = "from analysis.cli import main; main(prog_name='statusrapport')"


class Written(NamedTuple):
    """A file: how it is parted, heads, cells, and rows with numbers as numbers and empty cells as None."""

    path: Path
    separator: str
    decimal: str
    head: list[str]
    cells: list[list[str]]
    rows: list[list[float | str | None]]

    @property
    def is_table(self) -> bool:
        """Whether it is the tidy table itself, in one of its two forms."""
        return "indicators" in self.path.name


@pytest.fixture(scope="module")
def reports(
    built_report: Path,
    developed_reports: Path,
    tmp_path_factory: pytest.TempPathFactory,
    source_on_path: dict[str, str],
) -> dict[str, Path]:
    """The report of 2025Q2 and a simulated one of 2025Q4, each with some sheets: folders by name."""
    home = tmp_path_factory.mktemp("reports")
    for name, quarter, built in (
        ("real", "2025Q2", built_report),
        (SIMULATED, "2025Q4", developed_reports / "da"),
    ):
        shutil.copytree(built, home / name)
        made = ("--only", "482,813,1084", "--data", built.parent / "data", "--out", home / name / "kommuner")
        command = [sys.executable, "-c", COMMAND, "sheets", quarter, *map(str, made)]
        subprocess.run(command, env=source_on_path, check=True)
    return {name: home / name for name in ("real", SIMULATED)}


@pytest.fixture(scope="module")
def files(reports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """All that can be fetched, and the tables in both forms, as Python's csv reads them."""
    folder = tmp_path_factory.mktemp("fetched")
    for name, report in reports.items():
        for path in (*report.glob("*.csv"), *(report / "kommuner").glob("*.csv")):
            shutil.copy(path, folder / f"{name}-{path.name}")
        for page in (report / "report.html", *sorted((report / "kommuner").glob("*.html"))):
            for file, content in LINK.findall(page.read_text(encoding="utf-8")):
                path = folder / f"{name}-{page.stem}-{file}"
                path.write_text(unquote(html.unescape(content)), encoding="utf-8", newline="")
    return [written(path) for path in sorted(folder.glob("*.csv"))]


def written(path: Path) -> Written:
    separator, decimal = (",", ".") if path.name.endswith(TABLE) else (";", ",")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=separator)
    numeric = [
        all(NUMBER.fullmatch(row[place]) for row in rows if row[place]) and any(row[place] for row in rows)
        for place in range(len(head))
    ]
    values = [
        [
            None if not cell else float(cell.replace(decimal, ".")) if is_number else cell
            for cell, is_number in zip(row, numeric, strict=True)
        ]
        for row in rows
    ]
    return Written(path, separator, decimal, head, rows, values)


def by_pandas(file: Written) -> tuple[list[str], list[tuple[Any, ...]]]:
    table = pd.read_csv(file.path, sep=file.separator, decimal=file.decimal, encoding="utf-8-sig")
    return list(table.columns), list(table.itertuples(index=False, name=None))


def by_polars(file: Written) -> tuple[list[str], list[tuple[Any, ...]]]:
    table = pl.read_csv(
        file.path, separator=file.separator, decimal_comma=file.decimal == ",", infer_schema_length=None
    )
    return table.columns, table.rows()


def by_duckdb(file: Written) -> tuple[list[str], list[tuple[Any, ...]]]:
    table = duckdb.read_csv(
        str(file.path), sep=file.separator, decimal=file.decimal, header=True, sample_size=-1
    )
    return table.columns, table.fetchall()


@pytest.mark.parametrize("reader", [by_pandas, by_polars, by_duckdb])
def test_a_library_reads_the_table(
    files: list[Written], reader: Callable[[Written], tuple[list[str], list[tuple[Any, ...]]]]
) -> None:
    assert sum(file.path.name.startswith(SIMULATED) for file in files) > 25
    assert len(files) > 50
    assert [fault for file in files for fault in faults(file, *reader(file))] == []


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not here")
    return path


def test_r_reads_the_table(files: list[Written]) -> None:
    folder = files[0].path.parent
    command = [program("Rscript"), "-"]
    subprocess.run(command, input=BY_R, text=True, encoding="utf-8", cwd=folder, check=True,
                   env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})  # fmt: skip
    found = []
    for file in files:
        path = file.path.with_name(f"{file.path.name}.r")
        with path.open(encoding="utf-8", newline="") as lines:
            head, *rows = csv.reader(lines, delimiter="\t")
        found += faults(file, head, [tuple(cell or None for cell in row) for row in rows])
    assert found == []


def test_a_spreadsheet_in_danish_reads_the_table(files: list[Written], tmp_path: Path) -> None:
    """LibreOffice with the language that a Danish user has; decimals of indicators.csv are English."""
    office = program("soffice")
    for filter_, decimal in ((ENGLISH, "."), (DANISH, ",")):
        paths = [str(file.path) for file in files if file.decimal == decimal]
        command = [office, f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless"]
        command += [f"--infilter={filter_}", "--convert-to", "xlsx", "--outdir", str(tmp_path), *paths]
        subprocess.run(command, check=True, capture_output=True)
    found = []
    for file in files:
        table = pl.read_excel(tmp_path / f"{file.path.stem}.xlsx", infer_schema_length=None)
        found += faults(file, table.columns, table.rows())
    assert found == []


def faults(file: Written, head: list[str], rows: list[tuple[Any, ...]]) -> list[str]:
    """Where a reader's table differs from the file."""
    if head != file.head:
        return [f"{file.path.name}: {head}"]
    if len(rows) != len(file.rows):
        return [f"{file.path.name}: {len(rows)} rows of {len(file.rows)}"]
    return [
        f"{file.path.name}, row {number}, {name}: {got!r} for {expected!r}"
        for number, (row, read) in enumerate(zip(file.rows, rows, strict=True), 2)
        for name, expected, got in zip(head, row, read, strict=True)
        if not same(expected, got)
    ][:5]


def same(expected: float | str | None, got: Any) -> bool:
    if expected is None:
        return got is None or got == "" or (isinstance(got, float) and math.isnan(got))
    if isinstance(expected, float):
        return got is not None and math.isclose(float(got), expected, rel_tol=1e-12)
    shown = f"{got:g}" if isinstance(got, float) else str(got)
    return shown.lower() == expected.lower()


def test_another_value_is_found(files: list[Written]) -> None:
    file = next(one for one in files if one.path.name.endswith("tragt.csv"))
    head, rows = by_polars(file)
    first = rows[0]
    for changed in (
        (first[0], *first[1:-1], first[-1] + 1),
        ("Andet", *first[1:]),
        (first[0], None, *first[2:]),
    ):
        assert len(faults(file, head, [changed, *rows[1:]])) == 1
    assert faults(file, head, rows) == []


def test_each_number_stands_in_the_table(files: list[Written], reports: dict[str, Path]) -> None:
    """An area's numbers among its own rows, those of a quarter among the quarter's."""
    found, seen = [], 0
    for name, report in reports.items():
        table = pl.read_csv(report / TABLE, infer_schema_length=None)
        for file in files:
            if file.path.name.startswith(name) and not file.is_table:
                numbers = list(figures(file))
                seen += len(numbers)
                found += [f"{file.path.name}: {row} {cell}" for row, cell in unknown(file, table)]
    assert seen > 3000
    assert found == []


def test_a_number_that_is_not_in_the_table_is_found(files: list[Written], reports: dict[str, Path]) -> None:
    file = next(one for one in files if one.path.name == "real-report-danmark.csv")
    table = pl.read_csv(reports["real"] / TABLE, infer_schema_length=None)
    (place,) = [at for at, cells in enumerate(file.cells) if cells[0] == "Aarhus"]
    assert file.cells[place] == ["Aarhus", "4542", "1215"]
    for cells in (["Aarhus", "4543", "1215"], ["Aarhus", "4542", "1214"], ["Aalborg", "4542", "1074"]):
        changed = file._replace(cells=[*file.cells[:place], cells, *file.cells[place + 1 :]])
        assert len(unknown(changed, table)) == 1


def figures(file: Written) -> Iterator[tuple[list[str], str]]:
    """Each number of a file with the row it stands in."""
    for cells, values in zip(file.cells, file.rows, strict=True):
        for name, cell, value in zip(file.head, cells, values, strict=True):
            if isinstance(value, float) and name not in NO_FIGURES:
                yield cells, cell


def unknown(file: Written, table: pl.DataFrame) -> list[tuple[list[str], str]]:
    """Numbers of a file that no row of the table carries, rounded as they are."""
    return [
        (cells, cell)
        for cells, cell in figures(file)
        if Decimal(cell.replace(",", ".")) not in carried(cells, table, len(cell.partition(",")[2]))
    ]


def carried(cells: list[str], table: pl.DataFrame, decimals: int) -> set[Decimal]:
    """What the table says of the area and the quarter that a row names, rounded half up."""
    names = [cell.removeprefix("Region ").removesuffix(" Kommune") for cell in cells[:2]]
    areas = table["area"].str.strip_prefix("Region ")
    said = next((table.filter(areas == name) for name in names if (areas == name).any()), table)
    quarters = [f"{year}Q{number}" for cell in cells for number, year in QUARTER.findall(cell)]
    said = said.filter(pl.col("quarter").is_in(quarters)) if quarters else said
    step = Decimal(1).scaleb(-decimals)
    return {
        Decimal(str(value)).quantize(step, ROUND_HALF_UP)
        for column in ("value", "lower", "upper", "numerator", "denominator")
        for value in said[column].drop_nulls().unique()
    }
