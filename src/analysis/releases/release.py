"""Freezing what a build makes as the next version of a quarter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.builds.report import Progress, input_files
from analysis.core.folders import files_of
from analysis.core.hashes import described, sha256
from analysis.core.layout import MANIFEST, REPORTS, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.leaks import assert_safe
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import read_inputs
from analysis.reading.sidecars import SUFFIX, read_sidecar
from analysis.releases.adding import add, locked
from analysis.releases.archive import INPUTS, Archive, Version
from analysis.releases.integrity import differences
from analysis.releases.making import Facts, make_version
from analysis.releases.repository import Code, current_code
from analysis.releases.site import archive_pages
from analysis.report.edition import KINDS, Edition

LONGEST_REASON: Final = 300


class RefusedError(Exception):
    """There is nothing to release, or it must not be; the message says why."""


class ReasonError(ValueError):
    """A version needs a reason and its kind, or must not have one; the message says which."""


def release(
    quarter: Quarter,
    *,
    data: DataRoot,
    archive: Archive,
    kind: str = "",
    reason: str = "",
    inputs_of: int | None = None,
    allow_dirty: bool = False,
    progress: Progress | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> Version:
    """Make the next version of a quarter and add it to the archive.

    Args:
        quarter: The quarter reported.
        data: The data root of its delivery.
        archive: Where released versions lie.
        kind: `revision` or `correction`, from version 2 on.
        reason: Why there is another version, for its readers.
        inputs_of: A released version whose frozen inputs are taken instead of the data root's.
        allow_dirty: Whether the tree may hold changes that no commit has.
        progress: Told of every step.
        waiting: Called once if another release is at work.

    Returns:
        The new version.

    Raises:
        InputError: The delivery or the reference data are wrong, or hidden numbers follow from all that is
            published; nothing was written.
        ReasonError: Kind and reason do not fit the version's number.
        NoVersionError: There is no version `inputs_of`.
        CodeError: The code cannot be named by a commit.
        RefusedError: The archive is damaged, the version would be like the last, or simulated figures would
            lie together with real ones.
    """
    code = current_code(archive.path, allow_dirty=allow_dirty)
    with (
        locked(archive, waiting),
        tempfile.TemporaryDirectory(prefix="statusrapport-", ignore_cleanup_errors=True) as temporary,
    ):
        last = archive.newest(quarter)
        _check_reason(1 if last is None else last.number + 1, kind, reason)
        if found := differences(archive, archive.versions(quarter)):
            listed = "\n".join(f"  {one}" for one in found)
            raise RefusedError(f"the archive is not as it was released:\n{listed}")
        frozen = None if inputs_of is None else archive.version(quarter, inputs_of)
        inputs = Path(temporary) / INPUTS
        source = data if frozen is None else DataRoot(frozen.folder / INPUTS)
        read_inputs(source, quarter)
        stage_inputs(source, quarter, last, inputs)
        audited = _assert_publishable(DataRoot(inputs), quarter, archive)
        facts = Facts(
            quarter,
            Edition(1 if last is None else last.number + 1, _created(inputs, quarter, code), kind, reason),
            code.commit,
            code.clean,
            None if last is None else {"version": last.number, "sha256": sha256(last.folder / MANIFEST)},
            audited,
        )
        if last is not None and _is_like(last, inputs, code, Path(temporary) / "like"):
            raise RefusedError(
                f"{last.name} was made from the same inputs and would come out the same: nothing to release"
            )
        folder = Path(temporary) / "version"
        make_version(inputs, facts, folder, progress)
        path = f"{quarter}/v{facts.edition.version}"
        add(archive, folder, path, archive_pages)
        return Version(quarter, facts.edition.version, archive.path / path)


def _check_reason(number: int, kind: str, reason: str) -> None:
    if number == 1 and (kind or reason):
        raise ReasonError("the first version replaces nothing: it has no --kind and no --reason")
    if number > 1 and not (kind in KINDS and reason):
        raise ReasonError(
            f"version {number} replaces version {number - 1}: say with --reason why, and with --kind whether "
            "it is a revision (better data, planned) or a correction (of an error)"
        )
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise ReasonError(f"--reason is one line of at most {LONGEST_REASON} characters")


def stage_inputs(data: DataRoot, quarter: Quarter, last: Version | None, folder: Path) -> None:
    """Copy what a version is made from: deliveries, reference data, and the numbers of the version before."""
    staged = DataRoot(folder)
    for path in input_files(data, quarter):
        target = staged.raw / path.relative_to(data.raw)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if last is not None:
        staged.previous.parent.mkdir()
        shutil.copyfile(last.indicators, staged.previous)


def _assert_publishable(data: DataRoot, quarter: Quarter, archive: Archive) -> tuple[str, ...]:
    """Refuse what does not belong in this archive, or gives hidden numbers away with what lies there."""
    snapshot = read_inputs(data, quarter)
    released = archive.versions()
    simulated = snapshot.delivery.simulated
    if simulated and archive.path.resolve() == REPORTS.resolve():
        raise RefusedError(
            "simulated figures are not released in the project's own archive; name another: --reports DIR"
        )
    other = next((one for one in released if one.manifest["simulated"] != simulated), None)
    if other is not None:
        kinds = ("simulated", "real") if simulated else ("real", "simulated")
        raise RefusedError(
            f"{quarter} holds {kinds[0]} figures and {other.name} in this archive {kinds[1]} ones"
        )
    assert_safe(
        snapshot, compute_table(snapshot), {one.name: pl.read_parquet(one.indicators) for one in released}
    )
    return tuple(one.name for one in released)


def _created(inputs: Path, quarter: Quarter, code: Code) -> date:
    """The newest day that inputs and code name."""
    data = DataRoot(inputs)
    sealed = [
        read_sidecar(path.with_name(path.name.removesuffix(SUFFIX)), data.path)
        for path in input_files(data, quarter)
        if path.name.endswith(SUFFIX)
    ]
    days = [one.retrieved for one in sealed if one is not None]
    return max(
        [read_inputs(data, quarter).delivery.as_of, *days, *([code.committed] if code.committed else [])]
    )


def _is_like(last: Version, inputs: Path, code: Code, folder: Path) -> bool:
    """Whether a version made now would differ from the last in nothing but its number, reason and date."""
    frozen = {name: said for name, said in last.manifest["inputs"].items() if _is_raw(name)}
    staged = {f"{INPUTS}/{name}": described(path) for name, path in files_of(inputs).items()}
    if frozen != {name: said for name, said in staged.items() if _is_raw(name)}:
        return False
    if code.clean and last.manifest["code"] == {"commit": code.commit, "clean": True}:
        return True
    make_version(last.folder / INPUTS, Facts.of(last.manifest), folder)
    return all(
        (folder / name).is_file() and described(folder / name) == said
        for name, said in last.manifest["outputs"].items()
    )


def _is_raw(name: str) -> bool:
    return name.startswith(f"{INPUTS}/raw/")
