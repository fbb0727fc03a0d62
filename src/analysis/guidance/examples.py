"""Worked cases as a list that can be read: what is known, and what then follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.guidance.rules import lines


@dataclass(frozen=True)
class Example:
    """A case with the outcome that the guidance's text gives it.

    Attributes:
        situation: The case in Danish.
        facts: What is known, with what the example builds on.
        clarify: The points a-d that are open.
        clauses: The paragraphs that the example shows.
        duties: Duties that have to be among those that follow.
    """

    name: str
    situation: str
    facts: Mapping[str, str]
    result: str
    exception: str
    clarify: frozenset[str]
    clauses: tuple[str, ...]
    duties: tuple[str, ...]


@cache
def load_examples() -> dict[str, Example]:
    """The examples by name. An example takes over the facts of the one it builds on."""
    written = {line["eksempel"]: line for line in lines(files("analysis.guidance") / "examples.csv")}

    def facts(name: str) -> dict[str, str]:
        line = written[name]
        inherited = facts(line["bygger_på"]) if line["bygger_på"] else {}
        return {**inherited, **dict(pair.split("=") for pair in line["oplysninger"].split())}

    return {
        name: Example(
            name,
            line["situation"],
            facts(name),
            line["resultat"],
            line["undtagelse"],
            frozenset(line["afklar"].split()),
            tuple(line["afsnit"].split()),
            tuple(line["pligter"].split()),
        )
        for name, line in written.items()
    }
