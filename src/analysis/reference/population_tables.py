"""People in municipalities, regions and the country: the files of FOLK1A, and whether they add up."""

from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.core.quarters import Quarter
from analysis.reference.geography import (
    BORNHOLM,
    CHRISTIANSOE,
    COUNTRY,
    KNOWN,
    MUNICIPALITIES,
    region_codes,
    valid_on,
)
from analysis.reference.typed_tables import Files, Tables, cell_problems, unknown_problems

CHRISTIANSOE_NAME: Final = "Christiansø"
FEWEST_ADULTS: Final = 0.6
# Where the figure of a period and an area stands in a file.
FIGURE_PLACES: Final = {"period": pl.String, "area_code": pl.String, "row": pl.Int64, "column": pl.String}


class Population(dy.Schema):
    """A row per quarter and municipality, Christiansø (411) too."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    area = dy.String()
    population = dy.Int64(min=0)


class PopulationTotals(dy.Schema):
    """A row per quarter, and the country or a region, as Danmarks Statistik gives it."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    population = dy.Int64(min=0)


class Adults(dy.Schema):
    """A row per quarter with ages."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    population_18plus = dy.Int64(min=0)


def total_problems(
    tables: dict[str, pl.DataFrame], file: str, places: pl.DataFrame | None = None
) -> list[Problem]:
    """Complete periods whose municipalities and Christiansø do not add up to the totals, or have none.

    Membership is that of the period's first day. A region that has no published code may lack a total.

    Args:
        tables: The reference tables of geography and population.
        file: The file of the totals as messages name it.
        places: Where each total stands there, in the columns of `FIGURE_PLACES`; None for sums of cells.
    """
    without_code = tables["regions"].filter(pl.col("code").is_null())["slug"]
    periods = complete_periods(tables["population_folk1a"])
    days = pl.DataFrame(
        {"period": periods, "day": [Quarter.of_statbank(period).first_day for period in periods]},
        schema={"period": pl.String, "day": pl.Date},
    )
    regional = (
        tables["population_folk1a"]
        .join(days, on="period")
        .with_columns(municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM))
        .join(tables["municipality_regions"], on="municipality_code")
        .filter(valid_on(pl.col("day")))
        .group_by("period", area_code="region_code")
        .agg(pl.col("population").sum())
    )
    national = regional.group_by("period", area_code=pl.lit(COUNTRY)).agg(pl.col("population").sum())
    wrong = (
        pl.concat([regional, national])
        .join(tables["population_totals"], on=["period", "area_code"], how="left", suffix="_total")
        .filter(pl.col("population").ne_missing(pl.col("population_total")))
        .remove(pl.col("area_code").is_in(without_code.implode()) & pl.col("population_total").is_null())
    )
    known = pl.DataFrame(schema=FIGURE_PLACES) if places is None else places
    placed = wrong.join(known, on=["period", "area_code"], how="left")
    return [
        Problem(
            file,
            row,
            column or "population",
            f"{quoted(total)} for {code} in {period}",
            f"{people}, the sum of its municipalities in population_folk1a",
        )
        for period, code, people, total, row, column in placed.sort("period", "area_code")
        .select("period", "area_code", "population", "population_total", "row", "column")
        .iter_rows()
    ]


def complete_periods(population: pl.DataFrame) -> list[str]:
    """The periods that hold all 98 municipalities and Christiansø, oldest first."""
    counted = population.group_by("period").agg(pl.col("area_code").n_unique())
    return sorted(counted.filter(pl.col("area_code") == MUNICIPALITIES + 1)["period"])


def population_problems(tables: Tables, files: Files) -> list[Problem]:
    """Areas of a period that are missing, unknown or of another name."""
    table, file = tables["population_folk1a"], files["population_folk1a"]
    names = dict(tables["municipalities"].select("municipality_code", "municipality").iter_rows())
    names[CHRISTIANSOE] = CHRISTIANSOE_NAME
    problems = unknown_problems(table, file, "area_code", names, KNOWN)
    name = pl.col("area_code").replace_strict(names, default=None)
    problems += cell_problems(
        table, file, "area", pl.col("area") != name, "the name of the area's code in municipalities"
    )
    for (period,), rows in table.group_by("period", maintain_order=True):
        problems += [
            Problem(file, None, "area_code", f"no row of {code} in {period}", "every municipality and 411")
            for code in sorted(set(names) - set(rows["area_code"]))
        ]
    return problems


def total_key_problems(tables: Tables, files: Files) -> list[Problem]:
    """Totals of a period or an area that the municipalities' file does not know."""
    table, file = tables["population_totals"], files["population_totals"]
    periods = tables["population_folk1a"]["period"].unique()
    problems = unknown_problems(table, file, "period", periods, "a period of population_folk1a")
    return problems + unknown_problems(table, file, "area_code", [COUNTRY, *region_codes(tables)], KNOWN)


def adult_problems(tables: Tables, files: Files) -> list[Problem]:
    """Adults of an unknown area or period, more than the people of all ages, or improbably few."""
    table, file = tables["population_adults"], files["population_adults"]
    people = pl.concat(
        tables[stem].select("period", "area_code", "population")
        for stem in ("population_folk1a", "population_totals")
    )
    known = [COUNTRY, CHRISTIANSOE, *region_codes(tables), *tables["municipalities"]["municipality_code"]]
    joined = table.join(people, on=["period", "area_code"], how="left", maintain_order="left")
    adults, everyone = pl.col("population_18plus"), pl.col("population")
    improbable = (adults > everyone) | (adults < everyone * FEWEST_ADULTS)
    expected = f"{FEWEST_ADULTS:.0%} to 100% of the people of all ages"
    return [
        *unknown_problems(table, file, "area_code", known, KNOWN),
        *unknown_problems(table, file, "period", people["period"].unique(), "a period of population_folk1a"),
        *cell_problems(joined, file, "population_18plus", improbable, expected),
    ]
