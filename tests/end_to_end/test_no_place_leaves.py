"""From extracts to a release: no file tells where an AED is or a runner was, or when an alarm was."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from archive_reader import texts_of  # type: ignore[import-not-found]

DECIMALS = 4
NUMBER = re.compile(rf"(?<![\d.])(\d{{1,2}})[.,](\d{{{DECIMALS}}})\d*")
NEAR = 60
CELL = re.compile(r"\b(?:100m|1km)_\d+_\d+")
MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)")
AREAS = "1081,1084,851"


def read(folder: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "extracts" / table / "*.parquet")


class Secrets:
    """What the extracts hold of places and moments: coordinates to four decimals, times to the second."""

    def __init__(self, folder: Path) -> None:
        self.places = {
            tuple(map(self.shortened, pair))
            for table in ("aeds", "positions", "arrests")
            for pair in read(folder, table).select("longitude", "latitude").drop_nulls().unique().iter_rows()
        }
        self.moments = {
            moment
            for table in ("alarms", "arrests")
            for moment in read(folder, table)["at"].drop_nulls().dt.strftime("%Y-%m-%d %H:%M:%S")
        }

    @staticmethod
    def shortened(number: float) -> str:
        whole, _, decimals = f"{number:.9f}".partition(".")
        return f"{whole}.{decimals[:DECIMALS]}"

    def told_by(self, text: str) -> Iterator[str]:
        """What a text gives away: longitude beside latitude, a cell of the grid, the time of an alarm."""
        yield from CELL.findall(text)
        for day, clock in MOMENT.findall(text):
            if f"{day} {clock}" in self.moments:
                yield f"{day} {clock}"
        for one, other in pairwise(NUMBER.finditer(text)):
            if other.start() - one.end() <= NEAR:
                both = tuple(f"{match[1]}.{match[2]}" for match in (one, other))
                if both in self.places or both[::-1] in self.places:
                    yield " ".join(both)


def run(environment: dict[str, str], *arguments: object) -> str:
    """What a command says, on both channels."""
    done = subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
        + [str(one) for one in arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(made_once: Callable[..., Path], source_on_path: dict[str, str]) -> Path:
    """Made-up extracts of which nothing is withheld, reduced and released, with sheets and what was said."""
    return made_once("no_place", lambda home: release_reduced(home, source_on_path))


def release_reduced(home: Path, environment: dict[str, str]) -> None:
    data, out = home / "data", home / "out"
    simulated = ("--from", "2025Q2", "--to", "2025Q2", "--seed", "3", "--out", data, "--extracts", "500000")
    run(environment, "simulate", *simulated)
    described = data / "extracts" / "extracts.toml"
    described.write_text(described.read_text(encoding="utf-8").partition("[[withheld]]")[0], encoding="utf-8")
    delivery = data / "raw" / "2025Q2"
    reduced = ("--quarter", "2025Q2", "--as-of", "2025-06-10", "--out", delivery, "--data", data)
    said = [run(environment, "reduce", data / "extracts", *reduced)]
    shutil.copytree(delivery, out / "delivery")
    released = ("--english", "--allow-dirty", "--private", home / "private", "--reports", out / "reports")
    said.append(run(environment, "release", "2025Q2", *released, "--data", data))
    said += [
        run(
            environment,
            *("sheets", "2025Q2", "--lang", language, "--only", AREAS, "--jobs", "1", "--data", data),
            *("--out", out / f"sheets-{language}"),
        )
        for language in ("da", "en")
    ]
    (out / "log.txt").write_text("\n".join(said), encoding="utf-8")


@pytest.mark.slow
def test_no_file_of_a_release_or_of_sheets_tells_a_place_or_a_moment(home: Path) -> None:
    secrets = Secrets(home / "data")
    out = home / "out"
    found: dict[str, list[str]] = {}
    kinds = set()
    for path in sorted(one for one in out.rglob("*") if one.is_file()):
        kinds.add(path.suffix)
        for place, text in texts_of(path.relative_to(out).as_posix(), path.read_bytes()):
            if told := list(secrets.told_by(text)):
                found.setdefault(place, []).extend(told[:3])
    assert found == {}
    assert {".html", ".pdf", ".ipynb", ".csv", ".parquet", ".xlsx", ".ods", ".json", ".toml", ".txt"} <= kinds
    assert list((out / "sheets-da").rglob("851-*.pdf")), "sheets are among the files"
    shown = (out / "reports/2025Q2/v1/report.html").read_text(encoding="utf-8")
    assert 'id="alarmen"' in shown, "the page on alarms is among them"
    assert 'id="afstand"' in shown, "so is the page on distances"
    assert 'id="naer-hjertestop"' in shown, "and the page on arrests"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "least"),
    [("aeds", 1000), ("population", 1000), ("positions", 1000), ("alarms", 100), ("arrests", 1000)],
)
def test_the_reader_finds_what_the_extracts_hold(home: Path, table: str, least: int) -> None:
    secrets = Secrets(home / "data")
    texts = [
        text
        for path in (home / "data" / "extracts" / table).glob("*.parquet")
        for _, text in texts_of(path.name, path.read_bytes())
    ]
    assert sum(len(list(secrets.told_by(text))) for text in texts) >= least
