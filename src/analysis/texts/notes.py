"""The notes of the tidy table: what the program writes itself, what a delivery wrote, and both together.

The table is one and the same for every edition, so its notes are Danish wherever it is made. A page that
shows one says each part of it in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import polars as pl

from analysis.core.formatting import NO_BREAK_SPACE, month_names
from analysis.texts import Texts, bundle, catalogue_text, formatted
from analysis.texts.markup import Foreign, together

TABLE_LANGUAGE: Final = "da"
CATALOGUE: Final = "notes_{}.ftl"
# Between the parts of a note. No delivered text holds it: all spaces that are read become plain ones.
BETWEEN: Final = "\u2003"
SENTENCE_ENDS: Final = (".", "!", "?", "…")
# What spreadsheets take for the start of a formula, also in its full width.
FORMULA: Final = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")
# What the values of our own notes are; any other is a text that comes from outside, or a number.
KINDS: Final = {
    **dict.fromkeys(("aeds", "runners", "first", "last", "day"), "day"),
    **dict.fromkeys(("quarter", "earlier", "later"), "quarter"),
    **dict.fromkeys(("names", "parts"), "names"),
    **dict.fromkeys(("old", "new"), "cell"),
    "column": "column",
    **dict.fromkeys(("missing", "count", "known", "most", "threshold", "side", "days", "least"), "number"),
    **dict.fromkeys(("radii", "refused"), "lengths"),
}
AND: Final = " og "


def note(name: str, **values: str) -> str:
    """A note as the tidy table holds it; ``{}`` for a value makes it a format."""
    return formatted(bundle(TABLE_LANGUAGE, (CATALOGUE,)), f"note-{name}", values)


def parts_joined(*parts: pl.Expr | str) -> pl.Expr:
    """Notes one after the other as one; null where there is none of them.

    Args:
        parts: Expressions or names of columns; nulls and empty texts are left out.
    """
    columns = [pl.col(part) if isinstance(part, str) else part for part in parts]
    filled = [pl.when(column != "").then(column) for column in columns]
    joined = pl.concat_str(*filled, separator=BETWEEN, ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def parts_of(cell: str) -> list[str]:
    """The parts that `parts_joined` made a note of."""
    return from_cell(cell).split(BETWEEN)


def day_in_note(day: pl.Expr) -> pl.Expr:
    """A date as a note of the table writes it: 3. juni 2025."""
    months = dict(enumerate(month_names(TABLE_LANGUAGE), start=1))
    month = day.dt.month().cast(pl.Int64).replace_strict(months, return_dtype=pl.String)
    return pl.format(f"{{}}.{NO_BREAK_SPACE}{{}} {{}}", day.dt.day(), month, day.dt.year())


def quarter_in_note(quarter: pl.Expr) -> pl.Expr:
    """A quarter, 2025Q2 or StatBank's 2025K2, as a note of the table writes it: 2. kvartal 2025."""
    return pl.format("{}. kvartal {}", quarter.str.slice(5, 1), quarter.str.slice(0, 4))


def as_cell(text: str) -> str:
    """A text as a table of ours holds it, which a spreadsheet may open: it never starts like a formula."""
    return note("written", text=text) if FORMULA.match(text) else text


def from_cell(cell: str) -> str:
    """The text that `as_cell` made a cell of."""
    text = cell.removeprefix(WRITTEN)
    return text if FORMULA.match(text) else cell


def note_in_language(shown: str, texts: Texts, said: Callable[[str, str], str]) -> list[str]:
    """The parts of a note of the tidy table in the language of an edition, each a sentence where more follow.

    Args:
        shown: The note, of the program, of a delivery, or of both.
        texts: The edition's words.
        said: How the edition shows the value of one of the program's notes, by its kind (``KINDS``; ``text``
            is what a delivery wrote, a whole part or a value).
    """
    *before, last = [_part_in_language(part, texts, said) for part in parts_of(shown)]
    return [*map(ended, before), last]


def ended(part: str) -> str:
    """A text that another follows, with a full stop where it has no end of its own."""
    if not part or part.endswith(SENTENCE_ENDS):
        return part
    return Foreign(f"{part}.", part.language) if isinstance(part, Foreign) else together([part, "."], "")


def _part_in_language(part: str, texts: Texts, said: Callable[[str, str], str]) -> str:
    for key, pattern in _patterns():
        if found := pattern.fullmatch(part):
            values = found.groupdict()
            return texts(key, **{name: said(KINDS.get(name, "text"), text) for name, text in values.items()})
    return said("text", part)


WRITTEN: Final = note("written", text="")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each note of the table looks like, its values as groups, those with most fixed letters first."""
    found = []
    text = catalogue_text(CATALOGUE.format(TABLE_LANGUAGE))
    for name, message in re.findall(r"^note-([a-z-]+) = (.*)$", text, re.MULTILINE):
        values = re.findall(r"\{ \$([a-z]+) \}", message)
        pattern = re.escape(note(name, **{value: f"<{value}>" for value in values}))
        for value in values:
            pattern = pattern.replace(f"<{value}>", f"(?P<{value}>.*)")
        fixed = len(re.sub(r"\{ \$[a-z]+ \}", "", message))
        found.append((fixed, f"note-{name}", re.compile(pattern, re.DOTALL)))
    return tuple((key, pattern) for _, key, pattern in sorted(found, key=lambda one: -one[0]))
