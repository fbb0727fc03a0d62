"""The notes that the program itself writes into the tidy table, and how an edition says them.

The table is one and the same for every edition, so its notes are Danish wherever it is made. A page that
shows one says it in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from analysis.texts import Texts, bundle, catalogue_text, formatted

TABLE_LANGUAGE: Final = "da"
CATALOGUE: Final = "notes_{}.ftl"
# What spreadsheets take for the start of a formula, also in its full width.
FORMULA: Final = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")


def note(name: str, **values: str) -> str:
    """A note as the tidy table holds it; ``{}`` for a value makes it a format."""
    return formatted(bundle(TABLE_LANGUAGE, (CATALOGUE,)), f"note-{name}", values)


def as_cell(text: str) -> str:
    """A text as a table of ours holds it, which a spreadsheet may open: it never starts like a formula."""
    return note("written", text=text) if FORMULA.match(text) else text


def from_cell(cell: str) -> str:
    """The text that `as_cell` made a cell of."""
    text = cell.removeprefix(WRITTEN)
    return text if FORMULA.match(text) else cell


def note_in_language(shown: str, texts: Texts, quoted: Callable[[str], str]) -> str:
    """A note of the tidy table in the language of an edition.

    Args:
        shown: The note, of the program or of a delivery.
        texts: The edition's words.
        quoted: How the edition shows what a delivery wrote, a whole note or the part that one of the
            program's quotes.
    """
    for key, pattern in _patterns():
        if found := pattern.fullmatch(shown):
            return texts(key, **{name: quoted(part) for name, part in found.groupdict().items()})
    return quoted(shown)


WRITTEN: Final = note("written", text="")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each note of the table looks like, its values as groups."""
    found = []
    text = catalogue_text(CATALOGUE.format(TABLE_LANGUAGE))
    for name, message in re.findall(r"^note-([a-z-]+) = (.*)$", text, re.MULTILINE):
        values = re.findall(r"\{ \$([a-z]+) \}", message)
        pattern = re.escape(note(name, **{value: f"<{value}>" for value in values}))
        for value in values:
            pattern = pattern.replace(f"<{value}>", f"(?P<{value}>.*)")
        found.append((f"note-{name}", re.compile(pattern, re.DOTALL)))
    return tuple(found)
