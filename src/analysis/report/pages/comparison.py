"""The parts of the page with the funnel; `notebooks/pages/comparison.ipynb` puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core import formatting as show
from analysis.indicators.funnel_lines import funnel_bands, funnel_of_table
from analysis.indicators.spread import Funnel
from analysis.report.charts.drawing import Drawing
from analysis.report.charts.funnel import FunnelArea, funnel_chart
from analysis.report.charts.theme import LIMIT_COLOURS, PHONE_MM, SHAPES, TONES
from analysis.report.components import (
    Section,
    division,
    figure,
    legend,
    on_phones,
    picture,
    table,
)
from analysis.report.data import Municipality, ReportData, municipality_rows
from analysis.report.figures import TONE_OF_SIDE, sides_of_country
from analysis.texts.markup import together

CHART_WIDTH: Final = 187.0
SIDE_WIDTH: Final = 64.0
PHONE_HEIGHT: Final = 95.0
RATE: Final = "active_runners_rate"
SIDES: Final = ("above", "below")
# Inhabitants from which a municipality is named in the funnel wherever it lies.
LARGE: Final = 200_000


def counted_sides(context: ReportData, areas: Sequence[FunnelArea]) -> dict[str, str | int]:
    """How many municipalities lie above and below the funnel's limits, as the page's words name them.

    Beside them stands how many would lie outside although none stood out.

    Args:
        context: Words.
        areas: From `compared_areas`.
    """
    texts = context.texts
    count = {side: sum(area.tone == side for area in areas) for side in SIDES}
    expected = context.figures.row(f"{RATE}_outside_95_expected").known_value
    return {
        "outside-count": sum(count.values()),
        "outside": texts.number_of(sum(count.values()), len(areas), capital=True),
        "above": texts.number_word(count["above"], capital=True),
        "below": texts.number_word(count["below"]),
        "expected": texts.number_word(int(show.round_half_up(expected))),
        "count": str(len(areas)),
    }


def compared_areas(context: ReportData) -> list[FunnelArea]:
    """The municipalities whose rate is known, in the order of the alphabet.

    Outside is who deviates more than 95 percent of municipalities of that size do. They are named, and the
    largest cities.
    """
    sides = {row.area_code: row.known_value for row in context.figures.areas(f"{RATE}_side", "municipality")}

    def area(row: Municipality) -> FunnelArea:
        found = context.figures.row(RATE, row.code)
        tone, people = TONE_OF_SIDE[sides[row.code]], context.population[row.code]
        return FunnelArea(
            row.code,
            row.name,
            people,
            found.known_numerator,
            found.known_value,
            tone,
            row.name if tone != "same" or people > LARGE else None,
        )

    return [area(row) for row in municipality_rows(context.municipalities) if row.rate is not None]


def _funnel(context: ReportData) -> Funnel:
    """The funnel as the tidy table holds it."""
    values = {
        name: context.figures.row(f"{RATE}_{name}").known_value
        for name in ("dispersion", "dispersion_winsorised", "between")
    }
    centres = context.figures.areas(f"{RATE}_funnel", "municipality")
    country = context.national_rate
    return funnel_of_table(
        country if country is not None and not context.unknown else centres[0].known_value,
        values["dispersion"],
        values["dispersion_winsorised"],
        values["between"],
    )


def funnel_drawing(
    context: ReportData, areas: list[FunnelArea], width_mm: float, height_mm: float
) -> Drawing:
    """The funnel of some areas, from `compared_areas`, without the page around it."""
    funnel = _funnel(context)
    bands = funnel_bands(funnel, [area.people for area in areas])
    return funnel_chart(
        areas,
        bands,
        width_mm=width_mm,
        height_mm=height_mm,
        reference=context.country_reference,
        end=context.rate_end,
    )


def funnel_figure(
    context: ReportData, areas: list[FunnelArea], *, title: str, text: str, alternative: str
) -> Section:
    """The funnel with its legend and the numbers behind it; a phone names the ends and the large cities only.

    Args:
        context: Numbers and words.
        areas: From `compared_areas`.
        title: Over the figure.
        text: Under the title.
        alternative: What the figure shows, for those who do not see it.
    """
    texts = context.texts
    furthest = {area.key for area in _furthest(areas)}
    few = [
        area._replace(label=area.name if area.key in furthest or area.people > LARGE else None)
        for area in areas
    ]
    return figure(
        3,
        title,
        text,
        on_phones("figurtekst", texts("funnel-text-phone")),
        legend(
            [
                *((SHAPES[tone], TONES[tone], texts(f"funnel-legend-{tone}")) for tone in (*SIDES, "same")),
                ("square", LIMIT_COLOURS[0], texts("funnel-legend-95")),
                ("square", LIMIT_COLOURS[1], texts("funnel-legend-998")),
            ]
        ),
        picture(
            "tragt",
            context.svg(funnel_drawing(context, areas, CHART_WIDTH, 121)),
            alternative,
            CHART_WIDTH,
            context.numbers(
                ("municipality", "people", "active", "rate"),
                [
                    (area.name, *(context.number(one) for one in (area.people, area.runners, area.rate)))
                    for area in areas
                ],
                RATE,
                codes=[area.key for area in areas],
            ),
            phone=[context.svg(funnel_drawing(context, few, PHONE_MM, PHONE_HEIGHT))],
        ),
    )


def _furthest(areas: list[FunnelArea]) -> list[FunnelArea]:
    """The lowest and the highest rate."""
    ordered = sorted(areas, key=lambda area: area.rate)
    return [ordered[0], ordered[-1]]


def furthest_named(context: ReportData, areas: list[FunnelArea]) -> str:
    """The municipalities of the lowest and the highest rate, each with its rate."""
    return context.joined([f"{row.name} {context.number(row.rate)}" for row in _furthest(areas)])


def outside_table(context: ReportData, areas: Sequence[FunnelArea], side: str) -> Section:
    """The municipalities on one side of the funnel with their rank's interval; empty where there are none.

    Args:
        context: Numbers and words.
        areas: From `compared_areas`.
        side: `above` or `below`.
    """
    rows = [area for area in areas if area.tone == side]
    if not rows:
        return Section()
    texts = context.texts
    ranks = {row.area: row for row in context.figures.areas(f"{RATE}_rank", "municipality")}
    title = texts(f"funnel-list-{side}")
    return division(
        "figur",
        table(
            [
                (
                    row.name,
                    context.number(row.runners),
                    context.number(row.rate),
                    show.number_range(ranks[row.name].lower, ranks[row.name].upper, 0, texts.language),
                )
                for row in rows
            ],
            caption=title,
            head=[title, texts("column-active"), texts("column-rate"), texts("column-rank")],
            widths=("1fr", "8.5mm", "15.5mm", "12mm"),
            numeric=(1, 2, 3),
            size=7.5,
            pitch=3.95,
            gutter=1.5,
            codes=[row.key for row in rows],
        ),
    )


def funnel_note(context: ReportData) -> str:
    """How many municipalities lie outside chance alone, how much they truly differ, and what marks say."""
    texts, figures = context.texts, context.figures
    outside = int(figures.row(f"{RATE}_outside_plain").known_value)
    told = texts(
        "funnel-note",
        furthest=_far_outside(context),
        outside=texts.number_of(outside, int(context.counted_municipalities["known"])),
        count=context.counted_municipalities["known"],
        between=context.number(figures.value(f"{RATE}_between")),
        **own_intervals(context),
    )
    marks = context.marks_explained([], country_rate=True)
    return together([told, marks]) if marks else told


def own_intervals(context: ReportData) -> dict[str, str]:
    """How many municipalities lie above and below the country's rate by their own intervals alone."""
    rows = municipality_rows(context.municipalities)
    sides = sides_of_country([row.limits for row in rows], context.national_rate)
    return {side: str(sides[side]) for side in SIDES}


def _far_outside(context: ReportData) -> str:
    """Which municipalities lie outside the funnel's wider limits, and what is delivered of their numbers."""
    limits = {
        row.area_code: row.limits for row in context.figures.areas(f"{RATE}_funnel_998", "municipality")
    }
    outside = [
        row
        for row in municipality_rows(context.municipalities)
        if row.rate is not None
        and (found := limits.get(row.code))
        and not found.lower <= row.rate <= found.upper
    ]
    if not outside:
        return context.texts("funnel-far-none")
    notes = context.delivered_notes([row.code for row in outside])
    expected = context.figures.value(f"{RATE}_outside_998_expected")
    named = context.texts(
        "funnel-far",
        names=context.joined([row.name for row in outside]),
        expected=context.number(expected, 1),
    )
    return together([named, *notes])
