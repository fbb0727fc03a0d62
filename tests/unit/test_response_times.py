"""Response times by minute: what is refused, and quantiles of all alarms instead of means of medians."""

import csv
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.indicators.table import areas_within, compute_indicators
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import read_inputs
from analysis.ingest.tables.response_times import pooled

QUARTER = Quarter(2025, 2)
HEADER = ("Områdekode", "Område", "Minutter", "Alarmer", "Bemærkning")
SOUND = (("101", "København", "3", "6"), ("101", "København", "8", "2"), ("147", "Frederiksberg", "5", "3"))


def write(data: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    with (data / "raw/2025Q2/response_times.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def refused(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, QUARTER)
    return [f"{one.row}: {one.found} | {one.expected}" for one in refusal.value.problems]


def test_times_are_pooled_over_all_alarms_of_an_area(data: Path) -> None:
    write(data, SOUND)
    snapshot = read_inputs(DataRoot(data), QUARTER)
    table = compute_indicators(snapshot.delivery, snapshot.reference)
    found = {
        (row["indicator"], row["area_code"]): (row["value"], row["denominator"], row["status"])
        for row in table.filter(pl.col("unit") == "minutes").iter_rows(named=True)
    }
    assert found["response_time_median", "101"] == (3, 8, "published")
    assert found["response_time_p90", "101"] == (8, 8, "published")
    assert found["response_time_median", "dk"] == (3, 11, "published")
    assert found["response_time_p90", "dk"] == (8, 11, "published")
    assert found["response_time_median", "147"] == (None, None, "suppressed")
    assert {area for _, area in found} == {"dk", "1084", "koebenhavn", "101", "147"}


def test_a_delivery_without_them_has_no_such_rows() -> None:
    snapshot = read_inputs(DEFAULT_DATA, QUARTER)
    table = compute_indicators(snapshot.delivery, snapshot.reference)
    assert not table["indicator"].str.starts_with("response_time").any()


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ((*SOUND, ("999", "Atlantis", "3", "1")), "5: '999' | an area code that this table may hold"),
        ((*SOUND, ("157", "Hellerup", "3", "1")), "5: 'Hellerup' | Gentofte, the name that belongs to 157"),
        ((*SOUND, ("157", "Gentofte", "3,5", "1")), "5: '3,5' | whole minutes from 0 to 240"),
        ((*SOUND, ("157", "Gentofte", "241", "1")), "5: '241' | whole minutes from 0 to 240"),
        ((*SOUND, ("157", "Gentofte", "", "1")), "5: an empty cell | whole minutes from 0 to 240"),
        ((*SOUND, ("157", "Gentofte", "3", "")), "5: an empty cell | a whole number of 0 or more"),
        ((*SOUND, ("101", "København", "3", "1")), "5: '3' | each minute of an area once"),
        (
            (*SOUND, ("157", "Gentofte", "3", "1", "034")),
            "5: '034' | a text; a number with a comma in it stands in quotes",
        ),
        (
            (*SOUND, ("dk", "Danmark", "3", "1")),
            "5: dk of another level than the first row | areas of one level; "
            "those above are added up from it",
        ),
        (
            (("1081", "Region Nordjylland", "3", "9"),),
            "None: no row for 1083 Region Syddanmark | a row for each region",
        ),
    ],
)
def test_what_is_refused(data: Path, rows: tuple[tuple[str, ...], ...], line: str) -> None:
    write(data, rows)
    assert line in refused(data)


@settings(max_examples=60)
@given(minutes=st.lists(st.integers(0, 40), min_size=5, max_size=60), seed=st.integers(0, 99))
def test_quantiles_are_those_of_the_single_alarms(minutes: list[int], seed: int) -> None:
    reference = read_inputs(DEFAULT_DATA, QUARTER, back=0).reference if not REFERENCE else REFERENCE[0]
    REFERENCE[:] = [reference]
    codes = reference.geography["municipality_code"].to_list()
    chance = random.Random(seed)
    alarms = pl.DataFrame({"area_code": [chance.choice(codes) for _ in minutes], "minutes": minutes})
    times = alarms.group_by("area_code", "minutes").agg(alarms=pl.len().cast(pl.Int64))
    country = pooled(times, areas_within(reference)).filter(pl.col("area_code") == "dk")
    ordered = sorted(minutes)
    for name, share in (("median", 0.5), ("p90", 0.9)):
        smallest = next(
            minute for minute in ordered if sum(one <= minute for one in ordered) >= share * len(ordered)
        )
        assert country.filter(pl.col("quantile") == name)["minutes"].to_list() == [smallest]


REFERENCE: list = []
