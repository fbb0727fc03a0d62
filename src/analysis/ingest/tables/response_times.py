"""Response times: an optional table of how many alarms had a first runner on scene after how many minutes.

Counts by minute can be added up, so the median and the 90th percentile of a region are those of all its
alarms, never a mean of its municipalities' medians.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.rules import LONGEST_RESPONSE, PlacedText, rule_problems
from analysis.reading.files import Column, DeliveredTable, find_table, has_table, read_table

STEM: Final = "response_times"
SCHEMA: Final = {"area_code": pl.String, "minutes": pl.Int64, "alarms": pl.Int64}
RESPONSE_TIMES_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("minutes", "Minutter"),
    Column("alarms", "Alarmer"),
    Column("note", "Bemærkning", required=False),
)


class ResponseTimesText(PlacedText):
    """`response_times` with the geography beside it: a row per area and minute."""

    minutes = dy.String(nullable=True)
    alarms = dy.String(nullable=True)

    @dy.rule()
    def minutes_are_whole(cls) -> pl.Expr:
        """Whole minutes of at most four hours."""
        return (whole_number(pl.col("minutes")) <= LONGEST_RESPONSE).fill_null(False)

    @dy.rule()
    def minute_stands_once(cls) -> pl.Expr:
        """No area has a minute twice."""
        key = pl.struct("code", whole_number(pl.col("minutes")))
        return pl.col("code").is_null() | whole_number(pl.col("minutes")).is_null() | key.is_first_distinct()

    @dy.rule()
    def alarms_are_a_count(cls) -> pl.Expr:
        """Every row has a count."""
        return whole_number(pl.col("alarms")).is_not_null()


def read_response_times(folder: Path, data: Path) -> DeliveredTable | None:
    """A delivery's response times, `response_times.csv`, `.xlsx` or `.parquet`; None where there are none.

    Raises:
        InputError: The file cannot be read as a table with the columns that response times have.
    """
    if not has_table(folder, STEM):
        return None
    return read_table(find_table(folder, STEM, data), RESPONSE_TIMES_COLUMNS, data)


def response_time_problems(table: DeliveredTable, names: pl.DataFrame) -> list[Problem]:
    """Everything wrong in the response times: cells, areas, minutes that stand twice, more than one level.

    Args:
        table: As read.
        names: `level`, `area_code`, `area` of the country, the regions and the municipalities.
    """
    known = names.select("level", code="area_code", known_name="area")
    judged = table.frame.with_columns(code=area_code(pl.col("area_code"))).join(
        known, on="code", how="left", maintain_order="left"
    )
    problems = rule_problems(ResponseTimesText, table, judged.drop("level"))
    levels = judged.drop_nulls("level")
    problem = partial(Problem, table.file, column=table.headers.get("area_code", "area_code"))
    if levels["level"].n_unique() > 1:
        first = levels["level"][0]
        odd = levels.filter(pl.col("level") != first).row(0, named=True)
        found = f"{odd['code']} of another level than the first row"
        expected = "areas of one level; those above are added up from it"
        problems.append(problem(row=odd["row"], found=found, expected=expected))
    elif levels.height and levels["level"][0] == "region":
        regions = names.filter(pl.col("level") == "region")
        missing = regions.join(
            levels, left_on="area_code", right_on="code", how="anti", maintain_order="left"
        )
        problems += [
            problem(row=None, found=f"no row for {code} {name}", expected="a row for each region")
            for code, name in missing.select("area_code", "area").iter_rows()
        ]
    return problems


def response_times_frame(table: DeliveredTable | None) -> pl.DataFrame:
    """The table as `Delivery.response_times`; its cells have to be sound."""
    if table is None:
        return pl.DataFrame(schema=SCHEMA)
    return table.frame.select(
        area_code=area_code(pl.col("area_code")),
        minutes=whole_number(pl.col("minutes")),
        alarms=whole_number(pl.col("alarms")),
    ).sort("area_code", "minutes")
