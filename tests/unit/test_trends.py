"""Every rule of developments over time, with numbers worked out by hand."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from histories import committed, delivered, has, history, one, reference_on  # type: ignore[import-not-found]
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.disclosure.publication import compute_table
from analysis.indicators.changes import (
    BREAK,
    BREAK_INSIDE,
    FROM_ZERO,
    NOT_COMPARABLE,
    expanded_breaks,
    position,
    with_runs,
)
from analysis.indicators.earlier_published import DATE_OF_MENTION_NOTE, first_day, last_day
from analysis.indicators.limits import poisson_limits, rate_ratio_limits
from analysis.indicators.own_quarters import OTHER_START, YEAR_TO_DATE_FELL_NOTE
from analysis.indicators.schema import areas_within
from analysis.indicators.table import UNITED, compute_indicators
from analysis.ingest.delivery import Delivery
from analysis.ingest.regrouping import on_geography
from analysis.ingest.snapshot import Snapshot
from analysis.texts.notes import BETWEEN

LANGELAND, AEROE, FUNEN, SOUTH = "482", "492", "fyn-og-oeerne", "1083"
CAPITAL, EAST = "1084", "region-oestdanmark"


def table_of(*deliveries: Delivery, **other: pl.DataFrame) -> pl.DataFrame:
    return compute_table(history(*deliveries, **other))


def committed_facts() -> list[str]:
    names: list[str] = reference_on(date(2025, 6, 30)).facts["indicator"].to_list()
    return names


# Changes of stocks and rates


@pytest.fixture(scope="module")
def a_year() -> pl.DataFrame:
    """2024Q2, 2025Q1 and 2025Q2, of which Langeland counts 10, 20 and 25."""
    return table_of(
        delivered("2024Q2", runners={LANGELAND: 10}, population="2024K2"),
        delivered("2025Q1", runners={LANGELAND: 20}, population="2025K1"),
        delivered("2025Q2", runners={LANGELAND: 25}),
    )


@pytest.mark.parametrize(
    ("kind", "change", "percent", "base", "since"),
    [("quarter", 5, 25, 20, date(2025, 3, 31)), ("year", 15, 150, 10, date(2024, 6, 30))],
)
def test_change_of_a_stock_in_number_and_per_cent(
    a_year: pl.DataFrame, kind: str, change: float, percent: float, base: float, since: date
) -> None:
    number = one(a_year, f"active_runners_change_{kind}", LANGELAND)
    share = one(a_year, f"active_runners_change_{kind}_percent", LANGELAND)
    assert (number["value"], number["unit"], number["numerator"]) == (change, "persons", None)
    assert (share["value"], share["unit"]) == (pytest.approx(percent), "percent")
    assert (share["numerator"], share["denominator"]) == (change, base)
    for row in (number, share):
        assert (row["period_start"], row["period_end"]) == (since, date(2025, 6, 30))
        assert (row["lower"], row["upper"], row["basis"]) == (None, None, "counts")
        assert (row["status"], row["note"], row["population_period"]) == ("published", None, None)


def test_a_change_names_the_sources_of_both_quarters(a_year: pl.DataFrame) -> None:
    source = one(a_year, "active_runners_change_year", LANGELAND)["source"]
    assert source == "Kilde 2025Q2; Kilde 2024Q2"


def test_a_change_of_a_municipality_is_that_of_everything_it_lies_in(a_year: pl.DataFrame) -> None:
    for area in (FUNEN, SOUTH, "dk"):
        assert one(a_year, "active_runners_change_quarter", area)["value"] == 5
    assert one(a_year, "active_runners_change_quarter", "1081")["value"] == 0


def test_change_of_a_rate_uses_the_population_of_each_date(a_year: pl.DataFrame) -> None:
    people = reference_on(date(2025, 6, 30)).population.filter(pl.col("area_code") == LANGELAND)
    by_period = dict(people.select("period", "population").iter_rows())
    row = one(a_year, "active_runners_rate_change_quarter", LANGELAND)
    assert row["value"] == pytest.approx((25 / by_period["2025K2"] - 20 / by_period["2025K1"]) * 100_000)
    assert row["note"] == "Raterne bruger hver sit folketal: 1. kvartal 2025 og 2. kvartal 2025."
    assert (row["unit"], row["population_period"]) == ("per_100000", "2025K2")


def test_rates_of_one_population_are_compared_without_a_remark() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2"))
    assert one(table, "active_runners_rate_change_quarter", LANGELAND)["note"] is None


def test_changes_of_aeds() -> None:
    before = delivered("2025Q1")
    aeds = before.aeds.with_columns(
        aed_registered=pl.lit(26000).cast(pl.Int64), aed_24_7=pl.lit(18000).cast(pl.Int64)
    )
    table = table_of(before.with_tables(aeds=aeds), delivered("2025Q2"))
    assert one(table, "aed_registered_change_quarter")["value"] == 182
    assert one(table, "aed_registered_change_quarter")["unit"] == "aeds"
    assert one(table, "aed_24_7_change_quarter_percent")["value"] == pytest.approx(656 / 180)
    rate = one(table, "aed_rate_change_quarter")
    assert rate["value"] == pytest.approx(182 / 5_999_677 * 100_000)


def test_a_base_of_0_has_a_change_in_number_and_none_in_per_cent() -> None:
    table = table_of(delivered("2025Q1", runners={LANGELAND: 0}), delivered("2025Q2"))
    assert one(table, "active_runners_change_quarter", LANGELAND)["value"] == 21
    share = one(table, "active_runners_change_quarter_percent", LANGELAND)
    assert (share["value"], share["numerator"], share["denominator"]) == (None, None, None)
    assert (share["status"], share["note"]) == ("missing", FROM_ZERO)


def test_a_count_that_fell_to_0_fell_by_100_per_cent() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2", runners={LANGELAND: 0}))
    assert one(table, "active_runners_change_quarter_percent", LANGELAND)["value"] == -100


def test_a_quarter_that_was_not_delivered_is_a_gap() -> None:
    table = table_of(delivered("2024Q4"), delivered("2025Q2"))
    changes = table.filter(pl.col("indicator").str.contains("_change_|_quarter"))
    own = changes.filter(pl.col("quarter") == "2025Q2")
    assert own.is_empty()


def test_the_first_delivery_has_no_changes() -> None:
    table = table_of(delivered("2025Q2"))
    assert not table["indicator"].str.contains("_change_|activations_quarter").any()


def test_every_quarter_is_compared_with_the_one_before(a_year: pl.DataFrame) -> None:
    table = table_of(*(delivered(f"2025Q{number}", runners={LANGELAND: 10 * number}) for number in (1, 2, 3)))
    changes = table.filter(
        pl.col("indicator") == "active_runners_change_quarter", pl.col("area_code") == LANGELAND
    )
    assert changes.select("quarter", "value").rows() == [("2025Q2", 10), ("2025Q3", 10)]


def test_facts_of_the_programme_belong_to_the_reported_quarter_alone(a_year: pl.DataFrame) -> None:
    facts = committed_facts()
    assert set(a_year.filter(pl.col("indicator").is_in(facts))["quarter"]) == {"2025Q2"}


def test_earlier_quarters_are_computed_as_they_were(a_year: pl.DataFrame) -> None:
    delivery = delivered("2025Q1", runners={LANGELAND: 20}, population="2025K1")
    reference = reference_on(delivery.as_of)
    policy = policy_of(Snapshot(delivery, reference))
    alone = publishable(compute_indicators(delivery, reference), policy).filter(
        ~pl.col("indicator").is_in([*committed_facts(), "ohca_cases_per_day"])
    )
    keys = ["quarter", "level", "area_code", "indicator"]
    kept = a_year.join(alone.select(keys), on=keys, how="semi")
    assert_frame_equal(kept.sort(keys), alone.sort(keys))


# Breaks


@pytest.mark.parametrize(
    ("broken", "silenced", "containing"),
    [
        (LANGELAND, [LANGELAND], [FUNEN, SOUTH, "dk"]),
        (SOUTH, [LANGELAND, AEROE, FUNEN, SOUTH], ["dk"]),
        ("dk", [LANGELAND, FUNEN, SOUTH, "1081", "dk"], []),
    ],
)
def test_nothing_is_compared_across_a_break(broken: str, silenced: list[str], containing: list[str]) -> None:
    table = table_of(
        delivered("2025Q1", runners={LANGELAND: 20}),
        delivered("2025Q2", breaks=[("active_runners", broken)]),
    )
    for name in ("active_runners_change_quarter", "active_runners_change_quarter_percent",
                 "active_runners_rate_change_quarter"):  # fmt: skip
        for area in silenced:
            row = one(table, name, area)
            assert (row["value"], row["numerator"], row["denominator"]) == (None, None, None)
            assert (row["status"], row["note"]) == ("missing", BREAK.format(f"brud i {broken}"))
        for area in containing:
            row = one(table, name, area)
            assert row["value"] is not None
            assert row["note"] == BREAK_INSIDE.format(f"brud i {broken}")
    if broken != "dk":
        assert one(table, "active_runners_change_quarter", "1081")["note"] is None


def test_each_note_on_a_change_is_kept() -> None:
    table = table_of(
        delivered("2025Q1", population="2025K1"),
        delivered("2025Q2", breaks=[("active_runners", LANGELAND), ("active_runners", "1081")]),
    )
    broken = [BREAK_INSIDE.format(f"brud i {area}") for area in (LANGELAND, "1081")]
    populations = "Raterne bruger hver sit folketal: 1. kvartal 2025 og 2. kvartal 2025."
    assert one(table, "active_runners_change_quarter")["note"].split(BETWEEN) == broken
    assert one(table, "active_runners_rate_change_quarter")["note"].split(BETWEEN) == [*broken, populations]
    rate = one(table, "active_runners_rate_change_quarter", FUNEN)
    assert rate["note"].split(BETWEEN) == [broken[0], populations]


def test_a_break_counts_for_its_own_series_only() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2", breaks=[("aed_registered", "dk")]))
    assert one(table, "active_runners_change_quarter")["note"] is None
    assert one(table, "aed_registered_change_quarter")["value"] is None
    assert one(table, "aed_rate_change_quarter")["value"] is None


def test_a_break_lies_between_quarters_until_both_lie_after_it() -> None:
    names = ("2024Q2", "2025Q1", "2025Q2")
    broken = ("active_runners", LANGELAND)
    after = table_of(*(delivered(name, breaks=[broken] if name == "2025Q1" else []) for name in names))
    assert one(after, "active_runners_change_quarter", LANGELAND)["value"] == 0
    assert one(after, "active_runners_change_year", LANGELAND)["value"] is None
    long_ago = table_of(*(delivered(name, breaks=[broken] if name == "2024Q2" else []) for name in names))
    assert one(long_ago, "active_runners_change_year", LANGELAND)["value"] == 0


def test_breaks_are_told_of_every_area_inside_and_around() -> None:
    snapshot = history(delivered("2025Q1", breaks=[("active_runners", FUNEN)]), delivered("2025Q2"))
    breaks = expanded_breaks(snapshot)
    assert set(breaks["break_at"]) == {Quarter(2025, 1).ordinal}
    inside = set(breaks.filter("inside")["area_code"])
    assert set(breaks.filter(~pl.col("inside"))["area_code"]) == {SOUTH, "dk"}
    assert {FUNEN, LANGELAND, AEROE} <= inside
    assert len(inside) == 11


def test_areas_within_hold_every_pair_once() -> None:
    pairs = areas_within(reference_on(date(2025, 6, 30)))
    assert pairs.is_unique().all()
    assert pairs.filter(pl.col("whole") == "dk")["level"].value_counts().height == 4
    assert pairs.filter(pl.col("whole") == LANGELAND)["area_code"].to_list() == [LANGELAND]
    assert pairs.filter(pl.col("whole") == SOUTH).height == 1 + 2 + 22


# A quarter's own activations


def test_a_quarters_own_activations_are_the_difference_of_two_counts_of_the_year() -> None:
    table = table_of(
        delivered("2025Q1", date(2025, 3, 20), activations={"1081": 100}),
        delivered("2025Q2", date(2025, 6, 3), activations={"1081": 250}),
    )
    own = one(table, "activations_quarter", "1081")
    assert (own["value"], own["unit"], own["status"], own["note"]) == (150, "alarms", "published", None)
    assert (own["period_start"], own["period_end"]) == (date(2025, 3, 21), date(2025, 6, 3))
    per_day = one(table, "activations_quarter_per_day", "1081")
    assert (per_day["numerator"], per_day["denominator"]) == (150, 75)
    assert (per_day["value"], per_day["unit"]) == (2, "per_day")
    limits = poisson_limits(150)
    assert (per_day["lower"], per_day["upper"]) == pytest.approx((limits.lower / 75, limits.upper / 75))


def test_a_first_quarters_own_activations_are_its_count() -> None:
    table = table_of(
        delivered("2024Q4", activations={"1081": 900}),
        delivered("2025Q1", date(2025, 3, 21), activations={"1081": 120}),
    )
    own = one(table, "activations_quarter", "1081")
    assert (own["value"], own["period_start"], own["period_end"]) == (
        120,
        date(2025, 1, 1),
        date(2025, 3, 21),
    )
    assert one(table, "activations_quarter_per_day", "1081")["value"] == 120 / 80


def test_a_fourth_quarter_counted_in_january_stays_in_its_year() -> None:
    table = table_of(
        delivered("2024Q3", date(2024, 10, 5), activations={"1081": 700}),
        delivered("2024Q4", date(2025, 1, 10), activations={"1081": 991}),
        delivered("2025Q1", date(2025, 3, 31), activations={"1081": 180}),
    )
    fourth = one(table, "activations_quarter", "1081", "2024Q4")
    assert (fourth["value"], fourth["period_start"]) == (291, date(2024, 10, 1))
    assert fourth["period_end"] == date(2024, 12, 31)
    assert one(table, "activations_quarter_per_day", "1081", "2024Q4")["value"] == 291 / 92
    assert one(table, "activations_quarter", "1081", "2025Q1")["value"] == 180


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        ({"activations": {"1081": 100}}, {"period_start": date(2025, 4, 1)}, OTHER_START),
        ({"activations": {"1081": 227}}, {}, YEAR_TO_DATE_FELL_NOTE),
        ({"activations": {"1081": None}}, {}, NOT_COMPARABLE),
        ({"activations": {"1081": 100}}, {"activations": {"1081": None}}, NOT_COMPARABLE),
        ({"activations": {"1081": 227}}, {"breaks": [("activations", "1081")]}, BREAK.format("brud i 1081")),
        ({"activations": {"1081": 100}}, {"breaks": [("activations", "dk")]}, BREAK.format("brud i dk")),
    ],
    ids=["another start", "counted down", "base unknown", "now unknown", "break", "break of the country"],
)
def test_counts_that_cannot_be_subtracted(before: dict[str, Any], now: dict[str, Any], note: str) -> None:
    table = table_of(delivered("2025Q1", **before), delivered("2025Q2", **now))
    own = one(table, "activations_quarter", "1081")
    assert (own["value"], own["status"], own["note"]) == (None, "missing", note)
    assert not has(table, "activations_quarter_per_day", "1081")
    assert not has(table, "activations_quarter_per_day_change_quarter", "1081")


def test_a_break_around_an_area_is_told_with_the_countrys_own_activations() -> None:
    table = table_of(
        delivered("2025Q1", activations={"dk": 600}),
        delivered("2025Q2", breaks=[("activations", "1081")]),
    )
    own = one(table, "activations_quarter")
    assert (own["value"], own["note"]) == (709, BREAK_INSIDE.format("brud i 1081"))


def test_no_activations_in_a_quarter_are_0_and_not_missing() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2"))
    assert one(table, "activations_quarter", "1081")["value"] == 0
    per_day = one(table, "activations_quarter_per_day", "1081")
    assert (per_day["value"], per_day["lower"]) == (0, 0)
    assert per_day["upper"] == pytest.approx(3.688879 / 91, rel=1e-6)


def test_the_change_of_a_flow_compares_days_and_has_the_limits_of_a_ratio() -> None:
    table = table_of(
        delivered("2025Q1", date(2025, 3, 21), activations={"1081": 120}),
        delivered("2025Q2", date(2025, 6, 9), activations={"1081": 320}),
    )
    number = one(table, "activations_quarter_per_day_change_quarter", "1081")
    assert (number["value"], number["unit"]) == (pytest.approx(200 / 80 - 120 / 80), "per_day")
    share = one(table, "activations_quarter_per_day_change_quarter_percent", "1081")
    assert share["value"] == pytest.approx(100 * (200 / 120 - 1))
    limits = rate_ratio_limits(200, 80, 120, 80)
    assert (share["lower"], share["upper"]) == pytest.approx(
        (100 * (limits.lower - 1), 100 * (limits.upper - 1))
    )
    assert (number["lower"], number["upper"]) == (None, None)


def test_the_year_to_date_is_compared_per_day_with_the_year_before() -> None:
    table = table_of(
        delivered("2024Q2", date(2024, 6, 28), activations={"1081": 180}, population="2024K2"),
        delivered("2025Q2", date(2025, 6, 3), activations={"1081": 308}),
    )
    row = one(table, "activations_per_day_change_year", "1081")
    assert row["value"] == pytest.approx(308 / 154 - 180 / 180)
    share = one(table, "activations_per_day_change_year_percent", "1081")
    limits = rate_ratio_limits(308, 154, 180, 180)
    assert share["value"] == pytest.approx(100)
    assert share["lower"] == pytest.approx(100 * (limits.lower - 1))
    assert not has(table, "activations_per_day_change_quarter", "1081")


def test_a_flow_that_was_0_has_no_change_in_per_cent() -> None:
    table = table_of(
        delivered("2025Q1", activations={"1081": 0}), delivered("2025Q2", activations={"1081": 91})
    )
    assert one(table, "activations_quarter_per_day_change_quarter", "1081")["value"] == 1
    share = one(table, "activations_quarter_per_day_change_quarter_percent", "1081")
    assert (share["value"], share["lower"], share["upper"]) == (None, None, None)
    assert share["note"] == FROM_ZERO


def test_what_is_not_shown_forms_no_change() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2"))
    rows = table.filter(pl.col("area_code") == CAPITAL, pl.col("indicator").str.starts_with("activations_q"))
    assert rows["indicator"].unique().to_list() == ["activations_quarter"]
    assert rows["value"].null_count() == rows.height == 2


# Runs


def runs(values: dict[str, float | None], broken: str | None = None, inside: bool = True) -> list[int]:
    series = pl.DataFrame(
        {
            "quarter": list(values),
            "level": "municipality",
            "area_code": LANGELAND,
            "value": list(values.values()),
        },
        schema_overrides={"value": pl.Float64},
    )
    breaks = pl.DataFrame(
        [("x", "municipality", LANGELAND, Quarter.parse(broken).ordinal, "r", inside)] if broken else [],
        schema={
            "series": pl.String, "level": pl.String, "area_code": pl.String, "break_at": pl.Int32,
            "reason": pl.String, "inside": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    found = with_runs(series, breaks, "x")
    assert found.columns == [*series.columns, "position", "run"]
    return found["run"].to_list()


def test_runs_end_at_gaps_at_unknown_values_and_at_breaks() -> None:
    assert runs({"2024Q3": 1, "2024Q4": 1, "2025Q1": 1}) == [1, 1, 1]
    assert runs({"2024Q3": 1, "2025Q1": 1, "2025Q2": 1}) == [1, 2, 2]
    assert runs({"2024Q3": 1, "2024Q4": None, "2025Q1": 1}) == [1, 2]
    assert runs({"2024Q3": 1, "2024Q4": 1, "2025Q1": 1}, broken="2024Q4") == [1, 2, 2]
    assert runs({"2024Q3": 1, "2024Q4": 1, "2025Q1": 1}, broken="2024Q3") == [1, 1, 1]
    assert runs({"2024Q3": 1, "2024Q4": 1}, broken="2024Q4", inside=False) == [1, 1]
    assert runs({"2025Q1": 1, "2024Q4": 1, "2024Q3": 1}, broken="2025Q1") == [1, 1, 2]


@given(st.integers(1000, 9998), st.integers(1, 4))
def test_position_is_the_quarters_ordinal(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    assert pl.select(position(pl.lit(str(quarter)))).item() == quarter.ordinal


# Municipalities against the country


def test_how_far_municipalities_stray_from_the_country() -> None:
    before = delivered("2025Q1")
    codes = before.runners["municipality_code"].to_list()
    # 96 municipalities of 100 people gain or lose 10, one doubles, one has a break.
    then = dict.fromkeys(codes, 100)
    now = {code: 110 if place % 2 else 90 for place, code in enumerate(codes)} | {LANGELAND: 200, AEROE: 1}
    table = table_of(
        delivered("2025Q1", runners=then),
        delivered("2025Q2", runners=now, breaks=[("active_runners", AEROE)]),
    )
    rest = [now[code] for code in codes if code != AEROE]
    growth = sum(rest) / (100 * len(rest))
    deviations = sorted(abs(count - 100 * growth) / (100 * growth) ** 0.5 for count in rest)
    spread = 1.4826 * deviations[len(deviations) // 2]
    name = "active_runners_change_quarter"
    expected = one(table, f"{name}_expected_percent", LANGELAND)
    half = 1.959963984540054 * spread * (growth / 100) ** 0.5 * 100
    assert expected["value"] == pytest.approx(100 * (growth - 1))
    assert (expected["lower"], expected["upper"]) == pytest.approx(
        (expected["value"] - half, expected["value"] + half)
    )
    deviation = one(table, f"{name}_deviation", LANGELAND)
    assert deviation["value"] == pytest.approx((200 - 100 * growth) / (100 * growth) ** 0.5 / spread)
    assert deviation["unit"] == "standard_deviations"
    assert not has(table, f"{name}_deviation", AEROE)
    assert not has(table, f"{name}_deviation", "dk")


def test_without_any_spread_nothing_stands_out() -> None:
    table = table_of(delivered("2025Q1"), delivered("2025Q2"))
    assert not has(table, "active_runners_change_quarter_deviation", LANGELAND)


def test_too_few_municipalities_have_no_spread() -> None:
    codes = committed().runners["municipality_code"].to_list()
    now = {code: 100 + place for place, code in enumerate(codes)}
    for comparable in (19, 20):
        broken = [("active_runners", code) for code in codes[comparable:]]
        table = table_of(delivered("2025Q1"), delivered("2025Q2", runners=now, breaks=broken))
        found = table.filter(pl.col("indicator") == "active_runners_change_quarter_deviation")
        assert found.height == (20 if comparable == 20 else 0)


# Another geography


@pytest.fixture(scope="module")
def east() -> Snapshot:
    """2026Q4 on five regions, with 300 alarms in Sjælland and 500 in the capital's, and 2027Q1 on four."""
    old = delivered(
        "2026Q4", date(2026, 12, 31), activations={"1085": 300, "1084": 500, "dk": 2000},
        columns={"cancelled": {"1085": 30, "1084": 50}}, population="2026K1",
    )  # fmt: skip
    new = delivered("2027Q1", date(2027, 3, 31), population="2026K1")
    geography = reference_on(date(2027, 3, 31)).geography
    own = reference_on(date(2026, 12, 31)).geography
    new = on_geography(new, own, geography)
    snapshot: Snapshot = history(on_geography(old, own, geography), new)
    return snapshot


def test_earlier_quarters_stand_on_the_geography_of_the_reported_one(east: Snapshot) -> None:
    table = compute_table(east)
    regions = table.filter(pl.col("level") == "region", pl.col("quarter") == "2026Q4")
    assert set(regions["area_code"]) == {"1081", "1082", "1083", EAST}
    runners = {row: one(table, "active_runners", row, "2026Q4") for row in (EAST, "1081")}
    assert runners[EAST]["value"] == 7532 + 19135
    united = UNITED.format("Region Sjælland og Region Hovedstaden")
    assert (runners[EAST]["note"], runners["1081"]["note"]) == (united, None)
    assert one(table, "activations", EAST, "2026Q4")["value"] == 800
    assert one(table, "active_runners_change_quarter", EAST)["value"] == 0


def test_a_note_and_what_was_united_stand_side_by_side(east: Snapshot) -> None:
    note = one(compute_table(east), "activations", EAST, "2026Q4")["note"]
    delivered_note = committed().activations.filter(pl.col("area_code") == CAPITAL)["note"][0]
    assert delivered_note
    assert note == f"{delivered_note}\u2003{UNITED.format('Region Sjælland og Region Hovedstaden')}"


def test_shares_of_united_regions_come_from_counts_or_are_withheld(east: Snapshot) -> None:
    table = compute_table(east)
    share = one(table, "cancelled_share", EAST, "2026Q4")
    assert share["value"] == pytest.approx(80 / 880 * 100)
    accepted = one(table, "accepted_by_one", EAST, "2026Q4")
    assert (accepted["value"], accepted["status"]) == (None, "withheld")
    assert accepted["note"].startswith("I Region Hovedstaden indgår alarmerne")


# Earlier published figures

FIGURE = {
    "indicator": "active_runners", "level": "country", "area": "Danmark", "value": 50000.0,
    "value_text": "50000", "unit": "count", "as_of": "2024-11-02", "published": None, "source": "Avisen",
    "doubtful": False,
}  # fmt: skip


def points(*figures: dict[str, Any], deliveries: tuple[Delivery, ...] = ()) -> pl.DataFrame:
    schema = reference_on(date(2025, 6, 30)).published.schema
    published = pl.DataFrame([FIGURE | figure for figure in figures], schema=schema)
    table = table_of(*(deliveries or (delivered("2025Q2", date(2025, 6, 3)),)), published=published)
    return table.filter(pl.col("indicator").str.ends_with("_earlier_published"))


def test_a_published_figure_is_a_point_with_its_source() -> None:
    row = points({}).row(0, named=True)
    assert (row["indicator"], row["value"], row["unit"]) == (
        "active_runners_earlier_published", 50000, "persons",
    )  # fmt: skip
    assert (row["quarter"], row["as_of"], row["area_code"]) == ("2024Q4", date(2024, 11, 2), "dk")
    assert (row["basis"], row["source"], row["status"]) == ("published", "Avisen", "published")
    assert (row["note"], row["simulated"]) == (None, False)
    assert [row[name] for name in ("numerator", "denominator", "lower", "upper")] == [None] * 4


@pytest.mark.parametrize(
    ("figure", "start", "end", "quarter"),
    [
        ({"as_of": "2020"}, date(2020, 1, 1), date(2020, 12, 31), "2020Q4"),
        ({"as_of": "2020-11"}, date(2020, 11, 1), date(2020, 11, 30), "2020Q4"),
        ({"as_of": "2020-02"}, date(2020, 2, 1), date(2020, 2, 29), "2020Q1"),
        ({"as_of": "2020-04-01"}, date(2020, 4, 1), date(2020, 4, 1), "2020Q2"),
        ({"as_of": "2024-01-01/2024-09-30"}, date(2024, 1, 1), date(2024, 9, 30), "2024Q3"),
    ],
)
def test_a_date_is_as_exact_as_its_source(
    figure: dict[str, str], start: date, end: date, quarter: str
) -> None:
    row = points(figure).row(0, named=True)
    assert (row["period_start"], row["period_end"], row["as_of"]) == (start, end, end)
    assert row["quarter"] == quarter


def test_the_date_of_the_news_stands_in_for_one_and_is_said_to() -> None:
    row = points({"as_of": None, "published": "2025-01-28"}).row(0, named=True)
    assert (row["as_of"], row["note"]) == (date(2025, 1, 28), DATE_OF_MENTION_NOTE)


@pytest.mark.parametrize(
    "figure",
    [
        {"doubtful": True},
        {"as_of": None},
        {"as_of": "2025-06-03"},
        {"as_of": "2025"},
        {"as_of": "2025-06-04"},
        {"value": None, "value_text": "mere end 10"},
        {"indicator": "active_rate"},
        {"level": "region", "area": "Region Nowhere"},
        {"level": "region", "area": "Langeland"},
    ],
    ids=["doubtful", "no date", "on the day", "the same year", "later", "no number", "another indicator",
         "unknown area", "another level"],
)  # fmt: skip
def test_figures_that_are_no_points(figure: dict[str, Any]) -> None:
    assert points(figure).is_empty()


def test_a_figure_that_a_delivery_covers_is_no_point() -> None:
    deliveries = (delivered("2024Q4", date(2024, 11, 2), population="2024K3"), delivered("2025Q2"))
    assert points({}, deliveries=deliveries).is_empty()
    assert points({"as_of": "2024-11-03"}, deliveries=deliveries).height == 1
    assert points({"indicator": "activations", "level": "region", "area": "Region Hovedstaden"},
                  deliveries=deliveries).height == 1  # fmt: skip


def test_of_several_figures_in_a_quarter_the_latest_is_kept() -> None:
    found = points({"as_of": "2024-12-01", "value": 3.0}, {"value": 2.0}, {"as_of": "2024-10", "value": 1.0})
    assert found["value"].to_list() == [3]


def test_points_never_enter_a_change() -> None:
    table = table_of(
        delivered("2025Q2"),
        published=pl.DataFrame(
            [FIGURE | {"as_of": "2025-03-31"}], schema=reference_on(date(2025, 6, 30)).published.schema
        ),
    )
    assert not table["indicator"].str.contains("_change_").any()


def test_a_point_of_january_lies_in_the_fourth_quarter_that_is_counted_after_it() -> None:
    found = points(
        {"as_of": "2025-01-05"}, deliveries=(delivered("2024Q4", date(2025, 1, 10), population="2024K4"),)
    )
    assert found["quarter"].to_list() == ["2024Q4"]


@pytest.mark.parametrize("text", ["2020-13", "forår 2020", "", "2020-02-30"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert pl.select(first_day(pl.lit(text)), last=last_day(pl.lit(text))).row(0) == (None, None)
