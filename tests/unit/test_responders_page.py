"""Counts of events in the tidy table and on their page: right, hidden where they must be, absent else."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest

from analysis.disclosure.audit.equations import constraints
from analysis.disclosure.audit.intervals import Deduction, hidden_values
from analysis.disclosure.audit.leaks import audit
from analysis.disclosure.policy import policy_of
from analysis.disclosure.publication import compute_table
from analysis.indicators.event_counts import DECLARED
from analysis.ingest.delivery import Delivery
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.contents import ReportPages
from analysis.report.pages.responders import responders_finding
from analysis.texts import Texts
from tests.event_tables import events_of
from tests.histories import committed, delivered, history
from tests.page_notebooks import page_of

NAMES = [one.name for one in DECLARED]
REGIONS = ("1081", "1082", "1083", "1084", "1085")
COUNTED = {"dk": 1400, "1081": 230, "1082": 320, "1083": 330, "1084": 300, "1085": 220}
OF_PEOPLE = ("active_by_day", "active_by_night")
ANSWERS = (
    "accepted",
    "arrived",
    "accepted_times",
    "accepted_median",
    "accepted_p90",
    "compared",
    "before_ambulance",
)


def with_events(**other: pl.Expr | int | str | None) -> Delivery:
    """Activations known everywhere and nothing withheld, with the counts of their events."""
    one = delivered("2025Q2", activations=COUNTED)
    return replace(
        one.with_tables(event_counts=events_of(one.activations, **other)), withheld=one.withheld.clear()
    )


def shown(delivery: Delivery, language: str = "da") -> ReportData:
    snapshot = history(delivery)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def row(table: pl.DataFrame, name: str, code: str = "dk") -> dict[str, object]:
    return table.row(by_predicate=(pl.col("indicator") == name) & (pl.col("area_code") == code), named=True)


def otherwise(name: str, **by_area: int | None) -> dict[str, pl.Expr]:
    """A column of `with_events` that is otherwise in some areas: `a1085`."""
    usual = events_of(delivered("2025Q2", activations=COUNTED).activations)
    counts = dict(usual.select("area_code", name).iter_rows())
    counts |= {code.removeprefix("a"): count for code, count in by_area.items()}
    return {name: pl.col("area_code").replace_strict(counts, return_dtype=pl.Int64)}


def test_numbers_stand_over_what_they_are_of() -> None:
    table = compute_table(history(with_events()))
    found = {
        name: tuple(row(table, name)[column] for column in ("value", "numerator", "denominator"))
        for name in NAMES
    }
    assert found["active_by_day"][0] == 56_000
    assert found["active_by_night_share"] == (pytest.approx(42_000 / 57_307 * 100), 42_000, 57_307)
    assert found["alerted_per_activation"] == (12.5, 17_500, 1400)
    assert found["accepted_per_activation"] == (3.0, 4200, 1400)
    assert found["arrived_per_activation"] == (1.75, 2450, 1400)
    assert found["accepted_median_seconds"] == (41, None, 1394)
    assert found["accepted_p90_seconds"] == (130, None, 1394)
    assert found["activations_compared"][0] == 1392
    share = row(table, "before_ambulance_share")
    assert (share["value"], share["numerator"], share["denominator"]) == (
        pytest.approx(700 / 1392 * 100),
        700,
        1392,
    )
    assert (share["lower"], share["upper"]) == (
        pytest.approx(47.6636, abs=1e-3),
        pytest.approx(52.9095, abs=1e-3),
    )
    assert str(row(table, "alerted_per_activation", "1081")["period_start"]) == "2025-01-01"
    assert row(table, "active_by_day")["period_start"] is None
    of_events = table.filter(pl.col("indicator").is_in(NAMES))
    assert set(of_events["level"]) == {"country", "region"}
    assert set(of_events["status"].cast(pl.String)) == {"published"}


def test_without_the_table_nothing_is_said() -> None:
    context = shown(committed())
    assert context.figures.table.filter(pl.col("indicator").is_in(NAMES)).is_empty()
    assert not ReportPages(context).has_responders


def test_other_numbers_are_as_they_are_without_the_table() -> None:
    one = with_events()
    with_them, without = (
        compute_table(history(delivery))
        for delivery in (one, one.with_tables(event_counts=one.tables["event_counts"].clear()))
    )
    assert with_them.filter(~pl.col("indicator").is_in(NAMES)).equals(without)


@pytest.mark.parametrize(
    ("name", "indicators"),
    [
        ("before_ambulance", {"before_ambulance_share"}),
        ("compared", {"before_ambulance_share", "activations_compared"}),
        ("accepted_times", {"accepted_median_seconds", "accepted_p90_seconds"}),
        ("arrived", {"arrived_per_activation"}),
        ("active_by_night", {"active_by_night"}),
    ],
)
def test_a_small_count_is_hidden_with_what_is_computed_from_it(name: str, indicators: set[str]) -> None:
    few = otherwise(name, a1085=3)
    if name == "compared":
        few |= otherwise("before_ambulance", a1085=2)
    table = compute_table(history(with_events(**few)))
    rows = table.filter(pl.col("indicator").is_in(NAMES), area_code="1085")
    hidden = rows.filter(pl.col("status").cast(pl.String) == "suppressed")
    assert set(hidden["indicator"]) == indicators
    for column in ("value", "numerator", "denominator", "lower", "upper"):
        assert hidden[column].null_count() == hidden.height, column


def test_a_small_count_that_others_tell_is_a_leak() -> None:
    """By hand a delivery can hold a region's small count with all others: `release` refuses it."""
    snapshot = history(with_events(**otherwise("arrived", a1085=3, adk=2068)))
    assert any("arrived" in str(leak.hidden) for leak in audit(snapshot, compute_table(snapshot)))


def test_answers_are_withheld_with_acceptance() -> None:
    """What a region's trial withholds is in no number of its events either."""
    one = with_events()
    withheld = pl.DataFrame(
        [("accepted_by_one", "1084", "Forsøg.", None)], schema=one.withheld.schema, orient="row"
    )
    accepted = one.activations.with_columns(
        accepted_by_one=pl.when(pl.col("area_code") != "dk").then(pl.col("activations") - 5),
        accepted_by_one_percent=pl.when(pl.col("area_code") == "dk").then(99.0),
    )
    table = compute_table(history(replace(one.with_tables(activations=accepted), withheld=withheld)))
    capital = table.filter(pl.col("indicator").is_in(NAMES), area_code="1084")
    hidden = set(capital.filter(pl.col("status").cast(pl.String) == "withheld")["indicator"])
    assert hidden == {
        name for name in NAMES if name.startswith(("accepted_", "arrived", "activations", "before"))
    }


@pytest.mark.parametrize(
    ("alerted", "most", "leaks"), [(None, 300, False), (3750, 300, False), (40, 40, False), (3, 4, True)]
)
def test_the_alerted_tell_of_a_withheld_acceptance_only_that_it_is_no_more(
    alerted: int | None, most: int, leaks: bool
) -> None:
    """Solved: with twelve alerted per activation nothing is known; where three were, next to everything."""
    told = pl.col("area_code").is_in(["dk", "1084"]).not_()
    usual = events_of(delivered("2025Q2", activations=COUNTED).activations).with_columns(
        pl.when(told).then(name).alias(name) for name in ANSWERS
    )
    counts = usual.with_columns(
        alerted=pl.when(told).then("alerted").when(pl.col("area_code") == "1084").then(alerted)
    )
    one = with_events().with_tables(event_counts=counts)
    withheld = pl.DataFrame(
        [("accepted_by_one", "1084", "Forsøg.", None)], schema=one.withheld.schema, orient="row"
    )
    accepted = one.activations.with_columns(
        pl.lit(None, pl.Float64).alias("accepted_by_one_percent"),
        pl.lit(None, pl.Float64).alias("accepted_by_two_percent"),
        accepted_by_one=pl.when(told).then(pl.col("activations") - 5),
    )
    snapshot = history(replace(one.with_tables(activations=accepted), withheld=withheld))
    table = compute_table(snapshot)
    assert row(table, "accepted_by_one", "1084")["status"] == "withheld"
    system = constraints(table, snapshot.reference.geography, policy_of(snapshot))
    (hidden,) = (
        cell
        for cell in hidden_values(table, system)
        if (cell.indicator, cell.area_code) == ("accepted_by_one", "1084")
    )
    found = Deduction(system).interval(hidden)[0]
    assert (found.count_lower, found.count_upper) == (0, most)
    given_away = [leak for leak in audit(snapshot, table, remedies=False) if leak.hidden == hidden]
    assert bool(given_away) is leaks


@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("da", "I gennemsnit fik 12,5 hjerteløbere alarmen, 3,0 accepterede, 1,8 nåede frem"),
        ("en", "On average 12.5 responders got the alert, 3.0 accepted and 1.8 arrived"),
    ],
)
def test_the_page_tells_what_is_delivered(language: str, finding: str) -> None:
    context = shown(with_events(), language)
    assert ReportPages(context).has_responders
    assert responders_finding(context) == finding
    page = page_of(context, "responders", lang=language).markdown
    said = re.sub(r"<[^>]+>", "|", page)
    numbers = [context.number(one) for one in (56_000, 42_000, 57_307, 1394, 1392)]
    numbers += [context.percent(56_000 / 573.07), context.percent(42_000 / 573.07), context.percent(50)]
    numbers += [str(context.texts("responders-seconds", seconds=str(one))) for one in (41, 130)]
    for number in numbers:
        assert number in said, number
    assert said.count("Nordjylland") >= 2
    assert "Talt for sig" in said


def test_what_is_not_delivered_is_left_out() -> None:
    """Neither tables nor key figures of runners by time of day, of times, and of ambulances."""
    unknown = (
        *OF_PEOPLE,
        "accepted_times",
        "accepted_median",
        "accepted_p90",
        "compared",
        "before_ambulance",
    )
    context = shown(with_events(**dict.fromkeys(unknown)))
    page = page_of(context, "responders").markdown
    say = context.texts
    for key in ("people-title", "people-heading"):
        assert say(f"responders-{key}") not in page
    for key in ("day", "accepted", "first"):
        assert say(f"key-responders-{key}") not in page
    assert say("not-known") in page


def test_only_day_and_night() -> None:
    unknown = [name for name in events_of(committed().activations).columns[5:-1] if name != "activations"]
    context = shown(with_events(**dict.fromkeys(unknown)))
    assert ReportPages(context).has_responders
    assert responders_finding(context).startswith("98\u00a0pct. af de aktive hjerteløbere")
    page = page_of(context, "responders").markdown
    assert context.texts("responders-activations-title") not in page


def test_a_hidden_number_says_so() -> None:
    context = shown(with_events(**otherwise("arrived", a1085=3, adk=2068)))
    assert context.texts("responders-suppressed") in page_of(context, "responders").markdown
