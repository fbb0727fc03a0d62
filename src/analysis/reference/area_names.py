"""Names of areas in all the ways people write them, and the code that each belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from analysis.core.problems import quoted

# Names that an area had, or that people call it, which no spelling rule leads to.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "bornholmsregion": "400",
    "broenderslevdronninglund": "810",
    "nordfyn": "480",
    "vesthimmerland": "820",
    "mors": "773",
    "kbh": "101",
    "copenhagen": "101",
    "elsinore": "217",
    "northdenmark": "1081",
    "centraldenmark": "1082",
    "ofsoutherndenmark": "1083",
    "southerndenmark": "1083",
    "capitalofdenmark": "1084",
    "capital": "1084",
    "zealand": "1085",
    "denmark": "dk",
    "helelandet": "dk",
    "landet": "dk",
}

CODE_AND_NAME: Final = (
    re.compile(r"(?P<code>0?\d{3})\s*(?:[:\-\u2013]\s*|\s)(?P<name>\D.*)"),
    re.compile(r"(?P<name>\D.*?)\s*\((?P<code>0?\d{3})\)"),
)


class UnknownNameError(ValueError):
    """A name that nothing has; the message says which are near."""


@lru_cache(maxsize=1024)
def comparable_name(name: str) -> str:
    """A name without what people write differently: case, spaces, hyphens, Aa and Å, "Kommune".

    ``"Århus Kommune"`` and ``"aarhus"`` are the same, ``"Høje Tåstrup"`` and ``"Høje-Taastrup"`` too.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    letters = folded.replace("å", "aa").replace("æ", "ae").replace("ä", "ae").replace("ø", "oe")
    letters = letters.replace("ö", "oe")
    words = re.sub(r"[^a-z0-9]+", " ", letters).split()
    kept = [word for word in words if word not in ("kommune", "regionskommune", "region")]
    return "".join(kept or words)


def as_code(written: object) -> str:
    """A municipality's code as three digits, however a file holds it: 101, 0101, ``"101,0"``; else empty."""
    text = str(written).strip()
    match = re.fullmatch(r"0?(\d{3})(?:[.,]0)?", text, flags=re.ASCII)
    return match[1] if match else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """What to say after an unknown name: the nearest known ones, empty if none is near."""
    by_plain = {comparable_name(one): one for one in known}
    near = get_close_matches(comparable_name(name), by_plain, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(by_plain[one]) for one in near)}?" if near else ""


def find_code(written: object, names: Mapping[str, str]) -> str:
    """The code of an area by its code or any spelling of its name.

    Args:
        written: A code or a name.
        names: Code → name of the areas there are.

    Raises:
        UnknownNameError: No area has that code or name, or several do.
    """
    text = str(written).strip()
    if text in names:
        return text
    code = as_code(written)
    if code in names:
        return code
    if written is None:
        raise UnknownNameError("no area is named: None stands where its name or code should")
    wanted = comparable_name(text)
    other = OTHER_NAMES.get(wanted)
    found = [code for code, name in names.items() if comparable_name(name) == wanted]
    if not found and wanted.endswith("s"):
        # Københavns Kommune, Roskildes borgere
        found = [code for code, name in names.items() if comparable_name(name) == wanted[:-1]]
    if not found and other in names:
        return str(other)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(f"{quoted(text)} is the name of several areas: {', '.join(found)}")
    raise UnknownNameError(
        f"no area is called {quoted(text) if text else repr(text)}{nearest(text, names.values())}"
    )


def code_and_name(text: str) -> list[str]:
    """Code and name of a cell that holds both, such as `101 København`; else the cell."""
    if as_code(text):
        return [text]
    for pattern in CODE_AND_NAME:
        if match := pattern.fullmatch(text):
            return [match["code"], match["name"]]
    return [text]
