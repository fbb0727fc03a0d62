"""A version whose pages Quarto set: what it says of that, and what `verify` does with that Quarto or without.

The Quarto is `fake_quarto`, which behaves as the real one was seen to.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from analysis.core.hashes import hash_and_size
from analysis.core.layout import MANIFEST, ROOT
from analysis.releases.integrity import checksum_lines
from analysis.releases.making import as_json

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the Quarto of these tests is a shell script"),
    pytest.mark.skipif(
        (Path(sys.executable).parent / "quarto").exists(), reason="there is a Quarto in .venv"
    ),
]
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
VERSION = "1.10.18"


class Machine:
    """A machine with an archive, and with or without a Quarto on PATH."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.reports = home / "reports"
        self._environment = environment
        (home / "bin").mkdir()

    @property
    def version(self) -> Path:
        return self.reports / "2025Q2" / "v1"

    def has_quarto(self, script: str) -> None:
        program = self.home / "bin" / "quarto"
        program.unlink(missing_ok=True)
        if script:
            program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            program.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.home / "bin"), "/usr/bin", "/bin"])
        private = str(self.home / "private")
        return subprocess.run(
            [*COMMAND, *arguments, "--reports", str(self.reports), "--private", private],
            cwd=ROOT, env={**self._environment, "PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip


FAKE = f'exec "{sys.executable}" "{ROOT / "tests" / "fake_quarto.py"}" "$@"'
RELEASE = ("release", "2025Q2", "--allow-dirty")
VERIFY = ("verify", "2025Q2", "v1", "--here")


@pytest.fixture(scope="module")
def machine(
    made_once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]
) -> Machine:
    """One on which 2025Q2 was released by ``--engine auto``."""

    def fill(home: Path) -> None:
        first = Machine(home, source_on_path)
        first.has_quarto(FAKE)
        done = first.run(*RELEASE, "--engine", "auto")
        assert done.returncode == 0, done.stderr
        assert f"pages set by Quarto {VERSION}: only that version sets them again" in done.stderr
        assert not (ROOT / ".quarto").exists()

    own = Machine(tmp_path_factory.mktemp("quarto"), source_on_path)
    shutil.copytree(made_once("released_by_quarto", fill) / "reports", own.reports)
    return own


def test_the_engine_stands_on_the_cover_in_the_manifest_and_in_the_crate(machine: Machine) -> None:
    page = (machine.version / "report.html").read_text(encoding="utf-8")
    assert f'<meta name="generator" content="Quarto {VERSION}">' in page
    assert f"Fremstillet med Quarto {VERSION}." in page
    cover = pypdf.PdfReader(machine.version / "report.pdf").pages[0].extract_text()
    assert f"Fremstillet med Quarto {VERSION}." in " ".join(cover.split())
    manifest = json.loads((machine.version / MANIFEST).read_bytes())
    assert manifest["engine"] == {"name": "Quarto", "version": VERSION}
    crate = json.loads((machine.version / "ro-crate-metadata.json").read_bytes())["@graph"]
    (quarto,) = [one for one in crate if one.get("name") == "Quarto"]
    assert (quarto["@type"], quarto["softwareVersion"]) == ("SoftwareApplication", VERSION)


def test_the_quarto_that_is_asked_for_is_the_one_that_auto_finds(machine: Machine) -> None:
    machine.has_quarto(FAKE)
    again = machine.run(*RELEASE, "--engine", "quarto", "--kind", "revision", "--reason", "Ingen.")
    assert again.returncode == 1
    assert "2025Q2 v1 was made from the same inputs and would come out the same" in again.stderr


@pytest.mark.parametrize("found", ["", "echo 1.9.37"])
def test_no_quarto_to_release_with(machine: Machine, found: str) -> None:
    machine.has_quarto(found)
    done = machine.run(*RELEASE, "--engine", "quarto")
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert (
        f"--engine quarto needs Quarto 1.10 or newer beside Python or on PATH, found {found[5:] or 'none'}"
        in said
    )


def test_verified_with_the_same_quarto(machine: Machine) -> None:
    machine.has_quarto(FAKE)
    done = machine.run(*VERIFY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("files unchanged and rebuilt byte for byte\n")


def test_verified_without_that_quarto(machine: Machine) -> None:
    machine.has_quarto("")
    done = machine.run(*VERIFY)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.endswith("files unchanged, numbers, notebooks and data rebuilt byte for byte")
    assert second == (
        f"not set again: report.html, report.pdf; that needs Quarto {VERSION} beside Python or on PATH, "
        "found none"
    )


def test_a_number_that_does_not_follow_is_found_also_beside_another_quarto(
    machine: Machine, tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    other = Machine(tmp_path, source_on_path)
    other.has_quarto("echo 1.10.19")
    shutil.copytree(machine.reports, other.reports)
    table = other.version / "data" / "indicators.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",57307.0,", ",57308.0,", 1), encoding="utf-8")
    assert table.read_text(encoding="utf-8") != text
    sign(other)
    done = other.run(*VERIFY)
    assert done.returncode == 3
    assert done.stderr.startswith("2025Q2/v1/data/indicators.csv: differs from byte ")
    assert done.stdout == ""


def sign(machine: Machine) -> None:
    """Make manifest and checksums say what lies there, as whoever forges a version would."""
    path = machine.version / MANIFEST
    manifest = json.loads(path.read_bytes())
    for name in manifest["outputs"]:
        manifest["outputs"][name] = hash_and_size(machine.version / name)
    path.write_bytes(as_json(manifest))
    listed = machine.reports / "checksums.txt"
    names = [line[66:] for line in listed.read_text(encoding="ascii").splitlines()]
    hashes = {name: hashlib.sha256((machine.reports / name).read_bytes()).hexdigest() for name in names}
    listed.write_bytes(checksum_lines(hashes))
