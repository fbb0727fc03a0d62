"""The reference files of a simulated data root: real geography, made-up people and facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

from analysis.core.problems import InputError, Problem, collect_problems
from analysis.core.quarters import Quarter
from analysis.indicators.schema import SIMULATED
from analysis.reference.files import read_reference_table
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE, geography_on
from analysis.reference.population_tables import complete_periods
from analysis.simulation.draws import (
    growth_factor,
    normal_numbers,
    random_index,
    random_stream,
    uniform_numbers,
    years_since_origin,
)
from analysis.simulation.plan import Plan

GEOGRAPHY: Final = (
    "regions",
    "municipalities",
    "municipality_regions",
    "report_areas",
    "tiles",
    "neighbours",
    "crossings",
)
CAPITAL: Final = "101"
MEDIUM_POPULATION: Final = (20_000, 60_000)
RUNNERS_PER_INHABITANT: Final = 0.009
AEDS_PER_INHABITANT: Final = 0.0045


@dataclass(frozen=True)
class Places:
    """Where the made-up figures belong.

    Attributes:
        tables: The geography's reference tables by file stem, valid from the plan's first quarter on.
        inhabitants: A row per municipality and Christiansø (411), by code: `area_code`, `area`, `people` (a
            made-up level), `trend` (yearly growth).
        municipalities: A row per municipality, by code: `municipality_code`, `people`, and what its figures
            are drawn around: `runners`, `aeds` (levels), `runners_trend`, `aeds_trend` (yearly growth),
            `part_time` (share of AEDs that are not at hand around the clock), `alarms` (weight, Int64).
        broken: Code of the municipality whose series breaks.
    """

    tables: dict[str, pl.DataFrame]
    inhabitants: pl.DataFrame
    municipalities: pl.DataFrame
    broken: str

    def geography(self, day: date) -> pl.DataFrame:
        """The geography valid on a day, as `Reference.geography`."""
        return geography_on(self.tables, day)

    def capital_region(self, day: date) -> tuple[str, str]:
        """Code and name of the region that København lies in on a day."""
        capital = self.geography(day).row(by_predicate=pl.col("municipality_code") == CAPITAL, named=True)
        return capital["region_code"], capital["region"]


def read_places(model: Path, plan: Plan) -> Places:
    """Take geography and the rough size of every municipality from a data root.

    Args:
        model: The data root, with `raw/reference` below it.
        plan: From its first quarter on the geography has to be valid.

    Raises:
        InputError: Every problem of the files needed; there is no complete period of population.
    """
    problems: list[Problem] = []
    read = {
        stem: collect_problems(problems, partial(read_reference_table, model, stem))
        for stem in (*GEOGRAPHY, "population_folk1a")
    }
    if problems:
        raise InputError(problems)
    found = {stem: table for stem, table in read.items() if table}
    file, population = found.pop("population_folk1a")
    complete = complete_periods(population)
    if not complete:
        expected = f"a period with all municipalities and {CHRISTIANSOE}"
        raise InputError([Problem(file, None, "period", "no complete period", expected)])
    newest = population.filter(pl.col("period") == complete[-1]).sort("area_code")
    inhabitants = _inhabitants(newest, plan.seed)
    municipalities = _municipalities(inhabitants.filter(pl.col("area_code") != CHRISTIANSOE), plan.seed)
    middling = municipalities.filter(pl.col("people").is_between(*MEDIUM_POPULATION))["municipality_code"]
    return Places(
        tables={stem: _valid_from(table, plan.first.first_day) for stem, (_, table) in found.items()},
        inhabitants=inhabitants,
        municipalities=municipalities,
        broken=middling[random_index(random_stream(plan.seed, "broken"), middling.len())],
    )


def _valid_from(table: pl.DataFrame, day: date) -> pl.DataFrame:
    """The table with its oldest validity starting on the day, if it starts later."""
    if "valid_from" not in table.columns:
        return table
    start = pl.col("valid_from")
    oldest = pl.min_horizontal(start, pl.lit(day))
    return table.with_columns(pl.when(start == start.min()).then(oldest).otherwise(start))


def _rounded_to_tens(people: pl.Expr) -> pl.Expr:
    """Rounded to tens, which real population figures are not."""
    return ((people / 10 + 0.5).floor() * 10).cast(pl.Int64)


def _inhabitants(newest: pl.DataFrame, seed: int) -> pl.DataFrame:
    draws = random_stream(seed, "inhabitants")
    hundreds = (pl.col("population") / 100 + 0.5).floor() * 100
    return newest.select(
        "area_code",
        "area",
        people=_rounded_to_tens(hundreds * uniform_numbers(draws, newest.height, 0.9, 1.1)),
        trend=0.004 + 0.002 * normal_numbers(draws, newest.height),
    )


def _municipalities(inhabitants: pl.DataFrame, seed: int) -> pl.DataFrame:
    draws, count = random_stream(seed, "municipalities"), inhabitants.height
    people = pl.col("people")
    return inhabitants.select(
        municipality_code="area_code",
        people=people,
        runners=people * RUNNERS_PER_INHABITANT * (1 + 0.25 * normal_numbers(draws, count)),
        runners_trend=0.02 + 0.01 * normal_numbers(draws, count),
        aeds=people * AEDS_PER_INHABITANT * uniform_numbers(draws, count, 0.7, 1.3),
        aeds_trend=uniform_numbers(draws, count, 0.02, 0.06),
        part_time=uniform_numbers(draws, count, 0.2, 0.4),
        alarms=people * uniform_numbers(draws, count, 60, 140).cast(pl.Int64),
    )


def population(places: Places, plan: Plan) -> pl.DataFrame:
    """`population_folk1a`: a row per FOLK1A quarter needed, and municipality or Christiansø."""
    return pl.concat(
        places.inhabitants.select(
            pl.lit(period).alias("period"),
            "area_code",
            "area",
            population=_rounded_to_tens(
                pl.col("people")
                * growth_factor(pl.col("trend"), pl.lit(years_since_origin(Quarter.of_statbank(period))))
                * (
                    1
                    + 0.0005
                    * normal_numbers(
                        random_stream(plan.seed, "population", period), places.inhabitants.height
                    )
                )
            ),
        )
        for period in plan.periods
    )


def population_totals(places: Places, people: pl.DataFrame) -> pl.DataFrame:
    """`population_totals`: country and regions as divided on the first day of each period."""
    totals = []
    for (period,), rows in people.group_by("period", maintain_order=True):
        regional = (
            rows.with_columns(municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM))
            .join(places.geography(Quarter.of_statbank(str(period)).first_day), on="municipality_code")
            .sort("region_order")
            .group_by("period", area_code="region_code", maintain_order=True)
            .agg(pl.col("population").sum())
        )
        country = rows.group_by("period", area_code=pl.lit("dk")).agg(pl.col("population").sum())
        totals += [country, regional]
    return pl.concat(totals)


def population_adults(plan: Plan, people: pl.DataFrame) -> pl.DataFrame:
    """`population_adults`: the country's people of 18 and over in every period."""
    share = uniform_numbers(random_stream(plan.seed, "adults"), 1, 0.78, 0.83).item()
    return people.group_by("period", area_code=pl.lit("dk"), maintain_order=True).agg(
        population_18plus=_rounded_to_tens(pl.col("population").sum() * share)
    )


def _about(draws: Random, middle: int) -> float:
    """A whole number within a fifth of another."""
    return float(int(uniform_numbers(draws, 1, 0.8 * middle, 1.2 * middle).item()))


def programme_facts(places: Places, plan: Plan) -> pl.DataFrame:
    """`programme_facts`, every value made up."""
    draws = random_stream(plan.seed, "programme_facts")
    nationwide = date(plan.first.year - 3 - random_index(draws, 3), 1 + random_index(draws, 12), 1)
    launched = float(nationwide.year - 2 - random_index(draws, 3))
    region, _ = places.capital_region(plan.first.first_day)
    return _facts(
        [
            ("runners_per_day", "dk", _about(draws, 70), "count_per_day", None, None),
            ("activations_per_day_published", "dk", _about(draws, 10), "count_per_day", None, None),
            ("arrived_before_ambulance", "dk", _about(draws, 65), "percent", None, None),
            ("launched_capital_region", region, launched, "year", None, None),
            ("launched_nationwide", "dk", float(nationwide.year), "year", None, nationwide),
        ]
    )


def ohca_register(plan: Plan) -> pl.DataFrame:
    """`ohca_register`, every value made up; the shares fit the counts."""
    draws = random_stream(plan.seed, "ohca_register")
    year = plan.first.year - 1
    cases, survivors = 100 * _about(draws, 48), _about(draws, 600)
    home, good = _about(draws, 70), 100 - _about(draws, 10)
    return _facts(
        [
            ("ohca_cases_year", "dk", cases, "count_per_year", None, None),
            ("ohca_at_home_share", "dk", home, "percent", None, None),
            ("ohca_in_public_share", "dk", 100 - home, "percent", None, None),
            ("ohca_survivors", "dk", survivors, "count", year, None),
            ("ohca_survival", "dk", int(1000 * survivors / cases + 0.5) / 10, "percent", year, None),
            ("ohca_good_outcome_share", "dk", good, "percent", None, None),
            ("ohca_severe_outcome_share", "dk", 100 - good, "percent", None, None),
        ]
    )


def _facts(rows: list[tuple[str, str, float, str, int | None, date | None]]) -> pl.DataFrame:
    """Facts of indicator, area, value, unit, year (or none) and date (or none) in the columns of `Facts`."""
    return pl.DataFrame(
        rows,
        schema={
            "indicator": pl.String,
            "area_code": pl.String,
            "value": pl.Float64,
            "unit": pl.String,
            "year": pl.Int32,
            "as_of": pl.Date,
        },
        orient="row",
    ).select(
        "indicator",
        "area_code",
        "value",
        "unit",
        period_start=pl.date("year", 1, 1),
        period_end=pl.date("year", 12, 31),
        as_of="as_of",
        source=pl.lit(SIMULATED),
        note=pl.lit(SIMULATED),
    )


def published_figures(runners: int, as_of: date) -> pl.DataFrame:
    """`published_figures`: the country's active runners before the plan's first quarter."""
    return pl.DataFrame(
        {
            "indicator": ["active_runners"],
            "level": ["country"],
            "area": ["Danmark"],
            "value": [str(runners)],
            "unit": ["count"],
            "as_of": [as_of.isoformat()],
            "published": [None],
            "source": [SIMULATED],
            "doubtful": [False],
        },
        schema_overrides={"published": pl.String},
    )
