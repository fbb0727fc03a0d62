"""Large numbers in a row, and what shapes and colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from analysis.report.components.layout import raw_blocks, typst_array
from analysis.report.components.sections import Section
from analysis.texts.markup import (
    InPlaceOfNumber,
    as_html,
    as_typst,
)

# In print, in points, of large numbers among which words stand.
SIZE_OF_WORDS: Final = 24.0
WORDS: Final = "white-space:normal;font-size:1.5rem;line-height:1.1"


class KeyFigure(NamedTuple):
    """A large number with its name and the line that makes it comparable."""

    value: str
    label: str
    detail: str


def key_figures(
    figures: Sequence[KeyFigure],
    *,
    stacked_in: float | None = None,
    width: float | None = None,
    size: float | None = None,
) -> Section:
    """Up to four large numbers in a row, or one under the other.

    Args:
        figures: The numbers.
        stacked_in: Width in print of the column in which they stand one under the other, in millimetres.
        width: Width in print of each in a row, in millimetres, if not that of a page's quarter.
        size: Size in print of the numbers in points, if not that of a page.
    """
    cells = "\n".join(
        f'<div><dt>{as_html(label)}</dt><dd class="tal"{_room_for(value)}>{as_html(value)}</dd>'
        f'<dd class="sammenligning">{as_html(detail)}</dd></div>'
        for value, label, detail in figures
    )
    wide = stacked_in or width
    layout = "".join(
        (
            f"width: {wide:g}mm, " if wide else "",
            "columns: 1, " if stacked_in else "",
            f"size: {size:g}pt, " if size else "",
        )
    )
    items = ", ".join(typst_array([as_typst(text) for text in figure]) for figure in figures)
    stack = "" if stacked_in is None else " stak"
    return raw_blocks(
        f'<dl class="noegletal{stack}">\n{cells}\n</dl>', f"#rapport-noegletal({layout}{items})"
    )


def _room_for(value: str) -> str:
    """Words in place of a number are smaller, and go on in the next line where a phone has no room."""
    return f' style="{WORDS}"' if isinstance(value, InPlaceOfNumber) else ""


def legend(items: Sequence[tuple[str, str, str]]) -> Section:
    """What shapes and colours mean, in the order of the data: shape, colour, words."""
    shown = "".join(
        f'<li><span class="{shape}" style="background:{colour}"></span>{as_html(label)}</li>'
        for shape, colour, label in items
    )
    code = ", ".join(typst_array([as_typst(part) for part in item]) for item in items)
    return raw_blocks(f'<ul class="signatur">{shown}</ul>', f"#rapport-legend({code})")
