"""The rows of the tidy table that compare areas of one quarter with each other."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl

from analysis.indicators.activations import NET as ACTIVATIONS
from analysis.indicators.activations import RATE as ACTIVATIONS_RATE
from analysis.indicators.declaration import (
    BELOW_COUNTRY,
    COUNTRY_ONLY,
    MUNICIPALITIES_ONLY,
    REGIONS_ONLY,
    Derivation,
    Indicator,
    Unit,
)
from analysis.indicators.formulas import Distance, Limits, OtherRegions, RatioTo, Spread
from analysis.indicators.peers import STEP, nearest_in_population, ratios_to_neighbours, steps
from analysis.indicators.records import indicator_rows, table_of
from analysis.indicators.rows import labelled, ratio_row, with_limits
from analysis.indicators.runners import RATE
from analysis.indicators.schema import COUNTRY, Indicators
from analysis.indicators.spread import (
    LIMITS,
    Numbers,
    expected_outside,
    funnel,
    normal_quantile,
    plain_limits,
    rank_intervals,
    smoothed_rates,
)
from analysis.texts.notes import note

FEWEST: Final = 10
FUNNEL: Final = "Spiegelhalter (2005), Statistics in Medicine 24:1185"


def _spread(
    name: str,
    words: str,
    unit: Unit,
    levels: tuple[str, ...],
    method: str,
    since: str = "2025Q2 v1",
    limits: Limits = "",
) -> Indicator:
    return Indicator(
        name=f"{RATE.name}_{name}",
        family="comparison",
        formula=Spread(("active_runners",), f"{words} of {RATE.name}", limits),
        unit=unit,
        levels=levels,
        in_report=False,
        listed=levels != COUNTRY_ONLY,
        method=method,
        since=since,
    )


RANK: Final = _spread(
    "rank",
    "rank, with a simulated interval,",
    Unit.RANK,
    MUNICIPALITIES_ONLY,
    "Goldstein and Spiegelhalter (1996), JRSS A 159:385",
    limits="ranks",
)
SMOOTHED: Final = _spread(
    "smoothed",
    "empirical-Bayes estimate",
    Unit.PER_100000,
    MUNICIPALITIES_ONLY,
    "Marshall (1991), Applied Statistics 40:283",
)
DEVIATION: Final = _spread(
    "deviation",
    "deviation from the country, allowing for over-dispersion,",
    Unit.STANDARD_DEVIATIONS,
    MUNICIPALITIES_ONLY,
    FUNNEL,
)
DISPERSION: Final = _spread(
    "dispersion", "Pearson dispersion of municipalities", Unit.RATIO, COUNTRY_ONLY, FUNNEL
)
WINSORISED: Final = _spread(
    "dispersion_winsorised", "winsorised dispersion of municipalities", Unit.RATIO, COUNTRY_ONLY, FUNNEL
)
BETWEEN: Final = _spread(
    "between",
    "standard deviation between municipalities beyond chance",
    Unit.PER_100000,
    COUNTRY_ONLY,
    FUNNEL,
)
OUTSIDE: Final = _spread(
    "outside_plain",
    "number of municipalities outside plain 99.8 % limits",
    Unit.MUNICIPALITIES,
    COUNTRY_ONLY,
    FUNNEL,
)
EXPECTED_OUTSIDE: Final = tuple(
    _spread(
        f"outside_{name}_expected",
        f"number of municipalities expected outside the {coverage} limits although none stands out",
        Unit.MUNICIPALITIES,
        COUNTRY_ONLY,
        "parametric bootstrap of the funnel, 2,000 draws of all municipalities",
        since="2025Q3 v1",
    )
    for name, coverage in (("95", "95 %"), ("998", "99.8 %"))
)
FUNNEL_95: Final = _spread(
    "funnel",
    "95 % limits, allowing for over-dispersion, around the country's value",
    Unit.PER_100000,
    MUNICIPALITIES_ONLY,
    FUNNEL,
    since="2025Q3 v1",
    limits="size",
)
FUNNEL_998: Final = _spread(
    "funnel_998",
    "99.8 % limits, allowing for over-dispersion, around the country's value",
    Unit.PER_100000,
    MUNICIPALITIES_ONLY,
    FUNNEL,
    since="2025Q3 v1",
    limits="size-998",
)
SIDE: Final = _spread(
    "side",
    "side of the 95 % limits, allowing for over-dispersion,",
    Unit.SIDE,
    MUNICIPALITIES_ONLY,
    FUNNEL,
    since="2025Q3 v1",
)
DISTANCE: Final = Indicator(
    name="active_runners_to_country_rate",
    family="comparison",
    formula=Distance("active_runners", "population"),
    unit=Unit.PERSONS,
    levels=BELOW_COUNTRY,
    in_report=False,
)
ELSEWHERE: Final = Indicator(
    name="activations_rate_other_regions",
    family="comparison",
    formula=OtherRegions(counts=("activations",), name=ACTIVATIONS_RATE.name, limits="poisson"),
    unit=Unit.PER_100000_A_YEAR,
    levels=REGIONS_ONLY,
    decimals=1,
    since="2025Q3 v1",
)
DECLARED: Final = (
    RANK,
    SMOOTHED,
    DEVIATION,
    DISPERSION,
    WINSORISED,
    BETWEEN,
    OUTSIDE,
    *EXPECTED_OUTSIDE,
    FUNNEL_95,
    FUNNEL_998,
    SIDE,
    DISTANCE,
    STEP,
    ELSEWHERE,
)


def runners_ratio(other: str) -> Indicator:
    """The rate of active runners over that of another area."""
    return Indicator(
        name=f"{RATE.name}_ratio_to_{other}",
        family="comparison",
        formula=RatioTo(("active_runners",), RATE.name, other, limits="own"),
        unit=Unit.RATIO,
        levels=BELOW_COUNTRY,
        in_report=False,
        listed=False,
        derivation=Derivation("ratio-runners", RATE.name, other),
    )


def activations_ratio(other: str) -> Indicator:
    """The rate of activations over that of another region."""
    return Indicator(
        name=f"activations_rate_ratio_to_{other}",
        family="comparison",
        formula=RatioTo(("activations",), ACTIVATIONS_RATE.name, other, limits="ratio"),
        unit=Unit.RATIO,
        levels=REGIONS_ONLY,
        decimals=2,
        listed=False,
        method="Clopper and Pearson (1934), Biometrika 26:404, given the sum of both counts",
        derivation=Derivation("ratio-activations", ACTIVATIONS_RATE.name, other),
    )


RANK_NOTE: Final = note("rank")
SMOOTHED_NOTE: Final = note("smoothed")
DEVIATION_NOTE: Final = note("deviation")
SPREAD_NOTE: Final = note("spread")
DISTANCE_NOTE: Final = note("distance")
OUTSIDE_NOTE: Final = note("outside")
EXPECTED_OUTSIDE_NOTE: Final = note("outside-expected")


def compared(table: pl.DataFrame, geography: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    """How areas of one quarter compare: with each other, their neighbours, their region and the country.

    Args:
        table: The quarter's rows, which obey `Indicators`.
        geography: `municipality_code`, `municipality`, `region_code`: the region that each lies in.
        neighbours: `own`, `other`: the municipalities around each.

    Returns:
        Further rows of the same quarter.
    """
    return pl.concat(
        [
            spread_of_municipalities(table),
            ratios_to_wholes(table, geography),
            distances_to_country(table),
            ratios_of_regions(table),
            other_regions_together(table),
            funnel_of_municipalities(table),
            steps(table),
            ratios_to_neighbours(table, neighbours),
            nearest_in_population(table, geography),
        ]
    )


def spread_of_municipalities(table: pl.DataFrame) -> pl.DataFrame:
    """Rank with interval, smoothed rate and deviation of each municipality, and how they spread.

    Fewer than ten municipalities with a rate are not compared.
    """
    rates = comparable_rates(table)
    country = table.filter(pl.col("indicator") == RATE.name, pl.col("level") == "country")
    if rates.is_empty():
        return table.clear()
    counts, people = rates["numerator"].to_numpy(), rates["denominator"].to_numpy()
    spread = funnel(counts, people)
    low, high, usually_outside = _by_drawing(tuple(counts), tuple(people))
    rank = rates["value"].rank("min", descending=True).cast(pl.Float64).to_numpy()
    plain = plain_limits(spread.rate * people, LIMITS[1])
    outside = float(((counts < plain[0]) | (counts > plain[1])).sum())
    between = 2 * np.sqrt(spread.rate * spread.between) * RATE.unit.per
    without_limits = {"numerator": None, "denominator": None, "lower": None, "upper": None}
    municipal = [
        rates.with_columns(
            indicator=pl.lit(RANK.name),
            unit=pl.lit(RANK.unit.key),
            value=pl.Series(rank),
            numerator=None,
            denominator=pl.lit(float(rates.height)),
            lower=pl.Series(np.minimum(low, rank)),
            upper=pl.Series(np.maximum(high, rank)),
            note=pl.lit(RANK_NOTE),
        ),
        rates.with_columns(
            indicator=pl.lit(SMOOTHED.name),
            value=pl.Series(smoothed_rates(counts, people) * RATE.unit.per),
            lower=None,
            upper=None,
            note=pl.lit(SMOOTHED_NOTE),
        ),
        rates.with_columns(
            **without_limits,
            indicator=pl.lit(DEVIATION.name),
            unit=pl.lit(DEVIATION.unit.key),
            value=pl.Series(spread.deviations(counts, people)),
            note=pl.lit(DEVIATION_NOTE),
        ),
    ]
    national = [
        country.with_columns(
            **without_limits,
            value=pl.lit(float(value)),
            note=pl.lit(note, dtype=pl.String),
        ).pipe(labelled, one)
        for one, value, note in (
            (DISPERSION, spread.dispersion, None),
            (WINSORISED, spread.winsorised, None),
            (BETWEEN, between, SPREAD_NOTE),
            (OUTSIDE, outside, OUTSIDE_NOTE),
            *(
                (one, expected, EXPECTED_OUTSIDE_NOTE)
                for one, expected in zip(EXPECTED_OUTSIDE, usually_outside, strict=True)
            ),
        )
    ]
    return pl.concat([*municipal, *national], how="diagonal_relaxed").cast(table.schema)


@lru_cache(maxsize=8)
def _by_drawing(counts: tuple[float, ...], people: tuple[float, ...]) -> tuple[Numbers, Numbers, list[float]]:
    """The limits of the ranks, and how many areas lie outside as a rule: drawn once for the same counts."""
    events, inhabitants = np.array(counts), np.array(people)
    low, high = rank_intervals(events, inhabitants)
    return low, high, expected_outside(funnel(events, inhabitants), inhabitants)


def comparable_rates(table: pl.DataFrame) -> pl.DataFrame:
    """The municipalities' known rates; none where there are fewer than ten, or no runner at all."""
    rates = table.filter(
        pl.col("indicator") == RATE.name, pl.col("level") == "municipality", pl.col("value").is_not_null()
    )
    return rates.clear() if rates.height < FEWEST or rates["numerator"].sum() == 0 else rates


def funnel_of_municipalities(table: pl.DataFrame) -> pl.DataFrame:
    """Between which limits a municipality of its size lies as a rule, and on which side of them it lies.

    The limits allow for the spread of the municipalities beyond chance. A side is 1 above the 95 % limits, -1
    below them and 0 between; `EXPECTED_OUTSIDE` says how many lie outside although none stands out.
    """
    rates = comparable_rates(table)
    if rates.is_empty():
        return table.clear()
    counts, people = rates["numerator"].to_numpy(), rates["denominator"].to_numpy()
    spread = funnel(counts, people)
    edge = normal_quantile(LIMITS[0])
    deviations = spread.deviations(counts, people)
    bare = rates.with_columns(numerator=None, denominator=None, lower=None, upper=None, note=None)
    per = RATE.unit.per
    around = [
        bare.with_columns(
            value=pl.lit(spread.rate * per), lower=pl.Series(low * per), upper=pl.Series(high * per)
        ).pipe(labelled, one)
        for one, coverage in zip((FUNNEL_95, FUNNEL_998), LIMITS, strict=True)
        for low, high in [spread.limits(people, coverage)]
    ]
    side = pl.Series((deviations > edge) * 1.0 - (deviations < -edge) * 1.0)
    return pl.concat(
        [*around, bare.with_columns(value=side).pipe(labelled, SIDE)], how="diagonal_relaxed"
    ).cast(table.schema)


def ratios_to_wholes(table: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Each rate of active runners over that of the country, and of municipalities over that of their region.

    The whole stands fixed, so the limits are the area's own.
    """
    rates = table.filter(pl.col("indicator") == RATE.name, pl.col("value").is_not_null())
    inside = rates.filter(pl.col("level").cast(pl.String).is_in(["municipality", "region"]))
    regions = geography.select(area_code="municipality_code", whole="region_code")
    pairs = pl.concat(
        [inside.with_columns(whole=pl.lit(COUNTRY)), inside.join(regions, on="area_code", how="inner")]
    )
    wholes = rates.filter(pl.col("value") > 0).select(whole="area_code", of="value")
    return (
        pairs.join(wholes, on="whole", how="inner", maintain_order="left")
        .with_columns(
            pl.col("value", "lower", "upper") / pl.col("of"),
            indicator=pl.concat_str(pl.lit(runners_ratio("").name), "whole"),
            unit=pl.lit(Unit.RATIO.key),
            numerator=pl.col("value"),
            denominator=pl.col("of"),
            note=None,
        )
        .select(Indicators.column_names())
        .cast(table.schema)
    )


def distances_to_country(table: pl.DataFrame) -> pl.DataFrame:
    """How many runners more would give an area the country's rate; below 0, how many it has beyond that.

    The numerator is the least whole number of runners at which the area's rate reaches the country's.
    """
    rates = table.filter(pl.col("indicator") == RATE.name, pl.col("value").is_not_null())
    country = rates.filter(pl.col("level") == "country")
    if country.is_empty():
        return table.clear()
    runners, people = (int(country[name].item()) for name in ("numerator", "denominator"))
    needed = -(-pl.col("denominator").cast(pl.Int64) * runners // people)
    return (
        rates.filter(pl.col("level").cast(pl.String).is_in(["municipality", "region"]))
        .with_columns(
            indicator=pl.lit(DISTANCE.name),
            unit=pl.lit(DISTANCE.unit.key),
            value=(needed - pl.col("numerator")).cast(pl.Float64),
            numerator=needed.cast(pl.Float64),
            lower=None,
            upper=None,
            note=pl.lit(DISTANCE_NOTE),
        )
        .cast(table.schema)
    )


def ratios_of_regions(table: pl.DataFrame) -> pl.DataFrame:
    """Ratio of the activation rates of every two regions, the higher over the lower, with exact limits.

    The row stands under the higher region; its indicator names the other. Nothing is formed with a region
    whose activations are not published.
    """
    rates = table.filter(
        pl.col("indicator") == ACTIVATIONS_RATE.name,
        pl.col("level") == "region",
        pl.col("value") > 0,
    )
    rows = []
    for one, two in combinations(indicator_rows(rates), 2):
        high, low = (one, two) if one.known_value >= two.known_value else (two, one)
        rows.append(ratio_row(high, low, activations_ratio(low.area_code)))
    return table_of(rows, table.schema)


def other_regions_together(table: pl.DataFrame) -> pl.DataFrame:
    """Under each region, the rate of activations of all others taken together, where all of them are known.

    The region's own activations are not in it, so they may be unknown or hidden.
    """
    regions = table.filter(pl.col("indicator") == ACTIVATIONS.name, pl.col("level") == "region")
    rates = table.filter(
        pl.col("indicator") == ACTIVATIONS_RATE.name,
        pl.col("level") == "region",
        pl.col("value").is_not_null(),
    )
    sums = (
        regions.select("area_code", "area")
        .join(rates.drop("area").rename({"area_code": "other"}), how="cross")
        .filter(pl.col("area_code") != pl.col("other"))
        .group_by("area_code", "area", maintain_order=True)
        .agg(
            pl.len().alias("known"),
            pl.col("numerator", "denominator").sum(),
            pl.exclude("numerator", "denominator", "lower", "upper", "other").first(),
        )
        .filter(pl.col("known") == regions.height - 1)
        .with_columns(value=pl.col("numerator") / pl.col("denominator") * ELSEWHERE.unit.per)
    )
    return (
        with_limits(sums, "poisson", ELSEWHERE.unit.per)
        .with_columns(note=pl.lit(None))
        .pipe(labelled, ELSEWHERE)
        .select(Indicators.column_names())
        .cast(table.schema)
    )
