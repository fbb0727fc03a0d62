"""Municipalities whose rate is far from that of the municipalities around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from analysis.checks.comparing import areas_of
from analysis.checks.finding import Finding, check, of_row
from analysis.ingest.snapshot import Snapshot
from analysis.reference.files import Reference
from analysis.reference.population import population_by_area

NEIGHBOUR_RATIO: Final = 2.0


@check("neighbours", "{area} has {found} per 100,000 inhabitants, {against} is {compared}")
def far_from_neighbours(snapshot: Snapshot) -> Iterator[Finding]:
    """Municipalities with under half or over double their neighbours' median rate, islands their region's."""
    delivery = snapshot.delivery
    people = population_by_area(snapshot.reference, delivery.population_period).filter(
        pl.col("level") == "municipality"
    )
    own = areas_of(delivery, "runners").join(people.select("area_code", "population"), on="area_code")
    rates = own.with_columns(found=pl.col("active_runners") / pl.col("population") * 100_000)
    around = (
        compared_municipalities(snapshot.reference)
        .join(rates.select(other="area_code", compared="found"), on="other")
        .group_by("area_code", "against", maintain_order=True)
        .agg(pl.col("compared").median())
    )
    high, low = (
        pl.col("found") > NEIGHBOUR_RATIO * pl.col("compared"),
        pl.col("found") * NEIGHBOUR_RATIO < pl.col("compared"),
    )
    for row in rates.join(around, on="area_code").filter(high | low).iter_rows(named=True):
        yield of_row(
            row,
            "runners",
            "active_runners",
            found=row["found"],
            compared=row["compared"],
            against=row["against"],
        )


def compared_municipalities(reference: Reference) -> pl.DataFrame:
    """`area_code` of a municipality, `other` beside it, `against`: neighbours; for an island its region."""
    pairs = pl.concat(
        reference.neighbours.select(area_code=f"municipality_code_{one}", other=f"municipality_code_{two}")
        for one, two in ("ab", "ba")
    )
    regions = reference.geography.select("region_code", area_code="municipality_code")
    islands = regions.join(pairs, on="area_code", how="anti")
    same_region = islands.join(regions.rename({"area_code": "other"}), on="region_code").filter(
        pl.col("area_code") != pl.col("other")
    )
    return pl.concat(
        [
            pairs.with_columns(against=pl.lit("neighbours")),
            same_region.select("area_code", "other", against=pl.lit("region")),
        ]
    )
