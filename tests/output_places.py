"""Folders that a command is asked to write: functions from a test's folder to one in it, made if need be."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.core.folders import files_of
from analysis.core.layout import MANIFEST

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


def other_data(base: Path) -> Path:
    return write(base / "S2", {"raw/2025Q1/delivery.toml": "mine"})


def delivery_of_other_data(base: Path) -> Path:
    return other_data(base) / "raw" / "2026Q1"


def deep_in_other_data(base: Path) -> Path:
    return other_data(base) / "new" / "out"


def reference_alone(base: Path) -> Path:
    return write(base / "S3", {"raw/reference/municipalities.csv": "mine"}) / "raw" / "2025Q3"


def inputs_of_a_version(base: Path) -> Path:
    return write(base / "r1/2025Q2/v1/inputs", {"raw/2025Q2/delivery.toml": "mine"}) / "raw" / "x"


def linked_raw(base: Path) -> Path:
    write(base / "store", {"2025Q1/delivery.toml": "mine"})
    (base / "S4").mkdir()
    (base / "S4" / "raw").symlink_to(base / "store")
    return base / "S4" / "raw" / "2025Q3"


OTHER_DATA = (
    other_data, delivery_of_other_data, deep_in_other_data, reference_alone, inputs_of_a_version, linked_raw,
)  # fmt: skip


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
