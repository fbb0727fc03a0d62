"""What is odd about a delivery: each kind is found exactly when it should be, told whole, and answered."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from histories import committed, delivered, history, reference_on, with_cells  # type: ignore[import-not-found]

from analysis.checks.finding import Finding
from analysis.checks.findings import findings, in_one_line
from analysis.checks.neighbours import compared_municipalities
from analysis.checks.registry import CHECKS
from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.corrections import Correction
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import read_inputs
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import quality as quality_page
from analysis.report.pages.quality import quality
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from analysis.texts import Texts
from analysis.texts.commands import Messages
from tests.delivered_arrests import arrests_of

CODES = committed().runners["municipality_code"].to_list()
AALBORG, LANGELAND, AEROE, BORNHOLM = "851", "482", "492", "400"
PEOPLE = {
    row["area_code"]: row["population"]
    for row in reference_on(date(2025, 6, 30))
    .population.filter(pl.col("period") == "2025K2")
    .iter_rows(named=True)
}
EVEN = {code: round(PEOPLE[code] / 100) for code in CODES}
SAME = ("repeated", "stands-still", "same-day")


def even(quarter: str = "2025Q2", as_of: date | None = None, **changes: Any) -> Delivery:
    """A delivery in which every municipality has one runner for 100 inhabitants: nothing is odd."""
    runners = EVEN | changes.pop("runners", {})
    delivery = delivered(quarter, as_of, runners=runners, **changes)
    unanswered: Delivery = replace(delivery, answers=delivery.answers.clear())
    return unanswered


def found(*deliveries: Delivery) -> list[Finding]:
    """What is odd, but for numbers that stay the same: made-up quarters have those of the one before."""
    return [one for one in findings(history(*deliveries)) if one.kind not in SAME]


def same(*deliveries: Delivery) -> list[Finding]:
    return [one for one in findings(history(*deliveries)) if one.kind in SAME]


def names(*deliveries: Delivery) -> list[str]:
    return [one.name for one in found(*deliveries)]


def with_aeds(delivery: Delivery, cells: dict[str, tuple[int | None, int | None]]) -> Delivery:
    known = {
        "dk": ("country", "Danmark"),
        AALBORG: ("municipality", "Aalborg"),
        "1081": ("region", "Region N"),
    }
    rows = [(known[code][0], code, known[code][1], *counts, None, None) for code, counts in cells.items()]
    return delivery.with_tables(aeds=pl.DataFrame(rows, schema=delivery.aeds.schema, orient="row"))


def answering(delivery: Delivery, **answers: str) -> Delivery:
    rows = [(name, text) for name, text in answers.items()]
    return replace(delivery, answers=pl.DataFrame(rows, schema=delivery.answers.schema, orient="row"))


def test_a_usual_delivery_has_nothing_odd() -> None:
    assert names(even()) == []
    assert names(even("2024Q2", population="2024K2"), even("2025Q1", population="2025K1"), even()) == []


# A count that changed unlikely much


@pytest.mark.parametrize(
    ("count", "odd"),
    [(EVEN[AALBORG] * 2, True), (EVEN[AALBORG] // 2, True), (0, True), (round(EVEN[AALBORG] * 1.1), False)],
)
def test_a_count_that_changed_far_more_than_the_others(count: int, odd: bool) -> None:
    listed = [one for one in found(even("2025Q1"), even(runners={AALBORG: count})) if one.kind == "changed"]
    assert [one.name for one in listed] == ([f"changed/{AALBORG}/active_runners"] if odd else [])
    if odd:
        before, now = sum(EVEN.values()), sum(EVEN.values()) - EVEN[AALBORG] + count
        assert (listed[0].found, listed[0].compared, listed[0].against) == (count, EVEN[AALBORG], "2025Q1")
        assert listed[0].expected == pytest.approx(EVEN[AALBORG] * now / before)


def test_a_small_number_of_people_is_no_unlikely_change() -> None:
    """Læsø has 18: 8 more is much in per cent, and 8 people."""
    small = "825"
    assert EVEN[small] < 30
    assert names(even("2025Q1"), even(runners={small: EVEN[small] + 8})) == []


def test_growth_of_all_is_nobodys_change() -> None:
    doubled = {code: 2 * count for code, count in EVEN.items()}
    assert names(even("2025Q1"), even(runners=doubled)) == []


def test_a_municipality_that_stood_still_among_growing_ones() -> None:
    doubled = {code: 2 * count for code, count in EVEN.items()} | {AALBORG: EVEN[AALBORG]}
    assert f"changed/{AALBORG}/active_runners" in names(even("2025Q1"), even(runners=doubled))


def test_where_all_stray_a_stray_one_is_usual() -> None:
    small = {code: 100 for code in CODES}
    waves = {code: 140 if place % 2 else 60 for place, code in enumerate(CODES)}
    listed = names(even("2025Q1", runners=small), even(runners=waves))
    assert not [name for name in listed if name.startswith("changed")]


@pytest.mark.parametrize("broken", [AALBORG, "1081", "dk"])
def test_a_declared_break_explains_a_change(broken: str) -> None:
    now = even(runners={AALBORG: EVEN[AALBORG] // 2}, breaks=[("active_runners", broken)])
    assert not [name for name in names(even("2025Q1"), now) if name.startswith("changed")]


@pytest.mark.parametrize(
    "broken", [("active_runners", "101"), ("active_runners", "1082"), ("aed_registered", "dk")]
)
def test_a_break_elsewhere_does_not(broken: tuple[str, str]) -> None:
    now = even(runners={AALBORG: EVEN[AALBORG] // 2}, breaks=[broken])
    assert f"changed/{AALBORG}/active_runners" in names(even("2025Q1"), now)


def test_the_last_delivery_is_compared_with_for_up_to_a_year() -> None:
    now = even(runners={AALBORG: 0})
    assert f"changed/{AALBORG}/active_runners" in names(even("2024Q2", population="2024K2"), now)
    assert not [
        name for name in names(even("2024Q1", population="2024K1"), now) if name.startswith("changed")
    ]


def test_a_count_that_was_0_has_no_usual_change() -> None:
    assert not [
        name for name in names(even("2025Q1", runners={AALBORG: 0}), even()) if name.startswith("changed")
    ]


def test_aeds_change_unlikely_too() -> None:
    def counts(aalborg: int) -> dict[str, tuple[int, None]]:
        return dict.fromkeys(CODES, (200, None)) | {AALBORG: (aalborg, None)}

    def delivery(quarter: str, aalborg: int) -> Delivery:
        rows = [("municipality", code, code, *cells, None, None) for code, cells in counts(aalborg).items()]
        base = even(quarter)
        table = pl.DataFrame(rows, schema=base.aeds.schema, orient="row")
        return base.with_tables(aeds=pl.concat([base.aeds, table]))

    assert names(delivery("2025Q1", 200), delivery("2025Q2", 400)) == [f"changed/{AALBORG}/aed_registered"]


# What a total leaves for municipalities that are not known


HJOERRING, FREDERIKSHAVN, LAESOE = "860", "813", "825"
LESS = sum(EVEN.values()) - EVEN[AALBORG]


def totalled(totals: Mapping[str, int], runners: Mapping[str, int | None], **changes: Any) -> Delivery:
    base = even(runners=dict(runners), **changes)
    own = pl.DataFrame(list(totals.items()), schema=base.totals.schema, orient="row")
    return replace(base, totals=own)


def left(*deliveries: Delivery) -> list[tuple[Any, ...]]:
    """What each total that is odd leaves of how many, and what was there when."""
    return [
        (one.area, *one.found, one.compared, one.against, one.lacking)
        for one in findings(history(*deliveries))
        if one.kind == "remainder"
    ]


def test_a_total_that_leaves_nothing_for_a_municipality_that_is_not_known() -> None:
    """Frederikshavn had 424; 59,210 is the sum of the 97 others."""
    others = {code: 610 for code in CODES} | {AALBORG: 59_210 - 96 * 610}
    before = even("2025Q1", runners=others | {FREDERIKSHAVN: 424})
    now = totalled({"dk": 59_210}, others | {FREDERIKSHAVN: None})
    assert left(before, now) == [("Danmark", 0, 59_210, 424, "2025Q1", ("Frederikshavn",))]
    (one,) = [one for one in found(before, now) if one.kind == "remainder"]
    assert one.expected == 424
    assert str(one) == (
        "warning remainder/dk/active_runners: data/raw/2025Q2/delivery.toml, column totals: the total of "
        "Danmark leaves 0 of 59210 for municipalities without a number (Frederikshavn); in 2025Q1 they had "
        "424, like the country they would have 424: does the total count them?"
    )
    assert one.line(Messages("da")).endswith(
        "summen for Danmark levner 0 af 59210 til kommuner uden tal (Frederikshavn); i 2025Q1 havde de 424, "
        "med landets udvikling ville de have 424: er de talt med i summen?"
    )
    answered = answering(now, **{one.name: "Udgiveren bekræfter summen."})
    assert [one.answer for one in found(before, answered) if one.kind == "remainder"] == [
        "Udgiveren bekræfter summen."
    ]
    assert left(before, totalled({"dk": 59_210 + 435}, others | {FREDERIKSHAVN: None})) == []


@pytest.mark.parametrize(
    ("rest", "odd"),
    [
        (0, True), (1, True), (EVEN[AALBORG] // 2, True), (2 * EVEN[AALBORG], True),
        (round(EVEN[AALBORG] * 0.9), False), (round(EVEN[AALBORG] * 1.1), False),
    ],
)  # fmt: skip
def test_what_a_total_leaves_is_far_like_the_count_of_one_municipality(rest: int, odd: bool) -> None:
    now = totalled({"dk": LESS + rest}, {AALBORG: None})
    expected = [("Danmark", rest, LESS + rest, EVEN[AALBORG], "2025Q1", ("Aalborg",))]
    assert left(even("2025Q1"), now) == (expected if odd else [])


def test_what_a_total_leaves_is_compared_with_the_country_s_development() -> None:
    doubled = {code: 2 * count for code, count in EVEN.items()} | {AALBORG: None}
    same, twice = (totalled({"dk": 2 * LESS + rest}, doubled) for rest in (EVEN[AALBORG], 2 * EVEN[AALBORG]))
    assert left(even("2025Q1"), twice) == []
    (one,) = [one for one in found(even("2025Q1"), same) if one.kind == "remainder"]
    assert (one.found, one.expected) == ((EVEN[AALBORG], 2 * LESS + EVEN[AALBORG]), 2 * EVEN[AALBORG])


def test_a_total_that_leaves_nothing_for_a_few_people() -> None:
    few = EVEN[LAESOE]
    assert few < 30
    whole = sum(EVEN.values())
    assert left(even("2025Q1", runners={LAESOE: 3}), totalled({"dk": whole - few}, {LAESOE: None})) == [
        ("Danmark", 0, whole - few, 3, "2025Q1", ("Læsø",))
    ]
    assert left(even("2025Q1", runners={LAESOE: 0}), totalled({"dk": whole - few}, {LAESOE: None})) == []


def test_a_total_leaves_something_for_all_that_are_not_known_together() -> None:
    lacking = {AALBORG: None, FREDERIKSHAVN: None}
    had = EVEN[AALBORG] + EVEN[FREDERIKSHAVN]
    rest = sum(EVEN.values()) - had
    names = ("Frederikshavn", "Aalborg")
    assert left(even("2025Q1"), totalled({"dk": rest + had}, lacking)) == []
    assert left(even("2025Q1"), totalled({"dk": rest + EVEN[FREDERIKSHAVN]}, lacking)) == [
        ("Danmark", EVEN[FREDERIKSHAVN], rest + EVEN[FREDERIKSHAVN], had, "2025Q1", names)
    ]


def test_the_total_of_a_region_is_judged_and_that_of_the_country_with_it_as_a_part() -> None:
    region = reference_on(date(2025, 6, 30)).geography.filter(pl.col("region_code") == "1081")
    own = sum(EVEN[code] for code in region["municipality_code"]) - EVEN[AALBORG]
    odd = [("Region Nordjylland", 0, own, EVEN[AALBORG], "2025Q1", ("Aalborg",))]
    assert left(even("2025Q1"), totalled({"1081": own}, {AALBORG: None})) == odd
    assert left(even("2025Q1"), totalled({"dk": LESS, "1081": own}, {AALBORG: None})) == odd
    copenhagen = {AALBORG: None, "101": None}
    less = LESS - EVEN["101"]
    assert left(even("2025Q1"), totalled({"dk": less, "1081": own}, copenhagen)) == [
        ("Danmark", 0, less, EVEN["101"], "2025Q1", ("København",)),
        *odd,
    ]


def test_what_a_total_leaves_is_compared_with_the_latest_delivery_that_knows_them() -> None:
    now = totalled({"dk": LESS}, {AALBORG: None})
    last = even("2025Q1", runners={AALBORG: None})
    (one,) = left(even("2024Q3"), even("2024Q4"), last, now)
    assert one[3:5] == (EVEN[AALBORG], "2024Q4")
    assert left(even("2024Q1", population="2024K1"), last, now) == []
    assert left(now) == []


@pytest.mark.parametrize(
    ("broken", "odd"), [(AALBORG, False), ("1081", False), ("dk", False), ("1082", True)]
)
def test_a_declared_break_explains_what_a_total_leaves(broken: str, odd: bool) -> None:
    now = totalled({"dk": LESS}, {AALBORG: None}, breaks=[("active_runners", broken)])
    assert bool(left(even("2025Q1"), now)) == odd


def test_a_total_that_covers_a_withheld_number_is_not_judged() -> None:
    """What it leaves would tell of the withheld number; a region apart from it is judged."""
    region = reference_on(date(2025, 6, 30)).geography.filter(pl.col("region_code") == "1081")
    own = sum(EVEN[code] for code in region["municipality_code"]) - EVEN[AALBORG]
    hidden = [("active_runners", one, "Ikke endnu.", date(2026, 12, 31)) for one in ("101", LANGELAND)]
    now = totalled({"dk": LESS, "1081": own}, {AALBORG: None, "101": None, LANGELAND: None})
    rows = pl.DataFrame(hidden, schema=now.withheld.schema, orient="row")
    now = replace(now, withheld=pl.concat([now.withheld, rows]))
    assert [one[0] for one in left(even("2025Q1"), now)] == ["Region Nordjylland"]


def test_the_report_names_the_first_municipalities_a_total_leaves_nothing_for() -> None:
    lacking = dict.fromkeys(["101", AALBORG, FREDERIKSHAVN, HJOERRING, LAESOE])
    total = sum(count for code, count in EVEN.items() if code not in lacking)
    had = sum(EVEN[code] for code in lacking)
    snapshot = history(even("2025Q1"), totalled({"dk": total}, lacking))
    (one,) = [one for one in findings(snapshot) if one.kind == "remainder"]
    assert "without a number (København, Frederikshavn, Læsø and 2 more); in 2025Q1" in str(one)
    assert "uden tal (København, Frederikshavn, Læsø og 2 til); i 2025Q1" in one.line(Messages("da"))
    page = quality(ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))).markdown
    text = page.replace("\N{NO-BREAK SPACE}", " ")
    thousands = [f"{number:,}".replace(",", ".") for number in (total, had)]
    assert (
        f"Kildens egen sum levner 0 af {thousands[0]} aktive hjerteløbere til kommuner uden tal "
        f"(København, Frederikshavn, Læsø og 2 til). I 1. kvartal 2025 havde de {thousands[1]}. "
        f"Med landets udvikling ville de have omkring {thousands[1]}."
    ) in text


# Coverage that shrank


def test_a_number_that_is_no_longer_there() -> None:
    before, now = delivered("2025Q1"), delivered("2025Q2", activations={"1081": None})
    listed = [one for one in found(before, now) if one.kind == "fewer"]
    assert [one.name for one in listed] == ["fewer/1081/activations"]
    assert (listed[0].found, listed[0].compared, listed[0].against) == (None, 226, "2025Q1")
    assert listed[0].file == "data/raw/2025Q2/activations.csv"
    assert listed[0].row == 3


def test_rows_of_aeds_that_are_no_longer_there() -> None:
    before = with_aeds(even("2025Q1"), {"dk": (26000, 18000), AALBORG: (900, 500)})
    now = with_aeds(even(), {"dk": (26000, 18000)})
    assert names(before, now) == [f"fewer/{AALBORG}/aed_registered"]
    assert names(with_aeds(even("2025Q1"), {"dk": (26000, None)}), now) == []


def test_what_is_withheld_now_is_not_missing() -> None:
    cells = {"accepted_by_one": {"1084": 100, "1081": 50}}
    before = even("2025Q1", activations={"1084": 200}, columns=cells)
    assert [name for name in names(before, even(activations={"1084": 264})) if "accepted" in name] == [
        "fewer/1081/accepted_by_one"
    ]


# A rate far from its neighbours


def test_a_rate_far_from_the_neighbours() -> None:
    pairs = compared_municipalities(reference_on(date(2025, 6, 30)))
    around = pairs.filter(pl.col("area_code") == AALBORG)
    assert set(around["against"]) == {"neighbours"}
    listed = found(even(runners={AALBORG: round(EVEN[AALBORG] * 2.1)}))
    assert [one.name for one in listed] == [f"neighbours/{AALBORG}/active_runners"]
    assert listed[0].against == "neighbours"
    assert listed[0].found == pytest.approx(2100, rel=0.01)
    assert listed[0].compared == pytest.approx(1000, rel=0.01)
    assert names(even(runners={AALBORG: round(EVEN[AALBORG] * 1.9)})) == []
    assert names(even(runners={AALBORG: round(EVEN[AALBORG] * 0.55)})) == []
    assert names(even(runners={AALBORG: round(EVEN[AALBORG] * 0.45)})) == [
        f"neighbours/{AALBORG}/active_runners"
    ]


def test_an_island_is_compared_with_its_region() -> None:
    listed = found(even(runners={BORNHOLM: 3 * EVEN[BORNHOLM]}))
    assert [(one.name, one.against) for one in listed] == [
        (f"neighbours/{BORNHOLM}/active_runners", "region")
    ]
    others = compared_municipalities(reference_on(date(2025, 6, 30))).filter(pl.col("area_code") == BORNHOLM)[
        "other"
    ]
    assert others.len() == 28
    assert BORNHOLM not in others


def test_langeland_is_what_the_committed_delivery_is_asked_about() -> None:
    listed = found(committed())
    assert [one.name for one in listed] == [f"neighbours/{LANGELAND}/active_runners"]
    assert listed[0].answer is not None
    assert "FirstAED" in listed[0].answer


# A share that rose although its count fell


def test_a_share_of_alarms_is_compared_with_a_year_ago() -> None:
    then = {"accepted_by_one": {"1081": 200}, "accepted_by_two": {"1081": 180}}
    now = {"accepted_by_one": {"1081": 190}, "accepted_by_two": {"1081": 150}}
    year_ago = even("2024Q2", columns=then, population="2024K2")
    this = even(activations={"1081": 200}, columns=now)
    listed = found(year_ago, this)
    assert [one.name for one in listed] == ["share-up/1081/accepted_by_one"]
    assert (listed[0].found, listed[0].compared, listed[0].against) == ((190, 200), (200, 226), "2024Q2")
    assert "190 of 200, in 2024Q2 200 of 226" in str(listed[0])
    assert listed[0].record()["found"] == "190 of 200"
    quarter_ago = even("2025Q1", columns=then)
    assert not [name for name in names(quarter_ago, this) if name.startswith("share-up")]


@pytest.mark.parametrize(
    ("now", "odd"),
    [((80, 49), True), ((80, 40), False), ((100, 51), False), ((98, 49), False), ((80, None), False)],
    ids=["rose", "kept", "both rose", "fell no more than the whole", "unknown"],
)
def test_a_share_of_aeds_is_compared_with_a_quarter_ago(now: tuple[int, int | None], odd: bool) -> None:
    listed = names(with_aeds(even("2025Q1"), {"dk": (100, 50)}), with_aeds(even(), {"dk": now}))
    assert [name for name in listed if name.startswith("share-up")] == (
        ["share-up/dk/aed_24_7"] if odd else []
    )


# Acceptance by two above one


@pytest.mark.parametrize(("two", "odd"), [(99.5, True), (99.0, False), (98.0, False), (None, False)])
def test_more_accepted_by_two_than_by_one(two: float | None, odd: bool) -> None:
    listed = found(even(columns={"accepted_by_two_percent": {"1081": two}}))
    assert [one.name for one in listed] == (["two-above-one/1081/accepted_by_two_percent"] if odd else [])
    if odd:
        assert (listed[0].found, listed[0].compared, listed[0].row) == (99.5, 99.0, 3)


# A year to date that fell


def test_a_year_to_date_that_fell() -> None:
    before = even("2025Q1", activations={"1081": 300}, columns={"cancelled": {"1082": 40}})
    now = even(columns={"cancelled": {"1082": 39}})
    listed = [one for one in found(before, now) if one.kind == "fell"]
    assert [one.name for one in listed] == ["fell/1081/activations", "fell/1082/cancelled"]
    assert (listed[0].found, listed[0].compared, listed[0].against) == (226, 300, "2025Q1")


def test_a_new_year_starts_from_0() -> None:
    before = even("2024Q4", activations={"1081": 900}, population="2024K4")
    assert names(before, even("2025Q1", population="2025K1")) == []


@pytest.mark.parametrize(
    ("broken", "fell"),
    [
        ([("activations", "1081"), ("cancelled_share", "1082")], []),
        ([("activations", "dk")], []),
        ([("activations", "1081")], ["fell/1082/cancelled"]),
        ([("active_runners", "dk")], ["fell/1081/activations", "fell/1082/cancelled"]),
    ],
)
def test_a_break_explains_a_fall(broken: list[tuple[str, str]], fell: list[str]) -> None:
    before = even("2025Q1", activations={"1081": 300}, columns={"cancelled": {"1082": 40}})
    assert names(before, even(columns={"cancelled": {"1082": 39}}, breaks=broken)) == fell


# Yesterday's file again


def grown(quarter: str, share: float, **changes: Any) -> Delivery:
    """A delivery of which every number differs from those of another share."""
    base = even()
    runners = {code: round(count * share) for code, count in EVEN.items()}
    alarms = dict(base.activations.drop_nulls("activations").select("area_code", "activations").iter_rows())
    flows = {code: round(count * share) for code, count in alarms.items()}
    aeds = (round(26182 * share), round(18656 * share))
    made = even(
        quarter,
        runners=runners | changes.pop("runners", {}),
        activations=flows | changes.pop("activations", {}),
        **changes,
    )
    return with_aeds(made, {"dk": aeds})


def told(*deliveries: Delivery) -> list[tuple[str, Any, str]]:
    return [(one.name, one.found, one.against) for one in same(*deliveries)]


def test_the_files_of_the_quarter_before_are_found_table_by_table() -> None:
    before, again = grown("2025Q2", 1), grown("2025Q3", 1)
    many = sum(count >= 100 for count in EVEN.values())
    assert told(before, again) == [
        ("repeated/runners", (many, many), "2025Q2"),
        ("repeated/activations", (5, 5), "2025Q2"),
        ("repeated/aeds", (2, 2), "2025Q2"),
    ]
    new = grown("2025Q3", 1.1)
    assert told(before, new) == []
    one_table = new.with_tables(runners=before.runners)
    assert [name for name, _, _ in told(before, one_table)] == ["repeated/runners"]
    line = str(same(before, one_table)[0])
    assert line == (
        f"warning repeated/runners: data/raw/2025Q2/runners.csv: {many} of {many} counts are the same as in "
        "2025Q2: is it the file of that quarter?"
    )


@pytest.mark.parametrize(("rows", "again"), [(104, True), (1, False)])
def test_arrests_of_a_year_back_have_no_pace(rows: int, again: bool) -> None:
    """Many that are the same are an old file; a few in one small area may stay as they are."""
    before, after = (
        replace(
            one.with_tables(arrests=arrests_of(one).head(rows)),
            own_days={"arrests": date(2025, month, 30)},
        )
        for one, month in ((grown("2025Q2", 1), 6), (grown("2025Q3", 1.1), 9))
    )
    assert [name for name, _, _ in told(before, after)] == (["repeated/arrests"] if again else [])


def test_a_file_of_an_older_quarter_is_found_up_to_a_year_back() -> None:
    old, between = grown("2024Q4", 1), grown("2025Q1", 1.1)
    assert [(name, against) for name, _, against in told(old, between, grown("2025Q2", 1))] == [
        ("repeated/runners", "2024Q4"), ("repeated/activations", "2024Q4"), ("repeated/aeds", "2024Q4"),
    ]  # fmt: skip
    assert told(grown("2024Q1", 1), grown("2025Q1", 1.1), grown("2025Q2", 1)) == []
    listed = told(*(grown(quarter, 1) for quarter in ("2024Q4", "2025Q1", "2025Q2")))
    assert {against for _, _, against in listed} == {"2025Q1"}


@pytest.mark.parametrize(("fresh", "odd"), [(0, True), (5, True), (20, False), (98, False)])
def test_a_file_in_which_few_cells_are_new_is_the_old_one(fresh: int, odd: bool) -> None:
    largest = sorted(EVEN, key=lambda code: -EVEN[code])[:fresh]
    now = grown("2025Q3", 1.1, runners=EVEN | {code: EVEN[code] + 9 for code in largest})
    assert ("repeated/runners" in [name for name, _, _ in told(grown("2025Q2", 1), now)]) == odd


@pytest.mark.parametrize(
    ("counts", "odd"),
    [
        ((26182, None), True),
        ((1000, None), True),
        ((999, None), False),
        ((99, 40), False),
        ((700, 400), True),
    ],
)
def test_small_tables_may_stay_as_they_are(counts: tuple[int, int | None], odd: bool) -> None:
    before, now = (
        with_aeds(grown(quarter, share), {"dk": counts})
        for quarter, share in (("2025Q2", 1), ("2025Q3", 1.1))
    )
    assert [name for name, _, _ in told(before, now)] == (["repeated/aeds"] if odd else [])


@pytest.mark.parametrize(("count", "odd"), [(20, True), (4, False)])
def test_alarms_by_reason_and_minute_are_compared_where_more_would_have_come(count: int, odd: bool) -> None:
    """From 1 April to 30 June the year to date doubles: 20 alarms become 40, and 4 may stay 4."""
    cancelled = pl.DataFrame(
        [("no-arrest", count, None), ("unknown", None, None)],
        schema=even().cancellations.schema,
        orient="row",
    )
    times = pl.DataFrame([("1081", 5, count)], schema=even().response_times.schema, orient="row")
    before, now = (
        grown(quarter, share).with_tables(cancellations=cancelled, response_times=times)
        for quarter, share in (("2025Q1", 1), ("2025Q2", 1.1))
    )
    expected = ["repeated/cancellations", "repeated/response_times"] if odd else []
    assert [name for name, _, _ in told(before, now)] == expected
    year_before = replace(before, quarter=Quarter(2024, 4), period_start=date(2024, 1, 1))
    assert told(year_before, now) == []


def test_a_year_to_date_that_stands_still() -> None:
    before = grown("2025Q1", 1, columns={"cancelled": {"1082": 40, "1083": 4}})
    now = grown("2025Q2", 1.9, activations={"1081": 226}, columns={"cancelled": {"1082": 40, "1083": 4}})
    listed = same(before, now)
    assert [(one.name, one.found, one.against, one.row) for one in listed] == [
        ("stands-still/1081/activations", 226, "2025Q1", 3),
        ("stands-still/1082/cancelled", 40, "2025Q1", 4),
    ]
    assert "the year to date stands still in Region Nordjylland: 226, as in 2025Q1" in str(listed[0])


@pytest.mark.parametrize("broken", ["1081", "dk"])
def test_a_break_explains_that_it_stands_still(broken: str) -> None:
    now = grown("2025Q2", 1.9, activations={"1081": 226}, breaks=[("activations", broken)])
    assert told(grown("2025Q1", 1), now) == []


def test_a_new_year_or_a_day_later_may_have_the_same_count() -> None:
    year_before = grown("2024Q4", 1, activations={"1081": 226})
    assert told(year_before, grown("2025Q1", 1.9, activations={"1081": 226})) == []
    late = grown("2025Q1", 1, period_end=date(2025, 6, 28))
    assert told(late, grown("2025Q2", 1.9, activations={"1081": 226})) == []


def test_the_committed_files_do_not_pass_as_the_quarter_after(data: Path) -> None:
    later = data / "raw" / "2025Q3"
    shutil.copytree(data / "raw" / "2025Q2", later)
    for sidecar in later.glob("*.meta.toml"):
        sidecar.unlink()
    terms = later / "delivery.toml"
    text = terms.read_text(encoding="utf-8")
    for old, new in (("as_of = 2025-06-03", "as_of = 2025-09-05"), ('"2025Q2"\n\n', '"2025Q3"\n\n')):
        text = text.replace(old, new, 1)
    terms.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "2025Q3", "--data", str(data)])
    assert result.exit_code == 0
    warnings = [line.partition(": ")[0] for line in result.stderr.splitlines() if " repeated/" in line]
    assert warnings == [f"warning repeated/{table}" for table in ("runners", "activations", "aeds")]


def test_simulated_quarters_do_not_repeat_themselves(tmp_path: Path) -> None:
    simulate(Plan(Quarter(2024, 1), Quarter(2025, 2), 3), tmp_path / "data", model=DEFAULT_DATA)
    snapshot = read_inputs(DataRoot(tmp_path / "data"), Quarter(2025, 2))
    deliveries = (*snapshot.earlier, snapshot.delivery)
    for place in range(1, len(deliveries)):
        part = replace(snapshot, delivery=deliveries[place], earlier=deliveries[:place])
        assert [one.name for one in findings(part) if one.kind in SAME] == []


@pytest.mark.parametrize("threshold", [True, False])
def test_the_report_does_not_say_that_hidden_numbers_are_the_same(threshold: bool) -> None:
    """Who knows the earlier number would know the hidden one."""
    before, now = grown("2025Q1", 1), grown("2025Q2", 1.1)
    hidden = with_cells(before.activations, "area_code", "activations", {"1081": 3, "dk": 1083})
    if threshold:
        before = before.with_tables(activations=hidden)
    snapshot = history(before, now.with_tables(activations=before.activations))
    texts = Texts("da")
    page = quality(ReportData(snapshot, IndicatorTable(compute_table(snapshot)), texts)).markdown
    told = "antal i tabellen er de samme som i 1. kvartal 2025"
    assert (told in page, texts("quality-hidden") in page) == (not threshold, threshold)


def test_the_day_of_a_table_that_is_the_same_is_asked_for_and_settles_it() -> None:
    before, now = grown("2025Q2", 1), grown("2025Q3", 1.1).with_tables(aeds=grown("2025Q2", 1).aeds)
    (warning,) = same(before, now)
    assert str(warning).endswith(
        "2 of 2 counts are the same as in 2025Q2: is it the file of that quarter? Then "
        "aeds_as_of = 2025-06-30 in delivery.toml says which day they are of; an answer needs that key too"
    )
    assert "Så siger aeds_as_of = 2025-06-30 i delivery.toml" in warning.line(Messages("da"))
    assert same(before, replace(now, own_days={"aeds": before.as_of})) == []
    other_day = replace(now, own_days={"aeds": date(2025, 8, 1)})
    assert [one.name for one in same(before, other_day)] == ["repeated/aeds"]


def test_an_answer_settles_a_table_that_is_the_same() -> None:
    now = grown("2025Q3", 1.1).with_tables(aeds=grown("2025Q2", 1).aeds)
    answered = answering(now, **{"repeated/aeds": "Registret er ikke opgjort igen."})
    assert [one.answer for one in same(grown("2025Q2", 1), answered)] == ["Registret er ikke opgjort igen."]


# Withheld too long, another population, notes carried over


@pytest.mark.parametrize(("until", "odd"), [(date(2025, 6, 29), True), (date(2025, 6, 30), False)])
def test_withheld_although_its_day_has_passed(until: date, odd: bool) -> None:
    delivery = even()
    withheld = delivery.withheld.head(1).with_columns(until=pl.lit(until))
    listed = found(replace(delivery, withheld=withheld))
    assert [one.name for one in listed] == (["withheld-expired/1084/accepted_by_one"] if odd else [])
    if odd:
        assert (listed[0].found, listed[0].compared) == ("2025-06-30", "2025-06-29")
        assert listed[0].file == "data/raw/2025Q2/delivery.toml"


def test_another_population_than_the_newest() -> None:
    listed = found(even(population="2025K1"))
    assert [one.name for one in listed] == ["population/2025K1"]
    assert (listed[0].found, listed[0].compared, listed[0].against) == ("2025K1", "2025K2", "2025-06-30")
    assert names(even("2025Q2", date(2025, 5, 1), population="2025K1")) == []


def test_a_note_that_nobody_confirmed() -> None:
    delivery = even()
    note = "Overført fra 2025Q1: Tallet er foreløbigt."
    runners = with_cells(delivery.runners, "municipality_code", "note", {AALBORG: note})
    regions = with_cells(
        delivery.activations, "area_code", "note", {"1081": "Tallet blev overført fra 2025Q1"}
    )
    listed = found(delivery.with_tables(runners=runners, activations=regions))
    assert [one.name for one in listed] == [f"carried-over/{AALBORG}/runners"]
    assert (listed[0].found, listed[0].row) == (note, 98)


# Answers


REASON = "Registret er ved at blive flyttet."


def noted(delivery: Delivery, note: str | None, number: int | None = None) -> Delivery:
    """A delivery with a note on Aalborg, and another number of its runners, or none."""
    runners = with_cells(delivery.runners, "municipality_code", "note", {AALBORG: note})
    runners = with_cells(runners, "municipality_code", "active_runners", {AALBORG: number})
    changed: Delivery = delivery.with_tables(runners=runners)
    return changed


@pytest.mark.parametrize(
    ("before", "note", "number", "asked"),
    [
        ((REASON, None), REASON, EVEN[AALBORG], True),
        ((f"Overført fra 2024Q4: {REASON}", None), REASON, EVEN[AALBORG], True),
        ((REASON, None), REASON, None, False),
        ((REASON, EVEN[AALBORG]), REASON, EVEN[AALBORG], False),
        ((REASON, None), "Talt på en ny måde.", EVEN[AALBORG], False),
        ((REASON, None), None, EVEN[AALBORG], False),
        ((REASON, None), f"Overført fra 2025Q1: {REASON}", EVEN[AALBORG], False),
    ],
)
def test_a_note_that_outlives_its_reason_is_asked_about(
    before: tuple[str, int | None], note: str | None, number: int | None, *, asked: bool
) -> None:
    earlier = noted(even("2025Q1", population="2025K1"), *before)
    listed = [one for one in found(earlier, noted(even(), note, number)) if one.kind == "note-outlived"]
    assert [one.name for one in listed] == [f"note-outlived/{AALBORG}/runners"] * asked
    assert all(one.found == REASON for one in listed)


@pytest.mark.parametrize(
    ("old", "also", "asked"),
    [("ukendt", [], True), (None, [], True), ("2400", [], False), ("ukendt", ["note"], False)],
)
def test_a_correction_that_gives_a_number_and_leaves_the_note_is_asked_about(
    old: str | None, also: list[str], *, asked: bool
) -> None:
    delivery = noted(even(), "Talt igen." if also else REASON, EVEN[AALBORG])
    cells = [
        ("runners", AALBORG, "active_runners", old, str(EVEN[AALBORG]), "Talt igen.", "A", "Aalborg"),
        *(("runners", AALBORG, one, REASON, "Talt igen.", "Talt igen.", "A", "Aalborg") for one in also),
    ]
    schema = dict.fromkeys(Correction._fields, pl.String)
    corrected = replace(delivery, corrections=pl.DataFrame(cells, schema=schema, orient="row"))
    named = [name for name in names(corrected) if name.startswith("note-outlived")]
    assert named == [f"note-outlived/{AALBORG}/runners"] * asked


def test_an_answer_goes_with_its_finding() -> None:
    name = f"neighbours/{AALBORG}/active_runners"
    odd = even(runners={AALBORG: 3 * EVEN[AALBORG]})
    listed = found(answering(odd, **{name: "Der er et stort hospital."}))
    assert [(one.name, one.answer) for one in listed] == [(name, "Der er et stort hospital.")]


def shares_up(now: int) -> tuple[Delivery, Delivery]:
    """A year in which two regions' share of acceptance rose though their count fell."""
    then = {"accepted_by_one": {"1081": 200, "1082": 190}}
    cells = {"accepted_by_one": {"1081": now, "1082": now - 10}}
    return even("2024Q2", columns=then, population="2024K2"), even(
        activations={"1081": 200, "1082": 191}, columns=cells
    )


def test_an_answer_to_a_group_counts_for_all_and_one_of_its_own_goes_before() -> None:
    before, now = shares_up(190)
    listed = [one for one in found(before, now) if one.kind == "share-up"]
    own, other = (one.name for one in listed)
    group = answering(now, **{"share-up/*": "Annullerede tælles ikke længere med."})
    assert [(one.name, one.answer) for one in found(before, group) if one.kind in ("share-up", "answer")] == [
        (own, "Annullerede tælles ikke længere med."), (other, "Annullerede tælles ikke længere med."),
    ]  # fmt: skip
    both = answering(now, **{"share-up/*": "Alle.", own: "Denne."})
    answers = {one.name: one.answer for one in found(before, both) if one.kind == "share-up"}
    assert answers == {own: "Denne.", other: "Alle."}


@pytest.mark.parametrize("name", ["share-up/*", "*", "*/1081", "share-up/1081/*", "share-*/*"])
def test_an_answer_to_a_group_without_findings_is_odd_itself(name: str) -> None:
    listed = found(answering(even(), **{name: "Nå."}))
    assert [(one.name, one.answer) for one in listed] == [(f"answer/{name}", None)]


def test_no_answer_to_a_group_settles_leaks(data: Path) -> None:
    terms = data / "raw/2025Q2/delivery.toml"
    text = terms.read_text(encoding="utf-8") + '\n[[answer]]\nwarning = "leak/*"\ntext = "Alle."\n'
    terms.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "2025Q2", "--data", str(data)])
    assert result.exit_code == 1
    expected = "expected an entry [[accepted_leak]] with indicator and area: no answer settles this warning"
    assert expected in result.stderr


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "2025Q2 is sound: no warnings"),
        (["Ja."], "2025Q2 is sound: 1 warning, answered"),
        (["Ja."] * 3, "2025Q2 is sound: 3 warnings, all answered"),
        ([None], "2025Q2 breaks no rule, and 1 warning is not answered"),
        (["Ja.", None], "2025Q2 breaks no rule, and 1 of 2 warnings is not answered"),
        ([None, "Ja.", None], "2025Q2 breaks no rule, and 2 of 3 warnings are not answered"),
    ],
)
def test_how_a_delivery_stands_is_one_line(answers: list[str | None], said: str) -> None:
    listed = [replace(FINDING, answer=answer) for answer in answers]
    assert in_one_line("2025Q2", listed) == said
    leak = replace(FINDING, kind="leak")
    if None in answers:
        line = in_one_line("2025Q2", [*listed, leak])
        assert line.endswith("not answered; release refuses it while a leak is not accepted")


@pytest.mark.parametrize(
    ("answers", "title", "under"),
    [
        ([], "Kontrollen gav ingen bemærkninger", "kontrolregler"),
        (["A"], "Kontrollens ene bemærkning er besvaret", "kontrolregler"),
        (["A", "B"], "Kontrollens to bemærkninger er alle besvaret", "kontrolregler"),
        ([None], "Kontrollen fandt én ting, der bør ses efter", "Bemærkningen er endnu ikke besvaret"),
        (
            [None] * 3,
            "Kontrollen fandt tre ting, der bør ses efter",
            "Ingen af bemærkningerne er besvaret endnu",
        ),
        (
            ["A", None, None],
            "Kontrollen fandt to ting, der bør ses efter",
            "To af tre bemærkninger er endnu ikke besvaret",
        ),
        (
            ["A", None],
            "Kontrollen fandt én ting, der bør ses efter",
            "Én af to bemærkninger er endnu ikke besvaret",
        ),
    ],
)
def test_the_report_asks_to_look_only_while_something_is_unanswered(
    answers: list[str | None], title: str, under: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tuple(replace(FINDING, answer=answer) for answer in answers)
    monkeypatch.setattr(quality_page, "findings", lambda _: listed)
    snapshot = history(even())
    page = quality(ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))).markdown
    assert page.count(title) == 1
    assert under in page
    assert ("bør ses efter" in page) == (None in answers)


def test_an_answer_to_nothing_is_odd_itself() -> None:
    listed = found(answering(even(), **{"changed/851/active_runners": "Nå."}))
    assert [(one.name, one.table, one.column) for one in listed] == [
        ("answer/changed/851/active_runners", "delivery", "warning")
    ]
    assert listed[0].file == "data/raw/2025Q2/delivery.toml"


def test_findings_stand_in_the_order_of_the_files() -> None:
    before = even("2025Q1", activations={"1081": 300})
    now = even(
        runners={AALBORG: 3 * EVEN[AALBORG], "101": 3 * EVEN["101"]}, population="2025K1",
    )  # fmt: skip
    listed = found(before, now)
    assert [one.file.rsplit("/", 1)[1] for one in listed] == [
        "delivery.toml", *["runners.csv"] * (len(listed) - 2), "activations.csv",
    ]  # fmt: skip
    rows = [one.row for one in listed if one.table == "runners"]
    assert rows == sorted(rows, key=lambda row: row or 0)


# How a finding is told


SENTENCES = {check.kind: check.sentence for check in CHECKS}
FINDING = Finding(
    kind="changed", key="851/active_runners", table="runners", column="active_runners", area_code="851",
    area="Aalborg", found=4818, compared=2409, against="2025Q1", expected=2440.123,
    file="data/raw/2025Q2/runners.csv", row=98, sentence=SENTENCES["changed"],
)  # fmt: skip


def test_a_finding_is_one_line_with_row_and_both_numbers() -> None:
    line = (
        "warning changed/851/active_runners: data/raw/2025Q2/runners.csv, row 98, "
        "column Aktive hjerteløbere: Aalborg has 4818, in 2025Q1 2409; like the country it would have 2440"
    )
    assert str(FINDING) == line
    assert str(replace(FINDING, answer="Set.")) == f"{line} (answered: Set.)"
    assert ", row" not in str(replace(FINDING, row=None))


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_kind_can_be_told(kind: str) -> None:
    told = str(
        replace(
            FINDING, kind=kind, sentence=SENTENCES[kind], found=12.345, compared=None, against="neighbours"
        )
    )
    assert told.startswith(f"warning {kind}/851/active_runners: ")
    assert "{" not in told
    assert len(told.splitlines()) == 1


def test_a_finding_as_json() -> None:
    record = FINDING.record()
    assert json.loads(json.dumps(record)) == {
        "name": "changed/851/active_runners", "file": "data/raw/2025Q2/runners.csv", "row": 98,
        "header": "Aktive hjerteløbere", "area": "Aalborg", "found": 4818, "compared": 2409,
        "against": "2025Q1", "expected": 2440.1, "answer": None,
    }  # fmt: skip
    assert replace(FINDING, table="delivery", column="until").header == "until"


@pytest.fixture
def check(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.delenv("STATUSRAPPORT_DATA", raising=False)
    return lambda *options: CliRunner().invoke(main, ["check", "2025Q2", "--data", str(data), *options])


def test_check_lists_what_is_not_answered(data: Path, check: Callable[..., Any]) -> None:
    assert (check().exit_code, check().stderr) == (0, "")
    assert check().stdout == "2025Q2 is sound: 1 warning, answered\n"
    assert check("--seal").stdout == "2025Q2 is sound: 1 warning, answered; 4 files sealed\n"
    for sidecar in (data / "raw/2025Q2").glob("*.meta.toml"):
        sidecar.unlink()
    terms = data / "raw/2025Q2/delivery.toml"
    terms.write_text(terms.read_text(encoding="utf-8").partition("[[answer]]")[0], encoding="utf-8")
    result = check()
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "warning neighbours/482/active_runners: data/raw/2025Q2/runners.csv, row 56, "
        "column Aktive hjerteløbere: Langeland has 176 per 100,000 inhabitants, "
        "the median of its region is 869",
        "warning leak/1084/activations: data/raw/2025Q2/activations.csv, row 7, column Aktiveringer: "
        "Region Hovedstaden is not published, but only 264 to 264 is possible: "
        "Danmark = sum of its 5 regions: activations, 2025Q2; "
        "an entry [[accepted_leak]] in delivery.toml settles it, no answer does",
    ]
    assert result.stdout == (
        "2025Q2 breaks no rule, and 2 of 2 warnings are not answered; release refuses it while a leak is not "
        "accepted\n"
    )


def test_an_unfinished_earlier_quarter_does_not_hide_the_findings_of_this_one(
    data: Path, check: Callable[..., Any]
) -> None:
    terms = data / "raw/2025Q2/delivery.toml"
    terms.write_text(terms.read_text(encoding="utf-8").partition("[[answer]]")[0], encoding="utf-8")
    alone = check("--seal")
    started = CliRunner().invoke(main, ["new", "2025Q1", "--as-of", "2025-03-31", "--data", str(data)])
    assert started.exit_code == 0
    result = check()
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    problems = [line for line in lines if "data/raw/2025Q1/" in line and "expected" in line]
    assert len(problems) >= 1
    assert lines[: len(problems)] == problems
    assert lines[len(problems) : -1] == alone.stderr.splitlines()
    assert lines[-1].startswith("2025Q2 breaks no rule, and 2 of 2 warnings are not answered")
    assert lines[-1].endswith(
        f"there is no report of it while data/raw/2025Q1 has {len(problems)} problems (listed above): "
        "finish what is there, or move it out of raw/"
    )
    listed = json.loads(check("--json").stdout)
    assert len(listed["problems"]) == len(problems)
    assert len(listed["warnings"]) == 2
    built = CliRunner().invoke(main, ["build", "2025Q2", "--data", str(data)])
    assert built.exit_code == 1
    assert built.stderr.splitlines() == problems


def test_check_lists_findings_as_json_with_their_answers(check: Callable[..., Any]) -> None:
    result = check("--json")
    assert result.exit_code == 0
    listed = json.loads(result.stdout)
    assert listed["problems"] == []
    assert [one["name"] for one in listed["warnings"]] == ["neighbours/482/active_runners"]
    assert "FirstAED" in listed["warnings"][0]["answer"]


def test_a_data_root_of_another_name_names_its_own_files(data: Path, tmp_path: Path) -> None:
    data.rename(tmp_path / "rod")
    terms = tmp_path / "rod/raw/2025Q2/delivery.toml"
    text = terms.read_text(encoding="utf-8").replace("until = 2026-12-31", "until = 2024-12-31", 1)
    terms.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "2025Q2", "--data", str(tmp_path / "rod"), "--json"])
    files = [one["file"] for one in json.loads(result.stdout)["warnings"]]
    assert files == ["rod/raw/2025Q2/delivery.toml", "rod/raw/2025Q2/runners.csv"]


def test_other_numbers_of_the_same_day_are_asked_about() -> None:
    before, now = grown("2025Q2", 1), replace(grown("2025Q3", 1.1), own_days={"aeds": date(2025, 6, 30)})
    assert before.as_of == date(2025, 6, 30)
    (found,) = [one for one in same(before, now) if one.kind == "same-day"]
    assert (found.name, found.found, found.compared, found.against) == (
        "same-day/aeds", (2, 2), "2025-06-30", "2025Q2",
    )  # fmt: skip
    assert "2 of 2 counts differ from those of 2025Q2, though both are of 2025-06-30" in str(found)
    assert same(before, replace(now, own_days={"aeds": date(2025, 7, 1)})) == []
    again = now.with_tables(aeds=before.aeds)
    assert same(before, again) == []
