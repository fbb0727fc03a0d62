"""The checks of a delivery: every function declared as one in the modules named here."""

from __future__ import annotations

from typing import Final

from analysis.checks import (
    carried_over,
    changes,
    commentary,
    delivery_file,
    figures,
    leaks,
    neighbours,
    remainders,
    repeated,
    unknown,
)
from analysis.checks.finding import checks_in

MODULES: Final = (
    delivery_file,
    carried_over,
    commentary,
    unknown,
    remainders,
    repeated,
    changes,
    neighbours,
    figures,
    leaks,
)
CHECKS: Final = tuple(found for module in MODULES for found in checks_in(module))
