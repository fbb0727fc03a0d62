"""Cover and what to know before reading on."""

from __future__ import annotations

from typing import Final

from analysis.core import formatting as show
from analysis.core.layout import SEMICOLON_CSV
from analysis.report.charts.theme import LOCALES
from analysis.report.charts.tiles import tile_map
from analysis.report.citation import citation, linked_data
from analysis.report.components import (
    Section,
    columns,
    contents,
    division,
    figure_title,
    heading,
    markdown,
    stacked,
)
from analysis.report.data import ReportData
from analysis.report.maps import tiles_within
from analysis.report.pages.about import acceptance_of_the_country
from analysis.report.pages.national import headline
from analysis.texts.markup import PARAGRAPH, strong, together
from analysis.texts.notes import TABLE_LANGUAGE

NAMED = 4
COVER_MAP = "forside.svg"
LOGO: Final = "logo.svg"
# How a delivery names its source where its figures are those of the report that TrygFonden publishes.
STATUS_REPORT: Final = "TrygFonden, Statusrapport"


def cover(context: ReportData) -> Section:
    """Front matter, and the cover's picture: every municipality's tile, decoration and so without words."""
    codes = context.municipalities["municipality_code"].to_list()
    drawn = tile_map(tiles_within(context, codes), 129, names=False, numbers=False)
    facts = metadata(context)
    logo = context.snapshot.delivery.publishing.logo
    media = {COVER_MAP: context.svg(drawn), **({LOGO: logo} if logo else {})}
    return Section(linked_data(context, facts), media, facts)


def metadata(context: ReportData) -> dict[str, str | list[str]]:
    """Front matter of the report: title, dates, who made it."""
    texts, delivery = context.texts, context.snapshot.delivery
    quarter = context.quarter_name(delivery.quarter)
    title, (lead, lead_under) = texts("title"), headline(context)
    facts: dict[str, str | list[str]] = {
        "title": title,
        "subtitle": texts("subtitle", quarter=quarter),
        "maker": delivery.publisher or "Statusrapport",
        "lang": texts.language,
        "locale": LOCALES[texts.language].replace("-", "_"),
        "date-line": texts(
            "date-line",
            date=context.as_of_shown,
            regions=texts.number_word(len(context.figures.areas("active_runners", "region"))),
            municipalities=str(context.municipalities.height),
        ),
        "producer": context.statement,
        "running-title": together([title, quarter], " · "),
        "footer": texts(
            "footer",
            date=context.as_of_shown,
            source=context.delivered(delivery.source),
            maker=context.statement if delivery.publisher else texts("footer-independent"),
            **{
                "population-day": context.population_day_shown,
                "population-source": context.population_source_shown,
            },
        ),
        "description-meta": texts(f"description{_apart(context)}", **_days(context)),
        "keywords": [*texts("keywords").split(", "), str(delivery.quarter)],
        "cover-map": f"media/{COVER_MAP}",
        "lead": lead,
        "lead-under": lead_under,
        "report-file": texts("cover-report"),
        "numbers-file": texts("cover-numbers" if context.edition is None else "cover-spreadsheet"),
        "numbers-address": _numbers_address(context),
        "excel-file": texts("cover-excel"),
        "excel-address": _excel_address(context),
        "edition": texts("edition-draft"),
        "edition-line": texts("edition-draft"),
        **({"draft": texts("draft-mark")} if context.edition is None else {}),
        "find-title": texts("find-heading"),
        "set-with": texts("set-with"),
        "and": texts("list-and"),
        "skip-link": texts("skip-link"),
        "toc-title": texts("contents"),
        **_released(context),
        **_from_publisher(context),
    }
    return {**facts, "watermark": texts("watermark")} if delivery.simulated else facts


def _apart(context: ReportData) -> str:
    """How the messages end that name the day of runners and that of AEDs, where the two are not the same."""
    return "-apart" if context.counted_apart("aeds") else ""


def _days(context: ReportData) -> dict[str, str]:
    """The day of runners, and that of AEDs where it is another one."""
    own = {"aeds": context.day_shown("aeds")} if context.counted_apart("aeds") else {}
    return {"date": context.as_of_shown, **own}


def _before_the_end(context: ReportData) -> str:
    """That the count was made before the quarter was over, where it was."""
    delivery = context.snapshot.delivery
    end = delivery.quarter.last_day
    return (
        context.texts("important-before-end", end=show.long_date(end, context.texts.language))
        if delivery.as_of < end
        else ""
    )


def _from_publisher(context: ReportData) -> dict[str, str | list[str]]:
    """What the front matter says of a publisher: the logo, and where to be found."""
    said = context.snapshot.delivery.publishing
    reached = _reached(context)
    return {
        **({"logo": f"media/{LOGO}"} if said.logo else {}),
        **({"reached": together(reached)} if reached else {}),
    }


def _numbers_address(context: ReportData) -> str:
    """Where the file of all numbers lies, seen from the page: beside a draft, with a version's open data."""
    if context.edition is None:
        return "indicators.csv"
    data = "data/indicators.xlsx"
    return data if context.texts.language == TABLE_LANGUAGE else f"../{data}"


def _excel_address(context: ReportData) -> str:
    """Where the edition of that file for spreadsheets with Danish settings lies."""
    if context.edition is None:
        return SEMICOLON_CSV
    data = f"data/{SEMICOLON_CSV}"
    return data if context.texts.language == TABLE_LANGUAGE else f"../{data}"


def _released(context: ReportData) -> dict[str, str | list[str]]:
    """What the front matter says of a released version only."""
    texts, edition, quarter = context.texts, context.edition, context.snapshot.delivery.quarter
    if edition is None:
        return {}
    reason = texts("release-reason", reason=edition.reason_in(texts))
    version = texts("release-version-number", version=str(edition.version))
    return {
        "edition": texts("release-edition-short", version=str(edition.version)),
        "edition-line": edition.in_words(texts),
        "version-number": str(edition.version),
        "issued": edition.released.isoformat(),
        "identifier": f"{quarter} v{edition.version}",
        "keywords": [*texts("keywords").split(", "), str(quarter), version],
        **({"reason-line": reason} if edition.reason else {}),
    }


def important(context: ReportData) -> Section:
    """What active means, which dates and populations hold, and what the lines about the dots say."""
    texts = context.texts
    cancelled = context.figures.published("cancelled_share")
    text = texts(
        "important-text",
        stocks=texts(f"important-stocks{_apart(context)}", **_days(context)),
        early=_before_the_end(context),
        period=context.period_shown,
        days=context.days,
        acceptance=acceptance_of_the_country(context),
        cancelled=texts(
            "important-cancelled", share=context.percent(cancelled.value), reasons=_reasons(context)
        )
        if cancelled
        else texts("important-cancelled-unknown"),
        **{
            "population-quarter": context.quarter_name(context.population_quarter),
            "population-source": context.population_source_shown,
        },
    )
    who = texts(
        "who-text",
        statement=context.statement,
        source=context.delivered(context.snapshot.delivery.source),
        origin=texts("who-origin") if context.snapshot.delivery.source.startswith(STATUS_REPORT) else "",
        **{"population-source": context.population_source_shown},
    )
    listed = division("kun-pdf", stacked(figure_title(3, texts("contents")), contents()))
    behind = division("boks", together([strong(texts("who-heading"), "."), who, *_reached(context)]))
    said = stacked(markdown(text), *_not_known(context), *_about_version(context), behind)
    return stacked(
        heading(2, texts("important-heading"), "vigtigt-at-vide"),
        division("fund", texts("important-finding")),
        division("helside", columns([140, 101], said, listed, name="laesetekst med-indhold")),
    )


def _reached(context: ReportData) -> list[str]:
    """Where the publisher is to be found, and whom readers may ask."""
    said = context.snapshot.delivery.publishing
    given = {"who-address": ("address", said.address), "who-contact": ("contact", said.contact)}
    return [
        context.texts(key, **{name: context.delivered(text)}) for key, (name, text) in given.items() if text
    ]


def _not_known(context: ReportData) -> list[Section]:
    """How many municipalities have no number, which and why, and what that means for all sums and rates."""
    if not context.unknown:
        return []
    texts, rows = context.texts, context.unknown
    why = context.delivered_notes([row.code for row in rows]) if len(rows) <= NAMED else []
    said = texts(
        "important-not-known",
        n=len(rows),
        missing=texts.number_word(len(rows)),
        count=str(context.municipalities.height),
        whole="partly" if context.is_partly_known() else "known",
    )
    said = together([strong(texts("important-not-known-title"), "."), said])
    return [division("boks", together([said, together(why)] if why else [said], PARAGRAPH))]


def _about_version(context: ReportData) -> list[Section]:
    """How to cite a released version, and from the second on why there is one."""
    texts, edition = context.texts, context.edition
    if edition is None:
        return []
    cited = together([strong(texts("release-cite"), ":"), citation(context)])
    if not edition.reason:
        return [division("boks", cited)]
    why = texts("release-reason", reason=edition.reason_in(texts))
    mark = texts("release-mark", version=str(edition.version - 1))
    said = together([strong(edition.in_words(texts), "."), why])
    return [division("boks", together([said, mark, cited], PARAGRAPH))]


def _reasons(context: ReportData) -> str:
    counted = not context.snapshot.delivery.cancellations.is_empty()
    return context.texts("important-reasons-counted" if counted else "important-reasons-unknown")
