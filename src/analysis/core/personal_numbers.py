"""Finds what may be a Danish personal number (CPR) in a text."""

import re
import unicodedata
from datetime import date
from typing import Final

DIGITS: Final = 10
LEAP_YEAR: Final = 2000
ADDED_TO_DAY: Final = 60  # in numbers that hospitals give to people without one
NUMBER: Final = re.compile(r"(?<![0-9])([0-9]{2})([ .-]?)([0-9]{2})\2[0-9]{2}[\s-]*[0-9]{4}(?![0-9])")
DASHES: Final = re.compile("[\u2010-\u2015\u2212]")


def holds_personal_number(text: str) -> bool:
    """Whether a text holds ten digits that begin with a day and a month, set apart as dates and numbers are.

    The control digit is not looked at: numbers given out since 2007 need not have a right one.
    """
    if text.isascii() and len(text) < DIGITS:
        return False
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return any(_is_day(int(found[1]), int(found[3])) for found in NUMBER.finditer(plain))


def _is_day(day: int, month: int) -> bool:
    try:
        date(LEAP_YEAR, month, day - ADDED_TO_DAY if day > ADDED_TO_DAY else day)
    except ValueError:
        return False
    return True
