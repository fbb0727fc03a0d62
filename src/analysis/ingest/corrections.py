"""Declared corrections: cells of a delivery that a person replaces, with the reason, before they are read.

A correction says which value it expects to find. Where the source no longer shows it, because a new export
was saved over the old one, the correction is out of date and refused: nobody corrects a number twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.cells import area_code, percentage, whole_number
from analysis.ingest.tables.registry import CORRECTABLE, TABLES
from analysis.reading.files import Column, DeliveredTable, find_table, has_table, plain_header, read_table

STEM: Final = "corrections"
CORRECTIONS_COLUMNS: Final = (
    Column("table", "Tabel"),
    Column("area_code", "Områdekode"),
    Column("column", "Kolonne"),
    Column("old_value", "Gammel værdi"),
    Column("new_value", "Ny værdi"),
    Column("reason", "Begrundelse"),
    Column("corrected_by", "Rettet af"),
)
SCHEMA: Final = {
    "table": pl.String,
    "area_code": pl.String,
    "column": pl.String,
    "old_value": pl.String,
    "new_value": pl.String,
    "reason": pl.String,
    "corrected_by": pl.String,
}


class Correction(NamedTuple):
    """A corrected cell; its fields are the columns of `Delivery.corrections`.

    Attributes:
        table: The table of the delivery.
        area_code: Of the cell's row.
        column: Its name in code.
        old_value: The text that was delivered, None for an empty cell.
        new_value: The text in its place, None for an empty cell.
        reason: Why.
        corrected_by: By whom.
        area: The name of the area, None where the delivery has none of that code.
    """

    table: str
    area_code: str
    column: str
    old_value: str | None
    new_value: str | None
    reason: str
    corrected_by: str
    area: str | None


def correction_rows(frame: pl.DataFrame) -> list[Correction]:
    """The rows of `Delivery.corrections`, in its order."""
    return [Correction(*row) for row in frame.select(Correction._fields).iter_rows()]


@dataclass(frozen=True)
class Corrections:
    """The corrections of a delivery.

    Attributes:
        frame: A row per corrected cell: `table`, `area_code`, `column` (its name
            in code), `old_value` and `new_value` (texts as written, null for an empty cell), `reason`,
            `corrected_by`.
        paths: The file they were read from; empty when there is none.
        file: The file as messages name it.
        rows: The row of each correction in the file.
    """

    frame: pl.DataFrame
    paths: tuple[Path, ...]
    file: str
    rows: tuple[int, ...]


def read_corrections(folder: Path, data: Path) -> Corrections:
    """Read a delivery's corrections, `corrections.csv`, `.xlsx` or `.parquet`; most deliveries have none.

    Raises:
        InputError: The file cannot be read as a table with the columns that corrections have.
    """
    if not has_table(folder, STEM):
        return Corrections(pl.DataFrame(schema=SCHEMA), (), "", ())
    table = read_table(find_table(folder, STEM, data), CORRECTIONS_COLUMNS, data)
    names = {
        (stem, plain_header(title)): column.name
        for stem, columns in CORRECTABLE.items()
        for column in columns
        for title in (column.name, column.header)
    }
    frame = table.frame.with_columns(
        pl.col("table").str.to_lowercase(),
        area_code=area_code(pl.col("area_code")),
        column=pl.Series(
            [
                names.get((stem.lower(), plain_header(title)), title) if stem and title else title
                for stem, title in table.frame.select("table", "column").iter_rows()
            ],
            dtype=pl.String,
        ),
    )
    return Corrections(frame.select(*SCHEMA), (table.path,), table.file, tuple(frame["row"]))


def corrected(
    tables: Mapping[str, DeliveredTable | None], corrections: Corrections | None
) -> tuple[dict[str, DeliveredTable | None], list[Problem]]:
    """Tables with their corrected cells, and every correction that cannot be applied.

    Args:
        tables: As read, by name; None where a table is not there or could not be read.
        corrections: What to correct; None when that could not be read.
    """
    result = dict(tables)
    problems: list[Problem] = []
    if corrections is None:
        return result, problems
    seen: set[tuple[str | None, ...]] = set()
    for row, record in zip(corrections.rows, corrections.frame.iter_rows(named=True), strict=True):
        cell = tuple(record[name] for name in ("table", "area_code", "column"))
        wrong = partial(Problem, corrections.file, row)
        faults = list(_faults_of_words(record, wrong))
        if cell in seen and None not in cell:
            faults.append(wrong("Kolonne", f"{quoted(cell[2])} of {cell[1]} again", "each cell once"))
        else:
            faults += _faults_of_place(record, wrong, tables)
        seen.add(cell)
        problems += faults
        table = result.get(record["table"])
        if table is not None and not faults:
            result[record["table"]] = _with_cell(table, record["table"], record)
    return result, problems


def _faults_of_words(record: Mapping[str, str | None], wrong: Callable[..., Problem]) -> Iterator[Problem]:
    """Cells of a correction that are empty, or correct nothing."""
    for column in CORRECTIONS_COLUMNS:
        if record[column.name] is None and column.name not in ("old_value", "new_value"):
            yield wrong(column.header, "an empty cell", "a value")
    if same_value(record["old_value"], record["new_value"]):
        yield wrong("Ny værdi", quoted(record["new_value"]), "another value than the old one")


def _faults_of_place(
    record: Mapping[str, str | None],
    wrong: Callable[..., Problem],
    tables: Mapping[str, DeliveredTable | None],
) -> Iterator[Problem]:
    """A table, a column or an area that is not there, and a cell that holds something else than is said."""
    stem, code, column = record["table"], record["area_code"], record["column"]
    if stem is None:
        return
    if stem not in CORRECTABLE:
        yield wrong("Tabel", quoted(stem), f"one of {', '.join(CORRECTABLE)}")
        return
    unknown = column is not None and column not in {known.name for known in CORRECTABLE[stem]}
    if unknown:
        known = ", ".join(known.header for known in CORRECTABLE[stem])
        yield wrong("Kolonne", quoted(column), f"one of {known}")
    table = tables[stem]
    if table is None or code is None:
        return
    found = table.frame.filter(area_code(pl.col(TABLES[stem].key)) == code)
    if found.is_empty():
        yield wrong("Områdekode", quoted(code), f"an area that stands in {stem}")
    elif column is not None and not unknown and not same_value(found[column][0], record["old_value"]):
        place = f"{quoted(found[column][0])} in row {found['row'][0]} of {stem}"
        expected = f"{place}, or no correction when the source has been mended"
        yield wrong("Gammel værdi", quoted(record["old_value"]), expected)


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two cells say the same: the same text, count or percentage, or both empty."""
    if one is None or other is None:
        return one is other
    pair = pl.Series([one, other])
    kinds = pl.select(count=whole_number(pl.lit(pair)), share=percentage(pl.lit(pair)))
    return one == other or any(
        kinds[kind].null_count() == 0 and kinds[kind].n_unique() == 1 for kind in kinds.columns
    )


def _with_cell(table: DeliveredTable, stem: str, record: Mapping[str, str | None]) -> DeliveredTable:
    concerned = area_code(pl.col(TABLES[stem].key)) == record["area_code"]
    column = str(record["column"])
    new = pl.when(concerned).then(pl.lit(record["new_value"], dtype=pl.String)).otherwise(pl.col(column))
    return replace(table, frame=table.frame.with_columns(new.alias(column)))
