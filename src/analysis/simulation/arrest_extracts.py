"""Made-up cardiac arrests, with what was near each at its own time counted while they are planted.

Arrests lie around the sites that AEDs and runners belong to, so that what is near is known from the site
alone. None lies so close to a radius that millimetres would decide. Some have no place, and some lie before
the days that count.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

from analysis.ingest.tables.arrests import ARRESTS, COVERED, PLACED, during, near_aed, near_runners
from analysis.ingest.tables.coverage import COVERED_WITHIN, ENOUGH_RUNNERS, IN_WEEK, RADII, RUNNER_RADII
from analysis.reference.utm import degrees_of
from analysis.simulation.extracts import DENMARK, below, random_offset, write_halves
from analysis.simulation.plan import Plan
from analysis.simulation.runner_places import NAMES, Planted
from analysis.simulation.sites import NARROW, SIDE, scale
from analysis.simulation.week import A_DAY, DURING, KINDS, minutes_open

ARRESTS_A_YEAR: Final = 5_400
DAYS: Final = 365
DAYS_BEFORE: Final = 9
METRES_OUT: Final = 900
ONE_WITHOUT_PLACE_OF: Final = 40
ONE_IN_PUBLIC_OF: Final = 4
SECONDS_A_DAY: Final = 86_400


def write_arrest_extracts(
    folder: Path, plan: Plan, sites: pl.DataFrame, aeds: pl.DataFrame, planted: Planted
) -> pl.DataFrame:
    """Write arrests beside the other extracts, and the days that they are of.

    Args:
        folder: The extracts; `arrests` is new, and the true counts stand in `known`.
        plan: What is made up.
        sites: As `analysis.simulation.sites.sites_of`.
        aeds: `site`, `x`, `y`, `kind` of hours, `around_the_clock`, `registered`, `retired`.
        planted: Where runners were last seen.

    Returns:
        `municipality_code` and the counts of arrests that a reducer has to find.
    """
    last = plan.as_of(plan.last)
    first = last - timedelta(days=DAYS - 1)
    drawn = _drawn(plan, sites)
    to_aeds = _distances(drawn, aeds.filter(pl.col("x").is_not_null()))
    to_spots = _distances(drawn, planted.spots)
    arrests = drawn.join(
        pl.concat([_too_close(to_aeds, RADII), _too_close(to_spots, RUNNER_RADII)]), on="arrest", how="anti"
    )
    write_halves(folder / "arrests", _as_extracted(arrests))
    described = folder / "extracts.toml"
    days = f"arrests_from = {first}\narrests_to = {last}\n"
    described.write_text(days + described.read_text(encoding="utf-8"), encoding="utf-8")
    known = _known(arrests.filter(pl.col("local").dt.date() >= first), to_aeds, to_spots, planted)
    known.write_csv(folder / "known" / "arrests.csv")
    return known


def _drawn(plan: Plan, sites: pl.DataFrame) -> pl.DataFrame:
    """`arrest`, `site`, `municipality_code`, `at`, `local` (Danish), `x`, `y`, `placed`, `public`."""
    last = plan.as_of(plan.last)
    salt, number = random_offset(plan, "arrests"), pl.col("arrest")
    out = [below(number, salt + axis, 2 * METRES_OUT * 100 + 1) / 100 - METRES_OUT for axis in (0, 1)]
    seconds = below(number, salt + 2, (DAYS + DAYS_BEFORE) * SECONDS_A_DAY)
    start = pl.lit(last + timedelta(days=1)).cast(pl.Datetime("us")).dt.replace_time_zone(str(DENMARK))
    return (
        pl.DataFrame({"arrest": range(ARRESTS_A_YEAR)}, schema={"arrest": pl.Int64})
        .with_columns(site=below(number, salt + 3, sites.height))
        .join(sites, on="site", maintain_order="left")
        .select(
            "arrest",
            "site",
            "municipality_code",
            local=start - pl.duration(seconds=seconds + 1),
            x=pl.col("east") + SIDE / 2 + out[0],
            y=pl.col("north") + SIDE / 2 + out[1],
            placed=below(number, salt + 4, ONE_WITHOUT_PLACE_OF) > 0,
            public=below(number, salt + 5, ONE_IN_PUBLIC_OF) == 0,
        )
        .with_columns(at=pl.col("local").dt.convert_time_zone("UTC"))
    )


def _distances(arrests: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Every arrest beside every point of its site, with `distance`."""
    across, along = pl.col("x_right") - pl.col("x"), pl.col("y_right") - pl.col("y")
    kept = ("arrest", "site", "local", "x", "y")
    return (
        arrests.select(kept)
        .join(points, on="site")
        .with_columns(distance=(across * across + along * along).sqrt() / scale(pl.col("x")))
    )


def _too_close(pairs: pl.DataFrame, radii: tuple[int, ...]) -> pl.DataFrame:
    off = pl.any_horizontal((pl.col("distance") - radius).abs() < NARROW for radius in radii)
    return pairs.filter(off).select("arrest").unique()


def _as_extracted(arrests: pl.DataFrame) -> pl.DataFrame:
    places = [
        degrees_of(x, y) if there else (None, None)
        for x, y, there in arrests.select("x", "y", "placed").iter_rows()
    ]
    located = pl.DataFrame(places, schema={"longitude": pl.Float64, "latitude": pl.Float64}, orient="row")
    return arrests.select(
        "arrest", "at", "public", municipality=pl.format("0{}", "municipality_code")
    ).hstack(located)


def _minute() -> pl.Expr:
    """The minute of the week that clocks show, Monday 00:00 being 0."""
    local = pl.col("local")
    day, hour = (part.cast(pl.Int64) for part in (local.dt.weekday() - 1, local.dt.hour()))
    return day * A_DAY + hour * 60 + local.dt.minute().cast(pl.Int64)


def _known(
    arrests: pl.DataFrame, to_aeds: pl.DataFrame, to_spots: pl.DataFrame, planted: Planted
) -> pl.DataFrame:
    opened = pl.DataFrame(
        [(kind, minute) for kind, hours in enumerate(KINDS) for minute in minutes_open(hours).nonzero()[0]],
        schema={"kind": pl.Int64, "minute": pl.Int64},
        orient="row",
    )
    period_of = pl.DataFrame(
        [(minute, name) for name in NAMES for minute in DURING[name].nonzero()[0]],
        schema={"minute": pl.Int64, "period": pl.String},
        orient="row",
    )
    timed = arrests.with_columns(minute=_minute()).join(period_of, on="minute", maintain_order="left")
    day, retired = pl.col("local").dt.date(), pl.col("retired")
    there = (pl.col("registered") <= day) & (retired.is_null() | (retired > day))
    beside = to_aeds.filter(there).with_columns(minute=_minute())
    open_then = pl.concat(
        [
            beside.filter("around_the_clock").select("arrest", "distance"),
            beside.join(opened, on=["kind", "minute"], how="semi").select("arrest", "distance"),
        ]
    )
    runners = planted.runners.unpivot(
        on=list(NAMES), index=["site", "spot"], variable_name="period", value_name="runners"
    )
    seen = to_spots.join(timed.select("arrest", "period"), on="arrest").join(
        runners, on=["site", "spot", "period"]
    )
    placed = timed.filter("placed")
    flags: dict[str, pl.Expr] = {PLACED: pl.lit(value=True)}
    for radius in RADII:
        near = open_then.filter(pl.col("distance") <= radius)["arrest"].unique()
        flags[near_aed(radius)] = pl.col("arrest").is_in(near.implode())
    for radius in RUNNER_RADII:
        summed = seen.filter(pl.col("distance") <= radius).group_by("arrest").agg(pl.col("runners").sum())
        enough = summed.filter(pl.col("runners") >= ENOUGH_RUNNERS)["arrest"]
        flags[near_runners(radius)] = pl.col("arrest").is_in(enough.implode())
    flags[COVERED] = flags[near_aed(COVERED_WITHIN)] & flags[near_runners(COVERED_WITHIN)]
    counts = (
        placed.with_columns(**flags)
        .group_by("municipality_code")
        .agg(
            pl.col(kind).filter(chosen).sum().cast(pl.Int64).alias(during(kind, period))
            for kind in flags
            for period, chosen in (
                *((name, pl.col("period") == name) for name in NAMES),
                (IN_WEEK, pl.lit(value=True)),
            )
        )
    )
    everyone = timed.group_by("municipality_code").agg(pl.len().cast(pl.Int64).alias(ARRESTS))
    return (
        everyone.join(counts, on="municipality_code", how="left")
        .with_columns(pl.exclude("municipality_code").fill_null(0))
        .sort("municipality_code")
    )
