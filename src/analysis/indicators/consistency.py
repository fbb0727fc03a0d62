"""Whether the rows of a table are what their indicators' declarations say: level, unit and formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from analysis.indicators.declaration import Indicator
from analysis.indicators.formulas import Change, OtherRegions, OwnQuarter, PeoplePer, Ratio, RatioTo, Sum
from analysis.indicators.registry import indicator
from analysis.indicators.rows import added
from analysis.ingest.counts import STATED_BY

TOLERANCE: Final = 1e-12
PLACE: Final = ("quarter", "area_code")


class InconsistentError(ValueError):
    """Rows that do not fit the declaration of their indicator: a fault of the program."""


def consistent(table: pl.DataFrame, own: Sequence[Indicator] = ()) -> pl.DataFrame:
    """The same table, every row of which fits the declaration of its indicator.

    Args:
        table: The tidy table with every number, before anything is hidden.
        own: Declarations that the registry does not hold, such as an analyst's own.

    Raises:
        UndeclaredError: Nobody declared an indicator.
        InconsistentError: A level, a unit or a basis is not a declared one, a number given as others
            published it is none or was computed, a value is not what its numerator and denominator give, or
            a count above the line is not the one that the table states.
    """
    counts = stated_counts(table)
    for (name,), rows in table.group_by("indicator", maintain_order=True):
        declared = indicator(str(name), own)
        wrong = [
            *_labels(declared, rows),
            *_bases(declared, rows),
            *_quotients(declared, rows),
            *_counts(declared, rows, counts),
        ]
        if wrong:
            raise InconsistentError(f"{name}: {wrong[0]}")
    return table


def stated_counts(table: pl.DataFrame) -> pl.DataFrame:
    """`quarter`, `area_code` and a column for each count that the table states there."""
    parts = [
        table.filter(pl.col("indicator") == one.stated_by).select(
            *PLACE, count=pl.lit(one.name), number=pl.col(one.stated_in)
        )
        for one in STATED_BY.values()
    ]
    return pl.concat(parts).pivot("count", index=PLACE, values="number")


def _labels(declared: Indicator, rows: pl.DataFrame) -> list[str]:
    """What is wrong with levels and units."""
    units, levels = set(rows["unit"]), set(rows["level"].cast(pl.String))
    found = [f"unit {sorted(units)}, declared {declared.unit.key}"] if units != {declared.unit.key} else []
    other = sorted(levels - set(declared.levels))
    return found + ([f"level {other}, declared {declared.levels}"] if other else [])


def _bases(declared: Indicator, rows: pl.DataFrame) -> list[str]:
    """What is wrong with what the numbers are said to rest on."""
    other = sorted(set(rows["basis"].cast(pl.String)) - declared.bases)
    if other:
        return [f"basis {other}, declared {sorted(declared.bases)}"]
    published = rows.filter(pl.col("basis") == "published")
    odd = published.filter(pl.col("value").is_null() | pl.col("numerator").is_not_null())
    return [
        f"basis published, and {'no number' if value is None else 'computed here'} in {area}, {quarter}"
        for quarter, area, value in odd.select("quarter", "area", "value").iter_rows()
    ]


def _quotients(declared: Indicator, rows: pl.DataFrame) -> list[str]:
    """What is wrong with values that stand beside a numerator and a denominator."""
    formula = declared.formula.of if isinstance(declared.formula, OwnQuarter) else declared.formula
    quotient = isinstance(formula, Ratio | RatioTo | PeoplePer | OtherRegions) or (
        isinstance(formula, Change) and formula.percent
    )
    if not quotient:
        return []
    expected = pl.col("numerator") / pl.col("denominator") * declared.unit.per
    return _differing(rows.with_columns(expected=expected))


def _counts(declared: Indicator, rows: pl.DataFrame, counts: pl.DataFrame) -> list[str]:
    """What is wrong with counts above the line, where the table states all of them."""
    formula = declared.formula
    if isinstance(formula, Sum):
        names, less, column = formula.counts, formula.less, "value"
    elif isinstance(formula, Ratio) and not formula.in_place_of_top:
        names, less, column = formula.top, formula.less, "numerator"
    else:
        return []
    if not {*names, *less} <= set(counts.columns):
        return []
    beside = rows.join(counts, on=PLACE, how="left")
    return _differing(beside.with_columns(value=pl.col(column), expected=added(names, less)))


def _differing(rows: pl.DataFrame) -> list[str]:
    room = TOLERANCE * pl.max_horizontal(pl.col("value").abs(), pl.col("expected").abs())
    odd = rows.filter((pl.col("value") - pl.col("expected")).abs() > room)
    return [
        f"{value} in {area}, {quarter}; its formula gives {expected}"
        for quarter, area, value, expected in odd.select("quarter", "area", "value", "expected").iter_rows()
    ]
