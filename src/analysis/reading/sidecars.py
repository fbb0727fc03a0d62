"""Sidecars: `<file>.meta.toml` beside a data file says where it came from and what its bytes hash to.

A sidecar is optional. When there is one, the file has to match it: a file that changed after it was sealed is
refused.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.core.problems import InputError, Problem, quoted, shown_path
from analysis.core.writing import write_atomically
from analysis.reading.toml_files import read_toml

SUFFIX = ".meta.toml"
# How the origin of a made-up file begins.
MADE_UP = "Simulated by statusrapport simulate"


@dataclass(frozen=True)
class Sidecar:
    """What a sidecar says about its file.

    Attributes:
        origin: Where the file came from.
        retrieved: The day it was fetched or received.
        licence: What it may be used for.
        sha256: Hash of the file's bytes, 64 lower-case hexadecimal digits.
    """

    origin: str
    retrieved: date
    licence: str
    sha256: str


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a file lies: `runners.csv` → `runners.csv.meta.toml`."""
    return path.with_name(path.name + SUFFIX)


def seal(path: Path, origin: str, retrieved: date, licence: str) -> Path:
    """Write the sidecar of a file as its bytes are now, and return the sidecar's path.

    Raises:
        OSError: The file cannot be read or the sidecar not written.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = (
        f"origin = {_toml_string(origin)}",
        f"retrieved = {retrieved.isoformat()}",
        f"licence = {_toml_string(licence)}",
        f'sha256 = "{digest}"',
    )
    target = sidecar_path(path)
    write_atomically(target, ("\n".join(lines) + "\n").encode())
    return target


def read_sidecar(path: Path, data: Path) -> Sidecar | None:
    """The sidecar of a file, or None when the file has none.

    Args:
        path: The data file (not the sidecar).
        data: The data root, for the paths in messages.

    Raises:
        InputError: The sidecar cannot be read, or a key is missing, unknown or of the wrong kind.
    """
    source = sidecar_path(path)
    if not os.path.lexists(source):
        return None
    file = shown_path(source, data)
    _, _, content = read_toml(source, data)
    problems = [
        Problem(file, None, key, quoted(content.get(key)), expected)
        for key, (kind, expected) in _KEYS.items()
        if type(content.get(key)) is not kind
    ]
    problems += [
        Problem(file, None, key, "an unknown key", f"only {', '.join(_KEYS)}")
        for key in content
        if key not in _KEYS
    ]
    if not problems and not re.fullmatch(r"[0-9a-f]{64}", content["sha256"]):
        problems.append(Problem(file, None, "sha256", quoted(content["sha256"]), _KEYS["sha256"][1]))
    if problems:
        raise InputError(problems)
    return Sidecar(**content)


def check_sidecar(path: Path, content: bytes, data: Path) -> None:
    """Compare a file's bytes with its sidecar, if it has one.

    Raises:
        InputError: The sidecar is wrong, or the bytes are not those that were sealed.
    """
    sidecar = read_sidecar(path, data)
    digest = hashlib.sha256(content).hexdigest()
    if sidecar is not None and sidecar.sha256 != digest:
        raise InputError(
            [
                Problem(
                    shown_path(path, data),
                    None,
                    None,
                    f"bytes with sha256 {digest[:12]}…",
                    f"{sidecar.sha256[:12]}… as {sidecar_path(path).name} says; "
                    f"restore the file, or seal it again if the change is meant{_command(path)}",
                )
            ]
        )


def _command(path: Path) -> str:
    """The command that seals a file of a data root, for a message."""
    return f": statusrapport check {path.parent.name} --seal" if path.parent.parent.name == "raw" else ""


_KEYS: dict[str, tuple[type, str]] = {
    "origin": (str, "a text in quotes"),
    "retrieved": (date, "a date without quotes, like 2026-11-22"),
    "licence": (str, "a text in quotes"),
    "sha256": (str, "64 lower-case hexadecimal digits in quotes"),
}


def _toml_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def is_made_up(sidecar: Sidecar | None) -> bool:
    """Whether a sidecar says that its file was simulated."""
    return sidecar is not None and sidecar.origin.startswith(MADE_UP)
