"""Brings the population in `data/raw/reference` up to date with Danmarks Statistik's table FOLK1A.

Three files belong together: people of all ages in municipalities (`population_folk1a`), in regions and the
country (`population_totals`), and people of 18 and over in all of these (`population_adults`). They are
replaced together or not at all, and only by figures that add up: the whole folder is exchanged for a copy.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.folders import assert_data_folder, files_of, link_or_copy, put_in_place
from analysis.core.hashes import sha256
from analysis.core.layout import DataRoot
from analysis.core.left_overs import MOVED_ASIDE, side_folder
from analysis.core.problems import InputError, Problem, shown_path
from analysis.core.quarters import Quarter
from analysis.core.writing import write_atomically
from analysis.reading.sidecars import seal, sidecar_path
from analysis.reference.files import read_reference, read_reference_table
from analysis.reference.geography import CHRISTIANSOE, COUNTRY, valid_on
from analysis.reference.population_tables import complete_periods, total_problems
from analysis.reference.statbank import MOST_CELLS, VALUE, StatBank, Values

TABLE: Final = "FOLK1A"
AREA: Final = "OMRÅDE"
SEX: Final = "KØN"
AGE: Final = "ALDER"
MARITAL_STATUS: Final = "CIVILSTAND"
TIME: Final = "Tid"
TOTAL: Final = "TOT"
ALL_AGES: Final = "IALT"
ADULT: Final = 18
WHOLE_COUNTRY: Final = "000"

POPULATION: Final = "population_folk1a"
TOTALS: Final = "population_totals"
ADULTS: Final = "population_adults"
TABLE_DESCRIPTIONS: Final = {
    POPULATION: "all municipalities and Christiansø",
    TOTALS: "national and regional totals",
    ADULTS: "sums of the single ages from 18 up",
}
GEOGRAPHY: Final = ("regions", "municipalities", "municipality_regions")
KEY: Final = ("period", "area_code")
PEOPLE: Final = "population"
LICENCE: Final = "CC BY 4.0"
MOST_CODES_NAMED: Final = 3

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Update:
    """What an update did.

    Attributes:
        added: Periods with figures that were not there, by file; nothing was written when all are empty and
            there are no revisions.
        revisions: Figures that changed, one line each.
        remarks: What was left out and why, one line each.
        latest: The latest period in the files.
    """

    added: dict[str, list[str]]
    revisions: list[str]
    remarks: list[str]
    latest: str

    @property
    def written(self) -> bool:
        """Whether the files were replaced."""
        return bool(self.revisions) or any(self.added.values())

    def __str__(self) -> str:
        """The update on one line."""
        if not self.written:
            return f"{TABLE} holds nothing new, the latest period is {self.latest}; nothing was written"
        people = sorted({*self.added[POPULATION], *self.added[TOTALS]})
        done = [f"population of {period_ranges(people)} added"] if people else []
        done += [f"adults of {period_ranges(self.added[ADULTS])} added"] if self.added[ADULTS] else []
        done += [f"{len(self.revisions)} figures revised"] if self.revisions else []
        return f"{TABLE}: {', '.join(done)}"


@dataclass(frozen=True)
class _Merged:
    """A file's rows with the answer's figures put in."""

    table: pl.DataFrame
    added: list[str]
    revisions: list[Problem]
    lost: list[Problem]


def update_population(
    data: DataRoot, today: date, bank: StatBank, *, accept_revisions: bool = False
) -> Update:
    """Ask StatBank for every period from the oldest that we hold on, check the answer and write what is new.

    Periods that are older than StatBank's first are kept. A new period that lacks Christiansø or a
    municipality is left out.

    Args:
        data: The data root.
        today: Stands as the day of retrieval; the reference files have to be valid on it.
        bank: Where FOLK1A is found.
        accept_revisions: Take over figures that differ from those we hold.

    Raises:
        InputError: The reference files are wrong; the answer contradicts itself or our geography, lacks what
            we hold, or, unless accepted, revises it. Nothing was written.
        StatBankError: There is no readable answer. Nothing was written.
    """
    try:
        reference = assert_data_folder(data.raw / "reference")
    except OSError as error:
        raise _unwritable(data, error) from error
    before = _hashes(reference)
    read_reference(data.path, today)
    held, files = _tables_on_disk(data)
    labels = _labels(held)
    described = bank.describe(TABLE)
    _check_description(described)
    places = _places(described[AREA], held)
    periods = _periods(described[TIME])
    wanted = _from_the_oldest(periods, held[POPULATION])
    figures = _figures(bank, described[AGE], places, wanted)
    answer = {
        POPULATION: figures.filter(_of_municipality()).select(*KEY, "area", PEOPLE).drop_nulls(),
        TOTALS: figures.remove(_of_municipality()).select(*KEY, PEOPLE).drop_nulls(),
        ADULTS: figures.select(*KEY, "population_18plus").drop_nulls(),
    }
    complete = complete_periods(answer[POPULATION])
    merged = {
        stem: _merge(files[stem], held[stem], _usable(rows, held[stem], complete), periods[0], labels)
        for stem, rows in answer.items()
    }
    whole = figures.filter(pl.col("period").is_in(complete))
    problems = _contradictions(whole, answer, held, labels)
    problems += [problem for merge in merged.values() for problem in merge.lost]
    revisions = [problem for merge in merged.values() for problem in merge.revisions]
    if problems or (revisions and not accept_revisions):
        raise InputError(problems + ([] if accept_revisions else revisions))
    update = Update(
        added={stem: merge.added for stem, merge in merged.items()},
        revisions=[problem.found for problem in revisions],
        remarks=_left_out(answer[POPULATION], wanted, labels) + _lacking(whole, held, labels),
        latest=str(merged[POPULATION].table["period"].max()),
    )
    if update.written:
        _replace(data, {stem: merge.table for stem, merge in merged.items()}, bank.address, today, before)
    return update


def _tables_on_disk(data: DataRoot) -> tuple[Tables, dict[str, str]]:
    """The tables we hold, and the files of population as messages name them."""
    read = {stem: read_reference_table(data.path, stem) for stem in (*TABLE_DESCRIPTIONS, *GEOGRAPHY)}
    files = {stem: read[stem][0] for stem in TABLE_DESCRIPTIONS}
    problems = [
        Problem(file, None, None, "another kind of file", "a CSV file")
        for stem, file in files.items()
        if Path(file).name != f"{stem}.csv"
    ]
    if problems:
        raise InputError(problems)
    return {stem: table for stem, (_, table) in read.items()}, files


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


def _from_the_oldest(periods: Sequence[str], held: pl.DataFrame) -> list[str]:
    """The periods from the oldest that we hold on."""
    oldest = str(held["period"].min())
    wanted = [period for period in periods if period >= oldest]
    if not wanted:
        raise InputError(
            [Problem(TABLE, None, TIME, f"quarters until {periods[-1]}", f"quarters from {oldest} on")]
        )
    return wanted


def _labels(held: Tables) -> dict[str, str]:
    """What messages call an area, by its code."""
    names = [
        (COUNTRY, "Danmark"),
        (CHRISTIANSOE, "Christiansø"),
        *held["municipalities"].select("municipality_code", "municipality").iter_rows(),
        *held["regions"].select(pl.coalesce("code", "slug"), "name").iter_rows(),
    ]
    return {code: f"{name} ({code})" for code, name in names}


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
        schema={
            "statbank": pl.String,
            "area_code": pl.String,
            "area": pl.String,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
        },
        orient="row",
    )


def _figures(bank: StatBank, ages: Values, places: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    """Every area's figures in every period, in as few questions as StatBank's limit allows.

    A total of 0 people is StatBank's way to say that an area has no figure.

    Returns:
        A row per period and area valid on its first day: `period`, `area_code`, `area`, `population`,
        `population_18plus` and `all_ages`, the sum of single ages (null: not known).
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
    one_age = pl.col(AGE) != ALL_AGES
    adult = one_age & (pl.col(AGE).cast(pl.Int64, strict=False) >= ADULT)
    answered = pl.concat(cells).drop_nulls(VALUE)
    all_known = one_age.sum() == len(single)
    summed = answered.group_by(period=TIME, statbank=AREA).agg(
        population=pl.col(VALUE).filter(~one_age, pl.col(VALUE) > 0).first(),
        population_18plus=pl.when(all_known).then(pl.col(VALUE).filter(adult).sum()),
        all_ages=pl.when(all_known).then(pl.col(VALUE).filter(one_age).sum()),
    )
    return (
        summed.drop_nulls(PEOPLE)
        .join(known, on="statbank")
        .with_columns(day=pl.col("period").map_elements(_first_day, return_dtype=pl.Date))
        .filter(valid_on(pl.col("day")))
        .select(*KEY, "area", PEOPLE, "population_18plus", "all_ages")
        .sort(KEY)
    )


def _first_day(period: str) -> date:
    return Quarter.parse(period.replace("K", "Q")).first_day


def _of_municipality() -> pl.Expr:
    return pl.col("area_code").str.contains("^[0-9]{3}$")


def _usable(rows: pl.DataFrame, held: pl.DataFrame, complete: list[str]) -> pl.DataFrame:
    """The rows of complete periods, and of the others those that can be compared with what we hold."""
    whole = pl.col("period").is_in(complete)
    return pl.concat([rows.filter(whole), rows.remove(whole).join(held.select(KEY), on=KEY, how="semi")])


def _merge(
    file: str, held: pl.DataFrame, answer: pl.DataFrame, first: str, labels: dict[str, str]
) -> _Merged:
    """Put the answer into a file's rows; rows before StatBank's first period stay as they are."""
    column = held.columns[-1]
    both = held.join(answer, on=KEY, how="full", coalesce=True, suffix="_new").sort(_order())
    old, new = pl.col(column), pl.col(f"{column}_new")
    changed = both.filter(old != new).select("area_code", "period", old, new)
    lost = both.filter(new.is_null(), pl.col("period") >= first)
    table = both.with_columns(pl.coalesce(new, old).alias(column))
    if "area" in held.columns:
        table = table.with_columns(pl.coalesce("area", "area_new"))
    return _Merged(
        table=table.select(held.columns),
        added=both.filter(old.is_null())["period"].unique().sort().to_list(),
        revisions=[
            Problem(
                file,
                None,
                column,
                f"{labels.get(area, area)}, {period}: {before} -> {after}",
                "figures that do not change, or --accept-revisions",
            )
            for area, period, before, after in changed.iter_rows()
        ],
        lost=[
            Problem(file, None, column, f"{areas} in {period}", f"the figures in {TABLE} too")
            for period, areas in _by_period(lost, labels)
        ],
    )


def _order() -> list[pl.Expr]:
    """By period; the country, regions, municipalities, and Christiansø last."""
    code = pl.col("area_code")
    rank = (
        pl.when(code == COUNTRY)
        .then(0)
        .when(code == CHRISTIANSOE)
        .then(3)
        .when(_of_municipality())
        .then(2)
        .otherwise(1)
    )
    return [pl.col("period"), rank, code]


def _contradictions(
    figures: pl.DataFrame, answer: Tables, held: Tables, labels: dict[str, str]
) -> list[Problem]:
    """Figures of complete periods that cannot be true together."""
    unequal = figures.filter(pl.col("all_ages") != pl.col(PEOPLE))
    childless = figures.filter(
        pl.col("population_18plus") >= pl.col(PEOPLE), pl.col("area_code") != CHRISTIANSOE
    )
    problems = [
        Problem(TABLE, None, AGE, f"single ages of {areas} in {period}", "their sum to be the total")
        for period, areas in _by_period(unequal, labels)
    ]
    problems += [
        Problem(TABLE, None, AGE, f"no children in {areas} in {period}", "fewer adults than people")
        for period, areas in _by_period(childless, labels)
    ]
    adults = answer[ADULTS].rename({"population_18plus": PEOPLE})
    of_age = {POPULATION: adults.filter(_of_municipality()), TOTALS: adults.remove(_of_municipality())}
    problems += total_problems({**held, **answer}, TABLE)
    problems += total_problems({**held, **of_age}, f"{TABLE}, ages 18 and over")
    return problems


def _left_out(population: pl.DataFrame, wanted: Sequence[str], labels: dict[str, str]) -> list[str]:
    """Which periods are left out, and for want of what."""
    places = {code for code in labels if re.fullmatch("[0-9]{3}", code)}
    found = dict(population.group_by("period").agg("area_code").iter_rows())
    missing = {period: sorted(places.difference(found.get(period, []))) for period in wanted}
    return [
        f"{period} is left out: {TABLE} has no figure for {_named(codes, labels)}"
        for period, codes in missing.items()
        if codes
    ]


def _lacking(figures: pl.DataFrame, held: Tables, labels: dict[str, str]) -> list[str]:
    """What the complete periods lack without being contradictory: a region's total, an area's ages."""
    remarks = []
    for (period,), rows in figures.group_by(["period"], maintain_order=True):
        regions = held["regions"].filter(valid_on(_first_day(str(period))))
        lacking = regions.select(code=pl.coalesce("code", "slug")).remove(
            pl.col("code").is_in(rows["area_code"].implode())
        )
        if not lacking.is_empty():
            remarks.append(f"{period} has no total of {_named(lacking['code'].to_list(), labels)} in {TABLE}")
        ageless = rows.filter(pl.col("population_18plus").is_null())["area_code"].to_list()
        if ageless:
            remarks.append(f"{period} has no complete ages of {_named(ageless, labels)} in {TABLE}")
    return remarks


def _by_period(rows: pl.DataFrame, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Periods, each with its areas for a message."""
    grouped = rows.group_by("period", maintain_order=True).agg("area_code")
    return [(period, _named(codes, labels)) for period, codes in grouped.iter_rows()]


def _named(codes: Sequence[str], labels: dict[str, str]) -> str:
    """Areas for a message: all of them when they are few."""
    shown = ", ".join(labels.get(code, code) for code in codes[:MOST_CODES_NAMED])
    return shown if len(codes) <= MOST_CODES_NAMED else f"{shown} and {len(codes) - MOST_CODES_NAMED} more"


def period_ranges(periods: Sequence[str]) -> str:
    """Periods in order, those that follow each other as a range: `2024K1–2025K2, 2026K1`."""
    quarters = [Quarter.parse(period.replace("K", "Q")) for period in periods]
    groups: list[list[Quarter]] = []
    for quarter in quarters:
        if groups and groups[-1][-1].next == quarter:
            groups[-1].append(quarter)
        else:
            groups.append([quarter])
    return ", ".join(
        group[0].statbank if len(group) == 1 else f"{group[0].statbank}–{group[-1].statbank}"
        for group in groups
    )


def _replace(data: DataRoot, tables: Tables, address: str, today: date, before: Mapping[str, str]) -> None:
    """Seal the files in a copy of the reference data, read that, then put it in the place of the data.

    Args:
        data: The data root.
        tables: The new tables.
        address: Where StatBank is found.
        today: Stands as the day of retrieval.
        before: Every file of the reference data and its hash, as the tables were made from them.

    Raises:
        InputError: The reference data would not be readable with them, changed meanwhile, or cannot be
            written; they are as they were.
    """
    target = (data.raw / "reference").resolve()
    place = shown_path(data.raw / "reference", data.path)
    try:
        root = f"fresh/{data.path.resolve().name}"
        written = [f"{stem}.csv" for stem in tables]
        names = {*before, *written, *(sidecar_path(Path(name)).name for name in written)}
        folders = (f"{root}/raw/reference", f"{MOVED_ASIDE}/{target.name}")
        makes = [f"{folder}/{name}" for folder in folders for name in names]
        with side_folder(target.parent, makes) as side:
            copy = DataRoot(side / root)
            fresh = copy.raw / "reference"
            shutil.copytree(target, fresh, symlinks=True, copy_function=link_or_copy)
            for stem, table in tables.items():
                _write(fresh / f"{stem}.csv", table, _origin(stem, table, address), today)
            read_reference(copy.path, today)
            _assert_as_before(target, before, place)
            put_in_place(fresh, target, side)
    except OSError as error:
        raise _unwritable(data, error) from error


def _assert_as_before(folder: Path, before: Mapping[str, str], place: str) -> None:
    """Refuse to replace files that somebody changed since the update began."""
    now = _hashes(folder)
    changed = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
    if changed:
        expected = "it as it was when the update began; start the update again"
        raise InputError(
            [
                Problem(f"{place}/{name}", None, None, "a file that changed meanwhile", expected)
                for name in changed
            ]
        )


def _unwritable(data: DataRoot, error: OSError) -> InputError:
    found = f"a folder that cannot be written to ({error.strerror or 'unknown reason'})"
    place = shown_path(data.raw / "reference", data.path)
    return InputError([Problem(place, None, None, found, "a writable folder")])


def _hashes(folder: Path) -> dict[str, str]:
    return {name: sha256(path) for name, path in files_of(folder).items()}


def _write(path: Path, table: pl.DataFrame, origin: str, today: date) -> None:
    write_atomically(path, table.write_csv().encode())
    seal(path, origin, today, LICENCE)


def _origin(stem: str, table: pl.DataFrame, address: str) -> str:
    periods = period_ranges(table["period"].unique().sort().to_list())
    return f"Danmarks Statistik, StatBank {TABLE} ({address}), {periods}: {TABLE_DESCRIPTIONS[stem]}"
