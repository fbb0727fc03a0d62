"""Notebooks of pages run by themselves for a quarter whose report leaves their page out."""

import re

import nbformat
import pytest

from analysis import Statusrapport
from analysis.core.layout import DEFAULT_DATA, NOTEBOOKS
from tests.page_notebooks import page

CONDITIONAL = re.compile(r'pages\.notebook\("pages/(\w+)\.ipynb", where=report\.([\w.]+)\)')
REQUIRED = re.compile(r"^report\.pages\.require\((?:report\.)?([\w.]+), ", re.MULTILINE)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data root in which the numbers of Q2 2025 are computed."""
    root = tmp_path_factory.mktemp("pages") / "data"
    root.mkdir()
    (root / "raw").symlink_to(DEFAULT_DATA.path / "raw")
    report = Statusrapport("2025Q2", data=str(root))
    report.ingest()
    report.compute()
    return str(root)


def code_of(path: str) -> str:
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


CONDITIONS = dict(CONDITIONAL.findall(code_of("03_report.ipynb")))


def test_some_pages_depend_on_what_was_delivered() -> None:
    assert {"control", "reach", "development", "comparison"} <= set(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_page_requires_what_the_report_runs_it_for(name: str) -> None:
    assert REQUIRED.findall(code_of(f"pages/{name}.ipynb")) == [CONDITIONS[name]]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("control", "it takes eight quarters in a row"),
        ("reach", "the delivery holds no table coverage"),
        ("reach_runners", "the delivery holds no counts of people near responders"),
        ("reach_municipalities", "counts of municipalities were not delivered"),
        ("reach_arrests", "the delivery holds no table arrests"),
        ("development", "there is no earlier delivery to compare with"),
        ("aeds_municipalities", "AEDs of municipalities were not delivered"),
    ],
)
def test_its_error_says_why_there_is_no_such_page(data: str, name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^the report of 2025Q2 leaves this page out: {reason}$"):
        page(name, data_root=data)


def test_nothing_is_said_of_a_page_that_there_is(data: str) -> None:
    report = Statusrapport("2025Q2", data=data)
    report.pages.require(report.content.has_funnel, "fewer than ten municipalities have a rate")
