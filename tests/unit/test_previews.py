"""Executed notebooks as people open them."""

import html
import re
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.core.notebook_outputs import MEDIA_TYPE
from analysis.rendering.previews import with_previews
from analysis.rendering.source import as_markdown
from analysis.report.components import division, heading, stacked, table
from analysis.report.components.sections import Section
from analysis.texts.markup import Source


def shown(section: Section) -> Any:
    data = {"text/markdown": str(section.markdown), MEDIA_TYPE: dict(section.media)}
    return new_code_cell("x", outputs=[new_output("execute_result", data=data)])


def frames(notebook: Any) -> list[str]:
    """The pages within the frames of a notebook's outputs."""
    found = [
        one.data["text/html"] for cell in notebook.cells for one in cell.outputs if "text/html" in one.data
    ]
    sources = [re.search(r'srcdoc="([^"]*)"', one) for one in found]
    return [html.unescape(one[1]) for one in sources if one]


PAGE = stacked(heading(3, "Én <b>", "en"), division("fund", "Fund & følger"))
ROWS = table([("Læsø", "14")], caption="C", head=["Kommune", "Aktive"], widths=("1fr", "1fr"))


def test_every_part_is_framed_by_itself() -> None:
    plain = new_code_cell("y", outputs=[new_output("execute_result", data={"text/markdown": "| a |"})])
    one = new_notebook(cells=[shown(PAGE), plain, shown(ROWS), shown(Section())])
    two = new_notebook(cells=[shown(PAGE)])
    first, second = with_previews([one, two])
    page, rows = frames(first)
    assert "Én &lt;b&gt;" in page
    assert "Fund &amp; følger" in page
    assert "Læsø" not in page
    assert "<td" in rows
    assert "Læsø" in rows
    assert len(frames(second)) == 1
    for framed in (page, rows):
        assert "{=" not in framed
        assert ":::" not in framed
        assert "<style>" in framed


def test_links_lead_from_where_a_notebook_is_kept_to_the_report_beside_it() -> None:
    links = '<a href="method.html#x">m</a> <a href="#her">h</a> <a href="https://a.dk">a</a>'
    linked = Section(Source(f"```{{=html}}\n{links}\n```\n"))
    notebook = new_notebook(cells=[shown(linked)])
    kept = with_previews([notebook, notebook, notebook], [1, 2, 0])
    found = [re.findall(r'<a href="([^"]*)"( target="_blank")?', frames(one)[0]) for one in kept]
    assert [[link for link, _ in one] for one in found] == [
        ["../method.html#x", "#her", "https://a.dk"],
        ["../../method.html#x", "#her", "https://a.dk"],
        ["method.html#x", "#her", "https://a.dk"],
    ]
    assert [bool(target) for _, target in found[0]] == [True, False, False]


def test_what_is_rendered_stays_as_it_was() -> None:
    one = new_notebook(cells=[shown(PAGE), shown(ROWS)])
    (copy,) = with_previews([one])
    assert frames(one) == []
    assert as_markdown(copy) == as_markdown(one)
    assert with_previews([new_notebook(cells=[new_code_cell("z")])])[0].cells[0].outputs == []
