"""Reads CSV, XLSX, ODS and Parquet as people deliver them: texts in known columns, with true row numbers.

Nothing is interpreted here but the container: which bytes are a cell, and which header names which column.
A cell is never evaluated; it is a text until a contract says what it means.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path

import polars as pl

from analysis.core.hashes import note_read
from analysis.core.problems import InputError, Problem, collect_problems, quoted, shown_path
from analysis.core.quarters import Quarter
from analysis.core.regular_files import read_regular
from analysis.reading.opendocument import is_opendocument, read_opendocument
from analysis.reading.sidecars import check_sidecar
from analysis.reading.text_rules import LONGEST_TEXT, composed, text_faults
from analysis.reading.toml_files import read_toml
from analysis.reading.workbooks import (
    VALUE_OR_EMPTY,
    UnreadableCells,
    WorkbookError,
    Worksheet,
    column_letters,
    number_text,
    read_sheets,
)

DELIVERY_FILE = "delivery.toml"
WORKBOOKS = (".xlsx", ".ods")
KINDS = (".csv", *WORKBOOKS, ".parquet")
DELIMITERS = ",;\t|"
MOST_BYTES = 20 * 2**20
MOST_ROWS = 50_000
HEADER_WITHIN_ROWS = 20
PARQUET_SECONDS = 60
PARQUET_READER = """
import io, json, sys
import polars
frame = polars.read_parquet(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps([frame.columns, *frame.rows()], default=str))
"""
OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
SHORT_CELL = f"at most {LONGEST_TEXT}; a quote that nothing closes makes one cell of all that follows"
SEPARATOR_LINE = re.compile("sep=([,;\t|])[,;\t|]*(?:\r\n|\r|\n)", re.IGNORECASE)
ERROR_VALUE = re.compile("#[A-ZÆØÅ/][A-ZÆØÅ0/]+[!?]?|##+")
TOTALS = ("i alt", "ialt", "total", "totalt", "sum", "samlet", "hele landet")

Row = tuple[int, list[str | None]]
Rows = tuple[list[Row], list[UnreadableCells]]


@dataclass(frozen=True)
class Column:
    """A column a file may have.

    Attributes:
        name: Name in code.
        header: Header in a delivery, Danish in the ones people write. The name is accepted as a header too.
        required: Whether a file without it is refused.
        longest: The most characters that a cell may have.
    """

    name: str
    header: str
    required: bool = True
    longest: int = LONGEST_TEXT


@dataclass(frozen=True)
class DeliveredTable:
    """A file's cells.

    Attributes:
        path: The file.
        file: The file as messages name it.
        frame: `row`, or the name asked for (Int64, as a spreadsheet counts; in Parquet the record's number
            from 1), then a String column for every column asked for; blank cells and absent optional columns
            are null.
        headers: Name in code → header as the file writes it.
    """

    path: Path
    file: str
    frame: pl.DataFrame
    headers: dict[str, str]


def available_quarters(data: Path) -> list[Quarter]:
    """The quarters that have a delivery file below `data/raw`, oldest first."""
    raw = data / "raw"
    if not raw.is_dir():
        return []
    return sorted(
        Quarter.parse(folder.name)
        for folder in raw.iterdir()
        if re.fullmatch(r"[1-9][0-9]{3}Q[1-4]", folder.name) and os.path.lexists(folder / DELIVERY_FILE)
    )


def read_bytes(path: Path, data: Path) -> bytes:
    """A file's bytes, checked against its sidecar.

    Raises:
        InputError: The file is missing, no regular file, empty, too large, cannot be opened, or is not the
            one that was sealed.
    """
    file = shown_path(path, data)
    content = read_regular(path, file, MOST_BYTES, "of counts")
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise InputError([Problem(file, None, None, "an empty file", "a file with content")])
    note_read(path, content)
    check_sidecar(path, content, data)
    return content


def has_table(folder: Path, stem: str) -> bool:
    """Whether a folder holds a table, `<stem>.csv`, `.xlsx` or `.parquet`: a delivery may do without some."""
    wanted = {stem + kind for kind in KINDS}
    return any(path.name.casefold() in wanted for path in folder.iterdir())


def find_table(folder: Path, stem: str, data: Path) -> Path:
    """The one file that holds a table: `<stem>.csv`, `.xlsx` or `.parquet`, upper or lower case.

    Raises:
        InputError: There is none, or more than one.
    """
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    wanted = {stem + kind for kind in KINDS}
    candidates = [name for name in names if name.casefold() in wanted]
    if len(candidates) == 1:
        return folder / candidates[0]
    expected = f"exactly one of {', '.join(stem + kind for kind in KINDS)}"
    found = " and ".join(candidates) if candidates else f"no table {stem}"
    raise InputError([Problem(shown_path(folder, data), None, None, found, expected)])


def read_table(path: Path, columns: Sequence[Column], data: Path, row: str = "row") -> DeliveredTable:
    """Read a file as a table of texts.

    CSV may be separated by comma, semicolon, tab or | (or as a first line such as `sep=;` says) and
    encoded as UTF-8, UTF-16 with a byte order mark, or Windows-1252. Of a workbook the first sheet is
    read, hidden rows and columns too. Blank rows are skipped. Headers match without regard to case,
    spaces at the ends, and underscore or space. Every kind of space is read as a plain one. What could be
    taken for something else is refused: a title above the header, a row of totals, a footnote, cells
    under no header, errors, formulas without a value, merged cells.

    Args:
        path: The file, with a suffix of `KINDS`.
        columns: The columns it may have; the first holds what a row is about and stands in every row.
        data: The data root, for the paths in messages.
        row: Name for the column of row numbers.

    Raises:
        InputError: Every problem of the container and its header.
    """
    return table_of(read_bytes(path, data), path, shown_path(path, data), columns, row)


def table_of(
    content: bytes, path: Path, file: str, columns: Sequence[Column], row: str = "row"
) -> DeliveredTable:
    """The same of bytes that were read: nothing else is looked at.

    Args:
        content: What the file holds.
        path: The file; its suffix says how to read it.
        file: The file as messages name it.
        columns: As `read_table`.
        row: As `read_table`.

    Raises:
        InputError: As `read_table`.
    """
    readers = {".csv": _csv_rows, ".parquet": _parquet_rows} | dict.fromkeys(WORKBOOKS, _workbook_rows)
    read, faults = readers[path.suffix.casefold()](content, file, columns)
    rows = [(number, cells) for number, cells in read if any(cell is not None for cell in cells)]
    if not rows:
        raise InputError([Problem(file, None, None, "an empty table", "a header and rows")])
    if len(rows) > MOST_ROWS:
        raise InputError([Problem(file, None, None, f"{len(rows):,} rows", f"at most {MOST_ROWS:,}")])
    place = header_position(rows, columns)
    (header_row, header), body = rows[place], rows[place + 1 :]
    problems = [] if place == 0 else [_above_header_problem(file, rows[0], header_row)]
    order = collect_problems(problems, partial(_match_header, header, header_row or None, columns, file))
    if order is None or place:
        raise InputError(problems)
    width = max(order.values()) + 1
    longest = {order[column.name]: column.longest for column in columns if column.name in order}
    problems += [_fault_problem(file, header, fault) for fault in faults]
    problems += [
        problem
        for number, cells in body
        for problem in _row_problems(file, header, order[columns[0].name], longest, number, cells)
    ]
    if not body:
        problems.append(Problem(file, None, None, "a header and no rows", "at least one row"))
    if problems:
        raise InputError(problems)
    padded = [(number, cells + [None] * (width - len(cells))) for number, cells in body]
    frame = pl.DataFrame(
        {row: [number for number, _ in padded]}
        | {
            column.name: [cells[order[column.name]] for _, cells in padded]
            if column.name in order
            else [None] * len(padded)
            for column in columns
        },
        schema={row: pl.Int64} | {column.name: pl.String for column in columns},
    )
    return DeliveredTable(
        path, file, frame, {name: header[position] or name for name, position in order.items()}
    )


def header_position(rows: Sequence[Row], columns: Sequence[Column]) -> int:
    """The place of the row, among the first ones, that holds most of the headers; 0 when none holds two."""
    known = [len(_known_titles(cells, columns)) for _, cells in rows[:HEADER_WITHIN_ROWS]]
    most = max(known)
    return known.index(most) if most > 1 else 0


def _known_titles(cells: Sequence[str | None], columns: Sequence[Column]) -> set[str]:
    """The names of the columns that a row has headers of."""
    titles = {plain_header(cell) for cell in cells if cell is not None}
    return {
        column.name for column in columns if titles & {plain_header(column.name), plain_header(column.header)}
    }


def _above_header_problem(file: str, first: Row, header_row: int) -> Problem:
    number, cells = first
    title = next(cell for cell in cells if cell is not None)
    expected = f"the header as the first row: delete what stands above it, in row {header_row}"
    return Problem(file, number, None, f"{quoted(title)} above the header", expected)


def _fault_problem(file: str, header: Sequence[str | None], fault: UnreadableCells) -> Problem:
    title = header[fault.column - 1] if fault.column <= len(header) else None
    column = title or column_letters(fault.column)
    return Problem(file, fault.row, column, fault.found, fault.expected)


def _row_problems(
    file: str,
    header: Sequence[str | None],
    key: int,
    longest: Mapping[int, int],
    number: int,
    cells: Sequence[str | None],
) -> list[Problem]:
    """What is wrong with a row, whatever its cells mean.

    Args:
        file: The file as messages name it.
        header: Its header.
        key: The position of the first column.
        longest: Position of a column → the most characters of its cells.
        number: The row.
        cells: Its cells.
    """
    filled = [cell for cell in cells if cell is not None]
    about = cells[key] if key < len(cells) else None
    if (about in {None, "0", "000"} or _is_total(about or "")) and any(_is_total(cell) for cell in filled):
        total = next(cell for cell in filled if _is_total(cell))
        expected = (
            "no such row: delete it; totals of runners may stand in [totals] of delivery.toml, "
            "those of other tables in the row dk, Danmark"
        )
        return [Problem(file, number, None, f"a row of totals, {quoted(total)}", expected)]
    if len(filled) == 1 and len(header) > 1 and re.search(r"[^\w-]", filled[0]):
        expected = "a cell under each header: delete a footnote, or move it to a note"
        return [Problem(file, number, None, f"{quoted(filled[0])} alone in its row", expected)]
    problems = []
    if len(cells) > len(header):
        found = f"{len(cells)} cells, the last {quoted(cells[-1])}"
        problems.append(Problem(file, number, None, found, f"at most {len(header)}"))
    for position, (title, cell) in enumerate(zip(header, cells, strict=False)):
        if cell is None:
            continue
        faults: Sequence[tuple[str, str]]
        if title is None:
            faults = ((f"{quoted(cell)} under no header", "a header over every column"),)
        elif ERROR_VALUE.fullmatch(cell):
            faults = ((f"the error {quoted(cell)}", VALUE_OR_EMPTY),)
        else:
            faults = text_faults(cell, longest.get(position, LONGEST_TEXT))
        problems += [Problem(file, number, title, found, expected) for found, expected in faults]
    return problems


def _is_total(cell: str) -> bool:
    return cell.casefold().rstrip(" :.") in TOTALS


def _match_header(
    header: Sequence[str | None], row: int | None, columns: Sequence[Column], file: str
) -> dict[str, int]:
    """Column name → position in the file."""
    names = {plain_header(title): column for column in columns for title in (column.name, column.header)}
    known = {column.header: column for column in columns}
    order: dict[str, int] = {}
    problems: list[Problem] = []
    for position, title in enumerate(header):
        if title is None:
            continue
        column = names.get(plain_header(title))
        if column is None:
            near = get_close_matches(title, known, n=1)
            expected = f"{near[0]}, if that is meant" if near else f"only {', '.join(known)}"
            problems.append(Problem(file, row, quoted(title).strip("'"), "an unknown column", expected))
        elif column.name in order:
            problems.append(Problem(file, row, column.header, "the column twice", "the column once"))
        else:
            order[column.name] = position
    problems += [
        Problem(file, row, column.header, "no such column", f"a column {column.header}")
        for column in columns
        if column.required and column.name not in order
    ]
    if problems:
        raise InputError(problems)
    return order


@lru_cache(maxsize=1000)
def plain_header(title: str) -> str:
    """A header without what people write differently: case, underscores, spaces at the ends or doubled."""
    return " ".join(title.replace("_", " ").casefold().split())


def _cell(text: str | None) -> str | None:
    """A cell without spaces at its ends, with plain spaces, in composed Unicode; None when blank."""
    return (composed(text).strip() or None) if text else None


def _csv_rows(content: bytes, file: str, columns: Sequence[Column]) -> Rows:
    require_text(content, file)
    return separated_rows(content, file, partial(_delimiter, columns=columns)), []


def require_text(content: bytes, file: str) -> None:
    """Refuse bytes of another kind of file in one that is named as text.

    Raises:
        InputError: They are a workbook's or a Parquet file's.
    """
    expected = "text separated by commas, semicolons or tabs"
    for start, found, suffix in (
        (b"PK\x03\x04", "a workbook or another packed file", ".xlsx"),
        (OLE_START, "an old Excel workbook", ".xlsx, once it is saved as one"),
        (b"PAR1", "a Parquet file", ".parquet"),
    ):
        if content.startswith(start):
            raise InputError([Problem(file, None, None, found, f"{expected}; this ends in {suffix}")])


def separated_rows(content: bytes, file: str, delimiter_of: Callable[[str], str]) -> list[Row]:
    """The rows of text separated by a mark, encoded as `decode` says.

    Args:
        content: The file's bytes.
        file: The file as messages name it.
        delimiter_of: Finds the mark in the text where no first line such as `sep=;` names it.

    Raises:
        InputError: The bytes are no text, or a row breaks off.
    """
    text = decode(content, file)
    separator = SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else delimiter_of(text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, [_cell(cell) for cell in cells]))
    except csv.Error as error:
        if "field limit" in str(error):
            found = f"a cell of more than {csv.field_size_limit():,} characters"
            raise InputError([Problem(file, len(rows) + 1, None, found, SHORT_CELL)]) from None
        expected = 'cells whose quotes are closed, and "" for a quote inside one'
        raise InputError(
            [Problem(file, len(rows) + 1, None, f"a row that breaks off ({error})", expected)]
        ) from None
    return rows


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """What separates the headers; where none is known, what stands most often in the first line."""
    lines = text.lstrip().splitlines()[:HEADER_WITHIN_ROWS] or [""]
    first_line = re.sub(r'"[^"]*"', "", lines[0])

    def fitness(mark: str) -> tuple[int, int]:
        split = ([cell.strip('" ') for cell in line.split(mark)] for line in lines)
        return max(len(_known_titles(cells, columns)) for cells in split), first_line.count(mark)

    return max(DELIMITERS, key=fitness)


def decode(content: bytes, file: str) -> str:
    """The text of bytes in UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        InputError: The bytes are none of these, damaged, or hold the null character.
    """
    expected = "UTF-8, UTF-16 with a byte order mark, or Windows-1252"
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
        damage = re.search("\ufffd", text)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise InputError([Problem(file, row, None, _guessed_encoding(content), expected)]) from None
        damage = re.search("Ã[\x80-¿\u0152-\u2122]", text)
        if utf16 or damage:
            raise InputError([Problem(file, row, None, "a damaged character", expected)]) from None
    null = re.search("\0", text)
    if fault := null or damage:
        row = text.count("\n", 0, fault.start()) + 1
        found = "a null character" if null else "a damaged character"
        raise InputError([Problem(file, row, None, found, expected)])
    return text


def _guessed_encoding(content: bytes) -> str:
    from charset_normalizer import from_bytes  # only a file that cannot be read pays for this import

    best = from_bytes(content).best()
    return f"bytes that look like {best.encoding}" if best else "bytes in no known encoding"


def _workbook_rows(content: bytes, file: str, columns: Sequence[Column]) -> Rows:
    sheets = workbook_sheets(content, file)
    problems = _sheet_problems(file, sheets, columns)
    if problems:
        raise InputError(problems)
    return sheets[0].rows, sheets[0].faults


def workbook_sheets(content: bytes, file: str) -> list[Worksheet]:
    """The worksheets of a workbook, XLSX or ODS, their cells without spaces at the ends.

    Raises:
        InputError: The bytes are no workbook that can be read.
    """
    if content.startswith(OLE_START):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        found = "a workbook locked with a password" if locked else "an old Excel workbook"
        without = "an XLSX workbook without a password"
        expected = without if locked else "an XLSX workbook: save it as one in Excel"
        raise InputError([Problem(file, None, None, found, expected)])
    if not content.startswith(b"PK"):
        expected = "a workbook, XLSX or ODS; text such as CSV ends in .csv"
        raise InputError([Problem(file, None, None, "a file that is no workbook", expected)])
    try:
        return [
            replace(sheet, rows=[(number, [_cell(cell) for cell in cells]) for number, cells in sheet.rows])
            for sheet in (read_opendocument if is_opendocument(content) else read_sheets)(content)
        ]
    except WorkbookError as error:
        found = f"a workbook that cannot be read ({error})"
        raise InputError([Problem(file, None, None, found, "a sound workbook, XLSX or ODS")]) from None


def _sheet_problems(file: str, sheets: Sequence[Worksheet], columns: Sequence[Column]) -> list[Problem]:
    """A table that does not stand in the first sheet alone, or in one that people do not see."""
    required = {column.name for column in columns if column.required}
    first, *others = (
        (
            sheet,
            any(required <= _known_titles(cells, columns) for _, cells in sheet.rows[:HEADER_WITHIN_ROWS]),
        )
        for sheet in sheets
    )
    again = [quoted(sheet.name) for sheet, has_header in others if has_header]
    found = expected = ""
    if again and first[1]:
        found = f"the header in sheet {quoted(first[0].name)} and again in {', '.join(again)}"
        expected = "one sheet with this table: delete the others"
    elif again:
        found = f"the header in sheet {', '.join(again)}"
        expected = f"it in the first sheet, which is {quoted(first[0].name)}"
    elif first[0].hidden:
        found = f"a hidden first sheet {quoted(first[0].name)}"
        expected = "the table in a first sheet that people see"
    return [Problem(file, None, None, found, expected)] if found else []


def _parquet_rows(content: bytes, file: str, columns: Sequence[Column]) -> Rows:
    """The rows of a Parquet file, read in its own process, which damaged bytes can abort."""
    expected = "a Parquet file of plain columns"
    try:
        reader = subprocess.run(
            [sys.executable, "-P", "-c", PARQUET_READER],
            input=content,
            capture_output=True,
            check=True,
            timeout=PARQUET_SECONDS,
        )
        header, *body = json.loads(reader.stdout)
        rows = [[_cell(_number_text(value)) for value in values] for values in body]
    except (subprocess.SubprocessError, ValueError) as error:
        reason = "damaged" if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise InputError([_unreadable(ValueError(reason), file, expected)]) from None
    return [(0, [_cell(title) for title in header]), *enumerate(rows, start=1)], []


def _number_text(value: object) -> str | None:
    """A typed cell as text.

    Raises:
        ValueError: The cell is a list or a structure.
    """
    if isinstance(value, list | dict):
        raise ValueError("a cell with several values")
    if isinstance(value, float):
        return number_text(value)
    return None if value is None else str(value)


def _unreadable(error: BaseException, file: str, expected: str) -> Problem:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return Problem(file, None, None, f"a file that cannot be read ({quoted(reason)})", expected)


def is_simulated(path: Path) -> bool | None:
    """Whether a delivery file says its figures are made up; None when it does not say or is unreadable."""
    try:
        _, _, values = read_toml(path, path.parent)
    except InputError:
        return None
    value = values.get("simulated")
    return value if isinstance(value, bool) else None
