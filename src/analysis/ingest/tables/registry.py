"""The input tables of a delivery."""

from analysis.ingest.tables.activations import ACTIVATIONS_COLUMNS
from analysis.ingest.tables.aeds import AEDS_COLUMNS
from analysis.ingest.tables.runners import RUNNERS_COLUMNS

# The headings of a delivery's tables by the names that columns have in code.
HEADINGS = {column.name: column.header for column in (*AEDS_COLUMNS, *ACTIVATIONS_COLUMNS, *RUNNERS_COLUMNS)}
