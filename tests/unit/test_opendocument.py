"""ODS workbooks are read as LibreOffice writes them, and as another reader reads them."""

import fastexcel
import pytest

from analysis.core.layout import ROOT
from analysis.reading.files import workbook_sheets
from analysis.reading.opendocument import is_opendocument, read_opendocument
from analysis.reading.workbooks import UnreadableCells, WorkbookError, Worksheet
from tests.own_tables import ods, ods_package

RELEASED = ROOT / "reports" / "2025Q2" / "v1" / "data" / "indicators.ods"


def sheet_of(cells: str, **package: str) -> Worksheet:
    row = f'<table:table table:name="Ark1"><table:table-row>{cells}</table:table-row></table:table>'
    return read_opendocument(ods_package(row, **package))[0]


def cell(kind: str, value: str = "", shown: str = "", more: str = "") -> str:
    name = {"float": "value", "percentage": "value", "currency": "value"}.get(kind, f"{kind}-value")
    attribute = f'office:{name}="{value}"' if value else ""
    head = f'<table:table-cell office:value-type="{kind}" {attribute} {more}>'
    return f"{head}<text:p>{shown}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("written", "text", "is_number"),
    [
        (cell("float", "12.576", "12,58"), "12,576", True),
        (cell("float", "6300", "6.300"), "6300", True),
        (cell("float", "1E5", "100000"), "100000", True),
        (cell("currency", "12.5", "kr. 12,50"), "12,5", True),
        (cell("date", "2025-06-03", "3. juni"), "2025-06-03", False),
        (cell("date", "2025-06-03T12:30:00", "3. juni"), "2025-06-03 12:30:00", False),
        (cell("date", "2025-06-03T00:00:00", "3. juni"), "2025-06-03", False),
        (cell("boolean", "true", "SAND"), "true", False),
        (cell("string", "", "Ikast-Brande"), "Ikast-Brande", False),
        (cell("string", "Læsø", "vist"), "Læsø", False),
        (
            cell("string", "", 'a<text:s text:c="2"/>b<text:span>c</text:span>d<text:tab/>e'),
            "a  bcd e",
            False,
        ),
        (cell("float", "7", "7", 'table:formula="of:=3+4"'), "7", True),
    ],
)
def test_what_a_cell_holds(written: str, text: str, is_number: bool) -> None:
    sheet = sheet_of(written)
    assert sheet.rows == [(1, [text])]
    assert sheet.numbers == ({(1, 1)} if is_number else set())
    assert sheet.faults == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (cell("percentage", "0.165", "16,5 %"), "0,165 shown as 16,5 %"),
        (
            cell("string", "", "#DIV/0!", 'table:formula="of:=1/0" calcext:value-type="error"'),
            "the error '#DIV/0!'",
        ),
        (cell("string", "", "Err:502", 'table:formula="of:=X()"'), "the error 'Err:502'"),
        ('<table:table-cell table:formula="of:=A2"/>', "the formula 'of:=A2' without a calculated value"),
        (cell("float", "1e999", "x"), "'1e999' as a number"),
        (cell("float", "tolv", "x"), "'tolv' as a number"),
    ],
)
def test_cells_that_hold_no_value_are_told_apart_from_empty_ones(written: str, found: str) -> None:
    sheet = sheet_of(f"<table:table-cell/>{written}")
    assert sheet.rows == []
    assert [(fault.row, fault.column, fault.found) for fault in sheet.faults] == [(1, 2, found)]


def test_equal_cells_and_rows_that_are_written_once() -> None:
    rows = (
        '<table:table table:name="Ark1"><table:table-header-rows>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/>'
        '<table:table-cell table:number-columns-repeated="1020"/></table:table-row></table:table-header-rows>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        "<table:table-row-group><table:table-row><table:covered-table-cell/><table:table-cell "
        'office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
        "<text:p>a</text:p><text:p>b</text:p></table:table-cell></table:table-row></table:table-row-group>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    sheet = read_opendocument(ods_package(rows))[0]
    assert sheet.rows == [(1, [None, None, "5", "5"]), (2, [None, None, "5", "5"]), (6, [None, "a\nb"])]
    assert sheet.numbers == {(1, 3), (1, 4), (2, 3), (2, 4)}


def test_merged_cells_and_hidden_sheets_are_said() -> None:
    merged = cell("string", "", "t", 'table:number-columns-spanned="2"')
    expected = "each cell by itself, with its own value"
    assert sheet_of(merged).faults == [UnreadableCells(1, 1, "merged cells from A on", expected, merged=True)]
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    tables = (
        '<table:table table:name="a" table:style-name="ta1"/>'
        '<table:table table:name="b" table:style-name="ta2"/>'
    )
    sheets = read_opendocument(ods_package(tables, styles=hidden))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ods_package(""), "it has no worksheet"),
        (ods_package("<table:table"), "no sound XML"),
        (ods_package("<table:table/>", manifest="<encryption-data/>"), "locked with a password"),
        (ods([["a"]])[:300], "damaged"),
        (
            ods_package('<table:table><table:table-row table:number-rows-repeated="x"/></table:table>'),
            "the count 'x' of equal cells or rows",
        ),
        (
            ods_package(
                '<table:table><table:table-row table:number-rows-repeated="900000"><table:table-cell '
                'office:value-type="float" office:value="1"/></table:table-row></table:table>'
            ),
            "a cell as far out as A900000",
        ),
        (
            ods_package(
                '<table:table><table:table-row><table:table-cell table:number-columns-repeated="9999" '
                'office:value-type="float" office:value="1"/></table:table-row></table:table>'
            ),
            "a cell as far out as column NTO",
        ),
    ],
)
def test_workbooks_that_cannot_be_read(content: bytes, message: str) -> None:
    with pytest.raises(WorkbookError, match=message):
        read_opendocument(content)


def test_a_whole_workbook_reads_as_another_reader_reads_it() -> None:
    content = RELEASED.read_bytes()
    assert is_opendocument(content)
    sheets = workbook_sheets(content, "indicators.ods")
    other = fastexcel.read_excel(content)
    assert [sheet.name for sheet in sheets] == other.sheet_names
    compared = 0
    for sheet in sheets:
        frame = other.load_sheet(sheet.name, header_row=None, dtypes="string").to_polars()
        theirs = [[cell for cell in row if cell] for row in frame.rows() if any(cell for cell in row)]
        ours = [
            [
                cell.replace(",", ".") if (number, column) in sheet.numbers else cell
                for column, cell in enumerate(cells, start=1)
                if cell
            ]
            for number, cells in sheet.rows
        ]
        assert len(ours) == len(theirs)
        for own_row, their_row in zip(ours, theirs, strict=True):
            assert len(own_row) == len(their_row)
            for own, their in zip(own_row, their_row, strict=True):
                compared += 1
                if own != " ".join(their.split()) and own != their.strip():
                    assert float(own) == pytest.approx(float(their), rel=1e-14, abs=1e-9), (
                        sheet.name,
                        own,
                        their,
                    )
    assert compared > 1000
