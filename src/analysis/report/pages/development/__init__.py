"""Developments since earlier deliveries: the country, the regions, the municipalities that stand out."""

from analysis.report.pages.development.aed_history import aed_history
from analysis.report.pages.development.axes import decimal_year, delivery_ticks, domain_of, year_ticks
from analysis.report.pages.development.control import control_charts, controlled
from analysis.report.pages.development.country import (
    activity_chart,
    change_key_figures,
    runners_chart,
    runners_height,
)
from analysis.report.pages.development.facts import (
    common_change,
    comparison,
    furthest,
    judged_municipalities,
    judged_now,
    municipal_comparison,
    outside_usual,
    standing_out_or_nearest,
)
from analysis.report.pages.development.municipalities import change_figure, furthest_table
from analysis.report.pages.development.regions import panel_width, region_panels, region_table
from analysis.report.pages.development.words import (
    absent_activity_notes,
    activity_words,
    break_notes,
    change_reasons,
    development_counts,
    development_finding,
    geography_note,
    judged_words,
    note_on_many,
    notes_on_lists,
    percent_of_all,
    published_notes,
    source_note,
    standing_out,
    stock_notes,
    uncounted_notes,
)

__all__ = [
    "absent_activity_notes",
    "activity_chart",
    "activity_words",
    "aed_history",
    "break_notes",
    "change_figure",
    "change_key_figures",
    "change_reasons",
    "common_change",
    "comparison",
    "control_charts",
    "controlled",
    "decimal_year",
    "delivery_ticks",
    "development_counts",
    "development_finding",
    "domain_of",
    "furthest",
    "furthest_table",
    "geography_note",
    "judged_municipalities",
    "judged_now",
    "judged_words",
    "municipal_comparison",
    "note_on_many",
    "notes_on_lists",
    "outside_usual",
    "panel_width",
    "percent_of_all",
    "published_notes",
    "region_panels",
    "region_table",
    "runners_chart",
    "runners_height",
    "source_note",
    "standing_out",
    "standing_out_or_nearest",
    "stock_notes",
    "uncounted_notes",
    "year_ticks",
]
