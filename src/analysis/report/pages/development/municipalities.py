"""The municipalities whose number moved otherwise than the country."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.report.charts.changes import ChangedArea, change_chart
from analysis.report.charts.theme import PHONE_MM, TONES
from analysis.report.components import (
    Section,
    columns,
    division,
    figure,
    figure_title,
    heading,
    legend,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.axes import LIST_WIDTH
from analysis.report.pages.development.facts import comparison, judged_municipalities, judged_rows
from analysis.report.pages.development.words import counted, not_compared, signed_percent

SCATTER_WIDTH: Final = 160.0
NAMED_EACH_WAY: Final = 7


def development_municipalities(context: ReportData) -> Section:
    """Which municipalities moved otherwise than the country; empty where there is nothing to compare."""
    kind = comparison(context)
    if kind is None:
        return Section()
    judged = judged_municipalities(context, kind)
    if judged.is_empty():
        return Section()
    texts = context.texts
    country = context.figures.row(f"active_runners_change_{kind.name}_percent")
    above, below = (judged.filter(pl.col("tone") == side) for side in ("above", "below"))
    ranked = judged.sort("deviation", "area_code", descending=[True, False])
    furthest = {"above": ranked.head(NAMED_EACH_WAY), "below": ranked.tail(NAMED_EACH_WAY)}
    shown = [
        ChangedArea(
            row.area_code,
            row.before,
            row.change,
            row.lower,
            row.upper,
            row.tone,
            row.name if row.found else None,
        )
        for row in judged_rows(judged)
    ]

    def drawn(width_mm: float, height_mm: float) -> str:
        chart = change_chart(
            shown,
            width_mm=width_mm,
            height_mm=height_mm,
            expected=judged["expected"][0],
            language=texts.language,
        )
        return context.svg(chart)

    by_size = judged.sort("before", maintain_order=True)
    words = {
        "above": counted(context, above.height),
        "below": counted(context, below.height),
        "count": str(judged.height),
        "percent": signed_percent(context, country.value),
    }
    sides = [side for side, rows in (("above", above), ("below", below)) if rows.height]
    found = "both" if len(sides) == 2 else sides[0] if sides else "none"
    since = show.long_date(country.first_day, texts.language)
    left = figure(
        4,
        texts("trend-municipalities-title"),
        texts("trend-municipalities-text", since=since),
        legend(
            [("circle", TONES[tone], texts(f"legend-change-{tone}")) for tone in ("above", "same", "below")]
            + [("square", "#E7EAEC", texts("legend-change-range"))]
        ),
        picture(
            "udvikling-kommuner",
            drawn(SCATTER_WIDTH, 101),
            texts("trend-municipalities-alt", **words),
            SCATTER_WIDTH,
            context.numbers(
                ("municipality", "before", "now", "change"),
                [
                    (
                        row.name,
                        context.number(row.before),
                        context.number(row.now),
                        show.signed(row.change, 1, texts.language),
                    )
                    for row in judged_rows(by_size)
                ],
                "active_runners",
                codes=by_size["area_code"].to_list(),
            ),
            phone=[drawn(PHONE_MM, 90)],
        ),
    )
    return stacked(
        heading(3, texts("trend-municipalities-heading"), "udvikling-i-kommunerne"),
        division(
            "fund",
            texts(
                f"trend-municipalities-finding-{found}",
                **{**words, "below-number": texts.number_word(below.height)},
            ),
        ),
        division("under", texts("trend-municipalities-under", **words)),
        columns(
            [SCATTER_WIDTH, LIST_WIDTH],
            left,
            stacked(
                *(_furthest(context, rows, side) for side, rows in furthest.items()),
                division("note", not_compared(context, kind, judged)),
            ),
            name="region",
        ),
    )


def _furthest(context: ReportData, rows: pl.DataFrame, side: str) -> Section:
    texts, language = context.texts, context.texts.language
    order = show.sorted_danish(rows["name"])
    listed = sorted(judged_rows(rows), key=lambda row: order.index(row.name))
    return division(
        "figur",
        stacked(
            figure_title(4, texts(f"trend-list-{side}")),
            table(
                [
                    (
                        row.name + ("*" if row.found else ""),
                        context.number(row.before),
                        context.number(row.now),
                        show.signed(row.change, 1, language),
                        " – ".join(show.signed(limit, 1, language) for limit in (row.lower, row.upper)),
                    )
                    for row in listed
                ],
                caption=texts(f"trend-list-{side}"),
                head=[
                    texts(f"column-{name}") for name in ("municipality", "before", "now", "percent", "usual")
                ],
                widths=("1fr", "10mm", "10mm", "11mm", "24mm"),
                numeric=(1, 2, 3, 4),
                pitch=4.7,
                gutter=2,
                codes=[row.area_code for row in listed],
            ),
        ),
    )
