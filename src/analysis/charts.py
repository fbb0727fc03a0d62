"""The report's charts: one theme, drawn in points so that print sizes are true.

Titles, legends and sources are set by the page, not by the chart: real text, searchable, one size everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import altair as alt
import polars as pl
import vl_convert

from analysis.figures import rate_class
from analysis.formatting import number, round_half_up
from analysis.layout import FONTS

POINTS_PER_MM: Final = 2.8346
INK: Final = "#1D2329"
GREY: Final = "#5B6670"
LIGHT: Final = "#EBEDEF"
CARMINE: Final = "#A01C3A"
BLUE: Final = "#1C4F7C"
RATE_COLOURS: Final = ("#FBE6DA", "#F3B9A2", "#DD7C6E", "#B13A4E", "#6B1030")
FIRST_WHITE_CLASS: Final = 3
TONES: Final = {"same": GREY, "above": CARMINE, "below": BLUE, "total": INK}
GAP: Final = 1.6
Weight: TypeAlias = Literal["normal", "bold"]
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


def to_svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG with Danish number format and the report's typeface."""
    _register_fonts(FONTS)
    return str(
        vl_convert.vegalite_to_svg(
            json.dumps(chart.to_dict()), format_locale="da-DK", time_format_locale="da-DK"
        )
    )


def _data(rows: Sequence[Mapping[str, Any]]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _register_fonts(folder: Path) -> None:
    vl_convert.register_font_directory(str(folder))


def tile_map(tiles: pl.DataFrame, width_mm: float, *, names: bool = True, numbers: bool = True) -> Drawing:
    """Denmark as equal tiles, coloured by the class of the printed rate.

    Args:
        tiles: A row per tile: column, row, short_name, rate (null: another area's tile, drawn pale).
        width_mm: Width in print.
        names: Whether a tile carries its short name.
        numbers: Whether a tile carries its rate; only the cover's decoration does without.
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
        .map_elements(lambda rate: RATE_COLOURS[rate_class(rate)], return_dtype=pl.String)
        .fill_null(LIGHT),
        ink=pl.col("rate")
        .map_elements(
            lambda rate: "white" if rate_class(rate) >= FIRST_WHITE_CLASS else INK, return_dtype=pl.String
        )
        .fill_null(INK),
        shown=pl.col("rate").map_elements(number, return_dtype=pl.String),
    )
    x = alt.X(
        "x:Q", axis=None, scale=alt.Scale(domain=[0, across * side], range=[0, across * side], nice=False)
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, down * side], range=[0, down * side], nice=False))
    base = alt.Chart(_data(drawn.to_dicts()))
    layers = [
        base.mark_rect(cornerRadius=side * 0.06).encode(
            x=x, x2="x2:Q", y=y, y2="y2:Q", fill=alt.Fill("fill:N", scale=None)
        )
    ]
    own = base.transform_filter("datum.rate != null")
    middle, ink = x.copy(), alt.Color("ink:N", scale=None)
    middle.shorthand = "middle:Q"
    if numbers:
        layers.append(_tile_text(own, middle, y, "rate_y:Q", "shown:N", ink, 0.27 * side, "bold"))
    if names:
        layers.append(_tile_text(own, middle, y, "name_y:Q", "short_name:N", ink, 0.196 * side, "normal"))
    return alt.layer(*layers).properties(width=across * side, height=down * side)


def _tile_text(
    base: alt.Chart, x: alt.X, y: alt.Y, place: str, text: str, ink: alt.Color, size: float, weight: Weight
) -> alt.Chart:
    vertical = y.copy()
    vertical.shorthand = place
    marks = base.mark_text(fontSize=round(size, 2), fontWeight=weight, baseline="middle")
    encoded: alt.Chart = marks.encode(x=x, y=vertical, text=text, color=ink)
    return encoded


def _name_axis(names: Sequence[str], label_mm: float) -> alt.Y:
    """Names in the order given, in as much room as there is for labels."""
    return alt.Y(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names),
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
) -> Drawing:
    """Areas in a fixed order, each a dot with its interval and its number, the country as a line.

    Args:
        rows: name, value, lower, upper (null where there are no limits), shown (text at the right), tone.
        width_mm: Width in print, labels included.
        height_mm: Height in print, axis included.
        end: Right end of the axis, which starts at 0.
        reference: The country's value.
        label_mm: Room for the names at the left.
    """
    number_mm, axis_mm = 12.0, 7.0
    names = [row["name"] for row in rows]
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    height = (height_mm - axis_mm) * POINTS_PER_MM
    base = alt.Chart(_data([{**row, "colour": TONES[row["tone"]]} for row in rows]))
    y = _name_axis(names, label_mm)
    scale = alt.Scale(domain=[0, end], nice=False)
    x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=None, tickCount=4, format=",.0f"))
    colour = alt.Color("colour:N", scale=None)
    known = base.transform_filter("datum.value != null")
    limits = known.transform_filter("datum.lower != null")
    line = alt.Chart(_data([{"value": reference}])).mark_rule(color=INK, strokeWidth=1).encode(x=x)
    return alt.layer(
        line,
        limits.mark_rule(strokeWidth=3, opacity=0.4).encode(
            x=alt.X("lower:Q", scale=scale), x2="upper:Q", y=y, color=colour
        ),
        known.mark_point(size=46, opacity=1).encode(x=x, y=y, color=colour),
        base.mark_text(align="right", dx=number_mm * POINTS_PER_MM, fontWeight="bold").encode(
            x=alt.value(width), y=y, text="shown:N", color=colour
        ),
    ).properties(width=width, height=height)


def share_bars(rows: Sequence[dict[str, Any]], *, width_mm: float, bar_mm: float = 9) -> Drawing:
    """Shares of one whole each, from 0 to 100 per cent, the number at the bar's end.

    Args:
        rows: name, value (per cent), shown (text).
        width_mm: Width in print, labels included.
        bar_mm: Height of a bar and the space around it.
    """
    label_mm, number_mm = 46.0, 16.0
    names = [row["name"] for row in rows]
    width = (width_mm - label_mm - number_mm) * POINTS_PER_MM
    base = alt.Chart(_data(list(rows)))
    y = _name_axis(names, label_mm)
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    whole = (
        base.transform_calculate(whole="100")
        .mark_bar(height={"band": 0.62}, color="#E7EAEC")
        .encode(x=alt.X("whole:Q", scale=scale, axis=None), y=y)
    )
    return alt.layer(
        whole,
        base.mark_bar(height={"band": 0.62}).encode(x=x, y=y),
        base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=12, color=INK).encode(
            x=alt.value(width), y=y, text="shown:N"
        ),
    ).properties(width=width, height=len(rows) * bar_mm * POINTS_PER_MM)


def share_grid(share: float, labels: tuple[str, str], *, width_mm: float, side_mm: float = 68) -> Drawing:
    """A share as a square of 100 fields, filled from the top, both parts named at the right.

    Args:
        share: Per cent; the number of filled fields is the printed, rounded share.
        labels: Words for the filled and for the empty part, number first.
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
        alt.Chart(_data(fields))
        .mark_rect(cornerRadius=side * 0.06)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour),
        alt.Chart(_data(named))
        .mark_text(align="left", fontSize=10, fontWeight="bold", lineBreak="\n")
        .encode(x=x, y=y, text="label:N", color=colour),
    ).properties(width=width, height=10 * side)
