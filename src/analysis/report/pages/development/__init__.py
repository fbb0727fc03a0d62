"""Developments since earlier deliveries: the country, the regions, the municipalities that stand out."""

from analysis.report.pages.development.aed_history import aed_history
from analysis.report.pages.development.axes import decimal_year, domain_of, on_phone, time_ticks
from analysis.report.pages.development.control import control
from analysis.report.pages.development.country import activity_chart, change_key_figures, runners_chart
from analysis.report.pages.development.facts import comparison, judged_municipalities
from analysis.report.pages.development.municipalities import development_municipalities
from analysis.report.pages.development.regions import development_regions
from analysis.report.pages.development.words import (
    development_counts,
    development_finding,
    geography_note,
    published_notes,
)

__all__ = [
    "activity_chart",
    "aed_history",
    "change_key_figures",
    "comparison",
    "control",
    "decimal_year",
    "development_counts",
    "development_finding",
    "development_municipalities",
    "development_regions",
    "domain_of",
    "geography_note",
    "judged_municipalities",
    "on_phone",
    "published_notes",
    "runners_chart",
    "time_ticks",
]
