"""Municipal counts added up to report areas, regions and the country, also where some are not known.

Nothing is estimated. An area has a number where all its parts have one, or where the publisher's own total of
it was delivered; else only what is known of it is added up, which is the least that it can be.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.ingest.areas import COUNTRY

AROUND: Final = {"report_area": ("region", "country"), "region": ("country",), "country": ()}
KEY: Final = ("quarter", "area_code")
TOTALS: Final = {"area_code": pl.String, "active_runners": pl.Int64}


def area_sums(runners: pl.DataFrame, totals: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Active runners of every area, from its municipalities up to the country.

    Args:
        runners: `quarter`, `municipality_code`, `active_runners` (null where it is not known).
        totals: `quarter`, `area_code`, `active_runners`: the publisher's own totals.
        geography: As `Reference.geography`.

    Returns:
        `quarter`, `level`, `area_code`, `area` and

        - `active_runners`: null where neither all parts nor a total are known;
        - `parts`: the sum of its parts; null where one of them has no number;
        - `known`: the sum of what is known of its parts;
        - `at_least`: `known`, where the area has no number and something is known;
        - `municipalities`: how many it has;
        - `unknown`: codes of the municipalities within it whose count is not known;
        - `outside`: those of them that `active_runners`, or else `known`, does not cover;
        - `made_of`: those whose delivered count is in `active_runners`, or else in `known`.
    """
    placed = runners.select("quarter", "municipality_code", "active_runners").join(
        geography.with_columns(country_code=pl.lit(COUNTRY[0]), country=pl.lit(COUNTRY[1])),
        on="municipality_code",
    )
    gone = pl.when(pl.col("active_runners").is_null()).then(pl.concat_list("municipality_code"))
    none, own = pl.lit([], dtype=pl.List(pl.String)), pl.concat_list("municipality_code")
    municipalities = placed.with_columns(
        level=pl.lit("municipality"),
        area_code="municipality_code",
        area="municipality",
        parts="active_runners",
        known=pl.col("active_runners").fill_null(0),
        municipalities=pl.lit(1, dtype=pl.Int64),
        unknown=pl.coalesce(gone, none),
        outside=pl.coalesce(gone, none),
        made_of=pl.when(pl.col("active_runners").is_null()).then(none).otherwise(own),
    )
    report_areas = _wholes(municipalities.drop_nulls("report_area_code"), "report_area", totals)
    loose = municipalities.filter(pl.col("report_area_code").is_null())
    regions = _wholes(pl.concat([report_areas, loose], how="diagonal"), "region", totals)
    country = _wholes(regions, "country", totals)
    added = pl.concat([municipalities, report_areas, regions, country], how="diagonal")
    known = pl.col("municipalities") > pl.col("outside").list.len()
    return added.select(
        "quarter",
        "level",
        "area_code",
        "area",
        "active_runners",
        "parts",
        "known",
        pl.when(pl.col("active_runners").is_null() & known).then("known").alias("at_least"),
        "municipalities",
        "unknown",
        "outside",
        "made_of",
    )


def _wholes(parts: pl.DataFrame, level: str, totals: pl.DataFrame) -> pl.DataFrame:
    """The areas of a level from their parts, in the order in which these name them."""
    outer = [column for name in AROUND[level] for column in (f"{name}_code", name)]
    number = pl.col("active_runners")
    added = parts.group_by("quarter", area_code=f"{level}_code", area=level, maintain_order=True).agg(
        *(pl.col(column).first() for column in outer),
        level=pl.lit(level),
        parts=pl.when(number.null_count() == 0).then(number.sum()),
        known=pl.coalesce(number, "known").sum(),
        municipalities=pl.col("municipalities").sum(),
        unknown=pl.col("unknown").list.explode(keep_nulls=False, empty_as_null=False),
        outside=pl.col("outside").list.explode(keep_nulls=False, empty_as_null=False),
        made_of=pl.col("made_of").list.explode(keep_nulls=False, empty_as_null=False),
    )
    covered = pl.lit([], dtype=pl.List(pl.String))
    return (
        added.join(
            totals.select(*KEY, total="active_runners"), on=list(KEY), how="left", maintain_order="left"
        )
        .with_columns(active_runners=pl.coalesce("parts", "total"))
        .with_columns(
            outside=pl.when(pl.col("active_runners").is_null()).then("outside").otherwise(covered),
            made_of=pl.when(pl.col("parts").is_null() & pl.col("total").is_not_null())
            .then(covered)
            .otherwise("made_of"),
        )
        .drop("total")
    )
