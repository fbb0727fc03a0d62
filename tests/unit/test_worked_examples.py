"""The worked examples for analysts, and forks of the report's notebooks, run as they are."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from analysis import Statusrapport
from analysis.core.layout import NOTEBOOKS
from analysis.explore import forking
from analysis.rendering.execution import Kernel, kernel, run_notebooks

EXPLORE = NOTEBOOKS / "explore"
EXAMPLES = sorted(path for path in EXPLORE.glob("*.ipynb") if path.stem != "vejledning-cases")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root in which Q2 2025 is built."""
    root = tmp_path_factory.mktemp("examples") / "data"
    root.mkdir()
    (root / "raw").symlink_to(Path("data/raw").resolve())
    report = Statusrapport("2025Q2", data=str(root))
    report.ingest()
    report.compute()
    return root


@pytest.fixture(scope="module")
def running() -> Iterator[Kernel]:
    with kernel() as started:
        yield started


def run(path: Path, running: Kernel, **parameters: object) -> NotebookNode:
    return run_notebooks([path], parameters, running)[0]


def outputs(notebook: NotebookNode) -> str:
    """What all cells show, without the marks that keep a text from being Markdown."""
    shown = "\n".join(
        str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )
    return shown.replace("\\", "")


def test_there_are_six_of_them_each_with_text_chart_and_caveat() -> None:
    assert len(EXAMPLES) == 6
    for path in EXAMPLES:
        notebook = nbformat.read(path, as_version=4)
        prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        assert "**Caveat.**" in prose
        assert "report.chart." in code
        assert "def " not in code
        assert {line for line in code.splitlines() if line.startswith("from ")} == {
            "from analysis import Statusrapport"
        }
        assert not any(cell.get("outputs") for cell in notebook.cells)


def test_neighbours(data: Path, running: Kernel) -> None:
    done = outputs(
        run(EXPLORE / "nabokommuner.ipynb", running, data_root=str(data), municipality="Århus Kommune")
    )
    assert "Favrskov" in done
    assert "| 1,084 |" in done


def test_what_it_takes(data: Path, running: Kernel) -> None:
    done = outputs(run(EXPLORE / "hvad-skal-der-til.ipynb", running, data_root=str(data)))
    # Langeland: 11,930 people at Syddanmark's 10,462 of 1,240,725 need 101, and have 21.
    assert "Langeland" in done
    assert "101" in done
    assert "80" in done


def test_how_sure(data: Path, running: Kernel) -> None:
    done = outputs(run(EXPLORE / "hvor-sikre-er-vi.ipynb", running, data_root=str(data)))
    assert "Læsø" in done
    assert "clearly_above" in done


def test_aeds_are_simulated_and_say_so(running: Kernel) -> None:
    notebook = run(EXPLORE / "hjertestartere-og-hjerteloebere.ipynb", running)
    done = outputs(notebook)
    assert "True" in done
    assert "SIMULERET" in done
    assert "spearman" in done


def test_how_far_help_is(running: Kernel) -> None:
    done = outputs(run(EXPLORE / "hvor-langt-er-der-til-hjaelp.ipynb", running))
    assert "True" in done
    assert "SIMULERET" in done
    assert "10 within 1800 m" in done
    assert not re.search(r"\d\.\d{4}", done), "no place of five decimals"


def test_ten_questions(running: Kernel) -> None:
    notebook = run(EXPLORE / "ti-spoergsmaal.ipynb", running)
    done = outputs(notebook)
    assert "98 of 98 municipalities joined\ncolumn 'kilometres': numbers with decimal comma" in done
    assert re.search(r"\| area \| rank \| lower \| upper \| of \|\n.*\n\| Vejle \|.* \| 98 \|", done)
    assert re.search(r"\| source \| simulated \|\n.*\n.*Simulerede tal.* \| ja \|", done)
    answered = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.get("outputs")]
    assert len(answered) == len([cell for cell in notebook.cells if cell.cell_type == "code"]) - 1
    assert sum("## " in cell.source for cell in notebook.cells) == 10


@pytest.mark.parametrize("source", ["02_indicators", "03_report", "kommuneark"])
def test_a_fork_runs_from_its_new_place(
    source: str, data: Path, running: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, folder)
    for name, place in (("ROOT", tmp_path), ("NOTEBOOKS", folder), ("EXPLORE", folder / "explore")):
        monkeypatch.setattr(forking, name, place)
    copy = forking.fork(source, "mit spørgsmål")
    done = run(copy, running, data_root=str(data))
    assert any(cell.get("outputs") for cell in done.cells)
