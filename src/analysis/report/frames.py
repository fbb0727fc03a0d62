"""Data frames as notebooks show them: whole or a named extract, numbers as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isinf
from typing import Any, Final

import polars as pl

from analysis.core import formatting as show
from analysis.texts import Texts
from analysis.texts.markup import as_markdown, as_paragraphs

DECIMALS: Final = 2
MOST_CELLS: Final = 40_000


@dataclass(frozen=True)
class Shown:
    """A table or text in Markdown, which JupyterLab, nbconvert, Pandoc and Quarto all set."""

    markdown: str

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        """The same as text."""
        return self.markdown


def frame_table(
    frame: pl.DataFrame,
    language: str,
    *,
    heads: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    decimals: int = DECIMALS,
    first: int | None = None,
    empty: str = "",
) -> Shown:
    """A frame as a table: whole numbers without decimals, a dash for what is not known.

    Args:
        frame: Texts, numbers, dates and truth values.
        language: Language of numbers and dates.
        heads: Headings by column; a column without one is headed by its name.
        units: What the numbers of a column are in, which its heading says in brackets.
        decimals: Of numbers that are not whole.
        first: How many rows are shown, from the top; None for all. A line below says how many there are.
        empty: What is said instead where there are no rows; without it the headings stand alone.

    Raises:
        ValueError: The whole frame has too many cells to be read; name an extract.
    """
    if empty and frame.is_empty():
        return text_shown(empty)
    shown = frame if first is None else frame.head(first)
    if shown.height * shown.width > MOST_CELLS:
        raise ValueError(
            f"{shown.height} rows of {shown.width} columns are too many to show: name an extract"
        )
    heading = _headings(shown.columns, heads or {}, units or {})
    numeric = [dtype.is_numeric() for dtype in shown.dtypes]
    lines = [
        _line([escaped(one) for one in heading]),
        _line(["---:" if right else ":---" for right in numeric]),
        *(_line([cell(value, language, decimals) for value in row]) for row in shown.iter_rows()),
    ]
    if frame.is_empty():
        lines += ["", f"*{Texts(language)('frame-empty')}*"]
    if shown.height < frame.height:
        lines += ["", f"{show.number(shown.height, 0, language)} / {show.number(frame.height, 0, language)}"]
    return Shown("\n".join(lines) + "\n")


def text_shown(*texts: str) -> Shown:
    """Texts as paragraphs, read letter by letter unless the catalogue gave them markup."""
    return Shown("\n\n".join(map(as_paragraphs, texts)) + "\n")


def cell(value: Any, language: str, decimals: int = DECIMALS) -> str:
    """A value as a cell of a table in Markdown."""
    if value is None or value != value:  # noqa: PLR0124 - only a NaN differs from itself
        return show.MISSING
    if isinstance(value, bool):
        return Texts(language)("frame-yes" if value else "frame-no")
    if isinstance(value, int | float | Decimal):
        if isinf(value):
            return "∞" if value > 0 else f"{show.MINUS}∞"
        whole = float(value).is_integer()
        return show.number(value, 0 if whole else decimals, language)
    if isinstance(value, date):
        return show.short_date(value, language)
    return escaped(str(value))


def escaped(text: str) -> str:
    """A text on one line, in which no character is read as Markdown."""
    return as_markdown(" ".join(text.split()))


def _headings(columns: list[str], heads: Mapping[str, str], units: Mapping[str, str]) -> list[str]:
    named = {column: heads.get(column, column) for column in columns}
    return [f"{head} ({units[column]})" if column in units else head for column, head in named.items()]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
