"""What the commands say of a delivery, in English or Danish: the English words are the keys of one catalogue.

The words of a problem are made where it is found, in English. They are found again in the catalogue by their
form, and a line of which a part is not found is said in English as a whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from analysis.core.problems import InputError, Problem
from analysis.texts import LANGUAGES, catalogue_text

CATALOGUE: Final = "commands_da.toml"
_BLANK: Final = re.compile(r"\{([a-z]+)\}")
_QUOTED: Final = r"'(?:[^']|'(?=.*'))*'"
_CELL: Final = f"{_QUOTED}|an empty cell|what may be a personal number|a number of thousands of digits"
_PART: Final = "part"
_PARTS: Final = "parts"
# Between parts of a message that are messages themselves.
AND: Final = " + "
_FORMS: Final = {
    "cell": _CELL,
    "number": r"-?[0-9][0-9.,]*(?:e[+-]?[0-9]+)?",
    "area": "[A-ZÆØÅ].*",
    "file": r"[^ ,]+",
    "other": r"[^ ,]+",
    "indicator": "[a-z0-9_]+",
    "quarter": "[0-9]{4}Q[1-4]",
    "period": "[0-9]{4}K[1-4]",
    "hash": r"[0-9a-f]+…",
    "reason": ".+",
    "where": r"(?:[^:,]+ v[0-9]+: )?[^:,]+?",
    _PART: ".+",
    _PARTS: ".+",
}
_FORM: Final = ".+?"
# Numbers whose thousands are grouped; as a cell that is quoted they stay as they were written.
_COUNTED: Final = frozenset({"number", "count", "most", "size"})
_GROUPED: Final = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True)
class Messages:
    """The messages of one language, by their English words: ``messages.said("{area} has no number", …)``.

    Attributes:
        language: ``da`` or ``en``.
    """

    language: str

    def __post_init__(self) -> None:
        """Refuse a language without messages."""
        if self.language not in LANGUAGES:
            raise ValueError(f"no messages in language {self.language!r}; {', '.join(LANGUAGES)} have")

    def said(self, sentence: str, **values: object) -> str:
        """A line, or a part of one, with its places filled.

        Args:
            sentence: In English, with the places in braces; what the catalogue does not have stays so.
            values: What fills them.
        """
        if self.language != "en":
            said = catalogue()
            sentence = said["lines"].get(sentence) or said["warnings"].get(sentence, sentence)
        return sentence.format_map(values)

    def of_problem(self, problem: Problem) -> str:
        """A problem on one line."""
        if self.language == "en":
            return str(problem)
        found, expected = in_danish(problem.found), in_danish(problem.expected)
        if found is None or expected is None:
            return str(problem)
        place = self.place(problem.file, problem.row, problem.column)
        return self.said(
            "{place}: found {found}, expected {expected}", place=place, found=found, expected=expected
        )

    def of_words(self, words: str) -> str:
        """What was said in English elsewhere, a line where the catalogue has its form, else as it stands."""
        return words if self.language == "en" else "\n".join(map(_line_in_danish, words.split("\n")))

    def of_error(self, error: InputError) -> str:
        """Everything that is wrong with an input, a problem on each line."""
        return "\n".join(map(self.of_problem, error.problems))

    def place(self, file: str, row: int | None, column: str | None) -> str:
        """A file with the row and the column in it, where there are any."""
        within = [] if row is None else [self.said("row {row}", row=row)]
        within += [self.said("column {column}", column=column)] if column else []
        return ", ".join([file, *within])


ENGLISH: Final = Messages("en")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Kind of message → English words → Danish words."""
    return tomllib.loads(catalogue_text(CATALOGUE))


def in_danish(words: str) -> str | None:
    """What was found or expected, in Danish; None where the catalogue does not have it.

    A quoted cell is nobody's language.
    """
    if re.fullmatch(_QUOTED, words):
        return words
    for form, danish in _forms():
        if (match := form.fullmatch(words)) is None:
            continue
        filled = {name: _filled(name, text) for name, text in match.groupdict().items()}
        known = {name: text for name, text in filled.items() if text is not None}
        if len(known) == len(filled):
            return danish.format_map(known)
    return None


def _line_in_danish(line: str) -> str:
    """A line of what was said elsewhere, in Danish where that is known, as far indented as it was."""
    words = line.lstrip(" ")
    return line.removesuffix(words) + (in_danish(words) or words)


def _filled(name: str, text: str) -> str | None:
    """What stands in a place of a message, in Danish where it is made of messages itself."""
    if name not in {"cell", _PART, _PARTS}:
        return text.replace(",", ".") if name in _COUNTED and _GROUPED.fullmatch(text) else text
    parts = [in_danish(part) for part in (text.split(AND) if name == _PARTS else [text])]
    known = [part for part in parts if part is not None]
    return AND.join(known) if len(known) == len(parts) else None


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The forms of words made elsewhere, with their Danish ones, those with most fixed letters first."""
    said = catalogue()["words"]
    fixed = sorted(said, key=lambda words: len(_BLANK.sub("", words)), reverse=True)
    return tuple((_form(words), said[words]) for words in fixed)


def _form(words: str) -> re.Pattern[str]:
    """The expression that fits a message with any values in its places."""
    pieces = _BLANK.split(words)
    texts, names = pieces[::2], pieces[1::2]
    places = [f"(?P<{name}>{_FORMS.get(name, _FORM)})" for name in names]
    fixed = [re.escape(text) for text in texts]
    return re.compile("".join(piece for pair in zip(fixed, [*places, ""], strict=True) for piece in pair))
