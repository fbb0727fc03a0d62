"""What is said of a region."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.comparison import ELSEWHERE
from analysis.report.components import (
    SIZE_OF_WORDS,
    KeyFigure,
    Section,
    division,
    heading,
    key_figures,
    stacked,
)
from analysis.report.data import ReportData, municipality_rows
from analysis.report.figures import sides_of_country, standing
from analysis.report.maps import tiles_within
from analysis.report.pages.comparison import compared_areas, counted_sides, own_intervals
from analysis.report.pages.national import activity
from analysis.texts.markup import PARAGRAPH, strong, together

NOTES_BESIDE: Final = 700


def regions_title(context: ReportData) -> Section:
    """The page that opens the part on regions."""
    names = together(
        (row.area for row in context.figures.areas("active_runners", "region")), show.BETWEEN_NAMES
    )
    return stacked(
        heading(2, context.texts("regions-heading"), "del-regioner"),
        division("deltekst", context.texts("regions-text", names=names)),
    )


def region_codes(context: ReportData) -> list[str]:
    """Regions in the report's order."""
    return [row.area_code for row in context.figures.areas("active_runners", "region")]


def region_key_figures(context: ReportData, code: str) -> Section:
    """A region's runners, their share of the country's, its rate, and what is published of its alarms."""
    texts, figures = context.texts, context.figures
    share = figures.published("active_runners_share_of_country", code)
    counted = figures.has("active_runners", code)
    return key_figures(
        [
            KeyFigure(
                context.marked(context.count_shown(code), "active_runners", code),
                texts("key-active"),
                texts("key-active-detail", date=context.as_of_shown)
                if share is None
                else texts(
                    "key-share-detail",
                    share=context.percent(share.value),
                    total=context.number(share.denominator),
                ),
            ),
            KeyFigure(
                context.marked(
                    context.number(figures.value("active_runners_rate", code)), "active_runners_rate", code
                ),
                context.rate_marked(texts("key-rate"), code),
                context.country_rate_shown("key-rate-detail"),
            ),
            *activity(context, code),
        ],
        size=None if counted else SIZE_OF_WORDS,
    )


def region_finding(context: ReportData, code: str) -> str:
    """How the region's rate stands to the country's, or how much of it is known.

    Nothing is called highest or lowest while the rate of another region is not known or only partly.
    """
    texts = context.texts
    rows = context.figures.areas("active_runners_rate", "region")
    region = next(row for row in rows if row.area_code == code)
    name, limits = region.area, region.limits_if_known
    if limits is None:
        return texts("region-finding-unknown", region=name)
    if context.is_partly_known(code):
        return texts("region-finding-partly", region=name, rate=context.number(region.value))
    others = [row for row in rows if row.area_code != code]
    partly = any(context.is_partly_known(row.area_code) for row in others)
    position = standing(limits, [] if partly else [row.limits for row in others], context.national_rate)
    return texts(
        f"region-finding-{position}",
        region=name,
        rate=context.number(region.value),
        regions=texts.number_word(len(rows)),
    )


def count_title(context: ReportData, own: pl.DataFrame) -> str:
    """How many of a region's municipalities lie clearly above and below the country's rate, of those known.

    Args:
        context: Numbers and words.
        own: Rows of `ReportData.municipalities`.
    """
    texts, known = context.texts, own.drop_nulls("rate")
    if known.is_empty():
        return texts("region-table-title-unknown")
    sides = sides_of_country([row.limits for row in municipality_rows(known)], context.national_rate)
    return texts(
        "region-table-title" if known.height == own.height else "region-table-title-known",
        **{"n": sides["above"], "n-below": sides["below"]},
        above=texts.number_of(sides["above"], known.height),
        below=texts.number_of(sides["below"], known.height),
        total=texts.number_word(known.height),
    )


def not_known_box(context: ReportData, code: str) -> Section:
    """What is known of a region where some of its municipalities are not; empty where all are."""
    if not (words := context.known_words(code)):
        return Section()
    return division("boks", together([strong(context.texts("region-not-known-title")), words], PARAGRAPH))


def withheld_box(context: ReportData, code: str) -> Section:
    """What of a region is not shown, why and until when; empty where nothing is withheld."""
    withheld = context.snapshot.delivery.withheld.filter(pl.col("area_code") == code)
    if withheld.is_empty():
        return Section()
    texts = context.texts
    reasons = [
        texts(
            "region-withheld-text",
            reason=context.delivered(reason),
            until=show.long_date(until, texts.language),
        )
        for reason, until in withheld.select("reason", "until").unique(maintain_order=True).iter_rows()
    ]
    return division(
        "boks",
        together(
            [strong(texts("region-withheld-title")), *reasons, *_on_activations(context, code)], PARAGRAPH
        ),
    )


def _on_activations(context: ReportData, code: str) -> list[str]:
    """That a region's activations are not there or not shown, and whether they follow from others'."""
    figures = context.figures
    if figures.has("activations", code):
        return []
    unknown = [
        row
        for row in figures.areas("active_runners", "region")
        if not figures.has("activations", row.area_code)
    ]
    missing = figures.row("activations", code).status == "missing"
    sentences = [context.texts("region-activations-missing" if missing else "region-activations-unknown")]
    if figures.has("activations") and len(unknown) == 1:
        sentences.append(context.texts("region-activations-derivable"))
    return [together(sentences), *_other_regions(context, code)]


def _other_regions(context: ReportData, code: str) -> list[str]:
    """What the other regions' activations amount to, where all of theirs are published."""
    figures, others = context.figures, context.figures.published(ELSEWHERE.name, code)
    if others is None or not figures.has("activations_rate_year"):
        return []
    decimals, language = ELSEWHERE.decimals, context.texts.language
    return [
        context.texts(
            "region-activations-others",
            regions=context.texts.number_word(len(figures.areas("activations", "region")) - 1),
            count=context.number(others.numerator),
            rate=context.number(others.value, decimals),
            range=show.number_range(others.lower, others.upper, decimals, language),
            country=context.number(figures.value("activations_rate_year"), decimals),
        )
    ]


def notes_below(context: ReportData, municipalities: pl.DataFrame, note: str) -> Section:
    """What stands under a map, for the whole width of a page; empty where it has room beside the map."""
    notes = together([note, *map_notes(context, municipalities)])
    return division("note", notes) if len(notes) > NOTES_BESIDE else Section()


def map_notes(context: ReportData, own: pl.DataFrame) -> list[str]:
    """Notes of the delivery on these municipalities, and what one person means in the smallest of them."""
    texts = context.texts
    pale = not tiles_within(context, own["municipality_code"].to_list())["own"].all()
    delivered = context.delivered_notes(own["municipality_code"].to_list())
    small = [
        texts("region-small-item", step=context.number(step), name=row.name)
        for row in municipality_rows(own)
        if (step := context.small_step(row.code)) is not None
    ]
    unknown = "yes" if own["rate"].null_count() else "no"
    others = [texts("region-map-note-others", unknown=unknown)] if pale else []
    told_in_box = own["rate"].null_count() > 0
    marks = "" if told_in_box else context.marks_explained([], country_rate=True)
    return [
        *others,
        *([marks] if marks else []),
        *_two_comparisons(context),
        *delivered,
        *([texts("region-small-note", list=context.joined(small))] if small else []),
    ]


def _two_comparisons(context: ReportData) -> list[str]:
    """That the page on all municipalities compares otherwise, and how many stand out by each comparison."""
    if not context.has_funnel:
        return []
    counted = counted_sides(context, compared_areas(context))
    return [
        context.texts(
            "region-two-comparisons",
            outside=str(counted["outside-count"]),
            count=counted["count"],
            page=context.texts("funnel-heading"),
            **own_intervals(context),
        )
    ]
