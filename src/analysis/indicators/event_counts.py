"""What only events can tell: who is active by day and at night, and how volunteer responders answer alarms.

Active runners are counted where they last were at that time of day, so that a region may have more by day
than it has active ones at all. Responders are summed over all activations, and a number for each activation
is one sum over another. A median is that of all timed activations of an area, as it was delivered.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from analysis.indicators.declaration import COUNTRY_AND_REGIONS, COUNTRY_ONLY, Indicator, Unit
from analysis.indicators.formulas import Quantile, Ratio, Sum
from analysis.indicators.gaps import known_withheld_or_gap, none_without, with_areas_left_out
from analysis.indicators.inputs import KEY, Inputs, in_period, of_quarter
from analysis.indicators.rows import labelled, rows_of, tidy
from analysis.indicators.runners import active_runners
from analysis.ingest.tables.event_counts import BY_PEOPLE
from analysis.texts.notes import note, parts_joined

TIME_OF_DAY_NOTE: Final = note("time-of-day")
SECONDS_NOTE: Final = note("seconds")
_of_family = partial(Indicator, family="events", optional="event_counts", since="2025Q3 v1")


def _people(name: str) -> Indicator:
    return _of_family(name=name, formula=Sum((name,)), unit=Unit.PERSONS, levels=COUNTRY_AND_REGIONS)


def _share(name: str) -> Indicator:
    return _of_family(
        name=f"{name}_share",
        formula=Ratio(top=(name,), bottom=("active_runners",)),
        unit=Unit.PERCENT,
        levels=COUNTRY_ONLY,
    )


def _per_activation(name: str) -> Indicator:
    return _of_family(
        name=f"{name}_per_activation",
        formula=Ratio(top=(name,), bottom=("activations",)),
        unit=Unit.PER_ACTIVATION,
        levels=COUNTRY_AND_REGIONS,
        decimals=1,
    )


def _until_accepted(name: str, share: float) -> Indicator:
    return _of_family(
        name=f"{name}_seconds",
        formula=Quantile("accepted_times", share, "second"),
        unit=Unit.SECONDS,
        levels=COUNTRY_AND_REGIONS,
        better="less",
    )


PEOPLE: Final = {name: _people(name) for name in BY_PEOPLE}
SHARES: Final = {name: _share(name) for name in BY_PEOPLE}
RESPONDERS: Final = {name: _per_activation(name) for name in ("alerted", "accepted", "arrived")}
SECONDS: Final = {
    name: _until_accepted(name, share) for name, share in (("accepted_median", 0.5), ("accepted_p90", 0.9))
}
COMPARED: Final = _of_family(
    name="activations_compared",
    formula=Sum(("compared",)),
    unit=Unit.ALARMS,
    levels=COUNTRY_AND_REGIONS,
    listed=False,
)
BEFORE_AMBULANCE: Final = _of_family(
    name="before_ambulance_share",
    formula=Ratio(top=("before_ambulance",), bottom=("compared",), limits="wilson"),
    unit=Unit.PERCENT,
    levels=COUNTRY_AND_REGIONS,
    better="more",
)
DECLARED: Final = (
    *PEOPLE.values(),
    *SHARES.values(),
    *RESPONDERS.values(),
    *SECONDS.values(),
    COMPARED,
    BEFORE_AMBULANCE,
)


@none_without("event_counts")
def event_counts(given: Inputs) -> pl.DataFrame:
    """The rows of the family; none where no counts of events were delivered.

    Municipalities have none: too few alarms happen in most of them.
    """
    delivered = with_areas_left_out(given.tables["event_counts"], given).filter(
        pl.col("level") != "municipality"
    )
    on_day, over_year = of_quarter(delivered, given), in_period(delivered, given)
    rows = {
        **{one: _noted(rows_of(one, on_day), TIME_OF_DAY_NOTE) for one in PEOPLE.values()},
        **{
            one: _noted(rows_of(one, beside_active_runners(on_day, given)), TIME_OF_DAY_NOTE)
            for one in SHARES.values()
        },
        **{one: rows_of(one, over_year) for one in RESPONDERS.values()},
        **{one: _noted(as_timed(over_year, name, one), SECONDS_NOTE) for name, one in SECONDS.items()},
        COMPARED: rows_of(COMPARED, over_year),
        BEFORE_AMBULANCE: rows_of(BEFORE_AMBULANCE, over_year),
    }
    return pl.concat(
        [known_withheld_or_gap(found, one, given) for one, found in rows.items()], how="diagonal_relaxed"
    )


def beside_active_runners(counts: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """The country's counts by time of day beside all its active runners.

    Args:
        counts: Rows with `quarter`, `level`, `area_code`.
        given: What is computed from.
    """
    active = active_runners(given).select(*KEY, "active_runners")
    return counts.filter(pl.col("level") == "country").join(
        active, on=list(KEY), how="left", maintain_order="left"
    )


def as_timed(counts: pl.DataFrame, column: str, indicator: Indicator) -> pl.DataFrame:
    """Delivered times over the activations that have one; null where there are none.

    Args:
        counts: Rows with the times, and `accepted_times`.
        column: Which of the times.
        indicator: What the rows are of.
    """
    timed = pl.col("accepted_times")
    known = pl.col(column).is_not_null() & (timed > 0)
    rows = counts.with_columns(
        value=pl.when(known).then(column).cast(pl.Float64),
        denominator=pl.when(known).then(timed).cast(pl.Float64),
    )
    return tidy(labelled(rows, indicator))


def _noted(rows: pl.DataFrame, said: str) -> pl.DataFrame:
    """Rows with a sentence of our own before what the delivery notes."""
    return rows.with_columns(
        note=parts_joined(pl.when(pl.col("value").is_not_null()).then(pl.lit(said)), "note")
    )
