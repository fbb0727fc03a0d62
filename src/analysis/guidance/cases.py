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
from analysis.guidance.faults import CaseError, no_answer, no_fact, no_key, shown
from analysis.guidance.rules import Answer, load_rules

DATES: Final = {"født": "born", "registreret": "registered", "testamente": "testament"}
MOST_BYTES: Final = 2**16
DEEPEST: Final = 50
"""Lists and mappings within each other; PyYAML's time grows with the square of it."""
KEYS: Final = ("sag", "dag", *DATES, "oplysninger")
_OPENING: Final = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSING: Final = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


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
        CaseError: The file cannot be read as a case; the message names file, key, found and expected.
    """
    content = read_regular(path, path.name, MOST_BYTES, "of a case")
    try:
        text = content.decode("utf-8-sig")
        _refuse_what_is_no_plain_value(text)
        _refuse_repeated(yaml.compose(text, Loader=yaml.SafeLoader))
        return _case(yaml.safe_load(text))
    except CaseError as error:
        raise error.at(path.name) from None
    except yaml.YAMLError as error:
        raise _no_yaml(error).at(path.name) from None
    except UnicodeDecodeError:
        raise CaseError("no-text", path.name) from None
    except ValueError:
        # A day or a number that YAML sees as one, and Python does not.
        raise CaseError("no-value", path.name) from None


def _no_yaml(error: yaml.YAMLError) -> CaseError:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return CaseError("no-yaml-sign")
    return CaseError("no-yaml", line=str(mark.line + 1), column=str(mark.column + 1))


def _refuse_what_is_no_plain_value(text: str) -> None:
    """Refuses what can grow without end, as aliases and depth, or can be more than a value, as tags."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > DEEPEST:
            raise CaseError("too-deep")
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise CaseError("no-plain-value", line=str(token.start_mark.line + 1))


def _refuse_repeated(node: Any) -> None:
    """Refuses a key that stands twice, of which YAML would keep the last answer without a word."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        line = str(key.start_mark.line + 1)
        if not isinstance(key, yaml.ScalarNode):
            raise CaseError("key-no-text", line=line)
        if key.value in seen:
            raise CaseError("twice", line=line, found=shown(key.value))
        seen.add(key.value)
        _refuse_repeated(value)


def _case(found: object) -> Case:
    keys = ", ".join(KEYS)
    if not isinstance(found, dict):
        raise CaseError("no-keys", found=shown(found), keys=keys)
    strange = [key for key in found if key not in KEYS]
    if strange:
        raise no_key(strange[0], KEYS)
    if "dag" not in found:
        raise CaseError("no-day")
    days = {name: _day(name, found[name]) for name in ("dag", *DATES) if name in found}
    said = found.get("oplysninger") or {}
    if not isinstance(said, dict):
        raise CaseError("no-facts", found=shown(said))
    facts = {name: _answer(name, answer) for name, answer in said.items()}
    by_date = facts_from_dates(
        days["dag"], **{DATES[name]: day for name, day in days.items() if name in DATES}
    )
    for name, answer in by_date.items():
        if facts.get(name, answer) is not answer:
            raise CaseError("dates-otherwise", name=name, found=facts[name], expected=answer)
    situation = found.get("sag", "")
    if not isinstance(situation, str) or not situation.isprintable():
        raise CaseError("no-line", found=shown(situation))
    return Case(situation, days["dag"], {**facts, **by_date})


def _day(name: str, found: object) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    raise CaseError("day", name=name, found=shown(found))


def _answer(name: str, found: object) -> Answer:
    if name not in load_rules().facts:
        raise no_fact(name, load_rules())
    if not isinstance(found, str) or found not in tuple(Answer):
        raise no_answer(f"oplysninger, {name}", found)
    return Answer(found)


def write_case(case: Case) -> str:
    """A case as YAML that `read_case` reads back."""
    written = {
        "sag": case.situation,
        "dag": case.on,
        "oplysninger": {k: str(v) for k, v in case.facts.items()},
    }
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=100))
