"""Who lives near an open AED: equal to SciPy's tree and to arrays of minutes, on every engine here."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS, REFERENCE, counted  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as some
from places_support import (  # type: ignore[import-not-found]
    World,
    degrees,
    extracts,
    minutes_open,
    nearest,
    plane,
    truth,
)
from polars.testing import assert_frame_equal

from analysis.events.coverage import Coverage, quantiles, radii_for
from analysis.events.coverage_table import coverage_table, minutes_counted, population_problems
from analysis.events.engines import start
from analysis.events.opening_hours import open_minutes, week_of
from analysis.events.projecting import projected
from analysis.ingest.tables.coverage import NEAR, OF_PERIODS, PEOPLE, RADII

ENGINES = ("polars", "duckdb")
HOURS = (
    [(day, "08:00", "16:00") for day in range(1, 6)],
    [(day, "20:00", "02:00") for day in range(1, 8)],
    [(7, "23:00", "01:00")],
    [(6, "00:00", "00:00")],
    [(3, "23:59", "23:58")],
    [(1, "00:00", "00:01"), (1, "07:59", "08:01"), (5, "16:00", "00:00")],
    [(2, "09:00", "12:00"), (2, "11:00", "13:00")],
)
MUNICIPALITIES = (101, 147, 400, 813, 851, 561)


def random_world(seed: int, cells: int = 4_000, aeds: int = 500) -> World:
    """Towns from Jutland to Bornholm, with AEDs of all kinds of hours."""
    draw = np.random.default_rng(seed)
    towns = np.column_stack([draw.uniform(450_000, 890_000, 40), draw.uniform(6_080_000, 6_390_000, 40)])
    spread = draw.normal(0, 1_500, (cells, 2)) + towns[draw.integers(0, 40, cells)]
    middles = np.unique(np.floor(spread / 100) * 100 + 50, axis=0)
    kinds = draw.integers(-6, len(HOURS) + 1, aeds)
    return World(
        aeds=draw.normal(0, 1_800, (aeds, 2)) + towns[draw.integers(0, 40, aeds)],
        always=kinds < 0,
        hours={place: HOURS[kind] for place, kind in enumerate(kinds) if 0 <= kind < len(HOURS)},
        cells=middles,
        municipality=np.array(MUNICIPALITIES)[draw.integers(0, len(MUNICIPALITIES), len(middles))],
        people=draw.integers(0, 40, len(middles)),
    )


def planted_world() -> World:
    """Places 6 km apart from Skagen to Bornholm, each with one AED just within a radius or just beyond it."""
    places = [
        (x, y)
        for x0, y0 in ((595_000, 6_390_000), (447_000, 6_150_000), (720_000, 6_170_000), (870_000, 6_110_000))
        for x in range(x0, x0 + 18_000, 6_000)
        for y in range(y0, y0 + 24_000, 6_000)
    ]
    cells = np.array(places, dtype=float) + 50
    aeds, always, hours = [], [], {}
    kinds = [(radius, off) for radius in RADII for off in (-0.1, 0.1)]
    for place, (x, y) in enumerate(cells):
        radius, off = kinds[place % len(kinds)]
        k = 0.9996 * (1 + ((x - 500_000) / (6.385e6 * 0.9996)) ** 2 / 2)
        # Along an axis, which only squares that are large enough for it hold.
        angle = (place // len(kinds)) * np.pi / 2
        step = (radius + off) * k
        aeds.append((x + step * np.cos(angle), y + step * np.sin(angle)))
        always.append(place % 4 < 2)
        if place % 4 == 2:
            hours[place] = HOURS[place % len(HOURS)]
    codes = np.array(MUNICIPALITIES)[np.arange(len(cells)) % len(MUNICIPALITIES)]
    return World(np.array(aeds), np.array(always), hours, cells, codes, np.arange(1, len(cells) + 1))


def measured(folder: Path, world: World, engine: str = "polars", **kwargs: bool) -> Coverage:
    found: Coverage | None = counted(extracts(folder, world, **kwargs), start(engine)).coverage
    assert found is not None
    return found


def by_area(table: pl.DataFrame) -> pl.DataFrame:
    return table.sort("area_code")


def test_the_projection_is_that_of_pyproj() -> None:
    """Values of pyproj 3.7 (EPSG:4258 to 25832), then a grid over Denmark against Krüger's series."""
    known = pl.DataFrame(
        {
            "longitude": [12.568337, 14.9, 8.1, 10.6, 9.0, 15.19],
            "latitude": [55.676098, 55.12, 55.5, 57.74, 56.0, 55.32],
            "east": [724354.2653, 876056.4713, 443147.2909, 595253.9378, 500000.0, 892537.4963],
            "north": [6175803.9195, 6124052.0778, 6150801.219, 6400888.9556, 6206079.5871, 6147866.7171],
        }
    )
    found = projected(nw.from_native(known.lazy())).to_native().collect()
    assert (found["x"] - found["east"]).abs().max() < 0.0011
    assert (found["y"] - found["north"]).abs().max() < 0.0011
    longitude, latitude = (
        one.ravel() for one in np.meshgrid(np.linspace(7.5, 15.6, 90), np.linspace(54.3, 58, 90))
    )
    grid = pl.DataFrame({"longitude": longitude, "latitude": latitude}).lazy()
    x, y = plane(longitude, latitude)
    found = projected(nw.from_native(grid)).to_native().collect()
    assert np.hypot(found["x"].to_numpy() - x, found["y"].to_numpy() - y).max() < 0.002


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", [1, 2])
def test_random_places_are_as_the_tree_has_them(engine: str, seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    found = measured(tmp_path, world, engine)
    assert found.radii == RADII
    there = world._replace(
        cells=world.cells[world.people > 0],
        municipality=world.municipality[world.people > 0],
        people=world.people[world.people > 0],
    )
    expected = truth(there, RADII)
    partly = expected.filter(pl.col("near_500m_by_day") != pl.col("near_500m_by_night"))
    assert partly.height == len(MUNICIPALITIES)
    assert_frame_equal(by_area(found.minutes), by_area(expected), check_column_order=False)
    distance = nearest(there)
    far = distance > 20_000
    assert found.distances.filter(pl.col("bin") == -1)["people"].sum() == there.people[far].sum()
    for code in MUNICIPALITIES:
        own = found.distances.filter(pl.col("area_code") == str(code), pl.col("bin") >= 0).sort("bin")
        mine = (there.municipality == code) & ~far
        for number, people in zip(own["bin"], own["people"].cum_sum(), strict=True):
            # The two projections differ by some millimetres, which decides at the end of a bin.
            least, most = (
                there.people[mine & (distance <= 10 * number + off)].sum() for off in (-0.003, 0.003)
            )
            assert least <= people <= most


@pytest.mark.parametrize("engine", ENGINES)
def test_planted_places_are_within_by_a_tenth_of_a_metre(engine: str, tmp_path: Path) -> None:
    world = planted_world()
    found = measured(tmp_path, world, engine)
    assert_frame_equal(by_area(found.minutes), by_area(truth(world, RADII)), check_column_order=False)
    kinds = np.arange(len(world.cells)) % 6
    everywhere = found.minutes.select(pl.exclude("area_code").sum())
    # Of the places with 200 or 500 m all but those a tenth of a metre beyond 500 m.
    within = int(world.people[kinds < 3].sum()) * 10_080
    assert everywhere["near_500m_any_hours"].item() == within


def test_engines_files_rows_and_ways_to_give_a_cell_do_not_matter(tmp_path: Path) -> None:
    world = random_world(3, cells=800, aeds=150)
    first = measured(tmp_path / "a", world)
    turned = world._replace(
        cells=world.cells[::-1], municipality=world.municipality[::-1], people=world.people[::-1]
    )
    others = [
        measured(tmp_path / "b", world, "duckdb"),
        measured(tmp_path / "c", turned),
        measured(tmp_path / "d", world, text=True),
        measured(tmp_path / "e", world, "duckdb", text=True, grid=False),
    ]
    for other in others:
        assert_frame_equal(by_area(first.minutes), by_area(other.minutes))
        assert_frame_equal(first.distances.sort("area_code", "bin"), other.distances.sort("area_code", "bin"))


def test_around_the_clock_is_every_hour_written_out(tmp_path: Path) -> None:
    world = random_world(4, cells=500, aeds=80)
    written_out = [(day, "00:00", "00:00") for day in range(1, 8)]
    always = np.flatnonzero(world.always)
    other = world._replace(
        always=np.zeros(80, dtype=bool), hours={**world.hours, **dict.fromkeys(always.tolist(), written_out)}
    )
    one, two = (measured(tmp_path / str(n), which) for n, which in enumerate((world, other)))
    same = [name for name in one.minutes.columns if not name.endswith("always_open")]
    assert_frame_equal(by_area(one.minutes.select(same)), by_area(two.minutes.select(same)))
    assert two.distances["bin"].unique().to_list() == [-1]


def test_further_aeds_hours_and_metres_only_add(tmp_path: Path) -> None:
    world = random_world(5, cells=600, aeds=60)
    more = world._replace(
        aeds=np.vstack([world.aeds, world.cells[:5]]),
        always=np.append(world.always, [True, False] * 2 + [True]),
    )
    one, two = (measured(tmp_path / str(n), which).minutes for n, which in enumerate((world, more)))
    both = one.join(two, on="area_code")
    assert both.height == one.height
    for name in NEAR:
        assert (both[name] <= both[f"{name}_right"]).all()
    for period in OF_PERIODS:
        for less, further in pairwise(RADII):
            assert (one[f"near_{less}m_{period}"] <= one[f"near_{further}m_{period}"]).all()
    parts = [pl.col(f"near_500m_{name}") for name in ("by_day", "by_evening", "by_night", "in_weekends")]
    assert one.select(pl.sum_horizontal(parts) == pl.col("near_500m_in_week")).to_series().all()


@settings(max_examples=60, deadline=None)
@given(
    some.lists(
        some.tuples(some.integers(1, 7), some.integers(0, 1439), some.integers(0, 1439)),
        min_size=1,
        max_size=9,
    )
)
def test_hours_are_arrays_of_minutes(rows: list[tuple[int, int, int]]) -> None:
    named = [(day, *(f"{one // 60:02}:{one % 60:02}" for one in clocks)) for day, *clocks in rows]
    hours = pl.DataFrame(
        [("a", *row) for row in named], schema=["aed", "weekday", "opens", "closes"], orient="row"
    )
    expected = minutes_open(named)
    assert open_minutes(hours)["minutes"].to_list() == [expected.sum()]
    week = week_of(hours)
    assert week.pieces["minutes"].sum() == 10_080
    starts = week.pieces["minutes"].cum_sum().shift(1, fill_value=0)
    opened = week.open["piece"].to_list()
    found = np.zeros(10_080, dtype=bool)
    for piece in opened:
        found[starts[piece] : starts[piece] + week.pieces["minutes"][piece]] = True
    assert (found == expected).all()


def test_a_point_on_the_edge_of_a_square_an_empty_municipality_and_no_aed_near(tmp_path: Path) -> None:
    aeds = np.array([[600_050.0, 6_200_050.0]])
    cells = np.array([[600_050.0, 6_200_050.0], [600_050.0, 6_200_250.0], [600_050.0, 6_221_050.0]])
    world = World(aeds, np.array([True]), {}, cells, np.array([101, 101, 147]), np.array([10, 20, 300]))
    found = measured(tmp_path, world)
    rows = {
        code: dict(zip(bins, people, strict=True))
        for (code,), bins, people in (
            (key, part["bin"], part["people"]) for key, part in found.distances.group_by("area_code")
        )
    }
    assert rows == {"101": {1: 10, 21: 20}, "147": {-1: 300}}
    table = coverage_table(found, AREAS, MEMBERS)
    empty = table.row(by_predicate=pl.col("area_code") == "400", named=True)
    assert (empty[PEOPLE], empty["near_500m_by_day"], empty["nearest_median"]) == (0, 0, None)
    far = table.row(by_predicate=pl.col("area_code") == "147", named=True)
    assert (far[PEOPLE], far["near_1800m_in_week"], far["nearest_median"]) == (300, 0, None)
    few = table.row(by_predicate=pl.col("area_code") == "101", named=True)
    assert few["nearest_median"] is None, "fewer than a hundred people"


def test_quantiles_are_of_all_people_of_an_area_and_never_means_of_medians() -> None:
    distances = pl.DataFrame(
        {"area_code": ["101", "101", "147", "147"], "bin": [1, 5, 9, -1], "people": [100, 100, 700, 77]}
    )
    found = quantiles(distances, AREAS.within, {"half": 0.5, "most": 0.9})
    rows = {code: tuple(rest) for code, *rest in found.iter_rows()}
    assert rows["101"] == (200, 10, 50)
    assert rows["147"] == (777, 90, 90)
    assert rows["dk"] == (977, 90, 90)
    further = distances.with_columns(people=pl.when(pl.col("bin") == -1).then(78).otherwise("people"))
    (most,) = quantiles(further, AREAS.within, {"most": 0.9}).filter(area_code="147")["most"]
    assert most is None, "a tenth have none within 20 km"


def test_the_table_is_rounded_before_it_is_added_up(tmp_path: Path) -> None:
    found = measured(tmp_path, random_world(6))
    table = coverage_table(found, AREAS, MEMBERS)
    numbers = table.select(PEOPLE, *NEAR)
    assert numbers.select((pl.all() % 10).sum()).row(0) == (0,) * numbers.width
    exact = found.minutes.join(found.people, on="area_code")
    for code in map(str, MUNICIPALITIES):
        row = table.row(by_predicate=pl.col("area_code") == code, named=True)
        true = exact.row(by_predicate=pl.col("area_code") == code, named=True)
        for name in NEAR:
            assert abs(row[name] - true[name] / minutes_counted(name)) <= 5
    municipal = table.filter(pl.col("level") == "municipality").select(pl.col(PEOPLE, *NEAR).sum())
    country = table.filter(pl.col("area_code") == "dk").select(PEOPLE, *NEAR)
    assert_frame_equal(municipal, country)


def test_no_difference_of_radii_or_periods_tells_of_one_to_nine_people(tmp_path: Path) -> None:
    """Rings of one to four people and hours that reach so few, planted: every difference is a whole ten."""
    x, y = 600_050.0, 6_200_050.0
    cells = np.array([[x, y], [x, y + 400], [x, y + 1_500], [x, y + 3_000]])
    aeds = np.array([[x, y], [x, y + 500.0]])
    hours = {1: [(1, "08:00", "16:00")]}
    municipality = np.array([101] * 4)
    world = World(aeds, np.array([True, False]), hours, cells, municipality, np.array([203, 3, 4, 2]))
    table = coverage_table(measured(tmp_path, world), AREAS, MEMBERS)
    row = table.row(by_predicate=pl.col("area_code") == "101", named=True)
    numbers = [row[name] for name in (PEOPLE, *NEAR)]
    assert {abs(one - other) for one in numbers for other in numbers} == {0, 10}


@pytest.mark.parametrize(
    ("side", "radii"),
    [(100, RADII), (200, (500, 1800)), (250, (500, 1800)), (500, (1800,)), (1000, (1800,)), (1001, ())],
)
def test_a_radius_below_1_8_sides_of_a_cell_is_refused(side: int, radii: tuple[int, ...]) -> None:
    assert radii_for(side) == radii


def test_people_have_to_be_those_of_the_register() -> None:
    known = REFERENCE.population.filter(pl.col("period") == "2025K2")
    areas = known.select("area_code", people="population").filter(pl.col("area_code") != "411")
    nothing = pl.DataFrame(schema={"area_code": pl.String})
    sound = Coverage(100, date(2025, 1, 1), RADII, areas, nothing, nothing)
    assert population_problems(sound, REFERENCE, date(2025, 6, 3)) == []
    fewer = areas.with_columns(
        people=pl.when(pl.col("area_code") == "101").then(600_000).otherwise("people")
    ).filter(pl.col("area_code") != "825")
    said = [
        str(one) for one in population_problems(replace(sound, people=fewer), REFERENCE, date(2025, 6, 3))
    ]
    copenhagen, laesoe = (
        known.row(by_predicate=pl.col("area_code") == code, named=True)["population"]
        for code in ("101", "825")
    )
    assert said == [
        f"population, column inhabitants: found 600,000 in 101 København, {600_000 - copenhagen:+,}, "
        f"expected {copenhagen:,} as in FOLK1A 2025K2, within 2%",
        f"population, column inhabitants: found 0 in 825 Læsø, -{laesoe:,}, expected {laesoe:,} as in FOLK1A "
        "2025K2, within 2%",
    ]


def test_degrees_and_metres_are_inverse() -> None:
    x, y = np.array([450_000.0, 880_000.0]), np.array([6_100_000.0, 6_380_000.0])
    assert np.abs(np.array(plane(*degrees(x, y))) - np.array([x, y])).max() < 1e-6
