"""Earlier figures as they were published, each a point of its own: nothing is computed with them."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.formatting import number
from analysis.indicators.changes import INPUTS, KEY
from analysis.indicators.declaration import (
    LEVELS,
)
from analysis.indicators.derivations import (
    EARLIER_PUBLISHED,
    earlier_published_of,
)
from analysis.indicators.schema import Indicators
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.reference.files import Reference
from analysis.texts.notes import note, parts_joined

DATE_OF_MENTION_NOTE: Final = note("from-news")
HOST: Final = r"^https?://(?:www\.)?([^/]+)"
ALSO_PUBLISHED: Final = note("also-published", numbers="{}")


def published_points(snapshot: Snapshot, series: pl.DataFrame) -> pl.DataFrame:
    """Earlier figures as they were published, each a point of its own: nothing is computed with them.

    Only undoubted figures with a date before the quarter's own, of areas that still exist, that no delivery
    covers. Of several in a quarter the latest is kept, and its note has the others.
    """
    names = area_labels(snapshot.reference)
    units = {one.name: one.unit.key for one in EARLIER_PUBLISHED}
    called = {one.name: earlier_published_of(one).name for one in EARLIER_PUBLISHED}
    covered = series.filter(pl.col("value").is_not_null()).select("indicator", *KEY, "as_of")
    dated = (
        snapshot.reference.published.filter(~pl.col("doubtful"), pl.col("indicator").is_in(list(units)))
        .drop_nulls("value")
        .join(names, on=["level", "area"])
        .with_columns(
            pl.col("level").cast(pl.Enum(LEVELS)),
            when=pl.coalesce("as_of", "published"),
            note=pl.when(pl.col("as_of").is_null()).then(pl.lit(DATE_OF_MENTION_NOTE)),
        )
        .drop_nulls("when")
        .with_columns(
            period_start=first_day(pl.col("when").str.split("/").list.first()),
            period_end=last_day(pl.col("when").str.split("/").list.last()),
        )
        .with_columns(as_of="period_end")
        .filter(pl.col("as_of") < snapshot.delivery.as_of)
        .join(covered, on=["indicator", *KEY, "as_of"], how="anti")
    )
    # A point of January lies before a fourth quarter that is counted in January, and belongs to it.
    latest = pl.min_horizontal("as_of", pl.lit(snapshot.delivery.quarter.last_day))
    return (
        dated.with_columns(
            quarter=pl.format("{}Q{}", latest.dt.year(), (latest.dt.month() + 2) // 3),
            population_period=pl.lit(None, dtype=pl.String),
            unit=pl.col("indicator").replace_strict(units, return_dtype=pl.String),
            indicator=pl.col("indicator").replace_strict(called, return_dtype=pl.String),
            status=pl.lit("published", dtype=Indicators.status.dtype),
            basis=pl.lit("published", dtype=Indicators.basis.dtype),
            simulated=pl.lit(snapshot.delivery.simulated),
            **{name: pl.lit(None, dtype=pl.Float64) for name in INPUTS},
        )
        .sort("indicator", *KEY, "as_of", maintain_order=True)
        .with_columns(note=parts_joined("note", others_of_quarter()))
        .unique(["quarter", *KEY, "indicator"], keep="last", maintain_order=True)
        .select(Indicators.column_names())
    )


def others_of_quarter() -> pl.Expr:
    """What was published in a quarter before its latest figure, with dates and sources; null if nothing.

    Of rows with `when` and `source` in the order of their days.
    """
    place = ["quarter", *KEY, "indicator"]
    told = pl.format(
        "{} ({}, {})",
        pl.col("value").map_elements(lambda one: number(one, 0), return_dtype=pl.String),
        "when",
        pl.coalesce(pl.col("source").str.extract(HOST), "source"),
    )
    others = pl.when(pl.int_range(pl.len()).over(place) < pl.len().over(place) - 1).then(told)
    joined = others.drop_nulls().str.join("; ").over(place)
    return pl.when(joined != "").then(pl.format(ALSO_PUBLISHED, joined))


def area_labels(reference: Reference) -> pl.DataFrame:
    """`level`, `area`, `area_code` of the country, the regions and the municipalities."""
    geography = reference.geography
    return pl.concat(
        [
            pl.DataFrame({"level": ["country"], "area": [COUNTRY[1]], "area_code": [COUNTRY[0]]}),
            geography.select(
                pl.lit("region").alias("level"), area="region", area_code="region_code"
            ).unique(),
            geography.select(
                pl.lit("municipality").alias("level"), area="municipality", area_code="municipality_code"
            ),
        ]
    )


def first_day(text: pl.Expr) -> pl.Expr:
    """`2020`, `2020-11` or `2020-11-02` → the first day of that year, month or day."""
    return pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False),
        (text + "-01").str.to_date("%Y-%m-%d", strict=False),
        (text + "-01-01").str.to_date("%Y-%m-%d", strict=False),
    )


def last_day(text: pl.Expr) -> pl.Expr:
    """`2020`, `2020-11` or `2020-11-02` → the last day of that year, month or day."""
    return pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False),
        (text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end(),
        (text + "-12-31").str.to_date("%Y-%m-%d", strict=False),
    )
