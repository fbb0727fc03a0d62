"""Made-up places of AEDs and people, with who lives near an open AED counted while they are planted.

People live around sites 9 km apart, each with AEDs of its own, so that nobody is near the AEDs of another:
what is near whom is known from the site alone, without any search. On every fourth site the cell in the
middle lies a tenth of a metre within or beyond a radius of its nearest AED, and no other does so closely.
Each site has an AED that is always open.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from analysis.core.quarters import Quarter
from analysis.ingest.tables.coverage import ALWAYS_OPEN, ANY_HOURS, RADII, near, periods_at
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE
from analysis.reference.population import latest_published_period
from analysis.reference.utm import CENTRAL_SCALE, FALSE_EASTING, MEAN_RADIUS, degrees_of, utm_32
from analysis.simulation.extracts import below, random_offset, write_halves
from analysis.simulation.places import Places
from analysis.simulation.plan import Plan
from analysis.simulation.week import A_WEEK, DURING, HALF_HOURS, KINDS, minutes_open

APART: Final = 9_000
WEST_TO_EAST: Final = range(450_000, 892_000, APART)
SOUTH_TO_NORTH: Final = range(6_081_000, 6_391_000, APART)
AEDS_A_SITE: Final = 16
MOST_SITES: Final = 25
CELLS_A_SITE: Final = 40
SIDE: Final = 100
CELLS_OUT: Final = 14
METRES_OUT: Final = 900
EDGES: Final = tuple((radius, off) for radius in RADII for off in (-0.1, 0.1))
EDGE_EVERY: Final = 4
NARROW: Final = 0.05
BIN: Final = 10
WITHOUT_PLACE: Final = 97


@dataclass(frozen=True)
class TrueCoverage:
    """What a reducer has to find.

    Attributes:
        people: `municipality_code`, `people` and, for each radius and period of `near`, people times the
            minutes in which an AED is open within it.
        distances: `municipality_code`, `bin`, `people`: bin n holds those whose nearest AED that is always
            open is over 10 (n - 1) and up to 10 n metres away.
    """

    people: pl.DataFrame
    distances: pl.DataFrame


def write_coverage_extracts(
    folder: Path, plan: Plan, places: Places, population: pl.DataFrame
) -> TrueCoverage:
    """Give the AEDs of extracts places and hours, and write the people beside them.

    Args:
        folder: Extracts as `write_extracts` left them; `aeds` is replaced, `aed_hours` and `population` are
            new, and the true counts stand in `known`.
        plan: What is made up.
        places: Where.
        population: As `population` of the data root.
    """
    as_of = plan.as_of(plan.last)
    period = latest_published_period(as_of)
    sites = _sites(places)
    register = pl.read_parquet(folder / "aeds" / "*.parquet")
    aeds = _placed_aeds(plan, register, sites)
    cells = _cells(plan, sites)
    there = (pl.col("registered") <= as_of) & (pl.col("retired").is_null() | (pl.col("retired") > as_of))
    pairs = _pairs(cells, aeds.filter(there, pl.col("x").is_not_null()))
    living = _peopled(plan, cells.join(_odd(pairs), on="cell_number", how="anti"), population, period)
    _replace_aeds(folder, register, aeds)
    write_halves(folder / "aed_hours", _hours(aeds))
    write_halves(folder / "population", _grid(living, period))
    known = _known(living, pairs)
    known.people.write_csv(folder / "known" / "coverage.csv")
    known.distances.write_csv(folder / "known" / "distances.csv")
    return known


def _scale(x: pl.Expr) -> pl.Expr:
    """By how much the plane lengthens distances at an easting."""
    return CENTRAL_SCALE * (1 + ((x - FALSE_EASTING) / (MEAN_RADIUS * CENTRAL_SCALE)) ** 2 / 2)


def _sites(places: Places) -> pl.DataFrame:
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


def _placed_aeds(plan: Plan, register: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """The AEDs with `site`, `x`, `y` (metres; null for some that are not always open) and `kind` of hours.

    On a site with an edge the first AED lies to the east of the middle and the others further east.
    """
    salt, number = random_offset(plan, "places of aeds"), pl.col("number")
    code = pl.col("municipality").str.strip_chars_start("0")
    turn = pl.int_range(pl.len(), dtype=pl.Int64).over("municipality_code")
    many = sites.group_by("municipality_code").agg(sites=pl.len().cast(pl.Int64))
    edges = pl.DataFrame(
        {"edge": range(len(EDGES)), "distance": [radius + off for radius, off in EDGES]},
        schema={"edge": pl.Int64, "distance": pl.Float64},
    )
    middle = pl.col("east") + SIDE / 2
    at_edge = pl.col("site") % EDGE_EVERY == 0
    first = pl.col("turn_here") == 0
    metres = pl.col("distance") * _scale(middle)
    out = [below(number, salt + axis, 2 * METRES_OUT * 100 + 1) / 100 - METRES_OUT for axis in (0, 1)]
    kinds = pl.DataFrame(
        {"open_hours": [half_hours / 2 for half_hours in HALF_HOURS], "kind": range(len(KINDS))},
        schema={"open_hours": pl.Float64, "kind": pl.Int64},
    )
    nowhere = ~pl.col("around_the_clock") & (below(number, salt + 2, WITHOUT_PLACE) == 0)
    return (
        register.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64), municipality_code=code)
        .with_columns(of_all=turn)
        .join(many, on="municipality_code", maintain_order="left")
        .with_columns(turn=pl.col("of_all") % pl.col("sites"), turn_here=pl.col("of_all") // pl.col("sites"))
        .join(sites, on=["municipality_code", "turn"], maintain_order="left")
        .with_columns(edge=pl.col("site") // EDGE_EVERY % len(EDGES))
        .join(edges, on="edge", maintain_order="left")
        .join(kinds, on="open_hours", how="left", maintain_order="left")
        .with_columns(
            x=pl.when(at_edge & first)
            .then(middle + metres)
            .when(at_edge)
            .then(middle + metres + 1 + out[0].abs() / 2)
            .otherwise(middle + out[0]),
            y=pl.when(at_edge & first)
            .then(pl.col("north") + SIDE / 2)
            .otherwise(pl.col("north") + SIDE / 2 + out[1]),
        )
        .with_columns(pl.when(~nowhere).then(name).alias(name) for name in ("x", "y"))
        .select(*register.columns, "municipality_code", "site", "kind", "x", "y")
    )


def _cells(plan: Plan, sites: pl.DataFrame) -> pl.DataFrame:
    """`cell_number`, `municipality_code`, `site`, `column`, `row`; the first of a site is its middle."""
    salt, number = random_offset(plan, "cells"), pl.col("number")
    spread = 2 * CELLS_OUT + 1
    first = pl.col("place") == 0
    return (
        sites.with_columns(place=pl.int_ranges(0, CELLS_A_SITE))
        .explode("place")
        .with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
        .select(
            "municipality_code",
            "site",
            column=pl.col("east") // SIDE
            + pl.when(first).then(0).otherwise(below(number, salt, spread) - CELLS_OUT),
            row=pl.col("north") // SIDE
            + pl.when(first).then(0).otherwise(below(number, salt + 1, spread) - CELLS_OUT),
        )
        .unique(maintain_order=True)
        .with_columns(cell_number=pl.int_range(pl.len(), dtype=pl.Int64))
    )


def _pairs(cells: pl.DataFrame, aeds: pl.DataFrame) -> pl.DataFrame:
    """Every cell beside every AED of its site: `cell_number`, `around_the_clock`, `kind`, `distance`."""
    x, y = ((pl.col(name) + 0.5) * SIDE for name in ("column", "row"))
    across, along = pl.col("x") - x, pl.col("y") - y
    return cells.join(aeds.select("site", "around_the_clock", "kind", "x", "y"), on="site").select(
        "cell_number",
        "around_the_clock",
        "kind",
        distance=(across * across + along * along).sqrt() / _scale(x),
    )


def _odd(pairs: pl.DataFrame) -> pl.DataFrame:
    """Cells so close to an edge that millimetres decide: of a radius, or of the bin of the nearest AED."""
    off = ((pl.col("distance") + BIN / 2) % BIN - BIN / 2).abs() < NARROW
    at_radius = pl.any_horizontal((pl.col("distance") - radius).abs() < NARROW for radius in RADII)
    nearest = pairs.filter("around_the_clock").group_by("cell_number").agg(pl.col("distance").min())
    return pl.concat(
        [nearest.filter(off).select("cell_number"), pairs.filter(at_radius).select("cell_number")]
    ).unique()


def _peopled(plan: Plan, cells: pl.DataFrame, population: pl.DataFrame, period: str) -> pl.DataFrame:
    """The cells with `inhabitants`, which are all people of their municipality; some have none."""
    salt = random_offset(plan, "inhabitants of cells")
    people = (
        population.filter(pl.col("period") == period)
        .group_by(municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM))
        .agg(pl.col("population").sum())
    )
    weight = pl.col("weight")
    drawn = cells.with_columns(weight=below(pl.col("cell_number"), salt, 60) ** 2)
    share = (
        drawn.join(people, on="municipality_code", maintain_order="left")
        .with_columns(
            inhabitants=(pl.col("population") * weight // weight.sum().over("municipality_code")).cast(
                pl.Int64
            )
        )
        .with_columns(
            rest=pl.col("population") - pl.col("inhabitants").sum().over("municipality_code"),
            first=pl.int_range(pl.len()).over("municipality_code") == 0,
        )
    )
    return share.with_columns(
        inhabitants=pl.col("inhabitants") + pl.when("first").then("rest").otherwise(0)
    ).select(*cells.columns, "inhabitants")


def _replace_aeds(folder: Path, register: pl.DataFrame, aeds: pl.DataFrame) -> None:
    points = [
        degrees_of(x, y) if x is not None else (None, None) for x, y in aeds.select("x", "y").iter_rows()
    ]
    located = pl.DataFrame(points, schema={"longitude": pl.Float64, "latitude": pl.Float64}, orient="row")
    for part in (folder / "aeds").iterdir():
        part.unlink()
    (folder / "aeds").rmdir()
    write_halves(folder / "aeds", register.hstack(located))


def _hours(aeds: pl.DataFrame) -> pl.DataFrame:
    """`aed`, `weekday`, `opens`, `closes` of the AEDs whose hours are known."""
    rows = [(kind, *row) for kind, hours in enumerate(KINDS) for row in hours]
    schema = {"kind": pl.Int64, "weekday": pl.Int64, "opens": pl.String, "closes": pl.String}
    return (
        aeds.select("aed", "kind")
        .join(pl.DataFrame(rows, schema=schema, orient="row"), on="kind", maintain_order="left_right")
        .drop("kind")
    )


def _grid(living: pl.DataFrame, period: str) -> pl.DataFrame:
    return living.select(
        cell=pl.format("100m_{}_{}", "row", "column"),
        municipality=pl.format("0{}", "municipality_code"),
        inhabitants="inhabitants",
        as_of=pl.lit(Quarter.of_statbank(period).first_day),
    )


def _known(living: pl.DataFrame, pairs: pl.DataFrame) -> TrueCoverage:
    people = living.filter(pl.col("inhabitants") > 0)
    nearest = pairs.filter("around_the_clock").group_by("cell_number").agg(pl.col("distance").min())
    distances = (
        people.join(nearest, on="cell_number")
        .group_by("municipality_code", bin=(pl.col("distance") / BIN).ceil().cast(pl.Int64))
        .agg(people=pl.col("inhabitants").sum())
        .sort("municipality_code", "bin")
    )
    counted = people.group_by("municipality_code").agg(people=pl.col("inhabitants").sum())
    for radius in RADII:
        counted = counted.join(
            _people_times_minutes(people, pairs.filter(pl.col("distance") <= radius), radius),
            on="municipality_code",
            how="left",
        )
    return TrueCoverage(
        counted.with_columns(pl.exclude("municipality_code").fill_null(0)).sort("municipality_code"),
        distances,
    )


def _people_times_minutes(people: pl.DataFrame, within: pl.DataFrame, radius: int) -> pl.DataFrame:
    """Which kinds of hours are within a radius of each cell decides in which minutes one is open."""
    always = pl.col("around_the_clock").any()
    kinds = (pl.lit(1) * 2 ** pl.col("kind")).cast(pl.Int64).filter(pl.col("kind").is_not_null()).unique()
    found = within.group_by("cell_number").agg(always=always, kinds=kinds.sum())
    minutes = (
        people.join(found, on="cell_number")
        .join(_minutes_of_kinds(), on="kinds")
        .with_columns(
            pl.when("always").then(int(during.sum())).otherwise(name).alias(name)
            for name, during in DURING.items()
        )
        .with_columns((pl.col("always") * A_WEEK).alias(ALWAYS_OPEN), pl.lit(A_WEEK).alias(ANY_HOURS))
    )
    return minutes.group_by("municipality_code").agg(
        (pl.col("inhabitants") * pl.col(name)).sum().cast(pl.Int64).alias(near(radius, name))
        for name in periods_at(radius)
    )


def _minutes_of_kinds() -> pl.DataFrame:
    """`kinds`, the sum of 2 to the power of each, and by period the minutes in which one of them is open."""
    opened = [minutes_open(hours) for hours in KINDS]
    nothing = np.zeros(A_WEEK, dtype=bool)
    rows = []
    for kinds in range(2 ** len(KINDS)):
        together = nothing.copy()
        for kind, minutes in enumerate(opened):
            if kinds & 2**kind:
                together |= minutes
        rows.append((kinds, *(int((together & during).sum()) for during in DURING.values())))
    return pl.DataFrame(rows, schema=dict.fromkeys(["kinds", *DURING], pl.Int64), orient="row")
