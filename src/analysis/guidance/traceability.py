"""Which paragraph stands behind which row and which test, and back again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from analysis.guidance.engine import Decision
from analysis.guidance.rules import PERSON, Rules

ROW = "række"
DUTY = "pligt"


def rows_by_clause(rules: Rules) -> dict[str, list[str]]:
    """Rows, points a-d, implications and contradictions that cite a paragraph."""
    found: dict[str, list[str]] = {name: [] for name in rules.clauses}
    for row in rules.rows:
        for clause in row.clauses:
            found[clause].append(row.name)
    for point in rules.points:
        for clause in point.clauses:
            found[clause].append(f"afklaring:{point.name}")
    for link in rules.implications:
        for clause in link.clauses:
            found[clause].append(f"følge:{link.when}→{link.then}")
    for pair in rules.contradictions:
        for clause in pair.clauses:
            found[clause].append(f"modsigelse:{pair.one}/{pair.other}")
    return found


def duties_by_clause(rules: Rules) -> dict[str, list[str]]:
    """Duties that cite a paragraph."""
    found: dict[str, list[str]] = {name: [] for name in rules.clauses}
    for duty in rules.duties.values():
        for clause in duty.clauses:
            found[clause].append(duty.name)
    return found


def cited(outcome: Decision) -> set[str]:
    """Paragraphs that an outcome rests on: those of its rows, duties, open points and implied facts."""
    rows = [step.row for step in (*outcome.trace, *outcome.duty_trace)]
    found = [row.clauses for row in rows]
    found += [duty.clauses for duty in outcome.duties]
    found += [point.clauses for point in outcome.clarify]
    found += [link.clauses for link in outcome.implied]
    return {clause for clauses in found for clause in clauses}


def uncovered_clauses_and_rows(
    rules: Rules, tests_of_clause: Mapping[str, Collection[str]], tests_of_row: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """What is missing in either direction: clause, row or duty, test."""
    rows, duties = rows_by_clause(rules), duties_by_clause(rules)
    attached = {name for row in rules.rows for name in row.duties}
    for clause in rules.clauses.values():
        traces = {kind for kind, found in ((ROW, rows), (DUTY, duties)) if found[clause.name]} or {PERSON}
        if traces != clause.traces:
            yield f"clause {clause.name}: {sorted(clause.traces)} listed, {sorted(traces)} found"
        if (PERSON in traces) != bool(clause.why):
            yield f"clause {clause.name}: why a person decides is said where, and only where, one does"
        if PERSON not in traces and not tests_of_clause.get(clause.name):
            yield f"clause {clause.name}: no test shows it"
    for row in rules.rows:
        if not tests_of_row.get(row.name):
            yield f"row {row.name}: no test goes through it"
    yield from (f"duty {name}: no row asks for it" for name in rules.duties if name not in attached)


def matrix(
    rules: Rules, tests_of_clause: Mapping[str, Collection[str]], tests_of_row: Mapping[str, Collection[str]]
) -> str:
    """Both directions as Markdown: from each paragraph to rows, duties and tests, and from each row back."""
    rows, duties = rows_by_clause(rules), duties_by_clause(rules)
    lines = [
        "# Sporbarhed: vejledning nr. 9921 af 31/10/2024",
        "",
        "Dannet af `tests/guidance/test_traceability.py`; ret ikke i hånden. Et eksempel er en prøve i "
        "`src/analysis/guidance/examples.csv`; `sandhedstabel` er den prøve, der gennemgår alle "
        "kombinationer af svar i tabellen.",
        "",
        "## Fra afsnit til rækker, pligter og prøver",
        "",
        "| Afsnit | Sted | Emne | Rækker | Pligter | Prøver |",
        "|---|---|---|---|---|---|",
    ]
    for clause in rules.clauses.values():
        found = f"et menneske afgør: {clause.why}" if clause.why else _listed(rows[clause.name])
        lines.append(
            f"| {clause.name} | {clause.place} | {clause.subject} | {found} "
            f"| {_listed(duties[clause.name])} | {_listed(tests_of_clause.get(clause.name, ()))} |"
        )
    lines += ["", "## Fra række til afsnit og prøver", "", "| Række | Afsnit | Prøver |", "|---|---|---|"]
    lines += [
        f"| {row.name} | {_listed(row.clauses)} | {_listed(tests_of_row.get(row.name, ()))} |"
        for row in rules.rows
    ]
    return "\n".join(lines) + "\n"


def _listed(names: Collection[str]) -> str:
    return ", ".join(names)
