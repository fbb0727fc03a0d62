"""What the check of the delivery found, what was answered, and which cells were corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from analysis.checks.finding import MOST_NAMED, Finding
from analysis.checks.findings import findings
from analysis.core import formatting as show
from analysis.core.quarters import Quarter
from analysis.disclosure.policy import policy_of
from analysis.disclosure.protected import Cells, hidden_cells
from analysis.indicators.correction_notes import NOTE, number_in_words
from analysis.ingest.cells import NOT_KNOWN
from analysis.ingest.corrections import Correction, correction_rows
from analysis.ingest.counts import COUNTS, STATED_BY, WITHHOLDABLE
from analysis.ingest.tables.registry import TABLES
from analysis.report.components import (
    Section,
    columns,
    division,
    figure_title,
    heading,
    markdown,
    stacked,
    table,
)
from analysis.report.data import ReportData

HALF_PAGE: Final = 124.0
ANSWERS_WIDTH: Final = "84mm"
ROWS_TOGETHER: Final = 10
QUARTER: Final = re.compile(r"\d{4}[QK][1-4]")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_COLLECTED: Final = {
    "activated": "ohca_activated_share",
    "response": "response_time_median",
    "coverage": "ohca_covered_500m_share",
    "first": "first_on_scene_share",
}


def quality(context: ReportData) -> Section:
    """The same findings that `statusrapport check` lists, and the declared corrections."""
    texts = context.texts
    found = findings(context.snapshot)
    corrections = context.snapshot.delivery.corrections
    unanswered = sum(one.answer is None for one in found)
    return stacked(
        heading(3, texts("quality-heading"), "datakvalitet"),
        division(
            "fund",
            texts(
                "quality-finding",
                count=len(found),
                unanswered=unanswered,
                word=texts.number_word(unanswered or len(found)),
            ),
        ),
        division(
            "under",
            texts(
                "quality-under",
                count=len(found),
                unanswered=unanswered,
                answered=len(found) - unanswered,
                word=texts.number_word(unanswered, capital=True),
                of=texts.number_word(len(found)),
            ),
        ),
        _findings(context, found),
        division("figur", _corrections(context, correction_rows(corrections))),
        *_accepted(context),
        division(
            "figur",
            stacked(
                columns(
                    [HALF_PAGE, HALF_PAGE],
                    markdown(texts("quality-rules")),
                    markdown(texts("quality-oddities")),
                    name="laesetekst",
                ),
                _not_collected(context),
            ),
        ),
    )


def _not_collected(context: ReportData) -> Section:
    """Numbers that other programmes publish and no delivery has held yet."""
    texts = context.texts
    names = [name for name in NOT_COLLECTED if not context.figures.has(NOT_COLLECTED[name])]
    if not names:
        return Section()
    return division(
        "figur",
        stacked(
            figure_title(4, texts("missing-title")),
            table(
                [
                    (
                        texts(f"missing-{name}-name"),
                        texts(f"missing-{name}-definition"),
                        texts(f"missing-{name}-source"),
                        texts("missing-state"),
                    )
                    for name in names
                ],
                caption=texts("missing-title"),
                head=[texts(f"missing-column-{name}") for name in ("name", "definition", "source", "state")],
                widths=("52mm", "1fr", "62mm", "24mm"),
                pitch=None,
            ),
        ),
    )


def _findings(context: ReportData, found: tuple[Finding, ...]) -> Section:
    texts = context.texts
    if not found:
        return division("figurtekst", texts("quality-none"))
    rows: list[tuple[str, ...]] = [
        (
            _area(context, one),
            words,
            _place(context, one),
            context.delivered(one.answer) if one.answer else texts("quality-unanswered"),
        )
        for one, words in findings_in_words(context, found)
    ]
    tables = [
        table(
            part,
            caption=texts("quality-findings-title"),
            head=[texts(f"quality-column-{name}") for name in ("area", "finding", "place", "answer")],
            widths=("38mm", "1fr", "44mm", ANSWERS_WIDTH if any(one.answer for one in found) else "26mm"),
            pitch=None,
        )
        for part in batched(rows, ROWS_TOGETHER)
    ]
    first = division("figur", stacked(figure_title(4, texts("quality-findings-title")), tables[0]))
    return stacked(first, *(division("figur", part) for part in tables[1:]))


def findings_in_words(context: ReportData, found: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with what it says; of one about a hidden number only that it is hidden.

    Args:
        context: Numbers and words.
        found: What the check found in the quarter.
    """
    hidden = _hidden_cells(context)
    for one in found:
        told = _tells_hidden(one, hidden)
        yield one, context.texts("quality-hidden") if told else _described(context, one)


def batched(rows: list[tuple[str, ...]], size: int) -> Iterator[list[tuple[str, ...]]]:
    """Rows in parts that stay together on a page: a tagged PDF has no table that ends where its page does."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _hidden_cells(context: ReportData) -> dict[str, Cells]:
    """The delivered cells that may not be read, by quarter."""
    snapshot, policy = context.snapshot, policy_of(context.snapshot)
    found = {
        str(one.quarter): hidden_cells(one, context.figures.everything, policy)
        for one in (*snapshot.earlier, snapshot.delivery)
    }
    return {**found, "": found[str(snapshot.delivery.quarter)]}


def _tells_hidden(finding: Finding, hidden: Mapping[str, Cells]) -> bool:
    """Whether a finding is about a row that holds a hidden number, then or in an earlier quarter.

    One about a table as a whole is about all of its rows.
    """
    return any(
        table == finding.table and (finding.area_code in areas or not finding.area_code)
        for quarter in ("", finding.against)
        for (table, _), areas in hidden.get(quarter, {}).items()
    )


def _area(context: ReportData, finding: Finding) -> str:
    return context.area_name(finding.area_code, finding.area) or context.texts("quality-delivery")


def _column(context: ReportData, name: str) -> str:
    """A column as the delivery's files name it; of a count that is no column, its indicator."""
    count = COUNTS.get(name)
    if count is None or name in {one.name for one in TABLES[count.table].columns}:
        return context.texts(f"file-column-{name}")
    return context.texts(f"indicator-{count.stated_by}")


def _described(context: ReportData, finding: Finding) -> str:
    texts, language = context.texts, context.texts.language

    def shown(value: Any) -> str:
        if isinstance(value, str):
            return _in_words(context, value)
        if isinstance(value, float) and not value.is_integer() and value < 100:
            return show.number(value, 1, language)
        if isinstance(value, tuple):
            part, whole = map(shown, value)
            return texts("quality-of", part=part, whole=whole)
        return show.number(value, language=language) if isinstance(value, int | float) else str(value or "")

    against = finding.against
    against = texts(f"quality-against-{against}") if against.isalpha() else _in_words(context, against)
    exact = finding.kind == "leak" and finding.found == finding.compared
    return texts(
        f"quality-{finding.kind}{'-exact' if exact else ''}",
        column=_column(context, finding.column) if finding.is_of_column or finding.column in COUNTS else "",
        found=shown(finding.found),
        compared=shown(finding.compared),
        expected=shown(finding.expected),
        against=against,
        lacking=_named(context, finding.lacking),
    )


def _named(context: ReportData, names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - MOST_NAMED
    rest = [context.texts("quality-more", count=context.number(more))] if more > 0 else []
    return context.joined([*names[:MOST_NAMED], *rest])


def _in_words(context: ReportData, text: str) -> str:
    """A text of a finding; a quarter or a date as readers know it."""
    if QUARTER.fullmatch(text):
        return context.quarter_name(Quarter.parse(text.replace("K", "Q")))
    if DAY.fullmatch(text):
        return show.long_date(date.fromisoformat(text), context.texts.language)
    return text


def _place(context: ReportData, finding: Finding) -> str:
    file = finding.file.rsplit("/", 1)[-1]
    return file if finding.row is None else context.texts("quality-row", file=file, row=str(finding.row))


def _corrections(context: ReportData, rows: list[Correction]) -> Section:
    texts = context.texts
    if not rows:
        return division("note", texts("quality-no-corrections"))
    names = context.area_names
    kept_back = context.figures.table.filter(
        pl.col("status").is_in(["withheld", "suppressed"]),
        pl.col("indicator").is_in(list(WITHHOLDABLE)),
        pl.col("quarter") == str(context.snapshot.delivery.quarter),
    )
    withheld = {
        (column, code)
        for indicator, code in kept_back.select("indicator", "area_code").iter_rows()
        for column in WITHHOLDABLE[indicator][1]
    }

    def cell(row: Correction, text: str | None) -> str:
        if (row.column, row.area_code) in withheld:
            return texts("quality-withheld")
        if not text:
            return texts("quality-empty")
        if text.strip().lower() == NOT_KNOWN:
            return texts("not-known")
        return number_in_words(text, row.column, texts.language) or context.delivered(text)

    notes = any(row.column == NOTE for row in rows)

    return stacked(
        figure_title(4, texts("quality-corrections-title")),
        table(
            [
                (
                    names.get(row.area_code, row.area_code),
                    _column(context, row.column),
                    cell(row, row.old_value),
                    cell(row, row.new_value),
                    context.delivered(row.reason),
                    row.corrected_by,
                )
                for row in rows
            ],
            caption=texts("quality-corrections-title"),
            head=[
                texts(f"quality-column-{name}") for name in ("area", "column", "old", "new", "reason", "by")
            ],
            widths=("34mm", "40mm", *(("44mm", "44mm") if notes else ("24mm", "24mm")), "1fr", "30mm"),
            numeric=() if notes else (2, 3),
            pitch=None,
        ),
    )


def _accepted(context: ReportData) -> list[Section]:
    """Hidden figures that the delivery accepts to follow from the shown ones."""
    texts, names = context.texts, context.area_names
    accepted = context.snapshot.delivery.confirmed_leaks
    if accepted.is_empty():
        return []
    return [
        division(
            "figur",
            stacked(
                figure_title(4, texts("quality-accepted-title")),
                table(
                    [
                        (
                            names.get(code, code),
                            _column(context, STATED_BY[indicator].name),
                            context.delivered(reason),
                        )
                        for indicator, code, reason in accepted.select(
                            "indicator", "area_code", "reason"
                        ).iter_rows()
                    ],
                    caption=texts("quality-accepted-title"),
                    head=[texts(f"quality-column-{name}") for name in ("area", "column", "reason")],
                    widths=("38mm", "44mm", "1fr"),
                    pitch=None,
                ),
            ),
        )
    ]
