"""Coverage: the share of people near an open AED and near active runners, and how far the nearest AED is.

The numbers of people come rounded to ten, and added up for the areas that were delivered; a share is one sum
over another, never a mean of shares.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from analysis.indicators.declaration import WITHOUT_REPORT_AREAS, Indicator, Unit
from analysis.indicators.formulas import NearestDistance, Ratio
from analysis.indicators.gaps import known_withheld_or_gap, none_without, with_areas_left_out
from analysis.indicators.inputs import Inputs, of_quarter
from analysis.indicators.rows import labelled, rows_of, tidy
from analysis.ingest.counts import COUNTS
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.tables.coverage import (
    AEDS_PLACED,
    AEDS_WITH_RUNNERS,
    ALWAYS_OPEN,
    ANY_HOURS,
    NEAR,
    PEOPLE,
    QUANTILES,
    RADII,
    RUNNER_RADII,
    RUNNERS,
    UNCOVERED,
    WITH_ALL_HOURS,
    WITH_RUNNERS,
    covered,
    near,
    runners_near,
)
from analysis.texts.notes import note

OF_AEDS: Final = pl.lit(note("aeds-with-runners"))
_of_family = partial(
    Indicator,
    family="coverage",
    levels=WITHOUT_REPORT_AREAS,
    optional="coverage",
    since="2025Q3 v1",
)


SHOWN: Final = frozenset(
    [
        *(near(radius, period) for radius in RADII for period in ("by_day", "by_night")),
        *(near(WITH_ALL_HOURS, period) for period in (ALWAYS_OPEN, ANY_HOURS)),
        *(covered(period) for period in ("by_day", "by_night")),
        *(
            runners_near(least, radius, period)
            for least in RUNNERS
            for radius in RUNNER_RADII
            for period in ("by_day", "by_night")
        ),
        UNCOVERED,
        *AEDS_WITH_RUNNERS,
    ]
)
LISTED: Final = frozenset(
    count for period in ("by_day", "by_night") for count in (near(WITH_ALL_HOURS, period), covered(period))
)


def _share(count: str) -> Indicator:
    return _of_family(
        name=COUNTS[count].stated_by,
        in_report=count in SHOWN,
        listed=count in LISTED,
        formula=Ratio(top=(count,), exposure=AEDS_PLACED if count in AEDS_WITH_RUNNERS else PEOPLE),
        unit=Unit.PERCENT,
        better="less" if count == UNCOVERED else "more",
    )


def _distance(column: str, share: float) -> Indicator:
    return _of_family(
        name=f"aed_{column}_m",
        listed=False,
        formula=NearestDistance(share),
        unit=Unit.METRES,
        better="less",
    )


SHARES: Final = {count: _share(count) for count in (*NEAR, *WITH_RUNNERS, *AEDS_WITH_RUNNERS)}
DISTANCES: Final = {column: _distance(column, share) for column, share in QUANTILES.items()}
DECLARED: Final = (*SHARES.values(), *DISTANCES.values())


@none_without("coverage")
def coverage(given: Inputs) -> pl.DataFrame:
    """The rows of the family; none where no coverage was delivered.

    All inhabited cells and all registered AEDs are counted, so that none of these numbers has limits.
    """
    delivered = of_quarter(with_areas_left_out(given.tables["coverage"], given), given, OWN_DAYS["coverage"])
    counted = delivered.filter((pl.col(PEOPLE) > 0).fill_null(value=True))
    rows = {
        **{one: _shares(counted, count) for count, one in SHARES.items()},
        **{one: _distances(counted, column) for column, one in DISTANCES.items()},
    }
    return pl.concat(
        [known_withheld_or_gap(found, one, given) for one, found in rows.items()], how="diagonal_relaxed"
    )


def _shares(counted: pl.DataFrame, count: str) -> pl.DataFrame:
    """The rows of a share; what is noted on inhabited cells does not hold for AEDs that are counted."""
    rows = rows_of(SHARES[count], counted)
    if count not in AEDS_WITH_RUNNERS:
        return rows
    return rows.with_columns(note=pl.when(pl.col("value").is_not_null()).then(OF_AEDS).otherwise("note"))


def _distances(counted: pl.DataFrame, column: str) -> pl.DataFrame:
    figure = pl.col(column)
    rows = counted.with_columns(
        value=figure.cast(pl.Float64),
        denominator=pl.when(figure.is_not_null()).then(PEOPLE).cast(pl.Float64),
    )
    return tidy(labelled(rows, DISTANCES[column]))
