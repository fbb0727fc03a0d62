"""The one reducer: from events to aggregates and rows about alarms, on any engine.

Positions are the whole cost. The window is applied before anything is grouped, and a runner's last place is
the largest of one number that holds time and code, so that equal times are decided by the code, whatever the
order of rows and files.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw

from analysis.core.week import MINUTES_A_WEEK
from analysis.events.periods import Window, is_day
from analysis.ingest.tables.response_times import LONGEST_RESPONSE

CODES: Final = 65_536
NO_MUNICIPALITY: Final = 0
MEASURES: Final = ("active_runners", "active_by_day", "active_by_night")
LONGEST_RESPONSE_MILLISECONDS: Final = (LONGEST_RESPONSE + 1) * 60_000

Frame = nw.LazyFrame[Any]


def within(positions: Frame, window: Window) -> Frame:
    """Positions of known runners after the window's start and up to its end, that moment included."""
    at = nw.col("at")
    return positions.filter(at > window.start, at <= window.end).filter(~nw.col("runner").is_null())


def latest(positions: Frame, municipalities: tuple[int, ...], window: Window) -> Frame:
    """Each runner's latest position by day and by night, as time and code in one number.

    A position in no known municipality has the code 0: it hides an older one, because the runner is there no
    longer.

    Args:
        positions: `runner`, `at`, `at_ms`, `municipality`.
        municipalities: The known codes.
        window: As of `within`.

    Returns:
        `runner`, `by_day`, `by_night` (null where there is none).
    """
    place = nw.col("municipality")
    code = nw.when(place.is_in(municipalities)).then(place).otherwise(nw.lit(NO_MUNICIPALITY))
    packed, day = nw.col("at_ms") * CODES + code, is_day("at_ms", window)
    return (
        within(positions, window)
        .select("runner", by_day=nw.when(day).then(packed), by_night=nw.when(~day).then(packed))
        .group_by("runner")
        .agg(nw.col("by_day").max(), nw.col("by_night").max())
    )


def active_runners(latest_positions: Frame) -> Frame:
    """Runners by `measure` (of `MEASURES`) and `code` (0: in no known municipality).

    Args:
        latest_positions: As `latest` returns them.
    """
    day, night = nw.col("by_day"), nw.col("by_night")
    last = nw.max_horizontal("by_day", "by_night")
    codes = {name: packed % CODES for name, packed in zip(MEASURES, (last, day, night), strict=True)}
    return (
        latest_positions.select(**codes)
        .unpivot(on=list(MEASURES), variable_name="measure", value_name="code")
        .filter(~nw.col("code").is_null())
        .group_by("measure", "code")
        .agg(nw.len().alias("runners"))
    )


def alarms_within(alarms: Frame, period: Window) -> Frame:
    """Alarms of the period: from its first moment up to, but not at, its end."""
    return alarms.filter(nw.col("at") >= period.start, nw.col("at") < period.end)


def alarm_rows(alarms: Frame, responses: Frame, period: Window) -> Frame:
    """A row for each alarm of the period, without its key.

    Args:
        alarms: `alarm`, `at_ms`, `municipality`, `cancelled`, `reason`, `ambulance_ms`.
        responses: `alarm`, `accepted_ms`, `arrived_ms`.
        period: When the alarms were.

    Returns:
        `municipality`, `cancelled`, `reason`; `alerted`, `accepted`, `arrived` (runners);
        `accepted_after`, `arrived_after`, `ambulance_after` (milliseconds from the alarm to the first; null
        where there is none). A runner's time before the alarm, or more than four hours after it, is left out.
    """
    happened = alarms_within(alarms, period)
    after = {name: nw.col(f"{name}_ms") - nw.col("alarm_ms") for name in ("accepted", "arrived")}
    answers = (
        responses.join(happened.select("alarm", alarm_ms=nw.col("at_ms")), on="alarm", how="inner")
        .select(
            "alarm",
            **{
                f"{name}_after": nw.when((gap >= 0) & (gap < LONGEST_RESPONSE_MILLISECONDS)).then(gap)
                for name, gap in after.items()
            },
            **{
                name: nw.when(~nw.col(f"{name}_ms").is_null()).then(nw.lit(1)).otherwise(nw.lit(0))
                for name in after
            },
        )
        .group_by("alarm")
        .agg(
            nw.len().alias("alerted"),
            nw.col("accepted").sum(),
            nw.col("arrived").sum(),
            nw.col("accepted_after").min(),
            nw.col("arrived_after").min(),
        )
    )
    counts = [nw.col(name).fill_null(0) for name in ("alerted", "accepted", "arrived")]
    return happened.join(answers, on="alarm", how="left").select(
        "municipality",
        "cancelled",
        "reason",
        *counts,
        "accepted_after",
        "arrived_after",
        ambulance_after=nw.col("ambulance_ms") - nw.col("at_ms"),
    )


def aeds_by_municipality(aeds: Frame, as_of: str) -> Frame:
    """AEDs on the day by `municipality`.

    Args:
        aeds: `municipality`, `registered`, `retired` (ISO days), `around_the_clock`, `open_hours`.
        as_of: The day as an ISO text. An AED counts from the day it was registered to the day before it was
            retired.

    Returns:
        `municipality`, `aed_registered`, `aed_24_7`, `open_minutes` (a week, of those with known hours),
        `without_hours` (AEDs whose hours are not known).
    """
    there = (nw.col("registered") <= as_of) & (nw.col("retired").is_null() | (nw.col("retired") > as_of))
    always, hours = nw.col("around_the_clock"), nw.col("open_hours")
    known = nw.when(~hours.is_null()).then((hours * 60 + 0.5).floor().cast(nw.Int64))
    minutes = nw.when(always).then(nw.lit(MINUTES_A_WEEK)).otherwise(known)
    yes, no = nw.lit(1), nw.lit(0)
    return (
        aeds.filter(there)
        .select(
            "municipality",
            aed_24_7=nw.when(always).then(yes).otherwise(no),
            open_minutes=minutes,
            without_hours=nw.when(minutes.is_null()).then(yes).otherwise(no),
        )
        .group_by("municipality")
        .agg(
            nw.len().alias("aed_registered"),
            nw.col("aed_24_7").sum(),
            nw.col("open_minutes").sum(),
            nw.col("without_hours").sum(),
        )
    )


def position_exclusions(window: Window, drawn_end_ms: int) -> dict[str, nw.Expr]:
    """Why a position does not count, in the order in which reasons are looked for."""
    at = nw.col("at")
    return {
        "no_runner": nw.col("runner").is_null(),
        "no_time": at.is_null(),
        "in_the_future": nw.col("at_ms") >= drawn_end_ms,
        "after_as_of": at > window.end,
        "outside_window": at <= window.start,
    }
