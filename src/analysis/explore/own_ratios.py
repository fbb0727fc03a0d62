"""The rows of an analyst's own ratio: published counts over a column of a table of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

import polars as pl

from analysis.indicators.declaration import Indicator
from analysis.indicators.rows import labelled, with_limits, with_own_source
from analysis.texts.notes import note


def own_ratio_rows(
    ratio: Indicator,
    like: pl.DataFrame,
    below: Mapping[str, float | None],
    within: Callable[[str], Set[str]],
    people_source: str,
) -> pl.DataFrame:
    """The rows of an own ratio in all areas of the one that it is like.

    Args:
        ratio: Its declaration.
        like: The quarter's rows of the ratio that it is like, as they may be published.
        below: Municipality → what stands below the line; areas have the sum of their municipalities'.
        within: Code of an area → the municipalities in it.
        people_source: What `source` ends in where the report's own ratio is over people.

    Returns:
        Rows of the tidy table. An area has no number where a part of it has none above or below the line, or
        0 stands below it, which its note then says.

    Raises:
        ValueError: A number below the line is negative, or smaller than what is counted as a share of it.
    """
    negative = next((code for code, number in below.items() if number is not None and number < 0), None)
    if negative is not None:
        raise ValueError(f"below a line stand numbers from 0, not {below[negative]:g} of {negative}")
    unknown = set(like.filter(pl.col("level") == "municipality", pl.col("numerator").is_null())["area_code"])
    sums = {code: _sum(within(code), below, unknown) for code in like["area_code"]}
    bottom = pl.col("area_code").replace_strict(sums, return_dtype=pl.Float64)
    known = pl.col("numerator").is_not_null() & (bottom > 0)
    counted = labelled(like.drop("lower", "upper"), ratio).with_columns(
        numerator=pl.when(known).then("numerator"),
        denominator=pl.when(known).then(bottom),
        note=pl.when(pl.col("numerator").is_not_null() & (bottom == 0))
        .then(pl.lit(note("nothing-below")))
        .otherwise("note"),
        status=pl.when(known | (pl.col("status") != "published")).then("status").otherwise(_missing(like)),
        basis=pl.lit("counts", dtype=like.schema["basis"]),
        people_source=pl.lit(people_source),
    )
    values = counted.with_columns(value=pl.col("numerator") / pl.col("denominator") * ratio.unit.per)
    if ratio.limits == "wilson":
        _require_shares(values)
    limited = with_limits(values, ratio.limits, ratio.unit.per)
    without = [name for name in like.columns if name not in limited.columns]
    whole = limited.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in without)
    return with_own_source(whole, ratio).select(like.columns)


def _require_shares(values: pl.DataFrame) -> None:
    """See that what is counted is part of what stands below the line, as the method of a share needs it."""
    more = values.filter(pl.col("numerator") > pl.col("denominator"))
    if not more.is_empty():
        area, top, bottom = more.select("area", "numerator", "denominator").row(0)
        raise ValueError(f"{top:g} of {bottom:g} in {area} is no share; be like a rate, not like a share")


def _sum(areas: Set[str], below: Mapping[str, float | None], unknown: Set[str]) -> float | None:
    numbers = [below.get(code) for code in areas]
    if unknown & areas or any(number is None for number in numbers):
        return None
    return float(sum(number for number in numbers if number is not None))


def _missing(like: pl.DataFrame) -> pl.Expr:
    return pl.lit("missing", dtype=like.schema["status"])
