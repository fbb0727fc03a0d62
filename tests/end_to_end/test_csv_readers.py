"""One contract of every CSV: Python, pandas, Polars, DuckDB, R and LibreOffice read the same table from it.

Text is UTF-8 with a mark at its start where spreadsheets open it; a cell without value is empty; numbers have
no grouping; a point or, beside semicolons, a comma parts their decimals.
"""

import csv
import html
import math
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import duckdb
import pandas as pd
import polars as pl
import pytest

pytestmark = pytest.mark.slow

LINK: Final = re.compile(r'<a [^>]*download="([^"]+\.csv)"[^>]*href="data:text/csv;charset=utf-8,([^"]*)"')
NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
BY_R: Final = """
for (name in list.files(pattern = "[.]csv$")) {
  comma <- name == "indicators.csv"
  table <- read.table(name, sep = if (comma) "," else ";", dec = if (comma) "." else ",", header = TRUE,
    fileEncoding = "UTF-8-BOM", quote = '"', comment.char = "", na.strings = "", check.names = FALSE)
  write.table(table, paste0(name, ".r"), sep = "\\t", na = "", row.names = FALSE, qmethod = "double",
    fileEncoding = "UTF-8")
}
"""
# Separator, quotation mark, UTF-8, from the first line, language; dates and other signs stay as they are.
BY_LIBREOFFICE: Final = {"indicators.csv": "CSV:44,34,76,1,,1033,false,false"}
DANISH: Final = "CSV:59,34,76,1,,1030,false,false"


class Written(NamedTuple):
    """A file: how it is parted, its heads, and its rows, numbers as numbers and empty cells as None."""

    path: Path
    separator: str
    decimal: str
    head: list[str]
    rows: list[list[float | str | None]]


@pytest.fixture(scope="module")
def files(built_report: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """All that can be fetched from a report, and its table in both forms, as Python's csv reads them."""
    folder = tmp_path_factory.mktemp("fetched")
    for name in ("indicators.csv", "indicators-semicolon.csv"):
        shutil.copy(built_report / name, folder)
    page = (built_report / "report.html").read_text(encoding="utf-8")
    for name, content in LINK.findall(page):
        (folder / name).write_text(unquote(html.unescape(content)), encoding="utf-8", newline="")
    return [written(path) for path in sorted(folder.glob("*.csv"))]


def written(path: Path) -> Written:
    separator, decimal = (",", ".") if path.name == "indicators.csv" else (";", ",")
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
    return Written(path, separator, decimal, head, values)


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
    assert len(files) > 12
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
    for filter_ in {BY_LIBREOFFICE.get(file.path.name, DANISH) for file in files}:
        paths = [str(file.path) for file in files if BY_LIBREOFFICE.get(file.path.name, DANISH) == filter_]
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
    file = next(one for one in files if one.path.name == "tragt.csv")
    head, rows = by_polars(file)
    first = rows[0]
    for changed in (
        (first[0], *first[1:-1], first[-1] + 1),
        ("Andet", *first[1:]),
        (first[0], None, *first[2:]),
    ):
        assert len(faults(file, head, [changed, *rows[1:]])) == 1
    assert faults(file, head, rows) == []
