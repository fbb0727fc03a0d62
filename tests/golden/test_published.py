"""Every figure of the published Q2 2025 report comes out of the tidy table, to the printed digit."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.core.formatting import round_half_up
from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import read_inputs

pytestmark = pytest.mark.golden


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return compute_table(read_inputs(DEFAULT_DATA, Quarter(2025, 2)))


def row(table: pl.DataFrame, indicator: str, area: str, level: str) -> dict[str, Any]:
    found = table.filter(pl.col("indicator") == indicator, pl.col("area") == area, pl.col("level") == level)
    assert found.height == 1, f"{indicator} of {area}: {found.height} rows"
    return found.row(0, named=True)


def test_the_file_of_published_figures_is_whole(published_areas: pl.DataFrame) -> None:
    levels = published_areas.group_by("level").agg(pl.len(), pl.col("active_runners").sum())
    assert dict(levels.select("level", "len").iter_rows()) == {"country": 1, "region": 5, "municipality": 98}
    assert levels["active_runners"].to_list() == [57307] * 3
    regions = published_areas.filter(pl.col("level") == "municipality").group_by("region")
    sums = dict(regions.agg(pl.col("active_runners").sum()).iter_rows())
    printed = published_areas.filter(pl.col("level") == "region")
    assert sums == dict(printed.select("area", "active_runners").iter_rows())


def test_counts_and_rates(table: pl.DataFrame, published_areas: pl.DataFrame) -> None:
    printed, computed = {}, {}
    for area in published_areas.iter_rows(named=True):
        key = (area["level"], area["area"])
        printed[key] = (area["active_runners"], area["rate"])
        computed[key] = (
            row(table, "active_runners", area["area"], area["level"])["value"],
            round_half_up(row(table, "active_runners_rate", area["area"], area["level"])["value"]),
        )
    assert len(printed) == 104
    assert computed == printed


def test_other_figures(table: pl.DataFrame, published_others: pl.DataFrame) -> None:
    printed, computed = {}, {}
    for figure in published_others.iter_rows(named=True):
        key = (figure["indicator"], figure["area"])
        level = "country" if figure["area"] == "Danmark" else "region"
        found = row(table, *key, level)
        value = found["value"] if found["value"] is not None else (found["lower"] + found["upper"]) / 2
        printed[key] = round_half_up(figure["value"], figure["decimals"])
        computed[key] = round_half_up(value, figure["decimals"])
    assert computed == printed


def test_municipalities_lie_in_the_published_regions(published_areas: pl.DataFrame) -> None:
    geography = read_inputs(DEFAULT_DATA, Quarter(2025, 2)).reference.geography
    printed = published_areas.filter(pl.col("level") == "municipality").select("area", "region")
    assert set(geography.select("municipality", "region").iter_rows()) == set(printed.iter_rows())


def test_the_delivery_holds_the_published_counts(published_areas: pl.DataFrame) -> None:
    delivered = pl.read_csv(Path(DEFAULT_DATA.raw) / "2025Q2" / "runners.csv", infer_schema=False)
    printed = published_areas.filter(pl.col("level") == "municipality").select("area", "active_runners")
    read = delivered.select("Kommune", pl.col("Aktive hjerteløbere").cast(pl.Int64))
    assert set(read.iter_rows()) == set(printed.iter_rows())
