"""The command ``statusrapport``."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import date, datetime

    from analysis.layout import DataRoot
    from analysis.quarters import Quarter
    from analysis.sheets import Outcome
    from analysis.simulation.plan import Plan

INPUT_IS_WRONG = 1
UNREACHABLE = 4
PROGRAM_FAILED = 70
SECONDS_WITHOUT_PROGRESS = 1


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
    """Quarterly status reports on Denmark's volunteer cardiac-arrest responders (hjerteløbere).

    \b
    Examples:
      statusrapport check 2025Q2            everything that is wrong with a delivery
      statusrapport build 2025Q2            its report as HTML and PDF, in build/2025Q2/
      statusrapport sheets 2025Q2           a page for each municipality and region
      statusrapport fork 02_indicators my-question    a notebook of your own
      statusrapport new 2025Q3 --as-of 2025-09-05    a folder with templates for the next one
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
    """Validate the delivery of QUARTER and list every problem at once.

    Problems stop a report. Warnings do not: they are odd things for a person to look at. One that is
    answered by its name in delivery.toml is not listed again; the report shows all with their answers.

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
        _report([*problems, *(one for one in warnings if one.answer is None)])
    if problems:
        sys.exit(INPUT_IS_WRONG)


@main.command()
@quarter_argument
@click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of the report.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "quarto", "embedded"]),
    default="auto",
    show_default=True,
    help="What renders the report; auto takes Quarto where it is found.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Default: build/QUARTER/, of the English edition build/QUARTER-en/.",
)
@data_option
def build(quarter: Quarter, lang: str, engine: str, out: Path | None, folder: Path | None) -> None:
    """Make the report of QUARTER: report.html, report.pdf, indicators.csv and the notebooks behind them.

    \b
    Examples:
      statusrapport build 2025Q2
      statusrapport build 2025Q2 --lang en
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


as_of_option = click.option(
    "--as-of",
    "moment",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="Day of the stock counts, like 2025-09-05: in the quarter or up to 31 days after it.",
)


def fitting_day(moment: datetime, quarter: Quarter) -> date:
    """The day of the stock counts, which has to fit the quarter."""
    from analysis.templates import fits_quarter

    as_of = moment.date()
    if not fits_quarter(as_of, quarter):
        raise click.BadParameter(
            f"{as_of} lies neither in {quarter} nor up to 31 days after it", param_hint="'--as-of'"
        )
    return as_of


@main.command()
@quarter_argument
@as_of_option
@data_option
def new(quarter: Quarter, moment: datetime, folder: Path | None) -> None:
    """Start the delivery of QUARTER: a folder with templates that explain themselves.

    What still holds is taken over from the newest earlier delivery; an existing folder is never touched.

    \b
    Examples:
      statusrapport new 2025Q3 --as-of 2025-09-05
    """
    from analysis.problems import InputError
    from analysis.templates import start_delivery

    as_of = fitting_day(moment, quarter)
    try:
        started = start_delivery(data_root(folder).path, quarter, as_of)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    for warning in started.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(_shown(started.folder))
    elsewhere = "" if folder is None else f" --data {folder}"
    click.echo(
        f"Next: fill in delivery.toml and the workbooks there, then statusrapport check {quarter}{elsewhere}"
    )


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


@main.command()
@click.argument("notebook")
@click.argument("name")
@click.option("--quarter", type=QuarterType(), help="The quarter that the copy opens.")
def fork(notebook: str, name: str, quarter: Quarter | None) -> None:
    """Copy NOTEBOOK to notebooks/explore/NAME.ipynb, ready to run and to be changed.

    The beginning of a notebook's name is enough. A copy that is there already is never touched.

    \b
    Examples:
      statusrapport fork 02_indicators my-question
      statusrapport fork 02 my-question --quarter 2025Q2
      statusrapport fork explore/nabokommuner min-kommune
    """
    from analysis.forking import ForkError
    from analysis.forking import fork as make

    try:
        copy = make(notebook, name, str(quarter) if quarter else None)
    except ForkError as error:
        raise click.UsageError(str(error)) from error
    click.echo(_shown(copy))


def _codes(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in value.split(",")) if value else ()


@main.command()
@quarter_argument
@click.option(
    "--only",
    callback=_codes,
    metavar="CODES",
    help="Codes of municipalities or regions, parted by commas: 813,851,1081. Default: all.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many at a time. Default: one per processor."
)
@click.option(
    "--site",
    default="",
    metavar="URL",
    help="Where the folder will lie on the web. Pages that share a picture need their full address.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Default: build/QUARTER/kommuner/.",
)
@data_option
def sheets(
    quarter: Quarter,
    only: tuple[str, ...],
    jobs: int | None,
    site: str,
    out: Path | None,
    folder: Path | None,
) -> None:
    """Make a page for each municipality and region of QUARTER: PDF, HTML and a picture for sharing.

    With them come index.html, which lists them, and presselinjer.csv, a sentence to quote for each. Sheets
    whose figures are as they were are kept; if one cannot be made, the others still are.

    \b
    Examples:
      statusrapport sheets 2025Q2
      statusrapport sheets 2025Q2 --only 813,851
      statusrapport sheets 2025Q2 --site https://example.org/2025Q2/kommuner/
    """
    from analysis.problems import InputError
    from analysis.sheets import UnknownAreaError

    if site and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", site):
        raise click.BadParameter(
            f"{site!r} is no address like https://example.org/folder/", param_hint="--site"
        )
    try:
        outcome = _sheets_with_progress(quarter, only, jobs, site, out, folder)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except UnknownAreaError as error:
        raise click.BadParameter(str(error), param_hint="--only") from error
    if outcome.removed:
        click.echo(
            f"removed {len(outcome.removed)} sheets that held other figures; run without --only to make them",
            err=True,
        )
    for area, reason in outcome.failed.items():
        click.echo(f"{area}: {reason}", err=True)
    click.echo(_shown(outcome.folder / "index.html"))
    if outcome.failed:
        sys.exit(PROGRAM_FAILED)


def _sheets_with_progress(
    quarter: Quarter,
    only: tuple[str, ...],
    jobs: int | None,
    site: str,
    out: Path | None,
    folder: Path | None,
) -> Outcome:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from analysis.sheets import SheetProgress, make_sheets

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
            quarter, data=data_root(folder), only=only, jobs=jobs, site=site, out=out, progress=progress
        )


@main.command()
@click.option("--from", "first", type=QuarterType(), required=True, help="The first quarter, like 2023Q1.")
@click.option("--to", "last", type=QuarterType(), required=True, help="The last quarter.")
@click.option(
    "--seed", type=click.IntRange(min=0), required=True, metavar="N", help="Another seed, other figures."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="A new or empty folder.",
)
@click.option(
    "--extracts",
    "positions",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="Also extracts of events for `reduce`, with so many positions, instead of the last delivery.",
)
@data_option
def simulate(
    first: Quarter, last: Quarter, seed: int, out: Path, positions: int | None, folder: Path | None
) -> None:
    """Write a whole data root of made-up figures to DIR: deliveries and reference files.

    Geography is that of the data root; people and figures are made up and marked as simulated. The same
    quarters and seed give the same bytes.

    \b
    Examples:
      statusrapport simulate --from 2023Q1 --to 2025Q4 --seed 1 --out simulated
      statusrapport build 2025Q4 --data simulated
      statusrapport simulate --from 2025Q1 --to 2025Q2 --seed 1 --out practice --extracts 1000000
    """
    from analysis.problems import InputError
    from analysis.simulation.plan import Plan

    try:
        plan = Plan(first, last, seed)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        _simulate_with_progress(plan, out, folder, positions)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--extracts") from error
    except OSError as error:
        raise click.BadParameter(str(error.strerror or error), param_hint="--out") from error
    click.echo(_shown(out))


def _simulate_with_progress(plan: Plan, out: Path, folder: Path | None, positions: int | None) -> None:
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress

    from analysis.simulation.root import simulate as make

    console = Console(stderr=True)
    progress = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = progress.add_task("Simulating", total=len(plan.quarters))
    patience = monotonic() + SECONDS_WITHOUT_PROGRESS

    def done(_quarter: Quarter) -> None:
        progress.advance(task)
        if monotonic() > patience:
            progress.start()

    try:
        make(plan, out, model=data_root(folder), positions=positions, done=done)
    finally:
        progress.stop()


@main.command(name="reduce")
@click.argument("extracts")
@click.option("--quarter", type=QuarterType(), required=True, help="Whose delivery, like 2025Q2.")
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The delivery's folder, new or empty: raw/QUARTER of a data root, for `check` and `build`.",
)
@click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb", "spark"]),
    default="polars",
    show_default=True,
    help="What reads the extracts; the counts are the same.",
)
@click.option("--spark", metavar="URL", help="A cluster: sc://HOST:15002 or spark://HOST:7077.")
@click.option(
    "--active-window",
    "days",
    type=click.IntRange(1, 366),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="A runner is active whose last position is at most so old; there is no published cut-off.",
)
@data_option
def reduce_command(
    extracts: str,
    quarter: Quarter,
    moment: datetime,
    out: Path,
    engine: str,
    spark: str | None,
    days: int,
    folder: Path | None,
) -> None:
    """Count EXTRACTS of positions, alarms, responses and AEDs into a delivery.

    A folder, or with Spark an address such as s3a://…. They are read where they lie, and only counts leave
    the engine. What does not count is listed, with its
    reason, and stands in the sidecars too.

    \b
    Examples:
      statusrapport reduce /secure/2025Q3 --quarter 2025Q3 --as-of 2025-09-05 --out data/raw/2025Q3
      statusrapport reduce EXTRACTS --quarter 2025Q3 --as-of 2025-09-05 --out DIR --engine duckdb
      statusrapport reduce EXTRACTS --quarter 2025Q3 --as-of 2025-09-05 --out DIR \\
          --engine spark --spark sc://cluster:15002
    """
    from analysis.events.delivering import Order, reduce_extracts, sentence
    from analysis.events.engines import MissingEngineError, UnreachableError, start
    from analysis.problems import InputError

    as_of = fitting_day(moment, quarter)
    if spark and engine != "spark":
        raise click.UsageError("--spark needs --engine spark")
    try:
        with _status_when_slow() as say:
            say("Reducing")
            order = Order(quarter, as_of, days)
            counts = reduce_extracts(extracts, out, order, start(engine, spark), data_root(folder).path)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except MissingEngineError as error:
        raise click.UsageError(str(error)) from error
    except UnreachableError as error:
        click.echo(f"{error}; nothing was written", err=True)
        sys.exit(UNREACHABLE)
    except OSError as error:
        raise click.BadParameter(str(error.strerror or error), param_hint="--out") from error
    for fate in counts.fates:
        click.echo(sentence(fate), err=True)
    if counts.placeless:
        click.echo(f"{counts.placeless:,} active runners in no known municipality: not counted", err=True)
    click.echo(_shown(out))


@main.group()
def population() -> None:
    """The population that rates are formed with.

    \b
    Examples:
      statusrapport population update
    """


@population.command()
@click.option("--accept-revisions", is_flag=True, help="Take over figures that differ from those we hold.")
@data_option
def update(folder: Path | None, *, accept_revisions: bool) -> None:
    """Add the quarters that Danmarks Statistik has published to the population in raw/reference.

    Asks the API of StatBank for table FOLK1A, from the oldest quarter that we hold on. The files are
    replaced together, and only by figures that add up. Figures that differ from ours are refused until you
    accept them.

    \b
    Examples:
      statusrapport population update
      statusrapport population update --accept-revisions

    \b
    Environment:
      STATUSRAPPORT_STATBANK    where the API lies instead of https://api.statbank.dk/v1
    """
    from datetime import date

    from analysis.population_update import update_population
    from analysis.problems import InputError
    from analysis.statbank import ADDRESS, StatBank, StatBankError

    address = os.environ.get("STATUSRAPPORT_STATBANK") or ADDRESS
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", address):
        raise click.UsageError(f"STATUSRAPPORT_STATBANK is no address: {address!r}")
    try:
        with _status_when_slow() as say:
            done = update_population(
                data_root(folder),
                date.today(),
                StatBank(address, say=say),
                accept_revisions=accept_revisions,
            )
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except StatBankError as error:
        click.echo(f"{error}; nothing was written", err=True)
        sys.exit(UNREACHABLE)
    _report([*done.remarks, *done.revisions])
    click.echo(str(done))


@contextmanager
def _status_when_slow(seconds: float = SECONDS_WITHOUT_PROGRESS) -> Iterator[Callable[[str], None]]:
    """Say on standard error, if people read it, what is being done once it takes longer."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    status = console.status("")
    timer = Timer(seconds, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda what: status.update(escape(what))
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def _report(problems: list[Any]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
