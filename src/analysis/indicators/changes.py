"""Developments: what changed since earlier deliveries, computed from the rows of the tidy table.

Every comparison is on the geography of the quarter reported. A quarter that was not delivered is a gap, and
where a delivery declares a break, what lies before it is not compared with what lies after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from analysis.disclosure.hiding import policy_of, publishable
from analysis.indicators.comparison import compared
from analysis.indicators.limits import poisson_limits, rate_ratio_limits, robust_spread, wilson_limits
from analysis.indicators.spread import laney_limits
from analysis.indicators.table import (
    LEVELS,
    Indicators,
    areas_within,
    compute_indicators,
    ordered,
    with_safe_texts,
)
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
UNITED: Final = note("united", parts="{}")
FROM_ZERO: Final = note("from-zero")
FROM_NEWS: Final = note("from-news")
TWO_POPULATIONS: Final = note("two-populations", earlier="{}", later="{}")


class Comparison(NamedTuple):
    """A kind of comparison: its name in an indicator's, and how many quarters back it looks."""

    name: str
    quarters: int


QUARTER: Final = Comparison("quarter", 1)
YEAR: Final = Comparison("year", 4)
STOCKS: Final = ("active_runners", "aed_registered", "aed_24_7")
RATES: Final = {"active_runners_rate": "active_runners", "aed_rate": "aed_registered"}
CONTROLLED: Final = ("activations_quarter_per_day", "accepted_by_one_quarter")
FEWEST_QUARTERS: Final = 8
CONTROL_NOTE: Final = note("control")
FLOWS: Final = {"activations_quarter_per_day": (QUARTER, YEAR), "activations_per_day": (YEAR,)}
PUBLISHED: Final = {
    "active_runners": "persons",
    "activations": "alarms",
    "aed_registered": "aeds",
    "aed_24_7": "aeds",
    "aed_24_7_share": "percent",
}


def compute_table(snapshot: Snapshot) -> pl.DataFrame:
    """The whole tidy table: every quarter delivered, what changed between them, earlier published figures.

    Args:
        snapshot: The quarter reported and the deliveries before it.

    Returns:
        A frame that obeys `Indicators`, as it may be published: the earlier quarters on the geography of the
        reported one, without the facts of programme and register, which belong to the reported quarter alone.
    """
    table = publishable(every_number(snapshot), policy_of(snapshot))
    return Indicators.validate(with_safe_texts(ordered(table, snapshot.reference)))


def every_number(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of the table in no order, with what may not be published."""
    reported = compute_indicators(snapshot.delivery, snapshot.reference, snapshot.earlier)
    reported = pl.concat([reported, compared(reported, snapshot.reference.geography)])
    if not snapshot.earlier:
        return pl.concat([reported, published_points(snapshot, reported)])
    without_facts = replace(snapshot.reference, facts=snapshot.reference.facts.clear())
    earlier = [
        with_parts(compute_indicators(one, without_facts, snapshot.earlier[:place]), one.united)
        for place, one in enumerate(snapshot.earlier)
    ]
    series = pl.concat([reported, *earlier]).with_columns(position=position(pl.col("quarter")))
    breaks = expanded_breaks(snapshot)
    own = pl.concat([own_activations(series, breaks), own_shares(series, "accepted_by_one", breaks)])
    changes = [
        *(stock_changes(series, name, kind, breaks) for name in STOCKS for kind in (QUARTER, YEAR)),
        *(rate_changes(series, name, kind, breaks) for name in RATES for kind in (QUARTER, YEAR)),
        *(
            flow_changes(pl.concat([series, own], how="diagonal"), name, kind, breaks)
            for name, kinds in FLOWS.items()
            for kind in kinds
        ),
    ]
    changed = pl.concat([own, control_limits(own), *changes], how="diagonal")
    spread = [against_country(changed, kind) for kind in (QUARTER, YEAR)]
    points = published_points(snapshot, series)
    table = pl.concat([series, changed, *spread], how="diagonal").select(Indicators.column_names())
    return pl.concat([table, points])


def with_parts(table: pl.DataFrame, united: pl.DataFrame) -> pl.DataFrame:
    """Rows of regions that did not exist yet say what they were added up from."""
    parts = united.group_by("area_code", maintain_order=True).agg(pl.col("part").str.join(" og "))
    return (
        table.join(parts, on="area_code", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("part").is_not_null())
            .then(pl.concat_str("note", pl.format(UNITED, "part"), separator=" ", ignore_nulls=True))
            .otherwise("note")
            .alias("note")
        )
        .drop("part")
    )


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


def paired(
    series: pl.DataFrame, indicator: str, quarters: int, family: str, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Rows of an indicator beside the same area's row so many quarters earlier.

    Args:
        series: Rows of the tidy table with their `position`.
        indicator: Which one.
        quarters: How many quarters lie between the two.
        family: The series in which a break counts.
        breaks: As `expanded_breaks` returns them.

    Returns:
        The later rows with `base` and `base_*` columns of the earlier one, `broken` (the reason of a break
        between the two) and `contains` (the reason of a break in a part).
    """
    now = series.filter(pl.col("indicator") == indicator)
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
    relevant = breaks.filter(pl.col("series") == family)
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


def _as_change(
    pairs: pl.DataFrame, indicator: str, unit: str, value: pl.Expr, **columns: pl.Expr
) -> pl.DataFrame:
    """Rows of a change from pairs: null with its reason where the two cannot be compared."""
    comparable = pl.col("broken").is_null()
    new = {name: pl.when(comparable).then(expression) for name, expression in columns.items()}
    sources = pl.concat_list("source", "base_source").list.unique(maintain_order=True).list.join("; ")
    return (
        pairs.with_columns(
            **{name: pl.lit(None, dtype=pl.Float64) for name in INPUTS}
            | {"value": pl.when(comparable).then(value)}
            | new,
            indicator=pl.lit(indicator),
            unit=pl.lit(unit),
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
    series: pl.DataFrame, indicator: str, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a stock count, in number and in per cent of the earlier count.

    No limits: two counts of the same register share most of their people, so that the change is what it is.
    """
    pairs = paired(series, indicator, kind.quarters, indicator, breaks)
    change = pl.col("value") - pl.col("base")
    name = f"{indicator}_change_{kind.name}"
    unit = PUBLISHED[indicator]
    in_percent = _as_change(
        pairs,
        f"{name}_percent",
        "percent",
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
    )
    return pl.concat([_as_change(pairs, name, unit, change), in_percent])


def rate_changes(
    series: pl.DataFrame, indicator: str, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a rate, each of the two formed with the population of its own date."""
    pairs = paired(series, indicator, kind.quarters, RATES[indicator], breaks)
    change = pl.col("value") - pl.col("base")
    return _as_change(pairs, f"{indicator}_change_{kind.name}", "per_100000", change)


def own_activations(series: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """A quarter's own net activations, in all and per day, from counts of the year to date.

    In a year's first quarter they are the count itself. Later they are the difference from the quarter
    before, where that was delivered: never across a year's end, a break or counts that start on other days.
    """
    first_of_year = pl.col("quarter").str.ends_with("Q1")
    first = (
        series.filter((pl.col("indicator") == "activations") & first_of_year)
        .with_columns(indicator=pl.lit("activations_quarter"))
        .select(*Indicators.column_names(), "position")
    )
    pairs = paired(series, "activations", 1, "activations", breaks).filter(~first_of_year)
    same_start = pl.col("period_start") == pl.col("base_start")
    difference = pl.col("value") - pl.col("base")
    later = (
        _as_change(
            pairs, "activations_quarter", "alarms", pl.when(same_start & (difference >= 0)).then(difference)
        )
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
            indicator=pl.lit("activations_quarter_per_day"),
            unit=pl.lit("per_day"),
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


def own_shares(series: pl.DataFrame, indicator: str, breaks: pl.DataFrame) -> pl.DataFrame:
    """A quarter's own share of activations, from counts of the year to date that are known in both quarters.

    Nothing is formed across a year's end, a break of the share or of the activations, counts that start on
    other days, or counts that fell.
    """
    counted = series.filter(pl.col("indicator") == indicator).drop_nulls(["numerator", "denominator"])
    first_of_year = pl.col("quarter").str.ends_with("Q1")
    either = breaks.filter(pl.col("series").is_in([indicator, "activations"])).with_columns(
        series=pl.lit(indicator)
    )
    pairs = paired(counted, indicator, 1, indicator, either).filter(
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
            indicator=pl.lit(f"{indicator}_quarter"),
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
        rows = own.filter(pl.col("indicator") == indicator, pl.col("level") == "country").sort("position")
        if rows.height < FEWEST_QUARTERS:
            continue
        events, sizes = (rows[name].to_numpy() for name in ("numerator", "denominator"))
        centre = events.sum() / sizes.sum()
        if not centre > 0:
            continue
        is_share = indicator != "activations_quarter_per_day"
        if is_share and centre == 1:
            continue
        scale = 100.0 if is_share else 1.0
        errors = np.sqrt(centre * ((1 - centre) if is_share else 1.0) / sizes)
        low, high = laney_limits(events / sizes, errors, centre)
        parts.append(
            rows.with_columns(
                indicator=pl.lit(f"{indicator}_control"),
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
    series: pl.DataFrame, indicator: str, kind: Comparison, breaks: pl.DataFrame
) -> pl.DataFrame:
    """Change of a flow per day, in number and in per cent with the limits of the ratio of the two rates."""
    pairs = paired(series, indicator, kind.quarters, "activations", breaks)
    name = f"{indicator}_change_{kind.name}"
    limits = pl.struct("numerator", "denominator", "base_numerator", "base_denominator").map_elements(
        _ratio_limits, return_dtype=LIMITS
    )
    with_limits = pairs.with_columns(limits=limits)
    change = pl.col("value") - pl.col("base")
    in_percent = _as_change(
        with_limits,
        f"{name}_percent",
        "percent",
        pl.when(pl.col("base") > 0).then(change / pl.col("base") * 100),
        numerator=change,
        denominator=pl.col("base"),
        lower=pl.col("limits").struct["lower"],
        upper=pl.col("limits").struct["upper"],
    )
    return pl.concat([_as_change(pairs, name, "per_day", change), in_percent])


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
        stay within) and of `…_deviation` (its residual in standard deviations).
    """
    name = f"active_runners_change_{kind.name}"
    comparable = changes.filter(
        (pl.col("indicator") == f"{name}_percent")
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
        indicator=pl.lit(f"{name}_expected_percent"),
        value=expected,
        lower=expected - half,
        upper=expected + half,
    )
    deviation = judged.with_columns(
        indicator=pl.lit(f"{name}_deviation"),
        unit=pl.lit("standard_deviations"),
        value=pl.col("residual") / pl.col("spread"),
    )
    return (
        pl.concat([range_of_size, deviation])
        .with_columns(note=pl.lit(None, dtype=pl.String), numerator=None, denominator=None)
        .select(Indicators.column_names())
    )


def published_points(snapshot: Snapshot, series: pl.DataFrame) -> pl.DataFrame:
    """Earlier figures as they were published, each a point of its own: nothing is computed with them.

    Only undoubted figures with a date before the quarter's own, of areas that still exist, that no delivery
    covers. Of several in a quarter the latest is kept.
    """
    names = area_labels(snapshot.reference)
    covered = series.filter(pl.col("value").is_not_null()).select("indicator", *KEY, "as_of")
    dated = (
        snapshot.reference.published.filter(~pl.col("doubtful"), pl.col("indicator").is_in(list(PUBLISHED)))
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
            unit=pl.col("indicator").replace_strict(PUBLISHED, return_dtype=pl.String),
            indicator=pl.col("indicator") + "_earlier_published",
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
