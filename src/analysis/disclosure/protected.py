"""Which delivered numbers the published table hides, and which input files hold such a number.

The tidy table decides: a delivered cell whose number is withheld or suppressed there may not be read anywhere
else either. Where no row says what a file holds, as with counts by minute, the smallest counts decide, and
whether anything about the area's alarms is hidden. When in doubt a file is private.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from analysis.core.layout import DataRoot
from analysis.disclosure.policy import Policy, policy_of
from analysis.disclosure.totals import safe_totals
from analysis.guidance.codes import load_codes
from analysis.indicators import response_times
from analysis.ingest.counts import COUNTS, counts_of
from analysis.ingest.delivery import Delivery, read_delivery
from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.registry import TABLES
from analysis.ingest.template_files import EXPLAINING_SHEET
from analysis.reading.files import DELIVERY_FILE, KINDS, WORKBOOKS, workbook_sheets
from analysis.reading.sidecars import SUFFIX
from analysis.reference.files import Reference, ReferenceFiles

CODE: Final = {"runners": "municipality_code", "activations": "area_code", "aeds": "area_code"}
DELIVERED: Final = {
    count.stated_by: (count.table, count.columns) for count in COUNTS.values() if count.table in CODE
}
OF_ALARMS: Final = tuple(count.stated_by for count in counts_of("activations"))
OF_TIMES: Final = tuple(one.name for one in response_times.DECLARED)
HIDDEN: Final = ("withheld", "suppressed")
ROW: Final = ("quarter", "area_code", "indicator")
NUMBERS: Final = ("value", "numerator", "denominator", "lower", "upper")

Cells = dict[tuple[str, str], set[str]]


def hidden_cells(delivery: Delivery, table: pl.DataFrame, policy: Policy) -> Cells:
    """The delivered cells of a quarter that may not be read.

    Args:
        delivery: The quarter's delivery, on any geography.
        table: The published tidy table, with the quarter's rows.
        policy: What is not published.

    Returns:
        (table, column) → codes of the areas, or of the reasons for cancelling, whose cell is hidden; where
        the table hides an area that the delivery has no row of, as its geography is older, all of them.
    """
    hidden: Cells = {}
    for indicator, code in _hidden_rows(table, delivery):
        stem, columns = DELIVERED.get(indicator, ("", ()))
        for column in columns:
            known = set(delivery.tables[stem][CODE[stem]])
            hidden.setdefault((stem, column), set()).update(
                area
                for area in (*_cells(delivery, stem, column), *_corrected_cells(delivery, stem, column))
                if area == code or code not in known
            )
    for column in policy.small & set(delivery.activations.columns):
        small = {
            area
            for area, count in _cells(delivery, "activations", column).items()
            if 0 < count < policy.threshold
        }
        hidden.setdefault(("activations", column), set()).update(small)
    hidden[("cancellations", "cancelled")] = _hidden_reasons(delivery, table, policy)
    hidden[("response_times", "alarms")] = _hidden_minutes(delivery, table, policy)
    for name in _closed_tables(delivery, table, policy):
        everywhere = set(delivery.tables[name]["area_code"])
        hidden |= {(name, column.name): everywhere for column in TABLES[name].numbers}
    return {place: areas for place, areas in hidden.items() if areas}


def _hidden_rows(table: pl.DataFrame, delivery: Delivery) -> set[tuple[str, str]]:
    """Indicator and area of what the table hides of a quarter, and of what the delivery withholds."""
    rows = table.filter(pl.col("quarter") == str(delivery.quarter), pl.col("status").is_in(HIDDEN))
    return {
        *rows.select("indicator", "area_code").iter_rows(),
        *delivery.withheld.select("indicator", "area_code").iter_rows(),
    }


def _cells(delivery: Delivery, stem: str, column: str) -> dict[str, float]:
    """Area code → number, where one was delivered. Of the level that an area has, a code stands once."""
    return dict(delivery.tables[stem].select(CODE[stem], column).drop_nulls().iter_rows())


def _corrected_cells(delivery: Delivery, stem: str, column: str) -> list[str]:
    """Areas whose cell was corrected: its file holds what was delivered, also where it was emptied."""
    rows = delivery.corrections.filter(pl.col("table") == stem, pl.col("column") == column)
    return rows["area_code"].to_list()


def _hidden_reasons(delivery: Delivery, table: pl.DataFrame, policy: Policy) -> set[str]:
    """Codes of the reasons whose count is hidden; all of them where the country's sum is."""
    hidden = _hidden_rows(table, delivery)
    counts = dict(delivery.cancellations.select("code", "cancelled").drop_nulls().iter_rows())
    if (COUNTS["cancelled"].stated_by, "dk") in hidden:
        return set(counts)
    named = {code for code, one in load_codes().items() if (one.indicator, "dk") in hidden}
    return {code for code, count in counts.items() if code in named or 0 < count < policy.threshold}


def _hidden_minutes(delivery: Delivery, table: pl.DataFrame, policy: Policy) -> set[str]:
    """Areas whose counts by minute are hidden: one of them is small, or something of their alarms hidden.

    Where a number of alarms is hidden of any area, all are: what the others leave over would tell it.
    """
    times = delivery.response_times
    areas = set(times["area_code"])
    if _alarms_are_hidden(table, delivery):
        return areas
    medians = {area for name, area in _hidden_rows(table, delivery) if name in OF_TIMES}
    if medians - areas:
        return areas
    small = times.filter(pl.col("alarms") > 0, pl.col("alarms") < policy.threshold)
    return medians | set(small["area_code"])


def _alarms_are_hidden(table: pl.DataFrame, delivery: Delivery) -> bool:
    """Whether the quarter has an area whose alarms or acceptance are hidden or left out."""
    rows = table.filter(
        pl.col("quarter") == str(delivery.quarter),
        pl.col("indicator").is_in(OF_ALARMS),
        pl.col("status") != "published",
    )
    return not rows.is_empty() or any(name in OF_ALARMS for name, _ in _hidden_rows(table, delivery))


def _closed_tables(delivery: Delivery, table: pl.DataFrame, policy: Policy) -> Iterator[str]:
    """The delivered tables of counts that no row of the published table states, where nobody may read them.

    That is where one of the counts is small, or alarms are hidden, which the counts could tell.
    """
    hidden = _alarms_are_hidden(table, delivery)
    for name, one in TABLES.items():
        counts = delivery.tables[name].select(one.closed)
        small = (pl.all() > 0) & (pl.all() < policy.threshold)
        if one.closed and counts.height and (hidden or counts.select(pl.any_horizontal(small).any()).item()):
            yield name


def without_hidden(delivery: Delivery, table: pl.DataFrame, policy: Policy) -> Delivery:
    """The delivery as it may be shown: hidden cells are null, and corrections of tables with such are out.

    Args:
        delivery: A quarter's delivery.
        table: The published tidy table, with the quarter's rows.
        policy: What is not published.
    """
    hidden = hidden_cells(delivery, table, policy)
    keys = {**CODE, "cancellations": "code"}
    frames = dict(delivery.tables)
    for (stem, column), areas in hidden.items():
        covered = pl.col(keys.get(stem, "area_code")).is_in(sorted(areas))
        frames[stem] = frames[stem].with_columns(pl.when(~covered).then(column).alias(column))
    stems = {stem for stem, _ in hidden}
    kept = delivery.corrections.filter(~pl.col("table").is_in(sorted(stems)))
    return replace(delivery.with_tables(**frames), corrections=kept)


def as_published(frame: pl.DataFrame, table: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """A frame of counts or of rows of the table as it may be shown: what the published table hides is null.

    Args:
        frame: With `quarter` and `area_code`; either delivered counts, or rows with `indicator`.
        table: The published tidy table.
        snapshot: What it was computed from.
    """
    hidden = table.filter(pl.col("status").is_in(HIDDEN))
    if "indicator" in frame.columns:
        rows = hidden.select(*ROW, hidden=pl.lit(value=True))
        marked = frame.join(rows, on=list(ROW), how="left", maintain_order="left")
        shown = [name for name in (*NUMBERS, "note") if name in frame.columns]
        return marked.with_columns(pl.when(pl.col("hidden").is_null()).then(pl.col(*shown))).drop("hidden")
    covered = pl.concat([_hidden_counts(hidden), _hidden_cells_of(snapshot, table)])
    for column in frame.columns:
        areas = covered.filter(pl.col("column") == column).select("quarter", "area_code").unique()
        if areas.is_empty():
            continue
        marked = frame.join(
            areas.with_columns(hidden=pl.lit(value=True)),
            on=["quarter", "area_code"],
            how="left",
            maintain_order="left",
        )
        frame = marked.with_columns(pl.when(pl.col("hidden").is_null()).then(column).alias(column)).drop(
            "hidden"
        )
    return frame


def _hidden_counts(hidden: pl.DataFrame) -> pl.DataFrame:
    """`quarter`, `area_code`, `column`: the counts that hidden rows of the table state, sums included."""
    columns = [(count.stated_by, column) for count in COUNTS.values() for column in count.columns]
    stated = pl.DataFrame(columns, schema={"indicator": pl.String, "column": pl.String}, orient="row")
    return hidden.join(stated, on="indicator").select("quarter", "area_code", "column")


def _hidden_cells_of(snapshot: Snapshot, table: pl.DataFrame) -> pl.DataFrame:
    """`quarter`, `area_code`, `column`: delivered cells that may not be read."""
    policy = policy_of(snapshot)
    rows = [
        (str(one.quarter), area, column)
        for one in (*snapshot.earlier, snapshot.delivery)
        for (stem, column), areas in hidden_cells(one, table, policy).items()
        if not TABLES[stem].closed
        for area in sorted(areas)
    ]
    schema = dict.fromkeys(("quarter", "area_code", "column"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def private_inputs(data: DataRoot, snapshot: Snapshot, table: pl.DataFrame) -> dict[str, str]:
    """The input files that hold a number which is not published.

    Args:
        data: The data root that the snapshot was read from.
        snapshot: The quarter reported, with the files that were read.
        table: The published tidy table.

    Returns:
        Path below `raw/` → why the file is private, in words that tell nothing of the number. The sidecar of
        a private file is private too: it holds the file's hash, which numbers could be tried against.
    """
    policy, reference = policy_of(snapshot), ReferenceFiles(data.path)
    quarters = {name.partition("/")[0] for name in snapshot.read}
    found: dict[str, str] = {}
    for one in (*snapshot.earlier, snapshot.delivery):
        if str(one.quarter) not in quarters:
            continue
        raw, own = one, snapshot.reference
        if one.quarter in snapshot.regrouped:
            own = reference.on(one.as_of)
            raw = read_delivery(data.path, one.quarter, reference.on, ())
        found |= dict(_private_files(data, snapshot.read, raw, table, policy, own))
    sidecars = {f"{name}{SUFFIX}": f"holds the hash of {PurePosixPath(name).name}" for name in found}
    return {name: why for name, why in sorted((found | sidecars).items()) if name in snapshot.read}


def _private_files(
    data: DataRoot,
    names: Iterable[str],
    delivery: Delivery,
    table: pl.DataFrame,
    policy: Policy,
    reference: Reference,
) -> Iterator[tuple[str, str]]:
    hidden = hidden_cells(delivery, table, policy)
    stems: dict[str, set[str]] = {}
    for stem, column in hidden:
        stems.setdefault(stem, set()).add(column)
    stems |= {stem: {"counts of alarms"} for stem in stems if TABLES[stem].closed}
    corrected = set(delivery.corrections["table"]) & stems.keys()
    if corrected:
        stems["corrections"] = {f"corrected numbers of {', '.join(sorted(corrected))}"}
    for name in names:
        path = PurePosixPath(name)
        if path.parent.name != str(delivery.quarter):
            continue
        if path.name.casefold() == DELIVERY_FILE:
            if delivery.totals.height > safe_totals(delivery, reference, policy).height:
                yield name, "holds totals that tell a withheld number"
            continue
        stem, kind = path.stem.casefold(), path.suffix.casefold()
        if kind not in KINDS:
            continue
        if stem in stems:
            yield name, f"holds numbers that are withheld or suppressed: {', '.join(sorted(stems[stem]))}"
        elif kind in WORKBOOKS and _has_other_sheets(data, name):
            yield name, "holds sheets that the report does not read"


def _has_other_sheets(data: DataRoot, name: str) -> bool:
    _first, *others = workbook_sheets((data.raw / name).read_bytes(), name)
    return any(sheet.name != EXPLAINING_SHEET for sheet in others)
