"""Areas by any spelling of their names, and tables with a row per area."""

from contextlib import suppress

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.explore.areas import wide
from analysis.ingest.snapshot import read_inputs
from analysis.reference.area_names import UnknownNameError, as_code, comparable_name, find_code, nearest

GEOGRAPHY = read_inputs(DEFAULT_DATA, Quarter(2025, 2)).reference.geography
NAMES = dict(GEOGRAPHY.select("municipality_code", "municipality").iter_rows())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("813", "813"), (813, "813"), ("0813", "813"), (813.0, "813"), (" 101 ", "101"),
        ("Aarhus", "751"), ("Århus", "751"), ("AARHUS KOMMUNE", "751"), ("aarhus kommune", "751"),
        ("Høje Tåstrup", "169"), ("Høje-Taastrup", "169"), ("hoeje taastrup", "169"),
        ("Københavns Kommune", "101"), ("København", "101"), ("Kbh.", "101"), ("Copenhagen", "101"),
        ("Bornholms Regionskommune", "400"), ("Brønderslev-Dronninglund", "810"),
        ("Nordfyn", "480"), ("Nordfyns Kommune", "480"), ("Vesthimmerland", "820"),
        ("Ærø", "492"), ("Aeroe", "492"), ("Fåborg-Midtfyn", "430"), ("Lyngby Tårbæk", "173"),
        ("A\u030arhus", "751"), ("Ringkøbing - Skjern", "760"), ("Morsø", "773"), ("Mors", "773"),
    ],
)  # fmt: skip
def test_spellings(written: object, code: str) -> None:
    assert find_code(written, NAMES) == code


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Arhus", "did you mean 'Aarhus'"), ("Frederikshaven", "'Frederikshavn'"),
        ("Skagen", "no area is called 'Skagen'"), ("411", "no area"), ("", "no area is called ''"),
        ("8130", "no area"),
    ],
)  # fmt: skip
def test_what_is_no_municipality_is_said_with_what_is_near(written: str, said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        find_code(written, NAMES)


def test_every_name_finds_its_own_code_and_no_two_are_alike() -> None:
    assert {find_code(name, NAMES) for name in NAMES.values()} == set(NAMES)
    assert len({comparable_name(name) for name in NAMES.values()}) == len(NAMES)


@given(
    st.sampled_from(sorted(NAMES.items())),
    st.sampled_from([str.upper, str.lower, str.title, lambda name: name.replace("-", " ")]),
    st.sampled_from(["", " Kommune", " kommune", "  "]),
    st.booleans(),
)
def test_any_common_spelling_finds_it(
    area: tuple[str, str], case: object, suffix: str, with_aa: bool
) -> None:
    code, name = area
    spelled = name.replace("Aa", "Å").replace("aa", "å") if with_aa else name.replace("å", "aa")
    assert find_code(case(spelled) + suffix, NAMES) == code  # type: ignore[operator]


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    known = {comparable_name(name) for name in NAMES.values()}
    if text.strip() in NAMES or comparable_name(text) in known:
        assert find_code(text, NAMES) in NAMES
    else:
        with suppress(UnknownNameError):
            assert find_code(text, NAMES) in NAMES


def test_codes() -> None:
    assert [as_code(one) for one in ("101", 101, "0101", 101.0, "1 01", "x", None)] == [
        "101", "101", "101", "101", "", "", "",
    ]  # fmt: skip
    assert nearest("activ_runers", ["active_runners", "aed_rate"]) == "; did you mean 'active_runners'?"


def test_a_wide_table_has_a_column_for_each_indicator_and_limit() -> None:
    table = pl.DataFrame(
        {
            "level": ["region", "region", "municipality", "region"],
            "area_code": ["1", "2", "3", "1"],
            "indicator": ["rate", "rate", "rate", "count"],
            "unit": ["per_100000", "per_100000", "per_100000", "persons"],
            "value": [1.0, None, 3.0, 7.0],
            "lower": [0.5, None, None, None],
            "upper": [1.5, None, None, None],
        }
    )
    places = pl.DataFrame({"area_code": ["2", "1"], "area": ["B", "A"]})
    found = wide(table, "region", places)
    assert found.columns == ["area_code", "area", "rate", "rate_lower", "rate_upper", "count"]
    assert found.rows() == [("2", "B", None, None, None, None), ("1", "A", 1.0, 0.5, 1.5, 7)]
    assert found["count"].dtype == pl.Int64
