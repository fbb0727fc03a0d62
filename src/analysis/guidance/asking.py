"""What the guidance says of a case, in words, and what is still to be asked.

Explains the guidance to readers; it is no decision support, and every answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from analysis.guidance.engine import Decision, decide, said_facts
from analysis.guidance.rules import (
    ACTION,
    ALL_ANSWERS,
    OVERALL,
    Answer,
    Cell,
    DecisionTable,
    GuidanceError,
    Result,
    Row,
    Rules,
    load_rules,
)

STATEMENT: Final = (
    "Forklaring af VEJ 9921 af 31/10/2024, ikke beslutningsstøtte: brug den ikke til at afgøre, "
    "hvad der skal ske med en patient."
)
_IN_FORCE: Final = "fra_15_januar_2025"


@dataclass(frozen=True)
class Question:
    """A fact to ask for, and the questions of the tables that need it, from the outermost."""

    fact: str
    question: str
    why: tuple[str, ...]


def next_question(facts: Mapping[str, Answer | str], on: date, rules: Rules | None = None) -> Question | None:
    """The first fact whose answer can still change the result; None when nothing can.

    Facts are asked for in the order in which the table over all results needs them.
    """
    rules = rules or load_rules()
    said = said_facts(facts, on, rules)
    (overall,), (action,) = rules.of_kind(OVERALL), rules.of_kind(ACTION)
    found = _ask(rules, overall, said, ())
    if found or decide(facts, on, rules).result not in (Result.WITHHOLD, Result.STOP):
        return found
    return _ask(rules, action, said, ())


def possible_answers(rules: Rules, name: str, said: Mapping[str, Answer]) -> Cell:
    """The answers that a fact or a table can still have."""
    if name in rules.facts:
        return (said[name],) if name in said else ALL_ANSWERS
    found = {row.result for row in possible_rows(rules, rules.tables[name], said)}
    return tuple(answer for answer in ALL_ANSWERS if answer in found)


def possible_rows(rules: Rules, table: DecisionTable, said: Mapping[str, Answer]) -> list[Row]:
    """The rows of a table that what is said still allows."""
    possible = {name: possible_answers(rules, name, said) for name in table.inputs}
    return [
        row
        for row in table.rows
        if all(any(answer in possible[name] for answer in cell) for name, cell in row.conditions)
    ]


def _ask(
    rules: Rules, table: DecisionTable, said: Mapping[str, Answer], why: tuple[str, ...]
) -> Question | None:
    possible = {name: possible_answers(rules, name, said) for name in table.inputs}
    rows = possible_rows(rules, table, said)
    for name in table.inputs:
        if len(possible[name]) < 2 or not _matters(name, rows, possible):
            continue
        if name in rules.facts:
            return Question(name, rules.question(name), (*why, table.question))
        found = _ask(rules, rules.tables[name], said, (*why, table.question))
        if found:
            return found
    return None


def _matters(name: str, rows: list[Row], possible: Mapping[str, Cell]) -> bool:
    """Whether the answer to one input alone can lead to another row with another result."""
    return any(
        (one.result, one.exception) != (other.result, other.exception)
        and all(
            set(one.cells[column]) & set(other.cells[column]) & set(possible[column])
            for column in possible
            if column != name
        )
        for one, other in combinations(rows, 2)
    )


@dataclass(frozen=True)
class Change:
    """An answer that would lead to another outcome."""

    fact: str
    answer: Answer
    outcome: Decision


def changes(facts: Mapping[str, Answer | str], on: date, rules: Rules | None = None) -> Iterator[Change]:
    """Each other answer to one fact that alone leads to another result or exception."""
    rules = rules or load_rules()
    now = decide(facts, on, rules)
    for name in rules.facts:
        for answer in ALL_ANSWERS:
            if name == _IN_FORCE or facts.get(name) == answer:
                continue
            try:
                then = decide({**facts, name: answer}, on, rules)
            except GuidanceError:
                continue  # the answer contradicts what is said
            if (then.result, then.exception) != (now.result, now.exception):
                yield Change(name, answer, then)


def shown_result(outcome: Decision, rules: Rules) -> str:
    """The result in Danish, with its exception."""
    exception = f" (undtagelse {outcome.exception})" if outcome.exception else ""
    return f"{rules.results[outcome.result]}{exception}"


def lines_of(facts: Mapping[str, Answer | str], on: date, situation: str = "") -> Iterator[str]:
    """The outcome, duties, rows with paragraphs, readings, and what would change the answer."""
    rules = load_rules()
    outcome = decide(facts, on, rules)
    yield STATEMENT
    if situation:
        yield f"Sag: {situation}"
    yield f"Det følger: {shown_result(outcome, rules)}"
    yield from _part("Afklares imens", (f"{p.name}) {p.what}" for p in rules.points if p in outcome.clarify))
    yield from _part(
        "Pligter",
        (
            f"{duty.when}: {duty.who} {duty.strength}: {duty.what} ({', '.join(duty.clauses)})"
            for duty in outcome.duties
        ),
    )
    yield from _part("Hvorfor", (str(step) for step in outcome.trace))
    yield from _part(
        "Fulgt af det sagte",
        (f"{link.then} af {link.when} ({', '.join(link.clauses)})" for link in outcome.implied),
    )
    yield from _part("Læsninger", (f"{reading}. Ellers: {other}" for reading, other in outcome.readings))
    yield from _part(
        "Andet ville følge af",
        (
            f"{rules.question(change.fact)} {change.answer}: {shown_result(change.outcome, rules)}"
            for change in changes(facts, on, rules)
        ),
    )
    yield STATEMENT


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{title}:"
        yield from (f"  {line}" for line in found)
