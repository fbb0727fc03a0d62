"""Response times: an optional table of how many alarms had a first runner on scene after how many minutes.

Counts by minute can be added up, so the median and the 90th percentile of a region are those of all its
alarms, never a mean of its municipalities' medians.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.rules import Rule, rule_problems
from analysis.ingest.tables.columns import InputColumn, Kind, count_column, note_column
from analysis.ingest.tables.definition import AREA, InputTable, RestOfDelivery, UnitedRegions
from analysis.reading.files import DeliveredTable

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "area_code": pl.String,
    "minutes": pl.Int64,
    "alarms": pl.Int64,
}
LONGEST_RESPONSE: Final = 240
MINUTES: Final = whole_number(pl.col("minutes"))


class _ResponseTimes(InputTable):
    """A row per area and minute, of areas of one level; those above are added up from it."""

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        return SCHEMA

    def problems(self, read: DeliveredTable, rest: RestOfDelivery) -> list[Problem]:
        if rest.names is None:
            return []
        judged = self.judged(read.frame, rest.names, rest.file)
        problems = rule_problems(self.all_rules, read, judged)
        levels = judged.drop_nulls("level")
        problem = partial(Problem, read.file, column=read.headers.get("area_code", "area_code"))
        if levels["level"].n_unique() > 1:
            first = levels["level"][0]
            odd = levels.filter(pl.col("level") != first).row(0, named=True)
            found = f"{odd['code']} of another level than the first row"
            expected = "areas of one level; those above are added up from it"
            problems.append(problem(row=odd["row"], found=found, expected=expected))
        elif levels.height and levels["level"][0] == "region":
            regions = rest.names.filter(pl.col("level") == "region")
            missing = regions.join(
                levels, left_on="area_code", right_on="code", how="anti", maintain_order="left"
            )
            problems += [
                problem(row=None, found=f"no row for {code} {name}", expected="a row for each region")
                for code, name in missing.select("area_code", "area").iter_rows()
            ]
        return problems

    def frame(self, read: DeliveredTable | None, names: pl.DataFrame) -> pl.DataFrame:
        if read is None:
            return pl.DataFrame(schema=self.schema)
        return read.frame.select(
            area_code=area_code(pl.col("area_code")),
            minutes=MINUTES,
            alarms=whole_number(pl.col("alarms")),
        ).sort("area_code", "minutes")

    def regrouped(self, frame: pl.DataFrame, regions: UnitedRegions) -> pl.DataFrame:
        return (
            frame.with_columns(pl.col("area_code").replace(regions.into))
            .group_by("area_code", "minutes", maintain_order=True)
            .agg(pl.col("alarms").sum())
        )


RESPONSE_TIMES: Final = _ResponseTimes(
    name="response_times",
    title="Responstider",
    about="I samme mappe ligger response_times: hvor mange alarmer der havde en hjerteløber fremme i "
    "hvert minut.",
    describes="Alarms by the minutes until the first runner was on scene, of areas of one level.",
    listed=("country", "region"),
    long=True,
    one_row=None,
    closed=(),
    columns=(
        *AREA,
        InputColumn(
            "minutes",
            "Minutter",
            kind=Kind.COUNT,
            explanation="Hele minutter fra alarmen, til den første hjerteløber var fremme, rundet ned. Én "
            "række for hvert minuttal, der forekommer i området.",
            rules=(
                Rule(
                    "minutes",
                    f"whole minutes from 0 to {LONGEST_RESPONSE}",
                    (MINUTES <= LONGEST_RESPONSE).fill_null(value=False),
                ),
                Rule(
                    "minutes",
                    "each minute of an area once",
                    pl.col("code").is_null()
                    | MINUTES.is_null()
                    | pl.struct("code", MINUTES).is_first_distinct(),
                ),
            ),
        ),
        count_column(
            "alarms",
            "Alarmer",
            "Hvor mange af områdets alarmer der havde en hjerteløber fremme i netop det minut. Helt tal. "
            "Alle rækker skal være på samme niveau: kommuner, regioner eller landet. Resten lægges sammen.",
            blank=False,
        ),
        note_column(),
    ),
)
