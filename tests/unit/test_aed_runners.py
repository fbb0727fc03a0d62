"""AEDs with sixty runners within 2,000 m: equal to SciPy's tree, to a tenth of a metre, and rounded."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from places_support import (  # type: ignore[import-not-found]
    World,
    extracts,
    positions_of,
    truth_of_aeds,
)

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.events.coverage import Coverage
from analysis.events.coverage_table import coverage_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import read_inputs
from analysis.ingest.tables.coverage import AEDS_PLACED, AEDS_WITH_RUNNERS
from tests.unit.test_runner_coverage import CORNERS, ENGINES, measured, on_the_grid, with_positions

QUARTER = Quarter(2025, 2)
DAY, NIGHT = AEDS_WITH_RUNNERS


def world_of(aeds: np.ndarray) -> World:
    """AEDs that are always open, and one cell that people live in."""
    cell = np.floor(aeds[:1] / 100) * 100 + 50
    return World(aeds, np.ones(len(aeds), dtype=bool), {}, cell, np.array([101]), np.array([50]))


def with_municipalities(folder: Path, codes: np.ndarray) -> Path:
    """The extracts with other municipalities of the AEDs."""
    aeds = pl.read_parquet(folder / "aeds.parquet")
    aeds.with_columns(municipality=pl.Series(codes)).write_parquet(folder / "aeds.parquet")
    return folder


def by_area(found: Coverage) -> dict[str, tuple[int, ...]]:
    assert found.aeds is not None
    return {code: tuple(rest) for code, *rest in found.aeds.iter_rows()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", [1, 2])
def test_random_aeds_are_as_the_tree_has_them(engine: str, seed: int, tmp_path: Path) -> None:
    draw = np.random.default_rng(seed)
    towns = np.column_stack([draw.uniform(450_000, 880_000, 12), draw.uniform(6_080_000, 6_380_000, 12)])
    aeds = draw.normal(0, 2_000, (400, 2)) + towns[draw.integers(0, 12, 400)]
    codes = np.array([101, 147, 400, 813])[draw.integers(0, 4, 400)]
    # Some towns have hundreds of runners, some a few, and by night others than by day.
    many = draw.normal(0, 1_800, (4, 2_500, 2)) + towns[draw.integers(0, 12, (4, 2_500)) ** 2 // 12]
    positions, metres = positions_of(many)
    folder = with_municipalities(with_positions(tmp_path, world_of(aeds), positions), codes)
    found = by_area(measured(folder, engine))
    assert found == truth_of_aeds(aeds, codes, metres)
    assert all(0 < sum(row[place] for row in found.values()) < 400 for place in (1, 2))
    assert any(row[1] != row[2] for row in found.values())


@pytest.mark.parametrize("engine", ENGINES)
def test_59_and_60_runners_within_and_beyond_2_000_metres(engine: str, tmp_path: Path) -> None:
    """Planted 6 km apart from Skagen to Bornholm: all runners near but one, 0.1 m within or beyond."""
    aeds = np.array(
        [(x, y) for x0, y0 in CORNERS for x in range(x0, x0 + 18_000, 6_000) for y in (y0, y0 + 6_000)],
        dtype=float,
    )
    kinds = [(60, -0.1), (60, 0.1), (59, -0.1)]
    points = []
    for place, (x, y) in enumerate(aeds):
        runners, off = kinds[place % 3]
        points += [(x + 3.0 * n, y - 7.0 * n) for n in range(runners - 1)]
        points.append(on_the_grid(x, y, 2_000 + off))
    positions, _ = positions_of(np.array([points] * 4))
    codes = np.array([101, 147, 400])[np.arange(len(aeds)) % 3]
    found = by_area(
        measured(with_municipalities(with_positions(tmp_path, world_of(aeds), positions), codes), engine)
    )
    assert found == {"101": (8, 8, 8), "147": (8, 0, 0), "400": (8, 0, 0)}


def test_retired_aeds_and_those_without_a_place_do_not_count(tmp_path: Path) -> None:
    aeds = np.array([[600_000.0, 6_200_000.0]] * 4)
    runners = aeds[0] + np.random.default_rng(1).normal(0, 100, (4, 60, 2))
    folder = with_positions(tmp_path, world_of(aeds), positions_of(runners)[0])
    pl.read_parquet(folder / "aeds.parquet").with_columns(
        registered=pl.Series([date(2024, 1, 1), date(2025, 6, 4), date(2024, 1, 1), date(2024, 1, 1)]),
        retired=pl.Series([None, None, date(2025, 6, 3), None]),
        **{name: pl.when(pl.col("aed") < 3).then(name) for name in ("longitude", "latitude")},
    ).write_parquet(folder / "aeds.parquet")
    assert by_area(measured(folder)) == {"101": (1, 1, 1)}


def test_without_places_of_runners_nothing_is_told_of_aeds(tmp_path: Path) -> None:
    found = measured(extracts(tmp_path, world_of(np.array([[600_000.0, 6_200_000.0]]))))
    assert found.aeds is None
    table = coverage_table(found, AREAS, MEMBERS)
    assert table.select(pl.col(AEDS_PLACED, *AEDS_WITH_RUNNERS).null_count()).row(0) == (table.height,) * 3


def published(aeds: dict[str, tuple[int, int, int]], night: dict[str, int]) -> pl.DataFrame:
    """The table of made-up counts; runners by municipality at night, 40 where nothing is said."""
    codes = AREAS.names.filter(pl.col("level") == "municipality")["area_code"].to_list()
    people = pl.DataFrame({"area_code": codes, "people": 1_000})
    active = people.select("area_code").with_columns(
        by_day=40,
        by_evening=40,
        by_night=pl.col("area_code").replace_strict(night, default=40, return_dtype=pl.Int64),
        in_weekends=40,
    )
    counts = pl.DataFrame(
        [(code, *aeds.get(code, (100, 60, 40))) for code in codes],
        schema=["area_code", "placed", "by_day", "by_night"],
        orient="row",
    )
    minutes = people.select("area_code")
    distances = people.with_columns(bin=pl.lit(1))
    exact = Coverage(
        100, date(2025, 1, 1), (200, 500, 1800), people, minutes, distances, active, 30, None, counts
    )
    return coverage_table(exact, AREAS, MEMBERS)


@pytest.mark.parametrize(
    ("counts", "rounded"),
    [
        ((214, 0, 4), (210, 0, 0)),
        ((215, 5, 14), (220, 10, 10)),
        ((214, 209, 208), (210, 210, 210)),
        ((216, 212, 211), (220, 220, 210)),
        ((216, 215, 216), (220, 220, 220)),
        ((95, 94, 12), (100, 100, 10)),
        ((94, 94, 12), (90, 90, 10)),
        ((3, 3, 0), (0, 0, 0)),
    ],
)
def test_aeds_are_rounded_to_ten_and_few_without_runners_are_none(
    counts: tuple[int, int, int], rounded: tuple[int, int, int]
) -> None:
    """Of fewer than a hundred no share is told; those above hold them all the same."""
    table, columns = published({"851": counts}, {}), (AEDS_PLACED, DAY, NIGHT)
    shown = rounded if rounded[0] >= 100 else (rounded[0], None, None)
    assert table.filter(area_code="851").select(columns).row(0) == shown
    others = 97 * np.array((100, 60, 40))
    assert table.filter(area_code="dk").select(columns).row(0) == tuple(others + rounded)


@pytest.mark.parametrize("runners", [0, 1, 4])
def test_aeds_are_hidden_where_fewer_than_five_runners_were_active(runners: int) -> None:
    table = published({}, {"825": runners, "846": 7})
    assert table[DAY].null_count() == table[AEDS_PLACED].null_count() == 0
    hidden = set(table.filter(pl.col(NIGHT).is_null())["area_code"])
    assert "825" in hidden
    assert len(hidden) > 1, "it would follow from the region"
    assert hidden <= set(MEMBERS["1081"])
    assert published({}, {"825": 5})[NIGHT].null_count() == 0


HEADER = (
    "area_code,area,people_in_cells,aeds_placed,aeds_with_60_runners_by_day,aeds_with_60_runners_by_night"
)


def delivered(data: Path, row: str) -> None:
    path = data / "raw" / str(QUARTER) / "coverage.csv"
    path.write_text(f"{HEADER}\ndk,Danmark,5990000,{row}\n", encoding="utf-8")


def test_the_share_is_of_aeds_with_a_place(data: Path) -> None:
    delivered(data, "26000,19500,")
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    rows = table.filter(pl.col("indicator").str.starts_with("aeds_with_60"), area_code="dk")
    assert "Lige linje fra hjertestarteren" in rows["note"].item(0)
    assert rows.select("indicator", "value", "numerator", "denominator", "unit").rows() == [
        ("aeds_with_60_runners_share_by_day", 75.0, 19_500.0, 26_000.0, "percent")
    ]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("26000,26010,100", "aeds_with_60_runners_by_day", "at most 26000"),
        ("26000,19503,100", "aeds_with_60_runners_by_day", "a number of AEDs rounded to 10"),
        ("26003,19500,100", "aeds_placed", "a number of AEDs rounded to 10"),
        (",,100", "aeds_with_60_runners_by_night", "an empty cell, or at least 100 in aeds_placed"),
        ("90,90,", "aeds_with_60_runners_by_day", "an empty cell, or at least 100 in aeds_placed"),
    ],
)
def test_numbers_of_aeds_that_contradict_themselves_are_refused(
    data: Path, row: str, column: str, expected: str
) -> None:
    delivered(data, row)
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    (problem,) = refused.value.problems
    assert problem.column == column
    assert expected in problem.expected
