"""The table `arrests` of a delivery: counts of which each, and what it leaves of others, is none or many.

A count of one to four arrests, or one that leaves one to four of those it is part of, would tell of single
people: it is hidden, and with it those of other municipalities that it would follow from. Of regions a count
is shown for all or for none. Two radii between which there are one to four arrests are hidden both. Periods
are told of regions and the country alone, of a kind all or none, for one that is missing would be what the
others leave of the week. Of municipalities nothing is told of less than a year.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.formatting import long_date
from analysis.events.arrests import ArrestCounts
from analysis.events.counting import Areas
from analysis.events.disclosing import THRESHOLD, areas_not_shown, is_small
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.hidden_cells import Members
from analysis.ingest.tables.arrests import (
    ARRESTS,
    DAYS,
    KINDS,
    LEAST_DAYS,
    NUMBERS,
    PERIODS,
    PLACED,
    during,
    quantities,
)
from analysis.ingest.tables.coverage import IN_WEEK
from analysis.texts.notes import note

Hidden = dict[str, set[str]]


OF_WEEK: Final = tuple(quantities(IN_WEEK))


def arrest_table(arrests: ArrestCounts, areas: Areas, members: Members) -> pl.DataFrame:
    """Every area with the table's columns, as far as they may be told.

    Args:
        arrests: The exact counts.
        areas: The areas valid on the day.
        members: As of `analysis.events.disclosing.areas_not_shown`.
    """
    exact = _of_areas(arrests, areas)
    hidden = _hidden_in_week(exact, members)
    for name, codes in _hidden_periods(exact, members, hidden).items():
        hidden[name] |= codes
    anything = set[str]().union(*hidden.values())
    told = {
        "first": long_date(arrests.first),
        "last": long_date(arrests.last),
        **({} if arrests.days is None else {"days": str(arrests.days)}),
    }
    kind = "arrests" if arrests.days is None else "arrests-runners"
    noted = pl.when(pl.col("area_code").is_in(sorted(anything)))
    municipal = pl.col("level") == "municipality"
    return exact.select(
        "level",
        "area_code",
        "area",
        pl.lit(arrests.length).alias(DAYS),
        *(
            pl.when(~pl.col("area_code").is_in(sorted(codes)), ~municipal | pl.lit(not _of_period(name)))
            .then(name)
            .alias(name)
            for name, codes in hidden.items()
        ),
        note=noted.then(pl.lit(note(f"{kind}-hidden", **told, threshold=str(THRESHOLD)))).otherwise(
            pl.lit(note(kind, **told))
        ),
    )


def arrests_in_words(arrests: ArrestCounts) -> list[str]:
    """What was counted, a sentence each."""
    said = [
        f"arrests: {arrests.first} to {arrests.last}, straight lines, AEDs that were open in that minute by "
        "Danish clocks"
    ]
    if arrests.nowhere:
        rows = "1 row" if arrests.nowhere == 1 else f"{arrests.nowhere:,} rows"
        said.append(f"arrests: {rows} with a place in no municipality not counted")
    if arrests.days is not None:
        said.append(
            "arrests: runners by their last position in that period of the week, at most "
            f"{arrests.days} days before the day of the counts"
        )
    return said


def _of_period(name: str) -> bool:
    return name.endswith(tuple(f"_{period}" for period in PERIODS))


def _of_areas(arrests: ArrestCounts, areas: Areas) -> pl.DataFrame:
    """The counts of every area that may have any; null where they are not known."""
    counts = arrests.counts
    unknown = [name for name in (ARRESTS, *NUMBERS) if counts[name].null_count() == counts.height]
    found = areas.summed(counts.drop(unknown)).with_columns(
        pl.lit(None, pl.Int64).alias(name) for name in unknown
    )
    long_enough = pl.lit(arrests.length >= LEAST_DAYS)
    return found.filter(long_enough | (pl.col("level") != "municipality"))


def _hidden_in_week(exact: pl.DataFrame, members: Members) -> Hidden:
    """By column the areas whose number of the whole week is not shown.

    What is hidden for one number may let another follow from a sum, so it goes on until nothing is added.
    """
    hidden: Hidden = {name: set() for name in (ARRESTS, *NUMBERS)}
    numbers = {
        place: dict(exact.select("area_code", one.number.alias("number")).drop_nulls().iter_rows())
        for place, one in enumerate(OF_WEEK)
    }
    before = -1
    while before != (before := sum(map(len, hidden.values()))):
        for place, one in enumerate(OF_WEEK):
            unknown = frozenset[str]().union(*(hidden[name] for name in one.follows_from))
            found = areas_not_shown(numbers[place], members, unknown)
            few = {code for code, number in numbers[place].items() if is_small(number)}
            for name in one.hides:
                hidden[name] |= few | (found - unknown)
    return hidden


def _hidden_periods(exact: pl.DataFrame, members: Members, in_week: Hidden) -> Hidden:
    """By column of a period the regions, or the country, of which it is not shown.

    Where something of one region is of few in one period, all periods of it are hidden of all regions; where
    the whole week is, too.
    """
    regions = set(members[COUNTRY[0]])
    hidden: Hidden = {during(kind, period): set() for kind in (PLACED, *KINDS) for period in PERIODS}
    for codes in (regions, {COUNTRY[0]}):
        there = exact.filter(pl.col("area_code").is_in(sorted(codes)))
        kinds = {kind for kind in (PLACED, *KINDS) if in_week[during(kind, IN_WEEK)] & codes}
        for period in PERIODS:
            for one in quantities(period):
                if any(map(is_small, there.select(one.number).to_series())):
                    kinds |= {name.removesuffix(f"_{period}") for name in one.hides}
        for kind in kinds:
            for period in PERIODS:
                hidden[during(kind, period)] |= codes
    return hidden
