"""Where extracts lie: `extracts.toml`, which says what they are, and the files of each table.

Nothing is copied; of the files only headers and footers are read here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.delivery import DAY, TEXT, Kind, read_terms
from analysis.events.contracts import CONTRACTS, PLACE, Contract, kind_problem
from analysis.events.engines import Source
from analysis.problems import InputError, Problem, attempt

TERMS_FILE: Final = "extracts.toml"
BOUNDARIES_FILE: Final = "boundaries.geojson"
KINDS: Final = (".parquet", ".csv")
TERMS: Final[Mapping[str, Kind]] = {
    "source": (str, TEXT, True),
    "simulated": (bool, "true or false", True),
    "drawn": (date, DAY, True),
    "publisher": (str, TEXT, False),
    "withheld": (list, "tables [[withheld]]", False),
}


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
    """

    source: str
    simulated: bool
    drawn: date
    publisher: str | None
    withheld: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Source]


def read_extracts(folder: Path) -> Extracts:
    """Find the files of extracts and check their columns.

    Args:
        folder: With `extracts.toml` and, for each table, a folder of Parquet or CSV files or one file.

    Raises:
        InputError: Every problem of the file and of the tables' columns.
    """
    if not folder.is_dir():
        raise InputError([Problem(folder.name, None, None, "no such folder", "a folder of extracts")])
    problems: list[Problem] = []
    terms = attempt(problems, lambda: read_terms(folder / TERMS_FILE, folder / "raw", TERMS))
    sources = {
        table: attempt(problems, lambda contract=contract: _source(folder, contract))  # type: ignore[misc]
        for table, contract in CONTRACTS.items()
    }
    problems += _key_problems(sources)
    found = {table: source for table, source in sources.items() if source}
    if terms is None or problems:
        raise InputError(problems)
    return Extracts(
        terms.values["source"],
        terms.values["simulated"],
        terms.values["drawn"],
        terms.values.get("publisher"),
        terms.entries["withheld"],
        found,
    )


def _source(folder: Path, contract: Contract) -> Source:
    """The files of a table and its declared columns; every file has to have the same.

    Raises:
        InputError: There is no such table, or files or columns are not as declared.
    """
    table = contract.table
    files = _files(folder, table)
    text = files[0].suffix == ".csv"
    problems: list[Problem] = []
    schemas = [attempt(problems, lambda path=path: _schema(folder, path, text=text)) for path in files]  # type: ignore[misc]
    if problems:
        raise InputError(problems)
    first = schemas[0]
    assert first is not None
    fields = tuple(field for field in contract.fields if field.name in first)
    for path, schema in zip(files, schemas, strict=True):
        assert schema is not None
        file = path.relative_to(folder).as_posix()
        differs = list(schema) != list(first) if text else False
        if differs:
            problems.append(Problem(file, 1, None, "another header", f"that of {files[0].name}"))
            continue
        problems += [
            Problem(file, None, field.name, "no such column", f"a column {field.name}")
            for field in contract.fields
            if field.name not in schema and (field.required or field in fields)
        ]
        problems += [
            problem
            for field in fields
            if field.name in schema and (problem := kind_problem(file, field, schema[field.name], text=text))
        ]
        problems += [
            Problem(
                file,
                None,
                field.name,
                f"a column of type {schema[field.name]}",
                f"{first[field.name]}, as in {files[0].name}",
            )
            for field in fields
            if field.name in schema and schema[field.name] != first[field.name]
        ]
    problems += _place_problems(table, {field.name for field in fields}, folder)
    if problems:
        raise InputError(problems)
    if "municipality" in first:
        fields = tuple(field for field in fields if field.name not in PLACE)
    return Source(
        table,
        tuple(str(path.absolute()) for path in files),
        tuple(first) if text else (),
        fields,
        {field.name: first[field.name] for field in fields},
    )


def _files(folder: Path, table: str) -> list[Path]:
    """The files of a table in the order of their names.

    Raises:
        InputError: There are none, or of both kinds.
    """
    expected = f"a folder {table}/ of .parquet or .csv files, or {table}.parquet or {table}.csv"
    places = [
        path for path in (folder / table, *(folder / f"{table}{kind}" for kind in KINDS)) if path.exists()
    ]
    files = sorted(
        file
        for place in places
        for file in (place.rglob("*") if place.is_dir() else [place])
        if file.suffix in KINDS
        and not any(part.startswith((".", "_")) for part in file.relative_to(folder).parts)
    )
    if not files:
        raise InputError([Problem(table, None, None, "no files", expected)])
    if len(places) > 1 or len({file.suffix for file in files}) > 1:
        found = ", ".join(
            sorted({place.name for place in places} if len(places) > 1 else {f.suffix for f in files})
        )
        raise InputError([Problem(table, None, None, f"{found} side by side", expected)])
    return files


def _schema(folder: Path, path: Path, *, text: bool) -> dict[str, nw.dtypes.DType]:
    """Column → type; in CSV every column is text.

    Raises:
        InputError: The file cannot be read.
    """
    file = path.relative_to(folder).as_posix()
    try:
        if text:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                header = next(csv.reader(stream), [])
            schema: dict[str, Any] = dict.fromkeys(header, pl.String())
        else:
            schema = dict(pl.read_parquet_schema(path))
    except (OSError, ValueError, csv.Error, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        expected = "CSV in UTF-8, separated by commas" if text else "a Parquet file"
        raise InputError(
            [Problem(file, None, None, f"a file that cannot be read ({type(error).__name__})", expected)]
        ) from None
    if not schema or (text and len(schema) != len(header)):
        found = "a header that is empty or names a column twice"
        raise InputError([Problem(file, 1, None, found, "each column once")])
    return dict(nw.from_native(pl.DataFrame(schema=schema)).schema)


def _place_problems(table: str, names: set[str], folder: Path) -> list[Problem]:
    """Positions that have neither a municipality nor what it can be found with."""
    if table != "positions" or "municipality" in names:
        return []
    if not names.issuperset(PLACE):
        expected = f"a column municipality, or {' and '.join(PLACE)} with {BOUNDARIES_FILE} beside the tables"
        return [Problem(table, None, "municipality", "no place", expected)]
    if (folder / BOUNDARIES_FILE).is_file():
        return []
    expected = f"{BOUNDARIES_FILE}: the municipalities' boundaries, as longitude and latitude were delivered"
    return [Problem(BOUNDARIES_FILE, None, None, "no such file", expected)]


def _key_problems(sources: Mapping[str, Source | None]) -> list[Problem]:
    """Keys of alarms that cannot be compared: texts in one table, numbers in the other."""
    alarms, responses = sources.get("alarms"), sources.get("responses")
    if not (alarms and responses) or "alarm" not in alarms.types or "alarm" not in responses.types:
        return []
    numbers = {table.table: table.types["alarm"].is_integer() for table in (alarms, responses)}
    if numbers["alarms"] == numbers["responses"]:
        return []
    found = f"a column of type {responses.types['alarm']}"
    return [Problem("responses", None, "alarm", found, f"{alarms.types['alarm']}, as in alarms")]
