"""A simulated data root: accepted as a real one would be, marked as made up, and the same every time."""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.simulation.root
from analysis.builds.report import build
from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.indicators.table import compute_indicators
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reading.sidecars import SUFFIX, read_sidecar
from analysis.reference.population import latest_published_period
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.simulation.draws import (
    growth_factor,
    normal_numbers,
    random_index,
    random_stream,
    uniform_numbers,
)
from analysis.simulation.plan import EARLIEST, LATEST, Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts
from analysis.texts.markup import Foreign

SEED = 1
PLAN = Plan(Quarter(2025, 3), Quarter(2027, 3), SEED)
EAST = "region-oestdanmark"
CAPITAL_REGION = "1084"
COUNTS = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")
ACCEPTED = ("accepted_by_one", "accepted_by_two")

Run = Callable[..., Result]
quarters = st.integers(Quarter(1990, 1).ordinal, Quarter(2060, 4).ordinal).map(
    lambda ordinal: Quarter(ordinal // 4, ordinal % 4 + 1)
)


def simulated(plan: Plan, out: Path) -> DataRoot:
    simulate(plan, out, model=DEFAULT_DATA)
    return DataRoot(out)


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def later(quarter: Quarter, steps: int) -> Quarter:
    return Quarter((quarter.ordinal + steps) // 4, (quarter.ordinal + steps) % 4 + 1)


def terms(root: DataRoot, quarter: Quarter) -> dict[str, Any]:
    return tomllib.loads((root.raw / str(quarter) / "delivery.toml").read_text(encoding="utf-8"))


def active(delivery: Delivery) -> int:
    return int(delivery.runners["active_runners"].sum())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """From the summer of 2025 to the autumn of 2027: a break, the end of withholding, the new region."""
    return simulated(PLAN, tmp_path_factory.mktemp("simulated") / "data")


@pytest.fixture(scope="module")
def snapshots(root: DataRoot) -> dict[Quarter, Snapshot]:
    return {quarter: read_inputs(root, quarter, back=0) for quarter in PLAN.quarters}


@pytest.fixture(scope="module")
def deliveries(snapshots: dict[Quarter, Snapshot]) -> dict[Quarter, Delivery]:
    return {quarter: snapshot.delivery for quarter, snapshot in snapshots.items()}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STATUSRAPPORT_DATA", raising=False)
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


# The rules of the numbers


@settings(max_examples=5)
@given(first=quarters, length=st.integers(0, 2), seed=st.integers(0, 2**70))
def test_every_quarter_is_accepted(
    tmp_path_factory: pytest.TempPathFactory, first: Quarter, length: int, seed: int
) -> None:
    plan = Plan(first, later(first, length), seed)
    made = simulated(plan, tmp_path_factory.mktemp("any") / "data")
    for quarter in plan.quarters:
        snapshot = read_inputs(made, quarter)
        assert compute_indicators(snapshot.delivery, snapshot.reference)["simulated"].all()


@pytest.mark.parametrize(
    ("first", "last"), [("1990Q1", "1990Q1"), ("2026Q3", "2027Q2"), ("2060Q4", "2060Q4")]
)
def test_quarters_at_the_ends_and_around_the_new_region_are_accepted(
    tmp_path: Path, first: str, last: str
) -> None:
    plan = Plan(Quarter.parse(first), Quarter.parse(last), SEED)
    made = simulated(plan, tmp_path / "data")
    assert [str(read_inputs(made, quarter).delivery.quarter) for quarter in plan.quarters] == [
        str(quarter) for quarter in plan.quarters
    ]


@pytest.mark.parametrize("quarter", [EARLIEST, LATEST])
def test_the_farthest_quarters_have_people_and_runners(tmp_path: Path, quarter: Quarter) -> None:
    delivery = read_inputs(simulated(Plan(quarter, quarter, SEED), tmp_path / "data"), quarter).delivery
    assert delivery.runners.height == 98
    assert (delivery.runners["active_runners"] > 0).all()
    assert 10_000 < active(delivery) < 200_000


def test_the_regions_are_those_of_the_day(deliveries: dict[Quarter, Delivery]) -> None:
    for delivery in deliveries.values():
        regions = delivery.activations.filter(pl.col("level") == "region")["area_code"].to_list()
        new = delivery.as_of >= date(2027, 1, 1)
        assert regions == ["1081", "1082", "1083", *([EAST] if new else ["1085", CAPITAL_REGION])]


def test_a_quarter_counted_after_new_year_has_the_regions_of_that_day(tmp_path: Path) -> None:
    plan = Plan(Quarter(2026, 3), Quarter(2027, 1), 10)
    assert plan.as_of(Quarter(2026, 4)) == date(2027, 1, 2)
    made = simulated(plan, tmp_path / "data")
    delivery = read_inputs(made, Quarter(2026, 4)).delivery
    assert (delivery.period_start, delivery.population_period) == (date(2026, 1, 1), "2026K4")
    assert EAST in delivery.activations["area_code"]
    totals = pl.read_csv(made.raw / "reference" / "population_totals.csv", infer_schema=False)
    assert totals.filter(pl.col("period") == "2026K4")["area_code"].to_list() == [
        "dk", "1081", "1082", "1083", "1085", CAPITAL_REGION,
    ]  # fmt: skip


def test_totals_are_those_of_the_regions(root: DataRoot, deliveries: dict[Quarter, Delivery]) -> None:
    for quarter, delivery in deliveries.items():
        codes = delivery.activations["area_code"].to_list()
        assert list(terms(root, quarter)["totals"]) == codes


@given(quarter=quarters, seed=st.integers(0, 99))
def test_days_of_counting(quarter: Quarter, seed: int) -> None:
    plan = Plan(quarter, quarter, seed)
    day, next_day = plan.as_of(quarter), plan.as_of(quarter.next)
    assert timedelta(days=-25) <= day - quarter.last_day <= timedelta(days=6)
    assert day - quarter.last_day != next_day - quarter.next.last_day
    assert latest_published_period(day) == quarter.statbank


def test_activations_run_through_the_year(deliveries: dict[Quarter, Delivery]) -> None:
    compared = 0
    for (earlier, before), (quarter, after) in pairwise(deliveries.items()):
        assert after.period_start == date(quarter.year, 1, 1)
        if earlier.year != quarter.year:
            continue
        both = after.activations.join(before.activations, on="area_code", suffix="_before")
        for name in COUNTS:
            known = both.drop_nulls([name, f"{name}_before"])
            assert (known[name] > known[f"{name}_before"]).all()
            compared += known.height
    assert compared > 100


def test_activations_are_counted_in_every_region(deliveries: dict[Quarter, Delivery]) -> None:
    for delivery in deliveries.values():
        assert delivery.activations.select("activations", "cancelled").null_count().row(0) == (0, 0)


def test_acceptance_in_the_capitals_region_is_withheld_for_a_time(
    deliveries: dict[Quarter, Delivery],
) -> None:
    assert PLAN.withheld_until == date(2026, 12, 31)
    for delivery in deliveries.values():
        withheld = delivery.as_of <= PLAN.withheld_until
        region = EAST if delivery.as_of >= date(2027, 1, 1) else CAPITAL_REGION
        listed = [(row["indicator"], row["area_code"]) for row in delivery.withheld.iter_rows(named=True)]
        assert listed == ([(name, region) for name in ACCEPTED] if withheld else [])
        empty = delivery.activations.filter(pl.any_horizontal(pl.col(ACCEPTED).is_null()))["area_code"]
        assert empty.to_list() == (["dk", region] if withheld else [])


def test_what_is_withheld_does_not_follow_by_subtraction(deliveries: dict[Quarter, Delivery]) -> None:
    for delivery in deliveries.values():
        country = delivery.activations.row(0, named=True)
        shares = [country[f"{name}_percent"] for name in ACCEPTED]
        if delivery.withheld.is_empty():
            assert shares == [None, None]
        else:
            assert all(80 < share <= 100 and share == int(share) for share in shares)


def test_the_new_region_is_withheld_too(tmp_path: Path) -> None:
    plan = Plan(Quarter(2027, 1), Quarter(2027, 1), SEED)
    delivery = read_inputs(simulated(plan, tmp_path / "data"), plan.first).delivery
    assert delivery.withheld["area_code"].to_list() == [EAST, EAST]


def test_aeds_grow_everywhere(deliveries: dict[Quarter, Delivery]) -> None:
    for before, after in pairwise(deliveries.values()):
        both = after.aeds.join(before.aeds, on="area_code", suffix="_before")
        assert both.height >= 98 + 4
        for name in ("aed_registered", "aed_24_7"):
            assert (both[name] >= both[f"{name}_before"]).all()
            country = both.filter(pl.col("area_code") == "dk")
            assert country[name].item() > country[f"{name}_before"].item()


def test_runners_change_a_little_but_for_one_municipality(
    root: DataRoot, deliveries: dict[Quarter, Delivery]
) -> None:
    declared = {
        quarter: terms(root, quarter)["break"] for quarter in PLAN.quarters if "break" in terms(root, quarter)
    }
    assert list(declared) == [PLAN.break_from] == [Quarter(2026, 2)]
    [entry] = declared[PLAN.break_from]
    assert entry["indicator"] == "active_runners"
    assert "imuleret" in entry["reason"]
    breaks = deliveries[PLAN.break_from].breaks
    assert breaks.select("indicator", "area_code").row(0) == ("active_runners", entry["area"])
    for before, after in pairwise(deliveries.values()):
        both = after.runners.join(before.runners, on="municipality_code", suffix="_before")
        ratio = dict(
            both.select(
                "municipality_code", pl.col("active_runners") / pl.col("active_runners_before")
            ).iter_rows()
        )
        broken = ratio.pop(entry["area"])
        assert (0.4 < broken < 0.6) is (after.quarter == PLAN.break_from)
        large = both.filter(pl.col("active_runners_before") > 200)["municipality_code"]
        assert all(0.85 < ratio[code] < 1.15 for code in large if code in ratio)
        assert 0.9 < active(after) / active(before) < 1.1


def test_geography_before_2007_starts_with_the_first_quarter(tmp_path: Path) -> None:
    made = simulated(Plan(Quarter(1999, 2), Quarter(1999, 2), SEED), tmp_path / "data")
    for name in ("regions", "municipality_regions"):
        starts = pl.read_csv(made.raw / "reference" / f"{name}.csv")["valid_from"]
        assert set(starts) == {"1999-04-01", "2027-01-01"}
    same = simulated(Plan(Quarter(2024, 2), Quarter(2024, 2), SEED), tmp_path / "later")
    for name in ("regions", "municipality_regions", "municipalities", "tiles", "neighbours", "report_areas"):
        ours, theirs = (pl.read_csv(data.raw / "reference" / f"{name}.csv") for data in (same, DEFAULT_DATA))
        assert ours.sort(pl.all()).equals(theirs.sort(pl.all()))


# Nothing made up looks real


def test_no_simulated_figure_is_taken_for_a_real_one(root: DataRoot) -> None:
    reference = root.raw / "reference"
    for name, column in (
        ("population_folk1a", "population"),
        ("population_totals", "population"),
        ("population_adults", "population_18plus"),
    ):
        assert (pl.read_csv(reference / f"{name}.csv")[column] % 10 == 0).all()
    for name in ("programme_facts", "ohca_register", "published_figures"):
        ours = pl.read_csv(reference / f"{name}.csv")
        theirs = pl.read_csv(DEFAULT_DATA.raw / "reference" / f"{name}.csv", infer_schema=False)
        assert ours["source"].unique().to_list() == ["Simuleret"]
        assert ours.columns == theirs.columns
        assert set(ours["indicator"]) == set(theirs["indicator"]) or name == "published_figures"


def test_every_delivery_says_that_it_is_simulated(deliveries: dict[Quarter, Delivery]) -> None:
    for delivery in deliveries.values():
        assert delivery.simulated
        assert delivery.source == "Simulerede tal, startværdi 1"
        assert delivery.publisher is None


def test_all_that_is_written_in_danish_has_its_english(snapshots: dict[Quarter, Snapshot]) -> None:
    for snapshot in snapshots.values():
        english = Texts("en")
        context = ReportData(
            snapshot, IndicatorTable(compute_indicators(snapshot.delivery, snapshot.reference)), english
        )
        delivery = snapshot.delivery
        texts = {delivery.source, *delivery.withheld["reason"], *delivery.breaks["reason"]}
        texts |= {*snapshot.reference.facts["source"], *snapshot.reference.facts["note"]}
        texts |= {*snapshot.reference.published["source"]}
        said = [context.delivered(text) for text in texts]
        assert not [text for text in said if isinstance(text, Foreign)]
        assert all(text.startswith("Simulated") for text in said)
        assert context.source_cell("Simuleret") == "Simulated"


def test_every_file_is_sealed(root: DataRoot) -> None:
    files = [path for path in sorted(root.raw.rglob("*")) if path.is_file() and SUFFIX not in path.name]
    assert len(files) == 4 * len(PLAN.quarters) + 13
    for path in files:
        sidecar = read_sidecar(path, root.path)
        assert sidecar is not None
        assert sidecar.origin.startswith("Simulated by statusrapport simulate, seed 1")
        last = PLAN.last if path.parent.name == "reference" else Quarter.parse(path.parent.name)
        assert sidecar.retrieved == PLAN.as_of(last)
    geography = read_sidecar(root.raw / "reference" / "regions.csv", root.path)
    assert geography is not None
    assert "Danmarks Statistik" in geography.origin
    assert geography.licence == "CC BY 4.0"


@pytest.mark.parametrize("checked", ["2025Q2", "2026Q1"])
def test_a_simulated_quarter_beside_real_ones_is_refused(
    run: Run, root: DataRoot, data: Path, checked: str
) -> None:
    shutil.copytree(root.raw / "2026Q1", data / "raw" / "2026Q1")
    shutil.copytree(root.raw / "reference", data / "raw" / "reference", dirs_exist_ok=True)
    result = run("check", checked, "--data", data)
    assert result.exit_code == 1
    assert "simulated and real deliveries in data roots of their own" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("quarter", ["2026Q3", "2027Q1"])
def test_the_watermark_is_on_every_page(tmp_path: Path, quarter: str) -> None:
    plan = Plan(Quarter.parse(quarter), Quarter.parse(quarter), SEED)
    data = simulated(plan, tmp_path / "data")
    made = build(plan.first, data=data, engine="embedded", out=tmp_path / "report")
    pages = [page.extract_text() for page in pypdf.PdfReader(made / "report.pdf").pages]
    assert len(pages) > 15
    assert all("SIMULERET" in page for page in pages)
    html = (made / "report.html").read_text(encoding="utf-8")
    assert '<p class="simuleret">SIMULERET</p>' in html
    assert 'class="vandmaerke"' in html
    assert pl.read_csv(made / "indicators.csv")["simulated"].all()


# The same every time


def test_draws_are_the_same_everywhere() -> None:
    draws = random_stream(1, "check", Quarter(2025, 2))
    assert uniform_numbers(draws, 2).to_list() == [0.38528442698689724, 0.8600589290214976]
    assert normal_numbers(draws, 1).to_list() == [-0.07397503625431368]
    assert random_index(draws, 98) == 76


def test_draws_keep_their_limits() -> None:
    draws = random_stream(1, "limits")
    assert uniform_numbers(draws, 1000, 0.9, 1.1).is_between(0.9, 1.1, closed="left").all()
    around = normal_numbers(draws, 10_000).to_list()
    assert max(map(abs, around)) <= 3
    assert abs(mean(around)) < 0.05
    assert 0.95 < stdev(around) < 1.05
    assert {random_index(draws, 3) for _ in range(100)} == {0, 1, 2}


@given(yearly=st.floats(-0.1, 0.1), since=st.floats(-300, 300))
def test_growth_stays_within_limits(yearly: float, since: float) -> None:
    factor = growth_factor(yearly, since)
    assert 0 < factor < 2
    assert growth_factor(abs(yearly), since) <= growth_factor(abs(yearly), since + 1)
    assert growth_factor(yearly, 0.0) == 1


def test_the_same_plan_gives_the_same_bytes(root: DataRoot, tmp_path: Path) -> None:
    assert content(simulated(PLAN, tmp_path / "again").path) == content(root.path)


def test_another_seed_gives_other_figures(root: DataRoot, tmp_path: Path) -> None:
    other = simulated(Plan(PLAN.first, PLAN.first, SEED + 1), tmp_path / "other")
    for name in ("runners.csv", "activations.csv", "aeds.csv"):
        path = f"{PLAN.first}/{name}"
        assert (other.raw / path).read_bytes() != (root.raw / path).read_bytes()


def test_a_later_end_keeps_earlier_quarters(root: DataRoot, tmp_path: Path) -> None:
    for last in (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 4)):
        shorter = simulated(Plan(PLAN.first, last, SEED), tmp_path / str(last))
        for quarter in Plan(PLAN.first, last, SEED).quarters:
            folder = str(quarter)
            assert content(shorter.raw / folder) == content(root.raw / folder)
        ours, longer = (
            pl.read_csv(data.raw / "reference" / "population_folk1a.csv", infer_schema=False)
            for data in (shorter, root)
        )
        assert ours.equals(longer.head(ours.height))


# The command


def command(out: Path | str, first: str = "2025Q3", last: str = "2025Q3") -> list[object]:
    return ["simulate", "--from", first, "--to", last, "--seed", 1, "--out", out]


def test_the_command_prints_the_folder_and_nothing_else(run: Run, root: DataRoot, tmp_path: Path) -> None:
    result = run(*command("new/data"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "new/data\n", "")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_dir()) == [
        "2025Q3", "data", "new", "raw", "reference",
    ]  # fmt: skip
    folder = "raw/2025Q3"
    assert content(tmp_path / "new/data" / folder) == content(root.path / folder)


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run(*command(tmp_path / "empty")).exit_code == 0
    assert run("check", "2025Q3", "--data", tmp_path / "empty").exit_code == 0


def test_a_folder_with_something_in_it_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    result = run(*command("full"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "holds what this command did not make: mine.txt" in result.stderr
    assert content(tmp_path) == {"full/mine.txt": b"mine"}


@pytest.mark.parametrize(
    "arguments",
    [
        command("out", "2025Q4", "2025Q3"),
        command("out", "1899Q4", "2025Q3"),
        command("out", "2025Q4", "2200Q1"),
        command("out", "2025K4", "2025Q4"),
        [*command("out"), "--seed", "-1"],
        [*command("out"), "--seed", "one"],
        command("out")[:-2],
        command("file.txt/out"),
    ],
    ids=[
        "backwards",
        "too early",
        "too late",
        "no quarter",
        "negative",
        "no number",
        "no folder",
        "in a file",
    ],
)
def test_wrong_usage_writes_nothing(run: Run, tmp_path: Path, arguments: list[object]) -> None:
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_wrong_model_is_1_and_writes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    for name in ("regions.csv", "population_folk1a.csv"):
        (data / "raw" / "reference" / name).unlink()
    result = run(*command("out"), "--data", data)
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["data/raw/reference"] * 2
    assert not (tmp_path / "out").exists()


def test_a_model_without_population_is_1(run: Run, data: Path, tmp_path: Path) -> None:
    path = data / "raw" / "reference" / "population_folk1a.csv"
    path.write_text("period,area_code,area,population\n2025K1,101,København,1000\n", encoding="utf-8")
    Path(f"{path}{SUFFIX}").unlink()
    result = run(*command("out"), "--data", data)
    assert result.exit_code == 1
    assert result.stderr.startswith("data/raw/reference/population_folk1a.csv")
    assert not (tmp_path / "out").exists()


def test_nothing_is_left_when_writing_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(analysis.simulation.root, "_write_reference", breaks)
    with pytest.raises(KeyboardInterrupt):
        simulate(Plan(PLAN.first, PLAN.first, SEED), tmp_path / "out", model=DEFAULT_DATA)
    assert list(tmp_path.iterdir()) == []
