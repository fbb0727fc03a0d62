"""Choices of words: which sentence a page takes, one row for each outcome."""

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from histories import committed, history, with_cells  # type: ignore[import-not-found]

from analysis.disclosure.publication import compute_table
from analysis.indicators.limits import Limits
from analysis.ingest.delivery import Delivery
from analysis.report.components import markdown
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable, sides_of_country, standing
from analysis.report.maps import map_alternative, map_title
from analysis.report.pages.national import dots_title
from analysis.report.pages.regions import rate_table, under_table_or_map, withheld_box
from analysis.texts import Texts

PEERS = [(850.0, 950.0), (1050.0, 1150.0)]


def interval(limits: tuple[float, float]) -> Limits:
    return Limits(*limits)


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        ((1150.1, 1250.0), "highest"),
        ((1150.0, 1250.0), "above"),
        ((700.0, 849.9), "lowest"),
        ((700.0, 850.0), "below"),
        ((955.1, 1045.0), "above"),
        ((955.0, 1045.0), "same"),
        ((900.0, 1000.0), "same"),
        ((900.0, 955.0), "same"),
        ((900.0, 954.9), "below"),
    ],
)
def test_where_an_interval_stands(limits: tuple[float, float], outcome: str) -> None:
    """A superlative only where the interval lies clear of those of all peers."""
    assert standing(interval(limits), [interval(one) for one in PEERS], 955.0) == outcome


def test_sides_are_counted_by_intervals_and_not_by_points() -> None:
    rows = [interval(one) for one in [(950.0, 1100.0), (960.0, 970.0), (800.0, 900.0), (955.0, 960.0)]]
    assert sides_of_country(rows, 955.0) == {"above": 1, "below": 1, "same": 2}


@pytest.mark.parametrize(
    ("number", "whole", "danish", "english"),
    [(4, 22, "4", "4"), (1, 11, "1", "1"), (2, 5, "To", "Two"), (10, 10, "Ti", "10")],
)
def test_a_part_is_written_like_its_whole(number: int, whole: int, danish: str, english: str) -> None:
    assert Texts("da").number_of(number, whole, capital=True) == danish
    assert Texts("en").number_of(number, whole, capital=True) == english


def content_of(delivery: Delivery, language: str = "da") -> ReportData:
    snapshot = history(delivery)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def without(codes: list[str]) -> Delivery:
    """The committed delivery without totals, some municipalities of which are not known."""
    delivery = committed()
    cells = dict.fromkeys(codes)
    runners = with_cells(delivery.runners, "municipality_code", "active_runners", cells)
    runners = with_cells(runners, "municipality_code", "note", dict.fromkeys(codes, "ikke talt"))
    changed: Delivery = replace(delivery.with_tables(runners=runners), totals=delivery.totals.clear())
    return changed


def test_titles_of_maps_name_the_extremes_or_that_no_rate_is_known() -> None:
    content = content_of(without(["400"]))
    for areas, title, alternative in (
        (content.municipalities, "1.428", "1.428"),
        (
            content.municipalities.filter(municipality_code="400"),
            "ikke oplyst",
            "Ingen kommunes rate er oplyst",
        ),
    ):
        assert title in map_title(content, "region-map-title", areas)
        words = map_alternative(content, "region-map-alt", areas, region="Region X", rate="988")
        assert words.startswith("Kort over Region X")
        assert alternative in words


def test_the_regions_are_counted_only_where_all_are_known() -> None:
    whole, partly = content_of(committed()), content_of(without(["851"]))
    titles = [dots_title(one, one.figures.areas("active_runners_rate", "region")) for one in (whole, partly)]
    assert titles == [
        "To af fem regioner ligger over landsgennemsnittet",
        Texts("da")("national-dots-title-neutral"),
    ]


def test_a_box_stands_where_there_is_room_for_it() -> None:
    content, box = content_of(committed()), markdown("boks")
    few, many = (content.municipalities.filter(region_code=code) for code in ("1081", "1084"))
    assert [part.markdown for part in under_table_or_map(content, few, box)] == ["", box.markdown]
    assert [part.markdown for part in under_table_or_map(content, many, box)] == [box.markdown, ""]


@pytest.mark.parametrize(("region", "withheld", "pitch"), [("1084", True, 8.4), ("1084", False, 10.0)])
def test_the_rows_of_report_areas_use_the_room_that_no_box_takes(
    region: str, pitch: float, *, withheld: bool
) -> None:
    one = committed()
    content = content_of(one if withheld else replace(one, withheld=one.withheld.clear()))
    municipalities = content.municipalities.filter(region_code=region)
    total = content.figures.row("active_runners_rate", region)
    table = rate_table(content, municipalities, total, title="Titel", text="Tekst", caption="Tabel")
    assert f"pitch: {pitch:.2f}mm" in table.markdown


def box_of(delivery: Delivery, language: str) -> str:
    """The box on Region Hovedstaden's page."""
    return withheld_box(content_of(delivery, language), "1084").markdown


@pytest.mark.parametrize(
    ("language", "title", "missing", "derived"),
    [
        ("da", "vises ikke", "aktiveringer indgår ikke i datagrundlaget", "Det kan udledes af landstallet"),
        ("en", "are not shown", "activations is not in the data received", "It can be derived from"),
    ],
)
def test_a_number_that_was_not_delivered_is_not_said_to_be_withheld(
    language: str, title: str, missing: str, derived: str
) -> None:
    """Acceptance is withheld, the number of activations was not delivered: the title holds for both."""
    box = box_of(committed(), language)
    assert re.search(rf"^\*\*.*{title}.*\*\*", box, flags=re.MULTILINE)
    assert missing in box
    assert derived in box


def test_a_withheld_number_is_not_said_to_be_missing() -> None:
    more = {"indicator": "activations", "area_code": "1084", "reason": "Forsøg.", "until": date(2026, 12, 31)}
    delivery = committed()
    withheld = pl.concat([delivery.withheld, pl.DataFrame([more], schema=delivery.withheld.schema)])
    box = box_of(replace(delivery, withheld=withheld), "da")
    assert "Antallet af aktiveringer vises heller ikke for regionen" in box
    assert "ikke leveret" not in box
