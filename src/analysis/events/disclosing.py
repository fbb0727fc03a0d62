"""What may leave the owner of the extracts: small counts of alarms and their runners stay behind.

The threshold is that of `analysis.disclosure.hiding`. Regions show a count all together or not at all, so
that none follows from the country and the others, nor from the others' municipalities; among municipalities a
further one is hidden where only one would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

import polars as pl

from analysis.disclosure.hiding import why_suppressed
from analysis.disclosure.policy import Policy
from analysis.guidance.codes import UNKNOWN
from analysis.ingest.counts import WITHHOLDABLE
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.hidden_cells import Members
from analysis.ingest.tables.event_counts import BY_ALARMS

THRESHOLD: Final = Policy().threshold
NOTE: Final = why_suppressed("activations", THRESHOLD)
LEVELS: Final = ("municipality", "region", "country")
QUANTILES_OF: Final = {
    "accepted_times": ("accepted_median", "accepted_p90"),
    "arrived_times": ("arrived_median", "arrived_p90"),
}
ANSWERS: Final = ("accepted", "arrived", "accepted_times", "arrived_times", "compared", "before_ambulance")
COUNTED_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "activations": BY_ALARMS,
    "accepted_by_one": ANSWERS,
    "accepted_by_two": ANSWERS,
}


def is_small(count: int | None) -> bool:
    """Whether a count is there and too small to show; none at all is not."""
    return count is not None and 0 < count < THRESHOLD


def areas_not_shown(
    counts: Mapping[str, int | None], members: Members, always: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The areas whose count is not shown.

    Args:
        counts: Area code → count.
        members: Area code of a region or the country → the codes of its municipalities or regions.
        always: Areas that are hidden anyway.
    """
    regions = members[COUNTRY[0]]
    found = {code for code, count in counts.items() if is_small(count)} | (always & counts.keys())
    if small_regions := found & set(regions):
        found |= set(regions) & counts.keys()
        found |= _kept_from_country(
            [one for one in regions if one not in small_regions], counts, members, found
        )
    for region in regions:
        parts = sorted((counts[code] or 0, code) for code in members[region] if code in counts)
        inside = [count for count, code in parts if code in found]
        for count, code in parts:
            if not inside or (len(inside) > 1 and sum(inside) >= 2 * THRESHOLD):
                break
            if code not in found and count:
                found.add(code)
                inside.append(count)
    return frozenset(found)


def _kept_from_country(
    regions: Sequence[str], counts: Mapping[str, int | None], members: Members, found: Set[str]
) -> set[str]:
    """The smallest municipality, where all of these regions add up from what is shown of their parts.

    What they leave of the country would be the regions whose count may not be shown.
    """
    inside = [code for region in regions for code in members[region]]
    if any(code in found or code not in counts for code in inside):
        return set()
    return set(sorted((code for code in inside if counts[code]), key=lambda code: (counts[code], code))[:1])


def disclosed(table: pl.DataFrame, columns: Sequence[str], members: Members) -> pl.DataFrame:
    """A table by area without its small counts, and with a note where some are missing.

    Args:
        table: `area_code` and counts that add up.
        columns: Which of them; where the first is hidden, the others are.
        members: As of `areas_not_shown`.
    """
    codes = table["area_code"].to_list()
    kept: dict[str, frozenset[str]] = {}
    for column in columns:
        base = kept.get(columns[0], frozenset())
        kept[column] = areas_not_shown(dict(zip(codes, table[column], strict=True)), members, base)
    anything = pl.any_horizontal(pl.col("area_code").is_in(list(codes)) for codes in kept.values())
    note = [name for name in ("note",) if name in table.columns]
    blanked = [_without_areas(column, codes) for column, codes in kept.items()]
    blanked += [
        _without_areas(quantile, kept[count])
        for count, names in QUANTILES_OF.items()
        if count in kept
        for quantile in names
    ]
    return table.with_columns(*blanked, note=pl.coalesce(*note, pl.when(anything).then(pl.lit(NOTE))))


def _without_areas(column: str, codes: frozenset[str]) -> pl.Expr:
    return pl.when(~pl.col("area_code").is_in(sorted(codes))).then(column).alias(column)


def reasons_with_small_counts_merged(reasons: pl.DataFrame) -> pl.DataFrame:
    """Cancelled alarms by reason, small counts told under "unknown", with the next smallest if need be.

    An empty cell says that the reason is not told apart.

    Args:
        reasons: `reason_code`, `cancelled`.
    """
    counts: dict[str, int | None] = dict(reasons.iter_rows())
    rest = counts.pop(UNKNOWN) or 0
    for code, count in sorted(counts.items(), key=lambda item: (item[1] or 0, item[0])):
        if is_small(count) or (count and is_small(rest)):
            rest += count or 0
            counts[code] = None
    counts[UNKNOWN] = rest
    return pl.DataFrame(
        {
            "reason_code": reasons["reason_code"],
            "cancelled": [counts[code] for code in reasons["reason_code"]],
        }
    )


def minutes_on_finest_level(minutes: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame | None:
    """Alarms by minutes on the finest level on which no area has few of them; None where the country has few.

    Args:
        minutes: `area_code`, `minutes`, `alarms`, of every area.
        names: `level`, `area_code`, `area`.
    """
    placed = names.join(minutes, on="area_code", maintain_order="left_right")
    for level in LEVELS:
        rows = placed.filter(pl.col("level") == level)
        totals = rows.group_by("area_code").agg(pl.col("alarms").sum())["alarms"]
        regions = names.filter(pl.col("level") == "region").height
        complete = level != "region" or totals.len() == regions
        if totals.len() and complete and not any(map(is_small, totals)):
            return rows.drop("level")
    return None


def without_withheld(
    tables: Mapping[str, pl.DataFrame], withheld: Sequence[Mapping[str, Any]], members: Members
) -> dict[str, pl.DataFrame]:
    """Tables by area without what may not be published yet, and without counts it would follow from.

    Of an acceptance that is withheld in a region the country keeps a rounded percentage only.

    Args:
        tables: `activations`, `aeds` and `event_counts`.
        withheld: Entries with `indicator` and `area`.
        members: As of `areas_not_shown`.
    """
    found = dict(tables)
    for entry in withheld:
        indicator, area = entry["indicator"], entry["area"]
        stem, columns = WITHHOLDABLE.get(indicator, ("", ()))
        inside = [area, *(part for code in members.get(area, ()) for part in (code, *members.get(code, ())))]
        if stem:
            there = [name for name in (*columns, "aed_open_hours") if name in found[stem].columns]
            table = found[stem]
            if indicator.startswith("accepted_by") and area != COUNTRY[0]:
                table = _rounded(table, indicator)
            found[stem] = table.with_columns(_without_areas(name, frozenset(inside)) for name in there)
        derived = [name for name in COUNTED_FROM.get(indicator, ()) if name in found["event_counts"].columns]
        derived += [name for count in derived for name in QUANTILES_OF.get(count, ())]
        if derived:
            found["event_counts"] = found["event_counts"].with_columns(
                _without_areas(name, frozenset([*inside, COUNTRY[0]])) for name in derived
            )
    return found


def _rounded(table: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """The country's count as whole percent of its activations, half rounded up."""
    country, whole = pl.col("area_code") == COUNTRY[0], pl.col("activations")
    percent = pl.when(country, whole > 0).then((200 * pl.col(indicator) + whole) // (2 * whole))
    return table.with_columns(
        percent.alias(f"{indicator}_percent"), pl.when(~country).then(indicator).alias(indicator)
    )
