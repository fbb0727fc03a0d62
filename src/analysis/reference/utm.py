"""UTM zone 32 on the ellipsoid of ETRS89 (GRS 80), in which official Danish maps are drawn."""

from __future__ import annotations

from math import asin, asinh, atan2, atanh, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]

EQUATOR_RADIUS: Final = 6_378_137.0
FLATTENING: Final = 1 / 298.257222101
CENTRAL_MERIDIAN: Final = 9.0
CENTRAL_SCALE: Final = 0.9996
FALSE_EASTING: Final = 500_000.0
# Of a sphere that curves as the ellipsoid does in Denmark, on average over all directions.
MEAN_RADIUS: Final = 6.385e6
THIRD_FLATTENING: Final = FLATTENING / (2 - FLATTENING)
# Of the circle whose circumference is that of a meridian.
MERIDIAN_RADIUS: Final = (
    EQUATOR_RADIUS / (1 + THIRD_FLATTENING) * (1 + THIRD_FLATTENING**2 / 4 + THIRD_FLATTENING**4 / 64)
)


def utm_32(longitude: float, latitude: float) -> Point:
    """Degrees as metres east and north of UTM zone 32, by Krüger's series to the fourth power of n.

    Within a millimetre of the exact projection everywhere in Denmark.
    """
    n = THIRD_FLATTENING
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    eccentricity = sqrt(FLATTENING * (2 - FLATTENING))
    sine = sin(radians(latitude))
    conformal = sinh(atanh(sine) - eccentricity * atanh(eccentricity * sine))
    east = radians(longitude - CENTRAL_MERIDIAN)
    xi = atan2(conformal, cos(east))
    eta = asinh(sin(east) / hypot(conformal, cos(east)))
    steps = [(2 * place, term) for place, term in enumerate(series, start=1)]
    north = xi + sum(term * sin(step * xi) * cosh(step * eta) for step, term in steps)
    across = eta + sum(term * cos(step * xi) * sinh(step * eta) for step, term in steps)
    return FALSE_EASTING + CENTRAL_SCALE * MERIDIAN_RADIUS * across, CENTRAL_SCALE * MERIDIAN_RADIUS * north


def degrees_of(east: float, north: float) -> Point:
    """Metres of UTM zone 32 as longitude and latitude: the way back from `utm_32`, as exact."""
    n = THIRD_FLATTENING
    to_sphere = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    to_ellipsoid = (
        2 * n - 2 * n**2 / 3 - 2 * n**3 + 116 * n**4 / 45,
        7 * n**2 / 3 - 8 * n**3 / 5 - 227 * n**4 / 45,
        56 * n**3 / 15 - 136 * n**4 / 35,
        4279 * n**4 / 630,
    )
    xi = north / (CENTRAL_SCALE * MERIDIAN_RADIUS)
    eta = (east - FALSE_EASTING) / (CENTRAL_SCALE * MERIDIAN_RADIUS)
    steps = [(2 * place, term) for place, term in enumerate(to_sphere, start=1)]
    along = xi - sum(term * sin(step * xi) * cosh(step * eta) for step, term in steps)
    across = eta - sum(term * cos(step * xi) * sinh(step * eta) for step, term in steps)
    conformal = asin(sin(along) / cosh(across))
    latitude = conformal + sum(
        term * sin(2 * place * conformal) for place, term in enumerate(to_ellipsoid, start=1)
    )
    return CENTRAL_MERIDIAN + degrees(atan2(sinh(across), cos(along))), degrees(latitude)
