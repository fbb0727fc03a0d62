"""What a manifest says about a file, and which files were read with which bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

Described = Mapping[str, str | int]

_NOTED: Final[ContextVar[tuple[dict[Path, Described], ...]]] = ContextVar("noted", default=())


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_and_size(path: Path) -> dict[str, str | int]:
    """A file's `sha256` and its size in `bytes`."""
    return described_bytes(path.read_bytes())


def described_bytes(content: bytes) -> dict[str, str | int]:
    """The `sha256` of some bytes and their number, `bytes`."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


@contextmanager
def reads_noted() -> Iterator[dict[Path, Described]]:
    """Collect what `note_read` is told while the block lasts: path → what was read the first time."""
    noted: dict[Path, Described] = {}
    token = _NOTED.set((*_NOTED.get(), noted))
    try:
        yield noted
    finally:
        _NOTED.reset(token)


def note_read(path: Path, content: bytes) -> None:
    """Note that a file was read and which bytes were parsed; whatever reads inputs calls this."""
    for noted in _NOTED.get():
        noted.setdefault(path, described_bytes(content))
