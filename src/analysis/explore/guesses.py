"""What is answered to a name that one guessed and nothing has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, NoReturn

# What people look for, and where it is.
OTHER_WORDS: Final[Mapping[str, str]] = {
    "bars": "bar",
    "charts": "chart",
    "histogram": "funnel",
    "line": "trend",
    "lines": "trend",
    "municipality": "area",
    "neighbors": "neighbours",
    "plot": "chart",
    "plots": "chart",
    "region": "area",
    "search": "indicators_available",
    "series": "trend",
    "time_series": "trend",
}


# How many of many are named in a message, and how long each may be.
MOST_NAMED: Final = 6
LONGEST_NAME: Final = 60


def named(names: Iterable[str]) -> str:
    """Names in a message: all of a few, of many the first and how many others there are; long ones cut."""
    cut = [shortened(name) for name in names]
    if len(cut) <= MOST_NAMED:
        return ", ".join(cut)
    return f"{', '.join(cut[: MOST_NAMED - 1])} and {len(cut) - MOST_NAMED + 1} others"


def shortened(name: str) -> str:
    """A name in a message, cut where it is long."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def refuse_guess(owner: object, name: str, known: Iterable[str], where: Mapping[str, str]) -> NoReturn:
    """Say what an object has instead of a name that it has not.

    Args:
        owner: The object.
        name: What was asked for.
        known: What it has.
        where: Name → what to write for it, of what lies elsewhere.

    Raises:
        AttributeError: Always.
    """
    said = f"{type(owner).__name__!r} object has no attribute {name!r}"
    if name.startswith("_"):
        raise AttributeError(said)
    names = list(known)
    plain = name.casefold()
    meant = where.get(plain) or OTHER_WORDS.get(plain, "")
    if plain not in where and meant not in names:
        meant = next(iter(get_close_matches(plain, names, n=1)), "")
    hint = f"; did you mean .{meant}?" if meant else ""
    raise AttributeError(f"{said}{hint}; it has {', '.join(names)}")
