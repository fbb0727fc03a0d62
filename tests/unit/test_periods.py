"""The days that flows are counted in: a period of their own beside the day of the stock counts."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from histories import delivered, history, one  # type: ignore[import-not-found]
from hypothesis import given, settings
from hypothesis import strategies as st
from page_notebooks import page_of  # type: ignore[import-not-found]

from analysis.checks.findings import findings
from analysis.cli import main
from analysis.core import formatting as show
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.events.delivering import ReductionRequest
from analysis.indicators.inputs import inputs_of
from analysis.indicators.own_quarters import DAYS_IN_NO_COUNT
from analysis.ingest.dates import usual_period_end
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import read_inputs, read_snapshot, write_snapshot
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import development
from analysis.report.pages.quality import quality
from analysis.report.pages.sheet import AreaSheet
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts

ONE_DAY = timedelta(days=1)
# As the quarters of 2025 arrived: counted in June, at the end of September, after New Year.
ARRIVED = (
    delivered("2025Q2", date(2025, 6, 3), activations={"dk": 1309}),
    delivered("2025Q3", date(2025, 9, 30), activations={"dk": 2261}),
    delivered("2025Q4", date(2026, 1, 2), activations={"dk": 3181}, population="2025K4"),
)


def shown(*deliveries: Delivery, language: str = "da") -> ReportData:
    snapshot = history(*deliveries)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def plain(markdown: str) -> str:
    """The text of a page with plain spaces and without Markdown's escapes."""
    return re.sub(r"[\u00a0\s]+", " ", markdown.replace("\\", ""))


# Which days


@pytest.mark.parametrize(
    ("quarter", "as_of", "end"),
    [
        ("2025Q2", date(2025, 6, 3), date(2025, 6, 3)),
        ("2025Q3", date(2025, 9, 30), date(2025, 9, 30)),
        ("2025Q3", date(2025, 10, 1), date(2025, 9, 30)),
        ("2025Q4", date(2026, 1, 2), date(2025, 12, 31)),
        ("2025Q4", date(2026, 1, 31), date(2025, 12, 31)),
    ],
)
def test_flows_end_with_the_counts_but_not_after_the_quarter(quarter: str, as_of: date, end: date) -> None:
    assert usual_period_end(as_of, Quarter.parse(quarter)) == end
    order = ReductionRequest(Quarter.parse(quarter), as_of, 30)
    assert (order.period_start, order.period_end) == (date(2025, 1, 1), end)


def fourth_quarter(data: Path, line: str) -> None:
    """The committed delivery as if it were the fourth quarter's, counted on 2 January."""
    folder = data / "raw" / "2025Q4"
    shutil.copytree(data / "raw" / "2025Q2", folder)
    for sidecar in folder.glob("*.meta.toml"):
        sidecar.unlink()
    path = folder / "delivery.toml"
    text = path.read_text(encoding="utf-8").replace('quarter = "2025Q2"', 'quarter = "2025Q4"')
    path.write_text(text.replace("as_of = 2025-06-03", f"as_of = 2026-01-02\n{line}"), encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("", date(2025, 12, 31)),
        ("period_end = 2025-12-31", date(2025, 12, 31)),
        ("period_end = 2025-12-30", date(2025, 12, 30)),
        ("period_end = 2026-01-01", None),
        ("period_end = 2026-01-02", None),
        ("period_end = 2025-09-30", None),
    ],
)
def test_activations_of_a_fourth_quarter_end_with_the_year(data: Path, line: str, end: date | None) -> None:
    """Counted after New Year: days of the next year are that year's, and no day is counted twice."""
    fourth_quarter(data, line)
    result = CliRunner().invoke(main, ["check", "2025Q4", "--data", str(data)])
    named = "data/raw/2025Q4/delivery.toml, row 20, column period_end"
    if end is None:
        day = line.rpartition(" ")[2]
        expected = f"{named}: found '{day}', expected a day from 2025-10-01 to 2025-12-31"
        assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (1, "", [expected])
        built = CliRunner().invoke(main, ["build", "2025Q4", "--data", str(data)])
        assert (built.exit_code, built.stderr.splitlines()) == (1, [expected])
        return
    assert result.exit_code == 0
    delivery = read_inputs(DataRoot(data), Quarter(2025, 4)).delivery
    assert (delivery.as_of, delivery.period_end) == (date(2026, 1, 2), end)
    table = compute_table(read_inputs(DataRoot(data), Quarter(2025, 4)))
    (flow,) = table.filter(indicator="activations", area_code="dk", quarter="2025Q4").to_dicts()
    assert (flow["period_start"], flow["period_end"]) == (date(2025, 1, 1), end)


def with_period_end(data: Path, day: str) -> Path:
    path = data / "raw" / "2025Q2" / "delivery.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("period_start", f"period_end = {day}\nperiod_start", 1), encoding="utf-8")
    return data


def test_a_delivery_may_say_to_which_day_its_flows_count(data: Path, tmp_path: Path) -> None:
    before = read_inputs(DataRoot(data), Quarter(2025, 2))
    assert before.delivery.period_end == before.delivery.as_of == date(2025, 6, 3)
    after = read_inputs(DataRoot(with_period_end(data, "2025-05-31")), Quarter(2025, 2))
    assert (after.delivery.as_of, after.delivery.period_end) == (date(2025, 6, 3), date(2025, 5, 31))
    write_snapshot(after, tmp_path / "snapshot")
    assert read_snapshot(tmp_path / "snapshot").delivery.period_end == date(2025, 5, 31)
    quarters = inputs_of(after).quarters
    assert quarters.select("period_end", "days").row(0) == (date(2025, 5, 31), 151)
    table = compute_table(after)
    flow, stock = one(table, "activations_per_day"), one(table, "active_runners")
    assert (flow["period_start"], flow["period_end"]) == (date(2025, 1, 1), date(2025, 5, 31))
    assert (flow["as_of"], flow["denominator"], flow["value"]) == (date(2025, 6, 3), 151, 1309 / 151)
    assert (stock["as_of"], stock["period_start"], stock["period_end"]) == (date(2025, 6, 3), None, None)
    yearly = one(table, "activations_rate_year", "1082")
    assert yearly["denominator"] == pytest.approx(
        one(table, "active_runners_rate", "1082")["denominator"] * 151 / 365
    )


def test_flows_of_a_later_quarter_end_later(data: Path) -> None:
    raw = data / "raw"
    shutil.copytree(raw / "2025Q2", raw / "2025Q3")
    for sidecar in (raw / "2025Q3").glob("*.meta.toml"):
        sidecar.unlink()
    path = raw / "2025Q3" / "delivery.toml"
    text = path.read_text(encoding="utf-8").replace("2025Q2", "2025Q3")
    text = text.replace("as_of = 2025-06-03", "as_of = 2025-07-20\nperiod_end = 2025-07-02")
    path.write_text(text, encoding="utf-8")
    with_period_end(data, "2025-07-03")
    with pytest.raises(InputError) as caught:
        read_inputs(DataRoot(data), Quarter(2025, 3))
    found = [str(problem) for problem in caught.value.problems]
    assert any(
        "column period_end: found '2025-07-02', expected a day after 2025-07-03, the period_end of 2025Q2"
        in problem
        for problem in found
    ), found


# No day twice


@st.composite
def histories(draw: st.DrawFn) -> list[Delivery]:
    """Deliveries of some quarters in a row, counted in them or up to 31 days after."""
    first = Quarter(draw(st.integers(2023, 2024)), draw(st.integers(1, 4)))
    quarters = [first]
    for _ in range(draw(st.integers(1, 6))):
        quarters.append(quarters[-1].next)
    kept = [quarter for quarter in quarters if draw(st.integers(0, 4))] or quarters[:1]
    found: list[Delivery] = []
    total = 0
    for quarter in kept:
        day = quarter.first_day + timedelta(days=draw(st.integers(32, 120)))
        as_of = min(day, quarter.last_day + timedelta(days=31))
        if found and found[-1].quarter.year != quarter.year:
            total = 0
        total += draw(st.integers(500, 1500))
        stated = draw(st.none() | st.integers(0, 20))
        end = None if stated is None else max(quarter.last_day - timedelta(days=stated), quarter.first_day)
        found.append(delivered(str(quarter), as_of, activations={"dk": total}, period_end=end))
    return found


@settings(max_examples=12, deadline=None)
@given(histories())
def test_no_day_is_counted_twice_and_every_day_is_counted_or_named(deliveries: list[Delivery]) -> None:
    snapshot = history(*deliveries)
    table = compute_table(snapshot)
    rows = table.filter(pl.col("indicator") == "activations_quarter", pl.col("level") == "country")
    own = rows.drop_nulls("value").sort("period_start")
    windows = own.select("period_start", "period_end").rows()
    assert all(start <= end for start, end in windows)
    assert all(before[1] < after[0] for before, after in pairwise(windows))
    by_quarter = {one.quarter: one for one in deliveries}
    for quarter, value, start, end in own.select("quarter", "value", "period_start", "period_end").rows():
        delivery = by_quarter[Quarter.parse(quarter)]
        assert end == delivery.period_end
        whole = delivery.activations.filter(area_code="dk")["activations"].item()
        if quarter.endswith("Q1"):
            assert (value, start) == (whole, delivery.period_start)
        else:
            earlier = by_quarter[delivery.quarter.previous]
            before = earlier.activations.filter(area_code="dk")["activations"].item()
            assert (value, start) == (whole - before, earlier.period_end + ONE_DAY)
    per_day = table.filter(pl.col("indicator") == "activations_quarter_per_day", pl.col("level") == "country")
    for value, counted, days, start, end in per_day.select(
        "value", "numerator", "denominator", "period_start", "period_end"
    ).rows():
        assert days == (end - start).days + 1
        assert value == pytest.approx(counted / days)
    gaps = [
        (earlier.period_end + ONE_DAY, later.period_start - ONE_DAY)
        for earlier, later in pairwise(deliveries)
        if earlier.period_end + ONE_DAY < later.period_start
    ]
    start = DAYS_IN_NO_COUNT.partition("{")[0]
    noted = rows.filter(pl.col("note").str.starts_with(start))
    assert noted.height == sum(
        later.quarter.number == 1
        for earlier, later in pairwise(deliveries)
        if earlier.period_end + ONE_DAY < later.period_start
    )
    if len(deliveries) > 1:
        context = ReportData(snapshot, IndicatorTable(table), Texts("da"))
        said = plain(" ".join(development.uncounted_notes(context)))
        assert bool(said) == bool(gaps)
        for first, last in gaps:
            assert plain(show.short_period(first, last)) in said


def test_the_days_that_no_count_holds_stand_in_table_and_report() -> None:
    deliveries = (
        delivered("2024Q3", date(2024, 9, 30), activations={"dk": 2000}),
        delivered("2024Q4", date(2024, 12, 19), activations={"dk": 3000}, population="2024K4"),
        delivered("2025Q1", date(2025, 3, 31), activations={"dk": 700}, population="2025K1"),
    )
    context = shown(*deliveries)
    row = one(context.figures.everything, "activations_quarter", quarter="2025Q1")
    assert row["note"] == (
        "Ingen opgørelse omfatter dagene fra den 20.\xa0december 2024 til den 31.\xa0december 2024."
    )
    said = plain(page_of(context, "development").markdown)
    assert "Ingen opgørelse af aktiveringer omfatter dagene 20. dec.–31. dec. 2024." in said
    english = plain(page_of(shown(*deliveries, language="en"), "development").markdown)
    assert "No count of activations covers the days 20 Dec – 31 Dec 2024." in english


def test_nothing_is_said_of_days_where_counts_meet() -> None:
    context = shown(
        delivered("2024Q4", date(2025, 1, 2), population="2024K4"), delivered("2025Q1", date(2025, 4, 2))
    )
    assert development.uncounted_notes(context) == []
    assert one(context.figures.everything, "activations_quarter", quarter="2025Q1")["note"] is None


def test_quarters_without_activations_per_day_say_why() -> None:
    deliveries = (
        delivered("2024Q2", date(2024, 6, 3), activations={"dk": 1300}, population="2024K2"),
        delivered("2024Q3", date(2024, 9, 30), activations={"dk": 2000}, population="2024K3"),
        delivered("2025Q2", date(2025, 6, 3), activations={"dk": 1309}),
    )
    context = shown(*deliveries)
    assert [plain(note) for note in development.absent_activity_notes(context)] == [
        "Aktiveringer om dagen er ikke vist for 2. kv. 2024 og 2. kv. 2025. De er forskellen fra "
        "det foregående kvartals opgørelse, som der ikke er nogen af."
    ]
    english = plain(page_of(shown(*deliveries, language="en"), "development").markdown)
    assert (
        "Activations per day are not shown for Q2 2024 and Q2 2025. They are the difference from the count "
        "of the previous quarter, and there is no count for that quarter."
    ) in english


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({"activations": {"dk": None}}, "Tallet mangler i mindst ét af de to kvartaler."),
        ({"activations": {"dk": 1309}, "breaks": [("activations", "dk")]}, "brud i dk"),
        ({"activations": {"dk": 10}}, "lavere end i det forrige kvartal"),
    ],
    ids=["not known", "break", "fell"],
)
def test_activations_that_cannot_be_subtracted_say_why(now: dict[str, Any], reason: str) -> None:
    context = shown(
        delivered("2025Q1", date(2025, 3, 31), activations={"dk": 700}, population="2025K1"),
        delivered("2025Q2", date(2025, 6, 3), **now),
    )
    (told,) = map(plain, development.absent_activity_notes(context))
    assert told.startswith("Aktiveringer om dagen er ikke vist for 2. kv. 2025. ")
    assert reason in told


def test_nothing_is_said_where_every_quarter_has_its_activations() -> None:
    context = shown(
        delivered("2025Q1", date(2025, 3, 31), activations={"dk": 700}, population="2025K1"),
        delivered("2025Q2", date(2025, 6, 3), activations={"dk": 1309}),
    )
    assert development.absent_activity_notes(context) == []


def test_a_change_is_explained_only_where_one_is_shown() -> None:
    gap = shown(delivered("2024Q4", population="2024K4"), delivered("2025Q2"))
    assert "Ændringen er derfor vist" not in plain(page_of(gap, "development").markdown)
    followed = shown(delivered("2025Q1", population="2025K1"), delivered("2025Q2"))
    assert "Ændringen er derfor vist" in plain(page_of(followed, "development").markdown)


# Words


def test_the_second_of_january_counts_the_old_year_alone() -> None:
    context = shown(*ARRIVED)
    assert (context.days, plain(context.period_shown)) == (365, "1. jan.–31. dec. 2025")
    own = one(context.figures.everything, "activations_quarter_per_day")
    assert (own["numerator"], own["denominator"]) == (920, 92)
    assert (own["period_start"], own["period_end"]) == (date(2025, 10, 1), date(2025, 12, 31))
    page = plain(page_of(context, "development").markdown)
    assert "aktiveringer i kvartalet" in page
    assert "1. okt.–31. dec. 2025 (92 dage), 10,0 om dagen" in page
    assert "2. jan. 2026" in page
    for code in ("1082", "751"):
        sheet = AreaSheet(context, code)
        told = plain(sheet.background().markdown + sheet.head().markdown)
        assert "–2. jan. 2026" not in told
    assert "1. jan.–31. dec. 2025" in plain(AreaSheet(context, "751").background().markdown)


def test_what_is_not_the_quarter_is_never_called_so() -> None:
    context = shown(*ARRIVED[:2])
    page = plain(page_of(context, "development").markdown)
    assert "aktiveringer siden forrige opgørelse" in page
    assert "4. juni–30. sep. 2025 (119 dage), 8,0 om dagen" in page
    assert "Aktiveringer om dagen fra opgørelse til opgørelse" in page
    assert "i kvartalet" not in page
    assert "i hvert kvartal" not in page
    english = plain(page_of(shown(*ARRIVED[:2], language="en"), "development").markdown)
    assert "activations since the previous count" in english
    assert "4 Jun – 30 Sept 2025 (119 days), 8.0 per day" in english
    assert "in the quarter" not in english
    assert "in each quarter" not in english


def test_the_first_count_of_a_year_counts_from_its_start() -> None:
    context = shown(
        delivered("2024Q4", date(2025, 1, 2), population="2024K4"),
        delivered("2025Q1", date(2025, 3, 12), activations={"dk": 700}, population="2025K1"),
    )
    page = plain(page_of(context, "development").markdown)
    assert "aktiveringer siden årets begyndelse" in page
    assert "1. jan.–12. mar. 2025 (71 dage)" in page
    assert "i kvartalet" not in page


def test_quarters_are_called_so_where_they_are_counted_whole() -> None:
    context = shown(
        delivered("2024Q4", date(2025, 1, 2), population="2024K4"),
        delivered("2025Q1", date(2025, 3, 31), activations={"dk": 700}, population="2025K1"),
        delivered("2025Q2", date(2025, 7, 2), activations={"dk": 1500}),
    )
    page = plain(page_of(context, "development").markdown)
    assert "Aktiveringer om dagen i hvert kvartal" in page
    assert "aktiveringer i kvartalet" in page
    assert "1. apr.–30. juni 2025 (91 dage)" in page


# Checks


def test_flows_that_go_on_after_the_count_are_found() -> None:
    late = delivered("2025Q2", date(2025, 6, 3), period_end=date(2025, 6, 30))
    (found,) = [finding for finding in findings(history(late)) if finding.kind == "period-end"]
    assert found.name == "period-end/2025-06-30"
    assert str(found).endswith(
        "column period_end: activations count up to 2025-06-30, after as_of 2025-06-03"
    )
    said = plain(quality(shown(late)).markdown)
    last, counted = "den 30. juni 2025", "den 3. juni 2025"
    assert f"Aktiveringerne tæller til og med {last}, efter opgørelsesdatoen {counted}." in said
    assert not [one for one in findings(history(*ARRIVED)) if one.kind == "period-end"]


# Simulated roots


def test_simulated_alarms_end_with_the_quarter(tmp_path: Path) -> None:
    class Late(Plan):
        def as_of(self, quarter: Quarter) -> date:
            return quarter.last_day + timedelta(days=2)

    counts = []
    for name, plan in (
        ("late", Late(Quarter(2025, 1), Quarter(2025, 4), 9)),
        ("at the end", OnTime(Quarter(2025, 1), Quarter(2025, 4), 9)),
    ):
        simulate(plan, tmp_path / name, model=DEFAULT_DATA)
        snapshot = read_inputs(DataRoot(tmp_path / name), Quarter(2025, 4))
        assert snapshot.delivery.period_end == date(2025, 12, 31)
        counts.append(snapshot.delivery.activations.select("area_code", "activations", "cancelled"))
    assert counts[0].equals(counts[1])


class OnTime(Plan):
    """Quarters counted on their last day."""

    def as_of(self, quarter: Quarter) -> date:
        return quarter.last_day
