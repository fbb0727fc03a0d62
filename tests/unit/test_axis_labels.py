"""Numbers at the axes of charts: none runs into another, whatever is drawn and however wide."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random
from typing import Final, NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.typeface import text_width
from analysis.ingest.tables.coverage import RADII
from analysis.report.charts.bars import bar_chart
from analysis.report.charts.changes import ChangedArea, change_chart
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.charts.drawing import Drawing, Spec, to_svg
from analysis.report.charts.funnel import FunnelArea, funnel_chart
from analysis.report.charts.named_bars import named_bar_chart
from analysis.report.charts.reach import ReachPoint, reach_chart
from analysis.report.charts.scatter import ScatterPoint, scatter_chart
from analysis.report.charts.series import SeriesPoint, Tick, series_chart
from analysis.report.charts.theme import PHONE_MM

SVG: Final = "{http://www.w3.org/2000/svg}"
GAP: Final = 3.0
# A phone, a column beside a map, half a page, and a page without its right column.
WIDTHS: Final = (PHONE_MM, 66.0, 129.0, 187.0)


class Label(NamedTuple):
    """What an axis names, and where it begins and ends."""

    text: str
    left: float
    right: float
    line: float


def dots(dice: Random, width: float) -> Spec:
    rows, end = areas(dice)
    decimals, ticks = dice.choice((0, 1)), dice.choice((2, 3, 4))
    return dot_chart(
        rows,
        width_mm=width,
        height_mm=40,
        end=end,
        reference=end / 2,
        label_mm=22,
        ticks=ticks,
        decimals=decimals,
    )


def named_bars(dice: Random, width: float) -> Drawing:
    rows, end = areas(dice)
    return named_bar_chart(rows, width_mm=width, height_mm=40, label_mm=22, start=0, end=end, decimals=0)


def areas(dice: Random) -> tuple[list[DotRow], float]:
    end = 10 ** dice.uniform(0.5, 5)
    return [
        DotRow(f"Område {place}", dice.uniform(0, end), None, None, "1", "same") for place in range(5)
    ], end


def bars(dice: Random, width: float) -> Spec:
    values = sorted((10 ** dice.uniform(1, 3.7) for _ in range(98)), reverse=True)
    return bar_chart(
        values, ["other"] * 98, label=None, reference=(values[50], "Danmark"), width_mm=width, height_mm=60
    )


def scatter(dice: Random, width: float) -> Drawing:
    spread = dice.uniform(0.5, 5)
    points = [ScatterPoint("a", 10 ** dice.uniform(0, spread), 10 ** dice.uniform(0, 5)) for _ in range(30)]
    high, names = dice.choice((45, 100)), ("Indbyggere", "Aktive")
    return scatter_chart(points, reference=(None, None), titles=names, width_mm=width, height_mm=high)


def changes(dice: Random, width: float) -> Drawing:
    size = 10 ** dice.uniform(-1, 2)
    rows = [
        ChangedArea("a", 10 ** dice.uniform(0, 4), dice.uniform(-size, size), -size, size, "same", None)
        for _ in range(30)
    ]
    return change_chart(rows, width_mm=width, height_mm=dice.choice((60, 120)), expected=size / 10)


def funnel(dice: Random, width: float) -> Drawing:
    end = 10 ** dice.uniform(1, 4)
    limits = {"low_95": 2, "high_95": 3, "low_998": 1, "high_998": 4, "low_plain": 2, "high_plain": 3}
    bands = [
        {"people": people, **limits} for people in (dice.uniform(1000, 9000), 10 ** dice.uniform(4, 5.9))
    ]
    rows = [FunnelArea("a", "A", 5000, 9, dice.uniform(0, end), "same", None) for _ in range(20)]
    return funnel_chart(rows, bands, width_mm=width, height_mm=90, reference=(end / 2, "Danmark"), end=end)


def reach(dice: Random, width: float) -> Drawing:
    metres = sorted(dice.sample(RADII, dice.randint(2, len(RADII))))
    points = [ReachPoint(one, 50, 40, "50 %", "40 %", "a") for one in metres]
    return reach_chart(points, width_mm=width, height_mm=60, ticks=[(one, f"{one} m") for one in metres])


def series(dice: Random, width: float) -> Drawing:
    times = [2023 + place / 4 for place in sorted(dice.sample(range(12), dice.randint(2, 8)))]
    middle = 10 ** dice.uniform(0, 5)
    points = [SeriesPoint(time, middle * dice.uniform(0.9, 1.1), "same", "a", "run") for time in times]
    ticks = [Tick(time, f"{int(time % 1 * 4) + 1}. kv.", int(time * 4), str(int(time))) for time in times]
    ends = (middle * 0.89, middle * 1.11)
    return series_chart(points, width_mm=width, height_mm=dice.choice((30, 60)), ticks=ticks, domain=ends)


@pytest.mark.parametrize("draw", [dots, named_bars, bars, scatter, changes, funnel, reach, series])
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), width=st.sampled_from(WIDTHS), language=st.sampled_from(["da", "en"]))
def test_no_number_at_an_axis_runs_into_another(
    draw: Callable[[Random, float], Drawing | Spec], seed: int, width: float, language: str
) -> None:
    axes = list(labels_of(to_svg(draw(Random(seed), width), language)))
    assert any(axes)
    for labels in axes:
        for one, other in combinations(labels, 2):
            beside = one.right + GAP <= other.left or other.right + GAP <= one.left
            assert beside or abs(one.line - other.line) >= 8, (one, other)


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.floats(-1e6, 1e6).filter(lambda one: not 0 < abs(one) < 1e-3), min_size=1, max_size=9)
)
def test_numbers_at_the_axes_of_a_scatter_are_told_apart(numbers: list[float]) -> None:
    points = [ScatterPoint("a", one, place) for place, one in enumerate(numbers)]
    titles = ("Indbyggere", "Aktive")
    drawing = scatter_chart(points, reference=(None, None), titles=titles, width_mm=187, height_mm=110)
    for labels in labels_of(to_svg(drawing, "da")):
        assert len({label.text for label in labels}) == len(labels)


@pytest.mark.parametrize("end", [1.0, 2.0, 3.0, 7.0])
@pytest.mark.parametrize("decimals", [0, 1])
def test_small_counts_are_told_apart(end: float, decimals: int) -> None:
    rows = [DotRow("Odder", end, None, None, "1", "same")]
    for drawing in (
        dot_chart(rows, width_mm=187, height_mm=40, end=end, reference=end, label_mm=22, decimals=decimals),
        named_bar_chart(rows, width_mm=187, height_mm=40, label_mm=22, start=0, end=end, decimals=decimals),
    ):
        for labels in labels_of(to_svg(drawing, "da")):
            assert len({label.text for label in labels}) == len(labels)


def labels_of(svg: str) -> Iterator[list[Label]]:
    """The labels that each axis shows."""
    return _found(ElementTree.fromstring(svg), 0, 0)


def _found(element: ElementTree.Element, x: float, y: float) -> Iterator[list[Label]]:
    if moved := re.match(r"translate\(([-\d.]+),\s*([-\d.]+)\)", element.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    if "role-axis-label" in element.get("class", ""):
        yield [label for text in element.iter(SVG + "text") for label in _labels(text, x, y)]
    else:
        for part in element:
            yield from _found(part, x, y)


def _labels(text: ElementTree.Element, x: float, y: float) -> Iterator[Label]:
    place = re.match(r"translate\(([-\d.]+),\s*([-\d.]+)\)", text.get("transform", ""))
    assert place
    lines = [line.text for line in text.iter(SVG + "tspan")] or [text.text]
    for number, line in enumerate(lines):
        if line and text.get("opacity") != "0":
            wide = text_width(line, 8)
            start = (
                x
                + float(place[1])
                - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
            )
            yield Label(line, start, start + wide, y + float(place[2]) + 10 * number)


def test_names_of_changes_do_not_cover_each_other() -> None:
    """Two municipalities of one size and one change are both named, each at a place of its own."""
    rows = [
        ChangedArea("a", size, change, -20, 20, "below", name)
        for size, change, name in (
            (1000, -9.3, "Herning"),
            (1020, -9.8, "Roskilde"),
            (30, 5, None),
            (5000, 2, None),
        )
    ]
    svg = to_svg(change_chart(rows, width_mm=129, height_mm=100, expected=0))
    place = r'text-anchor="(start|end)" transform="translate\(([-\d.]+),([-\d.]+)\)'
    written = f'{place}"[^>]*>(Herning|Roskilde)<'
    spans = []
    for anchor, x, y, name in re.findall(written, svg):
        wide = text_width(name, 8)
        left = float(x) - (wide if anchor == "end" else 0)
        spans.append(Label(name, left, left + wide, float(y)))
    one, other = spans
    assert {one.text, other.text} == {"Herning", "Roskilde"}
    assert one.right <= other.left or other.right <= one.left or abs(one.line - other.line) >= 9


@pytest.mark.parametrize("name", ["The four together", "The three together"])
def test_a_name_beside_a_dot_on_a_phone_does_not_stick_out(name: str) -> None:
    rows = [DotRow(name, 5, None, None, "5", "same")]
    svg = to_svg(dot_chart(rows, width_mm=PHONE_MM, height_mm=52, end=10, reference=5, label_mm=26))
    width = re.search(r' width="([\d.]+)"', svg)
    assert width
    assert float(width[1]) <= PHONE_MM * 2.8346 + 1
    assert name in svg
