"""The page about one municipality or region, in three parts."""

from __future__ import annotations

from typing import Final

from analysis.report.components import (
    Section,
    columns,
    division,
    heading,
    key_figures,
    stacked,
)
from analysis.report.pages.sheet.facts import AreaFacts
from analysis.report.pages.sheet.figures import (
    LEFT_WIDTH,
    LOCATOR_WIDTH,
    RIGHT_WIDTH,
    aeds_text,
    bars_figure,
    development_figure,
    distance_text,
    locator_map,
    neighbours_figure,
)
from analysis.report.pages.sheet.front import front_matter
from analysis.report.pages.sheet.key_numbers import key_numbers
from analysis.report.pages.sheet.tables import like_size_table, regions_table
from analysis.report.pages.sheet.words import how_to_read, notes, opening_sentence

HEAD_WIDTH: Final = 209.0
KEY_WIDTH: Final = 48.0
SIZE_OF_NUMBERS: Final = 26.0
# Where words stand among them.
SIZE_OF_WORDS: Final = 17.0


class AreaSheet(AreaFacts):
    """The sheet of one municipality or region, in its three parts."""

    def head(self) -> Section:
        """Front matter, name, lead sentence, key figures, and where in the country the area lies."""
        left = stacked(
            heading(1, self.title, "ark"),
            division("stor", opening_sentence(self)),
            key_figures(key_numbers(self), width=KEY_WIDTH, size=self._size_of_numbers()),
        )
        shown = columns([HEAD_WIDTH, LOCATOR_WIDTH], left, locator_map(self), name="ark-hoved")
        return Section(shown.markdown, shown.media, front_matter(self))

    def _size_of_numbers(self) -> float:
        return SIZE_OF_WORDS if self.context.is_partly_known(self.code) else SIZE_OF_NUMBERS

    def comparison(self) -> Section:
        """All municipalities, and the area's neighbours."""
        return columns([LEFT_WIDTH, RIGHT_WIDTH], bars_figure(self), neighbours_figure(self), name="ark")

    def background(self) -> Section:
        """Areas of its size, its development where there is one, AEDs, and how to read the sheet."""
        told = notes(self)
        read = division("boks", how_to_read(self))
        left = [
            regions_table(self) if self.is_region else like_size_table(self),
            division("note", told) if told else Section(),
        ]
        development = development_figure(self)
        right = [one for one in (development, aeds_text(self), distance_text(self)) if one.markdown]
        (left if development.markdown else right).append(read)
        return columns([LEFT_WIDTH, RIGHT_WIDTH], stacked(*left), stacked(*right), name="ark")
