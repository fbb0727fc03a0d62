"""Municipalities whose number is not known, or withheld: nothing uses, imputes or reveals one."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.checks.findings import findings
from analysis.checks.unknown import unknown_in_words
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.leaks import audit
from analysis.disclosure.protected import private_inputs
from analysis.disclosure.publication import compute_table
from analysis.disclosure.totals import with_safe_totals
from analysis.indicators.differences import changes
from analysis.indicators.registry import INDICATORS, indicator
from analysis.ingest.delivery import Delivery
from analysis.ingest.regrouping import on_geography
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reading.sidecars import sidecar_path
from analysis.report.charts.theme import NOT_KNOWN
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import front
from analysis.report.pages.about import delivery_notes, notes_on_unknown
from analysis.report.pages.comparison import compared_areas, counted_sides
from analysis.report.pages.development.words import development_counts
from analysis.report.pages.explore import explorer_data
from analysis.report.pages.municipalities import municipality_cells
from analysis.report.pages.national import headline, national_key_figures, national_map
from analysis.report.pages.regions import (
    count_title,
    not_known_box,
    region_codes,
    region_finding,
    region_key_figures,
)
from analysis.report.pages.regions.words import map_notes
from analysis.report.pages.sheet import AreaSheet, front_matter, key_numbers, opening_sentence, press_line
from analysis.report.pages.sheet.figures import bars_figure
from analysis.report.pages.sheet.words import notes
from analysis.texts import Texts
from tests.histories import committed, delivered, history, one
from tests.page_notebooks import page_of

WITHHELD = """[[withheld]]
indicator = "active_runners"
area = "492"
reason = "Ikke endnu."
until = 2026-12-31

"""
REASON = "Optællingen gik tabt."
FREDERIKSHAVN, LAESOE, COPENHAGEN, AEROE = "813", "825", "101", "492"
# Far from any number that the report shows, so that a text which holds one has it from nowhere else.
TRUTH = 7_654_321
TALES = re.compile(r"None[,)]|[(:] ?None|\bnan\b|\{ ?\$")


def with_unknown(
    codes: Iterable[str] = (),
    *,
    withheld: Iterable[str] = (),
    totals: Mapping[str, int] | None = None,
    base: Delivery | None = None,
) -> Delivery:
    """A delivery in which some municipalities' runners are unknown and others withheld.

    Args:
        codes: The unknown ones; each says why.
        withheld: The withheld ones.
        totals: The publisher's own totals; none if None.
        base: Of which; the committed one if None.
    """
    base, unknown, hidden = base or committed(), list(codes), list(withheld)
    code = pl.col("municipality_code")
    runners = base.runners.with_columns(
        active_runners=pl.when(~code.is_in([*unknown, *hidden])).then("active_runners"),
        note=pl.when(code.is_in(unknown)).then(pl.lit(REASON)).otherwise("note"),
    )
    entries = pl.DataFrame(
        [("active_runners", area, "Ikke endnu.", date(2026, 12, 31)) for area in hidden],
        schema=base.withheld.schema,
        orient="row",
    )
    own = pl.DataFrame(list((totals or {}).items()), schema=base.totals.schema, orient="row")
    return replace(
        base.with_tables(runners=runners), totals=own, withheld=pl.concat([base.withheld, entries])
    )


def context_of(snapshot: Snapshot, language: str = "da") -> ReportData:
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def quarter(codes: Iterable[str] = (), **other: Any) -> Snapshot:
    return history(with_unknown(codes, **other))


@cache
def geography() -> list[dict[str, Any]]:
    return quarter().reference.geography.to_dicts()


def codes_of() -> list[str]:
    return [row["municipality_code"] for row in geography()]


def area_parts() -> dict[str, list[str]]:
    """The parts of every area above municipalities: municipalities, or areas that are made of them."""
    parts: dict[str, list[str]] = {"dk": []}
    for row in geography():
        region, area, code = row["region_code"], row["report_area_code"], row["municipality_code"]
        for whole, part in ((("dk", region)), (region, area or code), (area, code if area else None)):
            if whole and part and part not in parts.setdefault(whole, []):
                parts[whole].append(part)
    return parts


def municipalities_in(area: str, parts: Mapping[str, Sequence[str]]) -> list[str]:
    return (
        [code for part in parts[area] for code in municipalities_in(part, parts)] if area in parts else [area]
    )


def expected_areas(
    counts: Mapping[str, int | None], totals: Mapping[str, int]
) -> dict[str, tuple[int | None, int, list[str]]]:
    """By hand: the number of each area, what is known of it, and whose numbers make that up."""
    parts = area_parts()

    def of(area: str) -> tuple[int | None, int, list[str]]:
        if area not in parts:
            count = counts[area]
            return count, count or 0, [area] if count is not None else []
        inside = [of(part) for part in parts[area]]
        known = sum(count if count is not None else least for count, least, _ in inside)
        if all(count is not None for count, _, _ in inside):
            return known, known, municipalities_in(area, parts)
        if area in totals:
            return totals[area], totals[area], municipalities_in(area, parts)
        return None, known, [code for _, _, covered in inside for code in covered]

    return {area: of(area) for area in parts}


def random_case(seed: int) -> tuple[list[str], list[str], dict[str, int]]:
    """Unknown and withheld municipalities, and the totals of some areas, with numbers far from any other."""
    dice = random.Random(seed)
    codes = codes_of()
    count = [0, 1, 2, 97, 98][seed] if seed < 5 else dice.randint(0, 98)
    chosen = dice.sample(codes, count)
    hidden = [code for code in chosen if dice.random() < (seed % 3) * 0.2]
    known = dict(committed().runners.select("municipality_code", "active_runners").iter_rows())
    truth = {
        code: TRUTH + 1000 * place if code in chosen else known[code] for place, code in enumerate(codes)
    }
    parts = area_parts()
    totals = {
        area: sum(truth[code] for code in municipalities_in(area, parts))
        for area in parts
        if len(municipalities_in(area, parts)) > 1 and dice.random() < 0.4
    }
    return [code for code in chosen if code not in hidden], hidden, totals


def said_of(context: ReportData) -> list[str]:
    """Every sentence, number and cell about runners that pages and sheets are made of."""
    regions = region_codes(context)
    by_region = {code: context.municipalities.filter(region_code=code) for code in regions}
    said = [*headline(context), str(explorer_data(context)), front.important(context).markdown]
    said += [cell for row in municipality_cells(context) for cell in row]
    said.append(national_key_figures(context).markdown)
    for code, own in by_region.items():
        said += [region_finding(context, code), count_title(context, own)]
        said += [not_known_box(context, code).markdown, region_key_figures(context, code).markdown]
    if context.has_funnel:
        areas = compared_areas(context)
        said += [area.name for area in areas] + [str(one) for one in counted_sides(context, areas).values()]
    return said


def said_on_sheets(context: ReportData, codes: Iterable[str]) -> list[str]:
    sheets = [AreaSheet(context, code) for code in codes]
    return [
        text
        for sheet in sheets
        for text in (
            opening_sentence(sheet),
            press_line(sheet),
            str(key_numbers(sheet)),
            str({**front_matter(sheet), "numbers": ""}),
        )
    ]


@pytest.mark.parametrize("seed", range(14))
def test_no_number_uses_or_reveals_an_unknown_one(seed: int) -> None:
    unknown, hidden, totals = random_case(seed)
    gone = {*unknown, *hidden}
    snapshot = quarter(unknown, withheld=hidden, totals=totals)
    table = compute_table(snapshot)
    safe = dict(with_safe_totals(snapshot).delivery.totals.iter_rows())
    assert safe == totals or hidden
    counts = {
        code: None if code in gone else count
        for code, count in committed().runners.select("municipality_code", "active_runners").iter_rows()
    }
    people = {
        row["area_code"]: row["denominator"]
        for row in compute_table(quarter()).filter(indicator="active_runners_rate").iter_rows(named=True)
    }
    for area, (number, known, covered) in expected_areas(counts, safe).items():
        row, rate = (one(table, name, area) for name in ("active_runners", "active_runners_rate"))
        assert row["value"] == number
        assert row["lower"] == (known if number is None and covered else None)
        assert row["status"] == ("missing" if number is None else "published")
        inside = sum(people[code] for code in covered)
        assert (rate["numerator"], rate["denominator"]) == ((known, inside) if covered else (None, None))
    rests_on_runners = {
        name
        for name in table["indicator"].unique()
        if any(
            used.name == "active_runners" for used in indicator(name).formula.uses(snapshot.delivery.quarter)
        )
    }
    about = table.filter(pl.col("area_code").is_in(gone), pl.col("indicator").is_in(rests_on_runners))
    assert (
        about.select(pl.col("value", "numerator", "lower", "upper").null_count()).row(0)
        == (about.height,) * 4
    )
    assert set(about["status"]) <= {"missing", "withheld"}
    others = [indicator(name).derivation for name in table["indicator"].unique()]
    assert not {rule.other for rule in others if rule} & gone
    ranks = table.filter(indicator="active_runners_rate_rank")
    assert ranks.height == (98 - len(gone) if 98 - len(gone) >= 10 else 0)
    assert set(ranks["denominator"]) <= {98.0 - len(gone)}
    leaks = [leak for leak in audit(snapshot, table, remedies=False) if leak.reason is None]
    assert [leak for leak in leaks if leak.hidden.indicator == "active_runners"] == []


@pytest.mark.parametrize("seed", range(7))
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_sentence_or_sheet_tells_an_unknown_number(seed: int, language: str) -> None:
    unknown, hidden, totals = random_case(seed)
    context = context_of(quarter(unknown, withheld=hidden, totals=totals), language)
    gone = [*unknown, *hidden]
    sheets = [*region_codes(context), *gone[:4], *[code for code in codes_of() if code not in gone][:4]]
    said = [*said_of(context), *said_on_sheets(context, sheets)]
    assert not [text for text in said if TALES.search(text)]
    own = {TRUTH + 1000 * place for place in range(98)}
    digits = {int(found.replace(".", "").replace(",", "")) for text in said for found in
              re.findall(r"\d{1,3}(?:[.,]\d{3})+", text)}  # fmt: skip
    assert not digits & own
    word = context.texts("not-known")
    cells = dict(zip(context.municipalities["municipality_code"], municipality_cells(context), strict=True))
    assert all(cells[code][3:] == (word, "–", "–") for code in unknown)
    assert all(cells[code][3:] == (context.texts("not-shown"), "–", "–") for code in hidden)


def test_totals_make_the_number_of_their_area_and_of_what_is_made_of_it() -> None:
    counts = {"1081": 5321, "fyn-og-oeerne": 3804}
    table = compute_table(quarter([FREDERIKSHAVN, LAESOE, AEROE], totals=counts))
    region = one(table, "active_runners", "1081")
    assert (region["value"], region["basis"], region["status"]) == (5321, "published", "published")
    assert region["note"] == (
        "Summen er kildens egen. Antallet er ikke oplyst for 2 af 11 kommuner (Frederikshavn, Læsø)."
    )
    assert one(table, "active_runners_rate", "1081")["numerator"] == 5321
    assert [one(table, "active_runners", area)["value"] for area in ("1083", "dk")] == [10462, 57307]
    assert one(table, "active_runners_share_of_country", "1081")["value"] == pytest.approx(9.285, abs=1e-3)


def test_without_a_total_an_area_is_at_least_what_is_known() -> None:
    table = compute_table(quarter([FREDERIKSHAVN], totals={"1082": 14857}))
    region, rate = (one(table, name, "1081") for name in ("active_runners", "active_runners_rate"))
    assert (region["value"], region["lower"], region["upper"]) == (None, 4903, None)
    assert (region["status"], region["basis"]) == ("missing", "derived")
    assert region["note"] == (
        "Antallet er ikke oplyst for 1 af 11 kommuner (Frederikshavn). Tallet er mindst summen af de øvrige."
    )
    assert (rate["numerator"], rate["denominator"]) == (4903, 592394 - 57756)
    assert rate["note"] == "Raten gælder de 10 af 11 kommuner, hvis antal indgår, og deres indbyggere."
    for name in ("active_runners_share_of_country", "active_share_adults", "aed_per_1000_runners"):
        rows = table.filter(pl.col("indicator") == name, pl.col("area_code").is_in(["1081", "dk"]))
        assert set(rows["status"]) == {"missing"}
        assert set(rows["note"]) == {
            "Kan ikke beregnes, fordi antallet af aktive hjerteløbere ikke er oplyst for alle kommuner."
        }


@pytest.mark.parametrize(
    ("totals", "noted"),
    [
        ({"dk": 57307, "1081": 5321}, []),
        ({"1081": 5321}, []),
        ({"dk": 57307}, ["1081"]),
        ({"1083": 10462}, ["1081", "dk"]),
        ({}, ["1081", "dk"]),
    ],
)
def test_only_numbers_that_a_corrected_one_is_added_into_say_that_they_contain_it(
    totals: dict[str, int], noted: list[str]
) -> None:
    """Aalborg was corrected, and Frederikshavn beside it is not known."""
    table = _with_aalborg_corrected([FREDERIKSHAVN], totals)
    said = "Indeholder rettede tal for Aalborg."
    for name in ("active_runners", "active_runners_rate"):
        rows = table.filter(pl.col("indicator") == name, pl.col("level") != "municipality")
        found = rows.filter(pl.col("note").str.contains(said, literal=True))["area_code"]
        assert sorted(found) == sorted(noted)


def _with_aalborg_corrected(unknown: list[str], totals: dict[str, int]) -> pl.DataFrame:
    base = committed()
    values = {
        "table": "runners",
        "area_code": "851",
        "area": "Aalborg",
        "column": "active_runners",
        "old_value": "2408",
        "new_value": "2409",
        "reason": "Tastefejl",
    }
    row = {name: [values.get(name, "")] for name in base.corrections.columns}
    corrections = pl.DataFrame(row, schema=base.corrections.schema)
    return compute_table(quarter(unknown, totals=totals, base=replace(base, corrections=corrections)))


def test_large_rates_carry_the_mark_of_what_is_known_in_part() -> None:
    context = context_of(quarter([LAESOE]))
    assert "indbyggere†" in national_key_figures(context).markdown
    assert "indbyggere†" in region_key_figures(context, "1081").markdown
    assert "indbyggere†" not in region_key_figures(context, "1084").markdown
    assert "†" not in national_key_figures(context_of(quarter())).markdown
    assert "†\N{NO-BREAK SPACE}Raten gælder" in not_known_box(context, "1081").markdown


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_countrys_rate_is_marked_and_explained_wherever_it_stands(language: str) -> None:
    context, known = (context_of(one, language) for one in (quarter([LAESOE]), quarter()))
    name, rate = context.texts("country"), context.number(context.national_rate)
    explained = context.texts("partly-known-note")
    for code in region_codes(context):
        page = page_of(context, "region", code=code).markdown
        assert f"{name}†: {rate}" in page
        assert f"{name}† {rate}" in page
        assert page.count(explained) == (2 if code == "1084" else 1)
        assert "†" not in page_of(known, "region", code=code).markdown
    funnel = page_of(context, "comparison")
    assert any(f"{name}† {rate}" in drawing for drawing in funnel.media.values())
    assert funnel.markdown.count(explained) == 1
    assert "†" not in page_of(known, "comparison").markdown
    for code in (LAESOE, COPENHAGEN, "1084"):
        sheet = AreaSheet(context, code)
        assert all(f"{name}† {rate}" in drawing for drawing in bars_figure(sheet).media.values())
        assert explained in notes(sheet)


def test_unknown_numbers_are_no_breaks() -> None:
    known, partly = (context_of(one) for one in (quarter(), quarter([LAESOE])))
    assert notes_on_unknown(known) == "Alle kommuners antal er oplyst."
    assert notes_on_unknown(partly) == f"Læsø: antallet er ikke oplyst. {REASON}"
    assert delivery_notes(partly) == delivery_notes(known)


def test_a_note_that_does_not_name_its_municipality_stands_after_the_name() -> None:
    base, code = committed(), pl.col("municipality_code")
    note = pl.when(code.is_in([LAESOE, AEROE])).then(pl.lit("Talt i juli")).otherwise("note")
    snapshot = history(base.with_tables(runners=base.runners.with_columns(note=note)))
    contexts = [context_of(snapshot, language) for language in ("da", "en")]
    danish, english = (context.delivered_notes(codes_of()) for context in contexts)
    assert danish == [
        "Langeland har siden 2012 haft sin egen ordning for frivillige førstehjælpere, FirstAED.",
        "Ærø og Læsø: Talt i juli.",
    ]
    assert english[0].startswith("Since 2012 Langeland has ")
    assert english[1].startswith("Ærø and Læsø: ")


def test_a_quarter_before_that_is_known_in_part_is_not_said_to_be_missing() -> None:
    before = with_unknown([LAESOE], base=delivered("2025Q1"))
    said = development_counts(context_of(history(before, delivered("2025Q2"))))
    assert "samme kvartal året før mangler helt eller delvis, " in said


def test_a_declared_break_is_a_known_one() -> None:
    reason = "Optalt på en anden måde."
    rows = {"indicator": ["active_runners"], "area_code": ["661"], "reason": [reason]}
    broken = quarter()
    breaks = pl.DataFrame(rows, schema=broken.delivery.breaks.schema)
    notes = delivery_notes(context_of(replace(broken, delivery=replace(broken.delivery, breaks=breaks))))
    assert notes.startswith(reason)
    assert "Ingen kendte brud" not in notes
    assert delivery_notes(context_of(broken)).startswith("Ingen kendte brud")


def test_grey_tiles_of_a_region_are_told_apart() -> None:
    def first_note(context: ReportData, region: str) -> str:
        return map_notes(context, context.municipalities.filter(region_code=region))[0]

    known, partly = context_of(quarter()), context_of(quarter([AEROE]))
    others = "Grå felter er kommuner i andre regioner."
    pale = [region for region in region_codes(known) if first_note(known, region) == others]
    assert "1083" in pale
    assert len(pale) > 1
    assert {region: first_note(partly, region) for region in pale} == dict.fromkeys(pale, others) | {
        "1083": "Lysegrå felter er kommuner i andre regioner, mørkere grå kommuner, hvis tal ikke vises."
    }


def test_a_municipality_says_why_and_is_missing_in_every_comparison() -> None:
    table = compute_table(quarter([LAESOE]))
    for name in ("active_runners", "active_runners_rate"):
        row = one(table, name, LAESOE)
        assert (row["value"], row["status"], row["note"]) == (None, "missing", REASON)
    assert set(table.filter(area_code=LAESOE)["indicator"]) == {"active_runners", "active_runners_rate"}
    assert f"population_ratio_to_{LAESOE}" not in set(table["indicator"])


def test_one_that_is_not_known_in_a_quarter_is_a_gap_in_its_developments() -> None:
    deliveries = [delivered(name) for name in ("2025Q1", "2025Q2", "2025Q3", "2025Q4")]
    deliveries[1] = with_unknown([AEROE], base=deliveries[1])
    context = context_of(history(*deliveries))
    for indicator_name in ("active_runners", "active_runners_rate"):
        for level, area in (("municipality", AEROE), ("region", "1083"), ("country", "dk")):
            rows = context.runs(indicator_name, level, "active_runners").filter(area_code=area)
            assert rows["quarter"].to_list() == ["2025Q1", "2025Q3", "2025Q4"]
            assert rows["run"].n_unique() == 2
    changed = context.figures.everything.filter(
        pl.col("indicator").is_in(
            [name for name in INDICATORS if name.startswith("active_runners") and "change" in name]
        ),
        pl.col("quarter").is_in(["2025Q2", "2025Q3"]),
        pl.col("area_code").is_in([AEROE, "1083", "dk"]),
    )
    assert changed.height > 0
    assert set(changed["status"]) == {"missing"}


def test_the_municipalities_are_judged_although_the_country_is_not_known() -> None:
    before, now = (
        delivered("2025Q1"),
        delivered("2025Q2", runners={COPENHAGEN: 5000, "751": 4000, "851": 2000}),
    )
    context = context_of(history(before, with_unknown([AEROE], base=now)))
    expected = context.figures.frame("active_runners_change_quarter_expected_percent", "municipality")
    assert expected.height == 97
    assert AEROE not in expected["area_code"]
    assert context.figures.value("active_runners_change_quarter_percent") is None


@pytest.mark.parametrize(
    ("hidden", "unknown", "totals", "kept"),
    [
        ([FREDERIKSHAVN], [], ["dk"], []),
        ([FREDERIKSHAVN], [], ["1081"], []),
        ([FREDERIKSHAVN], [], ["1081", "1082", "dk"], ["1082"]),
        ([FREDERIKSHAVN, LAESOE], [], ["dk", "1081"], ["dk", "1081"]),
        ([FREDERIKSHAVN], [LAESOE], ["dk", "1081"], ["dk", "1081"]),
        ([FREDERIKSHAVN, COPENHAGEN], [], ["dk", "1081"], ["dk"]),
        ([FREDERIKSHAVN], [COPENHAGEN], ["dk", "1084"], ["dk"]),
        ([], [FREDERIKSHAVN], ["dk", "1081"], ["dk", "1081"]),
    ],
)
def test_totals_that_would_tell_a_withheld_number_are_not_used(
    hidden: list[str], unknown: list[str], totals: list[str], kept: list[str]
) -> None:
    given = dict(committed().totals.iter_rows())
    snapshot = quarter(unknown, withheld=hidden, totals={area: given[area] for area in totals})
    table = compute_table(snapshot)
    assert sorted(with_safe_totals(snapshot).delivery.totals["area_code"]) == sorted(kept)
    for code in hidden:
        row = one(table, "active_runners", code)
        assert (row["value"], row["status"], row["note"]) == (None, "withheld", "Ikke endnu.")
    own = [leak for leak in audit(snapshot, table) if leak.hidden.indicator == "active_runners"]
    assert own == []
    assert table.filter(indicator="active_runners_rate_rank").height == 98 - len([*hidden, *unknown])


def test_the_auditor_finds_a_withheld_number_that_a_total_tells() -> None:
    """Were the total used all the same, the auditor would say so: the test above is no accident."""
    from analysis.disclosure.hiding import publishable
    from analysis.disclosure.policy import policy_of
    from analysis.indicators.table import unpublished_table

    snapshot = quarter(withheld=[FREDERIKSHAVN], totals={"1081": 5321})
    table = publishable(unpublished_table(snapshot), policy_of(snapshot))
    (leak,) = [one for one in audit(snapshot, table) if one.hidden.indicator == "active_runners"]
    assert (leak.hidden.area, leak.interval.lower, leak.interval.upper) == ("Frederikshavn", 418, 418)
    unknown = quarter([FREDERIKSHAVN], totals={"1081": 5321})
    assert not [
        one for one in audit(unknown, compute_table(unknown)) if one.hidden.indicator == "active_runners"
    ]


def test_a_version_with_and_one_without_the_number_differ_by_it() -> None:
    known, unknown = compute_table(quarter()), compute_table(quarter([AEROE]))
    rows = changes(unknown, known).filter(indicator="active_runners", area_code=AEROE)
    assert rows.select("old_value", "new_value", "old_status", "new_status").rows() == [
        (None, 26.0, "missing", "published")
    ]


def test_totals_of_regions_that_became_one_are_added_up() -> None:
    wanted = history(delivered("2027Q1", date(2027, 3, 31))).reference.geography
    given = dict(committed().totals.iter_rows())
    own = quarter().reference.geography

    def moved(*areas: str) -> dict[str, int]:
        base = with_unknown([COPENHAGEN], totals={area: given[area] for area in areas})
        return dict(on_geography(base, own, wanted).totals.iter_rows())

    assert moved("1084")["region-oestdanmark"] == given["1084"] + given["1085"]
    assert "region-oestdanmark" not in moved("1085")
    assert moved("dk")["dk"] == given["dk"]


def test_check_counts_them_and_says_why() -> None:
    snapshot = quarter([AEROE, LAESOE], withheld=[COPENHAGEN])
    found = findings(snapshot)
    unknown = [finding for finding in found if finding.kind == "unknown"]
    assert [(finding.area, finding.answer) for finding in unknown] == [("Ærø", REASON), ("Læsø", REASON)]
    assert unknown_in_words(found, snapshot) == [
        "2 of 98 municipalities have no number of active runners:",
        f"  unknown/492/active_runners: Ærø: {REASON}",
        f"  unknown/825/active_runners: Læsø: {REASON}",
    ]
    assert unknown_in_words(findings(quarter()), quarter()) == []


def test_a_map_shows_a_grey_tile_with_a_dash_that_the_legend_explains() -> None:
    words = {"title": "x", "text": "x", "alternative": "x"}
    with_gap, without = (context_of(quarter(codes)) for codes in ([AEROE], []))
    drawn, whole = (national_map(one, **words) for one in (with_gap, without))
    (svg,) = [content for name, content in drawn.media.items() if name == "danmark.svg"]
    assert svg.count(NOT_KNOWN.lower()) + svg.count(NOT_KNOWN) == 1
    assert svg.count(">–<") == 1
    assert re.search(NOT_KNOWN + r"[^\n]*\n?.{0,80}ikke oplyst", drawn.markdown, re.DOTALL)
    assert "ikke oplyst" not in whole.markdown + str(whole.media)


def test_totals_in_a_delivery_file_that_tell_a_withheld_number_are_private(data: Path) -> None:
    runners, terms = (data / "raw/2025Q2" / name for name in ("runners.csv", "delivery.toml"))
    for path, old, new in (
        (runners, "492,Ærø,26,", "492,Ærø,,"),
        (terms, "# Svar på", f"{WITHHELD}# Svar på"),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        sidecar_path(path).unlink(missing_ok=True)
    root = DataRoot(data)
    snapshot = read_inputs(root, Quarter(2025, 2))
    private = private_inputs(root, snapshot, compute_table(snapshot))
    assert private == {"2025Q2/delivery.toml": "holds totals that tell a withheld number"}


def test_marks_say_what_is_the_sources_total_and_what_is_known_in_part() -> None:
    context = context_of(quarter([FREDERIKSHAVN, AEROE], totals={"1081": 5321}))
    areas = ("1081", "1082", "1083", "fyn-og-oeerne", "dk")
    assert [context.name_marked("navn", code) for code in areas] == [
        "navn‡",
        "navn",
        "navn†",
        "navn†",
        "navn†",
    ]
    assert context.marks_explained(["1082"]) == ""
    assert [sign for sign in "†‡" if sign in context.marks_explained(areas)] == ["†", "‡"]
    assert headline(context)[0] == "Danmark har mindst 57.200 aktive hjerteløbere"
    shown = [context.count_shown(code) for code in ("1081", "1083", AEROE)]
    assert shown == ["5.321", "mindst 10.436", "ikke oplyst"]


@pytest.mark.parametrize(
    ("language", "sentence", "card"),
    [
        ("da", "Landets tal gælder de kommuner, hvis antal er oplyst.", "Oplyste kommuner i alt: "),
        (
            "en",
            "The national figure is that of the municipalities whose number is reported.",
            "Municipalities reported: ",
        ),
    ],
)
def test_what_is_quoted_says_that_the_country_is_known_in_part(
    language: str, sentence: str, card: str
) -> None:
    """The sentence and the card of a sheet travel alone, without the explanation of a mark."""
    for unknown, told in ((["787", "360"], True), ([], False)):
        for code in ("101", "360", "1082"):
            sheet = AreaSheet(context_of(quarter(unknown), language), code)
            assert (sentence in press_line(sheet)) is told
            assert (card in str(front_matter(sheet)["card-line"])) is told
