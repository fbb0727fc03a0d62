"""The scheme and cardiac arrest outside hospital, for the whole country."""

from analysis.report.pages.about.arrests import arrests
from analysis.report.pages.about.cancellations import cancellations
from analysis.report.pages.about.notes import acceptance_of_the_country, delivery_notes, notes_on_unknown
from analysis.report.pages.about.programme import gross_sentence, programme
from analysis.report.pages.about.title import about_title

__all__ = [
    "about_title",
    "acceptance_of_the_country",
    "arrests",
    "cancellations",
    "delivery_notes",
    "gross_sentence",
    "notes_on_unknown",
    "programme",
]
