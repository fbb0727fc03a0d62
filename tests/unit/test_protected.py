"""Which delivered cells may not be read, and which files are private for it."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from histories import with_cells  # type: ignore[import-not-found]
from xlsxwriter import Workbook

from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.policy import policy_of
from analysis.disclosure.protected import hidden_cells, private_inputs, without_hidden
from analysis.disclosure.publication import compute_table
from analysis.guidance.codes import load_codes
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reading.sidecars import seal, sidecar_path
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.quality import quality
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts

Q2 = Quarter(2025, 2)
COUNTED = (
    "area_code,area,activations,cancelled,accepted_by_one,accepted_by_two\n"
    "dk,Danmark,1309,,,\n"
    "1081,Region Nordjylland,226,40,224,221\n"
    "1082,Region Midtjylland,211,40,211,207\n"
    "1083,Region Syddanmark,417,80,417,409\n"
    "1085,Region Sjælland,191,37,189,187\n"
    "1084,Region Hovedstaden,264,52,251,240\n"
)
OTHERS = ("activations", "accepted_by_one", "accepted_by_two")
WHOLE = COUNTED.replace("1309,,,", "1309,249,1292,1264")
TIMES = ("Områdekode", "Område", "Minutter", "Alarmer")
REGIONS = {
    "1081": "Region Nordjylland",
    "1082": "Region Midtjylland",
    "1083": "Region Syddanmark",
    "1085": "Region Sjælland",
    "1084": "Region Hovedstaden",
}


def write(data: Path, name: str, text: str) -> None:
    path = data / "raw/2025Q2" / name
    path.write_text(text, encoding="utf-8")
    sidecar_path(path).unlink(missing_ok=True)


def nothing_withheld(data: Path) -> None:
    text = (data / "raw/2025Q2/delivery.toml").read_text(encoding="utf-8")
    write(data, "delivery.toml", text.partition("[[withheld]]")[0])


def computed(data: Path) -> tuple[Snapshot, pl.DataFrame]:
    snapshot = read_inputs(DataRoot(data), Q2)
    return snapshot, compute_table(snapshot)


def private(data: Path) -> set[str]:
    found = private_inputs(DataRoot(data), *computed(data))
    return {name.removeprefix("2025Q2/") for name in found}


def times(data: Path, alarms: Mapping[str, tuple[int, ...]]) -> None:
    with (data / "raw/2025Q2/response_times.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [
            (code, REGIONS[code], minute, count)
            for code, counts in alarms.items()
            for minute, count in enumerate(counts)
        ]
        csv.writer(file).writerows([TIMES, *rows])


def workbook(data: Path, stem: str, *more: str) -> None:
    """Turn a table into a workbook, with further sheets."""
    source = data / "raw/2025Q2" / f"{stem}.csv"
    with Workbook(source.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet("Tabel")
        for row, cells in enumerate(csv.reader(source.read_text(encoding="utf-8").splitlines())):
            sheet.write_row(row, 0, [int(cell) if cell.isdigit() and column > 1 else cell or None
                                     for column, cell in enumerate(cells)])  # fmt: skip
        for title in more:
            book.add_worksheet(title).write(0, 0, 48731)
    sidecar_path(source).unlink(missing_ok=True)
    source.unlink()


def test_the_real_delivery_stays_public(data: Path) -> None:
    """What it withholds is not in it, and the number that follows from others was never delivered."""
    snapshot, table = computed(data)
    assert hidden_cells(snapshot.delivery, table, policy_of(snapshot)) == {}
    assert private(data) == set()
    shown = without_hidden(snapshot.delivery, table, policy_of(snapshot))
    assert shown.activations.equals(snapshot.delivery.activations)


def test_everything_counted_and_nothing_hidden(data: Path) -> None:
    nothing_withheld(data)
    write(data, "activations.csv", WHOLE)
    times(data, dict.fromkeys(REGIONS, (5, 9)))
    assert private(data) == set()


def small(old: str, new: str) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        nothing_withheld(data)
        assert old in COUNTED
        write(data, "activations.csv", COUNTED.replace(old, new))

    return change


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (small("226,40,", "226,3,"), "cancelled"),
        (small("226,40,224,221", "226,40,224,4"), "accepted_by_two"),
        (small("226,40,224,221", "226,40,1,1"), "accepted_by_one"),
    ],
)
def test_small_counts(data: Path, change: Callable[[Path], None], column: str) -> None:
    change(data)
    snapshot, table = computed(data)
    hidden = hidden_cells(snapshot.delivery, table, policy_of(snapshot))
    assert "1081" in hidden["activations", column]
    assert private(data) == {"activations.csv"}
    shown = without_hidden(snapshot.delivery, table, policy_of(snapshot)).activations
    assert shown.filter(pl.col("area_code") == "1081")[column].to_list() == [None]
    assert shown.filter(pl.col("area_code") == "1082")[column].null_count() == 0


def test_five_is_not_small(data: Path) -> None:
    small("226,40,", "226,5,")(data)
    assert private(data) == set()


def test_a_hidden_whole_hides_its_parts(data: Path) -> None:
    nothing_withheld(data)
    changed = COUNTED.replace("Danmark,1309", "Danmark,1087").replace("226,40,224,221", "4,40,0,0")
    write(data, "activations.csv", changed)
    snapshot, table = computed(data)
    hidden = hidden_cells(snapshot.delivery, table, policy_of(snapshot))
    assert {column for _, column in hidden} >= {"activations", "accepted_by_one", "accepted_by_two"}


def test_what_a_correction_emptied_is_still_in_the_file(data: Path) -> None:
    write(data, "activations.csv", COUNTED.replace("264,52,251,240", "264,52,251,"))
    head = "Tabel,Områdekode,Kolonne,Gammel værdi,Ny værdi,Begrundelse,Rettet af\n"
    write(data, "corrections.csv", f"{head}activations,1084,accepted_by_one,251,,Må ikke oplyses,A. B.\n")
    assert private(data) == {"activations.csv", "corrections.csv"}
    snapshot, table = computed(data)
    assert without_hidden(snapshot.delivery, table, policy_of(snapshot)).corrections.is_empty()


def test_the_seal_of_a_private_file_is_private(data: Path) -> None:
    small("226,40,", "226,3,")(data)
    path = data / "raw/2025Q2/activations.csv"
    seal(path, "x", date(2025, 6, 3), "y")
    assert private(data) == {"activations.csv", "activations.csv.meta.toml"}


@pytest.mark.parametrize(
    ("counts", "is_private"),
    [((5, 9), False), ((5, 4), True), ((0, 60), False), ((1, 60), True)],
)
def test_response_times_with_a_small_count(data: Path, counts: tuple[int, ...], *, is_private: bool) -> None:
    nothing_withheld(data)
    write(data, "activations.csv", WHOLE)
    times(data, {**dict.fromkeys(REGIONS, (50, 9)), "1082": counts})
    assert private(data) == ({"response_times.csv"} if is_private else set())


def test_response_times_beside_withheld_acceptance(data: Path) -> None:
    """Alarms with a time on scene were accepted: 262 beside a withheld acceptance and a missing 264."""
    times(data, {**dict.fromkeys(REGIONS, (50, 9)), "1084": (250, 12)})
    assert private(data) == {"response_times.csv"}
    snapshot, table = computed(data)
    shown = without_hidden(snapshot.delivery, table, policy_of(snapshot)).response_times
    assert shown["alarms"].null_count() == shown.height


def test_reasons_with_a_small_count(data: Path) -> None:
    def deliver(counts: tuple[int, ...]) -> None:
        rows = [f"{code};{count}" for code, count in zip(load_codes(), counts, strict=True)]
        write(data, "cancellations.csv", "\n".join(["Årsagskode;Annullerede", *rows]) + "\n")

    deliver((121, 63, 12, 9, 8, 7, 6, 23))
    assert private(data) == set()
    deliver((121, 63, 12, 3, 27, 0, 0, 23))
    assert private(data) == {"cancellations.csv"}
    snapshot, table = computed(data)
    shown = without_hidden(snapshot.delivery, table, policy_of(snapshot)).cancellations
    hidden = shown.filter(pl.col("cancelled").is_null())["code"].to_list()
    assert list(load_codes())[3] in hidden
    assert len(hidden) >= 2


@pytest.mark.parametrize(
    ("counts", "is_private"), [("226,40,30,20", False), ("226,40,30,2", True), ("226,,,", False)]
)
def test_event_counts(data: Path, counts: str, *, is_private: bool) -> None:
    nothing_withheld(data)
    write(data, "activations.csv", WHOLE)
    head = "area_code,area,activations,alerted,accepted,arrived"
    others = (
        "active_by_day,active_by_night,accepted_times,accepted_median,accepted_p90,arrived_times,"
        "arrived_median,arrived_p90,compared,before_ambulance"
    )
    empty = "," * 10
    write(data, "event_counts.csv", f"{head},{others}\n1081,Region Nordjylland,{counts}{empty}\n")
    assert private(data) == ({"event_counts.csv"} if is_private else set())


@pytest.mark.parametrize(
    ("sheets", "is_private"), [((), False), (("Forklaring",), False), (("Kladde",), True)]
)
def test_a_workbook_with_sheets_that_are_not_read(
    data: Path, sheets: tuple[str, ...], *, is_private: bool
) -> None:
    workbook(data, "runners", *sheets)
    assert private(data) == ({"runners.xlsx"} if is_private else set())


def one_fewer(table: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Counts of the year to date as they were before, so that none stands still."""
    return table.with_columns(pl.col(*columns) - 1)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_on_data_quality_tells_no_hidden_number(data: Path, language: str) -> None:
    """Cancelled alarms fell to a count that is suppressed; what they fell from is told for others only."""
    small("226,40,", "226,3,")(data)
    now = read_inputs(DataRoot(data), Q2)
    cancelled = pl.when(pl.col("area_code") == "1083").then(997).otherwise(pl.col("cancelled") + 911)
    before = replace(
        now.delivery.with_tables(
            activations=one_fewer(now.delivery.activations, *OTHERS).with_columns(
                cancelled.cast(pl.Int64).alias("cancelled")
            )
        ),
        quarter=Quarter(2025, 1),
        as_of=date(2025, 3, 3),
        period_end=date(2025, 3, 3),
    )
    snapshot = replace(now, earlier=(before,))
    texts = Texts(language)
    page = quality(ReportData(snapshot, IndicatorTable(compute_table(snapshot)), texts)).markdown
    assert page.count(texts("quality-hidden")) == 2  # once for HTML, once for the PDF
    assert "914" not in page
    assert "997" in page
    assert "951" in page


def test_the_page_on_data_quality_tells_no_number_that_is_hidden_in_an_earlier_quarter(data: Path) -> None:
    """The 7 cancelled alarms of a region are not small, but of 32 in all each reason would be 4."""
    nothing_withheld(data)
    write(data, "activations.csv", WHOLE.replace("211,40,", "211,6,").replace("1309,249,", "1309,,"))
    now = read_inputs(DataRoot(data), Q2)
    cancelled = {"dk": 32, "1081": 8, "1082": 7, "1083": 9, "1084": 0, "1085": 8}
    table = with_cells(one_fewer(now.delivery.activations, *OTHERS), "area_code", "cancelled", cancelled)
    before = replace(
        now.delivery.with_tables(activations=table),
        quarter=Quarter(2025, 1),
        as_of=date(2025, 3, 3),
        period_end=date(2025, 3, 3),
    )
    reasons = pl.DataFrame(
        {"code": list(load_codes()), "cancelled": [4] * 8, "note": [None] * 8},
        schema=now.delivery.cancellations.schema,
    )
    texts = Texts("da")
    said = []
    for earlier in (before, before.with_tables(cancellations=reasons)):
        snapshot = replace(now, earlier=(earlier,))
        page = quality(ReportData(snapshot, IndicatorTable(compute_table(snapshot)), texts)).markdown
        said.append(page.count(texts("quality-hidden")))
    assert said == [0, 4]  # of region and country, each once for HTML and once for the PDF


def test_a_small_count_of_an_earlier_delivery_on_another_geography(tmp_path: Path) -> None:
    """In the table of 2027 the regions are one and their sum is shown; the file of 2026 holds the part."""
    root = DataRoot(tmp_path / "data")
    simulate(Plan(Quarter(2026, 3), Quarter(2027, 1), 10), root.path, model=DEFAULT_DATA)
    for quarter in ("2026Q3", "2026Q4"):
        delivery = root.raw / quarter / "delivery.toml"
        text = delivery.read_text(encoding="utf-8")
        delivery.write_text(re.sub(r"\[\[(?:withheld|english)\]\][^\[]*", "", text), encoding="utf-8")
        sidecar_path(delivery).unlink()
    snapshot = read_inputs(root, Quarter(2027, 1))
    assert private_inputs(root, snapshot, compute_table(snapshot)) == {}
    path = root.raw / "2026Q3/activations.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    cancelled = rows[0].index("Annullerede")
    for row in rows[1:]:
        row[cancelled] = {"1085": "3", "dk": ""}.get(row[0], row[cancelled])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    seal(path, "x", date(2026, 9, 30), "y")
    snapshot = read_inputs(root, Quarter(2027, 1))
    table = compute_table(snapshot)
    assert set(private_inputs(root, snapshot, table)) == {
        "2026Q3/activations.csv",
        "2026Q3/activations.csv.meta.toml",
    }
