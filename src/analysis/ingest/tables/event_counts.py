"""Counts that only events can give: an optional table of who is active by day and night, and how alarms went.

`statusrapport reduce` writes it beside a delivery's other tables. It is checked with them. A page of the
report shows what it says of the country and the regions; of municipalities nothing is shown.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.cells import area_code, whole_number
from analysis.ingest.rules import Rule, at_most
from analysis.ingest.tables.columns import InputColumn, Kind, note_column
from analysis.ingest.tables.definition import AREA, InputTable, RestOfDelivery
from analysis.reading.files import DeliveredTable

BY_PEOPLE: Final = ("active_by_day", "active_by_night")
BY_ALARMS: Final = (
    "activations",
    "alerted",
    "accepted",
    "arrived",
    "accepted_times",
    "arrived_times",
    "compared",
    "before_ambulance",
)


def _count(name: str, header: str, explanation: str, *rules: Rule) -> InputColumn:
    return InputColumn(name, header, kind=Kind.COUNT, explanation=explanation, rules=rules)


class _EventCounts(InputTable):
    """Its activations have to be those of the delivery."""

    def count_problems(
        self, read: DeliveredTable, counts: pl.DataFrame, rest: RestOfDelivery
    ) -> list[Problem]:
        problems, activations = super().count_problems(read, counts, rest), rest.tables["activations"]
        if activations is None:
            return problems
        there = activations.frame.select(
            area_code=area_code(pl.col("area_code")), delivered=whole_number(pl.col("activations"))
        )
        other = counts.join(there, on="area_code").filter(pl.col("activations") != pl.col("delivered"))
        header = read.headers["activations"]
        return problems + [
            Problem(read.file, row, header, quoted(found), f"{delivered}, as in activations")
            for row, found, delivered in other.select("row", "activations", "delivered").iter_rows()
        ]


COUNTS: Final = (
    _count("active_by_day", "Aktive om dagen", "Aktive hjerteløbere efter, hvor de sidst var i dagtimerne."),
    _count("active_by_night", "Aktive om natten", "Aktive hjerteløbere efter, hvor de sidst var om natten."),
    _count("activations", "Aktiveringer", "Som i tabellen activations."),
    _count("alerted", "Alarmerede hjerteløbere", "Hvor mange hjerteløbere der fik alarmerne."),
    _count(
        "accepted",
        "Accepterende hjerteløbere",
        "Hvor mange af dem der accepterede.",
        at_most("accepted", "alerted", "at most the alerted, {alerted}"),
    ),
    _count("arrived", "Fremmødte hjerteløbere", "Hvor mange hjerteløbere der nåede frem."),
    _count(
        "accepted_times",
        "Aktiveringer med accepttid",
        "Aktiveringer, hvis første accept har et tidspunkt.",
        at_most("accepted_times", "activations", "at most the activations, {activations}"),
    ),
    _count(
        "accepted_median",
        "Sekunder til første accept (median)",
        "Sekunder fra alarmen til den første accept: halvdelen er hurtigere.",
        at_most("accepted_median", "accepted_p90", "at most the 90th percentile, {accepted_p90}"),
    ),
    _count("accepted_p90", "Sekunder til første accept (90 pct.)", "Det samme: ni ud af ti er hurtigere."),
    _count(
        "arrived_times",
        "Aktiveringer med fremmødetid",
        "Aktiveringer, hvis første fremmøde har et tidspunkt.",
        at_most("arrived_times", "activations", "at most the activations, {activations}"),
    ),
    _count(
        "arrived_median",
        "Sekunder til første fremmøde (median)",
        "Sekunder fra alarmen til det første fremmøde: halvdelen er hurtigere.",
        at_most("arrived_median", "arrived_p90", "at most the 90th percentile, {arrived_p90}"),
    ),
    _count("arrived_p90", "Sekunder til første fremmøde (90 pct.)", "Det samme: ni ud af ti er hurtigere."),
    _count(
        "compared",
        "Aktiveringer med hjerteløber og ambulance",
        "Aktiveringer, hvor tiderne for begge er kendt.",
        at_most("compared", "arrived_times", "at most those with an arrival, {arrived_times}"),
    ),
    _count(
        "before_ambulance",
        "Hjerteløber før ambulancen",
        "Hvor mange af dem en hjerteløber nåede først.",
        at_most("before_ambulance", "compared", "at most those compared, {compared}"),
    ),
)
ARE_COUNTS: Final = Rule(
    "area_code",
    "whole numbers of 0 or more, or empty cells, in this row",
    pl.all_horizontal(
        pl.col(one.name).is_null() | whole_number(pl.col(one.name)).is_not_null() for one in COUNTS
    ),
)

EVENT_COUNTS: Final = _EventCounts(
    name="event_counts",
    title="Hændelser",
    about="",
    describes="Counts that only events can give, as `statusrapport reduce` writes them.",
    columns=(*AREA, *COUNTS, note_column()),
    rules=(ARE_COUNTS,),
    adds_up=(*BY_PEOPLE, *BY_ALARMS),
    closed=(*BY_PEOPLE, *BY_ALARMS),
)
