"""Opening hours that made-up AEDs have, and arrays of the minutes of a week in which they are open."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.ingest.tables.coverage import IN_WEEK

Hours: TypeAlias = tuple[tuple[int, str, str], ...]
Minutes: TypeAlias = npt.NDArray[np.bool_]

A_DAY: Final = 24 * 60
A_WEEK: Final = 7 * A_DAY
WORKDAYS: Final = range(1, 6)
EVERY_DAY: Final = range(1, 8)
# Weekday (1 for Monday), opens, closes. No two are open for equally long, which tells them apart.
KINDS: Final[tuple[Hours, ...]] = (
    tuple((day, "08:00", "16:00") for day in WORKDAYS),
    tuple((day, "07:00", "22:00") for day in EVERY_DAY),
    (*((day, "07:30", "17:30") for day in WORKDAYS), (6, "10:00", "14:00")),
    tuple((day, "20:00", "02:00") for day in EVERY_DAY),
    ((6, "00:00", "00:00"), (7, "23:00", "01:00")),
    ((3, "23:59", "23:58"), (1, "07:59", "08:00")),
    tuple((day, "15:00", "00:00") for day in WORKDAYS),
)
MINUTE: Final = np.arange(A_WEEK)
ON_WORKDAYS: Final = len(WORKDAYS) * A_DAY > MINUTE
CLOCK: Final = MINUTE % A_DAY
DURING: Final[dict[str, Minutes]] = {
    "by_day": ON_WORKDAYS & (CLOCK >= 480) & (CLOCK < 960),
    "by_evening": ON_WORKDAYS & (CLOCK >= 960),
    "by_night": ON_WORKDAYS & (CLOCK < 480),
    "in_weekends": ~ON_WORKDAYS,
    IN_WEEK: np.ones(A_WEEK, dtype=bool),
}


def minutes_open(hours: Hours) -> Minutes:
    """For each minute of a week, from Monday 00:00 on, whether an AED with such hours is open."""
    found = np.zeros(A_WEEK, dtype=bool)
    for weekday, opens, closes in hours:
        first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes))
        length = last - first if last > first else last - first + A_DAY
        found[((weekday - 1) * A_DAY + first + np.arange(length)) % A_WEEK] = True
    return found


HALF_HOURS: Final = tuple(int(minutes_open(hours).sum()) // 30 for hours in KINDS)
