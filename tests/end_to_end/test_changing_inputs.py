"""A delivery that changes while something is made of it: stopped by its name, and nothing is written."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import analysis.builds.report
import analysis.builds.sheets
import analysis.releases.release
from analysis.cli import main
from analysis.disclosure.publication import compute_table
from analysis.reading.sidecars import sidecar_path
from analysis.releases.repository import CodeVersion
from analysis.rendering.execution import run_notebooks

LINE = re.compile(
    r"data/raw/2025Q2/runners\.csv: found bytes with sha256 [0-9a-f]{12}…, "
    r"expected [0-9a-f]{12}…, as it was read: it changed meanwhile; start again\n"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def change(data: Path) -> None:
    path = data / "raw/2025Q2/runners.csv"
    path.write_bytes(path.read_bytes() + b"\n")


def then(first: Callable[[], object], original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does something else before it does what it did."""

    def call(*arguments: Any, **named: Any) -> Any:
        first()
        return original(*arguments, **named)

    return call


@pytest.fixture
def unrendered(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Builds that set no HTML and no PDF: what they read is looked at, not how it looks."""
    monkeypatch.setattr(analysis.builds.report, "render", lambda *_: None)
    return monkeypatch


def assert_stopped(done: Result, out: Path) -> None:
    assert done.exit_code == 1
    assert LINE.fullmatch(done.stderr)
    assert not out.exists()


def test_after_the_ingest_notebook_read_it(
    data: Path, tmp_path: Path, unrendered: pytest.MonkeyPatch
) -> None:
    unrendered.setattr(analysis.builds.report, "render", lambda *_: change(data))
    done = run("build", "2025Q2", "--engine", "embedded", "--data", data, "--out", tmp_path / "out")
    assert_stopped(done, tmp_path / "out")


@pytest.mark.parametrize("sealed", [True, False])
def test_before_the_ingest_notebook_read_it(
    data: Path, tmp_path: Path, unrendered: pytest.MonkeyPatch, *, sealed: bool
) -> None:
    if not sealed:
        sidecar_path(data / "raw/2025Q2/runners.csv").unlink()
    changed: list[str] = []

    def once() -> None:
        if not changed:
            change(data)
            changed.append("once")

    unrendered.setattr(analysis.builds.report, "run_notebooks", then(once, run_notebooks))
    done = run("build", "2025Q2", "--engine", "embedded", "--data", data, "--out", tmp_path / "out")
    assert_stopped(done, tmp_path / "out")


def test_the_manifest_states_what_was_read(
    data: Path, tmp_path: Path, unrendered: pytest.MonkeyPatch
) -> None:
    (data / "raw/2025Q2/notes.txt").write_text("no table")
    done = run("build", "2025Q2", "--engine", "embedded", "--data", data, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    inputs = json.loads((tmp_path / "out/manifest.json").read_bytes())["inputs"]
    read = sorted(path for path in (data / "raw").rglob("*") if path.is_file() and path.suffix != ".txt")
    assert inputs == {
        path.relative_to(data / "raw").as_posix(): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in read
    }


def test_while_a_version_is_made(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = analysis.releases.release
    monkeypatch.setattr(
        module, "current_code", lambda *_, **__: CodeVersion("c" * 40, clean=True, committed=None)
    )
    monkeypatch.setattr(module, "make_version", lambda *_, **__: change(data))
    done = run("release", "2025Q2", "--data", data, "--reports", tmp_path / "reports")
    assert_stopped(done, tmp_path / "reports")
    assert not (tmp_path / "private").exists()


def test_before_a_version_is_staged(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = analysis.releases.release
    monkeypatch.setattr(
        module, "current_code", lambda *_, **__: CodeVersion("c" * 40, clean=True, committed=None)
    )
    monkeypatch.setattr(module, "stage_inputs", then(lambda: change(data), module.stage_inputs))
    done = run("release", "2025Q2", "--data", data, "--reports", tmp_path / "reports")
    assert_stopped(done, tmp_path / "reports")


def test_before_sheets_are_made(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis.builds.sheets, "compute_table", then(lambda: change(data), compute_table))
    done = run("sheets", "2025Q2", "--only", "101", "--data", data, "--out", tmp_path / "sheets")
    assert_stopped(done, tmp_path / "sheets")
