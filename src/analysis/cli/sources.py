"""Commands that fetch reference figures or make figures up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.display import SECONDS_WITHOUT_PROGRESS, show_problems, shown, status_when_slow
from analysis.cli.language import line_of, messages_option
from analysis.cli.options import (
    FolderType,
    QuarterType,
    data_option,
    data_root,
    is_web_folder,
)
from analysis.cli.statuses import saying

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.core.quarters import Quarter
    from analysis.simulation.plan import Plan

MOST_POSITIONS = 10_000_000_000


@click.command()
@click.option("--from", "first", type=QuarterType(), required=True, help="The first quarter, like 2023Q1.")
@click.option("--to", "last", type=QuarterType(), required=True, help="The last quarter.")
@click.option(
    "--seed", type=click.IntRange(min=0), required=True, metavar="N", help="Another seed, other figures."
)
@click.option(
    "--out",
    type=FolderType(),
    required=True,
    metavar="DIR",
    help="A new or empty folder.",
)
@click.option(
    "--extracts",
    "positions",
    type=click.IntRange(1, MOST_POSITIONS),
    metavar="ROWS",
    help="Also extracts for `reduce`, with so many positions, instead of the last delivery.",
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
    from analysis.simulation.plan import Plan

    try:
        plan = Plan(first, last, seed)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        with saying("nothing was written", OSError):
            _simulate_with_progress(plan, out, folder, positions)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--extracts") from error
    click.echo(shown(out))


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


def _file_option(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option that names a file to read in place of a service on the web."""
    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option("--from", "file", type=kind, metavar="FILE", help=f"{what} No network is needed.")


def _address(variable: str, default: str) -> str:
    """Where a service lies: as the environment says, or where it usually does.

    Raises:
        UsageError: The variable holds no address.
    """
    address = os.environ.get(variable) or default
    if not is_web_folder(address):
        raise click.UsageError(f"{variable} is no address: {address!r}")
    return address


@click.group()
def population() -> None:
    """The population that rates are formed with.

    \b
    Examples:
      statusrapport population update
    """


@population.command()
@_file_option("FOLK1A as saved from statistikbanken.dk: CSV, XLSX or JSON-stat.")
@click.option("--accept-revisions", is_flag=True, help="Take over figures that differ from those we hold.")
@data_option
@messages_option
def update(file: Path | None, folder: Path | None, *, accept_revisions: bool) -> None:
    """Add the quarters that Danmarks Statistik has published to the population in raw/reference.

    Asks the API of StatBank for table FOLK1A, from the oldest quarter that we hold on, or reads a file of
    it: all municipalities and Christiansø, one quarter or several, beside or below each other. The files
    are replaced together and sealed, and only by figures that add up. Figures that differ from ours are
    refused until you accept them.

    \b
    Examples:
      statusrapport population update
      statusrapport population update --from FOLK1A.xlsx
      statusrapport population update --accept-revisions

    \b
    Environment:
      STATUSRAPPORT_STATBANK    where the API lies instead of https://api.statbank.dk/v1
    """
    from datetime import date

    from analysis.reference.statbank import ADDRESS, StatBank
    from analysis.reference.update import update_population
    from analysis.reference.web_service import WebServiceError

    address = _address("STATUSRAPPORT_STATBANK", ADDRESS)
    with saying("nothing was written", WebServiceError, OSError), status_when_slow() as say:
        source = file or StatBank(address, say=say)
        done = update_population(data_root(folder), date.today(), source, accept_revisions=accept_revisions)
    show_problems([*done.remarks, *done.revisions])
    click.echo(line_of(done))


@click.group()
def boundaries() -> None:
    """The boundaries of municipalities, for maps with real shapes.

    \b
    Examples:
      statusrapport boundaries update
    """


@boundaries.command("update")
@_file_option("Boundaries downloaded by hand: GeoJSON or TopoJSON of all municipalities.")
@data_option
@messages_option
def update_of_boundaries(file: Path | None, folder: Path | None) -> None:
    """Fetch the official boundaries of municipalities to raw/reference/boundaries.geojson.

    Asks Dataforsyningen for DAGI's municipalities, or reads a file of them: each municipality once, all of
    them, in Denmark. They are simplified to a grid of 100 m and sealed with source, day and licence.

    \b
    Examples:
      statusrapport boundaries update
      statusrapport boundaries update --from kommuner.geojson

    \b
    Environment:
      STATUSRAPPORT_DATAFORSYNINGEN    where it lies instead of https://api.dataforsyningen.dk
    """
    from datetime import date

    from analysis.reference.boundary_update import ADDRESS, Dataforsyningen, update_boundaries
    from analysis.reference.web_service import WebServiceError

    address = _address("STATUSRAPPORT_DATAFORSYNINGEN", ADDRESS)
    with saying("nothing was written", WebServiceError, OSError), status_when_slow() as say:
        source = file or Dataforsyningen(address, say=say)
        click.echo(update_boundaries(data_root(folder), date.today(), source))
