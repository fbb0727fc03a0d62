"""Texts that a new delivery took over from an earlier one and nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.checks.finding import Finding, areas_of
from analysis.ingest.delivery import Delivery
from analysis.reading.text_rules import CARRIED_OVER


def unconfirmed(delivery: Delivery) -> Iterator[Finding]:
    """Answers and accepted leaks that a new delivery took over and nobody has confirmed."""
    marked = [(f"answer/{name}", "text", text) for name, text in delivery.answers.iter_rows()] + [
        (f"accepted_leak/{code}/{indicator}", "reason", reason)
        for indicator, code, reason in delivery.accepted.select(
            "indicator", "area_code", "reason"
        ).iter_rows()
    ]
    for key, column, text in marked:
        if text.startswith(CARRIED_OVER):
            yield Finding(kind="carried-over", key=key, table="delivery", column=column, area=key, found=text)


def carried_over(delivery: Delivery, table: str) -> Iterator[Finding]:
    """Notes that a new delivery took over from an earlier one and nobody has confirmed."""
    for row in areas_of(delivery, table).drop_nulls("note").iter_rows(named=True):
        if row["note"].startswith(CARRIED_OVER):
            yield Finding(
                kind="carried-over",
                key=f"{row['area_code']}/{table}",
                table=table,
                column="note",
                area_code=row["area_code"],
                area=row["area"],
                found=row["note"],
            )
