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


def note(name: str, **values: str) -> str:
    """A note as the tidy table holds it; ``{}`` for a value makes it a format."""
    return formatted(bundle(TABLE_LANGUAGE, (CATALOGUE,)), f"note-{name}", values)


def said(shown: str, texts: Texts, quoted: Callable[[str], str]) -> str:
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
