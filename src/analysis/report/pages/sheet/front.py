"""What the sheet's head and foot, its picture and the list of sheets say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.core import formatting as show
from analysis.report.data import ReportData
from analysis.report.pages.sheet.facts import AreaFacts, linked_areas
from analysis.report.pages.sheet.words import press_line

LEVELS: Final = ("region", "municipality")


def sheet_list(context: ReportData, told: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    """Words and rows of the page that lists the sheets.

    Args:
        context: The quarter's numbers and words.
        told: Area code → what its sheet tells of itself: stem, title, level, numbers.
    """
    texts, delivery = context.texts, context.snapshot.delivery
    found = {level: [(code, one) for code, one in told.items() if one["level"] == level] for level in LEVELS}
    rows = {
        level: [
            {
                "stem": one["stem"],
                "name": one["title"],
                "rate": context.number(one["numbers"]["value"]),
                "count": context.count_shown(code),
                "range": show.number_range(
                    one["numbers"]["lower"], one["numbers"]["upper"], 0, texts.language
                ),
                # What the page sorts by; empty where nothing is known.
                **{
                    f"by-{name}": "" if one["numbers"][column] is None else str(one["numbers"][column])
                    for name, column in (("count", "numerator"), ("rate", "value"))
                },
            }
            for code, one in sheets
        ]
        for level, sheets in found.items()
    }
    words = ("title", "filter", "none", "press", "regions", "municipalities")
    facts: dict[str, object] = {
        "title": texts("sheet-index-title"),
        "subtitle": texts("sheet-running-title", quarter=context.quarter_name(delivery.quarter)),
        "lang": texts.language,
        "maker": delivery.publisher or "Statusrapport",
        "lead": texts("sheet-index-lead", date=context.as_of_shown),
        "statement": context.statement,
        "region": rows["region"],
        "municipality": rows["municipality"],
        "column-active": texts("column-active"),
        "column-rate": texts("column-rate"),
        "column-interval": texts("column-interval"),
        "column-region": texts("column-region"),
        "column-municipality": texts("column-municipality"),
        "skip": texts("sheet-skip"),
        "link-report": texts("sheet-link-report"),
        **{f"word-{name}": texts(f"sheet-index-{name}") for name in words},
    }
    return {**facts, "watermark": texts("watermark")} if delivery.simulated else facts


def _card_label(sheet: AreaFacts) -> str:
    """Which words stand under the number of the picture."""
    if not sheet.known:
        return "sheet-card-missing"
    return "sheet-card-label-known" if sheet.partly_known else "sheet-card-label"


def front_matter(sheet: AreaFacts) -> dict[str, object]:
    """What the page's head and foot, the shared picture and the list of sheets need."""
    context = sheet.context
    texts, delivery = context.texts, context.snapshot.delivery
    quarter = context.quarter_name(delivery.quarter)
    kind = "region" if sheet.is_region else "municipality"
    maker = context.statement if delivery.publisher else texts("footer-independent")
    coded = sheet.code.isdigit()
    facts: dict[str, object] = {
        "title": sheet.title,
        "subtitle": texts("sheet-running-title", quarter=quarter),
        "kicker": texts(f"sheet-kicker-{kind}"),
        "maker": delivery.publisher or "Statusrapport",
        "lang": texts.language,
        "footer": texts(
            "sheet-footer",
            date=context.as_of_shown,
            source=context.delivered(delivery.source),
            maker=maker,
            code=texts(f"sheet-footer-{kind}", code=sheet.code) if coded else "",
            **{
                "population-day": context.population_day_shown,
                "population-source": context.population_source_shown,
            },
        ).strip(),
        "keywords": ["hjerteløbere", sheet.title, str(delivery.quarter)],
        "description-meta": press_line(sheet),
        "press-source": texts(
            "sheet-press-source",
            source=context.delivered(delivery.source),
            maker=maker,
            **{"population-source": context.population_source_shown},
        ),
        "code": sheet.code,
        "stem": sheet.stem,
        "level": kind,
        "numbers": {
            "numerator": context.figures.value("active_runners", sheet.code),
            "value": sheet.rate.value,
            "lower": sheet.rate.lower,
            "upper": sheet.rate.upper,
        },
        "linked-title": texts(f"sheet-linked-title-{kind}"),
        "linked": [{"stem": one.stem, "name": one.name} for one in linked_areas(sheet)],
        "card-figure": context.number(sheet.rate.value),
        "card-label": texts(_card_label(sheet)),
        "card-line": texts(
            "sheet-card-line" if sheet.known else "sheet-card-line-missing",
            count=sheet.count_shown,
            whole=texts(f"sheet-card-whole{'-in-part' * context.is_partly_known()}"),
            country=context.number(context.national_rate),
        ),
        "card-foot": texts("sheet-card-foot", date=context.as_of_shown, maker=maker),
        **{
            name: texts(f"sheet-{name}")
            for name in (
                "press-title",
                "press-copy",
                "press-copied",
                "more-title",
                "link-pdf",
                "link-report",
                "link-all",
                "link-picture",
                "skip",
            )
        },
    }
    return {**facts, "watermark": texts("watermark")} if delivery.simulated else facts
