"""Developments: what changed since earlier deliveries, computed from the rows of the tidy table.

Every comparison is on the geography of the quarter reported. A quarter that was not delivered is a gap, and
where a delivery declares a break, what lies before it is not compared with what lies after it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators import runners
from analysis.indicators.declaration import (
    Comparison,
    Indicator,
)
from analysis.indicators.derivations import (
    change_of,
    deviation_of,
    expected_of,
    stands_out_of,
)
from analysis.indicators.limits import (
    false_discoveries,
    rate_ratio_limits,
    robust_spread,
)
from analysis.indicators.rows import labelled
from analysis.indicators.schema import Indicators, areas_within
from analysis.ingest.snapshot import Snapshot
from analysis.texts.notes import BETWEEN, day_in_note, note, parts_joined, quarter_in_note

KEY: Final = ("level", "area_code")
INPUTS: Final = ("numerator", "denominator", "lower", "upper")
LIMITS: Final = pl.Struct({"lower": pl.Float64, "upper": pl.Float64})
FEWEST_FOR_SPREAD: Final = 20
WITHIN_95_PERCENT: Final = 1.959963984540054
NOT_COMPARABLE: Final = note("not-comparable")
SAME_COUNT: Final = note("same-count", quarter="{}", day="{}")
BREAK: Final = note("break", reason="{}")
BREAK_INSIDE: Final = note("break-inside", reason="{}")
FROM_ZERO: Final = note("from-zero")
TWO_POPULATIONS: Final = note("two-populations", earlier="{}", later="{}")


def position(quarter: pl.Expr) -> pl.Expr:
    """A quarter's place in time: `2025Q2` → 8101, one more than the quarter before."""
    return quarter.str.slice(0, 4).cast(pl.Int32) * 4 + quarter.str.slice(5, 1).cast(pl.Int32) - 1


def last_day() -> pl.Expr:
    """The last day of a row's period; of a stock, the day it was counted on."""
    return pl.coalesce("period_end", "as_of")


def expanded_breaks(snapshot: Snapshot) -> pl.DataFrame:
    """Declared breaks, a row for the area and for everything within it.

    Returns:
        `series` (the indicator), `level`, `area_code`, `break_at` (position), `reason`, and `inside`: false
        for an area that only contains the broken one.
    """
    within = areas_within(snapshot.reference)
    declared = pl.concat(
        [
            one.breaks.with_columns(break_at=pl.lit(one.quarter.ordinal, dtype=pl.Int32))
            for one in (*snapshot.earlier, snapshot.delivery)
        ]
    ).rename({"indicator": "series", "area_code": "broken"})
    inside = declared.join(within, left_on="broken", right_on="whole", maintain_order="left").with_columns(
        inside=pl.lit(True)
    )
    around = (
        declared.join(within, left_on="broken", right_on="area_code", maintain_order="left")
        .filter(pl.col("broken") != pl.col("whole"))
        .with_columns(area_code="whole", level="whole_level", inside=pl.lit(False))
    )
    return pl.concat([inside, around], how="diagonal").select(
        "series", "level", "area_code", "break_at", "reason", "inside"
    )


def breaks_within(last: pl.Expr, quarters: int) -> pl.Expr:
    """Whether a break (`break_at`) lies between a quarter and the one so many before it.

    Args:
        last: The position of the later quarter.
        quarters: How many quarters lie between the two.
    """
    return (pl.col("break_at") <= last) & (pl.col("break_at") > last - quarters)


def paired(series: pl.DataFrame, indicator: Indicator, quarters: int, breaks: pl.DataFrame) -> pl.DataFrame:
    """Rows of an indicator beside the same area's row so many quarters earlier.

    Args:
        series: Rows of the tidy table with their `position`.
        indicator: Which one.
        quarters: How many quarters lie between the two.
        breaks: As `expanded_breaks` returns them.

    Returns:
        The later rows with `base` and `base_*` columns of the earlier one, `broken` (the notes on breaks
        between the two) and `contains` (those on breaks in a part).
    """
    now = series.filter(pl.col("indicator") == indicator.name)
    earlier = now.select(
        *KEY,
        position=pl.col("position") + quarters,
        base="value",
        base_day=last_day(),
        base_quarter="quarter",
        base_start="period_start",
        base_numerator="numerator",
        base_denominator="denominator",
        base_population="population_period",
        base_source="source",
    )
    relevant = breaks.filter(pl.col("series").is_in(indicator.breaks))
    between = (
        now.select(*KEY, "position")
        .join(relevant, on=KEY, maintain_order="left_right")
        .filter(breaks_within(pl.col("position"), quarters))
        .group_by(*KEY, "position", maintain_order=True)
        .agg(
            broken=_notes_on(BREAK, pl.col("inside")),
            contains=_notes_on(BREAK_INSIDE, ~pl.col("inside")),
        )
    )
    return now.join(earlier, on=[*KEY, "position"], how="inner", maintain_order="left").join(
        between, on=[*KEY, "position"], how="left", maintain_order="left"
    )


def _notes_on(kind: str, chosen: pl.Expr) -> pl.Expr:
    """A note for each reason of the chosen breaks, as one; null where there is no such break."""
    notes = pl.format(kind, "reason").filter(chosen).unique(maintain_order=True)
    return pl.when(chosen.any()).then(notes.str.join(BETWEEN))


def as_change(pairs: pl.DataFrame, indicator: Indicator, value: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of a change from pairs: null with its reason where the two cannot be compared.

    Two of the same day are one count delivered twice, and no change.
    """
    once = pl.col("base_day") == last_day()
    comparable = pl.col("broken").is_null() & ~once
    new = {name: pl.when(comparable).then(expression) for name, expression in columns.items()}
    sources = pl.concat_list("source", "base_source").list.unique(maintain_order=True).list.join("; ")
    return (
        pairs.with_columns(
            **{name: pl.lit(None, dtype=pl.Float64) for name in INPUTS}
            | {"value": pl.when(comparable).then(value)}
            | new,
            indicator=pl.lit(indicator.name),
            unit=pl.lit(indicator.unit.key),
            period_start="base_day",
            period_end=last_day(),
            source=sources,
            once=once,
            day=last_day(),
            from_zero=pl.col("value").is_not_null() & (pl.col("base") == 0),
            basis=pl.lit("counts", dtype=Indicators.basis.dtype),
        )
        .with_columns(
            status=pl.when(pl.col("value").is_null())
            .then(pl.lit("missing"))
            .otherwise(pl.lit("published"))
            .cast(Indicators.status.dtype),
            note=pl.when(pl.col("broken").is_not_null())
            .then("broken")
            .when("once")
            .then(pl.format(SAME_COUNT, quarter_in_note(pl.col("base_quarter")), day_in_note(pl.col("day"))))
            .when(pl.col("value").is_null() & pl.col("from_zero"))
            .then(pl.lit(FROM_ZERO))
            .when(pl.col("value").is_null())
            .then(pl.lit(NOT_COMPARABLE))
            .otherwise(parts_joined("contains", _two_populations())),
        )
        .with_columns(
            pl.when(pl.col("value").is_not_null()).then(pl.col(name)).alias(name) for name in INPUTS
        )
        .select(*Indicators.column_names(), "position")
    )


def _two_populations() -> pl.Expr:
    """Says which two populations a change of a rate rests on; null where it is one or none."""
    text = pl.format(
        TWO_POPULATIONS,
        quarter_in_note(pl.col("base_population")),
        quarter_in_note(pl.col("population_period")),
    )
    return pl.when(pl.col("base_population") != pl.col("population_period")).then(text)


def stock_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a stock count, in number and in percent of the earlier count.

    No limits: two counts of the same register share most of their people, so that the change is what it is.
    """
    pairs = paired(series, indicator, kind.quarters, breaks)
    change = pl.col("value") - pl.col("base")
    in_percent = as_change(
        pairs,
        change_of(indicator, kind, percent=True),
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
    )
    return pl.concat([as_change(pairs, change_of(indicator, kind), change), in_percent])


def rate_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a rate, each of the two formed with the population of its own date.

    A rate over the known parts of an area alone is not compared: it is that of another area.
    """
    partly = runners.partly_known(series).with_columns(partly=pl.lit(value=True))
    whole = series.join(partly, on=["quarter", *KEY], how="left", maintain_order="left").with_columns(
        value=pl.when(pl.col("partly").is_null() | (pl.col("indicator") != runners.RATE.name)).then("value")
    )
    pairs = paired(whole.drop("partly"), indicator, kind.quarters, breaks)
    return as_change(pairs, change_of(indicator, kind), pl.col("value") - pl.col("base"))


def flow_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a flow per day, in number and in percent with the limits of the ratio of the two rates."""
    pairs = paired(series, indicator, kind.quarters, breaks)
    limits = pl.struct("numerator", "denominator", "base_numerator", "base_denominator").map_elements(
        _ratio_limits, return_dtype=LIMITS
    )
    with_limits = pairs.with_columns(limits=limits)
    change = pl.col("value") - pl.col("base")
    in_percent = as_change(
        with_limits,
        change_of(indicator, kind, percent=True),
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
        lower=pl.col("limits").struct["lower"],
        upper=pl.col("limits").struct["upper"],
    )
    return pl.concat([as_change(pairs, change_of(indicator, kind), change), in_percent])


def _ratio_limits(counts: dict[str, float | None]) -> dict[str, float | None]:
    """95 % limits of a change in percent; none where a count is null or the earlier one is 0."""
    now, days, base, base_days = counts.values()
    if now is None or days is None or not base or base_days is None:
        return {"lower": None, "upper": None}
    limits = rate_ratio_limits(int(now), days, int(base), base_days)
    return {"lower": (limits.lower - 1) * 100, "upper": (limits.upper - 1) * 100}


def with_runs(series: pl.DataFrame, breaks: pl.DataFrame, *families: str) -> pl.DataFrame:
    """Known values of a series with the `run` each belongs to: one ends at a gap and at a declared break.

    Args:
        series: Rows of one indicator, of one level or more.
        breaks: As `expanded_breaks` returns them.
        families: The indicators whose declared breaks count.
    """
    starts = (
        breaks.filter(pl.col("series").is_in(families), "inside")
        .select(*KEY, position="break_at", broken=pl.lit(True))
        .unique()
    )
    placed = series.drop_nulls("value").with_columns(position=position(pl.col("quarter")))
    step = pl.col("position").diff().over(KEY).fill_null(2)
    return (
        placed.join(starts, on=[*KEY, "position"], how="left", maintain_order="left")
        .sort("position", maintain_order=True)
        .with_columns(run=((step != 1) | pl.col("broken").fill_null(False)).cum_sum().over(KEY))
        .drop("broken")
    )


def against_country(changes: pl.DataFrame, kind: Comparison) -> pl.DataFrame:
    """How far each municipality's change of active runners lies from that of all, seen by its size.

    The growth of all that can be compared is what each would have had if they grew alike. How much
    municipalities stray from it is taken from the municipalities themselves: the residual of each, over the
    square root of what was expected, has a robust spread (median absolute deviation), which holds for the
    size of a typical municipality's own turnover. Municipalities with a break stand outside.

    Returns:
        For every quarter with at least 20 comparable municipalities, a row per municipality of
        `…_expected_percent` (the change of all, with the range that 95 % of municipalities of its size
        stay within), of `…_deviation` (its residual in standard deviations) and of `…_stands_out`.
    """
    active = runners.ACTIVE
    comparable = changes.filter(
        (pl.col("indicator") == change_of(active, kind, percent=True).name)
        & (pl.col("level") == "municipality")
        & pl.col("value").is_not_null()
    )
    base, change = pl.col("denominator"), pl.col("numerator")
    growth = 1 + change.sum().over("position") / base.sum().over("position")
    judged = (
        comparable.with_columns(growth=growth)
        .with_columns(residual=(base + change - pl.col("growth") * base) / (pl.col("growth") * base).sqrt())
        .with_columns(spread=robust_spread(pl.col("residual")).over("position"))
        .filter(pl.col("spread") > 0, pl.len().over("position") >= FEWEST_FOR_SPREAD)
    )
    half = WITHIN_95_PERCENT * pl.col("spread") * (pl.col("growth") / base).sqrt() * 100
    expected = (pl.col("growth") - 1) * 100
    range_of_size = judged.with_columns(
        indicator=pl.lit(expected_of(active, kind).name),
        value=expected,
        lower=expected - half,
        upper=expected + half,
    )
    deviation = judged.with_columns(value=pl.col("residual") / pl.col("spread")).pipe(
        labelled, deviation_of(active, kind)
    )
    return (
        pl.concat([range_of_size, deviation, standing_out(deviation, stands_out_of(active, kind))])
        .with_columns(note=pl.lit(None, dtype=pl.String), numerator=None, denominator=None)
        .select(Indicators.column_names())
    )


def standing_out(deviations: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Which deviations of a quarter would be false discoveries in at most one of twenty such findings.

    Args:
        deviations: Rows with their `position`.
        indicator: What the rows are of.

    Returns:
        The rows with the value 1 for one above, -1 for one below and 0 for all that do not stand out.
    """
    sign = pl.when(pl.col("value") > 0).then(1.0).otherwise(-1.0)
    return labelled(
        pl.concat(
            rows.with_columns(value=pl.when(false_discoveries(rows["value"])).then(sign).otherwise(0.0))
            for rows in [deviations.clear(), *deviations.partition_by("position", maintain_order=True)]
        ),
        indicator,
    )
