"""The report's words: message catalogues per language, in Project Fluent's format.

Numbers reach a message as text that `analysis.formatting` has already shaped; a message that is missing or
lacks a placeholder is an error, never an empty space in the report.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES: Final = ("da",)
CATALOGUES: Final = ("{}.ftl", "guidance_{}.ftl", "sheet_{}.ftl")
_NUMBER_WORDS: Final = {
    "da": ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
}


class Texts:
    """Messages of one language, called by key: ``texts("national-finding", count="57.300")``."""

    def __init__(self, language: str) -> None:
        """Load the catalogue of ``language``.

        Raises:
            ValueError: There is no edition in that language.
        """
        if language not in LANGUAGES:
            raise ValueError(f"no edition in language {language!r}; editions exist in {', '.join(LANGUAGES)}")
        self.language = language
        self._bundle = _bundle(language)

    def __call__(self, key: str, **values: str | int) -> str:
        """The message of ``key`` with its placeholders filled.

        Raises:
            KeyError: No such message, or a placeholder without a value.
        """
        if not self._bundle.has_message(key):
            raise KeyError(f"no message {key!r} in the {self.language} catalogue")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(f"message {key!r} of the {self.language} catalogue has no text")
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise KeyError(f"message {key!r}: {errors[0]}")
        return str(text)

    def number_word(self, number: int, *, capital: bool = False) -> str:
        """A small number as a word, a large one in figures."""
        words = _NUMBER_WORDS[self.language]
        word = words[number] if number < len(words) else str(number)
        return word[:1].upper() + word[1:] if capital else word


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for name in CATALOGUES:
        catalogue = files("analysis.texts").joinpath(name.format(language)).read_text(encoding="utf-8")
        bundle.add_resource(FluentResource(catalogue))
    return bundle
