"""Starts a delivery: a folder with `delivery.toml` and a template for each table, for people to fill in."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.folders import OutputFolderError, assert_data_folder
from analysis.core.left_overs import side_folder
from analysis.core.problems import InputError, Problem, collect_problems, shown_path
from analysis.core.quarters import Quarter
from analysis.ingest.areas import area_names
from analysis.ingest.cells import area_code
from analysis.ingest.corrections import corrected, read_corrections
from analysis.ingest.delivery_file import DeliveryFile, read_delivery_file
from analysis.ingest.delivery_text import (
    OPTIONAL_FOLDER,
    carried_entries,
    carried_note,
    delivery_text,
    english_entries,
    fact_entries,
)
from analysis.ingest.entries import entries_frame
from analysis.ingest.publishing import delivered_logo
from analysis.ingest.tables.registry import OPTIONAL, REQUIRED, TABLES
from analysis.ingest.template_files import Template, semicolon_csv, workbook
from analysis.reading.files import DELIVERY_FILE, DeliveredTable, available_quarters, find_table, read_table
from analysis.reference.facts import with_delivered
from analysis.reference.files import read_reference
from analysis.reference.population import latest_published_period
from analysis.reference.population_tables import complete_periods

CSV_FOLDER: Final = "csv"


@dataclass(frozen=True)
class Started:
    """A delivery folder that was made.

    Attributes:
        folder: The folder.
        warnings: What the person who fills it in should know, each on one line.
    """

    folder: Path
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Last:
    """What the newest earlier delivery holds.

    Attributes:
        quarter: Its quarter.
        file: Its file.
        notes: Table → area code → note (or None), as corrected.
        logo: The logo that its file names: name → bytes.
    """

    quarter: Quarter
    file: DeliveryFile
    notes: Mapping[str, Mapping[str, str | None]]
    logo: Mapping[str, bytes]


def start_delivery(data: Path, quarter: Quarter, as_of: date) -> Started:
    """Make `raw/<quarter>` with templates, on the geography that is valid on a day.

    Notes, the publisher, withheld figures and facts of others come from the newest earlier delivery where
    they still hold.

    Args:
        data: The data root.
        quarter: Whose delivery.
        as_of: The day of its stock counts; has to fit the quarter.

    Raises:
        OutputFolderError: The folder exists, or lies where no delivery belongs; nothing was written.
        InputError: The folder cannot be made, or the reference or the newest earlier delivery cannot be
            read; nothing was written.
    """
    folder = data / "raw" / str(quarter)
    shown = shown_path(folder, data)
    if os.path.lexists(folder):
        raise OutputFolderError(f"{shown} is there already; what is there is never replaced")
    if folder.parent.is_dir():
        try:
            assert_data_folder(folder)
        except OSError as error:
            raise _unwritable(shown, error) from None
    problems: list[Problem] = []
    reference = collect_problems(problems, partial(read_reference, data, as_of))
    last = collect_problems(problems, partial(_read_last, data, quarter))
    if reference is None or problems:
        raise InputError(problems)
    names = area_names(reference)
    file = last.file if last else None
    text = delivery_text(quarter, as_of, file, names)
    facts = reference.facts
    if last:
        facts = with_delivered(facts, entries_frame(last.file, "fact"))
        text += carried_entries(last.file, last.quarter, names, facts)
    text += fact_entries(facts, quarter)
    made = templates(names, last)
    if last:
        notes = {note for template in made for *_, note in template.rows if note}
        text += english_entries(last.file, notes | _texts_in(tomllib.loads(text)))
    files = {DELIVERY_FILE: text.encode(), **(last.logo if last else {})}
    for template in made:
        files[f"{template.table.name}.xlsx"] = workbook(template, as_of)
        files[f"{CSV_FOLDER}/{template.table.name}.csv"] = semicolon_csv(template)
    for optional in optional_templates(names):
        files[f"{OPTIONAL_FOLDER}/{optional.table.name}.xlsx"] = workbook(optional, as_of)
    try:
        _write_folder(folder, files)
    except OSError as error:
        raise _unwritable(shown, error) from None
    period, warnings = latest_published_period(as_of), []
    if period not in complete_periods(reference.population):
        warnings.append(
            f"no population of {period} for rates yet: run `statusrapport population update` before `check`, "
            "without a network with --from FILE"
        )
    return Started(folder, tuple(warnings))


def _unwritable(shown: str, error: OSError) -> InputError:
    found = f"a folder that cannot be made ({error.strerror or 'unknown reason'})"
    return InputError([Problem(shown, None, None, found, "a place that can be written to")])


def _read_last(data: Path, quarter: Quarter) -> _Last | None:
    earlier = [other for other in available_quarters(data) if other < quarter]
    if not earlier:
        return None
    folder = data / "raw" / str(earlier[-1])
    problems: list[Problem] = []
    file = collect_problems(problems, lambda: read_delivery_file(folder / DELIVERY_FILE, data))
    read: dict[str, DeliveredTable | None] = dict.fromkeys(one.name for one in TABLES.values())
    for table in REQUIRED:
        path = collect_problems(problems, partial(find_table, folder, table.name, data))
        if path:
            read[table.name] = collect_problems(problems, partial(read_table, path, table.columns, data))
    tables, stale = corrected(read, collect_problems(problems, partial(read_corrections, folder, data)))
    problems += stale
    logo = collect_problems(problems, partial(delivered_logo, file, folder, data)) if file else None
    if file is None or logo is None or problems:
        raise InputError(problems)
    notes = {table.name: _notes(tables[table.name], table.key) for table in REQUIRED}
    return _Last(earlier[-1], file, notes, logo)


def _notes(table: DeliveredTable | None, key: str) -> dict[str, str | None]:
    return dict(table.frame.select(area_code(pl.col(key)), "note").iter_rows()) if table else {}


def templates(names: pl.DataFrame, last: _Last | None) -> list[Template]:
    """The tables of every delivery, their areas filled in.

    They have rows for the levels that the table lists, and for those that the newest earlier delivery has.

    Args:
        names: `level`, `area_code`, `area`: the areas valid on the day.
        last: The newest earlier delivery.
    """
    made = []
    for table in REQUIRED:
        notes = last.notes.get(table.name, {}) if last else {}
        rows = tuple(
            (code, name, carried_note(notes.get(code), last.quarter) if last else None)
            for code, name in table.template_rows(names, list(notes))
        )
        made.append(Template(table, rows))
    return made


def optional_templates(names: pl.DataFrame) -> list[Template]:
    """The tables that a delivery may do without, of those that people fill in.

    Args:
        names: `level`, `area_code`, `area`: the areas valid on the day.
    """
    rows = {table: table.template_rows(names) for table in OPTIONAL}
    return [
        Template(table, tuple((code, name, None) for code, name in listed))
        for table, listed in rows.items()
        if listed or (table.long and table.listed)
    ]


def _texts_in(value: object) -> set[str]:
    """Every text of a value as TOML has it."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(_texts_in, value))
    return {value} if isinstance(value, str) else set()


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that appears whole or not at all."""
    with side_folder(folder.parent, [f"fresh/{name}" for name in files]) as side:
        for name, content in files.items():
            (side / "fresh" / name).parent.mkdir(parents=True, exist_ok=True)
            (side / "fresh" / name).write_bytes(content)
        os.rename(side / "fresh", folder)
