"""Why alarms were cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.core import formatting as show
from analysis.disclosure.hiding import why_suppressed
from analysis.disclosure.policy import Policy
from analysis.guidance.codes import UNKNOWN, CancellationReason, load_codes
from analysis.guidance.engine import VALID_FROM
from analysis.indicators.records import IndicatorRow
from analysis.report.charts.shares import ShareBar, share_bars
from analysis.report.charts.theme import PHONE_MM
from analysis.report.components import (
    Section,
    columns,
    division,
    figure,
    heading,
    markdown,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.pages.about.activations import CHART_WIDTH
from analysis.report.pages.about.programme import TEXT_WIDTH
from analysis.report.pages.guidance import code_list


def cancellations(context: ReportData) -> Section:
    """Why alarms were cancelled, as recorded; empty where the delivery does not count it."""
    texts, delivery = context.texts, context.snapshot.delivery
    if delivery.cancellations.is_empty():
        return Section()
    reasons = [_Reason.of(code, context) for code in load_codes().values()]
    total = _total(context, reasons)
    share = context.figures.find("cancelled_share")
    notes = [
        context.note(share.note or "") if share and share.status == "suppressed" else "",
        texts("reasons-note-suppressed", rule=context.note(why_suppressed("cancellations", Policy.threshold)))
        if any(reason.status == "suppressed" for reason in reasons)
        else "",
        texts("reasons-note-not-apart") if any(reason.status == "missing" for reason in reasons) else "",
        texts("reasons-note-earlier", date=show.long_date(VALID_FROM, texts.language))
        if delivery.period_start < VALID_FROM
        else "",
    ]
    return stacked(
        heading(3, texts("reasons-heading"), "annullerede-alarmer"),
        division("fund", _most_frequent(context, reasons, total)),
        division("under", _all_cancelled(context, total)),
        columns(
            [TEXT_WIDTH, CHART_WIDTH],
            stacked(
                markdown(texts("reasons-text")),
                _reasons_table(context, reasons),
                *(division("note", note) for note in notes if note),
                code_list(context),
            ),
            _reasons_chart(context, reasons),
            name="laesetekst",
        ),
    )


@dataclass(frozen=True)
class _Reason:
    """A reason as the page shows it; what is not known or not shown is None."""

    code: CancellationReason
    status: str
    count: float | None
    share: IndicatorRow | None

    @classmethod
    def of(cls, code: CancellationReason, context: ReportData) -> _Reason:
        row = context.figures.row(code.indicator)
        shared = context.figures.published(f"{code.indicator}_share")
        return cls(code, row.status, row.value, shared)

    @property
    def percent(self) -> float | None:
        """Its share of all cancelled alarms."""
        return None if self.share is None else self.share.value

    def label(self, context: ReportData) -> str:
        """The reason in words."""
        return self.code.labels[context.texts.language]

    def shown(self, context: ReportData) -> str:
        share = context.percent(self.percent)
        return context.texts("reasons-not-apart") if self.status == "missing" else share

    def cells(self, context: ReportData) -> tuple[str, str, str]:
        """Count, share and interval."""
        if self.status == "missing":
            return self.shown(context), "", ""
        limits = (
            show.MISSING
            if self.share is None
            else show.number_range(self.share.lower, self.share.upper, 0, context.texts.language)
        )
        interval = limits if limits == show.MISSING else context.in_percent(limits)
        return context.number(self.count), self.shown(context), interval


def _total(context: ReportData, reasons: Sequence[_Reason]) -> int | None:
    """All cancelled alarms, where a number of the table states them."""
    share = context.figures.find("cancelled_share")
    stated = [share.numerator if share else None]
    stated += [reason.share.denominator for reason in reasons if reason.share]
    return next((int(number) for number in stated if number is not None), None)


def _all_cancelled(context: ReportData, total: int | None) -> str:
    """How many alarms were cancelled in the period, unless that is hidden."""
    period = context.period_shown
    if total is None:
        return context.texts("reasons-under-hidden", period=period)
    return context.texts("reasons-under", n=total, count=context.number(total), period=period)


def _most_frequent(context: ReportData, reasons: Sequence[_Reason], total: int | None) -> str:
    """The reason recorded most often, where the shown counts leave no room for a hidden one above it."""
    texts = context.texts
    known = [(reason.count, reason) for reason in reasons if reason.count]
    most = max((count for count, _ in known), default=0)
    if not most or total is None or total - sum(count for count, _ in known) >= most:
        return texts("reasons-finding-none")
    first = [reason for count, reason in known if count == most]
    share = context.percent(first[0].percent)
    if any(reason.code.name == UNKNOWN for reason in first):
        return texts("reasons-finding-unknown", share=share)
    several = "-several" if len(first) > 1 else ""
    named = [
        name if place == 0 else name.lower() for place, name in enumerate(r.label(context) for r in first)
    ]
    return texts(f"reasons-finding{several}", reason=context.joined(named), share=share)


def _reasons_table(context: ReportData, reasons: Sequence[_Reason]) -> Section:
    texts = context.texts
    return table(
        [(reason.label(context), *reason.cells(context)) for reason in reasons],
        caption=texts("reasons-table-caption"),
        head=[texts(f"reasons-column-{name}") for name in ("reason", "count", "share", "interval")],
        widths=("1fr", "20mm", "14mm", "26mm"),
        numeric=(1, 2, 3),
        size=9,
        pitch=5.4,
    )


def _reasons_chart(context: ReportData, reasons: Sequence[_Reason]) -> Section:
    texts = context.texts
    rows = [ShareBar(reason.label(context), reason.percent, reason.shown(context)) for reason in reasons]
    listed = ", ".join(f"{row.name} {row.shown}" for row in rows)
    return figure(
        4,
        texts("reasons-chart-title"),
        texts("reasons-chart-text"),
        picture(
            "annullerede",
            context.svg(share_bars(rows, width_mm=CHART_WIDTH, bar_mm=13)),
            texts("reasons-chart-alt", list=listed),
            CHART_WIDTH,
            context.numbers(
                ("share", "percent"),
                [(row.name, row.shown) for row in rows],
                *(reason.code.indicator for reason in reasons),
            ),
            phone=[context.svg(share_bars(rows, width_mm=PHONE_MM, bar_mm=13, names_above=True))],
        ),
    )
