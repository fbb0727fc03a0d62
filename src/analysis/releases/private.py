"""The private archive: input files of released versions that hold a number which is not published.

`<quarter>/v<number>/inputs/raw/…` holds the files as the public `inputs/` would, and `key` the key of their
hashes. The public manifest says of each its size, why it is private, and a keyed hash (HMAC-SHA256): a plain
one would let anybody try which number a file must hold.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.core.folders import files_of
from analysis.core.layout import MANIFEST, PRIVATE
from analysis.core.left_overs import side_folder, sweep
from analysis.releases.archive import INPUTS, Archive, Version
from analysis.releases.integrity import WHY, Difference, private_inputs_of

KEY: Final = "key"
KEY_BYTES: Final = 32
HASH: Final = "hmac_sha256"


class PrivateArchiveError(Exception):
    """The private archive does not fit the version; the message says how."""


@dataclass(frozen=True)
class PrivateArchive:
    """A folder of private inputs; it need not exist."""

    path: Path

    @classmethod
    def beside(cls, archive: Archive) -> PrivateArchive:
        """The one that belongs to an archive unless another is named: `private/` beside it."""
        return cls(archive.path.parent / PRIVATE)

    def folder(self, version: str) -> Path:
        """Where the private inputs of a version lie.

        Args:
            version: Such as `2025Q2/v1`.
        """
        return self.path / version


def new_key() -> bytes:
    """A key for the hashes of a version."""
    return secrets.token_bytes(KEY_BYTES)


def described_privately(path: Path, key: bytes, why: str) -> dict[str, str | int]:
    """What the public manifest says about a private file."""
    content = path.read_bytes()
    digest = hmac.new(key, content, hashlib.sha256).hexdigest()
    return {WHY: why, "bytes": len(content), HASH: digest}


def missing_inputs(version: Version, private: PrivateArchive) -> list[str]:
    """The private inputs of a version that are not in the private archive."""
    folder = private.folder(version.path)
    names = list(private_inputs_of(version.manifest))
    return [name for name in names if not (folder / name).is_file() or not (folder / KEY).is_file()]


def private_differences(version: Version, private: PrivateArchive) -> list[Difference]:
    """What differs between the private inputs that are there and the version's manifest."""
    folder, said = private.folder(version.path), private_inputs_of(version.manifest)
    where = f"{private.path.name}/{version.path}"
    if not said and not folder.exists():
        return []
    found = [
        Difference(f"{where}/{name}", f"{version.path}/{MANIFEST} does not name it as private")
        for name in files_of(folder)
        if name not in {KEY, *said}
    ]
    if (folder / KEY).is_file():
        key = (folder / KEY).read_bytes()
        found += [
            Difference(f"{where}/{name}", f"its bytes are not those that {version.path}/{MANIFEST} names")
            for name, entry in said.items()
            if (folder / name).is_file() and described_privately(folder / name, key, entry[WHY]) != entry
        ]
    return found


def with_private_inputs(version: Version, private: PrivateArchive, folder: Path) -> Path:
    """A version as it can be rebuilt: its manifest and all of its inputs, public and private.

    Args:
        version: A released version.
        private: Where its private inputs lie.
        folder: Where the version is put together, if it has any; must not exist.

    Returns:
        The version's own folder where it has no private inputs, else `folder`.

    Raises:
        PrivateArchiveError: Private inputs are not there, or not those that were released.
    """
    said = private_inputs_of(version.manifest)
    if not said:
        return version.folder
    if missing := missing_inputs(version, private):
        raise PrivateArchiveError(
            f"{version.name} was made from private inputs that {private.path.name}/{version.path}/ does not "
            f"hold: {', '.join(missing)}; name their archive with --private DIR"
        )
    if found := private_differences(version, private):
        raise PrivateArchiveError("\n".join(map(str, found)))
    shutil.copytree(version.folder / INPUTS, folder / INPUTS)
    for name in (*said, KEY):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(private.folder(version.path) / name, folder / name)
    shutil.copyfile(version.folder / MANIFEST, folder / MANIFEST)
    return folder


def key_for(inputs: Path, names: Mapping[str, str], version: str, private: PrivateArchive) -> bytes:
    """The key of a version that is to be released: a new one, or that of a release that was stopped.

    Args:
        inputs: The data root of the version's inputs.
        names: Its private ones, by their path below `raw/`.
        version: Such as `2025Q2/v1`; the public archive does not hold it.
        private: Where private inputs go.

    Raises:
        PrivateArchiveError: Other files lie there; they are not touched.
    """
    folder = private.folder(version)
    if not folder.exists():
        return new_key()
    held = {name: path.read_bytes() for name, path in files_of(folder).items()}
    key = held.pop(KEY, b"")
    wanted = {f"{INPUTS}/raw/{name}": (inputs / "raw" / name).read_bytes() for name in names}
    if len(key) != KEY_BYTES or held != wanted:
        raise PrivateArchiveError(
            f"{private.path.name}/{version}/ holds files that belong to no version of this archive; "
            "move the folder away"
        )
    return key


def add_private(
    inputs: Path, names: Mapping[str, str], version: str, key: bytes, private: PrivateArchive
) -> None:
    """Put the private inputs of a version in their place, all of them or none; the archive's lock is held.

    Args:
        inputs: The data root of the version's inputs.
        names: Its private ones, by their path below `raw/`; without any nothing is written.
        version: Such as `2025Q2/v1`.
        key: As `key_for` gave it.
        private: Where private inputs go.

    Raises:
        OSError: They could not be written.
    """
    target = private.folder(version)
    if not names:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent)
    if target.exists():
        return
    makes = [f"{INPUTS}/raw/{name}" for name in names]
    with side_folder(target.parent, [f"fresh/{name}" for name in (*makes, KEY)]) as side:
        fresh = side / "fresh"
        for name in names:
            copy = fresh / INPUTS / "raw" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(inputs / "raw" / name, copy)
        (fresh / KEY).write_bytes(key)
        for path in _files_and_folders(fresh):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        os.rename(fresh, target)


def _files_and_folders(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file() or os.name == "posix")
