"""Sidecars: what is sealed can be read back, what changed is refused."""

import os
from datetime import date
from pathlib import Path

import pytest

from analysis.core.problems import InputError
from analysis.core.writing import write_atomically
from analysis.reading.sidecars import (
    Sidecar,
    check_sidecar,
    read_sidecar,
    seal,
    sidecar_path,
)

DAY = date(2026, 11, 22)
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(b"abc")
    seal(path, 'Kilde "A"\nmed \\ linjer', DAY, "CC BY 4.0")
    return path


def test_what_is_sealed_reads_back(sealed: Path) -> None:
    assert read_sidecar(sealed, sealed.parent) == Sidecar('Kilde "A"\nmed \\ linjer', DAY, "CC BY 4.0", ABC)
    check_sidecar(sealed, b"abc", sealed.parent)


def test_other_bytes_are_refused(sealed: Path) -> None:
    with pytest.raises(InputError, match=r"table\.csv: found bytes with sha256 .*, expected ba7816bf8f01"):
        check_sidecar(sealed, b"abd", sealed.parent)


def test_a_sidecar_is_optional(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "table.csv", tmp_path) is None
    check_sidecar(tmp_path / "table.csv", b"abc", tmp_path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"sha256 = ", "row 1: found a line that cannot be read .*Invalid value.*, expected valid TOML"),
        (b"\xff\xff", "row 1: found a character that is not UTF-8, expected a file saved as UTF-8"),
        (b"", "a text in quotes"),
        (f'origin = 1\nretrieved = 2026-11-22\nlicence = ""\nsha256 = "{ABC}"'.encode(), "column origin"),
        (b'origin = ""\nretrieved = 2026-11-22\nlicence = ""\nsha256 = "BA"', "64 lower-case"),
    ],
)
def test_a_sidecar_that_is_none_is_refused(sealed: Path, content: bytes, expected: str) -> None:
    sidecar_path(sealed).write_bytes(content)
    with pytest.raises(InputError, match=expected):
        read_sidecar(sealed, sealed.parent)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
