"""One page about one municipality or region: how many, against whom, and how sure that is."""

from analysis.report.pages.sheet.facts import AreaFacts, municipalities_of_like_size, neighbours, sheet_codes
from analysis.report.pages.sheet.front import front_matter, sheet_list
from analysis.report.pages.sheet.key_numbers import key_numbers
from analysis.report.pages.sheet.page import AreaSheet
from analysis.report.pages.sheet.words import name_of, opening_sentence, press_line

__all__ = [
    "AreaFacts",
    "AreaSheet",
    "front_matter",
    "key_numbers",
    "municipalities_of_like_size",
    "name_of",
    "neighbours",
    "opening_sentence",
    "press_line",
    "sheet_codes",
    "sheet_list",
]
