"""The finished report as its readers' programs see it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source"}


class Page(HTMLParser):
    """Tables, key figures and identifiers of the HTML report, each under the section it stands in.

    Attributes:
        tables: Section and rows (lists of cell texts) of every table on the page.
        numbers: The same of the tables that unfold under figures.
        figures: Section and texts (name, number, comparison) of every key figure.
        identifiers: Every `id`.
        labels: `aria-label` of every picture.
        links: Every `href` and `src` that a browser loads by itself.
        followed: Every `href` that a reader may follow.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self.numbers: list[tuple[str, list[list[str]]]] = []
        self.figures: list[tuple[str, list[str]]] = []
        self.identifiers: list[str] = []
        self.labels: list[str] = []
        self.links: list[str] = []
        self.followed: list[str] = []
        self.language = ""
        self.text = ""
        self._open: list[tuple[str, str, str]] = []
        self._cell: list[str] | None = None

    @property
    def section(self) -> str:
        """The identifier of the section being read, of those that stand in the contents."""
        own = [
            name
            for tag, name, classes in self._open
            if tag == "section" and "level" in classes and "figurtitel" not in classes
        ]
        return own[-1] if own else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if "id" in facts:
            self.identifiers.append(facts["id"])
        links = [facts[name] for name in ("href", "src") if name in facts]
        (self.followed if tag == "a" else self.links).extend(links)
        if tag == "html":
            self.language = facts.get("lang", "")
        if tag == "svg" and facts.get("role") == "img":
            self.labels.append(facts.get("aria-label", ""))
        if tag not in VOID:
            self._open.append((tag, facts.get("id", ""), facts.get("class", "")))
        if tag == "table":
            self._rows: list[list[str]] = []
            unfolded = any(classes == "tallene" for _, _, classes in self._open)
            (self.numbers if unfolded else self.tables).append((self.section, self._rows))
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._cell = self._rows[-1]
            self._cell.append("")
        elif tag == "dt":
            self.figures.append((self.section, []))
        if tag in {"dt", "dd"}:
            self._cell = self.figures[-1][1]
            self._cell.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "dt", "dd"}:
            self._cell = None
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "svg"} & {tag for tag, _, _ in self._open}:
            self.text += data
            if self._cell is not None:
                self._cell[-1] += data

    def rows(self, name: str) -> list[list[str]]:
        """Every row of any table whose first cell is `name`, without that cell."""
        return [row[1:] for _, rows in self.tables for row in rows if row and row[0] == name]

    def key_figures(self, section: str) -> list[list[str]]:
        """Number and comparison of every key figure of a section."""
        return [texts[1:] for own, texts in self.figures if own == section]


def plain(text: str) -> str:
    """Text from a PDF with hyphens put together and every space alike."""
    joined = re.sub(r"[\u00ad-]\s*\n", "-", text).replace("\u00ad", "-")
    return " ".join(joined.split())


@pytest.fixture(scope="session")
def html_page(built_report: Path) -> Page:
    """The HTML report, read."""
    page = Page()
    page.feed((built_report / "report.html").read_text(encoding="utf-8"))
    return page


@pytest.fixture(scope="session")
def pdf(built_report: Path) -> pypdf.PdfReader:
    """The PDF report."""
    return pypdf.PdfReader(built_report / "report.pdf")


@pytest.fixture(scope="session")
def pdf_pages(pdf: pypdf.PdfReader) -> list[str]:
    """The text of each page of the PDF."""
    return [plain(page.extract_text()) for page in pdf.pages]


@pytest.fixture(scope="session")
def read_page() -> Callable[[Path], Page]:
    """Reads a page of HTML."""

    def read(path: Path) -> Page:
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        return page

    return read
