"""The municipalities whose number moved otherwise than the country."""

from __future__ import annotations

import polars as pl

from analysis.core import formatting as show
from analysis.report.charts.changes import ChangedArea, change_chart
from analysis.report.charts.theme import PHONE_MM, TONES
from analysis.report.components import (
    Section,
    division,
    figure,
    figure_title,
    legend,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.pages.development.facts import common_change, judged_rows, municipal_comparison


def change_figure(
    context: ReportData, judged: pl.DataFrame, *, title: str, text: str, alternative: str, width_mm: float
) -> Section:
    """A point for each municipality: its change by its size, with the range that is usual for that size.

    Args:
        context: Numbers and words.
        judged: As `judged_now` gives them.
        title: Over the chart.
        text: Under the title.
        alternative: For those who do not see it.
        width_mm: Width in print.
    """
    texts = context.texts
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
    return figure(
        4,
        title,
        text,
        legend(
            [("circle", TONES[tone], texts(f"legend-change-{tone}")) for tone in ("above", "same", "below")]
            + [("square", "#E7EAEC", texts("legend-change-range"))]
        ),
        picture(
            "udvikling-kommuner",
            drawn(width_mm, 101),
            alternative,
            width_mm,
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
                common_change(context).indicator,
                codes=by_size["area_code"].to_list(),
            ),
            phone=[drawn(PHONE_MM, 90)],
        ),
    )


def furthest_table(context: ReportData, rows: pl.DataFrame, *, title: str) -> Section:
    """Municipalities with their counts before and now, the change, and what is usual; * where it stands out.

    Empty where no municipality lies on that side.

    Args:
        context: Numbers and words.
        rows: As `furthest` gives them.
        title: Over the table.
    """
    if rows.is_empty():
        return Section()
    texts, language = context.texts, context.texts.language
    kind = municipal_comparison(context)
    change = f"active_runners_change_{kind.name}_percent" if kind else ""
    return division(
        "figur",
        stacked(
            figure_title(4, title),
            table(
                [
                    (
                        row.name + ("*" if row.found else ""),
                        context.number(row.before),
                        context.marked(context.number(row.now), "active_runners", row.area_code),
                        context.marked(show.signed(row.change, 1, language), change, row.area_code),
                        " – ".join(show.signed(limit, 1, language) for limit in (row.lower, row.upper)),
                    )
                    for row in judged_rows(rows)
                ],
                caption=title,
                head=[
                    texts(f"column-{name}") for name in ("municipality", "before", "now", "percent", "usual")
                ],
                widths=("1fr", "10mm", "10mm", "11mm", "24mm"),
                numeric=(1, 2, 3, 4),
                pitch=4.7,
                gutter=2,
                codes=rows["area_code"].to_list(),
            ),
        ),
    )
