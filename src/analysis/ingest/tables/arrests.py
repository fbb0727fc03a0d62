"""Arrests: an optional table of cardiac arrests outside of hospitals by what was near at their own time.

`statusrapport reduce` counts it from an extract of a register; who has none can hand in counts. Arrests are
few and each is about one person, so a number tells of none or of at least five, and so does what it leaves of
a number that it is part of. Municipalities have numbers of the whole week alone, and of at least a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Final, NamedTuple

import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.cells import whole_number
from analysis.ingest.hidden_cells import Members, completed, left_to_hidden
from analysis.ingest.rules import Rule, at_most
from analysis.ingest.tables.columns import InputColumn, count_column, note_column
from analysis.ingest.tables.coverage import (
    COVERED_WITHIN,
    ENOUGH_RUNNERS,
    HEADINGS,
    IN_WEEK,
    OF_PERIODS,
    RADII,
    RUNNER_RADII,
)
from analysis.ingest.tables.definition import AREA, InputTable
from analysis.reading.files import DeliveredTable

FEWEST: Final = 5
LEAST_DAYS: Final = 365
MOST_DAYS: Final = 36_525
DAYS: Final = "ohca_days"
ARRESTS: Final = "ohca_arrests"
PLACED: Final = "ohca_placed"
COVERED: Final = f"ohca_covered_{COVERED_WITHIN}m"
PERIODS: Final = tuple(period for period in OF_PERIODS if period != IN_WEEK)


def near_aed(radius: int) -> str:
    """What the counts of arrests with an open AED within a radius start with."""
    return f"ohca_aed_{radius}m"


def near_runners(radius: int) -> str:
    """What the counts of arrests with four active runners within a radius start with."""
    return f"ohca_runners_{radius}m"


def during(kind: str, period: str) -> str:
    """The name of a count of arrests of a period."""
    return f"{kind}_{period}"


class ArrestKind(NamedTuple):
    """What is counted of arrests in every period.

    Attributes:
        share: What the indicator of its share of all arrests with a place starts with.
        wholes: The kinds that it is part of, arrests with a place apart.
        header: What its columns' headers start with.
        explanation: What it counts.
    """

    share: str
    wholes: tuple[str, ...]
    header: str
    explanation: str


def _of_aed(radius: int) -> ArrestKind:
    return ArrestKind(
        f"ohca_aed_within_{radius}m_share",
        tuple(near_aed(larger) for larger in RADII if larger > radius)[:1],
        f"hjertestarter inden for {radius} m",
        f"Højst {radius} m i lige linje til en hjertestarter, der var åben i det minut.",
    )


def _of_runners(radius: int) -> ArrestKind:
    return ArrestKind(
        f"ohca_runners_{ENOUGH_RUNNERS}_within_{radius}m_share",
        tuple(near_runners(larger) for larger in RUNNER_RADII if larger > radius)[:1],
        f"{ENOUGH_RUNNERS} hjerteløbere inden for {radius} m",
        f"Højst {radius} m i lige linje til mindst {ENOUGH_RUNNERS} aktive hjerteløbere, hvor de senest er "
        "set i det tidsrum.",
    )


KINDS: Final = {
    **{near_aed(radius): _of_aed(radius) for radius in RADII},
    **{near_runners(radius): _of_runners(radius) for radius in RUNNER_RADII},
    COVERED: ArrestKind(
        f"ohca_covered_{ENOUGH_RUNNERS}_runners_aed_{COVERED_WITHIN}m_share",
        (near_aed(COVERED_WITHIN), near_runners(COVERED_WITHIN)),
        f"{ENOUGH_RUNNERS} hjerteløbere og hjertestarter inden for {COVERED_WITHIN} m",
        f"Højst {COVERED_WITHIN} m i lige linje både til mindst {ENOUGH_RUNNERS} aktive hjerteløbere og til "
        "en åben hjertestarter.",
    ),
}


def share_during(kind: str, period: str) -> str:
    """The name of the indicator of the share that a count is of the period's arrests with a place."""
    return KINDS[kind].share + ("" if period == IN_WEEK else f"_{period}")


class ArrestRest(NamedTuple):
    """What is left of a number of arrests without others: it tells of people as the numbers do.

    Attributes:
        whole: The kind it is left of.
        less: The kinds that are taken off.
        more: Kinds that are counted in several of those, and put back.
    """

    whole: str
    less: tuple[str, ...]
    more: tuple[str, ...] = ()

    def of(self, period: str, number: Callable[[str], pl.Expr] = pl.col) -> pl.Expr:
        """The number of a period; null where one of its parts is.

        Args:
            period: Which.
            number: The number in a column.
        """
        added, taken = (
            pl.sum_horizontal([number(during(kind, period)) for kind in kinds], ignore_nulls=False)
            for kinds in ((self.whole, *self.more), self.less)
        )
        return added - taken

    def in_words(self, period: str) -> str:
        """How it is computed from the columns of a period."""
        added = " + ".join(during(kind, period) for kind in (self.whole, *self.more))
        return " - ".join([added, *(during(kind, period) for kind in self.less)])

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds that it is computed from."""
        return (self.whole, *self.less, *self.more)

    @property
    def hides(self) -> tuple[str, ...]:
        """The kinds that are hidden where it is of few: with runners and AED both, else both radii."""
        return (COVERED,) if COVERED in self.kinds else tuple(kind for kind in self.kinds if kind != PLACED)


AED, ENOUGH = near_aed(COVERED_WITHIN), near_runners(COVERED_WITHIN)
RESTS: Final = (
    *(ArrestRest(PLACED, (kind,)) for kind in KINDS),
    *(ArrestRest(near_aed(larger), (near_aed(radius),)) for radius, larger in combinations(RADII, 2)),
    ArrestRest(near_runners(RUNNER_RADII[1]), (near_runners(RUNNER_RADII[0]),)),
    *(
        ArrestRest(kind, (COVERED,))
        for kind in (AED, ENOUGH, near_aed(RADII[-1]), near_runners(RUNNER_RADII[-1]))
    ),
    ArrestRest(PLACED, (AED, ENOUGH), (COVERED,)),
)
NUMBERS: Final = tuple(during(kind, period) for kind in (PLACED, *KINDS) for period in OF_PERIODS)
SHARES: Final = {during(kind, period): share_during(kind, period) for kind in KINDS for period in OF_PERIODS}


class Quantity(NamedTuple):
    """A number of arrests that may not be told where it is of few.

    Attributes:
        number: What it is.
        follows_from: The columns that it can be computed from, all of them together.
        hides: The columns that are hidden where it is of few.
    """

    number: pl.Expr
    follows_from: tuple[str, ...]
    hides: tuple[str, ...]


def quantities(period: str) -> Iterator[Quantity]:
    """All numbers that the counts of a period tell: themselves, and what they leave of each other."""
    named = partial(during, period=period)
    everything = tuple(map(named, (PLACED, *KINDS)))
    yield Quantity(pl.col(named(PLACED)), (named(PLACED),), everything)
    for kind in map(named, KINDS):
        yield Quantity(pl.col(kind), (kind,), (kind,))
    for rest in RESTS:
        yield Quantity(rest.of(period), tuple(map(named, rest.kinds)), tuple(map(named, rest.hides)))
    if period == IN_WEEK:
        yield Quantity(pl.col(ARRESTS), (ARRESTS,), (ARRESTS,))
        unplaced = pl.col(ARRESTS) - pl.col(named(PLACED))
        yield Quantity(unplaced, (ARRESTS, named(PLACED)), (ARRESTS,))


def _number(name: str) -> pl.Expr:
    return whole_number(pl.col(name))


def _few_or_none(name: str, number: pl.Expr) -> Rule:
    expected = f"0 or at least {FEWEST}, or an empty cell: fewer would tell of single people"
    return Rule(name, expected, _none_or_many(number))


def _leaves_none_or_many(name: str, left: pl.Expr, formula: str) -> Rule:
    expected = f"{formula} to be 0 or at least {FEWEST}, or an empty cell: fewer would tell of single people"
    return Rule(name, expected, _none_or_many(left))


def _none_or_many(number: pl.Expr) -> pl.Expr:
    return (number == 0) | (number >= FEWEST) | (number < 0)


def _rests_of(kind: str, period: str) -> Iterator[Rule]:
    """That what a count leaves of others is none or many; what is below 0 breaks another rule."""
    for rest in RESTS:
        if rest.less[0] == kind:
            left = rest.of(period, _number)
            yield _leaves_none_or_many(during(kind, period), left, rest.in_words(period))


def _part(low: str, high: str) -> Rule:
    return at_most(low, high, f"at most {{{high}}}, the number in {high}")


def _not_of_municipalities(name: str) -> Rule:
    expected = "an empty cell: of a municipality the whole week is told alone"
    return Rule(name, expected, pl.col(name).is_null() | (pl.col("level") != "municipality"))


def _all_or_none(kind: str, period: str) -> Rule:
    """Periods stand together, and the week with them: one that is missing would follow from the others."""
    name, others = during(kind, period), [during(kind, one) for one in PERIODS if one != period]
    there = pl.all_horizontal(pl.col(one).is_null() for one in others)
    expected = f"a number, or empty cells in {', '.join(others)} too"
    return Rule(name, expected, pl.col(name).is_not_null() | there)


def _sum_of_periods(kind: str) -> Rule:
    name, parts = during(kind, IN_WEEK), [during(kind, period) for period in PERIODS]
    total = pl.sum_horizontal([_number(part) for part in parts], ignore_nulls=False)
    return Rule(name, f"the sum of {', '.join(parts)}", _number(name) == total)


def _rules(kind: str, period: str) -> list[Rule]:
    name = during(kind, period)
    rules = [_few_or_none(name, _number(name))]
    if kind != PLACED:
        wholes = (PLACED, *KINDS[kind].wholes)
        rules += [_part(name, during(whole, period)) for whole in wholes]
        rules += list(_rests_of(kind, period))
    if period == IN_WEEK:
        rules += [_sum_of_periods(kind), _all_or_none(kind, period)]
    else:
        rules += [
            _not_of_municipalities(name),
            _all_or_none(kind, period),
            _part(name, during(kind, IN_WEEK)),
        ]
    return rules


def _column(kind: str, period: str) -> InputColumn:
    name = during(kind, period)
    header, explanation = (
        ("Hjertestop med et sted", "Hjertestop, hvis sted kendes.")
        if kind == PLACED
        else (KINDS[kind].header, f"Hjertestop. {KINDS[kind].explanation}")
    )
    when = OF_PERIODS[period]
    return count_column(
        name,
        f"{header}, {HEADINGS[period]}" if kind == PLACED else f"Hjertestop: {header}, {HEADINGS[period]}",
        f"{explanation} Hjertestop, der skete {when}. 0 eller mindst {FEWEST}.",
        *_rules(kind, period),
        required=name == during(PLACED, IN_WEEK),
    )


def _long_enough() -> Rule:
    enough = _number(DAYS) >= LEAST_DAYS
    expected = (
        f"at least {LEAST_DAYS} days in a municipality's row; fewer are told of regions and the country"
    )
    return Rule(DAYS, expected, enough | (pl.col("level") != "municipality"))


def _same_days() -> Rule:
    """Sums over areas are of the same days, and no register is older than a century."""
    days = _number(DAYS)
    kept = days.is_between(1, MOST_DAYS) & (days == days.first())
    return Rule(DAYS, f"the same days in all rows, from 1 to {MOST_DAYS}", kept)


def _in_all() -> tuple[Rule, ...]:
    arrests, placed = _number(ARRESTS), _number(during(PLACED, IN_WEEK))
    return (
        _few_or_none(ARRESTS, arrests),
        Rule(ARRESTS, f"at least {{{during(PLACED, IN_WEEK)}}}, those with a place", arrests >= placed),
        _leaves_none_or_many(ARRESTS, arrests - placed, f"{ARRESTS} - {during(PLACED, IN_WEEK)}"),
    )


class _Arrests(InputTable):
    """What is hidden of one area may not follow from the numbers of others."""

    def hidden_problems(self, read: DeliveredTable, counts: pl.DataFrame, members: Members) -> list[Problem]:
        return _few_told(read, counts, members)


def _few_told(read: DeliveredTable, counts: pl.DataFrame, members: Members) -> list[Problem]:
    """Numbers of one to four that stand in no cell and follow from what the cells of other areas hold."""
    codes = [*members, *(part for parts in members.values() for part in parts)]
    areas = pl.DataFrame({"area_code": codes}).unique(maintain_order=True)
    given = areas.join(counts, on="area_code", how="left", maintain_order="left")
    known = given.with_columns(
        pl.Series(name, list(completed(_by_area(given, pl.col(name)), members).values()), pl.Int64)
        for name in (ARRESTS, *NUMBERS)
    )
    rows = dict(given.select("area_code", "row").iter_rows())
    problems = []
    for period in OF_PERIODS:
        for one in quantities(period):
            shown, told = _by_area(given, one.number), _by_area(known, one.number)
            few = [code for code, number in told.items() if shown[code] is None and _is_few(number)]
            few += [left.whole for left in left_to_hidden(told, members) if _is_few(left.number)]
            together = ", ".join(one.follows_from)
            expected = (
                f"more empty cells: {together} of others tell of fewer than {FEWEST} arrests there, or in "
                "all its areas with an empty cell"
            )
            column = one.hides[0]
            header = read.headers.get(column, column)
            problems += [
                Problem(read.file, rows[code], header, f"numbers that tell of {code}", expected)
                for code in dict.fromkeys(few)
            ]
    return problems


def _by_area(table: pl.DataFrame, number: pl.Expr) -> dict[str, int | None]:
    return dict(table.select("area_code", number.alias("number")).iter_rows())


def _is_few(number: int | None) -> bool:
    return number is not None and 0 < number < FEWEST


ARREST_TABLE: Final = _Arrests(
    name="arrests",
    title="Hjertestop",
    about="",
    describes="Cardiac arrests by what was near them at their own time, as `statusrapport reduce` counts "
    "them.",
    columns=(
        *AREA,
        count_column(
            DAYS,
            "Dage",
            "Hvor mange dage hjertestoppene er fra, til og med den dag, tabellen er opgjort.",
            _same_days(),
            _long_enough(),
            blank=False,
        ),
        count_column(
            ARRESTS, "Hjertestop", "Alle hjertestop, også uden et sted.", *_in_all(), required=False
        ),
        *(_column(kind, period) for kind in (PLACED, *KINDS) for period in OF_PERIODS),
        note_column("Hvilke dage og målemåden. Rapporten viser den ved tallene."),
    ),
    complete=("country",),
    adds_up=(ARRESTS, *NUMBERS),
    closed=(),
)
