"""Counts that add up to a total: no hidden one can be worked out, not even by a reader who knows the rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.disclosure.breakdown import HiddenNumbers, hidden_numbers, part_ranges
from analysis.disclosure.policy import Policy

POLICY = Policy()
Parts = tuple[int, ...]
Course = tuple[Parts, ...]


class Seen(NamedTuple):
    """What a reader sees of a table: which parts are hidden, the others, the total (None where hidden)."""

    hidden: Parts
    shown: Parts
    total: int | None


@cache
def numbers(course: Course) -> tuple[HiddenNumbers, ...]:
    tables = [{str(place): count for place, count in enumerate(counts)} for counts in course]
    return tuple(hidden_numbers(tables, POLICY.threshold, POLICY.narrowest))


def hidden(*course: Parts) -> set[int]:
    """The hidden parts of the last of several tables of a year."""
    return set(map(int, numbers(course)[-1].parts))


def seen(course: Course) -> tuple[Seen, ...]:
    found = []
    for counts, one in zip(course, numbers(course), strict=True):
        places = tuple(sorted(map(int, one.parts)))
        shown = tuple(count for place, count in enumerate(counts) if place not in places)
        found.append(Seen(places, shown, None if one.total else sum(counts)))
    return tuple(found)


def exposed(courses: Iterable[Course], largest: int) -> tuple[int, list[tuple[Seen, ...]]]:
    """What is shown alike of too few courses: some hidden part has a narrow range in them.

    Args:
        courses: Every course of tables whose parts are at most `largest`.
        largest: Courses are left out whose hidden parts could be larger, as not all shown alike are known.

    Returns:
        How many were looked at, and those.
    """
    alike: dict[tuple[Seen, ...], list[Course]] = defaultdict(list)
    for course in courses:
        alike[seen(course)].append(course)
    looked, found = 0, []
    for tables, members in alike.items():
        reach = [
            max(max(counts) for counts in members[0]) + POLICY.threshold
            if one.total is None
            else one.total - sum(one.shown)
            for one in tables
        ]
        if max(reach) > largest:
            continue
        looked += any(one.hidden for one in tables)
        widths = [
            max(values) - min(values)
            for place, one in enumerate(tables)
            for part in one.hidden
            for values in [[course[place][part] for course in members]]
        ]
        if min(widths, default=POLICY.narrowest) < POLICY.narrowest:
            found.append(tables)
    return looked, found


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((120, 41, 4, 4, 77, 6, 18, 4), {2, 3, 5, 7}),
        ((120, 41, 4, 77, 6, 18), {2, 4}),
        ((120, 41, 4, 2, 77, 16), {2, 3, 5}),
        ((9, 9, 4), {0, 1, 2}),
        ((120, 41, 77), set()),
    ],
)
def test_what_is_hidden(counts: Parts, expected: set[int]) -> None:
    assert hidden(counts) == expected


def test_three_that_add_up_to_twelve_are_each_four() -> None:
    """Why a fourth has to be hidden: counts from 1 to 4 add up to 12 in one way only."""
    ranges = part_ranges(12, [(1, 4)] * 3)
    assert ranges is not None
    assert [side.tolist() for side in ranges] == [[4, 4, 4], [4, 4, 4]]
    assert part_ranges(13, [(1, 4)] * 3) is None


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ((1, 1, 3), True),
        ((1, 2, 2), True),
        ((4, 4, 4), True),
        ((1, 1, 4), False),
        ((3, 4), True),
        ((2, 3), False),
        ((1, 5), True),
        ((1, 9), False),
        ((3,), True),
        ((5,), False),
        ((1, 1, 3, 0, 0, 0, 0, 0), True),
        ((4, 4, 4, 4, 4, 4, 4, 4), True),
        ((120, 41, 4, 4, 77, 6, 18, 4), False),
    ],
)
def test_a_total_that_gives_its_parts_away_is_hidden_with_all_of_them(counts: Parts, *, total: bool) -> None:
    """Of three small counts that add up to 5 each lies from 1 to 3."""
    (found,) = numbers((counts,))
    assert found.total == total
    if total:
        assert len(found.parts) == len(counts)


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ((60, 40), (61, 40), True),
        ((60, 40), (62, 42), True),
        ((60, 40), (62, 43), False),
        ((60,), (62,), True),
        ((60,), (60,), False),
        ((60,), (65,), False),
    ],
)
def test_a_total_that_moved_by_little_is_hidden(first: Parts, second: Parts, *, total: bool) -> None:
    before, after = numbers((first, second))
    assert not before.parts
    assert after.total == total


@pytest.mark.parametrize(("later", "total"), [(5, True), (12, True), (13, False)])
def test_a_total_is_shown_again_when_it_is_larger_than_it_may_have_been(later: int, *, total: bool) -> None:
    """Two parts can be 8 at most where their total is hidden."""
    before, after = numbers(((1, 1), (0, later)))
    assert (before.total, before.most) == (True, 8)
    assert after.total == total


@pytest.mark.parametrize(("parts", "largest"), [(1, 12), (2, 20), (3, 12), (4, 8)])
def test_no_table_pins_a_hidden_count_down(parts: int, largest: int) -> None:
    """All tables of so many parts, shown as the rule says, to a reader who knows the rule."""
    tables = (((*counts,),) for counts in product(range(largest + 1), repeat=parts))
    looked, found = exposed(tables, largest)
    assert looked > 0
    assert found == []


@pytest.mark.parametrize(("parts", "largest", "falling"), [(1, 20, True), (2, 11, False), (2, 9, True)])
def test_no_two_tables_of_a_year_pin_a_hidden_count_down(parts: int, largest: int, *, falling: bool) -> None:
    """All pairs of tables, to a reader who knows the rule and that counts of the year do not fall, or may."""
    tables = list(product(range(largest + 1), repeat=parts))
    pairs = (
        (first, second)
        for first, second in product(tables, repeat=2)
        if falling or all(one <= other for one, other in zip(first, second, strict=True))
    )
    looked, found = exposed(pairs, largest)
    assert looked > 5
    assert found == []


@settings(max_examples=60)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 12, 18]), min_size=2, max_size=4))
def test_no_hidden_count_can_be_pinned_down_by_trying_every_table(drawn: list[int]) -> None:
    """By brute force over all tables shown alike."""
    counts = tuple(drawn)
    (one,) = seen((counts,))
    assume(one.hidden)
    places = len(one.hidden)
    rest = 0 if one.total is None else one.total - sum(one.shown)
    assume(rest <= 24)
    possible = product(range(POLICY.threshold), repeat=places) if one.total is None else made_of(rest, places)
    alike = [values for values in possible if seen((with_values(counts, one.hidden, values),)) == (one,)]
    assert min(max(column) - min(column) for column in zip(*alike, strict=True)) >= POLICY.narrowest


def made_of(total: int, parts: int) -> Iterator[Parts]:
    """Every way in which so many whole numbers of 0 or more add up to a total."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *others) for others in made_of(total - first, parts - 1))


def with_values(counts: Parts, places: Parts, values: Parts) -> Parts:
    """A table with other values at some places."""
    other = dict(enumerate(counts)) | dict(zip(places, values, strict=True))
    return tuple(other.values())
