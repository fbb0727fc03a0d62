"""The counts that a delivery holds and that may have to be hidden, each declared once.

A delivery file speaks of a count by the indicator whose row states it: what is withheld, where a series
breaks, which hidden number may follow from others. Formulas of indicators are over the counts' own names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from analysis.guidance.codes import load_codes
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.tables.arrests import KINDS, PLACED, during, share_during
from analysis.ingest.tables.coverage import (
    IN_WEEK,
    OF_AEDS,
    OF_PERIODS,
    RADII,
    WITH_RUNNERS,
    aeds_with_runners,
    near,
    periods_at,
    share_near,
    share_of_aeds,
    wholes_of,
)
from analysis.ingest.tables.event_counts import BY_PEOPLE


@dataclass(frozen=True, kw_only=True)
class Count:
    """A count of people, alarms or AEDs that is delivered.

    Attributes:
        name: Its name in formulas, and its column where it is one.
        table: The table of the delivery it comes from.
        stated_by: The indicator whose row states it.
        stated_in: The column of that row in which it stands.
        percent: The column of its rounded share, delivered where the count is not known; empty for none.
        stock: True for a register count on a day, false for a flow over a period.
        small: Whether a count from 1 to below the threshold is suppressed.
        moves_hidden: Whether it is suppressed too where it differs from an earlier one of its year by so
            little.
        part_of: Counts that it cannot exceed.
        adds_up_to: The count that it and all others with the same `adds_up_to` add up to; empty for none.
        withheld_with: Counts whose withholding withholds this one, in the same area and all within it.
        further: Whether more of it is suppressed until what is hidden stays hidden. An area without a row
            then has none.
        added_up: Whether areas above municipalities have no number of it of their own: it is added up, and
            rates are formed over what is known of it.
        guarded: Whether a number that was not delivered is guarded like one that is withheld.
        withholdable: Whether a delivery may withhold it.
        breakable: Whether a delivery may declare a break of it.
    """

    name: str
    table: str
    stated_by: str
    stated_in: str = "value"
    percent: str = ""
    stock: bool
    small: bool = False
    moves_hidden: bool = False
    part_of: tuple[str, ...] = ()
    adds_up_to: str = ""
    withheld_with: tuple[str, ...] = ()
    further: bool = False
    added_up: bool = False
    guarded: bool = True
    withholdable: bool = False
    breakable: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The delivered columns that say it: the count and its rounded share."""
        return (self.name, self.percent) if self.percent else (self.name,)

    @property
    def year_to_date(self) -> bool:
        """Whether it counts from the first day of the year on; a table with a day of its own does not."""
        return not self.stock and self.table not in OWN_DAYS


def _accepted(name: str, *wholes: str) -> Count:
    return Count(
        name=name,
        table="activations",
        stated_by=name,
        stated_in="numerator",
        percent=f"{name}_percent",
        stock=False,
        small=True,
        part_of=(*wholes, "activations"),
        withholdable=True,
        breakable=True,
    )


_of_people = partial(Count, stated_in="numerator", small=True, guarded=False)
_of_coverage = partial(_of_people, table="coverage", stock=True)
_of_arrests = partial(_of_people, table="arrests", stock=False)
_of_events = partial(Count, table="event_counts", small=True, guarded=False)


def _of_answers(name: str, stated_by: str, stated_in: str, *wholes: str) -> Count:
    return _of_events(
        name=name,
        stated_by=stated_by,
        stated_in=stated_in,
        stock=False,
        part_of=wholes,
        withheld_with=("accepted_by_one", "accepted_by_two", "activations"),
    )


COUNTS: Final = {
    count.name: count
    for count in (
        Count(
            name="active_runners",
            table="runners",
            stated_by="active_runners",
            stock=True,
            added_up=True,
            guarded=False,
            withholdable=True,
            breakable=True,
        ),
        Count(
            name="activations",
            table="activations",
            stated_by="activations",
            stock=False,
            small=True,
            withholdable=True,
            breakable=True,
        ),
        _accepted("accepted_by_one", "accepted", "alerted"),
        _accepted("accepted_by_two", "accepted_by_one"),
        Count(
            name="cancelled",
            table="activations",
            stated_by="cancelled_share",
            stated_in="numerator",
            percent="cancelled_percent",
            stock=False,
            small=True,
            guarded=False,
            withholdable=True,
            breakable=True,
        ),
        Count(
            name="aed_registered",
            table="aeds",
            stated_by="aed_registered",
            stock=True,
            guarded=False,
            breakable=True,
        ),
        Count(
            name="aed_24_7",
            table="aeds",
            stated_by="aed_24_7",
            stock=True,
            part_of=("aed_registered",),
            guarded=False,
            withholdable=True,
            breakable=True,
        ),
        Count(
            name="timed",
            table="response_times",
            stated_by="response_time_median",
            stated_in="denominator",
            stock=False,
            small=True,
            part_of=("accepted_by_one", "activations"),
            withheld_with=("accepted_by_one", "activations"),
            further=True,
            guarded=False,
        ),
        *(
            _of_events(name=name, stated_by=name, stock=True, withheld_with=("active_runners",))
            for name in BY_PEOPLE
        ),
        _of_events(
            name="alerted",
            stated_by="alerted_per_activation",
            stated_in="numerator",
            stock=False,
            withheld_with=("activations",),
        ),
        _of_answers("accepted", "accepted_per_activation", "numerator", "alerted"),
        _of_answers("arrived", "arrived_per_activation", "numerator"),
        _of_answers("accepted_times", "accepted_median_seconds", "denominator", "activations"),
        _of_answers("compared", "activations_compared", "value", "activations"),
        _of_answers("before_ambulance", "before_ambulance_share", "numerator", "compared"),
        *(
            _of_coverage(
                name=near(radius, period),
                stated_by=share_near(radius, period),
                part_of=wholes_of(radius, period),
            )
            for radius in RADII
            for period in periods_at(radius)
        ),
        *(
            _of_coverage(
                name=name,
                stated_by=count.share,
                part_of=count.wholes,
            )
            for name, count in WITH_RUNNERS.items()
        ),
        _of_arrests(
            name=during(PLACED, IN_WEEK),
            stated_by="ohca_placed_share",
        ),
        *(
            _of_arrests(
                name=during(kind, period),
                stated_by=share_during(kind, period),
                part_of=tuple(during(whole, period) for whole in one.wholes),
            )
            for kind, one in KINDS.items()
            for period in OF_PERIODS
        ),
        *(
            _of_coverage(
                name=aeds_with_runners(period),
                stated_by=share_of_aeds(period),
            )
            for period in OF_AEDS
        ),
        *(
            Count(
                name=code.indicator,
                table="cancellations",
                stated_by=code.indicator,
                stock=False,
                small=True,
                moves_hidden=True,
                part_of=("cancelled",),
                adds_up_to="cancelled",
                further=True,
                guarded=False,
            )
            for code in load_codes().values()
        ),
    )
}
STATED_BY: Final = {count.stated_by: count for count in COUNTS.values()}
BREAKABLE: Final = tuple(count.stated_by for count in COUNTS.values() if count.breakable)
WITHHOLDABLE: Final = {
    count.stated_by: (count.table, count.columns) for count in COUNTS.values() if count.withholdable
}


def counts_of(table: str) -> tuple[Count, ...]:
    """The counts that a table of the delivery holds."""
    return tuple(count for count in COUNTS.values() if count.table == table)


def parts_of_count(whole: str) -> tuple[str, ...]:
    """The counts that add up to another; none where nothing does."""
    return tuple(count.name for count in COUNTS.values() if count.adds_up_to == whole)
