"""The rows of the tidy table that compare areas."""

from dataclasses import replace

import polars as pl
import pytest

from analysis.comparison import compared, ratios_of_regions
from analysis.indicators import Indicators, compute_indicators
from analysis.layout import DEFAULT_DATA
from analysis.quarters import Quarter
from analysis.snapshot import Snapshot, read_inputs


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return compute_indicators(snapshot.delivery, snapshot.reference)


def value(rows: pl.DataFrame, indicator: str, area: str) -> dict[str, object]:
    return rows.filter(pl.col("indicator") == indicator, pl.col("area_code") == area).row(0, named=True)


def test_rows_obey_the_tidy_table(table: pl.DataFrame) -> None:
    Indicators.validate(pl.concat([table, compared(table)]))


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


def test_ranks_hold_their_own_value_and_say_how_many(table: pl.DataFrame) -> None:
    ranks = compared(table).filter(pl.col("indicator") == "active_runners_rate_rank")
    assert ranks.height == 98
    assert ((ranks["lower"] <= ranks["value"]) & (ranks["value"] <= ranks["upper"])).all()
    assert ranks["denominator"].unique().to_list() == [98]
    assert value(ranks, "active_runners_rate_rank", "482")["value"] == 98


def test_the_countrys_spread(table: pl.DataFrame) -> None:
    rows = compared(table)
    assert value(rows, "active_runners_rate_outside_plain", "dk")["value"] == 49
    assert value(rows, "active_runners_rate_dispersion", "dk")["value"] == pytest.approx(19.55, abs=0.005)
    assert value(rows, "active_runners_rate_between", "dk")["value"] == pytest.approx(139, abs=0.5)


def test_a_country_without_runners_is_not_compared(snapshot: Snapshot) -> None:
    nobody = snapshot.delivery.runners.with_columns(active_runners=pl.lit(0, dtype=pl.Int64))
    empty = compute_indicators(replace(snapshot.delivery, runners=nobody), snapshot.reference)
    assert not compared(empty)["indicator"].str.starts_with("active_runners_rate_").any()
