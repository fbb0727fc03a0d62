"""Tables as analysts keep them, written without the code that reads them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import polars as pl
import xlsxwriter

Cell = str | float | None
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
CALCULATED = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def separated(
    rows: Sequence[Sequence[Cell]], mark: str, encoding: str = "utf-8", *, quoted: bool = False
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx(*sheets: Sequence[Sequence[Cell]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": False}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(place, column, cell)
                    elif cell is not None:
                        sheet.write_number(place, column, cell)
    return content.getvalue()


def ods(*sheets: Sequence[Sequence[Cell]]) -> bytes:
    tables = "".join(
        f'<table:table table:name="Ark{number}">{"".join(map(ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        for number, rows in enumerate(sheets, start=1)
    )
    return ods_package(tables)


def ods_row(cells: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    shown = f"{cell:.1f}".replace(".", ",")
    number = f'office:value-type="float" office:value="{cell!r}"'
    return f"<table:table-cell {number}><text:p>{shown}</text:p></table:table-cell>"


def ods_package(tables: str, styles: str = "", manifest: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES} {CALCULATED}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return content.getvalue()


def frame_of(rows: Sequence[Sequence[Cell]]) -> pl.DataFrame:
    head, *body = rows
    return pl.DataFrame(
        [pl.Series(str(name), [row[place] for row in body], strict=False) for place, name in enumerate(head)]
    )


def written(kind: str, rows: Sequence[Sequence[Cell]], folder: Path) -> object:
    """What is given to `join`: the path of a file of the kind, or a frame."""
    if kind == "pandas":
        return pd.DataFrame(rows[1:], columns=[str(name) for name in rows[0]])
    if kind == "polars":
        return frame_of(rows)
    path = folder / f"egne.{kind.split(maxsplit=1)[0]}"
    if kind == "parquet":
        frame_of(rows).write_parquet(path)
        return path
    content = {
        "csv": lambda: separated(rows, ","),
        "csv with semicolons": lambda: separated(rows, ";", "utf-8-sig"),
        "csv of an old Excel": lambda: separated(rows, ";", "cp1252"),
        "csv with all quoted": lambda: separated(rows, ",", quoted=True),
        "csv with a line for Excel": lambda: b"sep=|\r\n" + separated(rows, "|"),
        "tsv": lambda: separated(rows, "\t"),
        "txt of Excel": lambda: separated(rows, "\t", "utf-16"),
        "xlsx": lambda: xlsx(rows),
        "ods": lambda: ods(rows),
    }[kind]()
    path.write_bytes(content)
    return path
