"""What notebooks say in words holds for every quarter they run for: no number of one stands in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import nbformat
import pytest
from executed_notebooks import executed  # type: ignore[import-not-found]

from analysis import Statusrapport
from analysis.core.layout import DEFAULT_DATA, NOTEBOOKS
from analysis.core.quarters import Quarter
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

NAMES = sorted(path.relative_to(NOTEBOOKS).with_suffix("").as_posix() for path in NOTEBOOKS.rglob("*.ipynb"))
# The cases of the guidance are of a day that they name, and of no quarter.
OF_A_QUARTER = [name for name in NAMES if name != "explore/vejledning-cases"]
OF_OPTIONAL_TABLES = (
    "pages/reach", "pages/reach_runners", "pages/reach_municipalities", "pages/responders",
    "pages/reach_arrests",
    "explore/hvor-langt-er-der-til-hjaelp",
)  # fmt: skip
FIRST, LAST = Quarter(2026, 2), Quarter(2028, 2)
QUARTER = re.compile(r"\b(20\d\d)[QK]([1-4])\b|\b([1-4])\. kvartal (20\d\d)")
# Where numbers may stand in prose: headings, formulas, names, citations, widths on a page.
TAKEN_OUT = (
    re.compile(r"^#+ .*$", re.MULTILINE),
    re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL),
    re.compile(r"`[^`]*`"),
    re.compile(r"\b0[1-3]_[a-z]+"),
    re.compile(r"\b[A-Z][a-z]+(?: and [A-Z][a-z]+)? \(?(?:18|19|20)\d\d\b"),
    re.compile(r"[^.\n]*\bmillimetres\b[^.\n]*\."),
)
OF_THE_METHOD = {
    "0", "1", "-1", "1.959964", "1.4826", "95", "99.8", "10,000", "100,000", "1,000", "45", "18", "24", "7",
    "10", "90", "200", "500", "1,800", "400", "411", "31", "365", "3.090232", "2,000", "5", "0.2",
    "12.345,67", "12,345.67",
}  # fmt: skip


def prose(name: str) -> Iterator[str]:
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            yield cell.source


@pytest.mark.parametrize("name", OF_A_QUARTER)
def test_no_number_of_a_quarter_stands_in_prose(name: str) -> None:
    found = []
    for text in prose(name):
        assert not QUARTER.search(text), text
        left = reduce(lambda shorter, pattern: pattern.sub(" ", shorter), TAKEN_OUT, text)
        found += re.findall(r"-?\d[\d.,]*(?<=\d)", left)
    assert [number for number in found if number not in OF_THE_METHOD] == []


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root of made-up quarters later than any delivered, across the regions that unite in 2027."""
    root = tmp_path_factory.mktemp("later") / "data"
    simulate(Plan(FIRST, LAST, 3), root, model=DEFAULT_DATA)
    report = Statusrapport(str(LAST), data=str(root))
    report.ingest()
    report.compute()
    return root


@pytest.mark.parametrize("name", [name for name in OF_A_QUARTER if name not in OF_OPTIONAL_TABLES])
def test_notebooks_name_no_other_quarter_than_those_delivered(name: str, later: Path) -> None:
    """Each runs for a quarter of other regions, and neither words nor results are of the default quarter."""
    known = {(first.year, first.number) for first in quarters(FIRST.previous.previous.previous.previous)}
    notebook = executed(name, quarter=str(LAST), data_root=str(later))
    for text in said(notebook):
        named = {(int(match[1] or match[4]), int(match[2] or match[3])) for match in QUARTER.finditer(text)}
        assert named <= known, text[:300]


def test_the_example_on_distances_says_what_a_delivery_lacks(later: Path) -> None:
    with pytest.raises(ValueError, match="delivered without distances to AEDs and runners"):
        executed("explore/hvor-langt-er-der-til-hjaelp", quarter=str(LAST), data_root=str(later))


def quarters(first: Quarter) -> Iterator[Quarter]:
    while first.ordinal <= LAST.ordinal:
        yield first
        first = first.next


def said(notebook: Any) -> Iterator[str]:
    """Prose and results of a notebook, apart from what its parameters are when nobody gives any."""
    for cell in notebook.cells:
        if "parameters" not in cell.metadata.get("tags", ()):
            yield cell.source
            for output in cell.get("outputs", ()):
                yield str(output.get("data", {}).get("text/markdown", ""))
