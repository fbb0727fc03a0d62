"""Rebuilding a released version and comparing it with the archive, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.folders import files_of
from analysis.core.layout import DATA_VARIABLE, MANIFEST, PRIVATE_VARIABLE, REPORTS_VARIABLE, ROOT
from analysis.core.left_overs import temporary_folder
from analysis.indicators.differences import changes
from analysis.releases.archive import Version
from analysis.releases.integrity import Difference, private_inputs_of
from analysis.releases.making import ENGINE_PAGES
from analysis.releases.private import PrivateArchive, with_private_inputs
from analysis.releases.repository import check_out
from analysis.rendering.engines import quarto_program, quarto_version

ENVIRONMENT: Final = "environment"
NUMBERS: Final = "data/indicators.parquet"
MOST_DIFFERENCES_NAMED: Final = 20


class NoEnvironmentError(Exception):
    """The packages that a version was made with could not be installed; the message says why."""


class RebuildError(Exception):
    """The recorded code failed on the version's inputs."""


def rebuilt_differences(
    version: Version, private: PrivateArchive, tell: Callable[[str], None], *, here: bool = False
) -> list[Difference]:
    """What differs between a version and what its inputs give.

    Where the Quarto that set its pages is not found (`missing_engine`), they are not set again.

    Args:
        version: A version whose bytes are those that were released.
        private: Where its private inputs lie, if it has any.
        tell: Told what is being done.
        here: With the code and the packages that run now, instead of those of the recorded commit.

    Raises:
        PrivateArchiveError: Private inputs are not there.
        NoCommitError: This clone does not have the recorded commit.
        NoEnvironmentError: The recorded packages could not be installed.
        RebuildError: The code failed.
    """
    pages = [str(version.folder.resolve())] if missing_engine(version) else []
    with temporary_folder() as temporary:
        out = temporary / "rebuilt"
        whole = with_private_inputs(version, private, temporary / "version")
        if here:
            root, python = ROOT, sys.executable
        else:
            root = temporary / "code"
            root.mkdir()
            commit = version.manifest["code"]["commit"]
            tell(f"Checking out {commit[:12]}")
            check_out(commit, root)
            tell("Installing the packages of that commit")
            python = _environment(root)
        tell("Rebuilding from the frozen inputs")
        rebuild_with(python, root, whole, out, pages, temporary)
        tell("Comparing")
        return list(_compared(version, out))


def missing_engine(version: Version) -> str:
    """The Quarto that set a version's pages, where another one or none is found; else an empty text."""
    name, recorded = (version.manifest["engine"][key] for key in ("name", "version"))
    return f"Quarto {recorded}" if name == "Quarto" and recorded != quarto_version() else ""


def pages_of(version: Version) -> list[str]:
    """The files of a version that its rendering engine set."""
    return [name for name in version.manifest["outputs"] if Path(name).name in ENGINE_PAGES]


def _environment(root: Path) -> str:
    """Set up the environment that a checkout's lock pins, and name its Python."""
    done = subprocess.run(
        [sys.executable, "tools/setup_env.py", "--without-quarto"],
        cwd=root, env=_without_this_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoEnvironmentError(
            f"the packages of that commit could not be installed:\n{done.stderr.strip()}"
        )
    return str(root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def rebuild_with(
    python: str, root: Path, version: Path, out: Path, pages: list[str], temporary: Path
) -> None:
    """Make a version's outputs again with the code of a checkout.

    Args:
        python: A Python with that code's packages.
        root: The checkout.
        version: The version's folder, private inputs included.
        out: The new folder to make them in.
        pages: What is not to be set again, as `analysis.releases.rebuild` takes it.
        temporary: Where that code puts its temporary files.

    Raises:
        RebuildError: The code failed.
    """
    # The code of an older commit makes temporary folders that it does not mark: among the system's, another
    # command would take one that is still empty for a left-over.
    environment = {**_without_this_environment(), "PYTHONPATH": str(root / "src"), "TMPDIR": str(temporary)}
    if program := quarto_program():
        # That of this environment is not beside the other Python.
        places = [str(Path(program).parent), environment.get("PATH", os.defpath)]
        environment["PATH"] = os.pathsep.join(places)
    done = subprocess.run(
        [python, "-m", "analysis.releases.rebuild", str(version.resolve()), str(out), *pages],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RebuildError(f"the code of that commit failed:\n{done.stderr.strip()}")


def _without_this_environment() -> dict[str, str]:
    """The variables of this process without those that would lead another Python astray."""
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", DATA_VARIABLE, REPORTS_VARIABLE, PRIVATE_VARIABLE)
    return {name: value for name, value in os.environ.items() if name not in dropped}


def _compared(version: Version, out: Path) -> Iterator[Difference]:
    released, rebuilt = files_of(version.folder), files_of(out)
    for name in sorted(released.keys() | rebuilt.keys()):
        if name not in rebuilt:
            yield Difference(f"{version.path}/{name}", "not made again")
        elif name not in released:
            yield Difference(f"{version.path}/{name}", "made, but not in the version")
        elif name == MANIFEST:
            yield from _compared_manifests(version, rebuilt[name])
        elif released[name].read_bytes() != rebuilt[name].read_bytes():
            yield Difference(f"{version.path}/{name}", _where(released[name], rebuilt[name]))
            if name == NUMBERS:
                yield from _compared_numbers(version, released[name], rebuilt[name])


def _where(one: Path, other: Path) -> str:
    first, second = one.read_bytes(), other.read_bytes()
    place = next((index for index, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if place is None:
        return f"{len(first)} bytes, rebuilt {len(second)}"
    return f"differs from byte {place + 1} on when rebuilt"


def _compared_manifests(version: Version, rebuilt: Path) -> Iterator[Difference]:
    """What differs in two manifests, apart from the environment and from what files themselves show."""
    again: Mapping[str, Any] = json.loads(rebuilt.read_bytes())
    released, made = private_inputs_of(version.manifest), private_inputs_of(again)
    for name in sorted(released.keys() | made.keys()):
        if released.get(name) != made.get(name):
            yield Difference(
                f"{version.path}/{MANIFEST}", f"{name} is not the same private input when rebuilt"
            )
    for key in sorted((version.manifest.keys() | again.keys()) - {ENVIRONMENT, "inputs", "outputs"}):
        if version.manifest.get(key) != again.get(key):
            found = f"{key} is {json.dumps(version.manifest.get(key), ensure_ascii=False)}"
            yield Difference(
                f"{version.path}/{MANIFEST}",
                f"{found}, rebuilt {json.dumps(again.get(key), ensure_ascii=False)}",
            )


def _compared_numbers(version: Version, one: Path, other: Path) -> Iterator[Difference]:
    changed = changes(pl.read_parquet(one), pl.read_parquet(other))
    for row in changed.head(MOST_DIFFERENCES_NAMED).to_dicts():
        yield Difference(
            f"{version.path}/{NUMBERS}",
            f"{row['indicator']} of {row['area']}, {row['quarter']}: {row['columns'] or row['change']}; "
            f"{row['old_value']} released, {row['new_value']} rebuilt",
        )
    if changed.height > MOST_DIFFERENCES_NAMED:
        yield Difference(
            f"{version.path}/{NUMBERS}", f"{changed.height - MOST_DIFFERENCES_NAMED} more numbers differ"
        )
