"""What the guidance says of a case, in words.

Explains the guidance to readers; it is no decision support, and every answer says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from analysis.guidance.engine import Decision, Step, decide
from analysis.guidance.questions import changes, duty_questions
from analysis.guidance.rules import Answer, Duty, Implication, Rules, load_rules
from analysis.guidance.words import Words


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
    yield from _part(
        words("more-duties"), (words.of_table(asked.question) for asked in duty_questions(facts, on, rules))
    )
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
    yield from _part(words("paragraphs"), [words("codes"), *_paragraphs(outcome, rules, words)])
    yield words("statement")


def _points(outcome: Decision, rules: Rules, words: Words) -> Iterator[str]:
    points = (point for point in rules.points if point in outcome.clarify)
    return (f"{point.name}) {words.of_table(point.what)}" for point in points)


def _paragraphs(outcome: Decision, rules: Rules, words: Words) -> Iterator[str]:
    """The paragraphs that the answer rests on, with where they stand and what they are about."""
    named = [step.row.clauses for step in outcome.trace]
    named += [duty.clauses for duty in outcome.duties]
    named += [link.clauses for link in outcome.implied]
    wanted = {clause for clauses in named for clause in clauses}
    for clause in rules.clauses.values():
        if clause.name in wanted:
            yield f"{clause.name} ({words.of_table(clause.place)}): {words.of_table(clause.subject)}"


def _duty(duty: Duty, words: Words) -> str:
    when, who, strength, what = map(words.of_table, (duty.when, duty.who, duty.strength, duty.what))
    return f"{when}: {who} ({strength}): {what} ({', '.join(duty.clauses)})"


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
