"""AEDs of municipalities: what is delivered is shown, a gap is not zero, the hidden stays hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import polars as pl
import pytest

from analysis.disclosure.audit.leaks import audit
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.report.charts.drawing import to_svg
from analysis.report.charts.tiles import tile_map
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.aeds import aed_text
from analysis.report.pages.aeds_by_area import (
    CLASSES,
    area_words,
    has_municipal_aeds,
    municipal_aeds,
    municipal_cells,
    notes,
    words_key,
)
from analysis.report.pages.contents import ReportPages
from analysis.texts import Texts
from analysis.texts.markup import as_markdown
from tests.histories import committed, delivered, history
from tests.page_notebooks import page_of

LAESOE, COPENHAGEN, AALBORG, AEROE, FANOE = "825", "101", "851", "492", "563"
NORTH = "1081"
Count = tuple[int | None, int | None]


@cache
def names() -> dict[str, str]:
    areas = committed().runners.select("municipality_code", "municipality")
    return dict(areas.iter_rows())


def with_aeds(
    municipalities: Mapping[str, Count],
    regions: Mapping[str, Count] | None = None,
    *,
    said: Mapping[str, str] | None = None,
    withheld: tuple[str, ...] = (),
) -> Delivery:
    """The committed delivery with AEDs of some areas: registered and around the clock.

    Args:
        municipalities: By code.
        regions: By code; none if None.
        said: Notes by area code.
        withheld: Areas whose number around the clock is withheld.
    """
    base = committed()
    rows: list[tuple[object, ...]] = [("country", "dk", "Danmark", 26182, 18656, None, None)]
    for level, areas in (("region", regions or {}), ("municipality", municipalities)):
        for code, (registered, around) in areas.items():
            name = names().get(code, f"Region {code}")
            rows.append((level, code, name, registered, around, None, (said or {}).get(code)))
    aeds = pl.DataFrame(rows, schema=base.aeds.schema, orient="row")
    hidden = pl.DataFrame(
        [("aed_24_7", area, "Ikke endnu.", date(2026, 12, 31)) for area in withheld],
        schema=base.withheld.schema,
        orient="row",
    )
    return replace(base.with_tables(aeds=aeds), withheld=pl.concat([base.withheld, hidden]))


def everywhere(registered: int = 100, around: int = 60) -> dict[str, Count]:
    return {code: (registered + place, around) for place, code in enumerate(names())}


def shown(delivery: Delivery, language: str = "da") -> ReportData:
    snapshot: Snapshot = history(delivery)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def cells_of(context: ReportData) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in municipal_cells(context, municipal_aeds(context))}


def test_a_delivery_for_the_country_alone_has_no_such_page() -> None:
    context = shown(delivered("2025Q2"))
    assert not has_municipal_aeds(context)
    assert not ReportPages(context).has_municipal_aeds
    assert "Kilden oplyser kun tal for hele landet" in aed_text(context, None)


def test_numbers_of_regions_alone_are_no_numbers_of_municipalities() -> None:
    context = shown(with_aeds({}, {NORTH: (3000, 2000)}))
    assert not has_municipal_aeds(context)
    assert "kommunernes er ikke oplyst" in aed_text(context, None)


def test_what_is_delivered_stands_in_the_table_and_a_gap_is_not_zero() -> None:
    context = shown(
        with_aeds(
            {LAESOE: (0, 0), COPENHAGEN: (3029, 1849), AALBORG: (1309, None), AEROE: (33, None)},
            withheld=(AEROE,),
        )
    )
    found = cells_of(context)
    assert len(found) == 98
    population = context.population[COPENHAGEN]
    assert found["København"] == ("3.029", context.number(3029 / population * 100_000), "1.849", "61\xa0%")
    assert found["Læsø"] == ("0", "0", "0", "–")
    assert found["Aalborg"][2:] == ("ikke oplyst", "ikke oplyst")
    assert found["Ærø"][0] == "33"
    assert found["Ærø"][2:] == ("tilbageholdt", "tilbageholdt")
    assert found["Fanø"] == ("ikke oplyst",) * 4


def test_the_order_is_that_of_the_alphabet() -> None:
    order = municipal_aeds(shown(with_aeds(everywhere())))["municipality"].to_list()
    assert order[0] == "Albertslund"
    assert order[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_titles_say_whose_rates_are_lowest_and_highest(language: str) -> None:
    context = shown(with_aeds({LAESOE: (1, 1), COPENHAGEN: (9000, 9000), AALBORG: (500, 1)}), language)
    words = area_words(context, municipal_aeds(context))
    assert words_key(words) == "some"
    assert (words["known"], words["count"]) == ("3", "98")
    assert (words["low-name"], words["high-name"]) == ("Læsø", "København")
    assert words["low"] == context.number(1 / context.population[LAESOE] * 100_000)


def test_a_rate_that_several_share_is_nobodys_alone() -> None:
    context = shown(with_aeds({LAESOE: (0, 0), AEROE: (0, 0), FANOE: (0, 0), COPENHAGEN: (100, 1)}))
    words = area_words(context, municipal_aeds(context))
    assert (words["low"], words["low-name"]) == ("0", "tre kommuner")
    assert words["high-name"] == "København"


def test_all_some_or_none_of_the_rates_are_known() -> None:
    for delivery, key in ((with_aeds(everywhere()), "all"), (committed(), "none")):
        context = shown(delivery)
        assert words_key(area_words(context, municipal_aeds(context))) == key


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "delivery", [with_aeds(everywhere()), with_aeds({LAESOE: (1, 1)}), with_aeds({LAESOE: (None, None)})]
)
def test_the_pages_hold_every_municipality_whatever_is_known(delivery: Delivery, language: str) -> None:
    markdown = page_of(shown(delivery, language), "aeds_municipalities", lang=language).markdown
    assert markdown.count("{#hjertestartere-i-kommunerne}") == 1
    assert markdown.count("{#hjertestartere-kommune-for-kommune}") == 1
    tables = markdown.split("{#hjertestartere-kommune-for-kommune}")[1]
    assert len(set(re.findall(r'data-kommune="(\d{3})"', tables))) == 98
    assert "None" not in markdown


def test_the_map_has_a_tile_for_each_municipality_in_the_class_of_its_printed_rate() -> None:
    context = shown(with_aeds(everywhere()))
    markdown = page_of(context, "aeds_municipalities").markdown
    titles = set(re.findall(r"<title>([^<]+)</title>", markdown))
    for name, (registered, rate, around, share) in cells_of(context).items():
        parts = (f"Pr. 100.000 {rate}", f"Døgntilgængelige {around}", f"Andel døgntilgængelige {share}")
        assert " · ".join((name, f"Registreret {registered}", *parts)) in titles
    for low, high in pairwise(CLASSES):
        assert f"{low}–{high - 1}" in markdown


def test_gaps_and_notes_are_told_below_the_table_of_regions() -> None:
    why = "Talt *igen* & <b>igen</b>"
    context = shown(
        with_aeds(
            {LAESOE: (1, None), AEROE: (2, 1), FANOE: (1, 1)},
            {NORTH: (3, 2)},
            said={LAESOE: why, AEROE: why, NORTH: "Uden Hjørring"},
        )
    )
    said = notes(context, municipal_aeds(context))
    assert "Det betyder ikke nul." in said
    assert f"Læsø og Ærø: {why}" in said
    assert said.count(why) == 1
    assert "Region 1081: Uden Hjørring" in said
    markdown = page_of(context, "aeds_municipalities").markdown
    assert as_markdown(why) in markdown
    assert why not in markdown


def test_long_notes_stand_below_the_tables_over_the_whole_page() -> None:
    long = "Meget lang bemærkning. " * 80
    context = shown(with_aeds({LAESOE: (1, 1)}, said={LAESOE: long}))
    before, after = page_of(context, "aeds_municipalities").markdown.split(
        "{#hjertestartere-kommune-for-kommune}"
    )
    assert "Meget lang" not in before
    assert "Meget lang" in after


def test_nothing_is_noted_where_all_is_known() -> None:
    context = shown(with_aeds(everywhere()))
    assert notes(context, municipal_aeds(context)) == ""


def test_a_withheld_number_that_follows_from_its_region_is_found_and_stands_on_no_page() -> None:
    reference = history(committed()).reference.geography
    north = reference.filter(region_code=NORTH)["municipality_code"].to_list()
    inside: dict[str, Count] = {code: (100, 60) for code in north}
    inside[AEROE] = (100, 60)
    inside[LAESOE] = (100, None)
    region = {NORTH: (100 * len(north), 60 * (len(north) - 1) + 77)}
    delivery = with_aeds(inside, region, withheld=(LAESOE,))
    context = shown(delivery)
    assert cells_of(context)["Læsø"][2:] == ("tilbageholdt", "tilbageholdt")
    found = audit(context.snapshot, context.figures.everything)
    leaked = {(leak.hidden.indicator, leak.hidden.area_code): leak.interval for leak in found}
    assert leaked["aed_24_7", LAESOE].lower == leaked["aed_24_7", LAESOE].upper == 77


def test_names_of_tiles_have_the_places_by_which_middling_screens_hide_them() -> None:
    own = {"column": [0, 1], "row": [0, 0], "short_name": ["Kendt", "Ukendt"], "rate": [400.0, None]}
    tiles = pl.DataFrame({**own, "own": [True, True], "key": ["101", "147"]})
    layers = to_svg(tile_map(tiles, 100)).split('class="mark-text role-mark layer_')
    texts = {part.partition("_")[0]: set(re.findall(r"<text[^>]*>([^<]+)<", part)) for part in layers[1:]}
    assert texts == {"1": {"400"}, "2": {"Kendt"}, "3": {"–"}, "4": {"Ukendt"}}
