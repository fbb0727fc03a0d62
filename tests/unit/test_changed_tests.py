"""Which quick tests a change asks for."""

import os
import subprocess
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from within_a_minute import STARTED  # type: ignore[import-not-found]

TOOL = Path(__file__).parents[2] / "tools" / "changed_tests.py"
SOURCES = {
    Path("src/analysis/core/hashes.py"): "import hashlib",
    Path("src/analysis/core/files.py"): "from analysis.core.hashes import digest",
    Path("src/analysis/texts/__init__.py"): "",
    Path("src/analysis/report/page.py"): "from analysis.texts import Texts\nTEMPLATE = 'page.html'",
    Path("tests/histories.py"): "from analysis.core import files",
    Path("tests/unit/test_files.py"): "from analysis.core import files",
    Path("tests/unit/test_texts.py"): "from analysis.texts import Texts",
    Path("tests/unit/test_page.py"): "import analysis.report.page\nimport histories",
    Path("tests/unit/test_notebooks.py"): 'NOTEBOOK = "02_indicators"\nREADME = "README.md"',
    Path("tests/end_to_end/test_report.py"): "from analysis.core.hashes import digest",
}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = spec_from_file_location("changed_tests", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("tests/unit/test_files.py", ["test_files"]),
        ("src/analysis/core/files.py", ["test_files"]),
        ("src/analysis/core/hashes.py", ["test_files"]),
        ("src/analysis/texts/da.ftl", ["test_texts"]),
        ("src/analysis/report/page.py", ["test_page"]),
        ("tests/histories.py", ["test_page"]),
        ("templates/page.html", ["test_page"]),
        ("notebooks/02_indicators.ipynb", ["test_notebooks"]),
        ("README.md", ["test_notebooks"]),
        ("tests/end_to_end/test_report.py", []),
        ("tests/unit/test_deleted.py", []),
        ("LICENSE", []),
    ],
)
def test_the_nearest_quick_tests_are_named(tool: ModuleType, changed: str, tests: list[str]) -> None:
    assert [path.stem for path in tool.tests_of([Path(changed)], SOURCES)] == tests


def test_the_nearest_come_first(tool: ModuleType) -> None:
    changed = [Path("src/analysis/core/files.py"), Path("README.md"), Path("src/analysis/report/page.py")]
    found = [path.stem for path in tool.tests_of(changed, SOURCES)]
    assert found == ["test_files", "test_page", "test_notebooks"]
    hashes = {
        **SOURCES,
        Path("tests/unit/test_hashes.py"): "from analysis.core import hashes, files\nimport a",
    }
    hashes[Path("tests/unit/test_all.py")] = "import b, c, d, e\nfrom analysis.core import hashes"
    hashes[Path("tests/unit/test_zeros.py")] = "from analysis.core import hashes"
    found = [path.stem for path in tool.tests_of([Path("src/analysis/core/hashes.py")], hashes)]
    assert found == ["test_hashes", "test_zeros", "test_all"]


@pytest.mark.parametrize(("ago", "said"), [(0, "2 passed"), (3600, "2 more did not run within a minute")])
def test_what_comes_too_late_is_skipped_and_counted(tmp_path: Path, ago: int, said: str) -> None:
    tests = tmp_path / "test_some.py"
    tests.write_text("def test_one(): pass\n\ndef test_other(): pass\n", encoding="utf-8")
    folder = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "within_a_minute", "-p", "no:cacheprovider", "-n", "1",
         "--rootdir", str(tmp_path), "-c", "/dev/null", str(tests)],
        cwd=tmp_path, check=False, capture_output=True, text=True,
        env={**os.environ, "PYTEST_ADDOPTS": "", "PYTHONPATH": folder, STARTED: repr(time.time() - ago)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout


def test_what_is_new_staged_or_committed_on_a_branch_has_changed(tool: ModuleType, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def write(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    git("init", "--initial-branch=main")
    for name in ("same.py", "committed.py", "staged.py", "edited.py", "deleted.py"):
        write(name, "1")
    git("add", ".")
    git("commit", "--message=First")
    git("switch", "--create", "branch")
    write("committed.py", "2")
    git("commit", "--all", "--message=Second")
    write("staged.py", "2")
    git("add", ".")
    write("edited.py", "2")
    write("ny fil æ.py", "1")
    (tmp_path / "deleted.py").unlink()
    assert [path.name for path in tool.changed_files(tmp_path, "main")] == [
        *("committed.py", "deleted.py", "edited.py", "ny fil æ.py", "staged.py"),
    ]


def test_an_unknown_commit_is_refused_by_git() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "no-such-commit"], capture_output=True, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith(b"fatal: ")
    assert done.stderr.count(b"\n") == 1
    assert b"no-such-commit" in done.stderr
