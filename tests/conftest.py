"""Fixtures that tests of every kind share."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
WHOLE_RELEASE_SECONDS = 900
# Simulated figures give away the range of two withheld ones, as the published ones do.
LEAK = '\n[[accepted_leak]]\nindicator = "{}"\narea = "1084"\nreason = "Simuleret."\n'
BUILDING = """
import sys
from pathlib import Path
from analysis.builds.report import build
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
data, out, language = sys.argv[1:]
build(Quarter(2025, 2), data=DataRoot(Path(data)), language=language, engine="embedded", out=Path(out))
"""


# Bytecode is kept, of the tests and of copied projects, else each worker and each command compiles all anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """What is written need not reach the disk before a test goes on: no test cuts the power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


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


@pytest.fixture(scope="session")
def whole_release(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> Path:
    """A folder with an archive `reports/` and an export `web/` of its only version, made for all workers.

    The version is of simulated data and holds all that one can hold: developments, the English edition, every
    sheet. It is released by the code as it is.
    """
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "whole_release"
    return _once(home, lambda: _release_whole(home, source_on_path), seconds=WHOLE_RELEASE_SECONDS)


def _release_whole(home: Path, environment: dict[str, str]) -> str:
    data, archive = home / "simulated", ("--reports", home / "reports")
    simulated = ("--from", "2025Q1", "--to", "2025Q2", "--seed", "7", "--out", data)
    if said := _said(environment, "simulate", *simulated):
        return said
    with (data / "raw" / "2025Q2" / "delivery.toml").open("a", encoding="utf-8") as delivery:
        delivery.write("".join(map(LEAK.format, ("accepted_by_one", "accepted_by_two"))))
    for seal in (data / "raw" / "2025Q2").glob("delivery.toml.*"):
        seal.unlink()
    parts = ("--english", "--sheets", "--allow-dirty", "--private", home / "private")
    if said := _said(environment, "release", "2025Q2", *parts, "--data", data, *archive):
        return said
    return _said(environment, "export", "2025Q2", *archive, "--to", home / "web", silent=True)


def _said(environment: dict[str, str], *arguments: object, silent: bool = False) -> str:
    """What a command said that failed, or that should have said nothing."""
    done = subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')",
         *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=WHOLE_RELEASE_SECONDS, check=False,
    )  # fmt: skip
    return f"{arguments[0]}: {done.stderr}" if done.returncode or (silent and done.stderr) else ""


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


def _once(home: Path, build: Callable[[], str], seconds: int = BUILD_SECONDS) -> Path:
    """A folder that the first of several workers builds and the others wait for."""
    finished = home / "finished"
    try:
        home.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + seconds
        while not finished.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    else:
        partly = home / "partly"
        try:
            said = build()
        except Exception as failure:  # told to those that wait, too
            said = repr(failure)
        partly.write_text(said, encoding="utf-8")
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
