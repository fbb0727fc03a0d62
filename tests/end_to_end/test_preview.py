"""A report that is looked at while its notebooks and its delivery are worked on."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.builds import preview as module
from analysis.builds.preview import Preview, UnknownPageError, preview
from analysis.builds.preview_server import serving
from analysis.core.layout import NOTEBOOKS, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.rendering.execution import NotebookError

ROOT = Path(__file__).parents[2]
QUARTER = Quarter(2025, 2)
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]


@pytest.fixture
def data(tmp_path: Path) -> DataRoot:
    """A copy of the data root, to change things in."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    return DataRoot(tmp_path / "data")


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the notebooks, to change things in."""
    copied = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, copied)
    monkeypatch.setattr(module, "NOTEBOOKS", copied)
    return copied


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notebooks that were run, in order."""
    names: list[str] = []
    run = Preview._run

    def noted(self: Preview, run_names: list[str], *own: dict[str, str]) -> object:
        names.extend(run_names)
        return run(self, run_names, *own)

    monkeypatch.setattr(Preview, "_run", noted)
    return names


def edited(notebook: Path, old: str, new: str) -> None:
    """Change one text in the cells of a notebook."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cells = [cell for cell in content["cells"] if old in "".join(cell["source"])]
    assert len(cells) == 1
    cells[0]["source"] = "".join(cells[0]["source"]).replace(old, new)
    notebook.write_text(json.dumps(content), encoding="utf-8")


def after(work: Preview, ran: list[str], change: Callable[[], object]) -> tuple[str, list[str]]:
    """The page after a change, and what was run for it."""
    ran.clear()
    change()
    assert work.has_changed()
    page = work.made().decode()
    assert not work.has_changed()
    return page, list(ran)


def test_only_what_a_change_reaches_is_made_again(notebooks: Path, data: DataRoot, ran: list[str]) -> None:
    three = ["01_ingest.ipynb", "02_indicators.ipynb", "03_report.ipynb"]
    region = notebooks / "pages" / "region.ipynb"
    with preview(QUARTER, data=data, language="da", page="region-1083") as work:
        page, names = after(work, ran, lambda: None)
        assert names == [*three, "pages/region.ipynb"]
        assert "Region Syddanmark" in page
        assert "Region Nordjylland</h" not in page

        page, names = after(work, ran, lambda: edited(region, "heading(3, name", 'heading(3, "Prøve & <b>"'))
        assert names == ["pages/region.ipynb"]
        assert "Prøve &amp; &lt;b&gt;</h" in page

        page, names = after(work, ran, lambda: edited(notebooks / three[2], "report.pages.method()", "None"))
        assert names == ["03_report.ipynb"]
        assert "Prøve &amp; &lt;b&gt;</h" in page

        page, names = after(work, ran, (data.raw / "2025Q2" / "delivery.toml").touch)
        assert names == [*three, "pages/region.ipynb"]
        assert work.folder.is_dir()
    assert not work.folder.exists()


def test_a_failure_is_said_and_what_failed_is_tried_again(
    notebooks: Path, data: DataRoot, ran: list[str]
) -> None:
    country = notebooks / "pages" / "country.ipynb"
    whole = country.read_text(encoding="utf-8")
    runners = data.raw / "2025Q2" / "runners.csv"
    counts = runners.read_bytes()
    with preview(QUARTER, data=data, language="en", page="country") as work:
        first, _ = after(work, ran, lambda: None)
        with pytest.raises(NotebookError, match=r"country\.ipynb, cell 4: ZeroDivisionError"):
            after(work, ran, lambda: edited(country, "content = report.content", "1 / 0"))
        page, names = after(work, ran, lambda: country.write_text(whole, encoding="utf-8"))
        assert (page, names) == (first, ["pages/country.ipynb"])
        with pytest.raises(InputError, match=r"runners\.csv"):
            after(work, ran, lambda: runners.write_bytes(b"\xff" + counts))
        assert ran == []
        page, names = after(work, ran, lambda: runners.write_bytes(counts))
        assert (page, len(names)) == (first, 4)


def test_pages_have_the_names_of_their_notebooks(data: DataRoot) -> None:
    with preview(QUARTER, data=data, language="da", page="region-9") as work:
        assert work.has_changed()
        with pytest.raises(UnknownPageError, match=r"'region-9' of 2025Q2; there are country, .*region-1083"):
            work.made()


@pytest.fixture
def shown(data: DataRoot) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process, and the address that it names."""
    process = subprocess.Popen(
        [*COMMAND, "preview", "2025Q2", "--page", "country", "--data", str(data.path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        said = re.fullmatch(r"(http://127\.0\.0\.1:\d+/) shows 2025Q2; Ctrl-C ends it\n", line)
        assert said is not None
        yield process, said[1]
    finally:
        process.kill()
        process.communicate()


def newest(address: str, shown: str) -> str:
    """The number of the newest page, once it is another one."""
    number = shown
    while number == shown:
        with urllib.request.urlopen(f"{address}newest?shown={shown}", timeout=60) as answer:
            number = answer.read().decode()
    return number


def replaced(path: Path, content: bytes) -> None:
    """Put a whole file in another's place, so that none is seen half written."""
    side = path.with_name(f".{path.name}")
    side.write_bytes(content)
    side.replace(path)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C")
def test_the_command_shows_each_change_and_ends_cleanly(
    shown: tuple[subprocess.Popen[str], str], data: DataRoot
) -> None:
    process, address = shown
    first = newest(address, "0")
    assert "57.307" in read(address)
    runners = data.raw / "2025Q2" / "runners.csv"
    counts = runners.read_bytes()
    replaced(runners, b"\xff" + counts)
    failed = newest(address, first)
    assert "The page could not be made" in read(address)
    replaced(runners, counts)
    newest(address, failed)
    assert "57.307" in read(address)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    lines = errors.splitlines()
    made = [line for line in lines if re.fullmatch(r"made in \d+\.\d s", line)]
    failures = [line for line in lines if line not in made]
    assert [line in made for line in (lines[0], lines[-1])] == [True, True]
    assert failures
    assert all("runners.csv" in line for line in failures)
    with pytest.raises(OSError, match="refused"):
        read(address)


def test_what_cannot_be_shown_ends_the_command_at_once(data: DataRoot) -> None:
    def ended(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [*COMMAND, "preview", *arguments, "--data", str(data.path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    missing = "data/raw/2024Q2: found no such folder, expected a delivery folder\n"
    assert ended("2024Q2") == (1, "", missing)
    with serving() as server:
        status, said, errors = ended("2025Q2", "--port", str(server.server_port))
    assert (status, said) == (2, "")
    assert f"port {server.server_port} cannot be used: " in errors
