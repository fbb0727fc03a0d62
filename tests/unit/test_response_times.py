"""Response times by minute: what is refused, and quantiles of all alarms instead of means of medians."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.equations import constraints
from analysis.disclosure.audit.intervals import hidden_values, intervals
from analysis.disclosure.audit.leaks import leaks
from analysis.disclosure.publication import compute_table
from analysis.indicators.response_times import QUANTILES, pool, quantile
from analysis.indicators.schema import areas_within
from analysis.indicators.table import compute_indicators
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import read_inputs

QUARTER = Quarter(2025, 2)
HEADER = ("Områdekode", "Område", "Minutter", "Alarmer", "Bemærkning")
MORE = (("157", "Gentofte", "3", "5"), ("157", "Gentofte", "8", "3"), ("159", "Gladsaxe", "4", "7"))
SOUND = (("101", "København", "3", "6"), ("101", "København", "8", "2"), ("147", "Frederiksberg", "5", "3"))


def write(data: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    with (data / "raw/2025Q2/response_times.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def refused(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, QUARTER)
    return [f"{one.row}: {one.found} | {one.expected}" for one in refusal.value.problems]


def test_times_are_pooled_over_all_alarms_of_an_area(data: Path) -> None:
    write(data, (*SOUND, *MORE))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    snapshot = replace(
        snapshot, delivery=replace(snapshot.delivery, withheld=snapshot.delivery.withheld.clear())
    )
    table = compute_table(snapshot)
    found = {
        (row["indicator"], row["area_code"]): (row["value"], row["denominator"], row["status"])
        for row in table.filter(pl.col("unit") == "minutes").iter_rows(named=True)
    }
    assert found["response_time_median", "157"] == (3, 8, "published")
    assert found["response_time_p90", "157"] == (8, 8, "published")
    assert found["response_time_median", "dk"] == (4, 26, "published")
    assert found["response_time_p90", "dk"] == (8, 26, "published")
    assert found["response_time_median", "147"] == (None, None, "suppressed")
    places = {"dk", "1084", "koebenhavn", "vestegnen", "nordsjaelland", "101", "147", "157", "159"}
    assert {area for _, area in found} == places


def test_three_alarms_do_not_follow_from_the_eleven_of_their_area(data: Path) -> None:
    """147 has three timed alarms. 101 has eight, so that eleven, less these, would tell."""
    write(data, SOUND)
    delivery = read_delivery(data, QUARTER)
    snapshot = read_inputs(DataRoot(data), QUARTER)
    free = replace(snapshot, delivery=replace(delivery, withheld=delivery.withheld.clear()))
    table = compute_table(free).filter(pl.col("unit") == "minutes")
    hidden = table.filter(pl.col("status") == "suppressed")
    assert set(hidden["area_code"]) == {"101", "147"}
    assert set(hidden["note"]) == {
        "Tallet er skjult. Der er få alarmer med en tid, eller et skjult tal kunne ellers beregnes."
    }


def test_a_withheld_acceptance_takes_the_times_and_their_number_along(data: Path) -> None:
    """262 timed alarms in a region tell that at least 262 were accepted there."""
    regions = ("1081", "Region Nordjylland"), ("1082", "Region Midtjylland"), ("1083", "Region Syddanmark")
    rows = [(*region, "5", "100") for region in (*regions, ("1085", "Region Sjælland"))]
    capital = [("1084", "Region Hovedstaden", "5", "250"), ("1084", "Region Hovedstaden", "9", "12")]
    write(data, (*rows, *capital))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    table = compute_table(snapshot)
    times = table.filter(pl.col("unit") == "minutes")
    own = times.filter(pl.col("area_code") == "1084")
    assert own.height == 2
    assert set(own["status"]) == {"withheld"}
    assert own.select("value", "numerator", "denominator").null_count().row(0) == (2, 2, 2)
    assert set(own["note"]) == set(snapshot.delivery.withheld["reason"])
    shown = times.filter(pl.col("status") == "published")
    assert shown.filter(pl.col("level") == "region")["denominator"].to_list() != [100.0] * 8
    system = constraints(table, snapshot.reference.geography)
    timed = [one for one in hidden_values(table, system) if one.indicator == "response_time_median"]
    ranges = intervals(system, timed)
    capital_range = ranges.filter(pl.col("area_code") == "1084").row(0, named=True)
    assert capital_range["count_upper"] - capital_range["count_lower"] >= 5
    assert not [one for one in leaks(table, snapshot.reference) if one.hidden in timed]


def test_times_of_municipalities_do_not_add_up_to_what_is_withheld_in_their_region(data: Path) -> None:
    write(
        data,
        (
            ("101", "København", "5", "250"),
            ("147", "Frederiksberg", "9", "12"),
            ("851", "Aalborg", "4", "90"),
        ),
    )
    table = compute_table(read_inputs(DataRoot(data), QUARTER)).filter(pl.col("unit") == "minutes")
    status = dict(
        table.filter(pl.col("indicator") == "response_time_median").select("area_code", "status").iter_rows()
    )
    assert [status[code] for code in ("101", "147", "koebenhavn", "1084")] == ["withheld"] * 4
    assert "suppressed" in (status["dk"], status["1081"])


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
    counted = alarms.group_by("area_code", "minutes").agg(alarms=pl.len().cast(pl.Int64))
    times = counted.with_columns(quarter=pl.lit(str(QUARTER)))
    country = pool(times, areas_within(reference)).filter(pl.col("area_code") == "dk")
    ordered = sorted(minutes)
    for share in QUANTILES:
        smallest = next(
            minute for minute in ordered if sum(one <= minute for one in ordered) >= share * len(ordered)
        )
        assert quantile(country, share)["value"].to_list() == [smallest]


REFERENCE: list = []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_hidden_number_of_timed_alarms_follows_from_the_others(data: Path, seed: int) -> None:
    """Few alarms in the municipalities of two regions: some are hidden, and none can be worked out."""
    chance = random.Random(seed)
    snapshot = read_inputs(DataRoot(data), QUARTER)
    inside = snapshot.reference.geography.filter(pl.col("region_code").is_in(["1081", "1085"]))
    counts = [(code, 5, chance.choice([1, 2, 3, 4, 6, 9, 15])) for code in inside["municipality_code"]]
    times = pl.DataFrame(counts, schema=snapshot.delivery.response_times.schema, orient="row")
    delivery = snapshot.delivery.with_tables(response_times=times)
    table = compute_table(replace(snapshot, delivery=delivery))
    medians = table.filter(pl.col("indicator") == "response_time_median")
    small = {code for code, _, alarms in counts if alarms < 5}
    hidden = set(medians.filter(pl.col("status") == "suppressed")["area_code"])
    assert small
    assert small <= hidden
    assert medians.filter(pl.col("status") == "published").height > 5
    told = [one for one in leaks(table, snapshot.reference) if one.hidden.indicator == "response_time_median"]
    assert told == []
