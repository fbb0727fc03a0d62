"""Reducing simulated extracts gives exactly the counts they were made with, on every engine."""

import math
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from events_support import AREAS, REFERENCE  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.events.counting import Counts, count
from analysis.events.engines import start
from analysis.events.sources import LocalExtracts, read_extracts
from analysis.ingest.dates import usual_period_end
from analysis.simulation.deliveries import alarms_of
from analysis.simulation.extracts import ACTIVE_DAYS, TrueCounts, write_extracts
from analysis.simulation.places import read_places
from analysis.simulation.plan import Plan

QUARTER = Quarter(2025, 2)
PLAN = Plan(Quarter(2025, 1), QUARTER, 1)
DAY = PLAN.as_of(QUARTER)
POSITIONS = 500_000
ENGINES = ("polars", "duckdb")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrueCounts]:
    folder = tmp_path_factory.mktemp("simulated") / "extracts"
    places = read_places(DEFAULT_DATA.path, PLAN)
    return folder, write_extracts(folder, PLAN, places, alarms_of(PLAN, places), POSITIONS)


def reduced(folder: Path, engine: str) -> Counts:
    return count(
        read_extracts(LocalExtracts(folder)),
        start(engine),
        AREAS,
        as_of=DAY,
        period_start=date(2025, 1, 1),
        period_end=usual_period_end(DAY, QUARTER),
        days=ACTIVE_DAYS,
    )


@pytest.fixture(scope="module", params=ENGINES)
def both(request: pytest.FixtureRequest, simulated: tuple[Path, TrueCounts]) -> tuple[Counts, TrueCounts]:
    folder, known = simulated
    return reduced(folder, request.param), known


def municipal(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("level") == "municipality").drop("level", "area").sort("area_code")


def test_the_geography_of_the_fixture_holds_on_the_day():
    assert (
        REFERENCE.geography["municipality_code"]
        .sort()
        .equals(read_places(DEFAULT_DATA.path, PLAN).geography(DAY)["municipality_code"].sort())
    )


def test_active_runners_are_the_known_ones(both: tuple[Counts, TrueCounts]):
    counts, known = both
    expected = known.runners.rename({"municipality_code": "area_code"}).sort("area_code")
    assert municipal(counts.runners).equals(expected)
    assert counts.placeless == known.placeless > 0
    country = counts.runners.row(0, named=True)
    assert country["active_runners"] == expected["active_runners"].sum() > 50_000


def test_aeds_are_the_known_ones(both: tuple[Counts, TrueCounts]):
    counts, known = both
    expected = known.aeds.rename({"municipality_code": "area_code"}).sort("area_code")
    assert municipal(counts.aeds).equals(expected)
    assert expected["aed_open_hours"].null_count() == 1
    country = counts.aeds.row(0, named=True)
    assert (country["aed_registered"], country["aed_open_hours"]) == (expected["aed_registered"].sum(), None)


def in_areas(known: TrueCounts) -> dict[str, pl.DataFrame]:
    """The known alarms of every area."""
    placed = known.alarms.join(AREAS.within, left_on="municipality_code", right_on="area_code")
    return {str(code): rows for (code,), rows in placed.group_by("whole")}


def quantile(values: list[int], share: float) -> int | None:
    """The smallest value that at least so many are not above."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None


def test_alarms_are_the_known_ones(both: tuple[Counts, TrueCounts]):
    counts, known = both
    areas = in_areas(known)
    for row in counts.activations.to_dicts():
        rows = areas.get(row["area_code"], known.alarms.clear())
        net = rows.filter(~pl.col("cancelled"))
        arrived = net.filter(pl.col("arrived_after").is_not_null())
        compared = arrived.filter(pl.col("ambulance_after").is_not_null())
        expected: dict[str, object] = {
            "activations": net.height,
            "cancelled": rows.height - net.height,
            "accepted_by_one": net.filter(pl.col("accepted") > 0).height,
            "accepted_by_two": net.filter(pl.col("accepted") > 1).height,
            "alerted": net["alerted"].sum(),
            "accepted": net["accepted"].sum(),
            "arrived": net["arrived"].sum(),
            "compared": compared.height,
            "before_ambulance": compared.filter(pl.col("arrived_after") < pl.col("ambulance_after")).height,
            "accepted_times": net["accepted_after"].count(),
            "arrived_times": arrived.height,
        }
        for name in ("accepted", "arrived"):
            seconds = [value // 1000 for value in net[f"{name}_after"].drop_nulls()]
            expected |= {f"{name}_median": quantile(seconds, 0.5), f"{name}_p90": quantile(seconds, 0.9)}
        assert {name: row[name] for name in expected} == expected, row["area"]


def test_reasons_are_the_known_ones(both: tuple[Counts, TrueCounts]):
    counts, known = both
    expected = known.alarms.filter("cancelled")["reason"].value_counts()
    assert counts.reasons is not None
    assert dict(counts.reasons.iter_rows()) == dict(expected.iter_rows())


def test_minutes_add_up_to_the_known_arrivals(both: tuple[Counts, TrueCounts]):
    counts, known = both
    country = counts.minutes.filter(pl.col("area_code") == "dk")
    arrivals = known.alarms.filter(~pl.col("cancelled"))["arrived_after"].drop_nulls() // 60_000
    expected = arrivals.value_counts().sort("arrived_after")
    assert dict(country.select("minutes", "alarms").iter_rows()) == dict(expected.iter_rows())


def test_every_row_is_accounted_for(both: tuple[Counts, TrueCounts]):
    counts, _ = both
    tallies = {tally.table: tally for tally in counts.tallies}
    assert list(tallies) == ["positions", "alarms", "responses", "aeds"]
    assert tallies["positions"].rows == POSITIONS
    reasons = {"no_runner", "no_time", "in_the_future", "after_as_of", "outside_window"}
    assert set(tallies["positions"].dropped) == reasons
    assert set(tallies["positions"].odd) == {"no_place", "unknown_place"}
    assert tallies["responses"].dropped["of_cancelled"] > 0
    assert tallies["responses"].odd["before_alarm"] > 0
    assert tallies["aeds"].dropped.keys() == {"later_registered", "retired_before"}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def data_root(folder: Path) -> Path:
    shutil.copytree(DEFAULT_DATA.raw / "reference", folder / "raw" / "reference")
    return folder


def test_the_engines_write_the_same_bytes_and_check_accepts_them(
    simulated: tuple[Path, TrueCounts], tmp_path: Path
):
    extracts, known = simulated
    written = {}
    for engine in ENGINES:
        root = data_root(tmp_path / engine)
        out = root / "raw" / "2025Q2"
        options = ("--as-of", str(DAY), "--quarter", "2025Q2", "--out", str(out), "--engine", engine)
        assert run("reduce", str(extracts), *options)[0] == 0
        written[engine] = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
        status, _, listed = run("check", "2025Q2", "--data", str(root))
        assert (status, [line for line in listed.splitlines() if not line.startswith("warning ")]) == (0, [])
    assert written["polars"] == written["duckdb"]
    stems = ("activations", "aeds", "cancellations", "event_counts", "response_times", "runners")
    sealed = {f"{stem}.csv{suffix}" for stem in stems for suffix in ("", ".meta.toml")}
    assert set(written["polars"]) == {"delivery.toml", *sealed}
    for name, columns in {"activations.csv": 8, "aeds.csv": 4}.items():
        found = pl.read_csv(written["polars"][name], infer_schema=False)
        expected = pl.read_csv(known.files[name], infer_schema=False)
        assert found.select(found.columns[:columns]).equals(expected.select(found.columns[:columns]))


def test_simulate_makes_extracts_that_reduce_to_the_missing_delivery(tmp_path: Path):
    root = tmp_path / "practice"
    options = ("--from", "2025Q1", "--to", "2025Q2", "--seed", "3", "--out", str(root))
    assert run("simulate", *options, "--extracts", "500000")[0] == 0
    assert not (root / "raw" / "2025Q2").exists()
    plan = Plan(Quarter(2025, 1), QUARTER, 3)
    out = root / "raw" / "2025Q2"
    reduce = ("--quarter", "2025Q2", "--as-of", str(plan.as_of(QUARTER)), "--data", str(root))
    status, _, said = run("reduce", str(root / "extracts"), *reduce, "--out", str(out))
    assert status == 0
    assert said.startswith("positions: 500,000 rows in 1 file, ")
    known = pl.read_csv(root / "extracts" / "known" / "delivery" / "runners.csv", infer_schema=False)
    found = pl.read_csv(out / "runners.csv", infer_schema=False)
    assert found.equals(known.select(found.columns))
    assert run("check", "2025Q2", "--data", str(root))[0] == 0


def test_too_few_positions_are_wrong_usage(tmp_path: Path):
    options = ("--from", "2025Q1", "--to", "2025Q1", "--seed", "1", "--out", str(tmp_path / "new"))
    status, _, said = run("simulate", *options, "--extracts", "10")
    assert status == 2
    assert "10 positions are too few" in said
    assert not (tmp_path / "new").exists()


def test_the_default_engine_imports_no_other(
    simulated: tuple[Path, TrueCounts], source_on_path: dict[str, str]
):
    folder, _ = simulated
    program = (
        "import sys; from pathlib import Path; from click.testing import CliRunner; "
        "from analysis.cli import main; "
        "result = CliRunner().invoke(main, sys.argv[1:]); print(result.exit_code, "
        "[name for name in ('duckdb', 'pyspark', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    options = ["--quarter", "2025Q2", "--as-of", str(DAY), "--out", str(folder.parent / "lonely")]
    done = subprocess.run(
        [sys.executable, "-c", program, "reduce", str(folder), *options],
        env=source_on_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "0 []"


@pytest.mark.parametrize(("engine", "module"), [("duckdb", "duckdb"), ("spark", "pyspark.sql")])
def test_a_missing_engine_is_wrong_usage(
    engine: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, module, None)
    options = ("--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(tmp_path / "out"))
    status, _, said = run("reduce", str(tmp_path), *options, "--engine", engine)
    assert status == 2
    assert f"pip install 'statusrapport[{engine}]'" in said


@pytest.mark.parametrize(
    "wrong", [("--spark", "sc://localhost"), ("--as-of", "2025-09-03"), ("--active-window", "0")]
)
def test_wrong_usage_exits_with_2(wrong: tuple[str, str], tmp_path: Path):
    options = ("--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(tmp_path / "out"))
    assert run("reduce", str(tmp_path), *options, *wrong)[0] == 2


def test_the_window_of_the_command_is_that_of_the_simulation():
    (window,) = [option for option in main.commands["reduce"].params if option.name == "days"]
    assert window.default == ACTIVE_DAYS
