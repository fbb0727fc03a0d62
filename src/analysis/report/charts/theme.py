"""The look of every chart: colours, sizes in print and for phones, formats of numbers.

Titles, legends and sources are set by the page, not by the chart: real text, searchable, one size everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import altair as alt

POINTS_PER_MM: Final = 2.8346


INK: Final = "#1D2329"


GREY: Final = "#5B6670"


LIGHT: Final = "#EBEDEF"
# A tile whose number is not known, and the line around it that tells it from a class in grey.
NOT_KNOWN: Final = "#C4CAD0"
NOT_KNOWN_EDGE: Final = GREY


CARMINE: Final = "#A01C3A"


BLUE: Final = "#1C4F7C"


RATE_COLOURS: Final = ("#FBE6DA", "#F3B9A2", "#DD7C6E", "#B13A4E", "#6B1030")


# Classes on both sides of no change; no two are equally dark, so that they are told apart in grey too.
CHANGE_COLOURS: Final = ("#236499", "#668FB5", "#F3F2EF", "#E9A288", "#75102A")


TONES: Final = {"same": GREY, "above": CARMINE, "below": BLUE, "total": INK}


# Lines of several areas: each differs in its strokes too, so that it is told apart without its colour.
LINES: Final[Mapping[str, tuple[str, tuple[int, ...]]]] = {
    "first": (CARMINE, ()),
    "second": (BLUE, (7, 2)),
    "third": (GREY, (2, 2)),
    "fourth": (INK, (9, 2, 2, 2)),
    "fifth": ("#8A5A00", (4, 2)),
}
# Of a line on a bar of any colour.
LIMIT_INK: Final = "#8A939C"


SHAPES: Final = {"same": "circle", "above": "triangle-up", "below": "triangle-down", "total": "circle"}


PLACE_COLOURS: Final = {"own": CARMINE, "region": GREY, "other": "#BCC3C9"}


LIMIT_COLOURS: Final = ("#E7EAEC", "#F3F4F5")


GAP: Final = 1.6


PHONE_MM: Final = 73.5


LOCALES: Final[Mapping[str, Literal["da-DK", "en-GB"]]] = {"da": "da-DK", "en": "en-GB"}


THEME: Final[dict[str, Any]] = {
    "font": "Lato",
    "background": None,
    "padding": 0,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 8,
        "labelColor": "#4A545E",
        "titleFontSize": 8,
        "titleFontWeight": 400,
        "gridColor": "#E3E6E9",
        "gridWidth": 0.6,
        "domain": False,
        "ticks": False,
        "labelPadding": 5,
        "labelSeparation": 4,
        "titlePadding": 8,
    },
    "axisX": {"domain": True, "domainColor": "#8A939C", "domainWidth": 0.8, "ticks": True, "tickSize": 3},
    "axisY": {"titleAngle": 0},
    "bar": {"color": CARMINE},
    "line": {"strokeWidth": 1.6},
    "point": {"filled": True, "size": 42},
    "text": {"fontSize": 8},
    "range": {"ordinal": list(RATE_COLOURS), "category": [CARMINE, BLUE, "#C77F1A", GREY]},
}


@alt.theme.register("statusrapport", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The look of every chart."""
    return alt.theme.ThemeConfig(config=THEME)  # type: ignore[typeddict-item]
