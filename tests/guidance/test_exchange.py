"""The rules for other programs: DMN and JSON, as files beside the documents."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from analysis.guidance import load_rules
from analysis.guidance.dmn import NAMESPACE, as_dmn
from analysis.guidance.exchange import rules_as_json
from analysis.guidance.rules import ALL_ANSWERS, CELLS, OVERALL, DecisionTable

DOCS = Path(__file__).parents[2] / "docs"
RULES = load_rules()
ROOT = ElementTree.fromstring(as_dmn(RULES))
DMN = {"d": NAMESPACE}


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
    assert tuple(texts(written, "d:input/d:inputExpression")) == table.inputs
    rules = written.findall("d:rule", DMN)
    assert len(rules) == len(table.rows)
    outputs = [found.attrib["name"] for found in written.findall("d:output", DMN)]
    for rule, row in zip(rules, table.rows, strict=True):
        cells = [
            ALL_ANSWERS if cell == "-" else tuple(json.loads(f"[{cell}]"))
            for cell in texts(rule, "d:inputEntry")
        ]
        assert cells == list(row.cells.values())
        assert set(cells) <= set(CELLS.values())
        found = dict(zip(outputs, map(json.loads, texts(rule, "d:outputEntry")), strict=True))
        assert found[table.name] == row.result
        assert found.get(f"pligter_{table.name}", "").split() == list(row.duties)
        if table.kind == OVERALL:
            assert found["undtagelse"] == row.exception
            assert found["undtagelse_gaelder"] == ("ja" if row.exception else "nej")


def test_every_reference_of_the_document_leads_somewhere() -> None:
    found = [element.attrib["id"] for element in ROOT.iter() if "id" in element.attrib]
    assert len(found) == len(set(found))
    wanted = {element.attrib["href"][1:] for element in ROOT.iter() if "href" in element.attrib}
    assert wanted <= set(found)
    assert {f"{{{NAMESPACE}}}decision", f"{{{NAMESPACE}}}inputData"} <= {element.tag for element in ROOT}


def test_the_document_says_that_it_is_no_decision_support() -> None:
    assert "ikke beslutningsstøtte" in (ROOT.findtext("d:description", namespaces=DMN) or "")
    assert rules_as_json(RULES)["decision_support"] is False
