"""How narrowly the published numbers pin down the hidden ones.

Every hidden number is a whole count, or a share of such counts, in a system of linear equations and
inequalities. Its range is found by linear programming, with whole counts where that narrows it (the
"attacker's problem" of Hundepool et al. 2012, *Statistical Disclosure Control*, section 4.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf, isfinite
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from analysis.core.quarters import Quarter
from analysis.disclosure.audit.equations import NOW, PRECISION, PublishedEquations
from analysis.disclosure.ingredients import COUNT_OF
from analysis.indicators.registry import indicator as declared
from analysis.ingest.counts import COUNTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# Of some rows of the system, which ones count.
ChosenRows: TypeAlias = "Callable[[Places], Mask]"
UNBOUNDED: Final = (3, 4)
SHARE_STEPS: Final = 14
MOST_ROUNDS: Final = 100


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


class ConnectedEquations:
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


class Deduction:
    """What a reader can work out from a system, some further cells being hidden.

    Attributes:
        system: The system.
        value: Published value of each cell, NaN where it is hidden.
    """

    def __init__(self, system: PublishedEquations, further: frozenset[int] = frozenset()) -> None:
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
        self._blocks: dict[int, ConnectedEquations] = {}

    def block(self, column: int) -> ConnectedEquations:
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
        block = ConnectedEquations(inside, places, matrix, self._lower[places], self._upper[places])
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
            wanted = sorted(chosen)
            return self._of(hidden, lambda rows: np.isin(rows, wanted), complete=complete)
        found = self._of(hidden, lambda rows: np.ones(len(rows), dtype=bool), complete=complete)
        if found[0] != NOTHING_KNOWN:
            return found
        version = self.system.rows["version"].to_numpy()
        exact = self.system.rows["exact"].to_numpy()
        earlier = self.system.rows[block.rows]["version"].unique().sort().to_list()
        believed: list[ChosenRows] = [
            *(lambda rows, one=one: np.isin(version[rows], [NOW, one]) for one in earlier),
            *(lambda rows, one=one: version[rows] == one for one in earlier),
            lambda rows: (version[rows] == NOW) & exact[rows],
        ]
        tried = [self._of(hidden, chosen_rows, complete=complete) for chosen_rows in believed]
        possible = [one for one in tried[:-1] if one[0] != NOTHING_KNOWN] or tried[-1:]
        return min(possible, key=lambda one: one[0].width)

    def _range(self, terms: Mapping[int, float], chosen_rows: ChosenRows, *, complete: bool) -> Range | None:
        """The range of a sum of unknowns, which may lie in several blocks; None where rows contradict."""
        blocks: dict[int, tuple[ConnectedEquations, dict[int, float]]] = {}
        for column, coefficient in terms.items():
            block = self.block(column)
            blocks.setdefault(id(block), (block, {}))[1][column] = coefficient
        ranges = [
            block.range(own, chosen_rows(block.rows), complete=complete) for block, own in blocks.values()
        ]
        known = [one for one in ranges if one is not None]
        if len(known) < len(ranges):
            return None
        rows = frozenset[int]().union(*(one.rows for one in known))
        return Range(sum(one.lower for one in known), sum(one.upper for one in known), rows)

    def _of(
        self, hidden: Hidden, chosen_rows: ChosenRows, *, complete: bool
    ) -> tuple[Interval, frozenset[int]]:
        counted = self._range({hidden.cell: 1.0}, chosen_rows, complete=complete)
        if counted is None:
            return NOTHING_KNOWN, frozenset()
        if not hidden.whole:
            return Interval(counted.lower, counted.upper, counted.lower, counted.upper), counted.rows
        others = [cell for cell in hidden.whole if cell != hidden.cell]
        unknown = [cell for cell in others if np.isnan(self.value[cell])]
        known = float(sum(self.value[cell] for cell in others if cell not in unknown))
        rest = self._range(dict.fromkeys(unknown, 1.0), chosen_rows, complete=complete)
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
            ends = [self._end(hidden, chosen_rows, known, sign, complete=complete) for sign in (1, -1)]
        return Interval(ends[0], ends[1], counted.lower, counted.upper), rows

    def _end(
        self, hidden: Hidden, chosen_rows: ChosenRows, known: float, sign: int, *, complete: bool
    ) -> float:
        """Least (sign 1) or largest (sign -1) share of an unknown whole, by halving, rounded outwards."""

        def possible(share: float) -> bool:
            terms = {cell: -share for cell in hidden.whole if np.isnan(self.value[cell])}
            terms[hidden.cell] = terms.get(hidden.cell, 0.0) + 1.0
            found = self._range(terms, chosen_rows, complete=complete)
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


def hidden_values(table: pl.DataFrame, system: PublishedEquations) -> tuple[Hidden, ...]:
    """The hidden counts of a table, and the shares that stand for them.

    A share of nothing is not hidden, and neither is what nobody knows, such as a reason that is not recorded
    apart or the runners of a municipality that did not count them.
    """
    rows = table.filter(pl.col("indicator").is_in(list(COUNT_OF)), pl.col("status") != "published")
    values = system.cells["value"]
    found = []
    for quarter, indicator, code, area, status, unit in rows.select(
        "quarter", "indicator", "area_code", "area", "status", "unit"
    ).iter_rows():
        if status == "missing" and not COUNTS[COUNT_OF[indicator]].guarded:
            continue
        cells = _cells_below(indicator, quarter, code)
        count = system.number.get((COUNT_OF[indicator], quarter, code))
        whole = tuple(system.number[cell] for cell in cells if cell in system.number)
        if count is not None and not any(values[cell] == 0 for cell in whole):
            found.append(Hidden(quarter, indicator, code, area, status, unit, count, whole))
    return tuple(found)


def _cells_below(indicator: str, quarter: str, area: str) -> list[tuple[str, str, str]]:
    """The cells that a hidden share is taken of; none for a count."""
    formula = declared(indicator).formula
    day = Quarter.parse(quarter)
    return list(formula.below(day, area) or {}) if formula.above(day, area) else []


def intervals(system: PublishedEquations, hidden: Sequence[Hidden]) -> pl.DataFrame:
    """How narrowly each hidden number is pinned down.

    Returns:
        `quarter`, `indicator`, `area_code`, `area`, `status`, `unit`, `lower`, `upper` (unit of the row,
        infinite for no bound, null where what is published contradicts itself), `count_lower`,
        `count_upper`, `width`, `relative_width` (of the middle).
    """
    attack = Deduction(system)
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
