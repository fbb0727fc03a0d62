"""Whether the bytes of an archive are those that were released, without rebuilding anything.

`checksums.txt` holds the hash of every manifest and of the archive's own pages, a manifest those of its
version's files and of the manifest before it. Its form is strict, so that no byte of it can change unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from analysis.core.hashes import described, sha256
from analysis.core.layout import MANIFEST
from analysis.releases.archive import CHECKSUMS, Archive, Version

LINE: Final = re.compile(r"([0-9a-f]{64})  ([!-~]+)")


class Difference(NamedTuple):
    """Something that is not as it was released.

    Attributes:
        file: Path inside the archive.
        what: What is different, in words.
    """

    file: str
    what: str

    def __str__(self) -> str:
        """The difference on one line."""
        return f"{self.file}: {self.what}"


def checksum_lines(hashes: Mapping[str, str]) -> bytes:
    """`checksums.txt` for some files and their hashes; `sha256sum -c` reads it."""
    return "".join(f"{digest}  {file}\n" for file, digest in sorted(hashes.items())).encode()


def read_checksums(archive: Archive) -> tuple[dict[str, str], list[Difference]]:
    """What `checksums.txt` says, and what is wrong with its form."""
    path = archive.path / CHECKSUMS
    if not path.is_file():
        return {}, [Difference(CHECKSUMS, "missing")]
    content = path.read_bytes()
    found = {
        match[2]: match[1]
        for line in content.decode("utf-8", "replace").splitlines()
        if (match := LINE.fullmatch(line))
    }
    sound = checksum_lines(found) == content
    return found, [] if sound else [Difference(CHECKSUMS, "not in the form that a release writes")]


def archive_differences(archive: Archive) -> list[Difference]:
    """What differs in the archive as a whole: manifests and pages against `checksums.txt`."""
    if not archive.path.is_dir():
        return []
    hashes, found = read_checksums(archive)
    for file, digest in hashes.items():
        path = archive.path / file
        if not path.is_file():
            found.append(Difference(file, f"missing, though {CHECKSUMS} lists it"))
        elif sha256(path) != digest:
            found.append(Difference(file, f"its bytes are not those that {CHECKSUMS} lists"))
    found += [
        Difference(one.path, f"{CHECKSUMS} does not list it: no release finished it")
        for one in archive.versions()
        if f"{one.path}/{MANIFEST}" not in hashes
    ]
    return found


def version_differences(version: Version, others: Sequence[Version]) -> list[Difference]:
    """What differs in a version: each file against its manifest, and the manifest before it.

    Args:
        version: The version.
        others: All versions of its quarter.
    """
    try:
        manifest = version.manifest
        listed = {**manifest["inputs"], **manifest["outputs"]}
        previous = manifest.get("previous")
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [Difference(f"{version.path}/{MANIFEST}", f"cannot be read: {error}")]
    found = list(_file_differences(version, listed))
    before = next((one for one in others if one.number == version.number - 1), None)
    if version.number > 1 and before is None:
        found.append(Difference(f"{version.quarter}/v{version.number - 1}", "missing"))
    elif before is not None and _hash(before.folder / MANIFEST) != (previous or {}).get("sha256"):
        found.append(Difference(f"{before.path}/{MANIFEST}", f"not the one that v{version.number} followed"))
    return found


def _hash(path: Path) -> str | None:
    return sha256(path) if path.is_file() else None


def _file_differences(version: Version, listed: Mapping[str, Mapping[str, object]]) -> Iterator[Difference]:
    for name, said in listed.items():
        path = version.folder / name
        if not path.is_file():
            yield Difference(f"{version.path}/{name}", f"missing, though {MANIFEST} lists it")
        elif described(path) != said:
            yield Difference(f"{version.path}/{name}", f"its bytes are not those that {MANIFEST} lists")
    for path in sorted(version.folder.rglob("*")):
        name = path.relative_to(version.folder).as_posix()
        if not path.is_dir() and name not in listed and name != MANIFEST:
            yield Difference(f"{version.path}/{name}", f"{MANIFEST} does not list it")


def differences(archive: Archive, versions: Sequence[Version]) -> list[Difference]:
    """Every difference in some versions and in the archive around them."""
    found = archive_differences(archive)
    for version in versions:
        found += version_differences(version, archive.versions(version.quarter))
    return list(dict.fromkeys(found))
