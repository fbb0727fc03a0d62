"""What a report says: every message it asked for, what filled it, and the area whose page it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple
from unittest import mock

import polars as pl

from analysis.indicators.schema import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import explore
from analysis.report.pages.aeds_by_area import has_municipal_aeds
from analysis.report.pages.contents import ReportPages
from analysis.report.pages.sheet import AreaSheet
from analysis.texts import Texts
from analysis.texts.markup import Markup
from tests.page_notebooks import page_of

DRAWING = '<svg class="marks" ></svg>'
CHARTS = ("bar_chart", "dot_chart", "series_chart", "locator")


class Said(NamedTuple):
    """A message as it was said.

    Attributes:
        key: Its key.
        values: What filled it.
        text: The sentence.
        area: Code of the area whose page or sheet it stands on; the country's where it is nobody's.
    """

    key: str
    values: dict[str, str | int]
    text: str
    area: str


class RecordingTexts(Texts):
    """Words that remember what was asked of them."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.said: list[Said] = []
        self.area = COUNTRY

    def __call__(self, key: str, **values: str | int) -> Markup:
        text = super().__call__(key, **values)
        self.said.append(Said(key, values, str(text), self.area))
        return text


def everything_said(snapshot: Snapshot, table: pl.DataFrame, language: str, *, sheets: int = 1) -> list[Said]:
    """What all pages and sheets of a quarter say, the cards of municipalities too; nothing is drawn.

    Args:
        snapshot: What the quarter is computed from.
        table: Its numbers.
        language: Of the report.
        sheets: Of how many areas one has its sheet read: 1 for all sheets.
    """
    texts = RecordingTexts(language)
    content = ReportData(snapshot, IndicatorTable(table), texts)
    with ExitStack() as undrawn:
        for patch in _without_drawings(texts):
            undrawn.enter_context(patch)
        _pages(content, texts)
        pages = ReportPages(content)
        for code in pages.sheet_codes[::sheets]:
            texts.area = code
            sheet = AreaSheet(content, code)
            sheet.head(), sheet.comparison(), sheet.background()
        texts.area = COUNTRY
        explore.find_municipality(content)
    return texts.said


def _pages(content: ReportData, texts: RecordingTexts) -> None:
    pages = ReportPages(content)
    for page in (
        pages.cover, pages.important, pages.regions_title, pages.about_title, pages.programme,
        pages.cancellations, pages.aed_history, pages.arrests, pages.appendix_title, pages.basis,
        pages.method,
    ):  # fmt: skip
        page()
    for name, shown in {
        "country": True,
        "development": content.has_earlier,
        "development_regions": content.has_earlier,
        "development_municipalities": pages.has_judged_municipalities,
        "control": pages.has_control_limits,
        "comparison": content.has_funnel,
        "aeds": True,
        "aeds_municipalities": has_municipal_aeds(content),
        "responders": pages.has_responders,
        "reach": pages.has_reach,
        "reach_runners": pages.has_runners_near,
        "reach_municipalities": pages.has_municipal_runners,
        "reach_arrests": pages.has_arrests_near,
        "municipalities": True,
    }.items():
        if shown:
            page_of(content, name)
    for code in pages.region_codes:
        texts.area = code
        page_of(content, "region", code=code)
    texts.area = COUNTRY


def _without_drawings(texts: RecordingTexts) -> Iterator[Any]:
    yield mock.patch.object(ReportData, "svg", return_value=DRAWING)
    for name in CHARTS:
        yield mock.patch(f"analysis.report.pages.sheet.figures.{name}", return_value=DRAWING)
    shown: Callable[..., dict[str, object]] = explore._area

    def noted(context: ReportData, row: Any) -> dict[str, object]:
        texts.area = row.area_code
        return shown(context, row)

    yield mock.patch.object(explore, "_area", noted)
