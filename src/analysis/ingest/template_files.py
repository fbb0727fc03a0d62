"""Tables to be filled in, as workbooks that explain themselves and as CSV."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from analysis.ingest.tables.columns import Kind
from analysis.ingest.tables.definition import InputTable
from analysis.reading.text_rules import LONGEST_TEXT

EXPLAINING_SHEET: Final = "Forklaring"
EXPLANATION_WIDTHS: Final = (32, 100)
LINE_HEIGHT: Final = 15.75
# Widths of columns, and by how many letters bold type takes more.
CODE_WIDTH: Final = 14
NAME_WIDTH: Final = 22
COUNT_WIDTH: Final = 17
NOTE_WIDTH: Final = 60
BOLDER: Final = 2
# So many rows of a long table, whose template has none, take numbers alone.
LONG_TABLE: Final = 5_000

RULES: Final = (
    "Skriv aldrig 0 for et tal, der ikke kendes: lad cellen være tom, eller skriv ukendt, hvor kolonnens "
    "forklaring siger det.",
    "Et tal, der er tilbageholdt i delivery.toml, er en tom celle.",
    "Lad overskrifterne stå i første række, og skriv hverken titler, summer eller kilder i arket.",
    f"En tekst står på én linje og har højst {LONGEST_TEXT} tegn, alle af dem, som rapportens skrift kan "
    "vise: ingen emoji og ingen andre alfabeter.",
)


@dataclass(frozen=True)
class Template:
    """A table to be filled in.

    Attributes:
        table: Which one.
        rows: For each area or reason: code, name, note (None for none).
    """

    table: InputTable
    rows: tuple[tuple[str, str, str | None], ...]


def semicolon_csv(template: Template) -> bytes:
    """A template as CSV that Danish Excel opens right: semicolons, UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.header for column in template.table.columns])
    blanks = [""] * (len(template.table.columns) - 3)
    writer.writerows([code, name, *blanks, note or ""] for code, name, note in template.rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(template: Template, as_of: date) -> bytes:
    """A template as XLSX: the table, and a sheet that explains its columns.

    The day of the counts stands as the day it was made, so that the same template has the same bytes.
    """
    import xlsxwriter  # only this command pays for this import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day)})
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _fill_table(book, book.add_worksheet(template.table.title), template, header, wrapped)
        _fill_explanation(book.add_worksheet(EXPLAINING_SHEET), template, header, wrapped)
    return content.getvalue()


def _fill_table(book: Any, sheet: Any, template: Template, header: Any, wrapped: Any) -> None:
    count = book.add_format({"num_format": "#,##0"})
    last_row = LONG_TABLE if template.table.long else len(template.rows)
    last_column = len(template.table.columns) - 1
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A2:A{last_row + 1}"})
    for position, column in enumerate(template.table.columns):
        sheet.write_string(0, position, column.header, header)
        if position < 2 or position == last_column:
            continue
        percent = column.kind is Kind.PERCENT
        sheet.set_column(position, position, COUNT_WIDTH, None if percent else count)
        limits: dict[str, Any] = (
            {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
            if percent
            else {"validate": "integer", "criteria": ">=", "value": 0}
        )
        message = (
            "Skriv en procent fra 0 til 100 uden procenttegn, eller lad cellen stå tom."
            if percent
            else "Skriv et helt tal på 0 eller mere, eller lad cellen stå tom."
        )
        sheet.data_validation(
            1,
            position,
            last_row,
            position,
            {**limits, "error_title": column.header[:32], "error_message": message},
        )
    for position, least in enumerate((CODE_WIDTH, NAME_WIDTH)):
        longest = max((len(row[position] or "") for row in template.rows), default=0)
        sheet.set_column(position, position, max(least, longest + 1))
    sheet.set_column(last_column, last_column, NOTE_WIDTH)
    heads = [column.header for column in template.table.columns[2:last_column]]
    sheet.set_row(0, height_of(heads, [COUNT_WIDTH - BOLDER] * len(heads)))
    for row, (code, name, note) in enumerate(template.rows, start=1):
        if note is not None:
            sheet.set_row(row, height_of([note], [NOTE_WIDTH]))
        sheet.write_string(row, 0, code)
        sheet.write_string(row, 1, name)
        if note is not None:
            sheet.write_string(row, last_column, note, wrapped)


def _fill_explanation(sheet: Any, template: Template, header: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 0)
    for position, width in enumerate(EXPLANATION_WIDTHS):
        sheet.set_column(position, position, width)
    for position, title in enumerate(("Kolonne", "Forklaring")):
        sheet.write_string(0, position, title, header)
    lines = [(column.header, column.explanation) for column in template.table.columns]
    for row, (title, text) in enumerate([*lines, *(("Hele arket", rule) for rule in RULES)], start=1):
        sheet.set_row(row, height_of((title, text), EXPLANATION_WIDTHS))
        sheet.write_string(row, 0, title, wrapped)
        sheet.write_string(row, 1, text, wrapped)


def height_of(texts: Sequence[str], widths: Sequence[int]) -> float:
    """The height in points of a row that holds texts wrapped in columns of some widths.

    Programs do not grow a row that nobody has typed in, so the lines are counted: words are set as a column
    of letters of one width would set them, which is wider than they are.

    Args:
        texts: A cell for each column.
        widths: The columns' widths, in the letters that a spreadsheet counts them in.
    """
    lines = [len(textwrap.wrap(text, width)) for text, width in zip(texts, widths, strict=True)]
    return LINE_HEIGHT * max(lines)
