"""Reference files agree with each other: every column of every file is damaged, and each damage is named."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from analysis.core.problems import InputError
from analysis.reading.sidecars import sidecar_path
from analysis.reference.files import SCHEMAS, Reference, read_reference
from analysis.reference.published import is_day_or_period
from analysis.reference.tile_map import is_short_form

DATA = Path(__file__).parents[2] / "data"
DAY = date(2025, 6, 3)
COLUMNS = [(stem, column) for stem, schema in SCHEMAS.items() for column in schema.column_names()]

DAMAGE: dict[str, Callable[[str], str]] = {
    "empty": lambda cell: "",
    "letter": lambda cell: cell + "x",
    "doubled": lambda cell: cell + cell,
    "negative": lambda cell: "-" + cell,
    "huge": lambda cell: "9" * 30,
    "not a number": lambda cell: "NaN",
    "decimal comma": lambda cell: cell + ",5",
    "other word": lambda cell: "ukendt",
    "no such day": lambda cell: "2025-02-30",
    "danish day": lambda cell: "3.6.2025",
    "early day": lambda cell: "1066-10-14",
    "control character": lambda cell: cell[:1] + "\x1b" + cell[1:],
    "direction override": lambda cell: cell + "\u202e",
    "too long": lambda cell: cell + "a" * 5000,
}
FREE_TEXT = {
    ("programme_facts", "source"),
    ("programme_facts", "note"),
    ("ohca_register", "source"),
    ("ohca_register", "note"),
    ("published_figures", "source"),
}
"""Columns whose text is shown as it stands and compared with nothing."""
LABELS = {("regions", "name"), ("report_areas", "name"), ("published_figures", "indicator")}
"""Columns whose text is a name that no other file holds, or a kind of figure that has no list."""
OPTIONAL = {
    ("published_figures", "as_of"),
    ("published_figures", "published"),
    ("programme_facts", "as_of"),
    ("ohca_register", "as_of"),
}
"""Columns where an empty cell says that the day is not known."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference files without sidecars, which would refuse every change by its hash."""
    root = tmp_path_factory.mktemp("reference") / "data"
    shutil.copytree(DATA / "raw" / "reference", root / "raw" / "reference")
    for stem in SCHEMAS:
        sidecar_path(path_of(root, stem)).unlink()
    return root


def path_of(root: Path, stem: str) -> Path:
    return root / "raw" / "reference" / f"{stem}.csv"


def changed(root: Path, stem: str, change: Callable[[list[list[str]]], object]) -> Reference | list[str]:
    """What is read, or what is refused, after a change of the file's rows (the header is the first)."""
    path = path_of(root, stem)
    before = path.read_bytes()
    rows = list(csv.reader(before.decode().splitlines()))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    try:
        return read_reference(root, DAY)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    finally:
        path.write_bytes(before)


def replace_cell(rows: list[list[str]], place: int, column: int, damage: Callable[[str], str]) -> None:
    rows[place][column] = damage(rows[place][column])


def frames(reference: Reference) -> Iterator[pl.DataFrame]:
    yield from vars(reference).values()


def allowed(stem: str, column: str, kind: str, before: str) -> bool:
    """Whether a damage leaves a valid file: nothing in it or in another file tells it from the truth."""
    if (stem, column) in FREE_TEXT | LABELS and kind not in {"control character", "direction override"}:
        return kind != "too long" and (kind != "empty" or column == "note")
    return (stem, column) in OPTIONAL and kind == "empty"


@pytest.mark.parametrize(("stem", "column"), COLUMNS)
def test_a_damaged_cell_is_refused_by_name_or_changes_free_text_alone(
    root: Path, stem: str, column: str
) -> None:
    place = list(SCHEMAS[stem].column_names()).index(column)
    with path_of(root, stem).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    filled = [number for number, row in enumerate(rows) if number and row[place]]
    number = filled[-1] if filled else 1
    sound = list(frames(read_reference(root, DAY)))
    for kind, damage in DAMAGE.items():
        before = rows[number][place]
        if damage(before) == before:
            continue
        found = changed(root, stem, partial(replace_cell, place=number, column=place, damage=damage))
        if isinstance(found, list):
            assert any(stem in line for line in found), (kind, found)
            continue
        assert allowed(stem, column, kind, before), (kind, before, damage(before))
        for one, other in zip(sound, frames(found), strict=True):
            differing = {name for name in one.columns if not one[name].equals(other[name])}
            # The quarter that a fact was given for is read from its source.
            further = {"region", "report_area", *(["given_for"] if column == "source" else [])}
            assert differing <= {column, *further}, (kind, differing)


@pytest.mark.parametrize("stem", SCHEMAS)
def test_a_row_that_stands_twice_is_refused(root: Path, stem: str) -> None:
    found = changed(root, stem, lambda rows: rows.append(rows[-1]))
    assert isinstance(found, list)
    assert any(f"{stem}.csv, row " in line for line in found)


@pytest.mark.parametrize(
    ("stem", "line"),
    [
        ("tiles", "column municipality_code: found no tile of 101 (København), expected every municipality"),
        ("municipalities", "column municipality_code: found 97 municipalities, expected 98"),
        ("municipality_regions", "column valid_from"),
        ("regions", "column order: found 2, 3, 4, 5 on 2007-01-01, expected 1 to 4, each once"),
        ("report_areas", "column order: found 2, 3, 4, 5, 6, 7, 8, 9, 10, expected 1 to 9, each once"),
        ("population_folk1a", "column area_code: found no row of 101 in 2024K1, expected every municipality"),
        ("population_totals", "found an empty cell for dk in 2024K1"),
        ("crossings", "found no pair of 400, expected each municipality"),
    ],
)
def test_a_row_that_is_missing_is_refused(root: Path, stem: str, line: str) -> None:
    found = changed(root, stem, lambda rows: rows.pop(1))
    assert isinstance(found, list)
    if stem == "municipality_regions":
        line = "found 97 rows for 97 municipalities on 2025-06-03"
    assert any(line in one for one in found), found


def exchange(rows: list[list[str]], old: list[str], new: list[str]) -> None:
    rows[rows.index(old)] = new


@pytest.mark.parametrize(
    ("stem", "old", "new", "line"),
    [
        (
            "tiles",
            "101,Kbh.,17,9",
            "101,Kbh.,16,9",
            "tiles.csv, row 3, column column, row: found the same as",
        ),
        ("tiles", "101,Kbh.,17,9", "101,Kbh.,19,9", "tiles.csv, row 2, column column: found '19'"),
        ("tiles", "101,Kbh.,17,9", "101,Kbh.,17,15", "tiles.csv, row 2, column row: found '15'"),
        ("tiles", "101,Kbh.,17,9", "101,Kbh.,0,0", "tiles.csv, row 2, column column, row: found 0, 0"),
        ("tiles", "101,Kbh.,17,9", "101,Aarhus,17,9", "column short_name: found 'Aarhus', expected a short"),
        (
            "neighbours",
            "101,147",
            "101,101",
            "row 2, column municipality_code_b: found '101', expected another",
        ),
        ("neighbours", "101,147", "157,101", "'101' and '157', a pair that stands twice"),
        ("neighbours", "101,147", "101,851", "km apart by lon and lat"),
        (
            "neighbours",
            "101,147",
            "101,999",
            "row 2, column municipality_code_b: found '999', expected a code",
        ),
        ("crossings", "259,400,ferry", "101,147,ferry", "crossings.csv, row 2"),
        (
            "crossings",
            "259,400,ferry",
            "259,400,tunnel",
            "crossings.csv, row 2, column crossing: found 'tunnel'",
        ),
        (
            "municipality_regions",
            "101,region-oestdanmark,2027-01-01,",
            "101,region-oestdanmark,2027-01-02,",
            "column valid_from: found '2027-01-02', expected 2027-01-01, the next day",
        ),
        (
            "municipality_regions",
            "101,1084,2007-01-01,2026-12-31",
            "101,1084,2007-01-01,2027-01-31",
            "row 2, column valid_to: found '2027-01-31', expected a day on which the region exists",
        ),
        (
            "municipality_regions",
            "101,1084,2007-01-01,2026-12-31",
            "101,1084,2007-01-01,",
            "column valid_from: found '2027-01-01', beside a row without valid_to, expected no overlap",
        ),
        (
            "regions",
            "1085,Region Sjælland,region-sjaelland,4,2007-01-01,2026-12-31",
            "1085,Region Sjælland,region-sjaelland,4,2007-01-01,2006-12-31",
            "regions.csv, row 5, column valid_to: found '2006-12-31', expected a day after valid_from",
        ),
        (
            "population_adults",
            "2025K4,dk,4882067",
            "2025K4,dk,6882067",
            "column population_18plus: found '6882067', expected 60% to 100% of the people of all ages",
        ),
        (
            "population_folk1a",
            "2024K1,101,København,659350",
            "2024K1,101,Aarhus,659350",
            "row 2, column area: found 'Aarhus', expected the name of the area's code",
        ),
        (
            "population_folk1a",
            "2024K1,101,København,659350",
            "2024K1,101,København,659351",
            "row 2, column population: found '5961249' for dk in 2024K1, expected 5961250, the sum of its",
        ),
    ],
)
def test_what_contradicts_another_file_is_refused(
    root: Path, stem: str, old: str, new: str, line: str
) -> None:
    found = changed(root, stem, partial(exchange, old=old.split(","), new=new.split(",")))
    assert isinstance(found, list)
    assert any(line in one for one in found), found


def test_all_problems_of_all_files_come_at_once(root: Path) -> None:
    path = path_of(root, "crossings")
    before = path.read_bytes()
    path.write_bytes(before.replace(b"259,400,ferry", b"259,400,tunnel"))
    try:
        found = changed(root, "tiles", lambda rows: rows.pop(1))
    finally:
        path.write_bytes(before)
    assert isinstance(found, list)
    assert any("crossings.csv, row 2" in line for line in found)
    assert any("no tile of 101" in line for line in found)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2025", True),
        ("2025-06", True),
        ("2025-06-03", True),
        ("2017-09/2018-04", True),
        ("2018-04/2017-09", False),
        ("2025-13", False),
        ("2025-02-30", False),
        ("1/2/3", False),
        ("", False),
    ],
)
def test_days_of_print(text: str, valid: bool) -> None:
    assert is_day_or_period(text) is valid


def test_short_names() -> None:
    assert is_short_form("Brøndersl.", "Brønderslev")
    assert not is_short_form("Brønderslev", "Brønderslev")
    assert not is_short_form("Rønder", "Brønderslev")
