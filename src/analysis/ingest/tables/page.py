"""The page on input tables: what each may hold, as declared.

python -m analysis.ingest.tables.page > docs/input-tables.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Final

from analysis.ingest.tables.columns import Kind
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.registry import TABLES

KINDS: Final = {
    Kind.CODE: "code",
    Kind.NAME: "name",
    Kind.COUNT: "whole number",
    Kind.PERCENT: "percentage",
    Kind.NOTE: "text",
}
HEAD: Final = """# Input tables

The tables of a delivery, made from their declarations in `src/analysis/ingest/tables/`:

    python -m analysis.ingest.tables.page > docs/input-tables.md

Each is one file beside `delivery.toml`, named after the table and ending in `.csv`, `.xlsx`, `.ods` or
`.parquet`. A column is known by its Danish header or its name in code. The explanations are those of the
templates that `statusrapport new` writes.
"""


def as_markdown(tables: Iterable[InputTable]) -> str:
    """The page for some tables."""
    return HEAD + "".join(f"\n{line}\n" for table in tables for line in _section(table))


def _section(table: InputTable) -> Iterator[str]:
    rows = {True: "The delivery may do without it.", False: "Every delivery has it."}
    areas = f" Rows: {', '.join(table.levels)}." if table.levels else ""
    sums = f" Parts add up to their whole: {', '.join(f'`{name}`' for name in table.adds_up)}."
    yield f"## {table.name}"
    yield f"{table.describes} {rows[table.optional]}{areas}{sums if table.adds_up else ''}"
    lines = ["| column | header | holds | has to be there | explanation |", "|---|---|---|---|---|"]
    lines += [
        f"| `{column.name}` | {column.header} | {KINDS[column.kind]} | {'yes' if column.required else 'no'} "
        f"| {column.explanation} |"
        for column in table.columns
    ]
    yield "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(as_markdown(TABLES.values()))
