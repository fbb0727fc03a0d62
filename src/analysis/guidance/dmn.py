"""The tables as DMN 1.1: a decision for each table, with unique hits, as engines of other makers read them.

Limits. What follows from a fact, what contradicts it and what holds when nobody mentions it is no part of it:
an engine is given every fact with its answer, as `engine.complete` has them. Readings stand in the
descriptions of the rules. A table that only counts at times has a decision of its own on whether it counts,
and where it does not, its result and its duties are empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analysis.guidance.rules import ACTION, ALL_ANSWERS, DUTY, OVERALL, Answer, DecisionTable, Row, Rules

NAMESPACE: Final = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
APPLIES: Final = "undtagelse_gaelder"
EXCEPTION: Final = "undtagelse"
COUNTS: Final = "taeller_"
YES: Final = Answer.YES.value
NO: Final = Answer.NO.value


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
        if table.when:
            _counting(root, rules, table, overall)
        _decision(root, rules, table, overall)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _counting(root: Element, rules: Rules, table: DecisionTable, overall: DecisionTable) -> None:
    """Whether a table counts: one of its conditions holds. Each rule takes what those before it leave."""
    name = f"{COUNTS}{table.name}"
    decision = SubElement(root, "decision", {"id": name, "name": f"{table.question} (tæller tabellen med?)"})
    wanted: dict[str, tuple[str, ...]] = {}
    for left, right in table.when:
        wanted[left] = (*wanted.get(left, ()), right)
    others = {
        left: tuple(value for value in _values(rules, left, overall) if value not in found)
        for left, found in wanted.items()
    }
    _required(decision, rules, tuple(wanted), overall)
    written = _written(decision, name, tuple(wanted), (name,))
    names = list(wanted)
    for number, left in enumerate(names, 1):
        cells = [others[earlier] for earlier in names[: number - 1]]
        cells += [wanted[left], *[() for _ in names[number:]]]
        _write_rule(written, name, number, dict(zip(names, cells, strict=True)), {name: YES})
    _write_rule(written, name, len(names) + 1, others, {name: NO})


def _values(rules: Rules, name: str, overall: DecisionTable) -> tuple[str, ...]:
    """What a fact, a table or the exception can be."""
    if name in rules.facts:
        return ALL_ANSWERS
    rows = overall.rows if name == EXCEPTION else rules.tables[name].rows
    return tuple(dict.fromkeys(row.exception if name == EXCEPTION else row.result for row in rows))


def _decision(root: Element, rules: Rules, table: DecisionTable, overall: DecisionTable) -> None:
    decision = SubElement(root, "decision", {"id": table.name, "name": table.question})
    if table.when:
        described = SubElement(decision, "description")
        described.text = "Gælder, når " + " eller ".join(f"{left} er {right}" for left, right in table.when)
    counts = (f"{COUNTS}{table.name}",) if table.when else ()
    inputs = (*counts, *table.inputs)
    _required(decision, rules, inputs, overall)
    written = _written(decision, table.name, inputs, _outputs(table))
    for row in table.rows:
        _rule(written, table, row)
    if table.when:
        cells = {**dict.fromkeys(counts, (NO,)), **dict.fromkeys(table.inputs, ())}
        _write_rule(written, table.name, len(table.rows) + 1, cells, dict.fromkeys(_outputs(table), ""))


def _required(decision: Element, rules: Rules, inputs: tuple[str, ...], overall: DecisionTable) -> None:
    wanted = (overall.name if name in (APPLIES, EXCEPTION) else name for name in inputs)
    for name in dict.fromkeys(wanted):
        required = SubElement(decision, "informationRequirement")
        kind = "requiredInput" if name in rules.facts else "requiredDecision"
        SubElement(required, kind, {"href": f"#{name}"})


def _written(decision: Element, table: str, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> Element:
    written = SubElement(decision, "decisionTable", {"id": f"tabel_{table}", "hitPolicy": "UNIQUE"})
    for name in inputs:
        column = SubElement(written, "input", {"id": f"ind_{table}_{name}"})
        expression = SubElement(
            column, "inputExpression", {"id": f"udtryk_{table}_{name}", "typeRef": "string"}
        )
        SubElement(expression, "text").text = name
    for name in outputs:
        SubElement(written, "output", {"id": f"ud_{table}_{name}", "name": name, "typeRef": "string"})
    return written


def _outputs(table: DecisionTable) -> tuple[str, ...]:
    if table.kind == OVERALL:
        return (table.name, EXCEPTION, APPLIES, f"pligter_{table.name}")
    return (table.name, f"pligter_{table.name}") if table.kind in (ACTION, DUTY) else (table.name,)


def _rule(written: Element, table: DecisionTable, row: Row) -> None:
    read = f". {row.reading}. Ellers: {row.alternative}" if row.reading else ""
    counts: dict[str, tuple[str, ...]] = {f"{COUNTS}{table.name}": (YES,)} if table.when else {}
    cells = {name: () if cell == ALL_ANSWERS else cell for name, cell in row.cells.items()}
    found = {
        EXCEPTION: row.exception,
        APPLIES: YES if row.exception else NO,
        f"pligter_{table.name}": " ".join(row.duties),
        table.name: row.result,
    }
    outputs = {name: found[name] for name in _outputs(table)}
    description = ", ".join(row.clauses) + read
    _write_rule(written, table.name, row.number, {**counts, **cells}, outputs, description)


def _write_rule(
    written: Element,
    table: str,
    number: int,
    cells: Mapping[str, tuple[str, ...]],
    outputs: Mapping[str, str],
    description: str = "",
) -> None:
    """A rule; a cell without values is any value."""
    rule = SubElement(written, "rule", {"id": f"regel_{table}_{number}"})
    if description:
        SubElement(rule, "description").text = description
    for name, cell in cells.items():
        entry = SubElement(rule, "inputEntry", {"id": f"celle_{table}_{number}_{name}"})
        SubElement(entry, "text").text = ",".join(f'"{value}"' for value in cell) or "-"
    for name, value in outputs.items():
        entry = SubElement(rule, "outputEntry", {"id": f"svar_{table}_{number}_{name}"})
        SubElement(entry, "text").text = f'"{value}"'
