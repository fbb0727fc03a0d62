"""Earlier deliveries on a later geography: sums where all is known, nothing where something is not."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from histories import committed, delivered, reference_on  # type: ignore[import-not-found]

from analysis.ingest.delivery import Delivery
from analysis.ingest.regrouping import on_geography, united_regions

NEW, OLD = reference_on(date(2027, 1, 1)).geography, reference_on(date(2026, 12, 31)).geography
EAST, ZEALAND, CAPITAL = "region-oestdanmark", "1085", "1084"


def regrouped(delivery: Delivery) -> Delivery:
    moved: Delivery = on_geography(delivery, OLD, NEW)
    return moved


def with_aeds(*rows: tuple[str, str, str, int, int | None]) -> Delivery:
    base = committed()
    table = pl.DataFrame([(*row, None, None) for row in rows], schema=base.aeds.schema, orient="row")
    counted: Delivery = base.with_tables(aeds=table)
    return counted


def cell(table: pl.DataFrame, area: str, column: str) -> object:
    return table.filter(pl.col("area_code") == area)[column].item()


def test_regions_are_united_as_the_law_unites_them() -> None:
    assert united_regions(OLD, NEW) == {
        "1081": ["1081"], "1082": ["1082"], "1083": ["1083"], EAST: [ZEALAND, CAPITAL],
    }  # fmt: skip
    assert united_regions(NEW, OLD) == {
        "1081": ["1081"], "1082": ["1082"], "1083": ["1083"], ZEALAND: [], CAPITAL: [],
    }  # fmt: skip


def test_a_delivery_of_the_same_geography_is_left_alone() -> None:
    delivery = committed()
    assert on_geography(delivery, OLD, OLD) is delivery
    assert on_geography(delivery, OLD, OLD.sample(fraction=1, shuffle=True, seed=1)) is delivery


def test_counts_are_added_up_where_both_are_known() -> None:
    cells = {"activations": {CAPITAL: 500}, "cancelled": {ZEALAND: 30, CAPITAL: 50}}
    table = regrouped(delivered("2026Q4", columns=cells)).activations
    assert table["area_code"].to_list() == ["dk", "1081", "1082", "1083", EAST]
    assert cell(table, EAST, "area") == "Region Østdanmark"
    assert cell(table, EAST, "level") == "region"
    assert cell(table, EAST, "activations") == 191 + 500
    assert cell(table, EAST, "cancelled") == 80
    assert table.schema == committed().activations.schema


def test_what_one_of_them_lacks_is_unknown() -> None:
    table = regrouped(delivered("2026Q4", columns={"cancelled": {ZEALAND: 30}})).activations
    assert cell(table, EAST, "activations") is None
    assert cell(table, EAST, "cancelled") is None


def test_percentages_are_not_added_up() -> None:
    shares = {
        name: {ZEALAND: 99.0, CAPITAL: 99.0} for name in ("accepted_by_one_percent", "cancelled_percent")
    }
    table = regrouped(delivered("2026Q4", columns=shares)).activations
    assert cell(table, EAST, "accepted_by_one_percent") is None
    assert cell(table, EAST, "cancelled_percent") is None


def test_other_areas_keep_their_rows() -> None:
    before, after = committed().activations, regrouped(committed()).activations
    kept = pl.col("area_code").is_in(["dk", "1081", "1082", "1083"])
    assert after.filter(kept).equals(before.filter(kept))


def test_notes_of_the_parts_are_kept() -> None:
    base = committed()
    notes = pl.when(pl.col("area_code") == ZEALAND).then(pl.lit("Om Sjælland.")).otherwise("note")
    noted = base.with_tables(activations=base.activations.with_columns(note=notes))
    parts = base.activations.filter(pl.col("area_code") == CAPITAL)["note"][0]
    assert cell(regrouped(noted).activations, EAST, "note") == f"Om Sjælland. {parts}"
    bare = base.with_tables(activations=base.activations.with_columns(note=pl.lit(None, dtype=pl.String)))
    assert cell(regrouped(bare).activations, EAST, "note") is None


def test_aeds_of_regions_and_municipalities() -> None:
    both = with_aeds(
        ("country", "dk", "Danmark", 100, 50),
        ("region", ZEALAND, "Region Sjælland", 20, 10),
        ("region", CAPITAL, "Region Hovedstaden", 30, None),
        ("municipality", "101", "København", 9, 4),
    )
    table = regrouped(both).aeds
    assert table["area_code"].to_list() == ["dk", EAST, "101"]
    assert (cell(table, EAST, "aed_registered"), cell(table, EAST, "aed_24_7")) == (50, None)
    one = with_aeds(("country", "dk", "Danmark", 100, 50), ("region", ZEALAND, "Region Sjælland", 20, 10))
    assert regrouped(one).aeds["area_code"].to_list() == ["dk"]


def test_what_was_united_is_named() -> None:
    assert regrouped(committed()).united.rows() == [
        (EAST, "Region Sjælland"), (EAST, "Region Hovedstaden"),
    ]  # fmt: skip
    assert committed().united.is_empty()


def test_the_publishers_totals_are_added_up_where_all_are_given() -> None:
    totals = dict(regrouped(committed()).totals.iter_rows())
    assert totals == {"dk": 57307, "1081": 5321, "1082": 14857, "1083": 10462, EAST: 7532 + 19135}
    one = committed()
    without = replace(one, totals=one.totals.remove(area_code=ZEALAND))
    assert dict(regrouped(without).totals.iter_rows()) == {
        code: n for code, n in totals.items() if code != EAST
    }


def test_withheld_figures_are_withheld_for_the_whole() -> None:
    both = pl.concat([committed().withheld, committed().withheld.with_columns(area_code=pl.lit(ZEALAND))])
    withheld = regrouped(replace(committed(), withheld=both)).withheld
    assert withheld.select("indicator", "area_code").rows() == [
        ("accepted_by_one", EAST), ("accepted_by_two", EAST),
    ]  # fmt: skip


def test_a_break_of_a_former_region_stays_within_it() -> None:
    declared = [("active_runners", ZEALAND), ("active_runners", "482"), ("activations", "dk")]
    breaks = regrouped(delivered("2026Q4", breaks=declared)).breaks
    kept, spread = breaks.head(2), breaks.tail(-2)
    assert kept.select("indicator", "area_code").rows() == [("active_runners", "482"), ("activations", "dk")]
    inside = OLD.filter(pl.col("region_code") == ZEALAND)
    expected = {*inside["municipality_code"], *inside["report_area_code"].drop_nulls()}
    assert set(spread["area_code"]) == expected
    assert spread.height == len(expected)
    assert set(spread["reason"]) == {f"brud i {ZEALAND}"}


def test_corrections_go_to_the_whole_under_the_name_of_the_part() -> None:
    schema = committed().corrections.schema
    row = ("activations", CAPITAL, "activations", "1", "2", "Fejl", "A", "Region Hovedstaden")
    corrections = pl.DataFrame([row], schema=schema, orient="row")
    moved = regrouped(replace(committed(), corrections=corrections)).corrections.row(0, named=True)
    assert (moved["area_code"], moved["area"]) == (EAST, "Region Hovedstaden")


def test_a_region_that_is_cut_through_is_unknown() -> None:
    """Back from four regions to five: nothing is split."""
    later = on_geography(regrouped(committed()), NEW, OLD)
    assert later.activations["area_code"].to_list() == ["dk", "1081", "1082", "1083", ZEALAND, CAPITAL]
    assert cell(later.activations, ZEALAND, "activations") is None
    assert cell(later.activations, CAPITAL, "area") == "Region Hovedstaden"
    assert later.united.is_empty()


def test_regions_of_the_same_codes_and_other_borders_are_unknown() -> None:
    moved = OLD.with_columns(
        region_code=pl.when(pl.col("municipality_code") == "482")
        .then(pl.lit("1082"))
        .otherwise("region_code")
    )
    table = on_geography(committed(), OLD, moved).activations
    assert cell(table, "1082", "activations") is None
    assert cell(table, "1083", "activations") is None
    assert cell(table, "1081", "activations") == 226


def test_a_region_of_a_new_code_keeps_its_numbers() -> None:
    renamed = OLD.with_columns(pl.col("region_code").replace({"1081": "1091"}))
    result = on_geography(committed(), OLD, renamed)
    assert cell(result.activations, "1091", "activations") == 226
    assert result.united.is_empty()


@pytest.mark.parametrize("name", ["quarter", "as_of", "runners", "answers", "places", "files"])
def test_everything_else_stays(name: str) -> None:
    assert getattr(regrouped(committed()), name) is getattr(committed(), name)
