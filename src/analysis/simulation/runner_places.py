"""Made-up places of runners: where each was last seen in each period is known, all other places are decoys.

Runners of a municipality stand on spots of its sites. On every fourth site all but one of one, four or ten
runners stand in the middle, the last a tenth of a metre within or beyond a radius of it, and the others
further away. Places are in degrees to five decimals, as telephones tell them.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from analysis.ingest.tables.coverage import RUNNER_RADII, RUNNERS
from analysis.reference.utm import degrees_of, utm_32
from analysis.simulation.extracts import (
    ABOUT_A_DAY,
    ACTIVE_DAYS,
    DENMARK,
    OUTSIDE,
    below,
    end_of,
    random_offset,
)
from analysis.simulation.plan import Plan
from analysis.simulation.sites import EDGE_EVERY, NARROW, SIDE, scale
from analysis.simulation.week import DURING

SPOTS: Final = 24
AT_EDGE, IN_THE_MIDDLE, FIRST_FURTHER = 0, 1, 2
METRES_OUT: Final = 1_200
DECIMALS: Final = 5
STEPS: Final = range(-60, 61)
METRES_A_STEP: Final = 1.3
KINDS: Final = tuple(product(RUNNERS, RUNNER_RADII, (-0.1, 0.1)))
ABROAD: Final = (18.07, 59.33)
NAMES: Final = tuple(name for name in DURING if name != "in_week")


class Planted(NamedTuple):
    """Where runners were last seen.

    Attributes:
        spots: `site`, `spot`, `x`, `y`, `longitude`, `latitude`.
        last: `runner`, `period`, `second`, `longitude`, `latitude` (null for no place) of each runner's last
            position in each period.
        runners: `site`, `spot` and, for each period, how many were last seen there in it.
        active: `municipality_code` and, for each period, how many were last seen there in it.
    """

    spots: pl.DataFrame
    last: pl.DataFrame
    runners: pl.DataFrame
    active: pl.DataFrame


def plant_runners(positions: Path, plan: Plan, sites: pl.DataFrame, as_of: date) -> Planted:
    """Decide where each runner was last seen in each period.

    Args:
        positions: Files of `runner`, `at`, `municipality`.
        plan: What is made up.
        sites: As `analysis.simulation.sites.sites_of`.
        as_of: The day of the counts.
    """
    spots = _spots(plan, sites)
    seen = _last_rows(positions, as_of)
    salt, number = random_offset(plan, "spots of runners"), pl.col("runner").cast(pl.Int64)
    many = sites.group_by("municipality_code").agg(sites=pl.len().cast(pl.Int64))
    kinds = pl.DataFrame({"kind": range(len(KINDS)), "least": [least for least, *_ in KINDS]})
    site_turn = sites.select("municipality_code", "site", site_turn="turn")
    on_spots = (
        seen.filter(pl.col("code").is_not_null(), pl.col("code") != OUTSIDE)
        .with_columns(municipality_code=pl.col("code").cast(pl.String))
        .join(many, on="municipality_code", maintain_order="left")
        .with_columns(turn=pl.int_range(pl.len(), dtype=pl.Int64).over("municipality_code", "period"))
        .with_columns(site_turn=pl.col("turn") % pl.col("sites"), here=pl.col("turn") // pl.col("sites"))
        .join(site_turn, on=["municipality_code", "site_turn"], maintain_order="left")
        .with_columns(kind=_kind())
        .join(kinds.cast({"kind": pl.Int64, "least": pl.Int64}), on="kind", how="left", maintain_order="left")
        .with_columns(
            spot=pl.when(pl.col("kind").is_null())
            .then(below(number, salt, SPOTS))
            .when(pl.col("here") < pl.col("least") - 1)
            .then(IN_THE_MIDDLE)
            .when(pl.col("here") == pl.col("least") - 1)
            .then(AT_EDGE)
            .otherwise(FIRST_FURTHER + below(number, salt, SPOTS - FIRST_FURTHER))
        )
    )
    by_period = [(pl.col("period") == name).sum().cast(pl.Int64).alias(name) for name in NAMES]
    place = on_spots.join(spots, on=["site", "spot"], maintain_order="left")
    last = seen.join(
        place.select("runner", "period", "longitude", "latitude"), on=["runner", "period"], how="left"
    ).with_columns(
        pl.when(pl.col("code") == OUTSIDE).then(abroad).otherwise(name).alias(name)
        for name, abroad in zip(("longitude", "latitude"), ABROAD, strict=True)
    )
    return Planted(
        spots,
        last.select("runner", "period", "second", "longitude", "latitude"),
        on_spots.group_by("site", "spot").agg(by_period),
        on_spots.group_by("municipality_code").agg(by_period).sort("municipality_code"),
    )


def _kind() -> pl.Expr:
    """Which of `KINDS` is planted on a site; null on most."""
    site = pl.col("site")
    return pl.when(site % EDGE_EVERY == 1).then(site // EDGE_EVERY % len(KINDS))


def _spots(plan: Plan, sites: pl.DataFrame) -> pl.DataFrame:
    salt, number = random_offset(plan, "spots"), pl.col("site") * SPOTS + pl.col("spot")
    out = [below(number, salt + axis, 2 * METRES_OUT * 100 + 1) / 100 - METRES_OUT for axis in (0, 1)]
    middle = pl.col("east") + SIDE / 2
    kinds = pl.DataFrame(
        {"kind": range(len(KINDS)), "metres": [radius + off for _, radius, off in KINDS]},
        schema={"kind": pl.Int64, "metres": pl.Float64},
    )
    at_edge = pl.col("kind").is_not_null()
    wanted = (
        sites.with_columns(kind=_kind(), spot=pl.int_ranges(0, SPOTS))
        .explode("spot")
        .join(kinds, on="kind", how="left", maintain_order="left")
        .select(
            "site",
            "spot",
            middle=middle,
            level=pl.col("north") + SIDE / 2,
            metres=pl.when(pl.col("spot") == AT_EDGE).then("metres") * scale(middle),
            x=pl.when(at_edge & (pl.col("spot") == IN_THE_MIDDLE))
            .then(middle + 20)
            .when(at_edge)
            .then(middle + pl.col("metres") * scale(middle) + 10 + out[0].abs() / 2)
            .otherwise(middle + out[0]),
            y=pl.col("north")
            + SIDE / 2
            + pl.when(at_edge & (pl.col("spot") == IN_THE_MIDDLE)).then(20).otherwise(out[1]),
        )
    )
    rows = []
    for site, spot, east, north, metres, x, y in wanted.iter_rows():
        longitude, latitude = _rounded(x, y) if metres is None else _at_distance(east, north, metres)
        rows.append((site, spot, *utm_32(longitude, latitude), longitude, latitude))
    columns = dict.fromkeys(("x", "y", "longitude", "latitude"), pl.Float64)
    return pl.DataFrame(rows, schema={"site": pl.Int64, "spot": pl.Int64, **columns}, orient="row")


def _rounded(x: float, y: float) -> tuple[float, float]:
    longitude, latitude = degrees_of(x, y)
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _at_distance(x: float, y: float, metres: float) -> tuple[float, float]:
    """The place of five decimals whose distance on the plane is nearest to what is wanted, about due east."""

    def off(place: tuple[float, float]) -> float:
        east, north = utm_32(*place)
        return abs(sqrt((east - x) ** 2 + (north - y) ** 2) - metres)

    north = [METRES_A_STEP * step for step in STEPS]
    return min((_rounded(x + sqrt(metres**2 - up**2), y + up) for up in north), key=off)


def _last_rows(positions: Path, as_of: date) -> pl.DataFrame:
    """`runner`, `period`, `second`, `code` of each runner's last position in each period."""
    rows = _with_period(pl.scan_parquet(positions / "*.parquet"), as_of)
    last = rows.group_by("runner", "period").agg(pl.col("at").max())
    return (
        rows.join(last, on=["runner", "period", "at"])
        .group_by("runner", "period")
        .agg(second=_second().first(), code=pl.col("municipality").cast(pl.Int64).max())
        .sort("period", "runner")
        .collect(engine="streaming")
    )


def _second() -> pl.Expr:
    return pl.col("at").dt.epoch("s")


def _with_period(rows: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Positions of runners within the window, with the `period` that Danish clocks show."""
    end = end_of(as_of)
    at_ms = pl.col("at").dt.epoch("ms")
    local = pl.col("at").dt.convert_time_zone(str(DENMARK))
    third = local.dt.hour() // 8
    period = (
        pl.when(local.dt.weekday() > 5)
        .then(pl.lit("in_weekends"))
        .when(third == 0)
        .then(pl.lit("by_night"))
        .when(third == 1)
        .then(pl.lit("by_day"))
        .otherwise(pl.lit("by_evening"))
    )
    return rows.filter(
        at_ms > end - ACTIVE_DAYS * ABOUT_A_DAY, at_ms <= end, pl.col("runner").is_not_null()
    ).with_columns(period=period)


def rewrite_positions(positions: Path, plan: Plan, planted: Planted, as_of: date) -> None:
    """Give every position a place: the planted one where it is the last of its period, else a decoy.

    Args:
        positions: Files of `runner`, `at`, `municipality`, which are replaced.
        plan: What is made up.
        planted: Where runners were last seen.
        as_of: The day of the counts.
    """
    salt = random_offset(plan, "decoys")
    names = ("longitude", "latitude")
    for part, path in enumerate(sorted(positions.glob("*.parquet"))):
        rows = pl.read_parquet(path).with_row_index("row")
        spot = below(pl.col("row"), salt + part, planted.spots.height)
        decoys = rows.select(
            pl.lit(planted.spots[name]).gather(spot).alias(f"decoy_{name}") for name in names
        )
        last = (
            _with_period(rows.lazy(), as_of)
            .with_columns(second=_second())
            .join(planted.last.lazy(), on=["runner", "period", "second"])
            .select("row", "period", *names)
            .collect()
        )
        placed = rows.hstack(decoys).join(last, on="row", how="left", maintain_order="left")
        decides = pl.col("period").is_not_null()
        placed.select(
            "runner",
            "at",
            "municipality",
            *(pl.when(decides).then(name).otherwise(f"decoy_{name}").alias(name) for name in names),
        ).write_parquet(path)


def _distances(cells: pl.DataFrame, planted: Planted) -> pl.DataFrame:
    x, y = ((pl.col(name) + 0.5) * SIDE for name in ("column", "row"))
    across, along = pl.col("x") - x, pl.col("y") - y
    return (
        cells.select("cell_number", "site", "column", "row")
        .join(planted.spots, on="site")
        .select("cell_number", "site", "spot", distance=(across * across + along * along).sqrt() / scale(x))
    )


def cells_too_close(cells: pl.DataFrame, planted: Planted) -> pl.DataFrame:
    """`cell_number` of cells that millimetres would decide about: so close is a spot to a radius."""
    off = [(pl.col("distance") - radius).abs() < NARROW for radius in RUNNER_RADII]
    return _distances(cells, planted).filter(pl.any_horizontal(off)).select("cell_number")


def cells_near_runners(cells: pl.DataFrame, planted: Planted, radius: int) -> pl.DataFrame:
    """`cell_number` and `near_…` of each period: runners within a radius; no row for cells without any."""
    near = _distances(cells, planted).filter(pl.col("distance") <= radius)
    return (
        near.join(planted.runners, on=["site", "spot"])
        .group_by("cell_number")
        .agg(pl.col(name).sum().alias(f"near_{radius}_{name}") for name in NAMES)
    )
