"""A municipality beside its neighbours and beside those of its size, and what one runner means in it."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.formatting import sorted_danish
from analysis.indicators.declaration import MUNICIPALITIES_ONLY, Derivation, Indicator, Unit
from analysis.indicators.formulas import Ratio, RatioTo
from analysis.indicators.records import indicator_rows, table_of
from analysis.indicators.rows import labelled, ratio_row
from analysis.indicators.runners import RATE
from analysis.indicators.schema import Indicators

PEERS: Final = 5
NEIGHBOUR_RULE: Final = "ratio-neighbour"
SIZE_RULE: Final = "ratio-population"

STEP: Final = Indicator(
    name="active_runners_step",
    family="comparison",
    formula=Ratio(top=(), exposure="population", in_place_of_top="one runner"),
    unit=Unit.PER_100000,
    levels=MUNICIPALITIES_ONLY,
    in_report=False,
    since="2025Q3 v1",
)


def neighbour_ratio(other: str) -> Indicator:
    """The rate of active runners over that of a neighbouring municipality."""
    return Indicator(
        name=f"{RATE.name}_to_neighbour_{other}",
        family="comparison",
        formula=RatioTo(("active_runners",), RATE.name, other, limits="ratio"),
        unit=Unit.RATIO,
        levels=MUNICIPALITIES_ONLY,
        decimals=2,
        in_report=False,
        listed=False,
        since="2025Q3 v1",
        method="Clopper and Pearson (1934), Biometrika 26:404, given the sum of both counts",
        derivation=Derivation(NEIGHBOUR_RULE, RATE.name, other),
    )


def size_ratio(other: str) -> Indicator:
    """The population over that of another municipality, one of those nearest to it in population."""
    return Indicator(
        name=f"population_ratio_to_{other}",
        family="comparison",
        formula=Ratio(
            top=(), exposure=f"population of {other or 'another area'}", in_place_of_top="population"
        ),
        unit=Unit.RATIO,
        levels=MUNICIPALITIES_ONLY,
        decimals=2,
        in_report=False,
        listed=False,
        since="2025Q3 v1",
        derivation=Derivation(SIZE_RULE, RATE.name, other),
    )


def steps(table: pl.DataFrame) -> pl.DataFrame:
    """By how much one runner more or fewer changes each municipality's rate.

    Args:
        table: A quarter's rows, which obey `Indicators`.
    """
    people = pl.col("denominator")
    return (
        _rates(table)
        .filter(people > 0)
        .with_columns(value=RATE.unit.per / people, numerator=1.0, lower=None, upper=None, note=None)
        .pipe(labelled, STEP)
        .cast(table.schema)
    )


def ratios_to_neighbours(table: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    """Each municipality's rate over that of every neighbour that has runners, with exact limits.

    Args:
        table: A quarter's rows, which obey `Indicators`.
        neighbours: `own`, `other`: the codes of both, a row in each direction.
    """
    rates = _rates(table)
    pairs = (
        rates.select("area_code")
        .join(neighbours.select(area_code="own", other="other"), on="area_code")
        .join(rates.filter(pl.col("value") > 0).select(other="area_code"), on="other")
    )
    by_code = {row.area_code: row for row in indicator_rows(rates.with_columns(note=None))}
    rows = [
        ratio_row(by_code[own], by_code[other], neighbour_ratio(other)) for own, other in pairs.iter_rows()
    ]
    return table_of(rows, table.schema)


def nearest_in_population(table: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """The five municipalities nearest to each in population, by the ratio of the larger to the smaller.

    Of several that are equally near, those first in the Danish alphabet are taken.

    Args:
        table: A quarter's rows, which obey `Indicators`.
        geography: `municipality_code`, `municipality`.
    """
    names = sorted_danish(geography["municipality"])
    order = geography.select(
        other="municipality_code", place=pl.col("municipality").replace_strict(names, range(len(names)))
    )
    rates = _rates(table)
    people = pl.col("denominator")
    pairs = rates.join(rates.select(other="area_code", of=people), how="cross").join(order, on="other")
    ratio = pl.max_horizontal(people, "of") / pl.max_horizontal(pl.min_horizontal(people, "of"), 1)
    return (
        pairs.filter(pl.col("area_code") != pl.col("other"))
        .sort("area_code", ratio, "place")
        .group_by("area_code", maintain_order=True)
        .head(PEERS)
        .filter(pl.col("of") > 0)
        .with_columns(
            indicator=pl.concat_str(pl.lit(size_ratio("").name), "other"),
            unit=pl.lit(Unit.RATIO.key),
            value=people / pl.col("of"),
            numerator=people,
            denominator=pl.col("of"),
            lower=None,
            upper=None,
            note=None,
        )
        .select(Indicators.column_names())
        .cast(table.schema)
    )


def _rates(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(
        pl.col("indicator") == RATE.name, pl.col("level") == "municipality", pl.col("value").is_not_null()
    )
