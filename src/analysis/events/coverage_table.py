"""The table `coverage` of a delivery: counts of people rounded to ten before they are added up.

Rounded in every municipality, no ring between two radii and no difference between two periods says that there
are few people: what is 1 to 4 shows as 0 or 10, as does what is none or 14. All people of a municipality are
known to everybody, exactly: where fewer than five of them are left out of a count, it is of all of them, so
that nothing tells how few they are. Areas above are sums of the rounded numbers, so that parts add up and
nothing finer follows from a whole.

Where fewer than five runners were active in a period, what is told of people near runners would be about
these few: it is hidden, with that of the whole week, and with that of another municipality where it would
follow from the region.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from analysis.core.formatting import long_date
from analysis.core.problems import Problem
from analysis.core.week import MINUTES_A_WEEK, PERIODS
from analysis.events.aed_runners import PLACED
from analysis.events.counting import Areas
from analysis.events.coverage import Coverage, quantiles
from analysis.events.disclosing import THRESHOLD, areas_not_shown
from analysis.ingest.hidden_cells import Members
from analysis.ingest.tables.coverage import (
    AEDS_PLACED,
    AEDS_WITH_RUNNERS,
    FEWEST_AEDS,
    FEWEST_FOR_QUANTILES,
    IN_WEEK,
    NEAR,
    OF_AEDS,
    PEOPLE,
    QUANTILES,
    ROUNDED_TO,
    WITH_RUNNERS,
    aeds_with_runners,
)
from analysis.reference.files import Reference
from analysis.reference.population import latest_published_period, population_by_area
from analysis.texts.notes import note

MOST_OFF: Final = 0.02
MINUTES: Final = {period.name: period.minutes for period in PERIODS}


def coverage_table(coverage: Coverage, areas: Areas, members: Members) -> pl.DataFrame:
    """Every area with the table's columns; null at radii that the cells are too coarse for.

    Args:
        coverage: The exact counts.
        areas: The areas valid on the day.
        members: As of `analysis.events.disclosing.areas_not_shown`.
    """
    minutes = {
        column: minutes_counted(column) for column in coverage.minutes.columns if column != "area_code"
    }
    exact = coverage.people.join(coverage.minutes, on="area_code")
    rounded = exact.select(
        "area_code",
        _rounded(pl.col("people"), 1).alias(PEOPLE),
        *(
            _rounded(_without_small_rest(column, weight), weight).alias(column)
            for column, weight in minutes.items()
        ),
    )
    enough = pl.col("people") >= FEWEST_FOR_QUANTILES
    distances = quantiles(coverage.distances, areas.within, QUANTILES).select(
        "area_code", *(pl.when(enough).then(name).alias(name) for name in QUANTILES)
    )
    absent = [pl.lit(None, pl.Int64).alias(name) for name in (*NEAR, *WITH_RUNNERS) if name not in minutes]
    if coverage.aeds is None:
        absent += [pl.lit(None, pl.Int64).alias(name) for name in (AEDS_PLACED, *AEDS_WITH_RUNNERS)]
    else:
        rounded = rounded.join(_rounded_aeds(coverage.aeds), on="area_code", how="full", coalesce=True)
    table = (
        areas.summed(rounded)
        .join(distances, on="area_code", how="left", maintain_order="left")
        .with_columns(*absent, note=pl.lit(note_of(coverage)))
    )
    if coverage.active is None:
        return table
    table = table.with_columns(
        pl.when(pl.col(AEDS_PLACED) >= FEWEST_AEDS).then(name).alias(name) for name in AEDS_WITH_RUNNERS
    )
    hidden = _periods_hidden(areas.summed(coverage.active), members)
    by_period = {
        **{name: count.period for name, count in WITH_RUNNERS.items()},
        **{aeds_with_runners(period): period for period in OF_AEDS},
    }
    noted = pl.when(pl.col("area_code").is_in(sorted(hidden[IN_WEEK])))
    return table.with_columns(
        *(
            pl.when(~pl.col("area_code").is_in(sorted(hidden[period]))).then(name).alias(name)
            for name, period in by_period.items()
        ),
        note=noted.then(pl.lit(note_of(coverage, hidden=True))).otherwise("note"),
    )


def _rounded_aeds(aeds: pl.DataFrame) -> pl.DataFrame:
    """AEDs rounded to ten; with many runners are all of them where fewer than five are not."""
    placed = pl.col(PLACED)
    counts = {
        aeds_with_runners(period): pl.when(placed - pl.col(period) < THRESHOLD, placed >= THRESHOLD)
        .then(placed)
        .otherwise(period)
        for period in OF_AEDS
    }
    return aeds.select(
        "area_code",
        _rounded(placed, 1).alias(AEDS_PLACED),
        *(_rounded(count, 1).alias(name) for name, count in counts.items()),
    )


def _periods_hidden(active: pl.DataFrame, members: Members) -> dict[str, frozenset[str]]:
    """By period the areas about whose runners nothing is told; of the week all of them."""
    hidden: dict[str, frozenset[str]] = {}
    for period in MINUTES:
        counts: dict[str, int | None] = dict(active.select("area_code", period).iter_rows())
        few = frozenset(code for code, runners in counts.items() if (runners or 0) < THRESHOLD)
        hidden[period] = areas_not_shown(counts, members, few)
    hidden[IN_WEEK] = frozenset().union(*hidden.values())
    return hidden


def minutes_counted(column: str) -> int:
    """The minutes that a column's people are an average over."""
    return next((minutes for name, minutes in MINUTES.items() if column.endswith(name)), MINUTES_A_WEEK)


def _without_small_rest(column: str, weight: int) -> pl.Expr:
    """People times minutes; those of all people where fewer than five are left out."""
    everybody = pl.col("people") * weight
    few = everybody - pl.col(column) < THRESHOLD * weight
    return pl.when(few, pl.col("people") >= THRESHOLD).then(everybody).otherwise(column)


def _rounded(minutes: pl.Expr, weight: int) -> pl.Expr:
    """People times minutes as people, to the nearest ten, half up."""
    step = ROUNDED_TO * weight
    return (2 * minutes + step) // (2 * step) * ROUNDED_TO


def note_of(coverage: Coverage, *, hidden: bool = False) -> str:
    """The note that every number of a row carries.

    Args:
        coverage: The exact counts.
        hidden: Whether some of the row are hidden, as about few runners.
    """
    kind = "coverage-coarse" if coverage.refused else "coverage"
    said = {
        "side": str(coverage.side),
        "day": long_date(coverage.people_as_of),
        "radii": _radii(coverage.by_centre),
        **({"refused": _radii(coverage.refused)} if coverage.refused else {}),
    }
    if coverage.days is None:
        return note(kind, **said)
    said["days"] = str(coverage.days)
    if hidden:
        return note(f"{kind}-runners-hidden", **said, least=str(THRESHOLD))
    return note(f"{kind}-runners", **said)


def _radii(radii: tuple[int, ...]) -> str:
    return ", ".join(f"{radius} m" for radius in radii)


def radii_in_words(coverage: Coverage) -> list[str]:
    """What the cells are fine enough for, a sentence each."""
    cells = f"cells of {coverage.side} m"
    said = [f"coverage: people of {coverage.people_as_of} in {cells}, straight lines from their middle"]
    if coverage.by_centre:
        said.append(
            f"coverage: {_radii(coverage.by_centre)} being less than 5 times the side of {cells}, it "
            "matters there that the people of a cell all count in its middle"
        )
    if coverage.refused:
        refused = _radii(coverage.refused)
        said.append(f"coverage: {refused} not counted, being less than 1.8 times the side of {cells}")
    if coverage.days is not None:
        said.append(
            "coverage: runners by their last position in each period of the week, at most "
            f"{coverage.days} days old"
        )
    return said


def population_problems(coverage: Coverage, reference: Reference, as_of: date) -> list[Problem]:
    """Municipalities whose cells hold other people than the population register says, by more than 2 %."""
    period = latest_published_period(as_of)
    known = population_by_area(reference, period).filter(pl.col("level") == "municipality")
    both = known.join(coverage.people, on="area_code", how="left", maintain_order="left").with_columns(
        pl.col("people").fill_null(0)
    )
    odd = both.filter((pl.col("people") - pl.col("population")).abs() > MOST_OFF * pl.col("population"))
    return [
        Problem(
            "population",
            None,
            "inhabitants",
            f"{people:,} in {code} {area}, {people - population:+,}",
            f"{population:,} as in FOLK1A {period}, within {MOST_OFF:.0%}",
        )
        for code, area, people, population in odd.select(
            "area_code", "area", "people", "population"
        ).iter_rows()
    ]
