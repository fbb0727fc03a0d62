"""Counts that add up to a total: no hidden one can be worked out, not even by a reader who knows the rule."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.disclosure.breakdown import hidden_parts, part_ranges
from analysis.disclosure.policy import Policy

POLICY = Policy()
Parts = tuple[int, ...]


@cache
def hidden(counts: Parts) -> frozenset[int]:
    tables = [{str(place): count for place, count in enumerate(counts)}]
    return frozenset(map(int, hidden_parts(tables, POLICY.threshold, POLICY.narrowest)[0]))


def made_of(total: int, parts: int) -> Iterator[Parts]:
    """Every way in which so many whole numbers of 0 or more add up to a total."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *others) for others in made_of(total - first, parts - 1))


def shown_alike(counts: Parts) -> list[Parts]:
    """Every table that the rule would show as it shows this one, as values of the hidden parts."""
    places = sorted(hidden(counts))
    found = []
    for values in made_of(sum(counts[place] for place in places), len(places)):
        other = list(counts)
        for place, value in zip(places, values, strict=True):
            other[place] = value
        if hidden(tuple(other)) == hidden(counts):
            found.append(values)
    return found


def narrowest(counts: Parts) -> int:
    widths: list[int] = [max(values) - min(values) for values in zip(*shown_alike(counts), strict=True)]
    return min(widths)


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


@settings(max_examples=60)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 12, 18]), min_size=2, max_size=4))
def test_no_hidden_count_can_be_pinned_down_by_trying_every_table(drawn: list[int]) -> None:
    """By brute force over all tables shown alike. A total that is small itself is hidden with its parts."""
    counts = tuple(drawn)
    assume(hidden(counts) and sum(counts) >= POLICY.threshold)
    assume(sum(counts[place] for place in hidden(counts)) <= 24)
    assert narrowest(counts) >= POLICY.narrowest
