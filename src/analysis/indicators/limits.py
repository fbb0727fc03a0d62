"""Statistical limits of counts, rates and shares.

A register count of people is complete, so an interval expresses how much the number would vary if the same
process ran again; it says nothing of errors in the register.
"""

from __future__ import annotations

from math import inf
from statistics import NormalDist
from typing import Final, NamedTuple

import polars as pl

CONFIDENCE: Final = 0.95
EXACT_BELOW: Final = 10
NORMAL_TO_MAD: Final = 1.4826


class Limits(NamedTuple):
    """A two-sided interval in the unit of what it belongs to."""

    lower: float
    upper: float


def poisson_limits(count: int, confidence: float = CONFIDENCE) -> Limits:
    """Limits of a Poisson count: exact below 10 events, Byar's approximation from 10.

    Source: the switch is the practice of the English public-health profiles (Public Health England,
    *Technical guide: confidence intervals*, 2018); exact limits by Garwood (1936), Byar's by Breslow and Day
    (1987), *Statistical Methods in Cancer Research* II, p. 69.

    Args:
        count: Events observed, 0 or more.
        confidence: Two-sided coverage.

    Returns:
        Limits in events.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        raise ValueError(f"a count cannot be negative: {count}")
    return _exact_limits(count, confidence) if count < EXACT_BELOW else _byar_limits(count, confidence)


def _exact_limits(count: int, confidence: float) -> Limits:
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Limits(lower, float(gammaincinv(count + 1, 1 - tail)))


def _byar_limits(count: int, confidence: float) -> Limits:
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)

    def limit(events: int, sign: int) -> float:
        return float(events * (1 - 1 / (9 * events) + sign * z / (3 * events**0.5)) ** 3)

    return Limits(limit(count, -1), limit(count + 1, 1))


def rate_limits(count: int, population: int, per: int = 100_000, confidence: float = CONFIDENCE) -> Limits:
    """Limits of ``count`` events among ``population`` people, as a rate per ``per`` people."""
    lower, upper = poisson_limits(count, confidence)
    return Limits(lower / population * per, upper / population * per)


def rate_ratio_limits(
    events: int, time: float, base_events: int, base_time: float, confidence: float = CONFIDENCE
) -> Limits:
    """Exact limits of the ratio of two Poisson rates, given the sum of their events.

    Given the sum, the first count is binomial; the exact limits of its share become limits of the ratio
    (Clopper and Pearson 1934, *Biometrika* 26:404; Przyborowski and Wilenski 1940, *Biometrika* 31:313).

    Args:
        events: Events of the rate above the line.
        time: Its person-time or days, above 0.
        base_events: Events of the rate below the line.
        base_time: Its person-time or days, above 0.
        confidence: Two-sided coverage.

    Returns:
        Limits of ``(events / time) / (base_events / base_time)``; the upper one is infinite when there are no
        base events.

    Raises:
        ValueError: A count is negative, both are 0, or a time is not above 0.
    """
    if min(events, base_events) < 0 or events + base_events == 0 or min(time, base_time) <= 0:
        raise ValueError(f"no ratio of {events} in {time} to {base_events} in {base_time}")
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else float(betaincinv(events, base_events + 1, tail))
    high = 1.0 if base_events == 0 else float(betaincinv(events + 1, base_events, 1 - tail))
    scale = base_time / time
    return Limits(low / (1 - low) * scale, inf if high == 1 else high / (1 - high) * scale)


def false_discoveries(deviations: pl.Series, rate: float = 1 - CONFIDENCE) -> pl.Series:
    """Which of many deviations stand out although many were looked at.

    Source: Benjamini and Hochberg (1995), *JRSS B* 57:289, on the two-sided normal probabilities.

    Args:
        deviations: In standard deviations.
        rate: The share of false ones among those that stand out, at most.

    Returns:
        Booleans, one for each deviation.
    """
    from scipy.special import ndtr

    ordered = pl.DataFrame({"place": range(deviations.len()), "deviation": deviations.abs()}).sort(
        "deviation", descending=True
    )
    probabilities = pl.Series(2 * ndtr(-ordered["deviation"].to_numpy()))
    allowed = (pl.Series(range(1, ordered.height + 1)) * rate / max(ordered.height, 1)).cast(pl.Float64)
    last = (probabilities <= allowed).arg_true().max()
    found = pl.Series(range(ordered.height), dtype=pl.Int64) <= (-1 if last is None else last)
    return ordered.with_columns(found=found).sort("place")["found"].alias(deviations.name)


def robust_spread(residuals: pl.Expr) -> pl.Expr:
    """Standard deviation of residuals about 0 by their median absolute deviation, unmoved by outliers."""
    return residuals.abs().median() * NORMAL_TO_MAD


def wilson_limits(successes: int, trials: int, confidence: float = CONFIDENCE) -> Limits:
    """Wilson's score limits of a share (Wilson 1927, *JASA* 22:209), as fractions between 0 and 1.

    Raises:
        ValueError: There are no trials, or ``successes`` lies outside 0 to ``trials``.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share")
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    share = successes / trials
    centre = share + z**2 / (2 * trials)
    spread = z * (share * (1 - share) / trials + z**2 / (4 * trials**2)) ** 0.5
    scale = 1 + z**2 / trials
    # At 0 and at 1 the limit is the share itself; floating point would miss it by an ulp.
    return Limits(
        min(share, max(0.0, (centre - spread) / scale)), max(share, min(1.0, (centre + spread) / scale))
    )
