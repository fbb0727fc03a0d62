"""What a repository host runs: only what README says, by targets that there are."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
README = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
PYTHONS = ["3.11", "3.12", "3.13"]


def jobs(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"])


def commands(job: dict[str, Any]) -> Iterator[str]:
    yield from (step["run"].strip() for step in job["steps"] if "run" in step)


def test_windows_uses_only_what_readme_says() -> None:
    said = {line.removeprefix("> ") for line in README if line.startswith("> ")}
    run = list(commands(jobs(ROOT / ".github" / "workflows" / "tests.yml")["windows"]))
    assert len(run) == 5
    assert set(run) <= said


def test_every_system_with_every_python() -> None:
    both = jobs(ROOT / ".github" / "workflows" / "tests.yml")
    assert both["make"]["strategy"]["matrix"] == {
        "system": ["ubuntu-latest", "macos-latest"],
        "python": PYTHONS,
    }
    assert both["windows"]["strategy"]["matrix"] == {"python": PYTHONS}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_make_has_the_targets_that_workflows_call(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = {
        word
        for job in jobs(path).values()
        for command in commands(job)
        for words in re.findall(r"\bmake ([a-z -]+)", command)
        for word in words.split()
    }
    assert called
    assert called <= targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {"contents": "read"}


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("make"), reason="no apt-get, or no make")
@pytest.mark.parametrize(
    ("there", "offered", "installed"),
    [
        (["google-chrome"], [], ["poppler-utils"]),
        (["chromium"], [], ["poppler-utils"]),
        ([], ["chromium"], ["poppler-utils", "chromium"]),
        # Ubuntu has it by another name.
        ([], ["chromium-browser"], ["poppler-utils", "chromium", "chromium-browser"]),
    ],
)
def test_a_browser_is_installed_where_there_is_none(
    tmp_path: Path, there: list[str], offered: list[str], installed: list[str]
) -> None:
    for name in ("sh", "make", "grep", "awk"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    log = tmp_path / "log"
    known = "|".join(["poppler-utils", *offered])
    apt = f"""for last; do :; done
[ "$1" = update ] || echo "$last" >>{log}
case $last in -qq|{known}) ;; *) exit 100; esac"""
    for name, script in (("apt-get", apt), *((one, "exit 0") for one in there)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["make", "browser", "PYTHON=none"],
        cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert log.read_text(encoding="utf-8").split() == installed
