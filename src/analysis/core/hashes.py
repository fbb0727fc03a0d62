"""What a manifest says about a file."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def described(path: Path) -> dict[str, str | int]:
    """A file's `sha256` and its size in `bytes`."""
    return {"sha256": sha256(path), "bytes": path.stat().st_size}
