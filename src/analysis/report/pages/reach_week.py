"""The week strip of `notebooks/pages/reach.ipynb`: who has an open AED near, hour by hour.

It is there where a delivery holds the country's hours of the week.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from analysis.core.formatting import EN_DASH, round_half_up
from analysis.core.week import DAYS_A_WEEK, HOURS_A_DAY
from analysis.indicators.coverage_hours import START, hour_code
from analysis.report.charts.theme import PHONE_MM, RATE_COLOURS
from analysis.report.charts.tiles import ink_on
from analysis.report.charts.week import HourTile, tall_week_chart, week_chart
from analysis.report.components import Section, figure, legend, picture, stacked
from analysis.report.data import ReportData
from analysis.report.figures import rate_class
from analysis.report.maps import map_legend
from analysis.report.naming import hour_named
from analysis.report.pages.reach import near_shown

# How many percentage points a class of tiles has, so that colours tell of no difference that hardly is one.
STEPS: Final = (2, 5, 10, 20)
PHONE_HEIGHT: Final = 132.0
CURVE_ALONE, CURVE_ABOVE_WEEK = 78.0, 44.0


class Hour(NamedTuple):
    """An hour of the week with its share.

    Attributes:
        weekday: 1 for Monday.
        hour: 0 to 23.
        share: Of the country's people, in percent.
    """

    weekday: int
    hour: int
    share: float

    @property
    def code(self) -> str:
        """What the name of its indicator ends in."""
        return hour_code(self.weekday, self.hour)


def hours_known(context: ReportData) -> list[Hour]:
    """The hours of the week, Monday first; none where not all of them are delivered."""
    places = [(day, hour) for day in range(1, DAYS_A_WEEK + 1) for hour in range(HOURS_A_DAY)]
    names = [f"{START}{hour_code(*place)}" for place in places]
    if not all(context.figures.has(name) for name in names):
        return []
    return [
        Hour(*place, context.figures.row(name).known_value) for place, name in zip(places, names, strict=True)
    ]


def has_week(context: ReportData) -> bool:
    """Whether all hours of the week are delivered."""
    return bool(hours_known(context))


def class_edges(shares: Sequence[float]) -> list[int]:
    """Edges between the classes of the tiles, in percent: as narrow as the week fits into five classes.

    Args:
        shares: In percent; they are classified as they are printed, without decimals.
    """
    least, most = (int(round_half_up(end(shares), 0)) for end in (min, max))
    fitting = (step for step in STEPS if most // step - least // step < len(RATE_COLOURS))
    step = next(fitting, STEPS[-1])
    return [(least // step + place) * step for place in range(1, len(RATE_COLOURS))]


def curve_height(context: ReportData) -> float:
    """How high the curve by distance is in print, in millimetres: lower where the week stands below it."""
    return CURVE_ABOVE_WEEK if has_week(context) else CURVE_ALONE


def reach_week(context: ReportData, *, width_mm: float, height_mm: float) -> Section:
    """The strip with its key and numbers; nothing where the hours are not delivered.

    Args:
        context: Numbers and words.
        width_mm: Width in print.
        height_mm: Height in print.
    """
    hours, texts = hours_known(context), context.texts
    if not hours:
        return Section()
    near, classes = near_shown(context), class_edges([hour.share for hour in hours])
    words = _ends(context, hours)
    least, most = words["least"], words["most"]
    title = (
        texts("reach-week-title-same", share=least, near=near)
        if least == most
        else texts("reach-week-title", least=least, most=most, near=near)
    )
    tiles = [
        HourTile(hour.weekday - 1, hour.hour, context.number(hour.share), colour, ink_on(colour))
        for hour in hours
        for colour in [RATE_COLOURS[rate_class(hour.share, classes)]]
    ]
    days = [texts(f"column-weekday-{day}") for day in range(1, DAYS_A_WEEK + 1)]
    short = [texts(f"weekday-short-{day}") for day in range(1, DAYS_A_WEEK + 1)]
    drawn = context.svg(week_chart(tiles, width_mm=width_mm, height_mm=height_mm, days=days))
    on_phone = context.svg(tall_week_chart(tiles, width_mm=PHONE_MM, height_mm=PHONE_HEIGHT, days=short))
    rows = [
        (f"{hour}{EN_DASH}{hour + 1}", *(context.percent(one.share) for one in hours if one.hour == hour))
        for hour in range(HOURS_A_DAY)
    ]
    numbers = context.numbers(
        ("clock", *(f"weekday-{day}" for day in range(1, DAYS_A_WEEK + 1))),
        rows,
        *(f"{START}{hour.code}" for hour in hours),
    )
    return figure(
        4,
        title,
        texts("reach-week-text"),
        stacked(
            legend([one for one in map_legend(context, classes) if one[1] in {tile.fill for tile in tiles}]),
            picture(
                "ugen", drawn, texts("reach-week-alt", near=near, **words), width_mm, numbers, [on_phone]
            ),
        ),
    )


def _ends(context: ReportData, hours: list[Hour]) -> dict[str, str]:
    """The least and the largest share as they are printed, and the first hour of the week that has each."""
    least, most = (context.percent(end(hour.share for hour in hours)) for end in (min, max))
    first = {context.percent(hour.share): hour for hour in reversed(hours)}
    return {
        "least": least,
        "most": most,
        "least-hour": hour_named(first[least].code, context.texts),
        "most-hour": hour_named(first[most].code, context.texts),
    }
