"""Indicators and denominators of one's own, for forks of the notebook that computes the numbers."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from histories import delivered, history  # type: ignore[import-not-found]

from analysis import Statusrapport
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.indicators.consistency import InconsistentError, consistent
from analysis.indicators.declaration import own_ratio
from analysis.indicators.inputs import Inputs, inputs_of, with_people
from analysis.indicators.registry import UndeclaredError, formulas_in_words, indicator
from analysis.indicators.rows import rows_of
from analysis.indicators.runners import active_runners
from analysis.indicators.table import finished, unpublished_table
from analysis.report.figures import rate_class

RATE = indicator("active_runners_rate")


@pytest.fixture(scope="module")
def given() -> Inputs:
    return inputs_of(history(delivered("2025Q1"), delivered("2025Q2")))


def everybody(given: Inputs) -> pl.DataFrame:
    """A number of people for every municipality."""
    return given.geography.select(area_code="municipality_code", population=pl.lit(100))


def test_other_people_are_added_up_in_every_quarter(given: Inputs) -> None:
    islet = pl.DataFrame(
        {"area_code": ["411"], "population": [7]}, schema={"area_code": pl.String, "population": pl.Int32}
    )
    changed = with_people(
        given, pl.concat([everybody(given), islet], how="vertical_relaxed"), source="made up"
    )
    people = {row[:3]: row[3] for row in changed.people.iter_rows()}
    assert people["2025Q1", "country", "dk"] == people["2025Q2", "country", "dk"] == 98 * 100 + 7
    assert people["2025Q2", "municipality", "400"] == 107
    assert people["2025Q2", "region", "1081"] == 11 * 100
    assert people.keys() == {row[:3] for row in given.people.iter_rows()}
    assert set(changed.quarters["people_source"]) == {"made up"}


def test_codes_may_be_numbers(given: Inputs) -> None:
    numbers = everybody(given).with_columns(pl.col("area_code").cast(pl.Int64))
    assert with_people(given, numbers, source="made up").people.height == given.people.height


def test_every_municipality_needs_its_people(given: Inputs) -> None:
    odd = pl.concat(
        [
            everybody(given).filter(pl.col("area_code") != "825"),
            pl.DataFrame(
                {"area_code": ["101", "999"], "population": [0, None]},
                schema_overrides={"population": pl.Int32},
            ),
        ]
    )
    with pytest.raises(ValueError, match="other people need") as refusal:
        with_people(given, odd, source="made up")
    assert str(refusal.value) == (
        "other people need a number above 0 for each municipality; missing: 825; there twice: 101; "
        "no municipality: 999; without people: 101, 999"
    )


@pytest.mark.parametrize(
    ("name", "like", "unit", "said"),
    [
        ("per_arrest", "active_runners", "ratio", "active_runners is no ratio"),
        ("Per arrest", "active_runners_rate", "ratio", "'Per arrest' is no name of an indicator"),
        (
            "per_arrest",
            "active_runners_rate",
            "per_head",
            "unit= is one of ratio, percent, per_1000, per_100000, not 'per_head'",
        ),
    ],
)
def test_what_is_no_own_ratio(name: str, like: str, unit: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        own_ratio(name, indicator(like), per="arrests", unit=unit)


def test_a_declaration_stays_with_the_report_that_made_it() -> None:
    report = Statusrapport("2025Q2")
    made = report.declare("per_arrest", like="active_runners_rate", per="arrests", unit="ratio", decimals=1)
    assert report.own == (made,)
    assert (made.formula.in_words(1), made.limits, made.unit.key, made.decimals) == (
        "active_runners / arrests",
        "poisson",
        "ratio",
        1,
    )
    assert Statusrapport("2025Q2").own == ()
    for taken in ("per_arrest", "aed_rate"):
        with pytest.raises(ValueError, match=f"{taken} is declared already"):
            report.declare(taken, like="active_runners_rate", per="arrests")
    with pytest.raises(UndeclaredError):
        report.declare("mine", like="nobodys_number", per="arrests")


def test_a_column_that_is_not_there_is_named(given: Inputs) -> None:
    own = own_ratio("per_nothing", RATE, per="nothing")
    said = "the frame has no column 'nothing', of which the ratio is formed; it has quarter, .*active_runners"
    with pytest.raises(ValueError, match=said):
        rows_of(own, active_runners(given))


def test_an_own_indicator_is_checked_and_hidden_like_the_reports() -> None:
    snapshot = history(delivered("2025Q2", runners={"101": 3}))
    given = inputs_of(snapshot)
    own = own_ratio("per_hundred", RATE, per="hundreds", unit="ratio", decimals=1)
    frame = active_runners(given).with_columns(hundreds=pl.lit(100.0))
    table = pl.concat([unpublished_table(snapshot), finished(rows_of(own, frame), given)])
    with pytest.raises(UndeclaredError):
        consistent(table)
    assert consistent(table, [own]).equals(table)
    mine = pl.col("indicator") == own.name
    wrong = table.with_columns(value=pl.when(mine).then(pl.col("value") * 2).otherwise("value"))
    with pytest.raises(InconsistentError, match="per_hundred"):
        consistent(wrong, [own])
    withheld = pl.DataFrame(
        {"quarter": ["2025Q2"], "area_code": ["101"], "indicator": ["active_runners"], "reason": ["x"]}
    )
    policy = replace(policy_of(snapshot), withheld=withheld)
    hidden = publishable(table, policy, [own]).filter(mine, pl.col("area_code") == "101")
    assert hidden.select("value", "numerator", "lower", "status").rows() == [(None, None, None, "withheld")]
    listed = formulas_in_words(table, [own]).filter(pl.col("indicator") == own.name)
    assert listed.rows() == [
        (
            "per_hundred",
            "active_runners / hundreds",
            "ratio",
            "Poisson, 95%: exact below 10 events, else Byar",
            114,
        )
    ]


@pytest.mark.parametrize(("rate", "expected"), [(8.24, 0), (8.25, 1), (8.3, 1), (15.04, 3), (15.05, 4)])
def test_classes_follow_the_decimals_that_are_printed(rate: float, expected: int) -> None:
    assert rate_class(rate, (8.3, 10.0, 12.0, 15.1), 1) == expected
