"""Counts of events as a delivery holds them, of the country and the regions."""

from __future__ import annotations

import polars as pl

from analysis.ingest.tables.event_counts import EVENT_COUNTS


def events_of(activations: pl.DataFrame, **other: pl.Expr | int | str | None) -> pl.DataFrame:
    """A row for each area of a table of activations, in a fixed proportion to them.

    Args:
        activations: `level`, `area_code`, `area`, `activations`.
        other: Columns that are otherwise.
    """
    net = pl.col("activations")
    counted: dict[str, pl.Expr | int | str | None] = {
        "active_by_day": net * 40,
        "active_by_night": net * 30,
        "activations": net,
        "alerted": net * 25 // 2,
        "accepted": net * 3,
        "arrived": net * 7 // 4,
        "accepted_times": net - 6,
        "accepted_median": 41,
        "accepted_p90": 130,
        "arrived_times": net - 7,
        "arrived_median": 290,
        "arrived_p90": 600,
        "compared": net - 8,
        "before_ambulance": net // 2,
        "note": "Talt for sig.",
        **other,
    }
    columns = {name: one if isinstance(one, pl.Expr) else pl.lit(one) for name, one in counted.items()}
    areas = activations.select("level", "area_code", "area", **columns)
    return areas.select(list(EVENT_COUNTS.schema)).cast(EVENT_COUNTS.schema)  # type: ignore[arg-type]
