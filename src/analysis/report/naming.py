"""Which changed numbers look different in the report, and how it shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from analysis.core import formatting as show
from analysis.disclosure.hiding import CHANGE
from analysis.texts import Texts

DECIMALS: Final = {
    "active_share_adults": 1,
    "activations_per_day": 1,
    "activations_gross_per_day": 1,
    "ohca_survival": 1,
}
RATIO: Final = re.compile(r"activations_rate_ratio_to_(\w+)")
RATIO_DECIMALS: Final = 2
PERCENT: Final = "percent"


def shown_changes(changed: pl.DataFrame, quarter: str, texts: Texts) -> list[dict[str, Any]]:
    """The changes of a quarter that the report shows: named numbers whose digits or status look different."""
    rows = changed.filter(pl.col("quarter") == quarter).to_dicts()
    return [
        row
        for row in rows
        if name_of(row["indicator"], {}, texts) is not None
        and shown_value(row, "old", texts) != shown_value(row, "new", texts)
    ]


def row_texts(row: dict[str, Any], areas: Mapping[str, str], texts: Texts) -> tuple[str, ...]:
    """Area, number, old, new and difference, as the page shows them."""
    difference = row["difference"]
    return (
        areas.get(row["area_code"], row["area"]),
        name_of(row["indicator"], areas, texts) or row["indicator"],
        shown_value(row, "old", texts),
        shown_value(row, "new", texts),
        "" if difference is None else signed(difference, decimals_of(row), texts),
    )


def shown_value(row: dict[str, Any], side: str, texts: Texts) -> str:
    """A number as the report shows it: a range where only limits are known, a status where none is."""
    value, decimals = row[f"{side}_value"], decimals_of(row)
    if value is None:
        status = row[f"{side}_status"]
        if status == "published":
            return show.number_range(row[f"{side}_lower"], row[f"{side}_upper"], decimals, texts.language)
        return texts(f"release-status-{status or 'absent'}")
    if row["unit"] == PERCENT:
        return show.percent(value, decimals, texts.language)
    return show.number(value, decimals, texts.language)


def decimals_of(row: dict[str, Any]) -> int:
    """Decimals that the report shows of an indicator."""
    indicator = row["indicator"]
    if RATIO.fullmatch(indicator):
        return RATIO_DECIMALS
    return DECIMALS.get(indicator, 1 if CHANGE.fullmatch(indicator) and row["unit"] == PERCENT else 0)


def signed(number: float, decimals: int, texts: Texts) -> str:
    """A difference with its sign; one decimal more where it would round to nothing."""
    if number and show.round_half_up(abs(number) * 10**decimals) == 0:
        decimals += 1
    shown = show.number(abs(number), decimals, texts.language)
    return f"{'+' if number > 0 else show.MINUS}{shown}" if number else shown


def name_of(indicator: str, areas: Mapping[str, str], texts: Texts) -> str | None:
    """An indicator's name in the report; None where it only stands in files."""
    if ratio := RATIO.fullmatch(indicator):
        return texts("release-ratio", area=areas.get(ratio[1], ratio[1]))
    change = CHANGE.fullmatch(indicator)
    key = f"indicator-{change['base'] if change else indicator}"
    if not texts.has(key) or (change and change["all"]):
        return None
    return texts(f"release-change-{change['kind']}", name=texts(key)) if change else texts(key)
