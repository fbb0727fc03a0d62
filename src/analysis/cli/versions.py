"""Commands for released versions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from analysis.cli.display import show_problems, shown, status_when_slow, steps_shown
from analysis.cli.language import line_of, messages, messages_option
from analysis.cli.options import (
    VersionType,
    archive_of,
    data_option,
    data_root,
    private_of,
    private_option,
    quarter_argument,
    reports_option,
    site_option,
)
from analysis.cli.statuses import DIFFERENT, saying

if TYPE_CHECKING:
    from analysis.core.quarters import Quarter

# A longer list than this has scrolled the page before it away.
ROWS_ON_A_PAGE: Final = 25


@click.command()
@quarter_argument
@click.option("--reason", metavar="TEXT", default="", help="Why there is another version, for its readers.")
@click.option("--reason-en", metavar="TEXT", default="", help="The same in English, for the English edition.")
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
@click.option(
    "--engine",
    type=click.Choice(["embedded", "quarto", "auto"]),
    default="embedded",
    show_default=True,
    help="What sets the pages; the lock pins every byte of the embedded one only.",
)
@click.option(
    "--english",
    is_flag=True,
    help="Let the version hold the English edition too, in en/; the two link to each other.",
)
@click.option(
    "--sheets",
    is_flag=True,
    help="Let the version hold its sheets too, in kommuner/; they are Danish, whatever the editions are.",
)
@click.option("--allow-dirty", is_flag=True, help="Release also from a tree with uncommitted changes.")
@data_option
@reports_option
@private_option
@messages_option
def release(
    quarter: Quarter,
    reason: str,
    reason_en: str,
    kind: str | None,
    inputs_of: int | None,
    engine: str,
    folder: Path | None,
    archive_folder: Path | None,
    private_folder: Path | None,
    *,
    english: bool,
    sheets: bool,
    allow_dirty: bool,
) -> None:
    """Freeze what build makes of QUARTER as its next version, which nobody changes any more.

    A version holds the report, the notebooks, the data and the inputs they were made from. The first one
    needs no reason; each later one says why there is one, in English too with --reason-en. Inputs that hold
    a number which the report hides go to the private archive; the public one says so. The embedded engine
    sets the pages, so that everybody can set them again byte for byte; pages of Quarto can be set again with
    the same version of Quarto only. Sheets are always set by the embedded engine.

    \b
    Examples:
      statusrapport release 2025Q2
      statusrapport release 2025Q2 --kind revision --reason "Endelige tal fra to kommuner."
      statusrapport release 2025Q2 --inputs v1 --kind correction --reason "Fejl i figur rettet."
      statusrapport release 2025Q2 --english --sheets       all that a web editor publishes
      statusrapport release 2025Q2 --engine quarto
    """
    from analysis.builds.report import SHEETS
    from analysis.releases.integrity import private_inputs_of
    from analysis.releases.making import ENGLISH, ReleaseFacts
    from analysis.releases.release import release as make
    from analysis.rendering.engines import RenderingError, quarto_passed_over
    from analysis.rendering.execution import NotebookError

    if line := quarto_passed_over(engine):
        click.echo(line, err=True)
    with (
        saying("nothing was released", NotebookError, RenderingError, OSError),
        steps_shown(str(quarter), in_logs=True) as steps,
    ):
        version = make(
            quarter,
            data=data_root(folder),
            archive=archive_of(archive_folder),
            kind=kind or "",
            reason=reason.strip(" "),
            reason_en=reason_en.strip(" "),
            inputs_of=inputs_of,
            private=private_of(private_folder),
            allow_dirty=allow_dirty,
            engine=engine,
            parts=[name for name, wanted in ((ENGLISH, english), (SHEETS, sheets)) if wanted],
            progress=steps,
            waiting=lambda: click.echo(line_of("Waiting for another release ..."), err=True),
        )
    click.echo(shown(version.folder))
    if (setter := ReleaseFacts.of(version.manifest).engine).name == "Quarto":
        only = "only that version sets them again byte for byte"
        click.echo(line_of(f"pages set by {setter.label}: {only}"), err=True)
    if names := private_inputs_of(version.manifest):
        click.echo(line_of(f"kept private: {', '.join(names)}"), err=True)


@click.command()
@quarter_argument
@click.argument("version", type=VersionType(), required=False)
@click.option("--quick", is_flag=True, help="Only look for changed bytes; rebuild nothing.")
@click.option("--here", is_flag=True, help="Rebuild with the code and packages that run now.")
@reports_option
@private_option
@messages_option
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
    Pages that Quarto set are set again where that version of Quarto is found; else all the rest is rebuilt.

    \b
    Examples:
      statusrapport verify 2025Q2
      statusrapport verify 2025Q2 v1 --quick
      statusrapport verify 2025Q2 v1 --here     does today's code still give the same?
    """
    from analysis.releases.archive import NoVersionError
    from analysis.releases.integrity import differences, lists, private_inputs_of
    from analysis.releases.private import PrivateArchive, missing_inputs, private_differences
    from analysis.releases.verification import missing_engine, pages_of, rebuilt_differences
    from analysis.rendering.engines import quarto_version

    if quick and here:
        raise click.UsageError("--quick rebuilds nothing, --here does")
    archive = archive_of(archive_folder)
    private = private_of(private_folder) or PrivateArchive.beside(archive)
    try:
        chosen = archive.version(quarter, version)
    except NoVersionError as error:
        if not lists(archive, quarter, version):
            raise click.UsageError(str(error)) from error
        show_problems(differences(archive, archive.versions(quarter) if version is None else []))
        sys.exit(DIFFERENT)
    found = differences(archive, archive.versions(quarter) if version is None else [chosen])
    missing: list[str] = []
    if not found:
        found, missing = private_differences(chosen, private), missing_inputs(chosen, private)
    if not found and not quick and not missing:
        with status_when_slow() as say:
            found = rebuilt_differences(chosen, private, say, here=here)
    show_problems(found)
    if found:
        sys.exit(DIFFERENT)
    compared = chosen.manifest["inputs"].keys() | chosen.manifest["outputs"].keys() | {"manifest.json"}
    held = private_inputs_of(chosen.manifest)
    not_set = missing_engine(chosen) if not quick and not missing else ""
    if quick or missing:
        how = "unchanged"
    elif not_set:
        how = "unchanged, numbers, notebooks and data rebuilt byte for byte"
    else:
        how = "unchanged and rebuilt byte for byte"
    with_them = f", {len(held)} of them private" if held and not missing else ""
    click.echo(line_of(f"{chosen.name}: {len(compared) - len(missing)} files{with_them} {how}"))
    if not_set:
        needed = f"that needs {not_set} beside Python or on PATH, found {quarto_version() or 'none'}"
        click.echo(line_of(f"not set again: {', '.join(pages_of(chosen))}; {needed}"))
    if missing:
        where = f"not compared, as they are private and not in {shown(private.path)}/"
        click.echo(line_of(f"{where}: {', '.join(missing)}"))
        click.echo(line_of("not rebuilt: that needs them (--private DIR)"))


@click.command()
@quarter_argument
@click.argument("old")
@click.argument("new", required=False)
@click.option("--csv", "form", flag_value="csv", help="As CSV on standard output, in full precision.")
@click.option("--json", "form", flag_value="json", help="As JSON on standard output, in full precision.")
@data_option
@reports_option
@messages_option
def diff(
    quarter: Quarter,
    old: str,
    new: str | None,
    form: str | None,
    folder: Path | None,
    archive_folder: Path | None,
) -> None:
    """List every number that differs between OLD and NEW, after a page on what a reader would notice.

    \b
    Each of them is one of
      v1           that version of QUARTER
      2025Q1       the newest version of another quarter
      2025Q1/v1    a version of another quarter
      data         what the delivery of QUARTER gives as it is now, released or not
    Without NEW it is the newest version of QUARTER. Between two quarters, each one's own numbers are
    compared. Where the list is longer than a page, the page stands after it again. Status 3 tells that
    something differs. Numbers stand as the Danish report writes them; --csv and --json have all of them
    in full, and nothing else.

    \b
    Examples:
      statusrapport diff 2025Q2 v1 v2
      statusrapport diff 2025Q2 2025Q1          from the quarter before to this one
      statusrapport diff 2025Q2 v1 data         what a new delivery would change
    """
    from analysis.indicators.differences import changes
    from analysis.releases.listing import as_json, numbers_of, show_table
    from analysis.releases.summary import summary
    from analysis.texts import Texts
    from analysis.texts.notes import TABLE_LANGUAGE

    tables = [
        numbers_of(text, quarter, archive_of(archive_folder), data_root(folder)) for text in (old, new or "")
    ]
    changed = changes(*tables)
    if form == "csv":
        click.echo(changed.write_csv(), nl=False)
    elif form == "json":
        click.echo(as_json(changed))
    elif changed.is_empty():
        click.echo(messages().said("No number differs."))
    else:
        noticed = "\n".join(summary(changed, Texts(TABLE_LANGUAGE), messages()))
        click.echo(f"{noticed}\n")
        show_table(changed, messages())
        if changed.height > ROWS_ON_A_PAGE:
            click.echo(f"\n{noticed}")
    if not changed.is_empty():
        sys.exit(DIFFERENT)


@click.command()
@quarter_argument
@click.argument("version", type=VersionType(), required=False)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder: a new or an empty one, or an older export, which is replaced.",
)
@site_option
@click.option("--no-index", is_flag=True, help="Ask search engines, in every page, not to list it.")
@data_option
@reports_option
@messages_option
def export(
    quarter: Quarter,
    version: int | None,
    target: Path,
    site: str,
    folder: Path | None,
    archive_folder: Path | None,
    *,
    no_index: bool,
) -> None:
    """Write what a web editor publishes of a released VERSION of QUARTER (v1; without one the newest).

    That is report, PDF, open data, a feed, and index.html, which lists the files with their sizes; where the
    version holds them (release --english --sheets) the English edition and the sheets too. No input and
    nothing private is among it. Every link between the files is followed; one that leads nowhere stops it.
    The folder works wherever it is put, and from a disk. With --site pages also name their address.

    \b
    Examples:
      statusrapport export 2025Q2 --to build/web
      statusrapport export 2025Q2 v1 --to build/web --site https://example.org/2025Q2/
      statusrapport export 2025Q2 --to build/preview --no-index
    """
    from analysis.core.formatting import number
    from analysis.releases.export import export as write
    from analysis.releases.making import ENGLISH

    archive = archive_of(archive_folder)
    chosen = archive.version(quarter, version)
    made = write(chosen, archive, target, data=data_root(folder), site=site, listed=not no_index)
    for name, size in made.sizes.items():
        if name.count("/") == 0 or name.startswith("data/"):
            click.echo(f"{name}: {number(size / 1000, 0, 'en')} kB")
    total = number(sum(made.sizes.values()) / 1000, 0, "en")
    click.echo(line_of(f"{len(made.sizes)} files, {total} kB, {made.links} links between them followed"))
    for part in made.missing:
        option = "--english" if part == ENGLISH else "--sheets"
        click.echo(
            line_of(f"{chosen.name} holds no {part}/: a version released with {option} does"), err=True
        )
    click.echo(shown(made.folder / "index.html"))
