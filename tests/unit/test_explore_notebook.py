"""The notebook of cases from the guidance runs in the report's own engine and shows what it says."""

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode

from analysis.core.layout import NOTEBOOKS
from analysis.guidance.examples import load_examples
from analysis.rendering.execution import kernel, run_notebooks

CASES = NOTEBOOKS / "explore" / "vejledning-cases.ipynb"


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    parameters = {"example": "kun-egen-viden", "registered": "2025-05-28"}
    with kernel({}) as running:
        return run_notebooks([CASES], parameters, running)[0]


def shown(notebook: NotebookNode, cell: str) -> str:
    """What a cell ended in, without the marks that keep it from being Markdown."""
    (found,) = [one for one in notebook.cells if one.get("id") == cell]
    return re.sub(r"\\(.)", r"\1", "\n".join(output["data"]["text/markdown"] for output in found.outputs))


def rows(notebook: NotebookNode, cell: str) -> list[list[str]]:
    """The rows of the table that a cell ended in."""
    lines = [line for line in shown(notebook, cell).splitlines() if line.startswith("|")]
    return [[part.strip() for part in line.strip("|").split(" | ")] for line in lines[2:]]


def test_the_case_has_its_result_and_the_rows_that_led_there(notebook: NotebookNode) -> None:
    text = shown(notebook, "vc-04")
    assert text.startswith(load_examples()["kun-egen-viden"].situation)
    assert "Genoplivning forsøges ikke | undtagelse 5" in text
    assert "(undtagelse_5:12; U5/1, 2.2/1)" in text


def test_its_duties_are_a_table(notebook: NotebookNode) -> None:
    text = shown(notebook, "vc-05")
    assert all(column in text for column in ("hvornår", "hvem", "hvad", "afsnit"))
    assert len(rows(notebook, "vc-05")) == 3


def test_the_parameters_decide_the_dates(notebook: NotebookNode) -> None:
    """Registered on 28 May the opt-out is not in force on 3 June, which rests on a reading."""
    text = shown(notebook, "vc-07")
    assert text.startswith("Genoplivning forsøges, mens andre afklarer det, der er uvist")
    assert "Fravalget gælder fra og med den syvende dag efter registreringsdagen / Syv hele døgn" in text


def test_one_unknown_fact_at_a_time(notebook: NotebookNode) -> None:
    assert len(rows(notebook, "vc-09")) == len(load_examples()["registreret"].facts)


def test_all_examples_are_listed(notebook: NotebookNode) -> None:
    """Whole: no row is left out as it is where a frame is shown as it is."""
    assert [row[0] for row in rows(notebook, "vc-11")] == list(load_examples())


def test_the_made_up_counts_show_what_suppression_does(notebook: NotebookNode) -> None:
    table = rows(notebook, "vc-13")
    assert len(table) == 8
    hidden = [row for row in table if "suppressed" in row]
    assert len(hidden) == 2
    assert all("–" in row for row in hidden)
    assert "120" in table[0]


def test_no_trace_of_the_run_is_left(notebook: NotebookNode) -> None:
    assert str(Path.home()) not in str(notebook)
    assert "papermill" not in notebook.metadata
