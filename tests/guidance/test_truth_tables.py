"""Every combination of every table: one row, and the result that the guidance's text gives.

The expected results are written a second time here, as formulas and not as rows: with ``all_of``, ``any_of``
and ``not_`` of a logic of three values. A table and its formula were written apart from each other.
"""

from collections.abc import Callable

import pytest

from analysis.guidance.rules import ACTION, DUTY, OVERALL, Answer, load_rules

RULES = load_rules()
Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN
RANK = {N: 0, U: 1, Y: 2}


def all_of(*answers: Answer) -> Answer:
    return min(answers, key=RANK.__getitem__)


def any_of(*answers: Answer) -> Answer:
    return max(answers, key=RANK.__getitem__)


def not_(answer: Answer) -> Answer:
    return {Y: N, N: Y, U: U}[answer]


def sure(condition: bool) -> Answer:
    """Yes or no, for questions that leave no doubt open."""
    return Y if condition else N


def doubt_if(condition: bool, answer: Answer) -> Answer:
    return U if condition else answer


def gyldighed(fra_15_januar_2025):
    return sure(fra_15_januar_2025 is Y)


def hvem(autoriseret, paa_arbejde, paa_ansvar, amk):
    return Y if amk is Y else any_of(autoriseret, paa_ansvar)


def hjertestop(
    hvem,
    undtagelse_1,
    autoriseret_har_vurderet,
    bevidstloes,
    uden_normal_vejrtraekning,
    anden_aarsag,
    undtagelse_2,
):
    if bevidstloes is N:
        return N
    if hvem is not Y:
        return U
    if undtagelse_1 is Y:
        return Y
    found = all_of(bevidstloes, uden_normal_vejrtraekning, not_(anden_aarsag))
    if autoriseret_har_vurderet is Y:
        return found
    return doubt_if(undtagelse_2 is not Y or found is not Y, Y)


def identitet(
    tvivl_om_identitet,
    kendt_identitet,
    udpeget_af_kender,
    gyldig_legitimation,
    sundhedskort,
    billed_id,
    kort_stemmer,
):
    two_cards = (sundhedskort, billed_id, kort_stemmer) == (Y, Y, Y)
    named = Y in (kendt_identitet, udpeget_af_kender, gyldig_legitimation) or two_cards
    return sure(tvivl_om_identitet is N and named)


def aabenbar_doed(nedkoelet_uden_doedstegn, forraadnelse, uforenelige_skader):
    return sure(nedkoelet_uden_doedstegn is not Y and Y in (forraadnelse, uforenelige_skader))


def undtagelse_1(
    laege_konstaterer,
    uopretteligt_ophoer,
    aabenbar_doed,
    plejepersonale_involveret,
    journal_tilstraekkelig,
    identitet,
    forventet_andre_til_stede,
    alene_i_terminal_pleje,
):
    b_or_c = Y in (forventet_andre_til_stede, alene_i_terminal_pleje)
    staff = (plejepersonale_involveret, journal_tilstraekkelig, identitet) == (Y, Y, Y)
    by_others = uopretteligt_ophoer is Y and (aabenbar_doed is Y or (staff and b_or_c))
    return sure(laege_konstaterer is Y or by_others)


def undtagelse_2(laege_tager_stilling, udsigtsloest, laege_har_oplysninger):
    informed = laege_tager_stilling is Y and laege_har_oplysninger is Y
    return doubt_if(not informed, udsigtsloest)


def undtagelse_3(
    forhaandsbeslutning,
    behandlingsansvarlig_besluttede,
    beslutning_aendret,
    bedring_siden_beslutningen,
    kun_terminalerklaering,
    paaroerende_oplyser,
    laege_tager_stilling,
    udsigtsloest,
):
    if forhaandsbeslutning is not Y:
        return forhaandsbeslutning
    stands = not_(beslutning_aendret)
    contested = laege_tager_stilling is not N and udsigtsloest is not Y and stands is Y
    return doubt_if(behandlingsansvarlig_besluttede is not Y or contested, stands)


def tilbagekaldt_4(fravalg_trukket_tilbage, midlertidig_5):
    return doubt_if(midlertidig_5 is not N and fravalg_trukket_tilbage is N, fravalg_trukket_tilbage)


def situation_4(syg_eller_i_behandling, fravalgt_i_situationen, samme_situation, varigt_inhabil):
    return all_of(syg_eller_i_behandling, fravalgt_i_situationen, samme_situation)


def undtagelse_4(
    fravalgt_af_patient,
    fravalgt_af_paaroerende,
    paaroerende_oplyser,
    tilbagekaldt_4,
    fyldt_15,
    habil_ved_fravalg,
    forstod_foelgerne,
    fravalgt_over_for_laege,
    situation_4,
):
    return first_not_yes(
        fravalgt_af_patient,
        not_(tilbagekaldt_4),
        fyldt_15,
        habil_ved_fravalg,
        forstod_foelgerne,
        fravalgt_over_for_laege,
        situation_4,
    )


def first_not_yes(*answers: Answer) -> Answer:
    """Conditions asked in turn: the first that is not met decides."""
    return next((answer for answer in answers if answer is not Y), Y)


def kendskab_5(egen_viden, opslag_viser_fravalg, paaroerende_oplyser):
    if opslag_viser_fravalg is U:
        return doubt_if(egen_viden is not Y, Y)
    return doubt_if(egen_viden is Y and opslag_viser_fravalg is N, opslag_viser_fravalg)


def midlertidig_5(
    kendskab_5,
    helt_tilbagekaldt,
    har_tilbagekaldt_registrering,
    tilbagekaldt_af_patienten_selv,
    frivillig_og_udtrykkelig,
    stadig_samme_situation,
    habil_ved_tilbagekaldelse,
):
    return all_of(
        kendskab_5,
        not_(helt_tilbagekaldt),
        har_tilbagekaldt_registrering,
        tilbagekaldt_af_patienten_selv,
        frivillig_og_udtrykkelig,
        stadig_samme_situation,
    )


def planlagt_stop(stop_del_af_behandling, komplikation, samtykke_til_behandling, oejeblikkeligt_behov):
    allowed = Y if Y in (samtykke_til_behandling, oejeblikkeligt_behov) else U
    return all_of(not_(komplikation), stop_del_af_behandling, allowed)


def undtagelse_5(
    kendskab_5,
    helt_tilbagekaldt,
    midlertidig_5,
    kendt_inhabil_ved_registrering,
    fyldt_60_ved_registrering,
    syv_dage_gaaet,
):
    if kendskab_5 is not Y:
        return kendskab_5
    valid = sure(kendt_inhabil_ved_registrering is not Y)
    return all_of(
        not_(helt_tilbagekaldt), not_(midlertidig_5), valid, fyldt_60_ved_registrering, syv_dage_gaaet
    )


def tilbagekaldt_6(
    testamente_helt_tilbagekaldt,
    har_tilbagekaldt_testamente,
    habil_da_testamentet_blev_tilbagekaldt,
    stadig_samme_situation_testamente,
):
    temporary = all_of(
        har_tilbagekaldt_testamente, habil_da_testamentet_blev_tilbagekaldt, stadig_samme_situation_testamente
    )
    return any_of(testamente_helt_tilbagekaldt, temporary)


def behandlingstestamente(
    er_behandlingstestamente,
    situation_a,
    situation_b,
    situation_c,
    betinget_af_accept,
    paaroerende_accepterer,
):
    if er_behandlingstestamente is not Y or situation_a is Y:
        return er_behandlingstestamente
    if Y not in (situation_b, situation_c):
        return any_of(situation_a, situation_b, situation_c)
    refused = paaroerende_accepterer is N and betinget_af_accept is U
    accepted = Y if betinget_af_accept is N else U if refused else paaroerende_accepterer
    return any_of(situation_a, accepted)


def livstestamente(er_livstestamente, livstestamente_a, livstestamente_b, laege_foelger_b):
    if er_livstestamente is not Y or livstestamente_a is Y:
        return er_livstestamente
    return any_of(livstestamente_a, laege_foelger_b if livstestamente_b is Y else livstestamente_b)


def situation_6(
    i_kraft_ifoelge_laege,
    tvivl_om_ikraft,
    behandlingstestamente,
    livstestamente,
    livstestamente_b,
    betinget_af_accept,
    paaroerende_accepterer,
):
    found = any_of(behandlingstestamente, livstestamente)
    if found is Y:
        return doubt_if(tvivl_om_ikraft is not N, Y)
    if i_kraft_ifoelge_laege is not Y:
        return found
    agreed = betinget_af_accept is N or paaroerende_accepterer is Y
    advice_alone = livstestamente is U and livstestamente_b is Y
    return Y if found is U and tvivl_om_ikraft is N and agreed and not advice_alone else U


def undtagelse_6(
    testamente_fundet,
    paaroerende_oplyser,
    tilbagekaldt_6,
    midlertidig_5,
    testator_habil_og_18,
    varigt_inhabil_ifoelge_laege,
    situation_6,
):
    return first_not_yes(
        testamente_fundet,
        not_(tilbagekaldt_6),
        not_(midlertidig_5),
        testator_habil_og_18,
        varigt_inhabil_ifoelge_laege,
        situation_6,
    )


def gaeldende_fravalg(planlagt_stop, undtagelse_2, undtagelse_5, undtagelse_3, undtagelse_4, undtagelse_6):
    opt_outs = any_of(undtagelse_3, undtagelse_4, undtagelse_5, undtagelse_6)
    if opt_outs is Y:
        return doubt_if(planlagt_stop is not N, Y)
    return doubt_if(undtagelse_2 is not N, opt_outs)


FORMULAS: dict[str, Callable[..., Answer]] = {
    function.__name__: function
    for function in (
        gyldighed, hvem, hjertestop, identitet, aabenbar_doed, undtagelse_1, undtagelse_2, undtagelse_3,
        tilbagekaldt_4, situation_4, undtagelse_4, kendskab_5, midlertidig_5, planlagt_stop, undtagelse_5,
        tilbagekaldt_6, behandlingstestamente, livstestamente, situation_6,
        undtagelse_6, gaeldende_fravalg,
    )
}  # fmt: skip


def overall(answers: dict[str, Answer]) -> tuple[str, str]:
    """The result and the exception, from what the text says in words (2, 2.1-2.4, 3, U5)."""
    if answers["hvem"] is N:
        return "uden-for", ""
    if answers["hjertestop"] is not Y:
        return ("intet-hjertestop" if answers["hjertestop"] is N else "forsoeg"), ""
    if answers["undtagelse_1"] is Y:
        return "afstaa", "1"
    if answers["undtagelse_2"] is Y:
        return "afstaa", "2"
    if answers["planlagt_stop"] is Y:
        return "behandling-fortsaetter", ""
    if answers["identitet"] is not Y:
        return "forsoeg", ""
    if answers["gaeldende_fravalg"] is not Y:
        return ("forsoeg-og-afklar" if answers["gaeldende_fravalg"] is U else "forsoeg"), ""
    return "afstaa", next((number for number in "534" if answers[f"undtagelse_{number}"] is Y), "6")


def test_every_question_and_exception_has_a_formula() -> None:
    assert set(FORMULAS) == {table.name for table in RULES.of_kind("spørgsmål", "undtagelse")}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_table_gives_what_its_formula_gives(name: str) -> None:
    table, formula = RULES.tables[name], FORMULAS[name]
    for answers in table.combinations():
        row = table.row(answers)
        assert row.result == formula(**answers), (row.name, answers)


def test_the_table_over_all_results() -> None:
    table = RULES.tables["afgoerelse"]
    assert table.kind == OVERALL
    for answers in table.combinations():
        row = table.row(answers)
        assert (row.result, row.exception) == overall(answers), row.name


@pytest.mark.parametrize("name", [table.name for table in RULES.of_kind(ACTION, DUTY)])
def test_a_table_of_duties_has_no_gap_and_no_overlap(name: str) -> None:
    table = RULES.tables[name]
    for answers in table.combinations():
        row = table.row(answers)
        if table.kind == DUTY:
            assert row.result == sure(bool(row.duties)) or name == "pligt_flere", row.name


def test_sizes() -> None:
    sizes = {table.name: 3 ** len(table.inputs) for table in RULES.tables.values()}
    assert max(sizes.values()) == sizes["afgoerelse"] == 59_049
    assert all(len(table.inputs) <= 9 for table in RULES.tables.values() if table.kind != OVERALL)
