"""The checked inputs of a quarter, as the ingest notebook hands them to the notebooks after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.hashes import Described, hash_and_size, reads_noted
from analysis.core.layout import DataRoot
from analysis.core.left_overs import sweep
from analysis.core.problems import InputError, Problem, collect_problems, quoted, shown_path
from analysis.core.quarters import Quarter
from analysis.core.writing import write_atomically, write_parquet
from analysis.ingest.delivery import Delivery, checked, read_files, sound_tables
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.publishing import Publishing
from analysis.ingest.regrouping import on_geography
from analysis.ingest.tables.arrests import DAYS
from analysis.ingest.tables.registry import TABLES
from analysis.reading.files import available_quarters
from analysis.reference.facts import with_delivered
from analysis.reference.files import Reference, ReferenceFiles

ENTRIES: Final = (
    "totals",
    "withheld",
    "breaks",
    "answers",
    "accepted",
    "given_facts",
    "english",
    "corrections",
    "united",
    "places",
)
REFERENCE_TABLES: Final = (
    "geography",
    "population",
    "adults",
    "facts",
    "tiles",
    "neighbours",
    "crossings",
    "published",
    "boundaries",
)
QUARTERS_A_YEAR: Final = 4
READ: Final = "inputs.json"
FACTS: Final = "deliveries.json"
TABLE_FILES: Final = {name: f"{name}.parquet" for name in (*TABLES, *ENTRIES, *REFERENCE_TABLES)}
SNAPSHOT_FILES: Final = (*TABLE_FILES.values(), READ, FACTS)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A delivery, the reference data that are valid at its date, and what was delivered before.

    One snapshot is equal to itself alone, so what follows from it can be kept with it.

    Attributes:
        delivery: The quarter reported.
        reference: Geography of its date, population, and facts, those of the delivery where it gives them.
        earlier: The deliveries of earlier quarters, oldest first, on the geography of `reference`.
        read: The files that were read, by their path below `raw/`, with hash and size of the bytes that were
            parsed; empty for a snapshot that does not come from files.
        regrouped: The earlier quarters whose deliveries were on another geography in their files.
    """

    delivery: Delivery
    reference: Reference
    earlier: tuple[Delivery, ...] = ()
    read: Mapping[str, Described] = field(default_factory=dict)
    regrouped: frozenset[Quarter] = frozenset()


def read_inputs(data: DataRoot, quarter: Quarter, *, back: int | None = None) -> Snapshot:
    """Read and check everything a quarter is computed from.

    Args:
        data: The data root.
        quarter: The quarter reported.
        back: How many quarters back earlier deliveries are read; None for all there are.

    Raises:
        InputError: Something in the delivery, in an earlier one or in the reference data is wrong; it lists
            every problem.
    """
    snapshot, problems = read_as_far_as_right(data, quarter, back=back)
    if problems or snapshot is None:
        raise InputError(problems)
    return snapshot


def read_as_far_as_right(
    data: DataRoot, quarter: Quarter, *, back: int | None = None
) -> tuple[Snapshot | None, list[Problem]]:
    """Read a quarter's inputs, and what is wrong with them and with those of earlier quarters.

    Args:
        data: The data root.
        quarter: The quarter reported.
        back: As in `read_inputs`.

    Returns:
        The delivery with the earlier ones in which nothing is wrong, None where something is wrong with
        itself or their days are out of order; and every problem.
    """
    with reads_noted() as noted:
        snapshot, problems = _read_inputs(data, quarter, back)
    if snapshot is None:
        return None, problems
    read = {path.relative_to(data.raw).as_posix(): said for path, said in sorted(noted.items())}
    return replace(snapshot, read=read), problems


def _read_inputs(data: DataRoot, quarter: Quarter, back: int | None) -> tuple[Snapshot | None, list[Problem]]:
    reference = ReferenceFiles(data.path)
    problems: list[Problem] = []
    before = [other for other in available_quarters(data.path) if other < quarter]
    if back is not None:
        before = [other for other in before if quarter.ordinal - other.ordinal <= back]
    files = {
        one: collect_problems(problems, partial(read_files, data.path, one, reference.on))
        for one in (quarter, *before)
    }
    sound = sound_tables([one for one in files.values() if one])
    delivery, *read = (
        collect_problems(problems, partial(checked, found, data.path, sound, None if one == quarter else ()))
        if found
        else None
        for one, found in files.items()
    )
    there = [one for one in [*read, delivery] if one]
    disorder = order_problems(there, data.path) + arrest_day_problems(there, data.path)
    problems += disorder
    if delivery is None or disorder:
        return None, problems
    valid = reference.on(delivery.as_of)
    valid = replace(valid, facts=with_delivered(valid.facts, delivery.given_facts))
    given = [one for one in read if one]
    earlier = [on_geography(one, reference.on(one.as_of).geography, valid.geography) for one in given]
    regrouped = {own.quarter for own, shown in zip(given, earlier, strict=True) if shown is not own}
    return Snapshot(delivery, valid, tuple(earlier), regrouped=frozenset(regrouped)), problems


def assert_unchanged(read: Mapping[str, Described], data: DataRoot, *, shown: DataRoot | None = None) -> None:
    """Refuse to go on where the files below `raw/` are no longer those that were read.

    Args:
        read: As `Snapshot.read`.
        data: The data root.
        shown: The data root that messages name where `data` is a copy of it.

    Raises:
        InputError: Every file that changed or went meanwhile.
    """
    problems = []
    for name, said in read.items():
        path = data.raw / name
        found = hash_and_size(path) if path.is_file() else None
        if found != said:
            origin = shown or data
            file = shown_path(origin.raw / name, origin.path)
            now = "no file any more" if found is None else f"bytes with sha256 {str(found['sha256'])[:12]}…"
            expected = f"{str(said['sha256'])[:12]}…, as it was read: it changed meanwhile; start again"
            problems.append(Problem(file, None, None, now, expected))
    if problems:
        raise InputError(problems)


def order_problems(deliveries: Sequence[Delivery], data: Path) -> list[Problem]:
    """Deliveries whose counts are not of a later day than those of the quarter before, or end no later."""
    return [
        Problem(
            shown_path(later.files[0], data),
            None,
            key,
            quoted(getattr(later, key)),
            f"a day after {getattr(earlier, key)}, the {key} of {earlier.quarter}",
        )
        for earlier, later in pairwise(deliveries)
        for key in ("as_of", "period_end")
        if getattr(later, key) <= getattr(earlier, key)
    ] + [
        Problem(
            shown_path(later.files[0], data),
            None,
            key,
            quoted(later.day_of(table)),
            f"{earlier.day_of(table)}, the day of the table {table} in {earlier.quarter}, or a later one",
        )
        for earlier, later in pairwise(deliveries)
        for table, key in OWN_DAYS.items()
        if not later.tables[table].is_empty() and later.day_of(table) < earlier.day_of(table)
    ]


def arrest_day_problems(deliveries: Sequence[Delivery], data: Path) -> list[Problem]:
    """Arrests of municipalities of longer or shorter than those of an earlier quarter, and in part the same.

    What one has more than the other would be arrests of less than a year. Twelve months may have a leap day.
    """
    spans = [(one, span) for one in deliveries if (span := _municipal_days(one))]
    return [
        Problem(
            shown_path(_file_of(later, "arrests"), data),
            None,
            DAYS,
            quoted(days),
            f"{before} days as in {earlier.quarter}, or none of its days: "
            "the difference would tell of few days",
        )
        for (earlier, before), (later, days) in combinations(spans, 2)
        if abs(days - before) > 1
        and later.day_of("arrests") - timedelta(days=days - 1) <= earlier.day_of("arrests")
    ]


def _municipal_days(delivery: Delivery) -> int | None:
    """How many days the arrests of municipalities are of; None where there are none."""
    days = delivery.tables["arrests"].filter(pl.col("level") == "municipality")[DAYS]
    return None if days.is_empty() else int(days[0])


def _file_of(delivery: Delivery, table: str) -> Path:
    return next((path for path in delivery.files if path.stem == table), delivery.files[0])


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write a snapshot's tables as Parquet and its facts as JSON, each file whole or not at all.

    A table of the deliveries holds all of them, one after the other, told apart by its column `quarter`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    deliveries = [*snapshot.earlier, snapshot.delivery]
    for name in (*TABLES, *ENTRIES):
        frames = [
            (one.tables[name] if name in TABLES else getattr(one, name)).with_columns(
                quarter=pl.lit(str(one.quarter))
            )
            for one in deliveries
        ]
        write_parquet(pl.concat(frames), folder / TABLE_FILES[name])
    for name in REFERENCE_TABLES:
        write_parquet(getattr(snapshot.reference, name), folder / TABLE_FILES[name])
    facts = [
        {
            "quarter": str(one.quarter),
            "as_of": one.as_of.isoformat(),
            "own_days": {table: day.isoformat() for table, day in one.own_days.items()},
            "period_start": one.period_start.isoformat(),
            "period_end": one.period_end.isoformat(),
            "population_period": one.population_period,
            "publisher": one.publisher,
            "source": one.source,
            "simulated": one.simulated,
            "files": [path.name for path in one.files],
            "publishing": one.publishing.record(),
        }
        for one in deliveries
    ]
    write_atomically(folder / READ, json.dumps(snapshot.read, ensure_ascii=False, indent=2).encode())
    write_atomically(folder / FACTS, json.dumps(facts, ensure_ascii=False, indent=2).encode())


def files_read(folder: Path) -> dict[str, Described]:
    """The files that the snapshot in a folder was read from, as `Snapshot.read`."""
    read: dict[str, Described] = json.loads((folder / READ).read_bytes())
    return read


def read_snapshot(folder: Path) -> Snapshot:
    """Read what `write_snapshot` wrote, but for the files it was read from."""
    read = {name: pl.read_parquet(folder / TABLE_FILES[name]) for name in (*TABLES, *ENTRIES)}

    def of_quarter(names: Iterable[str], quarter: str) -> dict[str, pl.DataFrame]:
        return {name: read[name].filter(pl.col("quarter") == quarter).drop("quarter") for name in names}

    deliveries = [
        Delivery(
            quarter=Quarter.parse(facts["quarter"]),
            as_of=date.fromisoformat(facts["as_of"]),
            own_days={table: date.fromisoformat(day) for table, day in facts["own_days"].items()},
            period_start=date.fromisoformat(facts["period_start"]),
            period_end=date.fromisoformat(facts["period_end"]),
            population_period=facts["population_period"],
            publisher=facts["publisher"],
            source=facts["source"],
            simulated=facts["simulated"],
            files=tuple(Path(name) for name in facts["files"]),
            publishing=Publishing.of(facts["publishing"]),
            tables=of_quarter(TABLES, facts["quarter"]),
            **of_quarter(ENTRIES, facts["quarter"]),
        )
        for facts in json.loads((folder / FACTS).read_text(encoding="utf-8"))
    ]
    reference = Reference(**{name: pl.read_parquet(folder / TABLE_FILES[name]) for name in REFERENCE_TABLES})
    return Snapshot(deliveries[-1], reference, tuple(deliveries[:-1]))
