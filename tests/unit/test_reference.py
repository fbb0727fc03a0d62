"""Reference data: geography by date, population that adds up, and cells that are what they should be."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis.core.problems import InputError
from analysis.reading.sidecars import sidecar_path
from analysis.reference.files import Reference, ReferenceFiles, read_reference
from analysis.reference.population_tables import complete_periods

DATA = Path(__file__).parents[2] / "data"
REPORT_DAY = date(2025, 6, 3)
REFERENCE = "data/raw/reference"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(DATA, REPORT_DAY)


def test_geography_of_the_report(reference: Reference) -> None:
    regions = reference.geography.group_by("region_order", "region_code", "region").len().sort("region_order")
    assert regions.rows() == [
        (1, "1081", "Region Nordjylland", 11),
        (2, "1082", "Region Midtjylland", 19),
        (3, "1083", "Region Syddanmark", 22),
        (4, "1085", "Region Sjælland", 17),
        (5, "1084", "Region Hovedstaden", 29),
    ]
    areas = reference.geography.drop_nulls("report_area").sort("report_area_order")
    assert areas["report_area_code"].unique(maintain_order=True).to_list() == [
        "midt-og-vestjylland",
        "oestjylland",
        "syd-og-soenderjylland",
        "fyn-og-oeerne",
        "midt-og-vestsjaelland",
        "sydsjaelland-og-lolland-falster",
        "nordsjaelland",
        "vestegnen",
        "koebenhavn",
        "bornholm",
    ]
    without = reference.geography.filter(pl.col("report_area").is_null())["region"].unique().to_list()
    assert without == ["Region Nordjylland"]


@pytest.mark.parametrize(("day", "regions"), [(date(2026, 12, 31), 5), (date(2027, 1, 1), 4)])
def test_two_regions_become_one_on_new_years_day_2027(day: date, regions: int) -> None:
    geography = read_reference(DATA, day).geography
    assert geography["region_code"].n_unique() == regions
    assert geography.height == 98
    east = geography.filter(pl.col("region_code") == "region-oestdanmark")
    assert (east.height, east["region"].unique().to_list()) == (
        (46, ["Region Østdanmark"]) if regions == 4 else (0, [])
    )


def test_what_is_valid_is_one_object_for_all_days_between_two_changes() -> None:
    files = ReferenceFiles(DATA)
    first, last = date(2007, 1, 1), date(2026, 12, 31)
    later = files.on(date(2027, 1, 1))
    assert files.on(first) is files.on(date(2025, 6, 3)) is files.on(last) is not later
    assert later is files.on(date(2040, 2, 29))
    for day in (first, last, date(2027, 1, 1)):
        assert files.on(day).geography.equals(read_reference(DATA, day).geography)
    with pytest.raises(InputError, match="0 municipalities on 2006-12-31"):
        files.on(date(2006, 12, 31))


def test_there_is_no_geography_before_2007() -> None:
    with pytest.raises(InputError, match="found 0 rows for 0 municipalities on 2006-12-31, expected 98"):
        read_reference(DATA, date(2006, 12, 31))


def test_facts_of_programme_and_register(reference: Reference) -> None:
    values = dict(reference.facts.select("indicator", "value").iter_rows())
    assert values == {
        "runners_per_day": 75,
        "activations_per_day_published": 10,
        "arrived_before_ambulance": 70,
        "launched_capital_region": 2017,
        "launched_nationwide": 2020,
        "ohca_cases_year": 5000,
        "ohca_at_home_share": 75,
        "ohca_in_public_share": 25,
        "ohca_survivors": 644,
        "ohca_survival": 14.4,
        "ohca_good_outcome_share": 96,
        "ohca_severe_outcome_share": 4,
    }


def test_other_tables(reference: Reference) -> None:
    assert reference.adults.rows() == [("2025K4", "dk", 4882067)]
    assert set(reference.tiles["municipality_code"]) == set(reference.geography["municipality_code"])
    assert reference.neighbours.height == 186
    assert (reference.published.height, reference.published["doubtful"].sum()) == (399, 33)
    printed = reference.published.filter(pl.col("value").is_null())["value_text"].to_list()
    assert {"95-99", "04:46", ">10"} <= set(printed)


def test_a_period_without_christiansoe_is_incomplete(reference: Reference) -> None:
    assert complete_periods(reference.population)[-1] == "2026K1"
    without = reference.population.filter((pl.col("period") != "2026K1") | (pl.col("area_code") != "411"))
    assert complete_periods(without)[-1] == "2025K4"


@pytest.mark.parametrize(
    ("stem", "old", "new", "line"),
    [
        ("tiles", "101,Kbh.,17", "101,Kbh.,x", "row 2, column column: found 'x', expected a whole number"),
        ("tiles", "101,Kbh.", "101,", "row 2, column short_name: found an empty cell, expected a value"),
        ("tiles", "101,Kbh.", "999,Kbh.", "column municipality_code: found '999', expected a code that the"),
        ("tiles", "Kbh.,17", "Kbh.,-17", "row 2, column column: found '-17', expected a value within"),
        ("tiles", "147,", "101,", "row 2, column municipality_code: found a key that stands twice"),
        (
            "regions",
            "2007-01-01",
            "1.1.2007",
            "row 2, column valid_from: found '1.1.2007', expected a date like",
        ),
        ("ohca_register", "14.4", '"14,4"', "row 6, column value: found '14,4', expected a number with"),
        ("published_figures", "false", "nej", "row 2, column doubtful: found 'nej', expected true or false"),
        (
            "population_totals",
            "2026K1,dk,6025603\n",
            "",
            "found an empty cell for dk in 2026K1, expected 6025603",
        ),
        ("municipality_regions", "101,1084,2007", "101,1084,2026", "found 97 rows for 97 municipalities"),
        (
            "population_folk1a",
            "2024K1,101,",
            "2024K1,1O1,",
            "found '1O1', expected a code that the reference",
        ),
    ],
)
def test_bad_reference_files_are_refused(data: Path, stem: str, old: str, new: str, line: str) -> None:
    path = data / "raw" / "reference" / f"{stem}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sidecar_path(path).unlink()
    with pytest.raises(InputError) as refusal:
        read_reference(data, REPORT_DAY)
    assert any(
        str(p).startswith(f"{REFERENCE}/{stem}.csv") and line in str(p) for p in refusal.value.problems
    )


def test_no_source_sentence_and_no_path_of_a_machine_is_kept() -> None:
    for path in (DATA / "raw").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert "quote" not in text, path
        assert "/work/" not in text, path
        assert "seed:" not in text, path


def test_what_was_read_before_is_read_again_where_a_byte_differs(tmp_path: Path) -> None:
    """The same bytes are understood once, whatever folder they lie in; others are not taken for them."""
    first, other = tmp_path / "first" / "data", tmp_path / "other" / "data"
    for root in (first, other):
        shutil.copytree(DATA / "raw" / "reference", root / "raw" / "reference")
    held = read_reference(first, REPORT_DAY)
    path = other / "raw" / "reference" / "population_folk1a.csv"
    sidecar_path(path).unlink()
    assert read_reference(other, REPORT_DAY).population.equals(held.population)
    changed = path.read_text(encoding="utf-8").replace("2025K2,101,", "2025K2,101,1")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(InputError):
        read_reference(other, REPORT_DAY)
    assert read_reference(first, REPORT_DAY).population.equals(held.population)
