"""What the pages of developments read from the table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.declaration import QUARTER, YEAR, Comparison
from analysis.indicators.derivations import EARLIER
from analysis.indicators.records import IndicatorRow
from analysis.report.data import ReportData
from analysis.report.figures import TONE_OF_SIDE

NAMED_EACH_WAY: Final = 7
# Of the municipalities judged, those that would lie outside what is usual for their size if none stood out.
OUTSIDE_BY_CHANCE: Final = 0.05


def comparison(context: ReportData) -> Comparison | None:
    """The comparison that headlines are made with: with a year ago where it is known, else a quarter ago."""
    known = (
        kind for kind in (YEAR, QUARTER) if context.figures.has(f"active_runners_change_{kind.name}_percent")
    )
    return next(known, None)


def municipal_comparison(context: ReportData) -> Comparison | None:
    """The comparison that municipalities are judged by: the country's, or one that is known of them alone."""
    judged = (
        kind
        for kind in (YEAR, QUARTER)
        if context.figures.areas(f"active_runners_change_{kind.name}_deviation", "municipality")
    )
    return comparison(context) or next(judged, None)


def earlier_published(context: ReportData, indicator: str, after: date) -> pl.DataFrame:
    """Rows of an indicator as it was published before, from a date on."""
    rows = context.figures.series(f"{indicator}{EARLIER}", "country")
    return rows.filter(pl.col("as_of") >= after)


class JudgedMunicipality(NamedTuple):
    """How a municipality's number of runners changed, and whether that stands out.

    Attributes:
        area_code: Its code.
        name: Its name.
        before: How many runners it had.
        now: How many it has.
        change: The change in percent.
        lower: Lower end of the range of changes that is usual for its size.
        upper: Upper end.
        tone: On which side of the country it lies, as a colour.
        found: Whether it stands out.
    """

    area_code: str
    name: str
    before: float
    now: float
    change: float
    lower: float
    upper: float
    tone: str
    found: bool


def judged_rows(judged: pl.DataFrame) -> list[JudgedMunicipality]:
    """Rows of `judged_municipalities` in their order."""
    return [JudgedMunicipality(*row) for row in judged.select(JudgedMunicipality._fields).iter_rows()]


def judged_municipalities(context: ReportData, kind: Comparison) -> pl.DataFrame:
    """A row per comparable municipality: its change, the range for its size, on which side it stands out."""
    name = f"active_runners_change_{kind.name}"
    rows = {
        part: context.figures.frame(f"{name}_{part}", "municipality")
        for part in ("percent", "expected_percent", "deviation", "stands_out")
    }
    now = context.figures.frame("active_runners", "municipality")
    if rows["deviation"].is_empty():
        return pl.DataFrame()
    return (
        rows["percent"]
        .select("area_code", name="area", before="denominator", change="value")
        .join(now.select("area_code", now="value"), on="area_code")
        .join(
            rows["expected_percent"].select("area_code", "lower", "upper", expected="value"), on="area_code"
        )
        .join(rows["deviation"].select("area_code", deviation="value"), on="area_code")
        .join(rows["stands_out"].select("area_code", side="value"), on="area_code")
        .with_columns(
            found=pl.col("side") != 0,
            tone=pl.col("side").replace_strict(TONE_OF_SIDE, return_dtype=pl.String),
        )
    )


def judged_now(context: ReportData) -> pl.DataFrame:
    """The municipalities judged by the comparison that headlines are made with; none where there is none."""
    kind = municipal_comparison(context)
    return pl.DataFrame() if kind is None else judged_municipalities(context, kind)


def common_change(context: ReportData) -> IndicatorRow:
    """The change in percent that municipalities are held against, of the comparison of headlines.

    It is the country's. Where that is not known, or is printed otherwise than the change of all
    municipalities that can be compared, as where one has a break, it is theirs, under their own level and
    indicator (`…_expected_percent`).

    Raises:
        ValueError: Nothing can be compared.
    """
    kind = municipal_comparison(context)
    if kind is None:
        raise ValueError("no change of active runners is known: nothing can be compared")
    name = f"active_runners_change_{kind.name}"
    row = context.figures.row(f"{name}_percent")
    like_all = context.figures.areas(f"{name}_expected_percent", "municipality")
    if not like_all or _printed(row.value) == _printed(like_all[0].value):
        return row
    return like_all[0]


def _printed(percent: float | None) -> Decimal | None:
    return None if percent is None else show.round_half_up(percent, 1)


def outside_usual(judged: pl.DataFrame) -> pl.DataFrame:
    """The municipalities whose change lies outside what is usual for their size.

    Args:
        judged: As `judged_now` gives them.
    """
    return judged.remove(pl.col("change").is_between("lower", "upper"))


def standing_out_or_nearest(judged: pl.DataFrame) -> pl.DataFrame:
    """The municipalities that stand out; where none does, the one that is nearest to it.

    Args:
        judged: As `judged_now` gives them.
    """
    size = pl.col("deviation").abs()
    return judged.filter(
        pl.col("found") | (~pl.col("found").any() & (size.rank("ordinal", descending=True) == 1))
    )


def furthest(judged: pl.DataFrame, side: str) -> pl.DataFrame:
    """The municipalities that lie furthest above or below the country's change, in alphabetical order.

    Where fewer lie on that side than are named, all of them.

    Args:
        judged: As `judged_now` gives them.
        side: `above` or `below`.
    """
    above, deviation = side == "above", pl.col("deviation")
    there = judged.filter(deviation > 0 if above else deviation < 0)
    rows = there.sort(deviation if not above else -deviation, "area_code").head(NAMED_EACH_WAY)
    order = {name: place for place, name in enumerate(show.sorted_danish(rows["name"]))}
    return rows.sort(pl.col("name").replace_strict(order))
