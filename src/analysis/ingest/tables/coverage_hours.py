"""Coverage by the hour: an optional table of the whole country, beside `coverage`.

How many people live within 500 metres of an AED that is open, in each of the week's 168 hours. It tells
nothing that the periods in `coverage` do not tell of all their hours: those of a period add up to its number,
times how many they are. Of smaller areas there is no such table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.core.week import DAYS_A_WEEK, HOURS_A_DAY, HOURS_A_WEEK, PERIODS
from analysis.ingest.areas import COUNTRY
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.rules import Rule
from analysis.ingest.tables.columns import InputColumn, Kind, count_column, note_column
from analysis.ingest.tables.coverage import (
    IN_WEEK,
    OF_PERIODS,
    PEOPLE,
    ROUNDED_TO,
    WITH_ALL_HOURS,
    is_rounded,
    near,
)
from analysis.ingest.tables.definition import AREA, InputTable, RestOfDelivery, UnitedRegions
from analysis.reading.files import DeliveredTable

PERIOD_OF_HOUR: Final = {hour: period.name for period in PERIODS for hour in period.hours_of_week}
NEAR_IN_HOUR: Final = "near_500m"
HOUR: Final = ("weekday", "hour")
SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "area_code": pl.String,
    "weekday": pl.Int64,
    "hour": pl.Int64,
    NEAR_IN_HOUR: pl.Int64,
}


def period_of(weekday: pl.Expr, hour: pl.Expr) -> pl.Expr:
    """The period of the week, a key of `OF_PERIODS`, that an hour belongs to; null where no week has it.

    Args:
        weekday: 1 for Monday.
        hour: 0 to 23.
    """
    place = (weekday - 1) * HOURS_A_DAY + hour
    return place.replace_strict(PERIOD_OF_HOUR, default=None, return_dtype=pl.String)


class _CoverageHours(InputTable):
    """A row per hour of the week, of the country; all of them, and as many people as `coverage` has."""

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        return SCHEMA

    def frame(self, read: DeliveredTable | None, names: pl.DataFrame) -> pl.DataFrame:
        if read is None:
            return pl.DataFrame(schema=self.schema)
        return read.frame.select(
            area_code=area_code(pl.col("area_code")),
            **{name: whole_number(pl.col(name)) for name in (*HOUR, NEAR_IN_HOUR)},
        ).sort("weekday", "hour")

    def regrouped(self, frame: pl.DataFrame, regions: UnitedRegions) -> pl.DataFrame:
        return frame

    def count_problems(
        self, read: DeliveredTable, counts: pl.DataFrame, rest: RestOfDelivery
    ) -> list[Problem]:
        """Hours that are missing, more people than live there, and sums that are not those of `coverage`."""
        hours = read.frame.select(
            "row", *(whole_number(pl.col(name)).alias(name) for name in (*HOUR, NEAR_IN_HOUR))
        )
        missing = self._missing_hours(read, hours)
        coverage = rest.tables["coverage"]
        if missing or coverage is None:
            absent = Problem(read.file, None, None, "no table coverage", "the country's numbers in coverage")
            return missing + ([absent] if coverage is None else [])
        country = coverage.frame.filter(area_code(pl.col("area_code")) == COUNTRY[0]).head(1)
        known = {
            name: _number(country, name)
            for name in (PEOPLE, *(near(WITH_ALL_HOURS, period) for period in OF_PERIODS))
        }
        municipalities = sum(len(rest.members[region]) for region in rest.members[COUNTRY[0]])
        return _more_than_all(read, hours, known) + _other_sums(read, hours, known, municipalities)

    @staticmethod
    def _missing_hours(read: DeliveredTable, hours: pl.DataFrame) -> list[Problem]:
        there = set(hours.select(*HOUR).iter_rows())
        missing = [
            (weekday, hour)
            for weekday in range(1, DAYS_A_WEEK + 1)
            for hour in range(HOURS_A_DAY)
            if (weekday, hour) not in there
        ]
        if not missing:
            return []
        (weekday, hour), more = missing[0], len(missing) - 1
        found = f"no row for weekday {weekday}, hour {hour}" + (f" and {more} more" if more else "")
        header = read.headers.get("weekday", "weekday")
        return [Problem(read.file, None, header, found, f"a row for each hour, {HOURS_A_WEEK} in all")]


def _number(country: pl.DataFrame, name: str) -> int | None:
    if name not in country.columns or country.is_empty():
        return None
    number: int | None = country.select(whole_number(pl.col(name))).item()
    return number


def _more_than_all(
    read: DeliveredTable, hours: pl.DataFrame, known: Mapping[str, int | None]
) -> list[Problem]:
    everybody = known[PEOPLE]
    if everybody is None:
        return []
    header, expected = read.headers[NEAR_IN_HOUR], f"at most {everybody}, {PEOPLE} of the country"
    return [
        Problem(read.file, row, header, quoted(people), expected)
        for row, people in hours.filter(pl.col(NEAR_IN_HOUR) > everybody)
        .select("row", NEAR_IN_HOUR)
        .iter_rows()
    ]


def _other_sums(
    read: DeliveredTable, hours: pl.DataFrame, known: Mapping[str, int | None], municipalities: int
) -> list[Problem]:
    """Sums over the hours of a period that are not its number times the hours; of the week, about that."""
    people, period = pl.col(NEAR_IN_HOUR), period_of(*map(pl.col, HOUR))
    sums = hours.group_by(period=period).agg(people.sum().alias("people"), pl.len().alias("hours"))
    rows = [(*row, 0) for row in sums.drop_nulls("period").sort("period").iter_rows()]
    rows.append((IN_WEEK, hours[NEAR_IN_HOUR].sum(), hours.height, ROUNDED_TO * municipalities))
    problems = []
    for name, found, count, off in rows:
        column = near(WITH_ALL_HOURS, name)
        number = known[column]
        if number is None or abs(found - number * count) <= off * count:
            continue
        about = f" give or take {off * count}" if off else ""
        expected = f"{number * count}{about}, {count} times {column} of the country"
        said = f"{found}, the sum of {count} hours"
        problems.append(Problem(read.file, None, read.headers[NEAR_IN_HOUR], said, expected))
    return problems


def _of_hour(name: str, header: str, explanation: str, first: int, last: int) -> InputColumn:
    number = whole_number(pl.col(name))
    within = number.is_between(first, last).fill_null(value=False)
    rules = [Rule(name, f"a whole number from {first} to {last}", within)]
    return InputColumn(name, header, kind=Kind.COUNT, explanation=explanation, rules=tuple(rules))


EACH_ONCE: Final = Rule(
    "hour",
    "each hour of the week once",
    pl.any_horizontal(whole_number(pl.col(name)).is_null() for name in HOUR)
    | pl.struct(whole_number(pl.col(name)) for name in HOUR).is_first_distinct(),
)

COVERAGE_HOURS: Final = _CoverageHours(
    name="coverage_hours",
    title="Afstand time for time",
    about="",
    describes="People of the country within 500 m of an AED that is open, in each hour of the week, as "
    "`statusrapport reduce` counts them. The hours of a period of `coverage` add up to its number times how "
    "many they are.",
    levels=("country",),
    complete=("country",),
    long=True,
    one_row=None,
    rules=(EACH_ONCE,),
    closed=(),
    residents=True,
    columns=(
        *AREA,
        _of_hour("weekday", "Ugedag", "1 for mandag til 7 for søndag.", 1, DAYS_A_WEEK),
        _of_hour("hour", "Time", "0 for kl. 0–1 til 23 for kl. 23–24.", 0, HOURS_A_DAY - 1),
        count_column(
            NEAR_IN_HOUR,
            "Inden for 500 m",
            "Højst 500 m i lige linje til en åben hjertestarter. Personer, gennemsnit over timens minutter. "
            f"Afrundet til nærmeste {ROUNDED_TO}, så timerne i et tidsrum i alt giver dets tal i coverage "
            "gange deres antal. Alle ugens 168 timer, kun for hele landet.",
            is_rounded(NEAR_IN_HOUR),
            blank=False,
        ),
        note_column(),
    ),
)
