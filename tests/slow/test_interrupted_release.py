"""A release that is killed at any moment, or meets another one, leaves the archive as it was or complete."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from releasing import Q2, with_aabenraa  # type: ignore[import-not-found]

from analysis.releases.archive import Archive
from analysis.releases.integrity import differences, files_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step on Linux only"),
]
ROUNDS, KILLS, PAIRS = 10, 20, 5
LAST_MOMENTS = 0.3
SCRIPT = Path(__file__).parents[1] / "releasing.py"
NUMBERED = "Tallet er et andet ({})."


@pytest.fixture(scope="module")
def deliveries(built_report: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three data roots: the delivery, and two with other numbers."""
    home = tmp_path_factory.mktemp("deliveries")
    made = []
    for more in (0, 3, 5):
        data = home / str(more)
        shutil.copytree(built_report.parent / "data" / "raw", data / "raw")
        if more:
            with_aabenraa(data, more)
        made.append(data)
    return made


@pytest.fixture(scope="module")
def first(built_report: Path, deliveries: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with version 1."""
    archive: Path = tmp_path_factory.mktemp("first") / "reports"
    release_in_a_process(built_report, deliveries[0], archive, "").communicate()
    assert sound(archive) == 1
    return archive


def release_in_a_process(report: Path, data: Path, archive: Path, reason: str) -> subprocess.Popen[str]:
    """Start a release in a Python of its own, and wait until it has everything imported."""
    source = str(Path(__file__).parents[2] / "src")
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    started = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(report), str(data), str(archive), reason],
        env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def sound(folder: Path) -> int:
    """How many versions the archive has; every byte of it has to be as it was released."""
    archive = Archive(folder)
    versions = archive.versions()
    assert differences(archive, versions) == []
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    return len(versions)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_kills(built_report: Path, deliveries: list[Path], first: Path, tmp_path: Path, number: int) -> None:
    """Half of the kills fall anywhere in a release, half in its last moments, as it changes the archive."""
    rng = random.Random(number)
    fresh = Path(shutil.copytree(first, tmp_path / "reports"))
    running = release_in_a_process(built_report, deliveries[1], fresh, NUMBERED.format(0))
    started = time.monotonic()
    running.communicate()
    took = time.monotonic() - started
    assert sound(fresh) == 2
    counts = {1: 0, 2: 0}
    archive = tmp_path / "killed" / "reports"
    shutil.copytree(first, archive)
    before = set(files_of(archive))
    for kill in range(KILLS):
        running = release_in_a_process(built_report, deliveries[1], archive, NUMBERED.format(kill))
        if kill % 2:
            time.sleep(rng.uniform(0, took))
        else:
            while running.poll() is None and not list(archive.parent.glob(".reports-release-*/")):
                time.sleep(0.0005)
            time.sleep(rng.uniform(0, LAST_MOMENTS))
        running.kill()
        running.communicate()
        found = sound(archive)
        counts[found] += 1
        if found == 1:
            assert set(files_of(archive)) == before
        else:
            shutil.rmtree(archive)
            shutil.copytree(first, archive)
    release_in_a_process(built_report, deliveries[1], archive, NUMBERED.format("til sidst")).communicate()
    assert sound(archive) == 2
    assert [one.name for one in archive.parent.iterdir()] == ["reports"]
    assert sum(counts.values()) == KILLS
    print(f"{KILLS} kills: {counts[1]} left the archive as it was, {counts[2]} complete")


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_at_once(
    built_report: Path, deliveries: list[Path], first: Path, tmp_path: Path, number: int
) -> None:
    for pair in range(PAIRS):
        archive = Path(shutil.copytree(first, tmp_path / str(pair) / "reports"))
        reasons = [NUMBERED.format(f"{number}-{pair}-{place}") for place in (1, 2)]
        both = [
            release_in_a_process(built_report, data, archive, reason)
            for data, reason in zip(deliveries[1:], reasons, strict=True)
        ]
        said = [one.communicate() for one in both]
        assert [one.returncode for one in both] == [0, 0], said
        assert sound(archive) == 3
        kept = {one.manifest["reason"] for one in Archive(archive).versions(Q2)[1:]}
        assert kept == set(reasons)
        assert [one.name for one in archive.parent.iterdir()] == ["reports"]
        shutil.rmtree(archive)
