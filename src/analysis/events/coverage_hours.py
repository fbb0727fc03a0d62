"""The table `coverage_hours` of a delivery: how many people of the country an AED is open near, hour by hour.

The country's people of a period are sums over municipalities that were each rounded to ten. The hours of the
period are moved towards that number and rounded to ten so that they add up to it exactly: each is the ten
below or above, those with the largest remainders above. So the hours add nothing to what the periods tell of
all of it, and no difference between two of them says that there are few people. Nothing is told of any area
but the country.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import polars as pl

from analysis.core.week import HOURS_A_DAY, MINUTES_AN_HOUR, PERIODS
from analysis.events.coverage import Coverage
from analysis.events.disclosing import THRESHOLD
from analysis.ingest.areas import COUNTRY
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    ROUNDED_TO,
    WITH_ALL_HOURS,
    near,
)
from analysis.ingest.tables.coverage_hours import NEAR_IN_HOUR

LEAST, MOST = (near(WITH_ALL_HOURS, hours) for hours in (ALWAYS_OPEN, ANY_HOURS))
SCHEMA: Final = {"weekday": pl.Int64, "hour": pl.Int64, NEAR_IN_HOUR: pl.Int64}


def coverage_hours_table(coverage: Coverage, published: pl.DataFrame) -> pl.DataFrame | None:
    """The hours of the week, Monday 00:00 first; None where the cells are too coarse.

    Args:
        coverage: The exact counts.
        published: The table `coverage`, rounded.
    """
    if coverage.hours is None:
        return None
    country = published.row(by_predicate=pl.col("area_code") == COUNTRY[0], named=True)
    everybody = int(coverage.people["people"].sum())
    exact = [
        _without_small_rest(Fraction(minutes, MINUTES_AN_HOUR), everybody)
        for minutes in coverage.hours.sort("hour")["minutes"]
    ]
    people = [0] * len(exact)
    for period in PERIODS:
        places = period.hours_of_week
        mean = country[near(WITH_ALL_HOURS, period.name)]
        moved = moved_to_mean([exact[place] for place in places], mean, country[LEAST], country[MOST])
        for place, number in zip(places, rounded_to_sum(moved, mean * len(places)), strict=True):
            people[place] = number
    rows = [(place // HOURS_A_DAY + 1, place % HOURS_A_DAY, number) for place, number in enumerate(people)]
    named = {"area_code": COUNTRY[0], "area": COUNTRY[1]}
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").select(
        *(pl.lit(text).alias(name) for name, text in named.items()), pl.all()
    )


def _without_small_rest(people: Fraction, everybody: int) -> Fraction:
    return Fraction(everybody) if everybody - people < THRESHOLD <= everybody else people


def moved_to_mean(numbers: Sequence[Fraction], mean: int, least: int, most: int) -> list[Fraction]:
    """Numbers with another mean, each between two bounds, in the same order of size.

    Args:
        numbers: As they are.
        mean: Between the bounds.
        least: The lower bound.
        most: The upper bound.
    """
    inside = [min(max(one, Fraction(least)), Fraction(most)) for one in numbers]
    now = sum(inside, Fraction()) / len(inside)
    if now == mean:
        return inside
    end = most if mean > now else least
    part = (mean - now) / (end - now)
    return [one + (end - one) * part for one in inside]


def rounded_to_sum(numbers: Sequence[Fraction], total: int) -> list[int]:
    """Numbers rounded to ten that add up to their sum, those with the largest remainders up.

    Args:
        numbers: In tens of which `total` is a multiple.
        total: Their sum.
    """
    below = [one // ROUNDED_TO * ROUNDED_TO for one in numbers]
    left = (total - sum(below)) // ROUNDED_TO
    by_rest = sorted(range(len(numbers)), key=lambda place: (below[place] - numbers[place], place))
    up = set(by_rest[:left])
    return [number + ROUNDED_TO * (place in up) for place, number in enumerate(below)]
