"""The rules that the cells of an input table keep, and what is said of a cell that breaks one.

dataframely judges: it works on Polars frames as they are, every rule has a name, and `Schema.filter` hands
back the failures of all rules at once, so that a delivery is judged whole. Rules judge texts, as read from
the file; the numbers in them are read by `whole_number` and `percentage`. A rule that cannot be decided, as
when a cell is empty, is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, cast

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.cells import (
    DECIMALS,
    NOT_KNOWN,
    PERCENTAGE,
    WHOLE_NUMBER,
    half_of_last_decimal,
    percentage,
    says_not_known,
    whole_number,
)
from analysis.reading.files import DeliveredTable
from analysis.reading.text_rules import CARRIED_OVER

# From so many empty cells of a column on, one problem tells of all; it names so many of them.
MANY: Final = 6
MOST_NAMED: Final = 5
OR_BLANK: Final = ", or an empty cell"
WITHOUT_DECIMALS: Final = f"{WHOLE_NUMBER} without decimals or commas, such as 1034"
COUNT_OR_NOT_KNOWN: Final = f"{WHOLE_NUMBER}, or {NOT_KNOWN} and the reason in Bemærkning"
EMPTY_ROW: Final = "nothing else in the row either: no number and no note"
CONFIRMED: Final = (
    f"the reason why the number is not known in this quarter, without the words {CARRIED_OVER}… before it"
)
# The day that spreadsheets count days from, and how far from the day of the counts a date is likely.
FIRST_DAY: Final = date(1899, 12, 30)
DAYS_AROUND: Final = 366
# Below it, before 1982, dates are numbers that a region may well count.
FEWEST_DAYS: Final = 30_000


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule that each row of a table keeps.

    Attributes:
        column: The column whose cell is at fault where it is broken.
        expected: What should stand there; `{name}` is the cell of that column in the same row.
        holds: Whether a row keeps it. Beside the table's columns it may use `code`, the normalised code of
            the row, and what is known of it, such as `known_name`.
    """

    column: str
    expected: str
    holds: pl.Expr


def is_known(column: str, expected: str) -> Rule:
    """The code is one that the table may hold."""
    return Rule(column, expected, pl.col("known_name").is_not_null())


def stands_once(column: str, expected: str) -> Rule:
    """No code has two rows."""
    return Rule(column, expected, pl.col("code").is_null() | pl.col("code").is_first_distinct())


def name_fits_code(column: str) -> Rule:
    """The name is the one that belongs to the code, with or without *Region* and in any case."""

    def bare(name: str) -> pl.Expr:
        return pl.col(name).str.to_lowercase().str.strip_prefix("region ")

    fits = pl.col("known_name").is_null() | (bare(column) == bare("known_name")).fill_null(value=False)
    return Rule(column, "{known_name}, the name that belongs to {code}", fits)


def is_count(column: str, *, blank: bool) -> tuple[Rule, ...]:
    """A whole number; with ``blank`` an empty cell too."""
    number = whole_number(pl.col(column)).is_not_null()
    holds = pl.col(column).is_null() | number if blank else number
    return _whole(column, WHOLE_NUMBER + (OR_BLANK if blank else ""), holds)


def is_count_of_filled_row(column: str) -> tuple[Rule, ...]:
    """A whole number in each row that somebody filled in: without it, the rest of the row says nothing."""
    cell, beside = pl.col(column), pl.col("level") == "country"
    number, without = whole_number(cell).is_not_null(), f"{WHOLE_NUMBER}, or {EMPTY_ROW}"
    return (
        *_whole(column, WHOLE_NUMBER, number | (cell.is_null() & ~beside)),
        Rule(column, without, cell.is_not_null() | beside),
    )


def is_count_or_not_known(column: str) -> tuple[Rule, ...]:
    """A whole number, or a cell that says that it is not known."""
    number = whole_number(pl.col(column)).is_not_null()
    return _whole(column, COUNT_OR_NOT_KNOWN, says_not_known(pl.col(column)) | number)


def _whole(column: str, expected: str, holds: pl.Expr) -> tuple[Rule, ...]:
    """A rule of counts, with one of its own for a number that has decimals, or commas between thousands."""
    decimals = pl.col(column).str.contains(DECIMALS).fill_null(value=False)
    return Rule(column, WITHOUT_DECIMALS, ~decimals), Rule(column, expected, holds | decimals)


def says_why_not_known(column: str) -> tuple[Rule, ...]:
    """Where a number is not known, the note says why, and was written for this delivery.

    What the delivery withholds needs no reason here.
    """
    unknown = says_not_known(pl.col(column)) & pl.col("withheld").is_null()
    carried = pl.col("note").str.starts_with(CARRIED_OVER).fill_null(value=False)
    expected = f"{WHOLE_NUMBER}; where it is not known, {NOT_KNOWN} here and the reason in Bemærkning"
    return (
        Rule(column, expected, ~unknown | pl.col("note").is_not_null()),
        Rule("note", CONFIRMED, ~(unknown & carried)),
    )


def is_percentage(column: str) -> Rule:
    """An empty cell or a number from 0 to 100."""
    holds = pl.col(column).is_null() | percentage(pl.col(column)).is_not_null()
    return Rule(column, PERCENTAGE + OR_BLANK, holds)


def is_no_fraction(column: str, usual: int) -> Rule:
    """Excel stores 16 % as 0.16 and 100 % as 1; a real percentage that small is not credible."""
    fraction = percentage(pl.col(column)).is_between(0, 1, closed="right")
    return Rule(column, f"a percentage such as {usual}, not a fraction such as 0,{usual}", ~fraction)


def is_no_number(column: str) -> Rule:
    """A number in a note slipped out of its column, as 6,300 does between commas."""
    expected = "a text; a number with a comma in it stands in quotes"
    return Rule(column, expected, ~pl.col(column).str.contains("^[0-9., ]+$"))


def at_most(low: str, high: str, expected: str) -> Rule:
    """The count in one column is at most that in another."""
    return Rule(low, expected, whole_number(pl.col(low)) <= whole_number(pl.col(high)))


def percentage_fits_count(percent: str, count: str, denominator: pl.Expr, expected: str) -> Rule:
    """A delivered percentage is what the count is of the denominator, to its last decimal."""
    share = 100 * whole_number(pl.col(count)) / denominator
    distance = (share - percentage(pl.col(percent))).abs()
    fits = (denominator == 0) | (distance <= half_of_last_decimal(pl.col(percent)) + 1e-9)
    return Rule(percent, expected, fits)


def rule_problems(rules: Sequence[Rule], table: DeliveredTable, judged: pl.DataFrame) -> list[Problem]:
    """Every rule that a row breaks, as a problem of the cell concerned.

    Args:
        rules: The rules of the table.
        table: The table as read, for its file name and headers.
        judged: The table's frame with what the rules need beside it (`code` and the names it has).
    """
    if judged.select(all_kept(tuple(rules))).item():
        return []
    named = {f"rule {position}": rule for position, rule in enumerate(rules)}
    broken = _schema(named, judged).filter(judged).failure.details()
    return [
        Problem(
            table.file,
            record["row"],
            table.headers.get(rule.column, rule.column),
            quoted(record[rule.column]),
            rule.expected.format_map({name: quoted(cell).strip("'") for name, cell in record.items()}),
        )
        for record in broken.iter_rows(named=True)
        for name, rule in named.items()
        if record.get(name) == "invalid"
    ]


def gathered(problems: Sequence[Problem], table: DeliveredTable, name: str) -> list[Problem]:
    """The same problems, but one for all cells of a column that are empty, where they are many.

    Args:
        problems: Of cells, in the order of their rows.
        table: The table as read.
        name: The column with the names of what rows are about.
    """
    of_empty: dict[tuple[str | None, str], list[Problem]] = {}
    for one in problems:
        if one.found == quoted(None) and one.row is not None:
            of_empty.setdefault((one.column, one.expected), []).append(one)
    many = {key: found for key, found in of_empty.items() if len(found) >= MANY}
    names = dict(table.frame.select("row", name).iter_rows())
    told: list[Problem] = []
    for one in problems:
        found = many.get((one.column, one.expected), []) if one.found == quoted(None) else []
        if not found:
            told.append(one)
        elif one is found[0]:
            rows = [names.get(each.row) for each in found]
            said = f"{len(found)} of {table.frame.height} rows empty ({named_rows(rows)})"
            told.append(Problem(one.file, None, one.column, said, one.expected))
    return told


def named_rows(names: Sequence[str | None]) -> str:
    """The first names of some rows, and how many more there are."""
    known = [quoted(name).strip("'") for name in names[:MOST_NAMED]]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(known) + more


@lru_cache(maxsize=100)
def all_kept(rules: tuple[Rule, ...]) -> pl.Expr:
    """Whether every row keeps every rule, as most tables do."""
    return pl.all_horizontal(rule.holds.fill_null(value=True).all() for rule in rules)


def _schema(rules: Mapping[str, Rule], judged: pl.DataFrame) -> type[dy.Schema]:
    columns = {
        name: dy.Int64(nullable=True) if kind == pl.Int64 else dy.String(nullable=True)
        for name, kind in judged.schema.items()
    }

    def rule(holds: pl.Expr) -> Any:
        return dy.rule()(lambda cls: holds)

    members = {**columns, **{name: rule(one.holds) for name, one in rules.items()}}
    return cast("type[dy.Schema]", type("Judged", (dy.Schema,), members))


def date_problems(
    columns: Sequence[str], table: DeliveredTable, judged: pl.DataFrame, day: date
) -> list[Problem]:
    """Counts of regions and municipalities that are what a spreadsheet keeps for a date near the counts.

    The country may have as many AEDs one day; no region or municipality will.

    Args:
        columns: Which counts.
        table: The table as read.
        judged: Its frame with the `level` of each row.
        day: The day of the counts.
    """
    problems = []
    for column in columns:
        found = judged.filter(may_be_date(column, pl.lit(day)))
        for row, cell, count in found.select("row", column, count=whole_number(pl.col(column))).iter_rows():
            kept = FIRST_DAY + timedelta(days=count)
            expected = f"a count, not a date: a spreadsheet keeps {kept} as {count}"
            header = table.headers.get(column, column)
            problems.append(Problem(table.file, row, header, quoted(cell), expected))
    return problems


def may_be_date(column: str, day: pl.Expr) -> pl.Expr:
    """Whether the count of a region or municipality is what a spreadsheet keeps for a date near a day."""
    number, near = whole_number(pl.col(column)), (day - pl.lit(FIRST_DAY)).dt.total_days()
    around = number.is_between(near - DAYS_AROUND, near + DAYS_AROUND)
    return (pl.col("level") != "country") & (number >= FEWEST_DAYS) & around


def sum_problems(
    table: DeliveredTable, counts: pl.DataFrame, columns: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> list[Problem]:
    """Counts of parts that do not add up to the count of the whole.

    Where every part is known the sum has to be the whole; where some are not, the known ones may not exceed
    it.

    Args:
        table: The table as read, for its file name and headers.
        counts: `row`, `area_code` and the count columns (Int64, null where not known).
        columns: The count columns to compare.
        parents: Area code of a whole → the area codes of all its parts.
    """
    problems = []
    for column in columns:
        value = dict(zip(counts["area_code"], counts[column], strict=True))
        for whole, parts in parents.items():
            known = [value[part] for part in parts if value.get(part) is not None]
            total = value.get(whole)
            if total is None or not known:
                continue
            complete = len(known) == len(parts)
            if sum(known) > total or (complete and sum(known) != total):
                row = counts.filter(pl.col("area_code") == whole)["row"][0]
                parts_sum = f"{sum(known)}, the sum of its {len(parts)} areas"
                if not complete:
                    parts_sum = f"at least {sum(known)}, the sum of {len(known)} of its {len(parts)} areas"
                problems.append(
                    Problem(table.file, row, table.headers.get(column, column), quoted(total), parts_sum)
                )
    return problems
