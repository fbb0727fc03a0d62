"""An analyst's own table beside the report's: joined by municipality, with what did not match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl

from analysis.core.problems import quoted
from analysis.explore.guesses import named
from analysis.explore.own_numbers import Mark
from analysis.explore.own_tables import OwnTable, read_own
from analysis.reference.area_names import UnknownNameError, code_and_name, find_code, nearest

CODE_HEADS: Final = (
    "municipalitycode", "kommunekode", "kommunenr", "kommunenummer", "komkode", "komnr", "kode", "code",
    "areacode",
)  # fmt: skip
NAME_HEADS: Final = (
    "municipality", "municipalityname", "kommune", "kommunenavn", "komnavn", "navn", "name", "area", "område",
)  # fmt: skip
# How many rows of a kind are said one by one.
MOST_LINES: Final = 20
PERIOD_HEADS: Final = ("quarter", "kvartal", "tid", "period", "periode", "year", "år", "aar", "date", "dato")


@dataclass(frozen=True, repr=False)
class OwnData:
    """A joined table, and what the join left out.

    Attributes:
        table: A row per municipality: the report's columns, then the analyst's.
        unmatched: Rows that belong to no municipality: `row` of the file, or of the frame from 1; `written`;
            `why`.
        repeated: Rows of municipalities that stand in the table more than once, of which none was joined:
            `row`, `written`, `area_code`.
        without: `area_code`, `area` of municipalities that the analyst's table does not hold.
        remarks: What each column was read as, and which are called otherwise beside the report's.
        source: Who counted the analyst's columns, and when, as far as that was said.
    """

    table: pl.DataFrame
    unmatched: pl.DataFrame
    repeated: pl.DataFrame
    without: pl.DataFrame
    remarks: tuple[str, ...] = ()
    source: str = ""

    def __repr__(self) -> str:
        """How much was joined, and what the table holds, on one line."""
        joined = self.table.height - self.without.height
        counts = [
            f"{joined} of {self.table.height} municipalities joined",
            *(
                f"{part.height} {'row' if part.height == 1 else 'rows'} {what}"
                for part, what in ((self.unmatched, "unmatched"), (self.repeated, "repeated"))
                if part.height
            ),
        ]
        return f"<{type(self).__name__}: {', '.join(counts)}; .table holds {', '.join(self.table.columns)}>"

    def __str__(self) -> str:
        """What matched and what did not, in a few lines."""
        joined = self.table.height - self.without.height
        lines = [f"{joined} of {self.table.height} municipalities joined"]
        lines += _first([f"row {row}: {why}" for row, _, why in self.unmatched.iter_rows()], "unmatched")
        lines += _first(
            [
                f"row {row}: {quoted(written)} stands there more than once and was left out"
                for row, written, _ in self.repeated.iter_rows()
            ],
            "repeated",
        )
        if 0 < self.without.height < self.table.height:
            areas = self.without["area"].to_list()
            more = len(areas) - MOST_LINES
            rest = f" and {more} others, which .without lists" if more > 1 else ""
            lines.append(f"without a row: {', '.join(areas[:MOST_LINES] if rest else areas)}{rest}")
        return "\n".join([*lines, *self.remarks])

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(str(self))


def _first(lines: list[str], part: str) -> list[str]:
    """Lines of a message, of many the first and where the others are."""
    more = len(lines) - MOST_LINES
    return lines if more <= 1 else [*lines[:MOST_LINES], f"and {more} further rows, which .{part} lists"]


def join_own(
    municipalities: pl.DataFrame,
    own: Any,
    key: str | None = None,
    *,
    period: str | None = None,
    decimal: Mark | None = None,
    larger: Mapping[str, str] = {},
    short: Mapping[str, str] = {},
) -> OwnData:
    """Join an analyst's table to the municipalities'.

    Args:
        municipalities: A row per municipality with `area_code` and `area`.
        own: A frame of Polars or pandas, or the path of a CSV, XLSX, ODS or Parquet file with a header.
        key: The column with codes or names; else the columns that are called like such, which have to agree.
        period: The period to take from a table that holds several.
        decimal: The decimal mark of numbers that could be read in two ways.
        larger: Code → name of areas that are no municipalities, such as regions.
        short: Code → short name of municipalities, such as Frb.

    Raises:
        UnknownNameError: There is no such file, column or period, or a period has to be named.
        InputError: The file cannot be read as a table.
    """
    read = read_own(own, decimal)
    names = dict(municipalities.select("area_code", "area").iter_rows())
    places = partial(_code_of, names=names, larger=larger, short=short)
    keys = _key_columns(read, key, lambda cell: places((cell,))[0])
    chosen = _of_period(read.frame, period)
    frame = read.frame.filter(chosen)
    key_cells = frame.select(keys).rows()
    rows = [row for row, kept in zip(read.rows, chosen, strict=True) if kept]
    _refuse_groups(key_cells, frame, keys, rows)
    found = [places(cells) for cells in key_cells]
    placed = pl.DataFrame(
        {
            "row": rows,
            "written": [
                " / ".join(_text(cell) for cell in cells) for cells in frame.select(keys).iter_rows()
            ],
            "area_code": [code for code, _ in found],
            "why": [why for _, why in found],
        },
        schema={"row": pl.Int64, "written": pl.String, "area_code": pl.String, "why": pl.String},
    )
    known = placed["area_code"].is_not_null()
    repeated = known & placed["area_code"].is_duplicated()
    _refuse_periods(frame.filter(repeated), placed["area_code"].filter(repeated), keys, period)
    joined = known & ~repeated
    renamed = _new_names([name for name in frame.columns if name not in keys], municipalities.columns)
    table = municipalities.join(
        frame.filter(joined).select(placed["area_code"].filter(joined), *_renamed(renamed)),
        on="area_code",
        how="left",
        maintain_order="left",
    )
    key_remarks = tuple(f"column {name!r}:" for name in keys)
    return OwnData(
        table,
        placed.filter(~known).select("row", "written", "why"),
        placed.filter(repeated).select("row", "written", "area_code"),
        municipalities.filter(
            ~pl.col("area_code").is_in(placed["area_code"].filter(joined).implode())
        ).select("area_code", "area"),
        (
            *(line for line in read.remarks if not line.startswith(key_remarks)),
            *(
                f"column {name!r} is called {new!r} here: {name!r} is the report's"
                for name, new in renamed.items()
                if new != name
            ),
            *_missing_cells(
                table.filter(pl.col("area_code").is_in(placed["area_code"].filter(joined).implode())),
                renamed.values(),
            ),
        ),
    )


def _missing_cells(held: pl.DataFrame, columns: Iterable[str]) -> list[str]:
    """Which of the municipalities that were joined have no value of a column, and how many."""
    return [
        f"column {name!r} has no value for {len(areas)} of the {held.height} joined: {named(areas)}"
        for name in columns
        if 0 < len(areas := held.filter(pl.col(name).is_null())["area"].to_list()) < held.height
    ]


def _new_names(own: list[str], taken: Iterable[str]) -> dict[str, str]:
    """What own columns are called beside the report's: `…_own` where a name is taken, none twice."""
    names: dict[str, str] = {}
    used = {*taken, *own}
    for name in own:
        new = name
        if name in taken:
            new = f"{name}_own"
            while new in used:
                new += "_own"
        used.add(new)
        names[name] = new
    return names


def _renamed(names: Mapping[str, str]) -> list[pl.Expr]:
    return [pl.col(old).alias(new) for old, new in names.items()]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _refuse_groups(
    key_cells: list[tuple[object, ...]], frame: pl.DataFrame, keys: list[str], rows: list[int]
) -> None:
    """Refuse a table with a municipality in the first row of several that may all be of it.

    Raises:
        UnknownNameError: At least half of the rows with values name none.
    """
    values = frame.drop(keys).rows()
    bare = [
        row
        for row, cells, held in zip(rows, key_cells, values, strict=False)
        if not any(map(_text, cells)) and any(cell is not None for cell in held)
    ]
    if len(bare) > 1 and len(bare) * 2 >= len(key_cells):
        raise UnknownNameError(
            f"{named(map(repr, keys))} names no municipality in {len(bare)} of {len(key_cells)} rows, such as"
            f" row {bare[0]}, which may belong to one above: write it in each row"
        )


def _key_columns(read: OwnTable, key: str | None, code_in: Callable[[object], str | None]) -> list[str]:
    """The columns that say which municipality a row is of: a code, a name, or both.

    Args:
        read: The table.
        key: The column that is named.
        code_in: The municipality that a cell names; it decides of columns without a name.
    """
    frame = read.frame
    if key is not None:
        column = str(key)
        if column not in frame.columns:
            near = nearest(column, frame.columns)
            raise UnknownNameError(f"the table has no column {column!r}{near}; it has {named(frame.columns)}")
        return [column]
    heads = {name: re.sub(r"[\s_.\-]+", "", name).casefold() for name in frame.columns}
    texts = [name for name in frame.columns if not frame[name].dtype.is_numeric()]
    keys = _first_called(CODE_HEADS, frame.columns, heads) + _first_called(NAME_HEADS, texts, heads)
    if not keys:
        keys = [
            name
            for name in read.unnamed
            if sum(code_in(cell) is not None for cell in frame[name]) * 2 >= max(frame[name].count(), 1)
        ]
    if keys:
        return keys
    headed = {code_in(name) for name in frame.columns} - {None}
    if len(headed) > 1 and len(headed) * 2 >= len(frame.columns):
        raise UnknownNameError(
            f"municipalities stand in the header, {named(map(repr, frame.columns))}: turn the table, so that"
            " each has a row"
        )
    raise UnknownNameError(
        f"no column of {named(map(repr, frame.columns))} is called like a municipality; name it with key="
    )


def _first_called(known: Iterable[str], columns: list[str], heads: Mapping[str, str]) -> list[str]:
    """The columns with the first of the known headings that any has; all that are headed alike."""
    found = ([name for name in columns if heads[name] == head] for head in known)
    return next(filter(None, found), [])


def _code_of(
    cells: tuple[object, ...],
    names: Mapping[str, str],
    larger: Mapping[str, str],
    short: Mapping[str, str],
) -> tuple[str | None, str | None]:
    """The municipality that all filled cells of a row name, or why there is none."""
    written = [_text(cell) for cell in cells if _text(cell)]
    if not written:
        return None, "no municipality is named"
    found = []
    for text in written:
        for part in code_and_name(text):
            try:
                found.append(find_code(part, names))
            except UnknownNameError as error:
                if (code := _short(part, short)) is None:
                    return None, _larger_area(text, larger) or str(error)
                found.append(code)
    if len(set(found)) > 1:
        told = " and ".join(f"{names[code]} ({code})" for code in dict.fromkeys(found))
        return None, f"{' / '.join(written)!r} names {told}"
    return found[0], None


def _short(text: str, short: Mapping[str, str]) -> str | None:
    """The municipality that a short name is of."""
    try:
        return find_code(text, short)
    except UnknownNameError:
        return None


def _larger_area(text: str, larger: Mapping[str, str]) -> str:
    """What to say of a cell that names a region, an area of the report or the country; else nothing."""
    for part in reversed(code_and_name(text)):
        try:
            find_code(part, larger)
        except UnknownNameError:
            continue
        return f"{text!r} is no municipality but a larger area"
    return ""


def _period_column(frame: pl.DataFrame) -> str | None:
    by_head = {name.casefold(): name for name in frame.columns}
    return next((by_head[head] for head in PERIOD_HEADS if head in by_head), None)


def _of_period(frame: pl.DataFrame, period: str | None) -> pl.Series:
    """Whether each row is of a period; all are where none is named."""
    if period is None:
        return pl.Series([True] * frame.height, dtype=pl.Boolean)
    column = _period_column(frame)
    if column is None:
        raise UnknownNameError(f"no column is called like a period, one of {', '.join(PERIOD_HEADS)}")
    texts = frame[column].cast(pl.String)
    if str(period) not in texts:
        known = named(texts.drop_nulls().unique(maintain_order=True))
        raise UnknownNameError(
            f"there is no period {str(period)!r:.60} in column {column!r}; there are {known}"
        )
    return (texts == str(period)).fill_null(value=False)


def _refuse_periods(repeated: pl.DataFrame, codes: pl.Series, keys: list[str], period: str | None) -> None:
    """Ask for a period where municipalities stand there once for each of several.

    Args:
        repeated: The rows of municipalities that stand there more than once.
        codes: Their municipalities.
        keys: The columns that name them.
        period: The period that was asked for.
    """
    column = _period_column(repeated.drop(keys))
    if period is not None or column is None or repeated.is_empty():
        return
    if not pl.DataFrame([codes.alias("code"), repeated[column].alias("period")]).is_duplicated().any():
        known = repeated[column].cast(pl.String).drop_nulls().unique(maintain_order=True).to_list()
        raise UnknownNameError(
            f"municipalities stand there for several periods; name one with period=, of {named(known)}"
        )
