"""Figures of the HTML report as files, and on pages of others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 390, 1440
# A browser asks its user before a page's eleventh file in a row.
BEFORE_IT_ASKS = 8
SVG = "{http://www.w3.org/2000/svg}"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data:"
)


@pytest.fixture
def opened(chromium_page: Any, built_report: Path) -> Callable[[int], Any]:
    def at(width: int = DESKTOP) -> Any:
        chromium_page.set_viewport_size({"width": width, "height": 900})
        chromium_page.goto((built_report / "report.html").as_uri())
        chromium_page.evaluate("document.fonts.ready.then(() => true)")
        return chromium_page

    return at


def taken(page: Any, row: Any, kind: str, folder: Path) -> Path:
    with page.expect_download() as found:
        row.get_by_role("button", name=re.compile(rf"^{kind}: .")).click()
    path = folder / str(found.value.suggested_filename)
    found.value.save_as(path)
    return path


def in_page(page: Any, selector: str) -> str:
    return " ".join(page.locator(selector).first.text_content().split())


def texts_of(root: ElementTree.Element) -> str:
    return " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_every_figure_is_taken_whole(opened: Callable[[int], Any], tmp_path: Path, width: int) -> None:
    """On a phone too, where the page shows a drawing of its own, the file is the wide one."""
    page = opened(width)
    rows = page.locator(".tag-figur")
    diagrams = page.locator('.diagram:has(svg[role="img"])')
    assert rows.count() == diagrams.count() > 10
    names, count = set(), rows.count()
    for place in range(count):
        if place % BEFORE_IT_ASKS == 0:
            rows = opened(width).locator(".tag-figur")
        path = taken(page, rows.nth(place), "SVG", tmp_path)
        names.add(path.name)
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert root.get("lang") == "da"
        title, told = root.findtext(f"{SVG}title") or "", texts_of(root)
        assert title
        assert title in told
        assert len(root.findtext(f"{SVG}desc") or "") > 40
        assert "Uafhængig genberegning" in told
        assert path.read_text(encoding="utf-8").count("@font-face") == 2
        wide = float(root.get("width") or 0)
        drawn = root.findall(f"{SVG}svg")
        assert len(drawn) == 1
        assert float(drawn[0].get("width") or 0) + 32 <= wide
    assert len(names) == count


def test_a_figure_says_what_the_page_says(opened: Callable[[int], Any], tmp_path: Path) -> None:
    page = opened(DESKTOP)
    page.goto(page.url + "#kommune=482")
    page.locator("#kommunekort h3").wait_for()
    box = page.locator(".figur:has(#figur-danmark)")
    root = ElementTree.fromstring(taken(page, box.locator(".tag-figur"), "SVG", tmp_path).read_text("utf-8"))
    told = texts_of(root)
    for selector in ("h3", ".figurtekst", ".kilde", ".note"):
        assert in_page(page, f".figur:has(#figur-danmark) {selector}") in told
    for key in box.locator(".signatur li").all_text_contents():
        assert key in told
    drawn = [one.text for one in root.iter(f"{SVG}text")]
    assert {"Langel.", "176"} <= {*drawn}
    assert "valgt" not in ElementTree.tostring(root, encoding="unicode"), "what a reader chose is not in it"
    assert not root.findall(f".//{SVG}foreignObject")


def test_a_picture_of_dots_is_three_times_as_large(opened: Callable[[int], Any], tmp_path: Path) -> None:
    page = opened(DESKTOP)
    row = page.locator(".figur:has(#figur-tragt) .tag-figur, .tag-figur").first
    content = taken(page, row, "PNG", tmp_path).read_bytes()
    size = [int.from_bytes(content[place : place + 4], "big") for place in (16, 20)]
    svg = ElementTree.fromstring(taken(page, row, "SVG", tmp_path).read_text("utf-8"))
    for side, dots in zip(("width", "height"), size, strict=True):
        assert abs(3 * float(svg.get(side) or 0) - dots) <= 3
    assert len(content) > 20_000


def test_lines_for_a_page_of_ones_own_show_the_file(opened: Callable[[int], Any], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    page = opened(DESKTOP)
    row = page.locator(".tag-figur").first
    file = taken(page, row, "SVG", tmp_path)
    button = row.get_by_role("button", name="Indsæt på en hjemmeside")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    lines = row.get_by_role("textbox").input_value()
    row.get_by_role("button", name="Kopiér linjerne").click()
    expect(row.get_by_role("button", name="Linjerne er kopieret.")).to_be_visible()
    assert file.name in lines
    assert "<script" not in lines
    alternative = page.locator("#figur-danmark svg").first.get_attribute("aria-label")
    (tmp_path / "egen.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{lines}", encoding="utf-8")
    page.goto((tmp_path / "egen.html").as_uri())
    picture = page.locator("figure img")
    assert picture.get_attribute("alt") == alternative
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    assert "Statusrapport for 2. kvartal 2025" in page.locator("figcaption").text_content()


def test_rows_are_touched_with_a_thumb_and_do_not_print(opened: Callable[[int], Any]) -> None:
    from playwright.sync_api import expect

    page = opened(PHONE)
    page.locator(".tag-figur").first.get_by_role("button", name="Indsæt på en hjemmeside").click()
    for button in page.locator(".tag-figur button:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= PHONE
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.emulate_media(media="print")
    expect(page.locator(".tag-figur").first).to_be_hidden()


def test_an_open_row_is_accessible(opened: Callable[[int], Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(DESKTOP)
    page.locator(".tag-figur").first.get_by_role("button", name="Indsæt på en hjemmeside").click()
    found = Axe().run(page, context=".tag-figur").response["violations"]
    assert [one["id"] for one in found] == [], json.dumps(found, indent=1)


def test_without_scripts_no_row_stands_there(chromium_browser: Any, built_report: Path) -> None:
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_report / "report.html").as_uri())
    assert page.locator(".tag-figur").count() == 0
    context.close()


def test_a_page_that_allows_nothing_from_elsewhere_still_makes_pictures(
    chromium_page: Any, built_report: Path, tmp_path: Path
) -> None:
    html = (built_report / "report.html").read_text(encoding="utf-8")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    strict = tmp_path / "streng.html"
    strict.write_text(re.sub("<head>", f"<head>{policy}", html, count=1), encoding="utf-8")
    complaints: list[str] = []
    chromium_page.on("console", lambda message: complaints.append(message.text))
    chromium_page.goto(strict.as_uri())
    path = taken(chromium_page, chromium_page.locator(".tag-figur").first, "PNG", tmp_path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert complaints == []
