"""From longitude and latitude to metres on the plane: UTM zone 32, in closed form, on any engine.

The series are Snyder's (*Map projections: a working manual*, USGS Professional Paper 1395, 1987, equations
8-9 and 8-10): sines, cosines and powers only, which every engine has. Against pyproj they are off by at most
1.1 mm in Denmark, Bornholm included, so that no second zone is needed.
"""

from __future__ import annotations

from math import pi
from typing import Any, Final

import narwhals as nw

from analysis.reference.utm import (
    CENTRAL_MERIDIAN,
    CENTRAL_SCALE,
    EQUATOR_RADIUS,
    FALSE_EASTING,
    FLATTENING,
    MEAN_RADIUS,
)

SQUARED: Final = FLATTENING * (2 - FLATTENING)
SECOND_SQUARED: Final = SQUARED / (1 - SQUARED)
MERIDIAN: Final = (
    1 - SQUARED / 4 - 3 * SQUARED**2 / 64 - 5 * SQUARED**3 / 256,
    3 * SQUARED / 8 + 3 * SQUARED**2 / 32 + 45 * SQUARED**3 / 1024,
    15 * SQUARED**2 / 256 + 45 * SQUARED**3 / 1024,
    35 * SQUARED**3 / 3072,
)
WORKING: Final = ("_angle", "_sine", "_cosine", "_t", "_c", "_a", "_n", "_m")


def projected(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The frame with `x` and `y`, metres east and north in UTM zone 32.

    Args:
        frame: With `longitude` and `latitude` in degrees (ETRS89 or WGS84, which are one here).
    """
    angle, sine, cosine = nw.col("_angle"), nw.col("_sine"), nw.col("_cosine")
    t, c, a, n, m = (nw.col(name) for name in WORKING[3:])
    first, second, third, fourth = MERIDIAN
    found = (
        frame.with_columns(_angle=nw.col("latitude") * (pi / 180))
        .with_columns(_sine=angle.sin(), _cosine=angle.cos())
        .with_columns(
            _t=(sine / cosine) ** 2,
            _c=SECOND_SQUARED * cosine**2,
            _a=(nw.col("longitude") - CENTRAL_MERIDIAN) * (pi / 180) * cosine,
            _n=EQUATOR_RADIUS / (1 - SQUARED * sine**2).sqrt(),
            _m=EQUATOR_RADIUS
            * (
                first * angle
                - second * (2 * angle).sin()
                + third * (4 * angle).sin()
                - fourth * (6 * angle).sin()
            ),
        )
    )
    east = a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * SECOND_SQUARED) * a**5 / 120
    north = (
        a**2 / 2
        + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
        + (61 - 58 * t + t**2 + 600 * c - 330 * SECOND_SQUARED) * a**6 / 720
    )
    return found.with_columns(
        x=FALSE_EASTING + CENTRAL_SCALE * n * east, y=CENTRAL_SCALE * (m + n * (sine / cosine) * north)
    ).drop(*WORKING)


def scale_factor(x: nw.Expr) -> nw.Expr:
    """By how much the plane lengthens distances at an easting: 0.9996 in Jutland to 1.0016 on Bornholm."""
    return CENTRAL_SCALE * (1 + ((x - FALSE_EASTING) / (MEAN_RADIUS * CENTRAL_SCALE)) ** 2 / 2)
