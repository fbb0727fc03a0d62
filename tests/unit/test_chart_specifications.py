"""The report's own charts are drawn unchecked; here their whole specifications are checked."""

from __future__ import annotations

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError, debug_mode

from analysis.report.charts.drawing import Drawing, Rows
from analysis.report.charts.series import LimitsAt, SeriesPoint, Tick, series_chart
from analysis.report.charts.shares import ShareBar, share_bars, share_grid

POINT = SeriesPoint(2025.2, 3.0, "above", "a", "dk-1", lower=2.0, upper=4.0, label="3")
SERIES = series_chart(
    [POINT, POINT._replace(time=2025.7, value=4.0, hollow=True)],
    width_mm=80,
    height_mm=40,
    ticks=[Tick(2025.2, "1. kv.", 8100, "2025"), Tick(2025.7, "3. kv.", 8102, "2025")],
    years=[Tick(2024.0, "2024", 2024)],
    domain=(0.0, 5.0),
    band=[LimitsAt(2025.2, 1.0, 2.0, 3.0)],
)
GRID = share_grid(71.0, ("71 %\ndøgnet rundt", "29 %\nen del"), width_mm=100)
BARS = share_bars([ShareBar("A", 60.0, "60 %")], width_mm=80)


@pytest.mark.parametrize("chart", [SERIES, GRID, BARS], ids=["series", "grid", "bars"])
def test_specifications_are_sound(chart: Drawing) -> None:
    chart.to_dict(validate=True)


def test_a_wrong_specification_is_found() -> None:
    wrong = SERIES.copy()
    with debug_mode(False):
        wrong.layer[0].mark = {"type": "no such mark"}
    with pytest.raises(SchemaValidationError):
        wrong.to_dict(validate=True)


def test_rows_are_neither_copied_nor_changed() -> None:
    rows = [{"x": 1}, {"x": 2}]
    chart = alt.layer(alt.Chart(Rows(rows)).mark_point().encode(x=alt.X("x:Q")))
    specification = chart.to_dict(validate=False)
    assert specification["data"] == {"values": rows}
    assert specification["data"]["values"][0] is rows[0]
