"""Commands that make the report and the sheets."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.display import shown, steps_shown
from analysis.cli.language import line_of, messages_option
from analysis.cli.options import (
    FolderType,
    data_option,
    data_root,
    language_option,
    quarter_argument,
    site_option,
)
from analysis.cli.statuses import PROGRAM_FAILED

if TYPE_CHECKING:
    from analysis.builds.sheets import SheetsMade
    from analysis.core.quarters import Quarter

SECONDS_BETWEEN_LOOKS = 0.1


@click.command()
@quarter_argument
@language_option
@click.option(
    "--engine",
    type=click.Choice(["auto", "quarto", "embedded"]),
    default="auto",
    show_default=True,
    help="What renders the report; auto takes Quarto where it is found.",
)
@click.option(
    "--out",
    type=FolderType(),
    metavar="DIR",
    help="Default: build/QUARTER/, of the English edition build/QUARTER-en/.",
)
@data_option
@messages_option
def build(quarter: Quarter, lang: str, engine: str, out: Path | None, folder: Path | None) -> None:
    """Make the report of QUARTER: report.html, report.pdf, indicators.csv and the notebooks behind them.

    \b
    Examples:
      statusrapport build 2025Q2
      statusrapport build 2025Q2 --lang en
      statusrapport build 2025Q2 --out /tmp/report --engine embedded
    """
    target = _build_with_progress(quarter, lang, engine, out, folder)
    for name in ("report.html", "report.pdf"):
        click.echo(shown(target / name))


def _build_with_progress(
    quarter: Quarter, lang: str, engine: str, out: Path | None, folder: Path | None
) -> Path:
    from analysis.builds.report import build as make
    from analysis.rendering.engines import quarto_passed_over

    if line := quarto_passed_over(engine):
        click.echo(line, err=True)
    with steps_shown(str(quarter)) as steps:
        return make(quarter, data=data_root(folder), language=lang, engine=engine, out=out, progress=steps)


@click.command()
@quarter_argument
@click.option(
    "--page",
    default="",
    metavar="NAME",
    help="Make one page only, which is faster: country, region-1083, comparison, ... Default: the report.",
)
@language_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Where the page is shown on this machine. Default: a port that is free.",
)
@data_option
@messages_option
def preview(quarter: Quarter, page: str, lang: str, port: int, folder: Path | None) -> None:
    """Show the report of QUARTER in a browser, and again after each change, until Ctrl-C.

    Watches the notebooks, the delivery, the reference data and the look; only what a change reaches is made
    again. Only this machine can see the page. The embedded engine sets it; build makes what is kept.

    \b
    Examples:
      statusrapport preview 2025Q2
      statusrapport preview 2025Q2 --page region-1083
    """
    from time import monotonic, sleep

    from analysis.builds.preview import FAILURES
    from analysis.builds.preview import preview as begin
    from analysis.builds.preview_server import serving

    with (
        suppress(KeyboardInterrupt),
        begin(quarter, data=data_root(folder), language=lang, page=page) as work,
        serving(port) as server,
    ):
        click.echo(f"{server.address} shows {quarter}; Ctrl-C ends it")
        while True:
            if work.has_changed():
                start = monotonic()
                try:
                    made = work.made()
                    click.echo(f"made in {monotonic() - start:.1f} s", err=True)
                    server.show(made)
                except FAILURES as error:
                    server.show_failure(str(error))
                    click.echo(line_of(error), err=True)
            sleep(SECONDS_BETWEEN_LOOKS)


def _codes(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in value.split(",")) if value else ()


@click.command()
@quarter_argument
@click.option(
    "--only",
    callback=_codes,
    metavar="CODES",
    help="Codes of municipalities or regions, parted by commas: 813,851,1081. Default: all.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="At most N at a time. Default: one per processor."
)
@language_option
@site_option
@click.option(
    "--out",
    type=FolderType(),
    metavar="DIR",
    help="Default: build/QUARTER/kommuner/.",
)
@data_option
@messages_option
def sheets(
    quarter: Quarter,
    only: tuple[str, ...],
    jobs: int | None,
    lang: str,
    site: str,
    out: Path | None,
    folder: Path | None,
) -> None:
    """Make a page for each municipality and region of QUARTER: PDF, HTML and a picture for sharing.

    With them come index.html, which lists them, and presselinjer.csv, a sentence to quote for each. Sheets
    whose figures are as they were are kept; if one cannot be made, the others still are. The embedded engine
    (Pandoc and Typst) sets them, also where Quarto sets the report.

    \b
    Examples:
      statusrapport sheets 2025Q2
      statusrapport sheets 2025Q2 --only 813,851
      statusrapport sheets 2025Q2 --site https://example.org/2025Q2/kommuner/
    """
    from analysis.builds.sheets import UnknownAreaError

    try:
        outcome = _sheets_with_progress(quarter, only, jobs, lang, site, out, folder)
    except UnknownAreaError as error:
        raise click.BadParameter(str(error), param_hint="--only") from error
    if outcome.removed:
        click.echo(
            f"removed {len(outcome.removed)} sheets that held other figures; run without --only to make them",
            err=True,
        )
    for area, reason in outcome.failed.items():
        click.echo(f"{area}: {reason}", err=True)
    click.echo(shown(outcome.folder / "index.html"))
    if outcome.failed:
        sys.exit(PROGRAM_FAILED)


def _sheets_with_progress(
    quarter: Quarter,
    only: tuple[str, ...],
    jobs: int | None,
    lang: str,
    site: str,
    out: Path | None,
    folder: Path | None,
) -> SheetsMade:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from analysis.builds.sheets import SheetProgress, make_sheets

    columns = (
        TextColumn("Sheets of {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(str(quarter), total=None)
        progress = SheetProgress(
            start=lambda total: bar.update(task, total=total), step=lambda: bar.advance(task)
        )
        return make_sheets(
            quarter,
            data=data_root(folder),
            only=only,
            jobs=jobs,
            language=lang,
            site=site,
            out=out,
            progress=progress,
        )
