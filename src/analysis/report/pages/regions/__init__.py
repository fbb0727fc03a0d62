"""The regions: their key figures, maps and tables."""

from analysis.report.pages.regions.maps import note_under_table, rate_map
from analysis.report.pages.regions.tables import (
    fits_beside_map,
    rate_table,
    rate_table_page,
    tone_legend,
    under_table_or_map,
)
from analysis.report.pages.regions.words import (
    count_title,
    not_known_box,
    notes_below,
    region_codes,
    region_finding,
    region_key_figures,
    regions_title,
    withheld_box,
)

__all__ = [
    "count_title",
    "fits_beside_map",
    "not_known_box",
    "note_under_table",
    "notes_below",
    "rate_map",
    "rate_table",
    "rate_table_page",
    "region_codes",
    "region_finding",
    "region_key_figures",
    "regions_title",
    "tone_legend",
    "under_table_or_map",
    "withheld_box",
]
