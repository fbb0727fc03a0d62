"""The input tables of a delivery, in the order in which they are read, written and told of.

Whatever knows input tables goes through this list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analysis.ingest.tables.activations import ACTIVATIONS
from analysis.ingest.tables.aeds import AEDS
from analysis.ingest.tables.arrests import ARREST_TABLE
from analysis.ingest.tables.cancellations import CANCELLATIONS
from analysis.ingest.tables.coverage import COVERAGE
from analysis.ingest.tables.coverage_hours import COVERAGE_HOURS
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.event_counts import EVENT_COUNTS
from analysis.ingest.tables.response_times import RESPONSE_TIMES
from analysis.ingest.tables.runners import RUNNERS

TABLES: Final[Mapping[str, InputTable]] = {
    table.name: table
    for table in (
        RUNNERS,
        ACTIVATIONS,
        AEDS,
        CANCELLATIONS,
        RESPONSE_TIMES,
        EVENT_COUNTS,
        COVERAGE,
        COVERAGE_HOURS,
        ARREST_TABLE,
    )
}
REQUIRED: Final = tuple(table for table in TABLES.values() if not table.optional)
OPTIONAL: Final = tuple(table for table in TABLES.values() if table.optional)
CORRECTABLE: Final = {table.name: table.columns[2:] for table in TABLES.values() if table.correctable}
# The headings of the tables that every delivery has, by the names that columns have in code.
HEADINGS: Final = {column.name: column.header for table in REQUIRED for column in table.columns}
