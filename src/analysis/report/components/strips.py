"""A table whose last column is a dot strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from analysis.core.typeface import text_width
from analysis.report.charts.theme import POINTS_PER_MM
from analysis.report.components.layout import municipality_attribute, raw_blocks, typst_array
from analysis.report.components.sections import Section
from analysis.texts.markup import (
    as_attribute,
    as_html,
    as_typst,
)

WIDEST_STRIP: Final = 62.0
LABEL_SIZE: Final = 8.0
LABEL_GAP: Final = 4.0
# As rapport-strip-head in the Typst template has it.
AT_AN_END: Final = 0.02
# Space between two labels in HTML, in ems.
GAP_ON_SCREEN: Final = 0.6


class HeadMark(NamedTuple):
    """What is named in a strip's head.

    Attributes:
        place: From 0 to 1.
        label: What is written.
        strong: Whether it is the country.
        room: How wide the strip is in HTML, in ems, where the label stands clear of those before it.
    """

    place: float
    label: str
    strong: bool
    room: float = 0.0


class Mark(NamedTuple):
    """A dot with its interval on a strip, in the unit of the strip's axis, and what is heard of it."""

    value: float
    lower: float | None
    upper: float | None
    tone: str
    words: str = ""


Run: TypeAlias = tuple[tuple[float, float], ...]


class SmallLine(NamedTuple):
    """A small line: runs of points from 0 to 1 in both directions, parted at gaps, and what it says."""

    runs: tuple[Run, ...]
    words: str


class StripRow(NamedTuple):
    """A row of a table whose last column is a dot strip; kind is row, group, total or marked.

    A municipality's row has its code.
    """

    kind: str
    name: str
    values: tuple[str, ...]
    mark: Mark | None
    spark: SmallLine | None = None
    code: str | None = None


def strip_table(
    rows: Sequence[StripRow],
    *,
    caption: str,
    head: Sequence[str],
    ticks: Sequence[float],
    reference: tuple[float, str],
    end: float,
    tick_labels: Sequence[str],
    strip_head: str,
    number_widths: Sequence[float] = (17, 21),
    strip_width: float = WIDEST_STRIP,
    pitch: float = 4.1,
    spark: tuple[str, float] | None = None,
) -> Section:
    """A table of areas whose last column places each value and its interval on one axis from 0 to ``end``.

    Args:
        rows: Groups, areas and totals in the order shown.
        caption: What the table holds, for those who do not see the page around it.
        head: Column heads of the text and number columns.
        ticks: Values named in the head of the strip, in the unit of the axis.
        reference: The value of the line that runs through all rows, and its label.
        end: The value at the strip's right end.
        tick_labels: Labels of ``ticks``.
        strip_head: What the strip shows, for those who do not see it.
        number_widths: Widths of the number columns in print, in millimetres.
        strip_width: Width of the strip in print, in millimetres.
        pitch: Height of a row in print, in millimetres.
        spark: Head and width in millimetres of the column of small lines; None for no such column.
    """
    marks = [HeadMark(reference[0] / end, reference[1], strong=True)]
    for tick, label in zip(ticks, tick_labels, strict=True):
        mark = HeadMark(tick / end, label, strong=False)
        if all(_apart(mark, other, strip_width) for other in marks):
            marks.append(mark._replace(room=max(_room(mark, other) for other in marks)))
    marks.sort()
    return raw_blocks(
        _strip_table_html(rows, caption, (head, strip_head), marks, reference[0] / end, end, spark),
        _strip_table_typst(
            rows, head, marks, reference[0] / end, end, number_widths, strip_width, pitch, spark
        ),
    )


def _apart(mark: HeadMark, other: HeadMark, strip_width: float) -> bool:
    """Whether two labels of the strip's head have room beside each other."""
    (low, high), (first, last) = (_span(one, strip_width) for one in (mark, other))
    return high + LABEL_GAP <= first or last + LABEL_GAP <= low


def _room(mark: HeadMark, other: HeadMark) -> float:
    """How wide a strip is in ems, where two labels that are centred on their places stand apart."""
    half, other_half = (text_width(one.label, 0.5, bold=one.strong) for one in (mark, other))
    return (half + other_half + GAP_ON_SCREEN) / abs(mark.place - other.place)


def _span(mark: HeadMark, strip_width: float) -> tuple[float, float]:
    """Where a label begins and ends in points: around its place, at an end inside the strip."""
    place, label, strong, _ = mark
    wide, middle = text_width(label, LABEL_SIZE, bold=strong), place * strip_width * POINTS_PER_MM
    before = 0.0 if place < AT_AN_END else wide if place > 1 - AT_AN_END else wide / 2
    return middle - before, middle - before + wide


def _strip_table_html(
    rows: Sequence[StripRow],
    caption: str,
    head: tuple[Sequence[str], str],
    marks: Sequence[HeadMark],
    reference: float,
    end: float,
    spark: tuple[str, float] | None,
) -> str:
    heads = "".join(f'<th scope="col">{as_html(label)}</th>' for label in head[0])
    if spark:
        heads += f'<th scope="col" class="gnist">{as_html(spark[0])}</th>'
    scale = "".join(
        f'<span class="dk" style="left:{place:.2%}">{as_html(label)}</span>'
        if strong
        else f'<span class="maerke" style="left:{place:.2%};--plads:{room:.1f}em">{as_html(label)}</span>'
        for place, label, strong, room in marks
    )
    body = "\n".join(_strip_row_html(row, reference, end, with_spark=spark is not None) for row in rows)
    return (
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table class="striptabel"><caption class="skjult">{as_html(caption)}</caption>\n'
        f'<thead><tr>{heads}<th scope="col" class="strimmel"><span class="skjult">{as_html(head[1])}</span>'
        f'<div class="skala" aria-hidden="true">{scale}</div></th></tr>'
        f"</thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _spark_html(spark: SmallLine | None) -> str:
    if spark is None:
        return '<td class="gnist"></td>'
    lines = "".join(
        '<path d="M' + "L".join(f"{x * 60:.1f},{(1 - y) * 16:.1f}" for x, y in run) + '"/>'
        for run in spark.runs
        if len(run) > 1
    )
    lonely = [run[0] for run in spark.runs if len(run) == 1]
    dots = "".join(
        f'<circle cx="{x * 60:.1f}" cy="{(1 - y) * 16:.1f}" r="{radius}"/>'
        for radius, points in ((2, lonely), (2, [spark.runs[-1][-1]]))
        for x, y in points
    )
    words = f'<span class="skjult">{as_html(spark.words)}</span>'
    drawing = f'<svg viewBox="-3 -3 66 22" aria-hidden="true">{lines}{dots}</svg>'
    return f'<td class="gnist">{words}{drawing}</td>'


def _strip_row_html(row: StripRow, reference: float, end: float, *, with_spark: bool) -> str:
    values = "".join(f"<td>{as_html(value)}</td>" for value in row.values)
    if with_spark:
        values += _spark_html(row.spark)
    shapes = [f'<i class="land" style="left:{reference:.2%}"></i>']
    if row.mark is not None:
        value, lower, upper, tone, _ = row.mark
        if lower is not None and upper is not None:
            low, high = lower / end, min(upper / end, 1)
            shapes.append(f'<i class="spand {tone}" style="left:{low:.2%};width:{high - low:.2%}"></i>')
        shapes.append(f'<i class="prik {tone}" style="left:{min(value / end, 1):.2%}"></i>')
    heard = f'<span class="skjult">{as_html(row.mark.words)}</span>' if row.mark and row.mark.words else ""
    head = f'<th scope="row">{as_html(row.name)}</th>'
    return (
        f'<tr class="{row.kind}"{municipality_attribute(row.code)}>{head}{values}'
        f'<td class="strimmel">{heard}<div class="akse" aria-hidden="true">{"".join(shapes)}</div></td></tr>'
    )


def _strip_table_typst(
    rows: Sequence[StripRow],
    head: Sequence[str],
    marks: Sequence[HeadMark],
    reference: float,
    end: float,
    number_widths: Sequence[float],
    strip_width: float,
    pitch: float,
    spark: tuple[str, float] | None,
) -> str:
    def line(row: StripRow) -> str:
        if row.spark is None:
            return "none"
        runs = [typst_array([f"({x:.3f}, {1 - y:.3f})" for x, y in run]) for run in row.spark.runs]
        return f"({typst_array(runs)}, {as_typst(row.spark.words)})"

    def mark(row: StripRow) -> str:
        if row.mark is None:
            return "none"
        low = "none" if row.mark.lower is None else f"{row.mark.lower / end:.5f}"
        high = "none" if row.mark.upper is None else f"{min(row.mark.upper / end, 1):.5f}"
        return f"({min(row.mark.value / end, 1):.5f}, {low}, {high}, {as_typst(row.mark.tone)})"

    ticks = [f"({place:.5f}, {as_typst(label)}, {str(strong).lower()})" for place, label, strong, _ in marks]
    lines = [
        typst_array(
            [
                as_typst(row.kind),
                as_typst(row.name),
                *map(as_typst, row.values),
                *([line(row)] if spark else []),
                mark(row),
            ]
        )
        for row in rows
    ]
    return (
        f"#rapport-striptabel(numbers: {typst_array([f'{width:g}mm' for width in number_widths])}, "
        f"strip: {strip_width:g}mm, pitch: {pitch:.2f}mm, reference: {reference:.5f}, "
        f"spark: {f'{spark[1]:g}mm' if spark else 'none'}, "
        f"head: {typst_array([as_typst(label) for label in [*head, *([spark[0]] if spark else [])]])}, "
        f"ticks: {typst_array(ticks)},\n  " + ",\n  ".join(lines) + ")"
    )
