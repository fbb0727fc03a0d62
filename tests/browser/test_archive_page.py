"""The archive's pages in a browser: accessible, without scripts, without a network."""

from pathlib import Path
from typing import Any

import pytest
from releasing import small_version  # type: ignore[import-not-found]

from analysis.core.quarters import Quarter
from analysis.releases.archive import Archive

PAGES = ("index.html", "latest/index.html", "2025Q2/latest/index.html")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two quarters, one of them in two versions."""
    made = Archive(tmp_path_factory.mktemp("archive") / "reports")
    small_version(made, 1, quarter=Quarter(2025, 1))
    small_version(made, 1)
    small_version(made, 2)
    return made.path


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_accessible(
    chromium_page: Any, axe_violations: Any, archive: Path, page: str, width: int
) -> None:
    requested: list[str] = []
    chromium_page.on("request", lambda request: requested.append(request.url))
    chromium_page.set_viewport_size({"width": width, "height": 900})
    path = archive / page
    if page != "index.html":
        still = path.with_name("still.html")
        text = path.read_text(encoding="utf-8")
        still.write_text(text.replace('http-equiv="refresh"', 'name="refresh"'), encoding="utf-8")
        path = still
    chromium_page.goto(path.as_uri())
    assert axe_violations(chromium_page) == []
    assert all(url.startswith(("file:", "data:")) for url in requested)
    wide = chromium_page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


@pytest.mark.browser
def test_latest_leads_on_by_itself(chromium_page: Any, archive: Path) -> None:
    chromium_page.goto((archive / "latest" / "index.html").as_uri())
    chromium_page.wait_for_url("**/2025Q2/v2/report.html")
