"""What the words of FOLK1A mean: its variables, quarters, areas, ages, sexes and marital status.

StatBank writes them as codes, texts or both (`101 København`), in Danish and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from analysis.reference.area_names import (
    UnknownNameError,
    as_code,
    code_and_name,
    comparable_name,
    find_code,
)
from analysis.reference.geography import COUNTRY, LANDSDELE

AREA: Final = "OMRÅDE"
SEX: Final = "KØN"
AGE: Final = "ALDER"
MARITAL_STATUS: Final = "CIVILSTAND"
TIME: Final = "Tid"
VARIABLES: Final = (TIME, AREA, SEX, MARITAL_STATUS, AGE)
TOTAL: Final = "TOT"
ALL_AGES: Final = "IALT"
WHOLE_COUNTRY: Final = "000"

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    AREA: (
        "område", "omraade", "omrade", "områdekode", "areacode", "area", "region", "kommune", "kommuner",
        "kommunekode", "kommunenr", "kommunenummer", "kommunenavn", "kode", "code", "navn", "name",
        "municipality", "municipalitycode", "municipalityname",
    ),
    SEX: ("køn", "koen", "kon", "sex", "gender"),
    AGE: ("alder", "age"),
    MARITAL_STATUS: ("civilstand", "maritalstatus"),
    TIME: ("tid", "time", "kvartal", "quarter", "periode", "period"),
}  # fmt: skip
TOTALS: Final = frozenset({"i alt", "ialt", "tot", "total"})
WHOLE_COUNTRY_NAMES: Final = frozenset({*TOTALS, "dk", "hele landet", "all denmark", "danmark", "denmark"})
WORDS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    SEX: {
        TOTAL: frozenset({*TOTALS, "køn i alt", "begge køn", "mænd og kvinder", "men and women"}),
        "1": frozenset({"1", "m", "mænd", "mand", "men", "male", "males"}),
        "2": frozenset({"2", "k", "kvinder", "kvinde", "women", "female", "females"}),
    },
    MARITAL_STATUS: {
        TOTAL: frozenset({*TOTALS, "civilstand i alt", "marital status, total"}),
        "U": frozenset({"u", "ugift", "never married"}),
        "G": frozenset({"g", "gift/separeret", "gift", "married/separated", "married"}),
        "E": frozenset({"e", "enke/enkemand", "widowed"}),
        "F": frozenset({"f", "fraskilt", "divorced"}),
    },
    AGE: {ALL_AGES: frozenset({*TOTALS, "alder i alt", "alle aldre", "age, total", "all ages"})},
}
QUARTER_FORMS: Final = (
    re.compile(r"(?P<year>[1-9][0-9]{3})[ .:-]?[KQ](?P<quarter>[1-4])", re.IGNORECASE),
    re.compile(r"[KQ](?P<quarter>[1-4])[ .:-]?(?P<year>[1-9][0-9]{3})", re.IGNORECASE),
    re.compile(r"(?P<quarter>[1-4])\. ?(kvartal|kvt\.?|quarter) ?(?P<year>[1-9][0-9]{3})", re.IGNORECASE),
    re.compile(r"(?P<year>[1-9][0-9]{3}),? ?(?P<quarter>[1-4])\. ?(kvartal|kvt\.?)", re.IGNORECASE),
)
ONE_AGE: Final = re.compile(r"(?P<age>[0-9]{1,3})( ?år| years?)?", re.IGNORECASE)
NOT_NEEDED: Final = frozenset(map(comparable_name, LANDSDELE.values()))
PART_OF_COUNTRY: Final = re.compile(r"(landsdel|province) ", re.IGNORECASE)


@dataclass(frozen=True)
class Areas:
    """The areas that a table may name.

    Attributes:
        names: Code → name of the country, regions, municipalities and Christiansø.
    """

    names: Mapping[str, str]
    _found: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def find(self, text: str) -> str | None:
        """The code of an area by its code, any spelling of its name, or both; empty for a *landsdel*.

        None where it is no area, or where code and name are those of different ones.
        """
        if text not in self._found:
            self._found[text] = self._looked_up(text)
        return self._found[text]

    def _looked_up(self, text: str) -> str | None:
        parts = code_and_name(text)
        codes = {self._one(part) for part in parts}
        return codes.pop() if len(codes) == 1 else None

    def _one(self, text: str) -> str | None:
        plain = " ".join(text.casefold().split())
        digits = plain.zfill(3) if re.fullmatch("[0-9]{1,2}", plain) else as_code(plain) or plain
        if digits == WHOLE_COUNTRY or plain in WHOLE_COUNTRY_NAMES:
            return COUNTRY
        if f"1{digits}" in self.names:
            return f"1{digits}"
        if digits.isdecimal():
            return digits if digits in self.names else None
        if PART_OF_COUNTRY.match(text):
            return ""
        try:
            return find_code(text, self.names)
        except UnknownNameError:
            return "" if comparable_name(text) in NOT_NEEDED else None


def variable_headed(text: str) -> str | None:
    """The variable that a heading names, by its Danish or English name."""
    plain = re.sub(r"[\s_.:\-]+", "", text).casefold()
    return next((variable for variable, titles in HEADINGS.items() if plain in titles), None)


def quarter_of(text: str) -> str | None:
    """A quarter in StatBank's notation, by any way to write it: `2025Q2`, `2. kvt. 2025` → `2025K2`."""
    for form in QUARTER_FORMS:
        if match := form.fullmatch(text):
            return f"{match['year']}K{match['quarter']}"
    return None


def meaning(variable: str, text: str, areas: Areas) -> str | None:
    """What a text says of a variable, as StatBank's code; None where it says nothing.

    An area's code is that of our geography. One that holds a code and a text, which agree, is read too.
    """
    found = _meaning(variable, text, areas)
    first, _, rest = text.partition(" ")
    if found is None and rest:
        found = _meaning(variable, first, areas)
        if found != _meaning(variable, rest.strip(), areas):
            return None
    return found


def _meaning(variable: str, text: str, areas: Areas) -> str | None:
    if variable == TIME:
        return quarter_of(text)
    if variable == AREA:
        return areas.find(text)
    plain = " ".join(text.casefold().split())
    for code, words in WORDS[variable].items():
        if plain in words:
            return code
    one_age = ONE_AGE.fullmatch(plain) if variable == AGE else None
    return str(int(one_age["age"])) if one_age else None


def variable_of(texts: Iterable[str], areas: Areas) -> str | None:
    """The variable that half or more of some texts belong to; None where it is none, or all are totals."""
    different = set(texts)
    if not different or all(text.casefold() in TOTALS for text in different):
        return None
    known = {
        variable: sum(meaning(variable, text, areas) is not None for text in different)
        for variable in VARIABLES
    }
    best = max(VARIABLES, key=lambda variable: known[variable])
    return best if 2 * known[best] >= len(different) else None
