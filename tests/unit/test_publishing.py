"""What release refuses although no rule is broken is what check names, of quarters and versions together."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

import polars as pl
import pytest
from histories import delivered, history  # type: ignore[import-not-found]

from analysis.checks.findings import findings
from analysis.checks.publishing import deducible_from_everything
from analysis.core.layout import DEFAULT_DATA
from analysis.core.problems import InputError, Problem
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.leaks import assert_safe, audit
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs

QUARTERS = ("2025Q1", "2025Q2", "2025Q3")
REGIONS = ("1081", "1082", "1083", "1084", "1085")
PLACES = ("dk", *REGIONS)
COUNTS = ("activations", "accepted_by_one", "accepted_by_two", "cancelled")
INDICATOR = {**{name: name for name in COUNTS}, "cancelled": "cancelled_share"}
Cell = tuple[str, str, str]
Numbers = Mapping[Cell, int]
Withheld = frozenset[Cell]


@cache
def committed() -> Snapshot:
    return read_inputs(DEFAULT_DATA, Quarter(2025, 2))


def unaccepted(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, delivery=replace(snapshot.delivery, accepted=snapshot.delivery.accepted.clear()))


def refused(snapshot: Snapshot, released: Mapping[str, pl.DataFrame]) -> set[tuple[str, str, str]]:
    """Indicator or count, area and quarter of each hidden number that release refuses to give away."""
    problems: tuple[Problem, ...] = ()
    try:
        assert_safe(snapshot, compute_table(snapshot), released)
    except InputError as error:
        problems = tuple(error.problems)
    reported = str(snapshot.delivery.quarter)
    assert {one.file for one in problems} <= {f"data/raw/{reported}/delivery.toml"}
    pattern = r"(?:\w+ in )?(\w+) of (.+?)(?: in (\d{4}Q\d(?:, \d{4}Q\d)*))? \(.*"
    found = [match for one in problems if (match := re.fullmatch(pattern, one.found))]
    assert len({match.groups()[:2] for match in found}) == len(problems)
    return {
        (match[1], match[2], quarter) for match in found for quarter in (match[3] or reported).split(", ")
    }


def warned_of(snapshot: Snapshot, released: Mapping[str, pl.DataFrame]) -> set[tuple[str, str, str]]:
    return {
        (one.key.partition("/")[2], one.area, quarter)
        for one in deducible_from_everything(snapshot, released)
        for quarter in one.quarters.split(", ")
    }


def cumulative(dice: random.Random) -> dict[Cell, int]:
    """Counts of the year to date of every region and quarter, each part at most its whole, and their sums."""
    numbers: dict[Cell, int] = {}
    for area in REGIONS:
        so_far = dict.fromkeys(COUNTS, 0)
        for quarter in QUARTERS:
            net = dice.choice((dice.randint(0, 9), dice.randint(40, 300)))
            one = net - dice.randint(0, min(net, 9))
            own = (net, one, one - dice.randint(0, min(one, 9)), dice.randint(0, 40))
            for count, number in zip(COUNTS, own, strict=True):
                so_far[count] += number
                numbers[count, quarter, area] = so_far[count]
    for count in COUNTS:
        for quarter in QUARTERS:
            numbers[count, quarter, "dk"] = sum(numbers[count, quarter, area] for area in REGIONS)
    return numbers


def snapshot_of(numbers: Numbers, withheld: Withheld, last: str = QUARTERS[-1]) -> Snapshot:
    """Deliveries of the quarters up to one, each without the cells that it withholds."""
    made: Snapshot = history(*(_delivery(numbers, withheld, one) for one in QUARTERS if one <= last))
    return made


def _delivery(numbers: Numbers, withheld: Withheld, quarter: str) -> Delivery:
    columns = {
        count: {
            area: None if (count, quarter, area) in withheld else numbers[count, quarter, area]
            for area in PLACES
        }
        for count in COUNTS
    }
    shares = ("accepted_by_one_percent", "accepted_by_two_percent", "cancelled_percent")
    columns |= {share: dict.fromkeys(PLACES) for share in shares}
    made: Delivery = delivered(quarter, columns=columns)
    rows = [
        (INDICATOR[count], area, "Må ikke vises.", made.as_of)
        for count, own, area in sorted(withheld)
        if own == quarter
    ]
    frame = pl.DataFrame(rows, schema=made.withheld.schema, orient="row")
    return replace(made, withheld=frame, accepted=made.accepted.clear())


def by_subtraction(numbers_of: Mapping[str, pl.DataFrame]) -> dict[Cell, float]:
    """What whoever subtracts finds: cells that some tables do not show, of the tables' sums and differences.

    Country and regions, a quarter's own activations, numerators and denominators of shares; of a cell that
    the newest table, the last of them, does not show, it believes the older ones.
    """
    known: dict[Cell, float] = {}
    sums: list[tuple[dict[Cell, int], float]] = []
    for table in numbers_of.values():
        shown = table.filter(pl.col("status") == "published", pl.col("area_code").is_in(PLACES))
        for row in shown.iter_rows(named=True):
            known |= dict(_said(row))
            sums += _differences(row)
    for count in COUNTS:
        for quarter in QUARTERS:
            parts = {(count, quarter, area): 1 for area in REGIONS}
            sums.append(({(count, quarter, "dk"): -1, **parts}, 0.0))
    found: dict[Cell, float] = {}
    while True:
        unknown = [[cell for cell in terms if cell not in known] for terms, _ in sums]
        place = next((number for number, cells in enumerate(unknown) if len(cells) == 1), None)
        if place is None:
            return found
        ((terms, total), (cell,)) = sums.pop(place), unknown[place]
        rest = sum(factor * known[one] for one, factor in terms.items() if one != cell)
        known[cell] = found[cell] = (total - rest) / terms[cell]


def _said(row: Mapping[str, object]) -> Iterator[tuple[Cell, float]]:
    indicator, quarter, area = (str(row[name]) for name in ("indicator", "quarter", "area_code"))
    if indicator == "activations":
        yield ("activations", quarter, area), float(str(row["value"]))
    elif (
        indicator in ("accepted_by_one", "accepted_by_two", "cancelled_share")
        and row["numerator"] is not None
    ):
        count = "cancelled" if indicator == "cancelled_share" else indicator
        yield (count, quarter, area), float(str(row["numerator"]))
        if count != "cancelled":
            yield ("activations", quarter, area), float(str(row["denominator"]))


def _differences(row: Mapping[str, object]) -> Iterator[tuple[dict[Cell, int], float]]:
    """A quarter's own numbers: the count of the year to date less that of the quarter before."""
    quarter, area = str(row["quarter"]), str(row["area_code"])
    before = dict((later, earlier) for earlier, later in pairwise(QUARTERS)).get(quarter)
    own = {
        "activations_quarter": ("activations", "value"),
        "accepted_by_one_quarter": ("accepted_by_one", "numerator"),
    }
    if row["indicator"] in own:
        count, column = own[str(row["indicator"])]
        terms = {(count, quarter, area): 1} | ({(count, before, area): -1} if before else {})
        yield terms, float(str(row[column]))


@pytest.mark.parametrize("seed", range(6))
def test_no_subtraction_across_quarters_and_versions_tells_what_the_auditor_does_not(seed: int) -> None:
    """A version of the second quarter that withheld other numbers lies in the archive."""
    dice = random.Random(seed)
    numbers = cumulative(dice)
    every = [(count, quarter, area) for count in COUNTS for quarter in QUARTERS for area in PLACES]

    def drawn(most: int) -> Withheld:
        return frozenset(dice.sample(every, dice.randint(1, most)))

    older = compute_table(snapshot_of(numbers, drawn(8), "2025Q2"))
    snapshot = snapshot_of(numbers, drawn(12))
    table = compute_table(snapshot)
    told = by_subtraction({"2025Q2 v1": older, "now": table})
    hidden = {
        (one["indicator"], one["quarter"], one["area_code"])
        for one in table.filter(pl.col("status").is_in(["withheld", "suppressed", "missing"])).iter_rows(
            named=True
        )
    }
    given_away = {
        (INDICATOR[count], quarter, area)
        for count, quarter, area in told
        if (INDICATOR[count], quarter, area) in hidden
    }
    leaks = audit(snapshot, table, {"2025Q2 v1": older}, remedies=False)
    named = {(one.hidden.indicator, one.hidden.quarter, one.hidden.area_code) for one in leaks}
    assert given_away <= named
    assert all(told[cell] == numbers[cell] for cell in told)


def test_some_numbers_are_found_by_subtraction() -> None:
    """The attack above is one; the quarters' own alarms beside a withheld count are withheld with it."""
    numbers = cumulative(random.Random(1))
    cell = ("activations", "2025Q2", "1083")
    table = compute_table(snapshot_of(numbers, frozenset([cell])))
    told = by_subtraction({"now": table})
    assert told[cell] == numbers[cell]
    assert {(quarter, area) for _, quarter, area in told} >= {("2025Q2", "1083")}
    own = pl.col("indicator") == "activations_quarter"
    assert table.filter(own, pl.col("quarter") > "2025Q1", area_code="1083")["value"].to_list() == [
        None,
        None,
    ]


def test_everything_that_release_refuses_is_a_warning() -> None:
    """What a version that was released before adds to the quarters delivered is among it."""
    numbers = cumulative(random.Random(3))
    withheld = frozenset(("activations", "2025Q2", area) for area in ("dk", "1083"))
    snapshot = snapshot_of(numbers, withheld, "2025Q2")
    shown_then = {"2025Q2 v1": compute_table(snapshot_of(numbers, frozenset(), "2025Q2"))}
    cases = [(unaccepted(committed()), {}), (snapshot, {}), (snapshot, shown_then)]
    found = [refused(*case) for case in cases]
    assert [warned_of(*case) for case in cases] == found
    assert found[0] == {("activations", "Region Hovedstaden", "2025Q2")}
    by_the_version = found[2] - found[1]
    assert ("activations", "Danmark", "2025Q2") in by_the_version
    assert "leak/dk/activations" not in {one.name for one in findings(snapshot)}
