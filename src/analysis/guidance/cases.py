"""Cases as YAML: what is known of a case, written by a person and read with care.

A case names its facts and, if it likes, the days from which ages and the seven days follow::

    sag: Kendt patient, og et opslag viser et registreret fravalg
    dag: 2025-06-03
    oplysninger:
      autoriseret: ja
      opslag_viser_fravalg: ja
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from analysis.guidance.dates import facts_from_dates
from analysis.guidance.rules import Answer, GuidanceError, load_rules

DATES: Final = {"født": "born", "registreret": "registered", "testamente": "testament"}
KEYS: Final = ("sag", "dag", *DATES, "oplysninger")


@dataclass(frozen=True)
class Case:
    """A case: what it is about, the day of it, and what is said."""

    situation: str
    on: date
    facts: Mapping[str, Answer]


def read_case(path: Path) -> Case:
    """The case in a file.

    Raises:
        GuidanceError: The file cannot be read as a case; the message names file, key, found and expected.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_repeated(yaml.compose(text, Loader=yaml.SafeLoader))
        return _case(yaml.safe_load(text))
    except GuidanceError as error:
        raise GuidanceError(f"{path.name}: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise GuidanceError(f"{path.name}{line}: is not YAML: {getattr(error, 'problem', error)}") from None
    except UnicodeDecodeError:
        raise GuidanceError(f"{path.name}: is not text in UTF-8") from None


def _refuse_repeated(node: Any) -> None:
    """Refuses a key that stands twice, of which YAML would keep the last answer without a word."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        if key.value in seen:
            raise GuidanceError(f"line {key.start_mark.line + 1}: {key.value!r} stands twice")
        seen.add(key.value)
        _refuse_repeated(value)


def _case(found: object) -> Case:
    if not isinstance(found, dict):
        raise GuidanceError(f"found {type(found).__name__}, expected the keys {', '.join(KEYS)}")
    strange = sorted(str(key) for key in found if key not in KEYS)
    if strange:
        raise GuidanceError(f"key {strange[0]!r}, expected one of {', '.join(KEYS)}")
    if "dag" not in found:
        raise GuidanceError("key 'dag' is missing: the day of the case as YYYY-MM-DD")
    days = {name: _day(name, found[name]) for name in ("dag", *DATES) if name in found}
    said = found.get("oplysninger") or {}
    if not isinstance(said, dict):
        raise GuidanceError(f"oplysninger: {said!r}, expected facts with ja, nej or ukendt")
    facts = {name: _answer(name, answer) for name, answer in said.items()}
    by_date = facts_from_dates(
        days["dag"], **{DATES[name]: day for name, day in days.items() if name in DATES}
    )
    for name, answer in by_date.items():
        if facts.get(name, answer) is not answer:
            raise GuidanceError(f"oplysninger, {name}: {facts[name]}, but the dates say {answer}")
    return Case(str(found.get("sag", "")), days["dag"], {**facts, **by_date})


def _day(name: str, found: object) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    raise GuidanceError(f"{name}: {found!r}, expected a day as YYYY-MM-DD")


def _answer(name: str, found: object) -> Answer:
    if name not in load_rules().facts:
        raise GuidanceError(f"oplysninger: no fact {name!r}; `statusrapport vejledning --ask` asks for facts")
    if not isinstance(found, str) or found not in tuple(Answer):
        raise GuidanceError(f"oplysninger, {name}: {found!r}, expected ja, nej or ukendt")
    return Answer(found)


def write_case(case: Case) -> str:
    """A case as YAML that `read_case` reads back."""
    written = {
        "sag": case.situation,
        "dag": case.on,
        "oplysninger": {k: str(v) for k, v in case.facts.items()},
    }
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=100))
