"""What `delivery.toml` says that time has overtaken."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.checks.finding import Finding, check
from analysis.indicators.facts import is_of_earlier_quarter
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


@check("fact-repeated", "given for {compared} and repeated: {found}; look them up, or answer")
def repeated_facts(snapshot: Snapshot) -> Iterator[Finding]:
    """Facts of the programme and the register that were given for an earlier quarter."""
    quarter = str(snapshot.delivery.quarter)
    repeated = snapshot.reference.facts.filter(is_of_earlier_quarter(quarter))
    for (given_for,), rows in repeated.group_by(["given_for"], maintain_order=True):
        yield Finding(
            key=str(given_for),
            table="delivery",
            column="fact",
            found=", ".join(rows["indicator"].unique(maintain_order=True)),
            compared=given_for,
        )


@check("period-end", "activations count up to {found}, after as_of {compared}")
def period_after_count(snapshot: Snapshot) -> Iterator[Finding]:
    """Flows that go on after the day of the stock counts."""
    delivery = snapshot.delivery
    if delivery.period_end > delivery.as_of:
        yield Finding(
            key=delivery.period_end.isoformat(),
            table="delivery",
            column="period_end",
            found=delivery.period_end.isoformat(),
            compared=delivery.as_of.isoformat(),
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
