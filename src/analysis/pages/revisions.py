"""What changed since the version before: each shown number, its old value, its new one and the difference."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from analysis import formatting as show
from analysis.components import Section, division, heading, stacked, table
from analysis.pages.context import Context
from analysis.pages.quality import batched
from analysis.texts import Texts

DECIMALS: Final = {
    "active_share_adults": 1,
    "activations_per_day": 1,
    "activations_gross_per_day": 1,
    "ohca_survival": 1,
}
PERCENT: Final = "percent"
# Numbers that stand in the files and are not shown with their own digits in tables of the report.
ONLY_IN_FILES: Final = ("_smoothed", "_deviation", "_dispersion", "_dispersion_winsorised", "_between")
ROWS_ON_A_PAGE: Final = 24


def revisions(context: Context) -> Section:
    """The changed numbers of the quarter reported; empty for a draft and for the first version."""
    texts, edition, changed = context.texts, context.edition, context.revisions
    if edition is None or changed is None:
        return Section("")
    rows = shown_changes(changed, context.figures.table["quarter"][0], texts)
    others = changed.height - len(rows)
    tables = [
        table(
            part,
            caption=texts("release-revisions-caption"),
            head=[texts(f"release-column-{name}") for name in ("area", "number", "old", "new", "difference")],
            widths=("62mm", "1fr", "34mm", "34mm", "30mm"),
            numeric=(2, 3, 4),
            pitch=4.6,
        )
        for part in batched([row_texts(one, texts) for one in rows], ROWS_ON_A_PAGE)
    ]
    return stacked(
        heading(3, texts("release-revisions-heading"), "revisioner"),
        division(
            "fund",
            texts(
                "release-revisions-finding",
                version=str(edition.version - 1),
                count=len(rows),
                word=texts.number_word(len(rows), capital=True),
            ),
        ),
        division("under", f"{edition.in_words(texts)}. {texts('release-reason', reason=edition.reason)}"),
        *(division("figur", one) for one in tables),
        division("note", texts("release-revisions-others", count=others, shown=context.number(others))),
    )


def shown_changes(changed: pl.DataFrame, quarter: str, texts: Texts) -> list[dict[str, Any]]:
    """The changes of a quarter that the report shows: numbers whose digits or status look different."""
    rows = changed.filter(pl.col("quarter") == quarter).to_dicts()
    return [
        row
        for row in rows
        if not row["indicator"].endswith(ONLY_IN_FILES)
        and shown_value(row, "old", texts) != shown_value(row, "new", texts)
    ]


def row_texts(row: dict[str, Any], texts: Texts) -> tuple[str, ...]:
    """Area, number, old, new and difference, as the page shows them."""
    difference = row["difference"]
    return (
        row["area"],
        name_of(row["indicator"], texts),
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
    return DECIMALS.get(row["indicator"], 0)


def signed(number: float, decimals: int, texts: Texts) -> str:
    """A difference with its sign; one decimal more where it would round to nothing."""
    if show.round_half_up(abs(number) * 10**decimals) == 0:
        decimals += 1
    shown = show.number(abs(number), decimals, texts.language)
    return f"{'+' if number > 0 else show.MINUS}{shown}" if number else shown


def name_of(indicator: str, texts: Texts) -> str:
    """An indicator's name; the indicator itself where it has none."""
    key = f"indicator-{indicator}"
    return texts(key) if texts.has(key) else indicator
