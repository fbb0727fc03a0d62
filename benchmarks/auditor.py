"""How long the auditor takes for 98 municipalities × 20 numbers in 12 versions, against the plain way.

    python benchmarks/auditor.py [--repeat 3] [--hidden 0.1] [--sample 5]

The table is made up: active runners of 98 municipalities, their report areas, regions and the country in 20
quarters, of which a share is hidden; the 12 versions hide other cells each. The plain way solves each hidden
cell as a dense linear programme of its own over the whole system (scipy's linprog, twice); it is timed on a
sample of the hidden cells and multiplied, and for one version only: with twelve its matrix would not fit into
memory. Both run in the same process, in turn, and the answers of the sample have to agree.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from datetime import date
from importlib.metadata import version
from statistics import median

import numpy as np
import polars as pl
from scipy.optimize import linprog

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.equations import PublishedEquations, constraints
from analysis.disclosure.audit.intervals import Hidden, hidden_values, intervals
from analysis.indicators.rows import rows_of
from analysis.indicators.runners import ACTIVE, add_up
from analysis.indicators.schema import Indicators
from analysis.ingest.area_sums import TOTALS
from analysis.ingest.snapshot import read_inputs
from analysis.reference.files import Reference

QUARTERS = 20
VERSIONS = 12
TARGET = 0.1
NO_TOTALS = pl.DataFrame(schema={"quarter": pl.String, **TOTALS})


def tables(reference: Reference, runners: pl.DataFrame, share: float) -> list[pl.DataFrame]:
    """The versions' tables, the newest first; in each a `share` of the cells is hidden."""
    random = np.random.default_rng(1)
    quarters = []
    quarter = Quarter(2020, 3)
    for _ in range(QUARTERS):
        counted = runners.with_columns(
            active_runners=pl.Series(random.poisson(runners["active_runners"])), quarter=pl.lit(str(quarter))
        )
        quarters.append(
            rows_of(ACTIVE, add_up(counted, NO_TOTALS, reference.geography)).with_columns(
                as_of=pl.lit(date(2025, 6, 3)), basis=pl.lit("counts")
            )
        )
        quarter = quarter.next
    schema = {name: column.dtype for name, column in Indicators.columns().items()}
    whole = pl.concat(quarters).with_columns(
        status=pl.lit("published"), source=pl.lit("made up"), simulated=pl.lit(value=True)
    )
    shown = pl.DataFrame(schema=schema).clear()
    whole = pl.concat([shown, whole.cast({n: schema[n] for n in whole.columns})], how="diagonal")
    result = []
    for _ in range(VERSIONS):
        hidden = pl.Series(random.random(whole.height) < share)
        result.append(
            whole.with_columns(
                value=pl.when(~hidden).then("value"),
                status=pl.when(hidden).then(pl.lit("withheld")).otherwise("status").cast(schema["status"]),
            )
        )
    return result


def plain(system: PublishedEquations, cell: int) -> tuple[float, float]:
    """The range of one cell by two dense linear programmes over everything."""
    cells, rows = system.cells.height, system.rows
    matrix = np.zeros((rows.height, cells))
    matrix[system.row, system.column] = system.coefficient
    lower, upper = rows["lower"].to_numpy(), rows["upper"].to_numpy()
    equal = lower == upper
    above, below = ~equal & np.isfinite(upper), ~equal & np.isfinite(lower)
    bounds = [(0, None) if value is None else (value, value) for value in system.cells["value"]]
    objective = np.zeros(cells)
    objective[cell] = 1
    ends = [
        linprog(
            sign * objective,
            A_ub=np.vstack([matrix[above], -matrix[below]]),
            b_ub=np.concatenate([upper[above], -lower[below]]),
            A_eq=matrix[equal],
            b_eq=lower[equal],
            bounds=bounds,
        )
        for sign in (1, -1)
    ]
    low, high = (-np.inf if end.fun is None else float(end.fun) for end in ends)
    return low, -high


def seconds_of_plain(
    system: PublishedEquations, sample: list[Hidden]
) -> tuple[float, list[tuple[float, float]]]:
    """Seconds a cell, and the ranges found."""
    start = time.perf_counter()
    found = [plain(system, one.cell) for one in sample]
    return (time.perf_counter() - start) / len(sample), found


def main() -> int:
    """Measure and print; 1 where the auditor takes more than the target's share of the plain way."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=3, help="repetitions (default: 3)")
    parser.add_argument("--hidden", type=float, default=0.1, help="share of hidden cells (default: 0.1)")
    parser.add_argument("--sample", type=int, default=5, help="cells of the plain way (default: 5)")
    arguments = parser.parse_args()
    snapshot = read_inputs(DEFAULT_DATA, Quarter(2025, 2))
    now, *before = tables(snapshot.reference, snapshot.delivery.runners, arguments.hidden)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, scipy {version('scipy')}")
    for label, earlier in (("one version", {}), (f"{VERSIONS} versions", dict(enumerate(before)))):
        versions = {f"v{number}": table for number, table in earlier.items()}
        times: list[tuple[float, float, float]] = []
        for _ in range(arguments.repeat):
            start = time.perf_counter()
            system = constraints(now, snapshot.reference.geography, earlier=versions)
            built = time.perf_counter()
            hidden = list(hidden_values(now, system))
            frame = intervals(system, hidden)
            solved = time.perf_counter()
            each, alone = (
                seconds_of_plain(system, hidden[:: len(hidden) // arguments.sample])
                if not versions
                else (0.0, [])
            )
            times.append((built - start, solved - built, each * len(hidden)))
            ours = frame[:: len(hidden) // arguments.sample].select("lower", "upper").rows()
            if alone and not np.allclose(ours, alone):
                sys.exit(f"the two disagree: {ours} and {alone}")
        build, solve, other = (median(one) for one in zip(*times, strict=True))
        narrow = frame.filter(pl.col("width") < 5).height
        size = f"{system.cells.height} cells, {system.rows.height} equations"
        print(f"{label}: {size}, {len(hidden)} hidden, {narrow} of them given away")
        print(f"  building {build:.2f} s, ranges {solve:.2f} s ({solve / len(hidden) * 1000:.1f} ms each)")
        if other:
            ratio = (build + solve) / other
            print(
                f"  the plain way {other:.1f} s, so the auditor takes {ratio:.3f} (target: at most {TARGET})"
            )
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
