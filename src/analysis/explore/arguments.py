"""What is answered to arguments that a call cannot take: what to write instead."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Mapping
from functools import wraps
from os import PathLike
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from analysis.core.formatting import long_date
from analysis.core.problems import quoted
from analysis.explore.guesses import shortened

Taken = ParamSpec("Taken")
Given = TypeVar("Given")

AREAS: Final = 'areas stand second, one or a list or table of them: ("active_runners", ["Vejle", "dk"])'
LANGUAGE: Final = 'the language is that of the report: Statusrapport("2025Q2", lang="en")'
SIZE: Final = 'sizes are save("x.png", size="web"), "slide" and "print"'
# What people call what lies elsewhere, or has another name.
ELSEWHERE: Final[Mapping[str, str]] = {
    "area": AREAS,
    "municipality": AREAS,
    "municipalities": AREAS,
    "region": 'areas of a region: areas=report.municipalities.filter(region="Sjælland")',
    "level": "areas of a level: areas=report.regions, report.report_areas or report.municipalities",
    "lang": LANGUAGE,
    "language": LANGUAGE,
    "dpi": SIZE,
    "width": SIZE,
    "height": SIZE,
    "quarter": 'a quarter is opened by itself: Statusrapport("2025Q2")',
    "name": "title= stands over a chart",
    "on": 'the column of codes or names is key="Kommune", where it is not called like one',
    "top": 'the counts above the line are those of like="active_runners_rate"',
}
IN_A_MAP: Final[Mapping[str, str]] = {
    "area": 'a part of the country: region="Sjælland", or an area of the report',
    "areas": 'a part of the country: region="Sjælland", or an area of the report',
}
IN_A_RANK: Final[Mapping[str, str]] = {
    "region": "a rank is among all municipalities of the country; for those of a region"
    ' report.table("kommune", "active_runners_rate_rank").filter(region="Sjælland") has them',
    "indicator": 'ranks are of active_runners_rate: rank("Vejle")',
}
FUNNEL: Final = (
    "a funnel is of active_runners_rate alone, whose limits the report computes, and of all municipalities;"
    ' other indicators: chart.dots("aed_rate") or chart.bar(…)'
)
RANKED: Final = 'a rank is of one municipality, by active_runners_rate: rank("Vejle")'
NO_FILE_SHOWS: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_FILE_NAME: Final = 255


def answering(
    hints: Mapping[str, str] | None = None, otherwise: str = ""
) -> Callable[[Callable[Taken, Given]], Callable[Taken, Given]]:
    """A method that answers arguments which it does not take with those it takes, and where others lie.

    Args:
        hints: Beside `ELSEWHERE`: argument → what to write instead of it.
        otherwise: What is said where no hint is.
    """

    def decorated(method: Callable[Taken, Given]) -> Callable[Taken, Given]:
        signature = inspect.signature(method)
        taken = [name for name in signature.parameters if name != "self"]
        by_name = [name for name, one in signature.parameters.items() if one.kind is one.KEYWORD_ONLY]
        known = {name: hint for name, hint in {**ELSEWHERE, **(hints or {})}.items() if name not in taken}

        @wraps(method)
        def asked(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                told = "; ".join(dict.fromkeys(known[name] for name in kwargs if name in known)) or otherwise
                if by_name and "too many positional" in str(error) and not told:
                    told = f"{', '.join(f'{name}=' for name in by_name)} are written by name"
                raise TypeError(
                    f"{method.__name__}({', '.join(taken)}): {error}{f'; {told}' if told else ''}"
                ) from None
            return method(*args, **kwargs)

        return asked

    return decorated


def file_path(written: object, example: str) -> Path:
    """A path as somebody typed it, ``~`` for their own folder.

    Args:
        written: A text or a path.
        example: Of such a path, for messages.

    Raises:
        ValueError: It is no path, or one that no file can have.
    """
    if not isinstance(written, str | PathLike) or not str(written):
        raise ValueError(f'a file is named by its path, such as "{example}", not {shortened(repr(written))}')
    if NO_FILE_SHOWS.search(str(written)):
        raise ValueError(f"{quoted(written)} is no path: it holds a character that no file can have")
    path = Path(written)
    long = next((part for part in path.parts if len(part.encode()) > LONGEST_FILE_NAME), None)
    if long is not None:
        raise ValueError(f"{quoted(long)} is too long a name for a file: at most {LONGEST_FILE_NAME} letters")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"{quoted(path.parts[0])} is nobody's folder here; write the whole path") from None


def shown_title(written: object) -> str:
    """The title of a figure, on one line.

    Raises:
        ValueError: It is no text, or holds a character that no file can show.
    """
    if not isinstance(written, str):
        raise ValueError(f'a title is a text, such as title="Min kommune", not {shortened(repr(written))}')
    return shown_text(written, "the title")


def shown_text(written: str, what: str) -> str:
    """A text on one line.

    Raises:
        ValueError: It holds a character that no file can show.
    """
    found = NO_FILE_SHOWS.search(written)
    if found:
        raise ValueError(f"{what} holds U+{ord(found[0]):04X}, which no file can show; leave it out")
    return re.sub("[\t\n\r]+", " ", written)


def own_source(source: object, date: object, language: str) -> str:
    """Who counted own numbers, and when, on one line; empty where neither is said.

    Raises:
        ValueError: One is no text that a file can show, or the date neither text nor day.
    """
    if not isinstance(source, str):
        said = 'source= is a text, such as source="Danmarks Statistik, FOLK1A"'
        raise ValueError(f"{said}, not {shortened(repr(source))}")
    day = long_date(date, language) if isinstance(date, dt.date) else date
    if not isinstance(day, str):
        said = 'date= is a day or a text, such as date="1. april 2025"'
        raise ValueError(f"{said}, not {shortened(repr(date))}")
    return ", ".join(filter(None, (shown_text(source, "source="), shown_text(day, "date="))))


def readable(text: str) -> str:
    """A text with U+FFFD for characters that no file can show."""
    return NO_FILE_SHOWS.sub("\N{REPLACEMENT CHARACTER}", text)


def whole_number(written: object, name: str, least: int, most: int) -> int:
    """A whole number between two.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(written, int) or isinstance(written, bool) or not least <= written <= most:
        raise ValueError(f"{name}= is a whole number from {least} to {most}, not {shortened(repr(written))}")
    return written
