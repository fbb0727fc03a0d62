"""The command ``statusrapport``."""

from __future__ import annotations

import click

from analysis.cli.deliveries import check, new, reduce_command
from analysis.cli.guidance import vejledning
from analysis.cli.notebooks import fork, run
from analysis.cli.reports import build, preview, sheets
from analysis.cli.sources import boundaries, population, simulate
from analysis.cli.statuses import StatusGroup
from analysis.cli.versions import diff, export, release, verify


@click.group(
    cls=StatusGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="statusrapport")
def main() -> None:
    """Quarterly status reports on Denmark's volunteer cardiac-arrest responders (hjerteløbere).

    \b
    Examples:
      statusrapport check 2025Q2            everything that is wrong with a delivery
      statusrapport build 2025Q2            its report as HTML and PDF, in build/2025Q2/
      statusrapport preview 2025Q2          the report in a browser, again after each change
      statusrapport sheets 2025Q2           a page for each municipality and region
      statusrapport fork 02_indicators my-question    a notebook of your own
      statusrapport new 2025Q3 --as-of 2025-09-05    a folder with templates for the next one
      statusrapport release 2025Q2          its report frozen as the next version, in reports/
      statusrapport export 2025Q2 --to DIR  what of it is put on the web
    """


for command in (
    check,
    build,
    preview,
    release,
    verify,
    diff,
    export,
    new,
    fork,
    run,
    sheets,
    simulate,
    reduce_command,
    vejledning,
    boundaries,
    population,
):
    main.add_command(command)
