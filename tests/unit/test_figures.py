"""Looking numbers up, and the classes and tones that maps and dots show."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.formatting import round_half_up
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.core.typeface import text_width
from analysis.disclosure.publication import compute_table
from analysis.indicators.limits import Limits
from analysis.indicators.schema import Indicators
from analysis.ingest.snapshot import read_inputs
from analysis.report.charts import funnel
from analysis.report.charts.labels import (
    LABEL_SIZE,
    LABEL_WIDTH,
    MARK_HALF_SIDE,
    LabelPlace,
    place_labels,
    place_rule_label,
)
from analysis.report.charts.theme import POINTS_PER_MM
from analysis.report.data import ReportData
from analysis.report.figures import CLASS_BREAKS, IndicatorTable, rate_class, side_of_country
from analysis.report.pages.appendix import BASIS_WIDTH
from analysis.report.pages.comparison import compared_areas, funnel_figure
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts


@pytest.fixture(scope="module")
def figures() -> IndicatorTable:
    return IndicatorTable(
        pl.DataFrame(
            [
                ("2025Q2", date(2025, 6, 3), "active_runners", "country", "dk", 30.0, "published"),
                ("2025Q2", date(2025, 6, 3), "active_runners", "region", "1085", 10.0, "published"),
                ("2025Q2", date(2025, 6, 3), "active_runners", "region", "1084", 20.0, "published"),
                ("2025Q2", date(2025, 6, 3), "activations", "region", "1084", None, "missing"),
                ("2025Q2", date(2025, 6, 3), "activations_gross", "country", "dk", None, "published"),
                ("2025Q1", date(2025, 3, 9), "active_runners", "country", "dk", 29.0, "published"),
                ("2024Q4", date(2025, 1, 9), "active_runners", "country", "dk", 28.0, "published"),
                ("2025Q1", date(2025, 3, 9), "aed_rate", "country", "dk", 1.0, "published"),
            ],
            schema=["quarter", "as_of", "indicator", "level", "area_code", "value", "status"],
            orient="row",
        ).pipe(with_all_columns)
    )


def with_all_columns(rows: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in Indicators.column_names() if name not in rows.columns]
    return rows.with_columns(pl.lit(None).alias(name) for name in missing)


def test_lookup(figures: IndicatorTable) -> None:
    assert figures.value("active_runners") == 30
    assert figures.value("active_runners", "1084") == 20
    assert figures.row("active_runners", "1085").level == "region"
    assert [row.area_code for row in figures.areas("active_runners", "region")] == ["1085", "1084"]
    assert figures.areas("active_runners", "municipality") == []


def test_only_the_last_quarter_is_looked_up_and_all_make_a_series(figures: IndicatorTable) -> None:
    assert set(figures.table["quarter"]) == {"2025Q2"}
    series = figures.series("active_runners", "country")
    assert series.select("quarter", "value").rows() == [("2024Q4", 28), ("2025Q1", 29), ("2025Q2", 30)]
    assert figures.series("active_runners", "region")["value"].to_list() == [10, 20]
    assert figures.series("aed_rate", "region").is_empty()


def test_a_published_range_has_a_row_without_a_value(figures: IndicatorTable) -> None:
    row = figures.published("activations_gross")
    assert row is not None
    assert row.value is None
    assert not figures.has("activations_gross")
    assert figures.published("activations", "1084") is None
    assert figures.published("activations", "1085") is None


def test_what_is_not_published(figures: IndicatorTable) -> None:
    assert figures.value("activations", "1084") is None
    assert not figures.has("activations", "1084")
    assert not figures.has("activations", "1085")
    assert figures.has("active_runners")


def test_a_lookup_that_fails_names_what_was_looked_for(figures: IndicatorTable) -> None:
    with pytest.raises(KeyError, match=r"activations.*1085"):
        figures.row("activations", "1085")
    with pytest.raises(KeyError, match=r"aed_rate.*dk"):
        figures.value("aed_rate")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0, 0), (699.4, 0), (699.5, 1), (700, 1), (849.49, 1), (849.5, 2), (999.5, 3), (1149.49, 3),
        (1149.5, 4), (5000, 4),
    ],
)  # fmt: skip
def test_map_classes_follow_the_printed_number(rate: float, expected: int) -> None:
    assert rate_class(rate) == expected


@given(st.floats(0, 3000))
def test_a_class_never_contradicts_its_label(rate: float) -> None:
    shown, place = round_half_up(rate), rate_class(rate)
    edges = (0, *CLASS_BREAKS, 10_000)
    assert edges[place] <= shown < edges[place + 1]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (960, 970, "above"), (940, 950, "below"), (950, 960, "same"), (955, 960, "same"), (950, 955, "same"),
    ],
)  # fmt: skip
def test_tone(lower: float, upper: float, expected: str) -> None:
    assert side_of_country(Limits(lower, upper), 955) == expected


def test_names_and_their_lines_leave_points_and_each_other_alone() -> None:
    """Points of the funnel, close together: no name covers a mark, no line runs through another name."""
    points = [(100.0 + 9 * (number % 4), 100.0 + 8 * (number // 4)) for number in range(8)]
    names = ["Nordfyns", "Brøndby", None, "Assens", "Lolland", None, "Odsherred", "Svendborg"]
    places = place_labels(points, names, (300, 220), rules=[60])
    assert [place is None for place in places] == [name is None for name in names]
    boxes, lines = {}, {}
    for point, name, place in zip(points, names, places, strict=True):
        if name and place:
            left = place.x if place.align == "left" else place.x - len(name) * LABEL_WIDTH
            boxes[name] = (left, place.y - 4.5, left + len(name) * LABEL_WIDTH, place.y + 4.5)
            lines[name] = [
                (point[0] + (place.x - point[0]) * step / 50, point[1] + (place.y - point[1]) * step / 50)
                for step in range(51)
            ]
    for name, (left, top, right, bottom) in boxes.items():
        assert not any(left < x < right and top < y < bottom for x, y in points), name
        assert not top < 60 < bottom, name
        for other, (l2, t2, r2, b2) in boxes.items():
            if other != name:
                assert not (left < r2 and l2 < right and top < b2 and t2 < bottom), (name, other)
                assert not any(left < x < right and top < y < bottom for x, y in lines[other]), (name, other)


@pytest.mark.parametrize("seed", [11, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 6, 13))])
def test_names_in_a_simulated_funnel_leave_marks_lines_and_each_other_alone(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every quarter, as wide as a page and as a phone: all outside and the large cities are named."""
    placed: list[tuple[Any, ...]] = []

    def remembered(points: Any, labels: Any, size: Any, rules: Any, boxes: Any) -> Any:
        places = place_labels(points, labels, size, rules, boxes)
        placed.append((points, labels, places, boxes))
        return places

    monkeypatch.setattr(funnel, "place_labels", remembered)
    simulate(Plan(Quarter(2025, 1), Quarter(2025, 4), seed), tmp_path / "data", model=DEFAULT_DATA)
    for number in range(1, 5):
        snapshot = read_inputs(DataRoot(tmp_path / "data"), Quarter(2025, number))
        context = ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))
        areas = compared_areas(context)
        named = {area.name for area in areas if area.label}
        assert {"København", "Aarhus", "Odense", "Aalborg"} <= named
        assert {area.name for area in areas if area.tone != "same"} <= named
        funnel_figure(context, areas, title="t", text="t", alternative="a")
    assert len(placed) == 8
    for points, labels, places, boxes in placed:
        assert [place is not None for place in places] == [label is not None for label in labels]
        assert covered(points, labels, places, boxes) == []


def covered(
    points: Sequence[tuple[float, float]],
    names: Sequence[str | None],
    places: Sequence[LabelPlace | None],
    taken: Sequence[tuple[float, float, float, float]] = (),
) -> list[tuple[str, str]]:
    """What each name or its line runs over: another name, a mark, or the name of a line.

    The line from a mark may leave it through a mark that lies on it.
    """
    boxes: dict[int, tuple[float, ...]] = {}
    lines: dict[int, list[tuple[float, float]]] = {}
    for number, (point, name, place) in enumerate(zip(points, names, places, strict=True)):
        if name and place:
            wide = text_width(name, LABEL_SIZE, bold=True)
            left = place.x if place.align == "left" else place.x - wide
            boxes[number] = (left, place.y - 4.5, left + wide, place.y + 4.5)
            lines[number] = [
                (point[0] + (place.x - point[0]) * step / 50, point[1] + (place.y - point[1]) * step / 50)
                for step in range(51 if place.led else 0)
            ]
    found = []
    for number, (left, top, right, bottom) in boxes.items():
        name = str(names[number])
        found += [(name, f"mark {x:.0f}") for x, y in points if left < x < right and top < y < bottom]
        found += [
            (name, "name of a line") for l2, t2, r2, b2 in taken
            if left < r2 and l2 < right and top < b2 and t2 < bottom
        ]  # fmt: skip
        for other, (l2, t2, r2, b2) in boxes.items():
            if other != number and left < r2 and l2 < right and top < b2 and t2 < bottom:
                found.append((name, str(names[other])))
            if other != number and any(left < x < right and top < y < bottom for x, y in lines[other]):
                found.append((f"line of {names[other]}", name))
    for number, line in lines.items():
        for mark, (x, y) in enumerate(points):
            apart = max(abs(x - points[number][0]), abs(y - points[number][1])) >= MARK_HALF_SIDE
            if apart and mark != number and any(abs(x - a) < 2.5 and abs(y - b) < 2.5 for a, b in line):
                found.append((f"line of {names[number]}", f"mark {names[mark]} {x:.0f}"))
    return found


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("basis", ["counts", "published", "derived", "least"])
def test_the_basis_of_a_number_has_room_in_its_column(language: str, basis: str) -> None:
    assert text_width(Texts(language)(f"basis-{basis}"), 8.5) < BASIS_WIDTH * POINTS_PER_MM


CROWDED = st.lists(st.tuples(st.floats(0, 200), st.floats(0, 120)), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(
    CROWDED,
    st.lists(st.sampled_from(["Ærø", "Brøndby", "Høje-Taastrup", "WWWWWWW"]), min_size=25, max_size=25),
)
def test_a_name_without_room_is_left_out(points: list[tuple[float, float]], names: list[str]) -> None:
    """However close the points lie: what is named covers no mark, name or line."""
    places = place_labels(points, names[: len(points)], (200, 120), rules=[50])
    boxes = []
    for name, place in zip(names, places, strict=False):
        if place:
            wide = text_width(name, 8, bold=True)
            left = place.x if place.align == "left" else place.x - wide
            boxes.append((left, place.y - 4.5, left + wide, place.y + 4.5))
    for left, top, right, bottom in boxes:
        assert left >= 0 <= top
        assert right <= 200
        assert bottom <= 120
        assert not top < 50 < bottom
        assert not any(
            left < x + 3.5 and x - 3.5 < right and top < y + 3.5 and y - 3.5 < bottom for x, y in points
        )
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def test_the_name_of_a_line_stands_where_it_covers_no_mark() -> None:
    wide = text_width("Danmark 955", 8, bold=True)
    assert place_rule_label("Danmark 955", [(90, 40)], 200, 50) == ((3, 43), (3, 38.5, 3 + wide, 47.5))
    assert place_rule_label("Danmark 955", [(10, 40)], 200, 50)[0] == (3, 57)
    assert place_rule_label("Danmark 955", [(10, 40), (10, 60)], 200, 50)[0] == (15, 43)


def test_every_name_that_has_room_is_kept() -> None:
    points = [(40.0 + 120 * (number % 3), 30.0 + 60 * (number // 3)) for number in range(9)]
    assert None not in place_labels(points, ["Brøndby"] * 9, (400, 220))


@pytest.mark.parametrize(
    ("text", "bold", "width"),
    [("0", False, 4.64), ("Wi", True, 10.54), ("", True, 0), ("10.000", False, 24.896)],
)
def test_width_of_a_text(text: str, bold: bool, width: float) -> None:
    """As Typst measures Lato at 8 points."""
    assert text_width(text, 8, bold=bold) == pytest.approx(width, abs=0.001)
