"""Small counts stay with the owner of the extracts, and rows that could identify people stay out of Git."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from events_support import AREAS, MEMBERS, NOON, TERMS, Tables, frame, small, written  # type: ignore[import-not-found]
from hypothesis import given
from hypothesis import strategies as st

from analysis.cli import main
from analysis.events.disclosing import (
    NOTE,
    THRESHOLD,
    areas_not_shown,
    disclosed,
    is_small,
    minutes_on_finest_level,
    reasons_with_small_counts_merged,
    without_withheld,
)
from analysis.guidance.codes import load_codes

REGIONS = MEMBERS["dk"]
NORTH = MEMBERS["1081"]
REAL = TERMS.replace("true", "false")
counts_of_municipalities = st.lists(st.integers(0, 12), min_size=len(NORTH), max_size=len(NORTH))


def every_area(municipal: dict[str, int]) -> dict[str, int]:
    """Counts of all areas from those of some municipalities; the others have twenty."""
    found = {code: municipal.get(code, 20) for region in REGIONS for code in MEMBERS[region]}
    found |= {region: sum(found[code] for code in MEMBERS[region]) for region in REGIONS}
    return found | {"dk": sum(found[region] for region in REGIONS)}


@given(counts_of_municipalities)
def test_no_small_count_is_shown_or_follows_by_subtraction(counts: list[int]):
    every = every_area(dict(zip(NORTH, counts, strict=True)))
    gone = areas_not_shown(every, MEMBERS)
    assert all(code in gone for code, count in every.items() if is_small(count))
    inside = [every[code] for code in NORTH if code in gone]
    shown = [every[code] for code in NORTH if code not in gone and every[code]]
    if inside:
        assert not shown or (len(inside) > 1 and sum(inside) >= 2 * THRESHOLD)


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_regions_are_shown_together_or_not_at_all(counts: list[int]):
    every = {**dict(zip(REGIONS, counts, strict=True)), "dk": sum(counts)}
    gone = areas_not_shown(every, MEMBERS) & set(REGIONS)
    assert gone == (set(REGIONS) if any(map(is_small, counts)) else set())


@pytest.mark.parametrize("small", [1, 4])
def test_a_hidden_region_does_not_follow_from_the_municipalities_of_the_others(small: int):
    """Solved: the country less every municipality of the four others would be the region."""
    every = every_area(dict.fromkeys(NORTH, 0) | {NORTH[0]: small})
    gone = areas_not_shown(every, MEMBERS)
    others = [code for region in REGIONS if region != "1081" for code in MEMBERS[region] if code in gone]
    assert sum(every[code] for code in others) >= 2 * THRESHOLD
    only_regions = {code: every[code] for code in (*REGIONS, "dk")}
    assert areas_not_shown(only_regions, MEMBERS) == set(REGIONS)


def test_where_a_count_is_hidden_so_is_what_is_computed_from_it():
    table = AREAS.names.with_columns(
        activations=pl.lit(40),
        accepted_times=pl.when(pl.col("area_code").is_in(["101", "147"])).then(3).otherwise(30),
        accepted_median=pl.lit(60),
        accepted_p90=pl.lit(90),
    )
    found = disclosed(table, ["activations", "accepted_times"], MEMBERS)
    row = found.row(by_predicate=pl.col("area_code") == "101", named=True)
    assert (row["activations"], row["accepted_times"], row["accepted_median"]) == (40, None, None)
    assert row["note"] == NOTE
    other = found.row(by_predicate=pl.col("area_code") == "851", named=True)
    assert (other["accepted_median"], other["note"]) == (60, None)


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_small_reasons_become_unknown_and_all_add_up(counts: list[int]):
    reasons = pl.DataFrame({"reason_code": list(load_codes()), "cancelled": counts})
    found = reasons_with_small_counts_merged(reasons)
    assert found["reason_code"].equals(reasons["reason_code"])
    assert found["cancelled"].sum() == sum(counts)
    if sum(counts) >= THRESHOLD:
        assert not any(map(is_small, found["cancelled"]))


def minutes(totals: dict[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(code, 7, count) for code, count in totals.items()],
        schema={"area_code": pl.String, "minutes": pl.Int64, "alarms": pl.Int64},
        orient="row",
    )


@pytest.mark.parametrize(
    ("municipal", "level"), [({}, "101"), ({"101": 3}, "1081"), ({"101": 0, "147": 0}, "147")]
)
def test_response_times_come_on_the_finest_level_without_few_alarms(municipal: dict[str, int], level: str):
    every = {code: count for code, count in every_area(municipal).items() if count}
    found = minutes_on_finest_level(minutes(every), AREAS.names)
    assert found is not None
    assert (level in found["area_code"]) == (level != "147")


def test_response_times_of_few_alarms_are_not_given():
    assert minutes_on_finest_level(minutes({"101": 4, "1084": 4, "dk": 4}), AREAS.names) is None


def test_what_is_withheld_stays_behind_with_what_it_follows_from():
    names = [("dk", 100, 90), ("1084", 40, 35), ("1081", 60, 55), ("101", 40, 35)]
    table = pl.DataFrame(names, schema=["area_code", "activations", "accepted_by_one"], orient="row")
    events = table.select(
        "area_code", "activations", accepted="accepted_by_one", accepted_times="accepted_by_one"
    )
    events = events.with_columns(accepted_median=pl.lit(9), accepted_p90=pl.lit(9))
    entry = {"indicator": "accepted_by_one", "area": "1084"}
    found = without_withheld({"activations": table, "event_counts": events, "aeds": table}, [entry], MEMBERS)
    activations = {row["area_code"]: row for row in found["activations"].to_dicts()}
    assert activations["1084"]["accepted_by_one"] is None
    assert (activations["dk"]["accepted_by_one"], activations["dk"]["accepted_by_one_percent"]) == (None, 90)
    assert activations["1081"]["accepted_by_one"] == 55
    assert found["event_counts"]["accepted"].to_list() == [None, None, 55, None]
    assert found["event_counts"]["accepted_median"].to_list() == [None, None, 9, None]
    assert found["event_counts"]["activations"].to_list() == [100, 40, 60, 40]


def many(runners: int) -> Tables:
    """Every municipality with so many active runners, and enough alarms everywhere."""
    codes = [int(code) for code in AREAS.names.filter(level="municipality")["area_code"]]
    tables = small()
    rows = [(code * 100 + n, NOON, code) for code in codes for n in range(runners)]
    tables["positions"] = frame("positions", rows)
    alarms = [(code * 100 + n, NOON, code, False, None, None) for code in codes for n in range(6)]
    tables["alarms"] = frame("alarms", alarms)
    tables["responses"] = frame("responses", [(alarm, 1, NOON, None, None) for alarm, *_ in alarms])
    tables["aeds"] = frame("aeds", [(1, 101, date(2024, 1, 1), None, True, None)])
    return tables


def reduced(folder: Path, tables: Tables, terms: str, out: Path) -> tuple[int, str]:
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(out)]
    result = CliRunner().invoke(main, ["reduce", str(written(folder, tables, terms)), *options])
    return result.exit_code, result.stderr


@pytest.mark.parametrize("git", ["folder", "file"])
def test_rows_about_few_people_are_refused_inside_git(git: str, tmp_path: Path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    if git == "folder":
        (checkout / ".git").mkdir()
    else:
        (checkout / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    out = checkout / "data" / "raw" / "2025Q2"
    status, said = reduced(tmp_path / "few", many(3), REAL, out)
    assert status == 1
    assert said.splitlines() == [
        "runners.csv, column active_runners: found 98 areas with 1 to 4, inside a Git checkout, "
        "expected a folder outside of any Git checkout"
    ]
    assert not (checkout / "data").exists()
    assert reduced(tmp_path / "few", many(3), TERMS, out)[0] == 0  # made-up people
    assert reduced(tmp_path / "few", many(3), REAL, tmp_path / "elsewhere")[0] == 0
    assert reduced(tmp_path / "more", many(5), REAL, checkout / "other" / "raw" / "2025Q2")[0] == 0


def test_what_is_delivered_of_few_alarms_holds_none_of_them(tmp_path: Path):
    out = tmp_path / "out"
    assert reduced(tmp_path / "in", small(), REAL, out)[0] == 0
    assert sorted(path.name for path in out.glob("*.csv")) == [
        "activations.csv", "aeds.csv", "event_counts.csv", "runners.csv",
    ]  # fmt: skip
    activations = pl.read_csv(out / "activations.csv", infer_schema=False)
    country = activations.row(0, named=True)
    assert (country["Aktiveringer"], country["Bemærkning"]) == (None, NOTE)
    events = pl.read_csv(out / "event_counts.csv", infer_schema=False)
    assert events.row(0, named=True)["Aktiveringer"] is None
    assert set(events["Aktive om dagen"].drop_nulls()) == {"0"}
