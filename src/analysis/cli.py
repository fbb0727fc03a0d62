"""The command ``statusrapport``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from analysis.layout import DataRoot
    from analysis.quarters import Quarter

INPUT_IS_WRONG = 1
PROGRAM_FAILED = 70


class QuarterType(click.ParamType[Any]):
    """A quarter on the command line."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Parse ``2025Q2``."""
        from analysis.quarters import Quarter

        try:
            return Quarter.parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a quarter; write it as 2025Q2", param, ctx)


quarter_argument = click.argument("quarter", type=QuarterType())
data_option = click.option(
    "--data",
    "folder",
    envvar="STATUSRAPPORT_DATA",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Data root with raw/ and processed/ in it. Default: the project's data/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="statusrapport")
def main() -> None:
    r"""Quarterly status reports on Denmark's volunteer cardiac-arrest responders (hjerteløbere).

    \b
    Examples:
      statusrapport check 2025Q2            everything that is wrong with a delivery
      statusrapport build 2025Q2            its report as HTML and PDF, in build/2025Q2/
    """


def data_root(folder: Path | None) -> DataRoot:
    """The data root a command works on."""
    from analysis.layout import DEFAULT_DATA, DataRoot

    return DEFAULT_DATA if folder is None else DataRoot(folder)


@main.command()
@quarter_argument
@click.option("--seal", is_flag=True, help="Write a sidecar with the hash of each of the delivery's files.")
@click.option("--json", "as_json", is_flag=True, help="List everything as JSON on standard output.")
@data_option
def check(quarter: Quarter, folder: Path | None, *, seal: bool, as_json: bool) -> None:
    r"""Validate the delivery of QUARTER and list every problem at once.

    Problems stop a report. Warnings do not: they are odd things that a person looks at and answers in
    delivery.toml by their name, and the report shows both.

    \b
    Examples:
      statusrapport check 2025Q2
      statusrapport check 2025Q2 --seal     then vouch for the files as they are now
      statusrapport check 2025Q2 --json     for another program
    """
    from datetime import date

    from analysis.plausibility import findings
    from analysis.problems import InputError
    from analysis.sealing import seal_delivery
    from analysis.snapshot import QUARTERS_A_YEAR, read_inputs

    data = data_root(folder)
    problems, warnings = [], []
    try:
        if seal:
            seal_delivery(data, quarter, date.today())
        warnings = list(findings(read_inputs(data, quarter, back=QUARTERS_A_YEAR)))
    except InputError as error:
        problems = list(error.problems)
    if as_json:
        rows = [
            {"file": p.file, "row": p.row, "column": p.column, "found": p.found, "expected": p.expected}
            for p in problems
        ]
        listed = {"problems": rows, "warnings": [one.record() for one in warnings]}
        click.echo(json.dumps({"quarter": str(quarter), **listed}, ensure_ascii=False, indent=2))
    else:
        _report([*problems, *warnings])
    if problems:
        sys.exit(INPUT_IS_WRONG)


@main.command()
@quarter_argument
@click.option(
    "--lang", type=click.Choice(["da"]), default="da", show_default=True, help="Language of the report."
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "quarto", "embedded"]),
    default="auto",
    show_default=True,
    help="What renders the report; auto takes Quarto where it is found.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Default: build/QUARTER/."
)
@data_option
def build(quarter: Quarter, lang: str, engine: str, out: Path | None, folder: Path | None) -> None:
    r"""Make the report of QUARTER: report.html, report.pdf, indicators.csv and the notebooks behind them.

    \b
    Examples:
      statusrapport build 2025Q2
      statusrapport build 2025Q2 --out /tmp/report --engine embedded
    """
    from analysis.execution import NotebookError, ParameterError
    from analysis.problems import InputError
    from analysis.rendering import NoQuartoError, RenderingError

    try:
        target = _build_with_progress(quarter, lang, engine, out, folder)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except NoQuartoError as error:
        raise click.UsageError(str(error)) from error
    except (NotebookError, ParameterError, RenderingError) as error:
        click.echo(str(error), err=True)
        sys.exit(PROGRAM_FAILED)
    for name in ("report.html", "report.pdf"):
        click.echo(_shown(target / name))


def _build_with_progress(
    quarter: Quarter, lang: str, engine: str, out: Path | None, folder: Path | None
) -> Path:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.build import Progress as Steps
    from analysis.build import build as make

    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(str(quarter), total=None)
        steps = Steps(
            start=lambda total: bar.update(task, total=total),
            say=lambda what: bar.update(task, description=what),
            step=lambda: bar.advance(task),
        )
        return make(quarter, data=data_root(folder), language=lang, engine=engine, out=out, progress=steps)


def _report(problems: list[Any]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
