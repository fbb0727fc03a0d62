"""Choosing an engine, calling Quarto, and what stops the embedded engine."""

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from analysis.core.layout import ROOT
from analysis.rendering import engines as rendering
from analysis.rendering.engines import (
    NoQuartoError,
    RenderingEngine,
    RenderingError,
    choose_engine,
    quarto_passed_over,
    quarto_program,
    quarto_version,
    quarto_warnings,
    render,
)
from analysis.report.components import division, table
from analysis.report.pages.revisions import WIDTHS, on_pages

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the Quarto of these tests is a shell script")
EPOCH = 1748908800
PYTHON = sys.executable
FACTS = """
    title subtitle author date-line producer running-title footer maker description-meta edition edition-line
"""
PAGE = "\n".join(
    [
        "---",
        *(f'{name}: "{name}"' for name in FACTS.split()),
        'lang: "da"',
        'keywords: ["k"]',
        'cover-map: "media/forside.svg"',
        "---",
        "",
        "",
    ]
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'


@pytest.fixture
def path_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH that holds one empty folder and what a shell script needs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), "/usr/bin", "/bin"]))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "venv" / "bin" / "python"))
    if quarto_version() is not None:
        pytest.skip("there is a Quarto in /usr/bin or /bin")
    return folder


@pytest.fixture
def project(path_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with the report's extension, and on PATH the Quarto of `fake_quarto`."""
    program(path_only, f'exec "{PYTHON}" "{ROOT / "tests" / "fake_quarto.py"}" "$@"')
    (tmp_path / "_extensions").symlink_to(ROOT / "_extensions")
    shutil.copy(ROOT / "_quarto.yml", tmp_path)
    (tmp_path / "build" / "2025Q2").mkdir(parents=True)
    monkeypatch.setattr(rendering, "ROOT", tmp_path)
    return tmp_path


def program(folder: Path, script: str) -> Path:
    path = folder / "quarto"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("script", "version"),
    [
        ("echo 1.10.18", "1.10.18"),
        ("echo 1.9", "1.9"),
        ("echo 1.11.0-rc1", "1.11.0"),
        ("echo broken", None),
        ("echo 1.10.18; exit 1", None),
        ("", None),
    ],
)
def test_quartos_version(path_only: Path, script: str, version: str | None) -> None:
    program(path_only, script)
    assert quarto_version() == version


def test_no_quarto(path_only: Path) -> None:
    assert quarto_version() is None
    assert choose_engine("auto").name == "embedded"
    with pytest.raises(NoQuartoError, match="none"):
        choose_engine("quarto")


def test_a_quarto_that_cannot_be_run(path_only: Path) -> None:
    (path_only / "quarto").write_bytes(b"\x00not a program")
    (path_only / "quarto").chmod(0o755)
    assert quarto_version() is None
    assert choose_engine("auto").name == "embedded"


@pytest.mark.parametrize("version", ["1.10.0", "1.10.18", "1.11", "1.100.2"])
def test_a_quarto_that_is_new_enough_is_taken(path_only: Path, version: str) -> None:
    program(path_only, f"echo {version}")
    for wanted in ("auto", "quarto"):
        assert choose_engine(wanted) == RenderingEngine("Quarto", version)
    assert choose_engine("embedded").name == "embedded"
    assert quarto_passed_over("auto") == ""
    assert choose_engine("auto").label == f"Quarto {version}"


@pytest.mark.parametrize("version", ["1.9", "1.9.99", "0.10.1", "1.2.475"])
def test_an_older_quarto_is_not(path_only: Path, version: str) -> None:
    program(path_only, f"echo {version}")
    assert choose_engine("auto").name == "embedded"
    assert quarto_passed_over("auto").startswith(
        f"Quarto {version} is passed over, as 1.10 or newer is needed"
    )
    assert quarto_passed_over("embedded") == ""
    with pytest.raises(NoQuartoError, match=version):
        choose_engine("quarto")


def test_the_embedded_engine_names_its_parts() -> None:
    label = choose_engine("embedded").label
    assert "Pandoc 3" in label
    assert "Typst 0.15" in label


def test_quarto_is_called_once_for_each_output_in_a_project_of_its_own(
    path_only: Path, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    told = 'echo "$PWD"; echo "$SOURCE_DATE_EPOCH"; printf "%s\\n" "$@"; ls _quarto.yml _extensions'
    program(
        path_only,
        f'{{ {told}; }} > "{logs}/$$"; for one in html pdf; do echo > build/report/report.$one; done',
    )
    source = page(tmp_path / "build" / "x", "x")
    render(source, RenderingEngine("Quarto", "1.10.18"), EPOCH)
    calls = sorted(
        (log.read_text(encoding="utf-8").split() for log in logs.iterdir()), key=lambda one: one[5]
    )
    projects = [call.pop(0) for call in calls]
    assert len(set(projects)) == 2
    assert all(tmp_path / "build" in Path(one).parents for one in projects)
    assert calls == [
        [str(EPOCH), "render", "build/report/report.qmd", "--to", target, "_quarto.yml", "_extensions:",
         "statusrapport"]
        for target in ("statusrapport-html", "statusrapport-typst")
    ]  # fmt: skip
    assert not any(Path(one).exists() for one in projects)


def test_quarto_sets_both_formats_at_the_same_time_and_leaves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "meeting").mkdir()
    monkeypatch.setenv("FAKE_QUARTO_MEETS", f"1 {project / 'meeting'}")
    source = page(project / "build" / "2025Q2", "## Et kapitel {#et}\n\nTekst.\n")
    before = set(project.rglob("*"))
    for _ in range(2):
        for one in (project / "meeting").iterdir():
            one.unlink()
        render(source, RenderingEngine("Quarto", "1.10.18"), EPOCH)
        made = {one.relative_to(project).as_posix() for one in set(project.rglob("*")) - before}
        assert {one for one in made if not one.startswith("meeting/")} == {
            "build/2025Q2/report.html",
            "build/2025Q2/report.pdf",
        }


def test_the_fake_quarto_shares_no_project_with_another(project: Path) -> None:
    """What makes a project of its own for each format necessary."""
    page(project / "build" / "2025Q2", "## Et kapitel {#et}\n\nTekst.\n")
    (project / "meeting").mkdir()
    command = ["quarto", "render", "build/2025Q2/report.qmd", "--to"]
    one = subprocess.Popen(
        [*command, "statusrapport-html"],
        cwd=project, env={**os.environ, "FAKE_QUARTO_MEETS": f"1 {project / 'meeting'}"},
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while not any((project / "meeting").iterdir()) and time.monotonic() < until:
            time.sleep(0.02)
        other = subprocess.run(
            [*command, "statusrapport-typst"], cwd=project, capture_output=True, text=True, check=False
        )
    finally:
        (project / "meeting" / "other").touch()
        assert one.wait(60) == 0
    assert (other.returncode, "database is locked" in other.stderr) == (1, True)


@pytest.mark.parametrize("missing", ["html", "pdf"])
def test_a_quarto_that_makes_nothing_and_says_nothing_stops(
    path_only: Path, tmp_path: Path, missing: str
) -> None:
    other = {"html": "pdf", "pdf": "html"}[missing]
    program(path_only, f"echo > build/report/report.{other}")
    with pytest.raises(RenderingError, match=f"ended without an error and made no report.{missing}"):
        render(page(tmp_path / "build" / "x", "x"), RenderingEngine("Quarto", "1.10.18"), EPOCH)


@pytest.mark.parametrize(
    ("messages", "warnings"),
    [
        ("warning: unknown font family: x", ["unknown font family: x"]),
        (
            "[typst]: Compiling report.typ to report.pdf...warning: unknown font family: x",
            ["unknown font family: x"],
        ),
        ("[WARNING] Could not fetch resource none.svg", ["Could not fetch resource none.svg"]),
        ("WARN: veraPDF is not installed\npandoc\n  to: typst\nDONE", []),
    ],
)
def test_warnings_are_seen_wherever_they_stand_in_a_line(messages: str, warnings: list[str]) -> None:
    assert quarto_warnings(messages) == warnings


def test_a_quarto_beside_python_is_found_without_activation(
    path_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "venv" / "bin"
    beside.mkdir(parents=True)
    program(path_only, "echo 1.9.37")
    found = program(beside, "echo 1.10.18")
    monkeypatch.setattr(sys, "executable", str(beside / "python"))
    assert quarto_program() == str(found)
    assert choose_engine("auto") == RenderingEngine("Quarto", "1.10.18")


def test_quarto_makes_sections_and_names_itself_in_both_formats(project: Path) -> None:
    source = page(project / "build" / "2025Q2", "## Et kapitel {#et}\n\nTekst.\n\n### Et afsnit\n\nMere.\n")
    render(source, RenderingEngine("Quarto", "1.10.18"), EPOCH)
    written = source.with_suffix(".html").read_text(encoding="utf-8")
    assert re.findall(r'<section id="([^"]+)" class="level(\d)', written) == [("et", "2"), ("et-afsnit", "3")]
    assert '<meta name="generator" content="Quarto 1.10.18">' in written
    pages = [one.extract_text() for one in PdfReader(source.with_suffix(".pdf")).pages]
    assert "Quarto 1.10.18" in pages[0]


OWN = '# Mine "noter" & *tal*\n\nTekst.\n\n## Et kapitel\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'


@pytest.mark.parametrize(
    ("front", "body", "title", "language", "words"),
    [
        ("", f"{OWN}\n---\n\n> Citat.\n", "Mine “noter” & tal", "da", ("Citat.",)),
        ("", OWN, "Mine “noter” & tal", "da", ("Indhold", "Gå til indholdet", "Fremstillet med")),
        ("title: Noter\nlang: en", OWN, "Noter", "en", ("Contents", "Skip to the content", "Typeset with")),
        (
            "lang: de",
            "## Et kapitel\n",
            "Untitled",
            "de",
            ("Contents", "Skip to the content", "Typeset with"),
        ),
        ("", "Tekst.\n\n## Et kapitel\n", "Uden titel", "da", ("Indhold",)),
        ('title: "Noter"\nsubtitle: "Under"', "## Et kapitel\n", "Noter – Under", "da", ("Under",)),
    ],
)
@pytest.mark.parametrize("engine", ["quarto", "embedded"])
def test_a_document_without_the_reports_facts_still_renders(
    project: Path, engine: str, front: str, body: str, title: str, language: str, words: tuple[str, ...]
) -> None:
    source = page(project / "build" / "2025Q2", "")
    source.write_text((f"---\n{front}\n---\n\n" if front else "") + body, encoding="utf-8")
    chosen = choose_engine(engine)
    render(source, chosen, EPOCH)
    written = source.with_suffix(".html").read_text(encoding="utf-8")
    assert f"<title>{title.replace('&', '&amp;')}</title>" in written
    assert f'<html lang="{language}">' in written
    assert all(word in written for word in words)
    assert not re.search(r"<(p|h1|a|summary)[^>]*>[\s.]*</", written)
    assert not re.search(r'<meta [^>]*content(="[ –]*")?>', written)
    assert len(re.findall("<h1", written)) == (2 if title == "Noter" and body == OWN else 1)
    pdf = PdfReader(source.with_suffix(".pdf"))
    assert pdf.metadata is not None
    assert pdf.metadata.title == title.removesuffix(" – Under")
    texts = [one.extract_text() for one in pdf.pages]
    assert "Et kapitel" in "".join(texts)
    assert chosen.label.replace(" og ", " and " if language != "da" else " og ") in " ".join(texts[0].split())
    assert not any("." in text.split() for text in texts)


def test_a_table_of_markdown_has_room_between_its_columns(project: Path) -> None:
    source = page(project / "build" / "2025Q2", OWN)
    render(source, choose_engine("embedded"), EPOCH)
    (text,) = [t for one in PdfReader(source.with_suffix(".pdf")).pages if "1" in (t := one.extract_text())][
        1:
    ]
    assert "a b" in " ".join(text.split())


def test_a_warning_behind_quartos_open_progress_line_stops(project: Path) -> None:
    source = page(project / "build" / "2025Q2", typst_block('#text(font: "No Such Font")[x]'))
    with pytest.raises(RenderingError, match="no such font"):
        render(source, RenderingEngine("Quarto", "1.10.18"), EPOCH)


def test_only_built_reports_are_the_projects_documents(project: Path) -> None:
    """A bare `quarto render` reaches no notebook, no document and no released version."""
    for name in ("notebooks/x.ipynb", "README.md", "reports/2025Q2/v1/report.qmd", "docs/how.md"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x", encoding="utf-8")
    page(project / "build" / "2025Q2", "x")
    (patterns,) = re.findall(r"render: \[(.*)\]", (project / "_quarto.yml").read_text(encoding="utf-8"))
    listed = [one for pattern in patterns.split(", ") for one in project.glob(pattern.strip('"'))]
    assert [one.relative_to(project).as_posix() for one in listed] == ["build/2025Q2/report.qmd"]
    elsewhere = by_hand(project, "docs/report.qmd")
    assert (elsewhere.returncode, "Unable to read the extension" in elsewhere.stderr) == (1, True)
    assert by_hand(project, "build/2025Q2/report.qmd").returncode == 0


def by_hand(project: Path, name: str) -> subprocess.CompletedProcess[str]:
    """`quarto render` in the project's own folder, as somebody types it."""
    command = ["quarto", "render", name, "--to", "statusrapport-html"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_a_quarto_that_fails_stops_with_its_own_words(path_only: Path, tmp_path: Path) -> None:
    program(path_only, "echo 'no such format' >&2; exit 3")
    with pytest.raises(RenderingError, match="no such format"):
        render(page(tmp_path / "build" / "x", "x"), RenderingEngine("Quarto", "1.10.18"), EPOCH)


def page(folder: Path, body: str) -> Path:
    (folder / "media").mkdir(parents=True)
    for name in ("forside", "kort"):
        (folder / "media" / f"{name}.svg").write_text(DOT, encoding="utf-8")
    (folder / "report.qmd").write_text(PAGE + body, encoding="utf-8")
    return folder / "report.qmd"


def typst_block(code: str) -> str:
    return f"## Side {{#side}}\n\n```{{=typst}}\n{code}\n```\n"


def test_a_page_is_rendered_by_the_embedded_engine(tmp_path: Path) -> None:
    code = '#rapport-svg("media/kort.svg", "Et kort", 20mm)'
    source = page(tmp_path, typst_block(code))
    render(source, choose_engine("embedded"), EPOCH)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "<!DOCTYPE html>" in (tmp_path / "report.html").read_text(encoding="utf-8")[:100]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (typst_block('#text(font: "No Such Font")[x]'), "no such font"),
        (typst_block('#image("media/none.svg", alt: "x")'), "none.svg"),
        (typst_block('#image("media/kort.svg")'), "alt"),
        (typst_block("#no-such-function()"), "no-such-function"),
        (typst_block("#text(size: 5pt"), "unclosed"),
    ],
    ids=["unknown font", "missing image", "no alternative text", "unknown function", "unclosed"],
)
def test_typst_stops_on_warnings_and_errors(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(RenderingError) as failure:
        render(page(tmp_path, body), choose_engine("embedded"), EPOCH)
    assert said in str(failure.value).lower()
    assert not (tmp_path / "report.pdf").exists()


def pages_of(folder: Path, body: str) -> list[str]:
    """The words of each page after the cover."""
    render(page(folder, body), choose_engine("embedded"), EPOCH)
    return [one.extract_text() for one in PdfReader(folder / "report.pdf").pages[1:]]


def test_a_head_of_several_lines_covers_no_row(tmp_path: Path, need_program: Callable[..., str]) -> None:
    code = """#rapport-tabel(columns: (40mm, 18mm), align: (left, right),
      head: ([Navn], [Aktiveringer som mindst én accepterede]), ([Rækken], [1]))"""
    render(page(tmp_path, typst_block(code)), choose_engine("embedded"), EPOCH)
    reader = [need_program("pdftotext"), "-bbox", str(tmp_path / "report.pdf"), "-"]
    found = subprocess.run(reader, capture_output=True, text=True, check=True).stdout
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(\w+)</word>', found)
    edges = {word: (float(top), float(bottom)) for top, bottom, word in words}
    assert edges["Aktiveringer"][1] <= edges["accepterede"][0] + 0.5
    assert edges["accepterede"][1] < edges["Rækken"][0]


def test_the_edition_in_a_footer_is_never_parted(tmp_path: Path) -> None:
    """However long what stands before it is; a little too much for a line is set smaller."""
    lines = []
    for letters in range(0, 27, 3):
        source = page(tmp_path / str(letters), "## Side {#side}\n\nTekst.\n")
        before = "ord " * 52 + "i" * letters
        facts = {'footer: "footer"': f'footer: "{before}"', 'edition: "edition"': 'edition: "Version 2"'}
        text = source.read_text(encoding="utf-8")
        for old, new in facts.items():
            text = text.replace(old, new)
        source.write_text(text, encoding="utf-8")
        render(source, choose_engine("embedded"), EPOCH)
        lines.append(PdfReader(source.with_suffix(".pdf")).pages[1].extract_text().count("Version 2."))
    assert lines == [1] * 9


def filler(height: int) -> str:
    return f"```{{=typst}}\n#block(height: {height}mm)[fyld]\n```\n\n"


def test_a_box_is_never_parted(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Linje {number}." for number in range(1, 9))
    pages = pages_of(tmp_path, f"## Side {{#side}}\n\n{filler(145)}:::: {{.boks}}\n{lines}\n::::\n")
    assert ["Linje 1." in page for page in pages] == [False, True]
    assert ["Linje 8." in page for page in pages] == [False, True]


def test_a_box_that_no_page_holds_goes_on_over_the_next(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Linje {number}." for number in range(1, 41))
    pages = pages_of(tmp_path, f"## Side {{#side}}\n\n:::: {{.boks}}\n{lines}\n::::\n")
    assert ["Linje 1." in page for page in pages] == [True, False]
    assert ["Linje 40." in page for page in pages] == [False, True]


@pytest.mark.parametrize("level", [3, 4])
def test_a_title_stands_on_the_page_of_what_it_is_over(tmp_path: Path, level: int) -> None:
    title = f"{'#' * level} Titel {{.figurtitel .unlisted}}\n\n::: {{.figurtekst}}\nMål\n:::"
    heads = "".join(f"{'#' * number} Side\n\n" for number in range(2, level))
    body = (
        f"{heads}{filler(155)}{title}\n\n```{{=typst}}\n#block(breakable: false, height: 20mm)[Tabel]\n```\n"
    )
    pages = pages_of(tmp_path, body)
    assert ["Titel" in page for page in pages[-2:]] == [False, True]
    assert "Tabel" in pages[-1]


@pytest.mark.parametrize(("height", "pages"), [(130, 1), (145, 1), (158, 1), (290, 2)])
def test_a_box_does_not_stand_alone_on_a_page(tmp_path: Path, height: int, pages: int) -> None:
    """What is a little too much for a page is set smaller; what is far too much goes on in its size."""
    content = f"{filler(height - 110)}{filler(110)}:::: {{.boks}}\nTil sidst.\n::::\n"
    body = f"## Side {{#side}}\n\n::: {{.fund}}\nFund\n:::\n\n:::::: {{.helside}}\n{content}\n::::::\n"
    found = pages_of(tmp_path, body)
    assert len(found) == pages
    assert "fyld" in found[-1]


@pytest.mark.parametrize("words", [1, 6, 20, 45])
def test_a_part_of_the_revisions_fills_one_page(tmp_path: Path, words: int) -> None:
    """However long the names are: each part of the table takes one page, the note the last."""
    name = "Andel af alarmer accepteret " * words
    rows = [
        (f"Område {number}", name[: 28 * words], "1.234,5", "1.234,6", "+0,1 procentpoint")
        for number in range(70)
    ]
    parts = on_pages(rows)
    assert [row for part in parts for row in part] == rows
    head = ("Område", "Tal", "Før", "Nu", "Forskel")
    widths = [f"{width:g}mm" for width in WIDTHS]
    tables = [
        table(part, caption="c", head=head, widths=widths, numeric=(2, 3, 4), pitch=None) for part in parts
    ]
    shown = "\n\n".join(division("figur", one).markdown for one in tables)
    titles = "::: {.fund}\nFund\n:::\n\n::: {.under}\nUnder\n:::\n\n"
    pages = pages_of(tmp_path, f"## Side {{#side}}\n\n{titles}{shown}\n\n::: {{.note}}\nTil sidst.\n:::\n")
    assert len(pages) == len(parts)
    assert [page.count("procentpoint") for page in pages] == [len(part) for part in parts]


def test_an_image_that_html_cannot_embed_stops(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match=r"none\.svg"):
        render(page(tmp_path, "## Side\n\n![x](media/none.svg)\n"), choose_engine("embedded"), EPOCH)


def test_an_unclosed_division_stops(tmp_path: Path) -> None:
    with pytest.raises(RenderingError):
        render(page(tmp_path, "## Side\n\n:::: {.boks}\ntekst\n"), choose_engine("embedded"), EPOCH)


def test_the_time_of_making_is_the_given_one(tmp_path: Path) -> None:
    source = page(tmp_path, "## Side {#side}\n\nTekst.\n")
    render(source, choose_engine("embedded"), EPOCH)
    assert b"20250603" in (tmp_path / "report.pdf").read_bytes()
