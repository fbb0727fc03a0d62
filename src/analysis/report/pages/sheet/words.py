"""The sentences of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.correction_notes import CORRECTED
from analysis.indicators.peers import neighbour_ratio
from analysis.indicators.records import IndicatorRow
from analysis.indicators.schema import COUNTRY
from analysis.report.charts.dots import DotRow
from analysis.report.data import ReportData
from analysis.report.figures import side_of_country, standing
from analysis.report.pages.development import common_change, municipal_comparison, percent_of_all
from analysis.report.pages.sheet.facts import BORNHOLM, RATE, AreaFacts
from analysis.texts.markup import PARAGRAPH, strong, together
from analysis.texts.notes import ended

LEAST_RATIO_SAID: Final = 2.0


def notes(sheet: AreaFacts) -> str:
    """What has to be known about this area's numbers alone; empty where there is nothing."""
    return together(_notes(sheet))


def press_line(sheet: AreaFacts) -> str:
    """One sentence that can be quoted as it stands."""
    context = sheet.context
    words = {
        "name": sheet.title,
        "date": context.as_of_shown,
        "country": context.number(context.national_rate),
    }
    kind = kind_of_count(sheet)
    if kind in ("missing", "withheld") and context.national_rate is None:
        kind = f"{kind}-alone"
    if sheet.known and kind != "none":
        words |= {
            "count": sheet.count_shown,
            "rate": context.number(sheet.rate.value),
            "range": interval_shown(sheet.context, sheet.rate),
        }
    in_part = context.national_rate is not None and context.is_partly_known() and "alone" not in kind
    line = together(
        [
            context.texts("sheet-press" + f"-{kind}" * bool(kind), **words),
            *([context.texts("sheet-press-country-in-part")] if in_part else []),
            *delivered_notes(sheet),
        ]
    )
    simulated = context.snapshot.delivery.simulated
    return context.texts("sheet-press-simulated", line=line) if simulated else line


def opening_sentence(sheet: AreaFacts) -> str:
    """How many, how many per inhabitant, and how that compares with the country and the region."""
    context, kind = sheet.context, kind_of_count(sheet)
    country = context.number(context.national_rate)
    if not sheet.known and context.national_rate is None:
        return context.texts(f"sheet-lead-{kind}-alone", date=context.as_of_shown)
    if kind in ("missing", "withheld", "none"):
        words = {"date": context.as_of_shown, "people": context.number(sheet.people), "country": country}
        return context.texts(f"sheet-lead-{kind}", **words)
    return context.texts(
        "sheet-lead" + f"-{kind}" * bool(kind),
        count=sheet.count_shown,
        rate=context.number(sheet.rate.value),
        compared=_compared(sheet),
    )


def kind_of_count(sheet: AreaFacts) -> str:
    """Which form a sentence about the count needs.

    Missing, withheld, known (only the rate of some municipalities is), none, one, or empty for more than one.
    """
    if not sheet.known:
        status = sheet.context.figures.row("active_runners", sheet.code).status
        return "withheld" if status == "withheld" else "missing"
    if sheet.partly_known:
        return "known"
    return {0: "none", 1: "one"}.get(int(sheet.rate.known_numerator), "")


def _compared(sheet: AreaFacts) -> str:
    """How the rate compares with the country's and the region's; empty where it is known only in part."""
    texts, national = sheet.context.texts, sheet.context.national_rate
    if sheet.partly_known or national is None:
        return ""
    country = _against(sheet, COUNTRY, "country", national)
    alike = texts("sheet-like-country")
    if side_of_country(sheet.rate.limits, national) == "same" and country != alike:
        return texts("sheet-compared-same", country=sheet.context.number(national))
    whole = None if sheet.is_region else sheet.context.figures.value(RATE, sheet.region_code)
    if whole is None:
        return texts("sheet-compared-country", country=country)
    region = _against(sheet, sheet.region_code, "region", whole)
    if country == alike and region == texts("sheet-like-region", region=sheet.region):
        return texts("sheet-compared-alike", region=sheet.region)
    if side_of_country(sheet.rate.limits, whole) == "same":
        region = texts("sheet-same-region", region=sheet.region)
    return texts("sheet-compared-both", country=country, region=region)


def _against(sheet: AreaFacts, whole: str, kind: str, rate: float) -> str:
    """How the area's rate compares with that of a whole around it, by the ratio that the table holds."""
    texts = sheet.context.texts
    region = {} if whole == COUNTRY else {"region": sheet.region}
    ratio = sheet.context.figures.value(f"{RATE}_ratio_to_{whole}", sheet.code)
    percent = show.round_half_up(abs((ratio or 1) - 1) * 100)
    if (
        ratio is None
        or percent == 0
        or show.round_half_up(sheet.rate.known_value) == show.round_half_up(rate)
    ):
        return texts(f"sheet-like-{kind}", **region)
    if ratio >= LEAST_RATIO_SAID:
        return texts(f"sheet-times-{kind}", times=sheet.context.number(ratio, 1), **region)
    side = "more" if ratio > 1 else "fewer"
    return texts(f"sheet-{side}-{kind}", percent=sheet.context.percent(float(percent)), **region)


def interval_shown(context: ReportData, row: IndicatorRow | DotRow) -> str:
    """An interval as it is shown."""
    return show.number_range(row.lower, row.upper, 0, context.texts.language)


def bars_title(sheet: AreaFacts, rated: pl.DataFrame) -> str:
    """Which rank the area has among all, with its interval."""
    context, texts = sheet.context, sheet.context.texts
    if sheet.is_region:
        extremes = context.extreme_words(rated.filter(pl.col("region_code") == sheet.code))
        return texts("sheet-bars-title-region", **extremes) if extremes else texts("rates-not-known")
    rank = context.figures.published(f"{RATE}_rank", sheet.code)
    if rank is None:
        return texts("sheet-bars-title-missing", name=sheet.subject, count=str(context.municipalities.height))
    low, high, count = (context.number(number) for number in (rank.lower, rank.upper, rank.denominator))
    if low == high:
        return texts("sheet-bars-title-sure", name=sheet.subject, rank=low, count=count)
    return texts("sheet-bars-title", name=sheet.subject, low=low, high=high, count=count)


def name_of(sheet: AreaFacts, code: str, by: str) -> str:
    """A neighbour's name, and how one gets there where that is not by land."""
    name = sheet.context.area_names[code]
    return name if by == "land" else sheet.context.texts(f"sheet-crossing-{by}", name=name)


def neighbours_title(sheet: AreaFacts, codes: Sequence[str]) -> str:
    """In how many neighbours the rate is clearly lower or higher; how many of them are not known."""
    texts = sheet.context.texts
    known = [row for code in codes if (row := sheet.context.figures.row(RATE, code)).value is not None]
    if not sheet.known or not known:
        return texts("sheet-neighbours-title-missing")
    title, missing = _title_of_known(sheet, known), len(codes) - len(known)
    if not missing:
        return title
    return texts("sheet-neighbours-title-of-known", title=title, missing=texts.number_word(missing))


def _title_of_known(sheet: AreaFacts, rows: Sequence[IndicatorRow]) -> str:
    """In how many of some neighbours the rate is clearly lower or higher, by exact limits of the ratio."""
    texts = sheet.context.texts
    sides: dict[str, list[str]] = {"above": [], "below": []}
    for row in rows:
        if side := _clearly(sheet, row.area_code):
            sides[side].append(row.area)
    above, below = sides["above"], sides["below"]
    words = {"word": texts.number_word(len(rows))}
    if not above and not below:
        return texts("sheet-neighbours-title-none", count=len(rows), **words)
    if above and below:
        return texts(
            "sheet-neighbours-title-both",
            above=texts.number_of(len(above), len(rows)),
            below=texts.number_of(len(below), len(rows)),
            **words,
        )
    side, names = ("above", above) if above else ("below", below)
    if len(rows) == 1:
        return texts(f"sheet-neighbours-title-one-{side}", other=names[0])
    if len(names) == len(rows):
        return texts(f"sheet-neighbours-title-all-{side}", count=len(rows), **words)
    return texts(f"sheet-neighbours-title-{side}", **{side: texts.number_of(len(names), len(rows))}, **words)


def _clearly(sheet: AreaFacts, code: str) -> str:
    """Whether the rate lies clearly above or below a neighbour's; empty where chance can have parted them.

    Over a neighbour without runners no ratio is formed; the neighbour's over this one then says it.
    """
    figures = sheet.context.figures
    over, under = (
        figures.published(neighbour_ratio(other).name, own)
        for own, other in ((sheet.code, code), (code, sheet.code))
    )
    if over is not None:
        return "above" if over.limits.lower > 1 else "below" if over.limits.upper < 1 else ""
    return "above" if under is not None and under.limits.upper < 1 else ""


def place_of_region(sheet: AreaFacts) -> str:
    """Whether the region's rate is the highest or lowest of all by its interval; else a neutral title."""
    context, texts = sheet.context, sheet.context.texts
    rows = context.figures.areas(RATE, "region")
    if any(context.is_partly_known(row.area_code) for row in rows):
        return texts("sheet-regions-title-neutral" if sheet.known else "sheet-regions-table-title")
    others = [row.limits for row in rows if row.area_code != sheet.code]
    place = standing(sheet.rate.limits, others, context.national_rate)
    if place not in ("highest", "lowest"):
        return texts("sheet-regions-title-neutral")
    return texts(f"sheet-regions-title-{place}", word=texts.number_word(len(rows)))


def change_words(sheet: AreaFacts) -> tuple[str, str]:
    """What changed since a year or quarter ago as a title, and what is usual as a text."""
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    kind = municipal_comparison(context)
    row = kind and figures.published(f"active_runners_change_{kind.name}", sheet.code)
    if context.is_partly_known(sheet.code):
        return texts("sheet-change-text"), texts("sheet-change-unknown")
    if kind is None or row is None:
        return texts("sheet-change-text"), texts("trend-under-unknown")
    value = row.known_value
    title = texts(
        "sheet-change-title",
        direction="up" if value > 0 else "down" if value < 0 else "same",
        change=context.number(abs(value)),
        since=show.long_date(row.first_day, texts.language),
    )
    name = f"active_runners_change_{kind.name}"
    country = percent_of_all(context, common_change(context))
    usual = figures.published(f"{name}_expected_percent", sheet.code)
    if usual is None or usual.lower is None:
        return title, texts("sheet-change-country", country=country)
    low, high = (sheet.context.in_percent(show.signed(edge, 1, texts.language)) for edge in usual.limits)
    return title, texts("sheet-change-usual", country=country, low=low, high=high)


def how_to_read(sheet: AreaFacts) -> str:
    """What the charts show, and what is known of the area's activations."""
    texts = sheet.context.texts
    body = [texts("sheet-read-region")] if sheet.is_region else [texts("sheet-read"), _activations(sheet)]
    return together([strong(texts("sheet-read-title")), together(body)], PARAGRAPH)


def _activations(sheet: AreaFacts) -> str:
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    if not figures.has("activations", sheet.region_code):
        return texts("sheet-read-no-activations", region=sheet.region)
    words = {
        "region": sheet.region,
        "count": context.number(figures.value("activations", sheet.region_code)),
        "period": context.period_shown,
    }
    if not figures.has("accepted_by_one", sheet.region_code):
        return texts("sheet-read-activations", **words)
    share = context.percent(figures.value("accepted_by_one", sheet.region_code))
    return texts("sheet-read-accepted", share=share, **words)


def _notes(sheet: AreaFacts) -> list[str]:
    """What has to be known about this area's numbers alone."""
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.row("active_runners", sheet.code)
    note = str(row.note or "")
    corrected = [texts("sheet-note-corrected")] if CORRECTED in note else []
    parts = [context.note(note)] if sheet.is_region and note else []
    shown = [COUNTRY, *(row.area_code for row in context.figures.areas(RATE, "region"))]
    beside = shown if sheet.is_region else [COUNTRY, sheet.region_code]
    if marks := context.marks_explained(beside):
        parts.append(marks)
    small = (
        []
        if (step := context.small_step(sheet.code)) is None
        else [texts("sheet-note-small", step=context.number(step))]
    )
    island = [texts("sheet-note-christiansoe")] if sheet.code == BORNHOLM else []
    return list(
        chain(
            delivered_notes(sheet),
            corrected,
            parts,
            small,
            island,
            _withheld(sheet) if sheet.is_region else [],
        )
    )


def delivered_notes(sheet: AreaFacts) -> list[str]:
    """What the delivery says of a municipality's number, such as a scheme of its own."""
    if sheet.is_region:
        return []
    if sheet.known:
        return sheet.context.delivered_notes([sheet.code])
    return [ended(sheet.context.note(sheet.context.figures.row("active_runners", sheet.code).note or ""))]


def _withheld(sheet: AreaFacts) -> list[str]:
    """Why a region's figure stands as a dash."""
    names = dict((row.area_code, row.area) for row in sheet.context.figures.areas("active_runners", "region"))
    rows = sheet.context.snapshot.delivery.withheld.filter(
        pl.col("indicator") == "accepted_by_one", pl.col("area_code").is_in(list(names))
    )
    return [
        sheet.context.texts(
            "sheet-note-withheld",
            region=names[row["area_code"]],
            reason=sheet.context.delivered(row["reason"]),
        )
        for row in rows.iter_rows(named=True)
    ]
