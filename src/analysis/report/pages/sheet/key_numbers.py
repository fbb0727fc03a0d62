"""The large numbers of a sheet."""

from __future__ import annotations

from analysis.report.components import KeyFigure
from analysis.report.figures import side_of_country
from analysis.report.pages.sheet.facts import RATE, AreaFacts
from analysis.report.pages.sheet.words import delivered_notes, interval_shown


def key_numbers(sheet: AreaFacts) -> list[KeyFigure]:
    """How many, how many per inhabitant, the rank's interval, and how far from the country's rate.

    The last only where the area's interval does not hold the country's rate.
    """
    context, texts, row = sheet.context, sheet.context.texts, sheet.rate
    people = texts("sheet-key-people", people=context.number(sheet.people))
    interval = texts("sheet-key-interval", range=interval_shown(context, row)) if sheet.known else ""
    count = 0 if row.numerator is None else int(row.numerator)
    of_known = texts("sheet-key-known", people=context.number(row.denominator))
    return [
        KeyFigure(sheet.count_shown, texts("sheet-key-active", count=count), people),
        KeyFigure(
            context.number(row.value), texts("sheet-key-rate"), of_known if sheet.partly_known else interval
        ),
        *(_share(sheet) if sheet.is_region else _rank(sheet)),
        *_distance(sheet),
    ]


def _rank(sheet: AreaFacts) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    rank = context.figures.published(f"{RATE}_rank", sheet.code)
    if rank is None:
        return []
    return [
        KeyFigure(
            texts("sheet-key-rank", range=interval_shown(context, rank)),
            texts("sheet-key-rank-label", count=context.number(rank.denominator)),
            texts("sheet-key-rank-interval"),
        )
    ]


def _share(sheet: AreaFacts) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.published("active_runners_share_of_country", sheet.code)
    if row is None:
        return []
    count, total = (context.number(number) for number in (row.numerator, row.denominator))
    return [
        KeyFigure(
            context.percent(row.value, 1),
            texts("sheet-key-share"),
            texts("sheet-key-share-detail", count=count, total=total),
        )
    ]


def _distance(sheet: AreaFacts) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.published("active_runners_to_country_rate", sheet.code)
    if (
        row is None
        or not sheet.known
        or sheet.partly_known
        or side_of_country(sheet.rate.limits_if_known, context.national_rate) == "same"
    ):
        return []
    kind = "lacking" if row.known_value > 0 else "beyond"
    needed = texts(f"sheet-key-{kind}-detail", needed=context.number(row.numerator))
    return [
        KeyFigure(
            context.number(abs(row.known_value)),
            texts(f"sheet-key-{kind}"),
            texts("sheet-key-noted", detail=needed) if delivered_notes(sheet) else needed,
        )
    ]
