"""Developments in time: every tick stands under its delivery's number and is named after its quarter."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_notebooks import page_of  # type: ignore[import-not-found]

from analysis.core import formatting as show
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.report.charts.series import Tick, time_axis
from analysis.report.components import Section
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import development
from analysis.report.pages.sheet import AreaSheet
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.statusrapport import Statusrapport
from analysis.texts import Texts

LAST = Quarter(2025, 4)
SHEETS = ("825", "1084")
CONTROLLED = ("activations_quarter_per_day", "accepted_by_one_quarter", "accepted_by_two_quarter")
EXPLORED = {"active_runners": ("dk", "1081"), "activations_quarter_per_day": ("dk",)}
TICK_NAMES = {"da": "{}. kv.", "en": "Q{}"}
ROUNDED = 0.02
# Advance widths of Lato at the size of 8 points; every digit is 4.64 wide.
WIDTHS = {" ": 1.55, ".": 1.7, "k": 4.2, "v": 4.1, "Q": 6.39}


@dataclass(frozen=True)
class Counted(Plan):
    """A plan whose quarters are counted so many days after their last day, but for some days of their own."""

    late: int = 0
    days: tuple[tuple[Quarter, date], ...] = ()

    def as_of(self, quarter: Quarter) -> date:
        return dict(self.days).get(quarter, quarter.last_day + timedelta(days=self.late))


# As the quarters of 2025 arrived: counted in June, at the end of September, after New Year.
ARRIVED = Counted(
    Quarter(2025, 2),
    LAST,
    1,
    days=(
        (Quarter(2025, 2), date(2025, 6, 3)),
        (Quarter(2025, 3), date(2025, 9, 30)),
        (LAST, date(2026, 1, 2)),
    ),
)
ROOTS: dict[str, tuple[Plan, tuple[Quarter, ...]]] = {
    "quarters' ends": (Counted(Quarter(2023, 1), LAST, 2), ()),
    "late": (Counted(Quarter(2023, 1), LAST, 3, late=2), ()),
    "late with gaps": (
        Counted(Quarter(2022, 1), LAST, 4, late=2),
        (Quarter(2022, 3), Quarter(2022, 4), Quarter(2024, 4)),
    ),
    "as they arrived": (ARRIVED, ()),
    "ten years": (Counted(Quarter(2016, 1), LAST, 5, late=31), ()),
}
ENGLISH = ("late with gaps", "as they arrived")


class Root(NamedTuple):
    """A simulated data root read up to its last quarter."""

    data: Path
    snapshot: Snapshot
    editions: tuple[str, ...]

    @property
    def deliveries(self) -> list[Delivery]:
        return [*self.snapshot.earlier, self.snapshot.delivery]


@pytest.fixture(scope="module", params=[*[*ROOTS][:-1], pytest.param([*ROOTS][-1], marks=pytest.mark.slow)])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Root:
    plan, gaps = ROOTS[request.param]
    data = tmp_path_factory.mktemp("root") / "data"
    simulate(plan, data, model=DEFAULT_DATA)
    for quarter in gaps:
        shutil.rmtree(data / "raw" / str(quarter))
    return Root(
        data, read_inputs(DataRoot(data), LAST), ("da", "en") if request.param in ENGLISH else ("da",)
    )


@pytest.fixture(scope="module")
def pages(root: Root) -> list[tuple[ReportData, list[Section]]]:
    """Every page that holds a development, by edition: country, regions, control, AEDs, sheets."""
    table = compute_table(root.snapshot)
    contexts = [
        ReportData(root.snapshot, IndicatorTable(table), Texts(language)) for language in root.editions
    ]
    return [(context, list(sections(context))) for context in contexts]


def sections(context: ReportData) -> Iterator[Section]:
    yield page_of(context, "development")
    yield page_of(context, "development_regions")
    if development.controlled(context):
        yield page_of(context, "control")
    yield development.aed_history(context)
    for code in SHEETS:
        yield AreaSheet(context, code).background()


class Drawn(NamedTuple):
    """A chart of a development as it was drawn: places are points from the left end of its time axis.

    Attributes:
        ticks: Places of all ticks.
        labels: Place and lines of each named tick.
        points: Place of each point, and what is shown where one points at it.
        lines: The places that each line goes through.
        hollow: Places of earlier published figures.
    """

    ticks: list[float]
    labels: list[tuple[float, list[str]]]
    points: list[tuple[float, str | None]]
    lines: list[list[float]]
    hollow: list[float]


def place(element: ElementTree.Element) -> float:
    found = re.match(r"translate\((-?[\d.]+)", element.get("transform", ""))
    assert found, element.attrib
    return float(found[1])


def told(mark: ElementTree.Element) -> str | None:
    """What is shown where one points at a mark, else what it is called, if anything."""
    title = mark.find("title")
    shown = mark.get("aria-label") if title is None else title.text
    return None if shown == "null" else shown


def read(svg: str) -> Drawn:
    """What a drawing of `series_chart` shows."""
    tree = ElementTree.fromstring(re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg))

    def of_class(name: str) -> list[ElementTree.Element]:
        return [group for group in tree.iter("g") if name in group.get("class", "").split()]

    ticked = ".//g[@class='mark-rule role-axis-tick']"
    axis = next(one for one in of_class("role-axis") if one.findall(ticked))
    texts = axis.findall(".//g[@class='mark-text role-axis-label']/text")
    marks = [path for group in of_class("mark-symbol") for path in group.findall("path")]
    diamonds = [path for path in marks if path.get("fill") in (None, "transparent", "none")]
    return Drawn(
        [place(line) for line in axis.findall(f"{ticked}/line")],
        [
            (place(text), [span.text or "" for span in text.findall("tspan")] or [text.text or ""])
            for text in texts
            if "".join(text.itertext())
        ],
        [(place(path), told(path)) for path in marks if path not in diamonds],
        [
            [float(x) for x in re.findall(r"[ML](-?[\d.]+),", path.get("d", ""))]
            for group in of_class("mark-line")
            for path in group.findall("path")
            if path.get("stroke-width") == "1.6"
        ],
        [place(path) for path in diamonds],
    )


def drawings(markdown: str) -> list[tuple[str, Drawn]]:
    """The charts of developments on a page, by the name of their figure: wide ones and those for phones."""
    found = []
    start = '<div class="diagram" id="figur-(?:udvikling|hjertestartere-foer).*?</div>'
    for figure in re.findall(start, markdown, re.DOTALL):
        name = re.search(r'id="figur-([^"]*)"', figure)
        assert name
        if name[1] != "udvikling-kommuner":
            found += [(name[1], read(svg)) for svg in re.findall(r"<svg .*?</svg>", figure, re.DOTALL)]
    return found


def width(lines: list[str]) -> float:
    """How wide a name of some lines is, in points."""
    return max(sum(WIDTHS.get(sign, 4.64) for sign in line) for line in lines)


def quarter_shown(delivery: Delivery, language: str) -> str:
    quarter = delivery.quarter
    return (
        f"{quarter.number}. kv. {quarter.year}" if language == "da" else f"Q{quarter.number} {quarter.year}"
    )


def assert_in_time(drawn: Drawn, deliveries: list[Delivery], language: str, *, years: bool = False) -> None:
    """Every delivery has one tick, placed by its day; every name is its delivery's; names stand apart."""
    own = drawn.ticks[-len(deliveries) :]
    assert years or len(drawn.ticks) == len(deliveries)
    days = [one.as_of.toordinal() for one in deliveries]
    scale = (own[-1] - own[0]) / (days[-1] - days[0])
    for tick, day in zip(own, days, strict=True):
        # A leap year's days are a 366th of a year long.
        assert tick == pytest.approx(own[0] + (day - days[0]) * scale, abs=max(1.5 * scale, ROUNDED))
    named = 0
    shown_year = None
    for at, lines in drawn.labels:
        found = [one for tick, one in zip(own, deliveries, strict=True) if abs(tick - at) <= ROUNDED]
        if not found:
            assert years
            assert re.fullmatch(r"\d{4}", " ".join(lines))
            continue
        (delivery,) = found
        assert lines[0] == TICK_NAMES[language].format(delivery.quarter.number)
        assert lines[1:] == ([] if shown_year == delivery.quarter.year else [str(delivery.quarter.year)])
        shown_year = delivery.quarter.year
        named += 1
    assert named >= 1
    assert abs(drawn.labels[-1][0] - own[-1]) <= ROUNDED
    for (before, left), (after, right) in pairwise(drawn.labels):
        assert after - before > (width(left) + width(right)) / 2
    for at, _ in drawn.points:
        assert [tick for tick in own if abs(tick - at) <= ROUNDED], "a point beside every delivery"
    places = {delivery.quarter.ordinal: tick for delivery, tick in zip(deliveries, own, strict=True)}
    for line in drawn.lines:
        quarters = [
            next(ordinal for ordinal, tick in places.items() if abs(tick - at) <= ROUNDED) for at in line
        ]
        assert all(later - earlier == 1 for earlier, later in pairwise(quarters)), "a line over a gap"


class Shown(NamedTuple):
    """What the points of a chart say.

    Attributes:
        indicator: The number at each point.
        area: Of which area.
        decimals: How many are shown.
        other: Whether a second line is drawn, of the country, whose points say nothing.
    """

    indicator: str
    area: str
    decimals: int = 0
    other: bool = False


def shown_in(context: ReportData, name: str) -> list[Shown]:
    """What a chart shows; one for each of the sheets, whose charts bear one name."""
    if name == "udvikling-hjerteloebere":
        return [Shown("active_runners", "dk")]
    if name == "udvikling-aktiveringer":
        return [Shown("activations_quarter_per_day", "dk", 1)]
    if name.startswith("udvikling-kontrol"):
        return [Shown(next(one for one in CONTROLLED if one.replace("_", "") in name), "dk", 1)]
    if name == "udvikling":
        return [Shown("active_runners", code) for code in SHEETS]
    return [Shown("active_runners_rate", region_figures(context)[name], other=True)]


def points_of(context: ReportData, root: Root, shown: Shown, *, table: bool) -> list[tuple[int, str]]:
    """For each known number: the place of its delivery among all, and what its point says.

    The day of a stock is that of its count; of a flow it is the days since the count before.
    """
    language, texts = context.texts.language, context.texts
    rows = {
        row["quarter"]: row
        for row in context.figures.everything.filter(
            indicator=shown.indicator, area_code=shown.area
        ).iter_rows(named=True)
        if row["value"] is not None
    }
    said = []
    for place, delivery in enumerate(root.deliveries):
        row = rows.get(str(delivery.quarter))
        if row is None:
            continue
        when = show.short_date(delivery.as_of, language)
        if "quarter" in shown.indicator:
            before = root.deliveries[place - 1] if place else None
            first = delivery.period_start
            if delivery.quarter.number > 1:
                assert before is not None
                assert before.quarter.next == delivery.quarter
                first = before.period_end + timedelta(days=1)
            when = show.short_period(first, delivery.period_end, language)
        number = show.number(row["value"], shown.decimals, language)
        quarter = f"{texts('column-quarter')} {quarter_shown(delivery, language)}"
        said.append((place, f"{when} · {quarter} · {number}" if table else when))
    return said


def assert_told(drawn: Drawn, expected: Sequence[tuple[int, str]], deliveries: int, *, other: bool) -> None:
    """Each number has one point, under its own delivery, that says day, quarter and number; no more."""
    own = drawn.ticks[-deliveries:]
    named = sorted(
        (min(range(deliveries), key=lambda at: abs(own[at] - x)), said) for x, said in drawn.points if said
    )
    silent = [x for x, said in drawn.points if not said]
    assert len(silent) == (deliveries if other else 0)
    assert {round(x, 1) for x in silent} == ({round(x, 1) for x in own} if other else set())
    assert [place for place, _ in named] == [place for place, _ in expected]
    for (_, found), (_, said) in zip(named, expected, strict=True):
        *before, last = said.split(" · ")
        words = found.split(" · ")
        assert words[: len(before)] == before
        # In a table the last one follows the head of its column; where there is none, the day is all.
        assert (words[len(before)].rpartition(" ")[2] if before else found) == last


def test_every_tick_and_every_point_of_every_development(
    root: Root, pages: list[tuple[ReportData, list[Section]]]
) -> None:
    count = len(root.deliveries)
    for context, made in pages:
        found = [one for section in made for one in drawings(section.markdown)]
        sheets = iter([code for code in SHEETS for _ in ("wide", "phone")])
        for name, drawn in found:
            assert_in_time(drawn, root.deliveries, context.texts.language)
            shown = shown_in(context, name)
            chosen = shown[SHEETS.index(next(sheets))] if name == "udvikling" else shown[0]
            expected = points_of(context, root, chosen, table=True)
            assert_told(drawn, expected, count, other=chosen.other)
            if "quarter" not in chosen.indicator:
                assert len(expected) == count
        names = [name for name, _ in found]
        regions = region_figures(context)
        for name in ("udvikling-hjerteloebere", "udvikling-aktiveringer", *regions):
            assert names.count(name) == 2, name
        assert names.count("udvikling") == 2 * len(SHEETS)
        control = [name for name in names if name.startswith("udvikling-kontrol")]
        assert bool(control) == bool(development.controlled(context))


def region_figures(context: ReportData) -> dict[str, str]:
    """The figure of each region, and its code."""
    rows = context.figures.areas("active_runners_rate", "region")
    return {f"udvikling-{show.as_slug(row.area.removeprefix('Region '))}": row.area_code for row in rows}


def test_the_pdf_has_the_same_axes(root: Root, pages: list[tuple[ReportData, list[Section]]]) -> None:
    for context, made in pages:
        drawn = [
            svg
            for section in made
            for name, svg in section.media.items()
            if name.startswith("udvikling") and not name.startswith("udvikling-kommuner")
        ]
        assert len(drawn) >= 2 + len(region_figures(context)) + len(SHEETS)
        for svg in drawn:
            assert_in_time(read(svg), root.deliveries, context.texts.language)
        sheets = iter(SHEETS)
        for section in made:
            for file, svg in section.media.items():
                name = file.removesuffix(".svg")
                if not name.startswith("udvikling") or name == "udvikling-kommuner":
                    continue
                shown = shown_in(context, name)
                chosen = shown[SHEETS.index(next(sheets))] if name == "udvikling" else shown[0]
                expected = points_of(context, root, chosen, table=False)
                assert_told(read(svg), expected, len(root.deliveries), other=chosen.other)


def test_quarters_stand_in_the_tables_beside_the_dates(
    root: Root, pages: list[tuple[ReportData, list[Section]]]
) -> None:
    for context, (page, *_) in pages:
        language = context.texts.language
        figure = page.markdown[page.markdown.index('id="figur-udvikling-hjerteloebere"') :]
        rows = re.findall(r'<tr><th scope="row">(.*?)</th><td class="tal">(.*?)</td>', figure)
        assert rows[: len(root.deliveries)] == [
            (show.short_date(one.as_of, language), quarter_shown(one, language)) for one in root.deliveries
        ]


def test_charts_in_notebooks_have_the_same_axes_and_no_line_over_a_gap(root: Root) -> None:
    report = Statusrapport(str(LAST), data=str(root.data))
    report.ingest()
    report.compute()
    for indicator, areas in EXPLORED.items():
        drawn = read(report.chart.trend(indicator, areas).svg)
        assert_in_time(drawn, root.deliveries, "da")
        assert len({round(at, 1) for at, _ in drawn.points}) > 1
    gaps = sum(later.quarter != one.quarter.next for one, later in pairwise(root.deliveries))
    chart = report.chart.trend("active_runners", "dk")
    assert len(read(chart.svg).lines) == gaps + 1
    published = read(report.chart.trend("aed_registered", "dk").svg)
    assert_in_time(published, root.deliveries, "da")


# The axis itself


DELIVERED = st.sets(st.integers(0, 60), min_size=1, max_size=40)


def ticks_of(positions: set[int]) -> list[Tick]:
    return [
        Tick(2015 + position / 4 + 0.25, f"{position % 4 + 1}. kv.", position, str(2015 + position // 4))
        for position in sorted(positions)
    ]


@settings(max_examples=60)
@given(DELIVERED, st.floats(40, 700))
def test_names_stand_apart_and_the_last_is_named(positions: set[int], length: float) -> None:
    ticks = ticks_of(positions)
    axis = time_axis([], ticks, [], length)
    assert axis.ticks == tuple(tick.time for tick in ticks)
    assert axis.first < axis.ticks[0] <= axis.ticks[-1] < axis.last
    assert ticks[-1].time in axis.names
    scale = length / (axis.last - axis.first)
    named = [(tick, axis.names[tick.time]) for tick in ticks if tick.time in axis.names]
    for tick, lines in named:
        assert lines[0] == tick.label
    for (one, left), (other, right) in pairwise(named):
        assert (other.time - one.time) * scale > (width(list(left)) + width(list(right))) / 2
    steps = {(ticks[-1].position - tick.position) for tick, _ in named}
    assert len(named) == len(ticks) or all(step % 2 == 0 for step in steps)


def test_all_are_named_where_there_is_room() -> None:
    ticks = ticks_of({0, 1, 2, 3, 6, 7})
    axis = time_axis([], ticks, [], 400)
    assert list(axis.names.values()) == [
        ("1. kv.", "2015"), ("2. kv.",), ("3. kv.",), ("4. kv.",), ("3. kv.", "2016"), ("4. kv.",),
    ]  # fmt: skip
    assert axis.lines == 2
    few = time_axis([], ticks, [], 60)
    assert list(few.names.values()) == [("4. kv.", "2015"), ("4. kv.", "2016")]


def test_years_before_the_first_delivery_are_named_from_the_first_on() -> None:
    years = development.year_ticks(date(2007, 7, 1), 2025)
    assert [tick.label for tick in years] == [str(year) for year in range(2008, 2025)]
    axis = time_axis([2007.5], [Tick(2025.42, "2. kv.", 8101, "2025")], years, 385)
    assert [lines for lines in axis.names.values()] == [
        *((str(year),) for year in range(2008, 2025, 2)), ("2. kv.", "2025"),
    ]  # fmt: skip
    assert len(axis.ticks) == 18
    narrow = time_axis([2007.5], [Tick(2025.42, "2. kv.", 8101, "2025")], years, 140)
    assert [lines[0] for lines in narrow.names.values()] == ["2008", "2012", "2016", "2020", "2. kv."]


def test_a_year_starts_on_its_first_day() -> None:
    assert [tick.label for tick in development.year_ticks(date(2012, 1, 1), 2014)] == ["2012", "2013"]
    assert development.year_ticks(date(2025, 6, 3), 2025) == []
