"""Vouching for files: a sidecar for each of a delivery or of the reference data, once they are checked."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

from analysis.core.hashes import sha256
from analysis.core.layout import DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.core.problems import InputError, Problem, shown_path
from analysis.core.quarters import Quarter
from analysis.core.regular_files import kind_of
from analysis.ingest.publishing import COMMENTARIES, LOGO_SUFFIXES
from analysis.ingest.snapshot import read_inputs
from analysis.reading.files import KINDS, find_table
from analysis.reading.sidecars import SUFFIX, read_sidecar, seal
from analysis.reference.boundaries import FILE as BOUNDARIES
from analysis.reference.boundary_update import check_boundaries
from analysis.reference.files import SCHEMAS, read_reference

SEALED: Final = (".toml", *KINDS, *LOGO_SUFFIXES)
UNKNOWN_LICENCE: Final = "not stated"
UNKNOWN_ORIGIN: Final = "not stated"


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
        if (path.suffix.casefold() in SEALED or path.name in COMMENTARIES.values())
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


def seal_reference(data: DataRoot, today: date) -> list[Path]:
    """Check the reference files without regard to their sidecars, then write those that are not right.

    Origin and licence are kept where a sidecar states them; a file that changed was retrieved today.

    Args:
        data: The data root.
        today: The reference files have to be valid on it.

    Returns:
        The files that were sealed.

    Raises:
        InputError: The reference files are wrong; no sidecar was written.
    """
    folder = data.raw / "reference"
    _assert_regular(folder, data)
    with temporary_folder() as temporary:
        copy = DataRoot(temporary / data.path.resolve().name)
        copy.raw.mkdir(parents=True)
        if folder.is_dir():
            shutil.copytree(folder, copy.raw / "reference", ignore=shutil.ignore_patterns(f"*{SUFFIX}"))
        bounded = check_boundaries(copy, read_reference(copy.path, today))
    files = [find_table(folder, stem, data.path) for stem in SCHEMAS]
    files += [folder / BOUNDARIES] if bounded else []
    known = {path: read_sidecar(path, data.path) for path in files}
    sealed = []
    for path, old in known.items():
        if old is None:
            seal(path, UNKNOWN_ORIGIN, today, UNKNOWN_LICENCE)
        elif old.sha256 != sha256(path):
            seal(path, old.origin, today, old.licence)
        else:
            continue
        sealed.append(path)
    return sealed


def _kind_of(path: Path) -> str:
    """As `kind_of`; a link that leads nowhere is of a kind of its own."""
    try:
        return kind_of(path)
    except OSError:
        return "a link that leads nowhere"


def _assert_regular(folder: Path, data: DataRoot) -> None:
    """Refuse a folder that holds what cannot be copied, such as a pipe.

    Raises:
        InputError: Each such file.
    """
    odd = [(path, _kind_of(path)) for path in sorted(folder.rglob("*"))]
    problems = [
        Problem(shown_path(path, data.path), None, None, kind, "a regular file")
        for path, kind in odd
        if kind and not path.is_dir()
    ]
    if problems:
        raise InputError(problems)


def _checked_source(data: DataRoot, quarter: Quarter) -> str:
    """Check a copy that has no sidecars in the quarter's folder; the original is not touched."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(folder).name == str(quarter) and name.endswith(SUFFIX)]

    _assert_regular(data.raw, data)
    with temporary_folder() as temporary:
        copy = DataRoot(temporary / data.path.resolve().name)
        shutil.copytree(data.raw, copy.raw, ignore=ignored)
        return read_inputs(copy, quarter, back=0).delivery.source
