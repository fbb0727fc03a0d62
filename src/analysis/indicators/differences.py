"""Every number that differs between two tables of numbers."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

KEY: Final = ("quarter", "level", "area_code", "indicator")
NUMBERS: Final = ("value", "numerator", "denominator", "lower", "upper")
TEXTS: Final = ("status", "basis", "unit", "source", "note", "area", "population_period", "simulated")
TOLERANCE: Final = 1e-12
DATES: Final = ("as_of", "period_start", "period_end")


class NumberThen(NamedTuple):
    """What one of two tables says of a number; all None where it does not have it."""

    value: float | None
    lower: float | None
    upper: float | None
    status: str | None


class ChangedNumber(NamedTuple):
    """A row of `changes`."""

    change: str
    columns: str
    quarter: str
    area_code: str
    area: str
    indicator: str
    unit: str
    difference: float | None
    difference_percent: float | None
    old: NumberThen
    new: NumberThen


def changed_numbers(changed: pl.DataFrame) -> list[ChangedNumber]:
    """The rows of `changes` in their order."""
    fields = [name for name in ChangedNumber._fields if name not in ("old", "new")]
    sides = [f"{side}_{name}" for side in ("old", "new") for name in NumberThen._fields]
    own, then = len(fields), len(NumberThen._fields)
    return [
        ChangedNumber._make((*row[:own], NumberThen(*row[own : own + then]), NumberThen(*row[own + then :])))
        for row in changed.select(*fields, *sides).iter_rows()
    ]


def changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows that two tidy tables do not have in common.

    Numbers are the same where they differ by no more than 1e-12 of the larger: a last bit is no revision.
    Rows are the same number if quarter, level, area and indicator agree; where the tables report different
    quarters, each one's own quarter is compared and the quarter does not count.

    Args:
        old: A tidy table.
        new: Another.

    Returns:
        A row per number, in the order of `new` and then of `old`: `change` (changed, added, removed),
        `columns` (those that differ, with commas between), `quarter` (of `new`, else of `old`), `level`,
        `area_code`, `area`, `indicator`, `unit`, `difference` and `difference_percent` of the value, then
        `old_…` and `new_…` of value, limits, numerator, denominator, status, basis, unit, source and note.
    """
    across = old["quarter"].max() != new["quarter"].max()
    if across:
        old, new = (one.filter(pl.col("quarter") == pl.col("quarter").max()) for one in (old, new))
    key = list(KEY[1:] if across else KEY)
    compared = [*NUMBERS, *TEXTS] if across else [*NUMBERS, *TEXTS, *DATES]
    kept = list(dict.fromkeys([*key, "quarter", *compared]))
    sides = [
        one.with_columns(pl.col("level").cast(pl.String), pl.col("status", "basis").cast(pl.String))
        .select(kept)
        .with_row_index("place")
        .with_columns(here=pl.lit(value=True))
        .rename({name: f"{side}_{name}" for name in ("place", "here", *kept) if name not in key})
        for side, one in (("old", old), ("new", new))
    ]
    both = sides[1].join(sides[0], on=key, how="full", coalesce=True)
    differs = {name: _differs(name) for name in compared}
    named = pl.concat_list(
        pl.when(condition).then(pl.lit(name)) for name, condition in differs.items()
    ).list.drop_nulls()
    first = {
        name: pl.coalesce(f"new_{name}", f"old_{name}")
        for name in ("area", "unit", *(() if "quarter" in key else ("quarter",)))
    }
    difference = pl.col("new_value") - pl.col("old_value")
    return (
        both.with_columns(
            change=pl.when(pl.col("old_here").is_null())
            .then(pl.lit("added"))
            .when(pl.col("new_here").is_null())
            .then(pl.lit("removed"))
            .otherwise(pl.lit("changed")),
            columns=named.list.join(","),
            difference=difference,
            difference_percent=pl.when(pl.col("old_value") != 0).then(100 * difference / pl.col("old_value")),
            **first,
        )
        .filter(pl.col("columns") != "")
        .sort("new_place", "old_place", nulls_last=True)
        .select(
            "change", "columns", "quarter", "level", "area_code", "area", "indicator", "unit",
            "difference", "difference_percent",
            *(f"{side}_{name}" for name in (*NUMBERS, *TEXTS[:5]) for side in ("old", "new")),
        )
    )  # fmt: skip


def _differs(name: str) -> pl.Expr:
    """Whether a column is not the same on both sides; a number may differ in its last bits."""
    old, new = pl.col(f"old_{name}"), pl.col(f"new_{name}")
    different = old.ne_missing(new)
    if name not in NUMBERS:
        return different
    room = TOLERANCE * pl.max_horizontal(old.abs(), new.abs())
    return different & ((old - new).abs() > room).fill_null(value=True)
