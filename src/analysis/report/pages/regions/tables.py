"""Tables of areas with their rates on a strip."""

from __future__ import annotations

from typing import Final, TypeAlias

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.correction_notes import CORRECTED
from analysis.indicators.limits import Limits
from analysis.indicators.records import IndicatorRow
from analysis.report.charts.theme import TONES
from analysis.report.components import (
    Mark,
    Section,
    StripRow,
    columns,
    division,
    figure_title,
    heading,
    legend,
    stacked,
    strip_table,
)
from analysis.report.data import Municipality, ReportData, municipality_rows
from analysis.report.figures import STRIP_TICK, side_of_country
from analysis.report.pages.regions.words import not_known_box, withheld_box
from analysis.texts.markup import InPlaceOfNumber

Groups: TypeAlias = list[tuple[IndicatorRow | None, list[Municipality]]]
TABLE_WIDTH: Final = 142.0
HALF_PAGE: Final = 128.0
ROWS_ON_A_REGION_PAGE: Final = 26
TABLE_HEIGHT: Final = 104.0
PAGE_HEIGHT: Final = 138.0
PITCHES: Final = (4.1, 6.4)
# Of the few rows of report areas, by how many boxes stand under them.
PITCHES_OF_AREAS: Final = (10.0, 8.4, 6.4)
LEAST_PITCH_OF_PAGE: Final = 3.7
GROUP_SPACE: Final = 2.0
SPARK_WIDTH: Final = 13.0
STRIP_WIDTHS: Final = (62.0, 50.0)
HALF_STRIP_WIDTHS: Final = (62.0, 40.0)
NOTE_HEIGHT: Final = 6.0
# So much wider is a column of counts in which words stand.
WORD_WIDTH: Final = 9.0


def _groups(context: ReportData, own: pl.DataFrame) -> Groups:
    """Report areas in order with their municipalities; one group without area where there are none."""
    areas = own.drop_nulls("report_area_code").unique("report_area_code").sort("report_area_order")
    if areas.is_empty():
        return [(None, municipality_rows(own))]
    return [
        (
            context.figures.row("active_runners_rate", area),
            municipality_rows(own.filter(pl.col("report_area_code") == area)),
        )
        for area in areas["report_area_code"]
    ]


def _area_row(context: ReportData, kind: str, rate: IndicatorRow, *, dot: bool) -> StripRow:
    partly = context.is_partly_known(rate.area_code)
    side = "same" if partly else side_of_country(rate.limits_if_known, context.national_rate)
    tone = "total" if kind == "total" else side
    heard = "" if partly else _heard(context, rate.limits_if_known)
    mark = None if rate.value is None or not dot else Mark(rate.value, rate.lower, rate.upper, tone, heard)
    return StripRow(
        kind,
        context.name_marked(rate.area, rate.area_code),
        _count_and_rate(context, rate.area_code, rate.value),
        mark,
        context.sparks.get(rate.area_code),
    )


def _heard(context: ReportData, limits: Limits | None) -> str:
    """An interval, and on which side of the country's rate it lies, for those who do not see the strip."""
    if limits is None:
        return ""
    return context.texts(
        "strip-words",
        range=show.number_range(limits.lower, limits.upper, 0, context.texts.language),
        side=context.texts(f"legend-{side_of_country(limits, context.national_rate)}"),
    )


def _count_and_rate(context: ReportData, code: str, rate: float | None) -> tuple[str, str]:
    return (
        context.marked(context.count_shown(code), "active_runners", code),
        context.marked(context.number(rate), "active_runners_rate", code),
    )


def _is_corrected(context: ReportData, code: str) -> bool:
    return (context.figures.row("active_runners", code).note or "").startswith(CORRECTED)


def _municipality_rows(context: ReportData, rows: list[Municipality]) -> list[StripRow]:
    return [
        StripRow(
            "row",
            row.name + ("*" if _is_corrected(context, row.code) else ""),
            _count_and_rate(context, row.code, row.rate),
            None
            if row.rate is None
            else Mark(
                row.rate,
                row.lower,
                row.upper,
                side_of_country(row.limits, context.national_rate),
                _heard(context, row.limits),
            ),
            context.sparks.get(row.code),
            row.code,
        )
        for row in rows
    ]


def _grouped_rows(context: ReportData, groups: Groups) -> list[StripRow]:
    rows: list[StripRow] = []
    for area, municipalities in groups:
        rows += [_area_row(context, "group", area, dot=False)] if area else []
        rows += _municipality_rows(context, municipalities)
    return rows


def _strip_table(
    context: ReportData,
    rows: list[StripRow],
    caption: str,
    first: str,
    *,
    pitch: float | None = None,
    strip_widths: tuple[float, float] = STRIP_WIDTHS,
) -> Section:
    texts = context.texts
    end = context.rate_end
    ticks = range(0, int(end) + 1, STRIP_TICK)
    corrected = any(row.name.endswith("*") for row in rows)
    worded = any(isinstance(value, InPlaceOfNumber) for row in rows for value in row.values)
    wider = WORD_WIDTH if worded else 0.0
    numbers = (13.0, 19.0) if context.sparks else (17.0, 21.0)
    table = strip_table(
        rows,
        strip_head=context.texts("column-interval"),
        caption=caption,
        head=(texts(first), texts("column-active"), texts("column-rate")),
        ticks=ticks,
        tick_labels=[context.number(tick) for tick in ticks],
        reference=context.country_reference,
        end=end,
        pitch=pitch or _pitch(rows, TABLE_HEIGHT - NOTE_HEIGHT * corrected),
        number_widths=(numbers[0] + wider, numbers[1]),
        strip_width=strip_widths[1 if context.sparks else 0] - wider,
        spark=(texts("column-spark"), SPARK_WIDTH) if context.sparks else None,
    )
    return stacked(table, division("note", texts("region-corrected-note"))) if corrected else table


def _pitch(rows: list[StripRow], height: float = TABLE_HEIGHT, least: float = PITCHES[0]) -> float:
    """Row height that lets a table fill its place on the page without growing airy."""
    room = height - GROUP_SPACE * sum(row.kind == "group" for row in rows)
    return min(max(room / len(rows), least), PITCHES[1])


def fits_beside_map(context: ReportData, municipalities: pl.DataFrame) -> bool:
    """Whether a table of these municipalities, grouped by report area, fits on a page beside their map."""
    groups = _groups(context, municipalities)
    return sum(len(rows) + (area is not None) for area, rows in groups) <= ROWS_ON_A_REGION_PAGE


def under_table_or_map(
    context: ReportData, municipalities: pl.DataFrame, box: Section
) -> tuple[Section, Section]:
    """A box in the place that has room for it: under the table of report areas, else under the map.

    Returns:
        What stands under the table, and under the map; one of them is empty.
    """
    fits = fits_beside_map(context, municipalities)
    return (Section(), box) if fits else (box, Section())


def rate_table(
    context: ReportData,
    municipalities: pl.DataFrame,
    total: IndicatorRow,
    *,
    title: str,
    text: str,
    caption: str,
) -> Section:
    """Municipalities by report area with count, rate and interval on a strip; the total last.

    Where they do not fit beside a map the table holds the report areas alone, under its own title, and
    `rate_table_page` shows the municipalities.

    Args:
        context: Numbers and words.
        municipalities: Rows of `ReportData.municipalities`.
        total: The row of the rate that stands last.
        title: Over the table.
        text: Under the title.
        caption: What the table holds, for those who do not see the page.
    """
    groups, texts = _groups(context, municipalities), context.texts
    fits = fits_beside_map(context, municipalities)
    areas = [_area_row(context, "row", area, dot=True) for area, _ in groups if area]
    rows = _grouped_rows(context, groups) if fits else areas
    rows.append(_area_row(context, "total", total, dot=True))
    boxes = (not_known_box(context, total.area_code), withheld_box(context, total.area_code))
    pitch = None if fits else PITCHES_OF_AREAS[sum(bool(box.markdown) for box in boxes)]
    return stacked(
        figure_title(4, title if fits else texts("region-areas-title")),
        division("figurtekst", text if fits else texts("region-areas-text", date=context.as_of_shown)),
        legend(tone_legend(context)),
        _strip_table(context, rows, caption, "column-municipality" if fits else "column-area", pitch=pitch),
    )


def tone_legend(context: ReportData) -> list[tuple[str, str, str]]:
    """What the colour of a dot says."""
    return [("circle", TONES[name], context.texts(f"legend-{name}")) for name in ("below", "same", "above")]


def rate_table_page(
    context: ReportData,
    municipalities: pl.DataFrame,
    *,
    heading_text: str,
    anchor: str,
    finding: str,
    text: str,
    caption: str,
) -> Section:
    """A page of two tables side by side, split between report areas and never inside one.

    Empty where the municipalities fit beside their map.
    """
    if fits_beside_map(context, municipalities):
        return Section()
    groups = _groups(context, municipalities)
    total = sum(len(rows) + 1 for _, rows in groups)
    split = min(
        range(1, len(groups)),
        key=lambda place: abs(2 * sum(len(rows) + 1 for _, rows in groups[:place]) - total),
    )
    halves = [groups[:split], groups[split:]]
    rows = [_grouped_rows(context, half) for half in halves]
    areas = [area.area_code for area, _ in groups if area]
    marks = context.marks_explained(areas, country_rate=True)
    height = PAGE_HEIGHT - NOTE_HEIGHT * bool(marks)
    pitch = min(_pitch(part, height, LEAST_PITCH_OF_PAGE) for part in rows)
    tables = [
        _strip_table(
            context,
            shown,
            f"{caption}: {context.joined([area.area for area, _ in half if area])}",
            "column-municipality",
            pitch=pitch,
            strip_widths=HALF_STRIP_WIDTHS,
        )
        for half, shown in zip(halves, rows, strict=True)
    ]
    return stacked(
        heading(3, heading_text, anchor),
        division("fund", finding),
        division("under", text),
        legend(tone_legend(context)),
        columns([HALF_PAGE, HALF_PAGE], *tables, name="halve"),
        division("note", marks) if marks else Section(),
    )
