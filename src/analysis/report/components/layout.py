"""Text, headings, columns and boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analysis.report.components.sections import Section
from analysis.texts.markup import (
    Source,
    as_attribute,
    as_html,
    as_markdown,
    as_paragraphs,
)

UNNAMED: Final = re.compile(r'(<svg role="img" aria-label="([^"]*)"[^>]*>)(?!<title>)')
NOT_FOR_TYPST: Final = "<!--| quarto-html-table-processing: none -->\n"


def markdown(text: str) -> Section:
    """Prose; a paragraph that starts with an ordinal stays a paragraph."""
    return Section(Source(as_paragraphs(text)))


def heading(level: int, text: str, identifier: str) -> Section:
    """A heading that starts a page and stands in the table of contents."""
    return Section(Source(f"{'#' * level} {as_markdown(text)} {{#{identifier}}}"))


def figure_title(level: int, text: str) -> Section:
    """The finding over a figure or table, a heading that the contents leave out."""
    return Section(Source(f"{'#' * level} {as_markdown(text)} {{.figurtitel .unlisted}}"))


def division(name: str, content: Section | str) -> Section:
    """A fenced Div of the report's own classes."""
    inner = markdown(content) if isinstance(content, str) else content
    return Section(Source(f":::::: {{.{name}}}\n{inner.markdown}\n::::::"), inner.media)


def in_language(language: str, content: Section) -> Section:
    """A piece in another language than the page's, whose tag it carries."""
    return Section(Source(f':::::: {{lang="{language}"}}\n{content.markdown}\n::::::'), content.media)


def figure(level: int, title: str, text: str, *content: Section) -> Section:
    """A figure that stays together on a page: its finding, what it measures, and what it shows."""
    head = (figure_title(level, title), division("figurtekst", text))
    return division("figur", named_drawings(title, stacked(*head, *content)))


def named_drawings(title: str, content: Section) -> Section:
    """The content, its drawings named in themselves: a title, and a description that is their label."""
    called = f"<title>{as_attribute(title)}</title>"
    named = UNNAMED.sub(lambda found: f"{found[1]}{called}<desc>{found[2]}</desc>", content.markdown)
    return Section(Source(named), content.media)


def columns(widths: Sequence[float], *cells: Section, name: str = "") -> Section:
    """Cells side by side; widths in millimetres of a page's 261."""
    shown = " ".join(f"{width:g}" for width in widths)
    classes = " ".join(f".{word}" for word in ("spalter", *name.split()))
    inner = "\n\n".join(f":::::::: {{.spalte}}\n{cell.markdown}\n::::::::" for cell in cells)
    media = {key: picture for cell in cells for key, picture in cell.media.items()}
    return Section(Source(f':::::::::: {{{classes} bredder="{shown}"}}\n{inner}\n::::::::::'), media)


def stacked(*parts: Section) -> Section:
    """Parts one under the other."""
    media = {key: picture for part in parts for key, picture in part.media.items()}
    return Section(Source("\n\n".join(part.markdown for part in parts if part.markdown)), media)


def raw_blocks(html_text: str, typst_code: str) -> Section:
    """The same content for both outputs, its texts escaped already."""
    untouched = NOT_FOR_TYPST if "<table" in html_text else ""
    return Section(Source(f"```{{=html}}\n{untouched}{html_text}\n```\n\n```{{=typst}}\n{typst_code}\n```"))


def contents() -> Section:
    """The table of contents in print; on screens it stands beside the page."""
    return raw_blocks("", "#rapport-indhold()")


def space() -> Section:
    """Room between two rows of columns."""
    return raw_blocks('<div style="height:2.5rem"></div>', "#v(6mm)")


def on_phones(name: str, text: str) -> Section:
    """A paragraph of a class that only narrow screens show, beside a drawing of their own."""
    return raw_blocks(f'<p class="{name} kun-smal">{as_html(text)}</p>', "")


def details(summary: str, paragraphs: Sequence[str]) -> Section:
    """Text to unfold on screens; on paper there is none."""
    items = "".join(f"<p>{as_html(one)}</p>" for one in paragraphs)
    return raw_blocks(f"<details><summary>{as_html(summary)}</summary>{items}</details>", "")


def typst_array(items: Sequence[str]) -> str:
    """A Typst array, also of one item."""
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def municipality_attribute(code: str | None) -> str:
    """What ties a row to its municipality."""
    return f' data-kommune="{code}"' if code else ""
