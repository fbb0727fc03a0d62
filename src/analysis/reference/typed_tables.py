"""Reference files as frames of the types that their schemas declare, each row with its number in the file."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import InputError, Problem, quoted
from analysis.reading.files import DeliveredTable
from analysis.reading.text_rules import LONGEST_TEXT, text_fault

WHOLE_NUMBER: Final = r"^(0|-?[1-9][0-9]{0,17})$"
NUMBER: Final = r"^-?(0|[1-9][0-9]{0,14})([.][0-9]+)?$"
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LINE: Final = f"a line of at most {LONGEST_TEXT} visible characters"

Tables = Mapping[str, pl.DataFrame]
Files = Mapping[str, str]


def typed(table: DeliveredTable, schema: type[dy.Schema]) -> pl.DataFrame:
    """A table of texts as a frame of the schema's types, rows in file order, their numbers in `file_row`.

    Args:
        table: As read, its row numbers in `file_row`.
        schema: Columns of String, Int64, Float64, Date or Bool.

    Raises:
        InputError: Cells that are no such value, blanks where there must be a value, keys that stand twice.
    """
    kinds = {name: column.dtype for name, column in schema.columns().items()}
    frame = table.frame.select(
        "file_row", *(_EXPRESSIONS[kind](pl.col(name)) for name, kind in kinds.items())
    )
    problems = _repeated_rows(table)
    problems += [
        Problem(table.file, row, name, quoted(text), _EXPECTED[kind])
        for name, kind in kinds.items()
        for row, text in table.frame.filter(table.frame[name].is_not_null() & frame[name].is_null())
        .select("file_row", name)
        .iter_rows()
    ]
    if problems:
        raise InputError(problems)
    problems = [
        Problem(table.file, row, name, quoted(text), LINE)
        for name, kind in kinds.items()
        if kind == pl.String()
        for row, text in frame.select("file_row", name).drop_nulls().iter_rows()
        if not is_line(text)
    ]
    if problems:
        raise InputError(problems)
    result = schema.filter(frame.drop("file_row"))
    if len(result.failure):
        marked = frame.join(
            result.failure.details().unique(),
            on=list(kinds),
            how="inner",
            nulls_equal=True,
            maintain_order="left",
        )
        rules = [name for name in marked.columns if name not in frame.columns]
        raise InputError(
            Problem(
                table.file,
                record["file_row"],
                rule.split("|")[0] if "|" in rule else ", ".join(schema.primary_key()),
                quoted(record[rule.split("|")[0]]) if "|" in rule else "a key that stands twice",
                _RULES.get(rule.split("|")[-1], "a value within the allowed range"),
            )
            for record in marked.iter_rows(named=True)
            for rule in rules
            if record[rule] == "invalid"
        )
    return frame


def _of_form(text: pl.Expr, form: str) -> pl.Expr:
    """A text where it is wholly of a form, null elsewhere."""
    return pl.when(text.str.contains(form)).then(text)


def _repeated_rows(table: DeliveredTable) -> list[Problem]:
    """Rows that hold what an earlier one holds, cell by cell."""
    cells = pl.struct(pl.exclude("file_row"))
    earlier = pl.col("file_row").first().over(cells)
    twice = table.frame.with_columns(earlier=earlier).filter(pl.col("file_row") != pl.col("earlier"))
    return [
        Problem(table.file, row, None, f"the same cells as in row {first}", "each row once")
        for row, first in twice.select("file_row", "earlier").iter_rows()
    ]


_EXPRESSIONS: Final[Mapping[pl.DataType, Callable[[pl.Expr], pl.Expr]]] = {
    pl.String(): lambda text: text,
    pl.Int64(): lambda text: _of_form(text, WHOLE_NUMBER).str.to_integer(strict=False),
    pl.Float64(): lambda text: _of_form(text, NUMBER).cast(pl.Float64, strict=False),
    pl.Date(): lambda text: _of_form(text, DAY).str.to_date("%Y-%m-%d", strict=False),
    pl.Boolean(): lambda text: text.replace_strict({"true": True, "false": False}, default=None),
}
_EXPECTED = {
    pl.Int64(): "a whole number",
    pl.Float64(): "a number with a decimal point",
    pl.Date(): "a date like 2025-06-03",
    pl.Boolean(): "true or false",
}
_RULES = {
    "nullability": "a value",
    "primary_key": "each key once",
    "regex": "a code of the right form",
}


def is_line(text: str) -> bool:
    """Whether a text keeps the rules of every text from outside, and the limit of a reference file's."""
    return text_fault(text) is None


def cell_problems(
    table: pl.DataFrame, file: str, column: str, breach: pl.Expr, expected: str
) -> list[Problem]:
    """A problem for each row in which a condition holds; the cell in `column` is what was found."""
    broken = table.filter(breach.fill_null(value=False)).select("file_row", column)
    return [Problem(file, row, column, quoted(cell), expected) for row, cell in broken.iter_rows()]


def repeated_problems(table: pl.DataFrame, file: str, columns: list[str]) -> list[Problem]:
    """A problem for each row whose values in `columns`, nulls included, stand in an earlier row."""
    again = table.filter(~pl.struct(columns).is_first_distinct())
    name = columns[0] if len(columns) == 1 else ", ".join(columns)
    return [
        Problem(file, row[0], name, "the same as in an earlier row", "each once")
        for row in again.select("file_row").iter_rows()
    ]


def unknown_problems(
    table: pl.DataFrame, file: str, column: str, known: Iterable[str], expected: str
) -> list[Problem]:
    """A problem for each row whose value in `column` is not among the known ones; null is none."""
    return cell_problems(table, file, column, ~pl.col(column).is_in(list(known)), expected)
