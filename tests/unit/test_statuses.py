"""How commands end: one line and a status, whatever goes wrong."""

import errno
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cli.statuses import STATUSES

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
