"""What is wrong with an input, said so that the person who delivered it can mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from analysis.core.personal_numbers import holds_personal_number

LONGEST_QUOTED_CELL = 40
PERSONAL_NUMBER = "what may be a personal number"

Result = TypeVar("Result")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place.

    Attributes:
        file: Path as people know it, such as `data/raw/2025Q2/runners.csv`.
        row: Row as a spreadsheet counts (the header is row 1), or None when no single row is at fault.
        column: Column header or TOML key, or None when no single column is at fault.
        found: What stands there; cells are quoted and cut.
        expected: What should stand there.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        """The problem on one line."""
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: found {self.found}, expected {self.expected}"


class Fault(NamedTuple):
    """What is wrong in a row of a file, for those who do not know what the file is called.

    Attributes:
        row: As of a `Problem`.
        found: What stands there.
        expected: What should stand there.
    """

    row: int | None
    found: str
    expected: str

    def in_file(self, file: str) -> Problem:
        """The problem that it is in a file."""
        return Problem(file, self.row, None, self.found, self.expected)


class InputError(Exception):
    """The input is wrong.

    Attributes:
        problems: Every problem found, by file and row.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by file, row and column; the same problem is listed once."""
        self.problems = tuple(sorted(set(problems), key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    return (problem.file, problem.row or 0, problem.column or "", problem.found, problem.expected)


def quoted(cell: object) -> str:
    """A cell in quotes for a message: on one line, cut to 40 characters.

    None and '' are `an empty cell`; what may hold a personal number is not repeated.
    """
    text = "" if cell is None else _text_of(cell)
    if not text:
        return "an empty cell"
    if holds_personal_number(text):
        return PERSONAL_NUMBER
    shown = printable(text)
    if len(shown) > LONGEST_QUOTED_CELL:
        shown = shown[: LONGEST_QUOTED_CELL - 1] + "…"
    return f"'{shown}'"


def printable(text: str) -> str:
    """A text on one line, with U+FFFD for what no terminal should be sent."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _text_of(cell: object) -> str:
    """A cell as text; a number of thousands of digits, or what holds one, only by its kind."""
    try:
        return str(cell)
    except (ValueError, RecursionError):
        return "a number of thousands of digits" if isinstance(cell, int) else type(cell).__name__


def shown_path(path: Path, data: Path) -> str:
    """A path for a message: from the folder that holds the data root, whole when it lies elsewhere."""
    absolute, home = path.absolute(), data.absolute().parent
    shown = absolute.relative_to(home) if absolute.is_relative_to(home) else absolute
    return printable(shown.as_posix())


def collect_problems(found: list[Problem], step: Callable[[], Result]) -> Result | None:
    """Run a step; when its input is wrong, add its problems to `found` and return None."""
    try:
        return step()
    except InputError as error:
        found.extend(error.problems)
        return None
