"""One odd thing about a delivery, the check that finds it, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final, TypeAlias

from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.registry import TABLES
from analysis.texts.commands import AND, ENGLISH, Messages

AGAINST: Final = {"neighbours": "the median of its neighbours", "region": "the median of its region"}
MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One odd thing in one place.

    Attributes:
        kind: What is odd, such as `changed`: the kind of the check that found it.
        key: What tells findings of a kind apart, such as `482/active_runners`.
        sentence: What is odd, in English, with `{area}`, `{found}`, `{compared}`, `{against}`, `{expected}`
            and `{lacking}`.
        table: The table it stands in, or `delivery`.
        area_code: The area concerned; empty for the delivery as a whole.
        area: Its name.
        quarters: The quarters whose number it is, where it is not that of the quarter reported alone.
        column: The column or key, its name in code; empty for a table as a whole.
        found: The number or text found.
        compared: The number or text it was compared with, or None.
        against: What `compared` is: a quarter, `neighbours` or `region`, a date.
        expected: What the number would be, had the area developed like the country.
        lacking: The names of the municipalities without a number that a total leaves something for.
        file: The file as messages name it.
        row: The row, or None.
        answer: What a person wrote about it, in its own row or in an answer, or None.
    """

    kind: str = ""
    key: str
    sentence: str = ""
    table: str
    column: str
    area_code: str = ""
    area: str = ""
    quarters: str = ""
    found: Any = None
    compared: Any = None
    against: str = ""
    expected: float | None = None
    lacking: tuple[str, ...] = ()
    file: str = ""
    row: int | None = None
    answer: str | None = None

    @property
    def name(self) -> str:
        """What an answer refers to, such as `changed/482/active_runners`."""
        return f"{self.kind}/{self.key}"

    @property
    def is_of_column(self) -> bool:
        """Whether it is about a column of an input table."""
        table = TABLES.get(self.table)
        return table is not None and self.column in {one.name for one in table.columns}

    @property
    def header(self) -> str:
        """The column as the delivery's files name it."""
        if not self.is_of_column:
            return self.column
        return next(one.header for one in TABLES[self.table].columns if one.name == self.column)

    def __str__(self) -> str:
        """The finding on one line, in English."""
        return self.line(ENGLISH)

    def line(self, messages: Messages) -> str:
        """The finding on one line, for the person who runs `check`."""
        text = messages.said(
            self.sentence,
            area=self._concerned(messages),
            found=_shown(self.found, messages),
            compared=_shown(self.compared, messages),
            against=messages.said(AGAINST[self.against])
            if self.against in AGAINST
            else self._reasons(messages),
            expected=_shown(self.expected, messages),
            lacking=self._lacking(messages),
        )
        place = messages.place(self.file, self.row, self.header)
        line = messages.said("warning {name}: {place}: {text}", name=self.name, place=place, text=text)
        if self.answer is None:
            return line
        return messages.said("{line} (answered: {answer})", line=line, answer=self.answer)

    def _reasons(self, messages: Messages) -> str:
        """What it was compared with; of a leak each equation."""
        return AND.join(map(messages.of_words, self.against.split(AND)))

    def _lacking(self, messages: Messages) -> str:
        """The first of the municipalities without a number, and how many more there are."""
        names, more = ", ".join(self.lacking[:MOST_NAMED]), len(self.lacking) - MOST_NAMED
        return messages.said("{names} and {count} more", names=names, count=more) if more > 0 else names

    def _concerned(self, messages: Messages) -> str:
        """The area concerned, and in which quarters where that has to be said."""
        if not self.quarters:
            return self.area
        return messages.said("{area} in {quarters}", area=self.area, quarters=self.quarters)

    def record(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        fields = (
            "name",
            "file",
            "row",
            "header",
            "area",
            "found",
            "compared",
            "against",
            "expected",
            "answer",
        )
        return {name: _plain(getattr(self, name)) for name in fields} | {"area": self._concerned(ENGLISH)}


Find: TypeAlias = Callable[[Snapshot], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A check: what it finds and how that is told.

    Attributes:
        kind: What its findings are called in answers; `quality-<kind>` is the report's sentence.
        sentence: What is odd, in English, as `Finding.sentence`.
        find: The function that finds it.
    """

    kind: str
    sentence: str
    find: Find


_DECLARED: Final[dict[Find, Check]] = {}


def check(kind: str, sentence: str) -> Callable[[Find], Find]:
    """Declare a function from a snapshot to findings as a check; its module has to be one of `MODULES`.

    Args:
        kind: As `Check.kind`.
        sentence: As `Check.sentence`.
    """

    def declare(find: Find) -> Find:
        _DECLARED[find] = Check(kind, sentence, find)
        return find

    return declare


def checks_in(module: ModuleType) -> tuple[Check, ...]:
    """The checks that a module declares, in their order there."""
    return tuple(one for find, one in _DECLARED.items() if find.__module__ == module.__name__)


def of_row(row: Mapping[str, Any], table: str, column: str, **details: Any) -> Finding:
    """A finding about one column of an area's row, which has `area_code` and `area`."""
    place = {"table": table, "column": column, "area_code": row["area_code"], "area": row["area"]}
    return Finding(key=f"{row['area_code']}/{column}", **place, **details)


def _shown(value: Any, messages: Messages) -> str:
    if isinstance(value, float):
        text = f"{value:.0f}" if value >= 100 else f"{value:.3g}"
        return text.replace(".", ",") if messages.language == "da" else text
    if isinstance(value, tuple):
        part, whole = value
        return messages.said("{part} of {whole}", part=part, whole=whole)
    return messages.said("nothing") if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return " of ".join(map(str, value))
    return round(value, 1) if isinstance(value, float) else value
