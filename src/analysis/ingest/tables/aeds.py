"""AEDs: a row for the country, and for regions and municipalities where known."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.week import HOURS_A_WEEK
from analysis.ingest.cells import whole_number
from analysis.ingest.rules import Rule, at_most
from analysis.ingest.tables.columns import UNKNOWN, count_column, count_column_of_filled_rows, note_column
from analysis.ingest.tables.definition import AREA, LEVELS, InputTable

ALWAYS_OPEN: Final = whole_number(pl.col("aed_24_7")).fill_null(0) * HOURS_A_WEEK
ALL_HOURS: Final = whole_number(pl.col("aed_registered")) * HOURS_A_WEEK

AEDS: Final = InputTable(
    name="aeds",
    title="Hjertestartere",
    about="hjertestartere for hele landet, gerne også for regioner og kommuner",
    describes="Registered AEDs on the day of the counts, and those available around the clock.",
    optional=False,
    complete=("country",),
    listed=LEVELS,
    unfilled=True,
    columns=(
        *AREA,
        count_column_of_filled_rows(
            "aed_registered",
            "Registrerede hjertestartere",
            "Antal registrerede hjertestartere i området på opgørelsesdatoen. Helt tal. Rækken for hele "
            "landet skal udfyldes. Kendes en regions eller kommunes tal ikke, så lad hele rækken stå tom, "
            "eller slet den: så vises området som ikke oplyst. Skriv kun 0, hvis der ingen er.",
        ),
        count_column(
            "aed_24_7",
            "Døgntilgængelige hjertestartere",
            f"Hvor mange af dem der er tilgængelige hele døgnet. Helt tal. {UNKNOWN}",
            at_most("aed_24_7", "aed_registered", "at most the registered, {aed_registered}"),
            required=False,
        ),
        count_column(
            "aed_open_hours",
            "Åbningstimer pr. uge",
            "Hvor mange timer om ugen områdets hjertestartere kan hentes, lagt sammen for dem alle: 168 for "
            f"en, der altid kan hentes. Helt tal. {UNKNOWN}",
            Rule(
                "aed_open_hours",
                f"hours a week of all AEDs together: {HOURS_A_WEEK} for each of the {{aed_24_7}} that are "
                f"always open, and at most {HOURS_A_WEEK} for each of the {{aed_registered}}",
                whole_number(pl.col("aed_open_hours")).is_between(ALWAYS_OPEN, ALL_HOURS),
            ),
            required=False,
        ),
        note_column(),
    ),
    adds_up=("aed_registered", "aed_24_7", "aed_open_hours"),
    stocks=("aed_registered", "aed_24_7"),
    correctable=True,
    closed=(),
)
