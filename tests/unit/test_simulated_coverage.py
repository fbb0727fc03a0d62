"""Simulated AEDs and people: near an open AED live those who were counted while planting, everywhere.

Held to SciPy's tree, to arrays of minutes of the tests' own, and to both engines of the reducer.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from events_support import AREAS, counted, frame  # type: ignore[import-not-found]
from places_support import (  # type: ignore[import-not-found]
    PERIOD_OF_MINUTE,
    PERIODS,
    Array,
    World,
    extracts,
    minutes_open,
    plane,
    scale,
)
from polars.testing import assert_frame_equal
from scipy.spatial import cKDTree

from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.events.coverage import Coverage
from analysis.events.engines import start
from analysis.events.opening_hours import open_minutes
from analysis.ingest.tables.arrests import ARRESTS, NUMBERS, PLACED, during, near_aed
from analysis.ingest.tables.coverage import (
    ALWAYS_OPEN,
    ANY_HOURS,
    IN_WEEK,
    RADII,
    RUNNER_RADII,
    WITH_RUNNERS,
    near,
    periods_at,
)
from analysis.simulation.coverage_extracts import EDGES
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.simulation.week import HALF_HOURS, KINDS

PLAN = Plan(Quarter(2025, 1), Quarter(2025, 2), 1)
DAY = PLAN.as_of(PLAN.last)
POSITIONS = 450_000
ENGINES = ("polars", "duckdb")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("simulated") / "practice"
    simulate(PLAN, out, model=DEFAULT_DATA, positions=POSITIONS)
    return out


def known(root: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(
        root / "extracts" / "known" / f"{name}.csv", schema_overrides={"municipality_code": pl.String}
    ).rename({"municipality_code": "area_code"})


def table(root: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(root / "extracts" / name / "*.parquet")


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, root: Path) -> Coverage:
    coverage: Coverage | None = counted(root / "extracts", start(request.param), as_of=DAY).coverage
    assert coverage is not None
    return coverage


def test_every_municipality_is_as_it_was_planted(found: Coverage, root: Path) -> None:
    planted = known(root, "coverage")
    assert planted.height == 98
    assert_frame_equal(found.people, planted.select("area_code", "people"), check_row_order=False)
    assert_frame_equal(found.minutes, planted.drop("people"), check_row_order=False, check_column_order=False)
    assert_frame_equal(found.distances, known(root, "distances"), check_row_order=False)
    assert set(WITH_RUNNERS) <= set(planted.columns)
    assert found.active is not None
    assert_frame_equal(found.active, known(root, "active_in_periods"), check_row_order=False)


@pytest.mark.parametrize("engine", ENGINES)
def test_arrests_are_near_what_was_planted_and_what_the_tree_finds(root: Path, engine: str) -> None:
    counts = counted(root / "extracts", start(engine), as_of=DAY).arrests
    assert counts is not None
    planted = known(root, "arrests").sort("area_code")
    assert_frame_equal(counts.counts.sort("area_code"), planted, check_column_order=False)
    sums = planted.drop("area_code").sum()
    for name in NUMBERS:
        assert 0 < sums[name].item() < sums[during(PLACED, IN_WEEK)].item() or name == during(PLACED, IN_WEEK)
    assert sums[ARRESTS].item() > sums[during(PLACED, IN_WEEK)].item()


def test_arrests_as_planted_are_those_near_aeds_by_the_tree(root: Path) -> None:
    """AEDs within 500 m by an own projection, own minutes and the tree."""
    arrests, aeds = table(root, "arrests"), table(root, "aeds").filter(pl.col("longitude").is_not_null())
    local = pl.col("at").dt.convert_time_zone("Europe/Copenhagen")
    placed = arrests.filter(
        pl.col("longitude").is_not_null(), local.dt.date() > DAY - timedelta(days=365)
    ).with_columns(local=local)
    points = np.column_stack(plane(aeds["longitude"].to_numpy(), aeds["latitude"].to_numpy()))
    places = np.column_stack(plane(placed["longitude"].to_numpy(), placed["latitude"].to_numpy()))
    weeks = [minutes_open(hours) for hours in KINDS]
    kinds, tree = kind_of(aeds, table(root, "aed_hours")), cKDTree(points)
    near_ones = tree.query_ball_point(places, 500 * scale(places[:, 0]))
    always, days = aeds["around_the_clock"].to_list(), aeds.select("registered", "retired").rows()
    covered: dict[str, int] = {}
    for moment, code, some in zip(placed["local"], placed["municipality"], near_ones, strict=True):
        minute = moment.weekday() * 1440 + moment.hour * 60 + moment.minute
        there = any(
            days[aed][0] <= moment.date()
            and (days[aed][1] is None or days[aed][1] > moment.date())
            and (always[aed] or (kinds[aed] is not None and kinds[aed] >= 0 and weeks[kinds[aed]][minute]))
            for aed in some
        )
        covered[code.lstrip("0")] = covered.get(code.lstrip("0"), 0) + there
    planted = dict(known(root, "arrests").select("area_code", during(near_aed(500), IN_WEEK)).iter_rows())
    assert {code: count for code, count in planted.items() if count} == {
        code: count for code, count in covered.items() if count
    }


def test_what_was_planted_is_what_the_tree_finds(root: Path) -> None:
    aeds = table(root, "aeds").filter(
        pl.col("registered") <= DAY,
        pl.col("retired").is_null() | (pl.col("retired") > DAY),
        pl.col("longitude").is_not_null(),
    )
    population = table(root, "population").filter(pl.col("inhabitants") > 0)
    corner = population["cell"].str.extract_all(r"\d+")
    middles = np.column_stack(
        [
            corner.list.get(2).cast(pl.Int64).to_numpy() * 100 + 50.0,
            corner.list.get(1).cast(pl.Int64).to_numpy() * 100 + 50.0,
        ]
    )
    points = np.column_stack(plane(aeds["longitude"].to_numpy(), aeds["latitude"].to_numpy()))
    always, kinds = aeds["around_the_clock"].to_numpy(), kind_of(aeds, table(root, "aed_hours"))
    codes = population["municipality"].str.strip_chars_start("0")
    planted = known(root, "coverage")
    for radius in RADII:
        minutes = minutes_within(radius, middles, points, always, kinds)
        weighted = population.select(
            area_code=codes,
            **{
                near(radius, name): pl.col("inhabitants") * pl.lit(pl.Series(minutes[name]))
                for name in periods_at(radius)
            },
        )
        sums = weighted.group_by("area_code").sum()
        assert_frame_equal(sums, planted.select(sums.columns), check_row_order=False)
    nearest = cKDTree(points[always]).query(middles)[0] / scale(middles[:, 0])
    bins = population.select(
        area_code=codes, bin=pl.lit(pl.Series(np.ceil(nearest / 10).astype(int))), people="inhabitants"
    )
    pooled = bins.group_by("area_code", "bin").agg(pl.col("people").sum())
    assert_frame_equal(pooled, known(root, "distances"), check_row_order=False)


def kind_of(aeds: pl.DataFrame, hours: pl.DataFrame) -> Array:
    """The place of an AED's hours in `KINDS`, told by how long it is open; -1 for none."""
    minutes = open_minutes(hours).with_columns(
        kind=(pl.col("minutes") // 30).replace_strict(
            {half_hours: kind for kind, half_hours in enumerate(HALF_HOURS)}, return_dtype=pl.Int64
        )
    )
    found = aeds.join(minutes, on="aed", how="left", maintain_order="left")
    assert_frame_equal(
        found.filter(~pl.col("around_the_clock"), pl.col("open_hours").is_not_null()).select(
            pl.col("open_hours") * 60
        ),
        found.filter(~pl.col("around_the_clock"), pl.col("minutes").is_not_null()).select(
            open_hours=pl.col("minutes").cast(pl.Float64)
        ),
    )
    return found["kind"].fill_null(-1).to_numpy()


def minutes_within(
    radius: int, middles: Array, points: Array, always: Array, kinds: Array
) -> dict[str, Array]:
    """For each cell the minutes of a week, by period, in which an AED is open within a radius."""
    everything = 2 ** len(KINDS)
    bits = np.where(always, everything, np.where(kinds < 0, 0, 2 ** np.maximum(kinds, 0)))
    lists = cKDTree(points).query_ball_point(middles, radius * scale(middles[:, 0]))
    masks = np.array([np.bitwise_or.reduce(bits[one], initial=0) for one in lists])
    opened = [minutes_open(hours) for hours in KINDS]
    by_mask = []
    for mask in range(2 * everything):
        week = np.full(10_080, mask >= everything)
        for kind, minutes in enumerate(opened):
            if mask & 2**kind:
                week |= minutes
        by_mask.append([*np.bincount(PERIOD_OF_MINUTE[week], minlength=4), week.sum()])
    counts = np.array(by_mask)[masks]
    return {
        **{name: counts[:, place] for name, place in PERIODS.items()},
        IN_WEEK: counts[:, 4],
        ALWAYS_OPEN: (masks >= everything) * 10_080,
        ANY_HOURS: np.array([bool(one) for one in lists]) * 10_080,
    }


def test_cells_lie_a_tenth_of_a_metre_within_and_beyond_every_radius(root: Path) -> None:
    """And no cell lies so close to one that the millimetres of a projection would decide."""
    population = table(root, "population")
    corner = population["cell"].str.extract_all(r"\d+")
    middles = np.column_stack(
        [corner.list.get(place).cast(pl.Int64).to_numpy() * 100 + 50.0 for place in (2, 1)]
    )
    aeds = table(root, "aeds").filter("around_the_clock")
    points = np.column_stack(plane(aeds["longitude"].to_numpy(), aeds["latitude"].to_numpy()))
    nearest = cKDTree(points).query(middles)[0] / scale(middles[:, 0])
    for radius, off in EDGES:
        assert (np.abs(nearest - radius - off) < 0.003).sum() > 10, (radius, off)
        assert (np.abs(nearest - radius) > 0.04).all()


def test_runners_stand_a_tenth_of_a_metre_within_and_beyond_every_radius(root: Path) -> None:
    """And none so close to one of a cell that the millimetres of a projection would decide."""
    corner = table(root, "population")["cell"].str.extract_all(r"\d+")
    middles = np.column_stack(
        [corner.list.get(place).cast(pl.Int64).to_numpy() * 100 + 50.0 for place in (2, 1)]
    )
    places = table(root, "positions").select("longitude", "latitude").drop_nulls().unique()
    points = plane(places["longitude"].to_numpy(), places["latitude"].to_numpy())
    tree, k = cKDTree(np.column_stack(points)), scale(middles[:, 0])

    def within(metres: float) -> Array:
        return np.asarray(tree.query_ball_point(middles, metres * k, return_length=True))

    for radius, off in product(RUNNER_RADII, (-0.1, 0.1)):
        ring = within(radius + off + 0.03) - within(radius + off - 0.03)
        assert (ring > 0).sum() > 10, (radius, off)
        assert (within(radius + 0.04) == within(radius - 0.04)).all()


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2024, 10, 27)])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_week_has_its_minutes_on_the_nights_of_changing_clocks(
    engine: str, day: date, tmp_path: Path
) -> None:
    """The hour that is skipped in March and comes twice in October is an hour of the week as any other."""
    place = np.array([[600_050.0, 6_200_050.0]])
    hours = [(7, "02:00", "03:00"), (7, "01:30", "03:30"), (6, "23:00", "04:00")]
    world = World(place, np.array([False]), {0: hours}, place, np.array([101]), np.array([700]))
    folder = extracts(tmp_path, world)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    frame("positions", [(1, noon, 101)]).write_parquet(folder / "positions.parquet")
    found = counted(folder, start(engine), as_of=day).coverage
    assert found is not None
    row = found.minutes.row(0, named=True)
    assert row["near_500m_in_weekends"] == row["near_500m_in_week"] == 700 * 5 * 60
    assert row["near_500m_by_night"] == 0


def test_reducing_writes_the_planted_counts_rounded_and_marked_as_simulated(root: Path) -> None:
    written = {}
    for engine in ENGINES:
        out = root / "raw" / "2025Q2"
        options = ["--quarter", "2025Q2", "--as-of", str(DAY), "--data", str(root), "--out", str(out)]
        done = CliRunner().invoke(main, ["reduce", str(root / "extracts"), *options, "--engine", engine])
        assert done.exit_code == 0, done.output
        written[engine] = {path.name: path.read_bytes() for path in out.iterdir()}
        checked = CliRunner().invoke(main, ["check", "2025Q2", "--data", str(root)])
        assert checked.exit_code == 0, checked.output
        for path in out.iterdir():
            path.unlink()
        out.rmdir()
    assert written["polars"] == written["duckdb"]
    assert b"simulated = true" in written["polars"]["delivery.toml"]
    delivered = pl.read_csv(written["polars"]["coverage.csv"], infer_schema=False)
    planted = known(root, "coverage")
    rows = dict(zip(delivered["Områdekode"], delivered["Inden for 500 m, nat"].cast(pl.Int64), strict=True))
    for code, minutes in planted.select("area_code", "near_500m_by_night").iter_rows():
        assert rows[code] == 10 * int(minutes / 2_400 / 10 + 0.5), code
    regions = {code: rows[code] for code in ("1081", "1082", "1083", "1084", "1085")}
    assert rows["dk"] == sum(regions.values())
    assert set(AREAS.names["area_code"]) >= regions.keys()


def test_the_same_plan_gives_the_same_places(root: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    simulate(PLAN, again, model=DataRoot(DEFAULT_DATA.path), positions=POSITIONS)
    for name in ("aeds", "aed_hours", "population"):
        for part in (root / "extracts" / name).iterdir():
            assert part.read_bytes() == (again / "extracts" / name / part.name).read_bytes()
