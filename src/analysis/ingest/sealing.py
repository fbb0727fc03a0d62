"""Vouching for a delivery: a sidecar for each of its files, once the delivery has been checked."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

from analysis.core.layout import DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.core.problems import InputError, Problem, shown_path
from analysis.core.quarters import Quarter
from analysis.core.regular_files import kind_of
from analysis.ingest.snapshot import read_inputs
from analysis.reading.sidecars import SUFFIX, read_sidecar, seal

SEALED: Final = (".toml", ".csv", ".xlsx", ".parquet")
UNKNOWN_LICENCE: Final = "not stated"


def seal_delivery(data: DataRoot, quarter: Quarter, today: date) -> list[Path]:
    """Check a delivery without regard to the sidecars it has, then write them anew.

    Origin and licence are kept where a sidecar states them; else the delivery's own source is the origin.

    Args:
        data: The data root.
        quarter: Whose delivery.
        today: Stands as the day of retrieval in new sidecars.

    Returns:
        The sidecars written.

    Raises:
        InputError: The delivery is wrong; no sidecar was written.
    """
    source = _checked_source(data, quarter)
    files = sorted(
        path
        for path in (data.raw / str(quarter)).iterdir()
        if path.suffix.casefold() in SEALED
        and not path.name.startswith(("~$", "."))
        and SUFFIX not in path.name
        and path.is_file()
    )
    known = {path: read_sidecar(path, data.path) for path in files}
    return [
        seal(path, old.origin, old.retrieved, old.licence)
        if old
        else seal(path, source, today, UNKNOWN_LICENCE)
        for path, old in known.items()
    ]


def _kind_of(path: Path) -> str:
    """As `kind_of`; a link that leads nowhere is of a kind of its own."""
    try:
        return kind_of(path)
    except OSError:
        return "a link that leads nowhere"


def _checked_source(data: DataRoot, quarter: Quarter) -> str:
    """Check a copy that has no sidecars in the quarter's folder; the original is not touched."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(folder).name == str(quarter) and name.endswith(SUFFIX)]

    odd = [(path, _kind_of(path)) for path in sorted(data.raw.rglob("*"))]
    problems = [
        Problem(shown_path(path, data.path), None, None, kind, "a regular file")
        for path, kind in odd
        if kind and not path.is_dir()
    ]
    if problems:
        raise InputError(problems)
    with temporary_folder() as temporary:
        copy = DataRoot(temporary / data.path.resolve().name)
        shutil.copytree(data.raw, copy.raw, ignore=ignored)
        return read_inputs(copy, quarter, back=0).delivery.source
