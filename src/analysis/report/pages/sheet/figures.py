"""The charts of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.schema import COUNTRY
from analysis.report.charts.bars import bar_chart
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.charts.series import series_chart
from analysis.report.charts.theme import PHONE_MM
from analysis.report.charts.tiles import locator
from analysis.report.components import (
    Section,
    decoration,
    division,
    figure,
    picture,
)
from analysis.report.data import ReportData, municipality_rows
from analysis.report.figures import STRIP_STEP
from analysis.report.pages.development import delivery_ticks, domain_of
from analysis.report.pages.development.axes import labelled_point, series_points
from analysis.report.pages.development.words import delivered_values
from analysis.report.pages.reach import DAY, NIGHT, near_shown, near_words
from analysis.report.pages.reach_runners import runner_words
from analysis.report.pages.sheet.facts import RATE, AreaFacts, has_aeds, neighbours
from analysis.report.pages.sheet.words import (
    bars_title,
    change_words,
    interval_shown,
    name_of,
    neighbours_title,
    notes,
    place_of_region,
)

LOCATOR_WIDTH: Final = 42.0
LEFT_WIDTH: Final = 150.0
RIGHT_WIDTH: Final = 102.0
TALL_CHART_MM: Final = 62.0
SHORT_CHART_MM: Final = 46.0
LEAST_CHART_MM: Final = 24.0
# What more is said, over and under the charts, where some municipalities are not known.
LINES_ON_UNKNOWN: Final = 2
LINES_ON_DISTANCE: Final = 3
NOTE_LINE: Final = 3.4
NOTE_CHARACTERS: Final = 105
FREE_LINES: Final = {"da": 2, "en": 0}
LONGER_BY_LINES: Final = {"da": 0, "en": 2}
SERIES_HEIGHT: Final = 32.0
LABEL_WIDTH: Final = 34.0
DAY_OF_TABLE: Final = {"aeds": "sheet-aeds-apart", "coverage": "sheet-reach-apart"}
PHONE_LABEL_WIDTH: Final = 30.0


def chart_height(sheet: AreaFacts) -> float:
    """Height of the charts in millimetres: less where the sheet has more to tell."""
    language = sheet.context.texts.language
    lines = ceil(len(notes(sheet)) / NOTE_CHARACTERS)
    lines += LINES_ON_UNKNOWN * bool(sheet.context.unknown)
    lines += len(sheet.context.snapshot.delivery.own_days.keys() & DAY_OF_TABLE.keys())
    if sheet.context.snapshot.earlier or has_aeds(sheet) or has_distance(sheet):
        lines += LINES_ON_DISTANCE * has_distance(sheet)
        more = lines + bool(lines) + LONGER_BY_LINES[language]
        return max(SHORT_CHART_MM - NOTE_LINE * more, LEAST_CHART_MM)
    return max(TALL_CHART_MM - NOTE_LINE * max(lines - FREE_LINES[language], 0), LEAST_CHART_MM)


def locator_map(sheet: AreaFacts) -> Section:
    """The country's tiles, the area's own marked; decoration, for the name says it."""
    tiles = sheet.context.snapshot.reference.tiles.join(
        sheet.context.municipalities.select("municipality_code", "region_code"), on="municipality_code"
    ).with_columns(
        tone=pl.when(pl.col("municipality_code" if not sheet.is_region else "region_code") == sheet.code)
        .then(pl.lit("own"))
        .when(pl.col("region_code") == sheet.region_code)
        .then(pl.lit("region"))
        .otherwise(pl.lit("other"))
    )
    return decoration("ark-kort", locator(tiles, LOCATOR_WIDTH), LOCATOR_WIDTH)


def bars_figure(sheet: AreaFacts) -> Section:
    """All municipalities as bars, the area marked."""
    context, texts = sheet.context, sheet.context.texts
    rated = context.municipalities.drop_nulls("rate").sort("rate", descending=True, maintain_order=True)
    if rated.is_empty():
        return Section()
    ordered = municipality_rows(rated)
    low, high = ordered[-1], ordered[0]
    own = pl.col("municipality_code") == sheet.code
    inside = pl.col("region_code") == sheet.region_code
    tones = rated.select(
        tone=pl.when(own | (inside & sheet.is_region))
        .then(pl.lit("own"))
        .when(inside)
        .then(pl.lit("region"))
        .otherwise(pl.lit("other"))
    )["tone"]
    rates = rated["rate"].to_list()
    place = (
        None if sheet.is_region or not sheet.known else rated["municipality_code"].to_list().index(sheet.code)
    )
    label = None if place is None else (place, f"{sheet.name} {context.number(sheet.rate.value)}")
    country = context.country_rate_shown("country-reference")
    national = context.figures.row(RATE).known_value

    def drawn(width: float) -> str:
        return context.svg(
            bar_chart(
                rates,
                tones.to_list(),
                label=label,
                reference=(national, country),
                width_mm=width,
                height_mm=chart_height(sheet),
            )
        )

    words = {
        "count": str(rated.height),
        "low": context.number(low.rate),
        "high": context.number(high.rate),
    }
    kind = "-region" if sheet.is_region else ""
    return figure(
        2,
        bars_title(sheet, rated),
        texts(f"sheet-bars-text{kind}", region=sheet.region, **words),
        picture(
            "kommuner",
            drawn(LEFT_WIDTH),
            texts(
                f"sheet-bars-alt{kind or '-missing' * (not sheet.known)}",
                name=sheet.subject,
                rate=context.number(sheet.rate.value),
                country=context.number(context.national_rate),
                own=str(rated.filter(inside).height),
                **words,
            ),
            LEFT_WIDTH,
            context.numbers(
                ("municipality", "active", "rate"),
                [(row.name, context.number(row.active), context.number(row.rate)) for row in ordered],
            ),
            phone=[drawn(PHONE_MM)],
        ),
    )


def neighbours_figure(sheet: AreaFacts) -> Section:
    """Neighbours of a municipality, the other regions of a region."""
    context, texts = sheet.context, sheet.context.texts
    wholes = (COUNTRY,) if sheet.is_region else (sheet.region_code, COUNTRY)
    if sheet.is_region:
        around = [
            (row.area_code, context.area_name(row.area_code, row.area))
            for row in context.figures.areas(RATE, "region")
        ]
        title, text = place_of_region(sheet), texts("sheet-regions-text")
    else:
        links = neighbours(sheet)
        around = [(sheet.code, sheet.name), *((code, name_of(sheet, code, by)) for code, by in links)]
        around.append((sheet.region_code, sheet.region))
        over_water = bool(links) and all(by != "land" for _, by in links)
        title = neighbours_title(sheet, [code for code, _ in links])
        text = texts("sheet-neighbours-text-crossing" if over_water else "sheet-neighbours-text")
    rows = [
        _dot(context, code, name, "total" if code in wholes else "above" if code == sheet.code else "same")
        for code, name in [*around, (COUNTRY, context.texts("country"))]
    ]

    def drawn(width: float, label_width: float, ticks: int) -> str:
        return context.svg(
            dot_chart(
                rows,
                width_mm=width,
                height_mm=chart_height(sheet),
                end=_end([row.upper for row in rows if row.upper is not None]),
                reference=context.national_rate,
                label_mm=label_width,
                ticks=ticks,
            )
        )

    listed = ", ".join(f"{row.name} {row.shown}" for row in rows)
    return figure(
        2,
        title,
        text,
        picture(
            "naboer",
            drawn(RIGHT_WIDTH, LABEL_WIDTH, 3),
            texts("sheet-neighbours-alt", list=listed),
            RIGHT_WIDTH,
            context.numbers(
                ("region-name" if sheet.is_region else "area", "rate", "interval"),
                [(row.name, row.shown, interval_shown(context, row)) for row in rows],
            ),
            phone=[drawn(PHONE_MM, PHONE_LABEL_WIDTH, 2)],
        ),
    )


def _end(values: Sequence[float]) -> float:
    """Right end of an axis from 0 that holds all values."""
    return float(-(-max(values, default=STRIP_STEP) // STRIP_STEP) * STRIP_STEP)


def _dot(context: ReportData, code: str, name: str, tone: str) -> DotRow:
    row = context.figures.row(RATE, code)
    marked = context.name_marked(name, code)
    return DotRow(marked, row.value, row.lower, row.upper, context.number(row.value), tone)


def development_figure(sheet: AreaFacts) -> Section:
    """The area's counts since the first delivery; empty for the first one."""
    context, texts = sheet.context, sheet.context.texts
    if not context.snapshot.earlier:
        return Section()
    rows = context.runs("active_runners", str(sheet.rate.level), "active_runners").filter(
        pl.col("area_code") == sheet.code
    )
    if rows.height < 2:
        return Section()
    dated = delivered_values(context, rows)
    points = series_points(rows, "above", dates=dated)
    first, last = rows["as_of"][0], rows["as_of"][-1]
    if last == context.as_of:
        points[-1] = labelled_point(context, points[-1])

    def drawn(width: float) -> str:
        return context.svg(
            series_chart(
                points,
                width_mm=width,
                height_mm=SERIES_HEIGHT,
                ticks=delivery_ticks(context),
                domain=domain_of([point.value for point in points]),
            )
        )

    alternative = texts(
        "sheet-change-alt",
        name=sheet.subject,
        count=str(rows.height),
        first=context.number(rows["value"][0]),
        last=context.number(rows["value"][-1]),
        **{
            "first-date": show.long_date(first, texts.language),
            "last-date": show.long_date(last, texts.language),
        },
    )
    title, text = change_words(sheet)
    return figure(
        2,
        title,
        text,
        picture(
            "udvikling",
            drawn(RIGHT_WIDTH),
            alternative,
            RIGHT_WIDTH,
            context.numbers(("date", "quarter", "active"), dated),
            phone=[drawn(PHONE_MM)],
        ),
    )


def aeds_text(sheet: AreaFacts) -> Section:
    """AEDs registered in the area, or that it has no number; empty where no area like it has one."""
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    if not has_aeds(sheet):
        return Section()
    if not figures.has("aed_rate", sheet.code):
        country = context.number(figures.value("aed_rate"))
        return _counted(sheet, "aeds", texts("sheet-aeds-unknown", country=country))
    words = {
        "registered": context.number(figures.value("aed_registered", sheet.code)),
        "rate": context.number(figures.value("aed_rate", sheet.code)),
        "country": context.number(figures.value("aed_rate")),
    }
    if not figures.has("aed_24_7_share", sheet.code):
        return _counted(sheet, "aeds", texts("sheet-aeds-registered", **words))
    words |= {
        "around": context.number(figures.value("aed_24_7", sheet.code)),
        "share": context.percent(figures.value("aed_24_7_share", sheet.code)),
    }
    return _counted(sheet, "aeds", texts("sheet-aeds", **words))


def distance_text(sheet: AreaFacts) -> Section:
    """How many people of the area have an open AED near, or that it is not shown, and runners; else empty."""
    context = sheet.context
    words = near_words(context, sheet.code)
    country = near_words(context, COUNTRY)
    if not country or not has_distance(sheet):
        return Section()
    beside = {f"country-{name}": share for name, share in country.items()}
    key = "sheet-reach" if words else "sheet-reach-unknown"
    said = context.texts(key, **words, **beside, near=near_shown(context))
    of_runners, in_all = runner_words(context, sheet.code), runner_words(context, COUNTRY)
    if of_runners and in_all:
        beside = {f"country-{name}": in_all[name] for name in ("day", "night")}
        said = context.texts("sheet-near-runners", said=said, **of_runners, **beside)
    return _counted(sheet, "coverage", said)


def has_distance(sheet: AreaFacts) -> bool:
    """Whether the sheet tells of distances: they are known of the area, or of others of its level."""
    figures = sheet.context.figures
    return all(figures.find(name, sheet.code) is not None for name in (DAY, NIGHT))


def _counted(sheet: AreaFacts, table: str, said: str) -> Section:
    """What is said of a table's numbers, with the day they were counted where it is not that of runners."""
    context = sheet.context
    if context.counted_apart(table):
        said = context.texts(DAY_OF_TABLE[table], said=said, date=context.day_shown(table))
    return division("figurtekst", said)
