"""Folders: which ones a command may write for its user, swapping two in one step, listing one.

A command replaces only what it made itself. What that is stands in a manifest inside the folder.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
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

WORKING_FOLDER: Final = -100
EXCHANGE: Final = 2
MARK: Final = ".statusrapport-unfinished"  # lies in every folder that a command works in and may leave behind
LEFT_OVER_SECONDS: Final = 3600
LISTED: Final = 5
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
# Written by file managers, never by people.
LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
UNFINISHED_FILE: Final = re.compile(r"\.[a-z0-9_]{8}\.tmp")


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
) -> Path:
    """Refuse a folder that a command must not write, before it does anything.

    Args:
        folder: Where the command is asked to write.
        data: The data root in use.
        listed: Folder → the files in it that the command made, by their path there.
        allowed: Folders that may be written although they lie in a data root.
        archive: The archive in use; by default that of the environment.

    Returns:
        The folder with symbolic links resolved.

    Raises:
        OutputFolderError: It is a protected place, holds files of somebody else's, or cannot be written.
    """
    try:
        target = folder.resolve()
        there = target.exists()
    except (OSError, RuntimeError) as error:
        raise OutputFolderError(f"{folder}: {getattr(error, 'strerror', None) or error}") from error
    if there and not target.is_dir():
        raise OutputFolderError(f"{folder} is a file, not a folder")
    if target not in {one.resolve() for one in allowed}:
        _assert_unprotected(folder, target, data, archive)
    if there:
        _assert_own(folder, target, listed)
    _assert_writable(folder, target)
    return target


def _assert_unprotected(folder: Path, target: Path, data: Path, archive: Path | None) -> None:
    reports = archive or Path(os.environ.get(REPORTS_VARIABLE) or REPORTS)
    named = [Path(os.environ[name]) for name in (DATA_VARIABLE, PRIVATE_VARIABLE) if os.environ.get(name)]
    private = reports.with_name(PRIVATE)
    for place in (data, DEFAULT_DATA.path, reports, REPORTS, private, *named):
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


def _assert_own(folder: Path, target: Path, listed: Callable[[Path], Collection[str]]) -> None:
    try:
        entries = list(_entries(target))
    except OSError as error:
        raise OutputFolderError(f"{folder} cannot be read: {error.strerror}") from error
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
        folders[:] = [name for name in folders if not _is_left_over(here / name)]
        for name in [*files, *(name for name in folders if (here / name).is_symlink())]:
            if name not in LITTER and not UNFINISHED_FILE.fullmatch(name):
                yield (here / name).relative_to(folder).as_posix()
        if here != folder and not folders and not files:
            yield here.relative_to(folder).as_posix() + "/"


def _assert_writable(folder: Path, target: Path) -> None:
    """Try it: permissions alone do not tell, neither in /proc nor on a disk that is read-only or full."""
    places = [next(one for one in (target.parent, *target.parent.parents) if one.exists())]
    if target.exists():
        places.append(target)
    for place in places:
        try:
            os.rmdir(tempfile.mkdtemp(dir=place, prefix=f".{target.name}-"))
        except OSError as error:
            raise OutputFolderError(f"{folder} cannot be written: {error.strerror}") from error


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest in a folder; empty where there is none, or it is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
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


@contextmanager
def side_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A marked folder to make something in beside its place; whatever is left of it is swept later."""
    with tempfile.TemporaryDirectory(dir=parent, prefix=prefix, ignore_cleanup_errors=True) as side:
        (Path(side) / MARK).touch()
        yield Path(side)


def sweep(parent: Path, prefix: str, seconds: float = LEFT_OVER_SECONDS) -> None:
    """Remove what commands that were stopped left behind: marked folders that are old enough."""
    for left_over in parent.glob("*"):
        if (
            left_over.name.startswith(prefix)
            and _is_left_over(left_over)
            and time.time() - left_over.stat().st_mtime >= seconds
        ):
            shutil.rmtree(left_over, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and (folder / MARK).is_file()


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


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below a folder, by its path there."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
