"""Reads XLSX workbooks cell by cell: what stands in each cell, and what must not be taken for a value.

Readers that load a sheet as a table turn an error such as `#REF!`, and a formula that was never calculated,
into an empty cell. Here an empty cell says that a number is not known, so such cells have to be told apart:
this reader goes through the parts of the package itself (ECMA-376, part 1, SpreadsheetML) and says which they
are. Formulas are not evaluated: the value is read that a spreadsheet stored with them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite, nan
from typing import IO
from xml.etree import ElementTree

from analysis.core.problems import quoted

MOST_UNPACKED_BYTES = 100 * 2**20
MOST_ROWS = 100_000
MOST_COLUMNS = 256
VALUE_OR_EMPTY = "a value, or an empty cell where it is not known"
NUMBER = re.compile(r"[ \t\r\n]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?[ \t\r\n]*")
NOT_ZERO = re.compile("[^Ee]*[1-9]")
PLACE = re.compile(r"[ \t\r\n]*([0-9]{1,9})[ \t\r\n]*")
A_NUMBER = "a number that a spreadsheet can hold, such as 6300"
FORMULA_EXPECTED = "a value: open the workbook in a spreadsheet and save it there"
LAST_DAY = datetime(9999, 12, 31)
BUILT_IN_PERCENT = {9, 10}
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


class WorkbookError(Exception):
    """The bytes are no workbook that can be read; says why."""


@dataclass(frozen=True)
class UnreadableCells:
    """A cell, or cells, that hold no value to be read.

    Attributes:
        row: Row from 1.
        column: Column from 1.
        found: What stands there.
        expected: What should stand there.
        merged: Whether they are merged cells, whose content stands in the first of them.
    """

    row: int
    column: int
    found: str
    expected: str
    merged: bool = False


@dataclass(frozen=True)
class Worksheet:
    """A worksheet.

    Attributes:
        name: Its name.
        hidden: Whether a person who opens the workbook does not see it.
        rows: Row number from 1 and the texts of its cells from column A on, None for an empty cell; numbers
            have a decimal comma. Rows without cells are left out.
        faults: Cells that hold no value to be read.
        numbers: Row and column, both from 1, of the cells that hold a number and no text.
    """

    name: str
    hidden: bool
    rows: list[tuple[int, list[str | None]]]
    faults: list[UnreadableCells]
    numbers: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class _Context:
    """What a cell's content means in this workbook.

    Attributes:
        strings: The shared strings.
        percents: Whether each cell format shows a number as percent.
        dates: Whether each cell format shows a number as a date or a time.
        epoch: Day 0 of its dates.
        calculated: Whether the values of formulas are those of a program that calculated them.
    """

    strings: list[str]
    percents: list[bool]
    dates: list[bool]
    epoch: datetime
    calculated: bool


def read_sheets(content: bytes) -> list[Worksheet]:
    """The worksheets of a workbook in their order, hidden ones too.

    Args:
        content: The bytes of an XLSX file.

    Raises:
        WorkbookError: They are no XLSX workbook, damaged, or larger than a table of people's counts can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            if unpacked > MOST_UNPACKED_BYTES:
                size = f"{unpacked // 2**20} MB when unpacked, more than {MOST_UNPACKED_BYTES // 2**20} MB"
                raise WorkbookError(size)
            if damaged := package.testzip():
                raise WorkbookError(f"its part {damaged} is damaged")
            return _sheets(package)
    except WorkbookError:
        raise
    except ElementTree.ParseError as error:
        raise WorkbookError(f"a part of it is no sound XML: {error}") from None
    except (LookupError, StopIteration):
        raise WorkbookError("a part of it is missing") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        ArithmeticError,
        ValueError,
    ) as error:
        raise WorkbookError(f"damaged: {error}") from None


def number_text(number: float) -> str:
    """A number as text, as a spreadsheet shows it: 15 digits, a decimal comma, none for whole numbers.

    The comma keeps 1.034 from being read as one thousand and thirty-four, which Danish text writes so.
    """
    return (
        f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}".replace(".", ",")
    )


def percent_fault(number: float) -> tuple[str, str]:
    """What is found and expected where a cell shows a number as percent, which hides what it is."""
    return (
        f"{number_text(number)} shown as {number_text(100 * number)} %",
        "the number itself, such as 16 for 16 %, in a cell without a format in per cent",
    )


def column_letters(column: int) -> str:
    """The name of a column: 1 → `A`, 28 → `AB`."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _sheets(package: zipfile.ZipFile) -> list[Worksheet]:
    workbook_part = next(
        target for kind, target in _related(package, "").values() if kind == "officeDocument"
    )
    book = ElementTree.fromstring(package.read(workbook_part))
    related = _related(package, workbook_part)
    parts = dict(related.values())
    calculation, properties = book.find("{*}calcPr"), book.find("{*}workbookPr")
    context = _Context(
        strings=_strings(package, parts.get("sharedStrings")),
        **_formats(package, parts.get("styles")),
        epoch=datetime(1904, 1, 1) if _is_on(properties, "date1904") else datetime(1899, 12, 30),
        calculated=not _is_on(calculation, "fullCalcOnLoad"),
    )
    sheets = []
    for entry in book.iterfind("{*}sheets/{*}sheet"):
        kind, target = related[_relationship(entry)]
        if kind == "worksheet":
            with package.open(target) as part:
                cells = _cells(part, context)
            hidden = entry.get("state", "visible") != "visible"
            sheets.append(Worksheet(entry.get("name", ""), hidden, *cells))
    if not sheets:
        raise WorkbookError("it has no worksheet")
    return sheets


def _related(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → kind and path of the parts that a part of the package refers to."""
    folder, name = posixpath.split(part)
    root = ElementTree.fromstring(package.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        entry.get("Id", ""): (
            entry.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
        )
        for entry in root.iterfind("{*}Relationship")
    }


def _relationship(entry: ElementTree.Element) -> str:
    return next(value for name, value in entry.attrib.items() if name.endswith("}id"))


def _is_on(element: ElementTree.Element | None, attribute: str) -> bool:
    return element is not None and element.get(attribute) in {"1", "true"}


def _strings(package: zipfile.ZipFile, part: str | None) -> list[str]:
    if part is None:
        return []
    return [_text(entry) for entry in ElementTree.fromstring(package.read(part)).iterfind("{*}si")]


def _text(entry: ElementTree.Element | None) -> str:
    """A string with its runs joined; hints on pronunciation (rPh) are no part of it."""
    if entry is None:
        return ""
    runs = [*entry.iterfind("{*}t"), *entry.iterfind("{*}r/{*}t")]
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    """A text with its characters of the form `_x000D_`; halves of a character that meet become one."""
    plain = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _place(text: str) -> int | None:
    """A place in a list, counted from 0; None where the text is no such number."""
    match = PLACE.fullmatch(text)
    return int(match[1]) if match else None


def _formats(package: zipfile.ZipFile, part: str | None) -> dict[str, list[bool]]:
    """For each cell format, whether it shows a number as percent, and whether as a date or a time."""
    if part is None:
        return {"percents": [], "dates": []}
    styles = ElementTree.fromstring(package.read(part))
    codes = {
        _place(entry.get("numFmtId", "0")): re.sub(
            r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^]]*\]', "", entry.get("formatCode", "").lower()
        )
        for entry in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    used = [_place(entry.get("numFmtId", "0")) for entry in styles.iterfind("{*}cellXfs/{*}xf")]
    return {
        "percents": [
            "%" in codes[number] if number in codes else number in BUILT_IN_PERCENT for number in used
        ],
        "dates": [
            bool(re.search("[dmyhs]", codes[number])) if number in codes else number in BUILT_IN_DATES
            for number in used
        ],
    }


def _cells(
    part: IO[bytes], context: _Context
) -> tuple[list[tuple[int, list[str | None]]], list[UnreadableCells], frozenset[tuple[int, int]]]:
    numbers: set[tuple[int, int]] = set()
    found: dict[int, dict[int, str]] = {}
    faults: list[UnreadableCells] = []
    seen: set[tuple[int, int]] = set()
    for row, column, cell in _elements(part, faults):
        value = _value(cell, context)
        if (row, column) in seen:
            value = ("the cell twice", "each cell once")
        if value:
            seen.add((row, column))
        if isinstance(value, tuple):
            faults.append(UnreadableCells(row, column, *value))
        elif value:
            if row > MOST_ROWS or column > MOST_COLUMNS:
                place = f"{column_letters(column)}{row}"
                raise WorkbookError(f"a cell as far out as {place}; delete what stands far from the table")
            found.setdefault(row, {})[column] = value
            if cell.get("t", "n") == "n" and not _is_shown_as(cell, context.dates):
                numbers.add((row, column))
    rows = [
        (row, [cells.get(column) for column in range(1, max(cells) + 1)])
        for row, cells in sorted(found.items())
    ]
    return rows, faults, frozenset(numbers)


def _is_shown_as(cell: ElementTree.Element, formats: list[bool]) -> bool:
    """Whether a cell has one of the formats."""
    style = _place(cell.get("s", "0"))
    return style is not None and style < len(formats) and formats[style]


def _elements(
    part: IO[bytes], faults: list[UnreadableCells]
) -> Iterator[tuple[int, int, ElementTree.Element]]:
    """Row, column and element of each cell; merged cells are added to the faults.

    A row or cell that does not say where it stands stands after the one before it.
    """
    row = column = 0
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row":
                row, column = _row_number(element.get("r", str(row + 1))), 0
        elif tag == "c":
            reference = re.fullmatch("([A-Z]{1,3})([0-9]+)", element.get("r", ""))
            if reference:
                row, column = _row_number(reference[2]), _column_number(reference[1])
            else:
                column += 1
            yield row, column, element
        elif tag == "row":
            element.clear()
        elif tag == "mergeCell":
            area = element.get("ref", "")
            corner = re.match("([A-Z]{1,3})([0-9]+):", area)
            if corner:
                faults.append(
                    UnreadableCells(
                        int(corner[2]),
                        _column_number(corner[1]),
                        f"merged cells {area}",
                        "each cell by itself, with its own value",
                        merged=True,
                    )
                )


def _row_number(text: str) -> int:
    """The number of a row.

    Raises:
        WorkbookError: It is none.
    """
    if not re.fullmatch("[1-9][0-9]{0,9}", text):
        raise WorkbookError(f"a row with the number {quoted(text)}")
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _value(cell: ElementTree.Element, context: _Context) -> str | tuple[str, str] | None:
    """A cell's text, None when it is empty, or what was found and expected when it holds no value."""
    kind, style = cell.get("t", "n"), _place(cell.get("s", "0"))
    stored, formula = cell.findtext("{*}v"), cell.find("{*}f")
    if kind == "e":
        return f"the error {quoted(stored)}", VALUE_OR_EMPTY
    if formula is not None and (
        not context.calculated or stored is None or (not stored and kind not in {"str", "s"})
    ):
        return (
            f"the formula {quoted('=' + (formula.text or ''))} without a calculated value",
            FORMULA_EXPECTED,
        )
    if kind == "inlineStr":
        return _text(cell.find("{*}is"))
    if not stored:
        return None
    if kind == "s":
        place = _place(stored)
        if place is None or place >= len(context.strings):
            held = f"one of the {len(context.strings)} texts that the workbook holds, counted from 0"
            return f"the shared text number {quoted(stored)}", held
        return context.strings[place]
    if kind == "b":
        truth = {"1": "true", "0": "false", "true": "true", "false": "false"}.get(stored)
        return truth or (f"{quoted(stored)} as true or false", "1 or 0")
    if kind in {"str", "d"}:
        return _unescaped(stored)
    if kind != "n":
        return f"a cell of the unknown type {quoted(kind)}", VALUE_OR_EMPTY
    number = float(stored) + 0.0 if NUMBER.fullmatch(stored) else nan
    if not isfinite(number) or (number == 0 and NOT_ZERO.match(stored)):
        return f"{quoted(stored)} as a number", A_NUMBER
    if style is None:
        return (
            f"a cell with the format {quoted(cell.get('s'))}",
            "a number that counts the workbook's formats",
        )
    if _is_shown_as(cell, context.percents):
        return percent_fault(number)
    if _is_shown_as(cell, context.dates):
        if not 0 <= number < (LAST_DAY - context.epoch).days + 1:
            return f"{quoted(stored)} as a date", "a day from 1900 to 9999"
        moment = context.epoch + timedelta(days=number)
        return moment.date().isoformat() if number.is_integer() else moment.isoformat(" ", "seconds")
    return number_text(number)
