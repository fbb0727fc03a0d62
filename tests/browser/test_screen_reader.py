"""What the HTML report tells those who do not see it: what a screen reader reads, and its drawings."""

import re
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest

LANGUAGES = ("da", "en")
NAMED_ROLES = {
    "button", "link", "image", "textbox", "combobox", "checkbox", "region", "table", "columnheader",
    "rowheader", "heading",
}  # fmt: skip
LANDMARKS = {"banner", "navigation", "main", "search", "contentinfo"}


class Drawings(HTMLParser):
    """The drawings of a page that are not hidden, each with its attributes, own title and description."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.headings: set[str] = set()
        self.meta: dict[str, str] = {}
        self._open: list[str] = []
        self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "svg" and given.get("aria-hidden") != "true":
            self.found.append(given)
        if tag == "meta" and "property" in given:
            self.meta[given["property"]] = given["content"]
        if tag not in {"meta", "link", "input", "br", "img", "hr"}:
            self._open.append(tag)
        self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"title", "desc"} and self._open[-2:-1] == ["svg"]:
            self.found[-1][f"own {tag}"] = self._text
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.add(re.sub(r"\s+", " ", self._text).strip())
        if tag == "title" and self._open[-2:-1] == ["head"]:
            self.meta["title"] = self._text
        while self._open and self._open.pop() != tag:
            pass


@pytest.fixture(params=LANGUAGES)
def report_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the Danish and of the English report."""
    folder: Path = request.getfixturevalue("built_report" if request.param == "da" else "english_report")
    return folder


def test_every_drawing_has_a_title_and_a_description_in_the_language_of_the_page(
    report_folder: Path,
) -> None:
    """The title is the heading or finding over the drawing, which is in the page's language."""
    text = (report_folder / "report.html").read_text(encoding="utf-8")
    page = Drawings(text)
    findings = page.headings | set(re.findall(r'class="fund"[^>]*>\s*<p>(.*?)</p>', text))
    assert len(page.found) > 20
    for drawing in page.found:
        assert drawing["role"] == "img"
        assert drawing["own desc"] == drawing["aria-label"]
        assert len(drawing["own desc"]) > len("Diagram")
        assert re.sub(r"\s+", " ", drawing["own title"]) in findings


def test_a_shared_link_shows_title_date_and_language(report_folder: Path) -> None:
    text = (report_folder / "report.html").read_text(encoding="utf-8")
    page, danish = Drawings(text), '<html lang="da"' in text
    told = (
        ("Hjerteløbere i Danmark – Statusrapport for 2. kvartal 2025", "da_DK", "opgjort den 3. juni 2025")
        if danish
        else ("Volunteer responders in Denmark – Status report for Q2 2025", "en_GB", "as at 3 June 2025")
    )
    plain = {name: content.replace("\u00a0", " ") for name, content in page.meta.items()}
    assert plain["og:title"] == plain["title"] == told[0]
    assert plain["og:locale"] == told[1]
    assert plain["og:type"] == "article"
    assert told[2] in plain["og:description"]


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_the_tree_that_a_screen_reader_reads(
    chromium_browser: Any, report_folder: Path, *, scripts: bool
) -> None:
    context = chromium_browser.new_context(
        offline=True, java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto((report_folder / "report.html").as_uri())
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    nodes, read = tree(context.new_cdp_session(page))
    context.close()
    assert {role(node) for node in read} >= LANDMARKS
    assert [role(node) for node in read if role(node) in NAMED_ROLES and not name(node)] == []
    levels = [level(node) for node in read if role(node) == "heading"]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(now <= before + 1 for before, now in pairwise(levels))
    tables = [node for node in read if role(node) == "table"]
    assert len(tables) > 15
    for table in tables:
        inside = {role(node) for node in below(table, nodes)}
        assert {"columnheader", "rowheader"} <= inside, name(table)
    images = [node for node in read if role(node) == "image"]
    assert len(images) > 10
    assert len({name(image) for image in images}) == len(images)
    # What a drawing shows is heard once.
    assert [name(image) for image in images if image.get("description", {}).get("value")] == []
    taking = [name(node) for node in read if role(node) == "button" and ": " in name(node)]
    assert len(set(taking)) == len(taking) == (3 * len(images) if scripts else 0)


def tree(session: Any) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """All nodes of Chromium's accessibility tree, and those that are read, in their order."""
    session.send("Accessibility.enable")
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    root = next(node for node in nodes.values() if "parentId" not in node)
    return nodes, [node for node in (root, *below(root, nodes)) if not node["ignored"]]


def below(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """All nodes under a node, in the order of reading."""
    found: list[dict[str, Any]] = []
    waiting = [*reversed(node.get("childIds", []))]
    while waiting:
        if (child := nodes.get(waiting.pop())) is not None:
            found.append(child)
            waiting.extend(reversed(child.get("childIds", [])))
    return found


def role(node: dict[str, Any]) -> str:
    """What a node is."""
    return str(node["role"]["value"])


def name(node: dict[str, Any]) -> str:
    """What a node is called."""
    return str(node.get("name", {}).get("value", "")).strip()


def level(node: dict[str, Any]) -> int:
    """The level of a heading."""
    return next(int(one["value"]["value"]) for one in node["properties"] if one["name"] == "level")


@pytest.mark.browser
@pytest.mark.slow
def test_a_report_with_developments_prints_on_as_many_pages_as_its_pdf(
    developed_reports: Path, chromium_browser: Any
) -> None:
    context = chromium_browser.new_context(offline=True)
    page = context.new_page()
    page.goto((developed_reports / "da" / "report.html").as_uri())
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    context.close()
    of_pdf = pypdf.PdfReader(developed_reports / "da" / "report.pdf")
    assert 20 < len(printed.pages) <= len(of_pdf.pages)
    assert all(leaf.extract_text().strip() for leaf in printed.pages)
