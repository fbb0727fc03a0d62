"""Looking numbers up in the tidy table, the only way in which pages and charts get at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from analysis.core.formatting import round_half_up
from analysis.indicators.limits import Limits
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.registry import indicator as declared

CLASS_BREAKS: Final = (700, 850, 1000, 1150)
STRIP_END: Final = 1500
STRIP_STEP: Final = 250
STRIP_TICK: Final = 500


class IndicatorTable:
    """Rows of the tidy table by indicator and area: those of its last quarter, and series that lead there.

    Attributes:
        table: The rows of the quarter reported.
        everything: The rows of all quarters.
    """

    def __init__(self, table: pl.DataFrame) -> None:
        """Index ``table``, which obeys `analysis.indicators.table.Indicators`."""
        self.table = table.filter(pl.col("quarter") == pl.col("quarter").max())
        self.everything = table
        rows = indicator_rows(self.table)
        self._rows = {(row.indicator, row.area_code): row for row in rows}
        self._by_level: dict[tuple[str, str], list[IndicatorRow]] = {}
        for row in rows:
            self._by_level.setdefault((row.indicator, row.level), []).append(row)
        self._by_area: dict[str, list[IndicatorRow]] = {}
        for row in self._rows.values():
            self._by_area.setdefault(row.area_code, []).append(row)

    def series(self, indicator: str, level: str) -> pl.DataFrame:
        """Rows of one indicator at one level in all quarters, the oldest first."""
        return self.everything.filter(pl.col("indicator") == indicator, pl.col("level") == level).sort(
            "as_of", maintain_order=True
        )

    def row(self, indicator: str, area: str = "dk") -> IndicatorRow:
        """The row of one indicator in one area.

        Raises:
            KeyError: The table has no such row.
        """
        try:
            return self._rows[indicator, area]
        except KeyError:
            raise KeyError(f"the table has no {indicator!r} for area {area!r}") from None

    def find(self, indicator: str, area: str = "dk") -> IndicatorRow | None:
        """The row of one indicator in one area, None where there is none."""
        return self._rows.get((indicator, area))

    def value(self, indicator: str, area: str = "dk") -> float | None:
        """The value of one indicator in one area, None where it is not published."""
        return self.row(indicator, area).value

    def value_on(self, day: date, indicator: str, area: str = "dk") -> float | None:
        """The value of one indicator in one area as it was on a day; None where it is not published."""
        rows = self.everything.filter(as_of=day, indicator=indicator, area_code=area)
        return None if rows.is_empty() else indicator_rows(rows)[0].value

    def has(self, indicator: str, area: str = "dk") -> bool:
        """Whether a published value stands in the table."""
        row = self._rows.get((indicator, area))
        return row is not None and row.value is not None

    def published(self, indicator: str, area: str = "dk") -> IndicatorRow | None:
        """The row of a published value or range, None where there is neither."""
        row = self._rows.get((indicator, area))
        return row if row is not None and row.status == "published" else None

    def beside(self, rule: str, area: str) -> dict[str, IndicatorRow]:
        """Published rows of an area that name another one, by that one's code.

        Args:
            rule: The rule that these indicators are derived by, such as `ratio-neighbour`.
            area: The area.
        """
        found = {}
        for row in self._by_area.get(area, ()):
            derivation = declared(row.indicator).derivation
            if derivation is not None and derivation.rule == rule and row.status == "published":
                found[derivation.other] = row
        return found

    def areas(self, indicator: str, level: str) -> list[IndicatorRow]:
        """Rows of one indicator at one level, in the table's order."""
        return list(self._by_level.get((indicator, level), ()))

    def frame(self, indicator: str, level: str) -> pl.DataFrame:
        """The same rows as a frame."""
        return self.table.filter(pl.col("indicator") == indicator, pl.col("level") == level)


def rate_class(rate: float, breaks: Sequence[float] = CLASS_BREAKS, decimals: int = 0) -> int:
    """Map class 0 to 4 of a rate, by the number that is printed; the report's breaks never change."""
    shown = float(round_half_up(rate, decimals))
    return sum(shown >= edge for edge in breaks)


TONE_OF_SIDE: Final = {1.0: "above", 0.0: "same", -1.0: "below"}


def sides_of_country(areas: Iterable[Limits | None], national: float | None) -> dict[str, int]:
    """How many known intervals lie above the country's rate, below it, and hold it (same)."""
    found = [side_of_country(limits, national) for limits in areas if limits is not None]
    return {side: found.count(side) for side in ("above", "below", "same")}


def standing(own: Limits, others: Sequence[Limits], national: float | None) -> str:
    """How an area's rate stands beside those of its peers and the country's.

    Args:
        own: Limits of the area's rate.
        others: The same of its peers, its own left out.
        national: The country's rate.

    Returns:
        `highest` or `lowest` where its interval lies wholly above or below those of all others; else
        `above`, `below` or `same`, as its interval lies to the country's rate.
    """
    if others and own.lower > max(other.upper for other in others):
        return "highest"
    if others and own.upper < min(other.lower for other in others):
        return "lowest"
    return side_of_country(own, national)


def side_of_country(limits: Limits | None, national: float | None) -> str:
    """Whether an area's interval lies above or below the country's rate, or holds it; the same if unknown."""
    if limits is None or national is None:
        return "same"
    if limits.lower > national:
        return "above"
    return "below" if limits.upper < national else "same"
