"""Dates, refused inputs, and what an outcome says about itself."""

import shutil
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

import analysis.guidance
from analysis.guidance import (
    Answer,
    GuidanceError,
    Result,
    codes,
    decide,
    engine,
    examples,
    load_rules,
    rules,
)
from analysis.guidance.dates import facts_from_dates, has_turned, in_force_from
from analysis.guidance.examples import load_examples
from analysis.guidance.rules import ALL_ANSWERS, OVERALL, read_rules

FOLDER = Path(analysis.guidance.__file__).parent
EXAMPLES = load_examples()
DAY = date(2025, 6, 3)
Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN


def test_the_day_before_the_guidance_is_refused_by_name() -> None:
    with pytest.raises(GuidanceError, match=r"2025-01-14.*VEJ 9921.*9934 af 29/10/2019"):
        decide({}, date(2025, 1, 14))
    assert decide({"autoriseret": "ja"}, date(2025, 1, 15)).result is Result.ATTEMPT


def test_unknown_facts_and_answers_are_refused() -> None:
    with pytest.raises(GuidanceError, match="no fact 'puls'"):
        decide({"puls": "ja"}, DAY)
    with pytest.raises(GuidanceError, match="'bevidstloes': 'maaske'"):
        decide({"bevidstloes": "maaske"}, DAY)


@pytest.mark.parametrize(
    ("born", "years", "on", "turned"),
    [
        (date(1965, 6, 3), 60, date(2025, 6, 2), N),
        (date(1965, 6, 3), 60, date(2025, 6, 3), Y),
        (date(2007, 6, 3), 18, date(2025, 6, 2), N),
        (date(2007, 6, 3), 18, date(2025, 6, 3), Y),
        (date(2010, 6, 4), 15, date(2025, 6, 3), N),
        (date(2010, 6, 3), 15, date(2025, 6, 3), Y),
        (date(1968, 2, 29), 60, date(2028, 2, 29), Y),
        (date(2008, 2, 29), 18, date(2026, 2, 28), N),
        (date(2008, 2, 29), 18, date(2026, 3, 1), Y),
        (None, 60, DAY, U),
    ],
)
def test_birthdays(born: date | None, years: int, on: date, turned: Answer) -> None:
    assert has_turned(born, years, on) is turned


@pytest.mark.parametrize(
    ("on", "in_force"),
    [(date(2025, 5, 27), N), (date(2025, 6, 2), N), (date(2025, 6, 3), Y), (date(2026, 6, 3), Y)],
)
def test_day_seven(on: date, in_force: Answer) -> None:
    registered = date(2025, 5, 27)
    assert in_force_from(registered) == date(2025, 6, 3)
    facts = facts_from_dates(on, born=date(1950, 1, 1), registered=registered)
    assert facts["syv_dage_gaaet"] is in_force
    outcome = decide({**EXAMPLES["kun-egen-viden"].facts, **facts}, on)
    assert outcome.result is (Result.WITHHOLD if in_force is Y else Result.ATTEMPT_AND_CLARIFY)
    assert any("syvende dag" in reading for reading, _ in outcome.readings)


def test_sixty_is_counted_on_the_day_of_the_registration() -> None:
    born = date(1965, 6, 3)
    early = facts_from_dates(date(2025, 7, 1), born=born, registered=date(2025, 6, 2))
    assert (early["fyldt_60"], early["fyldt_60_ved_registrering"]) == (Y, N)
    assert facts_from_dates(DAY, born=born, registered=date(2025, 6, 3))["fyldt_60_ved_registrering"] is Y


@pytest.mark.parametrize(
    ("made", "fits", "refused"),
    [
        (date(2018, 12, 31), "livstestamente-a", "testamente"),
        (date(2019, 1, 1), "testamente", "livstestamente-a"),
    ],
)
def test_the_day_that_separates_the_testaments(made: date, fits: str, refused: str) -> None:
    """Note 14: a testament of the one kind cannot be of the other's time, and is refused by name."""
    facts = facts_from_dates(DAY, testament=made)
    assert decide({**EXAMPLES[fits].facts, **facts}, DAY).exception == 6
    with pytest.raises(GuidanceError, match=r"contradicts oprettet_foer_2019=(ja|nej).*n14"):
        decide({**EXAMPLES[refused].facts, **facts}, DAY)


@pytest.mark.parametrize("name", ["testamente", "livstestamente-a"])
def test_a_testament_of_unknown_date_is_of_its_kind_s_time(name: str) -> None:
    assert decide({**EXAMPLES[name].facts, "oprettet_foer_2019": "ukendt"}, DAY).exception == 6


def test_dates_that_are_not_given_decide_nothing() -> None:
    assert facts_from_dates(DAY) == {}
    assert set(facts_from_dates(DAY, registered=date(2025, 1, 1))) == {"syv_dage_gaaet"}
    assert set(facts_from_dates(DAY, born=date(1950, 1, 1))) == {"fyldt_15", "fyldt_18", "fyldt_60"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_dates_change_no_example(name: str) -> None:
    facts = EXAMPLES[name].facts
    assert decide({**facts, **facts_from_dates(DAY)}, DAY) == decide(facts, DAY)


def test_the_trace_leads_from_facts_to_the_result() -> None:
    outcome = decide({**EXAMPLES["registreret"].facts, "i_gang": "ja"}, DAY)
    assert [step.row.table for step in outcome.trace] == [
        "gyldighed", "hvem", "undtagelse_1", "hjertestop", "undtagelse_2", "planlagt_stop", "identitet",
        "kendskab_5", "midlertidig_5", "undtagelse_5", "gaeldende_fravalg", "afgoerelse", "handling",
    ]  # fmt: skip
    assert str(outcome.trace[-4]) == (
        "Undtagelse 5: Er der et gyldigt registreret fravalg? ja (undtagelse_5:12; U5/1, 2.2/1)"
    )
    assert [step.row.name for step in outcome.duty_trace] == [
        "pligt_sted:13", "pligt_laege_efter:2", "pligt_3_stilling:2", "pligt_overdragelse:1",
        "pligt_5_risiko:2", "pligt_ledelse:2",
    ]  # fmt: skip


def test_open_points_are_a_set_and_only_there_while_clarifying() -> None:
    clarify = decide(EXAMPLES["kendt"].facts, DAY).clarify
    assert isinstance(clarify, frozenset)
    assert {point.name for point in clarify} == set("abcd")
    assert decide(EXAMPLES["registreret"].facts, DAY).clarify == frozenset()
    assert decide(EXAMPLES["stop"].facts, DAY).clarify == frozenset()


def test_an_outcome_names_the_readings_it_rests_on() -> None:
    assert decide(EXAMPLES["trækker-vejret"].facts, DAY).readings == ()
    ((reading, alternative),) = decide(EXAMPLES["kendt"].facts, DAY).readings
    assert "punkterne a-d" in reading
    assert "Alle fire punkter" in alternative
    in_force = {"i_kraft_ifoelge_laege": "ja"}
    ((reading, alternative),) = decide({**EXAMPLES["livstestamente-b-fulgt"].facts, **in_force}, DAY).readings
    assert "vejleder" in reading
    assert "undtagelse 2 eller 3" in alternative


def test_duties_are_in_the_order_of_their_list_and_each_once() -> None:
    names = [duty.name for duty in decide(EXAMPLES["lægeligt-fravalg"].facts, DAY).duties]
    assert names == [name for name in load_rules().duties if name in names]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "rules"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("tables/hvem.csv", "1,ja,ja,-,-,ja", "1,ja,måske,-,-,ja", "table hvem: cell 'måske'"),
        ("tables/hvem.csv", "1,ja,ja,-,-,ja", "1,ja,ja,-,-,tja", "hvem:1: result 'tja'"),
        ("tables/hvem.csv", "1,ja,ja,-,-,ja", "7,ja,ja,-,-,ja", "rows are not numbered from 1"),
        ("tables/hvem.csv", "1,ja,ja,-,-,ja", "0,ja,ja,-,-,ja", "rows are not numbered from 1"),
        ("tables/hvem.csv", "1,ja,ja,-,-,ja,,1/2 1/3 7/i,,", "1,ja,ja,-,-,ja,,,,", "hvem:1: no paragraph"),
        ("tables/hvem.csv", "1/2 1/3 7/i,,", "1/2 9/9,,", "hvem:1: no clause '9/9'"),
        ("tables/hvem.csv", "1/2 1/3 7/i,,", "1/2,sådan,", "hvem:1: a reading names its alternative"),
        ("tables/hvem.csv", "1/2 1/3 7/i,,", "1/2,,sådan", "hvem:1: a reading names its alternative"),
        ("tables/hvem.csv", "1/2 1/3 7/i,,", "1/2,,,,", "hvem.csv: a line has more or fewer cells"),
        ("tables/hvem.csv", "paa_arbejde", "paa_job", "table hvem: no input 'paa_job'"),
        ("tables/handling.csv", "journal-oplysninger", "journal-x", "handling:1: no duty 'journal-x'"),
        ("tables.csv", "hvem,spørgsmål", "hvem,andet", "table hvem: kind 'andet'"),
        ("duties.csv", "5/2", "5/9", "instruks-ansvar: no clause '5/9'"),
        ("duties.csv", "alle,skal", "alle,måske", "tilkald-hjaelp: strength 'måske'"),
        ("duties.csv", "tilkald-hjaelp,under", "tilkald-hjaelp,nu", "tilkald-hjaelp: when 'nu'"),
        ("inputs.csv", "som autoriseret ellers", "som aut ellers", "autoriseret_har_vurderet: no fact 'aut'"),
        (
            "inputs.csv",
            "som autoriseret ellers",
            "som autoriseret",
            "autoriseret_har_vurderet: 'som autoriseret",
        ),
        ("implications.csv", "fyldt_60=ja,fyldt_18=ja", "fyldt_60=ja,myndig=ja", "no fact 'myndig'"),
        ("implications.csv", "fyldt_60=ja,fyldt_18=ja", "fyldt_60=ja,fyldt_18=tja", "'fyldt_18=tja'"),
        ("contradictions.csv", "U5/3", "U5/99", "no clause 'U5/99'"),
        ("references.csv", "U4/8", "U4/99", "no clause 'U4/99'"),
        ("clarify.csv", "2.3/3a", "2.3/9", "a: no clause '2.3/9'"),
    ],
)
def test_a_file_that_contradicts_itself_is_named(
    copied: Path, file: str, old: str, new: str, message: str
) -> None:
    content = (copied / file).read_text(encoding="utf-8")
    assert old in content
    (copied / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GuidanceError, match=message):
        read_rules(copied)


@pytest.mark.parametrize(("old", "new", "found"), [
    ("1,ja,ja,-", "1,ja,nej,-", "no row"),
    ("1,ja,ja,-", "1,ja,-,-", "hvem:1, hvem:2"),
])  # fmt: skip
def test_gaps_and_overlaps_are_named(copied: Path, old: str, new: str, found: str) -> None:
    file = copied / "tables" / "hvem.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    case = {"autoriseret": "ja", "paa_arbejde": "ja" if found == "no row" else "nej"}
    with pytest.raises(GuidanceError, match=f"table hvem: {found} for autoriseret=ja"):
        decide(case, DAY, read_rules(copied))


@pytest.mark.parametrize(
    ("example", "facts", "open_points"),
    [
        ("testamente-afslag", {"betinget_af_accept": "ukendt"}, "abcd"),
        ("testamente-afslag", {"situation_a": "ukendt"}, "abcd"),
        ("testamente-afslag", {}, "abc"),
        ("livstestamente-b-ikke-fulgt", {"livstestamente_a": "ukendt"}, "abcd"),
        ("livstestamente-b-ikke-fulgt", {}, "abc"),
    ],
)
def test_a_refusal_leaves_open_what_it_does_not_touch(
    example: str, facts: dict[str, str], open_points: str
) -> None:
    """7 f: part a binds whatever the nearest say, and their word counts where the patient asked for it."""
    outcome = decide({**EXAMPLES[example].facts, **facts}, DAY)
    assert outcome.result is Result.ATTEMPT_AND_CLARIFY
    assert {point.name for point in outcome.clarify} == set(open_points)


def test_a_testament_rests_on_the_responsible_physician_s_judgement() -> None:
    """U6, first and eighth paragraph: the reading is named with its alternative."""
    row = load_rules().tables["undtagelse_6"].rows[9]
    assert {"U6/1", "U6/8"} <= set(row.clauses)
    assert "behandlingsansvarlige" in row.reading
    assert "Enhver læges" in row.alternative


def test_the_expected_death_is_at_home_or_where_care_is_given() -> None:
    assert "på bopælen eller behandlingsstedet" in load_rules().question("forventet_andre_til_stede")


@pytest.mark.parametrize(
    ("made", "answer"), [(date(2018, 12, 31), Y), (date(2019, 1, 1), N), (date(2020, 6, 1), N)], ids=str
)
def test_testaments_before_2019(made: date, answer: Answer) -> None:
    assert facts_from_dates(DAY, testament=made)["oprettet_foer_2019"] is answer


def test_a_question_is_that_of_a_fact_or_of_a_table() -> None:
    loaded = load_rules()
    assert loaded.question("i_gang") == "Er genoplivningsforsøget allerede i gang?"
    assert loaded.question("identitet") == "Er patienten sikkert identificeret?"


def test_every_combination_is_gone_through_once() -> None:
    for table in load_rules().tables.values():
        found = [tuple(answers.values()) for answers in table.combinations()]
        assert len(found) == len(set(found)) == 3 ** len(table.inputs)


def test_a_cell_with_every_answer_is_no_condition() -> None:
    row = load_rules().tables["hvem"].rows[0]
    assert replace(row, cells={"autoriseret": (*ALL_ANSWERS[:1], *ALL_ANSWERS[1:])}).conditions == ()


def test_what_was_read_cannot_be_changed() -> None:
    for module in (codes, engine, examples, rules):
        for kind in vars(module).values():
            if isinstance(kind, type) and is_dataclass(kind):
                with pytest.raises(FrozenInstanceError):
                    setattr(object.__new__(kind), fields(kind)[0].name, None)


def test_of_two_wrong_cells_or_facts_the_first_is_named(copied: Path) -> None:
    with pytest.raises(GuidanceError, match=r"no fact 'aaa'"):
        decide({"zzz": "ja", "aaa": "ja"}, DAY)
    with pytest.raises(GuidanceError, match=r"fact 'amk': 'x', expected"):
        decide({"i_gang": "y", "amk": "x"}, DAY)
    file = copied / "tables" / "hvem.csv"
    content = file.read_text(encoding="utf-8").replace("1,ja,ja,-", "1,zz,aa,-", 1)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GuidanceError, match="cell 'aa'"):
        read_rules(copied)


def with_more_inputs(copied: Path, more: int) -> Path:
    """The overall table, which has ten inputs, with further ones that do not matter."""
    file = copied / "tables" / "afgoerelse.csv"
    head, *body = file.read_text(encoding="utf-8").splitlines()
    names = [f",{name}" for name in ("amk", "i_gang")[:more]]
    written = [head.replace(",resultat", f"{''.join(names)},resultat")]
    for line in body:
        cells = line.split(",")
        written.append(",".join([*cells[:11], *["-"] * more, *cells[11:]]))
    file.write_text("\n".join(written) + "\n", encoding="utf-8")
    return copied


def test_a_table_has_ten_inputs_at_most(copied: Path) -> None:
    (table,) = read_rules(copied).of_kind(OVERALL)
    assert len(table.inputs) == 10
    with pytest.raises(GuidanceError, match="table afgoerelse: 11 inputs, at most 10"):
        read_rules(with_more_inputs(copied, 1))
