"""Which changed numbers look different in the report, and how it shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.declaration import Indicator
from analysis.indicators.differences import ChangedNumber, NumberThen, changed_numbers
from analysis.indicators.formulas import OwnQuarter
from analysis.indicators.registry import indicator
from analysis.texts import Texts

PERCENT: Final = "percent"
# How many decimals more than the report a list of changes shows at most.
MOST_DECIMALS: Final = 6
HOUR: Final = re.compile("([1-7])_([01][0-9]|2[0-3])")
# The chapter of the notebook of indicators that shows a family, as links name it.
CHAPTERS: Final[Mapping[str, str]] = {
    "runners": "the-same-everywhere",
    "activations": "activations-and-acceptance",
    "acceptance": "activations-and-acceptance",
    "cancellations": "reasons-and-response-times",
    "response times": "reasons-and-response-times",
    "events": "reasons-and-response-times",
    "aeds": "aeds",
    "coverage": "aeds",
    "arrests": "aeds",
    "facts": "one-table-of-all-families",
    "comparison": "areas-compared",
    "changes": "what-changed",
}


def shown_changes(changed: pl.DataFrame, quarter: str, texts: Texts) -> list[ChangedNumber]:
    """The changes of a quarter that the report shows: named numbers whose digits or status look different."""
    rows = changed_numbers(changed.filter(pl.col("quarter") == quarter))
    return [
        row
        for row in rows
        if name_of(row.indicator, {}, texts) is not None
        and shown_value(row, row.old, texts) != shown_value(row, row.new, texts)
    ]


def row_texts(row: ChangedNumber, areas: Mapping[str, str], texts: Texts) -> tuple[str, ...]:
    """Area, number, old, new and difference, as the page shows them.

    The difference is that of the two numbers beside it. Where it would mislead, all three have more decimals.
    """
    decimals, difference = _shown_difference(row)
    return (
        areas.get(row.area_code, row.area),
        name_of(row.indicator, areas, texts) or row.indicator,
        shown_value(row, row.old, texts, decimals),
        shown_value(row, row.new, texts, decimals),
        "" if difference is None else _difference(row, difference, decimals, texts),
    )


def _shown_difference(row: ChangedNumber) -> tuple[int, float | None]:
    """How many decimals two numbers are shown with, and the difference of what is shown.

    It is nothing only where the numbers are the same, and less than half of the least digit that the report
    shows away from the difference of the numbers before rounding.
    """
    decimals, old, new = indicator(row.indicator).decimals, row.old.value, row.new.value
    if old is None or new is None:
        return decimals, None
    half = 0.5 * 10**-decimals
    for more in range(MOST_DECIMALS + 1):
        shown = show.round_half_up(new, decimals + more) - show.round_half_up(old, decimals + more)
        if (shown or new == old) and abs(float(shown) - (new - old)) < half:
            break
    return decimals + more, float(shown)


def _difference(row: ChangedNumber, difference: float, decimals: int, texts: Texts) -> str:
    """A difference with its sign, of percentages in percentage points."""
    shown = signed(difference, decimals, texts)
    return texts("release-percentage-points", difference=shown) if row.unit == PERCENT else shown


def shown_value(row: ChangedNumber, side: NumberThen, texts: Texts, decimals: int | None = None) -> str:
    """A number as the report shows it: a range where only limits are known, a status where none is.

    Where some of its parts are not known, the others are what it is at least.

    Args:
        row: The number.
        side: What it was or is.
        texts: The report's words.
        decimals: How many it has; those of the report if None.
    """
    value, decimals = side.value, indicator(row.indicator).decimals if decimals is None else decimals
    if value is None:
        status = side.status
        if status == "published":
            return show.number_range(side.lower, side.upper, decimals, texts.language)
        if status == "missing" and side.lower is not None and side.upper is None:
            return texts("at-least", count=show.number(side.lower, decimals, texts.language))
        if status == "missing" and indicator(row.indicator).derivation is None:
            return texts("not-known")
        return texts(f"release-status-{status or 'absent'}")
    if row.unit == PERCENT:
        return show.percent(value, decimals, texts.language)
    return show.number(value, decimals, texts.language)


def signed(number: float, decimals: int, texts: Texts) -> str:
    """A difference with its sign; one decimal more where it would round to nothing."""
    if number and show.round_half_up(abs(number) * 10**decimals) == 0:
        decimals += 1
    shown = show.number(abs(number), decimals, texts.language)
    return f"{'+' if number > 0 else show.MINUS}{shown}" if number else shown


def name_of(name: str, areas: Mapping[str, str], texts: Texts) -> str | None:
    """An indicator's name in the report; None where it only stands in files.

    Args:
        name: The indicator.
        areas: The names of areas by code, for one that names another area.
        texts: The report's words.
    """
    return label(name, areas, texts) if indicator(name).in_report else None


def label(name: str, areas: Mapping[str, str], texts: Texts) -> str:
    """An indicator's name, made from that of the one it is derived from where it is derived."""
    rule = indicator(name).derivation
    if rule is None:
        return texts(f"indicator-{name}")
    other = areas.get(rule.other) or hour_named(rule.other, texts)
    return texts(f"derived-{rule.rule}", name=label(rule.base, areas, texts), area=other)


def hour_named(code: str, texts: Texts) -> str:
    """An hour of the week in words, by its code as in `coverage_hours.hour_code`; any other code as it is."""
    found = HOUR.fullmatch(code)
    if found is None:
        return code
    weekday, hour = found.groups()
    return texts(f"hour-{weekday}", hour=str(int(hour)), next=str(int(hour) + 1))


def chapter(one: Indicator) -> str:
    """The chapter of `METHOD_PAGE` that shows how an indicator is computed."""
    if isinstance(one.formula, OwnQuarter):
        return CHAPTERS["changes"]
    return one.chapter or CHAPTERS[one.family]


def definition(name: str, areas: Mapping[str, str], texts: Texts) -> str:
    """What an indicator is, and what it is not."""
    rule = indicator(name).derivation
    if rule is None:
        return texts(f"define-{name}")
    other = areas.get(rule.other) or hour_named(rule.other, texts)
    return texts(f"define-derived-{rule.rule}", name=label(rule.base, areas, texts), area=other)
