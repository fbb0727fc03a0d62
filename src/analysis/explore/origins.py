"""What a figure says of where its numbers come from: whose they are, and of which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from analysis.core.formatting import long_date, short_period
from analysis.explore.areas import EDGES
from analysis.explore.tables import AreaTables
from analysis.indicators.declaration import OWN_NUMBERS, Indicator, Unit
from analysis.indicators.formulas import Ratio
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.registry import INDICATORS
from analysis.indicators.registry import indicator as declared
from analysis.indicators.rows import BETWEEN_SOURCES, source_below
from analysis.report.components import source_name
from analysis.report.data import ReportData
from analysis.report.naming import label

PEOPLE: Final = "population"


@dataclass(frozen=True)
class Origins:
    """Where the numbers of a report's tables come from, and those of own columns beside them."""

    report: AreaTables
    context: ReportData

    def in_words(
        self, *names: str, drawn: Sequence[str] = (), unit: str = "", points: pl.DataFrame | None = None
    ) -> str:
        """What stands below a figure's title: own numbers, day, what is drawn beside the numbers, sources.

        Where a figure shows numbers of several days, or own ones beside the report's, each has its day and
        its sources behind its name.

        Args:
            names: Columns of the tables.
            drawn: What is drawn beside the numbers.
            unit: What the numbers of a single indicator are expressed in; empty where that is not said.
            points: The rows that are drawn, where they are of several quarters: days and sources are theirs.
        """
        known = [name for name in names if not self._is_own(name) and name != PEOPLE]
        rows = {name: self._rows(name) for name in known}
        days = {name: self._day(name, found) for name, found in rows.items()}
        every = [row for found in rows.values() for row in found]
        mark = [f"{self.context.texts('watermark')}."] if any(row.simulated for row in every) else []
        rounded = any(row.basis == "published" and row.unit == Unit.PERCENT.key for row in every)
        drawn = [*drawn, *([self.context.texts("explore-rounded")] if rounded else [])]
        limits = [self.context.texts("explore-without-limits")] if any(map(self._lacks_limits, known)) else []
        if len(known) < len(names) or len(set(days.values())) > 1:
            told = [
                self._said(name, [days[name], *self._sources(row.source for row in rows[name])])
                if name in rows
                else self._of_others(name)
                for name in names
            ]
            return " ".join([*mark, *told, *drawn, *limits])
        shown = [*set(days.values())] if points is None else [self._days_of(points)]
        day = ", ".join(filter(None, [f"{unit[:1].upper()}{unit[1:]}", *shown]))
        cells = [row.source for row in every] if points is None else points["source"]
        dated = [f"{day}."] if day else []
        return " ".join([*mark, *dated, *drawn, *limits, BETWEEN_SOURCES.join(self._sources(cells))])

    def credit(self, *names: str) -> str:
        """The report that a figure is from; none of own numbers alone, which are from no report."""
        own = [name for name in names if self._is_own(name)]
        if not own:
            return self.context.credit
        if all(name in self.report.own_columns for name in names):
            return ""
        return f"{self.context.credit} {self.context.texts('explore-own-part')}"

    def called(self, name: str) -> str:
        """A column as the report calls it, or by its own name where the report does not show it."""
        if name == PEOPLE:
            return self.context.texts("column-population")
        if name in self.titles:
            return self.titles[name]
        if self._is_own(name) or name not in self.context.figures.everything["indicator"]:
            return name
        return label(name, self.context.area_names, self.context.texts)

    @property
    def titles(self) -> dict[str, str]:
        """What indicators of one's own are called, of those that have a title."""
        return {one.name: one.title for one in self.report.own if one.title}

    def _is_own(self, name: str) -> bool:
        """Whether a column is an analyst's, or a ratio over numbers that the report does not hold."""
        return name in self.report.own_columns or self._own_ratio(name) is not None

    def _own_ratio(self, name: str) -> Indicator | None:
        return next((one for one in self.report.own if one.name == name and one.per_source), None)

    def _of_others(self, name: str) -> str:
        """Whose the numbers of a column are that the report did not count."""
        ratio = self._own_ratio(name)
        if ratio is not None:
            return self._of_ratio(ratio)
        if name == PEOPLE:
            return self._said(name, [self.context.population_source_shown, self.context.population_day_shown])
        return self._said(name, [self._own_numbers(self.report.own_source)])

    def _of_ratio(self, ratio: Indicator) -> str:
        """What an own ratio is of: the report's counts with day and sources, and the own numbers."""
        formula = ratio.formula
        counts = formula.top if isinstance(formula, Ratio) else ()
        below = formula.exposure if isinstance(formula, Ratio) else ""
        rows = self._rows(ratio.name)
        cells = [row.source.removesuffix(source_below(ratio)) for row in rows]
        source = "" if ratio.per_source == OWN_NUMBERS else ratio.per_source
        per = ratio.unit.per
        way = "share" if ratio.unit is Unit.PERCENT else "ratio"
        return self.context.texts(
            f"explore-own-{way}",
            name=self.called(ratio.name),
            top=" + ".join(self.called(one) if one in INDICATORS else one for one in counts),
            source=BETWEEN_SOURCES.join([self._day(ratio.name, rows), *self._sources(cells)]),
            per=below if per == 1 or way == "share" else f"{self.context.number(per)} {below}",
            own=self._own_numbers(source),
        )

    def _own_numbers(self, source: str) -> str:
        if not source:
            return self.context.texts("note-own-numbers")
        return self.context.texts("explore-own-from", source=source)

    def _said(self, name: str, parts: Sequence[str]) -> str:
        shown = BETWEEN_SOURCES.join(filter(None, parts))
        return self.context.texts("explore-from", name=self.called(name), source=shown)

    def _rows(self, name: str) -> list[IndicatorRow]:
        """A row of the quarter's for each source of an indicator; of one of other quarters, all there are."""
        behind = self._behind(name)
        now, ever = (
            table.filter(pl.col("indicator") == behind)
            for table in (self.context.figures.table, self.context.figures.everything)
        )
        return indicator_rows(
            ever if now.is_empty() else now.unique(["source", "basis"], maintain_order=True)
        )

    def _behind(self, name: str) -> str:
        """The indicator that a column is of: its own, or the one whose limits it holds."""
        known = self.context.figures.everything["indicator"]
        bare = next((name.removesuffix(edge) for edge in EDGES if name.endswith(edge)), name)
        return name if name in known else bare

    def _day(self, name: str, rows: Sequence[IndicatorRow]) -> str:
        """The day of the quarter's numbers, or the period that their events were counted in."""
        if not rows or rows[0].quarter != self.context.figures.table["quarter"][0]:
            return ""
        row, language = rows[0], self.context.texts.language
        if row.period_start is None or row.period_end is None or "_change_" in name:
            return long_date(row.as_of, language)
        return short_period(row.period_start, row.period_end, language)

    def _days_of(self, points: pl.DataFrame) -> str:
        """From the first to the last day that points of several quarters are of."""
        rows = indicator_rows(points)
        first, last = min(row.first_day for row in rows), max(row.last_day for row in rows)
        language = self.context.texts.language
        return long_date(first, language) if first == last else short_period(first, last, language)

    def _sources(self, cells: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(map(source_name, self.context.sources_of(cells))))

    def _lacks_limits(self, name: str) -> bool:
        """Whether it is a change without limits, of which one would expect some."""
        behind = self._behind(name)
        rule = declared(behind, self.report.own).derivation
        rows = self.context.figures.table.filter(pl.col("indicator") == behind)
        return rule is not None and rule.rule.startswith("change") and rows["lower"].count() == 0
