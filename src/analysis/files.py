"""Reads CSV, XLSX and Parquet as people deliver them: texts in known columns, with true row numbers.

Nothing is interpreted here but the container: which bytes are a cell, and which header names which column.
A cell is never evaluated; it is a text until a contract says what it means.
"""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from analysis.problems import InputError, Problem, quoted, shown_path
from analysis.quarters import Quarter
from analysis.sidecars import check_sidecar

DELIVERY_FILE = "delivery.toml"
KINDS = (".csv", ".xlsx", ".parquet")
DELIMITERS = ",;\t"
PARQUET_SECONDS = 60
PARQUET_READER = """
import io, json, sys
import polars
frame = polars.read_parquet(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps([frame.columns, *frame.rows()], default=str))
"""
CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f]")

Row = tuple[int, list[str | None]]


@dataclass(frozen=True)
class Column:
    """A column a file may have.

    Attributes:
        name: Name in code.
        header: Header in a delivery, Danish in the ones people write. The name is accepted as a header too.
        required: Whether a file without it is refused.
    """

    name: str
    header: str
    required: bool = True


@dataclass(frozen=True)
class Table:
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
        if re.fullmatch(r"[1-9][0-9]{3}Q[1-4]", folder.name) and (folder / DELIVERY_FILE).is_file()
    )


def read_bytes(path: Path, data: Path) -> bytes:
    """A file's bytes, checked against its sidecar.

    Raises:
        InputError: The file is missing, empty, cannot be opened, or is not the one that was sealed.
    """
    file = shown_path(path, data)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError([Problem(file, None, None, "no such file", "a file with this name")]) from None
    except OSError as error:
        reason = f"a file that cannot be opened ({error.strerror or 'unknown reason'})"
        raise InputError(
            [Problem(file, None, None, reason, "a readable file that no other program keeps locked")]
        ) from None
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise InputError([Problem(file, None, None, "an empty file", "a file with content")])
    check_sidecar(path, content, data)
    return content


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


def read_table(path: Path, columns: Sequence[Column], data: Path, row: str = "row") -> Table:
    """Read a file as a table of texts.

    CSV may be separated by comma, semicolon or tab and encoded as UTF-8, UTF-16 with a byte order mark, or
    Windows-1252. Of a workbook the first sheet is read. Blank rows are skipped. Headers match without regard
    to case, spaces at the ends, and underscore or space.

    Args:
        path: The file, with a suffix of `KINDS`.
        columns: The columns it may have.
        data: The data root, for the paths in messages.
        row: Name for the column of row numbers.

    Raises:
        InputError: Every problem of the container and its header.
    """
    content = read_bytes(path, data)
    file = shown_path(path, data)
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows, ".parquet": _parquet_rows}
    rows = [
        (number, cells)
        for number, cells in readers[path.suffix.casefold()](content, file)
        if any(cell is not None for cell in cells)
    ]
    if not rows:
        raise InputError([Problem(file, None, None, "an empty table", "a header and rows")])
    (header_row, header), body = rows[0], rows[1:]
    order = _match_header(header, header_row or None, columns, file)
    width = max(order.values()) + 1
    problems = [
        Problem(
            file, number, None, f"{len(cells)} cells, the last {quoted(cells[-1])}", f"at most {len(header)}"
        )
        for number, cells in body
        if any(cell is not None for cell in cells[len(header) :])
    ] + [
        Problem(
            file, number, None, f"{quoted(cells[position])} under no header", "a header over every column"
        )
        for number, cells in body
        for position, title in enumerate(header)
        if title is None and position < len(cells) and cells[position] is not None
    ]
    problems += [
        Problem(
            file,
            number,
            header[position],
            f"{quoted(cell)} with control characters",
            "plain text on one line",
        )
        for number, cells in body
        for position, cell in enumerate(cells[: len(header)])
        if cell is not None and CONTROL_CHARACTER.search(cell)
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
    return Table(path, file, frame, {name: header[position] or name for name, position in order.items()})


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


def plain_header(title: str) -> str:
    """A header without what people write differently: case, underscores, spaces at the ends or doubled."""
    return " ".join(title.replace("_", " ").casefold().split())


def _cell(text: str | None) -> str | None:
    """A cell without spaces at its ends, in composed Unicode; None when blank."""
    return (unicodedata.normalize("NFC", text).strip() or None) if text else None


def _csv_rows(content: bytes, file: str) -> list[Row]:
    text = decode(content, file)
    first_line = (text.lstrip().splitlines() or [""])[0]
    delimiter = max(DELIMITERS, key=lambda mark: re.sub(r'"[^"]*"', "", first_line).count(mark))
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, [_cell(cell) for cell in cells]))
    except csv.Error as error:
        expected = 'cells whose quotes are closed, and "" for a quote inside one'
        raise InputError(
            [Problem(file, len(rows) + 1, None, f"a row that breaks off ({error})", expected)]
        ) from None
    return rows


def decode(content: bytes, file: str) -> str:
    """The text of bytes in UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        InputError: The bytes are none of these, or UTF-8 with damaged bytes.
    """
    expected = "UTF-8, UTF-16 with a byte order mark, or Windows-1252"
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        utf16 = error.encoding.startswith("utf-16")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise InputError([Problem(file, row, None, _guessed_encoding(content), expected)]) from None
    if utf16 or re.search("Ã[\x80-¿\u0152-\u2122]", text):
        raise InputError([Problem(file, row, None, "a damaged character", expected)])
    return text


def _guessed_encoding(content: bytes) -> str:
    from charset_normalizer import from_bytes  # only a file that cannot be read pays for this import

    best = from_bytes(content).best()
    return f"bytes that look like {best.encoding}" if best else "bytes in no known encoding"


def _xlsx_rows(content: bytes, file: str) -> list[Row]:
    import fastexcel  # only workbooks pay for this import

    try:
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        frame = sheet.to_polars()
    except Exception as error:
        raise InputError([_unreadable(error, file, "an XLSX workbook")]) from None
    return [
        (number, [_decimal_comma(_cell(cell)) for cell in cells])
        for number, cells in enumerate(frame.iter_rows(), start=1)
    ]


def _parquet_rows(content: bytes, file: str) -> list[Row]:
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
    return [(0, [_cell(title) for title in header]), *enumerate(rows, start=1)]


def _number_text(value: object) -> str | None:
    """A typed cell as text: whole numbers without decimals, fractions with a decimal comma.

    Raises:
        ValueError: The cell is a list or a structure.
    """
    if isinstance(value, list | dict):
        raise ValueError("a cell with several values")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else _decimal_comma(str(value))
    return None if value is None else str(value)


def _decimal_comma(cell: str | None) -> str | None:
    """A number cell with a decimal comma, so that 1.034 in a workbook is never read as a thousand and 34."""
    if cell is not None and re.fullmatch(r"-?[0-9]+\.[0-9]+", cell):
        return cell.replace(".", ",")
    return cell


def _unreadable(error: BaseException, file: str, expected: str) -> Problem:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return Problem(file, None, None, f"a file that cannot be read ({quoted(reason)})", expected)
