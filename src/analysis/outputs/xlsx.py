"""A workbook as XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any, Final

import xlsxwriter

from analysis.outputs.packing import repacked
from analysis.outputs.workbook import Cell, Workbook, WorkbookSheet, decimals_of

FONT: Final = {"font_name": "Arial", "font_size": 12, "font_scheme": False}
LINE_WIDTH: Final = 100.0
LINE_HEIGHT: Final = 16.0
TITLE_HEIGHT: Final = 22.0
LETTER: Final = 1.02  # a letter of 12 points in the units of a column's width
A4: Final = 9


def as_xlsx(book: Workbook) -> bytes:
    """The bytes of a workbook as XLSX, the same each time."""
    content = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": dict(FONT)}
    with xlsxwriter.Workbook(content, options) as written:
        written.set_properties(
            {
                "title": book.title,
                "author": book.maker,
                "comments": book.description,
                "keywords": ", ".join(book.keywords),
                "created": datetime(book.created.year, book.created.month, book.created.day),
            }
        )
        formats: dict[str | int, Any] = {
            "title": written.add_format({**FONT, "bold": True, "font_size": 16}),
            "head": written.add_format(
                {**FONT, "bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
            ),
            "text": written.add_format({**FONT, "text_wrap": True, "valign": "top"}),
            "headn": written.add_format(
                {**FONT, "bold": True, "text_wrap": True, "valign": "top", "align": "right", "bottom": 1}
            ),
            "code": written.add_format({**FONT, "align": "right", "valign": "top"}),
            "link": written.add_format({**FONT, "font_color": "#1C4F7C", "underline": 1, "valign": "top"}),
            **{
                number: written.add_format(
                    {**FONT, "valign": "top", "num_format": "#,##0" + ("." + "0" * number if number else "")}
                )
                for number in range(3)
            },
        }
        for sheet in book.sheets:
            _write(written.add_worksheet(sheet.name), sheet, formats)
        written.get_worksheet_by_name(book.sheets[0].name).activate()
    return repacked(content.getvalue())


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row in points that shows the longest wrapped text in it whole."""
    texts = [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    return LINE_HEIGHT * max((ceil(len(cell) * LETTER / width) for cell, width in texts), default=1)


def _write(page: Any, sheet: WorkbookSheet, formats: dict[str | int, Any]) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, sheet.title, formats["title"])
    page.set_row(0, TITLE_HEIGHT)
    wrapped = None if sheet.columns else formats["text"]
    for row, line in enumerate(sheet.lines, start=1):
        page.write_string(row, 0, line, wrapped)
        if not sheet.columns:
            page.set_row(row, _height([line], [LINE_WIDTH]))
    if not sheet.columns:
        page.set_column(0, 0, LINE_WIDTH)
        return
    top = len(sheet.lines) + 1
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.add_table(
        top,
        0,
        top + len(sheet.rows),
        len(sheet.columns) - 1,
        {
            "name": sheet.name,
            "autofilter": False,
            "style": None,
            "columns": [
                {
                    "header": one.header,
                    "header_format": formats["head" if one.decimals is None else "headn"],
                }
                for one in sheet.columns
            ],
        },
    )
    widths = [column.width for column in sheet.columns]
    page.set_row(top, _height([column.header for column in sheet.columns], widths))
    for row, cells in enumerate(sheet.rows, start=top + 1):
        page.set_row(row, _height(cells, widths))
        for place, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
            if not isinstance(cell, str):
                page.write_number(row, place, cell, formats[decimals_of(cell, column)])
            elif sheet.links and place == 0:
                page.write_url(row, place, f"internal:'{cell}'!A1", formats["link"], cell)
            else:
                page.write_string(row, place, cell, formats["text" if column.decimals is None else "code"])
    page.ignore_errors({"number_stored_as_text": f"A{top + 1}:A{top + 1 + len(sheet.rows)}"})
