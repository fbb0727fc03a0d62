"""What is odd about a delivery without being wrong: findings for a person to look at and to answer.

A rule of the numbers that is broken stops a delivery; a finding does not. Each names the row, the number
found and the number it was compared with, and has a name that an answer in `delivery.toml` refers to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import polars as pl

from analysis.checks.finding import Check, Finding
from analysis.checks.registry import CHECKS
from analysis.ingest.delivery import Delivery
from analysis.ingest.entries import SETTLED_BY
from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.registry import TABLES
from analysis.reading.files import DELIVERY_FILE
from analysis.reading.text_rules import CARRIED_OVER
from analysis.texts.commands import ENGLISH, Messages

FILES: Final = ("delivery", *TABLES)
EACH: Final = "*"


@lru_cache(maxsize=1)
def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Everything odd about a delivery, seen by itself and beside the deliveries before it.

    What was found last is kept: a report asks twice of the same snapshot.

    Args:
        snapshot: With the deliveries of at least the last four quarters, where there are any.

    Returns:
        Findings with their places and answers: of `delivery.toml` first, then by table and row; leaks after
        them, and last the answers that belong to none.
    """
    delivery = snapshot.delivery
    odd = [_placed(one, delivery) for check in CHECKS for one in found_by(check, snapshot)]
    odd.sort(key=_place)
    answers = {name: text for name, text in delivery.answers.iter_rows() if not text.startswith(CARRIED_OVER)}
    names = {name for one in odd for name in (one.name, group_of(one))}
    odd += [_placed(_unused_answer(name), delivery) for name in answers if name not in names]
    return tuple(replace(one, answer=_answer(one, answers)) for one in odd)


def group_of(finding: Finding) -> str:
    """What an answer to all findings of a kind refers to: `share-up/*`."""
    return f"{finding.kind}/{EACH}"


def _answer(finding: Finding, answers: Mapping[str, str]) -> str | None:
    """The answer to a finding itself, else the one in its own row, else the one to all of its kind."""
    own = answers.get(finding.name, finding.answer)
    return answers.get(group_of(finding)) if own is None else own


def in_one_line(what: str, found: Sequence[Finding], messages: Messages = ENGLISH) -> str:
    """How a delivery stands that breaks no rule: whether all is well, and how many warnings are answered.

    Args:
        what: The quarter.
        found: All its findings.
        messages: In the language it is said in.
    """
    count, waiting = len(found), [one for one in found if one.answer is None]
    if not count:
        return messages.said("{what} is sound: no warnings", what=what)
    if not waiting:
        answered = "1 warning, answered" if count == 1 else "{count} warnings, all answered"
        return messages.said(f"{{what}} is sound: {answered}", what=what, count=count)
    verb = "is" if len(waiting) == 1 else "are"
    of = "1 warning" if count == 1 else "{waiting} of {count} warnings"
    line = messages.said(
        f"{{what}} breaks no rule, and {of} {verb} not answered",
        what=what,
        waiting=len(waiting),
        count=count,
    )
    if any(one.kind in SETTLED_BY for one in waiting):
        return messages.said("{line}; release refuses it while a leak is not accepted", line=line)
    return line


def found_by(check: Check, snapshot: Snapshot) -> list[Finding]:
    """What a check finds, under its name and with its sentence, where the finding has none of its own."""
    return [
        replace(one, kind=check.kind, sentence=one.sentence or check.sentence) for one in check.find(snapshot)
    ]


def _place(finding: Finding) -> tuple[bool, int, int, str, str]:
    """Where a finding stands in the list: those of `delivery.toml` as found, of tables by row, leaks last."""
    if finding.kind in SETTLED_BY:
        return True, 0, 0, "", ""
    file = FILES.index(finding.table)
    return (False, file, finding.row or 0, finding.kind, finding.key) if file else (False, 0, 0, "", "")


def _unused_answer(name: str) -> Finding:
    return Finding(
        kind="answer",
        key=name,
        sentence="the answer to {found} belongs to no warning",
        table="delivery",
        column="warning",
        found=name,
    )


def _placed(finding: Finding, delivery: Delivery) -> Finding:
    """A finding with the file and row it was read from."""
    places = delivery.places.filter(pl.col("table") == finding.table)
    if places.is_empty():
        folder, _, _ = delivery.places["file"][0].rpartition("/")
        return replace(finding, file=f"{folder}/{DELIVERY_FILE}")
    row = places.filter(pl.col("area_code") == finding.area_code)["row"]
    return replace(finding, file=places["file"][0], row=row[0] if row.len() else None)
