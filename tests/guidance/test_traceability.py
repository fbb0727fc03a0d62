"""Examples, and the matrix of paragraphs, rows and tests that going through them makes.

With ``UPDATE_GUIDANCE_DOCS=1`` the documents are written instead of compared.
"""

import os
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.guidance import decide, load_rules
from analysis.guidance.examples import Example, load_examples
from analysis.guidance.review import document
from analysis.guidance.traceability import cited, matrix, uncovered_clauses_and_rows

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RULES = load_rules()
EXAMPLES = load_examples()
DAY = date(2025, 6, 3)
Tests = dict[str, list[str]]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=[one.name for one in EXAMPLES.values()])
def test_example(example: Example) -> None:
    outcome = decide(example.facts, DAY)
    assert outcome.result == example.result
    assert (str(outcome.exception) if outcome.exception else "") == example.exception
    assert {point.name for point in outcome.clarify} == example.clarify
    assert set(example.duties) <= {duty.name for duty in outcome.duties}
    assert set(example.clauses) <= cited(outcome)


@pytest.fixture(scope="module")
def went_through() -> tuple[Tests, Tests]:
    """Tests by paragraph and by row, from going through every example and every truth table."""
    by_clause: Tests = defaultdict(list)
    by_row: Tests = defaultdict(list)
    for example in EXAMPLES.values():
        outcome = decide(example.facts, DAY)
        for clause in example.clauses:
            by_clause[clause].append(example.name)
        for step in (*outcome.trace, *outcome.duty_trace):
            by_row[step.row.name].append(example.name)
    for table in RULES.tables.values():
        reached = {row.name for row in table.rows for _ in row.conditions or [()] if row.cells}
        for name in reached:
            by_row[name] = [*by_row[name][:2], "sandhedstabel"]
    return by_clause, by_row


def test_the_matrix_is_complete_in_both_directions(went_through: tuple[Tests, Tests]) -> None:
    assert list(uncovered_clauses_and_rows(RULES, *went_through)) == []


def test_a_missing_row_test_or_clause_is_named(went_through: tuple[Tests, Tests]) -> None:
    by_clause, by_row = went_through
    less = {name: tests for name, tests in by_clause.items() if name != "U5/6"}
    assert list(uncovered_clauses_and_rows(RULES, less, by_row)) == ["clause U5/6: no test shows it"]
    fewer = {name: tests for name, tests in by_row.items() if name != "undtagelse_5:4"}
    assert list(uncovered_clauses_and_rows(RULES, by_clause, fewer)) == [
        "row undtagelse_5:4: no test goes through it"
    ]


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("U5/6", {"traces": frozenset({"pligt"})}, "clause U5/6: ['pligt'] listed, ['række'] found"),
        ("U5/6", {"traces": frozenset({"række", "pligt"})}, "clause U5/6: ['pligt', 'række'] listed"),
        ("U5/8", {"traces": frozenset({"række"})}, "clause U5/8: ['række'] listed"),
        ("U5/6", {"why": "skøn"}, "clause U5/6: why a person decides"),
        ("7/d", {"why": ""}, "clause 7/d: why a person decides"),
    ],
)
def test_a_clause_that_is_listed_otherwise_than_traced_is_named(
    name: str, changes: dict[str, Any], message: str, went_through: tuple[Tests, Tests]
) -> None:
    clause = replace(RULES.clauses[name], **changes)
    changed = replace(RULES, clauses={**RULES.clauses, name: clause})
    (gap,) = uncovered_clauses_and_rows(changed, *went_through)
    assert gap.startswith(message)


def test_every_duty_is_in_an_example() -> None:
    followed = {duty.name for example in EXAMPLES.values() for duty in decide(example.facts, DAY).duties}
    assert followed == set(RULES.duties)


@pytest.mark.parametrize("name", ["guidance-traceability.md", "guidance-tables.md"])
def test_a_document_is_as_the_tables_are(name: str, went_through: tuple[Tests, Tests]) -> None:
    by_table = name == "guidance-tables.md"
    text = document(RULES, EXAMPLES) if by_table else matrix(RULES, *went_through)
    if os.environ.get("UPDATE_GUIDANCE_DOCS"):
        DOCS.mkdir(exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
    assert (DOCS / name).read_text(encoding="utf-8") == text, "run again with UPDATE_GUIDANCE_DOCS=1"
