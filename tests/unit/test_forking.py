"""Copies of notebooks for questions of one's own."""

from pathlib import Path

import nbformat
import pytest
import yaml

from analysis.core.layout import NOTEBOOKS
from analysis.explore import forking
from analysis.explore.forking import ForkError, find_notebook, fork


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with the real notebooks."""
    folder = tmp_path / "notebooks"
    for source in NOTEBOOKS.rglob("*.ipynb"):
        copy = folder / source.relative_to(NOTEBOOKS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    monkeypatch.setattr(forking, "ROOT", tmp_path)
    monkeypatch.setattr(forking, "NOTEBOOKS", folder)
    monkeypatch.setattr(forking, "EXPLORE", folder / "explore")
    return folder


def test_a_fork_has_the_cells_and_says_where_it_came_from(notebooks: Path) -> None:
    copy = fork("02_indicators", "Sammenlign nabokommuner", "2025Q2")
    assert copy == notebooks / "explore" / "sammenlign-nabokommuner.ipynb"
    made = nbformat.read(copy, as_version=4)
    nbformat.validate(made)
    source = nbformat.read(notebooks / "02_indicators.ipynb", as_version=4)
    assert "Forked from `notebooks/02_indicators.ipynb`" in made.cells[0].source
    assert "for 2025Q2" in made.cells[0].source
    assert [cell.cell_type for cell in made.cells[1:]] == [cell.cell_type for cell in source.cells]
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    assert not any(cell.get("outputs") for cell in made.cells)
    assert [cell for cell in made.cells if "parameters" in cell.metadata.get("tags", ())]
    assert not any("remove-cell" in cell.metadata.get("tags", ()) for cell in made.cells)


def test_what_only_the_report_needs_is_dropped(notebooks: Path) -> None:
    made = nbformat.read(fork("03", "rapport", "2024Q4"), as_version=4)
    assert not any("#|" in cell.source for cell in made.cells)
    (parameters,) = (cell for cell in made.cells if "parameters" in cell.metadata.get("tags", ()))
    assert parameters.source.splitlines()[0] == 'quarter: str = "2024Q4"'
    assert notebooks.exists()


def test_nothing_is_overwritten(notebooks: Path) -> None:
    first = fork("02", "mit").read_bytes()
    with pytest.raises(ForkError, match=r"notebooks/explore/mit\.ipynb is there already"):
        fork("03", "mit")
    assert (notebooks / "explore" / "mit.ipynb").read_bytes() == first


@pytest.mark.usefixtures("notebooks")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("02_indicator_table", "did you mean '02_indicators'"),
        ("0", "begins 3 notebooks"),
        ("", "no notebook ''"),
        ("../README", "no notebook"),
    ],
)
def test_a_notebook_that_is_not_there(written: str, said: str) -> None:
    with pytest.raises(ForkError, match=said):
        find_notebook(written)


@pytest.mark.usefixtures("notebooks")
def test_names_become_plain_file_names() -> None:
    assert fork("02", "../../Århus & Ærø!").name == "aarhus-aeroe.ipynb"
    with pytest.raises(ForkError, match="no name for a notebook"):
        fork("02", "...")


def test_a_copy_keeps_its_table_and_is_found_as_it_was_named(notebooks: Path) -> None:
    copy = fork("02_indicators", "Mit mål")
    code = "\n".join(cell.source for cell in nbformat.read(copy, as_version=4).cells)
    assert "report.keep(public)" in code
    assert "report.write(" not in code
    assert find_notebook("Mit mål") == find_notebook("explore/mit-maal") == copy
    assert notebooks.exists()


def test_what_quarto_reads_first_names_the_notebook_and_is_not_forked(notebooks: Path) -> None:
    """Quarto by itself shows no page, so a raw cell has a title and says what makes the page."""
    pages = sorted((NOTEBOOKS / "pages").glob("*.ipynb"))
    assert len(pages) > 9
    for path in pages:
        first, heading = nbformat.read(path, as_version=4).cells[:2]
        assert first.cell_type == "raw"
        said = yaml.safe_load(first.source.removeprefix("---\n").removesuffix("---"))
        assert f"# {said['title']}" == heading.source.splitlines()[0]
        assert f"`statusrapport run pages/{path.stem}`" in said["subtitle"]
    made = nbformat.read(fork("03", "udkast"), as_version=4)
    assert not any(cell.cell_type == "raw" for cell in made.cells)
    assert notebooks.exists()
