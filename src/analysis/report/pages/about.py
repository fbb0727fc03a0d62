"""The scheme and cardiac arrest outside hospital, for the whole country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analysis.core import formatting as show
from analysis.disclosure.hiding import why_suppressed
from analysis.disclosure.policy import Policy
from analysis.guidance.codes import UNKNOWN, CancellationReason, load_codes
from analysis.indicators.registry import indicator
from analysis.report.charts import PHONE_MM, dot_chart, share_bars
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    division,
    figure,
    heading,
    key_figures,
    markdown,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.figures import side_of_country, standing
from analysis.texts.markup import together

TEXT_WIDTH = 118.0
CHART_WIDTH = 129.0
PHONE_LINE = 16


def about_title(context: ReportData) -> Section:
    """The page that opens the part on the scheme and on cardiac arrest."""
    texts = context.texts
    names = [texts("programme-heading"), texts("aeds-heading"), texts("arrests-heading")]
    if not context.snapshot.delivery.cancellations.is_empty():
        names.insert(1, texts("reasons-heading"))
    return stacked(
        heading(2, texts("about-heading"), "del-om-ordningen"),
        division("deltekst", texts("about-text", pages=together(names, " · "))),
    )


def programme(context: ReportData) -> Section:
    """How often the scheme is activated, by whom, and how the regions differ."""
    texts, figures = context.texts, context.figures
    facts = {row["indicator"]: row for row in context.snapshot.reference.facts.iter_rows(named=True)}
    nationwide: date = facts["launched_nationwide"]["as_of"]
    text = texts(
        "programme-text",
        launched=str(int(facts["launched_capital_region"]["value"])),
        nationwide=show.long_date(nationwide, texts.language),
        gross=gross_sentence(context),
        before=context.percent(figures.value("arrived_before_ambulance")),
        response=_response_times(context),
    )
    net = context.number(figures.value("activations_per_day"), 1)
    gross = figures.published("activations_gross_per_day")
    if gross:
        finding = texts("programme-finding", gross=context.number(_middle(gross)))
        under = texts("programme-under", net=net)
    else:
        finding, under = texts("programme-finding-net", net=net), texts("programme-under-net")
    return stacked(
        heading(3, texts("programme-heading"), "hjerteloeberordningen"),
        division("fund", finding),
        division("under", under),
        key_figures(_programme_figures(context, gross, net)),
        columns([TEXT_WIDTH, CHART_WIDTH], markdown(text), _activation_chart(context), name="laesetekst"),
    )


def _response_times(context: ReportData) -> str:
    """How soon the first runner was on scene, where that is delivered."""
    figures = context.figures
    if not figures.has("response_time_p90"):
        return context.texts("programme-response-unknown")
    median, late = (figures.row(f"response_time_{name}") for name in ("median", "p90"))
    return context.texts(
        "programme-response",
        median=context.number(median["value"] + 1),
        late=context.number(late["value"] + 1),
        alarms=context.number(median["denominator"]),
    )


def _middle(row: dict[str, Any]) -> float:
    """A value, or the middle of its range where only that is known."""
    return float(row["value"] if row["value"] is not None else (row["lower"] + row["upper"]) / 2)


def _limits_or_value(context: ReportData, row: dict[str, Any], decimals: int) -> str:
    if row["value"] is not None:
        return context.number(row["value"], decimals)
    return show.number_range(row["lower"], row["upper"], decimals, context.texts.language)


def gross_sentence(context: ReportData) -> str:
    """How many alarms there were before cancelled ones were taken off, as far as that is known."""
    texts, figures = context.texts, context.figures
    total, per_day = figures.published("activations_gross"), figures.published("activations_gross_per_day")
    if not total or not per_day:
        return texts("programme-gross-unknown")
    cancelled, day = context.percent(figures.value("cancelled_share")), _limits_or_value(context, per_day, 1)
    if total["value"] is not None:
        return texts(
            "programme-gross-counted", cancelled=cancelled, total=context.number(total["value"]), day=day
        )
    low, high = context.number(total["lower"]), context.number(total["upper"])
    return texts("programme-gross-range", cancelled=cancelled, low=low, high=high, day=day)


def _programme_figures(context: ReportData, gross: dict[str, Any] | None, net: str) -> list[KeyFigure]:
    texts, figures = context.texts, context.figures
    shown = [
        KeyFigure(
            context.marked(net, "activations_per_day"),
            texts("key-net"),
            texts(
                "key-net-detail",
                count=context.number(figures.value("activations")),
                days=context.days,
            ),
        ),
        KeyFigure(
            context.number(figures.value("runners_per_day")),
            texts("key-runners-day"),
            texts("key-runners-day-detail"),
        ),
        KeyFigure(
            context.marked(context.percent(figures.value("active_share_adults"), 1), "active_share_adults"),
            texts("key-adults"),
            texts(
                "key-adults-detail",
                adults=context.number(figures.row("active_share_adults")["denominator"]),
                quarter=_adult_quarter(context),
            ),
        ),
    ]
    if not gross:
        return shown
    first = KeyFigure(
        context.number(_middle(gross)),
        texts("key-gross"),
        texts("key-gross-detail", range=_limits_or_value(context, gross, 1)),
    )
    return [first, *shown]


def _adult_quarter(context: ReportData) -> str:
    from analysis.core.quarters import Quarter

    period = context.figures.row("active_share_adults")["population_period"]
    return context.quarter_name(Quarter.parse(period.replace("K", "Q")))


def _activation_chart(context: ReportData) -> Section:
    texts, figures = context.texts, context.figures
    regions = figures.areas("activations", "region")
    country = float(figures.row("activations_rate_year")["value"])
    rows, missing = [], []
    for region in regions:
        name = region["area"].removeprefix("Region ")
        if figures.has("activations_rate_year", region["area_code"]):
            rate = figures.row("activations_rate_year", region["area_code"])
            rows.append(
                {
                    "name": name,
                    "value": rate["value"],
                    "lower": rate["lower"],
                    "upper": rate["upper"],
                    "shown": context.number(rate["value"]),
                    "tone": side_of_country(rate, country),
                }
            )
        else:
            missing.append(name)
            rows.append(
                {
                    "name": name,
                    "value": None,
                    "lower": None,
                    "upper": None,
                    "shown": show.MISSING,
                    "tone": "same",
                }
            )
    rows.append(
        {
            "name": texts("country"),
            "value": country,
            "lower": None,
            "upper": None,
            "shown": context.number(country),
            "tone": "total",
        }
    )
    known = [row for row in rows[:-1] if row["value"] is not None]
    highest = [
        row for row in known if standing(row, [one for one in known if one is not row], country) == "highest"
    ]
    absent = texts("programme-chart-missing", regions=context.joined(missing)) if missing else ""
    listed = ", ".join(f"{row['name']} {row['shown']}" for row in known)
    end = -(-max(row["upper"] for row in known) // 20) * 20

    def drawn(width_mm: float, height_mm: float, label_mm: float) -> str:
        chart = dot_chart(
            rows, width_mm=width_mm, height_mm=height_mm, end=end, reference=country, label_mm=label_mm
        )
        return context.svg(chart)

    return figure(
        4,
        texts("programme-chart-title", region=highest[0]["name"])
        if highest
        else texts("programme-chart-title-neutral"),
        texts("programme-chart-text", period=context.period_shown),
        picture(
            "aktiveringer",
            drawn(CHART_WIDTH, 58, 28),
            texts("programme-chart-alt", rate=context.number(country), list=listed, missing=absent),
            CHART_WIDTH,
            context.numbers(
                ("region-name", "activations-rate", "interval"),
                [
                    (
                        row["name"],
                        row["shown"],
                        show.number_range(row["lower"], row["upper"], 0, texts.language),
                    )
                    for row in rows
                ],
                "activations_rate_year",
            ),
            phone=[drawn(PHONE_MM, 52, 22)],
        ),
        _activation_ratios(context),
        division("note", texts("programme-chart-note", missing=absent)),
    )


def _activation_ratios(context: ReportData) -> Section:
    """How many times as often every region is activated as every other, with the interval."""
    texts, figures = context.texts, context.figures
    names = {
        row["area_code"]: row["area"].removeprefix("Region ")
        for row in figures.areas("activations", "region")
    }
    ratios = {
        name: rule.other
        for name in figures.table["indicator"].unique()
        if (rule := indicator(name).derivation) and rule.rule == "ratio-activations"
    }
    rows = figures.table.filter(pl.col("indicator").is_in(list(ratios))).to_dicts()
    if not rows:
        return Section()
    rows.sort(key=lambda row: (list(names).index(row["area_code"]), -row["value"]))
    return table(
        [
            (
                texts(
                    "ratio-pair",
                    one=names[row["area_code"]],
                    other=names[ratios[row["indicator"]]],
                ),
                context.number(row["value"], 2),
                show.number_range(row["lower"], row["upper"], 2, texts.language),
            )
            for row in rows
        ],
        caption=texts("ratio-caption"),
        head=[texts("column-ratio"), texts("column-times"), texts("column-interval")],
        widths=("1fr", "22mm", "34mm"),
        numeric=(1, 2),
        pitch=4.4,
    )


def cancellations(context: ReportData) -> Section:
    """Why alarms were cancelled, as recorded; empty where the delivery does not count it."""
    texts, delivery = context.texts, context.snapshot.delivery
    if delivery.cancellations.is_empty():
        return Section()
    reasons = [_Reason.of(code, context) for code in load_codes().values()]
    total = int(delivery.cancellations["cancelled"].sum())
    notes = [
        texts("reasons-note-suppressed", rule=context.note(why_suppressed("cancellations", Policy.threshold)))
        if any(reason.status == "suppressed" for reason in reasons)
        else "",
        texts("reasons-note-not-apart") if any(reason.status == "missing" for reason in reasons) else "",
    ]
    return stacked(
        heading(3, texts("reasons-heading"), "annullerede-alarmer"),
        division("fund", _most_frequent(context, reasons, total)),
        division(
            "under", texts("reasons-under", n=total, count=context.number(total), period=context.period_shown)
        ),
        columns(
            [TEXT_WIDTH, CHART_WIDTH],
            stacked(
                markdown(texts("reasons-text")),
                _reasons_table(context, reasons),
                *(division("note", note) for note in notes if note),
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
    share: dict[str, Any]

    @classmethod
    def of(cls, code: CancellationReason, context: ReportData) -> _Reason:
        row = context.figures.row(code.indicator)
        shared = context.figures.published(f"{code.indicator}_share")
        return cls(code, row["status"], row["value"], shared or dict.fromkeys(("value", "lower", "upper")))

    def label(self, context: ReportData) -> str:
        """The reason in words."""
        return self.code.labels[context.texts.language]

    def shown(self, context: ReportData) -> str:
        share = context.percent(self.share["value"])
        return context.texts("reasons-not-apart") if self.status == "missing" else share

    def cells(self, context: ReportData) -> tuple[str, str, str]:
        """Count, share and interval."""
        if self.status == "missing":
            return self.shown(context), "", ""
        limits = show.number_range(self.share["lower"], self.share["upper"], 0, context.texts.language)
        interval = limits if limits == show.MISSING else context.in_percent(limits)
        return context.number(self.count), self.shown(context), interval


def _most_frequent(context: ReportData, reasons: Sequence[_Reason], total: int) -> str:
    """The reason recorded most often, where the shown counts leave no room for a hidden one above it."""
    texts = context.texts
    known = [(reason.count, reason) for reason in reasons if reason.count]
    most = max((count for count, _ in known), default=0)
    if not most or total - sum(count for count, _ in known) >= most:
        return texts("reasons-finding-none")
    first = [reason for count, reason in known if count == most]
    share = context.percent(first[0].share["value"])
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
    rows = [
        {"name": reason.label(context), "value": reason.share["value"], "shown": reason.shown(context)}
        for reason in reasons
    ]
    listed = ", ".join(f"{row['name']} {row['shown']}" for row in rows)
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
                [(str(row["name"]), row["shown"]) for row in rows],
                *(reason.code.indicator for reason in reasons),
            ),
            phone=[context.svg(share_bars(rows, width_mm=PHONE_MM, bar_mm=13, names_above=True))],
        ),
    )


def arrests(context: ReportData) -> Section:
    """Cardiac arrest outside hospital, as the national register counts it."""
    texts, figures = context.texts, context.figures
    year = str(figures.row("ohca_survivors")["period_end"].year)
    shown = {
        "survivors": context.number(figures.value("ohca_survivors")),
        "survival": context.percent(figures.value("ohca_survival"), 1),
        "cases": context.number(figures.value("ohca_cases_year")),
        "day": context.number(figures.value("ohca_cases_per_day")),
        "home": context.percent(figures.value("ohca_at_home_share")),
        "public": context.percent(figures.value("ohca_in_public_share")),
        "good": context.percent(figures.value("ohca_good_outcome_share")),
        "severe": context.percent(figures.value("ohca_severe_outcome_share")),
    }
    rows = [
        {
            "name": texts("arrests-chart-home"),
            "value": figures.value("ohca_at_home_share"),
            "shown": shown["home"],
        },
        {
            "name": texts("arrests-chart-survival", year=year),
            "value": figures.value("ohca_survival"),
            "shown": shown["survival"],
        },
        {
            "name": texts("arrests-chart-good"),
            "value": figures.value("ohca_good_outcome_share"),
            "shown": shown["good"],
        },
    ]
    chart = picture(
        "hjertestop",
        context.svg(share_bars(rows, width_mm=CHART_WIDTH, bar_mm=26)),
        texts(
            "arrests-chart-alt", home=shown["home"], survival=shown["survival"], good=shown["good"], year=year
        ),
        CHART_WIDTH,
        context.numbers(
            ("share", "percent"),
            [(str(row["name"]), str(row["shown"])) for row in rows],
            "ohca_at_home_share",
            "ohca_survival",
            "ohca_good_outcome_share",
        ),
        phone=[context.svg(share_bars(rows, width_mm=PHONE_MM, bar_mm=16, names_above=True))],
    )
    return stacked(
        heading(3, texts("arrests-heading"), "hjertestop"),
        division("fund", texts("arrests-finding", survivors=shown["survivors"], year=year)),
        division("under", texts("arrests-under", share=shown["survival"])),
        key_figures(
            [
                KeyFigure(
                    shown["survivors"], texts("key-survivors", year=year), texts("key-survivors-detail")
                ),
                KeyFigure(shown["survival"], texts("key-survival", year=year), texts("key-survival-detail")),
                KeyFigure(
                    shown["cases"], texts("key-arrests"), texts("key-arrests-detail", day=shown["day"])
                ),
                KeyFigure(shown["good"], texts("key-good"), texts("key-good-detail", severe=shown["severe"])),
            ]
        ),
        columns(
            [TEXT_WIDTH, CHART_WIDTH],
            markdown(
                texts(
                    "arrests-text",
                    year=year,
                    **{k: shown[k] for k in ("cases", "day", "home", "public", "good", "severe")},
                )
            ),
            figure(4, texts("arrests-chart-title", home=shown["home"]), texts("arrests-chart-text"), chart),
            name="laesetekst",
        ),
    )


def delivery_notes(context: ReportData) -> str:
    """What the delivery says about single municipalities, in the order of the alphabet."""
    notes = (
        context.snapshot.delivery.runners.drop_nulls("note").filter(pl.col("note") != "")["note"].to_list()
    )
    return together(map(context.delivered, notes)) if notes else context.texts("notes-none")
