"""How commands end: one line and a status, whatever goes wrong."""

import errno
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import nbformat
import polars as pl
import pytest
from click.testing import CliRunner
from events_support import small, written  # type: ignore[import-not-found]

from analysis.builds.sheets import _read_manifest
from analysis.cli import main
from analysis.cli.statuses import STATUSES
from analysis.core.layout import ROOT

COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]


def _raising(error: BaseException) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_every_exception_with_a_status_exists() -> None:
    for name in STATUSES:
        module, _, kind = name.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "delivery.toml")
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(full))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    assert (done.exit_code, done.stderr) == (1, "delivery.toml: No space left on device\n")


def test_a_fault_of_the_program_names_the_file_with_its_details(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("STATUSRAPPORT_DEBUG", raising=False)
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(KeyError("0101010101")))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    (details,) = tmp_path.iterdir()
    assert done.exit_code == 70
    assert done.stderr == f"A fault of the program (KeyError); its details are in {details}\n"
    assert "Traceback" in details.read_text(encoding="utf-8")


def failing(kind: str) -> Any:
    """A function that fails as engines do over a cell that holds a personal number."""

    def fail(*_: object, **__: object) -> None:
        cell = "010190-1234"
        if kind == "polars":
            pl.DataFrame({"runner": [cell]}).select(pl.col("runner").cast(pl.Int64))
        if kind == "duckdb":
            duckdb.connect().execute(f"SELECT CAST('{cell}' AS INTEGER)")
        if kind == "panic":
            raise pl.exceptions.PanicException(cell)
        try:
            raise ValueError(cell)
        except ValueError as error:
            raise KeyError(cell) from error

    return fail


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("polars", "InvalidOperationError"),
        ("duckdb", "ConversionException"),
        ("panic", "PanicException"),
        ("python", "KeyError"),
    ],
)
def test_details_of_a_fault_over_extracts_hold_no_cell(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, name: str, debug: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("STATUSRAPPORT_DEBUG", debug)
    monkeypatch.setattr("analysis.events.delivering.delivery_tables", failing(kind))
    extracts = written(tmp_path / "extracts", small())
    arguments = ["reduce", str(extracts), "--quarter", "2025Q2", "--as-of", "2025-06-03"]
    done = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "out")])
    files = list(tmp_path.glob("statusrapport-*.txt"))
    details = files[0].read_text(encoding="utf-8") if files else done.stderr
    assert len(files) == (0 if debug else 1)
    assert done.exit_code == 70
    assert f"A fault of the program ({name})" in done.stderr
    assert f"{name}: its message is left out, as it may quote extracts" in details
    assert "reduce_extracts" in details
    assert ("ValueError: its message is left out" in details) == (kind == "python")
    assert "010190" not in done.output + details


def test_notes_of_libraries_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError("nothing known")
    error.add_note("while processing '010190-1234'")
    error.add_note("nothing was written")
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(error))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    assert (done.exit_code, done.stderr) == (1, "nothing known; nothing was written\n")


def test_more_positions_than_a_disk_holds_are_wrong_usage(tmp_path: Path) -> None:
    quarters = ["--from", "2025Q1", "--to", "2025Q2", "--seed", "1"]
    done = CliRunner().invoke(
        main, ["simulate", *quarters, "--extracts", "9" * 30, "--out", str(tmp_path / "x")]
    )
    assert done.exit_code == 2
    assert "is not in the range 1<=x<=10000000000" in done.stderr


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (MemoryError(), "out of memory"),
        (
            shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'"), ("c", "d", "e")]),
            "No space left on device: 'b'",
        ),
        (shutil.Error("'a' and 'a' are the same file"), "'a' and 'a' are the same file"),
        (OSError("nothing known"), "nothing known"),
        (PermissionError(errno.EROFS, os.strerror(errno.EROFS), "x"), "x: Read-only file system"),
        (InterruptedError(errno.EFBIG, os.strerror(errno.EFBIG)), "File too large"),
    ],
)
def test_an_error_of_the_system_is_one_line(
    monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(error))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    assert (done.exit_code, done.stderr) == (1, f"{line}\n")


def test_details_are_shown_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATUSRAPPORT_DEBUG", "1")
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(KeyError("x")))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    assert done.exit_code == 70
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("A fault of the program (KeyError)\n")


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.ingest.templates.start_delivery", _raising(KeyboardInterrupt()))
    done = CliRunner().invoke(main, ["new", "2025Q3", "--as-of", "2025-09-05"])
    assert done.exit_code == 130


def test_a_full_standard_output_is_one_line() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "check", "2025Q2", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "standard output: No space left on device\n")


def test_a_copy_with_a_long_name_is_one_line() -> None:
    name = "x" * 300
    done = CliRunner().invoke(main, ["fork", "02", name])
    assert done.exit_code == 1
    assert done.stderr.endswith(f"{name}.ipynb: File name too long\n")
    assert done.stderr.count("\n") == 1


def test_run_refuses_an_unknown_parameter() -> None:
    done = subprocess.run(
        [*COMMAND, "run", "02", "-p", "nothing=1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "unknown parameter nothing" in done.stderr


def odd_file(path: Path, kind: str) -> None:
    """Put something else in place of a file."""
    path.unlink(missing_ok=True)
    if kind == "a named pipe":
        os.mkfifo(path)
    elif kind == "a device":
        path.symlink_to("/dev/zero")
    elif kind == "a folder":
        path.mkdir()
    else:
        path.write_text(kind, encoding="utf-8")


ODD_FILES = pytest.mark.parametrize("kind", ["a named pipe", "a device", "a folder"])
NO_NOTEBOOK = (
    "[" * 100_000,
    "",
    "\0",
    "[]",
    "{}",
    '{"nbformat": 9, "cells": []}',
    '{"cells": 1, "nbformat": 4}',
)


@pytest.mark.parametrize("command", [["fork", "odd", "copy"], ["run", "odd"]])
@pytest.mark.parametrize(
    "kind", ["a named pipe", "a device", "a folder", *NO_NOTEBOOK], ids=[*range(3), *range(len(NO_NOTEBOOK))]
)
def test_what_is_no_notebook_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str], kind: str
) -> None:
    odd_file(tmp_path / "odd.ipynb", kind)
    monkeypatch.setattr("analysis.explore.forking.NOTEBOOKS", tmp_path)
    monkeypatch.setattr("analysis.explore.forking.EXPLORE", tmp_path)
    monkeypatch.setattr("analysis.explore.forking.ROOT", tmp_path)
    done = CliRunner().invoke(main, command)
    found = "a file that is none, expected a Jupyter notebook of format 4"
    if kind.startswith("a "):
        found = f"{kind}, expected a regular file"
    assert (done.exit_code, done.stderr) == (1, f"odd.ipynb: found {found}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["odd.ipynb"]


@ODD_FILES
@pytest.mark.parametrize("command", [["build", "2025Q2"], ["sheets", "2025Q2", "--only", "492"]])
def test_a_manifest_that_is_no_file_is_not_read(tmp_path: Path, command: list[str], kind: str) -> None:
    odd_file(tmp_path / "manifest.json", kind)
    done = CliRunner().invoke(main, [*command, "--out", str(tmp_path)])
    name = "manifest.json/" if kind == "a folder" else "manifest.json"
    assert done.exit_code == 2
    assert f"holds what this command did not make: {name}; nothing was touched" in done.stderr


@pytest.mark.parametrize("command", [["build", "2025Q2"], ["sheets", "2025Q2", "--only", "492"]])
def test_a_folder_whose_manifest_is_nested_too_deep_is_not_replaced(
    tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    done = CliRunner().invoke(main, [*command, "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "holds what this command did not make: manifest.json; nothing was touched" in done.stderr


@ODD_FILES
def test_what_is_no_file_in_a_released_version_is_told(tmp_path: Path, kind: str) -> None:
    archive = tmp_path / "reports"
    shutil.copytree(ROOT / "reports", archive)
    table = archive / "2025Q2/v1/data/indicators.parquet"
    odd_file(table, kind)
    compared = CliRunner().invoke(main, ["diff", "2025Q2", "v1", "data", "--reports", str(archive)])
    found = f"2025Q2/v1/data/indicators.parquet: found {kind}, expected a regular file\n"
    assert (compared.exit_code, compared.stderr) == (1, found)
    odd_file(archive / "2025Q2/v1/manifest.json", kind)
    verified = CliRunner().invoke(main, ["verify", "2025Q2", "v1", "--quick", "--reports", str(archive)])
    assert verified.exit_code == 3
    assert f"2025Q2/v1/manifest.json: cannot be read: 2025Q2/v1/manifest.json is {kind}" in verified.stderr


def test_a_damaged_table_of_a_released_version_is_told(tmp_path: Path) -> None:
    archive = tmp_path / "reports"
    shutil.copytree(ROOT / "reports", archive)
    (archive / "2025Q2/v1/data/indicators.parquet").write_bytes(b"PAR1 and nothing more PAR1")
    done = CliRunner().invoke(main, ["diff", "2025Q2", "v1", "data", "--reports", str(archive)])
    assert (done.exit_code, done.stderr) == (
        1,
        "2025Q2/v1/data/indicators.parquet: found a file that cannot be read, expected the Parquet file that "
        "was released: `statusrapport verify` tells more\n",
    )


def test_run_refuses_parameters_that_are_no_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell("number: int = ", metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    (tmp_path / "odd.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    monkeypatch.setattr("analysis.explore.forking.NOTEBOOKS", tmp_path)
    done = CliRunner().invoke(main, ["run", "odd"])
    assert done.exit_code == 2
    assert "odd.ipynb: the parameters cell is no Python" in done.stderr


@pytest.mark.parametrize("text", ["number", "=1"])
def test_run_refuses_a_parameter_that_is_no_pair(text: str) -> None:
    done = CliRunner().invoke(main, ["run", "02", "-p", text])
    assert done.exit_code == 2
    assert f"'{text}' is not of the form name=value" in done.stderr


@pytest.mark.parametrize("option", [["check", "2025Q2", "--data"], ["verify", "2025Q2", "--reports"]])
def test_a_file_in_place_of_a_folder_is_wrong_usage(option: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = CliRunner().invoke(main, [*option, str(tmp_path / "file")])
    assert done.exit_code == 2
    assert "is a file." in done.stderr


def test_a_manifest_nested_too_deep_holds_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    assert _read_manifest(tmp_path) == {}


@pytest.mark.skipif(os.name == "nt", reason="no folder that is in use can be removed there")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "2025Q2", "--data", "s2"),
        ("build", "2025Q2", "--data", "s2", "--out", "out"),
        ("export", "2025Q2", "--to", "web"),
        ("reduce", "extracts", "--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", "out"),
        ("vejledning", "case.yml"),
    ],
)
def test_a_working_folder_that_is_gone_is_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    removed = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); from analysis.cli import main; "
    code = f"{removed}main({list(arguments)!r}, prog_name='statusrapport')"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "the folder that this was called in cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
