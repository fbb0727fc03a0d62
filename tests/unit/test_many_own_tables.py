"""Kinds of files, keys, numbers and defects of own tables: each is joined right or refused by name.

What is right is known from what was written, without the reader.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.core.problems import InputError
from analysis.explore.own_data import OwnData, join_own
from analysis.reference.area_names import UnknownNameError
from tests.own_tables import Cell, written

PLACES = {"101": "København", "461": "Odense", "751": "Aarhus", "756": "Ikast-Brande", "825": "Læsø"}
MUNICIPALITIES = pl.DataFrame({"area_code": list(PLACES), "area": list(PLACES.values())})

FILES = (
    "csv", "csv with semicolons", "csv of an old Excel", "csv with all quoted", "csv with a line for Excel",
    "tsv", "txt of Excel", "xlsx", "ods", "parquet", "pandas", "polars",
)  # fmt: skip
WITHOUT_SIGNS_OF_CP1252 = "csv of an old Excel"

# The heads of the key columns, and what they hold for a municipality.
KEYS: dict[str, tuple[list[str], Callable[[str, str], list[Cell]]]] = {
    "code": (["kommunekode"], lambda code, name: [code]),
    "code with a nought": (["KOM_KODE"], lambda code, name: [f"0{code}"]),
    "code as a decimal": (["kode"], lambda code, name: [f"{code}.0"]),
    "code as a Danish decimal": (["kode"], lambda code, name: [f"{code},0"]),
    "code as a number": (["code"], lambda code, name: [float(code)]),
    "name": (["Kommune"], lambda code, name: [name]),
    "name in capitals": (["kommune_navn"], lambda code, name: [name.upper()]),
    "name with Kommune": (["kommunenavn"], lambda code, name: [f"{name} Kommune"]),
    "name of old": (["municipality"], lambda code, name: [name.replace("Aarhus", "Århus")]),
    "StatBank's code and name": (["område"], lambda code, name: [f"{code} {name}"]),
    "code, colon and name": (["kommune"], lambda code, name: [f"0{code}: {name}"]),
    "code, dash and name": (["kommune"], lambda code, name: [f"{code} - {name}"]),
    "name and code in brackets": (["kommune"], lambda code, name: [f"{name} ({code})"]),
    "code and name": (["kode", "kommune"], lambda code, name: [code, name]),
    "region beside name": (["region_navn", "kommune_navn"], lambda code, name: ["Syddanmark", name]),
}  # fmt: skip

# Five cells, and the numbers that they are: None for what is not known, or that they stay text.
STAYS_TEXT = "stays text"
NUMBERS: dict[str, tuple[list[Cell], list[float | None] | str]] = {
    "whole": (["667", "209", "5", "0", "42"], [667, 209, 5, 0, 42]),
    "decimal point": (["0.125", "12.5", "3", "0.5", "1.25"], [0.125, 12.5, 3, 0.5, 1.25]),
    "decimal comma": (["0,125", "12,5", "3", "0,5", "1,25"], [0.125, 12.5, 3, 0.5, 1.25]),
    "Danish thousands": (["667.099", "1.234,5", "12", "3.000", "4"], [667099, 1234.5, 12, 3000, 4]),
    "English thousands": (["667,099", "1,234.5", "12", "3,000", "4"], [667099, 1234.5, 12, 3000, 4]),
    "thousands with spaces": (["667 099", "1 234", "12", "3\u00a0000", "4"], [667099, 1234, 12, 3000, 4]),
    "longitudes": (["12.576", "10.388", "10.204", "9.125", "11.001"], STAYS_TEXT),
    "thousands or decimals": (["667,099", "1", "2", "3", "4"], STAYS_TEXT),
    "per cent": (["12,5 %", "3 %", "0,25 %", "100 %", "7 %"], [12.5, 3, 0.25, 100, 7]),
    "per cent and numbers": (["12,5 %", "3", "1", "2", "4"], STAYS_TEXT),
    "signs": (["+5", "-5", "-0,5", "+1,25", "3"], [5, -5, -0.5, 1.25, 3]),
    "a typographic minus": (["\u22125", "\u22120,5", "3", "4", "5"], [-5, -0.5, 3, 4, 5]),
    "powers of ten": (["1e5", "2E-1", "3", "4", "5"], [100000, 0.2, 3, 4, 5]),
    "unknown values": (["NA", "..", "n/a", "-", "7,5"], [None, None, None, None, 7.5]),
    "nothing known": ([None, None, None, "..", "NA"], [None, None, None, None, None]),
    "numbers with a letter": (["5", "5*", "7", "8", "9"], STAYS_TEXT),
    "codes": (["0123", "0005", "7000", "8000", "9000"], STAYS_TEXT),
    "dates": (["2025-06-03", "2025-06-04", "2025-06-05", "2025-06-06", "2025-06-07"], STAYS_TEXT),
    "typed decimals": ([12.576, 0.125, 667.099, 1234.5, -3.0], [12.576, 0.125, 667.099, 1234.5, -3]),
    "typed whole": ([667.0, 209.0, 5.0, None, 0.0], [667, 209, 5, None, 0]),
}  # fmt: skip


def table_of(key: str, cells: list[Cell]) -> list[list[Cell]]:
    heads, cells_of = KEYS[key]
    rows = [[*cells_of(code, name), cell] for (code, name), cell in zip(PLACES.items(), cells, strict=True)]
    return [[*heads, "tal"], *rows]


def as_text(kind: str, cells: list[Cell]) -> list[Cell]:
    """Cells as they stand where texts are all there is."""
    separated = kind.startswith(("csv", "tsv", "txt"))
    return [repr(cell) if isinstance(cell, float) and separated else cell for cell in cells]


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("key", KEYS)
def test_each_kind_of_file_key_and_number(tmp_path: Path, kind: str, key: str) -> None:
    for name, (cells, numbers) in NUMBERS.items():
        if kind == WITHOUT_SIGNS_OF_CP1252 and name == "a typographic minus":
            continue
        joined = join_own(MUNICIPALITIES, written(kind, table_of(key, as_text(kind, cells)), tmp_path))
        assert joined.unmatched.is_empty(), (name, str(joined))
        assert joined.without.is_empty(), (name, str(joined))
        found = joined.table["tal"]
        if numbers == STAYS_TEXT:
            assert found.to_list() == [str(cell).replace("\u00a0", " ") for cell in cells], name
            assert any(line.startswith("column 'tal': text") for line in joined.remarks), name
        elif not all(number is None for number in numbers):
            assert found.dtype.is_numeric(), (name, str(joined))
            assert found.to_list() == numbers, name
        else:
            assert set(found) <= {None, *cells}, name


PLAIN = table_of("name", ["667", "209", "5", "0", "42"])
HEAD, *BODY = PLAIN
RIGHT: list[int | None] = [667, 209, 5, 0, 42]
TEXTS = ("csv", "csv with semicolons", "tsv", "xlsx", "ods")

# Rows, and what comes of them: the numbers joined and what the join says, or the message that refuses them.
DEFECTS: dict[str, tuple[list[list[Cell]], list[int | None] | None, str]] = {
    "a title": ([["Runners"], *PLAIN], RIGHT, "row 1 was taken for a title: 'Runners'"),
    "a title and a blank row": ([["Runners"], [], *PLAIN], RIGHT, "row 1 was taken for a title"),
    "blank rows within": ([HEAD, *BODY[:2], [], *BODY[2:]], RIGHT, "5 of 5"),
    "empty columns": ([[*row, None, None] for row in PLAIN], RIGHT, "5 of 5"),
    "empty columns before": ([[None, *row] for row in PLAIN], RIGHT, "5 of 5"),
    "an index without a name": (
        [[name, *row] for name, row in zip([None, "0", "1", "2", "3", "4"], PLAIN, strict=True)],
        RIGHT,
        "the first column only counts the rows",
    ),
    "an index of R": (
        [[name, *row] for name, row in zip(["X", "1", "2", "3", "4", "5"], PLAIN, strict=True)],
        RIGHT,
        "the first column only counts the rows",
    ),
    "a row of totals": ([*PLAIN, ["I alt", "923"]], RIGHT, "row 7: no area is called 'I alt'"),
    "the country": ([HEAD, ["000 Hele landet", "923"], *BODY], RIGHT, "row 2: no area is called"),
    "a footnote": (
        [*PLAIN, ["Kilde: egen optælling"]],
        RIGHT,
        "row 7 was taken for a line below the table: 'Kilde",
    ),
    "a row without a name": ([*PLAIN, [None, "7"]], RIGHT, "row 7: no municipality is named"),
    "a name spelt wrong": (
        [HEAD, ["Kjøbenhavn", "667"], *BODY[1:]],
        [None, *RIGHT[1:]],
        "row 2: no area is called 'Kjøbenhavn'; did you mean 'København'",
    ),
    "a municipality twice": (
        [*PLAIN, ["Århus", "9"]],
        [667, 209, None, 0, 42],
        "row 7: 'Århus' stands there more than once and was left out",
    ),
    "code and name that disagree": (
        [["kode", *HEAD], ["461", *BODY[0]], ["461", *BODY[1]]],
        [None, 209, None, None, None],
        r"row 2: '461 / København' names Odense \(461\) and København \(101\)",
    ),
    "code and name in a cell that disagree": (
        [HEAD, ["101 Odense", "1"], *BODY[2:]],
        [None, None, 5, 0, 42],
        r"row 2: '101 Odense' names København \(101\) and Odense \(461\)",
    ),
    "a code that is none": (
        [["kode", "tal"], ["999", "1"], ["101", "667"]],
        [667, *[None] * 4],
        "row 2: no area is called '999'",
    ),
    "regions only": ([["region_navn", "tal"], ["Syddanmark", "1"]], None, "is called like a municipality"),
    "regions as municipalities": (
        [HEAD, ["Region Syddanmark", "1"]],
        [None] * 5,
        "no area is called 'Region Syddanmark'",
    ),
    "no header": (BODY, None, "is called like a municipality"),
    "a heading twice": ([["kommune", "tal", "tal"], ["Aarhus", "1", "2"]], None, "found the name twice"),
    "values under no heading": (
        [["kommune", None, "tal"], ["Aarhus", "1", "2"]], None, "found a column without a name",
    ),
    "more cells than heads": ([HEAD, ["Aarhus", "1", "2"]], None, "row 2: found 3 cells, expected at most 2"),
    "only a header": ([HEAD], None, "found no table"),
    "two periods": (
        [["kommune", "tid", "tal"], ["Aarhus", "2025K1", "4"], ["Aarhus", "2025K2", "5"]],
        None,
        "several periods; name one with period=, of 2025K1, 2025K2",
    ),
    "two years": (
        [["kommune", "år", "tal"], ["Aarhus", "2024", "4"], ["Aarhus", "2025", "5"]],
        None,
        "several periods; name one with period=, of 2024, 2025",
    ),
    "a repeated header": ([*PLAIN, HEAD], RIGHT, "row 7: no area is called 'Kommune'|row 7: no municipality"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_passed_over_or_refused_by_name(tmp_path: Path, kind: str, defect: str) -> None:
    rows, numbers, message = DEFECTS[defect]
    own = written(kind, rows, tmp_path)
    if numbers is None:
        with pytest.raises((InputError, UnknownNameError), match=message):
            join_own(MUNICIPALITIES, own)
        return
    joined = join_own(MUNICIPALITIES, own)
    assert [None if cell is None else int(cell) for cell in joined.table["tal"]] == numbers, str(joined)
    assert pl.Series([str(joined)]).str.contains(message).all(), str(joined)


ONE_NUMBER = st.decimals(-(10**7), 10**7, places=3, allow_nan=False) | st.integers(-(10**7), 10**7).map(
    Decimal
)
WAYS: dict[str, Callable[[Decimal], Cell]] = {
    "point": lambda value: f"{value:f}",
    "comma": lambda value: f"{value:f}".replace(".", ","),
    "English": lambda value: f"{value:,f}",
    "Danish": lambda value: f"{value:,f}".translate({ord(","): ".", ord("."): ","}),
    "spaces": lambda value: f"{value:,f}".replace(",", "\u00a0").replace(".", ","),
    "typed": float,
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    values=st.lists(st.none() | ONE_NUMBER, min_size=5, max_size=5),
    way=st.sampled_from(list(WAYS)),
    kind=st.sampled_from(FILES),
    key=st.sampled_from(list(KEYS)),
    order=st.permutations(range(5)),
    title=st.booleans(),
    total=st.booleans(),
    empty=st.integers(0, 2),
)
def test_no_number_is_ever_another_one(
    tmp_path: Path,
    values: list[Decimal | None],
    way: str,
    kind: str,
    key: str,
    order: list[int],
    title: bool,
    total: bool,
    empty: int,
) -> None:
    """Whatever a table looks like: a joined number is the one that was written, in its municipality's row."""
    cells: list[Cell] = [None if value is None else WAYS[way](value) for value in values]
    head, *body = table_of(key, as_text(kind, cells))
    rows = [head, *(body[place] for place in order)]
    is_frame = kind in ("parquet", "pandas", "polars")
    if total:
        rows.append(["I alt", *[None] * (len(head) - 2), "1"])
    if not is_frame:
        rows = [[*row, *[None] * empty] for row in rows]
        rows = [["En overskrift"], *rows] if title else rows
    try:
        joined = join_own(MUNICIPALITIES, written(kind, rows, tmp_path))
    except (InputError, UnknownNameError) as error:
        assert "empty" in str(error) or "no column" in str(error), error  # noqa: PT017
        return
    assert_nothing_wrong(joined, values, cells)


def assert_nothing_wrong(joined: OwnData, values: list[Decimal | None], cells: list[Cell]) -> None:
    found = joined.table.sort(pl.col("area_code").cast(pl.Int64))["tal"]
    if found.dtype.is_numeric():
        wanted = [None if value is None else float(value) for value in values]
        assert [None if number is None else float(number) for number in found] == wanted
    else:
        assert found.null_count() == sum(cell is None for cell in cells)
        assert found.null_count() == len(cells) or any(
            line.startswith("column 'tal': ") for line in joined.remarks
        )


SPACES = "\u00a0\u2009\u202f"
SIGNS = {"-": -1, "\u2212": -1, "+": 1}


def digits(text: str) -> bool:
    return bool(text) and all(letter in "0123456789" for letter in text)


def plain_reading(text: str, mark: str) -> Decimal | None:
    """A number by that decimal mark, taken apart by hand; None where it is none. People see spaces alike."""
    text = text.translate(dict.fromkeys(map(ord, SPACES), " "))
    sign = SIGNS.get(text[:1], 1)
    text = text[1:] if text[:1] in SIGNS else text
    whole, *fraction = text.split(mark)
    if len(fraction) > 1 or not all(map(digits, fraction)):
        return None
    for group in (".,".replace(mark, ""), " ", "'"):
        first, *others = whole.split(group)
        if others:
            if not (digits(first) and len(first) <= 3 and first[0] != "0"):
                return None
            if not all(digits(part) and len(part) == 3 for part in others):
                return None
            whole = first + "".join(others)
            break
    if not digits(whole):
        return None
    return sign * Decimal(f"{whole}.{''.join(fraction) or 0}")


def plain_readings(cells: list[str]) -> list[list[Decimal]]:
    """The different ways in which all cells are numbers, as people would read the column."""
    if any(len(cell) > 1 and cell[0] == "0" and cell[1] in "0123456789" for cell in cells):
        return []
    if all(cell.endswith("%") for cell in cells):
        cells = [cell[:-1].rstrip() for cell in cells]
    ways = [[plain_reading(cell, mark) for cell in cells] for mark in ",."]
    whole = [[one for one in way if one is not None] for way in ways]
    fitting = [way for way in whole if len(way) == len(cells)]
    return fitting[:1] if len(fitting) == 2 and fitting[0] == fitting[1] else fitting


ODD_CELL = st.from_regex(
    r"[+\-\u2212]?[0-9]{1,4}(?:[., '\u00a0][0-9]{1,3}){0,2}(?:[.,][0-9]{1,3})? ?%?", fullmatch=True
).map(str.strip)
CELL = ODD_CELL | ONE_NUMBER.flatmap(
    lambda value: st.sampled_from([str(WAYS[way](value)) for way in WAYS if way != "typed"])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None)
@example(cells=["1\u00a0000'000"] * 5, kind="csv with semicolons", key="code")
@example(cells=["1.000", "1\u00a0000 000", "1.000", "1.000", "0"], kind="csv with semicolons", key="code")
@example(cells=["0.000", "1\u00a0000 000", "0.000", "0.000", "0.000"], kind="xlsx", key="code")
@given(
    cells=st.lists(CELL, min_size=5, max_size=5)
    | st.lists(ODD_CELL, min_size=1, max_size=1).map(lambda x: x * 5),
    kind=st.sampled_from(["csv with semicolons", "csv with all quoted", "tsv", "xlsx", "pandas", "polars"]),
    key=st.sampled_from(list(KEYS)),
)
def test_a_column_is_numbers_where_people_read_it_in_one_way(
    tmp_path: Path, cells: list[str], kind: str, key: str
) -> None:
    """Read by hand beside it: numbers where there is one reading, named text where there is none or two."""
    joined = join_own(MUNICIPALITIES, written(kind, table_of(key, [*cells]), tmp_path))
    found, readings = joined.table["tal"], plain_readings(cells)
    said = next(line for line in joined.remarks if line.startswith("column 'tal': "))
    if len(readings) == 1:
        assert found.to_list() == [float(one) for one in readings[0]], said
    else:
        assert [text.replace("\u00a0", " ") for text in found] == [
            one.replace("\u00a0", " ") for one in cells
        ]
        assert said.startswith("column 'tal': text")
        assert ("settle it with decimal=" in said) == (len(readings) == 2)


def test_at_least_sixty_tables_are_tried() -> None:
    assert len(FILES) * len(KEYS) == 180
    assert len(TEXTS) * len(DEFECTS) >= 60
