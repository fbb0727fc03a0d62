"""Counts that moved far, went missing or fell since an earlier delivery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.comparing import COMPARED, areas_of, delivery_before, is_broken, municipal, years_to_date
from analysis.checks.finding import Finding, check, of_row
from analysis.indicators.limits import robust_spread
from analysis.ingest.counts import WITHHOLDABLE
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.runners import RUNNERS
from analysis.reference.files import Reference

LEAST_CHANGE: Final = 0.15
LEAST_PEOPLE: Final = 10
UNLIKELY_SPREADS: Final = 4.0
LEAST_SPREAD: Final = 0.5


@check("changed", "{area} has {found}, in {against} {compared}; like the country it would have {expected}")
def changed_counts(snapshot: Snapshot) -> Iterator[Finding]:
    """Municipalities whose count moved far from what the country's development would have made of it.

    Far is more than 15% and 10, and more than four times the spread of all municipalities' own
    developments (median absolute deviation over the square root of the expected count). A declared break
    explains a change and is not listed. Of a table's stocks the first is compared: others are part of it.
    """
    before = delivery_before(snapshot)
    for table in COMPARED if before else ():
        if before and table.stocks:
            odd = _changed(snapshot.delivery, before, table.name, table.stocks[0], snapshot.reference)
            for row in odd.iter_rows(named=True):
                yield of_row(
                    row,
                    table.name,
                    table.stocks[0],
                    found=row[table.stocks[0]],
                    compared=row["before"],
                    against=str(before.quarter),
                    expected=row["expected"],
                )


def _changed(
    delivery: Delivery, before: Delivery, table: str, column: str, reference: Reference
) -> pl.DataFrame:
    both = counted_in_both(delivery, before, table, column, reference)
    expected = pl.col("before") * growth(column)
    return both.with_columns(expected=expected).filter(is_far(pl.col(column), expected, spread(column)))


def counted_in_both(
    delivery: Delivery, before: Delivery, table: str, column: str, reference: Reference
) -> pl.DataFrame:
    """The municipalities with a count in two deliveries, that of the earlier one as `before`.

    Those without any before, and those with a declared break, are left out.
    """
    return (
        municipal(delivery, table)
        .join(municipal(before, table).select("area_code", before=column), on="area_code")
        .drop_nulls([column, "before"])
        .filter(pl.col("before") > 0, ~is_broken(delivery, column, reference))
    )


def growth(column: str) -> pl.Expr:
    """What the counts of all municipalities of `counted_in_both` are now for each one before."""
    return pl.col(column).sum() / pl.col("before").sum()


def spread(column: str) -> pl.Expr:
    """How much the counts of single municipalities of `counted_in_both` usually stray from that growth."""
    residual = _residual(pl.col(column), pl.col("before") * growth(column))
    return pl.max_horizontal(robust_spread(residual), pl.lit(LEAST_SPREAD))


def is_far(count: pl.Expr, expected: pl.Expr, usual: pl.Expr) -> pl.Expr:
    """Whether a count, or a sum of counts, is far from the expected one.

    Args:
        count: The count.
        expected: What it would be, had it developed like the country.
        usual: The `spread` of all municipalities.
    """
    distance = (count - expected).abs()
    return (
        (_residual(count, expected).abs() > UNLIKELY_SPREADS * usual)
        & (distance > LEAST_CHANGE * expected)
        & (distance > LEAST_PEOPLE)
    )


def _residual(count: pl.Expr, expected: pl.Expr) -> pl.Expr:
    return (count - expected) / expected.sqrt()


@check("fewer", "{area} has no number; it was {compared} in {against}")
def missing_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """Numbers that the delivery before this one had, and this one neither has nor withholds.

    Where an area's first stock or flow is gone, those that are part of it are not told one by one. Runners
    have a check of their own, for a delivery says why it does not know them.
    """
    delivery, before = snapshot.delivery, delivery_before(snapshot)
    withheld = [
        (column, code)
        for indicator, code in delivery.withheld.select("indicator", "area_code").iter_rows()
        for column in WITHHOLDABLE[indicator][1]
    ]
    compared = [table for table in COMPARED if table.name != RUNNERS.name]
    for table in compared if before else ():
        whole_gone: set[tuple[str, str]] = set()
        for first, column in (
            (columns[0], column) for columns in (table.stocks, table.flows) for column in columns
        ):
            if before:
                then = areas_of(before, table.name).select("area_code", "area", before=column)
                now = areas_of(delivery, table.name).select("area_code", now=column).drop_nulls("now")
                gone = then.drop_nulls("before").join(now, on="area_code", how="anti")
                for row in gone.iter_rows(named=True):
                    if column == first:
                        whole_gone.add((first, row["area_code"]))
                    part = column != first and (first, row["area_code"]) in whole_gone
                    if not part and (column, row["area_code"]) not in withheld:
                        against = str(before.quarter)
                        yield of_row(row, table.name, column, compared=row["before"], against=against)


@check("fell", "the year to date fell in {area}: {found}, in {against} {compared}")
def year_to_date_fell(snapshot: Snapshot) -> Iterator[Finding]:
    """Counts of the year to date below those of an earlier quarter of the same year.

    A declared break of the count, or of the one it is part of, explains a fall and is not listed.
    """
    for table, column, both in years_to_date(snapshot):
        against = str(snapshot.earlier[-1].quarter)
        for row in both.filter(pl.col(column) < pl.col("before")).iter_rows(named=True):
            yield of_row(row, table.name, column, found=row[column], compared=row["before"], against=against)
