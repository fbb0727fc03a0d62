"""Plain tables."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.components.layout import municipality_attribute, raw_blocks, typst_array
from analysis.report.components.sections import Section
from analysis.texts.markup import (
    as_attribute,
    as_html,
    as_typst,
)


def table(
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    head: Sequence[str],
    widths: Sequence[str],
    numeric: Sequence[int] = (),
    size: float = 8.5,
    pitch: float | None = 4.1,
    gutter: float = 4,
    codes: Sequence[str] = (),
    anchor: str = "",
    marked: int | None = None,
) -> Section:
    """A plain table.

    Args:
        rows: Cells as text.
        caption: What the table holds, for those who do not see the page around it.
        head: Column heads.
        widths: Typst track sizes.
        numeric: The columns that are flush right.
        size: Size of the type in points.
        pitch: Height of a row in print in millimetres; None lets rows grow with their text.
        gutter: Space between columns in millimetres.
        codes: A municipality's code for each row; readers of the HTML can then sort the rows.
        anchor: What each row's identifier in HTML starts with, its code following; none if empty.
        marked: Number of the row that the table is about.
    """
    sides = ["tal" if index in numeric else "tekst" for index in range(len(head))]
    heads = "".join(
        f'<th scope="col" class="{side}">{as_html(label)}</th>'
        for side, label in zip(sides, head, strict=True)
    )
    marks = [
        (f' id="{anchor}{code}"' if anchor else "")
        + (' class="marked"' if place == marked else "")
        + municipality_attribute(code)
        for place, code in enumerate(codes or [None] * len(rows))
    ]
    # Where rows grow with their text, a phone sets cells one under the other, each with its column's head.
    names = [f' data-hoved="{as_attribute(label)}"' if pitch is None else "" for label in head]
    body = "\n".join(
        f'<tr{mark}><th scope="row">{as_html(row[0])}</th>'
        + "".join(
            f'<td class="{side}"{name}>{as_html(cell)}</td>'
            for side, cell, name in zip(sides[1:], row[1:], names[1:], strict=True)
        )
        + "</tr>"
        for row, mark in zip(rows, marks, strict=True)
    )
    style = (' class="ombrudt"' if pitch is None else "") + (" data-sorter" if codes else "")
    lines = ",\n  ".join(typst_array([as_typst(cell) for cell in row]) for row in rows)
    align = typst_array(["right" if index in numeric else "left" for index in range(len(head))])
    return raw_blocks(
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table{style}><caption class="skjult">{as_html(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>",
        f"#rapport-tabel(columns: {typst_array(list(widths))}, align: {align}, size: {size:g}pt, "
        f"pitch: {'auto' if pitch is None else f'{pitch:g}mm'}, gutter: {gutter:g}mm, "
        f"marked: {'none' if marked is None else marked}, "
        f"head: {typst_array([as_typst(label) for label in head])},\n  {lines})",
    )
