"""Folders: swapping two in one step, so that whoever looks sees the old one or the new; listing one."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Final

WORKING_FOLDER: Final = -100
EXCHANGE: Final = 2


def exchanged(one: Path, other: Path) -> bool:
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
