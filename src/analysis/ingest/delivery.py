"""Reads one quarter's delivery: `delivery.toml`, which says what it is, its tables, and corrections.

A delivery is judged whole: `read_delivery` either returns it or raises every problem it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from analysis.core.problems import InputError, Problem, collect_problems, shown_path
from analysis.core.quarters import Quarter
from analysis.ingest.areas import COUNTRY, area_members, area_names
from analysis.ingest.cells import area_code
from analysis.ingest.corrections import Corrections, corrected, read_corrections
from analysis.ingest.counts import BREAKABLE, WITHHOLDABLE
from analysis.ingest.dates import (
    date_problems,
    day_problems,
    mixture_problems,
    own_days,
    period_end_of,
    population_problems,
)
from analysis.ingest.delivery_file import DeliveryFile, read_delivery_file
from analysis.ingest.entries import (
    accepted_problems,
    answer_problems,
    break_problems,
    english_problems,
    entries_frame,
    given_fact_problems,
    totals_frame,
    withheld_problems,
)
from analysis.ingest.publishing import Publishing, read_publishing
from analysis.ingest.tables.cancellations import with_cancelled
from analysis.ingest.tables.definition import InputTable, RestOfDelivery
from analysis.ingest.tables.registry import TABLES
from analysis.reading.files import DELIVERY_FILE, DeliveredTable, available_quarters, read_table
from analysis.reading.text_rules import CARRIED_OVER
from analysis.reference.files import Reference, read_reference
from analysis.reference.population import latest_published_period

__all__ = [
    "BREAKABLE",
    "COUNTRY",
    "WITHHOLDABLE",
    "Delivery",
    "area_members",
    "area_names",
    "read_delivery",
]


@dataclass(frozen=True)
class Delivery:
    """The raw figures of a quarter, checked.

    Attributes:
        quarter: The quarter.
        as_of: The day of the stock counts.
        period_start: The first day activations are counted from.
        period_end: The last day they are counted to.
        population_period: FOLK1A quarter for rates, `2025K2`: the delivery's own, or the latest published at
            `as_of`.
        publisher: Who issues the report, or None for an independent recomputation.
        source: Where the figures come from, as the report prints it.
        simulated: Whether the figures are made up.
        tables: Each input table by its name, without rows where an optional one was not delivered. Those of
            counts by area have `level`, `area_code`, `area`, the columns that were delivered as numbers (null
            where one is not known) and `note`.
        totals: `area_code`, `active_runners`: the publisher's own totals, of the country, regions and report
            areas.
        withheld: `indicator`, `area_code`, `reason`, `until`: what is known but not to be published yet.
        breaks: `indicator`, `area_code`, `reason`: what cannot be compared with earlier deliveries, in the
            area and in everything within it.
        answers: `warning`, `text`: what a person wrote about a warning of `check`.
        accepted: `indicator`, `area_code`, `reason`: hidden figures that may follow from the published ones.
        given_facts: `indicator`, `value`, `given_for`, `period_start`, `period_end`, `as_of`, `source`,
            `note`: what others published of the programme and the register, where this delivery gives it.
        english: `text`, `english`: what the English edition shows for a text of this delivery.
        corrections: Cells that were corrected before anything was read from them, as `read_corrections`
            returns them, with the `area` they were delivered for.
        united: `area_code`, `part`: regions of its own day that were added up to one of a later geography.
        places: `table`, `area_code` (of cancellations the code of the reason), `file` (as messages name it),
            `row`: where each row of a table was read.
        files: The files it was read from, `delivery.toml` first.
        publishing: The publisher's commentary, address, contact and logo.
        own_days: The tables that were counted on another day than `as_of`, and that day.
    """

    quarter: Quarter
    as_of: date
    period_start: date
    period_end: date
    population_period: str
    publisher: str | None
    source: str
    simulated: bool
    tables: Mapping[str, pl.DataFrame]
    totals: pl.DataFrame
    withheld: pl.DataFrame
    breaks: pl.DataFrame
    answers: pl.DataFrame
    accepted: pl.DataFrame
    given_facts: pl.DataFrame
    english: pl.DataFrame
    corrections: pl.DataFrame
    united: pl.DataFrame
    places: pl.DataFrame
    files: tuple[Path, ...]
    publishing: Publishing = field(default_factory=Publishing)
    own_days: Mapping[str, date] = field(default_factory=dict)

    def day_of(self, table: str) -> date:
        """The day that the counts of a table are of."""
        return self.own_days.get(table, self.as_of)

    @property
    def runners(self) -> pl.DataFrame:
        """A row per municipality by code: `municipality_code`, `municipality`, `active_runners`, `note`."""
        return self.tables["runners"]

    @property
    def activations(self) -> pl.DataFrame:
        """A row for the country and each region.

        Counts of alarms `activations` (net), `cancelled`, `accepted_by_one`, `accepted_by_two`; percent
        `cancelled_percent` (of net and cancelled), `accepted_by_one_percent`, `accepted_by_two_percent` (of
        net). The country's cancelled alarms are those of `cancellations` where no count was delivered.
        """
        return self.tables["activations"]

    @property
    def aeds(self) -> pl.DataFrame:
        """A row for the country, and for regions and municipalities where known.

        `aed_registered`, `aed_24_7`, `aed_open_hours` (hours a week of all together).
        """
        return self.tables["aeds"]

    @property
    def confirmed_leaks(self) -> pl.DataFrame:
        """The rows of `accepted` whose reason was not carried over, or has been confirmed since."""
        return self.accepted.filter(~pl.col("reason").str.starts_with(CARRIED_OVER))

    @property
    def cancellations(self) -> pl.DataFrame:
        """A row per reason of the code list: `code`, `cancelled` (alarms of the whole country), `note`."""
        return self.tables["cancellations"]

    @property
    def response_times(self) -> pl.DataFrame:
        """`area_code` (of one level), `minutes` (whole, to the first runner on scene), `alarms`."""
        return self.tables["response_times"]

    def with_tables(self, **tables: pl.DataFrame) -> Delivery:
        """The delivery with other frames for some of its tables."""
        return replace(self, tables={**self.tables, **tables})


def delivery_folder(data: Path, quarter: Quarter) -> Path:
    """Where a quarter's delivery lies.

    Raises:
        InputError: There is no such folder.
    """
    folder = data / "raw" / str(quarter)
    if not folder.is_dir():
        raise InputError(
            [Problem(shown_path(folder, data), None, None, "no such folder", "a delivery folder")]
        )
    return folder


@dataclass(frozen=True)
class DeliveredFiles:
    """The files of a delivery as they were read.

    Attributes:
        quarter: The quarter.
        folder: Where they lie.
        file: The delivery file; None where it could not be read.
        reference: That of the day of the counts; None where it could not be read.
        delivered: Each input table by its name; None where it is not there or unreadable.
        corrections: What is to be corrected; None where that could not be read.
        tables: The tables with their corrections, without rows that nobody filled in.
        problems: What is wrong with them so far.
    """

    quarter: Quarter
    folder: Path
    file: DeliveryFile | None
    reference: Reference | None
    delivered: Mapping[str, DeliveredTable | None]
    corrections: Corrections | None
    tables: Mapping[str, DeliveredTable | None]
    problems: Sequence[Problem]


def read_delivery(
    data: Path,
    quarter: Quarter,
    reference_on: Callable[[date], Reference] | None = None,
    beside: Sequence[Quarter] | None = None,
) -> Delivery:
    """Read and check a quarter's delivery.

    Args:
        data: The data root, with `raw/<quarter>` and `raw/reference` below it.
        quarter: Which one.
        reference_on: What gives the reference of a day; None reads the data root's own.
        beside: The quarters that have to be of the same kind, simulated or real; None for all of the root.

    Raises:
        InputError: Every problem of the delivery and of the reference files it needs.
    """
    read = read_files(data, quarter, reference_on or partial(read_reference, data))
    return checked(read, data, sound_tables([read]), beside)


def read_files(data: Path, quarter: Quarter, reference_on: Callable[[date], Reference]) -> DeliveredFiles:
    """Read the files of a quarter's delivery, and what is wrong with each of them alone.

    Args:
        data: The data root.
        quarter: Which one.
        reference_on: What gives the reference of a day.

    Raises:
        InputError: There is no such delivery.
    """
    folder = delivery_folder(data, quarter)
    problems: list[Problem] = []
    file = collect_problems(problems, partial(read_delivery_file, folder / DELIVERY_FILE, data))
    as_of = file.values["as_of"] if file else quarter.last_day
    reference = collect_problems(problems, partial(reference_on, as_of))
    delivered = {
        table.name: collect_problems(problems, partial(_read, table, folder, data))
        for table in TABLES.values()
    }
    corrections = collect_problems(problems, partial(read_corrections, folder, data))
    tables, stale = corrected(delivered, corrections)
    if reference:
        names = area_names(reference)
        tables = {
            name: None if table is None else TABLES[name].filled(table, names)
            for name, table in tables.items()
        }
    return DeliveredFiles(
        quarter, folder, file, reference, delivered, corrections, tables, [*problems, *stale]
    )


def sound_tables(read: Sequence[DeliveredFiles]) -> dict[Quarter, frozenset[str]]:
    """The tables in whose cells and areas nothing is wrong, those of one kind and geography looked at as one.

    Args:
        read: The files of deliveries.
    """
    stacks: dict[tuple[str, Reference], list[pl.DataFrame]] = {}
    for one in read:
        for name, table in one.tables.items():
            if table and one.file and one.reference:
                told_apart = table.frame.with_columns(
                    quarter=pl.lit(str(one.quarter)), as_of=pl.lit(one.file.values["as_of"])
                )
                stacks.setdefault((name, one.reference), []).append(told_apart)
    sound = {
        (quarter, name)
        for (name, reference), frames in stacks.items()
        for quarter in TABLES[name].sound(pl.concat(frames), area_names(reference))
    }
    return {
        one.quarter: frozenset(name for name in TABLES if (str(one.quarter), name) in sound) for one in read
    }


def checked(
    read: DeliveredFiles,
    data: Path,
    sound: Mapping[Quarter, frozenset[str]],
    beside: Sequence[Quarter] | None = None,
) -> Delivery:
    """The delivery that some files are, judged whole.

    Args:
        read: The files.
        data: The data root.
        sound: What `sound_tables` found in them.
        beside: As in `read_delivery`.

    Raises:
        InputError: Every problem of the files and between them.
    """
    quarter, folder, file, reference = read.quarter, read.folder, read.file, read.reference
    corrections, tables, problems = read.corrections, read.tables, list(read.problems)
    as_of = file.values["as_of"] if file else quarter.last_day
    if file:
        others = available_quarters(data) if beside is None else beside
        problems += (
            answer_problems(file)
            + date_problems(file, quarter)
            + day_problems(file, quarter, read.delivered)
            + mixture_problems(file, data, quarter, others)
        )
    said = collect_problems(problems, partial(read_publishing, file, folder, data)) if file else None
    names, members = (area_names(reference), area_members(reference)) if reference else (None, {})
    geography = reference.geography if reference else None
    rest = RestOfDelivery(names, members, geography, tables, file, sound[quarter])
    for name, table in tables.items():
        if table:
            problems += TABLES[name].problems(table, rest)
    if reference and file:
        problems += population_problems(file, reference) + withheld_problems(file, tables, reference)
        problems += break_problems(file, reference) + accepted_problems(file, reference)
        problems += given_fact_problems(file, reference, quarter)
    if file and corrections and not problems:
        written = [table.frame["note"] for table in tables.values() if table]
        problems += english_problems(file, pl.concat([*written, corrections.frame["reason"]]))
    if problems or not (file and said and names is not None and corrections):
        raise InputError(problems)
    frames = {name: TABLES[name].frame(table, names) for name, table in tables.items()}
    frames["activations"] = with_cancelled(frames["activations"], frames["cancellations"])
    found = [(TABLES[name], table) for name, table in tables.items() if table]
    return Delivery(
        quarter=quarter,
        as_of=as_of,
        period_start=file.values["period_start"],
        period_end=period_end_of(file, quarter),
        population_period=file.values.get("population_period", latest_published_period(as_of)),
        publisher=file.values.get("publisher"),
        source=file.values["source"],
        simulated=file.values["simulated"],
        tables=frames,
        totals=totals_frame(file),
        withheld=entries_frame(file, "withheld"),
        breaks=entries_frame(file, "break"),
        answers=entries_frame(file, "answer"),
        accepted=entries_frame(file, "accepted_leak"),
        given_facts=entries_frame(file, "fact"),
        english=entries_frame(file, "english"),
        corrections=corrections.frame.join(
            names.select("area_code", "area"), on="area_code", how="left", maintain_order="left"
        ),
        united=pl.DataFrame(schema={"area_code": pl.String, "part": pl.String}),
        places=pl.concat(_places(table, one) for table, one in found),
        files=(folder / DELIVERY_FILE, *(one.path for _, one in found), *corrections.paths, *said[1]),
        publishing=said[0],
        own_days=own_days(file),
    )


def _read(table: InputTable, folder: Path, data: Path) -> DeliveredTable | None:
    """A table as it was delivered; None for an optional one that was not."""
    path = table.path(folder, data)
    return None if path is None else read_table(path, table.columns, data)


def _places(table: InputTable, read: DeliveredTable) -> pl.DataFrame:
    """Where each row of a table was read, as `Delivery.places`."""
    code = area_code(pl.col(table.key))
    return read.frame.select(table=pl.lit(table.name), area_code=code, file=pl.lit(read.file), row="row")
