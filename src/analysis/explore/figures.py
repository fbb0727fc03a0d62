"""A chart as one picture that can be taken elsewhere: heading, legend, drawing and source in one SVG."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Final, NamedTuple

import vl_convert

from analysis.core.layout import FONTS
from analysis.core.typeface import font_faces
from analysis.report.charts.drawing import register_fonts
from analysis.report.charts.theme import INK, NOT_KNOWN, NOT_KNOWN_EDGE
from analysis.texts.markup import as_attribute

MARGIN: Final = 16.0
SQUARE: Final = 10.0
GREY: Final = "#4A545E"
# Of a letter's height, how wide letters of Lato are on average: wide enough that no line runs over.
LETTER: Final = 0.52
# Points of the drawing are this many times as many dots in a picture: sharp on a projector and in print.
DOTS: Final = 3.0
MOST_DOTS: Final = 300 / 72


class Size(NamedTuple):
    """Room for a figure: width and height in points, and dots for each point of a picture of dots.

    Attributes:
        width: Of the room.
        height: Of the room.
        dots: For each point.
        filled: Whether the figure is as large as the room, white beside its drawing; else as its drawing is.
    """

    width: float
    height: float
    dots: float
    filled: bool = False


# A column of a web page on a screen of fine dots; a wide slide; the width of a page of A4 in print.
SIZES: Final = {
    "web": Size(540, 1620, 8 / 3),
    "slide": Size(960, 540, 2, filled=True),
    "print": Size(482, 700, MOST_DOTS),
}
# Viewers that know no typeface of a file's own take another.
FAMILIES: Final = "Lato, Carlito, 'Liberation Sans', Arial, Helvetica, sans-serif"
MEASURES: Final = re.compile(r'(<svg [^>]*?)width="([\d.]+)" height="([\d.]+)"')
VIEW: Final = re.compile(r' viewBox="[^"]*"')
GROUND: Final = '<rect width="100%" height="100%" fill="#fff"/>'


class Line(NamedTuple):
    """A line of text in a figure: what it says, its height, its colour and whether it is bold."""

    text: str
    size: float
    colour: str = INK
    bold: bool = False

    @property
    def width(self) -> float:
        """About how wide it is."""
        return len(self.text) * self.size * LETTER


def whole_figure(
    drawing: str,
    *,
    title: str,
    text: str,
    legend: Sequence[tuple[str, str]],
    source: str,
    alternative: str,
    language: str,
) -> str:
    """A figure as SVG with its typeface in it, as wide as its drawing.

    Args:
        drawing: The chart as SVG.
        title: Over it.
        text: Under the title.
        legend: Colour and words of each class.
        source: Below the drawing.
        alternative: What the figure shows, for those who do not see it.
        language: Of all texts.

    Raises:
        ValueError: The drawing does not say how large it is.
    """
    size = MEASURES.match(drawing)
    if size is None:
        raise ValueError("the drawing does not say how large it is")
    wide, high = (float(number) for number in size.groups()[1:])
    parts, top = [], MARGIN
    for line in [*_wrapped(title, 15, wide, bold=True), *_wrapped(text, 10.5, wide, GREY)]:
        top += line.size * 1.25
        parts.append(_text(line, MARGIN, top))
    if legend:
        keys, top = _legend(legend, top + 8, wide)
        parts += keys
    top += 10
    placed = drawing.replace("<svg ", f'<svg x="{MARGIN:g}" y="{top:g}" overflow="visible" ', 1)
    parts.append(placed.replace('font-family="Lato"', f'font-family="{FAMILIES}"'))
    top += high + 4
    for line in _wrapped(source, 8.5, wide, GREY):
        top += line.size * 1.3
        parts.append(_text(line, MARGIN, top))
    width, height = wide + 2 * MARGIN, top + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" role="img" lang="{as_attribute(language)}">'
        f"<title>{as_attribute(title)}</title><desc>{as_attribute(alternative)}</desc>"
        f"<style>{font_faces()}</style>{GROUND}{''.join(parts)}</svg>"
    )


def sized(figure: str, size: Size) -> str:
    """A figure as large as there is room for it, all in it larger or smaller alike."""
    found = MEASURES.match(figure)
    if found is None:
        raise ValueError("the figure does not say how large it is")
    wide, high = float(found[2]), float(found[3])
    scale = min(size.width / wide, size.height / high)
    if size.filled:
        across, down = size.width / scale, size.height / scale
        view = f"{(wide - across) / 2:.2f} {(high - down) / 2:.2f} {across:.2f} {down:.2f}"
        left, top, *_ = view.split()
        ground = GROUND.replace("<rect ", f'<rect x="{left}" y="{top}" ')
        inside = VIEW.sub(f' viewBox="{view}"', figure[found.end() :], count=1).replace(GROUND, ground, 1)
        return f'{found[1]}width="{size.width:g}" height="{size.height:g}"{inside}'
    return f'{found[1]}width="{wide * scale:.2f}" height="{high * scale:.2f}"{figure[found.end() :]}'


def as_png(figure: str, dots: float = DOTS) -> bytes:
    """A figure as a picture of dots, so many for each of its points."""
    register_fonts(FONTS)
    return bytes(vl_convert.svg_to_png(figure, scale=dots))


def as_pdf(figure: str) -> bytes:
    """A figure as a page of its size."""
    register_fonts(FONTS)
    return bytes(vl_convert.svg_to_pdf(figure))


def _wrapped(text: str, size: float, width: float, colour: str = INK, *, bold: bool = False) -> list[Line]:
    lines = textwrap.wrap(text, int(width / (size * LETTER)))
    return [Line(line, size, colour, bold) for line in lines]


def _text(line: Line, left: float, base: float) -> str:
    weight = ' font-weight="bold"' if line.bold else ""
    return (
        f'<text x="{left:g}" y="{base:g}" font-family="{FAMILIES}" font-size="{line.size:g}"'
        f' fill="{line.colour}"{weight}>{as_attribute(line.text)}</text>'
    )


def _legend(legend: Sequence[tuple[str, str]], top: float, wide: float) -> tuple[list[str], float]:
    """Squares with their words, in as many lines as they need, and where the last line ends."""
    parts, left, base = [], MARGIN, top + SQUARE
    for colour, words in legend:
        key = Line(words, 10)
        room = SQUARE + 5 + key.width + 14
        if left > MARGIN and left + room > MARGIN + wide:
            left, base = MARGIN, base + SQUARE + 6
        square = f'<rect x="{left:g}" y="{base - SQUARE + 1:g}" width="{SQUARE:g}" height="{SQUARE:g}"'
        edge = f' stroke="{NOT_KNOWN_EDGE}"' if colour == NOT_KNOWN else ""
        parts += [f'{square} fill="{as_attribute(colour)}"{edge}/>', _text(key, left + SQUARE + 5, base)]
        left += room
    return parts, base
