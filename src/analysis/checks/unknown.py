"""Municipalities whose number is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from analysis.checks.comparing import areas_of
from analysis.checks.finding import Finding, check, of_row
from analysis.ingest.snapshot import Snapshot
from analysis.texts.commands import ENGLISH, Messages


@check("unknown", "{area} has no number")
def unknown_runners(snapshot: Snapshot) -> Iterator[Finding]:
    """Municipalities whose active runners are not known; the note of their row says why and is the answer."""
    runners = areas_of(snapshot.delivery, "runners")
    withheld = snapshot.delivery.withheld.filter(indicator="active_runners")["area_code"].to_list()
    unknown = pl.col("active_runners").is_null() & ~pl.col("area_code").is_in(withheld)
    for row in runners.filter(unknown).iter_rows(named=True):
        yield of_row(row, "runners", "active_runners", answer=row["note"])


def unknown_in_words(found: Iterable[Finding], snapshot: Snapshot, messages: Messages = ENGLISH) -> list[str]:
    """How many municipalities have no number, and which and why, a line each; none where all have one.

    Args:
        found: All findings.
        snapshot: What they were found in.
        messages: In the language it is said in.
    """
    unknown = [one for one in found if one.kind == "unknown"]
    if not unknown:
        return []
    count, of = len(unknown), snapshot.delivery.runners.height
    verb = "has" if count == 1 else "have"
    head = f"{{count}} of {{of}} municipalities {verb} no number of active runners:"
    return [
        messages.said(head, count=count, of=of),
        *(f"  {one.name}: {one.area}: {one.answer}" for one in unknown),
    ]
