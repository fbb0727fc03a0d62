"""The command line: exit statuses, and that wrong input leaves everything as it was."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import analysis.builds.report
from analysis.cli import main
from analysis.cli.display import steps_shown
from analysis.reading.sidecars import sidecar_path
from analysis.rendering.engines import RenderingError
from analysis.rendering.execution import NotebookError

COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command in an empty folder; what it makes on the way goes below `work` there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STATUSRAPPORT_DATA", raising=False)
    monkeypatch.setattr(analysis.builds.report, "BUILD", tmp_path / "work")
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


def damage(data: Path, old: str = "Ærø,26", new: str = "Ærø,-26", file: str = "2025Q2/runners.csv") -> None:
    path = data / "raw" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sidecar_path(path).unlink()


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "command", [(), ("check",), ("build",), ("new",), ("simulate",), ("release",), ("verify",), ("diff",)]
)
def test_help_has_examples(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    examples = result.stdout.partition("Examples:")[2]
    assert re.search(rf"^ +statusrapport {' '.join(command)}", examples, re.MULTILINE)
    assert run(*command, "-h").stdout == result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "2025Q2", "--lang", "de"),
        ("new", "2025Q3"),
        ("new", "2025Q3", "--as-of", "3. juli 2025"),
        ("new", "2025Q3", "--as-of", "2025-06-30"),
        ("new", "2025Q3", "--as-of", "2025-11-01"),
        ("build", "2025Q2", "--engine", "word"),
        ("build", "2025K2"),
        ("build", "2025Q5"),
        ("build", "2025q2"),
        ("build", "25Q2"),
        ("build", "../2025Q2"),
        ("build", ""),
        ("build",),
        ("check", "2025Q2", "2025Q3"),
        ("check", "2025Q2", "--no-such-option"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_is_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert result.stdout == ""
    assert content(tmp_path) == {}


def test_a_file_for_a_folder_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run("build", "2025Q2", "--out", tmp_path / "file").exit_code == 2
    assert run("build", "2025Q2", "--data", tmp_path / "file").exit_code == 2


def test_quarto_that_is_not_there_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("build", "2025Q2", "--engine", "quarto")
    assert result.exit_code == 2
    assert "Quarto" in result.stderr


def test_a_good_delivery_is_0_and_says_so_in_a_line(run: Run, data: Path) -> None:
    before = content(data)
    result = run("check", "2025Q2", "--data", data)
    assert (result.exit_code, result.output) == (0, "2025Q2 is sound: 1 warning, answered\n")
    assert content(data) == before


def test_the_projects_own_delivery_is_good(run: Run) -> None:
    assert run("check", "2025Q2").exit_code == 0


def test_the_data_root_may_stand_in_the_environment(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(data)
    monkeypatch.setenv("STATUSRAPPORT_DATA", str(data))
    assert run("check", "2025Q2").exit_code == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_quarter_without_delivery_is_1(run: Run, data: Path, command: str) -> None:
    result = run(command, "2025Q3", "--data", data)
    assert result.exit_code == 1
    assert "2025Q3" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_every_problem_is_on_its_own_line(run: Run, data: Path, command: str) -> None:
    damage(data)
    damage(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,,160", "2025Q2/activations.csv")
    damage(data, "18656", "99999", "2025Q2/aeds.csv")
    result = run(command, "2025Q2", "--data", data)
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    for file, column, found in [
        ("activations.csv", "Annullerede", "160"),
        ("aeds.csv", "Døgntilgængelige", "99999"),
        ("runners.csv", "Aktive", "-26"),
    ]:
        own = [line for line in lines if file in line]
        assert len(own) == 1
        assert "row " in own[0]
        assert all(word in own[0] for word in (column, found, "expected"))


def test_problems_as_json(run: Run, data: Path) -> None:
    good = run("check", "2025Q2", "--data", data, "--json")
    said = json.loads(good.stdout)
    assert (said["quarter"], said["problems"]) == ("2025Q2", [])
    assert [warning["name"] for warning in said["warnings"]] == ["neighbours/482/active_runners"]
    assert said["warnings"][0]["answer"]
    damage(data)
    bad = run("check", "2025Q2", "--data", data, "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["warnings"] == []
    problems = json.loads(bad.stdout)["problems"]
    assert len(problems) == 1
    assert set(problems[0]) == {"file", "row", "column", "found", "expected"}
    assert (problems[0]["row"], problems[0]["found"]) == (57, "'-26'")


def test_bad_reference_data_is_1(run: Run, data: Path) -> None:
    (data / "raw/reference/tiles.csv").unlink()
    result = run("build", "2025Q2", "--data", data)
    assert result.exit_code == 1
    assert "tiles" in result.stderr


def test_sealing_writes_sidecars_only_for_a_good_delivery(run: Run, data: Path) -> None:
    damage(data)
    before = content(data)
    assert run("check", "2025Q2", "--data", data, "--seal").exit_code == 1
    assert content(data) == before
    damage_undone = data / "raw/2025Q2/runners.csv"
    text = damage_undone.read_text(encoding="utf-8").replace("Ærø,-26", "Ærø,26")
    damage_undone.write_text(text, encoding="utf-8")
    assert run("check", "2025Q2", "--data", data, "--seal").exit_code == 0
    assert sidecar_path(damage_undone).exists()
    assert run("check", "2025Q2", "--data", data).exit_code == 0


def test_a_new_delivery_is_named_with_what_comes_next(run: Run, data: Path) -> None:
    result = run("new", "2025Q3", "--as-of", "2025-09-05", "--data", data)
    assert (result.exit_code, result.stderr) == (0, "")
    folder, following = result.stdout.splitlines()
    assert folder == "data/raw/2025Q3"
    assert f"statusrapport check 2025Q3 --data {data}" in following
    assert run("check", "2025Q3", "--data", data).exit_code == 1


def test_a_new_delivery_never_replaces_one(run: Run, data: Path) -> None:
    before = content(data)
    result = run("new", "2025Q2", "--as-of", "2025-06-30", "--data", data)
    assert result.exit_code == 2
    assert result.stderr.endswith("data/raw/2025Q2 is there already; what is there is never replaced\n")
    assert content(data) == before


def test_a_new_delivery_without_population_is_warned_of(run: Run, data: Path) -> None:
    result = run("new", "2027Q1", "--as-of", "2027-02-01", "--data", data)
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 1
    assert "statusrapport population update" in result.stderr


def test_bad_input_leaves_an_earlier_report_as_it_was(run: Run, data: Path, tmp_path: Path) -> None:
    damage(data)
    out = tmp_path / "out"
    (out / "notebooks").mkdir(parents=True)
    for name in ("report.html", "report.pdf", "notebooks/01_ingest.ipynb"):
        (out / name).write_bytes(name.encode())
    outputs: dict[str, object] = {
        path.relative_to(out).as_posix(): {} for path in out.rglob("*") if path.is_file()
    }
    earlier = {"quarter": "2025Q2", "engine": {}, "inputs": {}, "outputs": outputs}
    (out / "manifest.json").write_text(json.dumps(earlier), encoding="utf-8")
    (data / "processed" / "2025Q2").mkdir(parents=True)
    (data / "processed" / "2025Q2" / "indicators.csv").write_bytes(b"earlier")
    before, names = content(tmp_path), sorted(path.name for path in tmp_path.iterdir())
    assert run("build", "2025Q2", "--data", data, "--out", out).exit_code == 1
    assert content(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_bad_input_makes_no_folders(run: Run, data: Path, tmp_path: Path) -> None:
    damage(data)
    assert run("build", "2025Q2", "--data", data, "--out", tmp_path / "new" / "out").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    assert sorted(path.name for path in data.iterdir()) == ["raw"]


def test_build_hands_over_what_was_asked_for_and_names_the_files(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def fake(quarter: object, **options: object) -> Path:
        asked.update(options, quarter=str(quarter))
        return tmp_path / "out"

    monkeypatch.setattr(analysis.builds.report, "build", fake)
    result = run("build", "2025Q2", "--data", data, "--out", tmp_path / "out", "--engine", "embedded")
    assert result.exit_code == 0
    assert result.stdout.split() == ["out/report.html", "out/report.pdf"]
    assert (asked["quarter"], asked["language"], asked["engine"]) == ("2025Q2", "da", "embedded")
    assert asked["out"] == tmp_path / "out"


@pytest.mark.parametrize(
    "error",
    [
        NotebookError("02_indicators.ipynb, cell 4: IndexError: list index out of range"),
        RenderingError("Typst warns: unknown font family"),
    ],
)
def test_what_fails_on_the_way_is_told_without_the_status_of_wrong_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> Path:
        raise error

    monkeypatch.setattr(analysis.builds.report, "build", fails)
    result = run("build", "2025Q2")
    assert str(error) in result.stderr
    assert result.exit_code not in {0, 1, 2, 3, 4}


def test_a_log_tells_the_steps_of_what_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    for in_logs, told in ((True, "2025Q2: Running the notebooks ...\n"), (False, "")):
        with steps_shown("2025Q2", in_logs=in_logs) as steps:
            steps.say("Running the notebooks")
        assert capsys.readouterr() == ("", told)


def test_as_a_process(data: Path, source_on_path: dict[str, str], tmp_path: Path) -> None:
    def status(*arguments: str) -> int:
        done = subprocess.run(
            [*COMMAND, *arguments], env=source_on_path, cwd=tmp_path, capture_output=True, check=False
        )
        return done.returncode

    assert status("check", "2025Q2", "--data", str(data)) == 0
    assert status("check", "2025Q3", "--data", str(data)) == 1
    assert status("build", "2025Q2", "--lang", "de") == 2
