"""What has to be done, for every combination of every table that asks for something.

As for the results, the duties are written a second time: as the text puts them, and not row by row.
"""

from collections.abc import Callable
from datetime import date

import pytest

from analysis.guidance import decide
from analysis.guidance.examples import load_examples
from analysis.guidance.rules import ACTION, DUTY, OVERALL, Answer, load_rules

RULES = load_rules()
EXAMPLES = load_examples()
DAY = date(2025, 6, 3)
Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN


def when(condition: bool, *duties: str) -> set[str]:
    return set(duties) if condition else set()


def pligt_flere(flere_sundhedspersoner):
    return {"journal-oplysninger"} | when(flere_sundhedspersoner is Y, "del-opgaver")


def pligt_akut(bevidstloes):
    return {"livreddende"}


def pligt_enhver(bevidstloes):
    return when(bevidstloes is not N, "tilkald-hjaelp", "livreddende")


def pligt_sted(amk, praehospital, undtagelse_gaelder, undtagelse_1, i_gang, identitet, gaeldende_fravalg):
    if undtagelse_gaelder is Y:
        begun = i_gang is Y and undtagelse_1 is not Y
        return when(amk is Y and begun, "amk-afbryd")
    centre, there, known = amk is Y, praehospital is Y, identitet is Y
    return (
        when(centre, "amk-identitet")
        | when(centre and not there, "amk-instruer")
        | when(centre and known and gaeldende_fravalg is not N, "amk-afklar")
        | when(centre and not there and not known, "afvent-praehospital")
        | when(there, "praehospital-overtager")
        | when(there and not known, "afklar-identitet")
    )


def pligt_laege_efter(laege_til_stede):
    return when(laege_til_stede is not Y, "tilkald-laege")


def pligt_konstateret(laege_konstaterer):
    return {"underret-laege"} | when(laege_konstaterer is not Y, "journal-doed")


def pligt_3_stilling(forhaandsbeslutning, alvorligt_syg, kun_terminalerklaering, udtrykt_holdning):
    if forhaandsbeslutning is Y:
        return set()
    ill = when(alvorligt_syg is Y, "inddrag-patient", "tag-stilling")
    terminal = when(kun_terminalerklaering is Y, "stilling-ved-terminal")
    considers = bool(ill | terminal)
    return ill | terminal | when(considers and udtrykt_holdning is Y, "tidligere-holdning")


def pligt_3_laege(behandlingsansvarlig_besluttede, beslutning_aendret, bedring_siden_beslutningen):
    if behandlingsansvarlig_besluttede is N:
        return set()
    if beslutning_aendret is Y:
        return {"videregiv-aendring", "journal-beslutning"}
    better = when(bedring_siden_beslutningen is Y, "revurder", "kontakt-laege-ved-bedring")
    return {"videregiv-fravalg", "journal-beslutning"} | better


def pligt_3_patient(
    behandlingsansvarlig_besluttede, beslutning_aendret, frabedt_information, fyldt_15, information_kan_skade
):
    if beslutning_aendret is Y or behandlingsansvarlig_besluttede is N:
        return set()
    spared = fyldt_15 is N and information_kan_skade is Y
    informed = frabedt_information is not Y and not spared
    return {"vejled-frabede"} | when(informed, "informer-patient")


def pligt_3_foraeldre(behandlingsansvarlig_besluttede, beslutning_aendret, fyldt_18):
    decided = beslutning_aendret is not Y and behandlingsansvarlig_besluttede is not N
    return when(decided and fyldt_18 is N, "informer-foraeldre")


def pligt_3_andre(
    behandlingsansvarlig_besluttede, beslutning_aendret, varigt_inhabil, oensker_paaroerende_informeret
):
    if beslutning_aendret is Y or behandlingsansvarlig_besluttede is N:
        return set()
    if varigt_inhabil is Y:
        return {"informer-paaroerende", "inddrag-inhabil"}
    return {Y: {"informer-paaroerende"}, N: set(), U: {"afklar-paaroerende"}}[oensker_paaroerende_informeret]


def pligt_overdragelse(flyttes, indlaegges, via_praehospital):
    if flyttes is not Y:
        return set()
    admitted = indlaegges is Y
    by_ambulance = admitted and via_praehospital is Y
    return (
        {"laege-videregiver", "oevrige-videregiver", "skriftligt"}
        | when(by_ambulance, "oplys-praehospital", "videregiv-til-sygehus")
        | when(not admitted, "orienter-praktiserende", "videregiv-ved-flytning")
    )


def pligt_aendring(forhaandsbeslutning):
    return when(forhaandsbeslutning is not N, "videregiv-aendring")


def pligt_4_oenske(fravalg_trukket_tilbage, fravalgt_over_for_laege, undtagelse_4, paa_sygehus):
    if fravalg_trukket_tilbage is Y:
        return {"journal-tilbagekaldelse"}
    if fravalgt_over_for_laege is Y:
        return {"laege-informerer"} | when(undtagelse_4 is not N, "videregiv-fravalg", "journal-beslutning")
    return {"giv-laegen-besked"} if paa_sygehus is Y else {"bistaa-med-laege"}


def pligt_4_alder(fravalg_trukket_tilbage, fyldt_60, oensker_ud_over_situationen, fyldt_18, fyldt_15):
    if fravalg_trukket_tilbage is Y:
        return set()
    beyond = fyldt_60 is Y and oensker_ud_over_situationen is Y
    minor = fyldt_60 is not Y and (fyldt_18, fyldt_15) == (N, Y)
    return when(beyond, "vejled-om-register") | when(minor, "foraeldre-samme-information")


def pligt_4_bedring(fravalg_trukket_tilbage, samme_situation, fastholder):
    if fravalg_trukket_tilbage is Y or samme_situation is not N:
        return set()
    if fastholder is N:
        return {"orienter-laege-om-nej", "journal-tilbagekaldelse"}
    return {"ny-vurdering"} if fastholder is Y else {"afklar-fastholder"}


def pligt_5_risiko(behandling_med_risiko):
    return when(behandling_med_risiko is Y, "informer-om-risiko")


def pligt_5_tilbagekaldt(midlertidig_5, behandlingsansvarlig_findes, varigt_inhabil):
    if midlertidig_5 is N:
        return set()
    always = {"vejled-midlertidig", "journal-tilbagekaldelse"} | when(
        varigt_inhabil is Y, "inddrag-paaroerende"
    )
    if behandlingsansvarlig_findes is N:
        return always | {"orienter-modtagende"}
    return always | {"orienter-laege", "laege-videregiver-tilbagekaldelse"}


def pligt_5_ugyldig(kendskab_5, varigt_inhabil_ved_registrering):
    if kendskab_5 is not Y:
        return set()
    return {"journal-ugyldig"} | when(
        varigt_inhabil_ved_registrering is Y, "indberet", "journal-indberetning"
    )


def pligt_6_testamente(testamente_fundet, tilbagekaldt_6, undtagelse_6, varigt_inhabil):
    if testamente_fundet is not Y:
        return when(testamente_fundet is U, "undersoeg-testamente")
    if tilbagekaldt_6 is Y:
        return set()
    if undtagelse_6 is Y:
        return {"orienter-om-ikrafttraeden"}
    return when(undtagelse_6 is U and varigt_inhabil is not N, "laege-vurderer-testamente")


def pligt_6_accept(tilbagekaldt_6, betinget_af_accept, paaroerende_accepterer):
    asked = tilbagekaldt_6 is not Y and (betinget_af_accept, paaroerende_accepterer) == (Y, U)
    return when(asked, "kontakt-paaroerende")


def pligt_6_tilbagekaldt(
    testamente_fundet,
    testamente_helt_tilbagekaldt,
    habil_da_testamentet_blev_tilbagekaldt,
    stadig_samme_situation_testamente,
):
    told = {
        "orienter-laege-testamente",
        "vejled-testamente",
        "laege-videregiver-testamente",
        "journal-tilbagekaldelse",
    }
    needed = (testamente_fundet, habil_da_testamentet_blev_tilbagekaldt, stadig_samme_situation_testamente)
    return set() if N in needed or testamente_helt_tilbagekaldt is Y else told


def pligt_ledelse(er_ledelse):
    contents = [f"instruks-{name}" for name in ("ansvar", "laege", "oevrige", "inddragelse", "journal")]
    return when(er_ledelse is Y, "instrukser", *contents, "instruks-kendt")


def handling(i_gang):
    return {"journal-oplysninger"}


DUTIES: dict[str, Callable[..., set[str]]] = {
    function.__name__: function
    for function in (
        pligt_enhver, pligt_akut, pligt_flere, pligt_sted, pligt_laege_efter, pligt_konstateret,
        pligt_3_stilling,
        pligt_3_laege, pligt_3_patient, pligt_3_foraeldre, pligt_3_andre, pligt_overdragelse, pligt_aendring,
        pligt_4_oenske, pligt_4_alder, pligt_4_bedring, pligt_5_risiko,
        pligt_5_tilbagekaldt, pligt_5_ugyldig, pligt_6_testamente, pligt_6_accept, pligt_6_tilbagekaldt,
        pligt_ledelse, handling,
    )
}  # fmt: skip


def test_every_table_that_asks_for_something_has_a_formula() -> None:
    assert set(DUTIES) == {table.name for table in RULES.of_kind(ACTION, DUTY)}


@pytest.mark.parametrize("name", DUTIES)
def test_a_table_asks_for_what_its_formula_asks_for(name: str) -> None:
    table, formula = RULES.tables[name], DUTIES[name]
    for answers in table.combinations():
        row = table.row(answers)
        assert set(row.duties) == formula(**answers), (row.name, answers)


def overall_duties(answers: dict[str, Answer], result: str, exception: str) -> set[str]:
    """What the table over all results asks for itself (2, 2.3, 2.4, 6)."""
    if exception:
        return when(exception in "234", "journal-beslutning") | when(exception in "56", "journal-fulgt")
    if result == "uden-for":
        return set()
    if result in ("intet-hjertestop", "behandling-fortsaetter"):
        return {"journal-oplysninger"}
    if answers["hjertestop"] is U:
        return {"tilkald-hjaelp", "livreddende"}
    attempt = {"tilkald-hjaelp", "fortsaet"} | when(answers["identitet"] is not Y, "afklar-identitet")
    return attempt | when(result == "forsoeg-og-afklar", "afklar-undervejs")


def test_the_duties_of_the_table_over_all_results() -> None:
    (table,) = RULES.of_kind(OVERALL)
    for row in table.rows:
        answers = {name: allowed[0] for name, allowed in row.cells.items()}
        assert set(row.duties) == overall_duties(answers, row.result, row.exception), row.name


def test_only_tables_of_duties_and_of_results_ask_for_duties() -> None:
    kinds = {RULES.tables[row.table].kind for row in RULES.rows if row.duties}
    assert kinds == {OVERALL, ACTION, DUTY}


def duties_of(name: str, **facts: str) -> set[str]:
    return {duty.name for duty in decide({**EXAMPLES[name].facts, **facts}, DAY).duties}


@pytest.mark.parametrize(
    ("name", "facts", "duties"),
    [
        ("lægeligt-fravalg", {"vaesentlig_bedring": "ja"}, {"kontakt-laege-ved-bedring", "revurder"}),
        ("kendt", {"kun_terminalerklaering": "ja"}, {"stilling-ved-terminal"}),
        ("patientfravalg", {"fravalg_trukket_tilbage": "ja"}, {"journal-tilbagekaldelse"}),
        ("tilbagekaldt-mundtligt", {}, {"orienter-laege", "journal-tilbagekaldelse"}),
        ("testamente-tilbagekaldt", {}, {"orienter-laege-testamente", "journal-tilbagekaldelse"}),
        ("lægeligt-fravalg", {"flyttes": "ja"}, {"oevrige-videregiver", "videregiv-ved-flytning"}),
        ("patientfravalg", {}, {"laege-informerer", "videregiv-fravalg"}),
        ("testamente", {}, {"orienter-om-ikrafttraeden"}),
    ],
)
def test_a_duty_does_not_hang_on_the_arrest(name: str, facts: dict[str, str], duties: set[str]) -> None:
    """U3/6, U3/11, U4, U5/8, U6/5, U6/8, 4.2 and 6/2 speak of living patients."""
    for arrest in ({}, {"bevidstloes": "nej"}, {"uden_normal_vejrtraekning": "nej"}):
        assert duties <= duties_of(name, **facts, **arrest), arrest


def test_a_withdrawn_testament_is_not_reported_as_in_force() -> None:
    for name in ("testamente-tilbagekaldt", "testamente-helt-tilbage"):
        assert not {"orienter-om-ikrafttraeden", "laege-vurderer-testamente"} & duties_of(name)


def test_relatives_of_minors_are_informed_besides_the_parents() -> None:
    """U3/8: the parents, and besides them those whom the patient wants informed or who speak for them."""
    wanted = {"informer-foraeldre", "informer-paaroerende"}
    for facts in ({"oensker_paaroerende_informeret": "ja"}, {"varigt_inhabil": "ja"}):
        assert wanted <= duties_of("lægeligt-fravalg", fyldt_18="nej", fyldt_15="ja", **facts)


def test_a_report_is_owed_for_permanent_incompetence_alone() -> None:
    owed = {"indberet", "journal-indberetning"}
    assert owed <= duties_of("ugyldig-varigt")
    for name, facts in (("ugyldig-midlertidigt", {}), ("kendt", {"kendt_inhabil_ved_registrering": "ja"})):
        assert not owed & duties_of(name, **facts)


def test_relatives_who_withdraw_a_registration_withdraw_nothing() -> None:
    assert not {"orienter-laege", "vejled-midlertidig"} & duties_of("tilbagekaldt-af-pårørende")


@pytest.mark.parametrize(
    ("name", "facts", "owed", "not_owed"),
    [
        # U5/8, U5/9: a withdrawal, not the doubt about one
        ("registreret", {"oensker_genoplivning": "ukendt"}, set(), {"orienter-laege", "vejled-midlertidig"}),
        ("kendt", {"oensker_genoplivning": "ja"}, {"orienter-laege", "vejled-midlertidig"}, set()),
        ("tilbagekaldt-mundtligt", {"helt_tilbagekaldt": "ja"}, set(), {"orienter-laege"}),
        # U6/5, U6/6: nor where there is nothing to withdraw
        ("testamente-tilbagekaldt", {"testamente_helt_tilbagekaldt": "ja"}, set(), {"vejled-testamente"}),
        # U4/10, 4.1/1: what is passed on is an opt-out that may hold
        ("patientfravalg", {"habil_ved_fravalg": "nej"}, {"laege-informerer"}, {"videregiv-fravalg"}),
        ("patientfravalg", {"habil_ved_fravalg": "ukendt"}, {"videregiv-fravalg"}, set()),
        # U3/1, 7 h: the responsible physician's decision
        (
            "lægeligt-af-anden",
            {"fyldt_18": "nej", "varigt_inhabil": "ja"},
            set(),
            {"videregiv-fravalg", "informer-patient", "informer-foraeldre", "informer-paaroerende"},
        ),
        ("lægeligt-fravalg", {"behandlingsansvarlig_besluttede": "ukendt"}, {"videregiv-fravalg"}, set()),
        # 2.4/5, 2.4/6: once the crew is there nobody waits for it, and nobody is guided on the telephone
        (
            "amk-ukendt",
            {"praehospital": "ja"},
            {"praehospital-overtager", "afklar-identitet"},
            {"afvent-praehospital", "amk-instruer"},
        ),
        ("amk-ukendt", {"praehospital": "nej"}, {"afvent-praehospital"}, {"praehospital-overtager"}),
        # 2.4/4, 2.4/7: an attempt that has begun, and an opt-out; an established death is none
        ("amk-finder-fravalg", {"i_gang": "nej"}, set(), {"amk-afbryd"}),
        ("amk-finder-fravalg", {"i_gang": "ukendt"}, set(), {"amk-afbryd"}),
        ("amk-åbenbar-død", {"i_gang": "ja"}, {"underret-laege"}, {"amk-afbryd"}),
        ("læge-i-telefon", {"amk": "ja"}, {"amk-afbryd"}, set()),
        # U6/8: whether the patient permanently lacks capacity is itself the physician's question
        ("testamente-fundet", {}, {"laege-vurderer-testamente"}, {"undersoeg-testamente"}),
        ("testamente-fundet", {"varigt_inhabil": "nej"}, set(), {"laege-vurderer-testamente"}),
        # 6/3: whatever followed
        ("trækker-vejret", {}, {"journal-oplysninger"}, set()),
        ("planlagt", {}, {"journal-oplysninger"}, set()),
        # 4.1/2, 4.2/1: doctor and staff are both bound, whoever asks
        ("læge-udskriver", {}, {"laege-videregiver", "oevrige-videregiver"}, set()),
        ("personale-flytter", {}, {"laege-videregiver", "oevrige-videregiver"}, set()),
        ("lægeligt-fravalg", {"indlaegges": "ja"}, {"laege-videregiver", "oevrige-videregiver"}, set()),
    ],
)
def test_a_duty_is_owed_where_its_paragraph_has_it_and_only_there(
    name: str, facts: dict[str, str], owed: set[str], not_owed: set[str]
) -> None:
    found = duties_of(name, **facts)
    assert owed <= found
    assert not not_owed & found


def test_a_duty_that_the_text_ties_to_no_time_says_so() -> None:
    """U5/11, U6/7, U6/8, U6/9 and 5 name no time before or after an arrest."""
    untied = {name for name, duty in RULES.duties.items() if duty.when == "når som helst"}
    instructions = {name for name in RULES.duties if name.startswith("instruks")}
    testament = {"undersoeg-testamente", "laege-vurderer-testamente", "kontakt-paaroerende"}
    assert untied == {"indberet"} | testament | instructions


def test_the_register_is_named_to_those_whose_wish_goes_beyond_this_illness() -> None:
    """U4/6."""
    assert "vejled-om-register" not in duties_of("patientfravalg", fyldt_60="ja")
    assert "vejled-om-register" in duties_of("vejledt-om-register")
    assert RULES.duties["vejled-om-register"].strength == "bør"


def test_the_strength_of_a_duty_is_the_paragraph_s() -> None:
    strengths = {name: duty.strength for name, duty in RULES.duties.items() if duty.strength != "skal"}
    assert strengths == {
        "del-opgaver": "kan",  # 2.3/1
        "amk-afklar": "så vidt muligt",  # 2.4/3, where 2.3/3 says skal
        "skriftligt": "så vidt muligt",  # 4.1/1, 4.2/1
        "vejled-om-register": "bør",  # U4/6
        "inddrag-paaroerende": "bør",  # U5/8
        "laege-videregiver-testamente": "så vidt muligt",  # U6/6
    }


@pytest.mark.parametrize("statute", ["§ 19", "§ 21", "§ 25 a", "§ 26"])
def test_the_statutes_are_data(statute: str) -> None:
    assert [one for one in RULES.references if one.name == f"Sundhedsloven {statute}"]


def test_every_note_is_referred_to() -> None:
    assert {int(one.note) for one in RULES.references if one.note} == set(range(1, 20))
