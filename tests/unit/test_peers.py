"""Municipalities beside their neighbours and those of their size, and what one runner means."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.indicators.limits import rate_ratio_limits
from analysis.indicators.peers import (
    nearest_in_population,
    neighbour_ratio,
    ratios_to_neighbours,
    size_ratio,
    steps,
)
from analysis.indicators.registry import indicator
from analysis.indicators.runners import RATE
from analysis.indicators.schema import Indicators
from analysis.indicators.table import compute_indicators
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reference.files import neighbour_pairs

LANGELAND, SVENDBORG, LAESOE, FREDERIKSHAVN = "482", "479", "825", "813"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return compute_indicators(snapshot.delivery, snapshot.reference)


def rate(table: pl.DataFrame, code: str) -> dict[str, float]:
    return table.filter(indicator=RATE.name, area_code=code).row(0, named=True)


def test_rows_obey_the_table(snapshot: Snapshot, table: pl.DataFrame) -> None:
    pairs, places = neighbour_pairs(snapshot.reference), snapshot.reference.geography
    found = pl.concat(
        [steps(table), ratios_to_neighbours(table, pairs), nearest_in_population(table, places)]
    )
    Indicators.validate(pl.concat([table, found]))
    assert all(
        indicator(name).unit.key == unit for name, unit in found.select("indicator", "unit").iter_rows()
    )


def test_one_runner_in_laesoe(table: pl.DataFrame) -> None:
    row = steps(table).row(by_predicate=pl.col("area_code") == LAESOE, named=True)
    assert row["value"] == pytest.approx(100_000 / rate(table, LAESOE)["denominator"])
    assert steps(table).height == 98


def test_each_neighbour_in_both_directions_with_limits_of_two_counts(
    snapshot: Snapshot, table: pl.DataFrame
) -> None:
    pairs = neighbour_pairs(snapshot.reference)
    rows = ratios_to_neighbours(table, pairs)
    assert rows.height == pairs.height
    own, other = rate(table, LANGELAND), rate(table, SVENDBORG)
    row = rows.filter(area_code=LANGELAND, indicator=neighbour_ratio(SVENDBORG).name).row(0, named=True)
    limits = rate_ratio_limits(
        int(own["numerator"]), own["denominator"], int(other["numerator"]), other["denominator"]
    )
    assert (row["lower"], row["upper"]) == (limits.lower, limits.upper)
    assert row["value"] == pytest.approx(own["value"] / other["value"])
    back = rows.filter(area_code=SVENDBORG, indicator=neighbour_ratio(LANGELAND).name).row(0, named=True)
    assert back["value"] == pytest.approx(1 / row["value"])
    assert back["lower"] == pytest.approx(1 / row["upper"])


def test_over_a_neighbour_without_runners_no_ratio_is_formed(snapshot: Snapshot, table: pl.DataFrame) -> None:
    none = pl.col("indicator").eq(RATE.name) & pl.col("area_code").eq(SVENDBORG)
    without = table.with_columns(
        pl.when(none).then(0.0).otherwise(name).alias(name) for name in ("value", "numerator")
    )
    rows = ratios_to_neighbours(without, neighbour_pairs(snapshot.reference))
    assert rows.filter(indicator=neighbour_ratio(SVENDBORG).name).is_empty()
    row = rows.filter(area_code=SVENDBORG, indicator=neighbour_ratio(LANGELAND).name).row(0, named=True)
    assert row["value"] == 0
    assert row["lower"] == 0
    assert row["upper"] > 0


def test_five_nearest_by_the_ratio_of_the_larger_to_the_smaller(
    snapshot: Snapshot, table: pl.DataFrame
) -> None:
    rows = nearest_in_population(table, snapshot.reference.geography)
    assert rows.height == 98 * 5
    people = dict(
        table.filter(indicator=RATE.name, level="municipality").select("area_code", "denominator").iter_rows()
    )
    for code in (LAESOE, LANGELAND, FREDERIKSHAVN, "101"):
        own = people[code]
        expected = sorted((max(one, own) / min(one, own) for other, one in people.items() if other != code))[
            :5
        ]
        found = rows.filter(area_code=code)["value"]
        assert sorted(max(one, 1 / one) for one in found) == pytest.approx(expected)
        assert size_ratio(code).name not in rows.filter(area_code=code)["indicator"]
