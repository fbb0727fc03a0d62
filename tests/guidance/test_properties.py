"""What must hold for every case, whatever the facts."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.guidance import Answer, Decision, GuidanceError, Result, decide, load_rules
from analysis.guidance.engine import complete
from analysis.guidance.examples import load_examples

RULES = load_rules()
EXAMPLES = load_examples()
DAY = date(2025, 6, 3)
Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN
LAPSES = sorted(name for name, fact in RULES.facts.items() if fact.kind == "bortfald")
# U5/10 wants a knowledge without doubt; a look-up that shows nothing makes own knowledge doubtful (2/4)
APART = {"kendt_inhabil_ved_registrering", "opslag_viser_fravalg"}
REQUIRED = sorted(set(RULES.facts) - APART)
ATTEMPTS = (Result.ATTEMPT, Result.ATTEMPT_AND_CLARIFY)
TREATED = (*ATTEMPTS, Result.PROCEED)
NO_ATTEMPTS = (Result.WITHHOLD, Result.STOP)
TESTAMENT_TABLES = ("tilbagekaldt_6", "behandlingstestamente", "livstestamente")
TESTAMENT = sorted(
    {"testamente_fundet", "testator_habil_og_18", "varigt_inhabil_ifoelge_laege"}
    | {name for table in TESTAMENT_TABLES for name in RULES.tables[table].inputs}
)

answers = st.sampled_from(list(Answer))
cases = st.builds(
    lambda example, changes: {**example.facts, **changes},
    st.sampled_from(list(EXAMPLES.values())),
    st.dictionaries(st.sampled_from(sorted(RULES.facts)), answers, max_size=8),
)


def consistent(facts: Mapping[str, Answer | str]) -> bool:
    try:
        complete(facts, DAY)
    except GuidanceError:
        return False
    return True


cases = cases.filter(consistent)
many = settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])


def result(facts: Mapping[str, Answer | str]) -> Result:
    return decide(facts, DAY).result


def essence(outcome: Decision) -> tuple[object, ...]:
    return outcome.result, outcome.exception, outcome.clarify, outcome.duties


def rows_of(facts: Mapping[str, Answer | str]) -> dict[str, str]:
    return {step.row.table: step.row.result for step in decide(facts, DAY).trace}


def test_withdrawals_and_invalidity_are_the_only_facts_that_stand_apart() -> None:
    assert LAPSES == [
        "beslutning_aendret",
        "fravalg_trukket_tilbage",
        "har_tilbagekaldt_registrering",
        "har_tilbagekaldt_testamente",
        "helt_tilbagekaldt",
        "kendt_inhabil_ved_registrering",
        "oensker_genoplivning",
        "testamente_helt_tilbagekaldt",
    ]


@given(cases, st.sampled_from(REQUIRED))
@many
def test_not_knowing_never_turns_an_attempt_into_none(facts: Mapping[str, Answer | str], name: str) -> None:
    # a doctor's word that the testament is in force covers its details, until they deny it (2.2/1, U6/8)
    assume(facts.get("i_kraft_ifoelge_laege") != Y or name not in TESTAMENT)
    doubtful = {**facts, name: U}
    if result(facts) in TREATED and consistent(doubtful):
        assert result(doubtful) not in NO_ATTEMPTS


TOWARDS_NONE = {
    **{f"undtagelse_{number}": Y for number in range(1, 7)},
    **dict.fromkeys(("identitet", "situation_4", "hvem", "gaeldende_fravalg"), Y),
    **dict.fromkeys(("behandlingstestamente", "livstestamente"), Y),
    **dict.fromkeys(("midlertidig_5", "tilbagekaldt_4", "tilbagekaldt_6", "planlagt_stop"), N),
}


def unknown_answers(name: str) -> Iterator[tuple[str, str, str]]:
    """For every combination of a table: its result, an input, and the result when that is not known."""
    table = RULES.tables[name]
    results = {tuple(known.values()): table.row(known).result for known in table.combinations()}
    for known, before in results.items():
        for place, asked in enumerate(table.inputs):
            yield before, asked, results[(*known[:place], U, *known[place + 1 :])]


@pytest.mark.parametrize("name", TOWARDS_NONE)
def test_not_knowing_never_brings_a_table_closer_to_no_attempt(name: str) -> None:
    """For every combination of a table: not knowing never wins the answer that leads to no attempt."""
    wanted = TOWARDS_NONE[name]
    for before, asked, after in unknown_answers(name):
        assert before == wanted or after != wanted or asked in APART


def test_not_knowing_never_makes_an_arrest_of_a_doubtful_one() -> None:
    """A known other cause means no arrest, and no attempt; only from doubt may no arrest follow."""
    assert all(after == U for before, _, after in unknown_answers("hjertestop") if before == U)


def test_not_knowing_a_table_s_answer_never_leads_from_an_attempt_to_none() -> None:
    """Whether an opt-out holds follows from the exceptions and a planned stop; it is not asked apart."""
    overall, valid = RULES.tables["afgoerelse"], RULES.tables["gaeldende_fravalg"]
    found = {tuple(known.values()): overall.row(known).result for known in overall.combinations()}
    holds = {tuple(known.values()): Answer(valid.row(known).result) for known in valid.combinations()}
    asked = tuple(dict.fromkeys((*valid.inputs, *overall.inputs)))
    asked = tuple(name for name in asked if name != valid.name)

    def follows(known: dict[str, Answer]) -> str:
        known[valid.name] = holds[tuple(known[name] for name in valid.inputs)]
        return found[tuple(known[name] for name in overall.inputs)]

    combinations = product(Answer, repeat=len(asked))
    results = {known: follows(dict(zip(asked, known, strict=True))) for known in combinations}
    for known, before in results.items():
        if before not in ("forsoeg", "forsoeg-og-afklar", "behandling-fortsaetter"):
            continue
        for place in range(len(asked)):
            assert results[(*known[:place], U, *known[place + 1 :])] != "afstaa", (known, asked[place])


@given(cases, st.sampled_from(["registreret", "lægeligt-fravalg", "patientfravalg", "testamente"]))
@many
def test_unsafe_identity_blocks_exceptions_3_to_6(facts: Mapping[str, Answer | str], base: str) -> None:
    unsafe = {**EXAMPLES[base].facts, **facts}
    assume(consistent(unsafe))
    outcome = decide({**unsafe, "tvivl_om_identitet": Y}, DAY)
    assert outcome.exception in (None, 1, 2)
    if outcome.exception == 1:
        (row,) = (step.row for step in outcome.trace if step.row.table == "undtagelse_1")
        assert row.number in (1, 3)


@given(cases, answers)
@many
def test_a_relative_s_claim_changes_nothing(facts: Mapping[str, Answer | str], claim: Answer) -> None:
    with_claim, without = ({**facts, "paaroerende_oplyser": answer} for answer in (claim, U))
    assert essence(decide(with_claim, DAY)) == essence(decide(without, DAY))


def test_relatives_identify_and_consent() -> None:
    facts = {**EXAMPLES["registreret"].facts, "kendt_identitet": N}
    assert result(facts) is Result.ATTEMPT
    assert result({**facts, "udpeget_af_kender": Y}) is Result.WITHHOLD
    consent = dict(EXAMPLES["testamente-accept"].facts)
    assert result(consent) is Result.WITHHOLD
    assert result({**consent, "paaroerende_accepterer": N}) is Result.ATTEMPT_AND_CLARIFY


@given(cases, st.dictionaries(st.sampled_from(TESTAMENT), answers))
@many
def test_a_registered_opt_out_does_not_ask_the_testament(
    facts: Mapping[str, Answer | str], changes: Mapping[str, Answer | str]
) -> None:
    registered = {**EXAMPLES["registreret"].facts, **facts, "opslag_viser_fravalg": Y}
    assume(consistent(registered) and consistent({**registered, **changes}))
    if rows_of(registered).get("undtagelse_5") == Y:
        assert decide(registered, DAY).exception == decide({**registered, **changes}, DAY).exception
        assert result(registered) == result({**registered, **changes})


@given(st.dictionaries(st.sampled_from(TESTAMENT), answers))
@many
def test_a_registered_opt_out_that_is_withdrawn_for_now_is_not_replaced_by_a_testament(
    changes: Mapping[str, Answer | str],
) -> None:
    withdrawn = {**EXAMPLES["tilbagekaldt-mundtligt"].facts, **changes}
    assume(consistent(withdrawn))
    assert result(withdrawn) in ATTEMPTS


@pytest.mark.parametrize("competent", list(Answer))
def test_an_opt_out_is_withdrawn_whatever_the_competence_a_testament_only_while_competent(
    competent: Answer,
) -> None:
    registered = {**EXAMPLES["tilbagekaldt-mundtligt"].facts, "habil_ved_tilbagekaldelse": competent}
    assert result(registered) in ATTEMPTS
    testament = {
        **EXAMPLES["testamente-tilbagekaldt"].facts,
        "habil_da_testamentet_blev_tilbagekaldt": competent,
    }
    assert (result(testament) in ATTEMPTS) == (competent is not N)


@pytest.mark.parametrize(
    ("base", "lapse"),
    [
        ("lægeligt-fravalg", "beslutning_aendret"),
        ("patientfravalg", "fravalg_trukket_tilbage"),
        ("registreret", "helt_tilbagekaldt"),
        ("registreret", "har_tilbagekaldt_registrering"),
        ("registreret", "kendt_inhabil_ved_registrering"),
        ("testamente", "testamente_helt_tilbagekaldt"),
        ("testamente", "har_tilbagekaldt_testamente"),
        ("patientfravalg", "oensker_genoplivning"),
        ("registreret", "oensker_genoplivning"),
        ("testamente", "oensker_genoplivning"),
    ],
)
def test_nobody_mentions_a_lapse_and_somebody_doubts_are_two_answers(base: str, lapse: str) -> None:
    """2/4: doubt whether an exception holds is an attempt; what nobody mentioned is no doubt."""
    facts = {name: answer for name, answer in EXAMPLES[base].facts.items() if name != lapse}
    assert result(facts) is Result.WITHHOLD
    doubted = result({**facts, lapse: U})
    assert doubted is (Result.WITHHOLD if lapse in APART else Result.ATTEMPT_AND_CLARIFY)


def test_every_three_way_mix_of_exceptions_names_one() -> None:
    table = RULES.tables["afgoerelse"]
    for mix in product((Y, N), repeat=6):
        known = dict(zip((f"undtagelse_{number}" for number in range(1, 7)), mix, strict=True))
        known |= {"hvem": Y, "hjertestop": Y, "identitet": Y, "planlagt_stop": N}
        valid = RULES.tables["gaeldende_fravalg"].row(known).result
        row = table.row({**known, "gaeldende_fravalg": Answer(valid)})
        assert (row.result == "afstaa") == (Y in mix)


def test_nothing_known_about_the_patient_is_an_attempt() -> None:
    assert result({"autoriseret": Y}) is Result.ATTEMPT
    assert result({}) is Result.ATTEMPT
    assert result({"autoriseret": N, "paa_ansvar": N}) is Result.OUTSIDE
    assert result({"bevidstloes": N}) is Result.NO_ARREST


def test_each_implication_is_followed_and_its_opposite_refused() -> None:
    for link in RULES.implications:
        said = {link.when.fact: link.when.answer}
        assert complete(said, DAY)[link.then.fact] is link.then.answer, link
        assert complete({**said, link.then.fact: U}, DAY)[link.then.fact] is link.then.answer, link
        other = Y if link.then.answer is N else N
        with pytest.raises(GuidanceError, match=f"contradicts|{link.then.fact}"):
            complete({**said, link.then.fact: other}, DAY)


def test_each_contradiction_is_refused_by_name() -> None:
    for pair in RULES.contradictions:
        with pytest.raises(GuidanceError, match=f"{pair.one} contradicts {pair.other}"):
            complete({pair.one.fact: pair.one.answer, pair.other.fact: pair.other.answer}, DAY)


def test_over_eighteen_and_under_fifteen_is_refused() -> None:
    with pytest.raises(GuidanceError, match="fyldt_18=ja contradicts fyldt_15=nej"):
        complete({"fyldt_18": Y, "fyldt_15": N}, DAY)


def test_a_doctor_s_word_that_a_testament_is_in_force_is_enough_until_its_details_deny_it() -> None:
    known = dict(EXAMPLES["testamente-i-kraft"].facts)
    assert result({**known, "er_behandlingstestamente": Y}) is Result.WITHHOLD
    assert result({**known, "er_behandlingstestamente": Y, "betinget_af_accept": Y}) in ATTEMPTS
    denied = dict.fromkeys(("situation_a", "situation_b", "situation_c"), N)
    assert result({**known, "er_behandlingstestamente": Y, **denied}) in ATTEMPTS


# What the text lets stand without a word for it: own knowledge where nobody looked up (2.2/1, U5/12), and a
# doctor's judgement of capacity and situation, or that a will is in force, without its details (U6/8, 2.2/1).
WORDS_THAT_STAND = {"opslag_viser_fravalg", "i_kraft_ifoelge_laege", "livstestamente_b"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_leaving_out_what_a_case_says_turns_it_only_where_that_spoke_against_a_refusal(name: str) -> None:
    """An attempt becomes none only where the fact left out is one that does not hold until somebody says so.

    And no refusal ever becomes an outcome that the text does not know for it: it is an attempt, or the
    planned treatment where the stop was planned (U5/3), never the end of all treatment or of the guidance.
    """
    facts = EXAMPLES[name].facts
    before = result(facts)
    for left_out, said in facts.items():
        less = {fact: answer for fact, answer in facts.items() if fact != left_out}
        after = result(less)
        if before in TREATED and after in NO_ATTEMPTS:
            unsaid = complete(less, DAY)[left_out]
            assert left_out in WORDS_THAT_STAND or unsaid not in (U, said), left_out
        if before in NO_ATTEMPTS:
            assert after in (*NO_ATTEMPTS, *ATTEMPTS) or (
                after is Result.PROCEED and less["stop_del_af_behandling"] == Y
            ), left_out


@pytest.mark.parametrize(("now", "found"), [(U, U), (U, N), (Y, U), (Y, N), (U, None), (Y, None), (None, N)])
def test_doubt_about_what_a_doctor_finds_now_is_an_attempt(now: Answer | None, found: Answer | None) -> None:
    """2/4 on U3/7: a decision stands until a doctor decides otherwise, and whether one has is doubted."""
    said = {"laege_tager_stilling": now, "udsigtsloest": found}
    facts = {**EXAMPLES["lægeligt-fravalg"].facts, **{name: each for name, each in said.items() if each}}
    assert result(facts) is Result.ATTEMPT_AND_CLARIFY
    assert result({**facts, "laege_tager_stilling": Y, "udsigtsloest": Y}) is Result.WITHHOLD


def test_no_doctor_asked_now_leaves_the_decision_as_it_is() -> None:
    for found in (None, *Answer):
        facts = {**EXAMPLES["lægeligt-fravalg"].facts, "laege_tager_stilling": N}
        if found is not Y:
            assert decide({**facts, **({"udsigtsloest": found} if found else {})}, DAY).exception == 3


def test_anybody_is_told_to_call_for_help() -> None:
    """2/1 speaks to anybody who finds an unconscious person, also where the rest does not."""
    outcome = decide(EXAMPLES["laegperson"].facts, DAY)
    assert outcome.result is Result.OUTSIDE
    assert {"tilkald-hjaelp", "livreddende"} <= {duty.name for duty in outcome.duties}
    assert decide(EXAMPLES["lægperson-vågen"].facts, DAY).duties == ()


def test_only_open_points_are_to_be_clarified() -> None:
    known = {"amk-afklar", "afklar-undervejs"}
    assert not known & {duty.name for duty in decide(EXAMPLES["amk-intet-fravalg"].facts, DAY).duties}
    assert known <= {duty.name for duty in decide(EXAMPLES["amk-kendt"].facts, DAY).duties}


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("ukendt-hjælper", "uvist, om hjælperen er sundhedsperson"),
        ("ser-vejrtrækning", "Ser en uden autorisation, at patienten trækker vejret"),
        ("kun-a", "Kun de af punkterne a-d er åbne"),
        ("lægeligt-uvist-nu", "om en læge nu har taget stilling"),
        ("lægeligt-uvist-fund", "om en læge nu har taget stilling"),
    ],
)
def test_a_reading_that_decides_is_named(name: str, reading: str) -> None:
    assert [said for said, other in decide(EXAMPLES[name].facts, DAY).readings if reading in said and other]
