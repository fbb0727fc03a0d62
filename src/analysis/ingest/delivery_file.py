"""Reads `delivery.toml`, and files like it: the keys and entries they may have, of their kinds and lengths.

What the keys say of the quarter, its areas and its tables is judged elsewhere, when those are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from analysis.core.problems import InputError, Problem, quoted, shown_path
from analysis.reading.sidecars import check_sidecar
from analysis.reading.text_rules import LONGEST_NAME, LONGEST_TEXT, composed, text_fault
from analysis.reading.toml_files import read_toml

LARGEST_TOTAL: Final = 10**15
LONGEST_CONTACT: Final = 150
HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\s\]]+)\s*\]")
KEY: Final = re.compile(r"""^\s*["']?([^\s"'=]+)["']?\s*=""")


@dataclass(frozen=True)
class Key:
    """A key that a file or an entry may have.

    Attributes:
        name: Its name.
        kind: The type of its value, or the types that it may have.
        expected: What should stand there, in words.
        required: Whether a file or entry without it is refused.
        longest: The most characters that a text may have.
    """

    name: str
    kind: type | tuple[type, ...]
    expected: str
    required: bool = True
    longest: int = LONGEST_TEXT

    @property
    def kinds(self) -> tuple[type, ...]:
        """The types that its value may have."""
        return self.kind if isinstance(self.kind, tuple) else (self.kind,)


def text_key(name: str, *, required: bool = True, longest: int = LONGEST_TEXT) -> Key:
    """A key whose value is a text."""
    return Key(name, str, "a text in quotes", required, longest)


def day_key(name: str, *, required: bool = True) -> Key:
    """A key whose value is a day."""
    return Key(name, date, "a date without quotes, like 2025-06-03", required)


def _entries_key(name: str) -> Key:
    return Key(name, list, f"tables [[{name}]]", required=False)


SIMULATED: Final = Key("simulated", bool, "true or false")
PUBLISHER: Final = text_key("publisher", required=False, longest=LONGEST_NAME)
ENTRIES: Final[Mapping[str, tuple[Key, ...]]] = {
    "withheld": (text_key("indicator"), text_key("area"), text_key("reason"), day_key("until")),
    "break": (text_key("indicator"), text_key("area"), text_key("reason")),
    "answer": (text_key("warning"), text_key("text")),
    "accepted_leak": (text_key("indicator"), text_key("area"), text_key("reason")),
    "fact": (
        text_key("indicator"),
        Key("value", (int, float), "a number without quotes, like 75 or 14.4"),
        Key("given_for", str, 'a quarter in quotes, like "2025Q2"'),
        *(day_key(name, required=False) for name in ("period_start", "period_end", "as_of")),
        text_key("source"),
        text_key("note", required=False),
    ),
    "english": (text_key("text"), text_key("english")),
}
WITHHELD: Final = _entries_key("withheld")
# The tables that may have been counted on another day than `as_of`, and the key that says which.
OWN_DAYS: Final[Mapping[str, str]] = {
    "aeds": "aeds_as_of",
    "coverage": "coverage_as_of",
    "arrests": "arrests_as_of",
}
DELIVERY_KEYS: Final = (
    Key("quarter", str, 'a quarter in quotes, like "2025Q2"'),
    day_key("as_of"),
    *(day_key(key, required=False) for key in OWN_DAYS.values()),
    day_key("period_start"),
    day_key("period_end", required=False),
    text_key("source"),
    SIMULATED,
    Key("population_period", str, 'a quarter of FOLK1A in quotes, like "2025K2"', required=False),
    PUBLISHER,
    text_key("publisher_address", required=False, longest=LONGEST_CONTACT),
    text_key("contact", required=False, longest=LONGEST_CONTACT),
    text_key("logo", required=False, longest=LONGEST_NAME),
    text_key("commentary_author", required=False, longest=LONGEST_NAME),
    day_key("commentary_date", required=False),
    Key("totals", dict, "a table [totals]", required=False),
    *map(_entries_key, ENTRIES),
)


@dataclass(frozen=True)
class DeliveryFile:
    """What `delivery.toml` says, its kinds checked but nothing else.

    Attributes:
        name: The file as messages name it.
        text: Its text, to find the row of a key.
        values: Its top-level keys; texts are in composed Unicode.
        totals: Area code → the publisher's own total of active runners.
        entries: `withheld`, `break`, `answer`, `accepted_leak`, `fact` and `english` → one mapping per
            entry, with the keys of `ENTRIES`.
    """

    name: str
    text: str
    values: Mapping[str, Any]
    totals: Mapping[str, int]
    entries: Mapping[str, tuple[Mapping[str, Any], ...]]

    def row(self, key: str) -> int | None:
        """The row of a key, or None when it does not stand at the start of a row."""
        return self._rows[0].get(key)

    def entry_row(self, table: str, occurrence: int, key: str) -> int | None:
        """The row of a key in the n-th entry `[[table]]`, or of the entry where the key has none."""
        starts = self._rows[1].get(table, [])
        if occurrence >= len(starts):
            return None
        start, keys = starts[occurrence]
        return keys.get(key, start)

    @cached_property
    def _rows(self) -> tuple[dict[str, int], dict[str, list[tuple[int, dict[str, int]]]]]:
        """Key → its first row in the file; table → for each `[[table]]` its row and the rows of its keys."""
        rows: dict[str, int] = {}
        entries: dict[str, list[tuple[int, dict[str, int]]]] = {}
        inside: dict[str, int] = {}
        for number, line in enumerate(self.text.split("\n"), start=1):
            if header := HEADER.match(line):
                inside = {}
                if line.lstrip().startswith("[["):
                    entries.setdefault(header[1], []).append((number, inside))
            elif key := KEY.match(line):
                rows.setdefault(key[1], number)
                inside.setdefault(key[1], number)
        return rows, entries


def read_delivery_file(path: Path, data: Path, keys: Sequence[Key] = DELIVERY_KEYS) -> DeliveryFile:
    """Read `delivery.toml`; every key has to be known and of its kind, every text sound.

    Args:
        path: The file.
        data: The data root, for the paths in messages.
        keys: The keys it may have.

    Raises:
        InputError: The file cannot be read as TOML (with the row), or keys are missing, unknown, of a wrong
            kind, or hold a text that breaks a rule of texts.
    """
    file = shown_path(path, data)
    content, text, values = read_toml(path, data)
    if not text.strip():
        raise InputError([Problem(file, None, None, "an empty file", "a file with content")])
    check_sidecar(path, content, data)
    read = DeliveryFile(file, text, values, {}, {})
    problems = _key_problems(read, values, keys, read.row)
    totals = values.get("totals", {})
    if isinstance(totals, dict):
        problems += [
            Problem(file, read.row(key), quoted(key).strip("'"), quoted(total), f"{_TOTAL}, without points")
            for key, total in totals.items()
            if type(total) is not int or not 0 <= total < LARGEST_TOTAL
        ]
    for table, entry_keys in ENTRIES.items():
        listed = values.get(table, [])
        for occurrence, entry in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(entry, dict):
                row = partial(read.entry_row, table, occurrence)
                problems += _key_problems(read, entry, entry_keys, row)
            else:
                problems.append(Problem(file, read.row(table), table, quoted(entry), f"tables [[{table}]]"))
    if problems:
        raise InputError(problems)
    entries = {table: tuple(map(_composed, values.get(table, []))) for table in ENTRIES}
    return DeliveryFile(file, text, _composed(values), totals, entries)


_TOTAL: Final = "a whole number of 0 or more"


def _is_huge(value: object) -> bool:
    """Whether a value is a number larger than any count."""
    return isinstance(value, int | float) and abs(value) >= LARGEST_TOTAL


def _composed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: composed(value) if isinstance(value, str) else value for key, value in values.items()}


def _key_problems(
    read: DeliveryFile, values: Mapping[str, Any], keys: Sequence[Key], row: Callable[[str], int | None]
) -> list[Problem]:
    problems = []
    for key in keys:
        value = values.get(key.name)
        if key.name not in values:
            if key.required:
                problems.append(Problem(read.name, None, key.name, "no such key", key.expected))
        elif (
            type(value) not in key.kinds or (isinstance(value, str) and not value.strip()) or _is_huge(value)
        ):
            problems.append(Problem(read.name, row(key.name), key.name, quoted(value), key.expected))
        elif isinstance(value, str) and (fault := text_fault(composed(value), key.longest)):
            problems.append(Problem(read.name, row(key.name), key.name, *fault))
    known = [key.name for key in keys]
    for name in values:
        if name not in known:
            near = get_close_matches(name[:LONGEST_NAME], known, n=1)
            expected = f"{near[0]}, if that is meant" if near else f"only {', '.join(known)}"
            found = quoted(name).strip("'")
            problems.append(Problem(read.name, row(name), found, "an unknown key", expected))
    return problems
