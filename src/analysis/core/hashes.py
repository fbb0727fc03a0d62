"""What a manifest says about a file, and which files were read with which bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from analysis.core.layout import ROOT

Described = Mapping[str, str | int]

_NOTED: Final[ContextVar[tuple[dict[Path, Described], ...]]] = ContextVar("noted", default=())


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_of_files(files: Iterable[Path]) -> str:
    """One hash of the names and contents of several files, in the order given."""
    return hash_of_texts(*(f"{path.name} {sha256(path)}" for path in files))


def hash_of_texts(*parts: str) -> str:
    """One hash of several texts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def program_files() -> list[Path]:
    """What decides what the program computes and says of the same inputs: its code, its words, its lock."""
    package = ROOT / "src" / "analysis"
    code = (path for pattern in ("*.py", "*.ftl") for path in package.rglob(pattern))
    return [ROOT / "requirements.txt", *sorted(code)]


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
