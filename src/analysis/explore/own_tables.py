"""Tables of one's own as people keep them: CSV of any kind, XLSX, Parquet, frames of pandas or Polars.

Every cell is read as text first, so that no reader in between turns a code or a number into another one.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.problems import InputError, Problem, quoted
from analysis.explore.own_numbers import Mark, read_numbers
from analysis.reading.files import decode
from analysis.reading.workbooks import WorkbookError, read_sheets
from analysis.reference.area_names import UnknownNameError

DELIMITERS: Final = (";", ",", "\t", "|")
SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", flags=re.IGNORECASE)
INDEX_HEADS: Final = re.compile(r"(?:unnamed: ?0|index|x|\.\.\.1|)", flags=re.IGNORECASE)
TITLE_WITHIN: Final = 10
UNREADABLE_REASONS: Final = {
    ".ods": "an OpenDocument sheet",
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".sav": "an SPSS file",
    ".dta": "a Stata file",
    ".sas7bdat": "a SAS file",
    ".rds": "an R object",
}


@dataclass(frozen=True)
class OwnTable:
    """A table of one's own.

    Attributes:
        frame: Its columns, numbers where they can be read in one way.
        rows: The row of the file, or of the frame from 1, that each row stood in.
        remarks: What was read as what, a line each.
    """

    frame: pl.DataFrame
    rows: list[int]
    remarks: list[str] = field(default_factory=list)


def read_own(own: Any, decimal: Mark | None = None) -> OwnTable:
    """Read a table.

    Args:
        own: A path, a Polars frame or a pandas frame.
        decimal: The decimal mark of its texts, where it is known.

    Raises:
        UnknownNameError: There is no such file.
        InputError: The file cannot be read as one table; every problem.
    """
    if isinstance(own, pl.DataFrame):
        return _with_numbers(own, list(range(1, own.height + 1)), [], decimal)
    if hasattr(own, "reset_index"):
        return read_own(_from_pandas(own), decimal)
    path = Path(own)
    if not path.is_file():
        raise UnknownNameError(f"there is no file {path}")
    if path.suffix.lower() == ".parquet":
        return read_own(pl.read_parquet(path), decimal)
    table, rows, remarks = _from_rows(_rows_of(path), path.name)
    return _with_numbers(table, rows, remarks, decimal)


def _from_pandas(frame: Any) -> pl.DataFrame:
    """A pandas frame; an index that is more than a count of rows becomes a column."""
    counted = list(frame.index) == list(range(len(frame)))
    whole = frame if counted else frame.reset_index()
    return pl.DataFrame({str(name): pl.Series(whole[name].tolist(), strict=False) for name in whole.columns})


def _rows_of(path: Path) -> list[tuple[int, list[str | None]]]:
    kind = path.suffix.lower()
    content = path.read_bytes()
    if kind in UNREADABLE_REASONS:
        raise InputError(
            [Problem(path.name, None, None, UNREADABLE_REASONS[kind], "the table saved as CSV or XLSX")]
        )
    if kind in (".xlsx", ".xlsm"):
        return _workbook_rows(content, path.name)
    text = decode(content, path.name)
    named = SEPARATOR_LINE.match(text)
    text = text[named.end() :] if named else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else _delimiter(text))
    first = 2 if named else 1
    return [(row, [cell.strip() or None for cell in cells]) for row, cells in enumerate(reader, first)]


def _workbook_rows(content: bytes, file: str) -> list[tuple[int, list[str | None]]]:
    try:
        sheets = [sheet for sheet in read_sheets(content) if not sheet.hidden and sheet.rows]
    except WorkbookError as error:
        found = f"a workbook that cannot be read ({error})"
        raise InputError([Problem(file, None, None, found, "a sound XLSX workbook")]) from None
    if len(sheets) != 1:
        names = ", ".join(quoted(sheet.name) for sheet in sheets) or "no sheet with cells"
        raise InputError([Problem(file, None, None, names, "one sheet with one table")])
    faults = [Problem(file, one.row, None, one.found, one.expected) for one in sheets[0].faults]
    if faults:
        raise InputError(faults)
    return sheets[0].rows


def _delimiter(text: str) -> str:
    """The mark that parts most rows into the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]

    def fitness(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        widths = [width for width in counts if width > 1]
        most = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return widths.count(most), most

    return max(DELIMITERS, key=fitness)


def _from_rows(
    rows: list[tuple[int, list[str | None]]], file: str
) -> tuple[pl.DataFrame, list[int], list[str]]:
    """The table below its header: titles above it, empty columns and a count of rows are left out."""
    filled = [(number, cells) for number, cells in rows if any(cells)]
    remarks = []
    while len(filled) > 1 and sum(map(bool, filled[0][1])) == 1 and _width(filled) > 1:
        number, cells = filled.pop(0)
        remarks.append(f"row {number} was taken for a title: {quoted(next(filter(None, cells)))}")
        if len(remarks) > TITLE_WITHIN:
            break
    if len(filled) < 2:
        expected = "a header of different names and rows below it"
        raise InputError([Problem(file, 1, None, "no table" if filled else "nothing", expected)])
    (header_row, titles), *body = filled
    own_width = max((place for place, title in enumerate(titles, 1) if title), default=0)
    long = [
        Problem(file, number, None, f"{wide} cells", f"at most {own_width}, as the header has")
        for number, cells in body
        if (wide := _width([(number, cells)])) > own_width
    ]
    if long:
        raise InputError(long)
    width = max(_width(filled), len(titles))
    heads = [(titles[place] if place < len(titles) else None) or "" for place in range(width)]
    cells_of = [
        [(cells[place] if place < len(cells) else None) for place in range(width)] for _, cells in body
    ]
    kept = [place for place in range(width) if heads[place] or any(cells[place] for cells in cells_of)]
    if kept and INDEX_HEADS.fullmatch(heads[kept[0]]) and _counts_rows([row[kept[0]] for row in cells_of]):
        remarks.append("the first column only counts the rows and was left out")
        kept = kept[1:]
    names = [heads[place] for place in kept]
    problems = [
        Problem(file, header_row, None, "a column without a name", "a name for each column with values")
        for name in names
        if not name
    ]
    problems += [
        Problem(file, header_row, name, "the name twice", "a header of different names")
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    if problems:
        raise InputError(problems)
    frame = pl.DataFrame(
        [[cells[place] for place in kept] for cells in cells_of],
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )
    return frame, [number for number, _ in body], remarks


def _width(rows: list[tuple[int, list[str | None]]]) -> int:
    """How many columns the widest row fills."""
    return max((place for _, cells in rows for place, cell in enumerate(cells, 1) if cell), default=0)


def _counts_rows(cells: list[str | None]) -> bool:
    """Whether cells count the rows, from 0 or from 1."""
    return any(cells == [str(number) for number in range(start, start + len(cells))] for start in (0, 1))


def _with_numbers(table: pl.DataFrame, rows: list[int], remarks: list[str], decimal: Mark | None) -> OwnTable:
    columns, told = [], list(remarks)
    for column in table.iter_columns():
        if column.dtype != pl.String:
            columns.append(column)
            continue
        reading = read_numbers(column, decimal)
        columns.append(reading.values)
        told.append(f"column {column.name!r}: {reading.told}")
    return OwnTable(pl.DataFrame(columns), rows, told)
