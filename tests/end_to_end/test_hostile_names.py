"""Names of areas that try to be more than names: a whole build and sheets of them, in both languages.

Rows of pages stand by name, so a page with other names has the same elements in another order.
"""

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.conftest import RAW
from tests.hostile import Parts, hostile_names

pytestmark = pytest.mark.slow

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEETS = "482,492,580,825,1082,1083,1085"
LANGUAGES = ("da", "en")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> tuple[Path, list[str]]:
    """A folder with a report in each language and sheets beside it, and the names in it."""
    home = tmp_path_factory.mktemp("named")
    names = hostile_names(RAW, home / "data")
    for language in LANGUAGES:
        common = ("--data", str(home / "data"), "--lang", language, "--out")
        for command in (
            ("build", "2025Q2", "--engine", "embedded", *common, str(home / language)),
            ("sheets", "2025Q2", "--only", SHEETS, *common, str(home / language / "kommuner")),
        ):
            done = subprocess.run(
                [sys.executable, "-c", "from analysis.cli import main; main()", *command],
                env=source_on_path, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "")
    return home, names


def _without_leaders(elements: Iterable[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """How often each element stands there, apart from lines to names, of which long names need more."""
    leaders = {("line", "transform", "x2", "y2", "stroke", "stroke-width"), ("/line",)}
    return Counter(element for element in elements if element not in leaders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_no_other_elements_and_every_name(
    named: tuple[Path, list[str]], language: str, request: pytest.FixtureRequest
) -> None:
    home, names = named
    plain: Path = request.getfixturevalue("built_report" if language == "da" else "english_report")
    page, expected = (
        Parts((folder / "report.html").read_text(encoding="utf-8")) for folder in (home / language, plain)
    )
    assert _without_leaders(page.elements) == _without_leaders(expected.elements)
    texts = " ".join(page.texts)
    assert [name for name in names if name not in texts] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_shows_every_name(
    named: tuple[Path, list[str]], language: str, need_program: Callable[..., str]
) -> None:
    home, names = named
    command = [need_program("pdftotext"), "-raw", str(home / language / "report.pdf"), "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    without_breaks = re.compile(r"[\s\u00ad\u2010-]")
    text = without_breaks.sub("", shown)
    assert [name for name in names if without_breaks.sub("", name) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_is_a_formula(named: tuple[Path, list[str]], language: str) -> None:
    home, _ = named
    for name, separator in (("indicators.csv", ","), ("kommuner/presselinjer.csv", ";")):
        text = (home / language / name).read_text(encoding="utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]
        assert [cell for cell in cells if cell.startswith(FORMULA) and not re.match(r"-?[0-9]", cell)] == []
        assert any("SUM(1)" in cell for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_hold_nothing_that_runs(named: tuple[Path, list[str]], language: str) -> None:
    home, names = named
    pages = sorted((home / language / "kommuner").glob("*.html"))
    assert len(pages) == 8
    for path in pages:
        assert re.fullmatch(r"[a-z0-9-]+\.html", path.name)
        page = Parts(path.read_text(encoding="utf-8"))
        kinds = Counter(element[0] for element in page.elements)
        assert (kinds["script"], kinds["img"], kinds["iframe"]) == (1, 0, 0)
        assert [
            element for element in page.elements if any(part.startswith("on") for part in element[1:])
        ] == []
    index = Parts((home / language / "kommuner" / "index.html").read_text(encoding="utf-8"))
    own = [name for name in names if name.startswith(("Lx", "Ær", "Aa", "Læ", "*", "=SUM", "`"))]
    assert [name for name in own if name not in " ".join(index.texts)] == []
