"""Where made-up people live: sites 9 km apart, so that nobody is near what belongs to another."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.reference.utm import CENTRAL_SCALE, FALSE_EASTING, MEAN_RADIUS, utm_32
from analysis.simulation.places import Places

APART: Final = 9_000
WEST_TO_EAST: Final = range(450_000, 892_000, APART)
SOUTH_TO_NORTH: Final = range(6_081_000, 6_391_000, APART)
AEDS_A_SITE: Final = 16
MOST_SITES: Final = 25
SIDE: Final = 100
EDGE_EVERY: Final = 4
NARROW: Final = 0.05


def scale(x: pl.Expr) -> pl.Expr:
    """By how much the plane lengthens distances at an easting."""
    return CENTRAL_SCALE * (1 + ((x - FALSE_EASTING) / (MEAN_RADIUS * CENTRAL_SCALE)) ** 2 / 2)


def sites_of(places: Places) -> pl.DataFrame:
    """`municipality_code`, `turn` (of the municipality's sites), `site` (of all), `east`, `north`.

    Each municipality takes the free places of the lattice that are nearest to it.
    """
    free = {(east, north) for east in WEST_TO_EAST for north in SOUTH_TO_NORTH}
    points = {code: utm_32(*rest) for code, *rest in _points(places).iter_rows()}
    rows = []
    for code, aeds in places.municipalities.select("municipality_code", "aeds").iter_rows():
        x, y = points[code]
        count = min(max(int(aeds) // AEDS_A_SITE, 1), MOST_SITES)
        taken = sorted(free, key=lambda at: ((at[0] - x) ** 2 + (at[1] - y) ** 2, at))[:count]
        free.difference_update(taken)
        rows += [(code, turn, east, north) for turn, (east, north) in enumerate(taken)]
    schema = {"municipality_code": pl.String, "turn": pl.Int64, "east": pl.Int64, "north": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        site=pl.int_range(pl.len(), dtype=pl.Int64)
    )


def _points(places: Places) -> pl.DataFrame:
    return places.tables["municipalities"].select("municipality_code", "lon", "lat").unique()
