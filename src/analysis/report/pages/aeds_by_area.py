"""AEDs of municipalities and regions; `notebooks/pages/aeds_municipalities.ipynb` puts the pages together."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.formatting import MISSING, sorted_danish
from analysis.report.components import (
    Section,
    columns,
    csv_link,
    division,
    figure,
    legend,
    table,
)
from analysis.report.data import ReportData
from analysis.report.maps import map_legend, number_map, tiles_within
from analysis.report.region_table import table_of_regions
from analysis.texts.markup import PARAGRAPH, InPlaceOfNumber, together

# Edges between the map's classes, AEDs per 100,000 inhabitants; the same in every report.
CLASSES: Final = (300, 400, 500, 600)
SHOWN: Final = ("aed_registered", "aed_rate", "aed_24_7", "aed_24_7_share")
HEADS: Final = ("registered", "rate", "around-clock", "share-around-clock")
HALF_PAGE: Final = 128.0
NOTES_BESIDE: Final = 1500


def has_municipal_aeds(context: ReportData) -> bool:
    """Whether AEDs of at least one municipality are delivered."""
    return not context.figures.frame("aed_registered", "municipality").is_empty()


def municipal_aeds(context: ReportData) -> pl.DataFrame:
    """A row per municipality in the order of the alphabet, its AEDs null where they are not published.

    Columns: `municipality_code`, `municipality`, `aed_registered`, `aed_rate`, `aed_24_7`, `aed_24_7_share`.
    """
    areas = context.municipalities.select("municipality_code", "municipality")
    for name in SHOWN:
        values = context.figures.frame(name, "municipality").select(
            pl.col("area_code").alias("municipality_code"), pl.col("value").alias(name)
        )
        areas = areas.join(values, on="municipality_code", how="left", maintain_order="left")
    return areas


def area_words(context: ReportData, areas: pl.DataFrame) -> dict[str, str]:
    """What titles say: of how many municipalities the rate is known, the lowest and highest of them.

    The latter two are left out where none is known. A rate that several share as it is printed is theirs
    together.

    Args:
        context: Numbers and words.
        areas: From `municipal_aeds`.
    """
    known = areas.drop_nulls("aed_rate").with_columns(
        printed=pl.col("aed_rate").map_elements(context.number, return_dtype=pl.String)
    )
    words = {"known": str(known.height), "count": str(areas.height)}
    if known.is_empty():
        return words
    ordered = known.sort("aed_rate", maintain_order=True)["printed"]
    for end, printed in (("low", ordered[0]), ("high", ordered[-1])):
        names = known.filter(printed=printed)["municipality"].to_list()
        number = context.texts.number_word(len(names))
        several = context.texts("aeds-areas-several", count=number)
        words |= {end: printed, f"{end}-name": names[0] if len(names) == 1 else several}
    return words


def words_key(words: dict[str, str]) -> str:
    """Which of three outcomes a message has: all rates are known, some of them, or none.

    Args:
        words: From `area_words`.
    """
    if "low" not in words:
        return "none"
    return "all" if words["known"] == words["count"] else "some"


def cells(context: ReportData, code: str) -> tuple[str, ...]:
    """Registered, per 100,000 inhabitants, around the clock and their share, of one area.

    What nobody delivered is said to be so, what is withheld too; a share of no AEDs is a dash.
    """
    figures = context.figures
    registered, rate, around, share = (figures.find(name, code) for name in SHOWN)
    missing = InPlaceOfNumber(context.texts("not-known"))
    if around is None:
        hidden: str = missing
    else:
        hidden = InPlaceOfNumber(context.texts("not-shown" if around.status == "withheld" else "not-known"))
    none_there = registered is not None and registered.value == 0
    return (
        missing
        if registered is None or registered.value is None
        else context.marked(context.number(registered.value), "aed_registered", code),
        missing
        if rate is None or rate.value is None
        else context.marked(context.number(rate.value), "aed_rate", code),
        hidden
        if around is None or around.value is None
        else context.marked(context.number(around.value), "aed_24_7", code),
        context.marked(context.percent(share.value), "aed_24_7_share", code)
        if share is not None and share.value is not None
        else (InPlaceOfNumber(MISSING) if none_there else hidden),
    )


def municipal_cells(context: ReportData, areas: pl.DataFrame) -> list[tuple[str, ...]]:
    """A row of texts per municipality: its name and `cells`."""
    return [
        (name, *cells(context, code))
        for code, name in areas.select("municipality_code", "municipality").iter_rows()
    ]


def aed_map(
    context: ReportData, areas: pl.DataFrame, *, title: str, text: str, alternative: str, width_mm: float
) -> Section:
    """The tile map of municipalities by AEDs per inhabitant, with its legend.

    Args:
        context: Numbers and words.
        areas: From `municipal_aeds`.
        title: Over the map.
        text: Under the title.
        alternative: What the map shows, for those who do not see it.
        width_mm: Width in print.
    """
    codes = areas["municipality_code"].to_list()
    rates = areas.select("municipality_code", rate="aed_rate")
    numbers = context.numbers(("municipality", *HEADS), municipal_cells(context, areas), *SHOWN, codes=codes)
    return figure(
        4,
        title,
        text,
        legend(map_legend(context, CLASSES, gaps=rates["rate"].null_count() > 0)),
        number_map(
            context,
            "hjertestartere-kommuner",
            tiles_within(context, codes, rates),
            width_mm,
            alternative,
            numbers,
            breaks=CLASSES,
        ),
    )


def region_table(context: ReportData, *, title: str) -> Section:
    """The regions that are delivered, in the report's order, and the country last.

    Args:
        context: Numbers and words.
        title: Over the table.
    """
    return table_of_regions(
        context,
        "aed_registered",
        cells,
        title=title,
        head=[context.texts(f"column-{name}") for name in (*HEADS[:-1], "share")],
        widths=("16mm", "16mm", "23mm", "13mm"),
    )


def _heads(context: ReportData) -> list[str]:
    return [context.texts(f"column-{name}") for name in ("municipality", *HEADS)]


def tables_side_by_side(context: ReportData, areas: pl.DataFrame) -> Section:
    """Two tables of equal length beside each other, the municipalities in the order of the alphabet.

    Args:
        context: Numbers and words.
        areas: From `municipal_aeds`.
    """
    rows = municipal_cells(context, areas)
    codes = areas["municipality_code"].to_list()
    half = -(-len(rows) // 2)
    tables = [
        table(
            rows[place],
            caption=context.texts("aeds-areas-caption", first=rows[place][0][0], last=rows[place][-1][0]),
            head=_heads(context),
            widths=("1fr", "17mm", "17mm", "23mm", "31mm"),
            numeric=(1, 2, 3, 4),
            size=7.5,
            pitch=2.98,
            gutter=2.5,
            codes=codes[place],
        )
        for place in (slice(half), slice(half, None))
        if rows[place]
    ]
    return columns([HALF_PAGE, HALF_PAGE], *tables, name="halve taet aed")


def download(context: ReportData, areas: pl.DataFrame) -> Section:
    """A link to the table as a file; on paper there is none.

    Args:
        context: Numbers and words.
        areas: From `municipal_aeds`.
    """
    texts = context.texts
    head = _heads(context)
    rows = municipal_cells(context, areas)
    name = "hjertestartere-i-kommunerne"
    return csv_link(name, head, rows, texts("numbers-fetch"), texts.language, context.limit_names)


def notes(context: ReportData, areas: pl.DataFrame) -> str:
    """That a gap is not zero, and what is noted on AEDs of regions and municipalities, each note once.

    Args:
        context: Numbers and words.
        areas: From `municipal_aeds`.
    """
    gap = context.texts("not-known")
    gaps = any(cell == gap for row in municipal_cells(context, areas) for cell in row)
    said: dict[str, list[str]] = {}
    for level in ("region", "municipality"):
        for name in ("aed_registered", "aed_24_7"):
            for row in context.figures.areas(name, level):
                if row.note:
                    names = said.setdefault(context.note(row.note), [])
                    names += [] if row.area in names else [row.area]
    return together(
        [
            *([context.texts("aeds-areas-gaps")] if gaps else []),
            *(
                context.texts("aeds-areas-note", areas=context.joined(sorted_danish(names)), note=note)
                for note, names in said.items()
            ),
        ],
        PARAGRAPH,
    )


def notes_beside(noted: str, reading: str) -> Section:
    """How to read the numbers, and the notes where they have room beside the map.

    Args:
        noted: From `notes`.
        reading: What stands there in any case.
    """
    return division(
        "note", together([reading, *([noted] if 0 < len(noted) <= NOTES_BESIDE else [])], PARAGRAPH)
    )


def notes_below(noted: str) -> Section:
    """The notes for the whole width of a page; empty where they have room beside the map.

    Args:
        noted: From `notes`.
    """
    return division("note", noted) if len(noted) > NOTES_BESIDE else Section()
