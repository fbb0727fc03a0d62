"""The how-to pages do what they say: their commands, patches and code run in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from notebook_edits import apply, edited_notebook  # type: ignore[import-not-found]

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```(console|python|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = (
    "build",
    ".venv",
    ".git",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
)

pytestmark = pytest.mark.slow


def project(folder: Path) -> dict[str, str]:
    """A copy of the project under Git, and the environment in which its commands run."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT, "processed"), symlinks=True)
    (folder / ".venv").symlink_to(sys.prefix)
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "PATH": f"{sys.prefix}/bin{os.pathsep}{os.environ['PATH']}",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    for command in ("git init -q", "git add -A", "git commit -q -m start"):
        subprocess.run(command.split(), cwd=folder, env=environment, check=True, capture_output=True)
    return environment


def commands(block: str) -> list[str]:
    """The commands of a console block; a line that ends in a backslash goes on."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE)


def status(command: str) -> int:
    """The status that a command is said to end with."""
    found = re.search(r"# status (\d)$", command)
    return int(found[1]) if found else 0


def run(
    command: list[str], folder: Path, environment: dict[str, str], said: str = "", expected: int = 0
) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == expected, f"{command[-1]}\n{done.stdout}\n{done.stderr}"


def test_there_are_pages() -> None:
    assert len(PAGES) >= 4
    assert all(BLOCK.search(page.read_text(encoding="utf-8")) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    environment = project(folder)
    code: list[str] = []
    for kind, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "console":
            run_code(code, folder, environment)
            assert commands(block)
            for command in commands(block):
                run(
                    ["bash", "-euo", "pipefail", "-c", command],
                    folder,
                    environment,
                    expected=status(command),
                )
        elif edited_notebook(block):
            apply(block, folder)
        elif kind == "diff":
            run(["git", "apply", "-"], folder, environment, said=block)
        else:
            code.append(block)
    run_code(code, folder, environment)


def run_code(code: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run the blocks of code since the last commands as one program, and forget them."""
    if code:
        run([sys.executable, "-c", "\n".join(code)], folder, environment)
    code.clear()
