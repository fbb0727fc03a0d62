"""Tables of one's own as people keep them: each is joined right, or refused by name; none is joined wrong."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import xlsxwriter

from analysis.core.problems import InputError
from analysis.explore.own_data import join_own
from analysis.explore.own_tables import read_own
from analysis.reference.area_names import UnknownNameError

MUNICIPALITIES = pl.DataFrame(
    {"area_code": ["101", "461", "751", "756"], "area": ["København", "Odense", "Aarhus", "Ikast-Brande"]}
)
VALUES = {"101": 667, "461": 209, "751": 367, "756": 42}


def right(joined: object) -> bool:
    table = joined.table  # type: ignore[attr-defined]
    return dict(table.select("area_code", "tal").iter_rows()) == VALUES


def csv(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()


RIGHT = {
    "codes and names that agree": csv(
        "kode,kommune,tal", "101,København,667", "461,Odense,209", "751,Aarhus,367", "756,Ikast-Brande,42"
    ),
    "code and name in a cell": csv(
        "kommune;tal", "101 København;667", "461 - Odense;209", "751: Århus;367", "0756: Ikast-Brande;42"
    ),
    "code in brackets": csv(
        "kommune;tal", "København (101);667", "Odense (461);209", "Aarhus (0751);367", "Ikast-Brande (756);42"
    ),
    "codes as decimals": csv("kode,tal", "101.0,667", "461.0,209", "751.0,367", "756.0,42"),
    "codes as Danish decimals": csv("kode;tal", "101,0;667", "461,0;209", "751,0;367", "756,0;42"),
    "codes with a nought": csv("komkode;tal", "0101;667", "0461;209", "0751;367", "0756;42"),
    "a column that counts rows": csv(
        ",kommune,tal", "0,København,667", "1,Odense,209", "2,Aarhus,367", "3,Ikast Brande,42"
    ),
    "R's row names": csv(
        '"","kommune","tal"', '"1","København",667', '"2","Odense",209', '"3","Aarhus",367',
        '"4","Ikast-Brande",42',
    ),
    "a title above": csv(
        "Folketal 1. juli 2025;;", ";;", "kommune;tal;", "København;667;", "Odense;209;", "Aarhus;367;",
        "Ikast-Brande;42;",
    ),
    "a line for Excel": csv(
        "sep=|", "kommune|tal", "København|667", "Odense|209", "Aarhus|367", "Ikast-Brande|42"
    ),
    "trailing semicolons": csv(
        "kommune;tal;;", "København;667;;", "Odense;209;;", "Aarhus;367;;", "Ikast-Brande;42;;"
    ),
    "names with Kommune": csv(
        "Kommune_navn,tal", "Københavns Kommune,667", "Odense kommune,209", "AARHUS,367",
        "Ikast-Brande Kommune,42",
    ),
    "a region beside": csv(
        "region_navn,kommune_navn,tal", "Hovedstaden,København,667", "Syddanmark,Odense,209",
        "Midtjylland,Aarhus,367", "Midtjylland,Ikast-Brande,42",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RIGHT)
def test_tables_that_are_joined_right(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "egne.csv"
    path.write_bytes(RIGHT[kind])
    joined = join_own(MUNICIPALITIES, path)
    assert right(joined), joined
    assert joined.unmatched.is_empty()


def test_code_and_name_that_disagree_are_listed_and_not_joined(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_bytes(csv("kode,kommune,tal", "461,København,209", "751,Aarhus,367", "101,Skagen,1"))
    joined = join_own(MUNICIPALITIES, path)
    assert joined.table.select("area_code", "tal").rows() == [
        ("101", None), ("461", None), ("751", 367), ("756", None),
    ]  # fmt: skip
    assert joined.unmatched.select("row", "why").rows() == [
        (2, "'461 / København' names Odense (461) and København (101)"),
        (4, "no area is called 'Skagen'"),
    ]
    combined = pl.DataFrame({"kommune": ["101 Odense"], "tal": [1]})
    assert join_own(MUNICIPALITIES, combined).unmatched["why"].to_list() == [
        "'101 Odense' names København (101) and Odense (461)"
    ]


def test_only_a_region_is_no_municipality() -> None:
    own = pl.DataFrame({"region_navn": ["Hovedstaden"], "tal": [1]})
    with pytest.raises(UnknownNameError, match="no column of 'region_navn', 'tal' is called like"):
        join_own(MUNICIPALITIES, own)


def test_a_table_of_several_periods_asks_for_one() -> None:
    own = pl.DataFrame(
        {
            "kommune": ["Aarhus", "Aarhus", "Odense", "Odense"],
            "tid": ["2025K1", "2025K2"] * 2,
            "tal": [1, 2, 3, 4],
        }
    )
    with pytest.raises(UnknownNameError, match="several periods; name one with period=, of 2025K1, 2025K2"):
        join_own(MUNICIPALITIES, own)
    with pytest.raises(
        UnknownNameError, match=r"no period '2024K1' in column 'tid'; there are 2025K1, 2025K2"
    ):
        join_own(MUNICIPALITIES, own, period="2024K1")
    assert join_own(MUNICIPALITIES, own, period="2025K2").table["tal"].to_list() == [None, 4, 2, None]


def test_frames_of_pandas() -> None:
    frame = pd.DataFrame(
        {"kommune": ["København", "Odense", "Aarhus", "Ikast-Brande"], "tal": [667, 209, 367, 42]}
    )
    assert right(join_own(MUNICIPALITIES, frame))
    assert right(join_own(MUNICIPALITIES, frame.set_index("kommune")))
    assert right(join_own(MUNICIPALITIES, frame.iloc[::-1]))


def workbook(*sheets: list[list[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return content.getvalue()


def test_workbooks(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["kommune", "tal", "andel"], ["København", 667, 0.5], ["Odense", 209, 12.25], ["Aarhus", 367, 3],
        ["Ikast-Brande", 42, 4],
    ]  # fmt: skip
    path = tmp_path / "egne.xlsx"
    path.write_bytes(workbook(rows))
    joined = join_own(MUNICIPALITIES, path)
    assert right(joined)
    assert joined.table["andel"].to_list() == [0.5, 12.25, 3.0, 4.0]
    path.write_bytes(workbook(rows, rows))
    with pytest.raises(InputError, match="found 'Sheet1', 'Sheet2', expected one sheet with one table"):
        join_own(MUNICIPALITIES, path)


@pytest.mark.parametrize(
    ("suffix", "what"),
    [(".xls", "an old Excel workbook"), (".geojson", "a GeoJSON file"), (".sav", "an SPSS file")],
)
def test_files_that_are_refused_by_name(tmp_path: Path, suffix: str, what: str) -> None:
    path = tmp_path / f"egne{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(InputError, match=f"found {what}, expected the table saved as CSV, XLSX or ODS"):
        join_own(MUNICIPALITIES, path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("egne.ods", b"x", "a file that is no workbook, expected a workbook, XLSX or ODS"),
        ("egne.csv", b"PK\x03\x04", "a workbook or another packed file"),
        ("egne.parquet", b"PAR1 nothing", "a file that cannot be read .*, expected a Parquet file"),
        ("egne.csv", b'kommune,tal\n"Aarhus,1\n', r"row 2.*a row that breaks off"),
        ("egne.csv", b"kommune,tal\nAarhus\0,1\n", "row 2.*a null character"),
    ],
)
def test_files_that_are_not_what_they_are_called(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        join_own(MUNICIPALITIES, path)


def test_only_paths_and_frames_are_tables() -> None:
    with pytest.raises(UnknownNameError, match="or the path of a file, not dict"):
        join_own(MUNICIPALITIES, {"kommune": ["Aarhus"]})
    lazy = pl.LazyFrame({"kode": list(VALUES), "tal": list(VALUES.values())})
    assert right(join_own(MUNICIPALITIES, lazy))


def test_columns_called_as_the_join_calls_its_own_keep_their_numbers() -> None:
    own = pl.DataFrame(
        {
            "row": [7], "written": ["w"], "why": ["y"], "area": [12.5], "area_own": [3], "kode": [751],
            "area_code_found": [9],
        }
    )  # fmt: skip
    table = join_own(MUNICIPALITIES, own, "kode").table.filter(pl.col("area_code") == "751")
    assert table.row(0, named=True) == {
        "area_code": "751", "area": "Aarhus", "row": 7, "written": "w", "why": "y", "area_own_own": 12.5,
        "area_own": 3, "area_code_found": 9,
    }  # fmt: skip


def test_a_number_is_no_name_and_columns_headed_alike_have_to_agree() -> None:
    measured = pl.DataFrame({"kommunekode": [751, 461], "area": [468.0, 304.3]})
    assert join_own(MUNICIPALITIES, measured).table["area_own"].to_list() == [None, 304.3, 468.0, None]
    twice = pl.DataFrame({"Kommune": ["Aarhus"], "kommune ": ["Odense"], "tal": [1]})
    assert join_own(MUNICIPALITIES, twice).unmatched["why"].to_list() == [
        "'Aarhus / Odense' names Aarhus (751) and Odense (461)"
    ]


def test_pandas_frames_of_all_kinds() -> None:
    names = ["København", "Odense", "Aarhus", None]
    missing = pd.DataFrame({"kommune": names, "tal": [667, None, 367, 1]})
    assert join_own(MUNICIPALITIES, missing).table["tal"].to_list() == [667.0, None, 367.0, None]
    assert join_own(MUNICIPALITIES, missing).unmatched["why"].to_list() == ["no municipality is named"]
    nullable = missing.convert_dtypes()
    assert join_own(MUNICIPALITIES, nullable).table["tal"].to_list() == [667, None, 367, None]
    codes = pd.DataFrame({"kode": [101.0, float("nan"), 751.0], "tal": [667, 1, 367]})
    assert join_own(MUNICIPALITIES, codes).table["tal"].to_list() == [667, None, 367, None]
    mixed = pd.DataFrame(
        {"kode": [101, "0461"], "tal": ["12.576", 0.125], "gruppe": pd.Categorical(["a", "b"])}
    )
    assert join_own(MUNICIPALITIES, mixed).table.select("tal", "gruppe").rows()[:2] == [
        ("12.576", "a"), ("0.125", "b"),
    ]  # fmt: skip
    settled = pd.DataFrame({"kode": [101, 461], "tal": ["12.576", 12.25]})
    assert join_own(MUNICIPALITIES, settled, decimal=".").table["tal"].to_list()[:2] == [12.576, 12.25]
    series = pd.Series({"København": 667, "Odense": 209, "Aarhus": 367, "Ikast-Brande": 42}, name="tal")
    assert right(join_own(MUNICIPALITIES, series.rename_axis("kommune")))
    repeated = pd.DataFrame([["Aarhus", 1, 2]], columns=["kommune", "tal", "tal"])
    with pytest.raises(InputError, match="column tal: found the name twice"):
        join_own(MUNICIPALITIES, repeated)


def test_texts_of_pandas_stay_as_they_are() -> None:
    given = ["ja", 1.0, 0.1 + 0.2, 2**60 + 1, None, True, "NA", " b "]
    own = pd.DataFrame({"kode": list(range(101, 109)), "tal": pd.Series(given, dtype=object)})
    read = read_own(own)
    assert read.frame["tal"].to_list() == [None if one is None else str(one) for one in given]
    assert "column 'tal': text: 'ja' in row 1 is no number like others" in read.remarks


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([True, 2], "bool, numbers"),
        ([date(2025, 6, 3), 5], "dates, numbers"),
        ([5, date(2025, 6, 3)], "dates, numbers"),
        ([date(2025, 6, 3), datetime(2025, 6, 3, 5)], "dates, times"),
        ([1j, 2], "complex, numbers"),
    ],
)
def test_no_value_of_pandas_becomes_a_number_beside_others(values: list[object], kinds: str) -> None:
    own = pd.DataFrame({"kode": [101, 461], "tal": pd.Series(values, dtype=object)})
    with pytest.raises(InputError, match=f"column tal: found values of the kinds {kinds}, expected texts"):
        read_own(own)


def test_numbers_that_are_none_are_not_known_and_said_so() -> None:
    nan, infinite = float("nan"), float("inf")
    frame = pl.DataFrame({"kode": [101, 461, 751, 756], "x": [1.5, infinite, nan, -infinite]})
    said = "column 'x': 3 numbers are infinite or none (NaN) and not known here, the first in row 2"
    for own, count in ((frame, 3), (frame.to_pandas(), 2)):
        joined = join_own(MUNICIPALITIES, own)
        assert joined.table["x"].to_list().count(None) == 3
        assert said.replace("3", f"{count}") in str(joined)
    exact = pl.DataFrame({"kode": [101, 461], "x": [Decimal("1.5"), None]})
    assert join_own(MUNICIPALITIES, exact).table["x"].to_list() == [1.5, None, None, None]
    with pytest.raises(InputError, match="column x: found objects of Python"):
        read_own(pl.DataFrame({"kode": [101], "x": pl.Series([object()])}))


def test_larger_areas_are_called_so() -> None:
    larger = {"1085": "Region Sjælland", "dk": "Danmark"}
    own = pl.DataFrame({"kommune": ["Region Sjælland", "000 Hele landet", "Denmark", "Odense"], "x": [1] * 4})
    joined = join_own(MUNICIPALITIES, own, larger=larger)
    assert joined.unmatched["why"].to_list() == [
        f"{written!r} is no municipality but a larger area" for written in own["kommune"].to_list()[:3]
    ]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "egne.parquet"
    pl.DataFrame({"kode": list(VALUES), "tal": list(VALUES.values())}).write_parquet(path)
    assert right(join_own(MUNICIPALITIES, path))


def test_what_was_read_as_what_is_said(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_bytes(csv("kommune;længde;andel", "København;12.576;0,5", "Odense;10.388;NA"))
    joined = join_own(MUNICIPALITIES, path)
    assert joined.table["længde"].to_list() == ["12.576", "10.388", None, None]
    assert str(joined).splitlines()[-3:] == [
        "column 'længde': text: '12.576' in row 2 is 12576 or 12.576; settle it with decimal=",
        "column 'andel': numbers with decimal comma",
        "column 'andel' has no value for 1 of the 2 joined: Odense",
    ]
    settled = join_own(MUNICIPALITIES, path, decimal=".")
    assert settled.table["længde"].to_list() == [12.576, 10.388, None, None]
    assert settled.table["andel"].to_list() == ["0,5", "NA", None, None], "no other mark is read beside it"
