"""Denmark as tiles: a map of rates, and where an area lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import polars as pl

from analysis.core.formatting import EN_DASH, number
from analysis.report.charts.drawing import MARK_KEY, Drawing, Rows, Weight, unchecked
from analysis.report.charts.theme import (
    GAP,
    INK,
    LIGHT,
    NOT_KNOWN,
    NOT_KNOWN_EDGE,
    PLACE_COLOURS,
    POINTS_PER_MM,
    RATE_COLOURS,
)
from analysis.report.figures import CLASS_BREAKS, rate_class

# Half way between black and white in what the eye takes for light: white text is read better below it.
DARK: Final = 0.18
NAME_SIZE: Final = 0.203
MARK_SIZE: Final = 0.165


@unchecked
def tile_map(
    tiles: pl.DataFrame,
    width_mm: float,
    *,
    names: bool = True,
    numbers: bool = True,
    language: str = "da",
    breaks: Sequence[float] = CLASS_BREAKS,
    colours: Sequence[str] = RATE_COLOURS,
    decimals: int = 0,
    marks: Sequence[str] = (),
) -> Drawing:
    """Denmark as equal tiles, coloured by the class of the printed rate; a dash where it is not known.

    Args:
        tiles: A row per tile: column, row, short_name, rate (null: another area's tile, drawn pale), key.
        width_mm: Width in print.
        names: Whether a tile carries its short name.
        numbers: Whether a tile carries its rate; only the cover's decoration does without.
        language: Whose number format the rates have.
        breaks: Edges between the classes.
        colours: Of the classes.
        decimals: Of the rates.
        marks: What stands on a tile of each class instead of its rate; empty for the rate.
    """
    own_gap = pl.col("rate").is_null() & (pl.col("own") if "own" in tiles.columns else pl.lit(value=False))
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
        .map_elements(lambda rate: colours[rate_class(rate, breaks, decimals)], return_dtype=pl.String)
        .fill_null(pl.when(own_gap).then(pl.lit(NOT_KNOWN)).otherwise(pl.lit(LIGHT))),
        ink=pl.col("rate")
        .map_elements(
            lambda rate: ink_on(colours[rate_class(rate, breaks, decimals)]),
            return_dtype=pl.String,
        )
        .fill_null(INK),
        shown=pl.col("rate").map_elements(
            lambda rate: (
                marks[rate_class(rate, breaks, decimals)] if marks else number(rate, decimals, language)
            ),
            return_dtype=pl.String,
        ),
    )
    x = alt.X(
        "x:Q", axis=None, scale=alt.Scale(domain=[0, across * side], range=[0, across * side], nice=False)
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, down * side], range=[0, down * side], nice=False))
    edges = {}
    if drawn.filter(own_gap).height:
        drawn = drawn.with_columns(edge=pl.when(own_gap).then(pl.lit(NOT_KNOWN_EDGE)))
        edges["stroke"] = alt.Stroke("edge:N", scale=None)
    base = alt.Chart(Rows(drawn.to_dicts()))
    layers = [
        base.mark_rect(cornerRadius=side * 0.06).encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=y,
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("fill:N", scale=None),
            description=MARK_KEY,
            **edges,
        )
    ]
    own = base.transform_filter("datum.rate != null")
    middle, ink = x.copy(), alt.Color("ink:N", scale=None)
    middle.shorthand = "middle:Q"
    size = MARK_SIZE if marks else 0.27 if names else 0.33
    if numbers:
        layers.append(_tile_text(own, middle, y, "rate_y:Q", "shown:N", ink, size * side, "bold"))
    # The style sheet hides names on middling screens by their place: second, and last after the dashes.
    if names:
        layers.append(_tile_text(own, middle, y, "name_y:Q", "short_name:N", ink, NAME_SIZE * side, "normal"))
    gaps = drawn.filter(own_gap)
    if numbers and gaps.height:
        words = alt.Chart(Rows(gaps.with_columns(shown=pl.lit(EN_DASH)).to_dicts()))
        layers.append(_tile_text(words, middle, y, "rate_y:Q", "shown:N", ink, size * side, "bold"))
        if names:
            layers.append(
                _tile_text(words, middle, y, "name_y:Q", "short_name:N", ink, NAME_SIZE * side, "normal")
            )
    return alt.layer(*layers, width=across * side, height=down * side)


def ink_on(colour: str) -> str:
    """The colour of text that is read better on a colour, by WCAG's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK else INK


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


def _tile_text(
    base: alt.Chart, x: alt.X, y: alt.Y, place: str, text: str, ink: alt.Color, size: float, weight: Weight
) -> alt.Chart:
    vertical = y.copy()
    vertical.shorthand = place
    marks = base.mark_text(fontSize=round(size, 2), fontWeight=weight, baseline="middle")
    encoded: alt.Chart = marks.encode(x=x, y=vertical, text=text, color=ink)
    return encoded
