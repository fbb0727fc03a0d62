"""How narrowly the published numbers pin down the hidden ones, and which equations give them away.

Every hidden number is a whole count, or a share of such counts, in a system of linear equations and
inequalities: sums over areas, shares within their rounding, differences between quarters, and what earlier
versions showed. Its range is found by linear programming, with whole counts where that narrows it (the
"attacker's problem" of Hundepool et al. 2012, *Statistical Disclosure Control*, section 4.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import (
    ANY_QUARTER,
    CHANGE,
    COMPUTED_FROM,
    COUNT_OF,
    OWN_QUARTER,
    QUARTERS_BACK,
    STATED,
    Policy,
    area_of_ingredient,
    before,
    ingredients_of,
    policy_of,
)
from analysis.indicators.table import half_a_step
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.reading.files import DELIVERY_FILE
from analysis.reference.files import Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]

NOW: Final = ""
CELL: Final = ("version", "count", "quarter", "area_code")
DENOMINATOR: Final[dict[str, tuple[str, ...]]] = {
    "accepted_by_one": ("activations",),
    "accepted_by_two": ("activations",),
    "cancelled_share": ("activations", "cancelled"),
    "aed_24_7_share": ("aed_registered",),
    "active_runners_share_of_country": ("active_runners",),
    "aed_per_1000_runners": ("active_runners",),
}
NUMERATOR: Final[dict[str, tuple[str, ...]]] = {
    "accepted_by_one": ("accepted_by_one",),
    "accepted_by_two": ("accepted_by_two",),
    "cancelled_share": ("cancelled",),
    "aed_24_7_share": ("aed_24_7",),
    "aed_per_1000_runners": ("aed_registered",),
}
NOT_LINEAR: Final = ("aed_time_share",)
PART_OF: Final = (
    ("accepted_by_one", "activations"),
    ("accepted_by_two", "accepted_by_one"),
    ("accepted_by_two", "activations"),
    ("aed_24_7", "aed_registered"),
)
YEAR_TO_DATE: Final = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")
UNBOUNDED: Final = (3, 4)
SCALE: Final = {
    "percent": 100.0,
    "per_100000": 1e5,
    "per_100000_per_year": 1e5,
    "per_day": 1.0,
    "per_1000": 1000.0,
}
COUNTED: Final = ("persons", "alarms", "aeds")
PRECISION: Final = 1e-6
AT_LEAST: Final = " (at least)"
AT_MOST: Final = " (at most)"
SHARE_STEPS: Final = 14
MOST_ROUNDS: Final = 100
MOST_FURTHER: Final = 3

Terms = dict[tuple[str, str, str], float]


class Equation(NamedTuple):
    """A row of the system before cells have numbers: `lower` ≤ sum of terms ≤ `upper`.

    Attributes:
        name: In plain words.
        terms: (count, quarter, area code) → coefficient.
        lower: Minus infinity for none.
        upper: Infinity for none.
        exact: False where rounding or a correction may have broken it.
        own: The cell without which the row would not be published; None where any of its cells will do.
        published: Whether hiding a cell takes the row away.
    """

    name: str
    terms: Terms
    lower: float
    upper: float
    exact: bool = True
    own: tuple[str, str, str] | None = None
    published: bool = True


@dataclass(frozen=True)
class System:
    """Everything published about some counts, as linear equations and inequalities.

    Attributes:
        cells: A row per unknown of the system, in the order of its columns: `version` (empty for the table
            itself), `count`, `quarter`, `area_code`, `area`, `value` (null where it is not published).
        rows: A row per equation: `name`, `lower`, `upper`, `exact`, `version`, `published`, `own`.
        row: The equation of each coefficient that is not 0.
        column: Its cell.
        coefficient: The coefficients.
    """

    cells: pl.DataFrame
    rows: pl.DataFrame
    row: Places
    column: Places
    coefficient: Vector

    @cached_property
    def number(self) -> dict[tuple[str, str, str], int]:
        """(count, quarter, area code) of the table's own cells → column."""
        own = self.cells.with_row_index("column").filter(pl.col("version") == NOW)
        return {
            (count, quarter, area): column
            for column, count, quarter, area in own.select("column", *CELL[1:]).iter_rows()
        }


def constraints(
    table: pl.DataFrame,
    reference: Reference,
    policy: Policy | None = None,
    earlier: Mapping[str, pl.DataFrame] | None = None,
) -> System:
    """The linear system that a published table and earlier versions of it make up.

    Args:
        table: The tidy table as it is to be published.
        reference: Which areas add up to which.
        policy: Its threshold is known to every reader of a suppressed count.
        earlier: Name of an earlier version, such as `v1` → its table. A count is taken to be the same as
            then, unless both tables publish it and it differs.

    Returns:
        The system. Shares of a publication lie within half of their last decimal, both ends included, as it
        is not known which way a half was rounded.
    """
    versions = {NOW: table, **(earlier or {})}
    names = area_names(table, reference)
    parts = parts_of(reference)
    cells = pl.concat(
        cells_of(one, names).with_columns(version=pl.lit(name)) for name, one in versions.items()
    )
    sums, absent = sum_rows(cells, parts, names)
    cells = pl.concat([cells, absent], how="diagonal").join(names, on="area_code", how="left")
    cells = cells.select(*CELL, "area", "value", "suppressed").sort(CELL).with_row_index("column")
    rows, terms = [sums[0]], [sums[1]]
    for number, (equations, coefficients) in enumerate(
        [
            definition_rows(cells),
            later_rows(cells),
            *(
                published_rows(name, one, cells, (policy or Policy()).threshold)
                for name, one in versions.items()
            ),
            unchanged_rows(cells),
        ],
        start=1,
    ):
        rows.append(equations.with_columns(row=pl.format("{}/{}", pl.lit(str(number)), "row")))
        terms.append(coefficients.with_columns(row=pl.format("{}/{}", pl.lit(str(number)), "row")))
    equations = pl.concat(rows, how="diagonal").with_row_index("place")
    entries = (
        pl.concat(terms, how="diagonal")
        .join(equations.select("row", "place"), on="row")
        .join(cells.select("column", *CELL), on=CELL)
    )
    return System(
        cells.drop("column", "suppressed"),
        equations.select("name", "lower", "upper", "exact", "version", "published", "own"),
        entries["place"].cast(pl.Int64).to_numpy(),
        entries["column"].cast(pl.Int64).to_numpy(),
        entries["coefficient"].to_numpy(),
    )


def area_names(table: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """`area_code`, `area` of the country and of every area of the reference's geography."""
    geography = reference.geography
    pairs = [
        geography.select(area_code=f"{level}_code", area=level).drop_nulls()
        for level in ("region", "report_area", "municipality")
    ]
    country = pl.DataFrame([COUNTRY], schema=["area_code", "area"], orient="row")
    return pl.concat([country, *pairs]).unique("area_code", keep="first", maintain_order=True)


def parts_of(reference: Reference) -> pl.DataFrame:
    """`whole`, `kind`, `part`: the areas that add up to another, by the kind of the parts.

    A region is the sum of its report areas where each of its municipalities lies in one.
    """
    geography = reference.geography.with_columns(country=pl.lit(COUNTRY[0]))
    placed = geography.filter(pl.col("report_area_code").is_not_null().all().over("region_code"))
    steps = [
        (geography, "country", "region_code", "regions"),
        (geography, "region_code", "municipality_code", "municipalities"),
        (placed, "region_code", "report_area_code", "report areas"),
        (geography, "report_area_code", "municipality_code", "municipalities"),
    ]
    return pl.concat(
        frame.select(whole=whole, kind=pl.lit(kind), part=part).drop_nulls().unique(maintain_order=True)
        for frame, whole, part, kind in steps
    )


def cells_of(table: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The counts that a table's rows are about: `count`, `quarter`, `area_code`, `value`, `suppressed`.

    `value` is null where the table does not state the count, `suppressed` says that it is under the threshold
    or computed from such a count (null for no).
    """
    placed = table.join(names.select("area_code"), on="area_code", how="semi")
    mentioned = (
        placed.select("indicator", "quarter", "area_code")
        .join(ingredients_of(table), on=["indicator", "quarter"])
        .filter(pl.col("where") == "own")
        .select("count", "area_code", quarter="of_quarter")
        .unique(maintain_order=True)
    )
    stated = placed.filter(pl.col("indicator").is_in(list(COUNT_OF))).select(
        "quarter",
        "area_code",
        count=pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String),
        value=pl.coalesce(
            pl.when(pl.col("indicator") == one.indicator).then(pl.col(one.column)) for one in STATED.values()
        ),
        suppressed=pl.when(pl.col("status") == "suppressed").then(pl.lit(value=True)),
    )
    return mentioned.join(stated, on=["count", "quarter", "area_code"], how="left")


RowsAndTerms = tuple[pl.DataFrame, pl.DataFrame]


def sum_rows(
    cells: pl.DataFrame, parts: pl.DataFrame, names: pl.DataFrame
) -> tuple[RowsAndTerms, pl.DataFrame]:
    """Areas that add up to another, wherever the whole and at least one part are cells.

    Returns:
        The rows with their terms, and the cells of parts that no table mentions.
    """
    present = cells.select(CELL)
    sums = (
        present.join(parts, left_on="area_code", right_on="whole")
        .join(
            present.with_columns(is_cell=pl.lit(value=True)),
            left_on=["version", "count", "quarter", "part"],
            right_on=CELL,
            how="left",
        )
        .filter(pl.col("is_cell").any().over(*CELL, "kind"))
        .join(names, on="area_code")
        .with_columns(row=pl.format("0/{}/{}/{}/{}/{}", *CELL, "kind"))
    )
    version = pl.when(pl.col("version") == NOW).then(pl.lit("")).otherwise(pl.format("{}: ", "version"))
    rows = sums.group_by("row", maintain_order=True).agg(
        pl.col("version", "quarter", "count", "area", "kind").first(), number=pl.len()
    )
    equations = rows.select(
        "row",
        "version",
        name=pl.format(
            "{}{} = sum of its {} {}: {}, {}", version, "area", "number", "kind", "count", "quarter"
        ),
        lower=pl.lit(0.0),
        upper=pl.lit(0.0),
        exact=pl.lit(value=True),
        published=pl.lit(value=False),
    )
    wholes = sums.unique("row", maintain_order=True).select("row", *CELL, coefficient=pl.lit(1.0))
    added = sums.select("row", *CELL[:3], area_code="part", coefficient=pl.lit(-1.0))
    absent = added.select(CELL).unique(maintain_order=True).join(present, on=CELL, how="anti")
    return (equations, pl.concat([wholes, added])), absent


def definition_rows(cells: pl.DataFrame) -> RowsAndTerms:
    """No part is larger than its whole: accepted by two, accepted by one, all activations."""
    pairs = pl.DataFrame(PART_OF, schema={"count": pl.String, "whole": pl.String}, orient="row")
    both = cells.join(pairs, on="count").join(
        cells.select(*CELL, "column"),
        left_on=["version", "whole", "quarter", "area_code"],
        right_on=CELL,
        suffix="_whole",
    )
    name = pl.format("{}: {} is at most {}, {}", "area", "count", "whole", "quarter")
    return _differences(both, name, pl.col("whole"), pl.col("quarter"))


def later_rows(cells: pl.DataFrame) -> RowsAndTerms:
    """Counts of a year to date do not fall from one quarter to the next."""
    flows = cells.filter(pl.col("count").is_in(YEAR_TO_DATE) & ~pl.col("quarter").str.ends_with("Q4"))
    number = pl.col("quarter").str.slice(5, 1).cast(pl.Int32)
    following = flows.with_columns(whole=pl.format("{}Q{}", pl.col("quarter").str.slice(0, 4), number + 1))
    both = following.join(
        cells.select(*CELL, "column"),
        left_on=["version", "count", "whole", "area_code"],
        right_on=CELL,
        suffix="_whole",
    )
    name = pl.format(
        "{}: {} of the year to date does not fall from {} to {}", "area", "count", "quarter", "whole"
    )
    return _differences(both, name, pl.col("count"), pl.col("whole"))


def _differences(both: pl.DataFrame, name: pl.Expr, count: pl.Expr, quarter: pl.Expr) -> RowsAndTerms:
    """Rows that say that the cell of `count` and `quarter` is at least the cell it stands beside."""
    told = both.with_columns(row=pl.format("{}/{}", "column", "column_whole"))
    rows = told.select(
        "row",
        "version",
        name=name,
        lower=pl.lit(0.0),
        upper=pl.lit(inf),
        exact=pl.lit(value=False),
        published=pl.lit(value=False),
    )
    larger = told.select("row", "version", count.alias("count"), quarter.alias("quarter"), "area_code")
    smaller = told.select("row", *CELL)
    return rows, pl.concat(
        [larger.with_columns(coefficient=pl.lit(1.0)), smaller.with_columns(coefficient=pl.lit(-1.0))]
    )


def unchanged_rows(cells: pl.DataFrame) -> RowsAndTerms:
    """A count that not both versions publish is the same in both."""
    now = cells.filter(pl.col("version") == NOW).select(*CELL[1:], now="value", place="column")
    both = (
        cells.filter(pl.col("version") != NOW)
        .join(now, on=CELL[1:])
        .filter(pl.any_horizontal(pl.col("now", "value").is_null()))
        .with_columns(row=pl.format("{}", "column"))
    )
    rows = both.select(
        "row",
        "version",
        name=pl.format("{} unchanged since {}: {}, {}", "area", "version", "count", "quarter"),
        lower=pl.lit(0.0),
        upper=pl.lit(0.0),
        exact=pl.lit(value=False),
        published=pl.lit(value=False),
    )
    terms = both.select("row", *CELL)
    return rows, pl.concat(
        [
            terms.with_columns(coefficient=pl.lit(1.0)),
            terms.with_columns(version=pl.lit(NOW), coefficient=pl.lit(-1.0)),
        ]
    )


def published_rows(version: str, table: pl.DataFrame, cells: pl.DataFrame, threshold: int) -> RowsAndTerms:
    """What a table's numbers say about the counts that it does not state.

    Args:
        version: Its name.
        table: The tidy table.
        cells: All cells.
        threshold: A suppressed count is smaller.
    """
    here = cells.filter(pl.col("version") == version)
    unknown = here.filter(pl.col("value").is_null())
    rows = _rows_about(table.filter(pl.col("status") == "published"), unknown)
    denominators = _denominators(table) if any("_change_" in row["indicator"] for row in rows) else {}
    said = [scaled(equation) for row in rows for equation in equations_of(row, denominators)]
    equations = [*said, *_under_threshold(unknown, threshold)]
    column = {
        (count, quarter, area): number
        for number, count, quarter, area in here.select("column", *CELL[1:]).iter_rows()
    }
    known_cells = [
        (number, one) for number, one in enumerate(equations) if all(cell in column for cell in one.terms)
    ]
    prefix = f"{version}: " if version else ""
    frame = pl.DataFrame(
        [
            (
                str(number),
                version,
                prefix + one.name,
                one.lower,
                one.upper,
                one.exact,
                one.published and version == NOW,
                column[one.own] if one.own else None,
            )
            for number, one in known_cells
        ],
        schema={
            "row": pl.String,
            "version": pl.String,
            "name": pl.String,
            "lower": pl.Float64,
            "upper": pl.Float64,
            "exact": pl.Boolean,
            "published": pl.Boolean,
            "own": pl.Int64,
        },
        orient="row",
    )
    terms = pl.DataFrame(
        [
            (str(number), version, *cell, coefficient)
            for number, one in known_cells
            for cell, coefficient in one.terms.items()
        ],
        schema={"row": pl.String, **dict.fromkeys(CELL, pl.String), "coefficient": pl.Float64},
        orient="row",
    )
    return frame, terms


def _rows_about(table: pl.DataFrame, unknown: pl.DataFrame) -> list[dict[str, Any]]:
    used = ingredients_of(table).filter(
        pl.col("where") != "municipality", pl.col("of_quarter") != ANY_QUARTER
    )
    keys = unknown.select("count", of_quarter="quarter", of_area="area_code")
    about = (
        table.with_row_index("place")
        .select("place", "indicator", "quarter", "area_code")
        .join(used, on=["indicator", "quarter"])
        .with_columns(of_area=area_of_ingredient())
        .join(keys, on=["count", "of_quarter", "of_area"], how="semi")["place"]
        .unique()
        .sort()
    )
    return table[about].with_columns(half=half_a_step(pl.col("value"))).to_dicts()


def _denominators(table: pl.DataFrame) -> dict[tuple[str, str, str], float]:
    rows = table.drop_nulls("denominator").select("indicator", "quarter", "area_code", "denominator")
    return {(indicator, quarter, area): number for indicator, quarter, area, number in rows.iter_rows()}


def _under_threshold(unknown: pl.DataFrame, threshold: int) -> Iterator[Equation]:
    """Suppressed counts lie below the threshold, and above 0 where nothing else explains their status."""
    hidden = unknown.filter("suppressed")
    cells = {tuple(cell) for cell in hidden.select(CELL[1:]).iter_rows()}
    for *cell, area in hidden.select(*CELL[1:], "area").iter_rows():
        count, quarter, code = cell
        others = [one for one in COMPUTED_FROM[STATED[count].indicator] if one != count]
        least = 0.0 if any((one, quarter, code) in cells for one in others) else 1.0
        yield Equation(
            f"{area}: {count} is suppressed, so from {least:.0f} to {threshold - 1}, {quarter}",
            {(count, quarter, code): 1.0},
            least,
            threshold - 1.0,
            published=False,
        )


def equations_of(
    row: Mapping[str, Any], denominators: Mapping[tuple[str, str, str], float]
) -> Iterator[Equation]:
    """What one published row says about counts.

    Args:
        row: A row of the tidy table with `half`, half of the last decimal of its value.
        denominators: (indicator, quarter, area code) → denominator, of rows that changes compare.
    """
    indicator, quarter, area = row["indicator"], row["quarter"], row["area_code"]
    change = CHANGE.fullmatch(indicator)
    top = _numerator(indicator, quarter, area, denominators)
    if top is None:
        return
    bottom = _denominator(indicator, quarter, area, denominators)
    published = row["basis"] == "published"
    own = (COUNT_OF[indicator], quarter, area) if published and indicator in COUNT_OF else None

    def said(what: str, terms: Terms, lower: float, upper: float, *, exact: bool = True) -> Equation:
        return Equation(f"{row['area']}: {indicator} {what}, {quarter}", terms, lower, upper, exact, own)

    value, numerator, denominator = row["value"], row["numerator"], row["denominator"]
    if numerator is not None:
        yield said(f"has the numerator {numerator:g}", top, *_about(numerator))
    if bottom and denominator is not None:
        yield said(f"has the denominator {denominator:g}", bottom, *_about(denominator))
    if numerator is not None or (bottom is None and indicator.endswith("_percent")):
        return
    if bottom and value is not None:
        half, rounded = (row["half"], ", rounded") if published else (PRECISION, "")
        low, high = ((value + side) / SCALE[row["unit"]] for side in (-half, half))
        what = f"is {value:g}{rounded}"
        yield said(f"{what}{AT_LEAST}", _minus(top, bottom, low), 0.0, inf, exact=False)
        yield said(f"{what}{AT_MOST}", _minus(top, bottom, high), -inf, 0.0, exact=False)
    if bottom:
        return
    counted = change is not None or row["unit"] in COUNTED
    if not counted and denominator is None:
        return
    factor = (1.0 if counted else denominator) / SCALE.get(row["unit"], 1.0)
    if value is not None:
        yield said(f"is {value:g}", top, *_about(value * factor))
    else:
        lower, upper = _about(row["lower"] * factor)[0], _about(row["upper"] * factor)[1]
        what = f"lies between {row['lower']:g} and {row['upper']:g}"
        yield said(what, top, lower, upper, exact=False)


def scaled(equation: Equation) -> Equation:
    """The equation with 1 as its largest coefficient, so that a solver's tolerance means the same in all."""
    largest = max(abs(coefficient) for coefficient in equation.terms.values())
    terms = {cell: coefficient / largest for cell, coefficient in equation.terms.items()}
    return equation._replace(terms=terms, lower=equation.lower / largest, upper=equation.upper / largest)


def _about(number: float) -> tuple[float, float]:
    """A number as a range: itself where it is whole, else with room for floating point."""
    if number == round(number):
        return number, number
    room = PRECISION * max(1.0, abs(number)) * 1e-3
    return number - room, number + room


def _minus(top: Terms, bottom: Terms, share: float) -> Terms:
    cells = {**top, **bottom}
    return {cell: top.get(cell, 0.0) - share * bottom.get(cell, 0.0) for cell in cells}


def _numerator(
    indicator: str, quarter: str, area: str, denominators: Mapping[tuple[str, str, str], float]
) -> Terms | None:
    """What stands above the line; None where it cannot be said."""
    if change := CHANGE.fullmatch(indicator):
        if change["all"]:
            return None
        base = str(before(Quarter.parse(quarter), QUARTERS_BACK[change["kind"]]))
        now = _level(change["base"], quarter, area, denominators)
        then = _level(change["base"], base, area, denominators)
        return None if now is None or then is None else _minus(now, then, 1.0)
    if indicator in OWN_QUARTER:
        return _own_quarter(OWN_QUARTER[indicator][0], quarter, area)
    if indicator in NOT_LINEAR or indicator not in COMPUTED_FROM:
        return None
    counts = NUMERATOR.get(indicator, COMPUTED_FROM[indicator])
    return {(count, quarter, area): 1.0 for count in counts}


def _own_quarter(count: str, quarter: str, area: str) -> Terms:
    day = Quarter.parse(quarter)
    now = {(count, quarter, area): 1.0}
    return now if day.number == 1 else {**now, (count, str(day.previous), area): -1.0}


def _level(
    indicator: str, quarter: str, area: str, denominators: Mapping[tuple[str, str, str], float]
) -> Terms | None:
    """A count, or a rate as a multiple of its count, in the unit of its changes divided by their scale."""
    terms = _numerator(indicator, quarter, area, denominators)
    if terms is None or indicator in STATED:
        return terms
    denominator = denominators.get((indicator, quarter, area))
    return {cell: one / denominator for cell, one in terms.items()} if denominator else None


def _denominator(
    indicator: str, quarter: str, area: str, denominators: Mapping[tuple[str, str, str], float]
) -> Terms | None:
    """The counts below the line; None where a constant stands there, or nothing."""
    if change := CHANGE.fullmatch(indicator):
        if not indicator.endswith("_percent"):
            return None
        base = str(before(Quarter.parse(quarter), QUARTERS_BACK[change["kind"]]))
        return _level(change["base"], base, area, denominators)
    if indicator == "accepted_by_one_quarter":
        return _own_quarter("activations", quarter, area)
    counts = DENOMINATOR.get(indicator)
    where = COUNTRY[0] if indicator == "active_runners_share_of_country" else area
    return {(count, quarter, where): 1.0 for count in counts} if counts else None


class Interval(NamedTuple):
    """The range of a hidden number, of the count behind it, and how it was found.

    Attributes:
        lower: Least value in the unit of the row; None where what is published contradicts itself.
        upper: Largest value; infinity for no bound.
        count_lower: Least count.
        count_upper: Largest count.
    """

    lower: float | None
    upper: float | None
    count_lower: float | None
    count_upper: float | None

    @property
    def width(self) -> float:
        """In the unit of the row; infinite where nothing is known."""
        return inf if self.lower is None or self.upper is None else self.upper - self.lower


NOTHING_KNOWN: Final = Interval(None, None, None, None)


class Range(NamedTuple):
    """Least and largest value of a sum of cells, and the rows that hold them there (by their multipliers)."""

    lower: float
    upper: float
    rows: frozenset[int]

    @property
    def single(self) -> bool:
        """Whether there is only one value."""
        return self.upper == self.lower


class Block:
    """A connected part of a system, with everything published put in: unknowns are whole and 0 or more.

    Attributes:
        columns: Column of the system → column of the block.
        rows: The system's rows that bind the block.
        matrix: Dense coefficients of those rows.
        lower: Their lower limits.
        upper: Their upper limits.
    """

    def __init__(
        self, columns: Sequence[int], rows: Places, matrix: Vector, lower: Vector, upper: Vector
    ) -> None:
        """Take the parts of a system that belong together."""
        self.columns = {column: place for place, column in enumerate(columns)}
        self.rows, self.matrix, self.lower, self.upper = rows, matrix, lower, upper
        self._limits: tuple[Mask, tuple[Vector, Vector] | None] | None = None

    def range(self, terms: Mapping[int, float], chosen: Mask, *, complete: bool = True) -> Range | None:
        """The range of a sum of unknowns under some of the block's rows; None where they contradict.

        Args:
            terms: Column of the system → coefficient.
            chosen: Which of the block's rows count.
            complete: By linear programming; else each row only narrows by itself what the others left, over
                and over, which finds every subtraction but not what only several rows at once give away.
        """
        objective = np.zeros(len(self.columns))
        for column, coefficient in terms.items():
            objective[self.columns[column]] += coefficient
        quick = self._narrowed(objective, chosen)
        if quick is None or quick.single or not complete:
            return quick
        low, high = (self._least(sign * objective, chosen) for sign in (1, -1))
        if low is None or high is None:
            return None
        return Range(low[0], -high[0] + 0.0, low[1] | high[1])

    def _narrowed(self, objective: Vector, chosen: Mask) -> Range | None:
        if self._limits is None or not np.array_equal(self._limits[0], chosen):
            found = narrowed(self.matrix[chosen], self.lower[chosen], self.upper[chosen])
            self._limits = (chosen, found)
        limits = self._limits[1]
        if limits is None:
            return None
        used = objective != 0
        ends = [objective[used] * limit[used] for limit in limits]
        low, high = float(np.minimum(*ends).sum()), float(np.maximum(*ends).sum())
        return Range(low, high, frozenset(self.rows[chosen].tolist()))

    def _least(self, objective: Vector, chosen: Mask) -> tuple[float, frozenset[int]] | None:
        from scipy.optimize import Bounds, LinearConstraint, linprog, milp

        matrix, lower, upper = self.matrix[chosen], self.lower[chosen], self.upper[chosen]
        equal = lower == upper
        above, below = ~equal & np.isfinite(upper), ~equal & np.isfinite(lower)
        found = linprog(
            objective,
            A_ub=np.vstack([matrix[above], -matrix[below]]),
            b_ub=np.concatenate([upper[above], -lower[below]]),
            A_eq=matrix[equal],
            b_eq=lower[equal],
            bounds=(0, None),
            method="highs",
        )
        if found.status in UNBOUNDED and (not objective.any() or self._least(0 * objective, chosen)):
            return -inf, frozenset()
        if found.status != 0 or found.x is None:
            return None
        numbers = self.rows[chosen]
        tight = np.abs(found.ineqlin.marginals) > 0
        binding = {
            *numbers[equal][np.abs(found.eqlin.marginals) > 0].tolist(),
            *np.concatenate([numbers[above], numbers[below]])[tight].tolist(),
        }
        if np.abs(found.x - np.round(found.x)).max() < PRECISION:
            return float(objective @ np.round(found.x)), frozenset(binding)
        whole = milp(
            objective,
            constraints=LinearConstraint(matrix, lower, upper),
            integrality=np.ones(len(objective), dtype=np.int64),
            bounds=Bounds(0, np.inf),
            options={"mip_rel_gap": 0},
        )
        if whole.x is None:
            return None
        return float(objective @ np.round(whole.x)), frozenset(binding)


def narrowed(matrix: Vector, lower: Vector, upper: Vector) -> tuple[Vector, Vector] | None:
    """Limits of whole unknowns of 0 or more, as each row by itself narrows what the others left.

    Bound propagation (Savelsbergh 1994, *ORSA Journal on Computing* 6:445, section 1.1).

    Returns:
        Least and largest value of each unknown, or None where the rows contradict each other.
    """
    matrix, least = np.vstack([matrix, -matrix]), np.concatenate([lower, -upper])
    matrix, least = matrix[np.isfinite(least)], least[np.isfinite(least)]
    raises, lowers = matrix > 0, matrix < 0
    low, high = np.zeros(matrix.shape[1]), np.full(matrix.shape[1], np.inf)
    for _ in range(MOST_ROUNDS):
        most = np.zeros_like(matrix)
        np.multiply(matrix, high, out=most, where=raises)
        np.multiply(matrix, low, out=most, where=lowers)
        unbounded = np.isinf(most)
        finite = np.where(unbounded, 0.0, most)
        others = finite.sum(axis=1, keepdims=True) - finite
        missing = unbounded.sum(axis=1, keepdims=True) - unbounded
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(missing == 0, (least[:, None] - others) / matrix, np.nan)
        before_low, before_high = low, high
        low = np.maximum(
            low, np.where(raises & (missing == 0), np.ceil(needed - PRECISION), 0).max(0, initial=0)
        )
        high = np.minimum(
            high,
            np.where(lowers & (missing == 0), np.floor(needed + PRECISION), np.inf).min(0, initial=np.inf),
        )
        if (low > high).any():
            return None
        if (low == before_low).all() and (high == before_high).all():
            break
    return low, high


class Attack:
    """What a reader can work out from a system, some further cells being hidden.

    Attributes:
        system: The system.
        value: Published value of each cell, NaN where it is hidden.
    """

    def __init__(self, system: System, further: frozenset[int] = frozenset()) -> None:
        """Put everything published into the equations."""
        self.system = system
        self.value = system.cells["value"].cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
        self.value[sorted(further)] = np.nan
        unknown = np.isnan(self.value)
        size = system.rows.height
        counted = system.coefficient * np.where(unknown, 0.0, self.value)[system.column]
        constant = np.bincount(system.row, weights=counted, minlength=size)
        hidden = np.isin(system.column, sorted(further))
        touched = pl.Series(np.bincount(system.row[hidden], minlength=size) > 0)
        own = system.rows["own"]
        gone = own.is_in(sorted(further)).fill_null(value=False) | (own.is_null() & touched)
        kept = ~(system.rows["published"] & gone).to_numpy()
        self._lower: Vector = system.rows["lower"].to_numpy().astype(np.float64) - constant
        self._upper: Vector = system.rows["upper"].to_numpy().astype(np.float64) - constant
        self._entries = np.flatnonzero(unknown[system.column] & kept[system.row] & (system.coefficient != 0))
        self._columns_of: dict[int, list[int]] = {}
        self._rows_of: dict[int, list[int]] = {}
        for row, column in zip(
            system.row[self._entries].tolist(), system.column[self._entries].tolist(), strict=True
        ):
            self._columns_of.setdefault(row, []).append(column)
            self._rows_of.setdefault(column, []).append(row)
        self._blocks: dict[int, Block] = {}

    def block(self, column: int) -> Block:
        """The block that an unknown lies in: all that equations connect it with."""
        if column in self._blocks:
            return self._blocks[column]
        columns, rows, waiting = {column}, set[int](), [column]
        while waiting:
            for row in self._rows_of.get(waiting.pop(), []):
                if row not in rows:
                    rows.add(row)
                    new = set(self._columns_of[row]) - columns
                    columns |= new
                    waiting += new
        inside, places = sorted(columns), np.array(sorted(rows), dtype=np.int64)
        matrix = np.zeros((len(places), len(inside)))
        entries = self._entries[np.isin(self.system.row[self._entries], places)]
        at = np.searchsorted(places, self.system.row[entries])
        beside = np.searchsorted(inside, self.system.column[entries])
        matrix[at, beside] = self.system.coefficient[entries]
        block = Block(inside, places, matrix, self._lower[places], self._upper[places])
        self._blocks.update(dict.fromkeys(inside, block))
        return block

    def interval(
        self, hidden: Hidden, chosen: frozenset[int] | None = None, *, complete: bool = True
    ) -> tuple[Interval, frozenset[int]]:
        """The range of a hidden number, and the rows that hold it.

        Args:
            hidden: Which one.
            chosen: The system's rows to go by; None for all of them. Where all of them contradict each other,
                every earlier version is believed by itself, with the table and without it, then the table by
                itself, and the narrowest range counts; its exact rows alone where none of this is possible.
            complete: As in `Block.range`.
        """
        block = self.block(hidden.cell)
        if chosen is not None:
            return self._of(hidden, block, np.isin(block.rows, sorted(chosen)), complete=complete)
        found = self._of(hidden, block, np.ones(len(block.rows), dtype=bool), complete=complete)
        if found[0] != NOTHING_KNOWN:
            return found
        rows = self.system.rows[block.rows]
        now = (rows["version"] == NOW).to_numpy()
        versions = [(rows["version"] == one).to_numpy() for one in rows["version"].unique().sort()]
        believed = [*(now | one for one in versions), *versions, now & rows["exact"].to_numpy()]
        tried = [self._of(hidden, block, mask, complete=complete) for mask in believed]
        possible = [one for one in tried[:-1] if one[0] != NOTHING_KNOWN] or tried[-1:]
        return min(possible, key=lambda one: one[0].width)

    def _of(
        self, hidden: Hidden, block: Block, mask: Mask, *, complete: bool
    ) -> tuple[Interval, frozenset[int]]:
        counted = block.range({hidden.cell: 1.0}, mask, complete=complete)
        if counted is None:
            return NOTHING_KNOWN, frozenset()
        if not hidden.whole:
            return Interval(counted.lower, counted.upper, counted.lower, counted.upper), counted.rows
        others = [cell for cell in hidden.whole if cell != hidden.cell]
        unknown = [cell for cell in others if np.isnan(self.value[cell])]
        known = float(sum(self.value[cell] for cell in others if cell not in unknown))
        rest = (
            block.range(dict.fromkeys(unknown, 1.0), mask, complete=complete)
            if unknown
            else Range(0.0, 0.0, frozenset())
        )
        if rest is None:
            return NOTHING_KNOWN, frozenset()
        rows = counted.rows | rest.rows
        if rest.single:
            added = hidden.cell in hidden.whole
            ends = [
                _share(one, known + rest.lower + (one if added else 0.0))
                for one in (counted.lower, counted.upper)
            ]
        else:
            ends = [self._end(hidden, block, mask, known, sign, complete=complete) for sign in (1, -1)]
        return Interval(ends[0], ends[1], counted.lower, counted.upper), rows

    def _end(
        self, hidden: Hidden, block: Block, mask: Mask, known: float, sign: int, *, complete: bool
    ) -> float:
        """Least (sign 1) or largest (sign -1) share of an unknown whole, by halving, rounded outwards."""

        def possible(share: float) -> bool:
            terms = {cell: -share for cell in hidden.whole if np.isnan(self.value[cell])}
            terms[hidden.cell] = terms.get(hidden.cell, 0.0) + 1.0
            found = block.range(terms, mask, complete=complete)
            if found is None:
                return False
            return (
                (found.lower - share * known <= PRECISION)
                if sign == 1
                else (found.upper - share * known >= -PRECISION)
            )

        inside, outside = (1.0, 0.0) if sign == 1 else (0.0, 1.0)
        if possible(outside):
            return outside * 100
        for _ in range(SHARE_STEPS):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if possible(middle) else (inside, middle)
        return outside * 100


def _share(part: float, whole: float) -> float:
    if not isfinite(part):
        return 100.0
    return part / whole * 100 if whole else 0.0


class Hidden(NamedTuple):
    """A hidden number as columns of a system.

    Attributes:
        quarter: Its quarter.
        indicator: Its indicator.
        area_code: Its area.
        area: The area's name.
        status: Withheld, suppressed or missing.
        unit: Its unit.
        cell: The column of the count.
        whole: The columns of what a share is taken of; empty for a count.
    """

    quarter: str
    indicator: str
    area_code: str
    area: str
    status: str
    unit: str
    cell: int
    whole: tuple[int, ...]


def hidden_values(table: pl.DataFrame, system: System) -> tuple[Hidden, ...]:
    """The hidden counts of a table, and the shares that stand for them; a share of nothing is not hidden."""
    rows = table.filter(pl.col("indicator").is_in(list(COUNT_OF)), pl.col("status") != "published")
    values = system.cells["value"]
    found = []
    for quarter, indicator, code, area, status, unit in rows.select(
        "quarter", "indicator", "area_code", "area", "status", "unit"
    ).iter_rows():
        cells = [(count, quarter, code) for count in DENOMINATOR.get(indicator, ())]
        count = system.number.get((COUNT_OF[indicator], quarter, code))
        whole = tuple(system.number[cell] for cell in cells if cell in system.number)
        if count is not None and not any(values[cell] == 0 for cell in whole):
            found.append(Hidden(quarter, indicator, code, area, status, unit, count, whole))
    return tuple(found)


def intervals(system: System, hidden: Sequence[Hidden]) -> pl.DataFrame:
    """How narrowly each hidden number is pinned down.

    Returns:
        `quarter`, `indicator`, `area_code`, `area`, `status`, `unit`, `lower`, `upper` (unit of the row,
        infinite for no bound, null where what is published contradicts itself), `count_lower`,
        `count_upper`, `width`, `relative_width` (of the middle).
    """
    attack = Attack(system)
    found = [(one, attack.interval(one)[0]) for one in hidden]
    numbers = ("lower", "upper", "count_lower", "count_upper")
    frame = pl.DataFrame(
        [(*one[:6], *interval) for one, interval in found],
        schema={
            **dict.fromkeys(("quarter", "indicator", "area_code", "area", "status", "unit"), pl.String),
            **dict.fromkeys(numbers, pl.Float64),
        },
        orient="row",
    )
    width, middle = pl.col("upper") - pl.col("lower"), (pl.col("upper") + pl.col("lower")) / 2
    return frame.with_columns(width=width, relative_width=pl.when(middle > 0).then(width / middle))


def is_leak(hidden: Hidden, interval: Interval, policy: Policy) -> bool:
    """Whether a hidden number's range is narrower than it has to be.

    A suppressed count lies between 1 and the threshold anyway: it leaks when more than that is known.
    """
    if interval == NOTHING_KNOWN or interval.count_lower is None or interval.count_upper is None:
        return False
    counted = interval.count_upper - interval.count_lower
    if hidden.status == "suppressed":
        return counted < min(policy.width.absolute, policy.threshold - 2)
    if interval.lower is None or interval.upper is None:
        return False
    if counted < policy.width.absolute:
        return True
    middle = (interval.lower + interval.upper) / 2
    return isfinite(interval.width) and interval.width <= policy.width.relative * middle


@dataclass(frozen=True)
class Leak:
    """A hidden number that what is published gives away.

    Attributes:
        hidden: Which one.
        interval: Where it lies.
        equations: A smallest set of equations that give it away: without any of them they would not.
        further: The fewest further counts that, hidden too, would keep it hidden; None where hiding does not
            help or was not looked for.
        reason: Why the delivery accepts it, or None.
    """

    hidden: Hidden
    interval: Interval
    equations: tuple[str, ...]
    further: tuple[str, ...] | None = None
    reason: str | None = None


def leaks(
    table: pl.DataFrame,
    reference: Reference,
    policy: Policy | None = None,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    accepted: Mapping[tuple[str, str, str], str] | None = None,
    complete: bool = True,
) -> tuple[Leak, ...]:
    """The hidden numbers of a table that everything published gives away.

    Args:
        table: The tidy table as it is to be published.
        reference: Which areas add up to which.
        policy: How wide a range has to stay.
        earlier: Name → table of the versions released before.
        accepted: (quarter, indicator, area code) → why it may be given away; no remedy is looked for.
        complete: By linear programming and with the smallest further suppression; else only what follows
            equation by equation, which is quick and says nothing of safety.
    """
    policy = policy or Policy()
    if table.filter(pl.col("indicator").is_in(list(COUNT_OF)), pl.col("status") != "published").is_empty():
        return ()
    system = constraints(table, reference, policy, earlier)
    attack = Attack(system)
    found = []
    for hidden in hidden_values(table, system):
        interval, rows = attack.interval(hidden, complete=complete)
        if is_leak(hidden, interval, policy):
            minimal = irreducible(attack, hidden, rows, policy, complete=complete)
            reason = (accepted or {}).get((hidden.quarter, hidden.indicator, hidden.area_code))
            wanted = complete and reason is None
            further = further_suppression(system, hidden, policy) if wanted else None
            names = dict.fromkeys(_without_side(system.rows["name"][row]) for row in sorted(minimal))
            found.append(Leak(hidden, interval, tuple(names), further, reason))
    return tuple(found)


def _without_side(name: str) -> str:
    return name.replace(AT_LEAST, "").replace(AT_MOST, "")


def irreducible(
    attack: Attack, hidden: Hidden, rows: frozenset[int], policy: Policy, *, complete: bool = True
) -> frozenset[int]:
    """Rows of the system that give a hidden number away, none of which can be spared.

    A single equation where one is enough; else a deletion filter (Chinneck 2008, *Feasibility and
    Infeasibility in Optimization*, section 6.1), first row by row, then by linear programming.
    """

    def gives_away(chosen: frozenset[int], complete: bool) -> bool:
        return is_leak(hidden, attack.interval(hidden, chosen, complete=complete)[0], policy)

    block = attack.block(hidden.cell)
    cell, everything = block.columns[hidden.cell], frozenset(block.rows.tolist())
    alone = (frozenset([row]) for row in block.rows[block.matrix[:, cell] != 0].tolist())
    needed = next((one for one in alone if gives_away(one, complete=False)), None)
    if needed is None:
        needed = next((one for one in (rows, everything) if gives_away(one, complete)), rows)
    for way in (False, complete):
        if gives_away(needed, way):
            for row in sorted(needed, reverse=True):
                if gives_away(needed - {row}, way):
                    needed -= {row}
    return needed


def further_suppression(system: System, hidden: Hidden, policy: Policy) -> tuple[str, ...] | None:
    """The fewest published counts that have to be hidden too, so that a hidden number stays hidden.

    Exact up to three: a leak only stops when each set of equations that gives it away loses one, so the
    search goes breadth-first over the counts in such a set (Reiter 1987, *Artificial Intelligence* 32:57).
    Of equally few it takes those of the smallest areas and counts first.

    Returns:
        Their names, or None where three are too few or no published count is to blame.
    """
    level = [frozenset[int]()]
    for _ in range(MOST_FURTHER + 1):
        following: dict[frozenset[int], None] = {}
        for further in level:
            attack = Attack(system, further)
            interval, rows = attack.interval(hidden)
            if not is_leak(hidden, interval, policy):
                return tuple(_cell_name(system, column) for column in sorted(further))
            minimal = irreducible(attack, hidden, rows, policy)
            for column in _shown_in(system, minimal, attack, hidden):
                following[further | {column}] = None
        level = list(following)
    return None


def _shown_in(system: System, rows: frozenset[int], attack: Attack, hidden: Hidden) -> list[int]:
    """The table's published counts in some rows, small ones first."""
    inside = np.unique(system.column[np.isin(system.row, sorted(rows))]).tolist()
    own = [one for one in system.rows["own"][sorted(rows)] if one is not None]
    columns = {column for column in inside if not np.isnan(attack.value[column])} | {*own}
    shown = system.cells.with_row_index("column").filter(
        pl.col("column").is_in(sorted(columns - {hidden.cell, *hidden.whole})), pl.col("version") == NOW
    )
    of_country, of_region = pl.col("area_code") == COUNTRY[0], pl.col("area_code").str.len_chars() == 4
    return shown.sort(of_country, of_region, "value", "column", nulls_last=True)["column"].to_list()


def _cell_name(system: System, column: int) -> str:
    cell = system.cells.row(column, named=True)
    return f"{cell['area']}: {cell['count']}, {cell['quarter']}"


def audit(
    snapshot: Snapshot,
    table: pl.DataFrame,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    complete: bool = True,
) -> tuple[Leak, ...]:
    """The leaks of a snapshot's table, each with the reason why a delivery accepts it.

    Arguments are those of `leaks`. The delivery of the quarter reported accepts leaks of all quarters, an
    earlier one those of its own.
    """
    accepted = {
        (str(quarter), indicator, area): reason
        for one in (*snapshot.earlier, snapshot.delivery)
        for indicator, area, reason in one.accepted.select("indicator", "area_code", "reason").iter_rows()
        for quarter in (
            [other.quarter for other in (*snapshot.earlier, one)]
            if one is snapshot.delivery
            else [one.quarter]
        )
    }
    policy = policy_of(snapshot)
    return leaks(table, snapshot.reference, policy, earlier, accepted=accepted, complete=complete)


def assert_safe(
    snapshot: Snapshot, table: pl.DataFrame, earlier: Mapping[str, pl.DataFrame] | None = None
) -> None:
    """Refuse a table that gives away hidden numbers that the deliveries do not accept to be known.

    Args:
        snapshot: What the table was computed from.
        table: The tidy table as it is to be published.
        earlier: Name → table of the versions released before.

    Raises:
        InputError: A problem for each leak that is not accepted.
    """
    undeclared = [one for one in audit(snapshot, table, earlier) if one.reason is None]
    if undeclared:
        raise InputError(as_problem(one) for one in undeclared)


def as_problem(leak: Leak) -> Problem:
    """A leak as a problem of its quarter's delivery."""
    hidden, interval = leak.hidden, leak.interval
    what = f"{hidden.indicator} of {hidden.area} ({hidden.status}) {span(interval)}"
    found = f"{what}, from {' + '.join(leak.equations)}"
    remedy = f"; hiding {' and '.join(leak.further)} as well would stop it" if leak.further else ""
    return Problem(
        f"data/raw/{hidden.quarter}/{DELIVERY_FILE}",
        None,
        "accepted_leak",
        found,
        f"a wider range, or an entry [[accepted_leak]] with a reason{remedy}",
    )


def span(interval: Interval) -> str:
    """A range in words."""
    if interval.lower == interval.upper:
        return f"is {interval.lower:g}"
    return f"lies between {interval.lower:.4g} and {interval.upper:.4g}"
