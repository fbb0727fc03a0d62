"""A data root in whose texts stands what tries to be more than text."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from itertools import cycle, zip_longest
from pathlib import Path
from urllib.parse import unquote

from analysis.reading.text_rules import LONGEST_NAME, LONGEST_TEXT
from tests.payloads import PAYLOADS

WRITTEN = ("Skrevet: ", "Written: ")
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source", "base"}
QUARTER = "2025Q2"
# An address becomes a link where the reference files give it as a source; there a word would be none.
CORPUS = [text for name, text in PAYLOADS.items() if name != "address"]


PARAGRAPHS = 14


def hostile_root(model: Path, root: Path, payloads: Sequence[str]) -> dict[str, str]:
    """Write a data root of 2025Q2 with a payload in every text that a delivery may hold.

    Args:
        model: The project's `data/raw`.
        root: The new data root.
        payloads: The texts in turn; with 98 municipal notes each stands at least in a note.

    Returns:
        The payload of every text by its place. Those whose place ends in `/en` are the English twins.
    """
    shutil.copytree(model, root / "raw")
    folder = root / "raw" / QUARTER
    changed = ("published_figures", "programme_facts", "ohca_register")
    reference = [root / "raw" / "reference" / f"{stem}.csv.meta.toml" for stem in changed]
    for sidecar in (*folder.glob("*.meta.toml"), *reference):
        sidecar.unlink()
    texts = cycle(payloads)
    placed = _notes(folder, texts)
    placed |= _optional_tables(folder, texts)
    placed |= _delivery(folder / "delivery.toml", texts, placed)
    placed |= _corrections(folder, texts)
    placed |= _reference(root / "raw" / "reference", texts)
    placed |= _publishing(folder, texts)
    return placed


HOSTILE_NAMES = {
    "Langeland": "Lx <b>fed</b>",
    "Ærø": "Ær =1+1",
    "Aabenraa": "Aa [x](javascript:1)",
    "Læsø": "Læ {{< x >}}",
    "Østjylland": "=1+1",
    "Region Midtjylland": '`#read("x")`{=typst}',
    "Region Syddanmark": "*Region* $z$ </script>",
    "Region Sjælland": "=SUM(1)",
}
SHORT_NAMES = {"482": "Lxb", "492": "Ær", "580": "Aax", "825": "Læx"}


def hostile_names(model: Path, root: Path) -> list[str]:
    """Write a data root of 2025Q2 in which some areas have names that try to be more than names.

    Args:
        model: The project's `data/raw`.
        root: The new data root.

    Returns:
        The names.
    """
    shutil.copytree(model, root / "raw")
    for path in sorted(root.rglob("*.csv")):
        before = _table(path)
        rows = [_renamed(path.stem, row) for row in before]
        if rows != before:
            _write(path, rows)
            path.with_name(f"{path.name}.meta.toml").unlink(missing_ok=True)
    return list(HOSTILE_NAMES.values())


def _renamed(stem: str, row: dict[str, str]) -> dict[str, str]:
    if stem == "tiles":
        return {**row, "short_name": SHORT_NAMES.get(row["municipality_code"], row["short_name"])}
    several = {
        key: " + ".join(HOSTILE_NAMES.get(one, one) for one in cell.split(" + ")) for key, cell in row.items()
    }
    kept = ("source", "note", "Bemærkning", "landsdel")
    return {key: row[key] if key in kept else cell for key, cell in several.items()}


def harmless(payloads: Sequence[str]) -> list[str]:
    """For each payload a word that is as long and stands for it."""
    return [f"Zq{place:03}".ljust(len(text), "x") for place, text in enumerate(payloads)]


class Parts(HTMLParser):
    """A page as its reader's program sees it: what it is built of, and every text in it.

    Attributes:
        elements: Tag and names of attributes of each element in order, closing tags too.
        texts: Every text and every value of an attribute in order, spaces made one.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self._text = ""
        self.feed(page)
        self.close()
        self._finish()

    def _finish(self) -> None:
        self.texts.append(" ".join(self._text.split()))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._finish()
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.texts += [" ".join(unquote(value or "").split()) for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._finish()
        self.elements.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("unknown", data))


def differences(
    hostile: str, plain: str, payloads: Sequence[str], instead: Sequence[str] | None = None
) -> list[str]:
    """How a page with payloads differs from the page that has `harmless` words instead.

    Args:
        hostile: The page with payloads.
        plain: The page with words.
        payloads: The payloads.
        instead: The words, if not `harmless` ones of these payloads.

    Returns:
        Nothing if the pages are built alike, and each payload stands letter by letter where its word stands.
    """
    found, expected = Parts(hostile), Parts(plain)
    if found.elements != expected.elements:
        pairs = zip_longest(found.elements, expected.elements)
        return [f"{one} for {other}" for one, other in pairs if one != other][:5]
    words = dict(zip(instead or harmless(payloads), payloads, strict=True))
    word = re.compile(r"Zq\d{3}x*")

    def put(text: str) -> str:
        return _without_word(word.sub(lambda w: words[w[0]], text))

    return [
        f"{one!r} for {other!r}"
        for one, other in zip(found.texts, expected.texts, strict=True)
        if _mapped(_content(one, other), _without_word) != _mapped(_content(other, other), put)
    ]


def _content(text: str, expected: str) -> object:
    """A script's data where that is expected, else the text itself."""
    return json.loads(text) if expected.startswith('{"') else text


def _mapped(content: object, change: Callable[[str], str]) -> object:
    if isinstance(content, dict):
        return {key: _mapped(value, change) for key, value in content.items()}
    if isinstance(content, list):
        return [_mapped(value, change) for value in content]
    return change(content) if isinstance(content, str) else content


def _without_word(text: str) -> str:
    for word in WRITTEN:
        text = text.replace(word, "")
    return text


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _notes(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    placed = {}
    for stem, key in (("runners", "Kommunekode"), ("activations", "Områdekode"), ("aeds", "Områdekode")):
        rows = _table(folder / f"{stem}.csv")
        for row in rows:
            row["Bemærkning"] = placed[f"{stem}/{row[key]}"] = next(texts)
        _write(folder / f"{stem}.csv", rows)
    return placed


OPTIONAL_TABLES = {
    "cancellations": (
        "Årsagskode,Annullerede",
        "no-arrest,120\ndeath-established,41\nphysician-decision,20\nknown-opt-out,15\n"
        "professional-help,17\nsafety,16\ntechnical,10\nunknown,10",
    ),
    "response_times": (
        "Områdekode,Område,Minutter,Alarmer",
        "101,København,5,60\n101,København,9,40\n751,Aarhus,4,31\n751,Aarhus,8,22",
    ),
    "event_counts": (
        "area_code,area,active_by_day,active_by_night,activations,alerted,accepted,arrived,accepted_times,"
        "accepted_median,accepted_p90,arrived_times,arrived_median,arrived_p90,compared,before_ambulance",
        "dk,Danmark,900,800,1309,20000,3000,1200,1290,120,260,1000,600,1100,900,500\n"
        "1081,Region Nordjylland,,,226,,,,,,,,,,,\n101,København,300,200,,,,,,,,,,,,",
    ),
}


def _optional_tables(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    """Tables that a delivery may do without, with a note in every row."""
    placed = {}
    for stem, (header, body) in OPTIONAL_TABLES.items():
        rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in body.splitlines()]
        for place, row in enumerate(rows):
            row["Bemærkning"] = placed[f"{stem}/{place}"] = next(texts)
        _write(folder / f"{stem}.csv", rows)
    return placed


def _delivery(path: Path, texts: Iterator[str], notes: dict[str, str]) -> dict[str, str]:
    """The delivery file: source, publisher, reasons, an answer, and English twins of every other text."""
    placed: dict[str, str] = {}

    def filled(place: str) -> str:
        placed[place] = next(texts)
        return json.dumps(placed[place], ensure_ascii=False)

    broken = '\n\n[[break]]\nindicator = "active_runners"\narea = "482"\nreason = ""\n'
    head, *entries = (path.read_text(encoding="utf-8").rstrip() + broken).split("\n[[")
    head = re.sub(r"(?m)^source = .*$", lambda _: f"source = {filled('source')}", head)
    head = re.sub(r"(?m)^# publisher = .*$", lambda _: f"publisher = {filled('publisher')}", head)
    kept = []
    for number, entry in enumerate(one for one in entries if not one.startswith("english]]")):
        name = entry.partition("]]")[0]
        key = "text" if name == "answer" else "reason"
        before, _, after = re.split(rf"(?m)^({key} = .*)$", entry)
        kept.append(f"{before}{key} = {filled(f'{name}/{number}')}{after}")
    own = [text for place, text in {**notes, **placed}.items() if place != "publisher"]
    twins: list[str] = []
    for text in list(dict.fromkeys(own))[::2]:
        twin = filled(f"english/{len(twins)}/en")
        twins.append(f"english]]\ntext = {json.dumps(text, ensure_ascii=False)}\nenglish = {twin}\n")
    path.write_text("\n[[".join([head, *kept, *twins]), encoding="utf-8")
    return placed


def _corrections(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    rows = _table(folder / "runners.csv")
    (own,) = [row for row in rows if row["Kommunekode"] == "580"]
    right = own["Aktive hjerteløbere"]
    own["Aktive hjerteløbere"] = wrong = str(int(right) - 1)
    _write(folder / "runners.csv", rows)
    placed = {"correction/reason": next(texts), "correction/by": next(texts)}
    heads = ("Tabel", "Områdekode", "Kolonne", "Gammel værdi", "Ny værdi", "Begrundelse", "Rettet af")
    cells = ("runners", "580", "Aktive hjerteløbere", wrong, right, *placed.values())
    _write(folder / "corrections.csv", [dict(zip(heads, cells, strict=True))])
    return placed


def _publishing(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    """The publisher's address and contact, and a commentary of some paragraphs and its author.

    What is longer than these may be is cut.
    """
    texts = (text if len(text) < LONGEST_TEXT else text[: LONGEST_NAME // 2] for text in texts)
    placed = {f"publishing/{key}": next(texts) for key in ("publisher_address", "contact")}
    placed["publishing/author"] = next(texts)
    placed |= {f"publishing/commentary/{place}": next(texts) for place in range(PARAGRAPHS)}
    paragraphs = [text for place, text in placed.items() if place.startswith("publishing/commentary/")]
    (folder / "commentary.md").write_text("\n\n".join(map(unread, paragraphs)), encoding="utf-8")
    keys = {
        "publisher_address": placed["publishing/publisher_address"],
        "contact": placed["publishing/contact"],
        "commentary_author": placed["publishing/author"],
    }
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in keys.items()]
    path = folder / "delivery.toml"
    head, entries = path.read_text(encoding="utf-8").split("\npublisher = ", 1)
    said = "\n".join([*lines, "commentary_date = 2025-06-20"])
    path.write_text(f"{head}\n{said}\npublisher = {entries}", encoding="utf-8")
    return placed


def unread(text: str) -> str:
    """A text as a paragraph of Markdown in which no sign is read as markup."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _reference(folder: Path, texts: Iterator[str]) -> dict[str, str]:
    """Sources of earlier and other figures, and notes on them."""
    placed = {}
    for stem, columns in {
        "published_figures": ("source",),
        "programme_facts": ("source", "note"),
        "ohca_register": ("source", "note"),
    }.items():
        rows = _table(folder / f"{stem}.csv")
        for place, row in enumerate(rows):
            for column in columns:
                row[column] = placed[f"{stem}/{place}/{column}"] = next(texts)
        _write(folder / f"{stem}.csv", rows)
    return placed
