"""Numbers in a table of one's own: read where they can be read in one way, left as text where not.

`12.576` is twelve thousand to a Dane and twelve and a half to everybody else. A column decides by all its
values; where both readings fit and differ, it stays text and is named, until `decimal` says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import polars as pl

from analysis.core.problems import quoted

Mark: TypeAlias = Literal[",", "."]
MARKS: Final[tuple[Mark, Mark]] = (",", ".")
UNKNOWN: Final = frozenset(
    {"", "na", "n/a", "nan", "null", "none", ".", "..", "...", "-", "–", "—", ":", "#n/a"}
)
SPACES: Final = "[ \u00a0\u2009\u202f']"
LEADING_NOUGHT: Final = re.compile(r"^0\d")


@dataclass(frozen=True)
class Reading:
    """A column, and what it was read as.

    Attributes:
        values: Whole numbers, numbers with decimals, or the texts as they were; null for what is not known.
        told: What it was read as, in words.
        doubtful: Whether it could be read in two ways and stayed text.
    """

    values: pl.Series
    told: str
    doubtful: bool = False


def decimal_mark(decimal: Mark | None, thousands: Mark | None) -> Mark | None:
    """The decimal mark that is said, or follows from the mark of thousands; None for neither.

    Raises:
        ValueError: A mark is neither comma nor point, or both are the same.
    """
    for name, mark in (("decimal", decimal), ("thousands", thousands)):
        if mark not in (None, *MARKS):
            raise ValueError(f'{name}= is "," or ".", not {mark!r}')
    if decimal and decimal == thousands:
        raise ValueError(f"{decimal!r} cannot be the mark of decimals and of thousands")
    if decimal or not thousands:
        return decimal
    return "." if thousands == "," else ","


def read_numbers(
    column: pl.Series,
    decimal: Mark | None = None,
    typed: Mapping[int, float] | None = None,
    rows: Sequence[int] = (),
) -> Reading:
    """A text column as numbers where all its values are numbers in one way.

    Args:
        column: Texts; what people write for a value that is not known counts as null.
        decimal: The decimal mark, where it is known; the other one then groups thousands.
        typed: Place → number of the values that are numbers already, as a workbook holds them: they can be
            read in one way only.
        rows: Where the values stand, for messages.
    """
    known = typed or {}
    texts = [
        None if place in known or text is None or text.strip().casefold() in UNKNOWN else text.strip()
        for place, text in enumerate(column)
    ]
    written = [text for text in texts if text is not None]
    if not written and not known:
        return Reading(column, "no values")
    if any(LEADING_NOUGHT.match(text) for text in written):
        return Reading(column, "text, for codes keep their leading noughts")
    percent = not known and all(text.endswith("%") for text in written)
    bare = [None if text is None else text.removesuffix("%").rstrip() if percent else text for text in texts]
    readings = {
        mark: [known.get(place) if text is None else as_number(text, mark) for place, text in enumerate(bare)]
        for mark in MARKS
    }
    fitting = [
        mark
        for mark in ([decimal] if decimal else MARKS)
        if all(
            number is not None for number, text in zip(readings[mark], bare, strict=True) if text is not None
        )
    ]
    if not fitting:
        return _as_text(column, bare, [readings[mark] for mark in ([decimal] if decimal else MARKS)], rows)
    if len(fitting) == 2 and readings[","] != readings["."]:
        place = next(n for n, pair in enumerate(zip(*readings.values(), strict=True)) if pair[0] != pair[1])
        both = " or ".join(f"{readings[mark][place]:g}" for mark in MARKS)
        told = f"text: {texts[place]!r}{_row(rows, place)} is {both}; settle it with decimal="
        return Reading(column, told, doubtful=True)
    numbers = readings[fitting[0]]
    whole = all(number is None or number.is_integer() for number in numbers)
    dtype = pl.Int64 if whole and max(abs(number or 0) for number in numbers) < 2**53 else pl.Float64
    kind = "whole numbers" if dtype == pl.Int64 else "numbers"
    marked = "" if len(fitting) == 2 else f" with decimal {'comma' if fitting[0] == ',' else 'point'}"
    told = kind + (marked if not whole else "") + (" in per cent" if percent else "")
    return Reading(pl.Series(column.name, numbers, dtype=pl.Float64).cast(dtype), told)


def _as_text(
    column: pl.Series,
    texts: Sequence[str | None],
    readings: Sequence[Sequence[float | None]],
    rows: Sequence[int],
) -> Reading:
    """A column that stays text, and the first value that is no number where others are some."""
    unread = [
        [place for place, text in enumerate(texts) if text is not None and numbers[place] is None]
        for numbers in readings
    ]
    first = min(unread, key=len)[0]
    if all(number is None for numbers in readings for number in numbers):
        return Reading(column, "text")
    return Reading(column, f"text: {quoted(column[first])}{_row(rows, first)} is no number like others")


def _row(rows: Sequence[int], place: int) -> str:
    return f" in row {rows[place]}" if rows else ""


def as_number(text: str, decimal: Mark) -> float | None:
    """A text as a number with that decimal mark, thousands grouped by the other or by spaces; else None."""
    group = "." if decimal == "," else ","
    point = re.escape(decimal)
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>{re.escape(group)}|{SPACES})\d{{3}}(?:(?P=mark)\d{{3}})*"
    shape = rf"[+\-\u2212]?(?:{grouped}|\d+)(?:{point}\d+)?(?:[eE][+-]?\d{{1,3}})?"
    if not text.isascii() and not re.fullmatch(r"[\x21-\x7e\u2212 \u00a0\u2009\u202f]+", text):
        return None
    if not re.fullmatch(shape, text, flags=re.ASCII):
        return None
    plain = re.sub(rf"{re.escape(group)}|{SPACES}", "", text).replace("\u2212", "-").replace(decimal, ".")
    number = float(plain)
    return number if abs(number) != float("inf") else None
