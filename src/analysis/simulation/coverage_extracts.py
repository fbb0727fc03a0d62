"""Made-up places of AEDs, people and runners, with who lives near them counted while they are planted.

People live around sites 9 km apart, each with AEDs and runners of its own, so that nobody is near those of
another: what is near whom is known from the site alone, without any search. On every fourth site the cell in
the middle lies a tenth of a metre within or beyond a radius of its nearest AED, and no other does so closely.
Each site has an AED that is always open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from analysis.core.quarters import Quarter
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    COVERED_WITHIN,
    ENOUGH_RUNNERS,
    IN_WEEK,
    RADII,
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    UNCOVERED_BEYOND,
    covered,
    near,
    periods_at,
    runners_near,
)
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE
from analysis.reference.population import latest_published_period
from analysis.reference.utm import degrees_of
from analysis.simulation.arrest_extracts import write_arrest_extracts
from analysis.simulation.extracts import below, random_offset, write_halves
from analysis.simulation.places import Places
from analysis.simulation.plan import Plan
from analysis.simulation.runner_places import (
    Planted,
    cells_near_runners,
    cells_too_close,
    plant_runners,
    rewrite_positions,
)
from analysis.simulation.sites import EDGE_EVERY, NARROW, SIDE, scale, sites_of
from analysis.simulation.week import A_WEEK, DURING, HALF_HOURS, KINDS, minutes_open

CELLS_A_SITE: Final = 40
CELLS_OUT: Final = 14
METRES_OUT: Final = 900
EDGES: Final = tuple((radius, off) for radius in RADII for off in (-0.1, 0.1))
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
        active: `municipality_code` and, for each period, the runners last seen there in it.
    """

    people: pl.DataFrame
    distances: pl.DataFrame
    active: pl.DataFrame


def write_coverage_extracts(
    folder: Path, plan: Plan, places: Places, population: pl.DataFrame
) -> TrueCoverage:
    """Give the AEDs of extracts places and hours, runners places, and write the people beside them.

    Args:
        folder: Extracts as `write_extracts` left them; `aeds` and `positions` are replaced, `aed_hours`,
            `population` and `arrests` are new, and the true counts stand in `known`.
        plan: What is made up.
        places: Where.
        population: As `population` of the data root.
    """
    as_of = plan.as_of(plan.last)
    period = latest_published_period(as_of)
    sites = sites_of(places)
    register = pl.read_parquet(folder / "aeds" / "*.parquet")
    aeds = _placed_aeds(plan, register, sites)
    cells = _cells(plan, sites)
    there = (pl.col("registered") <= as_of) & (pl.col("retired").is_null() | (pl.col("retired") > as_of))
    pairs = _pairs(cells, aeds.filter(there, pl.col("x").is_not_null()))
    planted = plant_runners(folder / "positions", plan, sites, as_of)
    odd = pl.concat([_odd(pairs), cells_too_close(cells, planted)]).unique()
    living = _peopled(plan, cells.join(odd, on="cell_number", how="anti"), population, period)
    rewrite_positions(folder / "positions", plan, planted, as_of)
    _replace_aeds(folder, register, aeds)
    write_halves(folder / "aed_hours", _hours(aeds))
    write_halves(folder / "population", _grid(living, period))
    write_arrest_extracts(folder, plan, sites, aeds, planted)
    known = _known(living, pairs, planted)
    known.active.write_csv(folder / "known" / "active_in_periods.csv")
    known.people.write_csv(folder / "known" / "coverage.csv")
    known.distances.write_csv(folder / "known" / "distances.csv")
    return known


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
    metres = pl.col("distance") * scale(middle)
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
        distance=(across * across + along * along).sqrt() / scale(x),
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


def _known(living: pl.DataFrame, pairs: pl.DataFrame, planted: Planted) -> TrueCoverage:
    people = living.filter(pl.col("inhabitants") > 0)
    nearest = pairs.filter("around_the_clock").group_by("cell_number").agg(pl.col("distance").min())
    distances = (
        people.join(nearest, on="cell_number")
        .group_by("municipality_code", bin=(pl.col("distance") / BIN).ceil().cast(pl.Int64))
        .agg(people=pl.col("inhabitants").sum())
        .sort("municipality_code", "bin")
    )
    counted = people.group_by("municipality_code").agg(people=pl.col("inhabitants").sum())
    minutes = {radius: _minutes_of_cells(pairs.filter(pl.col("distance") <= radius)) for radius in RADII}
    parts = [_people_times_minutes(people, found, radius) for radius, found in minutes.items()]
    parts.append(_with_runners(people, planted, minutes))
    for part in parts:
        counted = counted.join(part, on="municipality_code", how="left")
    return TrueCoverage(
        counted.with_columns(pl.exclude("municipality_code").fill_null(0)).sort("municipality_code"),
        distances,
        planted.active,
    )


def _minutes_of_cells(within: pl.DataFrame) -> pl.DataFrame:
    """`cell_number` and by period the minutes in which one of the AEDs near it is open.

    Which kinds of hours are near decides that.
    """
    always = pl.col("around_the_clock").any()
    kinds = (pl.lit(1) * 2 ** pl.col("kind")).cast(pl.Int64).filter(pl.col("kind").is_not_null()).unique()
    found = within.group_by("cell_number").agg(always=always, kinds=kinds.sum())
    return (
        found.join(_minutes_of_kinds(), on="kinds")
        .with_columns(
            pl.when("always").then(int(during.sum())).otherwise(name).alias(name)
            for name, during in DURING.items()
        )
        .select(
            "cell_number",
            *DURING,
            (pl.col("always") * A_WEEK).alias(ALWAYS_OPEN),
            pl.lit(A_WEEK).alias(ANY_HOURS),
        )
    )


def _people_times_minutes(people: pl.DataFrame, minutes: pl.DataFrame, radius: int) -> pl.DataFrame:
    return (
        people.join(minutes, on="cell_number")
        .group_by("municipality_code")
        .agg(
            (pl.col("inhabitants") * pl.col(name)).sum().cast(pl.Int64).alias(near(radius, name))
            for name in periods_at(radius)
        )
    )


def _with_runners(
    people: pl.DataFrame, planted: Planted, minutes: Mapping[int, pl.DataFrame]
) -> pl.DataFrame:
    """`municipality_code` and people times minutes of the counts with runners."""
    lengths = {name: int(during.sum()) for name, during in DURING.items() if name != IN_WEEK}
    inhabitants = pl.col("inhabitants")
    columns: dict[str, pl.Expr] = {}
    for radius in RUNNER_RADII:
        renamed = [pl.col(name).alias(f"{name}_{radius}") for name in lengths]
        opened = minutes[radius].select("cell_number", *renamed)
        people = people.join(cells_near_runners(people, planted, radius), on="cell_number", how="left").join(
            opened, on="cell_number", how="left"
        )
        for least in RUNNERS:
            parts = {
                name: (pl.col(f"near_{radius}_{name}").fill_null(0) >= least) * length
                for name, length in lengths.items()
            }
            columns |= {runners_near(least, radius, name): part for name, part in parts.items()}
            columns[runners_near(least, radius, IN_WEEK)] = pl.sum_horizontal(parts.values())
    both = {
        radius: {
            name: (pl.col(f"near_{radius}_{name}").fill_null(0) >= ENOUGH_RUNNERS)
            * pl.col(f"{name}_{radius}").fill_null(0)
            for name in lengths
        }
        for radius in RUNNER_RADII
    }
    columns |= {covered(name): part for name, part in both[COVERED_WITHIN].items()}
    columns[covered(IN_WEEK)] = pl.sum_horizontal(both[COVERED_WITHIN].values())
    columns[UNCOVERED] = A_WEEK - pl.sum_horizontal(both[UNCOVERED_BEYOND].values())
    return people.group_by("municipality_code").agg(
        (inhabitants * part.cast(pl.Int64)).sum().alias(name) for name, part in columns.items()
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
