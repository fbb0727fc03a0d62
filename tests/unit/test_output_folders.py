"""Which folders a command may write: a row per case, and that what is refused is left as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.builds.report import files_of_build, files_of_sheets
from analysis.cli import main
from analysis.core.folders import OutputFolderError, assert_output
from analysis.core.layout import MANIFEST, ROOT
from tests.output_places import (
    ARGUMENTS,
    OTHER_DATA,
    RECORD,
    a_file,
    above_data,
    below_a_file,
    built,
    climbing_manifest,
    contents,
    data_root,
    deep_manifest,
    delivery,
    documents,
    dotted,
    foreign_manifest,
    home,
    inside_git,
    link_to_data,
    new_below_data,
    proc,
    repository,
    sheets_with_notes,
    system_root,
    with_link,
    with_notes,
    write,
)

REFUSED = (
    documents, data_root, delivery, new_below_data, above_data, dotted, link_to_data, a_file, below_a_file,
    repository, inside_git, foreign_manifest, with_notes, with_link, deep_manifest, climbing_manifest,
    sheets_with_notes, home, proc, system_root, *OTHER_DATA,
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


@pytest.mark.parametrize("place", OTHER_DATA, ids=lambda place: place.__name__)
@pytest.mark.parametrize("option", ["--reports", "--private"])
def test_no_archive_lies_in_any_data_root(option: str, place: Callable[[Path], Path], tmp_path: Path) -> None:
    write(tmp_path / "D", {"raw/2025Q1/delivery.toml": "mine"})
    folder = place(tmp_path)
    before = contents(tmp_path)
    places = {"--reports": tmp_path / "reports", "--private": tmp_path / "private", option: folder}
    asked = ["release", "2025Q2", "--allow-dirty", "--data", tmp_path / "D"]
    asked += [part for pair in places.items() for part in pair]
    done = CliRunner().invoke(main, [str(part) for part in asked])
    assert done.exit_code == 2, done.output
    assert "where data are kept" in " ".join(done.stderr.split())
    assert contents(tmp_path) == before


def test_a_folder_called_raw_makes_no_data_root(tmp_path: Path) -> None:
    write(tmp_path, {"raw/photos/one.txt": "mine", "raw/2025Q1": "a file"})
    assert assert_output(tmp_path / "out", data=tmp_path / "D") == tmp_path / "out"


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


def test_a_new_delivery_may_go_to_another_data_root(tmp_path: Path) -> None:
    other = write(tmp_path / "S2", {"raw/2025Q1/delivery.toml": "mine"}) / "raw" / "2025Q2"
    assert assert_output(other, data=tmp_path / "D", delivery="2025Q2") == other
    with pytest.raises(OutputFolderError, match="where data are kept"):
        assert_output(other, data=tmp_path / "D", delivery="2025Q3")
