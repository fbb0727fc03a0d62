"""Texts of several paragraphs that come from outside, written as the page's own prose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.reading.commentaries import Block, Paragraph, Words
from analysis.report.components.sections import Section
from analysis.texts.markup import Markup, Source, as_markdown, linked, marked, together

STYLES: Final = {"emphasis": "kursiv", "strong": "fed"}


def prose(blocks: Sequence[Block]) -> Section:
    """Paragraphs and lists, all their words escaped but for the marks that they carry."""
    return Section(Source("\n\n".join(_block(block) for block in blocks)))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return as_markdown(_written(block.words)).strip()
    mark = "1. " if block.numbered else "- "
    return "\n".join(_item(mark, "\n\n".join(map(_block, item))) for item in block.items)


def _item(mark: str, content: str) -> str:
    """An item, its further lines set in as far as its first: Pandoc asks for four spaces."""
    first, *further = content.split("\n")
    lines = [f"{mark:4}{first}", *(f"    {line}" if line else "" for line in further)]
    return "\n".join(lines)


def _written(words: Sequence[Words]) -> Markup:
    return together((_marked(one) for one in words), "")


def _marked(words: Words) -> str:
    if isinstance(words, str):
        return words
    inside = _written(words.inside)
    return linked(inside, words.address) if words.kind == "link" else marked(inside, STYLES[words.kind])
