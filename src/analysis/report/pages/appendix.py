"""The appendix: where each number comes from, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby, product
from string import ascii_uppercase
from typing import Final

from analysis.core import formatting as show
from analysis.core.layout import METHOD_PAGE
from analysis.indicators import activations
from analysis.indicators.declaration import Unit
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.registry import indicator
from analysis.indicators.schema import SIMULATED
from analysis.report.components import (
    Section,
    columns,
    division,
    heading,
    markdown,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.naming import PERCENT, chapter, label
from analysis.report.pages.about import acceptance_of_the_country, delivery_notes, notes_on_unknown
from analysis.report.pages.about.arrests import SHOWN_FACTS
from analysis.texts.markup import Linked, Markup, together

HALF_PAGE = 128.0
BASIS_HEIGHT: Final = 132.0
BASIS_WIDTH: Final = 42.0
ASSUMED: Final = "*"
SHARES_OF_ALARMS: Final = frozenset(one.name for one in activations.DECLARED if one.unit is Unit.PERCENT)


def appendix_title(context: ReportData) -> Section:
    """The page that opens the appendix."""
    texts = context.texts
    pages = [
        texts("all-heading", count=str(context.municipalities.height)),
        *(texts(key) for key in ("basis-heading", "quality-heading", "appendix-guidance", "method-heading")),
    ]
    return stacked(
        heading(2, texts("appendix-heading"), "del-bilag"),
        division("deltekst", texts("appendix-text", pages=together(pages, show.BETWEEN_NAMES))),
    )


def basis(context: ReportData) -> Section:
    """The country's numbers with numerator, denominator, date, basis and source.

    Developments have pages of their own, and so have the shares of the reasons why alarms were cancelled.
    """
    texts = context.texts
    country = [
        row
        for row in indicator_rows(context.figures.table)
        if row.level == "country" and indicator(row.indicator).listed
    ]
    head = [
        texts(f"basis-column-{name}")
        for name in ("name", "value", "numerator", "denominator", "date", "basis", "source")
    ]
    sources = list(dict.fromkeys(part for row in country for part in context.source_parts(row.source)))
    letters = dict(zip(sources, _letters(), strict=False))
    listed = together(
        (together([letter, context.source_name(source)], ": ") for source, letter in letters.items()), "; "
    )
    said = texts("basis-sources", list=listed)
    return stacked(
        heading(3, texts("basis-heading"), "tallenes-grundlag"),
        division("fund", texts("basis-finding")),
        division("under", texts("basis-under")),
        table(
            [_basis_row(context, row, letters) for row in country],
            caption=texts("basis-caption"),
            head=head,
            widths=("1fr", "24mm", "20mm", "22mm", "38mm", f"{BASIS_WIDTH:g}mm", "14mm"),
            numeric=(1, 2, 3),
            size=8.5,
            pitch=min(4.9, BASIS_HEIGHT / len(country)),
        ),
        division(
            "note",
            together(
                [said, texts("basis-empty"), _populations(context), *_assumed_period(context, country)], " "
            ),
        ),
    )


def _populations(context: ReportData) -> str:
    """Of which day and quarter the inhabitants and adults below the line are."""
    adults = context.figures.row("active_share_adults").population_quarter
    return context.texts(
        "basis-populations",
        **{"population-day": context.population_day_shown, "adult-quarter": context.quarter_name(adults)},
    )


def _assumed_period(context: ReportData, rows: list[IndicatorRow]) -> list[str]:
    """What the mark of an assumed period says, where one stands."""
    return [context.texts("basis-published-period")] if any(map(_is_of_assumed_period, rows)) else []


def _is_of_assumed_period(row: IndicatorRow) -> bool:
    """Whether a rounded share of alarms stands in for counts: its period is taken to be the activations'."""
    return row.basis == "published" and row.indicator in SHARES_OF_ALARMS


def _letters() -> Iterator[str]:
    """A to Z, then AA to ZZ and so on."""
    return ("".join(letters) for size in count(1) for letters in product(ascii_uppercase, repeat=size))


def _basis_row(context: ReportData, row: IndicatorRow, letters: dict[str, str]) -> tuple[str, ...]:
    texts = context.texts
    decimals = indicator(row.indicator).decimals
    value: str
    least = row.value is None and bool(row.lower) and row.upper is None
    if least:
        value = texts("at-least", count=context.number(row.lower, decimals))
    elif row.value is None and row.status == "missing":
        value = texts("not-known")
    elif row.value is None:
        value = show.number_range(row.lower, row.upper, decimals, texts.language)
    elif row.unit == PERCENT:
        value = context.percent(row.value, decimals)
    else:
        value = context.number(row.value, decimals)
    numerator, denominator = (
        "" if number is None else context.number(number) for number in (row.numerator, row.denominator)
    )
    declared = indicator(row.indicator)
    return (
        Linked(label(declared.name, context.area_names, texts), f"{METHOD_PAGE}#{chapter(declared)}"),
        context.marked(value, row.indicator),
        numerator,
        denominator,
        _date_or_period(context, row),
        texts("basis-least" if least else f"basis-{row.basis}"),
        ", ".join(letters[part] for part in context.source_parts(row.source)),
    )


def _date_or_period(context: ReportData, row: IndicatorRow) -> str:
    """The day or period of a number; a period that is assumed has a mark."""
    if row.period_end is not None:
        mark = ASSUMED if _is_of_assumed_period(row) else ""
        return show.short_period(row.first_day, row.period_end, context.texts.language) + mark
    if row.indicator in context.undated:
        return context.texts("basis-no-date")
    return show.long_date(row.as_of, context.texts.language)


def method(context: ReportData) -> Section:
    """Definitions, sources and methods in two columns."""
    texts, delivery = context.texts, context.snapshot.delivery
    adult_quarter = context.figures.row("active_share_adults").population_quarter
    left = texts(
        "method-text-left",
        date=context.as_of_shown,
        **{
            "population-quarter": context.quarter_name(context.population_quarter),
            "population-day": context.population_day_shown,
            "adult-quarter": context.quarter_name(adult_quarter),
            "population-source": context.population_source_shown,
            "population-licence": texts(
                "method-population-simulated" if delivery.simulated else "method-population-licence"
            ),
        },
    )
    right = texts(
        "method-text-right",
        date=context.as_of_shown,
        gross=_gross(context),
        acceptance=acceptance_of_the_country(context),
        withheld=_withheld(context),
        arrests=_sources_of_arrests(context),
        unknown=notes_on_unknown(context),
        notes=delivery_notes(context),
        method=Markup(METHOD_PAGE, f"[{METHOD_PAGE}]({METHOD_PAGE})"),
        **{
            "period-start": show.long_date(delivery.period_start, texts.language),
            "period-end": show.long_date(delivery.period_end, texts.language),
        },
    )
    return stacked(
        heading(3, texts("method-heading"), "kilder-og-metode"),
        division("fund", texts("method-finding")),
        columns([HALF_PAGE - 4, HALF_PAGE - 4], markdown(left), markdown(right), name="laesetekst"),
    )


def _sources_of_arrests(context: ReportData) -> str:
    """Where the figures on cardiac arrest that are shown were taken from, or that they are made up."""
    sources = list(dict.fromkeys(context.figures.row(name).source for name in SHOWN_FACTS))
    if sources == [SIMULATED]:
        return context.texts("method-arrests-simulated")
    return context.texts("method-arrests", sources=context.joined([*map(context.source_name, sources)]))


def _gross(context: ReportData) -> str:
    gross = context.figures.published("activations_gross")
    kind = "unknown" if gross is None else "range" if gross.value is None else "counted"
    return context.texts(f"method-gross-{kind}")


def _withheld(context: ReportData) -> str:
    withheld = context.snapshot.delivery.withheld.to_dicts()
    if not withheld:
        return context.texts("withheld-none")
    sentences = []
    for (reason, until), rows in groupby(withheld, key=lambda row: (row["reason"], row["until"])):
        areas = {context.area_names[row["area_code"]] for row in rows}
        sentences.append(
            context.texts(
                "withheld-some",
                areas=context.joined(show.sorted_danish(areas)),
                reason=context.delivered(reason),
                until=show.long_date(until, context.texts.language),
            )
        )
    return together(sentences)
