"""The registry of input tables: what is read from their declarations holds for each of them."""

import inspect
from pathlib import Path

import polars as pl
import pytest

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import without_hidden
from analysis.disclosure.publication import compute_table
from analysis.guidance.codes import load_codes
from analysis.ingest.snapshot import read_inputs, read_snapshot, write_snapshot
from analysis.ingest.tables import registry
from analysis.ingest.tables.columns import Kind
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.page import as_markdown
from analysis.ingest.tables.registry import OPTIONAL, TABLES

ROOT = Path(__file__).parents[2]
QUARTER = Quarter(2025, 2)
EVENTS = ("active_by_day", "active_by_night", "activations", "alerted", "accepted", "arrived")
REST = (
    "accepted_times", "accepted_median", "accepted_p90", "arrived_times", "arrived_median", "arrived_p90",
    "compared", "before_ambulance",
)  # fmt: skip


@pytest.fixture
def everything(data: Path) -> Path:
    """A data root whose delivery has every input table there is."""
    folder = data / "raw" / str(QUARTER)
    codes = list(load_codes().values())
    reasons = [f"{code.name},{code.danish},{31 if place else 32}" for place, code in enumerate(codes)]
    header, rest = f"area_code,area,{','.join((*EVENTS, *REST))}", "1290,120,260,1000,600,1100,900,500"
    files = {
        "cancellations": ["reason_code,reason,cancelled", *reasons],
        "response_times": ["area_code,area,minutes,alarms", "dk,Danmark,4,600", "dk,Danmark,5,400"],
        "event_counts": [header, f"dk,Danmark,900,800,1309,20000,3000,1200,{rest}"],
        "coverage": ["area_code,area,people_in_cells,near_500m_in_week", "dk,Danmark,5990000,3100000"],
        "coverage_hours": [
            "area_code,area,weekday,hour,near_500m",
            *(f"dk,Danmark,{day},{hour},3100000" for day in range(1, 8) for hour in range(24)),
        ],
        "arrests": [
            "area_code,area,ohca_days,ohca_arrests,ohca_placed_in_week,ohca_aed_500m_in_week",
            "dk,Danmark,365,5200,5000,3900",
        ],
    }
    assert set(files) == {table.name for table in OPTIONAL}
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return data


def test_a_delivery_knows_the_files_and_rows_of_all_its_tables(everything: Path) -> None:
    delivery = read_inputs(DataRoot(everything), QUARTER).delivery
    assert [path.name for path in delivery.files] == ["delivery.toml", *(f"{name}.csv" for name in TABLES)]
    rows = dict(delivery.places.group_by("table", maintain_order=True).len().iter_rows())
    expected = [98, 6, 1, 8, 2, 1, 1, 168, 1]
    assert rows == dict(zip(TABLES, expected, strict=True))
    place = delivery.places.filter(pl.col("table") == "response_times").row(1, named=True)
    assert (place["file"], place["row"]) == ("data/raw/2025Q2/response_times.csv", 3)


def test_every_table_comes_back_from_the_snapshot(everything: Path, tmp_path: Path) -> None:
    snapshot = read_inputs(DataRoot(everything), QUARTER)
    write_snapshot(snapshot, tmp_path / "snapshot")
    back = read_snapshot(tmp_path / "snapshot").delivery
    assert list(back.tables) == list(TABLES)
    for name, frame in snapshot.delivery.tables.items():
        assert frame.height > 0
        assert back.tables[name].equals(frame)


def test_a_table_that_was_not_delivered_has_no_rows(data: Path) -> None:
    tables = read_inputs(DataRoot(data), QUARTER).delivery.tables
    for table in OPTIONAL:
        assert tables[table.name].height == 0
        assert tables[table.name].schema == table.schema


def test_counts_that_no_row_states_are_hidden_beside_hidden_alarms(everything: Path) -> None:
    """Hovedstaden's activations are not published, so the events of all areas are nobody's to read."""
    snapshot = read_inputs(DataRoot(everything), QUARTER)
    shown = without_hidden(snapshot.delivery, compute_table(snapshot), Policy())
    names = [column.name for column in TABLES["event_counts"].numbers]
    assert len(names) == 14
    assert shown.tables["event_counts"].select(names).null_count().row(0) == (1,) * 14
    assert snapshot.delivery.tables["event_counts"].select(names).null_count().row(0) == (0,) * 14


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_declaration_names_columns_that_it_has(table: InputTable) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert [table.columns[place].kind for place in (0, 1, -1)] == [Kind.CODE, Kind.NAME, Kind.NOTE]
    numbers = {column.name for column in table.numbers}
    assert {*table.adds_up, *table.stocks, *table.flows, *table.closed} <= numbers
    assert {rule.column for rule in table.all_rules} <= set(names)


def test_the_registry_has_every_table_that_is_declared() -> None:
    folder = Path(inspect.getfile(registry)).parent
    others = {"__init__", "columns", "definition", "page", "registry"}
    assert {path.stem for path in folder.glob("*.py")} - others == set(TABLES)


def test_the_page_is_made_from_the_declarations() -> None:
    """Else: `python -m analysis.ingest.tables.page > docs/input-tables.md`."""
    page = ROOT / "docs" / "input-tables.md"
    assert page.read_text(encoding="utf-8") == as_markdown(TABLES.values())


def test_problems_of_two_optional_tables_are_listed_together(everything: Path) -> None:
    folder = everything / "raw" / str(QUARTER)
    for name, old, new in (
        ("response_times", "4,600", "4,mange"),
        ("event_counts", "900,800", "9x,800"),
        ("cancellations", ",32", ",3"),
    ):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_inputs(DataRoot(everything), QUARTER)
    assert [str(problem).removeprefix("data/raw/2025Q2/") for problem in refusal.value.problems] == [
        "cancellations.csv, column cancelled: found 220, the sum of all reasons, expected from 241 to 258, "
        "as 16 % cancelled and 1309 net activations allow",
        "event_counts.csv, row 2, column area_code: found 'dk', expected whole numbers of 0 or more, "
        "or empty cells, in this row",
        "response_times.csv, row 2, column alarms: found 'mange', expected a whole number of 0 or more",
    ]
