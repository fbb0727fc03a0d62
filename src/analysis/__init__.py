"""Denmark's volunteer cardiac-arrest responders by quarter: from a delivery of counts to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.statusrapport import Statusrapport as Statusrapport

__all__ = ["Statusrapport"]


def __getattr__(name: str) -> object:
    if name == "Statusrapport":
        from analysis.statusrapport import Statusrapport

        return Statusrapport
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
