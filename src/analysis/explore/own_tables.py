"""Tables of one's own as people keep them: CSV of any kind, XLSX, ODS, Parquet, frames of pandas or Polars.

Every cell is read as text first, so that no reader in between turns a code or a number into another one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile
from math import isfinite
from numbers import Real
from os import PathLike
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from analysis.core.problems import InputError, Problem, quoted
from analysis.core.regular_files import read_regular
from analysis.explore.arguments import file_path
from analysis.explore.own_numbers import MARKS, UNKNOWN, Mark, as_number, read_numbers
from analysis.reading.files import WORKBOOKS, Row, require_text, separated_rows, workbook_sheets
from analysis.reading.workbooks import Worksheet, column_letters
from analysis.reference.area_names import UnknownNameError

DELIMITERS: Final = (";", ",", "\t", "|")
WORKBOOK_KINDS: Final = (*WORKBOOKS, ".xlsm")
MOST_BYTES: Final = 200 * 2**20
COUNT_LEFT_OUT: Final = "the first column only counts the rows and was left out"
INDEX_HEADS: Final = re.compile(r"(?:unnamed: ?\d+|index|level_\d|x|\.\.\.\d+|)", flags=re.IGNORECASE)
TITLE_WITHIN: Final = 10
# What the first words of a line below a table are, as StatBank and others write them.
FOOTNOTE: Final = re.compile(
    r"(?:kilde|source|anm|note|enhed|copyright|©|www\.|https?:|danmarks statistik|statistics denmark)\b|[©*]",
    flags=re.IGNORECASE,
)
PERIOD: Final = re.compile(r"(?:19|20)\d\d(?:[KQ][1-4]|[MU]\d\d|H[12])?", flags=re.ASCII | re.IGNORECASE)
PERIOD_NAME: Final = "period"
UNREADABLE_REASONS: Final = {
    ".numbers": "an Apple Numbers file",
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".sav": "an SPSS file",
    ".dta": "a Stata file",
    ".sas7bdat": "a SAS file",
    ".rds": "an R object",
    ".rdata": "an R workspace",
    ".json": "a JSON file",
    ".geojson": "a GeoJSON file",
    ".feather": "an Arrow file",
    ".arrow": "an Arrow file",
    ".pdf": "a PDF file",
    ".docx": "a Word document",
    ".html": "a web page",
    ".zip": "a packed file",
    ".gz": "a packed file",
}


@dataclass(frozen=True)
class _Table:
    """A table whose texts are not yet read.

    Attributes:
        frame: Its columns.
        rows: The row of the file, or of the frame from 1, that each row stood in.
        remarks: What was left out.
        columns: The column of the file, from 1, that each column stood in.
        typed: Column → place → the number of a cell that holds one and no text.
        unnamed: Columns that have no name of their own there.
    """

    frame: pl.DataFrame
    rows: list[int]
    remarks: list[str]
    columns: list[int] = field(default_factory=list)
    typed: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnTable:
    """A table of one's own.

    Attributes:
        frame: Its columns, numbers where they can be read in one way.
        rows: The row of the file, or of the frame from 1, that each row stood in.
        remarks: What was read as what, a line each.
        unnamed: Columns that have no name of their own there: their cells say what they hold.
    """

    frame: pl.DataFrame
    rows: list[int]
    remarks: list[str] = field(default_factory=list)
    unnamed: tuple[str, ...] = ()


def read_own(own: Any, decimal: Mark | None = None) -> OwnTable:
    """Read a table.

    Args:
        own: A path, a Polars frame or a pandas frame.
        decimal: The decimal mark of its texts, where it is known.

    Raises:
        UnknownNameError: There is no such file.
        InputError: The file or frame cannot be read as one table; every problem.
    """
    if isinstance(own, pl.LazyFrame):
        return read_own(own.collect(), decimal)
    if isinstance(own, pl.DataFrame):
        return _from_frame(own, {}, decimal)
    if hasattr(own, "reset_index"):
        return _from_frame(*_from_pandas(own), decimal)
    if not isinstance(own, str | PathLike):
        raise UnknownNameError(
            f"a table is a frame of Polars or pandas, or the path of a file, not {type(own).__name__};"
            " pl.DataFrame(…) makes a frame of columns"
        )
    path = file_path(own, "egne-tal.csv")
    if path.is_dir():
        raise UnknownNameError(f"{path} is a folder: name the file in it")
    if not path.is_file():
        raise UnknownNameError(f"there is no file {path}")
    kind = path.suffix.lower()
    if kind in UNREADABLE_REASONS:
        expected = "the table saved as CSV, XLSX or ODS"
        raise InputError([Problem(path.name, None, None, UNREADABLE_REASONS[kind], expected)])
    content = read_regular(path, path.name, MOST_BYTES, "of a table")
    if kind == ".parquet":
        return _from_frame(_from_parquet(content, path.name), {}, decimal)
    if kind in WORKBOOK_KINDS:
        return _from_sheet(_only_sheet(content, path.name), path.name, decimal)
    require_text(content, path.name)
    rows = separated_rows(content, path.name, _delimiter)
    return _with_numbers(_from_rows(rows, path.name), decimal)


def _from_frame(
    frame: pl.DataFrame, typed: Mapping[str, Mapping[int, float]], decimal: Mark | None
) -> OwnTable:
    """A frame as it is; a floating-point number that is none, or infinite, is one that is not known."""
    if not frame.columns:
        raise InputError([Problem("the frame", None, None, "no columns", "municipalities and their numbers")])
    objects = [name for name, dtype in frame.schema.items() if dtype == pl.Object]
    if objects:
        raise InputError(
            Problem("the frame", None, name, "objects of Python", "texts, numbers or dates")
            for name in objects
        )
    filled = frame.with_columns(
        pl.when(cs.float().is_finite()).then(cs.float()),
        (cs.categorical() | cs.enum()).cast(pl.String),
        cs.decimal().cast(pl.Float64),
    )
    remarks = [
        f"column {column.name!r}: {len(rows)} {'number is' if len(rows) == 1 else 'numbers are'} infinite or"
        f" none (NaN) and not known here, the first in row {rows[0] + 1}"
        for column in frame.select(cs.float()).iter_columns()
        if (rows := (~column.is_finite()).arg_true().to_list())
    ]
    unnamed = tuple(takewhile(INDEX_HEADS.fullmatch, frame.columns))
    table = _Table(filled, list(range(1, frame.height + 1)), remarks, typed=typed, unnamed=unnamed)
    return _with_numbers(_without_count(table) if unnamed else table, decimal)


def _from_pandas(frame: Any) -> tuple[pl.DataFrame, dict[str, dict[int, float]]]:
    """A pandas frame; an index that is more than a count of rows becomes a column.

    Returns:
        The frame, and column → place → number where a column holds texts and numbers.

    Raises:
        InputError: Its columns have no names of their own, or one holds values of several kinds.
    """
    counted = list(frame.index) == list(range(len(frame)))
    whole = frame.to_frame() if hasattr(frame, "to_frame") else frame
    whole = whole if counted else whole.reset_index()
    names = [str(name) for name in whole.columns]
    columns, problems = [], []
    typed: dict[str, dict[int, float]] = {}
    for place, name in enumerate(names):
        column = whole.iloc[:, place]
        values: list[Any] = [
            None if missing else value for value, missing in zip(column, column.isna(), strict=True)
        ]
        kinds = {_kind(value) for value in values if value is not None}
        if len(kinds) > 1 and "texts" in kinds:
            typed[name] = {row: float(value) for row, value in enumerate(values) if _is_number(value)}
            values = [None if value is None else str(value) for value in values]
            kinds = {"texts"}
        try:
            if len(kinds) > 1:
                raise TypeError
            columns.append(pl.Series(name, values, strict=False))
        except (TypeError, ValueError, pl.exceptions.PolarsError):
            found = f"values of the kinds {', '.join(sorted(kinds))}"
            problems.append(Problem("the frame", None, name, found, "texts, numbers or dates"))
    problems += [
        Problem("the frame", None, name, "the name twice", "a header of different names")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise InputError(problems)
    return pl.DataFrame(columns), typed


def _is_number(value: Any) -> bool:
    """Whether a value is a finite number, of Python or of NumPy, and none of true and false."""
    return _kind(value) == "numbers" and isfinite(value)


def _kind(value: object) -> str:
    """What kind of value it is: values of one kind make a column."""
    if isinstance(value, str):
        return "texts"
    if isinstance(value, Real | Decimal) and type(value).__name__ not in {"bool", "bool_"}:
        return "numbers"
    if isinstance(value, datetime):
        return "times"
    return "dates" if isinstance(value, date) else type(value).__name__


def _from_parquet(content: bytes, file: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        found = f"a file that cannot be read ({quoted(reason)})"
        raise InputError([Problem(file, None, None, found, "a Parquet file")]) from None


def _only_sheet(content: bytes, file: str) -> Worksheet:
    """The one sheet that people see and that holds anything."""
    sheets = [sheet for sheet in workbook_sheets(content, file) if not sheet.hidden and sheet.rows]
    if len(sheets) != 1:
        names = ", ".join(quoted(sheet.name) for sheet in sheets) or "no sheet with cells"
        raise InputError([Problem(file, None, None, names, "one sheet with one table")])
    return sheets[0]


def _from_sheet(sheet: Worksheet, file: str, decimal: Mark | None) -> OwnTable:
    """A sheet's table: numbers stay the numbers that its cells hold; a title may stand in merged cells."""
    table = _from_rows(sheet.rows, file)
    faults = [
        Problem(file, one.row, column_letters(one.column), one.found, one.expected)
        for one in sheet.faults
        if not (one.merged and one.row < min(table.rows) - 1)
    ]
    if faults:
        raise InputError(faults)
    typed: dict[str, dict[int, float]] = {
        name: {
            place: float(str(table.frame[name][place]).replace(",", "."))
            for place, row in enumerate(table.rows)
            if (row, column) in sheet.numbers
        }
        for name, column in zip(table.frame.columns, table.columns, strict=True)
    }
    return _with_numbers(replace(table, typed=typed), decimal)


def _delimiter(text: str) -> str:
    """The mark that parts most rows into the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]

    def fitness(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        widths = [width for width in counts if width > 1]
        most = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return widths.count(most), most

    return max(DELIMITERS, key=fitness)


def _from_rows(rows: list[Row], file: str) -> _Table:
    """The table below its header: titles above it, empty columns and a count of rows are left out."""
    filled = [(number, cells) for number, cells in rows if any(cells)]
    remarks = []
    while len(filled) > 1 and _is_title(filled):
        number, cells = filled.pop(0)
        remarks.append(f"row {number} was taken for a title: {quoted(next(filter(None, cells)))}")
        if len(remarks) > TITLE_WITHIN:
            break
    if len(filled) < 2:
        expected = "a header of different names and rows below it"
        raise InputError([Problem(file, 1, None, "no table" if filled else "nothing", expected)])
    (header_row, titles), *body = _without_footnotes(filled, remarks)
    own_width = max((place for place, title in enumerate(titles, 1) if title), default=0)
    _refuse_long(body, own_width, file)
    width = max(_width(filled), len(titles))
    heads = [(titles[place] if place < len(titles) else None) or "" for place in range(width)]
    cells_of = [
        [(cells[place] if place < len(cells) else None) for place in range(width)] for _, cells in body
    ]
    kept = [place for place in range(width) if heads[place] or any(cells[place] for cells in cells_of)]
    index = kept[0]
    if INDEX_HEADS.fullmatch(heads[index]) and _counts_rows([row[index] for row in cells_of]):
        remarks.append(COUNT_LEFT_OUT)
        kept = kept[1:]
    unnamed, cells_of = _unnamed(heads, kept, cells_of, remarks)
    names = [unnamed.get(place, heads[place]) for place in kept]
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
    return _Table(
        frame,
        [number for number, _ in body],
        remarks,
        [place + 1 for place in kept],
        unnamed=tuple(names[: len(unnamed)]) or tuple(takewhile(INDEX_HEADS.fullmatch, names)),
    )


def _is_title(filled: list[Row]) -> bool:
    """Whether the first row is a title: one cell, that heads no column of numbers by itself."""
    (_, cells), (_, below), *_ = filled
    places = [place for place, cell in enumerate(cells) if cell]
    if len(places) != 1 or _width(filled) == 1:
        return False
    place = places[0]
    first = min(place for _, row in filled for place, cell in enumerate(row) if cell)
    under = below[place] if place < len(below) else None
    is_number = under is not None and (
        under.casefold() in UNKNOWN or any(as_number(under, mark) is not None for mark in MARKS)
    )
    headed = place > first and place + 1 == _width(filled) and first < len(below) and any(below[first:place])
    return not (headed and is_number)


def _without_footnotes(filled: list[Row], remarks: list[str]) -> list[Row]:
    """The rows without lines below the table: of one cell, and after a blank row or called like a source.

    Args:
        filled: The rows with cells, from the header on.
        remarks: What was left out; the lines are added.
    """
    last = len(filled)
    while last > 2 and sum(map(bool, filled[last - 1][1])) == 1 and _width(filled[:last]) > 1:
        last -= 1
    for place in range(last, len(filled)):
        number, cells = filled[place]
        apart = number - 1 > filled[place - 1][0]
        if apart or FOOTNOTE.match(next(filter(None, cells))):
            remarks += [
                f"row {row} was taken for a line below the table: {quoted(next(filter(None, line)))}"
                for row, line in filled[place:]
            ]
            return filled[:place]
    return filled


def _refuse_long(body: list[Row], width: int, file: str) -> None:
    """Refuse rows that are wider than the header: one problem for all, for they have one cause.

    Raises:
        InputError: There are such rows.
    """
    wide = [(number, found) for number, cells in body if (found := _width([(number, cells)])) > width]
    if not wide:
        return
    number, found = wide[0]
    others = len(wide) - 1
    more = f", as {others} further {'row has' if others == 1 else 'rows have'} too many" if others else ""
    last = (next(filter(None, reversed(cells))) for row, cells in body if row in dict(wide))
    split = not file.lower().endswith(WORKBOOK_KINDS) and all(cell.isdecimal() for cell in last)
    hint = "; a number with a decimal comma needs quotes where commas part cells" if split else ""
    expected = f"at most {width}, as the header has{hint}"
    raise InputError([Problem(file, number, None, f"{found} cells{more}", expected)])


def _unnamed(
    heads: list[str], kept: list[int], cells_of: list[list[str | None]], remarks: list[str]
) -> tuple[dict[int, str], list[list[str | None]]]:
    """Names for the columns without one that stand left of all others, as StatBank's files have them.

    One of periods is called so. A group that is written in its first row only is written in each.

    Returns:
        Place → name, and the cells.
    """
    named = next((number for number, place in enumerate(kept) if heads[place]), 0)
    taken = {*heads}
    names: dict[int, str] = {}
    for place in kept[:named]:
        cells = [row[place] for row in cells_of]
        if cells[0] and not all(cells):
            cells = _filled_down(cells)
            cells_of = [
                [*row[:place], cell, *row[place + 1 :]] for row, cell in zip(cells_of, cells, strict=True)
            ]
            remarks.append(
                f"column {place + 1} has no name, and names in some rows only: each is of those below it"
            )
        period = all(cell and PERIOD.fullmatch(cell) for cell in cells) and PERIOD_NAME not in taken
        names[place] = PERIOD_NAME if period else f"column_{place + 1}"
        taken.add(names[place])
    return names, cells_of


def _filled_down(cells: list[str | None]) -> list[str | None]:
    last: str | None = None
    filled = []
    for cell in cells:
        last = cell or last
        filled.append(last)
    return filled


def _width(rows: list[tuple[int, list[str | None]]]) -> int:
    """How many columns the widest row fills."""
    return max((place for _, cells in rows for place, cell in enumerate(cells, 1) if cell), default=0)


def _counts_rows(cells: list[str | None]) -> bool:
    """Whether cells count the rows, from 0 or from 1."""
    return any(cells == [str(number) for number in range(start, start + len(cells))] for start in (0, 1))


def _without_count(table: _Table) -> _Table:
    """A frame without a first column that only counts its rows."""
    first, *others = table.frame.iter_columns()
    if not others or not _counts_rows(first.cast(pl.String, strict=False).to_list()):
        return table
    return replace(table, frame=pl.DataFrame(others), remarks=[*table.remarks, COUNT_LEFT_OUT], unnamed=())


def _with_numbers(table: _Table, decimal: Mark | None) -> OwnTable:
    columns, told = [], list(table.remarks)
    for column in table.frame.iter_columns():
        if column.dtype != pl.String:
            columns.append(column)
            continue
        reading = read_numbers(column, decimal, table.typed.get(column.name), table.rows)
        columns.append(reading.values)
        told.append(f"column {column.name!r}: {reading.told}")
    return OwnTable(pl.DataFrame(columns), table.rows, told, table.unnamed)
