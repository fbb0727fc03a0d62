"""Earlier deliveries on the geography of a later one, so that a series keeps its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis.ingest.area_sums import area_sums
from analysis.ingest.areas import COUNTRY
from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.definition import UnitedRegions
from analysis.ingest.tables.registry import TABLES


def on_geography(delivery: Delivery, own: pl.DataFrame, wanted: pl.DataFrame) -> Delivery:
    """A delivery as it would have been, had another division into regions been valid.

    A wanted region that unites whole regions of the delivery gets their sum, where each of them is known. A
    percentage whose counts are not known cannot be added up and becomes null. Where a wanted region cuts
    through one of the delivery's, its numbers are unknown: no number is split. A break in a region that is no
    more becomes a break in each of its report areas and municipalities, so that it does not spread to the
    region's new neighbours.

    Args:
        delivery: An earlier delivery.
        own: The geography that was valid for it, as `Reference.geography`.
        wanted: The geography to show it on.

    Returns:
        The delivery with region rows for the regions of ``wanted``, in its order.
    """
    parts = united_regions(own, wanted)
    if all(codes == [code] for code, codes in parts.items()):
        return delivery
    names = dict(wanted.select("region_code", "region").iter_rows())
    regions = UnitedRegions(parts, names)
    into = regions.into
    former = dict(own.select("region_code", "region").iter_rows())
    united = [(code, former[part]) for code, codes in parts.items() if len(codes) > 1 for part in codes]
    return replace(
        delivery,
        united=pl.DataFrame(united, schema=delivery.united.schema, orient="row"),
        totals=_united_totals(delivery, own, wanted, parts),
        tables={name: TABLES[name].regrouped(frame, regions) for name, frame in delivery.tables.items()},
        withheld=_moved(delivery.withheld, into),
        accepted=_moved(delivery.accepted, into),
        corrections=delivery.corrections.with_columns(pl.col("area_code").replace(into)),
        breaks=_within(delivery.breaks, own, [code for code in former if parts.get(code) != [code]]),
    )


def _united_totals(
    delivery: Delivery, own: pl.DataFrame, wanted: pl.DataFrame, parts: Mapping[str, list[str]]
) -> pl.DataFrame:
    """Totals of active runners on another division: those of united regions, where each has one.

    A region without one whose municipalities are all known counts with their sum beside others that need
    theirs.
    """
    quarter = pl.lit(str(delivery.quarter)).alias("quarter")
    sums = area_sums(
        delivery.runners.select(quarter, pl.all()), delivery.totals.select(quarter, pl.all()), own
    )
    given = dict(delivery.totals.iter_rows())
    known = dict(sums.select("area_code", "active_runners").drop_nulls().iter_rows())
    gaps = set(sums.filter(pl.col("unknown").list.len() > 0)["area_code"])
    regions = [
        (code, sum({**known, **given}[part] for part in united))
        for code, united in parts.items()
        if united and (given.keys() >= set(united) or (gaps & set(united) and known.keys() >= set(united)))
    ]
    smaller = own.join(wanted, on=["municipality_code", "report_area_code"])["report_area_code"]
    kept = delivery.totals.filter(pl.col("area_code").is_in([COUNTRY[0], *smaller.drop_nulls()]))
    return pl.concat([kept, pl.DataFrame(regions, schema=kept.schema, orient="row")])


def _moved(entries: pl.DataFrame, into: Mapping[str, str]) -> pl.DataFrame:
    """Entries by indicator and area, those of a region told of the one it went into."""
    return entries.with_columns(pl.col("area_code").replace(into)).unique(
        ["indicator", "area_code"], keep="first", maintain_order=True
    )


def _within(breaks: pl.DataFrame, own: pl.DataFrame, gone: list[str]) -> pl.DataFrame:
    """Breaks, those of regions that are gone told of their report areas and municipalities."""
    inside = pl.concat(
        own.select("region_code", area_code=column).drop_nulls().unique(maintain_order=True)
        for column in ("report_area_code", "municipality_code")
    ).filter(pl.col("region_code").is_in(gone))
    lost = pl.col("area_code").is_in(gone)
    spread = breaks.filter(lost).rename({"area_code": "region_code"}).join(inside, on="region_code")
    return pl.concat([breaks.filter(~lost), spread.select(breaks.columns)])


def united_regions(own: pl.DataFrame, wanted: pl.DataFrame) -> dict[str, list[str]]:
    """Wanted region, in its geography's order → the regions it unites; none where it cuts through one."""
    old = _members(own)
    result = {}
    for code, municipalities in _members(wanted).items():
        inside = [part for part, members in old.items() if members <= municipalities]
        covered = set().union(*(old[part] for part in inside)) if inside else set()
        result[code] = inside if covered == municipalities else []
    return result


def _members(geography: pl.DataFrame) -> dict[str, set[str]]:
    grouped = geography.sort("region_order").group_by("region_code", maintain_order=True)
    return {code: set(members) for code, members in grouped.agg("municipality_code").iter_rows()}
