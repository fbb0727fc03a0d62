"""The words of the page that asks and of the command, and what the tables say, in either language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from analysis.guidance.rules import Answer, lines
from analysis.texts import Texts

ASKING: Final = ("asking_{}.ftl",)


@cache
def english() -> dict[str, str]:
    """What the tables say in Danish, and the same in English."""
    written = lines(files("analysis.guidance") / "english.csv")
    return {line["dansk"]: line["english"] for line in written}


class Words:
    """Messages of the asking catalogue by key, and texts of the tables by their Danish."""

    def __init__(self, language: str) -> None:
        """The words of a language, ``da`` or ``en``."""
        self.language = language
        self._texts = Texts(language, ASKING)

    def __call__(self, key: str, **values: str) -> str:
        """The message ``asking-<key>``, filled."""
        return str(self._texts(f"asking-{key}", **values))

    def of_table(self, danish: str) -> str:
        """What a table says, in this language."""
        return english()[danish] if self.language == "en" and danish else danish

    @property
    def answers(self) -> dict[str, str]:
        """What is shown for each answer."""
        return {answer.value: self(f"answer-{answer}") for answer in Answer}
