"""The page that asks, in a browser, and the rules as JSON."""

import json
import os
import random
import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from analysis.guidance import Answer, Decision, GuidanceError, decide, load_rules
from analysis.guidance.examples import load_examples
from analysis.guidance.exchange import rules_as_json
from analysis.guidance.page import in_english, page
from analysis.guidance.questions import changes, duty_questions, next_question
from analysis.guidance.words import english

DAY = date(2025, 6, 3)
DOCS = Path(__file__).parents[2] / "docs"
RULES = load_rules()
EXAMPLES = load_examples()
RANDOM_CASES = 10_000


def random_cases(count: int) -> list[dict[str, str]]:
    """Cases that start from an example or from nothing, with up to twelve answers of any kind."""
    chance = random.Random(9921)
    names = [name for name in RULES.facts if name != "fra_15_januar_2025"]
    starts = [{}, *(dict(example.facts) for example in EXAMPLES.values())]
    return [
        {
            **chance.choice(starts),
            **{chance.choice(names): str(chance.choice(list(Answer))) for _ in range(chance.randint(0, 12))},
        }
        for _ in range(count)
    ]


def in_short(outcome: Decision) -> list[object]:
    return [
        str(outcome.result),
        str(outcome.exception or ""),
        sorted(point.name for point in outcome.clarify),
        [duty.name for duty in outcome.duties],
        [step.row.name for step in outcome.trace],
        [f"{link.when}>{link.then}" for link in outcome.implied],
    ]


def by_python(facts: dict[str, str]) -> list[object] | None:
    try:
        question = next_question(facts, DAY)
        more = [each.fact for each in duty_questions(facts, DAY)]
        return [*in_short(decide(facts, DAY)), question.fact if question else "", more]
    except GuidanceError:
        return None


@cache
def cases_with_answers() -> tuple[list[dict[str, str]], list[Any]]:
    """The examples and random cases, and what Python answers to each."""
    cases = [dict(example.facts) for example in EXAMPLES.values()] + random_cases(RANDOM_CASES)
    return cases, [by_python(facts) for facts in cases]


BY_PAGE = """cases => cases.map(facts => {
  try {
    const it = window.vejledning.decide(facts);
    const said = one => `${one.fact}=${one.answer}`;
    return [it.result, it.exception, it.clarify.map(p => p.name).sort(), it.duties.map(d => d.name),
      it.trace.map(({table, row}) => `${table.name}:${row.number}`),
      it.implied.map(link => `${said(link.when)}>${said(link.then)}`),
      window.vejledning.nextQuestion(facts)?.fact ?? "",
      window.vejledning.dutyQuestions(facts).map(question => question.fact)];
  } catch (error) {
    if (error instanceof window.vejledning.Refused) return null;
    throw error;
  }
})"""


@pytest.fixture(params=["da"])
def opened(request: pytest.FixtureRequest, chromium_page: Any, tmp_path: Path) -> Any:
    path = tmp_path / "vejledning.html"
    path.write_text(page(RULES, request.param), encoding="utf-8")
    chromium_page.goto(path.as_uri())
    return chromium_page


@pytest.mark.browser
@pytest.mark.parametrize("opened", ["da", "en"], indirect=True)
def test_the_page_answers_as_python_does(opened: Any) -> None:
    cases, expected = cases_with_answers()
    found = opened.evaluate(BY_PAGE, cases)
    assert [at for at, (one, other) in enumerate(zip(found, expected, strict=True)) if one != other] == []
    assert sum(one is not None for one in expected) > RANDOM_CASES / 3


@pytest.mark.browser
def test_what_would_change_the_answer_is_the_same(opened: Any) -> None:
    for facts in random_cases(40):
        if by_python(facts) is not None:
            found = opened.evaluate(
                "f => window.vejledning.changes(f).map(c => `${c.fact.name}=${c.answer}`)", facts
            )
            assert found == [f"{one.fact}={one.answer}" for one in changes(facts, DAY)]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_is_accessible_and_asks_nobody_else(opened: Any, axe_violations: Any, width: int) -> None:
    requested: list[str] = []
    opened.on("request", lambda request: requested.append(request.url))
    opened.set_viewport_size({"width": width, "height": 900})
    opened.reload()
    for _ in range(3):
        opened.get_by_role("button", name="Ja", exact=True).first.click()
    assert axe_violations(opened) == []
    assert all(url.startswith(("file:", "data:")) for url in requested)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_case_is_answered_by_clicking(opened: Any) -> None:
    """An authorised helper, and a doctor who has established death."""
    assert "ikke beslutningsstøtte" in opened.locator("#foelger").inner_text()
    for _ in range(4):
        opened.locator("#spoergsmaal").get_by_role("button", name="Ja", exact=True).click()
    assert "Genoplivning forsøges ikke (undtagelse 1)" in opened.locator("#foelger").inner_text()
    assert "ikke beslutningsstøtte" in opened.locator("#foelger").inner_text()
    opened.locator("#svar").get_by_role("button").last.click()
    assert opened.locator("#resultat").inner_text() == "Genoplivning forsøges"


@pytest.mark.browser
def test_a_contradiction_is_refused_and_said(opened: Any) -> None:
    opened.locator("#andet summary").click()
    for name, answer in (("fyldt_15", "Nej"), ("fyldt_18", "Ja")):
        opened.locator("#fund").get_by_role("button", name=RULES.question(name)).click()
        opened.locator("#spoergsmaal").get_by_role("button", name=answer).click()
    assert "modsiger" in opened.locator("#afvist").inner_text()
    assert opened.locator("#svar li").count() == 1


@pytest.mark.browser
def test_an_answer_is_called_provisional_while_something_is_still_asked(opened: Any) -> None:
    follows = opened.locator("#foelger")
    assert "Foreløbigt" in follows.inner_text()
    for answer in ("Nej", "Nej", "Nej"):
        opened.locator("#spoergsmaal").get_by_role("button", name=answer).click()
    assert "taler ikke til hjælperen" in follows.inner_text()
    assert "ringer enhver 112" in follows.inner_text()
    assert "Tilkald hjælp, for eksempel på 112 (2/1" in follows.inner_text()
    assert "Foreløbigt" not in follows.inner_text()


def answered(opened: Any, facts: dict[str, str]) -> list[str]:
    """Answers what the page asks until it is settled, as the facts have it; the questions in order."""
    asked = []
    card = opened.locator("#spoergsmaal")
    by_question = {RULES.question(name): name for name in RULES.facts}
    while "Foreløbigt" in opened.locator("#foreloebig").inner_text():
        asked.append(card.locator("h3").inner_text())
        given = {"ja": "Ja", "nej": "Nej", "ukendt": "Uvist"}[facts.get(by_question[asked[-1]], "nej")]
        card.get_by_role("button", name=given, exact=True).click()
    return asked


@pytest.mark.browser
def test_after_the_outcome_the_page_asks_for_what_can_bring_duties(opened: Any) -> None:
    """U5/4: who is told of a risk is not asked about it before the outcome."""
    facts = {**{name: str(given) for name, given in EXAMPLES["registreret"].facts.items()}, "i_gang": "ja"}
    asked = answered(opened, facts)
    assert opened.locator("#resultat").inner_text() == "Genoplivningsforsøget stopper (undtagelse 5)"
    risk = RULES.question("behandling_med_risiko")
    assert risk not in asked
    card = opened.locator("#spoergsmaal")
    assert "Svaret er afgjort." in card.inner_text()
    while card.locator("h3").inner_text() != risk:
        card.get_by_role("button", name="Nej", exact=True).click()
    card.get_by_role("button", name="Ja", exact=True).click()
    assert "Fortæl om risikoen" in opened.locator("#foelger").inner_text()
    assert opened.locator("#resultat").inner_text() == "Genoplivningsforsøget stopper (undtagelse 5)"
    while card.get_by_role("button").count():
        card.get_by_role("button", name="Nej", exact=True).click()
    assert card.inner_text() == "Intet nyt spørgsmål kan ændre svaret eller pligterne"


@pytest.mark.browser
def test_duties_stand_under_their_time_in_order(opened: Any) -> None:
    answered(opened, {name: str(given) for name, given in EXAMPLES["lægeligt-fravalg"].facts.items()})
    found = opened.locator("#mere h4").all_inner_texts()
    assert found == [name for name in ("Før", "Under", "Efter", "Når som helst", "Journal") if name in found]
    assert {"Før", "Efter", "Journal"} <= set(found)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_a_code_leads_to_its_paragraph(opened: Any, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    assert not opened.locator("#afsnit dl").is_visible()
    opened.locator("#foelger a", has_text="2/1").first.click()
    place = opened.locator("[id='afsnit-2/1']")
    assert place.is_visible()
    assert place.inner_text() == "2/1 (pkt. 2)"
    assert 0 <= place.bounding_box()["y"] < 844
    assert opened.locator("#afsnit dt").count() == len(RULES.clauses)


@pytest.mark.browser
def test_a_phone_shows_question_and_result_at_once_and_no_text_is_cut(opened: Any) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    assert opened.get_by_role("button", name="Ja", exact=True).count() == 1
    assert opened.locator("#resultat").bounding_box()["y"] < 844
    opened.locator("#andet summary").click()
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert opened.locator("#fund button").evaluate_all(cut) == 0
    assert opened.locator("#fund button").count() == len(RULES.facts) - 1
    opened.locator("#soeg").fill("testamente læge")
    assert 0 < opened.locator("#fund button").count() < 12
    opened.locator("#fund button").first.click()
    assert opened.locator("#spoergsmaal h3").bounding_box()["y"] >= 0
    opened.get_by_role("button", name="Tilbage til spørgsmålene").click()
    assert opened.locator("#spoergsmaal h3").inner_text() == RULES.question("autoriseret")
    opened.locator("#soeg").fill("xyzzy")
    assert opened.locator("#intet").inner_text() == "Ingen oplysning har de ord."


@pytest.mark.browser
def test_what_to_answer_stands_beside_its_question(opened: Any) -> None:
    opened.locator("#andet summary").click()
    for name in ("opslag_viser_fravalg", "testamente_fundet", "anden_aarsag"):
        opened.locator("#fund").get_by_role("button", name=RULES.question(name)).click()
        assert RULES.facts[name].hint in opened.locator("#spoergsmaal").inner_text()


@pytest.mark.parametrize(("lang", "name"), [("da", "vejledning.html"), ("en", "guidance.html")])
def test_the_page_in_the_documents_is_that_of_the_tables(lang: str, name: str) -> None:
    """With ``UPDATE_GUIDANCE_DOCS=1`` it is written instead of compared."""
    if os.environ.get("UPDATE_GUIDANCE_DOCS"):
        (DOCS / name).write_text(page(RULES, lang), encoding="utf-8", newline="\n")
    assert (DOCS / name).read_text(encoding="utf-8") == page(RULES, lang)


def test_everything_that_readers_see_is_in_english_too_and_nothing_else_is() -> None:
    found = rules_as_json(RULES)
    in_english(found)  # a text without its English is a KeyError
    shown = {RULES.question(name) for name in (*RULES.facts, *RULES.tables)}
    shown |= {text for row in RULES.rows for text in (row.reading, row.alternative) if text}
    shown |= {
        text for duty in RULES.duties.values() for text in (duty.who, duty.what, duty.when, duty.strength)
    }
    shown |= {text for clause in RULES.clauses.values() for text in (clause.place, clause.subject)}
    shown |= {fact.hint for fact in RULES.facts.values() if fact.hint}
    shown |= {*RULES.results.values(), *RULES.short_results.values(), *(point.what for point in RULES.points)}
    assert set(english()) == shown


@pytest.mark.browser
@pytest.mark.parametrize("opened", ["en"], indirect=True)
def test_the_english_page_says_that_it_is_no_decision_support(opened: Any) -> None:
    assert "no decision support" in opened.locator("#foelger").inner_text()
    assert "Is the helper an authorised health professional?" in opened.locator("#spoergsmaal").inner_text()
    for summary in opened.locator("summary").all():
        summary.click()
    opened.locator("#spoergsmaal").get_by_role("button", name="Uncertain").click()
    assert "Resuscitation is attempted" in opened.locator("#foelger").inner_text()
    assert not re.search("[æøåÆØÅ]", opened.locator("main").inner_text())


def test_the_rules_as_json_are_as_their_schema_says() -> None:
    schema = json.loads(files("analysis.guidance").joinpath("rules.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads(json.dumps(rules_as_json(RULES)))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(written)) == []
    written["tables"][0]["rows"][0]["cells"]["fra_15_januar_2025"] = ["måske"]
    assert len(list(jsonschema.Draft202012Validator(schema).iter_errors(written))) == 1
