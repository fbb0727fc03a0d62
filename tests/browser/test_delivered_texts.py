"""Pages of a delivery whose texts try to be more, in a browser: they run nothing and ask for nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = ("report.html", "kommuner/index.html", "kommuner/101-koebenhavn.html", "kommuner/482-langeland.html")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_is_asked_for(
    chromium_page: Any, hostile_reports: Path, language: str, name: str
) -> None:
    heard: list[str] = []
    chromium_page.on("dialog", lambda dialog: heard.append(dialog.message))
    chromium_page.on("console", lambda message: heard.append(message.text))
    chromium_page.on("pageerror", lambda error: heard.append(str(error)))
    chromium_page.on("request", lambda request: heard.append(request.url))
    page = hostile_reports / "hostile" / language / name
    twin = hostile_reports / "harmless" / language / name

    def opened(path: Path) -> dict[str, Any]:
        heard.clear()
        chromium_page.goto(path.as_uri())
        chromium_page.evaluate("document.fonts.ready.then(() => true)")
        for element in chromium_page.query_selector_all("summary, [autofocus], button:visible"):
            element.evaluate("one => { one.focus(); one.dispatchEvent(new Event('mouseover')) }")
        assert [one for one in heard if not one.startswith(("data:", path.as_uri()))] == []
        return dict(
            chromium_page.evaluate(
                """() => ({
                    title: document.title.replace(/Zq\\d+x*/, ""),
                    elements: document.querySelectorAll("*").length,
                    scripts: document.scripts.length,
                    handlers: [...document.querySelectorAll("*")].filter(
                        (one) => [...one.attributes].some((a) => a.name.startsWith("on"))).length,
                    links: [...document.links].map((one) => one.href.replace(/^.*\\/(?=[^/]*$)/, "")),
                })"""
            )
        )

    found, expected = opened(page), opened(twin)
    assert found["handlers"] == 0
    assert [link for link in found["links"] if link.startswith(("javascript:", "data:text/html"))] == []
    assert {**found, "links": len(found["links"])} == {**expected, "links": len(expected["links"])}


def test_notes_stand_letter_by_letter(chromium_page: Any, hostile_reports: Path) -> None:
    placed = json.loads((hostile_reports / "hostile" / "placed.json").read_text(encoding="utf-8"))
    chromium_page.goto((hostile_reports / "hostile" / "da" / "report.html").as_uri())
    shown = " ".join(chromium_page.evaluate("document.querySelector('main').textContent").split())
    notes = [text for place, text in placed.items() if place.startswith("runners/")]
    assert len(set(notes)) > 60
    assert [text for text in notes if text not in shown] == []


def test_the_card_of_a_municipality_shows_its_note(chromium_page: Any, hostile_reports: Path) -> None:
    placed = json.loads((hostile_reports / "hostile" / "placed.json").read_text(encoding="utf-8"))
    for code in ("101", "147", "151", "153"):
        chromium_page.goto((hostile_reports / "hostile" / "da" / "report.html").as_uri() + f"#kommune={code}")
        chromium_page.reload()
        chromium_page.wait_for_selector("#kommunekort h3")
        card = " ".join(chromium_page.inner_text("#kommunekort").split())
        assert placed[f"runners/{code}"] in card
        assert chromium_page.query_selector("#kommunekort :is(script, img, iframe)") is None
