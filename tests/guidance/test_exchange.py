"""The rules for other programs: DMN and JSON, as files beside the documents."""

import json
import os
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from analysis.guidance import decide, load_rules
from analysis.guidance.dmn import NAMESPACE, as_dmn
from analysis.guidance.engine import complete
from analysis.guidance.examples import Example, load_examples
from analysis.guidance.exchange import rules_as_json
from analysis.guidance.rules import ALL_ANSWERS, CELLS, OVERALL, DecisionTable

DOCS = Path(__file__).parents[2] / "docs"
RULES = load_rules()
ROOT = ElementTree.fromstring(as_dmn(RULES))
DMN = {"d": NAMESPACE}
DAY = date(2025, 6, 3)


def as_file(name: str) -> str:
    if name == "vej9921.dmn":
        return as_dmn(RULES)
    return json.dumps(rules_as_json(RULES), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", ["vej9921.dmn", "vej9921.json"])
def test_the_file_in_the_documents_is_that_of_the_tables(name: str) -> None:
    """With ``UPDATE_GUIDANCE_DOCS=1`` it is written instead of compared."""
    if os.environ.get("UPDATE_GUIDANCE_DOCS"):
        (DOCS / name).write_text(as_file(name), encoding="utf-8", newline="\n")
    assert (DOCS / name).read_text(encoding="utf-8") == as_file(name)


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(f"{path}/d:text", DMN)]


@pytest.mark.parametrize("table", RULES.tables.values(), ids=list(RULES.tables))
def test_a_decision_holds_its_table_s_rows(table: DecisionTable) -> None:
    (decision,) = ROOT.findall(f"d:decision[@id='{table.name}']", DMN)
    (written,) = decision.findall("d:decisionTable", DMN)
    assert written.attrib["hitPolicy"] == "UNIQUE"
    gate = (f"taeller_{table.name}",) if table.when else ()
    assert tuple(texts(written, "d:input/d:inputExpression")) == (*gate, *table.inputs)
    rules = written.findall("d:rule", DMN)
    assert len(rules) == len(table.rows) + len(gate)
    outputs = [found.attrib["name"] for found in written.findall("d:output", DMN)]
    for rule, row in zip(rules, table.rows, strict=False):
        cells = [
            ALL_ANSWERS if cell == "-" else tuple(json.loads(f"[{cell}]"))
            for cell in texts(rule, "d:inputEntry")
        ]
        assert cells[: len(gate)] == [("ja",)] * len(gate)
        cells = cells[len(gate) :]
        assert cells == list(row.cells.values())
        assert set(cells) <= set(CELLS.values())
        found = dict(zip(outputs, map(json.loads, texts(rule, "d:outputEntry")), strict=True))
        assert found[table.name] == row.result
        assert found.get(f"pligter_{table.name}", "").split() == list(row.duties)
        if table.kind == OVERALL:
            assert found["undtagelse"] == row.exception
            assert found["undtagelse_gaelder"] == ("ja" if row.exception else "nej")


@pytest.mark.parametrize(
    "table", [table for table in RULES.tables.values() if table.when], ids=lambda table: table.name
)
def test_a_table_that_only_counts_at_times_says_nothing_where_it_does_not_count(table: DecisionTable) -> None:
    (last,) = ROOT.findall(f"d:decision[@id='{table.name}']/d:decisionTable/d:rule[last()]", DMN)
    assert texts(last, "d:inputEntry") == ['"nej"', *["-"] * len(table.inputs)]
    assert texts(last, "d:outputEntry") == ['""', '""']


class Reader:
    """Reads the document alone, as an engine does: every decision is a table of which one rule applies."""

    def __init__(self, facts: dict[str, str]) -> None:
        self.known = dict(facts)
        self.maker = {
            found.attrib["name"]: decision
            for decision in ROOT.findall("d:decision", DMN)
            for found in decision.findall("d:decisionTable/d:output", DMN)
        }

    def value(self, name: str) -> str:
        if name not in self.known:
            written = self.maker[name].find("d:decisionTable", DMN)
            assert written is not None
            asked = [self.value(each) for each in texts(written, "d:input/d:inputExpression")]
            (rule,) = (
                rule
                for rule in written.findall("d:rule", DMN)
                if all(
                    cell == "-" or answer in json.loads(f"[{cell}]")
                    for cell, answer in zip(texts(rule, "d:inputEntry"), asked, strict=True)
                )
            )
            outputs = [found.attrib["name"] for found in written.findall("d:output", DMN)]
            found = map(json.loads, texts(rule, "d:outputEntry"))
            self.known.update(zip(outputs, found, strict=True))
        return self.known[name]


@pytest.mark.parametrize("example", load_examples().values(), ids=lambda example: example.name)
def test_the_document_alone_leads_to_the_outcome_and_the_duties(example: Example) -> None:
    outcome = decide(example.facts, DAY)
    reader = Reader({name: str(answer) for name, answer in complete(example.facts, DAY).items()})
    assert (reader.value("handling") or reader.value("afgoerelse")) == outcome.result
    assert reader.value("undtagelse") == str(outcome.exception or "")
    named = [name for name in reader.maker if name.startswith("pligter_")]
    duties = {duty for name in named for duty in reader.value(name).split()}
    assert duties == {duty.name for duty in outcome.duties}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    found = [element.attrib["id"] for element in ROOT.iter() if "id" in element.attrib]
    assert len(found) == len(set(found))
    wanted = {element.attrib["href"][1:] for element in ROOT.iter() if "href" in element.attrib}
    assert wanted <= set(found)
    assert {f"{{{NAMESPACE}}}decision", f"{{{NAMESPACE}}}inputData"} <= {element.tag for element in ROOT}


def test_the_document_says_that_it_is_no_decision_support() -> None:
    assert "ikke beslutningsstøtte" in (ROOT.findtext("d:description", namespaces=DMN) or "")
    assert rules_as_json(RULES)["decision_support"] is False
