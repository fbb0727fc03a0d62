"""The boundary between all numbers and those that are published: what is withheld, what is too small to show.

A number is hidden together with everything that is computed from it. Sums that contain it stay, and
`analysis.disclosure.audit` finds out how much they give away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from analysis.disclosure.breakdown import hidden_numbers
from analysis.disclosure.further import further_counts, totals_hidden_with_parts
from analysis.disclosure.ingredients import COUNT_OF, rows_computed_from, stated_count
from analysis.disclosure.policy import Policy
from analysis.indicators.correction_notes import CORRECTED
from analysis.indicators.declaration import Indicator
from analysis.indicators.schema import Indicators, within_areas
from analysis.ingest.counts import COUNTS
from analysis.texts.notes import note, parts_joined

NUMBERS: Final = ("value", "numerator", "denominator", "lower", "upper")
CELL: Final = ("count", "quarter", "area_code")
HIDDEN_COLUMNS: Final = (*CELL, "level", "hidden", "reason")
WITHHELD: Final = "withheld"
SUPPRESSED: Final = "suppressed"


def publishable(table: pl.DataFrame, policy: Policy, own: Sequence[Indicator] = ()) -> pl.DataFrame:
    """The table with everything hidden that the policy does not let out.

    Withheld numbers and small counts become null, and with them every number computed from them: rates,
    shares, limits, changes, in all quarters. What was published elsewhere (basis published) is not computed
    from a withheld count and stays; of a suppressed count it is hidden as well.

    Args:
        table: The finished tidy table.
        policy: What is not published.
        own: Declarations of indicators that the registry does not hold, such as an analyst's own.

    Returns:
        The same rows in the same order. A withheld row's note is the reason; a suppressed one's says so and
        keeps what it said before, unless that tells what a count was, or was corrected from.

    Raises:
        UndeclaredError: The table holds an indicator that nobody declared.
    """
    names = [one.name for one in own]
    counts = hidden_counts(table, policy)
    protected = further_counts(table.filter(~pl.col("indicator").is_in(names)), counts, policy, hide)
    return hide(table, with_reasons(protected, policy.threshold), policy.threshold, own)


def hidden_counts(table: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The counts that the policy hides by itself.

    Returns:
        `count`, `quarter`, `area_code`, `level`, `hidden` (withheld or suppressed), `reason` (null for
        suppressed); a row for each count, withheld before suppressed.
    """
    stated = table.filter(pl.col("indicator").is_in(list(COUNT_OF))).select(
        "quarter",
        "area_code",
        "level",
        "indicator",
        count=pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String),
        number=stated_count(),
    )
    named = stated.join(policy.withheld, on=["quarter", "area_code", "indicator"]).with_columns(
        hidden=pl.lit(WITHHELD)
    )
    small = stated.filter(
        pl.col("count").is_in(policy.small), pl.col("number") > 0, pl.col("number") < policy.threshold
    )
    parts = hidden_in_breakdowns(stated, policy)
    suppressed = pl.concat([small, parts]).with_columns(
        hidden=pl.lit(SUPPRESSED), reason=pl.lit(None, dtype=pl.String)
    )
    found = [named, withheld_along(stated, named, policy), suppressed]
    return pl.concat(one.select(HIDDEN_COLUMNS) for one in found).unique(
        CELL, keep="first", maintain_order=True
    )


def withheld_along(stated: pl.DataFrame, withheld: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Counts that are withheld because another is, in the same area and in all areas within it."""
    along = pl.DataFrame(
        [(other, count.name) for count in COUNTS.values() for other in count.withheld_with],
        schema={"count": pl.String, "part": pl.String},
        orient="row",
    )
    itself = withheld.select(whole="area_code", inside="area_code")
    within = pl.concat([itself, within_areas(policy.geography).select("whole", inside="area_code")]).unique()
    wanted = (
        withheld.select("count", "quarter", "reason", whole="area_code")
        .join(along, on="count")
        .join(within, on="whole")
        .select("quarter", "reason", count="part", area_code="inside")
        .unique(CELL, keep="first", maintain_order=True)
    )
    return stated.join(wanted, on=CELL).with_columns(hidden=pl.lit(WITHHELD))


def hidden_in_breakdowns(stated: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The parts of a total that are hidden in the light of the other parts and of earlier quarters.

    Where hiding all of them does not do, the total is among them.
    """
    parts = [count.name for count in COUNTS.values() if count.moves_hidden and count.name in policy.small]
    counted = stated.filter(pl.col("count").is_in(parts)).drop_nulls("number")
    found = [stated.clear()]
    for _, year in counted.group_by(pl.col("quarter").str.slice(0, 4), "area_code", maintain_order=True):
        tables = year.sort("quarter", maintain_order=True).partition_by("quarter", maintain_order=True)
        history = [
            {name: int(number) for name, number in one.select("count", "number").iter_rows()}
            for one in tables
        ]
        hidden = hidden_numbers(history, policy.threshold, policy.narrowest)
        for table, (names, total, _) in zip(tables, hidden, strict=True):
            found.append(table.filter(pl.col("count").is_in(names)))
            if total:
                place = table.head(1).select("quarter", "area_code")
                wholes = {COUNTS[name].adds_up_to for name in names}
                found.append(stated.join(place, on=place.columns).filter(pl.col("count").is_in(wholes)))
    return pl.concat(found)


def with_reasons(counts: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The hidden counts; the totals of a quarter in which one is hidden with its parts get their own reason.

    Whether such a total is small itself or hidden because of its parts is not said: that would tell of them.
    """
    hidden_totals = totals_hidden_with_parts(counts).select("quarter", "count", total=pl.lit(value=True))
    along = counts.join(hidden_totals.unique(), on=["quarter", "count"], how="left", maintain_order="left")
    said = pl.lit(note("small-total", most=str(threshold - 1)))
    return along.with_columns(
        reason=pl.when(pl.col("total"), pl.col("hidden") == SUPPRESSED).then(said).otherwise("reason")
    ).drop("total")


def hide(
    table: pl.DataFrame, counts: pl.DataFrame, threshold: int, own: Sequence[Indicator] = ()
) -> pl.DataFrame:
    """The table without some counts and without every number computed from them.

    Args:
        table: The tidy table.
        counts: As `hidden_counts` returns them; a suppressed one may have a reason of its own.
        threshold: Named in the notes of suppressed rows.
        own: As of `publishable`.
    """
    touched = rows_computed_from(table, counts, own)
    if counts.is_empty():
        return table
    marked = (
        table.with_row_index("place")
        .join(touched, on="place", how="left", maintain_order="left")
        .with_columns(
            pl.when((pl.col("basis") == "published") & (pl.col("hidden") == WITHHELD) & ~pl.col("itself"))
            .then(None)
            .otherwise("hidden")
            .alias("hidden")
        )
    )
    hidden = pl.col("hidden")
    told = pl.col("note").str.contains(CORRECTED, literal=True) | pl.col("count").is_in(SAID_ALONE)
    why = parts_joined(
        pl.coalesce(
            "reason",
            pl.col("count").replace_strict(
                {name: why_suppressed(count.table, threshold) for name, count in COUNTS.items()},
                return_dtype=pl.String,
            ),
        ),
        pl.when(~told).then("note"),
    )
    return marked.with_columns(
        *(pl.when(hidden.is_null()).then(name).alias(name) for name in NUMBERS),
        status=pl.coalesce(hidden, pl.col("status").cast(pl.String)).cast(Indicators.status.dtype),
        note=pl.when(hidden == WITHHELD)
        .then("reason")
        .when(hidden == SUPPRESSED)
        .then(why)
        .otherwise("note"),
    ).select(table.columns)


SAID_ALONE: Final = tuple(count.name for count in COUNTS.values() if count.further)


def why_suppressed(table: str, threshold: int) -> str:
    """The note of a number that is suppressed because of a count of one of the delivery's tables."""
    if table == "cancellations":
        return note("small-reason", most=str(threshold - 1))
    if table == "response_times":
        return note("too-few")
    return note("suppressed", threshold=str(threshold))
