"""Folders: which ones a command may write for its user, swapping two in one step, listing one.

A command replaces only what it made itself. What that is stands in a manifest inside the folder.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

from analysis.core.layout import (
    BUILD,
    DATA_VARIABLE,
    DEFAULT_DATA,
    MANIFEST,
    PRIVATE,
    PRIVATE_VARIABLE,
    REPORTS,
    REPORTS_VARIABLE,
    ROOT,
)
from analysis.core.left_overs import (
    LITTER,
    MOVED_ASIDE,
    UNFINISHED_FILE,
    foreign_entries,
    is_left_over,
    side_folder,
    sweep,
)
from analysis.core.regular_files import kind_of

WORKING_FOLDER: Final = -100
EXCHANGE: Final = 2
LISTED: Final = 5
REFERENCE_NAMES: Final = ("municipalities.csv", "population_folk1a.csv")
QUARTER_FOLDER: Final = re.compile(r"[1-9][0-9]{3}Q[1-4]")
OWN_FOLDERS: Final = (
    "benchmarks",
    "data",
    "docs",
    "notebooks",
    "reports",
    "src",
    "tests",
    "tools",
)
# Of the disk, of permissions, of the process: not the fault of the folder that was named.
SYSTEM_ERRORS: Final = frozenset(
    getattr(errno, name)
    for name in (
        *("EACCES", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENAMETOOLONG", "ENFILE", "ENOSPC", "EPERM", "EROFS"),
        *("ESTALE", "ETIMEDOUT"),
    )
    if hasattr(errno, name)
)
LINKS_UNSUPPORTED: Final = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP)


class OutputFolderError(Exception):
    """A folder that a command must not write, or cannot; the message says why."""


def lists_nothing(_folder: Path) -> frozenset[str]:
    """For commands that replace nothing: they need a new or an empty folder."""
    return frozenset()


def assert_output(
    folder: Path,
    *,
    data: Path,
    listed: Callable[[Path], Collection[str]] = lists_nothing,
    allowed: Collection[Path] = (),
    archive: Path | None = None,
    delivery: str = "",
) -> Path:
    """Refuse a folder that a command must not write, before it does anything.

    What killed commands left there and beside it is removed.

    Args:
        folder: Where the command is asked to write.
        data: The data root in use.
        listed: Folder → the files in it that the command made, by their path there.
        allowed: Folders that may be written although they lie in a data root.
        archive: The archive in use; by default that of the environment.
        delivery: The quarter that is delivered; its `raw/QUARTER` of another data root may be written.

    Returns:
        The folder with symbolic links resolved.

    Raises:
        OutputFolderError: It is a protected place, holds files of somebody else's, or is none to write in.
        OSError: The system refuses: no permission, a full or read-only disk, a name that is too long.
    """
    target = assert_place(folder, kept=kept_places(data, archive), allowed=allowed)
    is_delivery = target.parts[-2:] == ("raw", delivery)
    if not is_delivery and target not in {one.resolve() for one in allowed}:
        assert_outside_data(folder, target)
    for place in (target.parent, target):
        sweep(place)
    if target.exists():
        assert_own(folder, target, listed)
    for place in (target.parent, target):
        assert_writable(folder, place)
    return target


def assert_data_folder(folder: Path) -> Path:
    """Refuse a folder of a data root that a command could not write, or that lies where no data belong.

    What killed commands left beside it is removed.

    Args:
        folder: The folder, such as `raw/reference`; it need not exist.

    Returns:
        The folder with symbolic links resolved.

    Raises:
        OutputFolderError: It lies in the project's own folders or a Git repository's, or is none.
        OSError: The system refuses: no permission, a full or read-only disk, a name that is too long.
    """
    target = assert_place(folder, kept=(), allowed=[DEFAULT_DATA.raw / folder.name])
    sweep(target.parent)
    assert_writable(folder, target.parent)
    return target


def assert_place(folder: Path, *, kept: Collection[Path], allowed: Collection[Path] = ()) -> Path:
    """Refuse a folder in, at or above a place that holds what is not to be overwritten.

    Args:
        folder: Where a command is asked to write.
        kept: Where data, archives and the like are kept.
        allowed: Folders that may be written nevertheless.

    Returns:
        The folder with symbolic links resolved.

    Raises:
        OutputFolderError: It is such a place, or no folder.
        OSError: The system refuses to say what is there.
    """
    try:
        target = folder.resolve()
        there = target.exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise _refused(folder, error, "cannot be written") from error
    if there and not target.is_dir():
        raise OutputFolderError(f"{folder} is a file, not a folder")
    if target not in {one.resolve() for one in allowed}:
        _assert_unprotected(folder, target, kept)
    return target


def assert_outside_data(folder: Path, target: Path) -> None:
    """Refuse a folder in any data root, also in one that is not in use.

    Args:
        folder: The folder as it was named.
        target: The folder, with symbolic links resolved.

    Raises:
        OutputFolderError: It is or lies in a data root.
    """
    named = Path(os.path.abspath(folder))
    for place in (target, *target.parents, named, *named.parents):
        if is_data_root(place):
            raise OutputFolderError(f"{folder} is or lies in the data root {place}, where data are kept")


def is_data_root(folder: Path) -> bool:
    """Whether a folder holds `raw/` with a delivery or with reference data."""
    raw = folder / "raw"
    try:
        names = [one.name for one in os.scandir(raw) if one.is_dir()]
        reference = any((raw / "reference" / name).exists() for name in REFERENCE_NAMES)
    except OSError:
        return False
    return reference or any(QUARTER_FOLDER.fullmatch(name) for name in names)


def _refused(folder: Path, error: Exception, what: str) -> Exception:
    """The error of a folder that cannot be used: the system's, or that of the one who named it."""
    if isinstance(error, OSError) and error.errno in SYSTEM_ERRORS:
        return OSError(error.errno, error.strerror, str(folder))
    return OutputFolderError(f"{folder} {what}: {getattr(error, 'strerror', None) or error}")


def kept_places(data: Path, archive: Path | None = None) -> list[Path]:
    """Where data and archives are kept: those in use, those of the environment, and the project's own."""
    reports = archive or Path(os.environ.get(REPORTS_VARIABLE) or REPORTS)
    named = [Path(os.environ[name]) for name in (DATA_VARIABLE, PRIVATE_VARIABLE) if os.environ.get(name)]
    return [data, DEFAULT_DATA.path, reports, REPORTS, reports.parent / PRIVATE, *named]


def _assert_unprotected(folder: Path, target: Path, kept: Collection[Path]) -> None:
    for place in kept:
        if _meet(target, place.resolve()):
            raise OutputFolderError(f"{folder} lies in, at or above {place}, where data are kept")
    for place in (Path.home(), ROOT, BUILD, Path(target.anchor)):
        if place.resolve().is_relative_to(target):
            raise OutputFolderError(f"{folder} is or holds {place}; name a folder for the output alone")
    if target.is_relative_to(ROOT):
        first = target.relative_to(ROOT).parts[0]
        if first in OWN_FOLDERS or first.startswith((".", "_")):
            raise OutputFolderError(f"{folder} lies in the project's own folder {first}/")
    if ".git" in target.parts or (target / ".git").exists():
        raise OutputFolderError(f"{folder} is or belongs to a Git repository's own folder")


def _meet(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def assert_own(folder: Path, target: Path, listed: Callable[[Path], Collection[str]]) -> None:
    """Refuse a folder that holds anything that a command did not make.

    Args:
        folder: The folder as it was named.
        target: The folder.
        listed: Folder → the files in it that the command made, by their path there.

    Raises:
        OutputFolderError: It holds something else; the first files are named.
        OSError: The system refuses to say what is there.
    """
    try:
        entries = list(_entries(target))
    except OSError as error:
        raise _refused(folder, error, "cannot be read") from error
    known = listed(target) if entries else ()
    foreign = sorted(name for name in entries if name not in known)
    if foreign:
        more = f" and {len(foreign) - LISTED} more" if len(foreign) > LISTED else ""
        raise OutputFolderError(
            f"{folder} holds what this command did not make: {', '.join(foreign[:LISTED])}{more}; "
            "nothing was touched; name a new or an empty folder"
        )


def _entries(folder: Path) -> Iterator[str]:
    """Files, links and empty folders below a folder, without litter and left-overs of this program."""

    def failed(error: OSError) -> None:
        raise error

    for place, folders, files in os.walk(folder, onerror=failed):
        here = Path(place)
        left_overs = [name for name in folders if is_left_over(here / name)]
        for name in left_overs:
            folders.remove(name)
            inside = (here / name).relative_to(folder)
            yield from ((inside / one).as_posix() for one in foreign_entries(here / name))
        for name in [*files, *(name for name in folders if (here / name).is_symlink())]:
            if name not in LITTER and not UNFINISHED_FILE.fullmatch(name):
                yield (here / name).relative_to(folder).as_posix()
        if here != folder and not folders and not files and not left_overs:
            yield here.relative_to(folder).as_posix() + "/"


def assert_writable(folder: Path, place: Path) -> None:
    """Try to write in a place, or where it would be made: permissions alone do not tell.

    Neither do they in /proc, nor on a disk that is read-only or full. Nothing of the trial is left.

    Args:
        folder: What is to be written, as it was named.
        place: Where a file has to be written for it.

    Raises:
        OutputFolderError: It is no place to write in.
        OSError: The system refuses: no permission, a full or read-only disk, a name that is too long.
    """
    try:
        with side_folder(next(one for one in (place, *place.parents) if one.exists()), ()):
            pass
    except OSError as error:
        raise _refused(folder, error, "cannot be written") from error


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest in a folder; empty where there is none, or it is none."""
    path = folder / MANIFEST
    try:
        said = None if kind_of(path) else json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def is_below(name: object) -> bool:
    """Whether a manifest's name is that of a file below its folder."""
    return (
        isinstance(name, str)
        and bool(name)
        and "\\" not in name
        and not PurePosixPath(name).is_absolute()
        and PurePosixPath(name).as_posix() == name
        and ".." not in PurePosixPath(name).parts
    )


def remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing but litter.

    Raises:
        OSError: It holds something else.
    """
    for name in LITTER:
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


def swap_folders(one: Path, other: Path) -> bool:
    """Swap two folders with renameat2 (Linux) or renamex_np (macOS); False where that cannot be done."""
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(WORKING_FOLDER, paths[0], WORKING_FOLDER, paths[1], EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*paths, EXCHANGE) == 0)
    return False


def link_or_copy(source: str, target: str) -> str:
    """Give a file that is never changed in place another name; a copy where there are no hard links."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in LINKS_UNSUPPORTED:
            raise
        shutil.copy2(source, target)
    return target


def put_in_place(fresh: Path, target: Path, side: Path) -> None:
    """Put a finished folder in place of another in one step, where the system can exchange two folders.

    Elsewhere the other is moved aside first, from where `sweep` puts it back if this process is killed.

    Args:
        fresh: The finished folder, in the side folder; afterwards it may be the one that was replaced.
        target: Its place.
        side: The side folder; its mark lists what the one that is replaced holds.
    """
    if not target.exists():
        os.rename(fresh, target)
    elif not swap_folders(fresh, target):
        old = side / MOVED_ASIDE / target.name
        old.parent.mkdir()
        os.rename(target, old)
        try:
            os.rename(fresh, target)
        except OSError:
            os.rename(old, target)
            raise


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below a folder, by its path there."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
