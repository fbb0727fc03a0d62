"""`event_counts`, the optional table of what only events can tell, is checked with the rest of a delivery."""

from pathlib import Path

import pytest

from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.ingest.delivery import read_delivery

HEADER = (
    "area_code,area,active_by_day,active_by_night,activations,alerted,accepted,arrived,accepted_times,"
    "accepted_median,accepted_p90,arrived_times,arrived_median,arrived_p90,compared,before_ambulance"
)
SOUND = [
    "dk,Danmark,900,800,1309,20000,3000,1200,1290,120,260,1000,600,1100,900,500",
    "1081,Nordjylland,,,226,,,,,,,,,,,",
    "101,København,300,200,,,,,,,,,,,,",
]


def problems(data: Path, rows: list[str]) -> list[str]:
    path = data / "raw" / "2025Q2" / "event_counts.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    try:
        read_delivery(data, Quarter(2025, 2))
    except InputError as error:
        return [str(problem).split("event_counts.csv, ")[1] for problem in error.problems]
    return []


def test_a_sound_table_is_accepted(data: Path):
    assert problems(data, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "found", "expected"),
    [
        ("1290,120", "1400,120", "accepted_times", "'1400'", "at most the activations, 1309"),
        ("1000,600", "1310,600", "arrived_times", "'1310'", "at most the activations, 1309"),
        ("900,500", "1001,500", "compared", "'1001'", "at most those with an arrival, 1000"),
        ("900,500", "900,901", "before_ambulance", "'901'", "at most those compared, 900"),
        ("120,260", "270,260", "accepted_median", "'270'", "at most the 90th percentile, 260"),
        ("600,1100", "1101,1100", "arrived_median", "'1101'", "at most the 90th percentile, 1100"),
        ("20000,3000", "2000,3000", "accepted", "'3000'", "at most the alerted, 2000"),
        ("1309,20000", "1310,20000", "activations", "'1310'", "1309, as in activations"),
        (
            "900,800",
            "mange,800",
            "area_code",
            "'dk'",
            "whole numbers of 0 or more, or empty cells, in this row",
        ),
        ("dk,Danmark", "dk,Norge", "area", "'Norge'", "Danmark, the name that belongs to dk"),
    ],
)
def test_what_contradicts_itself_is_said(
    data: Path, old: str, new: str, column: str, found: str, expected: str
):
    said = problems(data, [SOUND[0].replace(old, new), *SOUND[1:]])
    assert said == [f"row 2, column {column}: found {found}, expected {expected}"]


def test_parts_that_exceed_the_whole_are_said(data: Path):
    rows = [*SOUND, "1082,Midtjylland,901,,,,,,,,,,,,,"]
    assert problems(data, rows) == [
        "row 2, column active_by_day: found '900', expected at least 901, the sum of 1 of its 5 areas"
    ]
