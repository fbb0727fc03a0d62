"""Reads logos: pictures that come from outside, in SVG or PNG, and are shown as pictures that can do nothing.

A page shows a logo as an image by its address, never as part of itself, so that no style or script of it
reaches the page. What could reach out, run or hide something is refused all the same.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from xml.parsers import expat

from analysis.core.problems import Fault, quoted

MOST_BYTES: Final = 200 * 1024
MOST_ELEMENTS: Final = 3_000
DEEPEST: Final = 30
MOST_PIXELS: Final = 4_000_000
LONGEST_SIDES: Final = 12
SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
ELEMENTS: Final = frozenset(
    {"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    | {"clipPath", "mask", "linearGradient", "radialGradient", "stop"}
)
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
CUTTING: Final = ("clipPath", "mask")
CUT_BY: Final = ("clip-path", "mask", "style")
CUT: Final = re.compile(r"(?i)(?:clip-path|mask)\s*:\s*url")
NUMBER: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(?:px|pt|mm|cm|in)?\s*")
OUTWARDS: Final = re.compile(r"(?i)url\s*\(\s*[\"']?\s*(?!#)|@|expression|javascript:|data:|image\s*\(|\\")
PLAIN_SVG: Final = (
    "an SVG of shapes alone: saved as plain SVG, its text as paths, without style sheets, copies or scripts"
)
PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# Chunks that draw; texts, times and camera data have no place in a logo.
CHUNKS: Final = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"pHYs",
        b"sBIT",
        b"bKGD",
    }
)
SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


class Logo(NamedTuple):
    """A logo as SVG, and everything that is wrong with it."""

    svg: str
    faults: tuple[Fault, ...]


def read_logo(content: bytes, suffix: str) -> Logo:
    """Check a picture; a PNG becomes an SVG that holds it.

    Args:
        content: The bytes of the file, at most `MOST_BYTES`.
        suffix: ``.svg`` or ``.png``.
    """
    return _read_svg(content) if suffix == ".svg" else _read_png(content)


def _shape_fault(width: float, height: float) -> Iterator[Fault]:
    if max(width, height) > LONGEST_SIDES * min(width, height):
        found = f"a picture of {width:g} × {height:g}"
        yield Fault(None, found, f"sides of which none is more than {LONGEST_SIDES} times the other")


class _Elements:
    """What an SVG holds, told element by element."""

    def __init__(self, row: Callable[[], int]) -> None:
        self.row, self.count, self.depth, self.shapes = row, 0, 0, 0
        self.cut: int | None = None
        self.faults: list[Fault] = []
        self.size: tuple[float, float] | None = None

    def fault(self, found: str, expected: str = PLAIN_SVG) -> None:
        self.faults.append(Fault(self.row(), found, expected))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count, self.depth = self.count + 1, self.depth + 1
        if self.depth == DEEPEST + 1:
            self.fault("elements nested too deep", f"at most {DEEPEST} elements within each other")
        namespace, _, local = name.rpartition(" ")
        if namespace != SVG_NAMESPACE or local not in ELEMENTS:
            self.fault(f"an element {quoted(local)}")
        if self.count == 1:
            if (namespace, local) != (SVG_NAMESPACE, "svg"):
                self.fault("a file that is no SVG", "an element svg of the SVG namespace first")
            self.size = _size_of(attributes)
        self.shapes += local in SHAPES
        for attribute, value in attributes.items():
            self._attribute(attribute, value)
        # One that is itself clipped doubles the work of drawing with each step of a chain.
        if self.cut is None and local in CUTTING:
            self.cut = self.depth
        if self.cut is not None and any(
            CUT.search(f"{name}:{value}") for name, value in attributes.items() if name in CUT_BY
        ):
            self.fault("a mask or clip path that is itself masked or clipped")

    def end(self, _name: str) -> None:
        if self.cut == self.depth:
            self.cut = None
        self.depth -= 1

    def _attribute(self, attribute: str, value: str) -> None:
        namespace, _, local = attribute.rpartition(" ")
        if (
            namespace not in ("", XLINK, XML)
            or local.casefold().startswith("on")
            or local in ("base", "class")
        ):
            self.fault(f"an attribute {quoted(local)}")
        elif local == "href":
            if not value.startswith("#"):
                self.fault(f"a reference to {quoted(value)}", "references within the file, like #a")
        elif namespace == "" and OUTWARDS.search(value):
            self.fault(f"{local} = {quoted(value)}", "no reference to anything outside of the file")

    def doctype(self, *_: object) -> None:
        self.fault("a document type", "an SVG without <!DOCTYPE>")

    def instruction(self, target: str, _content: str) -> None:
        self.fault(f"an instruction <?{target}", "no instruction to programs")


def _size_of(attributes: dict[str, str]) -> tuple[float, float] | None:
    """Width and height of an SVG by its view box, else by its own attributes."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [attributes.get(side, "") for side in ("width", "height")]
    numbers = [match for side in sides if (match := NUMBER.fullmatch(side))]
    if len(numbers) < 2:
        return None
    width, height = (float(match[1]) for match in numbers)
    return (width, height) if width > 0 and height > 0 else None


def _read_svg(content: bytes) -> Logo:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Logo("", (Fault(None, "a character that is not UTF-8", "an SVG saved as UTF-8"),))
    parser = expat.ParserCreate("utf-8", " ")
    told = _Elements(lambda: parser.CurrentLineNumber)
    parser.StartElementHandler = told.start
    parser.EndElementHandler = told.end
    parser.StartDoctypeDeclHandler = told.doctype
    parser.ProcessingInstructionHandler = told.instruction
    # Without a document type there are no entities to expand.
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        return Logo("", (Fault(None, "a document type", "an SVG without <!DOCTYPE>"),))
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        found = f"a file that is no XML ({expat.ErrorString(error.code)})"
        return Logo("", (Fault(error.lineno, found, "a whole SVG"),))
    faults = list(dict.fromkeys(told.faults))
    if told.count > MOST_ELEMENTS:
        faults.append(Fault(None, f"{told.count:,} elements", f"at most {MOST_ELEMENTS:,}"))
    if not told.shapes:
        faults.append(Fault(None, "no shapes", "a picture"))
    if told.size is None:
        faults.append(Fault(1, "no size", "a viewBox, or width and height as numbers"))
    else:
        faults += _shape_fault(*told.size)
    return Logo(text, tuple(faults))


def _read_png(content: bytes) -> Logo:
    if not content.startswith(PNG_SIGNATURE):
        return Logo("", (Fault(None, "a file that is no PNG", "a PNG"),))
    faults, header, packed = [], b"", b""
    place, last = len(PNG_SIGNATURE), b""
    while place < len(content) and last != b"IEND":
        length, last = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        body, check = (
            content[place + 8 : place + 8 + length],
            content[place + 8 + length : place + 12 + length],
        )
        if len(check) < 4 or int.from_bytes(check) != zlib.crc32(last + body):
            return Logo("", (Fault(None, "a PNG that is damaged or cut off", "a whole PNG"),))
        if last not in CHUNKS:
            name = quoted(last.decode("latin-1"))
            faults.append(
                Fault(None, f"a part {name} in the PNG", "a PNG without texts, times or camera data")
            )
        header = header or (body if last == b"IHDR" else b"")
        packed += body if last == b"IDAT" else b""
        place += 12 + length
    if last != b"IEND" or place != len(content) or len(header) != 13:
        return Logo("", (Fault(None, "a PNG that is damaged or cut off", "a whole PNG"),))
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    depth, colour, interlaced = header[8], header[9], header[12]
    if depth not in DEPTHS.get(colour, ()) or interlaced not in (0, 1) or not width or not height:
        return Logo("", (Fault(None, "a PNG that is damaged or cut off", "a whole PNG"),))
    if width * height > MOST_PIXELS:
        found = f"a picture of {width} × {height} pixels"
        return Logo("", (Fault(None, found, f"at most {MOST_PIXELS:,} pixels"),))
    if interlaced:
        faults.append(Fault(None, "an interlaced PNG", "a PNG saved without interlacing"))
    elif not _is_whole(packed, height * (1 + -(-width * depth * SAMPLES[colour] // 8))):
        faults.append(Fault(None, "a PNG that is damaged or cut off", "a whole PNG"))
    faults += _shape_fault(width, height)
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg xmlns="{SVG_NAMESPACE}" xmlns:xlink="{XLINK}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" '
        f'xlink:href="data:image/png;base64,{data}"/></svg>'
    )
    return Logo(svg, tuple(faults))


def _is_whole(packed: bytes, size: int) -> bool:
    """Whether what was packed has just the size that the picture's header says; no more is unpacked."""
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(packed, size + 1)) == size and unpacking.eof
    except zlib.error:
        return False
