"""Whether the dates of a delivery fit its quarter and the population, and its kind that of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.core.quarters import Quarter
from analysis.ingest.delivery_file import OWN_DAYS, DeliveryFile
from analysis.reading.files import DELIVERY_FILE, is_simulated
from analysis.reference.files import Reference
from analysis.reference.population import latest_published_period
from analysis.reference.population_tables import complete_periods

LATEST_AS_OF: Final = timedelta(days=31)
OLDEST_TABLE_YEARS: Final = 2
REPEATED: Final = "repeated"
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9998


def fits_quarter(as_of: date, quarter: Quarter) -> bool:
    """Whether a day lies in a quarter or up to 31 days after it."""
    return quarter.first_day <= as_of <= quarter.last_day + LATEST_AS_OF


def usual_period_end(as_of: date, quarter: Quarter) -> date:
    """The last day of the flows where a delivery does not say it: that of the counts, or the quarter's last.

    Args:
        as_of: The day of the stock counts, in the quarter or after it.
        quarter: The quarter.
    """
    return min(as_of, quarter.last_day)


def period_end_of(file: DeliveryFile, quarter: Quarter) -> date:
    """The last day of a delivery's flows: its own, or the usual one."""
    stated: date | None = file.values.get("period_end")
    return stated or usual_period_end(file.values["as_of"], quarter)


def own_days(file: DeliveryFile) -> dict[str, date]:
    """The tables that were counted on another day than `as_of`, and that day."""
    return {
        table: file.values[key]
        for table, key in OWN_DAYS.items()
        if file.values.get(key, file.values["as_of"]) != file.values["as_of"]
    }


def day_problems(file: DeliveryFile, quarter: Quarter, tables: Mapping[str, object]) -> list[Problem]:
    """Days of single tables that are too old or too late, or of a table that was not delivered.

    Args:
        file: The delivery file.
        quarter: The quarter.
        tables: Each input table by its name; None for one that was not delivered.
    """
    first = quarter.first_day.replace(year=quarter.year - OLDEST_TABLE_YEARS)
    last = quarter.last_day + LATEST_AS_OF
    checks = [
        check
        for table, key in OWN_DAYS.items()
        if key in file.values
        for check in (
            (key, first <= file.values[key] <= last, f"a day from {first} to {last}"),
            (key, tables[table] is not None, f"the day of the table {table}, which is not there"),
        )
    ]
    return _unfit(file, checks) + _answers_without_day(file, tables)


def _answers_without_day(file: DeliveryFile, tables: Mapping[str, object]) -> list[Problem]:
    """Answers that a table is repeated, where nothing says which day its counts are of."""
    undated = {
        f"{REPEATED}/{table}": key
        for table, key in OWN_DAYS.items()
        if tables[table] is not None and key not in file.values
    }
    problems = []
    for place, entry in enumerate(file.entries["answer"]):
        name = entry["warning"]
        keys = (
            list(undated.values()) if name == f"{REPEATED}/*" else [undated[name]] if name in undated else []
        )
        problems += [
            Problem(
                file.name,
                file.entry_row("answer", place, "warning"),
                "warning",
                quoted(name),
                f"{key} in delivery.toml too, the day of the counts; {file.values['as_of']} if they are new",
            )
            for key in keys
        ]
    return problems


def date_problems(file: DeliveryFile, quarter: Quarter) -> list[Problem]:
    """A quarter that is not the folder's, and dates that do not fit the quarter or each other."""
    as_of, start, end = file.values["as_of"], file.values["period_start"], period_end_of(file, quarter)
    last = quarter.last_day + LATEST_AS_OF
    last_of_flows = min(last, date(quarter.year, 12, 31))
    named = "period_end" if "period_end" in file.values else "as_of" if end == as_of else "the quarter's end"
    checks = [
        ("quarter", file.values["quarter"] == str(quarter), f"{quarter}, as the folder is named"),
        ("as_of", quarter.first_day <= as_of <= last, f"a day from {quarter.first_day} to {last}"),
        (
            "period_end",
            named != "period_end" or quarter.first_day <= end <= last_of_flows,
            f"a day from {quarter.first_day} to {last_of_flows}",
        ),
        ("period_start", start <= end, f"a day up to {named}, {end}"),
        ("period_start", start.year == quarter.year, f"a day in {quarter.year}"),
    ]
    return _unfit(file, checks)


def _unfit(file: DeliveryFile, checks: Sequence[tuple[str, bool, str]]) -> list[Problem]:
    """A problem for each key whose value does not fit."""
    return [
        Problem(file.name, file.row(key), key, quoted(file.values[key]), expected)
        for key, fits, expected in checks
        if not fits
    ]


def mixture_problems(
    file: DeliveryFile, data: Path, quarter: Quarter, beside: Sequence[Quarter]
) -> list[Problem]:
    """Other deliveries in the data root that are simulated where this one is real, or real where not."""
    simulated = file.values["simulated"]
    others = []
    for other in beside:
        path = data / "raw" / str(other) / DELIVERY_FILE
        if other != quarter and is_simulated(path) is (not simulated):
            others.append(str(other))
    if not others:
        return []
    kind, other_kind = ("simulated", "real") if simulated else ("real", "simulated")
    found = f"a {kind} delivery beside the {other_kind} {', '.join(others)}"
    expected = "simulated and real deliveries in data roots of their own"
    return [Problem(file.name, file.row("simulated"), "simulated", found, expected)]


def population_problems(file: DeliveryFile, reference: Reference) -> list[Problem]:
    """A population period that is not there or incomplete; none for a day that no quarter holds."""
    if not FIRST_YEAR <= file.values["as_of"].year <= LAST_YEAR:
        return []
    chosen = file.values.get("population_period")
    period = chosen or latest_published_period(file.values["as_of"])
    complete = complete_periods(reference.population)
    if period in complete:
        return []
    areas = reference.population.filter(pl.col("period") == period).height
    state = f"incomplete with {areas} areas" if areas else "not in population_folk1a"
    by_rule = "" if chosen else ", chosen by rule"
    known = f"one of {', '.join(complete[-4:])}" if complete else "a complete period"
    if period > max(complete, default=""):
        known += "; `statusrapport population update` adds later ones, without a network with --from FILE"
    row = file.row("population_period")
    return [Problem(file.name, row, "population_period", f"{quoted(period)}{by_rule}, {state}", known)]
