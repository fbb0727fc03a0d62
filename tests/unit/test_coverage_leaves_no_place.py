"""From extracts to a delivery that `check` accepts: none of its files, and nothing said, holds a place."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from events_support import REFERENCE  # type: ignore[import-not-found]
from places_support import World, degrees, extracts  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.reference.population import population_by_area

# The others hold counts in which the same digits may stand by chance.
NAMES = ("coverage", "delivery", "what was said")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_no_file_and_no_message_holds_a_place(engine: str, data: Path, tmp_path: Path) -> None:
    people = population_by_area(REFERENCE, "2025K2").filter(pl.col("level") == "municipality")
    count = people.height
    cells = np.column_stack([np.arange(count) * 3_100 + 470_050, np.arange(count) * 2_900 + 6_100_050])
    aeds = cells[:50] + np.array([33.7, -41.3])
    world = World(
        aeds=aeds,
        always=np.arange(50) % 2 == 0,
        hours={1: [(1, "08:00", "16:00")]},
        cells=cells.astype(float),
        municipality=people["area_code"].cast(pl.Int64).to_numpy(),
        people=people["population"].to_numpy(),
    )
    out = tmp_path / "out"
    options = ["--quarter", "2025Q2", "--as-of", str(date(2025, 6, 3)), "--out", str(out)]
    folder = extracts(tmp_path / "in", world)
    result = CliRunner().invoke(main, ["reduce", str(folder), *options, "--engine", engine])
    assert result.exit_code == 0, result.output
    assert "24 never open, for want of hours" in result.stderr
    written = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert {"coverage.csv", "coverage.csv.meta.toml"} <= written.keys()
    longitude, latitude = degrees(aeds[:, 0], aeds[:, 1])
    places = [
        *(f"{one:.3f}" for one in (*longitude, *latitude)),
        *(f"{north}_{east}" for east, north in cells // 100),
        *(str(int(one)) for one in aeds.ravel()),
    ]
    for name, text in {**written, "what was said": result.output + result.stderr}.items():
        assert not [place for place in places if place in text and name.startswith(NAMES)], name
        assert "100m_" not in text, name
        assert "longitude" not in text, name
