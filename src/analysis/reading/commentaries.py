"""Reads commentaries: texts in a safe subset of Markdown, as trees of paragraphs, lists, emphasis and links.

A commentary is data. Only these kinds leave this module; everything else of Markdown is a fault, and so is
HTML. How the tree is written into a page is decided where it leaves.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from analysis.core.personal_numbers import holds_personal_number
from analysis.core.problems import Fault, quoted
from analysis.reading.text_rules import composed, text_fault

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LONGEST: Final = 2500
LONGEST_ADDRESS: Final = 500
# What a page has room for: lines of so many characters, and the space between paragraphs as part of a line.
MOST_LINES: Final = 32
LINE: Final = 96
SPACE_BETWEEN: Final = 0.6
WIDE: Final = re.compile("[A-ZÆØÅ@%mw]")
WIDER: Final = 0.6
DEEPEST: Final = 2
SCHEMES: Final = ("http", "https", "mailto")
ALLOWED: Final = "paragraphs, lists, *emphasis*, **strong emphasis** and [links](https://…)"
NAMES: Final = {
    "heading": "a heading",
    "blockquote": "a quotation (a row that begins with >)",
    "fence": "a block of code",
    "code_block": "a block of code (a row that begins with four spaces)",
    "code_inline": "code (between `)",
    "hr": "a horizontal line",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
}
MARKED: Final = {"em": "emphasis", "strong": "strong"}
HOST: Final = re.compile(r"(?i)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])")


@dataclass(frozen=True)
class Marked:
    """Words that carry a mark.

    Attributes:
        kind: `emphasis`, `strong` or `link`.
        inside: The words.
        address: Of a link.
    """

    kind: str
    inside: tuple[Words, ...]
    address: str = ""


Words: TypeAlias = str | Marked


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    words: tuple[Words, ...]


@dataclass(frozen=True)
class Listing:
    """A list, its items of paragraphs and lists; numbered from 1 or with dots."""

    numbered: bool
    items: tuple[tuple[Paragraph | Listing, ...], ...]


Block: TypeAlias = Paragraph | Listing


class Commentary(NamedTuple):
    """A commentary as it was read: its blocks, and everything that is wrong with it."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]


def read_commentary(text: str) -> Commentary:
    """Read a text in Markdown.

    Args:
        text: As it was written; rows end in a line feed, also with a carriage return before it.
    """
    from markdown_it import MarkdownIt  # only a delivery with a commentary pays for this import
    from markdown_it.tree import SyntaxTreeNode

    class Parser(MarkdownIt):
        """One that takes every address for a link: what is wrong with it is told below."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - its name in the library
            return True

    parser = Parser("commonmark")
    root = SyntaxTreeNode(parser.parse(composed_rows(text)))
    faults: list[Fault] = []
    blocks = tuple(_blocks(root.children, faults, 1))
    if not blocks and not faults:
        faults.append(Fault(None, "no text", "a commentary"))
    size = _lines(blocks)
    if (length := sum(map(len, _texts(blocks)))) > LONGEST:
        faults.append(Fault(None, f"{length:,} characters", f"at most {LONGEST:,}: a page"))
    elif size > MOST_LINES:
        faults.append(
            Fault(None, f"paragraphs and lists of about {size:.0f} lines", f"at most {MOST_LINES}: a page")
        )
    return Commentary(blocks, tuple(dict.fromkeys(faults)))


def composed_rows(text: str) -> str:
    """A text of several rows in composed Unicode with plain spaces."""
    return "\n".join(composed(row) for row in text.replace("\r\n", "\n").split("\n"))


def plain_text(blocks: tuple[Block, ...]) -> str:
    """What a commentary says, its paragraphs and items on a row each."""
    return "\n".join(_texts(blocks))


def _blocks(nodes: list[SyntaxTreeNode], faults: list[Fault], depth: int) -> Iterator[Block]:
    for node in nodes:
        row = node.map[0] + 1 if node.map else None
        if node.type == "paragraph":
            yield Paragraph(tuple(_paragraph(node, row or 1, faults)))
        elif node.type in {"bullet_list", "ordered_list"}:
            numbered = node.type == "ordered_list"
            start = node.attrs.get("start", 1)
            if depth > DEEPEST:
                faults.append(
                    Fault(row, "a list within a list within a list", "a list within a list at most")
                )
            if start != 1:
                faults.append(
                    Fault(
                        row,
                        f"a list that begins with {start}.",
                        f"a list that begins with 1.; where it is no list, {start}\\. with a backslash",
                    )
                )
            items = [tuple(_blocks(item.children, faults, depth + 1)) for item in node.children]
            if not all(items):
                faults.append(Fault(row, "a list with an empty item", "a text in each item"))
            yield Listing(numbered, tuple(items))
        else:
            faults.append(Fault(row, NAMES.get(node.type, node.type), f"only {ALLOWED}"))


def _paragraph(node: SyntaxTreeNode, row: int, faults: list[Fault]) -> list[Words]:
    (inline,) = node.children
    before = len(faults)
    words = _Rows(row, faults).words(inline.children)
    said = "".join(map(_said, words))
    if not said.strip() and len(faults) == before:
        faults.append(Fault(row, "a paragraph without text", "a text that people can read"))
    elif said.strip() and (fault := text_fault(said, LONGEST)):
        faults.append(Fault(row, *fault))
    return words


class _Rows:
    """Reads the words of a paragraph and knows the row that each stands in."""

    def __init__(self, row: int, faults: list[Fault]) -> None:
        """Begin in a row."""
        self.row, self.faults = row, faults

    def words(self, nodes: list[SyntaxTreeNode]) -> list[Words]:
        read: list[Words] = []
        for node in nodes:
            if node.type == "text":
                read += [node.content] if node.content else []
            elif node.type in {"softbreak", "hardbreak"}:
                self.row += 1
                read.append(" ")
            elif node.type in MARKED:
                read.append(Marked(MARKED[node.type], tuple(self.words(node.children))))
            elif node.type == "link":
                read.append(self._link(node))
            else:
                self.faults.append(Fault(self.row, NAMES.get(node.type, node.type), f"only {ALLOWED}"))
                self.row += node.content.count("\n")
        return read

    def _link(self, node: SyntaxTreeNode) -> Marked:
        address = str(node.attrs.get("href", ""))
        row = self.row
        inside = tuple(self.words(node.children))
        if expected := address_fault(address):
            secret = holds_personal_number(address)
            found = "a link" if secret else f"a link to {quoted(address)}"
            self.faults.append(Fault(row, found, expected))
        if not "".join(map(_said, inside)).strip():
            self.faults.append(Fault(row, "a link without text", "[text](https://…)"))
        if "title" in node.attrs:
            self.faults.append(Fault(row, "a link with a title in quotes", "[text](https://…)"))
        return Marked("link", inside, address)


def address_fault(address: str) -> str:
    """What was expected in place of an address that no page of the report may lead to; empty where it may."""
    if not (address.isascii() and address.isprintable() and " " not in address and "\\" not in address):
        return "an address of plain letters, digits and signs"
    if holds_personal_number(address):
        return "an address without what may be a personal number"
    if len(address) > LONGEST_ADDRESS:
        return f"an address of at most {LONGEST_ADDRESS} characters"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address that begins with https://, http:// or mailto:"
    if parts.scheme not in SCHEMES:
        return "an address that begins with https://, http:// or mailto:"
    if parts.scheme == "mailto":
        plain = MAIL.fullmatch(parts.path) and not parts.query and not parts.fragment
        return "" if plain else "mailto: and an e-mail address alone"
    return (
        "" if HOST.fullmatch(parts.netloc) and "." in parts.netloc else "an address with the name of a host"
    )


def _said(words: Words) -> str:
    return words if isinstance(words, str) else "".join(map(_said, words.inside))


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of paragraphs, items among them."""
    return [
        text
        for block in blocks
        for text in (
            ["".join(map(_said, block.words))]
            if isinstance(block, Paragraph)
            else [text for item in block.items for text in _texts(item)]
        )
    ]


def _lines(blocks: tuple[Block, ...]) -> float:
    """How many lines of a page a commentary takes, roughly: wide letters count for more."""
    widths = [len(text) + WIDER * len(WIDE.findall(text)) for text in _texts(blocks)]
    return sum(math.ceil(width / LINE) + SPACE_BETWEEN for width in widths)
