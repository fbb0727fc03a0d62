"""Limits of counts, rates and shares, against values that others computed."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chi2

from analysis.statistics import EXACT_BELOW, Limits, poisson_limits, rate_limits, wilson_limits

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


def test_limits_have_names() -> None:
    assert Limits(1.0, 2.0)._asdict() == {"lower": 1.0, "upper": 2.0}
