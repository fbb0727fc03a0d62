"""The decision tables as they lie in `tables/`, read and checked.

A table answers one question. Its inputs are facts, or answers of other tables; each is yes, no or unknown. A
row cites the paragraphs it stands on and quotes nothing. Where the text is unclear, the row names the
reading chosen and the alternative.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from itertools import product
from typing import Final, TypeAlias


class GuidanceError(ValueError):
    """A table, a fact or a date that the guidance's rules cannot be used with."""


class Answer(StrEnum):
    """What is known about a question."""

    YES = "ja"
    NO = "nej"
    UNKNOWN = "ukendt"


class Result(StrEnum):
    """What follows for the person who is with the patient."""

    OUTSIDE = "uden-for"
    NO_ARREST = "intet-hjertestop"
    ATTEMPT = "forsoeg"
    ATTEMPT_AND_CLARIFY = "forsoeg-og-afklar"
    PROCEED = "behandling-fortsaetter"
    WITHHOLD = "undlad"
    STOP = "stop"


Cell: TypeAlias = tuple[Answer, ...]
ALL_ANSWERS: Final[Cell] = tuple(Answer)
CELLS: Final[Mapping[str, Cell]] = {
    "-": ALL_ANSWERS,
    **{answer.value: (answer,) for answer in Answer},
    **{f"ikke {answer.value}": tuple(other for other in Answer if other is not answer) for answer in Answer},
}
QUESTION: Final = "spørgsmål"
EXCEPTION: Final = "undtagelse"
OVERALL: Final = "samlet"
ACTION: Final = "handling"
DUTY: Final = "pligt"
KINDS: Final = (QUESTION, EXCEPTION, OVERALL, ACTION, DUTY)
PERSON: Final = "menneske"
MOST_INPUTS: Final = 10
WHEN: Final = ("før", "under", "efter", "når som helst", "journal")
STRENGTHS: Final = ("skal", "bør", "så vidt muligt", "kan")
SAME: Final = "som"
UNCERTAIN: Final = "uvist ved"
_UNMENTIONED: Final = re.compile(r"(?:(som|modsat|uvist ved) (\w+) ellers )?(ja|nej|ukendt)")
_AFTER_INPUTS: Final = ("resultat", "undtagelse", "pligter", "afsnit", "læsning", "alternativ")


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        table: The table's name.
        number: The line, from 1.
        cells: The answers that each input may have, in the order of the columns.
        result: The table's answer.
        exception: The exception (1-6) that applies, in the table over all results; else empty.
        duties: What has to be done, by identifiers of the list of duties.
        clauses: The paragraphs that the row stands on.
        reading: The reading chosen where the text is unclear, else empty.
        alternative: The other reading.
    """

    table: str
    number: int
    cells: Mapping[str, Cell]
    result: str
    exception: str
    duties: tuple[str, ...]
    clauses: tuple[str, ...]
    reading: str
    alternative: str

    @property
    def name(self) -> str:
        """The row as traces name it: ``undtagelse_5:11``."""
        return f"{self.table}:{self.number}"

    @cached_property
    def conditions(self) -> tuple[tuple[str, Cell], ...]:
        """Inputs whose answer matters to this row, and the answers it wants."""
        return tuple((name, allowed) for name, allowed in self.cells.items() if allowed != ALL_ANSWERS)

    def matches(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the answers are those of this row."""
        return all(answers[name] in allowed for name, allowed in self.conditions)


@dataclass(frozen=True)
class DecisionTable:
    """A question, its inputs and its rows; ``when`` says when a table of duties is consulted."""

    name: str
    kind: str
    when: tuple[tuple[str, str], ...]
    question: str
    inputs: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def _rows_found(self) -> dict[tuple[Answer, ...], Row]:
        """Rows by the answers, in the order of the inputs, that have led to them so far."""
        return {}

    def row(self, answers: Mapping[str, Answer]) -> Row:
        """The one row that the answers lead to.

        Raises:
            GuidanceError: No row fits, or several do.
        """
        given = tuple(answers[name] for name in self.inputs)
        if given not in self._rows_found:
            self._rows_found[given] = self._row(answers)
        return self._rows_found[given]

    def _row(self, answers: Mapping[str, Answer]) -> Row:
        found = [row for row in self.rows if row.matches(answers)]
        if len(found) != 1:
            shown = ", ".join(f"{name}={answers[name]}" for name in self.inputs)
            names = ", ".join(row.name for row in found) or "no row"
            raise GuidanceError(f"table {self.name}: {names} for {shown}; expected exactly one row")
        return found[0]

    def combinations(self) -> Iterator[dict[str, Answer]]:
        """Every combination of answers: the table's truth table."""
        for answers in product(Answer, repeat=len(self.inputs)):
            yield dict(zip(self.inputs, answers, strict=True))


@dataclass(frozen=True)
class Fact:
    """Something to know about the patient, the helper or the place.

    Attributes:
        kind: ``oplysning`` (a fact), ``vurdering`` (a person judges it), or ``bortfald`` (a withdrawal or an
            invalidity: a health professional knows of it or not, and without knowledge the opt-out stands).
        unmentioned: What holds when nobody has mentioned it. That somebody doubts it is another matter, and
            is said as ``ukendt``.
        beside: Another fact that decides instead, where that one is mentioned; else empty.
        how: Where the other fact is mentioned: ``som`` it, ``modsat`` it, or ``uvist ved`` it (unknown).
        question: The question in Danish.
        hint: What to answer where that is not plain, in Danish; else empty.
    """

    name: str
    kind: str
    unmentioned: Answer
    beside: str
    how: str
    question: str
    hint: str

    def unsaid(self, said: Mapping[str, Answer]) -> Answer:
        """The answer when nobody has mentioned this fact, but those of ``said``."""
        if self.beside not in said:
            return self.unmentioned
        other = said[self.beside]
        if self.how == UNCERTAIN or other is Answer.UNKNOWN:
            return Answer.UNKNOWN
        return other if self.how == SAME else opposite(other)


def opposite(answer: Answer) -> Answer:
    """No for yes, yes for no, unknown for unknown."""
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.UNKNOWN)


@dataclass(frozen=True)
class Said:
    """A fact with an answer that is not unknown."""

    fact: str
    answer: Answer

    def __str__(self) -> str:
        """As cases write it: ``fyldt_18=ja``."""
        return f"{self.fact}={self.answer}"


@dataclass(frozen=True)
class Implication:
    """What follows from a fact, and what therefore cannot be said at the same time."""

    when: Said
    then: Said
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Two facts that cannot both hold."""

    one: Said
    other: Said
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A statute, an order or another guidance that paragraphs refer to, and the note that says so."""

    name: str
    clauses: tuple[str, ...]
    note: str
    kind: str


@dataclass(frozen=True)
class Duty:
    """Something that has to be done.

    Attributes:
        when: ``før``, ``under`` or ``efter`` the arrest, ``når som helst`` where the text ties it to no time,
            or ``journal`` whenever it is written down.
        strength: ``skal``, ``bør``, ``så vidt muligt`` or ``kan``, as the paragraph puts it.
    """

    name: str
    when: str
    who: str
    strength: str
    what: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class ClarifiedPoint:
    """One of the points a-d that are clarified while resuscitation goes on; the text states no order."""

    name: str
    exceptions: tuple[str, ...]
    clauses: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Clause:
    """A paragraph of the guidance in own words, and how the rules treat it.

    Attributes:
        traces: ``række`` and ``pligt`` where a row or a duty stands on it, else ``menneske``.
        why: Why a person decides, where that is so.
    """

    name: str
    place: str
    subject: str
    traces: frozenset[str]
    why: str


@dataclass(frozen=True)
class Rules:
    """All tables and lists, consistent with each other."""

    tables: Mapping[str, DecisionTable]
    facts: Mapping[str, Fact]
    results: Mapping[str, str]
    short_results: Mapping[str, str]
    duties: Mapping[str, Duty]
    points: tuple[ClarifiedPoint, ...]
    clauses: Mapping[str, Clause]
    implications: tuple[Implication, ...]
    contradictions: tuple[Contradiction, ...]
    references: tuple[Reference, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of every table."""
        return tuple(row for table in self.tables.values() for row in table.rows)

    def of_kind(self, *kinds: str) -> tuple[DecisionTable, ...]:
        """Tables of some kinds, in the order in which they are evaluated."""
        return tuple(table for table in self.tables.values() if table.kind in kinds)

    def question(self, name: str) -> str:
        """A fact's or a table's question in Danish."""
        return self.facts[name].question if name in self.facts else self.tables[name].question


@cache
def load_rules() -> Rules:
    """The rules of the package, checked once.

    Raises:
        GuidanceError: A file contradicts itself or another.
    """
    return read_rules(files("analysis.guidance"))


def read_rules(folder: Traversable) -> Rules:
    """Rules from a folder, so that a changed copy can be tried.

    Raises:
        GuidanceError: A file contradicts itself or another.
    """
    tables = {
        line["tabel"]: _table(line, lines(folder / "tables" / f"{line['tabel']}.csv"))
        for line in lines(folder / "tables.csv")
    }
    facts = {line["oplysning"]: _fact(line) for line in lines(folder / "inputs.csv")}
    duties = {
        line["pligt"]: Duty(
            line["pligt"],
            line["hvornår"],
            line["hvem"],
            line["styrke"],
            line["hvad"],
            tuple(line["afsnit"].split()),
        )
        for line in lines(folder / "duties.csv")
    }
    results = lines(folder / "results.csv")
    points = tuple(
        ClarifiedPoint(
            line["punkt"],
            tuple(f"undtagelse_{number}" for number in line["undtagelser"].split()),
            tuple(line["afsnit"].split()),
            line["hvad"],
        )
        for line in lines(folder / "clarify.csv")
    )
    clauses = {
        line["afsnit"]: Clause(
            line["afsnit"], line["sted"], line["emne"], frozenset(line["spor"].split()), line["hvorfor"]
        )
        for line in lines(folder / "clauses.csv")
    }
    rules = Rules(
        tables,
        facts,
        {line["resultat"]: line["betydning"] for line in results},
        {line["resultat"]: line["kort"] for line in results},
        duties,
        points,
        clauses,
        tuple(
            Implication(_said(line["hvis"]), _said(line["så"]), tuple(line["afsnit"].split()))
            for line in lines(folder / "implications.csv")
        ),
        tuple(
            Contradiction(_said(line["den_ene"]), _said(line["den_anden"]), tuple(line["afsnit"].split()))
            for line in lines(folder / "contradictions.csv")
        ),
        tuple(
            Reference(line["henvisning"], tuple(line["afsnit"].split()), line["note"], line["kilde"])
            for line in lines(folder / "references.csv")
        ),
    )
    problems = list(_problems(rules))
    if problems:
        raise GuidanceError("; ".join(problems))
    return rules


def lines(file: Traversable) -> list[dict[str, str]]:
    """The lines of a CSV file by the names in its header.

    Raises:
        GuidanceError: A line has more or fewer cells than the header.
    """
    found = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"), newline="")))
    if any(None in line or None in line.values() for line in found):
        raise GuidanceError(f"{file.name}: a line has more or fewer cells than the header")
    return found


def _fact(line: Mapping[str, str]) -> Fact:
    found = _UNMENTIONED.fullmatch(line["uomtalt"])
    if found is None:
        raise GuidanceError(
            f"inputs.csv, {line['oplysning']}: {line['uomtalt']!r}, expected ja, nej or ukendt, "
            "or som, modsat or »uvist ved« a fact, and ellers with one of the three"
        )
    how, beside, answer = (part or "" for part in found.groups())
    name, kind, question, hint = (line[column] for column in ("oplysning", "slags", "spørgsmål", "hjælp"))
    return Fact(name, kind, Answer(answer), beside, how, question, hint)


def _said(written: str) -> Said:
    fact, _, answer = written.partition("=")
    if answer not in (Answer.YES, Answer.NO):
        raise GuidanceError(f"{written!r}: expected a fact and ja or nej")
    return Said(fact, Answer(answer))


def _table(index: Mapping[str, str], found: list[dict[str, str]]) -> DecisionTable:
    name = index["tabel"]
    inputs = tuple(column for column in found[0] if column not in ("række", *_AFTER_INPUTS))
    unknown = sorted({line[column] for line in found for column in inputs} - CELLS.keys())
    if unknown:
        raise GuidanceError(f"table {name}: cell {unknown[0]!r}, expected one of {', '.join(CELLS)}")
    rows = tuple(
        Row(
            table=name,
            number=int(line["række"]),
            cells={column: CELLS[line[column]] for column in inputs},
            result=line["resultat"],
            exception=line.get("undtagelse", ""),
            duties=tuple(line["pligter"].split()),
            clauses=tuple(line["afsnit"].split()),
            reading=line["læsning"],
            alternative=line["alternativ"],
        )
        for line in found
    )
    conditions = (part.partition("=") for part in index["gælder_når"].split(" eller ") if part)
    when = tuple((left, right) for left, _, right in conditions)
    return DecisionTable(name, index["slags"], when, index["spørgsmål"], inputs, rows)


def _problems(rules: Rules) -> Iterator[str]:
    """What contradicts something else: names without a meaning, clauses without a place, unnamed readings."""
    derived = {"undtagelse_gaelder"}
    for table in rules.tables.values():
        if table.kind not in KINDS:
            yield f"table {table.name}: kind {table.kind!r}"
        if len(table.inputs) > MOST_INPUTS:
            yield f"table {table.name}: {len(table.inputs)} inputs, at most {MOST_INPUTS}"
        for name in table.inputs:
            if name not in rules.facts and name not in rules.tables and name not in derived:
                yield f"table {table.name}: no input {name!r}"
        if [row.number for row in table.rows] != list(range(1, len(table.rows) + 1)):
            yield f"table {table.name}: rows are not numbered from 1"
    for row in rules.rows:
        kind = rules.tables[row.table].kind
        if row.result not in (rules.results if kind in (OVERALL, ACTION) else tuple(Answer)):
            yield f"{row.name}: result {row.result!r}"
        if not row.clauses:
            yield f"{row.name}: no paragraph"
        if bool(row.reading) != bool(row.alternative):
            yield f"{row.name}: a reading names its alternative"
        if row.duties and kind not in (OVERALL, ACTION, DUTY):
            yield f"{row.name}: duties are asked for by tables of duties"
        yield from (f"{row.name}: no duty {name!r}" for name in row.duties if name not in rules.duties)
        yield from (f"{row.name}: no clause {name!r}" for name in row.clauses if name not in rules.clauses)
    for duty in rules.duties.values():
        if duty.when not in WHEN:
            yield f"{duty.name}: when {duty.when!r}, expected one of {', '.join(WHEN)}"
        if duty.strength not in STRENGTHS:
            yield f"{duty.name}: strength {duty.strength!r}, expected one of {', '.join(STRENGTHS)}"
    places = [WHEN.index(duty.when) for duty in rules.duties.values() if duty.when in WHEN]
    if places != sorted(places):
        yield f"duties.csv: the duties are not in the order {', '.join(WHEN)}"
    for fact in rules.facts.values():
        if fact.beside and fact.beside not in rules.facts:
            yield f"{fact.name}: no fact {fact.beside!r}"
    said = [(link.when, link.then) for link in rules.implications]
    said += [(pair.one, pair.other) for pair in rules.contradictions]
    for one, other in said:
        yield from (
            f"{one}, {other}: no fact {name!r}" for name in (one.fact, other.fact) if name not in rules.facts
        )
    holders = [(duty.name, duty.clauses) for duty in rules.duties.values()]
    holders += [(point.name, point.clauses) for point in rules.points]
    holders += [(reference.name, reference.clauses) for reference in rules.references]
    holders += [(f"{link.when}, {link.then}", link.clauses) for link in rules.implications]
    holders += [(f"{pair.one}, {pair.other}", pair.clauses) for pair in rules.contradictions]
    for holder, clauses in holders:
        yield from (f"{holder}: no clause {name!r}" for name in clauses if name not in rules.clauses)
