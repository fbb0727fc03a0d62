"""What FOLK1A says, asked of StatBank's API or read from a file that a person downloaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.hashes import sha256
from analysis.core.problems import InputError, Problem, printable
from analysis.core.quarters import Quarter
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE, COUNTRY, valid_on
from analysis.reference.population_tables import FIGURE_PLACES, complete_periods
from analysis.reference.statbank import MOST_CELLS, VALUE, StatBank, Values
from analysis.reference.statbank_files import read_folk1a
from analysis.reference.statbank_labels import (
    AGE,
    ALL_AGES,
    AREA,
    MARITAL_STATUS,
    SEX,
    TIME,
    TOTAL,
    WHOLE_COUNTRY,
    Areas,
)

TABLE: Final = "FOLK1A"
ADULT: Final = 18
FEWEST_LAST_AGE: Final = 100
KEY: Final = ("period", "area_code")
PEOPLE: Final = "population"
ONE_AGE: Final = pl.col(AGE) != ALL_AGES
PLACES: Final = {
    "statbank": pl.String,
    "area_code": pl.String,
    "area": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Answer:
    """What a source says of the population, from the oldest period that we hold on.

    Attributes:
        figures: A row per period and area valid on its first day: `period`, `area_code`, `area`,
            `population`, `population_18plus` and `all_ages`, the sum of single ages (null: not known).
        periods: The periods it was asked for, oldest first.
        covers: Of which periods it has to hold what we hold, of a table with `period`.
        has_ages: Whether it holds single ages.
        name: What messages call it.
        origin: Where it was found, for sidecars; `{added}` stands for the periods that it adds.
        remarks: What was not read, and why, one line each.
        is_file: Whether a person chose what it holds.
        places: Where the figures of all ages stand in the file, as `population_tables.FIGURE_PLACES`.
    """

    figures: pl.DataFrame
    periods: list[str]
    covers: pl.Expr
    has_ages: bool
    name: str
    origin: str
    remarks: tuple[str, ...] = ()
    is_file: bool = False
    places: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FIGURE_PLACES))


def ask_statbank(bank: StatBank, held: Tables) -> Answer:
    """Ask the API for every period from the oldest that we hold on.

    Args:
        bank: Where FOLK1A is found.
        held: The reference tables of geography and population.

    Raises:
        InputError: The table is not built as it should be, or ends before what we hold.
        WebServiceError: There is no readable answer.
    """
    described = bank.describe(TABLE)
    _check_description(described)
    periods = _periods(described[TIME])
    wanted = _from_the_oldest(periods, held, TABLE)
    figures = _asked(bank, described[AGE], _places(described[AREA], held), wanted)
    return Answer(
        figures=figures,
        periods=wanted,
        covers=pl.col("period") >= periods[0],
        has_ages=True,
        name=TABLE,
        origin=f"Danmarks Statistik, StatBank {TABLE} ({bank.address})",
    )


def read_download(path: Path, data: Path, held: Tables) -> Answer:
    """Read a file of FOLK1A, with its own totals or without.

    Totals that it does not have are the sums of the municipalities.

    Args:
        path: The file.
        data: The data root, for the paths in messages.
        held: The reference tables of geography and population.

    Raises:
        InputError: It cannot be read in one way, or ends before what we hold; every problem.
    """
    names = area_names_of(held)
    file, cells = read_folk1a(path, data, Areas(names))
    periods = cells["period"].unique().sort().to_list()
    wanted = _from_the_oldest(periods, held, file)
    older = [period for period in periods if period < wanted[0]]
    found = sorted(int(age) for age in cells.filter(pl.col("age") != ALL_AGES)["age"].unique())
    has_ages = _are_all_ages(found)
    answered = cells.select("period", statbank="area_code", value="people", **{AGE: "age"})
    if not has_ages:
        answered = answered.remove(ONE_AGE)
    placed = _placed(_summed(answered, len(found)), _own_places(names, held))
    figures = placed.filter(pl.col("period").is_in(wanted))
    sums = _missing_totals(figures, cells, held)
    remarks = [f"{older[0]} to {older[-1]} are older than what is held and not read"] if older else []
    if found and not has_ages:
        ages = f"ages from {found[0]} to {found[-1]}" if len(found) > 1 else f"the age {found[0]} alone"
        remarks.append(f"{file} has {ages}, not all from 0 on: adults stay as they are")
    elif not found:
        remarks.append(f"{file} has no single ages: adults stay as they are")
    if not sums.is_empty():
        remarks.append(f"{file} lacks totals: sums of municipalities stand for them")
    return Answer(
        figures=pl.concat([figures, sums]).sort(KEY),
        periods=wanted,
        covers=pl.col("period").is_in(wanted),
        has_ages=has_ages,
        name=file,
        origin=f"Danmarks Statistik, StatBank {TABLE}; {{added}} from {printable(path.name)}, "
        f"sha256 {sha256(path)[:12]}, downloaded by hand",
        remarks=tuple(remarks),
        is_file=True,
        places=cells.filter(pl.col("age") == ALL_AGES).select(list(FIGURE_PLACES)),
    )


def _are_all_ages(ages: Sequence[int]) -> bool:
    """Whether ages go from 0 on without a gap, as far as people live; their sum is checked besides."""
    return (
        bool(ages)
        and ages[0] == 0
        and ages[-1] >= FEWEST_LAST_AGE
        and all(later == earlier + 1 for earlier, later in pairwise(ages))
    )


def _own_places(names: dict[str, str], held: Tables) -> pl.DataFrame:
    """The areas of our geography under their own codes, as `_places` returns them."""
    validity = {
        code or slug: (start, end)
        for code, slug, start, end in held["regions"]
        .select("code", "slug", "valid_from", "valid_to")
        .iter_rows()
    }
    rows = [(code, code, name, *validity.get(code, (date.min, None))) for code, name in names.items()]
    return pl.DataFrame(rows, schema=PLACES, orient="row")


def _missing_totals(figures: pl.DataFrame, cells: pl.DataFrame, held: Tables) -> pl.DataFrame:
    """Sums for the country and for regions with a code, where a complete period has no such row at all."""
    complete = complete_periods(figures.filter(of_municipality()).drop_nulls(PEOPLE))
    municipal = (
        figures.filter(of_municipality(), pl.col("period").is_in(complete))
        .with_columns(
            municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM), day=_day(pl.col("period"))
        )
        .join(held["municipality_regions"], on="municipality_code")
        .filter(valid_on(pl.col("day")))
    )
    names = area_names_of(held)
    coded = held["regions"]["code"].drop_nulls()
    counts = (PEOPLE, "population_18plus", "all_ages")
    known = [pl.when(pl.col(one).null_count() == 0).then(pl.col(one).sum()).alias(one) for one in counts]
    return (
        pl.concat(
            [
                municipal.group_by("period", area_code=pl.lit(COUNTRY)).agg(known),
                municipal.filter(pl.col("region_code").is_in(coded.implode()))
                .group_by("period", area_code="region_code")
                .agg(known),
            ]
        )
        .join(cells.select(KEY).unique(), on=KEY, how="anti")
        .with_columns(area=pl.col("area_code").replace_strict(names, default=None))
        .select(figures.columns)
    )


def area_names_of(held: Tables) -> dict[str, str]:
    """Code → name of the country, regions, municipalities and Christiansø."""
    return dict(
        [
            (COUNTRY, "Danmark"),
            *held["regions"].select(pl.coalesce("code", "slug"), "name").iter_rows(),
            *held["municipalities"].select("municipality_code", "municipality").iter_rows(),
            (CHRISTIANSOE, "Christiansø"),
        ]
    )


def _check_description(described: dict[str, Values]) -> None:
    """Refuse a table that is not built as we ask for it."""
    needed = {AREA: WHOLE_COUNTRY, SEX: TOTAL, AGE: ALL_AGES, MARITAL_STATUS: TOTAL, TIME: None}
    problems = [
        Problem(TABLE, None, variable, "no such variable", "it among the table's variables")
        if variable not in described
        else Problem(TABLE, None, variable, "other codes", f"the code {code} among them")
        for variable, code in needed.items()
        if variable not in described or (code is not None and code not in described[variable])
    ]
    if not problems and not _periods(described[TIME]):
        problems = [Problem(TABLE, None, TIME, "no quarters", "quarters like 2025K2")]
    if problems:
        raise InputError(problems)


def _periods(codes: Values) -> list[str]:
    """The quarters of a table, oldest first."""
    return sorted(code for code in codes if re.fullmatch(r"[1-9][0-9]{3}K[1-4]", code))


def _from_the_oldest(periods: Sequence[str], held: Tables, source: str) -> list[str]:
    """The periods from the oldest that we hold on."""
    oldest = str(held["population_folk1a"]["period"].min())
    wanted = [period for period in periods if period >= oldest]
    if not wanted:
        raise InputError(
            [Problem(source, None, TIME, f"quarters until {periods[-1]}", f"quarters from {oldest} on")]
        )
    return wanted


def _places(areas: Values, held: Tables) -> pl.DataFrame:
    """Where StatBank's areas lie in our geography.

    A region is found by its code (1081 is StatBank's 081); one without a published code by its name.

    Returns:
        `statbank` (its code; null for a region it does not know), `area_code`, `area`, `valid_from`,
        `valid_to` (null: always, still).
    """
    by_name = {name.casefold(): code for code, name in areas.items()}
    municipalities = [code for code in (*held["municipalities"]["municipality_code"], CHRISTIANSOE)]
    always = [(code, code, areas[code], date.min, None) for code in municipalities if code in areas]
    regions = [
        (
            next((found for found in (f"0{code[2:]}", code) if found in areas), None)
            if code is not None
            else by_name.get(name.casefold()),
            code or slug,
            name,
            start,
            end,
        )
        for code, name, slug, start, end in held["regions"]
        .select("code", "name", "slug", "valid_from", "valid_to")
        .iter_rows()
    ]
    return pl.DataFrame(
        [(WHOLE_COUNTRY, COUNTRY, areas[WHOLE_COUNTRY], date.min, None), *always, *regions],
        schema=PLACES,
        orient="row",
    )


def _asked(bank: StatBank, ages: Values, places: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    """Every area's figures in every period, in as few questions as StatBank's limit allows.

    Returns:
        As `Answer.figures`.
    """
    single = [age for age in ages if re.fullmatch(r"[0-9]{1,3}", age)]
    known = places.drop_nulls("statbank")
    areas = known["statbank"].unique(maintain_order=True).to_list()
    at_once = max(1, MOST_CELLS // (len(areas) * (len(single) + 1)))
    cells = [
        bank.cells(
            TABLE,
            {
                AREA: areas,
                SEX: [TOTAL],
                AGE: [ALL_AGES, *single],
                MARITAL_STATUS: [TOTAL],
                TIME: periods[start : start + at_once],
            },
        )
        for start in range(0, len(periods), at_once)
    ]
    answered = pl.concat(cells).rename({TIME: "period", AREA: "statbank"})
    return _placed(_summed(answered, len(single)), known)


def _summed(answered: pl.DataFrame, single_ages: int) -> pl.DataFrame:
    """Figures of all ages, and sums of single ages where each of them is known.

    A total of 0 people is StatBank's way to say that an area has no figure.

    Args:
        answered: A row per `period`, `statbank` (an area's code) and age, with its `value`.
        single_ages: How many single ages an area has; 0 where there are none.

    Returns:
        `period`, `statbank`, `population`, `population_18plus`, `all_ages`.
    """
    adult = ONE_AGE & (pl.col(AGE).cast(pl.Int64, strict=False) >= ADULT)
    all_known = (ONE_AGE.sum() == single_ages) & pl.lit(single_ages > 0)
    return (
        answered.drop_nulls(VALUE)
        .group_by("period", "statbank")
        .agg(
            population=pl.col(VALUE).filter(~ONE_AGE, pl.col(VALUE) > 0).first(),
            population_18plus=pl.when(all_known).then(pl.col(VALUE).filter(adult).sum()),
            all_ages=pl.when(all_known).then(pl.col(VALUE).filter(ONE_AGE).sum()),
        )
        .drop_nulls(PEOPLE)
    )


def _placed(summed: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Figures of the areas that are valid on the first day of their period, as `Answer.figures`."""
    return (
        summed.join(places, on="statbank")
        .with_columns(day=_day(pl.col("period")))
        .filter(valid_on(pl.col("day")))
        .select(*KEY, "area", PEOPLE, "population_18plus", "all_ages")
        .sort(KEY)
    )


def _day(period: pl.Expr) -> pl.Expr:
    return period.map_elements(first_day_of, return_dtype=pl.Date)


def first_day_of(period: str) -> date:
    """The day of a period's figures."""
    return Quarter.of_statbank(period).first_day


def of_municipality() -> pl.Expr:
    """Whether a row is of a municipality or Christiansø."""
    return pl.col("area_code").str.contains("^[0-9]{3}$")
