"""Coverage: an optional table of how many people live within reach of an open AED, and of active runners.

`statusrapport reduce` counts it from coordinates and opening hours of AEDs, from runners' last positions and
from inhabited cells; who has no extracts can hand in counts. Every number of people is rounded to ten where
it leaves the extracts, so that no ring between two radii, and no difference between two periods, tells of a
few people.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.cells import whole_number
from analysis.ingest.hidden_cells import Members, following
from analysis.ingest.rules import Rule, at_most
from analysis.ingest.tables.columns import InputColumn, count_column, note_column
from analysis.ingest.tables.definition import AREA, InputTable
from analysis.reading.files import DeliveredTable

RADII: Final = (200, 500, 1800)
ROUNDED_TO: Final = 10
IN_WEEK: Final = "in_week"
ALWAYS_OPEN: Final = "always_open"
ANY_HOURS: Final = "any_hours"
OF_PERIODS: Final = {
    "by_day": "om dagen (mandag til fredag kl. 8–16)",
    "by_evening": "om aftenen (mandag til fredag kl. 16–24)",
    "by_night": "om natten (mandag til fredag kl. 0–8)",
    "in_weekends": "i weekenden (lørdag og søndag)",
    IN_WEEK: "i hele ugen",
}
COUNTED: Final = {
    **{name: f"Personer, gennemsnit over minutterne {words}." for name, words in OF_PERIODS.items()},
    ALWAYS_OPEN: "Personer, når kun de døgntilgængelige tælles med.",
    ANY_HOURS: "Personer, hvis alle registrerede hjertestartere var åbne hele døgnet.",
}
WITH_ALL_HOURS: Final = 500
HEADINGS: Final = {
    "by_day": "dag",
    "by_evening": "aften",
    "by_night": "nat",
    "in_weekends": "weekend",
    IN_WEEK: "hele ugen",
    ALWAYS_OPEN: "døgntilgængelige",
    ANY_HOURS: "hvis alle var åbne",
}
PEOPLE: Final = "people_in_cells"
QUANTILES: Final = {"nearest_median": 0.5, "nearest_p90": 0.9}
FEWEST_FOR_QUANTILES: Final = 100


def near(radius: int, period: str) -> str:
    """The name of the count of people with an open AED within a radius in a period."""
    return f"near_{radius}m_{period}"


def share_near(radius: int, period: str) -> str:
    """The name of the indicator of the share that such a count is of all people."""
    return f"aed_within_{radius}m_share{'' if period == IN_WEEK else '_' + period}"


def wholes_of(radius: int, period: str) -> tuple[str, ...]:
    """The counts that such a count cannot exceed: of the next radius, and of more AEDs or hours."""
    wholes = []
    if period in OF_PERIODS:
        wholes += [near(larger, period) for larger in RADII if larger > radius][:1]
    if radius == WITH_ALL_HOURS and period != ANY_HOURS:
        wholes.append(near(radius, ANY_HOURS))
    if period == ALWAYS_OPEN:
        wholes += [near(radius, other) for other in OF_PERIODS]
    return tuple(wholes)


def periods_at(radius: int) -> tuple[str, ...]:
    """What is counted at a radius; what opening hours mean is told at one alone."""
    return tuple(COUNTED) if radius == WITH_ALL_HOURS else tuple(OF_PERIODS)


NEAR: Final = tuple(near(radius, period) for radius in RADII for period in periods_at(radius))

RUNNERS: Final = (1, 4, 10)
RUNNER_RADII: Final = (500, 1800)
ENOUGH_RUNNERS: Final = 4
COVERED_WITHIN: Final = 500
UNCOVERED: Final = "uncovered_1800m"
UNCOVERED_BEYOND: Final = 1800


AEDS_PLACED: Final = "aeds_placed"
# Of fewer, rounding to ten moves a share by more than five points.
FEWEST_AEDS: Final = 100
MANY_RUNNERS: Final = 60
MANY_WITHIN: Final = 2000
OF_AEDS: Final = {period: OF_PERIODS[period] for period in ("by_day", "by_night")}


def aeds_with_runners(period: str) -> str:
    """The name of the count of AEDs with sixty active runners within 2,000 metres."""
    return f"aeds_with_{MANY_RUNNERS}_runners_{period}"


def share_of_aeds(period: str) -> str:
    """The name of the indicator of the share that such a count is of all AEDs with a place."""
    return f"aeds_with_{MANY_RUNNERS}_runners_share_{period}"


AEDS_WITH_RUNNERS: Final = tuple(aeds_with_runners(period) for period in OF_AEDS)


def runners_near(least: int, radius: int, period: str) -> str:
    """The name of the count of people with so many active runners within a radius in a period."""
    return f"runners_{least}_within_{radius}m_{period}"


def covered(period: str) -> str:
    """The name of the count of people with four active runners and an open AED within 500 metres."""
    return f"covered_{COVERED_WITHIN}m_{period}"


def _share_of_runners(least: int, radius: int, period: str) -> str:
    return f"runners_{least}_within_{radius}m_share{'' if period == IN_WEEK else '_' + period}"


def _wholes_of_runners(least: int, radius: int, period: str) -> tuple[str, ...]:
    fewer = [number for number in RUNNERS if number < least][-1:]
    further = [larger for larger in RUNNER_RADII if larger > radius][:1]
    return (
        *(runners_near(number, radius, period) for number in fewer),
        *(runners_near(least, larger, period) for larger in further),
    )


class WithRunners(NamedTuple):
    """A count of people by the runners near them.

    Attributes:
        share: The indicator of the share that it is of all people.
        period: When: a key of `OF_PERIODS`.
        wholes: The counts that it cannot exceed.
        header: Its column's header.
        explanation: What it counts.
    """

    share: str
    period: str
    wholes: tuple[str, ...]
    header: str
    explanation: str


def _last_seen(period: str) -> str:
    if period == IN_WEEK:
        return "Personer, gennemsnit over ugens minutter; hjerteløberne, hvor de senest er set i tidsrummet."
    return f"Personer; hjerteløberne, hvor de senest er set {OF_PERIODS[period]}."


def _near_runners(least: int, radius: int, period: str) -> WithRunners:
    active = "mindst én aktiv hjerteløber" if least == 1 else f"mindst {least} aktive hjerteløbere"
    return WithRunners(
        _share_of_runners(least, radius, period),
        period,
        _wholes_of_runners(least, radius, period),
        f"{least} hjerteløber{'' if least == 1 else 'e'} inden for {radius} m, {HEADINGS[period]}",
        f"Højst {radius} m i lige linje til {active}. {_last_seen(period)}",
    )


def _covered(period: str) -> WithRunners:
    return WithRunners(
        f"covered_{ENOUGH_RUNNERS}_runners_aed_{COVERED_WITHIN}m_share"
        + ("" if period == IN_WEEK else f"_{period}"),
        period,
        (runners_near(ENOUGH_RUNNERS, COVERED_WITHIN, period), near(COVERED_WITHIN, period)),
        f"{ENOUGH_RUNNERS} hjerteløbere og hjertestarter inden for {COVERED_WITHIN} m, {HEADINGS[period]}",
        f"Højst {COVERED_WITHIN} m i lige linje både til mindst {ENOUGH_RUNNERS} aktive hjerteløbere og til "
        f"en åben hjertestarter. {_last_seen(period)}",
    )


WITH_RUNNERS: Final = {
    **{
        runners_near(least, radius, period): _near_runners(least, radius, period)
        for radius in RUNNER_RADII
        for least in RUNNERS
        for period in OF_PERIODS
    },
    **{covered(period): _covered(period) for period in OF_PERIODS},
    UNCOVERED: WithRunners(
        "uncovered_1800m_share",
        IN_WEEK,
        (),
        f"Færre end {ENOUGH_RUNNERS} hjerteløbere eller ingen hjertestarter inden for {UNCOVERED_BEYOND} m",
        f"Højst {ENOUGH_RUNNERS - 1} aktive hjerteløbere eller ingen åben hjertestarter inden for "
        f"{UNCOVERED_BEYOND} m i lige linje. {_last_seen(IN_WEEK)}",
    ),
}


def is_rounded(name: str) -> Rule:
    """The number of people is rounded to ten."""
    expected = f"a number of people rounded to {ROUNDED_TO}, which tells of no few"
    return Rule(name, expected, whole_number(pl.col(name)) % ROUNDED_TO == 0)


def _people(name: str, header: str, explanation: str, *rules: Rule) -> InputColumn:
    return count_column(
        name,
        header,
        f"{explanation} Afrundet til nærmeste {ROUNDED_TO}.",
        is_rounded(name),
        *rules,
        required=name == PEOPLE,
        blank=name != PEOPLE,
    )


def _at_most(low: str, high: str) -> Rule:
    return at_most(low, high, f"at most {{{high}}}, the number in {high}")


def _near(radius: int, period: str) -> InputColumn:
    name = near(radius, period)
    rules = [_at_most(name, whole) for whole in (PEOPLE, *wholes_of(radius, period))]
    header = f"Inden for {radius} m, {HEADINGS[period]}"
    explanation = f"Højst {radius} m i lige linje til en åben hjertestarter. {COUNTED[period]}"
    return _people(name, header, explanation, *rules)


def _hidden_with_week(name: str, period: str) -> Rule:
    """Whoever hides one period hides the week, or it would be what the others leave of it."""
    stem = name.removesuffix(period)
    told = [pl.col(stem + other).is_not_null() for other in OF_PERIODS if other != period]
    expected = f"a number, or an empty cell in {stem}{IN_WEEK} too: of the week the other periods leave it"
    return Rule(name, expected, pl.col(name).is_not_null() | ~pl.all_horizontal(told))


def _with_runners(name: str, count: WithRunners) -> InputColumn:
    rules = [_at_most(name, whole) for whole in (PEOPLE, *count.wholes)]
    if count.period != IN_WEEK:
        rules.append(_hidden_with_week(name, count.period))
    return _people(name, count.header, count.explanation, *rules)


def _quantile(name: str, header: str, share: str, *rules: Rule) -> InputColumn:
    explanation = (
        f"Meter i lige linje til den nærmeste døgntilgængelige hjertestarter, som {share} af indbyggerne har "
        "højst. Helt tal, rundet op til ti meter."
    )
    return count_column(name, header, explanation, *rules, required=False)


def _aeds(name: str, header: str, explanation: str, *rules: Rule) -> InputColumn:
    expected = f"a number of AEDs rounded to {ROUNDED_TO}, which tells of no single runner"
    rounded = Rule(name, expected, whole_number(pl.col(name)) % ROUNDED_TO == 0)
    said = f"{explanation} Afrundet til nærmeste {ROUNDED_TO}."
    return count_column(name, header, said, rounded, *rules, required=False)


def _aeds_with_runners(period: str) -> InputColumn:
    name = aeds_with_runners(period)
    enough = whole_number(pl.col(AEDS_PLACED)).fill_null(0) >= FEWEST_AEDS
    empty_or_enough = pl.col(name).is_null() | enough
    return _aeds(
        name,
        f"Hjertestartere med {MANY_RUNNERS} hjerteløbere, {HEADINGS[period]}",
        f"Højst {MANY_WITHIN} m i lige linje til mindst {MANY_RUNNERS} aktive hjerteløbere, hvor de senest "
        f"er set {OF_AEDS[period]}. Tom, hvor færre end {FEWEST_AEDS} er placeret: "
        "afrundet ville andelen flytte sig mere end fem procentpoint.",
        _at_most(name, AEDS_PLACED),
        Rule(name, f"an empty cell, or at least {FEWEST_AEDS} in {AEDS_PLACED}", empty_or_enough),
    )


class _Coverage(InputTable):
    """What is hidden because few runners were there may not follow from other areas."""

    def hidden_problems(self, read: DeliveredTable, counts: pl.DataFrame, members: Members) -> list[Problem]:
        return _hidden_that_follow(read, counts, members)


def _hidden_that_follow(read: DeliveredTable, counts: pl.DataFrame, members: Members) -> list[Problem]:
    """Empty cells about runners that are the only unknown ones of a sum.

    Of AEDs those where enough are placed: where too few are, the cell is empty for another reason.
    """
    rows = dict(counts.select("area_code", "row").iter_rows())
    placed = dict(counts.select("area_code", AEDS_PLACED).iter_rows())
    problems = []
    for name in (*WITH_RUNNERS, *AEDS_WITH_RUNNERS):
        numbers: dict[str, int | None] = dict(counts.select("area_code", name).iter_rows())
        problems += [
            Problem(
                read.file,
                rows.get(code),
                read.headers.get(name, name),
                f"an empty cell of {code} that follows from those of others",
                "an empty cell of another area of the sum too, or a number",
            )
            for code in following(numbers, members)
            if name not in AEDS_WITH_RUNNERS or (placed.get(code) or 0) >= FEWEST_AEDS
        ]
    return problems


COVERAGE: Final = _Coverage(
    name="coverage",
    title="Afstand til hjertestarter",
    about="",
    describes="People within reach of an AED that is open, and of active runners, as `statusrapport reduce` "
    "counts them.",
    columns=(
        *AREA,
        _people(PEOPLE, "Indbyggere", "Indbyggere i de beboede celler."),
        *(_near(radius, period) for radius in RADII for period in periods_at(radius)),
        _quantile(
            "nearest_median", "Afstand (median)", "halvdelen", _at_most("nearest_median", "nearest_p90")
        ),
        _quantile("nearest_p90", "Afstand (90 pct.)", "ni ud af ti"),
        *(_with_runners(name, count) for name, count in WITH_RUNNERS.items()),
        _aeds(AEDS_PLACED, "Hjertestartere med sted", "Hjertestartere, hvis sted er kendt."),
        *(_aeds_with_runners(period) for period in OF_AEDS),
        note_column("Cellernes størrelse, befolkningens dag og målemåden. Rapporten viser den ved tallene."),
    ),
    complete=("country",),
    adds_up=(PEOPLE, *NEAR, *WITH_RUNNERS, AEDS_PLACED, *AEDS_WITH_RUNNERS),
    residents=True,
    closed=(),
)
