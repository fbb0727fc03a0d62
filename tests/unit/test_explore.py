"""What the page holds for those who look for their own municipality, and how drawings find their numbers."""

import json
import re

import pytest

from analysis.report.components import Numbers, picture, table
from analysis.report.pages.explore import WITH_SHEETS, with_sheets
from analysis.texts.markup import Address

HEAD = ("Kommune", "Aktive")
WORDS = ("Vis", "Hent", "Kilde")
DRAWING = (
    '<svg class="marks" viewBox="0 0 10 10"><g class="mark-symbol">'
    '<path aria-label="813" role="graphics-symbol" transform="translate(1.23456,2)" d="M0,0"/>'
    '<path aria-label="x: 1; y: 2" d="M0,0"/></g></svg>'
)


def test_a_mark_finds_its_row_by_what_it_is_called() -> None:
    numbers = Numbers(
        HEAD, [("A & B", "1.234")], WORDS, ["813"], [Address("https://www.example.org/a?b&c"), "Kilde B"]
    )
    section = picture("prikker", DRAWING, 'Alt "tekst"', 50, numbers, phone=[DRAWING])
    page = section.markdown.split("```{=typst}")[0]
    assert page.count('<path data-r="0" data-kommune="813" transform="translate(1.23,2)" d="M0,0">') == 2
    assert "<title>A &amp; B · Aktive 1.234</title>" in page
    assert 'aria-label="x: 1' not in page
    assert '<tr data-kommune="813"><th scope="row">A &amp; B</th><td class="tal">1.234</td></tr>' in page
    assert (
        '<p class="kilde">Kilde: <a href="https://www.example.org/a?b&amp;c">example.org</a>; Kilde B</p>'
        in page
    )
    assert section.media == {"prikker.svg": DRAWING}
    assert [found for found in re.findall(r'<svg role="img"[^>]*class="(\w+)"', page)] == ["bred", "smal"]


def test_a_row_of_the_appendix_can_be_linked_to() -> None:
    section = table(
        [("Aarhus", "1")], caption="C", head=HEAD, widths=("1fr", "1fr"), codes=["751"], anchor="kommune-"
    )
    page, print_code = section.markdown.split("```{=typst}")
    assert '<tr id="kommune-751" data-kommune="751">' in page
    assert "<table data-sorter>" in page
    assert "751" not in print_code


def test_sheets_are_announced_once() -> None:
    page = '<script id="rapportdata">' + json.dumps({"sheets": False}, separators=(",", ":"))
    assert WITH_SHEETS in with_sheets(page)
    with pytest.raises(ValueError, match="does not say once"):
        with_sheets("{}")
