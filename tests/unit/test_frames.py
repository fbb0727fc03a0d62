"""Data frames as notebooks show them."""

import html
import re
from datetime import date
from decimal import Decimal

import polars as pl
import pypandoc
import pytest

from analysis.report.frames import cell, frame_table, text_shown

FRAME = pl.DataFrame(
    {
        "area": ["Læsø", "a|b *c* <b> `d` $x$", None],
        "count": [14, 57307, None],
        "rate": [818.2346, 1000.0, None],
        "as_of": [date(2025, 6, 3), date(2025, 6, 3), None],
        "simulated": [True, False, None],
    }
)


def cells(markdown: str) -> list[list[str]]:
    """The table's rows as Pandoc reads them, heads first."""
    page = pypandoc.convert_text(markdown, "html", format="markdown")
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, flags=re.DOTALL)
    return [
        [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)]
        for row in rows
    ]


def test_decimals_and_what_is_infinite_are_shown_as_numbers() -> None:
    assert [cell(one, "da") for one in (Decimal("1234.50"), Decimal(2), float("inf"), -float("inf"))] == [
        "1.234,50", "2", "∞", "\u2212∞",
    ]  # fmt: skip
    assert cell(1e30, "da") == "1" + 10 * ".000"


def test_a_frame_is_shown_whole_and_letter_by_letter() -> None:
    heads, *rows = cells(frame_table(FRAME, "da", heads={"count": "Antal"}).markdown)
    assert heads == ["area", "Antal", "rate", "as_of", "simulated"]
    shown = [[cell.replace("\u00a0", " ") for cell in row] for row in rows]
    assert shown[0] == ["Læsø", "14", "818,23", "3. juni 2025", "ja"]
    assert shown[1] == ["a|b *c* <b> `d` $x$", "57.307", "1.000", "3. juni 2025", "nej"]
    assert shown[2] == ["–"] * 5


def test_a_unit_stands_behind_its_heading() -> None:
    units = {"count": "persons", "rate": "per 100,000"}
    heads, *_ = cells(frame_table(FRAME, "da", heads={"count": "Antal"}, units=units).markdown)
    assert heads == ["area", "Antal (persons)", "rate (per 100,000)", "as_of", "simulated"]


def test_numbers_are_in_the_language_of_the_notebook() -> None:
    assert "| 57,307 | 1,000 | 3 Jun 2025 | no |" in frame_table(FRAME, "en").markdown.replace("\u00a0", " ")


def test_an_extract_says_of_how_many_rows_it_is() -> None:
    shown = frame_table(FRAME, "da", first=2).markdown
    assert shown.count("| ---: |") == 1
    assert shown.endswith("\n2 / 3\n")
    assert "/ 3" not in frame_table(FRAME, "da", first=3).markdown


def test_a_frame_that_nobody_could_read_is_refused() -> None:
    long = pl.DataFrame({"x": range(50_000)})
    with pytest.raises(ValueError, match="50000 rows of 1 columns"):
        frame_table(long, "da")
    assert frame_table(long, "da", first=10).markdown.endswith("\n10 / 50.000\n")


def test_an_empty_frame_says_so_below_its_headings() -> None:
    assert frame_table(FRAME.clear(), "da").markdown.endswith("\n\n*Ingen rækker.*\n")
    assert frame_table(FRAME.clear(), "en", first=5).markdown.endswith("\n\n*No rows.*\n")


def test_a_sentence_may_stand_for_a_frame_without_rows() -> None:
    said = frame_table(FRAME.clear(), "da", empty="Nothing was *corrected*.").markdown
    assert pypandoc.convert_text(said, "html", format="markdown") == "<p>Nothing was *corrected*.</p>\n"
    assert "corrected" not in frame_table(FRAME, "da", empty="Nothing was corrected.").markdown


def test_sentences_are_paragraphs_letter_by_letter() -> None:
    shown = text_shown("57.300 *aktive*", "Opgjort 3.\u00a0juni")
    page = pypandoc.convert_text(shown.markdown, "html", format="markdown")
    assert re.findall(r"<p>(.*?)</p>", page) == ["57.300 *aktive*", "Opgjort 3.\u00a0juni"]
