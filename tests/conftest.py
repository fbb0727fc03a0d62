"""Fixtures that tests of every kind share."""

import shutil
from pathlib import Path

import pytest

RAW = Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root of its own: a copy of `data/raw` that a test may damage."""
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    return tmp_path / "data"
