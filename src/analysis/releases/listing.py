"""The changes between two tables of numbers as people and programs read them."""

from __future__ import annotations

import json
import sys
from typing import Final

import polars as pl

from analysis.core.formatting import MINUS
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
from analysis.indicators.differences import ChangedNumber, NumberThen, changed_numbers
from analysis.releases.archive import Archive, NoVersionError, parse_version
from analysis.texts.commands import ENGLISH, Messages

DATA: Final = "data"
NUMERIC: Final = ("old", "new", "difference", "%")
WIDTH: Final = 160
DANISH_SIGNS: Final = str.maketrans({",": ".", ".": ",", "-": MINUS})
NUMBER_COLUMNS: Final = ("value", "lower", "upper", "numerator", "denominator")


def numbers_of(text: str, quarter: Quarter, archive: Archive, data: DataRoot) -> pl.DataFrame:
    """The tidy table that a word of the command line names.

    Args:
        text: `v1`, `2025Q1`, `2025Q1/v1` or `data`; empty for the newest version of `quarter`.
        quarter: Whose version `v1` and whose delivery `data` is.
        archive: Where released versions lie.
        data: The data root of `data`.

    Raises:
        NoVersionError: There is no such version, or the word names none.
        InputError: The delivery that `data` names is wrong.
    """
    if text == DATA:
        from analysis.disclosure.publication import compute_table
        from analysis.ingest.snapshot import read_inputs

        return compute_table(read_inputs(data, quarter))
    named, _, version = text.rpartition("/") if "/" in text or text[:1] == "v" else (text, "", "")
    try:
        wanted = Quarter.parse(named) if named else quarter
        number = parse_version(version) if version else None
    except ValueError:
        raise NoVersionError(f"{text!r} names no version: write v1, 2025Q1, 2025Q1/v1 or {DATA}") from None
    return archive.version(wanted, number).read_indicators()


def as_json(changed: pl.DataFrame) -> str:
    """Changes as a JSON list of objects."""
    return json.dumps(changed.to_dicts(), ensure_ascii=False, indent=2)


def show_table(changed: pl.DataFrame, told: Messages = ENGLISH) -> None:
    """Print changes as a table: area, indicator, old, new, difference, and what else differs.

    Args:
        changed: As `differences.changes` returns them, at least one.
        told: The language of headings; names of columns and what they hold stay those of the table.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    listed = Table(box=SIMPLE_HEAD, pad_edge=False, title=told.said("Every number"), title_justify="left")
    quarters = changed["quarter"].n_unique() > 1
    heads = [*(["quarter"] if quarters else []), "area", "indicator", "old", "new", "difference", "%", "also"]
    for head in heads:
        listed.add_column(told.said(head), justify="right" if head in NUMERIC else "left", overflow="fold")
    for row in changed_numbers(changed):
        difference, percent = row.difference, row.difference_percent
        listed.add_row(
            *([row.quarter] if quarters else []),
            row.area,
            row.indicator,
            _side(row.old),
            _side(row.new),
            "" if difference is None else _danish(f"{difference:+,.6g}"),
            "" if percent is None else _danish(f"{percent:+.2f}"),
            _others(row),
        )
    console.print(listed)
    counts = changed["change"].value_counts(sort=True).rows()
    console.print(", ".join(f"{count} {told.said(change)}" for change, count in counts))


def _side(side: NumberThen) -> str:
    value = side.value
    if value is not None:
        return _danish(f"{value:,.10g}")
    lower, upper = side.lower, side.upper
    if lower is not None and upper is not None:
        return f"{_danish(f'{lower:,.10g}')} to {_danish(f'{upper:,.10g}')}"
    return side.status or ""


def _danish(number: str) -> str:
    """A number in the form that Python gives it, with Danish signs: 1,234.5 → 1.234,5."""
    return number.translate(DANISH_SIGNS)


def _others(row: ChangedNumber) -> str:
    """What differs beside the numbers: a row that is there only once, a status, a note."""
    if row.change != "changed":
        return row.change
    columns = row.columns.split(",")
    ignored = NUMBER_COLUMNS if "value" in columns else ()
    return ", ".join(name for name in columns if name not in ignored)
