"""What the publisher's own totals leave for municipalities whose number is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.changes import counted_in_both, growth, is_far, spread
from analysis.checks.comparing import is_broken
from analysis.checks.finding import Finding, check
from analysis.disclosure.totals import with_safe_totals
from analysis.ingest.area_sums import area_sums
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import QUARTERS_A_YEAR, Snapshot
from analysis.reference.files import Reference

COLUMN: Final = "active_runners"
SENTENCE: Final = (
    "the total of {area} leaves {found} for municipalities without a number ({lacking}); in {against} they "
    "had {compared}, like the country they would have {expected}: does the total count them?"
)


@check("remainder", SENTENCE)
def remainders(snapshot: Snapshot) -> Iterator[Finding]:
    """Totals of runners that leave far more or fewer for municipalities without a number than they had.

    What is left is compared with their sum in the latest delivery of the last year that knows them all. Far
    is what it is for the count of one municipality (`changed`), or nothing where they had runners. A part
    with a total of its own counts with that. A declared break explains it and is not listed; totals that
    cover withheld numbers are not judged.
    """
    if snapshot.delivery.totals.is_empty() or not snapshot.delivery.runners[COLUMN].null_count():
        return
    snapshot = with_safe_totals(snapshot)
    delivery, reference = snapshot.delivery, snapshot.reference
    names = dict(delivery.runners.select("municipality_code", "municipality").iter_rows())
    withheld = set(delivery.withheld.filter(indicator=COLUMN)["area_code"])
    for code, total in delivery.totals.iter_rows():
        area, left, lacking = _left_by(code, total, delivery, reference)
        before = None if withheld & set(lacking) else _last_with(lacking, snapshot)
        if not lacking or before is None or _any_broken(lacking, delivery, reference):
            continue
        had = int(before.runners.filter(pl.col("municipality_code").is_in(lacking))[COLUMN].sum())
        expected = _unlikely(left, had, delivery, before, reference)
        if expected is not None:
            yield Finding(
                key=f"{code}/{COLUMN}",
                table="delivery",
                column="totals",
                area_code=code,
                area=area,
                found=(left, total),
                compared=had,
                against=str(before.quarter),
                expected=expected,
                lacking=tuple(names[one] for one in lacking),
            )


def _left_by(code: str, total: int, delivery: Delivery, reference: Reference) -> tuple[str, int, list[str]]:
    """The name of an area, what its total leaves beside its parts, and the municipalities it is left for."""
    own = pl.lit(str(delivery.quarter)).alias("quarter")
    others = delivery.totals.filter(pl.col("area_code") != code)
    sums = area_sums(
        delivery.runners.select(own, pl.all()), others.select(own, pl.all()), reference.geography
    )
    whole = pl.col("level") != "municipality"
    row = sums.row(by_predicate=whole & (pl.col("area_code") == code), named=True)
    return row["area"], total - row["known"], row["outside"]


def _last_with(municipalities: list[str], snapshot: Snapshot) -> Delivery | None:
    """The latest delivery of the last year in which each of them has a number."""
    for one in reversed(snapshot.earlier):
        known = one.runners.drop_nulls(COLUMN)["municipality_code"]
        recent = snapshot.delivery.quarter.ordinal - one.quarter.ordinal <= QUARTERS_A_YEAR
        if recent and set(municipalities) <= set(known):
            return one
    return None


def _any_broken(municipalities: list[str], delivery: Delivery, reference: Reference) -> bool:
    areas = pl.DataFrame({"area_code": municipalities}, schema={"area_code": pl.String})
    return not areas.filter(is_broken(delivery, COLUMN, reference)).is_empty()


def _unlikely(
    left: int, had: int, delivery: Delivery, before: Delivery, reference: Reference
) -> float | None:
    """What would be left, had its municipalities developed like the country; None where that is near."""
    both = counted_in_both(delivery, before, "runners", COLUMN, reference)
    if both.is_empty() or not had:
        return None
    unlikely = is_far(pl.lit(left), pl.col("expected"), pl.col("usual")) | pl.lit(left == 0)
    judged = both.select(expected=had * growth(COLUMN), usual=spread(COLUMN)).filter(unlikely)
    return None if judged.is_empty() else float(judged["expected"][0])
