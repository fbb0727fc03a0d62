"""A table of areas that is filtered by any spelling of a place's name."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Set
from functools import wraps
from typing import Any, Final, NoReturn

import polars as pl

from analysis.core.problems import quoted
from analysis.explore.areas import LEVEL_NAMES
from analysis.explore.guesses import named
from analysis.explore.spellings import KINDS, Spellings
from analysis.reference.area_names import UnknownNameError, find_code, nearest
from analysis.texts.markup import as_html

PLACES: Final = ("area", "region", "report_area")
CODES: Final = ("area_code", "region_code")
# Of these a name that the column does not hold is an error too.
NAMED: Final = ("indicator", "level", "quarter")
# What a column of the tables is called elsewhere.
OTHER_COLUMNS: Final = {
    "kommune": "area",
    "municipality": "area",
    "name": "area",
    "navn": "area",
    "område": "report_area",
    "code": "area_code",
    "kode": "area_code",
    "kommunekode": "area_code",
    "municipality_code": "area_code",
    "kvartal": "quarter",
    "niveau": "level",
}

# What is written in pandas, and what Polars has for it.
OF_PANDAS: Final = {
    "loc": '.filter(area="Vejle")',
    "iloc": ".row(0, named=True) or .slice(0, 5)",
    "query": '.filter(pl.col("active_runners") > 100)',
    "sort_values": '.sort("active_runners", descending=True)',
    "groupby": '.group_by("region").agg(pl.col("active_runners").sum())',
    "merge": '.join(other, on="area_code")',
    "assign": ".with_columns(share=pl.col(…) / pl.col(…))",
    "astype": ".cast(…)",
    "apply": ".with_columns(…)",
    "set_index": '.filter(area="Vejle"), for there is no index',
    "reset_index": "nothing, for there is no index",
    "index": "nothing, for there is no index",
    "iterrows": ".iter_rows(named=True)",
    "itertuples": ".iter_rows(named=True)",
    "fillna": ".fill_null(…)",
    "dropna": ".drop_nulls(…)",
    "isna": ".null_count()",
    "nlargest": '.top_k(5, by="active_runners")',
    "nsmallest": '.bottom_k(5, by="active_runners")',
    "value_counts": '["region"].value_counts()',
    "to_csv": '.write_csv("x.csv")',
    "to_excel": '.write_excel("x.xlsx")',
    "values": ".to_numpy()",
    "info": ".glimpse()",
}


# Steps after which a table still knows places.
STEPS: Final = (
    "select",
    "with_columns",
    "sort",
    "drop",
    "drop_nulls",
    "rename",
    "unique",
    "join",
    "head",
    "tail",
    "limit",
    "slice",
    "top_k",
    "bottom_k",
    "reverse",
    "with_row_index",
    "clone",
)


def _as_place_table(step: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(step)
    def taken(self: PlaceTable, *args: Any, **options: Any) -> Any:
        made = step(self, *args, **options)
        return self._with_spellings(made) if type(made) in (pl.DataFrame, PlaceTable) else made

    taken.__doc__ = "As Polars has it; what comes out knows places too."
    return taken


class PlaceTable(pl.DataFrame):
    """A frame of Polars whose `filter` knows places: ``region="Sjælland"`` is Region Sjælland.

    So do the frames that sorting, selecting and the like make of it.

    Attributes:
        spellings: Gives all spellings of areas; None where only the names in the table are known.
    """

    spellings: Callable[[], Spellings] | None = None

    def _with_spellings(self, frame: pl.DataFrame) -> PlaceTable:
        made = PlaceTable(frame)
        made.spellings = self.spellings
        return made

    def __getattr__(self, name: str) -> NoReturn:
        """Say what a frame of Polars has instead of what pandas has."""
        said = f"{type(self).__name__!r} object has no attribute {name!r}"
        hint = f"; in Polars it is {OF_PANDAS[name]}" if name in OF_PANDAS else ""
        more = "" if name.startswith("_") else f"{hint}; .to_pandas() makes a frame of pandas of it"
        raise AttributeError(f"{said}{more}")

    def __getitem__(self, key: Any) -> Any:
        """A column or rows, as Polars has it; rows by a condition are filtered."""
        if isinstance(key, pl.Series) and key.dtype == pl.Boolean:
            raise TypeError('rows by a condition are .filter(pl.col("population") > 100_000)')
        return super().__getitem__(key)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Say that a table is no function."""
        raise TypeError('this is a table and no function: leave the brackets out, or .filter(area="Vejle")')

    def filter(self, *predicates: Any, **constraints: Any) -> pl.DataFrame:
        """The rows that fulfil all conditions, as Polars has it; places by any spelling of their names.

        A condition on places that no row fulfils is warned of, for it is rarely what was meant.

        Args:
            predicates: Expressions.
            constraints: Column → value, or several; of `area`, `region` and `report_area` a code or a name in
                any spelling, of `area_code` too, of `level` its plural and Danish too.

        Raises:
            UnknownNameError: No place, indicator or level of the column is called so.
        """
        for column in constraints:
            if column not in self.columns:
                meant = OTHER_COLUMNS.get(column.casefold(), "")
                near = f"; did you mean {meant}=?" if meant in self.columns else nearest(column, self.columns)
                said = f"the table has no column {quoted(column)}{near}; it has {named(self.columns)}"
                raise pl.exceptions.ColumnNotFoundError(said)
        resolved = {column for column in constraints if column in {*PLACES, *CODES, *NAMED} & {*self.columns}}
        within = [
            self._is_one_of(column, constraints[column]) for column in constraints if column in resolved
        ]
        others = {column: value for column, value in constraints.items() if column not in resolved}
        kept = self._with_spellings(super().filter(*predicates, *within, **others))
        asked = {name for one in predicates if isinstance(one, pl.Expr) for name in one.meta.root_names()}
        looked_up = {*PLACES, *CODES, "indicator"} & {*self.columns}
        if kept.is_empty() and not self.is_empty() and (places_asked := asked & looked_up):
            held = " ".join(f"{column} holds {self._some(column)}." for column in sorted(places_asked))
            warnings.warn(f"no row is left: {held}", stacklevel=2)
        return kept

    def _is_one_of(self, column: str, value: Any) -> pl.Expr:
        """Whether a row is of a place, indicator or level, or of one of several."""
        several = value if isinstance(value, list | tuple | set | pl.Series) else [value]
        held = {str(name) for name in self[column].unique(maintain_order=True).drop_nulls()}
        found: list[pl.Expr] = []
        for one in several:
            names, codes = self._meant(column, one, held)
            if codes:
                found.append(pl.col("area_code").is_in(codes))
            found.append(pl.col(column).cast(pl.String).is_in(names))
        return pl.any_horizontal(found) if found else pl.lit(value=False)

    def _meant(self, column: str, written: Any, held: Set[str]) -> tuple[list[str], list[str]]:
        """The values of a column that are meant, or the codes where areas are told apart by these."""
        if column in NAMED:
            plain = str(written).strip()
            name = LEVEL_NAMES.get(plain.casefold(), plain) if column == "level" else plain
            if name not in held:
                raise UnknownNameError(
                    f"no {column} is called {quoted(plain)}{nearest(plain, held)}; {column} holds"
                    f" {self._some(column)}"
                )
            return [name], []
        try:
            if column in CODES and str(written) in held:
                return [str(written)], []
            if column in PLACES:
                return [find_code(written, {name: name for name in held})], []
        except UnknownNameError as error:
            unknown = str(error)
        if self.spellings is None:
            raise UnknownNameError(f"{unknown}; {column} holds {self._some(column)}") from None
        spelt = self.spellings()
        try:
            codes = spelt.codes(written)
        except UnknownNameError as error:
            unknown = str(error).removesuffix(KINDS)
            raise UnknownNameError(f"{unknown}; {column} holds {self._some(column)}") from None
        if column in CODES:
            names = [code for code in codes if code in held]
        elif column == "area" and "area_code" in self.columns:
            here = [code for code in codes if code in self["area_code"]]
            if here:
                return [], here
            names = []
        else:
            names = [spelt.names[code] for code in codes if spelt.names[code] in held]
        if not names:
            meant = " or ".join(f"{spelt.names[code]} ({code})" for code in codes)
            raise UnknownNameError(f"{column} does not hold {meant}; it holds {self._some(column)}")
        return names, []

    def _some(self, column: str) -> str:
        """The names of a column, or the first of many."""
        names = self[column].unique(maintain_order=True).drop_nulls().cast(pl.String)
        return named(map(repr, names))


class TrendTable(PlaceTable):
    """A series, with where further figures of it are.

    Attributes:
        further: How to see them; empty for none.
    """

    further: str = ""

    def __str__(self) -> str:
        """The table, and below it where further figures are."""
        return "\n".join(filter(None, [super().__str__(), self.further]))

    def _repr_html_(self, **options: Any) -> str:
        below = f"<p>{as_html(self.further)}</p>" if self.further else ""
        return f"{super()._repr_html_(**options)}{below}"


for _name in STEPS:
    setattr(PlaceTable, _name, _as_place_table(getattr(pl.DataFrame, _name)))
