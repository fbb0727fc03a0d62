"""What tells a released report from a draft: its version, and from the second on why there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from analysis.core.formatting import long_date

if TYPE_CHECKING:
    from analysis.texts import Texts

KINDS: Final = ("revision", "correction")


@dataclass(frozen=True)
class Edition:
    """A version of a quarter's report.

    Attributes:
        version: 1 for the first.
        released: Its date: the newest that its inputs and its code name, never the clock's.
        kind: `revision` (better data, planned) or `correction` (of an error); empty for the first version.
        reason: Why there is a version after the first, as its readers see it.
    """

    version: int
    released: date
    kind: str = ""
    reason: str = ""

    def parameters(self) -> dict[str, str | int]:
        """The edition as parameters of a notebook."""
        return {
            "version": self.version,
            "released": self.released.isoformat(),
            "kind": self.kind,
            "reason": self.reason,
        }

    def in_words(self, texts: Texts) -> str:
        """Version and date: `Version 2, revideret 3. juni 2026`."""
        return texts(
            f"release-edition-{self.kind or 'first'}",
            version=str(self.version),
            date=long_date(self.released, texts.language),
        )

    @classmethod
    def of(cls, version: int, released: str, kind: str, reason: str) -> Edition | None:
        """The edition that parameters of a notebook name; None for a draft, whose version is 0."""
        return cls(version, date.fromisoformat(released), kind, reason) if version else None
