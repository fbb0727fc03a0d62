"""Facts of the programme and of the register of cardiac arrests: a value, its unit, its day or period."""

from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem
from analysis.reference.geography import COUNTRY, KNOWN, region_codes
from analysis.reference.typed_tables import Files, Tables, cell_problems, repeated_problems, unknown_problems

UNITS: Final = ("count", "count_per_day", "count_per_year", "percent", "year")
FACTS: Final = {
    "programme_facts": (
        "runners_per_day",
        "activations_per_day_published",
        "arrived_before_ambulance",
        "launched_capital_region",
        "launched_nationwide",
    ),
    "ohca_register": (
        "ohca_cases_year",
        "ohca_at_home_share",
        "ohca_in_public_share",
        "ohca_survivors",
        "ohca_survival",
        "ohca_good_outcome_share",
        "ohca_severe_outcome_share",
    ),
}
PARTS: Final = (
    ("ohca_at_home_share", "ohca_in_public_share"),
    ("ohca_good_outcome_share", "ohca_severe_outcome_share"),
)
YEAR: Final = "year"
NAMED_QUARTER: Final = r"([1-4])\. kvartal ([1-9][0-9]{3})"
# Wide enough for every simulated quarter, narrow enough to see a year with a digit too few or too many.
FIRST_YEAR, LAST_YEAR = 1800, 2200


class FactsTable(dy.Schema):
    """A row per fact."""

    indicator = dy.String()
    area_code = dy.String()
    value = dy.Float64()
    unit = dy.String()
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    as_of = dy.Date(nullable=True)
    source = dy.String()
    note = dy.String(nullable=True)


def quarter_named(text: pl.Expr) -> pl.Expr:
    """The quarter that a source names: `…, 2. kvartal 2025` → `2025Q2`; null where it names none."""
    return pl.concat_str(text.str.extract(NAMED_QUARTER, 2), pl.lit("Q"), text.str.extract(NAMED_QUARTER, 1))


def with_delivered(facts: pl.DataFrame, delivered: pl.DataFrame) -> pl.DataFrame:
    """Facts of the reference files, those that a delivery gives in the place of theirs.

    Args:
        facts: As `Reference.facts`.
        delivered: The same columns but `area_code` and `unit`, which are those of the fact replaced.
    """
    places = facts.filter(pl.col("unit") != YEAR).select("indicator", "area_code", "unit")
    own = delivered.join(places.unique("indicator"), on="indicator", maintain_order="left")
    kept = facts.join(own, on="indicator", how="anti", maintain_order="left")
    return pl.concat([kept, own.select(facts.columns)])


def delivered_problems(delivered: pl.DataFrame, facts: pl.DataFrame, file: str) -> list[Problem]:
    """Facts of a delivery that are unknown or stand twice, and values and days that cannot be.

    Args:
        delivered: As `with_delivered` takes them, with `file_row`.
        facts: As `Reference.facts`.
        file: The delivery file as messages name it.
    """
    replaceable = facts.filter(pl.col("unit") != YEAR)["indicator"].unique(maintain_order=True).to_list()
    units = facts.select("indicator", "unit").unique("indicator")
    judged = delivered.join(units, on="indicator", how="left", maintain_order="left")
    problems = unknown_problems(delivered, file, "indicator", replaceable, f"one of {', '.join(replaceable)}")
    problems += repeated_problems(delivered, file, ["indicator"])
    problems += _value_problems(judged, file) + _day_problems(judged, file)
    if not problems:
        rows = delivered.select("indicator", "file_row")
        whole = with_delivered(facts, delivered.drop("file_row")).join(rows, on="indicator", how="left")
        problems += _part_problems(whole, file)
    return problems


def fact_problems(tables: Tables, files: Files) -> list[Problem]:
    """Facts that are unknown or stand twice, and values, units and days that cannot be."""
    areas = [COUNTRY, *region_codes(tables), *tables["municipalities"]["municipality_code"]]
    problems: list[Problem] = []
    for stem, indicators in FACTS.items():
        table, file = tables[stem], files[stem]
        problems += unknown_problems(table, file, "indicator", indicators, f"one of {', '.join(indicators)}")
        problems += unknown_problems(table, file, "area_code", areas, KNOWN)
        problems += unknown_problems(table, file, "unit", UNITS, f"one of {', '.join(UNITS)}")
        problems += repeated_problems(
            table, file, ["indicator", "area_code", "period_start", "period_end", "as_of"]
        )
        problems += _value_problems(table, file) + _day_problems(table, file)
    return problems + _part_problems(tables["ohca_register"], files["ohca_register"])


def _part_problems(table: pl.DataFrame, file: str) -> list[Problem]:
    """Shares of one whole that are more than the whole."""
    problems = []
    for parts in PARTS:
        rows = table.filter(pl.col("indicator").is_in(parts))
        if rows["value"].sum() > 100:
            problems.append(
                Problem(
                    file,
                    rows["file_row"][-1],
                    "value",
                    f"{rows['value'].sum():g} for {' and '.join(parts)}",
                    "at most 100 percent",
                )
            )
    return problems


def _value_problems(table: pl.DataFrame, file: str) -> list[Problem]:
    value, unit = pl.col("value"), pl.col("unit")
    share = unit == "percent"
    whole = unit.is_in(["count", "year"]) & (value != value.round())
    no_number = ~value.is_finite() | (value < 0)
    no_year = (unit == "year") & ~value.is_between(FIRST_YEAR, LAST_YEAR)
    return [
        *cell_problems(table, file, "value", no_number, "a number of 0 or more"),
        *cell_problems(table, file, "value", share & (value > 100), "a percentage, from 0 to 100"),
        *cell_problems(table, file, "value", whole, "a whole number"),
        *cell_problems(table, file, "value", no_year, f"a year from {FIRST_YEAR} to {LAST_YEAR}"),
        *cell_problems(
            table, file, "unit", pl.col("indicator").str.ends_with("_share") & ~share, "percent for a share"
        ),
    ]


def _day_problems(table: pl.DataFrame, file: str) -> list[Problem]:
    start, end = pl.col("period_start"), pl.col("period_end")
    problems = [
        *cell_problems(table, file, "period_end", end < start, "a day after period_start"),
        *cell_problems(table, file, "period_end", start.is_not_null() & end.is_null(), "the period's end"),
        *cell_problems(
            table, file, "period_start", end.is_not_null() & start.is_null(), "the period's start"
        ),
    ]
    for column in ("period_start", "period_end", "as_of"):
        outside = ~pl.col(column).dt.year().is_between(FIRST_YEAR, LAST_YEAR)
        problems += cell_problems(table, file, column, outside, f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return problems
