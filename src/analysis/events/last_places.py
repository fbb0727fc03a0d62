"""Where each active runner was last seen in each period of the week, on the engine.

Time and place are one number, so that the largest of them is the last place, in one grouping and without a
join that could mix two places of one moment. A place is taken to the hundred-thousandth of a degree (a metre
at most, less than a telephone knows) and a time to the second; of places of one second the
easternmost counts.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw

from analysis.core.week import PERIODS
from analysis.events.periods import Window, is_in, milliseconds
from analysis.events.placing import placed
from analysis.events.projecting import projected
from analysis.events.reduction import CODES, NO_MUNICIPALITY, within

# Whoever is nearer than 1,800 m to Danish land is within; wider, a year of seconds would not fit in 63 bits.
WEST, EAST = 7.9, 15.6
SOUTH, NORTH = 54.4, 57.9
PARTS_OF_DEGREE: Final = 100_000
ROWS: Final = round((NORTH - SOUTH) * PARTS_OF_DEGREE) + 1
COLUMNS: Final = round((EAST - WEST) * PARTS_OF_DEGREE) + 1
ELSEWHERE: Final = 0
PLACES: Final = COLUMNS * ROWS + 1
MILLISECONDS_A_SECOND: Final = 1000
LAST: Final = tuple(f"last_{period.name}" for period in PERIODS)
CODE: Final = tuple(f"code_{period.name}" for period in PERIODS)

Frame = nw.LazyFrame[Any]


def last_in_periods(positions: Frame, window: Window, municipalities: tuple[int, ...] | None) -> Frame:
    """A row for each runner with the last place in each period, packed; null where not seen in it.

    Args:
        positions: `runner`, `at`, `at_ms`, `longitude`, `latitude`, and `municipality` where there is one.
        window: As of `analysis.events.reduction.within`.
        municipalities: The known codes; None where positions have no `municipality`.

    Returns:
        `LAST`: seconds since the window's start and place, see `places_of`. Where positions have a
        municipality, `CODE` too: milliseconds since 1970 and code, as `analysis.events.reduction.latest`
        packs them.
    """
    during = {period.name: is_in(period, "at_ms", window) for period in PERIODS}
    passed = nw.col("at_ms") - milliseconds(window.start)
    seconds = (passed // MILLISECONDS_A_SECOND).cast(nw.Int64)
    columns = {
        name: nw.when(there).then(seconds * PLACES + _place())
        for name, there in zip(LAST, during.values(), strict=True)
    }
    if municipalities is not None:
        place = nw.col("municipality")
        known = nw.when(place.is_in(municipalities)).then(place).otherwise(nw.lit(NO_MUNICIPALITY))
        columns |= {
            name: nw.when(there).then(nw.col("at_ms") * CODES + known)
            for name, there in zip(CODE, during.values(), strict=True)
        }
    return (
        within(positions, window)
        .select("runner", **columns)
        .group_by("runner")
        .agg(*(nw.col(name).max() for name in columns))
    )


def _place() -> nw.Expr:
    """The number of a place in Denmark; `ELSEWHERE` for another or none, which hides where one was before."""
    longitude, latitude = nw.col("longitude"), nw.col("latitude")
    inside = longitude.is_between(WEST, EAST) & latitude.is_between(SOUTH, NORTH)
    column, row = (
        ((degrees - least) * PARTS_OF_DEGREE + 0.5).floor().cast(nw.Int64)
        for degrees, least in ((longitude, WEST), (latitude, SOUTH))
    )
    return nw.when(inside).then(column * ROWS + row + 1).otherwise(nw.lit(ELSEWHERE))


def places_of(last: Frame) -> Frame:
    """`period` (of `LAST`), `longitude`, `latitude` of the last places in Denmark.

    Args:
        last: As `last_in_periods` returns them.
    """
    number = nw.col("packed") % PLACES - 1
    row = number % ROWS
    return (
        last.select(*LAST)
        .unpivot(on=list(LAST), variable_name="period", value_name="packed")
        .filter(~nw.col("packed").is_null())
        .filter(nw.col("packed") % PLACES != ELSEWHERE)
        .select(
            "period",
            longitude=((number - row) / ROWS) / PARTS_OF_DEGREE + WEST,
            latitude=row / PARTS_OF_DEGREE + SOUTH,
        )
    )


def points_of(places: Frame) -> Frame:
    """`x`, `y` in metres, and for each period how many runners (0 or 1) were last there.

    Args:
        places: As `places_of` returns them.
    """
    return projected(places).select(
        "x",
        "y",
        **{
            period.name: nw.when(nw.col("period") == name).then(nw.lit(1)).otherwise(nw.lit(0))
            for period, name in zip(PERIODS, LAST, strict=True)
        },
    )


def active_in_periods(last: Frame) -> Frame:
    """`period` (of `CODE`), `code`, `runners`: how many were last seen in a municipality in a period.

    Args:
        last: As `last_in_periods` returns them, with municipalities.
    """
    return (
        last.select(*(nw.col(name) % CODES for name in CODE))
        .unpivot(on=list(CODE), variable_name="period", value_name="code")
        .filter(~nw.col("code").is_null())
        .group_by("period", "code")
        .agg(nw.len().alias("runners"))
    )


def placed_in_periods(places: Frame, edges: Frame) -> Frame:
    """As `active_in_periods`, by boundaries; `period` is one of `LAST`.

    Args:
        places: As `places_of` returns them.
        edges: As `analysis.events.boundaries.read_boundaries` returns them.
    """
    return placed(places, edges).group_by("period", "code").agg(nw.len().alias("runners"))
