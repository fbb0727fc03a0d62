"""Tables as Danmarks Statistik's StatBank has them for download: joined right, or refused with the row."""

from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import xlsxwriter

from analysis.core.problems import InputError
from analysis.explore.own_data import OwnData, join_own
from analysis.reference.area_names import UnknownNameError

MUNICIPALITIES = pl.DataFrame(
    {
        "area_code": ["101", "147", "751", "461"],
        "area": ["København", "Frederiksberg", "Aarhus", "Odense"],
    }
)
LARGER = {"dk": "Hele landet", "1084": "Region Hovedstaden"}
RIGHT = {"101": 667, "147": 105, "751": 367, "461": 209}
TITLE = '"Folketal den 1. i kvartalet efter område og tid"'
ROWS = ['"København";667', '"Frederiksberg";105', '"Aarhus";367', '"Odense";209']
FOOTER = ["", '"Kilde: Danmarks Statistik, www.statistikbanken.dk/FOLK1A"']

READ = {
    "one period, no title": ['"";"2025K2"', *ROWS],
    "one period below a title": [TITLE, "", '"";"2025K2"', *ROWS],
    "one period, title padded": [TITLE + ";", ";", ";2025K2", *ROWS],
    "a unit below the title": [TITLE, '"Enhed: Antal"', "", '"";"2025K2"', *ROWS],
    "source below": [TITLE, "", '"";"2025K2"', *ROWS, *FOOTER],
    "source without an empty line": ['"";"2025K2"', *ROWS, FOOTER[1], '"Noter: Foreløbige tal"'],
    "the country and a region first": [
        '"";"2025K2"', '"Hele landet";6001', '"Region Hovedstaden";1900', *ROWS,
    ],
    "code and name": [
        '"";"2025K2"', '"101 København";667', '"147 Frederiksberg";105', '"751 Aarhus";367',
        '"461 Odense";209',
    ],
    "code and name apart": [
        '"";"";"2025K2"', '101;"København";667', '147;"Frederiksberg";105', '751;"Aarhus";367',
        '461;"Odense";209',
    ],
    "total in front, once": [
        TITLE, "", '"";"";"2025K2"', '"I alt";"København";667', '"";"Frederiksberg";105', '"";"Aarhus";367',
        '"";"Odense";209',
    ],
    "total in front, in each row": [
        '"";"";"2025K2"', *(f'"I alt";{row}' for row in ROWS),
    ],
    "the web service's": ["OMRÅDE;TID;INDHOLD", *(row.replace(";", ";2025K2;") for row in ROWS)],
    "separated by tabs": ["\t2025K2", *(row.replace(";", "\t") for row in ROWS)],
    "separated by commas": [TITLE, '"","2025K2"', *(row.replace(";", ",") for row in ROWS), *FOOTER],
}  # fmt: skip


def joined_of(own: object) -> OwnData:
    return join_own(MUNICIPALITIES, own, larger=LARGER)


def values(joined: OwnData) -> dict[str, object]:
    return dict(joined.table.select("area_code", pl.last()).iter_rows())


@pytest.mark.parametrize("layout", READ)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_text_files(tmp_path: Path, layout: str, encoding: str) -> None:
    path = tmp_path / "FOLK1A.csv"
    path.write_bytes("\r\n".join([*READ[layout], ""]).encode(encoding))
    joined = joined_of(path)
    assert values(joined) == RIGHT, joined
    assert {why for why in joined.unmatched["why"] if "larger area" not in why} == set()


def test_several_periods_are_columns_each(tmp_path: Path) -> None:
    path = tmp_path / "FOLK1A.csv"
    path.write_text(
        '"Titel"\n\n"";"2025K1";"2025K2"\n"København";660;667\n"Frederiksberg";"..";105\n', encoding="utf-8"
    )
    joined = joined_of(path)
    assert joined.table.select("2025K1", "2025K2").rows() == [
        (660, 667),
        (None, 105),
        (None, None),
        (None, None),
    ]
    assert "column '2025K1' has no value for 1 of the 2 joined: Frederiksberg" in str(joined)


def test_a_line_left_out_below_is_told(tmp_path: Path) -> None:
    path = tmp_path / "FOLK1A.csv"
    path.write_text("\n".join([*READ["source below"], ""]), encoding="utf-8")
    told = str(joined_of(path))
    assert "row 9 was taken for a line below the table: 'Kilde: Danmarks Statistik, www.statisti…'" in told


def test_a_municipality_without_a_number_is_no_line_below(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text("kommune;tal\nKøbenhavn;667\nOdense;\nNordpolen;\n", encoding="utf-8")
    joined = joined_of(path)
    assert joined.without["area"].to_list() == ["Frederiksberg", "Aarhus"]
    assert joined.unmatched["why"].to_list() == ["no area is called 'Nordpolen'"]


@pytest.mark.parametrize("extra", [False, True])
def test_workbooks(tmp_path: Path, extra: bool) -> None:
    path = tmp_path / "FOLK1A.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("FOLK1A")
    sheet.write(0, 0, "Folketal den 1. i kvartalet efter køn, område og tid")
    sheet.write(1, 0, "Enhed: antal")
    at = 1 if extra else 0
    sheet.write(3, 1 + at, "2025K2")
    if extra:
        sheet.write(4, 0, "I alt")
    for row, (name, number) in enumerate(zip(MUNICIPALITIES["area"], RIGHT.values(), strict=True), 4):
        sheet.write(row, at, name)
        sheet.write(row, 1 + at, number)
    sheet.write(9, 0, "Kilde: Danmarks Statistik")
    sheet.write(10, 0, "© Danmarks Statistik, www.statistikbanken.dk")
    book.close()
    joined = joined_of(path)
    assert values(joined) == RIGHT, joined
    assert joined.unmatched.is_empty()


def test_what_cannot_be_read_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "FOLK1A.csv"
    two = '"Titel"\n\n"";"Mænd";"";"Kvinder"\n"";"2025K1";"2025K2";"2025K1"\n"København";1;2;3\n'
    path.write_text(two, encoding="utf-8")
    with pytest.raises(InputError, match=r"FOLK1A.csv, row 3: found a column without a name"):
        joined_of(path)
    groups = (
        '"";"";"2025K2"\n"København";"Mænd";329\n"";"Kvinder";338\n"Odense";"Mænd";103\n"";"Kvinder";106\n'
    )
    path.write_text(groups, encoding="utf-8")
    grouped = joined_of(path)
    assert grouped.table["2025K2"].null_count() == MUNICIPALITIES.height
    assert grouped.repeated.select("row", "area_code").rows() == [
        (2, "101"), (3, "101"), (4, "461"), (5, "461"),
    ]  # fmt: skip
    path.write_text(groups.replace('"";"";"2025K2"', "kommune;køn;2025K2"), encoding="utf-8")
    with pytest.raises(
        UnknownNameError, match="'kommune' names no municipality in 2 of 4 rows, such as row 3"
    ):
        joined_of(path)
    path.write_text('"";"2025K2"\n"Mænd";1\n"Kvinder";2\n', encoding="utf-8")
    with pytest.raises(UnknownNameError, match="is called like a municipality"):
        joined_of(path)


def test_one_cause_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text("kommune,andel\n" + "".join(f"By{n},12,5\n" for n in range(98)), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        joined_of(path)
    assert len(refused.value.problems) == 1
    assert str(refused.value) == (
        "egne.csv, row 2: found 3 cells, as 97 further rows have too many, expected at most 2, as the header"
        " has; a number with a decimal comma needs quotes where commas part cells"
    )


@pytest.mark.parametrize("index", ["area", "area_code"])
def test_a_pandas_index_without_a_name_is_the_key(index: str) -> None:
    own = pd.DataFrame({"tal": list(RIGHT.values())}, index=MUNICIPALITIES[index].to_list())
    assert values(joined_of(own)) == RIGHT
    assert values(joined_of(own["tal"])) == RIGHT
