"""Why an alarm was cancelled: the code list, its SKOS form and a validator.

A code is recorded by those who cancelled the alarm. Nothing here infers one: not from the guidance, and not
from the share of alarms that were cancelled. Opt-outs of the exceptions 3-6 have one code, because which of
them a patient had is never told apart below country and year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from analysis.guidance.dates import facts_from_dates
from analysis.guidance.engine import EARLIER, VALID_FROM
from analysis.guidance.rules import Answer, lines

KNOWN_OPT_OUT: Final = "known-opt-out"
UNKNOWN: Final = "unknown"
BASE: Final = "urn:x-statusrapport:cancellation:"
VERSION: Final = "3"
LICENCE: Final = "https://spdx.org/licenses/MIT"
REGISTERED: Final = 5
HEALTH_PERSON: Final = "health-person"
LOOK_UP: Final = "look-up"
RELATIVE: Final = "relative"
SOURCES: Final = (HEALTH_PERSON, LOOK_UP, RELATIVE)


@dataclass(frozen=True)
class CancellationReason:
    """A reason, its labels, the guidance's exceptions it stands for, and its definition in both languages.

    Attributes:
        counted_under: The code under which a delivery counts it; empty where it is counted by itself.
    """

    name: str
    danish: str
    english: str
    exceptions: tuple[int, ...]
    counted_under: str
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
def load_codes() -> dict[str, CancellationReason]:
    """The codes that deliveries count, by code."""
    return {name: code for name, code in recorded_codes().items() if not code.counted_under}


@cache
def recorded_codes() -> dict[str, CancellationReason]:
    """The whole code list, with the codes that are recorded and counted under another."""
    return {
        line["kode"]: CancellationReason(
            line["kode"],
            line["dansk"],
            line["english"],
            tuple(int(number) for number in line["undtagelser"].split()),
            line["opgøres_under"],
            line["definition"],
            line["meaning"],
        )
        for line in lines(files("analysis.guidance") / "cancellation_codes.csv")
    }


def as_turtle(codes: dict[str, CancellationReason]) -> str:
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
        source: How an opt-out was known: ``health-person``, ``look-up`` (by one of them) or ``relative``.
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
    """Why a record cannot carry its code; an empty list where it can (2.1, 2.2, U5, 8)."""
    code = recorded_codes().get(record.code)
    if code is None:
        return [f"code {record.code!r} is not in the list: {', '.join(recorded_codes())}"]
    if record.exception is not None and record.exception not in code.exceptions:
        return [f"code {record.code}: exception {record.exception} does not belong to it"]
    if not code.exceptions:
        return []
    if record.on < VALID_FROM:
        return _earlier_problems(record)
    return [*_opt_out_problems(record), *_registration_problems(record)]


def _earlier_problems(record: CodedRecord) -> list[str]:
    """Before the guidance a code stands by itself, without its exceptions and its demands."""
    if record.exception is None and record.registered is None:
        return []
    return [
        f"{record.on.isoformat()}: before {VALID_FROM.isoformat()} {EARLIER} applied; "
        "expected the code without exception and registration"
    ]


def _opt_out_problems(record: CodedRecord) -> list[str]:
    if record.code != KNOWN_OPT_OUT:
        return []
    found = []
    if record.safe_identity is not True:
        found.append("a known opt-out needs a safe identity (2.1)")
    if record.source not in (HEALTH_PERSON, LOOK_UP):
        shown = record.source or "nobody"
        found.append(f"a known opt-out needs a professional's knowledge or look-up, here {shown} (2.2, U5)")
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
