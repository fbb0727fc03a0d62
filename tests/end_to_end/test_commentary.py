"""What a publisher says goes from the delivery's folder into the report, the archive and the export."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
NAMES = ("commentary.md", "logo.svg")
KEYS = """\
publisher = "Fonden"
publisher_address = "Vej 1, 1234 By"
contact = "presse@example.dk"
logo = "logo.svg"
commentary_author = "Ane <b>"
commentary_date = 2025-06-20
"""
TEXT = "Kvartalet var *roligt* og **tørt**. Se [siden](https://example.dk/a?b=1&copy=2).\n\n- {{< x >}} $y$\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>'


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(made_once: Callable[..., Path], source_on_path: dict[str, str]) -> Path:
    """A folder with a data root, the archive of a version made from it, and its export."""
    return made_once("said", lambda folder: release_with_commentary(folder, source_on_path))


def release_with_commentary(folder: Path, environment: dict[str, str]) -> None:
    delivery = folder / "data/raw/2025Q2"
    shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    terms = delivery / "delivery.toml"
    text = terms.read_text(encoding="utf-8")
    terms.write_text(text.replace("simulated = false", f"simulated = false\n{KEYS}"), encoding="utf-8")
    (delivery / "commentary.md").write_text(TEXT, encoding="utf-8")
    (delivery / "logo.svg").write_text(LOGO, encoding="utf-8")
    data = ("--data", folder / "data")
    sealed = run(environment, "check", "2025Q2", "--seal", *data)
    assert sealed.returncode == 0, sealed.stderr
    archive = ("--reports", folder / "reports", "--private", folder / "private")
    released = run(environment, "release", "2025Q2", "--english", "--allow-dirty", *data, *archive)
    assert released.returncode == 0, released.stderr
    exported = run(environment, "export", "2025Q2", *archive[:2], "--to", folder / "web")
    assert exported.returncode == 0, exported.stderr


def words(path: Path) -> str:
    return " ".join("".join(page.extract_text() + " " for page in pypdf.PdfReader(path).pages).split())


def test_both_editions_show_it_after_what_to_know(home: Path) -> None:
    for language, folder in (("da", ""), ("en", "en")):
        version = home / "reports/2025Q2/v1" / folder
        page = " ".join((version / "report.html").read_text(encoding="utf-8").split())
        assert (
            page.index('id="vigtigt-at-vide"') < page.index('id="kommentar"') < page.index('id="hele-landet"')
        )
        said = page[page.index('id="kommentar"') : page.index('id="hele-landet"')]
        assert "<em>roligt</em> og <strong>tørt</strong>" in said
        assert '<a href="https://example.dk/a?b=1&amp;copy=2">siden</a>' in said
        assert "{{&lt; x &gt;}} $y$" in said
        assert "Ane &lt;b&gt;" in said
        assert ("has not been translated" in said) == (language == "en")
        assert ('lang="da"' in said) == (language == "en")
        assert 'class="logo" src="data:image/svg+xml;base64,' in page
        printed = words(version / "report.pdf")
        assert "Ane <b>" in printed
        assert "{{< x >}} $y$" in printed
        assert "presse@example.dk" in printed
        links = {
            str(note.get_object()["/A"]["/URI"])
            for sheet in pypdf.PdfReader(version / "report.pdf").pages
            for note in sheet.get("/Annots", [])
            if "/URI" in note.get_object().get("/A", {})
        }
        assert "https://example.dk/a?b=1&copy=2" in links


def test_the_version_keeps_the_files_and_the_export_has_no_inputs(home: Path) -> None:
    version = home / "reports/2025Q2/v1"
    inputs = json.loads((version / "manifest.json").read_bytes())["inputs"]
    for name in NAMES:
        kept = f"inputs/raw/2025Q2/{name}"
        assert kept in inputs
        assert f"{kept}.meta.toml" in inputs
        assert (version / kept).read_bytes() == (home / "data/raw/2025Q2" / name).read_bytes()
    assert not [path for path in (home / "web").rglob("*") if path.name in NAMES]
    assert (home / "web" / "report.html").read_bytes() == (version / "report.html").read_bytes()


def test_verify_sees_a_changed_commentary(home: Path, source_on_path: dict[str, str]) -> None:
    archive = ("--reports", home / "reports")
    sound = run(source_on_path, "verify", "2025Q2", "--quick", *archive)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    path = home / "reports/2025Q2/v1/inputs/raw/2025Q2/commentary.md"
    path.write_text("Andet", encoding="utf-8")
    changed = run(source_on_path, "verify", "2025Q2", "--quick", *archive)
    path.write_text(TEXT, encoding="utf-8")
    assert changed.returncode == 3
    assert "commentary.md" in changed.stdout + changed.stderr
