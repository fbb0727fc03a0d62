"""What a command works in beside a folder of its user's, and what is left of it when the command is killed.

A side folder carries a mark that lists what the command puts there. While the command works it holds the
system's lock on that mark, which ends with its process; a marked folder whose lock is free is a left-over.
Only what the mark lists is ever removed: whatever else lies in such a folder stays, and the folder with it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from analysis.core.locking import is_still_there, try_lock

MARK: Final = ".statusrapport-unfinished"
MARK_TEXT: Final = (
    "# A statusrapport command works here, or was stopped. The next one removes what this file lists.\n"
)
SIDE_NAME: Final = re.compile(r"\.?statusrapport-[a-z0-9_]{8}")
UNFINISHED_FILE: Final = re.compile(r"\.statusrapport-[a-z0-9_]{8}\.tmp")
EVERYTHING: Final = "/"
MOVED_ASIDE: Final = "old"  # holds, under its own name, what a command is about to replace
# Written by file managers, never by people.
LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@contextmanager
def side_folder(parent: Path, makes: Collection[str], *, hidden: bool = True) -> Iterator[Path]:
    """A marked folder to make something in before it is put in its place.

    Args:
        parent: Where it is made.
        makes: What the command puts there: paths of files, or of folders with a slash at the end, which then
            are the command's own with all that is in them.
        hidden: Whether its name begins with a dot.

    Raises:
        OSError: It cannot be made, or nothing can be written in it.
    """
    side, stream = _made(parent, hidden=hidden)
    try:
        announce(side, makes)
        yield side
    finally:
        _clear(side, stream)


def announce(side: Path, makes: Collection[str]) -> None:
    """Add to the mark of a side folder what the command is going to put there."""
    with open(side / MARK, "ab") as stream:
        stream.write("".join(json.dumps(name) + "\n" for name in makes).encode())


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder among the system's temporary ones; what killed commands left there is removed."""
    parent = Path(tempfile.gettempdir())
    sweep(parent)
    with side_folder(parent, (EVERYTHING,), hidden=False) as side:
        yield side


def _made(parent: Path, *, hidden: bool) -> tuple[Path, IO[bytes]]:
    """A new folder and its mark, locked; another command that sweeps may take it before it is marked."""
    while True:
        side = Path(tempfile.mkdtemp(dir=parent, prefix=".statusrapport-" if hidden else "statusrapport-"))
        try:
            stream = open(side / MARK, "xb", buffering=0)  # noqa: SIM115
        except FileNotFoundError:
            continue
        except OSError:
            with suppress(OSError):
                side.rmdir()
            raise
        try:
            stream.write(MARK_TEXT.encode())
        except OSError:
            _clear(side, stream)
            raise
        with suppress(OSError):
            if not try_lock(stream) or not is_still_there(side / MARK, stream):
                stream.close()
                continue
        return side, stream


@contextmanager
def unfinished_file(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file to write before it takes its name, locked meanwhile; removed unless it was renamed.

    Raises:
        OSError: It cannot be made.
    """
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".statusrapport-", suffix=".tmp")
        stream = os.fdopen(handle, "wb")
        path = Path(name)
        with suppress(OSError):
            if not try_lock(stream) or not is_still_there(path, stream):
                stream.close()
                continue
        break
    try:
        yield path, stream
    finally:
        with suppress(OSError):
            stream.close()
        path.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Remove what killed commands left in a folder, and nothing that a living process works on.

    What a killed command had moved aside is put back where nothing took its place.
    """
    try:
        entries = list(os.scandir(parent))
    except OSError:
        return
    for entry in entries:
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                _sweep_folder(Path(entry.path))
            elif UNFINISHED_FILE.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _sweep_file(Path(entry.path))


def _sweep_file(path: Path) -> None:
    with open(path, "rb+") as stream:
        if not try_lock(stream):
            return
        if os.name == "nt":  # where a file that any process has open cannot be removed
            stream.close()
        path.unlink()


def _sweep_folder(folder: Path) -> None:
    if SIDE_NAME.fullmatch(folder.name):
        with suppress(OSError):
            folder.rmdir()  # killed before it was marked, or after its mark was removed: it is empty
    if not folder.name.startswith((".", "statusrapport-")) or not _is_marked(folder):
        return
    stream = open(folder / MARK, "rb+")  # noqa: SIM115
    with stream:
        if try_lock(stream):
            for moved in (folder / MOVED_ASIDE).glob("*"):
                if not os.path.lexists(folder.parent / moved.name):
                    os.rename(moved, folder.parent / moved.name)
            _clear(folder, stream)


def is_left_over(folder: Path) -> bool:
    """Whether a folder is one that a command works in or left: marked, or empty under such a name."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return _is_marked(folder) or (bool(SIDE_NAME.fullmatch(folder.name)) and not any(folder.iterdir()))


def _is_marked(folder: Path) -> bool:
    return (folder / MARK).is_file() and not (folder / MARK).is_symlink()


def foreign_entries(folder: Path) -> Iterator[str]:
    """Files in a side folder or a left-over that its mark does not list, by their path there."""
    makes = _listed(folder)
    for place, folders, files in os.walk(folder):
        here = Path(place)
        for name in [*files, *(name for name in folders if (here / name).is_symlink())]:
            path = (here / name).relative_to(folder).as_posix()
            if not _is_own(path, makes):
                yield path


def _listed(folder: Path) -> frozenset[str]:
    names = {MARK}
    for line in (folder / MARK).read_bytes().splitlines():
        with suppress(ValueError, RecursionError):
            if isinstance(name := json.loads(line), str):
                names.add(name)
    return frozenset(names)


def _is_own(path: str, makes: Collection[str]) -> bool:
    name = path.rpartition("/")[2]
    if EVERYTHING in makes or path in makes or name in LITTER or UNFINISHED_FILE.fullmatch(name):
        return True
    return any(name.endswith("/") and path.startswith(name) for name in makes)


def _clear(folder: Path, stream: IO[bytes]) -> None:
    """Remove what the mark lists, then the mark, then the folder; what is not listed stays with the mark.

    Whatever cannot be removed is left for the next command.
    """
    with stream, suppress(OSError):
        makes = _listed(folder)
        for place, folders, files in os.walk(folder, topdown=False):
            here = Path(place)
            for name in files:
                path = here / name
                if path != folder / MARK and _is_own(path.relative_to(folder).as_posix(), makes):
                    with suppress(OSError):
                        path.unlink()
            for name in folders:
                path = here / name
                with suppress(OSError):
                    if not path.is_symlink():
                        path.rmdir()
                    elif _is_own(path.relative_to(folder).as_posix(), makes):
                        path.unlink()
        if [one.name for one in folder.iterdir()] != [MARK]:
            return
        if os.name == "nt":  # where a file that any process has open cannot be removed
            stream.close()
        (folder / MARK).unlink()
        folder.rmdir()
