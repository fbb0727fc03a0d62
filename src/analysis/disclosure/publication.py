"""The tidy table as it may be published, the one table that report, charts and files read."""

from __future__ import annotations

import polars as pl

from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.disclosure.totals import with_safe_totals
from analysis.indicators.consistency import consistent
from analysis.indicators.schema import Indicators
from analysis.indicators.table import ordered, unpublished_table, with_safe_texts
from analysis.ingest.snapshot import Snapshot


def compute_table(snapshot: Snapshot) -> pl.DataFrame:
    """The whole tidy table: every quarter delivered, what changed between them, earlier published figures.

    Args:
        snapshot: The quarter reported and the deliveries before it.

    Returns:
        A frame that obeys `Indicators`, as it may be published: the earlier quarters on the geography of the
        reported one, without the facts of programme and register, which belong to the reported quarter alone.
    """
    table = consistent(unpublished_table(with_safe_totals(snapshot)))
    return in_order(publishable(table, policy_of(snapshot)), snapshot)


def in_order(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The rows of the table in its order, their texts safe to open in a spreadsheet.

    Args:
        rows: As they may be published.
        snapshot: What they were computed from.

    Returns:
        A frame that obeys `Indicators`.
    """
    return Indicators.validate(with_safe_texts(ordered(rows, snapshot.reference)))
