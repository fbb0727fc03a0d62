"""Notebooks run with checked parameters, in one kernel, and leave no traces of the run."""

import ast
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.builds.report import ORDER
from analysis.core.layout import NOTEBOOKS, ROOT
from analysis.rendering.execution import (
    NotebookError,
    ParameterError,
    check_parameters,
    count_cells,
    declared_parameters,
    kernel,
    run_notebooks,
    without_traces,
)

PARAMETERS = 'quarter: str = "2025Q2"\nlimit: int = 3\nshare: float\nfull: bool = False'
GIVEN = {"quarter": "2025Q1", "share": 0.5}
Writer = Callable[..., Path]


def parameterised(source: str = PARAMETERS, *cells: str) -> Any:
    first = new_code_cell(source, metadata={"tags": ["parameters"]})
    return new_notebook(
        cells=[new_markdown_cell("# Titel"), first, *map(new_code_cell, cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def writer(name: str, source: str, *cells: str) -> Path:
        path = tmp_path / name
        nbformat.write(parameterised(source, *cells), path)
        return path

    return writer


def test_declared_parameters() -> None:
    assert declared_parameters(parameterised(), "n.ipynb") == {
        "quarter": (str, True),
        "limit": (int, True),
        "share": (float, False),
        "full": (bool, True),
    }


@pytest.mark.parametrize(
    "source", ["quarter = 1", "import os", "x.y: int = 1", "a: list = []", "a: 'str' = ''"]
)
def test_a_parameters_cell_holds_only_annotated_names(source: str) -> None:
    with pytest.raises(ParameterError, match=r"n\.ipynb"):
        declared_parameters(parameterised(source), "n.ipynb")


def test_there_is_one_parameters_cell() -> None:
    twice = parameterised()
    twice.cells.append(twice.cells[1])
    for notebook, found in [(new_notebook(), "found 0"), (twice, "found 2")]:
        with pytest.raises(ParameterError, match=found):
            check_parameters(notebook, "n.ipynb", {})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({**GIVEN, "quater": "2025Q2"}, ["quater"]),
        ({"quarter": "2025Q1"}, ["share"]),
        ({**GIVEN, "limit": "3"}, ["limit"]),
        ({**GIVEN, "limit": True}, ["limit"]),
        ({**GIVEN, "full": 1}, ["full"]),
        ({**GIVEN, "quarter": None}, ["quarter"]),
        ({"quarter": 2025, "limt": 1}, ["quarter", "limt", "share"]),
    ],
)
def test_parameters_that_do_not_fit_stop_before_anything_runs(
    write: Writer, tmp_path: Path, given: dict[str, object], named: list[str]
) -> None:
    trace = tmp_path / "ran.txt"
    runs = f"from pathlib import Path\nPath({str(trace)!r}).write_text('ran')"
    fits = write("a.ipynb", "quarter: str = ''", runs)
    wrong = write("b.ipynb", PARAMETERS, runs)
    none: Any = None
    with pytest.raises(ParameterError) as refusal:
        run_notebooks([fits, wrong] if set(given) == {"quarter"} else [wrong], given, none)
    message = str(refusal.value)
    assert not trace.exists()
    assert len(message.splitlines()) == len(named)
    assert all("b.ipynb" in line for line in message.splitlines())
    assert all(name in message for name in named)


def test_parameters_that_fit() -> None:
    check_parameters(parameterised(), "n.ipynb", GIVEN)
    check_parameters(parameterised(), "n.ipynb", {**GIVEN, "limit": 1, "full": True})


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[NotebookNode], list[int], Path]:
    """Two notebooks, run in one kernel: the notebooks, the progress told, and where they lay."""
    folder = tmp_path_factory.mktemp("notebooks")
    first = parameterised("quarter: str = ''", "secret = quarter * 2\nsecret", "import os\nos.getpid()")
    second = parameterised(
        "quarter: str = ''",
        "'secret' in globals(), quarter",
        "import os\nos.getpid()",
        "os.stat(os.getcwd()).st_ino, os.getcwd()",
        "os.environ['STATUSRAPPORT_TEST']",
    )
    for name, notebook in [("a.ipynb", first), ("b.ipynb", second)]:
        nbformat.write(notebook, folder / name)
    paths = [folder / "a.ipynb", folder / "b.ipynb"]
    steps: list[int] = []
    with kernel({"STATUSRAPPORT_TEST": "seen"}) as running:
        notebooks = run_notebooks(paths, {"quarter": "2025Q1"}, running, lambda: steps.append(1))
    return notebooks, steps, folder


def test_what_the_user_lets_ipython_run_at_its_start_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mine.py").write_text("import polars\npolars.Config.set_fmt_str_lengths(1)\nmine = 1\n")
    before = sorted(home.rglob("*"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    nbformat.write(parameterised("quarter: str = ''", "'mine' in globals()"), tmp_path / "a.ipynb")
    with kernel() as running:
        (notebook,) = run_notebooks([tmp_path / "a.ipynb"], {"quarter": "2025Q1"}, running, lambda: None)
    assert result(notebook, 1) == "False"
    assert sorted(home.rglob("*")) == before


def result(notebook: NotebookNode, cell: int) -> str:
    """What the code cell of that number shows."""
    found = [c for c in notebook.cells if c.cell_type == "code"][cell]
    return str(found.outputs[0].data["text/plain"])


def test_parameters_reach_every_notebook(executed: tuple[list[NotebookNode], list[int], Path]) -> None:
    first, second = executed[0]
    assert result(first, 1) == "'2025Q12025Q1'"
    assert result(second, 1) == "(False, '2025Q1')"


def test_an_executed_notebook_has_one_parameters_cell_that_says_the_values(
    executed: tuple[list[NotebookNode], list[int], Path],
) -> None:
    for notebook in executed[0]:
        tags = [cell.metadata.get("tags", []) for cell in notebook.cells if cell.cell_type == "code"]
        assert tags == [["parameters"], *([] for _ in tags[1:])]
        assert notebook.cells[1].source == 'quarter: str = "2025Q1"'


def test_parameters_that_were_not_given_keep_their_default(write: Writer) -> None:
    declared = 'name: str = "a \'b\' \\"c\\" æ"\nlimit: int = 3\nshare: float = 0.5\nfull: bool = False'
    notebook = write("a.ipynb", declared, "name, limit, share, full")
    with kernel() as running:
        (done,) = run_notebooks([notebook], {"limit": 7, "full": True, "name": 'é "x" \\n'}, running)
    expected = 'name: str = "é \\"x\\" \\\\n"\nlimit: int = 7\nshare: float = 0.5\nfull: bool = True'
    assert done.cells[1].source == expected
    assert ast.literal_eval(result(done, 1)) == ('é "x" \\n', 7, 0.5, True)


def test_one_kernel_runs_all_notebooks_and_forgets_names(
    executed: tuple[list[NotebookNode], list[int], Path],
) -> None:
    first, second = executed[0]
    assert result(first, 2) == result(second, 2)
    assert result(second, 3) == repr((ROOT.stat().st_ino, "…"))
    assert result(second, 4) == "'seen'"


def test_progress_is_told_for_every_cell(executed: tuple[list[NotebookNode], list[int], Path]) -> None:
    notebooks, steps, folder = executed
    cells = sum(
        len(notebook.cells) + 1 for notebook in notebooks
    )  # Papermill runs the values in one of its own
    assert len(steps) == cells == count_cells([folder / "a.ipynb", folder / "b.ipynb"])


def test_executed_notebooks_carry_no_times_and_paths(
    executed: tuple[list[NotebookNode], list[int], Path],
) -> None:
    notebooks, _, folder = executed
    for notebook in notebooks:
        nbformat.validate(notebook)
        assert "papermill" not in notebook.metadata
        assert "version" not in notebook.metadata.get("language_info", {})
        for cell in notebook.cells:
            assert not {"papermill", "execution"} & set(cell.metadata)
    written = nbformat.writes(notebooks[0])
    assert str(folder) not in written
    for word in ("start_time", "end_time", "duration", "iopub", str(ROOT)):
        assert word not in written


def test_running_leaves_the_notebooks_as_they_were(
    executed: tuple[list[NotebookNode], list[int], Path],
) -> None:
    kept = nbformat.read(executed[2] / "a.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in kept.cells)
    assert sorted(path.name for path in executed[2].iterdir()) == ["a.ipynb", "b.ipynb"]


def test_a_failing_cell_names_notebook_cell_and_error(write: Writer, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    failing = write("02_fails.ipynb", "quarter: str = ''", "x = 1", "value = [][7]")
    after = write("03_after.ipynb", "quarter: str = ''", f"open({str(later)!r}, 'w').close()")
    with kernel() as running, pytest.raises(NotebookError) as failure:
        run_notebooks([failing, after], {"quarter": "2025Q1"}, running)
    message = str(failure.value)
    assert "02_fails.ipynb" in message
    assert "IndexError: list index out of range" in message
    assert "value = [][7]" in message
    assert "cell 4" in message, (
        "the number of the cell in the notebook that was given, not in the executed one"
    )
    assert not later.exists()


def test_notebooks_run_from_any_folder(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel's sockets have to be found from both sides, and leave nothing behind."""
    before = sorted(ROOT.iterdir())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    notebook = write("a.ipynb", "quarter: str = ''", "quarter + '!'")
    with kernel() as running:
        executed = run_notebooks([notebook], {"quarter": "2025Q1"}, running)
    assert result(executed[0], 1) == "'2025Q1!'"
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in ROOT.iterdir() if path not in before and path.is_socket()] == []


def test_cells_are_counted_from_one_whatever_ran_before_in_the_kernel(write: Writer) -> None:
    paths = [write(name, "quarter: str = ''", "quarter", "print(1)") for name in ("a.ipynb", "b.ipynb")]
    with kernel() as running:
        executed = run_notebooks(paths, {"quarter": "2025Q1"}, running)
    for notebook in executed:
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in code] == [1, 2, 3]
        assert code[1].outputs[0].execution_count == 2


def test_traces_are_removed_and_the_rest_stays() -> None:
    notebook = parameterised(PARAMETERS, "1")
    notebook.metadata["papermill"] = {"input_path": "/home/someone"}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.4"}
    notebook.cells[2].metadata.update(
        papermill={"duration": 1}, execution={"iopub.status.busy": "now"}, tags=["x"]
    )
    cleaned = without_traces(notebook)
    assert "papermill" not in cleaned.metadata
    assert cleaned.metadata["language_info"] == {"name": "python"}
    assert cleaned.cells[2].metadata == {"tags": ["x"]}


def test_outputs_name_no_folder_of_this_machine(write: Writer) -> None:
    path = write(
        "a.ipynb",
        'quarter: str = "2025Q2"',
        "import analysis, pathlib, polars, sys, tempfile, warnings\n"
        "print(analysis.__file__, polars.__file__, sys.executable, 'a/b and 1/2')\n"
        "print(pathlib.Path.home() / 'x')\n"
        "warnings.warn(tempfile.gettempdir() + '/x')",
        "from IPython.display import HTML, display\n"
        "display(HTML(f'<a href=\"{analysis.__file__}\">her</a>'))\n"
        "pathlib.Path(polars.__file__)",
    )
    with kernel() as running:
        (executed,) = run_notebooks([path], {"quarter": "2025Q2"}, running)
    text = nbformat.writes(executed)
    for folder in (ROOT, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), Path(sys.base_prefix)):
        assert f"{folder}/" not in text
    assert "ipykernel_" not in text
    assert "a/b and 1/2" in text
    assert "…/src/analysis/__init__.py" in text


# The report's own notebooks, and all others in the repository


OWN = sorted(NOTEBOOKS.rglob("*.ipynb"))


OF_THE_REPORT = [path for path in OWN if path.parent.name != "explore"]
CHOICES = ast.If | ast.IfExp | ast.Try | ast.For | ast.While | ast.Match


@pytest.mark.parametrize("path", OF_THE_REPORT, ids=lambda path: path.name)
def test_cells_of_the_report_choose_nothing(path: Path) -> None:
    """What is chosen, such as the words of a title, a tested function chooses."""
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, start=1):
        tree = ast.parse(cell.source if cell.cell_type == "code" else "")
        chosen = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, CHOICES)]
        assert chosen == [], f"cell {number} chooses"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_notebooks_in_git_carry_no_outputs_and_no_functions(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        assert not cell.outputs, f"cell {number} has outputs"
        assert cell.execution_count is None, f"cell {number} has a number"
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda), (
                f"cell {number} defines something"
            )


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_notebooks_in_git_have_one_parameters_cell(path: Path) -> None:
    declared = declared_parameters(nbformat.read(path, as_version=4), path.name)
    assert declared
    assert all(default for _, default in declared.values())
    if path.parent == NOTEBOOKS:
        assert declared["quarter"] == (str, True)


def test_the_build_runs_the_notebooks_that_are_there() -> None:
    assert [path.name for path in sorted(NOTEBOOKS.glob("*.ipynb"))] == [*ORDER, "kommuneark.ipynb"]
    for name in ORDER:
        check_parameters(
            nbformat.read(NOTEBOOKS / name, as_version=4), name, {"quarter": "2025Q2", "lang": "da"}
        )


def test_a_temporary_folder_with_a_long_path_is_no_hindrance(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path of a socket holds little more than a hundred bytes."""
    folder = tmp_path / ("t" * 100)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    notebook = write("a.ipynb", "quarter: str = ''", "quarter + '!'")
    with kernel() as running:
        (done,) = run_notebooks([notebook], {"quarter": "2025Q1"}, running)
    assert result(done, 1) == "'2025Q1!'"
    assert list(folder.iterdir()) == []
