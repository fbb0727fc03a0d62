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
from analysis.reading.files import DELIVERY_FILE, available_quarters, is_simulated
from analysis.reading.sidecars import is_made_up, read_sidecar, seal, sidecar_path
from analysis.reference.files import read_reference, read_reference_table
from analysis.reference.geography import CHRISTIANSOE, COUNTRY, valid_on
from analysis.reference.population_answers import (
    KEY,
    PEOPLE,
    TABLE,
    Answer,
    Tables,
    area_names_of,
    ask_statbank,
    first_day_of,
    of_municipality,
    read_download,
)
from analysis.reference.population_tables import complete_periods, total_problems
from analysis.reference.statbank import StatBank
from analysis.reference.statbank_labels import AGE, AREA

POPULATION: Final = "population_folk1a"
TOTALS: Final = "population_totals"
ADULTS: Final = "population_adults"
TABLE_DESCRIPTIONS: Final = {
    POPULATION: "all municipalities and Christiansø",
    TOTALS: "national and regional totals",
    ADULTS: "sums of the single ages from 18 up",
}
GEOGRAPHY: Final = ("regions", "municipalities", "municipality_regions")
LICENCE: Final = "CC BY 4.0"
MOST_CODES_NAMED: Final = 3
LARGEST_CHANGE: Final = 0.1
FEWEST_PEOPLE: Final = 25
ACCEPTED: Final = "--accept-revisions"


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
    data: DataRoot, today: date, source: StatBank | Path, *, accept_revisions: bool = False
) -> Update:
    """Take the periods from the oldest that we hold on, check them and write what is new.

    Periods that are older than StatBank's first, or that a file does not hold, are kept. A new period that
    lacks Christiansø or a municipality is left out.

    Args:
        data: The data root.
        today: Stands as the day of retrieval; the reference files have to be valid on it.
        source: The API of StatBank, or a file of FOLK1A that a person downloaded.
        accept_revisions: Take over figures that differ from those we hold, or from a file far from them.

    Raises:
        InputError: The data root is simulated; the reference files are wrong; the answer contradicts itself
            or our geography, lacks what we hold, or, unless accepted, revises it. Nothing was written.
        WebServiceError: There is no readable answer. Nothing was written.
    """
    before = reference_hashes(data)
    _assert_real(data)
    read_reference(data.path, today)
    held, files = _tables_on_disk(data)
    if isinstance(source, Path):
        answer = read_download(source, data.path, held)
    else:
        answer = ask_statbank(source, held)
    update, tables = _taken_over(answer, held, files, accept_revisions=accept_revisions)
    if update.written:
        _replace(data, tables, answer, update, today, before)
    return update


def _assert_real(data: DataRoot) -> None:
    """Refuse a data root of made-up figures: real ones never stand beside them.

    Raises:
        InputError: A delivery, or what says where the population comes from, is simulated.
    """
    deliveries = [data.raw / str(quarter) / DELIVERY_FILE for quarter in available_quarters(data.path)]
    made_up = [path for path in deliveries if is_simulated(path)]
    if not made_up:
        files = (data.raw / "reference" / f"{stem}.csv" for stem in TABLE_DESCRIPTIONS)
        made_up = [path for path in files if is_made_up(read_sidecar(path, data.path))]
    if made_up:
        expected = "real figures alone: the population of a simulated data root is made up with it"
        raise InputError(
            [Problem(shown_path(made_up[0], data.path), None, None, "simulated figures", expected)]
        )


def _taken_over(
    answer: Answer, held: Tables, files: Mapping[str, str], *, accept_revisions: bool
) -> tuple[Update, Tables]:
    """What an answer changes, and the tables with it put in.

    Args:
        answer: What the source says.
        held: The reference tables of geography and population.
        files: The files of population as messages name them.
        accept_revisions: As `update_population`.

    Raises:
        InputError: As `update_population`.
    """
    labels = {code: f"{name} ({code})" for code, name in area_names_of(held).items()}
    figures = answer.figures
    found = {
        POPULATION: figures.filter(of_municipality()).select(*KEY, "area", PEOPLE).drop_nulls(),
        TOTALS: figures.remove(of_municipality()).select(*KEY, PEOPLE).drop_nulls(),
        ADULTS: figures.select(*KEY, "population_18plus").drop_nulls(),
    }
    complete = complete_periods(found[POPULATION])
    left_out = _left_out(found[POPULATION], answer, labels)
    if answer.is_file and not complete:
        expected = "a quarter with all municipalities and Christiansø"
        raise InputError(
            [
                Problem(answer.name, None, AREA, f"no figure for {areas} in {period}", expected)
                for period, areas in left_out
            ]
        )
    merged = {
        stem: _merge(files[stem], held[stem], _usable(rows, held[stem], complete), answer, labels)
        for stem, rows in found.items()
        if stem != ADULTS or answer.has_ages
    }
    whole = figures.filter(pl.col("period").is_in(complete))
    problems = _contradictions(whole, found, held, answer, labels)
    problems += [problem for merge in merged.values() for problem in merge.lost]
    revisions = [problem for merge in merged.values() for problem in merge.revisions]
    far = _far_off(whole, held, answer, labels) if answer.is_file else []
    if problems or ((revisions or far) and not accept_revisions):
        raise InputError(problems + ([] if accept_revisions else revisions + far))
    remarks = [f"{period} is left out: {answer.name} has no figure for {areas}" for period, areas in left_out]
    update = Update(
        added={stem: merged[stem].added if stem in merged else [] for stem in found},
        revisions=[problem.found for problem in revisions],
        remarks=[*answer.remarks, *remarks, *_lacking(whole, held, answer, labels)],
        latest=str(merged[POPULATION].table["period"].max()),
    )
    return update, {stem: merge.table for stem, merge in merged.items() if merge.added or merge.revisions}


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


def _usable(rows: pl.DataFrame, held: pl.DataFrame, complete: list[str]) -> pl.DataFrame:
    """The rows of complete periods, and of the others those that can be compared with what we hold."""
    whole = pl.col("period").is_in(complete)
    return pl.concat([rows.filter(whole), rows.remove(whole).join(held.select(KEY), on=KEY, how="semi")])


def _merge(
    file: str, held: pl.DataFrame, found: pl.DataFrame, answer: Answer, labels: dict[str, str]
) -> _Merged:
    """Put what was found into a file's rows; rows of periods that it does not cover stay as they are."""
    column = held.columns[-1]
    both = held.join(found, on=KEY, how="full", coalesce=True, suffix="_new").sort(_order())
    old, new = pl.col(column), pl.col(f"{column}_new")
    changed = both.filter(old != new).select("area_code", "period", old, new)
    lost = both.filter(new.is_null(), answer.covers)
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
                f"figures that do not change, or {ACCEPTED}",
            )
            for area, period, before, after in changed.iter_rows()
        ],
        lost=[
            Problem(file, None, column, f"{areas} in {period}", f"the figures in {answer.name} too")
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
        .when(of_municipality())
        .then(2)
        .otherwise(1)
    )
    return [pl.col("period"), rank, code]


def _contradictions(
    figures: pl.DataFrame, found: Tables, held: Tables, answer: Answer, labels: dict[str, str]
) -> list[Problem]:
    """Figures of complete periods that cannot be true together."""
    unequal = figures.filter(pl.col("all_ages") != pl.col(PEOPLE))
    childless = figures.filter(
        pl.col("population_18plus") >= pl.col(PEOPLE), pl.col("area_code") != CHRISTIANSOE
    )
    problems = []
    for rows, what, expected in (
        (unequal, "single ages of", "their sum to be the total"),
        (childless, "no children in", "fewer adults than people"),
    ):
        first = _first_rows(rows, answer)
        problems += [
            Problem(answer.name, row, AGE, f"{what} {areas} in {period}", expected)
            for (period, areas), row in zip(_by_period(rows, labels), first, strict=True)
        ]
    adults = found[ADULTS].rename({"population_18plus": PEOPLE})
    of_age = {POPULATION: adults.filter(of_municipality()), TOTALS: adults.remove(of_municipality())}
    problems += total_problems({**held, **found}, answer.name, answer.places)
    problems += total_problems({**held, **of_age}, f"{answer.name}, ages 18 and over")
    return problems


def _far_off(figures: pl.DataFrame, held: Tables, answer: Answer, labels: dict[str, str]) -> list[Problem]:
    """New figures that lie far from those of the nearest period we hold, as of one sex or age alone."""
    people = pl.concat(held[stem].select(*KEY, PEOPLE) for stem in (POPULATION, TOTALS))
    known = people["period"].unique().sort().to_list()
    problems = []
    for (period,), rows in figures.remove(pl.col("period").is_in(known)).group_by(["period"]):
        near = min(known, key=lambda one: abs((first_day_of(one) - first_day_of(str(period))).days))
        before = people.filter(pl.col("period") == near).select("area_code", before=PEOPLE)
        change = (pl.col(PEOPLE) - pl.col("before")).abs()
        odd = rows.join(before, on="area_code").filter(
            change > pl.max_horizontal(pl.col("before") * LARGEST_CHANGE, FEWEST_PEOPLE)
        )
        problems += [
            Problem(
                answer.name,
                row,
                column or PEOPLE,
                f"{now} for {labels[code]} in {period}",
                f"about {was}, as in {near}: people of both sexes and all ages; or {ACCEPTED}",
            )
            for code, now, was, row, column in odd.join(
                answer.places, on=KEY, how="left", maintain_order="left"
            )
            .select("area_code", PEOPLE, "before", "row", "column")
            .iter_rows()
        ]
    return problems


def _left_out(population: pl.DataFrame, answer: Answer, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Which periods lack figures, and whose."""
    places = {code for code in labels if re.fullmatch("[0-9]{3}", code)}
    found = dict(population.group_by("period").agg("area_code").iter_rows())
    missing = {period: sorted(places.difference(found.get(period, []))) for period in answer.periods}
    return [(period, _named(codes, labels)) for period, codes in missing.items() if codes]


def _lacking(figures: pl.DataFrame, held: Tables, answer: Answer, labels: dict[str, str]) -> list[str]:
    """What the complete periods lack without being contradictory: a region's total, an area's ages."""
    remarks = []
    for (period,), rows in figures.group_by(["period"], maintain_order=True):
        regions = held["regions"].filter(valid_on(first_day_of(str(period))))
        lacking = regions.select(code=pl.coalesce("code", "slug")).remove(
            pl.col("code").is_in(rows["area_code"].implode())
        )
        if not lacking.is_empty():
            remarks.append(
                f"{period} has no total of {_named(lacking['code'].to_list(), labels)} in {answer.name}"
            )
        ageless = rows.filter(pl.col("population_18plus").is_null())["area_code"].to_list()
        if ageless and answer.has_ages:
            remarks.append(f"{period} has no complete ages of {_named(ageless, labels)} in {answer.name}")
    return remarks


def _by_period(rows: pl.DataFrame, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Periods, each with its areas for a message."""
    grouped = rows.group_by("period", maintain_order=True).agg("area_code")
    return [(period, _named(codes, labels)) for period, codes in grouped.iter_rows()]


def _first_rows(rows: pl.DataFrame, answer: Answer) -> list[int | None]:
    """For each period of `_by_period`, where the total of its first area stands in the file."""
    placed = rows.join(answer.places, on=KEY, how="left", maintain_order="left")
    return placed.group_by("period", maintain_order=True).agg(pl.col("row").first())["row"].to_list()


def _named(codes: Sequence[str], labels: dict[str, str]) -> str:
    """Areas for a message: all of them when they are few."""
    shown = ", ".join(labels.get(code, code) for code in codes[:MOST_CODES_NAMED])
    return shown if len(codes) <= MOST_CODES_NAMED else f"{shown} and {len(codes) - MOST_CODES_NAMED} more"


def period_ranges(periods: Sequence[str]) -> str:
    """Periods in order, those that follow each other as a range: `2024K1–2025K2, 2026K1`."""
    quarters = [Quarter.of_statbank(period) for period in periods]
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


def _replace(
    data: DataRoot, tables: Tables, answer: Answer, update: Update, today: date, before: Mapping[str, str]
) -> None:
    """Write tables with what says where they come from, as `replace_files` does."""
    contents = {
        f"{stem}.csv": (table.write_csv().encode(), _origin(stem, table, answer, update))
        for stem, table in tables.items()
    }
    replace_files(data, contents, today, before)


def reference_hashes(data: DataRoot) -> dict[str, str]:
    """Every file of the reference data and its hash.

    Raises:
        InputError: They lie where nothing may be written.
    """
    try:
        return _hashes(assert_data_folder(data.raw / "reference"))
    except OSError as error:
        raise _unwritable(data, error) from error


def replace_files(
    data: DataRoot, contents: Mapping[str, tuple[bytes, str]], today: date, before: Mapping[str, str]
) -> None:
    """Seal files in a copy of the reference data, read that, then put it in the place of the data.

    Args:
        data: The data root.
        contents: Name → bytes and origin of each new file.
        today: Stands as the day of retrieval.
        before: Every file of the reference data and its hash, as the new files were made from them.

    Raises:
        InputError: The reference data would not be readable with them, changed meanwhile, or cannot be
            written; they are as they were.
    """
    target = (data.raw / "reference").resolve()
    place = shown_path(data.raw / "reference", data.path)
    try:
        root = f"fresh/{data.path.resolve().name}"
        names = {*before, *contents, *(sidecar_path(Path(name)).name for name in contents)}
        folders = (f"{root}/raw/reference", f"{MOVED_ASIDE}/{target.name}")
        makes = [f"{folder}/{name}" for folder in folders for name in names]
        with side_folder(target.parent, makes) as side:
            copy = DataRoot(side / root)
            fresh = copy.raw / "reference"
            shutil.copytree(target, fresh, symlinks=True, copy_function=link_or_copy)
            for name, (content, origin) in contents.items():
                _write(fresh / name, content, origin, today)
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


def _write(path: Path, content: bytes, origin: str, today: date) -> None:
    write_atomically(path, content)
    seal(path, origin, today, LICENCE)


def _origin(stem: str, table: pl.DataFrame, answer: Answer, update: Update) -> str:
    periods = period_ranges(table["period"].unique().sort().to_list())
    added = period_ranges(update.added[stem]) or "revised figures"
    return f"{answer.origin.format(added=added)}, {periods}: {TABLE_DESCRIPTIONS[stem]}"
