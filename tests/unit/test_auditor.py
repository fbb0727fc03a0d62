"""How much published numbers give away: cases worked out by hand, and random tables against brute force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from math import inf
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.report.pages.quality
from analysis.checks.finding import Finding
from analysis.checks.findings import findings
from analysis.core.layout import DEFAULT_DATA
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.equations import constraints
from analysis.disclosure.audit.intervals import Deduction, hidden_values, intervals, narrowed
from analysis.disclosure.audit.leaks import Leak, assert_safe, audit, leaks
from analysis.disclosure.policy import Policy, Width
from analysis.disclosure.publication import compute_table
from analysis.indicators.schema import Indicators
from analysis.ingest.counts import COUNTS, STATED_BY, Count
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reference.files import Reference
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.quality import quality
from analysis.texts import Texts

CAPITAL = "1084"
Q1, Q2 = "2025Q1", "2025Q2"
UNITS = {
    "active_runners": "persons",
    "activations": "alarms",
    "activations_quarter": "alarms",
    "aed_registered": "aeds",
    "aed_24_7": "aeds",
}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


@pytest.fixture(scope="module")
def figures(snapshot: Snapshot) -> IndicatorTable:
    return IndicatorTable(compute_table(snapshot))


@pytest.fixture(scope="module")
def real(snapshot: Snapshot) -> Reference:
    return snapshot.reference


def land(reference: Reference, sizes: tuple[int, ...] = (3, 2)) -> Reference:
    """A country whose region `100n` has municipalities `n1`, `n2`, …; the first also has two report areas."""
    rows = [
        {
            "municipality_code": f"{region}{number}",
            "municipality": f"M{region}{number}",
            "region_code": f"100{region}",
            "region": f"R{region}",
            "region_order": region,
            "report_area_code": None if region > 1 else "north" if number < size else "south",
            "report_area": None if region > 1 else "North" if number < size else "South",
            "report_area_order": None if region > 1 else int(number == size),
        }
        for region, size in enumerate(sizes, start=1)
        for number in range(1, size + 1)
    ]
    return replace(reference, geography=pl.DataFrame(rows, infer_schema_length=None))


@pytest.fixture
def small(real: Reference) -> Reference:
    return land(real)


def level_of(area: str) -> str:
    if area == "dk":
        return "country"
    if area in ("north", "south"):
        return "report_area"
    return "region" if len(area) == 4 else "municipality"


def row(indicator: str, area: str, value: float | None, quarter: str = Q2, **more: Any) -> dict[str, Any]:
    start = date(2025, 1, 1)
    return {
        "quarter": quarter,
        "as_of": date(2025, 6, 3),
        "period_start": start,
        "level": level_of(area),
        "area_code": area,
        "area": area,
        "indicator": indicator,
        "value": value,
        "unit": UNITS.get(indicator, "percent"),
        "status": "published" if value is not None else "withheld",
        "basis": "counts",
        "source": "her",
        "simulated": False,
        **more,
    }


def tidy(*rows: Mapping[str, Any]) -> pl.DataFrame:
    schema = {name: column.dtype for name, column in Indicators.columns().items()}
    return pl.DataFrame(rows, schema=schema)


def counts(indicator: str, at: str = Q2, /, **values: float | None) -> list[dict[str, Any]]:
    return [row(indicator, area.lstrip("_"), value, at) for area, value in values.items()]


def ranges(
    table: pl.DataFrame, reference: Reference, **versions: pl.DataFrame
) -> dict[str, tuple[float, float]]:
    system = constraints(table, reference.geography, earlier=versions)
    frame = intervals(system, hidden_values(table, system))
    return {row["area_code"]: (row["lower"], row["upper"]) for row in frame.iter_rows(named=True)}


def only(found: tuple[Leak, ...]) -> Leak:
    assert len(found) == 1
    return found[0]


# Worked out by hand


def test_one_hidden_part_of_a_sum_follows(small: Reference) -> None:
    table = tidy(*counts("activations", dk=100, _1001=60, _1002=None))
    leak = only(leaks(table, small))
    assert (leak.interval.lower, leak.interval.upper) == (40, 40)
    assert leak.equations == (f"Danmark = sum of its 2 regions: activations, {Q2}",)
    assert leak.further == (f"R1: activations, {Q2}",)


def test_two_hidden_parts_share_what_is_left(small: Reference) -> None:
    reference = land(small, (1, 1, 1))
    wide = tidy(*counts("activations", dk=100, _1001=60, _1002=None, _1003=None))
    assert ranges(wide, reference) == {"1002": (0, 40), "1003": (0, 40)}
    assert leaks(wide, reference) == ()
    narrow = tidy(*counts("activations", dk=64, _1001=60, _1002=None, _1003=None))
    assert [(one.interval.lower, one.interval.upper) for one in leaks(narrow, reference)] == [(0, 4)] * 2


def test_a_hierarchy_gives_away_by_another_way(small: Reference) -> None:
    runners = counts(
        "active_runners", dk=None, _1001=50, _1002=30, _11=10, _12=None, _13=None, _21=None, _22=12,
        north=25, south=None,
    )  # fmt: skip
    assert ranges(tidy(*runners), small) == {
        "dk": (80, 80),
        "12": (15, 15),
        "13": (25, 25),
        "south": (25, 25),
        "21": (18, 18),
    }
    by_area = {one.hidden.area_code: one.equations for one in leaks(tidy(*runners), small)}
    assert by_area["12"] == (f"North = sum of its 2 municipalities: active_runners, {Q2}",)
    assert len(by_area["13"]) == 2


def test_a_rounded_share_leaves_few_whole_counts(small: Reference) -> None:
    """89.5 to 90.5 % of 100 is 90 alone; 90 - 50 = 40 of 40."""
    shares = [
        row("accepted_by_one", "dk", 90.0, basis="published"),
        row("accepted_by_one", "1001", 50 / 60 * 100, numerator=50.0, denominator=60.0),
        row("accepted_by_one", "1002", None),
    ]
    table = tidy(*counts("activations", dk=100, _1001=60, _1002=40), *shares)
    leak = only(leaks(table, small))
    assert (leak.interval.count_lower, leak.interval.count_upper) == (40, 40)
    assert (leak.interval.lower, leak.interval.upper) == (100, 100)


def test_a_hidden_share_of_a_hidden_whole(small: Reference) -> None:
    """Country 100 of 100; region 1 hides both: whatever its alarms, all were accepted."""
    shares = [
        row("accepted_by_one", "dk", 100.0, numerator=100.0, denominator=100.0),
        row("accepted_by_one", "1001", None),
        row("accepted_by_one", "1002", None),
    ]
    table = tidy(*counts("activations", dk=100, _1001=None, _1002=None), *shares)
    system = constraints(table, small.geography)
    found = {one.indicator: Deduction(system).interval(one)[0] for one in hidden_values(table, system)}
    assert (found["activations"].lower, found["activations"].upper) == (0, 100)
    assert found["accepted_by_one"][2:] == (0, 100)


def test_the_year_to_date_less_the_quarters_own(small: Reference) -> None:
    table = tidy(
        *counts("activations", Q1, dk=None),
        *counts("activations", Q2, dk=100),
        *counts("activations_quarter", Q2, dk=60),
    )
    leak = only(leaks(table, small))
    assert (leak.interval.lower, leak.interval.upper) == (40, 40)
    assert leak.equations == (f"dk: activations_quarter is 60, {Q2}",)


def test_alarms_of_the_year_to_date_do_not_fall_and_arrests_of_a_year_back_may(small: Reference) -> None:
    """20 + 20 before and 40 now: of counts that do not fall, both are 20 still; of others nothing follows."""
    now = [*counts("activations", Q2, _1001=40, _11=None, _12=None, _13=0)]
    before = [*counts("activations", Q1, _11=20, _12=20)]
    assert ranges(tidy(*before, *now), small) == {"11": (20, 20), "12": (20, 20)}
    shares = [
        row("ohca_placed_share", one["area_code"], 80.0, one["quarter"])
        | ({"value": None, "status": "withheld"} if one["value"] is None else {})
        | {"numerator": one["value"], "denominator": None if one["value"] is None else one["value"] / 0.8}
        for one in (*before, *now)
    ]
    assert ranges(tidy(*shares), small) == {"11": (0, 40), "12": (0, 40)}


def test_a_ratio_beside_its_denominator(small: Reference) -> None:
    table = tidy(
        *counts("aed_registered", dk=80), *counts("aed_24_7", dk=None), row("aed_24_7_share", "dk", 71.25)
    )
    assert ranges(table, small) == {"dk": (57, 57)}


def test_net_and_the_share_of_gross(small: Reference) -> None:
    """16 % rounded of 84 net: 15.5/84.5·84 = 15.4 to 16.5/83.5·84 = 16.6 cancelled."""
    shares = [row("cancelled_share", "dk", 16.0, basis="published"), row("cancelled_share", "1001", None)]
    table = tidy(*counts("activations", dk=84, _1001=50, _1002=34), *shares)
    least, most = ranges(table, small)["1001"]
    assert least == 0
    assert most == pytest.approx(16 / 66 * 100)


def test_an_earlier_version_showed_the_sum(small: Reference) -> None:
    now = tidy(*counts("activations", dk=None, _1001=60, _1002=None))
    then = tidy(*counts("activations", dk=100, _1001=60, _1002=None))
    assert ranges(now, small) == {"dk": (60, inf), "1002": (0, inf)}
    assert ranges(now, small, v1=then) == {"dk": (100, 100), "1002": (40, 40)}
    leak = leaks(now, small, earlier={"v1": then})[0]
    assert leak.equations == (f"Danmark unchanged since v1: activations, {Q2}",)
    assert leak.further is None


def test_an_earlier_version_with_another_number_since_corrected(small: Reference) -> None:
    """The sum of then holds for the parts of then: 100 - 55 = 45, not 100 - 60."""
    now = tidy(*counts("activations", dk=None, _1001=60, _1002=None))
    then = tidy(*counts("activations", dk=100, _1001=55, _1002=None))
    assert ranges(now, small, v1=then)["1002"] == (45, 45)


def test_versions_that_contradict_each_other_are_believed_one_by_one(small: Reference) -> None:
    now = tidy(*counts("activations", dk=200, _1001=None, _1002=None))
    older = tidy(*counts("activations", _1001=60))
    newer = tidy(*counts("activations", _1001=70))
    assert ranges(now, small, v1=older, v2=newer)["1001"] in ((60, 60), (70, 70))


def test_a_suppressed_count_is_known_to_be_small(small: Reference) -> None:
    hidden = {"status": "suppressed"}
    reference = land(small, (1, 1, 1))
    table = tidy(
        *counts("activations", dk=106, _1001=100),
        *(row("activations", code, None, **hidden) for code in ("1002", "1003")),
    )
    assert ranges(table, reference) == {"1002": (2, 4), "1003": (2, 4)}
    assert len(leaks(table, reference)) == 2
    wide = tidy(
        *counts("activations", dk=105, _1001=100),
        *(row("activations", code, None, **hidden) for code in ("1002", "1003")),
    )
    assert ranges(wide, reference) == {"1002": (1, 4), "1003": (1, 4)}
    assert leaks(wide, reference) == ()


def test_widths_are_a_setting(small: Reference) -> None:
    reference = land(small, (1, 1, 1))
    table = tidy(*counts("activations", dk=100, _1001=60, _1002=None, _1003=None))
    assert len(leaks(table, reference, Policy(width=Width(absolute=41, relative=0)))) == 2
    assert leaks(table, reference, Policy(width=Width(absolute=40, relative=0))) == ()
    assert len(leaks(table, reference, Policy(width=Width(absolute=0, relative=2)))) == 2


def test_the_smallest_further_suppression_may_be_two(small: Reference) -> None:
    """M12 follows from its report area and from its region: one count of each has to go."""
    runners = counts("active_runners", _1001=50, _11=10, _12=None, _13=25, north=25, south=25)
    leak = only(leaks(tidy(*runners), small))
    assert leak.further is not None
    remaining = [
        one for one in runners if f"{_name(one['area_code'])}: active_runners, {Q2}" not in leak.further
    ]
    gone = [row("active_runners", one["area_code"], None) for one in runners if one not in remaining]
    assert "12" not in {one.hidden.area_code for one in leaks(tidy(*remaining, *gone), small)}
    for one in gone:
        back = [other for other in gone if other is not one]
        shown = [other for other in runners if other["area_code"] == one["area_code"]]
        again = leaks(tidy(*remaining, *back, *shown), small)
        assert "12" in {other.hidden.area_code for other in again}


def _name(code: str) -> str:
    return {"dk": "Danmark", "north": "North", "south": "South"}.get(
        code, f"R{code[-1]}" if len(code) == 4 else f"M{code}"
    )


# The real delivery


def test_the_capitals_activations_follow_from_the_others(snapshot: Snapshot) -> None:
    leak = only(audit(snapshot, compute_table(snapshot)))
    assert (leak.hidden.area_code, leak.hidden.indicator) == (CAPITAL, "activations")
    assert leak.interval[:2] == (264, 264)
    assert leak.equations == ("Danmark = sum of its 5 regions: activations, 2025Q2",)
    assert leak.reason is not None
    undeclared = only(leaks(compute_table(snapshot), snapshot.reference))
    assert undeclared.further == ("Region Sjælland: activations, 2025Q2",)
    assert_safe(snapshot, compute_table(snapshot))


def test_the_capitals_acceptance_lies_in_a_range(snapshot: Snapshot) -> None:
    """The shares by one alone allow 248 of 264, 93.9 %; those by two, which is no more, 250 of 264."""
    table = compute_table(snapshot)
    system = constraints(table, snapshot.reference.geography)
    attack = Deduction(system)
    by_one = next(one for one in hidden_values(table, system) if one.indicator == "accepted_by_one")
    interval, _ = attack.interval(by_one)
    assert interval[2:] == (250, 264)
    assert interval.lower == pytest.approx(250 / 264 * 100)
    assert interval.upper == 100
    names = system.rows["name"]
    alone = frozenset(place for place in range(names.len()) if "accepted_by_two" not in names[place])
    interval, _ = attack.interval(by_one, alone)
    assert interval[2:] == (248, 264)
    assert interval.lower == pytest.approx(93.94, abs=0.005)


def test_an_undeclared_leak_stops_a_release_and_is_a_warning(snapshot: Snapshot) -> None:
    undeclared = replace(
        snapshot, delivery=replace(snapshot.delivery, accepted=snapshot.delivery.accepted.clear())
    )
    with pytest.raises(InputError) as raised:
        assert_safe(undeclared, compute_table(undeclared))
    problem = raised.value.problems[0]
    assert problem.column == "accepted_leak"
    assert "activations of Region Hovedstaden (missing) is 264, from Danmark = sum" in problem.found
    assert "hiding Region Sjælland: activations, 2025Q2 as well" in problem.expected
    assert [one.name for one in findings(snapshot) if one.kind == "leak"] == []
    warning = next(one for one in findings(undeclared) if one.kind == "leak")
    assert warning.name == "leak/1084/activations"
    assert "only 264 to 264 is possible: Danmark = sum of its 5 regions" in str(warning)
    assert warning.row == 7


@pytest.mark.parametrize("language", ["da", "en"])
def test_accepted_leaks_stand_on_the_page_on_quality_with_their_reason(
    snapshot: Snapshot, language: str
) -> None:
    names = list(STATED_BY)
    accepted = pl.DataFrame(
        {"indicator": names, "area_code": [CAPITAL] * len(names), "reason": ["Aftalt."] * len(names)}
    )
    texts = Texts(language)
    page = quality(
        ReportData(
            replace(snapshot, delivery=replace(snapshot.delivery, accepted=accepted)),
            IndicatorTable(compute_table(snapshot)),
            texts,
        )
    )
    assert texts("quality-accepted-title") in page.markdown
    assert texts("indicator-response_time_median") in page.markdown
    for_both_html_and_pdf = 2 * len(names)
    assert page.markdown.count("Aftalt.") == for_both_html_and_pdf


@pytest.mark.parametrize("count", [one for one in COUNTS.values() if one.stated_by in STATED_BY])
def test_every_leak_stands_on_the_page_on_quality_by_a_name(
    snapshot: Snapshot, figures: IndicatorTable, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak = Finding(
        kind="leak", key="850/x", table=count.table, column=count.name, area_code="850", found=2, compared=3
    )
    monkeypatch.setattr(analysis.report.pages.quality, "findings", lambda _: (leak,))
    page = quality(ReportData(snapshot, figures, Texts("en"))).markdown
    said = re.findall(
        r"(\w[^|<>\[\n]*)?: the figure is not shown, but the figures shown narrow it down", page
    )
    assert "2 to 3" not in page
    assert len(said) == 2  # once for HTML, once for the PDF
    assert all(said)


# Random tables against brute force

Hierarchy = tuple[tuple[int, ...], dict[str, int], frozenset[str]]
Acceptance = tuple[int, int, str]
SIZES = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple)


@st.composite
def hierarchies(draw: st.DrawFn) -> Hierarchy:
    """Sizes of regions, counts of all areas, and which of them are hidden."""
    sizes = draw(SIZES)
    values = {
        f"{region}{number}": draw(st.integers(0, 6))
        for region, size in enumerate(sizes, start=1)
        for number in range(1, size + 1)
    }
    for region in range(1, len(sizes) + 1):
        values[f"100{region}"] = sum(
            value for code, value in values.items() if code[0] == str(region) and len(code) == 2
        )
    values["dk"] = sum(value for code, value in values.items() if len(code) == 4)
    hidden = draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
    return sizes, values, frozenset(hidden)


def exact(
    sizes: tuple[int, ...], values: Mapping[str, int], hidden: frozenset[str]
) -> dict[str, tuple[float, float]]:
    """Ranges by listing everything that whole counts up to one above all there are can be."""
    cap = values["dk"] + 1
    regions: list[list[tuple[int, ...]]] = []
    for region, size in enumerate(sizes, start=1):
        codes = [f"{region}{number}" for number in range(1, size + 1)]
        choices = [range(cap + 1) if code in hidden else (values[code],) for code in codes]
        own = f"100{region}"
        regions.append([one for one in product(*choices) if own in hidden or sum(one) == values[own]])
    sums = [{sum(one) for one in possible} for possible in regions]
    totals = [_sums_of([*sums[:place], *sums[place + 1 :]]) for place in range(len(sizes))]
    found: dict[str, set[int]] = {code: set() for code in hidden}
    for place, possible in enumerate(regions):
        for one in possible:
            whole = sum(one)
            if "dk" not in hidden and values["dk"] - whole not in totals[place]:
                continue
            for number, value in enumerate(one, start=1):
                found.get(f"{place + 1}{number}", set()).add(value)
            found.get(f"100{place + 1}", set()).add(whole)
    if "dk" in hidden:
        found["dk"] = _sums_of(sums)
    return {code: (min(some), max(some) if max(some) < cap else inf) for code, some in found.items()}


def _sums_of(sets: list[set[int]]) -> set[int]:
    result = {0}
    for one in sets:
        result = {a + b for a in result for b in one}
    return result


def check_hierarchies(real: Reference, case: Hierarchy) -> None:
    sizes, values, hidden = case
    reference = replace(
        real,
        geography=land(real, sizes).geography.with_columns(report_area_code=pl.lit(None, dtype=pl.String)),
    )
    table = tidy(
        *(row("active_runners", code, None if code in hidden else value) for code, value in values.items())
    )
    expected = exact(sizes, values, hidden)
    assert ranges(table, reference) == expected
    found = leaks(table, reference)
    narrow = {
        code
        for code, (low, high) in expected.items()
        if high < inf and (high - low < 5 or high - low <= 0.05 * (low + high) / 2)
    }
    assert {one.hidden.area_code for one in found} == narrow
    for one in found[:2]:
        if one.further is not None:
            more = hidden | {code for code in values if f"{_name(code)}: active_runners, {Q2}" in one.further}
            low, high = exact(sizes, values, more)[one.hidden.area_code]
            assert high - low >= 5


@st.composite
def acceptances(draw: st.DrawFn) -> list[Acceptance]:
    """For each region, then the country: activations, accepted, and how the latter is published."""
    kinds = st.sampled_from(["counts", "rounded", "hidden"])
    regions = []
    for _ in range(draw(st.integers(1, 3))):
        net = draw(st.integers(1, 12))
        regions.append((net, draw(st.integers(0, net)), draw(kinds)))
    total = (sum(net for net, _, _ in regions), sum(accepted for _, accepted, _ in regions))
    return [*regions, (*total, draw(kinds))]


def _rounded(accepted: int, net: int) -> float:
    return float(int(accepted / net * 100 + 0.5))


def _allowed(net: int, accepted: int, kind: str) -> Iterator[int]:
    for one in range(net + 1):
        near = abs(one / net * 100 - _rounded(accepted, net)) <= 0.5 + 1e-9
        if kind == "hidden" or (one == accepted if kind == "counts" else near):
            yield one


def check_rounded_shares(real: Reference, case: list[Acceptance]) -> None:
    *regions, country = case
    reference = land(real, (1,) * len(regions))
    codes = [*(f"100{place}" for place in range(1, len(regions) + 1)), "dk"]
    rows = [row("activations", code, net) for code, (net, _, _) in zip(codes, case, strict=True)]
    for code, (net, accepted, kind) in zip(codes, case, strict=True):
        if kind == "rounded":
            rows.append(row("accepted_by_one", code, _rounded(accepted, net), basis="published"))
        else:
            value = accepted / net * 100 if kind == "counts" else None
            numerator = accepted if kind == "counts" else None
            rows.append(row("accepted_by_one", code, value, numerator=numerator))
    possible = [
        (*one, sum(one))
        for one in product(*(list(_allowed(*region)) for region in regions))
        if sum(one) in set(_allowed(*country))
    ]
    expected = {
        code: (min(one[place] for one in possible), max(one[place] for one in possible))
        for place, code in enumerate(codes)
        if case[place][2] == "hidden"
    }
    table = tidy(*rows)
    system = constraints(table, reference.geography)
    frame = intervals(system, hidden_values(table, system))
    found = {
        one["area_code"]: (one["count_lower"], one["count_upper"]) for one in frame.iter_rows(named=True)
    }
    assert found == expected


@settings(max_examples=60)
@given(
    matrix=st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=4),
    point=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    room=st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
def test_narrowing_row_by_row_never_cuts_off_what_is_possible(
    matrix: list[list[int]], point: list[int], room: list[int]
) -> None:
    coefficients = np.array(matrix, dtype=float)
    middle = coefficients @ np.array(point)
    width = np.array(room[: len(matrix)])
    limits = narrowed(coefficients, middle - width, middle + width)
    assert limits is not None
    for candidate in product(range(7), repeat=3):
        sums = coefficients @ np.array(candidate)
        if (np.abs(sums - middle) <= width).all():
            assert (limits[0] <= candidate).all()
            assert (limits[1] >= candidate).all()


@settings(max_examples=12)
@given(case=hierarchies())
def test_random_hierarchies_have_the_ranges_of_brute_force(real: Reference, case: Hierarchy) -> None:
    check_hierarchies(real, case)


@pytest.mark.slow
@settings(max_examples=100)
@given(case=hierarchies())
def test_many_random_hierarchies(real: Reference, case: Hierarchy) -> None:
    check_hierarchies(real, case)


@settings(max_examples=12)
@given(case=acceptances())
def test_random_rounded_shares_have_the_ranges_of_brute_force(
    real: Reference, case: list[Acceptance]
) -> None:
    check_rounded_shares(real, case)


@pytest.mark.slow
@settings(max_examples=100)
@given(case=acceptances())
def test_many_random_rounded_shares(real: Reference, case: list[Acceptance]) -> None:
    check_rounded_shares(real, case)
