"""Cardiac arrests by what was near them at their own time: shares of those with a place, with intervals.

Each share is one sum over another. Of periods there is nothing below regions, and where a number is hidden or
not known there is a row without one.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from analysis.indicators.declaration import WITHOUT_REPORT_AREAS, Indicator, Unit
from analysis.indicators.formulas import Ratio
from analysis.indicators.gaps import known_withheld_or_gap, none_without, with_areas_left_out
from analysis.indicators.inputs import Inputs, of_quarter
from analysis.indicators.rows import rows_of
from analysis.ingest.counts import COUNTS
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.tables.arrests import ARRESTS, COVERED, DAYS, KINDS, PLACED, during, near_aed
from analysis.ingest.tables.coverage import COVERED_WITHIN, IN_WEEK, OF_PERIODS

SHOWN_PERIODS: Final = (IN_WEEK, "by_day", "by_night")
LISTED: Final = frozenset([during(near_aed(COVERED_WITHIN), IN_WEEK), during(COVERED, IN_WEEK)])
_of_family = partial(
    Indicator,
    family="arrests",
    levels=WITHOUT_REPORT_AREAS,
    optional="arrests",
    unit=Unit.PERCENT,
    better="more",
    since="2025Q3 v1",
)


def _share(kind: str, period: str) -> Indicator:
    count = during(kind, period)
    return _of_family(
        name=COUNTS[count].stated_by,
        in_report=period in SHOWN_PERIODS,
        listed=count in LISTED,
        formula=Ratio(top=(count,), exposure=during(PLACED, period), limits="wilson"),
    )


SHARES: Final = tuple(_share(kind, period) for kind in KINDS for period in OF_PERIODS)
WITH_PLACE: Final = _of_family(
    name="ohca_placed_share",
    listed=False,
    formula=Ratio(top=(during(PLACED, IN_WEEK),), exposure=ARRESTS, limits="wilson"),
)
DECLARED: Final = (*SHARES, WITH_PLACE)


@none_without("arrests")
def near_arrests(given: Inputs) -> pl.DataFrame:
    """The rows of the family; none where no arrests were delivered."""
    delivered = of_quarter(with_areas_left_out(given.tables["arrests"], given), given, OWN_DAYS["arrests"])
    first = pl.col("as_of") - pl.duration(days=pl.col(DAYS).max().over("quarter") - 1)
    counted = delivered.with_columns(period_start=first, period_end="as_of").filter(
        (pl.col(during(PLACED, IN_WEEK)) > 0).fill_null(value=True)
    )
    return pl.concat(
        [known_withheld_or_gap(rows_of(one, counted), one, given) for one in DECLARED],
        how="diagonal_relaxed",
    )
