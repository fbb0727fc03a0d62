"""The parts of the page on the country; `notebooks/pages/country.ipynb` puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core import formatting as show
from analysis.indicators.records import IndicatorRow
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.components import (
    SIZE_OF_WORDS,
    KeyFigure,
    Section,
    division,
    figure,
    key_figures,
    legend,
    picture,
)
from analysis.report.data import ReportData, extremes
from analysis.report.figures import side_of_country, sides_of_country
from analysis.report.maps import map_alternative, map_legend, map_picture, shape_map
from analysis.texts.markup import together

MAP_WIDTH = 171.0
SIDE_WIDTH = 66.0
# Height of the regions' dots in print where a note stands below them.
LOW_DOTS = 28
# Characters of notes that the page has room for below its map.
NOTES_BELOW_MAP: Final = 160


def national_key_figures(context: ReportData) -> Section:
    """The country's runners, their rate, activations and acceptance, one below the other."""
    texts, figures = context.texts, context.figures
    own_total = figures.row("active_runners").basis == "published"
    return key_figures(
        [
            KeyFigure(
                context.marked(context.count_shown(), "active_runners"),
                texts("key-active"),
                texts("key-active-own-total" if own_total else "key-active-detail", date=context.as_of_shown),
            ),
            KeyFigure(
                context.marked(context.number(context.national_rate), "active_runners_rate"),
                context.rate_marked(texts("key-rate")),
                texts(
                    "key-rate-national-detail",
                    population=context.number(figures.row("active_runners_rate").denominator),
                ),
            ),
            *activity(context, "dk"),
        ],
        stacked_in=SIDE_WIDTH,
        size=None if figures.has("active_runners") else SIZE_OF_WORDS,
    )


def headline(context: ReportData) -> tuple[str, str]:
    """How many runners the country has, rounded to hundreds, and how many per inhabitant.

    Where some municipalities are not known, the least it can be, rounded down, and the rate of the others;
    where none is, that.
    """
    texts = context.texts
    count, rate = (context.figures.row(name) for name in ("active_runners", "active_runners_rate"))
    words = {"rate": context.number(rate.value), "date": context.as_of_shown}
    if count.value is not None:
        rounded = context.number(float(show.round_half_up(count.value, -2)))
        return texts("national-finding", rounded=rounded), texts("national-under", **words)
    if not count.lower:
        return texts("national-finding-unknown"), texts("national-under-unknown", date=context.as_of_shown)
    least = context.number(float(show.round_down(count.lower, -2)))
    return texts("national-finding-least", rounded=least), texts(
        "national-under-known", **words, **context.counted_municipalities
    )


def activity(context: ReportData, area: str) -> list[KeyFigure]:
    """Activations and acceptance of an area, as far as they are published."""
    texts, figures = context.texts, context.figures
    shown = []
    if figures.has("activations", area):
        shown.append(
            KeyFigure(
                context.marked(context.number(figures.value("activations", area)), "activations", area),
                texts("key-activations"),
                texts("key-activations-detail", period=context.period_shown),
            )
        )
    if accepted := figures.published("accepted_by_one", area):
        by_two = context.percent(figures.value("accepted_by_two", area))
        rounded = "-rounded" if accepted.value == 100 and accepted.numerator is None else ""
        shown.append(
            KeyFigure(
                context.marked(context.percent(accepted.value), "accepted_by_one", area),
                texts("key-accepted"),
                texts(f"key-accepted{rounded}-detail", share=by_two),
            )
        )
    return shown


def national_map(context: ReportData, *, title: str, text: str, alternative: str) -> Section:
    """The tile map of all municipalities by rate, with its legend.

    Args:
        context: Numbers and words.
        title: Over the map.
        text: Under the title.
        alternative: What the map shows, for those who do not see it.
    """
    codes = context.municipalities["municipality_code"].to_list()
    return figure(
        3,
        title,
        text,
        legend(map_legend(context, gaps=bool(context.unknown))),
        map_picture(context, "danmark", codes, MAP_WIDTH, alternative),
        shape_map(context, "danmark-kort", MAP_WIDTH, shape_alternative(context)),
        notes_on_extremes(context),
    )


def shape_alternative(context: ReportData) -> str:
    """What the map of real shapes shows, for those who do not see it."""
    areas = context.municipalities
    return map_alternative(context, "national-shapes-alt", areas, count=str(areas.height))


def notes_on_extremes(context: ReportData) -> Section:
    """What the delivery notes on the lowest and the highest municipality; only where to read it if long."""
    if not context.extreme_words(context.municipalities):
        return Section()
    named = extremes(context.municipalities)
    notes = together(context.delivered_notes([one.code for one in named]))
    if len(notes) > NOTES_BELOW_MAP:
        names = [one.name for one in named if context.delivered_notes([one.code])]
        notes = context.texts("national-map-noted", names=context.joined(names))
    return division("note", notes) if notes else Section()


def dots_title(context: ReportData, regions: Sequence[IndicatorRow]) -> str:
    """How many regions lie above the country's rate; where one is known in part only, that they are compared.

    Args:
        context: Numbers and words.
        regions: Rows of `active_runners_rate` of the regions, in the report's order.
    """
    texts = context.texts
    if any(context.is_partly_known(region.area_code) for region in regions):
        return texts("national-dots-title-neutral")
    above = sides_of_country([row.limits_if_known for row in regions], context.national_rate)["above"]
    return texts(
        "national-dots-title",
        n=above,
        above=texts.number_word(above, capital=True),
        regions=texts.number_word(len(regions)),
    )


def region_dots(
    context: ReportData, regions: Sequence[IndicatorRow], *, title: str, text: str, alternative: str
) -> Section:
    """The regions' rates with their intervals on the axis that all pages share.

    Args:
        context: Numbers and words.
        regions: Rows of `active_runners_rate` of the regions, in the report's order.
        title: Over the figure.
        text: Under the title.
        alternative: What the figure shows, for those who do not see it.
    """
    national, language = context.national_rate, context.texts.language
    rows = [
        DotRow(
            context.name_marked(region.area.removeprefix("Region "), region.area_code),
            region.value,
            region.lower,
            region.upper,
            context.number(region.value),
            "same"
            if context.is_partly_known(region.area_code)
            else side_of_country(region.limits_if_known, national),
        )
        for region in regions
    ]
    marks = context.marks_explained([region.area_code for region in regions])
    height = LOW_DOTS if marks else 36
    chart = dot_chart(
        rows, width_mm=SIDE_WIDTH, height_mm=height, end=context.rate_end, reference=national, label_mm=22
    )
    numbers = context.numbers(
        ("region-name", "rate", "interval"),
        [(row.name, row.shown, show.number_range(row.lower, row.upper, 0, language)) for row in rows],
        "active_runners_rate",
    )
    return figure(
        3,
        title,
        text,
        picture("regioner", context.svg(chart), alternative, SIDE_WIDTH, numbers),
        division("note", marks) if marks else Section(),
    )
