"""Data roots of made-up figures for analysts, each made the first time that it is asked for."""

from __future__ import annotations

import os
import re
import shutil
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
    root = _place(f"{first}-{last}")
    if not root.exists():
        simulate(Plan(first, last, SEED), root, model=DEFAULT_DATA)
    return root


def counted_up_root(last: Quarter) -> Path:
    """A data root of made-up figures, counted up from made-up events, made if it is not there."""
    root = _place(f"{last}-events")
    if root.exists():
        return root
    plan = Plan(last.previous, last, SEED)
    root.parent.mkdir(parents=True, exist_ok=True)
    with side_folder(root.parent, ("made/",)) as side:
        made = side / "made"
        simulate(plan, made, model=DEFAULT_DATA, positions=POSITIONS)
        order = ReductionRequest(last, plan.as_of(last), ACTIVE_DAYS)
        reduce_extracts(str(made / "extracts"), made / "raw" / str(last), order, start("polars"), made)
        shutil.rmtree(made / "extracts")
        os.rename(made, root)
    return root


def _place(name: str) -> Path:
    """Where a root lies, named by what makes it too; those that another program or reference data made go."""
    reference = sorted(one for one in (DEFAULT_DATA.raw / "reference").rglob("*") if one.is_file())
    made_by = hash_of_texts(hash_of_files(program_files()), hash_of_files(reference))[:HASH_DIGITS]
    root = FOLDER / f"{name}-{made_by}"
    older = re.compile(rf"{re.escape(name)}(-[0-9a-f]{{{HASH_DIGITS}}})?")
    for other in FOLDER.iterdir() if FOLDER.exists() else ():
        if other != root and older.fullmatch(other.name):
            shutil.rmtree(other, ignore_errors=True)
    return root
