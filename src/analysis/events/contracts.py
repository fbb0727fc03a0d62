"""What the extracts have to hold, declared, and the rules that an engine counts breaches of.

A rule is an expression; all rules of a table are counted in one pass on the engine. Messages carry counts,
never a key, a time or a place of a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any, Final, NamedTuple

import narwhals as nw

from analysis.core.problems import Problem
from analysis.core.week import DAYS_A_WEEK, HOURS_A_WEEK
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE

KEY, TIME, DAY, MUNICIPALITY, FLAG, REASON, HOURS, DEGREES, WHOLE, CLOCK, CELL = (
    "key",
    "time",
    "day",
    "municipality",
    "flag",
    "reason",
    "hours",
    "degrees",
    "whole",
    "clock",
    "cell",
)
KINDS: Final[Mapping[str, str]] = {
    KEY: "whole numbers or texts",
    TIME: "times with a time zone",
    DAY: "dates",
    MUNICIPALITY: "municipality codes, whole numbers or texts",
    FLAG: "true or false",
    REASON: "codes of the list of reasons",
    HOURS: "numbers",
    DEGREES: "numbers",
    WHOLE: "whole numbers",
    CLOCK: "times of day from 00:00 to 23:59, midnight being 00:00",
    CELL: "cells of the Danish square grid, like 100m_61234_5678 or 1km_6123_567",
}
ALWAYS_TEXT: Final = frozenset([CLOCK, CELL])
TIME_TEXT: Final = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
)
NAIVE_TEXT: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$"
DAY_TEXT: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_TEXT: Final = "^-?[0-9]{1,7}([.][0-9]{1,15})?$"
WHOLE_TEXT: Final = "^-?[0-9]{1,9}$"
CLOCK_TEXT: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
CELL_TEXT: Final = "^(100m_[0-9]{4,5}_[0-9]{4,5}|1km_[0-9]{3,4}_[0-9]{3,4})$"
CODE_TEXT: Final = "^0?[0-9]{3}$"
TEXT: Final = "_text"
MILLISECONDS: Final = "_ms"
PLACE: Final = ("longitude", "latitude")
GRID_PLACE: Final = (*PLACE, "side")
LONGITUDES: Final = (7.5, 15.6)
LATITUDES: Final = (54.3, 58.0)
SIDES: Final = (100, 200, 250, 500, 1000)
EASTINGS: Final = (420_000, 910_000)
NORTHINGS: Final = (6_030_000, 6_420_000)


class Field(NamedTuple):
    """A column of an extract.

    Attributes:
        name: Its name.
        kind: A key of `KINDS`.
        required: Whether the column has to be there.
        nullable: Whether a cell may be empty.
    """

    name: str
    kind: str
    required: bool = True
    nullable: bool = False


@dataclass(frozen=True)
class Contract:
    """A table of the extracts.

    Attributes:
        table: Its name: a folder of that name, or one file.
        fields: Its columns; others are never read.
        key: What is there once; of two ways to say where, the one that the files have.
        optional: Whether extracts may do without it.
    """

    table: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    optional: bool = False


CONTRACTS: Final[Mapping[str, Contract]] = {
    contract.table: contract
    for contract in (
        Contract(
            "positions",
            (
                Field("runner", KEY),
                Field("at", TIME),
                Field("municipality", MUNICIPALITY, required=False, nullable=True),
                Field("longitude", DEGREES, required=False, nullable=True),
                Field("latitude", DEGREES, required=False, nullable=True),
            ),
            (),
        ),
        Contract(
            "alarms",
            (
                Field("alarm", KEY),
                Field("at", TIME),
                Field("municipality", MUNICIPALITY),
                Field("cancelled", FLAG),
                Field("reason", REASON, required=False, nullable=True),
                Field("ambulance", TIME, required=False, nullable=True),
            ),
            ("alarm",),
        ),
        Contract(
            "responses",
            (
                Field("alarm", KEY),
                Field("runner", KEY),
                Field("alerted", TIME),
                Field("accepted", TIME, nullable=True),
                Field("arrived", TIME, nullable=True),
            ),
            ("alarm", "runner"),
        ),
        Contract(
            "aeds",
            (
                Field("aed", KEY),
                Field("municipality", MUNICIPALITY),
                Field("registered", DAY),
                Field("retired", DAY, required=False, nullable=True),
                Field("around_the_clock", FLAG),
                Field("open_hours", HOURS, required=False, nullable=True),
                Field("longitude", DEGREES, required=False, nullable=True),
                Field("latitude", DEGREES, required=False, nullable=True),
            ),
            ("aed",),
        ),
        Contract(
            "aed_hours",
            (
                Field("aed", KEY),
                Field("weekday", WHOLE),
                Field("opens", CLOCK),
                Field("closes", CLOCK),
            ),
            ("aed", "weekday", "opens"),
            optional=True,
        ),
        Contract(
            "population",
            (
                Field("cell", CELL, required=False),
                Field("longitude", DEGREES, required=False),
                Field("latitude", DEGREES, required=False),
                Field("side", WHOLE, required=False),
                Field("municipality", MUNICIPALITY),
                Field("inhabitants", WHOLE),
                Field("as_of", DAY),
            ),
            ("cell", *PLACE, "municipality"),
            optional=True,
        ),
        Contract(
            "arrests",
            (
                Field("arrest", KEY),
                Field("at", TIME),
                Field("longitude", DEGREES, nullable=True),
                Field("latitude", DEGREES, nullable=True),
                Field("municipality", MUNICIPALITY, required=False),
                Field("public", FLAG, required=False, nullable=True),
            ),
            ("arrest",),
            optional=True,
        ),
    )
}


class Rule(NamedTuple):
    """What must not be in a row.

    Attributes:
        column: The column concerned.
        breach: Whether the row breaks it; null counts as no.
        found: What such rows are, as in "3 rows with an unknown code".
        expected: What should stand there.
    """

    column: str
    breach: nw.Expr
    found: str
    expected: str


class ReferenceValues(NamedTuple):
    """What the codes and times of the extracts are judged by.

    Attributes:
        municipalities: Codes valid on the day.
        reasons: Codes of the list of reasons.
        as_of: The day of the stock counts.
        drawn: The day the extracts were drawn.
        drawn_end: The moment that day ended in Denmark.
    """

    municipalities: tuple[int, ...]
    reasons: tuple[str, ...]
    as_of: date
    drawn: date
    drawn_end: datetime


def kind_problem(file: str, field: Field, dtype: nw.dtypes.DType, *, text: bool) -> Problem | None:
    """A column that is not of its kind; in CSV every column is text and cells are judged one by one."""
    integer, string = dtype.is_integer(), isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
    zoned = isinstance(dtype, nw.Datetime) and dtype.time_zone is not None
    fits = {
        KEY: integer or string,
        TIME: zoned,
        DAY: isinstance(dtype, nw.Date),
        MUNICIPALITY: integer or string,
        FLAG: isinstance(dtype, nw.Boolean),
        REASON: string,
        HOURS: dtype.is_numeric(),
        DEGREES: dtype.is_numeric(),
        WHOLE: integer,
        CLOCK: string,
        CELL: string,
    }
    if text or fits[field.kind]:
        return None
    found = f"a column of type {dtype}"
    if isinstance(dtype, nw.Datetime):
        found = "times without a time zone" if field.kind == TIME else "times"
    return Problem(file, None, field.name, found, KINDS[field.kind])


def _blank_to_null(column: nw.Expr) -> nw.Expr:
    return nw.when(column != "").then(column)


def _where(fits: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(fits).then(value)


def canonical(
    frame: nw.LazyFrame[Any], fields: Sequence[Field], types: Mapping[str, nw.dtypes.DType], *, text: bool
) -> nw.LazyFrame[Any]:
    """The declared columns in one form on every engine.

    Municipalities become Int64, days ISO texts, flags Boolean, numbers Float64; times are as the engine
    opened them. What cannot be read is null; the cell as it stood is beside it under its name and `_text`.

    Args:
        frame: As an engine opened it.
        fields: The declared columns that are there.
        types: Their types in the files.
        text: Whether the files are CSV.
    """
    read: dict[str, nw.Expr] = {}
    for name, kind, _, _ in fields:
        column = nw.col(name)
        string = text or not types[name].is_integer()
        if kind == KEY:
            read[name] = _blank_to_null(column.cast(nw.String)) if string else column
        elif kind == MUNICIPALITY:
            code = column.cast(nw.String) if string else column
            if string:
                read[name + TEXT] = _blank_to_null(code)
                code = _where(code.str.contains(CODE_TEXT), code)
            read[name] = code.cast(nw.Int64)
        elif kind == REASON:
            read[name] = _blank_to_null(column.cast(nw.String))
        elif kind == DAY:
            day = column.cast(nw.String)
            if text:
                read[name + TEXT] = _blank_to_null(column)
                day = _where(day.str.contains(DAY_TEXT), day)
            read[name] = day
        elif kind == FLAG and text:
            lower = column.str.to_lowercase()
            read[name + TEXT] = _blank_to_null(column)
            read[name] = _where(lower.is_in(["true", "false"]), lower == "true")
        elif kind in ALWAYS_TEXT:
            read[name + TEXT] = _blank_to_null(column.cast(nw.String))
            fits = column.cast(nw.String).str.contains(CLOCK_TEXT if kind == CLOCK else CELL_TEXT)
            read[name] = _where(fits, column.cast(nw.String))
        elif kind == WHOLE:
            if text:
                read[name + TEXT] = _blank_to_null(column)
                column = _where(column.str.contains(WHOLE_TEXT), column)
            read[name] = column.cast(nw.Int64)
        elif kind in {HOURS, DEGREES}:
            if text:
                read[name + TEXT] = _blank_to_null(column)
                column = _where(column.str.contains(NUMBER_TEXT), column)
            read[name] = column.cast(nw.Float64)
    frame = frame.with_columns(**read) if read else frame
    united = {
        name: nw.when(nw.col(name) == int(CHRISTIANSOE)).then(nw.lit(int(BORNHOLM))).otherwise(nw.col(name))
        for name, kind, _, _ in fields
        if kind == MUNICIPALITY
    }
    return frame.with_columns(**united) if united else frame


def cell_rules(
    fields: Sequence[Field], types: Mapping[str, nw.dtypes.DType], known: ReferenceValues, *, text: bool
) -> list[Rule]:
    """The rules of single cells: there, readable, known, not in the future."""
    rules = []
    for name, kind, _, nullable in fields:
        column, written = nw.col(name), nw.col(name + TEXT)
        has_text = kind not in {KEY, REASON} and (
            text or kind in ALWAYS_TEXT or (kind == MUNICIPALITY and not types[name].is_integer())
        )
        missing = written.is_null() if has_text else column.is_null()
        if not nullable:
            rules.append(Rule(name, missing, "an empty cell", f"{KINDS[kind]} in every row"))
        if has_text:
            unreadable = ~written.is_null() & column.is_null()
            if kind == TIME:
                naive = written.str.contains(NAIVE_TEXT)
                expected = "times with a time zone, like 2025-06-03T10:15:00Z"
                rules.append(Rule(name, naive, "a time without a time zone", expected))
                unreadable = unreadable & ~naive
            rules.append(Rule(name, unreadable, "a cell that cannot be read", KINDS[kind]))
        if kind == TIME:
            expected = f"times up to {known.drawn}, when the extracts were drawn"
            rules.append(Rule(name, column >= known.drawn_end, "a time in the future", expected))
        if kind == DAY and name == "registered":
            expected = f"days up to {known.drawn}, when the extracts were drawn"
            rules.append(Rule(name, column > known.drawn.isoformat(), "a day in the future", expected))
        if kind == MUNICIPALITY:
            unknown = ~column.is_null() & ~column.is_in(known.municipalities)
            expected = f"codes of the municipalities valid on {known.as_of}"
            rules.append(Rule(name, unknown, "an unknown code", expected))
        if kind == REASON:
            unknown = ~column.is_null() & ~column.is_in(known.reasons)
            rules.append(Rule(name, unknown, "an unknown reason", f"one of {', '.join(known.reasons)}"))
    return rules


def row_rules(table: str, names: set[str]) -> list[Rule]:
    """The rules of whole rows of every table but positions."""
    rules = []
    if table == "alarms" and "reason" in names:
        breach = ~nw.col("cancelled") & ~nw.col("reason").is_null()
        rules.append(Rule("reason", breach, "a reason, though it was not cancelled", "an empty cell"))
    if table == "aeds" and "retired" in names:
        breach = nw.col("retired") < nw.col("registered")
        rules.append(Rule("retired", breach, "a day before it was registered", "a later day"))
    if table == "aeds" and "open_hours" in names:
        hours, always = nw.col("open_hours"), nw.col("around_the_clock")
        outside = (hours < 0) | (hours > HOURS_A_WEEK)
        expected = f"hours a week, from 0 to {HOURS_A_WEEK}"
        rules.append(Rule("open_hours", outside, "hours that no week has", expected))
        breach = always & (hours < HOURS_A_WEEK)
        found = "fewer hours, though it is open around the clock"
        rules.append(Rule("open_hours", breach, found, f"{HOURS_A_WEEK} or an empty cell"))
    if table in {"aeds", "population", "arrests"} and names.issuperset(PLACE):
        rules += _degree_rules()
    if table == "aed_hours":
        other = (nw.col("weekday") < 1) | (nw.col("weekday") > DAYS_A_WEEK)
        rules.append(Rule("weekday", other, "a day that no week has", "1 for Monday to 7 for Sunday"))
    if table == "population":
        rules.append(Rule("inhabitants", nw.col("inhabitants") < 0, "fewer than none", "0 or more"))
    if "cell" in names:
        rules += _grid_rules()
    if "side" in names:
        odd = ~nw.col("side").is_in(SIDES)
        rules.append(Rule("side", odd, "another side", f"one of {', '.join(map(str, SIDES))} metres"))
    return rules


def _degree_rules() -> list[Rule]:
    """Places in degrees have to lie in Denmark; each that does not breaks one rule."""
    longitude, latitude, column = nw.col("longitude"), nw.col("latitude"), " and ".join(PLACE)
    expected = (
        f"degrees: longitudes from {LONGITUDES[0]} to {LONGITUDES[1]}, latitudes from {LATITUDES[0]} to "
        f"{LATITUDES[1]}"
    )
    metres = (longitude.abs() > 180) | (latitude.abs() > 90)
    swapped = longitude.is_between(*LATITUDES) & latitude.is_between(*LONGITUDES)
    inside = longitude.is_between(*LONGITUDES) & latitude.is_between(*LATITUDES)
    half = longitude.is_null() != latitude.is_null()
    return [
        Rule(column, half, "one of the two", "both or none"),
        Rule(column, metres, "metres instead of degrees", expected),
        Rule(column, swapped, "the axes swapped", expected),
        Rule(column, ~metres & ~swapped & ~inside, "a place outside Denmark", expected),
    ]


def _grid_rules() -> list[Rule]:
    """Cells of the grid have to lie in Denmark; each that does not breaks one rule."""
    metres = cell_side()
    north, east = northing_of_cell() * metres, easting_of_cell() * metres
    swapped = north.is_between(*EASTINGS) & east.is_between(*NORTHINGS)
    inside = north.is_between(*NORTHINGS) & east.is_between(*EASTINGS)
    expected = "side, northing and easting of the south-west corner in UTM zone 32: 100m_61234_5678"
    return [
        Rule("cell", swapped, "the axes swapped", expected),
        Rule("cell", ~swapped & ~inside, "a cell outside Denmark", expected),
    ]


def cell_side() -> nw.Expr:
    """The side of a cell in metres, from its name."""
    return nw.when(nw.col("cell").str.starts_with("1km_")).then(nw.lit(1000)).otherwise(nw.lit(100))


def northing_of_cell() -> nw.Expr:
    """The row of a cell in its grid, from its name."""
    return nw.col("cell").str.replace_all("^[^_]*_|_[^_]*$", "").cast(nw.Int64)


def easting_of_cell() -> nw.Expr:
    """The column of a cell in its grid, from its name."""
    return nw.col("cell").str.replace_all("^.*_", "").cast(nw.Int64)


def rows(count: int, found: str) -> str:
    """`3 rows with an unknown code`."""
    return f"{count:,} {'row' if count == 1 else 'rows'} with {found}"


def row_counts(exprs: Mapping[str, nw.Expr]) -> list[nw.Expr]:
    """How many rows each condition holds in, and under `rows` how many there are."""
    yes, no = nw.lit(1), nw.lit(0)
    counted = [
        nw.when(expr).then(yes).otherwise(no).cast(nw.Int64).sum().alias(name) for name, expr in exprs.items()
    ]
    return [nw.len().cast(nw.Int64).alias("rows"), *counted]


def exclusive(conditions: Mapping[str, nw.Expr]) -> dict[str, nw.Expr]:
    """Conditions that hold only where none before them does, so that their counts add up."""
    found: dict[str, nw.Expr] = {}
    for name, condition in conditions.items():
        clean = nw.when(condition).then(nw.lit(True)).otherwise(nw.lit(False))
        found[name] = reduce(lambda sofar, earlier: sofar & ~earlier, found.values(), clean)
    return found
