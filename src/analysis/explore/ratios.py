"""The ratio of two areas' rates, with the limits that fit how the areas lie to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any, Final

from analysis.indicators.limits import Limits, rate_ratio_limits

APART: Final = "exact"
INSIDE: Final = "whole fixed"


def ratio_of_rates(
    own: Mapping[str, Any],
    base: Mapping[str, Any],
    *,
    limited: bool,
    within: Callable[[str], Set[str]],
) -> dict[str, Any]:
    """The rate of one area over that of another.

    Areas apart vary both, and the limits allow for both. Where one area lies in the other, the larger stands
    fixed, as in the indicators `…_ratio_to_dk`: the limits are those of the smaller area's rate.

    Args:
        own: The number above the line, with `value`, `numerator`, `denominator`, `lower` and `upper`.
        base: The one below it.
        limited: Whether rates of this kind have limits.
        within: Code of an area → the municipalities in it.

    Returns:
        `area`, `other`, `ratio`, `lower`, `upper` and `limits`, which says what the limits of the ratio are:
        ``exact`` or ``whole fixed``, null where there are none; `difference`, which has no limits; and
        `note`, what is to be known of either number.
    """
    both = own["value"] is not None and base["value"] is not None
    known = both and bool(base["value"])
    held, below = within(own["area_code"]), within(base["area_code"])
    method, limits = None, None
    if known and limited:
        method = INSIDE if held <= below or below <= held else APART
        limits = _of_parts(own, base, below=held <= below) if method == INSIDE else _of_both(own, base)
    return {
        "area": own["area"],
        "other": base["area"],
        "ratio": own["value"] / base["value"] if known else None,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "limits": method,
        "difference": own["value"] - base["value"] if both else None,
        "note": " ".join(dict.fromkeys(filter(None, (own["note"], base["note"])))) or None,
    }


def _of_both(own: Mapping[str, Any], base: Mapping[str, Any]) -> Limits:
    return rate_ratio_limits(
        int(own["numerator"]), own["denominator"], int(base["numerator"]), base["denominator"]
    )


def _of_parts(own: Mapping[str, Any], base: Mapping[str, Any], *, below: bool) -> Limits:
    """Limits of the smaller area over the larger, or of the larger over the smaller."""
    if below:
        return Limits(own["lower"] / base["value"], own["upper"] / base["value"])
    return Limits(own["value"] / base["upper"], own["value"] / base["lower"])
