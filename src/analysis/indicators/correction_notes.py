"""Marks in the tidy table: which numbers were corrected, and which contain a corrected one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.declaration import Unit
from analysis.indicators.registry import DECLARED
from analysis.ingest.area_sums import area_sums
from analysis.ingest.cells import percentage, whole_number
from analysis.ingest.corrections import Correction, correction_rows
from analysis.ingest.counts import COUNTS
from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.registry import CORRECTABLE
from analysis.texts.notes import BETWEEN, note, parts_joined

CORRECTED: Final = "Rettet: "
EMPTY: Final = note("empty-cell")
NOTE: Final = "note"
ANY: Final = ("counts", "published", "derived")
COUNTED: Final = frozenset(["counts"])
SUMS: Final = tuple(one for one in DECLARED if "active_runners" in one.formula.stands_in)


def formed_with(column: str) -> Iterator[tuple[str, str]]:
    """The numbers that a delivered column stands in: indicator and basis.

    Where a rounded share stands in for a count, the number rests on the one or on the other, as its basis
    says.
    """
    for one in DECLARED:
        formula = one.formula
        bases = one.bases
        share = formula.as_published
        if column and column == share:
            bases -= COUNTED
        elif column not in formula.stands_in:
            continue
        elif share and (one.unit is Unit.PERCENT or COUNTS[column].percent == share):
            bases = COUNTED
        yield from ((one.name, basis) for basis in sorted(bases))


def with_correction_notes(table: pl.DataFrame, delivery: Delivery, geography: pl.DataFrame) -> pl.DataFrame:
    """Say of every number that was corrected, or formed with a corrected one, what it was and why.

    What is withheld stays as it is: its former value is not to be told either.

    Args:
        table: Rows of the tidy table.
        delivery: Whose corrections.
        geography: As `Reference.geography`, for the sums of municipalities.

    Returns:
        The table, its notes preceded by ``Rettet: …`` and the reason in rows of corrected cells and by
        ``Indeholder rettede tal for …`` in sums of them.
    """
    if delivery.corrections.is_empty():
        return table
    numbers = table.select(
        "area_code",
        "indicator",
        own="area",
        shown=pl.col("status") != "withheld",
        rests_on=pl.when(pl.any_horizontal(pl.col("value", "lower").is_not_null())).then("basis"),
    )
    # What was emptied, so that there is no number, is told whatever the number would rest on.
    marks = (
        pl.concat([_corrected(delivery), _sums(delivery, geography)])
        .join(numbers, on=["area_code", "indicator"], maintain_order="left")
        .filter(pl.col("rests_on").is_null() | (pl.col("rests_on") == pl.col("basis")))
        .unique(["area_code", "indicator", "area", "text"], maintain_order=True)
    )
    same = pl.col("area") == pl.col("own")
    notes = (
        marks.filter("shown")
        .group_by("area_code", "indicator", maintain_order=True)
        .agg(
            corrected=pl.col("text").filter(same).str.join(BETWEEN),
            parts=pl.col("area").filter(~same).unique(maintain_order=True),
        )
        .with_columns(contains=pl.col("parts").map_elements(_contains, return_dtype=pl.String))
        .select(
            "area_code",
            "indicator",
            mark=parts_joined("corrected", pl.when(pl.col("parts").list.len() > 0).then("contains")),
        )
    )
    return (
        table.join(notes, on=["area_code", "indicator"], how="left", maintain_order="left")
        .with_columns(note=parts_joined("mark", "note"))
        .drop("mark")
    )


def _corrected(delivery: Delivery) -> pl.DataFrame:
    """A row per correction and number formed with it: `area_code`, `area`, `indicator`, `basis`, `text`."""
    rows = [
        (one.area_code, one.area, indicator, basis, correction_in_words(one))
        for one in correction_rows(delivery.corrections)
        for indicator, basis in formed_with(one.column)
    ]
    return _marks(rows)


def _sums(delivery: Delivery, geography: pl.DataFrame) -> pl.DataFrame:
    """A row per corrected municipality and number it is added into, with the columns of `_corrected`.

    A publisher's own total is made of no municipality's number, corrected or not.
    """
    corrected = delivery.corrections.filter(
        pl.col("table") == "runners", pl.col("column") == "active_runners"
    ).select("area", made_of="area_code")
    quarter = pl.lit(str(delivery.quarter)).alias("quarter")
    sums = area_sums(
        delivery.runners.select(quarter, pl.all()), delivery.totals.select(quarter, pl.all()), geography
    )
    formed = (
        sums.filter(pl.col("level") != "municipality")
        .select("area_code", pl.col("made_of").list.unique())
        .explode("made_of")
        .join(corrected, on="made_of", maintain_order="left")
    )
    rows = [
        (whole, area, one.name, basis, None)
        for whole, area in formed.select("area_code", "area").iter_rows()
        for one in SUMS
        for basis in sorted(one.bases)
    ]
    return _marks(rows)


def _marks(rows: Sequence[tuple[str, str | None, str, str, str | None]]) -> pl.DataFrame:
    schema = dict.fromkeys(("area_code", "area", "indicator", "basis", "text"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("basis").cast(pl.Enum(ANY)))


def _contains(names: Sequence[str]) -> str:
    return note("contains-corrected", names=show.joined(show.sorted_danish(names)))


def correction_in_words(correction: Correction) -> str:
    """A correction and its reason as parts of a note: `Rettet: Aktive hjerteløbere fra 212 til 21.`."""
    columns = {column.name: column.header for column in CORRECTABLE[correction.table]}
    old, new = (_in_words(text, correction.column) for text in (correction.old_value, correction.new_value))
    said = note("corrected", column=columns[correction.column], old=old, new=new)
    return BETWEEN.join([said, correction.reason])


def _in_words(text: str | None, column: str) -> str:
    """A cell as the report shows a number; as it was written where it is none."""
    return EMPTY if text is None else number_in_words(text, column) or text


def number_in_words(text: str, column: str, language: str = "da") -> str | None:
    """The number of a delivered cell as the report shows it; None where the cell holds none, or is a note."""
    if column == NOTE:
        return None
    if column.endswith("_percent"):
        share = pl.select(percentage(pl.lit(text))).item()
        decimals = len(text.replace(".", ",").partition(",")[2])
        return None if share is None else show.percent(share, decimals, language)
    count = pl.select(whole_number(pl.lit(text))).item()
    return None if count is None else show.number(count, language=language)
