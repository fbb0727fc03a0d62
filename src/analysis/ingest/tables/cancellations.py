"""Why alarms were cancelled: an optional table of counts by reason, for the whole country.

The reasons are those that people recorded; nothing here infers one, and without the table no number is split.
Small counts are suppressed where they are shown, not here: the table itself is not for publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, inf
from typing import Final, NamedTuple

import polars as pl

from analysis.core.problems import Problem
from analysis.guidance.codes import load_codes
from analysis.ingest.areas import COUNTRY
from analysis.ingest.cells import area_code, half_of_last_decimal, percentage, whole_number
from analysis.ingest.entries import withheld_places
from analysis.ingest.rules import Rule, is_known, rule_problems, stands_once
from analysis.ingest.tables.columns import FILLED_IN, code_column, count_column, name_column, note_column
from analysis.ingest.tables.definition import InputTable, RestOfDelivery, UnitedRegions
from analysis.reading.files import DeliveredTable

SCHEMA: Final[dict[str, type[pl.DataType]]] = {"code": pl.String, "cancelled": pl.Int64, "note": pl.String}
WITHHELD_WITH_IT: Final = "cancelled_share"
ROUNDING_ERROR: Final = 1e-9
ABOUT: Final = """\
Er årsagerne til de annullerede alarmer talt op, kan tallene for hele landet stå i en tabel for sig,
cancellations. Skabelonen ligger i mappen valgfri, hvor den ikke bliver læst: udfyld den, og flyt den
herop. Uden den viser rapporten kun, hvor mange alarmer der blev annulleret. Mappen kan slettes.
"""
LABELS: Final = ("known_name", "english")


class _Cancellations(InputTable):
    """A row per reason of the code list instead of one per area."""

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        return SCHEMA

    def problems(self, read: DeliveredTable, rest: RestOfDelivery) -> list[Problem]:
        """Everything wrong in the counts by reason.

        Each code of the list has one row. An empty cell says that the reason is not recorded apart; such
        alarms are in another row, usually that of `unknown`, so the counts always add up to all cancelled
        alarms. Their sum has to be the country's cancelled count in `activations`. Where that holds no such
        count, the sum may not contradict what it does hold: a rounded percentage together with the net
        activations allows a range, and the regions' counts are parts of it. With neither, the sum is all that
        is known.
        """
        codes, activations = load_codes(), rest.tables["activations"]
        known = pl.DataFrame(
            {
                "code": list(codes),
                "known_name": [code.danish for code in codes.values()],
                "english": [code.english for code in codes.values()],
            }
        )
        judged = read.frame.with_columns(code=pl.col("reason_code").str.to_lowercase()).join(
            known, on="code", how="left", maintain_order="left"
        )
        problems = rule_problems(self.all_rules, read, judged)
        header = read.headers.get("reason_code", "reason_code")
        present = set(judged["code"])
        problems += [
            Problem(
                read.file, None, header, f"no row for {code}", f"a row for each reason, {len(codes)} in all"
            )
            for code in codes
            if code not in present
        ]
        if (WITHHELD_WITH_IT, COUNTRY[0]) in withheld_places(rest.file):
            expected = f"no such table, as delivery.toml withholds {WITHHELD_WITH_IT} for {COUNTRY[0]}"
            problems.append(Problem(read.file, None, None, "counts of cancelled alarms", expected))
        counts = judged.select(whole_number(pl.col("cancelled"))).to_series()
        column = read.headers.get("cancelled", "cancelled")
        if read.frame["cancelled"].null_count() == read.frame.height:
            problems.append(Problem(read.file, None, column, "no count at all", "at least one count"))
        elif not problems and activations is not None:
            total = int(counts.sum())
            expected = expected_sum(total, activations)
            if expected:
                found = f"{total}, the sum of all reasons"
                problems.append(Problem(read.file, None, column, found, expected))
        return problems

    def sound(self, rows: pl.DataFrame, names: pl.DataFrame) -> list[str]:
        """None: each is judged by itself."""
        return []

    def frame(self, read: DeliveredTable | None, names: pl.DataFrame) -> pl.DataFrame:
        if read is None:
            return pl.DataFrame(schema=self.schema)
        found = read.frame.select(
            code=pl.col("reason_code").str.to_lowercase(),
            cancelled=whole_number(pl.col("cancelled")),
            note="note",
        )
        return pl.DataFrame({"code": list(load_codes())}).join(found, on="code", maintain_order="left")

    def regrouped(self, frame: pl.DataFrame, regions: UnitedRegions) -> pl.DataFrame:
        return frame

    def template_rows(self, names: pl.DataFrame, delivered: Sequence[str] = ()) -> list[tuple[str, str]]:
        return [(code.name, code.danish) for code in load_codes().values()]


CANCELLATIONS: Final = _Cancellations(
    name="cancellations",
    title="Annullerede",
    about=ABOUT,
    describes="Cancelled alarms of the whole country by the reason that was recorded.",
    levels=(),
    one_row=stands_once("reason_code", "each reason once"),
    closed=(),
    columns=(
        code_column(
            "reason_code",
            "Årsagskode",
            f"Årsagens kode. {FILLED_IN} Alle årsager skal have en række.",
            is_known("reason_code", "a code of the list of reasons"),
        ),
        name_column(
            "reason",
            "Årsag",
            f"Hvad koden betyder. {FILLED_IN}",
            Rule(
                "reason",
                "{known_name}, the label of {code}, or an empty cell",
                pl.col("reason").is_null()
                | pl.col("known_name").is_null()
                | pl.concat_list(pl.col(*LABELS).str.to_lowercase()).list.contains(
                    pl.col("reason").str.to_lowercase()
                ),
            ),
            required=False,
        ),
        count_column(
            "cancelled",
            "Annullerede",
            "Antal alarmer, der er annulleret af denne årsag i hele landet, fra period_start til og med "
            "period_end. Helt tal. Årsagen skal være registreret af dem, der annullerede; den må "
            "aldrig gættes. Lad cellen stå tom, hvis årsagen ikke registreres for sig, og tæl dens alarmer "
            "med under Ukendt. Tilsammen skal tallene give alle annullerede alarmer. Rapporten skjuler små "
            "tal; tabellen gør ikke og må ikke offentliggøres.",
        ),
        note_column(
            "Bemærkning, som følger tallet i indicators.csv, medmindre tallet er skjult. Kan stå tom."
        ),
    ),
)


def with_cancelled(activations: pl.DataFrame, cancellations: pl.DataFrame) -> pl.DataFrame:
    """The activations with the country's cancelled alarms counted by reason where no count was delivered."""
    if cancellations.is_empty():
        return activations
    counted = pl.when(pl.col("area_code") == COUNTRY[0]).then(pl.lit(cancellations["cancelled"].sum()))
    return activations.with_columns(cancelled=pl.coalesce("cancelled", counted))


class _Area(NamedTuple):
    """The activations and cancelled alarms of an area, as far as they are numbers.

    Attributes:
        written: The rounded percentage as it was delivered.
        code: Of the area.
        net: Its activations.
        cancelled: Its cancelled alarms.
        percent: The rounded percentage.
        half: Half of the last decimal of that.
    """

    written: str | None
    code: str | None
    net: int | None
    cancelled: int | None
    percent: float | None
    half: float | None


def expected_sum(total: int, activations: DeliveredTable) -> str:
    """What the cancelled alarms have to add up to, in words, where ``total`` is not that; else empty."""
    frame = activations.frame.select(
        written="cancelled_percent",
        code=area_code(pl.col("area_code")),
        net=whole_number(pl.col("activations")),
        cancelled=whole_number(pl.col("cancelled")),
        percent=percentage(pl.col("cancelled_percent")),
        half=half_of_last_decimal(pl.col("cancelled_percent")),
    )
    rows = [_Area(*row) for row in frame.select(_Area._fields).iter_rows()]
    country = next((row for row in rows if row.code == COUNTRY[0]), None)
    if country is None:
        return ""
    if country.cancelled is not None:
        wanted = f"{country.cancelled}, the country's cancelled alarms in activations"
        return "" if total == country.cancelled else wanted
    regions = [row.cancelled for row in rows if row.code != COUNTRY[0]]
    counted = [count for count in regions if count is not None]
    if counted and len(counted) == len(regions) and total != sum(counted):
        return f"{sum(counted)}, the sum of the regions' cancelled alarms in activations"
    if total < sum(counted):
        return f"at least {sum(counted)}, the cancelled alarms of some regions in activations"
    return _outside_percentage(total, country)


def _outside_percentage(total: int, country: _Area) -> str:
    """The range that the country's rounded percentage allows, where ``total`` lies outside it."""
    net, percent, half = country.net, country.percent, country.half
    if net is None or percent is None or half is None:
        return ""

    def cancelled(share: float) -> float:
        return inf if share >= 100 else net * share / (100 - share)

    low = ceil(cancelled(max(percent - half, 0)) - ROUNDING_ERROR)
    most = cancelled(percent + half)
    if low <= total <= most + ROUNDING_ERROR:
        return ""
    shown = f"{low} or more" if most == inf else f"from {low} to {floor(most + ROUNDING_ERROR)}"
    return f"{shown}, as {country.written} % cancelled and {net} net activations allow"
