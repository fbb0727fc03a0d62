"""Finds the figures of FOLK1A in a table of texts, however its variables are laid out.

StatBank puts each variable beside the figures or above them, as the person who downloads the table chooses:
a column for each, quarters or areas as headings, labels written once for the rows below them, a title above
and notes below. What a figure is of is said by the labels of its row and of its column together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from analysis.core.problems import InputError, Problem, quoted
from analysis.reading.files import Row
from analysis.reading.workbooks import column_letters
from analysis.reference.area_names import nearest
from analysis.reference.statbank_labels import (
    AGE,
    ALL_AGES,
    AREA,
    MARITAL_STATUS,
    SEX,
    TIME,
    TOTAL,
    TOTALS,
    Areas,
    meaning,
    variable_headed,
    variable_of,
)

MISSING: Final = frozenset({"..", ".", "…", "-", "–"})
NUMBER_LIKE: Final = re.compile(r"[-+]?[0-9][0-9., ]*")
WHOLE: Final = re.compile(r"[0-9]{1,9}")
GROUPED: Final = re.compile(r"[0-9]{1,3}(?:(?P<mark>[., ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
ZERO_DECIMALS: Final = re.compile(r"(?P<whole>[0-9]{1,9})[.,]0{1,2}")
LONGEST_UNGROUPED: Final = 3
CELLS: Final = {
    "period": pl.String,
    "area_code": pl.String,
    "age": pl.String,
    "people": pl.Int64,
    "row": pl.Int64,
    "column": pl.String,
}
EXPECTED: Final[Mapping[str, str]] = {
    TIME: "a quarter like 2025K2",
    AREA: "Hele landet, a region, a municipality or Christiansø",
    AGE: "an age like 18 år, or Alder i alt",
    SEX: "I alt, Mænd or Kvinder",
    MARITAL_STATUS: "I alt, or a marital status of FOLK1A",
}


PLURALS: Final = {TIME: "quarters", AREA: "areas"}


@dataclass(frozen=True)
class Figure:
    """A figure as a table has it, not yet read as a number.

    Attributes:
        place: Variable → StatBank's code; an area's code is that of our geography.
        text: What stands there.
        row: The row of the file, or None where it has none.
        column: What messages call its column.
    """

    place: Mapping[str, str]
    text: str
    row: int | None
    column: str


def figures_in(rows: Sequence[Row], file: str, areas: Areas) -> list[Figure]:
    """The figures of a table of texts.

    Args:
        rows: Its rows, as `analysis.reading.files` reads them.
        file: The file as messages name it.
        areas: The areas it may name.

    Raises:
        InputError: It cannot be told what the figures are of; every problem.
    """
    return _Table(rows, file, areas).figures()


def cells_of(figures: Sequence[Figure], file: str, marks: str) -> pl.DataFrame:
    """The people of both sexes and every marital status, in total and by age, as numbers.

    Args:
        figures: All of a table.
        file: The file as messages name it.
        marks: What may stand between thousands.

    Returns:
        A row per figure: the columns of `CELLS`; `people` is null where StatBank has none.

    Raises:
        InputError: Cells that are no whole number, twice the same place, no total; every problem.
    """
    problems = []
    for variable in (SEX, MARITAL_STATUS):
        found = {figure.place[variable] for figure in figures if variable in figure.place}
        if found and TOTAL not in found:
            problems.append(Problem(file, None, variable, "no total", "I alt among them"))
    if not any(figure.place.get(AGE, ALL_AGES) == ALL_AGES for figure in figures):
        problems.append(Problem(file, None, AGE, "no total", "Alder i alt among them"))
    wanted = [
        figure
        for figure in figures
        if figure.place[AREA] and all(figure.place.get(one, TOTAL) == TOTAL for one in (SEX, MARITAL_STATUS))
    ]
    problems += _mark_problems(wanted, file, marks)
    cells: dict[tuple[str, str, str], tuple[int | None, int | None, str]] = {}
    for figure in wanted:
        people = None if figure.text in MISSING else _whole(figure.text, marks)
        key = (figure.place[TIME], figure.place[AREA], figure.place.get(AGE, ALL_AGES))
        if people is None and figure.text not in MISSING:
            expected = "a whole number of people, or .. where there is none"
            problems.append(Problem(file, figure.row, figure.column, quoted(figure.text), expected))
        elif key in cells:
            first = f" as in row {cells[key][1]}" if cells[key][1] is not None else ""
            found_again = f"the figure of {areas_and_period(key)} a second time{first}"
            problems.append(Problem(file, figure.row, figure.column, found_again, "each figure once"))
        else:
            cells[key] = (people, figure.row, figure.column)
    if problems:
        raise InputError(problems)
    return pl.DataFrame([(*key, *cell) for key, cell in cells.items()], schema=CELLS, orient="row")


def areas_and_period(key: tuple[str, str, str]) -> str:
    """A figure's place for a message."""
    period, area, age = key
    return f"{area} in {period}" if age == ALL_AGES else f"{area}, age {age}, in {period}"


def _whole(text: str, marks: str) -> int | None:
    """A count, with or without marks between thousands; None where it is none."""
    grouped, decimals = GROUPED.fullmatch(text), ZERO_DECIMALS.fullmatch(text)
    if grouped and grouped["mark"] in marks:
        return int(re.sub("[., ]", "", text))
    plain = decimals["whole"] if decimals else text
    return int(plain) if WHOLE.fullmatch(plain) else None


def _mark_problems(figures: Sequence[Figure], file: str, marks: str) -> list[Problem]:
    """Figures that separate thousands otherwise than the first one of the table does."""
    used: list[tuple[Figure, str]] = []
    for figure in figures:
        grouped = GROUPED.fullmatch(figure.text)
        if grouped and grouped["mark"] in marks:
            used.append((figure, grouped["mark"]))
        elif WHOLE.fullmatch(figure.text) and len(figure.text) > LONGEST_UNGROUPED:
            used.append((figure, ""))
    first = used[0][1] if used else ""
    names = {"": "nothing", " ": "a space"}
    expected = f"{names.get(first, quoted(first))} between thousands, as elsewhere"
    return [
        Problem(file, figure.row, figure.column, quoted(figure.text), expected)
        for figure, mark in used
        if mark != first
    ]


class _Table:
    """Rows of texts, and which of them and of their columns hold labels, figures, titles and notes."""

    def __init__(self, rows: Sequence[Row], file: str, areas: Areas) -> None:
        self.file, self.areas = file, areas
        self.problems: list[Problem] = []
        filled = [(number, cells) for number, cells in rows if any(cells)]
        width = max((len(cells) for _, cells in filled), default=0)
        self.rows = [(number, [*cells, *[None] * (width - len(cells))]) for number, cells in filled]
        self.columns = range(width)
        self.meant: dict[tuple[str, str], str | None] = {}
        self.numbers: dict[str, bool] = {}

    def figures(self) -> list[Figure]:
        """See `figures_in`."""
        header = next((at for at, (_, cells) in enumerate(self.rows) if self._is_header(cells)), None)
        if header is None:
            expected = "headings: quarters like 2025K2, areas, or names of variables such as område and tid"
            raise InputError([Problem(self.file, None, None, "no headings that FOLK1A has", expected)])
        self.header = header
        with_numbers = [
            at
            for at in range(self.header + 1, len(self.rows))
            if any(self._is_number(cell) for cell in self.rows[at][1])
        ]
        if not with_numbers:
            raise InputError([Problem(self.file, None, None, "no figures", "people below the headings")])
        self.first, self.last = with_numbers[0], with_numbers[-1]
        headed = {column: self._headed(column) for column in self.columns}
        body = self.rows[self.first : self.last + 1]
        self.values = [
            column
            for column in self.columns
            if headed[column] is None and any(self._is_number(cells[column]) for _, cells in body)
        ]
        if not self.values:
            raise InputError([Problem(self.file, None, None, "no figures", "people below the headings")])
        self.first = next(
            (at for at in range(self.header + 1, self.first) if self._holds_figures(self.rows[at][1])),
            self.first,
        )
        above = self._above()
        beside = self._beside(headed)
        found = {*beside, *(variable for places in above.values() for variable in places)}
        for variable in (TIME, AREA):
            if variable not in found and not self.problems:
                expected = f"{EXPECTED[variable]}, in a column or as headings"
                self.problems.append(Problem(self.file, None, None, f"no {PLURALS[variable]}", expected))
        figures = [] if self.problems else list(self._placed(above, beside))
        if self.problems:
            raise InputError(self.problems)
        return figures

    def _is_header(self, cells: Sequence[str | None]) -> bool:
        """Whether a row holds labels and no figures: names of variables, or quarters or areas as headings."""
        texts = [cell for cell in cells if cell is not None]
        if any(self._is_number(text) for text in texts):
            return False
        if len(texts) > 1 and any(variable_headed(text) for text in texts):
            return True
        return any(
            cell is not None and (meaning(TIME, cell, self.areas) or self._is_area(cell))
            for cell in cells[1:]
        )

    def _holds_figures(self, cells: Sequence[str | None]) -> bool:
        """Whether a row above the first sure figure holds some that could be codes too.

        Codes as headings stand above every column of figures.
        """
        filled = [cell for column in self.values if (cell := cells[column]) is not None]
        return any(map(NUMBER_LIKE.fullmatch, filled)) and (len(filled) < 2 or len(filled) < len(self.values))

    def _is_area(self, text: str) -> bool:
        return meaning(AREA, text, self.areas) is not None

    def _is_number(self, text: str | None) -> bool:
        """Whether a text is a figure, and not the code of an area."""
        if text is None:
            return False
        if text not in self.numbers:
            code = re.fullmatch("[0-9]{3,4}", text) and self._is_area(text)
            self.numbers[text] = text in MISSING or (bool(NUMBER_LIKE.fullmatch(text)) and not code)
        return self.numbers[text]

    def _headed(self, column: int) -> str | None:
        """The variable that a heading of a column names."""
        titles = [cells[column] for _, cells in self.rows[self.header : self.first]]
        return next((variable for title in titles if title and (variable := variable_headed(title))), None)

    def _name(self, column: int) -> str:
        """What messages call a column: its last heading, or its letters."""
        titles = [cells[column] for _, cells in self.rows[self.header : self.first]]
        return next((title for title in reversed(titles) if title), column_letters(column + 1))

    def _meaning(self, variable: str, text: str, row: int, column: str) -> str | None:
        """What a label says; one that says nothing is a problem, told where it stands first."""
        if (variable, text) in self.meant:
            return self.meant[variable, text]
        found = self.meant[variable, text] = meaning(variable, text, self.areas)
        if found is None:
            near = nearest(text, self.areas.names.values()) if variable == AREA else ""
            self.problems.append(Problem(self.file, row, column, quoted(text), EXPECTED[variable] + near))
        return found

    def _above(self) -> dict[int, dict[str, str]]:
        """Column of figures → what the headings above it say. A heading holds until the next one."""
        above: dict[int, dict[str, str]] = {column: {} for column in self.values}
        labelled = []
        for number, cells in self.rows[self.header : self.first]:
            texts = [cell for column in self.values if (cell := cells[column]) is not None]
            variable = variable_of(texts, self.areas)
            if variable:
                labelled.append((number, cells, variable))
        for at, (number, cells, variable) in enumerate(labelled):
            label: str | None = None
            for column in self.values:
                label = cells[column] or (label if at < len(labelled) - 1 else None)
                if label is None:
                    name = column_letters(column + 1)
                    found = f"an empty cell above {self._below(column)}"
                    self.problems.append(Problem(self.file, number, name, found, EXPECTED[variable]))
                    continue
                code = self._meaning(variable, label, number, column_letters(column + 1))
                if code is not None:
                    above[column][variable] = code
        if not labelled and len(self.values) > 1:
            names = " and ".join(quoted(self._name(column)) for column in self.values[:2])
            found = f"figures below {names}"
            expected = "one column of figures, or quarters or areas as headings"
            self.problems.append(Problem(self.file, self.rows[self.header][0], None, found, expected))
        return above

    def _below(self, column: int) -> str:
        return quoted(next(cell for _, cells in self.rows[self.first :] if (cell := cells[column])))

    def _beside(self, headed: Mapping[int, str | None]) -> dict[str, list[int]]:
        """Variable → the columns that hold its labels; totals alone say nothing and are left out."""
        beside: dict[str, list[int]] = {}
        body = self.rows[self.header + 1 : self.last + 1]
        for column in self.columns:
            texts = [cell for _, cells in body if (cell := cells[column]) is not None]
            if column in self.values or not texts:
                continue
            variable = headed[column] or variable_of(texts, self.areas)
            if variable:
                beside.setdefault(variable, []).append(column)
            elif not all(text.casefold() in TOTALS for text in texts):
                row = next(number for number, cells in body if cells[column] is not None)
                expected = "only område, køn, alder, civilstand and tid beside the figures"
                found = f"{quoted(texts[0])}, which FOLK1A does not have"
                self.problems.append(Problem(self.file, row, self._name(column), found, expected))
        return beside

    def _placed(
        self, above: Mapping[int, Mapping[str, str]], beside: Mapping[str, list[int]]
    ) -> Iterator[Figure]:
        """Every figure with what the labels of its row and column say.

        A label holds for the rows below it until the next one, but in the columns of the innermost variable,
        where every row has its own.
        """
        innermost = max((column for columns in beside.values() for column in columns), default=-1)
        carried: dict[int, str] = {}
        for at, (number, cells) in enumerate(self.rows[self.header + 1 :], start=self.header + 1):
            own = {
                column: cell
                for columns in beside.values()
                for column in columns
                if (cell := cells[column]) is not None
            }
            filled = [column for column in self.values if cells[column] is not None]
            if at < self.first and (filled or any(map(variable_headed, own.values()))):
                continue
            if not any(self._is_number(cells[column]) for column in filled) and self._is_note(own, beside):
                if at < self.last:
                    note = next(cell for cell in cells if cell is not None)
                    expected = "a label of FOLK1A; notes below the figures"
                    self.problems.append(Problem(self.file, number, None, quoted(note), expected))
                continue
            if own:
                kept = {column: text for column, text in carried.items() if column < min(own)}
                carried = {**kept, **own}
            labels = {**carried, **own}
            place: dict[str, str] = {}
            for variable, columns in beside.items():
                inner = innermost in columns
                said = {
                    column: text
                    for column in columns
                    if (text := own.get(column) if inner else labels.get(column)) is not None
                }
                meant = [
                    self._meaning(variable, text, number, self._name(column)) for column, text in said.items()
                ]
                codes = {code for code in meant if code is not None}
                if len(codes) > 1:
                    found = " and ".join(map(quoted, said.values()))
                    self.problems.append(
                        Problem(self.file, number, self._name(columns[0]), found, "the same in both columns")
                    )
                if codes:
                    place[variable] = codes.pop()
                elif filled and not said:
                    found = "an empty cell"
                    self.problems.append(
                        Problem(self.file, number, self._name(columns[0]), found, EXPECTED[variable])
                    )
            for column in filled:
                full = {**above[column], **place}
                if TIME in full and AREA in full:
                    yield Figure(full, str(cells[column]), number, self._name(column))

    def _is_note(self, own: Mapping[int, str], beside: Mapping[str, list[int]]) -> bool:
        """Whether a row without figures is a note: none of its labels is one of FOLK1A."""
        return not any(
            meaning(variable, own[column], self.areas) is not None or own[column].casefold() in TOTALS
            for variable, columns in beside.items()
            for column in columns
            if column in own
        )
