"""Why alarms were cancelled: an optional table of counts by reason, for the whole country.

The reasons are those that people recorded; nothing here infers one, and without the table no number is split.
Small counts are suppressed where they are shown, not here: the table itself is not for publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, inf
from pathlib import Path
from typing import Any, Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem
from analysis.guidance.codes import load_codes
from analysis.ingest.cells import area_code, half_of_last_decimal, percentage, whole_number
from analysis.ingest.rules import blank_or, rule_problems
from analysis.reading.files import Column, DeliveredTable, find_table, has_table, read_table

STEM: Final = "cancellations"
SCHEMA: Final = {"code": pl.String, "cancelled": pl.Int64, "note": pl.String}
COUNTRY: Final = "dk"
WITHHELD_WITH_IT: Final = "cancelled_share"
ROUNDING_ERROR: Final = 1e-9
CANCELLATIONS_COLUMNS = (
    Column("reason_code", "Årsagskode"),
    Column("reason", "Årsag", required=False),
    Column("cancelled", "Annullerede"),
    Column("note", "Bemærkning", required=False),
)


class CancellationsText(dy.Schema):
    """`cancellations` with the code list beside it: a row for each reason."""

    row = dy.Int64()
    reason_code = dy.String(nullable=True)
    reason = dy.String(nullable=True)
    cancelled = dy.String(nullable=True)
    note = dy.String(nullable=True)
    code = dy.String(nullable=True)
    danish = dy.String(nullable=True)
    english = dy.String(nullable=True)

    @dy.rule()
    def reason_is_known(cls) -> pl.Expr:
        """The code is one of the list."""
        return pl.col("danish").is_not_null()

    @dy.rule()
    def reason_stands_once(cls) -> pl.Expr:
        """No reason has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()

    @dy.rule()
    def label_belongs_to_reason(cls) -> pl.Expr:
        """Blank, or the Danish or English label of the code."""
        written = pl.col("reason").str.to_lowercase()
        labels = pl.concat_list(pl.col("danish", "english").str.to_lowercase())
        return written.is_null() | pl.col("danish").is_null() | labels.list.contains(written)

    @dy.rule()
    def cancelled_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("cancelled")), pl.col("cancelled"))

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")


def read_cancellations(folder: Path, data: Path) -> DeliveredTable | None:
    """A delivery's counts by reason, `cancellations.csv`, `.xlsx` or `.parquet`; None where there are none.

    Raises:
        InputError: The file cannot be read as a table with the columns that counts by reason have.
    """
    if not has_table(folder, STEM):
        return None
    return read_table(find_table(folder, STEM, data), CANCELLATIONS_COLUMNS, data)


def cancellations_frame(table: DeliveredTable | None) -> pl.DataFrame:
    """The table as `Delivery.cancellations`, in the order of the code list; its cells have to be sound."""
    if table is None:
        return pl.DataFrame(schema=SCHEMA)
    read = table.frame.select(
        code=pl.col("reason_code").str.to_lowercase(),
        cancelled=whole_number(pl.col("cancelled")),
        note="note",
    )
    return pl.DataFrame({"code": list(load_codes())}).join(read, on="code", maintain_order="left")


def with_cancelled(activations: pl.DataFrame, cancellations: pl.DataFrame) -> pl.DataFrame:
    """The activations with the country's cancelled alarms counted by reason where no count was delivered."""
    if cancellations.is_empty():
        return activations
    counted = pl.when(pl.col("area_code") == COUNTRY).then(pl.lit(cancellations["cancelled"].sum()))
    return activations.with_columns(cancelled=pl.coalesce("cancelled", counted))


def cancellation_problems(
    table: DeliveredTable, activations: DeliveredTable | None, withheld: Sequence[tuple[str, str]]
) -> list[Problem]:
    """Everything wrong in the counts by reason.

    Each code of the list has one row. An empty cell says that the reason is not recorded apart; such alarms
    are in another row, usually that of `unknown`, so the counts always add up to all cancelled alarms. Their
    sum has to be the country's cancelled count in `activations`. Where that holds no such count, the sum may
    not contradict what it does hold: a rounded percentage together with the net activations allows a range,
    and the regions' counts are parts of it. With neither, the sum is all that is known.

    Args:
        table: The counts as read.
        activations: The table of activations as read; None where it could not be.
        withheld: Indicator and area code of what the delivery withholds.
    """
    codes = load_codes()
    known = pl.DataFrame(
        {
            "code": list(codes),
            "danish": [code.danish for code in codes.values()],
            "english": [code.english for code in codes.values()],
        }
    )
    judged = table.frame.with_columns(code=pl.col("reason_code").str.to_lowercase()).join(
        known, on="code", how="left", maintain_order="left"
    )
    problems = rule_problems(CancellationsText, table, judged)
    header = table.headers.get("reason_code", "reason_code")
    present = set(judged["code"])
    problems += [
        Problem(table.file, None, header, f"no row for {code}", f"a row for each reason, {len(codes)} in all")
        for code in codes
        if code not in present
    ]
    if (WITHHELD_WITH_IT, COUNTRY) in withheld:
        expected = f"no such table, as delivery.toml withholds {WITHHELD_WITH_IT} for {COUNTRY}"
        problems.append(Problem(table.file, None, None, "counts of cancelled alarms", expected))
    counts = judged.select(whole_number(pl.col("cancelled"))).to_series()
    column = table.headers.get("cancelled", "cancelled")
    if table.frame["cancelled"].null_count() == table.frame.height:
        problems.append(Problem(table.file, None, column, "no count at all", "at least one count"))
    elif not problems and activations is not None:
        total = int(counts.sum())
        expected = expected_sum(total, activations)
        if expected:
            problems.append(Problem(table.file, None, column, f"{total}, the sum of all reasons", expected))
    return problems


def expected_sum(total: int, activations: DeliveredTable) -> str:
    """What the cancelled alarms have to add up to, in words, where ``total`` is not that; else empty."""
    rows = activations.frame.select(
        "cancelled_percent",
        code=area_code(pl.col("area_code")),
        net=whole_number(pl.col("activations")),
        cancelled=whole_number(pl.col("cancelled")),
        percent=percentage(pl.col("cancelled_percent")),
        half=half_of_last_decimal(pl.col("cancelled_percent")),
    ).to_dicts()
    country = next((row for row in rows if row["code"] == COUNTRY), None)
    if country is None:
        return ""
    if country["cancelled"] is not None:
        wanted = f"{country['cancelled']}, the country's cancelled alarms in activations"
        return "" if total == country["cancelled"] else wanted
    regions = [row["cancelled"] for row in rows if row["code"] != COUNTRY]
    counted = [count for count in regions if count is not None]
    if counted and len(counted) == len(regions) and total != sum(counted):
        return f"{sum(counted)}, the sum of the regions' cancelled alarms in activations"
    if total < sum(counted):
        return f"at least {sum(counted)}, the cancelled alarms of some regions in activations"
    return _outside_percentage(total, country)


def _outside_percentage(total: int, country: dict[str, Any]) -> str:
    """The range that the country's rounded percentage allows, where ``total`` lies outside it."""
    net, percent, half = country["net"], country["percent"], country["half"]
    if net is None or percent is None:
        return ""

    def cancelled(share: float) -> float:
        return inf if share >= 100 else net * share / (100 - share)

    low = ceil(cancelled(max(percent - half, 0)) - ROUNDING_ERROR)
    most = cancelled(percent + half)
    if low <= total <= most + ROUNDING_ERROR:
        return ""
    shown = f"{low} or more" if most == inf else f"from {low} to {floor(most + ROUNDING_ERROR)}"
    return f"{shown}, as {country['cancelled_percent']} % cancelled and {net} net activations allow"
