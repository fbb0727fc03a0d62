"""XLSX cell by cell, as the programs that people use write it, compared with an independent reader."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import fastexcel
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.workbooks import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED_BYTES,
    VALUE_OR_EMPTY,
    UnreadableCells,
    WorkbookError,
    Worksheet,
    column_letters,
    number_text,
    read_sheets,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Write = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]


def written(write: Write) -> Worksheet:
    """The first sheet of a workbook that XlsxWriter writes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book, book.add_worksheet())
    return read_sheets(content.getvalue())[0]


def package(
    sheet: str,
    *,
    strings: str = "",
    styles: str = "",
    namespace: str = MAIN,
    target: str = "worksheets/sheet1.xml",
    calculation: str = "",
    properties: str = "",
) -> bytes:
    """A workbook of the least parts it can have, as programs of other makers write them."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{properties}'
        f'<sheets><sheet name="Ark1" r:id="s1"/></sheets>{calculation}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="{target}"/>'
        f'<Relationship Id="s2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="s3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def one_cell(attributes: str, value: str) -> bytes:
    return package(f"<sheetData><row><c {attributes}><v>{value}</v></c></row></sheetData>")


def cell(xml: str, **options: str) -> Worksheet:
    return read_sheets(package(f'<sheetData><row r="1">{xml}</row></sheetData>', **options))[0]


STRINGS = (
    "<si><t>Ærø</t></si>"
    '<si><r><t>Ud</t></r><r><rPr><b/></rPr><t xml:space="preserve"> af</t></r>'
    '<rPh sb="0" eb="1"><t>x</t></rPh></si>'
    "<si><t>a_x000D_b_x005F_x0041_</t></si>"
)
NUMBERS = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="d/m/yyyy"/>'
    '<numFmt numFmtId="166" formatCode="[Red]#,##0&quot; d%&quot;"/>'
    '<numFmt numFmtId="167" formatCode="[h]:mm"/>'
    "</numFmts><cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 9, 14, 164, 165, 166, 167, 3))
    + "</cellXfs>"
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c r="A1"><v>1034</v></c>', "1034"),
        ('<c r="A1"><v>1034.0</v></c>', "1034"),
        ('<c r="A1" t="n"><v>1.034E3</v></c>', "1034"),
        ('<c r="A1"><v>1.034</v></c>', "1,034"),
        ('<c r="A1"><v>1033.9999999999999</v></c>', "1034"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0,3"),
        ('<c r="A1"><v>-3</v></c>', "-3"),
        ('<c r="A1" t="s"><v>0</v></c>', "Ærø"),
        ('<c r="A1" t="s"><v>1</v></c>', "Ud af"),
        ('<c r="A1" t="s"><v>2</v></c>', "a\rb_x0041_"),
        ('<c r="A1" t="inlineStr"><is><t>1.034</t></is></c>', "1.034"),
        ('<c r="A1" t="inlineStr"><is><r><t>Æ</t></r><r><t>rø</t></r></is></c>', "Ærø"),
        ('<c r="A1" t="str"><f>A2&amp;""</f><v>1.034</v></c>', "1.034"),
        ('<c r="A1"><f>500+534</f><v>1034</v></c>', "1034"),
        ('<c r="A1" t="b"><v>1</v></c>', "true"),
        ('<c r="A1" t="d"><v>2025-06-03</v></c>', "2025-06-03"),
        ('<c r="A1" s="2"><v>45811</v></c>', "2025-06-03"),
        ('<c r="A1" s="4"><v>45811.5</v></c>', "2025-06-03 12:00:00"),
        ('<c r="A1" s="6"><v>0.5</v></c>', "1899-12-30 12:00:00"),
        ('<c r="A1" s="5"><v>7</v></c>', "7"),
        ('<c r="A1" s="7"><v>1034</v></c>', "1034"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_cells_of_every_kind(xml: str, text: str) -> None:
    sheet = cell(xml, strings=STRINGS, styles=NUMBERS)
    assert (sheet.rows, sheet.faults) == ([(1, [text])], [])


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1"/>',
        '<c r="A1" s="1"><v/></c>',
        '<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
    ],
)
def test_empty_cells_are_none(xml: str) -> None:
    sheet = cell(xml, styles=NUMBERS)
    assert (sheet.rows, sheet.faults) == ([], [])


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ('<c r="B7" t="e"><v>#N/A</v></c>', "the error '#N/A'"),
        ('<c r="B7" t="e"><f>C1</f><v>#REF!</v></c>', "the error '#REF!'"),
        ('<c r="B7"><f>SUM(A1:A9)</f></c>', "the formula '=SUM(A1:A9)' without a calculated value"),
        ('<c r="B7"><f>1+1</f><v></v></c>', "the formula '=1+1' without a calculated value"),
        ('<c r="B7" s="1"><v>0.145</v></c>', "0,145 shown as 14,5 %"),
        ('<c r="B7" s="3"><f>16/100</f><v>0.16</v></c>', "0,16 shown as 16 %"),
    ],
)
def test_what_is_no_value_is_told_apart_from_an_empty_cell(xml: str, found: str) -> None:
    sheet = cell(xml, styles=NUMBERS)
    assert sheet.rows == []
    assert [(fault.row, fault.column, fault.found) for fault in sheet.faults] == [(7, 2, found)]


def test_a_formula_of_a_program_that_calculates_nothing_is_no_zero() -> None:
    """XlsxWriter stores 0 for a formula and asks the spreadsheet to calculate it."""
    sheet = written(lambda _, sheet: sheet.write_formula(0, 0, "=500+534"))
    assert sheet.rows == []
    assert sheet.faults[0].found == "the formula '=500+534' without a calculated value"


def test_merged_cells_are_told() -> None:
    sheet = written(lambda _, sheet: sheet.merge_range(4, 1, 5, 2, "x"))
    assert [(fault.row, fault.column, fault.found) for fault in sheet.faults] == [
        (5, 2, "merged cells B5:C6")
    ]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    sheet = cell('<c r="A1" s="2"><v>44349</v></c>', styles=NUMBERS, properties='<workbookPr date1904="1"/>')
    assert sheet.rows == [(1, ["2025-06-03"])]


def test_rows_and_columns_keep_their_places() -> None:
    sheet = written(lambda _, sheet: (sheet.write(2, 1, 7), sheet.write(4, 27, 8)))
    assert sheet.rows == [(3, [None, "7"]), (5, [None] * 27 + ["8"])]


def test_cells_without_references_follow_each_other() -> None:
    xml = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert read_sheets(package(f"<sheetData>{xml}</sheetData>"))[0].rows == [
        (1, ["1", "2"]),
        (2, [None, "3"]),
    ]


def test_hidden_rows_and_columns_are_read_like_others() -> None:
    def write(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, [1, 2])
        sheet.write_row(1, 0, [3, 4])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    assert written(write).rows == [(1, ["1", "2"]), (2, ["3", "4"])]


def test_sheets_keep_their_order_and_say_that_they_are_hidden() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Tal!$A$1:$A$1"})
        book.add_chartsheet("Diagram").set_chart(chart)
        for name in ("Tal", "Gammel"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("Gammel").hide()
        book.get_worksheet_by_name("Tal").activate()
    assert [(sheet.name, sheet.hidden) for sheet in read_sheets(content.getvalue())] == [
        ("Tal", False),
        ("Gammel", True),
    ]


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_other_makers_names_and_paths(namespace: str, target: str) -> None:
    assert cell('<c r="A1"><v>7</v></c>', namespace=namespace, target=target).rows == [(1, ["7"])]


def test_prefixed_elements() -> None:
    xml = f'<x:sheetData xmlns:x="{MAIN}"><x:row><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData>'
    assert read_sheets(package(xml))[0].rows == [(1, ["7"])]


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and nothing that follows", "damaged"),
        (b"PK\x05\x06" + bytes(18), "a part of it is missing"),
        (package("<sheetData>"), "no sound XML"),
        (package("", target="worksheets/sheet2.xml"), "a part of it is missing"),
        (one_cell('r="A0"', "3"), "a row with the number '0'"),
        (package('<sheetData><row r="-1"><c><v>1</v></c></row></sheetData>'), "a row with the number '-1'"),
        (package('<sheetData><row r="٣"><c><v>1</v></c></row></sheetData>'), "a row with the number '٣'"),
        (one_cell(f'r="A{MOST_ROWS + 1}"', "1"), "as far out as A100001"),
        (one_cell(f'r="{column_letters(MOST_COLUMNS + 1)}2"', "1"), "as far out as IW2"),
        (package(" " * (MOST_UNPACKED_BYTES + 1)), "100 MB when unpacked, more than 100 MB"),
    ],
    ids=[
        "nothing", "cut off", "empty package", "XML cut off", "no such sheet", "row 0",
        "row -1", "row in Arabic digits", "far down", "far right", "zip bomb",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content: bytes, reason: str) -> None:
    with pytest.raises(WorkbookError, match=reason):
        read_sheets(content)


def test_entities_that_grow_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("_rels/.rels", f"{BOMB}]><b>{'&i;' * 10}</b>")
    with pytest.raises(WorkbookError, match="no sound XML"):
        read_sheets(content.getvalue())


def test_a_part_that_is_damaged_is_refused() -> None:
    content = bytearray(package("<sheetData><row><c><v>1034</v></c></row></sheetData>"))
    place = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[place] ^= 0xFF
    with pytest.raises(WorkbookError, match="damaged"):
        read_sheets(bytes(content))


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
)
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_have_no_decimals(number: int) -> None:
    assert number_text(float(number)) == str(number)


VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3).map(float),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=8),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
)


@given(rows=st.lists(st.lists(VALUES, max_size=4), min_size=1, max_size=5))
def test_it_reads_what_an_independent_reader_reads(rows: list[list[object]]) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d. mmmm yyyy"})
        sheet.write(0, 0, "the independent reader leaves out what is empty before the first cell")
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, datetime.combine(value, time()), day)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write(row, column, value)
    own = {
        (row, column): text
        for row, cells in read_sheets(content.getvalue())[0].rows
        for column, text in enumerate(cells)
        if text is not None
    }
    frame = fastexcel.read_excel(content.getvalue()).load_sheet(
        0, header_row=None, skip_rows=0, dtypes="string"
    )
    other = {
        (row, column): text
        for row, cells in enumerate(frame.to_polars().iter_rows(), start=1)
        for column, text in enumerate(cells)
        if text
    }
    numbers = {
        (row, column)
        for row, values in enumerate(rows, start=2)
        for column, value in enumerate(values)
        if isinstance(value, float)
    }
    for place in numbers & other.keys():
        other[place] = other[place].replace(".", ",")
    assert own == {place: text.removesuffix(" 00:00:00") for place, text in other.items()}


A_NUMBER = "a number that a spreadsheet can hold, such as 6300"
HELD = "one of the 3 texts that the workbook holds, counted from 0"


@pytest.mark.parametrize(
    ("xml", "found", "expected"),
    [
        ("<c><v>6_300</v></c>", "'6_300' as a number", A_NUMBER),
        ("<c><v>٦٣٠٠</v></c>", "'٦٣٠٠' as a number", A_NUMBER),
        ("<c><v>0x10</v></c>", "'0x10' as a number", A_NUMBER),
        ("<c><v>1,034</v></c>", "'1,034' as a number", A_NUMBER),
        ("<c><v>inf</v></c>", "'inf' as a number", A_NUMBER),
        ("<c><v>INF</v></c>", "'INF' as a number", A_NUMBER),
        ("<c><v>-Infinity</v></c>", "'-Infinity' as a number", A_NUMBER),
        ("<c><v>nan</v></c>", "'nan' as a number", A_NUMBER),
        ("<c><v>NaN</v></c>", "'NaN' as a number", A_NUMBER),
        ("<c><v>1e400</v></c>", "'1e400' as a number", A_NUMBER),
        ("<c><v>1e-400</v></c>", "'1e-400' as a number", A_NUMBER),
        ("<c><v>1e</v></c>", "'1e' as a number", A_NUMBER),
        ("<c><v>.</v></c>", "'.' as a number", A_NUMBER),
        ("<c><v>\u00a05</v></c>", "'�5' as a number", A_NUMBER),
        ('<c s="2"><v>2958466</v></c>', "'2958466' as a date", "a day from 1900 to 9999"),
        ('<c s="2"><v>1e300</v></c>', "'1e300' as a date", "a day from 1900 to 9999"),
        ('<c s="2"><v>-1</v></c>', "'-1' as a date", "a day from 1900 to 9999"),
        ('<c t="s"><v>3</v></c>', "the shared text number '3'", HELD),
        ('<c t="s"><v>-1</v></c>', "the shared text number '-1'", HELD),
        ('<c t="s"><v>٠</v></c>', "the shared text number '٠'", HELD),
        ('<c t="s"><v>99999999999999999999</v></c>', "the shared text number '99999999999999999999'", HELD),
        ('<c t="b"><v>2</v></c>', "'2' as true or false", "1 or 0"),
        ('<c t="x"><v>2</v></c>', "a cell of the unknown type 'x'", VALUE_OR_EMPTY),
        (
            '<c s="-1"><v>2</v></c>',
            "a cell with the format '-1'",
            "a number that counts the workbook's formats",
        ),
        ('<c r="A1"><v>2</v></c><c r="A1"><v>3</v></c>', "the cell twice", "each cell once"),
    ],
)
def test_a_cell_that_holds_no_value_is_a_fault_of_its_place(xml: str, found: str, expected: str) -> None:
    sheet = cell(xml, strings=STRINGS, styles=NUMBERS)
    assert sheet.faults == [UnreadableCells(1, 1, found, expected)]


@pytest.mark.parametrize(
    ("stored", "text"),
    [("1e3", "1000"), ("+5", "5"), (" 5 ", "5"), ("5.", "5"), (".5", "0,5"), ("-0", "0"), ("6.3E+3", "6300")],
)
def test_numbers_have_the_grammar_of_the_format(stored: str, text: str) -> None:
    assert cell(f"<c><v>{stored}</v></c>").rows == [(1, [text])]


def test_the_last_day_of_dates_is_read() -> None:
    assert cell('<c s="2"><v>2958465</v></c>', styles=NUMBERS).rows == [(1, ["9999-12-31"])]


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A1:A1", "nonsense", "ZZZ9999999999"])
def test_the_size_that_a_sheet_claims_is_not_believed(area: str) -> None:
    content = package(f'<dimension ref="{area}"/><sheetData><row><c><v>7</v></c></row></sheetData>')
    assert read_sheets(content)[0].rows == [(1, ["7"])]


def test_halves_of_a_character_that_meet_become_one() -> None:
    strings = "<si><t>_xD83D__xDC4D_</t></si><si><t>_xD800_</t></si>"
    sheet = cell('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>', strings=strings)
    assert sheet.rows == [(1, ["\N{THUMBS UP SIGN}", "\ud800"])]
