"""The tables as DMN 1.1: a decision for each table, with unique hits, as engines of other makers read them.

Limits. What follows from a fact, what contradicts it and what holds when nobody mentions it is no part of it:
an engine is given every fact with its answer, as `engine.complete` has them. Tables of duties are always
asked; when one counts stands in its decision's description, and readings stand in those of the rules.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analysis.guidance.rules import ACTION, ALL_ANSWERS, DUTY, OVERALL, DecisionTable, Row, Rules

NAMESPACE: Final = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
APPLIES: Final = "undtagelse_gaelder"
EXCEPTION: Final = "undtagelse"


def as_dmn(rules: Rules) -> str:
    """The tables as one DMN document; its strings are the answers, results and duties of the tables."""
    (overall,) = rules.of_kind(OVERALL)
    root = Element(
        "definitions",
        {"xmlns": NAMESPACE, "id": "vej9921", "name": "VEJ 9921", "namespace": "urn:x-statusrapport:vej9921"},
    )
    described = SubElement(root, "description")
    described.text = "Forklaring af VEJ 9921 af 31/10/2024, ikke beslutningsstøtte."
    for fact in rules.facts.values():
        data = SubElement(root, "inputData", {"id": fact.name, "name": fact.question})
        SubElement(data, "variable", {"id": f"variable_{fact.name}", "name": fact.name, "typeRef": "string"})
    for table in rules.tables.values():
        _decision(root, rules, table, overall)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _decision(root: Element, rules: Rules, table: DecisionTable, overall: DecisionTable) -> None:
    decision = SubElement(root, "decision", {"id": table.name, "name": table.question})
    if table.when:
        described = SubElement(decision, "description")
        described.text = "Gælder, når " + " eller ".join(f"{left} er {right}" for left, right in table.when)
    for name in table.inputs:
        required = SubElement(decision, "informationRequirement")
        if name in rules.facts:
            SubElement(required, "requiredInput", {"href": f"#{name}"})
        else:
            SubElement(
                required, "requiredDecision", {"href": f"#{overall.name if name == APPLIES else name}"}
            )
    written = SubElement(decision, "decisionTable", {"id": f"tabel_{table.name}", "hitPolicy": "UNIQUE"})
    for name in table.inputs:
        column = SubElement(written, "input", {"id": f"ind_{table.name}_{name}"})
        expression = SubElement(
            column, "inputExpression", {"id": f"udtryk_{table.name}_{name}", "typeRef": "string"}
        )
        SubElement(expression, "text").text = name
    for name in _outputs(table):
        SubElement(written, "output", {"id": f"ud_{table.name}_{name}", "name": name, "typeRef": "string"})
    for row in table.rows:
        _rule(written, table, row)


def _outputs(table: DecisionTable) -> tuple[str, ...]:
    if table.kind == OVERALL:
        return (table.name, EXCEPTION, APPLIES, f"pligter_{table.name}")
    return (table.name, f"pligter_{table.name}") if table.kind in (ACTION, DUTY) else (table.name,)


def _rule(written: Element, table: DecisionTable, row: Row) -> None:
    rule = SubElement(written, "rule", {"id": f"regel_{table.name}_{row.number}"})
    read = f". {row.reading}. Ellers: {row.alternative}" if row.reading else ""
    SubElement(rule, "description").text = ", ".join(row.clauses) + read
    for name in table.inputs:
        entry = SubElement(rule, "inputEntry", {"id": f"celle_{table.name}_{row.number}_{name}"})
        cell = row.cells[name]
        SubElement(entry, "text").text = (
            "-" if cell == ALL_ANSWERS else ",".join(f'"{answer}"' for answer in cell)
        )
    applies = "ja" if row.exception else "nej"
    found = {EXCEPTION: row.exception, APPLIES: applies, f"pligter_{table.name}": " ".join(row.duties)}
    for name in _outputs(table):
        entry = SubElement(rule, "outputEntry", {"id": f"svar_{table.name}_{row.number}_{name}"})
        SubElement(entry, "text").text = f'"{found.get(name, row.result)}"'
