"""A release that is killed at any moment, or meets another one, leaves the archive as it was or complete."""

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from releasing import Q2, with_aabenraa  # type: ignore[import-not-found]

from analysis.core.folders import files_of
from analysis.releases.archive import Archive
from analysis.releases.integrity import differences

pytestmark = [
    pytest.mark.long,
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


class Releaser:
    """A process that releases in processes of its own, which can be killed."""

    def __init__(self, report: Path) -> None:
        source = str(Path(__file__).parents[2] / "src")
        path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
        self._report = str(report)
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def start(self, data: Path, archive: Path, reason: str) -> int:
        """Start a release and return its process."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([self._report, str(data), str(archive), reason]) + "\n")
        return int(self._read())

    def is_running(self) -> bool:
        """Whether the release has not ended by itself."""
        assert self._process.stdout is not None
        return not select.select([self._process.stdout], [], [], 0)[0]

    def status(self) -> int:
        """Wait for the release to end."""
        return int(self._read())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@pytest.fixture(scope="module")
def releasers(built_report: Path) -> Iterator[list[Releaser]]:
    """Two processes that release."""
    made = [Releaser(built_report) for _ in range(2)]
    yield made
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def first(
    releasers: list[Releaser], deliveries: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An archive with version 1."""
    archive: Path = tmp_path_factory.mktemp("first") / "reports"
    releasers[0].start(deliveries[0], archive, "")
    assert releasers[0].status() == 0
    assert sound(archive) == 1
    return archive


def sound(folder: Path) -> int:
    """How many versions the archive has; every byte of it has to be as it was released."""
    archive = Archive(folder)
    versions = archive.versions()
    assert differences(archive, versions) == []
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    return len(versions)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_kills(
    releasers: list[Releaser], deliveries: list[Path], first: Path, tmp_path: Path, number: int
) -> None:
    """Half of the kills fall anywhere in a release, half in its last moments, as it changes the archive."""
    rng, releaser = random.Random(number), releasers[0]
    fresh = Path(shutil.copytree(first, tmp_path / "reports"))
    started = time.monotonic()
    releaser.start(deliveries[1], fresh, NUMBERED.format(0))
    assert releaser.status() == 0
    took = time.monotonic() - started
    assert sound(fresh) == 2
    counts = {1: 0, 2: 0}
    archive = Path(shutil.copytree(first, tmp_path / "killed" / "reports"))
    before = set(files_of(archive))
    for kill in range(KILLS):
        process = releaser.start(deliveries[1], archive, NUMBERED.format(kill))
        if kill % 2:
            time.sleep(rng.uniform(0, took))
        else:
            while releaser.is_running() and not list(archive.parent.glob(".statusrapport-*/")):
                time.sleep(0.0005)
            time.sleep(rng.uniform(0, LAST_MOMENTS))
        if releaser.is_running():
            os.kill(process, signal.SIGKILL)
        releaser.status()
        found = sound(archive)
        counts[found] += 1
        if found == 1:
            assert set(files_of(archive)) == before
        else:
            shutil.rmtree(archive)
            shutil.copytree(first, archive)
    releaser.start(deliveries[1], archive, NUMBERED.format("til sidst"))
    assert releaser.status() == 0
    assert sound(archive) == 2
    assert [one.name for one in archive.parent.iterdir()] == ["reports"]
    print(f"{KILLS} kills: {counts[1]} left the archive as it was, {counts[2]} complete")


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_at_once(
    releasers: list[Releaser], deliveries: list[Path], first: Path, tmp_path: Path, number: int
) -> None:
    for pair in range(PAIRS):
        archive = Path(shutil.copytree(first, tmp_path / str(pair) / "reports"))
        reasons = [NUMBERED.format(f"{number}-{pair}-{place}") for place in (1, 2)]
        for releaser, data, reason in zip(releasers, deliveries[1:], reasons, strict=True):
            releaser.start(data, archive, reason)
        assert [one.status() for one in releasers] == [0, 0]
        assert sound(archive) == 3
        kept = {one.manifest["reason"] for one in Archive(archive).versions(Q2)[1:]}
        assert kept == set(reasons)
        assert [one.name for one in archive.parent.iterdir()] == ["reports"]
        shutil.rmtree(archive)
