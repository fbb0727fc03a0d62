"""An analyst's table beside the report's."""

from pathlib import Path

import polars as pl
import pytest

from analysis.core.problems import InputError
from analysis.explore.own_data import join_own
from analysis.explore.own_tables import read_own
from analysis.reference.area_names import UnknownNameError

MUNICIPALITIES = pl.DataFrame(
    {
        "area_code": ["751", "101", "813"],
        "area": ["Aarhus", "København", "Frederikshavn"],
        "active_runners": [4542.0, 6300.0, 418.0],
    }
)


def test_rows_are_joined_by_any_spelling_and_the_rest_is_reported() -> None:
    own = pl.DataFrame(
        {
            "Kommune": [
                "Århus Kommune",
                "KØBENHAVN",
                "Skagen",
                None,
                "Frederikshavn",
                "frederikshavn kommune",
            ],
            "score": [1, 2, 3, 4, 5, 6],
        }
    )
    joined = join_own(MUNICIPALITIES, own)
    assert joined.table.select("area_code", "score").rows() == [("751", 1), ("101", 2), ("813", None)]
    assert joined.unmatched["row"].to_list() == [3, 4]
    assert joined.repeated.select("row", "area_code").rows() == [(5, "813"), (6, "813")]
    assert joined.without["area"].to_list() == ["Frederikshavn"]
    assert str(joined).splitlines() == [
        "2 of 3 municipalities joined",
        "row 3: no area is called 'Skagen'",
        "row 4: no municipality is named",
        "row 5: 'Frederikshavn' stands there more than once and was left out",
        "row 6: 'frederikshavn kommune' stands there more than once and was left out",
        "without a row: Frederikshavn",
    ]


def test_of_many_rows_the_first_are_said_and_where_the_others_are() -> None:
    places = {f"{code}": f"By{code}" for code in range(101, 140)}
    many = pl.DataFrame({"area_code": [*places], "area": [*places.values()]})
    own = pl.DataFrame({"kommune": [f"Atlantis{n}" for n in range(50)] + ["By101"] * 30, "x": range(80)})
    lines = str(join_own(many, own)).splitlines()
    assert lines[20:22] == [
        "row 20: no area is called 'Atlantis19'",
        "and 30 further rows, which .unmatched lists",
    ]
    assert lines[42] == "and 10 further rows, which .repeated lists"
    one = str(join_own(many, pl.DataFrame({"kommune": ["By101"], "x": [1]}))).splitlines()[1]
    assert one.endswith("By120, By121 and 18 others, which .without lists")
    periods = pl.DataFrame({"kommune": ["By101"] * 30, "år": range(30), "x": range(30)})
    with pytest.raises(UnknownNameError, match=r"period=, of 0, 1, 2, 3, 4 and 25 others$"):
        join_own(many, periods)
    with pytest.raises(UnknownNameError, match=r"there are 0, 1, 2, 3, 4 and 25 others$"):
        join_own(many, periods, period="31")


def test_a_column_of_the_same_name_stays_apart() -> None:
    own = pl.DataFrame({"kode": [751], "active_runners": [1]})
    joined = join_own(MUNICIPALITIES, own)
    table = joined.table
    assert table.columns == ["area_code", "area", "active_runners", "active_runners_own"]
    renamed = "column 'active_runners' is called 'active_runners_own' here: 'active_runners' is the report's"
    assert renamed in str(joined).splitlines()
    assert table["active_runners"].to_list() == [4542.0, 6300.0, 418.0]


def test_the_column_can_be_named() -> None:
    own = pl.DataFrame({"sted": ["Aarhus"], "n": [1]})
    with pytest.raises(UnknownNameError, match="is called like a municipality"):
        join_own(MUNICIPALITIES, own)
    assert join_own(MUNICIPALITIES, own, "sted").table["n"].to_list() == [1, None, None]
    with pytest.raises(UnknownNameError, match="'stedd'; did you mean 'sted'"):
        join_own(MUNICIPALITIES, own, "stedd")


@pytest.mark.parametrize(
    "content",
    [
        "kommune;tal\r\nÅrhus;1.234,5\r\nKøbenhavn;2\r\n".encode("cp1252"),
        "\ufeffkommune,tal\nAarhus,1234.5\nKøbenhavn,2\n".encode(),
        "kommune\ttal\nAarhus\t1234,5\nKøbenhavn\t2\n".encode("utf-16"),
        "sep=;\r\nkommune;tal\r\nAarhus;1.234,5\r\nKøbenhavn;2\r\n".encode(),
    ],
)
def test_files_as_spreadsheets_write_them(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "egne.csv"
    path.write_bytes(content)
    assert join_own(MUNICIPALITIES, path).table["tal"].to_list() == [1234.5, 2.0, None]


def test_codes_keep_their_noughts_and_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text("kode,navn,note\n0751,Aarhus,ja\n0101,København,\n", encoding="utf-8")
    frame = read_own(path).frame
    assert frame["kode"].to_list() == ["0751", "0101"]
    assert frame["note"].to_list() == ["ja", None]
    assert join_own(MUNICIPALITIES, path).without["area"].to_list() == ["Frederikshavn"]


def test_files_that_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    with pytest.raises(UnknownNameError, match="no file"):
        read_own(path)
    for content in ("", "kommune;kommune\nAarhus;1\n", "kommune;tal\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="a header of different names"):
            read_own(path)
    path.write_text("kommune;tal\nAarhus;1;2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2.*3 cells"):
        read_own(path)
