"""Shares and percentages that their counts speak against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.finding import Finding, areas_of, of_row
from analysis.ingest.delivery import Delivery

SHARES: Final = (("accepted_by_one", 4), ("accepted_by_two", 4), ("aed_24_7", 1))


def share_up(delivery: Delivery, before: Delivery, table: str, count: str, whole: str) -> Iterator[Finding]:
    """Areas whose share rose while the count above the line fell."""
    both = areas_of(delivery, table).join(
        areas_of(before, table).select("area_code", old=count, old_whole=whole), on="area_code"
    )
    odd = both.filter(
        pl.col(count) < pl.col("old"),
        pl.col(count) * pl.col("old_whole") > pl.col("old") * pl.col(whole),
    )
    for row in odd.iter_rows(named=True):
        yield of_row(
            row,
            "share-up",
            table,
            count,
            found=(row[count], row[whole]),
            compared=(row["old"], row["old_whole"]),
            against=str(before.quarter),
        )


def two_above_one(delivery: Delivery) -> Iterator[Finding]:
    """Published percentages that say more alarms were accepted by two than by one."""
    odd = delivery.activations.filter(pl.col("accepted_by_two_percent") > pl.col("accepted_by_one_percent"))
    for row in odd.iter_rows(named=True):
        yield of_row(
            row,
            "two-above-one",
            "activations",
            "accepted_by_two_percent",
            found=row["accepted_by_two_percent"],
            compared=row["accepted_by_one_percent"],
        )
