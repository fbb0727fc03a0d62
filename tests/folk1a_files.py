"""Files of FOLK1A as statistikbanken.dk saves them, and as people keep them, with the real figures."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import xlsxwriter

from analysis.reference.files import read_reference_table
from tests.conftest import RAW

TITLE = "Folketal den 1. i kvartalet efter område, køn, alder, civilstand og tid"
ENGLISH_TITLE = "Population at the first day of the quarter by region and time"
NOTES = (
    "Anm.: Christiansø hører ikke til nogen kommune.",
    "Kilde: Danmarks Statistik, www.statistikbanken.dk/folk1a",
)
ENGLISH = {
    "Hele landet": "All Denmark",
    "København": "Copenhagen",
    "Helsingør": "Elsinore",
    "Region Hovedstaden": "Capital Region of Denmark",
    "Region Sjælland": "Region Zealand",
    "Region Syddanmark": "Region of Southern Denmark",
    "Region Midtjylland": "Central Denmark Region",
    "Region Nordjylland": "North Denmark Region",
}
WRITTEN_OTHERWISE = {
    "Aarhus": "Århus Kommune",
    "Høje-Taastrup": "Høje Tåstrup",
    "Brønderslev": "Brønderslev-Dronninglund",
    "Bornholm": "Bornholms Regionskommune",
    "København": "københavns kommune",
    "Hele landet": "I alt",
}
LAST_TWO = ("2025K4", "2026K1")
File = tuple[str, bytes]
Rows = Sequence[Sequence[object]]


def _real() -> tuple[dict[tuple[str, str], int], dict[str, str]]:
    """People by period and StatBank's code of the area, and the area's name, country and regions first."""
    municipal, totals, regions = (
        read_reference_table(RAW.parent, stem)[1]
        for stem in ("population_folk1a", "population_totals", "regions")
    )
    names = {"000": "Hele landet"}
    names |= {f"0{code[2:]}": name for code, name in regions.drop_nulls("code")["code", "name"].iter_rows()}
    names |= dict(municipal["area_code", "area"].unique(maintain_order=True).iter_rows())
    people = {(period, code): count for period, code, _, count in municipal.iter_rows()}
    for period, code, count in totals.iter_rows():
        people[period, "000" if code == "dk" else f"0{code[2:]}"] = count
    return people, names


PEOPLE, NAMES = _real()
MUNICIPALITIES = tuple(code for code in NAMES if not code.startswith("0"))


def text(
    rows: Rows, mark: str, *, quote: bool = False, encoding: str = "utf-8-sig", end: str = "\r\n"
) -> bytes:
    """Rows as separated text, each text in quotes where that is wanted."""

    def cell(value: object) -> str:
        return f'"{value}"' if quote and isinstance(value, str) else str(value)

    return "".join(mark.join(map(cell, row)) + end for row in rows).encode(encoding)


def workbook(rows: Rows, *, merged: Sequence[tuple[int, int, int, int, str]] = (), sheets: int = 1) -> bytes:
    """Rows as a workbook, numbers as numbers; merged ranges are written over them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"FOLK1A{number or ''}")
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(at, column, value)
            for first, left, last, right, value in merged:
                sheet.merge_range(first, left, last, right, value)
    return content.getvalue()


def matrix(
    periods: Sequence[str] = LAST_TWO,
    name: Callable[[str], str] = NAMES.__getitem__,
    number: Callable[[int], object] = int,
    codes: Sequence[str] = tuple(NAMES),
    corner: Sequence[str] = (" ",),
) -> list[list[object]]:
    """A row for each area, a column for each quarter."""
    body = [[name(code), *(number(PEOPLE[period, code]) for period in periods)] for code in codes]
    return [[*corner, *periods], *body]


def long(
    periods: Sequence[str] = LAST_TWO, name: Callable[[str], str] = NAMES.__getitem__, total: str = "I alt"
) -> list[list[object]]:
    """A row for each figure, as the API and the web pages' database format have it."""
    return [
        ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"],
        *(
            [name(code), total, total, total, period, PEOPLE[period, code]]
            for code in NAMES
            for period in periods
        ),
    ]


def with_points(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def json_stat(periods: Sequence[str] = LAST_TWO, *, version: int = 1) -> dict[str, Any]:
    """A data set as the API gives it in JSON-stat."""
    codes = list(NAMES)
    texts = {
        "OMRÅDE": NAMES, "KØN": {"TOT": "I alt"}, "ContentsCode": {"FOLK1A": "Folketal"},
        "Tid": {period: period for period in periods},
    }  # fmt: skip
    dimensions: dict[str, Any] = {
        name: {
            "label": name.lower(),
            "category": {"index": {code: at for at, code in enumerate(labels)}, "label": labels},
        }
        for name, labels in texts.items()
    }
    values: Any = [PEOPLE[period, code] for code in codes for period in periods]
    order = {"id": list(texts), "size": [len(labels) for labels in texts.values()]}
    if version == 1:
        roles = {"metric": ["ContentsCode"], "time": ["Tid"]}
        return {"dataset": {"dimension": {**dimensions, **order, "role": roles}, "value": values}}
    dimensions["OMRÅDE"]["category"]["index"] = codes
    del dimensions["ContentsCode"]["category"]["index"]
    sparse = {str(at): value for at, value in enumerate(values)}
    return {"version": "2.0", "class": "dataset", **order, "dimension": dimensions, "value": sparse}


def dumped(data_set: dict[str, Any]) -> bytes:
    return json.dumps(data_set, ensure_ascii=False).encode()


def with_notes(rows: Rows, title: str = TITLE) -> list[list[object]]:
    """A table between its title lines and its notes, as StatBank writes it."""
    notes: list[list[object]] = [[note] for note in NOTES]
    return [[title], [" "], ["Enhed: Antal"], *map(list, rows), [], *notes]


def _areas_as_columns(codes: bool) -> list[list[object]]:
    heads = [code if codes else NAMES[code] for code in NAMES]
    return [["tid", *heads], *([period, *(PEOPLE[period, code] for code in NAMES)] for period in LAST_TWO)]


def _sexes_below_quarters() -> list[list[object]]:
    """Two rows of headings, the quarter written once; men and women sum to the total."""
    body: list[list[object]] = []
    for code in NAMES:
        row: list[object] = [NAMES[code]]
        for period in LAST_TWO:
            people = PEOPLE[period, code]
            row += [people, people // 2, people - people // 2]
        body.append(row)
    return [
        ["", LAST_TWO[0], "", "", LAST_TWO[1], "", ""],
        ["", *("I alt", "Mænd", "Kvinder") * 2],
        *body,
    ]


def _groups_alone() -> list[list[object]]:
    """Labels of the outer variables in rows of their own, as StatBank's matrix has them."""
    rows = matrix()
    return [
        [" ", " ", *rows[0]],
        ["I alt"],
        [" ", "Alder i alt"],
        *([" ", " ", *row] for row in rows[1:]),
        ["Mænd"],
        [" ", "Alder i alt"],
        *([" ", " ", row[0], *(int(str(one)) // 2 for one in row[1:])] for row in rows[1:]),
    ]


def _labels_once() -> list[list[object]]:
    """A workbook as StatBank writes it: labels of outer variables in the first of their rows."""
    rows = matrix(corner=("",))
    first, *others = rows[1:]
    table = [["", "", *rows[0]], ["I alt", "Alder i alt", *first], *(["", "", *row] for row in others)]
    return with_notes(table)


def _nested_quarters() -> list[list[object]]:
    """Quarters as the outer rows, each written once."""
    rows: list[list[object]] = [["tid", "område", "Folketal den 1. i kvartalet"]]
    for period in LAST_TWO:
        rows += [
            [period if at == 0 else "", NAMES[code], PEOPLE[period, code]] for at, code in enumerate(NAMES)
        ]
    return rows


def _english() -> list[list[object]]:
    rows = matrix(name=lambda code: ENGLISH.get(NAMES[code], NAMES[code]), corner=("region",))
    rows[0] = [str(head).replace("K", "Q") for head in rows[0]]
    return with_notes(rows, ENGLISH_TITLE)


def _with_parts_of_country() -> list[list[object]]:
    rows = matrix()
    return [*rows[:2], ["Landsdel Byen København", 1, 2], ["Province Bornholm", 3, 4], *rows[2:]]


def _numeric_codes() -> list[list[object]]:
    return [
        ["Kode", "Kommune", "Kvartal", "Antal"],
        *(
            [int(code), NAMES[code], period, PEOPLE[period, code]]
            for code in NAMES
            for period in LAST_TWO
        ),
    ]  # fmt: skip


def _written_otherwise() -> list[list[object]]:
    rows = matrix(name=lambda code: WRITTEN_OTHERWISE.get(NAMES[code], NAMES[code]), corner=("Kommune",))
    rows[0][1:] = ["4. kvt. 2025", "1. kvartal 2026"]
    return rows


def _codes_and_names(code: str) -> str:
    return f"{code} {NAMES[code]}"


def layouts() -> dict[str, File]:
    """By a name, files that all hold the figures of 2026K1, most of them those of 2025K4 too."""
    codes = [[row[0], "TOT", "IALT", "TOT", *row[4:]] for row in long(name=str)]
    codes[0] = list(long()[0])
    both = [
        [_codes_and_names(str(code)), "TOT I alt", "IALT I alt", "TOT I alt", f"{period} {period}", people]
        for code, _, _, _, period, people in codes[1:]
    ]
    by_quarter = [codes[0], *sorted(codes[1:], key=lambda row: str(row[4]))]
    alone = matrix(["2026K1"], codes=MUNICIPALITIES, corner=("Kommune",))
    older = [[*row, row[1]] for row in matrix()]
    older[0][3] = "2009K1"
    merged = [(0, 0, 0, 3, TITLE), (4, 0, 4 + len(NAMES) - 1, 0, "I alt")]
    return {
        "API, codes, semicolons": ("api.csv", text(codes, ";")),
        "API, texts, commas": ("texts.csv", text(long(), ",")),
        "API, codes and texts, tabs": ("both.tsv", text([codes[0], *both], "\t")),
        "API, by quarter": ("quarters.csv", text(by_quarter, ";", end="\n")),
        "matrix, commas, titles, notes": ("matrix.csv", text(with_notes(matrix()), ",", quote=True)),
        "matrix, Windows-1252, semicolons": (
            "semicolons.csv", text(with_notes(matrix()), ";", quote=True, encoding="cp1252")
        ),
        "matrix, labels in rows of their own": (
            "groups.csv", text(with_notes(_groups_alone()), ",", quote=True)
        ),
        "matrix, points between thousands": ("points.csv", text(matrix(number=with_points), ";")),
        "matrix, commas between thousands, quoted": (
            "commas.csv", text(matrix(number=lambda number: f"{number:,}"), ",", quote=True)
        ),
        "matrix, no-break spaces between thousands": (
            "spaces.csv", text(matrix(number=lambda number: f"{number:,}".replace(",", "\u00a0")), ";")
        ),
        "matrix, codes and names in one cell": ("cells.csv", text(matrix(name=_codes_and_names), ";")),
        "matrix, English": ("english.csv", text(_english(), ",", quote=True)),
        "matrix, other spellings": ("spellings.csv", text(_written_otherwise(), ";")),
        "matrix, sexes below quarters": ("sexes.csv", text(_sexes_below_quarters(), ";")),
        "matrix, landsdele": ("landsdele.csv", text(_with_parts_of_country(), ";")),
        "quarters as rows, written once": ("nested.csv", text(_nested_quarters(), ";")),
        "areas as columns": (
            "columns.csv", text(with_notes(_areas_as_columns(codes=False)), ",", quote=True)
        ),
        "areas as columns, codes": ("columns-codes.csv", text(_areas_as_columns(codes=True), ";")),
        "one quarter, municipalities alone": ("alone.csv", text(alone, ";")),
        "municipalities alone": ("municipalities.csv", text(matrix(codes=MUNICIPALITIES), ";")),
        "an older quarter too": ("older.csv", text(older, ";")),
        "sep= and UTF-16": (
            "excel.csv", b"\xff\xfe" + text([["sep=;"], *matrix()], ";", encoding="utf-16-le")
        ),
        "workbook, labels once, notes": ("statbank.xlsx", workbook(_labels_once())),
        "workbook, merged labels": ("merged.xlsx", workbook(_labels_once(), merged=merged)),
        "workbook, numbers as codes": ("numbers.xlsx", workbook(_numeric_codes())),
        "workbook called CSV": ("called.csv", workbook(matrix())),
        "JSON-stat 1": ("folk1a.json", dumped(json_stat())),
        "JSON-stat 2, sparse": ("folk1a.json", dumped(json_stat(version=2))),
    }  # fmt: skip


def until(table: pl.DataFrame, period: str) -> pl.DataFrame:
    """The rows up to a period."""
    return table.filter(pl.col("period") <= period)
