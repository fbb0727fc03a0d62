"""A version with all its parts, released by the code as it is: every link leads somewhere, exported too.

The links are followed by code of its own, which shares nothing with the export's.
"""

import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdf
import pytest

pytestmark = pytest.mark.slow
SCRIPTED = "kommuner/index.html"


class Links(HTMLParser):
    """Every address that a page names, and every place in it that an address may name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.to: set[str] = set()
        self.places: set[str] = set()
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.to |= {value for name, value in attrs if name in {"href", "src"} and value}
        self.places |= {value for name, value in attrs if name in {"id", "name"} and value}


def pdf_links(path: Path) -> set[str]:
    """Every address that a PDF links to."""
    notes = [note.get_object() for page in pypdf.PdfReader(path).pages for note in page.get("/Annots", [])]
    return {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}


@pytest.fixture(scope="module", params=["reports/2025Q2/v1", "web"])
def published(request: pytest.FixtureRequest, whole_release: Path) -> Path:
    """The version as it lies in the archive, and its export."""
    return whole_release / str(request.param)


def test_nothing_says_that_it_is_a_draft(published: Path) -> None:
    """Pages of the report, the English one, sheets, and the list of sheets."""
    marks = ("UDKAST", "DRAFT")
    pages = {path: path.read_text(encoding="utf-8") for path in published.rglob("*.html")}
    leaves = {path: pypdf.PdfReader(path).pages for path in published.rglob("*.pdf")}
    pages |= {path: "".join(leaf.extract_text() for leaf in read) for path, read in leaves.items()}
    assert len(leaves) > 100
    assert [path for path, text in pages.items() if 'class="udkast"' in text] == []
    assert [path for path, text in pages.items() if any(mark in text for mark in marks)] == []


def test_every_link_leads_to_a_file_and_a_place_in_it(published: Path) -> None:
    pages = {path: Links(path) for path in published.rglob("*.html")}
    followed = 0
    for path, page in pages.items():
        for link in page.to:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https", "mailto", "data"}:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            where = f"{path.relative_to(published)}: {link}"
            assert target.is_relative_to(published.resolve()), where
            assert target.is_file(), where
            if parts.fragment and "=" not in parts.fragment:
                assert unquote(parts.fragment) in pages[target].places, where
            followed += 1
    assert followed > 500
    for path in published.rglob("*.pdf"):
        for link in pdf_links(path):
            inside = urlsplit(link)
            assert inside.scheme in {"http", "https"} or (path.parent / inside.path).is_file(), (path, link)


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("report.html", {"report.pdf", "data/indicators.xlsx", "method.html", "vejledning.html"}),
        (
            "en/report.html",
            {"report.pdf", "../data/indicators.xlsx", "method.html", "guidance.html", "../report.html"},
        ),
        ("report.html", {"en/report.html"}),
    ],
)
def test_the_reports_lead_to_what_lies_with_them(published: Path, page: str, links: set[str]) -> None:
    found = Links(published / page).to
    assert links <= found
    assert "indicators.csv" not in found
    assert len([one for one in found if one.startswith("method.html#")]) > 5
    for link in links:
        assert (published / posixpath.join(posixpath.dirname(page), link)).is_file(), link


def test_the_script_leads_to_the_sheets_where_they_lie(published: Path) -> None:
    report, english = (Links(published / name) for name in ("report.html", "en/report.html"))
    assert f'href: "{SCRIPTED}"' in report.text
    assert '"sheets":true' in report.text
    assert (published / SCRIPTED).is_file()
    assert '"sheets":false' in english.text
    sheets = [one for one in Links(published / SCRIPTED).to if re.fullmatch(r"\d{3,4}-[^/]+\.html", one)]
    assert len(sheets) == 98 + 5


def test_the_list_of_the_export_names_every_file(whole_release: Path) -> None:
    web = whole_release / "web"
    files = {path.relative_to(web).as_posix() for path in web.rglob("*") if path.is_file()}
    assert files - Links(web / "index.html").to == {"index.html", "manifest.json"}
    listed = set(json.loads((web / "manifest.json").read_bytes())["files"])
    assert listed == files - {"manifest.json"}
    assert {"method.html", "en/method.html", "vejledning.html", "en/guidance.html"} <= listed
