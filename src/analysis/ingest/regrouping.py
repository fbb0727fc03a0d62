"""Earlier deliveries on the geography of a later one, so that a series keeps its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis.ingest.delivery import COUNTRY, Delivery


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
    into = {old: new for new, codes in parts.items() for old in codes}

    former = dict(own.select("region_code", "region").iter_rows())
    united = [(code, former[part]) for code, codes in parts.items() if len(codes) > 1 for part in codes]
    return replace(
        delivery,
        united=pl.DataFrame(united, schema=delivery.united.schema, orient="row"),
        activations=_united(delivery.activations, parts, names, complete=True),
        aeds=_united(delivery.aeds, parts, names, complete=False),
        response_times=delivery.response_times.with_columns(pl.col("area_code").replace(into))
        .group_by("area_code", "minutes", maintain_order=True)
        .agg(pl.col("alarms").sum()),
        withheld=_moved(delivery.withheld, into),
        accepted=_moved(delivery.accepted, into),
        corrections=delivery.corrections.with_columns(pl.col("area_code").replace(into)),
        breaks=_within(delivery.breaks, own, [code for code in former if parts.get(code) != [code]]),
    )


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


def _united(
    table: pl.DataFrame, parts: Mapping[str, list[str]], names: Mapping[str, str], *, complete: bool
) -> pl.DataFrame:
    """A table by area with the rows of regions united; ``complete`` keeps a row for regions without parts."""
    figures = [name for name in table.columns if name not in ("level", "area_code", "area", "note")]
    regions = []
    for code, codes in parts.items():
        rows = table.filter(pl.col("area_code").is_in(codes))
        if rows.height == 1 and len(codes) == 1:
            united = rows.with_columns(area_code=pl.lit(code), area=pl.lit(names[code]))
        elif complete or (codes and rows.height == len(codes)):
            united = rows.select(
                *(_sum_of_all(pl.col(name), len(codes)).alias(name) for name in figures),
                level=pl.lit("region"),
                area_code=pl.lit(code),
                area=pl.lit(names[code]),
                note=pl.col("note").drop_nulls().str.join(" "),
            ).with_columns(note=pl.when(pl.col("note") != "").then("note"))
        else:
            continue
        regions.append(united.select(table.columns))
    country = table.filter(pl.col("area_code") == COUNTRY[0])
    municipalities = table.filter(pl.col("level") == "municipality")
    return pl.concat([country, *regions, municipalities])


def _sum_of_all(figure: pl.Expr, expected: int) -> pl.Expr:
    """The sum where all parts are known; a percentage has no sum."""
    known = (figure.len() == expected) & (figure.null_count() == 0) & pl.lit(expected > 0)
    is_share = figure.meta.output_name().endswith("_percent")
    return pl.when(known & pl.lit(not is_share)).then(figure.sum())
