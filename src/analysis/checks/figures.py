"""Numbers that are odd in themselves, or beside the others of their row."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.checks.comparing import COMPARED, areas_of, delivery_of
from analysis.checks.finding import Finding, check, of_row
from analysis.ingest.counts import counts_of
from analysis.ingest.snapshot import QUARTERS_A_YEAR, Snapshot


@check("share-up", "the share of {area} rose although its count fell: {found}, in {against} {compared}")
def share_up(snapshot: Snapshot) -> Iterator[Finding]:
    """Areas whose share rose while the count above the line fell.

    A stock is compared with the quarter before, a count of the year to date with the year before.
    """
    for count in (one for table in COMPARED for one in counts_of(table.name) if one.part_of):
        before = delivery_of(snapshot, 1 if count.stock else QUARTERS_A_YEAR)
        if before is None:
            continue
        name, whole = count.name, count.part_of[-1]
        both = areas_of(snapshot.delivery, count.table).join(
            areas_of(before, count.table).select("area_code", old=name, old_whole=whole), on="area_code"
        )
        odd = both.filter(
            pl.col(name) < pl.col("old"),
            pl.col(name) * pl.col("old_whole") > pl.col("old") * pl.col(whole),
        )
        for row in odd.iter_rows(named=True):
            yield of_row(
                row,
                count.table,
                name,
                found=(row[name], row[whole]),
                compared=(row["old"], row["old_whole"]),
                against=str(before.quarter),
            )


@check("two-above-one", "{area} has {found}% accepted by two, {compared} by one")
def two_above_one(snapshot: Snapshot) -> Iterator[Finding]:
    """Published percentages that say more alarms were accepted by two than by one."""
    one, two = "accepted_by_one_percent", "accepted_by_two_percent"
    odd = snapshot.delivery.activations.filter(pl.col(two) > pl.col(one))
    for row in odd.iter_rows(named=True):
        yield of_row(row, "activations", two, found=row[two], compared=row[one])
