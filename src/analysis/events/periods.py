"""The days of Denmark as moments: when a day ends, and when it is day or night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import narwhals as nw

from analysis.core.week import DAYS_A_WEEK, HOURS_A_DAY, MINUTES_AN_HOUR, Period

DENMARK: Final = ZoneInfo("Europe/Copenhagen")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS_A_MINUTE: Final = 60_000
MILLISECONDS_AN_HOUR: Final = MINUTES_AN_HOUR * MILLISECONDS_A_MINUTE
MILLISECONDS_A_DAY: Final = HOURS_A_DAY * MILLISECONDS_AN_HOUR
DAY_HOURS: Final = (7, 23)
# 1 January 1970 was a Thursday, 0 being Monday.
FIRST_WEEKDAY: Final = 3


@dataclass(frozen=True)
class Window:
    """From when and until when events count.

    Attributes:
        start: The moment it begins, in UTC.
        end: The moment it ends, in UTC.
    """

    start: datetime
    end: datetime


def midnight(day: date) -> datetime:
    """The moment a day begins in Denmark, in UTC."""
    return datetime.combine(day, time(), DENMARK).astimezone(UTC)


def active_window(as_of: date, days: int) -> Window:
    """The days of 24 hours up to the end of a day, within which a position makes a runner active."""
    end = midnight(as_of + timedelta(days=1))
    return Window(end - timedelta(days=days), end)


def alarm_window(period_start: date, period_end: date) -> Window:
    """From the beginning of the first day to the end of the last."""
    return Window(midnight(period_start), midnight(period_end + timedelta(days=1)))


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def shown_by_clocks(column: str, window: Window) -> nw.Expr:
    """Milliseconds since 1970 as Danish clocks show them.

    Args:
        column: Milliseconds since 1970 in UTC.
        window: What the times lie in: a few changes of the clocks at most.
    """
    shift = timedelta.total_seconds
    offset = (window.start.astimezone(DENMARK).utcoffset(), window.start)
    shown = nw.lit(int(shift(offset[0] or timedelta())) * 1000)
    moment, known = window.start.replace(minute=0, second=0, microsecond=0), offset[0]
    while moment <= window.end:
        now = moment.astimezone(DENMARK).utcoffset()
        if now != known:
            later = nw.col(column) >= milliseconds(moment)
            shown = nw.when(later).then(nw.lit(int(shift(now or timedelta())) * 1000)).otherwise(shown)
            known = now
        moment += timedelta(hours=1)
    return nw.col(column) + shown


def is_day(column: str, window: Window) -> nw.Expr:
    """Whether Danish clocks show 07:00 to 22:59.

    Args:
        column: As of `shown_by_clocks`.
        window: The same.
    """
    first, last = (hour * MILLISECONDS_AN_HOUR for hour in DAY_HOURS)
    return (shown_by_clocks(column, window) % MILLISECONDS_A_DAY).is_between(first, last, closed="left")


def is_in(period: Period, column: str, window: Window) -> nw.Expr:
    """Whether Danish clocks show a time of a period.

    Args:
        period: Which.
        column: As of `shown_by_clocks`.
        window: The same.
    """
    shown = shown_by_clocks(column, window)
    clock = shown % MILLISECONDS_A_DAY
    weekday = (shown + FIRST_WEEKDAY * MILLISECONDS_A_DAY) % (DAYS_A_WEEK * MILLISECONDS_A_DAY)
    monday, end = (day * MILLISECONDS_A_DAY for day in (period.days.start, period.days.stop))
    first, last = (minute * MILLISECONDS_A_MINUTE for minute in (period.first, period.last))
    return weekday.is_between(monday, end, closed="left") & clock.is_between(first, last, closed="left")
