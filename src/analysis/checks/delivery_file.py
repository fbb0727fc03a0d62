"""What `delivery.toml` says that time has overtaken."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.checks.finding import Finding
from analysis.ingest.delivery import Delivery
from analysis.reference.population import latest_published_period


def expired_withholdings(delivery: Delivery) -> Iterator[Finding]:
    """Figures still withheld although the day they were withheld until has passed."""
    names = dict(delivery.activations.select("area_code", "area").iter_rows())
    for entry in delivery.withheld.filter(pl.col("until") < delivery.as_of).iter_rows(named=True):
        yield Finding(
            kind="withheld-expired",
            key=f"{entry['area_code']}/{entry['indicator']}",
            table="delivery",
            column="until",
            area_code=entry["area_code"],
            area=f"{entry['indicator']} of {names.get(entry['area_code'], entry['area_code'])}",
            found=delivery.as_of.isoformat(),
            compared=entry["until"].isoformat(),
        )


def chosen_population(delivery: Delivery) -> Iterator[Finding]:
    """A population period other than the newest that was published on the day."""
    newest = latest_published_period(delivery.as_of)
    if delivery.population_period != newest:
        yield Finding(
            kind="population",
            key=delivery.population_period,
            table="delivery",
            column="population_period",
            found=delivery.population_period,
            compared=newest,
            against=delivery.as_of.isoformat(),
        )
