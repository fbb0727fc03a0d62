"""The checked inputs of a quarter, as the ingest notebook hands them to the notebooks after it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from analysis.delivery import Delivery, read_delivery
from analysis.indicators import as_csv
from analysis.layout import DataRoot
from analysis.quarters import Quarter
from analysis.reference import Reference, read_reference
from analysis.sidecars import write_atomically

DELIVERY_TABLES: Final = ("runners", "activations", "aeds", "withheld")
REFERENCE_TABLES: Final = ("geography", "population", "adults", "facts", "tiles", "neighbours", "published")


@dataclass(frozen=True)
class Snapshot:
    """A delivery and the reference data that are valid at its date."""

    delivery: Delivery
    reference: Reference


def read_inputs(data: DataRoot, quarter: Quarter) -> Snapshot:
    """Read and check everything a quarter is computed from.

    Raises:
        InputError: Something in the delivery or the reference data is wrong; it lists every problem.
    """
    delivery = read_delivery(data.path, quarter)
    return Snapshot(delivery, read_reference(data.path, delivery.as_of))


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write a snapshot's tables as Parquet and its facts as JSON, each file whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DELIVERY_TABLES:
        _write_table(getattr(snapshot.delivery, name), folder / f"{name}.parquet")
    for name in REFERENCE_TABLES:
        _write_table(getattr(snapshot.reference, name), folder / f"{name}.parquet")
    delivery = snapshot.delivery
    facts = {
        "quarter": str(delivery.quarter),
        "as_of": delivery.as_of.isoformat(),
        "period_start": delivery.period_start.isoformat(),
        "population_period": delivery.population_period,
        "publisher": delivery.publisher,
        "source": delivery.source,
        "simulated": delivery.simulated,
        "files": [path.name for path in delivery.files],
    }
    write_atomically(folder / "delivery.json", json.dumps(facts, ensure_ascii=False, indent=2).encode())


def read_snapshot(folder: Path) -> Snapshot:
    """Read what `write_snapshot` wrote."""
    facts = json.loads((folder / "delivery.json").read_text(encoding="utf-8"))
    delivery = Delivery(
        quarter=Quarter.parse(facts["quarter"]),
        as_of=date.fromisoformat(facts["as_of"]),
        period_start=date.fromisoformat(facts["period_start"]),
        population_period=facts["population_period"],
        publisher=facts["publisher"],
        source=facts["source"],
        simulated=facts["simulated"],
        files=tuple(Path(name) for name in facts["files"]),
        **{name: pl.read_parquet(folder / f"{name}.parquet") for name in DELIVERY_TABLES},
    )
    reference = Reference(**{name: pl.read_parquet(folder / f"{name}.parquet") for name in REFERENCE_TABLES})
    return Snapshot(delivery, reference)


def write_indicators(table: pl.DataFrame, folder: Path) -> None:
    """Write the tidy table as Parquet, for notebooks, and as CSV, for everyone."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_table(table, folder / "indicators.parquet")
    write_atomically(folder / "indicators.csv", as_csv(table).encode())


def _write_table(table: pl.DataFrame, path: Path) -> None:
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    write_atomically(path, buffer.getvalue())
