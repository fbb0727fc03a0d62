"""Areas that a table leaves empty or leaves out: rows without a number, from which nothing is derived."""

from dataclasses import replace

import polars as pl
import pytest

from analysis.disclosure.audit.leaks import audit
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.coverage import NEAR, PEOPLE
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.aeds_by_area import municipal_aeds, municipal_cells, region_table
from analysis.report.pages.reach import municipal_reach
from analysis.report.pages.sheet import AreaSheet
from analysis.report.pages.sheet.figures import aeds_text
from analysis.texts import Texts
from tests.histories import committed, history, one

AALBORG, COPENHAGEN, LAESOE = "851", "101", "825"
NORTH, CAPITAL = "1081", "1084"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
OF_AEDS = (
    "aed_registered",
    "aed_24_7",
    "aed_24_7_share",
    "aed_not_24_7",
    "aed_not_24_7_share",
    "aed_rate",
    "people_per_aed",
    "aed_per_1000_runners",
)


def with_aeds(*rows: tuple[str, str, str, int | None, int | None]) -> Delivery:
    """The committed delivery with AEDs of some areas beside the country's."""
    base = committed()
    columns = ("level", "area_code", "area", "aed_registered", "aed_24_7")
    more = pl.DataFrame(rows, schema={name: base.aeds.schema[name] for name in columns}, orient="row")
    return base.with_tables(aeds=pl.concat([base.aeds, more], how="diagonal"))


PARTLY = with_aeds(
    ("region", NORTH, "Region Nordjylland", 3000, 2000),
    ("municipality", AALBORG, "Aalborg", 1309, 700),
    ("municipality", COPENHAGEN, "København", 3029, None),
    ("municipality", LAESOE, "Læsø", 0, 0),
)


def context_of(delivery: Delivery, language: str = "da") -> ReportData:
    snapshot = history(delivery)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def gone(rows: pl.DataFrame) -> bool:
    """Whether rows are missing, without any number."""
    return set(rows["status"]) == {"missing"} and all(
        rows[name].null_count() == rows.height for name in NUMBERS
    )


def test_a_level_that_was_not_delivered_has_no_rows() -> None:
    own = compute_table(history(committed())).filter(pl.col("indicator").is_in(OF_AEDS))
    assert set(own["level"]) == {"country"}
    table = compute_table(history(with_aeds(("region", NORTH, "Region Nordjylland", 3000, 2000))))
    assert set(table.filter(indicator="aed_registered")["level"]) == {"country", "region"}


@pytest.mark.parametrize("name", OF_AEDS)
def test_areas_left_out_are_missing(name: str) -> None:
    table = compute_table(history(PARTLY)).filter(indicator=name)
    regions = table.filter(level="region")
    municipalities = table.filter(level="municipality")
    assert regions.height == 5
    assert gone(regions.filter(pl.col("area_code") != NORTH))
    known = {AALBORG, *({LAESOE, COPENHAGEN} if name in ("aed_registered", "aed_rate") else ())}
    left_out = municipalities.filter(~pl.col("area_code").is_in([AALBORG, COPENHAGEN, LAESOE]))
    assert left_out.height == 95
    assert gone(left_out)
    assert left_out["note"].null_count() == 95
    assert known <= set(municipalities.drop_nulls("value")["area_code"])


def test_one_number_of_an_area_may_be_missing_alone() -> None:
    table = compute_table(history(PARTLY))
    assert one(table, "aed_registered", COPENHAGEN)["value"] == 3029
    for name in ("aed_24_7", "aed_24_7_share", "aed_not_24_7", "aed_not_24_7_share"):
        assert gone(table.filter(indicator=name, area_code=COPENHAGEN))
    # A share of none is no gap.
    assert table.filter(indicator="aed_24_7_share", area_code=LAESOE).is_empty()
    assert one(table, "aed_24_7", LAESOE)["value"] == 0


def test_the_country_is_missing_where_a_part_of_it_is_known() -> None:
    base = with_aeds(("region", NORTH, "Region Nordjylland", 3000, 2000))
    without = pl.when(pl.col("area_code") != "dk").then("aed_24_7").alias("aed_24_7")
    table = compute_table(history(base.with_tables(aeds=base.aeds.with_columns(without))))
    assert gone(table.filter(indicator="aed_24_7", area_code="dk"))
    assert gone(table.filter(indicator="aed_24_7_share", area_code="dk"))


def test_a_withheld_number_is_withheld_and_no_gap() -> None:
    entry = (
        committed()
        .withheld.head(1)
        .with_columns(
            indicator=pl.lit("aed_24_7"), area_code=pl.lit(COPENHAGEN), reason=pl.lit("Ikke endnu.")
        )
    )
    delivery = replace(PARTLY, withheld=pl.concat([PARTLY.withheld, entry]))
    table = compute_table(history(delivery)).filter(area_code=COPENHAGEN)
    about = table.filter(pl.col("indicator").is_in(["aed_24_7", "aed_24_7_share", "aed_not_24_7"]))
    assert set(about["status"]) == {"withheld"}
    assert set(about["note"]) == {"Ikke endnu."}


def test_cancelled_shares_of_some_regions_leave_the_others_missing() -> None:
    base = committed()
    percent = pl.when(pl.col("area_code") == NORTH).then(12.0).alias("cancelled_percent")
    delivery = base.with_tables(activations=base.activations.with_columns(percent))
    shares = compute_table(history(delivery)).filter(indicator="cancelled_share")
    assert shares.height == 6
    assert shares.drop_nulls("value")["area_code"].to_list() == [NORTH]
    assert gone(shares.filter(pl.col("area_code") != NORTH))


def test_coverage_of_areas_left_out_is_missing() -> None:
    base = committed()
    schema = base.tables["coverage"].schema
    counted = [
        {"level": level, "area_code": code, "area": area, PEOPLE: people, NEAR[0]: people // 2}
        for level, code, area, people in (
            ("country", "dk", "Danmark", 5_990_000),
            ("municipality", AALBORG, "Aalborg", 220_000),
        )
    ]
    delivery = base.with_tables(coverage=pl.DataFrame(counted, schema=schema))
    context = context_of(delivery)
    table = context.figures.table
    rows = table.filter(pl.col("indicator").str.contains("^aed_(within|nearest)"))
    assert rows["indicator"].n_unique() == 1
    assert rows.filter(level="municipality").height == 98
    assert gone(rows.filter(~pl.col("area_code").is_in(["dk", AALBORG])))
    assert municipal_reach(context).markdown == ""


@pytest.mark.parametrize("language", ["da", "en"])
def test_pages_and_sheets_say_it(language: str) -> None:
    context = context_of(PARTLY, language)
    word = context.texts("not-known")
    cells = {row[0]: row[1:] for row in municipal_cells(context, municipal_aeds(context))}
    assert cells["Odense"] == (word,) * 4
    assert cells["København"][2:] == (word,) * 2
    in_web_and_print = 2
    assert region_table(context, title="x").markdown.count(word) == in_web_and_print * 4 * 4
    said = aeds_text(AreaSheet(context, "461")).markdown
    assert context.texts("sheet-aeds-unknown", country="436") in said
    assert aeds_text(AreaSheet(context_of(committed(), language), "461")).markdown == ""


def test_what_nobody_knows_is_no_secret() -> None:
    snapshot = history(PARTLY)
    leaks = audit(snapshot, compute_table(snapshot), remedies=False)
    assert [leak for leak in leaks if leak.hidden.indicator.startswith(("aed", "cancelled"))] == []
