"""Whether CSV files are whole: cells in every row as in the header, quotation marks that close, UTF-8.

Engines stop at some of this without saying where, and take some of it in silence, each in its own way. Blocks
without quotation marks are looked at as a whole, the others row by row. No cell is ever told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from analysis.core.problems import Fault, Problem
from analysis.events.engines import Source

BLOCK_BYTES: Final = 2**22
LONGEST_ROW: Final = 2**20
MARK: Final = b"\xef\xbb\xbf"
QUOTE, COMMA, LINE_FEED = b'",\n'
ROW: Final = re.compile(rb'(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*\r?\n?')
QUOTED: Final = re.compile(rb'"(?:[^"]|"")*"')


def structure_problems(source: Source) -> Iterator[Problem]:
    """The first fault of each CSV file of a table."""
    if source.text:
        for file, shown in zip(source.files, source.shown, strict=True):
            if fault := first_fault(Path(file), len(source.columns)):
                yield fault.in_file(shown)


def first_fault(path: Path, width: int) -> Fault | None:
    """The first row of a CSV file that is not whole; None where all are.

    Args:
        path: The file.
        width: How many columns its header has.
    """
    row = 1
    for block in _blocks(path):
        if _is_plain(block, width):
            row += block.count(b"\n")
            continue
        for line in _rows(block):
            if fault := _fault_of(line, row, width):
                return fault
            row += 1
    return None


def _blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in blocks that end with a row, where rows are not too long for that."""
    rest = b""
    with path.open("rb") as stream:
        rest = stream.read(len(MARK)).removeprefix(MARK)
        while read := stream.read(BLOCK_BYTES):
            block = rest + read
            end = _end_of_rows(block)
            if not end and len(block) > LONGEST_ROW:
                yield block
                return
            rest = block[end:]
            if end:
                yield block[:end]
            if len(rest) > LONGEST_ROW:
                break
    if rest:
        yield rest


def _end_of_rows(block: bytes) -> int:
    """Where the last whole row of a block ends, which begins with a row; 0 where none does."""
    if QUOTE not in block:
        return block.rfind(b"\n") + 1
    codes = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero((codes == LINE_FEED) & (np.cumsum(codes == QUOTE) % 2 == 0))
    return int(ends[-1]) + 1 if ends.size else 0


def _is_plain(block: bytes, width: int) -> bool:
    """Whether a block without quotation marks is whole."""
    if QUOTE in block or not block.endswith(b"\n") or block.count(b"\r") != block.count(b"\r\n"):
        return False
    if not block.isascii() and _undecodable(block):
        return False
    codes = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(codes == LINE_FEED)
    commas = np.cumsum(codes == COMMA)[ends]
    return bool((np.diff(commas, prepend=0) == width - 1).all())


def _undecodable(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def _rows(block: bytes) -> Iterator[bytes]:
    """The rows of a block: lines, and together those between which a quotation mark is open."""
    row = b""
    for line in _lines(block):
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""
    if row:
        yield row


def _lines(block: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(block):
        end = block.find(b"\n", start) + 1 or len(block)
        yield block[start:end]
        start = end


def _fault_of(line: bytes, row: int, width: int) -> Fault | None:
    if line.count(b'"') % 2:
        return Fault(row, "a quotation mark that is not closed", "one at the end of the cell, or none")
    if _undecodable(line):
        return Fault(row, "a byte that is not UTF-8", "CSV in UTF-8")
    bare = QUOTED.sub(b"", line)
    if b"\r" in bare.removesuffix(b"\n").removesuffix(b"\r"):
        return Fault(row, "a carriage return inside the row", "rows that end in LF or CRLF")
    if not ROW.fullmatch(line):
        expected = "quotation marks around the whole cell, and doubled inside it"
        return Fault(row, "a quotation mark inside a cell", expected)
    cells = bare.count(b",") + 1
    if cells != width:
        found = "an empty row" if not bare.strip() else f"{cells} cell{'s' if cells > 1 else ''}"
        return Fault(row, found, f"{width} cells, as the header has")
    return None
