"""Every page of the report holds what belongs on it, also with developments and numbers of all regions."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Simulated quarters, with a control chart and the activations of all regions."""
    data = tmp_path_factory.mktemp("fit") / "data"
    simulate(Plan(Quarter(2023, 3), Quarter(2025, 4), 7), data, model=DEFAULT_DATA)
    return data


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_where_a_bookmark_leads(
    language: str, root: Path, source_on_path: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "from analysis.cli import main; main()"]
    arguments = ["build", "2025Q4", "--engine", "embedded", "--lang", language]
    subprocess.run(
        [*command, *arguments, "--data", str(root), "--out", str(tmp_path / "report")],
        env=source_on_path, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    pdf = pypdf.PdfReader(tmp_path / "report" / "report.pdf")
    heads = {"da": "Hjertestartere i kommunerne", "en": "AEDs in the municipalities"}
    assert heads[language] in [str(item.title) for item in flat(pdf.outline)]
    begun = {pdf.get_destination_page_number(item) for item in flat(pdf.outline)}
    assert set(range(len(pdf.pages))) - begun == set()


def flat(outline: list[Any]) -> Iterator[Any]:
    """Bookmarks of all levels."""
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]
