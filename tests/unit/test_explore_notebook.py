"""The notebook of cases from the guidance runs in the report's own engine and shows what it says."""

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
    """What a cell printed and the plain text of what it ended in."""
    (found,) = [one for one in notebook.cells if one.get("id") == cell]
    texts = [output.get("text") or output["data"]["text/plain"] for output in found.outputs]
    return "\n".join(texts)


def test_the_case_has_its_result_and_the_rows_that_led_there(notebook: NotebookNode) -> None:
    text = shown(notebook, "vc-04")
    assert text.startswith(load_examples()["kun-egen-viden"].situation)
    assert "Genoplivning forsøges ikke | undtagelse 5" in text
    assert "(undtagelse_5:12; U5/1, 2.2/1)" in text


def test_its_duties_are_a_table(notebook: NotebookNode) -> None:
    text = shown(notebook, "vc-05")
    assert all(column in text for column in ("hvornår", "hvem", "hvad", "afsnit"))
    assert "shape: (" in text


def test_the_parameters_decide_the_dates(notebook: NotebookNode) -> None:
    """Registered on 28 May the opt-out is not in force on 3 June, which rests on a reading."""
    text = shown(notebook, "vc-07")
    assert text.startswith("Genoplivning forsøges, mens andre afklarer a-d")
    assert "Fravalget gælder fra og med den syvende dag efter registreringsdagen / Syv hele døgn" in text


def test_one_unknown_fact_at_a_time(notebook: NotebookNode) -> None:
    assert f"shape: ({len(load_examples()['registreret'].facts)}, 2)" in shown(notebook, "vc-09")


def test_all_examples_are_listed(notebook: NotebookNode) -> None:
    assert f"shape: ({len(load_examples())}, 5)" in shown(notebook, "vc-11")


def test_the_made_up_counts_show_what_suppression_does(notebook: NotebookNode) -> None:
    text = shown(notebook, "vc-13")
    assert "shape: (8, 5)" in text
    assert text.count("suppressed") == 2
    assert text.count("null") == 2
    assert "120" in text


def test_no_trace_of_the_run_is_left(notebook: NotebookNode) -> None:
    assert str(Path.home()) not in str(notebook)
    assert "papermill" not in notebook.metadata
