"""Hidden numbers that follow from the numbers shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.finding import Finding, check
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.disclosure.totals import with_safe_totals
from analysis.indicators.table import compute_indicators, own_indicators
from analysis.ingest.counts import STATED_BY
from analysis.ingest.snapshot import Snapshot
from analysis.texts.commands import AND

SENTENCE: Final = (
    "{area} is not published, but only {found} to {compared} is possible: {against}; "
    "an entry [[accepted_leak]] in delivery.toml settles it, no answer does"
)


@check("leak", SENTENCE)
def deducible_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """Hidden figures of the quarter that follow from what the report shows, unless it accepts that they do.

    Those of earlier quarters were findings then. What takes several equations at once to find out, and all
    quarters together, `analysis.checks.publishing` tells.
    """
    policy, snapshot = policy_of(snapshot), with_safe_totals(snapshot)
    own = own_indicators(snapshot)
    if (publishable(own, policy)["status"] == "published").all():
        return
    same_year = [one for one in snapshot.earlier if one.quarter.year == snapshot.delivery.quarter.year]
    earlier = [compute_indicators(one, snapshot.reference) for one in same_year]
    table = publishable(pl.concat([own, *earlier]), policy)
    from analysis.disclosure.audit.leaks import audit

    for leak in audit(snapshot, table, complete=False):
        hidden = leak.hidden
        if leak.reason is not None or hidden.quarter != str(snapshot.delivery.quarter):
            continue
        count = STATED_BY[hidden.indicator]
        yield Finding(
            key=f"{hidden.area_code}/{hidden.indicator}",
            table=count.table,
            column=count.name,
            area_code=hidden.area_code,
            area=hidden.area,
            found=leak.interval.lower,
            compared=leak.interval.upper,
            against=AND.join(leak.equations),
        )
