"""Which further counts are hidden so that those that have to be stay hidden, by the auditor's own ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import polars as pl

from analysis.core.quarters import Quarter
from analysis.disclosure.audit.equations import PublishedEquations, constraints
from analysis.disclosure.audit.intervals import Deduction, hidden_values
from analysis.disclosure.audit.leaks import is_leak, shown_in, smallest_explanation
from analysis.disclosure.ingredients import COUNT_OF, stated_count
from analysis.disclosure.policy import Policy
from analysis.indicators.registry import ingredients
from analysis.ingest.counts import COUNTS

ALWAYS: Final = frozenset(count.name for count in COUNTS.values() if count.further and not count.adds_up_to)
TOTAL_OF: Final = {count.name: count.adds_up_to for count in COUNTS.values() if count.adds_up_to}
KEY: Final = ("count", "quarter", "area_code")
Hide: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame, int], pl.DataFrame]


def further_counts(table: pl.DataFrame, counts: pl.DataFrame, policy: Policy, hide: Hide) -> pl.DataFrame:
    """The hidden counts with the further ones that keep them hidden.

    As long as the published numbers leave a hidden count too narrow a range, the smallest published count is
    hidden too that stands in an equation which tells it. What cannot be helped is left to the auditor.

    Args:
        table: The tidy table with every number.
        counts: As `analysis.disclosure.hiding.hidden_counts` returns them.
        policy: How wide a range has to stay.
        hide: Takes counts, and what is computed from them, out of a table.
    """
    protected = ALWAYS | frozenset(totals_hidden_with_parts(counts)["count"])
    if counts.filter(pl.col("count").is_in(protected)).is_empty():
        return counts
    rows = rows_about(table, protected)
    suppressed = counts.filter(pl.col("hidden") == "suppressed")
    known_small = small_counts(table, policy.threshold).join(suppressed, on=KEY, how="semi")
    while True:
        shown = hide(rows, counts, policy.threshold)
        system = constraints(shown, policy.geography, policy, small=known_small)
        following = next(_following(shown, system, policy, protected), None)
        if following is None:
            return counts
        counts = pl.concat([counts, following.cast(counts.schema)])


def totals_hidden_with_parts(counts: pl.DataFrame) -> pl.DataFrame:
    """The suppressed totals, of those in `counts`, of which a part is suppressed too."""
    suppressed = counts.filter(pl.col("hidden") == "suppressed")
    total = pl.col("count").replace_strict(TOTAL_OF, default=None, return_dtype=pl.String)
    of_parts = suppressed.with_columns(total.alias("count")).drop_nulls("count")
    return suppressed.join(of_parts, on=KEY, how="semi")


def small_counts(table: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """`count`, `quarter`, `area_code` of the counts from 1 to below the threshold that a table states."""
    count = pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String)
    stated = table.filter(
        pl.col("indicator").is_in(list(COUNT_OF)), stated_count().is_between(1, threshold - 1)
    )
    return stated.select("quarter", "area_code", count=count).select(KEY)


def rows_about(table: pl.DataFrame, counts: frozenset[str]) -> pl.DataFrame:
    """The rows computed from nothing but some counts, those stated with them and those they are part of."""
    day = Quarter.parse(str(table["quarter"].max()))
    beside = {one.name for name in counts for one in ingredients(COUNTS[name].stated_by, day)}
    whole = counts | beside | {other for name in counts for other in COUNTS[name].part_of}
    wanted = [
        name
        for name in table["indicator"].unique()
        if (used := {one.name for one in ingredients(name, day)}) and used <= whole
    ]
    return table.filter(pl.col("indicator").is_in(wanted))


def _following(
    table: pl.DataFrame, system: PublishedEquations, policy: Policy, protected: frozenset[str]
) -> Iterator[pl.DataFrame]:
    """What to hide next, for each hidden count that leaks and can be helped."""
    attack = Deduction(system)
    levels = table.select("area_code", "level").unique()
    for hidden in hidden_values(table, system):
        if COUNT_OF[hidden.indicator] not in protected:
            continue
        interval, rows = attack.interval(hidden)
        if not is_leak(hidden, interval, policy):
            continue
        told = subtraction(attack, hidden.cell) or smallest_explanation(attack, hidden, rows, policy)
        beside = system.cells[shown_in(system, told, attack, hidden)].filter(
            pl.col("count").is_in(protected), pl.col("value") > 0
        )
        if not beside.is_empty():
            yield (
                beside.head(1)
                .join(levels, on="area_code")
                .select(
                    "count", "quarter", "area_code", "level", hidden=pl.lit("suppressed"), reason=pl.lit(None)
                )
            )


def subtraction(attack: Deduction, cell: int) -> frozenset[int]:
    """The shortest equation in which nothing but a hidden cell is unknown; empty where there is none."""
    block, system = attack.block(cell), attack.system
    alone = (block.matrix != 0).sum(axis=1) == 1
    own = block.matrix[:, block.columns[cell]] != 0
    rows = block.rows[alone & own & (block.lower == block.upper)].tolist()
    return frozenset(sorted(rows, key=lambda row: int((system.row == row).sum()))[:1])
