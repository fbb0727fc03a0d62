"""What an input table is: its columns, its areas, what is wrong with one, and what is made of it.

A table of counts by area needs its declaration and nothing else. One that is something else is a class of
its own that says what it does otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.areas import COUNTRY
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.delivery_file import DeliveryFile
from analysis.ingest.hidden_cells import Members
from analysis.ingest.rules import (
    Rule,
    all_kept,
    date_problems,
    gathered,
    is_known,
    may_be_date,
    name_fits_code,
    named_rows,
    rule_problems,
    stands_once,
    sum_problems,
)
from analysis.ingest.tables.columns import FILLED_IN, InputColumn, Kind, code_column, name_column
from analysis.reading.files import DeliveredTable, find_table, has_table
from analysis.reading.text_rules import CARRIED_OVER

LEVELS: Final = ("country", "region", "municipality")
AREA: Final = (
    code_column(
        "area_code",
        "Områdekode",
        "Områdets kode: dk for hele landet, ellers regionens eller kommunens nummer. En region, der endnu "
        f"ikke har et nummer, har et kort navn. {FILLED_IN}",
        is_known("area_code", "an area code that this table may hold"),
    ),
    name_column("area", "Område", f"Områdets navn. {FILLED_IN}", name_fits_code("area")),
)
# Of so many rows code and name have to be swapped before that is said of the columns.
MOSTLY: Final = 0.5
SOME_NUMBER: Final = re.compile("'[0-9. ]+'")
ONE_ROW_FOR_AN_AREA: Final = stands_once("area_code", "each area once")


@dataclass(frozen=True)
class RestOfDelivery:
    """What an input table is judged beside.

    Attributes:
        names: `level`, `area_code`, `area` of the areas valid on the day; None where they are not known.
        members: Area code of a region or the country → the codes of its municipalities or regions.
        geography: As `Reference.geography`; None where it is not known.
        tables: The tables as read, their corrections applied; None where one is not there or unreadable.
        file: The delivery file; None where it could not be read.
        sound: Names of tables in whose cells and areas nothing is wrong, as `InputTable.sound` found.
    """

    names: pl.DataFrame | None
    members: Members
    geography: pl.DataFrame | None
    tables: Mapping[str, DeliveredTable | None]
    file: DeliveryFile | None
    sound: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UnitedRegions:
    """Another division into regions: what became of those that a delivery was made on.

    Attributes:
        parts: Region of the other division, in its order → the delivery's regions that it unites.
        names: Name of each region of the other division.
    """

    parts: Mapping[str, Sequence[str]]
    names: Mapping[str, str]

    @property
    def into(self) -> dict[str, str]:
        """A region of the delivery → the one it went into."""
        return {old: new for new, codes in self.parts.items() for old in codes}


@dataclass(frozen=True, kw_only=True, eq=False)
class InputTable:
    """A table that a delivery holds, or may hold.

    Attributes:
        name: The name of its file, without the ending.
        title: The name of its sheet in the template.
        about: What it holds, in Danish, as the template of `delivery.toml` says it; a line for each line.
        describes: What it holds, in English, for the page on input tables.
        columns: Its columns: the code of a row, its name, the numbers, the note.
        closed: Counts of alarms or people that no row of the published table states. Where one of them is
            small, or alarms are hidden, the file is private. None where its numbers are hidden as the report
            hides them, or are nobody's secret.
        optional: Whether a delivery may do without it.
        levels: The levels whose areas may have a row.
        complete: The levels of which every area has a row.
        listed: The levels with a row in the template; none for a table that people do not fill in.
        long: Whether an area has many rows, so that the template has none.
        unfilled: Whether rows that nobody filled in are left out, but for those of `complete`.
        one_row: The rule that no area has two rows.
        rules: Further rules between the cells of a row.
        adds_up: The counts of which parts add up to their whole.
        kept_whole: Whether a region has a row on another geography, even where no part of it is known.
        stocks: Counts of the day, which `check` compares with those of earlier deliveries.
        flows: Counts of the year to date, which `check` compares too; the first is what others are part of.
        correctable: Whether cells may be corrected in the table of corrections.
        residents: Whether its counts are of residents: a municipality may have as many as a date in a
            spreadsheet has as a number.
    """

    name: str
    title: str
    about: str
    describes: str
    columns: tuple[InputColumn, ...]
    closed: tuple[str, ...]
    optional: bool = True
    levels: tuple[str, ...] = LEVELS
    complete: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    long: bool = False
    unfilled: bool = False
    one_row: Rule | None = ONE_ROW_FOR_AN_AREA
    rules: tuple[Rule, ...] = ()
    adds_up: tuple[str, ...] = ()
    kept_whole: bool = False
    stocks: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    correctable: bool = False
    residents: bool = False

    @property
    def key(self) -> str:
        """The column that says what a row is about."""
        return self.columns[0].name

    @property
    def numbers(self) -> tuple[InputColumn, ...]:
        """The columns of counts and percentages."""
        return tuple(one for one in self.columns if one.kind in (Kind.COUNT, Kind.PERCENT))

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule that a row keeps."""
        once = () if self.one_row is None else (self.one_row,)
        return (*once, *(rule for column in self.columns for rule in column.rules), *self.rules)

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        """The columns of its frame in `Delivery.tables`."""
        schema: dict[str, type[pl.DataType]] = dict.fromkeys(("level", "area_code", "area"), pl.String)
        for one in self.numbers:
            schema[one.name] = pl.Float64 if one.kind is Kind.PERCENT else pl.Int64
        return {**schema, "note": pl.String}

    def path(self, folder: Path, data: Path) -> Path | None:
        """Its file in a delivery's folder; None for an optional table that is not there."""
        if self.optional and not has_table(folder, self.name):
            return None
        return find_table(folder, self.name, data)

    def filled(self, read: DeliveredTable, names: pl.DataFrame) -> DeliveredTable:
        """The table without the rows of its template that nobody filled in, where it may have such.

        One that nobody filled in at all stays as it is.

        Args:
            read: The table as read, its corrections applied.
            names: `level`, `area_code`, `area` of the areas valid on the day.
        """
        empty = self._is_empty()
        if not self.unfilled or read.frame.select(empty.all()).item():
            return read
        free = names.filter(pl.col("level").is_in(set(self.levels) - set(self.complete)))["area_code"]
        left_out = empty & area_code(pl.col(self.key)).is_in(free.implode()).fill_null(value=False)
        return replace(read, frame=read.frame.filter(~left_out))

    def _is_empty(self) -> pl.Expr:
        """Whether a row has neither a number nor a note of this delivery."""
        written = pl.col("note").is_not_null() & ~pl.col("note").str.starts_with(CARRIED_OVER)
        return pl.all_horizontal(pl.col(one.name).is_null() for one in self.numbers) & ~written.fill_null(
            value=False
        )

    def empty_problems(self, read: DeliveredTable) -> list[Problem]:
        """One problem where a table that every delivery has was not filled in at all; else none."""
        if self.optional or not self.numbers or not read.frame.select(self._is_empty().all()).item():
            return []
        rows, first = read.frame.height, self.numbers[0]
        expected = f"numbers, at least in column {read.headers.get(first.name, first.header)}"
        found = f"{rows} of {rows} rows empty ({named_rows(read.frame[self.columns[1].name].to_list())})"
        return [Problem(read.file, None, None, found, expected)] if rows else []

    def judged(self, frame: pl.DataFrame, names: pl.DataFrame, file: DeliveryFile | None) -> pl.DataFrame:
        """The table with the `code` of each row, and the `known_name` and `level` that belong to it."""
        allowed = names.filter(pl.col("level").is_in(self.levels))
        known = allowed.select("level", code="area_code", known_name="area")
        return frame.with_columns(code=area_code(pl.col(self.key))).join(
            known, on="code", how="left", maintain_order="left"
        )

    def problems(self, read: DeliveredTable, rest: RestOfDelivery) -> list[Problem]:
        """Everything wrong in its cells, its areas and its sums.

        Args:
            read: The table as read, its corrections applied.
            rest: What it is judged beside.
        """
        if rest.names is None:
            return []
        if self.name in rest.sound:
            return self._sum_problems(read, rest)
        if empty := self.empty_problems(read):
            return empty
        if swapped := self._swapped_problems(read, rest.names):
            return swapped
        judged = self.judged(read.frame, rest.names, rest.file)
        cells = gathered(rule_problems(self.all_rules, read, judged), read, self.columns[1].name)
        if rest.file:
            cells += date_problems(self._dateable(), read, judged, rest.file.values["as_of"])
        missing = self.missing_problems(read, judged, rest.names)
        sums = self._sum_problems(read, rest) if self.can_be_added_up(read, cells) else []
        return cells + missing + sums

    def sound(self, rows: pl.DataFrame, names: pl.DataFrame) -> list[str]:
        """The quarters whose deliveries have nothing wrong in any cell, and no area too few.

        They are judged together by what `problems` looks for in each; of one that may have a problem it then
        says which. Of a long table there are none: each is judged by itself.

        Args:
            rows: The table as read of some quarters, one after the other, with `quarter` and `as_of`.
            names: `level`, `area_code`, `area` of the areas valid on all of the days.
        """
        if self.long:
            return []
        complete = pl.col("level").is_in(self.complete)
        sound = (
            all_kept(self.all_rules),
            ~self._is_empty().all() | pl.lit(self.optional or not self.numbers),
            self._swapped(names).mean() <= MOSTLY,
            *(may_be_date(name, pl.col("as_of")).any().not_() for name in self._dateable()),
            pl.col("code").filter(complete).n_unique() == names.filter(complete).height,
        )
        judged = self.judged(rows, names, None).group_by("quarter").agg(sound=pl.all_horizontal(sound))
        return judged.filter("sound")["quarter"].to_list()

    def _dateable(self) -> list[str]:
        """The counts that are too small for a date in a spreadsheet to be one of them."""
        return [] if self.residents else [one.name for one in self.columns if one.kind is Kind.COUNT]

    def _sum_problems(self, read: DeliveredTable, rest: RestOfDelivery) -> list[Problem]:
        """What `count_problems` finds in a table whose cells are numbers where they have to be."""
        counts = read.frame.select(
            "row",
            area_code=area_code(pl.col(self.key)),
            **{name: whole_number(pl.col(name)) for name in self.adds_up},
        )
        return self.count_problems(read, counts, rest)

    def can_be_added_up(self, read: DeliveredTable, problems: Sequence[Problem]) -> bool:
        """Whether faults leave sums to be judged: of cells without a number, in rows of known areas."""
        numbers = {read.headers.get(one.name, one.header) for one in self.numbers}
        return all(one.column in numbers and not SOME_NUMBER.fullmatch(one.found) for one in problems)

    def _swapped_problems(self, read: DeliveredTable, names: pl.DataFrame) -> list[Problem]:
        """One problem where codes stand in the column of the names, and names in that of the codes."""
        code, name = (read.headers.get(one.name, one.header) for one in self.columns[:2])
        if not read.frame.select(self._swapped(names).mean() > MOSTLY).item():
            return []
        found = f"names in column {code} and codes in column {name}"
        return [Problem(read.file, None, None, found, f"codes in column {code} and names in column {name}")]

    def _swapped(self, names: pl.DataFrame) -> pl.Expr:
        """Whether a row has a name in place of its code, and a code in place of its name."""
        known = [text.casefold() for text in names["area"]]
        key, other = pl.col(self.columns[0].name), pl.col(self.columns[1].name)
        swapped = key.str.to_lowercase().is_in(known) & area_code(other).is_in(names["area_code"].to_list())
        return swapped.fill_null(value=False)

    def count_problems(
        self, read: DeliveredTable, counts: pl.DataFrame, rest: RestOfDelivery
    ) -> list[Problem]:
        """What is wrong between rows whose cells are sound: parts that do not add up to their whole.

        Where they do, hidden cells that follow from others.

        Args:
            read: The table as read.
            counts: `row`, `area_code` and the counts that add up.
            rest: What it is judged beside.
        """
        sums = sum_problems(read, counts, self.adds_up, rest.members)
        return sums or self.hidden_problems(read, counts, rest.members)

    def hidden_problems(self, read: DeliveredTable, counts: pl.DataFrame, members: Members) -> list[Problem]:
        """Cells that are hidden and follow from those of other areas; none in a table that hides nothing.

        Args:
            read: The table as read.
            counts: As of `count_problems`.
            members: As of `RestOfDelivery`.
        """
        return []

    def missing_problems(
        self, read: DeliveredTable, judged: pl.DataFrame, names: pl.DataFrame
    ) -> list[Problem]:
        """Areas that have to stand in the table and do not.

        Args:
            read: The table as read.
            judged: The same with the `code` of each row.
            names: `level`, `area_code`, `area` of the areas valid on the day.
        """
        required = names.filter(pl.col("level").is_in(self.complete))
        missing = required.join(
            judged, left_on="area_code", right_on="code", how="anti", maintain_order="left"
        )
        what = "municipality" if self.levels == ("municipality",) else "area"
        expected = f"a row for each {what}, {required.height} in all"
        if required.height == 1:
            expected = f"a row for {required['area'][0]}"
        header = read.headers.get(self.key, self.key)
        return [
            Problem(read.file, None, header, f"no row for {code} {name}", expected)
            for code, name in missing.select("area_code", "area").iter_rows()
        ]

    def frame(self, read: DeliveredTable | None, names: pl.DataFrame) -> pl.DataFrame:
        """The table as `Delivery.tables` holds it; its cells have to be sound.

        Args:
            read: The table as read; None for one that was not delivered, which has no rows.
            names: `level`, `area_code`, `area` of the areas valid on the day.
        """
        if read is None:
            return pl.DataFrame(schema=self.schema)
        found = read.frame.select(
            *(column.number() for column in self.numbers), "note", area_code=area_code(pl.col(self.key))
        )
        return names.join(found, on="area_code", maintain_order="left").select(list(self.schema))

    def regrouped(self, frame: pl.DataFrame, regions: UnitedRegions) -> pl.DataFrame:
        """The frame with the rows of regions united, their counts added up where each of them is known.

        Args:
            frame: As `frame` returns it.
            regions: The other division into regions.
        """
        country = frame.filter(pl.col("area_code") == COUNTRY[0])
        municipalities = frame.filter(pl.col("level") == "municipality")
        united = [self._united(frame, regions, code) for code in regions.parts]
        return pl.concat([country, *(one for one in united if one is not None), municipalities])

    def _united(self, frame: pl.DataFrame, regions: UnitedRegions, code: str) -> pl.DataFrame | None:
        codes, name = regions.parts[code], regions.names[code]
        rows = frame.filter(pl.col("area_code").is_in(list(codes)))
        if rows.height == 1 and len(codes) == 1:
            return rows.with_columns(area_code=pl.lit(code), area=pl.lit(name))
        if not self.kept_whole and not (codes and rows.height == len(codes)):
            return None
        sums = [self._sum_of_all(one.name, len(codes)).alias(one.name) for one in self.numbers]
        return (
            rows.select(
                *sums,
                level=pl.lit("region"),
                area_code=pl.lit(code),
                area=pl.lit(name),
                note=pl.col("note").drop_nulls().str.join(" "),
            )
            .with_columns(note=pl.when(pl.col("note") != "").then("note"))
            .select(frame.columns)
        )

    def _sum_of_all(self, name: str, expected: int) -> pl.Expr:
        """The sum where all parts are known; a percentage or a median has none."""
        figure = pl.col(name)
        known = (figure.len() == expected) & (figure.null_count() == 0) & pl.lit(expected > 0)
        return pl.when(known & pl.lit(name in self.adds_up)).then(figure.sum())

    def template_rows(self, names: pl.DataFrame, delivered: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Code and name of each row of its template; none of a long table, or one that people do not fill in.

        Args:
            names: `level`, `area_code`, `area` of the areas valid on the day.
            delivered: Codes of the areas that the last delivery had: their levels have rows too.
        """
        if self.long:
            return []
        before = names.filter(pl.col("area_code").is_in(list(delivered)))["level"]
        listed = names.filter(pl.col("level").is_in([*self.listed, *before]))
        return list(listed.select("area_code", "area").iter_rows())
