"""What an indicator is declared with: its formula, unit, levels, and how it is compared and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias

from analysis.core.problems import quoted
from analysis.core.quarters import Quarter
from analysis.indicators.formulas import (
    Formula,
    Published,
    Ratio,
    Spread,
    Sum,
)
from analysis.ingest.counts import COUNTS
from analysis.texts.notes import note

LEVELS: Final = ("country", "region", "report_area", "municipality")
COUNTRY_ONLY: Final = ("country",)
REGIONS_ONLY: Final = ("region",)
MUNICIPALITIES_ONLY: Final = ("municipality",)
COUNTRY_AND_REGIONS: Final = ("country", "region")
BELOW_COUNTRY: Final = ("region", "municipality")
WITHOUT_REPORT_AREAS: Final = ("country", "region", "municipality")
Better: TypeAlias = Literal["more", "less", "neither"]
# What stands below the line of the report's own ratios and is no count.
OF_THE_REPORT: Final = ("population", "person_years", "adults", "days")
OWN_NUMBERS: Final = note("own-numbers")


class Unit(Enum):
    """What a number is expressed in.

    Attributes:
        key: Its name in the tidy table.
        per: What a quotient is multiplied by to be expressed in it.
        counted: Whether a number in it is a count of a delivery.
    """

    PERSONS = ("persons", 1, True)
    ALARMS = ("alarms", 1, True)
    AEDS = ("aeds", 1, True)
    PERCENT = ("percent", 100, False)
    PER_100000 = ("per_100000", 100_000, False)
    PER_100000_A_YEAR = ("per_100000_per_year", 100_000, False)
    PER_1000 = ("per_1000", 1000, False)
    PER_DAY = ("per_day", 1, False)
    COUNT_PER_DAY = ("count_per_day", 1, False)
    COUNT_PER_YEAR = ("count_per_year", 1, False)
    COUNT = ("count", 1, False)
    PER_AED = ("per_aed", 1, False)
    PER_ACTIVATION = ("per_activation", 1, False)
    RATIO = ("ratio", 1, False)
    RANK = ("rank", 1, False)
    STANDARD_DEVIATIONS = ("standard_deviations", 1, False)
    MUNICIPALITIES = ("municipalities", 1, False)
    MINUTES = ("minutes", 1, False)
    SECONDS = ("seconds", 1, False)
    METRES = ("metres", 1, False)
    SIDE = ("side", 1, False)

    def __init__(self, key: str, per: int, counted: bool) -> None:
        """Take the parts of a unit apart."""
        self.key, self.per, self.counted = key, per, counted


UNITS: Final = {unit.key: unit for unit in Unit}
# What any count over any number can be expressed in, and with how many decimals it is shown: a unit of time
# or of things would claim what an own quotient does not hold.
OF_OWN_RATIOS: Final = {Unit.RATIO: 2, Unit.PERCENT: 1, Unit.PER_1000: 1, Unit.PER_100000: 0}


class Comparison(NamedTuple):
    """A kind of comparison: its name in an indicator's, and how many quarters back it looks."""

    name: str
    quarters: int


QUARTER: Final = Comparison("quarter", 1)
YEAR: Final = Comparison("year", 4)


class Derivation(NamedTuple):
    """The rule that an indicator is derived from another by.

    Attributes:
        rule: Its name, as messages use it: `change-quarter`.
        base: The indicator it is derived from.
        other: The code of another area, or of an hour of the week, that its name holds; empty for none.
    """

    rule: str
    base: str
    other: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Indicator:
    """A kind of number in the tidy table. Its name and definition stand in the catalogues `indicators_*`.

    Attributes:
        name: In the column `indicator`.
        family: What it is about: runners, activations, aeds, …
        formula: How it comes about.
        unit: What it is expressed in.
        levels: Where it exists.
        decimals: How many decimals the report shows.
        better: Whether more is better, or less, or neither; never colours a number, only words a sentence.
        in_report: Whether a page shows it by its name; else it stands in files only.
        listed: Whether the appendix lists the country's number.
        optional: What has to be delivered for it to exist; empty where every delivery has it.
        changes: Which comparisons with earlier quarters are made of it.
        changes_in_percent: Whether its changes are also given in percent.
        breaks_with: The indicators whose declared breaks count for it; its own where empty.
        controlled: Whether its quarters get the limits of a control chart.
        against_all: Whether a municipality's change of it is judged by the changes of all.
        earlier_published: Whether earlier published figures of it are shown beside it.
        method: The source of its method, where that is not the interval's.
        chapter: The chapter of the notebook of indicators that works it out, where it is not its family's.
        since: The first release that holds it.
        derivation: By which rule it is derived from another; None for one declared by itself.
        per_source: Of an analyst's own, who counted what stands below the line; empty where a delivery or a
            reference file holds it.
        title: Of an analyst's own, what charts and tables call it; its name where empty.
    """

    name: str
    family: str
    formula: Formula
    unit: Unit
    levels: tuple[str, ...]
    decimals: int = 0
    better: Better = "neither"
    in_report: bool = True
    listed: bool = True
    optional: str = ""
    changes: tuple[Comparison, ...] = ()
    changes_in_percent: bool = True
    breaks_with: tuple[str, ...] = ()
    controlled: bool = False
    against_all: bool = False
    earlier_published: bool = False
    method: str = ""
    chapter: str = ""
    since: str = "2025Q2 v1"
    derivation: Derivation | None = None
    per_source: str = ""
    title: str = ""

    def __repr__(self) -> str:
        """Its name, how it comes about and what it is expressed in, on one line."""
        return f"<{type(self).__name__} {self.name}: {self.in_words} ({self.unit.key})>"

    @property
    def kind(self) -> str:
        """What it is as of formulas, such as a count, a rate, a share, a time or a distance."""
        if isinstance(self.formula, Ratio):
            if self.unit is Unit.PERCENT:
                return "share"
            return "rate" if self.formula.exposure else "ratio"
        return self.formula.kind

    @property
    def limits(self) -> str:
        """What its lower and upper limits are; empty for none."""
        return self.formula.limits

    @property
    def bases(self) -> frozenset[str]:
        """What its numbers may rest on: `counts`, a number of others (`published`), rounded ones (`derived`).

        A rounded share that stands in for counts is itself one that others published; of anything else only
        a range follows from it. Of what is added up a total may be the publisher's, or only the least number
        be known.
        """
        if isinstance(self.formula, Sum) and any(COUNTS[name].added_up for name in self.formula.counts):
            return frozenset(["counts", "published", "derived"])
        if isinstance(self.formula, Published):
            return frozenset(["derived" if self.formula.words else "published"])
        if self.formula.as_published:
            return frozenset(["counts", "published" if self.unit is Unit.PERCENT else "derived"])
        return frozenset(["counts"])

    @property
    def stock(self) -> bool | None:
        """Whether it is about a register count on a day or a flow of the year; None where about neither."""
        names = {one.name for one in self.formula.uses(Quarter(2025, 2))}
        return all(COUNTS[name].stock for name in names) if names else None

    @property
    def breaks(self) -> tuple[str, ...]:
        """The indicators whose declared breaks count for it."""
        return self.breaks_with or (self.name,)

    @property
    def in_words(self) -> str:
        """Its formula as people write it."""
        return self.formula.in_words(1 if isinstance(self.formula, Spread) else self.unit.per)


def own_ratio(
    name: str,
    like: Indicator,
    *,
    per: str,
    unit: str = "",
    decimals: int | None = None,
    source: str = "",
    title: str = "",
) -> Indicator:
    """An indicator of one's own: the counts of a declared ratio over another column, with its interval.

    Args:
        name: What to call it in the column `indicator`.
        like: The ratio whose counts stand above the line and whose method gives the limits.
        per: The column below the line, of numbers that nobody has to hide.
        unit: The key of one of `OF_OWN_RATIOS`, which decides what the quotient is multiplied by; where none
            is said, that of `like` if it is one of them, else a ratio.
        decimals: How many charts show; as many as the unit has in `OF_OWN_RATIOS` where it is not said.
        source: Who counted what stands below the line; they are called own numbers where nobody is named and
            no reference file holds them.
        title: What charts and tables call it; its name where empty.

    Raises:
        ValueError: `like` is no ratio, the name is none, or an own ratio has no such unit.
    """
    if not isinstance(like.formula, Ratio) or not like.formula.top:
        raise ValueError(f"{like.name} is no ratio; an own indicator is like one: active_runners_rate")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"{quoted(name)} is no name of an indicator: small letters, digits and _ only")
    if not isinstance(per, str) or not per.strip():
        raise ValueError(f'per= is the name of a column, such as per="population", not {per!r:.60}')
    expressed = UNITS.get(unit) if unit else like.unit if like.unit in OF_OWN_RATIOS else Unit.RATIO
    if expressed not in OF_OWN_RATIOS:
        raise ValueError(
            f"unit= is one of {', '.join(one.key for one in OF_OWN_RATIOS)}, not {unit!r:.60}: an own ratio"
            " is multiplied by 1, 100, 1,000 or 100,000, and by no time"
        )
    above = like.formula
    return Indicator(
        name=name,
        family="own",
        formula=Ratio(top=above.top, less=above.less, exposure=per, limits=above.limits),
        unit=expressed,
        levels=LEVELS,
        decimals=OF_OWN_RATIOS[expressed] if decimals is None else decimals,
        per_source=source or ("" if per in OF_THE_REPORT else OWN_NUMBERS),
        title=title,
    )
