"""Numbers, dates and names as a reader of the report sees them.

Nothing here changes a number that is stored: rounding happens only where a number is shown.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

NO_BREAK_SPACE: Final = "\u00a0"
# Between names in a row; it never begins a line.
BETWEEN_NAMES: Final = f"{NO_BREAK_SPACE}· "
EN_DASH: Final = "\u2013"
MINUS: Final = "\u2212"
# Digits enough for every floating-point number.
WHOLE: Final = Context(prec=400)
MISSING: Final = EN_DASH
_LOCALES: Final = {"da": "da", "en": "en_GB"}
_DAYS: Final = {"da": "d.", "en": "d"}
_PERCENT_SIGNS: Final = {"da": f"{NO_BREAK_SPACE}%", "en": "%"}
_PERIOD_DASHES: Final = {"da": EN_DASH, "en": f" {EN_DASH} "}
_LONG_DATE: Final = re.compile(
    rf"(?P<day>[0-9]{{1,2}})\.[ {NO_BREAK_SPACE}](?P<month>[a-z]+) (?P<year>[0-9]{{4}})"
)
_DANISH_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyzæøå"


def round_half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round as the published report does: 84.5 becomes 85, also where IEEE rounding would say 84.

    Args:
        value: The number; its shortest decimal form is what is rounded.
        decimals: Digits after the decimal sign; negative numbers round to tens, hundreds and so on.
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WHOLE)


def round_down(value: float, decimals: int = 0) -> Decimal:
    """The largest rounded number that is no larger, for what is said to be at least so much.

    Args:
        value: The number.
        decimals: As of `round_half_up`.
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR)


def number(value: float | Decimal | None, decimals: int = 0, language: str = "da") -> str:
    """A number with grouped thousands, a true minus and a dash for what is missing."""
    if value is None:
        return MISSING
    pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    with localcontext(WHOLE):
        shown = round_half_up(value, decimals) + 0  # a negative number that rounds to zero has no sign
        return str(format_decimal(shown, format=pattern, locale=_LOCALES[language])).replace("-", MINUS)


def signed(value: float | None, decimals: int = 0, language: str = "da") -> str:
    """A change: its number with a plus or a true minus, no sign where it rounds to zero."""
    shown = number(value, decimals, language)
    return f"+{shown}" if value is not None and round_half_up(value, decimals) > 0 else shown


def percent(value: float | None, decimals: int = 0, language: str = "da") -> str:
    """A percentage whose sign never parts from its number; ``value`` is in percent."""
    return MISSING if value is None else in_percent(number(value, decimals, language), language)


def in_percent(shown: str, language: str = "da") -> str:
    """A number or range as it is shown, with the sign that makes it a percentage: 14,4 % or 14.4%."""
    return f"{shown}{_PERCENT_SIGNS[language]}"


def number_range(lower: float | None, upper: float | None, decimals: int = 0, language: str = "da") -> str:
    """Two limits with an en dash, one number where both limits round to the same."""
    if lower is None or upper is None:
        return MISSING
    low, high = number(lower, decimals, language), number(upper, decimals, language)
    return low if low == high else f"{low}{EN_DASH}{high}"


def long_date(day: datetime.date, language: str = "da") -> str:
    """A date in words, 3. juni 2025 or 3 June 2025, in which the day never parts from its month."""
    return _date(day, "MMMM y", language)


def month_names(language: str = "da") -> list[str]:
    """The names of the months, January's first."""
    return [str(name) for _, name in sorted(get_month_names("wide", locale=_LOCALES[language]).items())]


def read_long_date(text: str) -> datetime.date | None:
    """The date that `long_date` wrote in Danish, its spaces plain or not; None where the text is none."""
    found = _LONG_DATE.fullmatch(text)
    if found is None or found["month"] not in (months := month_names()):
        return None
    try:
        return datetime.date(int(found["year"]), months.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None


def short_date(day: datetime.date, language: str = "da") -> str:
    """A date with its month abbreviated, 3. juni 2025 or 2. jan. 2018."""
    return _date(day, "MMM y", language)


def month(day: datetime.date, language: str = "da") -> str:
    """The month and year of a date: nov. 2020."""
    return _whole_months(str(format_date(day, "MMM y", locale=_LOCALES[language])))


def short_period(start: datetime.date, end: datetime.date, language: str = "da") -> str:
    """Both ends of a period, the year once where it is the same: 1. jan.-3. juni 2025."""
    first = _date(start, "MMM" if start.year == end.year else "MMM y", language)
    return f"{first}{_PERIOD_DASHES[language]}{short_date(end, language)}"


def _date(day: datetime.date, month_and_year: str, language: str) -> str:
    pattern = f"{_DAYS[language]}{NO_BREAK_SPACE}{month_and_year}"
    return _whole_months(str(format_date(day, pattern, locale=_LOCALES[language])))


def _whole_months(shown: str) -> str:
    """Danish months are abbreviated as Dansk Sprognævn does it, which leaves juni and juli whole."""
    return shown.replace("jun.", "juni").replace("jul.", "juli")


def joined(names: Sequence[str], conjunction: str = "og") -> str:
    """Names as a sentence lists them: A, B og C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def danish_key(name: str) -> tuple[int, ...]:
    """Sort key of the Danish alphabet: Æ, Ø, Å come last and Aa sorts as Å (Retskrivningsordbogen § 5)."""
    folded = name.casefold().replace("aa", "å")
    return tuple(_DANISH_ALPHABET.index(letter) + 1 if letter in _DANISH_ALPHABET else 0 for letter in folded)


def sorted_danish(names: Iterable[str]) -> list[str]:
    """Names in the order of the Danish alphabet."""
    return sorted(names, key=lambda name: (danish_key(name), name))


def as_slug(text: str) -> str:
    """A name as an identifier of plain letters: Syd- og Sønderjylland becomes syd-og-soenderjylland."""
    plain = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)
