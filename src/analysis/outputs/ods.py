"""A workbook as ODS (OpenDocument 1.3), written without a library: three small XML files in a zip package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from analysis.outputs.packing import packed
from analysis.outputs.workbook import Cell, SheetColumn, Workbook, WorkbookSheet, decimals_of

KIND: Final = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": f"{OFFICE}:office:1.0",
        "style": f"{OFFICE}:style:1.0",
        "text": f"{OFFICE}:text:1.0",
        "table": f"{OFFICE}:table:1.0",
        "number": f"{OFFICE}:datastyle:1.0",
        "meta": f"{OFFICE}:meta:1.0",
        "fo": f"{OFFICE}:xsl-fo-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
CENTIMETRES_A_CHARACTER: Final = 0.24
LINE_WIDTH: Final = 100.0


def as_ods(book: Workbook) -> bytes:
    """The bytes of a workbook as ODS, the same each time."""
    return packed(
        {
            "mimetype": KIND.encode(),
            "content.xml": _content(book).encode(),
            "styles.xml": _styles(book.language).encode(),
            "meta.xml": _meta(book).encode(),
            "META-INF/manifest.xml": _manifest().encode(),
        }
    )


def _manifest() -> str:
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (
            ("/", KIND),
            *((f"{name}.xml", "text/xml") for name in ("content", "styles", "meta")),
        )
    )
    namespace = f'xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3"'
    return f"{HEAD}<manifest:manifest {namespace}>{files}</manifest:manifest>"


def _meta(book: Workbook) -> str:
    keywords = "".join(f"<meta:keyword>{escape(one)}</meta:keyword>" for one in book.keywords)
    day = f"{book.created.isoformat()}T00:00:00"
    return (
        f'{HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title><dc:creator>{escape(book.maker)}</dc:creator>"
        f"<meta:initial-creator>{escape(book.maker)}</meta:initial-creator>"
        f"<dc:description>{escape(book.description)}</dc:description><dc:language>{book.language}</dc:language>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date>{keywords}"
        "</office:meta></office:document-meta>"
    )


def _styles(language: str) -> str:
    return (
        f'{HEAD}<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="table-cell"><style:text-properties style:font-name="Arial" '
        f'fo:font-family="Arial" fo:font-size="12pt" fo:language="{language}" fo:country="DK"/>'
        "</style:default-style></office:styles><office:automatic-styles>"
        '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" '
        'fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" '
        'style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Default" style:page-layout-name="page"/></office:master-styles>'
        "</office:document-styles>"
    )


def _cell_style(name: str, *, cell: str = "", text: str = "", paragraph: str = "", data: str = "") -> str:
    named = f' style:data-style-name="{data}"' if data else ""
    parts = [f'<style:table-cell-properties style:vertical-align="top" {cell}/>']
    parts += [f"<style:paragraph-properties {paragraph}/>"] if paragraph else []
    parts += [f"<style:text-properties {text}/>"] if text else []
    return f'<style:style style:name="{name}" style:family="table-cell"{named}>{"".join(parts)}</style:style>'


def _content(book: Workbook) -> str:
    widths = sorted({column.width for sheet in book.sheets for column in sheet.columns} | {LINE_WIDTH})
    numbers = "".join(
        f'<number:number-style style:name="n{decimals}"><number:number number:min-integer-digits="1" '
        f'number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" number:grouping="true"/>'
        "</number:number-style>"
        for decimals in range(3)
    )
    styles = "".join(
        [
            numbers,
            *(
                f'<style:style style:name="{_width_name(width)}" style:family="table-column">'
                f"<style:table-column-properties "
                f'style:column-width="{width * CENTIMETRES_A_CHARACTER:.2f}cm"/></style:style>'
                for width in widths
            ),
            '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"/>',
            _cell_style("title", text='fo:font-size="16pt" fo:font-weight="bold"'),
            _cell_style(
                "head",
                cell='fo:wrap-option="wrap" fo:border-bottom="0.75pt solid #000000"',
                text='fo:font-weight="bold"',
            ),
            _cell_style(
                "headn",
                cell='fo:wrap-option="wrap" fo:border-bottom="0.75pt solid #000000"',
                text='fo:font-weight="bold"',
                paragraph='fo:text-align="end"',
            ),
            _cell_style("text", cell='fo:wrap-option="wrap"'),
            _cell_style("line"),
            _cell_style("code", paragraph='fo:text-align="end"'),
            *(_cell_style(f"number{decimals}", data=f"n{decimals}") for decimals in range(3)),
        ]
    )
    tables = "".join(_table(sheet) for sheet in book.sheets)
    ranges = "".join(_range(sheet) for sheet in book.sheets if sheet.columns)
    return (
        f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _width_name(width: float) -> str:
    return f"w{width:g}".replace(".", "_")


def _range(sheet: WorkbookSheet) -> str:
    """The sheet's table by name, as a database range."""
    top = len(sheet.lines) + 2
    address = f"{sheet.name}.A{top}:{sheet.name}.{_letter(len(sheet.columns) - 1)}{top + len(sheet.rows)}"
    return (
        f'<table:database-range table:name="{sheet.name}" table:target-range-address="{address}" '
        'table:contains-header="true"/>'
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _table(sheet: WorkbookSheet) -> str:
    widths = [column.width for column in sheet.columns] or [LINE_WIDTH]
    columns = "".join(
        f'<table:table-column table:style-name="{_width_name(width)}" table:default-cell-style-name="text"/>'
        for width in widths
    )
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">'
        f"{columns}{''.join(_rows(sheet))}</table:table>"
    )


def _rows(sheet: WorkbookSheet) -> Iterator[str]:
    yield _row(_text(sheet.title, "title"))
    for line in sheet.lines:
        yield _row(_text(line, "line" if sheet.columns else ""))
    if sheet.columns:
        heads = _row(
            "".join(_text(one.header, "head" if one.decimals is None else "headn") for one in sheet.columns)
        )
        yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
    for cells in sheet.rows:
        yield _row(
            "".join(
                _link(str(cell)) if sheet.links and place == 0 else _cell(cell, column)
                for place, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True))
            )
        )


def _row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def _text(text: str, style: str = "") -> str:
    """A cell of text, in the column's style where no other is named."""
    named = f' table:style-name="{style}"' if style else ""
    shown = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell{named} office:value-type="string">{shown}</table:table-cell>'


def _link(name: str) -> str:
    return (
        '<table:table-cell office:value-type="string"><text:p>'
        f'<text:a xlink:type="simple" xlink:href="#{name}.A1">{escape(name)}</text:a>'
        "</text:p></table:table-cell>"
    )


def _cell(cell: Cell, column: SheetColumn) -> str:
    if isinstance(cell, str):
        return _text(cell, "" if column.decimals is None else "code")
    decimals = decimals_of(cell, column)
    style, shown = f"number{decimals}", f"{cell:.{decimals}f}"
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
