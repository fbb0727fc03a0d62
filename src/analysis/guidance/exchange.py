"""The rules as JSON, for programs in other languages and for the page that asks."""

from __future__ import annotations

from typing import Any, Final

from analysis.guidance.engine import VALID_FROM
from analysis.guidance.rules import DecisionTable, Row, Rules, Said

FORMAT: Final = 1


def rules_as_json(rules: Rules) -> dict[str, Any]:
    """The rules and their paragraphs, as `rules.schema.json` says."""
    return {
        "format": FORMAT,
        "source": "VEJ nr. 9921 af 31/10/2024",
        "valid_from": VALID_FROM.isoformat(),
        "decision_support": False,
        "facts": [
            {
                "name": fact.name,
                "kind": fact.kind,
                "unmentioned": fact.unmentioned,
                "beside": fact.beside,
                "how": fact.how,
                "question": fact.question,
                "hint": fact.hint,
            }
            for fact in rules.facts.values()
        ],
        "implications": [
            {"when": _said(link.when), "then": _said(link.then), "clauses": list(link.clauses)}
            for link in rules.implications
        ],
        "contradictions": [
            {"one": _said(pair.one), "other": _said(pair.other), "clauses": list(pair.clauses)}
            for pair in rules.contradictions
        ],
        "tables": [_table(table) for table in rules.tables.values()],
        "results": [
            {"name": name, "meaning": meaning, "short": rules.short_results[name]}
            for name, meaning in rules.results.items()
        ],
        "points": [
            {"name": point.name, "exceptions": list(point.exceptions), "what": point.what}
            for point in rules.points
        ],
        "duties": [
            {
                "name": duty.name,
                "when": duty.when,
                "who": duty.who,
                "strength": duty.strength,
                "what": duty.what,
                "clauses": list(duty.clauses),
            }
            for duty in rules.duties.values()
        ],
        "clauses": [
            {"name": one.name, "place": one.place, "subject": one.subject} for one in rules.clauses.values()
        ],
        "references": [
            {"name": one.name, "clauses": list(one.clauses), "note": one.note, "kind": one.kind}
            for one in rules.references
        ],
    }


def _said(said: Said) -> dict[str, str]:
    return {"fact": said.fact, "answer": said.answer}


def _table(table: DecisionTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "kind": table.kind,
        "when": [list(condition) for condition in table.when],
        "question": table.question,
        "inputs": list(table.inputs),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "cells": {name: list(cell) for name, cell in row.conditions},
        "result": row.result,
        "exception": row.exception,
        "duties": list(row.duties),
        "clauses": list(row.clauses),
        "reading": row.reading,
        "alternative": row.alternative,
    }
