"""Rows of the tidy table from an indicator's declaration: its counts, its rate or its share with limits."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.problems import quoted
from analysis.indicators.declaration import Indicator, Unit
from analysis.indicators.formulas import Ratio, Sum
from analysis.indicators.limits import Limits, poisson_limits, rate_ratio_limits, wilson_limits
from analysis.indicators.records import IndicatorRow
from analysis.indicators.schema import Indicators

BETWEEN_SOURCES: Final = "; "
LIMITS: Final = pl.Struct({"lower": pl.Float64, "upper": pl.Float64})


def rows_of(indicator: Indicator, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of an indicator whose formula is a sum of counts or a ratio.

    Args:
        indicator: Its declaration.
        frame: A row per quarter and area with the counts and the exposure that the formula names; the
            country's counts are called `<count>_of_country`. Null where one is not known.

    Returns:
        The same rows with `indicator`, `unit` and `value`, of a ratio also `numerator`, `denominator`,
        `lower`, `upper` and `basis`, and without columns that the tidy table has not.

    Raises:
        TypeError: The formula is neither a sum nor a ratio.
        ValueError: The frame has no column that a ratio is formed of.
    """
    formula = indicator.formula
    if isinstance(formula, Sum):
        values = frame.with_columns(value=added(formula.counts, formula.less).cast(pl.Float64))
    elif isinstance(formula, Ratio):
        values = _quotients(formula, indicator.unit.per, frame)
    else:
        raise TypeError(f"{indicator.name} is neither a sum of counts nor a ratio")
    return tidy(with_own_source(labelled(values, indicator), indicator))


def no_rows() -> pl.DataFrame:
    """No rows, with the columns that rows of a family may have before they are completed."""
    return Indicators.create_empty().drop("status").cast({pl.Enum: pl.String})


def labelled(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Rows with the name and the unit of an indicator."""
    return frame.with_columns(indicator=pl.lit(indicator.name), unit=pl.lit(indicator.unit.key))


def with_own_source(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Rows that say who counted what stands below the line, where the report did not.

    Args:
        frame: Rows; with `people_source` where `source` ends in it.
        indicator: What they are of.
    """
    if not indicator.per_source or "source" not in frame.columns:
        return frame
    counted = pl.col("source")
    if "people_source" in frame.columns:
        counted = counted.str.strip_suffix(pl.concat_str(pl.lit(BETWEEN_SOURCES), "people_source"))
    return frame.with_columns(
        source=counted + source_below(indicator), population_period=pl.lit(None, dtype=pl.String)
    )


def source_below(indicator: Indicator) -> str:
    """What ends the source of an analyst's own ratio: the column below the line, and who counted it."""
    formula = indicator.formula
    below = formula.exposure if isinstance(formula, Ratio) else indicator.name
    return f"{BETWEEN_SOURCES}{below}: {indicator.per_source}"


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Only the columns that the tidy table has too."""
    return frame.select(pl.col(column) for column in frame.columns if column in Indicators.column_names())


def added(counts: tuple[str, ...], less: tuple[str, ...] = ()) -> pl.Expr:
    """The sum of some columns less that of others; null where one of them is."""
    total = pl.sum_horizontal(counts, ignore_nulls=False)
    return total - pl.sum_horizontal(less, ignore_nulls=False) if less else total


def _quotients(formula: Ratio, per: int, frame: pl.DataFrame) -> pl.DataFrame:
    below = tuple(f"{count}_of_country" for count in formula.bottom) if formula.of_country else formula.bottom
    wanted = [*formula.top, *formula.less, *(below or [formula.exposure])]
    without = [name for name in wanted if name not in frame.columns]
    if without:
        raise ValueError(
            f"the frame has no column {', '.join(map(quoted, without))}, of which the ratio is formed; it has"
            f" {', '.join(frame.columns)}"
        )
    top = added(formula.top, formula.less)
    bottom = added(below) if below else pl.col(formula.exposure)
    known = top.is_not_null() & (bottom > 0)
    quotients = frame.with_columns(
        numerator=pl.when(known).then(top).cast(pl.Float64),
        denominator=pl.when(known).then(bottom).cast(pl.Float64),
    ).with_columns(value=pl.col("numerator") / pl.col("denominator") * per)
    if formula.as_published:
        quotients = quotients.with_columns(
            value=pl.coalesce("value", formula.as_published),
            basis=pl.when(pl.col("numerator").is_null(), pl.col(formula.as_published).is_not_null())
            .then(pl.lit("published"))
            .otherwise(pl.lit("counts")),
        )
    return with_limits(quotients, formula.limits, per)


def ratio_row(row: IndicatorRow, of: IndicatorRow, indicator: Indicator) -> IndicatorRow:
    """The ratio of a rate to that of another area, with exact limits, under the first one's area.

    Args:
        row: A row of the tidy table, with the rate's counts.
        of: The same of the other area, whose rate is above 0.
        indicator: What the row is of.
    """
    lower, upper = rate_ratio_limits(
        int(row.known_numerator), row.known_denominator, int(of.known_numerator), of.known_denominator
    )
    return row._replace(
        indicator=indicator.name,
        unit=Unit.RATIO.key,
        value=row.known_value / of.known_value,
        numerator=row.value,
        denominator=of.value,
        lower=lower,
        upper=upper,
    )


def with_limits(quotients: pl.DataFrame, method: str, per: int) -> pl.DataFrame:
    """Rows with the limits of the quotient of their `numerator` and `denominator` by a method."""
    if method == "poisson":
        limits = pl.col("numerator").map_elements(_of_count, return_dtype=LIMITS)
        return (
            quotients.with_columns(limits=limits)
            .unnest("limits")
            .with_columns(pl.col("lower", "upper") / pl.col("denominator") * per)
        )
    if method == "wilson":
        limits = pl.struct("numerator", "denominator").map_elements(_of_share, return_dtype=LIMITS)
        return (
            quotients.with_columns(limits=limits)
            .unnest("limits")
            .with_columns(pl.col("lower", "upper") * per)
        )
    return quotients


def _of_count(count: float) -> dict[str, float]:
    return poisson_limits(int(count))._asdict()


def _of_share(share: dict[str, float | None]) -> dict[str, float | None]:
    successes, trials = share["numerator"], share["denominator"]
    if successes is None or not trials:
        return {"lower": None, "upper": None}
    return dict(Limits._asdict(wilson_limits(int(successes), int(trials))))
