"""What `delivery.toml` says that time has overtaken."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.checks.finding import Finding, check
from analysis.ingest.snapshot import Snapshot
from analysis.reference.population import latest_published_period


@check("population", "{found} is chosen; {compared} is the newest that was published on {against}")
def chosen_population(snapshot: Snapshot) -> Iterator[Finding]:
    """A population period other than the newest that was published on the day."""
    delivery = snapshot.delivery
    newest = latest_published_period(delivery.as_of)
    if delivery.population_period != newest:
        yield Finding(
            key=delivery.population_period,
            table="delivery",
            column="population_period",
            found=delivery.population_period,
            compared=newest,
            against=delivery.as_of.isoformat(),
        )


@check("withheld-expired", "{area} is withheld until {compared}, before as_of {found}")
def expired_withholdings(snapshot: Snapshot) -> Iterator[Finding]:
    """Figures still withheld although the day they were withheld until has passed."""
    delivery = snapshot.delivery
    names = dict(delivery.activations.select("area_code", "area").iter_rows())
    for entry in delivery.withheld.filter(pl.col("until") < delivery.as_of).iter_rows(named=True):
        yield Finding(
            key=f"{entry['area_code']}/{entry['indicator']}",
            table="delivery",
            column="until",
            area_code=entry["area_code"],
            area=f"{entry['indicator']} of {names.get(entry['area_code'], entry['area_code'])}",
            found=delivery.as_of.isoformat(),
            compared=entry["until"].isoformat(),
        )
