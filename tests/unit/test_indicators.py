"""The rules of the numbers, each a test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.formatting import number, number_range, percent, round_half_up
from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.indicators.arrests import near_arrests
from analysis.indicators.cancellations import cancellations
from analysis.indicators.coverage import coverage
from analysis.indicators.coverage_hours import coverage_hours
from analysis.indicators.event_counts import event_counts
from analysis.indicators.inputs import Inputs, inputs_of
from analysis.indicators.limits import poisson_limits, wilson_limits
from analysis.indicators.response_times import response_times
from analysis.indicators.schema import Indicators, days_between
from analysis.indicators.table import as_csv, compute_indicators, own_indicators
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs

CAPITAL = "1084"
NUMBERS = ("value", "lower", "upper")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return published(snapshot, snapshot.delivery)


def published(snapshot: Snapshot, delivery: Delivery) -> pl.DataFrame:
    policy = policy_of(replace(snapshot, delivery=delivery))
    return publishable(compute_indicators(delivery, snapshot.reference), policy)


def one(table: pl.DataFrame, indicator: str, area: str = "dk") -> Row:
    found = table.filter(pl.col("indicator") == indicator, pl.col("area_code") == area)
    assert found.height == 1, f"{indicator} of {area}: {found.height} rows"
    return found.row(0, named=True)


def has(table: pl.DataFrame, indicator: str, area: str = "dk") -> bool:
    return not table.filter(pl.col("indicator") == indicator, pl.col("area_code") == area).is_empty()


def with_activations(delivery: Delivery, area: str = "dk", **cells: float | None) -> Delivery:
    """The delivery with other cells in one area's row of activations."""
    own = pl.col("area_code") == area
    changed = [
        pl.when(own)
        .then(pl.lit(value, dtype=delivery.activations.schema[name]))
        .otherwise(pl.col(name))
        .alias(name)
        for name, value in cells.items()
    ]
    return delivery.with_tables(activations=delivery.activations.with_columns(changed))


def with_aeds(delivery: Delivery, registered: int, around_the_clock: int | None) -> Delivery:
    aeds = delivery.aeds.with_columns(
        aed_registered=pl.lit(registered, dtype=pl.Int64), aed_24_7=pl.lit(around_the_clock, dtype=pl.Int64)
    )
    return delivery.with_tables(aeds=aeds)


def withholding(delivery: Delivery, indicator: str, area: str) -> Delivery:
    withheld = delivery.withheld.head(1).with_columns(
        indicator=pl.lit(indicator), area_code=pl.lit(area), reason=pl.lit("for nu"), until=date(2026, 12, 31)
    )
    return replace(delivery, withheld=withheld)


# Rule 1: rates are per 100,000 inhabitants of all ages


def test_the_quarters_own_rows_are_those_of_its_delivery_alone(snapshot: Snapshot) -> None:
    own = own_indicators(snapshot)
    assert own.equals(compute_indicators(snapshot.delivery, snapshot.reference))
    assert own["quarter"].unique().to_list() == ["2025Q2"]


def test_every_rate_is_its_count_per_100_000_of_its_population(table: pl.DataFrame) -> None:
    rates = table.filter(pl.col("indicator") == "active_runners_rate")
    assert rates["level"].value_counts().height == 4
    for row in rates.iter_rows(named=True):
        assert row["numerator"] == one(table, "active_runners", row["area_code"])["value"]
        assert row["value"] == pytest.approx(row["numerator"] / row["denominator"] * 100_000, rel=1e-12)
        expected = [limit / row["denominator"] * 100_000 for limit in poisson_limits(int(row["numerator"]))]
        assert [row["lower"], row["upper"]] == pytest.approx(expected)
        assert (row["unit"], row["population_period"]) == ("per_100000", "2025K2")


def test_bornholm_is_counted_with_christiansoe(snapshot: Snapshot, table: pl.DataFrame) -> None:
    period = snapshot.reference.population.filter(pl.col("period") == "2025K2")
    people = dict(period.select("area_code", "population").iter_rows())
    assert one(table, "active_runners_rate", "400")["denominator"] == people["400"] + people["411"]
    assert one(table, "active_runners_rate")["denominator"] == sum(people.values()) == 5_999_677


def test_a_delivery_may_name_another_population(snapshot: Snapshot) -> None:
    other = compute_indicators(replace(snapshot.delivery, population_period="2025K1"), snapshot.reference)
    assert set(other.filter(pl.col("indicator") == "active_runners_rate")["population_period"]) == {"2025K1"}
    assert one(other, "active_runners_rate")["denominator"] != 5_999_677


# Rule 2: rounding happens only where a number is shown


def test_values_are_not_rounded(table: pl.DataFrame) -> None:
    national = one(table, "active_runners_rate")["value"]
    assert national == pytest.approx(955.168, abs=5e-4)
    assert number(national) == "955"
    assert number(one(table, "active_runners")["value"], -2) == "57.300"


# Rule 3: sums


def test_levels_add_up(table: pl.DataFrame) -> None:
    counts = table.filter(pl.col("indicator") == "active_runners")
    sums = dict(counts.group_by("level").agg(pl.col("value").sum()).iter_rows())
    in_no_report_area = one(table, "active_runners", "1081")["value"]
    assert sums["municipality"] == sums["region"] == sums["country"] == 57307
    assert sums["report_area"] == 57307 - in_no_report_area
    shares = table.filter(pl.col("indicator") == "active_runners_share_of_country")
    assert shares["value"].sum() == pytest.approx(100)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 1_000_000), min_size=98, max_size=98).filter(any))
def test_any_counts_add_up(snapshot: Snapshot, counts: list[int]) -> None:
    runners = snapshot.delivery.runners.with_columns(active_runners=pl.Series(counts, dtype=pl.Int64))
    delivery = snapshot.delivery.with_tables(runners=runners)
    table = compute_indicators(delivery, snapshot.reference).filter(pl.col("indicator") == "active_runners")
    assert one(table, "active_runners")["value"] == sum(counts)
    sums = dict(table.group_by("level").agg(pl.col("value").sum()).iter_rows())
    assert sums["municipality"] == sums["region"] == sums["country"] == sum(counts)
    by_region = snapshot.reference.geography.join(runners, on="municipality_code").group_by("region_code")
    for code, total in by_region.agg(pl.col("active_runners").sum()).iter_rows():
        assert one(table, "active_runners", code)["value"] == total


# Rule 4: activations


def test_net_activations_per_day(table: pl.DataFrame) -> None:
    row = one(table, "activations_per_day")
    assert (row["numerator"], row["denominator"]) == (1309, 154)
    assert round_half_up(row["value"], 1) == round_half_up(8.5, 1)
    assert (row["period_start"], row["period_end"]) == (date(2025, 1, 1), date(2025, 6, 3))
    assert days_between(date(2025, 1, 1), date(2025, 1, 1)) == 1


def test_gross_activations_are_a_range(table: pl.DataFrame) -> None:
    total, per_day = one(table, "activations_gross"), one(table, "activations_gross_per_day")
    assert total["basis"] == per_day["basis"] == "derived"
    assert total["value"] is per_day["value"] is None
    assert total["status"] == per_day["status"] == "published"
    assert number_range(total["lower"], total["upper"]) == "1.550–1.567"
    assert number_range(per_day["lower"], per_day["upper"], 1) == "10,1–10,2"
    assert (total["lower"], total["upper"]) == (1550, 1567)
    assert (per_day["lower"], per_day["upper"]) == (1550 / 154, 1567 / 154)
    assert total["note"]


def gross_by_trying(net: int, share: int) -> list[int]:
    """Every number of alarms of which so many per cent, half a step rounded up, were cancelled."""
    return [
        alarms
        for alarms in range(max(net, 1), 300 * net + 300)
        if (200 * (alarms - net) + alarms) // (2 * alarms) == share
    ]


@given(st.integers(1, 400), st.integers(0, 99))
@settings(max_examples=15)
def test_gross_is_every_whole_number_that_fits_the_share(snapshot: Snapshot, net: int, share: int) -> None:
    delivery = with_activations(snapshot.delivery, activations=net, cancelled_percent=float(share))
    rows = compute_indicators(delivery, snapshot.reference).filter(indicator="activations_gross")
    fitting = gross_by_trying(net, share)
    shown = rows.filter(pl.col("lower").is_not_null()).select("lower", "upper").rows()
    assert shown == ([(min(fitting), max(fitting))] if fitting else [])


def test_gross_is_not_below_net_where_none_were_cancelled(snapshot: Snapshot) -> None:
    delivery = with_activations(snapshot.delivery, cancelled_percent=0.0)
    assert one(compute_indicators(delivery, snapshot.reference), "activations_gross")["lower"] == 1309


def test_gross_of_a_share_with_a_decimal_is_as_narrow_as_the_decimal_says(snapshot: Snapshot) -> None:
    delivery = with_activations(snapshot.delivery, cancelled_percent=16.2)
    row = one(compute_indicators(delivery, snapshot.reference), "activations_gross")
    assert (row["lower"], row["upper"]) == (1562, 1562)


def test_gross_of_counted_cancellations_is_a_number(snapshot: Snapshot) -> None:
    delivery = with_activations(snapshot.delivery, cancelled=249)
    table = compute_indicators(delivery, snapshot.reference)
    total, per_day = one(table, "activations_gross"), one(table, "activations_gross_per_day")
    assert (total["value"], total["basis"]) == (1558, "counts")
    assert per_day["value"] == pytest.approx(1558 / 154)
    cancelled = one(table, "cancelled_share")
    assert (cancelled["numerator"], cancelled["denominator"], cancelled["basis"]) == (249, 1558, "counts")


def test_activations_per_year_and_inhabitant(table: pl.DataFrame) -> None:
    row = one(table, "activations_rate_year")
    assert row["value"] == pytest.approx(1309 / 5_999_677 * 100_000 * 365 / 154)
    limits = [limit / 5_999_677 * 100_000 * 365 / 154 for limit in poisson_limits(1309)]
    assert [row["lower"], row["upper"]] == pytest.approx(limits)


# Rule 5: shares carry their denominator


def test_share_of_aeds(table: pl.DataFrame) -> None:
    row = one(table, "aed_24_7_share")
    assert (row["numerator"], row["denominator"]) == (18656, 26182)
    assert percent(row["value"]) == "71\u00a0%"
    assert row["lower"] is row["upper"] is None


def test_share_of_adults_says_which_quarter(table: pl.DataFrame) -> None:
    row = one(table, "active_share_adults")
    assert (row["numerator"], row["denominator"], row["population_period"]) == (57307, 4_882_067, "2025K4")
    assert percent(row["value"], 1) == "1,2\u00a0%"


def test_share_of_adults_is_the_countrys_whatever_other_areas_are_known(snapshot: Snapshot) -> None:
    adults = pl.DataFrame(
        [("2025K2", "1081", 470_000), ("2025K4", "dk", 4_882_067), ("2025K4", "101", 560_000)],
        schema=snapshot.reference.adults.schema,
        orient="row",
    )
    table = compute_indicators(snapshot.delivery, replace(snapshot.reference, adults=adults))
    row = one(table, "active_share_adults")
    assert (row["population_period"], row["denominator"]) == ("2025K4", 4_882_067)


def test_share_of_adults_takes_the_nearest_quarter(snapshot: Snapshot) -> None:
    periods = ["2024K4", "2025K1", "2025K3", "2026K2"]
    adults = pl.DataFrame(
        {"period": periods, "area_code": ["dk"] * 4, "population_18plus": [4, 5, 6, 7]},
        schema=snapshot.reference.adults.schema,
    )
    table = compute_indicators(snapshot.delivery, replace(snapshot.reference, adults=adults))
    row = one(table, "active_share_adults")
    assert (row["population_period"], row["denominator"]) == ("2025K1", 5)


@pytest.mark.parametrize(("around_the_clock", "registered"), [(7, 7), (0, 10), (0, 5), (13, 13)])
def test_all_and_none_of_few_are_shares(snapshot: Snapshot, around_the_clock: int, registered: int) -> None:
    delivery = with_aeds(snapshot.delivery, registered, around_the_clock)
    row = one(compute_indicators(delivery, snapshot.reference), "aed_24_7_share")
    assert row["value"] == 100 * around_the_clock / registered


def test_no_aeds_have_no_share(snapshot: Snapshot) -> None:
    table = compute_indicators(with_aeds(snapshot.delivery, 0, 0), snapshot.reference)
    assert not has(table, "aed_24_7_share")
    assert one(table, "aed_registered")["value"] == 0


def test_aeds_whose_hours_are_unknown(snapshot: Snapshot) -> None:
    table = compute_indicators(with_aeds(snapshot.delivery, 100, None), snapshot.reference)
    assert not has(table, "aed_24_7")
    assert not has(table, "aed_24_7_share")
    assert one(table, "aed_registered")["value"] == 100


# Rule 6: what is withheld or not known


@pytest.mark.parametrize("indicator", ["accepted_by_one", "accepted_by_two"])
def test_withheld_shares_are_null_and_say_why(
    table: pl.DataFrame, snapshot: Snapshot, indicator: str
) -> None:
    row = one(table, indicator, CAPITAL)
    assert row["status"] == "withheld"
    assert row["note"] == snapshot.delivery.withheld["reason"][0]
    assert [row[name] for name in ("value", "numerator", "denominator", "lower", "upper")] == [None] * 5


def test_the_capitals_activations_are_missing_and_nothing_is_formed_with_them(table: pl.DataFrame) -> None:
    row = one(table, "activations", CAPITAL)
    assert (row["value"], row["numerator"], row["status"]) == (None, None, "missing")
    assert row["note"]
    for indicator in table["indicator"].unique():
        if indicator.startswith("activations_"):
            assert not has(table, indicator, CAPITAL), indicator
    assert 264 not in table["value"].to_list()
    assert 264 not in table["numerator"].to_list()


def test_a_missing_count_without_a_note_gets_one(snapshot: Snapshot) -> None:
    delivery = with_activations(snapshot.delivery, area=CAPITAL, note=None)
    assert "udledes" in one(compute_indicators(delivery, snapshot.reference), "activations", CAPITAL)["note"]


@pytest.mark.parametrize(
    ("indicator", "area", "blank"),
    [
        ("activations", "1081", {"activations": None}),
        ("cancelled_share", "dk", {"cancelled": None, "cancelled_percent": None}),
        ("accepted_by_one", "1083", {"accepted_by_one_percent": None}),
    ],
)
def test_whatever_is_withheld_has_a_row_that_says_so(
    snapshot: Snapshot, indicator: str, area: str, blank: dict[str, None]
) -> None:
    delivery = withholding(with_activations(snapshot.delivery, area, **blank), indicator, area)
    row = one(published(snapshot, delivery), indicator, area)
    assert (row["value"], row["status"], row["note"]) == (None, "withheld", "for nu")


def test_withheld_hours_of_aeds_have_a_row_that_says_so(snapshot: Snapshot) -> None:
    delivery = withholding(with_aeds(snapshot.delivery, 26182, None), "aed_24_7", "dk")
    row = one(published(snapshot, delivery), "aed_24_7")
    assert (row["value"], row["status"], row["note"]) == (None, "withheld", "for nu")


def test_nothing_unpublished_is_zero(table: pl.DataFrame) -> None:
    hidden = table.filter(pl.col("status") != "published")
    assert hidden.height == 3
    assert hidden["value"].null_count() == 3


# Rule 7: published shares stay published


def test_rounded_shares_enter_as_published(table: pl.DataFrame) -> None:
    for area, by_one in {"dk": 99, "1081": 99, "1082": 100, "1083": 100, "1085": 99}.items():
        row = one(table, "accepted_by_one", area)
        assert (row["value"], row["basis"], row["status"]) == (by_one, "published", "published")
        assert [row[name] for name in ("numerator", "denominator", "lower", "upper")] == [None] * 4
        assert one(table, "accepted_by_two", area)["value"] == 98
    assert one(table, "cancelled_share")["value"] == 16


def test_limits_are_statistical_only_where_counts_are_known(table: pl.DataFrame) -> None:
    published = table.filter(pl.col("basis") == "published")
    assert published["lower"].null_count() == published["upper"].null_count() == published.height
    assert set(table.filter(pl.col("basis") == "derived")["indicator"]) == {
        "activations_gross",
        "activations_gross_per_day",
        "ohca_cases_per_day",
    }


def test_counted_acceptance_goes_before_its_rounded_share(snapshot: Snapshot) -> None:
    delivery = with_activations(snapshot.delivery, accepted_by_one=1299, accepted_by_two=1280)
    row = one(compute_indicators(delivery, snapshot.reference), "accepted_by_one")
    assert row["value"] == pytest.approx(1299 / 1309 * 100)
    assert (row["numerator"], row["denominator"], row["basis"]) == (1299, 1309, "counts")
    assert [row["lower"], row["upper"]] == pytest.approx([100 * x for x in wilson_limits(1299, 1309)])


def test_no_activations_have_no_share_accepted(snapshot: Snapshot) -> None:
    nothing = {"activations": 0, "accepted_by_one": 0, "accepted_by_two": 0}
    blank = {"accepted_by_one_percent": None, "accepted_by_two_percent": None}
    delivery = with_activations(snapshot.delivery, "1081", **nothing, **blank)
    table = compute_indicators(delivery, snapshot.reference)
    row = one(table, "accepted_by_one", "1081")
    assert (row["value"], row["status"]) == (None, "missing")
    assert one(table, "activations", "1081")["value"] == 0
    assert table["value"].is_nan().sum() == 0


# Register facts


def test_facts_keep_their_own_date_and_source(table: pl.DataFrame) -> None:
    row = one(table, "ohca_survivors")
    assert (row["value"], row["basis"]) == (644, "published")
    assert (row["period_start"], row["period_end"]) == (date(2023, 1, 1), date(2023, 12, 31))
    assert "Dansk Hjertestopregister" in row["source"]
    assert not has(table, "launched_nationwide")


def test_arrests_per_day_follow_from_arrests_per_year(table: pl.DataFrame) -> None:
    row = one(table, "ohca_cases_per_day")
    assert (row["numerator"], row["denominator"], row["basis"]) == (5000, 365, "derived")
    assert number(row["value"]) == "14"


# The table as a whole


def test_simulated_deliveries_are_marked_in_every_row(snapshot: Snapshot) -> None:
    simulated = compute_indicators(replace(snapshot.delivery, simulated=True), snapshot.reference)
    assert simulated["simulated"].all()


def test_columns_order_and_keys(table: pl.DataFrame) -> None:
    assert table.columns == [
        "quarter",
        "as_of",
        "period_start",
        "period_end",
        "population_period",
        "level",
        "area_code",
        "area",
        "indicator",
        "value",
        "unit",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "status",
        "basis",
        "source",
        "simulated",
        "note",
    ]
    assert table.select("quarter", "level", "area_code", "indicator").is_unique().all()
    regions = table.filter(pl.col("indicator") == "active_runners", pl.col("level") == "region")
    assert regions["area_code"].to_list() == ["1081", "1082", "1083", "1085", "1084"]
    assert table["level"].to_list()[0] == "country"
    assert not table["simulated"].any()


def test_the_same_inputs_give_the_same_table(snapshot: Snapshot, table: pl.DataFrame) -> None:
    shuffled = snapshot.delivery.with_tables(
        runners=snapshot.delivery.runners.sample(fraction=1, shuffle=True)
    )
    again = published(snapshot, shuffled)
    assert as_csv(again) == as_csv(table)


def set_cell(column: str, value: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def change(table: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        return table.with_columns(
            pl.when(first).then(pl.lit(value)).otherwise(pl.col(column)).cast(table.schema[column])
            .alias(column)
        )  # fmt: skip

    return change


@pytest.mark.parametrize(
    "damage",
    [
        set_cell("status", "withheld"),
        lambda table: table.with_columns(pl.lit(None, pl.Float64).alias(name) for name in NUMBERS),
        set_cell("lower", 1e9),
        set_cell("upper", -1.0),
        set_cell("quarter", "2025K2"),
        set_cell("population_period", "2025Q2"),
        set_cell("source", None),
        lambda table: pl.concat([table, table.head(1)]),
    ],
    ids=["withheld value", "no value", "lower", "upper", "quarter", "population", "source", "twice"],
)
def test_a_table_that_breaks_the_rules_is_refused(
    table: pl.DataFrame, damage: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    rates = table.filter(pl.col("indicator") == "active_runners_rate")
    assert Indicators.is_valid(rates)
    with pytest.raises(dy.exc.ValidationError):
        Indicators.validate(damage(rates))


@pytest.mark.parametrize(
    ("family", "table"),
    [
        (cancellations, "cancellations"),
        (response_times, "response_times"),
        (event_counts, "event_counts"),
        (coverage, "coverage"),
        (coverage_hours, "coverage_hours"),
        (near_arrests, "arrests"),
    ],
)
def test_a_family_has_no_rows_without_its_table(
    family: Callable[[Inputs], pl.DataFrame], table: str, snapshot: Snapshot
) -> None:
    inputs = inputs_of(snapshot)
    assert inputs.tables[table].is_empty()
    rows = family(inputs)
    assert rows.is_empty()
    assert set(rows.columns) < set(Indicators.column_names())
