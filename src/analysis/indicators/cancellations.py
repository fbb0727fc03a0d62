"""Why alarms were cancelled, as recorded: the country's counts by reason, and their shares."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.guidance.codes import load_codes
from analysis.indicators.declaration import COUNTRY_ONLY, Derivation, Indicator, Unit
from analysis.indicators.formulas import Ratio, Sum
from analysis.indicators.gaps import none_without
from analysis.indicators.inputs import Inputs, in_period
from analysis.indicators.rows import rows_of
from analysis.indicators.schema import COUNTRY
from analysis.texts.notes import note

OPTIONAL: Final = "cancellations"
NOT_APART_NOTE: Final = note("not-apart")
BY_REASON: Final = tuple(
    Indicator(
        name=code.indicator,
        family="cancellations",
        formula=Sum((code.indicator,)),
        unit=Unit.ALARMS,
        levels=COUNTRY_ONLY,
        optional=OPTIONAL,
    )
    for code in load_codes().values()
)
SHARES: Final = tuple(
    Indicator(
        name=f"{count.name}_share",
        family="cancellations",
        formula=Ratio(top=(count.name,), bottom=("cancelled",), limits="wilson"),
        unit=Unit.PERCENT,
        levels=COUNTRY_ONLY,
        in_report=False,
        listed=False,
        optional=OPTIONAL,
        derivation=Derivation("share-of-cancelled", count.name),
    )
    for count in BY_REASON
)
DECLARED: Final = (*BY_REASON, *SHARES)


@none_without("cancellations")
def cancellations(given: Inputs) -> pl.DataFrame:
    """The rows of the family; none where a delivery does not count by reason: no total is ever split.

    A reason that is not recorded apart has a row without a value.
    """
    counted = by_reason(given)
    shared = counted.filter(pl.col("cancelled") > 0)
    return pl.concat(
        [
            rows_of(one, rows.filter(pl.col("reason") == reason).rename({"count": reason}))
            for indicators, rows in ((BY_REASON, counted), (SHARES, shared))
            for one in indicators
            for reason in [next(iter(_reasons(one)))]
        ],
        how="diagonal_relaxed",
    )


def by_reason(given: Inputs) -> pl.DataFrame:
    """The country's cancelled alarms by reason: `reason`, `count`, and `cancelled` for all together."""
    names = {code.name: code.indicator for code in load_codes().values()}
    return in_period(given.cancellations, given).with_columns(
        level=pl.lit("country"),
        area_code=pl.lit(COUNTRY),
        area=pl.lit("Danmark"),
        reason=pl.col("code").replace_strict(names, return_dtype=pl.String),
        count="cancelled",
        cancelled=pl.col("cancelled").sum().over("quarter"),
        note=pl.when(pl.col("cancelled").is_null())
        .then(pl.coalesce("note", pl.lit(NOT_APART_NOTE)))
        .otherwise("note"),
    )


def _reasons(indicator: Indicator) -> tuple[str, ...]:
    formula = indicator.formula
    return formula.counts if isinstance(formula, Sum) else formula.top if isinstance(formula, Ratio) else ()
