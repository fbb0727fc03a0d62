"""Developments: what changed since earlier deliveries, computed from the rows of the tidy table.

Every comparison is on the geography of the quarter reported. A quarter that was not delivered is a gap, and
where a delivery declares a break, what lies before it is not compared with what lies after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from analysis.indicators import activations, aeds, runners
from analysis.indicators.activations import OWN, OWN_BY_ONE, OWN_PER_DAY, OWN_QUARTERS
from analysis.indicators.declaration import (
    COUNTRY_ONLY,
    LEVELS,
    MUNICIPALITIES_ONLY,
    QUARTER,
    WITHOUT_REPORT_AREAS,
    YEAR,
    Comparison,
    Derivation,
    Indicator,
    Unit,
)
from analysis.indicators.formulas import Change, ControlLimits, OwnQuarter, Published, Ratio, Sum
from analysis.indicators.limits import (
    false_discoveries,
    poisson_limits,
    rate_ratio_limits,
    robust_spread,
    wilson_limits,
)
from analysis.indicators.rows import labelled
from analysis.indicators.schema import Indicators, areas_within
from analysis.indicators.spread import laney_limits
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.reference.files import Reference
from analysis.texts.notes import note

KEY: Final = ("level", "area_code")
INPUTS: Final = ("numerator", "denominator", "lower", "upper")
NO_INPUTS: Final = {name: pl.lit(None, dtype=pl.Float64) for name in INPUTS}
LIMITS: Final = pl.Struct({"lower": pl.Float64, "upper": pl.Float64})
FEWEST_FOR_SPREAD: Final = 20
WITHIN_95_PERCENT: Final = 1.959963984540054
NOT_COMPARABLE: Final = note("not-comparable")
OTHER_START: Final = note("other-start")
COUNTED_DOWN: Final = note("counted-down")
BREAK: Final = note("break", reason="{}")
BREAK_INSIDE: Final = note("break-inside", reason="{}")
FROM_ZERO: Final = note("from-zero")
FROM_NEWS: Final = note("from-news")
TWO_POPULATIONS: Final = note("two-populations", earlier="{}", later="{}")


COMPARABLE: Final = tuple(
    one
    for one in (*runners.DECLARED, *activations.DECLARED, *aeds.DECLARED, *OWN_QUARTERS)
    if one.changes or one.controlled or one.earlier_published
)
COMPARED: Final = tuple(one for one in COMPARABLE if one.changes)
STOCKS: Final = tuple(one for one in COMPARED if isinstance(one.formula, Sum))
RATES: Final = tuple(one for one in COMPARED if one.stock and not isinstance(one.formula, Sum))
FLOWS: Final = (OWN_PER_DAY, activations.PER_DAY)
CONTROLLED: Final = tuple(one for one in COMPARABLE if one.controlled)
EARLIER_PUBLISHED: Final = tuple(one for one in COMPARABLE if one.earlier_published)
FEWEST_QUARTERS: Final = 8
CONTROL_NOTE: Final = note("control")


def change_of(base: Indicator, kind: Comparison, *, percent: bool = False) -> Indicator:
    """The change of an indicator since an earlier quarter, in its unit or in per cent."""
    flow = isinstance(base.formula, Ratio | OwnQuarter) and not base.stock
    return Indicator(
        name=f"{base.name}_change_{kind.name}{'_percent' if percent else ''}",
        family="changes",
        formula=Change(
            of=base.formula,
            name=base.name,
            quarters=kind.quarters,
            percent=percent,
            limits="ratio" if percent and flow else "",
        ),
        unit=Unit.PERCENT if percent else base.unit,
        levels=base.levels,
        decimals=1 if percent else 0,
        better=base.better,
        in_report=base.in_report,
        listed=False,
        optional="an earlier quarter",
        breaks_with=base.breaks,
        derivation=Derivation(f"change-{kind.name}{'-percent' if percent else ''}", base.name),
    )


def expected_of(base: Indicator, kind: Comparison) -> Indicator:
    """The change in per cent that a municipality would have had, had all grown alike."""
    return _against_all(base, kind, "expected_percent", Unit.PERCENT)


def deviation_of(base: Indicator, kind: Comparison) -> Indicator:
    """How far a municipality's change lies from that, in standard deviations."""
    return _against_all(base, kind, "deviation", Unit.STANDARD_DEVIATIONS)


def stands_out_of(base: Indicator, kind: Comparison) -> Indicator:
    """Whether that deviation is one of those that stand out although all were looked at."""
    return replace(
        _against_all(base, kind, "stands_out", Unit.SIDE),
        method="Benjamini and Hochberg (1995), JRSS B 57:289, at 5 per cent",
    )


def _against_all(base: Indicator, kind: Comparison, name: str, unit: Unit) -> Indicator:
    return Indicator(
        name=f"{base.name}_change_{kind.name}_{name}",
        family="changes",
        formula=Change(of=base.formula, name=base.name, quarters=kind.quarters, against_all=True),
        unit=unit,
        levels=MUNICIPALITIES_ONLY,
        decimals=1 if unit is Unit.PERCENT else 0,
        in_report=False,
        listed=False,
        optional="an earlier quarter",
        breaks_with=base.breaks,
        derivation=Derivation(f"{name.removesuffix('_percent').replace('_', '-')}-{kind.name}", base.name),
    )


def control_of(base: Indicator) -> Indicator:
    """The centre and the limits of the control chart of an indicator's quarters."""
    return Indicator(
        name=f"{base.name}_control",
        family="changes",
        formula=ControlLimits(base.formula, base.name),
        unit=base.unit,
        levels=COUNTRY_ONLY,
        in_report=False,
        listed=False,
        optional=f"{FEWEST_QUARTERS} quarters",
        method="Laney (2002), Quality Engineering 14:531",
        breaks_with=base.breaks,
        derivation=Derivation("control", base.name),
    )


def earlier_published_of(base: Indicator) -> Indicator:
    """Earlier figures of an indicator, as they were published."""
    return Indicator(
        name=f"{base.name}_earlier_published",
        family="changes",
        formula=Published(),
        unit=base.unit,
        levels=WITHOUT_REPORT_AREAS,
        in_report=False,
        listed=False,
        optional="an earlier published figure",
        derivation=Derivation("earlier-published", base.name),
    )


def derived() -> Iterator[Indicator]:
    """Every indicator that is derived by a rule from another, in the order in which they are computed."""
    for base in CONTROLLED:
        yield control_of(base)
    for base in (*STOCKS, *RATES, *FLOWS):
        for kind in base.changes:
            yield change_of(base, kind)
            if base.changes_in_percent:
                yield change_of(base, kind, percent=True)
    for kind in (QUARTER, YEAR):
        for base in COMPARED:
            if base.against_all:
                yield from (expected_of(base, kind), deviation_of(base, kind), stands_out_of(base, kind))
    yield from map(earlier_published_of, EARLIER_PUBLISHED)


def developments(series: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Own quarters, changes, control limits and how municipalities stray from the country's change.

    Args:
        series: The rows of every quarter, on one geography.
        snapshot: The deliveries with their declared breaks.
    """
    placed = series.with_columns(position=position(pl.col("quarter")))
    breaks = expanded_breaks(snapshot)
    own = pl.concat([own_activations(placed, breaks), own_shares(placed, activations.BY_ONE, breaks)])
    both = pl.concat([placed, own], how="diagonal")
    changes = [
        *(stock_changes(placed, one, kind, breaks) for one in STOCKS for kind in one.changes),
        *(rate_changes(placed, one, kind, breaks) for one in RATES for kind in one.changes),
        *(flow_changes(both, one, kind, breaks) for one in FLOWS for kind in one.changes),
    ]
    changed = pl.concat([own, control_limits(own), *changes], how="diagonal")
    judged = [against_country(changed, kind) for kind in runners.ACTIVE.changes]
    return pl.concat([changed.select(Indicators.column_names()), *judged])


def position(quarter: pl.Expr) -> pl.Expr:
    """A quarter's place in time: `2025Q2` → 8101, one more than the quarter before."""
    return quarter.str.slice(0, 4).cast(pl.Int32) * 4 + quarter.str.slice(5, 1).cast(pl.Int32) - 1


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
    inside = declared.join(within, left_on="broken", right_on="whole").with_columns(inside=pl.lit(True))
    around = (
        declared.join(within, left_on="broken", right_on="area_code")
        .filter(pl.col("broken") != pl.col("whole"))
        .with_columns(area_code="whole", level="whole_level", inside=pl.lit(False))
    )
    return pl.concat([inside, around], how="diagonal").select(
        "series", "level", "area_code", "break_at", "reason", "inside"
    )


def paired(series: pl.DataFrame, indicator: Indicator, quarters: int, breaks: pl.DataFrame) -> pl.DataFrame:
    """Rows of an indicator beside the same area's row so many quarters earlier.

    Args:
        series: Rows of the tidy table with their `position`.
        indicator: Which one.
        quarters: How many quarters lie between the two.
        breaks: As `expanded_breaks` returns them.

    Returns:
        The later rows with `base` and `base_*` columns of the earlier one, `broken` (the reason of a break
        between the two) and `contains` (the reason of a break in a part).
    """
    now = series.filter(pl.col("indicator") == indicator.name)
    earlier = now.select(
        *KEY,
        position=pl.col("position") + quarters,
        base="value",
        base_as_of="as_of",
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
        .join(relevant, on=KEY)
        .filter(pl.col("break_at") <= pl.col("position"), pl.col("break_at") > pl.col("position") - quarters)
        .group_by(*KEY, "position", maintain_order=True)
        .agg(
            broken=pl.col("reason").filter("inside").first(),
            contains=pl.col("reason").filter(~pl.col("inside")).first(),
        )
    )
    return now.join(earlier, on=[*KEY, "position"], how="inner", maintain_order="left").join(
        between, on=[*KEY, "position"], how="left", maintain_order="left"
    )


def _as_change(pairs: pl.DataFrame, indicator: Indicator, value: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of a change from pairs: null with its reason where the two cannot be compared."""
    comparable = pl.col("broken").is_null()
    new = {name: pl.when(comparable).then(expression) for name, expression in columns.items()}
    sources = pl.concat_list("source", "base_source").list.unique(maintain_order=True).list.join("; ")
    return (
        pairs.with_columns(
            **{name: pl.lit(None, dtype=pl.Float64) for name in INPUTS}
            | {"value": pl.when(comparable).then(value)}
            | new,
            indicator=pl.lit(indicator.name),
            unit=pl.lit(indicator.unit.key),
            period_start="base_as_of",
            period_end="as_of",
            source=sources,
            from_zero=pl.col("value").is_not_null() & (pl.col("base") == 0),
            basis=pl.lit("counts", dtype=Indicators.basis.dtype),
        )
        .with_columns(
            status=pl.when(pl.col("value").is_null())
            .then(pl.lit("missing"))
            .otherwise(pl.lit("published"))
            .cast(Indicators.status.dtype),
            note=pl.when(pl.col("broken").is_not_null())
            .then(pl.format(BREAK, "broken"))
            .when(pl.col("value").is_null() & pl.col("from_zero"))
            .then(pl.lit(FROM_ZERO))
            .when(pl.col("value").is_null())
            .then(pl.lit(NOT_COMPARABLE))
            .when(pl.col("contains").is_not_null())
            .then(pl.format(BREAK_INSIDE, "contains"))
            .otherwise(_two_populations()),
        )
        .with_columns(
            pl.when(pl.col("value").is_not_null()).then(pl.col(name)).alias(name) for name in INPUTS
        )
        .select(*Indicators.column_names(), "position")
    )


def _two_populations() -> pl.Expr:
    """Says which two populations a change of a rate rests on; null where it is one or none."""
    text = pl.format(TWO_POPULATIONS, "base_population", "population_period")
    return pl.when(pl.col("base_population") != pl.col("population_period")).then(text)


def stock_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a stock count, in number and in per cent of the earlier count.

    No limits: two counts of the same register share most of their people, so that the change is what it is.
    """
    pairs = paired(series, indicator, kind.quarters, breaks)
    change = pl.col("value") - pl.col("base")
    in_percent = _as_change(
        pairs,
        change_of(indicator, kind, percent=True),
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
    )
    return pl.concat([_as_change(pairs, change_of(indicator, kind), change), in_percent])


def rate_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a rate, each of the two formed with the population of its own date."""
    pairs = paired(series, indicator, kind.quarters, breaks)
    return _as_change(pairs, change_of(indicator, kind), pl.col("value") - pl.col("base"))


def own_activations(series: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """A quarter's own net activations, in all and per day, from counts of the year to date.

    In a year's first quarter they are the count itself. Later they are the difference from the quarter
    before, where that was delivered: never across a year's end, a break or counts that start on other days.
    """
    first_of_year = pl.col("quarter").str.ends_with("Q1")
    first = (
        series.filter((pl.col("indicator") == activations.NET.name) & first_of_year)
        .pipe(labelled, OWN)
        .select(*Indicators.column_names(), "position")
    )
    pairs = paired(series, activations.NET, 1, breaks).filter(~first_of_year)
    same_start = pl.col("period_start") == pl.col("base_start")
    difference = pl.col("value") - pl.col("base")
    later = (
        _as_change(pairs, OWN, pl.when(same_start & (difference >= 0)).then(difference))
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
            .then(pl.lit(COUNTED_DOWN))
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
        period_start=pl.col("base_as_of") + pl.duration(days=1),
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


def flow_changes(
    series: pl.DataFrame, indicator: Indicator, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a flow per day, in number and in per cent with the limits of the ratio of the two rates."""
    pairs = paired(series, indicator, kind.quarters, breaks)
    limits = pl.struct("numerator", "denominator", "base_numerator", "base_denominator").map_elements(
        _ratio_limits, return_dtype=LIMITS
    )
    with_limits = pairs.with_columns(limits=limits)
    change = pl.col("value") - pl.col("base")
    in_percent = _as_change(
        with_limits,
        change_of(indicator, kind, percent=True),
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
        lower=pl.col("limits").struct["lower"],
        upper=pl.col("limits").struct["upper"],
    )
    return pl.concat([_as_change(pairs, change_of(indicator, kind), change), in_percent])


def _ratio_limits(counts: dict[str, float | None]) -> dict[str, float | None]:
    """95 % limits of a change in per cent; none where a count is null or the earlier one is 0."""
    now, days, base, base_days = counts.values()
    if now is None or days is None or not base or base_days is None:
        return {"lower": None, "upper": None}
    limits = rate_ratio_limits(int(now), days, int(base), base_days)
    return {"lower": (limits.lower - 1) * 100, "upper": (limits.upper - 1) * 100}


def with_runs(series: pl.DataFrame, breaks: pl.DataFrame, family: str) -> pl.DataFrame:
    """Known values of a series with the `run` each belongs to: one ends at a gap and at a declared break.

    Args:
        series: Rows of one indicator, of one level or more.
        breaks: As `expanded_breaks` returns them.
        family: The series in which a break counts.
    """
    starts = (
        breaks.filter(pl.col("series") == family, "inside")
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
    """How far each municipality's change of active runners lies from the country's, seen by its size.

    The country's growth is what every municipality would have had if all grew alike. How much municipalities
    stray from it is taken from the municipalities themselves: the residual of each, over the square root of
    what was expected, has a robust spread (median absolute deviation), which holds for the size of a typical
    municipality's own turnover. Municipalities with a break stand outside.

    Returns:
        For every quarter with at least 20 comparable municipalities, a row per municipality of
        `…_expected_percent` (the country's change, with the range that 95 % of municipalities of its size
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


def published_points(snapshot: Snapshot, series: pl.DataFrame) -> pl.DataFrame:
    """Earlier figures as they were published, each a point of its own: nothing is computed with them.

    Only undoubted figures with a date before the quarter's own, of areas that still exist, that no delivery
    covers. Of several in a quarter the latest is kept.
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
            note=pl.when(pl.col("as_of").is_null()).then(pl.lit(FROM_NEWS)),
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
        .unique(["quarter", *KEY, "indicator"], keep="last", maintain_order=True)
        .select(Indicators.column_names())
    )


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
