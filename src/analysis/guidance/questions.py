"""What is still to be asked of a case, and what another answer would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeAlias

from analysis.guidance.engine import APPLIES, IN_FORCE, Decision, complete, decide, evaluate, said_facts
from analysis.guidance.rules import (
    ACTION,
    ALL_ANSWERS,
    DUTY,
    EXCEPTION,
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

Leads: TypeAlias = Callable[[Row], object]


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
    open_ = _Open(rules, said_facts(facts, on, rules))
    (overall,), (action,) = rules.of_kind(OVERALL), rules.of_kind(ACTION)
    found = open_.question(overall, _outcome)
    if found or decide(facts, on, rules).result not in (Result.WITHHOLD, Result.STOP):
        return found
    return open_.question(action, _outcome)


def duty_questions(
    facts: Mapping[str, Answer | str], on: date, rules: Rules | None = None
) -> tuple[Question, ...]:
    """Facts whose answers can still bring duties or take them away, the outcome being what it is.

    One for each table of duties, the first that the table needs; tables that count already come first. Whom
    the guidance does not speak to is not asked whether further tables count.
    """
    rules = rules or load_rules()
    said = said_facts(facts, on, rules)
    (overall,) = rules.of_kind(OVERALL)
    row = evaluate(rules, complete(facts, on, rules))[overall.name]
    known = {overall.name: row.result, EXCEPTION: row.exception}
    open_ = _Open(rules, {**said, APPLIES: Answer.YES if row.exception else Answer.NO})
    settled = open_.question(overall, _outcome) is None
    first, later = [open_.question(overall, _duties) if settled else None], []
    for table in rules.of_kind(DUTY):
        holds = [open_.condition(left, right, known) for left, right in table.when]
        if not table.when or True in holds:
            first.append(open_.question(table, _duties))
        elif None in holds and open_.brings_duties(table) and row.result != Result.OUTSIDE:
            left, _ = table.when[holds.index(None)]
            later.append(open_.asked(left, (table.question,)))
    found = {question.fact: question for question in (*first, *later) if question}
    return tuple(found.values())


class _Open:
    """What the answers that are said leave open."""

    def __init__(self, rules: Rules, said: Mapping[str, Answer]) -> None:
        self._rules = rules
        self._possible: dict[str, Cell] = {name: (answer,) for name, answer in said.items()}

    def possible(self, name: str) -> Cell:
        """The answers that a fact or a table can still have."""
        if name not in self._possible:
            self._possible[name] = ALL_ANSWERS if name in self._rules.facts else self._of_table(name)
        return self._possible[name]

    def _of_table(self, name: str) -> Cell:
        found = {row.result for row in self._rows(self._rules.tables[name])}
        return tuple(answer for answer in ALL_ANSWERS if answer in found)

    def _rows(self, table: DecisionTable) -> list[Row]:
        return [
            row
            for row in table.rows
            if all(any(answer in self.possible(name) for answer in cell) for name, cell in row.conditions)
        ]

    def condition(self, left: str, right: str, known: Mapping[str, str]) -> bool | None:
        """Whether a condition of a table holds; None while that is open."""
        if left in known:
            return known[left] == right
        possible = self.possible(left)
        return None if right in possible and len(possible) > 1 else right in possible

    def brings_duties(self, table: DecisionTable) -> bool:
        """Whether a row with duties is still open."""
        return any(row.duties for row in self._rows(table))

    def asked(self, name: str, why: tuple[str, ...]) -> Question | None:
        """What to ask for, to know the answer of a fact or a table."""
        if name in self._rules.facts:
            return Question(name, self._rules.question(name), why)
        return self.question(self._rules.tables[name], _outcome, why)

    def question(self, table: DecisionTable, leads: Leads, why: tuple[str, ...] = ()) -> Question | None:
        """The first fact that decides between rows of a table that lead to different things."""
        rows = self._rows(table)
        for name in table.inputs:
            if len(self.possible(name)) > 1 and self._matters(name, rows, table, leads):
                found = self.asked(name, (*why, table.question))
                if found:
                    return found
        return None

    def _matters(self, name: str, rows: list[Row], table: DecisionTable, leads: Leads) -> bool:
        """Whether the answer to one input alone can lead to another row that leads elsewhere."""
        others = [(other, set(self.possible(other))) for other in table.inputs if other != name]
        return any(
            leads(one) != leads(two)
            and all(set(one.cells[other]) & set(two.cells[other]) & possible for other, possible in others)
            for one, two in combinations(rows, 2)
        )


def _outcome(row: Row) -> object:
    return row.result, row.exception


def _duties(row: Row) -> object:
    return frozenset(row.duties)


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
            if name == IN_FORCE or facts.get(name) == answer:
                continue
            try:
                then = decide({**facts, name: answer}, on, rules)
            except GuidanceError:
                continue  # the answer contradicts what is said
            if (then.result, then.exception) != (now.result, now.exception):
                yield Change(name, answer, then)
