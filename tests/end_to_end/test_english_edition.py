"""The English edition: nothing Danish but what is marked, and the same numbers as in the Danish one."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypdf
import pytest
from danish import English, danish, names, without  # type: ignore[import-not-found]

from analysis.core.layout import ROOT
from analysis.ingest.snapshot import Snapshot, read_snapshot
from analysis.texts import Texts

ONLY_IN_ENGLISH = Counter({"2027": 1, "9921": 2})
OCTOBER_AS_A_NUMBER = Counter({"10": 2})
SECTIONS = ("tables", "numbers")


@pytest.fixture(scope="module")
def snapshot(english_report: Path) -> Snapshot:
    """What the report was made of."""
    return read_snapshot(english_report.parent / "data" / "processed" / "2025Q2")


@pytest.fixture(scope="module")
def english_html(english_report: Path) -> str:
    """The HTML report as text."""
    return (english_report / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def english_page(english_html: str, html_page: Any) -> Any:
    """The HTML report, read in the manner of `html_page`."""
    page = type(html_page)()
    page.feed(english_html)
    return page


@pytest.fixture(scope="module")
def readable(english_html: str) -> English:
    """What a reader of the HTML report sees or hears."""
    found = English()
    found.feed(english_html)
    return found


@pytest.fixture(scope="module")
def english_pdf(english_report: Path) -> pypdf.PdfReader:
    """The PDF report."""
    return pypdf.PdfReader(english_report / "report.pdf")


def figures(text: str, language: str) -> list[str]:
    """The numbers of a text in the form that programs write them.

    The hours of a day count nothing: Danish says *døgn* without a number.
    """
    if language == "en":
        text = re.sub(r"\b24\s+hours\s+a\s+day\b", "all day", text)
    inside, decimal = (".", ",") if language == "da" else (",", ".")
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return [re.sub(rf"\{inside}(?=\d{{3}}(?!\d))", "", one).replace(decimal, ".") for one in found]


def catalogue(pdf: pypdf.PdfReader) -> Any:
    return pdf.trailer["/Root"]


# Nothing Danish


def test_html_holds_no_danish(readable: English, snapshot: Snapshot) -> None:
    assert len(readable.text) > 10_000
    assert danish(readable.text, names(snapshot)) == []


def test_the_english_report_links_to_the_english_page_that_asks(
    english_report: Path, english_html: str
) -> None:
    linked = {"guidance.html", "indicators.csv", "indicators-semicolon.csv", "method.html", "report.pdf"}
    assert set(re.findall(r'href="([^"#:]+)"', english_html)) == linked
    asking = (english_report / "guidance.html").read_text(encoding="utf-8")
    assert asking == (ROOT / "docs" / "guidance.html").read_text(encoding="utf-8")


def test_only_what_the_delivery_wrote_is_marked_as_danish(readable: English, snapshot: Snapshot) -> None:
    delivery = snapshot.delivery
    reference = snapshot.reference.facts["source"].to_list()
    written = {delivery.source, *reference, *delivery.runners["note"].drop_nulls(), *delivery.answers["text"]}
    written |= {*delivery.withheld["reason"], *delivery.accepted["reason"], *delivery.breaks["reason"]}
    assert set(readable.marked) <= {*written}
    assert delivery.source in readable.marked


def test_pdf_holds_no_danish(readable: English, english_pdf: pypdf.PdfReader, snapshot: Snapshot) -> None:
    kept = names(snapshot)
    for page in english_pdf.pages:
        text = without(page.extract_text(), sorted(set(readable.marked), key=len, reverse=True))
        joined = re.sub(r"(?<=[a-zæøå])[\u00ad-]\s*\n(?=[a-zæøå])", "", text).replace("\u00ad", "")
        assert danish(" ".join(joined.split()), kept) == [], page.page_number


def test_documents_say_their_language(english_page: Any, english_pdf: pypdf.PdfReader) -> None:
    assert english_page.language == "en"
    assert catalogue(english_pdf)["/Lang"] == "en"
    assert english_pdf.metadata is not None
    assert str(english_pdf.metadata.title).split() == Texts("en")("title").split()


def test_pdf_says_which_passages_are_danish(english_pdf: pypdf.PdfReader) -> None:
    contents = [page.get_contents() for page in english_pdf.pages]
    assert any(b"/Lang(da)" in content.get_data() for content in contents if content is not None)


def test_pdf_claims_its_standards(english_pdf: pypdf.PdfReader) -> None:
    metadata = catalogue(english_pdf)["/Metadata"].get_data().decode("utf-8")
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


# The same numbers


@pytest.mark.parametrize("kind", SECTIONS)
def test_tables_hold_the_same_numbers(html_page: Any, english_page: Any, kind: str) -> None:
    pairs = list(zip(getattr(html_page, kind), getattr(english_page, kind), strict=True))
    assert len(pairs) > 10
    for (section, rows), (other_section, other_rows) in pairs:
        assert section == other_section
        for row, other in zip(rows, other_rows, strict=True):
            wanted = [figures(cell, "da") for cell in row]
            assert [figures(cell, "en") for cell in other] == wanted, (section, row, other)


def test_key_figures_are_the_same(html_page: Any, english_page: Any) -> None:
    pairs = list(zip(html_page.figures, english_page.figures, strict=True))
    assert len(pairs) > 20
    for (section, texts), (other_section, others) in pairs:
        assert section == other_section
        assert Counter(figures(" ".join(others), "en")) == Counter(figures(" ".join(texts), "da"))


def test_the_whole_text_holds_the_same_numbers(readable: English, built_report: Path) -> None:
    original = English()
    original.feed((built_report / "report.html").read_text(encoding="utf-8"))
    wanted = Counter(figures(original.text, "da"))
    found = Counter(figures(" ".join([readable.text, *readable.marked]), "en"))
    assert found - wanted == ONLY_IN_ENGLISH
    assert wanted - found == OCTOBER_AS_A_NUMBER


def test_pictures_say_the_same_numbers(html_page: Any, english_page: Any) -> None:
    for label, other in zip(html_page.labels, english_page.labels, strict=True):
        assert Counter(figures(other, "en")) == Counter(figures(label, "da"))


def as_in_a_file(cell: str) -> list[str]:
    """A cell of the page as a file has it: a number without looks, both ends of a range."""
    bare = cell.replace("%", "").replace("\u2212", "-").replace("+", "").strip()
    ends = bare.split("\u2013") if re.fullmatch(r"[-\d.,\u2013]+", bare) else [cell]
    return [end.replace(",", "") if re.fullmatch(r"[-\d.,]*", end) else end for end in ends]


def test_files_to_fetch_open_as_tables(english_html: str, english_page: Any) -> None:
    sent = re.findall(r'download="[^"]+" href="data:text/csv;charset=utf-8,([^"]*)"', english_html)
    files = [
        [row for row in csv.reader(io.StringIO(unquote(one).removeprefix("\ufeff"))) if row] for one in sent
    ]
    assert len(english_page.numbers) > 10
    by_names = {tuple(row[0] for row in file): file for file in files}
    for section, (_, *rows) in english_page.numbers:
        head, *lines = next(
            file for named, file in by_names.items() if list(named[1:]) == [row[0] for row in rows]
        )
        assert len(head) >= 2, section
        for row, line in zip(rows, lines, strict=True):
            assert {end for cell in row[1:] for end in as_in_a_file(cell)} <= {*line}, (section, row)
    assert all(len(row) == len(file[0]) for file in files for row in file)


def test_anchors_and_the_tidy_table_are_the_same(
    html_page: Any, english_page: Any, built_report: Path, english_report: Path
) -> None:
    anchors = [
        [name for name in page.identifiers if name.startswith("toc-")] for page in (html_page, english_page)
    ]
    assert anchors[0] == anchors[1]
    both = [(folder / "indicators.csv").read_bytes() for folder in (built_report, english_report)]
    assert both[0] == both[1]
