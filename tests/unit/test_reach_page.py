"""The page on distances to AEDs: there where it is delivered, and without what is not."""

from __future__ import annotations

import re

import polars as pl
import pytest

from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import Delivery
from analysis.report.charts.drawing import to_svg
from analysis.report.charts.reach import ReachPoint, reach_chart
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.contents import ReportPages
from analysis.report.pages.explore import explorer_data
from analysis.report.pages.reach import measured_radii, near_words, reach_finding
from analysis.report.pages.reach_runners import municipal_dumbbells
from analysis.report.pages.reach_week import class_edges, reach_week
from analysis.report.pages.sheet import AreaSheet
from analysis.report.pages.sheet.figures import distance_text
from analysis.texts import Texts
from analysis.texts.markup import as_markdown
from tests.histories import committed, history
from tests.page_notebooks import page_of

WHOLE = {
    "people_in_cells": 6000,
    "near_200m_by_day": 1800,
    "near_200m_by_night": 1100,
    "near_500m_by_day": 4900,
    "near_500m_by_night": 3100,
    "near_500m_always_open": 3000,
    "near_500m_any_hours": 5300,
    "near_1800m_by_day": 5900,
    "near_1800m_by_night": 5700,
    "nearest_median": 410,
    "nearest_p90": 1290,
}
COUNTRY = ("country", "dk", "Danmark")
NORTH = ("region", "1081", "Region Nordjylland")
AALBORG = ("municipality", "851", "Aalborg")
NORTHERN = {"851": "Aalborg", "810": "Brønderslev", "813": "Frederikshavn", "860": "Hjørring"}


def with_coverage(*areas: tuple[str, str, str], **counts: int | None) -> Delivery:
    one = committed()
    rows = [
        dict(zip(("level", "area_code", "area"), area, strict=True)) | counts | {"note": "Lige linje."}
        for area in areas
    ]
    return one.with_tables(coverage=pl.DataFrame(rows, schema=one.tables["coverage"].schema))


def shown(delivery: Delivery, language: str = "da") -> ReportData:
    snapshot = history(delivery)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"people_in_cells": 6000},
        {"people_in_cells": 6000, "near_500m_by_day": 4900},
        {"people_in_cells": 6000, "near_1800m_by_day": 5900, "near_1800m_by_night": 5700},
        {"people_in_cells": 0, "near_500m_by_day": 0, "near_500m_by_night": 0},
    ],
)
def test_there_is_no_page_without_both_shares_within_500_metres(counts: dict[str, int]) -> None:
    delivery = with_coverage(COUNTRY, **counts) if counts else committed()
    assert not ReportPages(shown(delivery)).has_reach


@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("da", "82\u00a0pct. af indbyggerne har højst 500\u00a0m i lige linje til en åben hjertestarter "
         "om dagen, 52\u00a0pct. om natten"),
        ("en", "82% of residents have an open AED within 500\u00a0m in a straight line by day, 52% at night"),
    ],
)  # fmt: skip
def test_the_page_tells_what_is_delivered(language: str, finding: str) -> None:
    context = shown(with_coverage(COUNTRY, NORTH, AALBORG, **WHOLE), language)
    assert ReportPages(context).has_reach
    assert reach_finding(context) == finding
    page = page_of(context, "reach", lang=language).markdown
    said = re.sub(r"<[^>]+>", "|", page)
    numbers = [context.percent(100 * part / 6000) for part in (4900, 3100, 5300, 3000, 1100, 5700)]
    for number in (*numbers, f"{context.number(410)}\u00a0m", f"{context.number(1290)}\u00a0m"):
        assert number in said, number
    assert "Nordjylland" in said
    assert "afstand-i-kommunerne.csv" in page
    assert "Lige linje" in said


def test_what_is_not_delivered_is_left_out() -> None:
    """Neither median nor what opening hours mean, one distance alone, and no file of municipalities."""
    some = {name: WHOLE[name] for name in ("people_in_cells", "near_500m_by_day", "near_500m_by_night")}
    context = shown(with_coverage(COUNTRY, **some))
    assert measured_radii(context) == [500]
    page = page_of(context, "reach").markdown
    say = context.texts
    assert say("reach-locked-heading") not in page
    assert say("key-reach-median") not in page
    assert "afstand-i-kommunerne" not in page
    assert say("not-known") in page, "a gap in the table of regions is no number"
    assert say("reach-chart-title-one", metres="500\u00a0m") in page


def test_alike_as_printed_is_told_once() -> None:
    context = shown(
        with_coverage(COUNTRY, people_in_cells=6000, near_500m_by_day=3010, near_500m_by_night=3000)
    )
    assert "om dagen som om natten" in reach_finding(context)


def test_a_night_better_than_the_day_has_its_number_above() -> None:
    point = ReachPoint(500, 40.0, 60.0, "40 om dagen", "60 om natten", "500 m")
    svg = to_svg(reach_chart([point], width_mm=140, height_mm=78, ticks=[(500, "500 m")]))
    heights = {
        text: float(y)
        for y, text in re.findall(r'translate\([\d.-]+,([\d.-]+)\)"[^>]*>(\d0 om (?:dagen|natten))<', svg)
    }
    assert heights["60 om natten"] < heights["40 om dagen"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_sheets_and_the_card_of_a_municipality_tell_two_figures(language: str) -> None:
    context = shown(with_coverage(COUNTRY, NORTH, AALBORG, **WHOLE), language)
    sign = "\u00a0pct." if language == "da" else "%"
    told = [f"{number}{sign}" for number in (82, 52)]
    for code in ("851", "1081"):
        sheet = AreaSheet(context, code).background().markdown
        assert all(as_markdown(number) in sheet for number in told), code
    listed = explorer_data(context)["municipalities"]
    assert isinstance(listed, list)
    card = {one["code"]: str(one["sentence"]) for one in listed}
    assert all(number in card["851"] for number in told)
    assert "500\u00a0m" not in card["101"]
    unknown = AreaSheet(context, "101").background().markdown
    assert {"da": "Tallet for området vises ikke", "en": "The figure for the area is not shown"}[
        language
    ] in unknown


def test_nothing_is_told_on_sheets_where_nothing_is_delivered() -> None:
    context = shown(committed())
    assert not AreaSheet(context, "851").background().markdown.count("500\u00a0m")
    assert near_words(context, "851") == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Afstand. Tallet for området vises ikke; i hele landet har 82 pct. af"),
        ("en", "Distance. The figure for the area is not shown; in the whole country 82% of residents have"),
    ],
)
def test_a_sheet_says_that_its_distance_is_not_shown(language: str, said: str) -> None:
    context = shown(with_coverage(COUNTRY, AALBORG, **WHOLE), language)
    text = distance_text(AreaSheet(context, "813")).markdown
    assert said in text.replace("\\", "").replace("\xa0", " ").replace("__", "")
    assert distance_text(AreaSheet(context, "1081")).markdown == ""


def test_municipalities_stand_by_the_alphabet_whatever_their_numbers() -> None:
    """Planted: by their shares at night they would stand in another order, and Aalborg sorts as Ålborg."""
    shares = {"Aalborg": 900, "Brønderslev": 300, "Frederikshavn": None, "Hjørring": 600}
    rows = [
        {"level": level, "area_code": code, "area": area, "people_in_cells": 6000}
        | {f"covered_500m_{period}": count for period in ("by_day", "by_night")}
        for (level, code, area), count in [
            (COUNTRY, 3000),
            *((("municipality", code, name), shares[name]) for code, name in NORTHERN.items()),
        ]
    ]
    one = committed()
    context = shown(one.with_tables(coverage=pl.DataFrame(rows, schema=one.tables["coverage"].schema)))
    drawn = municipal_dumbbells(context).markdown.partition('id="figur-naer-1081"')[2]
    svg = drawn.partition("</svg>")[0]
    alternative = re.findall('aria-label="([^"]*)"', svg)[0]
    either = "|".join(shares)
    assert re.findall(f">({either})<", svg) == ["Brønderslev", "Frederikshavn", "Hjørring", "Aalborg"]
    assert re.findall(either, alternative) == ["Brønderslev", "Hjørring", "Aalborg"]


def by_the_hour(hours: int = 168) -> Delivery:
    """Shares of 50 to 73 %: the least first on Monday from 3 to 4, the most first on Sunday from 18 to 19."""
    one = with_coverage(COUNTRY, **WHOLE)
    people = [
        ("dk", day, hour, 3000 if hour == 3 else 4380 if (day, hour) == (7, 18) else 3600 + 10 * hour)
        for day in range(1, 8)
        for hour in range(24)
    ]
    schema = one.tables["coverage_hours"].schema
    return one.with_tables(coverage_hours=pl.DataFrame(people[:hours], schema=schema, orient="row"))


@pytest.mark.parametrize(
    ("language", "title", "alternative", "monday"),
    [
        ("da", "Time for time har 50 pct. til 73 pct. af indbyggerne en åben hjertestarter inden for 500 m",
         "Lavest er 50 pct., første gang mandag kl. 3–4. Højest er 73 pct., første gang søndag kl. 18–19.",
         "Mandag"),
        ("en", "Hour by hour, 50% to 73% of residents have an open AED within 500 m",
         "The lowest is 50%, first on Monday 3–4. The highest is 73%, first on Sunday 18–19.", "Monday"),
    ],
)  # fmt: skip
def test_the_week_is_drawn_hour_by_hour(language: str, title: str, alternative: str, monday: str) -> None:
    context = shown(by_the_hour(), language)
    page = page_of(context, "reach", lang=language).markdown.replace("\u00a0", " ").replace("\\", "")
    strip = page.partition('id="figur-ugen"')[2]
    assert title in page
    assert alternative in strip.partition("<details")[0]
    wide, narrow = strip.split("<svg")[1:3]
    for drawing in (wide, narrow):
        numbers = re.findall(r">(\d\d)</text>", drawing.partition("</svg>")[0])
        assert numbers.count("73") == 1
        assert len([one for one in numbers if int(one) >= 50]) == 168
    rows = re.findall('<tr><th scope="row".*?</tr>', strip.partition("</table>")[0])
    assert len(rows) == 24
    head = re.findall("<th[^>]*>([^<]+)</th>", strip.partition("<tbody>")[0])
    assert head[1] == monday
    cells = re.findall(">([^<>]+)</t[hd]>", rows[18])
    assert cells[0] == "18–19"
    assert cells[-1].startswith("73")
    assert len(cells) == 8
    assert "ugen.csv" in strip


def test_a_week_that_is_not_whole_is_not_drawn() -> None:
    assert reach_week(shown(by_the_hour(167)), width_mm=140, height_mm=36).markdown == ""
    assert "figur-ugen" not in page_of(shown(with_coverage(COUNTRY, **WHOLE)), "reach").markdown


@pytest.mark.parametrize(
    ("shares", "edges"),
    [
        ([50.4, 53.49], [52, 54, 56, 58]),
        ([50.0, 59.4], [52, 54, 56, 58]),
        ([49.5, 60.4], [55, 60, 65, 70]),
        ([47.0, 82.0], [50, 60, 70, 80]),
        ([0.0, 100.0], [20, 40, 60, 80]),
        ([3.0, 3.0], [4, 6, 8, 10]),
    ],
)
def test_classes_are_as_narrow_as_the_week_fits_in(shares: list[float], edges: list[int]) -> None:
    assert class_edges(shares) == edges
