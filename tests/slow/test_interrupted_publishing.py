"""A build that is killed while it puts its report in place leaves the old report or the new one, whole."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.builds.report import publish

KILLS = 60
FILES = 40
PUBLISHING = """
import sys
from pathlib import Path
from analysis.builds.report import publish
print("ready", flush=True)
publish(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def report(folder: Path, content: str) -> Path:
    (folder / "media").mkdir(parents=True)
    for number in range(FILES):
        (folder / "media" / f"{number}.svg").write_text(content * 20_000, encoding="utf-8")
    return folder


def contents(folder: Path) -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.svg"))]
    assert len(texts) == FILES
    assert all(len(text) == 20_000 for text in texts)
    return {text[0] for text in texts}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step on Linux only")
def test_a_killed_build_leaves_a_whole_report(tmp_path: Path, source_on_path: dict[str, str]) -> None:
    old, new, target = report(tmp_path / "old", "a"), report(tmp_path / "new", "b"), tmp_path / "out"
    publish(old, target)
    rng = random.Random(1)
    seen = set()
    for _ in range(KILLS):
        started = subprocess.Popen(
            [sys.executable, "-c", PUBLISHING, str(new), str(target)],
            env=source_on_path,
            stdout=subprocess.PIPE,
        )
        assert started.stdout is not None
        started.stdout.readline()
        time.sleep(rng.uniform(0, 0.06))
        started.kill()
        started.communicate()
        found = contents(target)
        assert len(found) == 1
        seen |= found
        publish(old, target)
    assert "a" in seen
