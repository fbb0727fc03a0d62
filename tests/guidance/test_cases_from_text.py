"""Sixty-eight cases taken from the paragraphs, each with only what its paragraph mentions.

They are written from the text and not from the tables. Each is asked twice: as it stands, and with everything
said that a person would add who is asked about the rest and has nothing out of the ordinary to report.
"""

from collections.abc import Mapping
from datetime import date

import pytest

from analysis.guidance import Answer, GuidanceError, Result, decide, load_rules
from analysis.guidance.engine import complete
from analysis.guidance.examples import load_examples

DAY = date(2025, 6, 3)
Y, N = Answer.YES, Answer.NO
EXAMPLES = load_examples()
LAPSES = sorted(name for name, fact in load_rules().facts.items() if fact.kind == "bortfald")
ATTEMPTS = (Result.ATTEMPT, Result.ATTEMPT_AND_CLARIFY)
ARREST = "autoriseret=ja bevidstloes=ja uden_normal_vejrtraekning=ja"
KNOWN = f"{ARREST} kendt_identitet=ja"
REFUSED = f"{KNOWN} fravalgt_i_situationen=ja habil_ved_fravalg=ja forstod_foelgerne=ja"
OWN = f"{KNOWN} egen_viden=ja"
LOOKED_UP = f"{KNOWN} opslag_viser_fravalg=ja"
JUDGED = f"{KNOWN} varigt_inhabil_ifoelge_laege=ja"
TREATMENT = f"{JUDGED} er_behandlingstestamente=ja"
LIVING = f"{JUDGED} er_livstestamente=ja"
COMPETENT = "habil_da_testamentet_blev_tilbagekaldt=ja"
DECIDED = f"{KNOWN} forhaandsbeslutning=ja"
STAFF = f"{ARREST} uopretteligt_ophoer=ja plejepersonale_involveret=ja journal_tilstraekkelig=ja"

ATTEMPT, OPEN, NOT = "forsoeg", "forsoeg-og-afklar", "undlad"
CASES = [
    ("2/1", "bevidstloes=ja", ATTEMPT),
    ("2/1", "autoriseret=nej paa_ansvar=ja bevidstloes=ja uden_normal_vejrtraekning=ja", ATTEMPT),
    ("2/3", "autoriseret=ja bevidstloes=ja uden_normal_vejrtraekning=nej", "intet-hjertestop"),
    ("2/3", f"{ARREST} anden_aarsag=ja", "intet-hjertestop"),
    ("2/5", f"{LOOKED_UP} uden_normal_vejrtraekning=nej", "intet-hjertestop"),
    ("1/2", f"{ARREST} autoriseret=nej paa_ansvar=nej autoriseret_har_vurderet=ja", "uden-for"),
    ("2/4", f"{OWN} opslag_viser_fravalg=nej", OPEN),
    ("2.1/1", f"{ARREST} udpeget_af_kender=ja egen_viden=ja", f"{NOT} 5"),
    ("2.1/1", f"{ARREST} gyldig_legitimation=ja opslag_viser_fravalg=ja", f"{NOT} 5"),
    ("2.1/1", f"{ARREST} kort_stemmer=ja opslag_viser_fravalg=ja", f"{NOT} 5"),
    ("2.1/1", f"{ARREST} sundhedskort=ja opslag_viser_fravalg=ja", ATTEMPT),
    ("2.1/2", f"{ARREST} opslag_viser_fravalg=ja", ATTEMPT),
    ("2.1/2", f"{LOOKED_UP} tvivl_om_identitet=ja", ATTEMPT),
    ("2.1/2", f"{LOOKED_UP} tvivl_om_identitet=ukendt", ATTEMPT),
    ("2.2/1", DECIDED, f"{NOT} 3"),
    ("2.2/1", REFUSED, f"{NOT} 4"),
    ("2.2/1", OWN, f"{NOT} 5"),
    ("2.2/1", f"{KNOWN} i_kraft_ifoelge_laege=ja", f"{NOT} 6"),
    ("2.2/2", f"{KNOWN} paaroerende_oplyser=ja", OPEN),
    ("2.3/1", KNOWN, OPEN),
    ("2.3/4", f"{LOOKED_UP} i_gang=ja", "stop 5"),
    ("2.3/4", f"{KNOWN} udsigtsloest=ja i_gang=ja", "stop 2"),
    ("2.4/2", f"{ARREST} amk=ja", ATTEMPT),
    ("2.4/4", f"{ARREST} amk=ja udpeget_af_kender=ja opslag_viser_fravalg=ja i_gang=ja", "stop 5"),
    ("2.4/6", f"{ARREST} praehospital=ja", ATTEMPT),
    ("2.4/7", f"{ARREST} udsigtsloest=ja i_gang=ja", "stop 2"),
    ("2.4/8", f"{ARREST} paa_arbejde=nej", ATTEMPT),
    ("U1/1", f"{ARREST} laege_konstaterer=ja", f"{NOT} 1"),
    ("U1/a", "autoriseret=ja forraadnelse=ja", f"{NOT} 1"),
    ("U1/a", "autoriseret=nej paa_ansvar=ja uforenelige_skader=ja", f"{NOT} 1"),
    ("U1/a", f"{ARREST} nedkoelet_uden_doedstegn=ja", ATTEMPT),
    ("U1/b", f"{STAFF} forventet_andre_til_stede=ja", f"{NOT} 1"),
    ("U1/c", f"{STAFF} alene_i_terminal_pleje=ja", f"{NOT} 1"),
    ("U1/b", STAFF, OPEN),
    ("U1/3", f"{STAFF} forventet_andre_til_stede=ja journal_tilstraekkelig=nej", OPEN),
    ("U2/1", f"{ARREST} udsigtsloest=ja", f"{NOT} 2"),
    ("U2/2", f"{KNOWN} udsigtsloest=ja laege_har_oplysninger=nej", OPEN),
    ("U3/6", f"{KNOWN} kun_terminalerklaering=ja", OPEN),
    ("U3/7", f"{DECIDED} beslutning_aendret=ja", OPEN),
    ("U3/7", f"{DECIDED} flyttes=ja", f"{NOT} 3"),
    ("U3/9", f"{DECIDED} vaesentlig_bedring=ja", f"{NOT} 3"),
    ("U3/1", f"{DECIDED} oensker_genoplivning=ja", f"{NOT} 3"),
    ("U4/1", f"{REFUSED} fyldt_15=ja fyldt_18=nej", f"{NOT} 4"),
    ("U4/1", f"{REFUSED} fyldt_15=nej", OPEN),
    ("U4/1", f"{REFUSED} fravalg_trukket_tilbage=ja", OPEN),
    ("U4/1", f"{REFUSED} oensker_genoplivning=ja", OPEN),
    ("U4/2", f"{REFUSED} varigt_inhabil=ja", f"{NOT} 4"),
    ("U4/2", f"{KNOWN} fravalgt_af_paaroerende=ja", OPEN),
    ("U4/4", f"{KNOWN} fravalgt_af_patient=ja syg_eller_i_behandling=nej", OPEN),
    ("U4/4", f"{REFUSED} vaesentlig_bedring=ja", OPEN),
    ("U4/5", f"{KNOWN} fravalgt_af_patient=ja fravalgt_over_for_laege=nej", OPEN),
    ("U4/7", f"{REFUSED} forstod_foelgerne=nej", OPEN),
    ("U5/1", LOOKED_UP, f"{NOT} 5"),
    ("U5/1", f"{OWN} syv_dage_gaaet=nej", OPEN),
    ("U5/1", f"{OWN} fyldt_60=nej", OPEN),
    ("U5/3", f"{LOOKED_UP} stop_del_af_behandling=ja", "behandling-fortsaetter"),
    ("U5/3", f"{LOOKED_UP} stop_del_af_behandling=ja oejeblikkeligt_behov=ja", "behandling-fortsaetter"),
    ("U5/3", f"{LOOKED_UP} komplikation=ja", f"{NOT} 5"),
    ("U5/6", f"{LOOKED_UP} oensker_genoplivning=ja varigt_inhabil=ja", OPEN),
    ("U5/6", f"{LOOKED_UP} har_tilbagekaldt_registrering=ja stadig_samme_situation=nej", f"{NOT} 5"),
    ("U5/10", f"{LOOKED_UP} kendt_inhabil_ved_registrering=ja", OPEN),
    ("U5/13", f"{KNOWN} paaroerende_oplyser=ja egen_viden=nej", OPEN),
    ("7/f.2", f"{TREATMENT} situation_a=ja", f"{NOT} 6"),
    ("U6/2", f"{TREATMENT} situation_b=ja betinget_af_accept=ja", OPEN),
    ("U6/8", f"{KNOWN} varigt_inhabil=ja er_behandlingstestamente=ja situation_a=ja", OPEN),
    ("U6/4", f"{TREATMENT} situation_a=ja oensker_genoplivning=ja {COMPETENT}", OPEN),
    ("7/f.1", f"{LIVING} livstestamente_a=ja", f"{NOT} 6"),
    ("7/f.1", f"{LIVING} livstestamente_b=ja", OPEN),
]  # fmt: skip


# What a person adds who is asked about everything: that nothing out of the ordinary is the case.
ORDINARY: dict[str, Answer] = {
    **dict.fromkeys(LAPSES, N),
    **dict.fromkeys(
        (
            "anden_aarsag", "tvivl_om_identitet", "vaesentlig_bedring", "kun_terminalerklaering",
            "paaroerende_oplyser", "fravalgt_af_paaroerende", "stop_del_af_behandling", "komplikation",
            "nedkoelet_uden_doedstegn", "betinget_af_accept", "amk", "praehospital", "flere_sundhedspersoner",
            "behandling_med_risiko", "flyttes", "er_ledelse", "paa_sygehus", "alvorligt_syg", "indlaegges",
            "forraadnelse", "uforenelige_skader", "frabedt_information", "via_praehospital",
        ),
        N,
    ),
    **dict.fromkeys(
        (
            "fyldt_15", "fyldt_18", "fyldt_60", "fyldt_60_ved_registrering", "syv_dage_gaaet",
            "samme_situation", "syg_eller_i_behandling", "samtykke_til_behandling", "testator_habil_og_18",
            "behandlingsansvarlig_besluttede", "laege_har_oplysninger", "paa_arbejde",
            "behandlingsansvarlig_findes", "stadig_samme_situation", "stadig_samme_situation_testamente",
        ),
        Y,
    ),
}  # fmt: skip


def consistent(facts: Mapping[str, Answer | str]) -> bool:
    try:
        complete(facts, DAY)
    except GuidanceError:
        return False
    return True


def facts_of(written: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in written.split())


def said_besides(facts: dict[str, str]) -> dict[str, str]:
    """The case with every ordinary thing said that it does not mention."""
    together = dict(facts)
    for name, answer in ORDINARY.items():
        if name not in facts and consistent({**together, name: answer}):
            together[name] = str(answer)
    return together


def shown(facts: dict[str, str]) -> str:
    outcome = decide(facts, DAY)
    return f"{outcome.result} {outcome.exception or ''}".strip()


def test_there_are_sixty_eight() -> None:
    assert len(CASES) == 68


@pytest.mark.parametrize(
    ("clause", "written", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_with_only_what_the_text_mentions(clause: str, written: str, expected: str) -> None:
    assert shown(facts_of(written)) == expected


@pytest.mark.parametrize(
    ("clause", "written", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_with_everything_ordinary_said_besides(clause: str, written: str, expected: str) -> None:
    found = shown(said_besides(facts_of(written)))
    assert found == expected or (found in ATTEMPTS and expected in ATTEMPTS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_case_does_not_mention_does_not_turn_its_answer(name: str) -> None:
    """Every ordinary fact that the case leaves out is added alone, all of them, and all but one of them."""
    facts = EXAMPLES[name].facts
    alone = [{**facts, fact: answer} for fact, answer in ORDINARY.items() if fact not in facts]
    together: dict[str, Answer | str] = dict(facts)
    for fact, answer in ORDINARY.items():
        if fact not in together and consistent({**together, fact: answer}):
            together[fact] = answer
    before = decide(facts, DAY)
    left_out = [{name: said for name, said in together.items() if name != fact} for fact in ORDINARY]
    for more in filter(
        consistent, (*alone, together, *(one for one in left_out if facts.items() <= one.items()))
    ):
        after = decide(more, DAY)
        assert (after.result in ATTEMPTS) == (before.result in ATTEMPTS), more
        assert (after.result, after.exception) == (before.result, before.exception) or (
            before.result in ATTEMPTS
        ), more
