"""The how-to pages do what they say: their commands, patches and code run in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from notebook_edits import apply, edited_notebook  # type: ignore[import-not-found]

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```(console|python|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = (
    "build",
    ".venv",
    ".git",
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
        elif kind == "diff":
            edit(block, folder, environment)
        else:
            code.append(block)
    run_code(code, folder, environment)


def edit(diff: str, folder: Path, environment: dict[str, str]) -> None:
    """Make the changes of a diff, in files or in the cells of a notebook."""
    if edited_notebook(diff):
        apply(diff, folder)
    else:
        run(["git", "apply", "-"], folder, environment, said=diff)


def run_code(code: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run the blocks of code since the last commands as one program, and forget them."""
    if code:
        run([sys.executable, "-c", "\n".join(code)], folder, environment)
    code.clear()


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of the project to which an indicator, a table and a check were added, each as its page says."""
    folder = tmp_path_factory.mktemp("added") / "project"
    environment = project(folder)
    for name in ("adding-an-indicator", "adding-an-input-table", "adding-a-check"):
        page = (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")
        for kind, block in BLOCK.findall(page):
            if kind == "diff":
                edit(block, folder, environment)
    run(["git", "add", "-A"], folder, environment)
    run(["git", "commit", "-qm", "added"], folder, environment)
    return folder, environment


def real_root(folder: Path, data: Path, environment: dict[str, str]) -> str:
    """The committed deliveries under `data`; the quarter of the newest."""
    shutil.copytree(folder / "data" / "raw", data / "raw")
    return "2025Q2"


def simulated_root(folder: Path, data: Path, environment: dict[str, str]) -> str:
    """A quarter of made-up figures under `data`; what follows of its withheld shares has been accepted."""
    simulate = ("simulate", "--from", "2025Q1", "--to", "2025Q1", "--seed", "7", "--out", str(data))
    run(["statusrapport", *simulate], folder, environment)
    delivery = data / "raw" / "2025Q1" / "delivery.toml"
    accepted = "".join(
        f'\n[[accepted_leak]]\nindicator = "{name}"\narea = "1084"\nreason = "Tallene er opdigtede."\n'
        for name in ("accepted_by_one", "accepted_by_two")
    )
    delivery.write_text(delivery.read_text(encoding="utf-8") + accepted, encoding="utf-8")
    delivery.with_name("delivery.toml.meta.toml").unlink()
    return "2025Q1"


@pytest.mark.parametrize("root", [real_root, simulated_root], ids=["real", "simulated"])
def test_what_was_added_goes_through_check_sheets_release_and_both_languages(
    root: Callable[[Path, Path, dict[str, str]], str], added: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """A release builds both editions, so that each is built once."""
    folder, environment = added
    data, reports, sheets = (str(tmp_path / name) for name in ("data", "reports", "sheets"))
    quarter = root(folder, Path(data), environment)
    courses = "Områdekode;Område;Kurser;Med hjertestarter\n813;Frederikshavn;12;9\n851;Aalborg;40;31\n"
    Path(data, "raw", quarter, "courses.csv").write_text(courses, encoding="utf-8")
    for command in (
        ("check", quarter, "--data", data, "--seal"),
        ("sheets", quarter, "--data", data, "--only", "813,1081", "--out", sheets),
        ("sheets", quarter, "--data", data, "--only", "813", "--lang", "en", "--out", f"{sheets}-en"),
        ("release", quarter, "--data", data, "--reports", reports, "--english"),
        ("verify", quarter, "--quick", "--reports", reports),
    ):
        run(["statusrapport", *command], folder, environment)
    version = Path(reports, quarter, "v1")
    table = pl.read_csv(version / "data" / "indicators.csv", infer_schema_length=None)
    of_country = {
        name: value for name, value in table.filter(area_code="dk").select("indicator", "value").rows()
    }
    expected = of_country["active_runners"] / of_country["aed_registered"]
    assert of_country["runners_per_aed"] == pytest.approx(expected)
    assert "runners_per_aed" in (version / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert (version / "inputs" / "raw" / quarter / "courses.csv").is_file()
    hundreds = [
        row["area"]
        for row in table.filter(indicator="active_runners", level="municipality").to_dicts()
        if row["value"] % 100 == 0
    ]
    for edition, named, odd in (
        ("", "Aktive hjerteløbere pr. hjertestarter", "er et helt antal hundreder"),
        ("en", "Active volunteer responders per AED", "is a whole number of hundreds"),
    ):
        page = (version / edition / "report.html").read_text(encoding="utf-8")
        assert named in page
        assert (odd in page) == bool(hundreds)
