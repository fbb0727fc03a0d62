"""Alarms of the year to date: a row for the country and each region."""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.ingest.cells import whole_number
from analysis.ingest.rules import at_most, percentage_fits_count
from analysis.ingest.tables.columns import UNKNOWN, count_column, note_column, percent_column
from analysis.ingest.tables.definition import AREA, InputTable

NET: Final = whole_number(pl.col("activations"))
COUNTS: Final = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")

ACTIVATIONS: Final = InputTable(
    name="activations",
    title="Aktiveringer",
    about="aktiveringer for hele landet og hver region",
    describes="Activations of the year to date, net of cancelled ones, and how many were accepted.",
    optional=False,
    levels=("country", "region"),
    complete=("country", "region"),
    listed=("country", "region"),
    columns=(
        *AREA,
        count_column(
            "activations",
            "Aktiveringer",
            "Antal aktiveringer fra period_start til og med period_end, uden de annullerede. Helt tal. "
            f"{UNKNOWN}",
        ),
        count_column(
            "cancelled",
            "Annullerede",
            "Antal annullerede alarmer i samme periode. De tælles ikke med under Aktiveringer. Helt tal. "
            f"{UNKNOWN}",
            required=False,
        ),
        percent_column(
            "cancelled_percent",
            "Annullerede (pct.)",
            "De annullerede i procent af alle alarmer: de annullerede og aktiveringerne tilsammen.",
            percentage_fits_count(
                "cancelled_percent",
                "cancelled",
                whole_number(pl.col("cancelled")) + NET,
                "the share that {cancelled} cancelled are of {cancelled} + {activations}",
            ),
            usual=16,
        ),
        count_column(
            "accepted_by_one",
            "Mindst én accept",
            f"Antal af aktiveringerne, som mindst én hjerteløber har accepteret. Helt tal. {UNKNOWN}",
            at_most("accepted_by_one", "activations", "at most the activations, {activations}"),
            required=False,
        ),
        percent_column(
            "accepted_by_one_percent",
            "Mindst én accept (pct.)",
            "Det samme i procent af aktiveringerne.",
            percentage_fits_count(
                "accepted_by_one_percent",
                "accepted_by_one",
                NET,
                "the share that {accepted_by_one} are of {activations}",
            ),
            usual=99,
        ),
        count_column(
            "accepted_by_two",
            "Mindst to accept",
            f"Antal af aktiveringerne, som mindst to hjerteløbere har accepteret. Helt tal. {UNKNOWN}",
            at_most("accepted_by_two", "activations", "at most the activations, {activations}"),
            at_most("accepted_by_two", "accepted_by_one", "at most those accepted by one, {accepted_by_one}"),
            required=False,
        ),
        percent_column(
            "accepted_by_two_percent",
            "Mindst to accept (pct.)",
            "Det samme i procent af aktiveringerne.",
            percentage_fits_count(
                "accepted_by_two_percent",
                "accepted_by_two",
                NET,
                "the share that {accepted_by_two} are of {activations}",
            ),
            usual=99,
        ),
        note_column(),
    ),
    adds_up=COUNTS,
    kept_whole=True,
    flows=COUNTS,
    correctable=True,
    closed=(),
)
