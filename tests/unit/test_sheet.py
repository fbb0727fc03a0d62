"""The sheet of a municipality or region: its sentences are right for every area, whatever its numbers are."""

import re
from dataclasses import replace

import polars as pl
import pytest

from analysis.builds.sheets import UnknownAreaError, chosen_areas, is_current, press_lines
from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.sheet import (
    AreaSheet,
    front_matter,
    municipalities_of_like_size,
    neighbours,
    opening_sentence,
    press_line,
    sheet_codes,
)
from analysis.texts import Texts

MIDTJYLLAND, HOVEDSTADEN = "1082", "1084"
COPENHAGEN, FREDERIKSHAVN, LANGELAND, LAESOE, BORNHOLM = "101", "813", "482", "825", "400"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def context(snapshot: Snapshot) -> ReportData:
    return context_of(snapshot)


def context_of(snapshot: Snapshot, table: pl.DataFrame | None = None) -> ReportData:
    computed = compute_table(snapshot) if table is None else table
    return ReportData(snapshot, IndicatorTable(computed), Texts("da"))


def with_runners(snapshot: Snapshot, **counts: int) -> ReportData:
    """The quarter as it would be if some municipalities (m813=…) had other numbers of runners."""
    runners = snapshot.delivery.runners.with_columns(
        active_runners=pl.col("municipality_code")
        .replace_strict({code[1:]: count for code, count in counts.items()}, default=None)
        .fill_null(pl.col("active_runners"))
    )
    return context_of(replace(snapshot, delivery=snapshot.delivery.with_tables(runners=runners)))


def without(context: ReportData, code: str) -> ReportData:
    """The quarter if the runners of one municipality were not published."""
    gone = pl.col("area_code") == code
    hidden = {
        name: pl.when(gone).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("value", "numerator", "lower", "upper")
    }
    table = context.figures.table.with_columns(
        **hidden,
        status=pl.when(gone)
        .then(pl.lit("missing"))
        .otherwise(pl.col("status").cast(pl.String))
        .cast(context.figures.table["status"].dtype),
    )
    return context_of(context.snapshot, table)


def titles(sheet: AreaSheet) -> list[str]:
    return re.findall(r"^## (.*?) \{", (sheet.comparison() + sheet.background()).markdown, re.MULTILINE)


def key_figures(sheet: AreaSheet) -> list[str]:
    return re.findall(r'<dd class="tal"[^>]*>(.*?)</dd>', sheet.head().markdown)


def test_there_is_a_sheet_for_each_region_and_municipality(context: ReportData) -> None:
    codes = sheet_codes(context)
    assert len(codes) == len(set(codes)) == 5 + 98
    assert codes[:2] == ["1081", MIDTJYLLAND]
    with pytest.raises(ValueError, match="'411'"):
        AreaSheet(context, "411")


def test_names_of_files_are_plain_and_different(context: ReportData) -> None:
    stems = [AreaSheet(context, code).stem for code in sheet_codes(context)]
    assert len(set(stems)) == len(stems)
    assert all(re.fullmatch(r"[0-9]+-[a-z-]+", stem) for stem in stems)
    assert {"813-frederikshavn", "492-aeroe", "1084-region-hovedstaden"} <= set(stems)


def test_names_that_are_no_plain_municipality(context: ReportData) -> None:
    assert AreaSheet(context, COPENHAGEN).title == "Københavns Kommune"
    assert AreaSheet(context, BORNHOLM).title == "Bornholms Regionskommune"
    assert AreaSheet(context, "820").title == "Vesthimmerlands Kommune"
    assert titles(AreaSheet(context, "820"))[0].startswith("Vesthimmerlands Kommune kan ligge fra nr.")
    assert AreaSheet(context, MIDTJYLLAND).title == "Region Midtjylland"


def test_a_municipality_below_both(context: ReportData) -> None:
    assert opening_sentence(AreaSheet(context, FREDERIKSHAVN)) == (
        "418 aktive hjerteløbere, svarende til 724 pr. 100.000 indbyggere. "
        "Raten er 24\u00a0pct. lavere end landsgennemsnittet og 19\u00a0pct. lavere end i Region Nordjylland."
    )
    assert key_figures(AreaSheet(context, FREDERIKSHAVN)) == ["418", "724", "nr. 73–90", "134"]


def test_a_difference_that_chance_can_give_is_said_to_be_so(context: ReportData) -> None:
    caution = "Raten kan ikke skelnes fra landsgennemsnittet på 955."
    assert caution in opening_sentence(AreaSheet(context, LAESOE))
    assert caution not in opening_sentence(AreaSheet(context, LANGELAND))
    country = context.figures.row("active_runners_rate").known_value
    cautious = {
        code for code in sheet_codes(context) if caution in opening_sentence(AreaSheet(context, code))
    }
    inside = {
        row.area_code
        for level in ("region", "municipality")
        for row in context.figures.areas("active_runners_rate", level)
        if row.limits.lower <= country <= row.limits.upper
    }
    assert cautious <= inside
    assert all(
        "omtrent som landsgennemsnittet" in opening_sentence(AreaSheet(context, code))
        for code in inside - cautious
    )


def test_highest_and_lowest(context: ReportData) -> None:
    assert titles(AreaSheet(context, LANGELAND))[:2] == [
        "Langeland ligger nr. 98 af 98 kommuner", "Lavere rate end i Svendborg",
    ]  # fmt: skip
    assert titles(AreaSheet(context, "155"))[0] == "Dragør kan ligge fra nr. 1 til nr. 8 af 98"
    assert titles(AreaSheet(context, MIDTJYLLAND))[1] == "Højeste rate af de fem regioner"
    assert titles(AreaSheet(context, "1083"))[1] == "Laveste rate af de fem regioner"
    assert titles(AreaSheet(context, HOVEDSTADEN))[1] == "Regionerne sammenlignet med landsgennemsnittet"


def test_an_area_at_the_countrys_level(snapshot: Snapshot, context: ReportData) -> None:
    people = context.population[FREDERIKSHAVN]
    needed = -(-people * 57307 // context.population["dk"])
    shifted = needed - 418
    # What Frederikshavn gains Copenhagen loses, so that the country's rate stays.
    level = with_runners(snapshot, m813=needed, m101=6300 - shifted)
    sheet = AreaSheet(level, FREDERIKSHAVN)
    assert "Raten er omtrent som landsgennemsnittet og" in opening_sentence(sheet)
    assert opening_sentence(sheet).endswith("og kan ikke skelnes fra raten i Region Nordjylland.")
    assert len(key_figures(sheet)) == 3


def test_one_runner_and_none(snapshot: Snapshot) -> None:
    few = with_runners(snapshot, m825=1, m482=0)
    one, none = AreaSheet(few, LAESOE), AreaSheet(few, LANGELAND)
    assert opening_sentence(one).startswith(
        "Én aktiv hjerteløber, svarende til 59 pr. 100.000 indbyggere. Raten er 94\u00a0pct. lavere"
    )
    assert press_line(one).startswith("I Læsø Kommune var der én aktiv hjerteløber den 3.\u00a0juni 2025")
    assert (
        opening_sentence(none)
        == "Ingen aktive hjerteløbere blandt 11.930 indbyggere. Landsgennemsnittet er 955 pr. 100.000."
    )
    assert "ingen aktive hjerteløbere den" in press_line(none)
    assert key_figures(none)[:2] == ["0", "0"]
    assert "<dt>aktiv hjerteløber</dt>" in one.head().markdown
    assert "<dt>aktive hjerteløbere</dt>" in none.head().markdown
    for sheet in (one, none):
        assert sheet.comparison().media.keys() == {"kommuner.svg", "naboer.svg"}
        assert "ændrer raten" in sheet.background().markdown or sheet.people > 10_000


def test_more_than_twice_as_many(snapshot: Snapshot) -> None:
    many = with_runners(snapshot, m825=100)
    assert "gange landsgennemsnittet og" in opening_sentence(AreaSheet(many, LAESOE))


def test_a_missing_number_is_a_dash_never_nought(context: ReportData) -> None:
    sheet = AreaSheet(without(context, FREDERIKSHAVN), FREDERIKSHAVN)
    assert opening_sentence(sheet).startswith(
        "Antallet af aktive hjerteløbere er ikke oplyst for den 3. juni 2025.".replace(
            ". juni", ".\u00a0juni"
        )
    )
    assert key_figures(sheet) == ["ikke oplyst", "–"]
    assert "er ikke oplyst" in press_line(sheet)
    assert titles(sheet)[:2] == ["Frederikshavn mangler blandt de 98 kommuner", "Nabokommunerne"]
    facts = front_matter(sheet)
    assert facts["card-figure"] == "–"
    assert (
        press_lines({FREDERIKSHAVN: facts}, "2025-06-03")
        .splitlines()[1]
        .startswith("813;Frederikshavn Kommune;municipality;;;;;2025-06-03;")
    )
    neighbour = AreaSheet(without(context, FREDERIKSHAVN), "810")
    assert "Frederikshavn" in neighbour.comparison().markdown
    assert titles(neighbour)[1] == "Lavere rate end i alle tre nabokommuner; én er ikke oplyst"


def test_neighbours_are_mutual_and_islands_have_their_crossing(context: ReportData) -> None:
    municipalities = sheet_codes(context)[5:]
    around = {code: dict(neighbours(AreaSheet(context, code))) for code in municipalities}
    assert all(around.values())
    assert all(around[other][code] == by for code, found in around.items() for other, by in found.items())
    assert around[LAESOE] == {FREDERIKSHAVN: "ferry"}
    assert around[BORNHOLM] == {"259": "ferry"}
    assert around["773"] == {"779": "bridge", "787": "bridge"}
    assert "Frederikshavn (færge)" in AreaSheet(context, LAESOE).comparison().markdown
    assert "Svendborg (bro)" in AreaSheet(context, LANGELAND).comparison().markdown
    assert "Nærmeste med bro eller færge" in AreaSheet(context, LAESOE).comparison().markdown
    assert "Nærmeste med bro eller færge" not in AreaSheet(context, FREDERIKSHAVN).comparison().markdown
    land = sum(by == "land" for found in around.values() for by in found.values())
    assert land == 2 * 186


def test_municipalities_of_the_same_size(context: ReportData) -> None:
    found = municipalities_of_like_size(AreaSheet(context, FREDERIKSHAVN))
    assert found[-1] == FREDERIKSHAVN
    names = [context.figures.row("active_runners", code).area for code in found[:-1]]
    assert names == ["Guldborgsund", "Holstebro", "Lyngby-Taarbæk", "Rudersdal", "Aabenraa"]
    people = context.population
    furthest = max(abs(people[code] / people[FREDERIKSHAVN] - 1) for code in found)
    nearer = [
        code
        for code in sheet_codes(context)[5:]
        if abs(people[code] / people[FREDERIKSHAVN] - 1) < furthest * 0.9
    ]
    assert set(nearer) <= set(found)


def test_notes(context: ReportData) -> None:
    assert "FirstAED" in AreaSheet(context, LANGELAND).background().markdown
    assert "der svarer til 114 aktive, se noten" in AreaSheet(context, LANGELAND).head().markdown.replace(
        "\u00a0", " "
    )
    assert "se noten" not in AreaSheet(context, FREDERIKSHAVN).head().markdown
    assert "ændrer raten med 59" in AreaSheet(context, LAESOE).background().markdown
    assert "Christiansø er medregnet" in AreaSheet(context, BORNHOLM).background().markdown
    assert "– for Region Hovedstaden: " in AreaSheet(context, "1081").background().markdown
    assert "ændrer raten" not in AreaSheet(context, COPENHAGEN).background().markdown
    assert "tallet for Region Hovedstaden vises ikke" in AreaSheet(context, COPENHAGEN).background().markdown
    assert "Region Nordjylland havde 226 " in (AreaSheet(context, FREDERIKSHAVN).background().markdown)


def test_no_sentence_of_any_sheet_has_a_gap(context: ReportData) -> None:
    for code in sheet_codes(context):
        sheet = AreaSheet(context, code)
        words = [opening_sentence(sheet), press_line(sheet), *titles(sheet)]
        assert all(words)
        for text in words:
            assert not re.search(r"  |\bNone\b|\bnan\b|\{|\(\)| [.,]", text), text


def test_simulated_sheets_say_so_everywhere(snapshot: Snapshot) -> None:
    made_up = context_of(replace(snapshot, delivery=replace(snapshot.delivery, simulated=True)))
    facts = front_matter(AreaSheet(made_up, FREDERIKSHAVN))
    assert facts["watermark"] == "SIMULERET"
    assert str(facts["description-meta"]).startswith("SIMULERET: I Frederikshavn Kommune")


def test_other_numbers_and_another_look_both_make_a_sheet_anew() -> None:
    record = {"inputs": "a", "look": "b"}
    assert is_current(record, "a", "b")
    assert not is_current(record, "x", "b")
    assert not is_current(record, "a", "x")


def test_codes_that_are_asked_for() -> None:
    codes = ["1081", "101", "813"]
    assert chosen_areas(codes, ()) == codes
    assert chosen_areas(codes, ("813", "1081")) == ["1081", "813"]
    with pytest.raises(UnknownAreaError, match="'99', 'x'"):
        chosen_areas(codes, ("99", "813", "x"))
