"""Reads FOLK1A as a person downloads it from statistikbanken.dk: CSV, XLSX or JSON-stat.

What kind of file it is, its bytes say, whatever it is called.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.problems import InputError, Problem, quoted, shown_path
from analysis.reading.files import Row, read_bytes, separated_rows, workbook_sheets
from analysis.reading.workbooks import Worksheet, column_letters
from analysis.reference.statbank_labels import (
    AREA,
    TIME,
    TOTALS,
    VARIABLES,
    Areas,
    meaning,
    quarter_of,
    variable_headed,
    variable_of,
)
from analysis.reference.statbank_tables import EXPECTED, Figure, cells_of, figures_in

MARKS: Final = (";", ",", "\t", "|")
JUDGED_LINES: Final = 50
IN_TEXT: Final = "., "
IN_WORKBOOKS: Final = ". "  # there a comma stands before decimals
KINDS: Final = "CSV, XLSX or JSON-stat, as statistikbanken.dk saves the table"
METRIC: Final = "contentscode"
OTHER_KINDS: Final[Mapping[bytes, str]] = {
    bytes.fromhex("d0cf11e0a1b11ae1"): "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"<": "a page of HTML or XML",
    b"CHARSET=": "a PC-Axis file",
    b"AXIS-VERSION=": "a PC-Axis file",
}


def read_folk1a(path: Path, data: Path, areas: Areas) -> tuple[str, pl.DataFrame]:
    """The people in a file of FOLK1A.

    Args:
        path: The file.
        data: The data root, for the paths in messages.
        areas: The areas it may name.

    Returns:
        The file as messages name it, and its cells as `cells_of` returns them.

    Raises:
        InputError: It is no such file, or cannot be read in one way; every problem, with row and column.
    """
    content, file = read_bytes(path, data), shown_path(path, data)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    for bytes_of_kind, kind in OTHER_KINDS.items():
        if start[:20].upper().startswith(bytes_of_kind.upper()):
            raise InputError([Problem(file, None, None, kind, KINDS)])
    if start.startswith(b"PK"):
        return file, cells_of(_workbook_figures(content, file, areas), file, IN_WORKBOOKS)
    if start.startswith((b"{", b"[")):
        return file, cells_of(json_stat_figures(content, file, areas), file, "")
    rows = separated_rows(content, file, _delimiter)
    return file, cells_of(figures_in(rows, file, areas), file, IN_TEXT)


def _delimiter(text: str) -> str:
    """The mark that leaves the most cells that are quarters or names of variables, then the most cells."""
    lines = [line for line in text.splitlines()[:JUDGED_LINES] if line.strip()]

    def fitness(mark: str) -> tuple[int, int]:
        cells = [cell.strip() for row in csv.reader(lines, delimiter=mark) for cell in row]
        return sum(bool(quarter_of(cell) or variable_headed(cell)) for cell in cells), len(cells)

    return max(MARKS, key=fitness)


def _workbook_figures(content: bytes, file: str, areas: Areas) -> list[Figure]:
    """The figures of the one sheet that people see and that has headings of the table."""
    sheets = [sheet for sheet in workbook_sheets(content, file) if not sheet.hidden and sheet.rows]
    with_quarters = [sheet for sheet in sheets if _names_quarters(sheet.rows)]
    chosen = with_quarters or sheets
    if len(chosen) != 1:
        found = f"the sheets {', '.join(quoted(sheet.name) for sheet in chosen)}" if chosen else "no cells"
        raise InputError([Problem(file, None, None, found, "one sheet with the table")])
    problems = _fault_problems(chosen[0], file)
    if problems:
        raise InputError(problems)
    return figures_in(chosen[0].rows, file, areas)


def _names_quarters(rows: list[Row]) -> bool:
    return any(cell and quarter_of(cell) for _, cells in rows for cell in cells)


def _fault_problems(sheet: Worksheet, file: str) -> list[Problem]:
    """Cells without a value; merged ones are StatBank's way to write a label once."""
    return [
        Problem(file, fault.row, column_letters(fault.column), fault.found, fault.expected)
        for fault in sheet.faults
        if not fault.merged
    ]


def json_stat_figures(content: bytes, file: str, areas: Areas) -> list[Figure]:
    """The figures of a data set in JSON-stat, version 1 or 2.

    Raises:
        InputError: It is no such data set, or its dimensions are not those of FOLK1A.
    """
    try:
        said = json.loads(content.decode("utf-8-sig"))
        data_set = said.get("dataset", said)
        dimensions = data_set["dimension"]
        inside = dimensions if "id" in dimensions else data_set
        names, sizes = [str(name) for name in inside["id"]], [int(size) for size in inside["size"]]
        codes = [_category_codes(dimensions[name]["category"]) for name in names]
        texts = [dict(dimensions[name]["category"].get("label") or {}) for name in names]
        labels = [str(dimensions[name].get("label") or "") for name in names]
        values = data_set["value"]
        found = [values.get(str(at)) for at in range(prod(sizes))] if isinstance(values, dict) else values
        if sizes != [len(one) for one in codes] or len(found) != prod(sizes):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        expected = "a data set in JSON-stat: dimensions, and as many values as these make"
        raise InputError([Problem(file, None, None, "JSON of another kind", expected)]) from None
    problems: list[Problem] = []
    variables: list[str | None] = []
    places: list[list[str | None]] = []
    for name, label, known, text in zip(names, labels, codes, texts, strict=True):
        shown = [str(text.get(code, code)) for code in known]
        variable = (
            variable_headed(name)
            or variable_headed(label)
            or variable_of(known, areas)
            or variable_of(shown, areas)
        )
        variables.append(variable)
        if variable is None:
            places.append([None] * len(known))
            totals = all(one.casefold() in TOTALS for one in shown)
            if len(known) > 1 or not (totals or name.casefold() == METRIC):
                expected = f"only {', '.join(VARIABLES)}"
                problems.append(Problem(file, None, name, "a dimension that FOLK1A does not have", expected))
            continue
        meant = [_said(variable, code, one, areas) for code, one in zip(known, shown, strict=True)]
        places.append(meant)
        problems += [
            Problem(file, None, name, quoted(f"{code} {one}"), EXPECTED[variable])
            for code, one, place in zip(known, shown, meant, strict=True)
            if place is None
        ]
    problems += [
        Problem(file, None, None, f"no dimension {variable}", EXPECTED[variable])
        for variable in (TIME, AREA)
        if variable not in variables
    ]
    if problems:
        raise InputError(problems)
    figures = []
    for at, (key, value) in enumerate(zip(product(*places), found, strict=True)):
        place = {one: code for one, code in zip(variables, key, strict=True) if one and code is not None}
        figures.append(Figure(place, ".." if value is None else str(value), None, f"value {at}"))
    return figures


def _category_codes(category: Mapping[str, Any]) -> list[str]:
    """The codes of a dimension in their order; one with a single category may only have its label."""
    index = category.get("index", category.get("label"))
    if isinstance(index, Mapping):
        return sorted(index, key=lambda code: int(index[code]) if "index" in category else 0)
    return [str(code) for code in index or ()]


def _said(variable: str, code: str, text: str, areas: Areas) -> str | None:
    """What code and text say together; None where they say nothing, or different things."""
    said = {found for one in (code, text) if (found := meaning(variable, one, areas)) is not None}
    return said.pop() if len(said) == 1 else None
