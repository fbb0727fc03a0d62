"""What a table of coverage tells of few people: the auditor's ranges of every small ring stay wide."""

from datetime import date
from itertools import product

import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from hypothesis import example, given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from analysis.core.week import PERIODS
from analysis.disclosure.audit.intervals import narrowed
from analysis.disclosure.policy import Policy
from analysis.events.coverage import Coverage
from analysis.events.coverage_table import coverage_table, minutes_counted
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    IN_WEEK,
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


FAMILY = "covered_500m"
WEIGHTS = {period.name: period.minutes for period in PERIODS}
REGION = MEMBERS["1081"]


def week_of_tens(runners: dict[tuple[str, str], int]) -> tuple[pl.DataFrame, dict[tuple[str, str], int]]:
    """The table of a world with so many runners by area and period, and every number of it before hiding.

    Every number is a whole ten and the periods weigh up to the week exactly, so that a reader who takes the
    equation of the week as exact, which rounding else forbids, is right to.
    """
    codes = AREAS.names.filter(pl.col("level") == "municipality")["area_code"].to_list()
    shown: dict[tuple[str, str], int] = {}
    for place, code in enumerate(codes):
        week, turn = 400 + 10 * (place % 7), place % 3 - 1
        for period in WEIGHTS:
            shown[code, period] = week + (50 if period == "in_weekends" else -20) * turn
        shown[code, IN_WEEK] = week
    people = pl.DataFrame({"area_code": codes, "people": 1_000})
    minutes = people.select(
        "area_code",
        *(
            pl.Series(
                f"{FAMILY}_{period}",
                [shown[code, period] * WEIGHTS.get(period, sum(WEIGHTS.values())) for code in codes],
            )
            for period in OF_PERIODS
        ),
        *(pl.lit(0, pl.Int64).alias(name) for name in (*NEAR, *WITH_RUNNERS) if not name.startswith(FAMILY)),
    )
    active = people.select(
        "area_code",
        *(pl.Series(name, [runners.get((code, name), 40) for code in codes]) for name in WEIGHTS),
    )
    distances = people.with_columns(bin=pl.lit(1))
    exact = Coverage(100, date(2025, 1, 1), RADII, people, minutes, distances, active, 30)
    for whole in ("1081", "1082", "1083", "1084", "1085", "dk"):
        for period in OF_PERIODS:
            shown[whole, period] = sum(shown[part, period] for part in MEMBERS[whole])
    return coverage_table(exact, AREAS, MEMBERS), shown


def left_open(known: dict[tuple[str, str], int], unknown: list[tuple[str, str]]) -> dict[str, float]:
    """How wide the ranges of unknown numbers are, by linear programming over sums of areas and the week."""
    place = {cell: number for number, cell in enumerate(unknown)}
    equations: list[dict[tuple[str, str], float]] = []
    for whole, parts in MEMBERS.items():
        for period in OF_PERIODS:
            equations.append({(whole, period): -1, **{(part, period): 1 for part in parts}})
    areas = {area for area, _ in (*known, *unknown)}
    for area in areas:
        weighed = {(area, period): float(minutes) for period, minutes in WEIGHTS.items()}
        equations.append({(area, IN_WEEK): -float(sum(WEIGHTS.values())), **weighed})
    matrix, rest = [], []
    for terms in equations:
        row = np.zeros(len(unknown))
        for cell in terms.keys() & place.keys():
            row[place[cell]] = terms[cell]
        if row.any():
            matrix.append(row)
            rest.append(-sum(factor * known[cell] for cell, factor in terms.items() if cell in known))
    widths = {}
    most = [1_000 * len(MEMBERS.get(area, (area,))) * (98 if area == "dk" else 1) for area, _ in unknown]
    for cell, number in place.items():
        ends = []
        for sign in (1, -1):
            objective = np.zeros(len(unknown))
            objective[number] = sign
            found = linprog(
                objective, A_eq=np.array(matrix), b_eq=rest, bounds=[(0, most[one]) for one in place.values()]
            )
            assert found.status == 0, found.message
            ends.append(sign * float(found.fun or 0))
        widths["/".join(cell)] = ends[1] - ends[0]
    return widths


def hidden_in(table: pl.DataFrame) -> list[tuple[str, str]]:
    return [
        (code, period)
        for period in OF_PERIODS
        for code in table.filter(pl.col(f"{FAMILY}_{period}").is_null())["area_code"]
    ]


@settings(max_examples=25, deadline=None)
@given(
    some.dictionaries(
        some.tuples(some.sampled_from(REGION), some.sampled_from(sorted(WEIGHTS))),
        some.integers(0, 4),
        min_size=1,
        max_size=5,
    )
)
@example({(code, "by_night"): 0 for code in REGION})
@example({(code, "by_night"): 0 for code in REGION} | {("101", "by_day"): 3})
def test_no_hidden_period_follows_from_the_others_and_the_week(runners: dict[tuple[str, str], int]) -> None:
    table, every = week_of_tens(runners)
    unknown = hidden_in(table)
    assert runners.keys() <= set(unknown)
    known = {cell: count for cell, count in every.items() if cell not in unknown}
    published = {
        (code, period): table.row(by_predicate=pl.col("area_code") == code, named=True)[f"{FAMILY}_{period}"]
        for code, period in known
    }
    assert published == known
    whole = {("1081", period) for period in WEIGHTS if all((code, period) in runners for code in REGION)}
    about_few = {cell for area, period in {*runners, *whole} for cell in ((area, period), (area, IN_WEEK))}
    widths = left_open(known, unknown)
    assert min(widths["/".join(cell)] for cell in about_few) >= 100


def test_a_week_that_is_shown_would_tell_the_night() -> None:
    """Planted: what the rule is for; with the week of both municipalities each night follows, to the ten."""
    table, every = week_of_tens({("825", "by_night"): 4})
    unknown = hidden_in(table)
    other = {code for code, _ in unknown} - {"825"}
    assert len(other) == 1
    nights = [cell for cell in unknown if cell[1] == "by_night"]
    known = {cell: count for cell, count in every.items() if cell not in nights}
    assert max(left_open(known, nights).values()) == pytest.approx(0, abs=1e-6)
