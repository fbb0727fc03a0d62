"""The hours of a week as clocks show them, and the periods of it that are counted together.

Minute 0, and hour 0, is the first of Monday.
"""

from __future__ import annotations

from typing import Final, NamedTuple

DAYS_A_WEEK: Final = 7
WORKDAYS: Final = 5
HOURS_A_DAY: Final = 24
HOURS_A_WEEK: Final = DAYS_A_WEEK * HOURS_A_DAY
MINUTES_AN_HOUR: Final = 60
MINUTES_A_DAY: Final = HOURS_A_DAY * MINUTES_AN_HOUR
MINUTES_A_WEEK: Final = DAYS_A_WEEK * MINUTES_A_DAY


class Period(NamedTuple):
    """Hours of the week that are counted together, by Danish clocks.

    Attributes:
        name: Its name.
        days: The days of the week, 0 for Monday.
        hours: The hours of each of these days.
    """

    name: str
    days: range
    hours: range

    @property
    def first(self) -> int:
        """The first minute of each of its days."""
        return self.hours.start * MINUTES_AN_HOUR

    @property
    def last(self) -> int:
        """The minute after the last of each of its days."""
        return self.hours.stop * MINUTES_AN_HOUR

    @property
    def minutes(self) -> int:
        """How many minutes of a week it has."""
        return len(self.days) * len(self.hours) * MINUTES_AN_HOUR

    @property
    def hours_of_week(self) -> list[int]:
        """Its hours, of 168."""
        return [day * HOURS_A_DAY + hour for day in self.days for hour in self.hours]


PERIODS: Final = (
    Period("by_day", range(WORKDAYS), range(8, 16)),
    Period("by_evening", range(WORKDAYS), range(16, HOURS_A_DAY)),
    Period("by_night", range(WORKDAYS), range(8)),
    Period("in_weekends", range(WORKDAYS, DAYS_A_WEEK), range(HOURS_A_DAY)),
)
