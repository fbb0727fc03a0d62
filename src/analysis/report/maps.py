"""Maps of tiles coloured by rate, and what their colours mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from analysis.core import formatting as show
from analysis.reference.boundaries import boundaries_of
from analysis.report.charts.boundaries import ShownArea, boundary_map
from analysis.report.charts.theme import LIGHT, NOT_KNOWN, PHONE_MM, RATE_COLOURS
from analysis.report.charts.tiles import tile_map
from analysis.report.components import Numbers, Section, picture, web_picture
from analysis.report.data import ReportData, municipality_rows
from analysis.report.figures import CLASS_BREAKS, rate_class

# How `statusrapport boundaries update` writes where boundaries are from.
UPDATED: Final = re.compile(
    r"(?P<owner>.+), (?:file (?P<file>.+)|(?P<address>\S+)); simplified to a grid of (?P<grid>\d+) m"
)
WIDEST_PHONE_MAP: Final = 12
FEWEST_PHONE_TILES: Final = 6
MOST_PHONE_TILES_WITH_NAMES: Final = 6


class MapClasses(NamedTuple):
    """The classes of a map.

    Attributes:
        breaks: Edges between them.
        colours: Of each.
        words: What the legend says of each.
        marks: What stands in a municipality of each class instead of its number; empty for its number.
    """

    breaks: Sequence[float]
    colours: Sequence[str]
    words: Sequence[str]
    marks: Sequence[str] = ()


def map_legend(
    context: ReportData,
    breaks: Sequence[float] = CLASS_BREAKS,
    decimals: int = 0,
    *,
    colours: Sequence[str] = RATE_COLOURS,
    gaps: bool = False,
) -> list[tuple[str, str, str]]:
    """The map's classes and their colours, for numbers that tiles show with some decimals.

    Args:
        context: Words.
        breaks: Edges between the classes.
        decimals: Of the numbers.
        colours: Of the classes.
        gaps: Whether there are municipalities whose number is not known.
    """
    edges = [context.number(edge, decimals) for edge in breaks]
    ends = [context.number(high - 10**-decimals, decimals) for high in breaks[1:]]
    between = [
        low
        if low == high
        else context.texts("map-class-between", low=low, high=high)
        if min(breaks) < 0
        else f"{low}{show.EN_DASH}{high}"
        for low, high in zip(edges, ends, strict=False)
    ]
    labels = [
        context.texts("map-class-under", edge=edges[0]),
        *between,
        context.texts("map-class-over", edge=edges[-1]),
    ]
    classes = [("square", colour, label) for colour, label in zip(colours, labels, strict=True)]
    return [*classes, *([("gap", NOT_KNOWN, context.texts("not-known"))] if gaps else [])]


def shown_areas(
    context: ReportData,
    names: Mapping[str, str],
    values: Mapping[str, float | None],
    classes: MapClasses,
    decimals: int = 0,
    *,
    without: Mapping[str, str],
) -> dict[str, ShownArea]:
    """How each municipality is shown on a map of real shapes.

    Args:
        context: Words.
        names: Code → name of all municipalities.
        values: Code → number of those that the map is of, None where it is not known.
        classes: Of the numbers.
        decimals: Of the numbers.
        without: Code → why it has no number, in words.
    """
    shown = {}
    for code, name in names.items():
        value = values.get(code)
        if value is None:
            told = f"{name}: {without.get(code, context.texts('not-known'))}" if code in values else name
            shown[code] = ShownArea(NOT_KNOWN if code in values else LIGHT, told, code in values)
            continue
        place = rate_class(value, classes.breaks, decimals)
        told = classes.words[place] if classes.marks else context.number(value, decimals)
        shown[code] = ShownArea(classes.colours[place], f"{name}: {told}", True)
    return shown


def why_no_number(context: ReportData, rows: pl.DataFrame) -> dict[str, str]:
    """Code → why an area has no number, in words.

    Args:
        context: Words.
        rows: Of the tidy table, with `area_code`, `value` and `status`.
    """
    without = rows.filter(pl.col("value").is_null()).select("area_code", pl.col("status").cast(pl.String))
    return {
        code: context.texts("not-known" if status == "missing" else f"release-status-{status}")
        for code, status in without.iter_rows()
    }


def map_title(context: ReportData, key: str, municipalities: pl.DataFrame) -> str:
    """The message of a key, which names the lowest and the highest rate; another where no rate is known."""
    extremes = context.extreme_words(municipalities)
    return context.texts(key, **extremes) if extremes else context.texts("rates-not-known")


def map_alternative(context: ReportData, key: str, municipalities: pl.DataFrame, **values: str) -> str:
    """What a map shows, for those who do not see it: the message `<key>-unknown` where no rate is known.

    Args:
        context: Numbers and words.
        key: Of the message, which names the lowest and the highest rate.
        municipalities: Rows of `ReportData.municipalities`.
        values: What else the message takes.
    """
    extremes = context.extreme_words(municipalities)
    return context.texts(key if extremes else f"{key}-unknown", **values, **extremes)


def map_picture(
    context: ReportData, name: str, codes: list[str], width_mm: float, alternative: str
) -> Section:
    """A tile map of the rates of ``codes``, the neighbouring tiles within its frame drawn pale."""
    own = context.municipalities.filter(pl.col("municipality_code").is_in(codes))
    rows = [
        (row.name, context.count_shown(row.code), context.number(row.rate)) for row in municipality_rows(own)
    ]
    numbers = context.numbers(
        ("municipality", "active", "rate"),
        rows,
        "active_runners_rate",
        codes=own["municipality_code"].to_list(),
    )
    return number_map(context, name, tiles_within(context, codes), width_mm, alternative, numbers)


def shape_map(context: ReportData, name: str, width_mm: float, alternative: str) -> Section:
    """The municipalities' rates on their real shapes, in HTML; nothing where no boundaries were given."""
    points = context.snapshot.reference.boundaries
    if points.is_empty():
        return Section()
    places = context.municipalities
    names = dict(places.select("municipality_code", "municipality").iter_rows())
    values = dict(places.select("municipality_code", "rate").iter_rows())
    classes = MapClasses(CLASS_BREAKS, RATE_COLOURS, [word for _, _, word in map_legend(context)])
    without = why_no_number(context, context.figures.frame("active_runners_rate", "municipality"))
    areas = shown_areas(context, names, values, classes, without=without)
    drawing = boundary_map(boundaries_of(points), areas, width_mm)
    source = _source_of_shapes(context, points["source"][0])
    return web_picture(name, drawing, alternative, width_mm, source)


def _source_of_shapes(context: ReportData, origin: str) -> str:
    """Where boundaries are from; what `boundaries update` writes of it in the language of the page."""
    words = UPDATED.fullmatch(origin)
    if words is None:
        return context.texts("map-shapes-source", origin=origin)
    place = context.texts("map-shapes-file", name=words["file"]) if words["file"] else words["address"]
    return context.texts("map-shapes-simplified", origin=f"{words['owner']}, {place}", grid=words["grid"])


def number_map(
    context: ReportData,
    name: str,
    tiles: pl.DataFrame,
    width_mm: float,
    alternative: str,
    numbers: Numbers,
    *,
    breaks: Sequence[float] = CLASS_BREAKS,
) -> Section:
    """Tiles coloured by a number without decimals, with the table of what they show.

    Args:
        context: Words.
        name: What the picture is called.
        tiles: From `tiles_within`.
        width_mm: Width in print.
        alternative: What the map shows, for those who do not see it.
        numbers: The table behind it.
        breaks: Edges between the classes.
    """

    def drawn(part: pl.DataFrame, width: float, *, names: bool) -> str:
        return context.svg(
            tile_map(
                part,
                width,
                names=names,
                language=context.texts.language,
                breaks=breaks,
            )
        )

    phone = [
        drawn(part, PHONE_MM * reach, names=_has_room_for_names(part, reach))
        for part, reach in _phone_maps(tiles)
    ]
    return picture(name, drawn(tiles, width_mm, names=True), alternative, width_mm, numbers, phone)


def _has_room_for_names(part: pl.DataFrame, reach: float) -> bool:
    """Whether the names on a phone's tiles are large enough to be read."""
    return reach / _columns_across(part) >= 1 / MOST_PHONE_TILES_WITH_NAMES


def _columns_across(part: pl.DataFrame) -> int:
    columns: list[int] = part["column"].to_list()
    return max(columns) - min(columns) + 1


def _phone_maps(tiles: pl.DataFrame) -> list[tuple[pl.DataFrame, float]]:
    """Tiles as maps for a phone, and how much of its width each takes.

    A wide map is cut where a column without tiles lies nearest to its middle. All parts have tiles of one
    size, none wider than a sixth of the phone.
    """
    first, last = (int(getattr(tiles["column"], end)()) for end in ("min", "max"))
    empty = sorted(set(range(first, last)) - set(tiles["column"]))
    parts = [tiles]
    if last - first >= WIDEST_PHONE_MAP and empty:
        cut = min(empty, key=lambda column: abs(2 * column - first - last))
        parts = [tiles.filter(pl.col("column") < cut), tiles.filter(pl.col("column") > cut)]
    across = [_columns_across(part) for part in parts]
    widest = max(*across, FEWEST_PHONE_TILES)
    return [(part, wide / widest) for part, wide in zip(parts, across, strict=True)]


def tiles_within(context: ReportData, codes: list[str], rates: pl.DataFrame | None = None) -> pl.DataFrame:
    """Tiles inside the frame around ``codes``; only those of ``codes`` are `own` and may have a rate.

    Args:
        context: Numbers.
        codes: Municipalities.
        rates: `municipality_code` and `rate`; those of active runners if None.
    """
    known = context.municipalities.select("municipality_code", "rate") if rates is None else rates
    tiles = context.snapshot.reference.tiles.join(known, on="municipality_code", how="left")
    own = tiles.filter(pl.col("municipality_code").is_in(codes))
    frame = [pl.col(axis).is_between(own[axis].min(), own[axis].max()) for axis in ("column", "row")]
    return (
        tiles.filter(frame)
        .with_columns(own=pl.col("municipality_code").is_in(codes))
        .with_columns(rate=pl.when("own").then(pl.col("rate")))
        .select("column", "row", "short_name", "rate", "own", key="municipality_code")
    )
