"""What a reader would notice of the changes between two tables of numbers, on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.differences import ChangedNumber
from analysis.indicators.registry import UndeclaredError, indicator, place_of
from analysis.report.naming import name_of, row_texts, shown_changes, signed
from analysis.texts import Texts
from analysis.texts.commands import ENGLISH, Messages

# How many rows each part lists at most: together they fit a page.
COUNTRY_ROWS: Final = 12
REGION_ROWS: Final = 15
LARGEST_ROWS: Final = 10
APPEARED_ROWS: Final = 4
COUNTRY: Final = "country"
REGION: Final = "region"
GAP: Final = "  "
DIFFERENCES: Final = "Differences are computed from the numbers before rounding."


def summary(changed: pl.DataFrame, texts: Texts, told: Messages = ENGLISH) -> list[str]:
    """The changes that the report shows: of the country, of regions, the largest elsewhere, new and gone.

    Numbers stand as the report shows them, under its names. Those computed by comparison (changes, ratios)
    are only counted, and so are numbers that only an older version knows.

    Args:
        changed: As `differences.changes` returns them, at least one.
        texts: The report's words.
        told: The language of headings.

    Returns:
        Lines of at most a page.
    """
    quarter = str(changed["quarter"].max())
    known = [name for name in changed["indicator"].unique() if _is_declared(name)]
    shown = shown_changes(changed.filter(pl.col("indicator").is_in(known)), quarter, texts)
    levels = dict(changed.select("area_code", "level").iter_rows())
    own = [row for row in shown if indicator(row.indicator).derivation is None and row.change == "changed"]
    own.sort(key=lambda row: place_of(row.indicator))
    by_level = {level: [row for row in own if levels[row.area_code] == level] for level in (COUNTRY, REGION)}
    others = [row for row in own if levels[row.area_code] not in by_level]
    counts = [row for row in others if indicator(row.indicator).unit.counted]
    lines = [
        told.said(
            "{quarter}: {count} number differs, {shown} of them as the report shows it"
            if changed.height == 1
            else "{quarter}: {count} numbers differ, {shown} of them as the report shows it",
            quarter=quarter,
            count=show.number(changed.height),
            shown=show.number(len(shown)),
        )
    ]
    for title, rows, most in (
        ("The country", by_level[COUNTRY], COUNTRY_ROWS),
        ("Regions", by_level[REGION], REGION_ROWS),
        (
            "Counts of municipalities and report areas, largest changes",
            sorted(counts, key=_size),
            LARGEST_ROWS,
        ),
    ):
        lines += ["", told.said(title), *_table(rows, most, texts, told)]
    for title, change in (("New", "added"), ("Gone", "removed")):
        rows = [row for row in shown if row.change == change]
        lines += ["", told.said(title), *_grouped(rows, texts, told)]
    return [*lines, "", told.said(DIFFERENCES)]


def _is_declared(name: str) -> bool:
    try:
        indicator(name)
    except UndeclaredError:
        return False
    return True


def _size(row: ChangedNumber) -> tuple[bool, float]:
    """Where a changed count stands: what came or went first, then by the difference seen by the count's size.

    That is the difference over the square root of the earlier count: 33 fewer of 303 are more than 4 more
    of 15.
    """
    if row.difference is None or row.old.value is None:
        return False, 0
    return True, -abs(row.difference) / sqrt(max(row.old.value, 1))


def _table(rows: Sequence[ChangedNumber], most: int, texts: Texts, told: Messages) -> list[str]:
    """A line per number: area, name, old, new, difference and that in per cent; how many more there are."""
    if not rows:
        return [GAP + told.said("no change")]
    cells = [(*row_texts(row, {}, texts), _percent(row, texts)) for row in rows[:most]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        GAP
        + GAP.join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    more = len(rows) - most
    return [*lines, *([GAP + told.said("and {count} more", count=show.number(more))] if more > 0 else [])]


def _percent(row: ChangedNumber, texts: Texts) -> str:
    """The change in per cent of a count; of a share, or where nothing was there, none."""
    percent = row.difference_percent
    if percent is None or row.unit == "percent":
        return ""
    return show.in_percent(signed(percent, 1, texts))


def _grouped(rows: Iterable[ChangedNumber], texts: Texts, told: Messages) -> list[str]:
    """How many areas each number is new or gone for."""
    counts = Counter(name_of(row.indicator, {}, texts) or row.indicator for row in rows)
    if not counts:
        return [GAP + told.said("none")]
    lines = [
        GAP + _counted(count, "{name}: {count} area", "{name}: {count} areas", told, name=name)
        for name, count in counts.most_common(APPEARED_ROWS)
    ]
    more = len(counts) - APPEARED_ROWS
    said = _counted(more, "and {count} more number", "and {count} more numbers", told)
    return [*lines, *([GAP + said] if more > 0 else [])]


def _counted(count: int, one: str, several: str, told: Messages, **values: str) -> str:
    return told.said(one if count == 1 else several, count=show.number(count), **values)
