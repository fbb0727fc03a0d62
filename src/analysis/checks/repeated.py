"""Tables that hold the numbers of an earlier delivery again, and years to date that stand still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from analysis.checks.comparing import years_to_date
from analysis.checks.finding import Finding, check, of_row
from analysis.ingest.counts import COUNTS
from analysis.ingest.dates import REPEATED
from analysis.ingest.delivery import Delivery
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.snapshot import QUARTERS_A_YEAR, Snapshot
from analysis.ingest.tables.columns import Kind
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.registry import TABLES

TELLING: Final = 100
LEAST_TOLD: Final = 1000
MOST: Final = 0.9
LEAST_EXPECTED: Final = 10
ROW_KEYS: Final = ("municipality_code", "area_code", "code", "minutes")
COUNTED: Final = frozenset(count.table for count in COUNTS.values())
STOCKS: Final = frozenset(count.table for count in COUNTS.values() if count.stock)
YEARS_TO_DATE: Final = frozenset(count.table for count in COUNTS.values() if count.year_to_date) - STOCKS


class _Alike(NamedTuple):
    """How many counts of two tables are the same, of how many."""

    same: int
    of: int


DATED: Final = (
    "{found} counts are the same as in {against}: is it the file of that quarter? Then {compared} in "
    "delivery.toml says which day they are of; an answer needs that key too"
)


@check(REPEATED, "{found} counts are the same as in {against}: is it the file of that quarter?")
def repeated_tables(snapshot: Snapshot) -> Iterator[Finding]:
    """Tables that hold the numbers of an earlier delivery of the last year again.

    At least nine in ten of the counts from 100 up are the same, and together they are 1,000 or more: smaller
    ones may well stay as they are. Of alarms of the year to date every count is the same, although at the
    pace before at least ten more would have come. Percentages are not compared. A table of AEDs that says it
    is of the same day as that of the earlier delivery is meant to be the same. A table that tells
    another one by the hour is not listed beside it.
    """
    for table in TABLES.values():
        if table.name not in COUNTED:
            continue
        again = _again(snapshot, table)
        if again:
            alike, against = again
            key = OWN_DAYS.get(table.name)
            yield Finding(
                key=table.name,
                sentence=DATED if key else "",
                table=table.name,
                column="",
                found=tuple(alike),
                compared=f"{key} = {against.day_of(table.name)}" if key else None,
                against=str(against.quarter),
            )


@check(
    "same-day",
    "{found} counts differ from those of {against}, though both are of {compared}: which are right?",
)
def two_counts_of_a_day(snapshot: Snapshot) -> Iterator[Finding]:
    """Tables of a day that an earlier delivery of the last year has other counts of.

    A register has one number of a day. Either a count was corrected, and so the earlier report has to be, or
    the day is that of another count.
    """
    delivery = snapshot.delivery
    for name in OWN_DAYS:
        day = delivery.day_of(name)
        for earlier in reversed(snapshot.earlier):
            recent = delivery.quarter.ordinal - earlier.quarter.ordinal <= QUARTERS_A_YEAR
            both = _counts_of_both(delivery, earlier, TABLES[name])
            other = both.filter(pl.col("now") != pl.col("then")).height
            if recent and day == earlier.day_of(name) and other:
                yield Finding(
                    key=name,
                    table=name,
                    column="",
                    found=(other, both.height),
                    compared=day.isoformat(),
                    against=str(earlier.quarter),
                )
                break


def _again(snapshot: Snapshot, table: InputTable) -> tuple[_Alike, Delivery] | None:
    """The newest delivery of the last year whose numbers a table holds again, and how many of them."""
    delivery = snapshot.delivery
    for earlier in reversed(snapshot.earlier):
        if delivery.quarter.ordinal - earlier.quarter.ordinal > QUARTERS_A_YEAR:
            return None
        if table.name in OWN_DAYS and delivery.day_of(table.name) == earlier.day_of(table.name):
            return None
        both = _counts_of_both(delivery, earlier, table)
        telling = both.filter(pl.max_horizontal("now", "then") >= TELLING)
        if telling["then"].sum() >= LEAST_TOLD:
            alike = _alike(telling)
            if alike.same >= MOST * alike.of:
                return alike, earlier
        if table.name in YEARS_TO_DATE:
            alike = _alike(both)
            same_year = delivery.quarter.year == earlier.quarter.year
            more = int(both["then"].sum()) * _growth(delivery, earlier) if same_year else 0
            if alike.same == alike.of and more >= LEAST_EXPECTED:
                return alike, earlier
    return None


def _counts_of_both(delivery: Delivery, earlier: Delivery, table: InputTable) -> pl.DataFrame:
    """The counts of a table that are known in two deliveries, a row each: `now`, `then`."""
    now, then = delivery.tables[table.name], earlier.tables[table.name]
    keys = [name for name in ROW_KEYS if name in now.columns]
    counts = [one.name for one in table.numbers if one.kind is Kind.COUNT and one.name not in keys]
    long = [
        frame.unpivot(counts, index=keys, value_name=name) for frame, name in ((now, "now"), (then, "then"))
    ]
    return long[0].join(long[1], on=[*keys, "variable"]).select("now", "then").drop_nulls()


def _alike(both: pl.DataFrame) -> _Alike:
    return _Alike(both.filter(pl.col("now") == pl.col("then")).height, both.height)


def _growth(delivery: Delivery, earlier: Delivery) -> float:
    """How much of itself a count of the year to date gains since an earlier delivery, at the pace before."""
    days = (earlier.period_end - earlier.period_start).days + 1
    return (delivery.period_end - earlier.period_end).days / days


@check("stands-still", "the year to date stands still in {area}: {found}, as in {against}")
def years_to_date_that_stand_still(snapshot: Snapshot) -> Iterator[Finding]:
    """Counts of the year to date that are those of the delivery before, of the same year.

    Only where at the pace before at least ten more would have come. A table that is repeated as a whole is
    not listed again, and a declared break of the count, or of the one it is part of, explains it.
    """
    for table, column, both in years_to_date(snapshot):
        before = snapshot.earlier[-1]
        least = LEAST_EXPECTED / _growth(snapshot.delivery, before)
        still = both.filter(pl.col(column) == pl.col("before"), pl.col(column) >= least)
        if still.is_empty() or _again(snapshot, table):
            continue
        for row in still.iter_rows(named=True):
            yield of_row(row, table.name, column, found=row[column], against=str(before.quarter))
