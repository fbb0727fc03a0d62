"""Arrests that were handed in as counts: what is refused, and what the tidy table says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.indicators.limits import wilson_limits
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import arrest_day_problems, read_inputs

QUARTER = Quarter(2025, 2)
NIGHTS = ",".join(
    f"{kind}_{period}"
    for kind in ("ohca_placed", "ohca_aed_500m")
    for period in ("by_day", "by_evening", "by_night", "in_weekends", "in_week")
)
HEADER = (
    f"area_code,area,ohca_days,ohca_arrests,{NIGHTS},ohca_aed_1800m_in_week,ohca_runners_500m_in_week,"
    "ohca_covered_500m_in_week,note"
)
COUNTRY = "dk,Danmark,365,5200,1300,1200,1200,1300,5000,1000,800,700,1000,3500,4800,2000,1800,Lige linje."
NORTH = "1081,Nordjylland,365,520,130,120,120,130,500,100,80,70,100,350,480,200,180,Lige linje."
AALBORG = "851,Aalborg,365,120,,,,,100,,,,,60,95,40,35,Lige linje."
SOUND = [COUNTRY, NORTH, AALBORG]


def delivered(data: Path, rows: list[str], *, day: str = "") -> None:
    folder = data / "raw" / str(QUARTER)
    (folder / "arrests.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    if day:
        terms = folder / "delivery.toml"
        text = terms.read_text(encoding="utf-8")
        terms.write_text(text.replace("\nperiod_start", f"\narrests_as_of = {day}\nperiod_start", 1), "utf-8")


def test_a_share_is_its_arrests_over_those_with_a_place(data: Path) -> None:
    delivered(data, SOUND, day="2024-12-31")
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    rows = {
        (row["area_code"], row["indicator"]): row
        for row in table.filter(pl.col("indicator").str.starts_with("ohca_"), basis="counts").iter_rows(
            named=True
        )
    }
    night = rows["dk", "ohca_aed_within_500m_share_by_night"]
    assert (night["numerator"], night["denominator"]) == (700, 1200)
    assert night["value"] == pytest.approx(100 * 700 / 1200)
    assert (night["lower"], night["upper"]) == pytest.approx(
        tuple(100 * one for one in wilson_limits(700, 1200))
    )
    assert (night["period_start"], night["period_end"]) == (date(2024, 1, 2), date(2024, 12, 31))
    assert night["as_of"] == date(2024, 12, 31)
    assert night["note"] == "Lige linje."
    assert rows["dk", "ohca_placed_share"]["value"] == pytest.approx(100 * 5000 / 5200)
    assert rows["851", "ohca_covered_4_runners_aed_500m_share"]["value"] == 35
    assert ("851", "ohca_aed_within_500m_share_by_night") not in rows
    unknown = rows["1082", "ohca_aed_within_500m_share"]
    assert (unknown["value"], unknown["status"]) == (None, "missing")


def test_nothing_is_said_where_nothing_was_delivered(data: Path) -> None:
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    ours = table.filter(pl.col("indicator").str.contains("^ohca_(aed|runners|covered_4|placed)"))
    assert ours.is_empty()


@pytest.mark.parametrize(
    ("row", "old", "new", "column", "expected"),
    [
        (2, ",60,95,", ",4,95,", "ohca_aed_500m_in_week", "0 or at least 5, or an empty cell"),
        (2, ",60,95,", ",60,97,", "ohca_aed_1800m_in_week", "ohca_placed_in_week - ohca_aed_1800m_in_week"),
        (2, ",60,95,", ",60,63,", "ohca_aed_500m_in_week", "ohca_aed_1800m_in_week - ohca_aed_500m_in_week"),
        (2, ",60,95,", ",97,95,", "ohca_aed_500m_in_week", "at most 95"),
        (2, ",40,35,", ",40,37,", "ohca_covered_500m_in_week", "ohca_runners_500m_in_week - ohca_covered"),
        (2, ",60,95,40,35", ",60,95,70,66", "ohca_covered_500m_in_week", "at most 60"),
        (2, "365,120,", "365,103,", "ohca_arrests", "ohca_arrests - ohca_placed_in_week to be 0 or at least"),
        (2, "365,120,", "365,90,", "ohca_arrests", "at least 100, those with a place"),
        (2, "365,120,", "364,120,", "ohca_days", "at least 365 days in a municipality's row"),
        (2, "365,120,", "366,120,", "ohca_days", "the same days in all rows, from 1 to 36525"),
        (0, "365,5200,", "0,5200,", "ohca_days", "the same days in all rows, from 1 to 36525"),
        (0, "365,5200,", "99999999,5200,", "ohca_days", "the same days in all rows, from 1 to 36525"),
        (2, ",,,,,100,", ",25,25,25,25,100,", "ohca_placed_by_day", "an empty cell: of a municipality"),
        (1, "100,80,70,100,350", "100,80,,100,350", "ohca_aed_500m_by_night", "or empty cells in"),
        (1, "100,80,70,100,350", "100,80,80,100,350", "ohca_aed_500m_in_week", "the sum of ohca_aed"),
        (0, "1000,3500,4800", "1000,3500,5001", "ohca_aed_1800m_in_week", "at most 5000"),
        (0, ",365,5200", ",,5200", "ohca_days", "a whole number of 0 or more"),
        (0, "4800,2000,1800", "4800,190,180", "ohca_runners_500m_in_week", "at least 200, the sum of"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_tells_of_single_people_is_refused(
    data: Path, row: int, old: str, new: str, column: str, expected: str
) -> None:
    rows = list(SOUND)
    assert rows[row].count(old) == 1, (rows[row], old)
    rows[row] = rows[row].replace(old, new)
    delivered(data, rows)
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    said = [str(one) for one in refused.value.problems]
    assert any(f"column {column}" in one and expected in one for one in said), said


def test_less_than_a_year_is_taken_of_regions_and_the_country(data: Path) -> None:
    rows = [one.replace(",365,", ",200,") for one in SOUND[:2]]
    delivered(data, rows)
    assert read_delivery(data, QUARTER).tables["arrests"]["ohca_days"].to_list() == [200, 200]


def test_a_day_of_arrests_without_arrests_is_refused(data: Path) -> None:
    delivered(data, SOUND, day="2024-12-31")
    (data / "raw" / str(QUARTER) / "arrests.csv").unlink()
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    assert "the day of the table arrests, which is not there" in str(refused.value.problems[0])


@pytest.mark.parametrize(
    ("last", "days", "refused"),
    [
        (date(2025, 6, 3), 365, False),
        (date(2025, 6, 3), 366, False),
        (date(2025, 6, 3), 450, True),
        (date(2026, 6, 3), 730, True),
        (date(2027, 6, 3), 730, False),
    ],
)
def test_arrests_of_municipalities_are_of_as_many_days_as_before_or_of_others(
    data: Path, last: date, days: int, *, refused: bool
) -> None:
    """Of 450 days, 365 of which were told before, the difference would be of one quarter."""
    delivered(data, SOUND, day="2025-03-10")
    before = read_delivery(data, QUARTER)
    table = before.tables["arrests"].with_columns(ohca_days=pl.lit(days, pl.Int64))
    now = replace(
        before,
        quarter=Quarter(2025, 3),
        tables={**before.tables, "arrests": table},
        own_days={"arrests": last},
    )
    problems = arrest_day_problems([before, now], data)
    assert [(one.column, one.found) for one in problems] == [("ohca_days", f"'{days}'")] * refused
    assert all("365 days as in 2025Q2, or none of its days" in one.expected for one in problems)
    regions = replace(now, tables={**now.tables, "arrests": table.filter(pl.col("level") != "municipality")})
    assert arrest_day_problems([before, regions], data) == []
