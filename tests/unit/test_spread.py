"""Comparing many areas: published values, scipy's own distributions and plain loops over random counts."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.indicators.spread import (
    Funnel,
    expected_outside,
    funnel,
    laney_limits,
    normal_quantile,
    plain_limits,
    rank_intervals,
    smoothed_rates,
)

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def municipalities(published_areas: pl.DataFrame) -> pl.DataFrame:
    """Names, counts and populations of the 98 municipalities, Q2 2025."""
    from analysis.core.layout import DEFAULT_DATA
    from analysis.core.quarters import Quarter
    from analysis.indicators.table import compute_indicators
    from analysis.ingest.snapshot import read_inputs

    assert published_areas.filter(pl.col("level") == "municipality").height == 98
    snapshot = read_inputs(DEFAULT_DATA, Quarter(2025, 2))
    table = compute_indicators(snapshot.delivery, snapshot.reference)
    return table.filter(
        pl.col("indicator") == "active_runners_rate", pl.col("level") == "municipality"
    ).select("area", counts="numerator", people="denominator")


def arrays(table: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return table["counts"].to_numpy(), table["people"].to_numpy()


def test_how_danish_municipalities_spread(municipalities: pl.DataFrame) -> None:
    counts, people = arrays(municipalities)
    spread = funnel(counts, people)
    assert spread.dispersion == pytest.approx(19.55, abs=0.005)
    assert spread.winsorised == pytest.approx(13.06, abs=0.02)
    low, high = plain_limits(spread.rate * people, 0.998)
    assert ((counts < low) | (counts > high)).sum() == 49
    deviations = np.abs(spread.deviations(counts, people))
    assert set(municipalities["area"].to_numpy()[deviations > normal_quantile(0.998)]) == {"Langeland", "Ærø"}
    assert (deviations > normal_quantile(0.95)).sum() == 18


def test_limits_and_deviations_agree(municipalities: pl.DataFrame) -> None:
    counts, people = arrays(municipalities)
    spread = funnel(counts, people)
    for coverage in (0.95, 0.998):
        low, high = spread.limits(people, coverage)
        outside = (counts / people < low) | (counts / people > high)
        assert (outside == (np.abs(spread.deviations(counts, people)) > normal_quantile(coverage))).all()


def test_how_many_lie_outside_although_none_stands_out(municipalities: pl.DataFrame) -> None:
    """Winsorising holds the spread back, so more than 5 and 0.2 per cent; against a loop of funnels."""
    counts, people = (municipalities[name].to_numpy() for name in ("counts", "people"))
    found = funnel(counts, people)
    drawn = np.random.default_rng(1)
    loops = 600
    outside = np.zeros((loops, 2))
    for number in range(loops):
        roots = drawn.normal(math.sqrt(found.rate), math.sqrt(found.between), len(people))
        drawn_counts = drawn.poisson(np.maximum(roots, 0) ** 2 * people).astype(float)
        rates = drawn_counts / people
        own = funnel(drawn_counts, people)
        for place, coverage in enumerate((0.95, 0.998)):
            low, high = own.limits(people, coverage)
            outside[number, place] = ((rates < low) | (rates > high)).sum()
    expected = expected_outside(found, people)
    assert expected == pytest.approx([13.44, 1.97], abs=0.005)
    error = 4 * outside.std(axis=0) / math.sqrt(loops)
    assert (np.abs(outside.mean(axis=0) - expected) < error).all()


def test_by_chance_alone_winsorised_limits_are_those_of_chance() -> None:
    """Without a spread of their own the variance by chance is a floor: about 5 per cent of many areas."""
    people = np.full(400, 50_000.0)
    outside = expected_outside(Funnel(0.01, 1.0, 1.0, 0.0), people)
    assert outside[0] == pytest.approx(20, abs=1)


def test_ranks_of_small_and_large_municipalities(municipalities: pl.DataFrame) -> None:
    low, high = rank_intervals(*arrays(municipalities))
    place = municipalities["area"].to_list().index
    assert low[place("Læsø")] == pytest.approx(5, abs=1)
    assert high[place("Læsø")] == pytest.approx(97, abs=1)
    assert high[place("Aarhus")] - low[place("Aarhus")] < 10
    assert (low[place("Langeland")], high[place("Langeland")]) == (98, 98)


def test_ranks_are_the_same_in_every_run(municipalities: pl.DataFrame) -> None:
    first, second = rank_intervals(*arrays(municipalities)), rank_intervals(*arrays(municipalities))
    assert (first[0] == second[0]).all()
    assert (first[1] == second[1]).all()


def test_ranks_of_rates_far_apart_are_certain() -> None:
    low, high = rank_intervals(np.array([10_000.0, 100.0, 1_000.0]), np.array([1e6, 1e6, 1e6]))
    assert low.tolist() == high.tolist() == [1, 3, 2]


counts_of_areas = st.lists(
    st.tuples(st.integers(0, 5_000), st.integers(1_000, 700_000)), min_size=3, max_size=40
).filter(lambda areas: sum(count for count, _ in areas) > 0)


@settings(max_examples=60)
@given(areas=counts_of_areas)
def test_funnel_as_a_plain_loop_computes_it(areas: list[tuple[int, int]]) -> None:
    counts, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    spread = funnel(counts, people)
    rate = sum(count for count, _ in areas) / sum(size for _, size in areas)
    deviations = [2 * math.sqrt(size) * (math.sqrt(count / size) - math.sqrt(rate)) for count, size in areas]
    low, high = np.percentile(deviations, [10, 90])
    clipped = [min(max(deviation, low), high) for deviation in deviations]
    dispersion = sum(value**2 for value in clipped) / len(clipped)
    weights = [4 * size for _, size in areas]
    scale = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    between = max(0.0, (len(areas) * dispersion - (len(areas) - 1)) / scale)
    assert spread.rate == pytest.approx(rate)
    assert spread.winsorised == pytest.approx(dispersion)
    assert spread.between == pytest.approx(between, abs=1e-15)


@given(expected=st.floats(0.05, 5_000), coverage=st.sampled_from([0.8, 0.95, 0.998]))
def test_plain_limits_are_poisson_quantiles(expected: float, coverage: float) -> None:
    low, high = plain_limits(np.array([expected]), coverage)
    tail = (1 - coverage) / 2
    assert low[0] == stats.poisson.ppf(tail, expected)
    assert high[0] == stats.poisson.ppf(1 - tail, expected)


@settings(max_examples=60)
@given(areas=counts_of_areas)
def test_smoothed_rates_as_a_plain_loop_computes_them(areas: list[tuple[int, int]]) -> None:
    counts, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    total, everyone = sum(count for count, _ in areas), sum(size for _, size in areas)
    common = total / everyone
    spread = sum(size * (count / size - common) ** 2 for count, size in areas) / everyone
    between = max(0.0, spread - common / (everyone / len(areas)))
    smoothed = [
        common + between / (between + common / size) * (count / size - common) for count, size in areas
    ]
    assert smoothed_rates(counts, people) == pytest.approx(smoothed)


@settings(max_examples=60)
@given(areas=counts_of_areas)
def test_smoothed_rates_lie_between_their_own_and_the_common_rate(areas: list[tuple[int, int]]) -> None:
    counts, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    common, own = counts.sum() / people.sum(), counts / people
    smoothed = smoothed_rates(counts, people)
    assert (smoothed >= np.minimum(own, common) - 1e-12).all()
    assert (smoothed <= np.maximum(own, common) + 1e-12).all()


def test_a_funnel_of_equal_rates_has_no_spread_of_its_own() -> None:
    spread = funnel(np.array([10.0, 100.0, 1_000.0]), np.array([1e3, 1e4, 1e5]))
    assert spread == Funnel(rate=0.01, dispersion=0, winsorised=spread.winsorised, between=0)
    assert spread.winsorised == pytest.approx(0)


@pytest.mark.parametrize(("counts", "people"), [([5.0], [10.0]), ([0.0, 0.0], [10.0, 20.0])])
def test_nothing_to_compare(counts: list[float], people: list[float]) -> None:
    with pytest.raises(ValueError, match="two areas and some events"):
        funnel(np.array(counts), np.array(people))


@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=30), st.floats(0.05, 0.95))
def test_laneys_limits_as_a_plain_loop_computes_them(values: list[float], centre: float) -> None:
    errors = [math.sqrt(centre * (1 - centre) / (50 + 10 * place)) for place in range(len(values))]
    scores = [(value - centre) / error for value, error in zip(values, errors, strict=True)]
    steps = [abs(later - earlier) for earlier, later in pairwise(scores)]
    scale = sum(steps) / len(steps) / 1.128
    low, high = laney_limits(np.array(values), np.array(errors), centre)
    assert low == pytest.approx([centre - 3 * error * scale for error in errors])
    assert high == pytest.approx([centre + 3 * error * scale for error in errors])


def test_normal_quantile() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert normal_quantile(0.998) == pytest.approx(3.090232, abs=1e-6)
