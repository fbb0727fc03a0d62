"""Sources that differ by their quarter alone, said as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from analysis.core.quarters import Quarter
from analysis.texts.markup import Address, Foreign

# As deliveries write a quarter: in Danish, and in the English twin of a source.
WRITTEN: Final = re.compile(
    r"(?<!\w)(?:(?P<number>[1-4])(?P<word>\. kvartal )|Q(?P<english>[1-4]) )(?P<year>[1-9]\d{3})(?!\w)"
)


class _Dated(NamedTuple):
    """A source that names one quarter.

    Attributes:
        before: What stands before the quarter.
        after: What stands after it.
        word: What stands between the quarter's number and its year.
        language: Of the source, where it is not that of the page.
        quarter: Which it is.
    """

    before: str
    after: str
    word: str
    language: str
    quarter: Quarter

    @property
    def alike(self) -> tuple[str, ...]:
        """What sources of the same series have in common."""
        return self.before, self.after, self.word, self.language


def named_together(sources: Sequence[str]) -> list[str]:
    """Sources, each once; those of quarters in a row that differ by the quarter alone stand as one.

    Three of 2. kvartal 2025, 3. kvartal 2025 and 4. kvartal 2025 are one of 2.–4. kvartal 2025, in the place
    of the first of them.

    Args:
        sources: As a page shows them; an address stays as it is.
    """
    dated = {source: _dated(source) for source in sources}
    found = sorted({one for one in dated.values() if one}, key=lambda one: (*one.alike, one.quarter))
    spans: list[list[_Dated]] = []
    for one in found:
        last = spans[-1][-1] if spans else None
        if last and last.alike == one.alike and last.quarter.next == one.quarter:
            spans[-1].append(one)
        else:
            spans.append([one])
    said = {one: _said(span) for span in spans for one in span}
    return list(dict.fromkeys(said[one] if one else source for source, one in dated.items()))


def _dated(source: str) -> _Dated | None:
    found = [] if isinstance(source, Address) else list(WRITTEN.finditer(source))
    if len(found) != 1:
        return None
    quarter = Quarter(int(found[0]["year"]), int(found[0]["number"] or found[0]["english"]))
    language = source.language if isinstance(source, Foreign) else ""
    return _Dated(
        source[: found[0].start()], source[found[0].end() :], found[0]["word"] or "", language, quarter
    )


def _said(span: Sequence[_Dated]) -> str:
    first, last = span[0], span[-1]
    whole = f"{first.before}{_quarters(first.word, first.quarter, last.quarter)}{first.after}"
    return Foreign(whole, first.language) if first.language else whole


def _quarters(word: str, first: Quarter, last: Quarter) -> str:
    if not word:
        end = f"–Q{last.number} {last.year}" if first != last else f" {first.year}"
        year = f" {first.year}" if first.year != last.year else ""
        return f"Q{first.number}{year}{end}"
    start = "" if first == last else f"{first.number}.–"
    if first.year != last.year:
        start = f"{first.number}{word}{first.year}–"
    return f"{start}{last.number}{word}{last.year}"
