"""What analysts ask a report for: tables, and the report's charts of what is in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

import polars as pl

from analysis.explore.arguments import answering, own_source
from analysis.explore.guesses import named, refuse_guess
from analysis.explore.own_data import OwnData, join_own
from analysis.explore.own_numbers import Mark, decimal_mark
from analysis.explore.tables import AreaTables, JoinedTables
from analysis.indicators.registry import INDICATORS
from analysis.reference.area_names import UnknownNameError, nearest

if TYPE_CHECKING:
    from analysis.explore.charts import Charts


CHARTS: Final = {name: f"chart.{name}" for name in ("bar", "dots", "funnel", "map", "scatter")}
# Words for what lies in the tidy table or has another name.
ELSEWHERE: Final = CHARTS | {
    **dict.fromkeys(
        ("hidden", "missing", "withheld", "suppressed", "notes", "unknown"),
        'indicators.filter(pl.col("status") != "published")',
    ),
    **dict.fromkeys(("kommune", "municipality", "område", "region"), "area"),
    **dict.fromkeys(("difference", "diff", "ratio"), "compare"),
}
PARTS_OF_A_JOIN: Final = ("chart", "remarks", "repeated", "table", "unmatched", "without")


@dataclass(frozen=True, kw_only=True, repr=False)
class JoinedData(OwnData):
    """A table joined to a report's, and charts of it.

    Attributes:
        report: The report.
        whole: `table` with all that the report has of municipalities, for charts.
    """

    report: AreaTables
    whole: pl.DataFrame

    def __getattr__(self, name: str) -> NoReturn:
        """Say what a joined table has instead."""
        refuse_guess(self, name, PARTS_OF_A_JOIN, {**CHARTS, "declare": "report.declare"})

    @property
    def chart(self) -> Charts:
        """The report's charts, of own columns too."""
        from analysis.explore.charts import Charts

        return Charts(self._tables, self.report._context)

    @property
    def _tables(self) -> JoinedTables:
        return JoinedTables(self.report, self.whole, self.source)

    @property
    def columns(self) -> list[str]:
        """The own columns."""
        own = self._tables.own_columns
        return [name for name in self.whole.columns if name in own]

    def numbers(self, column: str) -> dict[str, float | None]:
        """The numbers of an own column by municipality; also of `population`.

        Raises:
            UnknownNameError: The own table has no such column, or it holds no numbers.
        """
        if column not in (*self.columns, "population"):
            near, known = nearest(column, self.columns), named(self.columns)
            raise UnknownNameError(f"the joined table has no column {column!r:.60}{near}; it has {known}")
        if not self.whole[column].dtype.is_numeric():
            raise UnknownNameError(self._tables._not_of_municipalities(column, ()))
        return dict(self.whole.select("area_code", pl.col(column).cast(pl.Float64)).iter_rows())


class Explorer(AreaTables):
    """Tables and charts of one quarter, for questions that the report does not ask."""

    def __getattr__(self, name: str) -> NoReturn:
        """Say what there is instead."""
        numbers = (
            {name: f'number("{name}"), or table("municipality", "{name}")'} if name in INDICATORS else {}
        )
        refuse_guess(self, name, dir(self), {**ELSEWHERE, **numbers})

    @property
    def chart(self) -> Charts:
        """The report's own charts, with its look and its numbers."""
        from analysis.explore.charts import Charts

        return Charts(self, self._context)

    @answering()
    def join(
        self,
        own: Any,
        key: str | None = None,
        *,
        period: str | None = None,
        decimal: Mark | None = None,
        thousands: Mark | None = None,
        source: str = "",
        date: dt.date | str = "",
    ) -> JoinedData:
        """An own table beside that of the municipalities, joined by code or any spelling of the name.

        Code and name have to agree where a table has both. A column of texts becomes numbers only where it
        can be read in one way; print the result to see what was read as what.

        Args:
            own: A frame of Polars or pandas, or the path of a CSV, XLSX, ODS or Parquet file.
            key: Its column of codes or names, if it is not called like one.
            period: The period to take from a table that holds several.
            decimal: The decimal mark of numbers that could be read in two ways.
            thousands: Or the mark that groups their thousands.
            source: Who counted the own numbers, for figures of them; else these say that they are own ones.
            date: The day or period that they are of.

        Returns:
            The joined table, and what did not match; print it to see both counts. Its `chart` draws own
            columns too.

        Raises:
            UnknownNameError: There is no such file, column or period, or a period has to be named.
            InputError: The file cannot be read as a table.
            ValueError: A mark is neither comma nor point, both are the same, or source or date is no text.
        """
        counted = own_source(source, date, self._context.texts.language)
        mark = decimal_mark(decimal, thousands)
        municipalities, spelt = self._tables["municipality"], self._spellings
        joined = join_own(
            municipalities, own, key, period=period, decimal=mark, larger=spelt.larger, short=spelt.short
        )
        table = JoinedTables(self, joined.table).municipalities
        known = {**vars(joined), "table": table, "source": counted}
        return JoinedData(**known, report=self, whole=joined.table)
