"""Limits of counts, rates and shares, against values that others computed."""

import math

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2, norm

from analysis.indicators.limits import (
    EXACT_BELOW,
    Limits,
    false_discoveries,
    poisson_limits,
    rate_limits,
    rate_ratio_limits,
    wilson_limits,
)

counts = st.integers(0, 1_000_000)
confidences = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(5, 1.623486, 11.668332), (0, 0.0, 3.688879), (65, 50.163188, 82.849139)],
)
def test_known_limits_of_counts(count: int, lower: float, upper: float) -> None:
    limits = poisson_limits(count)
    assert limits.lower == pytest.approx(lower, abs=5e-7)
    assert limits.upper == pytest.approx(upper, abs=5e-7)


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper", "precision"),
    [
        (65, 100, 0.552544, 0.736358, 5e-7),
        (81, 263, 0.2553, 0.3662, 5e-5),
        (0, 20, 0.0, 0.1611, 5e-5),
    ],
)
def test_known_limits_of_shares(
    successes: int, trials: int, lower: float, upper: float, precision: float
) -> None:
    limits = wilson_limits(successes, trials)
    assert limits.lower == pytest.approx(lower, abs=precision)
    assert limits.upper == pytest.approx(upper, abs=precision)


@given(st.integers(1, EXACT_BELOW - 1), confidences)
def test_small_counts_have_exact_limits(count: int, confidence: float) -> None:
    tail = (1 - confidence) / 2
    exact = (chi2.ppf(tail, 2 * count) / 2, chi2.ppf(1 - tail, 2 * count + 2) / 2)
    assert poisson_limits(count, confidence) == pytest.approx(exact, rel=1e-9)


@given(st.integers(EXACT_BELOW, 100_000))
def test_byar_lies_close_to_exact(count: int) -> None:
    exact = (chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2)
    assert poisson_limits(count) == pytest.approx(exact, rel=0.006)


@given(counts, confidences)
def test_limits_of_a_count_enclose_it_and_grow_with_it(count: int, confidence: float) -> None:
    limits, next_limits = poisson_limits(count, confidence), poisson_limits(count + 1, confidence)
    assert 0 <= limits.lower <= count <= limits.upper
    assert limits.lower < next_limits.lower
    assert limits.upper < next_limits.upper


@given(counts)
def test_more_confidence_is_a_wider_interval(count: int) -> None:
    narrow, wide = poisson_limits(count, 0.95), poisson_limits(count, 0.998)
    assert wide.lower <= narrow.lower < narrow.upper < wide.upper


@given(counts, st.integers(1, 10_000_000))
def test_limits_of_a_rate_are_those_of_its_count(count: int, population: int) -> None:
    expected = [limit / population * 100_000 for limit in poisson_limits(count)]
    assert rate_limits(count, population) == pytest.approx(expected)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 100_000))
    return draw(st.integers(0, trials)), trials


@given(shares())
@example((0, 5))
@example((7, 7))
@example((211, 211))
def test_limits_of_a_share_enclose_it(share: tuple[int, int]) -> None:
    successes, trials = share
    limits = wilson_limits(successes, trials)
    assert 0 <= limits.lower <= successes / trials <= limits.upper <= 1
    assert limits.lower < limits.upper


@given(shares())
def test_limits_of_a_share_mirror_those_of_its_rest(share: tuple[int, int]) -> None:
    successes, trials = share
    limits, rest = wilson_limits(successes, trials), wilson_limits(trials - successes, trials)
    assert limits.lower == pytest.approx(1 - rest.upper, abs=1e-12)


@given(shares())
def test_limits_of_a_share_solve_the_score_equation(share: tuple[int, int]) -> None:
    successes, trials = share
    z = 1.959963984540054
    for limit in wilson_limits(successes, trials):
        distance = abs(successes / trials - limit)
        assert math.isclose(distance, z * math.sqrt(limit * (1 - limit) / trials), rel_tol=1e-6, abs_tol=1e-7)


def test_what_is_no_count_or_share_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        poisson_limits(-1)
    for successes, trials in [(0, 0), (-1, 5), (6, 5), (1, -1)]:
        with pytest.raises(ValueError, match="not a share"):
            wilson_limits(successes, trials)


@pytest.mark.parametrize(
    ("first", "second", "ratio", "lower", "upper", "precision"),
    [
        ((11, 800), (21, 3011), 1.971488, 0.858426, 4.277266, 5e-7),
        ((226, 592394), (211, 1375307), 2.49, 2.05, 3.01, 5e-3),
    ],
)
def test_known_limits_of_a_ratio_of_rates(
    first: tuple[int, float],
    second: tuple[int, float],
    ratio: float,
    lower: float,
    upper: float,
    precision: float,
) -> None:
    limits = rate_ratio_limits(*first, *second)
    assert first[0] / first[1] / (second[0] / second[1]) == pytest.approx(ratio, abs=precision)
    assert limits == pytest.approx((lower, upper), abs=precision)


times = st.floats(0.01, 1e6)


@settings(max_examples=50)
@given(st.integers(0, 2000), times, st.integers(0, 2000), times)
def test_a_ratio_of_rates_lies_within_its_limits(one: int, time: float, two: int, other_time: float) -> None:
    if one + two == 0:
        return
    limits = rate_ratio_limits(one, time, two, other_time)
    ratio = math.inf if two == 0 else one / time / (two / other_time)
    assert 0 <= limits.lower <= ratio * (1 + 1e-9)
    assert ratio <= limits.upper * (1 + 1e-9)
    assert (limits.upper == math.inf) == (two == 0)
    assert (limits.lower == 0) == (one == 0)


@settings(max_examples=25)
@given(st.integers(1, 300), st.integers(1, 300))
def test_limits_of_a_ratio_are_those_of_a_share(one: int, two: int) -> None:
    share = binomtest(one, one + two).proportion_ci(method="exact")
    limits = rate_ratio_limits(one, 1, two, 1)
    assert limits == pytest.approx((share.low / (1 - share.low), share.high / (1 - share.high)), rel=1e-6)
    turned = rate_ratio_limits(two, 1, one, 1)
    assert limits.lower == pytest.approx(1 / turned.upper)


@pytest.mark.parametrize("counts", [(0, 1, 0, 1), (-1, 1, 5, 1), (5, 0, 5, 1), (5, 1, 5, -1)])
def test_what_is_no_ratio_of_rates_is_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="no ratio"):
        rate_ratio_limits(*counts)


def test_what_stands_out_although_many_were_looked_at() -> None:
    """Probabilities 0.001, 0.012, 0.025, 0.039, 0.9 against steps of 0.01: Benjamini and Hochberg's four."""
    for probabilities, stands_out in [
        ([0.001, 0.012, 0.025, 0.039, 0.9], [True, True, True, True, False]),
        ([0.011, 0.021, 0.031, 0.041, 0.9], [False] * 5),
        ([0.9, 0.009], [False, True]),
        ([0.9, 0.026], [False, False]),
    ]:
        deviations = pl.Series([float(norm.isf(one / 2)) for one in probabilities])
        signs = pl.Series([(-1.0) ** place for place in range(len(probabilities))])
        assert false_discoveries(deviations * signs).to_list() == stands_out


def test_a_stricter_rate_finds_less() -> None:
    deviations = pl.Series([3.0, -2.5, 0.1])
    assert false_discoveries(deviations).to_list() == [True, True, False]
    assert false_discoveries(deviations, 0.001).to_list() == [False] * 3


def test_limits_have_names() -> None:
    assert Limits(1.0, 2.0)._asdict() == {"lower": 1.0, "upper": 2.0}
