"""The lines of the funnel between the municipalities, from what the tidy table holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from analysis.indicators.runners import RATE
from analysis.indicators.spread import LIMITS, Funnel

STEPS: Final = 80
MARGIN: Final = 1.2


def funnel_of_table(rate: float, dispersion: float, winsorised: float, between: float) -> Funnel:
    """The funnel whose numbers the table holds.

    Args:
        rate: The country's, per 100,000.
        dispersion: The value of `DISPERSION`.
        winsorised: The value of `WINSORISED`.
        between: The value of `BETWEEN`, per 100,000.
    """
    common, per = rate / RATE.unit.per, RATE.unit.per
    return Funnel(common, dispersion, winsorised, (between / per / (2 * common**0.5)) ** 2)


def funnel_bands(funnel: Funnel, people: Sequence[int]) -> list[dict[str, float]]:
    """Limits of the rate per 100,000 by population, as smooth lines, a little beyond all populations.

    Args:
        funnel: The funnel.
        people: The populations to be shown.

    Returns:
        A row per population in order: `people`, `low_95`, `high_95`, `low_998`, `high_998` with the spread
        between areas, `low_plain`, `high_plain` by chance alone.
    """
    sizes = np.geomspace(min(people) / MARGIN, max(people) * MARGIN, STEPS)
    limits = {
        "95": funnel.limits(sizes, LIMITS[0]),
        "998": funnel.limits(sizes, LIMITS[1]),
        "plain": replace(funnel, between=0.0).limits(sizes, LIMITS[0]),
    }
    return [
        {"people": float(size)}
        | {
            f"{side}_{name}": float(pair[place][step] * RATE.unit.per)
            for name, pair in limits.items()
            for place, side in enumerate(("low", "high"))
        }
        for step, size in enumerate(sizes)
    ]
