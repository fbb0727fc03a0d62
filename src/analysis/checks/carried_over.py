"""Texts that a new delivery took over from an earlier one and nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.checks.comparing import COMPARED, areas_of
from analysis.checks.finding import Finding, check
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reading.text_rules import CARRIED_OVER


@check("carried-over", "the note of {area} is carried over and not confirmed: {found}")
def carried_over(snapshot: Snapshot) -> Iterator[Finding]:
    """Answers, accepted leaks and notes that nobody has confirmed."""
    yield from unconfirmed_entries(snapshot.delivery)
    for table in COMPARED:
        for row in areas_of(snapshot.delivery, table.name).drop_nulls("note").iter_rows(named=True):
            if row["note"].startswith(CARRIED_OVER):
                yield Finding(
                    key=f"{row['area_code']}/{table.name}",
                    table=table.name,
                    column="note",
                    area_code=row["area_code"],
                    area=row["area"],
                    found=row["note"],
                )


def unconfirmed_entries(delivery: Delivery) -> Iterator[Finding]:
    """Answers and accepted leaks of the delivery file that nobody has confirmed."""
    marked = [(f"answer/{name}", "text", text) for name, text in delivery.answers.iter_rows()] + [
        (f"accepted_leak/{code}/{indicator}", "reason", reason)
        for indicator, code, reason in delivery.accepted.select(
            "indicator", "area_code", "reason"
        ).iter_rows()
    ]
    for key, column, text in marked:
        if text.startswith(CARRIED_OVER):
            yield Finding(key=key, table="delivery", column=column, area=key, found=text)
