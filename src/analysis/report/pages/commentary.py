"""The publisher's commentary on the quarter."""

from __future__ import annotations

from analysis.core import formatting as show
from analysis.reading.commentaries import read_commentary
from analysis.report.components import Section, columns, division, heading, in_language, prose, stacked
from analysis.report.data import ReportData
from analysis.texts.markup import PARAGRAPH, strong, together
from analysis.texts.notes import TABLE_LANGUAGE


def commentary(context: ReportData) -> Section:
    """The commentary with its author and day; empty where the delivery has none.

    An edition whose language it was not written in shows the Danish one, and says so.
    """
    texts, said = context.texts, context.snapshot.delivery.publishing
    if not said.commentary or said.day is None:
        return Section()
    language = texts.language if texts.language in said.commentary else TABLE_LANGUAGE
    written = prose(read_commentary(said.commentary[language]).blocks)
    who = texts("commentary-by", author=said.author, date=show.long_date(said.day, texts.language))
    about = [
        together(
            [strong(texts("commentary-about-title"), "."), texts("commentary-about", author=said.author)]
        ),
        *([texts("who-contact", contact=context.delivered(said.contact))] if said.contact else []),
    ]
    translated = language == texts.language
    return stacked(
        heading(2, texts("commentary-heading"), "kommentar"),
        division("fund", texts("commentary-finding")),
        division("under", who),
        columns(
            [170, 71],
            written if translated else in_language(language, written),
            stacked(
                *([] if translated else [division("boks", texts("commentary-untranslated"))]),
                division("boks", together(about, PARAGRAPH)),
            ),
            name="laesetekst kommentar",
        ),
    )
