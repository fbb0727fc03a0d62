"""Charts with their words and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from analysis.report.charts.theme import PHONE_MM, POINTS_PER_MM
from analysis.report.components.files import csv_link_html
from analysis.report.components.layout import municipality_attribute, raw_blocks
from analysis.report.components.sections import Section
from analysis.texts.markup import (
    Address,
    as_attribute,
    as_html,
    as_typst,
)

PIXELS_PER_MM: Final = 5.9
NEARLY_ALL: Final = 0.9


class Numbers(NamedTuple):
    """What a chart shows, as a table.

    Attributes:
        head: Column heads, the first of them of the rows' names.
        rows: Texts as shown. A mark of the drawing that is called by a row's code or name belongs to it.
        words: Name of the table, of the file to fetch, and of the sources.
        codes: A municipality's code for each row, none where rows are not municipalities.
        sources: Where the numbers come from, addresses among them.
        chronological: Whether rows stand in the order of their dates.
        language: Of the numbers as shown, and of the file.
        limits: What the heads of lower and upper limits end in, in the file.
    """

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: tuple[str, str, str]
    codes: Sequence[str] = ()
    sources: Sequence[str] = ()
    chronological: bool = False
    language: str = "da"
    limits: tuple[str, str] = ("nedre", "øvre")


def picture(
    name: str,
    svg: str,
    alternative: str,
    width: float,
    numbers: Numbers | None = None,
    phone: Sequence[str] = (),
) -> Section:
    """A chart with its alternative text, so many millimetres wide in print.

    Args:
        name: Name of the file and of the figure on the page.
        svg: The drawing.
        alternative: What it shows, in words.
        width: Width in print, in millimetres.
        numbers: The numbers it shows; HTML has them as a table to unfold, as a file to fetch, and at each
            mark of the drawing.
        phone: Drawings that a narrow screen shows instead, one under the other.
    """
    label = as_attribute(alternative)
    named = svg if numbers is None else _with_numbers(svg, numbers)
    drawings = [_inline(name, named, label, "bred" if phone else "")]
    for place, drawing in enumerate(phone):
        called = drawing if numbers is None else _with_numbers(drawing, numbers)
        drawings.append(_inline(f"{name}-{place}", called, label, "smal", _share_of_phone(drawing)))
    most = f"max-width:{width * PIXELS_PER_MM:.0f}px"
    block = raw_blocks(
        f'<div class="diagram" id="figur-{name}" style="{most}">{"".join(drawings)}</div>'
        + ("" if numbers is None else _numbers_html(name, alternative, numbers)),
        f"#rapport-svg({as_typst(f'media/{name}.svg')}, {as_typst(alternative)}, {width:g}mm)",
    )
    return Section(block.markdown, {f"{name}.svg": svg})


def web_picture(name: str, svg: str, alternative: str, width: float, source: str) -> Section:
    """A drawing with its alternative text and source for HTML alone, at most as wide as in print."""
    most = f"max-width:{width * PIXELS_PER_MM:.0f}px"
    drawn = _inline(name, svg.replace("<svg ", '<svg class="marks" ', 1), as_attribute(alternative), "")
    html = f'<div class="diagram" id="figur-{name}" style="{most}">{drawn}</div>'
    html += f'<p class="kilde">{as_html(source)}</p>'
    return Section(raw_blocks(html, "").markdown, {f"{name}.svg": svg})


def _share_of_phone(svg: str) -> float:
    """How much of a phone's width a drawing takes; those that take nearly all of it take all."""
    found = re.search(r' width="([\d.]+)"', svg)
    share = float(found[1]) / (PHONE_MM * POINTS_PER_MM) if found else 1.0
    return share if share < NEARLY_ALL else 1.0


def _inline(name: str, svg: str, label: str, kind: str, share: float = 1.0) -> str:
    """A drawing as part of the page: lean, one image to those who do not see it, and so wide."""
    quiet = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", _own_identifiers(name, svg))
    lean = re.sub(
        r'<path class="(?:fore|back)ground"[^>]*/>| (?:pointer-events|font-family|opacity)="(?:none|Lato|1)"',
        "",
        quiet,
    )
    rounded = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), lean)
    css_class = f'class="{kind}" ' if kind else ""
    unclassed = re.sub(r'class="marks" ', css_class, re.sub(r"[ \n\t]+", " ", rounded), count=1)
    narrow = "" if share == 1 else f'style="width:{share:.1%}" '
    # The description in the drawing is its label again, which is heard once where the attribute is empty.
    heard = f'role="img" aria-label="{label}" aria-description=""'
    return unclassed.replace("<svg ", f"<svg {heard} {narrow}", 1)


def decoration(name: str, svg: str, width: float) -> Section:
    """A drawing that says nothing the page does not say in words, so many millimetres wide in print."""
    most = f"max-width:{width * PIXELS_PER_MM:.0f}px"
    hidden = _own_identifiers(name, svg).replace("<svg ", '<svg aria-hidden="true" ', 1)
    block = raw_blocks(
        f'<div class="diagram" id="figur-{name}" style="{most}">{hidden}</div>',
        f"#rapport-pynt({as_typst(f'media/{name}.svg')}, {width:g}mm)",
    )
    return Section(block.markdown, {f"{name}.svg": svg})


def _with_numbers(svg: str, numbers: Numbers) -> str:
    """The drawing, each mark that is called by a row told of it, its numbers as the title to point at."""
    called = numbers.codes or [row[0] for row in numbers.rows]
    keys = {key: place for place, key in enumerate(called)}

    def told(mark: re.Match[str]) -> str:
        place = keys.get(unescape(mark[1]))
        if place is None:
            return mark[0]
        row = numbers.rows[place]
        said = [row[0], *(f"{head} {cell}" for head, cell in zip(numbers.head[1:], row[1:], strict=True))]
        code = f' data-kommune="{mark[1]}"' if numbers.codes else ""
        title = f"<title>{as_html(' · '.join(said))}</title>"
        return f'<path data-r="{place}"{code}{mark[2]}>{title}</path>'

    return re.sub(r'<path aria-label="([^"]*)"([^>]*)/>', told, svg)


def _numbers_html(name: str, caption: str, numbers: Numbers) -> str:
    unfold, fetch, source = (as_html(word) for word in numbers.words)
    ordered = " data-orden" if numbers.chronological else ""
    heads = "".join(
        f'<th scope="col"{"" if place else ordered}>{as_html(head)}</th>'
        for place, head in enumerate(numbers.head)
    )
    codes: Sequence[str | None] = numbers.codes or [None] * len(numbers.rows)
    body = "\n".join(
        f'<tr{municipality_attribute(code)}><th scope="row">{as_html(row[0])}</th>'
        + "".join(f'<td class="tal">{as_html(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row, code in zip(numbers.rows, codes, strict=True)
    )
    told = "; ".join(map(_source_html, numbers.sources))
    file = csv_link_html(name, numbers.head, numbers.rows, fetch, numbers.language, numbers.limits)
    sources = f'<p class="kilde">{source}: {told}</p>' if told else ""
    return (
        f'\n<details class="tallene"><summary>{unfold}</summary>'
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table><caption class="skjult">{as_html(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
        f"{file}</details>"
        f"{sources}"
    )


def _source_html(source: str) -> str:
    shown = as_html(source_name(source))
    return f'<a href="{as_attribute(source)}">{shown}</a>' if isinstance(source, Address) else shown


def source_name(source: str) -> str:
    """The host of an address, any other source as it is."""
    return urlsplit(source).netloc.removeprefix("www.") if isinstance(source, Address) else source


def _own_identifiers(name: str, svg: str) -> str:
    """Two charts on one HTML page must not share element identifiers."""

    def own(tag: re.Match[str]) -> str:
        named = re.sub(r'(?<= id=")([^"]+)(?=")', rf"{name}-\1", tag[0])
        return re.sub(r'(?<=="url\(#)([^)]+)(?=\)")', rf"{name}-\1", named)

    return re.sub(r"<[^>]*>", own, svg)
