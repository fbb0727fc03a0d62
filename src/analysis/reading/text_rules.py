"""The rules of every text that comes from outside, checked where it enters.

A text that keeps them stands on one line, is made of characters that the report's typeface shows, and reads
the same in every program. How it is written into a page is decided where it leaves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from analysis.core.personal_numbers import holds_personal_number
from analysis.core.problems import PERSONAL_NUMBER, quoted
from analysis.core.typeface import NAME as TYPEFACE
from analysis.core.typeface import shown_characters

LONGEST_TEXT: Final = 500
LONGEST_NAME: Final = 100
LONGEST_RELEASE_REASON: Final = 300
CARRIED_OVER: Final = "Overført fra "
CARRIED_MARK: Final = re.compile(rf"{CARRIED_OVER}[1-9][0-9]{{3}}Q[1-4]: ")
SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LINE_BREAK: Final = re.compile("[\n\x0b\x0c\r\x85\u2028\u2029]")
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
SURROGATE: Final = re.compile("[\ud800-\udfff]")
NONCHARACTER: Final = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(map(chr, (plane * 0x10000 + end for plane in range(17) for end in (0xFFFE, 0xFFFF))))
    + "]"
)
DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNSEEN_CATEGORIES: Final = ("C", "Z")
FILLERS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
FILLER: Final = re.compile(f"[{FILLERS}]")
ONE_LINE: Final = "plain text on one line"


class TextRule(NamedTuple):
    """A rule of texts.

    Attributes:
        name: Its name.
        breach: A text → the character or piece that breaks it, or None.
        found: What such a text has; `{code}` is the character as Unicode numbers it, `{character}` itself.
        expected: What should stand there.
    """

    name: str
    breach: Callable[[str], str | None]
    found: str
    expected: str


def unmarked(text: str) -> str:
    """A text without the mark of one that was carried over."""
    mark = CARRIED_MARK.match(text)
    return text[mark.end() :] if mark else text


def _matched(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def breach(text: str) -> str | None:
        match = pattern.search(text)
        return match.group() if match else None

    return breach


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in UNSEEN_CATEGORIES or bool(FILLER.match(character))


def _nothing_visible(text: str) -> str | None:
    return text[0] if all(map(_is_unseen, text)) else None


def _invisible(text: str) -> str | None:
    unseen = (
        character for character in text if unicodedata.category(character) == "Cf" or FILLER.match(character)
    )
    return next(unseen, None)


def _without_shape(text: str) -> str | None:
    shown = shown_characters()
    return next((character for character in text if character not in shown), None)


RULES: Final = (
    TextRule("null", _matched(re.compile("\0")), "a null character", ONE_LINE),
    TextRule("line-break", _matched(LINE_BREAK), "a line break", ONE_LINE),
    TextRule("control", _matched(CONTROL), "control characters", ONE_LINE),
    TextRule("surrogate", _matched(SURROGATE), "half of a character ({code})", "whole characters"),
    TextRule(
        "noncharacter",
        _matched(NONCHARACTER),
        "{code}, which is no character",
        "characters that Unicode assigns",
    ),
    TextRule(
        "direction",
        _matched(DIRECTION),
        "{code}, which turns the direction of writing",
        "the characters in the order they are read",
    ),
    TextRule("nothing-visible", _nothing_visible, "nothing that is visible", "a text that people can read"),
    TextRule("invisible", _invisible, "{code}, which is invisible", "visible characters and plain spaces"),
    TextRule(
        "no-shape",
        _without_shape,
        "{character} ({code})",
        f"characters that the report's typeface, {TYPEFACE}, can show",
    ),
)


def text_fault(text: str, limit: int = LONGEST_TEXT) -> tuple[str, str] | None:
    """The first thing wrong with a text from outside; None when it is sound.

    Args:
        text: The text, not empty.
        limit: The most characters it may have.
    """
    return next(iter(text_faults(text, limit)), None)


@lru_cache(maxsize=10_000)
def text_faults(text: str, limit: int = LONGEST_TEXT) -> tuple[tuple[str, str], ...]:
    """What is wrong with a text from outside: what was found, and what was expected, of each fault.

    A text that may hold a personal number is not quoted. A character that breaks several rules is told once.

    The words with which `new` marks a text that it carries over do not count towards the limit.

    Args:
        text: The text, not empty.
        limit: The most characters it may have.
    """
    if holds_personal_number(text):
        return ((PERSONAL_NUMBER, "a text without one"),)
    if text.isascii() and text.isprintable() and text.strip() and len(text) <= limit:
        return ()
    broken: dict[str, TextRule] = {}
    for rule in RULES:
        piece = rule.breach(text)
        if piece is not None:
            broken.setdefault(piece, rule)
    faults = []
    for piece, rule in broken.items():
        shape = piece if piece.isprintable() else "a character"
        found = rule.found.format(code=f"U+{ord(piece):04X}", character=shape)
        faults.append((f"{quoted(text)} with {found}", rule.expected))
    length = len(unmarked(text))
    if length > limit:
        faults.append((f"{quoted(text)} with {length} characters", f"at most {limit}"))
    return tuple(faults)


def composed(text: str) -> str:
    """A text in composed Unicode with plain spaces, so that what looks the same is the same."""
    if text.isascii():
        return text
    return SPACE.sub(" ", unicodedata.normalize("NFC", text))
