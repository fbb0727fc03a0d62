"""Freezing what a build makes as the next version of a quarter."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.builds.report import Progress
from analysis.core.folders import (
    assert_outside_data,
    assert_own,
    assert_place,
    assert_writable,
    files_of,
    lists_nothing,
)
from analysis.core.hashes import hash_and_size, sha256
from analysis.core.layout import DEFAULT_DATA, MANIFEST, PRIVATE, REPORTS, DataRoot
from analysis.core.left_overs import sweep, temporary_folder
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.leaks import assert_safe
from analysis.disclosure.protected import private_inputs
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import Snapshot, assert_unchanged, read_inputs
from analysis.reading.sidecars import SUFFIX, read_sidecar
from analysis.reading.text_rules import LONGEST_RELEASE_REASON, text_fault
from analysis.releases.adding import add, locked
from analysis.releases.archive import CHECKSUMS, INPUTS, Archive, Version
from analysis.releases.integrity import differences, private_inputs_of
from analysis.releases.making import ENGLISH, PARTS, ReleaseFacts, make_version
from analysis.releases.private import (
    KEY,
    PrivateArchive,
    add_private,
    described_privately,
    key_for,
    missing_inputs,
    with_private_inputs,
)
from analysis.releases.repository import CodeVersion, current_code, is_ignored
from analysis.releases.site import archive_pages
from analysis.rendering.engines import choose_engine
from analysis.report.edition import KINDS, Edition

LISTED: Final = 20
IN_A_VERSION: Final = re.compile(r"[1-9][0-9]{3}Q[1-4]/v[1-9][0-9]{0,3}/.")


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
    reason_en: str = "",
    inputs_of: int | None = None,
    private: PrivateArchive | None = None,
    allow_dirty: bool = False,
    engine: str = "embedded",
    parts: Sequence[str] = (),
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
        reason_en: The same in English, for the English edition.
        inputs_of: A released version whose frozen inputs are taken instead of the data root's.
        private: Where inputs go that hold a number which is not published; None for the one beside the
            archive.
        allow_dirty: Whether the tree may hold changes that no commit has.
        engine: `embedded`, `quarto`, or `auto` for Quarto where it is found.
        parts: Those of `making.PARTS` that the version also holds.
        progress: Told of every step.
        waiting: Called once if another release is at work.

    Returns:
        The new version.

    Raises:
        InputError: The delivery or the reference data are wrong, or hidden numbers follow from all that is
            published; nothing was written.
        ReasonError: Kind and reason do not fit the version's number.
        NoVersionError: There is no version `inputs_of`.
        NoQuartoError: Quarto was asked for and is not there.
        CodeError: The code cannot be named by a commit.
        PrivateArchiveError: Private inputs of an older version are not there, or others lie in their place.
        OutputFolderError: The archive or the private one is no place for versions, or holds what no release
            made.
        RefusedError: The archive is damaged, the version would be like the last, or simulated figures would
            lie together with real ones.
    """
    _check_text("--reason", reason)
    _check_text("--reason-en", reason_en)
    if reason_en and not (reason and ENGLISH in parts):
        raise ReasonError("--reason-en is the --reason in the English edition: give both, and --english")
    store = private or PrivateArchive.beside(archive)
    if private is not None:
        _assert_private_place(private, data, archive)
    _assert_archive(archive, data, store)
    chosen = choose_engine(engine)
    held = tuple(part for part in PARTS if part in parts)
    # Which inputs are not for Git is known once they are read; whatever else there is, is told at once.
    current_code(archive.path, private=store.path, protected=[data.raw], allow_dirty=allow_dirty)
    with (
        locked(archive, waiting),
        temporary_folder() as temporary,
    ):
        last = archive.newest(quarter)
        number = 1 if last is None else last.number + 1
        path = f"{quarter}/v{number}"
        _check_reason(number, kind, reason)
        if found := differences(archive, archive.versions(quarter)):
            more = [f"and {len(found) - LISTED} more"] if len(found) > LISTED else []
            listed = "\n".join(f"  {one}" for one in [*found[:LISTED], *more])
            raise RefusedError(f"the archive is not as it was released:\n{listed}")
        source = data
        if inputs_of is not None:
            frozen = archive.version(quarter, inputs_of)
            source = DataRoot(with_private_inputs(frozen, store, temporary / "frozen") / INPUTS)
        inputs = temporary / INPUTS
        read = read_inputs(source, quarter).read
        stage_inputs(source, read, last, inputs)
        assert_unchanged(read, DataRoot(inputs), shown=source)
        snapshot = read_inputs(DataRoot(inputs), quarter)
        table = compute_table(snapshot)
        hidden = private_inputs(DataRoot(inputs), snapshot, table)
        if hidden:
            _assert_private_place(store, data, archive)
            _assert_private(store, path)
        code = current_code(
            archive.path,
            private=store.path,
            protected=[data.raw / name for name in hidden],
            read=[data.raw / name for name in read],
            allow_dirty=allow_dirty,
        )
        audited = _assert_publishable(snapshot, table, archive, source)
        key = key_for(inputs, hidden, path, store) if hidden else b""
        facts = ReleaseFacts(
            quarter,
            Edition(number, _created(DataRoot(inputs), snapshot, code), kind, reason, reason_en),
            code.commit,
            code.clean,
            None if last is None else {"version": last.number, "sha256": sha256(last.folder / MANIFEST)},
            audited,
            chosen,
            held,
        )
        if last is not None and _is_like(last, inputs, hidden, facts, store, temporary):
            raise RefusedError(
                f"{last.name} was made from the same inputs and would come out the same: nothing to release"
            )
        folder = temporary / "version"
        make_version(inputs, facts, folder, progress, key=key)
        assert_unchanged(read, source)
        add_private(inputs, hidden, path, key, store)
        add(archive, folder, path, archive_pages)
        return Version(quarter, number, archive.path / path)


def _assert_archive(archive: Archive, data: DataRoot, store: PrivateArchive) -> None:
    """Refuse a place for released versions before anything is read.

    A folder that holds versions is compared with its checksums later; one without has to be new or empty.
    """
    kept = [data.path, DEFAULT_DATA.path, REPORTS, REPORTS.with_name(PRIVATE), store.path]
    target = assert_place(archive.path, kept=kept, allowed=[REPORTS])
    assert_outside_data(archive.path, target)
    if target.exists() and not archive.versions() and not (target / CHECKSUMS).exists():
        assert_own(archive.path, target, lists_nothing)
    assert_writable(archive.path, target.parent)


def _assert_private_place(store: PrivateArchive, data: DataRoot, archive: Archive) -> None:
    """Refuse a place for private inputs that could not be written, or holds anything else."""
    kept = [data.path, DEFAULT_DATA.path, REPORTS, archive.path]
    target = assert_place(store.path, kept=kept, allowed=[REPORTS.with_name(PRIVATE)])
    assert_outside_data(store.path, target)
    if target.exists():
        sweep(target)
        assert_own(store.path, target, files_of_versions)
    assert_writable(store.path, target)


def files_of_versions(folder: Path) -> frozenset[str]:
    """The files of a private archive that lie in a version's folder, such as `2025Q2/v1`."""
    return frozenset(name for name in files_of(folder) if IN_A_VERSION.match(name))


def _assert_private(store: PrivateArchive, version: str) -> None:
    """Refuse a place for private inputs whose files Git would take."""
    if not is_ignored(store.folder(version) / KEY):
        raise RefusedError(
            f"the private archive {store.path} lies in the project and Git does not ignore it; name another: "
            "--private DIR"
        )


def _check_text(option: str, reason: str) -> None:
    if reason and (fault := text_fault(reason, LONGEST_RELEASE_REASON)):
        found, expected = fault
        raise ReasonError(f"{option}: found {found}, expected {expected}")


def _check_reason(number: int, kind: str, reason: str) -> None:
    if number == 1 and (kind or reason):
        raise ReasonError("the first version replaces nothing: it has no --kind and no --reason")
    if number > 1 and not (kind in KINDS and reason):
        raise ReasonError(
            f"version {number} replaces version {number - 1}: say with --reason why, and with --kind whether "
            "it is a revision (better data, planned) or a correction (of an error)"
        )


def stage_inputs(data: DataRoot, names: Iterable[str], last: Version | None, folder: Path) -> None:
    """Copy what a version is made from: the files that were read, and the numbers of the version before.

    Args:
        data: A data root.
        names: Paths below its `raw/`.
        last: The version before.
        folder: The data root that receives them.
    """
    staged = DataRoot(folder)
    for name in names:
        target = staged.raw / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data.raw / name, target)
    if last is not None:
        staged.previous.parent.mkdir()
        shutil.copyfile(last.indicators, staged.previous)


def _assert_publishable(
    snapshot: Snapshot, table: pl.DataFrame, archive: Archive, source: DataRoot
) -> tuple[str, ...]:
    """Refuse what does not belong in this archive, or gives hidden numbers away with what lies there."""
    quarter, simulated = snapshot.delivery.quarter, snapshot.delivery.simulated
    released = archive.versions()
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
    assert_safe(snapshot, table, archive.tables(simulated=simulated), data=source)
    return tuple(one.name for one in released)


def _created(data: DataRoot, snapshot: Snapshot, code: CodeVersion) -> date:
    """The newest day that inputs and code name."""
    sealed = [
        read_sidecar(data.raw / name.removesuffix(SUFFIX), data.path)
        for name in snapshot.read
        if name.endswith(SUFFIX)
    ]
    days = [one.retrieved for one in sealed if one is not None]
    return max([snapshot.delivery.as_of, *days, *([code.committed] if code.committed else [])])


def _is_like(
    last: Version,
    inputs: Path,
    hidden: Mapping[str, str],
    facts: ReleaseFacts,
    store: PrivateArchive,
    folder: Path,
) -> bool:
    """Whether a version made now would differ from the last in nothing but its number, reason and date.

    Where the last one's private inputs are not there, it cannot be said, and there may be a new version.
    """
    made = ReleaseFacts.of(last.manifest)
    if (made.engine.name, made.parts) != (facts.engine.name, facts.parts) or missing_inputs(last, store):
        return False
    before = with_private_inputs(last, store, folder / "before")
    key = (before / KEY).read_bytes() if private_inputs_of(last.manifest) else b""
    private = {f"{INPUTS}/raw/{name}": why for name, why in hidden.items()}
    staged = {
        name: described_privately(path, key, private[name]) if name in private else hash_and_size(path)
        for name, path in ((f"{INPUTS}/{name}", path) for name, path in files_of(inputs).items())
        if _is_raw(name)
    }
    if staged != {name: said for name, said in last.manifest["inputs"].items() if _is_raw(name)}:
        return False
    same_code = facts.clean and last.manifest["code"] == {"commit": facts.commit, "clean": True}
    if same_code and made.engine == facts.engine:
        return True
    again = folder / "like"
    make_version(before / INPUTS, made, again, key=key)
    return all(
        (again / name).is_file() and hash_and_size(again / name) == said
        for name, said in last.manifest["outputs"].items()
    )


def _is_raw(name: str) -> bool:
    return name.startswith(f"{INPUTS}/raw/")
