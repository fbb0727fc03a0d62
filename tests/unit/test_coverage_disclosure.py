"""What a table of coverage tells of few people: the auditor's ranges of every small ring stay wide."""

from datetime import date
from itertools import product

import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.disclosure.audit.intervals import narrowed
from analysis.disclosure.policy import Policy
from analysis.events.coverage import Coverage
from analysis.events.coverage_table import coverage_table, minutes_counted
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    NEAR,
    OF_PERIODS,
    PEOPLE,
    RADII,
    ROUNDED_TO,
    UNCOVERED,
    WITH_ALL_HOURS,
    WITH_RUNNERS,
    near,
    wholes_of,
)

CODE = "101"
OF_RUNNERS = tuple(name for name in WITH_RUNNERS if name != UNCOVERED)
COLUMNS = ("people", *NEAR, *WITH_RUNNERS)
PAIRS = [
    *(
        (near(radius, period), whole)
        for radius, period in product(RADII, (*OF_PERIODS, ALWAYS_OPEN, ANY_HOURS))
        if near(radius, period) in NEAR
        for whole in ("people", *wholes_of(radius, period))
    ),
    *((name, whole) for name in OF_RUNNERS for whole in ("people", *WITH_RUNNERS[name].wholes)),
    (UNCOVERED, "people"),
]


def published(counts: dict[str, int]) -> dict[str, int]:
    """The municipality's row of the table of whole people near AEDs for all of each period."""
    minutes = {name: [counts[name] * minutes_counted(name)] for name in (*NEAR, *WITH_RUNNERS)}
    people = pl.DataFrame({"area_code": [CODE], "people": [counts["people"]]})
    distances = pl.DataFrame({"area_code": [CODE], "bin": [1], "people": [counts["people"]]})
    exact = Coverage(
        100, date(2025, 1, 1), RADII, people, pl.DataFrame({"area_code": [CODE], **minutes}), distances
    )
    row = coverage_table(exact, AREAS, MEMBERS).row(by_predicate=pl.col("area_code") == CODE, named=True)
    return {name: row[name] for name in (PEOPLE, *NEAR, *WITH_RUNNERS)}


def ranges(shown: dict[str, int], people: int, threshold: int) -> dict[tuple[str, str], tuple[float, float]]:
    """By pair, the least and the most people of its ring, to a reader who knows how many people there are."""
    half = ROUNDED_TO // 2
    place = {name: number for number, name in enumerate(COLUMNS)}
    rows, lower, upper = [], [], []

    def add(terms: dict[int, int], least: float, most: float) -> None:
        row = np.zeros(len(COLUMNS) + len(PAIRS))
        for column, factor in terms.items():
            row[column] = factor
        rows.append(row)
        lower.append(least)
        upper.append(most)

    add({place["people"]: 1}, people, people)
    everybody = (people + half) // ROUNDED_TO * ROUNDED_TO
    for name in (*NEAR, *WITH_RUNNERS):
        least, most = shown[name] - half, shown[name] + half - 1
        if shown[name] == everybody:
            least, most = min(least, people - threshold + 1), people
        add({place[name]: 1}, least, most)
    for number, (inner, outer) in enumerate(PAIRS):
        add({place[outer]: 1, place[inner]: -1, len(COLUMNS) + number: -1}, 0, 0)
    found = narrowed(np.array(rows), np.array(lower), np.array(upper))
    assert found is not None, "what is published contradicts what holds"
    low, high = found
    return {pair: (low[len(COLUMNS) + n], high[len(COLUMNS) + n]) for n, pair in enumerate(PAIRS)}


def too_narrow(counts: dict[str, int], shown: dict[str, int]) -> list[tuple[str, str]]:
    """The pairs whose ring is of a few people and has too narrow a range."""
    policy = Policy()
    found = ranges(shown, counts["people"], policy.threshold)
    return [
        (inner, outer)
        for (inner, outer), (least, most) in found.items()
        if 0 < counts[outer] - counts[inner] < policy.threshold and most - least < policy.narrowest
    ]


@some.composite
def municipalities(draw: some.DrawFn) -> dict[str, int]:
    """People near AEDs, many of the rings between them of a few people."""
    ring = some.one_of(some.integers(0, 6), some.integers(0, 300))
    counts = {"people": draw(some.integers(2_000, 4_000))}
    for period in OF_PERIODS:
        outer = counts["people"]
        for radius in reversed(RADII):
            counts[near(radius, period)] = outer = outer - draw(ring)
    middle = [counts[near(WITH_ALL_HOURS, period)] for period in OF_PERIODS]
    counts[near(WITH_ALL_HOURS, ANY_HOURS)] = min(max(middle) + draw(ring), counts["people"])
    counts[near(WITH_ALL_HOURS, ALWAYS_OPEN)] = min(middle) - draw(ring)
    for name in sorted(OF_RUNNERS, key=number_of_wholes):
        smallest = min(counts[whole] for whole in ("people", *WITH_RUNNERS[name].wholes))
        counts[name] = max(smallest - draw(ring), 0)
    counts[UNCOVERED] = draw(ring)
    return counts


def number_of_wholes(name: str) -> int:
    """How many counts a count is within, so that those come before it."""
    wholes = [whole for whole in WITH_RUNNERS[name].wholes if whole in WITH_RUNNERS]
    return 1 + sum(number_of_wholes(whole) for whole in wholes)


@settings(max_examples=60, deadline=None)
@given(municipalities())
def test_the_range_of_every_small_ring_is_wide(counts: dict[str, int]) -> None:
    assert too_narrow(counts, published(counts)) == []


@pytest.mark.parametrize("rest", [1, 2, 3, 4])
@pytest.mark.parametrize("people", [2_107, 2_106, 2_105, 2_101])
def test_few_people_whom_no_aed_reaches_are_not_told_from_none(people: int, rest: int) -> None:
    """Planted: rounding alone would tell that 1 of 2,107 is left out, as 2,106 shows as 2,110."""
    counts = dict.fromkeys(COLUMNS, people - rest) | {"people": people}
    shown = published(counts)
    assert shown == published(dict.fromkeys(COLUMNS, people))
    assert too_narrow(counts, shown) == []


def test_the_auditor_finds_what_rounding_alone_would_tell() -> None:
    """Were nothing done about a small rest, a reader would know that at most two people are left out."""
    counts = dict.fromkeys(COLUMNS, 2_106) | {"people": 2_107}
    shown = {PEOPLE: 2_110, **dict.fromkeys((*NEAR, *WITH_RUNNERS), 2_110)}
    found = ranges(shown, counts["people"], threshold=1)
    assert found["near_500m_by_day", "people"] == (0, 2)
    assert Policy().narrowest > 2


@pytest.mark.parametrize("people", [2_100, 2_109])
def test_five_people_are_counted_as_left_out(people: int) -> None:
    counts = dict.fromkeys(COLUMNS, people - 5) | {"people": people}
    assert {published(counts)[name] for name in NEAR} == {(people - 5 + 5) // 10 * 10}
