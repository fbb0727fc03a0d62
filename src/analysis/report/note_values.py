"""What stands in a note of the tidy table, which is Danish, in the language of an edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from analysis.core import formatting as show
from analysis.indicators.correction_notes import EMPTY
from analysis.ingest.tables.registry import CORRECTABLE
from analysis.texts import Texts
from analysis.texts.notes import AND

QUARTER: Final = re.compile(r"([1-4])\. kvartal ([1-9][0-9]{3})")
NUMBER: Final = re.compile(rf"([0-9]{{1,3}}(?:\.[0-9]{{3}})*)(?:,([0-9]+))?({show.NO_BREAK_SPACE}%)?")


def value_in_language(kind: str, text: str, texts: Texts) -> str | None:
    """A value of a note of the program.

    Args:
        kind: Of those that ``KINDS`` of the notes has.
        text: As the table's note has it.
        texts: The edition's words.

    Returns:
        None for what somebody else wrote: a text, or what is none of its kind.
    """
    read = _READ.get(kind)
    return None if read is None else read(text, texts)


def _day(text: str, texts: Texts) -> str | None:
    day = show.read_long_date(text)
    return None if day is None else show.long_date(day, texts.language)


def _quarter(text: str, texts: Texts) -> str | None:
    found = QUARTER.fullmatch(text)
    return None if found is None else texts("quarter-name", number=found[1], year=found[2])


def _names(text: str, texts: Texts) -> str:
    *before, last = text.rsplit(AND, 1)
    return text if before and before[0].endswith("-") else show.joined([*before, last], texts("list-and"))


def _cell(text: str, texts: Texts) -> str | None:
    if text == EMPTY:
        return texts("note-empty-cell")
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, decimals, percent = found.groups(default="")
    shown = show.number(Decimal(f"{whole.replace('.', '')}.{decimals or 0}"), len(decimals), texts.language)
    return show.in_percent(shown, texts.language) if percent else shown


def _column(text: str, texts: Texts) -> str | None:
    columns = (column for table in CORRECTABLE.values() for column in table)
    name = next((column.name for column in columns if column.header == text), None)
    return None if name is None else texts(f"file-column-{name}")


def _as_it_is(text: str, _texts: Texts) -> str:
    return text


_READ: Final[Mapping[str, Callable[[str, Texts], str | None]]] = {
    "day": _day,
    "quarter": _quarter,
    "names": _names,
    "cell": _cell,
    "column": _column,
    "number": _as_it_is,
    "lengths": _as_it_is,
}
