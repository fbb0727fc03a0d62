"""What a release would refuse although no rule is broken: hidden numbers that all that is shown tells."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.checks.finding import Finding
from analysis.checks.leaks import SENTENCE
from analysis.disclosure.audit.leaks import Leak, audit
from analysis.disclosure.publication import compute_table
from analysis.ingest.counts import STATED_BY
from analysis.ingest.snapshot import Snapshot
from analysis.reading.files import DELIVERY_FILE
from analysis.texts.commands import AND


def deducible_from_everything(
    snapshot: Snapshot, released: Mapping[str, pl.DataFrame]
) -> tuple[Finding, ...]:
    """Hidden numbers of all quarters that follow from the report and the versions before it, by any means.

    `analysis.checks.leaks` tells of a quarter by itself, and what follows equation by equation.

    Args:
        snapshot: The quarter reported and the deliveries before it.
        released: Name → table of the versions released before.

    Returns:
        A finding for each indicator and area that no delivery accepts to be known. An accepted leak in the
        delivery of the quarter reported settles it for all quarters.
    """
    found: dict[tuple[str, str], list[Leak]] = {}
    for leak in audit(snapshot, compute_table(snapshot), released, remedies=False):
        if leak.reason is None:
            found.setdefault((leak.hidden.area_code, leak.hidden.indicator), []).append(leak)
    return tuple(_finding(leaks, snapshot) for leaks in found.values())


def _finding(leaks: list[Leak], snapshot: Snapshot) -> Finding:
    last = leaks[-1]
    hidden, count = last.hidden, STATED_BY[last.hidden.indicator]
    quarters = ", ".join(leak.hidden.quarter for leak in leaks)
    folder, _, _ = snapshot.delivery.places["file"][0].rpartition("/")
    return Finding(
        kind="leak",
        sentence=SENTENCE,
        key=f"{hidden.area_code}/{hidden.indicator}",
        table=count.table,
        column=count.name,
        area_code=hidden.area_code,
        area=hidden.area,
        quarters=quarters,
        found=last.interval.lower,
        compared=last.interval.upper,
        against=AND.join(last.equations),
        file=f"{folder}/{DELIVERY_FILE}",
    )
