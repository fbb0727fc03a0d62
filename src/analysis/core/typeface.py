"""The report's typeface: its fonts for pages that stand alone, and the characters and widths it has."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from analysis.core.layout import FONTS

NAME: Final = "Lato"
NOT_A_CHARACTER: Final = 0xFFFF
FILES: Final = {False: "Lato-Regular.ttf", True: "Lato-Bold.ttf"}


@cache
def font_faces() -> str:
    """Rules of CSS, a line each, that hold the report's fonts themselves."""
    return "".join(
        f"@font-face {{ font-family: {NAME}; font-weight: {weight}; "
        f'src: url("data:font/ttf;base64,{base64.b64encode((FONTS / name).read_bytes()).decode()}"); }}\n'
        for weight, name in ((400, FILES[False]), (700, FILES[True]))
    )


@cache
def shown_characters() -> frozenset[str]:
    """The characters that every font file of the report has a shape for."""
    return frozenset.intersection(*map(characters_of, sorted(FONTS.glob("*.ttf"))))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is set, in the unit of its size; letters that move closer count in full."""
    widths = _widths(FONTS / FILES[bold])
    widest = max(widths.values())
    return size * sum(widths.get(character, widest) for character in text)


def characters_of(font: Path) -> frozenset[str]:
    """The characters that a TrueType font maps to a shape (OpenType, table `cmap`, format 4).

    Raises:
        ValueError: The font has no such table.
    """
    content = font.read_bytes()
    return frozenset(_shapes(content, _offsets(content), font.name))


@cache
def _widths(font: Path) -> dict[str, float]:
    """The width of each character in parts of the type's size (OpenType, table `hmtx`)."""
    content = font.read_bytes()
    offsets = _offsets(content)
    (units,) = struct.unpack_from(">H", content, offsets[b"head"] + 18)
    (count,) = struct.unpack_from(">H", content, offsets[b"hhea"] + 34)
    advances = struct.unpack_from(">" + "H2x" * count, content, offsets[b"hmtx"])
    shapes = _shapes(content, offsets, font.name)
    return {character: advances[min(shape, count - 1)] / units for character, shape in shapes.items()}


def _offsets(content: bytes) -> dict[bytes, int]:
    """Where each table of a font starts."""
    (tables,) = struct.unpack_from(">H", content, 4)
    return {
        content[place : place + 4]: struct.unpack_from(">L", content, place + 8)[0]
        for place in range(12, 12 + 16 * tables, 16)
    }


def _shapes(content: bytes, offsets: dict[bytes, int], name: str) -> dict[str, int]:
    """The number of each character's shape."""
    table = offsets[b"cmap"]
    (encodings,) = struct.unpack_from(">H", content, table + 2)
    for place in range(table + 4, table + 4 + 8 * encodings, 8):
        start = table + struct.unpack_from(">L", content, place + 4)[0]
        if struct.unpack_from(">H", content, start) == (4,):
            return dict(_mapped(content, start))
    raise ValueError(f"{name} has no character map of format 4")


def _mapped(content: bytes, start: int) -> Iterator[tuple[str, int]]:
    """The characters of a map of format 4 and their shapes: segments of codes, each shifted or in a list."""
    count = struct.unpack_from(">H", content, start + 6)[0] // 2

    def column(number: int) -> tuple[int, ...]:
        padding = 2 if number else 0
        return struct.unpack_from(f">{count}H", content, start + 14 + padding + 2 * count * number)

    lists = start + 16 + 6 * count
    for segment, (last, first, shift, place) in enumerate(zip(*map(column, range(4)), strict=True)):
        for code in range(first, last + 1):
            shape = code
            if place:
                (shape,) = struct.unpack_from(">H", content, lists + 2 * segment + place + 2 * (code - first))
            if (shape or not place) and (shape + shift) % 0x10000 and code != NOT_A_CHARACTER:
                yield chr(code), (shape + shift) % 0x10000
