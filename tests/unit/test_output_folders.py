"""Which folders a command may write: a row per case, and that what is refused is left as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.builds.report import files_of_build, files_of_sheets
from analysis.cli import main
from analysis.core.folders import OutputFolderError, assert_output, files_of
from analysis.core.layout import MANIFEST, ROOT

ARGUMENTS = {
    "build": ("build", "2025Q2", "--engine", "embedded"),
    "sheets": ("sheets", "2025Q2"),
    "simulate": ("simulate", "--from", "2025Q1", "--to", "2025Q2", "--seed", "1"),
    "reduce": ("reduce", "extracts", "--quarter", "2025Q2", "--as-of", "2025-06-03"),
}
BUILT = {"quarter": "2025Q2", "engine": {}, "inputs": {}}
RECORD = {"stem": "x", "inputs": "", "numbers": "", "look": "", "source": "", "told": {}}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def built(*outputs: str) -> str:
    return json.dumps({**BUILT, "outputs": {name: {} for name in outputs}})


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_of(folder).items()}


def documents(base: Path) -> Path:
    return write(base / "documents", {"letter.txt": "mine", "deep/one.txt": "mine"})


def data_root(base: Path) -> Path:
    return base / "D"


def delivery(base: Path) -> Path:
    return base / "D" / "raw" / "2025Q2"


def new_below_data(base: Path) -> Path:
    return base / "D" / "new"


def above_data(base: Path) -> Path:
    return base


def dotted(base: Path) -> Path:
    return base / "other" / ".." / "D" / "."


def link_to_data(base: Path) -> Path:
    (base / "link").symlink_to(base / "D")
    return base / "link"


def a_file(base: Path) -> Path:
    return write(base, {"file": "mine"}) / "file"


def below_a_file(base: Path) -> Path:
    return a_file(base) / "out"


def repository(base: Path) -> Path:
    (base / "repository" / ".git").mkdir(parents=True)
    return base / "repository"


def inside_git(base: Path) -> Path:
    return repository(base) / ".git" / "out"


def foreign_manifest(base: Path) -> Path:
    return write(base / "foreign", {MANIFEST: '{"name": "an app"}'})


def with_notes(base: Path) -> Path:
    return write(base / "noted", {MANIFEST: built("report.html"), "report.html": "", "notes.txt": "mine"})


def with_link(base: Path) -> Path:
    folder = write(base / "linked", {MANIFEST: built("report.html"), "report.html": ""})
    (folder / "mine").symlink_to(base / "D")
    return folder


def deep_manifest(base: Path) -> Path:
    return write(base / "deep", {MANIFEST: "[" * 100_000})


def climbing_manifest(base: Path) -> Path:
    return write(base / "climbing", {MANIFEST: built("../x", "report.html"), "report.html": ""})


def sheets_with_notes(base: Path) -> Path:
    sheets = json.dumps({"sheets": {"101": {**RECORD, "files": {"x.html": ""}}}})
    files = {MANIFEST: built(), f"kommuner/{MANIFEST}": sheets, "kommuner/x.html": "", "kommuner/my.txt": ""}
    return write(base / "with_sheets", files)


def home(_base: Path) -> Path:
    return Path.home()


def proc(_base: Path) -> Path:
    return Path("/proc/x/y")


def system_root(_base: Path) -> Path:
    return Path("/")


REFUSED = (
    documents, data_root, delivery, new_below_data, above_data, dotted, link_to_data, a_file, below_a_file,
    repository, inside_git, foreign_manifest, with_notes, with_link, deep_manifest, climbing_manifest,
    sheets_with_notes, home, proc, system_root,
)  # fmt: skip


@pytest.mark.parametrize("command", ARGUMENTS)
@pytest.mark.parametrize("place", REFUSED, ids=lambda place: place.__name__)
def test_refused(
    command: str, place: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "me").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    write(tmp_path / "D", {"raw/2025Q1/delivery.toml": "mine"})
    if command == "reduce" and place is delivery:
        write(delivery(tmp_path), {"runners.csv": "mine"})
    out = place(tmp_path)
    before = contents(tmp_path)
    asked = [*ARGUMENTS[command], "--data", str(tmp_path / "D"), "--out", str(out)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2, result.output
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "name", ["", "src", "notebooks/x", "tests", "docs", "data", "reports", "build", ".git"]
)
@pytest.mark.parametrize("command", ARGUMENTS)
def test_own_folders_of_the_project_are_refused(command: str, name: str, tmp_path: Path) -> None:
    asked = [*ARGUMENTS[command], "--data", str(tmp_path), "--out", str(ROOT / name)]
    assert CliRunner().invoke(main, asked).exit_code == 2


def test_first_files_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", {f"{number}.txt": "" for number in range(7)})
    with pytest.raises(OutputFolderError, match=r"0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt and 2 more"):
        assert_output(folder, data=tmp_path / "D")


def test_new_empty_and_littered_folders_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "littered", {".DS_Store": "", "Thumbs.db": ""})
    for name in ("new", "deep/new", "empty", "empty/", "littered"):
        target = assert_output(tmp_path / name, data=tmp_path / "D")
        assert target == (tmp_path / name).resolve()
    assert assert_output(ROOT / "build" / "never-made", data=tmp_path / "D")


def test_a_delivery_of_the_data_root_may_be_new(tmp_path: Path) -> None:
    asked = tmp_path / "D" / "raw" / "2025Q3"
    assert assert_output(asked, data=tmp_path / "D", allowed=[asked]) == asked


def test_an_older_build_is_replaced_with_its_sheets(tmp_path: Path) -> None:
    sheets = json.dumps({"sheets": {"101": {**RECORD, "files": {"x.html": ""}}}, "making": ["y.pdf"]})
    files = {"report.html": "", f"kommuner/{MANIFEST}": sheets, "kommuner/x.html": "", "kommuner/y.pdf": ""}
    folder = write(tmp_path / "out", {MANIFEST: built("report.html"), **files})
    assert assert_output(folder, data=tmp_path / "D", listed=files_of_build) == folder
    assert assert_output(folder / "kommuner", data=tmp_path / "D", listed=files_of_sheets)
    with pytest.raises(OutputFolderError, match="did not make"):
        assert_output(folder, data=tmp_path / "D", listed=files_of_sheets)
