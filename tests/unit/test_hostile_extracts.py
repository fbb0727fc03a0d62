"""Texts of `extracts.toml` that try to be more come out of `reduce` letter by letter."""

import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from events_support import TERMS, small, written  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.quarters import Quarter
from analysis.ingest.delivery import read_delivery
from analysis.reading.sidecars import read_sidecar
from tests.conftest import RAW
from tests.payloads import PAYLOADS

PLACES = tuple(product(("accepted_by_one", "accepted_by_two"), ("1081", "1082", "1083", "1084", "1085")))
TEXTS = tuple(PAYLOADS.values())
SIZE = len(PLACES) + 2
BATCHES = tuple(TEXTS[start : start + SIZE] for start in range(0, len(TEXTS), SIZE))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("payloads", BATCHES, ids=range(len(BATCHES)))
def test_texts_of_extracts_come_out_as_written(tmp_path: Path, payloads: tuple[str, ...]) -> None:
    source, publisher, *reasons = payloads
    terms = TERMS.replace('"Prøve"', quoted(source)) + f"publisher = {quoted(publisher)}\n"
    withheld = dict(zip(PLACES, reasons, strict=False))
    for (indicator, area), reason in withheld.items():
        terms += (
            f'\n[[withheld]]\nindicator = "{indicator}"\narea = "{area}"\nreason = {quoted(reason)}\n'
            "until = 2026-12-31\n"
        )
    folder = written(tmp_path / "extracts", small(), terms)
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "reference").symlink_to(RAW / "reference")
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(raw / "2025Q2")]
    done = CliRunner().invoke(main, ["reduce", str(folder), *options, "--data", str(tmp_path / "data")])
    assert done.exit_code == 0, done.output
    delivery = read_delivery(tmp_path / "data", Quarter(2025, 2))
    assert delivery.source == f"{source} (aktive: seneste position højst 30 døgn gammel)"
    assert delivery.publisher == publisher
    told = delivery.withheld.select("indicator", "area_code", "reason").rows()
    assert {(indicator, area): reason for indicator, area, reason in told} == withheld
    sidecar = read_sidecar(raw / "2025Q2" / "runners.csv", tmp_path / "data")
    assert sidecar is not None
    assert sidecar.origin.startswith(f"Simulated: {source}, drawn 2025-06-05, reduced by")
