"""What may not be published is hidden, and everything computed from it."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import Policy, policy_of
from analysis.disclosure.publication import compute_table
from analysis.indicators.activations import OWN_QUARTERS
from analysis.indicators.formulas import Ingredient
from analysis.indicators.peers import STEP, size_ratio
from analysis.indicators.registry import ingredients
from analysis.indicators.schema import Indicators
from analysis.indicators.table import compute_indicators, unpublished_table
from analysis.ingest.snapshot import Snapshot, read_inputs

NORTH = "1081"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
Q1, Q2 = "2025Q1", "2025Q2"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def year(snapshot: Snapshot) -> Snapshot:
    """The real delivery with counts of acceptance, after an earlier one with two thirds of its numbers."""
    now = replace(
        snapshot.delivery.with_tables(
            activations=snapshot.delivery.activations.with_columns(
                accepted_by_one=pl.col("activations") - 5,
                accepted_by_two=pl.col("activations") - 9,
                cancelled=pl.col("activations") // 6,
                **{
                    f"{name}_percent": pl.lit(None, dtype=pl.Float64)
                    for name in ("cancelled", "accepted_by_one", "accepted_by_two")
                },
            )
        ),
        withheld=snapshot.delivery.withheld.clear(),
    )
    flows = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")
    earlier = replace(
        now.with_tables(
            activations=now.activations.with_columns(pl.col(name) * 2 // 3 for name in flows),
            runners=now.runners.with_columns(pl.col("active_runners") - 3),
        ),
        quarter=Quarter(2025, 1),
        as_of=date(2025, 3, 3),
        period_end=date(2025, 3, 3),
    )
    return replace(snapshot, delivery=now, earlier=(earlier,))


def withholding(quarter: str, indicator: str, area: str) -> Policy:
    row = {"quarter": quarter, "indicator": indicator, "area_code": area, "reason": "for nu"}
    return Policy(withheld=pl.DataFrame([row]))


def hidden_rows(table: pl.DataFrame, status: str) -> set[tuple[str, str, str]]:
    rows = table.filter(pl.col("status") == status).select("quarter", "area_code", "indicator")
    return set(rows.iter_rows())


def test_the_real_table_shows_what_it_showed(snapshot: Snapshot) -> None:
    before, after = unpublished_table(snapshot), publishable(unpublished_table(snapshot), policy_of(snapshot))
    withheld = (pl.col("area_code") == "1084") & pl.col("indicator").is_in(
        ["accepted_by_one", "accepted_by_two"]
    )
    assert after.filter(~withheld).equals(before.filter(~withheld))
    assert hidden_rows(after, "withheld") == {
        (Q2, "1084", indicator) for indicator in ("accepted_by_one", "accepted_by_two")
    }
    assert hidden_rows(after, "suppressed") == set()


def test_a_withheld_count_takes_everything_computed_from_it_along(year: Snapshot) -> None:
    everything = unpublished_table(year)
    table = publishable(everything, withholding(Q1, "activations", NORTH))
    own = everything.filter(pl.col("area_code") == NORTH, pl.col("quarter") == Q1)
    computed = own.filter(pl.col("indicator").str.contains("activations|accepted|cancelled"))
    later = {(Q2, NORTH, one.name) for one in OWN_QUARTERS} | {
        (Q2, NORTH, f"activations_quarter_per_day_change_quarter{end}") for end in ("", "_percent")
    }
    expected = {(Q1, NORTH, name) for name in computed["indicator"]} | later
    assert {"accepted_by_one", "activations_gross", "activations_rate_year"} <= set(computed["indicator"])
    assert hidden_rows(table, "withheld") == expected & set(
        everything.select("quarter", "area_code", "indicator").iter_rows()
    )
    gone = table.filter(pl.col("status") == "withheld")
    assert all(gone[name].null_count() == gone.height for name in NUMBERS)
    assert set(gone["note"]) == {"for nu"}
    Indicators.validate(table)


@pytest.mark.parametrize(
    ("withheld", "status"), [(NORTH, "withheld"), ("1084", "published"), ("dk", "published")]
)
def test_the_other_regions_together_are_hidden_with_each_of_them(
    snapshot: Snapshot, withheld: str, status: str
) -> None:
    """The number under the capital is made of the other regions' counts alone."""
    table = publishable(unpublished_table(snapshot), withholding(Q2, "activations", withheld))
    row = table.filter(pl.col("indicator") == "activations_rate_other_regions").row(0, named=True)
    assert (row["area_code"], row["status"]) == ("1084", status)
    assert (row["numerator"] is None) == (status == "withheld")


def test_what_was_published_elsewhere_is_not_computed_from_a_withheld_count(snapshot: Snapshot) -> None:
    table = publishable(unpublished_table(snapshot), withholding(Q2, "activations", NORTH))
    share = table.filter(pl.col("area_code") == NORTH, pl.col("indicator") == "accepted_by_one")
    assert share["value"].to_list() == [99]
    assert (Q2, NORTH, "activations_rate_year") in hidden_rows(table, "withheld")


def test_withheld_runners_take_the_range_of_all_municipalities_along(year: Snapshot) -> None:
    table = publishable(unpublished_table(year), withholding(Q1, "active_runners", "101"))
    hidden = hidden_rows(table, "withheld")
    name = "active_runners_change_quarter"
    for ending in ("", "_percent", "_expected_percent", "_deviation"):
        assert (Q2, "101", f"{name}{ending}") in hidden or ending in ("_expected_percent", "_deviation")
    spread = table.filter(pl.col("indicator").str.contains(f"{name}(_expected_percent|_deviation)"))
    assert spread.height == 2 * 98
    assert set(spread["status"]) == {"withheld"}
    other = table.filter(pl.col("area_code") == "147", pl.col("indicator") == name)
    assert other["status"].to_list() == ["published"]


@pytest.mark.parametrize(
    ("count", "status"), [(0, "published"), (1, "suppressed"), (4, "suppressed"), (5, "published")]
)
def test_small_counts_are_suppressed_and_none_is_not(snapshot: Snapshot, count: int, status: str) -> None:
    here = pl.when(pl.col("area_code") == NORTH)
    flows = snapshot.delivery.activations.with_columns(
        accepted_by_one=here.then(count).otherwise("accepted_by_one"),
        accepted_by_one_percent=here.then(None).otherwise("accepted_by_one_percent"),
    )
    delivery = snapshot.delivery.with_tables(activations=flows)
    table = publishable(compute_indicators(delivery, snapshot.reference), Policy())
    row = table.filter(pl.col("area_code") == NORTH, pl.col("indicator") == "accepted_by_one").row(
        0, named=True
    )
    assert row["status"] == status
    assert (row["value"] is None) == (status == "suppressed")
    if status == "suppressed":
        assert [row[name] for name in NUMBERS] == [None] * 5
        assert row["note"] == "Antal under 5 vises ikke."


def test_a_suppressed_count_keeps_its_note_and_hides_its_rounded_shares(snapshot: Snapshot) -> None:
    here = pl.when(pl.col("area_code") == NORTH)
    flows = snapshot.delivery.activations.with_columns(
        activations=here.then(2).otherwise("activations"),
        note=here.then(pl.lit("Ny ordning.")).otherwise("note"),
    )
    delivery = snapshot.delivery.with_tables(activations=flows)
    table = publishable(compute_indicators(delivery, snapshot.reference), Policy(threshold=3))
    rows = table.filter(pl.col("area_code") == NORTH, pl.col("status") == "suppressed")
    assert {"activations", "activations_rate_year", "accepted_by_one"} <= set(rows["indicator"])
    notes = rows.filter(pl.col("indicator") == "activations")["note"]
    assert notes.to_list() == ["Antal under 3 vises ikke.\u2003Ny ordning."]


def test_small_counts_of_runners_are_shown(snapshot: Snapshot) -> None:
    runners = snapshot.delivery.runners.with_columns(
        pl.when(pl.col("municipality_code") == "825")
        .then(3)
        .otherwise("active_runners")
        .alias("active_runners")
    )
    table = compute_table(replace(snapshot, delivery=snapshot.delivery.with_tables(runners=runners)))
    row = table.filter(pl.col("area_code") == "825", pl.col("indicator") == "active_runners")
    assert row["value"].to_list() == [3]


def test_what_numbers_are_computed_from() -> None:
    def quarters(indicator: str, number: int) -> set[str]:
        return {one.quarter for one in ingredients(indicator, Quarter(2025, number))}

    assert quarters("activations_quarter", 1) == {"2025Q1"}
    assert quarters("activations_quarter_per_day", 2) == {"2025Q1", "2025Q2"}
    assert quarters("activations_quarter_per_day_change_quarter", 3) == {"2025Q1", "2025Q2", "2025Q3"}
    assert quarters("active_runners_rate_change_year", 1) == {"2025Q1", "2024Q1"}
    assert quarters("accepted_by_one_quarter_control", 3) == {""}
    assert ingredients("activations_rate_ratio_to_1082", Quarter(2025, 1)) == {
        Ingredient("activations", "2025Q1"),
        Ingredient("activations", "2025Q1", "1082"),
    }
    assert ingredients("activations_rate_other_regions", Quarter(2025, 1)) == {
        Ingredient("activations", "2025Q1", "other regions")
    }
    assert ingredients("ohca_survivors", Quarter(2025, 1)) == frozenset()
    assert Ingredient("active_runners", "2025Q1", "dk") in ingredients(
        "active_runners_share_of_country", Quarter(2025, 1)
    )


def test_every_indicator_of_the_table_is_known_to_the_policy(year: Snapshot) -> None:
    facts = set(year.reference.facts["indicator"]) | {"ohca_cases_per_day"}
    of_population_alone = (STEP.name, size_ratio("").name)
    for indicator in compute_table(year)["indicator"].unique():
        if indicator.startswith(of_population_alone):
            assert not ingredients(indicator, Quarter(2025, 2)), indicator
        elif indicator not in facts and not indicator.endswith("_earlier_published"):
            assert ingredients(indicator, Quarter(2025, 2)), indicator


def test_a_suppressed_count_does_not_tell_what_it_was_corrected_from(snapshot: Snapshot) -> None:
    here = pl.when(pl.col("area_code") == NORTH)
    table = compute_indicators(snapshot.delivery, snapshot.reference).with_columns(
        note=here.then(pl.lit("Rettet: Aktiveringer fra 2 til 3. Tastefejl.")).otherwise("note"),
        value=here.then(3.0).otherwise("value"),
    )
    rows = publishable(table, Policy()).filter(pl.col("status") == "suppressed")
    assert not rows.is_empty()
    assert set(rows["note"]) == {"Antal under 5 vises ikke."}
