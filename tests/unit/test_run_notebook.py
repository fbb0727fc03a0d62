"""A notebook of one's own is run with checked parameters."""

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from analysis.builds.notebook import typed
from analysis.cli import main
from analysis.rendering.execution import ParameterError

DECLARED = {"quarter": (str, True), "limit": (int, True), "share": (float, True), "full": (bool, True)}


def test_values_are_of_the_declared_types() -> None:
    given = {"quarter": "2025Q2", "limit": "7", "share": "0.5", "full": "True"}
    assert typed(given, DECLARED, "n.ipynb") == {"quarter": "2025Q2", "limit": 7, "share": 0.5, "full": True}
    assert typed({"full": "false"}, DECLARED, "n.ipynb") == {"full": False}
    assert typed({}, DECLARED, "n.ipynb") == {}


def test_all_that_does_not_fit_is_said_at_once() -> None:
    given = {"quater": "2025Q2", "limit": "seven", "share": "half", "full": "yes"}
    with pytest.raises(ParameterError) as refusal:
        typed(given, DECLARED, "n.ipynb")
    assert str(refusal.value).splitlines() == [
        "n.ipynb: unknown parameter quater, known are quarter, limit, share, full",
        "n.ipynb: parameter limit is 'seven', expected int",
        "n.ipynb: parameter share is 'half', expected float",
        "n.ipynb: parameter full is 'yes', expected true or false",
    ]


def test_run_keeps_the_notebook_and_a_page_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parameters = nbformat.v4.new_code_cell("number: int = 1", metadata={"tags": ["parameters"]})
    title = nbformat.v4.new_markdown_cell("# Doubling")
    where = nbformat.v4.new_code_cell("from pathlib import Path\nPath('beside.txt').read_text()")
    (tmp_path / "beside.txt").write_text("a file beside the notebook", encoding="utf-8")
    cells = [title, parameters, where, nbformat.v4.new_code_cell("number * 2")]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (tmp_path / "doubling.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    made = tmp_path / "made"
    monkeypatch.setattr("analysis.explore.forking.NOTEBOOKS", tmp_path)
    monkeypatch.setattr("analysis.builds.notebook.EXECUTED", made)
    done = CliRunner().invoke(main, ["run", "doubling", "-p", "number=21"])
    assert (done.exit_code, done.stdout) == (0, f"{made / 'doubling.ipynb'}\n{made / 'doubling.html'}\n")
    assert "42" in str(nbformat.read(made / "doubling.ipynb", as_version=4).cells[-1].outputs)
    assert "a file beside the notebook" in (made / "doubling.html").read_text(encoding="utf-8")
    assert "42" in (made / "doubling.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["02", "-p", "nothing=1"], "unknown parameter nothing, known are quarter, lang, data_root"),
        (["02", "-p", "number"], "'number' is not of the form name=value"),
        (["02", "-p", "=1"], "'=1' is not of the form name=value"),
        (["no-such-notebook"], "no notebook 'no-such-notebook'"),
    ],
)
def test_run_refuses_what_does_not_fit(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["run", *arguments])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
