"""Where extracts lie: `extracts.toml`, which says what they are, and the files of each table.

Nothing is copied; of the files only headers and footers are read here.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import narwhals as nw
import polars as pl

from analysis.core.left_overs import temporary_folder
from analysis.core.personal_numbers import holds_personal_number
from analysis.core.problems import InputError, Problem, collect_problems, printable
from analysis.core.regular_files import kind_of, read_regular
from analysis.events.boundaries import FILE as BOUNDARIES_FILE
from analysis.events.contracts import CONTRACTS, GRID_PLACE, PLACE, Contract, kind_problem
from analysis.events.engines import POLARS_ERRORS, ReductionEngine, Source, SparkEngine
from analysis.ingest.delivery_file import (
    PUBLISHER,
    SIMULATED,
    WITHHELD,
    DeliveryFile,
    day_key,
    read_delivery_file,
    text_key,
)

EXTRACTS_FILE: Final = "extracts.toml"
MOST_BOUNDARY_BYTES: Final = 512 * 2**20
KINDS: Final = (".parquet", ".csv")
LONGEST_SOURCE: Final = 400
ARREST_DAYS: Final = ("arrests_from", "arrests_to")
MOST_YEARS_OF_ARRESTS: Final = 100
OF_DISTANCES: Final = ("population", "arrests")
EXTRACTS_KEYS: Final = (
    text_key("source", longest=LONGEST_SOURCE),
    SIMULATED,
    day_key("drawn"),
    PUBLISHER,
    *(day_key(name, required=False) for name in ARREST_DAYS),
    WITHHELD,
)


@dataclass(frozen=True)
class Extracts:
    """What extracts are.

    Attributes:
        source: Where they come from, as the report prints it.
        simulated: Whether they are made up.
        drawn: The day they were drawn.
        publisher: Who issues the report; None for an independent recomputation.
        withheld: Entries `[[withheld]]` as a delivery has them.
        sources: The files by table.
        boundaries: GeoJSON of the municipalities' boundaries; None where positions and arrests have codes.
        arrest_days: The first and the last day of which arrests were extracted; None where there are none.
    """

    source: str
    simulated: bool
    drawn: date
    publisher: str | None
    withheld: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Source]
    boundaries: str | None
    arrest_days: tuple[date, date] | None


class File(NamedTuple):
    """A file, or what an engine takes for one.

    Attributes:
        shown: Its name in messages.
        path: Where it lies.
        columns: Column → type; in CSV every column is text.
        text: Whether it is CSV.
    """

    shown: str
    path: str
    columns: Mapping[str, nw.dtypes.DType]
    text: bool


class ExtractsLocation(Protocol):
    """Where extracts lie."""

    def described(self) -> DeliveryFile:
        """What `extracts.toml` says.

        Raises:
            InputError: The file cannot be read, or keys are missing, unknown or of a wrong kind.
        """

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""

    def files(self, table: str) -> list[File]:
        """The files of a table in the order of their names, at least one.

        Raises:
            InputError: There are none, or some cannot be read.
        """

    def boundaries(self) -> str | None:
        """The text of the boundary file; None where there is none."""


def place_of(address: str, engine: ReductionEngine) -> ExtractsLocation:
    """Where extracts lie that are given by a path, or by an address that only Spark reads.

    Raises:
        InputError: There is no such folder, or another engine than Spark is given an address.
    """
    if "://" in address:
        if isinstance(engine, SparkEngine):
            return RemoteExtracts(address.rstrip("/"), engine)
        raise InputError([Problem(address, None, None, "an address", "a folder, or --engine spark")])
    if not Path(address).is_dir():
        raise InputError([Problem(Path(address).name, None, None, "no such folder", "a folder of extracts")])
    return LocalExtracts(Path(address))


@dataclass(frozen=True)
class LocalExtracts:
    """A folder with `extracts.toml` and, for each table, a folder of Parquet or CSV files or one file."""

    folder: Path

    def described(self) -> DeliveryFile:
        """See `ExtractsLocation`."""
        return read_delivery_file(self.folder / EXTRACTS_FILE, self.folder / "raw", EXTRACTS_KEYS)

    def has(self, table: str) -> bool:
        """See `ExtractsLocation`."""
        return any(os.path.lexists(self.folder / f"{table}{ending}") for ending in ("", *KINDS))

    def files(self, table: str) -> list[File]:
        """See `ExtractsLocation`."""
        problems: list[Problem] = []
        files = [collect_problems(problems, partial(self._file, path)) for path in self._paths(table)]
        if problems:
            raise InputError(problems)
        return [file for file in files if file]

    def boundaries(self) -> str | None:
        """See `ExtractsLocation`."""
        path = self.folder / BOUNDARIES_FILE
        if not os.path.lexists(path):
            return None
        return read_regular(path, path.name, MOST_BOUNDARY_BYTES, "of boundaries").decode(
            "utf-8-sig", "replace"
        )

    def _paths(self, table: str) -> list[Path]:
        expected = f"a folder {table}/ of .parquet or .csv files, or {table}.parquet or {table}.csv"
        candidates = (self.folder / table, *(self.folder / f"{table}{kind}" for kind in KINDS))
        places = [path for path in candidates if path.exists()]
        found = sorted(
            path
            for place in places
            for path in (place.rglob("*") if place.is_dir() else [place])
            if path.suffix in KINDS
            and not any(part.startswith((".", "_")) for part in path.relative_to(self.folder).parts)
        )
        if not found:
            raise InputError([Problem(table, None, None, "no files", expected)])
        kinds = {path.suffix for path in found}
        if len(places) > 1 or len(kinds) > 1:
            both = ", ".join(sorted(kinds if len(places) == 1 else {place.name for place in places}))
            raise InputError([Problem(table, None, None, f"{both} side by side", expected)])
        return found

    def _file(self, path: Path) -> File:
        shown, text = printable(path.relative_to(self.folder).as_posix()), path.suffix == ".csv"
        if path.exists() and (kind := kind_of(path)):
            raise InputError([Problem(shown, None, None, kind, "a regular file")])
        if holds_personal_number(shown):
            found = "a file whose name holds what may be a personal number"
            raise InputError([Problem(shown.partition("/")[0], None, None, found, "a name without one")])
        header: list[str] = []
        try:
            if text:
                # Of the rows below, which are read ahead, `csv_structure` tells where a byte is wrong.
                with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as stream:
                    header = next(csv.reader(stream), [])
                "".join(header).encode()
                schema: dict[str, Any] = dict.fromkeys(header, pl.String())
            else:
                schema = dict(pl.read_parquet_schema(path))
        except (OSError, ValueError, csv.Error, *POLARS_ERRORS) as error:
            expected = "CSV in UTF-8, separated by commas" if text else "a Parquet file"
            found = f"a file that cannot be read ({type(error).__name__})"
            raise InputError([Problem(shown, None, None, found, expected)]) from None
        if not schema or len(schema) < len(header):
            found = "a header that is empty or names a column twice"
            raise InputError([Problem(shown, 1, None, found, "each column once")])
        types = dict(nw.from_native(pl.DataFrame(schema=schema)).schema)
        return File(shown, str(path.absolute()), types, text)


@dataclass(frozen=True)
class RemoteExtracts:
    """An address such as `s3a://…` or `hdfs://…` with the same, every table a folder of Parquet files."""

    address: str
    engine: SparkEngine

    def described(self) -> DeliveryFile:
        """See `ExtractsLocation`."""
        with temporary_folder() as side:
            path = side / "extracts" / EXTRACTS_FILE
            path.parent.mkdir()
            text = self.engine.text(f"{self.address}/{EXTRACTS_FILE}")
            if text is not None:
                path.write_text(text, encoding="utf-8")
            return read_delivery_file(path, path.parent / "raw", EXTRACTS_KEYS)

    def has(self, table: str) -> bool:
        """See `ExtractsLocation`."""
        return self.engine.columns(f"{self.address}/{table}") is not None

    def files(self, table: str) -> list[File]:
        """See `ExtractsLocation`."""
        path = f"{self.address}/{table}"
        columns = self.engine.columns(path)
        if columns is None:
            expected = f"a folder {table}/ of .parquet files"
            raise InputError([Problem(table, None, None, "no files that Spark can read", expected)])
        return [File(table, path, columns, text=False)]

    def boundaries(self) -> str | None:
        """See `ExtractsLocation`."""
        return self.engine.text(f"{self.address}/{BOUNDARIES_FILE}")


def read_extracts(place: ExtractsLocation) -> Extracts:
    """Find the files of extracts and check their columns.

    Raises:
        InputError: Every problem of `extracts.toml` and of the tables' columns.
    """
    problems: list[Problem] = []
    described = collect_problems(problems, place.described)
    placed = any(map(place.has, OF_DISTANCES))
    sources = {
        table: collect_problems(problems, partial(_source, place, contract, placed=placed))
        for table, contract in CONTRACTS.items()
        if not contract.optional or place.has(table)
    }
    problems += [*_key_problems(sources), *_coverage_problems(sources)]
    if described:
        problems += _arrest_day_problems(described, there="arrests" in sources)
    without_codes = [
        table
        for table in ("positions", "arrests")
        if (source := sources.get(table)) and "municipality" not in source.names
    ]
    boundaries = None
    if without_codes:
        boundaries = place.boundaries()
        if boundaries is None:
            expected = "the municipalities' boundaries, as longitude and latitude were delivered"
            if without_codes == ["arrests"]:
                expected += " in arrests"
            problems.append(Problem(BOUNDARIES_FILE, None, None, "no such file", expected))
    if described is None or problems:
        raise InputError(problems)
    return Extracts(
        described.values["source"],
        described.values["simulated"],
        described.values["drawn"],
        described.values.get("publisher"),
        described.entries["withheld"],
        {table: source for table, source in sources.items() if source},
        boundaries,
        (described.values["arrests_from"], described.values["arrests_to"]) if "arrests" in sources else None,
    )


def _source(place: ExtractsLocation, contract: Contract, *, placed: bool) -> Source:
    """The files of a table and its declared columns; every file has to have the same.

    With ``placed`` the places of positions are read even where they have a municipality.

    Raises:
        InputError: There is no such table, or files or columns are not as declared.
    """
    files = place.files(contract.table)
    first = files[0]
    fields = tuple(field for field in contract.fields if field.name in first.columns)
    problems = [problem for file in files for problem in _file_problems(file, first, contract)]
    names = {field.name for field in fields}
    if contract.table == "positions" and "municipality" not in names and not names.issuperset(PLACE):
        expected = f"a column municipality, or {' and '.join(PLACE)} with {BOUNDARIES_FILE} beside the tables"
        problems.append(Problem(contract.table, None, "municipality", "no place", expected))
    if contract.table == "population" and "cell" not in names and not names.issuperset(GRID_PLACE):
        expected = f"a column cell, or {', '.join(PLACE)} and side"
        problems.append(Problem(contract.table, None, "cell", "no place", expected))
    if contract.table == "aeds" and len(names & set(PLACE)) == 1:
        (found,) = names & set(PLACE)
        problems.append(Problem(contract.table, None, found, "one of the two", f"{' and '.join(PLACE)}"))
    if problems:
        raise InputError(problems)
    if contract.table == "positions" and "municipality" in names and not (placed and names.issuperset(PLACE)):
        fields = tuple(field for field in fields if field.name not in PLACE)
    return Source(
        contract.table,
        tuple(file.path for file in files),
        tuple(file.shown for file in files),
        tuple(first.columns) if first.text else (),
        fields,
        {field.name: first.columns[field.name] for field in fields},
    )


def _file_problems(file: File, first: File, contract: Contract) -> Iterator[Problem]:
    if file.text and list(file.columns) != list(first.columns):
        yield Problem(file.shown, 1, None, "another header", f"that of {first.shown}")
        return
    for field in contract.fields:
        name, found = field.name, file.columns.get(field.name)
        if found is None:
            if field.required or name in first.columns:
                yield Problem(file.shown, None, name, "no such column", f"a column {name}")
        elif problem := kind_problem(file.shown, field, found, text=file.text):
            yield problem
        elif found != first.columns.get(name):
            expected = f"{first.columns.get(name, 'no such column')}, as in {first.shown}"
            yield Problem(file.shown, None, name, f"a column of type {found}", expected)


def _key_problems(sources: Mapping[str, Source | None]) -> list[Problem]:
    """Keys that cannot be compared: texts in one table, numbers in the other."""
    problems = []
    for key, first, second in (("alarm", "alarms", "responses"), ("aed", "aeds", "aed_hours")):
        one, other = sources.get(first), sources.get(second)
        if not (one and other) or key not in one.types or key not in other.types:
            continue
        if one.types[key].is_integer() != other.types[key].is_integer():
            found = f"a column of type {other.types[key]}"
            problems.append(Problem(second, None, key, found, f"{one.types[key]}, as in {first}"))
    return problems


def _coverage_problems(sources: Mapping[str, Source | None]) -> list[Problem]:
    """People or arrests without the coordinates of AEDs: nothing could be measured."""
    measured, aeds = [name for name in OF_DISTANCES if sources.get(name)], sources.get("aeds")
    if not measured or aeds is None or set(PLACE) <= set(aeds.names):
        return []
    expected = f"{' and '.join(PLACE)}, as {measured[0]} is there"
    return [Problem("aeds", None, "longitude", "no coordinates", expected)]


def _arrest_day_problems(described: DeliveryFile, *, there: bool) -> Iterator[Problem]:
    """Days of arrests that are missing, out of order or no days of a register, or of a table not there."""
    days = {name: described.values.get(name) for name in ARREST_DAYS}
    for name, day in days.items():
        if there and day is None:
            expected = "the first and the last day of which arrests were extracted, as arrests is there"
            yield Problem(EXTRACTS_FILE, None, name, "no such key", expected)
        if not there and day is not None:
            expected = "arrests, as their days are there"
            yield Problem(EXTRACTS_FILE, described.row(name), name, f"'{day}' without a table", expected)
    first, last = days.values()
    if not there or first is None or last is None:
        return
    if first > last:
        expected = f"a day up to {last}, as in arrests_to"
        yield Problem(EXTRACTS_FILE, described.row("arrests_from"), "arrests_from", f"'{first}'", expected)
    drawn = described.values["drawn"]
    if (drawn - first).days > MOST_YEARS_OF_ARRESTS * 365:
        expected = f"a day at most {MOST_YEARS_OF_ARRESTS} years before {drawn}, when the extracts were drawn"
        yield Problem(EXTRACTS_FILE, described.row("arrests_from"), "arrests_from", f"'{first}'", expected)
    if last > drawn:
        expected = f"a day up to {drawn}, when the extracts were drawn"
        yield Problem(EXTRACTS_FILE, described.row("arrests_to"), "arrests_to", f"'{last}'", expected)
