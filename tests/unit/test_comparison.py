"""The rows of the tidy table that compare areas."""

import polars as pl
import pytest

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.indicators.comparison import compared, other_regions_together, ratios_of_regions
from analysis.indicators.schema import Indicators
from analysis.indicators.table import compute_indicators
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reference.files import neighbour_pairs


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return compute_indicators(snapshot.delivery, snapshot.reference)


def of_quarter(table: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    return compared(table, snapshot.reference.geography, neighbour_pairs(snapshot.reference))


def value(rows: pl.DataFrame, indicator: str, area: str) -> dict[str, object]:
    return rows.filter(pl.col("indicator") == indicator, pl.col("area_code") == area).row(0, named=True)


def test_rows_obey_the_tidy_table(snapshot: Snapshot, table: pl.DataFrame) -> None:
    Indicators.validate(pl.concat([table, of_quarter(table, snapshot)]))


def test_nordjylland_against_midtjylland(table: pl.DataFrame) -> None:
    row = value(ratios_of_regions(table), "activations_rate_ratio_to_1082", "1081")
    assert (row["value"], row["lower"], row["upper"]) == (
        pytest.approx(2.49, abs=0.005),
        pytest.approx(2.05, abs=0.005),
        pytest.approx(3.01, abs=0.005),
    )
    assert row["numerator"] == pytest.approx(90.42, abs=0.01)
    assert row["denominator"] == pytest.approx(36.36, abs=0.01)


def test_every_pair_once_and_the_withheld_region_never(table: pl.DataFrame) -> None:
    rows = ratios_of_regions(table)
    assert rows.height == 6
    assert "1084" not in rows["area_code"].to_list()
    assert not rows["indicator"].str.contains("1084").any()
    assert (rows["value"] >= 1).all()


def test_the_regions_beside_the_capital_are_taken_together(table: pl.DataFrame) -> None:
    """1,045 activations in 154 days among 4,063,436 inhabitants: 60.95 per 100,000 a year."""
    row = other_regions_together(table).row(0, named=True)
    assert other_regions_together(table).height == 1
    assert (row["area_code"], row["numerator"], row["status"]) == ("1084", 226 + 211 + 417 + 191, "published")
    people = table.filter(
        pl.col("indicator") == "active_runners_rate",
        pl.col("area_code").is_in(["1081", "1082", "1083", "1085"]),
    )["denominator"].sum()
    assert row["denominator"] == pytest.approx(people * 154 / 365)
    assert row["value"] == pytest.approx(1045 / (people * 154 / 365) * 100_000)
    assert (round(row["value"], 1), round(row["lower"], 1), round(row["upper"], 1)) == (61.0, 57.3, 64.8)


def test_where_all_regions_are_known_each_has_the_others(table: pl.DataFrame) -> None:
    """A row of the capital as large as the other four: each region then has four others."""
    capital = pl.col("area_code") == "1084"
    rate, net = (pl.col("indicator") == name for name in ("activations_rate_year", "activations"))
    copied = table.filter(rate, pl.col("area_code") == "1081").with_columns(area_code=pl.lit("1084"))
    known = pl.concat([table.filter(~(capital & (rate | net))), copied])
    known = pl.concat(
        [
            known,
            table.filter(net, pl.col("area_code") == "1081").with_columns(
                area_code=pl.lit("1084"), area=pl.lit("Region Hovedstaden")
            ),
        ]
    )
    rows = other_regions_together(known)
    counts = dict(known.filter(net, pl.col("level") == "region").select("area_code", "value").iter_rows())
    assert dict(rows.select("area_code", "numerator").iter_rows()) == {
        code: sum(counts.values()) - own for code, own in counts.items()
    }


def test_ranks_hold_their_own_value_and_say_how_many(snapshot: Snapshot, table: pl.DataFrame) -> None:
    ranks = of_quarter(table, snapshot).filter(pl.col("indicator") == "active_runners_rate_rank")
    assert ranks.height == 98
    assert ((ranks["lower"] <= ranks["value"]) & (ranks["value"] <= ranks["upper"])).all()
    assert ranks["denominator"].unique().to_list() == [98]
    assert value(ranks, "active_runners_rate_rank", "482")["value"] == 98


def test_the_countrys_spread(snapshot: Snapshot, table: pl.DataFrame) -> None:
    rows = of_quarter(table, snapshot)
    assert value(rows, "active_runners_rate_outside_plain", "dk")["value"] == 49
    assert value(rows, "active_runners_rate_dispersion", "dk")["value"] == pytest.approx(19.55, abs=0.005)
    assert value(rows, "active_runners_rate_between", "dk")["value"] == pytest.approx(139, abs=0.5)


def test_a_country_without_runners_is_not_compared(snapshot: Snapshot) -> None:
    nobody = snapshot.delivery.runners.with_columns(active_runners=pl.lit(0, dtype=pl.Int64))
    empty = compute_indicators(snapshot.delivery.with_tables(runners=nobody), snapshot.reference)
    assert not of_quarter(empty, snapshot)["indicator"].str.starts_with("active_runners_rate_").any()


def test_a_municipality_against_its_wholes(snapshot: Snapshot, table: pl.DataFrame) -> None:
    rows = of_quarter(table, snapshot)
    country = value(rows, "active_runners_rate_ratio_to_dk", "813")
    assert country["value"] == pytest.approx((418 / 57756) / (57307 / 5999652), rel=1e-3)
    assert country["numerator"] / country["denominator"] == country["value"]  # type: ignore[operator]
    region = value(rows, "active_runners_rate_ratio_to_1081", "813")
    assert round(100 * (1 - float(str(country["value"])))) == 24
    assert round(100 * (1 - float(str(region["value"])))) == 19
    assert rows.filter(pl.col("indicator") == "active_runners_rate_ratio_to_dk").height == 98 + 5
    assert rows.filter(pl.col("indicator").str.contains("active_runners_rate_ratio_to_108")).height == 98


def test_how_many_are_lacking_to_the_countrys_rate(snapshot: Snapshot, table: pl.DataFrame) -> None:
    rows = of_quarter(table, snapshot).filter(pl.col("indicator") == "active_runners_to_country_rate")
    frederikshavn = value(rows, "active_runners_to_country_rate", "813")
    assert (frederikshavn["value"], frederikshavn["numerator"]) == (134, 552)
    country = table.filter(pl.col("indicator") == "active_runners_rate", pl.col("area_code") == "dk")
    national = country["value"].item()
    reaching = rows["numerator"] / rows["denominator"] * 100_000
    one_fewer = (rows["numerator"] - 1) / rows["denominator"] * 100_000
    assert (reaching >= national - 1e-9).all()
    assert (one_fewer < national).all()
    assert rows.height == 98 + 5


def test_the_funnel_of_the_table_holds_all_but_eighteen_municipalities() -> None:
    """As the published counts of the second quarter of 2025 have it: 7 above, 11 below."""
    snapshot = read_inputs(DEFAULT_DATA, Quarter(2025, 2))
    numbers = compute_indicators(snapshot.delivery, snapshot.reference)
    table = of_quarter(numbers, snapshot)

    def of(name: str) -> pl.DataFrame:
        return table.filter(pl.col("indicator") == f"active_runners_rate_{name}").sort("area_code")

    rates = numbers.filter(pl.col("indicator") == "active_runners_rate", pl.col("level") == "municipality")
    value = rates.sort("area_code")["value"]
    side, inner, outer = of("side")["value"], of("funnel"), of("funnel_998")
    assert {kind: (side == kind).sum() for kind in (1, 0, -1)} == {1: 7, 0: 80, -1: 11}
    assert ((value > inner["upper"]) == (side == 1)).all()
    assert ((value < inner["lower"]) == (side == -1)).all()
    assert ((outer["lower"] < inner["lower"]) & (outer["upper"] > inner["upper"])).all()
    beyond = outer.filter((value > outer["upper"]) | (value < outer["lower"]))
    assert sorted(beyond["area"]) == ["Langeland", "Ærø"]
