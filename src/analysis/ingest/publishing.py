"""What a delivery says beside its numbers: the publisher's commentary, address, contact and logo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from analysis.core.hashes import note_read
from analysis.core.problems import InputError, Problem, quoted, shown_path
from analysis.core.regular_files import read_regular
from analysis.ingest.delivery_file import DeliveryFile
from analysis.reading import commentaries, logos
from analysis.reading.sidecars import check_sidecar

COMMENTARIES: Final = {"da": "commentary.md", "en": "commentary.en.md"}
LOGO_SUFFIXES: Final = (".svg", ".png")
MOST_BYTES: Final = 16 * 1024


@dataclass(frozen=True)
class Publishing:
    """What the publisher says beside the numbers.

    Attributes:
        commentary: Language → the commentary in Markdown, as it was checked; empty without one.
        author: Who wrote the commentary.
        day: When.
        address: The publisher's address.
        contact: Whom readers may ask.
        logo: The publisher's logo as SVG; empty without one.
    """

    commentary: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    day: date | None = None
    address: str = ""
    contact: str = ""
    logo: str = ""

    def record(self) -> dict[str, Any]:
        """The same as JSON holds it."""
        return {**asdict(self), "day": self.day and self.day.isoformat()}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Publishing:
        """From what `record` gave."""
        return cls(**{**record, "day": record["day"] and date.fromisoformat(record["day"])})


def read_publishing(file: DeliveryFile, folder: Path, data: Path) -> tuple[Publishing, tuple[Path, ...]]:
    """Read and check what the publisher says.

    Args:
        file: The delivery file.
        folder: The delivery's folder.
        data: The data root, for the paths in messages.

    Returns:
        It, and the files it was read from.

    Raises:
        InputError: Every problem.
    """
    problems: list[Problem] = []
    texts, read = {}, []
    for language, name in COMMENTARIES.items():
        path = folder / name
        if _stands(path):
            read.append(path)
            texts[language] = _commentary(path, data, problems)
    values = file.values
    problems += _commentary_problems(file, texts) + _publisher_problems(file)
    logo = ""
    if "logo" in values:
        name = values["logo"]
        if fault := _name_fault(name):
            problems.append(Problem(file.name, file.row("logo"), "logo", quoted(name), fault))
        else:
            read.append(folder / name)
            logo = _logo(folder / name, data, problems)
    if problems:
        raise InputError(problems)
    keys = {"author": "commentary_author", "day": "commentary_date"}
    keys |= {"address": "publisher_address", "contact": "contact"}
    given = {name: values[key] for name, key in keys.items() if key in values}
    return Publishing(texts, logo=logo, **given), tuple(read)


def delivered_logo(file: DeliveryFile, folder: Path, data: Path) -> dict[str, bytes]:
    """The logo that a delivery names, unread: name → bytes; empty without one.

    Raises:
        InputError: The name is none, or the file cannot be read.
    """
    name = file.values.get("logo")
    if name is None:
        return {}
    if fault := _name_fault(name):
        raise InputError([Problem(file.name, file.row("logo"), "logo", quoted(name), fault)])
    return {name: _bytes(folder / name, data, logos.MOST_BYTES, "of a logo")}


def _stands(path: Path) -> bool:
    """Whether there is a file, also one that cannot be read."""
    return path.is_symlink() or path.exists()


def _bytes(path: Path, data: Path, most: int, what: str) -> bytes:
    content = read_regular(path, shown_path(path, data), most, what)
    note_read(path, content)
    check_sidecar(path, content, data)
    return content


def _commentary(path: Path, data: Path, problems: list[Problem]) -> str:
    """A commentary's text; what is wrong with it is added to the problems."""
    file = shown_path(path, data)
    try:
        content = _bytes(path, data, MOST_BYTES, "of a commentary")
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except InputError as error:
        problems += error.problems
        return ""
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        problems.append(Problem(file, row, None, "a character that is not UTF-8", "a file saved as UTF-8"))
        return ""
    faults = commentaries.read_commentary(text).faults
    problems += [one.in_file(file) for one in faults]
    return text


def _logo(path: Path, data: Path, problems: list[Problem]) -> str:
    """A logo as SVG; what is wrong with it is added to the problems."""
    file = shown_path(path, data)
    try:
        content = _bytes(path, data, logos.MOST_BYTES, "of a logo")
    except InputError as error:
        problems += error.problems
        return ""
    logo = logos.read_logo(content, path.suffix.casefold())
    problems += [one.in_file(file) for one in logo.faults]
    return logo.svg


def _name_fault(name: str) -> str:
    """What was expected in place of a logo's name; empty where it is one."""
    plain = Path(name).name == name and not name.startswith(".") and not set(name) & set("/\\:")
    if not plain or not name.casefold().endswith(LOGO_SUFFIXES):
        return "the name of an SVG or PNG file beside delivery.toml, like logo.svg"
    return ""


def _commentary_problems(file: DeliveryFile, texts: Mapping[str, str]) -> list[Problem]:
    """A commentary without author and day, those of one that is not there, and English without Danish."""
    problems = []
    danish, english = COMMENTARIES["da"], COMMENTARIES["en"]
    for key, expected in (
        ("commentary_author", f"who wrote {danish}, in quotes"),
        ("commentary_date", f"the day {danish} was written, like 2025-06-03"),
    ):
        if texts and key not in file.values:
            problems.append(Problem(file.name, None, key, "no such key", expected))
        elif key in file.values and not texts:
            found = quoted(str(file.values[key]))
            problems.append(Problem(file.name, file.row(key), key, found, f"{danish} beside delivery.toml"))
    if "en" in texts and "da" not in texts:
        folder = file.name.rpartition("/")[0]
        problems.append(
            Problem(f"{folder}/{english}", None, None, f"a commentary without {danish}", f"{danish} as well")
        )
    return problems


def _publisher_problems(file: DeliveryFile) -> list[Problem]:
    """An address or a logo of nobody: a report without a publisher is an independent recomputation."""
    return [
        Problem(file.name, file.row(key), key, quoted(file.values[key]), "publisher as well, whose it is")
        for key in ("publisher_address", "logo")
        if key in file.values and "publisher" not in file.values
    ]
