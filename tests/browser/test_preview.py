"""A page that a browser loads again when it is another."""

from typing import Any

import pytest

from analysis.builds.preview_server import serving

pytestmark = pytest.mark.browser
PAGE = "<!doctype html><html><body><p>{}</p><div style='height: 5000px'></div></body></html>"


def test_a_browser_shows_each_new_page_where_it_was(chromium_browser: Any) -> None:
    from playwright.sync_api import expect

    with serving() as server, chromium_browser.new_context() as context:
        page = context.new_page()
        server.show(PAGE.format("One").encode())
        page.goto(server.address)
        expect(page.locator("p")).to_have_text("One")
        page.evaluate("window.scrollTo(0, 2000)")
        for text in ("Two", "Three"):
            server.show(PAGE.format(text).encode())
            expect(page.locator("p")).to_have_text(text)
            page.wait_for_function("window.scrollY === 2000")
        server.show_failure("cell 3: <b>")
        expect(page.locator("pre")).to_have_text("cell 3: <b>")
        server.show(PAGE.format("Four").encode())
        expect(page.locator("p")).to_have_text("Four")
