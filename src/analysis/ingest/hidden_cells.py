"""Empty cells of a table that follow from others: by a region's sum, or by the country's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Numbers = Mapping[str, int | None]
Members = Mapping[str, Sequence[str]]


class Left(NamedTuple):
    """What a number leaves to the parts of its area of which nothing is shown.

    Attributes:
        whole: The code of the area.
        number: The sum of those parts.
        parts: Their codes: municipalities, also of regions that are not shown.
    """

    whole: str
    number: int
    parts: tuple[str, ...]


def completed(numbers: Numbers, members: Members) -> dict[str, int | None]:
    """Numbers by area code with those that are the only unknown one of a sum.

    Args:
        numbers: By area code; null, or nothing, where not shown.
        members: Area code of a region or the country → the codes of its municipalities or regions.
    """
    found = dict(numbers)
    before = -1
    while before != (before := sum(number is not None for number in found.values())):
        for whole, parts in members.items():
            unknown = [code for code in (whole, *parts) if found.get(code) is None]
            if len(unknown) == 1:
                shown = sum(found.get(part) or 0 for part in parts)
                found[unknown[0]] = shown if unknown[0] == whole else (found[whole] or 0) - shown
    return found


def following(numbers: Numbers, members: Members) -> list[str]:
    """The areas that are not shown although their number follows.

    A sum of municipalities all of which are shown is nothing hidden.

    Args:
        numbers: As of `completed`.
        members: As of `completed`.
    """
    return [
        code
        for code, number in completed(numbers, members).items()
        if number is not None
        and numbers.get(code) is None
        and (code not in members or any(shown is None for _, shown in _parts_shown(code, numbers, members)))
    ]


def left_to_hidden(numbers: Numbers, members: Members) -> Iterator[Left]:
    """What each number that is shown leaves to those of its parts that are not.

    Args:
        numbers: As of `completed`.
        members: As of `completed`.
    """
    for whole in members:
        total = numbers.get(whole)
        if total is None:
            continue
        shown = list(_parts_shown(whole, numbers, members))
        hidden = tuple(code for code, number in shown if number is None)
        if hidden:
            yield Left(whole, total - sum(number or 0 for _, number in shown), hidden)


def _parts_shown(code: str, numbers: Numbers, members: Members) -> Iterator[tuple[str, int | None]]:
    """The parts of an area; of one that is not shown its own parts."""
    for part in members[code]:
        if numbers.get(part) is None and part in members:
            yield from _parts_shown(part, numbers, members)
        else:
            yield part, numbers.get(part)
