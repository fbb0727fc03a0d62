"""What the guidance says of a case, in words, and what is still to be asked.

Explains the guidance to readers; it is no decision support, and every answer says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from analysis.guidance.engine import Decision, Step, decide, said_facts
from analysis.guidance.rules import (
    ACTION,
    ALL_ANSWERS,
    OVERALL,
    Answer,
    Cell,
    DecisionTable,
    Duty,
    GuidanceError,
    Implication,
    Result,
    Row,
    Rules,
    load_rules,
)
from analysis.guidance.words import Words

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


def shown_result(outcome: Decision, rules: Rules, words: Words) -> str:
    """The result with its exception."""
    exception = f" ({words('exception')} {outcome.exception})" if outcome.exception else ""
    return f"{words.of_table(rules.results[outcome.result])}{exception}"


def shown_fact(rules: Rules, name: str, answer: str, words: Words) -> str:
    """A question with its answer."""
    return f"{words.of_table(rules.question(name))} {words.answers[answer]}"


def lines_of(
    facts: Mapping[str, Answer | str], on: date, language: str, situation: str = ""
) -> Iterator[str]:
    """The outcome, duties, rows with paragraphs, readings, and what would change the answer."""
    rules, words = load_rules(), Words(language)
    outcome = decide(facts, on, rules)
    yield words("statement")
    if situation:
        yield f"{words('case')}: {situation}"
    yield f"{words('follows')}: {shown_result(outcome, rules, words)}"
    yield from _part(words("clarify"), _points(outcome, rules, words))
    yield from _part(words("duties"), (_duty(duty, words) for duty in outcome.duties))
    yield from _part(words("trace"), (_step(step, rules, words) for step in outcome.trace))
    yield from _part(words("implied"), (_implied(link, rules, words) for link in outcome.implied))
    yield from _part(
        words("readings"),
        (
            f"{words.of_table(reading)}. {words('otherwise')}: {words.of_table(other)}"
            for reading, other in outcome.readings
        ),
    )
    yield from _part(
        words("changes"),
        (
            f"{shown_fact(rules, one.fact, one.answer, words)}: {shown_result(one.outcome, rules, words)}"
            for one in changes(facts, on, rules)
        ),
    )
    yield words("statement")


def _points(outcome: Decision, rules: Rules, words: Words) -> Iterator[str]:
    points = (point for point in rules.points if point in outcome.clarify)
    return (f"{point.name}) {words.of_table(point.what)}" for point in points)


def _duty(duty: Duty, words: Words) -> str:
    when, who, strength, what = map(words.of_table, (duty.when, duty.who, duty.strength, duty.what))
    return f"{when}: {who} {strength}: {what} ({', '.join(duty.clauses)})"


def _step(step: Step, rules: Rules, words: Words) -> str:
    result = step.row.result
    found = words.of_table(rules.results[result]) if result in rules.results else words.answers[result]
    return f"{words.of_table(step.question)} {found} ({step.row.name}; {', '.join(step.row.clauses)})"


def _implied(link: Implication, rules: Rules, words: Words) -> str:
    then, when = (shown_fact(rules, one.fact, one.answer, words) for one in (link.then, link.when))
    return f"{then}, {words('from')}: {when} ({', '.join(link.clauses)})"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{title}:"
        yield from (f"  {line}" for line in found)
