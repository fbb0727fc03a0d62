"""Whether the rows of a table are what their indicators' declarations say: level, unit and formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from analysis.indicators.declaration import Indicator
from analysis.indicators.formulas import Change, OtherRegions, OwnQuarter, PeoplePer, Ratio, RatioTo, Sum
from analysis.indicators.registry import indicator
from analysis.indicators.rows import added
from analysis.ingest.counts import STATED_BY

TOLERANCE: Final = 1e-12
PLACE: Final = ("quarter", "area_code")
NUMBERS: Final = ("value", "numerator", "denominator")
DECLARED: Final = ("unit", "level", "basis")
LOOKED_AT: Final = ("indicator", "level", "area", "unit", "basis", *PLACE, *NUMBERS)
NO_NUMBER: Final = pl.col("value").is_null() | pl.col("numerator").is_not_null()
QUOTIENT: Final = pl.col("numerator") / pl.col("denominator") * pl.col("per")
NUMBER: Final = (
    pl.when(pl.col("value").is_null()).then(pl.lit("no number")).otherwise(pl.lit("computed here"))
)


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
    required_of = {
        name: requirement(indicator(name, own)) for name in table["indicator"].unique(maintain_order=True)
    }
    kinds = list(dict.fromkeys(required_of.values()))
    kind_of = pl.col("indicator").replace_strict(
        {name: kinds.index(required) for name, required in required_of.items()}, return_dtype=pl.UInt16
    )
    rows = table.select(*LOOKED_AT, kind=kind_of)
    counts = stated_counts(table)
    wrong = _wrong_by_themselves(rows, kinds)
    for kind, required in enumerate(kinds):
        wrong += _counts(required, rows.filter(pl.col("kind") == kind), counts) if required.counted_in else []
    if wrong:
        raise InconsistentError(wrong[0])
    return table


class Requirement(NamedTuple):
    """What is required of an indicator's rows; those of all for which it is the same are looked at together.

    Attributes:
        unit: The unit's key.
        per: What a quotient is multiplied by.
        levels: Where it may exist.
        bases: What its numbers may rest on.
        quotient: Whether the value follows from the numerator and denominator beside it.
        counted_in: The column that is a sum of counts, empty for none.
        counts: The counts that it is the sum of.
        less: The counts that are taken off.
    """

    unit: str
    per: int
    levels: tuple[str, ...]
    bases: frozenset[str]
    quotient: bool
    counted_in: str
    counts: tuple[str, ...]
    less: tuple[str, ...]


def requirement(declared: Indicator) -> Requirement:
    """What the declaration of an indicator requires of its rows."""
    formula = declared.formula
    inner = formula.of if isinstance(formula, OwnQuarter) else formula
    counted_in: str = ""
    counts: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    if isinstance(formula, Sum):
        counted_in, counts, less = "value", formula.counts, formula.less
    elif isinstance(formula, Ratio) and not formula.in_place_of_top:
        counted_in, counts, less = "numerator", formula.top, formula.less
    return Requirement(
        declared.unit.key,
        declared.unit.per,
        declared.levels,
        frozenset(declared.bases),
        isinstance(inner, Ratio | RatioTo | PeoplePer | OtherRegions)
        or (isinstance(inner, Change) and inner.percent),
        counted_in,
        counts,
        less,
    )


def _wrong_by_themselves(rows: pl.DataFrame, kinds: Sequence[Requirement]) -> list[str]:
    """What is wrong with rows whatever others state; each has the place of its requirement in `kind`."""
    required = pl.DataFrame(
        [
            (place, [one.unit], one.levels, sorted(one.bases), one.per if one.quotient else None)
            for place, one in enumerate(kinds)
        ],
        schema={
            "kind": pl.UInt16,
            **{f"{column}_declared": pl.List(pl.String) for column in DECLARED},
            "per": pl.Int64,
        },
        orient="row",
    )
    other = {
        column: ~pl.col(column).cast(pl.String).is_in(f"{column}_declared").fill_null(value=False)
        for column in DECLARED
    }
    published = (pl.col("basis") == "published") & NO_NUMBER
    differs = _differs(pl.col("value"), QUOTIENT).fill_null(value=False)
    odd = rows.join(required, on="kind", how="left", maintain_order="left").filter(
        pl.any_horizontal(*other.values(), published, differs)
    )
    return [
        *(said for column, is_other in other.items() for said in _others(odd.filter(is_other), column)),
        *(
            f"{name}: basis published, and {said} in {area}, {quarter}"
            for name, quarter, area, said in odd.filter(published)
            .select("indicator", "quarter", "area", NUMBER)
            .iter_rows()
        ),
        *_differing(odd.with_columns(expected=QUOTIENT)),
    ]


def stated_counts(table: pl.DataFrame) -> pl.DataFrame:
    """`quarter`, `area_code` and a column for each count that the table states there."""
    counts = pl.DataFrame(
        [(one.stated_by, one.stated_in, one.name) for one in STATED_BY.values()],
        schema=["indicator", "stated_in", "count"],
        orient="row",
    )
    number = pl.coalesce(pl.when(pl.col("stated_in") == name).then(name) for name in NUMBERS)
    stated = table.join(counts, on="indicator").select(*PLACE, "count", number=number)
    return stated.pivot("count", index=PLACE, values="number")


def _others(rows: pl.DataFrame, column: str) -> list[str]:
    """The indicators in whose rows a column holds something else than is declared."""
    found = rows.group_by("indicator", maintain_order=True).agg(
        pl.col(column).cast(pl.String).unique(), pl.col(f"{column}_declared").first()
    )
    return [
        f"{name}: {column} {sorted(map(str, values))}, declared {declared}"
        for name, values, declared in found.iter_rows()
    ]


def _counts(required: Requirement, rows: pl.DataFrame, counts: pl.DataFrame) -> list[str]:
    """What is wrong with counts above the line, where the table states all of them."""
    if not required.counted_in or not {*required.counts, *required.less} <= set(counts.columns):
        return []
    beside = rows.join(counts, on=PLACE, how="left")
    expected = added(required.counts, required.less)
    return _differing(beside.with_columns(value=pl.col(required.counted_in), expected=expected))


def _differs(value: pl.Expr, expected: pl.Expr) -> pl.Expr:
    """Whether two numbers are apart by more than computing makes them; null where one is not known."""
    return (value - expected).abs() > TOLERANCE * pl.max_horizontal(value.abs(), expected.abs())


def _differing(rows: pl.DataFrame) -> list[str]:
    odd = rows.filter(_differs(pl.col("value"), pl.col("expected")))
    return [
        f"{name}: {value} in {area}, {quarter}; its formula gives {expected}"
        for name, quarter, area, value, expected in odd.select(
            "indicator", "quarter", "area", "value", "expected"
        ).iter_rows()
    ]
