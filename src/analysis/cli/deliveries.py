"""Commands that start, check and count deliveries."""

from __future__ import annotations

import json
import sys
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from analysis.cli.display import show_problems, shown, status_when_slow
from analysis.cli.language import messages, messages_option
from analysis.cli.options import (
    REFERENCE,
    CheckedType,
    FolderType,
    QuarterType,
    archive_of,
    as_of_option,
    data_option,
    data_root,
    fitting_day,
    quarter_argument,
    reports_option,
)
from analysis.cli.statuses import INPUT_IS_WRONG, saying

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from analysis.checks.finding import Finding
    from analysis.core.problems import Problem
    from analysis.core.quarters import Quarter
    from analysis.releases.archive import Archive


NEXT_STEP: Final = "Next: fill in delivery.toml and the workbooks there, then {command}"


@click.command()
@click.argument("what", type=CheckedType(), metavar="QUARTER|reference")
@click.option("--seal", is_flag=True, help="Write a sidecar with the hash of each of the files.")
@click.option("--json", "as_json", is_flag=True, help="List everything as JSON on standard output.")
@data_option
@reports_option
@messages_option
def check(
    what: Quarter | str, folder: Path | None, archive_folder: Path | None, *, seal: bool, as_json: bool
) -> None:
    """Validate the delivery of QUARTER, or the reference files, and list every problem at once.

    Problems stop a report. Warnings do not: they are odd things for a person to look at. One that is
    answered by its name in delivery.toml, or with all of its kind (share-up/*), is not listed again; the
    report shows all with their answers. The last line says how the delivery stands.
    Hidden numbers that follow from the report and the released versions are among them: until they are
    accepted, `release` refuses the quarter.

    \b
    Examples:
      statusrapport check 2025Q2
      statusrapport check 2025Q2 --seal     then vouch for the files as they are now
      statusrapport check 2025Q2 --json     for another program, in English
      statusrapport check reference --seal  vouch for data/raw/reference after a change that is meant
    """
    if isinstance(what, str):
        _check_reference(folder, seal=seal, as_json=as_json)
    else:
        _check_delivery(what, folder, archive_folder, seal=seal, as_json=as_json)


def _check_reference(folder: Path | None, *, seal: bool, as_json: bool) -> None:
    """Check the reference files as they hold today."""
    from datetime import date

    from analysis.core.problems import InputError
    from analysis.ingest.sealing import seal_reference
    from analysis.reference.boundary_update import check_boundaries
    from analysis.reference.files import SCHEMAS, read_reference

    data = data_root(folder)
    problems, sealed, bounded = [], [], False
    try:
        if seal:
            sealed = seal_reference(data, date.today())
        bounded = check_boundaries(data, read_reference(data.path, date.today()))
    except InputError as error:
        problems = list(error.problems)
    _show(REFERENCE, problems, [], as_json=as_json)
    if problems:
        sys.exit(INPUT_IS_WRONG)
    if not as_json:
        done = "; sealed {names}" if sealed else ""
        line = messages().said(
            "{count} reference files are sound" + done,
            count=len(SCHEMAS) + bounded,
            names=", ".join(path.name for path in sealed),
        )
        click.echo(line)


def _check_delivery(
    quarter: Quarter, folder: Path | None, archive_folder: Path | None, *, seal: bool, as_json: bool
) -> None:
    from datetime import date

    from analysis.checks.findings import findings, in_one_line
    from analysis.checks.publishing import deducible_from_everything
    from analysis.checks.unknown import unknown_in_words
    from analysis.core.problems import InputError
    from analysis.ingest.sealing import seal_delivery
    from analysis.ingest.snapshot import read_as_far_as_right

    data = data_root(folder)
    snapshot, warnings, unknown, sealed = None, [], [], []
    problems: list[Problem] = []
    try:
        if seal:
            sealed = seal_delivery(data, quarter, date.today())
        snapshot, problems = read_as_far_as_right(data, quarter)
    except InputError as error:
        problems = list(error.problems)
    if snapshot is not None:
        warnings = list(findings(snapshot))
        unknown = unknown_in_words(warnings, snapshot, messages())
        named = {one.name for one in warnings}
        released = _released(archive_of(archive_folder), simulated=snapshot.delivery.simulated)
        everything = deducible_from_everything(snapshot, released)
        warnings += [one for one in everything if one.name not in named]
    _show(str(quarter), problems, warnings, as_json=as_json)
    if not as_json:
        for line in unknown:
            click.echo(line, err=True)
        if snapshot is not None:
            said = in_one_line(str(quarter), warnings, messages())
            if sealed:
                said = messages().said("{line}; {count} files sealed", line=said, count=len(sealed))
            click.echo(_unfinished(said, problems) if problems else said, err=bool(problems))
    if problems:
        sys.exit(INPUT_IS_WRONG)


def _unfinished(line: str, problems: list[Problem]) -> str:
    """How a delivery stands, that something is wrong with earlier ones, and what helps."""
    where = sorted({one.file.rpartition("/")[0] for one in problems})
    told, count = messages(), "{count} problems" if len(problems) > 1 else "1 problem"
    return told.said(
        f"{{line}}, but there is no report of it while {{where}} has {count} (listed above): finish what is "
        "there, or move it out of raw/",
        line=line,
        where=reduce(lambda one, other: told.said("{one} and {other}", one=one, other=other), where),
        count=len(problems),
    )


def _show(what: str, problems: list[Problem], warnings: list[Finding], *, as_json: bool) -> None:
    """List problems, and warnings that nobody has answered; as JSON all of them."""
    if not as_json:
        show_problems(problems)
        for one in warnings:
            if one.answer is None:
                click.echo(one.line(messages()), err=True)
        return
    rows = [
        {"file": p.file, "row": p.row, "column": p.column, "found": p.found, "expected": p.expected}
        for p in problems
    ]
    listed = {"problems": rows, "warnings": [one.record() for one in warnings]}
    click.echo(json.dumps({"quarter": what, **listed}, ensure_ascii=False, indent=2))


def _released(archive: Archive, *, simulated: bool) -> dict[str, pl.DataFrame]:
    """The numbers of the released versions; none, and a warning, where the archive cannot be read."""
    from polars.exceptions import PolarsError

    try:
        return archive.tables(simulated=simulated)
    except (OSError, ValueError, PolarsError) as error:
        line = messages().said(
            "warning: {archive} cannot be read, so its versions were not looked at: {reason}",
            archive=shown(archive.path),
            reason=str(error).splitlines()[0],
        )
        click.echo(line, err=True)
        return {}


@click.command()
@quarter_argument
@as_of_option
@data_option
@messages_option
def new(quarter: Quarter, moment: datetime, folder: Path | None) -> None:
    """Start the delivery of QUARTER: a folder with templates that explain themselves.

    What still holds is taken over from the newest earlier delivery; an existing folder is never touched.

    \b
    Examples:
      statusrapport new 2025Q3 --as-of 2025-09-05
    """
    from analysis.ingest.templates import start_delivery

    as_of = fitting_day(moment, quarter)
    started = start_delivery(data_root(folder).path, quarter, as_of)
    for warning in started.warnings:
        click.echo(messages().said("warning: {text}", text=messages().of_words(warning)), err=True)
    click.echo(shown(started.folder))
    command = f"statusrapport check {quarter}{'' if folder is None else f' --data {folder}'}"
    click.echo(messages().said(NEXT_STEP, command=command))


@click.command(name="reduce")
@click.argument("extracts")
@click.option("--quarter", type=QuarterType(), required=True, help="Whose delivery, like 2025Q2.")
@as_of_option
@click.option(
    "--out",
    type=FolderType(),
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
    from analysis.events.arrest_table import arrests_in_words
    from analysis.events.coverage_table import radii_in_words
    from analysis.events.delivering import ReductionRequest, reduce_extracts, tally_in_words
    from analysis.events.engines import UnreachableError, start

    as_of = fitting_day(moment, quarter)
    if spark and engine != "spark":
        raise click.UsageError("--spark needs --engine spark")
    with saying("nothing was written", UnreachableError, OSError), status_when_slow() as say:
        say("Reducing")
        order = ReductionRequest(quarter, as_of, days)
        counts = reduce_extracts(extracts, out, order, start(engine, spark), data_root(folder).path)
    for tally in counts.tallies:
        click.echo(tally_in_words(tally), err=True)
    if counts.coverage:
        for line in radii_in_words(counts.coverage):
            click.echo(line, err=True)
    if counts.arrests:
        for line in arrests_in_words(counts.arrests):
            click.echo(line, err=True)
    if counts.placeless:
        click.echo(f"{counts.placeless:,} active runners in no known municipality: not counted", err=True)
    click.echo(shown(out))
