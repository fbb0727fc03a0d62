"""Which population is used, and that with it every published rate comes out to the digit."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from analysis.core.quarters import Quarter
from analysis.ingest.delivery import read_delivery
from analysis.reference.files import Reference, read_reference
from analysis.reference.population import latest_published_period, population_by_area

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(DATA, date(2025, 6, 3))


@pytest.mark.parametrize(
    ("as_of", "period"),
    [
        (date(2025, 6, 3), "2025K2"),
        (date(2026, 1, 5), "2025K4"),
        (date(2025, 5, 15), "2025K1"),
        (date(2025, 5, 16), "2025K2"),
        (date(2026, 2, 14), "2025K4"),
        (date(2026, 2, 15), "2026K1"),
    ],
)
def test_a_quarter_is_published_45_days_after_its_first_day(as_of: date, period: str) -> None:
    assert latest_published_period(as_of) == period


@pytest.mark.golden
@pytest.mark.parametrize("period", ["2024K1", "2025K2", "2026K1"])
def test_regions_have_the_population_that_danmarks_statistik_gives(reference: Reference, period: str) -> None:
    totals = pl.read_csv(
        DATA / "raw/reference/population_totals.csv", schema_overrides={"area_code": pl.String}
    )
    expected = totals.filter(pl.col("period") == period).select("area_code", "population")
    people = population_by_area(reference, period).filter(pl.col("level").is_in(["region", "country"]))
    assert sorted(people.select("area_code", "population").rows()) == sorted(expected.rows())


def test_levels_and_order(reference: Reference) -> None:
    people = population_by_area(reference, "2025K2")
    levels = people.group_by("level", maintain_order=True).agg(pl.len(), pl.col("area").first())
    assert levels.rows() == [
        ("municipality", 98, "København"),
        ("report_area", 10, "Midt- og Vestjylland"),
        ("region", 5, "Region Nordjylland"),
        ("country", 1, "Danmark"),
    ]


def test_christiansoe_is_counted_with_bornholm(reference: Reference) -> None:
    folk1a = dict(
        reference.population.filter(pl.col("period") == "2025K2")
        .select("area_code", "population")
        .iter_rows()
    )
    people = dict(population_by_area(reference, "2025K2").select("area_code", "population").iter_rows())
    assert people["400"] == folk1a["400"] + folk1a["411"] == people["bornholm"]
    assert "411" not in people


def test_a_period_that_is_not_complete_is_an_error(reference: Reference) -> None:
    with pytest.raises(ValueError, match="no complete population for 2026K3"):
        population_by_area(reference, "2026K3")


@pytest.mark.golden
def test_every_published_rate_comes_out_to_the_digit(reference: Reference) -> None:
    delivery = read_delivery(DATA, Quarter(2025, 2))
    geography = reference.geography.join(delivery.runners, on=["municipality_code", "municipality"])
    counts: dict[str, int] = dict(geography.select("municipality", "active_runners").iter_rows())
    counts |= dict(geography.group_by("region").agg(pl.col("active_runners").sum()).iter_rows())
    counts["Danmark"] = int(delivery.runners["active_runners"].sum())
    people = population_by_area(reference, delivery.population_period).filter(
        pl.col("level") != "report_area"
    )
    population: dict[str, int] = dict(people.select("area", "population").iter_rows())
    printed = reference.published.filter(
        pl.col("as_of") == "2025-06-03", pl.col("source").str.starts_with("TrygFonden")
    )
    rates: dict[str, float] = dict(
        printed.filter(indicator="active_rate").select("area", "value").iter_rows()
    )
    assert len(rates) == 98 + 5 + 1
    assert counts == dict(printed.filter(indicator="active_runners").select("area", "value").iter_rows())
    shown = {
        area: int((Decimal(counts[area]) * 100_000 / population[area]).quantize(Decimal(1), ROUND_HALF_UP))
        for area in rates
    }
    assert shown == rates
