"""What changed since the version before: each shown number, its old value, its new one and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core.typeface import text_width
from analysis.report.charts.theme import POINTS_PER_MM
from analysis.report.components import Section, division, heading, stacked, table
from analysis.report.data import ReportData
from analysis.report.naming import row_texts
from analysis.texts.markup import together

# Of the columns in print, in millimetres, and what is left of a page for rows.
WIDTHS: Final = (50.0, 109.0, 26.0, 26.0, 34.0)
ROOM: Final = 138.0
SIZE: Final = 8.5
# From one line to the next: capitals and the leading.
LINE_MM: Final = (0.72 * SIZE + 3) / POINTS_PER_MM
AROUND_MM: Final = 1.2


def on_pages(rows: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Rows in parts that each fill a page of print and go no further."""
    pages: list[list[tuple[str, ...]]] = []
    left = 0.0
    for row in rows:
        lines = max(_lines(cell, width) for cell, width in zip(row, WIDTHS, strict=True))
        height = lines * LINE_MM + AROUND_MM
        if height > left:
            pages.append([])
            left = ROOM
        pages[-1].append(row)
        left -= height
    return pages


def _lines(text: str, width_mm: float) -> int:
    """How many lines a text takes, its words set one after the other."""
    lines, used, room = 1, 0.0, width_mm * POINTS_PER_MM
    for word in text.split(" "):
        wide = text_width(f"{word} ", SIZE)
        if used and used + text_width(word, SIZE) > room:
            lines, used = lines + 1, 0.0
        lines, used = lines + int((used + wide) // room) * (wide > room), used + wide
    return lines


def revisions(context: ReportData) -> Section:
    """The changed numbers of the quarter reported; empty for a draft and for the first version."""
    texts, edition, changed = context.texts, context.edition, context.revisions
    if edition is None or changed is None:
        return Section()
    rows, names = context.shown_revisions, context.area_names
    others = changed.height - len(rows)
    tables = [
        table(
            part,
            caption=texts("release-revisions-caption"),
            head=[texts(f"release-column-{name}") for name in ("area", "number", "old", "new", "difference")],
            widths=tuple(f"{width:g}mm" for width in WIDTHS),
            numeric=(2, 3, 4),
            pitch=None,
        )
        for part in on_pages([row_texts(one, names, texts) for one in rows])
    ]
    return stacked(
        heading(3, texts("release-revisions-heading"), "revisioner"),
        division(
            "fund",
            texts(
                "release-revisions-finding",
                version=str(edition.version - 1),
                count=len(rows),
                word=texts.number_word(len(rows), capital=True),
            ),
        ),
        division(
            "under",
            together(
                [edition.in_words(texts), texts("release-reason", reason=edition.reason_in(texts))], ". "
            ),
        ),
        *(division("figur", one) for one in tables),
        division(
            "note",
            together(
                [
                    texts("release-differences"),
                    texts("release-revisions-others", count=others, shown=context.number(others)),
                ]
            ),
        ),
    )
