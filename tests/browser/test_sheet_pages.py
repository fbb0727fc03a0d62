"""Sheets of municipalities and the page that lists them, in a browser."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SMALLEST_TEXT = 11
MADE = ("813-frederikshavn", "825-laesoe", "1084-region-hovedstaden")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]) -> Path:
    """A folder with three sheets, made by the command in a process of its own."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "data").mkdir()
    (folder / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main()", "sheets", "2025Q2",
         "--only", ",".join(stem.split("-")[0] for stem in MADE),
         "--data", str(folder / "data"), "--out", str(folder / "kommuner")],
        env=source_on_path, cwd=ROOT, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return folder / "kommuner"


def open_page(page: Any, path: Path) -> list[str]:
    """Open a page; the list fills with what it asks other files or the network for, and with its errors."""
    wrong: list[str] = []
    page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(path.as_uri())
    return [url for url in wrong if not url.startswith("data:")]


@pytest.mark.parametrize("stem", [*MADE, "index"])
def test_pages_stand_alone_fit_every_width_and_are_accessible(
    stem: str, sheets: Path, chromium_page: Any, axe_violations: Callable[..., list[dict[str, Any]]]
) -> None:
    assert open_page(chromium_page, sheets / f"{stem}.html") == []
    for width in (320, 360, 768, 1024, 1440):
        chromium_page.set_viewport_size({"width": width, "height": 900})
        assert chromium_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        if width in (360, 1440):
            assert axe_violations(chromium_page) == []


@pytest.mark.parametrize("stem", MADE)
def test_charts_are_legible_at_every_width(
    stem: str,
    sheets: Path,
    chromium_page: Any,
    small_texts: Callable[..., tuple[list[list[Any]], int]],
) -> None:
    open_page(chromium_page, sheets / f"{stem}.html")
    for width in (360, 412, 640, 768, 900, 1024, 1100, 1440):
        chromium_page.set_viewport_size({"width": width, "height": 900})
        small, count = small_texts(chromium_page, SMALLEST_TEXT)
        assert count >= 10
        assert small == [], width


def test_a_sheet_is_whole_without_script(sheets: Path, chromium_browser: Any) -> None:
    context = chromium_browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((sheets / f"{MADE[0]}.html").as_uri())
    text = page.locator("main").inner_text()
    assert "418" in text
    assert "24 pct. lavere end landsgennemsnittet" in text.replace("\u00a0", " ")
    assert page.locator("#kopier").is_hidden()
    assert page.locator("blockquote").inner_text().startswith("I Frederikshavn Kommune var der 418")
    context.close()


def test_the_sentence_for_the_press_is_copied(sheets: Path, chromium_browser: Any) -> None:
    context = chromium_browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((sheets / f"{MADE[0]}.html").as_uri())
    page.get_by_role("button", name="Kopiér sætningen").press("Enter")
    page.get_by_text("Kopieret", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("blockquote").inner_text().strip()
    context.close()


def test_the_list_finds_by_name_code_and_spelling(sheets: Path, chromium_page: Any) -> None:
    open_page(chromium_page, sheets / "index.html")
    field = chromium_page.get_by_label("Find kommune eller region")
    for written, found in (
        ("læsø", "Læsø Kommune"),
        ("laesoe", "Læsø Kommune"),
        ("813", "Frederikshavn Kommune"),
        ("region", "Region Hovedstaden"),
    ):
        field.fill(written)
        shown = chromium_page.locator(".arkene tr:visible a:not(.pdf)").all_inner_texts()
        assert shown == [found]
    field.fill("atlantis")
    assert chromium_page.get_by_role("status").inner_text() == "Ingen kommune eller region passer."
    field.fill("frederikshavn")
    field.press("Enter")
    chromium_page.wait_for_url("**/813-frederikshavn.html")
    for link in chromium_page.locator(".ark-videre a").all():
        target = link.get_attribute("href")
        if target.startswith(("813", "825", "index")):
            assert (sheets / target).is_file()


def test_the_list_shows_rates_with_intervals_and_sorts(sheets: Path, chromium_page: Any) -> None:
    open_page(chromium_page, sheets / "index.html")
    table = chromium_page.locator(".arkene").last
    frederikshavn = table.locator("tr", has_text="Frederikshavn").inner_text().split("\t")
    assert frederikshavn[:4] == ["Frederikshavn Kommune", "418", "724", "656–797"]
    names = lambda: [text.removesuffix(" Kommune") for text in table.locator("tbody th").all_inner_texts()]  # noqa: E731
    in_order = names()
    for head, first in (("Pr. 100.000", "Læsø"), ("Aktive", "Frederikshavn"), ("Kommune", in_order[0])):
        table.get_by_role("button", name=head).click()
        assert names()[0] == first
        assert table.locator("[aria-sort=descending]").count() == (head != "Kommune")


def test_on_paper_a_sheet_takes_one_page(sheets: Path, chromium_page: Any, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    open_page(chromium_page, sheets / f"{MADE[0]}.html")
    chromium_page.pdf(path=tmp_path / "ark.pdf", prefer_css_page_size=True)
    assert len(pypdf.PdfReader(tmp_path / "ark.pdf").pages) == 1
