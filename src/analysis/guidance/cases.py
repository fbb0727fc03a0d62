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

from analysis.core.regular_files import read_regular
from analysis.guidance.dates import facts_from_dates
from analysis.guidance.rules import Answer, GuidanceError, load_rules

DATES: Final = {"født": "born", "registreret": "registered", "testamente": "testament"}
MOST_BYTES: Final = 2**16
LONGEST_SHOWN: Final = 60
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
        InputError: It is no regular file, is too large or cannot be opened.
        GuidanceError: The file cannot be read as a case; the message names file, key, found and expected.
    """
    content = read_regular(path, path.name, MOST_BYTES, "of a case")
    try:
        text = content.decode("utf-8-sig")
        _refuse_what_is_no_plain_value(text)
        _refuse_repeated(yaml.compose(text, Loader=yaml.SafeLoader))
        return _case(yaml.safe_load(text))
    except GuidanceError as error:
        raise GuidanceError(f"{path.name}: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise GuidanceError(f"{path.name}{line}: is not YAML: {_problem_of(error)}") from None
    except RecursionError:
        raise GuidanceError(f"{path.name}: values nested too deep, expected facts in two levels") from None
    except UnicodeDecodeError:
        raise GuidanceError(f"{path.name}: is not text in UTF-8") from None
    except ValueError:
        # A day or a number that YAML sees as one, and Python does not.
        raise GuidanceError(f"{path.name}: a day or a number that there is not") from None


def _problem_of(error: yaml.YAMLError) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split())


def _refuse_what_is_no_plain_value(text: str) -> None:
    """Refuses what can grow without end, as aliases, or can be more than a value, as tags."""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise GuidanceError(
                f"line {token.start_mark.line + 1}: an anchor, an alias or a tag, expected keys and values"
            )


def _refuse_repeated(node: Any) -> None:
    """Refuses a key that stands twice, of which YAML would keep the last answer without a word."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise GuidanceError(f"line {line}: a key that is no text")
        if key.value in seen:
            raise GuidanceError(f"line {line}: {_shown(key.value)} stands twice")
        seen.add(key.value)
        _refuse_repeated(value)


def _shown(found: object) -> str:
    """A value for a message: on one line, cut."""
    try:
        text = repr(found)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _case(found: object) -> Case:
    if not isinstance(found, dict):
        raise GuidanceError(f"found {type(found).__name__}, expected the keys {', '.join(KEYS)}")
    strange = [key for key in found if key not in KEYS]
    if strange:
        raise GuidanceError(f"key {_shown(strange[0])}, expected one of {', '.join(KEYS)}")
    if "dag" not in found:
        raise GuidanceError("key 'dag' is missing: the day of the case as YYYY-MM-DD")
    days = {name: _day(name, found[name]) for name in ("dag", *DATES) if name in found}
    said = found.get("oplysninger") or {}
    if not isinstance(said, dict):
        raise GuidanceError(f"oplysninger: {_shown(said)}, expected facts with ja, nej or ukendt")
    facts = {name: _answer(name, answer) for name, answer in said.items()}
    by_date = facts_from_dates(
        days["dag"], **{DATES[name]: day for name, day in days.items() if name in DATES}
    )
    for name, answer in by_date.items():
        if facts.get(name, answer) is not answer:
            raise GuidanceError(f"oplysninger, {name}: {facts[name]}, but the dates say {answer}")
    situation = found.get("sag", "")
    if not isinstance(situation, str) or not situation.isprintable():
        raise GuidanceError(f"sag: {_shown(situation)}, expected a text on one line")
    return Case(situation, days["dag"], {**facts, **by_date})


def _day(name: str, found: object) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    raise GuidanceError(f"{name}: {_shown(found)}, expected a day as YYYY-MM-DD")


def _answer(name: str, found: object) -> Answer:
    if name not in load_rules().facts:
        raise GuidanceError(
            f"oplysninger: no fact {_shown(name)}; `statusrapport vejledning --ask` asks for facts"
        )
    if not isinstance(found, str) or found not in tuple(Answer):
        raise GuidanceError(f"oplysninger, {name}: {_shown(found)}, expected ja, nej or ukendt")
    return Answer(found)


def write_case(case: Case) -> str:
    """A case as YAML that `read_case` reads back."""
    written = {
        "sag": case.situation,
        "dag": case.on,
        "oplysninger": {k: str(v) for k, v in case.facts.items()},
    }
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=100))
