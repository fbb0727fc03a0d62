"""The tables of a sheet."""

from __future__ import annotations

from analysis.indicators.records import IndicatorRow
from analysis.report.components import (
    Section,
    division,
    figure_title,
    stacked,
    table,
)
from analysis.report.pages.sheet.facts import RATE, AreaFacts, municipalities_of_like_size


def like_size_table(sheet: AreaFacts) -> Section:
    """The municipalities nearest in population."""
    context, texts = sheet.context, sheet.context.texts
    rows = [context.figures.row(RATE, code) for code in municipalities_of_like_size(sheet)]
    if len(rows) == 1:
        return Section()
    return stacked(
        figure_title(2, texts("sheet-size-title")),
        division("figurtekst", texts("sheet-size-text", word=texts.number_word(len(rows) - 1))),
        table(
            [
                (
                    row.area,
                    context.number(context.population[row.area_code]),
                    context.count_shown(row.area_code),
                    context.number(row.value),
                )
                for row in rows
            ],
            caption=texts("sheet-size-caption", name=sheet.subject),
            head=[texts(f"column-{name}") for name in ("municipality", "people", "active", "rate")],
            widths=("1fr", "28mm", "28mm", "28mm"),
            numeric=(1, 2, 3),
            marked=len(rows) - 1,
        ),
    )


def regions_table(sheet: AreaFacts) -> Section:
    """All regions, the own marked."""
    context, texts = sheet.context, sheet.context.texts
    rows = context.figures.areas(RATE, "region")

    def cells(row: IndicatorRow) -> tuple[str, ...]:
        code = row.area_code
        activations, accepted = (
            context.figures.published(name, code) for name in ("activations", "accepted_by_one")
        )
        return (
            context.name_marked(row.area, code),
            context.number(context.population[code]),
            context.count_shown(code),
            context.number(row.value),
            context.number(activations.value if activations else None),
            context.percent(accepted.value if accepted else None),
        )

    names = ("column-region", "column-people", "column-active", "column-rate")
    return stacked(
        figure_title(2, texts("sheet-regions-table-title")),
        division("figurtekst", texts("sheet-regions-table-text", period=context.period_shown)),
        table(
            [cells(row) for row in rows],
            caption=texts("sheet-regions-table-caption"),
            head=[
                *(texts(name) for name in names),
                texts("sheet-column-activations"),
                texts("sheet-column-accepted"),
            ],
            widths=("1fr", "16mm", "21mm", "16mm", "18mm", "22mm")
            if context.unknown
            else ("1fr", "18mm", "14mm", "17mm", "20mm", "24mm"),
            numeric=(1, 2, 3, 4, 5),
            marked=next(place for place, row in enumerate(rows) if row.area_code == sheet.code),
        ),
    )
