"""A table that was counted on another day than the delivery's runners keeps its day wherever it is shown."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from histories import committed, delivered, history, one, with_cells  # type: ignore[import-not-found]
from page_notebooks import page_of  # type: ignore[import-not-found]

from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import Snapshot, order_problems, read_snapshot, write_snapshot
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import development
from analysis.report.pages.development import delivery_ticks
from analysis.report.pages.front import important, metadata
from analysis.report.pages.sheet import AreaSheet
from analysis.report.pages.sheet.figures import aeds_text
from analysis.texts import Texts
from analysis.texts.markup import Foreign

JUNE, SEPTEMBER = date(2025, 6, 3), date(2025, 9, 5)
MUNICIPAL = {"level": "municipality", "area_code": "813", "area": "Frederikshavn"}


def with_municipality(registered: int) -> pl.DataFrame:
    """The AEDs of the country and of one municipality."""
    aeds = committed().aeds
    row = {**MUNICIPAL, "aed_registered": registered, "aed_24_7": 100, "aed_open_hours": None, "note": None}
    table: pl.DataFrame = pl.concat([aeds, pl.DataFrame([row], schema=aeds.schema)])
    return table


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A third quarter that holds the AEDs of the second again, and says so."""
    before = delivered("2025Q2", JUNE).with_tables(aeds=with_municipality(300))
    now = delivered("2025Q3", SEPTEMBER, runners={"813": 468}).with_tables(aeds=before.aeds)
    both: Snapshot = history(before, replace(now, own_days={"aeds": JUNE}))
    return both


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return compute_table(snapshot)


def context(snapshot: Snapshot, table: pl.DataFrame, language: str = "da") -> ReportData:
    return ReportData(snapshot, IndicatorTable(table), Texts(language))


def plain(markdown: str) -> str:
    """Markdown without escapes, its spaces all alike."""
    return markdown.replace("\\", "").replace("\xa0", " ")


def test_every_number_of_aeds_has_their_day(table: pl.DataFrame) -> None:
    now = table.filter(pl.col("quarter") == "2025Q3", pl.col("indicator").str.starts_with("aed_"))
    counts = now.remove(pl.col("indicator").str.contains("_change_|_earlier_published"))
    assert counts["as_of"].unique().to_list() == [JUNE]
    known = counts.drop_nulls("value")
    assert set(known["area_code"]) == {"dk", "813"}
    assert one(table, "people_per_aed", "dk", "2025Q3")["as_of"] == JUNE
    assert one(table, "active_runners", "dk", "2025Q3")["as_of"] == SEPTEMBER


def test_the_same_count_is_no_change(table: pl.DataFrame) -> None:
    for name in ("aed_registered", "aed_24_7", "aed_rate"):
        change = one(table, f"{name}_change_quarter", "dk", "2025Q3")
        assert (change["value"], change["status"]) == (None, "missing")
        assert change["note"] == (
            "Det er den samme opgørelse som i 2. kvartal 2025, fra den 3.\xa0juni 2025; "
            "der er ingen ændring at vise."
        )
    change = one(table, "active_runners_change_quarter", "813", "2025Q3")
    assert (change["value"], change["period_start"], change["period_end"]) == (50, JUNE, SEPTEMBER)


def test_a_ratio_of_two_days_says_both(table: pl.DataFrame) -> None:
    ratio = one(table, "aed_per_1000_runners", "dk", "2025Q3")
    assert (
        ratio["note"]
        == "Hjertestarterne er opgjort den 3.\xa0juni 2025 og hjerteløberne den 5.\xa0september 2025."
    )
    assert one(table, "aed_per_1000_runners", "dk", "2025Q2")["note"] is None


def test_a_rate_of_another_day_names_its_population(table: pl.DataFrame, snapshot: Snapshot) -> None:
    said = "Hjertestarterne er opgjort den 3.\xa0juni 2025. Folketallet er for 2. kvartal 2025"
    for name in ("aed_rate", "people_per_aed"):
        for area in ("dk", "813"):
            row = one(table, name, area, "2025Q3")
            assert row["population_period"] == snapshot.delivery.population_period == "2025K2"
            assert row["note"] == f"{said} som i rapportens andre rater."
            assert one(table, name, area, "2025Q2")["note"] is None


def test_the_english_edition_says_both_days_beside_a_note_of_the_delivery(snapshot: Snapshot) -> None:
    aeds = snapshot.delivery.aeds.with_columns(
        note=pl.when(pl.col("area_code") == "dk").then(pl.lit("Talt for sig"))
    )
    noted = replace(snapshot, delivery=snapshot.delivery.with_tables(aeds=aeds))
    shown = context(noted, compute_table(noted), "en")
    days, own = shown.note_parts(shown.figures.row("aed_per_1000_runners").note or "")
    assert plain(days) == "The AEDs were counted on 3 June 2025 and the responders on 5 September 2025."
    assert (own, type(own)) == ("Talt for sig", Foreign)


def test_a_later_day_of_its_own_is_a_change_since_that_day() -> None:
    aeds = with_cells(committed().aeds, "area_code", "aed_registered", {"dk": 26200})
    now = replace(delivered("2025Q3", SEPTEMBER).with_tables(aeds=aeds), own_days={"aeds": date(2025, 8, 1)})
    change = one(
        compute_table(history(delivered("2025Q2", JUNE), now)),
        "aed_registered_change_quarter",
        "dk",
        "2025Q3",
    )
    assert (change["value"], change["period_start"], change["period_end"]) == (18, JUNE, date(2025, 8, 1))


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [("da", "3. juni 2025", "5. september 2025"), ("en", "3 June 2025", "5 September 2025")],
)
def test_pages_and_sheets_show_the_day_of_aeds(
    snapshot: Snapshot, table: pl.DataFrame, language: str, own: str, other: str
) -> None:
    shown = context(snapshot, table, language)
    for name in ("aeds", "aeds_municipalities"):
        page = plain(page_of(shown, name).markdown)
        runners = plain(
            shown.texts(
                "aeds-text-runners-apart",
                runners=shown.number(shown.figures.value("aed_per_1000_runners")),
                date=other,
                aeds=own,
            )
        )
        assert own in page
        assert other not in page.replace(runners, "")
    both = {"date": other, "aeds": own}
    assert plain(shown.texts("important-stocks-apart", **both)) in plain(important(shown).markdown)
    assert plain(str(metadata(shown)["description-meta"])) == plain(shown.texts("description-apart", **both))
    said = plain(aeds_text(AreaSheet(shown, "813")).markdown)
    assert own in said
    assert other not in said


def test_a_count_delivered_twice_is_one_point_under_its_own_quarter(
    snapshot: Snapshot, table: pl.DataFrame
) -> None:
    shown = context(snapshot, table)
    assert [tick.position for tick in delivery_ticks(shown, "aeds")] == [snapshot.earlier[0].quarter.ordinal]
    assert len(delivery_ticks(shown)) == 2
    assert "opgjort 5. september" not in development.aed_history(shown).markdown


def test_no_table_is_older_than_that_of_the_delivery_before(snapshot: Snapshot, tmp_path: Path) -> None:
    now = replace(snapshot.delivery, own_days={"aeds": date(2025, 6, 2)})
    (problem,) = order_problems([*snapshot.earlier, now], tmp_path)
    assert "column aeds_as_of: found '2025-06-02', expected 2025-06-03, the day of the table aeds" in str(
        problem
    )
    assert order_problems([*snapshot.earlier, snapshot.delivery], tmp_path) == []


def test_a_snapshot_keeps_the_day(snapshot: Snapshot, tmp_path: Path) -> None:
    write_snapshot(snapshot, tmp_path)
    assert read_snapshot(tmp_path).delivery.own_days == {"aeds": JUNE}
