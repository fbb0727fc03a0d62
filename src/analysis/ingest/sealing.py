"""Vouching for a delivery: a sidecar for each of its files, once the delivery has been checked."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
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
    )
    known = {path: read_sidecar(path, data.path) for path in files}
    return [
        seal(path, old.origin, old.retrieved, old.licence)
        if old
        else seal(path, source, today, UNKNOWN_LICENCE)
        for path, old in known.items()
    ]


def _checked_source(data: DataRoot, quarter: Quarter) -> str:
    """Check a copy that has no sidecars in the quarter's folder; the original is not touched."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(folder).name == str(quarter) and name.endswith(SUFFIX)]

    with tempfile.TemporaryDirectory() as temporary:
        copy = DataRoot(Path(temporary) / data.path.resolve().name)
        shutil.copytree(data.raw, copy.raw, ignore=ignored)
        return read_inputs(copy, quarter, back=0).delivery.source
