"""The scripts behind `make draft` and `make publish`, with a stand-in for the command that they call."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no /bin/sh")
ROOT = Path(__file__).parents[2]
STAND_IN = """#!/bin/sh
echo "$@" >>calls
case "$*" in
"check $BAD_QUARTER") echo "a problem in row 3" >&2; exit 1 ;;
build*) mkdir -p "$4"; echo report >"$4/report.html"; exit "${BUILD_STATUS:-0}" ;;
diff*) echo "a number"; [ "${MANY:-}" = "" ] || seq 1000; exit "${DIFF_STATUS:-3}" ;;
verify*) exit "${VERIFY_STATUS:-0}" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with two deliveries and the scripts; `calls` holds what they had the command do."""
    for name in ("draft.sh", "publish.sh"):
        (tmp_path / "tools").mkdir(exist_ok=True)
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools")
    command = tmp_path / ".venv" / "bin" / "statusrapport"
    command.parent.mkdir(parents=True)
    command.write_text(STAND_IN, encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / ".gitignore").write_text(".venv/\ncalls\nbuild/\n", encoding="utf-8")
    for name in ("2024Q4/runners.csv", "2025Q1/runners.csv", "reference/population.csv"):
        change(tmp_path, name)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    git(tmp_path, "switch", "--quiet", "--create", "delivery")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def change(folder: Path, name: str) -> None:
    path = folder / "data" / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("x\n")


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")


def release(folder: Path, versions: Iterable[str]) -> None:
    for one in versions:
        (folder / "reports" / one).mkdir(parents=True)


def run(folder: Path, script: str, *arguments: str, **told: str) -> subprocess.CompletedProcess[str]:
    (folder / "calls").write_text("", encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "none"), **told}
    return subprocess.run(
        ["/bin/sh", f"tools/{script}", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text(encoding="utf-8").splitlines()


def summary(folder: Path) -> str:
    return (folder / "build" / "draft" / "summary.md").read_text(encoding="utf-8")


def test_a_first_quarter_is_checked_and_built(clone: Path) -> None:
    done = run(clone, "draft.sh", "2025Q1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "build/draft/summary.md\n", "")
    assert calls(clone) == ["check 2025Q1", "build 2025Q1 --out build/draft/2025Q1"]
    assert " ".join(summary(clone).split()) == (
        "# 2025Q1 ## What check says Nothing. Nothing is released yet that it could be compared with."
    )


@pytest.mark.parametrize(
    ("released", "compared"),
    [
        (["2025Q1/v1"], "2025Q1"),
        (["2024Q4/v1", "2024Q3/v2"], "2024Q4"),
        (["2024Q4/v9", "2024Q4/v10", "2025Q2/v1"], "2024Q4"),
    ],
)
def test_a_draft_is_compared_with_what_was_released_before(
    clone: Path, released: list[str], compared: str
) -> None:
    release(clone, released)
    done = run(clone, "draft.sh", "2025Q1")
    assert done.returncode == 0, done.stderr
    assert calls(clone)[2:] == [f"diff 2025Q1 {compared} data --csv", f"diff 2025Q1 {compared} data"]
    assert f"## What differs from the newest version of {compared}\n\n    a number\n" in summary(clone)
    assert (clone / "build" / "draft" / "2025Q1-changes.csv").read_text(encoding="utf-8") == "a number\n"


def test_a_long_list_is_whole_beside_the_summary(clone: Path) -> None:
    release(clone, ["2025Q1/v1"])
    assert run(clone, "draft.sh", "2025Q1", MANY="1").returncode == 0
    assert summary(clone).rstrip().endswith("\n    199\n    ... and 801 more lines")
    assert len((clone / "build/draft/2025Q1-changes.txt").read_text(encoding="utf-8").splitlines()) == 1001


@pytest.mark.parametrize(
    ("changed", "drafted"),
    [
        (["2024Q4/runners.csv"], ["2024Q4"]),
        (["2025Q1/runners.csv", "2024Q4/new.csv"], ["2024Q4", "2025Q1"]),
        (["reference/population.csv"], ["2025Q1"]),
        ([], ["2025Q1"]),
        (["2024Q4-old/runners.csv"], ["2025Q1"]),
    ],
)
def test_quarters_whose_delivery_differs_are_drafted(
    clone: Path, changed: list[str], drafted: list[str]
) -> None:
    for name in changed:
        change(clone, name)
    if changed:
        commit(clone)
    done = run(clone, "draft.sh", "2025Q1", SINCE="main")
    assert done.returncode == 0, done.stderr
    assert [one.split()[1] for one in calls(clone) if one.startswith("check")] == drafted


def test_a_delivery_that_is_taken_away_is_not_drafted(clone: Path) -> None:
    shutil.rmtree(clone / "data" / "raw" / "2024Q4")
    commit(clone)
    assert run(clone, "draft.sh", "2025Q1", SINCE="main").returncode == 0
    assert calls(clone)[0] == "check 2025Q1"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"BAD_QUARTER": "2024Q4"}, 1),
        ({"BUILD_STATUS": "70"}, 70),
        ({"DIFF_STATUS": "0"}, 0),
        ({"DIFF_STATUS": "3"}, 0),
        ({"DIFF_STATUS": "1"}, 1),
    ],
)
def test_what_fails_is_told_and_the_other_quarters_are_still_drafted(
    clone: Path, told: dict[str, str], status: int
) -> None:
    release(clone, ["2024Q4/v1", "2025Q1/v1"])
    for name in ("2024Q4/runners.csv", "2025Q1/runners.csv"):
        change(clone, name)
    commit(clone)
    done = run(clone, "draft.sh", "2025Q1", SINCE="main", **told)
    assert done.returncode == status
    assert "build 2025Q1 --out build/draft/2025Q1" in calls(clone)
    assert ("    a problem in row 3" in summary(clone)) == ("BAD_QUARTER" in told)


@pytest.mark.parametrize(
    ("arguments", "told", "status", "said"),
    [
        ((), {}, 1, "No delivery in data/raw: start one with `statusrapport new`."),
        (("2025Q1",), {"SINCE": "origin/main"}, 2, "SINCE=origin/main is no commit of this clone"),
        (("2025Q1",), {"SINCE": "--output=x"}, 2, "SINCE=--output=x is no commit of this clone"),
    ],
)
def test_nothing_to_draft(
    clone: Path, arguments: tuple[str, ...], told: dict[str, str], status: int, said: str
) -> None:
    done = run(clone, "draft.sh", *arguments, **told)
    assert (done.returncode, done.stderr) == (status, f"{said}\n")
    assert calls(clone) == []


def test_a_tag_is_verified_and_exported(clone: Path) -> None:
    for tag, asked in (("2025Q1-v1", "2025Q1 v1"), ("2024Q4-v12", "2024Q4 v12")):
        assert run(clone, "publish.sh", TAG=tag).returncode == 0
        assert calls(clone) == [f"verify {asked}", f"export {asked} --to build/web"]


def test_what_cannot_be_verified_is_not_exported(clone: Path) -> None:
    assert run(clone, "publish.sh", TAG="2025Q1-v1", VERIFY_STATUS="3").returncode == 3
    assert calls(clone) == ["verify 2025Q1 v1"]


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "2025Q1",
        "v1",
        "2025Q1-v0",
        "2025Q1-v1x",
        "2025Q5-v1",
        "2025Q1-v1-v2",
        "2025Q1-v1;touch x",
        "$(ls)-v1",
    ],
)
def test_a_tag_that_names_no_version(clone: Path, tag: str) -> None:
    done = run(clone, "publish.sh", TAG=tag)
    expected = f"TAG={tag} names no version: expected a quarter and a version, such as TAG=2025Q2-v1\n"
    assert (done.returncode, done.stderr) == (2, expected)
    assert calls(clone) == []
