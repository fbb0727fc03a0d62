"""Reads ODS workbooks cell by cell, as `workbooks` reads XLSX: the same sheets, the same faults.

OpenDocument 1.3, part 3, says what stands in `content.xml`. A program that saves a sheet writes equal cells
and rows once with a count; rows that reach to the end of the sheet and hold nothing are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from math import isfinite, nan
from typing import Final
from xml.etree import ElementTree

from analysis.core.problems import quoted
from analysis.reading.workbooks import (
    A_NUMBER,
    FORMULA_EXPECTED,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED_BYTES,
    NUMBER,
    VALUE_OR_EMPTY,
    UnreadableCells,
    WorkbookError,
    Worksheet,
    column_letters,
    number_text,
    percent_fault,
)

KIND: Final = b"application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE: Final = f"{{{NAMESPACE}:office:1.0}}"
TABLE: Final = f"{{{NAMESPACE}:table:1.0}}"
TEXT: Final = f"{{{NAMESPACE}:text:1.0}}"
STYLE: Final = f"{{{NAMESPACE}:style:1.0}}"
CALCULATED: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
ROW_GROUPS: Final = {f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows")}
CELLS: Final = {f"{TABLE}{name}" for name in ("table-cell", "covered-table-cell")}


def is_opendocument(content: bytes) -> bool:
    """Whether bytes are those of an ODS workbook: its package begins with what it is."""
    return content.startswith(b"PK") and KIND in content[:200]


def read_opendocument(content: bytes) -> list[Worksheet]:
    """The worksheets of a workbook in their order, hidden ones too.

    Args:
        content: The bytes of an ODS file.

    Raises:
        WorkbookError: They are no ODS workbook, locked, damaged, or larger than a table can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = package.getinfo("content.xml").file_size
            if size > MOST_UNPACKED_BYTES:
                most = MOST_UNPACKED_BYTES // 2**20
                raise WorkbookError(f"{size // 2**20} MB when unpacked, more than {most} MB")
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise WorkbookError("locked with a password")
            document = ElementTree.fromstring(package.read("content.xml"))
    except ElementTree.ParseError as error:
        raise WorkbookError(f"a part of it is no sound XML: {error}") from None
    except KeyError:
        raise WorkbookError("a part of it is missing") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise WorkbookError(f"damaged: {error}") from None
    hidden = {
        style.get(f"{STYLE}name")
        for style in document.iter(f"{STYLE}style")
        for properties in style.iter(f"{STYLE}table-properties")
        if properties.get(f"{TABLE}display") == "false"
    }
    tables = document.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")
    if not tables:
        raise WorkbookError("it has no worksheet")
    return [_sheet(table, table.get(f"{TABLE}style-name") in hidden) for table in tables]


def _sheet(table: ElementTree.Element, hidden: bool) -> Worksheet:
    rows: list[tuple[int, list[str | None]]] = []
    faults: list[UnreadableCells] = []
    numbers: set[tuple[int, int]] = set()
    row = 1
    for element in _rows(table):
        times = _count(element, "number-rows-repeated")
        found, typed, wrong = _row(element, row)
        if found or wrong:
            last = row + times - 1
            furthest = max(max(found, default=0), max((fault.column for fault in wrong), default=0))
            if last > MOST_ROWS or furthest > MOST_COLUMNS:
                place = f"{column_letters(furthest)}{last}"
                raise WorkbookError(f"a cell as far out as {place}; delete what stands far from the table")
            for number in range(row, row + times):
                faults += [replace(fault, row=number) for fault in wrong]
                numbers |= {(number, column) for column in typed}
                if found:
                    rows.append((number, [found.get(place) for place in range(1, max(found) + 1)]))
        row += times
    return Worksheet(table.get(f"{TABLE}name", ""), hidden, rows, faults, frozenset(numbers))


def _rows(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The rows of a table or of a group of rows."""
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in ROW_GROUPS:
            yield from _rows(element)


def _count(element: ElementTree.Element, name: str) -> int:
    """How many times an element stands there.

    Raises:
        WorkbookError: The count is none.
    """
    written = element.get(f"{TABLE}{name}", "1")
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 10**9):
        raise WorkbookError(f"the count {quoted(written)} of equal cells or rows")
    return int(written)


def _row(element: ElementTree.Element, row: int) -> tuple[dict[int, str], set[int], list[UnreadableCells]]:
    """Column → text of the cells of a row, the columns that hold a number, and what cannot be read."""
    found: dict[int, str] = {}
    typed: set[int] = set()
    wrong: list[UnreadableCells] = []
    column = 1
    for cell in (one for one in element if one.tag in CELLS):
        times = _count(cell, "number-columns-repeated")
        value = _value(cell)
        spans = [_count(cell, f"number-{side}-spanned") for side in ("columns", "rows")]
        if max(spans) > 1:
            told = f"merged cells from {column_letters(column)} on"
            expected = "each cell by itself, with its own value"
            wrong.append(UnreadableCells(row, column, told, expected, merged=True))
        if value and column + times - 1 > MOST_COLUMNS:
            place = column_letters(column + times - 1)
            raise WorkbookError(f"a cell as far out as column {place}; delete what stands far from the table")
        for place_of_cell in range(column, column + times) if value else ():
            if isinstance(value, tuple):
                wrong.append(UnreadableCells(row, place_of_cell, *value))
            elif value:
                found[place_of_cell] = value
                if cell.get(f"{OFFICE}value-type") in {"float", "currency"}:
                    typed.add(place_of_cell)
        column += times
    return found, typed, wrong


def _value(cell: ElementTree.Element) -> str | tuple[str, str] | None:
    """A cell's text, None when it is empty, or what was found and expected when it holds no value."""
    kind = cell.get(f"{OFFICE}value-type") or cell.get(f"{CALCULATED}value-type") or ""
    formula = cell.get(f"{TABLE}formula")
    shown = "\n".join(_shown(paragraph) for paragraph in cell.findall(f"{TEXT}p"))
    if cell.get(f"{CALCULATED}value-type") == "error" or (formula and shown.startswith(("#", "Err:"))):
        return f"the error {quoted(shown)}", VALUE_OR_EMPTY
    if formula and not kind:
        return f"the formula {quoted(formula)} without a calculated value", FORMULA_EXPECTED
    if kind in {"float", "currency", "percentage"}:
        stored = cell.get(f"{OFFICE}value", "")
        number = float(stored) + 0.0 if NUMBER.fullmatch(stored) else nan
        if not isfinite(number):
            return f"{quoted(stored)} as a number", A_NUMBER
        return percent_fault(number) if kind == "percentage" else number_text(number)
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00").replace("T", " ")
    if kind == "time":
        return shown or cell.get(f"{OFFICE}time-value")
    return cell.get(f"{OFFICE}string-value") or shown or None


def _shown(element: ElementTree.Element) -> str:
    """The text of a paragraph, its spaces written out."""
    if element.tag == f"{TEXT}s":
        return " " * int(element.get(f"{TEXT}c", "1"))
    if element.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
        return " "
    return "".join(
        chain([element.text or ""], (piece for one in element for piece in (_shown(one), one.tail or "")))
    )
