"""Whether the bytes of an archive are those that were released, without rebuilding anything.

`checksums.txt` holds the hash of every manifest and of the archive's own pages, a manifest those of its
version's files and of the manifest before it. Its form is strict, so that no byte of it can change unnoticed.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from analysis.core.hashes import hash_and_size, sha256
from analysis.core.layout import MANIFEST, SAVED_BY_ITSELF
from analysis.core.quarters import Quarter
from analysis.releases.archive import CHECKSUMS, INPUTS, Archive, Version

LATEST: Final = "latest/index.html"
ROOT_PAGES: Final = ("index.html", "feed.xml", LATEST)
WHY: Final = "private"
RAW: Final = f"{INPUTS}/raw/"
UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)
LONGEST_VALUE: Final = 60
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


@dataclass(frozen=True)
class Tree:
    """What lies below a folder, by its path there, as the system spells it; links are not followed.

    Attributes:
        files: Plain files.
        folders: Folders.
        others: Symbolic links, pipes, sockets and devices, with what each is.
    """

    files: frozenset[str]
    folders: frozenset[str]
    others: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Tree:
        """Look through a folder; nothing is opened."""
        files, folders, others = set(), set(), {}
        waiting = [folder]
        while waiting:
            for entry in os.scandir(waiting.pop()):
                name = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_symlink():
                    others[name] = "a symbolic link"
                elif entry.is_dir():
                    folders.add(name)
                    waiting.append(Path(entry.path))
                elif entry.is_file():
                    files.add(name)
                else:
                    others[name] = "no plain file"
        return cls(frozenset(files), frozenset(folders), others)

    def state(self, name: str) -> str:
        """What is wrong with a file that has to be there; empty if it is there."""
        if name in self.files:
            return ""
        alike = next((one for one in sorted(self.files) if _folded(one) == _folded(name)), None)
        if alike is not None:
            return f"missing; there is {ascii(alike)[1:-1]}, another spelling of the name"
        return f"{self.others[name]} in its place" if name in self.others else "missing"


def _folded(name: str) -> str:
    """A name as file systems see it that take no regard to case and Unicode normal form."""
    return unicodedata.normalize("NFC", name).casefold()


def read_checksums(archive: Archive, tree: Tree | None = None) -> tuple[dict[str, str], list[Difference]]:
    """What `checksums.txt` says, and what is wrong with its form."""
    if not archive.path.is_dir():
        return {}, [Difference(CHECKSUMS, "missing")]
    if wrong := (tree or Tree.of(archive.path)).state(CHECKSUMS):
        return {}, [Difference(CHECKSUMS, wrong)]
    content = (archive.path / CHECKSUMS).read_bytes()
    found = {
        match[2]: match[1]
        for line in content.decode("utf-8", "replace").splitlines()
        if (match := LINE.fullmatch(line))
    }
    sound = checksum_lines(found) == content
    return found, [] if sound else [Difference(CHECKSUMS, "not in the form that a release writes")]


def lists(archive: Archive, quarter: Quarter, number: int | None = None) -> bool:
    """Whether `checksums.txt` lists a version of a quarter, or any where no number is given; there or not."""
    numbers = r"v[0-9]+" if number is None else f"v{number}"
    wanted = re.compile(f"{quarter}/{numbers}/{MANIFEST}")
    return any(wanted.fullmatch(name) for name in read_checksums(archive)[0])


def archive_differences(archive: Archive) -> list[Difference]:
    """What differs in the archive as a whole: manifests, pages, and what does not belong there.

    Of every version that can be read, the names of all files are compared with its manifest.
    """
    if not archive.path.is_dir() or not any(archive.path.iterdir()):
        return []
    tree, versions = Tree.of(archive.path), archive.versions()
    hashes, found = read_checksums(archive, tree)
    for file, digest in hashes.items():
        if wrong := tree.state(file):
            found.append(Difference(file, f"{wrong}, though {CHECKSUMS} lists it"))
        elif sha256(archive.path / file) != digest:
            found.append(Difference(file, f"its bytes are not those that {CHECKSUMS} lists"))
    found += [
        Difference(one.path, f"{CHECKSUMS} does not list it: no release finished it")
        for one in versions
        if f"{one.path}/{MANIFEST}" not in hashes
    ]
    pages = {page for one in versions for page in (*ROOT_PAGES, f"{one.quarter}/{LATEST}")}
    found += [Difference(page, f"{CHECKSUMS} does not list it") for page in sorted(pages - hashes.keys())]
    return [*found, *_foreign(tree, {CHECKSUMS, *hashes}, versions)]


def _foreign(tree: Tree, known: set[str], versions: Sequence[Version]) -> Iterator[Difference]:
    """What does not belong in the archive: files that nothing lists, links, special files, empty folders."""
    unread = []
    for version in versions:
        try:
            manifest = version.manifest
            names = {*manifest["inputs"], *manifest["outputs"]} - set(private_inputs_of(manifest))
        except UNREADABLE:
            unread.append(f"{version.path}/")
            continue
        known |= {f"{version.path}/{name}" for name in (*names, MANIFEST)}
    inside = {one.path: f"{one.path}/" for one in versions}
    for name in sorted(tree.files - known):
        if not name.startswith(tuple(unread)):
            within = any(name.startswith(start) for start in inside.values())
            yield Difference(name, f"{MANIFEST if within else CHECKSUMS} does not list it")
    for name, what in sorted(tree.others.items()):
        yield Difference(name, f"{what}, which no release makes")
    full = {str(parent) for name in (*tree.files, *tree.others) for parent in PurePosixPath(name).parents}
    for name in sorted(tree.folders - full):
        yield Difference(name, "an empty folder, which no release makes")


def version_differences(version: Version, others: Sequence[Version]) -> list[Difference]:
    """What differs in a version: each file against its manifest, the manifest's place, the one before it.

    Args:
        version: The version.
        others: All versions of its quarter.
    """
    own = f"{version.path}/{MANIFEST}"
    try:
        manifest = version.manifest
        private = private_inputs_of(manifest)
        listed = {**manifest["inputs"], **manifest["outputs"]}
    except UNREADABLE as error:
        return [Difference(own, f"cannot be read: {error or type(error).__name__}")]
    found = list(_file_differences(version, listed, private))
    for key, expected in (("quarter", str(version.quarter)), ("version", version.number)):
        value = manifest.get(key)
        if type(value) is not type(expected) or value != expected:
            found.append(Difference(own, f"its {key} is {_short(value)}, in the folder {version.path}"))
    before = next((one for one in others if one.number == version.number - 1), None)
    previous = manifest.get("previous")
    if version.number == 1:
        if previous is not None:
            found.append(Difference(own, "its previous is not empty, and v1 follows none"))
        return found
    stated = previous if isinstance(previous, dict) else {}
    if stated.get("version") != version.number - 1:
        found.append(Difference(own, f"its previous is not v{version.number - 1}"))
    if before is None:
        found.append(Difference(f"{version.quarter}/v{version.number - 1}", "missing"))
    elif _hash(before.folder / MANIFEST) != stated.get("sha256"):
        found.append(Difference(f"{before.path}/{MANIFEST}", f"not the one that v{version.number} followed"))
    return found


def _short(value: object) -> str:
    if not isinstance(value, str | int | None):
        return "no such value"
    text = json.dumps(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _hash(path: Path) -> str | None:
    return sha256(path) if path.is_file() else None


def _file_differences(
    version: Version, listed: Mapping[str, Mapping[str, object]], private: Collection[str]
) -> Iterator[Difference]:
    tree = Tree.of(version.folder)
    for name, said in listed.items():
        place = f"{version.path}/{name}"
        if name in private:
            if not name.startswith(RAW) or ".." in PurePosixPath(name).parts:
                yield Difference(place, "no place of a private input")
            if name in tree.files:
                yield Difference(place, f"{MANIFEST} says that it is private")
        elif wrong := tree.state(name):
            yield Difference(place, f"{wrong}, though {MANIFEST} lists it")
        elif hash_and_size(version.folder / name) != said:
            saved = f"; {SAVED_BY_ITSELF}" if name.endswith(".ipynb") else ""
            yield Difference(place, f"its bytes are not those that {MANIFEST} lists{saved}")


def private_inputs_of(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The private inputs that a manifest names.

    Raises:
        KeyError: It names no inputs.
        TypeError: They are not told as a release does.
    """
    return {name: said for name, said in manifest["inputs"].items() if WHY in said}


def differences(archive: Archive, versions: Sequence[Version]) -> list[Difference]:
    """Every difference in some versions and in the archive around them."""
    found = archive_differences(archive)
    for version in versions:
        found += version_differences(version, archive.versions(version.quarter))
    return list(dict.fromkeys(found))
