"""A notebook of one's own is run with checked parameters."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from analysis.builds.notebook import _keep, typed
from analysis.cli import main
from analysis.core.writing import write_atomically
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


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a notebook `doubling`, whose runs are kept in `made/` there."""
    parameters = nbformat.v4.new_code_cell("number: int = 1", metadata={"tags": ["parameters"]})
    title = nbformat.v4.new_markdown_cell("# Doubling")
    where = nbformat.v4.new_code_cell("from pathlib import Path\nPath('beside.txt').read_text()")
    (tmp_path / "beside.txt").write_text("a file beside the notebook", encoding="utf-8")
    cells = [title, parameters, where, nbformat.v4.new_code_cell("number * 2")]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (tmp_path / "doubling.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    monkeypatch.setattr("analysis.explore.forking.NOTEBOOKS", tmp_path)
    monkeypatch.setattr("analysis.builds.notebook.EXECUTED", tmp_path / "made")
    return tmp_path


def run_doubling(number: int = 21) -> Result:
    return CliRunner().invoke(main, ["run", "doubling", "-p", f"number={number}"])


def test_run_keeps_the_notebook_and_a_page_of_it_and_replaces_them(home: Path) -> None:
    made = home / "made"
    for number, doubled in ((21, "42"), (22, "44")):
        done = run_doubling(number)
        assert (done.exit_code, done.stdout) == (0, f"{made / 'doubling.ipynb'}\n{made / 'doubling.html'}\n")
        assert doubled in str(nbformat.read(made / "doubling.ipynb", as_version=4).cells[-1].outputs)
        assert "a file beside the notebook" in (made / "doubling.html").read_text(encoding="utf-8")
        assert doubled in (made / "doubling.html").read_text(encoding="utf-8")
        said = json.loads((made / "manifest.json").read_bytes())["files"]
        assert {name: entries[-1]["sha256"] for name, entries in said.items()} == {
            name: hashlib.sha256((made / name).read_bytes()).hexdigest()
            for name in ("doubling.html", "doubling.ipynb")
        }


def annotate(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def make_link(path: Path) -> None:
    path.rename(path.with_suffix(".mine"))
    path.symlink_to(path.with_suffix(".mine"))


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def forget(path: Path) -> None:
    (path.parent / "manifest.json").unlink()


def own_manifest(path: Path) -> None:
    (path.parent / "manifest.json").write_text('{"mine": 1}')


@pytest.mark.parametrize("name", ["doubling.ipynb", "doubling.html"])
@pytest.mark.parametrize("change", [annotate, make_link, make_folder, forget, own_manifest])
def test_what_was_changed_since_or_is_somebody_elses_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[Path], None]
) -> None:
    made = home / "made"
    made.mkdir()
    contents = {"doubling.ipynb": b"{}", "doubling.html": b"<p>"}
    _keep(made, contents)
    change(made / name)
    if change is forget:
        (made / ({"doubling.ipynb", "doubling.html"} - {name}).pop()).unlink()
    before = {path: path.is_dir() or path.read_bytes() for path in made.iterdir()}
    monkeypatch.setattr("analysis.builds.notebook.kernel", None)  # It is refused before anything runs.
    done = run_doubling()
    assert done.exit_code == 2
    named = made / ("manifest.json" if change is own_manifest else name)
    said = done.stderr.replace("\n", "").replace(" ", "")
    assert f"{named}was not made by `run`, or was changed since".replace(" ", "") in said
    assert ("JupyterLabsavesanotebook" in said) == (named.suffix == ".ipynb")
    assert {path: path.is_dir() or path.read_bytes() for path in made.iterdir()} == before


def test_what_is_changed_while_a_notebook_runs_stays(home: Path) -> None:
    made = home / "made"
    made.mkdir()
    _keep(made, {"doubling.ipynb": b"{}", "doubling.html": b"<p>"})
    (home / "beside.txt").unlink()
    notebook = nbformat.read(home / "doubling.ipynb", as_version=4)
    notebook.cells[
        2
    ].source = f"from pathlib import Path\nPath({str(made / 'doubling.ipynb')!r}).write_text('mine')"
    nbformat.write(notebook, home / "doubling.ipynb")
    done = run_doubling()
    assert done.exit_code == 2
    assert (made / "doubling.ipynb").read_text() == "mine"
    assert (made / "doubling.html").read_bytes() == b"<p>"


def test_a_run_that_was_stopped_between_its_files_is_its_own(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = home / "made"
    made.mkdir()
    _keep(made, {"doubling.ipynb": b"1", "doubling.html": b"1"})
    write = write_atomically

    def stopped(path: Path, content: bytes) -> None:
        if path.suffix == ".html":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr("analysis.builds.notebook.write_atomically", stopped)
    with pytest.raises(KeyboardInterrupt):
        _keep(made, {"doubling.ipynb": b"2", "doubling.html": b"2"})
    monkeypatch.setattr("analysis.builds.notebook.write_atomically", write)
    assert [(made / f"doubling.{kind}").read_bytes() for kind in ("ipynb", "html")] == [b"2", b"1"]
    _keep(made, {"doubling.ipynb": b"3", "doubling.html": b"3"})
    assert [(made / f"doubling.{kind}").read_bytes() for kind in ("ipynb", "html")] == [b"3", b"3"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["02", "-p", "nothing=1"], "unknown parameter nothing, known are quarter, lang, data_root"),
        (["02", "-p", "quarter=2025Q9"], "parameter quarter is '2025Q9', expected a quarter like 2025Q2"),
        (["02", "-p", "quarter=2025Q2 x"], "parameter quarter is '2025Q2 x', expected a quarter like 2025Q2"),
        (["02", "-p", "quarter=2031Q1"], "parameter quarter is '2031Q1', expected one that is delivered: 2"),
        (["kommuneark", "-p", "lang=de"], "parameter lang is 'de', expected one of da, en"),
        (["pages/aeds", "-p", "lang="], "parameter lang is '', expected one of da, en"),
        (["02", "-p", "data_root=no/such"], "parameter data_root is 'no/such', expected a folder with raw/"),
        (["02", "-p", "quarter=2025Q2", "-p", "quarter=2025Q3"], "'quarter' is given twice"),
        (["kommuneark", "-p", "municipality=\udcff"], "parameter municipality is '\\udcff', expected UTF-8"),
        (["02", "-p", "number"], "'number' is not of the form name=value"),
        (["02", "-p", "=1"], "'=1' is not of the form name=value"),
        (["no-such-notebook"], "no notebook 'no-such-notebook'"),
    ],
)
def test_run_refuses_what_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.setattr("analysis.builds.notebook.kernel", None)  # It is refused before anything runs.
    done = CliRunner().invoke(main, ["run", *arguments])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
