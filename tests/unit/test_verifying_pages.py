"""Whether the Quarto that set a version's pages is here to set them again."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from analysis.core.layout import MANIFEST
from analysis.core.quarters import Quarter
from analysis.releases.archive import Version
from analysis.releases.verification import missing_engine, pages_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the Quarto of these tests is a shell script")
OUTPUTS = ("report.html", "report.pdf", "en/report.html", "data/indicators.csv", "kommuner/101-x.html")


def version(folder: Path, name: str) -> Version:
    manifest = {"engine": {"name": name, "version": "1.10.18"}, "outputs": {output: {} for output in OUTPUTS}}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return Version(Quarter(2025, 2), 1, folder)


@pytest.mark.parametrize(
    ("made_by", "here", "missing"),
    [
        ("embedded", None, ""),
        ("Quarto", "1.10.18", ""),
        ("Quarto", "1.10.19", "Quarto 1.10.18"),
        ("Quarto", None, "Quarto 1.10.18"),
    ],
)
def test_the_recorded_quarto_or_none(
    made_by: str, here: str | None, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "elsewhere" / "python"))
    if here:
        program = tmp_path / "quarto"
        program.write_text(f"#!/bin/sh\necho {here}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert missing_engine(version(tmp_path, made_by)) == missing


def test_pages_are_what_the_engine_set(tmp_path: Path) -> None:
    assert pages_of(version(tmp_path, "Quarto")) == ["report.html", "report.pdf", "en/report.html"]
