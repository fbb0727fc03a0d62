"""When AEDs are open, to the minute: the week in pieces within which no AED opens or closes.

AEDs with the same hours share a pattern. A week has 10,080 minutes; minute 0 is Monday 00:00 in Denmark.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import polars as pl

from analysis.core.week import MINUTES_A_DAY, MINUTES_A_WEEK, MINUTES_AN_HOUR, PERIODS

PATTERN_PIECES: Final = {"pattern": pl.Int64, "piece": pl.Int64}
PIECES: Final = {"piece": pl.Int64, "period": pl.Int64, "minutes": pl.Int64}


class Week(NamedTuple):
    """The hours of all AEDs.

    Attributes:
        patterns: `aed`, `pattern` (from 0), of every AED with hours.
        open: `pattern`, `piece`: when it is open.
        pieces: `piece`, `period` (place in `PERIODS`), `minutes`.
    """

    patterns: pl.DataFrame
    open: pl.DataFrame
    pieces: pl.DataFrame


def spans(hours: pl.DataFrame) -> pl.DataFrame:
    """Hours as minutes of the week: `aed`, `start`, `end`; one that runs past Sunday's midnight is two.

    Args:
        hours: `aed`, `weekday` (1 for Monday), `opens`, `closes` (`HH:MM`). Those that close when they open
            or before run past midnight; from 00:00 to 00:00 is a whole day.
    """

    def minute(column: str) -> pl.Expr:
        hour, minutes = pl.col(column).str.head(2), pl.col(column).str.tail(2)
        return hour.cast(pl.Int64) * MINUTES_AN_HOUR + minutes.cast(pl.Int64)

    length = (minute("closes") - minute("opens") - 1) % MINUTES_A_DAY + 1
    start = (pl.col("weekday") - 1) * MINUTES_A_DAY + minute("opens")
    whole = hours.select("aed", start=start, end=start + length)
    over = pl.col("end") > MINUTES_A_WEEK
    return pl.concat(
        [
            whole.with_columns(pl.min_horizontal("end", pl.lit(MINUTES_A_WEEK, pl.Int64)).alias("end")),
            whole.filter(over).with_columns(start=pl.lit(0, pl.Int64), end=pl.col("end") - MINUTES_A_WEEK),
        ]
    )


def open_minutes(hours: pl.DataFrame) -> pl.DataFrame:
    """`aed`, `minutes` of the week in which each AED is open; hours that overlap count once.

    Args:
        hours: As of `spans`.
    """
    before = pl.col("end").cum_max().shift(1, fill_value=0).over("aed")
    return (
        spans(hours)
        .sort("aed", "start", "end")
        .with_columns(new=pl.max_horizontal("start", before))
        .group_by("aed", maintain_order=True)
        .agg(minutes=(pl.col("end") - pl.col("new")).clip(0).sum())
    )


def week_of(hours: pl.DataFrame) -> Week:
    """The week cut at every minute at which an AED opens or closes or a period begins.

    Args:
        hours: As of `spans`.
    """
    opened = spans(hours)
    signed = (
        opened.unique()
        .sort("start", "end")
        .group_by("aed", maintain_order=True)
        .agg(signature=pl.struct("start", "end"))
    )
    texts = signed.with_columns(
        pl.col("signature")
        .list.eval(pl.format("{}-{}", pl.element().struct[0], pl.element().struct[1]))
        .list.join(" ")
    )
    known = texts.select(pl.col("signature").unique(maintain_order=True)).with_row_index("pattern")
    patterns = texts.join(known.with_columns(pl.col("pattern").cast(pl.Int64)), on="signature")
    bounds = {
        day * MINUTES_A_DAY + minute
        for period in PERIODS
        for day in period.days
        for minute in (period.first, period.last)
    }
    cuts = sorted({0, MINUTES_A_WEEK, *bounds, *opened["start"], *opened["end"]})
    place = {minute: piece for piece, minute in enumerate(cuts)}
    opened_pieces = (
        patterns.unique("pattern", keep="first", maintain_order=True)
        .select("aed", "pattern")
        .join(opened, on="aed")
        .select(
            "pattern",
            piece=pl.int_ranges(
                pl.col("start").replace_strict(place, return_dtype=pl.Int64),
                pl.col("end").replace_strict(place, return_dtype=pl.Int64),
            ),
        )
        .explode("piece")
        .unique(maintain_order=True)
    )
    lengths = [(piece, _period_of(start), end - start) for piece, (start, end) in enumerate(pairwise(cuts))]
    return Week(
        patterns.select("aed", "pattern"),
        opened_pieces.cast(PATTERN_PIECES),  # type: ignore[arg-type]
        pl.DataFrame(lengths, schema=PIECES, orient="row"),
    )


def _period_of(minute: int) -> int:
    day, clock = divmod(minute, MINUTES_A_DAY)
    return next(
        place
        for place, period in enumerate(PERIODS)
        if day in period.days and period.first <= clock < period.last
    )


def pieces_by_hour(pieces: pl.DataFrame) -> pl.DataFrame:
    """`piece`, `hour` of the week (0 for Monday 00:00 to 01:00), `minutes` of the hour that the piece has.

    Args:
        pieces: As of `Week`, in the order of the week.
    """
    end = pl.col("minutes").cum_sum()
    placed = pieces.select("piece", start=end - pl.col("minutes"), end=end)
    hours = pl.int_ranges(
        pl.col("start") // MINUTES_AN_HOUR, (pl.col("end") - 1) // MINUTES_AN_HOUR + 1, dtype=pl.Int64
    )
    first = pl.col("hour") * MINUTES_AN_HOUR
    until = pl.min_horizontal("end", first + MINUTES_AN_HOUR)
    return (
        placed.with_columns(hour=hours)
        .explode("hour")
        .select("piece", "hour", minutes=until - pl.max_horizontal("start", first))
    )
