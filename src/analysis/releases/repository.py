"""Which code a version is made with: the commit that is checked out, and whether the tree is as it says."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from analysis.core.layout import ROOT

# The checkout may belong to another user than the one who runs this.
GIT: Final = ("git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT))
MOST_FILES_NAMED: Final = 5
UNTRACKED: Final = "??"
READ_BY_BUILDS: Final = ("src", "notebooks", "_extensions")
FORKS: Final = "notebooks/explore"
HERE: Final = "verify --here rebuilds it with the code and the packages that run now"


class CodeError(Exception):
    """The code cannot be named by a commit; the message says why."""


class NoCommitError(Exception):
    """A recorded commit is not in this clone; the message says how to get it."""


@dataclass(frozen=True)
class CodeVersion:
    """The code of a release.

    Attributes:
        commit: Its commit; empty where it was made outside a Git checkout.
        clean: Whether every file was as the commit says.
        committed: The commit's day, UTC.
    """

    commit: str
    clean: bool
    committed: date | None


def current_code(
    archive: Path,
    *,
    private: Path | None = None,
    protected: Sequence[Path] = (),
    read: Collection[Path] = (),
    allow_dirty: bool = False,
) -> CodeVersion:
    """The commit that is checked out.

    A file that Git does not know counts as a change only where a build may read it: a version does not
    depend on notes beside the project.

    Args:
        archive: A release archive; released versions in it that are not committed yet do not count.
        private: A private archive; what lies there does not count either.
        protected: Input files that are not for Git, as they hold what is not published.
        read: Input files that were read.
        allow_dirty: Whether changes that no commit holds are in order.

    Raises:
        CodeError: There are such changes, or no Git checkout, and that is not allowed.
    """
    top = _git("rev-parse", "--show-toplevel")
    if top is None or Path(top.strip()).resolve() != ROOT:
        if allow_dirty:
            return CodeVersion("", clean=False, committed=None)
        raise CodeError(
            "this folder is no Git checkout, and a version records the commit it was made with; "
            "--allow-dirty releases without"
        )
    commit = _git("rev-parse", "--verify", "HEAD^{commit}")
    if commit is None:
        raise CodeError("there is no commit yet, and a version records the commit it was made with")
    changed = _changed_files([archive, *([private] if private else []), *protected], read)
    if changed and not allow_dirty:
        more = f" and {len(changed) - MOST_FILES_NAMED} more" if len(changed) > MOST_FILES_NAMED else ""
        raise CodeError(
            f"the tree holds changes that no commit has: {', '.join(changed[:MOST_FILES_NAMED])}{more}; "
            "commit them, or --allow-dirty records that they were there"
        )
    seconds = int(_git("show", "--no-patch", "--format=%ct", "HEAD") or 0)
    return CodeVersion(commit.strip(), not changed, datetime.fromtimestamp(seconds, UTC).date())


def _changed_files(apart: Sequence[Path], read: Collection[Path]) -> list[str]:
    listing = _git("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames") or ""
    entries = [(entry[:2], entry[3:]) for entry in listing.split("\0") if entry]
    own = [path.resolve() for path in apart]
    inputs = {path.resolve() for path in read}
    return [
        name
        for state, name in entries
        if state != UNTRACKED or _may_be_read(name) or (ROOT / name).resolve() in inputs
        if not any((ROOT / name).resolve().is_relative_to(one) for one in own)
    ]


def _may_be_read(name: str) -> bool:
    """Whether a build might read a file of the project that Git does not know."""
    path = PurePosixPath(name)
    if path.is_relative_to(FORKS):
        return False
    # Quarto reads files beside the project's own whose names begin with an underscore.
    return any(path.is_relative_to(one) for one in READ_BY_BUILDS) or (
        len(path.parts) == 1 and name.startswith("_")
    )


def is_ignored(path: Path) -> bool:
    """Whether Git leaves a file alone: it lies outside the project, or `.gitignore` names it."""
    inside = path.resolve().is_relative_to(ROOT)
    return not inside or _git("check-ignore", "--quiet", str(path.resolve())) is not None


def check_out(commit: str, folder: Path) -> None:
    """Write the project's files as they are in a commit, without touching the checkout or its `.git`.

    Raises:
        NoCommitError: This clone does not have the commit.
    """
    if not commit:
        raise NoCommitError(
            f"the version was released outside a Git checkout: no commit says what it was made with; {HERE}"
        )
    if _git("rev-parse", "--git-dir") is None:
        raise NoCommitError(
            f"commit {commit}, with whose code the version was made, cannot be had: this folder is no Git "
            f"checkout, or there is no Git; {HERE}"
        )
    if _git("cat-file", "-e", f"{commit}^{{commit}}") is None:
        shallow = (_git("rev-parse", "--is-shallow-repository") or "").strip() == "true"
        how = "this clone is shallow: git fetch --unshallow" if shallow else f"git fetch origin {commit}"
        raise NoCommitError(
            f"commit {commit}, with whose code the version was made, is not in this clone ({how}); {HERE}"
        )
    packed = subprocess.run([*GIT, "archive", "--format=tar", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        # Only since Python 3.11.4; of an archive that Git made it refuses nothing.
        if hasattr(tarfile, "data_filter"):
            files.extraction_filter = tarfile.data_filter
        files.extractall(folder)


def _git(*arguments: str) -> str | None:
    """What Git says, None where it fails or there is no Git."""
    try:
        done = subprocess.run(
            [*GIT, *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
