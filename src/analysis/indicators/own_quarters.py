"""A quarter's own activations and acceptance, from counts of the year to date, and their control limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from analysis.indicators import activations
from analysis.indicators.activations import OWN, OWN_BY_ONE, OWN_PER_DAY
from analysis.indicators.changes import KEY, LIMITS, as_change, paired
from analysis.indicators.declaration import (
    Indicator,
    Unit,
)
from analysis.indicators.derivations import (
    CONTROLLED,
    FEWEST_QUARTERS,
    control_of,
)
from analysis.indicators.limits import (
    poisson_limits,
    wilson_limits,
)
from analysis.indicators.rows import labelled
from analysis.indicators.schema import Indicators
from analysis.indicators.spread import laney_limits
from analysis.texts.notes import day_in_note, note, parts_joined

OTHER_START: Final = note("other-start")
DAYS_IN_NO_COUNT: Final = note("days-in-no-count", first="{}", last="{}")
YEAR_TO_DATE_FELL_NOTE: Final = note("counted-down")
CONTROL_NOTE: Final = note("control")


def own_activations(series: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """Net activations since the count before, in all and per day, from counts of the year to date.

    In a year's first quarter they are the count itself. Later they are the difference from the quarter
    before, where that was delivered: never across a year's end, a break or counts that start on other days.
    Their days begin after the last one that the count before holds. The first of a year say which days
    before them no count holds.
    """
    first_of_year = pl.col("quarter").str.ends_with("Q1")
    first = (
        series.filter(pl.col("indicator") == activations.NET.name)
        .join(uncounted_days(series), on=[*KEY, "position"], how="left", maintain_order="left")
        .with_columns(note=parts_joined(_days_in_no_count(), "note"))
        .filter(first_of_year)
        .pipe(labelled, OWN)
        .select(*Indicators.column_names(), "position")
    )
    pairs = paired(series, activations.NET, 1, breaks).filter(~first_of_year)
    same_start = pl.col("period_start") == pl.col("base_start")
    difference = pl.col("value") - pl.col("base")
    later = (
        as_change(pairs, OWN, pl.when(same_start & (difference >= 0)).then(difference))
        .join(
            pairs.select(*KEY, "position", "broken", same_start=same_start, counted_down=difference < 0),
            on=[*KEY, "position"],
            maintain_order="left",
        )
        .with_columns(
            period_start=pl.col("period_start") + pl.duration(days=1),
            note=pl.when(pl.col("broken").is_not_null())
            .then("note")
            .when(~pl.col("same_start"))
            .then(pl.lit(OTHER_START))
            .when("counted_down")
            .then(pl.lit(YEAR_TO_DATE_FELL_NOTE))
            .otherwise("note"),
        )
        .drop("broken", "same_start", "counted_down")
    )
    own = pl.concat([first, later])
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    per_day = (
        own.drop_nulls("value")
        .with_columns(
            indicator=pl.lit(OWN_PER_DAY.name),
            unit=pl.lit(OWN_PER_DAY.unit.key),
            numerator="value",
            denominator=days.cast(pl.Float64),
            limits=pl.col("value").map_elements(
                lambda count: poisson_limits(int(count))._asdict(), return_dtype=LIMITS
            ),
        )
        .with_columns(
            value=pl.col("numerator") / pl.col("denominator"),
            lower=pl.col("limits").struct["lower"] / pl.col("denominator"),
            upper=pl.col("limits").struct["upper"] / pl.col("denominator"),
        )
        .drop("limits")
    )
    return pl.concat([own, per_day])


def _days_in_no_count() -> pl.Expr:
    """Says which days before a count no count holds; null where there are none."""
    return pl.format(DAYS_IN_NO_COUNT, day_in_note(pl.col("first")), day_in_note(pl.col("last")))


def uncounted_days(series: pl.DataFrame) -> pl.DataFrame:
    """Days between two counts of different years that neither holds, as `first` and `last` of them.

    Args:
        series: Rows of the tidy table with their `position`.

    Returns:
        Them with `level`, `area_code` and the `position` of the later count, where there are such days.
    """
    one_day = pl.duration(days=1)
    return (
        series.filter(pl.col("indicator") == activations.NET.name)
        .sort("position", maintain_order=True)
        .select(
            *KEY,
            "position",
            first=pl.col("period_end").shift(1).over(KEY) + one_day,
            last=pl.col("period_start") - one_day,
        )
        .filter(pl.col("first") <= pl.col("last"))
    )


def own_shares(series: pl.DataFrame, indicator: Indicator, breaks: pl.DataFrame) -> pl.DataFrame:
    """A quarter's own share of activations, from counts of the year to date that are known in both quarters.

    Nothing is formed across a year's end, a break of the share or of the activations, counts that start on
    other days, or counts that fell.
    """
    counted = series.filter(pl.col("indicator") == indicator.name).drop_nulls(["numerator", "denominator"])
    first_of_year = pl.col("quarter").str.ends_with("Q1")
    pairs = paired(counted, replace(indicator, breaks_with=OWN_BY_ONE.breaks), 1, breaks).filter(
        ~first_of_year, pl.col("period_start") == pl.col("base_start"), pl.col("broken").is_null()
    )
    later = pairs.with_columns(
        period_start=pl.col("base_day") + pl.duration(days=1),
        numerator=pl.col("numerator") - pl.col("base_numerator"),
        denominator=pl.col("denominator") - pl.col("base_denominator"),
    )
    columns = [*Indicators.column_names(), "position"]
    own = pl.concat([counted.filter(first_of_year).select(columns), later.select(columns)])
    within = (pl.col("numerator") >= 0) & (pl.col("numerator") <= pl.col("denominator"))
    limits = pl.struct("numerator", "denominator").map_elements(
        lambda share: wilson_limits(int(share["numerator"]), int(share["denominator"]))._asdict(),
        return_dtype=LIMITS,
    )
    return (
        own.filter(within, pl.col("denominator") > 0)
        .with_columns(limits=limits)
        .with_columns(
            indicator=pl.lit(OWN_BY_ONE.name),
            value=pl.col("numerator") / pl.col("denominator") * 100,
            lower=pl.col("limits").struct["lower"] * 100,
            upper=pl.col("limits").struct["upper"] * 100,
        )
        .drop("limits")
    )


def control_limits(own: pl.DataFrame) -> pl.DataFrame:
    """Between which limits the country's own quarters lie as long as nothing but usual variation is at work.

    A u chart of activations per day and a p chart of acceptance, both with Laney's correction, once there are
    eight quarters.

    Args:
        own: Rows of `own_activations` and `own_shares`.

    Returns:
        A row per quarter of `…_control`: value is the centre, lower and upper the limits.
    """
    parts = []
    for indicator in CONTROLLED:
        rows = own.filter(pl.col("indicator") == indicator.name, pl.col("level") == "country").sort(
            "position"
        )
        if rows.height < FEWEST_QUARTERS:
            continue
        events, sizes = (rows[name].to_numpy() for name in ("numerator", "denominator"))
        centre = events.sum() / sizes.sum()
        if not centre > 0:
            continue
        is_share = indicator.unit is Unit.PERCENT
        if is_share and centre == 1:
            continue
        scale = float(indicator.unit.per)
        errors = np.sqrt(centre * ((1 - centre) if is_share else 1.0) / sizes)
        low, high = laney_limits(events / sizes, errors, centre)
        parts.append(
            rows.with_columns(
                indicator=pl.lit(control_of(indicator).name),
                value=pl.lit(float(centre * scale)),
                numerator=pl.lit(float(events.sum())),
                denominator=pl.lit(float(sizes.sum())),
                lower=pl.Series(np.clip(low, 0, None) * scale),
                upper=pl.Series(np.clip(high, None, 1 if is_share else None) * scale),
                note=pl.lit(CONTROL_NOTE),
            )
        )
    return pl.concat(parts) if parts else own.clear()
