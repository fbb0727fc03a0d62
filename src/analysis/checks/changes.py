"""Counts that moved far, went missing or fell since an earlier delivery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.finding import Finding, areas_of, is_broken, municipal, of_row
from analysis.indicators.limits import robust_spread
from analysis.ingest.counts import WITHHOLDABLE, counts_of
from analysis.ingest.delivery import Delivery
from analysis.reference.files import Reference

LEAST_CHANGE: Final = 0.15

LEAST_PEOPLE: Final = 10

UNLIKELY_SPREADS: Final = 4.0

LEAST_SPREAD: Final = 0.5


def changed_counts(
    delivery: Delivery, before: Delivery, table: str, reference: Reference
) -> Iterator[Finding]:
    """Municipalities whose count moved far from what the country's development would have made of it.

    Far is more than 15 per cent and 10, and more than four times the spread of all municipalities' own
    developments (median absolute deviation over the square root of the expected count). A declared break
    explains a change and is not listed.
    """
    column = counts_of(table)[0].name
    both = (
        municipal(delivery, table)
        .join(municipal(before, table).select("area_code", before=column), on="area_code")
        .drop_nulls([column, "before"])
        .filter(pl.col("before") > 0, ~is_broken(delivery, column, reference))
    )
    expected = pl.col("before") * (pl.col(column).sum() / pl.col("before").sum())
    residual = (pl.col(column) - expected) / expected.sqrt()
    spread = pl.max_horizontal(robust_spread(residual), pl.lit(LEAST_SPREAD))
    distance = (pl.col(column) - expected).abs()
    odd = both.with_columns(expected=expected).filter(
        residual.abs() > UNLIKELY_SPREADS * spread,
        distance > LEAST_CHANGE * expected,
        distance > LEAST_PEOPLE,
    )
    for row in odd.iter_rows(named=True):
        yield of_row(
            row,
            "changed",
            table,
            column,
            found=row[column],
            compared=row["before"],
            against=str(before.quarter),
            expected=row["expected"],
        )


def missing_numbers(delivery: Delivery, before: Delivery, table: str) -> Iterator[Finding]:
    """Numbers that the delivery before this one had, and this one neither has nor withholds."""
    frames = [areas_of(one, table) for one in (delivery, before)]
    for column in (count.name for count in counts_of(table)):
        both = frames[1].select("area_code", "area", before=column).drop_nulls("before")
        now = frames[0].select("area_code", now=column).drop_nulls("now")
        withheld = [
            code
            for indicator, code in delivery.withheld.select("indicator", "area_code").iter_rows()
            if column in WITHHOLDABLE[indicator][1]
        ]
        gone = both.join(now, on="area_code", how="anti").filter(~pl.col("area_code").is_in(withheld))
        for row in gone.iter_rows(named=True):
            yield of_row(
                row,
                "fewer",
                table,
                column,
                compared=row["before"],
                against=str(before.quarter),
            )


def year_to_date_fell(delivery: Delivery, before: Delivery, reference: Reference) -> Iterator[Finding]:
    """Counts of the year to date below those of an earlier quarter of the same year.

    A declared break of the count, or of the activations it is part of, explains a fall and is not listed.
    """
    for count in counts_of("activations"):
        column = count.name
        broken = pl.any_horizontal(
            is_broken(delivery, one, reference) for one in ("activations", count.stated_by)
        )
        both = delivery.activations.join(
            before.activations.select("area_code", before=column), on="area_code"
        ).filter(pl.col(column) < pl.col("before"), ~broken)
        for row in both.iter_rows(named=True):
            yield of_row(
                row,
                "fell",
                "activations",
                column,
                found=row[column],
                compared=row["before"],
                against=str(before.quarter),
            )
