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
MAKING_SECONDS = 900
MadeOnce = Callable[..., Path]
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
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Fills a folder once for all workers of a test run: the first makes it, the others wait for it.

    It is given the folder's name, what fills it, and the seconds that this may take.
    """
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, fill: Callable[[Path], None], seconds: int = MAKING_SECONDS) -> Path:
        home = common / name
        finished = home.with_name(f"{name}.finished")
        try:
            home.mkdir()
        except FileExistsError:
            deadline = time.monotonic() + seconds
            while not finished.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
        else:
            said = home.with_name(f"{name}.said")
            try:
                fill(home)
                said.touch()
            except BaseException as failure:  # told to those that wait, too
                said.write_text(str(failure) or repr(failure), encoding="utf-8")
            said.rename(finished)
        if failed := finished.read_text(encoding="utf-8"):
            pytest.fail(f"{name} could not be made:\n{failed}", pytrace=False)
        return home

    return make


@pytest.fixture(scope="session")
def built_report(made_once: MadeOnce, source_on_path: dict[str, str]) -> Path:
    """The folder of the embedded engine's report of 2025Q2, built once for all workers of a test run.

    Its data root, with what the notebooks wrote, is the folder `data` beside it. It is built in a Python of
    its own, because Papermill does not run where Playwright's event loop does.
    """
    return made_once("built_report_da", lambda home: _build(home, source_on_path, "da")) / "report"


@pytest.fixture(scope="session")
def english_report(made_once: MadeOnce, source_on_path: dict[str, str]) -> Path:
    """The same of the English edition."""
    return made_once("built_report_en", lambda home: _build(home, source_on_path, "en")) / "report"


@pytest.fixture(scope="session")
def developed_reports(made_once: MadeOnce, source_on_path: dict[str, str]) -> Path:
    """A folder with the reports `da` and `en` of a simulated 2025Q4, and their data root `data`.

    The root holds ten quarters, so that the reports have a control chart and all pages on developments.
    """
    return made_once("developed_reports", lambda home: _build_developed(home, source_on_path))


@pytest.fixture(scope="session")
def hostile_reports(made_once: MadeOnce, source_on_path: dict[str, str]) -> Path:
    """Reports and some sheets of a delivery with payloads in all texts, and of its harmless twin.

    The folder holds `hostile` and `harmless`, each with a data root `data`, and `da` and `en`, a report with
    `kommuner` in it. Built once for all workers of a test run.
    """
    return made_once("hostile_reports", lambda home: _build_hostile(home, source_on_path))


@pytest.fixture(scope="session")
def whole_release(made_once: MadeOnce, source_on_path: dict[str, str]) -> Path:
    """A folder with an archive `reports/` and an export `web/` of its only version, made for all workers.

    The version is of simulated data and holds all that one can hold: developments, the English edition, every
    sheet. It is released by the code as it is.
    """
    return made_once("whole_release", lambda home: _release_whole(home, source_on_path))


def _release_whole(home: Path, environment: dict[str, str]) -> None:
    data, archive = home / "simulated", ("--reports", home / "reports")
    simulated = ("--from", "2025Q1", "--to", "2025Q2", "--seed", "7", "--out", data)
    _run(environment, "simulate", *simulated)
    with (data / "raw" / "2025Q2" / "delivery.toml").open("a", encoding="utf-8") as delivery:
        delivery.write("".join(map(LEAK.format, ("accepted_by_one", "accepted_by_two"))))
    for seal in (data / "raw" / "2025Q2").glob("delivery.toml.*"):
        seal.unlink()
    parts = ("--english", "--sheets", "--allow-dirty", "--private", home / "private")
    _run(environment, "release", "2025Q2", *parts, "--data", data, *archive)
    said = _run(environment, "export", "2025Q2", *archive, "--to", home / "web")
    assert said == ""


def _build_developed(home: Path, environment: dict[str, str]) -> None:
    data = ("--data", home / "data")
    _run(environment, *("simulate", "--from", "2023Q3", "--to", "2025Q4", "--seed", "7", "--out", data[1]))
    for language in ("da", "en"):
        built = ("build", "2025Q4", "--engine", "embedded", "--lang", language, *data)
        _run(environment, *built, "--out", home / language)


def _build_hostile(home: Path, environment: dict[str, str]) -> None:
    from tests.hostile import CORPUS, harmless, hostile_root

    for name, texts in (("hostile", CORPUS), ("harmless", harmless(CORPUS))):
        data = home / name / "data"
        placed = hostile_root(RAW, data, texts)
        (home / name / "placed.json").write_text(json.dumps(placed), encoding="utf-8")
        for language in ("da", "en"):
            out = home / name / language
            common = ("--data", data, "--lang", language, "--out")
            _run(environment, "build", "2025Q2", "--engine", "embedded", *common, out)
            some = ("--only", "1081,101,147,400,482,580")
            _run(environment, "sheets", "2025Q2", *some, *common, out / "kommuner")


def _run(environment: dict[str, str], *arguments: object) -> str:
    """What a command said on standard error, which did what it was to do."""
    done = subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')",
         *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=MAKING_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments[0]}: {done.stderr}"
    return done.stderr


def _build(home: Path, environment: dict[str, str], language: str) -> None:
    shutil.copytree(RAW, home / "data" / "raw")
    result = subprocess.run(
        [sys.executable, "-c", BUILDING, str(home / "data"), str(home / "report"), language],
        env=environment, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
