"""Municipalities whose number is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from analysis.checks.comparing import COMPARED, areas_of, delivery_before
from analysis.checks.finding import Finding, check, of_row
from analysis.ingest.corrections import correction_rows
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reading.text_rules import CARRIED_MARK, CARRIED_OVER
from analysis.texts.commands import ENGLISH, Messages


@check("unknown", "{area} has no number")
def unknown_runners(snapshot: Snapshot) -> Iterator[Finding]:
    """Municipalities whose active runners are not known; the note of their row says why and is the answer."""
    runners = areas_of(snapshot.delivery, "runners")
    withheld = snapshot.delivery.withheld.filter(indicator="active_runners")["area_code"].to_list()
    unknown = pl.col("active_runners").is_null() & ~pl.col("area_code").is_in(withheld)
    for row in runners.filter(unknown).iter_rows(named=True):
        yield of_row(row, "runners", "active_runners", answer=row["note"])


@check(
    "note-outlived",
    "the note of {area} was written when {compared} was not known, and it is now: {found}",
)
def outlived_notes(snapshot: Snapshot) -> Iterator[Finding]:
    """Notes that may say why a number was not known, though it is known by now.

    Either a correction gives the number and leaves the note, or the delivery before had the same note and
    no number. A note on a row that lacks another count is not asked about.
    """
    before = delivery_before(snapshot)
    for table in COMPARED:
        counts = [*table.stocks, *table.flows]
        given = _given_by_corrections(snapshot.delivery, table.name)
        then = {} if before is None else _rows(before, table.name)
        for code, row in _rows(snapshot.delivery, table.name).items():
            if not row["note"] or row["note"].startswith(CARRIED_OVER):
                continue
            lacked = then.get(code, {})
            same = lacked.get("note") and CARRIED_MARK.sub("", lacked["note"]) == row["note"]
            asked = [
                name
                for name in counts
                if row[name] is not None and ((code, name) in given or (same and lacked[name] is None))
            ]
            if asked and not any(row[name] is None for name in counts if same and lacked[name] is None):
                yield Finding(
                    key=f"{code}/{table.name}",
                    table=table.name,
                    column="note",
                    area_code=code,
                    area=row["area"],
                    found=row["note"],
                    compared=asked[0],
                )


def _rows(delivery: Delivery, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by the codes of their areas."""
    return {row["area_code"]: row for row in areas_of(delivery, table).iter_rows(named=True)}


def _given_by_corrections(delivery: Delivery, table: str) -> set[tuple[str, str]]:
    """Area and column of the cells that held no number and were corrected, where the note was left."""
    rows = [row for row in correction_rows(delivery.corrections) if row.table == table]
    noted = {row.area_code for row in rows if row.column == "note"}
    return {
        (row.area_code, row.column)
        for row in rows
        if row.area_code not in noted and not any(sign.isdigit() for sign in row.old_value or "")
    }


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
