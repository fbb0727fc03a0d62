"""Shares of people near an open AED in the tidy table: one sum over another, nothing where not delivered."""

from pathlib import Path

import polars as pl
import pytest

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.snapshot import read_inputs

QUARTER = Quarter(2025, 2)
HEADER = (
    "area_code,area,people_in_cells,near_200m_by_day,near_500m_by_day,near_500m_by_night,"
    "near_500m_always_open,near_500m_any_hours,nearest_median,nearest_p90,note"
)
SOUND = [
    "dk,Danmark,5990000,2000000,3000000,2400000,2395000,4000000,390,1250,Lige linje.",
    "1084,Hovedstaden,650000,400000,600000,520000,520000,640000,180,420,Lige linje.",
]


def delivered(data: Path, rows: list[str]) -> None:
    path = data / "raw" / str(QUARTER) / "coverage.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


def test_a_share_is_its_people_over_all_people(data: Path) -> None:
    delivered(data, SOUND)
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    rows = table.filter(pl.col("indicator").str.contains("^aed_(within|nearest)"))
    found = {
        (code, name): (value, below, note)
        for code, name, value, below, note in rows.select(
            "area_code", "indicator", "value", "denominator", "note"
        ).iter_rows()
    }
    shown = rows.filter(pl.col("area_code").is_in(["dk", "1084"]))
    assert shown.height == 14
    assert found["dk", "aed_within_500m_share_by_night"] == (
        pytest.approx(100 * 2_400_000 / 5_990_000),
        5_990_000,
        "Lige linje.",
    )
    assert found["1084", "aed_within_500m_share_any_hours"][0] == pytest.approx(100 * 64 / 65)
    assert found["1084", "aed_nearest_p90_m"][:2] == (420, 650_000)
    assert set(shown["status"].cast(pl.String)) == {"published"}
    others = {code for code, _ in found} - {"dk", "1084"}
    assert others == {"1081", "1082", "1083", "1085"}
    assert all(found[code, name] == (None, None, None) for code, name in found if code in others)


def test_nothing_is_said_where_nothing_was_delivered(data: Path) -> None:
    table = compute_table(read_inputs(DataRoot(data), QUARTER))
    assert table.filter(pl.col("indicator").str.contains("^aed_(within|nearest)")).is_empty()


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ("3000000,2400000", "3000003,2400000", "near_500m_by_day", "a number of people rounded to 10"),
        ("2000000,3000000", "3000010,3000000", "near_200m_by_day", "at most 3000000"),
        ("2395000,4000000", "2400010,4000000", "near_500m_always_open", "at most 2400000"),
        ("2395000,4000000", "2395000,2999990", "near_500m_by_day", "at most 2999990"),
        ("390,1250", "1260,1250", "nearest_median", "at most 1250"),
        ("2395000,4000000", "510000,4000000", "near_500m_always_open", "at least 520000, the sum of"),
    ],
)
def test_what_contradicts_itself_is_refused(
    data: Path, old: str, new: str, column: str, expected: str
) -> None:
    delivered(data, [SOUND[0].replace(old, new), *SOUND[1:]])
    with pytest.raises(InputError) as refused:
        read_delivery(data, QUARTER)
    assert any(f"column {column}" in str(one) and expected in str(one) for one in refused.value.problems), (
        refused.value
    )


def test_as_many_residents_as_a_spreadsheet_keeps_for_a_date_are_residents(data: Path) -> None:
    few = SOUND[1].replace("650000,400000,600000,520000,520000,640000", ",".join(["45810"] * 6))
    assert few != SOUND[1]
    delivered(data, [SOUND[0], few])
    coverage = read_delivery(data, QUARTER).tables["coverage"]
    assert coverage.filter(area_code="1084")["people_in_cells"].to_list() == [45_810]


PERIODS_HEADER = "area_code,area,people_in_cells," + ",".join(
    f"covered_500m_{period}" for period in ("by_day", "by_evening", "by_night", "in_weekends", "in_week")
)


@pytest.mark.parametrize(
    ("counts", "refused"),
    [
        ("3000,2000,1000,2000,2000", None),
        ("3000,2000,,2000,", None),
        ("3000,,,2000,2000", None),
        ("3000,2000,1000,2000,", None),
        ("3000,2000,,2000,2000", "covered_500m_by_night"),
        (",2000,1000,2000,2000", "covered_500m_by_day"),
    ],
)
def test_a_period_that_the_week_would_tell_is_refused(data: Path, counts: str, refused: str | None) -> None:
    """Solved: 168 × 2,000 − 40 × 3,000 − 40 × 2,000 − 48 × 2,000 = 40 × 1,000, the night that is empty."""
    path = data / "raw" / str(QUARTER) / "coverage.csv"
    path.write_text(f"{PERIODS_HEADER}\ndk,Danmark,5990000,{counts}\n", encoding="utf-8")
    if refused is None:
        assert read_delivery(data, QUARTER).tables["coverage"].height == 1
        return
    with pytest.raises(InputError) as found:
        read_delivery(data, QUARTER)
    (problem,) = found.value.problems
    assert problem.column == refused
    assert "or an empty cell in covered_500m_in_week too" in problem.expected
