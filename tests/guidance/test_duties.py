"""What has to be done, for every combination of every table that asks for something.

As for the results, the duties are written a second time: as the text puts them, and not row by row.
"""

from collections.abc import Callable

import pytest

from analysis.guidance.rules import ACTION, DUTY, OVERALL, Answer, load_rules

RULES = load_rules()
Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN


def when(condition: bool, *duties: str) -> set[str]:
    return set(duties) if condition else set()


def pligt_flere(flere_sundhedspersoner):
    return {"journal-oplysninger"} | when(flere_sundhedspersoner is Y, "del-opgaver")


def pligt_sted(amk, praehospital, undtagelse_gaelder, identitet):
    if undtagelse_gaelder is Y:
        return when(amk is Y, "amk-afbryd")
    if amk is Y:
        return {"amk-instruer", "amk-identitet"} | when(identitet is not Y, "afvent-praehospital")
    there = praehospital is Y
    return when(there, "praehospital-overtager") | when(there and identitet is not Y, "afklar-identitet")


def pligt_laege_efter(laege_til_stede):
    return when(laege_til_stede is not Y, "tilkald-laege")


def pligt_konstateret(laege_konstaterer):
    return {"underret-laege"} | when(laege_konstaterer is not Y, "journal-doed")


def pligt_3_patient(frabedt_information, fyldt_15, information_kan_skade):
    spared = fyldt_15 is N and information_kan_skade is Y
    informed = frabedt_information is not Y and not spared
    told = frabedt_information is Y or informed
    return when(informed, "informer-patient") | when(told, "vejled-frabede")


def pligt_3_andre(fyldt_18, varigt_inhabil, oensker_paaroerende_informeret):
    if fyldt_18 is N:
        return {"informer-foraeldre"}
    if varigt_inhabil is Y:
        return {"informer-paaroerende", "inddrag-patient"}
    return {Y: {"informer-paaroerende"}, N: set(), U: {"afklar-paaroerende"}}[oensker_paaroerende_informeret]


def pligt_3_laege(vaesentlig_bedring):
    always = {"inddrag-patient", "videregiv-fravalg", "journal-beslutning"}
    return always | ({"revurder"} if vaesentlig_bedring is Y else {"tag-stilling"})


def pligt_overdragelse(flyttes, er_behandlingsansvarlig, via_praehospital, fravalg_aendres):
    if flyttes is not Y:
        return when(fravalg_aendres is Y, "videregiv-aendring")
    if er_behandlingsansvarlig is Y:
        return {"laege-videregiver"}
    return {"oevrige-videregiver"} | when(via_praehospital is Y, "oplys-praehospital")


def pligt_4_oenske(fravalgt_over_for_laege, paa_sygehus):
    if fravalgt_over_for_laege is Y:
        return {"laege-informerer", "videregiv-fravalg", "journal-beslutning"}
    return {"giv-laegen-besked"} if paa_sygehus is Y else {"bistaa-med-laege"}


def pligt_4_alder(fyldt_60, fyldt_18, fyldt_15):
    minor = fyldt_60 is not Y and (fyldt_18, fyldt_15) == (N, Y)
    return when(fyldt_60 is Y, "vejled-om-register") | when(minor, "foraeldre-samme-information")


def pligt_4_bedring(samme_situation, fastholder):
    if samme_situation is not N:
        return set()
    return {{U: "afklar-fastholder", N: "orienter-laege-om-nej", Y: "ny-vurdering"}[fastholder]}


def pligt_5_risiko(behandling_med_risiko):
    return when(behandling_med_risiko is Y, "informer-om-risiko")


def pligt_5_tilbagekaldt(behandlingsansvarlig_findes, varigt_inhabil):
    always = {"vejled-midlertidig", "journal-tilbagekaldelse"} | when(
        varigt_inhabil is Y, "inddrag-paaroerende"
    )
    if behandlingsansvarlig_findes is N:
        return always | {"orienter-modtagende"}
    return always | {"orienter-laege", "laege-videregiver-tilbagekaldelse"}


def pligt_5_ugyldig(varigt_inhabil_ved_registrering):
    return {"journal-ugyldig"} | when(varigt_inhabil_ved_registrering is Y, "indberet")


def pligt_6_testamente(testamente_fundet, varigt_inhabil_ifoelge_laege):
    if testamente_fundet is not Y:
        return when(testamente_fundet is U, "undersoeg-testamente")
    return {"orienter-om-ikrafttraeden" if varigt_inhabil_ifoelge_laege is Y else "laege-vurderer-testamente"}


def pligt_6_accept(betinget_af_accept, paaroerende_accepterer):
    return when((betinget_af_accept, paaroerende_accepterer) == (Y, U), "kontakt-paaroerende")


def pligt_6_tilbagekaldt(habil_da_testamentet_blev_tilbagekaldt):
    told = {
        "orienter-laege-testamente",
        "vejled-testamente",
        "laege-videregiver-testamente",
        "journal-tilbagekaldelse",
    }
    return set() if habil_da_testamentet_blev_tilbagekaldt is N else told


def pligt_ledelse(er_ledelse):
    return when(er_ledelse is Y, "instrukser", "instruks-indhold", "instruks-kendt")


def handling(i_gang):
    return {"journal-oplysninger"}


DUTIES: dict[str, Callable[..., set[str]]] = {
    function.__name__: function
    for function in (
        pligt_flere, pligt_sted, pligt_laege_efter, pligt_konstateret, pligt_3_patient, pligt_3_andre,
        pligt_3_laege, pligt_overdragelse, pligt_4_oenske, pligt_4_alder, pligt_4_bedring, pligt_5_risiko,
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
    if result == "intet-hjertestop":
        return {"livreddende"}
    if answers["hjertestop"] is U:
        return {"tilkald-hjaelp", "livreddende"}
    if answers["identitet"] is Y and answers["planlagt_stop"] is Y:
        return set()
    attempt = {"tilkald-hjaelp", "fortsaet"} | when(answers["identitet"] is not Y, "afklar-identitet")
    return attempt | when(result == "forsoeg-og-afklar", "afklar-undervejs")


def test_the_duties_of_the_table_over_all_results() -> None:
    (table,) = RULES.of_kind(OVERALL)
    for row in table.rows:
        answers = {name: allowed[0] for name, allowed in row.cells.items()}
        assert set(row.duties) == overall_duties(answers, row.result, row.exception), row.name


def test_a_terminal_declaration_and_a_withdrawal_ask_for_something_at_once() -> None:
    asking = {
        row.name: row.duties
        for kind in ("spørgsmål", "undtagelse")
        for table in RULES.of_kind(kind)
        for row in table.rows
        if row.duties
    }
    assert asking == {
        "undtagelse_3:1": ("stilling-ved-terminal",),
        "undtagelse_3:3": ("stilling-ved-terminal",),
        "undtagelse_3:8": ("kontakt-laege-ved-bedring",),
        "undtagelse_4:5": ("journal-tilbagekaldelse",),
    }
