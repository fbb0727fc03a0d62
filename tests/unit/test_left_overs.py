"""Side folders and what is left of them: swept once their process is gone, and nothing else ever removed."""

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import analysis.core.folders
import analysis.core.left_overs
from analysis.builds.report import publish
from analysis.core.folders import OutputFolderError, assert_output, assert_writable, files_of, put_in_place
from analysis.core.left_overs import (
    EVERYTHING,
    MARK,
    announce,
    side_folder,
    sweep,
    temporary_folder,
    unfinished_file,
)
from analysis.core.writing import write_atomically, write_new

EMPTY = ".statusrapport-abcdefgh"
WORKING = """
import sys, time
from pathlib import Path
from analysis.core.left_overs import side_folder, unfinished_file
with side_folder(Path(sys.argv[1]), ["fresh/"]) as side, unfinished_file(Path(sys.argv[1])) as (path, stream):
    (side / "fresh").mkdir()
    (side / "fresh" / "half").write_text("half")
    print(side, path, flush=True)
    time.sleep(600)
"""


def left_over(parent: Path, *makes: str, name: str = EMPTY, files: tuple[str, ...] = ()) -> Path:
    """What a killed command leaves: a marked folder whose lock nobody holds."""
    folder = parent / name
    folder.mkdir()
    (folder / MARK).touch()
    announce(folder, makes)
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(file)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left_of_a_side_folder(tmp_path: Path) -> None:
    with side_folder(tmp_path, ["fresh/a", "more/"]) as side:
        assert side.parent == tmp_path
        assert names(side) == [MARK]
        for name in ("fresh/a", "more/deep/b", "later"):
            (side / name).parent.mkdir(parents=True, exist_ok=True)
            (side / name).touch()
        announce(side, ["later"])
    assert list(tmp_path.iterdir()) == []


def test_what_the_mark_does_not_list_stays(tmp_path: Path) -> None:
    with side_folder(tmp_path, ["fresh/a"]) as side:
        (side / "fresh").mkdir()
        for name in ("a", "letter.txt"):
            (side / "fresh" / name).write_text(name)
        (side / "link").symlink_to(tmp_path)
    for _ in range(2):
        assert names(side) == [MARK, "fresh/letter.txt"]
        assert (side / "link").is_symlink()
        sweep(tmp_path)


def test_a_left_over_is_swept(tmp_path: Path) -> None:
    left_over(tmp_path, "fresh/a", files=("fresh/a", "fresh/.DS_Store", f"fresh/{EMPTY}.tmp"))
    left_over(tmp_path, "fresh/", name=".out-abc", files=("fresh/deep/a",))
    left_over(tmp_path, EVERYTHING, name="statusrapport-abcdefgh", files=("a/b", "c"))
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_users_in_a_left_over_stays_and_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    kept = left_over(out, "fresh/a", files=("fresh/a", "fresh/letter.txt"))
    with pytest.raises(OutputFolderError, match=f"did not make: {EMPTY}/fresh/letter.txt;"):
        assert_output(out, data=tmp_path / "D")
    assert names(kept) == [MARK, "fresh/letter.txt"]


def test_an_unmarked_empty_folder_of_our_name_is_ours(tmp_path: Path) -> None:
    (tmp_path / EMPTY).mkdir()
    assert assert_output(tmp_path, data=tmp_path.parent / "D") == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".statusrapport-abc", ".out-abcdefgh", "statusrapport-ABCDEFGH", "out"])
def test_an_empty_folder_of_another_name_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(OutputFolderError, match="did not make"):
        assert_output(tmp_path, data=tmp_path.parent / "D")
    assert (tmp_path / name).is_dir()


def test_unmarked_folders_and_links_are_not_swept(tmp_path: Path) -> None:
    (tmp_path / EMPTY).mkdir()
    (tmp_path / EMPTY / "letter.txt").write_text("mine")
    elsewhere = left_over(tmp_path, "mine", name="elsewhere", files=("mine",))
    (tmp_path / ".statusrapport-linklink").symlink_to(elsewhere)
    (tmp_path / ".linked").mkdir()
    (tmp_path / ".linked" / "mine").touch()
    (tmp_path / ".linked" / MARK).symlink_to(elsewhere / MARK)
    before = names(tmp_path)
    sweep(tmp_path)
    assert names(tmp_path) == before
    assert (tmp_path / ".statusrapport-linklink").is_symlink()


@pytest.mark.parametrize(
    "line", ["[" * 100_000, "[]", "{}", "null", '"../mine"', '"/"x', "\udcff", '"fresh', ""]
)
def test_a_mark_that_is_none_gives_nothing_away(tmp_path: Path, line: str) -> None:
    (tmp_path / "mine").touch()
    folder = left_over(tmp_path, files=("fresh/a", "mine"))
    (folder / MARK).write_bytes(line.encode(errors="surrogateescape"))
    sweep(tmp_path)
    assert names(folder) == [MARK, "fresh/a", "mine"]
    assert (tmp_path / "mine").exists()


def test_live_work_is_not_swept_however_old_and_dead_work_is_however_young(
    tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    working = subprocess.Popen(
        [sys.executable, "-c", WORKING, str(tmp_path)], env=source_on_path, stdout=subprocess.PIPE, text=True
    )
    assert working.stdout is not None
    side, file = working.stdout.readline().split()
    try:
        for path in (side, file):
            os.utime(path, (time.time() - 7 * 86400,) * 2)
        before = names(tmp_path)
        sweep(tmp_path)
        assert names(tmp_path) == before
        assert assert_output(tmp_path, data=tmp_path.parent / "D") == tmp_path
    finally:
        working.kill()
        working.communicate()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_and_files_are_made_while_another_sweeps(tmp_path: Path) -> None:
    """A sweep may come between any two steps of making one; whoever makes it then makes another."""
    ended = threading.Event()

    def sweeping() -> None:
        while not ended.is_set():
            sweep(tmp_path)

    threads = [threading.Thread(target=sweeping) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(100):
            with side_folder(tmp_path, ["fresh"]) as side:
                (side / "fresh").write_text("x")
                assert (side / "fresh").read_text() == "x"
            write_atomically(tmp_path / "file", str(number).encode())
            assert (tmp_path / "file").read_text() == str(number)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    sweep(tmp_path)
    assert names(tmp_path) == ["file"]


def test_what_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    left_over(tmp_path, "fresh/a", "old/out/a", files=("fresh/a", "old/out/a"))
    sweep(tmp_path)
    assert names(tmp_path) == ["out/a"]
    left_over(tmp_path, "fresh/a", "old/out/a", files=("fresh/a", "old/out/a"))
    (tmp_path / "out" / "a").write_text("newer")
    sweep(tmp_path)
    assert (tmp_path / "out" / "a").read_text() == "newer"
    assert names(tmp_path) == ["out/a"]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_other_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "a").write_text("older")
    monkeypatch.setattr(analysis.core.folders, "swap_folders", lambda *_: False)
    with side_folder(tmp_path, ["old/out/a"]) as side, pytest.raises(FileNotFoundError):
        put_in_place(side / "fresh", target, side)
    assert (target / "a").read_text() == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_dead_temporary_folder_is_swept_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left_over(tmp_path, EVERYTHING, name="statusrapport-abcdefgh", files=("inputs/secret.csv",))
    with temporary_folder() as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on file sizes stands for the full disk")
def test_the_trial_of_writing_writes_a_file_and_leaves_nothing(
    tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    """On a disk that takes folders and empty files but not a byte more."""
    assert_writable(tmp_path, tmp_path / "new" / "deep")
    assert list(tmp_path.iterdir()) == []
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); from pathlib import Path; "
        "from analysis.core.folders import assert_writable; place = Path(sys.argv[1]); "
        "assert_writable(place / 'out', place)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**source_on_path, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == f"OSError: [Errno 27] File too large: '{tmp_path}/out'"
    assert list(tmp_path.iterdir()) == []


def test_where_the_system_has_no_locks_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(analysis.core.left_overs, "try_lock", refuse)
    with side_folder(tmp_path, ["fresh"]) as side, unfinished_file(tmp_path) as (file, _):
        (side / "fresh").touch()
        sweep(tmp_path)
        assert (side / "fresh").exists()
        assert file.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_new(tmp_path / "one", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", b"2")

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "two", b"2")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "two", b"3")
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {"one": b"1", "two": b"2"}


def test_a_file_saved_into_the_folder_while_it_is_replaced_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, target = tmp_path / "work", tmp_path / "place" / "out"
    for folder in (work, target):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text('{"quarter": "", "engine": "", "inputs": "", "outputs": {}}')
    swap = analysis.core.folders.swap_folders

    def saving(one: Path, other: Path) -> bool:
        (target / "letter.txt").write_text("mine")
        return swap(one, other)

    monkeypatch.setattr(analysis.core.folders, "swap_folders", saving)
    publish(work, target)
    assert names(target) == ["manifest.json"]
    (kept,) = (path for path in files_of(target.parent).values() if path.name == "letter.txt")
    assert kept.read_text() == "mine"
    publish(work, target)
    assert kept.read_text() == "mine"
