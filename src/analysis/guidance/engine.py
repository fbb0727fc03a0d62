"""Looks up the rows that facts lead to, and says which rows those were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from analysis.guidance.faults import CaseError, no_answer, no_fact
from analysis.guidance.rules import (
    ACTION,
    DUTY,
    EXCEPTION,
    OVERALL,
    QUESTION,
    Answer,
    ClarifiedPoint,
    DecisionTable,
    Duty,
    Implication,
    Result,
    Row,
    Rules,
    load_rules,
)

VALID_FROM: Final = date(2025, 1, 15)
EARLIER: Final = "vejledning nr. 9934 af 29/10/2019"
IN_FORCE: Final = "fra_15_januar_2025"
APPLIES: Final = "undtagelse_gaelder"


@dataclass(frozen=True)
class Step:
    """A row that led to the outcome: the question, the answer and the paragraphs."""

    row: Row
    question: str

    def __str__(self) -> str:
        """The step on one line: question, answer, table and row, paragraphs."""
        return f"{self.question} {self.row.result} ({self.row.name}; {', '.join(self.row.clauses)})"


@dataclass(frozen=True)
class Decision:
    """What follows from the facts.

    Attributes:
        result: What to do.
        exception: The exception (1-6) that applies, or None.
        clarify: The points a-d that are still open while resuscitation goes on; without order.
        duties: What else has to be done, in the order of the list of duties.
        trace: The rows that led to the result, from the facts to the result.
        readings: Where the result rests on a reading of an unclear text: the reading and its alternative.
        duty_trace: The rows of duty tables that applied.
        implied: What was taken from other facts, because nobody had said it.
    """

    result: Result
    exception: int | None
    clarify: frozenset[ClarifiedPoint]
    duties: tuple[Duty, ...]
    trace: tuple[Step, ...]
    readings: tuple[tuple[str, str], ...]
    duty_trace: tuple[Step, ...]
    implied: tuple[Implication, ...]


def decide(facts: Mapping[str, Answer | str], on: date, rules: Rules | None = None) -> Decision:
    """What the guidance says about a case.

    Args:
        facts: Answers by the names in `inputs.csv`. What is not named follows from other facts
            (`implications.csv`), or is what `inputs.csv` says of facts that nobody has mentioned; that
            somebody doubts it is written ``ukendt``.
        on: The day of the case.
        rules: Other rules than the package's own.

    Raises:
        CaseError: The guidance did not apply on that day, a fact has no such name or answer, or two facts
            contradict each other.
    """
    rules = rules or load_rules()
    said, implied = _said(facts, on, rules)
    answers = _answers(said, rules)
    rows = evaluate(rules, answers)
    overall = rows[_only(rules, OVERALL).name]
    final = rows.get(_only(rules, ACTION).name, overall)
    duty_rows = [rows[table.name] for table in rules.of_kind(DUTY) if table.name in rows]
    trace = [*_leading(rules, rows, overall), *([final] if final is not overall else [])]
    wanted = {name for row in (*trace, *duty_rows) for name in row.duties}
    result = Result(final.result)
    return Decision(
        result=result,
        exception=int(overall.exception) if overall.exception else None,
        clarify=open_points(rules, rows) if result is Result.ATTEMPT_AND_CLARIFY else frozenset(),
        duties=tuple(duty for name, duty in rules.duties.items() if name in wanted),
        trace=_steps(rules, trace),
        readings=tuple((row.reading, row.alternative) for row in trace if row.reading),
        duty_trace=_steps(rules, duty_rows),
        implied=implied,
    )


def evaluate(rules: Rules, answers: dict[str, Answer]) -> dict[str, Row]:
    """The row of every table that applies; the tables' own answers join ``answers``."""
    rows: dict[str, Row] = {}
    for table in rules.of_kind(QUESTION, EXCEPTION):
        rows[table.name] = table.row(answers)
        answers[table.name] = Answer(rows[table.name].result)
    overall = _only(rules, OVERALL)
    rows[overall.name] = row = overall.row(answers)
    answers[APPLIES] = Answer.YES if row.exception else Answer.NO
    outcome = {overall.name: row.result, EXCEPTION: row.exception}
    for table in rules.of_kind(ACTION, DUTY):
        if _consulted(table, {**answers, **outcome}):
            rows[table.name] = table.row(answers)
    return rows


def open_points(rules: Rules, rows: Mapping[str, Row]) -> frozenset[ClarifiedPoint]:
    """The points a-d that are not settled (2.3, 2.4): an exception is unknown, or is there and in doubt."""
    return frozenset(
        point
        for point in rules.points
        if any(rows[exception].result != Answer.NO for exception in point.exceptions)
    )


def complete(facts: Mapping[str, Answer | str], on: date, rules: Rules | None = None) -> dict[str, Answer]:
    """Every fact with its answer: as said, as it follows, or as it is when nobody has mentioned it."""
    rules = rules or load_rules()
    return _answers(_said(facts, on, rules)[0], rules)


def said_facts(facts: Mapping[str, Answer | str], on: date, rules: Rules) -> dict[str, Answer]:
    """What is said of a case, and what follows from it."""
    return _said(facts, on, rules)[0]


def _said(
    facts: Mapping[str, Answer | str], on: date, rules: Rules
) -> tuple[dict[str, Answer], tuple[Implication, ...]]:
    """What is said of a case and what follows from it."""
    if on < VALID_FROM:
        raise CaseError("too-early", on=on.isoformat(), start=VALID_FROM.isoformat(), earlier=EARLIER)
    unknown = sorted(set(facts) - rules.facts.keys())
    if unknown:
        raise no_fact(unknown[0], rules)
    wrong = sorted(name for name, answer in facts.items() if answer not in tuple(Answer))
    if wrong:
        raise no_answer(f"fact {wrong[0]!r}", facts[wrong[0]])
    said = {**{name: Answer(answer) for name, answer in facts.items()}, IN_FORCE: Answer.YES}
    implied = tuple(_follow(said, rules))
    for pair in rules.contradictions:
        if all(said.get(each.fact) is each.answer for each in (pair.one, pair.other)):
            one, other, clauses = str(pair.one), str(pair.other), ", ".join(pair.clauses)
            raise CaseError("contradicts", one=one, other=other, clauses=clauses)
    return said, implied


def _follow(said: dict[str, Answer], rules: Rules) -> Iterator[Implication]:
    """Adds what follows to ``said``, until nothing more does."""
    while True:
        found = [
            link
            for link in rules.implications
            if said.get(link.when.fact) is link.when.answer
            and said.get(link.then.fact) is not link.then.answer
        ]
        if not found:
            return
        for link in found:
            before = said.get(link.then.fact, Answer.UNKNOWN)
            if before not in (Answer.UNKNOWN, link.then.answer):
                raise CaseError(
                    "follows-otherwise",
                    one=str(link.when),
                    other=f"{link.then.fact}={before}",
                    then=str(link.then),
                    clauses=", ".join(link.clauses),
                )
            if before is Answer.UNKNOWN:
                said[link.then.fact] = link.then.answer
                yield link


def _answers(said: Mapping[str, Answer], rules: Rules) -> dict[str, Answer]:
    return {name: said.get(name) or fact.unsaid(said) for name, fact in rules.facts.items()}


def _only(rules: Rules, kind: str) -> DecisionTable:
    (table,) = rules.of_kind(kind)
    return table


def _consulted(table: DecisionTable, known: Mapping[str, str]) -> bool:
    return not table.when or any(known[left] == right for left, right in table.when)


def _leading(rules: Rules, rows: Mapping[str, Row], row: Row) -> Iterator[Row]:
    """Rows of the tables whose answers the row turned on, and the row itself after them."""
    seen: dict[str, Row] = {}

    def visit(current: Row) -> None:
        for name, _ in current.conditions:
            if name in rules.tables and name not in seen:
                visit(rows[name])
        seen[current.table] = current

    visit(row)
    yield rows["gyldighed"]
    yield from seen.values()


def _steps(rules: Rules, rows: Iterable[Row]) -> tuple[Step, ...]:
    return tuple(Step(row, rules.tables[row.table].question) for row in rows)
