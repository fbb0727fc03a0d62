"""What is wrong with a case that somebody gives, in the language of the one who asks."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

from analysis.guidance.rules import Answer, GuidanceError, Rules
from analysis.guidance.words import Words

LONGEST_SHOWN: Final = 60
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "_", "-": "_"})
_MEANT: Final = {
    **dict.fromkeys(("true", "yes", "y", "j", "sand"), Answer.YES),
    **dict.fromkeys(("false", "no", "n", "falsk"), Answer.NO),
    **dict.fromkeys(("none", "null", "uvist", "uvis", "u", "uncertain", "unknown", "måske"), Answer.UNKNOWN),
}


class CaseError(GuidanceError):
    """A case that cannot be answered; its text is English, and `shown` says it in either language.

    Attributes:
        key: The message, ``asking-fault-<key>`` of the catalogue.
        values: What fills the message.
        place: The file or the line that it is about, which stands before the message.
    """

    def __init__(self, key: str, place: str = "", **values: str) -> None:
        """Keep what to say."""
        self.key, self.place, self.values = key, place, values
        super().__init__(self.shown("en"))

    def shown(self, language: str) -> str:
        """The fault in a language, ``da`` or ``en``, on one line."""
        found = Words(language)(f"fault-{self.key}", **self.values)
        return f"{self.place}: {found}" if self.place else found

    def at(self, place: str) -> CaseError:
        """The same fault, named with the file that it is in."""
        return CaseError(self.key, f"{place}: {self.place}" if self.place else place, **self.values)


def no_fact(name: object, rules: Rules) -> CaseError:
    """There is no fact of that name; the nearest names are named."""
    return _unknown("fact", name, rules.facts)


def no_key(name: object, keys: Collection[str]) -> CaseError:
    """There is no key of that name; all of them are named, and the nearest one."""
    return _unknown("key", name, keys, keys=", ".join(keys))


def no_answer(where: str, found: object) -> CaseError:
    """What is no answer, and the answer that it seems to stand for."""
    meant = _MEANT.get(str(found).casefold().strip()) if isinstance(found, str | bool | None) else None
    close = [str(meant)] if meant else _near(found, tuple(Answer))
    return _suggesting("answer", close, where=where, found=shown(found))


def _unknown(key: str, name: object, names: Collection[str], **values: str) -> CaseError:
    return _suggesting(key, _near(name, names), found=shown(name), **values)


def _suggesting(key: str, close: list[str], **values: str) -> CaseError:
    if not close:
        return CaseError(key, **values)
    return CaseError(f"{key}-meant", meant=", ".join(close), **values)


def _near(found: object, names: Collection[str]) -> list[str]:
    """Up to three names that begin so, or else are written almost so."""
    if not isinstance(found, str) or not 2 < len(found) <= LONGEST_SHOWN:
        return []
    written = found.casefold().strip().translate(_LETTERS)
    plain = {name.translate(_LETTERS): name for name in names}
    begun = [name for name in plain if name.startswith(written)]
    return [plain[name] for name in (begun[:3] or get_close_matches(written, plain, 3, 0.7))]


def shown(found: object) -> str:
    """A value for a message: on one line, cut."""
    try:
        text = repr(found)
    except ValueError:  # Python writes no number of thousands of digits
        text = f"{found:#x}" if isinstance(found, int) else "…"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
