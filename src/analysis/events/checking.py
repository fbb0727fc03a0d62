"""Opens tables of extracts on an engine, counts what is wrong there, and says what happened to every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import and_
from typing import Any, Final, NamedTuple

import narwhals as nw
import polars as pl

from analysis.core.problems import InputError, Problem, collect_problems
from analysis.events.contracts import (
    CONTRACTS,
    MILLISECONDS,
    TIME,
    ReferenceValues,
    canonical,
    cell_rules,
    exclusive,
    row_counts,
    row_rules,
    rows,
)
from analysis.events.csv_structure import structure_problems
from analysis.events.engines import ROW, EngineError, ReductionEngine, Source
from analysis.events.opening_hours import open_minutes
from analysis.events.periods import Window, milliseconds
from analysis.events.reduction import alarms_within, position_exclusions

ROWS_NAMED: Final = 3
ROUNDED_MINUTES: Final = 1
NULLS: Final[Mapping[str, nw.dtypes.DType]] = {
    "reason": nw.String(),
    "ambulance": nw.Datetime("us", "UTC"),
    "retired": nw.String(),
    "open_hours": nw.Float64(),
}
DROPPED: Final[Mapping[str, str]] = {
    "no_runner": "without a runner",
    "no_time": "without a time",
    "in_the_future": "with a time after the extracts were drawn",
    "after_as_of": "after the day of the counts",
    "outside_window": "before the window",
    "outside_period": "outside the period",
    "of_cancelled": "to cancelled alarms",
    "later_registered": "registered later",
    "retired_before": "retired by then",
}
KEPT: Final[Mapping[str, str]] = {
    "no_place": "without a municipality",
    "unknown_place": "with an unknown municipality",
    "before_alarm": "with a time before the alarm",
    "no_coordinates": "without coordinates",
    "never_open": "never open, for want of hours",
    "nobody": "with no inhabitants",
}


class RowTally(NamedTuple):
    """What happened to the rows of a table.

    Attributes:
        table: The table.
        files: How many files it lies in; None where only the engine knows.
        rows: How many rows were read.
        dropped: Reason (key of `DROPPED`) → rows that do not count for it; no row has two.
        odd: Oddity (key of `KEPT`) → rows that count with it.
    """

    table: str
    files: int | None
    rows: int
    dropped: Mapping[str, int]
    odd: Mapping[str, int]

    @property
    def used(self) -> int:
        """Rows that count."""
        return self.rows - sum(self.dropped.values())


@dataclass(frozen=True)
class OpenedTable:
    """A table on its engine, its columns in one form."""

    source: Source
    frame: nw.LazyFrame[Any]


def open_table(engine: ReductionEngine, source: Source) -> OpenedTable:
    """A table with all its declared columns, those that the files lack empty."""
    return _in_one_form(source, engine.open(source))


def _in_one_form(source: Source, opened: nw.LazyFrame[Any]) -> OpenedTable:
    frame = canonical(opened, source.fields, source.types, text=source.text)
    absent = [
        field
        for field in CONTRACTS[source.table].fields
        if field.name in NULLS and field.name not in source.names
    ]
    frame = (
        frame.with_columns(nw.lit(None, NULLS[field.name]).alias(field.name) for field in absent)
        if absent
        else frame
    )
    times = [field.name for field in absent if field.kind == TIME]
    return OpenedTable(
        source,
        frame.with_columns(nw.lit(None, nw.Int64()).alias(name + MILLISECONDS) for name in times)
        if times
        else frame,
    )


def check_tables(
    engine: ReductionEngine,
    tables: Mapping[str, OpenedTable],
    known: ReferenceValues,
    window: Window,
    period: Window,
    arrests: Window | None,
) -> tuple[RowTally, ...]:
    """Count on the engine what is wrong, and what happens to every row.

    Args:
        engine: Where the tables are.
        tables: All of `CONTRACTS`, of the optional ones those that there are.
        known: What codes and times are judged by.
        window: Within which positions count.
        period: Within which alarms count.
        arrests: Within which arrests count; None where there are none.

    Raises:
        InputError: Everything that the reducer cannot count with. Of positions only cells that cannot be
            read are; the rest of what may be wrong with them is counted and left out.
    """
    problems = [problem for opened in tables.values() for problem in structure_problems(opened.source)]
    if problems:
        raise InputError(problems)
    for opened in tables.values():
        problems += collect_problems(problems, partial(_breaches, engine, opened, known)) or []
    if not problems:
        problems += _orphans(engine, tables["alarms"], tables["responses"])
        if "aed_hours" in tables:
            problems += _hours_problems(engine, tables["aeds"], tables["aed_hours"])
    if problems:
        raise InputError(problems)
    return (
        _positions_tally(engine, tables["positions"], known, window),
        _alarms_tally(engine, tables["alarms"], period),
        _responses_tally(engine, tables["alarms"], tables["responses"], period),
        _aeds_tally(engine, tables, known.as_of.isoformat()),
        *(_plain_tally(engine, tables[name]) for name in ("aed_hours", "population") if name in tables),
        *([_arrests_tally(engine, tables["arrests"], arrests)] if arrests else []),
    )


def counted(
    engine: ReductionEngine, table: str, frame: nw.LazyFrame[Any], exprs: Mapping[str, nw.Expr]
) -> dict[str, int]:
    """`rows` and, for each condition, the rows it holds in.

    Raises:
        InputError: The files could not be read to the end.
    """
    schema = dict.fromkeys(["rows", *exprs], pl.Int64)
    row = collected(engine, table, frame.select(*row_counts(exprs)), schema).row(0, named=True)
    return {name: count or 0 for name, count in row.items()}


def collected(
    engine: ReductionEngine,
    table: str,
    frame: nw.LazyFrame[Any],
    schema: Mapping[str, pl.DataType | type[pl.DataType]],
) -> pl.DataFrame:
    """A small result of an engine.

    Raises:
        InputError: The files could not be read to the end.
    """
    try:
        return engine.collect(frame, schema)
    except EngineError as error:
        found = f"a reading that broke off ({error})"
        raise InputError([Problem(table, None, None, found, "files that are whole")]) from None


def _breaches(engine: ReductionEngine, opened: OpenedTable, known: ReferenceValues) -> list[Problem]:
    source, contract = opened.source, CONTRACTS[opened.source.table]
    rules = cell_rules(source.fields, source.types, known, text=source.text)
    if source.table == "positions":
        rules = [
            rule
            for rule in rules
            if rule.found in {"a time without a time zone", "a cell that cannot be read"}
        ]
    rules += row_rules(source.table, set(source.names))
    problems = []
    if rules:
        names = {f"rule{place}": rule.breach for place, rule in enumerate(rules)}
        counts = counted(engine, source.table, opened.frame, names)
        if not counts["rows"]:
            problems.append(Problem(source.table, None, None, "no rows", "at least one"))
        for place, rule in enumerate(rules):
            if count := counts[f"rule{place}"]:
                where = _first_rows(engine, source, partial(_kept, rule.breach), count)
                found = f"{rows(count, rule.found)}{where}"
                problems.append(Problem(source.table, None, rule.column, found, rule.expected))
    key = tuple(name for name in contract.key if name in source.names)
    if key:
        twice = opened.frame.group_by(*key).agg(nw.len().alias("times")).filter(nw.col("times") > 1)
        twice = twice.filter(*(~nw.col(name).is_null() for name in key))
        count = counted(engine, source.table, twice, {})["rows"]
        if count:
            keys = "1 key that stands" if count == 1 else f"{count:,} keys that stand"
            column = " and ".join(key)
            where = _rows_of_repeated(engine, source, twice, key)
            if count > 1:
                where = where.replace(" (", " (one in ", 1)
            problems.append(Problem(source.table, None, column, f"{keys} more than once{where}", "each once"))
    return problems


def _kept(breach: nw.Expr, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return frame.filter(breach)


def _first_rows(
    engine: ReductionEngine,
    source: Source,
    kept: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    count: int | None = None,
) -> str:
    """Where the first rows stand that a filter keeps, for a message: ` (rows 3 and 4 of aeds.csv)`.

    Args:
        engine: Where the table is.
        source: Its files.
        kept: The table of one file → the rows meant.
        count: How many there are in all; None if that is not said.

    Returns:
        The words; empty where the engine has no numbers of rows.
    """
    found: dict[str, list[int]] = {}
    for file, shown in zip(source.files, source.shown, strict=True):
        left = ROWS_NAMED - sum(map(len, found.values()))
        opened = engine.open_numbered(replace(source, files=(file,), shown=(shown,)))
        if opened is None or not left:
            break
        frame = kept(_in_one_form(source, opened).frame)
        first = frame.select(nw.col(ROW).cast(nw.Int64)).sort(ROW).head(left)
        if numbers := collected(engine, source.table, first, {ROW: pl.Int64})[ROW].to_list():
            found[shown] = numbers
    if not found:
        return ""
    several = count is not None and count > sum(map(len, found.values()))
    places = (f"{_numbers(numbers)} of {shown}" for shown, numbers in found.items())
    return f" ({'first ' if several else ''}{', '.join(places)})"


def _numbers(numbers: Sequence[int]) -> str:
    """`row 3`, `rows 3 and 4`, `rows 3, 4 and 9`."""
    *before, last = (str(number) for number in numbers)
    return f"rows {', '.join(before)} and {last}" if before else f"row {last}"


def _rows_of_repeated(
    engine: ReductionEngine, source: Source, repeated: nw.LazyFrame[Any], key: Sequence[str]
) -> str:
    """As `_first_rows`, for the rows of the first key that stands more than once; the key is not told."""
    texts = [nw.col(name).cast(nw.String) for name in key]
    one = collected(
        engine, source.table, repeated.select(*texts).sort(*key).head(1), dict.fromkeys(key, pl.String)
    )
    same = reduce(and_, (text == value for text, value in zip(texts, one.row(0), strict=True)))
    return _first_rows(engine, source, partial(_kept, same))


def _orphans(engine: ReductionEngine, alarms: OpenedTable, responses: OpenedTable) -> list[Problem]:
    known = alarms.frame.select("alarm")
    expected = "alarms that stand in alarms: is a file of theirs missing?"
    return _rows_where(
        engine,
        responses,
        "alarm",
        lambda frame: frame.join(known, on="alarm", how="anti"),
        ("an unknown alarm", expected),
    )


def _rows_where(
    engine: ReductionEngine,
    opened: OpenedTable,
    column: str,
    kept: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    words: tuple[str, str],
) -> list[Problem]:
    """The problem of the rows that a filter keeps, if there are any; ``words`` are found and expected."""
    table = opened.source.table
    count = counted(engine, table, kept(opened.frame), {})["rows"]
    if not count:
        return []
    where = _first_rows(engine, opened.source, kept, count)
    return [Problem(table, None, column, f"{rows(count, words[0])}{where}", words[1])]


def _hours_problems(engine: ReductionEngine, aeds: OpenedTable, hours: OpenedTable) -> list[Problem]:
    """Opening hours of AEDs that are not there or always open, or that do not add up to `open_hours`."""
    known = aeds.frame.select("aed")
    always = aeds.frame.filter(nw.col("around_the_clock")).select("aed")
    problems = _rows_where(
        engine,
        hours,
        "aed",
        lambda frame: frame.join(known, on="aed", how="anti"),
        ("an unknown AED", "AEDs that stand in aeds"),
    ) + _rows_where(
        engine,
        hours,
        "aed",
        lambda frame: frame.join(always, on="aed", how="semi"),
        ("hours of an AED that is open around the clock", "no row for it"),
    )
    if problems:
        return problems
    said = aeds.frame.filter(~nw.col("open_hours").is_null()).select(
        nw.col("open_hours"), aed=nw.col("aed").cast(nw.String)
    )
    schema = {"aed": pl.String, "open_hours": pl.Float64}
    both = collected(engine, "aeds", said, schema).join(open_minutes(opening_hours(engine, hours)), on="aed")
    other = both.filter((pl.col("open_hours") * 60 - pl.col("minutes")).abs() > ROUNDED_MINUTES)
    keys = other["aed"].to_list()
    return _rows_where(
        engine,
        aeds,
        "open_hours",
        lambda frame: frame.filter(nw.col("aed").cast(nw.String).is_in(keys)),
        ("other hours than aed_hours has", "the hours a week that its rows in aed_hours add up to"),
    )


def opening_hours(engine: ReductionEngine, hours: OpenedTable | None) -> pl.DataFrame:
    """`aed` (as text), `weekday`, `opens`, `closes`; no rows where there is no such table."""
    schema = {"aed": pl.String, "weekday": pl.Int64, "opens": pl.String, "closes": pl.String}
    if hours is None:
        return pl.DataFrame(schema=schema)
    frame = hours.frame.select("weekday", "opens", "closes", aed=nw.col("aed").cast(nw.String))
    return collected(engine, "aed_hours", frame, schema)


def _files(source: Source) -> int | None:
    return None if "://" in source.files[0] else len(source.files)


def _positions_tally(
    engine: ReductionEngine, opened: OpenedTable, known: ReferenceValues, window: Window
) -> RowTally:
    exclusions = exclusive(position_exclusions(window, milliseconds(known.drawn_end)))
    used = nw.lit(True)
    for exclusion in exclusions.values():
        used = used & ~exclusion
    place = nw.col("municipality")
    odd = (
        {
            "no_place": used & place.is_null(),
            "unknown_place": used & ~place.is_null() & ~place.is_in(known.municipalities),
        }
        if "municipality" in opened.source.names
        else {}
    )
    counts = counted(engine, "positions", opened.frame, {**exclusions, **odd})
    return _row_tally(opened.source, counts, list(exclusions), list(odd))


def _alarms_tally(engine: ReductionEngine, opened: OpenedTable, period: Window) -> RowTally:
    at = nw.col("at")
    outside = {"outside_period": (at < period.start) | (at >= period.end)}
    return _row_tally(opened.source, counted(engine, "alarms", opened.frame, outside), ["outside_period"], [])


def _arrests_tally(engine: ReductionEngine, opened: OpenedTable, window: Window) -> RowTally:
    at = nw.col("at")
    outside = (at < window.start) | (at >= window.end)
    names = {"outside_period": outside, "no_coordinates": ~outside & nw.col("longitude").is_null()}
    counts = counted(engine, "arrests", opened.frame, names)
    if counts["rows"] == counts["outside_period"]:
        problem = Problem("arrests", None, "at", "no arrest in the period", "at least one")
        raise InputError([problem])
    return _row_tally(opened.source, counts, ["outside_period"], ["no_coordinates"])


def _responses_tally(
    engine: ReductionEngine, alarms: OpenedTable, responses: OpenedTable, period: Window
) -> RowTally:
    happened = alarms_within(alarms.frame, period).select("alarm", "cancelled", alarm_at=nw.col("at"))
    joined = responses.frame.join(happened, on="alarm", how="left")
    outside = nw.col("cancelled").is_null()
    early = (nw.col("accepted") < nw.col("alarm_at")) | (nw.col("arrived") < nw.col("alarm_at"))
    cancelled = ~outside & nw.col("cancelled")
    names = {
        "outside_period": outside,
        "of_cancelled": cancelled,
        "before_alarm": early & ~nw.col("cancelled"),
    }
    counts = counted(engine, "responses", joined, names)
    return _row_tally(responses.source, counts, ["outside_period", "of_cancelled"], ["before_alarm"])


def _aeds_tally(engine: ReductionEngine, tables: Mapping[str, OpenedTable], as_of: str) -> RowTally:
    opened = tables["aeds"]
    later = nw.col("registered") > as_of
    frame, odd = opened.frame, {}
    exclusions = exclusive({"later_registered": later, "retired_before": nw.col("retired") <= as_of})
    used = ~exclusions["later_registered"] & ~exclusions["retired_before"]
    if tables.keys() & {"population", "arrests"}:
        known = nw.lit(False)
        if "aed_hours" in tables:
            there = tables["aed_hours"].frame.select("aed").unique().with_columns(has_hours=nw.lit(True))
            frame = frame.join(there, on="aed", how="left")
            known = ~nw.col("has_hours").is_null()
        odd = {
            "no_coordinates": used & nw.col("longitude").is_null(),
            "never_open": used & ~nw.col("around_the_clock") & ~known,
        }
    counts = counted(engine, "aeds", frame, {**exclusions, **odd})
    return _row_tally(opened.source, counts, list(exclusions), list(odd))


def _plain_tally(engine: ReductionEngine, opened: OpenedTable) -> RowTally:
    odd = {"nobody": nw.col("inhabitants") == 0} if opened.source.table == "population" else {}
    counts = counted(engine, opened.source.table, opened.frame, odd)
    return _row_tally(opened.source, counts, [], list(odd))


def _row_tally(source: Source, counts: Mapping[str, int], dropped: list[str], odd: list[str]) -> RowTally:
    def some(names: list[str]) -> dict[str, int]:
        return {name: counts[name] for name in names if counts[name]}

    return RowTally(source.table, _files(source), counts["rows"], some(dropped), some(odd))
