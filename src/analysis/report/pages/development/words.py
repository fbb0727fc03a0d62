"""Sentences and cells about developments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.core.quarters import Quarter
from analysis.indicators.changes import breaks_within, position
from analysis.indicators.declaration import QUARTER, YEAR, Comparison
from analysis.indicators.own_quarters import uncounted_days
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.schema import COUNTRY
from analysis.report.components import source_name
from analysis.report.data import ReportData
from analysis.report.pages.development.facts import (
    OUTSIDE_BY_CHANCE,
    comparison,
    earlier_published,
    municipal_comparison,
    outside_usual,
)
from analysis.texts.markup import together

LEAST_SHOWN: Final = 0.1


def development_finding(context: ReportData) -> str:
    """The headline: how much the number of runners has changed, since when; or that it is not known."""
    kind = comparison(context)
    if kind is None:
        return context.texts("trend-finding-unknown")
    row = context.figures.row(f"active_runners_change_{kind.name}_percent")
    since = show.long_date(row.first_day, context.texts.language)
    if row.known_value == 0:
        return context.texts("trend-finding-same", since=since)
    side = "up" if row.known_value > 0 else "down"
    percent = _percent_without_sign(context, row.known_value)
    broken = "-broken" if _is_broken_in_part(context, kind) else ""
    return context.texts(f"trend-finding-{side}{broken}", percent=percent, since=since)


def _is_broken_in_part(context: ReportData, kind: Comparison) -> bool:
    """Whether part of the country has been counted in another way since the earlier quarter."""
    return not _breaks_since(context, kind).filter(pl.col("area_code") == COUNTRY).is_empty()


def _percent_without_sign(context: ReportData, value: float) -> str:
    """A change in percent; one that would round to nothing is said to be below the least that is shown."""
    if show.round_half_up(value, 1):
        return context.percent(abs(value), 1)
    return context.texts("trend-less-than", percent=context.percent(LEAST_SHOWN, 1))


def development_counts(context: ReportData) -> str:
    """The counts behind the headline: before and now."""
    kind = comparison(context)
    if kind is None:
        unknown = "not-all-known" if context.is_partly_known() else "unknown"
        return context.texts(f"trend-under-{unknown}")
    row = context.figures.row(f"active_runners_change_{kind.name}_percent")
    return context.texts(
        "trend-under-broken" if _is_broken_in_part(context, kind) else "trend-under",
        before=context.number(row.denominator),
        now=context.number(context.figures.value("active_runners")),
        date=context.as_of_shown,
    )


def dated_values(context: ReportData, rows: pl.DataFrame, decimals: int = 0) -> list[tuple[str, ...]]:
    """Dates and values as a table shows them."""
    return [(date_shown(context, row), context.number(row.value, decimals)) for row in indicator_rows(rows)]


def delivered_values(context: ReportData, rows: pl.DataFrame, decimals: int = 0) -> list[tuple[str, ...]]:
    """Dates, the quarters that the values belong to, and the values as a table shows them."""
    return [
        (
            date_shown(context, row),
            context.quarter_abbreviated(Quarter.parse(row.quarter)),
            context.number(row.value, decimals),
        )
        for row in indicator_rows(rows)
    ]


def activity_words(context: ReportData, rows: pl.DataFrame) -> tuple[str, str]:
    """Title and text of the chart of activations per day: of quarters, or of the days between counts.

    Args:
        context: Numbers and words.
        rows: The known rows of `activations_quarter_per_day` of the country.
    """
    whole = all(row.is_of_whole_quarter for row in indicator_rows(rows))
    title, text = ("trend-activity-title", "trend-activity-text")
    between = "" if whole else "-between"
    return context.texts(f"{title}{between}"), context.texts(f"{text}{between}")


def stock_notes(context: ReportData) -> list[str]:
    """Why a change of runners has no interval; nothing where no change of the country's is shown."""
    return [] if comparison(context) is None else [context.texts("trend-note-stock")]


def absent_activity_notes(context: ReportData) -> list[str]:
    """A sentence for each reason why deliveries have no activations per day, which names their quarters."""
    figures = context.figures
    shown = figures.series("activations_quarter_per_day", "country").drop_nulls("value")["quarter"].to_list()
    told = {row.quarter: row.note for row in indicator_rows(figures.series("activations_quarter", "country"))}
    why: dict[str, list[str]] = {}
    for quarter in (delivery.quarter for delivery in context.deliveries):
        if str(quarter) in shown:
            continue
        note = told.get(str(quarter))
        counted_before = any(delivery.quarter == quarter.previous for delivery in context.deliveries)
        absent = "not-known" if counted_before or str(quarter) in told else "no-count"
        reason = context.note(note) if note else context.texts(f"trend-activity-{absent}")
        why.setdefault(reason, []).append(context.quarter_abbreviated(quarter))
    return [
        context.texts("trend-note-no-activity", quarters=context.joined(names), reason=reason)
        for reason, names in why.items()
    ]


def uncounted_notes(context: ReportData) -> list[str]:
    """A sentence that names the days which no count of activations holds; none where there are no such."""
    series = context.figures.everything.filter(pl.col("level") == "country")
    days = uncounted_days(series.with_columns(position=position(pl.col("quarter"))))
    periods = [
        show.short_period(first, last, context.texts.language)
        for first, last in days.select("first", "last").iter_rows()
    ]
    return [context.texts("trend-note-days", periods=context.joined(periods))] if periods else []


def signed_percent(context: ReportData, value: float | None, decimals: int = 1) -> str:
    """A change in percent with its sign; a dash where it is not known."""
    if value is None:
        return show.MISSING
    return context.in_percent(show.signed(value, decimals, context.texts.language))


def percent_of_all(context: ReportData, change: IndicatorRow) -> str:
    """The country's change in percent, or that of all municipalities that can be compared, which it says."""
    shown = signed_percent(context, change.value)
    return shown if change.level == "country" else context.texts("trend-comparable", percent=shown)


def geography_note(context: ReportData) -> str:
    """On which geography all quarters are shown, and what was added up for it."""
    texts = context.texts
    united: dict[str, list[str]] = {}
    for delivery in context.snapshot.earlier:
        for code, part in delivery.united.iter_rows():
            if part not in united.setdefault(code, []):
                united[code].append(part)
    sentences = [texts("trend-geography", date=context.as_of_shown)]
    for code, parts in united.items():
        sentences.append(
            texts(
                "trend-geography-united",
                region=context.figures.row("active_runners", code).area,
                parts=context.joined(parts),
            )
        )
    return together(sentences)


def source_note(context: ReportData, *rows: pl.DataFrame) -> str:
    """A sentence that names whose numbers a page of several quarters shows.

    Args:
        context: Numbers and words.
        rows: Of the tidy table, that the page shows.
    """
    sources = context.sources_of(source for part in rows for source in part["source"])
    return context.texts("trend-note-sources", sources=together(map(source_name, sources), "; "))


def break_notes(context: ReportData, *levels: str) -> list[str]:
    """A sentence for each break in a part of an area whose change of active runners is shown.

    Args:
        context: Numbers and words.
        levels: Of the areas that are shown.
    """
    concerned: dict[str, list[str]] = {}
    for kind in (QUARTER, YEAR):
        changes = pl.concat(
            context.figures.frame(f"active_runners_change_{kind.name}", level) for level in levels
        ).drop_nulls("value")
        broken = _breaks_since(context, kind)
        pairs = changes.select("area_code").join(broken, on="area_code").select("area_code", "reason")
        for code, reason in pairs.unique(maintain_order=True).iter_rows():
            names = concerned.setdefault(reason, [])
            if (name := context.area_names[code]) not in names:
                names.append(name)
    return [
        context.texts("trend-note-break", areas=context.joined(names), reason=context.delivered(reason))
        for reason, names in concerned.items()
    ]


def _breaks_since(context: ReportData, kind: Comparison) -> pl.DataFrame:
    """Areas a part of which has been counted in another way since the earlier quarter, with the reason."""
    now = pl.lit(context.snapshot.delivery.quarter.ordinal)
    return context.breaks.filter(
        ~pl.col("inside"), pl.col("series") == "active_runners", breaks_within(now, kind.quarters)
    )


def published_notes(context: ReportData) -> list[str]:
    """A sentence for each figure that was published before and stands in the chart of runners."""
    first = context.figures.series("active_runners", "country")["as_of"][0]
    rows = earlier_published(context, "active_runners", first)
    return [
        context.texts(
            "trend-note-published",
            value=context.number(row.value),
            date=show.long_date(row.as_of, context.texts.language),
            source=context.source_name(row.source),
        )
        for row in indicator_rows(rows)
    ]


def _changes_shown(kind: Comparison) -> tuple[str, str, str]:
    """The indicators of an area's cells: change, change in percent, change of the rate."""
    name = f"active_runners_change_{kind.name}"
    return name, f"{name}_percent", f"active_runners_rate_change_{kind.name}"


def change_reasons(context: ReportData, kinds: Sequence[Comparison], codes: Sequence[str]) -> list[str]:
    """Why cells of `change_cells` hold a dash: a sentence for each reason, which names the areas.

    Args:
        context: Numbers and words.
        kinds: The comparisons that a table shows.
        codes: Its areas, in their order.
    """
    why: dict[str, list[str]] = {}
    for code in codes:
        rows = [context.figures.find(name, code) for kind in kinds for name in _changes_shown(kind)]
        for row in rows:
            if row is None or row.value is None:
                reason = context.note(row.note) if row and row.note else context.texts("trend-dash-unknown")
                names = why.setdefault(reason, [])
                if context.area_names[code] not in names:
                    names.append(context.area_names[code])
    return [
        context.texts("trend-dash", areas=context.joined(names), reason=reason)
        for reason, names in why.items()
    ]


def change_cells(context: ReportData, kind: Comparison, code: str) -> tuple[str, str, str]:
    """Cells of an area: change, change in percent, change of the rate."""
    figures, language = context.figures, context.texts.language
    names = _changes_shown(kind)
    change, percent, rate = (figures.value(name, code) if figures.has(name, code) else None for name in names)
    cells = (
        show.signed(change, language=language),
        signed_percent(context, percent),
        show.signed(rate, language=language),
    )
    marked = (context.marked(cell, name, code) for cell, name in zip(cells, names, strict=True))
    return next(marked), next(marked), next(marked)


def counted(context: ReportData, count: int) -> str:
    """A number of municipalities in words."""
    word = context.texts.number_word(count, capital=True)
    return context.texts("trend-municipalities-count", count=count, word=word)


def standing_out(judged: pl.DataFrame) -> str:
    """Whether municipalities stand out on both sides, only above, only below, or on none."""
    sides = [side for side in ("above", "below") if side in judged["tone"]]
    return "both" if len(sides) == 2 else sides[0] if sides else "none"


def judged_words(context: ReportData, judged: pl.DataFrame, change: IndicatorRow) -> dict[str, str]:
    """How many stand out on each side, of how many, and the country's change.

    Args:
        context: Numbers and words.
        judged: As `judged_now` gives them.
        change: As `common_change` gives it.
    """
    above, below = (judged.filter(pl.col("tone") == side).height for side in ("above", "below"))
    return {
        "above": counted(context, above),
        "below": counted(context, below),
        "below-number": context.texts.number_word(below),
        "count": str(judged.height),
        "percent": percent_of_all(context, change),
        "since": show.long_date(change.first_day, context.texts.language),
    }


def note_on_many(context: ReportData, judged: pl.DataFrame) -> str:
    """How many lie outside what is usual, how many would by chance, and which of them are told as such.

    Args:
        context: Numbers and words.
        judged: As `judged_now` gives them.
    """
    texts, outside = context.texts, outside_usual(judged).height
    by_chance = int(show.round_half_up(OUTSIDE_BY_CHANCE * judged.height))
    counts = texts(
        "trend-many",
        **{"outside-count": outside},
        outside=texts.number_of(outside, judged.height, capital=True),
        count=str(judged.height),
        expected=texts.number_word(by_chance),
    )
    return together([counts, texts(f"trend-many-{'found' if judged['found'].any() else 'none'}")])


def notes_on_lists(context: ReportData, judged: pl.DataFrame) -> str:
    """What is usual, what * means where a municipality stands out, and which cannot be compared.

    Args:
        context: Numbers and words.
        judged: As `judged_now` gives them.
    """
    kind = municipal_comparison(context)
    rows = context.figures.areas(f"active_runners_change_{kind.name}_percent", "municipality") if kind else []
    left_out = [row for row in rows if row.value is None]
    marked = ["trend-list-marked"] if judged["found"].any() else []
    sentences = [context.texts(key) for key in ("trend-list-note", *marked, "trend-list-order")]
    if left_out:
        names = context.joined(show.sorted_danish(row.area for row in left_out))
        reasons = together(dict.fromkeys(context.note(row.note) for row in left_out if row.note))
        sentences.append(context.texts("trend-list-left-out", names=names, reasons=reasons))
    return together(sentences)


def date_shown(context: ReportData, row: IndicatorRow) -> str:
    """A date, of a flow its period; of earlier published figures as exact as their source is."""
    start, end = row.first_day, row.last_day
    if start == end:
        return show.short_date(row.as_of, context.texts.language)
    if row.basis != "published":
        return show.short_period(start, end, context.texts.language)
    return str(end.year) if (end - start).days > 31 else show.month(end, context.texts.language)
