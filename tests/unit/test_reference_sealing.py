"""The command that checks and seals the reference files, and the message that names it."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.cli import main
from analysis.reading.sidecars import read_sidecar, sidecar_path
from analysis.reference.files import SCHEMAS

Check = Callable[..., Result]


@pytest.fixture
def check(data: Path) -> Check:
    return lambda *arguments: CliRunner().invoke(main, ["check", *arguments, "--data", str(data)])


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_bytes().decode()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new).encode())


def seals(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data / "raw/reference").glob("*.meta.toml")}


@pytest.mark.parametrize("more", [(), ("--seal",)])
def test_sound_files_stay_as_they_are(check: Check, data: Path, more: tuple[str, ...]) -> None:
    before = seals(data)
    result = check("reference", *more)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "13 reference files are sound\n", "")
    assert seals(data) == before


@pytest.mark.parametrize("stem", SCHEMAS)
def test_each_file_can_be_changed_and_sealed(check: Check, data: Path, stem: str) -> None:
    path = data / "raw/reference" / f"{stem}.csv"
    old = read_sidecar(path, data)
    assert old is not None
    path.write_bytes(path.read_bytes() + b"\n")
    refused = check("2025Q2")
    assert refused.exit_code == 1
    (line,) = [one for one in refused.stderr.splitlines() if not one.startswith("warning")]
    assert line.startswith(f"data/raw/reference/{stem}.csv: found bytes with sha256 ")
    assert line.endswith("seal it again if the change is meant: statusrapport check reference --seal")
    assert check("reference").stderr.splitlines() == [line]
    sealed = check("reference", "--seal")
    assert sealed.stdout == f"13 reference files are sound; sealed {stem}.csv\n"
    new = read_sidecar(path, data)
    assert new is not None
    assert (new.origin, new.licence, new.retrieved) == (old.origin, old.licence, date.today())
    assert new.sha256 != old.sha256
    assert check("2025Q2").exit_code == 0


def test_a_file_without_a_sidecar_gets_one_that_claims_nothing(check: Check, data: Path) -> None:
    path = data / "raw/reference/tiles.csv"
    sidecar_path(path).unlink()
    assert check("reference").exit_code == 0
    assert check("reference", "--seal").stdout == "13 reference files are sound; sealed tiles.csv\n"
    sealed = read_sidecar(path, data)
    assert sealed is not None
    assert (sealed.origin, sealed.licence) == ("not stated", "not stated")


def test_wrong_files_are_not_sealed(check: Check, data: Path) -> None:
    before = seals(data)
    edit(data / "raw/reference/ohca_register.csv", "ohca_survival,dk,14.4", "ohca_survival,dk,144")
    (data / "raw/reference/tiles.csv").unlink()
    result = check("reference", "--seal")
    assert result.exit_code == 1
    assert [line.partition(", expected")[0] for line in result.stderr.splitlines()] == [
        "data/raw/reference: found no table tiles",
        "data/raw/reference/ohca_register.csv, row 6, column value: found '144.0'",
    ]
    assert seals(data) == before
    listed = json.loads(check("reference", "--seal", "--json").stdout)
    assert listed["quarter"] == "reference"
    assert [one["row"] for one in listed["problems"]] == [None, 6]


def test_a_pipe_among_them_is_refused(check: Check, data: Path) -> None:
    os.mkfifo(data / "raw/reference/pipe.csv")
    result = check("reference", "--seal")
    assert result.exit_code == 1
    assert result.stderr.startswith("data/raw/reference/pipe.csv: found a ")


def test_no_reference_folder_is_said(check: Check, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "reference", "--seal", "--data", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "found no table regions" in result.stderr


def test_a_word_that_is_neither_is_wrong_usage(check: Check) -> None:
    result = check("references")
    assert result.exit_code == 2
    assert "'references' is not a quarter; write it as 2025Q2" in result.stderr
