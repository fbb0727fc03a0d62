"""The report's charts: one theme, drawn in points so that print sizes are true.

A mark whose row has a ``key`` carries it as its description, by which the page finds the mark's numbers. A
drawing for phones is the same chart, `PHONE_MM` wide: at 320 pixels its 8-point text is still 11 pixels high.

Titles, legends and sources are set by the page, not by the chart: real text, searchable, one size everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from math import log
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, ParamSpec, TypeAlias, TypeVar

import altair as alt
import polars as pl
import vl_convert
from altair.utils.schemapi import debug_mode

from analysis.core.formatting import in_percent, number, round_half_up
from analysis.core.layout import FONTS
from analysis.report.figures import CLASS_BREAKS, rate_class

POINTS_PER_MM: Final = 2.8346
INK: Final = "#1D2329"
GREY: Final = "#5B6670"
LIGHT: Final = "#EBEDEF"
CARMINE: Final = "#A01C3A"
BLUE: Final = "#1C4F7C"
RATE_COLOURS: Final = ("#FBE6DA", "#F3B9A2", "#DD7C6E", "#B13A4E", "#6B1030")
FIRST_WHITE_CLASS: Final = 3
TONES: Final = {"same": GREY, "above": CARMINE, "below": BLUE, "total": INK}
SHAPES: Final = {"same": "circle", "above": "triangle-up", "below": "triangle-down", "total": "circle"}
PLACE_COLOURS: Final = {"own": CARMINE, "region": GREY, "other": "#BCC3C9"}
AXIS_BEYOND_LARGEST: Final = 1.14
LABEL_SHARE: Final = 0.055
EDGE: Final = 0.12
GAP_BEFORE_LABEL_ROWS: Final = 0.3
LIMIT_COLOURS: Final = ("#E7EAEC", "#F3F4F5")
POPULATION_TICKS: Final = (2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
LABEL_WIDTH: Final = 4.6
LEADER_LINE_FROM_POINTS: Final = 12
LABEL_OFFSETS: Final = (
    *((side * 6, 0) for side in (1, -1)),
    *((side * 5, up) for up in (8, -8) for side in (1, -1)),
    *(
        (side * across, up)
        for up in (18, -18, 28, -28, 38, -38)
        for across in (6, 16, 28)
        for side in (1, -1)
    ),
)
GAP: Final = 1.6
PHONE_MM: Final = 73.5
MARK_KEY: Final = alt.Description("key:N")
LABEL: Final = alt.Text("label:N")
LOCALES: Final[Mapping[str, Literal["da-DK", "en-GB"]]] = {"da": "da-DK", "en": "en-GB"}
Weight: TypeAlias = Literal["normal", "bold"]
Align: TypeAlias = Literal["left", "center", "right"]
Spec: TypeAlias = dict[str, Any]
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Drawing: TypeAlias = alt.LayerChart | alt.FacetChart
THEME: Final[dict[str, Any]] = {
    "font": "Lato",
    "background": None,
    "padding": 0,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 8,
        "labelColor": "#4A545E",
        "titleFontSize": 8,
        "titleFontWeight": 400,
        "gridColor": "#E3E6E9",
        "gridWidth": 0.6,
        "domain": False,
        "ticks": False,
        "labelPadding": 5,
        "titlePadding": 8,
    },
    "axisX": {"domain": True, "domainColor": "#8A939C", "domainWidth": 0.8, "ticks": True, "tickSize": 3},
    "axisY": {"titleAngle": 0},
    "bar": {"color": CARMINE},
    "line": {"strokeWidth": 1.6},
    "point": {"filled": True, "size": 42},
    "text": {"fontSize": 8},
    "range": {"ordinal": list(RATE_COLOURS), "category": [CARMINE, BLUE, "#C77F1A", GREY]},
}


@alt.theme.register("statusrapport", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The look of every chart."""
    return alt.theme.ThemeConfig(config=THEME)  # type: ignore[typeddict-item]


def to_svg(chart: alt.TopLevelMixin | Spec, language: str = "da") -> str:
    """A chart as SVG with the number format of a language and the report's typeface."""
    _register_fonts(FONTS)
    locale = LOCALES[language]
    with debug_mode(False):
        spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), format_locale=locale, time_format_locale=locale))


class Rows(alt.Data):
    """The rows of a chart as they are: Altair neither copies them nor looks into them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Hold the rows, which nobody changes after this."""
        super().__init__(values=tuple(rows))  # type: ignore[no-untyped-call]

    def __deepcopy__(self, _memo: object = None) -> Rows:
        """The rows themselves."""
        return self

    def to_dict(self, *_: object, **__: object) -> dict[str, Any]:
        """The rows as a specification holds them."""
        return {"values": list(self.values)}


def _unchecked(draw: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """A drawing of the report's own, which Altair does not check step by step: a test checks the whole."""

    @wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with debug_mode(False):
            return draw(*args, **kwargs)

    return drawn


@cache
def _register_fonts(folder: Path) -> None:
    vl_convert.register_font_directory(str(folder))


@_unchecked
def tile_map(
    tiles: pl.DataFrame,
    width_mm: float,
    *,
    names: bool = True,
    numbers: bool = True,
    language: str = "da",
    breaks: Sequence[float] = CLASS_BREAKS,
) -> Drawing:
    """Denmark as equal tiles, coloured by the class of the printed rate.

    Args:
        tiles: A row per tile: column, row, short_name, rate (null: another area's tile, drawn pale), key.
        width_mm: Width in print.
        names: Whether a tile carries its short name.
        numbers: Whether a tile carries its rate; only the cover's decoration does without.
        language: Whose number format the rates have.
        breaks: Edges between the classes.
    """
    columns, rows = tiles["column"].to_list(), tiles["row"].to_list()
    across, down = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
    side = width_mm * POINTS_PER_MM / across
    drawn = tiles.with_columns(
        x=(pl.col("column") - min(columns)) * side + GAP / 2,
        y=(pl.col("row") - min(rows)) * side + GAP / 2,
    ).with_columns(
        x2=pl.col("x") + side - GAP,
        y2=pl.col("y") + side - GAP,
        middle=pl.col("x") + (side - GAP) / 2,
        name_y=pl.col("y") + side * 0.32,
        rate_y=pl.col("y") + side * (0.64 if names else 0.5),
        fill=pl.col("rate")
        .map_elements(lambda rate: RATE_COLOURS[rate_class(rate, breaks)], return_dtype=pl.String)
        .fill_null(LIGHT),
        ink=pl.col("rate")
        .map_elements(
            lambda rate: "white" if rate_class(rate, breaks) >= FIRST_WHITE_CLASS else INK,
            return_dtype=pl.String,
        )
        .fill_null(INK),
        shown=pl.col("rate").map_elements(
            lambda rate: number(rate, language=language), return_dtype=pl.String
        ),
    )
    x = alt.X(
        "x:Q", axis=None, scale=alt.Scale(domain=[0, across * side], range=[0, across * side], nice=False)
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, down * side], range=[0, down * side], nice=False))
    base = alt.Chart(Rows(drawn.to_dicts()))
    layers = [
        base.mark_rect(cornerRadius=side * 0.06).encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=y,
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("fill:N", scale=None),
            description=MARK_KEY,
        )
    ]
    own = base.transform_filter("datum.rate != null")
    middle, ink = x.copy(), alt.Color("ink:N", scale=None)
    middle.shorthand = "middle:Q"
    size = 0.27 if names else 0.33
    if numbers:
        layers.append(_tile_text(own, middle, y, "rate_y:Q", "shown:N", ink, size * side, "bold"))
    if names:
        layers.append(_tile_text(own, middle, y, "name_y:Q", "short_name:N", ink, 0.196 * side, "normal"))
    return alt.layer(*layers).properties(width=across * side, height=down * side)


def locator(tiles: pl.DataFrame, width_mm: float) -> str:
    """Denmark as tiles without words, an area and its region marked, as SVG.

    Args:
        tiles: A row per municipality: column, row, tone (own, region or other).
        width_mm: Width in print.
    """
    first, top = (int(tiles[axis].to_numpy().min()) for axis in ("column", "row"))
    across, down = (
        int(tiles[axis].to_numpy().max()) - start + 1 for axis, start in (("column", first), ("row", top))
    )
    side = width_mm * POINTS_PER_MM / across
    drawn = "".join(
        f'<rect x="{(column - first) * side:.2f}" y="{(row - top) * side:.2f}" '
        f'width="{side - GAP / 2:.2f}" height="{side - GAP / 2:.2f}" fill="{PLACE_COLOURS[tone]}"/>'
        for column, row, tone in tiles.select("column", "row", "tone").iter_rows()
    )
    size = f"{across * side:.2f}", f"{down * side:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}">{drawn}</svg>'
    )


def bar_chart(
    values: Sequence[float],
    tones: Sequence[str],
    *,
    label: tuple[int, str] | None,
    reference: tuple[float, str],
    width_mm: float,
    height_mm: float,
) -> Spec:
    """Many areas as bars without names, the highest first, one of them named.

    Args:
        values: In the order of the bars.
        tones: own, region or other for each.
        label: Number of the bar that is named, and its name; None for none.
        reference: The country's value and its label.
        width_mm: Width in print, axis included.
        height_mm: Height in print.
    """
    end = max(*values, reference[0]) * AXIS_BEYOND_LARGEST
    bars = [
        {"start": place + 0.08, "end": place + 0.92, "foot": 0, "value": value, "colour": PLACE_COLOURS[tone]}
        for place, (value, tone) in enumerate(zip(values, tones, strict=True))
    ]
    # At the right end a low bar's line would run through the country's label, which then makes room.
    share = 0.0 if label is None else (label[0] + 0.5) / len(values)
    crossed = label is not None and share > 1 - 2 * EDGE and values[label[0]] < reference[0]
    beside = (label[0] if label and crossed else len(values)) - GAP_BEFORE_LABEL_ROWS
    country = {"value": reference[0], "label": reference[1], "start": beside}
    named, align = [], ""
    if label is not None:
        top = max(values[label[0]], reference[0]) + end * LABEL_SHARE * (2 if crossed else 1)
        place = {"start": label[0] + 0.5, "value": values[label[0]], "text": top}
        named = [{**place, "top": top - end * LABEL_SHARE / 2, "label": label[1]}]
        align = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    spec = _bar_chart(len(values), end, width_mm, height_mm, align)
    return {**spec, "datasets": {"bars": bars, "country": [country], "named": named}}


@lru_cache(maxsize=16)
def _bar_chart(count: int, end: float, width_mm: float, height_mm: float, align: Align | Literal[""]) -> Spec:
    """A bar chart without its data; the name's side is empty where no bar is named."""
    axis_mm, below_mm = 10.0, 2.0
    width, height = (width_mm - axis_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    extent = axis_mm * POINTS_PER_MM - 5
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(
        title=None, values=list(range(0, int(end), 500)), format=",.0f", minExtent=extent, maxExtent=extent
    )
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, count], nice=False))
    y = alt.Y("value:Q", scale=scale, axis=axis)
    country, named = (alt.Chart(alt.NamedData(name)) for name in ("country", "named"))
    layers = [
        alt.Chart(alt.NamedData("bars"))
        .mark_rect()
        .encode(x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2("foot:Q"), color=alt.Color("colour:N", scale=None)),
        country.mark_rule(color=INK, strokeWidth=1).encode(y=y),
        country.mark_text(align="right", dy=-7, fontWeight="bold", color=INK).encode(x=x, y=y, text=LABEL),
    ]
    if align:
        above = alt.Y("text:Q", scale=scale, axis=axis)
        layers.append(named.mark_rule(color=CARMINE, strokeWidth=0.8).encode(x=x, y=y, y2=alt.Y2("top:Q")))
        # White behind the name, so that no line of the grid runs through it.
        layers += [
            named.mark_text(
                align=align, fontWeight="bold", baseline="middle", color=ink, stroke=ink, strokeWidth=edge
            ).encode(x=x, y=above, text=LABEL)
            for ink, edge in (("white", 3), (CARMINE, 0))
        ]
    return alt.layer(*layers).properties(width=width, height=height).to_dict()


def _tile_text(
    base: alt.Chart, x: alt.X, y: alt.Y, place: str, text: str, ink: alt.Color, size: float, weight: Weight
) -> alt.Chart:
    vertical = y.copy()
    vertical.shorthand = place
    marks = base.mark_text(fontSize=round(size, 2), fontWeight=weight, baseline="middle")
    encoded: alt.Chart = marks.encode(x=x, y=vertical, text=text, color=ink)
    return encoded


def _name_axis(names: Sequence[str] | None, label_mm: float) -> alt.Y:
    """Names in the order given, that of the data if None, in as much room as there is for labels."""
    return alt.Y(
        "name:N",
        sort=names,
        scale=alt.Undefined if names is None else alt.Scale(domain=names),
        axis=alt.Axis(
            title=None,
            labelColor=INK,
            labelLimit=label_mm * POINTS_PER_MM,
            minExtent=label_mm * POINTS_PER_MM - 5,
            grid=False,
        ),
    )


def dot_chart(
    rows: Sequence[dict[str, Any]],
    *,
    width_mm: float,
    height_mm: float,
    end: float,
    reference: float,
    label_mm: float = 26,
    ticks: int = 4,
) -> Spec:
    """Areas in a fixed order, each a dot with its interval and its number, the country as a line.

    Args:
        rows: name, value, lower, upper (null where there are no limits), shown (text at the right), tone.
        width_mm: Width in print, labels included.
        height_mm: Height in print, axis included.
        end: Right end of the axis, which starts at 0.
        reference: The country's value.
        label_mm: Room for the names at the left.
        ticks: About how many values the axis names.
    """
    spec = _dot_chart(width_mm, height_mm, end, label_mm, ticks)
    drawn = [{**row, "key": row["name"], "colour": TONES[row["tone"]]} for row in rows]
    return {**spec, "datasets": {"rows": drawn, "reference": [{"value": reference}]}}


@lru_cache(maxsize=16)
def _dot_chart(width_mm: float, height_mm: float, end: float, label_mm: float, ticks: int) -> Spec:
    """A dot chart without its data."""
    number_mm, axis_mm = 12.0, 7.0
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    height = (height_mm - axis_mm) * POINTS_PER_MM
    base = alt.Chart(alt.NamedData("rows"))
    y = _name_axis(None, label_mm)
    scale = alt.Scale(domain=[0, end], nice=False)
    x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=None, tickCount=ticks, format=",.0f"))
    colour = alt.Color("colour:N", scale=None)
    known = base.transform_filter("datum.value != null")
    limits = known.transform_filter("datum.lower != null")
    line = alt.Chart(alt.NamedData("reference")).mark_rule(color=INK, strokeWidth=1).encode(x=x)
    chart = alt.layer(
        line,
        base.mark_text(align="right", dx=number_mm * POINTS_PER_MM, fontWeight="bold").encode(
            x=alt.value(width), y=y, text=alt.Text("shown:N"), color=colour
        ),
        limits.mark_rule(strokeWidth=3, opacity=0.4).encode(
            x=alt.X("lower:Q", scale=scale), x2=alt.X2("upper:Q"), y=y, color=colour
        ),
        known.mark_point(size=46, opacity=1).encode(x=x, y=y, color=colour, description=MARK_KEY),
    ).properties(width=width, height=height)
    return chart.to_dict()


@_unchecked
def series_chart(
    points: Sequence[Mapping[str, Any]],
    *,
    width_mm: float,
    height_mm: float,
    ticks: Sequence[tuple[float, str]],
    domain: tuple[float, float],
    axis_mm: float = 13,
    band: Sequence[Mapping[str, float]] = (),
) -> Drawing:
    """Numbers over time: delivered ones joined where nothing lies between, published ones each by itself.

    Args:
        points: key, time (years as a decimal number), value, run (points of the same run are joined; null
            stands alone), tone, hollow (an earlier published figure); lower and upper where there are limits;
            label, and its side (right, left, above, below).
        width_mm: Width in print, axis included.
        height_mm: Height in print, axis included.
        ticks: Places on the time axis and their labels.
        domain: First and last value of the axis.
        axis_mm: Room for the labels of the value axis.
        band: time, low, middle and high of limits behind the points.
    """
    below_mm, right_mm = 6.0, 11.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    times = [float(point["time"]) for point in points]
    room = (max(times) - min(times)) * 0.02 or 0.05
    span = alt.Scale(domain=[min(times) - room, max(times) + room], nice=False)
    # A format would follow the Danish locale and never match; the nearest label does.
    words = "".join(
        f"abs(datum.value - {place:.4f}) < 0.01 ? {json.dumps(label)} : " for place, label in ticks
    )
    within = [place for place, _ in ticks if span.domain[0] <= place <= span.domain[1]]
    x = alt.X(
        "time:Q",
        scale=span,
        axis=alt.Axis(title=None, values=within, labelExpr=f"{words}''", grid=False),
    )
    extent = axis_mm * POINTS_PER_MM - 5
    axis = alt.Axis(title=None, tickCount=4, format=",.0f", minExtent=extent, maxExtent=extent)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    y, low = (alt.Y(f"{name}:Q", scale=scale, axis=axis) for name in ("value", "lower"))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(Rows([{**point, "colour": TONES[point["tone"]]} for point in points]))
    edge = alt.Chart(Rows([{"edge": 0}])).mark_rule(opacity=0)
    limits = alt.Chart(Rows([{**place, "lower": place["low"], "value": place["middle"]} for place in band]))
    layers = [
        edge.encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        limits.mark_area(color=LIMIT_COLOURS[0], interpolate="step").encode(x=x, y=low, y2=alt.Y2("high:Q")),
        limits.mark_line(color=GREY, strokeWidth=0.8).encode(x=x, y=y),
        base.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=3, opacity=0.35)
        .encode(x=x, y=low, y2=alt.Y2("upper:Q"), color=colour),
        base.transform_filter("datum.run != null")
        .mark_line()
        .encode(x=x, y=y, detail=alt.Detail("run:N"), color=colour),
        base.transform_filter("!datum.hollow")
        .mark_point(size=26, opacity=1)
        .encode(x=x, y=y, color=colour, description=MARK_KEY),
        base.transform_filter("datum.hollow")
        .mark_point(size=46, opacity=1, filled=False, shape="diamond", strokeWidth=1.3)
        .encode(x=x, y=y, color=colour, description=MARK_KEY),
    ]
    places: dict[str, dict[str, Any]] = {
        "right": {"align": "left", "dx": 6},
        "left": {"align": "right", "dx": -7},
        "above": {"align": "left", "dx": -3, "dy": -10},
        "below": {"align": "left", "dx": -3, "dy": 11},
    }
    for side, placed in places.items():
        chosen = base.transform_filter(f"datum.label != null && datum.side == '{side}'")
        layers.append(
            chosen.mark_text(fontWeight="bold", **placed).encode(x=x, y=y, text=LABEL, color=colour)
        )
    return alt.layer(*layers).properties(width=width, height=height)


@_unchecked
def change_chart(
    areas: Sequence[Mapping[str, Any]],
    *,
    width_mm: float,
    height_mm: float,
    expected: float,
    language: str = "da",
) -> Drawing:
    """Areas by size and change, with the range in which areas of their size stay.

    Args:
        areas: key, name, size (the earlier count), change (per cent), lower and upper of the range, tone;
            label (null: not named).
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
        expected: The country's change in per cent.
        language: Whose sign of per cent the axis has.
    """
    axis_mm, below_mm, right_mm = 14.0, 7.0, 12.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    ordered = sorted(areas, key=lambda area: area["size"])
    low = min(min(area["change"], area["lower"]) for area in ordered)
    high = max(max(area["change"], area["upper"]) for area in ordered)
    sizes = [area["size"] for area in ordered]
    x = alt.X(
        "size:Q",
        scale=alt.Scale(type="log", domain=[max(1, sizes[0] * 0.85), sizes[-1] * 1.2], nice=False),
        axis=alt.Axis(title=None, values=[10, 30, 100, 300, 1000, 3000, 10000], format=",.0f", grid=False),
    )
    scale = alt.Scale(domain=[low - (high - low) * 0.04, high + (high - low) * 0.04], nice=False)
    signed = "(datum.value > 0 ? '+' : '') + replace(datum.label, '-', '−')"
    signed += f" + {json.dumps(in_percent('', language))}"
    extent = axis_mm * POINTS_PER_MM - 5
    axis = alt.Axis(title=None, tickCount=6, labelExpr=signed, minExtent=extent, maxExtent=extent)
    y = alt.Y("change:Q", scale=scale, axis=axis)
    base = alt.Chart(Rows([{**area, "colour": TONES[area["tone"]]} for area in ordered]))
    colour = alt.Color("colour:N", scale=None)
    named = base.transform_filter("datum.label != null")
    return alt.layer(
        alt.Chart(Rows([{"edge": 0}]))
        .mark_rule(opacity=0)
        .encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        base.mark_area(color="#E7EAEC", interpolate="monotone").encode(
            x=x, y=alt.Y("lower:Q", scale=scale, axis=axis), y2=alt.Y2("upper:Q")
        ),
        alt.Chart(Rows([{"change": expected}])).mark_rule(color=INK, strokeWidth=1).encode(y=y),
        base.mark_point(size=30, opacity=0.9).encode(x=x, y=y, color=colour, description=MARK_KEY),
        named.mark_text(align="left", dx=6, fontSize=8).encode(x=x, y=y, text=LABEL, color=colour),
    ).properties(width=width, height=height)


@_unchecked
def scatter_chart(
    points: Sequence[Mapping[str, Any]],
    *,
    reference: tuple[float | None, float | None],
    width_mm: float,
    height_mm: float,
) -> Drawing:
    """Areas as points by two numbers, the country's two as lines.

    Args:
        points: key, x, y.
        reference: The country's two numbers, None where it has none.
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
    """
    axis_mm, below_mm = 14.0, 8.0
    width, height = (width_mm - axis_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    scale = alt.Scale(nice=True, zero=False)
    x = alt.X("x:Q", scale=scale, axis=alt.Axis(title=None, tickCount=6, format=",.0f", grid=False))
    y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=None, tickCount=6, format=",.0f"))
    across, up = ([] if value is None else [{"x": value, "y": value}] for value in reference)
    return alt.layer(
        alt.Chart(Rows(across)).mark_rule(color=INK, strokeWidth=1).encode(x=x),
        alt.Chart(Rows(up)).mark_rule(color=INK, strokeWidth=1).encode(y=y),
        alt.Chart(Rows(points))
        .mark_point(size=30, opacity=0.8, color=CARMINE)
        .encode(x=x, y=y, description=MARK_KEY),
    ).properties(width=width, height=height)


@_unchecked
def funnel_chart(
    areas: Sequence[Mapping[str, Any]],
    bands: Sequence[Mapping[str, float]],
    *,
    width_mm: float,
    height_mm: float,
    reference: tuple[float, str],
    end: float,
) -> Drawing:
    """Areas by population and rate, with the limits between which areas of their size usually lie.

    Args:
        areas: key, people, rate, tone; label (null: not named).
        bands: Limits by population, in order: people; low_95, high_95, low_998, high_998 with the spread
            between areas; low_plain, high_plain by chance alone.
        width_mm: Width in print, axes included.
        height_mm: Height in print, axes included.
        reference: The common rate and its label.
        end: Upper end of the axis of rates, which starts at 0.
    """
    axis_mm, below_mm, right_mm = 12.0, 7.0, 2.0
    width, height = (width_mm - axis_mm - right_mm) * POINTS_PER_MM, (height_mm - below_mm) * POINTS_PER_MM
    span = (bands[0]["people"], bands[-1]["people"])
    extent = axis_mm * POINTS_PER_MM - 5
    x = alt.X(
        "people:Q",
        scale=alt.Scale(type="log", domain=list(span), nice=False),
        axis=alt.Axis(title=None, values=list(POPULATION_TICKS), format=",.0f", grid=False),
    )
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(title=None, tickCount=6, format=",.0f", minExtent=extent, maxExtent=extent)

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=scale, axis=axis)

    points = [
        (log(area["people"] / span[0]) / log(span[1] / span[0]) * width, (1 - area["rate"] / end) * height)
        for area in areas
    ]
    placed = [
        {
            "label_people": span[0] * (span[1] / span[0]) ** (place.x / width),
            "label_rate": (1 - place.y / height) * end,
            "align": place.align,
            "led": place.led,
        }
        if place
        else {"align": None, "led": False}
        for place in place_labels(points, [area["label"] for area in areas], (width, height))
    ]
    drawn = [
        {**area, **place, "colour": TONES[area["tone"]], "shape": SHAPES[area["tone"]]}
        for area, place in zip(areas, placed, strict=True)
    ]
    label_x = x.copy()
    label_x.shorthand = "label_people:Q"
    band, base = alt.Chart(Rows(list(bands))), alt.Chart(Rows(drawn))
    edge = alt.Chart(Rows([{"edge": 0}])).mark_rule(opacity=0)
    country = alt.Chart(Rows([{"rate": reference[0], "label": reference[1]}]))
    colour = alt.Color("colour:N", scale=None)
    layers = [
        edge.encode(x=alt.value(width + right_mm * POINTS_PER_MM)),
        band.mark_area(color=LIMIT_COLOURS[1], clip=True).encode(
            x=x, y=y("low_998"), y2=alt.Y2("high_998:Q")
        ),
        band.mark_area(color=LIMIT_COLOURS[0], clip=True).encode(x=x, y=y("low_95"), y2=alt.Y2("high_95:Q")),
        *(
            band.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=0.9, clip=True).encode(
                x=x, y=y(f"{side}_plain")
            )
            for side in ("low", "high")
        ),
        country.mark_rule(color=INK, strokeWidth=1).encode(y=y("rate")),
        country.mark_text(align="left", dx=3, dy=-7, fontWeight="bold", color=INK).encode(
            x=alt.value(0), y=y("rate"), text=LABEL
        ),
        base.transform_filter("datum.led")
        .mark_rule(strokeWidth=0.5)
        .encode(x=x, y=y("rate"), x2=alt.X2("label_people:Q"), y2=alt.Y2("label_rate:Q"), color=colour),
        base.mark_point(size=30, opacity=1, stroke="white", strokeWidth=0.8).encode(
            x=x,
            y=y("rate"),
            fill=alt.Fill("colour:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description=MARK_KEY,
        ),
        *(
            base.transform_filter(f"datum.align == '{align}'")
            .mark_text(align=align, fontWeight="bold")
            .encode(x=label_x, y=y("label_rate"), text=LABEL, color=colour)
            for align in ("left", "right")
        ),
    ]
    return alt.layer(*layers).properties(width=width, height=height)


class LabelPlace(NamedTuple):
    """Where a name stands, in points from the top left, and whether a line leads to it."""

    x: float
    y: float
    align: str
    led: bool


def place_labels(
    points: Sequence[tuple[float, float]], labels: Sequence[str | None], size: tuple[float, float]
) -> list[LabelPlace | None]:
    """Where names stand so that they cover neither points nor each other, as far as there is room.

    Args:
        points: Places in points from the top left.
        labels: A name for each, or None.
        size: Width and height of the drawing.
    """
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    result: list[LabelPlace | None] = []
    for (x, y), label in zip(points, labels, strict=True):
        if label is None:
            result.append(None)
            continue
        wide, choices = len(label) * LABEL_WIDTH, []
        for order, (dx, dy) in enumerate(LABEL_OFFSETS):
            left = x + dx if dx > 0 else x + dx - wide
            box = (left, y + dy - 4.5, left + wide, y + dy + 4.5)
            outside = box[0] < 0 or box[2] > size[0] or box[1] < 0 or box[3] > size[1]
            covered = sum(
                box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                for other in taken
            )
            place = LabelPlace(
                x + dx, y + dy, "left" if dx > 0 else "right", abs(dy) > LEADER_LINE_FROM_POINTS
            )
            choices.append(((outside, covered, order), place, box))
        _, chosen, box = min(choices, key=lambda choice: choice[0])
        taken.append(box)
        result.append(chosen)
    return result


@_unchecked
def share_bars(
    rows: Sequence[dict[str, Any]], *, width_mm: float, bar_mm: float = 9, names_above: bool = False
) -> Drawing:
    """Shares of one whole each, from 0 to 100 per cent, the number at the bar's end.

    Args:
        rows: name, value (per cent), shown (text).
        width_mm: Width in print, labels included.
        bar_mm: Height of a bar and the space around it.
        names_above: Whether a name stands above its bar and not beside it.
    """
    label_mm, number_mm = 0.0 if names_above else 46.0, 16.0
    names = [row["name"] for row in rows]
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    base = alt.Chart(Rows([{**row, "key": row["name"]} for row in rows]))
    y = alt.Y("name:N", sort=names, axis=None) if names_above else _name_axis(names, label_mm)
    thick = 0.4 if names_above else 0.62
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    whole = (
        base.transform_calculate(whole="100")
        .mark_bar(height={"band": thick}, color="#E7EAEC")
        .encode(x=alt.X("whole:Q", scale=scale, axis=None), y=y)
    )
    above = base.mark_text(align="left", baseline="bottom", dy=-bar_mm * 0.32 * POINTS_PER_MM, color=INK)
    return alt.layer(
        whole,
        base.mark_bar(height={"band": thick}).encode(x=x, y=y, description=MARK_KEY),
        base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=12, color=INK).encode(
            x=alt.value(width), y=y, text=alt.Text("shown:N")
        ),
        *([above.encode(x=alt.value(0), y=y, text=alt.Text("name:N"))] if names_above else []),
    ).properties(width=width, height=len(rows) * bar_mm * POINTS_PER_MM)


@_unchecked
def share_grid(share: float, labels: tuple[str, str], *, width_mm: float, side_mm: float = 68) -> Drawing:
    """A share as a square of 100 fields, filled from the top, both parts named at the right.

    Args:
        share: Per cent; the number of filled fields is the printed, rounded share.
        labels: For the filled and for the empty part a line with the number, then lines of words.
        width_mm: Width in print, labels included.
        side_mm: Side of the square.
    """
    filled = int(round_half_up(share))
    side = side_mm / 10 * POINTS_PER_MM
    fields = [
        {
            "x": field % 10 * side,
            "y": field // 10 * side,
            "x2": (field % 10 + 1) * side - GAP,
            "y2": (field // 10 + 1) * side - GAP,
            "colour": CARMINE if field < filled else LIGHT,
            "key": labels[field >= filled].partition("\n")[2].replace("\n", " "),
        }
        for field in range(100)
    ]
    ends = {"x": 10 * side + 12, "colour": INK}
    named = [
        {**ends, "y": filled / 20 * side, "label": labels[0]},
        {**ends, "y": (filled + 100) / 20 * side, "label": labels[1]},
    ]
    width = width_mm * POINTS_PER_MM
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 10 * side], range=[0, 10 * side], nice=False))
    colour = alt.Color("colour:N", scale=None)
    return alt.layer(
        alt.Chart(Rows(fields))
        .mark_rect(cornerRadius=side * 0.06)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q"), color=colour, description=MARK_KEY),
        alt.Chart(Rows(named))
        .mark_text(align="left", fontSize=10, fontWeight="bold", lineBreak="\n")
        .encode(x=x, y=y, text=LABEL, color=colour),
    ).properties(width=width, height=10 * side)
