"""A table of areas that is filtered by any spelling of a place's name."""

from __future__ import annotations

import warnings
from typing import Any, Final

import polars as pl

from analysis.reference.area_names import UnknownNameError, find_code

PLACES: Final = ("area", "region", "report_area")


class PlaceTable(pl.DataFrame):
    """A frame of Polars whose `filter` knows places: ``region="Sjælland"`` is Region Sjælland."""

    def filter(self, *predicates: Any, **constraints: Any) -> pl.DataFrame:
        """The rows that fulfil all conditions, as Polars has it; places by any spelling of their names.

        A condition on places that no row fulfils is warned of, for it is rarely what was meant.

        Args:
            predicates: Expressions.
            constraints: Column → value; of `area`, `region` and `report_area` a name in any spelling.

        Raises:
            UnknownNameError: No place of the column is called so.
        """
        named = {
            column: self._named(column, value) if column in PLACES and column in self.columns else value
            for column, value in constraints.items()
        }
        kept = super().filter(*predicates, **named)
        asked = {name for one in predicates if isinstance(one, pl.Expr) for name in one.meta.root_names()}
        if kept.is_empty() and not self.is_empty() and (places := asked & {*PLACES} & {*self.columns}):
            held = " ".join(f"{column} holds {self._some(column)}." for column in sorted(places))
            warnings.warn(f"no row is left: {held}", stacklevel=2)
        return kept

    def _named(self, column: str, value: object) -> object:
        """A value of a column of names as the column writes it."""
        if not isinstance(value, str):
            return value
        names = {name: name for name in self[column].unique(maintain_order=True).drop_nulls()}
        try:
            return find_code(value, names)
        except UnknownNameError as error:
            raise UnknownNameError(f"{error}; {column} holds {self._some(column)}") from None

    def _some(self, column: str) -> str:
        """The names of a column, or the first of many."""
        names = self[column].unique(maintain_order=True).drop_nulls().to_list()
        shown = ", ".join(map(repr, names[:5]))
        return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} others"
