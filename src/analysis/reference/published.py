"""Figures found in print: what they may be, and of which area and day."""

import re
from datetime import date
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.reference.facts import FIRST_YEAR, LAST_YEAR
from analysis.reference.typed_tables import Files, Tables, cell_problems, repeated_problems, unknown_problems

UNITS: Final = ("count", "per_100k", "pct", "per_day", "count_per_year", "per_1000", "mm:ss", "odds_ratio")
LEVELS: Final = ("country", "region", "municipality", "multi-region")
UNNAMED_AREAS: Final = {"region": ("first area included",), "multi-region": ("3 regions",)}
BETWEEN_AREAS: Final = " + "
TIME: Final = r"^[0-9]{2}:[0-5][0-9]$"
NUMBER: Final = r"^>?[0-9]+([.][0-9]+)?$|^[0-9]+-[0-9]+$"
INDICATOR: Final = r"^[a-z][a-z0-9_]*$"
DAY: Final = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Published(dy.Schema):
    """A row per figure found in print."""

    indicator = dy.String(regex=INDICATOR)
    level = dy.String()
    area = dy.String()
    value = dy.String()
    unit = dy.String()
    as_of = dy.String(nullable=True)
    published = dy.String(nullable=True)
    source = dy.String()
    doubtful = dy.Bool()


def published_problems(tables: Tables, files: Files) -> list[Problem]:
    """Figures of an unknown level, area or unit, that are no number, or have no day, or stand twice."""
    table, file = tables["published_figures"], files["published_figures"]
    value, unit = pl.col("value"), pl.col("unit")
    timed = unit == "mm:ss"
    problems = unknown_problems(table, file, "level", LEVELS, f"one of {', '.join(LEVELS)}")
    problems += unknown_problems(table, file, "unit", UNITS, f"one of {', '.join(UNITS)}")
    problems += cell_problems(
        table, file, "value", timed & ~value.str.contains(TIME), "minutes and seconds like 04:46"
    )
    problems += cell_problems(
        table, file, "value", ~timed & ~value.str.contains(NUMBER), "a number, 95-99 or >10"
    )
    above = value.cast(pl.Float64, strict=False) > 100
    problems += cell_problems(table, file, "value", (unit == "pct") & above, "a percentage, from 0 to 100")
    problems += repeated_problems(table, file, [name for name in table.columns if name != "file_row"])
    return problems + _area_problems(tables, file) + _day_problems(table, file)


def is_day_or_period(text: str) -> bool:
    """Whether a text is a day, month or year, or two of them with a stroke between, the earlier one first."""
    parts = text.split("/")
    first_days = [_first_day(part) for part in parts]
    if len(parts) > 2 or None in first_days:
        return False
    return len(parts) == 1 or first_days == sorted(day for day in first_days if day)


def _first_day(text: str) -> date | None:
    found = DAY.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _area_problems(tables: Tables, file: str) -> list[Problem]:
    regions = set(tables["regions"]["name"])
    known = {
        "country": {"Danmark"},
        "region": regions,
        "municipality": set(tables["municipalities"]["municipality"]),
        "multi-region": regions,
    }
    return [
        Problem(file, row, "area", quoted(area), f"an area of the level {level}")
        for row, level, area in tables["published_figures"].select("file_row", "level", "area").iter_rows()
        if level in known
        and area not in UNNAMED_AREAS.get(level, ())
        and not known[level].issuperset(area.split(BETWEEN_AREAS) if level == "multi-region" else [area])
    ]


def _day_problems(table: pl.DataFrame, file: str) -> list[Problem]:
    expected = "a day, month or year like 2025-06-03, or two with / between"
    return [
        Problem(file, row, column, quoted(text), expected)
        for column in ("as_of", "published")
        for row, text in table.select("file_row", column).drop_nulls().iter_rows()
        if not is_day_or_period(text)
    ]
