"""Comparing many areas fairly: a funnel with over-dispersion, ranks with intervals, smoothed rates.

All functions take counts and populations, an element per area, and know nothing of names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]

WINSORISED: Final = 0.1
DRAWS: Final = 10_000
DRAWS_OF_ALL: Final = 2_000
SEED: Final = 20250603
LIMITS: Final = (0.95, 0.998)
MOVING_RANGE: Final = 1.128


@dataclass(frozen=True)
class Funnel:
    """How areas spread around a common rate.

    Attributes:
        rate: The common rate: all events over all people.
        dispersion: Pearson's statistic over its degrees of freedom plus one, 1 where chance alone is at work.
        winsorised: The mean square of the winsorised deviations on the square-root scale.
        between: Variance between areas on the square-root scale, beyond chance, as the winsorised deviations
            have it: less than that of all areas, so that those that stand out do not hide themselves.
    """

    rate: float
    dispersion: float
    winsorised: float
    between: float

    def deviations(self, counts: Numbers, people: Numbers) -> Numbers:
        """How far areas lie from the common rate, in standard deviations that hold their own spread."""
        distances = np.sqrt(counts / people) - np.sqrt(self.rate)
        return np.asarray(distances / np.sqrt(1 / (4 * people) + self.between), dtype=np.float64)

    def limits(self, people: Numbers, coverage: float) -> tuple[Numbers, Numbers]:
        """Lower and upper limit of the rate by population.

        ``coverage`` of the areas would lie between them if `between` were their whole variance beyond chance;
        as it is less, more lie outside: `expected_outside`.
        """
        reach = normal_quantile(coverage) * np.sqrt(1 / (4 * people) + self.between)
        centre = np.sqrt(self.rate)
        return np.maximum(centre - reach, 0) ** 2, (centre + reach) ** 2


def funnel(counts: Numbers, people: Numbers) -> Funnel:
    """A funnel around the common rate with additive over-dispersion.

    Source: Spiegelhalter (2005), *Statistics in Medicine* 24:1185, sections 3 and 4: square-root transformed
    rates, deviations winsorised at 10 per cent, the variance between areas by DerSimonian and Laird.

    Args:
        counts: Events, 0 or more.
        people: Population or person-time, above 0.

    Raises:
        ValueError: There are fewer than two areas, or no events at all.
    """
    if len(counts) < 2 or counts.sum() <= 0:
        raise ValueError("a funnel needs at least two areas and some events")
    rate = float(counts.sum() / people.sum())
    expected = rate * people
    plain = (np.sqrt(counts / people) - np.sqrt(rate)) * np.sqrt(4 * people)
    winsorised, between = _beyond_chance(plain, people)
    pearson = float(((counts - expected) ** 2 / expected).mean())
    return Funnel(rate, pearson, float(winsorised), float(between))


def _beyond_chance(plain: Numbers, people: Numbers) -> tuple[Numbers, Numbers]:
    """The mean square of winsorised deviations, and the variance between areas that follows from it.

    Args:
        plain: Deviations on the square-root scale over their standard deviation by chance; areas are the last
            dimension.
        people: Population of the areas.
    """
    areas, weights = len(people), 4 * people
    low, high = np.quantile(plain, [WINSORISED, 1 - WINSORISED], axis=-1, keepdims=True)
    winsorised = (np.clip(plain, low, high) ** 2).mean(axis=-1)
    excess = areas * winsorised - (areas - 1)
    return winsorised, np.maximum(0, excess / (weights.sum() - (weights**2).sum() / weights.sum()))


def expected_outside(spread: Funnel, people: Numbers) -> list[float]:
    """How many areas lie outside a funnel's limits on average although none stands out.

    The areas' rates are drawn from one normal distribution on the square-root scale, with the funnel's centre
    and variance; counts are Poisson. Each draw of all areas gets limits of its own, as the areas themselves
    did. The draws are the same in every run.

    Args:
        spread: The funnel of the areas.
        people: Population.

    Returns:
        One number for each of `LIMITS`.
    """
    generator = np.random.Generator(np.random.PCG64(SEED))
    drawn = generator.normal(np.sqrt(spread.rate), np.sqrt(spread.between), (DRAWS_OF_ALL, len(people)))
    counts = generator.poisson(np.maximum(drawn, 0) ** 2 * people)
    rate = counts.sum(axis=1, keepdims=True) / people.sum()
    away = np.sqrt(counts / people) - np.sqrt(rate)
    _, between = _beyond_chance(away * np.sqrt(4 * people), people)
    deviations = np.abs(away) / np.sqrt(1 / (4 * people) + between[:, None])
    return [float((deviations > normal_quantile(one)).sum(axis=1).mean()) for one in LIMITS]


def plain_limits(expected: Numbers, coverage: float) -> tuple[Numbers, Numbers]:
    """Exact Poisson limits of counts, between which chance alone leaves at least ``coverage`` of them."""
    tail = (1 - coverage) / 2
    return _poisson_quantile(tail, expected), _poisson_quantile(1 - tail, expected)


def _poisson_quantile(probability: float, expected: Numbers) -> Numbers:
    """The smallest counts that a Poisson variable exceeds with at most the rest of the probability.

    scipy.stats has it too, and takes seconds to import.
    """
    from scipy.special import pdtr, pdtrik

    counts = np.ceil(pdtrik(probability, expected))
    below = np.maximum(counts - 1, 0)
    return np.asarray(np.where(pdtr(below, expected) >= probability, below, counts), dtype=np.float64)


def normal_quantile(coverage: float) -> float:
    """How many standard deviations to both sides hold ``coverage`` of a normal distribution."""
    from scipy.special import ndtri

    return float(ndtri(1 - (1 - coverage) / 2))


def rank_intervals(counts: Numbers, people: Numbers, coverage: float = LIMITS[0]) -> tuple[Numbers, Numbers]:
    """Between which ranks each area may lie, the highest rate being rank 1.

    Source: Goldstein and Spiegelhalter (1996), *JRSS A* 159:385: rates are drawn from what the counts leave
    possible, ranked in every draw, and the ranks' quantiles taken. Rates are drawn from the gamma
    distribution of a Poisson rate with Jeffreys' prior. The draws are the same in every run.

    Args:
        counts: Events.
        people: Population.
        coverage: Two-sided coverage.

    Returns:
        Lowest and highest rank of each area, from 1 to the number of areas.
    """
    generator = np.random.Generator(np.random.PCG64(SEED))
    drawn = generator.gamma(counts + 0.5, size=(DRAWS, len(counts))) / people
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    tail = (1 - coverage) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return low.astype(np.float64), high.astype(np.float64)


def smoothed_rates(counts: Numbers, people: Numbers) -> Numbers:
    """Empirical-Bayes rates: each drawn towards the common rate, the more the smaller the area.

    Source: Marshall (1991), *Applied Statistics* 40:283, the global estimator.

    Args:
        counts: Events.
        people: Population.

    Returns:
        Rates per person.
    """
    common = counts.sum() / people.sum()
    rates = counts / people
    spread = float((people * (rates - common) ** 2).sum() / people.sum())
    between = max(0.0, spread - common / people.mean())
    weight = between / (between + common / people)
    return np.asarray(common + weight * (rates - common), dtype=np.float64)


def laney_limits(
    values: Numbers, errors: Numbers, centre: float, reach: float = 3.0
) -> tuple[Numbers, Numbers]:
    """Limits of a control chart whose points vary more, or less, than chance alone would have them.

    Source: Laney (2002), *Quality Engineering* 14:531: the deviations' own moving range, over 1.128, scales
    the limits.

    Args:
        values: Shares or rates in the order of time, two or more.
        errors: The standard error that chance alone gives each.
        centre: Their common value.
        reach: Standard deviations to both sides.
    """
    deviations = (values - centre) / errors
    scale = float(np.abs(np.diff(deviations)).mean() / MOVING_RANGE)
    return centre - reach * scale * errors, centre + reach * scale * errors
