"""Maps of a region's municipalities."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.report.components import (
    Section,
    division,
    figure,
    legend,
)
from analysis.report.data import ReportData
from analysis.report.maps import map_legend, map_picture, tiles_within
from analysis.report.pages.regions.tables import fits_beside_map
from analysis.report.pages.regions.words import NOTES_BESIDE, map_notes
from analysis.texts.markup import together

MAP_WIDTH: Final = 105.0
MAP_HEIGHT: Final = 96.0
TALL_MAP_HEIGHT: Final = 117.0
WORDS_HEIGHT: Final = 28.0


def rate_map(
    context: ReportData,
    municipalities: pl.DataFrame,
    *,
    name: str,
    title: str,
    text: str,
    alternative: str,
    note: str,
) -> Section:
    """A tile map of municipalities by rate, with its legend and the notes that belong to them.

    Args:
        context: Numbers and words.
        municipalities: Rows of `ReportData.municipalities`.
        name: What the picture is called.
        title: Over the map.
        text: Under the title.
        alternative: What the map shows, for those who do not see it.
        note: The first sentence below it.
    """
    codes = municipalities["municipality_code"].to_list()
    notes = together([note, *map_notes(context, municipalities)])
    below = len(notes) <= NOTES_BESIDE and not _is_tall(context, municipalities)
    return figure(
        4,
        title,
        text,
        legend(map_legend(context, gaps=municipalities["rate"].null_count() > 0)),
        map_picture(context, name, codes, _map_width(context, municipalities), alternative),
        division("note", notes) if below else Section(),
    )


def note_under_table(context: ReportData, municipalities: pl.DataFrame, note: str) -> Section:
    """The notes of a tall map, which have room under the table of report areas; empty for other maps.

    Args:
        context: Numbers and words.
        municipalities: Rows of `ReportData.municipalities`.
        note: The first sentence.
    """
    notes = together([note, *map_notes(context, municipalities)])
    beside = len(notes) <= NOTES_BESIDE and _is_tall(context, municipalities)
    return division("note", notes) if beside else Section()


def _is_tall(context: ReportData, own: pl.DataFrame) -> bool:
    """Whether a map stands beside a short table, without a box on what is not known."""
    return not fits_beside_map(context, own) and not own["rate"].null_count()


def _map_width(context: ReportData, own: pl.DataFrame) -> float:
    """As wide as the column, unless the map would then be taller than the page has room for.

    There is less room where the page says below the map what is not known.
    """
    tiles = tiles_within(context, own["municipality_code"].to_list())
    across, down = (
        len(range(min(places), max(places) + 1))
        for places in (tiles["column"].to_list(), tiles["row"].to_list())
    )
    tall = TALL_MAP_HEIGHT if _is_tall(context, own) else MAP_HEIGHT
    height = tall - WORDS_HEIGHT * (own["rate"].null_count() > 0)
    return min(MAP_WIDTH, height / down * across)
