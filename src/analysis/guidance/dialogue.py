"""A case on the command line: read from a file, or asked for one question at a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from analysis.guidance.asking import STATEMENT, lines_of, next_question
from analysis.guidance.cases import read_case
from analysis.guidance.rules import Answer, GuidanceError

KEYS = {"j": Answer.YES, "n": Answer.NO, "u": Answer.UNKNOWN}


def answer_case(path: Path) -> bool:
    """Shows what follows in the case of a file; False, with the fault on stderr, where it is no case."""
    try:
        case = read_case(path)
        lines = list(lines_of(case.facts, case.on, case.situation))
    except GuidanceError as error:
        message = str(error)
        click.echo(message if message.startswith(path.name) else f"{path.name}: {message}", err=True)
        return False
    click.echo("\n".join(lines))
    return True


def ask_for_case() -> bool:
    """Asks for a day and for facts until nothing more can change the result, and shows what follows."""
    click.echo(STATEMENT)
    on = click.prompt(
        "Dag (ÅÅÅÅ-MM-DD)", type=click.DateTime(["%Y-%m-%d"]), default=date.today().isoformat()
    ).date()
    facts: dict[str, Answer] = {}
    try:
        while question := next_question(facts, on):
            click.echo(f"\nHvorfor: {' → '.join(question.why)}")
            key = click.prompt(
                f"{question.question} ja (j), nej (n) eller ukendt (u)",
                type=click.Choice(list(KEYS), case_sensitive=False),
                show_choices=False,
            )
            facts[question.fact] = KEYS[key.lower()]
        lines = list(lines_of(facts, on))
    except GuidanceError as error:
        click.echo(str(error), err=True)
        return False
    click.echo("\n" + "\n".join(lines))
    return True
