"""Everything published about counts, as linear equations and inequalities.

Sums over areas, parts of a total, shares within their rounding, differences between quarters, and what
earlier versions showed. What a number says about the counts behind it is read from its indicator's formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from analysis.core.quarters import Quarter
from analysis.disclosure.ingredients import COUNT_OF, area_of_ingredient, ingredients_of, stated_count
from analysis.disclosure.policy import Policy
from analysis.indicators.activations import half_a_step
from analysis.indicators.declaration import UNITS
from analysis.indicators.formulas import (
    ANY_QUARTER,
    EVERY_MUNICIPALITY,
    OWN,
    Change,
    Terms,
    minus,
)
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.registry import indicator
from analysis.ingest.counts import COUNTS, parts_of_count
from analysis.ingest.delivery import COUNTRY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Places = NDArray[np.int64]

NOW: Final = ""
CELL: Final = ("version", "count", "quarter", "area_code")
PART_OF: Final = [(count.name, whole) for count in COUNTS.values() for whole in count.part_of]
YEAR_TO_DATE: Final = [
    count.name for count in COUNTS.values() if count.year_to_date and not count.moves_hidden
]
FURTHER: Final = [count.name for count in COUNTS.values() if count.further]
WITHOUT_IS_ZERO: Final = [count.stated_by for count in COUNTS.values() if count.further]
PRECISION: Final = 1e-6
AT_LEAST: Final = " (at least)"
AT_MOST: Final = " (at most)"


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
class PublishedEquations:
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
    geography: pl.DataFrame,
    policy: Policy | None = None,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    *,
    small: pl.DataFrame | None = None,
) -> PublishedEquations:
    """The linear system that a published table and earlier versions of it make up.

    Args:
        table: The tidy table as it is to be published.
        geography: Which areas add up to which, as `Reference.geography`.
        policy: Its threshold is known to every reader of a suppressed count.
        earlier: Name of an earlier version, such as `v1` → its table. A count is taken to be the same as
            then, unless both tables publish it and it differs.
        small: `count`, `quarter`, `area_code` of counts that are known to be suppressed as small; None for
            those of which a reader knows it.

    Returns:
        The system. Shares of a publication lie within half of their last decimal, both ends included, as it
        is not known which way a half was rounded.
    """
    versions = {NOW: table, **(earlier or {})}
    names = area_names(geography)
    parts = parts_of(geography)
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
            breakdown_rows(cells),
            later_rows(cells),
            *(
                published_rows(name, one, cells, (policy or Policy()).threshold, small)
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
    return PublishedEquations(
        cells.drop("column", "suppressed"),
        equations.select("name", "lower", "upper", "exact", "version", "published", "own"),
        entries["place"].cast(pl.Int64).to_numpy(),
        entries["column"].cast(pl.Int64).to_numpy(),
        entries["coefficient"].to_numpy(),
    )


def area_names(geography: pl.DataFrame) -> pl.DataFrame:
    """`area_code`, `area` of the country and of every area of a geography."""
    pairs = [
        geography.select(area_code=f"{level}_code", area=level).drop_nulls()
        for level in ("region", "report_area", "municipality")
    ]
    country = pl.DataFrame([COUNTRY], schema=["area_code", "area"], orient="row")
    return pl.concat([country, *pairs]).unique("area_code", keep="first", maintain_order=True)


def parts_of(municipalities: pl.DataFrame) -> pl.DataFrame:
    """`whole`, `kind`, `part`: the areas that add up to another, by the kind of the parts.

    A region is the sum of its report areas where each of its municipalities lies in one.
    """
    geography = municipalities.with_columns(country=pl.lit(COUNTRY[0]))
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
    or computed from such a count (null for no). A reason that is not recorded apart counts 0.
    """
    placed = table.join(names.select("area_code"), on="area_code", how="semi")
    mentioned = (
        placed.select("indicator", "quarter", "area_code")
        .join(ingredients_of(table), on=["indicator", "quarter"])
        .filter(pl.col("where") == OWN)
        .select("count", "area_code", quarter="of_quarter")
        .unique(maintain_order=True)
    )
    stated = placed.filter(pl.col("indicator").is_in(list(COUNT_OF))).select(
        "quarter",
        "area_code",
        count=pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String),
        value=pl.when(pl.col("status") == "missing", pl.col("indicator").is_in(WITHOUT_IS_ZERO))
        .then(pl.lit(0.0))
        .otherwise(stated_count()),
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
    absent = (
        added.select(CELL)
        .unique(maintain_order=True)
        .join(present, on=CELL, how="anti")
        .with_columns(value=pl.when(pl.col("count").is_in(FURTHER)).then(pl.lit(0.0)))
    )
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


def breakdown_rows(cells: pl.DataFrame) -> RowsAndTerms:
    """Parts of a total add up to it, wherever the total and all of them are cells."""
    pairs = pl.DataFrame(
        [(count.name, count.adds_up_to) for count in COUNTS.values() if count.adds_up_to],
        schema={"count": pl.String, "whole": pl.String},
        orient="row",
    )
    place = ("version", "whole", "quarter", "area_code")
    parts = (
        cells.join(pairs, on="count")
        .join(pairs.group_by("whole").len("expected"), on="whole")
        .filter(pl.len().over(place) == pl.col("expected"))
        .join(cells.select(CELL), left_on=place, right_on=CELL, how="semi")
        .with_columns(row=pl.format("{}/{}/{}/{}", *place))
    )
    rows = parts.group_by("row", maintain_order=True).agg(
        pl.col("version", "quarter", "whole", "area").first(), number=pl.len()
    )
    equations = rows.select(
        "row",
        "version",
        name=pl.format("{}: {} = sum of its {} parts, {}", "area", "whole", "number", "quarter"),
        lower=pl.lit(0.0),
        upper=pl.lit(0.0),
        exact=pl.lit(value=True),
        published=pl.lit(value=False),
    )
    wholes = parts.unique("row", maintain_order=True).select(
        "row", "version", "quarter", "area_code", count="whole", coefficient=pl.lit(1.0)
    )
    added = parts.select("row", "version", "quarter", "area_code", "count", coefficient=pl.lit(-1.0))
    return equations, pl.concat([wholes.select(added.columns), added])


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


def published_rows(
    version: str,
    table: pl.DataFrame,
    cells: pl.DataFrame,
    threshold: int,
    small: pl.DataFrame | None = None,
) -> RowsAndTerms:
    """What a table's numbers say about the counts that it does not state.

    Args:
        version: Its name.
        table: The tidy table.
        cells: All cells.
        threshold: A suppressed count is smaller.
        small: As of `constraints`.
    """
    here = cells.filter(pl.col("version") == version)
    unknown = here.filter(pl.col("value").is_null())
    rows = _rows_about(_telling(table), unknown)
    compares = any(isinstance(indicator(row.indicator).formula, Change) for row, _ in rows)
    denominators = _denominators(table) if compares else {}
    said = [scaled(equation) for row, half in rows for equation in equations_of(row, half, denominators)]
    equations = [*said, *_under_threshold(here, threshold, small)]
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


def _telling(table: pl.DataFrame) -> pl.DataFrame:
    """The rows that say something of counts: published ones, and those that name a least number.

    A rate that was formed over the known parts of an area alone says nothing of the area: its numerator is
    that least number, which is made of numbers that stand in the table.
    """
    least = table.filter(pl.col("status") == "missing", pl.col("lower").is_not_null())
    added = least.filter(
        pl.col("indicator").is_in([one.stated_by for one in COUNTS.values() if one.added_up])
    ).select("quarter", "area_code", numerator="lower", count=pl.col("indicator").replace_strict(COUNT_OF))
    partly = ingredients_of(table).filter(pl.col("where") == OWN, pl.col("quarter") == pl.col("of_quarter"))
    of_parts = added.join(partly.select("indicator", "quarter", "count"), on=["quarter", "count"])
    published = table.filter(pl.col("status") == "published").join(
        of_parts, on=["quarter", "area_code", "indicator", "numerator"], how="anti", maintain_order="left"
    )
    return pl.concat([published, least])


def _rows_about(table: pl.DataFrame, unknown: pl.DataFrame) -> list[tuple[IndicatorRow, float]]:
    """The rows computed from unknown counts, each with half of the last decimal of its value."""
    used = ingredients_of(table).filter(
        pl.col("where") != EVERY_MUNICIPALITY, pl.col("of_quarter") != ANY_QUARTER
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
    rows = table[about]
    halves = rows.select(half_a_step(pl.col("value"))).to_series()
    return list(zip(indicator_rows(rows), halves, strict=True))


def _denominators(table: pl.DataFrame) -> dict[tuple[str, str, str], float]:
    rows = table.drop_nulls("denominator").select("indicator", "quarter", "area_code", "denominator")
    return {(indicator, quarter, area): number for indicator, quarter, area, number in rows.iter_rows()}


def _under_threshold(here: pl.DataFrame, threshold: int, small: pl.DataFrame | None) -> Iterator[Equation]:
    """Suppressed counts lie below the threshold, and above 0 where nothing else explains their status.

    Where another hidden count of the same row explains it, the count may be of any size, unless it is part of
    that one: cancelled alarms beside few activations.
    Of counts of which further ones are suppressed nobody knows which are small, but where all hidden parts of
    a total can be, a reader may suppose that they are. Of a total nobody knows it where one of the same
    quarter is hidden with its parts: it may be hidden because of them.

    Args:
        here: The cells of one version.
        threshold: The smallest count that is shown.
        small: The counts known to be small; None for what a reader knows.
    """
    hidden = here.filter(pl.col("value").is_null(), "suppressed")
    cells = {tuple(cell) for cell in hidden.select(CELL[1:]).iter_rows()}
    if small is not None:
        hidden = hidden.join(small, on=CELL[1:], how="semi")
    else:
        unknown = pl.col("count").is_in(FURTHER) | _hidden_with_parts(hidden)
        hidden = hidden.filter(~unknown | _all_may_be_small(here, threshold))
    for *cell, area in hidden.select(*CELL[1:], "area").iter_rows():
        count, quarter, code = cell
        formula = indicator(COUNTS[count].stated_by).formula
        others = {one.name for one in formula.uses(Quarter.parse(quarter))} - {count}
        explained = any((one, quarter, code) in cells for one in others)
        if explained and small is None and not others & {*COUNTS[count].part_of}:
            continue
        least = 0.0 if explained else 1.0
        yield Equation(
            f"{area}: {count} is suppressed, so from {least:.0f} to {threshold - 1}, {quarter}",
            {(count, quarter, code): 1.0},
            least,
            threshold - 1.0,
            published=False,
        )


def _hidden_with_parts(hidden: pl.DataFrame) -> pl.Expr:
    """Whether a count is a total of which one is hidden in the same quarter together with a part of it."""
    cells = set(hidden.select(CELL[1:]).iter_rows())
    wholes = {
        f"{whole}/{quarter}"
        for count, quarter, area in cells
        if ((whole := COUNTS[count].adds_up_to), quarter, area) in cells
    }
    return pl.format("{}/{}", "count", "quarter").is_in(sorted(wholes))


def _all_may_be_small(here: pl.DataFrame, threshold: int) -> pl.Expr:
    """Whether a count is part of a total whose hidden parts can all lie from 1 to below the threshold."""
    known = {
        (count, quarter, area): value
        for count, quarter, area, value in here.select(*CELL[1:], "value").iter_rows()
    }
    found = []
    for count, quarter, area in known:
        whole = COUNTS[count].adds_up_to
        total = known.get((whole, quarter, area))
        if total is None:
            continue
        parts = [known.get((one, quarter, area)) for one in parts_of_count(whole)]
        rest = total - sum(value for value in parts if value is not None)
        hidden = parts.count(None)
        if hidden <= rest <= hidden * (threshold - 1):
            found.append(f"{count}/{quarter}/{area}")
    return pl.format("{}/{}/{}", *CELL[1:]).is_in(found)


def equations_of(
    row: IndicatorRow, half: float, denominators: Mapping[tuple[str, str, str], float]
) -> Iterator[Equation]:
    """What one published row says about counts.

    Args:
        row: A row of the tidy table.
        half: Half of the last decimal of its value.
        denominators: (indicator, quarter, area code) → denominator, of rows that changes compare.
    """
    name, area = row.indicator, row.area_code
    declared, quarter = indicator(name), Quarter.parse(row.quarter)
    change = declared.formula if isinstance(declared.formula, Change) else None
    top = declared.formula.above(quarter, area, denominators)
    bottom = declared.formula.below(quarter, area, denominators)
    published = row.basis == "published"
    own = (COUNT_OF[name], row.quarter, area) if published and name in COUNT_OF else None

    def said(what: str, terms: Terms, lower: float, upper: float, *, exact: bool = True) -> Equation:
        words = f"{row.area}: {name} {what}, {row.quarter}"
        return Equation(words, terms, lower, upper, exact, own)

    value, numerator, denominator = row.value, row.numerator, row.denominator
    if bottom and denominator is not None:
        yield said(f"has the denominator {denominator:g}", bottom, *_about(denominator))
    if top is None:
        return
    if numerator is not None:
        yield said(f"has the numerator {numerator:g}", top, *_about(numerator))
    if numerator is not None or (bottom is None and change is not None and change.percent):
        return
    per = UNITS[row.unit].per
    if bottom and value is not None:
        room, rounded = (half, ", rounded") if published else (PRECISION, "")
        low, high = ((value + side) / per for side in (-room, room))
        what = f"is {value:g}{rounded}"
        yield said(f"{what}{AT_LEAST}", minus(top, bottom, low), 0.0, inf, exact=False)
        yield said(f"{what}{AT_MOST}", minus(top, bottom, high), -inf, 0.0, exact=False)
    if bottom:
        return
    counted = change is not None or UNITS[row.unit].counted
    multiple = 1.0 if counted else denominator
    if multiple is None:
        return
    factor = multiple / per
    if value is not None:
        yield said(f"is {value:g}", top, *_about(value * factor))
    else:
        least, most = row.lower, row.upper
        if least is not None and most is None:
            yield said(f"is at least {least:g}", top, _about(least * factor)[0], inf, exact=False)
            return
        lowest, highest = row.limits
        lower, upper = _about(lowest * factor)[0], _about(highest * factor)[1]
        what = f"lies between {lowest:g} and {highest:g}"
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
