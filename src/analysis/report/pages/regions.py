"""A region on a page: key figures, its municipalities against the country, and its map."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.correction_notes import CORRECTED
from analysis.report.charts import TONES
from analysis.report.components import (
    KeyFigure,
    Mark,
    Section,
    StripRow,
    columns,
    division,
    figure,
    figure_title,
    heading,
    key_figures,
    legend,
    stacked,
    strip_table,
)
from analysis.report.data import Context
from analysis.report.figures import STRIP_TICK, tone
from analysis.report.pages.national import activity

Groups: TypeAlias = list[tuple[dict[str, Any] | None, list[dict[str, Any]]]]

TABLE_WIDTH: Final = 142.0
MAP_WIDTH: Final = 105.0
HALF_PAGE: Final = 128.0
ROWS_ON_A_REGION_PAGE: Final = 26
SMALL_POPULATION: Final = 10_000
TABLE_HEIGHT: Final = 104.0
PAGE_HEIGHT: Final = 138.0
MAP_HEIGHT: Final = 96.0
PITCHES: Final = (4.1, 6.4)
LEAST_PITCH_OF_PAGE: Final = 3.7
GROUP_SPACE: Final = 2.0
SPARK_WIDTH: Final = 13.0
STRIP_WIDTHS: Final = (62.0, 50.0)
HALF_STRIP_WIDTHS: Final = (62.0, 40.0)
NOTE_HEIGHT: Final = 6.0


def regions_title(context: Context) -> Section:
    """The page that opens the part on regions."""
    names = " · ".join(row["area"] for row in context.figures.areas("active_runners", "region"))
    return stacked(
        heading(2, context.texts("regions-heading"), "del-regioner"),
        division("deltekst", context.texts("regions-text", names=names)),
    )


def region_codes(context: Context) -> list[str]:
    """Regions in the report's order."""
    return [row["area_code"] for row in context.figures.areas("active_runners", "region")]


def region(context: Context, code: str) -> Section:
    """All pages of one region; a table too long for the first page gets one of its own."""
    name = context.figures.row("active_runners", code)["area"]
    groups = _groups(context, code)
    fits = sum(len(rows) + (area is not None) for area, rows in groups) <= ROWS_ON_A_REGION_PAGE
    left = (
        _municipality_table(context, code, name, groups) if fits else _area_table(context, code, name, groups)
    )
    return stacked(
        heading(3, name, show.as_slug(name)),
        division("fund", _finding(context, code, name)),
        _key_figures(context, code),
        columns(
            [TABLE_WIDTH, MAP_WIDTH],
            stacked(left, _withheld(context, code)),
            _map(context, code, name),
            name="region",
        ),
        *([] if fits else [_table_page(context, name, groups)]),
    )


def _finding(context: Context, code: str, name: str) -> str:
    regions = context.figures.areas("active_runners_rate", "region")
    own = next(row["value"] for row in regions if row["area_code"] == code)
    others = [row["value"] for row in regions if row["area_code"] != code]
    words = {"region": name.removeprefix("Region "), "rate": context.number(own)}
    count = context.texts.number_word(len(regions))
    if own > max(others):
        return context.texts("region-finding-highest", regions=count, **words)
    if own < min(others):
        return context.texts("region-finding-lowest", regions=count, **words)
    shown, country = show.round_half_up(own), show.round_half_up(context.national_rate)
    side = "equal" if shown == country else "above" if shown > country else "below"
    return context.texts(f"region-finding-{side}", **words)


def _key_figures(context: Context, code: str) -> Section:
    texts, figures = context.texts, context.figures
    share = context.percent(figures.value("active_runners_share_of_country", code))
    return key_figures(
        [
            KeyFigure(
                context.marked(context.number(figures.value("active_runners", code)), "active_runners", code),
                texts("key-active"),
                texts("key-share-detail", share=share, total=context.number(figures.value("active_runners"))),
            ),
            KeyFigure(
                context.marked(
                    context.number(figures.value("active_runners_rate", code)), "active_runners_rate", code
                ),
                texts("key-rate"),
                texts("key-rate-detail", rate=context.number(context.national_rate)),
            ),
            *activity(context, code),
        ]
    )


def _groups(context: Context, code: str) -> Groups:
    """Report areas in order with their municipalities; one group without area where there are none."""
    own = context.municipalities.filter(pl.col("region_code") == code)
    areas = own.drop_nulls("report_area_code").unique("report_area_code").sort("report_area_order")
    if areas.is_empty():
        return [(None, own.to_dicts())]
    return [
        (
            context.figures.row("active_runners_rate", area),
            own.filter(pl.col("report_area_code") == area).to_dicts(),
        )
        for area in areas["report_area_code"]
    ]


def _area_row(context: Context, kind: str, rate: dict[str, Any], *, dot: bool) -> StripRow:
    mark = Mark(
        rate["value"],
        rate["lower"],
        rate["upper"],
        "total" if kind == "total" else tone(rate, context.national_rate),
    )
    return StripRow(
        kind,
        rate["area"],
        _count_and_rate(context, rate["area_code"], rate["numerator"], rate["value"]),
        mark if dot else None,
        context.sparks.get(rate["area_code"]),
    )


def _count_and_rate(context: Context, code: str, count: float, rate: float) -> tuple[str, str]:
    return (
        context.marked(context.number(count), "active_runners", code),
        context.marked(context.number(rate), "active_runners_rate", code),
    )


def _is_corrected(context: Context, code: str) -> bool:
    return (context.figures.row("active_runners", code)["note"] or "").startswith(CORRECTED)


def _municipality_rows(context: Context, rows: list[dict[str, Any]]) -> list[StripRow]:
    return [
        StripRow(
            "row",
            row["municipality"] + ("*" if _is_corrected(context, row["municipality_code"]) else ""),
            _count_and_rate(context, row["municipality_code"], row["active"], row["rate"]),
            Mark(row["rate"], row["lower"], row["upper"], tone(row, context.national_rate)),
            context.sparks.get(row["municipality_code"]),
            row["municipality_code"],
        )
        for row in rows
    ]


def _grouped_rows(context: Context, groups: Groups) -> list[StripRow]:
    rows: list[StripRow] = []
    for area, municipalities in groups:
        rows += [_area_row(context, "group", area, dot=False)] if area else []
        rows += _municipality_rows(context, municipalities)
    return rows


def _strip_table(
    context: Context,
    rows: list[StripRow],
    caption: str,
    first: str,
    *,
    pitch: float | None = None,
    strip_widths: tuple[float, float] = STRIP_WIDTHS,
) -> Section:
    texts = context.texts
    end = context.rate_end
    ticks = range(0, int(end) + 1, STRIP_TICK)
    corrected = any(row.name.endswith("*") for row in rows)
    table = strip_table(
        rows,
        caption=caption,
        head=(texts(first), texts("column-active"), texts("column-rate")),
        ticks=ticks,
        tick_labels=[context.number(tick) for tick in ticks],
        reference=context.country_reference,
        end=end,
        pitch=pitch or _pitch(rows, TABLE_HEIGHT - NOTE_HEIGHT * corrected),
        number_widths=(13, 19) if context.sparks else (17, 21),
        strip_width=strip_widths[1 if context.sparks else 0],
        spark=(texts("column-spark"), SPARK_WIDTH) if context.sparks else None,
    )
    return stacked(table, division("note", texts("region-corrected-note"))) if corrected else table


def _pitch(rows: list[StripRow], height: float = TABLE_HEIGHT, least: float = PITCHES[0]) -> float:
    """Row height that lets a table fill its place on the page without growing airy."""
    room = height - GROUP_SPACE * sum(row.kind == "group" for row in rows)
    return min(max(room / len(rows), least), PITCHES[1])


def _municipality_table(context: Context, code: str, name: str, groups: Groups) -> Section:
    texts = context.texts
    rows = _grouped_rows(context, groups)
    rows.append(_area_row(context, "total", context.figures.row("active_runners_rate", code), dot=True))
    caption = texts("region-table-caption", region=name, date=context.as_of_shown)
    return stacked(
        figure_title(4, _count_title(context, [row for _, group in groups for row in group])),
        division("figurtekst", texts("region-table-text", date=context.as_of_shown)),
        legend(tone_legend(context)),
        _strip_table(context, rows, caption, "column-municipality"),
    )


def _area_table(context: Context, code: str, name: str, groups: Groups) -> Section:
    texts = context.texts
    rows = [_area_row(context, "row", area, dot=True) for area, _ in groups if area]
    rows.append(_area_row(context, "total", context.figures.row("active_runners_rate", code), dot=True))
    caption = texts("region-table-caption", region=name, date=context.as_of_shown)
    return stacked(
        figure_title(4, texts("region-areas-title")),
        division("figurtekst", texts("region-areas-text", date=context.as_of_shown)),
        legend(tone_legend(context)),
        _strip_table(context, rows, caption, "column-area"),
    )


def _count_title(context: Context, municipalities: list[dict[str, Any]]) -> str:
    texts = context.texts
    country = show.round_half_up(context.national_rate)
    reaching = sum(show.round_half_up(row["rate"]) >= country for row in municipalities)
    total = len(municipalities)
    if reaching == 0:
        return texts("region-table-title-none", total=texts.number_word(total))
    if reaching == total:
        return texts("region-table-title-all", total=texts.number_word(total))
    return texts(
        "region-table-title-some",
        n=reaching,
        count=texts.number_word(reaching, capital=True),
        total=texts.number_word(total),
    )


def tone_legend(context: Context) -> list[tuple[str, str, str]]:
    """What the colour of a dot says."""
    return [("circle", TONES[name], context.texts(f"legend-{name}")) for name in ("below", "same", "above")]


def _withheld(context: Context, code: str) -> Section:
    withheld = context.snapshot.delivery.withheld.filter(pl.col("area_code") == code)
    if withheld.is_empty():
        return Section("")
    texts, first = context.texts, withheld.row(0, named=True)
    text = texts(
        "region-trial-text",
        reason=context.quoted(first["reason"]),
        until=show.long_date(first["until"], texts.language),
    )
    hidden = "" if context.figures.has("activations", code) else f"\n\n{texts('region-trial-activations')}"
    return division("boks", f"**{texts('region-trial-title')}**\n\n{text}{hidden}")


def _map(context: Context, code: str, name: str) -> Section:
    texts = context.texts
    own = context.municipalities.filter(pl.col("region_code") == code)
    words = context.extreme_words(own)
    rate = context.number(context.figures.value("active_runners_rate", code))
    return figure(
        4,
        texts("region-map-title", **words),
        texts("region-map-text"),
        legend(context.map_legend()),
        context.map_of(
            show.as_slug(name),
            own["municipality_code"].to_list(),
            _map_width(context, own),
            texts("region-map-alt", region=name, rate=rate, **words),
        ),
        division("note", " ".join([texts("region-map-note"), *_notes(context, own)])),
    )


def _map_width(context: Context, own: pl.DataFrame) -> float:
    """As wide as the column, unless the map would then be taller than the page has room for."""
    tiles = context.tiles(own["municipality_code"].to_list())
    across, down = (
        len(range(min(places), max(places) + 1))
        for places in (tiles["column"].to_list(), tiles["row"].to_list())
    )
    return min(MAP_WIDTH, MAP_HEIGHT / down * across)


def _notes(context: Context, own: pl.DataFrame) -> list[str]:
    """Notes of the delivery on these municipalities, and what one person means in the smallest of them."""
    texts = context.texts
    pale = context.tiles(own["municipality_code"].to_list())["rate"].null_count() > 0
    delivered = context.snapshot.delivery.runners.filter(
        pl.col("municipality_code").is_in(own["municipality_code"].to_list())
    )["note"].drop_nulls()
    small = [
        texts("region-small-item", step=context.number(100_000 / people), name=row["municipality"])
        for row in own.iter_rows(named=True)
        if (people := context.population[row["municipality_code"]]) < SMALL_POPULATION
    ]
    others = [texts("region-map-note-others")] if pale else []
    return [
        *others,
        *map(context.quoted, delivered),
        *([texts("region-small-note", list=context.joined(small))] if small else []),
    ]


def _table_page(context: Context, name: str, groups: Groups) -> Section:
    """A page of two tables side by side, split between areas and never inside one."""
    texts = context.texts
    title = texts("region-continued-heading", region=name)
    total = sum(len(rows) + 1 for _, rows in groups)
    split = min(
        range(1, len(groups)),
        key=lambda place: abs(2 * sum(len(rows) + 1 for _, rows in groups[:place]) - total),
    )
    caption = texts("region-table-caption", region=name, date=context.as_of_shown)
    halves = [groups[:split], groups[split:]]
    rows = [_grouped_rows(context, half) for half in halves]
    pitch = min(_pitch(part, PAGE_HEIGHT, LEAST_PITCH_OF_PAGE) for part in rows)
    tables = [
        _strip_table(
            context,
            shown,
            f"{caption}: {context.joined([area['area'] for area, _ in half if area])}",
            "column-municipality",
            pitch=pitch,
            strip_widths=HALF_STRIP_WIDTHS,
        )
        for half, shown in zip(halves, rows, strict=True)
    ]
    return stacked(
        heading(3, title, f"{show.as_slug(name)}-efter-kommune"),
        division("fund", _count_title(context, [row for _, group in groups for row in group])),
        division("under", texts("region-table-text", date=context.as_of_shown)),
        legend(tone_legend(context)),
        columns([HALF_PAGE, HALF_PAGE], *tables, name="halve"),
    )
