"""An executed notebook as a page of its own."""

import html
import re
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from analysis.rendering.notebook_page import notebook_page


def executed() -> Any:
    table = new_output("execute_result", data={"text/markdown": "| a | b |\n|:--|--:|\n| x | 1 |\n"})
    printed = new_output("stream", name="stdout", text="57.307 / 5.999.677\n")
    return new_notebook(
        cells=[
            new_markdown_cell("# 2. Indicators\n\nWhat is done.", metadata={"tags": ["remove-cell"]}),
            new_code_cell('quarter: str = "2025Q2"', metadata={"tags": ["parameters"]}),
            new_markdown_cell("## The rate\n\n$$r = \\frac{k}{n} \\times 100\\,000$$"),
            new_code_cell("#| echo: false\nrate = k / n", outputs=[table, printed]),
        ]
    )


@pytest.fixture(scope="module")
def page() -> str:
    return notebook_page(executed(), kicker="Statusrapport 2025Q2")


def test_it_shows_text_code_and_results(page: str) -> None:
    assert "<h1>2. Indicators</h1>" in page
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["The rate"]
    code = re.findall(r"<code>(.*?)</code>", page, flags=re.DOTALL)
    assert [html.unescape(one) for one in code] == [
        'quarter: str = "2025Q2"',
        "rate = k / n",
        "57.307 / 5.999.677",
    ]
    assert page.count('<div class="tabelramme"') == page.count("<table") == 1


def test_formulas_need_no_network(page: str) -> None:
    assert '<math display="block"' in page
    assert "\\frac" not in re.sub(r"<annotation.*?</annotation>", "", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page


def test_charts_that_are_html_are_drawn_and_the_first_heading_is_the_title() -> None:
    chart = new_output("display_data", data={"text/html": "<figure>svg</figure>", "text/plain": "svg"})
    fork = new_notebook(
        cells=[
            new_markdown_cell("*Forked from `x`.*"),
            new_markdown_cell("# 2. Mine\n\nWhy."),
            new_code_cell("chart", outputs=[chart]),
        ]
    )
    page = notebook_page(fork, kicker="fork")
    assert "<h1>2. Mine</h1>" in page
    assert page.index("<h1>") < page.index("Forked from") < page.index("Why.")
    assert "<figure>svg</figure>" in page


def test_what_a_notebook_says_to_quarto_is_not_shown() -> None:
    own = new_notebook(cells=[new_raw_cell("---\nformat: html\n---"), new_markdown_cell("# Mine\n\nWhy.")])
    page = notebook_page(own, kicker="fork")
    assert "<h1>Mine</h1>" in page
    assert "format" not in page.partition("<body")[2]


def test_each_table_is_a_region_of_its_own_name() -> None:
    table = new_output("execute_result", data={"text/markdown": "| a |\n|:--|\n| x |\n"})
    own = new_notebook(
        cells=[new_markdown_cell("# Mine"), *(new_code_cell("x", outputs=[table]) for _ in "ab")]
    )
    page = notebook_page(own, kicker="fork")
    assert re.findall(r'role="region" aria-label="([^"]*)"><table>', page) == ["Table 1", "Table 2"]
