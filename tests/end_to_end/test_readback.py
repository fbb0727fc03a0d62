"""Every figure of the published Q2 2025 report is read back from the finished HTML and PDF."""

import re
from typing import Any

import polars as pl
import pytest

from analysis.core.formatting import NO_BREAK_SPACE, as_slug, number, percent, sorted_danish
from analysis.texts import Texts

pytestmark = pytest.mark.golden
COUNTRY = "Danmark"
COUNTRY_SECTION = "hele-landet"
ALL_SECTION = "alle-kommuner"
OF_ALL = (ALL_SECTION, "kommunerne-sammenlignet")
IN_PERCENT = {"accepted_by_one", "accepted_by_two", "cancelled_share", "active_share_adults"}
IN_PERCENT |= {"arrived_before_ambulance", "aed_24_7_share", "ohca_at_home_share", "ohca_in_public_share"}
IN_PERCENT |= {"ohca_survival", "ohca_good_outcome_share", "ohca_severe_outcome_share"}
RANGE = "activations_gross_per_day"


def shown(figure: dict[str, Any]) -> str:
    write = percent if figure["indicator"] in IN_PERCENT else number
    return write(figure["value"], figure["decimals"])


def adjacent(cells: list[str], *wanted: str) -> bool:
    """Whether the cells hold the wanted ones side by side."""
    return any(cells[place : place + len(wanted)] == list(wanted) for place in range(len(cells)))


def test_html_holds_every_municipality(html_page: Any, published_areas: pl.DataFrame) -> None:
    checked = 0
    for area in published_areas.filter(pl.col("level") == "municipality").iter_rows(named=True):
        pair = (number(area["active_runners"]), number(area["rate"]))
        # An area of the report may have a municipality's name: København, Bornholm.
        found = [row for row in html_page.rows(area["area"]) if adjacent(row, *pair)]
        assert len(found) >= 2, f"{area['area']}: {html_page.rows(area['area'])}"
        checked += 1
    assert checked == 98


def test_html_puts_each_municipality_on_its_regions_pages(
    html_page: Any, published_areas: pl.DataFrame
) -> None:
    for area in published_areas.filter(pl.col("level") == "municipality").iter_rows(named=True):
        pair = (number(area["active_runners"]), number(area["rate"]))
        sections = {
            section
            for section, rows in html_page.tables
            for row in rows
            if row and row[0] == area["area"] and adjacent(row[1:], *pair) and section not in OF_ALL
        }
        assert sections
        assert all(section.startswith(as_slug(area["region"])) for section in sections), area["area"]


def test_html_lists_all_municipalities_in_danish_order(html_page: Any, published_areas: pl.DataFrame) -> None:
    names = published_areas.filter(pl.col("level") == "municipality")["area"].to_list()
    listed = [
        row[0]
        for section, rows in html_page.tables
        if section == ALL_SECTION
        for row in rows
        if row[0] in names
    ]
    assert listed == sorted_danish(names)


def test_html_holds_country_and_regions(
    html_page: Any, published_areas: pl.DataFrame, published_others: pl.DataFrame
) -> None:
    checked = 0
    for area in published_areas.filter(pl.col("level") != "municipality").iter_rows(named=True):
        country = area["level"] == "country"
        section = COUNTRY_SECTION if country else as_slug(area["area"])
        cells = html_page.key_figures(section)
        numbers = [cell[0] for cell in cells]
        assert numbers[:2] == [number(area["active_runners"]), number(area["rate"])]
        own = published_others.filter(pl.col("area") == area["area"])
        figures = dict(own.select("indicator", "value").iter_rows())
        if "activations" in figures:
            assert numbers[2:] == [number(figures["activations"]), percent(figures["accepted_by_one"])]
            assert percent(figures["accepted_by_two"]) in cells[3][1]
        else:
            assert numbers[2:] == []
        if not country:
            total = (number(area["active_runners"]), number(area["rate"]))
            assert any(adjacent(row, *total) for row in html_page.rows(area["area"]))
        checked += 1
    assert checked == 6


def test_html_holds_every_other_figure_of_the_country(html_page: Any, published_others: pl.DataFrame) -> None:
    texts = Texts("da")
    for figure in published_others.filter(pl.col("area") == COUNTRY).iter_rows(named=True):
        values = [row[0] for row in html_page.rows(texts(f"indicator-{figure['indicator']}"))]
        if figure["indicator"] == RANGE:
            assert values == ["10,1–10,2"]
            assert any(cell[0] == shown(figure) for cell in html_page.key_figures("hjerteloeberordningen"))
        else:
            assert values == [shown(figure)], figure["indicator"]


def test_html_shows_nothing_of_the_capitals_activations(html_page: Any) -> None:
    for _, texts in html_page.figures:
        assert "264" not in texts
    assert not re.search(r"(?<![\d.])264(?![\d.])", html_page.text)


def test_pdf_holds_every_municipality(pdf_pages: list[str], published_areas: pl.DataFrame) -> None:
    text = " ".join(pdf_pages)
    checked = 0
    for area in published_areas.filter(pl.col("level") == "municipality").iter_rows(named=True):
        name, pair = re.escape(area["area"]), f"{number(area['active_runners'])} {number(area['rate'])}"
        beside = rf"(?<![\w-]){name} {re.escape(pair)}(?![\d.])"
        assert re.search(beside, text), area["area"]
        region = area["region"].removeprefix("Region ")
        listed = rf"(?<![\w-]){name} {region} [\d.]+ {re.escape(pair)} "
        assert re.search(listed, text), area["area"]
        checked += 1
    assert checked == 98


def test_pdf_holds_country_and_regions(
    pdf_pages: list[str], published_areas: pl.DataFrame, published_others: pl.DataFrame
) -> None:
    for area in published_areas.filter(pl.col("level") != "municipality").iter_rows(named=True):
        numbers = [number(area["active_runners"]), number(area["rate"])]
        others = published_others.filter(
            pl.col("area") == area["area"],
            pl.col("indicator").is_in(["activations", "accepted_by_one", "accepted_by_two"]),
        )
        numbers += [shown(figure).replace(NO_BREAK_SPACE, " ") for figure in others.iter_rows(named=True)]
        country = area["level"] == "country"
        pages = [page for page in pdf_pages if country or f"{area['area']} {numbers[0]} {numbers[1]}" in page]
        assert any(
            all(re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d.,])", page) for one in numbers)
            for page in pages
        ), area["area"]


def test_pdf_holds_every_other_figure_of_the_country(
    pdf_pages: list[str], published_others: pl.DataFrame
) -> None:
    texts, text = Texts("da"), " ".join(pdf_pages)
    for figure in published_others.filter(pl.col("area") == COUNTRY).iter_rows(named=True):
        name = " ".join(texts(f"indicator-{figure['indicator']}").split())
        value = "10,1–10,2" if figure["indicator"] == RANGE else shown(figure).replace(NO_BREAK_SPACE, " ")
        assert re.search(rf"{re.escape(name)} {re.escape(value)}(?![\d.,])", text), name
    per_day = published_others.filter(pl.col("indicator") == RANGE).row(0, named=True)
    assert re.search(rf"(?<![\d.,]){shown(per_day)} (?:aktiveringer|gange)", text)


def test_pdf_shows_nothing_of_the_capitals_activations(pdf_pages: list[str]) -> None:
    assert not re.search(r"(?<![\d.,–])264(?![\d.,–])", " ".join(pdf_pages))


def test_the_headline_is_rounded_to_hundreds(html_page: Any, pdf_pages: list[str]) -> None:
    assert "57.300" in html_page.text
    assert any("57.300" in page for page in pdf_pages)
