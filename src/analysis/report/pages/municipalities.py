"""The parts of the table of all municipalities; `notebooks/pages/municipalities.ipynb` puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core import formatting as show
from analysis.report.components import Section, columns, csv_link, table
from analysis.report.data import ReportData, municipality_rows

HALF_PAGE: Final = 128.0
ROW_ANCHOR: Final = "kommune-"
COLUMNS: Final = ("municipality", "region", "population", "active", "rate", "interval")


def municipality_cells(context: ReportData) -> list[tuple[str, ...]]:
    """A row of texts per municipality in the order of the alphabet, the columns of `COLUMNS`."""
    return [
        (
            row.name,
            row.region.removeprefix("Region "),
            context.number(context.population[row.code]),
            context.marked(context.count_shown(row.code), "active_runners", row.code),
            context.marked(context.number(row.rate), "active_runners_rate", row.code),
            show.number_range(row.lower, row.upper, 0, context.texts.language),
        )
        for row in municipality_rows(context.municipalities)
    ]


def tables_side_by_side(context: ReportData, rows: Sequence[tuple[str, ...]]) -> Section:
    """Two tables of equal length beside each other, each row with an anchor to link to.

    Args:
        context: Numbers and words.
        rows: From `municipality_cells`.
    """
    texts = context.texts
    codes = context.municipalities["municipality_code"].to_list()
    half = -(-len(rows) // 2)
    tables = [
        table(
            rows[place],
            caption=texts("all-caption", first=rows[place][0][0], last=rows[place][-1][0]),
            head=[texts(f"column-{name}") for name in COLUMNS],
            widths=("1fr", "18mm", "15mm", "16mm" if context.unknown else "10mm", "17mm", "21mm"),
            numeric=(2, 3, 4, 5),
            size=7.5,
            pitch=2.98,
            gutter=2.5,
            codes=codes[place],
            anchor=ROW_ANCHOR,
        )
        for place in (slice(half), slice(half, None))
    ]
    return columns([HALF_PAGE, HALF_PAGE], *tables, name="halve taet")


def download(context: ReportData, rows: Sequence[tuple[str, ...]]) -> Section:
    """A link to the table as a file; on paper there is none.

    Args:
        context: Numbers and words.
        rows: From `municipality_cells`.
    """
    texts = context.texts
    head = [texts(f"column-{name}") for name in COLUMNS]
    return csv_link("kommuner", head, rows, texts("numbers-fetch"), texts.language, context.limit_names)
