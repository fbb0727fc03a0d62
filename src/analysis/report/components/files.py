"""Tables of a page as files to fetch: CSV whose numbers are numbers.

Danish files part cells by a semicolon and write 70,7; English ones use a comma and write 70.7. Thousands are
not grouped, limits have a column each, what is missing is empty, and a unit stands in the column's head.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from analysis.core.formatting import EN_DASH, MINUS, MISSING, NO_BREAK_SPACE
from analysis.report.components.layout import raw_blocks
from analysis.report.components.sections import Section
from analysis.texts.markup import InPlaceOfNumber, as_attribute, as_html
from analysis.texts.notes import as_cell

SEPARATORS: Final = {"da": ";", "en": ","}
GROUPING: Final = {"da": ".", "en": ","}
DECIMAL: Final = {"da": ",", "en": "."}
PERCENT: Final = "%"


def csv_text(
    head: Sequence[str], rows: Sequence[Sequence[str]], language: str, limits: tuple[str, str]
) -> str:
    """A table as CSV.

    Args:
        head: Column heads, the first of them of the rows' names or dates, which stay as they are.
        rows: Cells as the page shows them.
        language: In which numbers are shown, and written.
        limits: What the heads of lower and upper limits end in.

    Returns:
        The head and a line per row, with their ends.
    """
    columns = [[as_cell(row[0]) for row in rows]]
    heads = [head[0]]
    for place, name in enumerate(head[1:], start=1):
        shown = [row[place] for row in rows]
        called = f"{name} (%)" if PERCENT not in name and any(PERCENT in cell for cell in shown) else name
        ranges = [_range(cell, language) for cell in shown]
        if any(one and one[0] != one[1] for one in ranges):
            heads += [f"{called}, {limit}" for limit in limits]
            columns += [[one[end] if one else as_cell(cell) for cell, one in zip(shown, ranges, strict=True)]
                        for end in (0, 1)]  # fmt: skip
        else:
            heads.append(called)
            columns.append(
                [one[0] if one else as_cell(cell) for cell, one in zip(shown, ranges, strict=True)]
            )
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=SEPARATORS[language]).writerows([heads, *zip(*columns, strict=True)])
    return text.getvalue()


def _range(cell: str, language: str) -> tuple[str, str] | None:
    """Both ends of a shown number or range as a file writes them, nothing for a dash; None for a text."""
    shown = cell.replace(PERCENT, "").strip(f" {NO_BREAK_SPACE}")
    if shown == MISSING or isinstance(cell, InPlaceOfNumber):
        return "", ""
    group, decimal = (re.escape(sign[language]) for sign in (GROUPING, DECIMAL))
    number = rf"[+{MINUS}-]?(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}\d+)?"
    found = re.fullmatch(rf"({number})(?:{EN_DASH}({number}))?", shown)
    if not found:
        return None
    first, last = (
        end.replace(GROUPING[language], "").replace(MINUS, "-").removeprefix("+")
        for end in (found[1], found[2] or found[1])
    )
    return first, last


def csv_link_html(
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    label: str,
    language: str,
    limits: tuple[str, str],
) -> str:
    """A link to a table as a file, which is part of the page."""
    file = quote("\ufeff" + csv_text(head, rows, language, limits))
    return f'<a class="hent" download="{name}.csv" href="data:text/csv;charset=utf-8,{file}">{label}</a>'


def csv_link(
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    label: str,
    language: str,
    limits: tuple[str, str],
) -> Section:
    """A link to a table as a CSV file; on paper there is none."""
    return raw_blocks(f"<p>{csv_link_html(name, head, rows, as_html(label), language, limits)}</p>", "")


def file_link(name: str, label: str) -> Section:
    """A link to a file that lies beside the report; on paper there is none, so the text has to name it."""
    return raw_blocks(f'<p><a class="hent" href="{as_attribute(name)}">{as_html(label)}</a></p>', "")
