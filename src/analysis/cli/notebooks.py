"""Commands for notebooks of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.display import shown, status_when_slow
from analysis.cli.options import (
    QuarterType,
    data_option,
    data_root,
)

if TYPE_CHECKING:
    from analysis.core.quarters import Quarter


@click.command()
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
    from analysis.explore.forking import fork as make

    click.echo(shown(make(notebook, name, str(quarter) if quarter else None)))


def _pairs(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{text!r} is not of the form name=value", param=option)
        if name in pairs:
            raise click.BadParameter(f"{name!r} is given twice", param=option)
        pairs[name] = value
    return pairs


@click.command()
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

    The beginning of a notebook's name is enough. What a run kept before is replaced; what was changed since,
    or made by somebody else, is named and stays.

    \b
    Examples:
      statusrapport run explore/my-question
      statusrapport run my-question -p quarter=2025Q2
    """
    from analysis.builds.notebook import run_notebook
    from analysis.explore.forking import find_notebook

    with status_when_slow() as say:
        say("Running")
        made = run_notebook(find_notebook(notebook), parameters, data_root(folder))
    for path in made:
        click.echo(shown(path))
