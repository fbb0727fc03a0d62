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

    from analysis.builds.report import Progress as Steps
    from analysis.builds.sheets import SheetsMade
    from analysis.core.layout import DataRoot
    from analysis.core.quarters import Quarter
    from analysis.releases.archive import Archive
    from analysis.releases.private import PrivateArchive
    from analysis.simulation.plan import Plan

INPUT_IS_WRONG = 1
DIFFERENT = 3
UNREACHABLE = 4
PROGRAM_FAILED = 70
SECONDS_WITHOUT_PROGRESS = 1


class QuarterType(click.ParamType[Any]):
    """A quarter on the command line."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Parse ``2025Q2``."""
        from analysis.core.quarters import Quarter

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


class VersionType(click.ParamType[Any]):
    """A version on the command line."""

    name = "version"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Parse ``v2``."""
        from analysis.releases.archive import parse_version

        try:
            return parse_version(value)
        except ValueError:
            self.fail(f"{value!r} is not a version; write it as v1", param, ctx)


reports_option = click.option(
    "--reports",
    "archive_folder",
    envvar="STATUSRAPPORT_REPORTS",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Archive of released versions. Default: the project's reports/.",
)

private_option = click.option(
    "--private",
    "private_folder",
    envvar="STATUSRAPPORT_PRIVATE",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Archive of inputs that hold what is not published. Default: private/ beside the archive.",
)

language_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of what is made.",
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
      statusrapport release 2025Q2          its report frozen as the next version, in reports/
    """


def data_root(folder: Path | None) -> DataRoot:
    """The data root a command works on."""
    from analysis.core.layout import DEFAULT_DATA, DataRoot

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

    from analysis.checks.plausibility import findings
    from analysis.core.problems import InputError
    from analysis.ingest.sealing import seal_delivery
    from analysis.ingest.snapshot import read_inputs

    data = data_root(folder)
    problems, warnings = [], []
    try:
        if seal:
            seal_delivery(data, quarter, date.today())
        warnings = list(findings(read_inputs(data, quarter)))
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
    from analysis.core.folders import OutputFolderError
    from analysis.core.problems import InputError
    from analysis.rendering.engines import NoQuartoError, RenderingError
    from analysis.rendering.execution import NotebookError, ParameterError

    try:
        target = _build_with_progress(quarter, lang, engine, out, folder)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except (NoQuartoError, OutputFolderError) as error:
        raise click.UsageError(str(error)) from error
    except (NotebookError, ParameterError, RenderingError) as error:
        click.echo(str(error), err=True)
        sys.exit(PROGRAM_FAILED)
    for name in ("report.html", "report.pdf"):
        click.echo(_shown(target / name))


@main.command()
@quarter_argument
@click.option("--reason", metavar="TEXT", default="", help="Why there is another version, for its readers.")
@click.option(
    "--kind",
    type=click.Choice(["revision", "correction"]),
    help="Of another version: better data as planned, or an error mended.",
)
@click.option(
    "--inputs",
    "inputs_of",
    type=VersionType(),
    help="Take the frozen inputs of a released version (v1) instead of the delivery.",
)
@click.option("--allow-dirty", is_flag=True, help="Release also from a tree with uncommitted changes.")
@data_option
@reports_option
@private_option
def release(
    quarter: Quarter,
    reason: str,
    kind: str | None,
    inputs_of: int | None,
    folder: Path | None,
    archive_folder: Path | None,
    private_folder: Path | None,
    *,
    allow_dirty: bool,
) -> None:
    """Freeze what build makes of QUARTER as its next version, which nobody changes any more.

    A version holds the report, the notebooks, the data and the inputs they were made from. The first one
    needs no reason; each later one says why there is one. Inputs that hold a number which the report hides
    go to the private archive; the public one says so.

    \b
    Examples:
      statusrapport release 2025Q2
      statusrapport release 2025Q2 --kind revision --reason "Endelige tal fra to kommuner."
      statusrapport release 2025Q2 --inputs v1 --kind correction --reason "Fejl i figur rettet."
    """
    from analysis.core.problems import InputError
    from analysis.releases.archive import NoVersionError
    from analysis.releases.integrity import private_inputs_of
    from analysis.releases.private import PrivateArchiveError
    from analysis.releases.release import ReasonError, RefusedError
    from analysis.releases.release import release as make
    from analysis.releases.repository import CodeError
    from analysis.rendering.engines import RenderingError
    from analysis.rendering.execution import NotebookError

    try:
        with _steps_shown(str(quarter)) as steps:
            version = make(
                quarter,
                data=data_root(folder),
                archive=_archive(archive_folder),
                kind=kind or "",
                reason=" ".join(reason.split()),
                inputs_of=inputs_of,
                private=_private(private_folder),
                allow_dirty=allow_dirty,
                progress=steps,
                waiting=lambda: click.echo("Waiting for another release ...", err=True),
            )
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except (CodeError, PrivateArchiveError, RefusedError) as error:
        click.echo(str(error), err=True)
        sys.exit(INPUT_IS_WRONG)
    except (NoVersionError, ReasonError) as error:
        raise click.UsageError(str(error)) from error
    except (NotebookError, RenderingError, OSError) as error:
        click.echo(f"{error}; nothing was released", err=True)
        sys.exit(INPUT_IS_WRONG if isinstance(error, OSError) else PROGRAM_FAILED)
    click.echo(_shown(version.folder))
    if names := private_inputs_of(version.manifest):
        click.echo(f"kept private: {', '.join(names)}", err=True)


def _private(folder: Path | None) -> PrivateArchive | None:
    from analysis.releases.private import PrivateArchive

    return None if folder is None else PrivateArchive(folder.absolute())


def _archive(folder: Path | None) -> Archive:
    from analysis.core.layout import REPORTS
    from analysis.releases.archive import Archive

    return Archive(REPORTS if folder is None else folder.absolute())


@main.command()
@quarter_argument
@click.argument("version", type=VersionType(), required=False)
@click.option("--quick", is_flag=True, help="Only look for changed bytes; rebuild nothing.")
@click.option("--here", is_flag=True, help="Rebuild with the code and packages that run now.")
@reports_option
@private_option
def verify(
    quarter: Quarter,
    version: int | None,
    archive_folder: Path | None,
    private_folder: Path | None,
    *,
    quick: bool,
    here: bool,
) -> None:
    """Check a released VERSION of QUARTER (v1; without one the newest): rebuild it and compare each byte.

    First the bytes of the archive are compared with their checksums, of all versions of the quarter where
    none is named. Then the version is rebuilt from its own inputs, in a temporary folder and environment,
    with the code and the lock of the commit that it records. Status 3 tells that something differs. What
    was made from private inputs is rebuilt where they are at hand; else it is said what was not compared.

    \b
    Examples:
      statusrapport verify 2025Q2
      statusrapport verify 2025Q2 v1 --quick
      statusrapport verify 2025Q2 v1 --here     does today's code still give the same?
    """
    from analysis.releases.archive import NoVersionError
    from analysis.releases.integrity import differences, lists, private_inputs_of
    from analysis.releases.private import PrivateArchive, missing_inputs, private_differences
    from analysis.releases.repository import NoCommitError
    from analysis.releases.verification import NoEnvironmentError, RebuildError, rebuilt_differences

    if quick and here:
        raise click.UsageError("--quick rebuilds nothing, --here does")
    archive = _archive(archive_folder)
    private = _private(private_folder) or PrivateArchive.beside(archive)
    try:
        chosen = archive.version(quarter, version)
    except NoVersionError as error:
        if not lists(archive, quarter, version):
            raise click.UsageError(str(error)) from error
        _report(differences(archive, archive.versions(quarter) if version is None else []))
        sys.exit(DIFFERENT)
    found = differences(archive, archive.versions(quarter) if version is None else [chosen])
    missing: list[str] = []
    if not found:
        found, missing = private_differences(chosen, private), missing_inputs(chosen, private)
    try:
        if not found and not quick and not missing:
            with _status_when_slow() as say:
                found = rebuilt_differences(chosen, private, say, here=here)
    except (NoCommitError, NoEnvironmentError) as error:
        click.echo(str(error), err=True)
        sys.exit(UNREACHABLE)
    except RebuildError as error:
        click.echo(str(error), err=True)
        sys.exit(PROGRAM_FAILED)
    _report(found)
    if found:
        sys.exit(DIFFERENT)
    compared = chosen.manifest["inputs"].keys() | chosen.manifest["outputs"].keys() | {"manifest.json"}
    held = private_inputs_of(chosen.manifest)
    how = "unchanged" if quick or missing else "unchanged and rebuilt byte for byte"
    with_them = f", {len(held)} of them private" if held and not missing else ""
    click.echo(f"{chosen.name}: {len(compared) - len(missing)} files{with_them} {how}")
    if missing:
        click.echo(
            f"not compared, as they are private and not in {_shown(private.path)}/: {', '.join(missing)}"
        )
        click.echo("not rebuilt: that needs them (--private DIR)")


@main.command()
@quarter_argument
@click.argument("old")
@click.argument("new", required=False)
@click.option("--csv", "form", flag_value="csv", help="As CSV on standard output, in full precision.")
@click.option("--json", "form", flag_value="json", help="As JSON on standard output, in full precision.")
@data_option
@reports_option
def diff(
    quarter: Quarter,
    old: str,
    new: str | None,
    form: str | None,
    folder: Path | None,
    archive_folder: Path | None,
) -> None:
    """List every number that differs between OLD and NEW.

    \b
    Each of them is one of
      v1           that version of QUARTER
      2025Q1       the newest version of another quarter
      2025Q1/v1    a version of another quarter
      data         what the delivery of QUARTER gives as it is now, released or not
    Without NEW it is the newest version of QUARTER. Between two quarters, each one's own numbers are
    compared. Status 3 tells that something differs.

    \b
    Examples:
      statusrapport diff 2025Q2 v1 v2
      statusrapport diff 2025Q2 2025Q1          from the quarter before to this one
      statusrapport diff 2025Q2 v1 data         what a new delivery would change
    """
    from analysis.core.problems import InputError
    from analysis.indicators.differences import changes
    from analysis.releases.archive import NoVersionError
    from analysis.releases.listing import as_json, numbers_of, show_table

    try:
        tables = [
            numbers_of(text, quarter, _archive(archive_folder), data_root(folder))
            for text in (old, new or "")
        ]
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except NoVersionError as error:
        raise click.UsageError(str(error)) from error
    changed = changes(*tables)
    if form == "csv":
        click.echo(changed.write_csv(), nl=False)
    elif form == "json":
        click.echo(as_json(changed))
    else:
        show_table(changed)
    if not changed.is_empty():
        sys.exit(DIFFERENT)


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
    from analysis.ingest.dates import fits_quarter

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
    from analysis.core.problems import InputError
    from analysis.ingest.templates import start_delivery

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
    from analysis.builds.report import build as make

    with _steps_shown(str(quarter)) as steps:
        return make(quarter, data=data_root(folder), language=lang, engine=engine, out=out, progress=steps)


@contextmanager
def _steps_shown(label: str) -> Iterator[Steps]:
    """A bar on standard error, if people read it, of the steps of a build."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.builds.report import Progress as Steps

    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield Steps(
            start=lambda total: bar.update(task, total=total, completed=0),
            say=lambda what: bar.update(task, description=what),
            step=lambda: bar.advance(task),
        )


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
    from analysis.explore.forking import ForkError
    from analysis.explore.forking import fork as make

    try:
        copy = make(notebook, name, str(quarter) if quarter else None)
    except ForkError as error:
        raise click.UsageError(str(error)) from error
    click.echo(_shown(copy))


def _pairs(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{text!r} is not of the form name=value", param=option)
        pairs[name] = value
    return pairs


@main.command()
@click.argument("notebook")
@click.option(
    "-p",
    "parameters",
    multiple=True,
    callback=_pairs,
    metavar="NAME=VALUE",
    help="A parameter of the notebook.",
)
@data_option
def run(notebook: str, parameters: dict[str, str], folder: Path | None) -> None:
    """Run NOTEBOOK from its first cell and keep it, and a page of it, in build/notebooks/.

    The beginning of a notebook's name is enough.

    \b
    Examples:
      statusrapport run explore/my-question
      statusrapport run my-question -p quarter=2025Q2
    """
    from analysis.builds.notebook import run_notebook
    from analysis.explore.forking import ForkError, find_notebook
    from analysis.rendering.engines import RenderingError
    from analysis.rendering.execution import NotebookError, ParameterError

    try:
        with _status_when_slow() as say:
            say("Running")
            made = run_notebook(find_notebook(notebook), parameters, data_root(folder))
    except (ForkError, ParameterError) as error:
        raise click.UsageError(str(error)) from error
    except (NotebookError, RenderingError) as error:
        click.echo(str(error), err=True)
        sys.exit(PROGRAM_FAILED)
    for path in made:
        click.echo(_shown(path))


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
@language_option
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
    lang: str,
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
    from analysis.builds.sheets import UnknownAreaError
    from analysis.core.folders import OutputFolderError
    from analysis.core.problems import InputError

    if site and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", site):
        raise click.BadParameter(
            f"{site!r} is no address like https://example.org/folder/", param_hint="--site"
        )
    try:
        outcome = _sheets_with_progress(quarter, only, jobs, lang, site, out, folder)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except OutputFolderError as error:
        raise click.UsageError(str(error)) from error
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
    from analysis.core.folders import OutputFolderError
    from analysis.core.problems import InputError
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
    except OutputFolderError as error:
        raise click.UsageError(str(error)) from error
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
    from analysis.core.folders import OutputFolderError
    from analysis.core.problems import InputError
    from analysis.events.delivering import ReductionRequest, reduce_extracts, tally_in_words
    from analysis.events.engines import MissingEngineError, UnreachableError, start

    as_of = fitting_day(moment, quarter)
    if spark and engine != "spark":
        raise click.UsageError("--spark needs --engine spark")
    try:
        with _status_when_slow() as say:
            say("Reducing")
            order = ReductionRequest(quarter, as_of, days)
            counts = reduce_extracts(extracts, out, order, start(engine, spark), data_root(folder).path)
    except InputError as error:
        _report(list(error.problems))
        sys.exit(INPUT_IS_WRONG)
    except (MissingEngineError, OutputFolderError) as error:
        raise click.UsageError(str(error)) from error
    except UnreachableError as error:
        click.echo(f"{error}; nothing was written", err=True)
        sys.exit(UNREACHABLE)
    except OSError as error:
        raise click.BadParameter(str(error.strerror or error), param_hint="--out") from error
    for tally in counts.tallies:
        click.echo(tally_in_words(tally), err=True)
    if counts.placeless:
        click.echo(f"{counts.placeless:,} active runners in no known municipality: not counted", err=True)
    click.echo(_shown(out))


@main.command()
@click.argument("case", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--ask", is_flag=True, help="Ask for the facts, one at a time, and only for those that matter.")
def vejledning(case: Path | None, *, ask: bool) -> None:
    """Say what VEJ 9921 says of a case, with its paragraphs. No decision support.

    CASE is a YAML file with dag: and oplysninger:, as those in docs/guidance-cases/.

    \b
    Examples:
      statusrapport vejledning docs/guidance-cases/registreret.yml
      statusrapport vejledning --ask
    """
    from analysis.guidance.dialogue import answer_case, ask_for_case

    if (case is None) != ask:
        raise click.UsageError("Give either a CASE or --ask.")
    if not (ask_for_case() if case is None else answer_case(case)):
        sys.exit(INPUT_IS_WRONG)


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

    from analysis.core.problems import InputError
    from analysis.reference.statbank import ADDRESS, StatBank, StatBankError
    from analysis.reference.update import update_population

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
