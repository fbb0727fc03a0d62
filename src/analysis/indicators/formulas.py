"""How an indicator's numbers come about, as data: from which counts, of which quarter and area, and how.

Disclosure control reads here what a number is computed from, the auditor what a published number says about
the counts behind it, and the codebook how it is formed in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from analysis.core.quarters import Quarter

OWN: Final = "own"
EVERY_MUNICIPALITY: Final = "municipality"
OTHER_REGIONS: Final = "other regions"
COUNTRY: Final = "dk"
ANY_QUARTER: Final = ""
Limits: TypeAlias = Literal[
    "", "poisson", "wilson", "ratio", "own", "range", "ranks", "size", "size-998", "growth", "control"
]
Terms: TypeAlias = dict[tuple[str, str, str], float]
Denominators: TypeAlias = Mapping[tuple[str, str, str], float]
NO_DENOMINATORS: Final[Denominators] = {}


class Ingredient(NamedTuple):
    """A count that a number is computed from.

    Attributes:
        name: A count of `analysis.ingest.counts`.
        quarter: Its quarter; empty for every quarter.
        where: `own` area, the code of another, every `municipality`, or all `other regions`.
    """

    name: str
    quarter: str
    where: str = OWN


class Formula:
    """How an indicator's numbers come about.

    Attributes:
        kind: The kind of number: count, rate, share, ratio, time, distance, change, spread, limits or
            published.
        as_published: The delivered column of a rounded share that stands in where counts are not known.
        limits: What its lower and upper limits are; empty for none.
    """

    kind: str = ""
    as_published: str = ""
    limits: Limits = ""

    @property
    def stands_in(self) -> tuple[str, ...]:
        """The delivered columns whose correction a number mentions."""
        return ()

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts that a number of a quarter is computed from."""
        raise NotImplementedError

    def above(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts above the line, each with its coefficient; None where that cannot be said.

        Args:
            quarter: The quarter of the number.
            area: Its area code.
            denominators: (indicator, quarter, area code) → denominator, of the rows that changes compare.
        """
        return None

    def below(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts below the line; None where a constant stands there, or nothing."""
        return None

    def in_words(self, per: int) -> str:
        """The formula as people write it; ``per`` is what a quotient is multiplied by."""
        raise NotImplementedError


def _terms(counts: tuple[str, ...], quarter: Quarter, area: str) -> Terms:
    return {(count, str(quarter), area): 1.0 for count in counts}


def minus(top: Terms, bottom: Terms, factor: float) -> Terms:
    """Terms less a multiple of others."""
    cells = {**top, **bottom}
    return {cell: top.get(cell, 0.0) - factor * bottom.get(cell, 0.0) for cell in cells}


@dataclass(frozen=True)
class Sum(Formula):
    """One count, several added up, or what is left of them without others.

    Attributes:
        counts: The counts that are added.
        less: Counts that are part of them and are taken off.
        as_published: The delivered column of the rounded share of one of them that a range follows from,
            where that count is not known.
        limits: What its lower and upper limits are; empty for none.
    """

    counts: tuple[str, ...]
    less: tuple[str, ...] = ()
    as_published: str = ""
    limits: Limits = ""
    kind = "count"

    @property
    def stands_in(self) -> tuple[str, ...]:
        """The delivered columns that stand in it."""
        return (*self.counts, *self.less)

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts, in the number's own area and quarter."""
        return frozenset(Ingredient(count, str(quarter)) for count in self.stands_in)

    def above(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts themselves, those that are taken off with a minus."""
        return minus(_terms(self.counts, quarter, area), _terms(self.less, quarter, area), 1.0)

    def in_words(self, per: int) -> str:
        """The counts with plus and minus signs between."""
        return _added(self.counts, self.less)


@dataclass(frozen=True, kw_only=True)
class Ratio(Formula):
    """Counts over counts, or over something that nobody has to hide: inhabitants, days, hours.

    Attributes:
        top: Counts above the line.
        less: Counts that are part of those and are taken off.
        bottom: Counts below it; empty where `exposure` stands there.
        exposure: The column below the line that is no count.
        limits: The method of its interval; empty for none.
        of_country: Whether the counts below the line are the country's.
        also: Counts that it is hidden with although they do not stand in it.
        as_published: The delivered column of the rounded share that stands in where counts are not known.
        in_place_of_top: What stands above the line where it is no count; the auditor then says nothing.
    """

    top: tuple[str, ...]
    less: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    exposure: str = ""
    limits: Limits = ""
    of_country: bool = False
    also: tuple[str, ...] = ()
    as_published: str = ""
    in_place_of_top: str = ""
    kind = "ratio"

    @property
    def stands_in(self) -> tuple[str, ...]:
        """The delivered columns that stand in it."""
        above = (*((self.in_place_of_top,) if self.in_place_of_top else ()), *self.top, *self.less)
        return (*above, *self.bottom)

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts above, below and beside the line."""
        where = COUNTRY if self.of_country else OWN
        own = {Ingredient(count, str(quarter)) for count in (*self.top, *self.less, *self.also)}
        return frozenset(own | {Ingredient(count, str(quarter), where) for count in self.bottom})

    def above(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts above the line, those that are taken off with a minus."""
        if self.in_place_of_top:
            return None
        return minus(_terms(self.top, quarter, area), _terms(self.less, quarter, area), 1.0)

    def below(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts below the line."""
        if not self.bottom or self.in_place_of_top:
            return None
        return _terms(self.bottom, quarter, COUNTRY if self.of_country else area)

    def in_words(self, per: int) -> str:
        """Numerator over denominator, times what it is given per."""
        above = self.in_place_of_top or _bracketed(self.top, self.less)
        below = _bracketed(self.bottom) if self.bottom else self.exposure
        return f"{above} / {below}{' of the country' if self.of_country else ''}{_times(per)}"


def _added(counts: tuple[str, ...], less: tuple[str, ...]) -> str:
    return " − ".join([" + ".join(counts), *less])


def _bracketed(counts: tuple[str, ...], less: tuple[str, ...] = ()) -> str:
    words = _added(counts, less)
    return words if len(counts) + len(less) == 1 else f"({words})"


def _times(per: int) -> str:
    return "" if per == 1 else f" × {per:,}"


@dataclass(frozen=True)
class OverCount(Formula):
    """A number whose row gives one count of its own area and quarter as the denominator.

    Attributes:
        count: The count below the line.
    """

    count: str

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The count."""
        return frozenset([Ingredient(self.count, str(quarter))])

    def below(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The count."""
        return _terms((self.count,), quarter, area)


@dataclass(frozen=True)
class PeoplePer(OverCount):
    """How many inhabitants there are for each of a count; how many inhabitants there are everybody knows."""

    kind = "ratio"

    @property
    def stands_in(self) -> tuple[str, ...]:
        """The delivered column that stands in it."""
        return (self.count,)

    def in_words(self, per: int) -> str:
        """Inhabitants over the count."""
        return f"population / {self.count}"


@dataclass(frozen=True)
class OwnQuarter(Formula):
    """A quarter's own part of a formula over counts of the year to date.

    Attributes:
        of: The formula over the year to date.
    """

    of: Formula
    kind = "own quarter"

    @property
    def limits(self) -> Limits:  # type: ignore[override]
        """Those of the formula over the year to date."""
        return self.of.limits

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts of the quarter and, later than in a year's first, of the quarter before."""
        now = self.of.uses(quarter)
        return now if quarter.number == 1 else now | self.of.uses(quarter.previous)

    def above(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts above the line less those of the quarter before."""
        return self._own(self.of.above, quarter, area)

    def below(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The counts below the line less those of the quarter before."""
        return self._own(self.of.below, quarter, area)

    @staticmethod
    def _own(side: Callable[[Quarter, str], Terms | None], quarter: Quarter, area: str) -> Terms | None:
        now = side(quarter, area)
        if now is None or quarter.number == 1:
            return now
        return minus(now, side(quarter.previous, area) or {}, 1.0)

    def in_words(self, per: int) -> str:
        """The formula, over what the quarter added to its counts."""
        return f"{self.of.in_words(per)}, each the year to date less the year to date a quarter before"


@dataclass(frozen=True, kw_only=True)
class Change(Formula):
    """A number now against the same number some quarters ago.

    Attributes:
        of: The formula of the number.
        name: The indicator that changes.
        quarters: How far back.
        percent: Whether it is given in percent of the earlier number.
        against_all: Whether it is judged by the changes of every municipality, and so rests on all of them.
        limits: The method of its interval; empty for none.
    """

    of: Formula
    name: str
    quarters: int
    percent: bool = False
    against_all: bool = False
    limits: Limits = ""
    kind = "change"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts of both quarters."""
        found = self.of.uses(quarter) | self.of.uses(back(quarter, self.quarters))
        if not self.against_all:
            return found
        return frozenset(one._replace(where=EVERY_MUNICIPALITY) for one in found)

    def above(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The difference of the two numbers as a sum over counts."""
        if self.against_all:
            return None
        now, then = (self._level(one, area, denominators) for one in (quarter, back(quarter, self.quarters)))
        return None if now is None or then is None else minus(now, then, 1.0)

    def below(
        self, quarter: Quarter, area: str, denominators: Denominators = NO_DENOMINATORS
    ) -> Terms | None:
        """The earlier number, where the change is in percent of it."""
        if self.against_all or not self.percent:
            return None
        return self._level(back(quarter, self.quarters), area, denominators)

    def _level(self, quarter: Quarter, area: str, denominators: Denominators) -> Terms | None:
        """A count, or a rate as a multiple of its count, before it is multiplied by its unit's scale."""
        terms = self.of.above(quarter, area)
        if terms is None or isinstance(self.of, Sum):
            return terms
        denominator = denominators.get((self.name, str(quarter), area))
        return {cell: one / denominator for cell, one in terms.items()} if denominator else None

    def in_words(self, per: int) -> str:
        """What is compared with what."""
        ago = {1: "a quarter before", 4: "a year before"}[self.quarters]
        over = f" / {self.name} {ago} × 100" if self.percent else ""
        difference = f"({self.name} − {self.name} {ago})" if over else f"{self.name} − {self.name} {ago}"
        judged = ", against the changes of all municipalities" if self.against_all else ""
        return f"{difference}{over}{judged}"


@dataclass(frozen=True)
class Spread(Formula):
    """A statistic of the counts of every municipality: a rank, a dispersion, a smoothed rate.

    Attributes:
        counts: The counts.
        words: The statistic, and the rate it is of.
        limits: What its lower and upper limits are; empty for none.
    """

    counts: tuple[str, ...]
    words: str
    limits: Limits = ""
    kind = "spread"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts of every municipality."""
        return frozenset(Ingredient(count, str(quarter), EVERY_MUNICIPALITY) for count in self.counts)

    def in_words(self, per: int) -> str:
        """The statistic by its name."""
        return self.words


@dataclass(frozen=True)
class RatioTo(Formula):
    """A rate over that of another area.

    Attributes:
        counts: The counts of the rate.
        name: The indicator of the rate.
        other: The code of the other area.
        limits: What its lower and upper limits are.
    """

    counts: tuple[str, ...]
    name: str
    other: str
    limits: Limits
    kind = "ratio"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts of both areas."""
        return frozenset(
            Ingredient(count, str(quarter), where) for count in self.counts for where in (OWN, self.other)
        )

    def in_words(self, per: int) -> str:
        """The rate over the other area's."""
        return f"{self.name} / {self.name} of {self.other or 'another area'}"


@dataclass(frozen=True, kw_only=True)
class OtherRegions(Formula):
    """A rate of all regions but the number's own, taken together.

    It is hidden with any of theirs, so it tells nothing of counts that they do not tell themselves.

    Attributes:
        counts: The counts of the rate.
        name: The indicator of the rate.
        limits: The method of its interval.
    """

    counts: tuple[str, ...]
    name: str
    limits: Limits
    kind = "rate"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The counts of the other regions; the own region's may be hidden."""
        return frozenset(Ingredient(count, str(quarter), OTHER_REGIONS) for count in self.counts)

    def in_words(self, per: int) -> str:
        """The rate, of the other regions."""
        return f"{self.name} of all other regions together"


@dataclass(frozen=True)
class Distance(Formula):
    """How many more of a count would bring an area's rate to the country's.

    Attributes:
        count: The count.
        exposure: What the rate is formed over.
    """

    count: str
    exposure: str
    kind = "count"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The count here and in the country."""
        return frozenset(Ingredient(self.count, str(quarter), where) for where in (OWN, COUNTRY))

    def in_words(self, per: int) -> str:
        """What is needed less what there is."""
        return f"least whole number that reaches the country's {self.count} / {self.exposure} − {self.count}"


@dataclass(frozen=True)
class ControlLimits(Formula):
    """Limits of a control chart over all quarters of the country.

    Attributes:
        of: The formula of the points.
        name: The indicator of the points.
    """

    of: Formula
    name: str
    kind = "limits"
    limits = "control"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """The country's counts of every quarter."""
        return frozenset(Ingredient(one.name, ANY_QUARTER, COUNTRY) for one in self.of.uses(quarter))

    def in_words(self, per: int) -> str:
        """What the limits are of."""
        return f"mean of {self.name} over all quarters, with limits at three standard deviations (Laney)"


@dataclass(frozen=True)
class Quantile(OverCount):
    """A quantile of times, over all events of an area that were timed, whose number is the count.

    Attributes:
        share: The share of them at or below the quantile.
        step: The unit whose whole numbers times are given in.
    """

    share: float
    step: str = "minute"
    kind = "time"

    def in_words(self, per: int) -> str:
        """Which quantile, of what."""
        return f"the smallest whole {self.step} within which {self.share * 100:.0f}% of {self.count} lie"


@dataclass(frozen=True)
class NearestDistance(Formula):
    """How far away the nearest AED that is always open is for a share of the people; no count stands in it.

    Attributes:
        share: The share of the people who have it at most so far.
    """

    share: float
    kind = "distance"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """No count that could be hidden."""
        return frozenset()

    def in_words(self, per: int) -> str:
        """Which quantile, of what."""
        people = f"{self.share * 100:.0f}% of people_in_cells"
        return f"the smallest ten metres within which {people} have an AED that is always open"


@dataclass(frozen=True)
class Published(Formula):
    """A figure that others published: nothing of a delivery stands in it.

    Attributes:
        words: What was made of it here; empty where it stands as it was published.
    """

    words: str = ""
    kind = "published"

    def uses(self, quarter: Quarter) -> frozenset[Ingredient]:
        """No count of a delivery."""
        return frozenset()

    def in_words(self, per: int) -> str:
        """That it was published, or what was made of it."""
        return self.words or "as published"


def back(quarter: Quarter, quarters: int) -> Quarter:
    """The quarter so many quarters earlier."""
    year, number = divmod(quarter.ordinal - quarters, 4)
    return Quarter(year, number + 1)
