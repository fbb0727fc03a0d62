"""Arguments and options that commands share, and their types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from datetime import date, datetime

    from analysis.core.layout import DataRoot
    from analysis.core.quarters import Quarter
    from analysis.releases.archive import Archive
    from analysis.releases.private import PrivateArchive


REFERENCE = "reference"


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


class CheckedType(click.ParamType[Any]):
    """What `check` checks: a quarter, or the word ``reference``."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter | str:
        """Parse ``2025Q2``, or take the word."""
        return REFERENCE if value == REFERENCE else QuarterType().convert(value, param, ctx)


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


class FolderType(click.Path):
    """A folder on the command line; it need not exist."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what no system takes for a path, such as one with a NUL."""
        try:
            return super().convert(value, param, ctx)
        except ValueError as error:
            self.fail(f"{value!r} is no path: {error}", param, ctx)


quarter_argument = click.argument("quarter", type=QuarterType())


data_option = click.option(
    "--data",
    "folder",
    envvar="STATUSRAPPORT_DATA",
    type=FolderType(),
    metavar="DIR",
    help="Data root with raw/ and processed/ in it. Default: the project's data/.",
)


reports_option = click.option(
    "--reports",
    "archive_folder",
    envvar="STATUSRAPPORT_REPORTS",
    type=FolderType(),
    metavar="DIR",
    help="Archive of released versions. Default: the project's reports/.",
)


private_option = click.option(
    "--private",
    "private_folder",
    envvar="STATUSRAPPORT_PRIVATE",
    type=FolderType(),
    metavar="DIR",
    help="Archive of inputs that hold what is not published. Default: private/ beside the archive.",
)


def is_web_folder(address: str) -> bool:
    """Whether a text is the address of a folder on the web: a host, a port that can be, no query.

    Characters that no address holds unless they are encoded are refused: they could end an attribute.
    """
    if re.fullmatch(r"""https?://[^\s/?#"<>\\^`{|}]+(/[^\s?#"<>\\^`{|}]*)?""", address) is None:
        return False
    try:
        parts = urlsplit(address)
        return address.isprintable() and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def checked_site(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """An address of a folder on the web, or an empty text."""
    if value and not is_web_folder(value):
        raise click.BadParameter(f"{value!r} is no address like https://example.org/folder/")
    return value


language_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of what is made.",
)


as_of_option = click.option(
    "--as-of",
    "moment",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="Day of the stock counts, like 2025-09-05: in the quarter or up to 31 days after it.",
)


site_option = click.option(
    "--site",
    default="",
    callback=checked_site,
    metavar="URL",
    help="Where the folder will lie on the web. Pages that share a picture need their full address.",
)


def data_root(folder: Path | None) -> DataRoot:
    """The data root a command works on."""
    from analysis.core.layout import DEFAULT_DATA, DataRoot

    return DEFAULT_DATA if folder is None else DataRoot(folder)


def fitting_day(moment: datetime, quarter: Quarter) -> date:
    """The day of the stock counts, which has to fit the quarter."""
    from analysis.ingest.dates import fits_quarter

    as_of = moment.date()
    if not fits_quarter(as_of, quarter):
        raise click.BadParameter(
            f"{as_of} lies neither in {quarter} nor up to 31 days after it", param_hint="'--as-of'"
        )
    return as_of


def private_of(folder: Path | None) -> PrivateArchive | None:
    """The private archive a command names, if it names one."""
    from analysis.releases.private import PrivateArchive

    return None if folder is None else PrivateArchive(folder.absolute())


def archive_of(folder: Path | None) -> Archive:
    """The archive a command works on."""
    from analysis.core.layout import REPORTS
    from analysis.releases.archive import Archive

    return Archive(REPORTS if folder is None else folder.absolute())
