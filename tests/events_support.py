"""Extracts of events for tests: small ones by hand, and what is needed to reduce them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from analysis.core.layout import DEFAULT_DATA
from analysis.events.counting import Areas, Counts, areas_on, count
from analysis.events.engines import ReductionEngine, start
from analysis.events.sources import LocalExtracts, read_extracts
from analysis.ingest.delivery import area_members, area_names
from analysis.reference.files import read_reference

AS_OF = date(2025, 6, 3)
END = datetime(2025, 6, 3, 22, tzinfo=UTC)  # midnight in Denmark, in summer
START = END - timedelta(days=30)
NOON = datetime(2025, 6, 2, 10, tzinfo=UTC)
REFERENCE = read_reference(DEFAULT_DATA.path, AS_OF)
AREAS: Areas = areas_on(area_names(REFERENCE), REFERENCE.geography)
MEMBERS = area_members(REFERENCE)
TERMS = 'source = "Prøve"\nsimulated = true\ndrawn = 2025-06-05\n'
TIME = pl.Datetime("us", "UTC")
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "positions": {"runner": pl.Int64(), "at": TIME, "municipality": pl.Int32()},
    "alarms": {
        "alarm": pl.Int64(),
        "at": TIME,
        "municipality": pl.Int32(),
        "cancelled": pl.Boolean(),
        "reason": pl.String(),
        "ambulance": TIME,
    },
    "responses": {
        "alarm": pl.Int64(),
        "runner": pl.Int64(),
        "alerted": TIME,
        "accepted": TIME,
        "arrived": TIME,
    },
    "aeds": {
        "aed": pl.Int64(),
        "municipality": pl.Int32(),
        "registered": pl.Date(),
        "retired": pl.Date(),
        "around_the_clock": pl.Boolean(),
        "open_hours": pl.Float64(),
    },
}
Tables = dict[str, pl.DataFrame]


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def frame(table: str, rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(SCHEMAS[table]), orient="row")


def small() -> Tables:
    """A sound set of extracts: three runners, two alarms, three responses, two AEDs."""
    at = NOON
    return {
        "positions": frame(
            "positions", [(1, at, 101), (2, at, 147), (3, at, 147), (1, at - minutes(9), 147)]
        ),
        "alarms": frame(
            "alarms",
            [
                (11, at, 101, False, None, at + minutes(8)),
                (12, at, 147, True, "technical", None),
            ],
        ),
        "responses": frame(
            "responses",
            [
                (11, 1, at, at + minutes(1), at + minutes(5)),
                (11, 2, at, None, None),
                (12, 3, at, at + minutes(2), None),
            ],
        ),
        "aeds": frame(
            "aeds",
            [
                (21, 101, date(2024, 1, 1), None, True, None),
                (22, 101, date(2024, 1, 1), None, False, 40.0),
            ],
        ),
    }


def written(folder: Path, tables: Tables, terms: str = TERMS, *, text: bool = False) -> Path:
    """Extracts as one file for each table, Parquet or CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "extracts.toml").write_text(terms, encoding="utf-8")
    for name, table in tables.items():
        if text:
            as_text(table).write_csv(folder / f"{name}.csv")
        else:
            table.write_parquet(folder / f"{name}.parquet")
    return folder


def as_text(table: pl.DataFrame) -> pl.DataFrame:
    """The table with times as CSV has to have them."""
    return table.with_columns(
        pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        for name, dtype in table.schema.items()
        if isinstance(dtype, pl.Datetime)
    )


def counted(
    folder: Path, engine: ReductionEngine | None = None, *, days: int = 30, as_of: date = AS_OF
) -> Counts:
    return count(
        read_extracts(LocalExtracts(folder)),
        engine or start("polars"),
        AREAS,
        as_of=as_of,
        period_start=date(as_of.year, 1, 1),
        period_end=as_of,
        days=days,
    )


def of(table: pl.DataFrame, area: str, column: str) -> int | None:
    value: int | None = table.row(by_predicate=pl.col("area_code") == area, named=True)[column]
    return value


def changed(name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Tables], Tables]:
    """A damage to one table."""
    return lambda tables: {**tables, name: change(tables[name])}
