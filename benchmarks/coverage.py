"""How fast people near an AED that is always open are counted, against a tree and what one would write.

    python benchmarks/coverage.py [--repeat 3] [--countries 10] [--folder DIR] [--only NAME ...]

Every way runs in a process of its own and they take turns. What counts is the time of all processors, which
other work on the machine changes little. Memory is the largest resident set of the process. The task: by
municipality the people with an always-open AED within 200, 500 and 1,800 metres, straight lines on the
ground. The ways:

    read        the cells are read and added up: the limit
    tree        scipy's cKDTree on one processor: the reference
    polars      the reducer on Polars
    duckdb      the reducer on DuckDB
    pairs       every cell beside every AED in nine squares of 1,800 metres, on Polars
    tenfold     the reducer on Polars with ten times the AEDs on the same land
    pairs10     all pairs with ten times the AEDs: the warning
    runner-tree, runner-polars, runner-duckdb
                people with at least 1, 4 and 10 runners within 500 and 1,800 metres by day: the same three
    runner-tree10, runner-tenfold
                the tree and the reducer on Polars with ten times the runners on the same land
    both-tree, both-polars, both-duckdb, both-tree10, both-tenfold
                always-open AEDs and runners in one process, once with ten times the runners: how much more
                the whole count takes then
    runner-trees, runner-periods
                four trees, and the reducer on Polars, with runners of four periods
    hours       the reducer on Polars with opening hours of all AEDs by day, evening, night and weekend too
    balltree    scikit-learn's BallTree on a sphere, where scikit-learn is installed
    geopandas   `sjoin_nearest`, where GeoPandas is installed
    spatial     DuckDB's extension `spatial`, where it can be loaded

`countries` says how many countries beside each other are counted once with `tree`, `polars` and `duckdb`, to
see whether time and memory grow as their cells do. The country is made up: 573,473 inhabited cells of 100 m
and 26,182 AEDs, 18,656 of them always open, around 3,000 towns; it is the same every time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl

CELLS, AEDS, ALWAYS_OPEN, TOWNS, MUNICIPALITIES = 573_473, 26_182, 18_656, 3_000, 98
RUNNERS = 57_307
BETWEEN_COUNTRIES = 400_000
RADII = (200, 500, 1_800)
PERIODS = ("by_day", "by_evening", "by_night", "in_weekends")
LEAST, RUNNER_RADII = (1, 4, 10), (500, 1_800)
USUAL = (
    "read",
    "tree",
    "polars",
    "duckdb",
    "pairs",
    "tenfold",
    "pairs10",
    "hours",
    "runner-tree",
    "runner-polars",
    "runner-duckdb",
    "runner-tree10",
    "runner-tenfold",
    "both-tree",
    "both-polars",
    "both-duckdb",
    "both-tree10",
    "both-tenfold",
    "runner-trees",
    "runner-periods",
    "balltree",
    "geopandas",
    "spatial",
)
GROWING = ("tree", "polars", "duckdb")
NEEDS = {
    "balltree": "sklearn.neighbors",
    "geopandas": "geopandas",
    **dict.fromkeys(("spatial", "duckdb", "runner-duckdb", "both-duckdb"), "duckdb"),
}
TENFOLD = ("tenfold", "pairs10")
IMPORTED = ("narwhals", "analysis.events.runners_near", "scipy.spatial")
TIMES = ("process", "work")
EXACT = (
    *("tree", "polars", "duckdb", "pairs", "hours"),
    *("runner-tree", "runner-polars", "runner-duckdb", "runner-tenfold", "runner-periods"),
    *("both-tree", "both-polars", "both-duckdb", "both-tenfold"),
)
UTM_32 = "EPSG:25832"
EARTH = 6_371_008.8
MEBIBYTE = 1024
Found = dict[str, int]


def make(folder: Path, countries: int, more_aeds: int = 1) -> Path:
    """Cells and AEDs of so many countries, one north of the other, as Parquet in a folder of their own."""
    target = folder / f"{countries}-countries-{more_aeds}-with-runners"
    if target.exists():
        return target
    partly = folder / f"partly-{countries}-{more_aeds}"
    partly.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(23)
    towns = np.column_stack(
        [draw.uniform(450_000, 720_000, TOWNS), draw.uniform(6_080_000, 6_390_000, TOWNS)]
    )
    size = draw.pareto(1.1, TOWNS) + 1
    size, out = size / size.sum(), 700 * np.minimum(np.sqrt(size / size.mean()), 12)
    # Twelve times as many draws as cells: towns share many of them.
    of_town = draw.choice(TOWNS, 12 * CELLS, p=size)
    drawn = towns[of_town] + draw.normal(0, 1, (12 * CELLS, 2)) * out[of_town, None]
    numbers, first = np.unique(np.floor(drawn / 100).astype(np.int64), axis=0, return_index=True)
    chosen = np.sort(draw.permutation(len(numbers))[:CELLS])
    middles = numbers[chosen] * 100 + 50.0
    code = of_town[first[chosen]] % MUNICIPALITIES + 101
    people = draw.integers(1, 30, CELLS)
    homes = drawn[draw.integers(0, len(drawn), AEDS * more_aeds)]
    points = homes + draw.normal(0, 120, homes.shape)
    pattern = np.where(np.arange(AEDS * more_aeds) % AEDS < ALWAYS_OPEN, -1, np.arange(AEDS * more_aeds) % 6)
    north = np.arange(countries) * BETWEEN_COUNTRIES
    cells = pl.DataFrame(
        {
            "x": np.tile(middles[:, 0], countries),
            "y": (middles[:, 1] + north[:, None]).ravel(),
            "municipality": np.tile(code, countries),
            "inhabitants": np.tile(people, countries),
        }
    )
    assert cells.height == CELLS * countries, "too few draws for so many cells"
    aeds = pl.DataFrame(
        {
            "x": np.tile(points[:, 0], countries),
            "y": (points[:, 1] + north[:, None]).ravel(),
            "pattern": np.tile(pattern, countries),
        }
    ).cast({"pattern": pl.Int64})
    for name, times in (("runners", 1), ("runners10", 10)):
        at = drawn[draw.integers(0, len(drawn), (len(PERIODS), RUNNERS * times))]
        at = at + draw.normal(0, 60, at.shape)
        seen = {
            period: np.repeat(np.arange(len(PERIODS)) == place, RUNNERS * times).astype(np.int64)
            for place, period in enumerate(PERIODS)
        }
        pl.DataFrame({"x": at[..., 0].ravel(), "y": at[..., 1].ravel(), **seen}).write_parquet(
            partly / f"{name}.parquet"
        )
    cells.write_parquet(partly / "cells.parquet")
    aeds.write_parquet(partly / "aeds.parquet")
    partly.rename(target)
    return target


def aeds_of(folder: Path) -> pl.DataFrame:
    """All AEDs."""
    return pl.read_parquet(folder / "aeds.parquet")


def always_open(folder: Path) -> pl.DataFrame:
    """The AEDs that are always open."""
    return aeds_of(folder).filter(pl.col("pattern") == -1)


def scale(x: Any) -> Any:
    """By how much the plane lengthens distances."""
    return 0.9996 * (1 + ((x - 500_000) / (6.385e6 * 0.9996)) ** 2 / 2)


def people_within(code: Any, people: Any, distance: Any) -> Found:
    """People by municipality and radius."""
    within = {f"{radius}": pl.col("people").filter(pl.col("distance") <= radius).sum() for radius in RADII}
    frame = pl.DataFrame({"code": code, "people": people, "distance": distance})
    sums = frame.group_by("code").agg(**within)
    return {f"{row['code']} {radius}": row[f"{radius}"] for row in sums.to_dicts() for radius in RADII}


def read(folder: Path) -> Found:
    """Read the cells and add them up."""
    sums = pl.scan_parquet(folder / "cells.parquet").select(pl.all().sum()).collect()
    return {"": int(sums["inhabitants"][0])}


def tree(folder: Path) -> Found:
    """The nearest of a tree, on one processor."""
    from scipy.spatial import cKDTree

    cells, points = pl.read_parquet(folder / "cells.parquet"), always_open(folder)
    x = cells["x"].to_numpy()
    nearest, _ = cKDTree(points.select("x", "y").to_numpy()).query(cells.select("x", "y").to_numpy())
    return people_within(cells["municipality"], cells["inhabitants"], nearest / scale(x))


def opened(engine_name: str, folder: Path) -> tuple[Any, Any]:
    """An engine of the reducer, and the cells on it."""

    from analysis.events.engines import start

    return start(engine_name), read_on(engine_name, str(folder / "cells.parquet"))


def read_on(engine_name: str, path: str) -> Any:
    """A Parquet file on an engine."""
    import narwhals as nw

    if engine_name == "polars":
        return nw.from_native(pl.scan_parquet(path))
    import duckdb

    return nw.from_native(duckdb.read_parquet(path))


def reducer(folder: Path, *, engine_name: str) -> Found:
    """The reducer: the nearest always-open AED of each cell, people by municipality and ten metres."""
    from analysis.events.distances import homes, nearest_always_open, people_by_distance

    engine, cells = opened(engine_name, folder)
    found = people_by_distance(nearest_always_open(engine, homes(cells), aeds_of(folder)))
    schema = {"municipality": pl.Int64, "bin": pl.Int64, "people": pl.Int64}
    bins = engine.collect(found, schema).filter(pl.col("bin") >= 0)
    return people_within(bins["municipality"], bins["people"], bins["bin"] * 10)


def hours(folder: Path) -> Found:
    """The reducer with all opening hours."""
    from analysis.events.distances import (
        further_minutes,
        further_people,
        homes,
        nearer_patterns,
        nearest_always_open,
        people_by_distance,
        radius_column,
    )
    from analysis.events.opening_hours import week_of

    engine, cells = opened("polars", folder)
    days = [[(day, opens, closes) for day in range(1, last)] for opens, closes, last in OPENED]
    rows = [(str(kind), *row) for kind, one in enumerate(days) for row in one]
    week = week_of(pl.DataFrame(rows, schema=["aed", "weekday", "opens", "closes"], orient="row"))
    points = aeds_of(folder)
    measured = nearest_always_open(engine, homes(cells), points)
    bins = engine.collect(
        people_by_distance(measured), {"municipality": pl.Int64, "bin": pl.Int64, "people": pl.Int64}
    )
    nearer = nearer_patterns(engine, measured, points, RADII)
    columns = {radius_column(radius): pl.Int64 for radius in RADII}
    engine.collect(further_people(nearer, RADII), {"municipality": pl.Int64, **columns})
    engine.collect(
        further_minutes(engine, nearer, week, RADII),
        {"municipality": pl.Int64, "piece": pl.Int64, "period": pl.Int64, **columns},
    )
    reached = bins.filter(pl.col("bin") >= 0)
    return people_within(reached["municipality"], reached["people"], reached["bin"] * 10)


def people_near_runners(frame: pl.DataFrame) -> Found:
    """People by municipality, radius and number of runners; `rank_…` says which number is reached."""
    counts = {
        f"{radius} {least}": pl.col("people").filter(pl.col(f"rank_{radius}_by_day") >= place).sum()
        for radius in RUNNER_RADII
        for place, least in enumerate(LEAST, 1)
    }
    rows = frame.group_by("code").agg(**counts).to_dicts()
    return {f"{row['code']} {name}": row[name] for row in rows for name in counts}


def runner_tree(folder: Path, *, name: str = "runners", periods: int = 1) -> Found:
    """The ten nearest of a tree for each period, on one processor."""
    from scipy.spatial import cKDTree

    cells, found = pl.read_parquet(folder / "cells.parquet"), []
    for period in PERIODS[:periods]:
        seen = pl.scan_parquet(folder / f"{name}.parquet").filter(pl.col(period) == 1).select("x", "y")
        nearest, _ = cKDTree(seen.collect().to_numpy()).query(cells.select("x", "y").to_numpy(), k=LEAST)
        on_ground = nearest / scale(cells["x"].to_numpy())[:, None]
        ranks = {f"rank_{radius}_by_day": (on_ground <= radius).sum(axis=1) for radius in RUNNER_RADII}
        table = pl.DataFrame({"code": cells["municipality"], "people": cells["inhabitants"], **ranks})
        found.append(people_near_runners(table))
    return found[0]


def runners(folder: Path, *, engine_name: str, name: str = "runners", periods: int = 1) -> Found:
    """The reducer: which numbers of runners each cell has near."""
    import narwhals as nw

    from analysis.events.distances import homes, municipality_of
    from analysis.events.runners_near import with_ranks

    engine, cells = opened(engine_name, folder)
    path, wanted = str(folder / f"{name}.parquet"), PERIODS[:periods]
    points = read_on(engine_name, path)
    if periods == 1:
        points = points.filter(nw.col("by_day") == 1)
    ranked = with_ranks(engine, homes(cells), points, RUNNER_RADII, wanted)
    near = {
        f"{radius} {least}": nw.when(nw.col(f"rank_{radius}_by_day") >= place)
        .then(nw.col("people"))
        .otherwise(nw.lit(0))
        for radius in RUNNER_RADII
        for place, least in enumerate(LEAST, 1)
    }
    sums = (
        ranked.select(code=municipality_of(nw.col("home")), **near)
        .group_by("code")
        .agg(*(nw.col(one).sum() for one in near))
    )
    rows = engine.collect(sums, dict.fromkeys(["code", *near], pl.Int64)).to_dicts()
    return {f"{row['code']} {one}": row[one] for row in rows for one in near}


def both(folder: Path, *, aeds: Callable[[Path], Found], near: Callable[[Path], Found]) -> Found:
    """AEDs, then runners."""
    found = {f"aed {key}": people for key, people in aeds(folder).items()}
    return found | {f"runners {key}": people for key, people in near(folder).items()}


OPENED = (
    ("08:00", "16:00", 6),
    ("07:00", "22:00", 8),
    ("07:30", "17:30", 7),
    ("20:00", "02:00", 8),
    ("10:00", "00:00", 6),
    ("06:15", "23:45", 8),
)


def pairs(folder: Path) -> Found:
    """All pairs of nine squares of 1,800 metres and the nearest of them."""
    side = 1_800 * 1.002
    steps = pl.LazyFrame({"step": [east * 2**22 + north for east in (-1, 0, 1) for north in (-1, 0, 1)]})

    def square(x: pl.Expr, y: pl.Expr) -> pl.Expr:
        return (x / side).floor().cast(pl.Int64) * 2**22 + (y / side).floor().cast(pl.Int64)

    cells = pl.scan_parquet(folder / "cells.parquet").with_row_index("home")
    points = always_open(folder).lazy().select(east="x", north="y")
    points = points.with_columns(square=square(pl.col("east"), pl.col("north")))
    across, along = pl.col("east") - pl.col("x"), pl.col("north") - pl.col("y")
    nearest = (
        cells.with_columns(square=square(pl.col("x"), pl.col("y")))
        .join(steps, how="cross")
        .with_columns(square=pl.col("square") + pl.col("step"))
        .join(points, on="square")
        .with_columns(distance=(across * across + along * along).sqrt() / scale(pl.col("x")))
        .group_by("home", "municipality", "inhabitants")
        .agg(pl.col("distance").min())
        .collect(engine="streaming")
    )
    return people_within(nearest["municipality"], nearest["inhabitants"], nearest["distance"])


def degrees(table: pl.DataFrame) -> Any:
    """Latitude and longitude in radians, near enough for a comparison of time."""
    from analysis.reference.utm import degrees_of

    places = [degrees_of(x, y) for x, y in table.select("x", "y").iter_rows()]
    return np.radians(np.array(places)[:, ::-1])


def balltree(folder: Path) -> Found:
    """The nearest on a sphere; degrees are made before the clock starts."""
    neighbors = import_module("sklearn.neighbors")
    cells, demand, points = DEGREES[folder]
    metres = neighbors.BallTree(points, metric="haversine").query(demand)[0][:, 0] * EARTH
    return people_within(cells["municipality"], cells["inhabitants"], metres)


DEGREES: dict[Path, tuple[pl.DataFrame, Any, Any]] = {}


def geopandas(folder: Path) -> Found:
    """The nearest join of two layers on the plane."""
    gpd = import_module("geopandas")
    cells, points = pl.read_parquet(folder / "cells.parquet"), always_open(folder)
    layers = [
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(one["x"].to_numpy(), one["y"].to_numpy()), crs=UTM_32)
        for one in (cells, points)
    ]
    found = gpd.sjoin_nearest(*layers, distance_col="distance")["distance"].groupby(level=0).min()
    return people_within(cells["municipality"], cells["inhabitants"], found.to_numpy())


def spatial(folder: Path) -> Found:
    """DuckDB's extension: pairs within 1,800 metres by its own index, the nearest of them."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("INSTALL spatial; LOAD spatial")
    rows = connection.execute(f"""
        WITH cells AS (SELECT row_number() OVER () AS home, municipality, inhabitants, ST_Point(x, y) AS place
                       FROM read_parquet('{folder}/cells.parquet')),
             aeds AS (SELECT ST_Point(x, y) AS place FROM read_parquet('{folder}/aeds.parquet')
                      WHERE pattern = -1)
        SELECT municipality, inhabitants, min(ST_Distance(cells.place, aeds.place))
        FROM cells JOIN aeds ON ST_DWithin(cells.place, aeds.place, 1800) GROUP BY home, ALL
    """).fetchnumpy()
    return people_within(*rows.values())


WAYS: dict[str, Callable[[Path], Found]] = {
    "read": read,
    "tree": tree,
    "polars": partial(reducer, engine_name="polars"),
    "duckdb": partial(reducer, engine_name="duckdb"),
    "pairs": pairs,
    "tenfold": partial(reducer, engine_name="polars"),
    "pairs10": pairs,
    "hours": hours,
    "runner-tree": runner_tree,
    "runner-polars": partial(runners, engine_name="polars"),
    "runner-duckdb": partial(runners, engine_name="duckdb"),
    "runner-tree10": partial(runner_tree, name="runners10"),
    "runner-tenfold": partial(runners, engine_name="polars", name="runners10"),
    "both-tree": partial(both, aeds=tree, near=runner_tree),
    "both-polars": partial(
        both, aeds=partial(reducer, engine_name="polars"), near=partial(runners, engine_name="polars")
    ),
    "both-duckdb": partial(
        both, aeds=partial(reducer, engine_name="duckdb"), near=partial(runners, engine_name="duckdb")
    ),
    "both-tree10": partial(both, aeds=tree, near=partial(runner_tree, name="runners10")),
    "both-tenfold": partial(
        both,
        aeds=partial(reducer, engine_name="polars"),
        near=partial(runners, engine_name="polars", name="runners10"),
    ),
    "runner-trees": partial(runner_tree, periods=len(PERIODS)),
    "runner-periods": partial(runners, engine_name="polars", periods=len(PERIODS)),
    "balltree": balltree,
    "geopandas": geopandas,
    "spatial": spatial,
}


def one(way: str, folder: Path) -> None:
    """Do the work of a process and print what it took and found."""
    for name in (
        "narwhals",
        "analysis.events.distances",
        "analysis.events.runners_near",
        "scipy.spatial",
        NEEDS.get(way, "json"),
    ):
        import_module(name)
    if way == "balltree":
        cells = pl.read_parquet(folder / "cells.parquet")
        DEGREES[folder] = (cells, degrees(cells), degrees(always_open(folder)))
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = WAYS[way](folder)
    after = resource.getrusage(resource.RUSAGE_SELF)
    answer = {
        "process": seconds(after),
        "work": seconds(after) - seconds(before),
        "megabytes": after.ru_maxrss / MEBIBYTE,
        "found": found,
    }
    print(json.dumps(answer))


def seconds(used: resource.struct_rusage) -> float:
    """Of processors."""
    return used.ru_utime + used.ru_stime


def measured(way: str, folder: Path) -> dict[str, Any] | None:
    """What a process of its own says; None where what it needs is not installed or cannot be had."""
    if way in NEEDS and find_spec(NEEDS[way].partition(".")[0]) is None:
        return None
    arguments = [sys.executable, __file__, "--one", way, "--folder", str(folder)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode and way == "spatial":
        return None
    if done.returncode:
        sys.exit(f"{way} failed: {done.stderr.splitlines()[-1:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def most_off(found: Found, reference: Found) -> int:
    """The largest difference of people in a municipality within a radius."""
    return max(abs(found.get(key, 0) - people) for key, people in reference.items())


def taken(folders: dict[str, Path], repeat: int) -> dict[str, list[dict[str, Any]]]:
    """The runs of each way in turns; none of those that cannot be had."""
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in folders}
    for _ in range(repeat):
        for way, folder in folders.items():
            if (answer := measured(way, folder)) is not None:
                runs[way].append(answer)
    return runs


def compared_with(way: str) -> str:
    """The way whose time another's is compared with."""
    kind = way.partition("-")[0]
    return f"{kind}-tree" if kind in ("runner", "both") else "tree"


def answered_by(way: str) -> str:
    """The way whose answer another's has to be."""
    with_more_runners = way.partition("-")[2] in ("tree10", "tenfold")
    return f"{compared_with(way)}10" if with_more_runners else compared_with(way)


def shown(runs: dict[str, list[dict[str, Any]]]) -> None:
    """Print a line for each way."""
    head = "".join(f"{f'{name} s [min-max]':>24}{'x tree':>8}" for name in TIMES)
    print(f"{'way':15}{head}{'MB':>8}  people off")
    for way, some in runs.items():
        if not some:
            print(f"{way:15}{'not to be had':>24}")
            continue
        cells = []
        for name in TIMES:
            values = [run[name] for run in some]
            ratio = median(values) / median(run[name] for run in runs[compared_with(way)])
            spread = f"{median(values):.2f} [{min(values):.2f}-{max(values):.2f}]"
            cells.append(f"{spread:>24}{ratio:8.2f}")
        reference = runs[answered_by(way)][0]["found"]
        off = "" if way in ("read", *TENFOLD) else f"{most_off(some[0]['found'], reference):,}"
        print(f"{way:15}{''.join(cells)}{median(run['megabytes'] for run in some):8.0f}  {off}")


def made(*arguments: object) -> Path:
    """What `make` makes, in a process of its own: a parent's memory would count as that of its children."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(make, *arguments).result()  # type: ignore[arg-type]


def main() -> None:
    """Measure and print; fail where a way that is exact finds other people than the tree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--countries", type=int, default=10)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "statusrapport-benchmark-coverage"
    )
    parser.add_argument("--only", nargs="+", choices=WAYS, default=USUAL)
    parser.add_argument("--one", choices=WAYS)
    options = parser.parse_args()
    if options.one:
        one(options.one, options.folder)
        return
    single, tenfold = made(options.folder, 1), made(options.folder, 1, 10)
    ways = dict.fromkeys(one for way in options.only for one in (compared_with(way), answered_by(way), way))
    runs = taken({way: tenfold if way in TENFOLD else single for way in ways}, options.repeat)
    print(f"{CELLS:,} cells, {AEDS:,} AEDs, {os.cpu_count()} processors, median of {options.repeat}")
    shown(runs)
    wrong = [
        way
        for way in EXACT
        if runs.get(way) and most_off(runs[way][0]["found"], runs[answered_by(way)][0]["found"])
    ]
    if options.countries > 1:
        print(f"\n{options.countries} countries, {CELLS * options.countries:,} cells, once")
        shown(taken(dict.fromkeys(GROWING, made(options.folder, options.countries)), 1))
    if wrong:
        sys.exit(f"other people than the tree has: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
