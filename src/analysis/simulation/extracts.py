"""Made-up extracts of events whose true counts are known: every event is made for the count it adds to.

Positions of any number are drawn file by file with SplitMix64 (Steele, Lea and Flood, *Fast splittable
pseudorandom number generators*, OOPSLA 2014), whose whole-number arithmetic is the same on every machine.
Planted among them is what real extracts hold: equal times in two municipalities, rows twice, empty cells,
the first and the last moment of the window, times to come, cancelled alarms with responses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from analysis.guidance.codes import UNKNOWN, load_codes
from analysis.simulation.deliveries import (
    DayOfCounts,
    active_runners,
    aed_counts,
    delivery_files,
    withheld_entries,
)
from analysis.simulation.draws import random_stream
from analysis.simulation.places import Places
from analysis.simulation.plan import Plan
from analysis.simulation.week import HALF_HOURS

ACTIVE_DAYS: Final = 30
DRAWN_AFTER: Final = timedelta(days=6)
ROWS_A_FILE: Final = 6_250_000
ROWS_A_RUNNER: Final = 6
OUTSIDE: Final = 999
DENMARK: Final = ZoneInfo("Europe/Copenhagen")
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
ABOUT_A_DAY: Final = 24 * HOUR
OLDEST_DAYS: Final = 90
RECENT_DAYS: Final = 10
OLDER_THAN_RECENT: Final = 14
PRIMES: Final = (1_000_000_007, 998_244_353, 999_999_937)
STALE, NO_PLACE, UNKNOWN_PLACE, LATER = 4, 50, 50, 50


@dataclass(frozen=True)
class TrueCounts:
    """What a reducer has to find.

    Attributes:
        runners: `municipality_code` of all municipalities, `active_runners`, `active_by_day`,
            `active_by_night`.
        placeless: Active runners whose last position lies in no known municipality.
        alarms: A row for each alarm of the period: `municipality_code`, `cancelled`, `reason` (unknown where
            none was recorded; null unless cancelled), `alerted`, `accepted`, `arrived`, `accepted_after`,
            `arrived_after`, `ambulance_after` (milliseconds).
        aeds: `municipality_code`, `aed_registered`, `aed_24_7`, `aed_open_hours`.
        files: The delivery as `simulate` would write it.
    """

    runners: pl.DataFrame
    placeless: int
    alarms: pl.DataFrame
    aeds: pl.DataFrame
    files: dict[str, bytes]


def write_extracts(folder: Path, plan: Plan, places: Places, alarms: pl.DataFrame, rows: int) -> TrueCounts:
    """Write extracts of the plan's last quarter.

    Args:
        folder: Where to; it is made.
        plan: What is made up.
        places: Where.
        alarms: As `alarms_of`.
        rows: How many positions.

    Raises:
        ValueError: Too few positions, with a sentence for people.
    """
    quarter = plan.last
    as_of = plan.as_of(quarter)
    day = DayOfCounts(quarter, as_of, places.geography(as_of))
    runners = _runners(plan, active_runners(plan, places, quarter), as_of)
    least = ROWS_A_RUNNER * runners.height
    if rows < least:
        raise ValueError(f"{rows} positions are too few for {runners.height} runners: at least {least}")
    folder.mkdir(parents=True)
    _write_positions(folder / "positions", runners, plan, as_of, rows)
    events = _events(plan, alarms.filter(pl.col("day") < as_of + DRAWN_AFTER))
    responses = _responses(events, runners.height)
    for name, table in {"alarms": _alarms(events), "responses": responses}.items():
        write_halves(folder / name, table)
    aeds, counted = _aeds(plan, places, day)
    write_halves(folder / "aeds", aeds)
    withheld = "\n\n".join(["", *withheld_entries(plan, places, day)])
    (folder / "extracts.toml").write_text(
        "# Alle hændelser er opdigtede.\n"
        f'source = "Simulerede hændelser, startværdi {plan.seed}"\n'
        "simulated = true\n"
        f"drawn = {as_of + DRAWN_AFTER}\n{withheld}",
        encoding="utf-8",
    )
    files = delivery_files(plan, places, alarms, quarter)
    known = TrueCounts(
        _known_runners(runners, places),
        _runners_without_municipality(runners),
        _known_alarms(events, day),
        counted,
        files,
    )
    _write_known(folder / "known", known)
    return known


def _write_known(folder: Path, known: TrueCounts) -> None:
    """The true counts beside the extracts, where `reduce` does not look."""
    (folder / "delivery").mkdir(parents=True)
    for name, content in known.files.items():
        (folder / "delivery" / name).write_bytes(content)
    for name in ("runners", "alarms", "aeds"):
        getattr(known, name).write_csv(folder / f"{name}.csv")


def write_halves(folder: Path, table: pl.DataFrame) -> None:
    """A table as a folder of two files."""
    folder.mkdir()
    half = table.height // 2
    table.head(half).write_parquet(folder / "part-0.parquet")
    table.tail(table.height - half).write_parquet(folder / "part-1.parquet")


def drawn(number: pl.Expr, salt: int) -> pl.Expr:
    """SplitMix64 of whole numbers from 0 up, as UInt64; another salt gives other numbers."""
    mixed = (number.cast(pl.UInt64) + _u64(salt)) * _u64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed // _u64(2**30))) * _u64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed // _u64(2**27))) * _u64(0x94D049BB133111EB)
    return mixed ^ (mixed // _u64(2**31))


def _u64(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)


def below(number: pl.Expr, salt: int, most: int) -> pl.Expr:
    """Whole numbers from 0 up to, but not, `most`, as Int64."""
    return (drawn(number, salt) % _u64(most)).cast(pl.Int64)


def random_offset(plan: Plan, *purpose: object) -> int:
    """A number that the random numbers of a purpose start from."""
    return int(random_stream(plan.seed, "extracts", *purpose).random() * 2**40)


def _milliseconds_at(day: date, hour: int) -> int:
    """Milliseconds since 1970 when Danish clocks show an hour of a day."""
    return int(datetime.combine(day, time(hour), DENMARK).astimezone(UTC).timestamp()) * 1000


def end_of(as_of: date) -> int:
    """Milliseconds since 1970 when a day ends in Denmark."""
    return _milliseconds_at(as_of + timedelta(days=1), 0)


def _runners(plan: Plan, active: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """A row per runner: who is active, where, and the moments that decide it.

    Returns:
        `kind` (active, stale, no_place, unknown_place, later), `place` (code of the last position, null for
        none), `last` (its time), `other_place` and `other` (place and time of the last position at the other
        time of day; null for none), `by_day` (whether the last one is by day).
    """
    salt = random_offset(plan, "runners")
    places = active.select(pl.col("municipality_code").cast(pl.Int64).repeat_by("active_runners").explode())
    homes = places.to_series().drop_nulls()
    groups = [("active", homes.len())] + [
        (kind, homes.len() // part)
        for kind, part in (
            ("stale", STALE),
            ("no_place", NO_PLACE),
            ("unknown_place", UNKNOWN_PLACE),
            ("later", LATER),
        )
    ]
    frame = pl.DataFrame({"kind": [kind for kind, count in groups for _ in range(count)]}).with_row_index(
        "number"
    )
    number = pl.col("number")
    codes = pl.lit(active["municipality_code"].cast(pl.Int64))
    anywhere = codes.gather(below(number, salt + 1, active.height))
    kind, recent = pl.col("kind"), below(number, salt + 2, RECENT_DAYS)
    days = pl.DataFrame(
        {
            "back": range(OLDER_THAN_RECENT),
            "morning": [
                _milliseconds_at(as_of - timedelta(days=back), 7) for back in range(OLDER_THAN_RECENT)
            ],
            "evening": [
                _milliseconds_at(as_of - timedelta(days=back), 23) for back in range(OLDER_THAN_RECENT)
            ],
        }
    )
    start, end = end_of(as_of) - ACTIVE_DAYS * ABOUT_A_DAY, end_of(as_of)
    home = pl.Series("home", [*homes, *[None] * (frame.height - homes.len())], dtype=pl.Int64)
    by_day = below(number, salt + 3, 10) < 7
    frame = (
        frame.with_columns(home, by_day=by_day, back=recent + pl.when(by_day).then(0).otherwise(1))
        .join(days.cast({"back": pl.Int64}), on="back", maintain_order="left")
        .join(
            days.select(back=pl.col("back").cast(pl.Int64) - 1, night_before="evening"),
            on="back",
            maintain_order="left",
        )
        .with_columns(
            last=pl.when("by_day")
            .then(pl.col("morning") + below(number, salt + 4, 15 * HOUR))
            .otherwise(pl.col("evening") + below(number, salt + 4, 7 * HOUR)),
            other=pl.when("by_day")
            .then(pl.col("night_before") + below(number, salt + 5, 7 * HOUR))
            .otherwise(pl.col("morning") + below(number, salt + 5, 15 * HOUR)),
            place=pl.when(kind == "unknown_place")
            .then(OUTSIDE)
            .when(kind != "no_place")
            .then(pl.coalesce("home", anywhere)),
            other_place=pl.when(below(number, salt + 6, 10) < 3)
            .then(anywhere)
            .otherwise(pl.coalesce("home", anywhere)),
        )
        .with_columns(
            last=pl.when(kind == "stale")
            .then(start - below(number, salt + 4, 30 * ABOUT_A_DAY))
            .otherwise("last"),
            other=pl.when(below(number, salt + 7, 10) < 8).then("other"),
        )
    )
    first_stale = frame.filter(kind == "stale")["number"][0]
    return frame.with_columns(
        last=pl.when(number == 0)
        .then(end)
        .when(number == 1)
        .then(start + 1)
        .when(number == first_stale)
        .then(start)
        .otherwise("last"),
        by_day=(number > 1) & pl.col("by_day"),
        other=pl.when((number > 1) & ~kind.is_in(["stale", "later"])).then("other"),
    ).select("number", "kind", "place", "last", "other_place", "other", "by_day")


def _known_runners(runners: pl.DataFrame, places: Places) -> pl.DataFrame:
    counts = pl.col("kind").is_in(["active", "no_place", "unknown_place"])
    day = pl.when("by_day").then("place").when(pl.col("other").is_not_null()).then("other_place")
    night = pl.when(~pl.col("by_day")).then("place").when(pl.col("other").is_not_null()).then("other_place")
    measures = {"active_runners": pl.col("place"), "active_by_day": day, "active_by_night": night}
    found = places.municipalities.select("municipality_code")
    for name, code in measures.items():
        placed = runners.filter(counts).select(municipality_code=code.cast(pl.String))
        tallied = placed.group_by("municipality_code").agg(pl.len().cast(pl.Int64).alias(name))
        found = found.join(tallied, on="municipality_code", how="left", maintain_order="left")
    return found.with_columns(pl.col(list(measures)).fill_null(0))


def _runners_without_municipality(runners: pl.DataFrame) -> int:
    return runners.filter(pl.col("kind").is_in(["no_place", "unknown_place"])).height


def _write_positions(folder: Path, runners: pl.DataFrame, plan: Plan, as_of: date, rows: int) -> None:
    """Positions in files; a runner's rows are spread over all of them in no order."""
    folder.mkdir()
    step = next(prime for prime in PRIMES if gcd(prime, rows) == 1)
    for part, start in enumerate(range(0, rows, ROWS_A_FILE)):
        places = pl.int_range(start, min(start + ROWS_A_FILE, rows), eager=True)
        frame = _positions(places * step % rows, runners, plan, as_of)
        frame.write_parquet(folder / f"part-{part:03}.parquet")


def _positions(rows: pl.Series, runners: pl.DataFrame, plan: Plan, as_of: date) -> pl.DataFrame:
    """Positions by number: the first of each runner is the one that decides, later ones are older or odd."""
    salt, end = random_offset(plan, "positions"), end_of(as_of)
    start, old = (
        end - ACTIVE_DAYS * ABOUT_A_DAY,
        _milliseconds_at(as_of - timedelta(days=OLDER_THAN_RECENT), 0),
    )
    codes = runners.filter(pl.col("kind") == "active")["place"].unique().sort()
    row, turn, number = pl.col("row"), pl.col("turn"), pl.col("number")
    frame = pl.DataFrame({"row": rows, "turn": rows // runners.height}).hstack(runners[rows % runners.height])
    older = start - below(row, salt, (OLDEST_DAYS - ACTIVE_DAYS) * ABOUT_A_DAY)
    before = old - 1 - below(row, salt, (OLDEST_DAYS - OLDER_THAN_RECENT) * ABOUT_A_DAY)
    filler = pl.when(pl.col("other").is_null()).then(older).otherwise(before)
    later = end + 1 + below(row, salt + 1, 5 * ABOUT_A_DAY)
    future = _milliseconds_at(as_of + DRAWN_AFTER + timedelta(days=1), 0) + below(row, salt + 1, ABOUT_A_DAY)
    twice = (turn == 2) & (number % 7 == 0)
    tied = (turn == 2) & (number % 11 == 1) & pl.col("place").is_between(codes[0] + 1, codes[-1]) & ~twice
    no_time, no_runner = (turn == 3) & (number % 13 == 0), (turn == 3) & (number % 17 == 1)
    decides = (turn == 0) | twice | tied
    known = pl.col("kind") != "later"
    moment = (
        pl.when(no_time)
        .then(None)
        .when((turn == 4) & (number % 1001 == 0))
        .then(future)
        .when(~known | ((turn == 4) & (number % 3 == 0)))
        .then(later)
        .when(decides)
        .then("last")
        .when((turn == 1) & pl.col("other").is_not_null())
        .then("other")
        .otherwise(filler)
    )
    anywhere = pl.lit(codes).gather(below(row, salt + 2, codes.len()))
    code = (
        pl.when(tied)
        .then(codes[0])
        .when(decides)
        .then("place")
        .when((turn == 1) & pl.col("other").is_not_null())
        .then("other_place")
        .otherwise(anywhere)
    )
    return frame.select(
        runner=pl.when(~no_runner).then(number).cast(pl.UInt32),
        at=pl.from_epoch(moment, time_unit="ms").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        municipality=code.cast(pl.UInt16),
    )


def _events(plan: Plan, alarms: pl.DataFrame) -> pl.DataFrame:
    """The simulated alarms with all that becomes of them, in milliseconds."""
    salt, number = random_offset(plan, "alarms"), pl.col("alarm")
    reasons = [*load_codes(), None]
    days = alarms.select(pl.col("day").unique()).with_columns(
        midnight=pl.col("day").map_elements(lambda day: _milliseconds_at(day, 0), return_dtype=pl.Int64)
    )
    cancelled, one, two = (pl.col(name) == 1 for name in ("cancelled", "accepted_by_one", "accepted_by_two"))
    accepted = (
        pl.when(cancelled)
        .then(below(number, salt + 1, 3))
        .when(two)
        .then(2 + below(number, salt + 1, 5))
        .when(one)
        .then(1)
        .otherwise(0)
    )
    reason = pl.lit(pl.Series(reasons, dtype=pl.String))
    return (
        alarms.join(days, on="day", maintain_order="left")
        .with_row_index("alarm")
        .select(
            pl.col("alarm").cast(pl.Int64) + 1,
            "day",
            "municipality_code",
            cancelled=cancelled,
            reason=pl.when(cancelled).then(reason.gather(below(number, salt + 2, len(reasons)))),
            at=pl.col("midnight") + below(number, salt + 3, 22 * HOUR // SECOND) * SECOND,
            alerted=8 + below(number, salt + 4, 13),
            accepted=accepted,
            accepted_after=20 * SECOND + below(number, salt + 5, 280 * SECOND),
            on_the_way=60 * SECOND + below(number, salt + 6, 900 * SECOND),
            ambulance_after=pl.when(below(number, salt + 7, 20) > 0).then(
                180 * SECOND + below(number, salt + 8, 1_300 * SECOND)
            ),
            share=below(number, salt + 9, 100),
        )
        .with_columns(arrived=pl.col("share") % (pl.col("accepted") + 1))
        .with_columns(
            accepted_after=pl.when(pl.col("accepted") > 0).then("accepted_after"),
            arrived_after=pl.when(pl.col("arrived") > 0).then(
                pl.col("accepted_after") + pl.col("on_the_way")
            ),
        )
    )


def _alarms(events: pl.DataFrame) -> pl.DataFrame:
    return events.select(
        "alarm",
        at=_time(pl.col("at")),
        municipality=pl.col("municipality_code").cast(pl.UInt16),
        cancelled="cancelled",
        reason="reason",
        ambulance=_time(pl.col("at") + pl.col("ambulance_after")),
    )


def _responses(events: pl.DataFrame, runners: int) -> pl.DataFrame:
    """Whom each alarm reached; the first of them is the first to accept and to arrive.

    Of some alarms another one accepts before the alarm or arrives hours after it, as wrong clocks have it.
    """
    turn, at = pl.col("turn"), pl.col("at")
    odd = pl.col("alarm") % 50
    last = (turn == pl.col("accepted") - 1) & (turn > 0)
    too_early, too_late = last & (odd == 3), last & (odd == 4)
    accepts = turn < pl.col("accepted")
    accepted = (
        pl.when(too_early).then(at - 30 * SECOND).otherwise(at + pl.col("accepted_after") + turn * 7 * SECOND)
    )
    arrived = (
        pl.when(too_late).then(at + 5 * HOUR).otherwise(at + pl.col("arrived_after") + turn * 11 * SECOND)
    )
    return (
        events.with_columns(turn=pl.int_ranges(0, "alerted"))
        .explode("turn")
        .select(
            "alarm",
            runner=((pl.col("alarm") * 7_919 + turn * 104_729) % runners).cast(pl.UInt32),
            alerted=_time(at + 5 * SECOND),
            accepted=_time(pl.when(accepts).then(accepted)),
            arrived=_time(pl.when(turn < pl.col("arrived")).then(arrived)),
        )
    )


def _time(milliseconds: pl.Expr) -> pl.Expr:
    return pl.from_epoch(milliseconds, time_unit="ms").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _known_alarms(events: pl.DataFrame, day: DayOfCounts) -> pl.DataFrame:
    happened = pl.col("day").is_between(day.period_start, day.period_end)
    return events.filter(happened).select(
        "municipality_code",
        "cancelled",
        pl.when("cancelled").then(pl.col("reason").fill_null(UNKNOWN)).alias("reason"),
        "alerted",
        "accepted",
        "arrived",
        "accepted_after",
        "arrived_after",
        "ambulance_after",
    )


def _aeds(plan: Plan, places: Places, day: DayOfCounts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """AEDs as a register has them, and what is to be counted of them.

    Beyond those that count there are some that were retired, one of them on the day, and some to come. The
    opening hours of one municipality are not known.
    """
    salt, number = random_offset(plan, "aeds"), pl.col("aed")
    counts = aed_counts(plan, places, day.quarter)
    turn, registered = pl.col("turn"), pl.col("aed_registered")
    table = (
        counts.with_columns(turn=pl.int_ranges(0, registered + 2 + registered // 50))
        .explode("turn")
        .with_row_index("aed")
    )
    always, there = turn < pl.col("aed_24_7"), turn < registered
    half_hours = pl.lit(pl.Series(HALF_HOURS)).gather(below(number, salt, len(HALF_HOURS)))
    before = pl.lit(day.as_of) - pl.duration(days=1 + below(number, salt + 1, 3000))
    since = pl.when(there).then(below(number, salt + 2, 40)).otherwise(0)
    aeds = table.select(
        "municipality_code",
        "aed_registered",
        aed=pl.format("A{}", number),
        municipality=pl.format("0{}", "municipality_code"),
        there=there,
        registered=pl.when(turn == registered)
        .then(pl.lit(day.as_of) + pl.duration(days=1))
        .when(there & (since == 1))
        .then(pl.lit(day.as_of))
        .otherwise(before),
        retired=pl.when(turn > registered)
        .then(pl.lit(day.as_of))
        .when(there & (since == 2))
        .then(pl.lit(day.as_of) + pl.duration(days=1)),
        around_the_clock=always,
        open_hours=pl.when(~always & (pl.col("municipality_code") != places.broken)).then(half_hours / 2),
    )
    minutes = pl.when("around_the_clock").then(168 * 60).otherwise(pl.col("open_hours") * 60)
    known = (
        aeds.filter("there")
        .group_by("municipality_code")
        .agg(
            pl.len().cast(pl.Int64).alias("aed_registered"),
            pl.col("around_the_clock").sum().cast(pl.Int64).alias("aed_24_7"),
            aed_open_hours=pl.when(minutes.is_not_null().all()).then(
                (minutes.sum().cast(pl.Int64) + 30) // 60
            ),
        )
        .sort("municipality_code")
    )
    columns = ("aed", "municipality", "registered", "retired", "around_the_clock", "open_hours")
    return aeds.select(columns), known
