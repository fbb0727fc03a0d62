"""Who lives near active runners: equal to SciPy's tree on every engine here; last places to the second."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from events_support import AREAS, AS_OF, END, MEMBERS, START, counted  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as some
from places_support import (  # type: ignore[import-not-found]
    LENGTHS,
    MOMENTS,
    World,
    degrees,
    extracts,
    plane,
    positions_of,
    scale,
    truth_with_runners,
)
from polars.testing import assert_frame_equal

from analysis.core.problems import InputError
from analysis.core.week import PERIODS
from analysis.events.coverage import Coverage
from analysis.events.coverage_table import coverage_table
from analysis.events.distances import homes
from analysis.events.engines import start
from analysis.events.last_places import PLACES, last_in_periods, places_of
from analysis.events.periods import Window, active_window, is_in
from analysis.events.runners_near import rank_column, with_ranks
from analysis.ingest.tables.coverage import (
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    WITH_RUNNERS,
    runners_near,
)

ENGINES = ("polars", "duckdb")
MUNICIPALITIES = (101, 147, 400, 813, 851, 561)
HOURS = (
    [(day, "08:00", "16:00") for day in range(1, 6)],
    [(day, "20:00", "02:00") for day in range(1, 8)],
    [(6, "00:00", "00:00"), (3, "23:59", "23:58")],
)
CORNERS = ((595_000, 6_385_000), (447_000, 6_150_000), (720_000, 6_170_000), (870_000, 6_110_000))
DENMARK = ZoneInfo("Europe/Copenhagen")


def random_world(seed: int, cells: int = 2_500, aeds: int = 300) -> World:
    draw = np.random.default_rng(seed)
    towns = np.column_stack([draw.uniform(450_000, 880_000, 25), draw.uniform(6_080_000, 6_380_000, 25)])
    spread = draw.normal(0, 1_500, (cells, 2)) + towns[draw.integers(0, 25, cells)]
    middles = np.unique(np.floor(spread / 100) * 100 + 50, axis=0)
    kinds = draw.integers(-3, len(HOURS) + 1, aeds)
    return World(
        aeds=draw.normal(0, 1_500, (aeds, 2)) + towns[draw.integers(0, 25, aeds)],
        always=kinds < 0,
        hours={place: HOURS[kind] for place, kind in enumerate(kinds) if 0 <= kind < len(HOURS)},
        cells=middles,
        municipality=np.array(MUNICIPALITIES)[draw.integers(0, len(MUNICIPALITIES), len(middles))],
        people=draw.integers(1, 40, len(middles)),
    )


def runners_around(world: World, seed: int, count: int = 9_000) -> np.ndarray:
    """Places by period and runner, near cells and some of them far from all."""
    draw = np.random.default_rng(seed)
    chosen = world.cells[draw.integers(0, len(world.cells), (4, count))]
    return np.asarray(
        chosen + draw.normal(0, 1, (4, count, 2)) * draw.choice([50, 600, 3_000], (4, count, 1))
    )


def with_positions(folder: Path, world: World, positions: pl.DataFrame, **kwargs: bool) -> Path:
    """Extracts with these positions instead of the smallest ones."""
    place: Path = extracts(folder, world, **kwargs)
    for old in place.glob("positions.*"):
        old.unlink()
    positions.write_parquet(place / "positions.parquet")
    return place


def measured(folder: Path, engine: str = "polars", *, as_of: date = AS_OF) -> Coverage:
    found: Coverage | None = counted(folder, start(engine), as_of=as_of).coverage
    assert found is not None
    return found


def of_runners(found: Coverage) -> pl.DataFrame:
    return found.minutes.select("area_code", *WITH_RUNNERS).sort("area_code")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", [1, 2])
def test_random_places_are_as_the_tree_has_them(engine: str, seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    positions, metres = positions_of(runners_around(world, seed))
    found = measured(with_positions(tmp_path, world, positions), engine)
    expected = truth_with_runners(world, metres)
    for name in WITH_RUNNERS:
        assert expected[name].n_unique() > 1, name
    assert_frame_equal(of_runners(found), expected.sort("area_code"), check_column_order=False)


def on_the_grid(x: float, y: float, distance: float) -> tuple[float, float]:
    """A place of five decimals that lies as far away on the ground, to some millimetres, and due east."""
    k = scale(np.array(x))
    north = np.arange(-400, 401) * 1.1
    east = np.sqrt((distance * k) ** 2 - north**2)
    longitude, latitude = (np.round(one, 5) for one in degrees(x + east, y + north))
    there = np.column_stack(plane(longitude, latitude))
    off = np.abs(np.hypot(*(there - [x, y]).T) / k - distance)
    best = int(off.argmin())
    assert off[best] < 0.01
    return float(there[best, 0]), float(there[best, 1])


def planted() -> tuple[World, np.ndarray, list[tuple[int, int, float]]]:
    """Cells 6 km apart, Skagen to Bornholm, n runners near but for the last, 0.1 m within or beyond."""
    kinds = list(product(RUNNERS, RUNNER_RADII, (-0.1, 0.1)))
    cells = np.array(
        [
            (x + 50.0, y + 50.0)
            for x0, y0 in CORNERS
            for x in range(x0, x0 + 18_000, 6_000)
            for y in range(y0, y0 + 24_000, 6_000)
        ]
    )
    points = []
    for place, (x, y) in enumerate(cells):
        least, radius, off = kinds[place % len(kinds)]
        points += [(x + 20.0 * turn, y - 30.0) for turn in range(least - 1)]
        points.append(on_the_grid(x, y, radius + off))
    world = World(
        aeds=cells + np.array([30.0, 30.0]),
        always=np.ones(len(cells), dtype=bool),
        hours={},
        cells=cells,
        municipality=np.array(MUNICIPALITIES)[np.arange(len(cells)) % len(MUNICIPALITIES)],
        people=np.arange(1, len(cells) + 1),
    )
    return world, np.array([points] * 4), kinds


@pytest.mark.parametrize("engine", ENGINES)
def test_planted_runners_are_within_by_a_tenth_of_a_metre(engine: str, tmp_path: Path) -> None:
    world, points, kinds = planted()
    positions, metres = positions_of(points)
    found = of_runners(measured(with_positions(tmp_path, world, positions), engine))
    assert_frame_equal(found, truth_with_runners(world, metres).sort("area_code"), check_column_order=False)
    for number, (least, radius, off) in enumerate(kinds):
        own = np.arange(len(world.cells)) % len(kinds) == number
        others = sum(
            int(world.people[np.arange(len(world.cells)) % len(kinds) == other].sum())
            for other, (more, further, beyond) in enumerate(kinds)
            if other != number and (more - 1 >= least or (more == least and further + beyond <= radius))
        )
        expected = others + (int(world.people[own].sum()) if off < 0 else 0)
        assert found[runners_near(least, radius, "by_day")].sum() == 2_400 * expected, (least, radius, off)


@settings(max_examples=40, deadline=None)
@given(seed=some.integers(0, 10**6), count=some.integers(1, 400), radius=some.integers(150, 2_500))
def test_bounds_and_what_they_leave_open_are_all_pairs(seed: int, count: int, radius: int) -> None:
    draw = np.random.default_rng(seed)
    cells = np.unique(draw.integers(0, 60, (120, 2)), axis=0) * 100.0 + np.array([880_050, 6_110_050])
    points = draw.uniform(-500, 6_500, (count, 2)) + np.array([880_000, 6_110_000])
    frame = pl.DataFrame(
        {"x": cells[:, 0], "y": cells[:, 1], "municipality": 400, "inhabitants": 1 + np.arange(len(cells))}
    )
    engine = start("polars")
    runners = pl.DataFrame({"x": points[:, 0], "y": points[:, 1], "by_day": 1})
    found = engine.collect(
        with_ranks(
            engine, homes(nw.from_native(frame.lazy())), engine.small(runners), (radius,), ("by_day",)
        ),
        {"people": pl.Int64, rank_column(radius, "by_day"): pl.Int64},
    ).sort("people")
    reach = radius * scale(cells[:, 0])
    near = np.hypot(*(cells[:, None] - points[None]).transpose(2, 0, 1)) <= reach[:, None]
    expected = np.searchsorted(RUNNERS, near.sum(axis=1), side="right")
    assert (found[rank_column(radius, "by_day")].to_numpy() == expected).all()


def test_engines_and_the_order_of_rows_do_not_matter(tmp_path: Path) -> None:
    world = random_world(3, cells=500, aeds=80)
    positions, _ = positions_of(runners_around(world, 3, 300))
    first = measured(with_positions(tmp_path / "a", world, positions))
    turned = measured(with_positions(tmp_path / "b", world, positions.reverse()), "duckdb")
    assert_frame_equal(of_runners(first), of_runners(turned))
    assert first.active is not None
    assert turned.active is not None
    assert_frame_equal(first.active, turned.active)


def test_more_runners_and_metres_only_add_and_the_week_is_its_periods(tmp_path: Path) -> None:
    world = random_world(4, cells=500, aeds=80)
    places = runners_around(world, 4, 400)
    more, fewer = (
        of_runners(measured(with_positions(tmp_path / str(count), world, positions_of(places[:, :count])[0])))
        for count in (400, 200)
    )
    for name, count in WITH_RUNNERS.items():
        less, greater = (more, fewer) if name == UNCOVERED else (fewer, more)
        assert (less[name] <= greater[name]).all(), name
        for whole in count.wholes:
            if whole in WITH_RUNNERS:
                assert (more[name] <= more[whole]).all(), (name, whole)
    for stem in ("runners_4_within_500m", "runners_10_within_1800m", "covered_500m"):
        parts = more.select(pl.sum_horizontal(f"{stem}_{name}" for name in LENGTHS)).to_series()
        assert (parts == more[f"{stem}_in_week"]).all()


def opened(frame: pl.DataFrame, engine: str) -> nw.LazyFrame[Any]:
    """A frame on an engine, whatever its types."""
    if engine == "polars":
        return nw.from_native(frame.lazy())
    import duckdb

    return nw.from_native(duckdb.default_connection().from_arrow(frame.to_arrow()))


def last_places(
    rows: Sequence[tuple[int, datetime, float | None, float | None]], engine: str
) -> pl.DataFrame:
    """`period`, `longitude`, `latitude` of positions at moments."""
    frame = pl.DataFrame(
        rows,
        schema={
            "runner": pl.Int64,
            "at": pl.Datetime("us", "UTC"),
            "longitude": pl.Float64,
            "latitude": pl.Float64,
        },
        orient="row",
    ).with_columns(at_ms=pl.col("at").dt.epoch("ms"))
    one = start(engine)
    found = places_of(last_in_periods(opened(frame, engine), Window(START, END), None))
    schema = {"period": pl.String, "longitude": pl.Float64, "latitude": pl.Float64}
    return (
        one.collect(found, schema)
        .sort("period", "longitude")
        .with_columns(pl.col("longitude", "latitude").round(6))
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_the_last_second_of_each_period_decides_and_no_two_places_are_mixed(engine: str) -> None:
    monday = datetime(2025, 6, 2, 9, tzinfo=DENMARK)
    rows = [
        (1, monday, 10.1, 55.9),
        (1, monday + timedelta(hours=2), 9.5, 57.1),
        (1, monday - timedelta(days=3), 12.0, 56.0),
        (1, monday + timedelta(hours=9), 12.5, 55.6),
        # Tied in one second: the easternmost, never the largest of each.
        (2, monday, 11.0, 55.0),
        (2, monday + timedelta(milliseconds=400), 10.0, 57.0),
        # Abroad or without a place, a runner is no longer where he was before.
        (3, monday, 10.0, 56.0),
        (3, monday + timedelta(minutes=1), 18.0, 59.3),
        (4, monday, 10.0, 56.0),
        (4, monday + timedelta(minutes=1), None, 56.0),
        # Outside the window.
        (5, START, 10.0, 56.0),
        (5, END + timedelta(seconds=1), 10.0, 56.0),
        (6, START + timedelta(seconds=1), 10.5, 56.5),
    ]  # fmt: skip
    found = last_places(rows, engine)
    assert found.rows() == [
        ("last_by_day", 9.5, 57.1),
        ("last_by_day", 11.0, 55.0),
        ("last_by_evening", 12.5, 55.6),
        ("last_by_night", 10.5, 56.5),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("as_of", [date(2025, 3, 31), date(2025, 10, 27), date(2025, 6, 3)])
def test_periods_are_those_of_danish_clocks_on_the_nights_they_change(engine: str, as_of: date) -> None:
    window = active_window(as_of, 9)
    moments = [window.start + timedelta(minutes=20 * turn) for turn in range(9 * 72)]
    edges = [
        moment + timedelta(seconds=off)
        for moment in (
            datetime(as_of.year, as_of.month, as_of.day, hour, tzinfo=DENMARK) for hour in (0, 8, 16)
        )
        for off in (-1, 0)
    ]
    moments += [moment.astimezone(UTC) for moment in edges]
    frame = pl.DataFrame({"at": moments}, schema={"at": pl.Datetime("us", "UTC")}).select(
        at_ms=pl.col("at").dt.epoch("ms")
    )
    shown = opened(frame, engine).select(
        "at_ms", **{one.name: nw.when(is_in(one, "at_ms", window)).then(nw.lit(1)) for one in PERIODS}
    )
    found = start(engine).collect(shown, dict.fromkeys(["at_ms", *LENGTHS], pl.Int64))
    for at_ms, *there in found.iter_rows():
        local = datetime.fromtimestamp(at_ms / 1000, DENMARK)
        expected = (
            "in_weekends" if local.isoweekday() > 5 else ("by_night", "by_day", "by_evening")[local.hour // 8]
        )
        assert [name for name, one in zip(LENGTHS, there, strict=True) if one] == [expected], local


def test_a_year_of_seconds_and_all_places_fit_into_one_number() -> None:
    assert (366 * 24 * 3600 + 1) * PLACES < 2**63


def few_runners(active: dict[str, int]) -> pl.DataFrame:
    """The table of a world in which so many runners were last seen in some municipalities by night."""
    codes = AREAS.names.filter(pl.col("level") == "municipality")["area_code"]
    people = pl.DataFrame({"area_code": codes, "people": 1_000})
    minutes = people.select(
        "area_code",
        *(
            (pl.lit(400) * LENGTHS.get(count.period, 10_080)).cast(pl.Int64).alias(name)
            for name, count in WITH_RUNNERS.items()
        ),
    )
    seen = people.select(
        "area_code",
        *(
            pl.col("area_code")
            .replace_strict(active if name == "by_night" else {}, default=40, return_dtype=pl.Int64)
            .alias(name)
            for name in LENGTHS
        ),
    )
    distances = people.with_columns(bin=pl.lit(1))
    exact = Coverage(100, date(2025, 1, 1), (200, 500, 1800), people, minutes, distances, seen, 30)
    return coverage_table(exact, AREAS, MEMBERS)


@pytest.mark.parametrize("runners", [0, 1, 4])
def test_where_fewer_than_five_were_active_the_period_and_the_week_are_hidden(runners: int) -> None:
    table = few_runners({"825": runners, "846": 7})
    region = set(MEMBERS["1081"])
    for name, count in WITH_RUNNERS.items():
        hidden = set(table.filter(pl.col(name).is_null())["area_code"])
        if count.period not in ("by_night", "in_week"):
            assert hidden == set(), name
            continue
        assert "825" in hidden, name
        assert len(hidden) > 1, "it would follow from the region"
        assert hidden <= region, name
    rows = dict(table.select("area_code", "note").iter_rows())
    assert "færre end 5" in rows["825"]
    assert "færre end 5" not in rows["101"]
    assert "30 døgn" in rows["101"]


def test_five_active_runners_are_enough() -> None:
    table = few_runners({"825": 5})
    assert table.select(pl.col(*WITH_RUNNERS).null_count()).row(0) == (0,) * len(WITH_RUNNERS)


def test_positions_without_places_give_no_runners_and_places_abroad_are_refused(tmp_path: Path) -> None:
    world = random_world(5, cells=60, aeds=10)
    assert measured(extracts(tmp_path / "a", world)).active is None
    positions, _ = positions_of(runners_around(world, 5, 20))
    abroad = positions.with_columns(longitude="latitude", latitude="longitude")
    with pytest.raises(InputError) as refused:
        measured(with_positions(tmp_path / "b", world, abroad))
    assert "no place in Denmark" in str(refused.value.problems[0])
    for place in (*positions["longitude"], *positions["latitude"]):
        assert f"{place:.3f}" not in str(refused.value.problems[0])


def test_active_runners_are_those_of_their_municipality_in_each_period(tmp_path: Path) -> None:
    world = random_world(6, cells=60, aeds=10)
    codes = np.array([101] * 12 + [147] * 8)
    positions, _ = positions_of(runners_around(world, 6, 20), codes)
    fewer = positions.filter(~((pl.col("runner") < 5) & (pl.col("at") == MOMENTS[2])))
    found = measured(with_positions(tmp_path, world, fewer)).active
    assert found is not None
    assert dict(found.sort("area_code").select("area_code", "by_night").iter_rows()) == {"101": 7, "147": 8}
    assert dict(found.select("area_code", "by_day").iter_rows()) == {"101": 12, "147": 8}
