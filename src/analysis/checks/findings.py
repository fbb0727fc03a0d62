"""What is odd about a delivery without being wrong: findings for a person to look at and to answer.

A rule of the numbers that is broken stops a delivery; a finding does not. Each names the row, the number
found and the number it was compared with, and has a name that an answer in `delivery.toml` refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from analysis.checks.carried_over import carried_over, unconfirmed
from analysis.checks.changes import changed_counts, missing_numbers, year_to_date_fell
from analysis.checks.delivery_file import chosen_population, expired_withholdings
from analysis.checks.finding import TABLES, Finding
from analysis.checks.leaks import deducible_numbers
from analysis.checks.neighbours import far_from_neighbours
from analysis.checks.shares import SHARES, share_up, two_above_one
from analysis.ingest.counts import COUNTS
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reading.files import DELIVERY_FILE
from analysis.reading.text_rules import CARRIED_OVER


def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Everything odd about a delivery, seen by itself and beside the deliveries before it.

    Args:
        snapshot: With the deliveries of at least the last four quarters, where there are any.

    Returns:
        Findings with their places and answers: of `delivery.toml` first, then by table and row.
    """
    delivery = snapshot.delivery
    odd = [*chosen_population(delivery), *expired_withholdings(delivery), *unconfirmed(delivery)]
    for table in TABLES:
        placed = [_placed(one, delivery) for one in _of_table(snapshot, table)]
        odd += sorted(placed, key=lambda one: (one.row or 0, one.kind, one.key))
    odd += deducible_numbers(snapshot)
    answers = {name: text for name, text in delivery.answers.iter_rows() if not text.startswith(CARRIED_OVER)}
    names = {one.name for one in odd}
    odd += [
        Finding(kind="answer", key=name, table="delivery", column="warning", found=name)
        for name in answers
        if name not in names
    ]
    return tuple(replace(_placed(one, delivery), answer=answers.get(one.name)) for one in odd)


def _placed(finding: Finding, delivery: Delivery) -> Finding:
    """A finding with the file and row it was read from."""
    places = delivery.places.filter(pl.col("table") == finding.table)
    if places.is_empty():
        folder, _, _ = delivery.places["file"][0].rpartition("/")
        return replace(finding, file=f"{folder}/{DELIVERY_FILE}")
    row = places.filter(pl.col("area_code") == finding.area_code)["row"]
    return replace(finding, file=places["file"][0], row=row[0] if row.len() else None)


def _of_table(snapshot: Snapshot, table: str) -> Iterator[Finding]:
    delivery = snapshot.delivery
    yield from carried_over(delivery, table)
    if table == "runners":
        yield from far_from_neighbours(snapshot)
    if table == "activations":
        yield from two_above_one(delivery)
    before = snapshot.earlier[-1] if snapshot.earlier else None
    if before is not None and delivery.quarter.ordinal - before.quarter.ordinal <= 4:
        yield from missing_numbers(delivery, before, table)
        if table in ("runners", "aeds"):
            yield from changed_counts(delivery, before, table, snapshot.reference)
        if table == "activations" and before.quarter.year == delivery.quarter.year:
            yield from year_to_date_fell(delivery, before, snapshot.reference)
    for name, distance in SHARES:
        count = COUNTS[name]
        base = [one for one in snapshot.earlier if delivery.quarter.ordinal - one.quarter.ordinal == distance]
        if count.table == table and base:
            yield from share_up(delivery, base[0], table, name, count.part_of[-1])
