"""Which of the publishers' own totals may be shown beside withheld numbers of municipalities."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from analysis.disclosure.audit.leaks import leaks
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import Policy, policy_of
from analysis.indicators.inputs import stacked
from analysis.indicators.runners import ACTIVE, runners
from analysis.indicators.table import finished
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reference.files import Reference

LEVELS: Final = ("country", "region", "report_area")


def with_safe_totals(snapshot: Snapshot) -> Snapshot:
    """The snapshot without the totals that would give a withheld number away; itself where none would.

    Args:
        snapshot: As it was read.
    """
    policy, deliveries = policy_of(snapshot), (*snapshot.earlier, snapshot.delivery)
    kept = [safe_totals(one, snapshot.reference, policy) for one in deliveries]
    if all(totals is one.totals for totals, one in zip(kept, deliveries, strict=True)):
        return snapshot
    *earlier, own = (replace(one, totals=totals) for totals, one in zip(kept, deliveries, strict=True))
    return replace(snapshot, delivery=own, earlier=tuple(earlier))


def safe_totals(delivery: Delivery, reference: Reference, policy: Policy) -> pl.DataFrame:
    """The totals of a delivery that leave its withheld numbers hidden, the country's before smaller areas'.

    Args:
        delivery: On the geography of ``reference``.
        reference: Which areas lie in which.
        policy: What is withheld, and how wide the range of a hidden number has to stay.
    """
    withheld = delivery.withheld.filter(pl.col("indicator") == ACTIVE.name)
    if withheld.is_empty() or delivery.totals.is_empty():
        return delivery.totals
    kept = delivery.totals.clear()
    for total in _by_level(delivery.totals, reference.geography).iter_slices(1):
        tried = pl.concat([kept, total])
        if _leaves_hidden(replace(delivery, totals=tried), reference, policy):
            kept = tried
    return kept


def _by_level(totals: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """The totals, the country's first, then regions, the larger first."""
    regions, areas = (geography[f"{level}_code"].drop_nulls().to_list() for level in LEVELS[1:])
    place = pl.when(pl.col("area_code").is_in(areas)).then(2).when(pl.col("area_code").is_in(regions)).then(1)
    return totals.sort(place.otherwise(0), "active_runners", descending=[False, True], maintain_order=True)


def _leaves_hidden(delivery: Delivery, reference: Reference, policy: Policy) -> bool:
    """Whether no withheld number of runners follows from what would be shown with the delivery's totals."""
    given = stacked([delivery], reference)
    rows = finished(runners(given), given)
    shown = publishable(rows, policy)
    found = leaks(shown, reference, policy, remedies=False)
    return all(one.hidden.indicator != ACTIVE.name for one in found)
