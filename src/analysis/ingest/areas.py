"""The areas that rows of a delivery belong to: the country, its regions and their municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import polars as pl

from analysis.reference.files import Reference

COUNTRY: Final = ("dk", "Danmark")


@lru_cache(maxsize=8)
def area_names(reference: Reference) -> pl.DataFrame:
    """`level`, `area_code`, `area`: country, regions in the report's order, municipalities."""
    geography = reference.geography
    regions = geography.sort("region_order").unique("region_code", keep="first", maintain_order=True)
    return pl.concat(
        [
            pl.DataFrame({"level": ["country"], "area_code": [COUNTRY[0]], "area": [COUNTRY[1]]}),
            regions.select(pl.lit("region").alias("level"), area_code="region_code", area="region"),
            geography.select(
                pl.lit("municipality").alias("level"), area_code="municipality_code", area="municipality"
            ),
        ]
    )


@lru_cache(maxsize=8)
def area_members(reference: Reference) -> Mapping[str, list[str]]:
    """Area code of a region or the country → the codes of its municipalities or regions."""
    regions = (
        reference.geography.sort("region_order", "municipality_code")
        .group_by("region_code", maintain_order=True)
        .agg("municipality_code")
    )
    return {COUNTRY[0]: regions["region_code"].to_list(), **dict(regions.iter_rows())}
