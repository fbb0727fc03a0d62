"""Tables as StatBank Denmark's download page writes them: read right, or refused by name."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from analysis.core.problems import InputError
from analysis.explore.own_data import OwnData, join_own
from analysis.reference.area_names import UnknownNameError
from tests.own_tables import Cell, written

MUNICIPALITIES = pl.DataFrame(
    {"area_code": ["101", "147", "825"], "area": ["København", "Frederiksberg", "Læsø"]}
)
TITLE = "Befolkningen den 1. i kvartalet efter område, køn og tid"
SOURCE = "Kilde: Danmarks Statistik, www.statistikbanken.dk/FOLK1A"
TOTALS: list[list[Cell]] = [["I alt", "Hele landet", "6001008"], ["I alt", "Region Hovedstaden", "1911067"]]
AREAS: list[list[Cell]] = [
    ["I alt", "København", "667099"], ["I alt", "Frederiksberg", "105840"], ["I alt", "Læsø", "1728"],
]  # fmt: skip
PEOPLE: list[int | None] = [667099, 105840, 1728]

# Rows, the column joined, its numbers, and what the join says.
READ: dict[str, tuple[list[list[Cell]], str, list[int | None], str]] = {
    "a blank head, a title and a blank row": (
        [[TITLE], [], [None, "2025K2"], *[row[1:] for row in AREAS]], "2025K2", PEOPLE, "3 of 3",
    ),
    "two blank heads, all groups written": (
        [[TITLE], [], [None, None, "2025K2"], *TOTALS, *AREAS], "2025K2", PEOPLE, "larger area|no area is",
    ),
    "a group in its first row only": (
        [[TITLE], ["Enhed: Antal"], [None, None, "2025K2"], AREAS[0],
         *[[None, *row[1:]] for row in AREAS[1:]]],
        "2025K2", PEOPLE, "column 1 has no name, and names in some rows only: each is of those below it",
    ),
    "a source and a note below a blank row": (
        [[TITLE], [], [None, "2025K2"], *[row[1:] for row in AREAS], [], [SOURCE], ["Rettet 11. maj"]],
        "2025K2", PEOPLE, "row 8 was taken for a line below the table: 'Kilde: Danmarks",
    ),
    "a source without a blank row": (
        [[TITLE], [], [None, "2025K2"], *[row[1:] for row in AREAS], [SOURCE]],
        "2025K2", PEOPLE, "row 7 was taken for a line below the table",
    ),
    "periods across": (
        [[TITLE], [], [None, "2024K2", "2025K2"], *[[row[1], "1", row[2]] for row in AREAS]],
        "2025K2", PEOPLE, "3 of 3",
    ),
    "codes and names in one cell": (
        [[TITLE], [], [None, "2025K2"], ["101 København", "667099"], ["147 Frederiksberg", "105840"],
         ["825 Læsø", "1728"]],
        "2025K2", PEOPLE, "3 of 3",
    ),
    "code and name under blank heads": (
        [[None, None, "2025K2"], ["101", "København", "667099"], ["147", "Frederiksberg", "105840"],
         ["825", "Læsø", "1728"]],
        "2025K2", PEOPLE, "3 of 3",
    ),
    "the long table of the bank's own service": (
        [["OMRÅDE", "TID", "INDHOLD"], *[[row[1], "2025K2", row[2]] for row in AREAS]],
        "INDHOLD", PEOPLE, "3 of 3",
    ),
    "a period without a head": (
        [[TITLE], [], [None, None, "Personer"], *[["2025K2", *row[1:]] for row in AREAS]],
        "Personer", PEOPLE, "3 of 3",
    ),
    "signs of StatBank": (
        [[TITLE], [], [None, "2025K2"], ["København", "667099"], ["Frederiksberg", ".."], ["Læsø", "."]],
        "2025K2", [667099, None, None], "'2025K2' has no value for 2 of the 3 joined: Frederiksberg, Læsø",
    ),
    "a last municipality without a number": (
        [[None, "2025K2"], ["København", "667099"], ["Frederiksberg", "105840"], ["Læsø", None]],
        "2025K2", [667099, 105840, None], "'2025K2' has no value for 1 of the 3 joined: Læsø",
    ),
}  # fmt: skip

REFUSED: dict[str, tuple[list[list[Cell]], str]] = {
    "each municipality once for each sex": (
        [[TITLE], [], [None, None, "2025K2"], ["København", "Mænd", "1"], [None, "Kvinder", "2"],
         ["Læsø", "Mænd", "3"], [None, "Kvinder", "4"]],
        "'København' stands there more than once",
    ),
    "each municipality once for each sex, with a head": (
        [["Kommune", "Køn", "2025K2"], ["København", "Mænd", "1"], [None, "Kvinder", "2"],
         ["Læsø", "Mænd", "3"], [None, "Kvinder", "4"]],
        "'Kommune' names no municipality in 2 of 4 rows, such as row 3",
    ),
    "periods below each other": (
        [[None, None, "I alt"], ["København", "2025K1", "1"], [None, "2025K2", "2"], ["Læsø", "2025K1", "3"],
         [None, "2025K2", "4"]],
        "several periods; name one with period=, of 2025K1, 2025K2",
    ),
    "two heads above each other": (
        [[TITLE], [], [None, "2024K2", None, "2025K2", None], [None, "Mænd", "Kvinder", "Mænd", "Kvinder"],
         ["København", "1", "2", "3", "4"]],
        "row 4: found 5 cells, as 1 further row has too many, expected at most 4",
    ),
    "municipalities across": (
        [[TITLE], [], [None, "København", "Frederiksberg", "Læsø"], ["2025K2", "1", "2", "3"]],
        "municipalities stand in the header",
    ),
    "regions only": (
        [[None, "2025K2"], ["Hovedstaden", "1"], ["Sjælland", "2"]], "is called like a municipality",
    ),
}  # fmt: skip
FILES = ("csv", "csv with semicolons", "csv with all quoted", "csv of an old Excel", "xlsx", "ods")


def joined_from(kind: str, rows: list[list[Cell]], tmp_path: Path) -> OwnData:
    larger = {"dk": "Danmark", "1084": "Hovedstaden"}
    return join_own(MUNICIPALITIES, written(kind, rows, tmp_path), larger=larger)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("layout", READ)
def test_layouts_that_are_read(tmp_path: Path, kind: str, layout: str) -> None:
    rows, column, numbers, message = READ[layout]
    joined = joined_from(kind, rows, tmp_path)
    assert [None if cell is None else int(cell) for cell in joined.table[column]] == numbers, str(joined)
    assert pl.Series([str(joined)]).str.contains(message).all(), str(joined)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("layout", REFUSED)
def test_layouts_that_are_refused_by_name(tmp_path: Path, kind: str, layout: str) -> None:
    rows, message = REFUSED[layout]
    try:
        joined = joined_from(kind, rows, tmp_path)
    except (InputError, UnknownNameError) as error:
        assert message in str(error)  # noqa: PT017
        return
    assert message in str(joined)
    own = [name for name in joined.table.columns if name not in MUNICIPALITIES.columns]
    assert all(joined.table[name].null_count() == MUNICIPALITIES.height for name in own)


def test_rows_of_one_cause_are_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text("kommune,tal\n" + "København,12,5\n" * 98, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        join_own(MUNICIPALITIES, path)
    (problem,) = refused.value.problems
    assert problem.row == 2
    assert problem.found == "3 cells, as 97 further rows have too many"
    assert "a number with a decimal comma needs quotes where commas part cells" in problem.expected


def test_an_index_of_pandas_without_a_name_is_the_key() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"tal": [1, 2]}, index=["København", "Læsø"])
    assert join_own(MUNICIPALITIES, frame).table["tal"].to_list() == [1, None, 2]
    coded = pandas.DataFrame({"tal": [1, 2]}, index=[101, 825])
    assert join_own(MUNICIPALITIES, coded).table["tal"].to_list() == [1, None, 2]
    counted = pandas.DataFrame({"tal": [1, 2]}, index=[5, 6])
    with pytest.raises(UnknownNameError, match="is called like a municipality"):
        join_own(MUNICIPALITIES, counted)
