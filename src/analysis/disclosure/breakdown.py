"""Which parts of a total are hidden so that no small one follows, such as alarms by reason of cancellation.

A number is small from 1 to below the threshold. A reader can form differences: of the total and what is
shown, and of each table and every earlier one of the same year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from analysis.disclosure.audit.intervals import narrowed
from analysis.disclosure.policy import Policy
from analysis.guidance.codes import load_codes

if TYPE_CHECKING:
    from analysis.disclosure.audit.intervals import Vector

Counts: TypeAlias = Mapping[str, int]


def country_breakdown(
    counts: pl.DataFrame, earlier: Sequence[pl.DataFrame] = (), *, smallest_shown: int = Policy.threshold
) -> pl.DataFrame:
    """Counts by reason for the whole country since the year began, with small counts suppressed.

    A suppressed count is null, never 0; a reason without a count is missing. Which are suppressed, and what
    that supposes, `hidden_numbers` says.

    Args:
        counts: Columns ``code`` and ``count``, a row per reason at most.
        earlier: The tables delivered before for the same year, in the same form, oldest first.
        smallest_shown: The smallest count that is shown.

    Returns:
        A row per code of the list: ``code``, ``label_da``, ``label_en``, ``count``, ``status`` (published,
        suppressed or missing).

    Raises:
        ValueError: A code is not in the list or stands twice, a count is negative, or the threshold is
            below 1.
    """
    codes = load_codes()
    if smallest_shown < 1:
        raise ValueError(f"threshold {smallest_shown}, expected 1 or more")
    history = [_known(table) for table in (*earlier, counts)]
    known = history[-1]
    hidden = hidden_numbers(history, smallest_shown, Policy(threshold=smallest_shown).narrowest)[-1].parts
    shown = [None if name in hidden else known.get(name) for name in codes]
    statuses = [
        "suppressed" if name in hidden else "published" if name in known else "missing" for name in codes
    ]
    return pl.DataFrame(
        {
            "code": list(codes),
            "label_da": [code.danish for code in codes.values()],
            "label_en": [code.english for code in codes.values()],
            "count": pl.Series(shown, dtype=pl.Int64),
            "status": statuses,
        }
    )


def _known(counts: pl.DataFrame) -> dict[str, int]:
    """The counts that there are, by code, in the order of the list."""
    codes, given = load_codes(), dict(counts.select("code", "count").iter_rows())
    if len(given) != counts.height or given.keys() - codes.keys():
        raise ValueError(
            f"codes {counts['code'].to_list()}, expected each at most once of {', '.join(codes)}"
        )
    if any(count is not None and count < 0 for count in given.values()):
        raise ValueError("a count is negative")
    return {name: given[name] for name in codes if given.get(name) is not None}


class HiddenNumbers(NamedTuple):
    """What is hidden of a table of parts.

    Attributes:
        parts: The hidden parts.
        total: Whether the total is hidden with them; then all parts are.
        most: The largest number that a reader who knows the rule may take any of it for.
    """

    parts: set[str]
    total: bool
    most: int


def hidden_numbers(history: Sequence[Counts], threshold: int, narrowest: float) -> list[HiddenNumbers]:
    """What is hidden of each of several tables of one year, each in the light of those before.

    1. A part is hidden where it is small, or where its difference from an earlier count of the year is small,
       in either direction. Where the earlier one is hidden, it may have been anything up to `most`: the part
       is shown again where it is larger than that by the threshold, so that being shown tells nothing.
    2. One hidden part alone could be subtracted from the total, and so could two whose sum is small. The next
       smallest is hidden too, until there are at least two and their sum is not small; zeros come last.
    3. The same holds for the difference of the totals of two tables: what the parts hidden in either of the
       two moved together is not small. Where it is nothing, a part hidden in the one is not shown in the
       other.
    4. The range that the sum of the hidden parts leaves each of them is wide: for a reader who knows which of
       them are small, and for one who supposes that all are. Else the next smallest is hidden too.
    5. Of several that are equally small all are hidden, so that their order tells nothing.
    6. Where all parts are hidden and one of 2 to 4 still does not hold, the total is hidden too. Later totals
       of the year are shown as parts are: where they are larger than it may have been by the threshold.

    The rule supposes that each table was shown as it says after the tables before it: where an earlier table
    is delivered late or is changed, what was shown before has to be looked at again by a person.

    Args:
        history: Counts by part, the oldest table first; a part that is not counted is left out.
        threshold: The smallest count that is shown.
        narrowest: The least width of a hidden part's range.
    """
    before: list[tuple[Counts, HiddenNumbers]] = [({}, HiddenNumbers(set(), total=False, most=0))]
    for counts in history:
        parts = {
            name
            for name, count in counts.items()
            if any(_is_near(name, count, *one, threshold) for one in before)
        }
        total = False
        while parts and not total:
            exposed = [one for one in reversed(before) if not _safe(counts, *one, parts, threshold)]
            ranges = widths(counts, parts, threshold, len(before) == 1)
            if not exposed and all(width >= narrowest for width in ranges):
                break
            order = partial(_order, counts, exposed[0] if exposed else None, parts, threshold)
            least = min((name for name in counts if name not in parts), key=order, default=None)
            if least is None:
                total = True
            else:
                parts |= {name for name, count in counts.items() if count == counts[least]}
        most = _most(counts, before, threshold) if total else sum(counts[name] for name in parts)
        before.append((counts, HiddenNumbers(parts, total, most)))
    return [hidden for _, hidden in before[1:]]


def _is_near(name: str, count: int, earlier: Counts, gone: HiddenNumbers, threshold: int) -> bool:
    """Whether a part is too near to what it was, or may have been, in an earlier table (or to 0)."""
    if name in gone.parts:
        return count < gone.most + threshold
    return 0 < abs(count - earlier.get(name, 0)) < threshold


def _most(counts: Counts, before: Iterable[tuple[Counts, HiddenNumbers]], threshold: int) -> int:
    """The largest total that is hidden: of small parts alone, or too near to that of an earlier table."""
    near = [(gone.most if gone.total else sum(earlier.values())) + threshold - 1 for earlier, gone in before]
    return max(len(counts) * (threshold - 1), *near)


def widths(counts: Counts, hidden: Collection[str], threshold: int, first: bool) -> Iterable[float]:
    """How wide the ranges of hidden parts are, given their sum, for either reader of `hidden_numbers`.

    Args:
        counts: All counts by part.
        hidden: Which are hidden.
        threshold: The smallest count that is not small.
        first: Whether this is the first table of its year: then whatever is hidden without being small is at
            least as large as the threshold, and no larger than the smallest part that is shown.
    """
    total = sum(counts[name] for name in hidden)
    shown = [count for name, count in counts.items() if name not in hidden and count > 0]
    others = (float(threshold), float(min(shown, default=inf))) if first and shown else (0.0, inf)
    small = (1.0, threshold - 1.0)
    known = [small if 0 < counts[name] < threshold else others for name in hidden]
    for bounds in (known, [small] * len(hidden)):
        if (ranges := part_ranges(total, bounds)) is not None:
            yield from ranges[1] - ranges[0]


def part_ranges(total: float, bounds: Sequence[tuple[float, float]]) -> tuple[Vector, Vector] | None:
    """Least and largest value of whole parts of a total; None where they cannot add up to it.

    Args:
        total: Their sum.
        bounds: Between what each lies by itself.
    """
    parts = len(bounds)
    rows = np.vstack([np.ones((1, parts)), np.eye(parts)])
    least, most = (np.array([total, *side]) for side in zip(*bounds, strict=True))
    return narrowed(rows, least, most)


def _moved(counts: Counts, earlier: Counts, names: Collection[str]) -> int:
    return sum(counts.get(name, 0) - earlier.get(name, 0) for name in names)


def _safe(counts: Counts, earlier: Counts, gone: HiddenNumbers, hidden: set[str], threshold: int) -> bool:
    """Whether what the hidden parts moved together since an earlier table (or since 0) hides each.

    Where they did not move, both tables show the same counts: then none of those hidden before may be shown.
    """
    if gone.total:
        return sum(counts.values()) >= gone.most + threshold
    moved = abs(_moved(counts, earlier, hidden | gone.parts))
    unmoved = bool(earlier) and moved == 0 and gone.parts <= hidden
    return len(hidden) > 1 and (moved >= threshold or unmoved)


def _order(
    counts: Counts,
    exposed: tuple[Counts, HiddenNumbers] | None,
    hidden: set[str],
    threshold: int,
    name: str,
) -> tuple[bool, bool, int]:
    """Whom to hide next: the smallest, zeros last.

    Where an earlier table exposes what is hidden: one hidden before, unless what moved since is too small for
    that to help, and those that did not move last.
    """
    if exposed is None:
        return False, counts[name] == 0, counts[name]
    earlier, gone = exposed
    small = 0 < abs(_moved(counts, earlier, hidden | gone.parts)) < threshold
    return (name in gone.parts) == small, _moved(counts, earlier, {name}) == 0, counts[name]
