"""Reads files that come from outside: only regular ones, and never more of them than they may hold."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from analysis.core.problems import InputError, Problem

KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
WITHOUT_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def kind_of(path: Path) -> str:
    """What stands in place of a regular file, such as `a folder`; empty for one, links followed.

    Raises:
        OSError: There is nothing, or it cannot be looked at.
    """
    mode = path.stat().st_mode
    return "" if stat.S_ISREG(mode) else KINDS.get(stat.S_IFMT(mode), "something else")


def read_regular(path: Path, file: str, most: int, what: str) -> bytes:
    """The bytes of a regular file, or of one that a symbolic link leads to.

    Anything else is refused before it is opened: a pipe would keep its reader waiting, a device never end.

    Args:
        path: The file.
        file: The file as messages name it.
        most: The most bytes it may have.
        what: What it holds, for the message that it has more, such as `of counts`.

    Raises:
        InputError: There is no such file, it is no regular one, is too large or cannot be opened.
    """
    try:
        if kind := kind_of(path):
            raise InputError([Problem(file, None, None, kind, "a regular file")])
        with os.fdopen(os.open(path, os.O_RDONLY | WITHOUT_WAITING), "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            content = stream.read(most + 1) if size <= most else b""
    except FileNotFoundError:
        raise InputError([Problem(file, None, None, "no such file", "a file with this name")]) from None
    except OSError as error:
        reason = f"a file that cannot be opened ({error.strerror or 'unknown reason'})"
        raise InputError(
            [Problem(file, None, None, reason, "a readable file that no other program keeps locked")]
        ) from None
    if max(size, len(content)) > most:
        found = f"a file of {_size(max(size, len(content)))}"
        raise InputError([Problem(file, None, None, found, f"at most {_size(most)} {what}")])
    return content


def _size(number: int) -> str:
    """A number of bytes for a message."""
    return f"{number / 2**20:.0f} MB" if number >= 2**20 else f"{-(-number // 2**10)} kB"
