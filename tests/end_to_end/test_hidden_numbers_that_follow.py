"""Hidden numbers that follow from the shown ones: what settles them, and what does not, by the commands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import analysis.releases.release as releasing
from analysis.cli import main
from analysis.releases.repository import CodeVersion

TAKEN = "nothing is refused: the report would be made now"
Q2 = "data/raw/2025Q2/delivery.toml"
MARK = "Overført fra 2025Q2: "
LEAK = (
    "warning leak/1084/activations: data/raw/{quarter}/activations.csv, row 7, column Aktiveringer: "
    "Region Hovedstaden is not published, but only 264 to 264 is possible: "
    "Danmark = sum of its 5 regions: activations, {quarter}; "
    "an entry [[accepted_leak]] in delivery.toml settles it, no answer does"
)
REFUSED = (
    "data/raw/{quarter}/delivery.toml, column accepted_leak: found activations of Region Hovedstaden "
    "(missing) is 264, from Danmark = sum of its 5 regions: activations, {quarter}, expected a wider range, "
    'or an entry [[accepted_leak]] with indicator = "activations", area = "1084" and a reason; '
    "hiding {further}: activations, {quarter} as well would stop it\n"
)
Run = Callable[..., Result]


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the data root; a release says `TAKEN` once it would make the report."""
    for name in ("STATUSRAPPORT_DATA", "STATUSRAPPORT_REPORTS", "STATUSRAPPORT_PRIVATE"):
        monkeypatch.delenv(name, raising=False)
    code = CodeVersion("c" * 40, clean=True, committed=None)
    monkeypatch.setattr(releasing, "current_code", lambda *_, **__: code)

    def taken(*_: object, **__: object) -> None:
        raise releasing.RefusedError(TAKEN)

    monkeypatch.setattr(releasing, "make_version", taken)
    places = {
        "check": ("--reports", data.parent / "reports"),
        "build": ("--engine", "embedded", "--out", data.parent / "report"),
        "release": ("--reports", data.parent / "reports"),
    }

    def command(name: str, *arguments: object) -> Result:
        words = (name, *arguments, "--data", data, *places.get(name, ()))
        return CliRunner().invoke(main, [str(word) for word in words])

    return command


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_accepted_leak(path: Path) -> None:
    """Take the accepted leak, and its English twin, out of a delivery file."""
    head, *entries = path.read_text(encoding="utf-8").split("\n[[")
    kept = [one for one in entries if "kan findes ved at trække fra" not in one]
    assert len(kept) == len(entries) - 2
    path.write_text("\n[[".join([head, *kept]), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "build", "release"])
def test_an_answer_to_a_leak_is_refused_by_every_command(data: Path, run: Run, command: str) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    without_accepted_leak(path)
    text = path.read_text(encoding="utf-8").rstrip("\n")
    entry = '\n\n[[answer]]\nwarning = "leak/1084/activations"\ntext = "Det er i orden."\n'
    path.write_text(text + entry, encoding="utf-8")
    done = run(command, "2025Q2")
    assert (done.exit_code, done.stderr) == (
        1,
        f"{Q2}, row {text.count(chr(10)) + 4}, column warning: found 'leak/1084/activations', expected an "
        "entry [[accepted_leak]] with activations and 1084: no answer settles this warning\n",
    )
    assert not (data.parent / "reports").exists()
    assert not (data.parent / "report").exists()


def test_a_leak_that_check_warns_of_is_what_release_refuses_until_it_is_accepted(
    data: Path, run: Run
) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    without_accepted_leak(path)
    done = run("check", "2025Q2")
    assert (done.exit_code, done.stderr) == (0, LEAK.format(quarter="2025Q2") + "\n")
    done = run("release", "2025Q2")
    assert (done.exit_code, done.stderr) == (1, REFUSED.format(quarter="2025Q2", further="Region Sjælland"))
    accepted = '\n[[accepted_leak]]\nindicator = "activations"\narea = "1084"\nreason = "Det er i orden."\n'
    path.write_text(path.read_text(encoding="utf-8") + accepted, encoding="utf-8")
    done = run("check", "2025Q2")
    assert (done.exit_code, done.stderr) == (0, "")
    done = run("release", "2025Q2")
    assert (done.exit_code, done.stderr) == (1, f"{TAKEN}\n")


def test_what_new_carries_over_settles_nothing_until_it_is_confirmed(data: Path, run: Run) -> None:
    """The delivery of the next quarter, filled in with the counts of the last one."""
    done = run("new", "2025Q3", "--as-of", "2025-09-05")
    assert done.exit_code == 0, done.stderr
    folder, before = data / "raw/2025Q3", data / "raw/2025Q2"
    for workbook in folder.glob("*.xlsx"):
        workbook.unlink()
    for stem in ("runners", "activations", "aeds"):
        shutil.copyfile(before / f"{stem}.csv", folder / f"{stem}.csv")
    path = folder / "delivery.toml"
    change(path, 'source = ""', 'source = "Udtræk"')
    text = path.read_text(encoding="utf-8")
    assert text.count(f'text = "{MARK}Antallet står sådan') == 1
    assert text.count(f'reason = "{MARK}Den offentliggjorte opgørelse') == 1
    carried = "warning carried-over/{0}: data/raw/2025Q3/delivery.toml, column {1}: "
    neighbours = "warning neighbours/482/active_runners: data/raw/2025Q3/runners.csv, row 56, "
    done = run("check", "2025Q3")
    said = done.stderr.splitlines()
    assert done.exit_code == 0
    for start in (
        carried.format("answer/neighbours/482/active_runners", "text"),
        carried.format("accepted_leak/1084/activations", "reason"),
        neighbours,
        LEAK.format(quarter="2025Q3"),
    ):
        assert sum(line.startswith(start) for line in said) == 1, start
    done = run("release", "2025Q3")
    assert (done.exit_code, done.stderr) == (1, REFUSED.format(quarter="2025Q3", further="Danmark"))
    change(path, MARK, "")
    done = run("check", "2025Q3")
    assert done.exit_code == 0
    still = [line.split(":")[0] for line in done.stderr.splitlines() if line in said]
    repeated = [f"warning repeated/{table}" for table in ("runners", "activations", "aeds")]
    assert still == ["warning fact-repeated/2025Q2", *repeated]
    done = run("release", "2025Q3")
    assert (done.exit_code, done.stderr) == (1, f"{TAKEN}\n")
