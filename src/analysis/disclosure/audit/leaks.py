"""Which hidden numbers what is published gives away, by which equations, and what would stop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
import polars as pl

from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.problems import InputError, Problem, shown_path
from analysis.disclosure.audit.equations import AT_LEAST, AT_MOST, NOW, PublishedEquations, constraints
from analysis.disclosure.audit.intervals import NOTHING_KNOWN, Deduction, Hidden, Interval, hidden_values
from analysis.disclosure.ingredients import COUNT_OF
from analysis.disclosure.policy import Policy, policy_of
from analysis.ingest.counts import STATED_BY
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.reading.files import DELIVERY_FILE
from analysis.reference.files import Reference

MOST_FURTHER: Final = 3


def is_leak(hidden: Hidden, interval: Interval, policy: Policy) -> bool:
    """Whether a hidden number's range is narrower than it has to be.

    A suppressed count lies between 1 and the threshold anyway: it leaks when more than that is known.
    """
    if interval == NOTHING_KNOWN or interval.count_lower is None or interval.count_upper is None:
        return False
    counted = interval.count_upper - interval.count_lower
    if hidden.status == "suppressed":
        return counted < policy.narrowest
    if interval.lower is None or interval.upper is None:
        return False
    if counted < policy.width.absolute:
        return True
    middle = (interval.lower + interval.upper) / 2
    return isfinite(interval.width) and interval.width <= policy.width.relative * middle


@dataclass(frozen=True)
class Leak:
    """A hidden number that what is published gives away.

    Attributes:
        hidden: Which one.
        interval: Where it lies.
        equations: A smallest set of equations that give it away: without any of them they would not.
        further: The fewest further counts that, hidden too, would keep it hidden; None where hiding does not
            help or was not looked for.
        reason: Why the delivery accepts it, or None.
    """

    hidden: Hidden
    interval: Interval
    equations: tuple[str, ...]
    further: tuple[str, ...] | None = None
    reason: str | None = None


def leaks(
    table: pl.DataFrame,
    reference: Reference,
    policy: Policy | None = None,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    accepted: Mapping[tuple[str, str, str], str] | None = None,
    complete: bool = True,
    remedies: bool = True,
) -> tuple[Leak, ...]:
    """The hidden numbers of a table that everything published gives away.

    Args:
        table: The tidy table as it is to be published.
        reference: Which areas add up to which.
        policy: How wide a range has to stay.
        earlier: Name → table of the versions released before.
        accepted: (quarter, indicator, area code) → why it may be given away; no remedy is looked for.
        complete: By linear programming; else only what follows equation by equation, which is quick and says
            nothing of safety.
        remedies: Whether the smallest further suppression is looked for too, where `complete`.
    """
    policy = policy or Policy()
    if table.filter(pl.col("indicator").is_in(list(COUNT_OF)), pl.col("status") != "published").is_empty():
        return ()
    system = constraints(table, reference.geography, policy, earlier)
    attack = Deduction(system)
    found = []
    for hidden in hidden_values(table, system):
        interval, rows = attack.interval(hidden, complete=complete)
        if is_leak(hidden, interval, policy):
            minimal = smallest_explanation(attack, hidden, rows, policy, complete=complete)
            reason = (accepted or {}).get((hidden.quarter, hidden.indicator, hidden.area_code))
            wanted = complete and remedies and reason is None
            further = further_suppression(system, hidden, policy) if wanted else None
            names = dict.fromkeys(_without_side(system.rows["name"][row]) for row in sorted(minimal))
            found.append(Leak(hidden, interval, tuple(names), further, reason))
    return tuple(found)


def _without_side(name: str) -> str:
    return name.replace(AT_LEAST, "").replace(AT_MOST, "")


def smallest_explanation(
    attack: Deduction, hidden: Hidden, rows: frozenset[int], policy: Policy, *, complete: bool = True
) -> frozenset[int]:
    """Rows of the system that give a hidden number away, none of which can be spared.

    A single equation where one is enough; else a deletion filter (Chinneck 2008, *Feasibility and
    Infeasibility in Optimization*, section 6.1), first row by row, then by linear programming.
    """

    def gives_away(chosen: frozenset[int], complete: bool) -> bool:
        return is_leak(hidden, attack.interval(hidden, chosen, complete=complete)[0], policy)

    block = attack.block(hidden.cell)
    cell, everything = block.columns[hidden.cell], frozenset(block.rows.tolist())
    alone = (frozenset([row]) for row in block.rows[block.matrix[:, cell] != 0].tolist())
    needed = next((one for one in alone if gives_away(one, complete=False)), None)
    if needed is None:
        needed = next((one for one in (rows, everything) if gives_away(one, complete)), rows)
    for way in (False, complete):
        if gives_away(needed, way):
            for row in sorted(needed, reverse=True):
                if gives_away(needed - {row}, way):
                    needed -= {row}
    return needed


def further_suppression(system: PublishedEquations, hidden: Hidden, policy: Policy) -> tuple[str, ...] | None:
    """The fewest published counts that have to be hidden too, so that a hidden number stays hidden.

    Exact up to three: a leak only stops when each set of equations that gives it away loses one, so the
    search goes breadth-first over the counts in such a set (Reiter 1987, *Artificial Intelligence* 32:57).
    Of equally few it takes those of the smallest areas and counts first.

    Returns:
        Their names, or None where three are too few or no published count is to blame.
    """
    level = [frozenset[int]()]
    for _ in range(MOST_FURTHER + 1):
        following: dict[frozenset[int], None] = {}
        for further in level:
            attack = Deduction(system, further)
            interval, rows = attack.interval(hidden)
            if not is_leak(hidden, interval, policy):
                return tuple(_cell_name(system, column) for column in sorted(further))
            minimal = smallest_explanation(attack, hidden, rows, policy)
            for column in shown_in(system, minimal, attack, hidden):
                following[further | {column}] = None
        level = list(following)
    return None


def shown_in(
    system: PublishedEquations, rows: frozenset[int], attack: Deduction, hidden: Hidden
) -> list[int]:
    """The table's published counts in some rows, small ones first."""
    inside = np.unique(system.column[np.isin(system.row, sorted(rows))]).tolist()
    own = [one for one in system.rows["own"][sorted(rows)] if one is not None]
    columns = {column for column in inside if not np.isnan(attack.value[column])} | {*own}
    shown = system.cells.with_row_index("column").filter(
        pl.col("column").is_in(sorted(columns - {hidden.cell, *hidden.whole})), pl.col("version") == NOW
    )
    of_country, of_region = pl.col("area_code") == COUNTRY[0], pl.col("area_code").str.len_chars() == 4
    return shown.sort(of_country, of_region, "value", "column", nulls_last=True)["column"].to_list()


def _cell_name(system: PublishedEquations, column: int) -> str:
    cell = system.cells.row(column, named=True)
    return f"{cell['area']}: {cell['count']}, {cell['quarter']}"


def audit(
    snapshot: Snapshot,
    table: pl.DataFrame,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    complete: bool = True,
    remedies: bool = True,
) -> tuple[Leak, ...]:
    """The leaks of a snapshot's table, each with the reason why a delivery accepts it.

    Arguments are those of `leaks`. The delivery of the quarter reported accepts leaks of all quarters, an
    earlier one those of its own. An entry that was carried over accepts nothing until it is confirmed.
    """
    accepted = {
        (str(quarter), indicator, area): reason
        for one in (*snapshot.earlier, snapshot.delivery)
        for indicator, area, reason in one.confirmed_leaks.iter_rows()
        for quarter in (
            [other.quarter for other in (*snapshot.earlier, one)]
            if one is snapshot.delivery
            else [one.quarter]
        )
    }
    policy = policy_of(snapshot)
    return leaks(
        table,
        snapshot.reference,
        policy,
        earlier,
        accepted=accepted,
        complete=complete,
        remedies=remedies,
    )


def assert_safe(
    snapshot: Snapshot,
    table: pl.DataFrame,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    data: DataRoot = DEFAULT_DATA,
) -> None:
    """Refuse a table that gives away hidden numbers that the deliveries do not accept to be known.

    Args:
        snapshot: What the table was computed from.
        table: The tidy table as it is to be published.
        earlier: Name → table of the versions released before.
        data: The data root that messages name.

    Raises:
        InputError: A problem for each indicator and area that no delivery accepts to be known.
    """
    undeclared: dict[tuple[str, str], list[Leak]] = {}
    for one in audit(snapshot, table, earlier):
        if one.reason is None:
            undeclared.setdefault((one.hidden.indicator, one.hidden.area_code), []).append(one)
    if undeclared:
        raise InputError(as_problem(one, snapshot, data) for one in undeclared.values())


def as_problem(same: Sequence[Leak], snapshot: Snapshot, data: DataRoot) -> Problem:
    """Leaks as one problem of the delivery reported: what that accepts is accepted of all quarters.

    Args:
        same: Of one indicator and area, one for each quarter.
        snapshot: What is to be published.
        data: The data root that messages name.
    """
    leak = same[-1]
    hidden, interval = leak.hidden, leak.interval
    reported = str(snapshot.delivery.quarter)
    count = STATED_BY[hidden.indicator]
    called = hidden.indicator if count.stated_in != "denominator" else f"{count.name} in {hidden.indicator}"
    quarters = ", ".join(one.hidden.quarter for one in same)
    where = hidden.area if quarters == reported else f"{hidden.area} in {quarters}"
    what = f"{called} of {where} ({hidden.status}) {range_in_words(interval)}"
    found = f"{what}, from {' + '.join(leak.equations)}"
    remedy = f"; hiding {' and '.join(leak.further)} as well would stop it" if leak.further else ""
    return Problem(
        shown_path(data.raw / reported / DELIVERY_FILE, data.path),
        None,
        "accepted_leak",
        found,
        f'a wider range, or an entry [[accepted_leak]] with indicator = "{hidden.indicator}", '
        f'area = "{hidden.area_code}" and a reason{remedy}',
    )


def range_in_words(interval: Interval) -> str:
    """A range in words."""
    if interval.lower == interval.upper:
        return f"is {interval.lower:g}"
    return f"lies between {interval.lower:.4g} and {interval.upper:.4g}"
