"""Files as people deliver them all read to the same cells, or say what is wrong."""

import contextlib
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.reading import files
from analysis.reading.files import Column, available_quarters, decode, find_table, read_table

COLUMNS = (
    Column("code", "Kode"),
    Column("active_runners", "Aktive løbere"),
    Column("note", "Bemærkning", False),
)
CELLS = [(2, "101", "1.034", "å, ø"), (3, "482", "21", None)]
TEXT = 'Kode,Aktive løbere,Bemærkning\n101,1.034,"å, ø"\n482,21,\n'
SEMICOLONS = "Kode;Aktive løbere;Bemærkning\n101;1.034;å, ø\n482;21;\n"
ENCODINGS: dict[str, bytes] = {
    "utf-8": TEXT.encode(),
    "utf-8 with BOM": TEXT.encode("utf-8-sig"),
    "utf-16 little endian": TEXT.encode("utf-16"),
    "utf-16 big endian": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "windows-1252": TEXT.encode("cp1252"),
    "decomposed letters": TEXT.replace("å", "a\N{COMBINING RING ABOVE}").encode(),
    "windows line ends": TEXT.replace("\n", "\r\n").encode(),
    "old mac line ends": TEXT.replace("\n", "\r").encode(),
    "no last line end": TEXT.rstrip("\n").encode(),
    "semicolons": SEMICOLONS.encode(),
    "upright bars": SEMICOLONS.replace(";", "|").encode(),
    "tabs": SEMICOLONS.replace(";", "\t").encode("cp1252"),
    "quoted cells": TEXT.replace("101,1.034", '"101","1.034"').encode(),
    "headers in other case and spaces": TEXT.replace("Kode,Aktive løbere", " KODE ,aktive_løbere").encode(),
    "headers in English": TEXT.replace("Aktive løbere", "Active runners").encode(),
    "spaces around cells": TEXT.replace("101,1.034", " 101 ,\N{NO-BREAK SPACE}1.034").encode(),
    "blank rows at the end": (TEXT + ",,\n\n , ,\n").encode(),
    "empty columns at the end": TEXT.replace("\n", ",,\n").encode(),
    "rows cut after the last cell": TEXT.replace("21,\n", "21\n").encode(),
}


def cells(path: Path) -> list[tuple[object, ...]]:
    return read_table(path, COLUMNS, path.parent).frame.rows()


@pytest.mark.parametrize("kind", ENCODINGS)
def test_csv_of_every_kind_reads_to_the_same_cells(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(ENCODINGS[kind])
    assert cells(path) == CELLS


SEPARATED = {
    "sep=;": "sep=;\r\n" + SEMICOLONS,
    "sep=, in upper case": "SEP=,\n" + TEXT,
    "sep=tab": "sep=\t\n" + SEMICOLONS.replace(";", "\t"),
    "sep=|": "sep=|\n" + SEMICOLONS.replace(";", "|"),
    "sep= with the delimiters of other rows": "sep=;;;\n" + SEMICOLONS,
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", SEPARATED)
def test_a_line_that_names_the_delimiter_is_obeyed_and_not_counted(
    tmp_path: Path, kind: str, encoding: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(SEPARATED[kind].encode(encoding))
    assert cells(path) == CELLS


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}", " "])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_space_is_a_plain_one(tmp_path: Path, space: str, encoding: str) -> None:
    path = tmp_path / "table.csv"
    text = f"Kode;Aktive{space}løbere;Bemærkning\n101;1{space}034;{space}Region{space}Sjælland{space}\n"
    path.write_bytes(text.encode(encoding))
    assert cells(path) == [(2, "101", "1 034", "Region Sjælland")]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\nKode,Aktive løbere\n\n101,7\n".encode())
    assert cells(path) == [(4, "101", "7", None)]


def workbook(path: Path, rows: list[list[object]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


HEADER: list[object] = ["Kode", "Aktive løbere", "Bemærkning"]


def test_a_workbook_reads_to_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    workbook(path, [HEADER, [101, "1034", "å, ø"], ["482", 21.0], [], [" "]])
    assert cells(path) == [(2, "101", "1034", "å, ø"), (3, "482", "21", None)]


def test_a_fraction_in_a_workbook_never_looks_like_a_thousand(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    workbook(path, [[], HEADER, [101, 1.034]])
    assert cells(path) == [(3, "101", "1,034", None)]


def test_a_number_stored_as_text_in_a_workbook_reads_as_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    workbook(path, [HEADER, ["0101", "1.034"], ["482", "1\N{NO-BREAK SPACE}034", " 98,5 "]])
    assert cells(path) == [(2, "0101", "1.034", None), (3, "482", "1 034", "98,5")]


FIRST_ROW: list[object] = [101, 1034]
BY_NAME: dict[str, list[list[object]]] = {"Tal": [HEADER, FIRST_ROW]}
SHEETS: dict[str, tuple[dict[str, list[list[object]]], str, str]] = {
    "the table twice": (
        {**BY_NAME, "Gammel": [HEADER, [101, 7]]},
        "",
        "found the header in sheet 'Tal' and again in 'Gammel', "
        "expected one sheet with this table: delete the others",
    ),
    "the table again in a hidden sheet": (
        {**BY_NAME, "Gammel": [["Udkast"], HEADER]},
        "Gammel",
        "found the header in sheet 'Tal' and again in 'Gammel', "
        "expected one sheet with this table: delete the others",
    ),
    "the table behind a cover": (
        {"Forside": [["Tal pr. 3. juni"]], **BY_NAME},
        "",
        "found the header in sheet 'Tal', expected it in the first sheet, which is 'Forside'",
    ),
    "the table in a hidden sheet": (
        {**BY_NAME, "Forside": [["Tal pr. 3. juni"]]},
        "Tal",
        "found a hidden first sheet 'Tal', expected the table in a first sheet that people see",
    ),
}


def workbook_of_sheets(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        for sheet in book.worksheets():
            if sheet.name == hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()


def refusal(path: Path) -> list[str]:
    """What a refused file is told, without the file's name."""
    with pytest.raises(InputError) as refused:
        cells(path)
    return [str(problem).split(f"{path.name}", 1)[1].lstrip(",: ") for problem in refused.value.problems]


def test_the_first_sheet_is_read_beside_others(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    workbook_of_sheets(
        path, {**BY_NAME, "Forklaring": [["Kolonne", "Betydning"], *([title] for title in HEADER)]}
    )
    assert cells(path) == [(2, "101", "1034", None)]


@pytest.mark.parametrize("kind", SHEETS)
def test_sheets_that_could_be_mistaken_are_refused(tmp_path: Path, kind: str) -> None:
    sheets, hidden, message = SHEETS[kind]
    path = tmp_path / "table.xlsx"
    workbook_of_sheets(path, sheets, hidden)
    assert refusal(path) == [message]


NO_TOTAL = (
    "expected no such row: delete it; totals of runners may stand in [totals] of delivery.toml, "
    "those of other tables in the row dk, Danmark"
)
NO_FOOTNOTE = "expected a cell under each header: delete a footnote, or move it to a note"
ODD_ROWS: dict[str, tuple[list[list[object]], list[str]]] = {
    "a title above the header": (
        [["Hjerteløbere pr. 3. juni 2025"], [], HEADER, FIRST_ROW],
        [
            "row 1: found 'Hjerteløbere pr. 3. juni 2025' above the header, "
            "expected the header as the first row: delete what stands above it, in row 3"
        ],
    ),
    "a header of groups above the header": (
        [["Område", "Tal", None], HEADER, FIRST_ROW],
        [
            "row 1: found 'Område' above the header, "
            "expected the header as the first row: delete what stands above it, in row 2"
        ],
    ),
    "a title above a header that is wrong": (
        [["Hjerteløbere"], ["Kode", "Bemærkning", "Aktive lober"], FIRST_ROW],
        [
            "row 1: found 'Hjerteløbere' above the header, "
            "expected the header as the first row: delete what stands above it, in row 2",
            "row 2, column Aktive lober: found an unknown column, expected Aktive løbere, if that is meant",
            "row 2, column Aktive løbere: found no such column, expected a column Aktive løbere",
        ],
    ),
    "a header of two rows": (
        [["Kode", "Aktive", "Bemærkning"], [None, "løbere", None], FIRST_ROW],
        [
            "row 1, column Aktive: found an unknown column, expected Aktive løbere, if that is meant",
            "row 1, column Aktive løbere: found no such column, expected a column Aktive løbere",
        ],
    ),
    "the same header twice": (
        [["Kode", "Aktive løbere", "aktive_løbere"], [101, 7, 7]],
        ["row 1, column Aktive løbere: found the column twice, expected the column once"],
    ),
    "a total": (
        [HEADER, FIRST_ROW, ["I alt", 1034]],
        [f"row 3: found a row of totals, 'I alt', {NO_TOTAL}"],
    ),
    "a total with StatBank's code": (
        [HEADER, FIRST_ROW, ["000", 1034, "Hele landet"]],
        [f"row 3: found a row of totals, 'Hele landet', {NO_TOTAL}"],
    ),
    "a total under another column": (
        [HEADER, FIRST_ROW, [None, 1034, "Hele landet:"]],
        [f"row 3: found a row of totals, 'Hele landet:', {NO_TOTAL}"],
    ),
    "a footnote": (
        [HEADER, FIRST_ROW, [], ["Kilde: TrygFonden"]],
        [f"row 4: found 'Kilde: TrygFonden' alone in its row, {NO_FOOTNOTE}"],
    ),
    "a footnote to the right": (
        [HEADER, FIRST_ROW, [None, None, "*Foreløbige tal"]],
        [f"row 3: found '*Foreløbige tal' alone in its row, {NO_FOOTNOTE}"],
    ),
    "a cell outside the table": (
        [HEADER, [101, 1034, None, None, "Tjek!"]],
        ["row 2: found 5 cells, the last 'Tjek!', expected at most 3"],
    ),
    "errors copied as text": (
        [HEADER, [101, 1034, "#I/T"], [482, 21, "#VÆRDI!"], [492, 26, "####"]],
        [
            f"row {row}, column Bemærkning: found the error '{error}', "
            "expected a value, or an empty cell where it is not known"
            for row, error in [(2, "#I/T"), (3, "#VÆRDI!"), (4, "####")]
        ],
    ),
}


@pytest.mark.parametrize("kind", ODD_ROWS)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_rows_that_are_no_rows_of_the_table_are_refused(tmp_path: Path, kind: str, suffix: str) -> None:
    rows, messages = ODD_ROWS[kind]
    path = tmp_path / f"table{suffix}"
    if suffix == ".xlsx":
        workbook(path, rows)
    else:
        lines = (";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
    assert refusal(path) == messages


def test_a_title_with_commas_does_not_choose_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Tal, opgjort, pr., 3. juni\n" + SEMICOLONS, encoding="utf-8")
    assert refusal(path) == [
        "row 1: found 'Tal, opgjort, pr., 3. juni' above the header, "
        "expected the header as the first row: delete what stands above it, in row 2"
    ]


def test_what_is_no_value_in_a_workbook_is_told_with_its_column(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, FIRST_ROW)
        sheet.write_formula(2, 1, "=B2/0", None, "#DIV/0!")
        sheet.write_formula(3, 1, "=B2")
        sheet.write_number(4, 1, 0.16, book.add_format({"num_format": "0 %"}))
        sheet.merge_range(5, 0, 5, 1, "Kilde")
        sheet.merge_range(6, 5, 7, 5, "")
    assert refusal(path) == [
        "row 3, column Aktive løbere: found the error '#DIV/0!', "
        "expected a value, or an empty cell where it is not known",
        "row 4, column Aktive løbere: found the formula '=B2' without a calculated value, "
        "expected a value: open the workbook in a spreadsheet and save it there",
        "row 5, column Aktive løbere: found 0,16 shown as 16 %, "
        "expected the number itself, such as 16 for 16 %, in a cell without a format in per cent",
        "row 6, column Kode: found merged cells A6:B6, expected each cell by itself, with its own value",
        "row 7, column F: found merged cells F7:F8, expected each cell by itself, with its own value",
    ]


OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
PACKED = b"PK\x03\x04" + bytes(60)
CONTAINERS: dict[str, tuple[str, bytes, str]] = {
    "CSV called a workbook": (
        ".xlsx", TEXT.encode(),
        "found a file that is no workbook, expected a workbook, XLSX or ODS; text such as CSV ends in .csv",
    ),
    "an old workbook called XLSX": (
        ".xlsx", OLD_EXCEL,
        "found an old Excel workbook, expected an XLSX workbook: save it as one in Excel",
    ),
    "a workbook with a password": (
        ".xlsx", OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"),
        "found a workbook locked with a password, expected an XLSX workbook without a password",
    ),
    "a damaged workbook": (
        ".xlsx", PACKED,
        "found a workbook that cannot be read (damaged: File is not a zip file), "
        "expected a sound workbook, XLSX or ODS",
    ),
    "a workbook called CSV": (
        ".csv", PACKED,
        "found a workbook or another packed file, "
        "expected text separated by commas, semicolons or tabs; this ends in .xlsx",
    ),
    "an old workbook called CSV": (
        ".csv", OLD_EXCEL,
        "found an old Excel workbook, "
        "expected text separated by commas, semicolons or tabs; this ends in .xlsx, once it is saved as one",
    ),
    "Parquet called CSV": (
        ".csv", b"PAR1" + bytes(60),
        "found a Parquet file, expected text separated by commas, semicolons or tabs; this ends in .parquet",
    ),
    "UTF-16 without its mark": (
        ".csv", TEXT.encode("utf-16-le"),
        "row 1: found a null character, expected UTF-8, UTF-16 with a byte order mark, or Windows-1252",
    ),
    "a null character": (
        ".csv", TEXT.replace("21", "2\x001").encode(),
        "row 3: found a null character, expected UTF-8, UTF-16 with a byte order mark, or Windows-1252",
    ),
    "a character lost before": (
        ".csv", TEXT.replace("å", "\N{REPLACEMENT CHARACTER}").encode(),
        "row 2: found a damaged character, expected UTF-8, UTF-16 with a byte order mark, or Windows-1252",
    ),
    "nothing": (".xlsx", b"", "found an empty file, expected a file with content"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTAINERS)
def test_containers_that_are_not_what_they_are_called_are_refused(tmp_path: Path, kind: str) -> None:
    suffix, content, message = CONTAINERS[kind]
    path = tmp_path / f"table{suffix}"
    path.write_bytes(content)
    assert refusal(path) == [message]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_file_too_large_for_counts_is_refused_unread(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"table{suffix}"
    with path.open("wb") as stream:
        stream.truncate(50 * 2**20)
    assert refusal(path) == ["found a file of 50 MB, expected at most 20 MB of counts"]


def test_parquet_reads_to_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame(
        {"Kode": [101, 482], "Aktive løbere": [1034.0, 21.0], "Bemærkning": ["å, ø", None]}
    ).write_parquet(path)
    assert cells(path) == [(1, "101", "1034", "å, ø"), (2, "482", "21", None)]


def test_a_fraction_in_parquet_never_looks_like_a_thousand(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"Kode": ["101"], "Aktive løbere": [1.034]}).write_parquet(path)
    assert cells(path) == [(1, "101", "1,034", None)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Kode,Aktive løbere\n101,Ærø".encode()[:-1] + b"\xff", "row 2: found a damaged character"),
        (b"Kode;l\x81\x8d\x8f", "row 1: found bytes"),
        (b"\xff\xfeK\x00o\x00d", "a damaged character"),
        (b"\x1c \x1d", "an empty table"),
        (",".join(["x"] * 300).encode(), "an unknown column"),
        (b'"' + b"x" * 200_000 + b'"', "a cell of more than 131,072 characters"),
        ("Kode,Aktive løbere,\n101,7,hej".encode(), "'hej' under no header"),
    ],
)
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        cells(path)


@given(content=st.binary(max_size=300), kind=st.sampled_from([".csv", ".xlsx"]))
def test_no_bytes_crash_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"bytes{kind}"
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        cells(path)


@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_a_damaged_workbook_does_not_crash_the_reader(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    whole = tmp_path_factory.getbasetemp() / "whole.xlsx"
    if not whole.exists():
        workbook(whole, [HEADER, [101, 7, "x"]])
    content = bytearray(whole.read_bytes())
    content[place % len(content)] = value
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        cells(path)


@pytest.mark.parametrize("reader", ["import os; os.abort()", "print('{')", "raise MemoryError"])
def test_a_parquet_reader_that_dies_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(b"PAR1 damaged PAR1")
    monkeypatch.setattr(files, "PARQUET_READER", reader)
    with pytest.raises(InputError, match=r"table\.parquet: found a file that cannot be read"):
        cells(path)


def test_damaged_parquet_that_aborts_polars_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"Kode": ["101"], "Aktive løbere": [7]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[41] = 2
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        cells(path)


def test_nested_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"Kode": [{"a": 1}], "Aktive løbere": [7]}).write_parquet(path)
    with pytest.raises(InputError, match="a Parquet file of plain columns"):
        cells(path)


def test_decode_keeps_text_that_only_looks_damaged() -> None:
    assert decode("løbere €".encode("cp1252"), "file") == "løbere €"


def test_find_table_takes_any_case_and_passes_over_lock_files(tmp_path: Path) -> None:
    for name in ("Runners.XLSX", "~$Runners.XLSX", "runners.csv.meta.toml", "runners.txt"):
        (tmp_path / name).touch()
    assert find_table(tmp_path, "runners", tmp_path) == tmp_path / "Runners.XLSX"


def test_find_table_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table runners"):
        find_table(tmp_path / "nowhere", "runners", tmp_path)


def test_available_quarters(data: Path) -> None:
    (data / "raw" / "2025Q3").mkdir()
    (data / "raw" / "2024Q4").mkdir()
    (data / "raw" / "2024Q4" / "delivery.toml").touch()
    assert available_quarters(data) == [Quarter(2024, 4), Quarter(2025, 2)]
    assert available_quarters(data / "nowhere") == []
