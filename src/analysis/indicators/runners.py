"""Active runners: their number, per inhabitant, as a share of the country and of all adults."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.formatting import sorted_danish
from analysis.indicators.declaration import (
    COUNTRY_ONLY,
    LEVELS,
    QUARTER,
    REGIONS_ONLY,
    YEAR,
    Indicator,
    Unit,
)
from analysis.indicators.formulas import Ratio, Sum
from analysis.indicators.inputs import KEY, Inputs, of_quarter, with_population
from analysis.indicators.rows import rows_of
from analysis.ingest.area_sums import area_sums
from analysis.texts.notes import note

ACTIVE: Final = Indicator(
    name="active_runners",
    family="runners",
    formula=Sum(("active_runners",)),
    unit=Unit.PERSONS,
    levels=LEVELS,
    better="more",
    changes=(QUARTER, YEAR),
    against_all=True,
    earlier_published=True,
    chapter="active-runners-added-up",
)
RATE: Final = Indicator(
    name="active_runners_rate",
    family="runners",
    formula=Ratio(top=("active_runners",), exposure="population", limits="poisson"),
    unit=Unit.PER_100000,
    levels=LEVELS,
    better="more",
    changes=(QUARTER, YEAR),
    changes_in_percent=False,
    breaks_with=("active_runners",),
    chapter="the-rate-by-hand",
)
SHARE_OF_COUNTRY: Final = Indicator(
    name="active_runners_share_of_country",
    family="runners",
    formula=Ratio(top=("active_runners",), bottom=("active_runners",), of_country=True),
    unit=Unit.PERCENT,
    levels=REGIONS_ONLY,
)
SHARE_OF_ADULTS: Final = Indicator(
    name="active_share_adults",
    family="runners",
    formula=Ratio(top=("active_runners",), exposure="adults"),
    unit=Unit.PERCENT,
    levels=COUNTRY_ONLY,
    decimals=1,
    better="more",
)
DECLARED: Final = (ACTIVE, RATE, SHARE_OF_COUNTRY, SHARE_OF_ADULTS)
NAMED: Final = 8
AT_LEAST: Final = note("at-least", missing="{}", count="{}", names="{}")
OWN_TOTAL: Final = note("own-total", missing="{}", count="{}", names="{}")
NONE_KNOWN: Final = note("none-known")
KNOWN_ONLY: Final = note("known-only", known="{}", count="{}")
PART_UNKNOWN: Final = note("part-unknown")


def runners(given: Inputs) -> pl.DataFrame:
    """The rows of the family: the number, the rate, the share of the country and of all adults."""
    counts = active_runners(given)
    return pl.concat(
        [
            as_stated(rows_of(ACTIVE, counts), counts),
            rows_of(RATE, over_known_areas(with_population(counts, given), given)),
            rows_of(SHARE_OF_COUNTRY, beside_country(counts)),
            rows_of(SHARE_OF_ADULTS, with_adults(counts, given)),
        ],
        how="diagonal_relaxed",
    )


def active_runners(given: Inputs) -> pl.DataFrame:
    """Active runners of all areas with what their quarter shares."""
    return add_up(given.runners, given.totals, given.geography).pipe(of_quarter, given)


def add_up(runners: pl.DataFrame, totals: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Municipalities added up to report areas, regions and the country.

    Args:
        runners: `quarter`, `municipality_code`, `active_runners` (null where it is not known), `note`.
        totals: `quarter`, `area_code`, `active_runners`: the publisher's own, for areas with a part that
            is not known.
        geography: A row per municipality with its report area and region.

    Returns:
        The columns of `analysis.ingest.area_sums.area_sums`, and `note`: of municipalities the
        delivery's, of areas of which a part is not known that it is so.
    """
    sums = area_sums(runners, totals, geography)
    own = runners.select("quarter", "note", area_code="municipality_code", level=pl.lit("municipality"))
    on_parts = pl.when(pl.col("level") == "municipality").then("note").otherwise(_on_parts(geography))
    noted = sums.join(own, on=["quarter", "level", "area_code"], how="left", maintain_order="left")
    # In a chunk for each level: the last digit of a quotient depends on how Polars holds a column.
    return pl.concat(noted.with_columns(note=on_parts).partition_by("level", maintain_order=True))


def _on_parts(geography: pl.DataFrame) -> pl.Expr:
    """That some municipalities of an area are not known, and what its number is then; null where all are."""
    names = dict(geography.select("municipality_code", "municipality").iter_rows())

    def named(codes: pl.Series) -> str:
        found = sorted_danish(names[code] for code in codes)
        return ", ".join(found[:NAMED]) + ", …" * (len(found) > NAMED)

    unknown = pl.col("unknown")
    values = (
        unknown.list.len(),
        "municipalities",
        unknown.map_elements(named, return_dtype=pl.String),
    )
    return (
        pl.when(unknown.list.len() == 0)
        .then(None)
        .when(pl.col("active_runners").is_not_null())
        .then(pl.format(OWN_TOTAL, *values))
        .when(pl.col("at_least").is_not_null())
        .then(pl.format(AT_LEAST, *values))
        .otherwise(pl.lit(NONE_KNOWN))
    )


def as_stated(rows: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Rows of the number that say how they know it: `basis`, and `lower` where only a least number is known.

    Args:
        rows: A row of the number for each of ``counts``.
        counts: As `active_runners` returns them.
    """
    given = pl.col("active_runners").is_not_null() & pl.col("parts").is_null()
    least = pl.col("at_least").is_not_null()
    told = counts.select(
        *KEY,
        lower=pl.col("at_least").cast(pl.Float64),
        status=pl.when(pl.col("active_runners").is_null()).then(pl.lit("missing")),
        said=pl.when(given).then(pl.lit("published")).when(least).then(pl.lit("derived")),
    )
    return (
        rows.join(told, on=list(KEY), how="left", maintain_order="left")
        .with_columns(basis=pl.coalesce("said", "basis"))
        .drop("said")
    )


def over_known_areas(counts: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Counts beside inhabitants; where a part is not known, of the known parts alone, which the note says.

    Args:
        counts: As `active_runners` returns them, with `population`.
        given: What is computed from.
    """
    people = given.people.filter(pl.col("level") == "municipality")
    outside = (
        counts.select(*KEY, code="outside")
        .explode("code")
        .drop_nulls("code")
        .join(people.select("quarter", code="area_code", left_out="population"), on=["quarter", "code"])
        .group_by(KEY)
        .agg(pl.col("left_out").sum(), pl.len().cast(pl.Int64).alias("missing"))
    )
    partly = pl.col("at_least").is_not_null()
    known = pl.col("municipalities") - pl.col("missing")
    return (
        counts.join(outside, on=list(KEY), how="left", maintain_order="left")
        .with_columns(
            active_runners=pl.coalesce("active_runners", "at_least"),
            population=pl.when(partly)
            .then(pl.col("population") - pl.col("left_out"))
            .otherwise("population"),
            note=pl.when(partly).then(pl.format(KNOWN_ONLY, known, "municipalities")).otherwise("note"),
        )
        .drop("left_out", "missing")
    )


def partly_known(table: pl.DataFrame) -> pl.DataFrame:
    """`quarter`, `level`, `area_code` of the areas whose rate is over those parts alone that are known.

    Args:
        table: Rows of the tidy table.
    """
    unknown = (pl.col("indicator") == ACTIVE.name) & pl.col("value").is_null()
    return table.filter(unknown).select(KEY)


def beside_country(counts: pl.DataFrame) -> pl.DataFrame:
    """Regions beside the country's number, `active_runners_of_country`.

    Args:
        counts: As `active_runners` returns them.
    """
    country = counts.filter(pl.col("level") == "country").select(
        "quarter", active_runners_of_country="active_runners"
    )
    known = pl.all_horizontal(pl.col("active_runners", "active_runners_of_country").is_not_null())
    return (
        counts.filter(pl.col("level") == "region")
        .join(country, on="quarter", how="left", maintain_order="left")
        .with_columns(note=pl.when(~known).then(pl.lit(PART_UNKNOWN)))
    )


def with_adults(counts: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """The country beside its adults of the nearest quarter with ages, which is the period they are of."""
    people = given.quarters.select("quarter", "people_source")
    return (
        counts.filter(pl.col("level") == "country")
        .with_columns(note=pl.when(pl.col("active_runners").is_null()).then(pl.lit(PART_UNKNOWN)))
        .join(given.adults, on="quarter", how="left", maintain_order="left")
        .join(people, on="quarter", how="left", maintain_order="left")
        .with_columns(
            population_period="adults_period",
            source=pl.concat_str("source", "people_source", separator="; "),
        )
    )
