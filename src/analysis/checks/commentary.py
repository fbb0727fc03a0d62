"""A commentary beside hidden numbers: no rule can tell what its words give away, so a person says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import polars as pl

from analysis.checks.finding import Finding, check
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.disclosure.totals import with_safe_totals
from analysis.indicators.table import own_indicators
from analysis.ingest.publishing import COMMENTARIES
from analysis.ingest.snapshot import Snapshot
from analysis.reading.commentaries import plain_text, read_commentary

NUMBER: Final = re.compile(r"[0-9]+(?:[.,\u00a0 ][0-9]{3})*(?:[.,][0-9]+)?")
HIDDEN: Final = ("withheld", "suppressed")
KEY_LENGTH: Final = 8
MOST_NAMED: Final = 12


@check(
    "commentary",
    "{found} holds the numbers {compared}, and {expected} numbers of the quarter are hidden: "
    "none of these may stand there or follow from it",
)
def beside_hidden_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """Commentaries that hold numbers while the quarter has numbers that are withheld or too small to show.

    The warning is named after the text, so that an answer holds for that text alone.
    """
    said = snapshot.delivery.publishing.commentary
    found = {
        language: list(dict.fromkeys(NUMBER.findall(plain_text(read_commentary(text).blocks))))
        for language, text in said.items()
    }
    if not any(found.values()):
        return
    safe = with_safe_totals(snapshot)
    shown = publishable(own_indicators(safe), policy_of(safe))
    hidden = shown.filter(pl.col("status").is_in(HIDDEN)).height
    for language, numbers in found.items():
        if hidden and numbers:
            yield Finding(
                key=f"{language}/{sha256(said[language].encode()).hexdigest()[:KEY_LENGTH]}",
                table="delivery",
                column="commentary",
                found=COMMENTARIES[language],
                compared=", ".join([*numbers[:MOST_NAMED], *(["…"] if len(numbers) > MOST_NAMED else [])]),
                expected=hidden,
            )
