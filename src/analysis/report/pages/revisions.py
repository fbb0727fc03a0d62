"""What changed since the version before: each shown number, its old value, its new one and the difference."""

from __future__ import annotations

from typing import Final

from analysis.report.components import Section, division, heading, stacked, table
from analysis.report.data import ReportData
from analysis.report.naming import row_texts
from analysis.report.pages.quality import batched
from analysis.texts.markup import together

ROWS_ON_A_PAGE: Final = 16


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
            widths=("50mm", "1fr", "26mm", "26mm", "34mm"),
            numeric=(2, 3, 4),
            pitch=None,
        )
        for part in batched([row_texts(one, names, texts) for one in rows], ROWS_ON_A_PAGE)
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
