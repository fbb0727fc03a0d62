"""The report's words: message catalogues per language, in Project Fluent's format.

Numbers reach a message as text that `analysis.core.formatting` has already shaped; a message that is missing
or lacks a placeholder is an error, never an empty space in the report. A message may have markup, which the
values that fill it never get (`analysis.texts.markup`). A Danish sentence writes a percentage that it
is given with `pct.` instead of its sign: `{ PCT($share) }`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from analysis.texts.catalogue import Catalogue
from analysis.texts.markup import Markup, as_markdown

LANGUAGES: Final = ("da", "en")
CATALOGUES: Final = (
    "{}.ftl",
    "asking_{}.ftl",
    "guidance_{}.ftl",
    "indicators_{}.ftl",
    "notes_{}.ftl",
    "sheet_{}.ftl",
)
# What a message selects by reaches it as it is: a word.
_WORD: Final = re.compile("[a-z]{1,40}")
# Any other text takes its place when the message is done: Fluent's are limited in length. The two signs are
# of the private use area, and what stands in a value is not looked at again.
_PLACE: Final = re.compile("\ue000([a-z-]+)(%?)\ue001")
_NUMBER_WORDS: Final = {
    "da": ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"),
    "en": ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


class Texts:
    """Messages of one language, called by key: ``texts("national-finding", count="57.300")``."""

    def __init__(self, language: str, catalogues: tuple[str, ...] = CATALOGUES) -> None:
        """Load catalogues of ``language``.

        Args:
            language: ``da`` or ``en``.
            catalogues: Their names; the language stands in the place of ``{}``.

        Raises:
            ValueError: There is no edition in that language.
        """
        if language not in LANGUAGES:
            raise ValueError(f"no edition in language {language!r}; editions exist in {', '.join(LANGUAGES)}")
        self.language = language
        self._bundle = bundle(language, catalogues)

    def __call__(self, key: str, **values: str | int) -> Markup:
        """The message of ``key`` with its placeholders filled.

        Raises:
            KeyError: No such message, or a placeholder without a value.
        """
        return formatted(self._bundle, key, values)

    def has(self, key: str) -> bool:
        """Whether there is a message of ``key``."""
        return key in self._bundle

    def number_word(self, number: int, *, capital: bool = False) -> str:
        """A small number as a word, a large one in figures."""
        words = _NUMBER_WORDS[self.language]
        word = words[number] if number < len(words) else str(number)
        return word[:1].upper() + word[1:] if capital else word

    def number_of(self, number: int, whole: int, *, capital: bool = False) -> str:
        """A number of a whole, in figures where the whole is: 4 of 22, two of five."""
        in_words = whole < len(_NUMBER_WORDS[self.language])
        return self.number_word(number, capital=capital) if in_words else str(number)


@cache
def bundle(language: str, catalogues: tuple[str, ...]) -> Catalogue:
    """The messages of some catalogues in one language."""
    written = [catalogue_text(name.format(language)) for name in catalogues]
    return Catalogue(language, written, functions={"PCT": _percentage_in_a_sentence})


def catalogue_text(name: str) -> str:
    """A catalogue as it is written."""
    return files("analysis.texts").joinpath(name).read_text(encoding="utf-8")


def formatted(messages: Catalogue, key: str, values: Mapping[str, str | int]) -> Markup:
    """A message with its placeholders filled, as text and as Markdown.

    Raises:
        KeyError: No such message, or a placeholder without a value.
    """
    later = {
        name: value for name, value in values.items() if isinstance(value, str) and not _goes_through(value)
    }
    given = {name: f"\ue000{name}\ue001" if name in later else value for name, value in values.items()}
    text = messages.filled(key, given)
    return Markup(
        _PLACE.sub(_filled(later, str), text),
        _PLACE.sub(_filled(later, as_markdown), text),
    )


def _filled(values: Mapping[str, str], written: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    def fill(place: re.Match[str]) -> str:
        name, percentage = place.groups()
        value = values[name]
        return written(value.replace("%", "pct.") if percentage else value)

    return fill


def _percentage_in_a_sentence(place: str) -> Any:
    return place.replace("\ue001", "%\ue001")


def _goes_through(value: str) -> bool:
    return bool(_WORD.fullmatch(value)) and as_markdown(value) == value
