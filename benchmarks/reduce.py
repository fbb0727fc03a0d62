"""How fast extracts are reduced, against what limits it and what one would write by hand.

    python benchmarks/reduce.py [--rows 25000000] [--repeat 3] [--folder DIR] [--only NAME ...]

Every way runs in a process of its own, and they take turns, so that what else the machine does hits all
alike; what counts is the medians and their ratios. `wall` is the whole process, `work` leaves out its start,
`cpu` is the time of all processors, which a busy machine changes least. Memory is the largest sum of resident
sets of the process and its children, looked at fifty times a second. The ways:

    scan      PyArrow reads the three columns and does nothing with them: the limit
    polars    the reducer on Polars: active runners by municipality, by day and by night
    duckdb    the same reducer on DuckDB
    sql       the same counts in SQL written by hand for DuckDB
    pandas    the same counts as usually made, the window first: sort, keep each runner's last row, count
    unwindowed  the same in pandas with the window applied last, by way of a table of all last positions
                (only when named: needs a tenth of a kilobyte for each position)
    command   `statusrapport reduce` as a whole: all checks of all tables, the delivery written and read back
    spark     the reducer on Spark in one process (only when named)

Extracts are made once in the folder and used again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.simulation.deliveries import alarms_of
from analysis.simulation.extracts import ACTIVE_DAYS, write_extracts
from analysis.simulation.places import read_places
from analysis.simulation.plan import Plan

QUARTER = Quarter(2025, 2)
PLAN = Plan(Quarter(2025, 1), QUARTER, 1)
DAY = PLAN.as_of(QUARTER)
COLUMNS = ["runner", "at", "municipality"]
USUAL = ("scan", "polars", "duckdb", "sql", "pandas", "command")
SECONDS_BETWEEN_LOOKS = 0.02
MEBIBYTE = 2**20


def extracts(folder: Path, rows: int) -> Path:
    """Extracts with so many positions."""
    target = folder / f"extracts-{rows}"
    if not target.exists():
        places = read_places(DEFAULT_DATA.path, PLAN)
        partly = folder / f"partly-{rows}"
        write_extracts(partly, PLAN, places, alarms_of(PLAN, places), rows)
        partly.rename(target)
    return target


def scan(folder: Path) -> object:
    """Read the columns."""
    import pyarrow.dataset

    data = pyarrow.dataset.dataset(folder / "positions")
    return sum(batch.num_rows for batch in data.to_batches(columns=COLUMNS))


def reducer(engine_name: str) -> Callable[[Path], object]:
    """The reducer on an engine."""

    def work(folder: Path) -> object:
        import polars as pl

        from analysis.events.checking import open_table
        from analysis.events.engines import start
        from analysis.events.periods import active_window
        from analysis.events.reduction import active_runners, latest
        from analysis.events.sources import LocalExtracts, read_extracts

        engine = start(engine_name)
        codes = tuple(int(code) for code in codes_of_the_day())
        positions = open_table(engine, read_extracts(LocalExtracts(folder)).sources["positions"]).frame
        found = active_runners(latest(positions, codes, active_window(DAY, ACTIVE_DAYS)))
        schema = {"measure": pl.String, "code": pl.Int64, "runners": pl.Int64}
        return {
            f"{name} {code}": runners for name, code, runners in engine.collect(found, schema).iter_rows()
        }

    return work


def codes_of_the_day() -> list[str]:
    """The codes of the municipalities."""
    lines = (DEFAULT_DATA.raw / "reference" / "municipalities.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",")[0] for line in lines[1:]]


def bounds() -> tuple[str, str]:
    """The window as texts with a zone."""
    from analysis.events.periods import active_window

    window = active_window(DAY, ACTIVE_DAYS)
    return window.start.isoformat(), window.end.isoformat()


def sql(folder: Path) -> object:
    """The counts in SQL; Danish clocks are two hours ahead in the whole window."""
    import duckdb

    start, end = bounds()
    query = f"""
        WITH latest AS (
            SELECT runner,
                   max(p) FILTER (by_day) AS by_day, max(p) FILTER (NOT by_day) AS by_night, max(p) AS last
            FROM (
                SELECT runner,
                       epoch_ms("at") * 65536 + CASE WHEN municipality IN ({", ".join(codes_of_the_day())})
                           THEN municipality ELSE 0 END AS p,
                       (epoch_ms("at") + 7200000) % 86400000 BETWEEN 25200000 AND 82799999 AS by_day
                FROM read_parquet('{folder}/positions/*.parquet')
                WHERE "at" > TIMESTAMPTZ '{start}' AND "at" <= TIMESTAMPTZ '{end}' AND runner IS NOT NULL
            )
            GROUP BY runner
        )
        SELECT 'active_runners', last % 65536 AS code, count(*) FROM latest GROUP BY ALL
        UNION ALL SELECT 'active_by_day', by_day % 65536 AS code, count(*) FROM latest
            WHERE by_day IS NOT NULL GROUP BY ALL
        UNION ALL SELECT 'active_by_night', by_night % 65536 AS code, count(*) FROM latest
            WHERE by_night IS NOT NULL GROUP BY ALL
    """
    return {f"{name} {code}": runners for name, code, runners in duckdb.execute(query).fetchall()}


def pandas(folder: Path, *, window_first: bool = True) -> object:
    """The counts as they are usually made."""
    import pandas as pd

    start, end = map(pd.Timestamp, bounds())
    frame = pd.read_parquet(folder / "positions", columns=COLUMNS)
    frame = frame[(frame["at"] <= end) & frame["runner"].notna()]
    if window_first:
        frame = frame[frame["at"] > start]
    known = frame["municipality"].isin([int(code) for code in codes_of_the_day()])
    frame["municipality"] = frame["municipality"].where(known, 0)
    frame = frame.sort_values(["at", "municipality"])
    hour = frame["at"].dt.tz_convert("Europe/Copenhagen").dt.hour
    by_day = (hour >= 7) & (hour < 23)
    found: dict[str, int] = {}
    for name, rows in (
        ("active_runners", frame),
        ("active_by_day", frame[by_day]),
        ("active_by_night", frame[~by_day]),
    ):
        last = rows.drop_duplicates("runner", keep="last")
        last = last[last["at"] > start]
        found |= {f"{name} {int(code)}": int(n) for code, n in last["municipality"].value_counts().items()}
    return found


def command(folder: Path) -> object:
    """The whole command."""
    from analysis.events.delivering import ReductionRequest, reduce_extracts
    from analysis.events.engines import start

    with tempfile.TemporaryDirectory() as out:
        order = ReductionRequest(QUARTER, DAY, ACTIVE_DAYS)
        counts = reduce_extracts(str(folder), Path(out) / "new", order, start("polars"), DEFAULT_DATA.path)
    names = ("active_runners", "active_by_day", "active_by_night")
    return {
        f"{name} {row['area_code']}": row[name]
        for row in counts.runners.to_dicts()
        if row["level"] == "municipality"
        for name in names
        if row[name]
    }


WAYS: dict[str, Callable[[Path], object]] = {
    "scan": scan,
    "polars": reducer("polars"),
    "duckdb": reducer("duckdb"),
    "sql": sql,
    "pandas": pandas,
    "unwindowed": partial(pandas, window_first=False),
    "command": command,
    "spark": reducer("spark"),
}


def memory(process: psutil.Process) -> int:
    """Resident bytes of a process and its children."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def processor_seconds() -> float:
    """What all ended children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


class Run(NamedTuple):
    """Seconds of the process, of the work in it and of processors; MB at the most; what was found."""

    seconds: tuple[float, float, float]
    megabytes: float
    found: object


def measured(way: str, folder: Path) -> Run:
    """One way, run once in a process of its own."""
    start, most, used = time.perf_counter(), 0, processor_seconds()
    arguments = [sys.executable, __file__, "--one", way, "--folder", str(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                most = max(most, memory(watched))
            except psutil.NoSuchProcess:
                break
            time.sleep(SECONDS_BETWEEN_LOOKS)
        assert process.stdout is not None
        said = process.stdout.read()
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{way} failed")
    answer = json.loads(said)
    seconds = (wall, answer["work"], processor_seconds() - used)
    return Run(seconds, most / MEBIBYTE, answer["found"])


def one(way: str, folder: Path) -> None:
    """Do the work of a process."""
    start = time.perf_counter()
    found = WAYS[way](folder)
    print(json.dumps({"work": time.perf_counter() - start, "found": found}))


def placed(found: object) -> object:
    """Counts of known municipalities only, which all ways have."""
    return {k: v for k, v in found.items() if not k.endswith(" 0")} if isinstance(found, dict) else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=25_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "statusrapport-benchmark"
    )
    parser.add_argument("--only", nargs="+", choices=WAYS, default=USUAL)
    parser.add_argument("--one", choices=WAYS)
    options = parser.parse_args()
    if options.one:
        one(options.one, options.folder)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    folder = extracts(options.folder, options.rows)
    runs: dict[str, list[Run]] = {way: [] for way in options.only}
    for _ in range(options.repeat):
        for way in options.only:
            runs[way].append(measured(way, folder))
    answers = {
        json.dumps(placed(run.found), sort_keys=True)
        for way in options.only
        if way != "scan"
        for run in runs[way]
    }
    same = "all the same counts" if len(answers) <= 1 else "DIFFERENT COUNTS"
    print(f"{options.rows:,} positions, {os.cpu_count()} cores, median of {options.repeat} [min-max], {same}")
    base = (
        {place: median(run.seconds[place] for run in runs["scan"]) for place in (0, 1, 2)}
        if "scan" in runs
        else {}
    )
    names = ("wall s", "work s", "cpu s")
    print(f"{'way':10}" + "".join(f"{name:>24} {'x scan':>6}" for name in names) + f"{'MB':>7}")
    for way, found in runs.items():
        cells = []
        for place in (0, 1, 2):
            values = [run.seconds[place] for run in found]
            spread = f"{median(values):.2f} [{min(values):.2f}-{max(values):.2f}]"
            ratio = f"{median(values) / base[place]:.2f}" if base else ""
            cells.append(f"{spread:>24} {ratio:>6}")
        print(f"{way:10}" + "".join(cells) + f"{median(run.megabytes for run in found):7.0f}")


if __name__ == "__main__":
    main()
