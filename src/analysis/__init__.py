"""Denmark's volunteer cardiac-arrest responders by quarter: from a delivery of counts to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.reference.area_names import UnknownNameError as UnknownNameError
    from analysis.statusrapport import NotBuiltError as NotBuiltError
    from analysis.statusrapport import Statusrapport as Statusrapport

__all__ = ["NotBuiltError", "Statusrapport", "UnknownNameError"]


def __getattr__(name: str) -> object:
    if name in ("Statusrapport", "NotBuiltError"):
        from analysis import statusrapport

        return getattr(statusrapport, name)
    if name == "UnknownNameError":
        from analysis.reference.area_names import UnknownNameError

        return UnknownNameError
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
