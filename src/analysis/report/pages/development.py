"""Developments since earlier deliveries: the country, the regions, the municipalities that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl

from analysis.core import formatting as show
from analysis.core.quarters import Quarter
from analysis.indicators.declaration import QUARTER, YEAR, Comparison
from analysis.indicators.derivations import CONTROLLED, control_of
from analysis.report.charts import PHONE_MM, TONES, change_chart, series_chart
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    division,
    figure,
    figure_title,
    heading,
    key_figures,
    legend,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.figures import TONE_OF_SIDE
from analysis.texts.markup import together

SIDE_WIDTH: Final = 66.0
PAGE_WIDTH: Final = 261.0
GUTTER: Final = 5.0
PANEL_WIDTH: Final = 84.0
SCATTER_WIDTH: Final = 160.0
LIST_WIDTH: Final = 90.0
QUARTER_TICKS_WITHIN: Final = 1.6
MOST_YEAR_TICKS: Final = 10
MOST_PHONE_TICKS: Final = 4
PHONE_PANEL: Final = (40.0, 44.0)
NAMED_EACH_WAY: Final = 7
MARGIN_OF_RANGE: Final = 0.12
LABEL_YEARS: Final = 2.0
HISTORY_WIDTH: Final = 160.0
SOURCE_IN_A_ROW: Final = 24


def comparison(context: ReportData) -> Comparison | None:
    """The comparison that headlines are made with: with a year ago where it is known, else a quarter ago."""
    known = (
        kind for kind in (YEAR, QUARTER) if context.figures.has(f"active_runners_change_{kind.name}_percent")
    )
    return next(known, None)


def development_finding(context: ReportData) -> str:
    """The headline: how much the number of runners has changed, since when; or that it is not known."""
    kind = comparison(context)
    if kind is None:
        return context.texts("trend-finding-unknown")
    row = context.figures.row(f"active_runners_change_{kind.name}_percent")
    shown = show.round_half_up(row["value"], 1)
    side = "same" if shown == 0 else "up" if shown > 0 else "down"
    return context.texts(
        f"trend-finding-{side}",
        percent=context.percent(abs(row["value"]), 1),
        since=show.long_date(row["period_start"], context.texts.language),
    )


def development_counts(context: ReportData) -> str:
    """The counts behind the headline: before and now."""
    kind = comparison(context)
    if kind is None:
        return context.texts("trend-under-unknown")
    row = context.figures.row(f"active_runners_change_{kind.name}_percent")
    return context.texts(
        "trend-under",
        before=context.number(row["denominator"]),
        now=context.number(context.figures.value("active_runners")),
        date=context.as_of_shown,
    )


def decimal_year(day: date) -> float:
    """A day as years with a fraction, so that an axis of time needs no time zone."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def time_ticks(context: ReportData, first: date, last: date) -> list[tuple[float, str]]:
    """Quarters for up to a year and a half, else years, at most ten of them."""
    start, end = decimal_year(first), decimal_year(last)
    if end - start <= QUARTER_TICKS_WITHIN:
        quarter = Quarter.containing(first)
        ticks: list[tuple[float, str]] = []
        while quarter.first_day <= last:
            if quarter.first_day >= first:
                ticks.append(
                    (
                        decimal_year(quarter.first_day),
                        context.texts("tick-quarter", number=str(quarter.number), year=str(quarter.year)),
                    )
                )
            quarter = quarter.next
        return ticks
    years = [year for year in range(first.year, last.year + 1) if start <= year <= end]
    return [(float(year), str(year)) for year in years[:: -(-len(years) // MOST_YEAR_TICKS)]]


def domain_of(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest value, with room so that a small change does not fill the height."""
    low, high = min(values), max(values)
    room = max((high - low) * MARGIN_OF_RANGE, high * 0.02)
    return max(0.0, low - room), high + room


def _points(
    rows: pl.DataFrame, tone: str, prefix: str = "", *, dates: Sequence[tuple[str, ...]] = ()
) -> list[dict[str, Any]]:
    """Points of a chart; ``dates`` are the rows of its table, by whose first cells they are called."""
    keys: Sequence[str | None] = [dated[0] for dated in dates] or [None] * rows.height
    return [
        {
            "key": key,
            "time": decimal_year(row["as_of"]),
            "value": row["value"],
            "run": f"{prefix}{row['area_code']}-{row['run']}" if "run" in row else None,
            "tone": tone,
            "hollow": False,
            "lower": None,
            "upper": None,
            "label": None,
            "side": "right",
        }
        for row, key in zip(rows.iter_rows(named=True), keys, strict=True)
    ]


def on_phone(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """As many of the ticks as a phone has room for."""
    return ticks[:: max(1, -(-len(ticks) // MOST_PHONE_TICKS))]


def _dated(context: ReportData, rows: pl.DataFrame, decimals: int = 0) -> list[tuple[str, ...]]:
    """Dates and values as a table shows them."""
    return [
        (_when(context, row), context.number(row["value"], decimals)) for row in rows.iter_rows(named=True)
    ]


def _earlier_published(context: ReportData, indicator: str, after: date) -> pl.DataFrame:
    rows = context.figures.series(f"{indicator}_earlier_published", "country")
    return rows.filter(pl.col("as_of") >= after)


def runners_chart(
    context: ReportData, rows: pl.DataFrame, *, title: str, text: str, width_mm: float
) -> Section:
    """Active runners over time, each delivery a point; earlier published figures are hollow.

    Args:
        context: Numbers and words.
        rows: The series with its runs, as `ReportData.runs` gives it.
        title: Over the chart.
        text: Under the title.
        width_mm: Width in print.
    """
    texts = context.texts
    first, last = rows["as_of"].min(), rows["as_of"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return Section()
    dated = _dated(context, rows)
    points = _points(rows, "above", dates=dated)
    rising = rows.height > 1 and rows["value"][1] > rows["value"][0]
    points[0] |= {"label": context.number(points[0]["value"]), "side": "below" if rising else "above"}
    points[-1] |= {"label": context.number(points[-1]["value"])}
    points += [
        {**point, "hollow": True, "label": context.number(point["value"])}
        for point in _points(_earlier_published(context, "active_runners", first), "same")
    ]
    low, high = (
        rows.filter(pl.col("value") == getattr(rows["value"], extreme)()).row(0, named=True)
        for extreme in ("min", "max")
    )
    alternative = texts(
        "trend-runners-alt",
        count=str(rows.height),
        first=context.number(rows["value"][0]),
        last=context.number(rows["value"][-1]),
        low=context.number(low["value"]),
        high=context.number(high["value"]),
        **{
            "first-date": show.long_date(first, texts.language),
            "last-date": show.long_date(last, texts.language),
        },
    )
    ticks = time_ticks(context, first, last)

    def drawn(width_mm: float, height_mm: float, ticks: list[tuple[float, str]]) -> str:
        domain = domain_of([point["value"] for point in points])
        return context.svg(
            series_chart(points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain)
        )

    return figure(
        3,
        title,
        text,
        picture(
            "udvikling-hjerteloebere",
            drawn(width_mm, 74, ticks),
            alternative,
            width_mm,
            context.numbers(("date", "active"), dated, "active_runners"),
            phone=[drawn(PHONE_MM, 62, on_phone(ticks))],
        ),
    )


def activity_chart(
    context: ReportData, rows: pl.DataFrame, *, title: str, text: str, width_mm: float
) -> Section:
    """Activations a day in each quarter's own days with 95 % limits; empty where none are known.

    Args:
        context: Numbers and words.
        rows: The known rows of `activations_quarter_per_day` of the country.
        title: Over the chart.
        text: Under the title.
        width_mm: Width in print.
    """
    texts = context.texts
    if rows.is_empty():
        return Section()
    dated = _dated(context, rows, 1)
    points = [
        {**point, "lower": row["lower"], "upper": row["upper"]}
        for point, row in zip(_points(rows, "below", dates=dated), rows.iter_rows(named=True), strict=True)
    ]
    points[-1] |= {"label": context.number(points[-1]["value"], 1)}
    ends = [context.figures.series("active_runners", "country")["as_of"][0], rows["as_of"][-1]]
    ticks = time_ticks(context, *ends)
    domain = (0.0, max(row["upper"] for row in rows.iter_rows(named=True)) * 1.08)

    def drawn(width_mm: float, height_mm: float, ticks: list[tuple[float, str]]) -> str:
        return context.svg(
            series_chart(points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain)
        )

    last = rows.row(-1, named=True)
    alternative = texts(
        "trend-activity-alt",
        n=rows.height,
        count=str(rows.height),
        last=context.number(last["value"], 1),
        range=show.number_range(last["lower"], last["upper"], 1, texts.language),
    )
    return figure(
        3,
        title,
        text,
        picture(
            "udvikling-aktiveringer",
            drawn(width_mm, 50, ticks),
            alternative,
            width_mm,
            context.numbers(("date", "per-day"), dated, "activations_quarter_per_day"),
            phone=[drawn(PHONE_MM, 46, on_phone(ticks))],
        ),
    )


def control(context: ReportData) -> Section:
    """Whether the country's quarters vary more than usual; empty before there are eight of them."""
    known = [one.name for one in CONTROLLED if context.figures.has(control_of(one).name)]
    charts = [_control_chart(context, name, 112 / len(known)) for name in known]
    if not charts:
        return Section()
    texts, outside = context.texts, sum(count for _, count in charts)
    return stacked(
        heading(3, texts("control-heading"), "kontrolkort"),
        division(
            "fund", texts("control-finding", count=outside, word=texts.number_word(outside, capital=True))
        ),
        division("under", texts("control-under")),
        *(chart for chart, _ in charts),
        division("note", texts("control-note")),
    )


def _control_chart(context: ReportData, name: str, height_mm: float) -> tuple[Section, int]:
    """The chart, and how many quarters lie outside its limits."""
    texts = context.texts
    limits = context.figures.series(f"{name}_control", "country")
    rows = context.figures.series(name, "country").join(
        limits.select("quarter", low="lower", middle="value", high="upper"), on="quarter"
    )
    outside = rows.filter((pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high")))
    dated = _dated(context, rows, 1)
    points = [
        {**point, "tone": "above" if row["quarter"] in outside["quarter"] else "same"}
        for point, row in zip(_points(rows, "same", dates=dated), rows.iter_rows(named=True), strict=True)
    ]
    points[-1] |= {"label": context.number(points[-1]["value"], 1)}
    values = [*rows["value"], *rows["low"], *rows["high"]]
    ticks = time_ticks(context, rows["as_of"][0], rows["as_of"][-1])
    band = [
        {"time": decimal_year(row["as_of"]), "low": row["low"], "middle": row["middle"], "high": row["high"]}
        for row in rows.iter_rows(named=True)
    ]

    def drawn(width_mm: float, height_mm: float, ticks: list[tuple[float, str]]) -> str:
        chart = series_chart(
            points, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain_of(values), band=band
        )
        return context.svg(chart)

    words = {
        "count": str(rows.height),
        "outside": texts.number_word(outside.height),
        "middle": context.number(rows["middle"][0], 1),
        "range": show.number_range(min(rows["low"]), max(rows["high"]), 1, texts.language),
    }
    key = show.as_slug(name).replace("-", "")
    section = figure(
        4,
        texts(f"control-title-{key}"),
        texts(f"control-text-{key}", **words),
        picture(
            f"udvikling-kontrol-{key}",
            drawn(PAGE_WIDTH, height_mm, ticks),
            texts("control-alt", **words),
            PAGE_WIDTH,
            context.numbers(
                ("date", "now", "limits"),
                [
                    (*shown, show.number_range(row["low"], row["high"], 1, texts.language))
                    for shown, row in zip(dated, rows.iter_rows(named=True), strict=True)
                ],
                name,
            ),
            phone=[drawn(PHONE_MM, 50, on_phone(ticks))],
        ),
    )
    return section, outside.height


def change_key_figures(context: ReportData) -> Section:
    """What changed since the last quarter and the last year, as far as it is known; else empty."""
    texts, figures = context.texts, context.figures
    shown = []
    for kind in (QUARTER, YEAR):
        change = figures.published(f"active_runners_change_{kind.name}_percent")
        if change:
            shown.append(
                KeyFigure(
                    show.signed(change["numerator"], language=texts.language),
                    texts(f"key-change-{kind.name}"),
                    texts(
                        "key-change-detail",
                        percent=_signed_percent(context, change["value"]),
                        date=show.long_date(change["period_start"], texts.language),
                    ),
                )
            )
    own = figures.published("activations_quarter_per_day")
    if own:
        shown.append(
            KeyFigure(
                context.number(own["numerator"]),
                texts("key-own-activations"),
                texts(
                    "key-own-activations-detail",
                    period=show.short_period(own["period_start"], own["period_end"], texts.language),
                    day=context.number(own["value"], 1),
                ),
            )
        )
    for kind in (YEAR, QUARTER):
        change = figures.published(f"aed_registered_change_{kind.name}_percent")
        if change and len(shown) < 4:
            shown.append(
                KeyFigure(
                    show.signed(change["numerator"], language=texts.language),
                    texts("key-change-aeds"),
                    texts(
                        "key-change-detail",
                        percent=_signed_percent(context, change["value"]),
                        date=show.long_date(change["period_start"], texts.language),
                    ),
                )
            )
    return key_figures(shown, stacked_in=SIDE_WIDTH) if shown else Section()


def _signed_percent(context: ReportData, value: float | None, decimals: int = 1) -> str:
    if value is None:
        return show.MISSING
    return context.in_percent(show.signed(value, decimals, context.texts.language))


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
                region=context.figures.row("active_runners", code)["area"],
                parts=context.joined(parts),
            )
        )
    return together(sentences)


def published_notes(context: ReportData) -> list[str]:
    """A sentence for each figure that was published before and stands in the chart of runners."""
    first = context.figures.series("active_runners", "country")["as_of"][0]
    rows = _earlier_published(context, "active_runners", first)
    return [
        context.texts(
            "trend-note-published",
            value=context.number(row["value"]),
            date=show.long_date(row["as_of"], context.texts.language),
            source=context.source_name(row["source"]),
        )
        for row in rows.iter_rows(named=True)
    ]


def development_regions(context: ReportData) -> Section:
    """The regions' rates over time beside the country's, and what changed; empty for the first delivery."""
    if not context.snapshot.earlier:
        return Section()
    texts = context.texts
    rates = context.runs("active_runners_rate", "region", "active_runners")
    country = context.runs("active_runners_rate", "country", "active_runners")
    dates = [*rates["as_of"], *country["as_of"]]
    ticks = time_ticks(context, min(dates), max(dates))
    domain = domain_of([*rates["value"], *country["value"]])
    regions = context.figures.areas("active_runners_rate", "region")
    width = min(PANEL_WIDTH, (PAGE_WIDTH - GUTTER * (len(regions) - 1)) / len(regions))
    panels = [
        _panel(
            context, row, width, rates.filter(pl.col("area_code") == row["area_code"]), country, ticks, domain
        )
        for row in regions
    ]
    return stacked(
        heading(3, texts("trend-regions-heading"), "udvikling-i-regionerne"),
        division("fund", texts("trend-regions-finding")),
        division("under", texts("trend-regions-under")),
        columns([width] * len(panels), *panels, name="felter"),
        _region_table(context),
        division("note", together([geography_note(context), texts("trend-note-rate")])),
    )


def _panel(
    context: ReportData,
    row: dict[str, Any],
    width: float,
    rates: pl.DataFrame,
    country: pl.DataFrame,
    ticks: list[tuple[float, str]],
    domain: tuple[float, float],
) -> Section:
    texts = context.texts
    name = row["area"].removeprefix("Region ")
    rates = rates.filter(pl.col("area_code") == row["area_code"])
    dated = _dated(context, rates)
    points = [*_points(country, "same", "dk"), *_points(rates, "above", dates=dated)]
    points[-1] |= {"label": context.number(row["value"])}

    def drawn(width_mm: float, height_mm: float, ticks: list[tuple[float, str]]) -> str:
        chart = series_chart(
            points,
            width_mm=width_mm,
            height_mm=height_mm,
            ticks=ticks,
            domain=domain,
            axis_mm=10,
        )
        return context.svg(chart)

    alternative = texts(
        "trend-panel-alt",
        region=row["area"],
        first=context.number(rates["value"][0]) if rates.height else show.MISSING,
        last=context.number(row["value"]),
        country=context.number(context.national_rate),
    )
    return division(
        "figur",
        stacked(
            figure_title(4, name),
            picture(
                f"udvikling-{show.as_slug(name)}",
                drawn(width, 62, [ticks[0], ticks[-1]] if len(ticks) > 1 else ticks),
                alternative,
                width,
                context.numbers(("date", "rate"), dated, "active_runners_rate"),
                phone=[drawn(*PHONE_PANEL, ticks[-1:])],
            ),
        ),
    )


def _region_table(context: ReportData) -> Section:
    texts, figures = context.texts, context.figures
    kinds = [
        kind
        for kind in (QUARTER, YEAR)
        if not figures.table.filter(pl.col("indicator") == f"active_runners_change_{kind.name}").is_empty()
    ]
    areas = [*figures.areas("active_runners", "region"), figures.row("active_runners")]
    rows = [
        (
            context.area_name(area),
            context.number(area["value"]),
            *(cell for kind in kinds for cell in _change_cells(context, kind, area["area_code"])),
        )
        for area in areas
    ]
    head = [texts("column-area"), texts("column-active")]
    for kind in kinds:
        head += [texts(f"column-change-{kind.name}"), texts("column-percent"), texts("column-rate-change")]
    return table(
        rows,
        caption=texts("trend-regions-caption"),
        head=head,
        widths=("1fr", "20mm", *(width for _ in kinds for width in ("36mm", "18mm", "26mm"))),
        numeric=tuple(range(1, 2 + 3 * len(kinds))),
        size=9.5,
        pitch=7,
    )


def _change_cells(context: ReportData, kind: Comparison, code: str) -> tuple[str, str, str]:
    figures, language = context.figures, context.texts.language
    names = (
        f"active_runners_change_{kind.name}",
        f"active_runners_change_{kind.name}_percent",
        f"active_runners_rate_change_{kind.name}",
    )
    change, percent, rate = (figures.value(name, code) if figures.has(name, code) else None for name in names)
    return (
        show.signed(change, language=language),
        _signed_percent(context, percent),
        show.signed(rate, language=language),
    )


def development_municipalities(context: ReportData) -> Section:
    """Which municipalities moved otherwise than the country; empty where there is nothing to compare."""
    kind = comparison(context)
    if kind is None:
        return Section()
    judged = judged_municipalities(context, kind)
    if judged.is_empty():
        return Section()
    texts = context.texts
    country = context.figures.row(f"active_runners_change_{kind.name}_percent")
    above, below = (judged.filter(pl.col("tone") == side) for side in ("above", "below"))
    ranked = judged.sort("deviation", "area_code", descending=[True, False])
    furthest = {"above": ranked.head(NAMED_EACH_WAY), "below": ranked.tail(NAMED_EACH_WAY)}
    shown = [
        {**row, "key": row["area_code"], "label": row["name"] if row["found"] else None}
        for row in judged.iter_rows(named=True)
    ]

    def drawn(width_mm: float, height_mm: float) -> str:
        chart = change_chart(
            shown,
            width_mm=width_mm,
            height_mm=height_mm,
            expected=judged["expected"][0],
            language=texts.language,
        )
        return context.svg(chart)

    by_size = judged.sort("size", maintain_order=True)
    words = {
        "above": _counted(context, above.height),
        "below": _counted(context, below.height),
        "count": str(judged.height),
        "percent": _signed_percent(context, country["value"]),
    }
    sides = [side for side, rows in (("above", above), ("below", below)) if rows.height]
    found = "both" if len(sides) == 2 else sides[0] if sides else "none"
    since = show.long_date(country["period_start"], texts.language)
    left = figure(
        4,
        texts("trend-municipalities-title"),
        texts("trend-municipalities-text", since=since),
        legend(
            [("circle", TONES[tone], texts(f"legend-change-{tone}")) for tone in ("above", "same", "below")]
            + [("square", "#E7EAEC", texts("legend-change-range"))]
        ),
        picture(
            "udvikling-kommuner",
            drawn(SCATTER_WIDTH, 101),
            texts("trend-municipalities-alt", **words),
            SCATTER_WIDTH,
            context.numbers(
                ("municipality", "before", "now", "change"),
                [
                    (
                        row["name"],
                        context.number(row["size"]),
                        context.number(row["size"] + row["number"]),
                        show.signed(row["change"], 1, texts.language),
                    )
                    for row in by_size.iter_rows(named=True)
                ],
                "active_runners",
                codes=by_size["area_code"].to_list(),
            ),
            phone=[drawn(PHONE_MM, 90)],
        ),
    )
    return stacked(
        heading(3, texts("trend-municipalities-heading"), "udvikling-i-kommunerne"),
        division(
            "fund",
            texts(
                f"trend-municipalities-finding-{found}",
                **{**words, "below-number": texts.number_word(below.height)},
            ),
        ),
        division("under", texts("trend-municipalities-under", **words)),
        columns(
            [SCATTER_WIDTH, LIST_WIDTH],
            left,
            stacked(
                *(_furthest(context, rows, side) for side, rows in furthest.items()),
                division("note", _unjudged(context, kind, judged)),
            ),
            name="region",
        ),
    )


def _counted(context: ReportData, count: int) -> str:
    word = context.texts.number_word(count, capital=True)
    return context.texts("trend-municipalities-count", count=count, word=word)


def judged_municipalities(context: ReportData, kind: Comparison) -> pl.DataFrame:
    """A row per comparable municipality: its change, the range for its size, on which side it stands out."""
    name = f"active_runners_change_{kind.name}"
    rows = {
        part: pl.DataFrame(context.figures.areas(f"{name}_{part}", "municipality"), infer_schema_length=None)
        for part in ("percent", "expected_percent", "deviation", "stands_out")
    }
    if rows["deviation"].is_empty():
        return pl.DataFrame()
    return (
        rows["percent"]
        .select("area_code", name="area", size="denominator", number="numerator", change="value")
        .join(
            rows["expected_percent"].select("area_code", "lower", "upper", expected="value"), on="area_code"
        )
        .join(rows["deviation"].select("area_code", deviation="value"), on="area_code")
        .join(rows["stands_out"].select("area_code", side="value"), on="area_code")
        .with_columns(
            found=pl.col("side") != 0,
            tone=pl.col("side").replace_strict(TONE_OF_SIDE, return_dtype=pl.String),
        )
    )


def _furthest(context: ReportData, rows: pl.DataFrame, side: str) -> Section:
    texts, language = context.texts, context.texts.language
    order = show.sorted_danish(rows["name"])
    listed = sorted(rows.to_dicts(), key=lambda row: order.index(row["name"]))
    return division(
        "figur",
        stacked(
            figure_title(4, texts(f"trend-list-{side}")),
            table(
                [
                    (
                        row["name"] + ("*" if row["found"] else ""),
                        context.number(row["size"]),
                        context.number(row["size"] + row["number"]),
                        show.signed(row["change"], 1, language),
                        " – ".join(show.signed(row[limit], 1, language) for limit in ("lower", "upper")),
                    )
                    for row in listed
                ],
                caption=texts(f"trend-list-{side}"),
                head=[
                    texts(f"column-{name}") for name in ("municipality", "before", "now", "percent", "usual")
                ],
                widths=("1fr", "10mm", "10mm", "11mm", "24mm"),
                numeric=(1, 2, 3, 4),
                pitch=4.7,
                gutter=2,
                codes=[row["area_code"] for row in listed],
            ),
        ),
    )


def _unjudged(context: ReportData, kind: Comparison, judged: pl.DataFrame) -> str:
    """Which municipalities cannot be compared, and why."""
    rows = context.figures.areas(f"active_runners_change_{kind.name}_percent", "municipality")
    left_out = [row for row in rows if row["value"] is None]
    sentences = [context.texts("trend-list-note")]
    if left_out:
        names = context.joined(show.sorted_danish(row["area"] for row in left_out))
        reasons = together(dict.fromkeys(context.note(row["note"]) for row in left_out if row["note"]))
        sentences.append(context.texts("trend-list-left-out", names=names, reasons=reasons))
    return together(sentences)


def aed_history(context: ReportData) -> Section:
    """Registered AEDs as they were published since the first known figure; empty where there are none."""
    earlier = context.figures.series("aed_registered_earlier_published", "country")
    delivered = context.runs("aed_registered", "country", "aed_registered")
    if earlier.is_empty() or delivered.is_empty():
        return Section()
    texts = context.texts
    middle = pl.col("period_start") + (pl.col("period_end") - pl.col("period_start")) / 2
    dated, dated_now = _dated(context, earlier), _dated(context, delivered)
    points = [
        {**point, "hollow": True, "label": context.number(point["value"])}
        for point in _points(earlier.with_columns(as_of=middle), "same", dates=dated)
    ] + _points(delivered, "above", dates=dated_now)
    points[-1] |= {"label": context.number(points[-1]["value"]), "side": "left"}
    for before, point in pairwise(points[:-1]):
        beside = point["time"] - before["time"] < LABEL_YEARS and point["value"] < before["value"] * 1.1
        point["side"] = "right" if beside else "left"
    first, last = earlier.row(0, named=True), delivered.row(-1, named=True)
    ticks = time_ticks(context, first["as_of"], last["as_of"])
    domain = (0.0, max(point["value"] for point in points) * 1.06)

    def drawn(
        shown: list[dict[str, Any]], width_mm: float, height_mm: float, ticks: list[tuple[float, str]]
    ) -> str:
        chart = series_chart(shown, width_mm=width_mm, height_mm=height_mm, ticks=ticks, domain=domain)
        return context.svg(chart)

    few = [{**point, "label": None} for point in points]
    few[0] |= {"label": points[0]["label"], "side": "right"}
    few[-1] |= {"label": points[-1]["label"]}
    words = {
        "first": context.number(first["value"]),
        "last": context.number(last["value"]),
        "year": str(first["as_of"].year),
        "date": context.as_of_shown,
    }
    return stacked(
        heading(3, texts("aed-history-heading"), "hjertestartere-foer"),
        division("fund", texts("aed-history-finding", **words)),
        division("under", texts("aed-history-under")),
        columns(
            [HISTORY_WIDTH, LIST_WIDTH],
            figure(
                4,
                texts("aed-history-title"),
                texts("aed-history-text"),
                picture(
                    "hjertestartere-foer",
                    drawn(points, HISTORY_WIDTH, 118, ticks),
                    texts("aed-history-alt", count=str(earlier.height), **words),
                    HISTORY_WIDTH,
                    context.numbers(
                        ("date", "registered"),
                        [*dated, *dated_now],
                        "aed_registered_earlier_published",
                        "aed_registered",
                    ),
                    phone=[drawn(few, PHONE_MM, 84, on_phone(ticks))],
                ),
            ),
            stacked(_history_table(context, earlier), division("note", texts("aed-history-note"))),
            name="region",
        ),
    )


def _history_table(context: ReportData, earlier: pl.DataFrame) -> Section:
    texts = context.texts
    shares = {
        row["as_of"]: row["value"]
        for row in context.figures.series("aed_24_7_share_earlier_published", "country").iter_rows(named=True)
    }
    rows = [
        (
            _when(context, row),
            context.number(row["value"]),
            context.percent(shares.get(row["as_of"])),
            context.source_name(row["source"]),
        )
        for row in earlier.iter_rows(named=True)
    ]
    return table(
        rows,
        caption=texts("aed-history-caption"),
        head=[texts(f"column-{name}") for name in ("date", "registered", "around-clock", "source")],
        widths=("17mm", "15mm", "19mm", "1fr"),
        numeric=(1, 2),
        pitch=6 if all(len(row[-1]) <= SOURCE_IN_A_ROW for row in rows) else None,
        gutter=2.5,
    )


def _when(context: ReportData, row: dict[str, Any]) -> str:
    """A date; for earlier published figures as exact as their source is: a year, a month or a day."""
    start, end = row["period_start"], row["period_end"]
    if start == end or row["basis"] != "published":
        return show.short_date(row["as_of"], context.texts.language)
    return str(end.year) if (end - start).days > 31 else show.month(end, context.texts.language)
