"""Figures that analysts save, as a browser opens them by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from analysis import Statusrapport

pytestmark = pytest.mark.browser

FIGURES: dict[str, Callable[[Any], Any]] = {
    "map": lambda chart: chart.map(),
    "bar": lambda chart: chart.bar("aed_rate"),
    "dots": lambda chart: chart.dots("active_runners_rate", ["Vejle", "Faaborg-Midtfyn", "dk"]),
    "scatter": lambda chart: chart.scatter("aed_rate", "active_runners_rate"),
    "trend": lambda chart: chart.trend("active_runners_rate", ["Vejle", "dk"]),
    "funnel": lambda chart: chart.funnel(),
}
OUTSIDE = """() => {
    const root = document.documentElement.getBoundingClientRect();
    return [...document.querySelectorAll("text")].filter((text) => {
        const box = text.getBoundingClientRect();
        const [left, right, bottom] = [root.left - 1, root.right + 1, root.bottom + 1];
        return box.width && (box.left < left || box.right > right || box.bottom > bottom);
    }).map((text) => text.textContent);
}"""
TYPEFACES = """() => document.fonts.ready.then(
    () => [...document.fonts].map((face) => `${face.family} ${face.weight} ${face.status}`).sort())"""


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_saved_as_a_page_is_legible_on_a_telephone(
    name: str, chromium_page: Any, tmp_path: Path
) -> None:
    path = FIGURES[name](Statusrapport.simulated("2025Q2", lang="en").chart).save(tmp_path / "figure.html")
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    chromium_page.set_viewport_size({"width": 390, "height": 800})
    chromium_page.goto(path.as_uri())
    assert set(chromium_page.evaluate(TYPEFACES)) == {"Lato 400 loaded", "Lato 700 loaded"}
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert chromium_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert chromium_page.evaluate("document.documentElement.lang") == "en"
    assert chromium_page.title()
    heights = chromium_page.evaluate(
        """[...document.querySelectorAll("svg text")].filter((text) => text.textContent)
        .map((text) => text.getBoundingClientRect().height).filter((height) => height > 0)"""
    )
    assert min(heights) >= 8


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_saved_figure_is_whole_in_its_own_typeface(
    name: str, language: str, chromium_page: Any, tmp_path: Path
) -> None:
    drawn = FIGURES[name](Statusrapport.simulated("2025Q2", lang=language).chart)
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    for size in ("", "web", "slide", "print"):
        path = drawn.save(tmp_path / f"figure{size}.svg", size=size)
        chromium_page.goto(path.as_uri())
        assert chromium_page.evaluate(TYPEFACES) == ["Lato 400 loaded", "Lato 700 loaded"]
        assert chromium_page.evaluate(OUTSIDE) == []
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    page: Any = pypdf.PdfReader(drawn.save(tmp_path / "figure.pdf")).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "Lato" in inner["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys(), "embedded"
