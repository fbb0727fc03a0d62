"""Parts of a page, written once and set by both HTML and Typst.

A part is Markdown. What Markdown cannot say (a table with a dot strip, a chart) is a pair of raw blocks, one
for each output; Pandoc drops the one that does not belong to the format it writes.
"""

from analysis.report.components.files import csv_link, file_link
from analysis.report.components.key_figures import SIZE_OF_WORDS, KeyFigure, key_figures, legend
from analysis.report.components.layout import (
    columns,
    contents,
    details,
    division,
    figure,
    figure_title,
    heading,
    in_language,
    markdown,
    named_drawings,
    on_phones,
    space,
    stacked,
    typst_array,
)
from analysis.report.components.pictures import Numbers, decoration, picture, source_name, web_picture
from analysis.report.components.prose import prose
from analysis.report.components.sections import (
    NotebookPages,
    Section,
)
from analysis.report.components.strips import Mark, Run, SmallLine, StripRow, strip_table
from analysis.report.components.tables import table

__all__ = [
    "SIZE_OF_WORDS",
    "KeyFigure",
    "Mark",
    "NotebookPages",
    "Numbers",
    "Run",
    "Section",
    "SmallLine",
    "StripRow",
    "columns",
    "contents",
    "csv_link",
    "decoration",
    "details",
    "division",
    "figure",
    "figure_title",
    "file_link",
    "heading",
    "in_language",
    "key_figures",
    "legend",
    "markdown",
    "named_drawings",
    "on_phones",
    "picture",
    "prose",
    "source_name",
    "space",
    "stacked",
    "strip_table",
    "table",
    "typst_array",
    "web_picture",
]
