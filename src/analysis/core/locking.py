"""Locks of the system on open files: they end with the process that holds them, however that ends."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO


def try_lock(stream: IO[bytes]) -> bool:
    """Lock an open file until it is closed.

    Returns:
        False where another process, or another opening of the file in this one, holds the lock.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_still_there(path: Path, stream: IO[bytes]) -> bool:
    """Whether a path still leads to the file that is open: its last holder may have removed it."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    return False
