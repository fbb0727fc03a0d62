"""Pages on developments and on the quality of the data, and the charts they hold."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from histories import committed, delivered, history  # type: ignore[import-not-found]
from page_notebooks import page_of  # type: ignore[import-not-found]

from analysis.checks.findings import findings
from analysis.core.formatting import sorted_danish
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.core.typeface import text_width
from analysis.disclosure.publication import compute_table
from analysis.indicators.declaration import QUARTER, YEAR
from analysis.indicators.differences import changes
from analysis.indicators.limits import false_discoveries
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.report.charts.changes import ChangedArea, change_chart
from analysis.report.charts.drawing import to_svg
from analysis.report.charts.series import JOINED_POINT, LONE_POINT, SeriesPoint, Tick, series_chart
from analysis.report.components import Section, source_name
from analysis.report.data import ReportData
from analysis.report.edition import Edition
from analysis.report.figures import IndicatorTable
from analysis.report.pages import development, quality
from analysis.report.pages.about.notes import delivery_notes
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts
from analysis.texts.markup import Address, InPlaceOfNumber, Revised


def where(known: bool, context: ReportData, name: str) -> Section:
    """A page as the report has it: empty where there is nothing to show."""
    return page_of(context, name) if known else Section()


AALBORG, LANGELAND = "851", "482"
EAST = "region-oestdanmark"
PAGES: dict[str, Callable[[ReportData], Any]] = {
    "country": lambda context: where(context.has_earlier, context, "development"),
    "regions": lambda context: where(context.has_earlier, context, "development_regions"),
    "municipalities": lambda context: where(
        not development.judged_now(context).is_empty(), context, "development_municipalities"
    ),
    "control": lambda context: where(bool(development.controlled(context)), context, "control"),
    "aeds": development.aed_history,
    "quality": quality.quality,
}


def context_of(snapshot: Snapshot) -> ReportData:
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))


def shown(*deliveries: Delivery) -> ReportData:
    return context_of(history(*deliveries))


@pytest.fixture(scope="module")
def east(tmp_path_factory: pytest.TempPathFactory) -> ReportData:
    """Five simulated quarters, the last of them with Region Østdanmark."""
    out = tmp_path_factory.mktemp("development") / "data"
    simulate(Plan(Quarter(2026, 1), Quarter(2027, 1), 1), out, model=DEFAULT_DATA)
    return context_of(read_inputs(DataRoot(out), Quarter(2027, 1)))


# Pages


HISTORIES: dict[str, tuple[Delivery, ...]] = {
    "the first": (delivered("2025Q2"),),
    "two alike": (delivered("2025Q1"), delivered("2025Q2")),
    "a gap": (delivered("2024Q4", population="2024K4"), delivered("2025Q2")),
    "a year ago only": (delivered("2024Q2", population="2024K2"), delivered("2025Q2")),
    "a break of the country": (
        delivered("2025Q1"), delivered("2025Q2", breaks=[("active_runners", "dk"), ("activations", "dk")]),
    ),
    "a break of a region": (
        delivered("2025Q1"), delivered("2025Q2", breaks=[("active_runners", "1081")]),
    ),
    "nobody on an island": (delivered("2025Q1", runners={"492": 0}), delivered("2025Q2", runners={"482": 0})),
    "no activations known": (delivered("2025Q1", activations={"dk": None}), delivered("2025Q2")),
}  # fmt: skip


@pytest.mark.parametrize("kind", HISTORIES)
def test_every_page_can_be_made(kind: str) -> None:
    context = shown(*HISTORIES[kind])
    for make in PAGES.values():
        markdown = make(context).markdown
        assert not re.search(r"\b(None|nan|NaN|inf)\b", markdown)


def test_the_first_delivery_has_no_pages_on_developments() -> None:
    context = shown(*HISTORIES["the first"])
    assert not context.has_earlier
    for name in ("country", "regions", "municipalities"):
        assert PAGES[name](context).markdown == ""
    assert context.sparks == {}


def test_across_the_change_of_regions(east: ReportData) -> None:
    for make in PAGES.values():
        assert not re.search(r"\b(None|nan|NaN)\b", make(east).markdown)
    text = PAGES["country"](east).markdown
    assert "Region Østdanmark" in text
    assert "Region Sjælland og Region Hovedstaden" in text
    assert "Østdanmark" in PAGES["regions"](east).markdown
    assert len(east.sparks[EAST].runs) == 1
    assert len(east.sparks[EAST].runs[0]) == 5


def test_a_comparison_with_a_year_ago_comes_before_one_with_a_quarter_ago(east: ReportData) -> None:
    assert development.comparison(east) == YEAR
    assert development.comparison(shown(*HISTORIES["two alike"])) == QUARTER
    assert development.comparison(shown(*HISTORIES["a year ago only"])) == YEAR
    for kind in ("the first", "a gap", "a break of the country"):
        assert development.comparison(shown(*HISTORIES[kind])) is None


def test_a_small_line_ends_at_a_break() -> None:
    context = shown(
        delivered("2024Q4", population="2024K4"), delivered("2025Q1"),
        delivered("2025Q2", breaks=[("active_runners", AALBORG)]),
    )  # fmt: skip
    assert [len(run) for run in context.sparks[AALBORG].runs] == [2, 1]
    assert [len(run) for run in context.sparks[LANGELAND].runs] == [3]
    assert context.sparks[AALBORG].words.endswith("; linjen er afbrudt undervejs")
    assert "afbrudt" not in context.sparks[LANGELAND].words
    for spark in context.sparks.values():
        assert all(0 <= x <= 1 and 0 <= y <= 1 for run in spark.runs for x, y in run)


@pytest.mark.parametrize("kind", ["the first", "two alike", "a gap"])
def test_no_number_of_aeds_lies_on_a_point_and_a_gap_is_explained(kind: str) -> None:
    page = development.aed_history(shown(*HISTORIES[kind])).markdown
    assert ("Den er afbrudt, hvor et kvartals tal mangler, eller hvor serien har et brud." in page) is (
        kind == "a gap"
    )
    drawings = re.findall(r'(?s)id="figur-hjertestartere-foer.*?</div>', page)
    charts = [svg for one in drawings for svg in re.findall(r"(?s)<svg .*?</svg>", one)]
    assert len(charts) == 2
    place = r"translate\((-?[\d.]+),(-?[\d.]+)\)"
    for svg in charts:
        points = [
            (float(x), float(y))
            for group in re.findall(r'(?s)<g class="mark-symbol[^>]*>.*?</g>', svg)
            for x, y in re.findall(place, group)
        ]
        labels = re.findall(
            rf'<text text-anchor="(start|end)" transform="{place}"[^>]*bold[^>]*>([\d.]+)</text>', svg
        )
        assert len(points) >= 9
        assert {"140", "26.182"} <= {label for *_, label in labels}
        for anchor, x, y, label in labels:
            wide = text_width(label, 8, bold=True)
            left = float(x) - (wide if anchor == "end" else 0)
            over = [
                point for point in points
                if left - 2 < point[0] < left + wide + 2 and float(y) - 8 < point[1] < float(y) + 2
            ]  # fmt: skip
            assert over == []


def test_municipalities_stand_out_by_their_deviation(east: ReportData) -> None:
    judged = development.judged_municipalities(east, YEAR)
    outside = false_discoveries(judged["deviation"])
    assert judged["found"].to_list() == outside.to_list()
    for row in judged.iter_rows(named=True):
        side = "above" if row["deviation"] > 0 else "below"
        assert row["tone"] == (side if row["found"] else "same")
        assert row["change"] == pytest.approx((row["now"] / row["before"] - 1) * 100)
        assert row["lower"] < row["expected"] < row["upper"]


def test_one_that_doubled_stands_out() -> None:
    codes = committed().runners["municipality_code"].to_list()
    now = {code: 1010 if place % 2 else 990 for place, code in enumerate(codes)} | {AALBORG: 2000}
    context = shown(delivered("2025Q1", runners=dict.fromkeys(codes, 1000)), delivered("2025Q2", runners=now))
    judged = development.judged_municipalities(context, QUARTER)
    tones = dict(judged.select("area_code", "tone").iter_rows())
    assert tones.pop(AALBORG) == "above"
    assert set(tones.values()) == {"same"}
    page = PAGES["municipalities"](context).markdown
    assert "Aalborg*" in page
    assert "Forskellen består" in page
    assert "1 af de 98 kommuner, der er bedømt på én gang, ligger uden for det sædvanlige udsving" in page
    assert "omkring fem ville gøre det" in page
    assert "Farve og navn har kun dem" in page
    assert development.standing_out_or_nearest(judged)["area_code"].to_list() == [AALBORG]


def test_where_none_stands_out_the_nearest_is_shown_and_no_mark_is_explained() -> None:
    codes = committed().runners["municipality_code"].to_list()
    now = {code: 1010 if place % 2 else 990 for place, code in enumerate(codes)} | {AALBORG: 1011}
    context = shown(delivered("2025Q1", runners=dict.fromkeys(codes, 1000)), delivered("2025Q2", runners=now))
    judged = development.judged_now(context)
    assert development.standing_out(judged) == "none"
    nearest = development.standing_out_or_nearest(judged)
    assert nearest.select("area_code", "now", "found").rows() == [(AALBORG, 1011.0, False)]
    page = PAGES["municipalities"](context).markdown
    assert "\\*" not in page
    assert "Forskellen består" not in page
    assert "0 af de 98 kommuner, der er bedømt på én gang, ligger uden for" in page
    assert "Ingen er fremhævet" in page
    assert "Kommunerne står alfabetisk." in page


def test_which_municipalities_are_not_compared_is_said() -> None:
    codes = committed().runners["municipality_code"].to_list()
    now = {code: 1010 if place % 2 else 990 for place, code in enumerate(codes)}
    context = shown(
        delivered("2025Q1", runners=dict.fromkeys(codes, 1000)),
        delivered("2025Q2", runners=now, breaks=[("active_runners", AALBORG)]),
    )
    text = PAGES["municipalities"](context).markdown
    assert f"brud i {AALBORG}" in text


def test_a_change_across_a_break_in_a_part_says_so_where_its_row_does() -> None:
    """Langeland loses its runners to another way of counting; the country is named, regions on their page."""
    breaks = [("active_runners", LANGELAND)]
    context = shown(delivered("2025Q1"), delivered("2025Q2", runners={LANGELAND: 10}, breaks=breaks))
    table = context.figures.table
    noted = table.filter(
        pl.col("indicator") == "active_runners_change_quarter",
        pl.col("level").is_in(["country", "region"]),
        pl.col("note").str.contains("har et brud"),
    )
    assert set(noted["area"]) == {"Danmark", "Region Syddanmark"}
    says = "går hen over et brud i et af de områder, der er lagt sammen"
    assert f"Ændringen for Danmark {says}" in PAGES["country"](context).markdown
    assert f"brud i {LANGELAND}" in PAGES["country"](context).markdown
    assert f"Ændringen for Region Syddanmark og Danmark {says}" in PAGES["regions"](context).markdown
    assert development.break_notes(shown(*HISTORIES["two alike"]), "region", "country") == []


def named(*deliveries: Delivery) -> list[Delivery]:
    """Deliveries whose sources differ by their quarter alone."""
    return [
        replace(one, source=f"Rapport, {one.quarter.number}. kvartal {one.quarter.year}")
        for one in deliveries
    ]


def test_a_page_on_developments_names_the_sources_of_all_its_deliveries() -> None:
    context = shown(*named(*(delivered(quarter) for quarter in ("2024Q4", "2025Q1", "2025Q2"))))
    people = "; Danmarks Statistik, FOLK1A"
    for kind, said in {
        "country": "Rapport, 4. kvartal 2024–2. kvartal 2025",
        "regions": f"Rapport, 4. kvartal 2024–2. kvartal 2025{people}",
    }.items():
        page = PAGES[kind](context).markdown
        told = re.findall(r'<p class="kilde">Kilde: (.*?)</p>', page)
        assert said in [one.removesuffix("; TrygFonden, Statusrapport, 2. kvartal 2025") for one in told]
        assert f"Kilder til siden: {said}." in page.replace("\\", "")
    (chart,) = re.findall(r'<p class="kilde">Kilde: (.*?)</p>', PAGES["aeds"](context).markdown)
    assert chart.endswith("; Rapport, 4. kvartal 2024–2. kvartal 2025")


def test_every_dash_among_changes_has_its_reason_below_the_table() -> None:
    before = delivered("2025Q1", breaks=[("active_runners", "1085")])
    now = delivered("2025Q2", breaks=[("active_runners", "1081")])
    page = PAGES["regions"](shown(before, now)).markdown.replace("\\", "")
    assert "–: Region Nordjylland. Brud i serien: brud i 1081" in page
    assert page.count("–: ") == 1
    unknown = now.runners.with_columns(
        active_runners=pl.when(pl.col("municipality_code") != LANGELAND).then("active_runners"),
        note=pl.when(pl.col("municipality_code") == LANGELAND).then(pl.lit("Ukendt.")).otherwise("note"),
    )
    later = replace(now.with_tables(runners=unknown), totals=now.totals.clear())
    page = PAGES["regions"](shown(before, later)).markdown.replace("\\", "")
    assert "–: Region Syddanmark og Danmark. Tallet mangler i mindst ét af de to kvartaler." in page
    assert "–: Region Nordjylland. Brud i serien: brud i 1081" in page


def test_the_page_on_method_names_the_breaks_that_a_change_may_go_across() -> None:
    context = shown(
        delivered("2024Q2", breaks=[("active_runners", "1082")], population="2024K2"),
        delivered("2024Q3", breaks=[("active_runners", "1081")], population="2024K3"),
        delivered("2025Q1", breaks=[("aed_registered", "dk"), ("active_runners", "1085")]),
        delivered("2025Q2"),
    )
    notes = delivery_notes(context)
    assert notes.startswith(
        "Ingen kendte brud i dette kvartal. Brud i 1. kvartal 2025: brud i dk "
        "Brud i 1. kvartal 2025: brud i 1085 Brud i 3. kvartal 2024: brud i 1081"
    )
    assert "1082" not in notes
    own = delivery_notes(shown(delivered("2025Q2", breaks=[("active_runners", "1081")])))
    assert own.startswith("brud i 1081")


def test_a_change_without_a_row_has_a_reason_too() -> None:
    context = shown(delivered("2025Q1"), delivered("2025Q2"))
    assert development.change_reasons(context, [YEAR], ["1081"]) == [
        "–: Region Nordjylland. Det tidligere tal er ikke oplyst for området."
    ]
    assert development.change_reasons(context, [QUARTER], ["1081", "dk"]) == []


def test_changed_numbers_are_marked_on_pages_of_developments_and_where_they_are_a_least() -> None:
    before = delivered("2025Q1")
    old, new = (
        history(
            before,
            replace(
                delivered("2025Q2", runners={AALBORG: count, LANGELAND: None}),
                totals=before.totals.clear(),
            ),
        )
        for count in (2500, 2600)
    )
    tables = [compute_table(one) for one in (old, new)]
    edition = Edition(2, date(2025, 8, 1), "revision", "Talt igen.")
    context = ReportData(new, IndicatorTable(tables[1]), Texts("da"), edition, changes(*tables))
    least = context.marked(context.count_shown(), "active_runners")
    assert isinstance(least, Revised)
    assert isinstance(least, InPlaceOfNumber)
    unknown = context.marked(context.count_shown(LANGELAND), "active_runners", LANGELAND)
    assert not isinstance(unknown, Revised)
    page = PAGES["regions"](context).markdown
    north = context.count_shown("1081")
    assert f'{north}<sup class="revideret">r</sup>' in page
    assert page.count('<sup class="revideret">r</sup>') == 5
    page = PAGES["municipalities"](context).markdown
    assert page.count('<sup class="revideret">r</sup>') == 2 * page.count("Aalborg*</th>")


def test_a_break_further_back_than_a_change_reaches_is_not_named() -> None:
    context = shown(
        delivered("2025Q1"),
        delivered("2025Q2", breaks=[("active_runners", LANGELAND)]),
        delivered("2025Q3"),
    )
    assert development.break_notes(context, "country") == []


def test_municipalities_are_held_against_those_that_can_be_compared() -> None:
    """The country falls by what the one with a break loses; of the others none is held against that."""
    codes = [code for code in committed().runners["municipality_code"] if code != AALBORG]
    others = {code: 1020 if place % 2 else 990 for place, code in enumerate(codes)}
    context = shown(
        delivered("2025Q1", runners=dict.fromkeys([*codes, AALBORG], 1000)),
        delivered("2025Q2", runners={**others, AALBORG: 500}, breaks=[("active_runners", AALBORG)]),
    )
    expected = (sum(others.values()) / (1000 * len(codes)) - 1) * 100
    country = context.figures.row("active_runners_change_quarter_percent")
    assert country.known_value == pytest.approx(((sum(others.values()) + 500) / 98_000 - 1) * 100)
    change = development.common_change(context)
    assert (change.level, change.indicator) == (
        "municipality",
        "active_runners_change_quarter_expected_percent",
    )
    assert change.known_value == pytest.approx(expected)
    text = PAGES["municipalities"](context).markdown.replace("\u00a0", " ").replace("\\", "")
    assert "samlede ændring på +0,5 pct. (de kommuner, der kan sammenlignes)" in text


# Time


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 1, 1), 2025), (date(2024, 7, 1), 2024 + 182 / 366), (date(2025, 12, 31), 2025 + 364 / 365)],
)
def test_a_day_as_a_decimal_year(day: date, year: float) -> None:
    assert development.decimal_year(day) == pytest.approx(year)


def test_each_delivery_has_a_tick_named_after_its_quarter() -> None:
    late = shown(delivered("2025Q2", date(2025, 6, 3)), delivered("2025Q4", date(2026, 1, 2)))
    assert development.delivery_ticks(late) == [
        Tick(2025 + 153 / 365, "2. kv.", 8101, "2025"),
        Tick(2026 + 1 / 365, "4. kv.", 8103, "2025"),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Address("https://www.avisen.dk/artikel?x=1"), "avisen.dk"),
        (Address("https://hjerte.dk/"), "hjerte.dk"),
        ("https://hjerte.dk/", "https://hjerte.dk/"),
        ("TrygFonden, Statusrapport", "TrygFonden, Statusrapport"),
    ],
)  # fmt: skip
def test_a_source_is_named_by_its_host(source: str, name: str) -> None:
    assert source_name(source) == name


# Quality


def test_findings_stand_with_their_answers_and_places() -> None:
    context = shown(replace(committed(), answers=committed().answers.clear()))
    text = quality.quality(context).markdown
    assert "Langeland" in text
    assert "176" in text
    assert "medianen af regionens øvrige kommuner" in text
    assert "runners.csv, række 56" in text
    assert "Ikke besvaret" in text
    answered = quality.quality(shown(committed())).markdown
    assert "Ikke besvaret" not in answered
    assert "FirstAED" in answered
    assert "Ingen celler er rettet i forhold til kilden." in answered


def test_every_kind_of_finding_has_words() -> None:
    before = delivered(
        "2025Q1", runners={AALBORG: 900}, activations={"1081": 300, "1082": 211},
        columns={"cancelled": {"1083": 9}}, period_start=date(2025, 1, 1),
    )  # fmt: skip
    base = delivered(
        "2025Q2", population="2025K1",
        columns={"accepted_by_two_percent": {"1082": 100.0}, "accepted_by_one_percent": {"1082": 99.0}},
    )  # fmt: skip
    aeds = base.aeds.with_columns(
        aed_registered=pl.lit(20_000).cast(pl.Int64), aed_24_7=pl.lit(18_000).cast(pl.Int64)
    )
    noted = base.runners.with_columns(
        note=pl.when(pl.col("municipality_code") == AALBORG)
        .then(pl.lit("Overført fra 2025Q1: x"))
        .otherwise("note")
    )
    now = replace(
        base.with_tables(aeds=aeds, runners=noted),
        withheld=base.withheld.with_columns(until=date(2025, 1, 1)),
        answers=pl.DataFrame([("changed/x/y", "z")], schema=base.answers.schema, orient="row"),
    )
    context = shown(before, now)
    kinds = {one.kind for one in findings(context.snapshot)}
    assert kinds == {
        "changed", "fewer", "neighbours", "share-up", "two-above-one", "fell", "withheld-expired",
        "population", "carried-over", "answer", "repeated", "stands-still",
    }  # fmt: skip
    text = quality.quality(context).markdown.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Med landets udvikling", "mangler", "Andelen er steget", "Mindst to accepter i 100",
        "er faldet", "Tal tilbageholdt til den 1. januar 2025", "Folketal for 1. kvartal 2025",
        "ikke bekræftet", "hører ikke til", "1. kvartal 2025", "antal i tabellen er de samme som i",
        "i året til dato står stille",
    ):  # fmt: skip
        assert words in text
    written = re.sub(r'id="[^"]*"', "", text)
    assert not re.search(r"\d{4}[QK][1-4]|\d{4}-\d{2}-\d{2}", written)


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        (12, "Der er under 0,1 pct. flere aktive hjerteløbere end den 31. marts 2025"),
        (-12, "Der er under 0,1 pct. færre aktive hjerteløbere end den 31. marts 2025"),
        (0, "Antallet af aktive hjerteløbere er det samme som den 31. marts 2025"),
        (57, "Der er 0,1 pct. flere aktive hjerteløbere end den 31. marts 2025"),
    ],
)
def test_the_headline_says_the_same_only_of_the_same_number(more: int, finding: str) -> None:
    context = shown(delivered("2025Q1"), delivered("2025Q2", runners={AALBORG: 2409 + more}))
    said = str(development.development_finding(context)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == finding


# Charts


def point(time: float, value: float, run: str | None, **other: Any) -> SeriesPoint:
    return SeriesPoint(time, value, "above", run=run)._replace(**other)


def drawn(points: Sequence[SeriesPoint]) -> str:
    ticks = [Tick(2024.0, "4. kv.", 8095, "2023"), Tick(2025.0, "1. kv.", 8100, "2025")]
    return to_svg(series_chart(points, width_mm=100, height_mm=60, ticks=ticks, domain=(0, 10)))


def test_a_series_is_drawn_run_by_run_and_labelled() -> None:
    svg = drawn(
        [
            point(2024.0, 1, "a"), point(2024.25, 2, "a"), point(2024.75, 3, "b"), point(2025.0, 4, "b"),
            point(2024.5, 9, None, hollow=True, label="59.300"),
            point(2025.25, 4, None, lower=3, upper=5, label="4", side="above"),
        ]
    )  # fmt: skip
    groups = re.findall(r'<g class="mark-line [^"]*"[^>]*>(.*?)</g>', svg, flags=re.DOTALL)
    assert sum(group.count("<path") for group in groups) == 2
    for text in ("59.300", "4"):
        assert f">{text}</text>" in svg
    for text in ("4. kv.", "2023", "1. kv.", "2025"):
        assert re.search(rf"<tspan[^>]*>{text}</tspan>", svg)
    assert "NaN" not in svg


def test_a_single_point_can_be_drawn() -> None:
    assert "NaN" not in drawn([point(2025.0, 5, "a")])


def test_a_point_that_no_line_leads_to_is_larger() -> None:
    svg = drawn(
        [point(2024.0, 1, "a"), point(2024.5, 2, "b"), point(2024.75, 3, "b"), point(2025.0, 4, None)]
    )
    marks = re.search(r'<g class="mark-symbol [^"]*"[^>]*>(.*?)</g>', svg, flags=re.DOTALL)
    assert marks
    widths = [float(found) for found in re.findall(r'd="M([\d.]+),0A', marks[1])]
    large, small = LONE_POINT**0.5 / 2, JOINED_POINT**0.5 / 2
    assert widths == pytest.approx([large, small, small, small], abs=0.001)


def test_changes_are_drawn_with_the_range_of_their_size() -> None:
    areas = [
        ChangedArea(name, size, change, -5.0, 9.0, tone, name if tone == "above" else None)
        for name, size, change, tone in [
            ("Læsø", 14, 40.0, "above"), ("Aalborg", 2409, 2.0, "same"), ("x", 300, -9.0, "below"),
        ]
    ]  # fmt: skip
    svg = to_svg(change_chart(areas, width_mm=120, height_mm=80, expected=2.0))
    assert ">Læsø</text>" in svg
    assert ">Aalborg</text>" not in svg
    assert re.search(r">[+−]\d+\u00a0%</text>", svg)
    english = to_svg(change_chart(areas, width_mm=120, height_mm=80, expected=2.0, language="en"), "en")
    assert re.search(r">[+−]\d+%</text>", english)
    assert ">1,000</text>" in english
    assert "mark-area" in svg
    assert "NaN" not in svg


@pytest.mark.parametrize(
    ("tones", "expected"),
    [
        (["above", "same", "below"], "both"),
        (["same", "above"], "above"),
        (["below", "below"], "below"),
        (["same"], "none"),
    ],
)
def test_on_which_sides_municipalities_stand_out(tones: list[str], expected: str) -> None:
    assert development.standing_out(pl.DataFrame({"tone": tones})) == expected


def test_what_cannot_be_compared_has_no_change_and_no_judgement() -> None:
    context = shown(*HISTORIES["a gap"])
    assert development.judged_now(context).is_empty()
    assert development.controlled(context) == {}
    with pytest.raises(ValueError, match="nothing can be compared"):
        development.common_change(context)


def test_the_furthest_stand_in_the_order_of_the_alphabet(east: ReportData) -> None:
    judged = development.judged_now(east)
    above, below = (development.furthest(judged, side) for side in ("above", "below"))
    assert above.height == below.height == 7
    middle = judged["deviation"].median()
    assert (above["deviation"] > middle).all()
    assert (below["deviation"] < middle).all()
    assert set(above["area_code"]) == set(judged.top_k(7, by="deviation")["area_code"])
    assert above["name"].to_list() == sorted_danish(above["name"])
