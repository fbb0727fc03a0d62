"""A case on the command line: read from a file, or asked for one question at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from analysis.core.problems import InputError
from analysis.guidance.asking import lines_of, shown_result
from analysis.guidance.cases import read_case
from analysis.guidance.engine import decide, said_facts
from analysis.guidance.faults import CaseError
from analysis.guidance.questions import Question, duty_questions, next_question
from analysis.guidance.rules import Answer, load_rules
from analysis.guidance.words import Words


def answer_case(path: Path, language: str) -> bool:
    """Shows what follows in the case of a file; False, with the fault on stderr, where it is no case."""
    try:
        case = read_case(path)
        lines = list(lines_of(case.facts, case.on, language, case.situation))
    except CaseError as error:
        fault = error if error.place.startswith(path.name) else error.at(path.name)
        click.echo(fault.shown(language), err=True)
        return False
    except InputError as error:  # its own message names the kind of file, in English
        danish = CaseError("no-file", path.name).shown("da")
        click.echo(danish if language == "da" else str(error), err=True)
        return False
    click.echo("\n".join(lines))
    return True


def ask_for_case(language: str) -> bool:
    """Asks for a day and for facts until nothing more can change the result, and shows what follows.

    Then facts that can still bring duties are asked for, until an empty line.
    """
    words = Words(language)
    click.echo(words("statement"))
    on: date = click.prompt(
        words("ask-day"), value_proc=lambda text: _day(text, words), default=date.today().isoformat()
    )
    facts: dict[str, Answer] = {}
    try:
        _ask_all(facts, on, words, next_question, may_stop=False)
        settled = shown_result(decide(facts, on), load_rules(), words)
        click.echo(f"\n{words('settled')}: {settled}")
        if duty_questions(facts, on):
            click.echo(words("ask-duties"))
            _ask_all(facts, on, words, _next_of_duties, may_stop=True)
        lines = list(lines_of(facts, on, language))
    except CaseError as error:
        click.echo(error.shown(language), err=True)
        return False
    click.echo("\n" + "\n".join(lines))
    return True


def _next_of_duties(facts: dict[str, Answer], on: date) -> Question | None:
    return next(iter(duty_questions(facts, on)), None)


def _ask_all(
    facts: dict[str, Answer],
    on: date,
    words: Words,
    asks: Callable[[dict[str, Answer], date], Question | None],
    *,
    may_stop: bool,
) -> None:
    """Puts the questions and adds the answers to the facts; an empty line may stop it."""
    while question := asks(facts, on):
        why = [words.of_table(one) for one in question.why if one != question.question]
        click.echo(f"\n{words('why')}: {' → '.join(why)}" if why else "")
        hint = load_rules().facts[question.fact].hint
        if hint:
            click.echo(words.of_table(hint))
        answer = _ask(words.of_table(question.question), words, may_stop=may_stop)
        if answer is None:
            return
        if _contradicts(facts, question.fact, answer, on):
            click.echo(words("refused"))
        else:
            facts[question.fact] = answer


def _ask(question: str, words: Words, *, may_stop: bool) -> Answer | None:
    shown = f"{question} {words('ask-answers-or-stop' if may_stop else 'ask-answers')}"
    answer: Answer | None = click.prompt(
        shown,
        value_proc=lambda text: None if may_stop and not text.strip() else _answer(text, words),
        default="" if may_stop else None,
        show_default=False,
    )
    return answer


def _answer(text: str, words: Words) -> Answer:
    """The answer that a letter or a whole word is, in the language of the question."""
    said = {words(f"key-{answer}"): answer for answer in Answer}
    said |= {words(f"answer-{answer}").casefold(): answer for answer in Answer}
    try:
        return said[text.strip().casefold()]
    except KeyError:
        raise click.UsageError(words("ask-answers-again")) from None


def _day(text: str, words: Words) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.UsageError(words("ask-day-again")) from None


def _contradicts(facts: dict[str, Answer], name: str, answer: Answer, on: date) -> bool:
    try:
        said_facts({**facts, name: answer}, on, load_rules())
    except CaseError:
        return True
    return False
