"""The command that asks the guidance."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analysis.cli.options import language_option
from analysis.cli.statuses import INPUT_IS_WRONG


@click.command()
@click.argument("case", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--ask", is_flag=True, help="Ask for the facts, one at a time, and only for those that matter.")
@language_option
def vejledning(case: Path | None, *, ask: bool, lang: str) -> None:
    """Say what VEJ 9921 says of a case, with its paragraphs. No decision support.

    CASE is a YAML file with dag: and oplysninger:, as those in docs/guidance-cases/.

    \b
    Examples:
      statusrapport vejledning docs/guidance-cases/registreret.yml
      statusrapport vejledning --ask --lang en
    """
    from analysis.guidance.dialogue import answer_case, ask_for_case

    if (case is None) != ask:
        raise click.UsageError("Give either a CASE or --ask.")
    if not (ask_for_case(lang) if case is None else answer_case(case, lang)):
        sys.exit(INPUT_IS_WRONG)
