"""How many AEDs have sixty active runners within 2,000 metres, by municipality.

The number is that of the Dutch programme for areas outside towns; that it counts within 2,000 metres of the
AED is our interpretation. AEDs take the place of inhabited cells: the squares of
`analysis.events.runners_near` are the same. By day and at night are told apart, and no mean of the week is
formed: half an AED has no runners.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.events.checking import OpenedTable, collected
from analysis.events.distances import CODES, municipality_of
from analysis.events.engines import EngineError, ReductionEngine
from analysis.events.projecting import projected, scale_factor
from analysis.events.runners_near import rank_column, with_ranks
from analysis.ingest.tables.coverage import MANY_RUNNERS, MANY_WITHIN, OF_AEDS

PLACED: Final = "placed"
PERIODS: Final = tuple(OF_AEDS)


def aeds_there(as_of: date) -> nw.Expr:
    """Whether an AED with a place counts: from the day it was registered to the day before it was retired."""
    day = as_of.isoformat()
    kept = nw.col("retired").is_null() | (nw.col("retired") > day)
    return (nw.col("registered") <= day) & kept & ~nw.col("longitude").is_null()


def aeds_near_runners(
    engine: ReductionEngine, aeds: OpenedTable, as_of: date, points: nw.LazyFrame[Any]
) -> pl.DataFrame:
    """`area_code` (of a municipality), `placed`, and by period AEDs with so many runners near; exact.

    Args:
        engine: What reads the extracts.
        aeds: With coordinates.
        as_of: The day whose AEDs count.
        points: As `analysis.events.last_places.points_of` returns them.

    Raises:
        InputError: The files could not be read to the end.
    """
    placed = projected(aeds.frame.filter(aeds_there(as_of))).select("x", "y", "municipality")
    schema = {"x": pl.Float64, "y": pl.Float64, "municipality": pl.Int64}
    found = collected(engine, "aeds", placed, schema).with_row_index("place")
    standing = engine.small(
        found.select("x", "y", home=pl.col("place").cast(pl.Int64) * CODES + pl.col("municipality"))
    ).with_columns(scale=scale_factor(nw.col("x")))
    try:
        ranked = with_ranks(engine, standing, points, (MANY_WITHIN,), PERIODS, (MANY_RUNNERS,))
    except EngineError as error:
        broken = f"a reading that broke off ({error})"
        raise InputError([Problem("positions", None, None, broken, "files that are whole")]) from None
    counted = (
        ranked.select(
            municipality=municipality_of(nw.col("home")),
            placed=nw.lit(1),
            **{period: nw.col(rank_column(MANY_WITHIN, period)) for period in PERIODS},
        )
        .group_by("municipality")
        .agg(*(nw.col(name).sum() for name in (PLACED, *PERIODS)))
    )
    columns = {"municipality": pl.Int64, **dict.fromkeys((PLACED, *PERIODS), pl.Int64)}
    return collected(engine, "aeds", counted, columns).select(
        pl.col("municipality").cast(pl.String).alias("area_code"), PLACED, *PERIODS
    )
