"""How made-up figures are drawn: the same on every machine.

Only draws of `random.Random.random` are used, whose sequence Python promises to keep, and of arithmetic only
what IEEE 754 rounds in one way: no logarithms, no powers, no sums of fractions whose order is open.
"""

from __future__ import annotations

from random import Random
from typing import Final, TypeVar

import polars as pl

from analysis.core.quarters import Quarter

ORIGIN: Final = Quarter(2025, 1)

Amount = TypeVar("Amount", float, pl.Expr)


def random_stream(seed: int, *purpose: object) -> Random:
    """Draws of their own for every purpose, such as `"runners", quarter`, so that none shifts another."""
    return Random("/".join(str(part) for part in (seed, *purpose)))


def uniform_numbers(draws: Random, count: int, low: float = 0.0, high: float = 1.0) -> pl.Series:
    """Evenly distributed numbers from `low` up to `high`."""
    return pl.Series([draws.random() for _ in range(count)], dtype=pl.Float64) * (high - low) + low


def normal_numbers(draws: Random, count: int) -> pl.Series:
    """Numbers close to normally distributed: mean 0, standard deviation 1, none beyond -3 and 3.

    The sum of three even draws, scaled.
    """
    return (
        uniform_numbers(draws, count) + uniform_numbers(draws, count) + uniform_numbers(draws, count)
    ) * 2 - 3


def random_index(draws: Random, count: int) -> int:
    """One of the places 0 to `count` - 1."""
    return int(draws.random() * count)


def years_since_origin(quarter: Quarter) -> float:
    """Years since the quarter in which growth is 1, in whole quarters."""
    return (quarter.ordinal - ORIGIN.ordinal) / 4


def growth_factor(yearly: Amount, since: Amount) -> Amount:
    """The factor after some years of growth, or before them: near `1 + yearly * since`, always from 0 to 2.

    Args:
        yearly: Growth a year at the origin, such as 0.02.
        since: Years since the origin; may be negative.
    """
    change = yearly * since
    return 1 + change / (1 + abs(change))
