"""The command that asks the guidance, and cases as YAML."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.guidance import Answer, GuidanceError, decide, load_rules
from analysis.guidance.asking import lines_of
from analysis.guidance.cases import Case, read_case, write_case
from analysis.guidance.engine import complete
from analysis.guidance.examples import load_examples
from analysis.guidance.questions import Question, changes, duty_questions, next_question
from analysis.guidance.words import Words

DAY = date(2025, 6, 3)
EXAMPLES = load_examples()
RULES = load_rules()
DEAD = "j\n" * 4  # authorised; unconscious; no normal breathing; a doctor has established death
DECIDED_AND_BETTER = dict.fromkeys(
    ("forhaandsbeslutning", "behandlingsansvarlig_besluttede", "bedring_siden_beslutningen"), "ja"
)
CASES = Path(__file__).parents[2] / "docs" / "guidance-cases"


def file_of(name: str) -> Path:
    return CASES / f"{name.replace('æ', 'ae').replace('ø', 'oe').replace('å', 'aa')}.yml"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_a_case_in_a_file(name: str) -> None:
    """With ``UPDATE_GUIDANCE_DOCS=1`` the file is written instead of compared."""
    example = EXAMPLES[name]
    facts = {fact: Answer(answer) for fact, answer in example.facts.items()}
    if os.environ.get("UPDATE_GUIDANCE_DOCS"):
        CASES.mkdir(exist_ok=True)
        file_of(name).write_text(write_case(Case(example.situation, DAY, facts)), encoding="utf-8")
    case = read_case(file_of(name))
    assert (case.situation, case.on, case.facts) == (example.situation, DAY, facts)
    assert decide(case.facts, case.on).result == example.result


def test_no_file_is_left_of_a_case_that_is_gone() -> None:
    assert {path.name for path in CASES.iterdir()} == {file_of(name).name for name in EXAMPLES}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_asked_for_decides_and_nothing_else_is_asked(name: str) -> None:
    """Answering the questions alone gives the result of the whole case; each fact is asked for once."""
    known = complete(EXAMPLES[name].facts, DAY)
    facts: dict[str, Answer] = {}
    while question := next_question(facts, DAY):
        assert question.fact not in facts
        assert question.why
        facts[question.fact] = known[question.fact]
    asked, whole = decide(facts, DAY), decide(known, DAY)
    assert (asked.result, asked.exception) == (whole.result, whole.exception)
    assert len(facts) < 60


def test_a_settled_case_asks_for_nothing() -> None:
    assert next_question({"bevidstloes": "nej", "autoriseret": "ja"}, DAY) is None
    question = next_question({}, DAY)
    assert question is not None
    assert question.fact == "autoriseret"


def test_changes_are_other_outcomes_that_one_answer_makes() -> None:
    facts = EXAMPLES["registreret"].facts
    now = decide(facts, DAY)
    found = list(changes(facts, DAY))
    assert {"tvivl_om_identitet", "opslag_viser_fravalg", "helt_tilbagekaldt"} <= {one.fact for one in found}
    for one in found:
        then = decide({**facts, one.fact: one.answer}, DAY)
        assert (then.result, then.exception) != (now.result, now.exception)


@pytest.mark.parametrize("name", EXAMPLES)
def test_after_the_outcome_duties_are_asked_for_until_nothing_brings_more(name: str) -> None:
    """Whoever answers as the whole case has it is told every duty of it, and the outcome stays."""
    known = complete(EXAMPLES[name].facts, DAY)
    facts: dict[str, Answer] = {}
    while question := next_question(facts, DAY):
        facts[question.fact] = known[question.fact]
    settled = decide(facts, DAY)
    while questions := duty_questions(facts, DAY):
        assert questions[0].fact not in facts
        assert questions[0].why
        facts[questions[0].fact] = known[questions[0].fact]
    asked, whole = decide(facts, DAY), decide(known, DAY)
    assert (asked.result, asked.exception) == (settled.result, settled.exception)
    assert {duty.name for duty in asked.duties} == {duty.name for duty in whole.duties}


@pytest.mark.parametrize(
    ("duty", "facts"),
    [
        ("revurder", DECIDED_AND_BETTER),
        ("kontakt-laege-ved-bedring", DECIDED_AND_BETTER),
        ("informer-om-risiko", {"behandling_med_risiko": "ja"}),
        ("vejled-om-register", {"fravalgt_af_patient": "ja", "oensker_ud_over_situationen": "ja"}),
        ("tag-stilling", {"forhaandsbeslutning": "nej", "alvorligt_syg": "ja"}),
        ("oplys-praehospital", {"flyttes": "ja", "indlaegges": "ja", "via_praehospital": "ja"}),
    ],
)
def test_a_duty_that_only_further_facts_bring_is_reached_by_asking(
    duty: str, facts: dict[str, Answer | str]
) -> None:
    """U3/5, U3/9, U3/11, U4/6, U5/4 and 4.2/2, in a case that a registered opt-out has settled."""
    known: dict[str, Answer | str] = {**EXAMPLES["registreret"].facts}
    assert duty not in {one.name for one in decide(known, DAY).duties}
    while questions := duty_questions(known, DAY):
        known[questions[0].fact] = facts.get(questions[0].fact, "nej")
    assert duty in {one.name for one in decide(known, DAY).duties}
    assert decide(known, DAY).exception == 5


def test_no_question_is_put_that_brings_nothing() -> None:
    """Nothing is registered, found or decided: nobody asks whether that was withdrawn or changed."""
    known: dict[str, Answer | str] = {**EXAMPLES["intet-fravalg"].facts, "egen_viden": "nej"}
    asked = []
    while questions := duty_questions(known, DAY):
        asked.append(questions[0].fact)
        known[asked[-1]] = "nej"
    pointless = {
        "har_tilbagekaldt_registrering", "kendt_inhabil_ved_registrering", "har_tilbagekaldt_testamente",
        "fravalg_aendres", "varigt_inhabil", "behandling_med_risiko",
    }  # fmt: skip
    assert not pointless & set(asked)
    outside = [each.fact for each in duty_questions(EXAMPLES["laegperson"].facts, DAY)]
    assert set(outside) <= {"forhaandsbeslutning", "er_ledelse"}


def test_what_a_case_can_still_bring_is_listed() -> None:
    shown = list(lines_of(EXAMPLES["registreret"].facts, DAY, "da"))
    at = shown.index("Svar på disse spørgsmål kan give flere pligter:")
    assert f"  {RULES.question('behandling_med_risiko')}" in shown[at:]


def test_the_codes_of_an_answer_are_explained_and_listed() -> None:
    for language, exception in (("da", "undtagelse 5"), ("en", "exception 5")):
        shown = list(lines_of(EXAMPLES["tilbagekaldt-mundtligt"].facts, DAY, language))
        assert sum(f"U5/8 ({exception}): " in line for line in shown) == 1
        assert any("U5/8" in line and "undtagelse_5:12" in line for line in shown)
    named = set(re.findall(r"[\w.]+/[\w.]+", " ".join(line for line in shown if line.endswith(")"))))
    listed = {line.split()[0] for line in shown if line.startswith("  ")}
    assert named & set(RULES.clauses) <= listed


def test_what_was_said_is_asked_for_before_what_was_deleted() -> None:
    """What the patient said to somebody is known on the spot, a deletion is seen in a register."""
    for said, deleted in (
        ("har_tilbagekaldt_registrering", "helt_tilbagekaldt"),
        ("har_tilbagekaldt_testamente", "testamente_helt_tilbagekaldt"),
    ):
        asked = in_order("testamente" if "testamente" in said else "registreret")
        assert asked.index(said) < asked.index(deleted)


def test_consciousness_and_breathing_are_asked_for_before_death() -> None:
    asked = in_order("ventet-død")
    assert asked[:3] == ["autoriseret", "bevidstloes", "uden_normal_vejrtraekning"]
    assert asked.index("plejepersonale_involveret") < asked.index("uopretteligt_ophoer")
    assert "uopretteligt_ophoer" not in in_order("registreret")


def in_order(name: str) -> list[str]:
    known = complete(EXAMPLES[name].facts, DAY)
    facts: dict[str, Answer] = {}
    while question := next_question(facts, DAY):
        facts[question.fact] = known[question.fact]
    return list(facts)


def test_what_was_not_looked_up_is_said_beside_its_question() -> None:
    for name in ("opslag_viser_fravalg", "testamente_fundet"):
        assert "Er der ikke slået op, så svar uvist" in RULES.facts[name].hint
    assert "ikke en anden årsag" in RULES.facts["anden_aarsag"].hint
    _, out, _ = run("--ask", told="2025-06-03\nj\nj\nj\nn\nn\nn\nn\nj\n")  # the answers end here
    assert RULES.facts["anden_aarsag"].hint in out


def test_the_command_asks_for_duties_after_the_outcome() -> None:
    code, out, _ = run("--ask", told=f"2025-06-03\n{DEAD}n\nn\nj\n\n")
    assert code == 0
    settled = out.index("Intet nyt spørgsmål kan ændre svaret: Genoplivning forsøges ikke (undtagelse 1)")
    assert settled < out.index("Tryk Enter for at slutte.") < out.rindex("Det følger:")


def run(*arguments: str, told: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["vejledning", *arguments], input=told)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_says_outcome_duties_rows_readings_and_changes() -> None:
    code, out, err = run(str(file_of("registreret")))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == out.splitlines()[-1] == Words("da")("statement")
    assert "Det følger: Genoplivning forsøges ikke (undtagelse 5)" in out
    assert "(undtagelse_5:12; U5/1, 2.2/1)" in out
    parts = ("Pligter", "Trin for trin, med afsnit", "Følger af det sagte", "Læsninger af uklare steder")
    assert all(f"{part}:" in out.splitlines() for part in (*parts, "Andet ville følge af"))


def test_every_answer_says_that_it_is_no_decision_support() -> None:
    for example in EXAMPLES.values():
        for language, said in (("da", "ikke beslutningsstøtte"), ("en", "no decision support")):
            shown = list(lines_of(example.facts, DAY, language))
            assert said in shown[0]
            assert said in shown[-1]


def test_the_command_asks() -> None:
    code, out, _ = run("--ask", told=f"2025-06-03\n{DEAD}n\n\n")
    assert code == 0
    assert "Hvorfor der spørges: Hvad følger af undtagelserne tilsammen? → " in out
    assert "Det følger: Genoplivning forsøges ikke (undtagelse 1)" in out


def test_the_command_takes_whole_words_and_says_in_its_language_what_it_takes() -> None:
    code, out, err = run("--ask", told="i går\n2025-06-03\nmåske\nJa\nja \nJA\nj\nNEJ\n\n")
    assert code == 0
    said = out + err
    assert "Skriv dagen som 2026-11-28, eller tryk Enter." in said
    assert said.count("Svar ja, nej eller uvist, eller med det første bogstav.") == 1
    assert "Det følger: Genoplivning forsøges ikke (undtagelse 1)" in out
    code, out, _ = run("--ask", "--lang", "en", told="2025-06-03\nyes\nYES\ny\nyes\nno\n\n")
    assert (code, "Resuscitation is not attempted (exception 1)" in out) == (0, True)


def test_signs_of_obvious_death_are_asked_for_before_the_irreversible_end() -> None:
    """Who sees decomposition need not first judge whether breathing and heart have ceased for good (U1 a)."""
    facts = dict.fromkeys(("autoriseret", "bevidstloes", "uden_normal_vejrtraekning"), Answer.YES)
    facts["laege_konstaterer"] = Answer.NO
    question = next_question(facts, DAY)
    assert question is not None
    assert question.fact == "forraadnelse"
    question = next_question({**facts, "forraadnelse": Answer.YES}, DAY)
    assert question is not None
    assert question.fact == "i_gang"


def test_the_command_asks_and_answers_in_english() -> None:
    code, out, _ = run("--ask", "--lang", "en", told="2025-06-03\ny\ny\ny\ny\nn\n\n")
    assert code == 0
    assert "Is the helper an authorised health professional? yes (y), no (n) or uncertain (u)" in out
    assert "What follows: Resuscitation is not attempted (exception 1)" in out
    assert not re.search("[æøåÆØÅ]", out)
    code, out, _ = run(str(file_of("registreret")), "--lang", "en")
    assert code == 0
    assert "Step by step, with paragraphs:" in out.splitlines()
    unnamed = [line for line in out.splitlines() if not line.startswith("Case: ")]
    assert not re.search("[æøåÆØÅ]", "\n".join(unnamed))


def test_an_answer_that_contradicts_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The questions seldom allow one, so two that contradict each other are asked for in turn."""
    asked = ["samtykke_til_behandling", "oejeblikkeligt_behov"]

    def next_asked(facts: dict[str, Answer], _on: date) -> Question | None:
        left = [name for name in asked if name not in facts]
        return Question(left[0], RULES.question(left[0]), ()) if left else None

    monkeypatch.setattr("analysis.guidance.dialogue.next_question", next_asked)
    monkeypatch.setattr("analysis.guidance.dialogue.duty_questions", lambda *_: ())
    code, out, _ = run("--ask", told="2025-06-03\nj\nj\nn\n")
    assert code == 0
    assert out.count("Svaret modsiger noget") == 1
    assert out.count(RULES.question("oejeblikkeligt_behov")) >= 2


def test_a_day_before_the_guidance_is_refused() -> None:
    code, _, err = run("--ask", told="2025-01-14\n")
    assert code == 1
    assert "9934" in err


@pytest.mark.parametrize("arguments", [[], ["--ask", str(file_of("kendt"))]])
def test_a_case_or_questions(arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert "either a CASE or --ask" in err


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "found None, expected the keys sag, dag"),
        ("[1]", "found [1], expected the keys"),
        ("dag: [", "line 1, character 7: is not YAML"),
        ("oplysninger: {}", "key 'dag' is missing"),
        ("dag: i dag", "dag: 'i dag', expected a day"),
        ("dag: 2025-06-03 10:00:00", "expected a day"),
        ("dag: 2025-06-03\npuls: ja", "key 'puls', expected one of"),
        ("dag: 2025-06-03\noplysninger: [a]", "oplysninger: ['a'], expected facts"),
        ("dag: 2025-06-03\noplysninger: {puls: ja}", "no fact 'puls'"),
        ("dag: 2025-06-03\noplysninger: {amk: yes}", "oplysninger, amk: True, expected ja, nej or ukendt"),
        ("dag: 2025-06-03\noplysninger:\n  amk: ja\n  amk: nej", "line 4: 'amk' stands twice"),
        ("dag: 2025-01-14", "2025-01-14: the rules are those of VEJ 9921"),
        (
            "dag: 2025-06-03\nfødt: 2010-01-01\noplysninger: {fyldt_18: ja}",
            "oplysninger, fyldt_18: ja, but the dates say nej",
        ),
        (
            "dag: 2025-06-03\noplysninger: {fyldt_18: ja, fyldt_15: nej}",
            "fyldt_18=ja contradicts fyldt_15=nej",
        ),
        ("a: &a [x, x]\nb: *a", "line 1: an anchor, an alias or a tag, expected keys and values"),
        ("dag: 2025-06-03\nsag: *a", "line 2: an anchor, an alias or a tag"),
        (
            "\n".join(
                ["a0: &a0 {x: ja}", *(f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}}}" for n in range(1, 40))]
            ),
            "line 1: an anchor, an alias or a tag",
        ),
        ("a: &a {x: *a}", "line 1: an anchor, an alias or a tag"),
        ("sag: !!python/object/apply:os.system ['true']", "line 1: an anchor, an alias or a tag"),
        ("sag: !!binary aGVq", "line 1: an anchor, an alias or a tag"),
        ("dag: " + "[" * 10_000, "nested too deep"),
        ("? [a]\n: ja", "line 1: a key that is no text"),
        ("dag: 2025-02-30", "a day or a number that there is not"),
        (f"dag: {'9' * 5000}", "a day or a number that there is not"),
        (f"dag: 0x{'f' * 5000}", f"dag: 0x{'f' * 57}…, expected a day"),
        ("dag: 2025-06-03\nsag: 2", "sag: 2, expected a text on one line"),
        ('dag: 2025-06-03\nsag: "\\e[31m"', r"sag: '\x1b[31m', expected a text on one line"),
        ("dag: 2025-06-03\nsag: |\n  a\n  b\n", r"sag: 'a\nb\n', expected a text on one line"),
        ("dag: 2025-06-03\n---\ndag: 2025-06-03", "line 2, character 1: is not YAML"),
        ("dag: \0", "is not YAML"),
        (f"dag: {'x' * 100}", f"dag: '{'x' * 58}…, expected a day"),
        ("#" * (2**16 + 1), "found a file of 65 kB, expected at most 64 kB of a case"),
        ("dag: 2025-06-03\noplysninger: {amk: [0x" + "f" * 5000 + "]}", "oplysninger, amk: …, expected ja"),
    ],
)
def test_what_is_wrong_in_a_case_is_named(tmp_path: Path, written: str, message: str) -> None:
    path = tmp_path / "case.yml"
    path.write_text(written, encoding="utf-8")
    code, out, err = run(str(path), "--lang", "en")
    assert (code, out) == (1, "")
    assert err.startswith("case.yml: ")
    assert message in err
    assert len(err.splitlines()) == 1
    code, out, in_danish = run(str(path))
    assert (code, out) == (1, "")
    assert in_danish.startswith("case.yml: ")
    assert len(in_danish.splitlines()) == 1
    assert not re.search(r"\b(expected|found|is not|did you|line|contradicts|the|says?)\b", in_danish)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oplysninger: {bevidstløs: ja}", "ingen oplysning hedder 'bevidstløs'; mente du bevidstloes?"),
        ("oplysninger: {fyldt_65: ja}", "mente du fyldt_60, fyldt_1"),
        ("oplysninger: {testamente: ja}", "mente du testamente_helt_tilbagekaldt, testamente_fundet?"),
        ("oplysninger: {puls: ja}", "hedder 'puls'; `statusrapport vejledning --ask` spørger"),
        ("oplysning: {amk: ja}", "nøglen 'oplysning', ventede en af sag, dag, født, registreret, testamente, "
         "oplysninger; mente du oplysninger?"),
        ("Sag: en sag", "mente du sag?"),
        ("oplysninger: {amk: yes}", "oplysninger, amk: True, ventede ja, nej eller ukendt; mente du ja?"),
        ("oplysninger: {amk: Nej}", "oplysninger, amk: 'Nej', ventede ja, nej eller ukendt; mente du nej?"),
        ("oplysninger: {amk: uvist}", "ventede ja, nej eller ukendt; mente du ukendt?"),
        ("oplysninger: {amk:}", "oplysninger, amk: None, ventede ja, nej eller ukendt; mente du ukendt?"),
        ("oplysninger: {amk: 2}", "oplysninger, amk: 2, ventede ja, nej eller ukendt\n"),
        ("oplysninger: {amk: sikkert ikke}", "'sikkert ikke', ventede ja, nej eller ukendt\n"),
        ("oplysninger:\n\tamk: ja", "linje 3, tegn 1: er ikke YAML; ventede en nøgle"),
        ("oplysninger:\n\tamk: ja", "rykket ind med mellemrum og ikke med tabulator"),
        ("oplysninger: [", "linje 2, tegn 15: er ikke YAML; ventede en nøgle, et kolon, et mellemrum"),
        (
            "oplysninger: {fyldt_18: ja, fyldt_15: nej}",
            "fyldt_18=ja modsiger fyldt_15=nej: af fyldt_18=ja følger fyldt_15=ja (U4/1)",
        ),
    ],
)  # fmt: skip
def test_what_is_meant_is_named_in_the_language_of_the_one_who_asks(
    tmp_path: Path, written: str, meant: str
) -> None:
    path = tmp_path / "case.yml"
    path.write_text(f"dag: 2025-06-03\n{written}", encoding="utf-8")
    code, out, err = run(str(path))
    assert (code, out) == (1, "")
    assert meant in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("make", "status", "found"),
    [
        (os.mkfifo, 1, "case.yml: found a named pipe, expected a regular file"),
        (
            lambda path: path.symlink_to("/dev/zero"),
            1,
            "case.yml: found a device, expected a regular file",
        ),
        (Path.mkdir, 2, "is a directory."),
        (lambda path: path.symlink_to("nowhere"), 2, "does not exist."),
        (lambda path: path.symlink_to(path.name), 2, "does not exist."),
    ],
    ids=["pipe", "device", "folder", "dangling", "loop"],
)
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object], status: int, found: str
) -> None:
    make(tmp_path / "case.yml")
    code, out, err = run(str(tmp_path / "case.yml"), "--lang", "en")
    assert (code, out) == (status, "")
    assert err.endswith(f"{found}\n")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_bytes(b"dag: \xff")
    with pytest.raises(GuidanceError, match=r"case\.yml: is not text in UTF-8"):
        read_case(tmp_path / "case.yml")
