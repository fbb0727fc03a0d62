"""Data roots of made-up figures for analysts, each made the first time that it is asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from analysis.core.hashes import hash_of_files, hash_of_texts, program_files
from analysis.core.layout import BUILD, DEFAULT_DATA
from analysis.core.left_overs import side_folder
from analysis.core.quarters import Quarter
from analysis.events.delivering import ReductionRequest, reduce_extracts
from analysis.events.engines import start
from analysis.ingest.snapshot import QUARTERS_A_YEAR
from analysis.simulation.extracts import ACTIVE_DAYS
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

FOLDER: Final = BUILD / "simulated"
SEED: Final = 1
POSITIONS: Final = 450_000
HASH_DIGITS: Final = 12


def simulated_root(last: Quarter) -> Path:
    """A data root of made-up figures up to a quarter and a year back, made if it is not there."""
    first = last
    for _ in range(QUARTERS_A_YEAR):
        first = first.previous

    def make(root: Path) -> None:
        simulate(Plan(first, last, SEED), root, model=DEFAULT_DATA)

    return _made(f"{first}-{last}", make)


def counted_up_root(last: Quarter) -> Path:
    """A data root of made-up figures, counted up from made-up events, made if it is not there."""
    plan = Plan(last.previous, last, SEED)

    def make(root: Path) -> None:
        simulate(plan, root, model=DEFAULT_DATA, positions=POSITIONS)
        order = ReductionRequest(last, plan.as_of(last), ACTIVE_DAYS)
        reduce_extracts(str(root / "extracts"), root / "raw" / str(last), order, start("polars"), root)
        shutil.rmtree(root / "extracts")

    return _made(f"{last}-events", make)


def _made(name: str, make: Callable[[Path], None]) -> Path:
    """A root, named by the program and the reference data that make it too: others make another one."""
    reference = sorted(one for one in (DEFAULT_DATA.raw / "reference").rglob("*") if one.is_file())
    made_by = hash_of_texts(hash_of_files(program_files()), hash_of_files(reference))[:HASH_DIGITS]
    root = FOLDER / f"{name}-{made_by}"
    if root.exists():
        return root
    FOLDER.mkdir(parents=True, exist_ok=True)
    with side_folder(FOLDER, ("made/",)) as side:
        make(side / "made")
        try:
            os.rename(side / "made", root)
        except OSError:
            if not root.exists():  # else another process was quicker, and made the same
                raise
    return root
