"""Why an alarm was cancelled: the code list, its SKOS form, a validator, and counts for the country.

A code is recorded by those who cancelled the alarm. Nothing here infers one: not from the guidance, and not
from the share of alarms that were cancelled. Opt-outs of the exceptions 3-6 have one code, because which of
them a patient had is never told apart below country and year.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Final

import polars as pl

from analysis.guidance.dates import facts_from_dates
from analysis.guidance.engine import EARLIER, VALID_FROM
from analysis.guidance.rules import Answer, lines

KNOWN_OPT_OUT: Final = "known-opt-out"
UNKNOWN: Final = "unknown"
BASE: Final = "urn:x-statusrapport:cancellation:"
VERSION: Final = "2"
LICENCE: Final = "https://spdx.org/licenses/MIT"
REGISTERED: Final = 5
HEALTH_PERSON: Final = "health-person"
LOOK_UP: Final = "look-up"
RELATIVE: Final = "relative"
SOURCES: Final = (HEALTH_PERSON, LOOK_UP, RELATIVE)
SMALLEST_SHOWN: Final = 5


@dataclass(frozen=True)
class Code:
    """A reason, its labels, the guidance's exceptions it stands for, and its definition in both languages."""

    name: str
    danish: str
    english: str
    exceptions: tuple[int, ...]
    definition: str
    meaning: str

    @property
    def labels(self) -> dict[str, str]:
        """The label by language."""
        return {"da": self.danish, "en": self.english}

    @property
    def indicator(self) -> str:
        """Its name in the tidy table: ``cancelled_no_arrest``."""
        return f"cancelled_{self.name.replace('-', '_')}"


@cache
def load_codes() -> dict[str, Code]:
    """The code list by code."""
    return {
        line["kode"]: Code(
            line["kode"],
            line["dansk"],
            line["english"],
            tuple(int(number) for number in line["undtagelser"].split()),
            line["definition"],
            line["meaning"],
        )
        for line in lines(files("analysis.guidance") / "cancellation_codes.csv")
    }


def as_turtle(codes: dict[str, Code]) -> str:
    """The code list as a SKOS concept scheme in Turtle."""
    parts = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .",
        f"@prefix code: <{BASE}> .",
        "",
        "code:scheme a skos:ConceptScheme ;",
        '    skos:prefLabel "Årsag til annulleret alarm"@da, "Reason an alarm was cancelled"@en ;',
        f"    owl:versionInfo {_literal(VERSION)} ;",
        f"    dcterms:license <{LICENCE}> ;",
        f"    skos:hasTopConcept {', '.join(f'code:{name}' for name in codes)} .",
    ]
    for code in codes.values():
        parts += [
            "",
            f"code:{code.name} a skos:Concept ;",
            "    skos:inScheme code:scheme ;",
            "    skos:topConceptOf code:scheme ;",
            f"    skos:notation {_literal(code.name)} ;",
            f"    skos:prefLabel {_literal(code.danish)}@da, {_literal(code.english)}@en ;",
            f"    skos:definition {_literal(code.definition)}@da, {_literal(code.meaning)}@en .",
        ]
    return "\n".join(parts) + "\n"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True)
class CodedRecord:
    """A cancelled alarm with its code and what the code has to rest on.

    Attributes:
        code: A code of the list.
        on: The day of the alarm.
        exception: The exception (1-6), where the record says which.
        safe_identity: Whether the person was safely identified; None where that is not recorded.
        source: How an opt-out was known: ``health-person``, ``look-up`` (by a health person) or ``relative``.
        born: The person's day of birth.
        registered: The day on which an opt-out was registered.
    """

    code: str
    on: date
    exception: int | None = None
    safe_identity: bool | None = None
    source: str | None = None
    born: date | None = None
    registered: date | None = None


def problems(record: CodedRecord) -> list[str]:
    """Why a record cannot carry its code; an empty list where it can (2.1, 2.2, U5)."""
    code = load_codes().get(record.code)
    if code is None:
        return [f"code {record.code!r} is not in the list: {', '.join(load_codes())}"]
    if record.exception is not None and record.exception not in code.exceptions:
        return [f"code {record.code}: exception {record.exception} does not belong to it"]
    if not code.exceptions:
        return []
    if record.on < VALID_FROM:
        return [f"{record.on.isoformat()}: before {VALID_FROM.isoformat()} {EARLIER} applied"]
    return [*_opt_out_problems(record), *_registration_problems(record)]


def _opt_out_problems(record: CodedRecord) -> list[str]:
    if record.code != KNOWN_OPT_OUT:
        return []
    found = []
    if record.safe_identity is not True:
        found.append("a known opt-out needs a safe identity (2.1)")
    if record.source not in (HEALTH_PERSON, LOOK_UP):
        shown = record.source or "nobody"
        found.append(f"a known opt-out needs a health person's knowledge or look-up, here {shown} (2.2, U5)")
    return found


def _registration_problems(record: CodedRecord) -> list[str]:
    if record.exception != REGISTERED and record.registered is None:
        return []
    if record.code != KNOWN_OPT_OUT:
        return ["a registration belongs to the code of a known opt-out"]
    if record.exception not in (None, REGISTERED):
        return ["a registration belongs to exception 5"]
    if record.born is None or record.registered is None:
        return ["a registered opt-out needs the days of birth and of registration (U5)"]
    facts = facts_from_dates(record.on, born=record.born, registered=record.registered)
    found = []
    if facts.get("fyldt_60_ved_registrering") is not Answer.YES:
        found.append("under 60 at registration (U5)")
    if facts.get("syv_dage_gaaet") is not Answer.YES:
        found.append("seven days had not passed since registration (U5)")
    return found


def country_breakdown(
    counts: pl.DataFrame, earlier: Sequence[pl.DataFrame] = (), *, smallest_shown: int = SMALLEST_SHOWN
) -> pl.DataFrame:
    """Counts by reason for the whole country since the year began, with small counts suppressed.

    A number is small from 1 to below the threshold. Besides the counts themselves, a reader can form their
    differences from every earlier table of the same year. So:

    1. A count is suppressed where it is small, or where its difference from an earlier count of the year is
       small, in either direction and whether or not that one was shown.
    2. One suppressed count alone could be subtracted from the total, and so could two whose sum is small. The
       next smallest is suppressed too, until there are at least two and their sum is not small; zeros come
       last.
    3. The same holds for the difference of the totals of two tables: what the reasons hidden in either of the
       two moved together is not small. Where it is nothing, a reason hidden in the one is not shown in the
       other.

    A suppressed count is null, never 0; a reason without a count is missing. The rule supposes that each
    table was shown as this function shows it after the tables before it: where an earlier table is delivered
    late or is changed, what was shown before has to be looked at again by a person.

    Args:
        counts: Columns ``code`` and ``count``, a row per reason at most.
        earlier: The tables delivered before for the same year, in the same form, oldest first.
        smallest_shown: The smallest count that is shown.

    Returns:
        A row per code of the list: ``code``, ``label_da``, ``label_en``, ``count``, ``status`` (published,
        suppressed or missing).

    Raises:
        ValueError: A code is not in the list or stands twice, a count is negative, or the threshold is
            below 1.
    """
    codes = load_codes()
    if smallest_shown < 1:
        raise ValueError(f"threshold {smallest_shown}, expected 1 or more")
    history = [_known(table) for table in (*earlier, counts)]
    known, hidden = history[-1], _suppressed(history, smallest_shown)
    shown = [None if name in hidden else known.get(name) for name in codes]
    statuses = [
        "suppressed" if name in hidden else "published" if name in known else "missing" for name in codes
    ]
    return pl.DataFrame(
        {
            "code": list(codes),
            "label_da": [code.danish for code in codes.values()],
            "label_en": [code.english for code in codes.values()],
            "count": pl.Series(shown, dtype=pl.Int64),
            "status": statuses,
        }
    )


def _known(counts: pl.DataFrame) -> dict[str, int]:
    """The counts that there are, by code, in the order of the list."""
    codes, given = load_codes(), dict(counts.select("code", "count").iter_rows())
    if len(given) != counts.height or given.keys() - codes.keys():
        raise ValueError(
            f"codes {counts['code'].to_list()}, expected each at most once of {', '.join(codes)}"
        )
    if any(count is not None and count < 0 for count in given.values()):
        raise ValueError("a count is negative")
    return {name: given[name] for name in codes if given.get(name) is not None}


def _suppressed(history: Sequence[Mapping[str, int]], smallest_shown: int) -> set[str]:
    """The reasons that are hidden in the last of several tables, each hidden in the light of those before."""
    before: list[tuple[Mapping[str, int], set[str]]] = [({}, set())]
    for counts in history:
        hidden = {
            name
            for name in counts
            if any(0 < abs(_moved(counts, earlier, {name})) < smallest_shown for earlier, _ in before)
        }
        while hidden and (further := [name for name in counts if name not in hidden]):
            exposed = [one for one in reversed(before) if not _safe(counts, *one, hidden, smallest_shown)]
            if not exposed:
                break
            earlier, gone = exposed[0]
            small = 0 < abs(_moved(counts, earlier, hidden | gone)) < smallest_shown
            hidden.add(min(further, key=partial(_order, counts, earlier, gone, small)))
        before.append((counts, hidden))
    return before[-1][1]


def _moved(counts: Mapping[str, int], earlier: Mapping[str, int], names: Collection[str]) -> int:
    return sum(counts.get(name, 0) - earlier.get(name, 0) for name in names)


def _safe(
    counts: Mapping[str, int],
    earlier: Mapping[str, int],
    gone: set[str],
    hidden: set[str],
    smallest_shown: int,
) -> bool:
    """Whether what the hidden reasons moved together since an earlier table (or since 0) hides each.

    Where they did not move, both tables show the same counts: then none of those hidden before may be shown.
    """
    moved = abs(_moved(counts, earlier, hidden | gone))
    return len(hidden) > 1 and (moved >= smallest_shown or (bool(earlier) and moved == 0 and gone <= hidden))


def _order(
    counts: Mapping[str, int], earlier: Mapping[str, int], gone: set[str], small: bool, name: str
) -> tuple[bool, bool, int]:
    """Whom to hide next: one hidden before, unless the sum is too small for that to help; the smallest."""
    return (name in gone) == small, _moved(counts, earlier, {name}) == 0, counts[name]
