"""What the ingest notebook hands over: the delivery, the ones before it, and the reference of its day."""

import hashlib
import shutil
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import (
    Snapshot,
    assert_unchanged,
    files_read,
    order_problems,
    read_as_far_as_right,
    read_inputs,
    read_snapshot,
    write_snapshot,
)
from analysis.reading.sidecars import sidecar_path
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

FIRST, LAST = Quarter(2026, 2), Quarter(2027, 1)
EAST = "region-oestdanmark"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """Four quarters on either side of the new region."""
    out = tmp_path_factory.mktemp("snapshot") / "data"
    simulate(Plan(FIRST, LAST, 10), out, model=DEFAULT_DATA)
    return DataRoot(out)


@pytest.fixture(scope="module")
def snapshot(root: DataRoot) -> Snapshot:
    return read_inputs(root, LAST)


def test_earlier_deliveries_come_oldest_first_on_one_geography(snapshot: Snapshot) -> None:
    assert [str(one.quarter) for one in snapshot.earlier] == ["2026Q2", "2026Q3", "2026Q4"]
    for one in snapshot.earlier:
        assert one.activations["area_code"].to_list() == snapshot.delivery.activations["area_code"].to_list()
        assert EAST in one.aeds["area_code"]


def test_a_fourth_quarter_counted_in_january_has_the_new_region_already(snapshot: Snapshot) -> None:
    """2026Q4 of this root is counted on 2 January 2027; the two before it were united."""
    assert [one.as_of >= date(2027, 1, 1) for one in snapshot.earlier] == [False, False, True]
    assert [one.united.height for one in snapshot.earlier] == [2, 2, 0]


@pytest.mark.parametrize(("back", "read"), [(0, []), (1, ["2026Q4"]), (2, ["2026Q3", "2026Q4"]), (9, None)])
def test_so_many_quarters_back_are_read(root: DataRoot, back: int, read: list[str] | None) -> None:
    earlier = [str(one.quarter) for one in read_inputs(root, LAST, back=back).earlier]
    assert earlier == (["2026Q2", "2026Q3", "2026Q4"] if read is None else read)


FAULTS = {
    "2026Q2": ("runners.csv", "Læsø,", "Lesø,"),
    "2026Q3": ("aeds.csv", "Danmark,", "Danmark,-"),
    "2026Q4": ("activations.csv", "dk,Danmark", "1082,Region Midtjylland"),
    "2027Q1": ("delivery.toml", "[totals]\n", "[totals]\n1084 = 1\n#"),
}


@pytest.mark.parametrize("damaged", [list(FAULTS), ["2026Q3"], ["2026Q2", "2027Q1"]])
def test_quarters_judged_together_have_the_problems_of_each_by_itself(
    root: DataRoot, tmp_path: Path, damaged: list[str]
) -> None:
    """In each of these a count, a name, an area or a total is wrong; the others are as they were."""
    copied = DataRoot(shutil.copytree(root.path, tmp_path / "data"))
    for quarter in damaged:
        name, old, new = FAULTS[quarter]
        path = copied.raw / quarter / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        sidecar_path(path).unlink()
    alone: list[str] = []
    for quarter in ("2027Q1", "2026Q2", "2026Q3", "2026Q4"):
        try:
            read_delivery(copied.path, Quarter.parse(quarter))
        except InputError as refusal:
            alone += [str(one) for one in refusal.problems]
    _, together = read_as_far_as_right(copied, LAST)
    assert [str(one) for one in together] == alone
    assert {one.file.split("/")[2] for one in together} == set(damaged)


def test_later_deliveries_are_not_read(root: DataRoot) -> None:
    snapshot = read_inputs(root, FIRST.next)
    assert [one.quarter for one in snapshot.earlier] == [FIRST]


def test_what_was_written_reads_the_same(snapshot: Snapshot, tmp_path: Path) -> None:
    write_snapshot(snapshot, tmp_path / "a")
    again = read_snapshot(tmp_path / "a")
    pairs = zip(
        (*snapshot.earlier, snapshot.delivery), (*again.earlier, again.delivery), strict=True
    )  # fmt: skip
    for before, after in pairs:
        for field in fields(before):
            one, other = getattr(before, field.name), getattr(after, field.name)
            if isinstance(one, pl.DataFrame):
                assert_frame_equal(one, other)
            elif field.name == "tables":
                assert list(one) == list(other)
                for name in one:
                    assert_frame_equal(one[name], other[name])
            elif field.name == "files":
                assert [path.name for path in one] == [path.name for path in other]
            else:
                assert one == other
    for field in fields(snapshot.reference):
        assert_frame_equal(getattr(snapshot.reference, field.name), getattr(again.reference, field.name))
    assert_frame_equal(compute_table(again), compute_table(snapshot))


def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_snapshot(snapshot, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_earlier_delivery_that_is_wrong_is_told_with_the_rest(root: DataRoot, tmp_path: Path) -> None:
    data = DataRoot(tmp_path / "data")
    shutil.copytree(root.path, data.path)
    for quarter in ("2026Q3", "2027Q1"):
        (data.raw / quarter / "aeds.csv").unlink()
    with pytest.raises(InputError) as refusal:
        read_inputs(data, LAST)
    assert [problem.file for problem in refusal.value.problems] == ["data/raw/2026Q3", "data/raw/2027Q1"]
    assert read_inputs(data, FIRST).delivery.quarter == FIRST


def test_days_of_counting_follow_one_another(snapshot: Snapshot, tmp_path: Path) -> None:
    deliveries = [*snapshot.earlier, snapshot.delivery]
    assert order_problems(deliveries, tmp_path) == []
    late = replace(deliveries[0], as_of=deliveries[1].as_of)
    found = order_problems([late, *deliveries[1:]], deliveries[0].files[0].parents[2])
    assert [str(problem) for problem in found] == [
        f"data/raw/2026Q3/delivery.toml, column as_of: found '{late.as_of}', "
        f"expected a day after {late.as_of}, the as_of of 2026Q2"
    ]


def test_a_quarter_counted_before_the_one_before_it_is_refused(root: DataRoot, tmp_path: Path) -> None:
    data = DataRoot(tmp_path / "data")
    shutil.copytree(root.path, data.path)
    for quarter, day in (("2026Q2", "2026-07-20"), ("2026Q3", "2026-07-19")):
        folder = data.raw / quarter
        text = (folder / "delivery.toml").read_text(encoding="utf-8")
        own = next(line for line in text.splitlines() if line.startswith("as_of"))
        (folder / "delivery.toml").write_text(text.replace(own, f"as_of = {day}"), encoding="utf-8")
        (folder / "delivery.toml.meta.toml").unlink()
    with pytest.raises(InputError, match="expected a day after 2026-07-20, the as_of of 2026Q2"):
        read_inputs(data, Quarter(2026, 3))


def test_what_was_read_is_kept_with_its_hashes(data: Path, tmp_path: Path) -> None:
    snapshot = read_inputs(DataRoot(data), Quarter(2025, 2))
    files = {
        path.relative_to(data / "raw").as_posix(): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in (data / "raw").rglob("*")
        if path.is_file()
    }
    assert snapshot.read == files
    write_snapshot(snapshot, tmp_path / "kept")
    assert files_read(tmp_path / "kept") == files


def test_files_that_no_report_is_made_from_are_not_inputs(data: Path) -> None:
    (data / "raw/2025Q2/notes.docx").write_bytes(b"x")
    (data / "raw/2025Q2/runners.csv.bak").write_bytes(b"x")
    names = read_inputs(DataRoot(data), Quarter(2025, 2)).read
    assert not [name for name in names if "notes" in name or name.endswith(".bak")]


@pytest.mark.parametrize(
    "name", ["2025Q2/runners.csv", "2025Q2/delivery.toml", "reference/tiles.csv", "2025Q2/aeds.csv.meta.toml"]
)
def test_a_file_that_changed_after_it_was_read(data: Path, name: str) -> None:
    snapshot = read_inputs(DataRoot(data), Quarter(2025, 2))
    assert_unchanged(snapshot.read, DataRoot(data))
    (data / "raw" / name).write_bytes((data / "raw" / name).read_bytes() + b"\n")
    (data / "raw/2025Q2/activations.csv").unlink()
    with pytest.raises(InputError) as refusal:
        assert_unchanged(snapshot.read, DataRoot(data))
    gone, changed = sorted(refusal.value.problems, key=lambda one: "activations" not in one.file)
    assert (gone.file, gone.found) == ("data/raw/2025Q2/activations.csv", "no file any more")
    assert changed.file == f"data/raw/{name}"
    assert changed.found.startswith("bytes with sha256 ")
    assert changed.expected.endswith(", as it was read: it changed meanwhile; start again")
