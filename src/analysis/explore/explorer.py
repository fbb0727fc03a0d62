"""What analysts ask a report for: tables, and the report's charts of what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.explore.tables import AreaTables

if TYPE_CHECKING:
    from analysis.explore.charts import Charts


class Explorer(AreaTables):
    """Tables and charts of one quarter, for questions that the report does not ask."""

    @property
    def chart(self) -> Charts:
        """The report's own charts, with its look and its numbers."""
        from analysis.explore.charts import Charts

        return Charts(self, self._context)
