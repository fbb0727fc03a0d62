"""Adding a version to an archive, in one step and one at a time.

The archive as it will be is put together beside the archive, old files as hard links, and the two folders are
exchanged by a single system call. Whatever stops the program, the archive is as it was or complete.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from analysis.core.folders import files_of, link_or_copy, swap_folders
from analysis.core.hashes import sha256
from analysis.core.layout import MANIFEST
from analysis.core.left_overs import announce, side_folder, sweep
from analysis.core.locking import is_still_there, try_lock
from analysis.releases.archive import CHECKSUMS, Archive
from analysis.releases.integrity import checksum_lines

WAITING_SECONDS: Final = 0.2


@contextmanager
def locked(archive: Archive, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let one release at a time work on an archive; another one waits.

    The lock is the system's, on a file beside the archive, and ends with the process however that ends.

    Args:
        archive: The archive, which need not exist yet.
        waiting: Called once if another release is at work.
    """
    archive.path.parent.mkdir(parents=True, exist_ok=True)
    path = archive.path.with_name(f".{archive.path.name}-release-lock")
    told = False
    while True:
        stream = open(path, "ab")  # noqa: SIM115
        if try_lock(stream) and is_still_there(path, stream):
            break
        stream.close()
        if not told:
            told = True
            waiting()
        time.sleep(WAITING_SECONDS)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        stream.close()


def add(archive: Archive, folder: Path, path: str, pages: Callable[[Archive], Mapping[str, bytes]]) -> None:
    """Add a finished version; the archive's lock has to be held.

    Args:
        archive: The archive.
        folder: The version's files.
        path: Where it goes, such as `2025Q2/v1`.
        pages: The archive's own files, made from its versions.

    Raises:
        FileExistsError: There is such a version.
        OSError: It could not be written; the archive is as it was.
    """
    sweep(archive.path.parent)
    names = [*files_of(archive.path), *(f"{path}/{name}" for name in files_of(folder)), CHECKSUMS]
    with side_folder(archive.path.parent, [f"fresh/{name}" for name in names]) as side:
        fresh = Archive(side / "fresh")
        if archive.path.exists():
            shutil.copytree(archive.path, fresh.path, copy_function=link_or_copy)
        if (fresh.path / path).exists():
            raise FileExistsError(f"{path} is released, and a version is never overwritten")
        shutil.copytree(folder, fresh.path / path)
        made = pages(fresh)
        announce(side, [f"fresh/{name}" for name in made])
        written = [fresh.path / path, *_write_pages(fresh, made)]
        for one in written:
            _flush(one)
        if archive.path.exists():
            if not swap_folders(fresh.path, archive.path):
                _move_in_order([one.relative_to(fresh.path) for one in written], fresh, archive)
        else:
            os.rename(fresh.path, archive.path)
        _flush_folder(archive.path.parent)


def _write_pages(archive: Archive, pages: Mapping[str, bytes]) -> list[Path]:
    """Write the archive's own files, `checksums.txt` last; old ones are replaced, never changed in place."""
    hashes = {
        f"{version.path}/{MANIFEST}": sha256(version.folder / MANIFEST) for version in archive.versions()
    }
    written = []
    for name, content in pages.items():
        written.append(_replaced(archive.path / name, content))
        hashes[name] = sha256(archive.path / name)
    return [*written, _replaced(archive.path / CHECKSUMS, checksum_lines(hashes))]


def _replaced(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    return path


def _move_in_order(names: list[Path], fresh: Archive, archive: Archive) -> None:
    """For systems that cannot exchange folders: the version first, `checksums.txt` last.

    A version that `checksums.txt` does not list is not released: every command says so.
    """
    for name in names:
        (archive.path / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(fresh.path / name, archive.path / name)


def _flush(path: Path) -> None:
    """Have a file, or all files of a folder, on the disk before the archive names it."""
    for file in [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]:
        with open(file, "rb+") as stream:
            os.fsync(stream.fileno())
    for folder in {path.parent, *(one for one in path.rglob("*") if one.is_dir())}:
        _flush_folder(folder)


def _flush_folder(path: Path) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
