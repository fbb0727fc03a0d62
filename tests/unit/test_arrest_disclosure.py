"""What a table of arrests tells of single people: the range of every small number stays wide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from events_support import AREAS, MEMBERS  # type: ignore[import-not-found]
from scipy.optimize import linprog
from scipy.sparse import coo_array

from analysis.disclosure.policy import Policy
from analysis.events.arrest_table import arrest_table
from analysis.events.arrests import ArrestCounts
from analysis.events.disclosing import is_small
from analysis.ingest.tables.arrests import (
    ARRESTS,
    COVERED,
    DAYS,
    KINDS,
    NUMBERS,
    PERIODS,
    PLACED,
    Quantity,
    during,
    near_aed,
    near_runners,
    quantities,
)
from analysis.ingest.tables.coverage import IN_WEEK, OF_PERIODS, RADII

POLICY = Policy()
CODES = AREAS.names.filter(pl.col("level") == "municipality")["area_code"].to_list()
REGIONS = MEMBERS["dk"]
WEEK = (ARRESTS, *(during(kind, IN_WEEK) for kind in (PLACED, *KINDS)))


def of_people(seed: int, per_municipality: int, *, days: int = 365) -> ArrestCounts:
    """Arrests one by one, each somewhere, sometime and near something, counted by municipality."""
    draw = np.random.default_rng(seed)
    count = per_municipality * len(CODES)
    near = draw.uniform(size=count) ** 0.7
    runners = draw.uniform(size=count)
    aed = {radius: near < share for radius, share in zip(RADII, (0.3, 0.62, 0.96), strict=True)}
    people = pl.DataFrame(
        {
            "area_code": np.array(CODES)[(len(CODES) * draw.uniform(size=count) ** 1.7).astype(int)],
            "period": np.array(PERIODS)[draw.integers(0, 4, count)],
            PLACED: draw.uniform(size=count) < 0.97,
            **{near_aed(radius): there for radius, there in aed.items()},
            near_runners(500): runners < 0.55,
            near_runners(1800): runners < 0.9,
            COVERED: aed[500] & (runners < 0.55),
        }
    ).with_columns(pl.col(*KINDS) & pl.col(PLACED))
    sums = [
        pl.col(kind).filter(chosen).sum().cast(pl.Int64).alias(during(kind, period))
        for kind in (PLACED, *KINDS)
        for period in OF_PERIODS
        for chosen in [pl.lit(value=True) if period == IN_WEEK else pl.col("period") == period]
    ]
    counts = people.group_by("area_code").agg(pl.len().cast(pl.Int64).alias(ARRESTS), *sums)
    last = date(2025, 6, 3)
    return ArrestCounts(last - timedelta(days=days - 1), last, counts, 0, 30)


def exact_and_shown(arrests: ArrestCounts) -> tuple[pl.DataFrame, pl.DataFrame]:
    return AREAS.summed(arrests.counts), arrest_table(arrests, AREAS, MEMBERS)


def told(exact: pl.DataFrame) -> Iterator[tuple[str, str, Quantity, int]]:
    """Area, period, number and what it is, of each small number that an attacker could look for."""
    for period in OF_PERIODS:
        for one in quantities(period):
            for code, level, number in exact.select("area_code", "level", one.number.alias("n")).iter_rows():
                if is_small(number) and (level != "municipality" or period == IN_WEEK):
                    yield code, period, one, number


class Attack:
    """All that a reader knows: what is shown, sums over areas and periods, and that no number is below 0."""

    def __init__(self, shown: pl.DataFrame) -> None:
        self.rows = {row["area_code"]: row for row in shown.iter_rows(named=True)}
        self.place: dict[tuple[str, str], int] = {}
        for code, row in self.rows.items():
            for name in (ARRESTS, *NUMBERS):
                if row["level"] != "municipality" or name in WEEK:
                    self.place[code, name] = len(self.place)
        self.equal: list[dict[int, float]] = []
        self.least: list[dict[int, float]] = []
        for whole, parts in MEMBERS.items():
            for name in (ARRESTS, *NUMBERS):
                if all((part, name) in self.place for part in (whole, *parts)):
                    self.equal.append(
                        {self.place[whole, name]: 1.0, **{self.place[part, name]: -1.0 for part in parts}}
                    )
        for code in ("dk", *REGIONS):
            for kind in (PLACED, *KINDS):
                parts = {self.place[code, during(kind, period)]: -1.0 for period in PERIODS}
                self.equal.append({self.place[code, during(kind, IN_WEEK)]: 1.0, **parts})
        for period in OF_PERIODS:
            for one in quantities(period):
                for code in self.rows:
                    if all((code, name) in self.place for name in one.follows_from):
                        self.least.append({at: -c for at, c in self.terms(code, one).items()})

    def terms(self, code: str, one: Quantity) -> dict[int, float]:
        """The number as a sum of columns: each is tried as 1 and the others as 0."""
        names = one.follows_from
        ones = pl.DataFrame({name: [int(name == other) for other in names] for name in names})
        factors = ones.select(one.number.alias("n"))["n"].to_list()
        return {self.place[code, name]: float(c) for name, c in zip(names, factors, strict=True)}

    def matrix(self, rows: list[dict[int, float]]) -> Any:
        triples = [(value, place, at) for place, row in enumerate(rows) for at, value in row.items()]
        values, places, ats = zip(*triples, strict=True)
        return coo_array((values, (places, ats)), shape=(len(rows), len(self.place)))

    def width(self, code: str, one: Quantity) -> float:
        cost = np.zeros(len(self.place))
        for at, value in self.terms(code, one).items():
            cost[at] = value
        bounds = [(0.0, None)] * len(self.place)
        for (area, name), at in self.place.items():
            value = self.rows[area][name]
            if value is not None:
                bounds[at] = (value, value)
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * cost,
                A_ub=self.matrix(self.least),
                b_ub=np.zeros(len(self.least)),
                A_eq=self.matrix(self.equal),
                b_eq=np.zeros(len(self.equal)),
                bounds=bounds,
            )
            if found.status == 3:
                return float("inf")
            assert found.status == 0, found.message
            ends.append(sign * float(found.fun or 0.0))
        return ends[1] - ends[0]


@pytest.mark.parametrize(("seed", "people"), [(1, 20), (2, 45), (3, 90)])
def test_no_small_number_follows_from_what_is_shown(seed: int, people: int) -> None:
    exact, shown = exact_and_shown(of_people(seed, people))
    attack = Attack(shown)
    small = list(told(exact))
    assert len(small) > 20
    assert shown.filter(level="municipality").select(pl.col(*WEEK).is_not_null().sum()).row(0) > (0,)
    chosen = np.random.default_rng(seed).permutation(len(small))[:40]
    narrow = [
        (code, period, one.follows_from, number)
        for code, period, one, number in (small[place] for place in chosen)
        if attack.width(code, one) < POLICY.narrowest
    ]
    assert narrow == []


def test_without_hiding_the_attack_finds_them() -> None:
    exact, _ = exact_and_shown(of_people(1, 20))
    attack = Attack(exact.with_columns(pl.lit(365).alias(DAYS)))
    code, _, one, _ = next(iter(told(exact)))
    assert attack.width(code, one) == 0


@pytest.mark.parametrize("seed", [1, 4])
def test_every_number_and_every_rest_that_is_shown_is_none_or_many(seed: int) -> None:
    _, shown = exact_and_shown(of_people(seed, 40))
    for period in OF_PERIODS:
        for one in quantities(period):
            number = shown.select(one.number).to_series()
            if set(one.hides) == {COVERED} or len(one.follows_from) == 1 or one.follows_from[0] != PLACED:
                assert not any(map(is_small, number)), (period, one.follows_from)
    municipal = shown.filter(level="municipality")
    for name in NUMBERS:
        assert name in WEEK or municipal[name].null_count() == municipal.height, name


def planted(**changes: int) -> ArrestCounts:
    """Forty arrests in every municipality, ten in each period, half of them near everything, and changes."""
    each = {
        during(kind, period): (40 if kind == PLACED else 20) // (1 if period == IN_WEEK else 4)
        for kind in (PLACED, *KINDS)
        for period in OF_PERIODS
    }
    row = {ARRESTS: 40, **each}
    rows = [{"area_code": code, **row, **(changes if code == "825" else {})} for code in CODES]
    return ArrestCounts(date(2024, 6, 4), date(2025, 6, 3), pl.DataFrame(rows), 0, 30)


def hidden_in(shown: pl.DataFrame, name: str) -> set[str]:
    return set(shown.filter(pl.col(name).is_null())["area_code"])


def test_a_ring_of_a_few_hides_both_radii_and_another_municipality() -> None:
    """825 has 10 arrests within 200 m, 20 within 500 m and 23 within 1,800 m."""
    near = {200: 10, 500: 20, 1800: 23}
    _, shown = exact_and_shown(
        planted(**{during(near_aed(radius), IN_WEEK): count for radius, count in near.items()})
    )
    north = set(MEMBERS["1081"])
    for name in (during(near_aed(500), IN_WEEK), during(near_aed(1800), IN_WEEK)):
        hidden = hidden_in(shown, name)
        assert "825" in hidden
        assert len(hidden & north) > 1
        assert hidden - set(CODES) == set() or hidden >= set(REGIONS)
    assert "825" not in hidden_in(shown, during(near_aed(200), IN_WEEK)) | hidden_in(
        shown, during(PLACED, IN_WEEK)
    )


@pytest.mark.parametrize("rest", [1, 4])
def test_a_few_that_nothing_was_near_hide_the_number(rest: int) -> None:
    name = during(near_runners(1800), IN_WEEK)
    _, shown = exact_and_shown(planted(**{name: 40 - rest}))
    assert "825" in hidden_in(shown, name)
    assert "825" not in hidden_in(shown, during(PLACED, IN_WEEK))
    note = shown.row(by_predicate=pl.col("area_code") == "825", named=True)["note"]
    assert "færre end 5" in note


def test_a_few_without_a_place_hide_all_arrests_and_no_share() -> None:
    _, shown = exact_and_shown(planted(ohca_arrests=43))
    assert "825" in hidden_in(shown, ARRESTS)
    assert hidden_in(shown, during(COVERED, IN_WEEK)) == set()


def test_periods_of_regions_are_told_of_all_or_of_none() -> None:
    """At night three arrests of the north have an AED within 200 m: all periods of that are hidden."""
    arrests = planted()
    inside = list(MEMBERS["1081"])
    region = pl.col("area_code").is_in(inside)
    night = during(near_aed(200), "by_night")
    fewer = pl.when(pl.col("area_code") == inside[0]).then(3).otherwise(0)
    counts = arrests.counts.with_columns(pl.when(region).then(fewer).otherwise(night).alias(night))
    _, shown = exact_and_shown(ArrestCounts(arrests.first, arrests.last, counts, 0, 30))
    for period in PERIODS:
        assert hidden_in(shown, during(near_aed(200), period)) - set(CODES) == set(REGIONS), period
        assert hidden_in(shown, during(near_runners(500), period)) - set(CODES) == set(), period
    assert hidden_in(shown, during(near_aed(200), IN_WEEK)) == set()


@pytest.mark.parametrize(("days", "rows"), [(364, 6), (365, 104)])
def test_less_than_a_year_is_told_of_regions_and_the_country_alone(days: int, rows: int) -> None:
    _, shown = exact_and_shown(of_people(5, 50, days=days))
    assert shown.height == rows
    assert shown[DAYS].unique().to_list() == [days]
