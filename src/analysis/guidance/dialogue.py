"""A case on the command line: read from a file, or asked for one question at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from analysis.guidance.asking import lines_of, next_question
from analysis.guidance.cases import read_case
from analysis.guidance.engine import said_facts
from analysis.guidance.rules import Answer, GuidanceError, load_rules
from analysis.guidance.words import Words


def answer_case(path: Path, language: str) -> bool:
    """Shows what follows in the case of a file; False, with the fault on stderr, where it is no case."""
    try:
        case = read_case(path)
        lines = list(lines_of(case.facts, case.on, language, case.situation))
    except GuidanceError as error:
        message = str(error)
        click.echo(message if message.startswith(path.name) else f"{path.name}: {message}", err=True)
        return False
    click.echo("\n".join(lines))
    return True


def ask_for_case(language: str) -> bool:
    """Asks for a day and for facts until nothing more can change the result, and shows what follows."""
    words = Words(language)
    click.echo(words("statement"))
    on: date = click.prompt(
        words("ask-day"), value_proc=lambda text: _day(text, words), default=date.today().isoformat()
    )
    facts: dict[str, Answer] = {}
    try:
        while question := next_question(facts, on):
            click.echo(f"\n{words('why')}: {' → '.join(map(words.of_table, question.why))}")
            answer = _ask(words.of_table(question.question), words)
            if _contradicts(facts, question.fact, answer, on):
                click.echo(words("refused"))
            else:
                facts[question.fact] = answer
        lines = list(lines_of(facts, on, language))
    except GuidanceError as error:
        click.echo(str(error), err=True)
        return False
    click.echo("\n" + "\n".join(lines))
    return True


def _ask(question: str, words: Words) -> Answer:
    shown = f"{question} {words('ask-answers')}"
    answer: Answer = click.prompt(shown, value_proc=lambda text: _answer(text, words))
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
    except GuidanceError:
        return True
    return False
