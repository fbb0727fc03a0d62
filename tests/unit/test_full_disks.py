"""Disks that are full or read-only, a standard output that is: each command ends in one line and status 1.

The command runs in a mount namespace of its own, so that nobody else sees its small or read-only disk.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from events_support import small, written  # type: ignore[import-not-found]

from analysis.core.layout import NOTEBOOKS, ROOT

COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
NEW = ["new", "2025Q3", "--as-of", "2025-09-05", "--data"]
SEAL = ["check", "2025Q2", "--seal", "--data"]
QUARTERS = ["--from", "2025Q1", "--to", "2025Q2", "--seed", "1"]
COUNTED = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out"]
FULL, READ_ONLY = "No space left on device", "Read-only file system"


@cache
def has_namespaces() -> bool:
    """Whether a program may have disks of its own here."""
    try:
        tried = [*NAMESPACE, "mount -t tmpfs none /mnt"]
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


needs_namespaces = pytest.mark.skipif(
    not has_namespaces(),
    reason="this system gives programs no disks of their own",
)


def run(script: str, arguments: Sequence[object]) -> tuple[int, str]:
    """Status and standard error of a command after a shell script in its own mount namespace."""
    command = [*NAMESPACE, f'{script} && exec "$@"', "sh", *COMMAND, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stderr


def read_only(folder: Path) -> str:
    return f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"


def filled(folder: Path, model: Path | None = None, kilobytes: int = 2048) -> str:
    """A small disk at a folder that holds a copy of another one and has no byte left."""
    copied = f" && cp -r {model} {folder}/" if model else ""
    fill = f"(dd if=/dev/zero of={folder}/fill bs=1k 2>/dev/null || true)"
    return f"mount -t tmpfs -o size={kilobytes}k none {folder}{copied} && {fill}"


def small_disk(folder: Path, kilobytes: int) -> str:
    return f"mount -t tmpfs -o size={kilobytes}k none {folder}"


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    return written(tmp_path / "extracts", small())  # type: ignore[no-any-return]


@needs_namespaces
def test_a_disk_that_is_read_only(data: Path, tmp_path: Path, extracts: Path) -> None:
    out = tmp_path / "disk"
    out.mkdir()
    delivery = "data/raw/2025Q3"
    for folder, arguments, status, line in (
        (data, [*SEAL, data], 1, f"{data}/raw/2025Q2/activations.csv.meta.toml: {READ_ONLY}"),
        (
            data,
            [*NEW, data],
            1,
            f"{delivery}: found a folder that cannot be made ({READ_ONLY}), "
            "expected a place that can be written to",
        ),
        (NOTEBOOKS, ["fork", "02", "on-a-disk"], 1, f"{NOTEBOOKS}/explore/on-a-disk.ipynb: {READ_ONLY}"),
        (out, ["reduce", extracts, *COUNTED, out / "x"], 1, f"{out}/x: {READ_ONLY}; nothing was written"),
        (
            out,
            ["simulate", *QUARTERS, "--out", out / "x"],
            1,
            f"{out}/x: {READ_ONLY}; nothing was written",
        ),
    ):
        assert run(read_only(folder), arguments) == (status, f"{line}\n")


@needs_namespaces
def test_a_disk_that_is_full(data: Path, tmp_path: Path, extracts: Path) -> None:
    out, explore = tmp_path / "disk", NOTEBOOKS / "explore"
    out.mkdir()
    for path in (data / "raw/2025Q2").glob("*.meta.toml"):
        path.unlink()
    model = tmp_path / "model"
    shutil.copytree(data / "raw", model / "raw")
    for script, arguments, line in (
        (
            filled(data, model / "raw"),
            [*SEAL, data],
            f"{data}/raw/2025Q2/activations.csv.meta.toml: {FULL}",
        ),
        (
            filled(data, model / "raw"),
            [*NEW, data],
            f"data/raw/2025Q3: found a folder that cannot be made ({FULL}), "
            "expected a place that can be written to",
        ),
        (filled(explore), ["fork", "02", "on-a-disk"], f"{explore}/on-a-disk.ipynb: {FULL}"),
    ):
        assert run(script, arguments) == (1, f"{line}\n")
    for arguments in (
        ["reduce", extracts, *COUNTED, out / "x"],
        ["simulate", *QUARTERS, "--out", out / "x"],
    ):
        status, said = run(small_disk(out, 16), arguments)
        assert (status, said.count("\n")) == (1, 1), said
        assert said.endswith(f"{FULL}; nothing was written\n")


@needs_namespaces
@pytest.mark.slow
def test_a_disk_that_is_full_or_read_only_under_a_report(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "disk"
    out.mkdir()
    sheets = ["sheets", "2025Q2", "--data", data, "--only", "492", "--out", out / "x"]
    build = ["build", "2025Q2", "--engine", "embedded", "--data", data, "--out", out / "x"]
    for script, arguments, line in (
        (small_disk(out, 16), sheets, FULL),
        (small_disk(out, 1024), build, FULL),
        (read_only(data), build, f"01_ingest.ipynb, cell 3: {READ_ONLY}: '{data}/processed"),
    ):
        status, said = run(script, arguments)
        assert (status, said.count("\n")) == (1, 1), said
        assert line in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.slow
def test_a_standard_output_that_is_full(data: Path, tmp_path: Path, extracts: Path) -> None:
    commands: tuple[list[object], ...] = (
        ["--version"],
        ["build", "--help"],
        ["check", "2025Q2", "--json"],
        ["vejledning", ROOT / "docs/guidance-cases/registreret.yml"],
        ["verify", "2025Q2", "v1", "--quick"],
        ["diff", "2025Q2", "v1", "data"],
        ["diff", "2025Q2", "v1", "data", "--json"],
        ["diff", "2025Q2", "v1", "data", "--csv"],
        [*NEW, data],
        ["reduce", extracts, *COUNTED, tmp_path / "reduced"],
        ["simulate", *QUARTERS, "--out", tmp_path / "simulated"],
    )
    for arguments in commands:
        with open("/dev/full", "w", encoding="utf-8") as full:
            command = [*COMMAND, *map(str, arguments)]
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT
            )
        assert (done.returncode, done.stderr.splitlines()[-1]) == (
            1,
            "standard output: No space left on device",
        ), arguments
