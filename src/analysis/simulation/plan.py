"""Which quarters are made up, on which days they are counted, and what happens in the course of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from analysis.core.quarters import Quarter
from analysis.reference.population import latest_published_period
from analysis.simulation.draws import random_index, random_stream

EARLIEST: Final = Quarter(1900, 1)
LATEST: Final = Quarter(2199, 4)
FIRST_OFFSET: Final = -25
OFFSETS_OF_A_PARITY: Final = 16
QUARTERS_BEFORE_BREAK: Final = 3
QUARTERS_WITHHELD: Final = 6


@dataclass(frozen=True)
class Plan:
    """What is made up.

    Attributes:
        first: The first quarter.
        last: The last one.
        seed: Another seed gives other figures.
    """

    first: Quarter
    last: Quarter
    seed: int

    def __post_init__(self) -> None:
        """Refuse quarters in the wrong order or out of range.

        Raises:
            ValueError: With a sentence for people.
        """
        if not EARLIEST <= self.first <= self.last <= LATEST:
            raise ValueError(
                f"{self.first} to {self.last} cannot be simulated: quarters run forwards, "
                f"from {EARLIEST} at the earliest to {LATEST} at the latest"
            )

    @property
    def quarters(self) -> list[Quarter]:
        """Every quarter, oldest first."""
        return quarters_between(self.first, self.last)

    @property
    def periods(self) -> list[str]:
        """The FOLK1A quarters that rates need, oldest first."""
        return sorted({latest_published_period(self.as_of(quarter)) for quarter in self.quarters})

    @property
    def break_from(self) -> Quarter:
        """The first quarter in which one municipality counts differently."""
        return after(self.first, QUARTERS_BEFORE_BREAK)

    @property
    def withheld_until(self) -> date:
        """The last day on which one region's acceptance is withheld."""
        return after(self.first, QUARTERS_WITHHELD - 1).last_day

    def as_of(self, quarter: Quarter) -> date:
        """The day of a quarter's stock counts: from 25 days before its end to 6 days after.

        Odd and even quarters draw odd and even offsets, so that no two neighbours have the same one.
        """
        parity = quarter.ordinal % 2
        drawn = random_index(random_stream(self.seed, "as_of", quarter), OFFSETS_OF_A_PARITY)
        return quarter.last_day + timedelta(days=FIRST_OFFSET + 2 * drawn + parity)


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from the first to the last."""
    quarters = [first]
    while quarters[-1] < last:
        quarters.append(quarters[-1].next)
    return quarters


def after(quarter: Quarter, steps: int) -> Quarter:
    """The quarter some quarters later."""
    return quarter if steps == 0 else after(quarter.next, steps - 1)
