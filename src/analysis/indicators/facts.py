"""Facts of the OHCA register and of the programme, as others published them."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.indicators.declaration import COUNTRY_ONLY, Indicator, Unit
from analysis.indicators.formulas import Published
from analysis.indicators.inputs import Inputs
from analysis.indicators.rows import labelled
from analysis.indicators.schema import DAYS_PER_YEAR
from analysis.texts.notes import note, parts_joined, quarter_in_note

UNDATED_NOTE: Final = note("undated")
EARLIER_QUARTER_NOTE: Final = note("given-for", quarter="{}")


def _fact(name: str, unit: Unit, decimals: int = 0) -> Indicator:
    return Indicator(
        name=name, family="facts", formula=Published(), unit=unit, levels=COUNTRY_ONLY, decimals=decimals
    )


CASES_PER_DAY: Final = Indicator(
    name="ohca_cases_per_day",
    family="facts",
    formula=Published(f"ohca_cases_year / {DAYS_PER_YEAR}"),
    unit=Unit.PER_DAY,
    levels=COUNTRY_ONLY,
)
DECLARED: Final = (
    _fact("runners_per_day", Unit.COUNT_PER_DAY),
    _fact("activations_per_day_published", Unit.COUNT_PER_DAY),
    _fact("arrived_before_ambulance", Unit.PERCENT),
    _fact("ohca_cases_year", Unit.COUNT_PER_YEAR),
    _fact("ohca_at_home_share", Unit.PERCENT),
    _fact("ohca_in_public_share", Unit.PERCENT),
    _fact("ohca_survivors", Unit.COUNT),
    _fact("ohca_survival", Unit.PERCENT, 1),
    _fact("ohca_good_outcome_share", Unit.PERCENT),
    _fact("ohca_severe_outcome_share", Unit.PERCENT),
    CASES_PER_DAY,
)


def is_undated() -> pl.Expr:
    """Whether a source states neither a day nor a period for a fact."""
    return pl.all_horizontal(pl.col("as_of", "period_start").is_null())


def is_of_earlier_quarter(quarter: str) -> pl.Expr:
    """Whether a fact is known to have been given for an earlier quarter than the one reported."""
    return ((pl.col("given_for") < quarter) & (pl.col("unit") != "year")).fill_null(value=False)


def facts(given: Inputs) -> pl.DataFrame:
    """The rows of the family: the facts as they are, and arrests a day from arrests a year.

    They belong to the quarter reported alone; years are no numbers of the table. The note of one that was
    given for an earlier quarter says so, and that of one whose source states no date.
    """
    last = given.quarters.filter(pl.col("quarter") == given.last)
    rows = (
        given.facts.filter(pl.col("unit") != "year")
        .with_columns(
            level=pl.lit("country"),
            area=pl.lit("Danmark"),
            basis=pl.lit("published"),
            quarter=pl.lit(given.last),
            simulated=pl.lit(last["simulated"].item()),
            note=pl.when(is_of_earlier_quarter(given.last))
            .then(parts_joined(pl.format(EARLIER_QUARTER_NOTE, quarter_in_note(pl.col("given_for"))), "note"))
            .when(is_undated())
            .then(parts_joined(pl.lit(UNDATED_NOTE), "note"))
            .otherwise("note"),
        )
        .drop("given_for")
    )
    per_day = rows.filter(pl.col("indicator") == "ohca_cases_year").with_columns(
        numerator=pl.col("value"),
        denominator=pl.lit(float(DAYS_PER_YEAR)),
        value=pl.col("value") / DAYS_PER_YEAR,
        basis=pl.lit("derived"),
    )
    return pl.concat([rows, labelled(per_day, CASES_PER_DAY)], how="diagonal_relaxed")
