"""Every number of the table: the rows of all families, quarters and comparisons, completed and in order.

What may not be published is taken out later, by `analysis.disclosure`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from analysis.core.writing import write_atomically, write_parquet
from analysis.indicators.activations import BY_ONE, activations
from analysis.indicators.aeds import aeds
from analysis.indicators.arrests import near_arrests
from analysis.indicators.cancellations import cancellations
from analysis.indicators.changes import (
    against_country,
    expanded_breaks,
    flow_changes,
    position,
    rate_changes,
    stock_changes,
)
from analysis.indicators.comparison import compared
from analysis.indicators.correction_notes import with_correction_notes
from analysis.indicators.coverage import coverage
from analysis.indicators.coverage_hours import coverage_hours
from analysis.indicators.derivations import FLOWS, RATES, STOCKS
from analysis.indicators.earlier_published import published_points
from analysis.indicators.event_counts import event_counts
from analysis.indicators.facts import facts
from analysis.indicators.inputs import Inputs, inputs_of, stacked
from analysis.indicators.own_quarters import control_limits, own_activations, own_shares
from analysis.indicators.registry import place_of
from analysis.indicators.response_times import response_times
from analysis.indicators.runners import ACTIVE, runners
from analysis.indicators.schema import Indicators, complete
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reference.files import Reference, neighbour_pairs
from analysis.texts.notes import AND, FORMULA, WRITTEN, note, parts_joined

UNITED: Final = note("united", parts="{}")


FAMILIES: Final = (
    runners,
    activations,
    cancellations,
    response_times,
    event_counts,
    aeds,
    coverage,
    coverage_hours,
    near_arrests,
    facts,
)


def unpublished_table(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of the table in no order, with what may not be published.

    Earlier quarters are on the geography of the reported one, without the facts of programme and register,
    which belong to the reported quarter alone.
    """
    counted, reference = series_of(snapshot), snapshot.reference
    now = counted.filter(pl.col("quarter") == str(snapshot.delivery.quarter))
    everything = pl.concat([counted, compared(now, reference.geography, neighbour_pairs(reference))])
    return pl.concat([everything, developments(everything, snapshot)])


@lru_cache(maxsize=1)
def series_of(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of all families in all quarters of a snapshot; the checks and the table need the same ones."""
    return series(inputs_of(snapshot))


def series(given: Inputs) -> pl.DataFrame:
    """The rows of all families in all quarters, as the notebook of indicators makes them one by one."""
    return finished(pl.concat([family(given) for family in FAMILIES], how="diagonal_relaxed"), given)


def finished(rows: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Rows of the families with all columns of the table, and what deliveries say of single numbers.

    Args:
        rows: Of the families' functions, one after the other.
        given: What they were computed from.
    """
    by_quarter = complete(rows, given.quarters).partition_by("quarter", as_dict=True, maintain_order=True)
    return pl.concat(
        by_quarter[str(one.quarter),]
        .pipe(with_correction_notes, one, given.geography)
        .pipe(with_parts, one.united)
        for one in reversed(given.deliveries)
    )


def developments(series: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Own quarters, changes, control limits, how municipalities stray from the country's, earlier figures.

    Args:
        series: The rows of every quarter, on one geography.
        snapshot: The deliveries with their declared breaks, and what was published earlier.

    Returns:
        Further rows. The first delivery has only the earlier published figures.
    """
    if not snapshot.earlier:
        return published_points(snapshot, series)
    placed = series.with_columns(position=position(pl.col("quarter")))
    breaks = expanded_breaks(snapshot)
    own = pl.concat([own_activations(placed, breaks), own_shares(placed, BY_ONE, breaks)])
    both = pl.concat([placed, own], how="diagonal")
    changes = [
        *(stock_changes(placed, one, kind, breaks) for one in STOCKS for kind in one.changes),
        *(rate_changes(placed, one, kind, breaks) for one in RATES for kind in one.changes),
        *(flow_changes(both, one, kind, breaks) for one in FLOWS for kind in one.changes),
    ]
    changed = pl.concat([own, control_limits(own), *changes], how="diagonal")
    judged = [against_country(changed, kind) for kind in ACTIVE.changes]
    found = pl.concat([changed.select(Indicators.column_names()), *judged])
    return pl.concat([found, published_points(snapshot, placed)])


def compute_indicators(delivery: Delivery, reference: Reference) -> pl.DataFrame:
    """Every number of one quarter by itself.

    Args:
        delivery: The quarter's counts, already checked.
        reference: Geography valid at ``delivery.as_of``, population and register facts.

    Returns:
        A frame that obeys `Indicators`, ordered by indicator, level and the report's order of areas.
    """
    return Indicators.validate(ordered(series(stacked([delivery], reference)), reference))


def own_indicators(snapshot: Snapshot) -> pl.DataFrame:
    """Every number of the quarter reported by itself, as `compute_indicators` computes them."""
    own = series_of(snapshot).filter(pl.col("quarter") == str(snapshot.delivery.quarter))
    return Indicators.validate(ordered(own, snapshot.reference))


def with_parts(table: pl.DataFrame, united: pl.DataFrame) -> pl.DataFrame:
    """Rows of regions that did not exist yet say what they were added up from."""
    parts = united.group_by("area_code", maintain_order=True).agg(pl.col("part").str.join(AND))
    return (
        table.join(parts, on="area_code", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("part").is_not_null())
            .then(parts_joined("note", pl.format(UNITED, "part")))
            .otherwise("note")
            .alias("note")
        )
        .drop("part")
    )


def ordered(table: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """By quarter: indicators as the registry lists them, levels and areas as the report does."""
    position = pl.concat(
        [
            reference.geography.select(area_code="region_code", place="region_order").unique(),
            reference.geography.drop_nulls("report_area_code")
            .select(area_code="report_area_code", place="report_area_order")
            .unique(),
        ],
        how="vertical_relaxed",
    )
    names = table.select(pl.col("indicator").unique(maintain_order=True)).with_row_index("computed")
    listed = names.with_columns(listed=pl.col("indicator").map_elements(place_of, return_dtype=pl.Int64))
    return (
        table.join(listed, on="indicator", how="left")
        .join(position, on="area_code", how="left")
        .sort("quarter", "listed", "computed", "level", "place", "area_code", nulls_last=True)
        .select(Indicators.column_names())
    )


def with_safe_texts(table: pl.DataFrame) -> pl.DataFrame:
    """The table, none of its texts starting like a formula: a spreadsheet that opens it computes nothing."""
    formula = f"^{FORMULA.pattern}"
    return table.with_columns(
        pl.when(pl.col(name).str.contains(formula))
        .then(pl.lit(WRITTEN) + pl.col(name))
        .otherwise(name)
        .alias(name)
        for name in ("area", "source", "note")
    )


def as_csv(table: pl.DataFrame) -> str:
    """The tidy table as comma-separated UTF-8 text in full precision."""
    return table.write_csv()


def as_semicolon_csv(table: pl.DataFrame) -> bytes:
    """The tidy table for spreadsheets with Danish settings: semicolons, decimal commas, a byte order mark.

    Precision and texts are those of `as_csv`.
    """
    text = table.write_csv(separator=";", decimal_comma=True, line_terminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def write_indicators(table: pl.DataFrame, folder: Path) -> None:
    """Write the tidy table as Parquet, for notebooks, and as CSV, for everyone."""
    folder.mkdir(parents=True, exist_ok=True)
    write_parquet(table, folder / "indicators.parquet")
    write_atomically(folder / "indicators.csv", as_csv(table).encode())
