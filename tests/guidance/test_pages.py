"""The diagram and the pages of the appendix."""

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from analysis import Statusrapport
from analysis.guidance import Answer, GuidanceError, Rules, load_rules
from analysis.guidance.diagram import asks_again, diagram_steps, draw, question_of, result_of
from analysis.report.pages.guidance import diagram_words
from analysis.texts import Texts

RULES = load_rules()
CATALOGUE = files("analysis.texts").joinpath("guidance_da.ftl").read_text(encoding="utf-8")
PAGES = files("analysis.report.pages").joinpath("guidance.py").read_text(encoding="utf-8")


@pytest.fixture
def report(data: Path) -> Statusrapport:
    report = Statusrapport("2025Q2", data=str(data))
    report.ingest()
    report.compute()
    return report


def test_the_ladder_asks_in_the_order_of_the_table() -> None:
    rungs = diagram_steps(RULES)
    assert [rung.table for rung in rungs[:-1]] == [
        "hvem", "hjertestop", "hjertestop", "undtagelse_1", "undtagelse_2", "planlagt_stop", "identitet",
        "gaeldende_fravalg", "gaeldende_fravalg",
    ]  # fmt: skip
    assert [rung.result for rung in rungs] == [
        "uden-for", "intet-hjertestop", "forsoeg", "afstaa", "afstaa", "behandling-fortsaetter", "forsoeg",
        "forsoeg-og-afklar", "forsoeg", "afstaa",
    ]  # fmt: skip
    assert rungs[-1].answer is None
    assert [rung.exceptions for rung in rungs if rung.exceptions] == [("1",), ("2",), ("5", "3", "4", "6")]
    assert [place for place, rung in enumerate(rungs) if rung.reading] == [2, 5, 7]


def test_the_drawing_asks_each_thing_once() -> None:
    rungs, words = diagram_steps(RULES), diagram_words(Texts("da"))
    assert [place for place in range(len(rungs)) if asks_again(rungs, place)] == [2, 8]
    shown = re.sub("<[^>]+>", " ", drawn(RULES))
    assert shown.count("Er der hjertestop?") == 1
    assert shown.count("Er der et gældende fravalg") == 1
    assert shown.count("Find ud af, hvem det er") == 1
    attempts = sum(rung.result.startswith("forsoeg") for rung in rungs)
    assert shown.count("112: AMK vejleder") == attempts == 4
    for rung in rungs:
        if Answer.UNKNOWN in (rung.answer or ()):
            assert rung.result.startswith("forsoeg"), question_of(rung, words)


def test_a_changed_table_changes_the_drawing() -> None:
    table = RULES.tables["afgoerelse"]
    rows = (*table.rows[:5], replace(table.rows[5], result="forsoeg", exception=""), *table.rows[6:])
    changed = replace(RULES, tables={**RULES.tables, "afgoerelse": replace(table, rows=rows)})
    assert [rung.result for rung in diagram_steps(changed)][5:7] == ["forsoeg", "forsoeg"]
    assert drawn(changed) != drawn(RULES)


def test_a_table_that_is_no_ladder_is_refused() -> None:
    table = RULES.tables["afgoerelse"]
    broken = replace(table, rows=(*table.rows[1:], table.rows[0]))
    with pytest.raises(GuidanceError, match="one new question at each row"):
        diagram_steps(replace(RULES, tables={**RULES.tables, "afgoerelse": broken}))


def drawn(rules: Rules) -> str:
    return draw(diagram_steps(rules), diagram_words(Texts("da")), width_mm=261, height_mm=132)


def test_the_drawing_holds_every_question_result_and_answer_inside_its_frame() -> None:
    words, svg = diagram_words(Texts("da")), drawn(RULES)
    root = ElementTree.fromstring(svg)
    shown = " ".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for rung in diagram_steps(RULES)[:-1]:
        assert question_of(rung, words).removesuffix("\u00a0*") in shown
        assert result_of(rung, words).replace("\n", " ") in shown
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    boxes = [
        [float(box.attrib[name]) for name in ("x", "y", "width", "height")]
        for box in root.iter("{http://www.w3.org/2000/svg}rect")
    ]
    assert len(boxes) == 17
    assert all(x >= 0 and y >= 0 and x + w <= width + 0.2 and y + h <= height for x, y, w, h in boxes)
    texts = [float(text.attrib["y"]) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(0 < y < height for y in texts)


def test_the_alternative_text_says_the_whole_ladder(report: Statusrapport) -> None:
    page = report.pages.resuscitation().markdown
    (alternative,) = re.findall(r'aria-label="([^"]+)"', page)
    assert alternative.startswith("Beslutningsdiagram i 10 trin")
    assert "Trin 8: Er der et gældende fravalg" in alternative
    assert alternative.endswith("Ellers: Forsøg ikke, eller stop, Undtagelse 3–6.")


def test_every_page_says_that_it_explains_and_is_no_decision_support(report: Statusrapport) -> None:
    pages = [
        report.pages.resuscitation(),
        report.pages.resuscitation_exceptions(),
        report.pages.resuscitation_runners(),
    ]
    assert all("ikke beslutningsstøtte" in page.markdown for page in pages)
    assert all("9921" in page.markdown for page in pages)
    assert "16\u00a0pct\\." in pages[2].markdown
    assert "Kilden oplyser ikke, hvor ofte hver årsag forekom" in pages[2].markdown


def test_the_runners_page_shows_readings_with_their_alternatives(report: Statusrapport) -> None:
    page = report.pages.resuscitation_runners().markdown
    assert not re.search(r"\d+ læsninger", page)
    assert "Seks af læsningerne" in page
    assert page.count("Ellers") == 6
    assert "Først da kan" not in page
    assert "gyldigt kørekort" in page


def test_exception_1_names_all_three_cases(report: Statusrapport) -> None:
    page = report.pages.resuscitation_exceptions().markdown
    for said in (
        "ophørt for altid",
        "åbenbar",
        "ventet død",
        "alene hjemme i terminal pleje",
        "journalen",
        "underretter",
    ):
        assert said in page


def test_the_exceptions_are_six_and_in_order(report: Statusrapport) -> None:
    found = re.findall(r"^#### (\d)\. ", report.pages.resuscitation_exceptions().markdown, flags=re.MULTILINE)
    assert found == list("123456")


def test_the_catalogue_has_no_broken_repeated_or_unused_message() -> None:
    entries = FluentParser().parse(CATALOGUE).body
    assert not any(isinstance(entry, fluent.Junk) for entry in entries)
    names = [entry.id.name for entry in entries if isinstance(entry, fluent.Message)]
    assert len(names) == len(set(names))
    asked = re.findall(r'say\(\s*f?"([^"]+)"', PAGES)
    patterns = [re.sub(r"\\\{.*?\\\}", "[a-z0-9_-]+", re.escape(key)) for key in asked]
    assert [name for name in names if not any(re.fullmatch(pattern, name) for pattern in patterns)] == []
    shared = {"list-or"}  # of the report's own catalogue
    assert [key for key in asked if "{" not in key and key not in {*names, *shared}] == []
