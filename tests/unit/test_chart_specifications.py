"""The report's own charts are drawn unchecked; here their whole specifications are checked."""

from __future__ import annotations

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError, debug_mode

from analysis.report.charts.drawing import Drawing, Rows
from analysis.report.charts.series import series_chart
from analysis.report.charts.shares import share_bars, share_grid

POINT = {"key": "a", "time": 2025.2, "value": 3.0, "run": "dk-1", "tone": "above", "hollow": False}
POINT |= {"lower": 2.0, "upper": 4.0, "label": "3", "side": "right"}
SERIES = series_chart(
    [POINT, {**POINT, "time": 2025.7, "value": 4.0, "hollow": True}],
    width_mm=80,
    height_mm=40,
    ticks=[(2025.0, "2025"), (2026.0, "2026")],
    domain=(0.0, 5.0),
    band=[{"time": 2025.2, "low": 1.0, "middle": 2.0, "high": 3.0}],
)
GRID = share_grid(71.0, ("71 %\ndøgnet rundt", "29 %\nen del"), width_mm=100)
BARS = share_bars([{"name": "A", "value": 60.0, "shown": "60 %"}], width_mm=80)


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
