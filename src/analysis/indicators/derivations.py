"""Indicators that follow from others by a rule: changes, what judges them, control limits, earlier prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from analysis.indicators import activations, aeds, runners
from analysis.indicators.activations import OWN_PER_DAY, OWN_QUARTERS
from analysis.indicators.declaration import (
    COUNTRY_ONLY,
    MUNICIPALITIES_ONLY,
    QUARTER,
    WITHOUT_REPORT_AREAS,
    YEAR,
    Comparison,
    Derivation,
    Indicator,
    Unit,
)
from analysis.indicators.formulas import Change, ControlLimits, Limits, OwnQuarter, Published, Ratio, Sum

# What the name of earlier published figures ends in.
EARLIER: Final = "_earlier_published"
COMPARABLE: Final = tuple(
    one
    for one in (*runners.DECLARED, *activations.DECLARED, *aeds.DECLARED, *OWN_QUARTERS)
    if one.changes or one.controlled or one.earlier_published
)
COMPARED: Final = tuple(one for one in COMPARABLE if one.changes)
STOCKS: Final = tuple(one for one in COMPARED if isinstance(one.formula, Sum))
RATES: Final = tuple(one for one in COMPARED if one.stock and not isinstance(one.formula, Sum))
FLOWS: Final = (OWN_PER_DAY, activations.PER_DAY)
CONTROLLED: Final = tuple(one for one in COMPARABLE if one.controlled)
EARLIER_PUBLISHED: Final = tuple(one for one in COMPARABLE if one.earlier_published)
FEWEST_QUARTERS: Final = 8


def change_of(base: Indicator, kind: Comparison, *, percent: bool = False) -> Indicator:
    """The change of an indicator since an earlier quarter, in its unit or in percent."""
    flow = isinstance(base.formula, Ratio | OwnQuarter) and not base.stock
    return Indicator(
        name=f"{base.name}_change_{kind.name}{'_percent' if percent else ''}",
        family="changes",
        formula=Change(
            of=base.formula,
            name=base.name,
            quarters=kind.quarters,
            percent=percent,
            limits="ratio" if percent and flow else "",
        ),
        unit=Unit.PERCENT if percent else base.unit,
        levels=base.levels,
        decimals=1 if percent else 0,
        better=base.better,
        in_report=base.in_report,
        listed=False,
        optional="an earlier quarter",
        breaks_with=base.breaks,
        derivation=Derivation(f"change-{kind.name}{'-percent' if percent else ''}", base.name),
    )


def expected_of(base: Indicator, kind: Comparison) -> Indicator:
    """The change in percent that a municipality would have had, had all grown alike."""
    return _against_all(base, kind, "expected_percent", Unit.PERCENT, limits="growth")


def deviation_of(base: Indicator, kind: Comparison) -> Indicator:
    """How far a municipality's change lies from that, in standard deviations."""
    return _against_all(base, kind, "deviation", Unit.STANDARD_DEVIATIONS)


def stands_out_of(base: Indicator, kind: Comparison) -> Indicator:
    """Whether that deviation is one of those that stand out although all were looked at."""
    return replace(
        _against_all(base, kind, "stands_out", Unit.SIDE),
        method="Benjamini and Hochberg (1995), JRSS B 57:289, at 5%",
    )


def _against_all(base: Indicator, kind: Comparison, name: str, unit: Unit, limits: Limits = "") -> Indicator:
    return Indicator(
        name=f"{base.name}_change_{kind.name}_{name}",
        family="changes",
        formula=Change(
            of=base.formula, name=base.name, quarters=kind.quarters, against_all=True, limits=limits
        ),
        unit=unit,
        levels=MUNICIPALITIES_ONLY,
        decimals=1 if unit is Unit.PERCENT else 0,
        in_report=False,
        listed=False,
        optional="an earlier quarter",
        breaks_with=base.breaks,
        derivation=Derivation(f"{name.removesuffix('_percent').replace('_', '-')}-{kind.name}", base.name),
    )


def control_of(base: Indicator) -> Indicator:
    """The centre and the limits of the control chart of an indicator's quarters."""
    return Indicator(
        name=f"{base.name}_control",
        family="changes",
        formula=ControlLimits(base.formula, base.name),
        unit=base.unit,
        levels=COUNTRY_ONLY,
        in_report=False,
        listed=False,
        optional=f"{FEWEST_QUARTERS} quarters",
        method="Laney (2002), Quality Engineering 14:531",
        breaks_with=base.breaks,
        derivation=Derivation("control", base.name),
    )


def earlier_published_of(base: Indicator) -> Indicator:
    """Earlier figures of an indicator, as they were published."""
    return Indicator(
        name=f"{base.name}{EARLIER}",
        family="changes",
        formula=Published(),
        unit=base.unit,
        levels=WITHOUT_REPORT_AREAS,
        in_report=False,
        listed=False,
        optional="an earlier published figure",
        derivation=Derivation("earlier-published", base.name),
    )


def derived() -> Iterator[Indicator]:
    """Every indicator that is derived by a rule from another, in the order in which they are computed."""
    for base in CONTROLLED:
        yield control_of(base)
    for base in (*STOCKS, *RATES, *FLOWS):
        for kind in base.changes:
            yield change_of(base, kind)
            if base.changes_in_percent:
                yield change_of(base, kind, percent=True)
    for kind in (QUARTER, YEAR):
        for base in COMPARED:
            if base.against_all:
                yield from (expected_of(base, kind), deviation_of(base, kind), stands_out_of(base, kind))
    yield from map(earlier_published_of, EARLIER_PUBLISHED)
