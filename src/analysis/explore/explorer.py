"""What analysts ask a report for: tables, and the report's charts of what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.explore.own_data import OwnData, join_own
from analysis.explore.own_numbers import Mark
from analysis.explore.tables import AreaTables, JoinedTables

if TYPE_CHECKING:
    from analysis.explore.charts import Charts


@dataclass(frozen=True, kw_only=True, repr=False)
class JoinedData(OwnData):
    """A table joined to a report's, and charts of it.

    Attributes:
        report: The report.
        whole: `table` with all that the report has of municipalities, for charts.
    """

    report: AreaTables
    whole: pl.DataFrame

    @property
    def chart(self) -> Charts:
        """The report's charts, of own columns too."""
        from analysis.explore.charts import Charts

        return Charts(JoinedTables(self.report, self.whole), self.report._context)


class Explorer(AreaTables):
    """Tables and charts of one quarter, for questions that the report does not ask."""

    @property
    def chart(self) -> Charts:
        """The report's own charts, with its look and its numbers."""
        from analysis.explore.charts import Charts

        return Charts(self, self._context)

    def join(
        self,
        own: Any,
        key: str | None = None,
        *,
        period: str | None = None,
        decimal: Mark | None = None,
    ) -> JoinedData:
        """An own table beside that of the municipalities, joined by code or any spelling of the name.

        Code and name have to agree where a table has both. A column of texts becomes numbers only where it
        can be read in one way; print the result to see what was read as what.

        Args:
            own: A frame of Polars or pandas, or the path of a CSV, XLSX, ODS or Parquet file.
            key: Its column of codes or names, if it is not called like one.
            period: The period to take from a table that holds several.
            decimal: The decimal mark of numbers that could be read in two ways.

        Returns:
            The joined table, and what did not match; print it to see both counts. Its `chart` draws own
            columns too.

        Raises:
            UnknownNameError: There is no such file, column or period, or a period has to be named.
            InputError: The file cannot be read as a table.
        """
        joined = join_own(self._tables["municipality"], own, key, period=period, decimal=decimal)
        table = JoinedTables(self, joined.table).municipalities
        return JoinedData(**{**vars(joined), "table": table}, report=self, whole=joined.table)
