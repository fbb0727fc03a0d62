"""Fixtures that tests of every kind share."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings

# Commands speak English here, whatever the system does.
os.environ["STATUSRAPPORT_LANG"] = "en"
# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
GOLDEN = Path(__file__).parent / "golden"
BUILD_SECONDS = 300
BUILDING = """
import sys
from pathlib import Path
from analysis.builds.report import build
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
data, out, language = sys.argv[1:]
build(Quarter(2025, 2), data=DataRoot(Path(data)), language=language, engine="embedded", out=Path(out))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root of its own: a copy of `data/raw` that a test may damage, its delivery file unsealed."""
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    (tmp_path / "data" / "raw" / "2025Q2" / "delivery.toml.meta.toml").unlink()
    return tmp_path / "data"


@pytest.fixture(scope="session")
def source_on_path() -> dict[str, str]:
    """The environment of a new Python that finds the package, installed or not."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


@pytest.fixture(scope="session")
def published_areas() -> pl.DataFrame:
    """Counts and rates as printed in the published Q2 2025 report: country, 5 regions, 98 municipalities."""
    return pl.read_csv(GOLDEN / "published_2025Q2.csv")


@pytest.fixture(scope="session")
def published_others() -> pl.DataFrame:
    """The other figures of the published Q2 2025 report, each with the decimals it was printed with."""
    return pl.read_csv(GOLDEN / "published_2025Q2_other.csv")


@pytest.fixture(scope="session")
def built_report(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> Path:
    """The folder of the embedded engine's report of 2025Q2, built once for all workers of a test run.

    Its data root, with what the notebooks wrote, is the folder `data` beside it. It is built in a Python of
    its own, because Papermill does not run where Playwright's event loop does.
    """
    return _built(tmp_path_factory.getbasetemp(), source_on_path, "da")


@pytest.fixture(scope="session")
def english_report(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> Path:
    """The same of the English edition."""
    return _built(tmp_path_factory.getbasetemp(), source_on_path, "en")


@pytest.fixture(scope="session")
def hostile_reports(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> Path:
    """Reports and some sheets of a delivery with payloads in all texts, and of its harmless twin.

    The folder holds `hostile` and `harmless`, each with a data root `data`, and `da` and `en`, a report with
    `kommuner` in it. Built once for all workers of a test run.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "hostile_reports"
    return _once(home, lambda: _build_hostile(home, source_on_path))


def _build_hostile(home: Path, source_on_path: dict[str, str]) -> str:
    from tests.hostile import CORPUS, harmless, hostile_root

    for name, texts in (("hostile", CORPUS), ("harmless", harmless(CORPUS))):
        data = home / name / "data"
        placed = hostile_root(RAW, data, texts)
        (home / name / "placed.json").write_text(json.dumps(placed), encoding="utf-8")
        for language in ("da", "en"):
            out = home / name / language
            common = ("--data", str(data), "--lang", language, "--out")
            some = ("--only", "1081,101,147,400,482,580")
            for command in (
                ("build", "2025Q2", "--engine", "embedded", *common, str(out)),
                ("sheets", "2025Q2", *some, *common, str(out / "kommuner")),
            ):
                result = subprocess.run(
                    [sys.executable, "-c", "from analysis.cli import main; main()", *command],
                    env=source_on_path, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False,
                )  # fmt: skip
                if result.returncode:
                    return f"{' '.join(command)}: {result.stderr}"
    return ""


def _once(home: Path, build: Callable[[], str]) -> Path:
    """A folder that the first of several workers builds and the others wait for."""
    finished = home / "finished"
    try:
        home.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + BUILD_SECONDS
        while not finished.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    else:
        partly = home / "partly"
        partly.write_text(build(), encoding="utf-8")
        partly.rename(finished)
    error = finished.read_text(encoding="utf-8")
    if error:
        pytest.fail(f"the report could not be built:\n{error}", pytrace=False)
    return home


def _built(base: Path, source_on_path: dict[str, str], language: str) -> Path:
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"built_report_{language}"

    def build() -> str:
        shutil.copytree(RAW, home / "data" / "raw")
        result = subprocess.run(
            [sys.executable, "-c", BUILDING, str(home / "data"), str(home / "report"), language],
            env=source_on_path, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False,
        )  # fmt: skip
        return result.stderr if result.returncode else ""

    return _once(home, build) / "report"
