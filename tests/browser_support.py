"""Browser tests on the system's Chromium, and what happens where a program for a test is missing.

Registered as a pytest plugin in pyproject.toml, so every test can ask for these fixtures:

    @pytest.mark.browser
    def test_title(chromium_page, report_html):
        chromium_page.goto(report_html.as_uri())
        assert chromium_page.title() == "..."

Where Chromium is missing the test is skipped, and the run ends with the one command that installs it.
With REQUIRE_ALL_TESTS=1 a skipped test counts as failed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "is not installed: `make browser` installs it"


def require_program(*names: str) -> str:
    """The path of the first program that is there; without any, the test is skipped."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"{names[0]} {MISSING}")


@pytest.fixture(scope="session")
def need_program() -> Callable[..., str]:
    """`need_program("pdftoppm")` gives its path, or skips the test."""
    return require_program


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Any]:
    """One Chromium per test file.

    Not per session: while Playwright runs, its event loop keeps Papermill from running in this process.
    """
    path = require_program(*BROWSERS)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium_browser: Any) -> Iterator[Any]:
    """A fresh page without network: a report has to work offline (file: addresses do)."""
    context = chromium_browser.new_context(
        offline=True, locale="da-DK", viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def axe_violations() -> Callable[..., list[dict[str, Any]]]:
    """`axe_violations(page)` runs axe-core on the page: what it finds wrong, an empty list if nothing."""
    package = pytest.importorskip("axe_playwright_python")
    script = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def violations(page: Any, options: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        page.evaluate(script)
        found = page.evaluate("options => axe.run(document, options || {}).then(r => r.violations)", options)
        return list(found)

    return violations


@pytest.fixture
def small_texts() -> Callable[..., tuple[list[list[Any]], int]]:
    """`small_texts(page, pixels)`: the texts of visible charts that are smaller, and how many there are."""

    def found(page: Any, pixels: float) -> tuple[list[list[Any]], int]:
        texts = page.evaluate(
            """() => [...document.querySelectorAll('.diagram svg text')]
                .filter(text => text.getClientRects().length)
                .map(text => [text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize),
                              text.closest('.diagram').id, text.textContent])"""
        )
        return [text for text in texts if text[0] < pixels], len(texts)

    return found


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skipped test into a failed one, where all tests are required."""
    if (
        os.environ.get("REQUIRE_ALL_TESTS") != "1"
        or report.outcome != "skipped"
        or hasattr(report, "wasxfail")
    ):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{reason} (all tests are required)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Look at every test's outcome."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Look at files that are skipped as a whole."""
    report = yield
    refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the command that installs what skipped tests need."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if count := sum(MISSING in reason for reason in reasons):
        terminalreporter.write_line(
            f"{count} skipped: `make browser` installs the programs they need (Chromium, Poppler)."
        )
