"""The country on one page."""

from __future__ import annotations

from analysis.core import formatting as show
from analysis.report.charts import dot_chart
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    division,
    figure,
    heading,
    key_figures,
    legend,
    picture,
    stacked,
)
from analysis.report.data import Context
from analysis.report.figures import tone

MAP_WIDTH = 171.0
SIDE_WIDTH = 66.0


def national(context: Context) -> Section:
    """Key figures, the map of all municipalities and the regions against the country."""
    texts, figures = context.texts, context.figures
    active = figures.row("active_runners")["value"]
    return stacked(
        heading(2, texts("national-heading"), "hele-landet"),
        division(
            "fund", texts("national-finding", rounded=context.number(float(show.round_half_up(active, -2))))
        ),
        division(
            "under",
            texts("national-under", rate=context.number(context.national_rate), date=context.as_of_shown),
        ),
        columns(
            [MAP_WIDTH, SIDE_WIDTH],
            _map(context),
            stacked(_key_figures(context), _regions(context)),
            name="landet",
        ),
    )


def _key_figures(context: Context) -> Section:
    texts, figures = context.texts, context.figures
    return key_figures(
        [
            KeyFigure(
                context.marked(context.number(figures.value("active_runners")), "active_runners"),
                texts("key-active"),
                texts("key-active-detail", date=context.as_of_shown),
            ),
            KeyFigure(
                context.marked(context.number(context.national_rate), "active_runners_rate"),
                texts("key-rate"),
                texts("key-rate-national-detail", population=context.number(context.population["dk"])),
            ),
            *activity(context, "dk"),
        ],
        stacked_in=SIDE_WIDTH,
    )


def activity(context: Context, area: str) -> list[KeyFigure]:
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
    if figures.has("accepted_by_one", area):
        by_two = context.percent(figures.value("accepted_by_two", area))
        shown.append(
            KeyFigure(
                context.marked(
                    context.percent(figures.value("accepted_by_one", area)), "accepted_by_one", area
                ),
                texts("key-accepted"),
                texts("key-accepted-detail", share=by_two),
            )
        )
    return shown


def _map(context: Context) -> Section:
    texts = context.texts
    words = context.extreme_words(context.municipalities)
    alternative = texts(
        "national-map-alt",
        count=str(context.municipalities.height),
        rate=context.number(context.national_rate),
        **words,
    )
    return figure(
        3,
        texts("national-map-title", **words),
        texts("national-map-text", date=context.as_of_shown),
        legend(context.map_legend()),
        context.map_of(
            "danmark", context.municipalities["municipality_code"].to_list(), MAP_WIDTH, alternative
        ),
    )


def _regions(context: Context) -> Section:
    texts, national = context.texts, context.national_rate
    regions = context.figures.areas("active_runners_rate", "region")
    rows = [
        {
            "name": region["area"].removeprefix("Region "),
            "value": region["value"],
            "lower": region["lower"],
            "upper": region["upper"],
            "shown": context.number(region["value"]),
            "tone": tone(region, national),
        }
        for region in regions
    ]
    above = sum(show.round_half_up(region["value"]) > show.round_half_up(national) for region in regions)
    listed = ", ".join(f"{row['name']} {row['shown']}" for row in rows)
    chart = dot_chart(
        rows, width_mm=SIDE_WIDTH, height_mm=36, end=context.rate_end, reference=national, label_mm=22
    )
    return figure(
        3,
        texts(
            "national-dots-title",
            n=above,
            above=texts.number_word(above, capital=True),
            regions=texts.number_word(len(regions)),
        ),
        texts("national-dots-text"),
        picture(
            "regioner",
            context.svg(chart),
            texts("national-dots-alt", rate=context.number(national), list=listed),
            SIDE_WIDTH,
            context.numbers(
                ("region-name", "rate", "interval"),
                [
                    (
                        row["name"],
                        row["shown"],
                        show.number_range(row["lower"], row["upper"], 0, texts.language),
                    )
                    for row in rows
                ],
                "active_runners_rate",
            ),
        ),
    )
