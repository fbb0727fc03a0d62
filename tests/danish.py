"""Danish words in a text that should be English."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

import polars as pl

from analysis.ingest.snapshot import Snapshot

FUNCTION_WORDS: Final = re.compile(
    "og|af|ikke|er|det|til|på|som|ved|eller|hvor|hvis|der|blev|bliver|har|kan|skal|vil|pr|mod|mellem|efter|uden|"
    "alle|andre|flere|færre|mindst|højst|antal|tal|tallene?t?|kommune(r|n|rne)?|landet|region(en|er)|kvartal|"
    "opgjort|opgørelse|indbyggere|aktive|hjerteløbere|hjertestartere|hjertestop|aktiveringer|annullerede|alarmer|"
    "andel|kilder?|siden|fra|før|når|også|én|ingen|deres|sig",
    re.IGNORECASE,
)
TERMS: Final = (
    *("hjerteløber", "Hjertestarter-Netværk", "Danmarks Statistik", "Dansk Hjertestopregister"),
    *("AMK-vagtcentral", "terminalerklæring", "Christiansø", "Østdanmark", "Kommune", "Århus", "Æ", "Ø", "Å"),
)
SHOWN_ATTRIBUTES: Final = ("alt", "aria-label", "content", "title", "data-tekst", "placeholder", "value")
SILENT: Final = ("script", "style")


def names(snapshot: Snapshot) -> list[str]:
    """What keeps its Danish name: places, and the terms that the English edition glosses."""
    geography, tiles = snapshot.reference.geography, snapshot.reference.tiles
    columns = [geography[name] for name in ("municipality", "region", "report_area")]
    found = {*pl.concat(columns).drop_nulls(), *tiles["short_name"].drop_nulls(), *TERMS}
    parts = {
        part for name in found for part in re.split(r"[\s-]", name) if not FUNCTION_WORDS.fullmatch(part)
    }
    return [*found, *parts]


def danish(text: str, kept: Iterable[str]) -> list[str]:
    """Words that are Danish by their letters, or common in Danish, besides what is kept."""
    text = re.sub(r"(?<=[a-zæøå.])(?=[A-ZÆØÅ])", " ", text)
    for name in sorted(set(kept), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    return [word for word in words if re.search("[æøåÆØÅ]", word) or FUNCTION_WORDS.fullmatch(word)]


class English(HTMLParser):
    """Everything that a reader of a page sees or hears, apart from what is marked as Danish.

    Attributes:
        text: What is not marked.
        marked: The passages that are.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.marked: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag not in {"meta", "link", "br", "img", "input", "wbr", "hr", "col"}:
            self._open.append((tag, tag != "html" and facts.get("lang") == "da"))
            if self._open[-1][1]:
                self.marked.append("")
        if tag != "meta" or facts.get("name") not in {"viewport", "generator"}:
            self.text += " ".join(["", *(facts[name] for name in SHOWN_ATTRIBUTES if name in facts), ""])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self.text += " " if tag not in {"b", "em", "strong", "span", "a"} else ""

    def handle_data(self, data: str) -> None:
        if any(tag in SILENT for tag, _ in self._open):
            return
        if any(foreign for _, foreign in self._open):
            self.marked[-1] += data
        else:
            self.text += data


def without(text: str, passages: Iterable[str]) -> str:
    """A text from a PDF without some passages, however its lines were broken in them."""
    for passage in passages:
        letters = [re.escape(letter) for letter in passage if not letter.isspace()]
        text = re.sub(r"[\s\u00ad-]*".join(letters), " ", text)
    return text
