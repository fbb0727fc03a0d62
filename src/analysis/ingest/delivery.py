"""Reads one quarter's delivery: `delivery.toml`, which says what it is, its tables, and corrections.

A delivery is judged whole: `read_delivery` either returns it or raises every problem it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from analysis.core.problems import InputError, Problem, collect_problems, shown_path
from analysis.core.quarters import Quarter
from analysis.ingest.areas import COUNTRY, area_members, area_names
from analysis.ingest.cells import area_code, percentage, whole_number
from analysis.ingest.corrections import corrected, read_corrections
from analysis.ingest.counts import BREAKABLE, WITHHOLDABLE
from analysis.ingest.dates import date_problems, mixture_problems, population_problems
from analysis.ingest.delivery_file import DeliveryFile, read_delivery_file
from analysis.ingest.entries import (
    accepted_problems,
    answer_problems,
    break_problems,
    english_problems,
    entries_frame,
    total_problems,
    withheld_places,
    withheld_problems,
)
from analysis.ingest.rules import rule_problems, sum_problems
from analysis.ingest.tables.activations import ACTIVATIONS_COLUMNS, ActivationsText
from analysis.ingest.tables.aeds import AEDS_COLUMNS, AedsText
from analysis.ingest.tables.cancellations import (
    cancellation_problems,
    cancellations_frame,
    read_cancellations,
    with_cancelled,
)
from analysis.ingest.tables.event_counts import event_counts_problems, read_event_counts
from analysis.ingest.tables.response_times import (
    read_response_times,
    response_time_problems,
    response_times_frame,
)
from analysis.ingest.tables.runners import RUNNERS_COLUMNS, RunnersText
from analysis.reading.files import DELIVERY_FILE, DeliveredTable, available_quarters, find_table, read_table
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
        period_start: The first day activations are counted from; the last is `as_of`.
        population_period: FOLK1A quarter for rates, `2025K2`: the delivery's own, or the latest published at
            `as_of`.
        publisher: Who issues the report, or None for an independent recomputation.
        source: Where the figures come from, as the report prints it.
        simulated: Whether the figures are made up.
        runners: A row per municipality by code: `municipality_code`, `municipality`, `active_runners`
            (people), `note` (null for none).
        activations: A row for the country and each region: `level`, `area_code`, `area`; counts of alarms
            `activations` (net), `cancelled`, `accepted_by_one`, `accepted_by_two`; per cent
            `cancelled_percent` (of net and cancelled), `accepted_by_one_percent`, `accepted_by_two_percent`
            (of net); `note`. Unknown is null.
        aeds: A row for the country, and for regions and municipalities where known: `level`, `area_code`,
            `area`, `aed_registered`; `aed_24_7`, `aed_open_hours` (hours a week of all together; null where
            unknown), `note`.
        response_times: `area_code` (of one level), `minutes` (whole, from alarm to the first runner on
            scene), `alarms`; empty where they were not delivered.
        cancellations: A row per reason of the code list: `code`, `cancelled` (alarms of the whole country;
            null where the reason is not recorded apart), `note`; no row where no such table was delivered.
        withheld: `indicator`, `area_code`, `reason`, `until`: what is known but not to be published yet.
        breaks: `indicator`, `area_code`, `reason`: what cannot be compared with earlier deliveries, in the
            area and in everything within it.
        answers: `warning`, `text`: what a person wrote about a warning of `check`.
        accepted: `indicator`, `area_code`, `reason`: hidden figures that may follow from the published ones.
        english: `text`, `english`: what the English edition shows for a text of this delivery.
        corrections: Cells that were corrected before anything was read from them, as `read_corrections`
            returns them, with the `area` they were delivered for.
        united: `area_code`, `part`: regions of its own day that were added up to one of a later geography.
        places: `table` (runners, activations, aeds, cancellations), `area_code` (of cancellations the code of
            the reason), `file` (as messages name it), `row`: where each row was read.
        files: The files it was read from, `delivery.toml` first.
    """

    quarter: Quarter
    as_of: date
    period_start: date
    population_period: str
    publisher: str | None
    source: str
    simulated: bool
    runners: pl.DataFrame
    activations: pl.DataFrame
    aeds: pl.DataFrame
    cancellations: pl.DataFrame
    response_times: pl.DataFrame
    withheld: pl.DataFrame
    breaks: pl.DataFrame
    answers: pl.DataFrame
    accepted: pl.DataFrame
    english: pl.DataFrame
    corrections: pl.DataFrame
    united: pl.DataFrame
    places: pl.DataFrame
    files: tuple[Path, ...]


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
    folder = data / "raw" / str(quarter)
    if not folder.is_dir():
        raise InputError(
            [Problem(shown_path(folder, data), None, None, "no such folder", "a delivery folder")]
        )
    problems: list[Problem] = []
    file = collect_problems(problems, partial(read_delivery_file, folder / DELIVERY_FILE, data))
    as_of = file.values["as_of"] if file else quarter.last_day
    reference = collect_problems(problems, partial(reference_on or partial(read_reference, data), as_of))
    delivered = {
        stem: collect_problems(problems, partial(_read, folder, stem, columns, data))
        for stem, columns in (
            ("runners", RUNNERS_COLUMNS),
            ("activations", ACTIVATIONS_COLUMNS),
            ("aeds", AEDS_COLUMNS),
        )
    }
    reasons = collect_problems(problems, partial(read_cancellations, folder, data))
    responses = collect_problems(problems, partial(read_response_times, folder, data))
    events = collect_problems(problems, partial(read_event_counts, folder, data))
    corrections = collect_problems(problems, partial(read_corrections, folder, data))
    tables, stale = corrected(delivered, corrections)
    problems += stale
    if file:
        others = available_quarters(data) if beside is None else beside
        problems += (
            answer_problems(file)
            + date_problems(file, quarter)
            + mixture_problems(file, data, quarter, others)
        )
    if reference:
        problems += table_problems(tables, reference, file)
        if file:
            problems += population_problems(file, reference) + withheld_problems(file, tables, reference)
            problems += break_problems(file, reference) + accepted_problems(file, reference)
        if responses:
            problems += response_time_problems(responses, area_names(reference))
        if events:
            names, members = area_names(reference), area_members(reference)
            problems += event_counts_problems(events, names, members, tables["activations"])
    if reasons:
        problems += cancellation_problems(reasons, tables["activations"], withheld_places(file))
    if file and corrections and not problems:
        written = [table.frame["note"] for table in (*tables.values(), reasons, responses) if table]
        problems += english_problems(file, pl.concat([*written, corrections.frame["reason"]]))
    runners, activations, aeds = tables["runners"], tables["activations"], tables["aeds"]
    if problems or not (file and reference and runners and activations and aeds and corrections):
        raise InputError(problems)
    names = area_names(reference)
    cancellations = cancellations_frame(reasons)
    read = {"runners": runners, "activations": activations, "aeds": aeds, "cancellations": reasons}
    return Delivery(
        quarter=quarter,
        as_of=as_of,
        period_start=file.values["period_start"],
        population_period=file.values.get("population_period", latest_published_period(as_of)),
        publisher=file.values.get("publisher"),
        source=file.values["source"],
        simulated=file.values["simulated"],
        runners=runners_frame(runners, names),
        activations=with_cancelled(areas_frame(activations, names), cancellations),
        aeds=areas_frame(aeds, names),
        cancellations=cancellations,
        response_times=response_times_frame(responses),
        withheld=entries_frame(file, "withheld"),
        breaks=entries_frame(file, "break"),
        answers=entries_frame(file, "answer"),
        accepted=entries_frame(file, "accepted_leak"),
        english=entries_frame(file, "english"),
        corrections=corrections.frame.join(
            names.select("area_code", "area"), on="area_code", how="left", maintain_order="left"
        ),
        united=pl.DataFrame(schema={"area_code": pl.String, "part": pl.String}),
        places=pl.concat(places_frame(stem, table) for stem, table in read.items() if table),
        files=(
            folder / DELIVERY_FILE,
            *(table.path for table in read.values() if table),
            *corrections.paths,
        ),
    )


def _read(folder: Path, stem: str, columns: Any, data: Path) -> DeliveredTable:
    return read_table(find_table(folder, stem, data), columns, data)


def table_problems(
    tables: Mapping[str, DeliveredTable | None], reference: Reference, file: DeliveryFile | None
) -> list[Problem]:
    """Everything wrong in the cells and sums of the tables that could be read."""
    names = area_names(reference)
    members = area_members(reference)
    country_and_regions = names.filter(pl.col("level") != "municipality")
    problems: list[Problem] = []
    if runners := tables["runners"]:
        municipalities = names.filter(pl.col("level") == "municipality")
        judged = _judged(runners, "municipality_code", municipalities)
        cells = rule_problems(RunnersText, runners, judged)
        missing = missing_problems(runners, "municipality_code", judged, municipalities, "municipality")
        problems += cells + missing
        if file:
            sound = not cells and not missing
            problems += total_problems(runners_frame(runners, names) if sound else None, file, members)
    for stem, schema, allowed, required, counts in (
        (
            "activations",
            ActivationsText,
            country_and_regions,
            country_and_regions,
            ("activations", "cancelled", "accepted_by_one", "accepted_by_two"),
        ),
        (
            "aeds",
            AedsText,
            names,
            names.filter(pl.col("level") == "country"),
            ("aed_registered", "aed_24_7", "aed_open_hours"),
        ),
    ):
        if table := tables[stem]:
            judged = _judged(table, "area_code", allowed)
            cells = rule_problems(schema, table, judged)
            problems += cells + missing_problems(table, "area_code", judged, required, "area")
            if not cells:
                read = judged.select(
                    "row", area_code="code", **{name: whole_number(pl.col(name)) for name in counts}
                )
                problems += sum_problems(table, read, counts, members)
    return problems


def _judged(table: DeliveredTable, column: str, allowed: pl.DataFrame) -> pl.DataFrame:
    """The table with the normalised `code` and the name that belongs to it beside each row."""
    known = allowed.select(code="area_code", known_name="area")
    return table.frame.with_columns(code=area_code(pl.col(column))).join(
        known, on="code", how="left", maintain_order="left"
    )


def missing_problems(
    table: DeliveredTable, column: str, judged: pl.DataFrame, required: pl.DataFrame, what: str
) -> list[Problem]:
    """Areas that have to stand in the table and do not."""
    missing = required.join(judged, left_on="area_code", right_on="code", how="anti", maintain_order="left")
    expected = f"a row for each {what}, {required.height} in all"
    if required.height == 1:
        expected = f"a row for {required['area'][0]}"
    return [
        Problem(table.file, None, table.headers.get(column, column), f"no row for {code} {name}", expected)
        for code, name in missing.select("area_code", "area").iter_rows()
    ]


def runners_frame(table: DeliveredTable, names: pl.DataFrame) -> pl.DataFrame:
    """The `runners` table as `Delivery.runners`; its cells have to be sound."""
    return (
        table.frame.select(
            area_code=area_code(pl.col("municipality_code")),
            active_runners=whole_number(pl.col("active_runners")),
            note="note",
        )
        .join(names, on="area_code")
        .select(
            pl.col("area_code").alias("municipality_code"),
            pl.col("area").alias("municipality"),
            "active_runners",
            "note",
        )
        .sort("municipality_code")
    )


def areas_frame(table: DeliveredTable, names: pl.DataFrame) -> pl.DataFrame:
    """A table by area as `Delivery.activations` or `Delivery.aeds`; its cells have to be sound."""
    figures = [name for name in table.frame.columns if name not in ("row", "area_code", "area", "note")]
    read = table.frame.select(
        *(
            percentage(pl.col(name)).alias(name)
            if name.endswith("_percent")
            else whole_number(pl.col(name)).alias(name)
            for name in figures
        ),
        note="note",
        area_code=area_code(pl.col("area_code")),
    )
    return names.join(read, on="area_code", maintain_order="left").select(
        "level", "area_code", "area", *figures, "note"
    )


def places_frame(stem: str, table: DeliveredTable) -> pl.DataFrame:
    """Where each row of a table was read, as `Delivery.places`."""
    code = {"runners": "municipality_code", "cancellations": "reason_code"}.get(stem, "area_code")
    return table.frame.select(
        table=pl.lit(stem), area_code=area_code(pl.col(code)), file=pl.lit(table.file), row="row"
    )
