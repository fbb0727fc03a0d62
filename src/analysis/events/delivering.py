"""Writes a delivery from counts: the folder that `check` and `build` read, each table with its sidecar.

The folder appears whole or not at all, and only after the delivery was read back and found to be sound.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.folders import assert_output, remove_empty
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.left_overs import side_folder
from analysis.core.problems import InputError, Problem
from analysis.core.quarters import Quarter
from analysis.events.arrest_table import arrest_table, arrests_in_words
from analysis.events.checking import DROPPED, KEPT, RowTally
from analysis.events.counting import ALARM_COUNTS, Areas, Counts, areas_on, count
from analysis.events.coverage_hours import coverage_hours_table
from analysis.events.coverage_table import coverage_table, population_problems, radii_in_words
from analysis.events.disclosing import (
    THRESHOLD,
    disclosed,
    is_small,
    minutes_on_finest_level,
    reasons_with_small_counts_merged,
    without_withheld,
)
from analysis.events.engines import ReductionEngine
from analysis.events.sources import Extracts, place_of, read_extracts
from analysis.guidance.codes import load_codes
from analysis.ingest.dates import usual_period_end
from analysis.ingest.delivery import COUNTRY, area_members, area_names, read_delivery
from analysis.ingest.delivery_text import toml_value
from analysis.ingest.sealing import UNKNOWN_LICENCE
from analysis.ingest.tables.event_counts import BY_ALARMS, BY_PEOPLE
from analysis.ingest.tables.registry import TABLES
from analysis.reading.files import DELIVERY_FILE, Column
from analysis.reading.sidecars import seal
from analysis.reference.files import Reference, read_reference

MOST_YEARS_LATER: Final = 10
TABLES_BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "runners": ("positions",),
    "activations": ("alarms", "responses"),
    "cancellations": ("alarms",),
    "response_times": ("alarms", "responses"),
    "event_counts": ("positions", "alarms", "responses"),
    "aeds": ("aeds",),
    "coverage": ("aeds", "aed_hours", "population"),
    "coverage_hours": ("aeds", "aed_hours", "population"),
    "arrests": ("arrests", "aeds", "aed_hours"),
}


@dataclass(frozen=True)
class ReductionRequest:
    """What is to be counted.

    Attributes:
        quarter: The quarter.
        as_of: The day of the stock counts.
        days: How many days before its end a position makes its runner active.
    """

    quarter: Quarter
    as_of: date
    days: int

    @property
    def period_start(self) -> date:
        """The first day of which alarms count."""
        return date(self.quarter.year, 1, 1)

    @property
    def period_end(self) -> date:
        """The last day of which alarms count: that of the stock counts, or the quarter's last before it."""
        return usual_period_end(self.as_of, self.quarter)


def reduce_extracts(
    extracts: str, out: Path, order: ReductionRequest, engine: ReductionEngine, data: Path
) -> Counts:
    """Reduce extracts to a delivery.

    Args:
        extracts: The folder they lie in, or an address that Spark reads.
        out: The delivery's folder; it may be there if it is empty.
        order: What is to be counted.
        engine: What reads the extracts.
        data: The data root whose geography holds.

    Returns:
        The counts as they are before anything small was hidden.

    Raises:
        OutputFolderError: The folder is not new or empty, or no place for a delivery; nothing was written.
        InputError: Everything that is wrong with extracts or reference; nothing was written.
        OSError: The folder cannot be written.
    """
    quarter = str(order.quarter)
    asked = [root.raw / quarter for root in (DataRoot(data), DEFAULT_DATA)]
    target = assert_output(out, data=data, allowed=asked, delivery=quarter)
    described = read_extracts(place_of(extracts, engine))
    reference = read_reference(data, order.as_of)
    problems = list(_drawn_problems(described, order)) + list(_folder_problems(extracts, out))
    if problems:
        raise InputError(problems)
    areas = areas_on(area_names(reference), reference.geography)
    counts = count(
        described,
        engine,
        areas,
        as_of=order.as_of,
        period_start=order.period_start,
        period_end=order.period_end,
        days=order.days,
    )
    if counts.coverage and (odd := population_problems(counts.coverage, reference, order.as_of)):
        raise InputError(odd)
    tables = delivery_tables(counts, described, areas, area_members(reference))
    if not described.simulated:
        refuse_git_checkout(tables, out)
    _publish(target, _files(tables, described, order, counts), counts, described, order, reference)
    return counts


def _drawn_problems(extracts: Extracts, order: ReductionRequest) -> Iterator[Problem]:
    if extracts.drawn < order.as_of:
        expected = f"{order.as_of}, the day of the counts, or later"
        yield Problem("extracts.toml", None, "drawn", f"'{extracts.drawn}'", expected)
    if extracts.drawn.year > order.as_of.year + MOST_YEARS_LATER:
        expected = f"a day at most {MOST_YEARS_LATER} years after {order.as_of}, the day of the counts"
        yield Problem("extracts.toml", None, "drawn", f"'{extracts.drawn}'", expected)


def _folder_problems(extracts: str, out: Path) -> Iterator[Problem]:
    if "://" not in extracts and out.resolve().is_relative_to(Path(extracts).resolve()):
        yield Problem(out.name, None, None, "a folder among the extracts", "one outside of them")


def delivery_tables(
    counts: Counts, extracts: Extracts, areas: Areas, members: Mapping[str, Sequence[str]]
) -> dict[str, pl.DataFrame]:
    """The delivery's tables under the names of their columns, with nothing in them that is to stay behind.

    Args:
        counts: The exact counts.
        extracts: With what is withheld.
        areas: The areas valid on the day.
        members: Area code of a region or the country → the codes of its municipalities or regions.
    """
    municipal = pl.col("level") == "municipality"
    activations = counts.activations.filter(~municipal).select("area_code", "area", *ALARM_COUNTS)
    events = counts.runners.drop("active_runners").join(
        counts.activations.drop("level", "area"), on="area_code", maintain_order="left"
    )
    by_people = disclosed(events.select("area_code", *BY_PEOPLE), BY_PEOPLE, members)
    by_alarms = disclosed(events.drop(BY_PEOPLE), BY_ALARMS, members)
    noted = pl.coalesce("note", "note_right")
    events = by_people.join(by_alarms, on="area_code", maintain_order="left").with_columns(note=noted)
    for name in ALARM_COUNTS:
        activations = disclosed(activations, [name], members)
    tables = without_withheld(
        {"activations": activations, "aeds": counts.aeds, "event_counts": events}, extracts.withheld, members
    )
    tables["runners"] = counts.runners.filter(municipal).select(
        "active_runners", municipality_code="area_code", municipality="area"
    )
    minutes = minutes_on_finest_level(counts.minutes, counts.runners.select("level", "area_code", "area"))
    if minutes is not None:
        tables["response_times"] = minutes
    country = tables["activations"].row(by_predicate=pl.col("area_code") == COUNTRY[0], named=True)
    if counts.reasons is not None and country["cancelled"]:
        labels = {code.name: code.danish for code in load_codes().values()}
        tables["cancellations"] = reasons_with_small_counts_merged(counts.reasons).with_columns(
            reason=pl.col("reason_code").replace_strict(labels)
        )
    if counts.coverage:
        tables["coverage"] = coverage_table(counts.coverage, areas, members)
        hours = coverage_hours_table(counts.coverage, tables["coverage"])
        if hours is not None:
            tables["coverage_hours"] = hours
    if counts.arrests:
        tables["arrests"] = arrest_table(counts.arrests, areas, members)
    return tables


def refuse_git_checkout(tables: Mapping[str, pl.DataFrame], out: Path) -> None:
    """Refuse a folder inside a Git checkout when a row is about so few people that it could identify one.

    A municipality's active runners cannot be left out of a delivery, however few they are.

    Raises:
        InputError: There are such rows, and the folder or one above it belongs to Git.
    """
    absolute = out.resolve()
    if not any((folder / ".git").exists() for folder in (absolute, *absolute.parents)):
        return
    expected = "a folder outside of any Git checkout"
    persons = {
        "runners": ("active_runners",),
        "activations": ALARM_COUNTS,
        "cancellations": ("cancelled",),
        "event_counts": (*BY_PEOPLE, *BY_ALARMS),
    }
    problems = []
    for stem, columns in persons.items():
        for column in columns:
            few = sum(map(is_small, tables[stem][column])) if stem in tables else 0
            if few:
                rows = "1 area" if few == 1 else f"{few} areas"
                found = f"{rows} with 1 to {THRESHOLD - 1}, inside a Git checkout"
                problems.append(Problem(f"{stem}.csv", None, column, found, expected))
    if problems:
        raise InputError(problems)


def _files(
    tables: Mapping[str, pl.DataFrame], extracts: Extracts, order: ReductionRequest, counts: Counts
) -> dict[str, bytes]:
    files = {
        f"{name}.csv": _csv(tables[name], table.columns) for name, table in TABLES.items() if name in tables
    }
    return {DELIVERY_FILE: _terms(extracts, order, counts).encode(), **files}


def _csv(table: pl.DataFrame, columns: Sequence[Column]) -> bytes:
    """A table under the headers of a delivery; an optional column without any value is left out."""
    there = [
        column
        for column in columns
        if column.required
        or (column.name in table.columns and table[column.name].null_count() < table.height)
    ]
    return table.select(pl.col(column.name).alias(column.header) for column in there).write_csv().encode()


def _terms(extracts: Extracts, order: ReductionRequest, counts: Counts) -> str:
    """The text of `delivery.toml`."""
    made_up = (
        "# Alle tal er opdigtede. De er til prøver og øvelser og må aldrig ligge sammen med rigtige\n"
        "# leverancer.\n"
        if extracts.simulated
        else ""
    )
    whole = counts.runners.filter(pl.col("level") != "municipality").select("area_code", "active_runners")
    publisher = [f"publisher = {toml_value(extracts.publisher)}"] if extracts.publisher else []
    source = f"{extracts.source} (aktive: seneste position højst {order.days} døgn gammel)"
    paragraphs = [
        f"{made_up}"
        f"# Leverance for {order.quarter}, talt op fra hændelser med `statusrapport reduce`.\n"
        f"# En hjerteløber er aktiv, når den seneste position højst er {order.days} døgn gammel, når\n"
        "# opgørelsesdatoen slutter. Grænsen er valgt ved optællingen; ingen er offentliggjort.\n"
        "# event_counts holder tal, som kun hændelser kan give; rapporten viser landets og regionernes.",
        "\n".join(
            [
                f'quarter = "{order.quarter}"',
                f"as_of = {order.as_of}",
                f"period_start = {order.period_start}",
                f"period_end = {order.period_end}",
                *([f"arrests_as_of = {counts.arrests.last}"] if counts.arrests else []),
                f"source = {toml_value(source)}",
                f"simulated = {toml_value(extracts.simulated)}",
                *publisher,
            ]
        ),
        "\n".join(["[totals]", *(f'"{code}" = {total}' for code, total in whole.iter_rows())]),
        *(
            "\n".join(["[[withheld]]", *(f"{key} = {toml_value(value)}" for key, value in entry.items())])
            for entry in extracts.withheld
        ),
    ]
    return "\n\n".join(paragraphs) + "\n"


def origin(stem: str, extracts: Extracts, order: ReductionRequest, counts: Counts) -> str:
    """What a table was counted from, as its sidecar says it."""
    parts = [f"{extracts.source}, drawn {extracts.drawn}, reduced by statusrapport reduce"]
    if extracts.simulated:
        parts[0] = f"Simulated: {parts[0]}"
    behind = TABLES_BEHIND[stem]
    measured = {"coverage": counts.coverage, "arrests": counts.arrests}.get(stem)
    if measured and measured.days is not None:
        behind = ("positions", *behind)
    parts += [tally_in_words(tally) for tally in counts.tallies if tally.table in behind]
    if "positions" in behind:
        parts.append(
            f"active: last position within {order.days} days before the end of {order.as_of} "
            "(chosen here; no cut-off is published)"
        )
    if stem == "coverage" and counts.coverage:
        parts += radii_in_words(counts.coverage)
    if stem == "arrests" and counts.arrests:
        parts += arrests_in_words(counts.arrests)
    if {"alarms", "responses"} & set(behind):
        parts.append(f"period: {order.period_start} to {order.period_end}")
    return "; ".join(parts)


def tally_in_words(tally: RowTally) -> str:
    """What happened to the rows of a table, in words."""
    files = "" if tally.files is None else f" in {tally.files:,} {'file' if tally.files == 1 else 'files'}"
    words = [f"{tally.table}: {tally.rows:,} rows{files}, {tally.used:,} counted"]
    dropped = [f"{rows:,} {DROPPED[reason]}" for reason, rows in tally.dropped.items()]
    odd = [f"{rows:,} {KEPT[oddity]}" for oddity, rows in tally.odd.items()]
    if dropped:
        words.append(f"left out {', '.join(dropped)}")
    if odd:
        words.append(f"of those counted {', '.join(odd)}")
    return ", ".join(words)


def _publish(
    out: Path,
    files: Mapping[str, bytes],
    counts: Counts,
    extracts: Extracts,
    order: ReductionRequest,
    reference: Reference,
) -> None:
    """Write the delivery aside, read it back, and move it into its place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with side_folder(out.parent, ("raw/",)) as side:
        folder = side / "raw" / str(order.quarter)
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            if name != DELIVERY_FILE:
                said = origin(name.removesuffix(".csv"), extracts, order, counts)
                seal(folder / name, said, extracts.drawn, UNKNOWN_LICENCE)
        read_delivery(side, order.quarter, lambda _day: reference, [])
        if out.exists():
            remove_empty(out)
        os.rename(folder, out)
