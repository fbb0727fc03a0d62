"""Everything that somebody can read in a folder of files: packed, encoded and typeset texts too."""

import base64
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pypdf

DATA_ADDRESS = re.compile(rb"data:[\w/+.-]*(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=]+)")
PLAIN_ADDRESS = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*,([^\"' )>]+)")
# What the reader itself counts in the name of a place.
COUNTED = re.compile(r"(?:#| (?:page|object|data|address) )\d+")
SPACES = "[.,'\u00a0\u2009\u202f ]?"


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file, each with the place where it stands."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for entry in package.infolist():
                yield from texts_of(f"{name}!{entry.filename}", package.read(entry))
        return
    if content.startswith(b"PAR1"):
        frame = pl.read_parquet(io.BytesIO(content))
        yield name, "\n".join(",".join(map(str, row)) for row in [tuple(frame.columns), *frame.rows()])
        return
    if content.startswith(b"%PDF"):
        yield from _pdf(name, content)
        return
    text = content.decode("utf-8", "replace")
    yield name, text
    if name.endswith((".json", ".ipynb")):
        for number, string in enumerate(_strings(json.loads(content))):
            yield from texts_of(f"{name}#{number}", string.encode())
        return
    if "<" in text:
        yield f"{name} unescaped", html.unescape(text)
        yield f"{name} without tags", html.unescape(re.sub("<[^>]*>", "", text))
    for number, match in enumerate(DATA_ADDRESS.finditer(content)):
        yield from texts_of(f"{name} data {number}", base64.b64decode(match[1] + b"=" * (-len(match[1]) % 4)))
    for number, address in enumerate(PLAIN_ADDRESS.finditer(text)):
        yield f"{name} address {number}", unquote(address[1])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    pdf = pypdf.PdfReader(io.BytesIO(content))
    for number, page in enumerate(pdf.pages, start=1):
        yield f"{name} page {number}", page.extract_text()
    for number in {*pdf.xref_objStm, *pdf.xref.get(0, {})}:
        yield f"{name} object {number}", str(pdf.get_object(number)) if number else ""
    for attached, contents in pdf.attachments.items():
        for one in contents:
            yield from texts_of(f"{name}!{attached}", one)


def places_of(numbers: set[int], folder: Path) -> dict[int, set[str]]:
    """Where whole numbers of at least five digits stand below a folder, however they are grouped.

    Returns:
        Number → files, for those that stand somewhere.
    """
    patterns = {
        number: re.compile(
            rf"(?<![0-9]){SPACES.join(filter(None, [str(number)[:-3], str(number)[-3:]]))}(?![0-9])"
        )
        for number in numbers
    }
    found: dict[int, set[str]] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        for place, text in texts_of(name, path.read_bytes()):
            for number, pattern in patterns.items():
                if pattern.search(text) or pattern.search(COUNTED.sub("", place)):
                    found.setdefault(number, set()).add(name)
    return found
