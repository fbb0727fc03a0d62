"""Active runners: a row for each municipality."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.problems import Problem
from analysis.ingest.cells import area_code, says_not_known, whole_number
from analysis.ingest.delivery_file import DeliveryFile
from analysis.ingest.entries import total_problems, withheld_places
from analysis.ingest.rules import is_known, name_fits_code, stands_once
from analysis.ingest.tables.columns import (
    FILLED_IN,
    code_column,
    explained_count_column,
    name_column,
    note_column,
)
from analysis.ingest.tables.definition import InputTable, RestOfDelivery, UnitedRegions
from analysis.reading.files import DeliveredTable

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "municipality_code": pl.String,
    "municipality": pl.String,
    "active_runners": pl.Int64,
    "note": pl.String,
}


class _Runners(InputTable):
    """Its columns are named after municipalities, and the publisher's totals are sums of it."""

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        return SCHEMA

    def judged(self, frame: pl.DataFrame, names: pl.DataFrame, file: DeliveryFile | None) -> pl.DataFrame:
        """The same, with `withheld` in the rows of municipalities whose count the delivery withholds."""
        codes = [code for indicator, code in withheld_places(file) if indicator == "active_runners"]
        withheld = pl.when(pl.col("code").is_in(codes)).then(pl.lit("withheld"))
        return super().judged(frame, names, file).with_columns(withheld=withheld)

    def problems(self, read: DeliveredTable, rest: RestOfDelivery) -> list[Problem]:
        problems = super().problems(read, rest)
        if rest.names is None or rest.file is None or rest.geography is None:
            return problems
        counts = self.frame(read, rest.names) if self.can_be_added_up(read, problems) else None
        unread = read.frame.filter(
            whole_number(pl.col("active_runners")).is_null() & ~says_not_known(pl.col("active_runners"))
        )
        return problems + total_problems(counts, rest.file, rest.geography, all_read=unread.is_empty())

    def frame(self, read: DeliveredTable | None, names: pl.DataFrame) -> pl.DataFrame:
        if read is None:
            return pl.DataFrame(schema=self.schema)
        found = read.frame.select(
            area_code=area_code(pl.col("municipality_code")),
            active_runners=whole_number(pl.col("active_runners")),
            note="note",
        )
        return (
            found.join(names, on="area_code")
            .select(
                pl.col("area_code").alias("municipality_code"),
                pl.col("area").alias("municipality"),
                "active_runners",
                "note",
            )
            .sort("municipality_code")
        )

    def regrouped(self, frame: pl.DataFrame, regions: UnitedRegions) -> pl.DataFrame:
        return frame


RUNNERS: Final = _Runners(
    name="runners",
    title="Hjerteløbere",
    about="aktive hjerteløbere, én række for hver af de 98 kommuner",
    describes="Active runners of each municipality on the day of the counts.",
    optional=False,
    levels=("municipality",),
    complete=("municipality",),
    listed=("municipality",),
    one_row=stands_once("municipality_code", "each municipality once"),
    columns=(
        code_column(
            "municipality_code",
            "Kommunekode",
            f"Kommunens nummer hos Danmarks Statistik. {FILLED_IN}",
            is_known("municipality_code", "the code of a municipality"),
        ),
        name_column(
            "municipality", "Kommune", f"Kommunens navn. {FILLED_IN}", name_fits_code("municipality")
        ),
        explained_count_column(
            "active_runners",
            "Aktive hjerteløbere",
            "Antal aktive hjerteløbere i kommunen på opgørelsesdatoen. Helt tal. Kendes det ikke, så skriv "
            "ukendt, og skriv hvorfor under Bemærkning; rapporten viser begrundelsen. Skriv aldrig 0 for et "
            "ukendt tal.",
        ),
        note_column(),
    ),
    stocks=("active_runners",),
    correctable=True,
    closed=(),
)
