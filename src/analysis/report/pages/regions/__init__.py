"""The regions: their key figures, maps and tables."""

from analysis.report.pages.regions.maps import rate_map
from analysis.report.pages.regions.tables import fits_beside_map, rate_table, rate_table_page, tone_legend
from analysis.report.pages.regions.words import (
    notes_below,
    region_codes,
    region_key_figures,
    regions_title,
    withheld_box,
)

__all__ = [
    "fits_beside_map",
    "notes_below",
    "rate_map",
    "rate_table",
    "rate_table_page",
    "region_codes",
    "region_key_figures",
    "regions_title",
    "tone_legend",
    "withheld_box",
]
