"""Writes a simulated data root: the whole folder at once, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.folders import assert_output, remove_empty
from analysis.core.layout import DataRoot
from analysis.core.left_overs import side_folder
from analysis.core.quarters import Quarter
from analysis.reading.files import find_table
from analysis.reading.sidecars import MADE_UP, read_sidecar, seal
from analysis.simulation.coverage_extracts import write_coverage_extracts
from analysis.simulation.deliveries import active_runners, alarms_of, delivery_files
from analysis.simulation.extracts import write_extracts
from analysis.simulation.places import (
    GEOGRAPHY,
    Places,
    ohca_register,
    population,
    population_adults,
    population_totals,
    programme_facts,
    published_figures,
    read_places,
)
from analysis.simulation.plan import Plan

ORIGIN: Final = f"{MADE_UP}, seed {{seed}}"
LICENCE: Final = "Same as the project"


def simulate(
    plan: Plan,
    out: Path,
    *,
    model: DataRoot,
    positions: int | None = None,
    done: Callable[[Quarter], None] = lambda _quarter: None,
) -> None:
    """Write a data root of made-up figures.

    The same plan and model give the same bytes. A later last quarter leaves the deliveries of earlier ones as
    they are.

    Args:
        plan: Quarters and seed.
        out: The new folder; it may be there if it is empty.
        model: The data root whose geography is taken over, and the rough size of its municipalities.
        positions: How many positions to make extracts with, in `extracts`, of events, AEDs and people; the
            last quarter's delivery is then theirs to give, and stands as made up in `extracts/known`.
        done: Told of every quarter.

    Raises:
        ValueError: Too few positions, with a sentence for people; nothing was written.
        OutputFolderError: `out` is not new or empty, or no place for it; it was left as it is.
        OSError: The folder cannot be written.
        InputError: The model's reference files are wrong; nothing was written.
    """
    asked, out = out, assert_output(out, data=model.path)
    places = read_places(model.path, plan)
    out.parent.mkdir(parents=True, exist_ok=True)
    with side_folder(out.parent, ("fresh/",)) as side:
        fresh = DataRoot(side / "fresh")
        alarms = alarms_of(plan, places)
        if positions is not None:
            extracts = fresh.path / "extracts"
            write_extracts(extracts, plan, places, alarms, positions)
            write_coverage_extracts(extracts, plan, places, population(places, plan))
        for quarter in plan.quarters if positions is None else plan.quarters[:-1]:
            files = delivery_files(plan, places, alarms, quarter)
            _write(fresh.raw / str(quarter), files, plan.as_of(quarter), plan.seed)
            done(quarter)
        _write_reference(fresh.raw / "reference", plan, places, model)
        assert_output(asked, data=model.path)
        if out.exists():
            remove_empty(out)
        os.rename(fresh.path, out)


def _write(
    folder: Path,
    files: Mapping[str, bytes],
    retrieved: date,
    seed: int,
    credit: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Write and seal files.

    Args:
        folder: Where to; it is made.
        files: Name → bytes.
        retrieved: The day that stands in the sidecars.
        seed: Stands in their origin.
        credit: Name → origin and licence of what a file was copied from.
    """
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        origin, licence = ORIGIN.format(seed=seed), LICENCE
        if credit and name in credit:
            source, licence = credit[name]
            origin = f"{origin}; taken over: {source}"
        seal(folder / name, origin, retrieved, licence)


def _write_reference(folder: Path, plan: Plan, places: Places, model: DataRoot) -> None:
    before = plan.first.previous
    runners = int(active_runners(plan, places, before)["active_runners"].sum())
    people = population(places, plan)
    tables: dict[str, pl.DataFrame] = {
        **places.tables,
        "population_folk1a": people,
        "population_totals": population_totals(places, people),
        "population_adults": population_adults(plan, people),
        "programme_facts": programme_facts(places, plan),
        "ohca_register": ohca_register(plan),
        "published_figures": published_figures(runners, plan.as_of(before)),
    }
    files = {f"{stem}.csv": table.write_csv().encode() for stem, table in tables.items()}
    _write(folder, files, plan.as_of(plan.last), plan.seed, _credit(model))


def _credit(model: DataRoot) -> dict[str, tuple[str, str]]:
    """Origin and licence of the geography that is taken over, where its sidecars say them."""
    found = {}
    for stem in GEOGRAPHY:
        sidecar = read_sidecar(find_table(model.raw / "reference", stem, model.path), model.path)
        if sidecar:
            found[f"{stem}.csv"] = (sidecar.origin, sidecar.licence)
    return found
