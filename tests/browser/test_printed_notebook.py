"""A notebook that nbconvert set loses nothing in print: code breaks its lines, tables and pages fit."""

import json
import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from analysis.core.layout import EXTENSION, ROOT
from analysis.report.preview import as_frame

TEMPLATE = EXTENSION / "nbconvert" / "index.html.j2"
WIDTH_OF_A4 = 703
CODE = (
    'report.as_table(shown.select("indicator", "value", "numerator", "denominator", "unit"), units=in_alarms)'
)
TABLE = (
    "<table><thead><tr>{heads}</tr></thead><tbody><tr><td>{digest}</td>{cells}</tr></tbody></table>".format(
        heads="".join(f"<th>accepted_by_{number}_percent (alarms)</th>" for number in range(12)),
        digest="6d3d63225a714205743c7ff168fd087e23c110f1882efdab4a2f8a11feb74ac6",
        cells='<td style="text-align: right">1.309</td>' * 11,
    )
)
TOO_WIDE = """() => {
    const page = document.documentElement.clientWidth;
    const wide = one => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > page;
    return [...document.querySelectorAll('pre, table')].filter(wide).length;
}"""


def styles() -> str:
    (style,) = re.findall(r"<style>.*?</style>", TEMPLATE.read_text(encoding="utf-8"), re.DOTALL)
    return str(style)


def test_jupyter_finds_the_look_where_the_package_is_installed() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shared = build["targets"]["wheel"]["shared-data"]
    assert {Path(source).name: target for source, target in shared.items()} == {
        "jupyter_config.json": "etc/jupyter/jupyter_config.json",
        "conf.json": "share/jupyter/nbconvert/templates/statusrapport/conf.json",
        "index.html.j2": "share/jupyter/nbconvert/templates/statusrapport/index.html.j2",
    }
    assert all((ROOT / source).is_file() for source in shared)
    settings = json.loads((EXTENSION / "nbconvert" / "jupyter_config.json").read_text(encoding="utf-8"))
    assert settings["HTMLExporter"]["template_name"] == "statusrapport"
    assert settings["SlidesExporter"]["template_name"] == "reveal"


@pytest.mark.browser
def test_wide_code_and_wide_tables_fit_a_printed_page(chromium_browser: Any) -> None:
    page = (
        "<!DOCTYPE html>{styles}<style>pre {{ font: 13px monospace; overflow: hidden; }}</style>"
        '<div class="highlight"><pre>{code}</pre></div>'
        '<div class="jp-RenderedHTMLCommon" style="max-width: 640px; font-family: sans-serif">{table}</div>'
    )
    with chromium_browser.new_context(viewport={"width": WIDTH_OF_A4, "height": 900}) as context:
        shown = context.new_page()
        shown.set_content(page.format(styles="", code=CODE, table=TABLE))
        assert shown.evaluate(TOO_WIDE) == 2
        shown.set_content(page.format(styles=styles(), code=CODE, table=TABLE))
        shown.emulate_media(media="print")
        assert shown.evaluate(TOO_WIDE) == 0


@pytest.mark.browser
def test_the_frame_of_a_page_is_as_high_as_the_page_on_paper(chromium_browser: Any) -> None:
    """A wide window on the screen is a narrow page on paper, on which the same text is higher."""
    from playwright.sync_api import expect

    text = " ".join(["Kommunerne står alfabetisk."] * 200)
    framed = as_frame(f"<p>{text}</p><details><summary>Tal</summary><p>{text}</p></details>")
    with chromium_browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        shown = context.new_page()
        shown.set_content(f'<!DOCTYPE html>{styles()}<div class="jp-OutputArea-output">{framed}</div>')
        frame = shown.locator("iframe")
        expect(frame).to_have_attribute("style", re.compile("--printed: [0-9]+px"))
        assert "640px" not in unescape(frame.get_attribute("style") or "")
        shown.emulate_media(media="print")
        shown.set_viewport_size({"width": WIDTH_OF_A4, "height": 900})
        expect(frame).to_have_css("height", re.compile("[0-9]+px"))
        inside = shown.frames[1].evaluate("document.documentElement.scrollHeight")
        assert frame.evaluate("one => one.clientHeight") >= inside
