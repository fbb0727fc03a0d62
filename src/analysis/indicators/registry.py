"""Every indicator of the tidy table by name; what is not declared here is not published.

A family's module declares its indicators beside the functions that compute them; this module collects them.
Decimals, units, names, what may be published, what a published number gives away, what a correction touches,
the appendix and the codebook are all read from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import polars as pl

from analysis.core.quarters import Quarter
from analysis.indicators import (
    activations,
    aeds,
    arrests,
    cancellations,
    comparison,
    coverage,
    coverage_hours,
    derivations,
    event_counts,
    facts,
    peers,
    response_times,
    runners,
)
from analysis.indicators.declaration import Indicator
from analysis.indicators.formulas import Ingredient
from analysis.texts import Texts

ANY_AREA: Final = "<area_code>"
ANY_HOUR: Final = "<weekday_hour>"


class Rule(NamedTuple):
    """Indicators whose name ends in the code of another area, or of an hour of the week.

    Attributes:
        start: What their names start with.
        of: The declaration by that code.
        end: What stands for any of these codes.
    """

    start: str
    of: Callable[[str], Indicator]
    end: str = ANY_AREA


class UndeclaredError(LookupError):
    """A number of the table that no declaration knows: it may not be published."""

    def __init__(self, name: str, near: str = "; analysis.indicators.registry lists all") -> None:
        """Name the indicator, and say which there are."""
        super().__init__(f"the indicator {name!r} is not declared{near}")


DECLARED: Final = (
    *runners.DECLARED,
    *activations.DECLARED,
    *cancellations.DECLARED,
    *response_times.DECLARED,
    *event_counts.DECLARED,
    *aeds.DECLARED,
    *coverage.DECLARED,
    *arrests.DECLARED,
    *activations.OWN_QUARTERS,
    *facts.DECLARED,
    *comparison.DECLARED,
)
INDICATORS: Final = {one.name: one for one in (*DECLARED, *derivations.derived())}
RULES: Final = (
    *(
        Rule(of("").name, of)
        for of in (
            comparison.runners_ratio,
            comparison.activations_ratio,
            peers.neighbour_ratio,
            peers.size_ratio,
        )
    ),
    Rule(coverage_hours.START, coverage_hours.share_in_hour, ANY_HOUR),
)


def indicator(name: str, own: Sequence[Indicator] = ()) -> Indicator:
    """The declaration of an indicator.

    Args:
        name: In the column `indicator`.
        own: Declarations that the registry does not hold, such as an analyst's own.

    Raises:
        UndeclaredError: Nobody declared it.
    """
    for one in own:
        if one.name == name:
            return one
    if name in INDICATORS:
        return INDICATORS[name]
    rule = rule_of(name)
    if rule is None:
        raise UndeclaredError(name)
    return rule.of(name.removeprefix(rule.start))


def place_of(name: str) -> int:
    """Where an indicator stands in the table.

    Declared ones come first, in order, then those that name another area or an hour, and last those of a
    notebook's own.
    """
    if name in INDICATORS:
        return list(INDICATORS).index(name)
    rules = (place for place, rule in enumerate(RULES) if name.startswith(rule.start))
    return len(INDICATORS) + next(rules, len(RULES))


def ingredients(name: str, quarter: Quarter) -> frozenset[Ingredient]:
    """The counts that an indicator's numbers of a quarter are computed from; none for facts of others."""
    return indicator(name).formula.uses(quarter)


def rule_of(name: str) -> Rule | None:
    """The rule that an indicator's name follows; None where it names no other area and no hour."""
    if name in INDICATORS:
        return None
    return next((rule for rule in RULES if name.startswith(rule.start) and name != rule.start), None)


def formulas_in_words(table: pl.DataFrame, own: Sequence[Indicator] = ()) -> pl.DataFrame:
    """Every indicator of a table, in its order: `indicator`, `formula` in words, `unit`, `interval`, `rows`.

    Indicators that differ only in the area or the hour they name stand in one row, with `<area_code>` or
    `<weekday_hour>` in its place.
    `interval` says what their lower and upper limits are, and is null where they have none.

    Args:
        table: The tidy table.
        own: Declarations that the registry does not hold.
    """
    rules = {name: rule_of(name) for name in table["indicator"].unique()}
    grouped = {name: f"{rule.start}{rule.end}" for name, rule in rules.items() if rule}
    found = (
        table.select(pl.col("indicator").replace(grouped))
        .group_by("indicator", maintain_order=True)
        .len("rows")
    )
    declared = [indicator(name, own) for name in found["indicator"]]
    texts = Texts("en")
    intervals = [texts(f"codebook-limits-{one.limits}") if one.limits else None for one in declared]
    return found.select(
        "indicator",
        pl.Series("formula", [one.in_words for one in declared], dtype=pl.String),
        pl.Series("unit", [one.unit.key for one in declared], dtype=pl.String),
        pl.Series("interval", intervals, dtype=pl.String),
        "rows",
    )
