"""Release, new, fork and the updates of reference data: what each may write or replace, and what it refuses.

The commands with `--out` have the same rule in `test_output_folders.py`. A row is a case; what is refused is
refused before any work, and everything is as it was.
"""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import analysis.core.folders
import analysis.core.left_overs
from analysis.cli import main
from analysis.core.layout import NOTEBOOKS, ROOT, DataRoot
from analysis.explore import forking
from tests.boundary_squares import collection, features
from tests.output_places import (
    ARGUMENTS,
    a_file,
    above_data,
    below_a_file,
    contents,
    data_root,
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
    system_root,
    write,
)

Place = Callable[[Path], Path]
RAW = ROOT / "data" / "raw"
NEW = ("new", "2025Q3", "--as-of", "2025-09-05")
OWN = ("", "src", "notebooks/x", "tests", "docs", "data", "build", ".git", "_extensions", ".github/x")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a working folder that nothing may touch."""
    (tmp_path / "me").mkdir()
    (tmp_path / "me" / "kommuner.geojson").write_bytes(collection(features()))
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(tmp_path / "me")
    for name in ("DATA", "REPORTS", "PRIVATE"):
        monkeypatch.delenv(f"STATUSRAPPORT_{name}", raising=False)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(base: Path, *arguments: object, status: int = 2) -> str:
    """Run a command that has to refuse, and return its last line."""
    before, names = contents(base), sorted(path.name for path in base.rglob("*"))
    result = run(*arguments)
    assert result.exit_code == status, result.output
    assert contents(base) == before
    assert sorted(path.name for path in base.rglob("*")) == names
    return str(result.stderr.splitlines()[-1])


def released(base: Path) -> tuple[object, ...]:
    return (
        "release",
        "2025Q2",
        "--allow-dirty",
        "--data",
        write(base / "D", {"raw/2025Q1/delivery.toml": "mine"}),
    )


def in_the_archive(base: Path) -> Path:
    return base / "reports" / "private"


def above_the_archive(base: Path) -> Path:
    return base / "reports" / ".."


def the_archive(base: Path) -> Path:
    return base / "reports"


def a_quarter_of_a_file(base: Path) -> Path:
    return write(base / "private", {"2025Q2/v1/key": "", "2025Q2/notes.txt": "mine"})


def an_empty_folder_in_it(base: Path) -> Path:
    (base / "private" / "mine").mkdir(parents=True)
    return base / "private"


ARCHIVES: tuple[Place, ...] = (
    documents, data_root, delivery, new_below_data, above_data, dotted, link_to_data, a_file, below_a_file,
    repository, inside_git, foreign_manifest, home, proc, system_root, an_empty_folder_in_it,
)  # fmt: skip
PRIVATE_ARCHIVES: tuple[Place, ...] = (
    *ARCHIVES, in_the_archive, above_the_archive, the_archive, a_quarter_of_a_file,
)  # fmt: skip


@pytest.mark.parametrize("place", ARCHIVES, ids=lambda place: place.__name__)
def test_release_refuses_an_archive(place: Place, tmp_path: Path) -> None:
    command = released(tmp_path)
    refused(tmp_path, *command, "--reports", place(tmp_path))


@pytest.mark.parametrize("place", PRIVATE_ARCHIVES, ids=lambda place: place.__name__)
def test_release_refuses_a_private_archive(place: Place, tmp_path: Path) -> None:
    command = released(tmp_path)
    refused(tmp_path, *command, "--reports", tmp_path / "reports", "--private", place(tmp_path))


@pytest.mark.parametrize("name", [*OWN, "reports/2025Q2", "private"])
def test_release_refuses_the_projects_own_folders_as_an_archive(name: str, tmp_path: Path) -> None:
    refused(tmp_path, *released(tmp_path), "--reports", ROOT / name)


@pytest.mark.parametrize("name", [*OWN, "reports", "reports/private"])
def test_release_refuses_the_projects_own_folders_as_a_private_archive(name: str, tmp_path: Path) -> None:
    refused(tmp_path, *released(tmp_path), "--reports", tmp_path / "reports", "--private", ROOT / name)


@pytest.mark.parametrize("name", ["reports", "deep/new", "empty", "littered"])
@pytest.mark.parametrize("option", ["--reports", "--private"])
def test_release_takes_a_new_or_empty_folder(option: str, name: str, tmp_path: Path) -> None:
    """It goes on to read the delivery, which is not there; an archive is compared to the last file."""
    (tmp_path / "empty").mkdir()
    write(tmp_path / "littered", {".DS_Store": ""})
    archive = ("--reports", tmp_path / "r") if option == "--private" else ()
    before = contents(tmp_path) | {"D/raw/2025Q1/delivery.toml": b"mine"}
    result = run(*released(tmp_path), *archive, option, tmp_path / name)
    assert result.exit_code == 1
    littered = (option, name) == ("--reports", "littered")
    assert (".DS_Store" if littered else "D/raw/reference: found no table") in result.stderr
    assert contents(tmp_path) == before


def test_release_refuses_an_archive_that_holds_anything_else(tmp_path: Path) -> None:
    said = refused(tmp_path, *released(tmp_path), "--reports", documents(tmp_path))
    assert said == (
        f"Error: {tmp_path}/documents holds what this command did not make: deep/one.txt, letter.txt; "
        "nothing was touched; name a new or an empty folder"
    )


def with_a_delivery(base: Path) -> None:
    write(base / "D/raw/2025Q3", {"runners.csv": "mine"})


def with_an_empty_folder(base: Path) -> None:
    (base / "D/raw/2025Q3").mkdir(parents=True)


def with_a_file(base: Path) -> None:
    write(base, {"D/raw/2025Q3": "mine"})


def with_a_link_to_nothing(base: Path) -> None:
    (base / "D/raw/2025Q3").symlink_to(base / "nothing")


def with_a_link_to_documents(base: Path) -> None:
    (base / "D/raw/2025Q3").symlink_to(documents(base))


@pytest.mark.parametrize(
    "there",
    [with_a_delivery, with_an_empty_folder, with_a_file, with_a_link_to_nothing, with_a_link_to_documents],
    ids=lambda there: there.__name__,
)
def test_new_refuses_what_is_there(there: Callable[[Path], None], tmp_path: Path) -> None:
    shutil.copytree(RAW, tmp_path / "D" / "raw")
    there(tmp_path)
    said = refused(tmp_path, *NEW, "--data", tmp_path / "D")
    assert said == "Error: D/raw/2025Q3 is there already; what is there is never replaced"


@pytest.mark.parametrize("place", ["repository/.git/D", "project/src/D", "project/docs", "project/.cache/D"])
@pytest.mark.parametrize("command", [NEW, ("population", "update")], ids=["new", "population update"])
def test_data_roots_that_are_refused(
    command: tuple[str, ...], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis.core.folders, "ROOT", tmp_path / "project")
    shutil.copytree(RAW, tmp_path / place / "raw")
    assert "Git repository" in (said := refused(tmp_path, *command, "--data", tmp_path / place)) or (
        "the project's own folder" in said
    )


@pytest.mark.parametrize("place", ["project/data", "project/build/D", "elsewhere"])
def test_new_takes_these_data_roots(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis.core.folders, "ROOT", tmp_path / "project")
    monkeypatch.setattr(analysis.core.folders, "DEFAULT_DATA", DataRoot(tmp_path / "project" / "data"))
    shutil.copytree(RAW, tmp_path / place / "raw")
    assert run(*NEW, "--data", tmp_path / place).exit_code == 0
    assert (tmp_path / place / "raw/2025Q3/delivery.toml").is_file()


def test_population_update_refuses_a_file_in_place_of_the_reference_data(tmp_path: Path) -> None:
    write(tmp_path, {"D/raw/reference": "mine"})
    refused(tmp_path, "population", "update", "--data", tmp_path / "D")


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with the real notebooks."""
    shutil.copytree(NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setattr(forking, "ROOT", tmp_path)
    monkeypatch.setattr(forking, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(forking, "EXPLORE", tmp_path / "notebooks" / "explore")
    write(tmp_path / "notebooks" / "explore", {"mine.ipynb": "mine"})
    (tmp_path / "notebooks" / "explore" / "link.ipynb").symlink_to(tmp_path / "nothing")
    (tmp_path / "notebooks" / "explore" / "folder.ipynb").mkdir()
    return tmp_path / "notebooks" / "explore"


@pytest.mark.usefixtures("notebooks")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("02", "mine"), 2, "notebooks/explore/mine.ipynb is there already; choose another name"),
        (("02", "mine.ipynb"), 2, "notebooks/explore/mine.ipynb is there already; choose another name"),
        (("02", "MINE"), 2, "notebooks/explore/mine.ipynb is there already; choose another name"),
        (("02", "../explore/../mine"), 0, ""),
        (("02", "link"), 2, "notebooks/explore/link.ipynb is there already; choose another name"),
        (("02", "folder"), 2, "notebooks/explore/folder.ipynb is there already; choose another name"),
        (("02", "x" * 300), 1, "File name too long"),
        (("02", "..."), 2, "'...' is no name for a notebook: use letters and digits"),
        (("02", "\0"), 2, "'\\x00' is no name for a notebook: use letters and digits"),
        (("../README", "x"), 2, ""),
        (("/etc/passwd", "x"), 2, ""),
        (("0\0" + "2", "x"), 2, ""),
        (("y" * 5000, "x"), 2, ""),
    ],
)
def test_fork(arguments: tuple[str, ...], status: int, said: str, tmp_path: Path) -> None:
    if status:
        assert refused(tmp_path, "fork", *arguments, status=status).endswith(said)
    else:
        before = contents(tmp_path)
        assert run("fork", *arguments).stdout == f"{tmp_path}/notebooks/explore/explore-mine.ipynb\n"
        assert contents(tmp_path).keys() - before.keys() == {"notebooks/explore/explore-mine.ipynb"}


def test_fork_never_replaces_a_notebook_that_is_saved_meanwhile(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked = forking.forked

    def saving(*arguments: object) -> object:
        (notebooks / "other.ipynb").write_text("mine")
        return forked(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(forking, "forked", saving)
    result = run("fork", "02", "other")
    assert result.exit_code == 2
    assert "notebooks/explore/other.ipynb is there already" in result.stderr
    assert (notebooks / "other.ipynb").read_text() == "mine"
    assert not list(notebooks.glob(".statusrapport-*"))


EVERY = {
    **{name: (*asked, "--data", "{base}/D", "--out", "{base}/out") for name, asked in ARGUMENTS.items()},
    "release": ("release", "2025Q2", "--allow-dirty", "--data", "{base}/D", "--reports", "{base}/out"),
    "private": (
        *("release", "2025Q2", "--allow-dirty", "--data", "{base}/D"),
        *("--reports", "{base}/reports", "--private", "{base}/out"),
    ),
    "new": (*NEW, "--data", "{base}/D"),
    "population update": ("population", "update", "--data", "{base}/D"),
    "boundaries update": ("boundaries", "update", "--data", "{base}/D"),
    "boundaries from a file": (
        *("boundaries", "update", "--from", "{base}/me/kommuner.geojson", "--data", "{base}/D"),
    ),
    "fork": ("fork", "02", "other"),
}


@pytest.mark.usefixtures("notebooks")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("command", EVERY)
def test_an_error_of_the_system_is_one_line_and_1(
    command: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RAW, tmp_path / "D" / "raw")

    def fails(*_: object, **__: object) -> str:
        raise OSError(code, os.strerror(code), "a name that means nothing to the user")

    monkeypatch.setattr("tempfile.mkdtemp", fails)
    before = contents(tmp_path)
    result = run(*(part.format(base=tmp_path) for part in EVERY[command]))
    assert result.exit_code == 1, result.output
    assert contents(tmp_path) == before
    (line,) = result.stderr.splitlines()
    assert os.strerror(code) in line
    places = ("out", "2025Q3", "reference", "other.ipynb", "reports")
    assert any(place in line for place in places)
    assert "means nothing" not in line


@pytest.mark.parametrize("command", [*ARGUMENTS, "release", "private"])
def test_a_name_that_is_too_long_is_an_error_of_the_system(command: str, tmp_path: Path) -> None:
    write(tmp_path / "D", {"raw/2025Q1/delivery.toml": "mine"})
    for name in ("x" * 300, "y/" * 2500):
        asked = [part.format(base=tmp_path).replace("/out", f"/{name}") for part in EVERY[command]]
        assert "File name too long" in refused(tmp_path, *asked, status=1)


@pytest.mark.parametrize(
    "command", [*ARGUMENTS, "release", "private", "new", "population update", "boundaries update"]
)
def test_a_path_with_a_nul_is_wrong_usage(command: str, tmp_path: Path) -> None:
    asked = [part.format(base=tmp_path) for part in EVERY[command]]
    for place, part in enumerate(asked):
        if part.startswith("--"):
            continue
        if asked[place - 1] in ("--data", "--out", "--reports", "--private"):
            said = refused(tmp_path, *asked[:place], f"{part}\0b", *asked[place + 1 :])
            assert "is no path: embedded null byte" in said


def test_what_left_overs_hold_is_no_archive(tmp_path: Path) -> None:
    """A left-over's mark does not make a folder ours that holds anything else."""
    folder = write(tmp_path / "reports", {analysis.core.left_overs.MARK: "", "letter.txt": "mine"})
    said = refused(tmp_path, *released(tmp_path), "--reports", folder)
    assert "letter.txt" in said
