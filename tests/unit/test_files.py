"""Files as people deliver them all read to the same cells, or say what is wrong."""

import contextlib
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analysis import files
from analysis.files import Column, available_quarters, decode, find_table, read_table
from analysis.problems import InputError
from analysis.quarters import Quarter

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
        (b'"' + b"x" * 200_000 + b'"', "field larger than field limit"),
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
