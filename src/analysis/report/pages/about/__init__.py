"""The scheme and cardiac arrest outside hospital, for the whole country."""

from analysis.report.pages.about.arrests import arrests
from analysis.report.pages.about.cancellations import cancellations
from analysis.report.pages.about.notes import delivery_notes, notes_on_unknown
from analysis.report.pages.about.programme import gross_sentence, programme
from analysis.report.pages.about.title import about_title

__all__ = [
    "about_title",
    "arrests",
    "cancellations",
    "delivery_notes",
    "gross_sentence",
    "notes_on_unknown",
    "programme",
]
