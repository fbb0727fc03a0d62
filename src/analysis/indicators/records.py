"""Rows of the tidy table as values with named, typed fields, for the pages that word and draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from analysis.core.quarters import Quarter
from analysis.indicators.limits import Limits
from analysis.indicators.schema import Indicators, days_between


class UnknownNumberError(ValueError):
    """A number was asked for that the table does not hold."""


class IndicatorRow(NamedTuple):
    """A row of the tidy table; its fields are the columns of `Indicators`."""

    quarter: str
    as_of: date
    period_start: date | None
    period_end: date | None
    population_period: str | None
    level: str
    area_code: str
    area: str
    indicator: str
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    status: str
    basis: str
    source: str
    simulated: bool
    note: str | None

    @property
    def known_value(self) -> float:
        """The value, where the caller knows that there is one.

        Raises:
            UnknownNumberError: There is none.
        """
        return self._known(self.value, "value")

    @property
    def known_numerator(self) -> float:
        """The numerator, where the caller knows that there is one.

        Raises:
            UnknownNumberError: There is none.
        """
        return self._known(self.numerator, "numerator")

    @property
    def known_denominator(self) -> float:
        """The denominator, where the caller knows that there is one.

        Raises:
            UnknownNumberError: There is none.
        """
        return self._known(self.denominator, "denominator")

    @property
    def limits(self) -> Limits:
        """Both limits, where the caller knows that there are some.

        Raises:
            UnknownNumberError: One is missing.
        """
        return Limits(self._known(self.lower, "lower limit"), self._known(self.upper, "upper limit"))

    @property
    def limits_if_known(self) -> Limits | None:
        """Both limits, None where one is missing."""
        return None if self.lower is None or self.upper is None else Limits(self.lower, self.upper)

    @property
    def population_quarter(self) -> Quarter:
        """The quarter whose population stands in the number.

        Raises:
            UnknownNumberError: No population does.
        """
        if self.population_period is None:
            raise UnknownNumberError(f"no population stands in {self.indicator} of {self.area}")
        return Quarter.of_statbank(self.population_period)

    @property
    def first_day(self) -> date:
        """The first day of the number's period; of a stock, the day it was counted on."""
        return self.period_start or self.as_of

    @property
    def last_day(self) -> date:
        """The last day of the number's period; of a stock, the day it was counted on."""
        return self.period_end or self.as_of

    @property
    def days(self) -> int:
        """Days of its period, both ends counted."""
        return days_between(self.first_day, self.last_day)

    @property
    def is_of_whole_quarter(self) -> bool:
        """Whether its period is the quarter, from the first day to the last."""
        quarter = Quarter.parse(self.quarter)
        return (self.first_day, self.last_day) == (quarter.first_day, quarter.last_day)

    def _known(self, number: float | None, name: str) -> float:
        if number is None:
            raise UnknownNumberError(
                f"{self.indicator} of {self.area} ({self.area_code}) in {self.quarter} has no {name}"
            )
        return number


def indicator_rows(table: pl.DataFrame) -> list[IndicatorRow]:
    """The rows of a tidy table in its order; further columns are left out."""
    return [IndicatorRow(*row) for row in table.select(Indicators.column_names()).iter_rows()]


def table_of(rows: Sequence[IndicatorRow], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The table of some rows.

    Args:
        rows: In their order.
        schema: The types of a table's columns, such as of the one that the rows were made from.
    """
    columns = {name: schema[name] for name in Indicators.column_names()}
    return pl.DataFrame(rows, schema=columns, orient="row")
